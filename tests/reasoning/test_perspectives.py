"""What belongs to a perspective: documents without a date, and remarks that answer others."""

from __future__ import annotations

from types import ModuleType

import pytest

from claimgraph.reasoning.engine import refresh
from claimgraph.reasoning.perspectives import Perspective, affirmed, chosen, conflicts
from claimgraph.reasoning.record import Reader

STRIKE = "e:x a :MissileStrike ; :hasTarget e:ship ."
UNDATED = "DELETE WHERE { ?report <https://w3id.org/claimgraph/ns#publishedOn> ?day }"


@pytest.mark.parametrize(
    ("as_of", "said"),
    [("2030-01-06", []), ("2030-01-07", ["mon"]), ("2030-01-08", ["mon", "tue"])],
)
def test_a_row_without_a_date_of_publication_counts_from_the_day_on_which_it_was_said(
    as_of: str, said: list[str], build: ModuleType
) -> None:
    record = build.Record()
    for day in ("mon", "tue"):
        record.claim("north-gov", STRIKE, name=day, more=f":wasMadeDuring e:{day}")
    record.claim("north-gov", STRIKE, name="never")
    record.store.update(UNDATED)
    found = chosen(Reader(record.store), Perspective(as_of=as_of))
    assert sorted(found) == [build.E + day for day in said]


@pytest.mark.parametrize(("between", "number"), [("south-gov", 0), ("", 1)])
def test_what_answers_another_side_is_no_conflict_of_ones_own(
    between: str, number: int, build: ModuleType
) -> None:
    record = build.Record()
    record.claim("north-army", STRIKE, name="a1", words="its missiles had hit the ship")
    if between:
        other = "e:y a :Shelling ; :takesPlaceAt e:alda ; :isPerformedBy e:north-army ."
        record.claim(between, other, name="a2", words="the army of shelling Alda")
    record.claim("north-gov", "e:z a :Event .", stance="denies", name="a3", words="the accusation a lie")
    found = conflicts(record.store, Perspective(according_to=(build.E + "north-side",)))
    assert len(found) == number, found


@pytest.mark.parametrize(
    ("stance", "as_of", "is_affirmed"),
    [("denies", "", False), ("asserts", "", True), ("denies", "2030-01-11", True)],
)
def test_what_was_withdrawn_is_no_longer_affirmed(
    stance: str, as_of: str, is_affirmed: bool, build: ModuleType
) -> None:
    record = build.Record()
    record.claim("north-gov", STRIKE, day="2030-01-10")
    record.claim("north-gov", STRIKE, day="2030-01-12", report="r2", stance=stance)
    refresh(record.store)
    for party in ("north-gov", "north-side"):
        found = affirmed(record.store, Perspective((build.E + party,), as_of=as_of))
        assert bool(found) == is_affirmed


def test_who_does_not_hear_the_withdrawal_holds_to_the_claim(build: ModuleType) -> None:
    record = build.Record()
    record.claim("north-gov", STRIKE, day="2030-01-10")
    record.claim("north-gov", STRIKE, day="2030-01-12", report="r2", stance="denies")
    refresh(record.store)
    assert affirmed(record.store, Perspective((build.E + "wire-r1",)))
    assert not affirmed(record.store, Perspective())
