"""Reads a phrase as an owner and a noun: "the Russian defence ministry", "the army of Poland"."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from claimgraph.reference.lexicon import LONGEST_NOUN, Lexicon, Noun
from claimgraph.reference.model import ReferenceEntity
from claimgraph.reference.names import NameIndex
from claimgraph.reference.people import owner_of
from claimgraph.reference.resolution import Phrase, phrase

LINK = re.compile(r" (of|for|in|from|at|on|with|near|across|around|inside|outside|by|to) ")
OWNING = frozenset({"of", "for", "from", "at"})
LONGEST_OWNER = 6


@dataclass(frozen=True, slots=True)
class Composition:
    """A noun, and what was said before it: whose, and which words were passed over."""

    noun: Noun
    owner: ReferenceEntity | None
    owner_text: str
    modifiers: tuple[str, ...]
    noun_text: str
    place_text: str = ""

    @property
    def former(self) -> bool:
        """Whether the words speak of somebody who was, or will be, what the noun says."""
        return any(word in {"former", "then", "outgoing", "incoming", "deputy"} for word in self.modifiers)


def compositions(said: Phrase, index: NameIndex, lexicon: Lexicon) -> Iterator[Composition]:
    """Yield the readings of a phrase as owner and noun, best first."""
    links = list(LINK.finditer(said.bare))
    yield from _readings(said.words, None, "", index, lexicon)
    for link in links:
        head, tail = said.bare[: link.start()], phrase(said.bare[link.end() :])
        owner = owner_of(tail.text, index) or owner_of(tail.bare, index)
        owning = link[1] in OWNING
        yield from _readings(
            head.split(" "), owner if owning else None, said.bare[link.start() :], index, lexicon
        )


def _readings(
    words: list[str], owner: ReferenceEntity | None, rest: str, index: NameIndex, lexicon: Lexicon
) -> Iterator[Composition]:
    folded = [word.lower() for word in words]
    for start in range(max(0, len(words) - LONGEST_NOUN), len(words)):
        nouns = lexicon.nouns.get(" ".join(folded[start:]))
        if not nouns:
            continue
        parsed = _owner_and_modifiers(words[:start], index, lexicon)
        if parsed is None:
            continue
        before_owner, owner_text, modifiers = parsed
        for noun in nouns:
            yield Composition(
                noun, before_owner or owner, owner_text, modifiers, " ".join(words[start:]), rest
            )


def _owner_and_modifiers(
    words: list[str], index: NameIndex, lexicon: Lexicon
) -> tuple[ReferenceEntity | None, str, tuple[str, ...]] | None:
    """Split the words before a noun into modifiers, an owner, more modifiers; `None` if words are left."""
    folded = [word.lower() for word in words]
    if lexicon.are_modifiers(folded, lexicon.blocs):
        return None, "", tuple(folded)
    for first in range(len(words)):
        if not lexicon.are_modifiers(folded[:first], lexicon.blocs):
            break
        for last in range(min(len(words), first + LONGEST_OWNER), first, -1):
            owner = owner_of(" ".join(words[first:last]), index)
            if owner is not None and lexicon.are_modifiers(folded[last:], lexicon.blocs):
                return owner, " ".join(words[first:last]), (*folded[:first], *folded[last:])
    return None


def state_name(owner: ReferenceEntity, index: NameIndex) -> str:
    """A state's name as it follows "of" ("the United States"); another owner's label."""
    state = owner if owner.is_a("Polity") else None
    government = index.government_of(state.iri) if state else None
    return government.label.removeprefix("Government of ") if government else owner.label
