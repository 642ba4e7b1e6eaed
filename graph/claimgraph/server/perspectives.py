"""Perspectives over HTTP: a stored question asked of the claims of one party, and what that party affirms.

`/q/NAME?…&according-to=NAME&without=NAME&as-of=DATE` gives the rows of a question under a perspective;
`/perspective.nt?according-to=NAME…` the graph of what it affirms, with `&entailed=true` also what follows
from that by the ontology. Both are worked out on a copy, in a process of its own whose memory and time are
limited, as for exports: the store that answers queries never holds the claims of one side as facts.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from starlette.requests import Request
from starlette.responses import Response

from claimgraph.server import cuts, negotiation
from claimgraph.server.exporting import Exporting
from claimgraph.server.problems import HttpError
from claimgraph.server.requests import Fields, query_fields

if TYPE_CHECKING:
    from claimgraph.server.service import Service

NAMES = {"according-to": "according_to", "without": "without", "as-of": "as_of"}
"""The parameters of a perspective, as options and in Python."""
_SPELT = {*NAMES, *NAMES.values()}
MOST_NAMES = 20


def chosen(fields: Fields) -> dict[str, Any]:
    """The perspective that the address asks for, empty for none; `_` may stand for `-`.

    Raises:
        HttpError: 400, a day is given twice, or more names than `MOST_NAMES`.

    >>> chosen(Fields((("about", "Moskva"), ("according-to", "Kyiv"))))
    {'according_to': ['Kyiv']}
    """
    found: dict[str, Any] = {}
    for written, name in NAMES.items():
        given = [value for spelt in dict.fromkeys((written, name)) for value in fields.all(spelt) if value]
        if len(given) > (1 if name == "as_of" else MOST_NAMES):
            raise HttpError(400, f"{written} is given {len(given)} times", hint="see /openapi.json")
        if given:
            found[name] = given[0] if name == "as_of" else given
    return found


def without_perspective(fields: Fields) -> Fields:
    """The parameters of the question alone."""
    return Fields(tuple((name, value) for name, value in fields.pairs if name not in _SPELT))


async def rows(
    service: Service,
    request: Request,
    text: str,
    perspective: dict[str, Any],
    form: negotiation.Format | None,
    headers: dict[str, str],
) -> Response:
    """The rows of a bound question under a perspective.

    Raises:
        HttpError: 400 for a name that nothing has or a day that is none, 406, 429, 503.
    """
    wanted = form or negotiation.choose(request.headers.get("accept", "*/*"), negotiation.ROWS)
    snapshot = service.snapshot
    limit = cuts.limit_of(text)
    data, is_cut = await answered(service, request, text, perspective, wanted)
    about = {"claimgraph-snapshot": snapshot.id, "cache-control": "no-cache"}
    if limit is not None:
        about |= {"claimgraph-limit": str(limit), "claimgraph-cut": str(is_cut).lower()}
        if is_cut:
            data = cuts.linked(wanted.name, data, cuts.more(service, request, limit))
    return Response(data, media_type=wanted.media_type, headers=headers | about)


async def answered(
    service: Service, request: Request, text: str, perspective: dict[str, Any], form: negotiation.Format
) -> tuple[bytes, bool]:
    """The rows of a bound question under a perspective, in a format, and whether there are more.

    Raises:
        HttpError: as `rows`.
    """
    job = {"op": "question", "query": text, "format": form.name, "perspective": perspective}
    job["beyond"] = cuts.beyond(text) if cuts.limit_of(text) is not None else ""
    data, said = await Exporting(service, service.snapshot, request).data(job)
    return data, bool(said.get("cut"))


async def graph(service: Service, request: Request) -> Response:
    """What a perspective affirms, as N-Triples.

    Raises:
        HttpError: 400 for another parameter, a name that nothing has or a day that is none, 429, 503.
    """
    fields = query_fields(request)
    unknown = sorted({name for name, _ in fields.pairs} - {*_SPELT, "entailed"})
    if unknown:
        raise HttpError(
            400, f"there is no parameter {unknown[0][:40]!r}", hint=f"there are: {', '.join(NAMES)}, entailed"
        )
    entailed = fields.all("entailed")[-1:] or ["false"]
    if entailed[0] not in {"true", "false"}:
        raise HttpError(400, f"entailed is {entailed[0][:20]!r}, not true or false")
    snapshot = service.snapshot
    job = {"op": "perspective", "perspective": chosen(fields), "entailed": entailed[0] == "true"}
    data, _ = await Exporting(service, snapshot, request).data(job)
    headers = {
        "claimgraph-snapshot": snapshot.id,
        "cache-control": "no-cache",
        "content-disposition": 'attachment; filename="perspective.nt"',
    }
    return Response(data, media_type=negotiation.NTRIPLES.media_type, headers=headers)
