"""Excel workbooks (.xlsx), one row at a time.

A workbook is a zip archive of XML files, written by many programs. Before it is opened, the gate looks at the
sizes and refuses any document type declaration. Then:

* A cell with a formula counts with the value that the program saved; without one it is refused, not empty.
* A cell merged with those below it stands for all of those rows; a cell merged across its row is a heading.
* The size of the sheet that the file states is not believed: some programs state one cell.

Source: ECMA-376-1, 18.3.1 (worksheets), read by the package openpyxl.
"""

from __future__ import annotations

import json
import shutil
import tempfile
import zipfile
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import IO, Any, Final

from claimgraph.converters.base import Skipped
from claimgraph.converters.rows import Record, Refused
from claimgraph.converters.streams import Source
from claimgraph.converters.table_mapping import Layout
from claimgraph.errors import InputError
from claimgraph.model import Reject

MAX_PACKED: Final = 256 * 1024 * 1024
MAX_UNPACKED: Final = 2 * 1024 * 1024 * 1024
MAX_PARTS: Final = 10_000
BLANK: Final = "a blank row"
HEADING: Final = "a heading across the row"
_MAIN: Final = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"
_RELATION: Final = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}id"


class Fault:
    """What stands in a cell that has no value: asking for it refuses it."""

    def __init__(self, reason: str) -> None:
        self.reason = reason

    def __str__(self) -> str:
        return ""


@dataclass(slots=True)
class _Merged:
    """Where cells are merged: down a column (first row → last row, by column), and rows with a heading."""

    down: dict[int, list[tuple[int, int]]] = field(default_factory=dict)
    across: dict[int, int] = field(default_factory=dict)
    """Row → how many of its cells are one."""


def read_workbook(
    source: Source, layout: Layout
) -> tuple[tuple[str, ...], Iterator[Record | Reject | Skipped]]:
    """The columns of a sheet and its rows; values are texts, numbers, days, or a `Fault`.

    Raises:
        InputError: it is no workbook, too large, has no such sheet, or several and none is named.
    """
    try:
        import openpyxl  # noqa: F401 - asked for here so that the message is clear
    except ImportError:
        raise InputError(
            "to read .xlsx, the package openpyxl is needed",
            where=source.name,
            hint="pip install openpyxl, or save the sheet as CSV",
        ) from None
    reading = _Reading(source, layout)
    rows = reading.rows()
    columns = next(rows)
    assert isinstance(columns, tuple)
    return columns, _only_rows(rows)


def _only_rows(rows: Iterator[Any]) -> Iterator[Record | Reject | Skipped]:
    yield from rows


class _Reading:
    """One workbook that is being read."""

    def __init__(self, source: Source, layout: Layout) -> None:
        self.source = source
        self.layout = layout
        self.file = _seekable(source)
        self.archive = _checked(self.file, source.name)
        self.sheet = ""

    def rows(self) -> Iterator[Any]:
        """The columns first, then what becomes of each row."""
        from openpyxl import load_workbook

        try:
            formulas = load_workbook(self.file, read_only=True, keep_links=False)
            self.sheet = self._sheet(formulas.sheetnames)
            values = load_workbook(self.file, read_only=True, data_only=True, keep_links=False)
            merged = self._merged()
            pages = [book[self.sheet] for book in (formulas, values)]
            for page in pages:
                page.reset_dimensions()
            first = self.layout.header
            pairs = zip(*(page.iter_rows(min_row=first) for page in pages), strict=True)
            header: tuple[str, ...] = ()
            anchors: dict[int, tuple[int, Any]] = {}
            for number, (written, shown) in enumerate(pairs, first):
                cells = [_value(cell, saved) for cell, saved in zip(written, shown, strict=True)]
                if number == first:
                    header = self._header(cells)
                    yield header
                    continue
                yield self._row(number, cells, header, merged, anchors)
            if not header:
                raise InputError("the sheet has no row with a header", where=self.source.name)
        except InputError:
            raise
        except (KeyError, ValueError, TypeError, zipfile.BadZipFile, OSError, SyntaxError) as error:
            what = " ".join(str(error).split())[:120]
            raise InputError(
                f"the workbook is damaged ({what})", where=self.source.name, hint="save it again, or as CSV"
            ) from None
        finally:
            self.file.close()

    def _sheet(self, names: list[str]) -> str:
        listed = ", ".join(names)
        if self.layout.sheet:
            if self.layout.sheet not in names:
                raise InputError(
                    f"there is no sheet {self.layout.sheet!r}",
                    where=self.source.name,
                    hint=f"it has {listed}",
                )
            return self.layout.sheet
        if len(names) != 1:
            raise InputError(
                f"the workbook has {len(names)} sheets: {listed}",
                where=self.source.name,
                hint="name one in the mapping (table: sheet)",
            )
        return names[0]

    def _header(self, cells: list[Any]) -> tuple[str, ...]:
        from claimgraph.converters.sheets import named
        from claimgraph.converters.table_cells import text_in

        while cells and cells[-1] is None:
            cells.pop()
        names = named(["" if isinstance(cell, Fault) else text_in(cell) for cell in cells])
        where = f"{self.source.name}:{self.layout.header}"
        if not any(cell is not None for cell in cells):
            raise InputError("the row of the header is empty", where=where, hint="see table: header")
        twice = sorted({name for name in names if names.count(name) > 1})
        if twice:
            raise InputError(f"the header names {twice[0]!r} twice", where=where)
        return tuple(names)

    def _row(
        self,
        number: int,
        cells: list[Any],
        header: tuple[str, ...],
        merged: _Merged,
        anchors: dict[int, tuple[int, Any]],
    ) -> Record | Reject | Skipped:
        if all(cell is None for cell in cells):
            cells = []
        if merged.across.get(number, 0) > 1 and sum(cell is not None for cell in cells) == 1:
            return Skipped(HEADING, number)
        cells += [None] * (len(header) - len(cells))
        own = any(cell is not None for cell in cells)
        for column, spans in merged.down.items():
            self._fill(number, column, spans, cells, anchors)
        if not own:
            return Skipped(BLANK, number)
        if any(cell is not None for cell in cells[len(header) :]):
            raw = _raw(dict(enumerate(map(str, cells), 1)))
            return Reject(self.source.name, number, "a cell beyond the columns of the header", raw=raw)
        values = dict(zip(header, cells, strict=False))
        raw = _raw(values)
        patched = self.source.patches.get(number)
        if patched is not None:
            return self._patched(number, patched, header)
        return Record(number, values, raw)

    def _fill(
        self,
        number: int,
        column: int,
        spans: list[tuple[int, int]],
        cells: list[Any],
        anchors: dict[int, tuple[int, Any]],
    ) -> None:
        """Give a row the value of the merged cell that it lies in."""
        if column > len(cells):
            return
        for start, end in spans:
            if number == start:
                anchors[column] = (end, cells[column - 1])
        last, value = anchors.get(column, (0, None))
        if number <= last and cells[column - 1] is None:
            cells[column - 1] = value

    def _patched(self, number: int, raw: str, header: tuple[str, ...]) -> Record | Reject:
        from claimgraph.converters.sheets import _object

        try:
            values = _object(raw)
        except Refused as error:
            return Reject(self.source.name, number, error.reason, error.column, raw)
        return Record(number, {name: values.get(name) for name in header}, raw)

    def _merged(self) -> _Merged:
        """The merged cells of the sheet: the reader of rows does not tell them."""
        found = _Merged()
        for reference in self._references():
            try:
                left, top, right, bottom = _corners(reference)
            except ValueError:
                continue
            if bottom > top:
                found.down.setdefault(left, []).append((top, bottom))
            elif right > left:
                found.across[top] = max(found.across.get(top, 0), right - left + 1)
        return found

    def _references(self) -> Iterator[str]:
        from lxml import etree

        with self.archive.open(self._part()) as stream:
            for _, node in etree.iterparse(stream, resolve_entities=False, no_network=True, huge_tree=False):
                if node.tag == f"{_MAIN}mergeCell":
                    yield node.get("ref", "")
                if node.tag == f"{_MAIN}row":
                    node.clear()
                    while node.getprevious() is not None:
                        del node.getparent()[0]

    def _part(self) -> str:
        """The file of the sheet inside the archive."""
        book = _xml(self.archive.read("xl/workbook.xml"))
        wanted = next(
            sheet.get(_RELATION) for sheet in book.iter(f"{_MAIN}sheet") if sheet.get("name") == self.sheet
        )
        for relation in _xml(self.archive.read("xl/_rels/workbook.xml.rels")):
            if relation.get("Id") == wanted:
                target = str(relation.get("Target"))
                return target.lstrip("/") if target.startswith("/") else f"xl/{target}"
        raise KeyError(f"no file of the sheet {self.sheet!r}")


def _value(cell: Any, saved: Any) -> Any:
    """The value of a cell; a formula counts with what the program saved."""
    kind = getattr(cell, "data_type", "n")
    value = getattr(saved, "value", None)
    if kind == "f" and value is None:
        return Fault(f"a formula without a saved value ({str(cell.value)[:40]})")
    if getattr(saved, "data_type", "n") == "e":
        return Fault(f"the cell has the error {value}")
    if isinstance(value, str) and not value.strip():
        return None
    return value


def _raw(values: Mapping[Any, Any]) -> str:
    """A row as JSON, so that it can be corrected and tried again."""
    from claimgraph.converters.table_cells import text_in

    kept = {
        str(name): value if isinstance(value, int | float | str) else text_in(value)
        for name, value in values.items()
        if value is not None
    }
    return json.dumps(kept, ensure_ascii=False)


def _corners(reference: str) -> tuple[int, int, int, int]:
    """Left, top, right and bottom of a range such as `A2:A5`, counted from 1."""
    from openpyxl.utils import range_boundaries

    corners = range_boundaries(reference)
    if any(corner is None for corner in corners):
        raise ValueError(reference)
    left, top, right, bottom = (int(corner) for corner in corners if corner is not None)
    return left, top, right, bottom


def _xml(data: bytes) -> Any:
    from lxml import etree

    parser = etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False, huge_tree=False)
    return etree.fromstring(data, parser)


def _seekable(source: Source) -> IO[bytes]:
    """The workbook as a file that can be read at any place."""
    held = tempfile.SpooledTemporaryFile(max_size=8 * 1024 * 1024)  # noqa: SIM115 - lives as long as its rows
    with source.open() as stream:
        shutil.copyfileobj(stream, held)
    if held.tell() > MAX_PACKED:
        held.close()
        raise InputError(f"the workbook has more than {MAX_PACKED:,} bytes", where=source.name)
    held.seek(0)
    return held


def _checked(file: IO[bytes], name: str) -> zipfile.ZipFile:
    """The archive, after a look at its sizes and at the beginning of each XML file in it.

    Raises:
        InputError: it is no archive, too large when unpacked, or has a document type declaration.
    """
    try:
        archive = zipfile.ZipFile(file)
        parts = archive.infolist()
        if len(parts) > MAX_PARTS or sum(part.file_size for part in parts) > MAX_UNPACKED:
            raise InputError("the workbook is too large when unpacked", where=name, hint="save it as CSV")
        for part in parts:
            if part.filename.endswith((".xml", ".rels")):
                with archive.open(part) as stream:
                    start = stream.read(4096)
                if b"<!DOCTYPE" in start or b"<!ENTITY" in start or b"\0" in start:
                    raise InputError(
                        f"{part.filename} in it has a document type declaration or is no UTF-8",
                        where=name,
                        hint="save it again, or as CSV",
                    )
    except (zipfile.BadZipFile, OSError, RuntimeError, NotImplementedError, EOFError) as error:
        raise InputError(f"no workbook that can be read ({error})", where=name) from None
    return archive
