"""Answers in every format, on a terminal, in a pipe, in a file."""

from __future__ import annotations

import csv
import gzip
import io
import json
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from claimgraph.commands import output
from claimgraph.commands.output import Output, Table, as_csv, as_json, as_jsonl, as_table, as_tsv, write
from claimgraph.errors import InputError, UsageError

CELLS = st.one_of(st.none(), st.booleans(), st.integers(-(10**12), 10**12), st.text(max_size=40))
TABLES = st.integers(1, 5).flatmap(
    lambda width: st.lists(st.tuples(*[CELLS] * width), max_size=5).map(
        lambda rows: Table(tuple(f"c{number}" for number in range(width)), rows)
    )
)


@given(TABLES)
def test_json_gives_the_values_back(table: Table) -> None:
    records = json.loads("".join(as_json(table)))
    assert [tuple(record.values()) for record in records] == list(table.rows)
    lines = "".join(as_jsonl(table)).split("\n")[:-1]
    assert [json.loads(line) for line in lines] == records


@given(TABLES)
def test_csv_gives_the_text_back(table: Table) -> None:
    text = "".join(as_csv(table))
    header, *rows = csv.reader(io.StringIO(text, newline=""))
    assert tuple(header) == table.columns
    expected = [[output.plain(cell) for cell in row] for row in table.rows]
    assert rows == expected


@given(TABLES)
def test_tsv_has_a_line_for_each_row(table: Table) -> None:
    lines = "".join(as_tsv(table)).split("\n")
    assert lines.pop() == ""
    assert len(lines) == len(table.rows) + 1
    assert all(line.count("\t") == len(table.columns) - 1 for line in lines)


@given(TABLES, st.integers(10, 120))
def test_tables_wrap_and_never_cut(table: Table, width: int) -> None:
    """Every visible character of every cell is in the output as often as in the cells, or more often."""
    shown = as_table(table, width)
    wanted = "".join(output.printable(output.plain(cell)) for row in table.rows for cell in row)
    for char in set(wanted):
        if not char.isspace():
            assert shown.count(char) >= wanted.count(char)


@pytest.mark.parametrize("width", [20, 40, 80, 200])
def test_tables_fit(width: int) -> None:
    table = Table(("claimant", "what", "number"), [("Government of Testland", "it was not hit " * 5, 12345)])
    assert max(map(len, as_table(table, width).splitlines())) <= width


@given(
    st.text(st.characters(codec="utf-8", exclude_categories=["C", "Z"]) | st.just(" ")), st.integers(20, 80)
)
def test_prose_keeps_its_words(line: str, width: int) -> None:
    """Only between words, or inside one that has no room on a line."""
    broken = output.folded(f"    {line}", width)
    assert max(map(len, broken.split("\n"))) <= width
    assert "".join(broken.split()) == "".join(line.split())


def test_a_row_becomes_a_block_where_a_grid_is_unreadable() -> None:
    table = Table(("who", "what", "when"), [("a", "b", None), ("c", "d", "e")])
    assert as_table(table, 30) == "1 of 2\nwho   a\nwhat  b\n\n2 of 2\nwho   c\nwhat  d\nwhen  e\n"


def test_no_rows() -> None:
    empty = Table(("a",), [])
    assert as_table(empty, 80) == "no rows\n"
    assert "".join(as_json(empty)) == "[]\n"
    assert "".join(as_csv(empty)) == "a\r\n"
    assert "".join(as_jsonl(empty)) == ""


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("\x1b[31mred", "\ufffd[31mred"),
        ("a\u202eb", "a\ufffdb"),
        ("tab\tand\nline", "tab\tand\nline"),
        ("\u00a0½ “ok” Київ", "\u00a0½ “ok” Київ"),
    ],
)
def test_control_characters_do_not_reach_the_terminal(text: str, shown: str) -> None:
    assert output.printable(text) == shown


@pytest.mark.parametrize(
    ("name", "chosen"),
    [("a.csv", "csv"), ("a.TSV", "tsv"), ("a.json", "json"), ("a.jsonl", "jsonl"), ("a.txt", "table")],
)
def test_the_ending_chooses_the_format(name: str, chosen: str) -> None:
    assert Output(path=Path(name)).chosen() == chosen
    assert Output(format=chosen, path=Path(name)).chosen() == chosen


def test_an_ending_that_says_something_else_is_refused() -> None:
    with pytest.raises(UsageError, match=r"a\.json: the name says json, the option csv"):
        Output(format="csv", path=Path("a.json")).chosen()
    for free in ("a.txt", "a", "a.dat"):
        assert Output(format="csv", path=Path(free)).chosen() == "csv"
    assert Output(path=Path("a.csv.gz")).chosen() == "csv"


@pytest.mark.parametrize("name", ["a", "a.xlsx"])
def test_an_unknown_ending_is_refused(name: str) -> None:
    with pytest.raises(UsageError, match="tells no format"):
        Output(path=Path(name)).chosen()


def test_a_file_is_not_overwritten_without_force(tmp_path: Path) -> None:
    target = tmp_path / "a.csv"
    write(["one"], target)
    with pytest.raises(UsageError, match="give --force"):
        write(["two"], target)
    assert target.read_text() == "one"
    write(["two"], target, force=True)
    assert target.read_text() == "two"


def test_a_folder_is_never_made(tmp_path: Path) -> None:
    with pytest.raises(UsageError, match=r"there is no folder .*/no; make it first"):
        write(["one"], tmp_path / "no" / "a.csv")
    with pytest.raises(UsageError, match="this is a folder"):
        write(["one"], tmp_path, force=True)
    assert not list(tmp_path.iterdir())


def test_a_file_is_written_whole_or_not_at_all(tmp_path: Path) -> None:
    def broken() -> Any:
        yield "half"
        raise RuntimeError

    with pytest.raises(RuntimeError):
        write(broken(), tmp_path / "a.csv")
    assert list(tmp_path.iterdir()) == []


def test_gzip_is_the_same_each_time(tmp_path: Path) -> None:
    for name in ("a.nq.gz", "b.nq.gz"):
        write([b"x" * 1000, b"y"], tmp_path / name)
    assert (tmp_path / "a.nq.gz").read_bytes() == (tmp_path / "b.nq.gz").read_bytes()
    assert gzip.decompress((tmp_path / "a.nq.gz").read_bytes()) == b"x" * 1000 + b"y"


@pytest.mark.parametrize("letters", [250, 300])
def test_an_impossible_name_is_told(tmp_path: Path, letters: int) -> None:
    with pytest.raises(InputError, match="cannot be written"):
        write(["x"], tmp_path / ("x" * letters))


def test_table_on_a_terminal_json_in_a_pipe(call: Any, filled: Path) -> None:
    piped = call("stats", "--store", filled)
    assert json.loads(piped.out)[0] == {"what": "reports", "number": 1}
    on_terminal = call("stats", "--store", filled, terminal=True)
    assert "───" in on_terminal.out
    assert "\x1b[" in on_terminal.out
    for quiet in (["--no-color"], []):
        plain = call("stats", "--store", filled, *(quiet or ["--table"]), terminal=bool(quiet))
        assert "\x1b[" not in plain.out
        assert "───" in plain.out


def test_no_color_variable(call: Any, filled: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("NO_COLOR", "1")
    assert "\x1b[" not in call("stats", "--store", filled, terminal=True).out


@pytest.mark.parametrize("name", ["table", "json", "jsonl", "csv", "tsv"])
def test_output_to_a_file_is_what_goes_to_standard_output(
    call: Any, filled: Path, name: str, tmp_path: Path
) -> None:
    ending = "txt" if name == "table" else name
    target = tmp_path / f"answer.{ending}"
    shown = call("stats", "--store", filled, f"--{name}")
    outcome = call("stats", "--store", filled, "-o", target)
    assert (outcome.code, outcome.data) == (0, b"")
    assert target.read_bytes() == shown.data
    again = call("stats", "--store", filled, "-o", target)
    assert again.code == 2
    assert "give --force" in again.err


def test_dash_is_standard_output(call: Any, filled: Path) -> None:
    assert call("stats", "--store", filled, "-o", "-").data == call("stats", "--store", filled).data


def test_no_word_is_broken_where_there_is_room_for_it_or_each_row_is_a_block() -> None:
    words = ("headquarters", "ambiguous-mentions", "counteroffensive")
    table = Table(("place", "question", "what", "day"), [(*words, "2024-08-03"), ("a " * 40, "b", "c d", "")])
    for width in range(30, 140):
        text = as_table(table, width)
        assert all(word in text for word in (*words, "2024-08-03")), width
        assert all(len(line) <= width for line in text.splitlines()), width
    assert as_table(table, 60).startswith("1 of 2\n")
    assert as_table(table, 80).splitlines()[1].split() == ["place", "question", "what", "day"]


def test_addresses_are_broken_to_fit() -> None:
    table = Table(("claim", "n"), [("https://example.org/" + "x" * 60, 1)])
    assert max(map(len, as_table(table, 40).splitlines())) <= 40
    assert not as_table(table, 40).startswith("1 of 1")
