"""Updates one after the other: each by a process of its own, the next of which waits already."""

from __future__ import annotations

import asyncio
import os
import signal
import time
from typing import TYPE_CHECKING, Any

import pytest

from claimgraph.errors import InputError
from claimgraph.loading import Loader
from claimgraph.remote import RemoteStore
from claimgraph.server.exchange import Exchange
from claimgraph.store import EmbeddedStore

if TYPE_CHECKING:
    from pathlib import Path

    from conftest import Server, Starter

UPDATE = "application/sparql-update"
CLAIMS = "SELECT ?claim ?text { ?claim a cg:Claim ; cg:contentText ?text }"


def number(server: Server) -> set[str]:
    return {row["n"] for row in server.rows("SELECT ?n { <x:counter> <x:is> ?n }")}


def count(server: Server, value: int) -> int:
    text = f"DELETE WHERE {{ <x:counter> <x:is> ?n }} ; INSERT DATA {{ <x:counter> <x:is> {value} }}"
    return server.post("/update", text, UPDATE).status


def test_the_next_keeper_waits(writable: Server) -> None:
    assert [count(writable, value) for value in range(3)] == [204] * 3
    assert number(writable) == {"2"}
    assert len(writable.workers()) == 2, "a worker, and the keeper that waits"


def test_a_waiting_keeper_that_is_killed(writable: Server) -> None:
    """Whoever was ended meanwhile is replaced, and no update is lost."""
    assert count(writable, 10) == 204
    for pid in writable.workers():
        os.kill(pid, signal.SIGKILL)
    assert count(writable, 11) == 204
    assert number(writable) == {"11"}


def test_others_can_write_between_updates(writable: Server) -> None:
    """No keeper holds the store while it waits: loading goes on beside a server that takes updates."""
    assert count(writable, 20) == 204
    store = EmbeddedStore.open(writable.store, wait=2.0)
    store.update("INSERT DATA { <x:other> <x:is> 1 }")
    store.flush()
    store.close()
    assert count(writable, 21) == 204
    assert writable.truth("ASK { <x:other> <x:is> 1 . <x:counter> <x:is> 21 }")


def test_an_update_that_is_wrong_changes_nothing(writable: Server) -> None:
    assert count(writable, 30) == 204
    assert writable.post("/update", "INSERT DATA { <x:counter> <x:is> 31 } ; INSERT", UPDATE).status == 400
    assert number(writable) == {"30"}


def test_time_spent_before_a_worker_counts() -> None:
    async def deadlines() -> tuple[float, float, float]:
        loop = asyncio.get_running_loop()
        now = loop.time()
        whole, rest = Exchange("a", loop, 10.0), Exchange("a", loop, 10.0, spent=3.0)
        return whole.deadline - now, rest.deadline - now, rest.seconds

    whole, rest, told = asyncio.run(deadlines())
    assert 10.0 <= whole < 10.5
    assert 7.0 <= rest < 7.5
    assert told == 10.0


@pytest.mark.parametrize(
    ("text", "detail"),
    [
        ("SELECT * { ?s ?p ?o }", "SELECT begins a query; this address takes updates"),
        ("", "the update is empty"),
        ("PREFIX e: <http://example.org/> # nothing", "the update is empty"),
        ("INSERT DATAS { <a:a> <a:b> <a:c> }", "'DATAS' is no word of SPARQL"),
        ("INSERT DATAS { <a:a> a cg:Claim }", "'DATAS' is no word of SPARQL"),
        ("INSERT DATA { <a:a> a ship:Cruiser }", "the prefix 'ship:' is not declared"),
    ],
)
def test_what_is_no_update_is_refused_in_words(writable: Server, text: str, detail: str) -> None:
    reply = writable.post("/update", text, "application/sparql-update")
    assert (reply.status, reply.json["detail"]) == (400, detail)


def test_an_update_knows_the_prefixes_of_the_project(writable: Server) -> None:
    reply = writable.post("/update", "INSERT DATA { d:known cg:isAbout d:x }", "application/sparql-update")
    assert reply.status == 204
    assert writable.truth("ASK { d:known cg:isAbout <https://w3id.org/claimgraph/data/x> }")


def test_our_own_client_sends_the_token_with_updates_alone(
    writable: Server, monkeypatch: pytest.MonkeyPatch
) -> None:
    quad = b"<http://e.org/token> <http://e.org/is> <http://e.org/sent> .\n"
    monkeypatch.delenv("CLAIMGRAPH_TOKEN", raising=False)
    with pytest.raises(InputError, match="401: updates need the token; set CLAIMGRAPH_TOKEN to the server's"):
        RemoteStore(writable.url).load(quad)
    monkeypatch.setenv("CLAIMGRAPH_TOKEN", "another")
    with pytest.raises(InputError, match="it has another"):
        RemoteStore(writable.url).load(quad)
    monkeypatch.setenv("CLAIMGRAPH_TOKEN", writable.headers["Authorization"].split()[1])
    RemoteStore(writable.url).load(quad)
    assert writable.truth("ASK { <http://e.org/token> ?p ?o }")


def test_an_update_has_a_time_of_its_own(start_server: Starter, writable: Server) -> None:
    server = start_server(
        writable.store,
        "--workers",
        1,
        "--update-timeout",
        0.3,
        token=writable.headers["Authorization"].split()[1],
    )
    server.headers = dict(writable.headers)
    digits = " ".join(f"VALUES ?d{n} {{ 0 1 2 3 4 5 6 7 8 9 }}" for n in range(8))
    reply = server.post("/update", f"INSERT {{ <x:a> <x:is> ?d0 }} WHERE {{ {digits} }}", UPDATE)
    assert (reply.status, reply.json["detail"]) == (
        503,
        "the update was ended after 0.3 seconds; nothing is changed",
    )


def test_a_load_appears_without_a_restart(start_server: Starter, sample_store: Path, sample: Any) -> None:
    """The server notices that the store has changed, and running queries are not disturbed."""
    path = sample_store.with_name("growing.db")
    store = EmbeddedStore.open(path)
    store.load(b'<http://example.org/a> <http://example.org/b> "c" .\n')
    store.flush()
    store.close()
    growing = start_server(path, "--workers", 1)
    assert not growing.rows(CLAIMS)
    store = EmbeddedStore.open(path, wait=30)
    Loader(store).load(sample.report())
    assert not growing.rows(CLAIMS)
    store.close()
    until = time.monotonic() + 30
    while not growing.rows(CLAIMS) and time.monotonic() < until:
        time.sleep(0.1)
    assert growing.rows(CLAIMS)
