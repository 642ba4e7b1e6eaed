"""Rows of plain values from a store, for commands that ask it directly."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from claimgraph.store import Store

Plain = str | int | bool | None
_BATCH = 500
"""How many IRIs go into one query."""


def rows(store: Store, query: str) -> list[tuple[Plain, ...]]:
    """The rows of a SELECT query as plain values, sorted: codes and classes by local name, IRIs in full.

    >>> from claimgraph.store import EmbeddedStore
    >>> store = EmbeddedStore.in_memory()
    >>> rows(store, "SELECT (COUNT(?s) AS ?n) WHERE { ?s ?p ?o }")
    [(0,)]
    """
    import pyoxigraph as ox

    from claimgraph.questions import plain

    found = store.query(query)
    assert isinstance(found, ox.QuerySolutions)
    values = [
        tuple(plain(cell) if isinstance(cell, ox.NamedNode | ox.Literal) else None for cell in solution)
        for solution in found
    ]
    return sorted(values, key=lambda row: [(cell is not None, str(cell)) for cell in row])


def plain_text(value: Plain) -> str:
    """A value as text, in the spelling of RDF.

    >>> plain_text(True), plain_text(3)
    ('true', '3')
    """
    return str(value).lower() if isinstance(value, bool) else "" if value is None else str(value)


def number(store: Store, query: str) -> int:
    """The one number that a query gives."""
    return int(str(rows(store, query)[0][0]))


def labels(store: Store, iris: Iterable[str]) -> dict[str, str]:
    """A label for each IRI: the first English one, else any, else the end of the IRI."""
    from claimgraph.nquads import iri as term
    from claimgraph.vocabulary import RDFS, cg

    wanted = sorted(set(iris))
    found: dict[str, tuple[int, str]] = {}
    for start in range(0, len(wanted), _BATCH):
        listed = " ".join(term(one) for one in wanted[start : start + _BATCH])
        query = (
            f"SELECT ?x ?label (LANG(?label) AS ?language) WHERE {{ VALUES ?x {{ {listed} }} "
            f"?x <{RDFS}label>|<{cg('asEdtf')}>|<{cg('headline')}> ?label }}"
        )
        for address, text, language in rows(store, query):
            rank = (0 if language in {"en", ""} else 1, str(text))
            if str(address) not in found or rank < found[str(address)]:
                found[str(address)] = rank
    return {one: found[one][1] if one in found else ending(one) for one in wanted}


def ending(address: str) -> str:
    """The last part of an IRI, readable.

    >>> ending("https://w3id.org/claimgraph/data/entity/moskva")
    'moskva'
    """
    return address.rstrip("/#").replace("#", "/").rsplit("/", 1)[-1]
