"""Competency: what was withdrawn is in no answer unless it is asked for, and is marked there; on two engines.

The store is that of the questions on findings, with three claims withdrawn: both of the ministry that the
ship sank, and the courier's of the strike on the plant.
"""

from __future__ import annotations

from typing import Any

import pyoxigraph as ox
import pytest
import rdflib

from claimgraph.question_files import load_question
from claimgraph.questions import Resolver
from claimgraph.store import EmbeddedStore
from claimgraph.vocabulary import PREFIXES

from .test_reasoning_answered import (
    BLUE,
    CLASH,
    CONTEST,
    COUNTS,
    COURIER,
    DENIED,
    HARMED,
    HOW_MANY,
    LINE,
    MINISTRY,
    MISSILES,
    OLDER,
    ON_AURORA,
    PLANT,
    PLANT_BY_RED,
    QUIET,
    SAME_DAY,
    SANK,
    SIDE,
    SILENT,
    STRIKE_LINE,
    STRUCK,
    SUNK_AFTER_BLAST,
    SUNK_BY_MISSILES,
    WIRE,
    WITNESS,
    on_oxigraph,
    on_rdflib,
    reasoned,
    with_both,
)

__all__ = ["reasoned"]  # the fixture
HEADS = "".join(f"PREFIX {name}: <{iri}>\n" for name, iri in PREFIXES.items())
WITHDRAWN = f"""
SELECT ?claim WHERE {{
  VALUES (?name ?thing) {{ ("{MINISTRY}" "Aurora") ("{COURIER}" "Mill Works") }}
  ?claim cg:hasClaimant/rdfs:label ?speaker ; cg:hasStance code:asserts ; cg:hasContent/cg:isAbout ?of .
  ?of rdfs:label ?label FILTER(STR(?speaker) = ?name && STR(?label) = ?thing)
}}"""


@pytest.fixture(scope="module")
def withdrawn(reasoned: EmbeddedStore) -> EmbeddedStore:
    """A copy of the store with findings, in which three claims are withdrawn."""
    made = EmbeddedStore.in_memory()
    made.load(reasoned.dump())
    solutions = reasoned.query(HEADS + WITHDRAWN)
    assert isinstance(solutions, ox.QuerySolutions)
    claims = sorted({str(row["claim"]) for row in solutions})
    assert len(claims) == 3
    for number, claim in enumerate(claims):
        withdrawal = f"<http://example.org/withdrawal{number}>"
        made.update(f"{HEADS} INSERT DATA {{ {withdrawal} a cg:Retraction ; cg:hasReplacedClaim {claim} }}")
    return made


@pytest.fixture(scope="module")
def withdrawn_dataset(withdrawn: EmbeddedStore) -> rdflib.Dataset:
    rdflib.plugins.sparql.SPARQL_LOAD_GRAPHS = False
    found = rdflib.Dataset(default_union=False)
    found.parse(data=withdrawn.dump(), format="nquads")
    return found


CALLED = "what origin supporting reports outlets denials"
SAID = "event speakers claimant stance what claims"
SINGLE = (SUNK_BY_MISSILES, BLUE, 1, 1, 1, 0)
EXPLODED, STRIKE = "Internal explosion: Aurora", "Strike: Aurora"
SUNK = ("Sinking: Aurora", 2, 2, 2, 3, 1, 3, 0)  # the ministry is still the origin of what the wire passes on
ON_RECORD = (QUIET - {row for row in QUIET if row[0] in {EXPLODED, "Strike: Mill Works, 2022-05-02"}}) | {
    ("Sinking: Aurora", "Red side", 0, SILENT),
    ("Strike: Mill Works, 2022-05-02", "Blue side", 0, SILENT),
    ("Strike: Mill Works, 2022-05-02", "Red side", 0, SILENT),
}
STRIKES = {("MissileStrike", "Mill Works", WITNESS, "doubts", False)}
CASES = [
    ("agreements", "event", set(), {"about": "Aurora"}),
    (
        "contradictions",
        f"{CLASH} gone",
        {(*one, frozenset({False})) for one in (OLDER, SAME_DAY, DENIED)},
        {},
    ),
    ("contested-questions", CONTEST, {(HOW_MANY, 1, 1, 3), (STRUCK, 1, 0, 2)}, {}),
    ("corroborations", "speakers", set(), {}),
    (
        "events-in",
        "kind place claimant stance withdrawn",
        {(*one, False) for one in HARMED} | STRIKES,
        {"place": "Port Town"},
    ),
    (
        "lineage",
        f"{LINE} withdrawn",
        {(*one, False) for one in STRIKE_LINE if WITNESS in one},
        {"about": "Mill Works"},
    ),
    ("same-event", SAID, set(), {"about": "Mill Works"}),
    ("silence", SIDE, ON_RECORD - {("Sinking: Aurora", "Red side", 2, "on record")}, {}),
    ("single-source", CALLED, {SINGLE}, {"about": "Aurora"}),
    ("single-source-events", CALLED, {(STRIKE, BLUE, 1, 1, 1, 1)}, {"about": "Aurora"}),
    ("support", COUNTS, {SUNK, *(one for one in ON_AURORA if one[0] == STRIKE)}, {"about": "Aurora"}),
]
MARKED = {
    "contradictions": {frozenset((SUNK_AFTER_BLAST, SUNK_BY_MISSILES)), frozenset((PLANT_BY_RED, PLANT))},
    "events-in": {PLANT_BY_RED},
    "lineage": {PLANT_BY_RED},
}


def shown(value: Any) -> str:
    """The name of a parameter: that of a set would change from process to process."""
    return "rows" if isinstance(value, set) else str(value)[:20]


@pytest.mark.parametrize("engine", ["pyoxigraph", "rdflib"])
@pytest.mark.parametrize(("name", "columns", "expected", "values"), CASES, ids=shown)
def test_it_is_out_of_the_answer(
    name: str,
    columns: str,
    expected: set[tuple[Any, ...]],
    values: dict[str, Any],
    engine: str,
    withdrawn: EmbeddedStore,
    withdrawn_dataset: rdflib.Dataset,
) -> None:
    question = load_question(name)
    text = question.bind(Resolver(withdrawn, question).terms(values))
    rows = on_rdflib(withdrawn_dataset, text) if engine == "rdflib" else on_oxigraph(withdrawn, text)
    found = [with_marks(row) for row in rows]
    assert {tuple(row[column] for column in columns.split()) for row in found} == expected
    assert len(found) == len(expected)


@pytest.mark.parametrize(("name", "values"), [(one[0], one[3]) for one in CASES], ids=str)
def test_it_is_in_the_answer_if_it_is_asked_for(
    name: str, values: dict[str, Any], withdrawn: EmbeddedStore, reasoned: EmbeddedStore
) -> None:
    question = load_question(name)
    text = question.bind(Resolver(reasoned, question).terms({**values, "with_retracted": True}))
    before, now = on_oxigraph(reasoned, text), on_oxigraph(withdrawn, text)
    marks = {"withdrawn", "other_withdrawn"} & set(question.columns)
    assert [without(row, marks) for row in now] == [without(row, marks) for row in before]
    assert not any(row[mark] for row in before for mark in marks)
    assert any(row[mark] for row in now for mark in marks) == bool(marks)


@pytest.mark.parametrize("engine", ["pyoxigraph", "rdflib"])
def test_the_claims_of_a_report_are_all_there_and_marked(
    engine: str, withdrawn: EmbeddedStore, withdrawn_dataset: rdflib.Dataset
) -> None:
    question = load_question("claims-of-report")
    text = question.bind(Resolver(withdrawn, question).terms({"report": "Cruiser lost"}))
    rows = on_rdflib(withdrawn_dataset, text) if engine == "rdflib" else on_oxigraph(withdrawn, text)
    assert {(row["claimant"], row["what"], row["withdrawn"]) for row in rows} == {
        (BLUE, SUNK_BY_MISSILES, False),
        (MINISTRY, SUNK_AFTER_BLAST, True),
        (MINISTRY, MISSILES, False),
        (WIRE, SANK, False),
    }
    text = question.bind(Resolver(withdrawn, question).terms({"report": "Figures"}))
    replaced = [row for row in on_oxigraph(withdrawn, text) if row["withdrawn"]]
    assert len(replaced) == 2, "what the ministry withdrew, and what was replaced in so many words"


def with_marks(row: dict[str, Any]) -> dict[str, Any]:
    if "other_withdrawn" in row:
        row["gone"] = frozenset((row["withdrawn"], row["other_withdrawn"]))
    return with_both(row)


def without(row: dict[str, Any], columns: set[str]) -> dict[str, Any]:
    return {name: cell for name, cell in row.items() if name not in columns}
