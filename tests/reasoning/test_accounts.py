"""Claims that exclude each other on events of their own: denials, holders of places, nobody hurt, mishaps."""

from __future__ import annotations

from types import ModuleType
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from claimgraph.reasoning.accounts import day, gap, overlap
from claimgraph.reasoning.contradictions import contradictions

from .conftest import FOLDER

LINES = (FOLDER / "accounts.tsv").read_text(encoding="utf-8").splitlines()
PAIRS = [tuple(line.split("\t")) for line in LINES if line and not line.startswith("#")]


def add(build: ModuleType, record: Any, who: str, turtle: str, report: str) -> None:
    claimant, stance, date = who.split()
    record.claim(claimant, turtle, stance=stance, day=date, report=report)


def test_half_of_the_pairs_must_stay_silent() -> None:
    silent = [pair for pair in PAIRS if pair[0] == "none"]
    assert len(silent) >= len(PAIRS) / 2
    assert len(set(PAIRS)) == len(PAIRS)


@pytest.mark.parametrize("pair", PAIRS, ids=lambda pair: pair[5])
def test_pair(pair: tuple[str, ...], build: ModuleType) -> None:
    expected, left, content, right, other, _ = pair
    found = []
    for sides in (((left, content), (right, other)), ((right, other), (left, content))):
        record = build.Record()
        for number, (who, turtle) in enumerate(sides):
            add(build, record, who, turtle, f"r{number}")
        found.append([one.grade for one in contradictions(record.case())])
    assert found == [[] if expected == "none" else [expected]] * 2


def test_what_a_denial_leaves_out_is_taken_from_its_own_report_only(build: ModuleType) -> None:
    told = "e:y a :Strike ; :takesPlaceAt e:alda ; :hasTimeSpan e:mon ."
    denied = "e:y a :Strike ; :isPerformedBy e:south ; :hasTimeSpan e:mon ."
    strike = "e:x a :MissileStrike ; :isPerformedBy e:south ; :takesPlaceAt e:mill ; :hasTimeSpan e:mon ."
    for report, expected in (("r2", ["firm"]), ("r3", [])):
        record = build.Record()
        record.claim("north-gov", strike, report="r1")
        record.claim("east", told, report=report)
        record.claim("south-gov", denied, stance="denies", report="r2")
        assert [one.grade for one in contradictions(record.case())] == expected


@pytest.mark.parametrize(
    ("claimant", "other", "expected"),
    [("north-gov", "south-gov", ["possible"]), ("south-gov", "north-gov", [])],
    ids=["each accuses the other", "each tells of its own deed"],
)
def test_who_hit_one_thing_in_one_report(
    build: ModuleType, claimant: str, other: str, expected: list[str]
) -> None:
    record = build.Record()
    destroyed = "e:x a :Destruction ; :affects e:plant ; :isPerformedBy e:south-army ; :hasTimeSpan e:mon ."
    bombed = "e:y a :Bombing ; :hasTarget e:plant ; :isPerformedBy e:north-army ; :hasTimeSpan e:mon ."
    record.claim(claimant, destroyed)
    record.claim(other, bombed)
    assert [one.grade for one in contradictions(record.case())] == expected


days = st.dates().map(lambda date: date.isoformat())


@given(days, days)
def test_two_days_overlap_or_have_a_gap(one: str, other: str) -> None:
    left, right = day(one), day(other)
    assert overlap(left, right) == overlap(right, left) == (one == other)
    lags = (gap(left, right), gap(right, left))
    assert overlap(left, right) == all(lag is None or lag.days < 0 for lag in lags)
