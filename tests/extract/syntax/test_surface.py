"""What pages and posts put into a text is passed over, and offsets lead back to the original."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.extract.reports import read_report

from claimgraph.extract.reader import Reading
from claimgraph.extract.syntax.surface import plain
from claimgraph.model import Stance

PIECES = st.sampled_from(
    ("&quot;", "&#39;", "&bogus;", "&", "#", "#Kyiv", "#7", "RT @a", "1/",
     "(2/3)", "https://e.org/x", ".", " ", "\n", "on")
)  # fmt: skip


@pytest.mark.parametrize(
    ("text", "read_as"),
    [
        ("He said &quot;no&#34; &amp; left&#8230;", 'He said "no" & left…'),
        ("AT&T &bogus; &#0000000;", None),
        ("See https://e.org/a_b?c=d. Then www.e.org/x.", "See. Then."),
        ("RT @lake: it fell", "@lake: it fell"),
        ("1/ It fell.\n2/5 Two died. 2/5\n(3/n) RT @lake: no.", "It fell.\nTwo died.\n@lake: no."),
        ("RT @lake Two fell. RT", "@lake:Two fell. RT"),
        ("BREAKING: @lake: it fell\nUPDATE – Two died.\nNEWS: no", "@lake: it fell\nTwo died.\nNEWS: no"),
        ("5/6 March was quiet, 3/4 of it.", None),
        ("Shells hit #Goma #DRC #M23", "Shells hit"),
        ("Shells fell on #Goma #DRC", "Shells fell on Goma"),
        ("Shells fell on #Goma https://e.org/x #DRC", "Shells fell on Goma"),
        ("#Goma was shelled. #DRC", "Goma was shelled."),
        ("Two died in #Goma", "Two died in Goma"),
        ("Gun #2 fired; C# and a#b stay", None),
    ],
)
def test_what_is_read(text: str, read_as: str | None) -> None:
    surface = plain(text)
    assert (surface.text if surface is not None else None) == read_as


@settings(max_examples=200, deadline=None)
@given(st.lists(PIECES | st.text(max_size=3), max_size=20), st.data())
def test_offsets_lead_back(pieces: list[str], data: st.DataObject) -> None:
    text = "".join(pieces)
    surface = plain(text)
    if surface is None or not surface.text:
        return
    whole = surface.span((0, len(surface.text)))
    assert surface.read_from(whole) == (0, len(surface.text))
    start = data.draw(st.integers(0, len(surface.text) - 1))
    end = data.draw(st.integers(start + 1, len(surface.text)))
    first, last = surface.span((start, end))
    assert 0 <= first < last <= len(text)
    if not any(mark in text for mark in ("&", "#", "/", "RT ")):
        assert text[first:last] == surface.text[start:end]
    for at in range(start, end):  # letters that are kept are the same letters, in order
        here = surface.span((at, at + 1))
        assert first <= here[0] < here[1] <= last
        assert here[1] - here[0] > 1 or text[here[0]] == surface.text[at]


def claims_of(text: str) -> Reading:
    return read_report(text, date(2024, 3, 12))


def test_a_post_is_read_and_quoted_as_it_stands() -> None:
    text = (
        "RT @Lake_Eye: the M23 has taken #Sake, &quot;at least&quot; nine killed https://e.org/x1 #DRC #Sake"
    )
    found = claims_of(text).claims
    assert {claim.claimant.label for claim in found} == {"Lake_Eye"}
    assert found[0].content_text == text[14 : text.index(" https")]
    assert all(text[claim.passage.start : claim.passage.end] == claim.passage.text for claim in found)  # type: ignore[union-attr]


def test_tags_tell_what_a_post_is_about() -> None:
    """Without the last tag nobody can know whose army it is."""
    text = "The army denied it had shelled the market. #market #Sudan"
    assert [(c.claimant.label, c.stance) for c in claims_of(text).claims] == [
        ("Sudanese Armed Forces", Stance.DENIES)
    ]
    assert claims_of(text.replace("Sudan", "peace")).claims[0].claimant.label == "Army"
