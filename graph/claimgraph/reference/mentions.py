"""Finds every mention of a known name in a text, in one pass.

Names are found through a table from the first word of each name to the names that begin with it, longest
first; after a name or demonym a body or group may follow ("Russian forces"). Only whole words match, capitals
count, and apostrophes may be straight or curly.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass

from claimgraph.model import Entity
from claimgraph.reference.kinds import is_any
from claimgraph.reference.lexicon import LONGEST_NOUN, Noun
from claimgraph.reference.model import ReferenceEntity
from claimgraph.reference.names import OWN_ARTICLE, NameIndex, distinct, surname
from claimgraph.reference.resolution import FUNCTION_WORDS, Resolution

WORD = re.compile(r"[^\W_]+|«")
SAME_LENGTH = (("’", "'"), ("ʼ", "'"), ("\n", " "), ("\t", " "), ("\r", " "), ("\u00a0", " "))
"""Characters that are read as another, one for one, so that offsets stay."""
COMPOSED_THINGS = frozenset({"flagship", "naval flagship", "capital"})
CACHE_SIZE = 4096
Words = list[tuple[int, int]]
"""Start and end of each word of a text."""
Family = dict[str, tuple[ReferenceEntity, ...]]
"""People mentioned so far by family name."""


@dataclass(frozen=True, slots=True)
class MentionSpan:
    """A span that names something known: `text[start:end] == text`, and what it can stand for.

    Offsets count Unicode code points, end exclusive. `candidates` holds more than one entity where the name
    has several senses (a capital and its government); resolving decides by role and context.
    """

    start: int
    end: int
    text: str
    candidates: tuple[Entity, ...]


class MentionFinder:
    """Finds mentions with the names of one index.

    `resolve` gives the meaning of a phrase put together from an owner and a noun (`Resolver.resolve`).
    """

    def __init__(self, index: NameIndex, resolve: Callable[[str], Resolution]) -> None:
        self.index = index
        self.resolve = resolve
        self.lexicon = index.lexicon
        self._names = index.exact
        self._starts = _by_first_word(self._names, with_article=True)
        self._articled = frozenset(name.split(" ")[1] for name in self._starts.get("the", ()))
        self._peoples = _by_first_word(index.demonyms, with_article=False)
        self._firsts = self._starts.keys() | self._peoples.keys()
        words = " ".join((*self.lexicon.nouns, *self.lexicon.modifiers, *COMPOSED_THINGS))
        self._composing = frozenset(WORD.findall(words))
        things = [n for n, entries in self.lexicon.nouns.items() if any(e.type == "thing" for e in entries)]
        self._kind_words = frozenset(WORD.findall(" ".join(things)))
        self._named: dict[str, tuple[list[ReferenceEntity], tuple[Entity, ...]]] = {}
        self._composed: dict[str, tuple[Entity, ...]] = {}

    def find(self, text: str) -> list[MentionSpan]:
        """All mentions in `text`, in order, without overlaps, the longest at each place.

        After a full name, the family name alone is a mention of that person too.

        >>> from claimgraph.reference import Resolver
        >>> text = "Russian forces left Bucha, Kyiv’s mayor Vitali Klitschko said."
        >>> spans = Resolver.default().find_mentions(text)
        >>> [span.text for span in spans]
        ['Russian forces', 'Bucha', 'Kyiv', 'Vitali Klitschko']
        """
        plain = text
        for character, other in SAME_LENGTH:
            plain = plain.replace(character, other)
        words: Words = [match.span() for match in WORD.finditer(plain)]
        family: Family = {}
        spans: list[MentionSpan] = []
        reached = 0
        for position, (start, end) in enumerate(words):
            if start < reached:
                continue
            first = plain[start:end]
            if first not in self._firsts and first not in family:
                continue
            if first == "the" and not self._article_belongs(plain, words, position):
                continue
            found = self._mention(plain, words, position, family)
            if found is not None:
                reached, candidates = found
                spans.append(MentionSpan(start, reached, text[start:reached], candidates))
        return spans

    def _article_belongs(self, plain: str, words: Words, position: int) -> bool:
        """Whether a name with an article of its own can begin at this "the"."""
        following = words[position + 1] if position + 1 < len(words) else (0, 0)
        return plain[following[0] : following[1]] in self._articled

    def _mention(
        self, plain: str, words: Words, position: int, family: Family
    ) -> tuple[int, tuple[Entity, ...]] | None:
        """End and candidates of the mention that begins at a word."""
        start, end = words[position]
        first = plain[start:end]
        name = _longest(plain, start, self._starts.get(first, ()))
        people = _longest(plain, start, self._peoples.get(first, ()))
        if name and name in self.lexicon.personal_names and _beside_a_name(plain, words, position):
            return None
        owner = name if len(name) >= len(people) else people
        if owner:
            composed = self._composition(plain, words, position, start + len(owner))
            if composed is not None:
                return composed
        if name:
            entities, candidates = self._entities_named(name)
            _note_people(entities, family)
            return self._kind_end(plain, words, position, start + len(name), candidates), candidates
        if people and people[:-1] in self.index.demonyms:
            candidates = self._meant(people)
            return (start + len(people), candidates) if candidates else None
        if first in family:
            return end, tuple(entity.entity for entity in family[first])
        return None

    def _entities_named(self, name: str) -> tuple[list[ReferenceEntity], tuple[Entity, ...]]:
        """What a name can stand for, remembered for the next time."""
        known = self._named.get(name)
        if known is None:
            senses = self._names.get(name) or self.index.named(name)
            entities = distinct(sense.entity for sense in senses)
            known = self._named[name] = (entities, tuple(entity.entity for entity in entities))
        return known

    def _composition(
        self, plain: str, words: Words, position: int, owner_end: int
    ) -> tuple[int, tuple[Entity, ...]] | None:
        """ "Russian forces": where the noun after an owner ends, and whom the two mean together."""
        start = words[position][0]
        begin = owner_end + 2 if plain.startswith("'s ", owner_end) else owner_end
        if not plain.startswith(" ", begin):
            return None
        next_word = _word_at(words, position, begin + 1)
        if next_word is None:
            return None
        end = self._noun_end(plain, words, next_word) or self._name_and_noun_end(plain, words, next_word)
        if end is None:
            return None
        candidates = self._meant(plain[start:end])
        return (end, candidates) if candidates else None

    def _noun_end(self, plain: str, words: Words, first: int) -> int | None:
        """Where the longest noun (with modifiers before it) that begins at a word ends."""
        best: int | None = None
        start = words[first][0]
        for last in range(first, min(first + LONGEST_NOUN, len(words))):
            word_start, end = words[last]
            if plain[word_start:end].lower() not in self._composing:
                break
            if last > first and plain[words[last - 1][1] : word_start] not in (" ", "-", "'"):
                break
            segment = plain[start:end].lower().split(" ")
            found = self.lexicon.last_noun(segment)
            if found and self.lexicon.are_modifiers(segment[: found[0]]) and _composes(found[1], segment):
                office = all(noun.type == "office" for noun in found[1])
                if not (office and _capital_follows(plain, words, last)):
                    best = end
        return best

    def _name_and_noun_end(self, plain: str, words: Words, position: int) -> int | None:
        """Where "Black Sea naval flagship" ends, after an owner."""
        start, end = words[position]
        name = _longest(plain, start, self._starts.get(plain[start:end], ()))
        after = start + len(name)
        following = _word_at(words, position, after + 1)
        if not name or following is None or not plain.startswith(" ", after):
            return None
        noun_end = self._noun_end(plain, words, following)
        return noun_end if noun_end and plain.endswith("flagship", 0, noun_end) else None

    def _kind_end(
        self, plain: str, words: Words, position: int, name_end: int, entities: tuple[Entity, ...]
    ) -> int:
        """Where a name ends together with kind words after it ("Moskva missile cruiser")."""
        following = _word_at(words, position, name_end + 1)
        if following is None or not plain.startswith(" ", name_end):
            return name_end
        best = name_end
        start = words[following][0]
        for last in range(following, min(following + LONGEST_NOUN, len(words))):
            end = words[last][1]
            if plain[words[last][0] : end].lower() not in self._kind_words:
                break
            nouns = self.lexicon.nouns.get(plain[start:end].lower(), ())
            kinds = [kind for noun in nouns if noun.type == "thing" for kind in noun.kinds]
            if any(is_any(entity.kind, tuple(kinds)) for entity in entities):
                best = end
        return best

    def _meant(self, text: str) -> tuple[Entity, ...]:
        """Whom a composed phrase means, remembered for the next time."""
        known = self._composed.get(text)
        if known is None:
            resolution = self.resolve(text)
            known = (resolution.entity,) if resolution.entity else resolution.candidates
            if len(self._composed) >= CACHE_SIZE:
                self._composed.clear()
            self._composed[text] = known
        return known


def _by_first_word(names: Iterable[str], *, with_article: bool) -> dict[str, tuple[str, ...]]:
    """Names by their first word, longest first; names with an article of their own under both spellings."""
    table: dict[str, list[str]] = {}
    for name in names:
        spellings = (name, "the " + name[4:]) if with_article and name.startswith(OWN_ARTICLE) else (name,)
        for spelling in spellings:
            match = WORD.match(spelling)
            if match is not None:
                table.setdefault(match[0], []).append(spelling)
    return {first: tuple(sorted(each, key=lambda name: (-len(name), name))) for first, each in table.items()}


def _longest(plain: str, start: int, names: tuple[str, ...]) -> str:
    """The longest of the names that stands at `start` as whole words; empty if none does."""
    for name in names:
        if plain.startswith(name, start):
            end = start + len(name)
            if end >= len(plain) or not plain[end].isalnum() or not name[-1].isalnum():
                return name
    return ""


def _word_at(words: Words, position: int, start: int) -> int | None:
    """Which word, from `position` on, begins at the offset `start`."""
    for number in range(position, len(words)):
        if words[number][0] >= start:
            return number if words[number][0] == start else None
    return None


def _composes(nouns: tuple[Noun, ...], segment: list[str]) -> bool:
    """Whether a noun after an owner makes a mention of its own."""
    if any(noun.type in ("body", "group", "office") for noun in nouns):
        return True
    return " ".join(segment[-2:]) in COMPOSED_THINGS or segment[-1] in COMPOSED_THINGS


def _capital_follows(plain: str, words: Words, position: int) -> bool:
    """Whether the next word, one space on, has a capital."""
    if position + 1 >= len(words):
        return False
    end, start = words[position][1], words[position + 1][0]
    return plain[end:start] == " " and plain[start].isupper()


def _beside_a_name(plain: str, words: Words, position: int) -> bool:
    """Whether another capitalised word stands beside this one, as in a person's name."""
    if _capital_follows(plain, words, position):
        return True
    if position == 0:
        return False
    start, end = words[position - 1]
    before = plain[start:end]
    return (
        plain[end : words[position][0]] == " "
        and before[0].isupper()
        and not before.isupper()
        and before.lower() not in FUNCTION_WORDS
    )


def _note_people(entities: list[ReferenceEntity], family: Family) -> None:
    """Remember the family names of people who were named in full."""
    for entity in entities:
        if entity.kind == "Person":
            for name in entity.all_names:
                last = surname(name)
                if last and " " not in last:
                    others = [each for each in family.get(last, ()) if each.iri != entity.iri]
                    family[last] = (*others, entity)
