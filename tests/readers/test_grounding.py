"""Words found again in the text, or not at all."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from claimgraph.readers.grounding import Grounded, folded, ground, unused

TEXT = "The “party”  said:\n“We don’t know,” art lovers said; ``no''."


@pytest.mark.parametrize(
    ("words", "expected", "how"),
    [
        ("said", ["said", "said"], "exact"),
        (" “We don’t know,” ", ["“We don’t know,”"], "exact"),
        ('"We don\'t know,"', ["“We don’t know,”"], "normalised"),
        ('"party" said: "We', ["“party”  said:\n“We"], "normalised"),
        ("art", ["art"], "exact"),
        ('"no"', ["``no''"], "normalised"),
        ("We do\u200bn’t know", ["We don’t know"], "normalised"),
    ],
)
def test_found(words: str, expected: list[str], how: str) -> None:
    found = ground(TEXT, (0, len(TEXT)), words)
    assert found is not None
    assert [TEXT[start:end] for start, end in found.spans] == expected
    assert found.how == how


@pytest.mark.parametrize(
    "words",
    ["", "  ", "\u200b", "saying", "part", "we don't know", "We do not know", "said: no", "x" * 10_000],
)
def test_not_found(words: str) -> None:
    """Nothing, parts of words, other case, paraphrase, words joined: all of it is refused."""
    assert ground(TEXT, (0, len(TEXT)), words) is None


def test_only_within_the_part() -> None:
    assert ground(TEXT, (0, 12), "said") is None
    assert ground("a b a", (2, 5), "a") == Grounded(((4, 5),), "exact")


def test_nearest() -> None:
    found = Grounded(((0, 4), (10, 14), (30, 34)), "exact")
    assert found.nearest((12, 20)) == (10, 14)
    assert found.nearest((12, 20), apart_from=(8, 20)) == (0, 4)


def test_each_place_is_taken_once() -> None:
    taken: list[tuple[int, int]] = []
    places = ((0, 4), (10, 14))
    assert [unused(places, taken) for _ in range(3)] == [(0, 4), (10, 14), None]


WORDS = st.text(st.sampled_from("ab “”\"'’`.\n\u200béß"), max_size=30)


@given(WORDS, WORDS, st.integers(0, 5))
def test_what_is_found_is_what_was_asked_for(text: str, words: str, start: int) -> None:
    found = ground(text, (start, len(text)), words)
    if found is None:
        return
    for first, last in found.spans:
        assert start <= first < last <= len(text)
        assert folded(text[first:last]) == folded(words)


@given(st.lists(st.sampled_from(["Kyiv", "“no”", "don’t", "said", "é"]), min_size=1, max_size=8), st.data())
def test_every_copy_is_found(words: list[str], data: st.DataObject) -> None:
    text = "  ".join(words)
    first = data.draw(st.integers(0, len(words) - 1))
    last = data.draw(st.integers(first + 1, len(words)))
    copy = " ".join(words[first:last]).replace("“", '"').replace("”", '"').replace("’", "'")
    found = ground(text, (0, len(text)), copy)
    assert found is not None
    assert "  ".join(words[first:last]) in {text[start:end] for start, end in found.spans}
