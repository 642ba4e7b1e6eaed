"""Resolves people whom the reference knows: after titles, by family name, as holders of offices."""

from __future__ import annotations

import re

from claimgraph.model import Entity
from claimgraph.reference.lexicon import Lexicon
from claimgraph.reference.model import ReferenceEntity
from claimgraph.reference.names import NameIndex
from claimgraph.reference.resolution import FUNCTION_WORDS, Phrase, Resolution, ResolutionContext

NAME_WORD = re.compile(r"(?:[^\W\d_a-z]|al-|el-|Al-|d'|O')[\w'’.-]*\Z")
CALLED = re.compile(r"[^\W\d_]")
INITIAL = re.compile(r" [A-Z]\.(?= )")


def resolve_person(
    said: Phrase, context: ResolutionContext, index: NameIndex, lexicon: Lexicon
) -> Resolution | None:
    """Resolve the name of a person in the reference, with or without words for an office before it.

    A full name is accepted after any words that are no name; a family name alone needs a title before it.
    """
    words = said.words
    for start in range(len(words)):
        if not _may_begin_name(words[start]) or (start == 0 and len(words) == 1):
            continue
        name, before = " ".join(words[start:]), words[:start]
        if before and not _may_precede(before, lexicon, full=" " in name):
            continue
        earlier = _earlier_people(name, context, index) if " " not in name else []
        if len(earlier) == 1:
            return Resolution(earlier[0], "title-and-surname-in-context", office=" ".join(before))
        people = _people_named(name, index)
        if people:
            return _known(people, name, before, context)
    return None


def resolve_surname(said: Phrase, context: ResolutionContext, index: NameIndex) -> Resolution | None:
    """Resolve a family name alone: somebody mentioned earlier, else the only person so named."""
    people = index.surnames.get(said.bare, [])
    earlier = _earlier_people(said.bare, context, index)
    if len(earlier) == 1:
        return Resolution(earlier[0], "surname-in-context")
    if earlier:
        return Resolution(None, "ambiguous", candidates=tuple(earlier))
    if len(people) == 1:
        return Resolution(people[0].entity, "surname")
    if people:
        return Resolution(None, "ambiguous", candidates=tuple(person.entity for person in people))
    return None


def _earlier_people(name: str, context: ResolutionContext, index: NameIndex) -> list[Entity]:
    """People mentioned earlier who have this family name, in one of their spellings."""
    found: dict[str, Entity] = {}
    for entity in context.earlier:
        if entity.kind != "Person":
            continue
        known = index.reference.get(entity.iri) if entity.iri else None
        names = known.all_names if known else (entity.label,)
        if any(each == name or each.replace("’", "'").endswith(" " + name) for each in names):
            found[entity.key] = entity
    return list(found.values())


def _people_named(name: str, index: NameIndex) -> list[ReferenceEntity]:
    if " " not in name:
        return index.surnames.get(name, [])
    for spelling in dict.fromkeys((name, INITIAL.sub("", name))):
        exact = [sense.entity for sense in index.named(spelling) if sense.entity.kind == "Person"]
        if exact:
            return exact
    return index.surnames.get(name, [])


def _known(
    people: list[ReferenceEntity], name: str, before: list[str], context: ResolutionContext
) -> Resolution | None:
    if len(people) > 1:
        earlier = {entity.iri for entity in context.earlier}
        people = [p for p in people if p.iri in earlier] or people
    if len(people) > 1:
        return Resolution(None, "ambiguous", candidates=tuple(p.entity for p in people))
    office = " ".join(before)
    return Resolution(people[0].entity, "title-and-name" if before else "name", office=office)


def _may_begin_name(word: str) -> bool:
    return bool(NAME_WORD.match(word)) and bool(CALLED.match(word))


def _may_precede(before: list[str], lexicon: Lexicon, *, full: bool) -> bool:
    """Whether the words before a name can be an office, title or affiliation of the person.

    In "advisers to President Putin" the person is not the one meant; in "head of the SBU Vasyl Malyuk" he is.
    """
    folded = [word.lower().rstrip(".,") for word in before]
    titled = _title_start(folded, lexicon)
    links = [number for number, word in enumerate(folded) if word in FUNCTION_WORDS]
    after_link = links[-1] + 1 if links else 0
    if links and (after_link == len(folded) or (titled is not None and titled >= after_link)):
        return False
    if titled is not None:
        return True
    return full and (before[-1].endswith("'s") or not NAME_WORD.match(before[-1]) or bool(links))


def _title_start(folded: list[str], lexicon: Lexicon) -> int | None:
    """Where the longest title at the end of the words begins."""
    for start in range(len(folded)):
        if " ".join(folded[start:]) in lexicon.titles:
            return start
    return None


def owner_of(text: str, index: NameIndex) -> ReferenceEntity | None:
    """The one agent or place that a possessive, adjective or name before a noun refers to."""
    plain = text[:-2] if text.endswith("'s") else text.rstrip("'")
    peoples = index.demonyms.get(plain, [])
    if peoples:
        return peoples[0] if len(peoples) == 1 else None
    senses = index.named(plain)
    settled = any(s.entity.is_a("Settlement") for s in senses)
    agents = [s.entity for s in senses if s.entity.is_a("Agent") and not (settled and s.how == "metonym")]
    agents = agents or [s.entity for s in senses if s.how != "metonym"]
    unique = {entity.iri: entity for entity in agents}
    return next(iter(unique.values())) if len(unique) == 1 else None
