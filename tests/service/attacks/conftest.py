"""A server to be attacked, for each module.

The server and its workers run under limits of memory of their own, so that a defect cannot take the machine
down. The data are 40,000 quads made up here.
"""

from __future__ import annotations

import resource
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from .victims import DEADLINE, MEMORY, MIB, WORKERS

if TYPE_CHECKING:
    from server_fixtures import Server, Starter


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
