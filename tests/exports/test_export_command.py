"""`claimgraph export` and `claimgraph analyse` as people call them."""

from __future__ import annotations

import csv
import io
import json
import re
import resource
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import networkx as nx
import openpyxl
import pyoxigraph as ox
import pytest
from lxml import etree

from claimgraph.exports import FORMATS, VIEWS

GEXF = "{http://gexf.net/1.3}"


@pytest.fixture
def run(call: Any, filled: Path) -> Any:
    """Call a command on the store with the sample report."""
    return lambda *arguments, **more: call("--store", filled, *arguments, **more)


def test_every_format_and_view(run: Any) -> None:
    for name, one in FORMATS.items():
        for view in VIEWS if one.takes_view else ["claims"]:
            target = Path(f"{view}{one.endings[0]}")
            graph = ["--view", view, "--layout", "grouped"] if one.takes_view else []
            assert run("export", target, *graph).code == 0
            assert target.stat().st_size > 100, name


def test_standard_output(run: Any) -> None:
    done = run("export", "-o", "-", "--format", "jsonl")
    assert done.code == 0
    assert len(done.out.splitlines()) == 4
    assert run("export", "-", "--format", "jsonl").data == done.data


def test_the_list(run: Any) -> None:
    rows = json.loads(run("export", "--list").out)
    names = {row["name"] for row in rows}
    assert names >= {*FORMATS, *VIEWS, "csv-pair"}


def test_the_pair(run: Any) -> None:
    assert run("export", "all.csv", "--format", "csv-pair").code == 0
    assert sorted(path.name for path in Path().iterdir()) == ["all-edges.csv", "all-nodes.csv"]
    assert Path("all-nodes.csv").read_text(encoding="utf-8").startswith("Id,Label,type,iri,")


def test_names_that_tell_no_other_format_are_free(run: Any) -> None:
    """A table of nodes may end as any table does, and an unknown ending is the user's own."""
    assert run("export", "who.csv", "--format", "nodes-csv").code == 0
    assert run("export", "all.xml", "--format", "gexf").code == 0


def test_compressed(run: Any) -> None:
    assert run("export", "a.gexf.gz").code == 0
    assert Path("a.gexf.gz").read_bytes()[:2] == b"\x1f\x8b"


def test_provenance_is_named(run: Any) -> None:
    for name in ("gexf", "graphml", "json", "trig", "nq"):
        text = run("export", "-", "--format", name, "--about", "Moskva", "--licence", "CC0").out
        for words in ("selection: about Moskva", "Data version ", "1 reports", "Licence: CC0"):
            assert words in text, name
    lost = run("export", "-", "--format", "csv").err
    assert "not carried by csv: the query, the data version and the licence" in lost
    assert run("--quiet", "export", "-", "--format", "csv").err == ""


@pytest.mark.parametrize(
    ("arguments", "code", "line"),
    [
        (["a.gexf", "--view", "actor"], 2, "there is no view 'actor'; did you mean actors?"),
        (["a.gefx"], 2, "'a.gefx' tells no format"),
        (["a.gexf", "--format", "gexff"], 2, "did you mean gexf?"),
        (["a.gexf", "--about", "Nobody"], 2, "no thing in the store is called 'Nobody'"),
        (["a.gexf", "--since", "2030-01-01"], 2, "no claim fits: since 2030-01-01; widen the filters"),
        (["a.gexf", "--since", "soon"], 2, "'soon' is no day"),
        (["a.gexf", "--since", "2022-04-02", "--until", "2022-04-01"], 2, "is after"),
        (["a.gexf", "--hops", "2"], 2, "hops count from something"),
        (["a.gexf", "--about", "Moskva", "--hops", "0"], 2, "0 hops"),
        (["a.gexf", "--side", "Moskva"], 2, "'Moskva' is on no side"),
        (["a.gexf", "--layout", "round"], 2, "there is no layout 'round'"),
        (["there.gexf"], 2, "there.gexf: the file exists; give --force to overwrite it"),
        ([], 2, "no file"),
        (["-"], 2, "no format"),
        (["a.gexf", "-o", "b.gexf"], 2, "two files"),
        (["-", "--format", "csv-pair"], 2, "two tables on one stream"),
        (["a.gexf", "--hops", "1"], 2, "hops count from something"),
        (["a.csv", "--view", "actors"], 2, "--view has no effect on csv"),
        (["a.trig", "--view", "claims"], 2, "--view has no effect on trig"),
        (["a.jsonl", "--layout", "force"], 2, "--layout has no effect on jsonl"),
        (["a.gexf", "--format", "graphml"], 2, "a.gexf: the name says gexf, the option graphml"),
        (["a.csv", "--format", "gexf"], 2, "the name says csv, the option gexf"),
        (["a.json.gz", "--format", "xlsx"], 2, "the name says json, the option xlsx"),
        (["no/where/a.gexf"], 2, "no/where/a.gexf: there is no folder no/where; make it first"),
        (["there.gexf/a.gexf"], 2, "there is no folder there.gexf"),
    ],
)
def test_bad_input(run: Any, arguments: list[str], code: int, line: str) -> None:
    Path("there.gexf").write_text("mine", encoding="utf-8")
    done = run("export", *arguments)
    assert done.code == code
    assert line in done.lines[-1]
    assert len(done.lines) == 1
    assert [path.name for path in Path().iterdir()] == ["there.gexf"]
    assert Path("there.gexf").read_text(encoding="utf-8") == "mine"


def test_force(run: Any) -> None:
    Path("a.gexf").write_text("old", encoding="utf-8")
    assert run("export", "a.gexf", "--force").code == 0
    assert Path("a.gexf").read_text(encoding="utf-8").startswith("<?xml")


def test_no_room_on_the_disk(filled: Path, tmp_path: Path) -> None:
    """A limit on the size of files stands for a full disk: one line, nothing left behind."""
    target = tmp_path / "out" / "big.nq"
    target.parent.mkdir()
    done = subprocess.run(
        [sys.executable, "-m", "claimgraph", "--store", str(filled), "export", str(target)],
        capture_output=True,
        text=True,
        preexec_fn=lambda: resource.setrlimit(resource.RLIMIT_FSIZE, (4096, 4096)),
        check=False,
    )
    assert done.returncode == 3
    assert done.stderr.count("\n") == 1
    assert "cannot be written" in done.stderr
    assert not list(target.parent.iterdir())


def test_a_full_disk_is_told_as_such(tmp_path: Path) -> None:
    """Room may be missing where the file goes, or where long sorts go."""
    import errno

    from claimgraph.commands.output import write
    from claimgraph.errors import InputError

    def pieces() -> Iterator[bytes]:
        yield b"a"
        raise OSError(errno.ENOSPC, "No space left on device")

    with pytest.raises(InputError, match=r"No space left on device.*make room there and in .*TMPDIR"):
        write(pieces(), tmp_path / "a.gexf")
    assert not list(tmp_path.iterdir())


def test_interrupted(filled: Path, tmp_path: Path) -> None:
    """Ctrl-C in the middle of writing leaves no half file, and no trace of Python."""
    target = tmp_path / "out" / "big.gexf"
    target.parent.mkdir()
    slow = (
        "import claimgraph.exports.gexf as g, time, sys\n"
        "blocks = g.blocks\n"
        "def slow(lines):\n"
        "    for piece in blocks(lines):\n"
        "        yield piece; sys.stderr.write('.'); sys.stderr.flush(); time.sleep(30)\n"
        "g.blocks = slow\n"
        "from claimgraph.cli import main; main()\n"
    )
    with subprocess.Popen(
        [sys.executable, "-c", slow, "--store", str(filled), "export", str(target)],
        stderr=subprocess.PIPE,
        text=True,
        # a test run that was itself started in the background hands down that Ctrl-C is ignored
        preexec_fn=lambda: signal.signal(signal.SIGINT, signal.SIG_DFL),
    ) as process:
        assert process.stderr is not None
        assert process.stderr.read(1) == "."
        assert [path.suffix for path in target.parent.iterdir()] != [".gexf"]
        time.sleep(0.1)
        process.send_signal(signal.SIGINT)
        rest = process.stderr.read()
        assert process.wait() == 130
    assert rest.split("\n") == ["", "claimgraph: interrupted", ""]
    assert not list(target.parent.iterdir())


# ------------------------------------------------------------------ what the formats hold


def test_formulas_are_harmless(call: Any, tmp_path: Path, sample: Any) -> None:
    from claimgraph.loading import Loader
    from claimgraph.store import EmbeddedStore

    evil = '=HYPERLINK("http://example.org","click")'
    store = EmbeddedStore.open(tmp_path / "evil.db")
    Loader(store).load(sample.report(headline=evil))
    store.close()
    done = call("--store", tmp_path / "evil.db", "export", "-", "--format", "csv")
    rows = list(csv.DictReader(io.StringIO(done.out)))
    assert {row["headline"] for row in rows} == {"'" + evil}
    assert "4 cells as they are" in done.err
    assert call("--store", tmp_path / "evil.db", "export", "a.xlsx").code == 0
    book = openpyxl.load_workbook("a.xlsx")
    cells = [cell for row in book["claims"].iter_rows() for cell in row if cell.value == evil]
    assert len(cells) == 4
    assert {cell.data_type for cell in cells} == {"s"}
    assert "f" not in {cell.data_type for row in book["claims"].iter_rows() for cell in row}


def test_workbook(run: Any) -> None:
    assert run("export", "a.xlsx").code == run("export", "b.xlsx").code == 0
    assert Path("a.xlsx").read_bytes() == Path("b.xlsx").read_bytes()
    book = openpyxl.load_workbook("a.xlsx")
    rows = list(book["claims"].iter_rows(values_only=True))
    figures = [dict(zip(rows[0], row, strict=True)) for row in rows[1:]]
    [count] = [row for row in figures if row["low"]]
    assert (count["low"], count["high"], count["counts"], count["direct_quote"]) == (20, 30, "killed", False)
    assert "Data version" in str(book["about"]["A1"].value)


def test_no_workbook_on_a_terminal(run: Any) -> None:
    done = run("export", "-", "--format", "xlsx", terminal=True)
    assert (done.code, done.out) == (2, "")
    assert "a workbook is not for a terminal; give FILE" in done.lines[-1]


def test_lines_are_those_of_convert(run: Any, sample: Any) -> None:
    from claimgraph.exports.claims_jsonl import claim_records
    from claimgraph.vocabulary import DATA

    lines = [json.loads(line) for line in run("export", "-", "--format", "jsonl").out.splitlines()]
    expected = {record["id"]: record for record in claim_records(sample.report(), DATA)}
    assert {line["id"] for line in lines} == set(expected)
    for line in lines:
        record = expected[line["id"]]
        assert sorted(line.pop("about")) == sorted(record.pop("about"))
        assert line == record


def test_rdf_of_a_selection(run: Any) -> None:
    whole = set(ox.parse(run("export", "-", "--format", "nq").data, ox.RdfFormat.N_QUADS))
    found = {}
    for name, kind in (
        ("nq", ox.RdfFormat.N_QUADS),
        ("trig", ox.RdfFormat.TRIG),
        ("jsonld", ox.RdfFormat.JSON_LD),
    ):
        found[name] = set(ox.parse(run("export", "-", "--format", name, "--about", "Odesa").data, kind))
    assert found["nq"] == found["trig"] == found["jsonld"]
    assert found["nq"] < whole
    graphs = {quad.graph_name for quad in found["nq"]} - {ox.DefaultGraph()}
    assert len(graphs) == 1
    claims = [quad for quad in found["nq"] if quad.predicate.value.endswith("#hasStance")]
    assert [quad.object.value.rsplit("/", 1)[-1] for quad in claims] == ["denies"]


def test_published_context(run: Any) -> None:
    """The context inside a document is part of the published one: with either, the quads are the same."""
    from claimgraph.exports import rdf

    file = Path(rdf.__file__).parent.parent / "schemas" / "context.jsonld"
    assert file.read_text(encoding="utf-8") == rdf.published_context()
    document = json.loads(run("export", "-", "--format", "jsonld").data)
    published = json.loads(rdf.published_context())["@context"]
    assert document["@context"].items() <= published.items()
    again = json.dumps({**document, "@context": published}).encode()
    expected = set(ox.parse(run("export", "-", "--format", "nq").data, ox.RdfFormat.N_QUADS))
    assert set(ox.parse(again, ox.RdfFormat.JSON_LD)) == expected


def test_claims_are_dated_and_distinct(run: Any) -> None:
    root = etree.fromstring(run("export", "-", "--format", "gexf").data)
    nodes = root.findall(f".//{GEXF}node")
    claims = [node for node in nodes if cells(node)["type"] == "claim"]
    assert len({node.get("id") for node in claims}) == 4
    said = [(node.get("start"), node.get("end"), cells(node).get("date_said", "")) for node in claims]
    assert sorted(said) == [
        ("2022-04-14", "2022-04-14", "2022-04-14"),
        *[("2022-04-15", "2022-04-15", "")] * 3,
    ]


def cells(element: Any) -> dict[str, str]:
    return {one.get("for"): one.get("value") for one in element.iter(f"{GEXF}attvalue")}


def test_the_graphs_are_written_by_networkx_too(filled: Path) -> None:
    from claimgraph.graphs import to_networkx
    from claimgraph.store import opened

    with opened(filled, read_only=True) as store:
        for view in VIEWS:
            graph, out = to_networkx(store, view), io.BytesIO()
            nx.write_graphml(graph, out)
            again = nx.read_graphml(io.BytesIO(out.getvalue()), force_multigraph=True)
            assert (len(again), again.size()) == (len(graph), graph.size())
            assert again.graph["lost"] == graph.graph["lost"]


# ------------------------------------------------------------------ analyse


@pytest.mark.parametrize("measure", ["centrality", "communities", "brokers", "relays"])
def test_measures(run: Any, measure: str) -> None:
    first, second = (run("analyse", measure) for _ in range(2))
    assert first.code == 0
    assert first.data == second.data
    json.loads(first.out)


@pytest.mark.parametrize(
    ("measure", "view", "line"),
    [
        ("brokers", "claims", "the view claims has no edges that brokers could measure; leave --view out"),
        ("brokers", "actors", "or take sources"),
        ("relays", "events", "or take claims or actors or sources or lineage"),
        ("centrality", "actor", "there is no view 'actor'"),
    ],
)
def test_nothing_to_measure(run: Any, measure: str, view: str, line: str) -> None:
    done = run("analyse", measure, "--view", view)
    assert (done.code, done.out, len(done.lines)) == (2, "", 1)
    assert line in done.lines[0]


def test_relays(run: Any) -> None:
    [row] = json.loads(run("analyse", "relays").out)
    assert row["chain"] == "Harbour Wire → Government of Testland"
    assert row["depth"] == 1


@pytest.mark.parametrize("ending", ["png", "svg", "pdf"])
def test_picture(run: Any, ending: str) -> None:
    assert run("analyse", "--picture", f"a.{ending}").code == 0
    if ending == "svg":
        assert run("analyse", "--picture", f"b.{ending}").code == 0
        assert Path(f"a.{ending}").read_bytes() == Path(f"b.{ending}").read_bytes()
    assert Path(f"a.{ending}").stat().st_size > 2000


def test_a_picture_of_relays_has_no_other_edges(run: Any) -> None:
    """Claims and nothing else, and no picture at all where nobody passes on anybody."""
    assert run("analyse", "relays", "--picture", "a.svg").code == 0
    assert re.findall(r"<!-- (claim|speaker|proposition|report|entity) -->", svg("a.svg")) == ["claim"]
    done = run("analyse", "relays", "--about", "Odesa", "--picture", "b.svg")
    assert "no picture: the graph has no edge of the kind relays" in done.err
    assert not Path("b.svg").exists()


def test_a_picture_of_communities_has_their_colours(run: Any) -> None:
    assert run("analyse", "communities", "--picture", "a.svg").code == 0
    groups = {row["community"] for row in json.loads(run("analyse", "communities").out)}
    assert {f"community {number}" for number in groups} == set(re.findall("community [0-9]+", svg("a.svg")))


def svg(name: str) -> str:
    return Path(name).read_text(encoding="utf-8")


@pytest.mark.parametrize(
    ("name", "line"),
    [
        ("a.bmp", "'.bmp' is no picture; end the name with .png, .svg, .pdf"),
        ("a", "'no ending' is no picture"),
        ("there.png", "the file exists"),
        ("no/a.png", "there is no folder no"),
    ],
)
def test_no_such_picture(run: Any, name: str, line: str) -> None:
    """Refused before the work: no table is printed first."""
    Path("there.png").write_text("mine", encoding="utf-8")
    done = run("analyse", "--picture", name)
    assert (done.code, done.out) == (2, "")
    assert line in done.lines[-1]


def test_pictures_need_matplotlib(run: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("importlib.util.find_spec", lambda _name: None)
    done = run("analyse", "--picture", "a.png")
    assert (done.code, done.out) == (2, "")
    assert "pip install 'claimgraph[plot]'" in done.lines[-1]
