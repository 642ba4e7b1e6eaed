"""The founding report, where the checkout that holds it is at hand (it is not ours to copy)."""

from __future__ import annotations

import os
from datetime import date
from pathlib import Path

import pytest

from claimgraph.extract.reader import Reading, read
from claimgraph.model import Claim, Entity
from claimgraph.reference.loader import Reference

ROOT = Path(__file__).parents[2]
SEED = Path(os.environ.get("CLAIMGRAPH_SHARED", str(ROOT / ".." / "shared"))) / "seed" / "report.txt"

pytestmark = pytest.mark.skipif(
    not SEED.is_file(), reason=f"no founding report at {SEED}; set CLAIMGRAPH_SHARED"
)


@pytest.fixture(scope="module")
def reading() -> Reading:
    text = SEED.read_text(encoding="utf-8")
    first, rest = text.index("date "), text.index("\n\n")
    return read(
        text,
        body=[(rest, len(text))],
        headline=(first + len("date 2022-04-16 "), rest),
        outlet=Entity("outlet of the report", "MediaOutlet"),
        published=date(2022, 4, 16),
        reference=Reference.default(),
        scope="seed",
    )


def shapes(reading: Reading) -> set[tuple[str, str, str, str]]:
    """Claimant, stance, class of the event, and the figure of every claim."""
    return {_shape(claim) for claim in reading.claims}


def _shape(claim: Claim) -> tuple[str, str, str, str]:
    event, quantity = claim.proposition.event, claim.proposition.quantity
    figure = f"{quantity.low}-{quantity.high} {quantity.counts}" if quantity is not None else ""
    who = "outlet" if claim.narration else claim.claimant.label
    return who, claim.stance.value, event.kind if event is not None else "", figure


EXPECTED = [
    ("outlet", "asserts", "Strike", ""),
    ("Government of Russia", "warns", "Attack", ""),
    ("outlet", "asserts", "AirStrike", ""),
    ("Government of Russia", "asserts", "Strike", ""),
    ("outlet", "asserts", "Population", "1000000-None inhabitants"),
    ("Vitali Klitschko", "undetermined", "Harm", ""),
    ("Authorities (unnamed)", "undetermined", "Harm", ""),
    ("outlet", "asserts", "Presence", ""),
    ("Government of Ukraine", "asserts", "Sinking", ""),
    ("Government of the United States", "asserts", "Sinking", ""),
    ("Government of Ukraine", "asserts", "MissileStrike", ""),
    ("outlet", "asserts", "MissileStrike", ""),
    ("Government of Russia", "asserts", "Sinking", ""),
    ("Government of Russia", "asserts", "InternalExplosion", ""),
    ("Government of Russia", "asserts", "Towing", ""),
    ("outlet", "asserts", "Withdrawal", ""),
    ("Sviatoslav Yurash", "asserts", "Shelling", ""),
    ("Sviatoslav Yurash", "asserts", "Threat", ""),
    ("Volodymyr Zelenskyy", "asserts", "", "2500-3000 killed"),
    ("Ukrainian officials (unnamed)", "believes", "", "2500-3000 killed"),
    ("Volodymyr Zelenskyy", "asserts", "", "19000-20000 killed"),
    ("Western officials (unnamed)", "asserts", "", "2000-None killed"),
    ("Government of Russia", "asserts", "", "1350-1350 killed"),
]


@pytest.mark.parametrize("expected", EXPECTED)
def test_every_row_of_the_table_is_read(reading: Reading, expected: tuple[str, str, str, str]) -> None:
    assert expected in shapes(reading)


def test_the_sinking_is_one_event(reading: Reading) -> None:
    events = [claim.proposition.event for claim in reading.claims if claim.proposition.event is not None]
    keys = {event.key for event in events if event.kind == "Sinking"}
    assert len(keys) == 1


def test_the_vizar_plant_and_the_maker_of_neptunes_are_one_target(reading: Reading) -> None:
    targets = [
        target.label
        for claim in reading.claims
        if claim.proposition.event is not None
        and claim.proposition.event.time is not None
        and claim.proposition.event.time.edtf == "2022-04-15"
        for target in claim.proposition.event.fillers("hasTarget")
    ]
    assert targets.count("Vizar plant") == 2
