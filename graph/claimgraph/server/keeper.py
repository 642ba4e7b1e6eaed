"""The process that opens the live store: to take a snapshot, or to apply an update and then take one.

It reads one request as JSON from standard input, does it, and writes one answer as JSON. Writing, it holds
the store's lock alone and has no network; the operations are whole or not at all.
"""

from __future__ import annotations

import json
import re
import sys
from pathlib import Path
from typing import Any

import pyoxigraph as ox

from claimgraph.compaction import note
from claimgraph.errors import InputError
from claimgraph.server import sandbox, snapshots
from claimgraph.sparql_faults import explain, undeclared
from claimgraph.store import hold
from claimgraph.vocabulary import PREFIXES

FORMATS = {
    "text/turtle": ox.RdfFormat.TURTLE,
    "application/n-triples": ox.RdfFormat.N_TRIPLES,
    "application/trig": ox.RdfFormat.TRIG,
    "application/n-quads": ox.RdfFormat.N_QUADS,
    "application/ld+json": ox.RdfFormat.JSON_LD,
    "application/rdf+xml": ox.RdfFormat.RDF_XML,
}
WAIT = 20.0
"""Seconds to wait for another writer."""
QUAD = 100
"""About as many bytes of an update or an upload make a quad."""
_POSITION = re.compile(r"^Parser error at line \d+ .*?columns? [\d and]+: | \(line \d+\)$")


def main() -> None:
    """`python -c … MEMORY STORE`."""
    memory, store = int(sys.argv[1]), Path(sys.argv[2])
    sandbox.die_with_parent()
    sandbox.limit_resources(memory, may_write=True)
    sandbox.block_network()
    head = json.loads(sys.stdin.buffer.readline())
    body = sys.stdin.buffer.read()
    sys.stdout.write("\n")  # from here on something may be written: who is ended before has done nothing
    sys.stdout.flush()
    try:
        answer = _do(store, head, body)
    except InputError as error:
        answer = {"status": 503, "detail": error.what, "hint": error.hint}
    except (SyntaxError, ValueError) as error:
        answer = {"status": 400, **fault(error, body if head["op"] == "update" else b"")}
    except (OSError, RuntimeError) as error:
        done = "opened" if head["op"] == "snapshot" else "written"
        answer = {"status": 500, "detail": f"the store cannot be {done}: {error}"}
    sys.stdout.write(json.dumps(answer) + "\n")


def fault(error: Exception, update: bytes = b"") -> dict[str, Any]:
    """What is wrong with an update, or with RDF, with the place if the parser tells one.

    >>> fault(SyntaxError("Parser error at line 2 column 7: Unexpected end", ("", 2, 7, "", 2, 7)))
    {'detail': 'Unexpected end', 'line': 2, 'column': 7}
    >>> fault(SyntaxError("error at 1:13: expected '{'"), b"INSERT DATAS {}")["hint"]
    'did you mean DATA?'
    """
    text = str(error.args[0] if error.args else error)
    if update:
        return explain(update.decode("utf-8", "replace"), text, PREFIXES)._asdict()
    detail = _POSITION.sub("", " ".join(text.split()))[:400]
    return {
        "detail": detail,
        "line": getattr(error, "lineno", None) or 0,
        "column": getattr(error, "offset", None) or 0,
    }


def _do(store: Path, head: dict[str, Any], body: bytes) -> dict[str, Any]:
    """Hold the lock until the snapshot is named: its mark is that of the files as they are left behind."""
    reads = head["op"] == "snapshot"
    lock = hold(store, shared=reads, wait=head.get("wait", WAIT))
    quads = str(store / "quads")
    try:
        mark = snapshots.signature(store) if reads else ""
        newest = snapshots.latest(store)
        if reads and newest and newest.signature == mark:
            return {"status": 200, "snapshot": newest.id}
        engine = ox.Store.read_only(quads) if reads else ox.Store(quads)
        answer = {} if reads else _write(engine, head, body)
        if not reads:
            engine.flush()
            note(store, len(body) // QUAD)
        started = snapshots.begin(store, engine)
        del engine  # closed before the files are marked
        snapshot = snapshots.finish(store, started, snapshots.signature(store))
    finally:
        lock.close()
    return {"status": 200, **answer, "snapshot": snapshot.id}


def _write(engine: ox.Store, head: dict[str, Any], body: bytes) -> dict[str, Any]:
    if head["op"] == "update":
        _update(engine, body.decode("utf-8"), head)
        return {}
    graph = ox.NamedNode(head["graph"]) if head["graph"] else ox.DefaultGraph()
    existed = isinstance(graph, ox.DefaultGraph) or engine.contains_named_graph(graph)
    if head["op"] == "delete":
        if isinstance(graph, ox.DefaultGraph):
            engine.clear_graph(graph)
        elif existed:
            engine.remove_graph(graph)
        return {"existed": existed}
    quads = [
        ox.Quad(quad.subject, quad.predicate, quad.object, graph)
        for data, kind in _parts(head, body)
        for quad in _parsed(data, kind, head)
    ]
    _replace(engine, graph, quads, keep=head["op"] == "post")
    return {"existed": existed}


def _update(engine: ox.Store, text: str, head: dict[str, Any]) -> None:
    """Run an update, of which the project's own prefixes need not be declared."""
    base = head["base"] or None
    try:
        engine.update(text, base_iri=base)
    except SyntaxError:
        if not undeclared(text) & PREFIXES.keys():
            raise
        engine.update(text, base_iri=base, prefixes=PREFIXES | {"d": head["data"]})


def _parts(head: dict[str, Any], body: bytes) -> list[tuple[bytes, str]]:
    """The documents of an upload: one, or those of a multipart body by their lengths."""
    parts = []
    for length, kind in head["parts"]:
        parts.append((body[:length], kind))
        body = body[length:]
    return parts


def _parsed(data: bytes, kind: str, head: dict[str, Any]) -> list[ox.Quad]:
    if b"<!DOCTYPE" in data[:4096].upper() or (
        kind == "application/rdf+xml" and b"<!DOCTYPE" in data.upper()
    ):
        raise ValueError("documents with a DOCTYPE are refused: their entities can fetch and can explode")
    quads = list(ox.parse(data, FORMATS[kind], base_iri=head["base"] or None, rename_blank_nodes=True))
    if any(not isinstance(quad.graph_name, ox.DefaultGraph) for quad in quads):
        raise ValueError("the document has named graphs of its own; send triples for one graph")
    return quads


def _replace(engine: ox.Store, graph: Any, quads: list[ox.Quad], *, keep: bool) -> None:
    """Put the quads into a graph in one transaction, after emptying it unless `keep`."""
    name = "DEFAULT" if isinstance(graph, ox.DefaultGraph) else f"GRAPH {graph}"
    create = "" if isinstance(graph, ox.DefaultGraph) else f"CREATE SILENT {name} ;\n"
    triples = "".join(f"{quad.triple} .\n" for quad in quads)
    data = f"{{ {triples} }}" if isinstance(graph, ox.DefaultGraph) else f"{{ {name} {{ {triples} }} }}"
    engine.update(f"{'' if keep else f'CLEAR SILENT {name} ;'}\n{create}INSERT DATA {data}")
