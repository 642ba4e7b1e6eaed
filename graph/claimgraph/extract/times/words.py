"""The words and patterns of which expressions of time are made, and the calendar arithmetic behind them."""

from __future__ import annotations

import re
from calendar import monthrange
from datetime import date, timedelta

from claimgraph.extract.figures.words import words

__all__ = [
    "DAY_PART",
    "DAY_PART_AFTER",
    "MONTH",
    "MONTHS",
    "NUMBER",
    "NUMBER_WORDS",
    "PART_WORDS",
    "SEASON",
    "SEASONS",
    "UNIT",
    "WEEKDAY",
    "WEEKDAYS",
    "compile_rule",
    "month_number",
    "number_of",
    "shift",
    "valid_date",
    "week_of",
]

_MONTH_NAMES = (
    *("january", "february", "march", "april", "may", "june", "july"),
    *("august", "september", "october", "november", "december"),
)
MONTHS = {
    **{name: index for index, name in enumerate(_MONTH_NAMES, 1)},
    **{name[:3]: index for index, name in enumerate(_MONTH_NAMES, 1)},
    "sept": 9,
}
"""Month name or abbreviation, in lower case → 1 to 12."""

_WEEKDAY_NAMES = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
WEEKDAYS = {name: index for index, name in enumerate(_WEEKDAY_NAMES)}
"""Weekday → 0 (Monday) to 6, as `date.weekday` counts."""

SEASONS = {"spring": 21, "summer": 22, "autumn": 23, "fall": 23, "winter": 24}
"""Season → its EDTF code."""


def _capitalised(names: tuple[str, ...]) -> str:
    forms = [form for name in names for form in (name.capitalize(), name.upper())]
    return "(?-i:" + "|".join(sorted(forms, key=len, reverse=True)) + ")"


_SHORT_NAMES = (*(name[:3] for name in _MONTH_NAMES if name != "may"), "sept")
MONTH = rf"(?:{_capitalised(_MONTH_NAMES)}|{_capitalised(_SHORT_NAMES)}\b\.?)"
"""A month, capitalised: "may" in lower case is a verb."""

WEEKDAY = _capitalised(_WEEKDAY_NAMES)
SEASON = r"(?:spring|summer|autumn|fall|winter)"
UNIT = r"(?:minute|hour|hr|day|night|week|fortnight|month|year|decade)s?"

_ONE_TO_FIFTEEN = (
    *("one", "two", "three", "four", "five", "six", "seven", "eight"),
    *("nine", "ten", "eleven", "twelve", "thirteen", "fourteen", "fifteen"),
)
_NUMBER_WORDS = {
    **{word: value for value, word in enumerate(_ONE_TO_FIFTEEN, 1)},
    "a": 1,
    "an": 1,
    "couple": 2,
    "twenty": 20,
    "thirty": 30,
    "forty": 40,
    "fifty": 50,
}
_VAGUE_WORDS = frozenset({"few", "several", "many", "some"})
NUMBER = (
    r"(?:\d{1,4}|a couple of|a few|several|many|some|"
    + "|".join(sorted((w for w in _NUMBER_WORDS if w != "couple"), key=len, reverse=True))
    + ")"
)

DAY_PART_AFTER = r"(?:(?:early |late )?(?:morning|afternoon|evening|night)|overnight|midday|noon|midnight)"
DAY_PART = (
    r"(?:(?:late|early|earlier|later|overnight)(?: on)?"
    r"|(?:in )?the (?:early |late |small )?(?:hours|morning|afternoon|evening|night) of"
    r"|(?:morning|afternoon|evening|night) of"
    r"|(?:(?:shortly |just |soon )?(?:before |after |around ))?"
    r"(?:nightfall|dusk|sunset|sunrise|dawn|daybreak)(?: on)?"
    r"|(?:shortly |just |soon )?(?:before|after|around) (?:midnight|midday|noon)(?: on)?)"
)


PART_WORDS = words(
    "late early earlier later overnight in the morning afternoon evening night"
    " nightfall dusk sunset sunrise dawn daybreak midnight midday noon shortly just soon before after around"
)
"""The words with which `DAY_PART` can begin."""

NUMBER_WORDS = frozenset({*_NUMBER_WORDS, *_VAGUE_WORDS, "#"})
"""The words with which `NUMBER` can begin; "#" stands for a digit."""


def compile_rule(pattern: str) -> re.Pattern[str]:
    """Compile a rule in which a blank stands for one to three white-space characters, line breaks included.

    >>> bool(compile_rule("last week").fullmatch("last\\n week"))
    True
    """
    spaced = pattern.replace(" ", r"\s{1,3}")
    return re.compile(rf"(?<![\w-])(?:{spaced})(?!\w)", re.IGNORECASE)


def number_of(phrase: str) -> int | None:
    """The number that words such as "two" or "a couple of" name; None for "several" and other vague ones.

    >>> number_of("a couple of"), number_of("12"), number_of("several")
    (2, 12, None)
    """
    last = [w for w in phrase.lower().split() if w != "of"][-1]
    if last.isdecimal():
        return int(last)
    return None if last in _VAGUE_WORDS else _NUMBER_WORDS.get(last)


def month_number(name: str) -> int:
    """The number of a month from its name or abbreviation.

    >>> month_number("Sept.")
    9
    """
    return MONTHS[name.lower().rstrip(".")]


def valid_date(year: int, month: int, day: int) -> date | None:
    """The date, or None when the calendar has none.

    >>> valid_date(2022, 4, 31) is None
    True
    """
    try:
        return date(year, month, day)
    except ValueError:
        return None


def shift(start: date, count: int, unit: str) -> date | None:
    """The date `count` units after (or before) another; None outside the calendar.

    Months and years keep the day of the month, or take the month's last.

    >>> shift(date(2022, 3, 31), -1, "month")
    datetime.date(2022, 2, 28)
    """
    unit = unit.lower().rstrip("s")
    try:
        if unit in {"day", "night"}:
            return start + timedelta(days=count)
        if unit in {"week", "fortnight"}:
            return start + timedelta(days=count * (7 if unit == "week" else 14))
        months = count * {"month": 1, "year": 12, "decade": 120}.get(unit, 0)
        if not months:
            return start
        index = start.year * 12 + start.month - 1 + months
        year, month = divmod(index, 12)
        return date(year, month + 1, min(start.day, monthrange(year, month + 1)[1]))
    except (ValueError, OverflowError):
        return None


def week_of(day: date) -> tuple[date, date]:
    """Monday and Sunday of the week of a date.

    >>> week_of(date(2022, 4, 16))
    (datetime.date(2022, 4, 11), datetime.date(2022, 4, 17))
    """
    monday = day - timedelta(days=day.weekday())
    return monday, monday + timedelta(days=6)
