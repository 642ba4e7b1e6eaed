"""Datelines: where, when and for whom a report was written, before its first words: "KYIV (Wire) — "."""

from __future__ import annotations

import re
from typing import Final

_PLACE: Final = r"[A-Z][\w.'’-]+(?: [A-Z][\w.'’-]+){0,3}"
_DAY: Final = r"(?:[A-Z][a-z]{2,8}\.? \d{1,2}|\d{1,2} [A-Z][a-z]{2,8})"
_DATELINE: Final = re.compile(
    rf"(?:{_PLACE}(?:, {_PLACE})?(?:, {_DAY})? \([A-Z][^()\n]{{1,30}}\)"  # KYIV, 3 May (Wire)
    rf"|[A-Z][A-Z.'’ -]{{2,30}}(?:, {_PLACE})?, {_DAY}"  # GOMA, Congo, March 3
    r"|\([A-Z][^()\n]{1,30}\))"
    r" ?(?:—|–|--?) ?(?=[A-Z0-9“\"‘])"
)
_LONGEST: Final = 80


def after_dateline(text: str, start: int, end: int) -> int:
    """Give the offset behind the dateline of a paragraph that begins at `start`; `start` where it has none.

    >>> text = "SUNNE, 11 May (Harbour Wire) — Two people died."
    >>> text[after_dateline(text, 0, len(text)) :]
    'Two people died.'
    >>> [after_dateline(text, 0, 40) for text in ("UN - Two died.", "Two died (in Sunne) - one later.")]
    [0, 0]
    """
    found = _DATELINE.match(text, start, min(end, start + _LONGEST))
    return found.end() if found is not None and found.end() < end else start
