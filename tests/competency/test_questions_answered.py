"""Competency: each stored question gives the rows that follow from the reports, on two engines.

A case names the question, what it is asked with, the columns looked at, and the rows as a set. Columns left
out are addresses and wordings; where two rows agree on the columns looked at, `rows` says how many there are.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

import pytest

from claimgraph.question_files import load_questions

from .test_reasoning_answered import CASES as REASONING_CASES

WIRE, COURIER, DISPATCH = "Harbour Wire", "Steppe Courier", "Meridian Dispatch"
MINISTRY = "Ministry of Defence of Redland"
RED, BLUE = "Government of Redland", "Government of Blueland"
BERG, MEDICS, WITNESS = "Anna Berg", "Port Town medics (unnamed)", "a witness"
SANK = "sinking of Aurora"
SUNK_BY_MISSILES = "sinking of Aurora 2022-05-01 caused by missile strike on Aurora with Harpoon-7"
SUNK_AFTER_BLAST = "sinking of Aurora caused by internal explosion at Aurora"
MISSILES = "missile strike on Aurora"
PLANT = "missile strike on Mill Works"
PLANT_BY_RED = "missile strike on Mill Works by Redland 2022-05-02"
HARM = "harm at Riverside 2022-05-02"
DEAD_5 = "5 killed (Blue side) as of 2022-05-03"
DEAD_20 = "about 20 to 30 killed (Blue side) as of 2022-05-03"
DEAD_25 = "25 killed (Blue side) as of 2022-05-05"
TANKS = "3 or more lost (Blue side)"
D2, D3, D5 = "2022-05-02", "2022-05-03", "2022-05-05"


@dataclass(frozen=True)
class Case:
    question: str
    columns: str
    expected: set[tuple[Any, ...]]
    values: dict[str, Any] = field(default_factory=dict)
    rows: int | None = None

    def __str__(self) -> str:
        return f"{self.question} {self.values or ''}".strip()


ABOUT_AURORA = {
    (WIRE, "asserts", SANK, None, None, DISPATCH, MINISTRY),
    (MINISTRY, "asserts", SANK, None, None, DISPATCH, None),
    (BLUE, "asserts", SUNK_BY_MISSILES, D2, "2022-05-01", WIRE, None),
    (MINISTRY, "asserts", SUNK_AFTER_BLAST, None, None, WIRE, None),
    (MINISTRY, "denies", MISSILES, None, None, WIRE, None),
    (WIRE, "asserts", SANK, None, None, WIRE, None),
}
BERG_SAYS = {
    (BERG, "asserts", DEAD_25, None, DISPATCH),
    (BERG, "asserts", DEAD_20, D3, COURIER),
    (BERG, "undetermined", HARM, None, COURIER),
}
REPLACED = {(BERG, "asserts", DEAD_20, None, DISPATCH)}
"""What the one who said it has corrected since."""
FIGURES = {
    ("Blue side", "killed", "civilian", 5, 5, False, "five", D3, MINISTRY, "asserts", None, DISPATCH),
    ("Blue side", "killed", "civilian", 25, 25, False, "25", D5, BERG, "asserts", None, DISPATCH),
    ("Blue side", "killed", "civilian", 20, 30, True, "20 to 30", D3, BERG, "asserts", MEDICS, COURIER),
    ("Blue side", "killed", "civilian", 20, 30, True, "20 to 30", D3, MEDICS, "believes", None, COURIER),
}
REPLACED_FIGURE = {
    ("Blue side", "killed", "civilian", 20, 30, True, "20 to 30", D3, BERG, "asserts", None, DISPATCH),
}
HAPPENED = {
    ("2022-05-01", "happened", BLUE, "asserts", SUNK_BY_MISSILES),
    (D2, "happened", BERG, "undetermined", HARM),
    (D2, "happened", COURIER, "asserts", PLANT_BY_RED),
}
HIT = {
    ("Mill Works", "ArmsFactory", "hasTarget", "Port Town", "MissileStrike", None, WITNESS, "doubts"),
    ("Mill Works", "ArmsFactory", "hasTarget", "Port Town", "MissileStrike", D2, COURIER, "asserts"),
}
AURORA_PARTS = {
    ("Aurora", "Cruiser", "affects", WIRE, "asserts", SANK),
    ("Aurora", "Cruiser", "affects", MINISTRY, "asserts", SANK),
    ("Aurora", "Cruiser", "affects", BLUE, "asserts", SUNK_BY_MISSILES),
    ("Aurora", "Cruiser", "affects", MINISTRY, "asserts", SUNK_AFTER_BLAST),
    ("Aurora", "Cruiser", "hasTarget", BLUE, "asserts", SUNK_BY_MISSILES),
    ("Aurora", "Cruiser", "hasTarget", MINISTRY, "denies", MISSILES),
    ("Aurora", "Cruiser", "takesPlaceAt", MINISTRY, "asserts", SUNK_AFTER_BLAST),
}
SAME_AURORA = {
    ("Sinking: Aurora", 3, BLUE, "asserts", SUNK_BY_MISSILES, 1),
    ("Sinking: Aurora", 3, WIRE, "asserts", SANK, 2),
    ("Sinking: Aurora", 3, MINISTRY, "asserts", SANK, 1),
    ("Sinking: Aurora", 3, MINISTRY, "asserts", SUNK_AFTER_BLAST, 1),
    ("Strike: Aurora", 2, BLUE, "asserts", SUNK_BY_MISSILES, 1),
    ("Strike: Aurora", 2, MINISTRY, "denies", MISSILES, 1),
}
SAME_PLANT = {
    ("Strike: Mill Works, 2022-05-02", 2, COURIER, "asserts", PLANT_BY_RED, 1),
    ("Strike: Mill Works, 2022-05-02", 2, WITNESS, "doubts", PLANT, 1),
}
AGREED = {
    ("Sinking: Aurora", "type", "Sinking", 2, "Blue side", "asserts", 1, BLUE),
    ("Sinking: Aurora", "type", "Sinking", 2, "Red side", "asserts", 1, MINISTRY),
    ("Sinking: Aurora", "affects", "Aurora", 2, "Blue side", "asserts", 1, BLUE),
    ("Sinking: Aurora", "affects", "Aurora", 2, "Red side", "asserts", 1, MINISTRY),
}
BLUE_SPEAKERS = {
    (BERG, "Person", "asserts", 3),
    (BERG, "Person", "undetermined", 1),
    (BLUE, "Government", "asserts", 1),
    (MEDICS, "UnnamedSource", "believes", 1),
}
OTHER_SPEAKERS = {
    (MINISTRY, "PublicBody", "asserts", 3),
    (MINISTRY, "PublicBody", "denies", 1),
    (RED, "Government", "asserts", 1),
    (WIRE, "MediaOutlet", "asserts", 2),
    (COURIER, "MediaOutlet", "asserts", 1),
    (WITNESS, "Person", "doubts", 1),
}
SINGLE_AURORA = {
    (SUNK_BY_MISSILES, BLUE, 1, 1, 1, 0),
    (SUNK_AFTER_BLAST, MINISTRY, 1, 1, 1, 0),
}
SINGLE_OTHERS = {
    (DEAD_25, BERG, 1, 1, 1, 0),
    (DEAD_5, MINISTRY, 1, 1, 1, 0),
    (TANKS, RED, 1, 1, 1, 0),
    (PLANT_BY_RED, COURIER, 1, 1, 1, 0),
}
SINGLE_MEDICS = {(DEAD_20, MEDICS, 2, 1, 1, 0)}
"""What Berg said of it herself she has corrected since."""
SINGLE_AURORA_EVENTS = {
    ("Internal explosion: Aurora", MINISTRY, 1, 1, 1, 0),
    ("Strike: Aurora", BLUE, 1, 1, 1, 1),
}
OF_FIGURES = {
    (MINISTRY, "asserts", DEAD_5, False, None),
    (WIRE, "asserts", SANK, False, MINISTRY),
    (MINISTRY, "asserts", SANK, False, None),
    (BERG, "asserts", DEAD_25, False, None),
    (BERG, "asserts", DEAD_20, False, None),
    (WITNESS, "doubts", PLANT, False, None),
    (RED, "asserts", TANKS, False, None),
}
WHO = "claimant stance what said_on event_time outlet relayed_from"
BY = "claimant stance what said_on outlet"
FIGURE = "side kind victims low high approximate figure as_of claimant stance relayed_from outlet"
TIME = "time basis claimant stance what"
SINGLE = "what origin supporting reports outlets denials"
FACILITY = "facility kind role place event_kind event_time claimant stance"
THING = "thing kind role claimant stance what"
SAME = "event speakers claimant stance what claims"
AGREE = "event statement value sides side stance claimants claimant"
SPEAKER = "claimant kind stance claims"
RELAY = "relayer stance relayed_from relayed_stance what outlet"
LOSS = "side counted low high approximate figure claimant stance outlet"
OPEN = "name class acts_for times reports"
WORDS = "words taken_for basis other outlet"
QUOTE = "claimant stance quotation said_to outlet"
LISTED = "published outlet headline kind claims file"
AGAINST = "claimant stance what outlet published"
FIX = "claimant stance what replaced_stance replaced outlet"

DENIALS = {(MINISTRY, "denies", MISSILES, WIRE, D2), (WITNESS, "doubts", PLANT, DISPATCH, D5)}
RELAYS = {
    (WIRE, "asserts", MINISTRY, "asserts", SANK, DISPATCH),
    (BERG, "asserts", MEDICS, "believes", DEAD_20, COURIER),
}
FOUND = {
    (MINISTRY, "denies", MISSILES, WIRE),
    (COURIER, "asserts", PLANT_BY_RED, COURIER),
    (WITNESS, "doubts", PLANT, DISPATCH),
}
LIST = {
    (D2, WIRE, "Cruiser lost", "NewsReport", 4, "cruiser-lost.txt"),
    (D3, COURIER, "Plant hit", "NewsReport", 4, "plant-hit.txt"),
    (D5, DISPATCH, "Figures", "NewsReport", 7, "figures.txt"),
}
UNRESOLVED = {(MEDICS, "UnnamedSource", BLUE, 1, 1), (WITNESS, "Person", None, 1, 1)}
AMBIGUOUS = ("Berg could", BERG, "ambiguous", "Karl Berg", COURIER)
METONYMIC = ("Redtown", RED, "metonymic", "Redtown", DISPATCH)
QUOTED = {(MINISTRY, "denies", "“No missile came near her,” it told Harbour Wire", WIRE, WIRE)}
RIVERSIDE = {("Riverside", "District", "takesPlaceAt", BERG, "undetermined", HARM)}
PLACE = "place kind role claimant stance what"
CORRECTED = {(BERG, "asserts", DEAD_25, "asserts", DEAD_20, DISPATCH)}
LOST = {("Blue side", "T-9 tank", 3, None, False, "at least three tanks", RED, "asserts", DISPATCH)}
UNKNOWN = {(BERG, "undetermined", HARM, COURIER, D3)}


def having(rows: set[tuple[Any, ...]], position: int, *values: object) -> set[tuple[Any, ...]]:
    """The rows with one of the values at the position."""
    return {row for row in rows if row[position] in values}


CASES = [
    Case("who-said-what", WHO, ABOUT_AURORA, {"about": "Aurora"}),
    Case("who-said-what", WHO, ABOUT_AURORA, {"about": "аврора"}),
    Case("who-said-what", WHO, having(ABOUT_AURORA, 1, "denies"), {"about": "Aurora", "stance": "denies"}),
    Case("who-said-what", WHO, having(ABOUT_AURORA, 0, BLUE), {"about": "Aurora", "certainty": "certain"}),
    Case("who-said-what", WHO, set(), {"about": "Aurora", "certainty": "possible"}),
    Case("who-said-what", WHO, having(ABOUT_AURORA, 5, DISPATCH), {"about": "Aurora", "since": D3}),
    Case("who-said-what", WHO, having(ABOUT_AURORA, 5, WIRE), {"about": "Aurora", "until": D2}),
    Case("who-said-what", WHO, ABOUT_AURORA, {"about": "Aurora", "since": D2, "until": D5}),
    Case("who-said-what-by", BY, BERG_SAYS, {"speaker": BERG}),
    Case("who-said-what-by", BY, BERG_SAYS, {"speaker": BERG, "with_retracted": False}),
    Case("who-said-what-by", BY, BERG_SAYS, {"speaker": BERG, "certainty": "unstated"}),
    Case("who-said-what-by", BY, set(), {"speaker": BERG, "certainty": "probable"}),
    Case("who-said-what-by", BY, BERG_SAYS | REPLACED, {"speaker": BERG, "with_retracted": True}),
    Case(
        "who-said-what-by",
        BY,
        {(BLUE, "asserts", SUNK_BY_MISSILES, D2, WIRE)},
        {"speaker": BLUE, "alone": True},
    ),
    Case(
        "who-said-what-by",
        BY,
        # the medics speak for the government too; so does Berg
        BERG_SAYS
        | {(BLUE, "asserts", SUNK_BY_MISSILES, D2, WIRE), (MEDICS, "believes", DEAD_20, None, COURIER)},
        {"speaker": "Blue side"},
    ),
    Case("who-said-what-by", BY, set(), {"speaker": BERG, "about": "Aurora"}),
    Case(
        "who-said-what-by",
        BY,
        having(BERG_SAYS, 1, "undetermined"),
        {"speaker": BERG, "stance": "undetermined"},
    ),
    Case("casualty-figures", FIGURE, FIGURES),
    Case("casualty-figures", FIGURE, FIGURES | REPLACED_FIGURE, {"with_retracted": True}),
    Case("casualty-figures", FIGURE, FIGURES, {"side": "Blue side", "kind": "killed", "victims": "civilian"}),
    Case("casualty-figures", FIGURE, having(FIGURES, 11, COURIER), {"until": D3}),
    Case("casualty-figures", FIGURE, set(), {"side": "Red side"}),
    Case("casualty-figures", FIGURE, set(), {"about": "Aurora"}),
    Case("casualty-figures", FIGURE, set(), {"kind": "lost"}),
    Case("casualty-figures", FIGURE, set(), {"victims": "military"}),
    Case("materiel-losses", LOSS, LOST),
    Case("materiel-losses", LOSS, LOST, {"side": "Blue side", "model": "T-9 tank"}),
    Case("materiel-losses", LOSS, set(), {"side": "Red side"}),
    Case("timeline", TIME, HAPPENED),
    Case("timeline", TIME, having(HAPPENED, 2, BLUE), {"about": "Aurora"}),
    Case("timeline", TIME, having(HAPPENED, 0, D2), {"since": D2}),
    Case("timeline", TIME, having(HAPPENED, 0, "2022-05-01"), {"until": "2022-05-01"}),
    Case("timeline", TIME, having(HAPPENED, 3, "undetermined"), {"stance": "undetermined"}),
    Case(
        "timeline",
        TIME,
        {(D2, "said", BLUE, "asserts", SUNK_BY_MISSILES), (D3, "said", BERG, "asserts", DEAD_20)},
        {"basis": "said"},
    ),
    Case("single-source", SINGLE, SINGLE_MEDICS),
    Case("single-source", SINGLE, set(), {"with_retracted": True}),
    Case("single-source", SINGLE, SINGLE_AURORA | SINGLE_OTHERS | SINGLE_MEDICS, {"claims": 1}),
    Case("single-source", SINGLE, SINGLE_AURORA, {"about": "Aurora"}),
    Case("single-source", SINGLE, set(), {"about": "Aurora", "claims": 2}),
    Case("single-source-events", SINGLE, set()),
    Case(
        "single-source-events",
        SINGLE,
        SINGLE_AURORA_EVENTS | {("Strike: Mill Works, 2022-05-02", COURIER, 1, 1, 1, 1)},
        {"claims": 1},
    ),
    Case("single-source-events", SINGLE, SINGLE_AURORA_EVENTS, {"about": "Aurora"}),
    Case("single-source-events", SINGLE, SINGLE_AURORA_EVENTS, {"about": "Aurora", "claims": 1}),
    Case("denials-and-doubts", AGAINST, DENIALS),
    Case("denials-and-doubts", AGAINST, having(DENIALS, 1, "denies"), {"about": "Aurora"}),
    Case("denials-and-doubts", AGAINST, having(DENIALS, 1, "doubts"), {"stance": "doubts"}),
    Case("denials-and-doubts", AGAINST, having(DENIALS, 1, "doubts"), {"since": D3}),
    Case("undetermined", AGAINST, UNKNOWN),
    Case("undetermined", AGAINST, UNKNOWN, {"about": "Riverside"}),
    Case("undetermined", AGAINST, set(), {"about": "Aurora"}),
    Case("relayed", RELAY, RELAYS),
    Case("relayed", RELAY, having(RELAYS, 0, BERG), {"by": BERG}),
    Case("relayed", RELAY, having(RELAYS, 0, WIRE), {"of": "Redland's Defence Ministry"}),
    Case("relayed", RELAY, having(RELAYS, 0, WIRE), {"about": "Aurora"}),
    Case(
        "weapons-and-vessels",
        THING,
        AURORA_PARTS
        | {
            ("Harpoon-7", "MaterielType", "usesWeapon", BLUE, "asserts", SUNK_BY_MISSILES),
            ("T-9 tank", "MaterielType", "countsModel", RED, "asserts", TANKS),
        },
        # the narration and the relayed wording agree on the columns looked at
        rows=10,
    ),
    Case("weapons-and-vessels", THING, AURORA_PARTS, {"thing": "Aurora"}, rows=8),
    Case("facilities-hit", FACILITY, HIT),
    Case("facilities-hit", FACILITY, HIT, {"facility": "Mill Works", "within": "Port Town"}),
    Case("facilities-hit", FACILITY, having(HIT, 6, WITNESS), {"since": D5}),
    Case("facilities-hit", FACILITY, set(), {"within": "Riverside"}),
    Case("speakers", SPEAKER, BLUE_SPEAKERS | OTHER_SPEAKERS),
    Case("speakers", SPEAKER, BLUE_SPEAKERS, {"side": "Blue side"}),
    Case(
        "speakers", SPEAKER, having(OTHER_SPEAKERS, 2, "denies", "doubts"), {"stance": ["denies", "doubts"]}
    ),
    Case("quotes", QUOTE, QUOTED),
    Case("quotes", QUOTE, QUOTED, {"speaker": MINISTRY, "about": "Aurora"}),
    Case("quotes", QUOTE, set(), {"speaker": BERG}),
    Case("unresolved-mentions", OPEN, UNRESOLVED),
    Case("unresolved-mentions", OPEN, having(UNRESOLVED, 0, WITNESS), {"kind": "Person"}),
    Case("unresolved-mentions", OPEN, set(), {"mentions": 2}),
    Case(
        "unresolved-mentions", "name sort claims", {(MEDICS, "description", 1), (WITNESS, "description", 1)}
    ),
    Case("unresolved-mentions", OPEN, set(), {"names": True}),
    Case("ambiguous-mentions", WORDS, {AMBIGUOUS, METONYMIC}),
    Case("ambiguous-mentions", WORDS, {AMBIGUOUS}, {"basis": "ambiguous"}),
    Case("ambiguous-mentions", WORDS, {METONYMIC}, {"about": RED}),
    Case("reports", LISTED, LIST),
    Case("reports", LISTED, having(LIST, 1, WIRE), {"outlet": WIRE}),
    Case("reports", LISTED, having(LIST, 1, COURIER), {"since": D3, "until": D3}),
    Case("same-event", SAME, SAME_AURORA | SAME_PLANT),
    Case("same-event", SAME, SAME_AURORA, {"about": "Aurora"}),
    Case("same-event", SAME, having(SAME_AURORA, 1, 3), {"claimants": 3}),
    Case(
        "claims-of-report", "claimant stance what narration relayed_from", OF_FIGURES, {"report": "Figures"}
    ),
    Case(
        "claims-of-report",
        "claimant stance what narration relayed_from",
        having(OF_FIGURES, 1, "doubts"),
        {"report": "figures.txt", "stance": "doubts"},
    ),
    Case("places", PLACE, RIVERSIDE),
    Case("places", PLACE, RIVERSIDE, {"within": "Port Town"}),
    Case("places", PLACE, set(), {"within": "Redtown"}),
    Case("agreements", AGREE, AGREED, {"about": "Aurora"}),
    Case("agreements", AGREE, set(), {"about": "Mill Works"}),
    Case("corrections", FIX, CORRECTED),
    Case("corrections", FIX, CORRECTED, {"speaker": BERG}),
    Case("corrections", FIX, set(), {"speaker": MINISTRY}),
    Case("search", "claimant stance what outlet", FOUND, {"text": "MISSILE"}),
    Case(
        "search",
        "claimant stance what outlet",
        having(FOUND, 1, "denies"),
        {"text": "missile", "stance": "denies"},
    ),
    Case("search", "claimant", set(), {"text": "she had said 20"}),
    Case("search", "claimant", {(BERG,)}, {"text": "she had said 20", "with_retracted": True}),
    Case("search", "claimant stance what outlet", set(), {"text": 'no such " words \\u0022 } UNION {'}),
]


@pytest.mark.parametrize("case", CASES, ids=str)
def test_rows_follow_from_the_reports(case: Case, asker: Any) -> None:
    names, rows = asker(case.question, **case.values)
    positions = [names.index(column) for column in case.columns.split()]
    found = [tuple(row[position] for position in positions) for row in rows]
    assert set(found) == case.expected
    assert len(found) == (case.rows or len(case.expected))


def test_every_question_has_cases_with_and_without_parameters() -> None:
    every = [*CASES, *REASONING_CASES]
    cases = {name: [case for case in every if case.question == name] for name in load_questions()}
    assert not [case for case in every if case.question not in cases], "a case asks no stored question"
    for name, question in load_questions().items():
        asked = {parameter for case in cases[name] for parameter in case.values}
        required = {parameter.name for parameter in question.parameters if parameter.required}
        assert asked, f"{name} has no competency case with a parameter"
        assert any(set(case.values) <= required for case in cases[name]), f"{name}: no case without options"


def test_stance_is_a_column_of_every_question_that_lists_what_is_claimed() -> None:
    counts = {"single-source", "single-source-events", "reports", "unresolved-mentions", "ambiguous-mentions"}
    counts |= {"support", "silence", "contested-questions", "ratings"}
    for name, question in load_questions().items():
        shown = [column for column in question.columns if column == "stance" or column.endswith("_stance")]
        assert shown or name in counts, name
