"""Stance and certainty: polarity of the cue, stance of the cue, hedges of the content."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from claimgraph.extract.stance import hedges, is_open, narrated, weakest
from claimgraph.extract.syntax.text import tokens
from claimgraph.model import Certainty, Claim

Claims = Callable[[str], tuple[Claim, ...]]


SENTENCES = [
    ("Moscow said that missiles hit the plant.", "asserts", "certain"),
    ("Moscow denied that missiles hit the plant.", "denies", "certain"),
    ("Moscow said that missiles did not hit the plant.", "denies", "certain"),
    ("Moscow said that missiles may have hit the plant.", "asserts", "possible"),
    ("Moscow said that missiles had probably hit the plant.", "asserts", "probable"),
    ("Moscow warned that missiles would hit the plant.", "warns", "certain"),
    ("Moscow said that missiles would hit the plant.", "predicts", "certain"),
    ("Moscow did not say whether missiles had hit the plant.", "undetermined", "unstated"),
    ("Moscow said it knew nothing of a strike on the plant.", "undetermined", "unstated"),
    ("Moscow said it was unaware of any attack on the plant.", "undetermined", "unstated"),
    ("Moscow said it was aware of an attack on the plant.", "asserts", "certain"),
    ("Moscow could not confirm that missiles hit the plant.", "undetermined", "unstated"),
    ("Moscow admitted that missiles hit the plant.", "concedes", "certain"),
    ("Moscow believes that missiles hit the plant.", "believes", "probable"),
    ("Moscow does not believe that missiles hit the plant.", "doubts", "unstated"),
    ("Moscow said there was no sign of an attack on the plant.", "doubts", "unstated"),
    ("Moscow called the attack on the plant a fake.", "denies", "certain"),
    ("Moscow said it was unlikely that missiles hit the plant.", "doubts", "unstated"),
    ("Moscow said there had been no warning of the raid.", "denies", "certain"),
    ("Moscow said the rebels had tanks. Kyiv said there were none.", "denies", "certain"),
    ("Moscow said there was no doubt that missiles hit the plant.", "asserts", "certain"),
    ("Moscow said reports of a strike on the plant were without foundation.", "denies", "certain"),
    ("It was not clear when missiles hit the plant.", "undetermined", "unstated"),
    ("There was no independent confirmation of the strike on Kyiv.", "undetermined", "unstated"),
    ("No group has claimed responsibility for the bombing in Kyiv.", "undetermined", "unstated"),
    ("“Nobody helps us,” Ida Brandt said. “They shelled the plant.”", "asserts", "certain"),
    ("“This is a lie. Our troops hold the plant,” Ida Brandt said.", "asserts", "certain"),
    ("“Nobody helps us. Nobody shelled the plant,” Ida Brandt said.", "denies", "certain"),
    ("Missiles hit the plant in Kyiv.", "asserts", "certain"),
    ("Missiles did not hit the plant in Kyiv.", "denies", "certain"),
    ("Missiles reportedly hit the plant in Kyiv.", "asserts", "unstated"),
]


def test_who_calls_a_report_groundless_denies_it(claims: Claims) -> None:
    found = claims("Reports that missiles hit the plant are without foundation, Moscow said.")
    assert [(claim.claimant.label, claim.stance.value, claim.certainty.value) for claim in found] == [
        ("Unspecified", "asserts", "unstated"),
        ("Government of Russia", "denies", "certain"),
    ]


def test_whoever_denies_that_it_did_not_happen_denies_no_event(claims: Claims) -> None:
    claim = claims("Moscow denied that its troops had never left the plant.")[0]
    event = claim.proposition.event
    assert (claim.stance.value, claim.content_text) == ("denies", "that its troops had never left the plant")
    assert event is not None
    assert event.kind == "Event"


def test_no_damage_is_no_count_of_people(claims: Claims) -> None:
    found = claims("The ship sustained no damage in the raid, Moscow said.")
    assert [claim.proposition.quantity for claim in found] == [None] * len(found)
    assert found[0].stance.value == "denies"


@pytest.mark.parametrize(("sentence", "stance", "certainty"), SENTENCES, ids=[row[0] for row in SENTENCES])
def test_stance_and_certainty(claims: Claims, sentence: str, stance: str, certainty: str) -> None:
    found = claims(sentence)
    assert found
    assert (found[-1].stance.value, found[-1].certainty.value) == (stance, certainty)


@pytest.mark.parametrize(
    "sentence",
    [
        "Kyiv urged its allies to send tanks to Ukraine.",
        "Kyiv called for a ceasefire in Odesa.",
        "Kyiv called on Monday on Moscow to stop the shelling of Odesa.",
        "Did missiles hit the plant in Kyiv?",
        "If missiles hit the plant in Kyiv, it would burn.",
        "The Kremlin declined to comment.",
        "It was a grey morning in the harbour.",
        "Sanctions must be stronger.",
    ],
)
def test_demands_questions_conditions_and_colour_are_no_claims(claims: Claims, sentence: str) -> None:
    assert [claim.content_text for claim in claims(sentence)] == []


def test_a_denial_is_passed_on_in_the_words_that_deny(claims: Claims) -> None:
    outer, inner = claims("The envoy said that Moscow denied shelling Odesa.")
    assert (outer.stance.value, outer.content_text) == ("asserts", "that Moscow denied shelling Odesa")
    assert (inner.stance.value, inner.content_text) == ("denies", "shelling Odesa")


@pytest.mark.parametrize(
    ("sentence", "claimants"),
    [
        ("Moscow neither confirmed nor denied the strike on Odesa.", ["Government of Russia"]),
        ("Moscow refused to say whether two ships were sunk.", ["Government of Russia"]),
        ("Neither the mayor nor the rebels confirmed the raid.", ["Mayor (unnamed)", "Rebels (unnamed)"]),
    ],
)
def test_who_does_not_say_leaves_it_open(claims: Claims, sentence: str, claimants: list[str]) -> None:
    assert [(c.claimant.label, c.stance.value) for c in claims(sentence)] == [
        (name, "undetermined") for name in claimants
    ]


def test_nobody_hurt_is_a_count_of_zero_that_is_asserted(claims: Claims) -> None:
    claim, *_ = claims("The mayor of Kyiv, Vitali Klitschko, said nobody was killed in the attack.")
    quantity = claim.proposition.quantity
    assert quantity is not None
    assert (claim.stance.value, quantity.low, quantity.high) == ("asserts", 0, 0)


@pytest.mark.parametrize(
    ("words", "certainty", "hedge"),
    [
        ("the ship sank", "certain", None),
        ("the ship may have sunk", "possible", "may"),
        ("the ship probably might have sunk", "possible", "might"),
        ("in May the ship sank", "certain", None),
        ("they could not see the ship", "certain", None),
        ("it is likely that the ship sank", "probable", "likely"),
    ],
)
def test_hedges(words: str, certainty: str, hedge: str | None) -> None:
    found, word = hedges(tokens(words))
    assert (found.value, word) == (certainty, hedge)


@pytest.mark.parametrize(
    ("words", "expected"),
    [
        ("whether it sank", True),
        ("how many died", True),
        ("what had caused it", True),
        ("that it sank", False),
        ("", False),
    ],
)
def test_open_contents(words: str, expected: bool) -> None:
    assert is_open(tokens(words)) is expected


def test_what_is_not_known_is_left_open_in_the_reports_own_voice() -> None:
    words = tokens("It was not clear how many sailors had died.")
    assert narrated(words).stance.value == "undetermined"


def test_the_weakest_hedge_counts() -> None:
    assert weakest(Certainty.PROBABLE, Certainty.POSSIBLE) is Certainty.POSSIBLE
    assert weakest(Certainty.UNSTATED, Certainty.PROBABLE) is Certainty.PROBABLE
