"""Rows and facts from a store as plain values, for commands that ask it directly.

Facts are asked for by subject, in batches, and joined here: a chain of optional patterns over a large store
is planned as joins of everything with everything, where this takes milliseconds.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from typing import TYPE_CHECKING

from claimgraph.nquads import iri, literal
from claimgraph.vocabulary import CG, CODE, RDF, RDFS, XSD, cg

if TYPE_CHECKING:
    from claimgraph.store import Store

Plain = str | int | bool | None
Facts = dict[str, list[str]]
"""What is known of a node: values by the local name of the property; all of them text."""
_BATCH = 500
"""How many IRIs go into one query."""


def rows(store: Store, query: str) -> list[tuple[Plain, ...]]:
    """The rows of a SELECT query as plain values, sorted.

    >>> from claimgraph.store import EmbeddedStore
    >>> rows(EmbeddedStore.in_memory(), "SELECT (COUNT(?s) AS ?n) WHERE { ?s ?p ?o }")
    [(0,)]
    """
    import pyoxigraph as ox

    found = store.query(query)
    assert isinstance(found, ox.QuerySolutions)
    values = [tuple(plain(cell) for cell in solution) for solution in found]
    return sorted(values, key=lambda row: [(cell is not None, str(cell)) for cell in row])


def plain(term: object) -> Plain:
    """A term as a plain value: numbers, booleans, text; codes and ontology terms by local name, IRIs in full.

    >>> import pyoxigraph as ox
    >>> plain(ox.NamedNode("https://w3id.org/claimgraph/code/denies")), plain(ox.Literal(3)), plain(None)
    ('denies', 3, None)
    """
    import pyoxigraph as ox

    if term is None:
        return None
    if isinstance(term, ox.Literal):
        if term.datatype.value == XSD + "integer":
            return int(term.value)
        return term.value == "true" if term.datatype.value == XSD + "boolean" else term.value
    if isinstance(term, ox.NamedNode):
        return local(term.value)
    return str(term)


def local(address: str) -> str:
    """The local name of a code or ontology term; any other IRI as it is."""
    for namespace in (CODE, CG):
        if address.startswith(namespace):
            return address[len(namespace) :]
    return address


def plain_text(value: Plain) -> str:
    """A value as text, in the spelling of RDF.

    >>> plain_text(True), plain_text(3)
    ('true', '3')
    """
    return str(value).lower() if isinstance(value, bool) else "" if value is None else str(value)


def number(store: Store, query: str) -> int:
    """The one number that a query gives."""
    return int(str(rows(store, query)[0][0]))


def facts(store: Store, subjects: Iterable[str], properties: Iterable[str]) -> dict[str, Facts]:
    """What the record says of these nodes with these properties of the ontology (by local name)."""
    wanted = sorted(set(subjects))
    listed = ", ".join(iri(cg(name)) for name in properties)
    found: dict[str, Facts] = {one: defaultdict(list) for one in wanted}
    for start in range(0, len(wanted), _BATCH):
        nodes = " ".join(map(iri, wanted[start : start + _BATCH]))
        query = f"SELECT ?s ?p ?o WHERE {{ VALUES ?s {{ {nodes} }} ?s ?p ?o FILTER(?p IN ({listed})) }}"
        for subject, name, value in rows(store, query):
            found[str(subject)][str(name)].append(plain_text(value))
    return found


def types(store: Store, subjects: Iterable[str]) -> dict[str, list[str]]:
    """The classes of the ontology of these nodes, by local name."""
    wanted = sorted(set(subjects))
    found: dict[str, list[str]] = {one: [] for one in wanted}
    for start in range(0, len(wanted), _BATCH):
        nodes = " ".join(map(iri, wanted[start : start + _BATCH]))
        for subject, kind in rows(
            store, f"SELECT ?s ?k WHERE {{ VALUES ?s {{ {nodes} }} ?s <{RDF}type> ?k }}"
        ):
            if "://" not in str(kind):
                found[str(subject)].append(str(kind))
    return found


_LABELS = (RDFS + "label", cg("asEdtf"), cg("headline"))


def labels(store: Store, addresses: Iterable[str]) -> dict[str, str]:
    """A label for each IRI: the first English one, else any, else the end of the IRI."""
    wanted = sorted(set(addresses))
    found: dict[str, tuple[int, str]] = {}
    listed = ", ".join(map(iri, _LABELS))
    for start in range(0, len(wanted), _BATCH):
        nodes = " ".join(map(iri, wanted[start : start + _BATCH]))
        query = (
            f"SELECT ?s ?label (LANG(?label) AS ?language) WHERE {{ VALUES ?s {{ {nodes} }} ?s ?p ?label "
            f"FILTER(?p IN ({listed})) }}"
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


def contains(expression: str, words: Iterable[str]) -> str:
    """A filter: all words are in the text, in any case, with any apostrophe. Words must be folded.

    They stand in the query as literals, not as pasted text.
    """
    return "FILTER(" + " && ".join(_contains(f"LCASE({expression})", word) for word in words) + ")"


def _contains(text: str, word: str) -> str:
    return "(" + " || ".join(f"CONTAINS({text}, {literal(one)})" for one in spellings(word)) + ")"


def spellings(word: str) -> list[str]:
    """A folded word with each kind of apostrophe that it may have in a text.

    >>> spellings("kyiv's"), spellings("ship")
    (["kyiv's", 'kyiv’s', 'kyivʼs'], ['ship'])
    """
    return list(dict.fromkeys(word.replace("'", apostrophe) for apostrophe in "'’ʼ"))
