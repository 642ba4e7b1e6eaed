"""Entries of live blogs and items of lists: each tells of something else than the one before it.

An entry opens with a time of day ("14:20", "7.30am", "[09:40 GMT]"), an item with a bullet. What a later
entry leaves out (the place, the day) is not that of an earlier one. Items of a list may share a scene: "what
we know" tells in one that a shell fell, in the next that nine people died.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Sequence
from typing import Final

from claimgraph.extract.syntax.text import Span

_AM_PM: Final = r"\s?[AaPp]\.?[Mm]\b\.?"
_TIME: Final = rf"[\[(]?(?:(?:[01]?\d|2[0-4])(?:[:.][0-5]\d|h[0-5]\d)(?:{_AM_PM})?|(?:1[0-2]|[1-9]){_AM_PM})"
STAMP: Final = _TIME + r"(?:\s[A-Z]{2,4})?[\])]?(?:\s[A-Z]{2,4})?[\s:–—-]+"
"""The time of day with which an entry opens, up to its words: "14:20 ", "[09:40 GMT] – "."""
_CLOCK: Final = re.compile(
    rf"(?:(?:Posted|Updated?|Published)(?: at)?:? )?{_TIME}"
    r"(?![\d%])(?!\s?(?:km|m|kg|metres|per|million|billion|percent)\b)",
    re.IGNORECASE,
)
_BULLET: Final = frozenset("-–—•‣▪●◦·*")
_MARK: Final = 4
"""How many characters before the words of an item its bullet may stand."""


class Entries:
    r"""The entries of a text: at each offset the one that stands there.

    `paragraphs` are the spans of the paragraphs, without bullets, in the order of the text.

    >>> text = "08:10 A mill burned.\n09:20 A bridge fell."
    >>> entries = Entries(text, [(0, 20), (21, 41)])
    >>> entries.are_apart(6, 27), entries.are_apart(6, 8), entries.at(27)
    (True, False, 2)
    >>> Entries("One.\\nTwo.", [(0, 4), (5, 9)]).are_apart(0, 5)
    False
    """

    def __init__(self, text: str, paragraphs: Sequence[Span]) -> None:
        """Number the entries from 1; what stands before the first is no entry."""
        kinds = [_opens(text, span) for span in paragraphs]
        several = {kind for kind in ("clock", "item") if kinds.count(kind) > 1}
        self._numbers: list[int] = []
        self._is_timed: list[bool] = []
        number, is_timed = 0, False
        for at, kind in enumerate(kinds):
            is_entry = kind in several and (kind == "clock" or not is_timed)
            is_list_over = bool(number) and not kind and not is_timed and kinds[at - 1] == "item"
            if is_entry or is_list_over:
                number, is_timed = number + 1, kind == "clock"
            self._numbers.append(number)
            self._is_timed.append(is_timed)
        self._starts = [span[0] for span in paragraphs] if number else []

    @property
    def exist(self) -> bool:
        """Whether the text has entries."""
        return bool(self._starts)

    def at(self, offset: int) -> int:
        """Give the number of the entry at an offset of the text, 0 for none."""
        paragraph = bisect_right(self._starts, offset) - 1
        return self._numbers[paragraph] if paragraph >= 0 else 0

    def is_item(self, offset: int) -> bool:
        """Tell whether an offset lies in an item of a list.

        >>> Entries("- One.\\n- Two.", [(2, 6), (9, 13)]).is_item(2), NONE.is_item(2)
        (True, False)
        """
        paragraph = bisect_right(self._starts, offset) - 1
        return paragraph >= 0 and self._numbers[paragraph] > 0 and not self._is_timed[paragraph]

    def are_apart(self, first: int, second: int, *, shares_scene: bool = False) -> bool:
        """Tell whether two offsets lie in different entries.

        With `shares_scene` only entries of a live blog count, and no items of a list.
        """
        one, two = bisect_right(self._starts, first) - 1, bisect_right(self._starts, second) - 1
        if one < 0 or two < 0 or 0 in (self._numbers[one], self._numbers[two]):
            return False
        is_one = self._numbers[one] == self._numbers[two]
        return not is_one and (not shares_scene or self._is_timed[one] or self._is_timed[two])


NONE: Final = Entries("", ())
"""A text without entries."""


def _opens(text: str, span: Span) -> str:
    """What a paragraph opens: "clock" for an entry, "item", or "" for neither."""
    if _CLOCK.match(text, *span) is not None:
        return "clock"
    before = text[max(0, span[0] - _MARK) : span[0]].rpartition("\n")[2].strip()
    return "item" if before and before[-1] in _BULLET else ""
