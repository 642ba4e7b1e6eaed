"""`claimgraph ask`."""

from __future__ import annotations

import csv
import io
import json
from pathlib import Path
from typing import Any

import pytest

from claimgraph.commands.ask import as_parameters, parse_parameters
from claimgraph.errors import UsageError
from claimgraph.question_files import load_questions
from claimgraph.store import EmbeddedStore


def test_list_names_every_question(call: Any) -> None:
    listed = [row["question"] for row in json.loads(call("ask", "--list").out)]
    assert listed == list(load_questions())
    assert call("ask").out == call("ask", "--list").out


@pytest.mark.parametrize("name", list(load_questions()))
def test_every_question_is_described(call: Any, name: str) -> None:
    question = load_questions()[name]
    outcome = call("ask", name, "--describe")
    assert outcome.code == 0
    for parameter in question.parameters:
        assert f"--{parameter.name} (" in outcome.out
    for column in question.columns:
        assert f"  {column}: " in outcome.out
    hidden = [column for column in question.columns if column not in question.shown]
    assert (f"with --all-columns: {', '.join(hidden)}\n" in outcome.out) == bool(hidden)


@pytest.mark.parametrize("name", list(load_questions()))
def test_every_question_can_be_asked(call: Any, filled: Path, name: str) -> None:
    question = load_questions()[name]
    required = [
        f"--{one.name}=Moskva" for one in question.parameters if one.required and one.type == "entity"
    ]
    others = [one for one in question.parameters if one.required and one.type != "entity"]
    words = [f"--{one.name}={question.example[one.name]}" for one in others]
    outcome = call("ask", name, *required, *words, "--store", filled)
    if outcome.code:
        assert "no report in the store" in outcome.err
    else:
        assert isinstance(json.loads(outcome.out), list)


@pytest.mark.parametrize(
    "arguments",
    [
        ["Moskva"],
        ["--about", "Moskva"],
        ["--about=Moskva"],
        ["--param", "about=Moskva"],
        ["--about", "moskva"],
    ],
)
def test_a_parameter_in_every_spelling(call: Any, filled: Path, arguments: list[str]) -> None:
    rows = json.loads(call("ask", "who-said-what", *arguments, "--store", filled).out)
    assert {(row["claimant"], row["stance"]) for row in rows} == {
        ("Harbour Wire", "asserts"),
        ("Government of Elsewhere", "asserts"),
        ("Government of Testland", "denies"),
    }


def test_a_speaker_without_a_statement_is_told(call: Any, filled: Path) -> None:
    outcome = call("ask", "who-said-what-by", "Neptune", "--store", filled)
    assert (outcome.code, json.loads(outcome.out)) == (0, [])
    assert outcome.err == "no statement of Neptune is recorded that fits\n"


def test_an_empty_answer_is_no_empty_record(call: Any, filled: Path) -> None:
    outcome = call("ask", "revisions", "--about", "Moskva", "--store", filled)
    assert (outcome.code, json.loads(outcome.out)) == (0, [])
    assert "what is recorded on Moskva (3): claimgraph ask who-said-what Moskva" in outcome.err


def test_claims_that_changed_in_another_way_are_told_of(call: Any) -> None:
    told = "The toll rose to 44, the mayor said on Wednesday. She had earlier said 41."
    Path("toll.txt").write_text(f"date 2024-07-10 Toll rises\n\n{told}\n")
    call("load", "toll.txt", "--outlet", "Harbour Wire")
    changed = json.loads(call("ask", "revisions").out)
    assert {row["relation"] for row in changed} == {"Supersession"}
    speaker = changed[0]["claimant"]
    outcome = call("ask", "retractions", "--speaker", speaker)
    assert json.loads(outcome.out) == []
    told = f"none here, but answers that changed (1): claimgraph ask revisions --speaker '{speaker}'"
    assert outcome.lines[0] == told
    assert all(line.startswith("none here, but ") for line in outcome.lines)
    assert call("ask", "revisions", "--speaker", speaker).err == ""


def test_a_timeline_tells_of_claims_without_a_time(call: Any, filled: Path) -> None:
    shown = call("ask", "timeline", "Moskva", "--store", filled)
    listed = {row["claim"] for row in json.loads(shown.out)}
    every = {
        row["claim"] for row in json.loads(call("ask", "who-said-what", "Moskva", "--store", filled).out)
    }
    assert f"{len(every - listed)} claim" in shown.err
    assert "without a time of what happened, not listed: --basis said" in shown.err


def test_what_is_left_out_is_told(call: Any, filled: Path) -> None:
    cg = "https://w3id.org/claimgraph/ns#"
    denial = f"?c <{cg}hasStance> <https://w3id.org/claimgraph/code/denies>"
    store = EmbeddedStore.open(filled)
    store.update(
        f"INSERT {{ <urn:x> a <{cg}Retraction> ; <{cg}hasReplacedClaim> ?c ; <{cg}hasReplacingClaim> ?c }} "
        f"WHERE {{ {denial} }}"
    )
    store.close()
    told = (
        "1 claim on Moskva was withdrawn or replaced later, not shown: --with-retracted; "
        "by what: claimgraph ask revisions --about Moskva\n"
    )
    shown = call("ask", "who-said-what", "Moskva", "--store", filled)
    assert (len(json.loads(shown.out)), shown.err) == (2, told)
    every = call("ask", "who-said-what", "Moskva", "--with-retracted", "true", "--store", filled)
    assert (len(json.loads(every.out)), every.err) == (3, "")


def test_two_parameters(call: Any, filled: Path) -> None:
    rows = json.loads(call("ask", "who-said-what", "Moskva", "--stance", "denies", "--store", filled).out)
    assert [row["claimant"] for row in rows] == ["Government of Testland"]


def test_chosen_columns(call: Any, filled: Path) -> None:
    outcome = call(
        "ask", "who-said-what", "Moskva", "--columns", "stance,claimant", "--csv", "--store", filled
    )
    header, *rows = csv.reader(io.StringIO(outcome.out))
    assert header == ["stance", "claimant"]
    assert ["denies", "Government of Testland"] in rows
    wrong = call("ask", "who-said-what", "Moskva", "--columns", "colour", "--store", filled)
    assert (wrong.code, "the columns are: " in wrong.err) == (2, True)


def test_a_table_has_the_columns_for_people_and_a_file_all(call: Any, filled: Path) -> None:
    asked = ("ask", "who-said-what", "Moskva", "--store", filled)
    question = load_questions()["who-said-what"]
    table = call(*asked, "--table", "--limit", "1")
    header = table.out.splitlines()[1].split("  ")
    words = [word.strip().replace(" ", "_") for word in header if word.strip()]
    assert words == [name for name in question.shown if name in words]
    assert "claim" not in words
    told = "not shown: certainty, sentence, start, claim (--all-columns; as a page: claimgraph show Moskva)"
    assert told in table.err
    assert "not shown" not in call(*asked, "--table", "--quiet").err
    every = call(*asked, "--table", "--all-columns")
    assert all(f"{name.replace('_', ' ')} " in every.out for name in ("sentence", "start", "claim"))
    assert "not shown" not in every.err
    assert list(json.loads(call(*asked, "--json").out)[0]) == list(question.columns)
    assert call(*asked, "--csv").out.splitlines()[0] == ",".join(question.columns)


def test_columns_that_are_empty_are_not_in_the_table(call: Any, filled: Path) -> None:
    report = json.loads(call("ask", "reports", "--store", filled).out)[0]["report"]
    asked = ("ask", "claims-of-report", report, "--store", filled)
    rows = json.loads(call(*asked, "--json").out)
    assert not any(row["withdrawn"] for row in rows)
    assert "withdrawn" not in call(*asked, "--table").out
    assert "withdrawn" in call(*asked, "--table", "--columns", "claimant,withdrawn").out


def test_chosen_columns_and_all_exclude_each_other(call: Any, filled: Path) -> None:
    arguments = ("who-said-what", "Moskva", "--columns", "claimant", "--all-columns")
    outcome = call("ask", *arguments, "--store", filled)
    assert (outcome.code, "exclude each other" in outcome.err) == (2, True)


def test_the_sparql_can_be_run(call: Any, filled: Path) -> None:
    text = call("ask", "who-said-what", "Moskva", "--sparql", "--store", filled).out
    assert "UNDEF" not in text
    assert call("query", "-", "--store", filled, stdin=text.encode()).code == 0


def test_a_cut_answer_is_announced(call: Any, filled: Path) -> None:
    outcome = call("ask", "who-said-what", "Moskva", "--limit", "1", "--store", filled, "--quiet")
    assert len(json.loads(outcome.out)) == 1
    assert "only the first 1 rows are shown, and there are more" in outcome.err


def test_what_a_name_was_taken_to_mean(call: Any, filled: Path) -> None:
    assert "about: Moskva (Cruiser)" in call("ask", "who-said-what", "moskva", "-v", "--store", filled).err


@pytest.mark.parametrize(
    ("arguments", "fragment"),
    [
        (["who-sad-what"], "did you mean who-said-what"),
        (["who", "said", "what", "Moskva"], "did you mean who-said-what or who-said-what-by?"),
        (["who-said-what", "Moskwa"], "Moskva"),
        (["who-said-what", "Moskva", "--colour", "red"], "colour"),
        (["who-said-what", "Moskva", "--about", "Moskva"], "given twice"),
        (["who-said-what", "Moskva", "--stance", "denys"], "did you mean denies"),
        (["who-said-what", "--about"], "needs a value"),
        (["who-said-what", "--param", "about"], "NAME=VALUE"),
    ],
)
def test_wrong_calls_say_what_is_near(call: Any, filled: Path, arguments: list[str], fragment: str) -> None:
    outcome = call("ask", "--store", filled, *arguments)
    assert outcome.code == 2
    assert len(outcome.lines) == 1
    assert fragment in outcome.err


def test_parameters_after_a_double_dash_are_values() -> None:
    assert as_parameters(["q", "--", "--about"], set()) == ["q", "--", "--about"]
    assert as_parameters(["q", "--said-on", "2022-04-15"], set()) == ["q", "--param=said_on=2022-04-15"]


def test_an_option_that_is_true_or_false_needs_no_value(call: Any, filled: Path) -> None:
    for given in (["--with-retracted"], ["--with-retracted", "yes"], ["--with_retracted"]):
        assert call("ask", "who-said-what", *given, "Moskva", "--store", filled).code == 0
    assert as_parameters(["q", "--x", "false"], set(), {"--x"}) == ["q", "--param=x=false"]
    assert as_parameters(["q", "--x", "--csv"], {"--csv"}, {"--x"}) == ["q", "--param=x=true", "--csv"]
    assert as_parameters(["q", "--x"], set(), {"--x"}) == ["q", "--param=x=true"]
    with pytest.raises(UsageError, match="needs a value"):
        as_parameters(["q", "--about"], set(), {"--x"})


def test_pairs() -> None:
    assert parse_parameters(("a=1", "a=2", "b=x=y")) == {"a": ["1", "2"], "b": ["x=y"]}
    with pytest.raises(UsageError):
        parse_parameters(("a",))


def test_nothing_about_a_speaker_points_to_what_it_says(call: Any, filled: Path) -> None:
    listed = json.loads(call("ask", "speakers", "--store", filled, "--json").out)
    agents = sorted({row["agent"] for row in listed})
    outcomes = [call("ask", "who-said-what", agent, "--store", filled, "--json") for agent in agents]
    silent = [outcome for outcome in outcomes if outcome.out.strip() == "[]"]
    assert silent, "some speaker must be one of whom nothing is said"
    assert all("who-said-what-by" in outcome.err for outcome in silent)


def test_an_iri_that_is_not_there_is_told(call: Any, filled: Path) -> None:
    outcome = call("ask", "who-said-what", "http://x/y", "--store", filled)
    assert (outcome.code, outcome.lines) == (
        0,
        ["the store has nothing called <http://x/y>; see claimgraph search"],
    )
