"""Outer bounds of EDTF dates: from a text such as 2022-04, 2022-21 or ../2022-04-16 to two instants.

The Extended Date/Time Format is part of ISO 8601-2:2019 (https://www.loc.gov/standards/datetime/). Read here
are, from level 0, dates, date-times and intervals; from level 1, the marks ?, ~ and %, unspecified digits,
open intervals and seasons 21 to 24; from level 2, sub-year groupings 25 to 41, unspecified digits anywhere
and marks on single components. Years before 0001 and after 9998, exponential years and sets are refused.
"""

from __future__ import annotations

import re
from calendar import monthrange
from datetime import UTC, date, datetime, timedelta
from typing import Final

__all__ = ["Bounds", "anchor_of", "bounds"]

Bounds = tuple[datetime | None, datetime | None]

_DATE = re.compile(
    r"(?P<year>[0-9X]{4})(?:-(?P<month>[0-9X]{2})(?:-(?P<day>[0-9X]{2})"
    r"(?:T(?P<hour>[0-9]{2}):(?P<minute>[0-9]{2})(?::(?P<second>[0-9]{2}))?"
    r"(?P<zone>Z|[+-][0-9]{2}(?::[0-9]{2})?)?)?)?)?"
)
_MARKED = re.compile(r"[?~%]?[0-9X]{4}[?~%]?(?:-[?~%]?[0-9X]{2}[?~%]?){0,2}")
_SEASONS = {
    **{code: (3 * (code - 21) + 3, 3) for code in range(21, 25)},
    **{code: (3 * (code - 25) + 3, 3) for code in range(25, 29)},
    **{code: ((3 * (code - 29) + 8) % 12 + 1, 3) for code in range(29, 33)},
    **{code: (3 * (code - 33) + 1, 3) for code in range(33, 37)},
    **{code: (4 * (code - 37) + 1, 4) for code in range(37, 40)},
    **{code: (6 * (code - 40) + 1, 6) for code in range(40, 42)},
}
"""Code → first month and length in months. 21–28 are meteorological and northern, 29–32 southern seasons,
33–36 quarters, 37–39 thirds, 40–41 halves of the year. Winter begins in the December of its year."""


_ANCHORED: Final = range(1000, 9001)
"""Years of which a report can be; 9999 means that none is known, and days counted from it have no bounds."""


def anchor_of(published: date | None) -> date | None:
    """Give the day of a report from which days can be counted, or nothing if it is none.

    >>> anchor_of(date(2022, 4, 16)), anchor_of(date(9999, 1, 1))
    (datetime.date(2022, 4, 16), None)
    """
    return published if published is not None and published.year in _ANCHORED else None


def bounds(edtf: str) -> Bounds:
    """The earliest instant and the instant after the last that an EDTF text can mean, in UTC; None is open.

    A date without a zone is taken as UTC. The marks ?, ~ and % leave the bounds as they are: the standard
    gives them no width. Raises ValueError for anything that is no date of the subset, such as 31 April.

    >>> bounds("2022-04-14")[1]
    datetime.datetime(2022, 4, 15, 0, 0, tzinfo=datetime.timezone.utc)
    >>> bounds("../2022-04")
    (None, datetime.datetime(2022, 5, 1, 0, 0, tzinfo=datetime.timezone.utc))
    >>> bounds("2022-04-31")
    Traceback (most recent call last):
    ValueError: no such day: 2022-04-31
    """
    if "/" not in edtf:
        return _date(edtf)
    first, _, last = edtf.partition("/")
    start = None if first in {"", ".."} else _date(first)[0]
    end = None if last in {"", ".."} else _date(last)[1]
    if first in {"", ".."} and last in {"", ".."}:
        raise ValueError(f"an interval without a date: {edtf!r}")
    if start is not None and end is not None and start >= end:
        raise ValueError(f"the interval ends before it begins: {edtf!r}")
    return start, end


def _date(text: str) -> tuple[datetime, datetime]:
    plain = re.sub(r"[?~%]", "", text) if _MARKED.fullmatch(text) else text
    match = _DATE.fullmatch(plain)
    if match is None:
        raise ValueError(f"no EDTF date of the subset read here: {text!r}")
    year, month, day = match["year"], match["month"], match["day"]
    if match["hour"] is not None:
        return _instant(match, text)
    if month is not None and month.isdecimal() and int(month) > 12:
        return _season(year, int(month), day, text)
    return _days(year, month, day, text)


def _years(text: str, whole: str) -> tuple[int, int]:
    low, high = int(text.replace("X", "0")), int(text.replace("X", "9"))
    low, high = max(low, 1), min(high, 9998)
    if low > high:
        raise ValueError(f"the year is outside 0001 to 9998: {whole}")
    return low, high


def _season(year: str, code: int, day: str | None, whole: str) -> tuple[datetime, datetime]:
    if day is not None or code not in _SEASONS:
        raise ValueError(f"no such month or season: {whole}")
    low, high = _years(year, whole)
    first, length = _SEASONS[code]
    return _month_start(low, first), _month_start(high, first + length)


def _month_start(year: int, month: int) -> datetime:
    return datetime(year + (month - 1) // 12, (month - 1) % 12 + 1, 1, tzinfo=UTC)


def _matching(pattern: str, low: int, high: int) -> list[int]:
    """The numbers of a range whose two digits fit a pattern with X for any digit."""
    return [
        n for n in range(low, high + 1) if all(p in ("X", d) for p, d in zip(pattern, f"{n:02}", strict=True))
    ]


def _days(year: str, month: str | None, day: str | None, whole: str) -> tuple[datetime, datetime]:
    low, high = _years(year, whole)
    if month is None:
        return datetime(low, 1, 1, tzinfo=UTC), datetime(high + 1, 1, 1, tzinfo=UTC)
    if "X" not in f"{month}{day}" and low == high:
        return _plain(low, int(month), day, whole)
    months = _matching(month, 1, 12)
    if not months:
        raise ValueError(f"no such month or season: {whole}")
    if day is None:
        return _month_start(low, months[0]), _month_start(high, months[-1] + 1)
    first = _first_day(range(low, high + 1), months, day)
    last = _last_day(range(high, low - 1, -1), months, day)
    if first is None or last is None:
        raise ValueError(f"no such day: {whole}")
    return first, last + timedelta(days=1)


def _plain(year: int, month: int, day: str | None, whole: str) -> tuple[datetime, datetime]:
    """Bounds of a month or day written in full, by far the most common case."""
    if not 1 <= month <= 12:
        raise ValueError(f"no such month or season: {whole}")
    if day is None:
        return _month_start(year, month), _month_start(year, month + 1)
    if not 1 <= int(day) <= monthrange(year, month)[1]:
        raise ValueError(f"no such day: {whole}")
    first = datetime(year, month, int(day), tzinfo=UTC)
    return first, first + timedelta(days=1)


_LEAP_SPAN = 9
"""Every run of nine years in the range has a leap year, so no more need be tried for 29 February."""


def _first_day(years: range, months: list[int], pattern: str) -> datetime | None:
    for year in years[:_LEAP_SPAN]:
        for month in months:
            days = _matching(pattern, 1, monthrange(year, month)[1])
            if days:
                return datetime(year, month, days[0], tzinfo=UTC)
    return None


def _last_day(years: range, months: list[int], pattern: str) -> datetime | None:
    for year in years[:_LEAP_SPAN]:
        for month in reversed(months):
            days = _matching(pattern, 1, monthrange(year, month)[1])
            if days:
                return datetime(year, month, days[-1], tzinfo=UTC)
    return None


def _instant(match: re.Match[str], whole: str) -> tuple[datetime, datetime]:
    if "X" in whole:
        raise ValueError(f"a time of day needs a full date: {whole}")
    second = match["second"]
    stamp = (
        f"{match['year']}-{match['month']}-{match['day']}T{match['hour']}:{match['minute']}:{second or '00'}"
    )
    zone = match["zone"] or "Z"
    zone = zone if zone == "Z" or ":" in zone else f"{zone}:00"
    _years(match["year"], whole)
    try:
        start = datetime.fromisoformat(stamp + zone).astimezone(UTC)
    except (ValueError, OverflowError) as error:
        raise ValueError(f"no such time: {whole}") from error
    return start, start + timedelta(seconds=1 if second else 60)
