"""Tables as people keep them, row by row: CSV with any separator, TSV, Excel workbooks, lists in JSON.

Each gives its columns, and its rows with their lines. The header may stand below a title, and the file may be
in an old encoding if the mapping says so; everything else is as in `rows`.
"""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass
from typing import IO, Any, Final

from claimgraph.converters.base import Skipped
from claimgraph.converters.rows import Record, Refused, comma_separated, json_array, lines, shown, text_of
from claimgraph.converters.streams import MAX_TEXT_BYTES, Source
from claimgraph.converters.table_mapping import Layout
from claimgraph.errors import InputError
from claimgraph.model import Reject

BLANK: Final = "a blank row"
SEPARATORS: Final = (",", ";", "\t", "|")
ENDINGS: Final = (".csv", ".tsv", ".tab", ".xlsx", ".xlsm", ".jsonl", ".ndjson")
_BOM: Final = b"\xef\xbb\xbf"


@dataclass(frozen=True, slots=True)
class Table:
    """A table being read: its columns (none where each row names its own) and its rows."""

    columns: tuple[str, ...]
    rows: Iterator[Record | Reject | Skipped]


def is_table(source: Source) -> bool:
    """Whether the name of the input is that of a table.

    >>> is_table(Source("a.tsv.gz", b"x")), is_table(Source("a.txt", b"x"))
    (True, False)
    """
    name = (source.member or source.name).lower()
    for packed in (".gz", ".bz2", ".zst"):
        name = name.removesuffix(packed)
    return name.endswith(ENDINGS)


def read_table(source: Source, layout: Layout, wanted: Collection[str]) -> Table:
    """Open a table; `wanted` are the columns that the mapping names, by which the separator is found.

    Raises:
        InputError: it cannot be read as one.
    """
    head = source.head.removeprefix(_BOM).lstrip()
    if head.startswith(b"PK\x03\x04"):
        from claimgraph.converters.workbook import read_workbook

        columns, rows = read_workbook(source, layout)
        return Table(columns, rows)
    if head.startswith(b"{"):
        return Table((), json_lines(source))
    if head.startswith(b"["):
        return Table((), json_array(source))
    return _delimited(source, layout, wanted)


# ---------------------------------------------------------------------- JSON lines


def json_lines(source: Source) -> Iterator[Record | Reject | Skipped]:
    """Yield the objects of a file with one on each line."""
    for number, raw in lines(source):
        if not raw.strip():
            yield Skipped(BLANK, number)
            continue
        try:
            text = text_of(raw)
            yield Record(number, _object(text), text)
        except Refused as error:
            yield Reject(source.name, number, error.reason, error.column, shown(raw))


def _object(text: str) -> dict[str, Any]:
    twice: list[str] = []

    def pairs(found: list[tuple[str, Any]]) -> dict[str, Any]:
        made = dict(found)
        if len(made) != len(found):
            names = [name for name, _ in found]
            twice.extend(name for name in names if names.count(name) > 1)
        return made

    try:
        value = json.loads(text, object_pairs_hook=pairs, parse_constant=lambda _: None)
    except (ValueError, RecursionError) as error:
        raise Refused(f"broken JSON ({error})") from None
    if not isinstance(value, dict):
        raise Refused("not an object")
    if twice:
        raise Refused("a key is given twice", twice[0])
    return value


def at_path(values: Mapping[str, Any], column: str) -> Any:
    """The value of a column; `a.b` is also that of `b` inside `a`, in each member if `a` is a list.

    >>> at_path({"who": {"name": "A"}, "links": [{"url": "x"}, {"url": "y"}]}, "links.url")
    ['x', 'y']
    """
    if column in values:
        return values[column]
    first, dot, rest = column.partition(".")
    inner = values.get(first) if dot else None
    if isinstance(inner, Mapping):
        return at_path(inner, rest)
    if isinstance(inner, list):
        found = [at_path(each, rest) for each in inner if isinstance(each, Mapping)]
        return [each for each in found if each is not None]
    return None


# ---------------------------------------------------------------------- CSV and its relatives


def _delimited(source: Source, layout: Layout, wanted: Collection[str]) -> Table:
    head = _Head(source, layout, wanted)
    shifted = _Shifted(source, head)
    rows = comma_separated(shifted, head.delimiter)
    return Table(tuple(head.columns), _in_place(rows, layout.header - 1))


def _in_place(rows: Iterator[Record | Reject], above: int) -> Iterator[Record | Reject | Skipped]:
    """The rows with the lines of the whole file, and blank lines for what they are."""
    for row in rows:
        line = (row.line or 0) + above
        if isinstance(row, Reject):
            blank = not row.raw.strip()
            yield Skipped(BLANK, line) if blank else Reject(row.file, line, row.reason, row.column, row.raw)
        else:
            yield Record(line, row.values, row.raw)


class _Head:
    """The header of a file: which line it is, what separates its cells, and the names in it."""

    def __init__(self, source: Source, layout: Layout, wanted: Collection[str]) -> None:
        self.layout = layout
        with source.open() as stream:
            for _ in range(layout.header):
                line = stream.readline(MAX_TEXT_BYTES)
            if not line:
                raise InputError(
                    "the file ends before its header", where=source.name, hint="see table: header"
                )
        try:
            text = text_of(self.recoded(line.removeprefix(_BOM)).rstrip(b"\r\n"))
        except Refused as error:
            raise InputError(
                f"the header is {error.reason}", where=f"{source.name}:{layout.header}"
            ) from None
        choices = [layout.delimiter] if layout.delimiter else SEPARATORS
        read = {choice: _header(text, choice) for choice in choices}
        self.delimiter = max(
            read, key=lambda choice: (len(set(read[choice]) & set(wanted)), len(read[choice]))
        )
        self.columns = read[self.delimiter]

    def recoded(self, line: bytes) -> bytes:
        """A line in UTF-8; bytes that the encoding does not have make it invalid, and so refused."""
        if self.layout.encoding == "utf-8":
            return line
        return line.decode(self.layout.encoding, "surrogateescape").encode("utf-8", "surrogatepass")

    def written(self) -> bytes:
        """The header as a line, with a name for each column."""
        made = io.StringIO()
        csv.writer(made, delimiter=self.delimiter, lineterminator="\n").writerow(self.columns)
        return made.getvalue().encode("utf-8")


def _header(text: str, delimiter: str) -> list[str]:
    cells = next(csv.reader([text], delimiter=delimiter), [])
    return named(cells)


def named(cells: list[str]) -> list[str]:
    """Names of columns without blanks around them; one without a name is called by its number.

    >>> named([" Day", "", "Town "])
    ['Day', '(column 2)', 'Town']
    """
    return [" ".join(cell.split()) or f"(column {number})" for number, cell in enumerate(cells, 1)]


class _Shifted(Source):
    """The same input from its header on, in UTF-8."""

    def __init__(self, source: Source, head: _Head) -> None:
        above = head.layout.header - 1
        patches = {line - above: raw for line, raw in source.patches.items()}
        super().__init__(source.name, b"", patches=patches)
        self._of = source
        self._top = head

    def open(self) -> IO[bytes]:
        """The lines from the header on."""
        return io.BufferedReader(_Lines(self._of.open(), self._top))


class _Lines(io.RawIOBase):
    """A stream of the lines of another, the header first."""

    def __init__(self, stream: IO[bytes], head: _Head) -> None:
        self._stream = stream
        self._head = head
        for _ in range(head.layout.header):
            stream.readline(MAX_TEXT_BYTES)
        self._ready = head.written()

    def readable(self) -> bool:
        """Always."""
        return True

    def readinto(self, buffer: Any) -> int:
        """Fill the buffer with what comes next; 0 at the end."""
        if not self._ready:
            self._ready = self._head.recoded(self._stream.readline(MAX_TEXT_BYTES + 1))
        view = memoryview(buffer)
        size = min(len(view), len(self._ready))
        view[:size] = self._ready[:size]
        self._ready = self._ready[size:]
        return size

    def close(self) -> None:
        """Close the stream below too."""
        if not self.closed:
            self._stream.close()
        super().close()
