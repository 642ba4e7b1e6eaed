"""Places and labels of small graphs: what belongs together is near, and no label covers another."""

from __future__ import annotations

import itertools
import math

import pytest

from claimgraph.exports.graph import DATE, IRI, RELATION, SIZE, TYPE, Edge, Graph, Node
from claimgraph.exports.looks import LETTER, LINE, forced
from claimgraph.picture import _labelled

LABEL = "Harbour Wire asserts: a fire"


def drawn(parts: list[list[tuple[str, str]]], *, size: float = SIZE) -> Graph:
    """A graph of parts, each given by its edges; an edge from a node to itself makes a node alone."""
    graph = Graph("drawn", (TYPE, IRI), (RELATION, DATE))
    for part in parts:
        for number, name in enumerate(sorted({end for edge in part for end in edge})):
            type_ = ("claim", "speaker")[number % 2]
            graph.add_node(Node(name, LABEL, type_, (type_, ""), size))
        graph.add_edges(
            Edge(one, other, "x", "", ("x", "")) for one, other in part if one != other or len(part) > 1
        )
    return graph


def star(name: str, arms: int) -> list[tuple[str, str]]:
    return [(f"{name}0", f"{name}{arm}") for arm in range(1, arms + 1)]


STARS = [star("a", 8), star("b", 8), [("c", "c")]]


@pytest.fixture(scope="module")
def places() -> dict[str, tuple[float, float]]:
    return forced(drawn(STARS))


def test_no_label_covers_another(places: dict[str, tuple[float, float]]) -> None:
    width, height = LETTER * len(LABEL), SIZE + LINE
    for (x, y), (other_x, other_y) in itertools.combinations(places.values(), 2):
        assert abs(x - other_x) > width - 1 or abs(y - other_y) > height - 1


def test_edges_are_short() -> None:
    """Along a chain, neighbours are much nearer than others, wherever their types began."""
    chain = [(f"a{number:02}", f"a{number + 1:02}") for number in range(16)]
    places = forced(drawn([chain]))
    edges = [math.dist(places[one], places[other]) for one, other in chain]
    pairs = [math.dist(*pair) for pair in itertools.combinations(places.values(), 2)]
    assert sum(edges) / len(edges) < 0.5 * sum(pairs) / len(pairs)


def test_parts_that_nothing_joins_are_near(places: dict[str, tuple[float, float]]) -> None:
    xs, ys = zip(*places.values(), strict=True)
    room = len(places) * LETTER * len(LABEL) * (SIZE + LINE)
    assert (max(xs) - min(xs)) * (max(ys) - min(ys)) < 8 * room
    a, b = ({name: spot for name, spot in places.items() if name[0] == part} for part in "ab")
    sides = [
        max(spot[axis] for spot in one.values()) < min(spot[axis] for spot in other.values())
        for one, other in ((a, b), (b, a))
        for axis in (0, 1)
    ]
    assert any(sides)


def test_few_nodes_stand_upright() -> None:
    places = forced(drawn([[("a", "b"), ("b", "c")], [("d", "e")]]))
    for part in ("abc", "de"):
        xs, ys = zip(*(places[name] for name in part), strict=True)
        assert max(ys) - min(ys) > max(xs) - min(xs)


def test_nodes_on_one_place_get_apart() -> None:
    graph = drawn([[("a", "b"), ("b", "c"), ("c", "a")]], size=0.0)
    places = forced(graph)
    assert len(set(places.values())) == 3
    assert all(math.isfinite(number) for spot in places.values() for number in spot)


def test_labels_without_room_are_left_out() -> None:
    graph = drawn([star("a", 2)])
    first, second, third = graph.nodes()
    second = second._replace(size=30.0)
    nodes = [(first, (0.0, 0.0)), (second, (5.0, 12.0)), (third, (0.0, 60.0))]
    assert [node.id for node, _ in _labelled(nodes, 1.0)] == ["a1", "a2"]
    assert [node.id for node, _ in _labelled(nodes, 9.0)] == ["a1"]
