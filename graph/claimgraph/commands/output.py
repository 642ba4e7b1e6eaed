"""Answers on standard output or in a file: table, JSON, JSON Lines, CSV, TSV.

A table is for people: it is the default on a terminal and wraps instead of cutting. Everything else is for
programs: JSON is the default in a pipe, and `-o` chooses by the ending of the file's name. A file is written
whole or not at all, and never over another one without `--force`.
"""

from __future__ import annotations

import csv
import errno
import gzip
import io
import json
import os
import shutil
import sys
import tempfile
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Literal

import click

from claimgraph.errors import InputError, UsageError

Cell = str | int | float | bool | None
FORMATS = ("table", "json", "jsonl", "csv", "tsv")
_ENDINGS = {
    ".json": "json",
    ".jsonl": "jsonl",
    ".ndjson": "jsonl",
    ".csv": "csv",
    ".tsv": "tsv",
    ".txt": "table",
}
FILE_WIDTH = 100
"""Columns of a table that does not go to a terminal, unless `COLUMNS` says otherwise."""
READABLE = 12
"""Fewer columns than this for each cell make a table unreadable: then each row becomes a block."""

LONGEST = 24
"""Words of up to so many letters are not broken: a table without room for them becomes blocks."""
GAP = 3
"""The columns of the terminal between two columns of a table."""


@dataclass(frozen=True, slots=True)
class Table:
    """Named columns and rows of plain values."""

    columns: tuple[str, ...]
    rows: Sequence[tuple[Cell, ...]]


@dataclass(frozen=True, slots=True)
class Output:
    """Where an answer goes and in which format; no format means: as the place suggests."""

    format: str | None = None
    path: Path | None = None
    force: bool = False

    def chosen(self) -> str:
        """The format in force.

        Raises:
            UsageError: the ending of the file's name tells no format, or another than the one asked for.

        >>> Output(path=Path("a.csv")).chosen()
        'csv'
        """
        if self.path is None:
            return self.format or ("table" if sys.stdout.isatty() else "json")
        ending = ending_of(self.path)
        if self.format:
            if ending != ".txt":
                refuse_contradiction(self.path, _ENDINGS.get(ending), self.format)
            return self.format
        if ending not in _ENDINGS:
            raise UsageError(
                f"{ending or 'no ending'!r} tells no format",
                where=str(self.path),
                hint=f"end the name with {', '.join(_ENDINGS)} or give --csv, --json …",
            )
        return _ENDINGS[ending]

    def check(self) -> None:
        """Refuse what cannot be written in the end; called before long work.

        Raises:
            UsageError: as `chosen` and `check_target`.
        """
        self.chosen()
        check_target(self.path, self.force)


def output_options(function: Callable[..., Any]) -> Callable[..., Any]:
    """Add `--table --json --jsonl --csv --tsv -o --force`, passed on as `output`."""
    import functools

    @functools.wraps(function)
    def with_output(
        *args: Any, chosen_format: str | None, path: Path | None, force: bool, **kwargs: Any
    ) -> Any:
        return function(*args, output=Output(chosen_format, path, force), **kwargs)

    wrapped: Callable[..., Any] = file_options(with_output)
    for name in reversed(FORMATS):
        wrapped = click.option(f"--{name}", "chosen_format", flag_value=name, help=f"Answer as {name}.")(
            wrapped
        )
    return wrapped


def file_options(function: Callable[..., Any]) -> Callable[..., Any]:
    """Add `-o FILE` (as `path`) and `--force`."""
    wrapped = click.option("--force", is_flag=True, help="Overwrite the file of -o.")(function)
    return click.option(
        "-o",
        "--output",
        "path",
        type=click.Path(path_type=Path, dir_okay=False, allow_dash=True),
        callback=lambda _ctx, _option, value: None if value == Path("-") else value,
        help="Write to a file; its ending chooses the format.",
    )(wrapped)


def emit(table: Table, output: Output, *, color: bool = True) -> None:
    """Write a table where and as `output` says.

    Raises:
        UsageError: the file exists and `force` is not set, or its ending tells no format.
        InputError: the file cannot be written.
    """
    chosen = output.chosen()
    if chosen == "table":
        width = _width(to_file=output.path is not None)
        text = as_table(table, width, color=color and output.path is None and sys.stdout.isatty())
        chunks: Iterable[str] = [text]
    else:
        chunks = _WRITERS[chosen](table)
    write(chunks, output.path, force=output.force)


def write(chunks: Iterable[str | bytes], path: Path | None, *, force: bool = False) -> None:
    """Write to a file, whole or not at all (compressed if its name ends with `.gz`), or to standard output.

    Raises:
        UsageError: as `check_target`.
        InputError: the file cannot be written.
    """
    encoded = (chunk.encode("utf-8") if isinstance(chunk, str) else chunk for chunk in chunks)
    if path is None:
        out = sys.stdout.buffer
        for chunk in encoded:
            out.write(chunk)
        out.flush()
        return
    check_target(path, force)
    from claimgraph.store import write_atomically

    try:
        write_atomically(path, _compressed(encoded) if path.suffix == ".gz" else encoded)
    except OSError as error:
        hint = "check the folder"
        if error.errno in (errno.ENOSPC, errno.EDQUOT):
            hint = f"make room there and in {tempfile.gettempdir()} (TMPDIR), or write less"
        raise InputError(f"cannot be written ({error.strerror})", where=str(path), hint=hint) from None


def check_target(path: Path | None, force: bool) -> None:
    """Refuse a file that is there already, or whose folder is not; called before long work, not after it.

    Raises:
        UsageError: the file exists and `force` is not set, it is a folder, or there is no such folder.
        InputError: no file can be called so.
    """
    if path is None:
        return
    try:
        there, folder, parent = path.exists(), path.is_dir(), path.parent.is_dir()
    except OSError as error:
        raise InputError(f"cannot be written ({error.strerror})", where=str(path)) from None
    if folder:
        raise UsageError("this is a folder", where=str(path), hint="give the name of a file")
    if there and not force:
        raise UsageError("the file exists", where=str(path), hint="give --force to overwrite it")
    if not parent:
        told = f"there is no folder {path.parent}"
        raise UsageError(told, where=str(path), hint="make it first, or mend the name")


def refuse_contradiction(path: Path, told: str | None, wanted: str) -> None:
    """Raise UsageError when the ending of a file's name tells another format than the one asked for.

    >>> refuse_contradiction(Path("a.csv"), "csv", "json")
    Traceback (most recent call last):
    claimgraph.errors.UsageError: a.csv: the name says csv, the option json; change one of them
    """
    if told and told != wanted:
        raise UsageError(
            f"the name says {told}, the option {wanted}", where=str(path), hint="change one of them"
        )


def ending_of(path: Path) -> str:
    """The ending that tells the format, in small letters, with `.gz` apart.

    >>> ending_of(Path("all.NQ.gz")), ending_of(Path("all"))
    ('.nq', '')
    """
    return (path.with_suffix("") if path.suffix == ".gz" else path).suffix.lower()


def _compressed(chunks: Iterable[bytes]) -> Iterator[bytes]:
    """Gzip without name and time, so that equal data give equal bytes."""
    buffer = io.BytesIO()
    with gzip.GzipFile(filename="", mode="wb", fileobj=buffer, mtime=0) as packed:
        for chunk in chunks:
            packed.write(chunk)
            yield buffer.getvalue()
            buffer.seek(0)
            buffer.truncate()
    yield buffer.getvalue()


# ------------------------------------------------------------------ formats


def as_json(table: Table) -> Iterator[str]:
    """An array of objects, one a line."""
    yield "["
    for number, row in enumerate(table.rows):
        yield ("," if number else "") + "\n" + _object(table.columns, row)
    yield "\n]\n" if table.rows else "]\n"


def as_jsonl(table: Table) -> Iterator[str]:
    """An object a line."""
    for row in table.rows:
        yield _object(table.columns, row) + "\n"


def _object(columns: tuple[str, ...], row: tuple[Cell, ...]) -> str:
    return json.dumps(dict(zip(columns, row, strict=True)), ensure_ascii=False)


def as_csv(table: Table) -> Iterator[str]:
    """Comma-separated values with a header (RFC 4180)."""
    yield _separated(table, ",", "\r\n", csv.QUOTE_MINIMAL)


def as_tsv(table: Table) -> Iterator[str]:
    """Tab-separated values with a header; tabs and line ends inside cells become spaces."""
    rows = [
        tuple(" ".join(cell.split()) if isinstance(cell, str) else cell for cell in row) for row in table.rows
    ]
    lines = [table.columns, *rows]
    yield "".join("\t".join(plain(cell) for cell in line) + "\n" for line in lines)


def _separated(table: Table, delimiter: str, end: str, quoting: Any) -> str:
    out = io.StringIO()
    writer = csv.writer(out, delimiter=delimiter, lineterminator=end, quoting=quoting)
    writer.writerow(table.columns)
    writer.writerows([plain(cell) for cell in row] for row in table.rows)
    return out.getvalue()


_WRITERS: dict[str, Callable[[Table], Iterator[str]]] = {
    "json": as_json,
    "jsonl": as_jsonl,
    "csv": as_csv,
    "tsv": as_tsv,
}


def plain(cell: Cell) -> str:
    """A cell as text: nothing for `None`, `true` and `false` for booleans.

    >>> [plain(value) for value in (None, True, 5, "x")]
    ['', 'true', '5', 'x']
    """
    if cell is None:
        return ""
    if isinstance(cell, bool):
        return "true" if cell else "false"
    return str(cell)


def printable(text: str) -> str:
    """Text without control characters, which could steer the terminal; line ends and tabs stay.

    >>> printable("red \\x1b[31m")
    'red �[31m'
    """
    return "".join(char if char.isprintable() or char in "\n\t" else _visible(char) for char in text)


def _visible(char: str) -> str:
    return char if char in "\u00a0\u2009\u202f\u00ad" else "\ufffd"


# ------------------------------------------------------------------ tables for people


def _shown(cell: Cell) -> str:
    """A cell as people see it: IRIs with their prefix, no control characters."""
    if isinstance(cell, str) and cell.startswith("http"):
        from claimgraph.vocabulary import compact

        cell = compact(cell)
    return printable(plain(cell))


def _width(*, to_file: bool) -> int:
    if not to_file and sys.stdout.isatty():
        return shutil.get_terminal_size((FILE_WIDTH, 24)).columns
    given = os.environ.get("COLUMNS", "")
    return int(given) if given.isdigit() and int(given) > 0 else FILE_WIDTH


def fitted(text: str, path: Path | None = None) -> str:
    """Prose as it is; on a terminal, or in a pipe with `COLUMNS`, its lines are broken between words."""
    if path is not None or not (sys.stdout.isatty() or os.environ.get("COLUMNS")):
        return text
    return folded(text, _width(to_file=False))


def folded(text: str, width: int) -> str:
    """Lines broken between words at `width`, what follows two spaces deeper than the line itself.

    >>> print(folded("  one two three", 11))
      one two
        three
    """
    import textwrap

    lines: list[str] = []
    for line in text.split("\n"):
        further = " " * (len(line) - len(line.lstrip()) + 2)
        lines += textwrap.wrap(line, width, subsequent_indent=further, break_on_hyphens=False) or [""]
    return "\n".join(lines)


def as_table(table: Table, width: int, *, color: bool = False) -> str:
    """The table in `width` columns, wrapped, never cut; where a grid is unreadable each row is a block."""
    if not table.rows:
        return "no rows\n"
    from rich import box
    from rich.console import Console
    from rich.table import Table as Grid
    from rich.text import Text

    cells = [[_shown(cell) for cell in row] for row in table.rows]
    columns = [(name.replace("_", " "), *column) for name, *column in zip(table.columns, *cells, strict=True)]
    widths = column_widths(columns, width)
    if width < READABLE * len(columns) or not widths:
        return as_blocks(table, width, color=color)
    grid = Grid(box=box.SIMPLE_HEAD, width=None, pad_edge=False, header_style="bold" if color else "")
    for (name, *_), wide, values in zip(columns, widths, zip(*table.rows, strict=True), strict=True):
        numeric = all(isinstance(value, int | float) and not isinstance(value, bool) for value in values)
        side: Literal["right", "left"] = "right" if numeric else "left"
        grid.add_column(Text(name), overflow="fold", justify=side, width=wide)
    for row in cells:
        grid.add_row(*map(Text, row))
    out = io.StringIO()
    console = Console(file=out, width=width, force_terminal=color, no_color=not color, legacy_windows=False)
    console.print(grid)
    return _without_trailing_spaces(out.getvalue())


def column_widths(columns: Sequence[Sequence[str]], width: int) -> list[int]:
    """How wide each column of cells is in a grid of `width`; nothing if words had to be broken.

    Each has room for its longest word, and what is left goes to the narrowest of those that need more.

    >>> column_widths([("what", "fire at the depot"), ("who", "Anna")], 22)
    [13, 4]
    >>> column_widths([("what", "headquarters"), ("who", "Anna")], 20)
    []
    """
    from rich.cells import cell_len

    lines = [[cell_len(line) for cell in cells for line in cell.split("\n")] for cells in columns]
    wanted = [max(some, default=0) for some in lines]
    words = [[cell_len(word) for cell in cells for word in cell.split()] for cells in columns]
    widths = [_least(some, most) for some, most in zip(words, wanted, strict=True)]
    spare = width - sum(widths) - GAP * len(widths) + 1
    if spare < 0:
        return []
    while spare and (short := [place for place, most in enumerate(wanted) if widths[place] < most]):
        widths[min(short, key=widths.__getitem__)] += 1
        spare -= 1
    return widths


def _least(words: Iterable[int], most: int) -> int:
    """The width that a column of words of these lengths needs; addresses and the like may be broken."""
    return max(1, *(length if length <= LONGEST else min(READABLE, most) for length in words), 1)


def as_blocks(table: Table, width: int, *, color: bool = False) -> str:
    """Each row as a block of `name  value` lines; empty cells are left out."""
    from rich.console import Console
    from rich.table import Table as Grid
    from rich.text import Text

    out = io.StringIO()
    console = Console(file=out, width=width, force_terminal=color, no_color=not color, legacy_windows=False)
    for number, row in enumerate(table.rows, 1):
        grid = Grid.grid(padding=(0, 2, 0, 0))
        grid.add_column(overflow="fold", no_wrap=False)
        grid.add_column(overflow="fold")
        for name, cell in zip(table.columns, row, strict=True):
            if plain(cell):
                grid.add_row(Text(name.replace("_", " "), "bold" if color else ""), Text(_shown(cell)))
        console.print(Text(f"{number} of {len(table.rows)}", "dim" if color else ""))
        console.print(grid)
        console.print()
    return _without_trailing_spaces(out.getvalue())


def _without_trailing_spaces(text: str) -> str:
    return "".join(line.rstrip() + "\n" for line in text.rstrip("\n").split("\n"))
