"""Refusals and failures as the client sees them: a true status and `application/problem+json` (RFC 9457)."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from typing import Any

from starlette.responses import Response

from claimgraph.errors import ClaimgraphError

TITLES = {
    400: "The request is not valid",
    401: "A token is needed",
    403: "Not allowed",
    404: "Not found",
    405: "This method is not allowed here",
    406: "No such format",
    408: "The request came too slowly",
    413: "Too large",
    415: "This media type is not understood",
    421: "Unknown host",
    429: "Too many queries at a time",
    500: "Internal error",
    503: "The query was not answered",
}
MEDIA_TYPE = "application/problem+json"


class HttpError(Exception):
    """An answer that is no success. `line` and `column` are the place in the query, from 1; 0 is none.

    >>> HttpError(400, "no query", hint="give ?query=").fields()["status"]
    400
    """

    def __init__(
        self,
        status: int,
        detail: str,
        *,
        hint: str = "",
        line: int = 0,
        column: int = 0,
        headers: Mapping[str, str] | None = None,
        **more: Any,
    ) -> None:
        super().__init__(detail)
        self.status = status
        self.detail = detail
        self.hint = hint
        self.line = line
        self.column = column
        self.headers = dict(headers or {})
        self.more = more
        if status in {429, 503}:
            self.headers.setdefault("retry-after", "5")

    @classmethod
    def of(cls, error: ClaimgraphError, status: int = 400) -> HttpError:
        """A refusal in the words of HTTP.

        >>> HttpError.of(ClaimgraphError("'x' is no day", where="--since", hint="give --until")).detail
        "since: 'x' is no day"
        """
        where = in_http(error.where)
        return cls(status, f"{where}: {error.what}" if where else error.what, hint=in_http(error.hint))

    def fields(self) -> dict[str, Any]:
        """The members of the JSON object; what is not known is left out."""
        fields: dict[str, Any] = {
            "title": TITLES.get(self.status, "Error"),
            "status": self.status,
            "detail": self.detail,
        }
        for name in ("hint", "line", "column"):
            if getattr(self, name):
                fields[name] = getattr(self, name)
        return fields | self.more

    def response(self) -> Response:
        """The HTTP answer."""
        body = json.dumps(self.fields(), ensure_ascii=False).encode("utf-8", "replace") + b"\n"
        headers = {**self.headers, "cache-control": "no-store"}
        return Response(body, self.status, headers, MEDIA_TYPE)


def in_http(text: str) -> str:
    """What is said on the command line, as it is said over HTTP: parameters and addresses.

    >>> in_http("turn --since and --until round"), in_http("see claimgraph search")
    ('turn since and until round', 'see /q/search?text=…')
    """
    for command, address in _ADDRESSES.items():
        text = text.replace(command, address)
    return _OPTION.sub(r"\1", text)


_OPTION = re.compile(r"(?<![\w-])--([a-z][a-z-]*)")
_ADDRESSES = {
    "see claimgraph search": "see /q/search?text=…",
    "use claimgraph load and remove": "send updates to /update",
}


class BrokenAnswerError(Exception):
    """An answer had to be given up after its beginning was sent: the connection must break, visibly."""
