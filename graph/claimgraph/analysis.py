"""Measures of a view's graph: who is central, belongs together, stands between sides, passes on whom.

Each measure gives rows of plain values under fixed columns, the most notable first. Everything is
deterministic: equal graphs give equal rows.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator, Mapping
from itertools import combinations
from typing import TYPE_CHECKING, NamedTuple

from claimgraph.exports.graph import plain_kind

if TYPE_CHECKING:
    import networkx as nx

    Multi = nx.MultiDiGraph[str]
    Simple = nx.Graph[str]

Cell = str | int | float | None
Row = tuple[Cell, ...]
EXACT = 1_000
"""Up to so many nodes betweenness is exact; beyond, it is estimated from as many sources."""
SEED = 1
PASSING = frozenset(("relays", "quotes"))
"""The kinds of edges from one who passes on to the one whose words they are."""
RELAYING = frozenset(("relays",))
MUTUAL = frozenset(("contradicts", "corroborates", "differs from"))
"""The kinds of edges that join two and lead from neither to the other, whatever direction the file gives."""
BELONGING = "acts for"
"""The kind of edges that stand for no claim: from the reference data."""


class Measure(NamedTuple):
    """A measure: its columns, what it says in one line, and the function that finds the rows."""

    columns: tuple[str, ...]
    summary: str
    find: Callable[[Multi], list[Row]]
    kinds: frozenset[str] = frozenset()
    """The kinds of edges that it looks at; none given means all."""


def _label(graph: Multi, node: str) -> str:
    return str(graph.nodes[node].get("label", node))


def _kind(data: Mapping[str, object]) -> str:
    """The kind of an edge without the number that tells parallel ones apart."""
    return plain_kind(str(data.get("kind", "")))


def _cell(graph: Multi, node: str, name: str) -> str:
    return str(graph.nodes[node].get(name, ""))


def simple(graph: Multi) -> Simple:
    """The graph without directions, parallel edges and loops; weights summed.

    >>> import networkx as nx
    >>> plain = simple(nx.MultiDiGraph([("a", "b"), ("b", "a"), ("a", "a")]))
    >>> list(plain.edges(data=True))
    [('a', 'b', {'weight': 2.0})]
    """
    import networkx as nx

    plain: Simple = nx.Graph()
    plain.add_nodes_from(sorted(graph))
    for source, target, data in sorted(graph.edges(data=True), key=lambda edge: edge[:2]):
        if source != target:
            before = plain.get_edge_data(source, target, {}).get("weight", 0.0)
            plain.add_edge(source, target, weight=before + float(data.get("weight", 1.0)))
    return plain


def centrality(graph: Multi) -> list[Row]:
    """Edges in and out, weight of all edges, and betweenness (Freeman 1977) without directions.

    In and out are those that lead from one to the other, as `speaks about`. Edges that say the same of both,
    such as `contradicts`, count for the weight of both. `acts for`, which stands for no claim, counts for the
    betweenness alone.

    >>> import networkx as nx
    >>> centrality(nx.MultiDiGraph([("a", "b"), ("b", "c")]))[0]
    ('b', '', '', 1, 1, 2.0, 1.0)
    >>> graph = nx.MultiDiGraph()
    >>> _ = graph.add_edge("a", "b", kind="contradicts"), graph.add_edge("b", "a", kind="speaks about")
    >>> centrality(graph)
    [('a', '', '', 1, 0, 2.0, 0.0), ('b', '', '', 0, 1, 2.0, 0.0)]
    """
    import networkx as nx

    plain = simple(graph)
    sample = EXACT if len(plain) > EXACT else None
    between = nx.betweenness_centrality(plain, k=sample, seed=SEED)
    into, out, weights = _degrees(graph)
    rows: list[Row] = [
        (
            _label(graph, node),
            _cell(graph, node, "type"),
            _cell(graph, node, "side"),
            into[node],
            out[node],
            weights[node],
            round(between[node], 4),
        )
        for node in graph
    ]
    return sorted(rows, key=lambda row: (-_number(row[6]), -_number(row[5]), str(row[0])))


def _degrees(graph: Multi) -> tuple[Counter[str], Counter[str], dict[str, float]]:
    """How many directed edges lead to and from each node, and the weight of all that stand for claims."""
    into: Counter[str] = Counter()
    out: Counter[str] = Counter()
    weights = dict.fromkeys(graph, 0.0)
    for source, target, data in graph.edges(data=True):
        kind = _kind(data)
        if kind == BELONGING:
            continue
        if kind not in MUTUAL:
            out[source] += 1
            into[target] += 1
        for end in (source, target):
            weights[end] += float(data.get("weight", 1.0))
    return into, out, weights


def communities(graph: Multi) -> list[Row]:
    """Groups that are joined more closely among themselves (Louvain, Blondel and others 2008), largest first.

    >>> import networkx as nx
    >>> pairs = nx.MultiDiGraph([("a", "b"), ("c", "d")])
    >>> [(row[0], row[2]) for row in communities(pairs)]
    [(1, 'a'), (1, 'b'), (2, 'c'), (2, 'd')]
    """
    rows: list[Row] = []
    for number, members in enumerate(groups(graph), 1):
        named = sorted(members, key=lambda node: (-graph.degree(node), _label(graph, node)))
        rows += [
            (
                number,
                len(members),
                _label(graph, node),
                _cell(graph, node, "type"),
                _cell(graph, node, "side"),
            )
            for node in named
        ]
    return rows


def groups(graph: Multi) -> list[set[str]]:
    """The communities as sets of nodes, largest first."""
    import networkx as nx

    found: list[set[str]] = nx.community.louvain_communities(simple(graph), weight="weight", seed=SEED)
    return sorted(found, key=lambda members: (-len(members), min(members)))


def numbered(graph: Multi) -> dict[str, int]:
    """The number of each node's community, as in `communities`."""
    return {node: number for number, members in enumerate(groups(graph), 1) for node in members}


def brokers(graph: Multi) -> list[Row]:
    """Who passes on both sides: pairs of its sources on two sides that do not pass on each other.

    A source is one whose words the node quotes or relays (in the view `sources`). This is the
    brokerage of Gould and Fernandez (1989) without its five roles. Sources of no known side make no pair.

    >>> import networkx as nx
    >>> graph = nx.MultiDiGraph()
    >>> graph.add_node("a", side="A"); graph.add_node("b", side="B"); graph.add_node("w")
    >>> _ = graph.add_edge("w", "a", kind="quotes"), graph.add_edge("w", "b", kind="quotes")
    >>> brokers(graph)
    [('w', '', '', 1, 'A and B: 1')]
    """
    passed = _passed_on(graph)
    rows: list[Row] = []
    for node in graph:
        joined: Counter[tuple[str, str]] = Counter()
        for one, other in combinations(sorted(passed.successors(node)), 2):
            left, right = sorted((_cell(graph, one, "side"), _cell(graph, other, "side")))
            if left and left != right and not passed.has_edge(one, other) and not passed.has_edge(other, one):
                joined[left, right] += 1
        if joined:
            listed = "; ".join(f"{one} and {other}: {many}" for (one, other), many in sorted(joined.items()))
            head = (_label(graph, node), _cell(graph, node, "type"), _cell(graph, node, "side"))
            rows.append((*head, joined.total(), listed))
    return sorted(rows, key=lambda row: (-_number(row[3]), str(row[0])))


def _passed_on(graph: Multi) -> nx.DiGraph[str]:
    """Who quotes or relays whom, without loops."""
    import networkx as nx

    passed: nx.DiGraph[str] = nx.DiGraph()
    passed.add_nodes_from(graph)
    passed.add_edges_from(
        (source, target)
        for source, target, data in graph.edges(data=True)
        if source != target and _kind(data) in PASSING
    )
    return passed


def relays(graph: Multi) -> list[Row]:
    """Chains along `relays`, from the one who passes on to the origin, the longest first.

    In the view `claims` a chain goes from claim to claim; in `actors` and `sources`, from agent to agent.
    Only chains that are not part of a longer one are listed; a circle is followed once round.

    >>> import networkx as nx
    >>> graph = nx.MultiDiGraph()
    >>> _ = graph.add_edge("a", "b", kind="relays"), graph.add_edge("b", "c", kind="relays")
    >>> relays(graph)
    [(2, 'a', 'c', 'a → b → c')]
    """
    following: dict[str, list[str]] = {}
    for source, target, data in sorted(graph.edges(data=True), key=lambda edge: edge[:2]):
        if _kind(data) in RELAYING and source != target:
            following.setdefault(source, []).append(target)
    passed_on = {target for targets in following.values() for target in targets}
    starts = sorted(set(following) - passed_on) or sorted(following)
    rows: list[Row] = []
    for start in starts:
        for chain in _chains(start, following):
            names = [_speaker(graph, node) for node in chain]
            rows.append((len(chain) - 1, names[0], names[-1], " → ".join(names)))
    return sorted(set(rows), key=lambda row: (-_number(row[0]), str(row[3])))


def _chains(start: str, following: dict[str, list[str]]) -> Iterator[list[str]]:
    """Every way from `start` to an end, without visiting a node twice."""
    pending = [[start]]
    while pending:
        chain = pending.pop()
        further = [node for node in following.get(chain[-1], []) if node not in chain]
        if not further:
            yield chain
        pending.extend([*chain, node] for node in reversed(further))


def _speaker(graph: Multi, node: str) -> str:
    """The claimant of a claim, else the label."""
    return _cell(graph, node, "claimant") or _label(graph, node)


def _number(cell: Cell) -> float:
    return float(cell or 0)


MEASURES: dict[str, Measure] = {
    "centrality": Measure(
        ("node", "type", "side", "in", "out", "weight", "betweenness"),
        "in and out count edges from one to another, not those of both (contradicts …) nor acts for; "
        "weight counts all but acts for",
        centrality,
    ),
    "communities": Measure(
        ("community", "size", "node", "type", "side"), "who belongs together (Louvain)", communities
    ),
    "brokers": Measure(
        ("node", "type", "side", "pairs", "between"),
        "who passes on speakers of several sides",
        brokers,
        PASSING,
    ),
    "relays": Measure(
        ("depth", "from", "origin", "chain"), "who passes on whom, down to the origin", relays, RELAYING
    ),
}
"""The measures by name."""
