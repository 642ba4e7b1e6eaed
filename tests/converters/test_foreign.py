"""Texts that are no reports are refused with what to do; reports are not."""

from __future__ import annotations

import pytest

from claimgraph.converters import find
from claimgraph.converters.base import Source
from claimgraph.errors import InputError

TURTLE = "# names\n@prefix cg: <https://w3id.org/claimgraph/ns#> .\n"
PYTHON = "import sys\n\ndef main(argv):\n    total = 0\n    print(total)\n    return total\n"
SCRIPT = "int main() {\n  int a = 1;\n  return a;\n}\n"
REPORT = "The port was shelled on Monday, the mayor said.\n"
OTHERS = [
    ("own.ttl", TURTLE, "names of your own go in with --reference own.ttl"),
    ("own.txt", TURTLE, "this is RDF, no report"),
    ("d.trig", "<urn:a> { <urn:b> a <urn:c> }", "a dump of a store goes back with claimgraph restore d.trig"),
    ("d.nq", "<urn:a> <urn:b> <urn:c> .", "claimgraph restore d.nq"),
    ("d.trig.gz", "<urn:a> { <urn:b> a <urn:c> }", "claimgraph restore d.trig.gz"),
    ("q.rq", "SELECT * { ?s ?p ?o }", "claimgraph query q.rq"),
    ("q.txt", "PREFIX cg: <urn:x>\nSELECT * { ?s ?p ?o }", "this is a SPARQL query"),
    ("s.py", PYTHON, "program code or settings, no report"),
    ("s.txt", PYTHON, "program code or settings, no report"),
    ("s", SCRIPT, "give --as text"),
]
REPORTS = [
    ("a.txt", REPORT),
    ("a", REPORT),
    ("a.md", REPORT),
    (
        "b.txt",
        "Heavy losses;\nno names were given;\nReturn to the front was ruled out, he said.\nMore follows.\n",
    ),
    ("c.txt", "---\noutlet: Tarn Mail\ndate: 2023-05-02\n---\n" + REPORT),
    ("d.txt", "Prefix and base were shelled. Select units withdrew.\n"),
]


@pytest.mark.parametrize(("name", "text", "told"), OTHERS)
def test_refused(name: str, text: str, told: str) -> None:
    with pytest.raises(InputError, match="no report") as caught:
        find(Source(name, text.encode()))
    assert told in str(caught.value)


@pytest.mark.parametrize(("name", "text"), REPORTS)
def test_taken(name: str, text: str) -> None:
    assert find(Source(name, text.encode())).name == "text"


def test_by_name_all_the_same() -> None:
    assert find(Source("s.py", PYTHON.encode()), "text").name == "text"
