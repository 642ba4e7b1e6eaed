"""Ten rows of each feed, as the store has them, against the raw file read with the standard library alone.

Once for feeds of our own, and once for real ones where they are at hand: set CLAIMGRAPH_SHARED to a folder
that has `data/feeds/` (they are never part of this project).
"""

from __future__ import annotations

import csv
import io
import json
import os
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pyoxigraph as ox
import pytest
from tests.converters import test_acled as acled
from tests.converters import test_ucdp as ucdp
from tests.converters.feeds import STATUS_HEADER, event_row, status_row

from claimgraph.converters import ReadOptions, Source, read
from claimgraph.converters.gdelt_events import EVENT_COLUMNS, MENTION_COLUMNS
from claimgraph.loading import Loader
from claimgraph.model import Reject
from claimgraph.reference import Reference
from claimgraph.reference.model import ENTITY_BASE
from claimgraph.store import EmbeddedStore
from claimgraph.vocabulary import PREFIXES

FEEDS = Path(os.environ.get("CLAIMGRAPH_SHARED", "/nowhere")) / "data" / "feeds"
PROLOGUE = "".join(f"PREFIX {name}: <{address}>\n" for name, address in PREFIXES.items())
Facts = dict[str, set[str]]
"""Claims of the store by the words that a check compares."""


def stored(name: str, data: bytes) -> EmbeddedStore:
    store = EmbeddedStore.in_memory()
    items = read(Source(name, data), ReadOptions(Reference.default()))
    [loaded] = Loader(store).load_all(item for item in items if not isinstance(item, Reject))
    assert loaded.account is not None
    assert loaded.account.rows == loaded.account.loaded
    return store


def answers(store: EmbeddedStore, pattern: str) -> set[tuple[str, ...]]:
    found = store.query(f"{PROLOGUE} SELECT * WHERE {{ {pattern} }}")
    assert isinstance(found, ox.QuerySolutions)
    names = [variable.value for variable in found.variables]
    return {tuple(row[name].value if row[name] else "" for name in sorted(names)) for row in found}


def sample(rows: list[Any]) -> list[Any]:
    """Ten rows from all over the file, its first and last among them."""
    if len(rows) <= 10:
        return rows
    return [rows[at * (len(rows) - 1) // 9] for at in range(10)]


# ------------------------------------------------------------------------------------- General Staff


def losses() -> list[dict[str, Any]]:
    days = [f"2022-04-{day:02}" for day in range(11, 21)]
    return [{"date": day, "day": 47 + at, "tank": 680 + 7 * at, "APC": 1900 - at, "naval ship": 7 + (at > 4)}
            for at, day in enumerate(days)]  # fmt: skip


def check_losses(rows: list[dict[str, Any]]) -> None:
    from claimgraph.converters.general_staff import EQUIPMENT

    store = stored("list.json", json.dumps(rows).encode())
    pattern = (
        f"?claim cg:hasClaimant <{ENTITY_BASE}general-staff-of-ukraine> ; cg:hasContent ?g ; "
        "cg:isReportedIn ?cell ; "
        "cg:wasMadeDuring/cg:asEdtf ?a_day . ?cell cg:columnName ?b_column ; cg:exactText ?c_text . "
        "GRAPH ?g { ?count cg:countsWhat ?d_what ; cg:lowerBound ?e_low ; cg:upperBound ?f_high }"
    )
    found = answers(store, f"{{ SELECT ?a_day ?b_column ?c_text ?d_what ?e_low ?f_high {{ {pattern} }} }}")
    expected = {
        (row["date"], name, str(row[name]), EQUIPMENT[name], str(int(row[name])), str(int(row[name])))
        for row in rows
        for name in EQUIPMENT
        if row.get(name) not in (None, "")
    }
    assert found == expected


def test_general_staff() -> None:
    check_losses(losses())


def test_general_staff_corrections_go_both_ways() -> None:
    changes = [{"date": f"2022-05-{day:02}", "day": 66 + day, "tank": sign * day, "APC": 0}
               for day, sign in zip(range(1, 11), (1, -1) * 5, strict=True)]  # fmt: skip
    check_corrections(changes)


def check_corrections(rows: list[dict[str, Any]]) -> None:
    store = stored("losses_correction.json", json.dumps(rows).encode())
    found = answers(
        store, "?claim cg:contentText ?b ; cg:isReportedIn ?cell . ?cell cg:columnName ?a FILTER(?a != 'x')"
    )
    told = sorted((column, text) for column, text, *_ in found)
    expected = [
        (name, str(row[name])) for row in rows for name in row if name not in ("date", "day") and row[name]
    ]
    assert [pair for pair in told] == sorted(expected)  # noqa: C416 - names the two parts


# ------------------------------------------------------------------------------------- Oryx


def check_status(text: str) -> None:
    rows = list(csv.DictReader(io.StringIO(text)))
    store = stored("event_list.csv", text.encode())
    found = answers(
        store,
        "{ SELECT ?a ?b ?c ?d { ?claim cg:isReportedIn/cg:recordKey ?a ; cg:wasMadeDuring/cg:asEdtf ?b ; "
        "cg:contentText ?c . OPTIONAL { ?claim cg:evidenceUrl ?d } } }",
    )
    assert {row[:3] for row in found} == {
        (row["matID"], row["date_recorded"], f"{row['system']}: {row['status']}") for row in rows
    }
    assert {row[3] for row in found if row[3]} <= {row["url"] for row in rows}
    kinds = {"destroyed": "Destruction", "damaged": "Damage", "captured": "CaptureOfMateriel"}
    events = answers(
        store,
        "{ SELECT ?a ?b { ?claim cg:isReportedIn/cg:recordKey ?a ; cg:hasContent ?g GRAPH ?g { ?e a ?b } } }",
    )
    for row in rows:
        kind = kinds.get(row["status"], "MaterielLoss")
        assert (row["matID"], PREFIXES["cg"] + kind) in events


def test_oryx() -> None:
    statuses = ("destroyed", "damaged", "captured", "abandoned")
    rows = [status_row(n, f"Model {n} howitzer", statuses[n % 4]) for n in range(10)]
    check_status("\n".join([STATUS_HEADER, *rows, ""]))


# ------------------------------------------------------------------------------------- GDELT


def check_events(lines: list[str]) -> None:
    store = stored("a.export.CSV", "".join(f"{line}\n" for line in lines).encode())
    found = answers(
        store,
        "{ SELECT ?a ?b ?c { ?claim cg:isReportedIn ?row ; cg:wasMadeDuring/cg:earliestStart ?b . "
        "?row cg:recordKey ?a ; cg:exactText ?c } }",
    )
    width = len(lines[0].split("\t"))
    rows = [dict(zip(EVENT_COLUMNS[width], line.split("\t"), strict=True)) for line in lines]
    stamp = lambda s: f"{s[:4]}-{s[4:6]}-{s[6:8]}T{s[8:10]}:{s[10:12]}:{s[12:14]}Z"  # noqa: E731
    assert found == {
        (row["GLOBALEVENTID"], stamp(row["DATEADDED"]), line) for row, line in zip(rows, lines, strict=True)
    }
    happened = answers(
        store,
        "{ SELECT ?a ?b { ?claim cg:isReportedIn/cg:recordKey ?a ; cg:hasContent ?g "
        "GRAPH ?g { ?e cg:hasTimeSpan ?t } ?t cg:asEdtf ?b } }",
    )
    days = {row["GLOBALEVENTID"]: row["SQLDATE"] for row in rows}
    assert all(days[key].startswith(day.replace("-", "")) for key, day in happened)


def check_mentions(lines: list[str]) -> None:
    store = stored("a.mentions.CSV", "".join(f"{line}\n" for line in lines).encode())
    found = answers(store, "{ SELECT ?a ?b { ?claim cg:evidenceUrl ?a ; cg:isReportedIn/cg:exactText ?b } }")
    rows = [(dict(zip(MENTION_COLUMNS, line.split("\t"), strict=True)), line) for line in lines]
    assert {line for _, line in found} == set(lines)
    assert found <= {(row["MentionIdentifier"], line) for row, line in rows}


def test_gdelt() -> None:
    codes = ("190", "010", "112", "016", "0211", "130", "194", "120", "173", "036")
    check_events(["\t".join(event_row(code, GLOBALEVENTID=f"90000000{at}")) for at, code in enumerate(codes)])


# ------------------------------------------------------------------------------------- UCDP, ACLED


def check_figures(name: str, data: bytes, raw: list[dict[str, Any]], columns: dict[str, str]) -> None:
    """Bounds of the dead in the store against cells: `columns` maps rules to columns."""
    found = answers(
        stored(name, data),
        "{ SELECT ?a ?b ?c ?d { ?claim cg:isReportedIn/cg:recordKey ?a ; cg:usesRule ?b ; cg:hasContent ?g "
        "GRAPH ?g { ?n cg:hasCasualtyType code:killed OPTIONAL { ?n cg:lowerBound ?c } "
        "OPTIONAL { ?n cg:upperBound ?d } } } }",
    )
    of = {(key, rule.partition("/")[2]): (low, high) for key, rule, low, high in found}
    for row in raw:
        for rule, column in columns.items():
            bounds = of.get((str(row["id"]), rule))
            if bounds:
                expected = str(row[column])
                assert bounds in ((expected, expected), (expected, ""), ("", expected)), (row["id"], rule)
            elif rule.startswith("deaths"):
                assert int(row[column]) <= 0
        assert any(key == str(row["id"]) for key, _ in of) or int(row[columns["high"]]) < 0


def test_ucdp() -> None:
    changes = [{"id": str(800000 + n), "best": str(5 + n), "low": str(n), "high": str(5 + n * 2),
                "deaths_a": str(n % 3)} for n in range(10)]  # fmt: skip
    raw = [ucdp.VALUES | change for change in changes]
    columns = {name: name for name in ("best", "low", "high", "deaths_a", "deaths_civilians")}
    check_figures("GEDEvent_v22_1.csv", ucdp.table(*changes).encode(), raw, columns)


def test_acled() -> None:
    changes = [{"event_id_cnty": f"UKR{n}", "fatalities": str(n), "notes": f"Four shells hit village {n}."}
               for n in range(10)]  # fmt: skip
    store = stored("export.csv", acled.table(*changes))
    found = answers(
        store,
        "{ SELECT ?a ?b { ?claim cg:isReportedIn/cg:recordKey ?a ; cg:contentText ?b ; "
        "cg:usesRule 'acled/fatalities' } }",
    )
    assert found == {(f"UKR{n}", f"fatalities: {n}") for n in range(1, 10)}
    notes = answers(store, "{ SELECT ?a { ?cell cg:columnName 'notes' ; cg:exactText ?a } }")
    assert notes == {(change["notes"],) for change in changes}


# ------------------------------------------------------------------------------------- real feeds


def _extract(lines: list[str]) -> None:
    raw = [json.loads(line) for line in lines]
    columns = {"low": "deaths_low", "high": "deaths_high", "best": "deaths_high", "deaths_a": "deaths_side_a",
               "deaths_civilians": "deaths_civilian"}  # fmt: skip
    check_figures("extract.jsonl", "".join(f"{line}\n" for line in lines).encode(), raw, columns)


def _lines(path: Path, *, header: bool = False) -> Iterator[str]:
    text = path.read_text(encoding="utf-8-sig").splitlines()
    if header:
        yield text.pop(0)
    yield from sample([line for line in text if line])


REAL: dict[str, Callable[[Path], None]] = {
    "ua-general-staff-losses/russia_losses_equipment.json": lambda p: check_losses(
        sample(json.loads(p.read_text()))
    ),
    "ua-general-staff-losses/russia_losses_equipment_correction.json": lambda p: check_corrections(
        sample(json.loads(p.read_text()))
    ),
    **{
        f"oryx/event_{status}.csv": lambda p: check_status("\n".join([*_lines(p, header=True), ""]))
        for status in ("destroyed", "captured", "damaged", "abandoned")
    },
    "gdelt/20170701234500.sample.export.CSV": lambda p: check_events(list(_lines(p))),
    "gdelt/20170701234500.sample.mentions.CSV": lambda p: check_mentions(list(_lines(p))),
    "ucdp-aec/train.jsonl": lambda p: _extract(list(_lines(p))),
    "ucdp-aec/validation.jsonl": lambda p: _extract(list(_lines(p))),
}


@pytest.mark.parametrize("name", sorted(REAL))
def test_real_feeds(name: str) -> None:
    if not (FEEDS / name).is_file():
        pytest.skip(f"no {name}: set CLAIMGRAPH_SHARED to a folder that has data/feeds")
    REAL[name](FEEDS / name)


# ------------------------------------------------------------------------------------- one ship


def test_prose_and_a_status_list_meet_at_one_ship() -> None:
    store = EmbeddedStore.in_memory()
    entry = status_row(1, "Project 1164 Slava-class guided missile cruiser 'Moskva'", "destroyed")
    options = ReadOptions(Reference.default(), outlet="Harbour Wire")
    text = b"date 2022-04-15 Cruiser lost\n\nUkraine said on Thursday that the cruiser Moskva had sunk.\n"
    table = "\n".join([STATUS_HEADER, entry, ""]).encode()
    for source in (Source("report.txt", text), Source("event_destroyed.csv", table)):
        Loader(store).load_all(item for item in read(source, options) if not isinstance(item, Reject))
    who = answers(store, f"{{ SELECT ?a {{ ?claim cg:isAbout <{ENTITY_BASE}moskva> ; cg:hasClaimant ?a }} }}")
    assert {(f"{ENTITY_BASE}{name}",) for name in ("government-of-ukraine", "oryx")} <= who
