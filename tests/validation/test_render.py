"""The report formats."""

from __future__ import annotations

import csv
import json
from xml.etree import ElementTree

import pytest

from claimgraph.errors import UsageError
from claimgraph.validation import FORMATS, Finding, Options, Report, Severity, render

BAD = Finding(
    "CG-SHP-ClaimShape-claimant",
    Severity.ERROR,
    'no claimant: 100% of "them" | <b>',
    "add one, now",
    file="data/a, b.trig",
    line=3,
    column=5,
    focus="https://example.org/claim",
    path="https://w3id.org/claimgraph/ns#hasClaimant",
    value="two\nlines\t\x1b[31m\x00",
    rule="https://w3id.org/claimgraph/shape/ClaimShape-claimant",
)
HINT = Finding("CG-QUO-000", Severity.INFO, "no text", "give it", file="data/c.trig")
REPORT = Report(
    findings=(BAD, HINT), files=("data/a, b.trig", "data/c.trig", "d.ttl"), notes=("one left out",)
)


@pytest.mark.parametrize("format_", FORMATS)
def test_every_format_names_the_finding_and_ends_with_a_line_feed(format_: str) -> None:
    text = render(REPORT, format_)
    assert text.endswith("\n")
    assert "CG-SHP-ClaimShape-claimant" in text
    assert "now" in text
    assert "\x1b" not in text
    assert "\x00" not in text
    assert text == render(REPORT, format_)


@pytest.mark.parametrize("format_", FORMATS)
def test_every_format_takes_an_empty_report(format_: str) -> None:
    render(Report(), format_)


def test_unknown_format() -> None:
    with pytest.raises(UsageError, match="no report format 'xls'; use one of text, json"):
        render(REPORT, "xls")


def test_text_cuts_and_says_so() -> None:
    several = tuple(
        Finding("CG-SYN-001", Severity.WARNING, f"fault {n}", "mend", file="a.ttl", line=n)
        for n in range(1, 30)
    )
    grave = Finding("CG-SYN-002", Severity.ERROR, "grave", "mend", file="a.ttl", line=99)
    text = render(Report(findings=(*several, grave), files=("a.ttl",), options=Options(max_shown=5)))
    assert "and 25 more in this file" in text
    assert "grave" in text
    assert text.endswith("1 error, 29 warnings in 1 file\n")


def test_json_has_every_field() -> None:
    document = json.loads(render(REPORT, "json"))
    assert document["exit_code"] == 1
    assert document["counts"] == {"error": 1, "warning": 0, "info": 1}
    assert document["findings"][0]["value"] == BAD.value
    assert document["findings"][0]["fingerprint"] == BAD.fingerprint
    assert document["notes"] == ["one left out"]


def test_jsonl_is_one_finding_a_line() -> None:
    assert [json.loads(line)["code"] for line in render(REPORT, "jsonl").splitlines()] == [
        BAD.code,
        HINT.code,
    ]


def test_tsv_has_a_row_for_each_finding() -> None:
    rows = list(csv.reader(render(REPORT, "tsv").splitlines(), delimiter="\t", quoting=csv.QUOTE_NONE))
    assert [len(row) for row in rows] == [12, 12, 12]


def test_github_commands_are_escaped() -> None:
    lines = render(REPORT, "github").splitlines()
    assert lines[0].startswith(
        "::error file=data/a%2C b.trig,line=3,col=5,title=CG-SHP-ClaimShape-claimant::"
    )
    assert "100%25 of" in lines[0]
    assert lines[1].startswith("::notice file=data/c.trig,title=CG-QUO-000::")


def test_github_stops_at_ten_of_a_kind_and_says_so() -> None:
    several = tuple(
        Finding("CG-SYN-001", Severity.ERROR, f"{n}", "mend", file="a", line=n) for n in range(1, 14)
    )
    lines = render(Report(findings=several, files=("a",)), "github").splitlines()
    assert len([line for line in lines if line.startswith("::error file=")]) == 10
    assert "and 3 more errors that are not shown here" in lines[10]


def test_junit_is_xml_with_a_case_for_each_file() -> None:
    suite = ElementTree.fromstring(render(REPORT, "junit"))[0]
    assert suite.attrib["tests"] == "3"
    assert suite.attrib["failures"] == "1"
    cases = {case.attrib["name"]: case for case in suite}
    assert cases["data/a, b.trig"][0].tag == "failure"
    assert cases["data/c.trig"][0].tag == "system-out"
    assert len(cases["d.ttl"]) == 0


def test_sarif_has_rules_levels_and_fingerprints() -> None:
    document = json.loads(render(REPORT, "sarif"))
    run = document["runs"][0]
    assert document["version"] == "2.1.0"
    assert [rule["id"] for rule in run["tool"]["driver"]["rules"]] == [HINT.code, BAD.code]
    assert all(rule["shortDescription"]["text"] for rule in run["tool"]["driver"]["rules"])
    first, second = run["results"]
    assert run["tool"]["driver"]["rules"][first["ruleIndex"]]["id"] == first["ruleId"] == BAD.code
    assert (first["level"], second["level"]) == ("error", "note")
    place = first["locations"][0]["physicalLocation"]
    assert place["artifactLocation"]["uri"] == "data/a%2C%20b.trig"
    assert place["region"] == {"startLine": 3, "startColumn": 5}
    assert "region" not in second["locations"][0]["physicalLocation"]
    assert first["partialFingerprints"]["claimgraph/v1"] == BAD.fingerprint


def test_fingerprint_does_not_move_with_the_line() -> None:
    from dataclasses import replace

    assert replace(BAD, line=30, column=1).fingerprint == BAD.fingerprint
    assert replace(BAD, focus="https://example.org/other").fingerprint != BAD.fingerprint
