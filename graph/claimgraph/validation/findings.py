"""What validation finds: the finding, its severity, the report over all findings.

>>> finding = Finding("CG-SYN-001", Severity.ERROR, "no dot", "end the statement", file="a.ttl", line=3)
>>> Report(findings=(finding,), files=("a.ttl",)).exit_code
1
"""

from __future__ import annotations

import hashlib
import re
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace
from enum import StrEnum
from pathlib import Path


class Severity(StrEnum):
    """How grave a finding is. The three names of SHACL: Violation, Warning, Info."""

    ERROR = "error"
    WARNING = "warning"
    INFO = "info"

    @property
    def rank(self) -> int:
        """0 for an error, 1 for a warning, 2 for a note."""
        return tuple(Severity).index(self)


@dataclass(frozen=True, slots=True)
class Finding:
    """One fault, or one note, with its place and its remedy.

    `line` and `column` count from 1 in the file; a column counts code points. `graph` is the named graph of
    the statement, empty for the record. `rule` names the shape, rule or axiom behind the finding.
    """

    code: str
    severity: Severity
    message: str
    fix: str
    file: str = ""
    line: int | None = None
    column: int | None = None
    focus: str = ""
    path: str = ""
    value: str = ""
    graph: str = ""
    rule: str = ""

    @property
    def fingerprint(self) -> str:
        """Identity over edits of the file: code, rule and terms, not the line; see `Report.fresh`.

        A finding without a focus node (syntax) is identified by its message; blank nodes have no identity.
        """
        what = "" if self.focus else self.message
        focus = "[]" if re.fullmatch(r"f\d+b\d+", self.focus) else self.focus
        parts = (self.code, self.rule, focus, self.path, self.value, self.graph, Path(self.file).name, what)
        return hashlib.sha256("\x1f".join(parts).encode()).hexdigest()[:32]

    @property
    def place(self) -> str:
        """`file:line:column` as far as known."""
        return ":".join(str(part) for part in (self.file, self.line, self.column) if part)

    @property
    def order(self) -> tuple[str, int, int, int, tuple[str, ...]]:
        """Sort key: by file and place, graver first, then by all the content, so that output is stable."""
        return (
            self.file,
            self.line or 0,
            self.column or 0,
            self.severity.rank,
            (self.code, self.focus, self.message, self.graph, self.path, self.value, self.rule, self.fix),
        )


@dataclass(frozen=True, slots=True)
class Options:
    """What to check and when to fail.

    `fail_on` is "error", "warning", "info" or "never". `only` and `skip` hold codes or beginnings of codes
    ("CG-SHP"). `baseline` is a file written by `render(report, "json")`: findings listed there do not fail.
    `shapes` adds SHACL files to the shipped ones; `texts` is where the texts of reports are looked for.
    `max_bytes` is the size limit of a file, `reason_limit` the number of data triples up to which owlrl runs,
    `max_shown` the number of findings that the text format shows for each file.
    """

    fail_on: str = "error"
    only: tuple[str, ...] = ()
    skip: tuple[str, ...] = ()
    baseline: Path | None = None
    shapes: tuple[Path, ...] = ()
    texts: tuple[Path, ...] = ()
    max_bytes: int = 256 * 1024 * 1024
    reason_limit: int = 2_000
    max_shown: int = 20

    def wants(self, code: str) -> bool:
        """Whether findings with this code are asked for.

        >>> Options(only=("CG-SHP",), skip=("CG-SHP-Claim",)).wants("CG-SHP-Passage")
        True
        """
        wanted = not self.only or any(code.startswith(start) for start in self.only)
        return wanted and not any(code.startswith(start) for start in self.skip)

    def wants_stage(self, stage: str) -> bool:
        """Whether any code of a stage ("CG-OWL") can be asked for; spares the work otherwise."""
        return (
            not self.only or any(o.startswith(stage) or stage.startswith(o) for o in self.only)
        ) and not any(stage.startswith(start) for start in self.skip)


@dataclass(frozen=True, slots=True)
class Report:
    """The outcome: findings in stable order, the files read, notes on what was left out.

    `known` holds the findings that the baseline lists; they are not in `findings`.
    """

    findings: tuple[Finding, ...] = ()
    files: tuple[str, ...] = ()
    notes: tuple[str, ...] = ()
    known: tuple[Finding, ...] = ()
    unreadable: tuple[str, ...] = ()
    options: Options = field(default_factory=Options)

    @property
    def exit_code(self) -> int:
        """0 clean, 1 findings at or above `fail_on`, 3 when a file could not be read at all."""
        if self.unreadable:
            return 3
        if self.options.fail_on == "never":
            return 0
        limit = Severity(self.options.fail_on).rank
        return int(any(finding.severity.rank <= limit for finding in self.findings))

    def count(self, severity: Severity) -> int:
        """The number of findings of one severity."""
        return sum(finding.severity is severity for finding in self.findings)


def settle(findings: Iterable[Finding], options: Options) -> tuple[Finding, ...]:
    """Drop what was not asked for and duplicates, and sort.

    What a shape says of a node and property need not be said again by a rule over the graph or a functional
    property of the ontology.
    """
    wanted = {finding for finding in findings if options.wants(finding.code)}
    shaped = {(f.focus, f.path, f.graph) for f in wanted if f.code.startswith("CG-SHP") and f.path}
    again = ("CG-GRF", "CG-OWL-003", "CG-OWL-004")
    kept = [
        f
        for f in wanted
        if not (f.code.startswith(again) and f.path and (f.focus, f.path, f.graph) in shaped)
    ]
    return tuple(sorted(kept, key=lambda finding: finding.order))


def fresh(
    findings: Sequence[Finding], baseline: Counter[str]
) -> tuple[tuple[Finding, ...], tuple[Finding, ...]]:
    """Divide findings into new ones and those that the baseline lists (as many as it lists)."""
    left = Counter(baseline)
    new: list[Finding] = []
    known: list[Finding] = []
    for finding in findings:
        if left[finding.fingerprint] > 0:
            left[finding.fingerprint] -= 1
            known.append(finding)
        else:
            new.append(finding)
    return tuple(new), tuple(known)


def in_file(finding: Finding, file: str, line: int | None, column: int | None = None) -> Finding:
    """The same finding with a place."""
    return replace(finding, file=file, line=line, column=column)
