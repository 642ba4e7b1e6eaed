"""Competency on the example reports, from their text to the rows.

What is expected are the rows that any sound reading must give; a better reading may add others.
"""

from __future__ import annotations

import subprocess
import sys
from dataclasses import replace
from pathlib import Path

import pytest

from claimgraph.question_files import MOST_ROWS, load_questions
from claimgraph.questions import ask, put
from claimgraph.store import EmbeddedStore

EXAMPLES = Path(__file__).resolve().parents[2] / "examples" / "reports"
WIRE, COURIER, DISPATCH = "Harbour Wire", "Steppe Courier", "Meridian Dispatch"
QUESTIONS = load_questions()
DARNYTSIA = "Darnytskyi District"
MINISTRY, RUSSIA, UKRAINE = "Ministry of Defence of Russia", "Government of Russia", "Government of Ukraine"


@pytest.fixture(scope="module")
def examples(tmp_path_factory: pytest.TempPathFactory) -> EmbeddedStore:
    folder = tmp_path_factory.mktemp("store") / "claimgraph.db"
    files = [str(file) for file in sorted(EXAMPLES.glob("*.txt"))]
    command = [sys.executable, "-m", "claimgraph", "load", "--store", str(folder), *files]
    result = subprocess.run(command, capture_output=True, text=True, check=False)
    assert result.returncode == 0, result.stderr
    return EmbeddedStore.open(folder, read_only=True)


@pytest.mark.parametrize(
    ("question", "values", "columns", "expected"),
    [
        (
            "who-said-what",
            {"about": "Moskva"},
            "claimant stance event_time outlet",
            {
                (WIRE, "asserts", "2022-04-14", WIRE),
                (MINISTRY, "asserts", "2022-04-14", WIRE),
                (RUSSIA, "denies", None, WIRE),
                (UKRAINE, "asserts", "2022-04-14", COURIER),
            },
        ),
        (
            "casualty-figures",
            {"side": "Russian side", "kind": "killed"},
            "low high as_of claimant stance outlet",
            {
                (1531, 1531, "2022-03-25", MINISTRY, "asserts", WIRE),
                (1351, 1351, "2022-03-25", MINISTRY, "asserts", WIRE),
                (7000, 15000, "2022-03", "Officials at NATO (unnamed)", "asserts", WIRE),
            },
        ),
        (
            "casualty-figures",
            {"about": "Moskva"},
            "kind low high claimant",
            {("missing", 27, 27, MINISTRY), ("killed", 1, 1, MINISTRY)},
        ),
        (  # told of a district of it
            "casualty-figures",
            {"about": "Kyiv"},
            "kind low high claimant stance event place",
            {("killed", 24, None, "Vitali Klitschko", "denies", "Harm: Kyiv, 2022-04-16", DARNYTSIA)},
        ),
        (
            "casualty-figures",
            {"side": "Ukrainian side"},
            "kind low high claimant stance",
            {("killed", 2500, 3000, "Volodymyr Zelenskyy", "asserts")},
        ),
        (
            "relayed",
            {"by": WIRE},
            "relayed_from stance relayed_stance outlet",
            {(RUSSIA, "asserts", "asserts", COURIER)},
        ),
        (
            "facilities-hit",
            {"facility": "Vizar plant"},
            "event_kind claimant stance outlet",
            {("MissileStrike", DISPATCH, "asserts", DISPATCH)},
        ),
        (
            "reports",
            {"outlet": COURIER},
            "published outlet",
            {("2022-04-16", COURIER), ("2022-04-22", COURIER)},
        ),
    ],
)
def test_examples_give_these_rows(
    examples: EmbeddedStore,
    question: str,
    values: dict[str, str],
    columns: str,
    expected: set[tuple[object, ...]],
) -> None:
    records = ask(examples, question, **values).records()
    found = {tuple(record[column] for column in columns.split()) for record in records}
    assert expected <= found


def test_unresolved_names_come_before_descriptions(examples: EmbeddedStore) -> None:
    records = ask(examples, "unresolved-mentions").records()
    sorts = [record["sort"] for record in records]
    assert sorts == sorted(sorts, reverse=True)
    told = {record["name"]: record["sort"] for record in records}
    assert {told[name] for name in ("Arvydas Anušauskas", WIRE, "Klimovo")} == {"name"}
    assert {told[name] for name in ("people", "Missiles", "Ukrainian officials (unnamed)")} == {"description"}
    assert {record["name"] for record in ask(examples, "unresolved-mentions", names=True).records()} == {
        name for name, sort in told.items() if sort == "name"
    }


def test_moscow_is_never_listed_as_asserting_what_it_denies(examples: EmbeddedStore) -> None:
    records = ask(examples, "who-said-what", about="Moskva").records()
    strikes = [
        record for record in records if str(record["what"]).startswith(("missile strike", "attack on"))
    ]
    assert {record["stance"] for record in strikes if record["claimant"] == RUSSIA} == {"denies"}
    assert {record["stance"] for record in strikes if record["claimant"] == UKRAINE} == {"asserts"}


@pytest.mark.parametrize("name", sorted(QUESTIONS))
def test_a_smaller_limit_gives_the_first_rows_of_the_whole_answer(name: str, examples: EmbeddedStore) -> None:
    question = QUESTIONS[name]
    cases = [dict(question.example)]
    if not any(parameter.required for parameter in question.parameters):
        cases.append({})
    for values in cases:
        whole = put(examples, question, {**values, "limit": MOST_ROWS})
        assert not whole.truncated
        for limit in (1, 3, 8):
            cut = put(examples, question, {**values, "limit": limit})
            assert cut.rows == whole.rows[:limit]
            assert cut.truncated == (len(whole.rows) > limit)


def test_the_check_of_limits_would_notice_another_order(examples: EmbeddedStore) -> None:
    question = QUESTIONS["speakers"]
    inner = "ORDER BY DESC(?claims) ?agent ?stance\n  LIMIT"
    assert inner in question.text
    other = replace(question, text=question.text.replace(inner, "ORDER BY ?claims ?agent ?stance\n  LIMIT"))
    whole = put(examples, other, {"limit": MOST_ROWS})
    assert put(examples, other, {"limit": 3}).rows != whole.rows[:3]
