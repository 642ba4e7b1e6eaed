"""Every view of random stores, read back by other readers: the same nodes, edges, kinds, dates."""

from __future__ import annotations

import io
import json
import os
import re
from collections import Counter
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import networkx as nx
import pandas as pd
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from lxml import etree

from claimgraph import model
from claimgraph.exports import Filters, LossReport, export
from claimgraph.exports.gexf import xml
from claimgraph.exports.graph import Graph
from claimgraph.exports.spells import bounds
from claimgraph.exports.store_formats import Selected
from claimgraph.graphs import to_networkx
from claimgraph.store import EmbeddedStore
from claimgraph.writer import Writer

VIEWS = ("claims", "actors", "sources", "events", "lineage")
GEXF = "{http://gexf.net/1.3}"
TIMES = (
    model.TimeSpan("2022-04-14", datetime(2022, 4, 14, tzinfo=UTC), datetime(2022, 4, 15, tzinfo=UTC)),
    model.TimeSpan("2022-04", datetime(2022, 4, 1, tzinfo=UTC), datetime(2022, 5, 1, tzinfo=UTC)),
    model.TimeSpan("2022", datetime(2022, 1, 1, tzinfo=UTC), datetime(2023, 1, 1, tzinfo=UTC)),
    model.TimeSpan("../2022-04-17", None, datetime(2022, 4, 18, tzinfo=UTC)),
    model.TimeSpan("2022-04-17/..", datetime(2022, 4, 17, tzinfo=UTC), None),
    model.TimeSpan(
        "2022-04-13T21:30Z", datetime(2022, 4, 13, 21, 30, tzinfo=UTC), datetime(2022, 4, 13, 22, tzinfo=UTC)
    ),
    model.TimeSpan("XXXX"),
)
ODD = st.one_of(
    st.sampled_from(
        [
            "",
            " ",
            "Moskva",
            "=1+1",
            "-",
            "@x",
            "a\tb",
            "line\nbreak\r",
            "\x00",
            "\x1b[31m",
            "<&\"'>",
            "☂",
            "\ufffe",
            "]]>",
        ]
    ),
    st.text(st.characters(codec="utf-8"), max_size=12),
)
NAMES = st.sampled_from(["Moskva", "moskva", "Kyiv", "a,b;c", "Übersee", "\u202eabc", "x" * 300]) | ODD
Case = tuple[EmbeddedStore, list[model.Report]]
KINDS = ("Cruiser", "Government", "MediaOutlet", "Person", "Settlement")


@st.composite
def stores(draw: Any) -> Case:
    """A store with one or two reports of a few claims, some of them about the same thing."""
    entities = draw(
        st.lists(
            st.builds(model.Entity, NAMES, st.sampled_from(KINDS), scope=st.sampled_from(["", "r"])),
            min_size=2,
            max_size=5,
        )
    )
    one = st.sampled_from(entities)
    reports = []
    for number in range(draw(st.integers(1, 2))):
        claims = tuple(draw(claim(one, index)) for index in range(draw(st.integers(1, 5))))
        reports.append(
            model.Report(
                f"text {number}",
                f"{number:064x}",
                model.Entity(draw(NAMES), "MediaOutlet"),
                draw(st.sampled_from([None, date(2022, 4, 15), date(2022, 4, 16)])),
                draw(ODD),
                url=draw(st.sampled_from(["", "https://example.org/a?b=c&d"])),
                claims=claims,
            )
        )
    store = EmbeddedStore.in_memory()
    writer = Writer()
    for report in reports:
        store.load("".join(writer.report(report)).encode("utf-8"))
    return store, reports


@st.composite
def claim(draw: Any, one: st.SearchStrategy[model.Entity], index: int) -> model.Claim:
    text = draw(ODD)
    start = draw(st.integers(0, 3))
    earlier = st.sampled_from([None, *(f"c{number}" for number in range(index))])
    return model.Claim(
        f"c{index}",
        draw(one),
        draw(st.sampled_from(model.Stance)),
        draw(st.sampled_from(model.Certainty)),
        draw(propositions(one)),
        model.Passage(start, start + len(text), text),
        text,
        content=((start, start + len(text)),),
        about=tuple(draw(st.lists(one, max_size=2))),
        direct_quote=draw(st.booleans()),
        hedge=draw(st.none() | ODD),
        made_on=draw(st.none() | st.sampled_from(TIMES)),
        made_to=draw(st.none() | one),
        relays=draw(earlier),
        replaces=draw(earlier),
    )


@st.composite
def propositions(draw: Any, one: st.SearchStrategy[model.Entity]) -> model.Proposition:
    victim = draw(one)
    cause = model.Event("Fire", ("Fire", victim.key), (model.Role("affects", victim),))
    links = (model.EventLink("hasCause", cause),) if draw(st.booleans()) else ()
    time = draw(st.none() | st.sampled_from(TIMES))
    event = model.Event("Sinking", ("Sinking", victim.key), (model.Role("affects", victim),), time, links)
    count = model.Quantity("CasualtyCount", 1, draw(st.sampled_from([1, 5, None])), True, draw(ODD), "killed")
    worded = model.Event("Event", ("Event", victim.key), described_as=draw(ODD))
    return draw(
        st.sampled_from(
            [
                model.Proposition(event),
                model.Proposition(quantity=count),
                model.Proposition(worded, about=(victim,)),
            ]
        )
    )


def graph_of(store: EmbeddedStore, view: str) -> Graph:
    return Selected(store, Filters(), view).graph(LossReport("test", view))


def written(store: EmbeddedStore, name: str, view: str) -> bytes:
    out = io.BytesIO()
    export(store, name, view, Filters(), out, layout="grouped")
    return out.getvalue()


def clean(text: str) -> str:
    """Text as XML can hold it."""
    return re.sub("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]", "\ufffd", text)


def expected_edges(graph: Graph) -> Counter[tuple[str, ...]]:
    return Counter((edge.source, edge.target, edge.kind) for edge in graph.edges())


few = settings(max_examples=8, deadline=None, suppress_health_check=[HealthCheck.too_slow])


@few
@given(stores())
def test_no_claims_merge(case: Case) -> None:
    store, reports = case
    iris = {iri for report in reports for iri in Writer().claim_iris(report).values()}
    graph = graph_of(store, "claims")
    nodes = [node.values[1] for node in graph.nodes() if node.type == "claim"]
    assert sorted(nodes) == sorted(iris)
    says = [edge for edge in graph.edges() if edge.kind == "says"]
    assert sorted(f"{store.base}{edge.target}" for edge in says) == sorted(iris)


@few
@given(stores(), st.sampled_from(VIEWS))
def test_graphs_are_sound(case: Case, view: str) -> None:
    graph = graph_of(case[0], view)
    ids = [node.id for node in graph.nodes()]
    assert len(ids) == len(set(ids)) == graph.node_count
    assert all(node.label.strip() for node in graph.nodes())
    assert all(edge.source in set(ids) and edge.target in set(ids) for edge in graph.edges())
    assert set(expected_edges(graph).values()) <= {1}


@few
@given(stores(), st.sampled_from(VIEWS))
def test_gexf_by_networkx(case: Case, view: str) -> None:
    graph = graph_of(case[0], view)
    data = written(case[0], "gexf", view)
    found = nx.read_gexf(io.BytesIO(data))
    assert set(found) == {clean(node.id) for node in graph.nodes()}
    kinds = Counter((u, v, data["relation"]) for u, v, data in found.edges(data=True))
    assert kinds == Counter((edge.source, edge.target, edge.values[0]) for edge in graph.edges())
    for node in graph.nodes():
        assert found.nodes[node.id]["label"] == clean(node.label)
        for column, value in zip(graph.node_columns, node.values, strict=True):
            if value is not None and value != "":
                assert found.nodes[node.id][column.name] == (
                    clean(value) if isinstance(value, str) else value
                )


@few
@given(stores(), st.sampled_from(VIEWS))
def test_gexf_as_xml(case: Case, view: str) -> None:
    graph = graph_of(case[0], view)
    root = etree.fromstring(written(case[0], "gexf", view))
    edges = root.findall(f".//{GEXF}edge")
    assert Counter(
        (one.get("source"), one.get("target"), one.get("kind")) for one in edges
    ) == expected_edges(graph)
    assert [one.get("id") for one in edges] == [f"e{number}" for number in range(len(edges))]
    for element, row in zip(
        root.findall(f".//{GEXF}node") + edges, [*graph.nodes(), *graph.edges()], strict=True
    ):
        parts = element.findall(f".//{GEXF}spell") or [element]
        spells = [(part.get("start", ""), part.get("end", "")) for part in parts]
        assert tuple(spells) == (row.spells or (("", ""),))
    for name in ("r", "g", "b"):
        assert all(int(one.get(name)) < 256 for one in root.iter("{http://gexf.net/1.3/viz}color"))


@few
@given(stores(), st.sampled_from(VIEWS))
def test_graphml_by_networkx(case: Case, view: str) -> None:
    graph = graph_of(case[0], view)
    found = nx.read_graphml(io.BytesIO(written(case[0], "graphml", view)), force_multigraph=True)
    edges = Counter((u, v, data["kind"]) for u, v, data in found.edges(data=True))
    assert edges == expected_edges(graph)
    for node in graph.nodes():
        cells = found.nodes[node.id]
        assert (cells.get("start", ""), cells.get("end", "")) == bounds(node.spells)
        for column, value in zip(graph.node_columns, node.values, strict=True):
            if value is not None and value != "" and (not isinstance(value, str) or value.strip()):
                assert cells[column.name] == (clean(value) if isinstance(value, str) else value)


@few
@given(stores(), st.sampled_from(VIEWS))
def test_tables_by_pandas(case: Case, view: str) -> None:
    graph = graph_of(case[0], view)
    nodes, edges = (
        pd.read_csv(io.BytesIO(written(case[0], f"{part}-csv", view)), dtype=str, keep_default_na=False)
        for part in ("nodes", "edges")
    )
    assert list(nodes["Id"]) == [node.id for node in graph.nodes()]
    assert Counter(zip(edges["Source"], edges["Target"], edges["Kind"], strict=True)) == expected_edges(graph)
    assert set(edges["Type"]) <= {"Directed"}
    assert list(zip(edges["start"], edges["end"], strict=True)) == [
        bounds(edge.spells) for edge in graph.edges()
    ]
    for frame in (nodes, edges):
        for cell in frame.to_numpy().ravel():
            assert not re.match(r"\s*[=+\-@\t\r＝＋－＠]", cell)


@few
@given(stores(), st.sampled_from(VIEWS))
def test_graphology_json(case: Case, view: str) -> None:
    graph = graph_of(case[0], view)
    found = json.loads(written(case[0], "json", view))
    assert [node["key"] for node in found["nodes"]] == [node.id for node in graph.nodes()]
    assert [node["attributes"]["label"] for node in found["nodes"]] == [node.label for node in graph.nodes()]
    edges = Counter((one["source"], one["target"], one["attributes"]["kind"]) for one in found["edges"])
    assert edges == expected_edges(graph)
    assert found["options"] == {"type": "directed", "multi": True, "allowSelfLoops": True}


@few
@given(stores(), st.sampled_from(VIEWS))
def test_networkx(case: Case, view: str) -> None:
    graph = graph_of(case[0], view)
    found = to_networkx(case[0], view)
    assert len(found) == graph.node_count
    assert Counter(list(found.edges(keys=True))) == expected_edges(graph)


@few
@given(stores(), st.sampled_from(VIEWS), st.sampled_from(["gexf", "graphml", "json", "csv", "jsonl", "nq"]))
def test_the_same_bytes(case: Case, view: str, name: str) -> None:
    store, reports = case
    again = EmbeddedStore.in_memory()
    for report in reversed(reports):
        again.load("".join(Writer().report(report)).encode("utf-8"))
    assert written(store, name, view) == written(again, name, view)


@given(st.text(st.characters(codec="utf-8")))
@settings(max_examples=80, deadline=None)
def test_xml_holds_any_text(text: str) -> None:
    assert etree.fromstring(f'<a b="{xml(text)}"/>'.encode()).get("b") == clean(text)


@pytest.fixture(scope="module")
def schema() -> etree.RelaxNG:
    """The RELAX NG schema of GEXF 1.3, which is not part of the project."""
    place = Path(os.environ.get("CLAIMGRAPH_SHARED", "")) / "data" / "gexf" / "gexf.rng"
    if not os.environ.get("CLAIMGRAPH_SHARED") or not place.is_file():
        pytest.skip("no GEXF schema: set CLAIMGRAPH_SHARED to a folder that has data/gexf/gexf.rng")
    return etree.RelaxNG(file=str(place))


@settings(
    max_examples=8,
    deadline=None,
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.function_scoped_fixture],
)
@given(case=stores(), view=st.sampled_from(VIEWS))
def test_gexf_is_valid(schema: etree.RelaxNG, case: Case, view: str) -> None:
    document = etree.fromstring(written(case[0], "gexf", view))
    assert schema.validate(document), schema.error_log.last_error


def test_the_schema_can_fail(schema: etree.RelaxNG) -> None:
    broken = (
        '<gexf xmlns="http://gexf.net/1.3" version="1.3"><graph><nodes><node/></nodes><edges/></graph></gexf>'
    )
    assert not schema.validate(etree.fromstring(broken))
