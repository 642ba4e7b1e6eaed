"""Tables by a mapping: every role, every form of file, the pitfalls of spreadsheets, the account of rows."""

from __future__ import annotations

import csv
import io
import json
import zipfile
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from claimgraph.converters import Dataset, ReadOptions, Row, RowResult, Skipped, Source, find
from claimgraph.converters.table import TableReader
from claimgraph.converters.table_mapping import TableMapping, load, parse, shipped
from claimgraph.errors import InputError, UsageError
from claimgraph.model import Claim, Reject, Report
from claimgraph.reference import Reference

MAPPING = """name: weir-watch
publisher: Weir Watch
table: {decimal: ","}
skip:
  - {column: Status, values: [draft]}
roles:
  id: No
  claimant: Source
  date: {column: Reported, format: "%d.%m.%Y"}
  event_date: {column: Day, format: ["%d.%m.%Y", "%m/%Y"]}
  place: [Town, District]
  latitude: Lat
  longitude: Lon
  type: {column: Kind, codes: {air strike: AirStrike, no: Event}}
  certainty: {column: Sure, codes: {alleged: possible}}
  actor: By
  target: {column: Against, kind: Hospital}
  counts:
    - {figure: Dead, counts: killed, kind: CasualtyCount, status: civilian, side: {value: Ukraine}}
    - {low: Hurt min, high: Hurt max, counts: wounded, kind: CasualtyCount}
  text: Notes
  evidence: {column: Links, separator: "|"}
"""
COLUMNS = ("No", "Source", "Reported", "Day", "Town", "District", "Lat", "Lon", "Kind", "Sure", "By",
           "Against", "Dead", "Hurt min", "Hurt max", "Notes", "Links", "Status")  # fmt: skip
ROW = dict(
    zip(
        COLUMNS,
        ("1", "Mayor of Example", "16.04.2022", "14.04.2022", "Weirtown", "", "48,25", "37,5", "air strike",
         "", "Example Air Force", "St Example Hospital", "12", "5", "7", "", "https://a.example/1|https://a.example/2",
         "final"),
        strict=True,
    )
)  # fmt: skip


def table(*rows: dict[str, str], delimiter: str = ";", columns: tuple[str, ...] = COLUMNS) -> str:
    made = io.StringIO()
    writer = csv.DictWriter(made, columns, delimiter=delimiter, lineterminator="\n")
    writer.writeheader()
    writer.writerows(rows)
    return made.getvalue()


def reader(data: bytes | str, mapping: TableMapping | None = None, **more: Any) -> TableReader:
    content = data.encode("utf-8") if isinstance(data, str) else data
    source = Source("weirs.csv", content, **more)
    return TableReader(source, ReadOptions(Reference.default()), mapping or parse(MAPPING, "m.yaml"))


def rows(data: bytes | str, mapping: TableMapping | None = None, **more: Any) -> list[RowResult]:
    return list(reader(data, mapping, **more).rows())


def one(changes: dict[str, str]) -> tuple[tuple[Claim, ...], list[str]]:
    """The claims of one row with these changes, and what was left out of it."""
    [row] = rows(table({**ROW, **changes}))
    assert isinstance(row, Row), row
    return row.claims, [f"{each.column}: {each.reason}" for each in row.problems]


def test_a_row_is_a_claim_for_what_happened_and_one_for_each_figure() -> None:
    claims, problems = one({})
    assert problems == []
    assert [claim.id for claim in claims] == ["1/event", "1/Dead/killed", "1/Hurt min Hurt max/wounded"]
    assert {claim.claimant.label for claim in claims} == {"Mayor of Example"}
    event = claims[0].proposition.event
    assert event is not None
    assert event.kind == "AirStrike"
    roles = {role.property: (role.value.label, role.value.kind) for role in event.roles}
    assert roles == {
        "isPerformedBy": ("Example Air Force", "Agent"),
        "hasTarget": ("St Example Hospital", "Hospital"),
        "takesPlaceAt": ("Weirtown", "Place"),
    }
    assert [role.value.wkt for role in event.roles if role.value.wkt] == ["POINT(37.5 48.25)"]
    assert event.time is not None
    assert event.time.edtf == "2022-04-14"
    assert claims[0].made_on is not None
    assert claims[0].made_on.edtf == "2022-04-16"
    assert claims[0].evidence == ("https://a.example/1", "https://a.example/2")
    figures = [claim.proposition.quantity for claim in claims[1:]]
    assert [(each.low, each.high, each.counts, each.status.value) for each in figures if each] == [
        (12, 12, "killed", "civilian"),
        (5, 7, "wounded", "notStated"),
    ]
    assert figures[0] is not None
    assert figures[0].side is not None
    assert figures[0].side.iri


@pytest.mark.parametrize(
    ("cell", "low", "high", "approximate"),
    [
        ("0", 0, 0, False),
        ("1.200", 1200, 1200, False),
        ("~40", 40, 40, True),
        ("10–15", 10, 15, False),
        ("at least 7", 7, None, False),
        ("50+", 50, None, False),
        ("up to 9", None, 9, False),
        ("about 2,500 to 3,000", 2500, 3000, True),
    ],
)
def test_figures_as_people_write_them(
    cell: str, low: int | None, high: int | None, approximate: bool
) -> None:
    claims, problems = one({"Dead": cell})
    assert problems == []
    [figure] = [c.proposition.quantity for c in claims if c.proposition.quantity and c.id == "1/Dead/killed"]
    assert (figure.low, figure.high, figure.approximate, figure.text) == (low, high, approximate, cell)


def test_a_missing_figure_is_not_zero() -> None:
    for cell in ("", "-", "n/a", "unknown"):
        claims, problems = one({"Dead": cell})
        assert problems == []
        assert "1/Dead/killed" not in [claim.id for claim in claims]


@pytest.mark.parametrize(
    ("changes", "problem"),
    [
        ({"Dead": "twelve or so, maybe 13"}, "Dead: 'twelve or so, maybe 13' is no count"),
        ({"Dead": "15-10"}, "Dead: '15-10' begins with the larger number"),
        ({"Hurt min": "9"}, "Hurt max: the lower bound 9 is above the upper bound 7"),
        ({"Kind": "raid"}, "Kind: the mapping has no code 'raid'"),
        ({"Sure": "quite"}, "Sure: the mapping has no code 'quite'"),
        ({"Lat": "95"}, "Lat: 95, 37.5 are no coordinates"),
        ({"Lat": "48.2.5"}, "Lat: '48.2.5' is no coordinate in degrees"),
        ({"Lat": "0", "Lon": "0"}, "Lat: 0, 0 stands for coordinates that are not known"),
        ({"Lon": ""}, "Lat: a latitude and a longitude need each other"),
        ({"Links": "javascript:alert(1)"}, "Links: 'javascript:alert(1)' is no web address"),
    ],
)
def test_a_cell_that_cannot_be_used_is_left_out_and_told(changes: dict[str, str], problem: str) -> None:
    claims, problems = one(changes)
    assert problems == [problem]
    assert claims[0].id == "1/event"


def test_codes_stay_letters_and_an_unknown_one_stays_the_wording() -> None:
    claims, _ = one({"Kind": "raid"})
    assert claims[0].proposition.event is not None
    assert (claims[0].proposition.event.kind, claims[0].proposition.event.described_as) == ("Event", "raid")
    assert one({"Kind": "no"})[1] == []
    assert one({"Sure": "Alleged"})[0][0].certainty.value == "possible"


def test_rows_that_are_refused_or_left_out() -> None:
    found = rows(
        table(
            ROW,
            {**ROW, "No": "2", "Day": "31.04.2022"},
            {**ROW, "No": "3", "Status": "Draft"},
            ROW,
            {**ROW, "No": ""},
            dict.fromkeys(COLUMNS, ""),
            {**dict.fromkeys(COLUMNS, ""), "No": "7"},
            {**ROW, "No": "8", "Day": "04/2022"},
        )
        + "\n9;too short\n"
    )
    shown = [row.reason if isinstance(row, Reject | Skipped) else "" for row in found]
    assert shown == [
        "",
        "'31.04.2022' is not a date written as %d.%m.%Y or %m/%Y",
        "left out by the mapping (Status)",
        "the row was given before (line 2)",
        "the row has no key",
        "a blank row",
        "nothing in the row says what happened",
        "",
        "a blank row",
        "2 cells where the header has 18",
    ]
    assert [row.line for row in found if isinstance(row, Reject)] == [3, 5, 6, 8, 11]


def test_notes_are_read_and_keep_to_their_row() -> None:
    notes = "Two doors were lost.\nThe Governor said the bridge was destroyed on Thursday."
    found = rows(table({**ROW, "Notes": notes}, {**ROW, "No": "2"}))
    assert [row.line for row in found if isinstance(row, Row)] == [2, 4]
    [first, _] = [row for row in found if isinstance(row, Row)]
    said = [claim for claim in first.claims if claim.id.startswith("1/Notes/")]
    assert any("overnor" in claim.claimant.label for claim in said)
    assert all(claim.passage.text == notes for claim in said)
    assert all(claim.evidence for claim in said)


def test_an_outlet_passes_on_and_whoever_placed_it_claims_the_place() -> None:
    mapping = parse(
        "name: m\nroles: {id: n, claimant: who, outlet: paper, title: what, place: town, placed_by: by}", "m"
    )
    [row] = rows("n,who,paper,what,town,by\n1,Unit 9,Harbour Wire,Bridge hit,Weirtown,Geo Club\n", mapping)
    assert isinstance(row, Row)
    assert [(c.id, c.claimant.label, c.relays) for c in row.claims] == [
        ("1/event", "Unit 9", None),
        ("1/event/told", "Harbour Wire", "1/event"),
        ("1/place", "Geo Club", None),
    ]
    event, place = row.claims[0].proposition.event, row.claims[2].proposition.event
    assert event is not None
    assert place is not None
    assert event.roles == ()
    assert event.key == place.key
    assert [role.property for role in place.roles] == ["takesPlaceAt"]


def test_a_known_ship_is_lost_once() -> None:
    mapping = parse("name: m\nroles: {type: {column: t, codes: {sunk: Sinking}}, target: ship}", "m")
    [row] = rows("t,ship\nsunk,Moskva\n", mapping)
    assert isinstance(row, Row)
    assert row.claims[0].proposition.event is not None
    assert row.claims[0].proposition.event.key == (
        "MaterielLoss",
        "https://w3id.org/claimgraph/data/entity/moskva",
    )


# ---------------------------------------------------------------------- forms of files


@pytest.mark.parametrize("delimiter", [",", ";", "\t", "|"])
def test_the_separator_is_found_by_the_columns(delimiter: str) -> None:
    assert len(rows(b"\xef\xbb\xbf" + table(ROW, delimiter=delimiter).encode())) == 1


def test_title_rows_unnamed_columns_and_old_encodings() -> None:
    mapping = parse("name: m\ntable: {header: 3, encoding: windows-1251}\nroles: {title: Що}", "m")
    data = "Список\n\nЩо;;\nМіст;;\n".encode("windows-1251")
    [row] = rows(data, mapping)
    assert isinstance(row, Row)
    assert (row.line, row.claims[0].content_text) == (4, "Міст")
    [row] = rows("a\n\nЩо;;\nМ;;\n".encode("windows-1251").replace(b"\xcc", b"\x98"), mapping)
    assert isinstance(row, Reject)


def test_json_lines_and_arrays() -> None:
    mapping = parse("name: m\nroles: {title: what.text, evidence: links.url, id: n}", "m")
    rows_of = [{"n": 1, "what": {"text": "Bridge hit"}, "links": [{"url": "https://a.example/1"}]}, {"n": 2}]
    lines = "\n".join(json.dumps(row) for row in rows_of) + '\n\n[1]\n{"n": 3, "n": 4}\n{"n": \n'
    found = rows(lines, mapping)
    assert isinstance(found[0], Row)
    assert found[0].claims[0].evidence == ("https://a.example/1",)
    assert [type(row).__name__ for row in found] == ["Row", "Reject", "Skipped", "Reject", "Reject", "Reject"]
    assert [type(row).__name__ for row in rows(json.dumps(rows_of), mapping)] == ["Row", "Reject"]


def workbook(fill: Any, *, sheets: tuple[str, ...] = ("Incidents",)) -> bytes:
    book = openpyxl.Workbook()
    book.remove(book.active)  # type: ignore[arg-type]  # a new workbook has an active sheet
    for name in sheets:
        fill(book.create_sheet(name))
    made = io.BytesIO()
    book.save(made)
    return made.getvalue()


WORKBOOK = (
    "name: m\nroles: {id: n, title: what, place: town, date: day, counts: [{figure: dead, counts: killed}]}"
)


def fill(sheet: Any) -> None:
    from datetime import datetime

    sheet.append(["n", "what", "town", "day", "dead"])
    sheet.append([1, "Bridge hit", "Weirtown", datetime(2022, 4, 14), 3.0])
    sheet.append([2, "Mill hit", None, datetime(2022, 4, 15), "=1+1"])
    sheet.append([])
    sheet.append(["May", None, None, None, None])
    sheet.append([3, "Dam hit", "Lock", "soon", "#REF!"])
    sheet.append([4, "Lock hit", "Lock", None, None, "stray"])
    sheet.merge_cells("C2:C3")
    sheet.merge_cells("A5:E5")


def test_workbooks() -> None:
    found = rows(workbook(fill), parse(WORKBOOK, "m"))
    shown = [row.reason if isinstance(row, Reject | Skipped) else "" for row in found]
    assert shown == [
        "",
        "",
        "a blank row",
        "a heading across the row",
        "'soon' is not a date written as ISO",
        "a cell beyond the columns of the header",
    ]
    first, second = found[0], found[1]
    assert isinstance(first, Row)
    assert isinstance(second, Row)
    assert first.claims[0].made_on is not None
    assert first.claims[0].made_on.edtf == "2022-04-14"
    events = [row.claims[0].proposition.event for row in (first, second)]
    assert [role.value.label for event in events if event for role in event.roles] == ["Weirtown", "Weirtown"]
    assert [problem.reason for problem in second.problems] == ["a formula without a saved value (=1+1)"]
    assert [type(row).__name__ for row in rows(workbook(fill), parse(WORKBOOK, "m"), patches={
        6: '{"n": 3, "what": "Dam hit", "day": "2022-05-01"}'})][4] == "Row"  # fmt: skip


def test_workbooks_that_are_refused() -> None:
    mapping = parse(WORKBOOK, "m")
    with pytest.raises(InputError, match=r"has 2 sheets: A, B; name one in the mapping \(table: sheet\)"):
        rows(workbook(fill, sheets=("A", "B")), mapping)
    with pytest.raises(InputError, match=r"no workbook that can be read|damaged"):
        rows(workbook(fill)[:-600], mapping)
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w") as archive:
        archive.writestr("xl/workbook.xml", '<?xml version="1.0"?><!DOCTYPE a [<!ENTITY b "c">]><workbook/>')
    with pytest.raises(InputError, match="document type declaration"):
        rows(made.getvalue(), mapping)


# ---------------------------------------------------------------------- rows that are reports


def test_messages_are_reports_of_their_own_and_the_table_is_their_account() -> None:
    lines = [
        {"id": "a", "name": "Bridges", "date": "2022-04-16T10:00:00", "speaker": ["A. B."], "url": "https://x.example/a",
         "text": "Our forces said the bridge was destroyed."},
        {"id": "b", "name": "Nothing", "date": "2022-04-31", "text": "x"},
        {"id": "c", "name": "Empty", "date": "2022-04-17", "text": " "},
    ]  # fmt: skip
    data = "\n".join(json.dumps(line) for line in lines).encode()
    options = ReadOptions(Reference.default(), extra={"mapping": "official-messages"})
    made: list[Any] = []
    for item in find(Source("m.jsonl", data)).read(Source("m.jsonl", data), options):
        made.append(list(item.rows) if isinstance(item, Dataset) else item)
    outcomes, report = made
    assert [type(row).__name__ for row in outcomes] == ["Row", "Reject", "Reject"]
    assert isinstance(report, Report)
    assert (report.kind, report.author, report.url) == ("OfficialStatement", "A. B.", "https://x.example/a")
    assert report.text == "Bridges\n\nOur forces said the bridge was destroyed."
    assert report.outlet.iri
    assert report.claims


def test_a_table_that_was_refused_gives_no_reports() -> None:
    data = b'{"id": "a", "text": "One."}\n{"id": "b"}\n'
    items = find(Source("m.jsonl", data)).read(
        Source("m.jsonl", data), ReadOptions(Reference.default(), extra={"mapping": "official-messages"})
    )
    dataset = next(items)
    assert isinstance(dataset, Dataset)
    assert dataset.is_account
    next(dataset.rows)
    assert list(items) == []


# ---------------------------------------------------------------------- mapping files


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("", "m.yaml: the file is empty"),
        ("a: [1", "m.yaml:1: not YAML"),
        ("- a", "m.yaml:1: a map is expected here"),
        ("name: x", "m.yaml:1: 'roles' is missing"),
        ("name: x\nroles: {}", "m.yaml:2: no role says what a row claims"),
        ("name: x\nroles:\n  title: A\n  titel: B", "m.yaml:4: 'titel' is not known here"),
        ("name: x\nroles:\n  title: A\n  title: B", "m.yaml:4: 'title' is given twice"),
        ("name: x\nroles:\n  type: {column: A, codes: {a: Shell}}", "m.yaml:3: 'Shell' is not known here"),
        ("name: x\nroles:\n  title: A\n  date: {column: B, format: dmy}", "m.yaml:4: 'dmy' is no format"),
        ("name: x\nroles:\n  title: {column: A, value: B}", "needs one of 'column', 'columns' and 'value'"),
        ("name: x\nroles:\n  title: {column: A, codes: {a: b}}", "'title' takes no 'codes'"),
        ("name: x\nroles:\n  title: A\n  latitude: B", "latitude and longitude need each other"),
        ("name: x\nroles:\n  title: A\n  placed_by: B", "'placed_by' needs a place"),
        ("name: x\nroles:\n  place: {column: A, kind: Tank}", "'Tank' is no class that 'place' can have"),
        ("name: x\nroles:\n  counts: [{figure: A}]", "a count needs 'counts'"),
        (
            "name: x\nroles:\n  counts: [{figure: A, counts: murdered, kind: CasualtyCount}]",
            "m.yaml:3: 'murdered' is no kind of casualties; use one of captured",
        ),
        (
            "name: x\nroles:\n  title: A\n  event_date: {column: B, format: '%Q'}",
            "m.yaml:4: '%Q' is no format of dates",
        ),
        ("name: x\nroles:\n  counts: [{counts: killed}]", "a count needs 'figure', or 'low' and 'high'"),
        ("name: x\nroles:\n  stance: {value: agrees}\n  title: A", "m.yaml:3: 'agrees' is not known here"),
        ("name: x\nrows: reports\nroles: {title: A}", "rows that are reports need the role 'text'"),
        ("name: x\ntable: {header: 0}\nroles: {title: A}", "m.yaml:2: '0' is no whole number"),
        ("name: x\ntable: {encoding: utf-16}\nroles: {title: A}", "m.yaml:2: 'utf-16' is no encoding"),
        ("name: x\nskip: [{column: A}]\nroles: {title: A}", "needs 'column' and 'values'"),
    ],
)
def test_mappings_that_are_wrong(text: str, message: str) -> None:
    with pytest.raises(InputError, match=message) as caught:
        parse(text, "m.yaml")
    assert "\n" not in str(caught.value)


def test_a_column_that_the_table_lacks_is_told_with_the_line_of_the_mapping() -> None:
    with pytest.raises(InputError, match=r"m.yaml:2: weirs.csv has no column 'Titel'; it has Title"):
        rows("Title\nx\n", parse("name: x\nroles: {title: Titel}", "m.yaml"))


def test_shipped_mappings_and_names_that_are_none() -> None:
    assert shipped() == ["atlos", "incidents", "official-messages", "timemap"]
    assert [load(name).name for name in shipped()] == shipped()
    with pytest.raises(UsageError, match="give a file, or one of atlos"):
        load("nothing.yaml")
    source = Source("a.csv", b"a,b\n1,2\n")
    with pytest.raises(InputError, match="a table needs a mapping of its columns"):
        list(find(source).read(source, ReadOptions(Reference.default())))


# ---------------------------------------------------------------------- nothing is lost


CELLS = st.one_of(
    st.sampled_from(
        ["", '"', ";", "\n", "-", "1e9", "=1", "٣", "\u2028", "31.04.2022", "x" * 5000, "\ufeff"]
    ),
    st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\0\r"), max_size=12),
)


@settings(max_examples=40)
@given(st.lists(st.dictionaries(st.sampled_from(COLUMNS), CELLS, max_size=4), max_size=4))
def test_rows_in_are_rows_out(changes: list[dict[str, str]]) -> None:
    written = [{**ROW, "No": str(at), **change} for at, change in enumerate(changes)]
    whole = [row for row in written if set("".join(row.values())) & {"\n"} == set()]
    assert len(rows(table(*whole))) == len(whole)
    lines = {row.line for row in rows(table(*written)) if isinstance(row, Row)}
    assert len(lines) <= len(written)


def test_the_mapping_in_the_documentation_is_right(root: Path) -> None:
    text = (root / "docs" / "feeds.md").read_text("utf-8")
    mapping = parse(text.split("```yaml\n")[1].split("```")[0], "docs/feeds.md")
    assert mapping.name == "weir-watch"
    assert len(mapping.counts) == 2
