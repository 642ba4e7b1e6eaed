"""One store of quads: embedded on disk, in memory, or any SPARQL 1.1 server by its address.

The store knows quads and nothing of claims. On disk it is a folder:

```
claimgraph.db/
    store.json     format number, version that made it, base of the data IRIs
    quads/         the Oxigraph database
    texts/         the texts of the reports by SHA-256, so that offsets can be checked and shown
    lock           held shared by readers, alone by a writer
    merged.json    how many quads came since its files were merged last (`compaction`)
```

One process writes at a time. What a call has stored is durable after `flush()`, which the loader calls
before it reports success (without it Oxigraph makes no fsync).
"""

from __future__ import annotations

import hashlib
import io
import json
import os
import signal
import tempfile
import threading
import time
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import IO, Protocol, cast, runtime_checkable

import pyoxigraph as ox

from claimgraph.errors import InputError
from claimgraph.vocabulary import DATA

FORMAT = 1
"""Number of the layout above; a store with a higher number was made by a newer version."""
DEFAULT_PATH = "claimgraph.db"
Results = ox.QuerySolutions | ox.QueryBoolean | ox.QueryTriples


@runtime_checkable
class Store(Protocol):
    """What every store can do. Names of graphs are IRIs; the default graph is the record."""

    base: str
    """Namespace of the data IRIs in this store."""

    def query(self, query: str) -> Results:
        """Answer a SPARQL 1.1 query on the record (default graph) and the propositions (named graphs)."""
        ...

    def update(self, update: str) -> None:
        """Run a SPARQL 1.1 update, all of it or nothing."""
        ...

    def load(self, nquads: bytes) -> None:
        """Add N-Quads, all of them or none."""
        ...

    def bulk_load(self, nquads: bytes) -> None:
        """Add many N-Quads fast (from some tens of reports on), all of them or none."""
        ...

    def bulk_load_stream(self, nquads: io.RawIOBase) -> None:
        """Add N-Quads from a stream, all of them or none; an error in reading it comes through.

        The IRIs are taken as they are: for quads of our own writers, not for files from outside.
        """
        ...

    def dump(self) -> bytes:
        """All quads as sorted N-Quads: equal stores give equal bytes."""
        ...

    def dump_to(self, out: IO[bytes]) -> None:
        """Write all quads as N-Quads, in any order; memory does not grow with an embedded store."""
        ...

    def flush(self) -> None:
        """Make everything stored so far durable."""
        ...

    def keep_text(self, text: str) -> str:
        """Keep a report's text under the SHA-256 of its UTF-8 bytes, and return that."""
        ...

    def text(self, sha256: str) -> str | None:
        """The text with this hash, or `None` if this store does not have it."""
        ...

    def drop_text(self, sha256: str) -> None:
        """Forget a text; nothing happens if it is not there."""
        ...

    def close(self) -> None:
        """Release the store."""
        ...


class EmbeddedStore:
    """Oxigraph in this process, in memory or in a folder.

    >>> store = EmbeddedStore.in_memory()
    >>> store.load(b'<http://e.org/a> <http://e.org/b> "c" .\\n')
    >>> store.dump()
    b'<http://e.org/a> <http://e.org/b> "c" .\\n'
    """

    def __init__(self, quads: ox.Store, base: str = DATA, path: Path | None = None) -> None:
        """Use `in_memory` or `open`; this only joins the parts."""
        self._quads = quads
        self.base = base
        self.path = path
        self.added = 0
        """How many quads this object was given by `load` and the bulk loader."""
        self._texts: dict[str, str] = {}
        self._lock: IO[str] | None = None

    @classmethod
    def in_memory(cls, base: str = DATA) -> EmbeddedStore:
        """An empty store that is gone with the process."""
        return cls(ox.Store(), base)

    @classmethod
    def open(
        cls, path: str | Path, *, base: str | None = None, read_only: bool = False, wait: float = 5.0
    ) -> EmbeddedStore:
        """Open the store in a folder; a writer creates what is missing.

        `base` is used when the store is new; an existing store keeps the one it was made with. `wait` is how
        many seconds to wait for another process that holds the store.

        Raises:
            InputError: no store there (when only reading), a store made by a newer version, a folder that
                cannot be read, damaged files, or a store still held by another process after `wait`.
        """
        folder = Path(path)
        settings = read_settings(folder, base, create=not read_only)
        lock = hold(folder, shared=read_only, wait=wait)
        try:
            opened = (
                ox.Store.read_only(str(folder / "quads")) if read_only else ox.Store(str(folder / "quads"))
            )
        except (OSError, RuntimeError) as error:  # RuntimeError: files that RocksDB finds damaged
            lock.close()
            raise InputError(
                f"the store cannot be opened: {error}", where=str(folder), hint="see claimgraph doctor"
            ) from None
        store = cls(opened, settings["base"], folder)
        store._lock = lock
        return store

    def query(self, query: str) -> Results:
        """Answer a query; see `Store.query`."""
        return self._quads.query(query)

    def update(self, update: str) -> None:
        """Run an update in one transaction; see `Store.update`."""
        self._quads.update(update)

    def load(self, nquads: bytes) -> None:
        """Add N-Quads in one transaction; see `Store.load`."""
        self._quads.load(nquads, ox.RdfFormat.N_QUADS)
        self.added += nquads.count(b"\n")

    def bulk_load(self, nquads: bytes) -> None:
        """Add N-Quads through the bulk loader, which builds sorted files; see `Store.bulk_load`."""
        self._quads.bulk_load(nquads, ox.RdfFormat.N_QUADS)
        self.added += nquads.count(b"\n")

    def bulk_load_stream(self, nquads: io.RawIOBase) -> None:
        """Add N-Quads while they are made, with IRIs that need no check; see `Store.bulk_load_stream`."""
        counted = _Counted(nquads)
        self._quads.bulk_load(cast(IO[bytes], counted), ox.RdfFormat.N_QUADS, lenient=True)
        self.added += counted.lines

    def dump(self) -> bytes:
        """All quads, sorted; see `Store.dump`."""
        text = self._quads.dump(format=ox.RdfFormat.N_QUADS)
        return b"".join(sorted((text or b"").splitlines(keepends=True)))

    def dump_to(self, out: IO[bytes]) -> None:
        """Write all quads as they come; see `Store.dump_to`."""
        self._quads.dump(out, ox.RdfFormat.N_QUADS)

    def __len__(self) -> int:
        """The number of quads (a scan: 0.2 s a million)."""
        return len(self._quads)

    def flush(self) -> None:
        """Force everything to disk; see `Store.flush`."""
        if self.path:
            self._quads.flush()

    def snapshot(self, target: Path) -> None:
        """Write a copy that readers may open while this store goes on (hard links, milliseconds)."""
        self._quads.backup(str(target))

    def compact(self) -> None:
        """Merge the files of the database, so that a look-up reads one of them, not several.

        This takes some seconds a million quads and, while it runs, as much disk again. A process that is
        killed meanwhile loses nothing: RocksDB goes over to the new files in one step, and the old ones stay
        until then.
        """
        self._quads.optimize()

    def close(self) -> None:
        """Let other processes open the store."""
        del self._quads
        if self._lock:
            self._lock.close()

    # ------------------------------------------------------------------ texts

    def keep_text(self, text: str) -> str:
        """Keep a report's text under the SHA-256 of its UTF-8 bytes, and return that."""
        data = text.encode("utf-8")
        sha256 = hashlib.sha256(data).hexdigest()
        if self.path is None:
            self._texts[sha256] = text
            return sha256
        target = self._text_path(sha256)
        if not target.exists():
            write_atomically(target, [data])
        return sha256

    def text(self, sha256: str) -> str | None:
        """The text with this hash, or `None` if this store does not have it."""
        if self.path is None:
            return self._texts.get(sha256)
        target = self._text_path(sha256)
        return target.read_bytes().decode("utf-8") if target.is_file() else None

    def drop_text(self, sha256: str) -> None:
        """Forget a text; nothing happens if it is not there."""
        self._texts.pop(sha256, None)
        if self.path:
            self._text_path(sha256).unlink(missing_ok=True)

    def _text_path(self, sha256: str) -> Path:
        assert self.path is not None
        if len(sha256) != 64 or not all(char in "0123456789abcdef" for char in sha256):
            raise InputError(f"{sha256!r} is not a SHA-256", where=str(self.path), hint="reload the report")
        return self.path / "texts" / sha256[:2] / f"{sha256}.txt"


class _Counted(io.RawIOBase):
    """A stream of lines that counts how many were read."""

    def __init__(self, lines: io.RawIOBase) -> None:
        self._source = lines
        self.lines = 0

    def read(self, size: int = -1) -> bytes | None:
        data = self._source.read(size)
        self.lines += (data or b"").count(b"\n")
        return data


@contextmanager
def _unwinding() -> Iterator[None]:
    """Have SIGTERM and SIGHUP raise SystemExit, so that what is half done is removed, as after Ctrl-C.

    Only where the process leaves them as they are by default: a server has its own ways, and `nohup` stays.
    """

    def leave(number: int, _frame: object) -> None:
        raise SystemExit(128 + number)

    wanted = (signal.SIGTERM, signal.SIGHUP) if threading.current_thread() is threading.main_thread() else ()
    taken = [one for one in wanted if signal.getsignal(one) is signal.SIG_DFL]
    for one in taken:
        signal.signal(one, leave)
    try:
        yield
    finally:
        for one in taken:
            signal.signal(one, signal.SIG_DFL)


@_unwinding()
def write_atomically(target: Path, chunks: Iterable[bytes]) -> None:
    """Write a file whole or not at all: temporary file, fsync, rename. A link stays, what it names changes.

    Raises:
        OSError: as the file system gives it; no half file is left, nor after SIGTERM.
    """
    target = Path(os.path.realpath(target))
    if target.exists() and not target.is_file():  # a device or a pipe is written to, never replaced
        with target.open("wb") as out:
            out.writelines(chunks)
        return
    target.parent.mkdir(parents=True, exist_ok=True)
    handle, name = tempfile.mkstemp(dir=target.parent, prefix=f".{target.name}.")
    try:
        with os.fdopen(handle, "wb") as out:
            for chunk in chunks:
                out.write(chunk)
            out.flush()
            os.fsync(out.fileno())
        umask = os.umask(0)
        os.umask(umask)
        Path(name).chmod(0o666 & ~umask)
        Path(name).replace(target)
    except BaseException:
        Path(name).unlink(missing_ok=True)
        raise


def open_store(
    location: str | Path, *, base: str | None = None, read_only: bool = False, wait: float = 5.0
) -> Store:
    """Open a store by folder or by the address of a SPARQL server (`http://…`, `https://…`).

    Raises:
        InputError: as `EmbeddedStore.open`, or a server that does not answer.
    """
    if str(location).startswith(("http://", "https://")):
        from claimgraph.remote import RemoteStore

        return RemoteStore(str(location), base=base or DATA)
    return EmbeddedStore.open(location, base=base, read_only=read_only, wait=wait)


@contextmanager
def opened(
    location: str | Path, *, base: str | None = None, read_only: bool = False, wait: float = 5.0
) -> Iterator[Store]:
    """`open_store` as a context that closes the store."""
    store = open_store(location, base=base, read_only=read_only, wait=wait)
    try:
        yield store
    finally:
        store.close()


def read_settings(folder: Path, base: str | None = None, *, create: bool = False) -> dict[str, str]:
    """What `store.json` says, `base` for instance; or write it for a new store.

    Raises:
        InputError: there is no store, it was made by a newer version, or the file is damaged.
    """
    file = folder / "store.json"
    try:
        if not file.is_file():
            return _new_settings(folder, base, create=create)
        settings = json.loads(file.read_text(encoding="utf-8"))
        number = int(settings["format"])
        if not isinstance(settings["base"], str):
            raise TypeError("base is not a string")
    except OSError as error:
        raise InputError(
            f"the store cannot be read ({error.strerror})", where=str(folder), hint="check its rights"
        ) from None
    except (ValueError, KeyError, TypeError) as error:
        raise InputError(
            f"the store's settings cannot be read ({error})",
            where=str(file),
            hint="put the file back, or load the reports into a new store",
        ) from None
    if number > FORMAT:
        raise InputError(
            f"the store was made by a newer version ({settings.get('version')}, format {number}; "
            f"this one knows format {FORMAT})",
            where=str(folder),
            hint="upgrade claimgraph, or load the reports into a new store",
        )
    return {"base": settings["base"]}


def _new_settings(folder: Path, base: str | None, *, create: bool) -> dict[str, str]:
    from claimgraph import __version__

    if not create:
        raise InputError(
            "there is no store", where=str(folder), hint="load a report first: claimgraph load FILE"
        )
    # Another loader may be making the same store at this moment: its settings are no other files.
    names = [one.name for one in folder.iterdir()] if folder.is_dir() else []
    others = [name for name in names if name != "store.json" and not name.startswith(".store.json.")]
    if others and not (folder / "lock").exists():
        raise InputError("the folder holds other files", where=str(folder), hint="name another folder")
    settings = {"format": FORMAT, "version": __version__, "base": base or DATA}
    try:
        write_atomically(folder / "store.json", [json.dumps(settings, indent=1).encode() + b"\n"])
    except OSError as error:
        raise InputError(
            f"no store can be made here ({error.strerror})", where=str(folder), hint="name another folder"
        ) from None
    return {"base": str(settings["base"])}


def hold(folder: Path, *, shared: bool, wait: float) -> IO[str]:
    """Lock the store: many readers or one writer. Released when the returned file is closed."""
    import fcntl

    file = folder / "lock"
    try:
        handle = file.open("r" if shared and file.exists() and not os.access(file, os.W_OK) else "a+")
    except OSError as error:
        raise InputError(
            f"the store cannot be locked ({error.strerror})", where=str(folder), hint="check its rights"
        ) from None
    deadline = time.monotonic() + wait
    while True:
        try:
            fcntl.flock(handle, (fcntl.LOCK_SH if shared else fcntl.LOCK_EX) | fcntl.LOCK_NB)
            break
        except OSError:
            if time.monotonic() >= deadline:
                handle.seek(0)
                holder = handle.read().strip() or "unknown"
                handle.close()
                raise InputError(
                    f"the store is in use by another process (last writer: {holder})",
                    where=str(folder),
                    hint="wait for it to end, or use another --store",
                ) from None
            time.sleep(0.05)
    if not shared:
        handle.truncate(0)
        handle.write(f"process {os.getpid()}")
        handle.flush()
    return handle
