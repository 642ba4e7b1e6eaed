"""What a report lays to an outlet leads to that outlet's own report, where the store has it."""

from __future__ import annotations

from dataclasses import replace
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


WORDS = "a missile hit the old mill in the north of Alda on Tuesday at dawn"
OTHER = "in Alda the mill was struck by something that fell from the sky"
# What each report tells in its own voice: day, words, credit. Then: what comes from where, and why.
COPIES: list[tuple[str, list[tuple[int, str, str]], list[str]]] = [
    ("same words", [(8, WORDS, ""), (9, WORDS + ", it said", "")], ["1 0 in the words of an earlier report"]),
    ("one day", [(8, WORDS, ""), (8, WORDS, "")], ["1 0 in the words of another report"]),
    ("other words", [(8, WORDS, ""), (9, OTHER, "")], []),
    ("few words alike", [(8, "a missile hit the old mill", ""), (9, "a missile hit the old mill", "")], []),
    ("one agency", [(8, WORDS, "AFP"), (9, OTHER, "AFP")], ["1 0 both reports credit afp"]),
    ("two agencies", [(8, WORDS, "AFP"), (9, OTHER, "UPI")], []),
    (
        "a copy of a copy",
        [(8, WORDS, ""), (9, WORDS, ""), (10, WORDS, "")],
        ["1 0 in the words of an earlier report", "2 0 in the words of an earlier report"],
    ),
]


@pytest.mark.parametrize(("told", "expected"), [row[1:] for row in COPIES], ids=[row[0] for row in COPIES])
def test_copies_of_one_text(told: list[tuple[int, str, str]], expected: list[str], build: ModuleType) -> None:
    record = build.Record()
    claims, credits = [], {}
    for number, (day, words, credit) in enumerate(told, 1):
        date = f"2030-01-{day:02}"
        claims.append(record.claim(f"wire-r{number}", STRIKE, report=f"r{number}", day=date, words=words))
        credits[f"{build.E}r{number}"] = credit.casefold()
    found = tracings(replace(record.case(), credit=lambda document: credits[document]))
    assert [f"{claims.index(one.first)} {claims.index(one.second)} {one.reason}" for one in found] == expected


def test_what_stands_beside_a_copied_sentence_is_copied_too(build: ModuleType) -> None:
    record = build.Record()
    for report in ("r1", "r2"):
        record.claim(f"wire-{report}", STRIKE, report=report, words=WORDS, name=f"{report}-long")
        record.claim(
            f"wire-{report}", STRIKE + KILLED, report=report, words="killing 7", name=f"{report}-dead"
        )
    found = {one.first: one.second for one in tracings(record.case())}
    assert found == {build.E + f"r2-{name}": build.E + f"r1-{name}" for name in ("long", "dead")}


def test_copies_are_one_origin(build: ModuleType) -> None:
    record = build.Record()
    record.add('e:x a :Event ; rdfs:label "Strike" . e:wire-r1 rdfs:label "Wire" .')
    laid = (("r1", "wire-r1", WORDS), ("r2", "wire-r2", WORDS), ("r3", "wire-r1", "§"))
    for report, claimant, words in laid:
        record.claim(claimant, STRIKE, report=report, words=words, more=":isAbout e:ship")
    record.add(f"e:p{build.hash_of(STRIKE)} :isAbout e:ship .")
    engine.refresh(record.store)
    [support] = ask(record.store, "support", about=f"{build.E}ship").records()
    assert (support["outlets"], support["origins"]) == (3, 1)
    for question in ("single-source", "single-source-events"):
        [row] = ask(record.store, question, about=f"{build.E}ship").records()
        assert (row["origin"], row["supporting"], row["outlets"]) == ("Wire", 3, 3)


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
