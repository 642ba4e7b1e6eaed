"""What the operator of the server decides: addresses, limits, switches."""

from __future__ import annotations

import os
from dataclasses import dataclass, field
from pathlib import Path

from claimgraph.sparql_guard import Bounds

MIB = 1024 * 1024


def default_workers() -> int:
    """Twice the processors and two more: slow queries must not take the last worker.

    >>> default_workers() >= 4
    True
    """
    return 2 * (os.cpu_count() or 1) + 2


@dataclass(frozen=True, slots=True)
class Limits:
    """Limits of a query. They are on by default and announced in the service description.

    `seconds` is from the moment a worker takes the query until its answer is complete, `memory` the address
    space of a worker, `rows` and `bytes` those of an answer. `running` and `waiting` are the queries of one
    client (by its address) at a time, `queue` those of all clients that wait, `queue_seconds` how long.
    """

    seconds: float = 10.0
    rows: int = 1_000_000
    bytes: int = 256 * MIB
    memory: int = 1024 * MIB
    workers: int = field(default_factory=default_workers)
    running: int = 4
    waiting: int = 32
    queue: int = 256
    queue_seconds: float = 10.0
    bounds: Bounds = field(default_factory=Bounds)
    dump_seconds: float = 600.0
    export_seconds: float = 600.0
    update_seconds: float = 60.0
    upload: int = 64 * MIB


@dataclass(frozen=True, slots=True)
class ServerSettings:
    """Everything that `claimgraph serve` takes.

    `token` opens `/update` and the writing half of `/rdf-graphs`; without it both are closed. `hosts` are
    the names under which the server answers (empty: any). `union` makes the default graph the union of all
    graphs, for those who want what sources say as plain triples.
    """

    store: Path
    host: str = "127.0.0.1"
    port: int = 8000
    limits: Limits = field(default_factory=Limits)
    cors: bool = False
    union: bool = False
    token: str = ""
    hosts: tuple[str, ...] = ()
    public_url: str = ""
    behind_proxy: bool = False
    poll_seconds: float = 1.0

    @property
    def writable(self) -> bool:
        """Whether updates are possible at all."""
        return bool(self.token)
