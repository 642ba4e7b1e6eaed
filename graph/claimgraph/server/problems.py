"""Refusals and failures as the client sees them: a true status and `application/problem+json` (RFC 9457)."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any

from starlette.responses import Response

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


class BrokenAnswerError(Exception):
    """An answer had to be given up after its beginning was sent: the connection must break, visibly."""
