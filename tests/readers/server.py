"""A server that speaks the chat completions protocol, well or badly, on this machine."""

from __future__ import annotations

import json
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

Behaviour = Callable[["Handler", dict[str, Any]], None]


@dataclass
class Server:
    """Where it is, and what it was asked: bodies and headers."""

    url: str
    asked: list[dict[str, Any]] = field(default_factory=list)
    headers: list[dict[str, str]] = field(default_factory=list)


class Handler(BaseHTTPRequestHandler):
    """Keeps each question and leaves the answer to the behaviour."""

    behaviour: Behaviour
    record: Server

    def do_POST(self) -> None:
        body = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
        self.record.asked.append(body)
        self.record.headers.append(dict(self.headers))
        try:
            type(self).behaviour(self, body)
        except (BrokenPipeError, ConnectionResetError):
            self.close_connection = True

    def log_message(self, *args: object) -> None:
        """Say nothing."""

    def send(self, body: bytes, status: int = 200, **headers: str) -> None:
        self.send_response(status)
        self.send_header("Content-Type", "application/json")
        self.send_header("Content-Length", str(len(body)))
        for name, value in headers.items():
            self.send_header(name, value)
        self.end_headers()
        self.wfile.write(body)


@contextmanager
def serving(behaviour: Behaviour) -> Iterator[Server]:
    """Run a server while the block runs."""
    record = Server("")
    handler = type("Bound", (Handler,), {"behaviour": staticmethod(behaviour), "record": record})
    server = ThreadingHTTPServer(("127.0.0.1", 0), handler)
    server.daemon_threads = True
    record.url = f"http://127.0.0.1:{server.server_port}/v1"
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True)
    thread.start()
    try:
        yield record
    finally:
        server.shutdown()
        server.server_close()
        thread.join()


def completion(content: object, reason: str = "stop") -> bytes:
    message = {"role": "assistant", "content": content}
    return json.dumps({"choices": [{"message": message, "finish_reason": reason}]}).encode()


def sends(body: bytes, status: int = 200, **headers: str) -> Behaviour:
    """Always the same bytes."""
    return lambda handler, _: handler.send(body, status, **headers)


def answers(*records: object) -> Behaviour:
    """Always the same records."""
    return sends(completion(json.dumps({"attributions": records})))


def drips(handler: Handler, _: dict[str, Any]) -> None:
    """A byte now and then, for ever so long."""
    handler.send_response(200)
    handler.send_header("Content-Length", "1000")
    handler.end_headers()
    for _ in range(200):
        handler.wfile.write(b" ")
        handler.wfile.flush()
        time.sleep(0.02)


def hangs(handler: Handler, _: dict[str, Any]) -> None:
    time.sleep(1.5)


def breaks_off(handler: Handler, _: dict[str, Any]) -> None:
    """Half of what was promised."""
    handler.send_response(200)
    handler.send_header("Content-Length", "1000")
    handler.end_headers()
    handler.wfile.write(b'{"choices": [')


def floods(handler: Handler, _: dict[str, Any]) -> None:
    handler.send_response(200)
    handler.end_headers()
    for _ in range(400):
        handler.wfile.write(b" " * 65536)
