"""Only queries pass, and none that reaches another server."""

from __future__ import annotations

import contextlib

import pyoxigraph as ox
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from claimgraph.errors import UsageError
from claimgraph.sparql_guard import check_query, is_graph_query

ALLOWED = [
    "SELECT * WHERE { ?s ?p ?o }",
    "select * { ?s ?p ?o }",
    "# SERVICE in a comment\nASK {}",
    "PREFIX service: <http://example.org/service#> SELECT * { ?s service:load ?load }",
    "PREFIX : <http://example.org/> SELECT * { ?s :SERVICE ?service }",
    "SELECT * { ?s ?p 'SERVICE' , \"LOAD\" , '''a 'SERVICE' b''' , \"\"\"LOAD \"x\" LOAD\"\"\" }",
    "SELECT * { ?s ?p 'it\\'s SERVICE' }",
    "SELECT * { <http://example.org/SERVICE#LOAD> ?p 'x'@load }",
    "SELECT * { _:SERVICE ?p $LOAD }",
    "BASE <http://example.org/> CONSTRUCT { ?s ?p ?o } WHERE { ?s ?p ?o }",
    "DESCRIBE <http://example.org/>",
    "SELECT ('SERVICE' AS ?x) { FILTER(?a<?b) }",
    "\ufeffSELECT * {}".lstrip("\ufeff"),
]

REFUSED = [
    ("SELECT * { SERVICE <http://example.org/> { ?s ?p ?o } }", "SERVICE is not allowed"),
    ("SELECT * { service silent <http://example.org/> { ?s ?p ?o } }", "SERVICE is not allowed"),
    ("SELECT * { SERV\\u0049CE <http://example.org/> { } }", "SERVICE is not allowed"),
    ("SELECT * { \\U00000053ERVICE <http://example.org/> { } }", "SERVICE is not allowed"),
    ("SELECT * { ?s ?p 'a' SERVICE ?x {} }", "SERVICE is not allowed"),
    ("SELECT * { ?s ?p 'a\\\\' SERVICE ?x { ?s ?p 'b' } }", "SERVICE is not allowed"),
    ("SELECT * { ?s ?p <a#b> SERVICE ?x {} }", "SERVICE is not allowed"),
    ("SELECT * { # comment\rSERVICE ?x {} }", "SERVICE is not allowed"),
    ("SELECT * { # comment\\u000ASERVICE ?x {} }", "SERVICE is not allowed"),
    ("SELECT * {\n\n SERVICE ?x {} }", "query:3: SERVICE"),
    ("LOAD <http://example.org/>", "LOAD is not allowed"),
    ("SELECT * {} ; LOAD <http://example.org/>", "LOAD is not allowed"),
    ("INSERT DATA { <a:b> <a:b> <a:b> }", "would change the store"),
    ("PREFIX a: <a:> DELETE WHERE { ?s ?p ?o }", "would change the store"),
    ("WITH <a:b> DELETE { ?s ?p ?o } WHERE { ?s ?p ?o }", "would change the store"),
    ("CLEAR ALL", "would change the store"),
    ("DROP GRAPH <a:b>", "would change the store"),
    ("hello", "begins no query"),
    ("", "no SPARQL query"),
    ("# only a comment", "no SPARQL query"),
]


@pytest.mark.parametrize("text", ALLOWED)
def test_queries_pass(text: str) -> None:
    check_query(text)


@pytest.mark.parametrize(("text", "message"), REFUSED)
def test_anything_else_is_refused(text: str, message: str) -> None:
    with pytest.raises(UsageError, match=message):
        check_query(text)


def _escaped(word: str, mask: list[bool]) -> str:
    return "".join(f"\\u{ord(c):04X}" if hide else c for c, hide in zip(word, mask, strict=True))


@given(
    st.sampled_from(["SERVICE", "service", "Service", "sErViCe"]),
    st.lists(st.booleans(), min_size=7, max_size=7),
    st.sampled_from(["", "'text' ", "<http://e.org/#x> ", '"""long "x" text""" ', "# note\n", "'a\\'b' "]),
)
def test_service_is_found_however_it_is_written(word: str, mask: list[bool], before: str) -> None:
    with pytest.raises(UsageError, match="SERVICE is not allowed"):
        check_query(f"SELECT * {{ ?s ?p {before}{_escaped(word, mask)} ?x {{ ?a ?b ?c }} }}")


@given(st.text(max_size=200))
def test_any_text_is_answered(text: str) -> None:
    """Pass or UsageError, nothing else."""
    with contextlib.suppress(UsageError):
        check_query(text)


TRICKS = st.lists(
    st.sampled_from(
        ["'", '"', "\\", "<", ">", "#", "?x", ":", "@en", "_:b", "{", "}", " ", "\n", "'''", '"""', "a:b",
         "<a#b>", "'x'", "?s ?p ", ". ", "\\'", "FILTER(1<2)", "FILTER(?a<?b#c\n)", "\\u0027", "OPTIONAL "]
    ),
    max_size=8,
).map("".join)  # fmt: skip


@settings(max_examples=300)
@given(TRICKS, TRICKS)
def test_what_the_engine_would_send_away_never_passes(before: str, after: str) -> None:
    """The engine is the judge: a query with which it turns to another server must have been refused."""
    service = "SERVICE <http://127.0.0.1:1/> { ?a ?b ?c }"
    query = f"PREFIX a: <http://e.org/> SELECT * {{ {before} {service} {after} }}"
    try:
        check_query(query)
    except UsageError:
        return
    with contextlib.suppress(SyntaxError, ValueError):
        list(ox.Store().query(query))  # OSError: it tried to


@pytest.mark.parametrize(
    ("text", "graph"),
    [
        ("CONSTRUCT { ?s ?p ?o } WHERE { ?s ?p ?o }", True),
        ("describe <a:b>", True),
        ("SELECT ?construct {}", False),
        ("ASK {}", False),
    ],
)
def test_graph_queries(text: str, graph: bool) -> None:
    assert is_graph_query(text) is graph
