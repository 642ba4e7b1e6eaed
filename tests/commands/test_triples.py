"""Commands that give one graph: the ending of the file chooses the format; each holds the same triples."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
import rdflib

from claimgraph.commands.triples import ENDINGS

PARSERS = {
    ".nt": "nt",
    ".nq": "nquads",
    ".ttl": "turtle",
    ".trig": "trig",
    ".jsonld": "json-ld",
    ".rdf": "xml",
}


@pytest.fixture
def run(call: Any, filled: Path) -> Any:
    """Call a command on the store with the sample report."""
    return lambda *arguments, **more: call("--store", filled, *arguments, **more)


def triples(path: Path, ending: str) -> set[Any]:
    dataset = rdflib.Dataset()
    dataset.parse(path, format=PARSERS[ending])
    return {(str(s), str(p), str(o)) for s, p, o, _ in dataset.quads()}


def test_every_ending_gives_its_format(run: Any) -> None:
    found = {}
    for ending in ENDINGS:
        assert run("perspective", "-o", f"all{ending}").code == 0
        found[ending] = triples(Path(f"all{ending}"), ending)
    assert len(found[".nt"]) > 5
    assert all(one == found[".nt"] for one in found.values())
    assert Path("all.nt").read_text(encoding="utf-8") == run("perspective").out
    assert run("perspective", "-o", "all.ttl.gz").code == 0
    assert Path("all.ttl.gz").read_bytes()[:2] == b"\x1f\x8b"


@pytest.mark.parametrize(
    ("arguments", "line"),
    [
        (["perspective", "-o", "a.csv"], "'.csv' tells no format of triples; end the name with .nt"),
        (["perspective", "-o", "a"], "'no ending' tells no format of triples"),
        (
            ["perspective", "--conflicts", "-o", "a.nt"],
            "a graph has no conflicts in it; end the name with .txt",
        ),
        (["perspective", "--conflicts", "-o", "a.json"], "conflicts are text"),
        (["infer", "-o", "a.csv"], "'.csv' tells no format of triples"),
        (["infer", "-o", "no/a.nt"], "there is no folder no"),
        (["dump", "-o", "no/a.nq"], "there is no folder no"),
    ],
)
def test_other_endings_are_refused(run: Any, arguments: list[str], line: str) -> None:
    done = run(*arguments)
    assert (done.code, done.out, len(done.lines)) == (2, "", 1)
    assert line in done.lines[0]


def test_conflicts_as_text(run: Any) -> None:
    assert run("perspective", "--conflicts", "-o", "a.txt").code == 1
    assert Path("a.txt").read_text(encoding="utf-8").startswith("1. ")
