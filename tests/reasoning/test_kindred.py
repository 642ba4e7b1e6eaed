"""Figures of one claimant that share no event make a series, however the reports come."""

from __future__ import annotations

from types import ModuleType

import pytest

from claimgraph.reasoning import engine
from claimgraph.reasoning.revisions import revisions


def toll(event: str, dead: int, more: str) -> str:
    return (
        f"e:{event} a :Killing ; :hasQuantity e:q{event} {more} . "
        f"e:q{event} a :CasualtyCount ; :hasCasualtyType c:killed ; :lowerBound {dead} ; :upperBound {dead} ."
    )


AT_ALDA, AT_BERG = (
    "; :takesPlaceAt e:alda ; :hasTimeSpan e:mon",
    "; :takesPlaceAt e:berg ; :hasTimeSpan e:mon",
)
GUNMEN = "; :affects e:gunmen"
NEXT_DAY = "; :takesPlaceAt e:alda ; :hasTimeSpan e:tue"
STEPS = [
    ("one place and day", toll("x", 9, AT_ALDA), toll("y", 15, AT_ALDA), ["raised"]),
    ("the place is told once", toll("x", 9, AT_ALDA), toll("y", 7, "; :hasTimeSpan e:mon"), ["lowered"]),
    ("two towns", toll("x", 9, AT_ALDA), toll("y", 15, AT_BERG), []),
    ("two days", toll("x", 9, AT_ALDA), toll("y", 15, NEXT_DAY), []),
    ("neither place nor day", toll("x", 9, ""), toll("y", 15, ""), []),
    ("gunmen, of no place or day", toll("x", 9, GUNMEN), toll("y", 15, GUNMEN), ["raised"]),
    ("people, of no place or day", toll("x", 9, "; :affects e:people"), toll("y", 15, GUNMEN), []),
]


@pytest.mark.parametrize(
    ("first", "second", "expected"), [row[1:] for row in STEPS], ids=[r[0] for r in STEPS]
)
def test_series_of_events_with_two_iris(
    build: ModuleType, first: str, second: str, expected: list[str]
) -> None:
    record = build.Record()
    record.claim("north-gov", first, report="r1", day="2030-01-08")
    record.claim("north-gov", second, report="r2", day="2030-01-09")
    assert [one.reason.split(":")[0] for one in revisions(record.case())] == expected


def test_a_series_is_brought_up_to_date_report_by_report(build: ModuleType) -> None:
    reports = [("r1", 9, "2030-01-08"), ("r3", 20, "2030-01-10"), ("r2", 15, "2030-01-09")]
    record = build.Record()
    engine.refresh(record.store)
    for report, dead, day in reports:
        record.claim("north-gov", toll(f"x{dead}", dead, AT_ALDA), report=report, day=day, name=f"{report}-0")
        engine.refresh(record.store, [build.E + report])
    kept = record.store.dump()
    engine.refresh(record.store)
    assert record.store.dump() == kept
    assert len(revisions(record.case())) == 2
