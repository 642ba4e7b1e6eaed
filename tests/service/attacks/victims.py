"""What the attacked servers are like, and how one sees that they are well."""

from __future__ import annotations

import os
import time
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from server_fixtures import Server

DEADLINE = 2.0
GRACE = 4.0
"""Seconds after the deadline: that a query is ended, on a machine that may be busy. How soon it is ended on
an idle one is measured in bench/server.py, not here."""
MIB = 1024 * 1024
MEMORY = 512
WORKERS = 3
GOOD = "SELECT ?n { <http://example.org/s7> <http://example.org/number> ?n }"


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


def memory_of(pid: int) -> int:
    return int(Path(f"/proc/{pid}/statm").read_text().split()[1]) * os.sysconf("SC_PAGE_SIZE")
