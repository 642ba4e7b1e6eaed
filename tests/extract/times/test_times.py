"""Expressions of time: EDTF value, kind, span and rule, from a report of Saturday, 16 April 2022."""

from __future__ import annotations

from datetime import UTC, date, datetime

import pytest

from claimgraph.extract.times.edtf import bounds
from claimgraph.extract.times.expressions import TimeMention, times

SATURDAY = date(2022, 4, 16)


def read(text: str, anchor: date | None = SATURDAY) -> list[tuple[str, str]]:
    return [(m.text, m.edtf) for m in times(text, anchor)]


# sentence → (expression, EDTF) in order
CASES: list[tuple[str, list[tuple[str, str]]]] = [
    # weekdays
    ("The ship sank on Thursday.", [("Thursday", "2022-04-14")]),
    ("A plant was hit on Saturday.", [("Saturday", "2022-04-16")]),
    ("It began on Sunday.", [("Sunday", "2022-04-10")]),
    ("He said on Friday that it will attack.", [("Friday", "2022-04-15")]),
    ("On Friday, he said talks will go on.", [("Friday", "2022-04-15")]),
    ("Talks will resume on Monday.", [("Monday", "2022-04-18")]),
    ("On Monday, talks will resume.", [("Monday", "2022-04-18")]),
    ("He warned it would strike on Tuesday.", [("Tuesday", "2022-04-19")]),
    ("They are due to meet on Saturday.", [("Saturday", "2022-04-16")]),
    ("They meet next Tuesday.", [("next Tuesday", "2022-04-19")]),
    ("They met last Tuesday.", [("last Tuesday", "2022-04-12")]),
    ("They met last Saturday.", [("last Saturday", "2022-04-09")]),
    ("They met this Wednesday.", [("this Wednesday", "2022-04-13")]),
    ("They met on Tuesday last week.", [("Tuesday last week", "2022-04-05")]),
    ("It fell late Thursday.", [("late Thursday", "2022-04-14")]),
    ("It fell late on Thursday.", [("late on Thursday", "2022-04-14")]),
    ("It fell early Friday.", [("early Friday", "2022-04-15")]),
    ("It fell on Friday morning.", [("Friday morning", "2022-04-15")]),
    ("It fell in the early hours of Friday.", [("in the early hours of Friday", "2022-04-15")]),
    ("Saturday’s strike was the first.", [("Saturday", "2022-04-16")]),
    ("Saturday's strike was the first.", [("Saturday", "2022-04-16")]),
    ("It fell overnight on Friday.", [("overnight on Friday", "2022-04-14/2022-04-15")]),
    ("It raged from Monday to Wednesday.", [("from Monday to Wednesday", "2022-04-11/2022-04-13")]),
    ("It raged from Friday to Monday.", [("from Friday to Monday", "2022-04-08/2022-04-11")]),
    ("The church marked Good Friday.", []),
    ("The Sunday Times wrote it.", []),
    ("They shop on Fridays.", [("on Fridays", "")]),
    # runs to a day, halves, eves
    ("It fell in the week to 10 April.", [("in the week to 10 April", "2022-04-04/2022-04-10")]),
    ("It fell in the ten days to Friday.", [("in the ten days to Friday", "2022-04-06/2022-04-15")]),
    ("It fell in the month to 31 March.", [("in the month to 31 March", "2022-03-01/2022-03-31")]),
    ("It fell in the week to 10 May.", [("in the week to 10 May", "2021-05-04/2021-05-10")]),
    ("It fell the week before last.", [("the week before last", "2022-03-28/2022-04-03")]),
    ("It fell the month before last.", [("the month before last", "2022-02")]),
    ("It fell the weekend before last.", [("the weekend before last", "2022-04-02/2022-04-03")]),
    ("It fell on the Sunday before last.", [("the Sunday before last", "2022-04-03")]),
    ("It fell in the second half of March.", [("in the second half of March", "2022-03-16/2022-03-31")]),
    ("It fell in the first half of 2021.", [("in the first half of 2021", "2021-01/2021-06")]),
    ("It fell in the last quarter of last year.", [("in the last quarter of last year", "2021-10/2021-12")]),
    ("He left in the first half of the match.", []),
    ("It fell on the eve of 9 April.", [("on the eve of 9 April", "2022-04-08")]),
    ("It raged on Thursday night into Friday.", [("Thursday night into Friday", "2022-04-14/2022-04-15")]),
    ("It fell during the night of 3 to 4 April.", [("the night of 3 to 4 April", "2022-04-03/2022-04-04")]),
    ("Talks are planned for Monday.", [("Monday", "2022-04-18")]),
    # today and its neighbours
    ("It fell today.", [("today", "2022-04-16")]),
    ("It fell yesterday.", [("yesterday", "2022-04-15")]),
    ("It fell yesterday evening.", [("yesterday evening", "2022-04-15")]),
    ("It will end tomorrow.", [("tomorrow", "2022-04-17")]),
    ("It fell the day before yesterday.", [("the day before yesterday", "2022-04-14")]),
    ("It fell this morning.", [("this morning", "2022-04-16")]),
    ("It fell earlier today.", [("earlier today", "2022-04-16")]),
    ("It fell overnight.", [("overnight", "2022-04-15/2022-04-16")]),
    ("It fell last night.", [("last night", "2022-04-15/2022-04-16")]),
    ("It fell overnight into Friday.", [("overnight into Friday", "2022-04-14/2022-04-15")]),
    ("It fell before dawn.", [("before dawn", "2022-04-16")]),
    ("They attacked shortly after midnight.", [("shortly after midnight", "2022-04-16")]),
    ("It fell on Tuesday.\n\nThat day four died.", [("Tuesday", "2022-04-12"), ("That day", "2022-04-12")]),
    ("That day four died.", []),
    # weeks, months, years
    ("It went on since the start of the year.", [("since the start of the year", "2022-01-01/..")]),
    ("It should be over by the end of the year.", [("by the end of the year", "../2022-12-31")]),
    ("It fell last week.", [("last week", "2022-04-04/2022-04-10")]),
    ("It fell this week.", [("this week", "2022-04-11/2022-04-17")]),
    ("It will end next week.", [("next week", "2022-04-18/2022-04-24")]),
    ("It fell earlier this week.", [("earlier this week", "2022-04-11/2022-04-16")]),
    ("It fell this weekend.", [("this weekend", "2022-04-16/2022-04-17")]),
    ("It fell last weekend.", [("last weekend", "2022-04-09/2022-04-10")]),
    ("It fell over the weekend.", [("over the weekend", "2022-04-16/2022-04-17")]),
    ("It fell last month.", [("last month", "2022-03")]),
    ("It fell this month.", [("this month", "2022-04")]),
    ("It fell earlier this month.", [("earlier this month", "2022-04-01/2022-04-16")]),
    ("It will end later this month.", [("later this month", "2022-04-16/2022-04-30")]),
    ("It will end next month.", [("next month", "2022-05")]),
    ("It fell last year.", [("last year", "2021")]),
    ("It fell earlier this year.", [("earlier this year", "2022-01-01/2022-04-16")]),
    ("It fell earlier in the week.", [("earlier in the week", "2022-04-11/2022-04-16")]),
    # runs
    ("In the past 24 hours it fell.", [("In the past 24 hours", "2022-04-15/2022-04-16")]),
    ("Over the last four days it fell.", [("Over the last four days", "2022-04-12/2022-04-16")]),
    ("In recent weeks it fell.", [("In recent weeks", "../2022-04-16")]),
    ("In the coming days it will fall.", [("In the coming days", "2022-04-16/..")]),
    ("It recently fell.", [("recently", "../2022-04-16")]),
    # ago
    ("It fell two days ago.", [("two days ago", "2022-04-14")]),
    ("It fell a day ago.", [("a day ago", "2022-04-15")]),
    ("It fell two weeks ago.", [("two weeks ago", "2022-04-02~")]),
    ("It fell three months ago.", [("three months ago", "2022-01")]),
    ("It fell 80 years ago.", [("80 years ago", "1942")]),
    ("It fell several days ago.", [("several days ago", "../2022-04-16")]),
    ("It fell a few hours ago.", [("a few hours ago", "../2022-04-16")]),
    ("It fell two hours ago.", [("two hours ago", "2022-04-16")]),
    # counted from the day told of last
    (
        "It sank on Thursday. Two days earlier it was hit.",
        [("Thursday", "2022-04-14"), ("Two days earlier", "2022-04-12")],
    ),
    (
        "It was hit on Tuesday and sank a day later.",
        [("Tuesday", "2022-04-12"), ("a day later", "2022-04-13")],
    ),
    (
        "It was hit on Tuesday and sank the next day.",
        [("Tuesday", "2022-04-12"), ("the next day", "2022-04-13")],
    ),
    (
        "It was hit on Tuesday, and that night it sank.",
        [("Tuesday", "2022-04-12"), ("that night", "2022-04-12")],
    ),
    (
        "It was hit on Saturday, a day after a warning.",
        [("Saturday", "2022-04-16"), ("a day after", "2022-04-15")],
    ),
    (
        "It came two days after the ship sank on Thursday.",
        [("two days after", "2022-04-16"), ("Thursday", "2022-04-14")],
    ),
    ("It stood there the day after a strike.", [("the day after", "2022-04-15")]),
    ("It was hit two days earlier.", [("two days earlier", "2022-04-14")]),
    ("It was hit the previous evening.", [("the previous evening", "2022-04-15")]),
    ("It was hit the day before.", [("the day before", "2022-04-15")]),
    (
        "It came two days after 24 February.",
        [("two days after", "2022-02-26"), ("24 February", "2022-02-24")],
    ),
    ("He won in 2008 and lost four years later.", [("2008", "2008"), ("four years later", "2012")]),
    ("It grew in the weeks after a defeat.", []),
    # dates
    ("It began on 24 February 2022.", [("24 February 2022", "2022-02-24")]),
    ("It began on February 24, 2022.", [("February 24, 2022", "2022-02-24")]),
    ("It began on the 24th of February, 2022.", [("the 24th of February, 2022", "2022-02-24")]),
    ("It began on 24 February.", [("24 February", "2022-02-24")]),
    ("It began on February 24.", [("February 24", "2022-02-24")]),
    ("It began on Feb. 24.", [("Feb. 24", "2022-02-24")]),
    ("It happened on 14 April.", [("14 April", "2022-04-14")]),
    ("It happened on 20 April.", [("20 April", "2021-04-20")]),
    ("It will happen on 20 April.", [("20 April", "2022-04-20")]),
    ("It happened on Thursday, 14 April.", [("Thursday, 14 April", "2022-04-14")]),
    ("It happened on Thursday, April 14, 2022.", [("Thursday, April 14, 2022", "2022-04-14")]),
    ("It happened on 14.04.2022.", [("14.04.2022", "2022-04-14")]),
    ("It happened on 2022-04-14.", [("2022-04-14", "2022-04-14")]),
    ("It happened on 14/04/2022.", [("14/04/2022", "2022-04-14")]),
    ("It happened on 04/14/2022.", [("04/14/2022", "2022-04-14")]),
    ("It ran 14-16 April.", [("14-16 April", "2022-04-14/2022-04-16")]),
    ("It ran from 14 to 16 April 2022.", [("from 14 to 16 April 2022", "2022-04-14/2022-04-16")]),
    ("It ran April 14-16.", [("April 14-16", "2022-04-14/2022-04-16")]),
    ("It ran between 14 and 16 April.", [("between 14 and 16 April", "2022-04-14/2022-04-16")]),
    ("It ran from 14 March to 3 April.", [("from 14 March to 3 April", "2022-03-14/2022-04-03")]),
    ("It ran between 14 March and 3 April.", [("between 14 March and 3 April", "2022-03-14/2022-04-03")]),
    ("States hold contests on 1 May.", [("1 May", "2022-05-01")]),
    ("A march on 1 March.", [("1 March", "2022-03-01")]),
    ("It met on 31 April 2022.", []),
    ("It was on 29 February.", [("29 February", "2020-02-29")]),
    ("It may end 14 of them.", []),
    ("They may 5 times try.", []),
    ("It fell on 5 May 2021.", [("5 May 2021", "2021-05-05")]),
    ("It fell on 5 may 2021.", [("5 may 2021", "2021-05-05")]),
    # months, seasons, years
    ("It fell in April.", [("April", "2022-04")]),
    ("It fell in March 2022.", [("March 2022", "2022-03")]),
    ("It fell in December.", [("December", "2021-12")]),
    ("It will fall in December.", [("December", "2022-12")]),
    ("It fell in mid-April.", [("mid-April", "2022-04-11/2022-04-20")]),
    ("It fell in early March.", [("early March", "2022-03-01/2022-03-10")]),
    ("It fell in late March.", [("late March", "2022-03-21/2022-03-31")]),
    ("It fell at the end of March.", [("the end of March", "2022-03-21/2022-03-31")]),
    ("It fell last March.", [("last March", "2022-03")]),
    ("They march in and may win.", []),
    ("Theresa May won.", []),
    ("It fell in spring 2022.", [("spring 2022", "2022-21")]),
    ("It fell in the summer of 2014.", [("the summer of 2014", "2014-22")]),
    ("It fell last summer.", [("last summer", "2021-22")]),
    ("It will end this summer.", [("this summer", "2022-22")]),
    ("A spring broke in the fall.", []),
    ("It fell in 2014.", [("2014", "2014")]),
    ("It fell in the 1980s.", [("the 1980s", "198X")]),
    ("The 2014 war went on.", [("2014", "2014")]),
    ("A letter from 2014 was found.", [("2014", "2014")]),
    ("They quit after the 2014 loss.", [("2014", "2014")]),
    ("It ran from 2014 onwards.", [("from 2014", "2014/..")]),
    ("USA Today wrote it.", []),
    ("It ran from 2014 to 2022.", [("from 2014 to 2022", "2014/2022")]),
    ("About 2014 people came.", []),
    # since, by, until
    ("It has run since 24 February.", [("since 24 February", "2022-02-24/..")]),
    ("It has run since Monday.", [("since Monday", "2022-04-11/..")]),
    ("It has run since last week.", [("since last week", "2022-04-04/..")]),
    ("It has run since 2014.", [("since 2014", "2014/..")]),
    ("It had ended by Monday.", [("by Monday", "../2022-04-11")]),
    ("It will end by Monday.", [("by Monday", "../2022-04-18")]),
    ("It ran until 14 April.", [("until 14 April", "../2022-04-14")]),
    ("It ended before 14 April.", [("before 14 April", "../2022-04-13")]),
    ("It ended after 24 February.", [("after 24 February", "2022-02-25/..")]),
    ("As of Friday it stood.", [("As of Friday", "../2022-04-15")]),
    # clock
    ("It fell at 3 p.m. local time on Friday.", [("3 p.m. local time on Friday", "2022-04-15T15:00:00")]),
    ("It fell on Friday at 21:30 GMT.", [("Friday at 21:30 GMT", "2022-04-15T21:30:00Z")]),
    ("It fell at 03:15 Moscow time.", [("03:15 Moscow time", "2022-04-16T03:15:00+03:00")]),
    ("It fell at noon on 14 April.", [("noon on 14 April", "2022-04-14T12:00:00")]),
    ("It fell at 2022-04-14T15:00:00+03:00.", [("2022-04-14T15:00:00+03:00", "2022-04-14T15:00:00+03:00")]),
    ("It fell at 2022-04-14 15:00Z.", [("2022-04-14 15:00Z", "2022-04-14T15:00:00Z")]),
    # no point in time
    ("It was calm for two weeks.", [("for two weeks", "")]),
    ("It was a two-day raid.", [("two-day", "")]),
    ("Two weeks of calm ended.", [("Two weeks of", "")]),
    ("It falls every day.", [("every day", "")]),
    ("A 35-year-old man spoke.", []),
    ("It spoke of 24/7 work.", []),
]


@pytest.mark.parametrize(("text", "expected"), CASES, ids=[row[0] for row in CASES])
def test_value(text: str, expected: list[tuple[str, str]]) -> None:
    assert read(text) == expected
    for mention in times(text, SATURDAY):
        assert text[slice(*mention.span)] == mention.text
        assert (mention.earliest, mention.latest) == (bounds(mention.edtf) if mention.edtf else (None, None))


def only(text: str) -> TimeMention:
    [mention] = times(text, SATURDAY)
    return mention


@pytest.mark.parametrize(
    ("text", "kind", "precision"),
    [
        ("It fell on Friday.", "point", "day"),
        ("It fell late Thursday.", "point", "part-of-day"),
        ("It fell overnight.", "interval", "night"),
        ("It fell last week.", "interval", "week"),
        ("It fell last month.", "point", "month"),
        ("It fell in spring 2022.", "point", "season"),
        ("It ran since Monday.", "since", "day"),
        ("It ended by Monday.", "until", "day"),
        ("It ran for two weeks.", "duration", "week"),
        ("It recently fell.", "vague", "unknown"),
        ("It falls every day.", "recurring", "unknown"),
        ("It fell at 03:15 GMT.", "point", "minute"),
    ],
)
def test_kind_and_precision(text: str, kind: str, precision: str) -> None:
    mention = only(text)
    assert (mention.kind, mention.precision) == (kind, precision)


@pytest.mark.parametrize(
    ("text", "rule"),
    [
        ("It was hit on Tuesday. Two days earlier it sailed.", "offset-narrated"),
        ("Two days earlier it sailed.", "offset-report"),
        ("It was hit on Tuesday.\n\nTwo days earlier it sailed.", "offset-narrated"),
        ("It was hit on Tuesday.\n\n09:30 Two days earlier it sailed.", "offset-report"),
    ],
)
def test_the_rule_says_what_was_counted_from(text: str, rule: str) -> None:
    assert times(text, SATURDAY)[-1].rule == rule


@pytest.mark.parametrize(
    ("text", "ambiguous"),
    [("On 04/05/2022.", True), ("On 14/04/22.", True), ("On 14/04/2022.", False), ("On 04/04/2022.", False)],
)
def test_a_date_with_two_readings_is_flagged(text: str, ambiguous: bool) -> None:
    assert only(text).ambiguous is ambiguous


@pytest.mark.parametrize(
    ("text", "duration"),
    [
        ("For two weeks.", "P2W"),
        ("For 48 hours.", "PT48H"),
        ("A three-month siege.", "P3M"),
        ("For several days.", None),
    ],
)
def test_duration(text: str, duration: str | None) -> None:
    assert only(text).duration == duration


def test_without_a_report_date_only_absolute_times_are_read() -> None:
    text = (
        "On Thursday, 14 April, and on 24 February 2022, in March, last week, recently, at 3 p.m., it fell."
    )
    assert read(text, None) == [("24 February 2022", "2022-02-24")]


def test_offsets_point_into_the_whole_text() -> None:
    text = "On Monday. On Tuesday. On Friday."
    [mention] = times(text, SATURDAY, 11, 22)
    assert (mention.text, text[slice(*mention.span)]) == ("Tuesday", "Tuesday")


def test_zone_is_kept_and_bounds_are_in_utc() -> None:
    mention = only("It fell at 2022-04-15T21:00:00+03:00.")
    assert mention.edtf == "2022-04-15T21:00:00+03:00"
    assert mention.earliest == datetime(2022, 4, 15, 18, tzinfo=UTC)


def test_a_day_before_the_calendar_is_no_time() -> None:
    assert read("It was 9999 years ago.") == []
