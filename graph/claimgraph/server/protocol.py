"""`/sparql`: the query half of the SPARQL 1.1 Protocol (W3C Recommendation 2013, section 2.1)."""

from __future__ import annotations

import asyncio
import re
from functools import lru_cache
from typing import TYPE_CHECKING, Any

from starlette.requests import Request
from starlette.responses import RedirectResponse, Response
from starlette.types import Receive, Scope, Send

from claimgraph.server import negotiation
from claimgraph.server.answers import WorkerAnswer, until_gone
from claimgraph.server.problems import HttpError
from claimgraph.server.requests import (
    FORM,
    Fields,
    base_of,
    body,
    client_of,
    decoded,
    media_type,
    parse_fields,
    query_fields,
)

if TYPE_CHECKING:
    from claimgraph.server.service import Service
    from claimgraph.sparql_guard import Inspection

QUERY = "application/sparql-query"
UPDATE = "application/sparql-update"
_CHANGING = re.compile(r"\b(?:NOW|RAND|UUID|STRUUID|BNODE)\s*\(", re.IGNORECASE)
METHODS = "GET, HEAD, POST, OPTIONS"


class SparqlEndpoint:
    """The ASGI application at `/sparql`."""

    def __init__(self, service: Service, description: Any) -> None:
        """`description` answers a GET without a query: `async (request) -> Response`."""
        self.service = service
        self.description = description

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer one request; a problem becomes a response here, so that nothing above needs to know."""
        request = Request(scope, receive)
        response: Any
        try:
            response = await self.respond(request)
        except HttpError as problem:
            response = problem.response()
        await response(scope, receive, send)

    async def respond(self, request: Request) -> Any:
        """The answer to a request.

        Raises:
            HttpError: whatever is wrong with it.
        """
        method = request.method
        if method == "OPTIONS":
            return Response(status_code=204, headers={"allow": METHODS})
        fields = query_fields(request)
        if method in {"GET", "HEAD"}:
            if not fields.all("query"):
                return await self._without_query(request, fields)
            return await self._answer(request, fields, fields.one("query"))
        if method == "POST":
            return await self._post(request, fields)
        raise HttpError(405, f"{method} is not allowed here", headers={"allow": METHODS})

    async def _without_query(self, request: Request, fields: Fields) -> Any:
        if fields.all("update"):
            raise HttpError(400, "an update cannot be sent by GET", hint="send it to /update by POST")
        if fields.pairs:
            fields.one("query")
        if wants_page(request, negotiation.TRIPLES):
            return RedirectResponse("/query", 303)
        return await self.description(request)

    async def _post(self, request: Request, fields: Fields) -> Any:
        bounds = self.service.settings.limits.bounds
        kind = media_type(request)
        if kind == FORM:
            sent = parse_fields(await body(request, 4 * bounds.bytes))
            if sent.all("update") and not sent.all("query"):
                raise HttpError(400, "this address takes queries", hint="send updates to /update")
            return await self._answer(request, Fields(fields.pairs + sent.pairs), sent.one("query"))
        if kind == QUERY:
            if fields.all("query"):
                raise HttpError(400, "the query is given twice", hint="send it in the body or in the address")
            return await self._answer(request, fields, decoded(await body(request, bounds.bytes)))
        what = f"the media type {kind[:80]!r}" if kind else "a body without Content-Type"
        raise HttpError(415, f"{what} is not understood", hint=f"send {FORM} or {QUERY}")

    async def _answer(self, request: Request, fields: Fields, text: str) -> Any:
        default, named = fields.all("default-graph-uri"), fields.all("named-graph-uri")
        return await answer_query(self.service, request, text, default=default, named=named)


async def answer_query(
    service: Service,
    request: Request,
    text: str,
    *,
    default: list[str],
    named: list[str],
    form: negotiation.Format | None = None,
    headers: dict[str, str] | None = None,
) -> Any:
    """Check a query, choose the format, have a worker answer it.

    A dataset in the request goes before one in the query (section 2.1.4). Graphs of FROM clauses are handed
    over the same way, so that the worker can tell which are not in the store.

    Raises:
        HttpError: 400 for a text that is no query, 406, 413, 429, 503.
    """
    client = client_of(request, service.settings.behind_proxy)
    clock = asyncio.get_running_loop().time
    begun = clock()
    found = await service.gate.inspect(text, client)
    spent = clock() - begun
    chosen = form or negotiation.choose(request.headers.get("accept", ""), negotiation.for_form(found.form))
    tag = f'"{service.snapshot.id}.{chosen.ending}"'
    changes = _changes(text)
    if not changes and request.method in {"GET", "HEAD"} and _has(request, tag):
        return Response(status_code=304, headers={"etag": tag, "vary": "accept, accept-encoding"})
    exchange, snapshot = await service.ask(
        text,
        chosen.name,
        client,
        **_dataset(found, default, named),
        base=base_of(request),
        gone=lambda: until_gone(request.receive),
        spent=min(spent, service.settings.limits.seconds / 2),
    )
    about = _SHARED | {"claimgraph-snapshot": snapshot.id}
    if not changes:
        about["etag"] = f'"{snapshot.id}.{chosen.ending}"'
    return WorkerAnswer(exchange, chosen.media_type, {**about, **(headers or {})})


_SHARED = {"vary": "accept, accept-encoding", "cache-control": "no-cache"}


def _dataset(found: Inspection, default: list[str], named: list[str]) -> dict[str, list[str] | None]:
    """The graphs that a request names, or else those of its query; nothing if neither names any."""
    if default or named:
        return {"default": default, "named": named}
    if found.has_dataset:
        return {"default": list(found.default_graphs), "named": list(found.named_graphs)}
    return {"default": None, "named": None}


@lru_cache(maxsize=512)
def _changes(text: str) -> bool:
    """Whether the answer may differ although the data are the same."""
    return _CHANGING.search(text) is not None


def _has(request: Request, tag: str) -> bool:
    """Whether the client has this very answer already (RFC 9110, section 13.1.2)."""
    given = request.headers.get("if-none-match")
    return given is not None and (
        given.strip() == "*" or tag in re.split(r"\s*,\s*", given.replace("W/", ""))
    )


def wants_page(request: Request, formats: tuple[negotiation.Format, ...]) -> bool:
    """Whether a person with a browser asks: the page is liked better than data in one of these formats."""
    accept = request.headers.get("accept", "")
    if "text/html" not in accept:
        return False
    return negotiation.choose(accept, (negotiation.HTML, *formats)) == negotiation.HTML
