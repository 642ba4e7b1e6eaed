"""Which class of event a single sentence tells of, in varied syntax, and which tell of none."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest

from claimgraph.exports.claims_jsonl import main_event
from claimgraph.extract.reader import read
from claimgraph.model import Entity
from claimgraph.reference.loader import Reference

TABLE = Path(__file__).with_name("classes.txt")
OUTLET = Entity("Harbour Wire", "MediaOutlet")


def lines() -> Iterator[tuple[str, str, bool]]:
    """Yield the classes wanted, the sentence, and whether it is a headline."""
    for line in TABLE.read_text(encoding="utf-8").splitlines():
        if line and not line.startswith("#"):
            classes, _, words = line.partition(" | ")
            yield classes, words.removeprefix("^"), words.startswith("^")


def classes_of(words: str, *, is_headline: bool) -> set[str]:
    """Give the classes of the events that a sentence is read to tell of."""
    text = f"{words}\n\nMore follows in the evening." if is_headline else words
    body = len(words) if is_headline else 0
    claims = read(
        text,
        body=[(body, len(text))],
        headline=(0, body) if is_headline else None,
        outlet=OUTLET,
        published=date(2024, 6, 12),
        reference=Reference.default(),
        scope="report",
        issuer_statement=False,
    ).claims
    events = [main_event(claim.proposition) for claim in claims]
    return {event.kind for event in events if event is not None}


def test_sentences_tell_of_their_classes() -> None:
    wrong = []
    for classes, words, is_headline in lines():
        wanted = set() if classes == "-" else set(classes.split(" "))
        found = classes_of(words, is_headline=is_headline)
        if found != wanted:
            wrong.append((classes, words, sorted(found)))
    assert not wrong


@pytest.mark.parametrize("words", ["A ferry sank off Kerch.", "Rebels freed two nuns."])
def test_a_class_that_is_not_told_of_is_noticed(words: str) -> None:
    assert classes_of(words, is_headline=False) not in ({"Killing"}, set())
