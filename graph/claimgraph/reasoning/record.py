"""What the reasoning reads from a store: claims, contents of propositions, facts on the things they name.

Everything comes through SPARQL, so that an embedded store and a server are read alike. A reader takes all
claims, or only those that speak of certain events or scopes: so a new report is compared with a large
store in little time.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

import pyoxigraph as ox

from claimgraph.nquads import iri
from claimgraph.store import Store
from claimgraph.vocabulary import CG, CODE, RDF, RDFS, cg

Term = str | ox.Literal
"""An IRI as text, or a literal."""
Values = dict[str, list[Term]]

TYPE = RDF + "type"
LABEL = RDFS + "label"
QUANTITY_KINDS = frozenset(
    cg(name)
    for name in ("Quantity", "CasualtyCount", "MaterielLossCount", "PersonnelCount", "PopulationCount")
)
BATCH = 400
"""How many IRIs go into one query."""


@dataclass(frozen=True, slots=True)
class ClaimRow:
    """A claim as the record has it; `published` and `made` order claims in time."""

    iri: str
    claimant: str = ""
    stance: str = ""
    certainty: str = ""
    proposition: str = ""
    passage: str = ""
    document: str = ""
    published: str = ""
    outlet: str = ""
    made: str = ""
    relays: str = ""
    replaces: str = ""
    reviews: str = ""
    rating: str = ""
    narration: bool = False
    quoted: bool = False
    words: str = ""

    @property
    def order(self) -> tuple[str, str, str]:
        """Sorts claims by publication, then by their place in the text (RFC 5147: `#char=813,887`)."""
        document, _, span = self.passage.partition("#char=")
        start, _, end = span.partition(",")
        where = f"{document}#{start:0>9},{end:0>9}" if span else self.passage
        return (self.published or "9999", where, self.iri)


@dataclass(frozen=True, slots=True)
class Content:
    """The statements of one proposition: property values by subject."""

    iri: str
    nodes: Mapping[str, Values]
    worked_out: dict[str, Any] = field(default_factory=dict, compare=False, repr=False)
    """What was derived from the statements once, by the name of what it is."""

    def types(self, node: str) -> frozenset[str]:
        """The classes that the content gives to a node."""
        return frozenset(str(one) for one in self.nodes.get(node, {}).get(TYPE, ()))

    def values(self, node: str, name: str) -> list[Term]:
        """The values of an ontology property, by its local name."""
        return self.nodes.get(node, {}).get(cg(name), [])

    def first(self, node: str, name: str) -> Term | None:
        """The first value of a property, or nothing."""
        values = self.values(node, name)
        return values[0] if values else None

    def quantities(self) -> Iterator[str]:
        """Yield the figures of the content."""
        return (node for node in self.nodes if self.types(node) & QUANTITY_KINDS)

    def events(self) -> Iterator[str]:
        """Yield the events that the content describes."""
        if "events" not in self.worked_out:
            found = tuple(node for node in self.nodes if not self.types(node) & QUANTITY_KINDS)
            self.worked_out["events"] = found
        yield from self.worked_out["events"]

    def targets(self) -> Iterator[str]:
        """Yield the nodes outside the content to which it points, entries of code lists aside."""
        for node in self.nodes.values():
            for name, values in node.items():
                if name != TYPE:
                    yield from (v for v in values if isinstance(v, str) and self._is_outside(v))

    def _is_outside(self, value: str) -> bool:
        return value not in self.nodes and not value.startswith(CODE)


_CLAIM_FIELDS = (
    ("claimant", "hasClaimant"),
    ("stance", "hasStance"),
    ("certainty", "hasCertainty"),
    ("proposition", "hasContent"),
    ("passage", "isReportedIn"),
    ("made", "wasMadeDuring"),
    ("relays", "relays"),
    ("replaces", "replacesClaim"),
    ("reviews", "reviews"),
    ("rating", "hasRating"),
    ("narration", "isNarration"),
    ("quoted", "isDirectQuote"),
    ("words", "contentText"),
)
_FLAGS = frozenset(("narration", "quoted"))
_SIDE, _PLACE = f"?count <{cg('countsSide')}> ?node", f"?count <{cg('countsPlace')}>"
_ABOUT = (
    "GRAPH ?g { ?node ?p ?o }",
    f"GRAPH ?g {{ {_PLACE} ?node }}",
    f"GRAPH ?g {{ {_SIDE} }} FILTER NOT EXISTS {{ GRAPH ?g {{ ?any <{cg('countsPlace')}> ?place }} }}",
    f"GRAPH ?g {{ {_SIDE} ; <{cg('countsPlace')}> ?place }} ?place a <{cg('Territory')}>",
)
"""Where a content speaks of a node: it describes it, or counts for it."""
_TYPED = "SELECT DISTINCT ?s WHERE { VALUES ?s { @ } ?s a ?kind }"
_FIGURES_BY = (
    f"SELECT DISTINCT ?g WHERE {{ VALUES ?agent {{ @ }} ?c <{cg('hasClaimant')}> ?agent ; "
    f"<{cg('hasContent')}> ?g . GRAPH ?g {{ ?q a ?kind }} "
    f"FILTER(?kind IN ({', '.join(sorted(iri(kind) for kind in QUANTITY_KINDS))})) }}"
)
_CONTENTS = f"SELECT DISTINCT ?g WHERE {{ VALUES ?g {{ @ }} ?c <{cg('hasContent')}> ?g }}"


class Reader:
    """Reads a store for the reasoning.

    >>> from claimgraph.store import EmbeddedStore
    >>> Reader(EmbeddedStore.in_memory()).claims()
    {}
    """

    def __init__(self, store: Store) -> None:
        """Read from `store`."""
        self.store = store
        self._credits: dict[str, str] = {}

    # ------------------------------------------------------------------ claims and contents

    def claims(self, only: Iterable[str] | None = None) -> dict[str, ClaimRow]:
        """The claims of the record by IRI, or those of them that are asked for."""
        fields: dict[str, dict[str, str]] = {}
        wanted = None if only is None else sorted(set(only))
        for name, prop in _CLAIM_FIELDS:
            for claim, value in self._pairs(prop, wanted):
                row = fields.setdefault(claim, {})
                row[name] = min(value, row.get(name, value))
        found = {claim: row for claim, row in fields.items() if "claimant" in row and "proposition" in row}
        self._documents(found)
        return {claim: _row(claim, found[claim]) for claim in sorted(found)}

    def _documents(self, rows: dict[str, dict[str, str]]) -> None:
        """Add document, date and outlet of each claim's passage."""
        documents = dict(
            self._pairs("isPassageOf", {row["passage"] for row in rows.values() if "passage" in row})
        )
        named = set(documents.values())
        published = dict(self._pairs("publishedOn", named))
        outlets = dict(self._pairs("isPublishedBy", named))
        for row in rows.values():
            document = documents.get(row.get("passage", ""), "")
            row["document"] = document
            row["published"] = published.get(document, "")
            row["outlet"] = outlets.get(document, "")

    def _pairs(self, prop: str, only: Iterable[str] | None) -> Iterator[tuple[str, str]]:
        """(subject, value) of a property in the record."""
        pattern = f"?s <{cg(prop)}> ?o"
        if only is None:
            yield from ((row[0], row[1]) for row in self.rows(f"SELECT ?s ?o WHERE {{ {pattern} }}"))
            return
        for listed in batches(only):
            query = f"SELECT ?s ?o WHERE {{ VALUES ?s {{ {listed} }} {pattern} }}"
            yield from ((row[0], row[1]) for row in self.rows(query))

    def contents(self, only: Iterable[str] | None = None) -> dict[str, Content]:
        """The contents of all propositions by IRI, or of those that are asked for."""
        nodes: dict[str, dict[str, Values]] = {}
        pattern = "GRAPH ?g { ?s ?p ?o }"
        if only is None:
            self._collect(f"SELECT ?g ?s ?p ?o WHERE {{ {pattern} }}", nodes)
        else:
            for listed in batches(only):
                self._collect(f"SELECT ?g ?s ?p ?o WHERE {{ VALUES ?g {{ {listed} }} {pattern} }}", nodes)
        for graph in nodes.values():
            for values in graph.values():
                for several in values.values():
                    several.sort(key=str)
        return {name: Content(name, nodes[name]) for name in sorted(nodes)}

    def _collect(self, query: str, nodes: dict[str, dict[str, Values]]) -> None:
        solutions = self.store.query(query)
        assert isinstance(solutions, ox.QuerySolutions)
        for graph, subject, predicate, value in solutions:
            node = nodes.setdefault(graph.value, {}).setdefault(subject.value, {})
            term = value if isinstance(value, ox.Literal) else value.value
            node.setdefault(predicate.value, []).append(term)

    def propositions_about(self, nodes: Iterable[str]) -> set[str]:
        """The propositions that describe one of the events, or count for one of the sides or places.

        A node can be a proposition itself, or a claimant whose figures have no scope. Nodes without a type
        in the record count wherever they stand.
        """
        wanted = set(nodes)
        found: set[str] = set()
        for listed in batches(self.untyped(wanted)):
            query = f"SELECT DISTINCT ?g WHERE {{ VALUES ?node {{ {listed} }} GRAPH ?g {{ ?s ?p ?node }} }}"
            found.update(row[0] for row in self.rows(query))
        for listed in batches(wanted):
            found.update(row[0] for row in self.rows(_CONTENTS.replace("@", listed)))
            found.update(row[0] for row in self.rows(_FIGURES_BY.replace("@", listed)))
            for pattern in _ABOUT:
                query = f"SELECT DISTINCT ?g WHERE {{ VALUES ?node {{ {listed} }} {pattern} }}"
                found.update(row[0] for row in self.rows(query))
        return found

    def untyped(self, nodes: Iterable[str]) -> set[str]:
        """Those of the nodes that the record gives no class."""
        found = set(nodes)
        for listed in batches(set(found)):
            found -= {row[0] for row in self.rows(_TYPED.replace("@", listed))}
        return found

    def claims_with(self, propositions: Iterable[str]) -> set[str]:
        """The claims that have one of the propositions as content."""
        found: set[str] = set()
        for listed in batches(propositions):
            query = f"SELECT ?c WHERE {{ VALUES ?g {{ {listed} }} ?c <{cg('hasContent')}> ?g }}"
            found.update(row[0] for row in self.rows(query))
        return found

    def claims_on(self, claims: Iterable[str]) -> set[str]:
        """The claims that replace or review one of the claims."""
        found: set[str] = set()
        for listed in batches(claims):
            for name in ("replacesClaim", "reviews"):
                query = f"SELECT ?c WHERE {{ VALUES ?x {{ {listed} }} ?c <{cg(name)}> ?x }}"
                found.update(row[0] for row in self.rows(query))
        return found

    def claims_of(self, documents: Iterable[str]) -> set[str]:
        """The claims reported in one of the documents."""
        found: set[str] = set()
        for listed in batches(documents):
            query = (
                f"SELECT ?c WHERE {{ VALUES ?d {{ {listed} }} ?passage <{cg('isPassageOf')}> ?d . "
                f"?c <{cg('isReportedIn')}> ?passage }}"
            )
            found.update(row[0] for row in self.rows(query))
        return found

    def wire_credit(self, document: str) -> str:
        """The agency that a document credits, if the store keeps its text."""
        from claimgraph.reasoning.independence import wire_credit

        if document not in self._credits:
            query = f"SELECT ?h WHERE {{ {iri(document)} <{cg('contentHash')}> ?h }}" if document else ""
            texts = [self.store.text(row[0]) for row in self.rows(query)] if query else []
            self._credits[document] = next((wire_credit(text) for text in texts if text), "")
        return self._credits[document]

    def rows(self, query: str) -> Iterator[tuple[str, ...]]:
        """The rows of a SELECT query as text; unbound cells are empty."""
        solutions = self.store.query(query)
        assert isinstance(solutions, ox.QuerySolutions)
        for solution in solutions:
            yield tuple("" if cell is None else cell.value for cell in solution)


def batches(items: Iterable[str]) -> Iterator[str]:
    """The IRIs as they stand in a VALUES clause, some hundreds at a time, sorted."""
    listed = sorted(set(items))
    for start in range(0, len(listed), BATCH):
        yield " ".join(iri(one) for one in listed[start : start + BATCH])


def _row(claim: str, fields: Mapping[str, str]) -> ClaimRow:
    values: dict[str, str | bool] = dict(fields)
    for name in ("stance", "certainty", "rating"):
        if name in fields:
            values[name] = fields[name].removeprefix(CODE)
    for name in _FLAGS:
        values[name] = fields.get(name) in {"true", "1"}
    return ClaimRow(claim, **values)  # type: ignore[arg-type]  # its fields by name


# ---------------------------------------------------------------------------------------- facts


UP = ("isLocatedIn", "isPartOf", "isUnitOf", "actsFor", "isMemberOf", "governs", "belongsToSide")
"""Links along which the facts on a thing are followed."""
_FACTS = (
    TYPE,
    LABEL,
    *(cg(name) for name in UP),
    *(cg(name) for name in ("isUnresolved", "hasTerritory", "asEdtf", "earliestStart", "latestEnd")),
)


@dataclass(slots=True)
class Facts:
    """What the record says of the things that contents name, read when it is first asked for."""

    reader: Reader
    _known: dict[str, Values] = field(default_factory=dict)
    _closures: dict[tuple[str, tuple[str, ...]], frozenset[str]] = field(default_factory=dict)
    _governed: dict[str, list[str]] = field(default_factory=dict)
    _bounds: dict[str, tuple[str, str]] = field(default_factory=dict)
    _types: dict[str, frozenset[str]] = field(default_factory=dict)
    _labels: dict[str, str] = field(default_factory=dict)

    def need(self, nodes: Iterable[str]) -> None:
        """Read the facts on the nodes and on everything above them, some hundreds at a time."""
        pending = {node for node in nodes if node not in self._known}
        follow = {cg(name) for name in UP} | {cg("hasTerritory")}
        while pending:
            for node in pending:
                self._known.setdefault(node, {})
            self._read(pending)
            above = {
                str(value)
                for node in pending
                for name in follow & self._known[node].keys()
                for value in self._known[node][name]
            }
            # Not `above - self._known.keys()`: that goes through everything known, at every call.
            pending = {node for node in above if node not in self._known}

    def _read(self, nodes: set[str]) -> None:
        names = ", ".join(iri(name) for name in _FACTS)
        for listed in batches(nodes):
            query = f"SELECT ?s ?p ?o WHERE {{ VALUES ?s {{ {listed} }} ?s ?p ?o FILTER(?p IN ({names})) }}"
            solutions = self.reader.store.query(query)
            assert isinstance(solutions, ox.QuerySolutions)
            for subject, predicate, value in solutions:
                term = value if isinstance(value, ox.Literal) else value.value
                self._known[subject.value].setdefault(predicate.value, []).append(term)
            query = f"SELECT ?s ?o WHERE {{ VALUES ?o {{ {listed} }} ?s <{cg('governs')}> ?o }}"
            for government, state in self.reader.rows(query):
                self._governed.setdefault(state, []).append(government)

    def values(self, node: str, name: str) -> list[Term]:
        """The values of a property (full IRI), sorted."""
        if node not in self._known:
            self.need([node])
        return sorted(self._known[node].get(name, ()), key=str)

    def types(self, node: str) -> frozenset[str]:
        """The ontology classes of a node in the record."""
        if node not in self._types:
            found = (str(one) for one in self.values(node, TYPE))
            self._types[node] = frozenset(one for one in found if one.startswith(CG))
        return self._types[node]

    def label(self, node: str) -> str:
        """A label: English first, then the first in order, else the end of the IRI."""
        if node not in self._labels:
            self._labels[node] = self._label(node)
        return self._labels[node]

    def _label(self, node: str) -> str:
        labels = [one for one in self.values(node, LABEL) if isinstance(one, ox.Literal)]
        labels += [one for one in self.values(node, cg("asEdtf")) if isinstance(one, ox.Literal)]
        ranked = sorted(labels, key=lambda one: (one.language not in {"en", None}, one.value))
        return ranked[0].value if ranked else node.rstrip("/#").replace("#", "/").rsplit("/", 1)[-1]

    def is_resolved(self, node: str) -> bool:
        """Whether reference data describe the node, so that another IRI means another thing."""
        known = self.values(node, TYPE)
        return bool(known) and not any(_text(one) == "true" for one in self.values(node, cg("isUnresolved")))

    def above(self, node: str, *names: str) -> frozenset[str]:
        """The node and all that is reached from it along the links with these local names."""
        key = (node, names)
        if key not in self._closures:
            seen: set[str] = set()
            pending = [node]
            while pending:
                one = pending.pop()
                if one not in seen:
                    seen.add(one)
                    for name in names:
                        pending += [str(value) for value in self.values(one, cg(name))]
            self._closures[key] = frozenset(seen)
        return self._closures[key]

    def links(self, nodes: Iterable[str]) -> set[tuple[ox.NamedNode, ox.NamedNode, ox.NamedNode]]:
        """The classes and links of the nodes and of all above them, as triples."""
        names = (TYPE, *(cg(name) for name in UP))
        reached = {up for node in nodes for up in self.above(node, *UP)}
        return {
            (ox.NamedNode(node), ox.NamedNode(name), ox.NamedNode(str(value)))
            for node in reached
            for name in names
            for value in self.values(node, name)
            if isinstance(value, str)
        }

    def governments(self, state: str) -> list[str]:
        """The governments of a state."""
        self.need([state])
        return sorted(set(self._governed.get(state, ())))

    def bounds(self, span: str) -> tuple[str, str]:
        """Outer bounds of a time span as xsd:dateTime text in UTC; empty where unknown."""
        if span not in self._bounds:
            earliest = self.values(span, cg("earliestStart"))
            latest = self.values(span, cg("latestEnd"))
            found = (_text(earliest[0]) if earliest else "", _text(latest[0]) if latest else "")
            self._bounds[span] = found
        return self._bounds[span]

    def edtf(self, span: str) -> str:
        """The EDTF text of a time span, or nothing."""
        texts = self.values(span, cg("asEdtf"))
        return _text(texts[0]) if texts else ""


def _text(term: Term) -> str:
    return term.value if isinstance(term, ox.Literal) else term
