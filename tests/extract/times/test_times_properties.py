"""Any text is read without an error; spans and bounds always hold together; the first words lose no match."""

from __future__ import annotations

import re
from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from claimgraph.extract.times.edtf import bounds
from claimgraph.extract.times.expressions import times
from claimgraph.extract.times.relative import relative_rules
from claimgraph.extract.times.rules import absolute_rules

_WORDS = (
    *(
        "on",
        "Friday",
        "late",
        "the",
        "next",
        "day",
        "since",
        "by",
        "until",
        "from",
        "to",
        "April",
        "May",
        "may",
    ),
    *(
        "14",
        "2022",
        "24th",
        "two",
        "days",
        "ago",
        "later",
        "after",
        "last",
        "week",
        "at",
        "3",
        "p.m.",
        "21:30",
    ),
    *(
        "GMT",
        "2022-04-14",
        "14/04/22",
        "early",
        "mid-",
        "overnight",
        "will",
        "said",
        ".",
        ",",
        "\n\n",
        "a",
        "few",
    ),
    *(
        "spring",
        "in",
        "between",
        "and",
        "31",
        "29 February",
        "0000",
        "9999",
        "’s",
        "weekend",
        "over",
        "every",
    ),
)
PHRASES = st.lists(st.sampled_from(_WORDS), max_size=25).map(" ".join)
ANCHORS = st.none() | st.dates()


@given(st.text() | PHRASES, ANCHORS)
@example("Friday", date(9999, 1, 1))
def test_any_text_is_read(text: str, anchor: date | None) -> None:
    last = 0
    for mention in times(text, anchor):
        start, end = mention.span
        assert last <= start < end <= len(text)
        assert text[start:end] == mention.text
        assert (mention.earliest, mention.latest) == (bounds(mention.edtf) if mention.edtf else (None, None))
        if mention.earliest is not None and mention.latest is not None:
            assert mention.earliest < mention.latest
        last = end


@given(st.text() | PHRASES, st.integers(-3, 60), st.integers(-3, 60))
def test_a_region_keeps_its_bounds(text: str, start: int, end: int) -> None:
    for mention in times(text, date(2022, 4, 16), start, end):
        assert max(0, start) <= mention.span[0] < mention.span[1] <= min(len(text), end)


@given(PHRASES)
def test_reading_twice_gives_the_same(text: str) -> None:
    assert times(text, date(2022, 4, 16)) == times(text, date(2022, 4, 16))


@given(PHRASES)
def test_a_rule_begins_only_with_the_words_it_lists(text: str) -> None:
    for rule in (*absolute_rules(), *relative_rules()):
        for match in rule.pattern.finditer(text):
            word = re.match(r"\d|[^\W\d_]+", match.group())
            assert word is not None
            key = "#" if word.group().isdecimal() else word.group().lower()
            assert key in rule.first


@pytest.mark.parametrize("repeated", ['"', "1", "Friday, ", "a day after ", "14-", "2022 ", "3:00 ", "the "])
def test_a_long_repetition_ends(repeated: str) -> None:
    text = repeated * (20_000 // len(repeated))
    for mention in times(text, date(2022, 4, 16)):
        assert text[slice(*mention.span)] == mention.text


@given(st.dates(max_value=date(9998, 12, 31)))
def test_a_day_lasts_a_day(day: date) -> None:
    start, end = bounds(day.isoformat())
    assert start == datetime(day.year, day.month, day.day, tzinfo=UTC)
    assert end is not None
    assert end - start == timedelta(days=1)
    assert bounds(f"{day.isoformat()}~") == (start, end)


@given(st.dates(max_value=date(9998, 12, 31)))
def test_wider_units_hold_the_day(day: date) -> None:
    start, end = bounds(day.isoformat())
    assert start is not None
    assert end is not None
    year = f"{day.year:04}"
    for wide in (
        year,
        f"{year[:3]}X",
        day.isoformat()[:7],
        f"{year}-XX",
        f"{day.isoformat()[:7]}-XX",
        f"{year[:2]}XX",
    ):
        first, last = bounds(wide)
        assert first is not None
        assert last is not None
        assert first <= start < end <= last


@given(st.dates(max_value=date(9998, 12, 31)), st.dates(max_value=date(9998, 12, 31)))
def test_intervals(one: date, other: date) -> None:
    text = f"{one.isoformat()}/{other.isoformat()}"
    if one > other:
        with pytest.raises(ValueError, match="ends before"):
            bounds(text)
    else:
        assert bounds(text) == (bounds(one.isoformat())[0], bounds(other.isoformat())[1])
    assert bounds(f"../{one.isoformat()}") == (None, bounds(one.isoformat())[1])
    assert bounds(f"{one.isoformat()}/..") == (bounds(one.isoformat())[0], None)


@given(st.text(alphabet="0123456789X-/T:Z+.~?%", max_size=24) | st.text(max_size=12))
def test_edtf_is_strict_or_a_value_error(text: str) -> None:
    try:
        start, end = bounds(text)
    except ValueError:
        return
    assert start is None or end is None or start < end


@pytest.mark.parametrize(
    ("edtf", "start", "end"),
    [
        ("2022", (2022, 1, 1), (2023, 1, 1)),
        ("2022-12", (2022, 12, 1), (2023, 1, 1)),
        ("2022-21", (2022, 3, 1), (2022, 6, 1)),
        ("2022-24", (2022, 12, 1), (2023, 3, 1)),
        ("2022-32", (2022, 6, 1), (2022, 9, 1)),
        ("2022-34", (2022, 4, 1), (2022, 7, 1)),
        ("2022-39", (2022, 9, 1), (2023, 1, 1)),
        ("2022-41", (2022, 7, 1), (2023, 1, 1)),
        ("195X", (1950, 1, 1), (1960, 1, 1)),
        ("2020-02-XX", (2020, 2, 1), (2020, 3, 1)),
        ("2022-XX-31", (2022, 1, 31), (2023, 1, 1)),
        ("202X-02-29", (2020, 2, 29), (2028, 3, 1)),
        ("2022?-04", (2022, 4, 1), (2022, 5, 1)),
    ],
)
def test_edtf_bounds(edtf: str, start: tuple[int, int, int], end: tuple[int, int, int]) -> None:
    assert bounds(edtf) == (datetime(*start, tzinfo=UTC), datetime(*end, tzinfo=UTC))


@pytest.mark.parametrize(
    "edtf",
    [
        *("", "..", "../..", "/", "2022-04-31", "2022-02-29", "2022-13", "2022-42", "2022-21-01", "2022-00"),
        *(
            "0000",
            "9999",
            "22-04-14",
            "2022-4-14",
            "14.04.2022",
            "2022-04-14T25:00:00",
            "2022-04-14T24:00:00",
        ),
        *("2022-04-XXT10:00:00", "2022-04-16/2022-04-14", "2022-04-14/2022-04-15/2022-04-16", "XXXX-04-31"),
        *("２０２２", "2022-04-14 ", "Y-170000002", "{2022,2023}"),
    ],
)
def test_edtf_refuses(edtf: str) -> None:
    with pytest.raises(ValueError, match=r"."):
        bounds(edtf)


def test_a_zone_is_turned_into_utc() -> None:
    assert bounds("2022-04-15T21:00:00+03:00")[0] == datetime(2022, 4, 15, 18, tzinfo=UTC)
    assert bounds("2022-04-15T21:00")[1] == datetime(2022, 4, 15, 21, 1, tzinfo=UTC)
