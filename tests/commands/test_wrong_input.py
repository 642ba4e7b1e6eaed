"""What a person may get wrong, command by command: one line that says what, where and what to do."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

MISTAKES = [
    (["laod", "x"], 2, "no such command 'laod'; did you mean load?"),
    (["nosuch"], 2, "no such command 'nosuch' (see claimgraph --help)"),
    (
        ["stats", "--store", "http://127.0.0.1:1/"],
        3,
        "does not answer (Connection refused); check the address",
    ),
    (["load", "report.txt", "--replace", "none"], 2, "no report in the store is called 'none'"),
    (["load", "report.txt", "--replace", "http://x/y"], 2, "the store has no report <http://x/y>"),
    (["remove", "http://x/y"], 2, "the store has no report <http://x/y>"),
    (["load", "report.txt", "--rejects", "no/a.jsonl"], 2, "no/a.jsonl: there is no folder no"),
    (["load", "--retry", "none.jsonl"], 3, "none.jsonl: cannot be read (No such file or directory)"),
    (["convert", "report.txt", "-o", "a.nq", "--to", "jsonl"], 2, "the name says nq, the option jsonl"),
    (["init", "report.txt"], 2, "report.txt: this is a file; give the name of a folder"),
    (["ask", "speakers", "--as-of", "soon"], 2, "'soon' is not a date; write it as 2022-04-16"),
    (["query", "SELECT"], 2, "query:1:7: the query is not valid"),
    (["query", "SELECT * { ?s ?p ?o }", "-o", "a.ttl"], 2, "the query gives rows, not triples"),
    (["show", "Moskva", "--stance", "denys"], 2, "there is no stance 'denys'; did you mean denies?"),
    (["contradictions", "--claimant", ""], 2, "an empty name; give a name or an IRI"),
    (["perspective", "--conflicts", "--entailed"], 2, "--conflicts and --entailed exclude each other"),
    (["validate", "report.txt", "--only", "CG-SYM"], 2, "no check's code begins with 'CG-SYM'"),
    (["validate", "report.txt", "--format", "tsv", "-o", "a.json"], 2, "the name says json, the option tsv"),
    (["stats", "-o", "no/a.csv"], 2, "no/a.csv: there is no folder no"),
    (["stats", "-o", "a.docx"], 2, "a.docx: '.docx' tells no format"),
]


@pytest.mark.parametrize(("arguments", "code", "line"), MISTAKES)
def test_one_line(call: Any, filled: Path, arguments: list[str], code: int, line: str) -> None:
    Path("report.txt").write_text("Kyiv said on Monday that it had lost a ship.\n", encoding="utf-8")
    store = [] if "--store" in arguments else ["--store", filled]
    done = call(*store, *arguments)
    assert (done.code, done.out, len(done.lines)) == (code, "", 1)
    assert line in done.lines[0]
    assert [path.name for path in Path().iterdir()] == ["report.txt"]
