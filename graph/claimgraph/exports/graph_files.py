"""The formats that write the graph of a view."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from claimgraph.exports import gexf, graph_csv, graphml, graphology
from claimgraph.exports.graph import Graph
from claimgraph.exports.looks import placed
from claimgraph.exports.spells import gaps
from claimgraph.exports.store_formats import NO_ROOM, LossReport, Selected


def odd_characters(graph: Graph) -> int:
    """The characters in a graph that XML 1.0 cannot hold."""
    texts = (
        text
        for rows in (graph.nodes(), graph.edges())
        for row in rows
        for text in (row[0], row[1], *row.values)
        if isinstance(text, str)
    )
    return sum(gexf.unwritable(text) for text in texts)


def note_odd_characters(graph: Graph, report: LossReport) -> None:
    """Say how many characters became U+FFFD."""
    odd = odd_characters(graph)
    if odd:
        report.lost.append(f"{odd} control characters, which XML forbids: each is now U+FFFD")


class Gexf:
    """GEXF 1.3."""

    name = "gexf"
    summary = "GEXF 1.3 for Gephi and Gephi Lite, with colours, sizes, places and times"
    endings = (".gexf",)
    media_type = "application/gexf+xml"
    takes_view = True

    def write(self, selected: Selected, report: LossReport) -> Iterator[str]:
        """Yield the file."""
        graph = selected.graph(report)
        note_odd_characters(graph, report)
        selected.progress("laying out", 0)
        yield from gexf.write(graph, placed(graph, selected.layout))


class GraphMl:
    """GraphML."""

    name = "graphml"
    summary = "GraphML for networkx, igraph, yEd and Gephi"
    endings = (".graphml",)
    media_type = "application/graphml+xml"
    takes_view = True

    def write(self, selected: Selected, report: LossReport) -> Iterator[str]:
        """Yield the file."""
        graph = selected.graph(report)
        note_odd_characters(graph, report)
        note_gaps(graph, report)
        yield from graphml.write(graph, placed(graph, selected.layout))


class Graphology:
    """Graphology's JSON."""

    name = "json"
    summary = "graphology's JSON for sigma and other JavaScript"
    endings = (".json",)
    media_type = "application/json"
    takes_view = True

    def write(self, selected: Selected, report: LossReport) -> Iterator[str]:
        """Yield the file."""
        graph = selected.graph(report)
        yield from graphology.write(graph, placed(graph, selected.layout))


class NodesCsv:
    """The table of nodes."""

    name = "nodes-csv"
    summary = "the nodes as a table, in Gephi's convention"
    endings = ("-nodes.csv",)
    media_type = "text/csv; charset=utf-8"
    takes_view = True

    def write(self, selected: Selected, report: LossReport) -> Iterator[str]:
        """Yield the file."""
        yield from _table(selected, report, graph_csv.nodes)


class EdgesCsv:
    """The table of edges."""

    name = "edges-csv"
    summary = "the edges as a table, in Gephi's convention"
    endings = ("-edges.csv",)
    media_type = "text/csv; charset=utf-8"
    takes_view = True

    def write(self, selected: Selected, report: LossReport) -> Iterator[str]:
        """Yield the file."""
        yield from _table(selected, report, graph_csv.edges)


def _table(
    selected: Selected,
    report: LossReport,
    rows: Callable[[Graph, graph_csv.Guard], Iterator[str]],
) -> Iterator[str]:
    graph = selected.graph(report)
    guard = graph_csv.Guard()
    yield from rows(graph, guard)
    note_gaps(graph, report)
    note_guarded(guard, report)
    report.lost += ["colours, sizes and places of nodes", NO_ROOM]


def note_gaps(graph: Graph, report: LossReport) -> None:
    """Say where only the first and the last day of several times are left."""
    several = gaps(graph)
    if several:
        report.lost.append(f"gaps between the times of {several} nodes or edges: first and last day are kept")


def note_guarded(guard: graph_csv.Guard, report: LossReport) -> None:
    """Say how many cells got an apostrophe."""
    if guard.count:
        report.lost.append(
            f"{guard.count} cells as they are: an apostrophe in front keeps spreadsheets from running them"
        )
