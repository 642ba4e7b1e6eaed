"""Which reports a file brought, so that those go which its next version lacks.

A table of messages or a mailbox is a data set whose rows are reports of their own. Each of them says in
which file it is listed (`cg:isListedIn`), and once all of a version's reports are stored, those that only the
version before listed are removed, in one update. A load that ends before is completed by the next load of the
same file.
"""

from __future__ import annotations

from dataclasses import dataclass, field

import pyoxigraph as ox

from claimgraph.converters.base import Dataset
from claimgraph.model import Report
from claimgraph.nquads import iri, literal, quad
from claimgraph.remote import RemoteStore, insert_data
from claimgraph.store import Store
from claimgraph.vocabulary import cg

_LISTED = f"<{cg('isListedIn')}>"


@dataclass(slots=True)
class Listing:
    """One file being loaded: the IRI of its data set, and the reports that it brought so far.

    >>> from claimgraph.store import EmbeddedStore
    >>> Listing("urn:d:1").stale(EmbeddedStore.in_memory())
    []
    """

    document: str
    dataset: Dataset | None = None
    reports: set[str] = field(default_factory=set)

    def add(self, report: Report, address: str, replaced: str = "") -> None:
        """Note a report, if it is of this file, and that the one whose place it takes is no more."""
        self.reports.discard(replaced)
        if self.dataset and report.listed_in == self.dataset.name:
            self.reports.add(address)

    def is_complete(self) -> bool:
        """Whether the file was read to its end and lists all that it has."""
        return bool(self.dataset and self.dataset.is_complete and self.dataset.is_complete())

    def links(self, store: Store) -> bytes:
        """The statements that are still to be made, as N-Quads."""
        known = set(_values(store, f"?x {_LISTED} {iri(self.document)}"))
        new = sorted(self.reports - known)
        return "".join(quad(iri(one), _LISTED, iri(self.document)) for one in new).encode("utf-8")

    def stale(self, store: Store) -> list[str]:
        """The reports that an earlier version of the file listed and this one lacks."""
        return sorted(set(_values(store, f"?x {_LISTED} {iri(self.document)}")) - self.reports)

    def is_only_here(self, store: Store, report: str) -> bool:
        """Whether nothing else brought the report: no other list, no file of its own."""
        term = iri(report)
        if len(_values(store, f"{term} {_LISTED} ?x")) > 1:
            return False
        name = self.dataset.source.base_name if self.dataset else ""
        return bool(_values(store, f"{term} <{cg('sourceFile')}> {literal(name)}, ?x"))

    def unlink(self, report: str) -> str:
        """The update that takes a report off the list."""
        return f"DELETE WHERE {{ {iri(report)} {_LISTED} {iri(self.document)} }}"


def listing_update(store: Store, links: bytes) -> str:
    """The update that makes the statements of `Listing.links`."""
    named = isinstance(store, RemoteStore) and store.record_is_named
    return insert_data(links, store.record_graph if isinstance(store, RemoteStore) and named else None)


def _values(store: Store, pattern: str) -> list[str]:
    """The values of `?x`."""
    rows = store.query(f"SELECT DISTINCT ?x WHERE {{ {pattern} }}")
    assert isinstance(rows, ox.QuerySolutions)
    return [row["x"].value for row in rows]
