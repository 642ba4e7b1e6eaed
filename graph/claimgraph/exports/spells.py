"""Times of nodes and edges for formats that hold one first and one last day only."""

from __future__ import annotations

from collections.abc import Sequence

from claimgraph.exports.graph import Graph, Spell


def bounds(spells: Sequence[Spell]) -> tuple[str, str]:
    """The first and the last day over all spells; empty where an end is open or unknown.

    >>> bounds([("2022-04-14", "2022-04-15"), ("2022-05-01", "")])
    ('2022-04-14', '')
    >>> bounds([])
    ('', '')
    """
    if not spells:
        return ("", "")
    starts = [start for start, _ in spells]
    ends = [end for _, end in spells]
    return ("" if "" in starts else min(starts), "" if "" in ends else max(ends))


def gaps(graph: Graph) -> int:
    """The number of nodes and edges with several spells, between which such a format loses the gaps.

    >>> gaps(Graph("empty", (), ()))
    0
    """
    rows = (row.spells for part in (graph.nodes(), graph.edges()) for row in part)
    return sum(len(spells) > 1 for spells in rows)
