"""What an export says of itself: the query, the version of the data, the licence."""

from __future__ import annotations

from typing import NamedTuple

from claimgraph import __version__
from claimgraph.exports.rows import select
from claimgraph.identity import digest
from claimgraph.store import Store
from claimgraph.vocabulary import CG, DCTERMS

_REPORTS = (
    f"SELECT ?report ?hash ?day WHERE {{ ?report <{CG}claimCount> ?count ; "
    f"<{CG}recordHash> ?hash "
    f"OPTIONAL {{ ?report <{CG}publishedOn> ?day }} }}"
)
_LICENCES = f"SELECT DISTINCT ?licence WHERE {{ ?x <{DCTERMS}license> ?licence }}"


class Provenance(NamedTuple):
    """Where an export comes from. `version` changes whenever a report is added, changed or removed."""

    text: str
    version: str
    day: str
    """The day of the newest report."""
    licence: str


def describe(store: Store, view: str, filters: str, licence: str = "") -> Provenance:
    """The provenance of an export of this store.

    >>> from claimgraph.store import EmbeddedStore
    >>> describe(EmbeddedStore.in_memory(), "claims", "every claim").text[:49]
    'View claims of claimgraph; selection: every claim'
    """
    reports = sorted(set(select(store, _REPORTS)))
    version = digest(*(cell for row in reports for cell in row[:2]))[:16]
    days = sorted(day[:10] for _, _, day in reports if day)
    terms = licence or _licence(store)
    text = (
        f"View {view} of claimgraph; selection: {filters}. Who said what, as the reports have it: nothing in "
        f"here is stated as fact. Data version {version}: {len(reports)} reports"
        f"{f', published {days[0]} to {days[-1]}' if days else ''}. Written by claimgraph {__version__}. "
        f"Licence: {terms}"
    )
    return Provenance(text, version, days[-1] if days else "", terms)


def _licence(store: Store) -> str:
    """The licences of the reference data in the store; words quoted from reports are their publishers'."""
    named = sorted(row[0] for row in select(store, _LICENCES))
    reference = f"reference data {', '.join(named)}; " if named else ""
    return f"{reference}words quoted from reports belong to their publishers."
