"""Loss lists of the General Staff: who claims what, hedges, missing cells, falls, merged categories."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from tests.converters.feeds import claims, dataset, results

from claimgraph.converters import Row
from claimgraph.errors import InputError
from claimgraph.model import Reject


def day(number: int, **cells: Any) -> dict[str, Any]:
    when = date.fromordinal(date(2022, 2, 24).toordinal() + number - 1)
    return {"date": when.isoformat(), "day": number, **cells}


def test_each_cell_is_a_claim_of_the_general_staff_and_not_of_who_copied_it() -> None:
    found = dataset("list.json", [day(52, tank=700, APC=1900)])
    made = [claim for row in found.rows if isinstance(row, Row) for claim in row.claims]
    assert {claim.claimant.label for claim in made} == {"General Staff of the Armed Forces of Ukraine"}
    assert found.publisher.label == "unnamed outlet"
    assert [claim.proposition.quantity.counts for claim in made if claim.proposition.quantity] == [
        "tanks",
        "armoured vehicles",
    ]
    assert not any(claim.narration for claim in made)


@pytest.mark.parametrize(
    ("hedge", "low", "high", "approximate"),
    [("about", 20100, 20100, True), ("more", 20100, None, False), (None, 20100, 20100, False)],
)
def test_personnel_are_losses_with_their_hedge(
    hedge: str | None, low: int, high: int | None, approximate: bool
) -> None:
    [claim] = claims("people.json", [day(52, personnel=20100, **{"personnel*": hedge})])
    quantity = claim.proposition.quantity
    assert quantity is not None
    assert (quantity.low, quantity.high, quantity.approximate) == (low, high, approximate)
    assert quantity.counts == "lost"
    assert quantity.kind == "CasualtyCount"
    assert claim.hedge == hedge


def test_missing_is_not_zero() -> None:
    rows = [day(51, tank=0, APC=None, MRL=""), day(52, tank=1)]
    assert [claim.id for claim in claims("list.json", rows)] == ["2022-04-15/tank", "2022-04-16/tank"]


def test_a_fall_replaces_the_claim_before_it_and_a_rise_does_not() -> None:
    rows = results("list.json", [day(50, APC=1900), day(51, APC=1950), day(52, APC=1925)])
    last = rows[2]
    assert isinstance(last, Row)
    assert last.claims[0].replaces == "2022-04-15/APC"
    assert [claim.id for claim in last.context] == ["2022-04-15/APC"]
    assert isinstance(rows[1], Row)
    assert rows[1].claims[0].replaces is None


def test_merged_categories_are_not_compared() -> None:
    rows = [
        day(66, **{"military auto": 1600, "fuel tank": 76}),
        day(67, **{"vehicles and fuel tanks": 1000}),
    ]
    assert [claim.replaces for claim in claims("list.json", rows)] == [None, None, None]


def test_corrections_are_told_and_zero_corrects_nothing() -> None:
    made = claims("correction.json", [day(232, tank=0, APC=-25, drone=20, personnel=0)])
    described = [claim.proposition.event.described_as for claim in made if claim.proposition.event]
    assert described == [
        "correction of the cumulative total of armoured vehicles lost by -25",
        "correction of the cumulative total of drones lost by +20",
    ]


def test_prisoners_were_counted_by_others_and_a_direction_names_its_places() -> None:
    [people] = claims("people.json", [day(52, POW=500)])
    assert people.claimant.label.startswith("Invaders")
    made = claims("list.json", [day(62, tank=1, **{"greatest losses direction": "Izyum and Donetsk"})])
    assert len(made) == 2
    assert "Izium" in {entity.label for entity in made[1].proposition.about}


def test_what_cannot_be_used_is_refused_with_its_place() -> None:
    rows = results(
        "list.json",
        [
            day(52, tank=700),
            day(52, tank=701),
            {"date": "2022-04-31", "day": 67, "tank": 1},
            day(53, tank=-1),
            day(54, tank="many", APC=5),
            {**day(55, tank=702), "day": 99},
            7,
        ],
    )
    reasons = [row.reason if isinstance(row, Reject) else "" for row in rows]
    assert reasons == [
        "",
        "the day was given before (line 2)",
        "'2022-04-31' is not a date",
        "-1 is not a count",
        "",
        "",
        "not an object",
    ]
    problems = [problem.reason for row in rows if isinstance(row, Row) for problem in row.problems]
    assert problems == ["'many' is not a whole number", "day 99 where 2022-04-19 is day 55; read by its date"]


@pytest.mark.parametrize(
    ("data", "reason"),
    [
        ('[{"date": "2022-04-16", "day": 52, "tank": 7}', "cut off"),
        ('[{"date": "2022-04-16", "day": 52, "tank": 7}, {"date": "20', "cut off"),
        ('[{"date": "2022-04-16", "day": 52, "tank": 7} {}]', "a comma is missing"),
        ('[{"date": "2022-04-16", "day": 52, "tank": 7}] x', "something follows"),
    ],
)
def test_a_damaged_file_is_refused_as_a_whole(data: str, reason: str) -> None:
    with pytest.raises(InputError, match=reason):
        results("list.json", data)


def test_the_same_rows_as_csv() -> None:
    made = claims("list.csv", "date,day,tank,APC\n2022-04-16,52,700.0,\n")
    assert [claim.id for claim in made] == ["2022-04-16/tank"]
