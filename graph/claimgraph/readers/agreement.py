"""Two readers of one text: what they agree on is marked, where they differ is listed for review.

Their attributions are matched by their cues. They agree when cue and source share words, the contents are the
same but for a few words, and the stance is the same. Where they differ, what the first one found is taken;
what only the second one found is taken where it is in nobody's way. Certainty is not compared: a model gives
that of the whole, the rules that of the cue alone.
"""

from __future__ import annotations

import re
from bisect import bisect_right, insort
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Final

from claimgraph.errors import UsageError
from claimgraph.extract.attribution.reading import Attribution
from claimgraph.extract.stance import attitude
from claimgraph.extract.syntax.text import Span
from claimgraph.model import Disagreement, Found, ReaderRun
from claimgraph.readers.base import Extraction, Extractor, Refusal

ALIKE: Final = 0.8
"""The share of the words of either content that must be in both, for the contents to be the same."""
_WORD: Final = re.compile(r"\w+")
_OPENING: Final = frozenset(("that", "how"))


class AgreementReader:
    """Reads with two readers.

    >>> from claimgraph.readers.rules import RulesReader
    >>> class Other(RulesReader):
    ...     name = "other"
    >>> both = AgreementReader(RulesReader(), Other()).extract("The ministry said two ships sank.")
    >>> both.found_by, both.disagreements
    (({'rules': 'main-clause', 'other': 'main-clause'},), ())
    """

    def __init__(self, first: Extractor, second: Extractor) -> None:
        """The first one has precedence.

        Raises:
            UsageError: they are one and the same.
        """
        if first.name == second.name:
            raise UsageError(
                f"the reader {first.name!r} cannot be compared with itself", hint="name two readers"
            )
        self.readers = (first, second)

    @property
    def name(self) -> str:
        """Both names."""
        return "+".join(reader.name for reader in self.readers)

    @property
    def version(self) -> str:
        """Both versions."""
        return " + ".join(reader.version for reader in self.readers)

    def extract(self, text: str, published: date | None = None) -> Extraction:
        """Read with both; the union, each attribution with who found it, and the differences.

        Raises:
            InputError: one of the two cannot read the text.
        """
        first, second = (reader.extract(text, published) for reader in self.readers)
        names = (self.readers[0].name, self.readers[1].name)
        merged = _Merge(text, names)
        merged.run(first.attributions, second.attributions)
        taken = sorted(merged.taken, key=lambda one: (one[0].cue, one[0].content))
        refusals = [
            Refusal(f"{name}: {refusal.reason}", refusal.words, refusal.at)
            for name, extraction in zip(names, (first, second), strict=True)
            for refusal in extraction.refusals
        ]
        return Extraction(
            tuple(one for one, _ in taken),
            tuple(sorted(refusals, key=lambda refusal: refusal.at)),
            tuple(found_by for _, found_by in taken),
            tuple(sorted(merged.disagreements, key=lambda one: (one.found[0].cue, one.found[0].content))),
            tuple(ReaderRun(reader.name, reader.version) for reader in self.readers),
        )


@dataclass(slots=True)
class _Merge:
    """The attributions of two readers, being put together."""

    text: str
    names: tuple[str, str]
    taken: list[tuple[Attribution, dict[str, str]]] = field(default_factory=list)
    disagreements: list[Disagreement] = field(default_factory=list)

    def run(self, first: Sequence[Attribution], second: Sequence[Attribution]) -> None:
        partners = _partners(first, second)
        occupied: list[Span] = sorted(_hull(one) for one in first)
        for at, one in enumerate(first):
            if at not in partners:
                self._take(0, one)
                self._differ(("found",), [self._found(0, one)], 0)
                continue
            other = second[partners[at]]
            about = tuple(_differences(self.text, one, other))
            self._take(0, one, None if about else other)
            if about:
                self._differ(about, [self._found(0, one), self._found(1, other)], 0)
        matched = set(partners.values())
        for at, one in enumerate(second):
            if at in matched:
                continue
            is_free = _is_free(_hull(one), occupied)
            if is_free:
                self._take(1, one)
                insort(occupied, _hull(one))
            self._differ(("found",), [self._found(1, one)], 0 if is_free else None)

    def _take(self, reader: int, one: Attribution, other: Attribution | None = None) -> None:
        """Take what a reader found; with what the second one found alike."""
        also = {self.names[1]: other.rule} if other else {}
        self.taken.append((one, {self.names[reader]: one.rule, **also}))

    def _found(self, reader: int, one: Attribution) -> Found:
        return Found(self.names[reader], one.source, one.cue, one.content, _stance(one), one.rule)

    def _differ(self, about: tuple[str, ...], found: list[Found], taken: int | None) -> None:
        self.disagreements.append(Disagreement(about, tuple(found), None if taken is None else found[taken]))


def _partners(first: Sequence[Attribution], second: Sequence[Attribution]) -> dict[int, int]:
    """Which of the second have their cue where those of the first have it; each has one partner at most."""
    cues = sorted((one.cue[0], at) for at, one in enumerate(second) if one.cue)
    starts = [cue[0] for cue, _ in cues]
    partners: dict[int, int] = {}
    used: set[int] = set()
    for at, one in enumerate(first):
        if not one.cue:
            continue
        place = bisect_right(starts, one.cue[0][0]) - 1
        for cue, other in cues[max(place, 0) : place + 3]:
            if other not in used and _share(cue, one.cue[0]):
                partners[at] = other
                used.add(other)
                break
    return partners


def _differences(text: str, one: Attribution, other: Attribution) -> Iterator[str]:
    """What two attributions with one cue do not have alike."""
    sources = _words(text, one.source), _words(text, other.source)
    if bool(sources[0]) != bool(sources[1]) or (sources[0] and not sources[0] & sources[1]):
        yield "source"
    contents = _content(text, one), _content(text, other)
    if len(contents[0] & contents[1]) < ALIKE * max(map(len, contents)):
        yield "content"
    if _stance(one) != _stance(other):
        yield "stance"


def _stance(one: Attribution) -> str:
    """The stance by the cue and its negation; what stands in the content is read later, alike for all."""
    return attitude(one, ()).stance.value


def _words(text: str, spans: Sequence[Span]) -> set[int]:
    """Where the words of some spans begin."""
    return {match.start() for start, end in spans for match in _WORD.finditer(text, start, end)}


def _content(text: str, one: Attribution) -> set[int]:
    """Where the words of a content begin, without the "that" before it."""
    words = _words(text, one.content)
    first = min(words, default=-1)
    match = _WORD.match(text, first) if words else None
    return words - {first} if match and match.group().lower() in _OPENING else words


def _hull(one: Attribution) -> Span:
    spans = [*one.source, *one.cue, *one.content]
    return min(span[0] for span in spans), max(span[1] for span in spans)


def _is_free(hull: Span, occupied: list[Span]) -> bool:
    """Whether a stretch shares nothing with what is taken; of two that overlap, neighbours are asked."""
    at = bisect_right(occupied, hull)
    return not any(_share(hull, other) for other in occupied[max(at - 3, 0) : at + 1])


def _share(one: Span, other: Span) -> bool:
    return one[0] < other[1] and other[0] < one[1]
