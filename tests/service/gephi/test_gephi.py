"""Exports opened by Gephi's own importer and by graphology, which Gephi Lite uses.

Gephi's toolkit comes from Maven Central, graphology from npm; both go to their caches outside the checkout.
`CLAIMGRAPH_PICTURES` names a folder where the drawings are kept, to be looked at.
"""

from __future__ import annotations

import json
import os
import shutil
import subprocess
from collections import Counter
from pathlib import Path
from typing import Any

import pytest

from claimgraph.exports import Filters, LossReport, named
from claimgraph.exports.graph import Graph
from claimgraph.exports.store_formats import Selected
from claimgraph.store import EmbeddedStore

from ..npm import installed

pytestmark = pytest.mark.service

HERE = Path(__file__).resolve().parent
REPORTS = HERE.parents[2] / "examples" / "reports"
TOOLKIT = ("org.gephi", "gephi-toolkit", "0.10.1")
PACKAGES = ("graphology@0.26.0", "graphology-gexf@0.13.2")
VIEWS = ("claims", "actors", "sources", "events", "lineage")
MINUTES = 60.0


@pytest.fixture(scope="module")
def toolkit() -> Path:
    """The jar of Gephi's toolkit."""
    if not shutil.which("java") or not shutil.which("mvn"):
        pytest.skip("needs java and mvn")
    group, name, version = TOOLKIT
    folder = Path.home() / ".m2" / "repository" / group.replace(".", "/") / name / version
    jar = folder / f"{name}-{version}-all.jar"
    if not jar.is_file():
        artifact = f"-Dartifact={group}:{name}:{version}:jar:all"
        fetched = subprocess.run(
            ["mvn", "-q", "-B", "dependency:get", artifact, "-Dtransitive=false"],
            capture_output=True,
            text=True,
            timeout=10 * MINUTES,
            check=False,
        )
        if fetched.returncode or not jar.is_file():
            pytest.skip(f"Gephi's toolkit cannot be had: {fetched.stdout[-300:]}")
    return jar


@pytest.fixture(scope="module")
def node() -> Path:
    """A folder with graphology."""
    return installed("graphology", *PACKAGES)


@pytest.fixture(scope="module")
def store(tmp_path_factory: pytest.TempPathFactory) -> Any:
    """A store with the example reports and the findings on them."""
    from claimgraph.cli import run
    from claimgraph.reasoning.engine import refresh

    path = tmp_path_factory.mktemp("gephi") / "examples.db"
    assert run(["-q", "--store", str(path), "load", str(REPORTS)]) == 0
    opened = EmbeddedStore.open(path)
    refresh(opened)
    yield opened
    opened.close()


def exported(store: EmbeddedStore, view: str, target: Path, filters: Filters, layout: str) -> Graph:
    """Write the file in the format that its ending tells; return the graph that it holds."""
    from claimgraph.exports import export

    with target.open("wb") as out:
        export(store, target.suffix[1:], view, filters, out, layout=layout)
    return Selected(store, filters, view).graph(LossReport("test", view))


def gephi(jar: Path, *arguments: object) -> list[list[str]]:
    """What Gephi holds after opening a file: one list of cells a line."""
    done = subprocess.run(
        [
            "java",
            "-Djava.awt.headless=true",
            "-cp",
            str(jar),
            str(HERE / "GephiOpens.java"),
            *map(str, arguments),
        ],
        capture_output=True,
        text=True,
        timeout=5 * MINUTES,
        check=False,
    )
    assert done.returncode == 0, done.stderr[-2000:]
    return [line.split("\t") for line in done.stdout.splitlines()]


def of_kind(lines: list[list[str]], kind: str) -> list[list[str]]:
    return [line[1:] for line in lines if line[0] == kind]


def cells(line: list[str]) -> dict[str, str]:
    return dict(cell.split("=", 1) for cell in line if "=" in cell)


@pytest.mark.parametrize("view", VIEWS)
def test_gephi_holds_all(toolkit: Path, store: EmbeddedStore, tmp_path: Path, view: str) -> None:
    """Every node, edge, kind, size, place and column; nothing merged, no complaint."""
    target = tmp_path / f"{view}.gexf"
    graph = exported(store, view, target, Filters(), "grouped")
    lines = gephi(toolkit, target)
    assert of_kind(lines, "issue") == []
    nodes = {line[0]: line for line in of_kind(lines, "node")}
    assert set(nodes) == {node.id for node in graph.nodes()}
    for node in graph.nodes():
        found = nodes[node.id]
        assert found[1] == node.label
        assert float(found[2]) == pytest.approx(node.size if node.size > graph.smallest else 10.0)
        held = cells(found[5:])
        assert bool(node.spells) == ("timeset" in held)
        for column, value in zip(graph.node_columns, node.values, strict=True):
            if isinstance(value, str) and value.isprintable() and value:
                assert held[column.name] == value
    edges = Counter(tuple(line[:3]) for line in of_kind(lines, "edge"))
    assert edges == Counter((edge.source, edge.target, edge.kind) for edge in graph.edges())
    weights = {tuple(line[:3]): float(line[3]) for line in of_kind(lines, "edge")}
    assert weights == {(edge.source, edge.target, edge.kind): edge.weight for edge in graph.edges()}


def test_the_moskva_of_three_governments(toolkit: Path, store: EmbeddedStore, tmp_path: Path) -> None:
    """Each claim of the three governments is a node of its own with a date, and the drawing is made."""
    filters = named(store, about=["Moskva"])
    target = tmp_path / "moskva.gexf"
    graph = exported(store, "claims", target, filters, "auto")
    pictures = Path(os.environ.get("CLAIMGRAPH_PICTURES", tmp_path))
    lines = gephi(toolkit, target, pictures / "moskva.png")
    claims = [cells(line[5:]) for line in of_kind(lines, "node")]
    claims = [one for one in claims if one["type"] == "claim"]
    assert len({one["iri"] for one in claims}) == sum(node.type == "claim" for node in graph.nodes())
    speaking = Counter(one.get("acts_for") or one["claimant"] for one in claims)
    for government in ("Government of Russia", "Government of Ukraine", "Government of the United States"):
        assert speaking[government] >= 1, government
    assert all("timeset" in one and one["date_published"] for one in claims)
    assert {one["stance"] for one in claims} >= {"asserts", "denies"}
    assert (pictures / "moskva.png").stat().st_size > 50_000


def test_gephis_own_layout(toolkit: Path, store: EmbeddedStore, tmp_path: Path) -> None:
    """ForceAtlas2 in Gephi runs on a file without places."""
    target = tmp_path / "moskva.gexf"
    exported(store, "claims", target, named(store, about=["Moskva"]), "none")
    gephi(toolkit, target, tmp_path / "moskva.png", "layout")
    assert (tmp_path / "moskva.png").stat().st_size > 50_000


def test_other_formats_in_gephi(toolkit: Path, store: EmbeddedStore, tmp_path: Path) -> None:
    target = tmp_path / "actors.graphml"
    graph = exported(store, "actors", target, Filters(), "grouped")
    lines = gephi(toolkit, target)
    assert {line[0] for line in of_kind(lines, "node")} == {node.id for node in graph.nodes()}


@pytest.mark.parametrize("view", VIEWS)
@pytest.mark.parametrize("ending", ["gexf", "json"])
def test_graphology_holds_all(
    node: Path, store: EmbeddedStore, tmp_path: Path, view: str, ending: str
) -> None:
    """What Gephi Lite would show: every node and edge, kinds, colours, places, dates as columns."""
    target = tmp_path / f"{view}.{ending}"
    graph = exported(store, view, target, Filters(), "grouped")
    read = subprocess.run(
        ["node", str(HERE / "read.js"), str(node), ending, str(target)],
        capture_output=True,
        text=True,
        timeout=MINUTES,
        check=True,
    )
    found = json.loads(read.stdout)
    nodes = {one["key"]: one["attributes"] for one in found["nodes"]}
    assert set(nodes) == {one.id for one in graph.nodes()}
    for one in graph.nodes():
        held = nodes[one.id]
        assert held["label"] == one.label
        assert {"x", "y", "color"} <= set(held)
        for column, value in zip(graph.node_columns, one.values, strict=True):
            name = "nodeType" if ending == "json" and column.name == "type" else column.name
            if value is not None and value != "":
                assert held[name] == value, column
    edges = Counter((one["source"], one["target"], one["attributes"]["relation"]) for one in found["edges"])
    assert edges == Counter((one.source, one.target, one.values[0]) for one in graph.edges())
