"""Writes a report in the formats that people and CI systems read.

======== ==========================================================================================
text     grouped by file, for people
json     one document; also the format of a baseline
jsonl    one finding a line
tsv      one finding a line, for spreadsheets
github   workflow commands; GitHub shows ten of a kind for each step, so the gravest come first
junit    a test case for each file
sarif    SARIF 2.1.0 with rule descriptions and fingerprints
markdown a table for a job summary
======== ==========================================================================================

>>> from claimgraph.validation.findings import Finding, Report, Severity
>>> one = Finding("CG-SYN-001", Severity.ERROR, "no dot", "end the statement", file="a.ttl", line=3, column=1)
>>> print(render(Report(findings=(one,), files=("a.ttl",)), "text"), end="")
a.ttl
  3:1  error  CG-SYN-001  no dot
              fix: end the statement
1 error in 1 file
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from itertools import groupby
from xml.sax.saxutils import escape, quoteattr

from claimgraph.errors import UsageError
from claimgraph.validation.findings import Finding, Report, Severity
from claimgraph.vocabulary import compact

GITHUB_LIMIT = 10
"""Annotations of one level that GitHub shows for one step."""
SARIF_LIMIT = 25_000
"""Results that GitHub accepts in one run."""
_COLUMNS = (
    "severity",
    "code",
    "file",
    "line",
    "column",
    "message",
    "fix",
    "focus",
    "path",
    "value",
    "graph",
    "rule",
)


def render(report: Report, format: str = "text") -> str:
    """The report as text in one of `FORMATS`; it ends with a line feed.

    Raises:
        UsageError: there is no such format.
    """
    writer = FORMATS.get(format)
    if writer is None:
        raise UsageError(f"there is no report format {format!r}", hint=f"use one of {', '.join(FORMATS)}")
    return writer(report)


def summary(report: Report) -> str:
    """One line: how many findings of each severity in how many files.

    >>> summary(Report(files=("a.ttl", "b.ttl")))
    'no findings in 2 files'
    """
    counts = [(report.count(severity), severity.value) for severity in Severity]
    names = {"info": "note"}
    parts = [_plural(count, names.get(name, name)) for count, name in counts if count]
    text = f"{', '.join(parts) or 'no findings'} in {_plural(len(report.files), 'file')}"
    if report.known:
        text += f"; {_plural(len(report.known), 'finding')} of the baseline not counted"
    return text


def _plural(count: int, name: str) -> str:
    return f"{count:,} {name}" + ("" if count == 1 else "s")


def _entry(finding: Finding) -> dict[str, object]:
    entry = {name: getattr(finding, name) for name in _COLUMNS}
    entry["severity"] = finding.severity.value
    kept = {name: value for name, value in entry.items() if value not in ("", None)}
    return kept | {"fingerprint": finding.fingerprint}


def _text(report: Report) -> str:
    lines: list[str] = []
    for file, group in groupby(report.findings, key=lambda finding: finding.file):
        several = list(group)
        lines.append(file or "(whole graph)")
        shown = sorted(several, key=lambda f: (f.severity.rank, f.order))[: report.options.max_shown]
        shown.sort(key=lambda finding: finding.order)
        width = max(len(_spot(finding)) for finding in shown)
        for finding in shown:
            lines.extend(_text_lines(finding, width))
        if len(several) > len(shown):
            lines.append(f"  and {len(several) - len(shown):,} more in this file (all with --format json)")
    lines.extend(f"note: {note}" for note in report.notes)
    return "\n".join([*lines, summary(report)]) + "\n"


def _spot(finding: Finding) -> str:
    return ":".join(str(part) for part in (finding.line, finding.column) if part) or "-"


def _text_lines(finding: Finding, width: int) -> Iterator[str]:
    head = f"  {_spot(finding):<{width}}  {_level(finding)}  {finding.code}  "
    yield head + _clean(finding.message)
    indent = " " * (width + 4 + len(_level(finding)) + 2)
    if finding.focus and compact(finding.focus) not in finding.message and not _blank(finding.focus):
        value = f" = {_clean(finding.value)[:80]}" if finding.value else ""
        path = f" {compact(finding.path)}{value}" if finding.path else ""
        yield f"{indent}at:  {compact(finding.focus)}{path}"
    yield f"{indent}fix: {_clean(finding.fix)}"


def _blank(node: str) -> bool:
    return ":" not in node


def _level(finding: Finding) -> str:
    return "note" if finding.severity is Severity.INFO else finding.severity.value


def _clean(text: str) -> str:
    """One line without control characters: findings quote data from outside."""
    return "".join(char if char.isprintable() else " " for char in text)


def _json(report: Report) -> str:
    document = {
        "exit_code": report.exit_code,
        "files": list(report.files),
        "unreadable": list(report.unreadable),
        "notes": list(report.notes),
        "counts": {severity.value: report.count(severity) for severity in Severity},
        "known": len(report.known),
        "findings": [_entry(finding) for finding in report.findings],
    }
    return json.dumps(document, indent=1, ensure_ascii=False) + "\n"


def _jsonl(report: Report) -> str:
    return "".join(json.dumps(_entry(finding), ensure_ascii=False) + "\n" for finding in report.findings)


def _tsv(report: Report) -> str:
    def cell(value: object) -> str:
        return "" if value is None else _clean(str(value)).replace("\t", " ")

    rows = [_COLUMNS, *([cell(getattr(f, name)) for name in _COLUMNS] for f in report.findings)]
    return "".join("\t".join(row) + "\n" for row in rows)


def _github(report: Report) -> str:
    kinds = {Severity.ERROR: "error", Severity.WARNING: "warning", Severity.INFO: "notice"}
    lines: list[str] = []
    for severity, command in kinds.items():
        several = [finding for finding in report.findings if finding.severity is severity]
        for finding in several[:GITHUB_LIMIT]:
            where = {"file": finding.file, "line": finding.line, "col": finding.column, "title": finding.code}
            properties = ",".join(f"{name}={_property(str(value))}" for name, value in where.items() if value)
            lines.append(f"::{command} {properties}::{_data(f'{finding.message} (fix: {finding.fix})')}")
        if len(several) > GITHUB_LIMIT:
            more = f"and {len(several) - GITHUB_LIMIT:,} more {command}s that are not shown here"
            lines.append(f"::{command} title=claimgraph::{more}")
    return "\n".join([*lines, summary(report)]) + "\n"


def _data(text: str) -> str:
    return text.replace("%", "%25").replace("\r", "%0D").replace("\n", "%0A")


def _property(text: str) -> str:
    return _data(text).replace(":", "%3A").replace(",", "%2C")


def _junit(report: Report) -> str:
    failing = _failing(report)
    cases: list[str] = []
    for file in sorted({*report.files, *(finding.file for finding in report.findings)}):
        own = [finding for finding in report.findings if finding.file == file]
        name = quoteattr(_xml(file or "(whole graph)"))
        cases.append(f'  <testcase classname="claimgraph.validate" name={name}>')
        bad = [finding for finding in own if finding in failing]
        if bad:
            message = quoteattr(_plural(len(bad), "finding"))
            cases.append(f"   <failure message={message}>{_lines(bad)}</failure>")
        rest = [finding for finding in own if finding not in failing]
        if rest:
            cases.append(f"   <system-out>{_lines(rest)}</system-out>")
        cases.append("  </testcase>")
    tests = sum(line.startswith("  <testcase") for line in cases)
    failures = sum(line.startswith("   <failure") for line in cases)
    counts = f'tests="{tests}" failures="{failures}" errors="0" skipped="0"'
    head = ['<?xml version="1.0" encoding="UTF-8"?>', "<testsuites>"]
    head.append(f' <testsuite name="claimgraph validate" {counts}>')
    return "\n".join([*head, *cases, " </testsuite>", "</testsuites>"]) + "\n"


def _lines(findings: list[Finding]) -> str:
    return escape(_xml("\n".join(_line(finding) for finding in findings)))


def _xml(text: str) -> str:
    """Without the characters that XML 1.0 forbids."""
    return "".join(
        char if char in "\n\t" or (char >= " " and char not in "\ufffe\uffff") else " " for char in text
    )


def _failing(report: Report) -> set[Finding]:
    if report.options.fail_on == "never":
        return set()
    limit = Severity(report.options.fail_on).rank
    return {finding for finding in report.findings if finding.severity.rank <= limit}


def _line(finding: Finding) -> str:
    place = f"{finding.place}: " if finding.place else ""
    return f"{place}{_level(finding)} {finding.code} {_clean(finding.message)} (fix: {_clean(finding.fix)})"


def _sarif(report: Report) -> str:
    from claimgraph import __version__

    codes = sorted({finding.code for finding in report.findings})
    results = sorted(report.findings, key=lambda f: f.severity.rank)[:SARIF_LIMIT]
    left = len(report.findings) - len(results)
    notes = list(report.notes)
    if left:
        notes.append(f"{left:,} results left out: over the limit of {SARIF_LIMIT:,}")
    invocation = {
        "executionSuccessful": not report.unreadable,
        "exitCode": report.exit_code,
        "toolExecutionNotifications": [{"level": "note", "message": {"text": note}} for note in notes],
    }
    driver = {"name": "claimgraph", "semanticVersion": __version__, "rules": _sarif_rules(codes)}
    run = {
        "tool": {"driver": driver},
        "columnKind": "unicodeCodePoints",
        "invocations": [invocation],
        "results": [_sarif_result(finding, codes.index(finding.code)) for finding in results],
    }
    schema = "https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json"
    document = {"$schema": schema, "version": "2.1.0", "runs": [run]}
    return json.dumps(document, indent=1, ensure_ascii=False) + "\n"


def _sarif_rules(codes: list[str]) -> list[dict[str, object]]:
    from claimgraph.validation.listing import descriptions

    described = descriptions() if codes else {}
    rules: list[dict[str, object]] = []
    for code in codes:
        name, help_ = described.get(code, (code, ""))
        short, full = {"text": name}, {"text": help_ or name}
        rules.append({"id": code, "name": name, "shortDescription": short, "fullDescription": full})
    return rules


def _sarif_result(finding: Finding, rule: int) -> dict[str, object]:
    result: dict[str, object] = {
        "ruleId": finding.code,
        "ruleIndex": rule,
        "level": _level(finding),
        "message": {"text": f"{finding.message}. Fix: {finding.fix}"},
        "partialFingerprints": {"claimgraph/v1": finding.fingerprint},
    }
    if finding.file:
        location: dict[str, object] = {"artifactLocation": {"uri": _uri(finding.file)}}
        if finding.line:
            location["region"] = {"startLine": finding.line, "startColumn": finding.column or 1}
        result["locations"] = [{"physicalLocation": location}]
    terms = {name: getattr(finding, name) for name in ("focus", "path", "value", "graph", "rule")}
    result["properties"] = {name: value for name, value in terms.items() if value}
    return result


def _uri(file: str) -> str:
    """A file as a URI reference: relative to where the check ran, unless it was named in full."""
    from urllib.parse import quote

    return f"file://{quote(file)}" if file.startswith("/") else quote(file)


def _markdown(report: Report) -> str:
    def cell(text: str) -> str:
        return escape(_clean(text)).replace("\\", "\\\\").replace("|", "\\|").replace("`", "'")

    lines = [f"**{summary(report)}**", ""]
    if report.findings:
        lines += ["| place | severity | code | finding | what to do |", "|---|---|---|---|---|"]
    shown = sorted(report.findings, key=lambda finding: (finding.severity.rank, finding.order))
    limit = max(report.options.max_shown, 1)
    for f in shown[:limit]:
        lines.append(f"| {cell(f.place)} | {_level(f)} | {f.code} | {cell(f.message)} | {cell(f.fix)} |")
    if len(shown) > limit:
        lines += ["", f"and {len(shown) - limit:,} more"]
    lines += ["", *(f"- {cell(note)}" for note in report.notes)] if report.notes else []
    return "\n".join(lines) + "\n"


FORMATS: dict[str, Callable[[Report], str]] = {
    "text": _text,
    "json": _json,
    "jsonl": _jsonl,
    "tsv": _tsv,
    "github": _github,
    "junit": _junit,
    "sarif": _sarif,
    "markdown": _markdown,
}
"""The writers by name."""
