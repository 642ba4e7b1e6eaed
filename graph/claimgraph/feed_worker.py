"""A feed read and written in another process, while this one loads what it has written.

The store's loader keeps one core busy and more; reading rows and writing quads takes a good part of another.
So the parent starts a worker with a new interpreter (nothing is forked, so threads and the store's locks do
not matter, and scripts need no main guard), hands it the job, and takes the chunks in the order in which they
are written. They are the bytes that the parent itself would have written.

Messages of the worker are frames on its standard output: a letter, eight bytes of length, the content.

=======  ====================================================================================
letter   content
=======  ====================================================================================
C        a chunk of N-Quads
R        a refused row (pickled `Reject`, and whether the rest of its row was loaded)
S        what is suspected of breaking a shape (pickled `Suspects`; only if it was to be checked)
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
import signal
import struct
import subprocess
import sys
import threading
import traceback
from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import IO, TYPE_CHECKING

from claimgraph.converters.base import Dataset, ReadOptions
from claimgraph.converters.streams import PACKED_ENDINGS, Source
from claimgraph.errors import InputError
from claimgraph.feed_writer import Account, FeedWriter, OnReject
from claimgraph.model import Reject

if TYPE_CHECKING:
    from claimgraph.validation.streamed import StreamChecker, Suspects

WORTH_BYTES = 2 * 1024 * 1024
"""From this size on, a worker saves more time than it takes to start (half a second)."""
PACKED_FACTOR = 8
"""How much larger a packed file is taken to be inside."""
JSON_FACTOR = 4
"""How much more a byte of a JSON array of figures holds than one of a table with long texts."""
AHEAD = 4
"""Chunks that may wait for the loader: some 30 MB."""
_HEAD = struct.Struct(">cQ")


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
    check: bool = False


def is_worthwhile(dataset: Dataset) -> bool:
    """Whether a worker can read the data set again by itself, and is faster."""
    source = dataset.source
    if dataset.is_account:  # whoever reads its rows reads its reports, unless it is refused
        return False
    if source.path is None or source.held or dataset.options is None or dataset.options.extractor:
        return False
    is_packed = source.member or source.path.suffix.lower() in PACKED_ENDINGS
    factor = PACKED_FACTOR if is_packed else JSON_FACTOR if source.head.lstrip()[:1] == b"[" else 1
    return source.size * factor >= WORTH_BYTES and len(os.sched_getaffinity(0)) > 1


def job_for(dataset: Dataset, writer: FeedWriter, *, strict: bool, check: bool = False) -> Job:
    """The job that gives the chunks of `writer`; with `check` they are looked at with the shapes, too."""
    assert dataset.options is not None
    options = replace(dataset.options, extractor=None)
    name = dataset.converter.split()[0]
    source = dataset.source.again()
    return Job(source, name, options, writer.sha256, writer.stamp, writer.base, strict, check)


class Worker:
    """A worker process and its chunks; use as a context, which ends the process in any case."""

    def __init__(self, job: Job, account: Account, on_reject: OnReject | None) -> None:
        """`account` is filled at the end, `suspects` too; `on_reject` is called as `FeedWriter` does."""
        self.suspects: Suspects | None = None
        self._job = job
        self._account = account
        self._on_reject = on_reject
        self._frames: queue.Queue[tuple[bytes, bytes]] = queue.Queue(AHEAD)
        self._process: subprocess.Popen[bytes] | None = None
        self._ended = threading.Event()

    def __enter__(self) -> Worker:
        """Start the process; a group of its own keeps Ctrl-C from it, for the parent ends it."""
        environment = {**os.environ, "PYTHONPATH": os.pathsep.join(path for path in sys.path if path)}
        self._process = subprocess.Popen(
            [sys.executable, "-m", "claimgraph.feed_worker"],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            env=environment,
            process_group=0,
        )
        threading.Thread(target=self._receive, daemon=True).start()
        return self

    def __exit__(self, *_: object) -> None:
        """End the process, whatever it is doing."""
        assert self._process is not None
        self._ended.set()
        self._process.kill()
        self._process.wait()
        assert self._process.stdin is not None
        assert self._process.stdout is not None
        self._process.stdin.close()
        self._process.stdout.close()

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

    def chunks(self) -> Iterator[bytes]:
        """Yield the chunks in order.

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
            elif letter == b"S":
                self.suspects = pickle.loads(content)
            elif letter == b"A":
                self._fill(pickle.loads(content))
                return
            else:
                raise self._failure(letter, content)

    def _fill(self, account: Account) -> None:
        for name in Account.__slots__:
            setattr(self._account, name, getattr(account, name))

    def _failure(self, letter: bytes, content: bytes) -> Exception:
        if letter == b"E":
            what, where, hint = pickle.loads(content)
            return InputError(what, where=where, hint=hint)
        if letter == b"X":
            return RuntimeError(f"the worker failed:\n{content.decode('utf-8', 'replace')}")
        return InputError(
            "the process that reads the file was ended",
            where=self._job.source.name,
            hint="see whether memory ran out, and load it again; nothing of it was stored",
        )


def read_frame(stream: IO[bytes]) -> tuple[bytes, bytes] | None:
    """The next frame, or nothing at the end; a frame that is cut off counts as the end.

    >>> import io
    >>> stream = io.BytesIO()
    >>> write_frame(stream, b"C", b"quads")
    >>> _ = stream.seek(0)
    >>> read_frame(stream), read_frame(stream)
    ((b'C', b'quads'), None)
    """
    head = stream.read(_HEAD.size)
    if len(head) < _HEAD.size:
        return None
    letter, length = _HEAD.unpack(head)
    content = stream.read(length)
    return (letter, content) if len(content) == length else None


def write_frame(stream: IO[bytes], letter: bytes, content: bytes) -> None:
    """Write one frame and send it off."""
    stream.write(_HEAD.pack(letter, len(content)))
    stream.write(content)
    stream.flush()


def work(job: Job, out: IO[bytes]) -> None:
    """Do a job, in the worker."""
    from claimgraph.converters import find

    try:
        [dataset] = find(job.source, job.converter).read(job.source, job.options)
        assert isinstance(dataset, Dataset)
        checker = _checker() if job.check else None
        writer = FeedWriter(
            dataset,
            job.sha256,
            job.stamp,
            job.base,
            strict=job.strict,
            on_reject=lambda reject, loaded: _tell(out, reject, loaded),
            look=checker.look if checker else None,
        )
        for chunk in writer.chunks():
            write_frame(out, b"C", chunk)
        if checker:
            write_frame(out, b"S", pickle.dumps(checker.suspects))
        write_frame(out, b"A", pickle.dumps(writer.account))
    except BrokenPipeError:
        raise
    except InputError as error:
        write_frame(out, b"E", pickle.dumps((error.what, error.where, error.hint)))
    except Exception:
        write_frame(out, b"X", traceback.format_exc().encode("utf-8", "replace"))


def _checker() -> StreamChecker:
    from claimgraph.validation.streamed import StreamChecker  # needs rdflib: only when asked for

    return StreamChecker()


def _tell(out: IO[bytes], reject: Reject, loaded: bool) -> None:
    write_frame(out, b"R", pickle.dumps((reject, loaded)))


def main() -> None:
    """The worker: one job from standard input, frames to standard output."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    out = os.fdopen(os.dup(1), "wb")
    os.dup2(2, 1)  # whatever else prints must not get between the frames
    job = pickle.load(sys.stdin.buffer)
    try:
        work(job, out)
    except BrokenPipeError:
        os._exit(1)  # the parent is gone


if __name__ == "__main__":
    main()
