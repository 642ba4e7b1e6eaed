"""A picture of a view's graph: PNG, SVG or PDF by matplotlib, with the colours and places of the exports."""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping
from typing import IO, TYPE_CHECKING, Any

from claimgraph.analysis import MUTUAL
from claimgraph.errors import UsageError
from claimgraph.exports.graph import Edge, Graph, Node, plain_kind
from claimgraph.exports.looks import (
    GROUPS,
    LETTER,
    LINE,
    Place,
    Rgb,
    edge_colour,
    group_colour,
    node_colour,
    placed,
)

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

KINDS = ("png", "svg", "pdf")
_ROWS = 4
"""Parts of the height of a label that are told apart when room is sought for it."""
_UNITS = 95.0
"""Units of the drawing on one inch of paper."""
POINTED = 100
"""Up to so many nodes edges have arrowheads: beyond, these hide more than they tell."""


def draw(
    graph: Graph,
    out: IO[bytes],
    kind: str = "png",
    *,
    title: str = "",
    layout: str = "auto",
    groups: Mapping[str, int] | None = None,
) -> None:
    """Draw a graph: nodes with labels where these have room, edges as lines (with arrowheads up to `POINTED`
    nodes), a legend of types and of kinds that stand out.

    `groups` gives each node, by id, the number of its group from 1 on: then the colours are those of groups.

    Raises:
        UsageError: matplotlib is not installed, or an unknown kind of picture.
    """
    if kind not in KINDS:
        raise UsageError(f"no pictures are made as {kind!r}", hint=f"use one of {', '.join(KINDS)}")
    check_drawing()
    import matplotlib as mpl
    from matplotlib.backends.backend_agg import FigureCanvasAgg
    from matplotlib.figure import Figure

    place = placed(graph, layout)
    nodes = [(node, place(node) or (0.0, 0.0)) for node in graph.nodes()]
    width, height, scale = _paper([spot for _, spot in nodes])
    with mpl.rc_context({"svg.hashsalt": "claimgraph", "font.family": "DejaVu Sans"}):
        figure = Figure(figsize=(width, height), layout="constrained")
        FigureCanvasAgg(figure)
        axes = figure.add_subplot()
        axes.set_axis_off()
        axes.set_aspect("equal")
        axes.set_title(title, fontsize=11)
        colours = {node.id: _colour(node, groups) for node, _ in nodes}
        _edges(axes, list(graph.edges()), {node.id: spot for node, spot in nodes})
        if graph.node_count <= POINTED:
            _heads(axes, graph, {node.id: (node, spot) for node, spot in nodes}, scale)
        _nodes(axes, nodes, colours, scale)
        _legend(figure, graph, groups)
        metadata: dict[str, Any] = {
            "png": {"Software": None},
            "svg": {"Date": None},
            "pdf": {"CreationDate": None},
        }
        figure.savefig(out, format=kind, dpi=110, metadata=metadata[kind])


def check_drawing() -> None:
    """Refuse to draw where matplotlib is not installed, which is optional.

    Raises:
        UsageError: it is not.
    """
    from importlib.util import find_spec

    if not find_spec("matplotlib"):
        raise UsageError("pictures need matplotlib", hint="pip install 'claimgraph[plot]'")


def _paper(spots: list[Place]) -> tuple[float, float, float]:
    """Width and height of the paper in inches, and how many times smaller than wanted the drawing gets."""
    xs, ys = zip(*spots, strict=True)
    width, height = ((max(side) - min(side)) / _UNITS for side in (xs, ys))
    paper = min(max(width, 7.0), 40.0), min(max(height, 5.0), 30.0)
    return *paper, max(1.0, width / paper[0], height / paper[1])


def _edges(axes: Axes, edges: list[Edge], spots: dict[str, Place]) -> None:
    from matplotlib.collections import LineCollection

    plain = edge_colour("")
    ordered = sorted(edges, key=lambda edge: edge_colour(edge.kind) != plain)
    lines = [[spots[edge.source], spots[edge.target]] for edge in ordered]
    colours = [_fraction(edge_colour(edge.kind)) for edge in ordered]
    widths = [0.5 + 0.25 * min(edge.weight, 8.0) for edge in ordered]
    axes.add_collection(LineCollection(lines, colors=colours, linewidths=widths, alpha=0.7, zorder=1))


def _heads(axes: Axes, graph: Graph, nodes: Mapping[str, tuple[Node, Place]], scale: float) -> None:
    """An arrowhead where each edge meets the node that it leads to."""
    for edge in graph.edges():
        if plain_kind(edge.kind) in MUTUAL or edge.source == edge.target:
            continue
        (_, start), (end, target) = nodes[edge.source], nodes[edge.target]
        axes.annotate(
            "",
            xy=target,
            xytext=start,
            zorder=1,
            arrowprops={
                "arrowstyle": "-|>",
                "color": _fraction(edge_colour(edge.kind)),
                "linewidth": 0,
                "mutation_scale": 8,
                "shrinkA": 0,
                "shrinkB": _points(end, scale) / 2,
            },
        )


def _points(node: Node, scale: float) -> float:
    """The diameter of a node on paper."""
    return node.size / scale * 72.0 / _UNITS


def _nodes(
    axes: Axes,
    nodes: list[tuple[Node, Place]],
    colours: Mapping[str, tuple[float, float, float]],
    scale: float,
) -> None:
    from matplotlib.patheffects import withStroke

    areas = [_points(node, scale) ** 2 for node, _ in nodes]
    axes.scatter(
        [spot[0] for _, spot in nodes],
        [spot[1] for _, spot in nodes],
        s=areas,
        c=[colours[node.id] for node, _ in nodes],
        edgecolors="white",
        linewidths=0.5,
        zorder=2,
    )
    halo = [withStroke(linewidth=1.5, foreground="white")]
    for node, spot in _labelled(nodes, scale):
        label = node.label.replace("$", r"\$")
        axes.text(*spot, label, fontsize=7, ha="center", va="top", zorder=3, path_effects=halo)


def _labelled(nodes: list[tuple[Node, Place]], scale: float) -> Iterator[tuple[Node, Place]]:
    """Nodes whose label has room, and the middle of its top: the larger a node, the sooner it gets one."""
    taken: set[tuple[int, int]] = set()
    letter, row = LETTER * scale, LINE * scale / _ROWS
    for node, (x, y) in sorted(nodes, key=lambda pair: -pair[0].size):
        top = y - node.size / 2
        left, low = math.floor(x / letter - len(node.label) / 2), math.floor(top / row)
        columns, rows = range(left, left + max(len(node.label) - 1, 1)), range(low, low + _ROWS)
        cells = {(column, line) for column in columns for line in rows}
        if taken.isdisjoint(cells):
            taken |= cells
            yield node, (x, top)


def _colour(node: Node, groups: Mapping[str, int] | None) -> tuple[float, float, float]:
    return _fraction(group_colour(groups[node.id]) if groups else node_colour(node.type))


def _legend(figure: Figure, graph: Graph, groups: Mapping[str, int] | None) -> None:
    """Below the drawing, so that it covers nothing."""
    from matplotlib.lines import Line2D

    shown = {name: node_colour(name) for name in sorted(graph.types)}
    if groups:
        last = max(groups.values())
        shown = {f"community {number}": group_colour(number) for number in range(1, min(last, GROUPS) + 1)}
        if last > GROUPS:
            shown["smaller ones"] = group_colour(last)
    entries = [
        Line2D([], [], marker="o", linestyle="", color=_fraction(colour), label=name)
        for name, colour in shown.items()
    ]
    entries += [
        Line2D([], [], color=_fraction(edge_colour(name)), label=name)
        for name in sorted(graph.kinds)
        if edge_colour(name) != edge_colour("")
    ]
    figure.legend(handles=entries, loc="outside lower left", ncols=6, fontsize=8, frameon=False)


def _fraction(colour: Rgb) -> tuple[float, float, float]:
    r, g, b = colour
    return (r / 255, g / 255, b / 255)
