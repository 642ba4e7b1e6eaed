"""Graphology's JSON serialisation, for sigma and other JavaScript, written as a stream.

The column `type` is called `nodeType` here: sigma takes an attribute `type` for the way to draw a node.
Source: https://graphology.github.io/serialization.html
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator, Sequence
from typing import Any

from claimgraph.exports.gexf import blocks
from claimgraph.exports.graph import Edge, Graph, Node, Value
from claimgraph.exports.looks import Place, Rgb, edge_colour, node_colour


def write(graph: Graph, place: Callable[[Node], Place | None]) -> Iterator[str]:
    """Yield the file in pieces; `place` as in `gexf.write`."""
    return blocks(_lines(graph, place))


def _lines(graph: Graph, place: Callable[[Node], Place | None]) -> Iterator[str]:
    attributes = {"name": f"claimgraph: {graph.name}", "description": graph.description, "date": graph.day}
    options = {"type": "directed", "multi": True, "allowSelfLoops": True}
    yield f'{{"attributes":{_dump(attributes)},\n"options":{_dump(options)},\n"nodes":['
    names = ["nodeType" if column.name == "type" else column.name for column in graph.node_columns]
    for number, node in enumerate(graph.nodes()):
        yield (",\n" if number else "\n") + _dump(_node(node, names, place(node)))
    yield '\n],\n"edges":['
    names = [column.name for column in graph.edge_columns]
    for number, edge in enumerate(graph.edges()):
        yield (",\n" if number else "\n") + _dump(_edge(number, edge, names))
    yield "\n]}\n"


def _dump(value: object) -> str:
    return json.dumps(value, ensure_ascii=False, separators=(",", ":"))


def hexadecimal(colour: Rgb) -> str:
    """A colour as in CSS.

    >>> hexadecimal((230, 159, 0))
    '#e69f00'
    """
    return "#" + "".join(f"{part:02x}" for part in colour)


def _node(node: Node, names: Sequence[str], place: Place | None) -> dict[str, Any]:
    attributes: dict[str, Any] = {"label": node.label}
    if place:
        attributes |= {"x": place[0], "y": place[1]}
    attributes |= {"size": node.size, "color": hexadecimal(node_colour(node.type))}
    attributes |= _held(names, node.values)
    if node.spells:
        attributes["spells"] = node.spells
    return {"key": node.id, "attributes": attributes}


def _edge(number: int, edge: Edge, names: Sequence[str]) -> dict[str, Any]:
    attributes: dict[str, Any] = {"kind": edge.kind, "label": edge.label, "weight": edge.weight}
    attributes |= {"color": hexadecimal(edge_colour(edge.kind)), **_held(names, edge.values)}
    if edge.spells:
        attributes["spells"] = edge.spells
    return {"key": f"e{number}", "source": edge.source, "target": edge.target, "attributes": attributes}


def _held(names: Sequence[str], values: Sequence[Value]) -> dict[str, Value]:
    return {
        name: value for name, value in zip(names, values, strict=True) if value is not None and value != ""
    }
