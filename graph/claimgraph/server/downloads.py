"""Files: the whole store, the ontology, its shapes, and exports for Gephi and spreadsheets."""

from __future__ import annotations

import asyncio
import json
import re
import subprocess
import tempfile
import zlib
from collections.abc import Iterable
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pyoxigraph as ox
from starlette.background import BackgroundTask
from starlette.requests import Request
from starlette.responses import FileResponse, Response

from claimgraph.errors import UsageError
from claimgraph.resources import ontology_dir
from claimgraph.server.problems import HttpError
from claimgraph.server.requests import query_fields
from claimgraph.server.snapshots import Snapshot
from claimgraph.server.worker import sort_prefixes
from claimgraph.server.workers import command, environment
from claimgraph.vocabulary import PREFIXES

if TYPE_CHECKING:
    from claimgraph.server.service import Service

DUMPS = {"trig": ("trig", "application/trig"), "nq": ("nquads", "application/n-quads")}
EXPORT_MEMORY = 2 * 1024**3
EXPORTS_AT_A_TIME = 2
_NARROW = "narrow it with about, since, until"
_PATH = re.compile(r"([a-z][a-z-]*?)(\.gexf|\.graphml|\.json|-nodes\.csv|-edges\.csv)")


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
    if request.headers.get("if-none-match") == headers["etag"]:
        return Response(status_code=304, headers={"etag": headers["etag"]})
    return FileResponse(target, headers=headers, media_type="application/gzip")


async def _write_dump(service: Service, ending: str, target: Path) -> None:
    """Write a dump whole or not at all, without name and time in its head: equal stores give equal bytes."""
    exchange, _ = await service.dump(DUMPS[ending][0])
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


async def export(service: Service, request: Request) -> Response:
    """An export of the snapshot: `/export/VIEW.gexf`, `.graphml`, `.json`, `-nodes.csv`, `-edges.csv`.

    Raises:
        HttpError: 404 for an unknown view or ending, 400 for filters that fit nothing, 429, 503.
    """
    from claimgraph.exports import MEDIA_TYPES, find_format, find_view

    found = _PATH.fullmatch(request.path_params["file"])
    if found is None:
        raise HttpError(404, "there is no such export", hint="ask for /export/claims.gexf")
    view, ending = found.groups()
    try:
        form = find_format(f"x{ending}").name
        find_view(view)
    except UsageError as error:
        raise HttpError(404, error.what, hint=error.hint) from None
    snapshot = service.snapshot
    headers = {
        "claimgraph-snapshot": snapshot.id,
        "etag": f'"{snapshot.id}.{form}"',
        "cache-control": "no-cache",
        "content-disposition": f'attachment; filename="{view}{ending}"',
    }
    if request.headers.get("if-none-match") == headers["etag"]:
        return Response(status_code=304, headers={"etag": headers["etag"]})
    body = {"format": form, "view": view, "filters": _filters(request)}
    file = await exported_file(service, snapshot, json.dumps(body).encode())
    sent = BackgroundTask(file.unlink, missing_ok=True)
    return FileResponse(file, headers=headers, media_type=MEDIA_TYPES[form], background=sent)


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
            known = "about, hops, side, perspective, since, until"
            raise HttpError(400, f"there is no filter {name[:40]!r}", hint=f"there are: {known}")
    return filters


async def exported(service: Service, snapshot: Snapshot, body: bytes) -> bytes:
    """What an exporter writes, for those who need it at once.

    Raises:
        HttpError: as `exported_file`.
    """
    file = await exported_file(service, snapshot, body)
    try:
        return file.read_bytes()
    finally:
        file.unlink()


async def exported_file(service: Service, snapshot: Snapshot, body: bytes) -> Path:
    """A file written by a process of its own (`exporter`); whoever sends it removes it.

    Raises:
        HttpError: 400 for what the exporter refuses, 429 while others are written, 503 beyond a limit.
    """
    if service.exports >= EXPORTS_AT_A_TIME:
        raise HttpError(429, "other exports are being written", hint="try again in some seconds")
    seconds = 6 * service.settings.limits.seconds
    line = command("exporter", EXPORT_MEMORY, snapshot.quads, service.base)
    with tempfile.NamedTemporaryFile(prefix="claimgraph-", delete=False) as out:
        file = Path(out.name)
        service.exports += 1
        try:
            done = await asyncio.get_running_loop().run_in_executor(
                service.exporters, lambda: _run(line, body, out, seconds)
            )
            _check(done)
        except subprocess.TimeoutExpired:
            file.unlink()
            raise HttpError(503, f"the export was ended after {seconds:g} seconds", hint=_NARROW) from None
        except BaseException:
            file.unlink()
            raise
        finally:
            service.exports -= 1
    return file


def _run(line: list[str], body: bytes, out: Any, seconds: float) -> subprocess.CompletedProcess[bytes]:
    return subprocess.run(
        line,
        input=body,
        stdout=out,
        stderr=subprocess.PIPE,
        timeout=seconds,
        env=environment(),
        check=False,
    )


def _check(done: subprocess.CompletedProcess[bytes]) -> None:
    """Raise what an exporter says, if it could not write the file."""
    if done.returncode == 0:
        return
    try:
        detail: str = json.loads(done.stderr)["detail"]
    except ValueError:
        raise HttpError(503, "the export needs more memory or room than it may have", hint=_NARROW) from None
    raise HttpError(400, detail.removeprefix("--"))
