"""Processes that help to load a feed: a new interpreter each, and frames on its standard input and output.

Nothing is forked, so threads and the store's locks do not matter, and scripts need no main guard. A frame is
a letter, eight bytes of length, and the content. What the letters mean is said where they are written.
"""

from __future__ import annotations

import os
import signal
import struct
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from typing import IO

from claimgraph.errors import InputError

_HEAD = struct.Struct(">cQ")


def started(module: str) -> subprocess.Popen[bytes]:
    """Run a module in a process, in a group of its own: Ctrl-C goes to the parent, which ends it."""
    environment = {**os.environ, "PYTHONPATH": os.pathsep.join(path for path in sys.path if path)}
    return subprocess.Popen(
        [sys.executable, "-m", module],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        env=environment,
        process_group=0,
    )


def ended(process: subprocess.Popen[bytes]) -> None:
    """End a process, whatever it is doing."""
    process.kill()
    process.wait()
    for stream in (process.stdin, process.stdout):
        assert stream is not None
        with suppress(BrokenPipeError):  # what was still to be sent is not wanted any more
            stream.close()


@contextmanager
def as_process() -> Iterator[tuple[IO[bytes], IO[bytes]]]:
    """In the process: its input and output for frames; it ends without a word if the parent is gone."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    out = os.fdopen(os.dup(1), "wb")
    os.dup2(2, 1)  # whatever else prints must not get between the frames
    try:
        yield sys.stdin.buffer, out
    except BrokenPipeError:
        os._exit(1)


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


def failure(letter: bytes, content: bytes, what: str, where: str) -> Exception:
    """What to raise for a frame X (a traceback), or because the process that does `what` is gone."""
    if letter == b"X":
        return RuntimeError(f"the process that {what} the file failed:\n{content.decode('utf-8', 'replace')}")
    return InputError(
        f"the process that {what} the file was ended",
        where=where,
        hint="see whether memory ran out, and load it again",
    )
