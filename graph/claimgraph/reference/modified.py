"""Resolves names with something around them that changes nothing about whom they mean.

"Russia's Federal Security Service", "Kyiv's Podil district", "the besieged Mariupol", "Khan Younis in
southern Gaza", "the train station in Kramatorsk", "the outskirts of Kyiv".
"""

from __future__ import annotations

import re

from claimgraph.reference.kinds import is_any
from claimgraph.reference.lexicon import Lexicon
from claimgraph.reference.model import ReferenceEntity
from claimgraph.reference.names import NameIndex, distinct
from claimgraph.reference.people import owner_of
from claimgraph.reference.resolution import Phrase, Resolution, SaidRole, local, phrase

PLACED = re.compile(r"(?P<head>.+?) (?:in|near|at|outside|on|off) (?P<place>.+)\Z")
PART_OF = re.compile(
    r"(?:(?:\w+ )?(?:outskirts|suburbs|centre|center|heart|streets|edge|edges)"
    r"|north|south|east|west|north-?east|north-?west|south-?east|south-?west) of (?P<place>.+)\Z"
)
LOCATED = ("Place", "Facility")
OWNED = ("Place", "Facility", "Organization", "Vessel")
LONGEST_OWNER = 4
NATIONAL = frozenset(("Red Cross", "Red Crescent", "Red Cross Society", "Red Crescent Society"))
"""Names of which every country has its own body: the Lebanese Red Cross is not the ICRC."""


def resolve_modified(
    said: Phrase, role: SaidRole | None, index: NameIndex, lexicon: Lexicon
) -> Resolution | None:
    """Resolve a name with an owner, adjective or place around it."""
    return _owned(said, index) or _adjective(said, role, index, lexicon) or _placed(said, role, index)


def _named(text: str, kinds: tuple[str, ...], index: NameIndex) -> list[ReferenceEntity]:
    """Entities of some classes that have the name, states and their governments left out."""
    entities = distinct(s.entity for s in index.named(text) if s.how != "metonym")
    return [e for e in entities if is_any(e.kind, kinds) and not e.is_a("Polity") and not e.governs]


def _owned(said: Phrase, index: NameIndex) -> Resolution | None:
    """ "Russia's Federal Security Service": the one of that name which belongs to the owner."""
    words = said.words
    for length in range(min(len(words) - 1, LONGEST_OWNER), 0, -1):
        text = " ".join(words[:length])
        if not (text.endswith("'s") or text in index.demonyms):
            continue
        owner = owner_of(text, index)
        if owner is None:
            continue
        rest = " ".join(words[length:])
        if rest in NATIONAL:
            return Resolution(local(said.bare, "NonGovernmentalOrganization"), "national-society")
        named = _named(rest, OWNED, index)
        fitting = [entity for entity in named if _belongs(entity, owner, index)]
        if len(fitting) == 1:
            return Resolution(fitting[0].entity, "owned-name")
    return None


def _belongs(entity: ReferenceEntity, owner: ReferenceEntity, index: NameIndex) -> bool:
    """Whether nothing speaks against an entity being the owner's or lying in the owner's place."""
    if owner.is_a("Place"):
        return owner.iri in places_around(entity, index)
    return entity.state in (None, owner.state)


def places_around(entity: ReferenceEntity, index: NameIndex) -> list[str]:
    """IRIs of the places that an entity lies in, the nearest first."""
    places: list[str] = []
    around = entity.located_in
    while around and around not in places:
        places.append(around)
        place = index.reference.get(around)
        around = place.located_in if place else None
    return places


def _adjective(said: Phrase, role: SaidRole | None, index: NameIndex, lexicon: Lexicon) -> Resolution | None:
    """ "central Kyiv", "the Washington-based institute X"; "southern Russia" is a region of its own."""
    words = said.words
    first = 0
    while first < len(words) - 1 and lexicon.are_modifiers([words[first].lower()], lexicon.thing_modifiers):
        first += 1
    if not first:
        return None
    rest = " ".join(words[first:])
    kinds = LOCATED if role in ("place", "thing") else OWNED
    named = _named(rest, kinds, index)
    if len(named) == 1:
        return Resolution(named[0].entity, "modified-name")
    states = distinct(s.entity for s in index.named(rest) if s.entity.is_a("Polity"))
    if role == "place" and len(states) == 1:
        return Resolution(local(said.bare, "InformalRegion"), "part-of-state")
    return None


def _placed(said: Phrase, role: SaidRole | None, index: NameIndex) -> Resolution | None:
    """A name with the place that it lies in, or the part of a place."""
    head, link, tail = said.bare.partition(" of ")
    within = _named(head, LOCATED, index) if link else []
    if len(within) == 1 and within[0].located_in in {s.entity.iri for s in index.named(tail)}:
        return Resolution(within[0].entity, "name-within-place")
    part = PART_OF.match(said.bare)
    if part and role != "speaker":
        whole = _named(part["place"], ("Settlement", "District"), index)
        return Resolution(whole[0].entity, "part-of-place") if len(whole) == 1 else None
    placed = PLACED.match(said.bare)
    if not placed:
        return None
    named = _named(placed["head"], LOCATED, index)
    if len(named) == 1 and role != "speaker":
        return Resolution(named[0].entity, "name-in-place")
    turned = _named(f"{phrase(placed['place']).bare} {placed['head']}", ("Facility",), index)
    return Resolution(turned[0].entity, "name-turned") if len(turned) == 1 and said.definite else None
