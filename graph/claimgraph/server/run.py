"""Runs the application under uvicorn."""

from __future__ import annotations

import logging
from collections.abc import Callable
from dataclasses import replace
from socket import socket
from typing import TYPE_CHECKING, Any

from claimgraph.errors import InputError
from claimgraph.server.listening import BACKLOG, listen
from claimgraph.server.problems import BrokenAnswerError
from claimgraph.server.settings import ServerSettings

if TYPE_CHECKING:
    from starlette.types import ASGIApp

    from claimgraph.server.service import Service

GRACEFUL_SECONDS = 5
KEEP_ALIVE_SECONDS = 30
CONNECTIONS = 2048
HEAD_BYTES = 320 * 1024
"""A query of 64 KB in an address, percent-encoded, and the headers."""
HEAD_SECONDS = 20
"""How long a client may take for the head of its first request."""


WORKERS_HINT = "give them more --memory, or take fewer --workers"


class OneLine(logging.Filter):
    """A broken answer is one line in the log, not a trace; a start that fails is told by who called `run`."""

    def __init__(self, service: Service) -> None:
        """`service` knows whether it could start."""
        super().__init__()
        self._service = service

    def filter(self, record: logging.LogRecord) -> bool:
        """Rewrite the record of a broken answer, drop those of a failed start."""
        if self._service.failure:
            return False
        error = record.exc_info[1] if record.exc_info else None
        if isinstance(error, BrokenAnswerError):
            record.exc_info = record.exc_text = None
            record.levelno, record.levelname = logging.INFO, "INFO"
            record.msg, record.args = f"an answer was cut off: {error}", ()
        return True


def run(
    settings: ServerSettings,
    *,
    access_log: bool = False,
    ready: Callable[[ServerSettings], None] = lambda settings: None,
) -> None:
    """Serve until a signal ends it: requests in flight have some seconds to finish.

    `ready` is called when requests are answered, with the port that was taken.

    Raises:
        InputError: there is no store, it cannot be opened, or the workers cannot be started.
        UsageError: the port cannot be listened on.
    """
    import uvicorn

    from claimgraph.server.app import app_of
    from claimgraph.server.service import Service

    service = Service(settings)
    link = listen(settings.host, settings.port)
    taken = replace(settings, port=link.getsockname()[1])

    class Server(uvicorn.Server):
        async def startup(self, sockets: list[socket] | None = None) -> None:
            await super().startup(sockets)
            ready(taken)

    quiet = OneLine(service)
    logging.getLogger("uvicorn.error").addFilter(quiet)
    try:
        Server(_config(uvicorn, app_of(service), access_log)).run(sockets=[link])
    except SystemExit:  # how uvicorn says that it could not start
        raise _cause(service) from None
    finally:
        logging.getLogger("uvicorn.error").removeFilter(quiet)
        link.close()


def _cause(service: Service) -> InputError:
    """Why the server did not start."""
    failure = service.failure
    if isinstance(failure, InputError):
        return failure
    if failure is None:
        return InputError("the server could not start", where=str(service.settings.store))
    what = str(failure) or type(failure).__name__
    return InputError(f"the workers could not be started: {what}", hint=WORKERS_HINT)


def _config(uvicorn: Any, app: ASGIApp, access_log: bool) -> Any:
    return uvicorn.Config(
        app,
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
        backlog=BACKLOG,
    )


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
