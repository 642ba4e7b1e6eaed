"""Answers from workers as HTTP responses: whole with their length, or in pieces that break when they are cut.

A whole answer has a Content-Length. One in pieces is chunked, and when it cannot be completed its last chunk
is not sent and the connection is closed: every HTTP client can tell, in any format. HTTP/1.0 has no chunks,
so there the answer is collected first, up to `MOST_COLLECTED`.
"""

from __future__ import annotations

import asyncio
import zlib
from collections.abc import AsyncIterator, Awaitable, Callable, Mapping, Sequence

from starlette.types import Receive, Scope, Send

from claimgraph.server.exchange import Exchange
from claimgraph.server.problems import BrokenAnswerError, HttpError
from claimgraph.server.requests import header
from claimgraph.server.workers import GRACE

WATCH_AFTER = 0.05
"""Seconds after which we look whether the client is still there."""
WORTH_PACKING = 1024
"""Bytes from which on compression is worth its time."""
PACKING_LEVEL = 3
MOST_COLLECTED = 16 * 1024 * 1024
"""Bytes of an answer to an HTTP/1.0 client."""


Head = Sequence[tuple[bytes, bytes]]
"""Names, in lower case, and values of headers."""


def head_of(media_type: str, headers: Mapping[str, str]) -> Head:
    """The head of an answer.

    >>> head_of("text/csv", {"vary": "accept"})
    [(b'content-type', b'text/csv'), (b'vary', b'accept')]
    """
    own = [(name.encode("latin-1"), value.encode("latin-1")) for name, value in headers.items()]
    return [(b"content-type", media_type.encode()), *own]


class WorkerAnswer:
    """An ASGI response that gives what a worker answers."""

    def __init__(self, exchange: Exchange, head: Head) -> None:
        """`head` is that of the answer without length and encoding; see `head_of`."""
        self.exchange = exchange
        self.head = head
        self.amend: Callable[[Exchange, Head], Awaitable[Head]] | None = None
        """Makes the head that is sent, when the beginning of the answer is there."""
        self._gone: asyncio.Task[None] | None = None

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Send the answer.

        Raises:
            BrokenAnswerError: it could not be completed after its beginning was sent.
        """
        loop = asyncio.get_running_loop()
        timer = loop.call_later(WATCH_AFTER, self._watch, receive)
        try:
            whole = await self.exchange.begin()
            if self.amend:
                self.head = await self.amend(self.exchange, self.head)
                whole = self.exchange.whole
            packs = b"gzip" in header(scope, b"accept-encoding")
            if whole is None and scope.get("http_version") == "1.0":
                whole = await self._collect()
            if whole is not None:
                await self._send_whole(scope, send, whole, packs)
            else:
                await self._send_pieces(scope, send, packs)
        except HttpError as problem:
            await problem.response()(scope, receive, send)
        finally:
            timer.cancel()
            if self._gone:
                self._gone.cancel()
            self.exchange.abandon(GRACE)

    def _watch(self, receive: Receive) -> None:
        self._gone = asyncio.ensure_future(self._until_gone(receive))

    async def _until_gone(self, receive: Receive) -> None:
        await until_gone(receive)
        self.exchange.abandon(GRACE)

    async def _collect(self) -> bytes:
        data = bytearray()
        async for piece in self.exchange.pieces():
            data += piece
            if len(data) > MOST_COLLECTED:
                raise HttpError(
                    413,
                    f"the answer is larger than {MOST_COLLECTED} bytes, the most for HTTP/1.0",
                    hint="use HTTP/1.1, or LIMIT",
                )
        return bytes(data)

    async def _send_whole(self, scope: Scope, send: Send, data: bytes, packs: bool) -> None:
        headers = [*self.head]
        if packs and len(data) >= WORTH_PACKING:
            packer = _packer()
            data = packer.compress(data) + packer.flush()
            headers.append((b"content-encoding", b"gzip"))
        headers.append((b"content-length", str(len(data)).encode()))
        await send({"type": "http.response.start", "status": 200, "headers": headers})
        body = b"" if scope["method"] == "HEAD" else data
        await send({"type": "http.response.body", "body": body})

    async def _send_pieces(self, scope: Scope, send: Send, packs: bool) -> None:
        headers = [*self.head]
        if packs:
            headers.append((b"content-encoding", b"gzip"))
        await send({"type": "http.response.start", "status": 200, "headers": headers})
        if scope["method"] == "HEAD":
            await send({"type": "http.response.body", "body": b""})
            return
        pieces = self.exchange.pieces()
        try:
            async for piece in _packed(pieces) if packs else pieces:
                await send({"type": "http.response.body", "body": piece, "more_body": True})
        except HttpError as problem:
            raise BrokenAnswerError(problem.detail) from None
        await send({"type": "http.response.body", "body": b""})


async def until_gone(receive: Receive) -> None:
    """Return when the client has closed the connection."""
    while (await receive())["type"] != "http.disconnect":
        pass


async def _packed(pieces: AsyncIterator[bytes]) -> AsyncIterator[bytes]:
    """Compress piece by piece, each flushed so that it leaves at once; a cut answer has no gzip trailer."""
    packer = _packer()
    async for piece in pieces:
        yield packer.compress(piece) + packer.flush(zlib.Z_SYNC_FLUSH)
    yield packer.flush()


def _packer() -> zlib._Compress:
    return zlib.compressobj(PACKING_LEVEL, zlib.DEFLATED, 31)


async def read_all(exchange: Exchange) -> bytes:
    """The whole answer, for those who need it at once.

    Raises:
        HttpError: as `Exchange.begin` and `Exchange.pieces`.
    """
    try:
        whole = await exchange.begin()
        if whole is not None:
            return whole
        return b"".join([piece async for piece in exchange.pieces()])
    finally:
        exchange.abandon(GRACE)
