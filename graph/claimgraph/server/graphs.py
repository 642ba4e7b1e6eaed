"""`/rdf-graphs`: the SPARQL 1.1 Graph Store HTTP Protocol (W3C Recommendation 2013).

A graph is named by `?graph=IRI` or `?default` (section 4.2), or is the address itself (section 4.1). Reading
is open; PUT, POST and DELETE need the token.
"""

from __future__ import annotations

import hashlib
from email.parser import BytesParser
from email.policy import HTTP
from typing import TYPE_CHECKING, Any

import pyoxigraph as ox
from starlette.requests import Request
from starlette.responses import Response

from claimgraph.nquads import iri
from claimgraph.server import negotiation
from claimgraph.server.answers import WorkerAnswer, head_of, read_all
from claimgraph.server.keeper import FORMATS
from claimgraph.server.problems import HttpError
from claimgraph.server.requests import base_of, body, client_of, media_type, query_fields
from claimgraph.server.updates import UPLOAD_SECONDS, authorize

if TYPE_CHECKING:
    from claimgraph.server.service import Service

READ = ("GET", "HEAD")
MOST_PARTS = 100


async def graphs(service: Service, request: Request) -> Any:
    """Answer one request for a graph.

    Raises:
        HttpError: 400, 401, 403, 404, 406, 413, 415, 503.
    """
    graph = _graph(service, request)
    if request.method in READ:
        return await _get(service, request, graph)
    authorize(service, request)
    if request.method == "DELETE":
        answer = await service.write({"op": "delete", "graph": graph}, b"")
        if not answer["existed"]:
            raise HttpError(404, f"there is no graph <{graph}>")
        return _done(204, answer)
    return await _put(service, request, graph)


def _graph(service: Service, request: Request) -> str | None:
    """The graph's IRI, empty for the default graph, `None` for a new one."""
    fields = query_fields(request)
    names = fields.all("graph")
    is_default = any(key == "default" for key, _ in fields.pairs)
    path = request.path_params.get("path", "")
    if len(names) + is_default > 1 or (path and (names or is_default)):
        raise HttpError(400, "more than one graph is named", hint="give ?graph=IRI or ?default")
    if is_default or (names and names[0] in service.record_names):
        return ""
    if names:
        return _absolute(request, names[0])
    if path:
        return _own_address(service, request, request.url.path)
    if request.method == "POST":
        return None
    raise HttpError(400, "no graph is named", hint="give ?graph=IRI or ?default")


def _absolute(request: Request, name: str) -> str:
    """A graph's IRI, relative ones by the address of the request (section 4.2)."""
    from urllib.parse import urljoin

    if not name:
        raise HttpError(400, "the name of the graph is empty", hint="give ?graph=IRI")
    try:
        return ox.NamedNode(urljoin(base_of(request), name)).value
    except ValueError:
        raise HttpError(400, f"{name[:200]!r} is no IRI", hint="give ?graph=https://…") from None


def _own_address(service: Service, request: Request, path: str) -> str:
    root = service.settings.public_url or f"{request.url.scheme}://{request.url.netloc}"
    return f"{root}{path}"


async def _get(service: Service, request: Request, graph: str | None) -> Any:
    assert graph is not None
    client = client_of(request, service.settings.behind_proxy)
    form = negotiation.choose(request.headers.get("accept", ""), negotiation.TRIPLES)
    pattern = "?s ?p ?o"
    if graph:
        name = iri(graph)
        pattern = f"GRAPH {name} {{ ?s ?p ?o }}"
        found, _ = service.ask(f"ASK {{ GRAPH {name} {{}} }}", "json", client)
        if b"true" not in await read_all(found):
            raise HttpError(404, f"there is no graph <{graph}>")
    exchange, snapshot = service.ask(f"CONSTRUCT {{ ?s ?p ?o }} WHERE {{ {pattern} }}", form.name, client)
    headers = {
        "claimgraph-snapshot": snapshot.id,
        "etag": f'"{snapshot.id}.{form.ending}"',
        "vary": "accept, accept-encoding",
        "cache-control": "no-cache",
    }
    return WorkerAnswer(exchange, head_of(form.media_type, headers))


async def _put(service: Service, request: Request, graph: str | None) -> Response:
    kind = media_type(request)
    data = await body(request, service.settings.limits.upload, UPLOAD_SECONDS)
    parts = _multipart(request, data) if kind == "multipart/form-data" else [(data, kind)]
    for _, one in parts:
        if one not in FORMATS:
            raise HttpError(
                415,
                f"the media type {one[:80]!r} is not understood",
                hint=f"send one of: {', '.join(FORMATS)}",
            )
    is_new = graph is None
    if graph is None:
        graph = _own_address(service, request, f"/rdf-graphs/{hashlib.sha256(data).hexdigest()[:40]}")
    head = {
        "op": "put" if request.method == "PUT" else "post",
        "graph": graph,
        "base": graph or base_of(request),
        "parts": [(len(one), kind) for one, kind in parts],
    }
    answer = await service.write(head, b"".join(one for one, _ in parts))
    if is_new or not answer["existed"]:
        return _done(201, answer, graph if is_new else "")
    return _done(204, answer)


def _multipart(request: Request, data: bytes) -> list[tuple[bytes, str]]:
    """The documents of a multipart body (RFC 7578)."""
    head = f"Content-Type: {request.headers['content-type']}\r\n\r\n".encode("latin-1")
    message = BytesParser(policy=HTTP).parsebytes(head + data)
    if not message.is_multipart():
        raise HttpError(400, "the multipart body is not complete")
    parts: list[tuple[bytes, str]] = []
    for part in list(message.iter_parts())[:MOST_PARTS]:
        content = part.get_payload(decode=True)
        parts.append((content if isinstance(content, bytes) else b"", part.get_content_type()))
    return parts


def _done(status: int, answer: dict[str, Any], location: str = "") -> Response:
    headers = {"claimgraph-snapshot": answer["snapshot"]}
    if location:
        headers["location"] = location
    return Response(status_code=status, headers=headers)
