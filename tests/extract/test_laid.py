"""Who is said to have done it, in words of blame; and second voices on what was just claimed."""

from __future__ import annotations

import pytest

from claimgraph.converters.base import ReadOptions, Source
from claimgraph.converters.text import TextConverter
from claimgraph.exports.claims_jsonl import claim_records
from claimgraph.model import Report
from claimgraph.reference import Reference

HIT = "A missile hit a hotel in Kherson on Monday. "
CASES = [
    (HIT + "Ukraine accused Russia of the strike.", "Government of Ukraine", "asserts", "Russia"),
    (HIT + "The mayor blamed Russia.", "Mayor (unnamed)", "asserts", "Russia"),
    (HIT + "The strike was the work of Russia, the mayor said.", "Mayor (unnamed)", "asserts", "Russia"),
    (HIT + "The mayor said Russia was behind the strike.", "Mayor (unnamed)", "asserts", "Russia"),
    (
        HIT + "Russia said it was not behind the strike.",
        "Government of Russia",
        "denies",
        "Russia",
    ),
    (HIT + "Russia denied being responsible for the strike.", "Government of Russia", "denies", "Russia"),
    ("Responsibility for the raid lies with Delta, the mayor said.", "Mayor (unnamed)", "asserts", "Delta"),
    ("The mayor held Delta responsible for the raid on Odesa.", "Mayor (unnamed)", "asserts", "Delta"),
    ("The ministry laid the blame for the raid on Delta.", "Ministry", "asserts", "Delta"),
    (HIT + "The mayor pointed the finger at Russia.", "Mayor (unnamed)", "asserts", "Russia"),
    ("The raid on Odesa was blamed on Delta, the mayor said.", "Mayor (unnamed)", "asserts", "Delta"),
    ("Delta blamed for raid on Odesa.", "Unspecified", "asserts", "Delta"),
    ("Delta accused of a raid on Odesa.", "Unspecified", "asserts", "Delta"),
    (
        HIT + "The army and the rebels blamed each other for the strike.",
        "Rebels (unnamed)",
        "asserts",
        "Army",
    ),
    (HIT + "Delta said it had nothing to do with it.", "Delta", "denies", "Delta"),
    (HIT + "Delta denied having anything to do with the attack.", "Delta", "denies", "Delta"),
    (
        HIT + "“We have nothing to do with this,” the rebels said.",
        "Rebels (unnamed)",
        "denies",
        "Rebels (unnamed)",
    ),
    (HIT + "Delta said its men had nothing to do with the strike.", "Delta", "denies", "Delta"),
    (HIT + "Delta insisted that its forces were not responsible.", "Delta", "denies", "Delta"),
    (HIT + "“We have nothing to do with it,” General Ida Brandt said.", "Ida Brandt", "denies", None),
    ("Prices rose. The mayor said the war had nothing to do with it.", "Mayor (unnamed)", "denies", None),
    (HIT + "The mayor blamed a gas leak.", "Mayor (unnamed)", "asserts", None),
    (HIT + "The mayor blamed rebels on the heights.", "Mayor (unnamed)", "asserts", "rebels"),
    (HIT + "The mayor blamed the shortage on Russia.", "Mayor (unnamed)", "asserts", None),
    (
        HIT + "Prices rose. The minister blamed Russia for the shortage.",
        "Minister (unnamed)",
        "asserts",
        None,
    ),
    (HIT + "The mayor did not accuse Russia of the strike.", "Mayor (unnamed)", "denies", None),
]


def read(text: str) -> list[dict[str, object]]:
    """The claims of a report of 12 March 2024."""
    source = Source("x.txt", f"date 2024-03-12 Report of the day\n\n{text}".encode())
    reports = TextConverter().read(source, ReadOptions(Reference.default()))
    return [
        claim for one in reports if isinstance(one, Report) for claim in claim_records(one, "https://e.org/")
    ]


@pytest.mark.parametrize(("text", "claimant", "stance", "doer"), CASES, ids=[case[0] for case in CASES])
def test_doer_in_words_of_blame(text: str, claimant: str, stance: str, doer: str | None) -> None:
    last = [claim for claim in read(text) if claim["claimant"] == claimant][-1]
    event = last["event"]
    assert isinstance(event, dict) or doer is None
    assert (last["stance"], event["performedBy"] if isinstance(event, dict) else None) == (stance, doer)


NOUNS = ("admiralty", "gendarmerie", "town hall", "shipyard", "headmistress", "leaflet")


@pytest.mark.parametrize("noun", NOUNS)
def test_whoever_says_something_can_speak(noun: str) -> None:
    told = read(f"The {noun} said on Monday that three people had been killed in Odesa.")
    assert [claim["claimant"] for claim in told] == [f"{noun[0].upper()}{noun[1:]} (unnamed)"]


def test_no_boat_is_he() -> None:
    assert [claim["claimant"] for claim in read("The boat sank, he said.")] == ["Unspecified"]


SAID = "The army said it had killed 40 rebels"
SECOND = [
    (SAID + ", a claim denied by the rebels.", "Rebels (unnamed)", "denies"),
    (SAID + ", an account disputed by villagers.", "Villagers (unnamed)", "denies"),
    (SAID + ", a figure disputed by the UN.", "United Nations", "denies"),
    (SAID + ", a claim residents rejected.", "Residents (unnamed)", "denies"),
    (SAID + ", a version confirmed by the ministry.", "Ministry", "asserts"),
    (SAID + ". The rebels said the figure was wildly exaggerated.", "Rebels (unnamed)", "denies"),
    (SAID + ". The rebels said the figure was not exaggerated.", "Rebels (unnamed)", "asserts"),
    (SAID + ". The rebels said the report was slander.", "Rebels (unnamed)", "denies"),
]


@pytest.mark.parametrize(("text", "claimant", "stance"), SECOND, ids=[case[0] for case in SECOND])
def test_second_voice_on_a_claim(text: str, claimant: str, stance: str) -> None:
    told = [claim for claim in read(text) if claim["claimant"] == claimant]
    events = [claim["event"] for claim in told]
    assert [claim["stance"] for claim in told] == [stance]
    assert [event["type"] if isinstance(event, dict) else None for event in events] == ["Killing"]


def test_what_is_said_after_what_could_not_be_told() -> None:
    text = "The envoy said it could not confirm who fired, but that its monitors had seen four bodies."
    told = [(claim["stance"], claim["claimant"]) for claim in read(text)]
    assert ("asserts", "Envoy (unnamed)") in told
    assert ("undetermined", "Envoy (unnamed)") in told


def test_no_shot_fired_denies_the_deed() -> None:
    (claim,) = read("Not a single shell was fired by Delta, the ministry said.")
    assert (claim["stance"], claim["quantity"]) == ("denies", None)
    (claim,) = read("Not one shell fell in Odesa, the ministry said.")
    assert claim["stance"] == "asserts"
    assert claim["quantity"] is not None


def test_all_that_stands_before_a_named_official_is_his() -> None:
    text = (
        "Shells struck a market on Sunday, killing at least nine people, the town's mayor, Ilse Morrow, said."
    )
    told = [(claim["claimant"], claim["event"]["type"]) for claim in read(text)]  # type: ignore[index]  # read
    assert told == [("Ilse Morrow", "Shelling"), ("Ilse Morrow", "Killing")]


def test_what_is_claimed_was_not_done_by_who_claims_it() -> None:
    (claim,) = read("A military blogger claimed the substation was hit by a ballistic missile.")
    assert isinstance(claim["event"], dict)
    assert claim["event"]["performedBy"] is None


def test_claim_to_have_done_something_is_taken_back() -> None:
    (claim,) = read("The 4th Brigade withdrew its claim to have captured the village of Lume.")
    assert isinstance(claim["event"], dict)
    assert (claim["stance"], claim["event"]["type"]) == ("denies", "CaptureOfPlace")


def test_turns_of_an_interview_by_name() -> None:
    text = (
        "We spoke to the minister.\n\nRadio Senn: Did Delta attack the depot?\n"
        "Orsk: No. We did not strike the depot.\nRadio Senn: Who did?\n"
        "Orsk: The army fired two missiles at it."
    )
    told = read(text)
    assert {claim["claimant"] for claim in told} == {"Orsk"}
    assert [claim["stance"] for claim in told] == ["denies", "asserts"]


def test_a_dash_after_a_stop_alone_signs_nothing() -> None:
    assert read(".\n\n— Moscow") == []
