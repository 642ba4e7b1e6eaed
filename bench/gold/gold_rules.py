"""What two claims cannot be to each other by the guidelines, whatever an annotator thinks of them.

Only stances, figures and the days of claims are looked at, so that a rule holds for both halves alike.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

GROWING = frozenset(("killed", "wounded", "missing", "casualties", "harmed", "lost"))
"""Counts that only grow while people are searched for and die of wounds."""
AFFIRMING = frozenset(("asserts", "concedes", "believes"))
OPEN = "an open question excludes nothing"
GROWN = "a newer, higher toll of one event excludes nothing"

Claim = Mapping[str, Any]


def no_contradiction(one: Claim, other: Claim, published: Mapping[str, str]) -> str | None:
    """Why a pair of gold claims is none by the guidelines, or nothing; `published` is the day of each report.

    >>> said = {"stance": "asserts", "report": "r", "made_on": None, "event": {}, "quantity": None}
    >>> no_contradiction(said, said | {"stance": "undetermined"}, {"r": "2020-01-02"})
    'an open question excludes nothing'
    >>> def toll(dead: int, day: str) -> dict[str, object]:
    ...     return said | {"made_on": day, "quantity": {"low": dead, "high": dead, "counts": "killed"}}
    >>> no_contradiction(toll(4, "2020-01-01"), toll(5, "2020-01-02"), {})
    'a newer, higher toll of one event excludes nothing'
    >>> no_contradiction(toll(4, "2020-01-02"), toll(5, "2020-01-01"), {}) is None  # the newer is the lower
    True
    """
    if "undetermined" in (one["stance"], other["stance"]):
        return OPEN
    if _has_grown(one, other, published) or _has_grown(other, one, published):
        return GROWN
    return None


def _has_grown(old: Claim, new: Claim, published: Mapping[str, str]) -> bool:
    """Whether both give a toll of one event, and the newer one is higher; "nobody" is no toll."""
    was, now = old["quantity"], new["quantity"]
    if not (was and now) or was["counts"] != now["counts"] or was["counts"] not in GROWING:
        return False
    if old["event"] is None or new["event"] is None or {old["stance"], new["stance"]} - AFFIRMING:
        return False
    is_higher = bool(was["high"]) and now["low"] is not None and was["high"] < now["low"]
    days = _day(old, published, -1), _day(new, published, 0)
    return is_higher and all(days) and days[0] < days[1]


def _day(claim: Claim, published: Mapping[str, str], which: int) -> str:
    """The last (-1) or first (0) day on which a figure was given: of saying, else of publication."""
    day = (claim["made_on"] or published.get(claim["report"], "")).split("/")[which]
    return str(day).strip(".")
