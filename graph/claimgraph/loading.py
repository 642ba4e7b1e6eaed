"""Reports into the store: new, unchanged, replaced or removed, all or nothing per report.

Loading is idempotent: a report whose record is the same as the stored one is left alone, and so is the same
text under another file name or from standard input: it keeps the name under which it came first. Which
report is a corrected version of a stored one and replaces it is decided by `versions`; of the many reports in
a table or mailbox only those with an address have versions.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, replace
from enum import StrEnum
from itertools import groupby
from typing import TYPE_CHECKING

import pyoxigraph as ox

from claimgraph.converters.base import Dataset
from claimgraph.errors import InputError, UsageError
from claimgraph.feed_listing import Listing, listing_update
from claimgraph.feed_loading import FeedLoader, writing
from claimgraph.feed_writer import Account, OnReject
from claimgraph.model import Report
from claimgraph.nquads import iri, literal
from claimgraph.remote import RemoteStore, insert_data
from claimgraph.store import EmbeddedStore, Store
from claimgraph.versions import Version, Versions
from claimgraph.vocabulary import RDF, RDFS, cg
from claimgraph.writer import Writer

if TYPE_CHECKING:
    from claimgraph.reference.loader import Reference
    from claimgraph.validation.compiled import Fault

BULK_REPORTS = 24
"""From about this many new reports on, the bulk loader is faster than a transaction for each."""
SHARD_BYTES = 64 * 1024 * 1024


class Outcome(StrEnum):
    """What became of a report."""

    NEW = "new"
    UNCHANGED = "unchanged"
    REPLACED = "replaced"


@dataclass(frozen=True, slots=True)
class Loaded:
    """One report after loading; `replaced` is the IRI of the version that it took the place of."""

    iri: str
    outcome: Outcome
    claims: int
    quads: int
    replaced: str = ""
    account: Account | None = None
    """For a data set: what became of its rows."""
    faults: tuple[Fault, ...] = ()
    """What of it breaks a shape, if that was to be checked."""
    fewer: int = 0
    """For a newer version of a data set: how many rows less than of the one before were taken."""
    removed: tuple[str, ...] = ()
    """For a file of many reports: those that only its version before had, and that went with it."""
    file: str = ""
    """The name of the file that it came from."""
    before: Version | None = None
    """The version that it took the place of, with its file and headline as far as they were looked up."""
    rival: str = ""
    """Another file of the same load with the same outlet, date and headline, kept as a report of its own."""


class Loader:
    """Loads reports into one store.

    >>> from claimgraph.model import Entity
    >>> from claimgraph.store import EmbeddedStore
    >>> loader = Loader(EmbeddedStore.in_memory())
    >>> report = Report("Text.", "0" * 64, Entity("Harbour Wire", "MediaOutlet"), None, "A headline")
    >>> [loader.load(report).outcome.value for _ in range(2)]
    ['new', 'unchanged']
    """

    def __init__(self, store: Store) -> None:
        """Write into `store`, minting IRIs under its base."""
        self.store = store
        self.writer = Writer(store.base)
        self.taken = 0
        """About how many quads `remove` has taken out of a store on disk or in memory."""
        self._listing = Listing("")

    def load(self, report: Report) -> Loaded:
        """Store one report, in one transaction, and make it durable."""
        [loaded] = self.load_all([report])
        return loaded

    def load_all(
        self,
        reports: Iterable[Report | Dataset],
        *,
        replaces: str = "",
        strict: bool = False,
        check: bool = False,
        on_reject: OnReject | None = None,
        on_refusal: Callable[[InputError], None] | None = None,
    ) -> list[Loaded]:
        """Store reports and data sets; many new reports in shards by the bulk loader. Durable on return.

        `replaces` names (by IRI) the stored report that the one given takes the place of. Of data sets,
        `on_reject` is given each refused row; with `strict` the first one refuses the whole set. A data set
        that cannot be stored goes to `on_refusal`, if given, and the others are stored. With `check`, what
        is stored is checked against the compiled shapes, too.

        Raises:
            UsageError: the store has no report to be replaced.
            InputError: a data set cannot be stored.
        """
        if replaces:
            self._hashes(replaces)
        done: list[Loaded] = []
        for is_feed, group in groupby(reports, key=lambda item: isinstance(item, Dataset)):
            if is_feed:
                feeds = self.feeds()
                for dataset in (d for d in group if isinstance(d, Dataset)):
                    self._end_listing(done)
                    try:
                        done.append(self._feed(feeds, dataset, strict, on_reject, check))
                        self._listing = Listing(done[-1].iri, dataset)
                    except InputError as error:
                        if on_refusal is None:
                            raise
                        on_refusal(error)
            else:
                done += self._reports((r for r in group if isinstance(r, Report)), replaces, check)
        self._end_listing(done)
        if replaces and len(done) == 1 and done[0].outcome is Outcome.UNCHANGED and done[0].iri != replaces:
            self.remove(replaces)  # what takes its place was in the store already
            done = [replace(done[0], outcome=Outcome.REPLACED, replaced=replaces, before=Version(replaces))]
        with writing(self.store):
            self.store.flush()
        return done

    def _reports(self, reports: Iterable[Report], replaces: str, check: bool) -> Iterator[Loaded]:
        for shard in _shards(self._prepared(reports, replaces)):
            with writing(self.store):
                self._commit(shard)
            yield from (self._checked(*one) if check else one[0] for one in shard)

    def _end_listing(self, done: list[Loaded]) -> None:
        """Once all reports of a file are stored: link them to it, and remove those that it has no more."""
        listing, self._listing = self._listing, Listing("")
        if not listing.is_complete():
            return
        stale = listing.stale(self.store)
        gone = tuple(one for one in stale if listing.is_only_here(self.store, one))
        hashes = [sha256 for one in gone for sha256 in self._hashes(one)]
        parts = [removal(one) if one in gone else listing.unlink(one) for one in stale]
        links = listing.links(self.store)
        if links:
            parts.append(listing_update(self.store, links))
        if parts:
            with writing(self.store):
                self.store.update(" ;\n".join(parts))
        self._drop_unused_texts(hashes)
        at = next(at for at, loaded in enumerate(done) if loaded.iri == listing.document)
        done[at] = replace(done[at], removed=gone)

    def feeds(self) -> FeedLoader:
        """What loads data sets into this store, read with the reference data that it holds."""
        return FeedLoader(self.store, self._reference_digest())

    def _feed(
        self, feeds: FeedLoader, dataset: Dataset, strict: bool, on_reject: OnReject | None, check: bool
    ) -> Loaded:
        feed = feeds.load(dataset, strict=strict, on_reject=on_reject, check=check)
        account, outcome = feed.account, Outcome(feed.outcome)
        replaced = feed.iri if outcome is Outcome.REPLACED else ""
        return Loaded(
            feed.iri, outcome, account.claims, account.quads, replaced, account, feed.faults, feed.fewer
        )

    def _checked(self, loaded: Loaded, data: bytes) -> Loaded:
        """The same with what breaks a shape."""
        from claimgraph.validation.streamed import StreamChecker, confirmed

        if loaded.outcome is Outcome.UNCHANGED:
            return loaded
        checker = StreamChecker()
        checker.look(data.decode("utf-8"))
        return replace(loaded, faults=tuple(confirmed(self.store, checker.suspects, loaded.iri)))

    def _reference_digest(self) -> str:
        """The hash of the reference data in the store: with others, a feed may be read differently."""
        found = _values(
            self.store,
            f'SELECT ?x WHERE {{ ?d <{cg("wasConvertedBy")}> "reference" ; <{cg("contentHash")}> ?x }}',
        )
        return found[0] if found else ""

    def _prepared(self, reports: Iterable[Report], replaces: str) -> Iterator[tuple[Loaded, bytes]]:
        versions = Versions(self.store, self.writer.minter)
        for report in reports:
            address = self.writer.report_iri(report)
            lines = self.writer.report(report)
            data = "".join(lines).encode("utf-8")
            outcome, old = self._compare(
                report, address, data, Version(replaces) if replaces else None, versions
            )
            rival = "" if outcome is Outcome.UNCHANGED else versions.rival(report)
            before = versions.before(report)
            if versions.is_given(address):
                outcome, old, rival = Outcome.UNCHANGED, None, ""
            elif before:  # not stored yet, or about to be replaced: later in this call is later
                outcome, old = Outcome.REPLACED, Version(before)
            elif versions.is_displaced(address):  # another file of this load took its place, but it is here
                outcome, old, rival = Outcome.REPLACED, Version(address), versions.rival(report)
            elif old and old.iri != address and versions.is_given(old.iri):  # another file of this load
                outcome, old = Outcome.NEW, None
            versions.add(report, address, old.iri if old else "")
            self._listing.add(report, address, old.iri if old else "")
            self.store.keep_text(report.text)
            loaded = Loaded(address, outcome, len(report.claims), len(lines), old.iri if old else "")
            yield replace(loaded, file=report.source_file, before=old, rival=rival), data

    def _compare(
        self, report: Report, address: str, data: bytes, replaces: Version | None, versions: Versions
    ) -> tuple[Outcome, Version | None]:
        """Whether the report is new, and which stored one it replaces."""
        term = iri(address)
        stored = _values(self.store, f"SELECT ?x WHERE {{ {term} <{cg('recordHash')}> ?x }}")
        if stored:
            mark = f"{term} <{cg('recordHash')}> {literal(stored[0])} ."
            if mark.encode() in data or self._differs_by_name(report, term, mark):
                return Outcome.UNCHANGED, None
            return Outcome.REPLACED, Version(address)
        old = replaces or versions.earlier(report)
        return (Outcome.REPLACED if old else Outcome.NEW), old

    def _differs_by_name(self, report: Report, term: str, mark: str) -> bool:
        """Whether only the name of the file is another: the same text is the same document."""
        named = _values(self.store, f"SELECT ?x WHERE {{ {term} <{cg('sourceFile')}> ?x }}")
        if not named or named[0] == report.source_file:
            return False
        return f"{mark}\n" in self.writer.report(replace(report, source_file=named[0]))

    def _commit(self, shard: list[tuple[Loaded, bytes]]) -> None:
        new = [data for loaded, data in shard if loaded.outcome is Outcome.NEW]
        if len(new) >= BULK_REPORTS:
            self.store.bulk_load(b"".join(new))
        else:
            for data in new:
                self.store.load(data)
        hashes: list[str] = []  # of texts that a later report of the shard may have again
        for loaded, data in shard:
            if loaded.outcome is Outcome.REPLACED:
                hashes += self._replace(loaded, data)
        self._drop_unused_texts(hashes)

    def _replace(self, loaded: Loaded, data: bytes) -> list[str]:
        """Put a report in the place of another; the hash of the text that this one had.

        What the store has under its own address goes too: another record of the same text.
        """
        found = f"SELECT ?x WHERE {{ {iri(loaded.replaced)} <{cg('contentHash')}> ?x }}"
        hashes = _values(self.store, found)  # none if it went already, and comes back
        parts = [removal(one) for one in dict.fromkeys((loaded.replaced, loaded.iri))]
        self.store.update(" ;\n".join([*parts, insert_data(data, _record_graph(self.store))]))
        return hashes

    def remove(self, report: str) -> None:
        """Remove a report whole, with the propositions, events and entities that only it brought.

        Raises:
            UsageError: the store has no such report.
        """
        hashes = self._hashes(report)
        if isinstance(self.store, EmbeddedStore):
            count = f"SELECT (COUNT(*) AS ?x) {{ ?n <{cg('isRecordedFrom')}> {iri(report)} ; ?p ?o }}"
            self.taken += int(_values(self.store, count)[0])
        self.store.update(removal(report))
        self._drop_unused_texts(hashes)
        self.store.flush()

    def _hashes(self, report: str) -> list[str]:
        """The hash of the text of a stored report; UsageError if there is none."""
        hashes = _values(self.store, f"SELECT ?x WHERE {{ {iri(report)} <{cg('contentHash')}> ?x }}")
        if not hashes:
            raise UsageError(f"the store has no report <{report}>", hint="list them: claimgraph ask reports")
        return hashes

    def _drop_unused_texts(self, hashes: list[str]) -> None:
        for sha256 in hashes:
            if not _values(self.store, f"SELECT ?x WHERE {{ ?x <{cg('contentHash')}> {literal(sha256)} }}"):
                self.store.drop_text(sha256)

    # ------------------------------------------------------------------ reference data

    def load_reference(self, reference: Reference) -> bool:
        """Bring the reference data into the record, in place of another version; true if it changed."""
        address = f"{self.store.base}reference/{reference.digest()[:40]}"
        stored = _values(
            self.store,
            f'SELECT ?x WHERE {{ ?x a <{cg("DatasetRelease")}> ; <{cg("wasConvertedBy")}> "reference" }}',
        )
        if stored == [address]:
            return False
        data = reference_quads(reference, address)
        removals = [removal(old, links=False) for old in stored]
        with writing(self.store):
            if removals:
                self.store.update(" ;\n".join([*removals, insert_data(data, _record_graph(self.store))]))
            else:
                self.store.bulk_load(data)
            self.store.flush()
        return True


def reference_quads(reference: Reference, address: str) -> bytes:
    """The reference data as a document of the record: its triples, and what says that it brought them."""
    document = iri(address)
    recorded = iri(cg("isRecordedFrom"))
    lines: set[str] = set()
    subjects: set[str] = set()
    for quad in ox.parse(reference.quads_text(), ox.RdfFormat.N_QUADS):
        lines.add(f"{quad.triple} .\n")
        subjects.add(str(quad.subject))
    lines.update(f"{subject} {recorded} {document} .\n" for subject in subjects)
    publisher = iri(f"{address.rsplit('/', 2)[0]}/entity/claimgraph")
    facts = [
        (document, RDF + "type", iri(cg("DatasetRelease"))),
        (document, RDFS + "label", literal("claimgraph reference data", language="en")),
        (document, cg("wasConvertedBy"), literal("reference")),
        (document, cg("contentHash"), literal(reference.digest())),
        (document, cg("isPublishedBy"), publisher),
        (document, cg("isRecordedFrom"), document),
        (publisher, RDF + "type", iri(cg("Organization"))),
        (publisher, RDFS + "label", literal("claimgraph", language="en")),
        (publisher, cg("isRecordedFrom"), document),
    ]
    lines.update(f"{subject} {iri(predicate)} {value} .\n" for subject, predicate, value in facts)
    return "".join(sorted(lines)).encode("utf-8")


def removal(document: str, *, links: bool = True) -> str:
    """The update that removes a document and everything that no other document brought.

    With `links` also what other documents' nodes say of the removed ones: a shared proposition must not
    name a passage that is gone. Reference data go without that: claims keep pointing at the IRIs of
    entities, which the next version of the data describes again.
    """
    alone = (
        f"?n <{cg('isRecordedFrom')}> {iri(document)} . "
        f"FILTER NOT EXISTS {{ ?n <{cg('isRecordedFrom')}> ?other . FILTER(?other != {iri(document)}) }}"
    )
    about = "{ ?n ?p ?o } UNION { ?s ?q ?n }" if links else "?n ?p ?o"
    return " ;\n".join(
        [
            f"DELETE {{ GRAPH ?n {{ ?s ?p ?o }} }} WHERE {{ {alone} GRAPH ?n {{ ?s ?p ?o }} }}",
            f"DELETE {{ ?n ?p ?o . ?s ?q ?n }} WHERE {{ {alone} {about} }}",
            f"DELETE WHERE {{ ?n <{cg('isRecordedFrom')}> {iri(document)} }}",
        ]
    )


def _record_graph(store: Store) -> str | None:
    """The named graph that stands for the record, on servers whose default graph is a union."""
    return store.record_graph if isinstance(store, RemoteStore) and store.record_is_named else None


def _values(store: Store, query: str) -> list[str]:
    """The values of `?x`, sorted."""
    rows = store.query(query)
    assert isinstance(rows, ox.QuerySolutions)
    return sorted(row["x"].value for row in rows)


def _shards(prepared: Iterable[tuple[Loaded, bytes]]) -> Iterator[list[tuple[Loaded, bytes]]]:
    shard: list[tuple[Loaded, bytes]] = []
    size = 0
    for item in prepared:
        shard.append(item)
        size += len(item[1])
        if size >= SHARD_BYTES:
            yield shard
            shard, size = [], 0
    if shard:
        yield shard
