"""The process that writes an export or a perspective: killable like a worker, as a large one takes its time.

It reads the request as JSON from standard input and writes the file to standard output; a refusal goes to
standard error as one line of JSON, with exit code 2. No network; memory, file size and time are limited.
"""

from __future__ import annotations

import json
import os
import resource
import sys
from collections.abc import Callable, Iterator
from typing import TYPE_CHECKING, Any, NoReturn

import pyoxigraph as ox

from claimgraph.errors import ClaimgraphError
from claimgraph.server import sandbox
from claimgraph.server.known import refuse_unknown
from claimgraph.store import EmbeddedStore

if TYPE_CHECKING:
    from claimgraph.reasoning.perspectives import Perspective

NARROW = "narrow it with about, since, until"
NICENESS = 5
"""Exports yield the processor to queries."""
MOST_SPOOLED = 2 * 1024**3
"""Bytes of a file: of the export, and of the temporary ones of sorts that do not fit into memory."""


def main() -> None:
    """`python -c … MEMORY QUADS BASE`."""
    memory, quads, base = int(sys.argv[1]), sys.argv[2], sys.argv[3]
    sandbox.die_with_parent()
    os.nice(NICENESS)
    sandbox.limit_resources(memory, may_write=True)
    resource.setrlimit(resource.RLIMIT_FSIZE, (MOST_SPOOLED, MOST_SPOOLED))
    sandbox.block_network()
    request = json.loads(sys.stdin.buffer.read())
    store = EmbeddedStore(ox.Store.read_only(quads), base)
    try:
        for piece in _WRITERS[request.get("op", "export")](store, request):
            sys.stdout.buffer.write(piece)
        sys.stdout.buffer.flush()
    except ClaimgraphError as error:
        _refuse(what=error.what, where=error.where, hint=error.hint)
    except MemoryError:
        _refuse(what="the export needs more memory than it may have", where="", hint=NARROW)


def _refuse(**fields: str) -> NoReturn:
    sys.stderr.write(json.dumps(fields))
    sys.exit(2)


def _export(store: EmbeddedStore, request: dict[str, Any]) -> Iterator[bytes]:
    """A file for Gephi or a spreadsheet."""
    from claimgraph.exports import named, prepare

    given = request["filters"]
    refuse_unknown(store, [one for name in ("about", "side", "perspective") for one in given.get(name, ())])
    filters = named(store, **request["filters"])
    _, pieces = prepare(store, request["format"], request["view"], filters)
    yield from pieces


def _question(store: EmbeddedStore, request: dict[str, Any]) -> Iterator[bytes]:
    """The rows of a query on the claims of a perspective alone."""
    from claimgraph.reasoning.perspectives import view

    seen = view(store, _perspective_of(store, request))
    if request["beyond"]:
        sys.stderr.write(json.dumps({"cut": bool(list(_rows(seen, request["beyond"])))}))
    yield _rows(seen, request["query"]).serialize(format=_ROWS[request["format"]]) or b""


def _rows(seen: EmbeddedStore, query: str) -> ox.QuerySolutions:
    solutions = seen.query(query)
    assert isinstance(solutions, ox.QuerySolutions)
    return solutions


def _perspective_of(store: EmbeddedStore, request: dict[str, Any]) -> Perspective:
    from claimgraph.reasoning.asking import named_perspective

    given = request["perspective"]
    refuse_unknown(store, [*given.get("according_to", ()), *given.get("without", ())])
    return named_perspective(store, **given)


def _perspective(store: EmbeddedStore, request: dict[str, Any]) -> Iterator[bytes]:
    """What a perspective affirms, as N-Triples."""
    from claimgraph.reasoning.perspectives import stated

    lines = stated(store, _perspective_of(store, request), entailed=request["entailed"])
    yield "".join(lines).encode()


_WRITERS: dict[str, Callable[[EmbeddedStore, dict[str, Any]], Iterator[bytes]]] = {
    "export": _export,
    "question": _question,
    "perspective": _perspective,
}
_ROWS = {
    "json": ox.QueryResultsFormat.JSON,
    "xml": ox.QueryResultsFormat.XML,
    "csv": ox.QueryResultsFormat.CSV,
    "tsv": ox.QueryResultsFormat.TSV,
}
