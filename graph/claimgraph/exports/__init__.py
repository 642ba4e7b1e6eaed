"""Reports as files: one module a format, chosen by the ending of the file's name.

>>> [export.name for export in EXPORTS]
['trig', 'nq', 'jsonld', 'jsonl']
>>> find(".jsonl").name
'jsonl'
"""

from __future__ import annotations

from claimgraph.errors import UsageError
from claimgraph.exports.base import Export
from claimgraph.exports.claims_jsonl import ClaimLines
from claimgraph.exports.rdf import RdfExport

__all__ = ["EXPORTS", "Export", "find"]

EXPORTS: tuple[Export, ...] = (
    RdfExport("trig", (".trig",)),
    RdfExport("nq", (".nq",)),
    RdfExport("jsonld", (".jsonld",)),
    ClaimLines(),
)


def find(name: str) -> Export:
    """The export by its name or by the ending of a file.

    Raises:
        UsageError: there is none.
    """
    wanted = name.lower()
    for export in EXPORTS:
        if wanted == export.name or wanted in export.endings:
            return export
    endings = ", ".join(ending for export in EXPORTS for ending in export.endings)
    raise UsageError(f"{name or 'no ending'!r} tells no format", hint=f"use one of {endings}")
