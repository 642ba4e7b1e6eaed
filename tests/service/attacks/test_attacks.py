"""Queries that mean harm: each ends in time, reaches nothing, and the next good query is answered."""

from __future__ import annotations

import contextlib
import http.client
import random
import threading
import time
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import TYPE_CHECKING, Any
from urllib.parse import urlencode

import pytest

if TYPE_CHECKING:
    from server_fixtures import Server


from .hostile_queries import QUERIES
from .victims import DEADLINE, GRACE, MEMORY, MIB, good, settled

pytestmark = pytest.mark.service


@pytest.mark.parametrize("name", QUERIES)
def test_a_query_that_means_harm(victim: Server, name: str) -> None:
    settled(victim)
    good(victim)
    started = time.monotonic()
    try:
        body = urlencode({"query": QUERIES[name]})
        reply = victim.post("/sparql", body, "application/x-www-form-urlencoded", headers={"Accept": "*/*"})
        assert reply.status in {200, 400, 413, 503}, reply.text
        assert reply.status == 200 or reply.json["detail"]
    except (http.client.IncompleteRead, ConnectionError):
        pass  # cut off, and to be seen as such
    assert time.monotonic() - started < DEADLINE + GRACE, "it is ended, not waited for"
    assert max(victim.workers().values()) < MEMORY * MIB
    good(victim)


@pytest.mark.parametrize("name", ["cross product of four", "sorted cross product", "doubled by concat"])
def test_good_queries_are_answered_while_two_clients_attack(victim: Server, name: str) -> None:
    settled(victim)
    ended = threading.Event()

    def attack(source: str) -> None:
        while not ended.is_set():
            try:
                victim.query(QUERIES[name], source=source)
            except (http.client.HTTPException, OSError):
                continue

    threads = [threading.Thread(target=attack, args=(f"127.0.0.{n}",)) for n in (21, 22)]
    for thread in threads:
        thread.start()
    try:
        time.sleep(0.5)
        times = sorted(good(victim, "127.0.0.23") for _ in range(60))
    finally:
        ended.set()
        for thread in threads:
            thread.join()
    assert times[len(times) // 2] < DEADLINE


# ------------------------------------------------------------------------------ no way out


class Canary(BaseHTTPRequestHandler):
    """Counts whoever comes."""

    hits: list[str]

    def _count(self) -> None:
        type(self).hits.append(self.path)
        self.send_response(200)
        self.end_headers()

    do_GET = do_POST = do_HEAD = _count  # noqa: N815  # names that http.server gives

    def log_message(self, *_: Any) -> None:
        """Say nothing."""


@pytest.fixture
def canary() -> Iterator[tuple[str, list[str]]]:
    hits: list[str] = []
    handler = type("Bird", (Canary,), {"hits": hits})
    with ThreadingHTTPServer(("127.0.0.1", 0), handler) as server:
        thread = threading.Thread(target=server.serve_forever)
        thread.start()
        yield f"http://127.0.0.1:{server.server_port}/", hits
        server.shutdown()
        thread.join()


def spellings(word: str, count: int) -> Iterator[str]:
    """The word in many ways that some engine may read as the word."""
    chance = random.Random(word)
    yield from (word, word.lower(), word.title(), word.swapcase())
    for _ in range(count):
        yield "".join(
            chance.choice((char, char.lower(), f"\\u{ord(char):04X}", f"\\U{ord(char):08x}")) for char in word
        )


def ways_out(address: str) -> list[str]:
    texts = []
    for word in spellings("SERVICE", 12):
        texts.append(f"SELECT * {{ {word} <{address}> {{ ?s ?p ?o }} }}")
        texts.append(f"SELECT * {{ {word}#\n SILENT\t<{address}> {{ ?s ?p ?o }} }}")
        texts.append(f"PREFIX x: <{address}> SELECT * {{ ?s ?p '#' {{ {word} x: {{ }} }} }}")
        texts.append(f"SELECT * {{ BIND(<{address}> AS ?x) {word} ?x {{ ?s ?p ?o }} }}")
    for word in spellings("LOAD", 6):
        texts += [
            f"{word} <{address}>",
            f"{word} SILENT <{address}> INTO GRAPH <a:a>",
            f"ASK {{}} ; {word} <{address}>",
        ]
    for word in spellings("FROM", 6):
        texts += [
            f"SELECT * {word} <{address}> {{ ?s ?p ?o }}",
            f"SELECT * {word} NAMED <{address}> {{ GRAPH ?g {{ ?s ?p ?o }} }}",
        ]
    for scheme in ("file:///etc/passwd", "file:/proc/self/environ", "ftp://127.0.0.1/", "data:,x"):
        texts += [f"SELECT * FROM <{scheme}> {{ ?s ?p ?o }}", f"LOAD <{scheme}>"]
    return texts


def test_no_query_reaches_the_network_or_files(victim: Server, canary: tuple[str, list[str]]) -> None:
    address, hits = canary
    texts = ways_out(address)
    assert len(texts) > 80
    for text in texts:
        reply = victim.query(text)
        assert reply.status == 400, text
    for parameter in ("default-graph-uri", "named-graph-uri"):
        assert victim.ask(f"/sparql?{urlencode({'query': 'ASK {}', parameter: address})}").status == 400
    assert hits == []


def test_a_worker_has_no_way_out_even_without_the_gate(
    big_store: Path, canary: tuple[str, list[str]]
) -> None:
    """What would happen if a spelling was missed: the process itself cannot open a socket or a file."""
    import asyncio
    import dataclasses

    from claimgraph.server.answers import read_all
    from claimgraph.server.problems import HttpError
    from claimgraph.server.service import Service
    from claimgraph.server.settings import Limits, ServerSettings

    address, hits = canary
    limits = dataclasses.replace(Limits(), workers=1, memory=MEMORY * MIB)

    async def ask() -> None:
        service = Service(ServerSettings(big_store, limits=limits))
        await service.start()
        try:
            assert service.pool.isolation == {"files": True, "network": True}
            for silent in ("", "SILENT"):
                text = f"SELECT * {{ SERVICE {silent} <{address}> {{ ?s ?p ?o }} }}"
                exchange, _ = service.ask(text, "json", "test")
                with contextlib.suppress(HttpError):
                    await read_all(exchange)
        finally:
            await service.close()

    asyncio.run(ask())
    assert hits == []


def test_the_canary_sings(canary: tuple[str, list[str]]) -> None:
    """The bird counts: without the gate and the sandbox the engine does reach it."""
    import pyoxigraph as ox

    address, hits = canary
    with pytest.raises(Exception, match=r"."):
        list(ox.Store().query(f"SELECT * {{ SERVICE <{address}> {{ ?s ?p ?o }} }}"))
    assert hits
