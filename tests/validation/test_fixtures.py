"""Every check has a file that it must find fault with, and names file, line and remedy."""

from __future__ import annotations

from pathlib import Path

import pytest

from claimgraph.resources import ontology_dir
from claimgraph.validation import Options, Severity, validate
from claimgraph.validation.catalog import CHECKS
from claimgraph.validation.graph_rules import load_rules
from claimgraph.validation.listing import descriptions

OWN = Path(__file__).parent / "fixtures"
SHIPPED = ontology_dir() / "fixtures"
INVALID = sorted(OWN.glob("CG-*-invalid.*"))
VALID = sorted([*OWN.glob("*-valid.*"), OWN / "quay.trig"])
SHAPES = sorted((SHIPPED / "shapes").iterdir())
PAIRS = sorted(path for path in (SHIPPED / "checks").iterdir() if path.suffix != ".txt")
# What a check needs besides the file itself.
SPECIAL = {
    "CG-OWL-006": Options(only=("CG-OWL",), reason_limit=1, fail_on="info"),
    "CG-SHP-000": Options(only=("CG-SHP-000",), shapes=(OWN / "CG-SHP-000-invalid.ttl",)),
}
EXPECTED = {
    "content-in-default-graph": "CG-GRF-004",
    "graph-without-proposition": "CG-GRF-002",
    "inconsistency": "CG-OWL-001",
    "inconsistency-content": "CG-OWL-001",
    "list-malformed": "CG-TRM-005",
    "missing-annotation": "CG-ANN-002",
    "proposition-without-graph": "CG-GRF-001",
    "proposition-without-passage": "CG-GRF-003",
    "quote-mismatch": "CG-QUO-001",
    "relays-cycle": "CG-GRF-006",
    "same-as": "CG-GRF-008",
    "syntax": "CG-SYN-001",
    "bad-literal": "CG-SYN-006",
    "unknown-code": "CG-TRM-001",
    "unknown-term": "CG-TRM-001",
    "unknown-owl-term": "CG-TRM-002",
    "unknown-rdfs-term": "CG-TRM-002",
}


def code_of(path: Path) -> str:
    return path.name[:10]


@pytest.mark.parametrize("path", INVALID, ids=lambda path: path.name)
def test_own_fixture_fails_with_its_code(path: Path) -> None:
    code = code_of(path)
    options = SPECIAL.get(code, Options(only=(code,), fail_on="info"))
    target = OWN / "quay.trig" if code == "CG-SHP-000" else path
    report = validate([target], options)
    assert report.exit_code == (3 if code == "CG-SYN-000" else 1)
    own = [finding for finding in report.findings if finding.code == code]
    assert own, "the check found nothing"
    assert all(finding.message and finding.fix for finding in own)
    if code not in ("CG-SYN-000", "CG-OWL-006", "CG-SHP-000"):
        assert all(finding.line and finding.file == path.as_posix() for finding in own)


@pytest.mark.parametrize("path", VALID, ids=lambda path: path.name)
def test_own_valid_fixture_has_no_findings(path: Path) -> None:
    assert validate([path], Options(fail_on="info")).findings == ()


def test_every_code_has_a_fixture_that_fails() -> None:
    coded = {code_of(path) for path in INVALID}
    shapes = {f"CG-SHP-{path.stem.removesuffix('-invalid')}" for path in SHAPES if "-invalid" in path.name}
    missing = sorted(set(descriptions()) - coded - shapes)
    # A node shape without a constraint of its own is covered by its property shapes.
    parents = [code for code in missing if any(shape.startswith(f"{code}-") for shape in shapes)]
    assert [code for code in missing if code not in parents] == []


def test_every_fixture_belongs_to_a_code() -> None:
    known = {*CHECKS, *(rule.code for rule in load_rules())}
    assert {code_of(path) for path in INVALID} == known


@pytest.mark.parametrize("path", SHAPES, ids=lambda path: path.name)
def test_shape_fixture(path: Path) -> None:
    report = validate([path], Options(only=("CG-SHP",), fail_on="info"))
    if path.stem.endswith("-valid"):
        assert report.findings == ()
        return
    name = path.stem.removesuffix("-invalid")
    hits = [finding for finding in report.findings if finding.code == f"CG-SHP-{name}"]
    assert hits
    assert report.exit_code == 1
    assert all(finding.line and finding.fix for finding in hits)


@pytest.mark.parametrize("path", PAIRS, ids=lambda path: path.name)
def test_check_fixture(path: Path) -> None:
    name, _, verdict = path.stem.rpartition("-")
    report = validate([path])
    if verdict == "valid":
        assert report.exit_code == 0, [finding.message for finding in report.findings]
        return
    assert report.exit_code == 1
    report = validate([path], Options(only=(EXPECTED[name],)))
    assert report.exit_code == 1
    assert all(
        finding.line and finding.file == path.as_posix() and finding.fix for finding in report.findings
    )


def test_shipped_ontology_and_examples_are_clean() -> None:
    examples = ontology_dir().parent / "examples"
    paths = [ontology_dir(), examples] if examples.is_dir() else [ontology_dir()]
    report = validate(paths)
    assert [f"{finding.place} {finding.message}" for finding in report.findings] == []
    assert report.exit_code == 0
    assert any("fixtures" in note for note in report.notes)


def test_codes_are_described() -> None:
    for code, (name, help_) in descriptions().items():
        assert name, code
        assert help_, code
    assert all(rule.severity in Severity for rule in load_rules())
