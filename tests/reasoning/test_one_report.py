"""Rival accounts of one report, denials of it in other words, and contents known by their wording alone."""

from __future__ import annotations

from types import ModuleType
from typing import Any

import pytest

from claimgraph.reasoning.contradictions import contradictions

from .conftest import FOLDER

LINES = (FOLDER / "one_report.tsv").read_text(encoding="utf-8").splitlines()
PAIRS = [tuple(line.split("\t")) for line in LINES if line and not line.startswith("#")]
THINGS = {
    "clinic": ("Hospital", "clinic"),
    "convoy": ("Vehicle", "aid convoy"),
    "vehicle": ("Vehicle", "vehicles"),
    "cargo": ("Materiel", "cargo"),
    "vessel": ("Vessel", "vessel"),
    "jet": ("Aircraft", "fighter jet"),
    "plane": ("Aircraft", "plane"),
    "villagers": ("Collective", "villagers"),
    "civilians": ("Collective", "civilians"),
    "soldiers": ("Collective", "soldiers"),
    "fighters": ("Collective", "fighters"),
    "crowd": ("Collective", "crowd"),
    "karim": ("Person", "Karim al-Dallal"),
    "dallal": ("Entity", "al-Dallal"),
}
FACTS = "".join(
    f'e:{name} a :{kind} ; rdfs:label "{label}"@en ; :isUnresolved true .\n'
    for name, (kind, label) in THINGS.items()
)


def test_many_of_the_pairs_must_stay_silent() -> None:
    silent = [pair for pair in PAIRS if pair[0] == "none"]
    assert len(silent) >= len(PAIRS) / 3
    assert len({pair[5] for pair in PAIRS}) == len(PAIRS)


@pytest.mark.parametrize("pair", PAIRS, ids=lambda pair: pair[5])
def test_pair(pair: tuple[str, ...], build: ModuleType, request: pytest.FixtureRequest) -> None:
    expected, left, content, right, other, _ = pair
    if expected.startswith("missed"):
        request.applymarker(pytest.mark.xfail(reason="not found so far", strict=True))
    record = build.Record()
    record.add(FACTS)
    for who, turtle in ((left, content), (right, other)):
        claimant, stance, date = who.split()
        record.claim(claimant, turtle, stance=stance, day=date)
    found = [one.grade for one in contradictions(record.case())]
    assert found == ([] if expected == "none" else [expected.removeprefix("missed ")])


TRAINS = "the South trains conscripts of the North at its ranges"


@pytest.mark.parametrize(
    ("words", "report", "expected"),
    [
        ("it trains Northern conscripts", "r1", ["possible"]),
        ("it trains Northern conscripts", "r2", []),
        ("it would send soldiers to the North", "r1", []),
        ("the training", "r1", ["possible"]),
        ("the training", "r2", []),
    ],
    ids=["the same words", "another report", "other words", "a single word", "the word elsewhere"],
)
def test_denial_of_a_content_known_by_its_wording(
    build: ModuleType, words: str, report: str, expected: Any
) -> None:
    record = build.Record()
    for claimant, stance, said, where in (
        ("north-gov", "asserts", TRAINS, "r1"),
        ("south-gov", "denies", words, report),
    ):
        turtle = f'e:{stance} a :Event ; :describedAs "{said}"@en .'
        record.claim(claimant, turtle, stance=stance, report=where, words=said)
    assert [one.grade for one in contradictions(record.case())] == expected


def test_what_nobody_is_named_for_can_be_denied(build: ModuleType) -> None:
    record = build.Record()
    record.add('e:nobody a :UnnamedSource ; rdfs:label "Unspecified"@en .')
    strike = "e:x a :MissileStrike ; :hasTarget e:ship ; :hasTimeSpan e:mon ."
    record.claim("nobody", strike)
    record.claim("south-gov", strike, stance="denies")
    [found] = contradictions(record.case())
    assert (found.grade, found.reason.split(";")[0]) == ("possible", "nobody is named for what is denied")
