"""The ASGI application: routes, and what holds for every answer."""

from __future__ import annotations

import contextlib
import re
from collections.abc import AsyncIterator, Awaitable, Callable
from typing import Any

from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import BaseRoute, Mount, Route
from starlette.staticfiles import StaticFiles
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from claimgraph import __version__
from claimgraph.server import downloads, graphs, pages, perspectives, stored, updates
from claimgraph.server.description import service_description, void
from claimgraph.server.openapi import openapi
from claimgraph.server.problems import BrokenAnswerError, HttpError
from claimgraph.server.protocol import PATH, SparqlEndpoint
from claimgraph.server.requests import header
from claimgraph.server.service import Service
from claimgraph.server.settings import ServerSettings

SECURITY = [
    (
        b"content-security-policy",
        b"default-src 'self'; object-src 'none'; base-uri 'none'; form-action 'self'; frame-ancestors 'none'",
    ),
    (b"x-content-type-options", b"nosniff"),
    (b"referrer-policy", b"no-referrer"),
    (b"cross-origin-opener-policy", b"same-origin"),
]
_NAMES = {name for name, _ in SECURITY}
MOST_NAMES = 64
"""Values of the Host header that are remembered: names with ports."""
OPEN_PATHS = ("/export/",)
"""Paths that pages of other hosts may read always: Gephi Lite opens files by their address."""
EXPOSED = b"claimgraph-snapshot, etag, retry-after, claimgraph-limit, claimgraph-cut, claimgraph-newest"

Handler = Callable[[Service, Request], Awaitable[Any]]


def create_app(settings: ServerSettings) -> ASGIApp:
    """The application over one store.

    Raises:
        InputError: there is no store, or it was made by a newer version.
    """
    return app_of(Service(settings))


def app_of(service: Service) -> ASGIApp:
    """The application of a service, which starts and ends with it."""

    @contextlib.asynccontextmanager
    async def lifespan(_: Starlette) -> AsyncIterator[None]:
        try:
            await service.start()
        except Exception as failure:
            service.failure = failure
            raise
        try:
            yield
        finally:
            await service.close()

    async def description(request: Request) -> Response:
        return await service_description(service, request)

    sparql = SparqlEndpoint(service, description)
    app = Starlette(
        routes=[Route(PATH, sparql), *_routes(service)],
        lifespan=lifespan,
        exception_handlers={
            HttpError: _problem,  # type: ignore[dict-item]  # narrower than Exception
            404: _missing,
            405: _wrong_method,
            Exception: _internal,
        },
    )
    app.state.service = service
    return Frame(app, sparql, service.settings)


def _routes(service: Service) -> list[BaseRoute]:
    def at(path: str, handler: Handler, methods: tuple[str, ...] = ("GET",)) -> Route:
        async def endpoint(request: Request) -> Any:
            return await handler(service, request)

        return Route(path, endpoint, methods=list(methods))

    writes = ("GET", "HEAD", "PUT", "POST", "DELETE")
    return [
        at("/", pages.home),
        at("/query", pages.editor),
        Mount("/static", StaticFiles(directory=pages.FOLDER / "static")),
        at("/q/", stored.listing),
        at("/q/{name}", stored.question),
        at("/update", updates.update, ("POST",)),
        at("/rdf-graphs", graphs.graphs, writes),
        at("/rdf-graphs/{path:path}", graphs.graphs, writes),
        at("/export/", downloads.listing),
        at("/export/{file}", downloads.export),
        at("/perspective.nt", perspectives.graph),
        at("/dump.{ending}.gz", downloads.dump),
        at("/ontology.ttl", downloads.ontology),
        at("/shapes.ttl", downloads.shapes),
        at("/.well-known/void", void),
        at("/openapi.json", openapi),
        at("/healthz", healthz),
        at("/version", version),
    ]


async def healthz(service: Service, request: Request) -> Response:
    """200 while queries can be answered, with what the pool is doing."""
    pool = service.pool
    fields = {
        "status": "ok" if pool.workers else "no workers",
        "snapshot": service.snapshot.id,
        "workers": len(pool.workers),
        "free": len(pool.free),
        "queries": pool.counts,
        "isolation": pool.isolation,
    }
    return JSONResponse(fields, 200 if pool.workers else 503, {"cache-control": "no-store"})


async def version(service: Service, request: Request) -> Response:
    """Versions of the program, of the engine, of the data."""
    import pyoxigraph

    fields = {
        "claimgraph": __version__,
        "pyoxigraph": pyoxigraph.__version__,
        "snapshot": service.snapshot.id,
        "made": service.snapshot.made,
    }
    return JSONResponse(fields, headers={"cache-control": "no-cache"})


# ------------------------------------------------------------------------------ faults


async def _problem(request: Request, error: HttpError) -> Response:
    return error.response()


async def _missing(request: Request, error: Exception) -> Response:
    """What there is instead, for machines; `/` tells people."""
    addresses = "/sparql, /query, /q/, /rdf-graphs, /export/, /dump.trig.gz, /dump.nq.gz, /ontology.ttl"
    hint = f"there are {addresses}; all of them: /openapi.json"
    return HttpError(404, "there is nothing at this address", hint=hint).response()


async def _wrong_method(request: Request, error: Exception) -> Response:
    given = getattr(error, "headers", None) or {"Allow": "GET, HEAD"}
    allowed = ", ".join(sorted({*given["Allow"].split(", "), "OPTIONS"}))
    if request.method == "OPTIONS":
        return Response(status_code=204, headers={"allow": allowed})
    return HttpError(405, f"{request.method} is not allowed here", headers={"allow": allowed}).response()


async def _internal(request: Request, error: Exception) -> Response:
    return HttpError(500, "the request could not be answered").response()


# ------------------------------------------------------------------------------ every answer


class Frame:
    """Around every answer: known hosts only, headers for browsers, CORS, one line for a broken answer."""

    def __init__(self, app: ASGIApp, sparql: ASGIApp, settings: ServerSettings) -> None:
        self.app = app
        self.sparql = sparql
        self.settings = settings
        self.hosts = frozenset(host.lower() for host in settings.hosts)
        self._known: set[bytes] = set()

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass the request on."""
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return
        opens = self.settings.cors or scope["path"].startswith(OPEN_PATHS)

        async def send_framed(message: Message) -> None:
            if message["type"] == "http.response.start":
                own = [*message["headers"]]
                names = {name for name, _ in own}
                more = (
                    SECURITY if _NAMES.isdisjoint(names) else [one for one in SECURITY if one[0] not in names]
                )
                message["headers"] = [*own, *more, *CORS] if opens else [*own, *more]
            await send(message)

        if not self._answers_to(header(scope, b"host")):
            refusal = HttpError(
                421, "this server does not answer under that name", hint="its operator can allow it"
            )
            await refusal.response()(scope, receive, send_framed)
        elif opens and scope["method"] == "OPTIONS" and header(scope, b"access-control-request-method"):
            await Response(status_code=204, headers=PREFLIGHT)(scope, receive, send_framed)
        elif scope["path"] == PATH:  # most requests; a router in between takes as long as all of this
            await self.sparql(scope, receive, send_framed)
        else:
            await self.app(scope, receive, send_framed)

    def _answers_to(self, host: bytes) -> bool:
        """Whether this is a name of the server."""
        if host not in self._known:
            if not _HOST.fullmatch(host) or (self.hosts and _host(host) not in self.hosts):
                return False
            if len(self._known) < MOST_NAMES:
                self._known.add(host)
        return True


CORS = [(b"access-control-allow-origin", b"*"), (b"access-control-expose-headers", EXPOSED)]
PREFLIGHT = {
    "access-control-allow-methods": "GET, HEAD, POST",
    "access-control-allow-headers": "content-type, accept",
    "access-control-max-age": "86400",
}


_HOST = re.compile(rb"(?:\[[0-9A-Fa-f:.]+\]|[\w.~%-]*)(?::\d{1,5})?")
"""A name or address, and maybe a port (RFC 9110, section 7.2)."""


def _host(value: bytes) -> str:
    """The name without the port.

    >>> _host(b"[::1]:8000"), _host(b"localhost:8000")
    ('[::1]', 'localhost')
    """
    return re.sub(r":\d+$", "", value.decode("latin-1").lower())


__all__ = ["BrokenAnswerError", "app_of", "create_app"]
