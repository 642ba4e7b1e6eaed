"""GEXF of a large graph: seconds and peak memory beside networkx.write_gexf, in one run; and of a store.

    python bench/exports.py --nodes 100000 --edges 500000
    python bench/exports.py --store /tmp/claimgraph-bench --json exports.json

Each measurement runs in a process of its own, so that its peak is its own. Both writers get the same nodes
and edges from the same generator, write them to a file, and the file is read back and counted. With `--store`
the claims of a store (see bench/questions.py) are exported too, in each view.
"""

from __future__ import annotations

import argparse
import json
import multiprocessing
import resource
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

from claimgraph.exports import Filters, export
from claimgraph.exports.gexf import write
from claimgraph.exports.graph import DATE, IRI, RELATION, TYPE, Column, Edge, Graph, Node
from claimgraph.exports.looks import placed
from claimgraph.store import EmbeddedStore

NODE_COLUMNS = (
    TYPE,
    IRI,
    Column("claimant", "string", ""),
    Column("stance", "string", ""),
    Column("quote", "string", ""),
    Column("direct_quote", "boolean", ""),
    Column("low", "integer", ""),
)
EDGE_COLUMNS = (RELATION, DATE, Column("stance", "string", ""))
STANCES = ("asserts", "denies", "doubts")
KINDS = ("says", "content", "about", "printed in", "relays")


def nodes(count: int) -> Iterator[Node]:
    """Nodes with what a claim has: about 300 characters of attributes."""
    for number in range(count):
        iri = f"https://w3id.org/claimgraph/data/claim/{number:040x}"
        quote = (
            f"the convoy was struck near the river at dawn, {number} vehicles were lost & two crews survived"
        )
        values = (
            "claim",
            iri,
            f"Speaker {number % 997}",
            STANCES[number % 3],
            quote,
            number % 2 == 0,
            number,
        )
        label = f"{STANCES[number % 3]}: strike on a convoy, number {number}"
        yield Node(f"claim/{number:040x}", label, "claim", values, 10.0, (("2022-04-14", "2022-04-14"),))


def edges(count: int, among: int) -> Iterator[Edge]:
    """Edges between distinct pairs of nodes."""
    for number in range(count):
        source, step = number % among, number // among + 1
        kind = KINDS[number % 5]
        values = (kind, "2022-04-14", STANCES[number % 3])
        ends = (f"claim/{source:040x}", f"claim/{(source + step * 7) % among:040x}")
        yield Edge(*ends, kind, "", values, 1.0, (("2022-04-14", "2022-04-14"),))


def by_claimgraph(target: Path, many: int, joined: int) -> float:
    """Fill a graph and write it, with colours, places and kinds; the processor seconds of the writing."""
    graph = Graph("bench", NODE_COLUMNS, EDGE_COLUMNS)
    for node in nodes(many):
        graph.add_node(node)
    for edge in edges(joined, many):
        graph.add_edges([edge])
    begun = time.process_time()
    with target.open("w", encoding="utf-8") as out:
        out.writelines(write(graph, placed(graph)))
    return time.process_time() - begun


def by_networkx(target: Path, many: int, joined: int) -> float:
    """The same graph as a MultiDiGraph, written by networkx: without colours, places and kinds."""
    import networkx as nx

    graph = nx.MultiDiGraph(mode="dynamic")
    names = [column.name for column in NODE_COLUMNS]
    for node in nodes(many):
        start, end = node.spells[0]
        graph.add_node(
            node.id, label=node.label, start=start, end=end, **dict(zip(names, node.values, strict=True))
        )
    names = [column.name for column in EDGE_COLUMNS]
    for edge in edges(joined, many):
        start, end = edge.spells[0]
        graph.add_edge(
            edge.source,
            edge.target,
            weight=1.0,
            start=start,
            end=end,
            **dict(zip(names, edge.values, strict=True)),
        )
    begun = time.process_time()
    nx.write_gexf(graph, str(target))
    return time.process_time() - begun


def of_store(path: str, view: str, target: Path) -> float:
    """Export a view of a store."""
    begun = time.process_time()
    store = EmbeddedStore.open(path, read_only=True)
    with target.open("wb") as out:
        export(store, "gexf", view, Filters(), out)
    return time.process_time() - begun


def _child(run: Callable[..., float], arguments: tuple[Any, ...], answers: Any) -> None:
    base = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    start, cpu = time.perf_counter(), time.process_time()
    writing = run(*arguments)
    took, used = time.perf_counter() - start, time.process_time() - cpu
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    answers.put(
        {"seconds": took, "cpu": used, "write": writing, "base_mb": base / 1024, "peak_mb": peak / 1024}
    )


def measured(run: Callable[..., float], *arguments: Any) -> dict[str, Any]:
    """Seconds, processor seconds and peak memory of a call in a fresh process."""
    context = multiprocessing.get_context("spawn")
    answers = context.Queue()
    process = context.Process(target=_child, args=(run, arguments, answers))
    process.start()
    found: dict[str, Any] = answers.get()
    process.join()
    return found


def counted(file: Path) -> tuple[int, int]:
    """The numbers of nodes and edges in a file, by a streaming parser."""
    from lxml import etree

    found = {"node": 0, "edge": 0}
    for _, element in etree.iterparse(file, tag=("{*}node", "{*}edge")):
        found[etree.QName(element).localname] += 1
        element.clear()
        while element.getprevious() is not None:
            del element.getparent()[0]
    return found["node"], found["edge"]


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else "")
    parser.add_argument("--nodes", type=int, default=20_000)
    parser.add_argument("--edges", type=int, default=100_000)
    parser.add_argument("--store", help="a store whose views are exported too")
    parser.add_argument("--json", type=Path)
    given = parser.parse_args()
    rows: list[dict[str, Any]] = []
    with tempfile.TemporaryDirectory() as folder:
        target = Path(folder) / "out.gexf"
        for name, run in (("claimgraph", by_claimgraph), ("networkx", by_networkx)):
            row = {"what": name, **measured(run, target, given.nodes, given.edges)}
            rows.append(row | _size(target))
        for view in ("claims", "actors", "sources", "events") if given.store else ():
            row = {"what": f"store, {view}", **measured(of_store, given.store, view, target)}
            rows.append(row | _size(target))
    _print(rows)
    ours, theirs = rows[0], rows[1]
    busier, slower, larger = (theirs[name] / ours[name] for name in ("cpu", "write", "peak_mb"))
    print(f"\nprocessor time of networkx: {busier:.1f} times in all, {slower:.1f} times for writing alone;")
    print(f"peak memory of networkx: {larger:.1f} times")
    if given.json:
        given.json.write_text(json.dumps(rows, indent=1) + "\n", encoding="utf-8")
    return 0 if (ours["nodes"], ours["edges"]) == (theirs["nodes"], theirs["edges"]) else 1


def _size(target: Path) -> dict[str, Any]:
    found = counted(target)
    return {"nodes": found[0], "edges": found[1], "file_mb": target.stat().st_size / 2**20}


def _print(rows: list[dict[str, Any]]) -> None:
    heads = ("what", "nodes", "edges", "seconds", "cpu s", "write s", "peak MB", "file MB")
    print(f"{heads[0]:16}" + "".join(f" {head:>9}" for head in heads[1:]))
    for row in rows:
        counts = "".join(f" {row[name]:9,}" for name in ("nodes", "edges"))
        sizes = "".join(f" {row[name]:9.1f}" for name in ("seconds", "cpu", "write", "peak_mb", "file_mb"))
        print(f"{row['what']:16}{counts}{sizes}")


if __name__ == "__main__":
    sys.exit(main())
