"""Polarity outside the verb: "no missile", "at no point", "A, not B", "it is not true that", silence."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from claimgraph.model import Claim

Claims = Callable[[str], tuple[Claim, ...]]


@pytest.mark.parametrize(
    ("sentence", "stance"),
    [
        ("No Russian mortar fired on the bakery, according to Moscow.", "denies"),
        ("No Russian missile hit the bakery, Moscow said.", "denies"),
        ("None of the missiles hit the bakery, Moscow said.", "denies"),
        ("At no point did Russian forces shell the bakery, Moscow said.", "denies"),
        ("Neither Ukraine nor Russia shelled the bakery, Ankara said.", "denies"),
        ("It is not true that Ukraine shelled the bakery, Kyiv said.", "denies"),
        ("Kyiv said it was not Ukraine that shelled the bakery.", "denies"),
        ("Kyiv said it was not the first time that Russia had shelled the bakery.", "asserts"),
        ("Kyiv said Moscow lied when it said Ukraine had shelled the bakery.", "denies"),
        ("Kyiv called reports that Ukrainian troops had shelled the bakery a lie.", "denies"),
        ("Kyiv said Moscow was lying when its ministry said that Ukraine had shelled the bakery.", "denies"),
        ("Kyiv said Russia falsely claimed that Ukraine had shelled the bakery.", "denies"),
        ("Kyiv said its troops had fired no shells at the bakery.", "denies"),
        ("Kyiv said its troops had shelled neither the bakery nor the mill.", "denies"),
        ("Kyiv said it had no forces in the bakery.", "denies"),
        ("Kyiv said it had no part in the shelling of the bakery.", "denies"),
        ("Kyiv said it made no secret of the shelling of the bakery.", "asserts"),
        ("Kyiv said it had lost no ships.", "asserts"),
        ("Kyiv said it had not been asked to leave the bakery.", "denies"),
        ("Kyiv said that Russian troops shelled people lying in the bakery.", "asserts"),
        ("The shelling of the bakery killed no one, Kyiv said.", "asserts"),
        ("No more than five people were killed in the bakery, Kyiv said.", "asserts"),
        ("No sooner had the truce ended than Russian forces shelled the bakery, Kyiv said.", "asserts"),
        ("The weapon was a mortar, not a missile, Kyiv said.", "asserts"),
        ("The weapon was not a mortar, Kyiv said.", "denies"),
        ("It is not the case that Ukraine shelled the bakery, Kyiv said.", "denies"),
        ("The bakery is no longer under siege, Kyiv said.", "denies"),
        ("Far from retreating, Russian troops shelled the bakery, Kyiv said.", "denies"),
        ("Had Russia not withdrawn, the bakery would have been destroyed, Kyiv said.", "undetermined"),
    ],
)
def test_stance_of_what_the_words_before_the_verb_turn_round(
    claims: Claims, sentence: str, stance: str
) -> None:
    assert claims(sentence)[0].stance.value == stance


@pytest.mark.parametrize(
    ("sentence", "stances"),
    [
        ("The navy said the ship was damaged rather than sunk.", {"Damage": "asserts", "Sinking": "denies"}),
        ("The navy said the ship was not sunk but damaged.", {"Damage": "asserts", "Sinking": "denies"}),
        (
            "The navy said the ship was not only damaged but sunk.",
            {"Damage": "asserts", "Sinking": "asserts"},
        ),
        (
            "Kyiv said the bridge was damaged and not destroyed.",
            {"Damage": "asserts", "Destruction": "denies"},
        ),
        ("Kyiv said the village was shelled instead of bombed.", {"Shelling": "asserts", "Strike": "denies"}),
        (
            "Kyiv said the men were captured, not killed.",
            {"CaptureOfPersons": "asserts", "Killing": "denies"},
        ),
        (
            "Kyiv said the rebels left without attacking the village.",
            {"Withdrawal": "asserts", "Attack": "denies"},
        ),
        ("The UN said the convoy passed without being attacked.", {"Attack": "denies"}),
        ("Kyiv said the village was left without water after the shelling.", {"Shelling": "asserts"}),
    ],
)
def test_what_is_set_aside_is_denied(claims: Claims, sentence: str, stances: dict[str, str]) -> None:
    events = [(claim.proposition.event, claim.stance.value) for claim in claims(sentence)]
    assert {event.kind: stance for event, stance in events if event is not None} == stances


@pytest.mark.parametrize(
    "sentence",
    [
        "It was Russia, not Ukraine, that shelled the bakery, Ankara said.",
        "Russia, not Ukraine, shelled the bakery, Ankara said.",
        "Russia and not Ukraine shelled the bakery, Ankara said.",
        "The bakery was shelled not by Ukraine but by Russia, Ankara said.",
    ],
)
def test_who_stands_behind_not_did_nothing(claims: Claims, sentence: str) -> None:
    event = claims(sentence)[0].proposition.event
    assert event is not None
    assert [filler.label for filler in event.fillers("isPerformedBy")] == ["Russia"]


def test_what_would_have_been_is_no_claim_of_a_report(claims: Claims) -> None:
    assert claims("Had Russia not withdrawn, the bakery would have been destroyed.") == ()


@pytest.mark.parametrize(
    ("sentence", "claimants"),
    [
        ("Russia has not claimed responsibility for the strike on the bakery.", ["Government of Russia"]),
        ("Russia has not admitted that it shelled the bakery.", ["Government of Russia"]),
        ("Moscow stopped short of saying that Ukraine shelled the bakery.", ["Government of Russia"]),
        ("Moscow has yet to confirm that the bakery was hit.", ["Government of Russia"]),
        ("Moscow declined to confirm that the bakery was hit.", ["Government of Russia"]),
        ("Kyiv has failed to prove that Russian forces shelled the bakery.", ["Government of Ukraine"]),
        ("Kyiv has not been able to confirm that Russian forces hit the bakery.", ["Government of Ukraine"]),
        (
            "Neither Kyiv nor Moscow has confirmed that the bakery was hit.",
            ["Government of Russia", "Government of Ukraine"],
        ),
        ("No Ukrainian official has confirmed that the bakery was hit.", []),
    ],
)
def test_silence_neither_asserts_nor_denies(claims: Claims, sentence: str, claimants: list[str]) -> None:
    found = claims(sentence)
    assert sorted(claim.claimant.label for claim in found) == claimants
    assert {claim.stance.value for claim in found} <= {"undetermined"}


@pytest.mark.parametrize(
    "sentence",
    [
        "Moscow denied that Kyiv had claimed that Russia shelled the bakery.",
        "Harbour Wire has withdrawn its report that the mayor of Odesa had said 21 people were killed.",
    ],
)
def test_to_deny_that_something_was_said_is_not_to_deny_it(claims: Claims, sentence: str) -> None:
    [claim] = claims(sentence)
    assert claim.stance.value == "denies"
    assert claim.proposition.event is not None
    assert (claim.proposition.event.kind, claim.proposition.quantity) == ("Event", None)


def test_to_deny_a_claim_is_to_deny_what_it_says(claims: Claims) -> None:
    outer, inner = claims("Moscow denied Kyiv's claim that Russia shelled the bakery.")
    assert (outer.stance.value, inner.stance.value) == ("denies", "asserts")
    assert outer.proposition.event == inner.proposition.event


def test_what_somebody_is_asked_to_do_is_not_done(claims: Claims) -> None:
    found = claims("Kyiv said it had not been asked to close its airspace.")
    assert {claim.proposition.event and claim.proposition.event.kind for claim in found} == {"Event"}
