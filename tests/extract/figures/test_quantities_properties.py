"""Any text is read without an error, in spans that hold, and every figure's bounds are in order."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from claimgraph.extract.figures.quantities import quantities
from claimgraph.extract.figures.tokens import tokenise

_WORDS = (
    *(
        "at",
        "least",
        "more",
        "than",
        "12",
        "1,350",
        "2.5",
        "million",
        "two",
        "hundred",
        "and",
        "to",
        "-",
        "between",
    ),
    *(
        "several",
        "dozens",
        "of",
        "no",
        "nobody",
        "a",
        "another",
        "soldiers",
        "people",
        "tanks",
        "killed",
        "were",
    ),
    *(
        "wounded",
        "lost",
        ",",
        ".",
        "\n\n",
        "$",
        "mm",
        "km",
        "years",
        "old",
        "April",
        "2022",
        "95th",
        "S-300",
        "in",
    ),
    *(
        "including",
        "Ukrainian",
        "on",
        "the",
        "Russian",
        "side",
        "its",
        "own",
        "half",
        "or",
        "so",
        "+",
        "%",
        "die",
    ),
)
PHRASES = st.lists(st.sampled_from(_WORDS), max_size=30).map(" ".join)


@given(st.text() | PHRASES)
def test_any_text_is_read(text: str) -> None:
    for mention in quantities(text):
        spans = [mention.span, mention.counted, mention.side_span, mention.cumulative]
        assert all(0 <= s[0] < s[1] <= len(text) for s in spans if s is not None)
        assert text[slice(*mention.span)] == mention.text
        assert mention.low is None or mention.low >= 0
        assert mention.low is None or mention.high is None or mention.low <= mention.high
        assert mention.counted is None or text[slice(*mention.counted)] == mention.counted_text


@given(st.text() | PHRASES, st.integers(-3, 80), st.integers(-3, 80))
def test_a_region_keeps_its_bounds(text: str, start: int, end: int) -> None:
    for mention in quantities(text, start, end):
        assert max(0, start) <= mention.span[0] < mention.span[1] <= min(len(text), end)


@given(PHRASES)
def test_reading_twice_gives_the_same(text: str) -> None:
    assert quantities(text) == quantities(text)


@given(st.text())
def test_tokens_are_in_order_and_leave_out_only_white_space(text: str) -> None:
    last = 0
    for token in tokenise(text):
        assert text[last : token.start].strip() == ""
        assert text[token.start : token.end] == token.text
        last = token.end
    assert text[last:].strip() == ""


@given(st.integers(0, 10**12))
def test_a_grouped_number_keeps_its_value(value: int) -> None:
    for written in (f"{value:,}", f"{value}", f"{value:,}".replace(",", "\u00a0")):
        figures = [m for m in quantities(f"They counted {written} fallen soldiers.") if m.is_countable]
        assert [(m.low, m.high) for m in figures] == [(value, value)]


@pytest.mark.parametrize(
    "repeated",
    ['"', "1", "1,111", " 100", "one hundred and ", "killed 5 soldiers and ", "1-", "more than ", "a "],
)
def test_a_long_repetition_ends(repeated: str) -> None:
    text = repeated * (20_000 // len(repeated))
    for mention in quantities(text):
        assert text[slice(*mention.span)] == mention.text
