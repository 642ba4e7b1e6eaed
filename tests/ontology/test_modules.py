"""The modules parse, are annotated, use only declared terms, and keep to the conventions of the README."""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import cache
from pathlib import Path

import pyoxigraph
import pytest
from rdflib import RDF, RDFS, Graph, Literal, Namespace, URIRef
from rdflib import namespace as ns
from rdflib.namespace import DCTERMS, OWL, SKOS, VANN

import claimgraph
from claimgraph.resources import ontology_dir

CG = Namespace("https://w3id.org/claimgraph/ns#")
BASE = "https://w3id.org/claimgraph/ontology/"
MODULES = [
    "core",
    "places",
    "actors",
    "materiel",
    "vessels",
    "facilities",
    "events",
    "quantities",
    "evidence",
    "claims",
    "claimgraph",
]
TOPS = [
    "Occurrence",
    "InformationObject",
    "CodeListEntry",
    "Agent",
    "Materiel",
    "Facility",
    "Place",
    "TimeSpan",
]
PROPERTY_KINDS = (OWL.ObjectProperty, OWL.DatatypeProperty, OWL.AnnotationProperty)
LICENCE = URIRef("https://creativecommons.org/licenses/by/4.0/")


@cache
def module(name: str) -> Graph:
    """One module, parsed once; tests must not change it."""
    return Graph().parse(ontology_dir() / f"{name}.ttl", format="turtle")


def terms(graph: Graph, *kinds: URIRef) -> list[URIRef]:
    found = {term for kind in kinds for term in graph.subjects(RDF.type, kind)}
    return sorted(term for term in found if isinstance(term, URIRef) and term.startswith(CG))


def own_terms(graph: Graph) -> list[URIRef]:
    return terms(graph, OWL.Class, *PROPERTY_KINDS)


def used_terms(graph: Graph) -> set[URIRef]:
    nodes = {node for triple in graph for node in triple if isinstance(node, URIRef)}
    return {node for node in nodes if node.startswith(CG) and node != URIRef(str(CG))}


def ancestors(graph: Graph, term: URIRef) -> set[URIRef]:
    return {node for node in graph.transitive_objects(term, RDFS.subClassOf) if isinstance(node, URIRef)}


def imports(graph: Graph) -> set[str]:
    return {str(target).removeprefix(BASE) for target in graph.objects(None, OWL.imports)}


def closure(name: str) -> set[str]:
    found = {name}
    for imported in imports(module(name)):
        found |= closure(imported)
    return found


def test_the_modules_are_all_there() -> None:
    assert sorted(path.stem for path in ontology_dir().glob("*.ttl")) == sorted(MODULES)


@pytest.mark.parametrize("path", sorted(ontology_dir().glob("*.ttl")), ids=lambda path: path.stem)
def test_parses_with_the_strict_parser(path: Path) -> None:
    assert list(pyoxigraph.parse(path=str(path), format=pyoxigraph.RdfFormat.TURTLE))


@pytest.mark.parametrize("name", MODULES)
def test_header(name: str) -> None:
    graph = module(name)
    (header,) = graph.subjects(RDF.type, OWL.Ontology)
    version = claimgraph.__version__
    assert header == URIRef(BASE + name)
    assert graph.value(header, OWL.versionIRI) == URIRef(f"{BASE}{version}/{name}")
    assert graph.value(header, OWL.versionInfo) == Literal(version)
    assert graph.value(header, DCTERMS.license) == LICENCE
    assert graph.value(header, DCTERMS.creator) == Literal("The claimgraph authors")
    assert graph.value(header, VANN.preferredNamespaceUri) == Literal(str(CG))
    assert re.fullmatch(r"\d{4}-\d\d-\d\d", str(graph.value(header, DCTERMS.issued)))
    for annotation in (DCTERMS.title, DCTERMS.description):
        assert graph.value(header, annotation)


def test_one_module_imports_all_others() -> None:
    assert imports(module("claimgraph")) == set(MODULES) - {"claimgraph"}


@pytest.mark.parametrize("name", MODULES)
def test_a_module_imports_what_it_uses_and_not_itself(name: str) -> None:
    needed = closure(name)
    for imported in imports(module(name)):
        assert name not in closure(imported)
    declared = {term for other in needed for term in own_terms(module(other))}
    assert used_terms(module(name)) - declared == set()


def test_each_term_is_declared_in_one_module_and_says_so(ontology: Graph) -> None:
    for name in MODULES:
        for term in own_terms(module(name)):
            assert list(ontology.objects(term, RDFS.isDefinedBy)) == [URIRef(BASE + name)], term


def missing_annotations(graph: Graph, found: Iterable[URIRef]) -> list[str]:
    """What the terms lack: labels, and a definition of one sentence that does not use the label."""
    faults = []
    for term in found:
        labels = list(graph.objects(term, RDFS.label))
        definitions = [str(text) for text in graph.objects(term, SKOS.definition)]
        if len(labels) != 1 or labels != list(graph.objects(term, SKOS.prefLabel)):
            faults.append(f"{term}: label")
            continue
        if len(definitions) != 1:
            faults.append(f"{term}: definition")
            continue
        text, label = definitions[0], str(labels[0])
        if not text.endswith(".") or ". " in text or not text[0].isupper():
            faults.append(f"{term}: one sentence")
        if re.search(rf"\b{re.escape(label)}\b", text, re.IGNORECASE):
            faults.append(f"{term}: refers to itself")
    return faults


def test_annotations(ontology: Graph) -> None:
    assert missing_annotations(ontology, own_terms(ontology)) == []


def test_annotation_check_can_fail() -> None:
    graph = Graph()
    for name, definition in (("Quay", "A quay for ships."), ("Pier", None), ("Mole", "no stop")):
        term = CG[name]
        for predicate in (RDFS.label, SKOS.prefLabel):
            graph.add((term, predicate, Literal(name, lang="en")))
        if definition:
            graph.add((term, SKOS.definition, Literal(definition, lang="en")))
    faults = missing_annotations(graph, [CG.Quay, CG.Pier, CG.Mole, CG.Jetty])
    assert [fault.split("#")[1] for fault in faults] == [
        "Quay: refers to itself",
        "Pier: definition",
        "Mole: one sentence",
        "Jetty: label",
    ]


def test_labels_are_unique_and_natural(ontology: Graph) -> None:
    classes, properties = terms(ontology, OWL.Class), terms(ontology, *PROPERTY_KINDS)
    labels = [str(ontology.value(term, RDFS.label)) for term in classes + properties]
    assert len(labels) == len(set(labels))
    for term in classes:
        label = str(ontology.value(term, RDFS.label))
        assert label[0].isupper()
        assert re.fullmatch(r"[A-Z][A-Za-z]+", term.removeprefix(CG))
        assert " ".join(label.split()[1:]).islower() or " " not in label
    for term in properties:
        assert re.fullmatch(r"[a-z][A-Za-z]+", term.removeprefix(CG))


def test_annotations_are_in_english(ontology: Graph) -> None:
    for predicate in (RDFS.label, SKOS.prefLabel, SKOS.definition, SKOS.example, SKOS.scopeNote):
        for text in ontology.objects(None, predicate):
            assert isinstance(text, Literal)
            assert text.language == "en"


def test_no_term_of_owl_or_rdfs_is_made_up(ontology: Graph) -> None:
    for namespace in (OWL, RDFS, SKOS, DCTERMS, VANN, ns.XSD):
        for triple in ontology:
            for node in triple:
                if isinstance(node, URIRef) and node.startswith(str(namespace)):
                    assert node in namespace, node


def test_conventions(ontology: Graph) -> None:
    for banned in (OWL.inverseOf, OWL.sameAs, OWL.unionOf, OWL.AllDisjointClasses, OWL.AllDifferent):
        assert (None, banned, None) not in ontology, banned
        assert (None, RDF.type, banned) not in ontology, banned
    assert set(ontology.objects(None, RDFS.range)) & {ns.XSD.date, ns.XSD.gYear, ns.XSD.gYearMonth} == set()
    assert not [
        literal for literal in ontology.objects() if getattr(literal, "datatype", None) == ns.XSD.date
    ]
    for predicate in (RDFS.domain, RDFS.range):
        for term in own_terms(ontology):
            assert len(list(ontology.objects(term, predicate))) <= 1, term


def test_no_term_is_two_things_at_once(ontology: Graph) -> None:
    kinds = (OWL.Class, *PROPERTY_KINDS)
    for term in own_terms(ontology):
        assert sum((term, RDF.type, kind) in ontology for kind in kinds) == 1, term
    individuals = set(ontology.subjects()) - set(own_terms(ontology))
    assert [node for node in individuals if str(node).startswith(str(CG))] == []


def test_transitive_properties_are_not_functional(ontology: Graph) -> None:
    transitive = set(ontology.subjects(RDF.type, OWL.TransitiveProperty))
    assert transitive
    assert transitive & set(ontology.subjects(RDF.type, OWL.FunctionalProperty)) == set()


def test_the_class_tree_has_no_cycle_and_eight_tops(ontology: Graph) -> None:
    classes = terms(ontology, OWL.Class)
    for term in classes:
        for parent in ontology.objects(term, RDFS.subClassOf):
            assert isinstance(parent, URIRef)
            assert term not in ancestors(ontology, parent)
    roots = [term for term in classes if (term, RDFS.subClassOf, None) not in ontology]
    assert roots == sorted(CG[top] for top in TOPS)


def test_the_tops_are_pairwise_disjoint(ontology: Graph) -> None:
    for first in TOPS:
        for second in TOPS:
            if first < second:
                pair = (CG[first], CG[second])
                assert (pair[0], OWL.disjointWith, pair[1]) in ontology or (
                    pair[1],
                    OWL.disjointWith,
                    pair[0],
                ) in ontology


def test_every_event_class_has_an_identity_key(ontology: Graph) -> None:
    properties = set(terms(ontology, OWL.ObjectProperty))
    for term in terms(ontology, OWL.Class):
        keys = set(ontology.objects(term, CG.hasIdentityKey))
        assert keys <= properties
        if CG.Event in ancestors(ontology, term):
            assert any((node, CG.hasIdentityKey, None) in ontology for node in ancestors(ontology, term))
        else:
            assert not keys
    for term in terms(ontology, OWL.Class):
        if CG.HostileAct in ancestors(ontology, term):
            assert (term, CG.hasIdentityKey, CG.isPerformedBy) not in ontology


def test_questions_with_one_answer_are_marked_on_properties_and_explained(ontology: Graph) -> None:
    marked = set(ontology.subjects(CG.admitsOneAnswer, None))
    assert {CG.hasDecisiveCause, CG.hasTimeSpan, CG.isPerformedBy, CG.takesPlaceAt} <= marked
    assert marked & {CG.hasCause, CG.usesWeapon, CG.hasTarget, CG.affects} == set()
    for term in marked:
        assert (term, CG.admitsOneAnswer, Literal(True)) in ontology
        assert (term, SKOS.scopeNote, None) in ontology
        assert term in terms(ontology, OWL.ObjectProperty, OWL.DatatypeProperty)
    for unmarked in (CG.hasCause, CG.usesWeapon, CG.hasTarget, CG.affects):
        assert (unmarked, SKOS.editorialNote, None) in ontology


def test_properties_without_domain_and_range_are_few_and_known(ontology: Graph) -> None:
    open_ended = {
        str(term).removeprefix(str(CG))
        for term in terms(ontology, OWL.ObjectProperty, OWL.DatatypeProperty)
        if (term, RDFS.domain, None) not in ontology and (term, RDFS.range, None) not in ontology
    }
    assert open_ended == {
        *("hasName", "hasMetonym", "hasDescription", "hasDemonym"),
        *("isAbout", "isLocatedIn", "isPartOf"),
    }
