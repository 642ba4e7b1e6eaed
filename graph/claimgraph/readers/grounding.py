"""Words that a model gave back, found again in the text; what is not in the text is nowhere.

First exactly, then with the shape of quotation marks and the amount of white space left out of account; never
nearly. A hit begins and ends at the edge of a word, so that "art" is not found in "party".

>>> text = "He said:  “We stay.”"
>>> ground(text, (0, len(text)), '"We stay."')
Grounded(spans=((10, 20),), how='normalised')
>>> ground(text, (0, len(text)), "We leave") is None
True
"""

from __future__ import annotations

import re
from bisect import bisect_left
from dataclasses import dataclass
from typing import Final

from claimgraph.extract.syntax.text import Span

_UNITS: Final = re.compile(r"\s+|``|''|.", re.DOTALL)
_DOUBLE: Final = frozenset(("“", "”", "„", "‟", "«", "»", "＂", "``", "''"))
_SINGLE: Final = frozenset("‘’‚‛ʼ`´′＇")
_INVISIBLE: Final = frozenset("\u00ad\u200b\u200c\u200d\u2060\ufeff")


@dataclass(frozen=True, slots=True)
class Grounded:
    """Where words stand: every place, in order, and whether they were found "exact" or "normalised"."""

    spans: tuple[Span, ...]
    how: str

    def nearest(self, to: Span, apart_from: Span | None = None) -> Span:
        """The place nearest to a span; those that share nothing with `apart_from` go before the others."""
        return min(self.spans, key=lambda span: (_share(span, apart_from), _distance(span, to), span))


def _share(span: Span, other: Span | None) -> bool:
    return other is not None and span[0] < other[1] and other[0] < span[1]


def _distance(span: Span, to: Span) -> int:
    return max(to[0] - span[1], span[0] - to[1], 0)


def ground(text: str, within: Span, words: str) -> Grounded | None:
    """Find words in a part of a text; None when they are not there."""
    wanted = words.strip()
    if not wanted:
        return None
    part = text[slice(*within)]
    exact = _places(part, wanted)
    if exact:
        return Grounded(tuple((start + within[0], end + within[0]) for start, end in exact), "exact")
    folded, offsets = _folded(part)
    units, _ = _folded(wanted)
    found = _places(folded, units.strip())
    spans = tuple((within[0] + offsets[start][0], within[0] + offsets[end - 1][1]) for start, end in found)
    return Grounded(spans, "normalised") if spans else None


def folded(words: str) -> str:
    """Words as they are compared: quotation marks of one shape, one space at a time, nothing invisible."""
    return _folded(words)[0].strip()


def _folded(text: str) -> tuple[str, list[Span]]:
    """The text as it is compared, and for each of its characters the span it stands for."""
    letters: list[str] = []
    offsets: list[Span] = []
    for match in _UNITS.finditer(text):
        unit = match.group()
        if unit in _INVISIBLE:
            continue
        letters.append(
            '"' if unit in _DOUBLE else "'" if unit in _SINGLE else " " if unit.isspace() else unit
        )
        offsets.append(match.span())
    return "".join(letters), offsets


def _places(text: str, words: str) -> list[Span]:
    """Every place of words in a text that begins and ends at the edge of a word; they do not overlap."""
    found: list[Span] = []
    at = text.find(words) if words else -1
    while at >= 0:
        end = at + len(words)
        if _is_edge(text, at) and _is_edge(text, end):
            found.append((at, end))
            at = text.find(words, end)
        else:
            at = text.find(words, at + 1)
    return found


def _is_edge(text: str, at: int) -> bool:
    return at in (0, len(text)) or not (text[at - 1].isalnum() and text[at].isalnum())


def unused(spans: tuple[Span, ...], taken: list[Span]) -> Span | None:
    """The first place that nobody has taken; `taken` is sorted, and gets it.

    >>> taken = [(3, 7)]
    >>> unused(((3, 7), (20, 24)), taken), taken
    ((20, 24), [(3, 7), (20, 24)])
    """
    for span in spans:
        at = bisect_left(taken, span)
        if at == len(taken) or taken[at] != span:
            taken.insert(at, span)
            return span
    return None
