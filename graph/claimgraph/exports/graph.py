"""A graph to be written: nodes and edges as plain rows with typed columns, whatever view made them.

A view fills a `Graph`; a format reads it, as often as it needs. Nothing here knows of claims or of files.
Every edge is one of a pair of nodes and a kind: parallel edges of one kind are numbered, since Gephi merges
them (it sums their weights and keeps the last text).
"""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Collection, Iterable, Iterator
from typing import Literal, NamedTuple

from claimgraph.exports.spool import Row, Spool

Value = str | int | float | bool | None
Kind = Literal["string", "integer", "double", "boolean"]
Spell = tuple[str, str]
"""First and last day (ISO 8601) of a time; an empty string is an open or unknown end."""


SIZE = 10.0
"""The diameter of the smallest nodes: what Gephi takes when a file gives none."""


class Column(NamedTuple):
    """A column of nodes or edges. `about` says what stands in it."""

    name: str
    type: Kind
    about: str


class Node(NamedTuple):
    """A node: `values` stand in the order of the graph's node columns."""

    id: str
    label: str
    type: str
    values: tuple[Value, ...]
    size: float = SIZE
    spells: tuple[Spell, ...] = ()


class Edge(NamedTuple):
    """A directed edge: `values` stand in the order of the graph's edge columns."""

    source: str
    target: str
    kind: str
    label: str
    values: tuple[Value, ...]
    weight: float = 1.0
    spells: tuple[Spell, ...] = ()


TYPE = Column("type", "string", "what the node is: see the view")
IRI = Column("iri", "string", "the address of the node in the store")
RELATION = Column("relation", "string", "the kind of the edge, for readers that drop kinds")
DATE = Column("date", "string", "when it was said (EDTF), for readers that drop spells")


class Graph:
    """Nodes and edges of a view; the first node columns are `type` and `iri`, the first edge columns
    `relation` and `date`.

    >>> graph = Graph("demo", (TYPE, IRI), (RELATION, DATE))
    >>> graph.add_node(Node("a", "A", "thing", ("thing", "http://e.org/a")))
    >>> graph.add_edges([Edge("a", "a", "likes", "", ("likes", ""))] * 2)
    >>> [edge.kind for edge in graph.edges()]
    ['likes', 'likes 2']
    >>> graph.node_count, graph.edge_count, dict(graph.types)
    (1, 2, {'thing': 1})
    """

    def __init__(self, name: str, node_columns: tuple[Column, ...], edge_columns: tuple[Column, ...]) -> None:
        """`name` is that of the view."""
        self.name = name
        self.node_columns = node_columns
        self.edge_columns = edge_columns
        self.description = ""
        self.day = ""
        """The day of the newest report, as ISO 8601: the date of the data."""
        self.types: Counter[str] = Counter()
        self.kinds: Counter[str] = Counter()
        self.smallest = math.inf
        """The size of the smallest node."""
        self.notes: list[str] = []
        """What the view leaves out, one line for each kind of thing."""
        self._nodes = Spool()
        self._edges = Spool()

    @property
    def node_count(self) -> int:
        """The number of nodes."""
        return len(self._nodes)

    @property
    def edge_count(self) -> int:
        """The number of edges."""
        return len(self._edges)

    def add_node(self, node: Node) -> None:
        """Add a node; its id is new."""
        self.types[node.type] += 1
        self.smallest = min(self.smallest, node.size)
        self._nodes.append(tuple(node))

    def add_edges(self, edges: Iterable[Edge]) -> None:
        """Add edges that are all the edges between their pairs of nodes, so that doubles can be numbered."""
        seen: dict[tuple[str, ...], int] = {}
        for edge in edges:
            row: Row = tuple(edge)
            source, target, kind = key = row[:3]
            number = seen[key] = seen.get(key, 0) + 1
            self.kinds[kind] += 1
            self._edges.append(row if number == 1 else (source, target, f"{kind} {number}", *row[3:]))

    def along(self, kinds: Collection[str]) -> Graph:
        """A graph of the edges of these kinds (all parallel ones) and the nodes that they join.

        >>> graph = Graph("demo", (TYPE, IRI), (RELATION, DATE))
        >>> for name in "abc":
        ...     graph.add_node(Node(name, name, "thing", ("thing", name)))
        >>> for target, kind in (("b", "likes"), ("c", "sees")):
        ...     graph.add_edges([Edge("a", target, kind, "", (kind, ""))])
        >>> [node.id for node in graph.along(["likes"]).nodes()]
        ['a', 'b']
        """
        part = Graph(self.name, self.node_columns, self.edge_columns)
        part.description, part.day = self.description, self.day
        wanted = [edge for edge in self.edges() if plain_kind(edge.kind) in kinds]
        ends = {end for edge in wanted for end in edge[:2]}
        for node in self.nodes():
            if node.id in ends:
                part.add_node(node)
        part.add_edges(edge._replace(kind=plain_kind(edge.kind)) for edge in wanted)
        return part

    def nodes(self) -> Iterator[Node]:
        """Yield the nodes."""
        return map(Node._make, self._nodes)

    def edges(self) -> Iterator[Edge]:
        """Yield the edges."""
        return map(Edge._make, self._edges)


def plain_kind(kind: str) -> str:
    """The kind of an edge without the number that tells parallel ones apart.

    >>> plain_kind("contradicts 2")
    'contradicts'
    """
    return kind.rstrip("0123456789 ")


def short(iri: str, base: str) -> str:
    """The id of a node: its IRI without the base of the store, so that it is short and always the same.

    >>> short("https://example.org/d/entity/moskva", "https://example.org/d/")
    'entity/moskva'
    """
    return iri[len(base) :] if iri.startswith(base) and len(iri) > len(base) else iri


def one_line(text: str, most: int = 0) -> str:
    """Text with single spaces, cut at `most` characters (0: not at all) with an ellipsis at a word's end.

    >>> one_line("a  missile strike on\\nthe cruiser", 18)
    'a missile strike…'
    """
    line = " ".join(text.split())
    if not most or len(line) <= most:
        return line
    cut = line[: most - 1]
    head, space, _ = cut.rpartition(" ")
    return (head if space and len(head) > most // 2 else cut).rstrip(" ,;:") + "…"
