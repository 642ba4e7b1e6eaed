"""The example reports: who is read to say what, over seven reports of three outlets."""

from __future__ import annotations

from datetime import date
from functools import cache
from pathlib import Path

import pytest

from claimgraph.extract.reader import Reading, read
from claimgraph.model import Claim, Entity
from claimgraph.reference.loader import Reference

REPORTS = Path(__file__).parents[2] / "examples" / "reports"
FILES = sorted(REPORTS.glob("*.txt"))


@cache
def reading(number: int) -> tuple[str, Reading]:
    path = next(path for path in FILES if path.name.startswith(f"{number:02d}-"))
    text = path.read_text(encoding="utf-8")
    end = text.index("\n---", 4) + 4
    meta = dict(line.split(": ", 1) for line in text[4 : end - 4].splitlines())
    start = text.index(meta["headline"])
    return text, read(
        text,
        body=[(end, len(text))],
        headline=(start, start + len(meta["headline"])),
        outlet=Entity(meta["outlet"], "MediaOutlet"),
        published=date.fromisoformat(meta["date"]),
        reference=Reference.default(),
        scope=path.name,
    )


def find(number: int, claimant: str, words: str) -> Claim:
    _, read_claims = reading(number)
    found = [c for c in read_claims.claims if c.claimant.label == claimant and words in c.content_text]
    assert found, [(claim.claimant.label, claim.content_text) for claim in read_claims.claims]
    return min(found, key=lambda claim: len(claim.content_text))


def shape(claim: Claim) -> str:
    """Stance, class of event, low and high of the figure, in one line."""
    event, quantity = claim.proposition.event, claim.proposition.quantity
    parts = [claim.stance.value, event.kind if event is not None else "-"]
    if quantity is not None:
        parts.append(f"[{quantity.low},{quantity.high}] {quantity.counts}")
    return " ".join(parts)


MOD = "Ministry of Defence of Russia"
CLAIMS = [
    (1, "Harbour Wire", "The cruiser Moskva", "asserts Sinking"),
    (1, MOD, "went down in rough seas", "asserts Sinking"),
    (1, MOD, "being towed to Sevastopol", "asserts Towing"),
    (1, MOD, "caused ammunition on board to explode", "asserts InternalExplosion"),
    (1, MOD, "crew of about 500", "asserts Evacuation [500,500] evacuated"),
    (1, "Maksym Marchenko", "two Neptune missiles", "asserts MissileStrike [2,2] missiles"),
    (1, "Maksym Marchenko", "grave damage", "asserts Damage"),
    (1, "Government of Russia", "had struck the Moskva", "denies MissileStrike"),
    (1, "Russian official (unnamed)", "no attack on the ship", "denies Attack"),
    (1, "John Kirby", "a missile strike", "asserts MissileStrike"),
    (
        2,
        "Senior US defence official (unnamed)",
        "Two Ukrainian Neptune",
        "asserts MissileStrike [2,2] missiles",
    ),
    (2, "Senior US defence official (unnamed)", "it sank on Thursday", "asserts Sinking"),
    (2, "Government of Russia", "a fire for the loss", "asserts MaterielLoss"),
    (2, "Harbour Wire", "a fire for the loss", "asserts MaterielLoss"),
    (2, MOD, "about 500 sailors", "asserts Evacuation [500,500] evacuated"),
    (2, "Harbour Wire", "about 500 sailors", "asserts Evacuation [500,500] evacuated"),
    (2, "Arvydas Anušauskas", "485 people were on board", "asserts - [485,485] people"),
    (2, "Arvydas Anušauskas", "54 of them", "asserts Evacuation [54,54] evacuated"),
    (2, "Government of Türkiye", "the rescue", "undetermined Evacuation"),
    (2, "Steppe Courier", "how many sailors had died", "undetermined Killing"),
    (2, "Natalia Humeniuk", "it turned over", "asserts Sinking"),
    (2, "Government of Russia", "that the cruiser was attacked", "denies Attack"),
    (3, "Meridian Dispatch", "Russian missiles struck", "asserts MissileStrike"),
    (3, "Meridian Dispatch", "a strike on a factory", "asserts Strike"),
    (3, "Vitali Klitschko", "one person had been killed", "asserts Killing [1,1] killed"),
    (3, "Vitali Klitschko", "several had been wounded", "asserts Wounding [2,None] wounded"),
    (3, MOD, "workshops at the plant", "asserts Destruction"),
    (3, "Government of Russia", "more strikes on Kyiv", "warns Strike"),
    (3, "Meridian Dispatch", "Kalibr missiles hit the Vizar plant", "asserts MissileStrike"),
    (3, "Government of Ukraine", "how badly the factory was damaged", "undetermined Damage"),
    (3, "Meridian Dispatch", "three million inhabitants", "asserts Population [3000000,3000000] inhabitants"),
    (3, "Meridian Dispatch", "Russian troops withdrew", "asserts Withdrawal"),
    (3, "Andriy Nebytov", "more than 900 civilians", "asserts - [900,None] killed"),
    (3, "Western officials (unnamed)", "moving its forces to the east", "believes Deployment"),
    (4, "Volodymyr Zelenskyy", "19,000 to 20,000", "asserts - [19000,20000] killed"),
    (4, MOD, "1,531 of its soldiers", "asserts - [1531,1531] killed"),
    (4, MOD, "3,825 wounded", "asserts - [3825,3825] wounded"),
    (4, "Officials at NATO (unnamed)", "7,000 to 15,000", "asserts - [7000,15000] killed"),
    (4, "Local officials (unnamed)", "more than 10,000 people", "believes - [10000,None] killed"),
    (5, MOD, "1,351 Russian soldiers", "asserts - [1351,1351] killed"),
    (5, "Volodymyr Zelenskyy", "up to 20,000", "asserts - [None,20000] killed"),
    (5, "Government of Russia", "that number an invention", "denies Event"),
    (5, "Dmitry Peskov", "significant losses", "concedes Harm"),
    (5, "United Nations human rights office", "at least 2,072", "asserts - [2072,None] killed"),
    (5, "United Nations human rights office", "2,818 injured", "asserts - [2818,2818] wounded"),
    (5, "Vitali Klitschko", "dozens of people", "denies Killing [24,None] killed"),
    (6, "Government of Russia", "deaths on the Moskva", "concedes Killing"),
    (6, MOD, "One sailor was killed", "asserts Killing [1,1] killed"),
    (6, MOD, "27 are missing", "asserts Harm [27,27] missing"),
    (6, MOD, "Another 396 crew members", "asserts Evacuation [396,396] evacuated"),
    (6, MOD, "the ship was lost because of a fire", "asserts MaterielLoss"),
    (6, MOD, "a fire that set off ammunition", "asserts InternalExplosion"),
    (6, "Government of Ukraine", "Neptune missiles sank the Moskva", "asserts Sinking"),
    (6, "Mother from Crimea (unnamed)", "about 40 men", "asserts Killing [40,40] killed"),
    (6, "Andriy Nebytov", "1,084 bodies", "asserts - [1084,1084] killed"),
    (6, "Government of Russia", "killing civilians", "denies Killing"),
    (6, "Sergei Lavrov", "a fake", "denies Killing"),
    (7, "Government of Russia", "two helicopters", "asserts AirStrike [2,2] aircraft"),
    (7, "Alexander Bogomaz", "Seven people were wounded", "asserts Wounding [7,7] wounded"),
    (7, "Igor Konashenkov", "that Kalibr missiles", "asserts Destruction"),
    (7, "Igor Konashenkov", "would grow", "warns MissileStrike"),
    (7, "Ukrainian officials (unnamed)", "it was unlikely", "doubts Event"),
    (7, "Meridian Dispatch", "Whether people had been hurt", "undetermined Wounding"),
]


@pytest.mark.parametrize(("number", "claimant", "words", "expected"), CLAIMS)
def test_claims_of_the_examples(number: int, claimant: str, words: str, expected: str) -> None:
    assert shape(find(number, claimant, words)) == expected


def test_the_loss_of_the_moskva_is_one_event_in_four_reports() -> None:
    claims = [
        find(1, MOD, "went down"),
        find(2, "Senior US defence official (unnamed)", "it sank on Thursday"),
        find(2, "Government of Russia", "a fire for the loss"),
        find(6, "Government of Ukraine", "Neptune missiles sank"),
        find(6, MOD, "the ship was lost"),
    ]
    keys = {claim.proposition.event.key for claim in claims if claim.proposition.event is not None}
    assert len(keys) == 1


def test_the_strike_on_the_vizar_plant_is_one_event_in_two_reports() -> None:
    first = find(3, "Meridian Dispatch", "Kalibr missiles hit the Vizar plant").proposition.event
    second = find(3, "Meridian Dispatch", "a strike on a factory").proposition.event
    third = find(7, "Igor Konashenkov", "Kalibr missiles had destroyed").proposition.event
    assert first is not None
    assert second is not None
    assert third is not None
    assert first.key == second.key
    struck = [link.event for link in third.links] or [third]
    assert any(event.key == first.key for event in struck)


def test_outlets_pass_on_what_others_say() -> None:
    outer, inner = (
        find(2, "Harbour Wire", "a fire for the loss"),
        find(2, "Government of Russia", "a fire for the loss"),
    )
    assert outer.relays == inner.id
    assert outer.claimant.kind == "MediaOutlet"


def test_to_deny_reports_is_not_to_pass_them_on() -> None:
    assert find(2, "Government of Russia", "that the cruiser was attacked").relays is None


def test_its_own_soldiers_are_of_the_speakers_side() -> None:
    quantity = find(4, MOD, "1,531 of its soldiers").proposition.quantity
    assert quantity is not None
    assert quantity.side is not None
    assert quantity.side.label == "Russian side"


@pytest.mark.parametrize(
    ("number", "claimant", "words", "day"),
    [
        (1, "Maksym Marchenko", "two Neptune missiles", "2022-04-13"),
        (3, "Government of Russia", "more strikes on Kyiv", "2022-04-15"),
        (4, MOD, "1,531 of its soldiers", "2022-03-25"),
        (6, MOD, "One sailor was killed", "2022-04-22"),
    ],
)
def test_days_of_saying(number: int, claimant: str, words: str, day: str) -> None:
    said = find(number, claimant, words).made_on
    assert said is not None
    assert said.edtf == day


@pytest.mark.parametrize("path", FILES, ids=[path.stem for path in FILES])
def test_spans_reproduce_the_text(path: Path) -> None:
    text, found = reading(int(path.name[:2]))
    assert found.claims
    for claim in found.claims:
        for start, end in (*claim.source, *claim.content):
            assert 0 <= start < end <= len(text)
        passage = claim.passage
        assert text[passage.start : passage.end] == passage.text  # type: ignore[union-attr]
        assert passage.start > text.index("headline:")  # type: ignore[union-attr]
    for mention in found.mentions:
        assert text[mention.passage.start : mention.passage.end] == mention.passage.text


@pytest.mark.parametrize("path", FILES, ids=[path.stem for path in FILES])
def test_nothing_is_claimed_by_pronouns_or_determiners(path: Path) -> None:
    _, found = reading(int(path.name[:2]))
    for claim in found.claims:
        first = claim.claimant.label.split()[0].lower()
        assert first not in {"he", "she", "it", "they", "we", "the", "a", "nobody", "who", "this"}
