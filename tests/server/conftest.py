"""A running server for each module that asks for one, and a small client that shows everything HTTP does."""

from __future__ import annotations

import http.client
import json
import os
import re
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any
from urllib.parse import urlencode

import pytest

from claimgraph.server.listening import free_port

TOKEN = "a-token-for-tests"


@dataclass
class Reply:
    """One answer of the server."""

    status: int
    headers: dict[str, str]
    body: bytes

    @property
    def text(self) -> str:
        return self.body.decode("utf-8")

    @property
    def json(self) -> Any:
        return json.loads(self.body)

    @property
    def type(self) -> str:
        return self.headers.get("content-type", "").partition(";")[0]


@dataclass
class Server:
    """A `claimgraph serve` process and its address."""

    process: subprocess.Popen[bytes]
    port: int
    store: Path
    log: Path
    headers: dict[str, str] = field(default_factory=dict)

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.port}"

    def ask(
        self,
        path: str,
        *,
        method: str = "GET",
        headers: Mapping[str, str] | None = None,
        body: bytes | None = None,
        source: str = "127.0.0.1",
        timeout: float = 60,
    ) -> Reply:
        """Send one request; a broken answer raises as `http.client` raises."""
        link = http.client.HTTPConnection("127.0.0.1", self.port, timeout=timeout, source_address=(source, 0))
        try:
            link.request(method, path, body, {**self.headers, **(headers or {})})
            answer = link.getresponse()
            names = {name.lower(): value for name, value in answer.getheaders()}
            return Reply(answer.status, names, answer.read())
        finally:
            link.close()

    def query(self, text: str, accept: str = "", **more: Any) -> Reply:
        """A query by GET."""
        headers = {**({"Accept": accept} if accept else {}), **more.pop("headers", {})}
        return self.ask(f"/sparql?{urlencode({'query': text})}", headers=headers, **more)

    def post(self, path: str, body: bytes | str, kind: str = "", **more: Any) -> Reply:
        """A body by POST."""
        data = body.encode() if isinstance(body, str) else body
        headers = {**more.pop("headers", {}), **({"Content-Type": kind} if kind else {})}
        return self.ask(path, method="POST", headers=headers, body=data, **more)

    def rows(self, text: str, **more: Any) -> list[dict[str, str]]:
        """The rows of a SELECT query."""
        reply = self.query(text, **more)
        assert reply.status == 200, reply.text
        return [
            {name: cell["value"] for name, cell in row.items()} for row in reply.json["results"]["bindings"]
        ]

    def truth(self, text: str) -> bool:
        """The answer to an ASK query."""
        reply = self.query(text)
        assert reply.status == 200, reply.text
        return bool(reply.json["boolean"])

    def health(self) -> Any:
        return self.ask("/healthz").json

    def workers(self) -> dict[int, int]:
        """Processes below the server and their resident memory in bytes."""
        found = {}
        for folder in Path("/proc").glob("[0-9]*"):
            try:
                fields = (folder / "stat").read_text().rpartition(")")[2].split()
                if int(fields[1]) == self.process.pid:
                    found[int(folder.name)] = int(fields[21]) * os.sysconf("SC_PAGE_SIZE")
            except (OSError, IndexError):
                continue
        return found

    def close(self) -> None:
        self.process.send_signal(signal.SIGTERM)
        try:
            self.process.wait(15)
        except subprocess.TimeoutExpired:
            self.process.kill()
            raise


def start(store: Path, log: Path, *options: object, token: str = "") -> Server:
    """Start a server and wait until it answers."""
    port = free_port()
    line = [sys.executable, "-m", "claimgraph", "--store", str(store), "serve", "--port", str(port)]
    environment = {name: value for name, value in os.environ.items() if not name.startswith("CLAIMGRAPH")}
    if token:
        environment["CLAIMGRAPH_TOKEN"] = token
        line.append("--writable")
    with log.open("wb") as out:
        process = subprocess.Popen(
            [*line, *map(str, options)], stdout=out, stderr=subprocess.STDOUT, env=environment
        )
    server = Server(process, port, store, log)
    until = time.monotonic() + 60
    while True:
        try:
            if server.ask("/healthz", timeout=5).status == 200:
                return server
        except (OSError, http.client.HTTPException):
            if process.poll() is not None or time.monotonic() > until:
                process.kill()
                raise AssertionError(f"the server did not start: {log.read_text()}") from None
            time.sleep(0.05)


Starter = Callable[..., Server]


@pytest.fixture(scope="module")
def start_server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Starter]:
    """Start servers that are ended after the module."""
    running: list[Server] = []

    def starter(store: Path, *options: object, token: str = "") -> Server:
        log = tmp_path_factory.mktemp("log") / "server.log"
        running.append(start(store, log, *options, token=token))
        return running[-1]

    yield starter
    for server in running:
        if server.process.poll() is None:
            server.close()


@pytest.fixture(scope="module")
def empty_store(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """An empty store on disk."""
    from claimgraph.store import EmbeddedStore

    path = tmp_path_factory.mktemp("store") / "empty.db"
    store = EmbeddedStore.open(path)
    store.flush()
    store.close()
    return path


@pytest.fixture(scope="module")
def sample_store(tmp_path_factory: pytest.TempPathFactory, sample: Any) -> Path:
    """A store on disk with the sample report."""
    from claimgraph.loading import Loader
    from claimgraph.store import EmbeddedStore

    path = tmp_path_factory.mktemp("store") / "sample.db"
    store = EmbeddedStore.open(path)
    Loader(store).load(sample.report())
    store.close()
    return path


@pytest.fixture(scope="module")
def server(start_server: Starter, sample_store: Path) -> Server:
    """A read-only server over the sample report, with small limits."""
    return start_server(
        sample_store, "--workers", 2, "--timeout", 3, "--memory", 512, "--max-rows", 20_000, "--cors"
    )


@pytest.fixture(scope="module")
def writable(start_server: Starter, empty_store: Path) -> Server:
    """A writable server over an empty store; the token is sent with every request."""
    server = start_server(empty_store, "--workers", 1, token=TOKEN)
    server.headers = {"Authorization": f"Bearer {TOKEN}"}
    return server


def media(reply: Reply) -> str:
    return re.sub(r"\s", "", reply.headers.get("content-type", ""))
