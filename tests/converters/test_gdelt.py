"""GDELT: whose claims the rows are, statements of unknown content, widths, places, quotations."""

from __future__ import annotations

import pytest
from tests.converters.feeds import claims, event_row, results

from claimgraph.converters import Row, Skipped
from claimgraph.converters.gdelt_events import EVENT_COLUMNS
from claimgraph.converters.gdelt_gkg import COLUMNS
from claimgraph.model import Reject, Stance


def line(cells: list[str]) -> str:
    return "\t".join(cells) + "\n"


def test_an_event_is_claimed_by_the_outlet_and_never_by_its_actor() -> None:
    [claim] = claims("a.export.CSV", line(event_row("190")))
    event = claim.proposition.event
    assert event is not None
    assert claim.claimant.label == "harbourwire.example"
    assert event.kind == "Attack"
    assert {role.property: role.value.label for role in event.roles} == {
        "hasEventCode": "CAMEO 19",
        "isPerformedBy": "Russia",
        "hasTarget": "Ukraine",
        "takesPlaceAt": "Izium",
    }
    assert event.time is not None
    assert claim.made_on is not None
    assert (event.time.edtf, claim.made_on.edtf) == ("2012-04-14", "2022-04-15T12:00:00Z")


@pytest.mark.parametrize(
    ("code", "stance"),
    [("010", Stance.ASSERTS), ("016", Stance.DENIES), ("112", Stance.ASSERTS), ("130", Stance.WARNS)],
)
def test_a_statement_is_relayed_with_unknown_content(code: str, stance: Stance) -> None:
    said, told = claims("a.export.CSV", line(event_row(code)))
    assert said.claimant.label == "Government of Russia"
    assert said.stance is stance
    assert said.proposition.event is not None
    assert said.proposition.event.described_as is not None
    assert said.proposition.event.described_as.startswith("what was said is not given")
    assert told.relays == said.id
    assert told.claimant.label == "harbourwire.example"


@pytest.mark.parametrize("width", [61, 58, 57])
def test_three_widths(width: int) -> None:
    values = dict(zip(EVENT_COLUMNS[61], event_row("190", DATEADDED="20220415"), strict=True))
    [claim] = claims("a.CSV", line([values[name] for name in EVENT_COLUMNS[width]]))
    assert claim.claimant.label == ("GDELT Project" if width == 57 else "harbourwire.example")


def test_codes_are_text_and_quotation_marks_mean_nothing() -> None:
    rows = results(
        "a.CSV", line(event_row("0211", Actor1Name='"UNBALANCED')) + line(event_row("190", GLOBALEVENTID="2"))
    )
    assert [type(row) for row in rows] == [Row, Row]


def test_an_empty_last_column_loses_no_row() -> None:
    assert [type(row) for row in results("a.CSV", line(event_row("190", SOURCEURL="")))] == [Row]


@pytest.mark.parametrize(
    ("changes", "reason"),
    [
        ({"SQLDATE": "20220431"}, "'20220431' is no time"),
        ({"EventCode": "99"}, "'99' is no CAMEO code"),
        ({"DATEADDED": "later"}, "'later' is no time"),
    ],
)
def test_refused_rows(changes: dict[str, str], reason: str) -> None:
    [row] = results("a.CSV", line(event_row("190", **changes)))
    assert isinstance(row, Reject)
    assert row.reason == reason


def test_a_row_of_another_width_or_encoding_is_refused_alone() -> None:
    good = line(event_row()).encode()
    rows = results("a.CSV", good + b"1\t2\n" + good[:-2] + b"\xff\n" + good)
    assert [type(row) for row in rows] == [Row, Reject, Reject, Row]


def test_coordinates_that_are_none_lose_the_place_only() -> None:
    [row] = results("a.CSV", line(event_row("190", ActionGeo_FullName="Nowhere", ActionGeo_Lat="950")))
    assert isinstance(row, Row)
    assert [problem.column for problem in row.problems] == ["ActionGeo"]


def test_an_unknown_place_has_its_point_and_rs_is_russia() -> None:
    changes = {"ActionGeo_FullName": "Nowhere, Kursk, Russia", "ActionGeo_CountryCode": "RS"}
    [claim] = claims("a.CSV", line(event_row("190", **changes)))
    assert claim.proposition.event is not None
    [place] = claim.proposition.event.fillers("takesPlaceAt")
    assert place.wkt == "POINT(37.3 49.2)"
    [claim] = claims("a.CSV", line(event_row("190", ActionGeo_Type="1", ActionGeo_CountryCode="RS")))
    assert claim.proposition.event is not None
    [country] = claim.proposition.event.fillers("takesPlaceAt")
    assert country.iri == "https://w3id.org/claimgraph/data/entity/territory-of-russia"


def test_mentions_are_of_the_same_event() -> None:
    cells = [
        "900000001",
        "20120414000000",
        "20220415120000",
        "1",
        "harbourwire.example",
        "https://harbourwire.example/a",
    ]
    [mention] = claims(
        "a.mentions.CSV", line([*cells, "2", "-1", "10", "20", "1", "40", "900", "-1.5", "", ""])
    )
    [event] = claims("a.export.CSV", line(event_row()))
    assert mention.proposition.event is not None
    assert event.proposition.event is not None
    assert mention.proposition.event.key == event.proposition.event.key
    assert mention.rules == ("gdelt/mentions/confidence-40",)


def gkg_row(**changes: str) -> str:
    values = dict.fromkeys(COLUMNS, "")
    values.update(GKGRECORDID="20220415120000-0", DATE="20220415120000", SourceCollectionIdentifier="1")
    values.update(SourceCommonName="harbourwire.example", DocumentIdentifier="https://harbourwire.example/a")
    values.update(changes)
    return line(list(values.values()))


def test_a_quotation_has_no_speaker() -> None:
    said, told = claims(
        "a.gkg.csv", gkg_row(Persons="ivan example", Quotations="12|30|said|We saw smoke over the port")
    )
    assert said.claimant.kind == "UnnamedSource"
    assert said.direct_quote
    assert told.relays == said.id


def test_counts_are_tied_to_their_article() -> None:
    block = "KILL#12#soldiers#1#Ukraine#UP#UP#49#32#UP"
    [claim] = claims("a.gkg.csv", gkg_row(Counts=block + ";"))
    assert claim.proposition.quantity is not None
    assert (claim.proposition.quantity.low, claim.proposition.quantity.counts) == (12, "killed")
    assert claim.proposition.event is not None


def test_articles_with_nothing_are_skipped_and_broken_blocks_told() -> None:
    rows = results("a.gkg.csv", gkg_row() + gkg_row(Counts="KILL#x;"))
    assert isinstance(rows[0], Skipped)
    assert isinstance(rows[1], Row)
    assert rows[1].problems[0].column == "Counts"
