"""A feed read and written in another process, while this one loads what it has written.

The store's loader keeps one core busy, and reading rows and writing their quads takes a good part of another.
The parent takes the pieces in the order in which they are written. They are the bytes that it would have
written itself.

Messages of the worker are frames on its standard output (see `feed_process`):

=======  ====================================================================================
letter   content
=======  ====================================================================================
C        a piece of N-Quads
R        a refused row (pickled `Reject`, and whether the rest of its row was loaded)
A        the account at the end (pickled)
E        the input is damaged or refused (pickled parts of the `InputError`)
X        the worker failed (its traceback as text)
=======  ====================================================================================

A worker whose parent is gone ends at its next message; a parent whose worker is gone tells so and stores
nothing.
"""

from __future__ import annotations

import os
import pickle
import queue
import subprocess
import threading
import traceback
from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import IO

from claimgraph.converters.base import Dataset, ReadOptions
from claimgraph.converters.streams import PACKED_ENDINGS, Source
from claimgraph.errors import InputError
from claimgraph.feed_process import as_process, ended, failure, read_frame, started, write_frame
from claimgraph.feed_writer import Account, FeedWriter, OnReject
from claimgraph.model import Reject

WORTH_BYTES = 2 * 1024 * 1024
"""From this size on, a worker saves more time than it takes to start (a third of a second)."""
WORTH_CHECKING_BYTES = 512 * 1024
"""From this size on, that is so of a process that checks: nobody waits for its start."""
PACKED_FACTOR = 8
"""How much larger a packed file is taken to be inside."""
JSON_FACTOR = 4
"""How much more a byte of a JSON array of figures holds than one of a list with a text in each row."""
TABS_DIVISOR = 3
"""How much less a byte of a table with tabs holds: rows of some sixty columns of which few are used."""
TABS_IN_TABLE = 50
"""How many tabs the first lines of such a table have at least."""
AHEAD = 4
"""Pieces that may wait for the loader: some 30 MB."""


@dataclass(frozen=True, slots=True)
class Job:
    """What a worker needs: how to read the file again, and how the parent would write it."""

    source: Source
    converter: str
    options: ReadOptions
    sha256: str
    stamp: str
    base: str
    strict: bool


def is_worthwhile(dataset: Dataset) -> bool:
    """Whether a worker can read the data set again by itself, and is faster."""
    source = dataset.source
    if dataset.is_account:  # whoever reads its rows reads its reports, unless it is refused
        return False
    if source.path is None or source.held or dataset.options is None or dataset.options.extractor:
        return False
    return _has_another_core() and weight(source) >= WORTH_BYTES


def is_worth_checking_apart(source: Source) -> bool:
    """Whether a process for the checks is faster than checking in between."""
    return _has_another_core() and weight(source) >= WORTH_CHECKING_BYTES


def _has_another_core() -> bool:
    return len(os.sched_getaffinity(0)) > 1


def weight(source: Source) -> int:
    """How many bytes of a list with a text in each row make as much work as this input.

    >>> weight(Source("a.csv", b"day,tanks")), weight(Source("a.json", b'[{"tank": 7}]'))
    (9, 52)
    """
    is_packed = source.path and (source.member or source.path.suffix.lower() in PACKED_ENDINGS)
    size = source.size * (PACKED_FACTOR if is_packed else 1)
    if source.head.lstrip()[:1] == b"[":
        return size * JSON_FACTOR
    return size // TABS_DIVISOR if source.head.count(b"\t", 0, 4096) > TABS_IN_TABLE else size


def job_for(dataset: Dataset, writer: FeedWriter, *, strict: bool) -> Job:
    """The job that gives the pieces of `writer`."""
    assert dataset.options is not None
    options = replace(dataset.options, extractor=None)
    name = dataset.converter.split()[0]
    source = dataset.source.again()
    return Job(source, name, options, writer.sha256, writer.stamp, writer.base, strict)


class Worker:
    """A worker process and what it writes; use as a context, which ends the process in any case."""

    def __init__(self, job: Job, account: Account, on_reject: OnReject | None) -> None:
        """`account` is filled at the end; `on_reject` is called as `FeedWriter` does."""
        self._job = job
        self._account = account
        self._on_reject = on_reject
        self._frames: queue.Queue[tuple[bytes, bytes]] = queue.Queue(AHEAD)
        self._process: subprocess.Popen[bytes] | None = None
        self._ended = threading.Event()

    def __enter__(self) -> Worker:
        """Start the process."""
        self._process = started("claimgraph.feed_worker")
        threading.Thread(target=self._receive, daemon=True).start()
        return self

    def __exit__(self, *_: object) -> None:
        """End the process, whatever it is doing."""
        assert self._process is not None
        self._ended.set()
        ended(self._process)

    def _receive(self) -> None:
        """Take frames from the worker as long as there are some; an empty letter marks the end."""
        assert self._process is not None
        assert self._process.stdin is not None
        assert self._process.stdout is not None
        try:
            pickle.dump(self._job, self._process.stdin)
            self._process.stdin.close()
            while frame := read_frame(self._process.stdout):
                self._put(frame)
        except (OSError, ValueError):
            pass  # the worker is gone, or was ended: the parent hears of it by the mark of the end
        self._put((b"", b""))

    def _put(self, frame: tuple[bytes, bytes]) -> None:
        while not self._ended.is_set():
            try:
                self._frames.put(frame, timeout=0.5)
                return
            except queue.Full:
                continue

    def pieces(self) -> Iterator[bytes]:
        """Yield what `FeedWriter.pieces` does.

        Raises:
            InputError: the input is damaged, a row was refused (when strict), or the worker was killed.
            RuntimeError: the worker failed; with its traceback.
        """
        while True:
            letter, content = self._frames.get()
            if letter == b"C":
                yield content
            elif letter == b"R":
                if self._on_reject:
                    self._on_reject(*pickle.loads(content))
            elif letter == b"A":
                self._account.take(pickle.loads(content))
                return
            elif letter == b"E":
                what, where, hint = pickle.loads(content)
                raise InputError(what, where=where, hint=hint)
            else:
                raise failure(letter, content, "reads", self._job.source.name)


def work(job: Job, out: IO[bytes]) -> None:
    """Do a job, in the worker."""
    from claimgraph.converters import find

    try:
        [dataset] = find(job.source, job.converter).read(job.source, job.options)
        assert isinstance(dataset, Dataset)
        writer = FeedWriter(
            dataset,
            job.sha256,
            job.stamp,
            job.base,
            strict=job.strict,
            on_reject=lambda reject, loaded: _tell(out, reject, loaded),
        )
        for piece in writer.pieces():
            write_frame(out, b"C", piece)
        write_frame(out, b"A", pickle.dumps(writer.account))
    except BrokenPipeError:
        raise
    except InputError as error:
        write_frame(out, b"E", pickle.dumps((error.what, error.where, error.hint)))
    except Exception:
        write_frame(out, b"X", traceback.format_exc().encode("utf-8", "replace"))


def _tell(out: IO[bytes], reject: Reject, loaded: bool) -> None:
    write_frame(out, b"R", pickle.dumps((reject, loaded)))


def main() -> None:
    """The worker: one job from standard input, frames to standard output."""
    with as_process() as (given, out):
        work(pickle.load(given), out)


if __name__ == "__main__":
    main()
