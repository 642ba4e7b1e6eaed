"""`claimgraph query`."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

COUNT = "SELECT (COUNT(?claim) AS ?n) WHERE { ?claim a cg:Claim }"
STANCES = "SELECT ?claim ?stance WHERE { ?claim cg:hasStance ?stance }"


def test_select(call: Any, filled: Path) -> None:
    assert json.loads(call("query", COUNT, "--store", filled).out) == [{"n": 4}]


def test_columns_stand_in_the_order_of_the_query(call: Any, filled: Path) -> None:
    out = call("query", "SELECT * { ?s ?p ?o } LIMIT 1", "--store", filled, "--csv").out
    assert out.splitlines()[0] == "s,p,o"


def test_ask(call: Any, filled: Path) -> None:
    assert json.loads(call("query", "ASK { ?x a cg:Claim }", "--store", filled).out) == [{"answer": True}]


def test_from_a_file_and_from_standard_input(call: Any, filled: Path) -> None:
    Path("count.rq").write_text(COUNT, encoding="utf-8")
    expected = call("query", COUNT, "--store", filled).out
    assert call("query", "count.rq", "--store", filled).out == expected
    assert call("query", "-", "--store", filled, stdin=COUNT.encode()).out == expected


@pytest.mark.parametrize(
    ("value", "rows"),
    [("code:denies", 1), ("https://w3id.org/claimgraph/code/asserts", 3), ("denies", 0), ('"x" }', 0)],
)
def test_parameters_are_terms(call: Any, filled: Path, value: str, rows: int) -> None:
    outcome = call("query", STANCES, "--param", f"stance={value}", "--store", filled)
    assert len(json.loads(outcome.out)) == rows


def test_parameters_with_several_values(call: Any, filled: Path) -> None:
    params = ["--param", "stance=code:denies", "--param", "stance=code:asserts"]
    assert len(json.loads(call("query", STANCES, *params, "--store", filled).out)) == 4


def test_numbers_and_booleans(call: Any, filled: Path) -> None:
    quoted = "SELECT ?x WHERE { ?x cg:isDirectQuote ?direct }"
    assert len(json.loads(call("query", quoted, "--param", "direct=true", "--store", filled).out)) == 1
    bound = "SELECT ?x WHERE { GRAPH ?g { ?x cg:lowerBound ?low } }"
    assert len(json.loads(call("query", bound, "--param", "low=20", "--store", filled).out)) == 1


def test_a_file_with_a_header_takes_its_parameters(call: Any, filled: Path) -> None:
    Path("who.rq").write_text(
        "#+ summary: Claims with a stance.\n"
        "#+ description: The claims that take a stance.\n"
        "#+ parameters:\n"
        "#+   - {name: stance, type: code, description: the stance}\n"
        "#+ example: {stance: denies}\n"
        "#+ columns: {claim: the claim}\n"
        "PREFIX cg: <https://w3id.org/claimgraph/ns#>\n"
        "SELECT ?claim WHERE {\n  VALUES ?stance { UNDEF }\n  ?claim cg:hasStance ?stance\n}\n",
        encoding="utf-8",
    )
    assert len(json.loads(call("query", "who.rq", "--store", filled).out)) == 4
    assert len(json.loads(call("query", "who.rq", "--param", "stance=denies", "--store", filled).out)) == 1
    outcome = call("query", "who.rq", "--param", "colour=red", "--store", filled)
    assert (outcome.code, "colour" in outcome.err) == (2, True)


def test_construct_gives_triples(call: Any, filled: Path, tmp_path: Path) -> None:
    query = "CONSTRUCT { ?c cg:hasStance ?s } WHERE { ?c cg:hasStance ?s }"
    lines = call("query", query, "--store", filled).out.splitlines()
    assert len(lines) == 4
    assert lines == sorted(lines)
    for ending in ("ttl", "nt", "rdf", "jsonld"):
        target = tmp_path / f"graph.{ending}"
        assert call("query", query, "--store", filled, "-o", target).code == 0
        import rdflib

        assert len(rdflib.Graph().parse(target)) == 4
    assert call("query", query, "--store", filled, "--csv").code == 2


@pytest.mark.parametrize(("ending", "start"), [("srj", b'{"head"'), ("srx", b"<?xml")])
def test_w3c_result_formats(call: Any, filled: Path, tmp_path: Path, ending: str, start: bytes) -> None:
    target = tmp_path / f"rows.{ending}"
    assert call("query", COUNT, "--store", filled, "-o", target).code == 0
    assert target.read_bytes().startswith(start)


@pytest.mark.parametrize(
    ("query", "code", "fragment"),
    [
        ("SELECT * { SERVICE <http://example.org/> { ?s ?p ?o } }", 2, "SERVICE is not allowed"),
        ("INSERT DATA { <a:b> <a:b> <a:b> }", 2, "would change the store"),
        ("SELECT * { ?s ?p }", 2, "the query is not valid"),
        ("SELECT * { ?s nope:p ?o }", 2, "query:1:15: the query is not valid: the prefix 'nope:' is not"),
        ("SELECT *\nWHER { ?s cg:p ?o }", 2, "query:2:1: the query is not valid: 'WHER' is no word"),
        ("no-such-file.rq", 3, "cannot be read"),
        ("DROP ALL", 2, "would change the store"),
        (
            "SELECT",
            2,
            "query:1:7: the query is not valid: not understood at or just before the end of: SELECT;",
        ),
        ("plain words", 3, "name a file, or give SPARQL"),
        ("", 2, "the query is empty"),
    ],
)
def test_what_is_refused(call: Any, filled: Path, query: str, code: int, fragment: str) -> None:
    outcome = call("query", query, "--store", filled)
    assert outcome.code == code
    assert len(outcome.lines) == 1
    assert fragment in outcome.err


@pytest.mark.parametrize("pair", ["novalue", "=x", "two words=x", "a-b=x"])
def test_faulty_parameters(call: Any, filled: Path, pair: str) -> None:
    assert call("query", STANCES, "--param", pair, "--store", filled).code == 2


def test_bad_bytes_in_a_query(call: Any, filled: Path) -> None:
    outcome = call("query", "-", "--store", filled, stdin=b"SELECT * { ?s ?p '\xff' }")
    assert (outcome.code, "not UTF-8" in outcome.err) == (3, True)
