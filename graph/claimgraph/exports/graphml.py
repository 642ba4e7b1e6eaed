"""GraphML for networkx, yEd, igraph and Gephi, written as a stream.

Kinds, times, colours, sizes and places are plain attributes, since GraphML has no other room for them.
Source: the GraphML specification (http://graphml.graphdrawing.org/specification.html).
"""

from __future__ import annotations

from collections.abc import Callable, Iterator

from claimgraph.exports.gexf import blocks, xml
from claimgraph.exports.graph import Column, Edge, Graph, Node, Value
from claimgraph.exports.looks import Place, node_colour
from claimgraph.exports.spells import bounds

_TYPES = {"string": "string", "integer": "long", "double": "double", "boolean": "boolean"}
_NODE_EXTRA = (
    Column("label", "string", ""),
    Column("start", "string", ""),
    Column("end", "string", ""),
    Column("size", "double", ""),
    Column("r", "integer", ""),
    Column("g", "integer", ""),
    Column("b", "integer", ""),
    Column("x", "double", ""),
    Column("y", "double", ""),
)
_EDGE_EXTRA = (
    Column("kind", "string", ""),
    Column("label", "string", ""),
    Column("weight", "double", ""),
    Column("start", "string", ""),
    Column("end", "string", ""),
)


def write(graph: Graph, place: Callable[[Node], Place | None]) -> Iterator[str]:
    """Yield the file in pieces; `place` as in `gexf.write`."""
    return blocks(_lines(graph, place))


def _lines(graph: Graph, place: Callable[[Node], Place | None]) -> Iterator[str]:
    node_columns = (*graph.node_columns, *_NODE_EXTRA)
    edge_columns = (*graph.edge_columns, *_EDGE_EXTRA)
    yield (
        '<?xml version="1.0" encoding="UTF-8"?>\n'
        '<graphml xmlns="http://graphml.graphdrawing.org/xmlns">\n'
        f"<desc>{xml(graph.description)}</desc>\n"
    )
    for letter, domain, columns in (("n", "node", node_columns), ("e", "edge", edge_columns)):
        for number, column in enumerate(columns):
            yield (
                f'<key id="{letter}{number}" for="{domain}" attr.name="{column.name}" '
                f'attr.type="{_TYPES[column.type]}"/>\n'
            )
    yield f'<graph id="{xml(graph.name)}" edgedefault="directed">\n'
    for node in graph.nodes():
        yield f'<node id="{xml(node.id)}">{_cells("n", _node_cells(node, place(node)))}</node>\n'
    for number, edge in enumerate(graph.edges()):
        yield (
            f'<edge id="e{number}" source="{xml(edge.source)}" target="{xml(edge.target)}">'
            f"{_cells('e', _edge_cells(edge))}</edge>\n"
        )
    yield "</graph>\n</graphml>\n"


def _node_cells(node: Node, place: Place | None) -> tuple[Value, ...]:
    x, y = place or (None, None)
    return (*node.values, node.label, *bounds(node.spells), node.size, *node_colour(node.type), x, y)


def _edge_cells(edge: Edge) -> tuple[Value, ...]:
    return (*edge.values, edge.kind, edge.label, edge.weight, *bounds(edge.spells))


def _cells(letter: str, values: tuple[Value, ...]) -> str:
    return "".join(
        f'<data key="{letter}{number}">{_text(value)}</data>'
        for number, value in enumerate(values)
        if value is not None and value != ""
    )


def _text(value: Value) -> str:
    if isinstance(value, str):
        return xml(value)
    if isinstance(value, bool):
        return "true" if value else "false"
    return str(value)
