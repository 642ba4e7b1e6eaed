"""Clients that mean harm, workers that are killed, a store that is replaced: good queries are answered."""

from __future__ import annotations

import contextlib
import http.client
import os
import signal
import socket
import threading
import time
from pathlib import Path
from typing import TYPE_CHECKING, Any
from urllib.parse import urlencode

import pytest

if TYPE_CHECKING:
    from server_fixtures import Server, Starter


from .hostile_queries import TWO, values
from .victims import DEADLINE, GOOD, MIB, WORKERS, good, memory_of, settled

# ruff: noqa: E501  # requests are easier to read in one piece
pytestmark = pytest.mark.service


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
