"""Rows of text out of a store, in batches: what the views are made of.

Every query has a line `VALUES ?key { UNDEF }` where the keys of one batch are put, so that a store of any
size is read piece by piece and only what was selected is read at all. Cells are text: IRIs in full, literals
by their lexical form, nothing for an unbound variable.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator
from functools import cache
from pathlib import Path

import pyoxigraph as ox

from claimgraph.exports.spool import chunks
from claimgraph.nquads import iri
from claimgraph.store import Store
from claimgraph.vocabulary import CG, CODE

BATCH = 400
"""How many IRIs are asked for at a time."""
_KEYS = "VALUES ?key { UNDEF }"
_FOLDER = Path(__file__).resolve().parent / "views" / "queries"


@cache
def query_text(name: str) -> str:
    """The query `views/queries/NAME.rq`."""
    return (_FOLDER / f"{name}.rq").read_text(encoding="utf-8")


def select(store: Store, query: str) -> Iterator[tuple[str, ...]]:
    """Yield the rows of a SELECT query as they come.

    >>> from claimgraph.store import EmbeddedStore
    >>> list(select(EmbeddedStore.in_memory(), "SELECT (COUNT(?s) AS ?n) WHERE { ?s ?p ?o }"))
    [('0',)]
    """
    found = store.query(query)
    assert isinstance(found, ox.QuerySolutions)
    for solution in found:
        yield tuple("" if cell is None else str(getattr(cell, "value", cell)) for cell in solution)


def bound(query: str, keys: Iterable[str]) -> str:
    """The query for these keys.

    >>> bound("SELECT * { VALUES ?key { UNDEF } ?key ?p ?o }", ["http://e.org/a"])
    'SELECT * { VALUES ?key { <http://e.org/a> } ?key ?p ?o }'
    """
    if _KEYS not in query:
        raise ValueError("the query has no line for its keys")
    return query.replace(_KEYS, f"VALUES ?key {{ {' '.join(iri(key) for key in keys)} }}")


def lookup(store: Store, name: str, keys: Iterable[str]) -> dict[str, list[tuple[str, ...]]]:
    """The rows of a stored query by key (the first variable), sorted and each once, without the key."""
    found: dict[str, set[tuple[str, ...]]] = defaultdict(set)
    for part in chunks(keys, BATCH):
        for key, *rest in select(store, bound(query_text(name), part)):
            found[key].add(tuple(rest))
    return {key: sorted(rows) for key, rows in found.items()}


def pairs(store: Store, name: str, keys: Iterable[str]) -> Iterator[tuple[str, ...]]:
    """The rows of a stored query, with their keys, as they come."""
    for part in chunks(keys, BATCH):
        yield from select(store, bound(query_text(name), part))


def local(address: str) -> str:
    """A code or an ontology term by its local name.

    >>> local("https://w3id.org/claimgraph/code/denies")
    'denies'
    """
    for namespace in (CODE, CG):
        if address.startswith(namespace):
            return address[len(namespace) :]
    return address
