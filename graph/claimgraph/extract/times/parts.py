"""The rules for runs of days that end on one, halves and quarters, and eves: "in the week to 14 May"."""

from __future__ import annotations

import re
from datetime import date, timedelta

from claimgraph.extract.figures.words import words
from claimgraph.extract.times.readings import Context, Reading, Rule, day_of, span_of
from claimgraph.extract.times.words import (
    MONTH,
    NUMBER,
    WEEKDAY,
    WEEKDAYS,
    compile_rule,
    month_number,
    number_of,
    shift,
    valid_date,
    week_of,
)

__all__ = ["part_rules"]

_HOURS = 24
_DAYS_IN: dict[str, int] = {"day": 1, "week": 7, "fortnight": 14}


def _run_to(match: re.Match[str], context: Context) -> Reading | None:
    """ "the week to 14 May", "the ten days to Sunday", "the 24 hours to Tuesday evening"."""
    last = _last_day(match, context)
    number = number_of(match["number"]) if match["number"] else 1
    if last is None or number is None:
        return None
    unit = match["unit"].lower().rstrip("s")
    if unit == "hour":
        if number % _HOURS or not number:
            return None
        first, unit = shift(last, -number // _HOURS, "day"), "day"
    elif unit == "month":
        first = shift(last, -number, "month")
        first = first + timedelta(days=1) if first is not None else None
    else:
        first = shift(last, 1 - number * _DAYS_IN[unit], "day")
    return span_of(first, last, "run-to", unit) if first is not None else None


def _last_day(match: re.Match[str], context: Context) -> date | None:
    if match["weekday"] is not None:
        if context.anchor is None:
            return None
        back = (context.anchor.weekday() - WEEKDAYS[match["weekday"].lower()]) % 7
        return context.anchor - timedelta(days=back)
    if context.anchor is None:
        return None
    month = month_number(match["month"] or match["month_first"])
    day = int(match["day"] or match["day_last"])
    year = int(match["year"]) if match["year"] else context.anchor.year
    found = valid_date(year, month, day)
    if found is not None and not match["year"] and found > context.anchor:
        found = valid_date(year - 1, month, day)
    return found


def _before_last(match: re.Match[str], context: Context) -> Reading | None:
    """ "the week before last", "the weekend before last", "the Sunday before last"."""
    if context.anchor is None:
        return None
    unit = match["unit"].lower()
    if unit in {"week", "weekend"}:
        monday, sunday = week_of(context.anchor - timedelta(days=14))
        first = monday if unit == "week" else sunday - timedelta(days=1)
        return span_of(first, sunday, "before-last", unit)
    if unit in {"month", "year"}:
        back = shift(context.anchor, -2, unit)
        if back is None:
            return None
        edtf = f"{back.year:04}-{back.month:02}" if unit == "month" else f"{back.year:04}"
        return Reading(edtf, "point", unit, "before-last", back.replace(day=1))
    back_to = (context.anchor.weekday() - WEEKDAYS[unit]) % 7 or 7
    return day_of(context.anchor - timedelta(days=back_to + 7), "before-last")


_HALVES = {"first": 0, "second": 1, "third": 2, "fourth": 3, "last": -1}


def _fraction(match: re.Match[str], context: Context) -> Reading | None:
    """ "the first half of May", "the second half of 2023", "the first quarter of this year"."""
    anchor, which = context.anchor, _HALVES[match["which"].lower()]
    if match["month"] is not None:
        if match["unit"].lower() != "half" or (anchor is None and not match["year_of"]):
            return None
        month = month_number(match["month"])
        year = int(match["year_of"]) if match["year_of"] else 0
        if anchor is not None and not year:
            year = anchor.year - (month > anchor.month)
        return _half_of_month(date(year, month, 1), which)
    if match["year"] is None and anchor is None:
        return None
    year = int(match["year"]) if match["year"] else 0
    if anchor is not None and not year:
        year = anchor.year - (match["rel"].lower() == "last")
    length = 6 if match["unit"].lower() == "half" else 3
    at = which if which >= 0 else 12 // length - 1
    if at >= 12 // length:
        return None
    first = 1 + at * length
    edtf = f"{year:04}-{first:02}/{year:04}-{first + length - 1:02}"
    return Reading(edtf, "interval", "part-of-year", "fraction", date(year, first, 1))


def _half_of_month(first: date, which: int) -> Reading | None:
    following = shift(first, 1, "month")
    if following is None or which not in {0, 1, -1}:
        return None
    if which == 0:
        return span_of(first, first.replace(day=15), "fraction", "part-of-month")
    return span_of(first.replace(day=16), following - timedelta(days=1), "fraction", "part-of-month")


def _eve(match: re.Match[str], context: Context) -> Reading | None:
    """ "on the eve of 9 May", "the day before 9 May": the day before; the date itself is part of it."""
    month = month_number(match["month"])
    if context.anchor is None and not match["year"]:
        return None
    year = int(match["year"]) if match["year"] else 0
    if context.anchor is not None and not year:
        day = valid_date(context.anchor.year, month, int(match["day"]))
        is_over = day is not None and day <= context.anchor + timedelta(days=1)
        year = context.anchor.year - (not is_over and not context.future(*match.span()))
    day = valid_date(year, month, int(match["day"]))
    before = shift(day, -1, "day") if day is not None else None
    return day_of(before, "eve") if before is not None else None


_DATE = (
    rf"(?:(?P<weekday>{WEEKDAY})|(?:the )?(?P<day>\d{{1,2}})(?:st|nd|rd|th)?(?: of)? (?P<month>{MONTH})"
    rf"|(?P<month_first>{MONTH}) (?P<day_last>\d{{1,2}})(?![\d:]))(?:,? (?P<year>20\d\d))?"
)


def part_rules() -> tuple[Rule, ...]:
    """The rules of this module, in no order: the longest match counts."""
    return (
        Rule(
            "run-to",
            compile_rule(
                rf"(?:in |over |during |for )?the (?:(?P<number>{NUMBER}) )?"
                rf"(?P<unit>hours|days?|weeks?|fortnight|months?)"
                rf" (?:to|up to|until|ending(?: on)?) {_DATE}(?: (?:morning|noon|evening|night|midnight))?"
            ),
            _run_to,
            words("in over during for the"),
        ),
        Rule(
            "before-last",
            compile_rule(rf"(?:the )?(?P<unit>week|weekend|month|year|{WEEKDAY}) before last"),
            _before_last,
            frozenset(WEEKDAYS) | words("the week weekend month year"),
        ),
        Rule(
            "fraction",
            compile_rule(
                r"(?:in |during |over )?the (?P<which>first|second|third|fourth|last)"
                rf" (?P<unit>half|quarter) of (?:(?P<month>{MONTH})(?:,? (?P<year_of>20\d\d))?"
                r"|(?P<rel>this|the|last) year|(?P<year>20\d\d))"
            ),
            _fraction,
            words("in during over the"),
        ),
        Rule(
            "eve",
            compile_rule(
                rf"(?:on )?the eve of (?:the )?(?P<day>\d{{1,2}})(?:st|nd|rd|th)?(?: of)? (?P<month>{MONTH})"
                r"(?:,? (?P<year>20\d\d))?"
            ),
            _eve,
            words("on the"),
        ),
    )
