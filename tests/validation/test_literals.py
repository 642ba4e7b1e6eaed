"""Lexical forms of datatypes."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from claimgraph.validation.literals import fault
from claimgraph.vocabulary import XSD

GOOD = [
    ("date", "2024-02-29"),
    ("date", "2000-02-29Z"),
    ("date", "-0044-03-15"),
    ("date", "12022-01-01+02:00"),
    ("dateTime", "2022-04-14T24:00:00Z"),
    ("dateTime", "2022-04-14T00:00:00.5+03:00"),
    ("integer", "-007"),
    ("nonNegativeInteger", "0"),
    ("byte", "-128"),
    ("boolean", "0"),
    ("decimal", ".5"),
    ("double", "1e5"),
    ("double", "INF"),
    ("duration", "P1DT2H"),
    ("language", "uk-Latn"),
    ("anyURI", "https://example.org/a"),
    ("integer", "9" * 5000),
    ("string", "anything"),
    ("noSuchType", "anything"),
]
BAD = [
    ("date", "2022-04-31"),
    ("date", "1900-02-29"),
    ("date", "2022-13-01"),
    ("date", "22-04-01"),
    ("date", "2022-4-1"),
    ("dateTime", "2022-04-14"),
    ("dateTime", "2022-04-31T00:00:00Z"),
    ("dateTime", "2022-04-14T25:00:00Z"),
    ("integer", "1.0"),
    ("integer", "1,000"),
    ("nonNegativeInteger", "-1"),
    ("byte", "128"),
    ("byte", "9" * 5000),
    ("boolean", "yes"),
    ("decimal", "1e5"),
    ("double", "x"),
    ("duration", "P"),
    ("duration", "P1DT"),
    ("language", "en_GB"),
    ("anyURI", "a b"),
    ("gYearMonth", "2022-13"),
]


@pytest.mark.parametrize(("name", "text"), GOOD)
def test_good(name: str, text: str) -> None:
    assert fault(text, XSD + name) is None


@pytest.mark.parametrize(("name", "text"), BAD)
def test_bad(name: str, text: str) -> None:
    assert fault(text, XSD + name)


@given(st.dates())
def test_every_calendar_date_is_good(day: date) -> None:
    assert fault(day.isoformat(), XSD + "date") is None


@given(st.integers(1, 9999), st.integers(1, 12), st.integers(1, 31))
def test_dates_agree_with_the_calendar(year: int, month: int, day: int) -> None:
    try:
        date(year, month, day)
        exists = True
    except ValueError:
        exists = False
    assert (fault(f"{year:04}-{month:02}-{day:02}", XSD + "date") is None) == exists
