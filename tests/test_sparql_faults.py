"""What is said of SPARQL that is not valid: what a person would say, never what a parser expects."""

from __future__ import annotations

import pyoxigraph as ox
import pytest
from hypothesis import given
from hypothesis import strategies as st

from claimgraph.sparql_faults import explain

FAULTS = [
    ("SELECT * WHER { ?s ?p ?o }", "'WHER' is no word of SPARQL", 1, 10),
    ("SELECT *\n{ ?s ?p ?o", "the '{' here is never closed", 2, 1),
    ("SELECT * { ?s ?p ?o ) }", "the ')' here closes nothing", 1, 21),
    ("SELECT * { ?s a ship:Cruiser }", "the prefix 'ship:' is not declared", 1, 17),
    ("SELECT * { ?s ?p 'abc }", "a quote is not closed", 1, 18),
    ("SELECT * { ?s ?p '''abc }", "a long string is not closed", 1, 18),
    ("SELECT * { ?s <a b> ?o }", "an address in angle brackets is no IRI", 1, 20),
    ("SELECT * { ?s ?p ?o } GROUP BY ?s", "SELECT * does not go with GROUP BY", 1, 34),
    ("SELECT ?o (COUNT(?s) AS ?n) { ?s ?p ?o }", "neither grouped by nor aggregated", 1, 41),
    ("SELECT ?s ?s { ?s ?p ?o } GROUP BY ?s", "uplicated variable name in SELECT", 1, 38),
    ("SELECT * { ?s ?p ?o FILTER(?o > ) }", "just before the end of: T * { ?s ?p ?o FILTER(?o > ) }", 1, 36),
    ("# nothing", "the text is empty", 0, 0),
]


@pytest.mark.parametrize(("text", "detail", "line", "column"), FAULTS)
def test_a_fault_in_words_with_its_place(text: str, detail: str, line: int, column: int) -> None:
    with pytest.raises(SyntaxError) as refused:
        ox.Store().query(text)
    fault = explain(text, str(refused.value))
    assert detail in fault.detail
    assert (fault.line, fault.column == column or "just before" in detail) == (line, True)
    assert fault.hint
    assert "expected" not in fault.detail + fault.hint


@given(st.text(alphabet="SELCTWHER {}()[]<>?sp:o.'\"\\\n#é1", max_size=60))
def test_every_fault_is_one_short_line_inside_the_text(text: str) -> None:
    try:
        ox.Store().query(text)
    except SyntaxError as error:
        fault = explain(text, str(error))
        assert fault.detail
        assert "\n" not in fault.detail + fault.hint
        assert len(fault.detail) < 200
        assert 0 <= fault.line <= text.count("\n") + 1
