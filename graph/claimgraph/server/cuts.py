"""Whether the rows of a stored question are all that there are, or were cut at its limit.

An answer of as many rows as the limit may be a whole one or a part. Then one more query asks for the row
after the last, before the head of the answer is sent: `claimgraph-cut` is true or false, and in JSON and XML
the head of the results links to the question with a higher limit. Answers that are too long to be looked at
before they are sent have `claimgraph-cut: unknown`.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING
from urllib.parse import urlencode
from xml.sax.saxutils import quoteattr

from starlette.requests import Request

from claimgraph.server.answers import Head, read_all
from claimgraph.server.description import root_of
from claimgraph.server.exchange import Exchange
from claimgraph.server.problems import HttpError
from claimgraph.server.requests import query_fields
from claimgraph.server.worker import RowCounter

if TYPE_CHECKING:
    from claimgraph.server.service import Service

MOST = 2 * 1024 * 1024
"""Bytes of an answer that is looked at."""
MORE = 10
"""How many times as many rows the link asks for."""
_LIMIT = re.compile(r"^[ \t]*LIMIT (\d+)[ \t]*$", re.MULTILINE)
_ENDINGS = {"application/sparql-results+json": "json", "application/sparql-results+xml": "xml"}
_ENDINGS |= {"text/csv": "csv", "text/tab-separated-values": "tsv"}


def limit_of(text: str) -> int | None:
    """The limit of a bound question.

    >>> limit_of("SELECT * WHERE { ?s ?p ?o }\\nLIMIT 20\\n")
    20
    """
    found = _LIMIT.search(text)
    return int(found.group(1)) if found else None


def beyond(text: str) -> str:
    """The question for the row after the last one."""
    head, last, rest = text.rpartition("\nLIMIT ")  # the claims are cut before the rows, in the same order
    number = rest.split()[0]
    return _LIMIT.sub(rf"LIMIT {int(number) + 1}", head) + f"\nOFFSET {number}{last}1\n"


async def goes_on(service: Service, text: str) -> str:
    """Whether a bound question, answered with as many rows as its limit, has more: true, false or unknown."""
    try:
        after, _ = service.ask(beyond(text), "tsv", "server")
        return "true" if (await read_all(after)).count(b"\n") > 1 else "false"
    except HttpError:  # it took too long: the rows are there all the same
        return "unknown"


class Teller:
    """Tells in the head of an answer whether it was cut."""

    def __init__(self, service: Service, request: Request, text: str) -> None:
        """`text` is the question with its parameters."""
        self._service = service
        self._request = request
        self._text = text
        self._limit = limit_of(text)

    async def amend(self, exchange: Exchange, head: Head) -> Head:
        """The head with what is known; the beginning of a cut answer gets a link.

        Raises:
            HttpError: as `Exchange.gather`.
        """
        if self._limit is None:
            return head
        await exchange.gather(MOST)
        form = _ENDINGS[dict(head)[b"content-type"].partition(b";")[0].decode()]
        cut = await self._is_cut(form, exchange.whole)
        if cut == "true" and exchange.whole is not None:
            address = more(self._service, self._request, self._limit)
            exchange.whole = linked(form, exchange.whole, address)
        return [*head, (b"claimgraph-limit", b"%d" % self._limit), (b"claimgraph-cut", cut.encode())]

    async def _is_cut(self, form: str, whole: bytes | None) -> str:
        assert self._limit is not None
        if whole is None:
            return "unknown"
        counter = RowCounter(form, len(whole))
        counter.feed(whole)
        if counter.rows < self._limit:
            return "false"
        return await goes_on(self._service, self._text)


def more(service: Service, request: Request, limit: int) -> str:
    """The address of the same question with more rows."""
    kept = [(name, value) for name, value in query_fields(request).pairs if name != "limit"]
    search = urlencode([*kept, ("limit", str(MORE * limit))])
    return f"{root_of(service, request)}{request.url.path}?{search}"


def linked(form: str, data: bytes, address: str) -> bytes:
    """Rows with a link in their head (SPARQL 1.1 results, JSON section 3.1.2, XML section 2.3.1).

    >>> linked("json", b'{"head":{"vars":["a"]},"results":{"bindings":[]}}', "http://localhost/q/x?limit=9")[:56]
    b'{"head":{"link":["http://localhost/q/x?limit=9"],"vars":'
    """
    link = address.encode("ascii", "ignore")
    if form == "json":
        quoted = link.replace(b"\\", b"%5C").replace(b'"', b"%22")
        return data.replace(b'{"head":{', b'{"head":{"link":["%b"],' % quoted, 1)
    if form == "xml":
        return data.replace(b"</head>", b"<link href=%b/></head>" % quoteattr(address).encode(), 1)
    return data
