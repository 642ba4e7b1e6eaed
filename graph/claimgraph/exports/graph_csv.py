"""Nodes and edges as two tables in the convention of Gephi's spreadsheet importer.

`Id`, `Label` and `Source`, `Target`, `Type`, `Kind`, `Id`, `Label`, `Weight` are the names that it knows;
`Type` means directed or not. UTF-8, comma, CRLF (RFC 4180). Text that a spreadsheet would take for a formula
gets an apostrophe in front.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Iterator, Sequence

from claimgraph.exports.graph import Edge, Graph, Node, Value
from claimgraph.exports.spells import bounds

NODE_HEAD = ("Id", "Label")
EDGE_HEAD = ("Source", "Target", "Type", "Kind", "Id", "Label", "Weight")
_FORMULA = frozenset("=+-@\t\r＝＋－＠")
_BLOCK = 500


class Guard:
    """Makes text harmless in spreadsheets and counts how often it had to.

    Spreadsheets take a cell that begins with `=`, `+`, `-` or `@` (or a full-width form of them, a tab or a
    carriage return) for a formula; with an apostrophe in front it is text. Source: OWASP, "CSV Injection".

    >>> guard = Guard()
    >>> guard("=HYPERLINK(1)"), guard("safe"), guard(-5), guard.count
    ("'=HYPERLINK(1)", 'safe', '-5', 1)
    """

    def __init__(self) -> None:
        """Start counting."""
        self.count = 0

    def __call__(self, value: Value) -> str:
        """The value as text for a cell."""
        if value is None:
            return ""
        if isinstance(value, bool):
            return "true" if value else "false"
        if isinstance(value, str) and value.lstrip(" \n")[:1] in _FORMULA:
            self.count += 1
            return "'" + value
        return str(value)


def nodes(graph: Graph, guard: Guard) -> Iterator[str]:
    """Yield the table of nodes."""
    names = [column.name for column in graph.node_columns]
    return table([*NODE_HEAD, *names, "start", "end"], map(_node, graph.nodes()), guard)


def edges(graph: Graph, guard: Guard) -> Iterator[str]:
    """Yield the table of edges."""
    names = [column.name for column in graph.edge_columns]
    rows = (_edge(number, edge) for number, edge in enumerate(graph.edges()))
    return table([*EDGE_HEAD, *names, "start", "end"], rows, guard)


def _node(node: Node) -> tuple[Value, ...]:
    return (node.id, node.label, *node.values, *bounds(node.spells))


def _edge(number: int, edge: Edge) -> tuple[Value, ...]:
    head = (edge.source, edge.target, "Directed", edge.kind, f"e{number}", edge.label, edge.weight)
    return (*head, *edge.values, *bounds(edge.spells))


def table(header: Sequence[str], rows: Iterable[Sequence[Value]], guard: Guard) -> Iterator[str]:
    r"""Yield a CSV table in pieces.

    >>> "".join(table(["a", "b"], [["x, y", 1], ["=1", None]], Guard()))
    'a,b\r\n"x, y",1\r\n\'=1,\r\n'
    """
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\r\n")
    writer.writerow(header)
    for number, row in enumerate(rows, 1):
        writer.writerow([guard(value).replace("\x00", "\ufffd") for value in row])
        if number % _BLOCK == 0:
            yield out.getvalue()
            out.seek(0)
            out.truncate()
    yield out.getvalue()
