"""Every shape has a file that conforms and a file that must fail, and fails for that shape."""

from __future__ import annotations

from collections.abc import Container
from pathlib import Path
from typing import cast

import pytest
from rdflib import RDF, RDFS, Dataset, Graph, Literal, URIRef
from rdflib.namespace import OWL, SH, SKOS

from claimgraph.resources import ontology_dir

CGSH = "https://w3id.org/claimgraph/shape/"
APPLIES_TO = URIRef(CGSH + "appliesTo")
FIXTURES = sorted((ontology_dir() / "fixtures" / "shapes").iterdir())
CLOSED_LISTS = {
    "ClaimShape-stance": "stance",
    "ClaimShape-certainty": "certainty",
    "CasualtyCountShape-type": "casualty-type",
    "CasualtyCountShape-status": "victim-status",
    "MaterielLossCountShape-status": "loss-status",
    "ContradictionShape-grade": "grade",
    "ContradictionShape-reading": "reading",
    "ContradictionShape-rule": "rule",
    "VerdictShape-rating": "verdict-rating",
    "SourceRatingShape-reliability": "reliability",
    "SourceRatingShape-credibility": "credibility",
}
ROWS = ("Read", "Loaded", "Rejected", "Skipped")
FAILS_TOO = {
    **{f"LoadRecordShape-rows{what}": ["LoadRecordShape-balance"] for what in ROWS},
    "QuantityShape-upper": ["QuantityShape-order"],
    "TimeSpanShape-latest": ["TimeSpanShape-order"],
}
"""Where one fault cannot but be another as well."""


def _local(node: object) -> str:
    return str(node).removeprefix(CGSH)


def _node_shape(shapes: Graph, name: str) -> URIRef:
    """The shape that carries the target of a named shape: itself, or the one that has it as property."""
    shape = URIRef(CGSH + name)
    owner = shapes.value(predicate=SH.property, object=shape)
    return owner if isinstance(owner, URIRef) else shape


@pytest.fixture(scope="module")
def hierarchy(ontology: Graph) -> Graph:
    """The class tree alone: all that targets and class checks need."""
    tree = Graph()
    for triple in ontology.triples((None, RDFS.subClassOf, None)):
        tree.add(triple)
    return tree


@pytest.fixture(scope="module")
def by_place(shapes: Graph) -> dict[str, Graph]:
    """The shapes that run on the record, and those that run on content."""
    graphs = {}
    for place, other in (("record", "content"), ("content", "record")):
        graph = Graph() + shapes
        for shape in set(shapes.subjects(APPLIES_TO, Literal(other))):
            if (shape, APPLIES_TO, Literal(place)) not in shapes:
                graph.add((shape, SH.deactivated, Literal(True)))
        graphs[place] = graph
    return graphs


def failing_shapes(path: Path, hierarchy: Graph, by_place: dict[str, Graph]) -> set[str]:
    """The local names of the shapes that a fixture fails, on its record and on each named graph."""
    from pyshacl import validate

    data = Dataset()
    data.parse(path)
    failing: set[str] = set()
    for graph in data.graphs():
        if not len(graph):
            continue
        place = "record" if graph.identifier == data.default_graph.identifier else "content"
        copy = Graph()
        for triple in graph:
            copy.add(triple)
        conforms, report, _ = validate(copy + hierarchy, shacl_graph=by_place[place], advanced=False)
        names = {_local(shape) for shape in report.objects(None, SH.sourceShape)}
        assert conforms is (not names)
        failing |= names
    return failing


@pytest.mark.parametrize("path", FIXTURES, ids=lambda path: path.stem)
def test_fixture(path: Path, hierarchy: Graph, by_place: dict[str, Graph]) -> None:
    failing = failing_shapes(path, hierarchy, by_place)
    if path.stem.endswith("-valid"):
        assert failing == set()
    else:
        name = path.stem.removesuffix("-invalid")
        assert failing == {name, *FAILS_TOO.get(name, ())}


def test_every_shape_has_both_fixtures(shapes: Graph) -> None:
    stems = {path.stem for path in FIXTURES}
    expected = set()
    for shape in shapes.subjects(RDF.type, SH.NodeShape):
        if (shape, SH.property, None) in shapes:
            expected.add(f"{_local(shape)}-valid")
        else:
            expected.add(f"{_local(shape)}-invalid")
            expected.add(f"{_local(shape).split('-')[0]}-valid")
    for shape in shapes.subjects(RDF.type, SH.PropertyShape):
        expected.add(f"{_local(shape)}-invalid")
        expected.add(f"{_local(_node_shape(shapes, _local(shape)))}-valid")
    assert stems == expected


def test_every_shape_says_what_to_do(shapes: Graph) -> None:
    missing: list[tuple[str, str]] = []
    for kind in (SH.NodeShape, SH.PropertyShape):
        for shape in shapes.subjects(RDF.type, kind):
            assert isinstance(shape, URIRef)
            missing += [
                (_local(shape), str(needed))
                for needed in (SH.name, SH.message, SH.severity)
                if len(list(shapes.objects(shape, needed))) != 1
            ]
            message = str(shapes.value(shape, SH.message))
            if ":" not in message or not message.endswith("."):
                missing.append((_local(shape), message))
    assert missing == []


def test_every_target_says_where_it_runs(shapes: Graph) -> None:
    targets = set(shapes.subjects(SH.targetClass, None)) | set(shapes.subjects(SH.targetSubjectsOf, None))
    for shape in targets:
        assert set(map(str, shapes.objects(shape, APPLIES_TO))) <= {"record", "content"}
        assert (shape, APPLIES_TO, None) in shapes
    assert targets == set(shapes.subjects(APPLIES_TO, None))


def test_terms_of_shacl_exist(shapes: Graph) -> None:
    known = cast(Container[object], SH)
    used = {term for triple in shapes for term in triple if str(term).startswith(str(SH))}
    assert {term for term in used if term not in known} == set()
    assert URIRef(f"{SH}dataType") not in known


def test_terms_are_declared(shapes: Graph, ontology: Graph, codes: Graph) -> None:
    declared = set(ontology.subjects(RDF.type, None)) | set(codes.subjects(RDF.type, None))
    for term in {term for triple in shapes for term in triple if isinstance(term, URIRef)}:
        if str(term).startswith(("https://w3id.org/claimgraph/ns#", "https://w3id.org/claimgraph/code/")):
            assert term in declared, term


@pytest.mark.parametrize(("shape", "scheme"), CLOSED_LISTS.items())
def test_closed_list_equals_code_list(shape: str, scheme: str, shapes: Graph, codes: Graph) -> None:
    head = shapes.value(URIRef(CGSH + shape), SH["in"])
    assert head is not None
    allowed = set(shapes.items(head))
    members = set(codes.subjects(SKOS.inScheme, URIRef(f"https://w3id.org/claimgraph/code/scheme/{scheme}")))
    assert allowed == members


def test_no_shape_is_a_class(shapes: Graph) -> None:
    assert (None, RDF.type, OWL.Class) not in shapes
