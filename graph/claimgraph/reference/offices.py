"""Resolves an office without a name: its holder on the report's date, or the holder mentioned before."""

from __future__ import annotations

from claimgraph.model import Entity
from claimgraph.reference.composition import Composition, state_name
from claimgraph.reference.model import ReferenceEntity
from claimgraph.reference.names import NameIndex
from claimgraph.reference.resolution import Phrase, Resolution, ResolutionContext, local


def resolve_office(
    said: Phrase, reading: Composition, context: ResolutionContext, index: NameIndex
) -> Resolution | None:
    """ "the Ukrainian president": the holder on the report's date, else the office's unnamed holder."""
    owner = reading.owner
    same_words = [noun for noun in index.lexicon.nouns[reading.noun_text.lower()] if noun.type == "office"]
    if owner is None:
        if reading.noun is not same_words[-1] or reading.place_text:
            return None
        return _mentioned(said, [noun.label for noun in same_words], context, index)
    title = reading.noun.label.format(owner=state_name(owner, index))
    person, known = _holder(title, context, index)
    if person is not None and not reading.former:
        return Resolution(person.entity, "office-holder", office=said.bare)
    if not known and reading.noun is not same_words[-1]:
        return None
    state = index.state_of(owner)
    government = index.government_of(state.iri) if state and reading.noun.represents else None
    acts_for = government.iri if government and not reading.former else None
    return _unnamed(said, context, acts_for, owner.side)


def _mentioned(said: Phrase, titles: list[str], context: ResolutionContext, index: NameIndex) -> Resolution:
    """ "the mayor": the one person mentioned before who holds such an office, else nobody named."""
    beginnings = tuple(title.partition("{")[0] for title in titles)
    found: dict[str, Entity] = {}
    for entity in context.earlier if said.definite else ():
        known = index.reference.get(entity.iri) if entity.iri else None
        tenures = known.offices if known else ()
        day = context.date
        if any(t.title.startswith(beginnings) and (day is None or t.covers(day)) for t in tenures):
            found[entity.key] = entity
    if len(found) == 1:
        return Resolution(next(iter(found.values())), "office-in-context", office=said.bare)
    if found:
        return Resolution(None, "ambiguous", candidates=tuple(found.values()), office=said.bare)
    return _unnamed(said, context, None, None)


def _unnamed(said: Phrase, context: ResolutionContext, acts_for: str | None, side: str | None) -> Resolution:
    entity = local(f"{said.bare} (unnamed)", "Person", scope=context.scope, acts_for=acts_for, side=side)
    return Resolution(entity, "unnamed-office-holder", office=said.bare)


def _holder(title: str, context: ResolutionContext, index: NameIndex) -> tuple[ReferenceEntity | None, bool]:
    """Who held the office of this title on the report's date; and whether the office is known at all."""
    holders = index.office_holders.get(title, [])
    if context.date is None or not holders:
        return None, bool(holders)
    day = context.date
    present = {person.iri: person for person, tenure in holders if tenure.covers(day)}
    return (next(iter(present.values())) if len(present) == 1 else None), True
