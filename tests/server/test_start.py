"""A server that cannot start says so in one line, and leaves with the code of unreadable input."""

from __future__ import annotations

import json
import shutil
import socket
import time
from pathlib import Path
from typing import Any

import pytest

from claimgraph.server import service
from claimgraph.server.listening import listen
from claimgraph.store import EmbeddedStore


@pytest.fixture
def store(tmp_path: Path, empty_store: Path) -> Path:
    """A store of one's own, to be damaged."""
    return Path(shutil.copytree(empty_store, tmp_path / "own.db"))


def missing(store: Path) -> None:
    shutil.rmtree(store)


def newer(store: Path) -> None:
    settings = json.loads((store / "store.json").read_text())
    (store / "store.json").write_text(json.dumps(settings | {"format": 99, "version": "9.9"}))


def garbled(store: Path) -> None:
    (store / "store.json").write_text("{")


def without_quads(store: Path) -> None:
    shutil.rmtree(store / "quads")


def damaged(store: Path) -> None:
    for file in (store / "quads").iterdir():
        if file.name.startswith(("CURRENT", "MANIFEST")):
            file.write_bytes(b"no database\n")


FAULTS = {
    missing: "there is no store",
    newer: "made by a newer version (9.9, format 99",
    garbled: "the store's settings cannot be read",
    without_quads: "the store cannot be opened",
    damaged: "the store cannot be opened",
}


@pytest.mark.parametrize("fault", FAULTS, ids=lambda fault: fault.__name__)
def test_one_line_and_exit_3(call: Any, store: Path, fault: Any) -> None:
    fault(store)
    done = call("--store", str(store), "serve", "--port", "0", "--workers", "1")
    assert done.code == 3
    [line] = done.err.splitlines()
    assert FAULTS[fault] in line
    assert str(store) in line


def test_a_store_that_is_being_written(call: Any, store: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(service, "START_WAIT", 0.1)
    writer = EmbeddedStore.open(store)
    done = call("--store", str(store), "serve", "--port", "0", "--workers", "1")
    writer.close()
    assert done.code == 3
    [line] = done.err.splitlines()
    assert "in use by another process" in line
    assert line.count(str(store)) == 1


def test_workers_that_cannot_start(call: Any, store: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The keeper takes the snapshot; the workers leave before they are ready."""
    from claimgraph.server import workers

    keeper = workers.command("keeper", 0, store)
    monkeypatch.setattr(service, "command", lambda *_: keeper)
    monkeypatch.setattr(workers, "_START", "import sys; sys.exit(f'{module} {paths}')")
    done = call("--store", str(store), "serve", "--port", "0", "--workers", "1")
    assert done.code == 3
    [line] = done.err.splitlines()
    assert "the workers could not be started" in line


@pytest.mark.parametrize(("host", "what"), [("127.0.0.1", "Address already in use"), ("203.0.113.1", "")])
def test_a_port_that_cannot_be_had(call: Any, store: Path, host: str, what: str) -> None:
    with listen("127.0.0.1", 0) as taken:
        port = taken.getsockname()[1]
        done = call("--store", str(store), "serve", "--host", host, "--port", str(port))
    assert done.code == 2
    [line] = done.err.splitlines()
    assert f"port {port} of {host} cannot be listened on" in line
    assert what in line


def test_a_token_without_updates_is_told(call: Any, store: Path) -> None:
    without_quads(store)
    done = call("--store", str(store), "serve", "--port", "0", "--workers", "1", "--token", "x")
    assert "a token is given, but the server takes no updates" in done.err


def test_the_port_that_was_taken_is_told(start_server: Any, empty_store: Path) -> None:
    server = start_server(empty_store, "--workers", 1)
    assert f"http://127.0.0.1:{server.port}/" in server.log.read_text()
    assert "--writable" not in server.log.read_text()
    with socket.create_connection(("127.0.0.1", server.port)):
        pass


def test_a_store_made_anew_under_the_same_name_is_served(start_server: Any, store: Path) -> None:
    server = start_server(store, "--workers", 1)
    assert not server.truth("ASK { <x:a> ?p ?o }")
    other = store.with_name("other.db")
    new = EmbeddedStore.open(other)
    new.update("INSERT DATA { <x:a> <x:b> <x:c> }")
    new.flush()
    new.close()
    shutil.rmtree(store)
    other.rename(store)
    until = time.monotonic() + 20
    while not (reply := server.query("ASK { <x:a> ?p ?o }")).json.get("boolean"):
        assert reply.status in {200, 503}, reply.text
        assert time.monotonic() < until, reply.text
        time.sleep(0.1)
