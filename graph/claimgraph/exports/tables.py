"""Claims as a table, one a row: CSV and Excel."""

from __future__ import annotations

import tempfile
from collections.abc import Callable, Iterator
from typing import Any

from claimgraph.errors import UsageError
from claimgraph.exports.claims import ClaimReader, ClaimRecord
from claimgraph.exports.graph import Value
from claimgraph.exports.graph_csv import Guard, table
from claimgraph.exports.graph_files import note_guarded
from claimgraph.exports.store_formats import NO_ROOM, LossReport, Selected

MOST_ROWS = 1_048_575
"""Rows that a sheet of Excel holds besides its header."""
MOST_LETTERS = 32_767
"""Characters that a cell of Excel holds."""
_PIECE = 64 * 1024

Getter = Callable[[ClaimRecord, ClaimReader], Value]

COLUMNS: dict[str, Getter] = {
    "claimant": lambda claim, _: claim.claimant.label,
    "acts_for": lambda claim, _: claim.claimant.acts_for_label,
    "side": lambda claim, _: claim.claimant.side,
    "stance": lambda claim, _: claim.stance,
    "certainty": lambda claim, _: claim.certainty,
    "what": lambda claim, _: claim.what,
    "quote": lambda claim, _: claim.text,
    "direct_quote": lambda claim, _: claim.direct,
    "narration": lambda claim, _: claim.narration,
    "hedge": lambda claim, _: claim.hedge,
    "about": lambda claim, reader: "; ".join(reader.names.label(one) for one in claim.about),
    "said_on": lambda claim, _: claim.said.edtf if claim.said else "",
    "said_to": lambda claim, reader: "; ".join(reader.names.label(one) for one in claim.made_to),
    "event_time": lambda claim, _: "; ".join(time.edtf for time in claim.happened),
    "figure": lambda claim, _: claim.figure_text,
    "low": lambda claim, _: _whole(claim.figure.low) if claim.figure else None,
    "high": lambda claim, _: _whole(claim.figure.high) if claim.figure else None,
    "approximate": lambda claim, _: claim.figure.approximate == "true" if claim.figure else None,
    "counts": lambda claim, _: claim.figure.counts if claim.figure else "",
    "status": lambda claim, _: claim.figure.status if claim.figure else "",
    "counted": lambda claim, _: (claim.figure.side or claim.figure.group) if claim.figure else "",
    "as_of": lambda claim, _: claim.figure.as_of if claim.figure else "",
    "outlet": lambda claim, _: claim.report.outlet_label,
    "published": lambda claim, _: claim.report.day,
    "headline": lambda claim, _: claim.report.headline,
    "sentence": lambda claim, _: claim.sentence,
    "start": lambda claim, _: _whole(claim.start),
    "end": lambda claim, _: _whole(claim.end),
    "file": lambda claim, _: claim.report.file,
    "url": lambda claim, _: claim.report.url,
    "relays": lambda claim, _: "; ".join(claim.relays),
    "replaces": lambda claim, _: "; ".join(claim.replaces),
    "withdrawn": lambda claim, _: claim.withdrawn,
    "contradicts": lambda claim, _: _related(claim, "Contradiction"),
    "corroborates": lambda claim, _: _related(claim, "Corroboration"),
    "claim": lambda claim, _: claim.iri,
    "proposition": lambda claim, _: claim.proposition,
    "report": lambda claim, _: claim.report.iri,
}
"""The columns and what stands in them; links to other claims are their IRIs."""


def _whole(text: str) -> int | None:
    return int(text) if text else None


def _related(claim: ClaimRecord, kind: str) -> str:
    return "; ".join(sorted({found.other for found in claim.relations if found.kind == kind}))


def _rows(selected: Selected, report: LossReport) -> Iterator[list[Value]]:
    for claim in selected.claims(report):
        yield [get(claim, selected.reader) for get in COLUMNS.values()]


class ClaimsCsv:
    """Claims as CSV."""

    name = "csv"
    summary = "claims as a table, one a row"
    endings = (".csv",)
    media_type = "text/csv; charset=utf-8"
    takes_view = False

    def write(self, selected: Selected, report: LossReport) -> Iterator[str]:
        """Yield the file."""
        guard = Guard()
        yield from table(list(COLUMNS), _rows(selected, report), guard)
        note_guarded(guard, report)
        report.lost += ["the structure of contents: a table has their wording (trig has all)", NO_ROOM]


class ClaimsXlsx:
    """Claims as a workbook: a sheet of claims, and one that says what it is."""

    name = "xlsx"
    summary = "claims as an Excel workbook, one a row"
    endings = (".xlsx",)
    media_type = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
    takes_view = False

    def write(self, selected: Selected, report: LossReport) -> Iterator[bytes]:
        """Yield the file. Texts are written as texts: none of them can become a formula or a link.

        Raises:
            UsageError: XlsxWriter is not installed, or there are more claims than a sheet has rows.
        """
        try:
            import xlsxwriter
        except ImportError:
            raise UsageError("Excel files need XlsxWriter", hint="pip install 'claimgraph[tables]'") from None
        with tempfile.TemporaryFile(prefix="claimgraph-") as file:
            settings = {
                "constant_memory": True,
                "strings_to_formulas": False,
                "strings_to_urls": False,
                "strings_to_numbers": False,
            }
            book = xlsxwriter.Workbook(file, settings)
            _fill(book, selected, report)
            book.close()
            file.seek(0)
            while piece := file.read(_PIECE):
                yield piece
        report.lost.append("the structure of contents: a table has their wording (trig has all)")


def _fill(book: Any, selected: Selected, report: LossReport) -> None:
    from datetime import datetime

    book.set_properties({"title": "claimgraph", "created": datetime(2000, 1, 1), "author": "claimgraph"})
    bold = book.add_format({"bold": True})
    sheet = book.add_worksheet("claims")
    sheet.freeze_panes(1, 0)
    cut = 0
    for place, name in enumerate(COLUMNS):
        sheet.write_string(0, place, name, bold)
    for number, row in enumerate(_rows(selected, report), 1):
        if number > MOST_ROWS:
            raise UsageError(f"more than {MOST_ROWS:,} claims do not fit a sheet", hint="write csv instead")
        for place, value in enumerate(row):
            cut += _cell(sheet, number, place, value)
    sheet.autofilter(0, 0, report.claims, len(COLUMNS) - 1)
    about = book.add_worksheet("about")
    about.write_string(0, 0, report.description)
    if cut:
        report.lost.append(f"the ends of {cut} cells: Excel holds {MOST_LETTERS:,} characters in one")


def _cell(sheet: Any, row: int, place: int, value: Value) -> bool:
    """Write a cell by its type; true if it had to be cut."""
    if isinstance(value, bool):
        sheet.write_boolean(row, place, value)
    elif isinstance(value, int | float):
        sheet.write_number(row, place, value)
    elif value:
        sheet.write_string(row, place, value[:MOST_LETTERS])
        return len(value) > MOST_LETTERS
    return False
