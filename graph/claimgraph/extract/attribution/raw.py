"""The state of reading one sentence: what was found so far, and which tokens are spoken for."""

from __future__ import annotations

from dataclasses import dataclass, field

from claimgraph.extract.syntax.lexicon import cues
from claimgraph.extract.syntax.line import Hit, Line, Range


@dataclass(slots=True)
class Raw:
    """An attribution by token numbers, before it is turned into offsets."""

    rule: str
    hit: Hit
    cue: Range
    source: list[Range]
    content: list[Range]
    recipient: list[Range] = field(default_factory=list)
    # The token number of "which" or "that" in the content; what it stands for when that is no noun phrase.
    relative: int | None = None
    stands_for: Range | None = None


@dataclass(slots=True)
class Reading:
    """A sentence being read between two token numbers; `taken` marks the tokens of contents found."""

    line: Line
    left: int
    right: int
    taken: bytearray
    found: list[Raw] = field(default_factory=list)
    used: set[int] = field(default_factory=set)

    def free(self, hit: Hit) -> bool:
        """Tell whether a cue is outside every content found so far and not used yet."""
        return not self.taken[hit.head] and hit.head not in self.used

    def add(self, raw: Raw) -> None:
        """Keep an attribution without its empty parts and mark what it covers; none without content."""
        raw.source = [part for part in raw.source if part[0] < part[1]]
        raw.content = [part for part in raw.content if part[0] < part[1]]
        raw.recipient = [part for part in raw.recipient if part[0] < part[1]]
        if not raw.content:
            return
        self.found.append(raw)
        for first, last in raw.content:
            self.taken[first:last] = b"\x01" * (last - first)
        for first, last in raw.source:
            if last - first > 1:
                self.taken[first:last] = b"\x01" * (last - first)
        for at in range(*raw.cue):
            self.used.add(at)


def unsaid(at: int) -> Hit:
    """Give the cue of words that are said without a verb of saying, at the mark that stands for one.

    >>> unsaid(3).cue.lemma, unsaid(3).end
    ('say', 4)
    """
    return Hit(cues()["say", "verb"], at, at, at + 1, "V")
