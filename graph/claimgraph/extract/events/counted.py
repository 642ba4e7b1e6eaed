"""Munitions that somebody counts are fired ones: "the staff counted 212 rounds", "61 incoming shells"."""

from __future__ import annotations

import re
from typing import Final

from claimgraph.extract.figures.quantities import QuantityMention

_KINDS: Final = {
    **dict.fromkeys(
        ("shell", "round", "rocket", "mortar", "impact", "projectile", "grad", "katyusha"), "Shelling"
    ),
    "missile": "MissileStrike",
    "bomb": "AirStrike",
}
_COUNTING: Final = re.compile(
    r"\b(?:counted|counts|logged|logs|recorded|records|registered|registers|tallied|noted)"
    r"(?: (?:at least|more than|some|about|around|over|nearly|up to|another|a further|a total of))?\s*\Z"
)
_INCOMING: Final = re.compile(r"\bincoming (?:shells|rounds|rockets|missiles)\b", re.IGNORECASE)
_STOCKS: Final = re.compile(
    r"\b(?:found|seized|captured|stor|depot|stock|cache|truck|delivered|unexploded)", re.I
)
_BEFORE: Final = 60


def kind_of_munitions(text: str, figure: QuantityMention) -> str | None:
    """Give the class of attack that a figure of munitions tells of by itself, if it is one of those fired.

    >>> from claimgraph.extract.figures.quantities import quantities
    >>> text = "The staff counted 212 rounds. Police have 40 rounds."
    >>> [kind_of_munitions(text, figure) for figure in quantities(text)]
    ['Shelling', None]
    """
    if figure.counts not in {"missiles", "other"} or figure.fate:
        return None
    start = figure.span[0]
    before = text[max(0, start - _BEFORE) : start]
    noun = (figure.counted_text or "").lower()
    is_counted = _COUNTING.search(before) is not None or "incoming" in noun
    if not noun and (incoming := _INCOMING.search(before)) is not None:
        noun, is_counted = incoming.group().lower(), True
    if not is_counted or _STOCKS.search(before):
        return None
    return _KINDS.get(noun.rsplit(" ", 1)[-1].removesuffix("s"))
