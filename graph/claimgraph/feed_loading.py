"""A feed into the store: new, unchanged or replaced; whole or not at all.

A new data set goes to the store in one call of its bulk loader, which takes all or nothing, while it is still
being read: a large one by another process (`feed_worker`). A newer version of a stored one is compared with
what the store has, node by node in sorted order, and only the difference is written, in one update. So a load
that is killed leaves the old or the new state.
"""

from __future__ import annotations

import heapq
import io
import tempfile
from collections.abc import Callable, Iterable, Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field
from itertools import chain, groupby
from pathlib import Path
from typing import TYPE_CHECKING

import pyoxigraph as ox

from claimgraph.converters.base import Dataset
from claimgraph.converters.streams import Source, changed_while_read, free_bytes
from claimgraph.errors import InputError
from claimgraph.feed_checker import Checker, CheckHere, CheckProcess, looked_at
from claimgraph.feed_worker import Worker, is_worth_checking_apart, is_worthwhile, job_for
from claimgraph.feed_writer import Account, FeedWriter, OnReject
from claimgraph.nquads import iri
from claimgraph.remote import RemoteStore, insert_data
from claimgraph.store import Store
from claimgraph.vocabulary import cg

if TYPE_CHECKING:
    from claimgraph.validation.compiled import Fault
    from claimgraph.validation.streamed import Suspects

SMALL_BYTES = 1024 * 1024
"""Up to this much N-Quads, a transaction is faster than the bulk loader."""
RUN_BYTES = 64 * 1024 * 1024
"""How much is sorted in memory at a time."""
ROOM_FACTOR = 3
"""Bytes on disk for a byte of N-Quads, with room to spare (measured: 1.4 to 2.4)."""
ROOM_BYTES = 16 * 1024 * 1024
"""What stays free on the disk, so that the store can still be opened and compacted."""
LISTED = 500
"""How many IRIs go into one query or update."""


@dataclass(frozen=True, slots=True)
class Stored:
    """What the store says of a data set: hash and stamp of the file that it was read from, and the counts."""

    sha256: str
    stamp: str
    account: Account


@dataclass(frozen=True, slots=True)
class LoadedFeed:
    """A data set after loading: `outcome` is new, unchanged or replaced, `faults` what breaks a shape.

    `fewer` is how many rows less than of the version before were taken.
    """

    iri: str
    outcome: str
    account: Account
    faults: tuple[Fault, ...] = ()
    fewer: int = 0


@dataclass(slots=True)
class Difference:
    """What changes in the store: lines to add and to delete, nodes that go with all that is said of them."""

    added: list[str] = field(default_factory=list)
    deleted: list[str] = field(default_factory=list)
    gone: list[str] = field(default_factory=list)


class FeedLoader:
    """Loads data sets into one store; `reference_digest` names the reference data that they are read with."""

    def __init__(self, store: Store, reference_digest: str = "") -> None:
        self.store = store
        self.reference_digest = reference_digest

    def load(
        self,
        dataset: Dataset,
        *,
        strict: bool = False,
        on_reject: OnReject | None = None,
        check: bool = False,
    ) -> LoadedFeed:
        """Store a data set, and tell what became of it; with `check` also what of it breaks a shape.

        Raises:
            InputError: the file is damaged or changes while it is read, a row is refused (when strict), or
                the disk has no room. The store is then as before.
        """
        source = dataset.source
        before = source.fingerprint()
        writer = FeedWriter(
            dataset,
            source.sha256(),
            self._stamp(dataset),
            self.store.base,
            strict=strict,
            on_reject=on_reject,
        )
        stored = self.stored(writer.iri)
        if stored and (stored.sha256, stored.stamp) == (writer.sha256, writer.stamp):
            return LoadedFeed(writer.iri, "unchanged", stored.account)
        with ExitStack() as stack:
            checker = stack.enter_context(_checker(source)) if check else None
            written = writer.chunks()
            if is_worthwhile(dataset):
                worker = Worker(job_for(dataset, writer, strict=strict), writer.account, on_reject)
                written = writer.finished(stack.enter_context(worker).pieces())
            watched = self._watched(written, lambda: _fit_for_the_store(source, before, stored, writer))
            chunks = looked_at(watched, checker) if checker else watched
            with writing(self.store):
                if stored:
                    self._replace(writer.iri, chunks)
                else:
                    self._insert(chunks)
            faults = self._confirmed(checker.suspects(), writer.iri) if checker else ()
        fewer = max(0, stored.account.loaded - writer.account.loaded) if stored else 0
        return LoadedFeed(writer.iri, "replaced" if stored else "new", writer.account, faults, fewer)

    def _confirmed(self, suspects: Suspects, document: str) -> tuple[Fault, ...]:
        from claimgraph.validation.streamed import confirmed

        return tuple(confirmed(self.store, suspects, document))

    def _stamp(self, dataset: Dataset) -> str:
        from claimgraph.identity import digest

        parts = [dataset.converter]
        if self.reference_digest:
            parts.append(f"reference {self.reference_digest[:12]}")
        if dataset.source.patches:
            corrected = (f"{line}:{raw}" for line, raw in sorted(dataset.source.patches.items()))
            parts.append(f"corrections {digest(*corrected)[:12]}")
        return "; ".join(parts)

    def stored(self, document: str) -> Stored | None:
        """What the store has of a data set, or nothing."""
        names = ("fileHash", "wasConvertedBy", "rowsLoaded", "rowsRejected", "rowsSkipped")
        asked = " ".join(f"?load <{cg(name)}> ?{name} ." for name in names)
        rows = self.store.query(
            f"SELECT * WHERE {{ ?load a <{cg('LoadRecord')}> ; <{cg('isRecordedFrom')}> {iri(document)} . "
            f"{asked} {iri(document)} <{cg('claimCount')}> ?claims }}"
        )
        assert isinstance(rows, ox.QuerySolutions)
        for row in rows:
            loaded, rejected, skipped, claims = (
                int(row[name].value) for name in ("rowsLoaded", "rowsRejected", "rowsSkipped", "claims")
            )
            account = Account(loaded, rejected, skipped, claims=claims)
            return Stored(row["fileHash"].value, row["wasConvertedBy"].value, account)
        return None

    def _watched(self, chunks: Iterable[bytes], at_end: Callable[[], None]) -> Iterator[bytes]:
        """Pass the chunks on; stop before the disk is full, or at the end if `at_end` finds a reason."""
        folder = getattr(self.store, "path", None)
        room = free_bytes(folder) if folder else None
        written = 0
        for chunk in chunks:
            written += len(chunk)
            if room is not None and written * ROOM_FACTOR + ROOM_BYTES > room:
                raise InputError(
                    "the disk has too little room for this file",
                    where=str(folder),
                    hint="free some space; nothing of the file was stored",
                )
            yield chunk
        at_end()

    # ------------------------------------------------------------------ a new data set

    def _insert(self, chunks: Iterator[bytes]) -> None:
        first: list[bytes] = []
        size = 0
        for chunk in chunks:
            first.append(chunk)
            size += len(chunk)
            if size > SMALL_BYTES:
                self.store.bulk_load_stream(ChunkStream(first, chunks))
                return
        self.store.load(b"".join(first))

    # ------------------------------------------------------------------ a newer version

    def _replace(self, document: str, chunks: Iterator[bytes]) -> None:
        with tempfile.TemporaryDirectory(prefix="claimgraph-") as folder:
            new = sorted_lines(_keyed(chunks), Path(folder) / "new")
            old = sorted_lines(self._old(document), Path(folder) / "old")
            change = difference(old, new, document)
            self._apply(change)

    def _old(self, document: str) -> Iterator[str]:
        """Yield what the store says of the nodes that the document brought, keyed by node."""
        rows = self.store.query(
            f"SELECT ?n ?p ?o WHERE {{ ?n <{cg('isRecordedFrom')}> {iri(document)} . ?n ?p ?o }}"
        )
        assert isinstance(rows, ox.QuerySolutions)
        for row in rows:
            node = str(row["n"])
            yield f"{node}\t{node} {row['p']} {row['o']} .\n"

    def _apply(self, change: Difference) -> None:
        parts: list[str] = []
        record = None
        if isinstance(self.store, RemoteStore) and self.store.record_is_named:
            record = self.store.record_graph
        if change.deleted:
            inside = "".join(change.deleted)
            parts.append(f"DELETE DATA {{ {f'GRAPH <{record}> {{ {inside} }}' if record else inside} }}")
        for start in range(0, len(change.gone), LISTED):
            nodes = " ".join(change.gone[start : start + LISTED])
            said = f"VALUES ?n {{ {nodes} }}"
            parts.append(f"DELETE {{ GRAPH ?n {{ ?s ?p ?o }} }} WHERE {{ {said} GRAPH ?n {{ ?s ?p ?o }} }}")
            parts.append(f"DELETE {{ ?n ?p ?o }} WHERE {{ {said} ?n ?p ?o }}")
            parts.append(f"DELETE {{ ?s ?p ?n }} WHERE {{ {said} ?s ?p ?n }}")
        if change.added:
            parts.append(insert_data("".join(change.added).encode("utf-8"), record))
        if parts:
            self.store.update(" ;\n".join(parts))


def _fit_for_the_store(
    source: Source, before: tuple[int, ...], stored: Stored | None, writer: FeedWriter
) -> None:
    """Raise if the file has changed while it was read, or if it would wipe what the store has of it.

    A publisher's renamed column and a download that failed look like a version without rows.
    """
    if source.fingerprint() != before:
        raise changed_while_read(source.name)
    if stored and stored.account.claims and not writer.account.claims:
        raise InputError(
            f"no claim in {writer.account.rows:,} rows; the stored version has {stored.account.claims:,}",
            where=source.name,
            hint="the stored version stays; if the new one is right, remove the old one first "
            f"(claimgraph remove {writer.iri})",
        )


def _checker(source: Source) -> Checker:
    return CheckProcess(source.name) if is_worth_checking_apart(source) else CheckHere()


@contextmanager
def writing(store: Store) -> Iterator[None]:
    """Tell a full disk or a limit on files as what it is; the store takes all of a write or nothing.

    Raises:
        InputError: the system refused a write.
    """
    try:
        yield
    except OSError as error:
        raise InputError(
            f"the store cannot be written ({error.strerror or error})",
            where=str(getattr(store, "path", None) or "the store"),
            hint="see whether the disk is full; what was being stored is not in it",
        ) from None


class ChunkStream(io.RawIOBase):
    """Chunks of bytes as a file that the bulk loader reads; an error in them ends the load with that error.

    >>> ChunkStream([b"ab", b"c"], [b"d"]).read(10)
    b'ab'
    """

    def __init__(self, *parts: Iterable[bytes]) -> None:
        self._chunks = chain.from_iterable(parts)
        self._chunk = b""
        self._at = 0

    def readable(self) -> bool:
        """Always."""
        return True

    def read(self, size: int = -1, /) -> bytes:
        """Up to `size` bytes of the current chunk; none at the end."""
        if self._at >= len(self._chunk):
            self._chunk, self._at = next(self._chunks, b""), 0
        end = len(self._chunk) if size < 0 else self._at + size
        data = self._chunk[self._at : end]
        self._at += len(data)
        return data


def _keyed(chunks: Iterable[bytes]) -> Iterator[str]:
    """The lines of new quads, each after the node that it belongs to: its graph, or else its subject.

    A second tab marks the lines of content, which is a function of the node and never changes.
    """
    for chunk in chunks:
        for quad in ox.parse(chunk, ox.RdfFormat.N_QUADS):
            if isinstance(quad.graph_name, ox.DefaultGraph):
                yield f"{quad.subject}\t{quad.triple} .\n"
            else:
                yield f"{quad.graph_name}\t\t{quad.triple} {quad.graph_name} .\n"


def sorted_lines(lines: Iterable[str], folder: Path) -> Iterator[str]:
    """The lines in order, each once, however many: runs on disk that are merged.

    >>> list(sorted_lines(["b", "a", "b"], Path("unused")))
    ['a', 'b']
    """
    runs: list[Path] = []
    held: set[str] = set()
    size = 0
    for line in lines:
        if line not in held:
            held.add(line)
            size += len(line)
        if size > RUN_BYTES:
            folder.mkdir(exist_ok=True)
            run = folder / str(len(runs))
            with run.open("w", encoding="utf-8", newline="\n") as file:
                file.writelines(sorted(held))
            runs.append(run)
            held, size = set(), 0
    if not runs:
        yield from sorted(held)
        return
    with ExitStack() as stack:
        opened = [stack.enter_context(run.open(encoding="utf-8", newline="\n")) for run in runs]
        merged = heapq.merge(*opened, sorted(held))
        yield from (line for line, _ in groupby(merged))


def _by_node(lines: Iterable[str]) -> Iterator[tuple[str, list[str]]]:
    for node, group in groupby(lines, key=lambda line: line.partition("\t")[0]):
        yield node, [line.partition("\t")[2] for line in group]


def difference(old: Iterable[str], new: Iterable[str], document: str) -> Difference:
    """What takes the store from the old version of a document to the new; both are sorted and keyed by node.

    A node that another document brought too stays, and loses only what leads to this document. Of such a
    node the record says the same whoever brings it, so nothing else of it can have changed.
    """
    change = Difference()
    olds, news = _by_node(old), _by_node(new)
    before, after = next(olds, None), next(news, None)
    while before or after:
        if after is None or (before is not None and before[0] < after[0]):
            assert before is not None
            _gone(before, document, change)
            before = next(olds, None)
        elif before is None or after[0] < before[0]:
            change.added += (line.lstrip("\t") for line in after[1])
            after = next(news, None)
        else:
            _changed(before, after[1], document, change)
            before, after = next(olds, None), next(news, None)
    return change


def _own(line: str, document: str) -> bool:
    """Whether a statement leads to the document or to a passage of it."""
    return f" <{document}> .\n" in line or f" <{document}#" in line


def _is_shared(lines: Iterable[str], document: str) -> bool:
    recorded = f" <{cg('isRecordedFrom')}> "
    return any(recorded in line and f" <{document}> " not in line for line in lines)


def _gone(before: tuple[str, list[str]], document: str, change: Difference) -> None:
    node, lines = before
    if _is_shared(lines, document):
        change.deleted += (line for line in lines if _own(line, document))
    else:
        change.gone.append(node)


def _changed(before: tuple[str, list[str]], lines: list[str], document: str, change: Difference) -> None:
    _, old = before
    record = {line for line in lines if not line.startswith("\t")}
    held = set(old)
    left = held - record
    if _is_shared(old, document):
        left = {line for line in left if _own(line, document)}
    change.deleted += sorted(left)
    change.added += sorted(record - held)
