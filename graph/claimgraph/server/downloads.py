"""Files: the whole store, the ontology, its shapes, and exports for Gephi and spreadsheets."""

from __future__ import annotations

import asyncio
import re
import zlib
from collections.abc import Iterable
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING

import pyoxigraph as ox
from starlette.background import BackgroundTask
from starlette.requests import Request
from starlette.responses import FileResponse, JSONResponse, Response

from claimgraph.errors import UsageError
from claimgraph.resources import ontology_dir
from claimgraph.server.description import root_of
from claimgraph.server.exporting import Exporting
from claimgraph.server.problems import HttpError
from claimgraph.server.requests import has, query_fields
from claimgraph.server.worker import sort_prefixes
from claimgraph.vocabulary import PREFIXES

if TYPE_CHECKING:
    from claimgraph.server.service import Service

DUMPS = {"trig": ("trig", "application/trig"), "nq": ("nquads", "application/n-quads")}
ENDINGS = (".gexf", ".graphml", ".json", "-nodes.csv", "-edges.csv")
FILTERS = ("about", "hops", "side", "perspective", "since", "until")
_PATH = re.compile(rf"([a-z][a-z-]*?)({'|'.join(map(re.escape, ENDINGS))})")


# ------------------------------------------------------------------------------ the store


async def dump(service: Service, request: Request) -> Response:
    """All quads as TriG or N-Quads, compressed; made once for each snapshot.

    Raises:
        HttpError: 404 for another ending, 503 when it takes too long.
    """
    ending = request.path_params["ending"]
    if ending not in DUMPS:
        raise HttpError(404, "there is no such dump", hint="take /dump.trig.gz or /dump.nq.gz")
    snapshot = service.snapshot
    target = snapshot.path / f"dump.{ending}.gz"
    lock: asyncio.Lock = snapshot.cache.setdefault(f"dump {ending}", asyncio.Lock())
    async with lock:
        if not target.exists():
            await _write_dump(service, ending, target)
    headers = {
        "claimgraph-snapshot": snapshot.id,
        "etag": f'"{snapshot.id}.{ending}.gz"',
        "cache-control": "no-cache",
        "content-disposition": f'attachment; filename="claimgraph-{snapshot.id}.{ending}.gz"',
    }
    if has(request.scope, headers["etag"]):
        return Response(status_code=304, headers={"etag": headers["etag"]})
    return FileResponse(target, headers=headers, media_type="application/gzip")


async def _write_dump(service: Service, ending: str, target: Path) -> None:
    """Write a dump whole or not at all, without name and time in its head: equal stores give equal bytes."""
    exchange, _ = service.dump(DUMPS[ending][0])
    temporary = target.with_suffix(".tmp")
    packer = zlib.compressobj(6, zlib.DEFLATED, 31)
    try:
        with temporary.open("wb") as out:
            whole = await exchange.begin()
            if whole is not None:
                out.write(packer.compress(whole))
            else:
                async for piece in exchange.pieces():
                    out.write(packer.compress(piece))
            out.write(packer.flush())
        temporary.rename(target)
    finally:
        exchange.abandon(0)
        temporary.unlink(missing_ok=True)


# ------------------------------------------------------------------------------ the ontology


async def ontology(service: Service, request: Request) -> Response:
    """All modules and code lists as one Turtle file."""
    return Response(merged("ontology"), media_type="text/turtle; charset=utf-8")


async def shapes(service: Service, request: Request) -> Response:
    """All SHACL shapes as one Turtle file."""
    return Response(merged("shapes"), media_type="text/turtle; charset=utf-8")


@lru_cache(maxsize=2)
def merged(which: str) -> bytes:
    """Several Turtle files as one, the same bytes each time.

    >>> merged("ontology").startswith(b"@prefix")
    True
    """
    folder = ontology_dir()
    files = [*folder.glob("*.ttl"), *folder.glob("codes/*.ttl")]
    if which == "shapes":
        files = list(folder.glob("shapes/*.ttl"))
    triples = [triple for number, file in enumerate(sorted(files)) for triple in _triples(number, file)]
    prefixes = {**PREFIXES, "sh": "http://www.w3.org/ns/shacl#"}
    data = bytearray(ox.serialize(triples, format=ox.RdfFormat.TURTLE, prefixes=prefixes) or b"")
    sort_prefixes(data)
    return bytes(data)


def _triples(number: int, file: Path) -> Iterable[ox.Triple]:
    """The triples of a file; its blank nodes are numbered, so that no two files share one."""
    names: dict[ox.BlankNode, ox.BlankNode] = {}

    def named(term: object) -> object:
        if isinstance(term, ox.BlankNode):
            return names.setdefault(term, ox.BlankNode(f"f{number}n{len(names)}"))
        return term

    for quad in ox.parse(path=str(file), format=ox.RdfFormat.TURTLE):
        yield ox.Triple(named(quad.subject), quad.predicate, named(quad.object))  # type: ignore[arg-type]  # no literal


# ------------------------------------------------------------------------------ exports


async def listing(service: Service, request: Request) -> Response:
    """The exports and their addresses."""
    from claimgraph.exports import VIEWS

    root = root_of(service, request)
    fields = [
        {"view": view, "addresses": [f"{root}/export/{view}{one}" for one in ENDINGS]} for view in VIEWS
    ]
    document = {"exports": fields, "filters": FILTERS}
    return JSONResponse(document, headers={"cache-control": "no-cache"})


async def export(service: Service, request: Request) -> Response:
    """An export of the snapshot: `/export/VIEW.gexf`, `.graphml`, `.json`, `-nodes.csv`, `-edges.csv`.

    Raises:
        HttpError: 404 for an unknown view or ending, 400 for filters that fit nothing, 429, 503.
    """
    from claimgraph.exports import MEDIA_TYPES, find_format, find_view

    found = _PATH.fullmatch(request.path_params["file"])
    if found is None:
        raise _no_export(request.path_params["file"])
    view, ending = found.groups()
    try:
        form = find_format(f"x{ending}").name
        find_view(view)
    except UsageError:
        raise _no_export(request.path_params["file"]) from None
    snapshot = service.snapshot
    headers = {
        "claimgraph-snapshot": snapshot.id,
        "etag": f'"{snapshot.id}.{form}"',
        "cache-control": "no-cache",
        "content-disposition": f'attachment; filename="{view}{ending}"',
    }
    if has(request.scope, headers["etag"]):
        return Response(status_code=304, headers={"etag": headers["etag"]})
    job = {"format": form, "view": view, "filters": _filters(request)}
    file, _ = await Exporting(service, snapshot, request).file(job)
    sent = BackgroundTask(file.unlink, missing_ok=True)
    return FileResponse(file, headers=headers, media_type=MEDIA_TYPES[form], background=sent)


def _no_export(file: str) -> HttpError:
    """What to ask for instead."""
    from claimgraph.exports import VIEWS

    hint = f"there are {', '.join(VIEWS)}, each with {', '.join(ENDINGS)}: /export/claims.gexf"
    return HttpError(404, f"there is no export {file[:80]!r}", hint=hint)


def _filters(request: Request) -> dict[str, object]:
    """The filters of `claimgraph export` from the address."""
    from claimgraph.exports.filters import MOST_HOPS

    fields = query_fields(request)
    filters: dict[str, object] = {}
    for name, value in fields.pairs:
        if name in {"about", "side", "perspective"}:
            filters[name] = fields.all(name)[:50]
        elif name in {"since", "until"}:
            filters[name] = fields.one(name)
        elif name == "hops":
            if value not in {str(number) for number in range(1, MOST_HOPS + 1)}:
                raise HttpError(400, f"hops is {value[:20]!r}, not a number from 1 to {MOST_HOPS}")
            filters[name] = int(value)
        else:
            hint = f"there are: {', '.join(FILTERS)}"
            raise HttpError(400, f"there is no filter {name[:40]!r}", hint=hint)
    return filters
