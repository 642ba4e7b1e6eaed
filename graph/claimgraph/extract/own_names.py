"""Entities that a report alone knows: bodies and outlets without reference data, names borne by several."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from claimgraph.extract.descriptions import can_speak, class_of, is_description, is_plural
from claimgraph.extract.syntax.kinds import kind_of
from claimgraph.model import Entity, normalise_name
from claimgraph.reference.kinds import is_a

MEDIA: Final = frozenset(
    (
        "wire", "times", "post", "news", "courier", "dispatch", "herald", "journal", "tribune", "gazette",
        "observer", "press", "tv", "television", "radio", "today", "daily", "telegraph", "chronicle", "mail",
        "channel", "review", "weekly", "magazine", "broadcaster", "newspaper",
    )
)  # fmt: skip
"""Words in which the names of outlets end."""
_BODY_KINDS: Final = frozenset(("Organization", "Company", "PublicBody", "ArmedForce", "Government"))


def own_body(entity: Entity) -> Entity:
    """Give an entity of the report's own: a name that sounds like an outlet's is one, a body is no crowd.

    >>> own_body(Entity("Harbour Wire", "Agent")).kind
    'MediaOutlet'
    >>> own_body(Entity("Ministry (unnamed)", "UnnamedSource")).label
    'Ministry'
    """
    label = entity.label.removesuffix(" (unnamed)")
    kind = kind_of(label.lower().replace("’", "'").split())
    if entity.kind == "UnnamedSource" and kind is not None and kind.kind in _BODY_KINDS:
        return Entity(label, kind.kind, None, entity.scope, entity.acts_for, entity.side)
    if entity.kind == "Agent" and normalise_name(entity.label).split()[-1] in MEDIA:
        return Entity(entity.label, "MediaOutlet")
    return entity


def unsettled(text: str, candidates: Sequence[Entity]) -> Entity | None:
    """Give who is named by a name that several bear: somebody of this name, more is not known.

    >>> unsettled("The RSF", [Entity("Rapid Support Forces", "ArmedForce")]).label
    'RSF'
    >>> unsettled("the clinic", [Entity("Clinic", "Facility")]) is None
    True
    """
    agents = [each for each in candidates if is_a(each.kind, "Agent")]
    name = text.strip(" ,\n").removeprefix("The ").removeprefix("the ")
    if not agents or not name[:1].isupper():
        return None
    return Entity(name, "Person" if all(each.kind == "Person" for each in agents) else "Agent")


def is_cut_short(found: Entity | None, named: Entity) -> bool:
    """Tell whether a source is better named by the name in its words than by what was found for it.

    >>> is_cut_short(Entity("Institute", "Agent"), Entity("Institute for Peace – Zeta", "Agent"))
    True
    """
    return found is None or is_description(found) or named.label.startswith(f"{found.label} ")


def is_other_person(named: Entity | None, entity: Entity) -> bool:
    """Tell whether part of a source means somebody else than the person whom all of it names.

    >>> is_other_person(Entity("Ida Brandt", "Person"), Entity("Otto Raske", "Person"))
    True
    """
    if named is None or named.kind != "Person" or named.label.endswith("(unnamed)"):
        return False
    return entity.kind != "Person" or entity.label.split()[-1] != named.label.split()[-1]


def is_thing(words: Sequence[str]) -> bool:
    """Tell whether a noun phrase names ships, weapons or other goods, which say nothing.

    >>> is_thing(["its", "surface", "vessels"]), is_thing(["the", "crew"])
    (True, False)
    """
    kind = kind_of(list(words))
    return kind is not None and kind.category in {"vessel", "weapon", "materiel"}


def can_be_one(entity: Entity) -> bool:
    """Tell whether "he" or "she" can mean an entity: no place, no crowd, no boat.

    >>> can_be_one(Entity("Boat (unnamed)", "UnnamedSource")), can_be_one(Entity("Ida Brandt", "Person"))
    (False, True)
    """
    if is_crowd(entity) or is_a(entity.kind, "Place"):
        return False
    words = entity.label.removesuffix(" (unnamed)").lower().split()
    return entity.kind != "UnnamedSource" or can_speak(words)


def is_crowd(entity: Entity) -> bool:
    """Tell whether an entity is several people without a name.

    >>> is_crowd(Entity("Western officials (unnamed)", "UnnamedSource"))
    True
    """
    return entity.kind == "UnnamedSource" and is_plural(entity.label)


def is_speaker(entity: Entity) -> bool:
    """Tell whether a headline may end in somebody: a known body or person, or who is only described.

    >>> is_speaker(Entity("Police (unnamed)", "UnnamedSource")), is_speaker(Entity("Karsk", "Agent"))
    (True, False)
    """
    words = entity.label.removesuffix(" (unnamed)").lower().split()
    is_known = entity.iri is not None or entity.kind == "UnnamedSource"
    return is_known or class_of(words) is not None or can_speak(words)
