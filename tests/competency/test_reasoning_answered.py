"""Competency of the questions on what the reasoning found: expected rows, on two engines.

The reports are those of the other cases, with the findings computed and one rating by a user.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

import pyoxigraph as ox
import pytest
import rdflib

from claimgraph.errors import UsageError
from claimgraph.question_files import load_question
from claimgraph.questions import Resolver, ask, plain
from claimgraph.reasoning.asking import named_perspective, put_under
from claimgraph.reasoning.engine import refresh
from claimgraph.store import EmbeddedStore
from claimgraph.vocabulary import CODE

WIRE, COURIER, DISPATCH = "Harbour Wire", "Steppe Courier", "Meridian Dispatch"
MINISTRY, BLUE = "Ministry of Defence of Redland", "Government of Blueland"
BERG, MEDICS, WITNESS = "Anna Berg", "Port Town medics (unnamed)", "a witness"
SANK = "sinking of Aurora"
SUNK_BY_MISSILES = "sinking of Aurora 2022-05-01 caused by missile strike on Aurora with Harpoon-7"
SUNK_AFTER_BLAST = "sinking of Aurora caused by internal explosion at Aurora"
MISSILES = "missile strike on Aurora"
PLANT, PLANT_BY_RED = "missile strike on Mill Works", "missile strike on Mill Works by Redland 2022-05-02"
DEAD_5 = "5 killed (Blue side) as of 2022-05-03"
DEAD_20 = "about 20 to 30 killed (Blue side) as of 2022-05-03"
DEAD_25 = "25 killed (Blue side) as of 2022-05-05"
HOW_MANY, CAUSE = "How many (killed): Blue side?", "What was the cause: Sinking: Aurora?"
STRUCK, PLANT_STRUCK = "Was it so: missile strike on Aurora?", "Was it so: missile strike on Mill Works?"
FIRM, POSSIBLE = "grade-firm", "grade-possible"
RATING = """
@prefix cg: <https://w3id.org/claimgraph/ns#> .
@prefix code: <https://w3id.org/claimgraph/code/> .
@prefix d: <https://w3id.org/claimgraph/data/> .
@prefix rdfs: <http://www.w3.org/2000/01/rdf-schema#> .
@prefix xsd: <http://www.w3.org/2001/XMLSchema#> .
d:rating1 a cg:SourceRating ; cg:ratesAgent d:entity/harbour-wire ; cg:hasReliability code:reliability-B ;
    cg:wasRatedBy d:entity/desk ; cg:ratedOn "2022-06-01"^^xsd:date .
d:entity/desk a cg:Organization ; rdfs:label "Checking desk"@en .
"""
RATING = RATING.replace(
    "d:entity/harbour-wire", "<https://w3id.org/claimgraph/data/entity/harbour-wire>"
).replace("d:entity/desk", "<https://w3id.org/claimgraph/data/entity/desk>")


@dataclass(frozen=True)
class Case:
    question: str
    columns: str
    expected: set[tuple[Any, ...]]
    values: dict[str, Any] = field(default_factory=dict)

    def __str__(self) -> str:
        return f"{self.question} {self.values or ''}".strip()


CLASH = "question grade rule reading both"
OLDER = (HOW_MANY, POSSIBLE, "rule-interval", "reading-literal", frozenset((DEAD_25, DEAD_5)))
SAME_DAY = (HOW_MANY, FIRM, "rule-interval", "reading-literal", frozenset((DEAD_20, DEAD_5)))
DENIED = (STRUCK, FIRM, "rule-stance", "reading-literal", frozenset((MISSILES, SUNK_BY_MISSILES)))
DOUBTED = (PLANT_STRUCK, POSSIBLE, "rule-stance", "reading-literal", frozenset((PLANT_BY_RED, PLANT)))
RIVALS = (
    CAUSE,
    FIRM,
    "rule-logic",
    "reading-exclusiveCause",
    frozenset((SUNK_AFTER_BLAST, SUNK_BY_MISSILES)),
)
STEP = "claimant relation step what new_what"
NARROWED = (BERG, "Supersession", "corrected; narrowed: from about 20 to 30 to 25", DEAD_20, DEAD_25)
COUNTS = "event reports outlets speakers origins sides claims denials"
ON_AURORA = {
    ("Sinking: Aurora", 2, 2, 3, 3, 2, 5, 0),
    ("Internal explosion: Aurora", 1, 1, 1, 1, 1, 1, 0),
    ("Strike: Aurora", 1, 1, 1, 1, 1, 1, 1),
}
ON_MILL = {("Strike: Mill Works, 2022-05-02", 1, 1, 1, 1, 0, 1, 1)}
SILENT, HEARD = "no claim recorded", "on record"
QUIET = {
    ("Harm: Riverside", "Blue side", 1, HEARD),
    ("Harm: Riverside", "Red side", 0, SILENT),
    ("Internal explosion: Aurora", "Blue side", 0, SILENT),
    ("Internal explosion: Aurora", "Red side", 1, HEARD),
    ("Sinking: Aurora", "Blue side", 1, HEARD),
    ("Sinking: Aurora", "Red side", 2, HEARD),
    ("Strike: Aurora", "Blue side", 1, HEARD),
    ("Strike: Aurora", "Red side", 1, HEARD),
    ("Strike: Mill Works, 2022-05-02", "Blue side", 0, SILENT),
    ("Strike: Mill Works, 2022-05-02", "Red side", 0, SILENT),
}
BESIDE = "no claim recorded on this event, but on others of it"
OF_SHIP = {(*row[:3], BESIDE if row[3] == SILENT else HEARD) for row in QUIET if "Aurora" in row[0]}
SIDE, CITING = "event side claims note", "cited citing stance claims reports"
RELATED = "relation claimant stance what other_claimant other_stance other_what"
CONTEST, RATES = "question firm possible claimants", "rated reliability credibility what user rated_on"
LINE = "event claimant stance what outlet passes_on origin"
STRIKE_LINE = {
    ("Strike: Mill Works, 2022-05-02", COURIER, "asserts", PLANT_BY_RED, COURIER, None, COURIER),
    ("Strike: Mill Works, 2022-05-02", WITNESS, "doubts", PLANT, DISPATCH, None, WITNESS),
}
PASSED_ON = {(MINISTRY, WIRE, "asserts", 1, 1), (MEDICS, BERG, "asserts", 1, 1)}
BOTH_SANK = {(frozenset((BLUE, MINISTRY)),)}
CONTESTED = {(HOW_MANY, 1, 1, 3), (STRUCK, 1, 0, 2), (CAUSE, 1, 0, 2), (PLANT_STRUCK, 0, 1, 2)}
RATED = {(WIRE, "reliability-B", None, None, "Checking desk", "2022-06-01")}
JOINED = {
    ("Contradiction", COURIER, "asserts", PLANT_BY_RED, WITNESS, "doubts", PLANT),
    ("Contradiction", WITNESS, "doubts", PLANT, COURIER, "asserts", PLANT_BY_RED),
}

HARMED = {("Harm", "Riverside", BERG, "undetermined")}
IN_TOWN = HARMED | {
    ("MissileStrike", "Mill Works", COURIER, "asserts"),
    ("MissileStrike", "Mill Works", WITNESS, "doubts"),
}

CASES = [
    Case("contradictions", CLASH, {OLDER, SAME_DAY, DENIED, DOUBTED, RIVALS}),
    Case("contradictions", CLASH, {DENIED, RIVALS}, {"about": "Aurora"}),
    Case("contradictions", CLASH, {DOUBTED}, {"claimant": WITNESS}),
    Case("contradictions", CLASH, {OLDER, DOUBTED}, {"grade": POSSIBLE}),
    Case("contradictions", CLASH, {RIVALS}, {"rule": "rule-logic"}),
    Case("corroborations", "speakers", BOTH_SANK),
    Case("corroborations", "speakers", BOTH_SANK, {"about": "Aurora"}),
    Case("corroborations", "speakers", set(), {"claimant": BERG}),
    Case("transcription-differences", "speakers", set()),
    Case("transcription-differences", "speakers", set(), {"about": "Aurora"}),
    Case("revisions", STEP, {NARROWED}),
    Case("revisions", STEP, {NARROWED}, {"speaker": BERG}),
    Case("revisions", STEP, set(), {"speaker": MINISTRY}),
    Case("retractions", STEP, set()),
    Case("retractions", STEP, set(), {"speaker": BERG}),
    Case("support", COUNTS, ON_AURORA | ON_MILL),
    Case("support", COUNTS, ON_AURORA, {"about": "Aurora"}),
    Case("silence", SIDE, QUIET),
    Case("silence", SIDE, {row for row in QUIET if row[1] == "Red side"}, {"side": "Red side"}),
    Case("silence", SIDE, {row for row in QUIET if "Mill" in row[0]}, {"about": "Mill Works"}),
    Case("silence", SIDE, OF_SHIP, {"about": "Aurora"}),
    Case("lineage", LINE, STRIKE_LINE, {"about": "Mill Works"}),
    Case("cited-by", CITING, PASSED_ON),
    Case("cited-by", CITING, {(MEDICS, BERG, "asserts", 1, 1)}, {"origin": MEDICS}),
    Case("cited-by", CITING, {(MINISTRY, WIRE, "asserts", 1, 1)}, {"by": WIRE}),
    Case("related-claims", RELATED, JOINED, {"about": "Mill Works"}),
    Case("contested-questions", CONTEST, CONTESTED),
    Case("contested-questions", CONTEST, {(STRUCK, 1, 0, 2), (CAUSE, 1, 0, 2)}, {"about": "Aurora"}),
    Case("events-in", "kind place claimant stance", IN_TOWN, {"place": "Port Town"}),
    Case("events-in", "kind place claimant stance", HARMED, {"place": "Port Town", "kind": "Harm"}),
    Case(
        "events-in", "kind place claimant stance", IN_TOWN - HARMED, {"place": "Port Town", "kind": "attack"}
    ),
    Case("events-in", "kind place claimant stance", set(), {"place": "Port Town", "kind": "Shelling"}),
    Case("events-in", "kind place claimant stance", set(), {"place": "Redtown"}),
    Case("ratings", RATES, RATED),
    Case("ratings", RATES, RATED, {"source": WIRE}),
    Case("ratings", RATES, set(), {"source": COURIER}),
]


@pytest.fixture(scope="session")
def reasoned(store: EmbeddedStore) -> EmbeddedStore:
    """The store of the other cases with findings and a rating; a copy, so that those stay as they are."""
    made = EmbeddedStore.in_memory()
    made.load(store.dump())
    made.load(b"".join(f"{quad} .\n".encode() for quad in ox.parse(RATING, ox.RdfFormat.TURTLE)))
    refresh(made)
    return made


@pytest.fixture(scope="session")
def reasoned_dataset(reasoned: EmbeddedStore) -> rdflib.Dataset:
    rdflib.plugins.sparql.SPARQL_LOAD_GRAPHS = False
    found = rdflib.Dataset(default_union=False)
    found.parse(data=reasoned.dump(), format="nquads")
    return found


@pytest.mark.parametrize("engine", ["pyoxigraph", "rdflib"])
@pytest.mark.parametrize("case", CASES, ids=str)
def test_rows_follow_from_the_reports(
    case: Case, engine: str, reasoned: EmbeddedStore, reasoned_dataset: rdflib.Dataset
) -> None:
    question = load_question(case.question)
    text = question.bind(Resolver(reasoned, question).terms(case.values))
    rows = on_rdflib(reasoned_dataset, text) if engine == "rdflib" else on_oxigraph(reasoned, text)
    found = [with_both(row) for row in rows]
    assert {tuple(row[name] for name in case.columns.split()) for row in found} == case.expected
    assert len(found) == len(case.expected)


@pytest.mark.parametrize("engine", ["pyoxigraph", "rdflib"])
def test_what_refutes_one_claim(
    engine: str, reasoned: EmbeddedStore, reasoned_dataset: rdflib.Dataset
) -> None:
    question = load_question("related-claims")
    [claim] = {
        row["claim"]
        for row in ask(reasoned, "related-claims", about="Mill Works").records()
        if row["claimant"] == WITNESS
    }
    text = question.bind(Resolver(reasoned, question).terms({"about": claim}))
    rows = on_rdflib(reasoned_dataset, text) if engine == "rdflib" else on_oxigraph(reasoned, text)
    assert [(row["relation"], row["claim"], row["other_claimant"]) for row in rows] == [
        ("Contradiction", claim, COURIER)
    ]


def with_both(row: dict[str, Any]) -> dict[str, Any]:
    """The row with the two contents and the two speakers as sets: which comes first hangs on a hash."""
    if "other_what" in row:
        row["both"] = frozenset((row["what"], row["other_what"]))
        row["speakers"] = frozenset((row["claimant"], row["other_claimant"]))
    return row


def on_oxigraph(store: EmbeddedStore, text: str) -> list[dict[str, Any]]:
    solutions = store.query(text)
    assert isinstance(solutions, ox.QuerySolutions)
    names = [variable.value for variable in solutions.variables]
    return [dict(zip(names, (plain(cell) for cell in row), strict=True)) for row in solutions]  # type: ignore[arg-type]


def on_rdflib(dataset: rdflib.Dataset, text: str) -> list[dict[str, Any]]:
    result = dataset.query(text)
    names = [str(variable) for variable in result.vars or ()]
    return [{name: as_plain(row[n]) for n, name in enumerate(names)} for row in result]  # type: ignore[index]


def as_plain(cell: object) -> object:
    if isinstance(cell, rdflib.URIRef):
        return plain(ox.NamedNode(str(cell)))
    if isinstance(cell, rdflib.Literal):
        kind = ox.NamedNode(str(cell.datatype)) if cell.datatype else None
        return plain(ox.Literal(str(cell), datatype=kind) if kind else ox.Literal(str(cell)))
    return None


def test_a_perspective_keeps_the_events_and_counts_the_claims_of_its_own(reasoned: EmbeddedStore) -> None:
    without = named_perspective(reasoned, without=[BLUE])
    rows = put_under(reasoned, load_question("support"), {"about": "Aurora"}, without).records()
    assert "Sinking: Aurora" in {row["event"] for row in rows}, "the record says what is an event"
    blue = named_perspective(reasoned, [BLUE])
    reports = put_under(reasoned, load_question("reports"), {}, blue).records()
    spoken = put_under(reasoned, load_question("speakers"), {}, blue).records()
    assert sum(int(row["claims"] or 0) for row in reports) == sum(int(row["claims"] or 0) for row in spoken)
    assert all(row["claims"] for row in reports)


def test_a_perspective_of_one_who_cannot_speak_is_refused(reasoned: EmbeddedStore) -> None:
    ship = named_perspective(reasoned, ["Aurora"])
    with pytest.raises(UsageError, match="Aurora makes no claim in this store; name a speaker, a side"):
        put_under(reasoned, load_question("speakers"), {}, ship)


def test_a_country_speaks_through_its_government(reasoned: EmbeddedStore) -> None:
    answer = ask(reasoned, "contradictions", claimant="Redland", grade="firm", limit=3)
    assert [one.label for one in answer.bound["claimant"]] == ["Government of Redland", "Redland"]
    named = put_under(reasoned, load_question("speakers"), {}, named_perspective(reasoned, ["Redland"]))
    assert MINISTRY in {row["claimant"] for row in named.records()}


def test_a_kind_of_event_that_the_ontology_has_not_is_refused(reasoned: EmbeddedStore) -> None:
    with pytest.raises(UsageError, match="no class 'Atack'; did you mean Attack"):
        ask(reasoned, "events-in", place="Port Town", kind="Atack")


def test_dashes_and_short_codes_are_understood(reasoned: EmbeddedStore) -> None:
    question = load_question("contradictions")
    assert Resolver(reasoned, question).terms({"grade": "firm", "rule": "rule-logic"}) == {
        "grade": [ox.NamedNode(CODE + "grade-firm")],
        "rule": [ox.NamedNode(CODE + "rule-logic")],
    }
    terms = Resolver(reasoned, load_question("search")).terms({"text": "a", "with-retracted": "yes"})
    assert terms["with_retracted"] == [ox.Literal(True)]


def test_a_side_of_another_war_is_not_silent_but_no_party(reasoned: EmbeddedStore) -> None:
    made = EmbeddedStore.in_memory()
    made.load(reasoned.dump())
    cg = "PREFIX cg: <https://w3id.org/claimgraph/ns#>"
    made.update(
        f"{cg} INSERT DATA {{ <urn:green> a cg:Belligerent . <urn:ministry> cg:belongsToSide <urn:green> . "
        "<urn:claim> cg:hasClaimant <urn:ministry> ; cg:isRecordedFrom <urn:report> }"
    )
    columns = SIDE.split()

    def sides() -> set[tuple[object, ...]]:
        return {tuple(row[name] for name in columns) for row in ask(made, "silence").records()}

    assert sides() == QUIET
    red = "SELECT ?red { ?red a cg:Belligerent ; <http://www.w3.org/2000/01/rdf-schema#label> 'Red side'@en }"
    made.update(f"{cg} INSERT {{ <urn:claim> cg:isAbout ?red }} WHERE {{ {{ {red} }} }}")
    assert sides() == QUIET, "it speaks of a party, but in a report of something else"
    told = "?told cg:isRecordedFrom ?report"
    made.update(f"{cg} INSERT {{ ?told cg:isAbout <urn:ministry> }} WHERE {{ {told} }}")
    events = {row[0] for row in QUIET}
    assert sides() == QUIET | {(event, "urn:green", 0, SILENT) for event in events}
