"""owlrl and HermiT must agree with the checker on the gold pairs; so must SPARQL on the small set.

A pair is put to a reasoner as: both contents, what is known to differ, the axioms of the ontology, and what
the reading adds. Read literally, the single-answer properties are functional; under the exclusive reading
each cause named is the decisive one. That two things differ is stated by hand in facts.ttl.

All pairs go into one graph with their nodes renamed apart. owlrl reports the clashes of each. HermiT only
says whether a graph is consistent: the pairs that must not clash are put to it at once, the others singly.
HermiT needs Java and the package owlready2; dates and strings are left out for it.
"""

from __future__ import annotations

import re
import shutil
from collections.abc import Iterable
from functools import cache
from pathlib import Path
from typing import Any

import pytest
from rdflib import RDF, RDFS, Graph, Literal, URIRef
from rdflib.namespace import OWL
from rdflib.term import Node

from claimgraph.reasoning.answers import CAUSE
from claimgraph.reasoning.checker import Reading
from claimgraph.reasoning.tables import compiled
from claimgraph.resources import ontology_dir
from claimgraph.vocabulary import CG, cg

from ...reasoning.conftest import load

pytestmark = pytest.mark.service
BUILD = load("build")
PAIRS = [pair for pair in BUILD.pairs() if pair.owl != "skip"]
CLASHING = [pair for pair in PAIRS if pair.owl == "clash"]
ERROR = URIRef("http://www.daml.org/2002/03/agents/agent-ont#error")
KEPT = (
    OWL.disjointWith,
    OWL.inverseOf,
    RDFS.subClassOf,
    RDFS.subPropertyOf,
    RDFS.domain,
    RDFS.range,
)
SINGLE = sorted(
    name for name in compiled().one_answer if name in compiled().object_properties and name != CAUSE
)
CAUSING = ("HostileAct", "UnintendedEvent", "InternalExplosion", "Fire")
Triple = tuple[Node, Node, Node]


@cache
def axioms() -> frozenset[Triple]:
    """The axioms of the ontology, without annotations, imports and code lists."""
    graph = Graph()
    for file in sorted(ontology_dir().glob("*.ttl")):
        graph.parse(file)
    kept = {(s, p, o) for s, p, o in graph if p in KEPT}
    kept |= {
        (s, p, o) for s, p, o in graph if p == RDF.type and str(o).startswith(str(OWL)) and o != OWL.Ontology
    }
    kept = {t for t in kept if not (t[1] == RDF.type and t[2] == OWL.AnnotationProperty)}
    return frozenset(t for t in kept if str(t[0]).startswith(CG))


@cache
def facts() -> frozenset[Triple]:
    """Which things differ. Their classes are left out: a town and a sea are two things, yet one event can
    be at both, so that they must not clash when a functional property makes them one answer.
    """
    graph = Graph().parse(data=BUILD.FACTS, format="turtle")
    return frozenset((s, p, o) for s, p, o in graph if p == OWL.differentFrom)


def pair_triples(pair: Any, *, apart: bool) -> list[Triple]:
    """Both contents with what the reading adds; with `apart` all things are renamed for this pair."""
    graph = Graph()
    for side in (pair.left, pair.right):
        graph.parse(data=BUILD.PREFIXES + side, format="turtle")
    triples: list[Triple] = [(s, p, o) for s, p, o in graph if not isinstance(o, Literal)]
    if pair.reading == Reading.EXCLUSIVE:
        triples += [(s, URIRef(CAUSE), o) for s, p, o in triples if _names_cause(graph, p, o)]
    named = {term for triple in triples for term in triple}
    triples += sorted(triple for triple in facts() if triple[0] in named and triple[2] in named)
    return [tuple(_renamed(term, pair.number) for term in t) for t in triples] if apart else triples  # type: ignore[misc]


def _names_cause(graph: Graph, predicate: Node, value: Node) -> bool:
    if predicate == URIRef(cg("hasCause")):
        return True
    kinds = [str(kind) for kind in graph.objects(value, RDF.type)]
    causing = any(compiled().is_a(kind, cg(one)) for kind in kinds for one in CAUSING)
    return predicate == URIRef(cg("follows")) and causing


def _renamed(term: Node, number: str) -> Node:
    text = str(term)
    outside = not text.startswith(BUILD.E) and "/code/" not in text
    return term if outside else URIRef(f"urn:pair:{number}:{text.rsplit('/', 1)[-1]}")


def functional(names: Iterable[str]) -> list[Triple]:
    return [(URIRef(name), RDF.type, OWL.FunctionalProperty) for name in names]


def graph_of(triples: Iterable[Triple]) -> Graph:
    graph = Graph()
    for triple in triples:
        graph.add(triple)
    return graph


# ---------------------------------------------------------------------------------------- owlrl


@pytest.fixture(scope="module")
def reported() -> set[str]:
    """The pairs for which owlrl reports an error."""
    import owlrl

    triples = [triple for pair in PAIRS for triple in pair_triples(pair, apart=True)]
    graph = graph_of([*axioms(), *functional(SINGLE), *triples])
    owlrl.DeductiveClosure(owlrl.OWLRL_Semantics, axiomatic_triples=False, datatype_axioms=False).expand(
        graph
    )
    return {
        number
        for error in graph.objects(None, ERROR)
        for number in re.findall(r"urn:pair:(\d+):", str(error))
    }


def test_owlrl_agrees_on_every_pair(reported: set[str]) -> None:
    assert reported == {pair.number for pair in CLASHING}


# ---------------------------------------------------------------------------------------- HermiT


@pytest.fixture(scope="module")
def owlready2() -> Any:
    module = pytest.importorskip("owlready2")
    if not shutil.which("java"):
        pytest.skip("Java is not installed")
    return module


def is_consistent(owlready2: Any, graph: Graph, folder: Path) -> bool:
    file = folder / "pair.nt"
    graph.serialize(file, format="nt", encoding="utf-8")
    world = owlready2.World()
    world.get_ontology(file.as_uri()).load()
    try:
        owlready2.sync_reasoner(world, debug=0)
    except owlready2.OwlReadyInconsistentOntologyError:
        return False
    return True


def simple(triples: Iterable[Triple]) -> list[Triple]:
    """What HermiT takes: no functional property that is also transitive, no datatype axioms."""
    dropped = {OWL.DatatypeProperty}
    data = {s for s, _, o in axioms() if o in dropped}
    return [t for t in triples if t[0] not in data]


def test_hermit_finds_no_clash_where_none_is(owlready2: Any, tmp_path: Path) -> None:
    silent = [pair for pair in PAIRS if pair.owl == "consistent"]
    triples = [triple for pair in silent for triple in pair_triples(pair, apart=True)]
    graph = graph_of(simple([*axioms(), *functional(SINGLE), *triples]))
    assert is_consistent(owlready2, graph, tmp_path)


@pytest.mark.parametrize("pair", CLASHING, ids=lambda pair: f"{pair.number} {pair.note}")
def test_hermit_finds_the_clash(owlready2: Any, pair: Any, tmp_path: Path) -> None:
    graph = graph_of(simple([*axioms(), *functional(SINGLE), *pair_triples(pair, apart=True)]))
    assert not is_consistent(owlready2, graph, tmp_path)


# ---------------------------------------------------------------------------------------- SPARQL


CLASH = """
PREFIX cg: <https://w3id.org/claimgraph/ns#>
PREFIX owl: <http://www.w3.org/2002/07/owl#>
PREFIX rdfs: <http://www.w3.org/2000/01/rdf-schema#>
SELECT DISTINCT ?node WHERE {
  { ?node a/rdfs:subClassOf* ?left ; a/rdfs:subClassOf* ?right . ?left owl:disjointWith ?right }
  UNION
  { ?p a owl:FunctionalProperty . ?node ?p ?a , ?b . ?a owl:differentFrom|^owl:differentFrom ?b }
  UNION
  { ?p a owl:FunctionalProperty . ?node ?p ?a , ?b . FILTER(?a != ?b)
    ?a a/rdfs:subClassOf* ?left . ?b a/rdfs:subClassOf* ?right .
    ?left owl:disjointWith|^owl:disjointWith ?right }
}
"""


def test_sparql_agrees_on_the_pairs() -> None:
    import pyoxigraph as ox

    triples = [triple for pair in PAIRS for triple in pair_triples(pair, apart=True)]
    graph = graph_of([*axioms(), *functional(SINGLE), *triples])
    for subject, name, value in list(graph):
        for predicate, position in ((RDFS.domain, subject), (RDFS.range, value)):
            for kind in axioms_on(name, predicate):
                graph.add((position, RDF.type, kind))
    store = ox.Store()
    store.load(graph.serialize(format="nt", encoding="utf-8"), ox.RdfFormat.N_TRIPLES)
    found = {
        str(row[0].value).split(":")[2] for row in store.query(CLASH) if row[0].value.startswith("urn:pair")
    }
    assert found == {pair.number for pair in CLASHING}


@cache
def axioms_on(name: Node, predicate: Node) -> tuple[Node, ...]:
    above = compiled().properties_above(str(name))
    return tuple(o for s, p, o in axioms() if p == predicate and str(s) in above)
