"""Measures of graphs that are small enough to count by hand."""

from __future__ import annotations

import networkx as nx

from claimgraph.analysis import centrality


def graph_of(*edges: tuple[str, str, str]) -> nx.MultiDiGraph[str]:
    graph: nx.MultiDiGraph[str] = nx.MultiDiGraph()
    for source, kind, target in edges:
        graph.add_edge(source, target, key=kind, kind=kind, weight=2.0)
    return graph


def test_only_edges_from_one_to_another_lead_in_or_out() -> None:
    """Who acts for whom is nothing said, and what contradicts is contradicted as well."""
    graph = graph_of(
        ("envoy", "speaks about", "rebels"),
        ("envoy", "acts for", "ministry"),
        ("envoy", "contradicts", "rebels"),
        ("rebels", "corroborates", "wire"),
        ("wire", "relays", "envoy"),
        ("wire", "relays 2", "envoy"),
    )
    degrees = {row[0]: row[3:6] for row in centrality(graph)}
    assert degrees == {
        "envoy": (2, 1, 8.0),
        "rebels": (1, 0, 6.0),
        "wire": (0, 2, 6.0),
        "ministry": (0, 0, 0.0),
    }
