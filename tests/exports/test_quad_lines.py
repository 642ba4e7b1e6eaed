"""Quads sorted on disk: the same lines in the same order, however little may stay in memory."""

from __future__ import annotations

from typing import Any

import pyoxigraph as ox
import pytest
from hypothesis import given
from hypothesis import strategies as st

from claimgraph import nquads
from claimgraph.exports import Filters, prepare
from claimgraph.exports.quad_lines import QuadLines, graph_of
from claimgraph.store import EmbeddedStore

TEXT = st.text(st.characters(exclude_categories=["Cs"]), max_size=12)
SPITEFUL = st.sampled_from(["a <urn:g>", "<urn:g>", '" <urn:g> .', "\t", "\r\n", " ", ". .", "_:b"])
WORDS = st.one_of(TEXT, SPITEFUL)
OBJECTS = st.one_of(
    WORDS.map(nquads.literal),
    WORDS.map(lambda text: nquads.literal(text, language="uk")),
    WORDS.map(lambda text: f"{nquads.literal(text)}^^<urn:type>"),
    st.sampled_from(["<urn:o>", "<urn:o#1>", "_:o"]),
)
GRAPHS = st.sampled_from(["", "<urn:g>", "<urn:g/2>", "_:g"])
LINES = st.builds(
    nquads.quad, st.sampled_from(["<urn:s>", "<urn:s#1>", "_:s"]), st.just("<urn:p>"), OBJECTS, GRAPHS
)


@given(LINES)
def test_the_graph_is_what_the_parser_says(line: str) -> None:
    [quad] = ox.parse(line, ox.RdfFormat.N_QUADS)
    default = isinstance(quad.graph_name, ox.DefaultGraph)
    assert graph_of(line.encode()) == (b"" if default else str(quad.graph_name).encode())


@pytest.mark.parametrize("by_graph", [False, True])
@given(st.lists(LINES, max_size=12), st.integers(1, 300), st.integers(1, 40))
def test_little_memory_gives_the_same(by_graph: bool, lines: list[str], most: int, piece: int) -> None:
    data = "".join(lines).encode()
    small = QuadLines(by_graph=by_graph, run_bytes=most)
    for start in range(0, len(data), piece):
        small.write(data[start : start + piece])
    expected = sorted({line.encode() for line in lines})
    if by_graph:
        expected.sort(key=graph_of)
    assert list(small) == list(small) == expected
    assert len(small) == len(lines)


def test_equal_terms_stand_in_the_order_of_their_text() -> None:
    """What sorting whole lines could get wrong: one term that begins as another one does."""
    lines = QuadLines(by_graph=True)
    objects = ('"a"', '"a"@en', '"a"@en-GB', '"a"^^<urn:t>', '"ab"', "<urn:a>", "<urn:a/b>")
    lines.extend(f"<urn:s> <urn:p> {one} .\n".encode() for one in objects[::-1])
    assert [line.decode().split(" ", 2)[2] for line in lines] == [f"{one} .\n" for one in sorted(objects)]


@pytest.mark.parametrize("name", ["nq", "trig", "jsonld"])
def test_exports_of_a_store_in_small_runs(monkeypatch: Any, sample: Any, name: str) -> None:
    from claimgraph.exports import quad_lines, rdf
    from claimgraph.loading import Loader

    store = EmbeddedStore.in_memory()
    Loader(store).load(sample.report())
    told: list[tuple[str, int]] = []

    def whole() -> bytes:
        report, pieces = prepare(
            store, name, "claims", Filters(), progress=lambda what, done: told.append((what, done))
        )
        data = b"".join(pieces)
        assert (report.bytes, report.claims) == (len(data), 4)
        return data

    first = whole()
    monkeypatch.setattr(quad_lines, "STEP", 10)
    monkeypatch.setattr(rdf, "_PIECE", 100)
    monkeypatch.setattr(
        QuadLines.__init__, "__kwdefaults__", {**QuadLines.__init__.__kwdefaults__, "run_bytes": 500}
    )
    told.clear()
    assert whole() == first
    assert ("quads read", 20) in told
