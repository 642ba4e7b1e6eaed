"""Runs the application under uvicorn."""

from __future__ import annotations

import logging
from typing import Any

from claimgraph.server.problems import BrokenAnswerError
from claimgraph.server.settings import ServerSettings

GRACEFUL_SECONDS = 5
KEEP_ALIVE_SECONDS = 30
CONNECTIONS = 2048


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
    """Serve until a signal ends it: requests in flight have some seconds to finish."""
    import uvicorn

    from claimgraph.server.app import create_app

    logging.getLogger("uvicorn.error").addFilter(OneLine())
    config = uvicorn.Config(
        create_app(settings),
        host=settings.host,
        port=settings.port,
        http=_http(),
        loop="auto",
        ws="none",
        lifespan="on",
        access_log=access_log,
        log_level="warning",
        server_header=False,
        timeout_keep_alive=KEEP_ALIVE_SECONDS,
        timeout_graceful_shutdown=GRACEFUL_SECONDS,
        limit_concurrency=CONNECTIONS,
        backlog=1024,
    )
    uvicorn.Server(config).run()


def _http() -> Any:
    return "auto"
