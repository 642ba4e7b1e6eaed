"""What belongs to whom: quotations over paragraphs, antecedents, what stands inside a content."""

from __future__ import annotations

import datetime

import pytest
from tests.extract.reports import attributed

from claimgraph.extract import Attribution, attributions, nested

Row = tuple[str, ...]


NONE = [
    "The “miracle” of the bridge is over.",  # scare quotes
    "He played in “The Long March” last year.",
    "The plan was simple and the claims were few.",
    "The station at Lyman state border is closed.",
    "Two bridges fell in the storm on Monday.",
    "The report is long and the statement was read twice.",
    "The mayor raised his hand and lowered the flag.",
    "An estimated 400,000 people live in tents.",
    "",
    "   \n \n  ",
]


@pytest.mark.parametrize("text", NONE)
def test_what_is_no_attribution(text: str) -> None:
    assert attributed(text) == []


def test_quoted_paragraphs_belong_to_the_speaker_before() -> None:
    text = (
        "According to lawmaker Ivan Lys, the town is shelled daily.\n\n“They shoot from the hills.\n\n"
        "“We have no shelter.\n\nThe road is closed."
    )
    rows = attributed(text)
    assert [row[0] for row in rows] == ["according-to"]
    assert rows[0][3] == "the town is shelled daily | “They shoot from the hills. | “We have no shelter."


def test_announced_quotation_in_the_next_paragraph() -> None:
    text = "The mayor wrote:\n\n“Stay at home tonight.”"
    assert attributed(text) == [("announced-quote", "The mayor", "wrote:", "“Stay at home tonight.”")]


def test_signed_quotation() -> None:
    text = "“We are not leaving.”\n\n— Olena Koval, teacher"
    assert attributed(text)[-1] == ("signature", "Olena Koval, teacher", "—", "“We are not leaving.”")


def test_odd_quotation_mark_loses_nothing() -> None:
    text = "He called it a “mistake. The ministry said the dam held. Officials said it was old."
    assert [row[1] for row in attributed(text)][-2:] == ["The ministry", "Officials"]


def one(text: str) -> Attribution:
    found = attributions(text, datetime.date(2022, 4, 16))
    assert len(found) == 1
    return found[0]


def test_what_the_cue_tells() -> None:
    denial = one("Moscow denied that a ship was hit.")
    assert (denial.stance, denial.kind, denial.cue_lemma) == ("denies", "speech", "deny")
    assert not denial.negated
    assert one("Kyiv did not confirm that a ship was hit.").negated
    assert one("The mayor warned that more strikes would come.").stance == "warns"
    estimate = one("Officials estimate several hundred dead on that side.")
    assert (estimate.stance, estimate.certainty) == ("asserts", "probable")
    assert one("“Go,” he said.").direct
    assert not one("They were “tired,” he said.").direct


def test_recipient_and_audience() -> None:
    text = "The governor told a local station that the dam held."
    assert [text[s:e] for s, e in one(text).recipient] == ["a local station"]
    text = "Speaking to Example News, Koval said the dam held."
    assert [text[s:e] for s, e in one(text).recipient] == ["Example News"]


ANTECEDENTS = [
    ("Mayor Olena Koval left early. She said the dam held.", "Mayor Olena Koval"),
    ("Speaking at noon, Koval corrected what he said were old figures.", "Koval"),
    ("Ivan Lys met Olena Koval. “Go,” Koval said. She said it again: “Go.”", "Koval"),
    ("The officer, who denied the charge, left.", "The officer"),
    ("Residents fled. They said the school was gone.", "Residents"),
    ("The ministry issued a map. It said the road was mined.", "The ministry"),
    ("It said the road was mined.", None),
    ("Residents fled. He said the school was gone.", None),
]


@pytest.mark.parametrize(("text", "expected"), ANTECEDENTS)
def test_antecedent(text: str, expected: str | None) -> None:
    last = attributions(text)[-1]
    assert (text[slice(*last.antecedent)] if last.antecedent else None) == expected


def test_antecedent_of_a_relative_pronoun_in_the_content() -> None:
    text = "They struck a plant that built the Arrow missiles, which two capitals say sank a cruiser in May."
    found = [a for a in attributions(text) if a.rule == "relative-content"]
    assert [text[slice(*a.content_antecedent)] for a in found if a.content_antecedent] == [
        "the Arrow missiles"
    ]
    assert text[slice(*found[0].content[-1])] == "sank a cruiser in May"


def inner(text: str) -> list[Row]:
    return [
        (a.rule, *(" | ".join(text[s:e] for s, e in part) for part in (a.source, a.cue, a.content)))
        for outer in attributions(text)
        for a in nested(text, outer)
    ]


def test_nested() -> None:
    text = "Koval said police were still determining whether anyone was hurt."
    assert inner(text) == [("main-clause", "police", "were still determining", "whether anyone was hurt")]
    text = "The president said that officials believe about 300 people have died."
    assert inner(text) == [("main-clause", "officials", "believe", "about 300 people have died")]
    text = "“The army says the bridge is down. I think it stands,” Koval said."
    assert [row[1] for row in inner(text)] == ["The army", "I"]


def test_nested_in_verdicts_and_around_adverbs() -> None:
    assert inner("The claim of the navy that a frigate sank is false.") == [
        ("noun-author", "the navy", "claim of", "that a frigate sank")
    ]
    assert inner("Reports in local media of a landing are fake.") == [
        ("noun-author", "local media", "Reports", "of a landing")
    ]
    assert inner("The institute reportedly believes a withdrawal is possible.") == [
        ("main-clause", "The institute", "believes", "a withdrawal is possible")
    ]


def test_nested_quoted_as_saying() -> None:
    text = "Local media quoted witnesses as saying they heard two blasts."
    assert ("quoted-as", "witnesses", "saying", "they heard two blasts") in inner(text)


def test_denial_of_what_was_said_before() -> None:
    text = "Minsk accused the army of arson, which Kyiv denies."
    last = attributions(text)[-1]
    assert last.content_antecedent is not None
    assert text[slice(*last.content_antecedent)] == "the army of arson"


def test_nested_pronoun_is_the_outer_speaker() -> None:
    text = "Koval said she believed the bridge was down."
    outer = attributions(text)[0]
    assert [text[slice(*a.antecedent)] for a in nested(text, outer) if a.antecedent] == ["Koval"]
    assert nested("Koval said it rained.", attributions("Koval said it rained.")[0]) == []


def test_places_in_the_text() -> None:
    text = "Heading\n\nA bridge fell. The mayor said it was old.\n\nThe army denied a strike."
    assert [(a.paragraph, a.sentence) for a in attributions(text)] == [(1, 2), (2, 3)]


def test_same_input_same_answer() -> None:
    text = "Kyiv said the ship sank. Moscow denied it."
    assert attributions(text) == attributions(text)
