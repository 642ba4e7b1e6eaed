"""What comes in: parameters, bodies with a limit, who asks."""

from __future__ import annotations

import asyncio
import re
from typing import NamedTuple, cast
from urllib.parse import parse_qsl, quote

from starlette.requests import ClientDisconnect, Request
from starlette.types import Scope

from claimgraph.server.problems import HttpError

FORM = "application/x-www-form-urlencoded"
BODY_SECONDS = 10.0
"""How long a client may take for the body of a query."""


class Fields(NamedTuple):
    """Names and values, in order, each name maybe several times."""

    pairs: tuple[tuple[str, str], ...]

    def all(self, name: str) -> list[str]:
        """All values of a name."""
        return [value for key, value in self.pairs if key == name]

    def one(self, name: str) -> str:
        """The only value of a name.

        Raises:
            HttpError: 400, it is not there, or more than once.
        """
        values = self.all(name)
        if len(values) != 1:
            times = "is missing" if not values else f"is given {len(values)} times"
            raise HttpError(400, f"the parameter {name!r} {times}", hint=f"give exactly one {name}")
        return values[0]


def parse_fields(data: bytes) -> Fields:
    """Percent-encoded fields, in UTF-8.

    Raises:
        HttpError: 400, the bytes are not UTF-8; 413, too many fields.

    >>> parse_fields(b"a=1&b=%C3%A9&a=x+y").all("a")
    ['1', 'x y']
    """
    try:
        return Fields(
            tuple(
                parse_qsl(
                    data.decode("utf-8"), keep_blank_values=True, errors="strict", max_num_fields=20_000
                )
            )
        )
    except UnicodeDecodeError:
        raise HttpError(400, "the parameters are not UTF-8", hint="encode them as UTF-8") from None
    except ValueError:
        raise HttpError(413, "too many parameters") from None


def query_fields(request: Request) -> Fields:
    """The fields of the address."""
    return parse_fields(request.scope["query_string"])


def media_type(request: Request) -> str:
    """The media type of the body, in lower case, without parameters.

    Raises:
        HttpError: 415, its charset is not UTF-8.
    """
    kind, *parameters = (part.strip().lower() for part in request.headers.get("content-type", "").split(";"))
    for parameter in parameters:
        name, _, value = parameter.partition("=")
        if name == "charset" and value.strip('"') not in {"utf-8", "utf8", "us-ascii"}:
            raise HttpError(415, f"the charset {value[:40]} is not understood", hint="send UTF-8")
    return kind


async def body(request: Request, most: int, seconds: float = BODY_SECONDS) -> bytes:
    """The body, if it is not larger than `most` bytes and comes within `seconds`.

    Raises:
        HttpError: 413 too large (seen by its length, before it is read), 408 too slow, 415 compressed.
    """
    packed = request.headers.get("content-encoding", "identity").strip().lower()
    if packed not in {"", "identity"}:
        hint, accepted = "send it as it is", {"accept-encoding": "identity"}
        raise HttpError(415, f"a body packed with {packed[:40]} is not taken", hint=hint, headers=accepted)
    too_large = HttpError(413, f"the body is larger than {most} bytes", headers={"connection": "close"})
    length = request.headers.get("content-length", "")
    if length.isdigit() and int(length) > most:
        raise too_large
    data = bytearray()
    try:
        async with asyncio.timeout(seconds):
            async for piece in request.stream():
                data += piece
                if len(data) > most:
                    raise too_large
    except TimeoutError:
        raise HttpError(
            408, f"the body did not come within {seconds:g} seconds", headers={"connection": "close"}
        ) from None
    except ClientDisconnect:
        raise HttpError(400, "the body is not complete") from None
    return bytes(data)


def decoded(data: bytes) -> str:
    """Text from UTF-8.

    Raises:
        HttpError: 400, it is something else.
    """
    try:
        return data.decode("utf-8")
    except UnicodeDecodeError as error:
        raise HttpError(400, f"the body is not UTF-8 (byte {error.start})", hint="send UTF-8") from None


def header(scope: Scope, name: bytes) -> bytes:
    """The first value of a header, empty if it is not there. The name is in lower case.

    >>> header({"headers": [(b"host", b"localhost"), (b"accept", b"*/*")]}, b"accept")
    b'*/*'
    """
    for given, value in scope["headers"]:
        if given == name:
            return cast(bytes, value)
    return b""


def has(scope: Scope, tag: str) -> bool:
    """Whether the client has an answer already, by its If-None-Match (RFC 9110, section 13.1.2).

    >>> has({"headers": [(b"if-none-match", b'"a", W/"b"')]}, '"b"')
    True
    """
    given = header(scope, b"if-none-match")
    if not given:
        return False
    text = given.decode("latin-1")
    return text.strip() == "*" or tag in re.split(r"\s*,\s*", text.strip().replace("W/", ""))


def base_of(request: Request) -> str:
    """The address of the request without its query: the base of relative IRIs (RFC 3986, section 5.1.3)."""
    return base_iri(request.scope["scheme"], header(request.scope, b"host"), request.scope["path"])


def base_iri(scheme: str, host: bytes, path: str) -> str:
    """The base of relative IRIs at an address.

    >>> base_iri("http", b"example.org:8000", "/sparql")
    'http://example.org:8000/sparql'
    """
    return f"{scheme}://{(host or b'localhost').decode('latin-1')}{quote(path)}"


def client_of(request: Request, behind_proxy: bool) -> str:
    """Whom limits are counted for: the address, or the last one that the proxy in front names."""
    return client(request.scope, behind_proxy)


def client(scope: Scope, behind_proxy: bool) -> str:
    """The same, of a request that is not taken apart yet."""
    if behind_proxy:
        forwarded = header(scope, b"x-forwarded-for").decode("latin-1")
        if forwarded:
            return forwarded.rsplit(",", 1)[-1].strip()[:64]
    return scope["client"][0] if scope.get("client") else ""
