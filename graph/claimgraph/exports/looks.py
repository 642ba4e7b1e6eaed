"""Colours and places of nodes and edges, so that a file looks right on opening.

Colours are those of Okabe and Ito (2008), which people with any colour vision tell apart, by the type of
the node: never a flag, never red against green for a stance. Places come from ForceAtlas2 for graphs that it
can lay out in a few seconds; larger graphs get one spiral of nodes for each type, and the program that opens
them refines it.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Iterator, Sequence
from functools import cache
from itertools import count
from typing import TYPE_CHECKING, Any

from claimgraph.exports.graph import Graph, Node, plain_kind

if TYPE_CHECKING:
    import networkx as nx
    import numpy as np

    Array = np.ndarray[Any, np.dtype[np.float64]]

FORCED = 400
"""The most nodes that `auto` lays out by ForceAtlas2 (which takes up to three seconds then)."""
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
_GROUPS: tuple[Rgb, ...] = (
    (230, 159, 0),
    (86, 180, 233),
    (0, 158, 115),
    (240, 228, 66),
    (0, 114, 178),
    (213, 94, 0),
    (204, 121, 167),
)
GROUPS = len(_GROUPS)
"""So many groups have a colour of their own."""
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
_PAIR = 60.0
"""Distance of two nodes that nothing else is joined to."""
_TOUCH = 0.01
"""Boxes that share less than this do not overlap."""
_FEW = 10
"""Parts of so many nodes or fewer are drawn upright."""
_MARGIN = 22.0
"""Room around each connected part."""
_SHAPE = 1.4
"""How much wider than high a drawing of many parts is."""
LETTER, LINE = 6.4, 16.0
"""Width of a letter and height of a line of a label, in units of the drawing, at Gephi's 12 points."""


def node_colour(type_: str) -> Rgb:
    """The colour of a type of nodes.

    >>> node_colour("claim")
    (230, 159, 0)
    """
    return _COLOURS.get(type_, _OTHER)


def group_colour(number: int) -> Rgb:
    """The colour of a group of nodes by its number from 1 on; those without one of their own are grey.

    >>> group_colour(1), group_colour(GROUPS + 1)
    ((230, 159, 0), (128, 128, 128))
    """
    return _GROUPS[number - 1] if number <= GROUPS else _OTHER


@cache
def edge_colour(kind: str) -> Rgb:
    """The colour of a kind of edges: those between claims stand out, the rest is grey.

    >>> edge_colour("contradicts 2") == edge_colour("contradicts")
    True
    """
    return _EDGES.get(plain_kind(kind), _PLAIN)


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

    Each connected part is laid out by itself, scaled to the room that its labels need, and its nodes move
    apart until no label covers another one; then the parts are put side by side, so that those which nothing
    joins are no further apart than others.
    """
    import networkx as nx
    import numpy as np

    start = grouped(graph)
    nodes = {node.id: node for node in graph.nodes()}
    pos = {one: np.array(start(node)) for one, node in nodes.items()}
    plain: nx.Graph[str] = nx.Graph()
    plain.add_nodes_from(nodes)
    plain.add_edges_from((edge.source, edge.target) for edge in graph.edges())
    order = {one: number for number, one in enumerate(nodes)}
    parts = [sorted(part, key=order.__getitem__) for part in nx.connected_components(plain)]
    boxes = [_boxes([nodes[one] for one in part]) for part in parts]
    drawn = [
        apart(turned(_attracted(plain.subgraph(part), pos)), box)
        for part, box in zip(parts, boxes, strict=True)
    ]
    return {
        one: (round(float(x), 1), round(float(y), 1))
        for part, places in zip(parts, packed(drawn, boxes), strict=True)
        for one, (x, y) in zip(part, places, strict=True)
    }


def _attracted(part: nx.Graph[str], pos: dict[str, Array]) -> Array:
    """Places of a connected part in the order of `pos`.

    Without `node_size`: with it networkx pushes nodes apart at any distance, and edges hardly pull.
    """
    import networkx as nx
    import numpy as np

    wanted = {one: place for one, place in pos.items() if one in part}
    if len(wanted) == 1:
        return np.zeros((1, 2))
    if len(wanted) == 2:
        return np.array([[0.0, _PAIR], [0.0, 0.0]])
    ordered: nx.Graph[str] = nx.Graph()
    ordered.add_nodes_from(wanted)
    ordered.add_edges_from(sorted(part.edges()))
    found = nx.forceatlas2_layout(
        ordered, pos=wanted, max_iter=_ROUNDS, scaling_ratio=_REPULSION, gravity=_GRAVITY, seed=1
    )
    return np.array([found[one] for one in wanted], dtype=float)


def turned(places: Array) -> Array:
    """Places turned about their middle: the longest way of a few nodes upright, since their labels lie, and
    that of many along the paper.

    >>> import numpy as np
    >>> turned(np.array([[0.0, 0.0], [1.0, 0.0], [2.0, 0.0]])).round(1).tolist()
    [[0.0, -1.0], [0.0, 0.0], [0.0, 1.0]]
    """
    import numpy as np

    middle: Array = places - places.mean(axis=0)
    _, _, axes = np.linalg.svd(middle, full_matrices=False)
    if len(axes) < 2:
        return middle
    axes = axes * np.where(axes[:, :1] < 0, -1.0, 1.0)  # the sign that a decomposition gives is arbitrary
    ordered = axes[::-1] if len(places) <= _FEW else axes
    found: Array = middle @ ordered.T + 0.0  # no minus zero
    return found


def packed(parts: Sequence[Array], boxes: Sequence[Array]) -> list[Array]:
    """The parts of a drawing moved side by side in rows, the tallest first, none covering another.

    Each part is an array of centres, with the boxes around them.

    >>> import numpy as np
    >>> boxes = [np.array([[width, 20.0]]) for width in (200.0, 40.0, 40.0)]
    >>> [part.tolist() for part in packed([np.array([[900.0, 7.0]])] * 3, boxes)]
    [[[122.0, -32.0]], [[42.0, -96.0]], [[126.0, -96.0]]]
    """
    corners = [
        ((part - box / 2).min(axis=0) - _MARGIN, (part + box / 2).max(axis=0) + _MARGIN)
        for part, box in zip(parts, boxes, strict=True)
    ]
    sizes = [upper - lower for lower, upper in corners]
    across = max(*(size[0] for size in sizes), math.sqrt(_SHAPE * sum(size.prod() for size in sizes)))
    moved = list(parts)
    x = y = row = 0.0
    for number in sorted(range(len(parts)), key=lambda one: (-sizes[one][1], -sizes[one][0], one)):
        width, height = sizes[number]
        if x and x + width > across:
            x, y, row = 0.0, y - row, 0.0
        lower, upper = corners[number]
        moved[number] = parts[number] + (x - lower[0], y - upper[1])
        x, row = x + width, max(row, height)
    return moved


def _boxes(nodes: Sequence[Node]) -> Array:
    """Width and height that each node needs with its label, be that on the node or below it."""
    import numpy as np

    return np.array([(max(node.size, LETTER * len(node.label)), node.size + LINE + 2.0) for node in nodes])


def apart(places: Array, boxes: Array, rounds: int = 300) -> Array:
    """Centres of boxes moved until no two boxes overlap, or for so many rounds.

    Each pair that overlaps moves apart along the way that is shorter. Both arrays have two columns.

    >>> import numpy as np
    >>> moved = apart(np.array([[0.0, 0.0], [0.0, 1.0]]), np.array([[30.0, 10.0], [30.0, 10.0]]))
    >>> moved.round(1).tolist()
    [[0.0, -4.5], [0.0, 5.5]]
    """
    import numpy as np

    places = places.copy()
    room = min(6.0, 1.0 + len(places) / 4) * float(boxes.prod(axis=1).sum())
    extent = np.ptp(places, axis=0)
    thin = 1 if len(places) <= _FEW else 4
    area = max(extent.prod(), extent.max() ** 2 / thin)  # nodes in a line need no square around it
    if area > 0 and len(places) > 2:
        places = (places - places.mean(axis=0)) * np.sqrt(room / area)
    needed = [np.triu(side[:, None] + side[None], 1) / 2 for side in boxes.T]
    for _ in range(rounds):
        overlaps = [
            room - np.abs(side[:, None] - side[None]) for room, side in zip(needed, places.T, strict=True)
        ]
        first, second = np.nonzero((overlaps[0] > _TOUCH) & (overlaps[1] > _TOUCH))
        if not len(first):
            break
        across, along = (overlap[first, second] for overlap in overlaps)
        moved = np.where(along <= across, (np.zeros_like(across), along), (across, np.zeros_like(along)))
        ways = np.where((places[first] - places[second]).T < 0, -0.45, 0.45) * moved
        for axis, way in enumerate(ways):
            places[:, axis] += np.bincount(first, way, len(places)) - np.bincount(second, way, len(places))
    return places
