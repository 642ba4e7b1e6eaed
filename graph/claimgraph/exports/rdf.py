"""Reports as RDF: TriG for people, N-Quads for tools, JSON-LD with its context inside.

Each proposition is one named graph; the record is the default graph. Output is byte-stable: subjects,
predicates and objects are in the order of their N-Triples text, prefixes in alphabetical order.
"""

from __future__ import annotations

import json
import re
import tempfile
from collections.abc import Iterable, Iterator, Sequence
from itertools import groupby
from typing import IO, Any, cast

import pyoxigraph as ox

from claimgraph.exports.quad_lines import QuadLines
from claimgraph.model import Report
from claimgraph.vocabulary import DATA, PREFIXES, RDF, XSD
from claimgraph.writer import Writer

ENDINGS = {".nq": "nq", ".trig": "trig", ".jsonld": "jsonld"}
_KINDS = ("claim", "count", "entity", "event", "proposition", "reference", "report", "time")
"""The folders of the data namespace; each gets a prefix, so that names need no escapes."""
_DIGITS = 15
"""Whole numbers of so many digits are the same in every reader of JSON (below 2^53)."""
_PIECE = 64 * 1024
_PREFIX_LINE = re.compile(rb"^@prefix .*\n", re.MULTILINE)
_BLOCK_START = re.compile(rb"^(?=[^\t }])", re.MULTILINE)


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
    lines = QuadLines(by_graph=True)
    lines.write(nquads)
    yield from readable(lines, name, base)


def readable(lines: QuadLines, name: str, base: str = DATA) -> Iterator[str]:
    """Lines in the order of their graphs as `trig` or `jsonld`, in pieces; memory does not grow with them.

    Raises:
        OSError: a temporary file cannot be written.
    """
    known = prefixes(base)
    yield from (_trig(lines, known) if name == "trig" else _jsonld(lines, known))


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


def _trig(lines: QuadLines, known: dict[str, str]) -> Iterator[str]:
    """The prefixes that are used stand first, so the rest waits on disk until they are known."""
    with tempfile.TemporaryFile(prefix="claimgraph-") as file:
        body = _TrigBody(file, known)
        ox.serialize(lines.quads(), cast(IO[bytes], body), ox.RdfFormat.TRIG, prefixes=known)
        body.finish()
        yield "".join(f"@prefix {name}: <{known[name]}> .\n" for name in sorted(body.used))
        file.seek(0)
        while part := file.readlines(_PIECE):
            yield b"".join(part).decode("utf-8")


class _TrigBody:
    """Takes TriG from the serialiser and puts it into a file without its prefix lines, which come in any
    order, and with an empty line before each subject of the record and each graph.

    Line ends inside strings are escaped, so a line that begins with neither space nor brace is one of those.
    """

    def __init__(self, file: IO[bytes], known: dict[str, str]) -> None:
        self._file = file
        self._unused = {name: f"{name}:".encode() for name in known}
        self._kept = bytearray()
        self.used: set[str] = set()

    def write(self, data: Any) -> int:
        self._kept += data
        if len(self._kept) > _PIECE:
            self._put(self._kept.rfind(b"\n") + 1)
        return len(data)

    def flush(self) -> None:
        """Nothing: whole lines are put into the file as they are complete."""

    def finish(self) -> None:
        """Put the rest into the file."""
        self._put(len(self._kept))

    def _put(self, end: int) -> None:
        block = _PREFIX_LINE.sub(b"", bytes(self._kept[:end]))
        del self._kept[:end]
        found = [name for name, mark in self._unused.items() if mark in block]
        self.used.update(found)
        for name in found:
            del self._unused[name]
        self._file.write(_BLOCK_START.sub(b"\n", block))


# ------------------------------------------------------------------ JSON-LD


def _jsonld(lines: QuadLines, known: dict[str, str]) -> Iterator[str]:
    """One node object a line. The context stands in the file, so that reading it fetches nothing."""
    used = {predicate[1:-1].decode("utf-8") for predicate in lines.predicates}
    links = link_properties() & used
    context = {**known, **_coerced(links, known)}
    yield '{\n"@context": ' + json.dumps(context, ensure_ascii=False, indent=1) + ',\n"@graph": ['
    first = True
    for name, in_graph in groupby(lines.quads(), key=_graph):
        nodes = _nodes(in_graph, known, links)
        in_its_graph = {"@id": _short(name[1:-1], known), "@graph": list(nodes)} if name else None
        for node in [in_its_graph] if in_its_graph else nodes:
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


def _nodes(
    quads: Iterable[ox.Quad], known: dict[str, str], links: frozenset[str]
) -> Iterator[dict[str, Any]]:
    for subject, about in groupby(quads, key=lambda quad: quad.subject):
        node: dict[str, Any] = {"@id": _node_id(subject, known)}
        for predicate, facts in groupby(about, key=lambda quad: quad.predicate.value):
            values = [_value(fact.object, predicate, known, links) for fact in facts]
            key = "@type" if predicate == RDF + "type" else _short(predicate, known)
            node[key] = values[0] if len(values) == 1 else values
        yield node


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
