"""The gate before the workers: what the tokens of a query tell, without holding up other requests."""

from __future__ import annotations

import asyncio
import re
from concurrent.futures import ThreadPoolExecutor
from functools import lru_cache

from claimgraph.server.problems import HttpError, in_http
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
            return self.short(text)
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

    def short(self, text: str) -> Inspection:
        """`inspect` for a text of at most `SHORT` characters: on the spot.

        Raises:
            HttpError: 400, 413.
        """
        return _harmless(text, self.bounds) or _short(text, self.bounds)

    def close(self) -> None:
        """End the thread."""
        self._thread.shutdown(wait=False, cancel_futures=True)


_BEGINNING = re.compile(
    r"""\s*+ (?: (?: PREFIX \s++ (?:[A-Za-z]\w*+)?: | BASE ) \s*+ <[^<>"{}|^`\x00-\x20]*+> \s*+ )*+
        (SELECT|ASK|CONSTRUCT|DESCRIBE) (?=[\s*?${(<]|$)""",
    re.VERBOSE | re.IGNORECASE,
)
_TO_BE_LOOKED_AT = ("service", "load", "from", "\\", "'''", '"""')
_BRACKETS, _JOINTS, _TERMS = b"{([", b".;,{/^([", b"<\"'?$:0123456789"


def _harmless(text: str, bounds: Bounds) -> Inspection | None:
    """What a query is that needs no closer look; `None` for most of what is long or unusual.

    A tenth of the time of the tokens. Anywhere in such a text, be it in a name or a comment, there is nothing
    that the gate refuses, and even if each mark stood for a pattern there would be no more than allowed
    (`nesting` and `patterns` are these upper bounds).

    >>> _harmless("PREFIX e: <http://example.org/> SELECT * { ?s e:p 'a' }", Bounds()).form
    'SELECT'
    >>> _harmless("ASK { ?s ?p 'SERVICE' }", Bounds()) is None
    True
    """
    found = _BEGINNING.match(text)
    if found is None or not text.isascii():
        return None
    lower = text.lower()
    if any(mark in lower for mark in _TO_BE_LOOKED_AT):
        return None
    data = text.encode()
    nesting = _count(data, _BRACKETS)
    patterns = _count(data, _JOINTS) + data.count(b"[")
    if b"(" in data:
        patterns += 2 * _count(data, _TERMS)
    if nesting > bounds.nesting or patterns > bounds.patterns or len(data) > bounds.bytes:
        return None
    return Inspection(found.group(1).upper(), nesting=nesting, patterns=patterns)


def _count(data: bytes, marks: bytes) -> int:
    return len(data) - len(data.translate(None, marks))


@lru_cache(maxsize=512)
def _short(text: str, bounds: Bounds) -> Inspection:
    return _inspected(text, bounds)


def _inspected(text: str, bounds: Bounds) -> Inspection:
    try:
        return inspect_query(text, bounds=bounds)
    except TooBigError as error:
        raise HttpError(413, f"the query is {error.what}", hint=error.hint) from None
    except RefusedError as error:
        hint = in_http(error.hint)
        raise HttpError(400, error.what, hint=hint, line=error.line, column=error.column) from None
