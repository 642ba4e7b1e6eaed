"""The reader on any text: it never raises, its spans reproduce the text, its work grows with the length."""

from __future__ import annotations

import sys
from collections.abc import Callable
from datetime import date
from types import FrameType

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.extract.reports import OUTLET, read_report

from claimgraph.extract.reader import Reading, read
from claimgraph.reference.loader import Reference

PHRASES = st.sampled_from(
    (
        "Moscow", "Kyiv", "the Russian defence ministry", "officials", "said", "that", "denied", "warned",
        "the", "Moskva", "sank", "missiles", "hit", "a plant", "on Friday", "in Kyiv", "about 2,500",
        "soldiers", "were", "killed", "and", "wounded", ",", ".", "“", "”", "\n\n", "it", "he", "which",
        "who", "not", "would", "if", "according to", "after", "while", "being towed", "strikes on",
        "the attack", "its own", "(", ")", "—", "?", "believe", "reported", "whether", "more than",
        "Saturday’s",
        "because of", "a fire", "to", "used", "5", "&quot;", "&amp;", "RT @Quay_Post:", "#Kyiv", "1/",
        "https://example.org/a?b=1",
    )
)  # fmt: skip


def read_all(text: str, published: date | None = date(2022, 4, 16)) -> Reading:
    return read_report(text, published)


def check(text: str, found: Reading) -> None:
    ids = {claim.id for claim in found.claims}
    for claim in found.claims:
        passage = claim.passage
        assert text[passage.start : passage.end] == passage.text != ""  # type: ignore[union-attr]
        for start, end in (*claim.source, *claim.content, *([claim.cue] if claim.cue else [])):
            assert 0 <= start < end <= len(text)
        assert claim.relays is None or claim.relays in ids - {claim.id}
        assert claim.narration == (claim.claimant == OUTLET)
        assert claim.proposition.event is not None or claim.proposition.quantity is not None
    for mention in found.mentions:
        assert text[mention.passage.start : mention.passage.end] == mention.passage.text


@settings(max_examples=150, deadline=None)
@given(st.text(max_size=400))
def test_any_unicode_text(text: str) -> None:
    check(text, read_all(text))


@settings(max_examples=200, deadline=None)
@given(st.lists(PHRASES, max_size=60))
def test_any_order_of_phrases(phrases: list[str]) -> None:
    text = " ".join(phrases)
    check(text, read_all(text))


@settings(max_examples=30, deadline=None)
@given(st.lists(PHRASES, max_size=30))
def test_without_a_date(phrases: list[str]) -> None:
    text = " ".join(phrases)
    check(text, read_all(text, None))


@settings(max_examples=30, deadline=None)
@given(st.text(max_size=60), st.lists(PHRASES, max_size=20))
def test_what_is_outside_the_body_is_not_read(before: str, phrases: list[str]) -> None:
    text = before + "\n\n" + " ".join(phrases)
    start = len(before) + 2
    found = read(
        text,
        body=[(start, len(text))],
        headline=None,
        outlet=OUTLET,
        published=date(2022, 4, 16),
        reference=Reference.default(),
        scope="report",
    )
    for claim in found.claims:
        assert all(first >= start for first, _ in (*claim.source, *claim.content))


def calls(action: Callable[[], object]) -> int:
    """Count the Python functions called: a measure of work that no other load on the machine disturbs."""
    count = 0

    def profile(frame: FrameType, event: str, argument: object) -> None:
        nonlocal count
        count += event == "call"

    sys.setprofile(profile)
    try:
        action()
    finally:
        sys.setprofile(None)
    return count


GROWING = [
    "Moscow said that missiles hit the plant in Kyiv on Friday and killed five people. ",
    "“",
    "( ",
    "said that officials said that ",
    "missiles hit the plant and ",
    "the attack on the attack on ",
    "Kyiv, Moscow and ",
    "it sank after it was hit before ",
    "about 2,500 soldiers killed, ",
    "killed ",
    "he said she said ",
]


@pytest.mark.parametrize("piece", GROWING)
def test_work_grows_with_the_length_and_no_more(piece: str) -> None:
    times = max(1, 3000 // len(piece))
    read_all(piece * 3)  # so that what is kept for all texts is there
    small = calls(lambda: read_all(piece * times))
    large = calls(lambda: read_all(piece * times * 4))
    assert large < small * 7


def name_of(number: int) -> str:
    """One of many different invented names."""
    return f"Bo{chr(97 + number % 26)}{chr(97 + number // 26 % 26)}{chr(97 + number // 676)}yk"


def lines(count: int) -> str:
    """Lines as chats, interviews, posts and live blogs have them, with a name that each brings anew."""
    pieces = []
    for number in range(count):
        name, time = name_of(number), f"{number // 60 % 24:02}:{number % 60:02}"
        pieces.append(f"{name}: two men died.\nBilyk: no losses at the port.\n")
        pieces.append(f"Q: Who fired?\nA: The army did, {name} {name_of(number * 7)} said.\n")
        pieces.append(f"@{name} · 2h\nTwo men died in Kyiv, the army said.\n\n{time} {name} denied it.\n\n")
    return "".join(pieces)


def test_work_grows_with_the_length_also_where_every_line_has_another_name() -> None:
    read_all(lines(4))
    assert calls(lambda: read_all(lines(40))) < calls(lambda: read_all(lines(10))) * 7


def test_a_day_at_the_end_of_the_calendar_is_none() -> None:
    text = "The army said two men died overnight."
    assert read_all(text, date.max) == read_all(text, date.min) == read_all(text, None)
