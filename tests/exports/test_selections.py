"""What the filters let through, what the views hold of a known report, where things stand in a drawing."""

from __future__ import annotations

from datetime import date
from types import ModuleType
from typing import Any

import numpy as np
import pytest

from claimgraph.errors import UsageError
from claimgraph.exports import Filters, LossReport, named, prepare
from claimgraph.exports.filters import claims
from claimgraph.exports.graph import SIZE, Edge, Graph
from claimgraph.exports.looks import apart, placed
from claimgraph.exports.spool import Sorter
from claimgraph.exports.store_formats import Selected
from claimgraph.exports.views.common import size
from claimgraph.graphs import to_networkx
from claimgraph.loading import Loader
from claimgraph.model import Claim, Entity, Stance
from claimgraph.reasoning.engine import refresh
from claimgraph.store import EmbeddedStore
from claimgraph.writer import Writer

SIDE = "https://w3id.org/claimgraph/data/entity/test-side"
TYPE = "<http://www.w3.org/1999/02/22-rdf-syntax-ns#type>"
EXTRA = (
    f"<{SIDE}> {TYPE} <https://w3id.org/claimgraph/ns#Belligerent> .\n"
    f'<{SIDE}> <http://www.w3.org/2000/01/rdf-schema#label> "Test side"@en .\n'
)


@pytest.fixture
def store(sample: ModuleType) -> EmbeddedStore:
    """The sample report of 15 April, and one of 20 April in which somebody of a side denies the sinking."""
    opened = EmbeddedStore.in_memory()
    loader = Loader(opened)
    loader.load(sample.report())
    general = Entity("General Test", "Person", acts_for=iri_of(sample.RUSSIA), side=SIDE)
    sinking = sample.claims()[0].proposition
    passage = sample.passage("The cruiser sank on Thursday.")
    claim = Claim("c1", general, Stance.DENIES, sample.claims()[0].certainty, sinking, passage, passage.text)
    loader.load(with_claims(sample, (claim,)))
    opened.load(EXTRA.encode())
    return opened


def iri_of(entity: Entity) -> str:
    return Writer().minter.entity(entity)


def with_claims(sample: ModuleType, made: tuple[Claim, ...]) -> Any:
    from dataclasses import replace

    later = sample.report(headline="Denial", day=date(2022, 4, 20))
    return replace(later, claims=made, mentions=())


@pytest.mark.parametrize(
    ("given", "number"),
    [
        ({}, 5),
        ({"about": ["Moskva"]}, 4),
        ({"about": ["Odesa"]}, 1),
        ({"about": ["Odesa"], "hops": 2}, 3),
        ({"about": ["Odesa"], "hops": 3}, 5),
        ({"about": ["Odesa", "Government of Testland"]}, 2),
        ({"side": ["Test side"]}, 1),
        ({"side": ["General Test"]}, 1),
        ({"perspective": ["General Test"]}, 1),
        ({"perspective": ["Government of Testland"]}, 2),
        ({"perspective": ["Test side"]}, 1),
        ({"perspective": ["Harbour Wire"]}, 5),
        ({"perspective": ["Harbour Wire"], "side": ["Test side"]}, 1),
        ({"perspective": ["Government of Elsewhere"], "about": ["Odesa"]}, 0),
        ({"since": "2022-04-16"}, 1),
        ({"until": "2022-04-15"}, 4),
        ({"since": "2022-04-15", "until": "2022-04-20"}, 5),
        ({"since": date(2022, 4, 21)}, 0),
    ],
)
def test_filters(store: EmbeddedStore, given: dict[str, Any], number: int) -> None:
    assert len(list(claims(store, named(store, **given)))) == number


def test_bad_calls(store: EmbeddedStore) -> None:
    for name, view, layout in (("gif", "claims", "auto"), ("gexf", "clams", "auto"), ("gexf", "claims", "x")):
        with pytest.raises(UsageError):
            prepare(store, name, view, Filters(), layout=layout)
    with pytest.raises(UsageError, match="no claim fits"):
        prepare(store, "gexf", "claims", Filters(since=date(2030, 1, 1)))


def edges(store: EmbeddedStore, view: str) -> set[tuple[str, str, str]]:
    """Edges by the labels of their ends."""
    graph = to_networkx(store, view)
    return {(graph.nodes[u]["label"], kind, graph.nodes[v]["label"]) for u, v, kind in graph.edges(keys=True)}


def test_claims_view(store: EmbeddedStore) -> None:
    found = edges(store, "claims")
    assert ("Government of Testland", "says", "denies: missile strike on Moskva with Neptune") in found
    assert ("General Test", "says", "denies: sinking of Moskva 2022-04-14") in found
    assert ("General Test", "acts for", "Government of Testland") in found
    assert ("sinking of Moskva 2022-04-14", "about", "Moskva") in found
    assert ("denies: missile strike on Moskva with Neptune", "about", "Odesa") in found
    assert ("Cruiser lost", "published by", "Harbour Wire") in found


def test_findings_are_edges(store: EmbeddedStore) -> None:
    before = Selected(store, Filters(), "claims").graph(LossReport("test", "claims"))
    assert any("contradictions: not found" in note for note in before.notes)
    refresh(store)
    graph = Selected(store, Filters(), "claims").graph(LossReport("test", "claims"))
    assert not graph.notes
    found = [edge for edge in graph.edges() if edge.kind == "contradicts"]
    assert found
    columns = [column.name for column in graph.edge_columns]
    for edge in found:
        cells = dict(zip(columns, edge.values, strict=True))
        assert cells["grade"] in {"firm", "possible"}
        assert cells["rule"]
        assert cells["why"]
    assert ("General Test", "contradicts", "Harbour Wire") in edges(store, "actors") | {
        (target, kind, source) for source, kind, target in edges(store, "actors")
    }


def test_sources_view(store: EmbeddedStore) -> None:
    found = edges(store, "sources")
    assert ("Harbour Wire", "quotes", "Government of Elsewhere") in found
    assert ("Harbour Wire", "narrates", "Harbour Wire") in found
    assert ("Harbour Wire", "relays", "Government of Testland") in found


def test_copies(store: EmbeddedStore, sample: ModuleType) -> None:
    from dataclasses import replace

    rival = replace(sample.report(day=date(2022, 4, 17)), outlet=Entity("Rival Post", "MediaOutlet"))
    Loader(store).load(rival)
    assert ("Rival Post", "copies", "Harbour Wire") in edges(store, "sources")
    assert ("Harbour Wire", "copies", "Rival Post") not in edges(store, "sources")


def test_events_view(store: EmbeddedStore) -> None:
    graph = to_networkx(store, "events")
    labels = {data["label"]: node for node, data in graph.nodes(data=True)}
    affects = graph.edges[labels["Sinking: moskva"], labels["Moskva"], "affects"]
    assert (affects["claims"], affects["asserting"], affects["denying"]) == (3, 2, 1)
    assert affects["claimants"] == "General Test; Government of Elsewhere; Harbour Wire"
    assert any(kind == "caused by" for _, kind, _ in edges(store, "events"))


def test_links_out_of_the_selection_are_counted(store: EmbeddedStore) -> None:
    report = LossReport("test", "claims")
    selected = Selected(store, Filters(), "claims")
    wire, own = iri_of(Entity("Harbour Wire", "MediaOutlet")), Sorter()
    for claim in selected.reader.read(selected.iris):
        if claim.claimant.iri == wire:  # not what others say in its reports
            own.append((claim.iri,))
    selected.iris = own
    selected.graph(report)
    assert "1 links to claims outside the selection" in report.lost


def test_incomplete_claims_are_counted(store: EmbeddedStore, sample: ModuleType) -> None:
    store.load(
        b"<https://e.org/c> <http://www.w3.org/1999/02/22-rdf-syntax-ns#type> "
        b"<https://w3id.org/claimgraph/ns#Claim> .\n"
    )
    report = LossReport("test", "claims")
    Selected(store, Filters(), "claims").graph(report)
    assert "1 claims that lack claimant, stance, content or passage" in report.lost


@pytest.mark.parametrize("layout", ["force", "grouped"])
def test_places(store: EmbeddedStore, layout: str) -> None:
    graph = Selected(store, Filters(), "claims").graph(LossReport("test", "claims"))
    first, second = ([placed(graph, layout)(node) for node in graph.nodes()] for _ in range(2))
    place = placed(graph, layout)
    spots = [place(node) for node in graph.nodes()]
    assert len(set(spots)) == graph.node_count
    assert first == second


def test_labels_do_not_cover_each_other() -> None:
    rng = np.random.default_rng(1)
    boxes = np.column_stack([rng.uniform(20, 200, 60), rng.uniform(16, 40, 60)])
    moved = apart(rng.normal(0, 10, (60, 2)), boxes, 2000)
    overlap = (boxes[:, None] + boxes[None]) / 2 - np.abs(moved[:, None] - moved[None])
    covered = (overlap > 1.0).all(axis=2) & ~np.eye(60, dtype=bool)
    assert not covered.any()


def test_sizes_begin_with_gephis_default() -> None:
    assert size(1) == SIZE


def test_doubled_edges_are_numbered() -> None:
    graph = Graph("test", (), ())
    graph.add_edges([Edge("a", "b", "k", "", ())] * 3 + [Edge("b", "a", "k", "", ())])
    assert [edge.kind for edge in graph.edges()] == ["k", "k 2", "k 3", "k"]


def test_nothing_said() -> None:
    with pytest.raises(UsageError):
        to_networkx(EmbeddedStore.in_memory())
