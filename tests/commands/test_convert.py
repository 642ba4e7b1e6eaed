"""`claimgraph convert`: the files, whole and without a store."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import jsonschema
import pyoxigraph as ox
import pytest

from claimgraph.exports.claims_jsonl import claim_schema

REPORTS = sorted((Path(__file__).resolve().parents[2] / "examples" / "reports").glob("*.txt"))


@pytest.mark.parametrize("report", REPORTS, ids=lambda path: path.stem)
def test_claims_of_the_examples(call: Any, report: Path) -> None:
    """Every line fits the schema, every span lies in the text, every link leads to a claim of the file."""
    outcome = call("convert", report, "-o", "claims.jsonl")
    assert (outcome.code, outcome.data) == (0, b"")
    records = [json.loads(line) for line in Path("claims.jsonl").read_text(encoding="utf-8").splitlines()]
    assert len(records) >= 5
    text = report.read_text(encoding="utf-8")
    ids = {record["id"] for record in records}
    validator = jsonschema.Draft202012Validator(json.loads(claim_schema()))
    for record in records:
        validator.validate(record)
        assert record["relays"] is None or record["relays"] in ids
        for name in ("source", "cue", "content"):
            for start, end in record[name]:
                assert text[start:end].strip()
        if record["quantity"]:
            assert record["quantity"]["text"] in text
    assert len(ids) == len(records)


def test_no_store_is_made(call: Any) -> None:
    call("convert", REPORTS[0], "-o", "claims.jsonl")
    assert [path.name for path in Path().iterdir()] == ["claims.jsonl"]


def test_graph_formats_agree(call: Any) -> None:
    formats = {"nq": ox.RdfFormat.N_QUADS, "trig": ox.RdfFormat.TRIG, "jsonld": ox.RdfFormat.JSON_LD}
    found = []
    for ending, kind in formats.items():
        assert call("convert", *REPORTS, "-o", f"all.{ending}").code == 0
        found.append(set(ox.parse(Path(f"all.{ending}").read_bytes(), kind)))
    assert found[0] == found[1] == found[2]
    graphs = {quad.graph_name for quad in found[0]} - {ox.DefaultGraph()}
    assert len(graphs) > 20


def test_the_same_bytes_each_time(call: Any) -> None:
    for ending in ("trig", "nq", "jsonld", "jsonl"):
        first, second = (call("convert", *REPORTS, "--to", ending).data for _ in range(2))
        assert first == second
        assert first


def test_standard_input_to_standard_output(call: Any) -> None:
    outcome = call("convert", "-", "--to", "jsonl", "-q", stdin=REPORTS[0].read_bytes())
    assert outcome.err == ""
    direct = call("convert", REPORTS[0], "--to", "jsonl", "-q")
    assert outcome.data == direct.data


def test_what_is_not_carried_is_told(call: Any) -> None:
    assert "not carried by jsonl" in call("convert", *REPORTS, "-o", "a.jsonl").err
    assert "not carried" not in call("convert", *REPORTS, "-o", "a.trig").err


@pytest.mark.parametrize(
    ("arguments", "fragment"),
    [
        ([], "give -o FILE.trig"),
        (["-o", "claims.docx"], "tells no format"),
        (["--to", "docx"], "tells no format"),
        (["-o", "there.jsonl"], "give --force"),
    ],
)
def test_wrong_calls(call: Any, arguments: list[str], fragment: str) -> None:
    Path("there.jsonl").write_text("mine")
    outcome = call("convert", REPORTS[0], *arguments)
    assert (outcome.code, len(outcome.lines)) == (2, 1)
    assert fragment in outcome.err
    assert Path("there.jsonl").read_text() == "mine"


def test_a_file_shown_without_a_store(call: Any) -> None:
    outcome = call("show", REPORTS[0])
    assert outcome.code == 0
    assert "⟦1 " in outcome.out
    assert not Path("claimgraph.db").exists()
