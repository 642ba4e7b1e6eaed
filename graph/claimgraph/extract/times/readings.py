"""What an expression of time means, what a rule that reads one is, and what it may ask of the text around."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Protocol

from claimgraph.extract.times.words import week_of

__all__ = ["Context", "Reading", "Rule", "day_of", "span_of", "whole_of"]


@dataclass(frozen=True, slots=True)
class Reading:
    """What an expression means: EDTF text ("" for a duration or a habit), kind, precision and the rule's id.

    `day` is the first day meant, where there is one; `duration` is ISO 8601 (P2W); `ambiguous` marks a date
    that can be read in two ways, such as 04/05/2022.
    """

    edtf: str
    kind: str
    precision: str
    rule: str
    day: date | None = None
    ambiguous: bool = False
    duration: str | None = None


class Context(Protocol):
    """What a rule may ask: the report's date, the day told of last, and the direction of the tense."""

    @property
    def anchor(self) -> date | None:
        """The report's date, or None."""

    def narrated(self, position: int, *, far: bool = False, done: bool = False) -> date | None:
        """The last day told of before a position in the same paragraph; with `done` no day of saying."""

    def narrated_here(self, position: int) -> date | None:
        """The last day told of before a position in the same sentence, also one of saying."""

    def story(self, position: int) -> date | None:
        """The day of what a text is about at a position: the last of the paragraph, else the first of all."""

    def month_with_year(self, position: int) -> date | None:
        """The first day of the last month named with its year before a position."""

    def with_year(self, position: int) -> date | None:
        """The last day named with its year before a position."""

    def said_here(self, position: int) -> date | None:
        """The last day told of before a position in the same sentence, if something was said on it."""

    def is_of_saying(self, position: int) -> bool:
        """Whether what stands right before a position says that something was said then."""

    def is_coarse(self, position: int) -> bool:
        """Whether the sentence has told so far of a month, season or year, and of no day after it."""

    def narrated_wide(self, position: int) -> date | None:
        """The first day of the last month or year told of before a position in the same paragraph."""

    def tense(self, start: int, end: int) -> str:
        """The tense around an expression: future, past or none."""

    def future(self, start: int, end: int) -> bool:
        """Whether the words around an expression look ahead."""


Handler = Callable[[re.Match[str], Context], Reading | None]


@dataclass(frozen=True, slots=True)
class Rule:
    """A pattern and the function that says what a match means, or None when it means no time.

    `first` holds every word, in lower case, that can begin a match; "#" stands for a digit.
    """

    id: str
    pattern: re.Pattern[str]
    read: Handler
    first: frozenset[str]


def day_of(day: date, rule: str, precision: str = "day", *, ambiguous: bool = False) -> Reading:
    """The reading of one day.

    >>> day_of(date(2022, 4, 14), "example").edtf
    '2022-04-14'
    """
    return Reading(day.isoformat(), "point", precision, rule, day, ambiguous)


def span_of(first: date, last: date, rule: str, precision: str) -> Reading:
    """The reading of a run of days, both ends included; one day stays a point.

    >>> span_of(date(2022, 4, 11), date(2022, 4, 17), "example", "week").edtf
    '2022-04-11/2022-04-17'
    """
    if first == last:
        return day_of(first, rule, precision)
    return Reading(f"{first.isoformat()}/{last.isoformat()}", "interval", precision, rule, first)


def whole_of(unit: str, day: date, rule: str) -> Reading:
    """The reading of the week, weekend, month or year of a day.

    >>> whole_of("month", date(2022, 4, 14), "example").edtf
    '2022-04'
    """
    if unit == "month":
        return Reading(f"{day.year:04}-{day.month:02}", "point", "month", rule, day.replace(day=1))
    if unit == "year":
        return Reading(f"{day.year:04}", "point", "year", rule, date(day.year, 1, 1))
    monday, sunday = week_of(day)
    return span_of(sunday - timedelta(days=1) if unit == "weekend" else monday, sunday, rule, unit)
