"""Colours and places of nodes and edges, so that a file looks right on opening.

Colours are those of Okabe and Ito (2008), which people with any colour vision tell apart, by the type of
the node: never a flag, never red against green for a stance. Places come from ForceAtlas2 for graphs that it
can lay out in about a second; larger graphs get one spiral of nodes for each type, and the program that opens
them refines it.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Iterator, Sequence
from functools import cache
from itertools import count
from typing import TYPE_CHECKING, Any

from claimgraph.exports.graph import Graph, Node

if TYPE_CHECKING:
    import numpy as np

    Array = np.ndarray[Any, np.dtype[np.float64]]

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
    "corroborates": (204, 121, 167),
    "copies": (60, 60, 60),
}
_PLAIN: Rgb = (165, 165, 165)
_GOLDEN_ANGLE = math.pi * (3 - math.sqrt(5))
_SPACING = 22.0
_ROUNDS, _REPULSION, _GRAVITY = 200, 60.0, 4.0
_LETTER, _LINE = 6.4, 16.0
"""Width of a letter and height of a line of a label, in units of the drawing, at Gephi's 12 points."""


def node_colour(type_: str) -> Rgb:
    """The colour of a type of nodes.

    >>> node_colour("claim")
    (230, 159, 0)
    """
    return _COLOURS.get(type_, _OTHER)


@cache
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
    """Places by node id: ForceAtlas2 (Jacomy and others 2014) by networkx, from the grouped layout on.

    Then the picture is scaled to the room that the labels need, and nodes move apart until no label covers
    another one.
    """
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
        max_iter=_ROUNDS,
        scaling_ratio=_REPULSION,
        gravity=_GRAVITY,
        node_size={node.id: node.size for node in nodes},
        seed=1,
    )
    places = apart(np.array([found[node.id] for node in nodes], dtype=float), _boxes(nodes))
    return {
        node.id: (round(float(x), 1), round(float(y), 1)) for node, (x, y) in zip(nodes, places, strict=True)
    }


def _boxes(nodes: Sequence[Node]) -> Array:
    """Width and height that each node needs with its label."""
    import numpy as np

    return np.array(
        [(max(node.size, _LETTER * len(node.label)), max(node.size, _LINE) + 4.0) for node in nodes]
    )


def apart(places: Array, boxes: Array, rounds: int = 300) -> Array:
    """Centres of boxes moved until no two boxes overlap, or for so many rounds.

    Each pair that overlaps moves apart along the way that is shorter. Both arrays have two columns.

    >>> import numpy as np
    >>> moved = apart(np.array([[0.0, 0.0], [0.0, 1.0]]), np.array([[30.0, 10.0], [30.0, 10.0]]))
    >>> moved.round(1).tolist()
    [[0.0, -4.5], [0.0, 5.5]]
    """
    import numpy as np

    room = 6.0 * float(boxes.prod(axis=1).sum())
    extent = np.ptp(places, axis=0)
    if extent.prod() > 0 and len(places) > 2:
        places = (places - places.mean(axis=0)) * np.sqrt(room / extent.prod())
    needed = (boxes[:, None] + boxes[None]) / 2
    upper = np.triu(np.ones((len(places), len(places)), dtype=bool), 1)
    for _ in range(rounds):
        apart_by = places[:, None] - places[None]
        overlap = needed - np.abs(apart_by)
        hit = (overlap > 0.01).all(axis=2) & upper
        if not hit.any():
            break
        vertical = overlap[..., 1] <= overlap[..., 0]
        step = np.zeros_like(apart_by)
        direction = np.where(apart_by < 0, -1.0, 1.0)
        step[..., 0] = np.where(hit & ~vertical, overlap[..., 0] * direction[..., 0], 0) / 2
        step[..., 1] = np.where(hit & vertical, overlap[..., 1] * direction[..., 1], 0) / 2
        places = places + (step.sum(axis=1) - step.sum(axis=0)) * 0.9
    return places
