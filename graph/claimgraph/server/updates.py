"""`/update`: the update half of the SPARQL 1.1 Protocol (section 2.2), for those who have the token."""

from __future__ import annotations

import hmac
from typing import TYPE_CHECKING

from starlette.requests import Request
from starlette.responses import Response

from claimgraph.server.problems import HttpError
from claimgraph.server.requests import (
    FORM,
    Fields,
    base_of,
    body,
    decoded,
    media_type,
    parse_fields,
    query_fields,
)
from claimgraph.sparql_guard import (
    FORMS,
    Bounds,
    RefusedError,
    TooBigError,
    check_update,
    first_word,
    place,
)
from claimgraph.sparql_updates import with_dataset

if TYPE_CHECKING:
    from claimgraph.server.service import Service

UPDATE = "application/sparql-update"
UPLOAD_SECONDS = 60.0


def authorize(service: Service, request: Request) -> None:
    """Let those pass who have the token of the server.

    Raises:
        HttpError: 403 the server takes no updates, 401 the token is missing or wrong.
    """
    token = service.settings.token
    if not token:
        raise HttpError(403, "this server takes no updates", hint="its operator can allow them")
    kind, _, given = request.headers.get("authorization", "").partition(" ")
    if kind.lower() != "bearer" or not hmac.compare_digest(given.strip().encode(), token.encode()):
        raise HttpError(
            401,
            "updates need the token",
            hint="send it as Authorization: Bearer …",
            headers={"www-authenticate": 'Bearer realm="claimgraph"'},
        )


async def update(service: Service, request: Request) -> Response:
    """Apply an update; the next query sees it.

    Raises:
        HttpError: 400, 401, 403, 413, 415, 503.
    """
    authorize(service, request)
    fields = query_fields(request)
    text, fields = await _text(service, request, fields)
    default, named = fields.all("using-graph-uri"), fields.all("using-named-graph-uri")
    try:
        check_update(text, bounds=Bounds(bytes=service.settings.limits.upload))
        _refuse_queries(text)
        if default or named:
            text = with_dataset(text, default, named)
    except TooBigError as error:
        raise HttpError(413, f"the update is {error.what}") from None
    except RefusedError as error:
        raise HttpError(400, error.what, hint=error.hint, line=error.line, column=error.column) from None
    head = {"op": "update", "base": base_of(request), "data": service.base}
    answer = await service.write(head, text.encode("utf-8"))
    return Response(status_code=204, headers={"claimgraph-snapshot": answer["snapshot"]})


def _refuse_queries(text: str) -> None:
    """Refuse what is no update: a query, or nothing at all (which the grammar allows, but nobody means).

    >>> _refuse_queries("PREFIX e: <http://example.org/> INSERT DATA { e:a e:b e:c }")
    >>> _refuse_queries("ASK {}")
    Traceback (most recent call last):
    claimgraph.server.problems.HttpError: ASK begins a query; this address takes updates
    """
    word = first_word(text)
    if word is None:
        hint = "send INSERT DATA { … }, DELETE WHERE { … } or the like"
        raise HttpError(400, "the update is empty", hint=hint)
    if word.text.upper() in FORMS:
        line, column = place(text, word.start)
        what = f"{word.text.upper()} begins a query; this address takes updates"
        raise HttpError(400, what, hint="send queries to /sparql", line=line, column=column)


async def _text(service: Service, request: Request, fields: Fields) -> tuple[str, Fields]:
    """The update and all fields around it."""
    most = service.settings.limits.upload
    kind = media_type(request)
    if kind == FORM:
        sent = parse_fields(await body(request, most, UPLOAD_SECONDS))
        return sent.one("update"), Fields(fields.pairs + sent.pairs)
    if kind == UPDATE:
        if fields.all("update"):
            raise HttpError(400, "the update is given twice", hint="send it in the body alone")
        return decoded(await body(request, most, UPLOAD_SECONDS)), fields
    what = f"the media type {kind[:80]!r}" if kind else "a body without Content-Type"
    raise HttpError(415, f"{what} is not understood", hint=f"send {FORM} or {UPDATE}")
