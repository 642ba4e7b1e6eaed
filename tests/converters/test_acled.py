"""ACLED: both generations of columns, both styles of dates, whose claims the parts of a row are."""

from __future__ import annotations

import csv
import io
from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.converters.feeds import ODD_CELL, claims, dataset, results

from claimgraph.converters import Dataset, ReadOptions, Row, Source, find, read
from claimgraph.model import Claim, Reject
from claimgraph.readers.base import Extraction, Refusal
from claimgraph.reference import Reference

NEWER = {
    "event_id_cnty": "UKR900001", "event_date": "2022-04-14", "year": "2022", "time_precision": "1",
    "disorder_type": "Political violence", "event_type": "Explosions/Remote violence",
    "sub_event_type": "Shelling/artillery/missile attack", "actor1": "Military Forces of Russia (2000-)",
    "assoc_actor_1": "", "inter1": "State forces", "actor2": "Civilians (Ukraine)", "assoc_actor_2": "",
    "inter2": "Civilians", "interaction": "State forces-Civilians",
    "civilian_targeting": "Civilian targeting",
    "iso": "804", "region": "Europe", "country": "Ukraine", "admin1": "Kharkiv", "admin2": "Iziumskyi",
    "admin3": "", "location": "Izyum", "latitude": "49.2", "longitude": "37.3", "geo_precision": "1",
    "source": "Harbour Wire; Port Radio", "source_scale": "National",
    "notes": "On 14 April 2022, shells hit a market in Izyum. Local officials said that four people were "
    "killed.",
    "fatalities": "4", "tags": "", "timestamp": "1650300000",
}  # fmt: skip
OLDER_ONLY = {"data_id": "8000001", "event_id_no_cnty": "900001", "iso3": "UKR"}


def table(*changes: dict[str, str], older: bool = False, mark: bool = False, delimiter: str = ",") -> bytes:
    """An export; each row is the sample with changes."""
    values = NEWER
    if older:
        dropped = ("disorder_type", "civilian_targeting", "tags", "admin3")
        values = OLDER_ONLY | {name: value for name, value in NEWER.items() if name not in dropped}
        values |= {"inter1": "1", "inter2": "7", "interaction": "17", "event_date": "14 April 2022"}
    out = io.StringIO()
    writer = csv.DictWriter(out, list(values), lineterminator="\n", delimiter=delimiter)
    writer.writeheader()
    writer.writerows({name: (values | change)[name] for name in values} for change in changes)
    return (b"\xef\xbb\xbf" if mark else b"") + out.getvalue().encode()


def by_part(made: list[Claim]) -> dict[str, list[Claim]]:
    parts: dict[str, list[Claim]] = {}
    for claim in made:
        parts.setdefault(claim.id.split("/")[1], []).append(claim)
    return parts


@pytest.mark.parametrize("older", [False, True])
@pytest.mark.parametrize(("mark", "delimiter"), [(False, ","), (True, ","), (True, ";")])
def test_both_generations_say_the_same(older: bool, mark: bool, delimiter: str) -> None:
    data = table({}, older=older, mark=mark, delimiter=delimiter)
    assert find(Source("export.csv", data)).name == "acled"
    assert [(c.id, c.claimant, c.proposition) for c in claims("export.csv", data)] == [
        (c.id, c.claimant, c.proposition) for c in claims("export.csv", table({}))
    ]


def test_whose_claims_the_parts_of_a_row_are() -> None:
    parts = by_part(claims("export.csv", table({})))
    assert [claim.claimant.label for claim in parts["source"]] == ["Harbour Wire", "Port Radio"]
    [event] = parts["event"]
    assert (event.claimant.label, event.relays) == ("ACLED", "UKR900001/source/0")
    assert event.made_on is not None
    assert event.made_on.edtf == "2022-04-18T16:40:00Z"
    assert event.proposition.event is not None
    assert event.proposition.event.kind == "Strike"
    assert [(role.property, role.value.label) for role in event.proposition.event.roles] == [
        ("hasEventCode", "ACLED: Explosions/Remote violence, shelling/artillery/missile attack"),
        ("isPerformedBy", "Armed Forces of Russia"),
        ("hasTarget", "Civilians (Ukraine)"),
        ("takesPlaceAt", "Izium"),
        ("hasLocationPrecision", "ACLED geo_precision 1: named place"),
    ]
    [deaths] = parts["fatalities"]
    assert deaths.claimant.label == "ACLED"
    assert deaths.proposition.quantity is not None
    assert (deaths.proposition.quantity.low, deaths.proposition.quantity.high) == (4, 4)


class Inventing:
    """A reader that finds nothing and gives back words that are not there."""

    name, version = "inventing", "9"

    def extract(self, text: str, published: date | None = None) -> Extraction:
        assert text == NEWER["notes"]
        assert published == date(2022, 4, 14)
        return Extraction((), (Refusal("words that are not in the text", "no such words"),))


def test_notes_are_read_by_the_reader_that_is_named() -> None:
    [found] = read(Source("export.csv", table({})), ReadOptions(Reference.default(), extractor=Inventing()))
    assert isinstance(found, Dataset)
    assert found.converter.endswith(", inventing 9")
    [row] = found.rows
    assert isinstance(row, Row)
    assert {claim.claimant.label for claim in by_part(list(row.claims))["notes"]} == {"ACLED"}
    [problem] = row.problems
    assert (problem.column, problem.reason) == (
        "notes",
        "not taken from inventing: words that are not in the text",
    )


def test_notes_are_read_as_prose() -> None:
    notes = by_part(claims("export.csv", table({})))["notes"]
    said = [claim for claim in notes if not claim.narration]
    assert [claim.claimant.label for claim in said] == ["Local officials (unnamed)"]
    assert said[0].proposition.quantity is not None
    assert said[0].proposition.quantity.low == 4
    assert {claim.claimant.label for claim in notes if claim.narration} == {"ACLED"}
    assert all(claim.content_text in claim.passage.text for claim in notes)
    assert {claim.passage.text for claim in notes} == {NEWER["notes"]}


@pytest.mark.parametrize(
    ("precision", "edtf"), [("1", "2022-04-14"), ("2", "2022-04-14~"), ("3", "2022-04"), ("", "2022-04-14")]
)
def test_precision_of_time(precision: str, edtf: str) -> None:
    [event] = by_part(claims("a.csv", table({"time_precision": precision})))["event"]
    assert event.proposition.event is not None
    assert event.proposition.event.time is not None
    assert event.proposition.event.time.edtf == edtf


def test_none_known_dead_is_no_claim_and_missing_cells_are_none() -> None:
    change = {"fatalities": "0", "actor2": "", "source": "", "notes": "", "timestamp": "", "latitude": "",
              "longitude": "", "location": ""}  # fmt: skip
    [event] = claims("a.csv", table(change))
    assert (event.id, event.relays, event.made_on) == ("UKR900001/event", None, None)


@pytest.mark.parametrize(
    ("change", "column"),
    [
        ({"event_date": "31 April 2022"}, "event_date"),
        ({"event_date": "14 Aprilo 2022"}, "event_date"),
        ({"event_id_cnty": ""}, "event_id_cnty"),
        ({"event_type": "Alien landing"}, "event_type"),
    ],
)
def test_refused_rows(change: dict[str, str], column: str) -> None:
    [row] = results("a.csv", table(change))
    assert isinstance(row, Reject)
    assert row.column == column


@pytest.mark.parametrize(
    ("change", "column"),
    [
        ({"sub_event_type": "Catapult"}, "sub_event_type"),
        ({"fatalities": "-4"}, "fatalities"),
        ({"fatalities": "some"}, "fatalities"),
        ({"timestamp": "yesterday"}, "timestamp"),
        ({"latitude": "950"}, ""),
        ({"time_precision": "7"}, "time_precision"),
        ({"geo_precision": "4"}, "geo_precision"),
    ],
)
def test_what_is_wrong_with_a_cell_is_told_and_the_rest_stands(change: dict[str, str], column: str) -> None:
    [row] = results("a.csv", table(change))
    assert isinstance(row, Row)
    assert [problem.column for problem in row.problems] == [column]
    assert row.claims


def test_an_event_given_twice_is_refused_and_the_file_name_is_the_data_set() -> None:
    found = dataset("2022-Northland.csv", table({}, {}))
    assert found.name == "acled/2022-Northland"
    assert found.publisher.label == "ACLED"
    assert [type(row) for row in found.rows] == [Row, Reject]


@settings(max_examples=25, deadline=None)
@given(st.dictionaries(st.sampled_from(sorted(NEWER)), ODD_CELL, max_size=6), st.booleans())
def test_every_row_is_loaded_or_refused(change: dict[str, str], older: bool) -> None:
    rows = results("a.csv", table({"event_id_cnty": "A"}, {"notes": ""}, change, older=older))
    assert len(rows) == 3
    assert isinstance(rows[0], Reject)
    assert isinstance(rows[1], Row)
