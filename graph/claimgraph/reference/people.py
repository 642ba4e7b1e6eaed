"""Resolves people: titles before names, appositions, family names, holders of offices."""

from __future__ import annotations

import re
from collections.abc import Callable

from claimgraph.model import Entity
from claimgraph.reference.lexicon import Lexicon
from claimgraph.reference.model import ReferenceEntity
from claimgraph.reference.names import NameIndex
from claimgraph.reference.resolution import Phrase, Resolution, ResolutionContext, local, phrase

PARTICLES = frozenset(
    [
        "von",
        "van",
        "der",
        "de",
        "del",
        "di",
        "da",
        "la",
        "le",
        "al",
        "el",
        "bin",
        "ibn",
        "ben",
        "abu",
        "dos",
        "du",
    ]
)
NAME_WORD = re.compile(r"(?:[^\W\d_a-z]|al-|el-|Al-|d'|O')[\w'’.-]*\Z")
LINK = re.compile(r" (?:of|for|in|from|at|on|with) ")
BodyOf = Callable[[Phrase], Resolution | None]
CALLED = re.compile(r"[^\W\d_]")


def resolve_person(
    said: Phrase, context: ResolutionContext, index: NameIndex, lexicon: Lexicon, body_of: BodyOf
) -> Resolution | None:
    """Resolve a person's name with or without words for an office before it.

    A full name in the reference is accepted after any words; a family name alone needs a title before it.
    An unknown name after a title gives a person known only from reports.
    """
    words = said.words
    for start in range(len(words)):
        if not _may_begin_name(words[start]) or (start == 0 and len(words) == 1):
            continue
        name, before = " ".join(words[start:]), words[:start]
        if before and not _may_precede(before, words, lexicon, full=len(words) - start > 1):
            continue
        people = _people_named(name, index)
        if people:
            return _known(people, name, before, context)
    return _unknown(words, index, lexicon, body_of)


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
    exact = [sense.entity for sense in index.named(name) if sense.entity.kind == "Person"]
    return exact or index.surnames.get(name, [])


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


def _may_precede(before: list[str], words: list[str], lexicon: Lexicon, *, full: bool) -> bool:
    """Whether the words before a name can be an office, title or affiliation."""
    folded = [word.lower().rstrip(".,") for word in before]
    if any(" ".join(folded[start:]) in lexicon.titles for start in range(len(folded))):
        return True
    return full and (before[-1].endswith("'s") or not NAME_WORD.match(before[-1]))


def _unknown(words: list[str], index: NameIndex, lexicon: Lexicon, body_of: BodyOf) -> Resolution | None:
    """ "Ukrainian lawmaker Ivan Unknown": a person, and for whom the title says that they speak."""
    start = _name_start(words)
    if not start:
        return None
    return new_person(
        phrase(" ".join(words[start:])), phrase(" ".join(words[:start])), index, lexicon, body_of
    )


def new_person(
    name: Phrase, title: Phrase, index: NameIndex, lexicon: Lexicon, body_of: BodyOf
) -> Resolution | None:
    """A person whom the reference does not have, if the other phrase is a title.

    Args:
        name: what may be the person's name.
        title: what may be a title: "Ukrainian lawmaker", "a resident of Lviv".
        index: the names of the reference.
        lexicon: the words for titles.
        body_of: the body that a title such as "spokesman for the ministry" speaks for.
    """
    words = name.words
    if _name_start(words) != 0 or not _plausible(words) or index.named(name.bare):
        return None
    meant = body_of(title)
    if meant is not None and meant.entity is not None:
        body = meant.entity
        person = local(name.bare, "Person", acts_for=body.iri or body.acts_for, side=body.side)
        return Resolution(person, "title-and-new-name", office=title.bare)
    head = LINK.split(title.bare, maxsplit=1)[0]
    folded = [word.rstrip(".,") for word in head.lower().split(" ")]
    if not any(" ".join(folded[first:]) in lexicon.titles for first in range(len(folded))):
        return None
    acts_for, side = affiliation(phrase(head), index, lexicon)
    return Resolution(
        local(name.bare, "Person", acts_for=acts_for, side=side), "title-and-new-name", office=title.bare
    )


def _name_start(words: list[str]) -> int | None:
    """Where the run of capitalised words (and particles) at the end begins."""
    start = len(words)
    while start > 0 and (NAME_WORD.match(words[start - 1]) or words[start - 1] in PARTICLES):
        start -= 1
    while start < len(words) and words[start] in PARTICLES:
        start += 1
    return start if start < len(words) else None


def _plausible(words: list[str]) -> bool:
    """A name of a person has one to five words and is no acronym."""
    return len(words) <= 5 and not all(word.isupper() and len(word) > 1 for word in words)


def affiliation(title: Phrase, index: NameIndex, lexicon: Lexicon) -> tuple[str | None, str | None]:
    """For whom somebody with this title speaks, and with which side they are counted (IRIs).

    "Ukrainian foreign minister" speaks for the government, "Kremlin spokesman" for the body named; a mayor
    or a lawmaker speaks for neither but is counted with the state's side.
    """
    found = lexicon.last_noun(title.folded)
    words = title.words
    nouns = found[1] if found else ()
    before = words[: found[0]] if found else words[:-1]
    for end in range(len(before), 0, -1):
        owner = owner_of(" ".join(before[:end]), index)
        if owner is None:
            continue
        state = index.state_of(owner)
        side = owner.side or (state.side if state else None)
        if any(noun.type == "spokesperson" for noun in nouns):
            government = index.government_of(owner.iri)
            return (government or owner).iri, side
        if any(noun.type == "office" and noun.represents for noun in nouns) and state:
            government = index.government_of(state.iri)
            return (government.iri if government else None), side
        return None, side
    return None, None


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


def office_holder(
    title: str, context: ResolutionContext, index: NameIndex
) -> tuple[ReferenceEntity | None, bool]:
    """Who held the office of this title on the report's date; and whether the office is known at all."""
    holders = index.office_holders.get(title, [])
    if context.date is None or not holders:
        return None, bool(holders)
    day = context.date
    present = {person.iri: person for person, tenure in holders if tenure.covers(day)}
    return (next(iter(present.values())) if len(present) == 1 else None), True
