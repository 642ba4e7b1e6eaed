"""Reports into the store: new, unchanged, replaced or removed, all or nothing per report.

Loading is idempotent: a report whose record is the same as the stored one is left alone, and so is the same
text under another file name or from standard input: it keeps the name under which it came first. A report
with the outlet, date and headline of a stored one (and no other address) but another text is its corrected
version and replaces it; of the many reports in a table or mailbox only those with an address have versions.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, replace
from enum import StrEnum
from itertools import groupby
from typing import TYPE_CHECKING

import pyoxigraph as ox

from claimgraph.converters.base import Dataset
from claimgraph.errors import InputError
from claimgraph.feed_listing import Listing, listing_update
from claimgraph.feed_loading import FeedLoader, writing
from claimgraph.feed_writer import Account, OnReject
from claimgraph.model import Report
from claimgraph.nquads import day, iri, literal
from claimgraph.remote import RemoteStore, insert_data
from claimgraph.store import Store
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
    removed: tuple[str, ...] = ()
    """For a file of many reports: those that only its version before had, and that went with it."""


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
            InputError: the store has no report to be replaced, or a data set cannot be stored.
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
        return Loaded(feed.iri, outcome, account.claims, account.quads, replaced, account, feed.faults)

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
        versions: dict[tuple[str, str, str], str] = {}
        given: set[str] = set()
        for report in reports:
            address = self.writer.report_iri(report)
            lines = self.writer.report(report)
            data = "".join(lines).encode("utf-8")
            outcome, old = self._compare(report, address, data, replaces)
            key = _version_key(report)
            before = versions.get(key, "")
            if before == address:
                outcome, old = Outcome.UNCHANGED, ""
            elif before:  # not stored yet, or about to be replaced: later in this call is later
                outcome, old = Outcome.REPLACED, before
            elif old != address and old in given:  # its address went to this one, but it was given again
                outcome, old = Outcome.NEW, ""
            versions[key] = address
            given.add(address)
            self._listing.add(report, address)
            self.store.keep_text(report.text)
            yield Loaded(address, outcome, len(report.claims), len(lines), old), data

    def _compare(self, report: Report, address: str, data: bytes, replaces: str) -> tuple[Outcome, str]:
        """Whether the report is new, and which stored one it replaces."""
        term = iri(address)
        stored = _values(self.store, f"SELECT ?x WHERE {{ {term} <{cg('recordHash')}> ?x }}")
        if stored:
            mark = f"{term} <{cg('recordHash')}> {literal(stored[0])} ."
            if mark.encode() in data or self._differs_by_name(report, term, mark):
                return Outcome.UNCHANGED, ""
            return Outcome.REPLACED, address
        old = replaces or self._earlier_version(report)
        return (Outcome.REPLACED, old) if old else (Outcome.NEW, "")

    def _differs_by_name(self, report: Report, term: str, mark: str) -> bool:
        """Whether only the name of the file is another: the same text is the same document."""
        named = _values(self.store, f"SELECT ?x WHERE {{ {term} <{cg('sourceFile')}> ?x }}")
        if not named or named[0] == report.source_file:
            return False
        return f"{mark}\n" in self.writer.report(replace(report, source_file=named[0]))

    def _earlier_version(self, report: Report) -> str:
        if not report.published or not _has_versions(report):
            return ""
        outlet = iri(self.writer.minter.entity(report.outlet))
        found = _values(
            self.store,
            f"SELECT ?x WHERE {{ ?x <{cg('isPublishedBy')}> {outlet} ; "
            f"<{cg('publishedOn')}> {day(report.published)} ; "
            f"<{cg('headline')}> {literal(report.headline)} {_same_address(report)} }}",
        )
        return found[0] if found else ""

    def _commit(self, shard: list[tuple[Loaded, bytes]]) -> None:
        new = [data for loaded, data in shard if loaded.outcome is Outcome.NEW]
        if len(new) >= BULK_REPORTS:
            self.store.bulk_load(b"".join(new))
        else:
            for data in new:
                self.store.load(data)
        for loaded, data in shard:
            if loaded.outcome is Outcome.REPLACED:
                self._replace(loaded, data)

    def _replace(self, loaded: Loaded, data: bytes) -> None:
        hashes = self._hashes(loaded.replaced)
        self.store.update(removal(loaded.replaced) + " ;\n" + insert_data(data, _record_graph(self.store)))
        self._drop_unused_texts(hashes)

    def remove(self, report: str) -> None:
        """Remove a report whole, with the propositions, events and entities that only it brought.

        Raises:
            InputError: the store has no such report.
        """
        hashes = self._hashes(report)
        self.store.update(removal(report))
        self._drop_unused_texts(hashes)
        self.store.flush()

    def _hashes(self, report: str) -> list[str]:
        """The hash of the text of a stored report; InputError if there is none."""
        hashes = _values(self.store, f"SELECT ?x WHERE {{ {iri(report)} <{cg('contentHash')}> ?x }}")
        if not hashes:
            raise InputError(f"the store has no report <{report}>", hint="list them: claimgraph ask reports")
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


def _version_key(report: Report) -> tuple[str, str, str]:
    """What the versions of one report share."""
    if report.published and _has_versions(report):
        return (report.outlet.key, report.published.isoformat(), f"{report.headline}\n{report.url}")
    return (report.outlet.key, "", report.sha256)


def _has_versions(report: Report) -> bool:
    """Whether another text can be the report's corrected version: not without a date and a headline.

    Nor of one of many in a file, without an address: on one day a list may give several under one heading.
    """
    return bool(report.published and report.headline and (report.url or not report.listed_in))


def _same_address(report: Report) -> str:
    """The part of a query by which `?x` has the report's address or none: two addresses are two reports."""
    if not report.url:
        return ""
    url = f"<{cg('canonicalUrl')}>"
    return f"FILTER NOT EXISTS {{ ?x {url} ?url FILTER(?url != {literal(report.url)}) }}"


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
