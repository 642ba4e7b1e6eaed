"""Marks in a text: everything stays readable, and without the marks it is the text again."""

from __future__ import annotations

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from claimgraph.commands.marking import marked, paragraphs

TEXTS = st.text(max_size=80)


@st.composite
def claims(draw: st.DrawFn) -> tuple[str, dict[int, list[tuple[int, int]]]]:
    text = draw(TEXTS)
    places = st.integers(0, len(text))
    spans = st.tuples(places, places).map(lambda pair: (min(pair), max(pair)))
    return text, dict(enumerate(draw(st.lists(st.lists(spans, max_size=3), max_size=5)), 1))


@settings(suppress_health_check=[HealthCheck.too_slow])  # the first draw loads Unicode tables
@given(claims())
def test_without_the_marks_it_is_the_text(case: tuple[str, dict[int, list[tuple[int, int]]]]) -> None:
    text, spans = case
    pieces = list(marked(text, spans))
    assert "".join(piece for piece, kind in pieces if kind != "mark") == text
    marks = [piece for piece, kind in pieces if kind == "mark"]
    assert sum(mark.startswith("⟦") for mark in marks) == sum(mark.startswith("⟧") for mark in marks)


@pytest.mark.parametrize(
    ("spans", "shown"),
    [
        ({}, "abcdefgh"),
        ({1: [(0, 8)]}, "⟦1 abcdefgh⟧"),
        ({1: [(0, 8)], 2: [(2, 4)]}, "⟦1 ab⟦2 cd⟧efgh⟧"),
        ({1: [(0, 4)], 2: [(2, 6)]}, "⟦1 ab⟦2 cd⟧1ef⟧gh"),
        ({1: [(0, 4)], 2: [(0, 4)]}, "⟦1,2 abcd⟧efgh"),
        ({1: [(0, 2), (4, 6)]}, "⟦1 ab⟧cd⟦1 ef⟧gh"),
        ({1: [(0, 2)], 2: [(2, 4)]}, "⟦1 ab⟧⟦2 cd⟧efgh"),
        ({1: [(3, 3)]}, "abcdefgh"),
    ],
)
def test_marks(spans: dict[int, list[tuple[int, int]]], shown: str) -> None:
    assert "".join(piece for piece, _ in marked("abcdefgh", spans)) == shown


def test_a_part_shows_what_lies_in_it() -> None:
    pieces = marked("abcdefgh", {1: [(0, 4)], 2: [(6, 8)]}, (2, 6))
    assert "".join(piece for piece, _ in pieces) == "⟦1 cd⟧ef"


@given(TEXTS)
def test_paragraphs_hold_all_that_is_visible(text: str) -> None:
    spans = list(paragraphs(text))
    inside = "".join(text[start:end] for start, end in spans)
    assert [char for char in inside if not char.isspace()] == [char for char in text if not char.isspace()]
    assert all(text[start:end].strip() for start, end in spans)
