"""Queries and clients that mean harm: each ends in time, and the next good query is answered.

The server and its workers run under limits of memory of their own, so that a defect cannot take the machine
down. The data are 40,000 quads made up here.
"""

from __future__ import annotations

import contextlib
import http.client
import os
import random
import resource
import signal
import socket
import threading
import time
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import TYPE_CHECKING, Any
from urllib.parse import urlencode

import pytest

if TYPE_CHECKING:
    from server_fixtures import Server, Starter

# ruff: noqa: E501  # queries are easier to read in one piece
pytestmark = pytest.mark.service

DEADLINE = 2.0
GRACE = 4.0
"""Seconds after the deadline: that a query is ended, on a machine that may be busy. How soon it is ended on an
idle one is measured in bench/server.py, not here."""
MIB = 1024 * 1024
MEMORY = 512
WORKERS = 3
GOOD = "SELECT ?n { <http://example.org/s7> <http://example.org/number> ?n }"
TWO = "?a ?b ?c . ?d ?e ?f"
THREE = f"{TWO} . ?g ?h ?i"


def doubling(times: int, function: str) -> str:
    text = " ".join(f"BIND({function.replace('@', f'?x{n}')} AS ?x{n + 1})" for n in range(times))
    return f"SELECT (STRLEN(?x{times}) AS ?n) {{ BIND('abcdefgh' AS ?x0) {text} }}"


def values(width: int, count: int) -> str:
    numbers = " ".join(map(str, range(count)))
    return " ".join(f"VALUES ?v{n} {{ {numbers} }}" for n in range(width))


QUERIES: dict[str, str] = {
    "cross product of three": f"SELECT (COUNT(*) AS ?n) {{ {THREE} }}",
    "cross product of four": f"SELECT (COUNT(*) AS ?n) {{ {THREE} . ?j ?k ?l }}",
    "sorted cross product": f"SELECT * {{ {TWO} }} ORDER BY ?f ?a",
    "sorted by chance": f"SELECT * {{ {TWO} }} ORDER BY RAND()",
    "grouped cross product": f"SELECT ?a ?f (COUNT(*) AS ?n) {{ {THREE} }} GROUP BY ?a ?f",
    "grouped by everything": f"SELECT ?a ?d (SAMPLE(?f) AS ?x) {{ {TWO} }} GROUP BY ?a ?d ?c ?f",
    "distinct cross product": f"SELECT DISTINCT * {{ {TWO} }}",
    "counted distinct": f"SELECT (COUNT(DISTINCT ?c) AS ?n) {{ {THREE} }}",
    "all words in one": f"SELECT (GROUP_CONCAT(?f) AS ?x) {{ {TWO} }}",
    "constructed cross product": f"CONSTRUCT {{ ?a ?e ?i }} WHERE {{ {THREE} }}",
    "described cross product": f"DESCRIBE ?a ?d WHERE {{ {TWO} }}",
    "streamed cross product": f"SELECT * {{ {THREE} }}",
    "path over everything": "SELECT (COUNT(*) AS ?n) { ?a (<a:a>|!<a:a>)* ?b . ?b (<a:a>|!<a:a>)* ?c }",
    "path there and back": "SELECT (COUNT(*) AS ?n) { ?a (<http://example.org/next>|^<http://example.org/next>)+ ?b }",
    "path in a path": "SELECT (COUNT(*) AS ?n) { ?a ((<http://example.org/next>+)*)+ ?b . ?c !<a:b>+ ?d }",
    "long ring": "SELECT (COUNT(*) AS ?n) { ?a <http://example.org/next>+ ?b }",
    "values product": f"SELECT (COUNT(*) AS ?n) {{ {values(6, 100)} }}",
    "filtered values product": f"SELECT * {{ {values(6, 100)} FILTER(?v0 + ?v1 + ?v2 + ?v3 + ?v4 + ?v5 < 0) }}",
    "doubled by concat": doubling(40, "CONCAT(@, @)"),
    "grown by replace": doubling(14, "REPLACE(@, '.', '$0$0$0$0$0$0$0$0')"),
    "grown by percent signs": doubling(60, "ENCODE_FOR_URI(CONCAT(@, '%'))"),
    "grown by strings of strings": doubling(45, "STR(CONCAT(UCASE(@), LCASE(@)))"),
    "hashed without end": f"SELECT (MAX(SHA512(CONCAT(STR(?a), STR(?f)))) AS ?n) {{ {TWO} }}",
    "regex on words of a's": f"SELECT * {{ {TWO} FILTER REGEX(CONCAT(STR(?c), '{'a' * 5000}'), '(a+)+(a|aa)+$b') }}",
    "regex of regexes": "SELECT * { ?a ?b ?c FILTER REGEX(STR(?c), '(((a{1,100}){1,100}){1,100}){1,100}') }",
    "regex with back references": f"SELECT * {{ {TWO} FILTER REGEX(STR(?f), '(.*)(.*)(.*)(.*)(.*)x') }}",
    "minus a cross product": f"SELECT * {{ ?x ?y ?z MINUS {{ {TWO} FILTER(?a != ?d) }} }}",
    "not exists for each": f"SELECT * {{ {TWO} FILTER NOT EXISTS {{ ?g ?h ?i . ?j ?k ?l FILTER(?i = ?l && ?a = ?f) }} }}",
    "optional everything": f"SELECT (COUNT(*) AS ?n) {{ ?a ?b ?c OPTIONAL {{ {TWO} }} OPTIONAL {{ ?m ?n1 ?o }} }}",
    "subqueries that sort": f"SELECT (COUNT(*) AS ?n) {{ {{ SELECT * {{ {TWO} }} ORDER BY ?a }} {{ SELECT * {{ ?m ?n1 ?o }} ORDER BY ?o }} }}",
    "graphs times graphs": "SELECT (COUNT(*) AS ?n) { GRAPH ?g { ?a ?b ?c } GRAPH ?h { ?d ?e ?f } GRAPH ?i { ?j ?k ?l } }",
    "new names without end": f"SELECT (UUID() AS ?u) {{ {THREE} }}",
    "groups in groups": "SELECT * " + "{" * 4000 + "}" * 4000,
    "groups just allowed": "SELECT * " + "{" * 199 + "}" * 199,
    "brackets in brackets": f"SELECT * {{ FILTER({'(' * 5000}1{')' * 5000}) }}",
    "not not not": f"SELECT * {{ FILTER({'!' * 30000}true) }}",
    "one plus one": f"SELECT ({'+'.join(['1'] * 30000)} AS ?n) {{}}",
    "or or or": f"SELECT * {{ FILTER({'||'.join(['true'] * 10000)}) }}",
    "optional in optional": "SELECT * { " + "OPTIONAL { ?a ?b ?c " * 4000 + "}" * 4000 + " }",
    "optional just allowed": "SELECT * { " + "OPTIONAL { ?a ?b ?c " * 90 + "}" * 90 + " }",
    "union of unions": "SELECT * { " + " UNION ".join(["{ }"] * 8000) + " }",
    "2,000 patterns": "SELECT * { " + " . ".join(f"?a{n} ?b{n} ?a{n + 1}" for n in range(2000)) + " }",
    "190 patterns": "SELECT * { " + " . ".join(f"?a{n} ?b{n} ?a{n + 1}" for n in range(190)) + " }",
    "a star of 190": "SELECT * { " + " . ".join(f"?a ?b{n} ?c{n}" for n in range(190)) + " }",
    "a list in lists": "SELECT * { ?s ?p " + "(" * 1000 + ")" * 1000 + " }",
    "a long list": "SELECT * { ?s ?p (" + " ?x" * 3000 + ") }",
    "a long path": "SELECT * { ?s " + "/".join(["<a:a>"] * 2000) + " ?o }",
    "a path of choices": "SELECT * { ?s (" + "|".join(f"<a:{n}>" for n in range(3000)) + ")* ?o }",
    "many choices in": "SELECT * { " + TWO + " FILTER(?c IN (" + ",".join(map(str, range(9000))) + ")) }",
    "prefixes without end": "".join(f"PREFIX p{n}: <a:{n}> " for n in range(3500)) + "SELECT * {}",
    "quotes without end": "SELECT * { ?s ?p " + "'''a" * 15000 + " }",
    "names without end": "SELECT * { ?s ?p " + "a.a-" * 15000 + " }",
    "backslashes": "SELECT * { ?s ?p '" + "\\\\" * 15000 + "' }",
}


@pytest.fixture(scope="module")
def big_store(tmp_path_factory: pytest.TempPathFactory) -> Path:
    from claimgraph.store import EmbeddedStore

    root = "http://example.org/"
    lines = []
    for n in range(10_000):
        subject = f"<{root}s{n}>"
        lines += [
            f'{subject} <{root}number> "{n}" .\n',
            f'{subject} <{root}name> "the name of thing {n}" .\n',
            f"{subject} <{root}next> <{root}s{(n + 1) % 10_000}> .\n",
            f"{subject} <{root}said> <{root}s{n * 7 % 10_000}> <{root}g{n % 500}> .\n",
        ]
    path = tmp_path_factory.mktemp("store") / "big.db"
    store = EmbeddedStore.open(path)
    store.bulk_load("".join(lines).encode())
    store.flush()
    store.close()
    return path


@pytest.fixture(scope="module")
def victim(start_server: Starter, big_store: Path) -> Server:
    """A server whose own process may take no more than 3 GiB of addresses; its workers take less."""
    before = resource.getrlimit(resource.RLIMIT_AS)
    resource.setrlimit(resource.RLIMIT_AS, (3 * 1024 * MIB, before[1]))
    try:
        options = ("--workers", WORKERS, "--timeout", DEADLINE, "--memory", MEMORY, "--max-rows", 100_000)
        return start_server(big_store, *options)
    finally:
        resource.setrlimit(resource.RLIMIT_AS, before)


def good(server: Server, source: str = "127.0.0.9") -> float:
    """A good query of another client, and how long it took."""
    started = time.monotonic()
    assert server.rows(GOOD, source=source) == [{"n": "7"}]
    return time.monotonic() - started


def settled(server: Server) -> None:
    """Wait until all workers stand ready again."""
    until = time.monotonic() + 20
    while server.health()["free"] < WORKERS and time.monotonic() < until:
        time.sleep(0.05)


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
                exchange, _ = await service.ask(text, "json", "test")
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


# ------------------------------------------------------------------------------ clients


def raw(server: Server, data: bytes, *, wait: float = 5.0) -> bytes:
    """Send bytes, and give what comes back until the server closes or `wait` seconds are over."""
    with socket.create_connection(("127.0.0.1", server.port)) as link:
        link.settimeout(wait)
        link.sendall(data)
        found = b""
        try:
            while piece := link.recv(65536):
                found += piece
        except (TimeoutError, ConnectionError):
            pass
        return found


def test_a_query_of_100_mb(victim: Server) -> None:
    head = b"POST /sparql HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/sparql-query\r\n"
    with socket.create_connection(("127.0.0.1", victim.port)) as link:
        link.sendall(head + b"Content-Length: 104857600\r\n\r\n")
        assert b" 413 " in link.makefile("rb").readline()
    good(victim)


def test_a_query_without_an_end(victim: Server) -> None:
    before = memory_of(victim.process.pid)
    head = b"POST /sparql HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/sparql-query\r\n"
    with socket.create_connection(("127.0.0.1", victim.port)) as link:
        link.sendall(head + b"Transfer-Encoding: chunked\r\n\r\n")
        chunk = b"10000\r\n" + b"x" * 0x10000 + b"\r\n"
        with pytest.raises(OSError, match=r"."):
            link.sendall(chunk * 1600)
    assert memory_of(victim.process.pid) - before < 64 * MIB
    good(victim)


def memory_of(pid: int) -> int:
    return int(Path(f"/proc/{pid}/statm").read_text().split()[1]) * os.sysconf("SC_PAGE_SIZE")


@pytest.mark.parametrize(
    "data",
    [
        b"GET /sparql?query=ASK%20%7B%7D HTTP/1.1\r\nHost: localhost\r\nX: " + b"y" * 400_000 + b"\r\n\r\n",
        b"GET /" + b"a" * 400_000 + b" HTTP/1.1\r\nHost: localhost\r\n\r\n",
        b"\x16\x03\x01\x02\x00\x01\x00\x01\xfc\x03\x03" + bytes(200),
        b"GET /sparql HTTP/9.9\r\n\r\n",
        b"FETCH /sparql?query=ASK%20%7B%7D HTTP/1.1\r\nHost: localhost\r\n\r\n",
        b"GET http://169.254.169.254/ HTTP/1.1\r\nHost: 169.254.169.254\r\n\r\n",
        b"GET /q/reports.csv?limit=1%0D%0ASet-Cookie:%20a=b HTTP/1.1\r\nHost: localhost\r\n\r\n",
        b"GET /%00 HTTP/1.1\r\nHost: localhost\r\n\r\n",
        b"GET /static/..%2f..%2f..%2fstore.json HTTP/1.1\r\nHost: localhost\r\n\r\n",
        b"GET /static/%2e%2e/%2e%2e/sparql_guard.py HTTP/1.1\r\nHost: localhost\r\n\r\n",
        b"GET //etc/passwd HTTP/1.1\r\nHost: localhost\r\n\r\n",
        b"POST /sparql HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/x-www-form-urlencoded\r\n"
        b"Content-Length: 200000\r\n\r\n" + b"a&" * 100_000,
        b"POST /sparql HTTP/1.1\r\nHost: localhost\r\nContent-Length: 5\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\nGET /",
    ],
    ids=lambda data: data[:40].decode("latin-1"),
)
def test_requests_that_are_none(victim: Server, data: bytes) -> None:
    answer = raw(victim, data, wait=2.0)
    head, _, body = answer.partition(b"\r\n\r\n")
    assert not head or head.split()[1][:1] == b"4", head
    assert b"set-cookie" not in head.lower()
    assert b"root:" not in body
    good(victim)


def test_500_idle_connections(victim: Server) -> None:
    links = [socket.create_connection(("127.0.0.1", victim.port)) for _ in range(500)]
    try:
        good(victim)
        assert victim.query(GOOD).status == 200
    finally:
        for link in links:
            link.close()


def test_slow_clients_are_not_waited_for_without_end(victim: Server) -> None:
    """Heads and bodies that come drop by drop hold no worker, and are given up."""
    body = b"POST /sparql HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/sparql-query\r\nContent-Length: 99\r\n\r\n"
    links = []
    for start in [b"GET /sparql?query=", body] * 20:
        link = socket.create_connection(("127.0.0.1", victim.port))
        link.sendall(start)
        links.append(link)
    good(victim)
    links[0].settimeout(30)
    links[1].settimeout(30)
    assert links[1].recv(100).startswith(b"HTTP/1.1 408")
    assert links[0].recv(100) == b""
    for link in links:
        link.close()


def test_clients_that_do_not_read_hold_no_worker_for_long(victim: Server) -> None:
    request = f"GET /sparql?{urlencode({'query': 'SELECT * { ?a ?b ?c . ?d ?e ?f }'})} HTTP/1.1\r\nHost: localhost\r\n\r\n"
    links = []
    for number in range(4):
        link = socket.create_connection(("127.0.0.1", victim.port), source_address=(f"127.0.1.{number}", 0))
        link.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 4096)
        link.sendall(request.encode())
        links.append(link)
    good(victim)
    time.sleep(DEADLINE + 1)
    settled(victim)
    good(victim)
    for link in links:
        link.close()


def test_killed_workers_are_replaced(victim: Server) -> None:
    settled(victim)
    for pid in victim.workers():
        with contextlib.suppress(ProcessLookupError):
            os.kill(pid, signal.SIGKILL)
    good(victim)
    settled(victim)
    assert victim.health()["workers"] == WORKERS


def test_workers_killed_while_they_start(victim: Server) -> None:
    """Again and again, whatever state they are in: the pool comes back to its size."""
    for _ in range(12):
        for pid in victim.workers():
            with contextlib.suppress(ProcessLookupError):
                os.kill(pid, signal.SIGKILL)
        time.sleep(0.05)
    good(victim)
    settled(victim)
    assert victim.health()["workers"] == WORKERS


def test_names_to_look_up_hold_up_nobody(victim: Server) -> None:
    """Stored questions wait for workers in threads; the pool does not need these to go on."""
    settled(victim)
    links = []
    for number in range(24):
        link = socket.create_connection(("127.0.0.1", victim.port), source_address=(f"127.0.2.{number}", 0))
        link.sendall(b"GET /q/who-said-what.csv?about=thing HTTP/1.1\r\nHost: localhost\r\n\r\n")
        links.append(link)
    for pid in victim.workers():
        with contextlib.suppress(ProcessLookupError):
            os.kill(pid, signal.SIGKILL)
    good(victim)
    for link in links:
        link.close()


def test_a_worker_killed_in_the_middle_of_an_answer(victim: Server) -> None:
    settled(victim)
    link = http.client.HTTPConnection("127.0.0.1", victim.port, timeout=30)
    link.request(
        "GET", f"/sparql?{urlencode({'query': f'SELECT * {{ {TWO} }}'})}", headers={"Accept": "text/csv"}
    )
    answer = link.getresponse()
    answer.read(1000)
    for pid in victim.workers():
        os.kill(pid, signal.SIGKILL)
    with pytest.raises((http.client.IncompleteRead, ConnectionError)):
        answer.read()
    link.close()
    good(victim)


def test_the_store_is_replaced_100_times_under_load(start_server: Starter, tmp_path: Path) -> None:
    """Every answer is of one state of the store: two facts that are always written together agree."""
    from server_fixtures import TOKEN

    from claimgraph.store import EmbeddedStore

    store = EmbeddedStore.open(tmp_path / "moving.db")
    store.flush()
    store.close()
    server = start_server(tmp_path / "moving.db", "--workers", 2, token=TOKEN)
    pair = "SELECT ?x ?y { <a:x> <a:is> ?x . <a:y> <a:is> ?y }"
    seen: set[str] = set()
    torn: list[Any] = []
    ended = threading.Event()

    def read() -> None:
        while not ended.is_set():
            reply = server.query(pair)
            if reply.status != 200:
                torn.append(reply)
                continue
            rows = reply.json["results"]["bindings"]
            for row in rows:
                if row["x"]["value"] != row["y"]["value"]:
                    torn.append(row)
                seen.add(row["x"]["value"])

    thread = threading.Thread(target=read)
    thread.start()
    headers = {"Authorization": f"Bearer {TOKEN}"}
    for number in range(100):
        text = (
            f"DELETE WHERE {{ ?s ?p ?o }} ; INSERT DATA {{ <a:x> <a:is> {number} . <a:y> <a:is> {number} }}"
        )
        reply = server.post("/update", text, "application/sparql-update", headers=headers)
        assert reply.status == 204, reply.text
    ended.set()
    thread.join()
    assert torn == []
    assert len(seen) > 10
    assert len(list((tmp_path / "moving.db" / "snapshots").iterdir())) <= 5


def test_ten_million_rows_take_no_more_memory(start_server: Starter, big_store: Path) -> None:
    server = start_server(
        big_store,
        "--workers",
        1,
        "--timeout",
        600,
        "--memory",
        256,
        "--max-rows",
        20_000_000,
        "--max-bytes",
        10**10,
    )
    link = http.client.HTTPConnection("127.0.0.1", server.port, timeout=600)
    text = f"SELECT ?x {{ {values(7, 10).replace('?v0', '?x')} }}"
    link.request(
        "GET", f"/sparql?{urlencode({'query': text})}", headers={"Accept": "text/tab-separated-values"}
    )
    answer = link.getresponse()
    rows = 0
    most = 0
    while piece := answer.read(1 << 20):
        rows += piece.count(b"\n")
        most = max(most, memory_of(server.process.pid), *server.workers().values())
    link.close()
    assert rows == 10**7 + 1
    assert most < 200 * MIB
