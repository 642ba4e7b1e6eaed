"""The reader end to end, on a report of our own wording with the constructions of the founding example."""

from __future__ import annotations

from datetime import date

import pytest
from tests.extract.reports import read_report

from claimgraph.extract.reader import Reading
from claimgraph.model import Claim, Entity, Event

HEADLINE = "Another arms plant in Kyiv hit on Saturday, a day after Moscow warned it would resume attacks"
BODY = """\
Russia intensified missile strikes on Kyiv on Saturday, striking another arms factory a day after Moscow \
warned it would resume attacks on the Ukrainian capital.

Smoke hung over the Darnytskyi district after what Moscow said were “precision” strikes on the weapons plant.

The district has more than 300,000 inhabitants.

Vitali Klitschko, the mayor of Kyiv, said authorities were still determining whether anyone had been hurt \
or killed in the strike.

A strong police presence had been deployed around the plant, the day after an attack on a factory that makes \
Neptune missiles, which Kyiv and Washington say sank the flagship of Russia’s Black Sea Fleet on Thursday.

Russia, which used sea-launched missiles to strike the Vizar plant on Friday, said that the cruiser Moskva \
went down while being towed to port after ammunition detonated on board.

Saturday’s attack on Kyiv was one of the first since Russian troops began pulling back from areas around the \
capital last month.

According to Ukrainian lawmaker Sviatoslav Yurash, Kyiv is still being attacked with rockets from Russia.

“They shell us from afar, they bomb us from the air, and they have not stopped.

“We live with the threat of Russian troops coming back for our capital.

On Friday, President Volodymyr Zelenskyy said officials believe some 2,500 to 3,000 Ukrainian soldiers have \
been killed so far.

Speaking to CNN, he set that against what he said were 19,000 to 20,000 Russian deaths.

Western officials estimate that several thousand have died on the Russian side. Moscow recently said about \
1,350 of its own soldiers had been killed.
"""
TEXT = f"{HEADLINE}\n\n{BODY}"
OUTLET = Entity("Quay Post", "MediaOutlet")


@pytest.fixture(scope="module")
def reading() -> Reading:
    return read_report(TEXT, head=len(HEADLINE))


def of(reading: Reading, claimant: str, words: str) -> Claim:
    found = [
        claim
        for claim in reading.claims
        if claim.claimant.label == claimant and words in claim.content_text.replace("\n", " ")
    ]
    assert found, [(claim.claimant.label, claim.content_text) for claim in reading.claims]
    return min(found, key=lambda claim: len(claim.content_text))


def roles(event: Event | None) -> dict[str, str]:
    assert event is not None
    return {role.property: role.value.label for role in event.roles}


# claimant, words of the content, stance, class of the event (or None), some roles, time of the event
EVENTS = [
    ("Quay Post", "arms plant in Kyiv hit", "asserts", "Strike", {"takesPlaceAt": "Kyiv"}, "2022-04-16"),
    ("Government of Russia", "resume attacks on", "warns", "Attack", {"hasTarget": "Kyiv"}, None),
    (
        "Quay Post",
        "Russia intensified missile strikes on Kyiv",
        "asserts",
        "MissileStrike",
        {"isPerformedBy": "Russia", "hasTarget": "Kyiv"},
        "2022-04-16",
    ),
    (
        "Quay Post",
        "striking another arms factory",
        "asserts",
        "Strike",
        {"isPerformedBy": "Russia"},
        "2022-04-16",
    ),
    (
        "Government of Russia",
        "“precision” strikes on the weapons plant",
        "asserts",
        "Strike",
        {"takesPlaceAt": "Darnytskyi District"},
        "2022-04-16",
    ),
    (
        "Vitali Klitschko",
        "whether anyone had been hurt or killed",
        "undetermined",
        "Harm",
        {},
        "2022-04-16",
    ),
    ("Quay Post", "police presence had been deployed", "asserts", "Presence", {}, None),
    ("Quay Post", "an attack on a factory", "asserts", "Attack", {"hasTarget": "Vizar plant"}, "2022-04-15"),
    (
        "Government of Ukraine",
        "which … sank the flagship",
        "asserts",
        "Sinking",
        {"affects": "Moskva"},
        "2022-04-14",
    ),
    (
        "Government of the United States",
        "which … sank the flagship",
        "asserts",
        "Sinking",
        {"affects": "Moskva"},
        "2022-04-14",
    ),
    (
        "Government of Ukraine",
        "Neptune missiles, which",
        "asserts",
        "MissileStrike",
        {"usesWeapon": "Neptune missile", "hasTarget": "Moskva"},
        None,
    ),
    (
        "Quay Post",
        "used sea-launched missiles to strike the Vizar plant",
        "asserts",
        "MissileStrike",
        {"isPerformedBy": "Russia", "hasTarget": "Vizar plant"},
        "2022-04-15",
    ),
    ("Government of Russia", "Moskva went down", "asserts", "Sinking", {"affects": "Moskva"}, "2022-04-14"),
    ("Government of Russia", "being towed to port", "asserts", "Towing", {"affects": "Moskva"}, None),
    (
        "Government of Russia",
        "ammunition detonated on board",
        "asserts",
        "InternalExplosion",
        {"takesPlaceAt": "Moskva"},
        None,
    ),
    ("Quay Post", "Saturday’s attack on Kyiv", "asserts", "Attack", {"hasTarget": "Kyiv"}, "2022-04-16"),
    (
        "Quay Post",
        "Russian troops began pulling back",
        "asserts",
        "Withdrawal",
        {"takesPlaceAt": "Kyiv"},
        "2022-03",
    ),
    (
        "Sviatoslav Yurash",
        "attacked with rockets from Russia",
        "asserts",
        "Shelling",
        {"hasTarget": "Kyiv", "launchedFrom": "Russia"},
        None,
    ),
    ("Sviatoslav Yurash", "They shell us from afar", "asserts", "Shelling", {}, None),
    ("Sviatoslav Yurash", "We live with the threat", "asserts", "Threat", {}, None),
]


@pytest.mark.parametrize(("claimant", "words", "stance", "kind", "expected", "time"), EVENTS)
def test_event_claims(
    reading: Reading,
    claimant: str,
    words: str,
    stance: str,
    kind: str,
    expected: dict[str, str],
    time: str | None,
) -> None:
    claim = of(reading, claimant, words)
    event = claim.proposition.event
    assert event is not None
    assert (claim.stance.value, event.kind) == (stance, kind)
    assert expected.items() <= roles(event).items()
    if time is not None:
        assert event.time is not None
        assert event.time.edtf == time


# claimant, words, low, high, approximate, class, counts, status, side, certainty
FIGURES = [
    (
        "Quay Post",
        "more than 300,000",
        300_000,
        None,
        False,
        "PopulationCount",
        "inhabitants",
        None,
        None,
        "certain",
    ),
    (
        "Volodymyr Zelenskyy",
        "2,500 to 3,000",
        2500,
        3000,
        True,
        "CasualtyCount",
        "killed",
        "military",
        "Ukrainian side",
        "probable",
    ),
    (
        "Volodymyr Zelenskyy",
        "19,000 to 20,000",
        19_000,
        20_000,
        False,
        "CasualtyCount",
        "killed",
        "notStated",
        "Russian side",
        "certain",
    ),
    (
        "Western officials (unnamed)",
        "several thousand",
        2000,
        None,
        True,
        "CasualtyCount",
        "killed",
        "notStated",
        "Russian side",
        "probable",
    ),
    (
        "Government of Russia",
        "about 1,350",
        1350,
        1350,
        True,
        "CasualtyCount",
        "killed",
        "military",
        "Russian side",
        "certain",
    ),
]


@pytest.mark.parametrize(
    ("claimant", "words", "low", "high", "approximate", "kind", "counts", "status", "side", "certainty"),
    FIGURES,
)
def test_figures(
    reading: Reading,
    claimant: str,
    words: str,
    low: int | None,
    high: int | None,
    approximate: bool,
    kind: str,
    counts: str,
    status: str | None,
    side: str | None,
    certainty: str,
) -> None:
    claim = of(reading, claimant, words)
    quantity = claim.proposition.quantity
    assert quantity is not None
    assert (quantity.low, quantity.high, quantity.approximate) == (low, high, approximate)
    assert (quantity.kind, quantity.counts, claim.certainty.value) == (kind, counts, certainty)
    assert status in {None, quantity.status.value}
    assert (quantity.side.label if quantity.side else None) == side


def test_inhabitants_are_of_the_district_and_no_casualties(reading: Reading) -> None:
    quantity = of(reading, "Quay Post", "inhabitants").proposition.quantity
    assert quantity is not None
    assert quantity.place is not None
    assert (quantity.place.label, quantity.kind) == ("Darnytskyi District", "PopulationCount")


def test_both_versions_of_the_loss_are_one_event(reading: Reading) -> None:
    kyiv = of(reading, "Government of Ukraine", "which … sank").proposition.event
    moscow = of(reading, "Government of Russia", "Moskva went down").proposition.event
    assert kyiv is not None
    assert moscow is not None
    assert kyiv.key == moscow.key == ("MaterielLoss", "https://w3id.org/claimgraph/data/entity/moskva")
    assert [(link.property, link.event.kind) for link in kyiv.links] == [("hasCause", "MissileStrike")]
    assert sorted((link.property, link.event.kind) for link in moscow.links) == [
        ("follows", "InternalExplosion"),
        ("overlaps", "Towing"),
    ]


def test_two_mentions_of_a_strike_are_one_event_and_the_plants_are_told_apart(reading: Reading) -> None:
    keys = {
        words: of(reading, "Quay Post", words).proposition.event
        for words in (
            "arms plant in Kyiv hit",
            "striking another",
            "Saturday’s attack",
            "an attack on a factory",
        )
    }
    first, second, third, other = (event.key for event in keys.values() if event is not None)
    assert first == second == third != other
    vizar = of(reading, "Quay Post", "used sea-launched missiles").proposition.event
    assert vizar is not None
    assert vizar.key == other


def test_relayed_claims_name_the_claim_they_pass_on(reading: Reading) -> None:
    outer = of(reading, "Volodymyr Zelenskyy", "2,500 to 3,000")
    inner = of(reading, "Ukrainian officials (unnamed)", "2,500 to 3,000")
    assert outer.relays == inner.id
    assert (inner.stance.value, outer.stance.value) == ("believes", "asserts")
    assert outer.proposition == inner.proposition


def test_days_of_saying_and_hearers(reading: Reading) -> None:
    warned = of(reading, "Government of Russia", "resume attacks on")
    said = of(reading, "Volodymyr Zelenskyy", "2,500 to 3,000")
    told = of(reading, "Volodymyr Zelenskyy", "19,000 to 20,000")
    assert warned.made_on is not None
    assert said.made_on is not None
    assert (warned.made_on.edtf, said.made_on.edtf) == ("2022-04-15", "2022-04-15")
    assert told.made_to is not None
    assert told.made_to.label == "CNN"


def test_capitals_are_governments_only_where_they_speak(reading: Reading) -> None:
    meant = {
        (TEXT[mention.passage.start : mention.passage.end], mention.metonymic): mention.entity.label
        for mention in reading.mentions
    }
    assert meant["Kyiv", True] == "Government of Ukraine"
    assert meant["Kyiv", False] == "Kyiv"
    assert meant["Moscow", True] == "Government of Russia"


def test_quoted_paragraphs_without_a_cue_are_direct_quotes_of_the_speaker(reading: Reading) -> None:
    for words in ("They shell us from afar, they", "We live with the threat"):
        claim = of(reading, "Sviatoslav Yurash", words)
        assert claim.direct_quote
    assert not of(reading, "Sviatoslav Yurash", "attacked with rockets").direct_quote


def test_numbering_and_spans(reading: Reading) -> None:
    assert [claim.id for claim in reading.claims] == [f"c{n + 1}" for n in range(len(reading.claims))]
    starts = [claim.passage.start for claim in reading.claims]  # type: ignore[union-attr]
    assert starts == sorted(starts)
    for claim in reading.claims:
        for start, end in (*claim.source, *claim.content, *([claim.cue] if claim.cue else [])):
            assert 0 <= start < end <= len(TEXT)
        assert TEXT[claim.passage.start : claim.passage.end] == claim.passage.text  # type: ignore[union-attr]
    for mention in reading.mentions:
        assert TEXT[mention.passage.start : mention.passage.end] == mention.passage.text


def test_the_same_text_gives_the_same_reading(reading: Reading) -> None:
    assert read_report(TEXT, head=len(HEADLINE)) == reading


def short(text: str) -> Reading:
    return read_report(text, date(2024, 6, 12))


@pytest.mark.parametrize("amount", ["As many as 300", "As few as 300", "At least 300"])
def test_an_amount_at_the_beginning_joins_no_clause(amount: str) -> None:
    found = short(f"{amount} guards were killed in the raid, the mayor of Toruma said.")
    claim = of(found, "Mayor of Toruma (unnamed)", "guards were killed")
    assert roles(claim.proposition.event)["affects"] == "guards"


def test_days_later_belong_to_no_thing_where_no_day_is_known() -> None:
    event = of(short("Troops shelled the market two hours later."), "Quay Post", "market").proposition.event
    assert event is not None
    assert (event.kind, roles(event)["hasTarget"], event.time) == ("Shelling", "market", None)


@pytest.mark.parametrize(
    "text",
    [
        'The army says the base "has not fallen and will not fall".',
        "The mayor said the town had not been attacked and would not be attacked.",
    ],
)
def test_one_denial_in_two_verbs_is_one_claim(text: str) -> None:
    found = short(text).claims
    assert [(claim.id, claim.stance.value) for claim in found] == [("c1", "denies")]
