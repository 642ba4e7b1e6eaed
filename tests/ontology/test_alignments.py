"""Alignments name terms that exist, use them as what they are, and keep the ontology consistent."""

from __future__ import annotations

import os
from collections.abc import Container
from pathlib import Path
from typing import cast

import pytest
from rdflib import RDF, RDFS, Graph, Literal, Namespace, URIRef
from rdflib import namespace as ns
from rdflib.namespace import DCTERMS, OWL, PROV, SKOS

import claimgraph
from claimgraph.resources import ontology_dir

CG = Namespace("https://w3id.org/claimgraph/ns#")
FILES = sorted((ontology_dir() / "alignments").glob("*.ttl"))
LINKS = (RDFS.subClassOf, RDFS.subPropertyOf, SKOS.closeMatch)
LISTED = (ns.DCAT, DCTERMS, ns.FOAF, ns.GEO, ns.ORG, PROV, ns.SDO, SKOS, ns.TIME)
"""Vocabularies whose terms rdflib lists."""

SEM = "http://semanticweb.cs.vu.nl/2009/11/sem/"
OA = "http://www.w3.org/ns/oa#"
NP = "http://www.nanopub.org/nschema#"
CCO = "https://www.commoncoreontologies.org/ont0000"
OTHER_CLASSES = {
    *(SEM + name for name in ("Actor", "Event", "Place", "Time", "View")),
    OA + "SpecificResource",
}
OTHER_PROPERTIES = {
    *(SEM + name for name in ("accordingTo", "hasActor", "hasPlace", "hasTime", "subEventOf")),
    *(SEM + name for name in ("hasEarliestBeginTimeStamp", "hasLatestEndTimeStamp")),
    *(OA + name for name in ("hasSource", "exact", "start", "end")),
    NP + "hasAssertion",
    CCO + "1808",
}
"""Terms of the vocabularies that rdflib does not list, from their specifications; CCO classes are numbers."""

PINNED = {
    "sem": ("sem/sem.rdf", "xml", SEM),
    "prov": ("w3c-ns/prov-o.ttl", "turtle", str(PROV)),
    "org": ("w3c-ns/org.ttl", "turtle", str(ns.ORG)),
    "oa": ("w3c-ns/oa.ttl", "turtle", OA),
    "cco": ("cco/CommonCoreOntologiesMerged.ttl", "turtle", "https://www.commoncoreontologies.org/"),
}
"""Where the pinned copies lie in the folder that CLAIMGRAPH_VOCABULARIES names."""


def links(graph: Graph) -> list[tuple[URIRef, URIRef, URIRef]]:
    found = [(s, p, o) for p in LINKS for s, o in graph.subject_objects(p)]
    return cast(list[tuple[URIRef, URIRef, URIRef]], sorted(found))


def is_class(graph: Graph, term: URIRef) -> bool:
    return (term, RDF.type, OWL.Class) in graph


@pytest.fixture(params=FILES, ids=lambda path: path.stem)
def alignment(request: pytest.FixtureRequest) -> Graph:
    path: Path = request.param
    return Graph().parse(path, format="turtle")


def test_header(alignment: Graph) -> None:
    (header,) = alignment.subjects(RDF.type, OWL.Ontology)
    version = claimgraph.__version__
    name = str(header).rsplit("/", 1)[-1]
    assert alignment.value(header, OWL.versionInfo) == Literal(version)
    assert str(alignment.value(header, OWL.versionIRI)).endswith(f"/alignments/{version}/{name}")
    for needed in (DCTERMS.title, DCTERMS.description, DCTERMS.source, DCTERMS.license):
        assert alignment.value(header, needed), needed


def test_no_module_imports_an_alignment(ontology: Graph) -> None:
    assert not [target for target in ontology.objects(None, OWL.imports) if "alignments" in str(target)]


def test_terms_exist_on_both_sides(alignment: Graph, ontology: Graph) -> None:
    assert links(alignment)
    declared = set(ontology.subjects(RDF.type, None))
    for own, _, other in links(alignment):
        assert own in declared, own
        namespace = next((names for names in LISTED if str(other).startswith(str(names))), None)
        if namespace is not None:
            assert other in cast(Container[object], namespace), other
        else:
            assert str(other) in OTHER_CLASSES | OTHER_PROPERTIES or str(other).startswith(CCO), other


def test_classes_match_classes(alignment: Graph, ontology: Graph) -> None:
    for own, link, other in links(alignment):
        name = str(other).replace("#", "/").rsplit("/", 1)[-1]
        if str(other).startswith(CCO):
            other_is_class = str(other) not in OTHER_PROPERTIES
        else:
            other_is_class = name[0].isupper()
        assert is_class(ontology, own) is other_is_class, (own, other)
        if link != SKOS.closeMatch:
            assert (link == RDFS.subClassOf) is other_is_class


def test_nothing_else_is_said(alignment: Graph) -> None:
    (header,) = alignment.subjects(RDF.type, OWL.Ontology)
    rest = {(s, p, o) for s, p, o in alignment if s != header} - set(links(alignment))
    assert rest <= {(SKOS.closeMatch, RDF.type, OWL.AnnotationProperty)}


@pytest.mark.parametrize("name", PINNED)
def test_against_pinned_vocabulary(name: str) -> None:
    folder = os.environ.get("CLAIMGRAPH_VOCABULARIES")
    if not folder:
        pytest.skip("set CLAIMGRAPH_VOCABULARIES to a folder with the vocabularies")
    file, form, namespace = PINNED[name]
    vocabulary = Graph().parse(Path(folder) / file, format=form)
    alignment_file = ontology_dir() / "alignments" / f"{name}.ttl"
    for _, _, other in links(Graph().parse(alignment_file, format="turtle")):
        assert str(other).startswith(namespace)
        assert (other, RDF.type, None) in vocabulary, other
        if name == "cco":
            local = other.removeprefix(namespace)
            label = vocabulary.value(other, RDFS.label)
            assert f"cco:{local} .    # {label}\n" in alignment_file.read_text(encoding="utf-8")


def test_prov_alignment_stays_consistent(ontology: Graph) -> None:
    """Claims are activities and documents are entities; PROV-O makes the two disjoint."""
    from owlrl import DeductiveClosure, OWLRL_Semantics

    example = Namespace("https://example.org/")
    graph = Graph().parse(ontology_dir() / "alignments" / "prov.ttl", format="turtle")
    annotations = {RDFS.label, RDFS.isDefinedBy, *ontology.subjects(RDF.type, OWL.AnnotationProperty)}
    for triple in ontology:
        if triple[0] not in annotations and triple[1] not in annotations:
            graph.add(triple)
    graph.add((PROV.Activity, OWL.disjointWith, PROV.Entity))
    for prop, domain, target in (
        (PROV.wasAssociatedWith, PROV.Activity, PROV.Agent),
        (PROV.wasInformedBy, PROV.Activity, PROV.Activity),
        (PROV.wasAttributedTo, PROV.Entity, PROV.Agent),
        (PROV.wasDerivedFrom, PROV.Entity, PROV.Entity),
        (PROV.actedOnBehalfOf, PROV.Agent, PROV.Agent),
    ):
        graph.add((prop, RDFS.domain, domain))
        graph.add((prop, RDFS.range, target))
    for subject, predicate, value in (
        ("claim", "hasClaimant", "speaker"),
        ("claim", "hasContent", "proposition"),
        ("claim", "relays", "other-claim"),
        ("claim", "isReportedIn", "passage"),
        ("claim", "wasExtractedBy", "run"),
        ("proposition", "isSupportedBy", "passage"),
        ("passage", "isPassageOf", "document"),
        ("document", "isPublishedBy", "outlet"),
        ("speaker", "actsFor", "government"),
    ):
        graph.add((example[subject], CG[predicate], example[value]))
    DeductiveClosure(OWLRL_Semantics).expand(graph)
    assert (example.claim, RDF.type, PROV.Activity) in graph
    assert (example.document, RDF.type, PROV.Entity) in graph
    error = URIRef("http://www.daml.org/2002/03/agents/agent-ont#error")
    assert list(graph.objects(None, error)) == []
