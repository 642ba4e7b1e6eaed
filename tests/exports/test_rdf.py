"""Reports as RDF files: nothing lost, nothing fetched, the same bytes each time."""

from __future__ import annotations

import json
from types import ModuleType

import pyoxigraph as ox
import pytest
from hypothesis import given
from hypothesis import strategies as st

from claimgraph import nquads
from claimgraph.errors import UsageError
from claimgraph.exports import EXPORTS, find
from claimgraph.exports.rdf import prefixes, serialise
from claimgraph.vocabulary import DATA, RDF, XSD
from claimgraph.writer import Writer

FORMATS = {"nq": ox.RdfFormat.N_QUADS, "trig": ox.RdfFormat.TRIG, "jsonld": ox.RdfFormat.JSON_LD}


def data(sample: ModuleType) -> bytes:
    return "".join(Writer().report(sample.report())).encode("utf-8")


def quads(text: str | bytes, name: str) -> set[ox.Quad]:
    return set(ox.parse(text.encode() if isinstance(text, str) else text, FORMATS[name]))


@pytest.mark.parametrize("name", FORMATS)
def test_nothing_is_lost(sample: ModuleType, name: str) -> None:
    text = "".join(find(name).write([sample.report()], DATA))
    assert quads(text, name) == quads(data(sample), "nq")
    assert find(name).losses([sample.report()]) == []


@pytest.mark.parametrize("name", ["trig", "jsonld"])
def test_rdflib_reads_the_same(sample: ModuleType, name: str) -> None:
    import rdflib
    from rdflib.compare import to_isomorphic

    text = "".join(find(name).write([sample.report()], DATA))
    ours, theirs = rdflib.Dataset(), rdflib.Dataset()
    ours.parse(data=text, format={"trig": "trig", "jsonld": "json-ld"}[name])
    theirs.parse(data=data(sample).decode(), format="nquads")
    names = {str(graph.identifier) for graph in theirs.graphs() if len(graph)}
    assert names == {str(graph.identifier) for graph in ours.graphs() if len(graph)}
    for graph in names:
        node = rdflib.URIRef(graph)
        assert to_isomorphic(ours.graph(node)) == to_isomorphic(theirs.graph(node))


@pytest.mark.parametrize("name", FORMATS)
def test_the_same_bytes_each_time(sample: ModuleType, name: str) -> None:
    reports = [sample.report(), sample.report(headline="Another")]
    first = "".join(find(name).write(reports, DATA))
    assert {"".join(find(name).write(reports[::-1], DATA)) for _ in range(5)} == {first}


def test_trig_has_prefixes_and_a_block_for_each_proposition(sample: ModuleType) -> None:
    lines = "".join(find("trig").write([sample.report()], DATA)).splitlines()
    heads = [line for line in lines if line.startswith("@prefix")]
    assert heads == sorted(heads)
    assert "@prefix cg: <https://w3id.org/claimgraph/ns#> ." in heads
    assert lines.count("}") == 4
    assert sum(line.startswith("proposition:") and line.endswith("{") for line in lines) == 4
    assert not [line for line in lines if "<https://w3id.org" in line and not line.startswith("@prefix")]


def test_json_ld_needs_nothing_from_the_web(sample: ModuleType) -> None:
    document = json.loads("".join(find("jsonld").write([sample.report()], DATA)))
    assert isinstance(document["@context"], dict)
    assert set(prefixes()) <= set(document["@context"])
    assert document["@context"]["cg:hasClaimant"] == {"@type": "@id"}
    graphs = [node for node in document["@graph"] if "@graph" in node]
    assert len(graphs) == 4
    assert all(node["@id"].startswith("proposition:") for node in graphs)


def test_prefixes_follow_the_base(sample: ModuleType) -> None:
    text = "".join(find("trig").write([sample.report()], "https://example.org/x/"))
    assert "@prefix claim: <https://example.org/x/claim/> ." in text


TEXT = st.text(st.characters(exclude_categories=["Cs"]), max_size=20)
TERMS = st.one_of(
    TEXT.map(nquads.literal),
    TEXT.map(lambda text: nquads.literal(text, language="uk")),
    st.integers(-(10**30), 10**30).map(nquads.integer),
    st.booleans().map(nquads.boolean),
    TEXT.map(lambda text: f"{nquads.literal(text)}^^<{XSD}anyURI>"),
    TEXT.map(lambda text: nquads.iri(f"{DATA}entity/{text}")),
    TEXT.map(lambda text: nquads.iri(f"{RDF}{text}")),
    TEXT.map(lambda text: nquads.iri(f"urn:x:{text}")),
)
SUBJECTS = st.sampled_from(["claim/a", "report/r#char=1,2", "entity//x", "time/2022-04", "entity/"]).map(
    lambda end: nquads.iri(DATA + end)
)
PREDICATES = st.sampled_from([f"<{RDF}type>", "<https://w3id.org/claimgraph/ns#isAbout>", "<urn:p>"])
GRAPHS = st.sampled_from(["", f"<{DATA}proposition/1>", "<urn:g>"])
QUADS = st.lists(st.builds(nquads.quad, SUBJECTS, PREDICATES, TERMS, GRAPHS), max_size=8)


@pytest.mark.parametrize("name", FORMATS)
@given(QUADS)
def test_any_quads_come_back(name: str, lines: list[str]) -> None:
    lines = [line for line in lines if not (f"<{RDF}type>" in line and '"' in line)]
    text = "".join(sorted(set(lines))).encode("utf-8")
    assert quads("".join(serialise(text, name)), name) == quads(text, "nq")


def test_formats_by_name_and_ending() -> None:
    for export in EXPORTS:
        assert find(export.name) is export
        for ending in export.endings:
            assert find(ending.upper()) is export
    with pytest.raises(UsageError, match=r"tells no format; use one of \.trig"):
        find(".docx")
