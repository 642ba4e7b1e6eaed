"""The shapes give the same results however they are run."""

from __future__ import annotations

from pathlib import Path

import pytest

from claimgraph.resources import ontology_dir
from claimgraph.validation import Options, shapes, validate

FIXTURES = sorted((ontology_dir() / "fixtures" / "shapes").glob("*-invalid.*"))


def results(paths: list[Path]) -> list[tuple[str, ...]]:
    report = validate(paths, Options(only=("CG-SHP",)))
    return [(f.code, f.focus, f.path, f.value, f.graph, f.place) for f in report.findings]


def test_flattened_shapes_find_the_same(monkeypatch: pytest.MonkeyPatch) -> None:
    fast = results(FIXTURES)
    monkeypatch.setattr(shapes, "_flatten", lambda graph: None)
    shapes.shapes_for.cache_clear()
    try:
        assert results(FIXTURES) == fast != []
    finally:
        shapes.shapes_for.cache_clear()


def test_shapes_that_others_refer_to_keep_their_parts(tmp_path: Path) -> None:
    """A node shape used by sh:node stays whole, with its target and without."""
    head = (
        "@prefix sh: <http://www.w3.org/ns/shacl#> .\n@prefix cg: <https://w3id.org/claimgraph/ns#> .\n"
        "@prefix e: <https://example.org/> .\n"
    )
    (tmp_path / "shapes.ttl").write_text(
        head + "e:Named a sh:NodeShape ; sh:targetClass cg:Vessel ; sh:property e:Named-name .\n"
        "e:Named-name a sh:PropertyShape ; sh:path cg:hasName ; sh:minCount 1 .\n"
        "e:Crewed a sh:NodeShape ; sh:targetClass cg:MediaOutlet ; sh:node e:Named .\n"
    )
    (tmp_path / "a.ttl").write_text(head + "e:ship a cg:Vessel .\ne:outlet a cg:MediaOutlet .\n")
    options = Options(only=("CG-SHP-Named", "CG-SHP-Crewed"), shapes=(tmp_path / "shapes.ttl",))
    found = {(f.code, f.focus) for f in validate([tmp_path / "a.ttl"], options).findings}
    assert found == {
        ("CG-SHP-Named-name", "https://example.org/ship"),
        ("CG-SHP-Crewed", "https://example.org/outlet"),
    }
