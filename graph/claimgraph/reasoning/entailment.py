"""What follows from the record by the ontology: the OWL 2 RL rules that it uses, compiled to SPARQL.

The rules are those for subclasses, sub-properties, domains, ranges, transitive and symmetric properties,
inverses, and chains of properties (OWL 2 Profiles, section 4.3). The ontology is compiled into them once.
`closure_of` applies them to triples in memory; `rules` gives them as SPARQL, one query a rule, for any engine
to run until nothing new comes. Both give what owlrl gives, leaving out what follows from nothing.

Only the record takes part, never a content: what somebody says entails nothing about the world. Inferred
triples are kept apart: each is recorded by a node of its own, so that all of them can be taken out again.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator

import pyoxigraph as ox

from claimgraph.identity import digest
from claimgraph.nquads import iri, literal
from claimgraph.reasoning.engine import state_of
from claimgraph.reasoning.findings import FindingWriter, document_iri
from claimgraph.reasoning.record import TYPE
from claimgraph.reasoning.tables import Tables, compiled
from claimgraph.store import Store
from claimgraph.vocabulary import RDFS, cg

Node = ox.NamedNode | ox.Literal
Triple = tuple[ox.NamedNode, ox.NamedNode, Node]
_KIND = ox.NamedNode(TYPE)
NAME = "entailment"
_INFERRED = "inferred: "
ALSO_TRANSITIVE = frozenset((cg("isLocatedIn"),))
"""Transitive for the search of places, though not in the ontology: a district of a city of a land."""


def rules(tables: Tables, *, transitive: Iterable[str] = ()) -> Iterator[str]:
    """The rules as SPARQL SELECT queries for the triples (?s ?p ?o) that each adds, to be run to a fixpoint.

    >>> len(list(rules(compiled()))) > 4
    True
    """
    kind = f"<{TYPE}>"
    above = _pairs(tables.superclasses)
    yield from _valued(f"?s {kind} ?low . BIND({kind} AS ?p)", ("?low", "?o"), above)
    yield from _valued("?s ?low ?o", ("?low", "?p"), _pairs(tables.superproperties))
    yield from _valued(f"?s ?prop ?any . BIND({kind} AS ?p)", ("?prop", "?o"), _several(tables.domains))
    ranged = [pair for pair in _several(tables.ranges) if pair[0] in tables.object_properties]
    yield from _valued(f"?any ?prop ?s . FILTER(ISIRI(?s)) BIND({kind} AS ?p)", ("?prop", "?o"), ranged)
    for name in sorted({*tables.transitive, *transitive}):
        yield f"SELECT ?s ?p ?o WHERE {{ ?s <{name}> ?mid . ?mid <{name}> ?o . BIND(<{name}> AS ?p) }}"
    for name in sorted(tables.symmetric):
        yield f"SELECT ?s ?p ?o WHERE {{ ?o <{name}> ?s . FILTER(ISIRI(?o)) BIND(<{name}> AS ?p) }}"
    for name, links in tables.chains:
        steps = " . ".join(f"?n{at} <{link}> ?n{at + 1}" for at, link in enumerate(links))
        steps = steps.replace("?n0 ", "?s ").replace(f"?n{len(links)}", "?o")
        yield f"SELECT ?s ?p ?o WHERE {{ {steps} . BIND(<{name}> AS ?p) }}"


def _valued(body: str, names: tuple[str, str], pairs: list[tuple[str, str]]) -> Iterator[str]:
    if pairs:
        rows = " ".join(f"(<{low}> <{high}>)" for low, high in pairs)
        yield f"SELECT ?s ?p ?o WHERE {{ VALUES ({' '.join(names)}) {{ {rows} }} {body} }}"


def _pairs(closure: object) -> list[tuple[str, str]]:
    assert isinstance(closure, dict)
    return sorted((low, high) for low, above in closure.items() for high in above if high != low)


def _several(groups: object) -> list[tuple[str, str]]:
    assert isinstance(groups, dict)
    return sorted((name, value) for name, values in groups.items() for value in values)


# ---------------------------------------------------------------------------------------- in memory


def closure_of(triples: Iterable[Triple], tables: Tables, *, transitive: Iterable[str] = ()) -> list[str]:
    """What the rules add to some triples, as sorted N-Triples lines.

    Each triple is looked at once, with what it makes true together with those before it (semi-naive
    evaluation), so that the work grows with what is given and entailed.
    """
    chaining = _Chaining(tables, frozenset((*tables.transitive, *transitive)))
    given = set(triples)
    for triple in given:
        chaining.add(triple)
    return sorted(f"{s} {p} {o} .\n" for s, p, o in chaining.run() - given)


class _Chaining:
    """Forward chaining over triples in memory."""

    def __init__(self, tables: Tables, transitive: frozenset[str]) -> None:
        self.tables = tables
        self.transitive = transitive
        self.links: dict[str, list[tuple[str, tuple[str, ...], int]]] = {}
        for name, links in tables.chains:
            for at, link in enumerate(links):
                self.links.setdefault(link, []).append((name, links, at))
        self.known: set[Triple] = set()
        self.pending: list[Triple] = []
        self.after: dict[tuple[str, Node], list[Node]] = {}
        self.before: dict[tuple[str, Node], list[Node]] = {}

    def add(self, triple: Triple) -> None:
        """Note a triple, unless it is known."""
        if triple not in self.known:
            self.known.add(triple)
            self.pending.append(triple)

    def run(self) -> set[Triple]:
        """All triples when nothing new comes any more."""
        while self.pending:
            s, p, o = self.pending.pop()
            name = p.value
            if name == TYPE and isinstance(o, ox.NamedNode):
                for above in self.tables.above(o.value):
                    self.add((s, p, ox.NamedNode(above)))
            else:
                self._link(s, name, o)
        return self.known

    def _link(self, s: ox.NamedNode, name: str, o: Node) -> None:
        self.after.setdefault((name, s), []).append(o)
        self.before.setdefault((name, o), []).append(s)
        for above in self.tables.properties_above(name):
            self.add((s, ox.NamedNode(above), o))
        for kind in self.tables.domains.get(name, ()):
            self.add((s, _KIND, ox.NamedNode(kind)))
        if isinstance(o, ox.NamedNode):
            if name in self.tables.object_properties:
                for kind in self.tables.ranges.get(name, ()):
                    self.add((o, _KIND, ox.NamedNode(kind)))
            if name in self.tables.symmetric:
                self.add((o, ox.NamedNode(name), s))
        if name in self.transitive:
            self._chain(name, (name, name), 0, s, o)
            self._chain(name, (name, name), 1, s, o)
        for whole, links, at in self.links.get(name, ()):
            self._chain(whole, links, at, s, o)

    def _chain(self, name: str, links: tuple[str, ...], at: int, s: ox.NamedNode, o: Node) -> None:
        """Add the ends of the chains in which a new link stands at one place."""
        starts: set[Node] = {s}
        for link in reversed(links[:at]):
            starts = {one for node in starts for one in self.before.get((link, node), ())}
        ends: set[Node] = {o}
        for link in links[at + 1 :]:
            ends = {one for node in ends for one in self.after.get((link, node), ())}
        for start in starts:
            for end in ends:
                assert isinstance(start, ox.NamedNode)
                self.add((start, ox.NamedNode(name), end))


def closure_by_rules(
    triples: Iterable[Triple], tables: Tables, *, transitive: Iterable[str] = ()
) -> list[str]:
    """The same by the rules in SPARQL, run to a fixpoint: what any engine would do with them."""
    store = ox.Store()
    given = {ox.Quad(*triple) for triple in triples}
    store.extend(given)
    size = -1
    while len(store) > size:
        size = len(store)
        for query in rules(tables, transitive=transitive):
            solutions = store.query(query)
            assert isinstance(solutions, ox.QuerySolutions)
            store.extend([ox.Quad(row["s"], row["p"], row["o"]) for row in solutions])
    return sorted(f"{quad.triple} .\n" for quad in store if quad not in given)


# ---------------------------------------------------------------------------------------- in a store


def infer(store: Store, tables: Tables | None = None) -> list[str]:
    """What follows from the record, as sorted N-Triples lines; nothing is written.

    >>> from claimgraph.store import EmbeddedStore
    >>> infer(EmbeddedStore.in_memory())
    []
    """
    solutions = store.query("SELECT ?s ?p ?o WHERE { ?s ?p ?o }")
    assert isinstance(solutions, ox.QuerySolutions)
    derived = document_iri(store.base, NAME)
    triples = [(s, p, o) for s, p, o in solutions if derived not in (s.value, getattr(o, "value", ""))]
    return closure_of(triples, tables or compiled(), transitive=ALSO_TRANSITIVE)


def materialise(store: Store) -> int:
    """Write what follows from the record beside it, apart and to be dropped; how many triples that are."""
    drop(store)
    lines = [*infer(store), *_hierarchy(compiled())]
    writer = FindingWriter(store.base, NAME)
    quads = set(writer.document())
    quads.add(f"{iri(writer.iri)} {iri(cg('recordHash'))} {literal(state_of(store))} .\n")
    document, recorded, why = iri(writer.iri), iri(cg("isRecordedFrom")), iri(cg("justification"))
    for line in lines:
        node = iri(f"{store.base}inferred/{digest(line)}")
        quads.add(line)
        quads.add(f"{node} {recorded} {document} .\n")
        quads.add(f"{node} {why} {literal(_INFERRED + line.strip())} .\n")
    store.bulk_load("".join(sorted(quads)).encode("utf-8"))
    store.flush()
    return len(lines)


def is_outdated(store: Store) -> bool:
    """Whether the store keeps inferred statements that were inferred from other reports than it has now.

    >>> from claimgraph.store import EmbeddedStore
    >>> is_outdated(EmbeddedStore.in_memory())
    False
    """
    mark = f"SELECT ?h WHERE {{ {iri(document_iri(store.base, NAME))} <{cg('recordHash')}> ?h }}"
    solutions = store.query(mark)
    assert isinstance(solutions, ox.QuerySolutions)
    kept = [row["h"].value for row in solutions]
    return bool(kept) and kept != [state_of(store)]


def _hierarchy(tables: Tables) -> list[str]:
    """What lies above each class, so that questions can ask for all kinds of attacks."""
    above = iri(RDFS + "subClassOf")
    return [f"{iri(low)} {above} {iri(high)} .\n" for low, high in _pairs(tables.superclasses)]


def drop(store: Store) -> int:
    """Take the inferred triples out again; how many they were."""
    from claimgraph.loading import removal

    document = document_iri(store.base, NAME)
    origin = f"<{cg('isRecordedFrom')}> {iri(document)}"
    query = f"SELECT ?text WHERE {{ ?n {origin} ; <{cg('justification')}> ?text }}"
    solutions = store.query(query)
    assert isinstance(solutions, ox.QuerySolutions)
    lines = sorted(row["text"].value.removeprefix(_INFERRED) for row in solutions)
    for start in range(0, len(lines), 5_000):
        store.update(f"DELETE DATA {{ {' '.join(lines[start : start + 5_000])} }}")
    store.update(removal(document, links=False))
    store.flush()
    return len(lines)
