"""Runs the application under uvicorn."""

from __future__ import annotations

import logging
from typing import Any

from claimgraph.server.problems import BrokenAnswerError
from claimgraph.server.settings import ServerSettings

GRACEFUL_SECONDS = 5
KEEP_ALIVE_SECONDS = 30
CONNECTIONS = 2048
HEAD_BYTES = 320 * 1024
"""A query of 64 KB in an address, percent-encoded, and the headers."""
HEAD_SECONDS = 20
"""How long a client may take for the head of its first request."""


class OneLine(logging.Filter):
    """A broken answer is one line in the log, not a trace."""

    def filter(self, record: logging.LogRecord) -> bool:
        """Rewrite the record of a broken answer."""
        error = record.exc_info[1] if record.exc_info else None
        if isinstance(error, BrokenAnswerError):
            record.exc_info = record.exc_text = None
            record.levelno, record.levelname = logging.INFO, "INFO"
            record.msg, record.args = f"an answer was cut off: {error}", ()
        return True


def run(settings: ServerSettings, *, access_log: bool = False) -> None:
    """Serve until a signal ends it: requests in flight have some seconds to finish.

    Raises:
        InputError: there is no store, or it cannot be opened.
    """
    import uvicorn

    from claimgraph.server.app import create_app

    logging.getLogger("uvicorn.error").addFilter(OneLine())
    config = uvicorn.Config(
        create_app(settings),
        host=settings.host,
        port=settings.port,
        http=_patient_protocol(),
        loop="auto",
        ws="none",
        lifespan="on",
        access_log=access_log,
        log_level="info" if access_log else "warning",
        server_header=False,
        proxy_headers=False,
        timeout_keep_alive=KEEP_ALIVE_SECONDS,
        timeout_graceful_shutdown=GRACEFUL_SECONDS,
        limit_concurrency=CONNECTIONS,
        backlog=1024,
    )
    uvicorn.Server(config).run()


def _patient_protocol() -> type[Any]:
    """uvicorn's HTTP protocol, with an end to its patience: it waits for the first request without limit."""
    from uvicorn.protocols.http.auto import AutoHTTPProtocol

    protocol: Any = AutoHTTPProtocol

    class PatientProtocol(protocol):  # type: ignore[misc]  # chosen at run time
        """Closes connections that send no whole request head in time."""

        _impatience: Any = None
        _head_bytes = 0

        def connection_made(self, transport: Any) -> None:
            """Start the clock."""
            super().connection_made(transport)
            self._impatience = self.loop.call_later(HEAD_SECONDS, self._lose_patience)

        def data_received(self, data: bytes) -> None:
            """Refuse heads without end; the parser itself takes them."""
            if self.cycle is None or self.cycle.response_complete:
                self._head_bytes += len(data)
                if self._head_bytes > HEAD_BYTES:
                    self.transport.write(
                        b"HTTP/1.1 431 Request Header Fields Too Large\r\nconnection: close\r\n\r\n"
                    )
                    self.transport.close()
                    return
            super().data_received(data)

        def on_headers_complete(self) -> Any:
            """The head is over: count anew."""
            self._head_bytes = 0
            return super().on_headers_complete()

        def _lose_patience(self) -> None:
            if self.cycle is None and not self.transport.is_closing():
                self.transport.close()

        def connection_lost(self, exc: Exception | None) -> None:
            """Stop the clock."""
            if self._impatience:
                self._impatience.cancel()
            super().connection_lost(exc)

    return PatientProtocol
