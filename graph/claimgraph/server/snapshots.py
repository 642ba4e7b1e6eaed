"""Snapshots of the live store: what workers read, and what an answer can be traced to.

A snapshot is a folder below `STORE/snapshots/`, named by when it was made and a mark of the store's files:

```
20260416T101500123Z-1f0c2a/
    quads/      the Oxigraph database (hard links: milliseconds, hardly any space)
    words.sqlite   a copy of the store's index of words, if it has one
    meta.json   when it was made, of which state of the store's files
    lock        held shared by every server that uses the snapshot
```

The live store is opened by the keeper alone, for a moment, under the store's lock; a new snapshot appears by
a rename, so it is there whole or not at all. Snapshots that no server uses are removed, but for the newest.
"""

from __future__ import annotations

import fcntl
import hashlib
import json
import os
import shutil
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from typing import IO, Any

import pyoxigraph as ox

from claimgraph.word_index import FILE, alone

FOLDER = "snapshots"
KEPT = 3
"""How many of the newest snapshots stay."""


@dataclass(slots=True)
class Snapshot:
    """A state of the store. `users` counts the queries that will be answered from it and are not begun."""

    id: str
    path: Path
    made: str
    signature: str
    users: int = 0
    cache: dict[str, Any] = field(default_factory=dict)
    lock: IO[str] | None = field(default=None, repr=False)

    quads: str = field(init=False)
    """The folder that a worker opens."""
    told: bytes = field(init=False)
    """The same, as a worker is told it."""

    def __post_init__(self) -> None:
        """The folder's name is asked for by every query."""
        self.quads = str(self.path / "quads")
        self.told = json.dumps(self.quads).encode()

    def leave(self) -> None:
        """One query less will be answered from it."""
        self.users -= 1


def signature(store: Path) -> str:
    """A mark of the state of the store's files: it changes when something is written.

    >>> import tempfile
    >>> folder = Path(tempfile.mkdtemp())
    >>> (folder / "quads").mkdir()
    >>> before = signature(folder)
    >>> _ = (folder / "quads" / "000001.sst").write_text("x")
    >>> signature(folder) == before
    False
    """
    mark = hashlib.sha256()
    with os.scandir(store / "quads") as entries:
        for name, entry in sorted((entry.name, entry) for entry in entries):
            if not name.startswith("LO"):  # LOCK, LOG: written by readers too
                try:
                    status = entry.stat()
                except FileNotFoundError:  # a writer is at work; the mark will differ again afterwards
                    continue
                mark.update(f"{name} {status.st_size} {status.st_mtime_ns}\n".encode())
    return mark.hexdigest()


def begin(store: Path, engine: ox.Store) -> Path:
    """Write the quads of a snapshot under a temporary name. The caller holds the store's lock."""
    folder = store / FOLDER
    folder.mkdir(exist_ok=True)
    temporary = folder / f".{os.getpid()}.tmp"
    shutil.rmtree(temporary, ignore_errors=True)
    temporary.mkdir()
    engine.backup(str(temporary / "quads"))
    _copy_words(store, temporary)
    (temporary / "lock").touch()
    return temporary


def _copy_words(store: Path, snapshot: Path) -> None:
    """Give a snapshot the index of words, if there is one: the copy of the last snapshot if that is equal.

    The index itself is not linked to, as it is changed in place.
    """
    file = store / FILE
    if not file.is_file():
        return
    with suppress(OSError), alone(file):
        now = file.stat()
        for known in sorted(snapshot.parent.glob(f"[0-9]*/{FILE}"))[-1:]:
            then = known.stat()
            if (then.st_size, then.st_mtime_ns) == (now.st_size, now.st_mtime_ns):
                os.link(known, snapshot / FILE)
                return
        shutil.copy2(file, snapshot / FILE)


def finish(store: Path, temporary: Path, mark: str) -> Snapshot:
    """Give a snapshot its name. `mark` is that of the store's files when nobody has them open for writing."""
    made = datetime.now(UTC)
    number = f"{made:%Y%m%dT%H%M%S}{made.microsecond // 1000:03d}Z-{mark[:6]}"
    meta = {"id": number, "made": made.isoformat(timespec="milliseconds"), "signature": mark}
    (temporary / "meta.json").write_text(json.dumps(meta) + "\n", encoding="utf-8")
    target = store / FOLDER / number
    temporary.rename(target)
    return Snapshot(number, target, meta["made"], mark)


def latest(store: Path) -> Snapshot | None:
    """The newest snapshot, or `None`."""
    found = _all(store)
    return found[-1] if found else None


def hold(snapshot: Snapshot) -> bool:
    """Keep others from removing it; `False` if it is gone already."""
    if snapshot.lock is None:
        try:
            snapshot.lock = (snapshot.path / "lock").open("r")
        except FileNotFoundError:
            return False
        fcntl.flock(snapshot.lock, fcntl.LOCK_SH)
    return snapshot.path.is_dir()


def release(snapshot: Snapshot) -> None:
    """Let others remove it."""
    if snapshot.lock:
        snapshot.lock.close()
        snapshot.lock = None


def remove_old(store: Path) -> None:
    """Remove all but the newest snapshots, if nobody holds them, and half-made ones of dead processes."""
    for snapshot in _all(store)[:-KEPT]:
        try:
            with (snapshot.path / "lock").open("r") as lock:
                fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
                shutil.rmtree(snapshot.path, ignore_errors=True)
        except OSError:  # in use, or removed by another server
            continue
    for folder in (store / FOLDER).glob(".*.tmp"):
        if not Path(f"/proc/{folder.name.split('.')[-2]}").exists():
            shutil.rmtree(folder, ignore_errors=True)


def _all(store: Path) -> list[Snapshot]:
    found = []
    for file in sorted((store / FOLDER).glob("[0-9]*/meta.json")):
        try:
            meta = json.loads(file.read_text(encoding="utf-8"))
            found.append(Snapshot(meta["id"], file.parent, meta["made"], meta["signature"]))
        except (OSError, ValueError, KeyError):
            continue
    return found
