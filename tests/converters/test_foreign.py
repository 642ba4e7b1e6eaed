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
    ("a.txt", "Seen today:\n<div class='x'><p>" + REPORT + "</p></div>\n", "part of a page of HTML"),
    ("a", "<p>" + REPORT + "</p>", "save the whole page"),
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
    ("e.txt", "The arrow -> and <b>one</b> tag or a < b > c make no page.\n"),
    ("d.txt", "Prefix and base were shelled. Select units withdrew.\n"),
]


@pytest.mark.parametrize(("name", "text", "told"), OTHERS)
def test_refused(name: str, text: str, told: str) -> None:
    with pytest.raises(InputError, match="no report") as caught:
        find(Source(name, text.encode()))
    assert told in str(caught.value)


DOCUMENTS = [
    ("d.pdf", b"%PDF-1.7\n1 0 obj", "this is a PDF, no report; take its text out first (pdftotext d.pdf)"),
    ("d.txt", b"{\\rtf1\\ansi Two men died.}", "this is a document in RTF"),
    (
        "d.docx",
        b"PK\x03\x04\x14\0word/document.xml",
        "a document of a word processor, no report; save it as plain text",
    ),
    ("d.doc", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1\0\0", "a document of an office program"),
    ("d.jpg", b"\xff\xd8\xff\xe0\0\x10JFIF", "a picture"),
]


@pytest.mark.parametrize("asked", ["", "text"])
@pytest.mark.parametrize(("name", "data", "told"), DOCUMENTS)
def test_documents_are_no_text_also_if_called_so(name: str, data: bytes, told: str, asked: str) -> None:
    with pytest.raises(InputError, match="no report") as caught:
        find(Source(name, data), asked)
    assert told in str(caught.value)


def test_a_page_is_no_plain_text() -> None:
    page = Source("p.txt", b"<!doctype html><html><body><p>Two men died.</p></body></html>")
    assert find(page).name == "html"
    with pytest.raises(InputError, match="without --as text its article is found"):
        find(page, "text")


@pytest.mark.parametrize(("name", "text"), REPORTS)
def test_taken(name: str, text: str) -> None:
    assert find(Source(name, text.encode())).name == "text"


def test_by_name_all_the_same() -> None:
    assert find(Source("s.py", PYTHON.encode()), "text").name == "text"
