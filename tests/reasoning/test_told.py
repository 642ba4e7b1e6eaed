"""What tellers in one report say in other words: figures, whom they count, replies, states, aims."""

from __future__ import annotations

from types import ModuleType

import pytest

from claimgraph.reasoning.contradictions import contradictions

from .conftest import FOLDER

LINES = (FOLDER / "told.tsv").read_text(encoding="utf-8").splitlines()
PAIRS = [tuple(line.split("\t")) for line in LINES if line and not line.startswith("#")]
THINGS = {
    "clinic": ("Hospital", "clinic"),
    "barracks": ("Facility", "barracks"),
    "crossing": ("Facility", "border crossing"),
    "karim": ("Person", "Karim al-Dallal"),
    "traders": ("Collective", "traders"),
    "herders": ("Collective", "herders"),
    "bombs": ("MaterielType", "bombs"),
    "jet": ("Aircraft", "jet"),
}
FACTS = "".join(
    f'e:{name} a :{kind} ; rdfs:label "{label}"@en ; :isUnresolved true .\n'
    for name, (kind, label) in THINGS.items()
)


def test_many_of_the_pairs_must_stay_silent() -> None:
    assert sum(pair[0] == "none" for pair in PAIRS) >= len(PAIRS) / 3
    assert len({pair[5] for pair in PAIRS}) == len(PAIRS)


@pytest.mark.parametrize("pair", PAIRS, ids=lambda pair: pair[5])
def test_pair(pair: tuple[str, ...], build: ModuleType, request: pytest.FixtureRequest) -> None:
    expected, left, content, right, other, _, words, others = pair
    if expected.startswith("missed"):
        request.applymarker(pytest.mark.xfail(reason="not found so far", strict=True))
    record = build.Record()
    record.add(FACTS)
    for who, turtle, said in ((left, content, words), (right, other, others)):
        claimant, stance, date = who.split()
        record.claim(claimant, turtle, stance=stance, day=date, words=said)
    found = [one.grade for one in contradictions(record.case())]
    assert found == ([] if expected == "none" else [expected.removeprefix("missed ")])
