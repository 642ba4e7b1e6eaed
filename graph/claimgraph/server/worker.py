"""The process that evaluates queries: one at a time, on a read-only snapshot, under limits, without network.

It talks over one socket in frames: a kind of one byte, a length of four bytes (network order), the data. It
takes `Q` (a request as JSON) and gives `R` (ready), then for each request `A` (a whole answer) or `D`…`D` `E`
(a long answer in pieces) or `X` (an error as JSON); `L` before these says that it leaves afterwards. Its
parent ends it with SIGKILL when the time is over.
"""

from __future__ import annotations

import gc
import json
import resource
import socket
import struct
import sys
from collections.abc import Callable
from functools import lru_cache
from typing import IO, Any, cast

import pyoxigraph as ox

from claimgraph.server import sandbox
from claimgraph.sparql_faults import explain, undeclared
from claimgraph.vocabulary import PREFIXES

PIECE = 64 * 1024
"""Answers up to this size are sent whole, so that an error before has a status of its own."""
MORE = 4 * PIECE
"""The size of the pieces after the first: each wakes two processes."""
HEAD = struct.Struct("!cI")
RESULTS = {name.lower(): getattr(ox.QueryResultsFormat, name) for name in ("JSON", "XML", "CSV", "TSV")}
GRAPHS = {
    "turtle": ox.RdfFormat.TURTLE,
    "ntriples": ox.RdfFormat.N_TRIPLES,
    "trig": ox.RdfFormat.TRIG,
    "nquads": ox.RdfFormat.N_QUADS,
    "jsonld": ox.RdfFormat.JSON_LD,
    "rdfxml": ox.RdfFormat.RDF_XML,
}


class TooLargeError(Exception):
    """The answer is over a limit; the message says which."""


class RefusalError(Exception):
    """The request cannot be answered: status, what, what to do, and a place in the query."""

    def __init__(self, status: int, detail: str, hint: str = "", line: int = 0, column: int = 0) -> None:
        super().__init__(detail)
        self.fields = {"status": status, "detail": detail, "hint": hint, "line": line, "column": column}


class Answer:
    """Where an answer is written: kept up to `PIECE` bytes, then sent piece by piece.

    Bytes and rows are counted before a piece is sent: beyond a limit the answer is an error, or breaks off.
    """

    def __init__(
        self, send: Callable[[bytes, bytes], None], most_bytes: int, rows: RowCounter | None
    ) -> None:
        self._send = send
        self._left = most_bytes
        self._rows = rows
        self._kept = bytearray()
        self._enough = PIECE
        self.pieces = 0
        self.over: TooLargeError | None = None

    def write(self, data: Any) -> int:
        """Take data from the serialiser."""
        self._kept += data
        if len(self._kept) > self._enough:
            self._flush()
        return len(data)

    def _count(self) -> None:
        """Count what is about to be sent: the serialiser writes small pieces, counting is cheaper at once."""
        self._left -= len(self._kept)
        try:
            if self._left < 0:
                raise TooLargeError("the answer is larger than the limit of bytes")
            if self._rows and (self.pieces or len(self._kept) > self._rows.most):  # a row has a byte at least
                self._rows.feed(bytes(self._kept))
        except TooLargeError as error:
            self.over = error
            raise

    def flush(self) -> None:
        """Nothing: pieces leave when they are full."""

    def _flush(self) -> None:
        self._count()
        if not self.pieces:
            sort_prefixes(self._kept)
        self._send(b"D", bytes(self._kept))
        self._kept.clear()
        self.pieces += 1
        self._enough = MORE

    def finish(self) -> None:
        """Send what is left, and the end."""
        if self.pieces:
            self._flush()
            self._send(b"E", b"")
        else:
            self._count()
            sort_prefixes(self._kept)
            self._send(b"A", bytes(self._kept))


def sort_prefixes(data: bytearray) -> None:
    r"""Put the prefixes at the head of Turtle in order: the serialiser's changes from process to process.

    >>> text = bytearray(b"@prefix b: <b:> .\n@prefix a: <a:> .\na:a a:b b:c .\n")
    >>> sort_prefixes(text)
    >>> text.splitlines()[0]
    bytearray(b'@prefix a: <a:> .')
    """
    if data.startswith(b"@prefix "):
        lines = data.splitlines(keepends=True)
        count = next((n for n, line in enumerate(lines) if not line.startswith(b"@prefix ")), len(lines))
        data[:] = b"".join([*sorted(lines[:count]), *lines[count:]])


class RowCounter:
    r"""Counts the rows in serialised results by bytes that only a new row has.

    CSV: line ends outside quotes. TSV: line ends, which are escaped inside terms. XML: `<result>`, whose `<`
    is escaped inside terms. JSON: `}},{"` followed by the first character of a variable's name; a quote that
    ends a string is followed by `}` or `,` instead. Rows without any value are not seen in JSON.

    >>> counter = RowCounter("csv", 2)
    >>> counter.feed(b'a\r\n"x\ny"\r\n1\r\n')
    >>> counter.rows
    2
    """

    def __init__(self, form: str, most: int) -> None:
        self.form = form
        self.most = most
        self.rows = -1 if form in {"csv", "tsv"} else 1 if form == "json" else 0
        self._tail = b""
        self._quoted = False

    def feed(self, data: bytes) -> None:
        """Count the rows in the next bytes; raises TooLargeError beyond the limit."""
        self.rows += getattr(self, f"_{self.form}")(data)
        if self.rows > self.most:
            raise TooLargeError(f"the answer has more than {self.most} rows")

    def _csv(self, data: bytes) -> int:
        count = 0
        for number, part in enumerate(data.split(b'"')):
            if number:
                self._quoted = not self._quoted
            if not self._quoted:
                count += part.count(b"\n")
        return count

    def _tsv(self, data: bytes) -> int:
        return data.count(b"\n")

    def _xml(self, data: bytes) -> int:
        text = self._tail + data
        self._tail = text[-7:]
        return text.count(b"<result>")

    def _json(self, data: bytes) -> int:
        text = self._tail + data
        self._tail = text[-5:]
        ended = text.count(b'}},{"}') + text.count(b'}},{",')
        # a mark at the very end is counted with the next data, when its next byte is known
        return text.count(b'}},{"') - ended - text.endswith(b'}},{"')


@lru_cache(maxsize=128)
def _parsed(request: bytes) -> dict[str, Any]:
    """What a request says; some are sent again and again."""
    fields: dict[str, Any] = json.loads(request)
    return fields


class Worker:
    """Answers requests from a socket until it is closed."""

    def __init__(self, link: socket.socket, memory: int) -> None:
        self._link = link
        self._memory = memory
        self._path = ""
        self._store: ox.Store | None = None
        self._leaving = False

    def send(self, kind: bytes, data: bytes) -> None:
        """Send one frame; blocks while the parent does not read, which is what slows a query down."""
        self._link.sendall(HEAD.pack(kind, len(data)) + data)

    def run(self) -> None:
        """Answer one request after the other; leaves when a large query has left its memory behind."""
        reader = self._link.makefile("rb")
        while not self._leaving and (head := reader.read(HEAD.size)):
            _, length = HEAD.unpack(head)
            self._answer(_parsed(reader.read(length)))

    def _answer(self, request: dict[str, Any]) -> None:
        counter = RowCounter(request["format"], request["rows"]) if request["format"] in RESULTS else None
        answer = Answer(self.send, request["bytes"], counter)
        try:
            self._serialise(request, answer)
            self._announce_leaving()
            answer.finish()
        except RefusalError as refusal:
            self._fail(refusal.fields)
        except MemoryError:
            self._fail({"status": 503, "detail": "the query needs more memory than it may have"})
        except Exception as error:  # whatever the engine raises is an answer, not the end of the worker
            if answer.over:
                self._fail({"status": 413, "detail": str(answer.over)})
            else:
                self._fail({"status": 500, "detail": f"{type(error).__name__}: {error}"[:400]})

    def _fail(self, fields: dict[str, Any]) -> None:
        self.send(b"X", json.dumps(fields).encode())

    def _announce_leaving(self) -> None:
        """After a query that took much memory, a fresh process is better: memory is seldom given back."""
        if self._memory and resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * 1024 > self._memory // 3:
            self._leaving = True
            self.send(b"L", b"")

    def _open(self, path: str) -> ox.Store:
        if self._store is None or path != self._path:
            self._store = None
            try:
                self._store = ox.Store.read_only(path)
            except (OSError, RuntimeError):
                what = "the snapshot cannot be opened: the store is being replaced, or damaged"
                raise RefusalError(503, what, "try again in a few seconds") from None
            self._path = path
        return self._store

    def _serialise(self, request: dict[str, Any], answer: Answer) -> None:
        store = self._open(request["snapshot"])
        if request["op"] == "open":
            return
        if request["op"] == "dump":
            form = request["format"]
            prefixes = PREFIXES if form == "trig" else None
            store.dump(cast(IO[bytes], answer), GRAPHS[form], prefixes=prefixes)
            return
        results = self._evaluate(store, request)
        form, out = request["format"], cast(IO[bytes], answer)
        if not isinstance(results, ox.QueryTriples):
            results.serialize(out, RESULTS[form])
        elif form in {"turtle", "trig"}:
            ox.serialize(results, out, GRAPHS[form], prefixes=PREFIXES)
        else:
            results.serialize(out, GRAPHS[form])

    def _evaluate(self, store: ox.Store, request: dict[str, Any]) -> Any:
        dataset = _dataset(store, request)
        try:
            return self._query(store, request, dataset, None)
        except (SyntaxError, ValueError) as error:
            first = error
        if undeclared(request["text"]) & PREFIXES.keys():
            try:
                return self._query(store, request, dataset, PREFIXES | {"d": request["data"]})
            except (SyntaxError, ValueError) as error:
                first = error
        raise RefusalError(400, *explain(request["text"], str(first), PREFIXES))

    def _query(
        self, store: ox.Store, request: dict[str, Any], dataset: dict[str, Any], known: dict[str, str] | None
    ) -> Any:
        """Begin a query; `known` are prefixes that it need not declare."""
        return store.query(
            request["text"],
            base_iri=request["base"] or None,
            prefixes=known,
            use_default_graph_as_union=request["union"],
            **dataset,
        )


def _dataset(store: ox.Store, request: dict[str, Any]) -> dict[str, Any]:
    """The dataset of a query, if it names one; each graph must be in the store, as nothing is fetched."""
    default, named = request["default"], request["named"]
    if default is None and named is None:
        return {}
    known = {}
    for name in {*(default or ()), *(named or ())}:
        try:
            known[name] = ox.DefaultGraph() if name in request["record"] else ox.NamedNode(name)
        except ValueError:
            raise RefusalError(400, f"<{name}> is no IRI") from None
        if isinstance(known[name], ox.NamedNode) and not store.contains_named_graph(known[name]):
            raise RefusalError(
                400, f"the graph <{name}> is not in this store; nothing is fetched from elsewhere"
            )
    return {
        "default_graph": [known[name] for name in default or ()],
        "named_graphs": [known[name] for name in named or () if isinstance(known[name], ox.NamedNode)],
    }


def main() -> None:
    """`python -c … FD MEMORY FOLDER`: the socket's number, bytes of memory, the folder of the snapshots."""
    descriptor, memory, folder = int(sys.argv[1]), int(sys.argv[2]), sys.argv[3]
    sandbox.die_with_parent()
    sandbox.limit_resources(memory)
    link = socket.socket(fileno=descriptor)
    files = sandbox.only_read([folder])
    network = sandbox.block_network() and sandbox.network_is_blocked()
    worker = Worker(link, memory)
    gc.freeze()  # what is imported stays: not to be looked at in every collection
    worker.send(b"R", json.dumps({"files": files, "network": network}).encode())
    try:
        worker.run()
    except (BrokenPipeError, ConnectionResetError):
        return
