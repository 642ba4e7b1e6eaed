"""Whether an IRI that somebody gives means anything here: a question about nothing has no empty answer."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any, Protocol

from claimgraph import nquads
from claimgraph.errors import UsageError
from claimgraph.finding import as_iri


class Asked(Protocol):
    """What answers ASK queries: a store, or workers."""

    base: str

    def query(self, query: str) -> Any:
        """Answer a query."""
        ...


def refuse_unknown(store: Asked, names: Iterable[str]) -> None:
    """Refuse IRIs that are nowhere in the store; names are left to those who look names up.

    Raises:
        UsageError: an IRI that no quad has as its subject or object.

    >>> from claimgraph.store import EmbeddedStore
    >>> refuse_unknown(EmbeddedStore.in_memory(), ["Moskva", "d:entity/moskva"])
    Traceback (most recent call last):
    claimgraph.errors.UsageError: nothing in the store is <https://w3id.org/claimgraph/data/entity/...
    """
    for name in names:
        iri = as_iri(name, store.base)
        if iri and not bool(store.query(_used(nquads.iri(iri)))):
            raise UsageError(
                f"nothing in the store is <{iri}>", hint="look its name up: see claimgraph search"
            )


def _used(term: str) -> str:
    places = (f"{{ {term} ?p ?o }}", f"{{ ?s ?p {term} }}")
    return f"ASK {{ {' UNION '.join([*places, *(f'{{ GRAPH ?g {one} }}' for one in places)])} }}"
