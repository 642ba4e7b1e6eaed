"""One question to a server that speaks the chat completions protocol of OpenAI, and its answer.

Many servers speak it (`POST BASE/chat/completions`), on one's own machine too. The answer is not trusted: its
time and size are bounded, redirects are refused (they would carry the key elsewhere), and the key goes over
an encrypted connection or to this machine only.
"""

from __future__ import annotations

import http.client
import ipaddress
import json
import time
import urllib.error
import urllib.request
from collections.abc import Callable
from typing import Any, Final
from urllib.parse import urlsplit

from claimgraph.errors import InputError, UsageError

MAX_BYTES: Final = 8_000_000
_PIECE: Final = 65536
_AGAIN: Final = frozenset((408, 429, 500, 502, 503, 504))
"""States of a server that pass."""
PAUSES: Final = (1.0, 3.0)
"""Seconds before it is asked again, each time."""


class CutOffError(Exception):
    """The server ended its answer before it was complete."""


class _NoRedirect(urllib.request.HTTPRedirectHandler):
    def redirect_request(self, *args: Any, **kwargs: Any) -> None:
        """Follow nothing."""


class _PassingError(Exception):
    """A fault that may be gone the next time."""


class Chat:
    """A server and one of its models.

    Raises:
        UsageError: no model, no http address, or a key that would go over the network in the clear.
    """

    def __init__(
        self,
        base_url: str,
        model: str,
        *,
        key: str = "",
        timeout: float = 120.0,
        pause: Callable[[float], None] = time.sleep,
    ) -> None:
        """`timeout` bounds one answer, in seconds; `pause` waits between two attempts."""
        self.address = _address(base_url, key)
        if not model:
            raise UsageError("no model", hint="name one that the server has, with --model")
        if any(not "!" <= letter <= "~" for letter in key):
            raise UsageError("the key has a blank or a letter that no key has", where="CLAIMGRAPH_API_KEY")
        self.model = model
        self._key = key
        self._timeout = timeout
        self._pause = pause
        handlers: list[urllib.request.BaseHandler] = [_NoRedirect()]
        if _is_this_machine(urlsplit(base_url).hostname or ""):
            handlers.append(urllib.request.ProxyHandler({}))
        self._opener = urllib.request.build_opener(*handlers)

    def ask(self, system: str, user: str, schema: dict[str, Any]) -> str:
        """The text of the model's answer; temperature 0, seed 0, the schema as the strict form of it.

        Raises:
            CutOffError: the answer is not complete.
            InputError: the server refuses, fails, is too slow, or answers in another protocol.
        """
        form = {"name": "attributions", "strict": True, "schema": schema}
        question = {
            "model": self.model,
            "messages": [{"role": "system", "content": system}, {"role": "user", "content": user}],
            "temperature": 0,
            "seed": 0,
            "stream": False,
            "response_format": {"type": "json_schema", "json_schema": form},
        }
        body = json.dumps(question).encode("ascii")
        for wait in PAUSES:
            try:
                return self._content(self._post(body))
            except _PassingError:
                self._pause(wait)
        try:
            return self._content(self._post(body))
        except _PassingError as error:
            raise self._fault(
                str(error), "see that it runs, or try again; what was answered is kept"
            ) from None

    def _post(self, body: bytes) -> bytes:
        headers = {
            "Content-Type": "application/json",
            "Accept": "application/json",
            "User-Agent": "claimgraph",
        }
        if self._key:
            headers["Authorization"] = f"Bearer {self._key}"
        request = urllib.request.Request(self.address, body, headers, method="POST")
        end = time.monotonic() + self._timeout
        try:
            with self._opener.open(request, timeout=self._timeout) as response:
                return self._body(response, end)
        except urllib.error.HTTPError as error:
            error.close()
            if error.code in _AGAIN:
                raise _PassingError(f"the server answers {error.code}") from None
            hint = (
                "set its key in CLAIMGRAPH_API_KEY" if error.code in (401, 403) else "check address and model"
            )
            raise self._fault(f"the server answers {error.code}", hint) from None
        except TimeoutError:
            raise _PassingError(f"no answer in {self._timeout:g} s") from None
        except (http.client.HTTPException, OSError, ValueError) as error:
            reason = getattr(error, "reason", error)
            if isinstance(reason, TimeoutError):
                raise _PassingError(f"no answer in {self._timeout:g} s") from None
            raise _PassingError(f"cannot be reached ({reason or type(error).__name__})") from None

    def _body(self, response: Any, end: float) -> bytes:
        """Read in pieces, so that neither a server that drips nor one that floods holds us up."""
        pieces: list[bytes] = []
        size = 0
        while piece := response.read1(_PIECE):
            size += len(piece)
            if size > MAX_BYTES:
                raise self._fault(f"the answer is longer than {MAX_BYTES:,} bytes", "try another model")
            if time.monotonic() > end:
                raise TimeoutError
            pieces.append(piece)
        if response.length:
            raise _PassingError("the answer breaks off")
        return b"".join(pieces)

    def _content(self, body: bytes) -> str:
        try:
            choice = json.loads(body)["choices"][0]
            content, why = choice["message"]["content"], choice.get("finish_reason")
        except (ValueError, LookupError, TypeError, AttributeError, RecursionError):
            raise self._fault(
                "the answer is no chat completion", "give the address that ends with /v1 or the like"
            ) from None
        if why == "length":
            raise CutOffError
        if not isinstance(content, str):
            raise self._fault("the model gives no answer", "try another model")
        return content

    def _fault(self, what: str, hint: str) -> InputError:
        return InputError(what, where=self.address, hint=hint)


def _address(base_url: str, key: str) -> str:
    """Where questions go.

    >>> _address("http://localhost:8080/v1/", "")
    'http://localhost:8080/v1/chat/completions'
    """
    try:
        parts = urlsplit(base_url)
        host = parts.hostname or ""
        is_web = parts.scheme in ("http", "https") and bool(host) and (parts.port is None or parts.port > 0)
    except ValueError:
        is_web, host = False, ""
    if not is_web or not base_url.isascii() or any(letter <= " " for letter in base_url):
        raise UsageError(
            f"{base_url!r} is no address of a server" if base_url else "no server",
            hint="name one with --base-url, such as http://localhost:8080/v1",
        )
    if parts.username or parts.password or parts.query or parts.fragment:
        raise UsageError(
            "the address holds more than a place",
            where="--base-url",
            hint="give the key in CLAIMGRAPH_API_KEY",
        )
    if key and parts.scheme == "http" and not _is_this_machine(host):
        raise UsageError(
            "the key would go over the network unencrypted", where="--base-url", hint="use https"
        )
    return base_url.rstrip("/") + "/chat/completions"


def _is_this_machine(host: str) -> bool:
    if host == "localhost":
        return True
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return False
