"""UCDP: estimates as intervals, who informed whom, unknown figures, releases, quoted line breaks."""

from __future__ import annotations

import csv
import io
import json

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.converters.feeds import ODD_CELL, claims, dataset, results

from claimgraph.converters import Row, Source, find
from claimgraph.converters.ucdp import release
from claimgraph.model import Reject, VictimStatus

VALUES = {
    "id": "700001", "relid": "XYZ-1", "year": "2022", "code_status": "Clear", "type_of_violence": "1",
    "conflict_name": "Northland: Government", "side_a": "Government of Russia (Soviet Union)",
    "side_b": "Government of Ukraine", "number_of_sources": "-1",
    "source_article": '"Harbour Wire,2022-04-15,Shells fall"', "source_office": "Harbour Wire; Port Radio",
    "source_date": "2022-04-15;2022-04-15", "source_headline": "Shells fall on a village",
    "source_original": "Northland police", "where_prec": "1", "where_coordinates": "Izyum town",
    "adm_1": "Kharkiv oblast", "adm_2": "", "latitude": "49.2", "longitude": "37.3", "country": "Ukraine",
    "date_prec": "1", "date_start": "2022-04-14 00:00:00.000", "date_end": "2022-04-15 00:00:00.000",
    "deaths_a": "2", "deaths_b": "0", "deaths_civilians": "3", "deaths_unknown": "-1", "best": "5",
    "low": "4", "high": "9",
}  # fmt: skip


def table(*changes: dict[str, str], drop: tuple[str, ...] = ()) -> str:
    """A file in the form of GED; each row is the sample with changes."""
    out = io.StringIO()
    names = [name for name in VALUES if name not in drop]
    writer = csv.DictWriter(out, names, lineterminator="\n", extrasaction="ignore")
    writer.writeheader()
    writer.writerows(VALUES | change for change in changes)
    return out.getvalue()


def test_estimates_are_bounds_and_no_two_of_them_contradict() -> None:
    made = {claim.id: claim for claim in claims("GEDEvent_v22_1.csv", table({}))}
    spans = {
        name.split("/")[1]: (quantity.low, quantity.high, quantity.approximate)
        for name, claim in made.items()
        if (quantity := claim.proposition.quantity)
    }
    assert spans == {
        "best": (5, 5, True),
        "low": (4, None, False),
        "high": (None, 9, False),
        "deaths_a": (2, 2, False),
        "deaths_civilians": (3, 3, False),
    }
    assert {c.claimant.label for c in made.values() if c.proposition.quantity} == {
        "Uppsala Conflict Data Program"
    }
    civilians = made["700001/deaths_civilians"].proposition.quantity
    assert civilians is not None
    assert civilians.status is VictimStatus.CIVILIAN
    assert civilians.covers is not None
    assert civilians.covers.edtf == "2022-04-14/2022-04-15"


def test_one_figure_for_all_three_estimates_is_one_claim() -> None:
    made = claims("GEDEvent_v22_1.csv", table({"best": "5", "low": "5", "high": "5"}))
    assert [claim.content_text for claim in made if "estimate" in claim.content_text] == [
        "best, low and high estimate: 5"
    ]


def test_who_informed_whom() -> None:
    told = [claim for claim in claims("GEDEvent_v22_1.csv", table({})) if claim.proposition.quantity is None]
    assert [(claim.claimant.label, claim.relays) for claim in told] == [
        ("Northland police", None),
        ("Harbour Wire", "700001/source_original/0"),
        ("Port Radio", "700001/source_original/0"),
        ("Uppsala Conflict Data Program", "700001/source_office/0"),
    ]
    assert len({claim.proposition for claim in told}) == 1
    [event] = {claim.proposition.event for claim in told}
    assert event is not None
    assert [(role.property, role.value.label) for role in event.roles] == [
        ("hasEventCode", "UCDP 1: state-based conflict"),
        ("hasParticipant", "Government of Russia"),
        ("hasParticipant", "Government of Ukraine"),
        ("takesPlaceAt", "Izium"),
        ("hasLocationPrecision", "UCDP where_prec 1: exact location"),
    ]


def test_one_sided_violence_has_a_perpetrator_and_unknown_sources_are_none() -> None:
    change = {"type_of_violence": "3", "side_b": "Civilians", "source_original": "", "source_office": ""}
    [told, *_] = claims("a.csv", table(change))
    assert told.relays is None
    assert told.proposition.event is not None
    assert [role.property for role in told.proposition.event.roles[1:3]] == ["isPerformedBy", "hasTarget"]


@pytest.mark.parametrize(
    ("change", "column"),
    [
        ({"date_start": "2022-04-31"}, "date_start"),
        ({"date_end": "2022-04-01"}, "date_end"),
        ({"id": "-5"}, "id"),
        ({"id": ""}, "id"),
        ({"type_of_violence": "4"}, "type_of_violence"),
    ],
)
def test_refused_rows(change: dict[str, str], column: str) -> None:
    [row] = results("a.csv", table(change))
    assert isinstance(row, Reject)
    assert row.column == column


@pytest.mark.parametrize(
    ("change", "column"),
    [
        ({"low": "6", "best": "5"}, "best"),
        ({"high": "-7"}, "high"),
        ({"deaths_a": "two"}, "deaths_a"),
        ({"latitude": "950"}, ""),
        ({"where_prec": "8"}, "where_prec"),
    ],
)
def test_what_is_wrong_with_a_cell_is_told_and_the_rest_stands(change: dict[str, str], column: str) -> None:
    [row] = results("a.csv", table(change))
    assert isinstance(row, Row)
    assert [problem.column for problem in row.problems] == [column]
    assert row.claims


def test_an_event_is_one_in_all_releases_and_stands_once_in_a_file() -> None:
    rows = results("a.csv", table({}, {}))
    assert [type(row) for row in rows] == [Row, Reject]
    final, candidate = (claims(name, table({})) for name in ("GEDEvent_v22_1.csv", "GEDEvent_v22_0_4.csv"))
    assert final[0].proposition.event == candidate[0].proposition.event


@pytest.mark.parametrize(
    ("stem", "expected"),
    [
        ("GEDEvent_v26_1", ("ged", "26.1")),
        ("GEDEvent_v22_0_4", ("candidate/22.0.4", "22.0.4")),
        ("GEDEvent_v23_01_23_03", ("candidate/23.01.23.03", "23.01.23.03")),
        ("extract", ("extract", "")),
    ],
)
def test_releases(stem: str, expected: tuple[str, str]) -> None:
    assert release(stem) == expected
    assert dataset(f"{stem}.csv", table({})).name == f"ucdp/{expected[0]}"


def test_line_breaks_in_quotation_marks_belong_to_the_cell_and_a_stray_mark_swallows_no_row() -> None:
    text = table({"source_headline": "Shells fall\n\non a village"}, {"id": "700002"})
    rows = results("a.csv", text)
    assert [type(row) for row in rows] == [Row, Row]
    assert isinstance(rows[0], Row)
    assert isinstance(rows[1], Row)
    assert (rows[0].line, rows[1].line) == (2, 5)
    stray = table({}, {"id": "700002"}).replace("XYZ-1", '"XYZ-1', 1)
    assert [type(row) for row in results("a.csv", stray)] == [Reject, Row]


def test_a_corrected_row_of_several_lines_takes_the_place_of_all_of_them() -> None:
    text = table({"date_start": "2022-04-31", "source_headline": "Two\nlines"}, {"id": "700002"})
    [refused, _] = results("a.csv", text)
    assert isinstance(refused, Reject)
    assert refused.line is not None
    patched = Source("a.csv", text.encode(), patches={refused.line: refused.raw.replace("04-31", "04-13")})
    from claimgraph.converters import Dataset, ReadOptions
    from claimgraph.reference import Reference

    [found] = find(patched).read(patched, ReadOptions(Reference.default()))
    assert isinstance(found, Dataset)
    assert [type(row) for row in found.rows] == [Row, Row]


def test_json_lines_derived_from_ged() -> None:
    row = {
        "id": 700003, "source_article": "x:1", "source_date": "2022-04-14 00:00:00", "deaths_side_a": 1,
        "deaths_side_b": 0, "deaths_civilian": 0, "deaths_unknown": 0, "deaths_low": 1, "deaths_high": 2,
        "side_a_name": "Government of Ukraine", "side_b_name": "Hillside Brigade",
        "location_root_name": "Ukraine", "location_adm1_name": "", "location_adm2_name": "",
        "location_where_name": "", "start_date": "2022-04-14", "end_date": "2022-04-14",
    }  # fmt: skip
    made = claims("rows.jsonl", json.dumps(row) + "\n\n" + json.dumps(row | {"id": 700004}) + "\n")
    assert [claim.id.split("/")[1] for claim in made[:4]] == ["event", "low", "high", "deaths_a"]
    assert len(made) == 8


@settings(max_examples=40, deadline=None)
@given(st.dictionaries(st.sampled_from(sorted(VALUES)), ODD_CELL, max_size=6), st.booleans())
def test_every_row_is_loaded_or_refused(change: dict[str, str], windows: bool) -> None:
    text = table({"id": "1"}, change, {"id": "3"})
    rows = results("a.csv", text.replace("\n", "\r\n") if windows else text)
    assert len(rows) == 3
    assert isinstance(rows[0], Row)
