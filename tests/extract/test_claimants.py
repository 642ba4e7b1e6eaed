"""Who speaks: names, descriptions, later mentions, pronouns, joint and missing sources."""

from __future__ import annotations

import pytest
from tests.extract.reports import OUTLET, read_report

from claimgraph.model import Claim, Entity


def claims(text: str, *, outlet: Entity = OUTLET, issuer: bool = False) -> tuple[Claim, ...]:
    return read_report(text, outlet=outlet, is_statement=issuer).claims


SOURCES = [
    ("Moscow said that missiles hit the plant.", ["Government of Russia"]),
    ("The Kremlin said that missiles hit the plant.", ["Government of Russia"]),
    ("Russia said that missiles hit the plant.", ["Government of Russia"]),
    ("The Russian defence ministry said that missiles hit the plant.", ["Ministry of Defence of Russia"]),
    ("Kyiv mayor Vitali Klitschko said that missiles hit the plant.", ["Vitali Klitschko"]),
    (
        "Kyiv and Washington said that missiles hit the plant.",
        ["Government of Ukraine", "Government of the United States"],
    ),
    ("Western officials said that missiles hit the plant.", ["Western officials (unnamed)"]),
    ("Ukrainian officials said that missiles hit the plant.", ["Ukrainian officials (unnamed)"]),
    ("A witness said that missiles hit the plant.", ["Witness (unnamed)"]),
    ("Steppe Courier reported that missiles hit the plant.", ["Steppe Courier"]),
    ("Missiles reportedly hit the plant.", ["Unspecified"]),
    ("Missiles hit the plant in Kyiv.", ["Quay Post"]),
    ("Quay Post reported that missiles hit the plant.", ["Quay Post"]),
]


@pytest.mark.parametrize(("sentence", "expected"), SOURCES, ids=[row[0] for row in SOURCES])
def test_claimants(sentence: str, expected: list[str]) -> None:
    assert [claim.claimant.label for claim in claims(sentence)] == expected


LATER = [
    (
        "Vitali Klitschko said one person was killed. Missiles hit two plants, the mayor said.",
        "Vitali Klitschko",
    ),
    ("Vitali Klitschko said one person was killed. He said missiles hit two plants.", "Vitali Klitschko"),
    (
        "Vitali Klitschko said one person was killed. Klitschko said missiles hit two plants.",
        "Vitali Klitschko",
    ),
    (
        "The Russian defence ministry said one ship had sunk. The ministry said missiles hit two plants.",
        "Ministry of Defence of Russia",
    ),
    (
        "The Russian defence ministry said one ship had sunk. It said missiles hit two plants.",
        "Ministry of Defence of Russia",
    ),
    ("The United Nations raised its count. It said missiles hit two plants.", "United Nations"),
    ("The Arakan Army left. The military said missiles hit two plants.", "Tatmadaw"),
    ("The Free Syrian Army left. The army said missiles hit two plants.", "Syrian Arab Army"),
    ("The rebel army left. The army said missiles hit two plants.", "rebel army"),
    (
        "The Russian foreign ministry said it was sorry. The Arakan Army, meanwhile, revised its account of "
        "the attack. It now says missiles hit two plants.",
        "Arakan Army",
    ),
]


@pytest.mark.parametrize(("text", "expected"), LATER, ids=[row[0] for row in LATER])
def test_later_mentions(text: str, expected: str) -> None:
    assert claims(text)[-1].claimant.label == expected


def test_a_joint_source_gives_claims_with_equal_spans() -> None:
    first, second = claims("Kyiv and Washington said that missiles hit the plant.")
    assert (first.source, first.cue, first.content) == (second.source, second.cue, second.content)
    assert first.proposition == second.proposition


def test_an_outlet_known_only_by_name_is_an_outlet() -> None:
    [claim] = claims("Steppe Courier reported that missiles hit the plant.")
    assert claim.claimant == Entity("Steppe Courier", "MediaOutlet")
    assert not claim.narration


@pytest.mark.parametrize("source", ["You", "Nobody", "This", "No one"])
def test_who_is_no_speaker(source: str) -> None:
    found = claims(f"{source} said that missiles hit the plant.")
    assert {claim.claimant.label for claim in found} <= {"Quay Post"}


def test_we_in_an_official_statement_is_the_body_that_issued_it() -> None:
    issuer = Entity("General Staff", "ArmedForce")
    [claim] = claims("We shot down two helicopters.", outlet=issuer, issuer=True)
    assert claim.narration
    assert claim.claimant == issuer
    assert claim.proposition.event is not None
    assert [actor.label for actor in claim.proposition.event.fillers("isPerformedBy")] == ["General Staff"]


def test_officials_in_a_presidents_mouth_are_of_his_state() -> None:
    found = claims("President Volodymyr Zelenskyy said that officials believe two ships sank.")
    assert {claim.claimant.label for claim in found} == {
        "Volodymyr Zelenskyy",
        "Ukrainian officials (unnamed)",
    }


def test_a_chain_of_three_tellers() -> None:
    text = (
        "Steppe Courier reported that Vitali Klitschko said that officials believe five people were killed."
    )
    found = {claim.claimant.label: claim for claim in claims(text)}
    outer, middle = found["Steppe Courier"], found["Vitali Klitschko"]
    assert outer.relays == middle.id
    inner = next(claim for claim in found.values() if claim.id == middle.relays)
    assert inner.stance.value == "believes"
    assert inner.relays is None


def test_who_bears_a_name_of_several_bodies_is_somebody_of_that_name() -> None:
    [claim] = claims("The RSF said that the convoy was bombed.")
    assert (claim.claimant.label, claim.claimant.kind) == ("RSF", "Agent")


@pytest.mark.parametrize("figure", ["that figure", "the figure", "its toll", "that number"])
def test_whoever_revises_a_figure_claims_the_new_one(figure: str) -> None:
    text = f"The health ministry said that 12 people had been killed. It later revised {figure} to 19."
    found = {claim.proposition.quantity.low: claim for claim in claims(text) if claim.proposition.quantity}
    assert found[19].claimant == found[12].claimant


@pytest.mark.parametrize(
    ("text", "doers"),
    [
        ("Explosions were heard. The mayor said they had damaged a mill.", []),
        ("The ministry called the blasts sabotage and said they had damaged a mill.", []),
        ("Two drones crossed the river. Residents said they struck a mill.", []),
        ("Residents fled. The rebels said they had damaged a mill.", ["rebels"]),
        ("The police said they had damaged a mill.", ["police"]),
    ],
)
def test_they_are_no_single_person_and_no_body_where_things_are_several(text: str, doers: list[str]) -> None:
    event = [claim for claim in claims(text) if "mill" in claim.content_text][-1].proposition.event
    assert event is not None
    assert [doer.label for doer in event.fillers("isPerformedBy")] == doers


def test_ships_are_quoted_by_nobody() -> None:
    found = claims('Its vessels were maintaining "a defensive posture", the navy said.')
    assert {claim.claimant.label for claim in found} <= {"Navy"}


def test_a_body_without_a_country_is_of_the_state_that_spoke_where_two_states_are_told_of() -> None:
    text = (
        "Ukraine accused Russian forces of shelling a mill in Ukraine.\n\n"
        "The defence ministry said that Russian shells had hit a farm too. "
        "Russian shells fell on a Russian farm."
    )
    assert {claim.claimant.label for claim in claims(text) if "farm too" in claim.content_text} == {
        "Ministry of Defence of Ukraine"
    }


def test_whoever_calls_a_report_baseless_denies_what_it_lays_to_him_also_where_people_were_killed() -> None:
    text = (
        "Videos show militants shooting at villagers.\n\n"
        "Russian forces killed 23 villagers in May, the relief fund said. "
        "Moscow dismissed the report as baseless."
    )
    [denial] = [claim for claim in claims(text) if claim.stance.value == "denies"]
    assert denial.proposition.event is not None
    assert denial.proposition.event.kind == "Killing"


def test_what_it_called_so_is_called_so_by_the_subject_of_the_sentence() -> None:
    text = "Kyiv said two fell.\n\nRussia struck a mill in what it called an answer to a raid on a farm."
    found = [claim.claimant.label for claim in claims(text) if "answer" in claim.content_text]
    assert found[-1] == "Government of Russia"


def test_the_chief_of_an_army_is_not_the_army() -> None:
    text = "Idris Belo, the army chief, said raids had failed. The army denied that it had shelled a mill."
    [claim] = [claim for claim in claims(text) if "mill" in claim.content_text]
    assert claim.claimant.label.lower() == "army"


def test_it_after_a_colon_is_who_spoke_before_it() -> None:
    text = "The army came. A report by the council contradicted this: it found that a mill had burned."
    [claim] = [claim for claim in claims(text) if "mill" in claim.content_text]
    assert claim.claimant.label == "Report by the council (unnamed)"


@pytest.mark.parametrize(
    ("reply", "stance"),
    [
        ("The council rejected that as a lie.", "asserts"),
        ("The council also denied it.", "denies"),
        ("The council dismissed the claim as false.", "asserts"),
    ],
)
def test_whoever_rejects_a_denial_says_that_it_was_so(reply: str, stance: str) -> None:
    found = claims(f"Moscow denied that Russian troops had shelled the mill. {reply}")
    assert found[-1].stance.value == stance
    assert found[-1].proposition.event is not None
    assert found[-1].proposition.event.kind == "Shelling"


def test_a_ministry_without_a_country_is_of_the_state_for_which_the_last_speaker_spoke() -> None:
    text = (
        "Ukraine said that Russian bombs had hit a mill in Ukraine. Dmitry Peskov said Russian forces were "
        "elsewhere. Later the defence ministry said that the farm had been empty."
    )
    [claim] = [claim for claim in claims(text) if "farm" in claim.content_text]
    assert claim.claimant.label == "Ministry of Defence of Russia"


def test_a_second_verb_has_the_speaker_of_the_first() -> None:
    text = "Moscow accuses Kyiv. Its foreign ministry said a mill burned and blamed Kyiv for a raid on it."
    found = {claim.claimant.label for claim in claims(text) if claim.cue is not None}
    assert found - {"Government of Russia"} == {"Ministry of Foreign Affairs of Russia"}


def test_what_an_army_still_holds_is_no_name() -> None:
    [claim] = claims("Moscow says army still holds airport")
    assert claim.proposition.event is not None
    assert claim.proposition.event.kind == "ControlOfPlace"
