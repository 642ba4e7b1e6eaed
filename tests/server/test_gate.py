"""The quick look at a query may only let pass what the close look lets pass too."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from claimgraph.server.gate import _harmless
from claimgraph.sparql_guard import Bounds, inspect_query

PIECES = (
    "SELECT", "ask", "Construct", "DESCRIBE", "PREFIX e: <http://e.org/>", "BASE <http://e.org/>", "*",
    "{", "}", "(", ")", "[", "]", "?s", "$p", "e:o", "e:o.", "<http://e.org/a>", "'a'", '"b"', "'''", '"""',
    "1", "2.5",
    ".", ";", ",", "/", "^", "#", "\n", " ", "SERVICE", "LOAD", "FROM NAMED", "\\u0053ERVICE", "ſervice",
    "WHERE", "VALUES", "FILTER", "INSERT", "WITH", "_:b", "a", "@en", "|", "!", "ümlaut",
)  # fmt: skip
SMALL = Bounds(bytes=300, nesting=4, patterns=14)


@given(
    st.sampled_from(("SELECT * ", "PREFIX e: <http://e.org/>ASK", "BASE <x> construct ", "")),
    st.lists(st.sampled_from(PIECES), max_size=25),
    st.sampled_from((" ", "")),
)
def test_what_is_found_harmless_passes_the_close_look(begin: str, pieces: list[str], between: str) -> None:
    text = begin + between.join(pieces)
    found = _harmless(text, SMALL)
    if found is None:
        return
    looked = inspect_query(text, bounds=SMALL)
    assert looked.form == found.form
    assert not looked.has_dataset
    assert looked.nesting <= found.nesting
    assert looked.patterns <= found.patterns


@pytest.mark.parametrize(
    "text",
    [
        "SELECT * { ?s ?p ?o } LIMIT 10",
        "PREFIX e: <http://e.org/> PREFIX : <http://e.org/> SELECT (COUNT(*) AS ?n) { ?s e:p :o }",
        "ask{}",
    ],
)
def test_plain_queries_are_found_harmless(text: str) -> None:
    assert _harmless(text, Bounds()) is not None


@pytest.mark.parametrize(
    "text",
    [
        "SELECT * FROM <http://e.org/g> { ?s ?p ?o }",
        "SELECT * { SERVICE <http://e.org/> { ?s ?p ?o } }",
        "SELECT * { SERV\\u0049CE <http://e.org/> { ?s ?p ?o } }",
        "SELECT * { ſervice <http://e.org/> { ?s ?p ?o } }",
        "LOAD <http://e.org/>",
        "INSERT DATA { <a:a> <a:b> <a:c> }",
        "SELECT * { ?s ?p '''a }",
        "SELECT * {" + "?s ?p ?o . " * 201 + "}",
        "SELECT * " + "{" * 201 + "}" * 201,
    ],
)
def test_everything_else_is_looked_at_closely(text: str) -> None:
    assert _harmless(text, Bounds()) is None
