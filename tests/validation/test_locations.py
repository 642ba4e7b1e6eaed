"""Statements stand where the file has them."""

from __future__ import annotations

from pathlib import Path

import pyoxigraph as ox
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from claimgraph.resources import ontology_dir
from claimgraph.validation.locations import (
    LineIndex,
    from_oxigraph,
    parse_located,
    statement_offsets,
)

HEAD = "@prefix e: <http://e.org/> .\n"


def lines_of(text: str) -> dict[str, int]:
    """The line of each statement, by subject, predicate and object."""
    index = LineIndex(text)
    return {
        " ".join(str(term).rsplit("/", 1)[-1] for term in quad[:3]): index.place(quad.at)[0]
        for quad in parse_located(text, index=0)
    }


@pytest.mark.parametrize(
    ("text", "line"),
    [
        ("e:a e:p e:x .", 2),
        ("\n\ne:a e:p e:x .", 4),
        ("# a comment\ne:a e:p\n  e:x .", 4),
        ('e:a e:q """one\ntwo\n""" ;\n  e:p e:x .', 5),
        ("e:a e:q e:y , \n e:z ; e:p e:y,\n\n e:x .", 5),
        ("e:b e:q [ e:r e:s ;\n e:t ( 1\n 2 ) ] .\ne:a e:p e:x .", 5),
        ("e:b e:q e:c .\ne:g { e:a e:p\n e:x }", 4),
        ("GRAPH e:g {\n e:b e:q e:c }\n\n{ e:a e:p e:x }", 5),
        ("e:a\r\n e:p\r\n e:x .", 4),
    ],
)
def test_line_of_a_statement(text: str, line: int) -> None:
    assert lines_of(HEAD + text)["a p x"] == line


def test_members_of_a_collection_stand_with_it() -> None:
    quads = parse_located(HEAD + "e:a e:p (\n e:x\n e:y ) .", index=0)
    assert {LineIndex(HEAD + "e:a e:p (\n e:x\n e:y ) .").place(quad.at)[0] for quad in quads} == {2}


def test_graph_names() -> None:
    text = HEAD + "e:a e:p e:x . e:g { e:a e:p e:x } { e:b e:p e:x }"
    graphs = [quad.graph for quad in parse_located(text, index=0)]
    assert graphs == ["", "http://e.org/g", ""]


def test_literals_keep_their_form() -> None:
    (quad,) = parse_located(HEAD + 'e:a e:p "007"^^<http://www.w3.org/2001/XMLSchema#integer> .', index=0)
    assert str(quad.object) == "007"


def test_blank_nodes_have_the_same_names_at_every_run() -> None:
    text = HEAD + "e:a e:p [ e:q _:x ] , _:x ."
    assert parse_located(text, index=3) == parse_located(text, index=3)
    assert all("f3b" in str(q.subject) + str(q.object) for q in parse_located(text, index=3))


values = st.sampled_from(
    [
        "e:x",
        '"a"',
        '"""two\nlines # no comment"""',
        "'''x\n\n'''@en",
        "( e:y\n e:z )",
        "[ e:q\n e:r ]",
        "3.5",
        "true",
    ]
)
gaps = st.sampled_from([" ", "\n", "\n\n", " # note ; . ,\n", "\t"])
statements = st.tuples(st.integers(0, 999), values, gaps, gaps, gaps)


@settings(max_examples=150, deadline=None)
@given(st.lists(st.tuples(st.booleans(), st.lists(statements, min_size=1, max_size=4)), max_size=6))
def test_places_of_generated_files(blocks: list[tuple[bool, list[tuple[int, str, str, str, str]]]]) -> None:
    text, expected = HEAD, set()
    for number, (named, block) in enumerate(blocks):
        text += f"e:g{number} {{\n" if named else ""
        for row, (_, value, before, between, after) in enumerate(block):
            text += f"e:s{number}_{row}{before}e:p{between}"
            expected.add((f"s{number}_{row}", len(text)))
            text += f"{value} ;{after}e:n{before}"
            expected.add((f"s{number}_{row}", len(text)))
            text += f"{number} .{after}"
        text += "}\n" if named else ""
    quads = parse_located(text, index=0)
    found = {(str(q.subject).rsplit("/", 1)[-1], q.at) for q in quads if "e.org/s" in str(q.subject)}
    assert found == expected
    assert len(quads) == len(list(ox.parse(text.encode(), format=ox.RdfFormat.TRIG)))


@pytest.mark.parametrize("path", sorted(ontology_dir().glob("*/*.ttl")), ids=lambda path: path.name)
def test_both_parsers_read_the_same(path: Path) -> None:
    text = path.read_text(encoding="utf-8")
    located = [tuple(map(str, quad[:3])) for quad in parse_located(text, index=0) if "f0b" not in str(quad)]
    judged = from_oxigraph(ox.parse(text.encode(), format=ox.RdfFormat.TURTLE), index=0)
    assert sorted(located) == sorted(tuple(map(str, q[:3])) for q in judged if "f0b" not in str(q))
    assert all(text[q.at] not in " \n\t;,." for q in parse_located(text, index=0))


@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"])
def test_lines_of_n_quads(end: str) -> None:
    rows = ['<a:b> <a:c> "x\u2028y\u0085z" .', "", "# note", "<a:b> <a:c> <a:d> ."]
    text = end.join(rows)
    assert [text[offset : offset + 5] for offset in statement_offsets(text)] == ["<a:b>", "<a:b>"]


@given(st.text(alphabet="ab\n", max_size=60), st.integers(0, 60))
def test_line_index(text: str, offset: int) -> None:
    line, column = LineIndex(text).place(offset)
    before = text[:offset]
    assert line == before.count("\n") + 1
    if offset <= len(text):
        assert column == len(before) - (before.rfind("\n") + 1) + 1
