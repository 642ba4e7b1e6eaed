"""Figures of things that tell of an event without a verb of it: munitions counted, headings before a list.

Munitions that somebody counts are fired ones ("the staff counted 212 rounds"); what stands after "Destroyed:"
or "Captured yesterday:" was destroyed or captured.
"""

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


_HEADINGS: Final = {
    "destroyed": "Destruction", "shot down": "ShootDown", "downed": "ShootDown", "damaged": "Damage",
    "captured": "CaptureOfMateriel", "seized": "CaptureOfMateriel", "lost": "MaterielLoss",
}  # fmt: skip
_HEADING: Final = re.compile(
    r"(?:^|[.!?;\n]\s*|[–—•-]\s)(?:also )?(destroyed|shot down|downed|damaged|captured|seized|lost)\b"
    r"[^:.;\n]{0,30}:\s*\Z",
    re.IGNORECASE,
)


_THINGS: Final = frozenset({"vehicles", "aircraft", "tanks", "vessels", "missiles", "drones", "other"})
ROLES: Final = {
    **dict.fromkeys(_KINDS.values(), "usesWeapon"),
    **dict.fromkeys(_HEADINGS.values(), "affects"),
}
"""The role that what is counted has in an event of each class."""


def kind_of_things(text: str, figure: QuantityMention) -> str | None:
    """Give the class of event that a figure of things tells of by itself, if any."""
    return kind_of_munitions(text, figure) or kind_by_heading(text, figure)


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


def kind_by_heading(text: str, figure: QuantityMention) -> str | None:
    """Give the class of what befell the things that a line counts after its heading: "Destroyed: 12 tanks".

    >>> from claimgraph.extract.figures.quantities import quantities
    >>> text = "Captured yesterday: 41 rifles. Seen: nine tanks."
    >>> [kind_by_heading(text, figure) for figure in quantities(text)]
    ['CaptureOfMateriel', None]
    """
    start = figure.span[0]
    if figure.counts not in _THINGS or text[max(0, start - 2) : start].strip() != ":":
        return None
    found = _HEADING.search(text, max(0, start - _BEFORE), start)
    return _HEADINGS[found.group(1).lower()] if found is not None else None
