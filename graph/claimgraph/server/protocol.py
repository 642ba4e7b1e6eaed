"""`/sparql`: the query half of the SPARQL 1.1 Protocol (W3C Recommendation 2013, section 2.1)."""

from __future__ import annotations

import asyncio
import re
from functools import lru_cache
from typing import TYPE_CHECKING, Any, NamedTuple

from starlette.requests import Request
from starlette.responses import RedirectResponse, Response
from starlette.types import Receive, Scope, Send

from claimgraph.server import negotiation
from claimgraph.server.answers import Head, WorkerAnswer, head_of
from claimgraph.server.gate import SHORT
from claimgraph.server.problems import HttpError
from claimgraph.server.requests import (
    FORM,
    Fields,
    base_iri,
    base_of,
    body,
    client,
    client_of,
    decoded,
    has,
    header,
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
PATH = "/sparql"
METHODS = "GET, HEAD, POST, OPTIONS"
READ = ("GET", "HEAD")
MOST_REMEMBERED = 512
"""Bytes of the headers of a request that is remembered."""


class SparqlEndpoint:
    """The ASGI application at `/sparql`."""

    def __init__(self, service: Service, description: Any) -> None:
        """`description` answers a GET without a query: `async (request) -> Response`."""
        self.service = service
        self.description = description
        self._prepared = lru_cache(maxsize=512)(self._prepare)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer one request; a problem becomes a response here, so that nothing above needs to know."""
        response: Any
        try:
            query = self._remembered(scope)
            if query:
                response = given(self.service, scope, query)
            else:
                response = await self.respond(Request(scope, receive))
        except HttpError as problem:
            response = problem.response()
        except Exception:
            await HttpError(500, "the request could not be answered").response()(scope, receive, send)
            raise
        await response(scope, receive, send)

    def _remembered(self, scope: Scope) -> Prepared | None:
        """The query of a short GET request, kept from the last time that it was asked.

        Raises:
            HttpError: as `respond`.
        """
        search, accept, host = scope["query_string"], header(scope, b"accept"), header(scope, b"host")
        if scope["method"] not in READ or len(search) > SHORT or len(accept) + len(host) > MOST_REMEMBERED:
            return None
        return self._prepared(search, accept, scope["scheme"], host)

    def _prepare(self, search: bytes, accept: bytes, scheme: str, host: bytes) -> Prepared | None:
        fields = parse_fields(search)
        if not fields.all("query"):
            return None
        text = fields.one("query")
        found = self.service.gate.short(text)
        chosen = negotiation.choose(accept.decode("latin-1"), negotiation.for_form(found.form))
        default, named = fields.all("default-graph-uri"), fields.all("named-graph-uri")
        base = base_iri(scheme, host, PATH)
        return prepared(self.service, text, found, chosen, default, named, base)

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

    Raises:
        HttpError: 400 for a text that is no query, 406, 413, 429, 503.
    """
    who = client_of(request, service.settings.behind_proxy)
    clock = asyncio.get_running_loop().time
    begun = clock()
    found = await service.gate.inspect(text, who)
    spent = clock() - begun
    accept = request.headers.get("accept", "")
    chosen = form or negotiation.choose(accept, negotiation.for_form(found.form))
    query = prepared(service, text, found, chosen, default, named, base_of(request))
    return given(service, request.scope, query, headers=headers, spent=spent)


class Prepared(NamedTuple):
    """A query that may be asked: what a worker is told, the format, whether answers change by themselves."""

    request: bytes
    form: negotiation.Format
    changes: bool


def prepared(
    service: Service,
    text: str,
    found: Inspection,
    form: negotiation.Format,
    default: list[str],
    named: list[str],
    base: str,
) -> Prepared:
    """Make a query ready that has passed the gate.

    A dataset in the request goes before one in the query (section 2.1.4). Graphs of FROM clauses are handed
    over the same way, so that the worker can tell which are not in the store.
    """
    request = service.request(text, form.name, **_dataset(found, default, named), base=base)
    return Prepared(request, form, _CHANGING.search(text) is not None)


def given(
    service: Service,
    scope: Scope,
    query: Prepared,
    *,
    headers: dict[str, str] | None = None,
    spent: float = 0.0,
) -> Any:
    """The answer to a prepared query; `spent` are seconds of its time that are gone already.

    Raises:
        HttpError: 429, 503.
    """
    if not query.changes and scope["method"] in READ:
        tag = f'"{service.snapshot.id}.{query.form.ending}"'
        if has(scope, tag):
            return Response(status_code=304, headers={"etag": tag, "vary": "accept, accept-encoding"})
    exchange, snapshot = service.submit(
        query.request,
        client(scope, service.settings.behind_proxy),
        spent=min(spent, service.settings.limits.seconds / 2),
    )
    head = _head(snapshot.id, query.form, query.changes)
    if headers:
        head = [*head, *head_of("", headers)[1:]]
    return WorkerAnswer(exchange, head)


@lru_cache(maxsize=64)
def _head(snapshot: str, form: negotiation.Format, changes: bool) -> Head:
    headers = {
        "vary": "accept, accept-encoding",
        "cache-control": "no-cache",
        "claimgraph-snapshot": snapshot,
    }
    if not changes:
        headers["etag"] = f'"{snapshot}.{form.ending}"'
    return head_of(form.media_type, headers)


def _dataset(found: Inspection, default: list[str], named: list[str]) -> dict[str, list[str] | None]:
    """The graphs that a request names, or else those of its query; nothing if neither names any."""
    if default or named:
        return {"default": default, "named": named}
    if found.has_dataset:
        return {"default": list(found.default_graphs), "named": list(found.named_graphs)}
    return {"default": None, "named": None}


def wants_page(request: Request, formats: tuple[negotiation.Format, ...]) -> bool:
    """Whether a person with a browser asks: the page is liked better than data in one of these formats."""
    accept = request.headers.get("accept", "")
    if "text/html" not in accept:
        return False
    return negotiation.choose(accept, (negotiation.HTML, *formats)) == negotiation.HTML
