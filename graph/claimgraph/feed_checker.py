"""What a feed's loader gives to the store, looked at with the compiled shapes (see `validation.streamed`).

Looking takes as long as writing. It needs nothing but the quads, and nothing of the loading needs what it
finds before all is stored. So for a large file it is a process of its own, which gets each chunk as the store
does, and goes on while the store sorts and writes, when the other core is idle.

=======  ===================================================================
letter   content
=======  ===================================================================
C        to the process: a chunk of N-Quads
E        to the process: that was all
S        from it: what is suspected of breaking a shape (pickled `Suspects`)
X        from it: it failed (its traceback as text)
=======  ===================================================================
"""

from __future__ import annotations

import pickle
import queue
import subprocess
import threading
import traceback
from collections.abc import Iterable, Iterator
from typing import IO, TYPE_CHECKING, Protocol

from claimgraph.feed_process import as_process, ended, failure, read_frame, started, write_frame

if TYPE_CHECKING:
    from claimgraph.validation.streamed import StreamChecker, Suspects

BEHIND = 24
"""Chunks that may wait to be looked at: some 150 MB; the loading waits for those beyond."""


class Checker(Protocol):
    """Something that looks at chunks; use as a context."""

    def __enter__(self) -> Checker:
        """Begin."""
        ...

    def __exit__(self, *_: object) -> None:
        """End, whatever is still to be looked at."""
        ...

    def look(self, chunk: bytes) -> None:
        """Take in a chunk of N-Quads that `feed_writer` wrote."""
        ...

    def suspects(self) -> Suspects:
        """What may break a shape, once all chunks were given."""
        ...


class CheckHere:
    """Looks at once, in this process.

    >>> with CheckHere() as checker:
    ...     checker.look(b"")
    ...     checker.suspects().nodes
    set()
    """

    def __init__(self) -> None:
        from claimgraph.validation.streamed import StreamChecker  # needs rdflib: only when asked for

        self._checker: StreamChecker = StreamChecker()

    def __enter__(self) -> CheckHere:
        """Nothing to begin."""
        return self

    def __exit__(self, *_: object) -> None:
        """Nothing to end."""

    def look(self, chunk: bytes) -> None:
        """See `Checker`."""
        self._checker.look(chunk.decode("utf-8"))

    def suspects(self) -> Suspects:
        """See `Checker`."""
        return self._checker.suspects


class CheckProcess:
    """Looks in another process, in the order given, some chunks behind."""

    def __init__(self, name: str) -> None:
        """`name` is the file's, for messages."""
        self._name = name
        self._chunks: queue.Queue[bytes | None] = queue.Queue(BEHIND)
        self._gone = threading.Event()
        self._process: subprocess.Popen[bytes] | None = None
        self._thread = threading.Thread(target=self._send, daemon=True)

    def __enter__(self) -> CheckProcess:
        """Start the process."""
        self._process = started("claimgraph.feed_checker")
        self._thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        """End the process, whatever it is doing."""
        assert self._process is not None
        self._gone.set()
        self._process.kill()
        self._thread.join()  # it may be writing to the process, which takes no more
        ended(self._process)

    def _send(self) -> None:
        assert self._process is not None
        assert self._process.stdin is not None
        try:
            while not self._gone.is_set():
                try:
                    chunk = self._chunks.get(timeout=0.5)
                except queue.Empty:
                    continue
                write_frame(self._process.stdin, b"E" if chunk is None else b"C", chunk or b"")
                if chunk is None:
                    return
        except (OSError, ValueError):
            self._gone.set()  # what became of it is told by `suspects`

    def look(self, chunk: bytes) -> None:
        """See `Checker`."""
        self._put(chunk)

    def _put(self, chunk: bytes | None) -> None:
        while not self._gone.is_set():
            try:
                self._chunks.put(chunk, timeout=0.5)
                return
            except queue.Full:
                continue

    def suspects(self) -> Suspects:
        """See `Checker`.

        Raises:
            InputError: the process was killed; what it had to look at is stored and not checked.
            RuntimeError: the process failed; with its traceback.
        """
        assert self._process is not None
        assert self._process.stdout is not None
        self._put(None)
        letter, content = read_frame(self._process.stdout) or (b"", b"")
        if letter == b"S":
            found: Suspects = pickle.loads(content)
            return found
        raise failure(letter, content, "checks", self._name)


def looked_at(chunks: Iterable[bytes], checker: Checker) -> Iterator[bytes]:
    """The chunks, each shown to the checker before it is passed on."""
    for chunk in chunks:
        checker.look(chunk)
        yield chunk


def work(given: IO[bytes], out: IO[bytes]) -> None:
    """Look at all chunks and tell what is suspected; not if the input ends without the mark of the end."""
    try:
        checker = CheckHere()
        while frame := read_frame(given):
            if frame[0] == b"E":
                write_frame(out, b"S", pickle.dumps(checker.suspects()))
                return
            checker.look(frame[1])
    except Exception:
        write_frame(out, b"X", traceback.format_exc().encode("utf-8", "replace"))


def main() -> None:
    """The process: chunks from standard input, what is suspected to standard output."""
    with as_process() as (given, out):
        work(given, out)


if __name__ == "__main__":
    main()
