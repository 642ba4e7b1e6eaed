"""The views of a store as networkx graphs, with typed attributes.

>>> from claimgraph.exports import VIEWS
>>> {"actors", "claims", "events", "sources"} <= set(VIEWS)
True
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from claimgraph.exports import Filters, LossReport, find_view
from claimgraph.exports.graph import Graph, Value
from claimgraph.exports.spells import bounds
from claimgraph.exports.store_formats import Selected
from claimgraph.store import Store

if TYPE_CHECKING:
    import networkx as nx


def to_networkx(store: Store, view: str = "claims", filters: Filters | None = None) -> nx.MultiDiGraph[str]:
    """The graph of a view: a node for each node, an edge for each edge with its kind as the key.

    Nodes have `label`, `type`, `size` and the columns of the view; edges `kind`, `label`, `weight` and
    theirs; both `start` and `end` (ISO 8601 days) where a time is known. Cells that hold nothing are left
    out. The graph has `name`, `description` (query, data version, licence), `date` and `lost`, what the view
    leaves out. All of them are plain values, so that networkx's own writers take them.

    Raises:
        UsageError: an unknown view, or filters that no claim fits.

    >>> from claimgraph.store import EmbeddedStore
    >>> to_networkx(EmbeddedStore.in_memory())
    Traceback (most recent call last):
    claimgraph.errors.UsageError: no claim fits: every claim; load reports first
    """
    find_view(view)
    report = LossReport("networkx", view)
    graph = Selected(store, filters or Filters(), view).graph(report)
    result = as_networkx(graph)
    result.graph["lost"] = "; ".join(report.lost)  # networkx writes no lists into GraphML
    return result


def as_networkx(graph: Graph) -> nx.MultiDiGraph[str]:
    """A view's graph as a networkx graph; see `to_networkx`."""
    import networkx as nx

    result: nx.MultiDiGraph[str] = nx.MultiDiGraph(
        name=graph.name, description=graph.description, date=graph.day
    )
    names = [column.name for column in graph.node_columns]
    for node in graph.nodes():
        cells = _held(names, node.values, node.spells)
        result.add_node(node.id, **{"label": node.label, "type": node.type, "size": node.size, **cells})
    names = [column.name for column in graph.edge_columns]
    for edge in graph.edges():
        cells = _held(names, edge.values, edge.spells)
        shown = {"kind": edge.kind, "label": edge.label, "weight": edge.weight, **cells}
        result.add_edge(edge.source, edge.target, key=edge.kind, **shown)
    return result


def _held(names: list[str], values: tuple[Value, ...], spells: tuple[tuple[str, str], ...]) -> dict[str, Any]:
    cells: dict[str, Any] = {
        name: value for name, value in zip(names, values, strict=True) if value is not None and value != ""
    }
    start, end = bounds(spells)
    if start:
        cells["start"] = start
    if end:
        cells["end"] = end
    return cells
