"""One request to a worker and its answer, and the link over which both go."""

from __future__ import annotations

import asyncio
import json
from collections import deque
from collections.abc import AsyncIterator, Callable
from typing import Any, cast

from claimgraph.server.problems import HttpError
from claimgraph.server.worker import HEAD

YOUNG = 0.25
"""Seconds within which a query whose worker is gone is given to another one."""
MOST_KEPT = 4 * 1024 * 1024
"""Bytes of an answer that wait for a slow client before the worker is held up."""


class Exchange:
    """A request that a worker is answering. Times are those of the event loop, in seconds."""

    def __init__(
        self,
        client: str,
        loop: asyncio.AbstractEventLoop,
        seconds: float,
        request: bytes = b"",
        spent: float = 0.0,
    ) -> None:
        """`spent` are those of the `seconds` that are gone already."""
        self.client = client
        self.request = request
        self.is_retried = False
        self.seconds = seconds
        self.started = loop.time()
        self.deadline = self.started + max(seconds - spent, 0.0)
        self.has_begun = False
        self.on_sent: Callable[[], None] | None = None
        self.ending = ""
        self.complete = False
        self.whole: bytes | None = None
        self._loop = loop
        self._pieces: deque[bytes] = deque()
        self._kept = 0
        self._failure: HttpError | None = None
        self._changed: asyncio.Future[None] | None = None
        self._link: WorkerLink | None = None

    # ------------------------------------------------------------------ from the worker

    def start(self) -> None:
        """Its time runs from now on, if it did not before: waiting for a worker does not count."""
        if not self.has_begun:
            self.has_begun = True
            now = self._loop.time()
            self.started, self.deadline = now, now + (self.deadline - self.started)

    def was_sent(self) -> None:
        """A worker has the request, or none will ever get it."""
        if self.on_sent:
            self.on_sent()
            self.on_sent = None

    def attach(self, link: WorkerLink | None) -> None:
        """Hold up this link, or none, when the client is slow."""
        self._link = link

    def take(self, kind: bytes, data: bytes) -> None:
        """A frame from the worker."""
        if kind == b"A":
            self.whole = data
            self.complete = True
        elif kind == b"D":
            self._pieces.append(data)
            self._kept += len(data)
            if self._kept > MOST_KEPT and self._link:
                self._link.pause()
        elif kind == b"E":
            self.complete = True
        else:
            self._failure = _problem(json.loads(data))
        self._wake()

    def lost(self, problem: HttpError) -> None:
        """The worker ended before the answer was complete."""
        self._failure = self._failure or problem
        self._wake()

    def _wake(self) -> None:
        if self._changed and not self._changed.done():
            self._changed.set_result(None)

    # ------------------------------------------------------------------ for the client

    @property
    def settled(self) -> bool:
        """Whether it is known how the answer begins: whole, in pieces, or a failure."""
        return self.whole is not None or bool(self._pieces) or self.complete or self._failure is not None

    @property
    def may_be_retried(self) -> bool:
        """Whether its worker was gone so soon that the query is not likely to be the reason."""
        young = self._loop.time() - self.started < YOUNG
        return young and not (self.is_retried or self.settled or self.ending)

    async def begin(self) -> bytes | None:
        """Wait for the beginning: the whole answer if it is small, `None` if it comes in pieces.

        Raises:
            HttpError: the query was refused, took too long, or ended its process.
        """
        while not self.settled:
            await self._wait()
        if self._failure and not self._pieces:
            raise self._failure
        return self.whole

    async def gather(self, most: int) -> None:
        """Wait for the whole answer if it has up to `most` bytes; a longer one stays in pieces.

        Raises:
            HttpError: it could not be completed.
        """
        while not (self.complete or self._failure or self._kept > most):
            await self._wait()
        if self._failure:
            raise self._failure
        if self.complete and self.whole is None:
            self.whole = b"".join(self._pieces)
            self._pieces.clear()

    async def pieces(self) -> AsyncIterator[bytes]:
        """The answer in pieces.

        Raises:
            HttpError: it could not be completed; what came before is only a part.
        """
        while True:
            while self._pieces:
                piece = self._pieces.popleft()
                self._kept -= len(piece)
                if self._kept < MOST_KEPT // 2 and self._link:
                    self._link.resume()
                yield piece
            if self._failure:
                raise self._failure
            if self.complete:
                return
            await self._wait()

    async def _wait(self) -> None:
        self._changed = self._loop.create_future()
        await self._changed

    def abandon(self, grace: float) -> None:
        """Nobody waits for the answer any more: end the query soon, if it does not end by itself."""
        if not self.complete and not self._failure:
            self.ending = "abandoned"
            since = self._loop.time() if self.has_begun else self.started
            self.deadline = min(self.deadline, since + grace)
            if self._link:
                self._link.discard()


class WorkerLink(asyncio.Protocol):
    """The socket to one worker: takes its bytes apart into frames."""

    def __init__(self) -> None:
        self.ready: asyncio.Future[bytes] = asyncio.get_running_loop().create_future()
        self.on_end: Callable[[], None] = lambda: None
        self._transport: asyncio.Transport | None = None
        self._buffer = bytearray()
        self._exchange: Exchange | None = None
        self._done: Callable[[], None] = lambda: None
        self._paused = False
        self._discards = False
        self.is_leaving = False

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        """Keep the transport."""
        self._transport = cast(asyncio.Transport, transport)  # uvloop's is no subclass

    def connection_lost(self, exc: Exception | None) -> None:
        """The worker is gone."""
        if not self.ready.done():
            self.ready.set_exception(RuntimeError("a worker could not start"))
        self._exchange = None
        self.on_end()

    def send(self, request: bytes) -> None:
        """Send a request. The worker takes it when its answers to those before are complete."""
        assert self._transport is not None
        self._transport.write(HEAD.pack(b"Q", len(request)) + request)

    def begin(self, exchange: Exchange, done: Callable[[], None]) -> None:
        """What comes from now on is the answer of this exchange; `done` is called when it is complete."""
        self._exchange, self._done, self._discards = exchange, done, bool(exchange.ending)
        exchange.attach(self)

    def data_received(self, data: bytes) -> None:
        """Take frames out of what came."""
        buffer = self._buffer
        if not buffer and len(data) >= HEAD.size:
            kind, length = HEAD.unpack_from(data)
            if len(data) == HEAD.size + length:  # as most answers come
                self._frame(kind, data[HEAD.size :])
                return
        buffer += data
        while len(buffer) >= HEAD.size:
            kind, length = HEAD.unpack_from(buffer)
            if len(buffer) < HEAD.size + length:
                return
            frame = bytes(memoryview(buffer)[HEAD.size : HEAD.size + length])
            del buffer[: HEAD.size + length]
            self._frame(kind, frame)

    def _frame(self, kind: bytes, data: bytes) -> None:
        if kind == b"R":
            if not self.ready.done():
                self.ready.set_result(data)
            return
        if kind == b"L":
            self.is_leaving = True
            return
        exchange = self._exchange
        if exchange is None or (self._discards and kind == b"D"):
            return
        exchange.take(kind, data)
        if kind != b"D":
            self._exchange = None
            exchange.attach(None)
            self.resume()
            self._done()

    def pause(self) -> None:
        """Read no more for now; the worker blocks when the socket is full."""
        if self._transport and not self._paused:
            self._paused = True
            self._transport.pause_reading()

    def resume(self) -> None:
        """Go on reading."""
        if self._transport and self._paused and not self._transport.is_closing():
            self._paused = False
            self._transport.resume_reading()

    def close(self) -> None:
        """Close the socket."""
        if self._transport:
            self._transport.close()

    def discard(self) -> None:
        """Read on, but keep nothing of this answer."""
        self._discards = True
        self.resume()


def _problem(fields: dict[str, Any]) -> HttpError:
    more = {name: fields[name] for name in ("hint", "line", "column") if name in fields}
    return HttpError(fields["status"], fields["detail"], **more)
