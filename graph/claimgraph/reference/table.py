"""Reads reference entities from a CSV table that a user keeps beside the reports.

Columns: `id`, `label`, `type`, `names`, `metonyms`, `side`, `located_in`, `acts_for`; optional: `demonyms`,
`descriptions`, `part_of`. Several names in one cell are separated by "|". An id is an IRI or a short name
("my-plant"), which stands for an IRI in the namespace of reference entities.
"""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterator

from claimgraph.reference.errors import ReferenceDataError
from claimgraph.reference.kinds import PARENTS, suggestion
from claimgraph.reference.model import ENTITY_BASE, ReferenceEntity

REQUIRED = ("id", "label", "type")
LISTS = ("names", "metonyms", "demonyms", "descriptions")
LINK_COLUMNS = ("side", "located_in", "acts_for", "part_of")
COLUMNS = REQUIRED + LISTS + LINK_COLUMNS
SHORT_ID = re.compile(r"[a-z0-9]+(?:-[a-z0-9]+)*\Z")


def read_csv(data: bytes, file: str) -> Iterator[tuple[int, ReferenceEntity]]:
    """Yield the line and entity of each row.

    Args:
        data: the file's bytes (UTF-8, with or without a byte order mark).
        file: its name, for error messages.

    Raises:
        ReferenceDataError: naming file and line, if the table has an unknown or missing column, an empty or
            doubled id, no label, an unknown type, or names that are not separated by "|".

    >>> rows = b"id,label,type,names\\nold-mill,Old Mill,IndustrialFacility,The Mill|Mill No. 1\\n"
    >>> [(line, entity.label, entity.names) for line, entity in read_csv(rows, "mine.csv")]
    [(2, 'Old Mill', ('The Mill', 'Mill No. 1'))]
    """
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = data.count(b"\n", 0, error.start) + 1
        raise ReferenceDataError(file, line, "not UTF-8 text", "save the table as UTF-8") from None
    reader = csv.DictReader(io.StringIO(text, newline=""), strict=True)
    _check_header(reader.fieldnames or (), file)
    seen: dict[str, int] = {}
    try:
        for row in reader:
            if any((value or "").strip() for value in row.values() if isinstance(value, str)):
                yield reader.line_num, _row(row, reader.line_num, seen, file)
    except csv.Error as error:
        raise ReferenceDataError(
            file, reader.reader.line_num, f"not valid CSV ({error})", "check the quotes on this line"
        ) from None


def entity_iri(identifier: str) -> str:
    """The IRI that an id in a table stands for.

    >>> entity_iri("kyiv")
    'https://w3id.org/claimgraph/data/entity/kyiv'
    """
    return identifier if ":" in identifier else ENTITY_BASE + identifier


def _check_header(header: object, file: str) -> None:
    names = [str(name) for name in header] if isinstance(header, (list, tuple)) else []
    for name in names:
        if name not in COLUMNS:
            raise ReferenceDataError(file, 1, f"unknown column '{name}'", f"use {', '.join(COLUMNS)}")
    missing = [name for name in REQUIRED if name not in names]
    if missing:
        raise ReferenceDataError(file, 1, f"column '{missing[0]}' is missing", "add it to the first line")


def _row(row: dict[str, str | None], line: int, seen: dict[str, int], file: str) -> ReferenceEntity:
    if None in row or None in row.values():
        raise ReferenceDataError(
            file, line, "the number of cells differs from the first line", "quote cells that hold commas"
        )
    cells = {name: (value or "").strip() for name, value in row.items()}
    identifier, label, kind = (cells[name] for name in REQUIRED)
    _check_row(identifier, label, kind, line, file)
    iri = entity_iri(identifier)
    if iri in seen:
        raise ReferenceDataError(
            file, line, f"id '{identifier}' was used on line {seen[iri]}", "give each row its own id"
        )
    seen[iri] = line
    _check_lists(cells, line, file)
    lists = {name: _split(cells.get(name, "")) for name in LISTS}
    links = {name: entity_iri(cells[name]) for name in LINK_COLUMNS if cells.get(name)}
    return ReferenceEntity(iri, label, kind, source=file, **lists, **links)  # type: ignore[arg-type]  # by name


def _check_row(identifier: str, label: str, kind: str, line: int, file: str) -> None:
    if not SHORT_ID.match(identifier) and not re.match(r"https?://[^\s<>\"{}|\\^`]+\Z", identifier):
        raise ReferenceDataError(
            file,
            line,
            f"id '{identifier}' is neither a short name nor an IRI",
            "write small letters, digits and hyphens, or an address that begins with http",
        )
    if not label:
        raise ReferenceDataError(file, line, "the label is empty", "write the name to show")
    if kind not in PARENTS:
        near = suggestion(kind)
        advice = f"did you mean '{near}'?" if near else f"use one of {', '.join(PARENTS)}"
        raise ReferenceDataError(file, line, f"unknown type '{kind}'", advice)


def _check_lists(cells: dict[str, str], line: int, file: str) -> None:
    """Refuse another separator: names joined by it would be one name, which no text has."""
    for name in LISTS:
        if ";" in cells.get(name, ""):
            raise ReferenceDataError(file, line, f"';' in column '{name}'", "put | between several names")


def _split(cell: str) -> tuple[str, ...]:
    return tuple(part.strip() for part in cell.split("|") if part.strip())
