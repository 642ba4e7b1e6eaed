"""The gate before the workers: what the tokens of a query tell, without holding up other requests."""

from __future__ import annotations

import asyncio
from concurrent.futures import ThreadPoolExecutor
from functools import lru_cache

from claimgraph.server.problems import HttpError
from claimgraph.sparql_guard import Bounds, Inspection, RefusedError, TooBigError, inspect_query

SHORT = 4096
"""Characters up to which a query is looked at on the spot, in a millisecond or two, and remembered."""
PENDING = 4
"""Long queries of one client that may wait to be looked at: each takes up to 0.2 s."""


class Gate:
    """Looks at queries; long ones one at a time, in a thread of their own."""

    def __init__(self, bounds: Bounds) -> None:
        self.bounds = bounds
        self._thread = ThreadPoolExecutor(1, thread_name_prefix="gate")
        self._pending: dict[str, int] = {}

    async def inspect(self, text: str, client: str) -> Inspection:
        """What the gate says of a query.

        Raises:
            HttpError: 400 with line and column for what is refused, 413 over a bound, 429 for too many long
                queries at a time.
        """
        if len(text) <= SHORT:
            return _short(text, self.bounds)
        if len(text) > self.bounds.bytes:
            raise HttpError(413, f"the query is longer than {self.bounds.bytes} bytes", hint="ask in several")
        waiting = self._pending.get(client, 0)
        if waiting >= PENDING:
            raise HttpError(
                429, f"{waiting} long queries of yours are waiting", hint="wait for their answers"
            )
        self._pending[client] = waiting + 1
        try:
            loop = asyncio.get_running_loop()
            return await loop.run_in_executor(self._thread, _inspected, text, self.bounds)
        finally:
            self._pending[client] -= 1
            if not self._pending[client]:
                del self._pending[client]

    def close(self) -> None:
        """End the thread."""
        self._thread.shutdown(wait=False, cancel_futures=True)


@lru_cache(maxsize=512)
def _short(text: str, bounds: Bounds) -> Inspection:
    return _inspected(text, bounds)


def _inspected(text: str, bounds: Bounds) -> Inspection:
    try:
        return inspect_query(text, bounds=bounds)
    except TooBigError as error:
        raise HttpError(413, f"the query is {error.what}", hint=error.hint) from None
    except RefusedError as error:
        raise HttpError(400, error.what, hint=error.hint, line=error.line, column=error.column) from None
