"""Compiled shapes find what pyshacl finds, on every fixture of the shapes."""

from __future__ import annotations

from pathlib import Path

import pyoxigraph as ox
import pytest

from claimgraph.resources import ontology_dir
from claimgraph.store import EmbeddedStore
from claimgraph.validation.compiled import Fault, compiled, faults, uncompiled
from claimgraph.validation.findings import Options
from claimgraph.validation.runner import validate
from claimgraph.vocabulary import RDF, SH

FIXTURES = sorted((ontology_dir() / "fixtures" / "shapes").glob("*.t*"))


def compared(files: list[Path]) -> tuple[set[tuple[str, str]], set[tuple[str, str]]]:
    """Shape and node of each fault, by the compiled checks and by pyshacl, of shapes compiled as a whole."""
    store = EmbeddedStore.in_memory()
    for file in files:
        store._quads.load(path=str(file), format=ox.RdfFormat.TRIG)
    left = uncompiled()
    own = {(fault.shape, fault.focus) for fault in faults(store) if fault.shape not in left}
    others = {
        (finding.rule, finding.focus)
        for finding in validate(files, Options()).findings
        if finding.code.startswith("CG-SHP-") and finding.rule not in left
    }
    return own, others


def test_the_same_faults_in_many_fixtures_together() -> None:
    """Every third one; `test_the_same_faults_in_each_fixture` takes all, one by one."""
    own, others = compared(FIXTURES[::3])
    assert own == others
    assert len(own) > 15


INCOMPARABLE = {
    "TimeSpanShape-earliest-invalid": {
        (
            "https://w3id.org/claimgraph/shape/TimeSpanShape-order",
            "https://w3id.org/claimgraph/data/time/2023-05-01",
        )
    }
}
"""A date and a dateTime: to SHACL (4.5.3) what cannot be compared is a fault; pyshacl compares them."""


@pytest.mark.service
@pytest.mark.parametrize("file", FIXTURES, ids=lambda file: file.stem)
def test_the_same_faults_in_each_fixture(file: Path) -> None:
    own, others = compared([file])
    assert own == others | INCOMPARABLE.get(file.stem, set())


def test_what_is_left_to_pyshacl_is_little_and_named() -> None:
    shapes = {check.shape for check in compiled()}
    assert len(shapes) > 4 * len(uncompiled())
    assert all(check.severity in ("Violation", "Warning", "Info") for check in compiled())
    assert not any(name.startswith(SH) for name in uncompiled())


def test_only_what_a_document_brought_is_checked() -> None:
    store = EmbeddedStore.in_memory()
    store.load(
        f"<urn:c:1> <{RDF}type> <https://w3id.org/claimgraph/ns#Claim> .\n".encode()
        + b"<urn:c:1> <https://w3id.org/claimgraph/ns#isRecordedFrom> <urn:d:1> .\n"
    )
    assert Fault("https://w3id.org/claimgraph/shape/ClaimShape-claimant", "MinCount", "urn:c:1") in set(
        faults(store, "urn:d:1")
    )
    assert not list(faults(store, "urn:d:2"))
