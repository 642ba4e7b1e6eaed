"""Which mentions are one event, and the keys by which reports meet."""

from __future__ import annotations

from datetime import date

import pytest
from tests.extract.reports import read_report

from claimgraph.extract.events.clusters import day_of
from claimgraph.extract.times.edtf import bounds
from claimgraph.model import Event, TimeSpan

BASE = "https://w3id.org/claimgraph/data/entity/"


def events(text: str, scope: str = "report", day: date = date(2022, 4, 16)) -> list[Event]:
    found = read_report(text, day, scope=scope)
    return [claim.proposition.event for claim in found.claims if claim.proposition.event is not None]


def key(text: str, kind: str, scope: str = "report", day: date = date(2022, 4, 16)) -> tuple[str, ...]:
    return next(event.key for event in events(text, scope, day) if event.kind == kind)


SAME = [
    (
        "The Moskva sank on Thursday.",
        "Sinking",
        "Kyiv said the flagship of the Black Sea Fleet was sunk.",
        "Sinking",
    ),
    ("The Moskva sank on Thursday.", "Sinking", "Moscow said the cruiser Moskva was lost.", "MaterielLoss"),
    ("Two missiles hit the Moskva.", "MissileStrike", "The Moskva was attacked on Wednesday.", "Attack"),
    (
        "Missiles hit the Vizar plant on Friday.",
        "MissileStrike",
        "On Friday, there was a strike on a plant that makes Neptune missiles.",
        "Strike",
    ),
    (
        "An arms factory in Kyiv was hit on Saturday.",
        "Strike",
        "Russia carried out air strikes on Kyiv on Saturday.",
        "AirStrike",
    ),
]


@pytest.mark.parametrize(("first", "kind", "second", "other"), SAME, ids=[row[2] for row in SAME])
def test_one_event_in_two_reports(first: str, kind: str, second: str, other: str) -> None:
    assert key(first, kind, "one") == key(second, other, "two")


DIFFERENT = [
    ("Missiles hit Kyiv on Friday.", "Missiles hit Kyiv on Saturday.", "MissileStrike"),
    ("Missiles hit Kyiv on Friday.", "Missiles hit Lviv on Friday.", "MissileStrike"),
    ("Missiles hit Kyiv.", "Missiles hit Kyiv.", "MissileStrike"),
    ("Missiles hit the plant.", "Missiles hit the plant.", "MissileStrike"),
    ("The Moskva sank.", "The Saratov sank.", "Sinking"),
]


@pytest.mark.parametrize(("first", "second", "kind"), DIFFERENT)
def test_different_events_in_two_reports(first: str, second: str, kind: str) -> None:
    assert key(first, kind, "one") != key(second, kind, "two")


def test_an_undated_event_stays_within_its_report() -> None:
    assert "one" in key("Missiles hit Kyiv.", "MissileStrike", "one")[-1]


def test_a_loss_happens_once_and_has_no_day() -> None:
    assert key("The Moskva sank on Thursday.", "Sinking") == ("MaterielLoss", BASE + "moskva")


def test_a_noun_that_points_back_takes_place_and_day_from_the_attack() -> None:
    text = "Missiles hit a factory in Kyiv on Friday. Officials said five people were killed in the attack."
    harm = next(event for event in events(text) if event.kind == "Killing")
    assert harm.key == ("Harm", BASE + "kyiv", "2022-04-15")
    assert harm.time is not None
    assert harm.time.edtf == "2022-04-15"


def test_a_predicted_attack_is_not_the_one_that_happened() -> None:
    text = "Missiles hit a factory in Kyiv on Friday. Moscow warned it would attack Kyiv again."
    happened, warned = events(text)
    assert happened.key != warned.key


def test_performer_and_weapon_are_never_taken_from_elsewhere() -> None:
    text = "Russia fired missiles at a factory in Kyiv on Friday. Friday’s strike on Kyiv was the second."
    second = events(text)[-1]
    assert {role.property for role in second.roles} <= {"hasTarget", "takesPlaceAt", "affects"}


@pytest.mark.parametrize(
    ("edtf", "day"),
    [
        ("2022-04-14", "2022-04-14"),
        ("2022-04-14/2022-04-15", "2022-04-15"),
        ("2022-03", "2022-03"),
        ("../2022-04-16", ""),
    ],
)
def test_the_day_of_a_time(edtf: str, day: str) -> None:
    earliest, latest = bounds(edtf)
    assert day_of(TimeSpan(edtf, earliest, latest)) == day


def test_no_time_no_day() -> None:
    assert day_of(None) == ""


def test_harm_has_the_place_that_its_own_sentence_tells() -> None:
    told = events(
        "Missiles hit a market in Kherson on Monday, killing nine people, Oleh Koval said. "
        "Eleven people were wounded in the attack, Ivan Melnyk said."
    )
    places = {event.kind: [entity.label for entity in event.fillers("takesPlaceAt")] for event in told}
    assert (places["Killing"], places["Wounding"]) == (["market"], [])


def test_a_number_of_attacks_is_not_the_one_told_before() -> None:
    told = (
        "A drone attack on Zorivka on Friday hurt nobody. The mayor said three attacks had hit the town "
        "since Monday. The army said the attack was aimed at a depot."
    )
    one, many, again = (event.key for event in events(told) if event.kind in {"DroneStrike", "Strike"})
    assert one == again != many


def test_who_denies_what_another_denied_denies_a_deed_of_his_own() -> None:
    found = events("The army denied shelling the clinic. The rebels also deny it. The militia denied it too.")
    doers = [[one.label for one in event.fillers("isPerformedBy")] for event in found]
    assert doers == [["army"], ["Rebels (unnamed)"], ["Militia"]]
