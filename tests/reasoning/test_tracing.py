"""What a report lays to an outlet leads to that outlet's own report, where the store has it."""

from __future__ import annotations

from types import ModuleType

import pytest

from claimgraph.questions import ask
from claimgraph.reasoning import engine
from claimgraph.reasoning.tracing import tracings

STRIKE = "e:x a :MissileStrike ; :hasTarget e:ship ."
FIRED = "e:x a :Attack ; :isPerformedBy e:north ."
KILLED = " e:x :hasQuantity e:q . e:q a :CasualtyCount ; :lowerBound 7 ; :hasCasualtyType c:killed ."
Told = tuple[str, int, str] | tuple[str, int, str, str]
# What is told: the report, its day, the claimant (`wire-r1` is the outlet of r1). Then: what leads where.
CASES: list[tuple[list[Told], list[str]]] = [
    ([("r1", 8, "wire-r1"), ("r2", 9, "wire-r1")], ["1 0"]),
    ([("r1", 9, "wire-r1"), ("r2", 9, "wire-r1")], ["1 0"]),
    ([("r1", 10, "wire-r1"), ("r2", 9, "wire-r1")], []),
    ([("r1", 8, "wire-r1"), ("r2", 9, "wire-r1 denies")], []),
    ([("r1", 8, "north-gov"), ("r2", 9, "wire-r1")], ["1 0"]),
    ([("r1", 8, "north-gov"), ("r1", 8, "wire-r1"), ("r2", 9, "wire-r1")], ["2 1"]),
    ([("r1", 8, "north-gov"), ("r2", 9, "north-gov")], []),
    ([("r1", 8, "wire-r2"), ("r2", 8, "wire-r1")], []),
    ([("r1", 8, "wire-r2"), ("r2", 9, "wire-r1")], ["1 0"]),
    ([("r1", 8, "wire-r1", FIRED), ("r2", 9, "wire-r1")], []),  # an attack is less than a strike
    ([("r1", 8, "wire-r1"), ("r2", 9, "wire-r1", FIRED)], ["1 0"]),
    ([("r1", 8, "wire-r1", FIRED), ("r1", 8, "east"), ("r2", 9, "wire-r1")], ["2 1"]),
    ([("r1", 8, "wire-r1"), ("r2", 9, "wire-r1", STRIKE + KILLED)], []),
    ([("r1", 8, "wire-r1", STRIKE + KILLED), ("r2", 9, "wire-r1", STRIKE + KILLED)], ["1 0"]),
    ([("r1", 8, "east"), ("r2", 8, "wire-r1"), ("r3", 9, "wire-r2")], ["1 0", "2 1"]),
]


@pytest.mark.parametrize(("told", "expected"), CASES)
def test_what_leads_where(told: list[Told], expected: list[str], build: ModuleType) -> None:
    record = build.Record()
    claims = []
    for report, day, words, *content in told:
        claimant, _, stance = words.partition(" ")
        day_of = f"2030-01-{day:02}"
        claims.append(
            record.claim(
                claimant, *(content or [STRIKE]), stance=stance or "asserts", report=report, day=day_of
            )
        )
    found = tracings(record.case())
    assert sorted(f"{claims.index(one.first)} {claims.index(one.second)}" for one in found) == expected


def test_the_chain_goes_on_in_the_outlets_own_report(build: ModuleType) -> None:
    record = build.Record()
    record.add(
        'e:x a :Event ; rdfs:label "Strike" . e:r1 :headline "Ship hit" . e:wire-r1 rdfs:label "Wire" .'
    )
    for claimant, report, day in (("north-gov", "r1", 8), ("wire-r1", "r2", 9)):
        record.claim(claimant, STRIKE, report=report, day=f"2030-01-{day:02}", more=":isAbout e:ship")
    engine.refresh(record.store)
    answer = ask(record.store, "lineage", about=f"{build.E}ship")
    north = answer.records()[0]["claimant"]
    assert [(row["claimant"], row["origin"], row["own_report"]) for row in answer.records()] == [
        (north, north, None),
        ("Wire", north, "Ship hit"),
    ]
