"""Resolves a phrase that is a name: states, capitals and buildings by role, ambiguity by context.

The rules on metonymy follow the practice described for event coders, with its known exceptions: a capital
stands for a government only as the source of words or the performer of an act, and only when it stands alone
("Kyiv said"), not as part of a longer name ("Moscow region") or of a description ("Kyiv residents").
"""

from __future__ import annotations

from collections.abc import Sequence

from claimgraph.model import Entity
from claimgraph.reference.kinds import is_a, is_any
from claimgraph.reference.model import ReferenceEntity
from claimgraph.reference.names import NameIndex, Sense, distinct
from claimgraph.reference.resolution import Phrase, Resolution, ResolutionContext, SaidRole, local

PREFERRED = {
    "speaker": ("Agent",),
    "actor": ("Agent",),
    "place": ("Place", "Facility", "Vessel"),
    "thing": ("Facility", "Materiel", "MaterielType"),
}


def resolve_name(
    said: Phrase, role: SaidRole | None, context: ResolutionContext, index: NameIndex
) -> Resolution | None:
    """Resolve a phrase that is exactly a name, metonym or description in the reference."""
    senses = index.named(said.raw) or index.named(said.text) or index.named(said.bare)
    if " " not in said.bare:
        # A single word for a person is a family name: who is meant depends on the report.
        senses = [sense for sense in senses if sense.entity.kind != "Person"]
    senses = _without_namesakes(senses, context)
    if not senses:
        return None
    if role in ("speaker", "actor"):
        return _agent(senses, role, context, index)
    if role == "place":
        senses = [_place_sense(sense, senses, index) for sense in senses]
    return _literal_sense(senses, role, context, index)


def _without_namesakes(senses: list[Sense], context: ResolutionContext) -> list[Sense]:
    """Leave out vessels that are named after a place, unless the report has named them as vessels."""
    if not any(sense.entity.is_a("Place") for sense in senses):
        return senses
    earlier = {entity.iri for entity in context.earlier}
    return [s for s in senses if not s.entity.is_a("Vessel") or s.entity.iri in earlier]


def _agent(
    senses: list[Sense], role: SaidRole, context: ResolutionContext, index: NameIndex
) -> Resolution | None:
    """A name as the source of words or the performer of an act."""
    agents = [s for s in senses if s.entity.is_a("Agent") and s.how != "metonym"]
    metonyms = [s for s in senses if s.how == "metonym"]
    things = [s.entity for s in senses if not s.entity.is_a("Agent")]
    literal = things[0] if things else None
    named = distinct(s.entity for s in agents)
    if named:
        chosen = choose(named, context, index)
        if chosen is not None and role == "speaker" and chosen.is_a("Polity"):
            return _state_as_speaker(chosen, index)
        rule = "description" if all(s.how == "description" for s in agents) else "name"
        return decided(chosen, named, rule)
    if metonyms:
        meant = distinct(s.entity for s in metonyms)
        chosen = choose(meant, context, index)
        if chosen is not None:
            literal = next((thing for thing in things if thing.iri == chosen.seat), literal)
        return decided(chosen, meant, "metonym", literal)
    return _place_as_agent(literal, index)


def _state_as_speaker(state: ReferenceEntity, index: NameIndex) -> Resolution:
    """ "Russia said": the government speaks."""
    government = index.government_of(state.iri)
    if government is None:
        return Resolution(state.entity, "name")
    return Resolution(government.entity, "state-as-speaker", state.entity, is_metonymic=True)


def _place_as_agent(literal: ReferenceEntity | None, index: NameIndex) -> Resolution | None:
    """A town or region that speaks or acts: whoever runs it, without a name."""
    if literal is None:
        return None
    if not is_any(literal.kind, ("Settlement", "District", "Territory", "InformalRegion")):
        return Resolution(literal.entity, "name")
    authorities = local(f"{literal.label} authorities (unnamed)", "UnnamedSource")
    return Resolution(authorities, "place-as-speaker", literal.entity, is_metonymic=True)


def _place_sense(sense: Sense, senses: list[Sense], index: NameIndex) -> Sense:
    """The territory for a state: "in Russia" is a place."""
    entity = sense.entity
    if entity.is_a("Polity") and entity.territory and entity.territory in index.reference:
        return Sense(index.reference[entity.territory], sense.how)
    return sense


def _literal_sense(
    senses: list[Sense], role: SaidRole | None, context: ResolutionContext, index: NameIndex
) -> Resolution | None:
    """What the words literally name, things of the kinds that the role expects first."""
    literal = [s for s in senses if s.how != "metonym"] or senses
    expected = PREFERRED.get(role or "", ())
    fitting = next((group for kind in expected if (group := _of_kind(literal, kind))), literal)
    entities = distinct(s.entity for s in fitting)
    rule = "state-as-place" if role == "place" and entities[0].label.startswith("Territory of ") else "name"
    if all(s.how == "description" for s in fitting):
        rule = "description"
    return decided(choose(entities, context, index), entities, rule)


def _of_kind(senses: list[Sense], kind: str) -> list[Sense]:
    return [sense for sense in senses if sense.entity.is_a(kind)]


def decided(
    chosen: ReferenceEntity | None,
    candidates: Sequence[ReferenceEntity],
    rule: str,
    literal: ReferenceEntity | None = None,
) -> Resolution:
    """A resolution to `chosen`, or an ambiguity that is recorded and left open."""
    if chosen is None:
        return Resolution(
            None,
            "ambiguous",
            literal.entity if literal else None,
            candidates=tuple(candidate.entity for candidate in candidates),
        )
    others = tuple(c.entity for c in candidates if c.iri != chosen.iri)
    meant = literal.entity if literal else None
    return Resolution(chosen.entity, rule, meant, rule == "metonym", candidates=others)


def choose(
    candidates: Sequence[ReferenceEntity], context: ResolutionContext, index: NameIndex
) -> ReferenceEntity | None:
    """The one candidate, or the one that the report has pointed to, or that holds the others; else `None`."""
    if len(candidates) == 1:
        return candidates[0]
    earlier = {entity.iri for entity in context.earlier if entity.iri}
    mentioned = [c for c in candidates if c.iri in earlier]
    if mentioned:
        return mentioned[0] if len(mentioned) == 1 else None
    known = (index.reference.get(iri) for iri in earlier)
    states = {entity.state for entity in known if entity is not None and entity.state}
    related = [c for c in candidates if c.state in states]
    return related[0] if len(related) == 1 else _widest(candidates)


def _widest(candidates: Sequence[ReferenceEntity]) -> ReferenceEntity | None:
    """The candidate that all others lie in (Luxembourg the state, not its capital), if there is one."""
    for wide in candidates:
        extent = {wide.iri, wide.territory or wide.iri}
        if all(other is wide or other.located_in in extent for other in candidates):
            return wide
    return None


def person_named_so(said: Phrase, context: ResolutionContext) -> Entity | None:
    """The one person mentioned earlier whose last name is the phrase."""
    tail = " " + said.bare
    people = {
        entity.key: entity
        for entity in context.earlier
        if is_a(entity.kind, "Person") and entity.label.endswith(tail)
    }
    return next(iter(people.values())) if len(people) == 1 else None
