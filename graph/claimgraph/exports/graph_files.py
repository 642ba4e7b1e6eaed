"""The formats that write the graph of a view."""

from __future__ import annotations

from collections.abc import Iterator

from claimgraph.exports import gexf
from claimgraph.exports.graph import Graph
from claimgraph.exports.looks import placed
from claimgraph.exports.store_formats import LossReport, Selected


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
