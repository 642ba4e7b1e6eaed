"""`--extractor` and its options, from the command line to the record."""

from __future__ import annotations

import json
import re
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest

from claimgraph import __version__

REPORT = (
    "---\noutlet: Harbour Wire\ndate: 2022-04-15\n---\n"
    "The mayor of Odesa said two people were killed. It rained, Ann Other semaphored.\n"
)
RECORD = {
    "sentence": 1,
    "source": "Ann Other",
    "cue": "semaphored",
    "content": [{"sentence": 1, "words": "It rained"}],
    "stance": "asserts",
    "certainty": "certain",
}
INVENTED = RECORD | {"content": [{"sentence": 1, "words": "It snowed"}]}


@pytest.fixture
def report() -> Path:
    path = Path("report.txt")
    path.write_text(REPORT, encoding="utf-8")
    return path


def options(url: str) -> list[str]:
    return ["--extractor", "openai", "--model", "small-1", "--base-url", url, "--cache", "kept"]


def test_convert(call: Any, chat_server: ModuleType, report: Path) -> None:
    with chat_server.serving(chat_server.answers(RECORD, INVENTED)) as server:
        outcome = call("convert", report, *options(server.url), "--to", "jsonl")
    assert outcome.code == 0
    assert "refused: report.txt:5: not taken from openai: the content is not in the sentence" in outcome.err
    claims = [json.loads(line) for line in outcome.out.splitlines()]
    said = [claim for claim in claims if not claim["narration"]]
    assert [(claim["claimant"], claim["content"]) for claim in said] == [
        ("Ann Other", [[REPORT.index("It rained"), REPORT.index("It rained") + 9]])
    ]
    told = [REPORT[slice(*span)] for claim in claims if claim["narration"] for span in claim["content"]]
    assert "killed" not in " ".join(told)  # the mayor says so: passed over, it is not the outlet's word
    sent = json.dumps(server.asked)
    assert "mayor of Odesa" in sent
    assert "outlet:" not in sent  # the front matter is none of the prose


def test_the_record_names_reader_and_rule(call: Any, chat_server: ModuleType, report: Path) -> None:
    with chat_server.serving(chat_server.answers(RECORD)) as server:
        graph = call("convert", report, *options(server.url), "--to", "nq").out
    assert '"text 0.1.0, openai small-1 ' in graph
    assert '"openai-exact"' in graph
    assert "openai" not in call("convert", report, "--to", "nq").out


def test_load_counts_what_was_refused(call: Any, chat_server: ModuleType, report: Path) -> None:
    with chat_server.serving(chat_server.answers(RECORD, INVENTED)) as server:
        outcome = call("load", report, *options(server.url))
    assert outcome.code == 3
    assert "1 new" in outcome.err
    assert "1 refused" in outcome.err


def test_a_server_that_fails_leaves_nothing_behind(call: Any, chat_server: ModuleType, report: Path) -> None:
    with chat_server.serving(chat_server.sends(b"{}", 404)) as server:
        outcome = call("convert", report, *options(server.url), "-o", "out.jsonl")
    assert outcome.code == 3
    assert "the server answers 404" in outcome.err
    assert not Path("out.jsonl").exists()


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (["--extractor", "tea"], "there is no reader 'tea'"),
        (["--extractor", "openai"], "no server; name one with --base-url"),
        (["--model", "small-1"], "add --extractor openai"),
    ],
)
def test_wrong_use_is_told_before_a_store_is_made(
    call: Any, report: Path, arguments: list[str], message: str
) -> None:
    outcome = call("load", report, *arguments)
    assert outcome.code == 2
    assert message in outcome.err
    assert [path.name for path in Path().iterdir()] == ["report.txt"]


def test_rules_by_name_are_the_default(call: Any, report: Path) -> None:
    named = call("convert", report, "--extractor", "rules", "--to", "nq")
    assert named.data == call("convert", report, "--to", "nq").data


def runs(graph: str) -> dict[str, tuple[str, set[str], set[str]]]:
    """Of each reader in N-Quads: its version, its rules, and the claims that it found."""
    facts = [line.removesuffix(" .").split(" ", 2) for line in graph.splitlines()]
    found: dict[str, tuple[str, set[str], set[str]]] = {}
    for node, predicate, name in facts:
        if predicate.endswith("#readerName>"):
            of = {one: [o for s, p, o in facts if s == node and p.endswith(f"#{one}>")] for one in PARTS}
            claims = {s for s, p, o in facts if o == node and p.endswith("#wasExtractedBy>")}
            found[name.strip('"')] = (
                of["readerVersion"][0].strip('"'),
                {rule.strip('"') for rule in of["usesRule"]},
                claims,
            )
            assert len(of["readsDocument"]) == len(of["isRecordedFrom"]) == 1
    return found


PARTS = ("readerVersion", "usesRule", "readsDocument", "isRecordedFrom")


def claims_in(graph: str) -> set[str]:
    return {line.split(" ")[0] for line in graph.splitlines() if "#hasStance>" in line}


def test_each_extraction_is_in_the_record(call: Any, chat_server: ModuleType, report: Path) -> None:
    graph = call("convert", report, "--to", "nq").out
    assert list(runs(graph)) == ["rules"]
    version, rules, claims = runs(graph)["rules"]
    assert version == __version__
    assert "main-clause" in rules
    assert claims == claims_in(graph)
    with chat_server.serving(chat_server.answers(RECORD)) as server:
        graph = call("convert", report, *options(server.url), "--to", "nq").out
    found = runs(graph)
    assert found["openai"][0].startswith("small-1 ")
    assert found["openai"][1] == {"openai-exact"}
    assert "openai-exact" not in found.get("rules", ("", set(), set()))[1]
    assert len(found["openai"][2]) == 1
    assert set().union(*(claims for _, _, claims in found.values())) == claims_in(graph)


def test_an_extraction_goes_with_its_report(call: Any, report: Path) -> None:
    call("load", report)
    dumped = call("dump").out
    assert "/extraction/" in dumped
    address = re.search(r"<([^>]*/report/[0-9a-f]+)>", dumped)
    assert address
    call("remove", address.group(1))
    assert "/extraction/" not in call("dump").out


SAID = {
    "sentence": 0,
    "source": "The mayor of Odesa",
    "cue": "said",
    "content": [{"sentence": 0, "words": "two people were killed"}],
    "stance": "asserts",
    "certainty": "unstated",
}


def test_two_readers(call: Any, chat_server: ModuleType, report: Path) -> None:
    """The claims of both are marked, what one of them found is told, kept and in the record all the same."""
    both = ["--extractor", "rules,openai"]
    with chat_server.serving(chat_server.answers(SAID, RECORD)) as server:
        asked = [*options(server.url)[2:], *both, "--differences", "differ.jsonl"]
        outcome = call("convert", report, *asked, "--to", "nq")
        again = call("convert", report, *asked, "--to", "nq")
        lines = call("convert", report, *asked, "--to", "jsonl")
        page = call("convert", report, *asked, "--to", "html")
        shown = call("show", report, *asked)
    agreed = [json.loads(line).get("found_by") for line in lines.out.splitlines()]
    assert agreed.count(["rules", "openai"]) == 1
    assert ["openai"] in agreed
    assert "found by rules and openai" in page.out
    assert "found by openai and rules" in shown.out
    assert outcome.code == 0
    assert outcome.data == again.data
    found = runs(outcome.out)
    assert len(found["rules"][2] & found["openai"][2]) == 1
    assert len(found["openai"][2] - found["rules"][2]) == 1
    assert {"main-clause"} <= found["rules"][1]
    assert found["openai"][1] == {"openai-exact"}
    assert "claims found: 1 by rules and openai, 1 by openai alone; 1 difference\n" in outcome.err
    told = "differs: report.txt:5: found by one: openai: Ann Other · semaphored · It rained"
    assert told in outcome.err
    (line,) = Path("differ.jsonl").read_text(encoding="utf-8").splitlines()
    row = json.loads(line)
    assert (row["file"], row["line"], row["about"], row["taken"]) == ("report.txt", 5, ["found"], "openai")
    words = row["readers"]["openai"]
    assert (words["source"], words["cue"], words["content"]) == ("Ann Other", "semaphored", "It rained")
    assert [REPORT[slice(*span)] for span in words["spans"]["source"]] == ["Ann Other"]


def test_readers_that_agree(call: Any, chat_server: ModuleType, report: Path) -> None:
    with chat_server.serving(chat_server.answers(SAID)) as server:
        asked = [*options(server.url)[2:], "--extractor", "openai,rules", "--differences", "differ.jsonl"]
        outcome = call("load", report, *asked)
    assert outcome.code == 0
    assert "0 differences" in outcome.err
    assert Path("differ.jsonl").read_bytes() == b""


def test_differences_of_one_reader(call: Any, report: Path) -> None:
    outcome = call("load", report, "--differences", "differ.jsonl")
    assert outcome.code == 2
    assert "one reader cannot differ" in outcome.err
    assert [path.name for path in Path().iterdir()] == ["report.txt"]
