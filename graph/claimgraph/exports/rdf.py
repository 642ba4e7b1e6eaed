"""Reports as RDF: TriG for people, N-Quads for tools, JSON-LD with its context inside.

Each proposition is one named graph; the record is the default graph. Output is byte-stable: subjects,
predicates and objects are in the order of their N-Triples text, prefixes in alphabetical order.
"""

from __future__ import annotations

import io
import json
from collections.abc import Iterable, Iterator, Sequence
from itertools import groupby
from typing import Any

import pyoxigraph as ox

from claimgraph.model import Report
from claimgraph.vocabulary import DATA, PREFIXES, RDF, XSD
from claimgraph.writer import Writer

ENDINGS = {".nq": "nq", ".trig": "trig", ".jsonld": "jsonld"}
_KINDS = ("claim", "count", "entity", "event", "proposition", "reference", "report", "time")
"""The folders of the data namespace; each gets a prefix, so that names need no escapes."""
_DIGITS = 15
"""Whole numbers of so many digits are the same in every reader of JSON (below 2^53)."""


class RdfExport:
    """The exports `trig`, `nq` and `jsonld`."""

    def __init__(self, name: str, endings: tuple[str, ...]) -> None:
        """`name` is one of the three formats."""
        self.name = name
        self.endings = endings

    def write(self, reports: Sequence[Report], base: str) -> Iterator[str]:
        """Yield the reports as one RDF data set."""
        writer = Writer(base)
        lines = {line for report in reports for line in writer.report(report)}
        yield from serialise("".join(sorted(lines)).encode("utf-8"), self.name, base)

    def losses(self, reports: Sequence[Report]) -> list[str]:
        """Nothing is lost: this is the form in which the store holds reports."""
        return []


def serialise(nquads: bytes, name: str, base: str = DATA) -> Iterator[str]:
    r"""Sorted N-Quads in one of the formats `nq`, `trig`, `jsonld`.

    >>> data = b'<http://e.org/a> <http://www.w3.org/2000/01/rdf-schema#label> "A" .\n'
    >>> print("".join(serialise(data, "trig")))
    @prefix rdfs: <http://www.w3.org/2000/01/rdf-schema#> .
    <BLANKLINE>
    <http://e.org/a> rdfs:label "A" .
    <BLANKLINE>
    """
    if name == "nq":
        yield nquads.decode("utf-8")
        return
    quads = list(ox.parse(nquads, ox.RdfFormat.N_QUADS))
    quads.sort(key=lambda quad: (_graph(quad), str(quad.subject), str(quad.predicate), str(quad.object)))
    known = prefixes(base)
    yield from (_trig(quads, known) if name == "trig" else _jsonld(quads, known))


def prefixes(base: str = DATA) -> dict[str, str]:
    """Prefixes for terms and for the data under `base`.

    >>> prefixes("https://example.org/")["claim"]
    'https://example.org/claim/'
    """
    terms = {name: iri for name, iri in PREFIXES.items() if name != "d"}
    return dict(sorted({**terms, **{kind: f"{base}{kind}/" for kind in _KINDS}}.items()))


def _graph(quad: ox.Quad) -> str:
    return "" if isinstance(quad.graph_name, ox.DefaultGraph) else str(quad.graph_name)


# ------------------------------------------------------------------ TriG


def _trig(quads: Sequence[ox.Quad], known: dict[str, str]) -> Iterator[str]:
    body = io.BytesIO()
    ox.serialize(quads, body, ox.RdfFormat.TRIG, prefixes=known)
    text = body.getvalue().decode("utf-8")
    heads, rest = _split_prefixes(text)
    used = [line for line in heads if f"{line.split()[1]}" in rest]
    yield "".join(f"{line}\n" for line in sorted(used))
    yield _spaced(rest)


def _split_prefixes(text: str) -> tuple[list[str], str]:
    """The prefix lines, which pyoxigraph writes in any order, and the rest."""
    start = 0
    heads = []
    while text.startswith("@prefix ", start):
        end = text.index("\n", start)
        heads.append(text[start:end])
        start = end + 1
    return heads, text[start:]


def _spaced(text: str) -> str:
    """An empty line before each subject of the record and each graph (line ends in strings are escaped)."""
    out = []
    for line in text.removesuffix("\n").split("\n"):
        if line[:1] not in ("\t", " ", "}"):
            out.append("\n")
        out.append(f"{line}\n")
    return "".join(out)


# ------------------------------------------------------------------ JSON-LD


def _jsonld(quads: Sequence[ox.Quad], known: dict[str, str]) -> Iterator[str]:
    """One node object a line. The context stands in the file, so that reading it fetches nothing."""
    used = {quad.predicate.value for quad in quads}
    links = link_properties() & used
    context = {**known, **_coerced(links, known)}
    yield '{\n"@context": ' + json.dumps(context, ensure_ascii=False, indent=1) + ',\n"@graph": ['
    first = True
    for name, in_graph in groupby(quads, key=_graph):
        nodes = _nodes(list(in_graph), known, links)
        listed = [{"@id": _short(name[1:-1], known), "@graph": nodes}] if name else nodes
        for node in listed:
            yield ("" if first else ",") + "\n" + json.dumps(node, ensure_ascii=False)
            first = False
    yield "\n]}\n"


def link_properties() -> frozenset[str]:
    """The ontology's object properties: their values are nodes, which the context says once."""
    from claimgraph.reasoning.tables import compiled

    return frozenset(compiled().object_properties)


def published_context() -> str:
    """The context for all terms, as the file `schemas/context.jsonld` holds it.

    A document carries its own part of it, so that reading one fetches nothing; both give the same quads.

    >>> json.loads(published_context())["@context"]["cg:hasClaimant"]
    {'@type': '@id'}
    """
    known = prefixes()
    context = {**known, **_coerced(link_properties(), known)}
    return json.dumps({"@context": context}, ensure_ascii=False, indent=1) + "\n"


def _coerced(links: Iterable[str], known: dict[str, str]) -> dict[str, Any]:
    return {_short(predicate, known): {"@type": "@id"} for predicate in sorted(links)}


def _nodes(quads: Sequence[ox.Quad], known: dict[str, str], links: frozenset[str]) -> list[dict[str, Any]]:
    nodes = []
    for subject, about in groupby(quads, key=lambda quad: quad.subject):
        node: dict[str, Any] = {"@id": _node_id(subject, known)}
        for predicate, facts in groupby(about, key=lambda quad: quad.predicate.value):
            values = [_value(fact.object, predicate, known, links) for fact in facts]
            key = "@type" if predicate == RDF + "type" else _short(predicate, known)
            node[key] = values[0] if len(values) == 1 else values
        nodes.append(node)
    return nodes


def _node_id(node: Any, known: dict[str, str]) -> str:
    return _short(node.value, known) if isinstance(node, ox.NamedNode) else str(node)


def _value(term: Any, predicate: str, known: dict[str, str], links: frozenset[str]) -> Any:
    if not isinstance(term, ox.Literal):
        short = _node_id(term, known)
        return short if predicate in links or predicate == RDF + "type" else {"@id": short}
    kind = term.datatype.value
    if term.language:
        return {"@value": term.value, "@language": term.language}
    if kind == XSD + "string":
        return {"@value": term.value} if predicate in links else term.value
    if kind == XSD + "boolean" and term.value in ("true", "false"):
        return term.value == "true"
    if kind == XSD + "integer" and len(term.value) <= _DIGITS and term.value == str(int(term.value)):
        return int(term.value)
    return {"@value": term.value, "@type": _short(kind, known)}


def _short(iri: str, known: dict[str, str]) -> str:
    """An IRI with its prefix; JSON-LD takes any characters after the colon but `//`."""
    for name, namespace in known.items():
        if (
            iri.startswith(namespace)
            and len(iri) > len(namespace)
            and not iri.startswith("//", len(namespace))
        ):
            return f"{name}:{iri[len(namespace) :]}"
    return iri
