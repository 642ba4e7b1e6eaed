"""Which of several times in a content of mere words is plainly that of its main verb."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Final

from claimgraph.extract.syntax.text import Span

__all__ = ["is_beside", "main_time"]

_OTHER: Final = re.compile(
    r"[,;:()]|\b(?:that|which|who|whom|whose|when|where|while|after|before|since|until|because|if|than|as|and|or"
    r"|but)\b",
    re.IGNORECASE,
)
"""What may open another clause, so that a time behind it need not be of the main verb."""
_STOP: Final = re.compile(r"[.!?…][”\"’]? ")
_PARTING: Final = re.compile(
    r"[,;:()]|\b(?:that|which|who|whom|whose|when|where|while|after|before|since|until|because|if|than|as|but"
    r"|(?:and|or)(?! (?!others\b)(?:[\w-]+ )?[\w-]+s\b(?! [A-Z])))\b",
    re.IGNORECASE,
)
"""The same between a figure and a time: not "with rice and tinned beans"."""
_ASIDE: Final = re.compile(r",(?! (?:and|or|but|which|who|when|where)\b)[^,;:.]{1,60},")
"""What is put in between commas: "17 people, most of them staff, walked out"."""
_THAT: Final = re.compile(r"[\s“\"‘]*(?:that\b)?")
_NEXT: Final = re.compile(
    r",? (?:and|but|then|and then) (?:(?:i|we|he|she|they|it|the|its|his|her|their|our|my|an?)\b"
    r"|(?:had |was |were )?(?:[a-z]{3,}ed|came|went|left|took|fell|fled|began|found|lost|saw|set|hit)\b)"
    r"|, (?:after|before|when|where|which|who|whom|whose|while|because|as)\b"
    r"|, (?:just |only )?[\w-]+ (?:hours?|days?|weeks?|months?|years?) (?:after|before)\b",
    re.IGNORECASE,
)
"""What surely opens another clause, of which the times behind it are."""


def main_time(text: str, start: int, times: Sequence[Span]) -> bool:
    """Tell whether the first of several times is that of the main verb of a content, which begins at `start`.

    `times` are spans in the order of the text.

    >>> text = "they came on Monday, two days after the rebels left, and they left on Friday"
    >>> main_time(text, 0, [(13, 19), (21, 35)])
    True
    >>> main_time("62 lorries on Monday and 40 on Friday", 0, [(14, 20), (31, 37)])
    False
    """
    if len(times) < 2:
        return False
    opens = _THAT.match(text, start)
    (first, end), second = times[0], times[1]
    if opens is None or first < opens.end() or _OTHER.search(text, opens.end(), first) is not None:
        return False
    return _NEXT.match(text, end, second[1]) is not None


def is_beside(text: str, figure: Span, time: Span) -> bool:
    """Tell whether a time stands in the same clause as a figure, so that it may be of what is counted.

    >>> is_beside("20 lorries came on Monday", (0, 10), (19, 25))
    True
    >>> is_beside("20 lorries wait where on Monday there were two", (0, 10), (25, 31))
    False
    >>> is_beside("20 lorries, 60 tonnes in all, came on Monday", (0, 10), (37, 43))
    True
    """
    first, last = sorted((figure, time))
    between = _ASIDE.sub(" ", text[first[1] : last[0]])
    return _PARTING.search(between) is None and _STOP.search(between) is None
