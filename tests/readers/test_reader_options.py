"""`--extractor` and its options, from the command line to the record."""

from __future__ import annotations

import json
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest

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
