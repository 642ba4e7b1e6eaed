"""`claimgraph restore`: the same bytes again, with the texts of the reports."""

from __future__ import annotations

from pathlib import Path
from typing import Any


def test_a_dump_comes_back_with_its_texts(call: Any, filled: Path) -> None:
    before = call("dump", "--store", filled).data
    assert call("dump", "-o", "a.nq.gz", "--store", filled).code == 0
    done = call("restore", "a.nq.gz", "--store", "b.db")
    assert (done.code, done.lines[-1]) == (
        0,
        "what was found in it is not up to date: claimgraph contradictions --recompute",
    )
    assert "0 texts of reports; 1 are missing: name their folder with --texts" in done.lines
    assert call("dump", "--store", "b.db").data == before
    done = call("restore", "a.nq.gz", "--store", "b.db", "--texts", filled / "texts")
    assert done.lines[:2] == ["0 quads: 0 documents new, 1 there already", "1 texts of reports"]
    assert call("dump", "--store", "b.db").data == before


def test_a_wrong_file_leaves_nothing(call: Any, filled: Path) -> None:
    call("dump", "-o", "a.nq", "--store", filled)
    Path("cut.nq").write_bytes(Path("a.nq").read_bytes()[:-9])
    Path("one.txt").write_text("One.", encoding="utf-8")
    told = {"cut.nq": "cannot be read: Unexpected end of file", "one.txt": "use .nq, .trig, .jsonld"}
    for name, line in told.items():
        done = call("restore", name, "--store", "b.db")
        assert (done.code, len(done.lines)) == (3, 1)
        assert done.err.startswith(f"claimgraph: {name}:")
        assert line in done.err
        assert not Path("b.db").exists()
