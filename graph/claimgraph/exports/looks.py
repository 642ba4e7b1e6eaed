"""Colours and places of nodes and edges, so that a file looks right on opening.

Colours are those of Okabe and Ito (2008), which people with any colour vision tell apart, by the type of
the node: never a flag, never red against green for a stance. Places come from ForceAtlas2 for graphs that it
can lay out in about a second; larger graphs get one spiral of nodes for each type, and the program that opens
them refines it.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Iterator
from itertools import count

from claimgraph.exports.graph import Graph, Node

FORCED = 300
"""The most nodes that `auto` lays out by ForceAtlas2 (networkx needs about a second for 100 rounds)."""
LAYOUTS = ("auto", "force", "grouped", "none")
Rgb = tuple[int, int, int]
Place = tuple[float, float]

_COLOURS: dict[str, Rgb] = {
    "claim": (230, 159, 0),
    "speaker": (0, 114, 178),
    "outlet": (204, 121, 167),
    "proposition": (0, 158, 115),
    "entity": (86, 180, 233),
    "event": (213, 94, 0),
    "report": (128, 128, 128),
}
_OTHER: Rgb = (128, 128, 128)
_EDGES: dict[str, Rgb] = {
    "contradicts": (213, 94, 0),
    "relays": (0, 114, 178),
    "corroborates": (0, 158, 115),
    "copies": (204, 121, 167),
}
_PLAIN: Rgb = (190, 190, 190)
_GOLDEN_ANGLE = math.pi * (3 - math.sqrt(5))
_SPACING = 22.0


def node_colour(type_: str) -> Rgb:
    """The colour of a type of nodes.

    >>> node_colour("claim")
    (230, 159, 0)
    """
    return _COLOURS.get(type_, _OTHER)


def edge_colour(kind: str) -> Rgb:
    """The colour of a kind of edges: those between claims stand out, the rest is grey.

    >>> edge_colour("contradicts 2") == edge_colour("contradicts")
    True
    """
    return _EDGES.get(kind.rstrip("0123456789 "), _PLAIN)


def placed(graph: Graph, layout: str = "auto") -> Callable[[Node], Place | None]:
    """A function that gives each node its place, called once for each node in the graph's order.

    `layout` is `auto`, `force` (ForceAtlas2 whatever the size), `grouped` or `none`.
    """
    if layout == "none" or not graph.node_count:
        return lambda _node: None
    if layout == "force" or (layout == "auto" and graph.node_count <= FORCED):
        places = forced(graph)
        return lambda node: places[node.id]
    return grouped(graph)


def grouped(graph: Graph) -> Callable[[Node], Place]:
    """One sunflower spiral for each type of node, the spirals on a circle around the largest."""
    types = sorted(graph.types, key=lambda name: (-graph.types[name], name))
    radii = {name: _SPACING * math.sqrt(graph.types[name]) for name in types}
    centres: dict[str, Place] = {types[0]: (0.0, 0.0)}
    for number, name in enumerate(types[1:]):
        distance = radii[types[0]] + radii[name] + 4 * _SPACING
        angle = 2 * math.pi * number / max(len(types) - 1, 1)
        centres[name] = (distance * math.cos(angle), distance * math.sin(angle))
    counters: dict[str, Iterator[int]] = {name: count() for name in types}

    def place(node: Node) -> Place:
        number = next(counters[node.type])
        x, y = centres[node.type]
        radius, angle = _SPACING * math.sqrt(number + 0.5), number * _GOLDEN_ANGLE
        return (round(x + radius * math.cos(angle), 1), round(y + radius * math.sin(angle), 1))

    return place


def forced(graph: Graph) -> dict[str, Place]:
    """Places by node id: ForceAtlas2 (Jacomy and others 2014) by networkx, from the grouped layout on."""
    import networkx as nx
    import numpy as np

    nodes = list(graph.nodes())
    start = grouped(graph)
    plain: nx.Graph[str] = nx.Graph()
    plain.add_nodes_from(node.id for node in nodes)
    plain.add_edges_from((edge.source, edge.target) for edge in graph.edges())
    found = nx.forceatlas2_layout(
        plain,
        pos={node.id: np.array(start(node)) for node in nodes},
        max_iter=200,
        scaling_ratio=60.0,
        gravity=1.0,
        node_size={node.id: node.size for node in nodes},
        seed=1,
    )
    return {key: (round(float(x), 1), round(float(y), 1)) for key, (x, y) in found.items()}
