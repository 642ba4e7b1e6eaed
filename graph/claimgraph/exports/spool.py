"""Rows that wait on disk: long exports hold a few thousand rows in memory, however many there are.

A `Spool` gives rows back in the order in which they came, as often as wanted; a `Sorter` gives them back
sorted and without duplicates (external merge sort). Rows are tuples of strings, numbers, booleans, `None`
and such tuples. Up to one chunk stays in memory; then chunks go to a nameless temporary file (`TMPDIR`).

>>> spool = Spool()
>>> spool.extend([("b", 1), ("a", 2)])
>>> len(spool), list(spool), list(spool) == list(spool)
(2, [('b', 1), ('a', 2)], True)
"""

from __future__ import annotations

import heapq
import marshal
import tempfile
from collections.abc import Iterable, Iterator
from itertools import groupby
from typing import IO, Any

Row = tuple[Any, ...]
CHUNK = 4_096
"""Rows in one block of a spool."""
RUN = 65_536
"""Rows that a sorter sorts in memory at a time."""
_MARSHAL = 2
"""The version of the format that does not look for objects met before: half the time, a few bytes more."""
_LENGTH = 8
"""Bytes of the number in front of each block of a file."""


class Spool:
    """Rows in the order in which they came.

    Raises:
        OSError: the temporary file cannot be written, for instance because the disk is full.
    """

    def __init__(self, chunk: int = CHUNK) -> None:
        """`chunk` is the number of rows that are kept in memory."""
        self._chunk = chunk
        self._tail: list[Row] = []
        self._file: IO[bytes] | None = None
        self._count = 0

    def append(self, row: Row) -> None:
        """Add a row."""
        self._tail.append(row)
        self._count += 1
        if len(self._tail) >= self._chunk:
            self._put_away()

    def extend(self, rows: Iterable[Row]) -> None:
        """Add rows."""
        for row in rows:
            self.append(row)

    def _put_away(self) -> None:
        if self._file is None:
            self._file = tempfile.TemporaryFile(prefix="claimgraph-")  # noqa: SIM115 (closed with the spool)
        block = marshal.dumps(self._tail, _MARSHAL)
        self._file.seek(0, 2)
        self._file.write(len(block).to_bytes(_LENGTH, "big") + block)
        self._tail = []

    def __len__(self) -> int:
        """The number of rows."""
        return self._count

    def __iter__(self) -> Iterator[Row]:
        """Yield all rows; nothing may be added meanwhile."""
        place = 0
        while self._file is not None:
            self._file.seek(place)
            head = self._file.read(_LENGTH)
            if not head:
                break
            block = self._file.read(int.from_bytes(head, "big"))
            place += len(head) + len(block)
            yield from marshal.loads(block)
        yield from self._tail


class Sorter:
    """Rows sorted, each once. Cells in one place must be comparable with each other.

    >>> sorter = Sorter(run=2)
    >>> for row in [("b",), ("a",), ("b",), ("c",)]:
    ...     sorter.append(row)
    >>> list(sorter)
    [('a',), ('b',), ('c',)]
    """

    def __init__(self, run: int = RUN) -> None:
        """`run` is the number of rows sorted in memory at a time."""
        self._run = run
        self._runs: list[Spool] = []
        self._rows: list[Row] = []

    def append(self, row: Row) -> None:
        """Add a row."""
        self._rows.append(row)
        if len(self._rows) >= self._run:
            self._put_away()

    def _put_away(self) -> None:
        spool = Spool(chunk=min(CHUNK, self._run))
        spool.extend(sorted(set(self._rows)))
        self._runs.append(spool)
        self._rows = []

    def __iter__(self) -> Iterator[Row]:
        """Yield the rows in order; rows equal to the one before are left out."""
        last = sorted(set(self._rows))
        merged = heapq.merge(*self._runs, last) if self._runs else iter(last)
        return (row for row, _ in groupby(merged))


def chunks(rows: Iterable[Any], size: int) -> Iterator[list[Any]]:
    """Yield the rows in lists of `size`, the last one shorter.

    >>> list(chunks("abc", 2))
    [['a', 'b'], ['c']]
    """
    part: list[Any] = []
    for row in rows:
        part.append(row)
        if len(part) >= size:
            yield part
            part = []
    if part:
        yield part
