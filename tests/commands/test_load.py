"""`claimgraph load`, `remove`, `dump`: into the store, out of it, and what is refused."""

from __future__ import annotations

import gzip
import json
import os
import socket
from pathlib import Path
from typing import Any

import pyoxigraph as ox
import pytest

FRONT = "---\noutlet: Harbour Wire\ndate: 2022-04-16\nheadline: {headline}\n---\n\n{body}\n"
BODY = "Moscow denied that missiles had struck the Moskva.\n\nKyiv said the cruiser had sunk on Thursday."


def write(name: str, headline: str = "Cruiser lost", body: str = BODY) -> Path:
    path = Path(name)
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(FRONT.format(headline=headline, body=body), encoding="utf-8")
    return path


def dump(call: Any, store: str = "claimgraph.db") -> bytes:
    outcome = call("dump", "--store", store, "--quiet")
    assert outcome.code == 0, outcome.err
    data: bytes = outcome.data
    return data


def test_a_report_is_loaded_and_loading_it_again_changes_nothing(call: Any) -> None:
    write("a.txt")
    first = call("load", "a.txt")
    assert (first.code, first.data) == (0, b"")
    assert first.lines[-1].startswith("1 file: 1 new, 0 unchanged, 0 replaced, 0 refused; ")
    before = dump(call)
    second = call("load", "a.txt")
    assert second.lines[-1].startswith("1 file: 0 new, 1 unchanged")
    assert dump(call) == before


def test_everything_twice_is_byte_identical(call: Any, root: Path) -> None:
    assert call("load", root / "examples" / "reports").code == 0
    before = dump(call)
    again = call("load", root / "examples" / "reports", "--compact")
    assert (again.code, again.lines[0]) == (0, "compacting the store")
    assert dump(call) == before
    other = call("load", root / "examples" / "reports", "--store", "other.db")
    assert other.code == 0
    assert "compacting" not in other.err, "not after a few reports"
    assert dump(call, "other.db") == before


def test_what_the_examples_give_is_healthy(call: Any, root: Path) -> None:
    call("load", root / "examples" / "reports", "--quiet")
    outcome = call("doctor")
    faults = [row for row in json.loads(outcome.out) if row["result"] == "fault"]
    assert (outcome.code, faults) == (0, [])


def test_a_folder_is_all_its_reports(call: Any) -> None:
    write("in/a.txt", "A")
    write("in/deep/b.txt", "B")
    write("in/.hidden/c.txt", "C")
    Path("in/README.md").write_text("# Not a report\n")
    Path("in/plan.svg").write_text("<svg></svg>")
    Path("in/picture.png").write_bytes(b"\x89PNG\r\n\x00")
    outcome = call("load", "in", "--verbose")
    assert outcome.code == 0
    assert outcome.lines[-1].startswith("2 files: 2 new")
    assert "3 other files passed over (README.md, picture.png, plan.svg)" in outcome.lines[-1]
    Path("in/sheet.numbers").write_bytes(b"PK\x00")
    told = call("load", "in").lines[-1]
    assert told.endswith("4 other files passed over (README.md, picture.png, plan.svg, …; -v names all)")
    assert "passed over: in/README.md (no report)" in outcome.err


def test_a_folder_with_a_link_to_itself_is_read_once(call: Any) -> None:
    write("in/deep/a.txt", "A")
    Path("in/deep/up").symlink_to("..", target_is_directory=True)
    outcome = call("load", "in")
    assert (outcome.code, outcome.lines[-1].split(";")[0]) == (
        0,
        "1 file: 1 new, 0 unchanged, 0 replaced, 0 refused",
    )


def test_a_folder_without_reports(call: Any) -> None:
    Path("empty").mkdir()
    outcome = call("load", "empty")
    assert (outcome.code, outcome.lines) == (
        3,
        ["claimgraph: empty: no file in this folder is a report; name the files"],
    )


def test_standard_input(call: Any) -> None:
    outcome = call("load", "-", "--outlet", "Harbour Wire", "--date", "2022-04-16", stdin=BODY.encode())
    assert outcome.lines[-1].startswith("1 file: 1 new")
    rows = json.loads(call("ask", "reports").out) if "reports" in call("ask", "--list").out else []
    assert not rows or rows[0]["outlet"] == "Harbour Wire"


@pytest.mark.parametrize(
    "option",
    [
        ["--date", "2022-04-31"],
        ["--date", "yesterday"],
        ["--kind", "Poem"],
        ["--as", "word"],
        ["--base", "nonsense"],
        ["--base", "https://example.org/no-end"],
        ["--base", "https://example.org/a b/"],
    ],
)
def test_wrong_options(call: Any, option: list[str]) -> None:
    write("a.txt")
    outcome = call("load", "a.txt", *option)
    assert (outcome.code, len(outcome.lines)) == (2, 1)


def test_options_of_one_report_are_refused_for_several(call: Any) -> None:
    write("a.txt")
    write("b.txt")
    for option in (["--date", "2022-04-16"], ["--headline", "H"], ["--url", "https://e.org/"]):
        assert call("load", "a.txt", "b.txt", *option).code == 2
    assert call("load", "a.txt", "b.txt", "--replace", "https://e.org/x").code == 2


def test_another_base(call: Any) -> None:
    write("a.txt", body="A spokesman of the Grey Harbour Watch said it was quiet.")
    assert call("load", "a.txt", "--base", "https://example.org/data/").code == 0
    assert b"<https://example.org/data/report/" in dump(call)
    assert b"<https://w3id.org/claimgraph/data/report/" not in dump(call)


def test_names_of_the_users_own(call: Any) -> None:
    write("a.txt", body="The Grey Harbour Watch said it was quiet.")
    Path("mine.csv").write_text(
        "id,label,type,names,metonyms,side,located_in,acts_for\n"
        "grey-watch,Grey Harbour Watch,Organization,Grey Watch,,,,\n",
        encoding="utf-8",
    )
    assert call("load", "a.txt", "--reference", "mine.csv").code == 0
    assert b"hasClaimant> <https://w3id.org/claimgraph/data/entity/grey-watch>" in dump(call)
    broken = Path("broken.csv")
    broken.write_text("id,label\nx,\n", encoding="utf-8")
    outcome = call("load", "a.txt", "--reference", "broken.csv", "--store", "other.db")
    assert (outcome.code, len(outcome.lines)) == (3, 1)
    assert not Path("other.db").exists()


# ------------------------------------------------------------------ replaced and removed


def test_a_corrected_report_replaces_the_first(call: Any) -> None:
    write("a.txt")
    call("load", "a.txt")
    write("a.txt", body=BODY.replace("Thursday", "Wednesday"))
    assert "1 replaced" in call("load", "a.txt").lines[-1]
    call("load", "a.txt", "--store", "fresh.db")
    assert dump(call) == dump(call, "fresh.db")


@pytest.mark.parametrize(
    ("second", "headline", "body", "told"),
    [
        (
            "a.txt",
            "Cruiser lost",
            BODY + " It was dark.",
            "a.txt replaces its earlier version, “Cruiser lost”",
        ),
        ("a.txt", "Ship lost", BODY, "a.txt replaces its earlier version, “Cruiser lost”"),
        (
            "a.txt",
            "Cruiser lost",
            "The mill burns.",
            "a.txt replaces the report of another a.txt: same outlet, ",
        ),
        ("b.txt", "Cruiser lost", "The mill burns.", "b.txt replaces the report of a.txt: same outlet, "),
    ],
    ids=["words", "headline", "another text", "another file"],
)
def test_what_is_replaced_is_told(call: Any, second: str, headline: str, body: str, told: str) -> None:
    write("a.txt")
    call("load", "a.txt")
    write(second, headline, body)
    lines = call("load", second).lines
    assert lines[0].startswith(told)
    assert lines[1].startswith("1 file: 0 new, 0 unchanged, 1 replaced")


def test_two_files_under_one_headline_are_both_kept_and_told(call: Any) -> None:
    write("a.txt")
    write("b.txt", body="The mill burns, the fire service said.")
    first = call("load", "a.txt", "b.txt")
    assert first.lines[0].startswith(
        "a.txt and b.txt have one outlet, date and headline, and different texts"
    )
    assert first.lines[1].startswith("2 files: 2 new")
    [line] = call("load", "a.txt", "b.txt").lines
    assert line.startswith("2 files: 0 new, 2 unchanged")


def test_reports_without_a_date_are_told_once(call: Any) -> None:
    for name in ("a.txt", "b.txt"):
        Path(name).write_text(f"{name}: Kyiv said the bridge had been hit.", encoding="utf-8")
    outcome = call("load", "a.txt", "b.txt")
    assert (outcome.code, len(outcome.lines)) == (0, 2)
    assert outcome.lines[0].startswith("2 reports have no date: a.txt, b.txt; give --date")


def test_a_named_report_is_replaced(call: Any) -> None:
    write("a.txt")
    call("load", "a.txt")
    [report] = json.loads(call("query", "SELECT ?r { ?r cg:claimCount ?n }").out)
    write("b.txt", headline="Another headline")
    assert "1 replaced" in call("load", "b.txt", "--replace", report["r"]).lines[-1]
    outcome = call("load", "b.txt", "--replace", report["r"])
    assert (outcome.code, "the store has no report" in outcome.err) == (2, True)


def test_a_report_that_is_stored_takes_the_place_of_another(call: Any) -> None:
    for name in ("a.txt", "b.txt"):
        write(name, headline=f"Headline of {name}", body=f"{name}: Kyiv said that it had lost a ship.")
    call("load", "b.txt")
    expected = dump(call)
    call("load", "a.txt")
    assert "1 replaced" in call("load", "b.txt", "--replace", "a.txt").lines[-1]
    assert dump(call) == expected


def test_a_day_to_come_is_told(call: Any) -> None:
    Path("a.txt").write_text("date 2093-04-16 A port\n\nKyiv said the port had been hit.", encoding="utf-8")
    outcome = call("load", "a.txt", "--quiet")
    assert (outcome.code, outcome.lines) == (
        0,
        ["the date is in the future: a.txt (2093-04-16); is it right?"],
    )


def test_an_address_is_not_fetched(call: Any) -> None:
    outcome = call("load", "https://example.org/a.html")
    assert outcome.code == 3
    assert outcome.lines[0] == (
        "refused: https://example.org/a.html: this is an address, and nothing is fetched; "
        "save it as a file first, and load that with --url https://example.org/a.html"
    )


@pytest.mark.parametrize("name", ["headline", "file", "iri"])
def test_a_removed_report_leaves_no_trace(call: Any, root: Path, name: str) -> None:
    reports = sorted((root / "examples" / "reports").glob("*.txt"))
    call("load", *reports[1:], "--store", "without.db")
    call("load", *reports)
    query = "SELECT ?r ?h { ?r cg:sourceFile ?f ; cg:headline ?h }"
    [found] = json.loads(call("query", query, "--param", f"f={reports[0].name}").out)
    given = {"headline": found["h"], "file": reports[0].name, "iri": found["r"]}[name]
    outcome = call("remove", given)
    assert (outcome.code, outcome.lines[0].startswith("removed: ")) == (0, True)
    assert dump(call) == dump(call, "without.db")
    again = call("remove", given)
    assert again.code in (2, 3)


def test_a_report_is_named_by_the_path_of_its_file(call: Any) -> None:
    """Not by the path of another file of that name."""
    write("in/a.txt")
    write("other/a.txt", headline="Mill burns", body="The mill burns, the fire service said.")
    call("load", "in/a.txt")
    assert json.loads(call("ask", "claims-of-report", "in/a.txt").out)
    assert call("remove", "other/a.txt").code == 2
    assert call("remove", "in/a.txt").code == 0


# ------------------------------------------------------------------ bad input


def _latin(path: Path) -> None:
    path.write_bytes("Un café à Kyiv".encode("latin-1"))


def _long_line(path: Path) -> None:
    with path.open("wb") as file:
        file.truncate(50 * 1024 * 1024)


def _socket(path: Path) -> None:
    with socket.socket(socket.AF_UNIX) as listener:
        listener.bind(str(path))


def _dangling(path: Path) -> None:
    path.symlink_to("nowhere")


BAD = {
    "empty": (lambda path: path.write_bytes(b""), "the file is empty"),
    "blank": (lambda path: path.write_bytes(b"\n\n \n"), "the file is empty"),
    "latin-1": (_latin, "bad.txt:1: not UTF-8 (byte 0xE9 at column 7); save the file as UTF-8"),
    "nul": (lambda path: path.write_bytes(b"one\ntwo\x00"), "bad.txt:2: a NUL character"),
    "50 MB": (_long_line, "the limit for one report"),
    "date": (
        lambda path: path.write_text("date 2022-04-31 A headline\n\nText.\n"),
        "bad.txt:1: 2022-04-31 is not a date; write it as YYYY-MM-DD",
    ),
    "two reports": (
        lambda path: path.write_text("date 2022-04-16 A\n\nText.\n\ndate 2022-04-17 B\n\nText.\n"),
        "bad.txt:5: a second report begins here; keep one report in a file",
    ),
    "markup": (lambda path: path.write_text("<plan><p>x</p></plan>"), "no converter knows this format"),
    "empty page": (lambda path: path.write_text("<html></html>"), "no article in this page"),
    "socket": (_socket, "cannot be read"),
    "dangling": (_dangling, "cannot be read"),
    "missing": (lambda path: None, "cannot be read (No such file or directory)"),
}


GOOD_ALONE: list[bytes] = []
"""The dump of a store with the good report only, made once."""


@pytest.mark.parametrize("kind", BAD)
def test_bad_input_is_one_clear_line_and_exit_code_3(call: Any, kind: str) -> None:
    """The other files are loaded all the same, and the bad one leaves nothing behind."""
    make, message = BAD[kind]
    make(Path("bad.txt"))
    write("good.txt")
    outcome = call("load", "bad.txt", "good.txt")
    assert outcome.code == 3
    assert len(outcome.lines) == 2
    assert outcome.lines[0].startswith("refused: bad.txt")
    assert message in outcome.lines[0]
    assert outcome.lines[1].startswith("2 files: 1 new, 0 unchanged, 0 replaced, 1 refused")
    if not GOOD_ALONE:
        call("load", "good.txt", "--store", "good.db")
        GOOD_ALONE.append(dump(call, "good.db"))
    assert dump(call) == GOOD_ALONE[0]


@pytest.mark.parametrize("kind", BAD)
def test_bad_input_to_convert_writes_nothing(call: Any, kind: str) -> None:
    make, message = BAD[kind]
    make(Path("bad.txt"))
    outcome = call("convert", "bad.txt", "-o", "claims.jsonl")
    assert (outcome.code, len(outcome.lines), outcome.data) == (3, 1, b"")
    assert message in outcome.err
    assert not Path("claims.jsonl").exists()


def test_bad_standard_input(call: Any) -> None:
    outcome = call("load", "-", stdin=b"\xff\xfe")
    assert (outcome.code, outcome.lines[0]) == (
        3,
        "refused: standard input:1: not UTF-8 (byte 0xFF at column 1); save the file as UTF-8",
    )


def test_strict_stops_at_the_first(call: Any) -> None:
    write("a.txt", "A")
    write("z.txt", "Z")
    Path("m.txt").write_bytes(b"")
    outcome = call("load", "a.txt", "m.txt", "z.txt", "--strict")
    assert outcome.code == 3
    assert "1 new" in outcome.lines[-1]
    assert "1 refused" in outcome.lines[-1]


@pytest.mark.skipif(os.geteuid() == 0, reason="the superuser may read every folder")
def test_a_folder_that_may_not_be_read(call: Any) -> None:
    Path("locked").mkdir(mode=0)
    outcome = call("load", "locked")
    assert (outcome.code, "the folder cannot be read" in outcome.err) == (3, True)


def test_a_folder_that_cannot_be_listed(call: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    Path("locked").mkdir()

    def refuse(_: Path) -> None:
        raise PermissionError(13, "Permission denied")

    monkeypatch.setattr(Path, "iterdir", refuse)
    outcome = call("load", "locked")
    assert (outcome.code, outcome.lines) == (
        3,
        ["claimgraph: locked: the folder cannot be read (Permission denied); check its rights"],
    )


def test_a_folder_in_a_folder_that_cannot_be_listed(call: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    write("in/a.txt")
    Path("in/locked").mkdir()
    listed = Path.iterdir

    def refuse(folder: Path) -> Any:
        if folder.name == "locked":
            raise PermissionError(13, "Permission denied")
        return listed(folder)

    monkeypatch.setattr(Path, "iterdir", refuse)
    outcome = call("load", "in")
    assert (outcome.code, len(outcome.lines)) == (3, 2)
    assert outcome.lines[0].startswith("refused: in/locked: the folder cannot be read (Permission denied)")
    assert outcome.lines[1].startswith("1 file: 1 new, 0 unchanged, 0 replaced, 1 refused")


@pytest.mark.parametrize(
    ("settings", "message"),
    [
        (
            '{"format": 99, "version": "9.0", "base": "https://e.org/"}',
            "made by a newer version (9.0, format 99",
        ),
        ("{ broken", "the store's settings cannot be read"),
    ],
)
@pytest.mark.parametrize("command", [["load", "a.txt"], ["stats"], ["dump"], ["ask", "who-said-what", "x"]])
def test_a_store_that_cannot_be_used(call: Any, settings: str, message: str, command: list[str]) -> None:
    write("a.txt")
    call("load", "a.txt")
    before = dump(call)
    kept = Path("claimgraph.db/store.json").read_text()
    Path("claimgraph.db/store.json").write_text(settings)
    outcome = call(*command)
    assert (outcome.code, len(outcome.lines)) == (3, 1)
    assert message in outcome.err
    Path("claimgraph.db/store.json").write_text(kept)
    assert dump(call) == before


def test_a_locked_store(call: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    from claimgraph import store as store_module

    write("a.txt")
    holder = store_module.EmbeddedStore.open("claimgraph.db")
    original = store_module.EmbeddedStore.open
    monkeypatch.setattr(
        store_module.EmbeddedStore, "open", lambda path, **more: original(path, **{**more, "wait": 0.05})
    )
    for command in (["load", "a.txt"], ["stats"]):
        outcome = call(*command)
        assert (outcome.code, len(outcome.lines)) == (3, 1)
        assert "the store is in use by another process" in outcome.err
    holder.close()
    assert call("load", "a.txt").code == 0


# ------------------------------------------------------------------ dump


def test_dumps_hold_the_same_in_every_format(call: Any) -> None:
    write("a.txt")
    call("load", "a.txt")
    lines = dump(call)
    formats = {"nq": ox.RdfFormat.N_QUADS, "trig": ox.RdfFormat.TRIG, "jsonld": ox.RdfFormat.JSON_LD}
    expected = set(ox.parse(lines, ox.RdfFormat.N_QUADS))
    for ending, kind in formats.items():
        assert call("dump", "-o", f"all.{ending}").code == 0
        assert set(ox.parse(Path(f"all.{ending}").read_bytes(), kind)) == expected
    assert call("dump", "-o", "all.nq.gz").code == 0
    assert gzip.decompress(Path("all.nq.gz").read_bytes()) == lines
    assert call("dump", "-o", "all.nq").code == 2
    assert call("dump", "-o", "all.nq", "--force").code == 0
    assert call("dump", "-o", "all.docx").code == 2
