"""A source that a report does not tell is not the one that another report does not tell."""

from __future__ import annotations

from datetime import date

import networkx as nx
import pytest

from claimgraph.graphs import to_networkx
from claimgraph.loading import Loader
from claimgraph.model import Certainty, Claim, Entity, Event, Passage, Proposition, Report, Role, Stance
from claimgraph.store import EmbeddedStore

DAM = Entity("Upper Dam", "Dam")
BREACH = Proposition(Event("Damage", ("Damage", DAM.key), (Role("affects", DAM),)))
WORDS = "the dam was reportedly breached"


def report(day: int, outlet: str) -> Report:
    passage = Passage(0, len(WORDS), WORDS)
    who = Entity("Unspecified", "UnnamedSource")
    told = Claim("c1", who, Stance.ASSERTS, Certainty.POSSIBLE, BREACH, passage, WORDS)
    return Report(WORDS, f"{day:064x}", Entity(outlet, "MediaOutlet"), date(2030, 1, day), "", claims=(told,))


@pytest.fixture(scope="module")
def store() -> EmbeddedStore:
    made = EmbeddedStore.in_memory()
    Loader(made).load_all([report(1, "Early Wire"), report(2, "Late Post")])
    return made


@pytest.mark.parametrize("view", ["claims", "actors", "sources", "events"])
def test_each_report_has_a_node_of_its_own(store: EmbeddedStore, view: str) -> None:
    graph = to_networkx(store, view)
    found = {node: data for node, data in graph.nodes(data=True) if data["type"] == "speaker"}
    assert sorted(data["label"] for data in found.values()) == [
        "Unspecified (Early Wire 2030-01-01)",
        "Unspecified (Late Post 2030-01-02)",
    ]
    assert len({data["iri"] for data in found.values()}) == 1
    assert all(graph.degree(node) for node in found) or view == "actors"


def test_no_source_joins_two_outlets(store: EmbeddedStore) -> None:
    parts = nx.number_weakly_connected_components(to_networkx(store, "sources"))
    assert parts == 2
