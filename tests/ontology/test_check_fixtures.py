"""Each fixture for a check of `validate` comes in a pair, and the bad one has the fault that it announces."""

from __future__ import annotations

from pathlib import Path

import pyoxigraph
import pytest
from rdflib import RDF, Dataset, Graph, Literal, Namespace, URIRef
from rdflib.namespace import OWL

from claimgraph.resources import ontology_dir

CG = Namespace("https://w3id.org/claimgraph/ns#")
FOLDER = ontology_dir() / "fixtures" / "checks"
DATA = sorted(path for path in FOLDER.iterdir() if path.suffix != ".txt")
CHECKS = sorted({path.stem.rsplit("-", 1)[0] for path in DATA})


def fixture(check: str, verdict: str) -> Path:
    (path,) = (path for path in DATA if path.stem == f"{check}-{verdict}")
    return path


def dataset(check: str, verdict: str) -> Dataset:
    data = Dataset()
    data.parse(fixture(check, verdict))
    return data


def wrong_quotes(data: Dataset) -> list[str]:
    """The passages of a file whose words do not stand where they should in the text beside it."""
    record = data.default_graph
    (name,) = record.objects(None, CG.sourceFile)
    text = (FOLDER / str(name)).read_text(encoding="utf-8")
    wrong = []
    for passage, words in record.subject_objects(CG.exactText):
        start, end = record.value(passage, CG.startOffset), record.value(passage, CG.endOffset)
        assert isinstance(start, Literal)
        assert isinstance(end, Literal)
        if text[int(start) : int(end)] != str(words):
            wrong.append(str(words))
    return wrong


@pytest.mark.parametrize("check", CHECKS)
def test_a_pair_for_each_check(check: str) -> None:
    good, bad = fixture(check, "valid").read_text(), fixture(check, "invalid").read_text()
    assert good.startswith("# ")
    assert bad.startswith("# ")
    assert good.splitlines()[1:] != bad.splitlines()[1:]


@pytest.mark.parametrize("check", sorted({*CHECKS} - {"syntax"}))
@pytest.mark.parametrize("verdict", ["valid", "invalid"])
def test_all_others_parse(check: str, verdict: str) -> None:
    assert list(pyoxigraph.parse(path=str(fixture(check, verdict))))


def test_syntax() -> None:
    assert list(pyoxigraph.parse(path=str(fixture("syntax", "valid"))))
    with pytest.raises(SyntaxError):
        list(pyoxigraph.parse(path=str(fixture("syntax", "invalid"))))


def test_quotes() -> None:
    assert wrong_quotes(dataset("quote-mismatch", "valid")) == []
    assert wrong_quotes(dataset("quote-mismatch", "invalid")) == ["Port Eda"]


def test_unknown_terms(ontology: Graph, codes: Graph) -> None:
    declared = {*ontology.subjects(RDF.type, None), *codes.subjects(RDF.type, None)}

    def unknown(check: str, verdict: str) -> set[str]:
        nodes = {node for quad in dataset(check, verdict).quads() for node in quad[:3]}
        ours = {node for node in nodes if str(node).startswith(("https://w3id.org/claimgraph/ns#", CODE))}
        return {str(node).rsplit("/", 1)[-1] for node in ours - declared}

    assert unknown("unknown-term", "valid") == unknown("unknown-code", "valid") == set()
    assert unknown("unknown-term", "invalid") == {"ns#hasClaimnt"}
    assert unknown("unknown-code", "invalid") == {"assert"}


CODE = "https://w3id.org/claimgraph/code/"


def test_graphs_and_propositions() -> None:
    def faults(check: str, verdict: str) -> tuple[int, int, int]:
        data = dataset(check, verdict)
        record = data.default_graph
        graphs = {graph.identifier for graph in data.graphs() if graph.identifier != record.identifier}
        propositions = set(record.subjects(RDF.type, CG.Proposition))
        supported = set(record.subjects(CG.isSupportedBy, None))
        return len(propositions - graphs), len(graphs - propositions), len(propositions - supported)

    for check in ("proposition-without-passage", "proposition-without-graph", "graph-without-proposition"):
        assert faults(check, "valid") == (0, 0, 0)
    assert faults("proposition-without-graph", "invalid") == (1, 0, 0)
    assert faults("graph-without-proposition", "invalid") == (0, 1, 0)
    assert faults("proposition-without-passage", "invalid") == (0, 0, 1)


def test_lists_links_and_chains() -> None:
    members = [
        len(list(dataset("list-malformed", verdict).default_graph.objects(None, OWL.members)))
        for verdict in ("valid", "invalid")
    ]
    assert members == [1, 2]
    same = [(None, OWL.sameAs, None) in dataset("same-as", verdict) for verdict in ("valid", "invalid")]
    assert same == [False, True]
    cycle = dataset("relays-cycle", "invalid").default_graph
    claim = URIRef("https://w3id.org/claimgraph/data/claim/1")
    assert claim in cycle.transitive_objects(cycle.value(claim, CG.relays), CG.relays)
