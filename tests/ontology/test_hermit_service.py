"""HermiT, a full description-logic reasoner, agrees: the ontology is consistent, and rival causes clash.

Needs Java and the package owlready2, which brings HermiT along.
"""

from __future__ import annotations

import shutil
from pathlib import Path
from typing import Any

import pytest
from rdflib import RDF, RDFS, Graph, Namespace, URIRef
from rdflib.namespace import OWL

pytestmark = pytest.mark.service

CG = Namespace("https://w3id.org/claimgraph/ns#")
EX = Namespace("https://example.org/")


@pytest.fixture(scope="module")
def owlready2() -> Any:
    module = pytest.importorskip("owlready2")
    if not shutil.which("java"):
        pytest.skip("Java is not installed")
    return module


def verdict(owlready2: Any, axioms: Graph, folder: Path) -> tuple[bool, list[str]]:
    """Whether HermiT finds the graph consistent, and the classes that can have no member."""
    file = folder / "axioms.nt"
    axioms.serialize(file, format="nt", encoding="utf-8")
    world = owlready2.World()
    world.get_ontology(file.as_uri()).load()
    try:
        owlready2.sync_reasoner(world, debug=0)
    except owlready2.OwlReadyInconsistentOntologyError:
        return False, []
    empty = {str(term) for term in world.inconsistent_classes()} - {"owl.Nothing"}
    return True, sorted(empty)


def axioms(ontology: Graph, *extra: tuple[URIRef, URIRef, URIRef]) -> Graph:
    """The ontology without imports, which are all here already, with `extra`."""
    graph = Graph()
    for triple in ontology:
        if triple[1] != OWL.imports:
            graph.add(triple)
    for triple in extra:
        graph.add(triple)
    return graph


def causes(predicate: URIRef) -> list[tuple[URIRef, URIRef, URIRef]]:
    return [
        (EX.sinking, RDF.type, CG.Sinking),
        (EX.sinking, predicate, EX.strike),
        (EX.sinking, predicate, EX.explosion),
        (EX.strike, RDF.type, CG.MissileStrike),
        (EX.explosion, RDF.type, CG.InternalExplosion),
    ]


def test_consistent_without_empty_classes(owlready2: Any, ontology: Graph, tmp_path: Path) -> None:
    assert verdict(owlready2, axioms(ontology), tmp_path) == (True, [])


def test_an_empty_class_is_found(owlready2: Any, ontology: Graph, tmp_path: Path) -> None:
    term = EX.PersonAndOrganization
    extra = [(term, RDF.type, OWL.Class)]
    extra += [(term, RDFS.subClassOf, CG.Person), (term, RDFS.subClassOf, CG.Organization)]
    consistent, empty = verdict(owlready2, axioms(ontology, *extra), tmp_path)
    assert consistent
    assert empty == ["example.org.PersonAndOrganization"]


def test_rival_causes_clash_under_the_exclusive_reading(
    owlready2: Any, ontology: Graph, tmp_path: Path
) -> None:
    graph = axioms(ontology, *causes(CG.hasDecisiveCause))
    assert verdict(owlready2, graph, tmp_path) == (False, [])


def test_literal_causes_do_not_clash(owlready2: Any, ontology: Graph, tmp_path: Path) -> None:
    assert verdict(owlready2, axioms(ontology, *causes(CG.hasCause)), tmp_path) == (True, [])
