"""Resolves what is put together from an owner and a noun: bodies, groups of people, offices, spokespeople.

"the Russian defence ministry", "Russia's Ministry of Defence" and "the ministry of defence of Russia" have
one owner and one noun. Where the reference has that body, it is meant; else the words give a body known only
by this name, or an unnamed group that says for whom it speaks.
"""

from __future__ import annotations

import re

from claimgraph.model import Entity
from claimgraph.reference.composition import LINK, Composition, compositions, state_name
from claimgraph.reference.kinds import is_any
from claimgraph.reference.lexicon import Lexicon, Noun
from claimgraph.reference.model import ReferenceEntity
from claimgraph.reference.names import NameIndex, distinct
from claimgraph.reference.offices import resolve_office
from claimgraph.reference.resolution import (
    Phrase,
    Resolution,
    ResolutionContext,
    SaidRole,
    local,
)

ARMED = ("ArmedForce", "MilitaryUnit", "NonStateArmedGroup")


def resolve_group(
    said: Phrase, role: SaidRole | None, context: ResolutionContext, index: NameIndex, lexicon: Lexicon
) -> Resolution | None:
    """Resolve an owner and a noun for a body, a group, an office; or a people."""
    if said.bare in index.demonyms:
        return _people(said, role, context, index)
    for reading in compositions(said, index, lexicon):
        resolution: Resolution | None = None
        if reading.noun.type == "body":
            resolution = _body(said, reading, context, index)
        elif reading.noun.type == "group":
            resolution = _group(said, reading, role, context, index)
        elif reading.noun.type == "office":
            resolution = resolve_office(said, reading, context, index)
        if resolution is not None:
            return resolution
    return None


def _people(
    said: Phrase, role: SaidRole | None, context: ResolutionContext, index: NameIndex
) -> Resolution | None:
    """ "the Russians": as performers their side if they are one, as a source nobody named."""
    states = [state for state in index.demonyms[said.bare] if state.is_a("Polity")]
    plural = said.bare[:-1] in index.demonyms or (said.definite and role is not None)
    if len(states) != 1 or not plural:
        return None
    side = index.reference.get(states[0].side or "")
    if role != "speaker" and side is not None:
        return Resolution(side.entity, "people-as-side")
    label = said.bare if said.bare.endswith("s") else f"The {said.bare}"
    entity = local(f"{label} (unnamed)", "UnnamedSource", scope=context.scope, side=states[0].side)
    return Resolution(entity, "unnamed-people")


def _body(
    said: Phrase, reading: Composition, context: ResolutionContext, index: NameIndex
) -> Resolution | None:
    noun, owner = reading.noun, reading.owner
    if owner is not None and owner.kind == "Person":
        return None
    if owner is None:
        return _bare_body(said, reading, context, index)
    state = index.state_of(owner)
    if state is None or (owner.is_a("Place") and (noun.municipal or owner.iri != state.capital)):
        return _body_of_other(said, reading, owner)
    if not owner.is_a("Place") and not owner.is_a("Polity") and not owner.governs:
        return _body_of_other(said, reading, owner)
    if noun.kinds[0] == "Government":
        government = index.government_of(state.iri)
        return Resolution(government.entity, "government-of-state") if government else None
    known = body_of_state(noun, state, index)
    if known is not None:
        return Resolution(known.entity, "body-of-state")
    return Resolution(_new_body(noun, state, index), "new-body-of-state")


def _new_body(noun: Noun, state: ReferenceEntity, index: NameIndex) -> Entity:
    """A body that the reference does not have, under the name that it would have there."""
    government = index.government_of(state.iri)
    return local(
        noun.label.format(state=state_name(state, index)),
        noun.kinds[0],
        acts_for=government.iri if government else None,
        side=state.side,
    )


def _body_of_other(said: Phrase, reading: Composition, owner: ReferenceEntity) -> Resolution:
    """ "Kyiv police", "the Hamas administration": a body of a town, region or movement."""
    acts_for = owner.iri if owner.is_a("Agent") else None
    return Resolution(
        local(said.bare, reading.noun.kinds[0], acts_for=acts_for, side=owner.side), "new-body-of-owner"
    )


def _bare_body(
    said: Phrase, reading: Composition, context: ResolutionContext, index: NameIndex
) -> Resolution | None:
    """ "the defence ministry": the one mentioned earlier, else one that only this report knows."""
    if reading.place_text and LINK.match(reading.place_text):
        return None
    found: dict[str, Entity] = {}
    for entity in context.earlier:
        known = index.reference.get(entity.iri) if entity.iri else None
        state = index.state_of(known) if known else None
        if known and state and _is_body(known, reading.noun, state, index):
            found[known.iri] = entity
    if len(found) == 1:
        return Resolution(next(iter(found.values())), "body-in-context")
    if found:
        return Resolution(None, "ambiguous", candidates=tuple(found.values()))
    return Resolution(local(said.bare, reading.noun.kinds[0], scope=context.scope), "bare-body")


def body_of_state(noun: Noun, state: ReferenceEntity, index: NameIndex) -> ReferenceEntity | None:
    """The body of a state that a noun names there, if the reference has exactly one."""
    bodies = index.state_bodies(state.iri)
    wanted = index.body_names(state, noun.nouns, noun.label)
    found = distinct(body for name in sorted(wanted & bodies.keys()) for body in bodies[name])
    return found[0] if len(found) == 1 else None


def _is_body(body: ReferenceEntity, noun: Noun, state: ReferenceEntity, index: NameIndex) -> bool:
    """Whether a body is what the noun names in its state."""
    if noun.kinds[0] == "Government":
        return body.governs == state.iri
    known = body_of_state(noun, state, index)
    return known is not None and known.iri == body.iri


def _group(
    said: Phrase,
    reading: Composition,
    role: SaidRole | None,
    context: ResolutionContext,
    index: NameIndex,
) -> Resolution | None:
    owner = reading.owner
    state = index.state_of(owner) if owner else None
    if reading.noun.equipment and role != "actor":
        return None
    armed = reading.noun.forces or reading.noun.irregular
    if armed and role != "speaker" and owner and is_any(owner.kind, ARMED):
        return Resolution(owner.entity, "forces-of-body")
    if reading.noun.forces and role != "speaker" and state and owner and owner.is_a("Polity"):
        return _forces(state, index)
    if owner is None and reading.noun.represents and not reading.modifiers:
        of_speaker = _group_of_speaker(said, context, index)
        if of_speaker is not None and not reading.place_text:
            return of_speaker
    acts_for, side = _represented(reading, owner, state, index)
    label = f"{_without_count(said.bare)} (unnamed)"
    entity = local(label, "UnnamedSource", scope=context.scope, acts_for=acts_for, side=side)
    return Resolution(entity, "unnamed-group")


def _represented(
    reading: Composition,
    owner: ReferenceEntity | None,
    state: ReferenceEntity | None,
    index: NameIndex,
) -> tuple[str | None, str | None]:
    """For whom a group speaks and with which side it is counted."""
    if owner is None or owner.is_a("Place"):
        return None, None
    if owner.is_a("Polity"):
        government = index.government_of(owner.iri)
        if reading.noun.represents:
            return (government.iri if government else None), owner.side
        if reading.noun.forces and state is not None:
            forces = body_of_state(_forces_noun(index), state, index)
            return (forces.iri if forces else None), owner.side
        return None, None
    if owner.kind == "Person":
        return owner.acts_for, owner.side
    if reading.noun.represents or reading.noun.forces or reading.noun.irregular:
        return owner.iri, owner.side
    return None, None


def _forces(state: ReferenceEntity, index: NameIndex) -> Resolution:
    """Armed people of a state as performers or as those affected: its armed forces."""
    noun = _forces_noun(index)
    known = body_of_state(noun, state, index)
    if known is not None:
        return Resolution(known.entity, "forces-of-state")
    return Resolution(_new_body(noun, state, index), "new-forces-of-state")


def _forces_noun(index: NameIndex) -> Noun:
    return next(noun for noun in index.lexicon.nouns["armed forces"] if noun.type == "body")


def _group_of_speaker(said: Phrase, context: ResolutionContext, index: NameIndex) -> Resolution | None:
    """ "officials" in the mouth of somebody who speaks for a state: officials of that state."""
    speaker = context.speaker
    known = index.reference.get(speaker.iri) if speaker and speaker.iri else None
    state = index.state_of(known) if known else None
    if state is None or not state.demonyms:
        return None
    government = index.government_of(state.iri)
    entity = local(
        f"{state.demonyms[0]} {said.bare} (unnamed)",
        "UnnamedSource",
        scope=context.scope,
        acts_for=government.iri if government else None,
        side=state.side,
    )
    return Resolution(entity, "unnamed-group-of-speaker")


def _without_count(text: str) -> str:
    """Drop words of number and choice from the front: "two senior officials" are named "senior officials"."""
    return re.sub(
        r"^(?:(?:some|several|many|most|other|two|three|four|all|few|numerous|more|various|different) )+",
        "",
        text,
        flags=re.IGNORECASE,
    )
