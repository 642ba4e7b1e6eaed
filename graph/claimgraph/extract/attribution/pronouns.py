"""Whom a pronoun source stands for: a sieve over the text before it.

First the same sentence, then the sources of the attributions before, then the subjects of the last sentences;
a candidate must agree in number and, where titles, nouns or given names tell, in gender. What finds no
candidate stays unresolved: a guess would put words into somebody's mouth.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import cache
from typing import Final

from claimgraph.extract.attribution.raw import Raw
from claimgraph.extract.attribution.sources import first_subject
from claimgraph.extract.syntax.lexicon import table, word_set
from claimgraph.extract.syntax.line import Line, Range
from claimgraph.extract.syntax.phrases import phrase_before
from claimgraph.extract.syntax.text import Span

_REACH: Final = 6  # sentences
_SINGULAR: Final = {"he": "m", "his": "m", "him": "m", "himself": "m", "she": "f", "her": "f", "herself": "f"}
_PLURAL: Final = frozenset({"they", "their", "them", "themselves"})
_NEUTER: Final = frozenset({"it", "its", "itself"})
_RELATIVE: Final = frozenset({"who", "which", "that", "whom"})
_PRONOUNS: Final = _PLURAL | _NEUTER | _RELATIVE
_FEMALE: Final = word_set("female")
_MALE: Final = word_set("male")
_PERSON: Final = word_set("person")
_BODY: Final = word_set("body")
_PEOPLE: Final = frozenset(["people", "police", "authorities", "men", "women", "troops", "forces", "media"])


@cache
def given_names() -> dict[str, str]:
    """Give the given names that are known, in lower case, with m or f."""
    return {line[0].lower(): line[1] for line in table("given_names.tsv")}


@dataclass(frozen=True, slots=True)
class Traits:
    """What the words of a noun phrase tell about whom or what it names."""

    gender: str  # m, f or "" where unknown
    number: str  # s or p
    animate: bool | None  # None where unknown


@dataclass(slots=True)
class Candidate:
    """Somebody or something who can be meant: the phrase where it stands, and where it was last spoken of.

    What its words tell is worked out when a pronoun asks for it: few texts have many.
    """

    line: Line
    part: Range
    sentence: int
    _traits: Traits | None = None

    @property
    def span(self) -> Span:
        """Its offsets in the text."""
        return self.line.span(self.part)

    @property
    def traits(self) -> Traits:
        """What its words tell."""
        if self._traits is None:
            self._traits = describe(self.line, self.part)
        return self._traits


def describe(line: Line, part: Range) -> Traits:
    """Tell what the words of a noun phrase say about gender, number and whether it is a person."""
    words = [line.tokens[i].lower for i in range(*part)]
    stop = next(
        (i for i, word in enumerate(words) if i and (word == "," or line.tags[part[0] + i] == "P")),
        len(words),
    )
    head = words[:stop]
    gender = ""
    for word in words:
        if not gender:
            gender = "f" if word in _FEMALE else "m" if word in _MALE else given_names().get(word, "")
    is_joint = "and" in head or "&" in head
    last = head[-1] if head else ""
    is_noun = line.tags[part[0] + stop - 1] == "N" or last[:-1] in _PERSON  # "Residents" at the beginning
    plural = is_joint or last in _PEOPLE or (is_noun and last.endswith("s") and not last.endswith("ss"))
    animate: bool | None = None
    if gender or any(word in _PERSON for word in head):
        animate = True
    elif any(word in _BODY for word in head):
        animate = False
    return Traits(gender, "p" if plural else "s", animate)


@dataclass(slots=True)
class Sieve:
    """What was named so far, oldest first: the sources of attributions, and the sentences read."""

    sources: list[Candidate] = field(default_factory=list)
    lines: list[Line] = field(default_factory=list)
    _subjects: dict[int, Candidate | None] = field(default_factory=dict)

    def sentence(self, line: Line, found: list[Raw]) -> list[Span | None]:
        """Resolve the sources of one sentence, in order, and remember whom it names."""
        resolved: list[Span | None] = []
        for raw in found:
            if not raw.source:
                resolved.append(None)
                continue
            who = raw.source[0]
            word = line.lower(who[0])
            is_pronoun = who[1] - who[0] == 1 and (word in _SINGULAR or word in _PRONOUNS)
            if not is_pronoun:
                resolved.append(None)
                self.sources.append(Candidate(line, who, line.number))
                continue
            meant = self._relative(line, who[0]) if word in _RELATIVE else self._pronoun(word, line, who[0])
            resolved.append(meant.span if meant else None)
            if meant and (meant.sentence != line.number or self._is_source(meant)):
                self.sources.append(Candidate(meant.line, meant.part, line.number))
        self.lines.append(line)
        return resolved

    def _is_source(self, candidate: Candidate) -> bool:
        """Tell whether a phrase of the sentence being read is a source that was named in it before."""
        for other in reversed(self.sources):
            if other.sentence != candidate.sentence:
                return False
            if other.span == candidate.span:
                return True
        return False

    def _subject(self, line: Line) -> Candidate | None:
        """Give the subject of a sentence, unless it is a pronoun."""
        if line.number not in self._subjects:
            part = first_subject(line, 0, line.end)
            is_named = part is not None and line.tags[part[0]] not in "IGWTU"
            self._subjects[line.number] = Candidate(line, part, line.number) if part and is_named else None
        return self._subjects[line.number]

    def _relative(self, line: Line, at: int) -> Candidate | None:
        """Find the phrase before "who"."""
        part = phrase_before(line, at)
        return Candidate(line, part, line.number) if part else None

    def _pronoun(self, word: str, line: Line, at: int) -> Candidate | None:
        """Find the nearest candidate that agrees with a pronoun: in the sentence, a source, a subject."""
        before = line.tokens[at].start
        own = self._subject(line)
        if own and own.span[1] <= before and _agrees(own.traits, word):
            return own
        for candidate in reversed(self.sources):
            if line.number - candidate.sentence > _REACH:
                break
            if candidate.span[1] <= before and _agrees(candidate.traits, word):
                return candidate
        for earlier in self.lines[: -_REACH - 1 : -1]:
            subject = self._subject(earlier)
            if subject and _agrees(subject.traits, word):
                return subject
        return None


def _agrees(candidate: Traits, word: str) -> bool:
    """Tell whether a candidate can be what a pronoun means."""
    if word in _SINGULAR:
        if candidate.number == "p" or candidate.animate is False:
            return False
        return candidate.gender in ("", _SINGULAR[word])
    if word in _PLURAL:
        return candidate.number == "p"
    return candidate.number == "s" and candidate.animate is not True
