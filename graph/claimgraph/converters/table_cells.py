"""Cells of spreadsheets as people fill them in: dates, figures, coordinates, lists of addresses.

Nothing is guessed: a date is read in the formats that the mapping names, a figure with the decimal sign that
it names, and what does not fit is refused with the cell's own words.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from typing import Any, Final
from urllib.parse import urlsplit

from claimgraph.converters.rows import Refused, day_span
from claimgraph.model import TimeSpan

SPECIAL_FORMATS: Final = ("iso", "excel")
"""`iso`: 2022-04-16, also with a time; `excel`: the number of days since the end of 1899."""
MISSING: Final = frozenset(("", "-", "–", "—", "?", "n/a", "na", "n.a.", "unknown", "null", "none"))
"""Cells that hold no figure, which is not zero."""
_ISO: Final = re.compile(
    r"(\d{4}-\d\d-\d\d)(?:[T ]\d\d:\d\d(?::\d\d(?:\.\d+)?)?(?:Z|[+-]\d\d:?\d\d)?)?", re.A
)
_NUMBER: Final = {
    ".": r"\d{1,3}(?:[ ,'\u00a0\u202f]\d{3})+(?:\.0+)?|\d{1,15}(?:\.0+)?",
    ",": r"\d{1,3}(?:[ .'\u00a0\u202f]\d{3})+(?:,0+)?|\d{1,15}(?:,0+)?",
}
_ABOUT: Final = frozenset(("about", "around", "approx", "approx.", "c.", "ca.", "ca", "circa", "~", "≈"))
_LEAST: Final = frozenset(("at least", "min", "min.", ">=", "≥", "more than", "over", ">"))
_MOST: Final = frozenset(("up to", "at most", "max", "max.", "<=", "≤", "less than", "under", "<"))
_HEDGES: Final = "|".join(
    re.escape(word) for word in sorted((*_ABOUT, *_LEAST, *_MOST), key=len, reverse=True)
)
_FIGURES: Final = {
    sign: re.compile(
        rf"(?P<hedge>{_HEDGES})?\s*(?P<low>{number})"
        rf"(?:\s*(?:-|–|—|\.\.|to)\s*(?P<high>{number}))?\s*(?P<more>\+)?",
        re.IGNORECASE,
    )
    for sign, number in _NUMBER.items()
}
_DEGREES: Final = re.compile(r"[+-]?\d{1,3}(?:\.\d{1,20})?", re.A)


@dataclass(frozen=True, slots=True)
class Figure:
    """What a cell with a figure says: an interval, whether it is approximate, the hedge, the words."""

    low: int | None
    high: int | None
    approximate: bool
    text: str
    hedge: str = ""


def text_in(value: Any) -> str:
    """A cell as text: numbers without a needless ".0", lists joined, nothing for an empty cell.

    >>> text_in(12.0), text_in(["a", "b"]), text_in(None), text_in(True)
    ('12', 'a, b', '', 'true')
    """
    if value is None:
        return ""
    if isinstance(value, str):
        return value.strip()
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, float) and value.is_integer() and abs(value) < 1e15:
        return str(int(value))
    if isinstance(value, datetime) and not (value.hour or value.minute or value.second):
        return value.date().isoformat()
    if isinstance(value, date | datetime):
        return value.isoformat(sep=" ") if isinstance(value, datetime) else value.isoformat()
    if isinstance(value, list | tuple):
        return ", ".join(text for each in value if (text := text_in(each)))
    return str(value)


def day_in(value: Any, formats: Sequence[str], column: str) -> TimeSpan | None:
    """A cell with a day, month or year, as a span of time; nothing if the cell is empty.

    Raises:
        Refused: it is no date in any of the formats.

    >>> day_in("16.04.2022", ["%d.%m.%Y"], "Day").edtf, day_in("04/2022", ["%m/%Y"], "Day").edtf
    ('2022-04-16', '2022-04')
    >>> day_in("31.04.2022", ["%d.%m.%Y"], "Day")
    Traceback (most recent call last):
    claimgraph.converters.rows.Refused: '31.04.2022' is not a date written as %d.%m.%Y
    """
    if isinstance(value, datetime | date):
        return day_span(value.date() if isinstance(value, datetime) else value)
    text = text_in(value)
    if not text:
        return None
    for form in formats or ("iso",):
        try:
            found = _day(text, form)
        except (ValueError, OverflowError):
            continue
        if found:
            return found
    shown = text if len(text) <= 40 else f"{text[:37]}…"
    written = " or ".join(form if "%" in form else form.upper() for form in formats or ("iso",))
    raise Refused(f"{shown!r} is not a date written as {written}", column)


def _day(text: str, form: str) -> TimeSpan | None:
    if form == "iso":
        match = _ISO.fullmatch(text)
        return day_span(date.fromisoformat(match[1])) if match else None
    if form == "excel":
        number = int(text.partition(".")[0])
        return day_span(date(1899, 12, 30) + timedelta(days=number)) if 1 <= number < 200_000 else None
    read = datetime.strptime(text, form)
    if any(sign in form for sign in ("%d", "%j", "%x", "%c")):
        return day_span(read.date())
    months = 1 if any(sign in form for sign in ("%m", "%b", "%B")) else 12
    start = datetime(read.year, read.month if months == 1 else 1, 1, tzinfo=UTC)
    end_month = start.month - 1 + months
    end = datetime(start.year + end_month // 12, end_month % 12 + 1, 1, tzinfo=UTC)
    return TimeSpan(start.strftime("%Y-%m") if months == 1 else f"{start.year:04}", start, end)


def figure_in(value: Any, decimal: str, column: str) -> Figure | None:
    """A cell with a count: "12", "1,200", "10-15", "~40", "at least 7", "50+"; nothing if it is missing.

    "More than one million" is from one million on, "fewer than 5" is up to 5. Words are read as in reports.

    Raises:
        Refused: it is no count.

    >>> figure_in("1.200", ",", "Killed").low, figure_in("10–15", ".", "Killed").high
    (1200, 15)
    >>> figure_in("50+", ".", "Killed"), figure_in("n/a", ".", "Killed")
    (Figure(low=50, high=None, approximate=False, text='50+', hedge='+'), None)
    >>> figure_in("1.200", ".", "Killed")
    Traceback (most recent call last):
    claimgraph.converters.rows.Refused: '1.200' is no count
    """
    text = text_in(value)
    if text.casefold() in MISSING:
        return None
    match = _FIGURES[decimal].fullmatch(text)
    if match is None:
        return _worded(text, column)
    low = _number(match["low"], decimal)
    high = _number(match["high"], decimal) if match["high"] else low
    hedge = (match["hedge"] or match["more"] or "").casefold()
    if low > high:
        raise Refused(f"{text[:40]!r} begins with the larger number", column)
    least, most = hedge in _LEAST or bool(match["more"]), hedge in _MOST
    return Figure(None if most else low, None if least else high, hedge in _ABOUT, text, hedge)


def _number(text: str, decimal: str) -> int:
    return int(re.sub(r"[^\d]", "", text.partition(decimal)[0]))


def _worded(text: str, column: str) -> Figure:
    from claimgraph.extract.figures.quantities import quantities

    found = quantities(text) if len(text) <= 200 and not text[:1].isdigit() else []
    if len(found) != 1 or found[0].span != (0, len(text)) or (found[0].low is None and found[0].high is None):
        raise Refused(f"{text[:40]!r} is no count", column)
    said = found[0]
    return Figure(said.low, said.high, said.approximate, text)


def degrees(value: Any, decimal: str, column: str) -> str:
    """A cell with a latitude or longitude, with a decimal point; "" if it is empty.

    >>> degrees("48,25", ",", "Lat")
    '48.25'
    >>> degrees("48,25", ".", "Lat")
    Traceback (most recent call last):
    claimgraph.converters.rows.Refused: '48,25' is no coordinate in degrees
    """
    text = text_in(value)
    if not text:
        return ""
    number = text.replace(",", ".") if decimal == "," else text
    if not _DEGREES.fullmatch(number):
        raise Refused(f"{text[:40]!r} is no coordinate in degrees", column)
    return number


def addresses(value: Any, separator: str, column: str) -> tuple[str, ...]:
    """The web addresses of a cell, each once; those in a list, or split at a separator or at white space.

    Raises:
        Refused: something in it is no web address.

    >>> addresses("https://a.example/1; https://a.example/2", ";", "Links")
    ('https://a.example/1', 'https://a.example/2')
    """
    parts = [text_in(each) for each in value] if isinstance(value, list) else [text_in(value)]
    split = [one for part in parts for one in (part.split(separator) if separator else part.split())]
    found = dict.fromkeys(one.strip() for one in split if one.strip())
    for one in found:
        if not web_address(one):
            raise Refused(f"{one[:60]!r} is no web address", column)
    return tuple(found)


def web_address(text: str) -> str:
    """The text if it is a web address that can be followed, else nothing.

    >>> web_address("https://a.example/1"), web_address("see a.example"), web_address("javascript:alert(1)")
    ('https://a.example/1', '', '')
    """
    try:
        parts = urlsplit(text)
        host = parts.hostname or ""
    except ValueError:
        return ""
    fine = parts.scheme in ("http", "https") and "." in host and not any(char.isspace() for char in text)
    return text if fine and not set(text) & set('<>"{}|\\^`') else ""
