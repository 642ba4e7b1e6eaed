"""Oryx's lists: claims by Oryx, evidence, ships by name, one item with two statuses, damaged rows."""

from __future__ import annotations

import pytest
from tests.converters.feeds import STATUS_HEADER, claims, results, status_row

from claimgraph.converters import Row, Skipped
from claimgraph.model import Reject

MOSKVA = "Project 1164 Slava class guided missile cruiser 'Moskva'"


def listed(*rows: str) -> str:
    return "\n".join([STATUS_HEADER, *rows]) + "\n"


def test_the_moskva_is_the_one_of_the_reports_in_all_its_rows() -> None:
    made = claims(
        "event_all.csv",
        listed(
            status_row(1, MOSKVA, "damaged", day="2022-04-13"),
            status_row(1, MOSKVA, "abandoned", day="2022-04-13"),
            status_row(2, MOSKVA, "destroyed"),
            status_row(3, MOSKVA, "destroyed", day="2022-04-23"),
        ),
    )
    events = [claim.proposition.event for claim in made]
    ships = {ship.iri for event in events if event for ship in event.fillers("affects")}
    assert ships == {"https://w3id.org/claimgraph/data/entity/moskva"}
    assert [event.kind for event in events if event] == [
        "Damage",
        "MaterielLoss",
        "Destruction",
        "Destruction",
    ]
    assert {event.key for event in events if event and event.kind == "Destruction"} == {
        ("MaterielLoss", "https://w3id.org/claimgraph/data/entity/moskva")
    }
    assert {claim.claimant.label for claim in made} == {"Oryx"}
    assert made[0].evidence == ("https://example.org/1.jpg",)
    assert made[0].made_on is not None
    assert made[0].made_on.edtf == "2022-04-13"


def test_an_item_with_two_statuses_is_one_thing_and_two_pictures_are_two() -> None:
    rows = (
        status_row(1, "Ox-9 truck", "damaged"),
        status_row(1, "Ox-9 truck", "abandoned"),
        status_row(2, "Ox-9 truck", "damaged"),
    )
    made = claims("event_all.csv", listed(*rows))
    items = [next(c.proposition.event.fillers("affects")).key for c in made if c.proposition.event]
    assert items[0] == items[1] != items[2]
    about = {entity.label for claim in made for entity in claim.proposition.about}
    assert about == {"Ox-9 truck", "Russian side"}


@pytest.mark.parametrize(
    ("name", "label"),
    [
        ("12 BMK-460 towing and motor boat", "BMK-460 towing and motor boat"),
        ("2F510 transport vehicle", "2F510 transport vehicle"),
        ("120 mm mortar", "120 mm mortar"),
    ],
)
def test_a_running_number_is_no_part_of_the_name(name: str, label: str) -> None:
    [claim] = claims("event_a.csv", listed(status_row(1, name, "destroyed")))
    assert claim.proposition.about[0].label == label


def test_spelling_twins_are_one_ship_of_one_class() -> None:
    made = claims(
        "event_a.csv",
        listed(
            status_row(1, "Heron class patrol boat P55 Example", "destroyed"),
            status_row(2, "Heron-class patrol boat P55 Example", "destroyed"),
        ),
    )
    ships = {next(c.proposition.event.fillers("affects")).key for c in made if c.proposition.event}
    assert len(ships) == 1
    assert len({claim.proposition.about[0].key for claim in made}) == 1


def test_what_is_refused_and_what_is_left_out() -> None:
    rows = results(
        "event_a.csv",
        listed(
            status_row(1, "T-72B3", "exploded"),
            status_row(2, "", "destroyed"),
            status_row(3, "T-72B3", "destroyed", day="2022-04-31"),
            "All Types" + status_row(4, "T-72B3", "destroyed")[6:],
            status_row(5, "T-72B3", "destroyed", url="ihttps://broken.example/x.jpg"),
            status_row(5, "T-72B3", "destroyed"),
            "Russia,Russia,T-72B3",
            'Russia,Russia,"T-72B3,destroyed',
        ),
    )
    reasons = [row.reason if isinstance(row, Reject) else "" for row in rows]
    assert reasons == [
        "the status 'exploded' is not one of destroyed, damaged, captured, abandoned",
        "no name of a system",
        "'2022-04-31' is not a date",
        "'All Types' is no side of this war",
        "",
        "the row was given before (line 6)",
        "3 cells where the header has 10",
        "not CSV (unexpected end of data)",
    ]
    loaded = rows[4]
    assert isinstance(loaded, Row)
    assert loaded.claims[0].evidence == ()
    assert loaded.problems[0].column == "url"


def test_totals() -> None:
    header = "country,equipment_type,destroyed,abandoned,captured,damaged,type_total\n"
    rows = results(
        "totals_by_type.csv", header + 'Russia,Tanks,1,0,0,0,1\nRussia,"Losses - 9, of which: 9",1,1,1,1,4\n'
    )
    assert [type(row) for row in rows] == [Row, Skipped]
    header = "country,system,destroyed,captured,abandoned,damaged,total\n"
    assert [type(row) for row in results("totals_by_system.csv", header + "Russia,T-72B3,1,0,0,0,1\n")] == [
        Skipped
    ]
    model = {"equipment_oryx": "Tanks", "model": "T-72B3", "manufacturer": "Russia", "losses_total": 9}
    [claim] = claims("oryx.json", [model])
    assert claim.proposition.quantity is not None
    assert (claim.proposition.quantity.low, claim.proposition.quantity.kind) == (9, "MaterielLossCount")
