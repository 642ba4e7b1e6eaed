"""VIINA: headlines claimed by outlets, places by VIINA, labels by nobody, control by the sources it names."""

from __future__ import annotations

import csv
import io
import zipfile
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.converters.feeds import dataset, results

from claimgraph.converters import Row, RowResult, Skipped
from claimgraph.converters.streams import sources
from claimgraph.model import Reject

FIRST = [
    "event_id",
    "report_id",
    "location",
    "tempid",
    "source",
    "date",
    "time",
    "url",
    "text",
    "lang",
    "address",
    "longitude",
    "latitude",
    "GEO_PRECISION",
    "GEO_API",
    "t_mil_pred",
    "t_mil_b",
    "a_rus_b",
]
SECOND = [
    "viina_version",
    "event_id",
    "event_id_1pd",
    "date",
    "time",
    "geonameid",
    "feature_code",
    "asciiname",
    "ADM1_NAME",
    "longitude",
    "latitude",
    "GEO_PRECISION",
    "GEO_API",
    "location",
    "address",
    "report_id",
    "source",
    "url",
    "text",
    "lang",
]
ROW = {
    "event_id": "11",
    "report_id": "r1",
    "location": "1",
    "source": "ria",
    "date": "20220414",
    "time": "10:15",
    "url": "https://outlet.example/1",
    "text": "Загорелся мост у Примерного",
    "lang": "ru",
    "address": "Example street",
    "longitude": "37.5",
    "latitude": "48.25",
    "GEO_PRECISION": "STREET",
    "GEO_API": "Yandex",
    "t_mil_pred": "0.97",
    "geonameid": "99",
    "feature_code": "PPL",
    "asciiname": "Weirtown",
}


def table(*rows: dict[str, str], columns: list[str] = SECOND) -> str:
    made = io.StringIO()
    writer = csv.DictWriter(made, columns, restval="", extrasaction="ignore", lineterminator="\n")
    writer.writeheader()
    writer.writerows(rows)
    return made.getvalue()


def rows(*made: dict[str, str], columns: list[str] = SECOND) -> list[RowResult]:
    return results("event_info_latest_2022.csv", table(*made, columns=columns))


@pytest.mark.parametrize(("columns", "place"), [(FIRST, "Example street"), (SECOND, "Weirtown")])
def test_the_headline_is_the_outlets_and_the_place_is_viinas(columns: list[str], place: str) -> None:
    [row] = rows(ROW, columns=columns)
    assert isinstance(row, Row)
    said, placed = row.claims
    assert (said.claimant.label, said.passage.text, said.evidence) == (
        "RIA Novosti",
        ROW["text"],
        ("https://outlet.example/1",),
    )
    assert said.made_on is not None
    assert said.made_on.edtf == "2022-04-14"
    assert said.proposition.event is not None
    assert said.proposition.event.roles == ()
    assert (placed.claimant.label, placed.rules) == ("VIINA", ("viina/place/Yandex/STREET",))
    assert placed.proposition.event is not None
    assert placed.proposition.event.key == said.proposition.event.key
    [where] = placed.proposition.event.fillers("takesPlaceAt")
    assert (where.label, where.wkt) == (place, "POINT(37.5 48.25)")


def test_a_label_is_no_claim() -> None:
    [row] = rows(ROW, columns=FIRST)
    assert isinstance(row, Row)
    assert not any("t_mil" in rule for claim in row.claims for rule in claim.rules)
    labels = results(
        "event_labels_latest_2022.csv", "viina_version,event_id,t_mil_pred,t_mil_b\nx,11,0.9,1\n"
    )
    assert [row.reason for row in labels if isinstance(row, Skipped)] == [
        "labels given by a classifier, which nobody claims"
    ]
    days = results("event_1pd_latest_2022.csv", "event_id_1pd,date,n_reports,t_mil_b\n1,20220414,3,1\n")
    assert [type(row) for row in days] == [Skipped]


def test_a_report_with_two_places_says_its_headline_once() -> None:
    found = rows(ROW, {**ROW, "event_id": "12", "asciiname": "Lock", "geonameid": "98"})
    assert [[claim.id for claim in row.claims] for row in found if isinstance(row, Row)] == [
        ["r1/text", "11/place"],
        ["12/place"],
    ]


def test_an_english_headline_is_read() -> None:
    [row] = rows({**ROW, "lang": "en", "source": "liveuamap", "text": "The cruiser Moskva sank."})
    assert isinstance(row, Row)
    kinds = [claim.proposition.event.kind for claim in row.claims if claim.proposition.event]
    assert "Sinking" in kinds
    assert not any(claim.narration for claim in row.claims)  # the publisher of the table is VIINA


def test_what_is_refused_or_left_out_of_a_row() -> None:
    found = rows(
        {**ROW, "date": "20220431"},
        {**ROW, "text": "NA"},
        {**ROW, "event_id": ""},
        {**ROW, "latitude": "95"},
        ROW,
    )
    assert [row.reason for row in found if isinstance(row, Reject)] == [
        "'2022-04-31' is not a date",
        "no headline",
        "no event number",
        "the row was given before (line 5)",
    ]
    assert isinstance(found[3], Row)
    assert [problem.column for problem in found[3].problems] == ["latitude"]


CONTROL = """geonameid,date,status_wiki,status_boost,status_dsm,status_isw
7,20220414,UA,,RU,
7,20220415,UA,,RU,
7,20220416,RU,,RU,
7,20220417,CONTESTED,,,NOBODY
8,20220414,,,,
8,20220415,?,,,
"""


def test_control_is_claimed_by_the_sources_where_it_changes() -> None:
    found = results("control_latest_2022.csv", CONTROL)
    claims = [claim for row in found if isinstance(row, Row) for claim in row.claims]
    assert [(claim.claimant.label, claim.content_text) for claim in claims] == [
        ("Wikipedia", "status_wiki: UA"),
        ("DeepStateMap", "status_dsm: RU"),
        ("Wikipedia", "status_wiki: RU"),
        ("Wikipedia", "status_wiki: CONTESTED"),
    ]
    event = claims[0].proposition.event
    assert event is not None
    assert (event.kind, [each.label for each in event.fillers("isPerformedBy")]) == (
        "ControlOfPlace",
        ["Ukraine"],
    )
    assert [type(row).__name__ for row in found] == ["Row", "Skipped", "Row", "Row", "Skipped", "Reject"]


def test_an_archive_of_a_year(tmp_path: Path) -> None:
    path = tmp_path / "event_info_latest_2022.zip"
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("event_info_latest_2022.csv", table(ROW))
    [source] = sources(path)
    with source.open() as stream:
        found = dataset(source.name, stream.read())
    assert found.converter == "viina 0.1.0"


CELLS = st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\0\r\n"), max_size=9)


@settings(max_examples=40)
@given(
    st.lists(st.dictionaries(st.sampled_from(SECOND), CELLS | st.just("x" * 3000), max_size=4), max_size=4)
)
def test_rows_in_are_rows_out(changes: list[dict[str, str]]) -> None:
    made = [{**ROW, "event_id": str(at), **change} for at, change in enumerate(changes)]
    assert len(rows(*made)) == len(made)
