"""The cue lexicon as data: complete, without doubles, in closed lists; and the inflector."""

from __future__ import annotations

from collections import Counter

import pytest

from claimgraph.extract.syntax.lexicon import (
    cues,
    inflect,
    is_speech_form,
    noun_forms,
    table,
    verb_forms,
    word_set,
)

STANCES = {"asserts", "denies", "doubts", "undetermined", "predicts", "warns", "concedes", "believes"}
CERTAINTIES = {"certain", "probable", "possible", "unstated"}
KINDS = {"speech", "thought", "intent", "decree", "report", "judgement", "perception", "evidential"}
FRAMES = {"that", "bare", "quote", "paren", "wh", "inf", "ger", "np", "obj-inf", "saying"}


def problems(rows: list[list[str]]) -> list[str]:
    """Name the rows of a cue table that do not fit."""
    found = []
    for row in rows:
        if len(row) != 9:
            found.append(f"{row[0]}: {len(row)} fields")
            continue
        lemma, pos, frames, _, slot, stance, certainty, polarity, kind = row
        closed = stance in STANCES and certainty in CERTAINTIES and kind in KINDS and polarity in "+-"
        closed = closed and slot in {"-", "obj", "to"} and pos in {"verb", "noun", "adj", "adv", "prep"}
        if not closed or not set(frames.split(",")) - {"-"} <= FRAMES:
            found.append(f"{lemma}: a value outside its list")
    doubles = Counter((row[0], row[1]) for row in rows)
    return found + [
        f"{lemma}: {count} times as {pos}" for (lemma, pos), count in doubles.items() if count > 1
    ]


def test_table_is_clean_and_large() -> None:
    assert problems(table("cues.tsv")) == []
    assert len({lemma for lemma, _ in cues()}) >= 450


def test_the_check_can_fail() -> None:
    good = ["say", "verb", "that", "-", "to", "asserts", "unstated", "+", "speech"]
    assert problems([good, good]) == ["say: 2 times as verb"]
    assert problems([good[:5]]) == ["say: 5 fields"]
    assert problems([[*good[:5], "states", *good[6:]]]) == ["say: a value outside its list"]


@pytest.mark.parametrize(
    ("verb", "past", "gerund"),
    [
        ("say", "said", "saying"),
        ("deny", "denied", "denying"),
        ("admit", "admitted", "admitting"),
        ("blame", "blamed", "blaming"),
        ("stress", "stressed", "stressing"),
        ("plan", "planned", "planning"),
        ("offer", "offered", "offering"),
        ("echo", "echoed", "echoing"),
        ("lie", "lay", "lying"),
        ("foresee", "foresaw", "foreseeing"),
        ("explain", "explained", "explaining"),
    ],
)
def test_inflect(verb: str, past: str, gerund: str) -> None:
    forms = inflect(verb)
    assert "d" in forms[past]
    assert "g" in forms[gerund]


def test_forms_lead_to_lemmas() -> None:
    assert verb_forms()["told"].lemma == "tell"
    assert noun_forms()["denials"].lemma == "denial"
    assert noun_forms()["prophecies"].lemma == "prophecy"
    assert is_speech_form("asked")
    assert not is_speech_form("asks")


def test_unknown_word_set() -> None:
    with pytest.raises(KeyError, match="no set named colours"):
        word_set("colours")


def test_word_sets_have_no_doubles() -> None:
    names = [row[0] for row in table("wordsets.tsv")]
    assert len(names) == len(set(names))
