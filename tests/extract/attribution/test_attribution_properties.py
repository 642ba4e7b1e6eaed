"""Any text: reading ends, raises nothing, and every span lies in the text."""

from __future__ import annotations

from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from claimgraph.extract import attributions, nested, paragraphs, sentences
from claimgraph.extract.attribution.reading import WINDOW, windows
from claimgraph.extract.syntax.text import QUOTE_MARKS, tokens

SALAD = (
    "said he that Kyiv the minister who which to of claims denied was accused by and but while according to "
    "reportedly saying what told reporters Mr. A. In On Monday 40 it is believed"
)
STRANGE = ["\n\n", "\n", "\x00", "\ud800", "İ", "𝒳", "\u2028", "\u00a0"]
WORDS = st.sampled_from([*QUOTE_MARKS, *"'()[],.;:?!—-", *SALAD.split(), *STRANGE])
PROSE = st.lists(WORDS, max_size=60).map(" ".join) | st.lists(WORDS, max_size=40).map("".join)


def check(text: str) -> None:
    for found in attributions(text):
        assert found.content
        for part in (found.source, found.cue, found.content, found.recipient):
            assert list(part) == sorted(part)
            for start, end in part:
                assert 0 <= start < end <= len(text)
                assert not text[start].isspace()
                assert not text[end - 1].isspace()
        nested(text, found)


@given(PROSE)
@settings(max_examples=300, deadline=None)
def test_word_salad(text: str) -> None:
    check(text)


@given(st.text(max_size=200))
@settings(max_examples=150, deadline=None)
def test_any_unicode(text: str) -> None:
    check(text)


@given(PROSE)
@settings(max_examples=150, deadline=None)
def test_sentences_cover_the_text_in_order(text: str) -> None:
    blocks, parts = paragraphs(text), sentences(text)
    covered = [(s.start, s.end) for s in parts]
    assert covered == sorted(covered)
    assert all(one[1] <= two[0] for one, two in pairwise(covered))
    for part in parts:
        assert blocks[part.paragraph].start <= part.start < part.end <= blocks[part.paragraph].end
    outside = "".join(c for i, c in enumerate(text) if not any(s <= i < e for s, e in covered))
    assert not outside.strip()


@given(PROSE)
@settings(max_examples=150, deadline=None)
def test_tokens_reproduce_the_text(text: str) -> None:
    found = tokens(text)
    assert all(text[t.start : t.end] == t.text for t in found)
    assert "".join(t.text for t in found).replace(" ", "") == "".join(c for c in text if not c.isspace())


UNITS = [
    "“",
    '"',
    "''",
    "(",
    "()",
    "a, ",
    "he said that ",
    "said ",
    ", he said, ",
    "who said ",
    "“x,” he said. ",
]


@pytest.mark.parametrize("unit", UNITS)
def test_long_noise_ends(unit: str) -> None:
    check(unit * (20_000 // len(unit)))


def test_an_endless_sentence_is_read_in_windows() -> None:
    text = "the army said the ship and the crew, " * 100
    parts = windows(tokens(text), [])
    assert sum(len(part) for part in parts) == len(tokens(text))
    assert max(len(part) for part in parts) <= WINDOW
    assert len(attributions(text)) >= len(parts)
