"""Canonical text of terms: what comes back from a parser is what went in."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta, timezone

import pyoxigraph as ox
import pytest
from hypothesis import given
from hypothesis import strategies as st

from claimgraph.nquads import boolean, day, instant, integer, iri, literal, quad

TEXT = st.text(st.characters(exclude_categories=["Cs"]))


def parsed(line: str) -> ox.Quad:
    [one] = ox.parse(line.encode("utf-8"), ox.RdfFormat.N_QUADS)
    return one


@given(TEXT)
def test_literals_come_back(text: str) -> None:
    line = quad("<u:s>", "<u:p>", literal(text), "<u:g>")
    assert line.count("\n") == 1
    assert parsed(line).object == ox.Literal(text)
    assert parsed(quad("<u:s>", "<u:p>", literal(text, language="uk"))).object == ox.Literal(
        text, language="uk"
    )


@given(TEXT)
def test_the_text_is_canonical(text: str) -> None:
    """As pyoxigraph writes it, whose output is canonical N-Quads."""
    line = quad("<u:s>", "<u:p>", literal(text))
    assert ox.serialize([parsed(line)], format=ox.RdfFormat.N_QUADS) == line.encode("utf-8")


@given(TEXT)
def test_any_text_makes_an_iri(text: str) -> None:
    line = quad(iri(f"https://example.org/{text}"), "<u:p>", "<u:o>")
    assert parsed(line).subject.value.startswith("https://example.org/")


@pytest.mark.parametrize(
    ("value", "term"),
    [
        ("https://e.org/a b", "<https://e.org/a%20b>"),
        ('https://e.org/"<>', "<https://e.org/%22%3C%3E>"),
        ("https://e.org/ї", "<https://e.org/ї>"),
        ("https://e.org/%20", "<https://e.org/%20>"),
        ("https://e.org/\n", "<https://e.org/%0A>"),
    ],
)
def test_iris(value: str, term: str) -> None:
    assert iri(value) == term


@given(st.integers(-(10**20), 10**20))
def test_integers(value: int) -> None:
    assert integer(value).startswith(f'"{value}"^^')


def test_booleans_and_days() -> None:
    assert boolean(True).startswith('"true"^^')
    assert day(date(2022, 4, 5)).startswith('"2022-04-05"^^')


@pytest.mark.parametrize(
    ("value", "text"),
    [
        (datetime(2022, 4, 14, tzinfo=UTC), "2022-04-14T00:00:00Z"),
        (datetime(2022, 4, 14, 12, 30, 5, 120000), "2022-04-14T12:30:05.12Z"),
        (datetime(2022, 4, 14, 1, tzinfo=timezone(timedelta(hours=3))), "2022-04-13T22:00:00Z"),
        (datetime(2022, 4, 14, 0, 0, 10), "2022-04-14T00:00:10Z"),
    ],
)
def test_instants(value: datetime, text: str) -> None:
    assert instant(value).startswith(f'"{text}"^^')
    stored = parsed(quad("<u:s>", "<u:p>", instant(value))).object
    assert isinstance(stored, ox.Literal)
    assert stored.value == text
