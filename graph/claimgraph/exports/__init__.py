"""Claims as files.

Reports are written by `convert` (`EXPORTS`), stores by `export` (`FORMATS`): one protocol for each of the
two, the format chosen by its name or by the ending of the file's name.

>>> [export.name for export in EXPORTS]
['trig', 'nq', 'jsonld', 'jsonl', 'html']
>>> find(".jsonl").name
'jsonl'
>>> find_format("moskva.gexf").name
'gexf'
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import IO

from claimgraph.errors import UsageError
from claimgraph.exports.base import Export
from claimgraph.exports.claims_jsonl import ClaimLines
from claimgraph.exports.filters import Filters, named
from claimgraph.exports.graph_files import EdgesCsv, Gexf, GraphMl, Graphology, NodesCsv
from claimgraph.exports.lines import StoreLines
from claimgraph.exports.looks import LAYOUTS
from claimgraph.exports.rdf import RdfExport
from claimgraph.exports.report_html import ReportPage
from claimgraph.exports.store_formats import LossReport, Progress, Selected, StoreFormat, silent
from claimgraph.exports.subset import StoreRdf
from claimgraph.exports.tables import ClaimsCsv, ClaimsXlsx
from claimgraph.exports.views import VIEWS, find_view
from claimgraph.finding import suggestion
from claimgraph.store import Store

__all__ = [
    "EXPORTS",
    "FORMATS",
    "LAYOUTS",
    "MEDIA_TYPES",
    "VIEWS",
    "Export",
    "Filters",
    "LossReport",
    "StoreFormat",
    "export",
    "find",
    "find_format",
    "find_view",
    "named",
    "prepare",
]

EXPORTS: tuple[Export, ...] = (
    RdfExport("trig", (".trig",)),
    RdfExport("nq", (".nq",)),
    RdfExport("jsonld", (".jsonld",)),
    ClaimLines(),
    ReportPage(),
)
_STORE_FORMATS: tuple[StoreFormat, ...] = (
    Gexf(),
    GraphMl(),
    Graphology(),
    NodesCsv(),
    EdgesCsv(),
    ClaimsCsv(),
    ClaimsXlsx(),
    StoreLines(),
    StoreRdf(
        "trig", "RDF as TriG, readable: the record, then a graph for each proposition", "application/trig"
    ),
    StoreRdf("nq", "RDF as N-Quads, sorted", "application/n-quads"),
    StoreRdf("jsonld", "RDF as JSON-LD with its context inside", "application/ld+json"),
)
FORMATS: dict[str, StoreFormat] = {one.name: one for one in _STORE_FORMATS}
MEDIA_TYPES: dict[str, str] = {name: one.media_type for name, one in FORMATS.items()}


def find(name: str) -> Export:
    """The export of reports by its name or by the ending of a file.

    Raises:
        UsageError: there is none.
    """
    wanted = name.lower()
    for export in EXPORTS:
        if wanted == export.name or wanted in export.endings:
            return export
    endings = ", ".join(ending for export in EXPORTS for ending in export.endings)
    raise UsageError(f"{name or 'no ending'!r} tells no format", hint=f"use one of {endings}")


def find_format(name: str) -> StoreFormat:
    """The format of a store's export by its name, or by the end of a file's name (`.gz` apart).

    Raises:
        UsageError: there is none; the message names the nearest.

    >>> find_format("gexf").media_type
    'application/gexf+xml'
    """
    wanted = name.lower()
    if wanted in FORMATS:
        return FORMATS[wanted]
    wanted = wanted.removesuffix(".gz")
    fitting = [
        (len(ending), one) for one in FORMATS.values() for ending in one.endings if wanted.endswith(ending)
    ]
    if fitting:
        return max(fitting, key=lambda pair: pair[0])[1]
    hint = suggestion(name.lstrip("."), FORMATS) or f"the formats are: {', '.join(FORMATS)}"
    raise UsageError(f"{name or 'no ending'!r} tells no format", hint=hint)


def export(
    store: Store,
    format: str,
    view: str,
    filters: Filters,
    out: IO[bytes],
    *,
    layout: str = "auto",
    licence: str = "",
    progress: Progress = silent,
) -> LossReport:
    """Write what the filters let through to `out`, and say what the format could not carry.

    `format` is one of `FORMATS`, `view` one of `VIEWS` (formats without views ignore it), `layout` one of
    `LAYOUTS`. `licence` replaces what the export says of its licence. Memory does not grow with the number of
    claims, save for the lay-out of small graphs; long sorts go to temporary files.

    Raises:
        UsageError: an unknown format, view or layout, or filters that no claim fits; nothing is written then.
        OSError: `out` or a temporary file cannot be written.

    >>> import io
    >>> from claimgraph.store import EmbeddedStore
    >>> export(EmbeddedStore.in_memory(), "gexf", "claims", Filters(), io.BytesIO())
    Traceback (most recent call last):
    claimgraph.errors.UsageError: no claim fits: every claim; load reports first
    """
    report, pieces = prepare(store, format, view, filters, layout=layout, licence=licence, progress=progress)
    for piece in pieces:
        out.write(piece)
    return report


def prepare(
    store: Store,
    format: str,
    view: str,
    filters: Filters,
    *,
    layout: str = "auto",
    licence: str = "",
    progress: Progress = silent,
) -> tuple[LossReport, Iterator[bytes]]:
    """As `export`, but give the pieces to the caller; the report is complete when the last piece was taken.

    Raises:
        UsageError: as `export`, at once and not with the first piece.
    """
    chosen = find_format(format)
    if layout not in LAYOUTS:
        raise UsageError(f"there is no layout {layout!r}", hint=f"use one of {', '.join(LAYOUTS)}")
    selected = Selected(store, filters, view, layout, licence, progress)
    report = LossReport(chosen.name, selected.view.name, description=selected.provenance.text)
    return report, _encoded(chosen.write(selected, report), report)


def _encoded(pieces: Iterator[str | bytes], report: LossReport) -> Iterator[bytes]:
    for piece in pieces:
        data = piece.encode("utf-8") if isinstance(piece, str) else piece
        report.bytes += len(data)
        yield data
