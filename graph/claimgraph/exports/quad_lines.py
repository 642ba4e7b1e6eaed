"""All quads of a store as sorted lines of N-Quads, however many: runs on disk that are merged.

Engines give quads in an order of their own; files are to be the same bytes each time. So lines are sorted in
memory up to `RUN_BYTES`, put away into a nameless temporary file (`TMPDIR`), and merged when they are read.

>>> lines = QuadLines()
>>> lines.write(b'<x:b> <x:p> "1" <x:g> .\\n<x:c> <x:p> "2" .\\n')
42
>>> [line.decode() for line in lines]
['<x:b> <x:p> "1" <x:g> .\\n', '<x:c> <x:p> "2" .\\n']
>>> by_graph = QuadLines(by_graph=True)
>>> by_graph.extend(lines)
>>> [line.decode() for line in by_graph]
['<x:c> <x:p> "2" .\\n', '<x:b> <x:p> "1" <x:g> .\\n']
"""

from __future__ import annotations

import heapq
import tempfile
from collections.abc import Callable, Iterable, Iterator
from itertools import groupby
from typing import IO, Any

import pyoxigraph as ox

from claimgraph.exports.spool import chunks

RUN_BYTES = 24 * 1024 * 1024
"""Bytes of lines that are sorted in memory at a time; as objects they take about twice that."""
_READ_AHEAD = 128 * 1024
"""Bytes read at a time from each run while runs are merged."""
_PARSED = 2_000
"""Lines that are parsed at a time."""
STEP = 100_000
"""Lines between two words of progress."""


def graph_of(line: bytes) -> bytes:
    r"""The graph of a line of N-Quads as it stands there; nothing for the default graph.

    The last term is the graph if it is the fourth. Spaces separate terms, and those inside a literal are
    followed by its closing quotation mark, which no IRI holds.

    >>> graph_of(b'<x:a> <x:b> <x:c> .\n'), graph_of(b'<x:a> <x:b> "c <x:d>"^^<x:e> .\n')
    (b'', b'')
    >>> graph_of(b'<x:a> <x:b> "c <x:d>"@en <x:g> .\n')
    b'<x:g>'
    """
    objects = line.split(b" ", 2)[2].rstrip()[:-1].rstrip()
    _, separator, last = objects.rpartition(b" ")
    return last if separator and b'"' not in last else b""


class QuadLines:
    """Lines of N-Quads in order, each once; a file to write to for those who have a serialiser.

    The order is that of the lines as bytes or, `by_graph`, the record first and then graph by graph. Either
    way quads of one graph stand in the order of their subjects, predicates and objects as text.
    """

    def __init__(
        self,
        *,
        by_graph: bool = False,
        run_bytes: int = RUN_BYTES,
        progress: Callable[[str, int], None] = lambda what, done: None,
    ) -> None:
        """`run_bytes` is what may stay in memory; `progress` is told how many quads have been read."""
        self._by_graph = by_graph
        self._most = run_bytes
        self._progress = progress
        self._runs: list[IO[bytes]] = []
        self._held: list[bytes] = []
        self._size = 0
        self._tail = b""
        self._added = 0
        self.predicates: set[bytes] = set()
        """The predicates of all lines, as they stand there."""

    def write(self, data: Any) -> int:
        """Take the next bytes of a file of N-Quads, wherever they end."""
        *lines, self._tail = (self._tail + bytes(data)).split(b"\n")
        self.extend(line + b"\n" for line in lines)
        return len(data)

    def flush(self) -> None:
        """Nothing: whole lines are taken as they come."""

    def extend(self, lines: Iterable[bytes]) -> None:
        """Add whole lines.

        Raises:
            OSError: the temporary file cannot be written, for instance because the disk is full.
        """
        for line in lines:
            self.predicates.add(line.split(b" ", 2)[1])
            self._held.append(graph_of(line) + b"\t" + line if self._by_graph else line)
            self._size += len(line)
            self._added += 1
            if self._added % STEP == 0:
                self._progress("quads read", self._added)
            if self._size > self._most:
                self._put_away()

    def _put_away(self) -> None:
        run = tempfile.TemporaryFile(prefix="claimgraph-", buffering=_READ_AHEAD)  # noqa: SIM115 (kept open)
        run.writelines(sorted(set(self._held)))
        self._runs.append(run)
        self._held, self._size = [], 0

    def __len__(self) -> int:
        """The number of lines that were added, doubles too."""
        return self._added

    def __iter__(self) -> Iterator[bytes]:
        """Yield the lines; one reader at a time, and nothing may be added meanwhile."""
        for run in self._runs:
            run.seek(0)
        self._held = sorted(set(self._held))
        merged = heapq.merge(*self._runs, self._held) if self._runs else iter(self._held)
        single = (line for line, _ in groupby(merged)) if self._runs else merged
        return (line.partition(b"\t")[2] for line in single) if self._by_graph else single

    def quads(self) -> Iterator[ox.Quad]:
        """Yield the lines parsed."""
        for part in chunks(self, _PARSED):
            yield from ox.parse(b"".join(part), ox.RdfFormat.N_QUADS)
