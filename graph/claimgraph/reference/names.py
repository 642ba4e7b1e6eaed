"""An index of reference entities by what they are called."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Literal, TypeVar

from claimgraph.model import normalise_name
from claimgraph.reference.lexicon import Lexicon
from claimgraph.reference.loader import Reference
from claimgraph.reference.model import OfficeTenure, ReferenceEntity

T = TypeVar("T")
How = Literal["name", "metonym", "description"]
OWN_ARTICLE = "The "
"""An article with a capital belongs to the name: "The Times", but "the Rada"."""
ARTICLE = re.compile(r"(?:the|an?)\s+", re.IGNORECASE)

_ACRONYM = re.compile(r"[A-Z]{4,}$")
_WORDS_TOO = frozenset({"PACE"})
"""Acronyms that are common words when written small."""


@dataclass(frozen=True, slots=True)
class Sense:
    """One thing that a name can stand for, and how."""

    entity: ReferenceEntity
    how: How


def plain_text(text: str) -> str:
    """Straight apostrophes, and one space between words.

    >>> plain_text("People’s  Republic")
    "People's Republic"
    """
    plain = text.replace("’", "'").replace("ʼ", "'")
    return " ".join(plain.split()) if "  " in plain or not plain.isprintable() else plain.strip()


def name_key(text: str) -> str:
    """The form under which a name is indexed: case kept, straight apostrophes, no article, single spaces.

    >>> name_key("the  People’s Republic")
    "People's Republic"
    """
    plain = plain_text(text)
    match = ARTICLE.match(plain)
    return plain[len(match[0]) :] if match else plain


def surname(name: str) -> str | None:
    """The family name at the end of a person's full name, with its particles; `None` for a single word.

    >>> surname("Ursula von der Leyen"), surname("Joe Biden"), surname("Zelenskyy")
    ('von der Leyen', 'Biden', None)
    """
    words = name.split()
    if len(words) < 2:
        return None
    start = len(words) - 1
    while start > 1 and words[start - 1].islower():
        start -= 1
    return " ".join(words[start:])


class NameIndex:
    """Names, metonyms, descriptions, demonyms and family names of all entities of a reference."""

    def __init__(self, reference: Reference, lexicon: Lexicon | None = None) -> None:
        self.reference = reference
        self.lexicon = lexicon or Lexicon.default()
        self.exact: dict[str, list[Sense]] = {}
        self.surnames: dict[str, list[ReferenceEntity]] = {}
        self.demonyms: dict[str, list[ReferenceEntity]] = {}
        self.organizations: dict[str, list[ReferenceEntity]] = {}
        self.governments: dict[str, ReferenceEntity] = {}
        self.flagships: list[ReferenceEntity] = []
        self.office_holders: dict[str, list[tuple[ReferenceEntity, OfficeTenure]]] = {}
        self.makers: dict[str, list[ReferenceEntity]] = {}
        self.capitals = frozenset(entity.capital for entity in reference.values() if entity.capital)
        self._body_names: dict[tuple[str, str], frozenset[str]] = {}
        self._state_bodies: dict[str, dict[str, list[ReferenceEntity]]] = {}
        for entity in reference.values():
            self._add(entity)
        self._add_spoken_acronyms()

    def _add(self, entity: ReferenceEntity) -> None:
        for name in entity.all_names:
            self._sense(name, Sense(entity, "name"))
        for name in entity.metonyms:
            self._sense(name, Sense(entity, "metonym"))
        for name in entity.descriptions:
            self._sense(name, Sense(entity, "description"))
        for word in entity.demonyms:
            self.demonyms.setdefault(word, []).append(entity)
            if word[-1] not in "sh" and not word.endswith("ese") and " " not in word:
                self.demonyms.setdefault(word + "s", []).append(entity)
        for product in entity.produces:
            self.makers.setdefault(product, []).append(entity)
        if entity.flagship_of:
            self.flagships.append(entity)
        self._add_agent(entity)

    def _add_spoken_acronyms(self) -> None:
        """Acronyms as many newspapers write them: "Unifil", "Ecowas", "Farc"; news agencies keep capitals."""
        for name in [name for name in self.exact if _ACRONYM.match(name) and name not in _WORDS_TOO]:
            senses = self.exact[name]
            bodies = [s for s in senses if s.entity.is_a("Organization") and s.entity.kind != "MediaOutlet"]
            if bodies == senses:
                self.exact.setdefault(name.capitalize(), senses)

    def _add_agent(self, entity: ReferenceEntity) -> None:
        for tenure in entity.offices:
            self.office_holders.setdefault(tenure.title, []).append((entity, tenure))
        if entity.kind == "Person":
            for name in entity.all_names:
                family = name if " " not in name else surname(name)
                if family:
                    _append(self.surnames, family.replace("’", "'"), entity)
        elif entity.governs:
            self.governments[entity.governs] = entity
        if entity.state and entity.is_a("Organization") and not entity.is_a("Polity"):
            self.organizations.setdefault(entity.state, []).append(entity)

    def _sense(self, name: str, sense: Sense) -> None:
        key = plain_text(name) if name.startswith(OWN_ARTICLE) else name_key(name)
        _append(self.exact, key, sense)

    def named(self, text: str) -> list[Sense]:
        """What an exact name stands for."""
        plain = plain_text(text)
        match = ARTICLE.match(plain)
        if match is None:
            return self.exact.get(plain, [])
        rest = plain[match.end() :]
        return self.exact.get(rest) or self.exact.get(OWN_ARTICLE + rest, [])

    def government_of(self, state: str | None) -> ReferenceEntity | None:
        """The government of a state, by the state's IRI."""
        return self.governments.get(state) if state else None

    def body_names(self, state: ReferenceEntity, nouns: tuple[str, ...], label: str) -> frozenset[str]:
        """All names (folded) that a body of a state can have with one of these nouns, or with this label."""
        cached = self._body_names.get((state.iri, label))
        if cached is None:
            names = [normalise_name(name) for name in state.all_names]
            peoples = [normalise_name(word) for word in state.demonyms]
            made = [f"{noun} of {name}" for noun in nouns for name in names]
            made += [f"{noun} of the {name}" for noun in nouns for name in names]
            made += [f"{word} {noun}" for noun in nouns for word in peoples]
            made += [f"{name}'s {noun}" for noun in nouns for name in names]
            made += [normalise_name(label.format(state=name)) for name in names]
            cached = self._body_names[(state.iri, label)] = frozenset(made)
        return cached

    def state_bodies(self, state: str) -> dict[str, list[ReferenceEntity]]:
        """The bodies of a state (by the state's IRI) by their folded names and descriptions."""
        bodies = self._state_bodies.get(state)
        if bodies is None:
            bodies = self._state_bodies[state] = {}
            for body in self.organizations.get(state, ()):
                for name in (*body.all_names, *body.descriptions):
                    _append(bodies, normalise_name(name_key(name)), body)
        return bodies

    def state_of(self, entity: ReferenceEntity) -> ReferenceEntity | None:
        """The state that an entity is or belongs to."""
        return self.reference.get(entity.state) if entity.state else None


def distinct(entities: Iterable[ReferenceEntity]) -> list[ReferenceEntity]:
    """The entities without repetition, in order."""
    return list({entity.iri: entity for entity in entities}.values())


def _append(table: dict[str, list[T]], key: str, value: T) -> None:
    values = table.get(key)
    if values is None:
        table[key] = [value]
    elif value not in values:
        values.append(value)
