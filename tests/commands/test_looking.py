"""`claimgraph show`, `search`, `stats`, `doctor`: what the store holds, for people."""

from __future__ import annotations

import json
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest

from claimgraph.commands.records import ClaimView, claims, of_report, pick
from claimgraph.commands.stats import QUERIES
from claimgraph.store import EmbeddedStore


def _claims(store: Path) -> list[ClaimView]:
    opened = EmbeddedStore.open(store, read_only=True)
    try:
        [report] = {
            row["r"].value
            for row in opened.query("SELECT ?r { ?r <https://w3id.org/claimgraph/ns#claimCount> ?n }")  # type: ignore[union-attr]
        }
        return claims(opened, pick(opened, [of_report(report)]))
    finally:
        opened.close()


# ------------------------------------------------------------------ show


def test_a_report_with_its_claims_marked(call: Any, filled: Path) -> None:
    out = call("show", "Cruiser lost", "--store", filled).out
    assert "⟦1 The cruiser sank on Thursday.⟧" in out
    assert "Elsewhere said ⟦2 missiles had hit the cruiser⟧." in out
    assert "4 claims" in out
    assert "[3] Government of Testland denies (in its own words)\n    “There was no attack.”" in out
    assert "relays [3]" in out
    assert "[4] Harbour Wire asserts (probable)" in out


def test_a_report_by_its_file_name(call: Any, filled: Path) -> None:
    assert (
        call("show", "cruiser.txt", "--store", filled).out
        == call("show", "Cruiser lost", "--store", filled).out
    )


def test_claims_as_rows(call: Any, filled: Path, sample: ModuleType) -> None:
    rows = json.loads(call("show", "Cruiser lost", "--json", "--store", filled).out)
    assert [row["stance"] for row in rows] == ["asserts", "asserts", "denies", "asserts"]
    for row in rows:
        assert sample.TEXT[row["start"] : row["end"]]
    assert rows[3]["relays"] == rows[2]["claim"]


def test_spans_reproduce_the_words(filled: Path, sample: ModuleType) -> None:
    for view in _claims(filled):
        for start, end in view.spans["content"]:
            assert sample.TEXT[start:end] in view.text


def test_a_claim_with_its_words_in_context(call: Any, filled: Path) -> None:
    view = _claims(filled)[2]
    out = call("show", view.iri, "--store", filled).out
    assert "Government of Testland denies" in out
    assert "⟦1 There was no attack.⟧" in out.replace("\n", " ")
    assert "missiles had hit" in out
    assert "attributed by: denied" in out
    assert "MissileStrike hasTarget Moskva" in out


def test_an_entity_with_the_claims_about_it(call: Any, filled: Path) -> None:
    out = call("show", "Moskva", "--store", filled).out
    assert out.startswith("Moskva\nCruiser\n")
    assert "3 claims" in out
    assert "isUnresolved: true" in out
    assert out.endswith("as a table:\nclaimgraph ask who-said-what Moskva\n")
    only = call("show", "Moskva", "--stance", "denies", "--store", filled).out
    assert "\n1 claim\n" in only
    cut = call("show", "Moskva", "--limit", "1", "--store", filled).out
    assert "1 claim shown, 2 more: raise --limit" in cut


def test_an_entity_shows_what_it_claims(call: Any, filled: Path) -> None:
    assert "denies" in call("show", "Government of Testland", "--store", filled).out
    speaker = call("show", "Government of Testland", "--store", filled).out
    assert "claimgraph ask who-said-what-by 'Government of Testland'\n" in speaker


def test_a_proposition_and_an_event(call: Any, filled: Path) -> None:
    view = _claims(filled)[2]
    assert "Government of Testland denies" in call("show", view.proposition, "--store", filled).out
    store = EmbeddedStore.open(filled, read_only=True)
    query = "SELECT ?x { ?x a <https://w3id.org/claimgraph/ns#Event> } ORDER BY ?x"
    events = [row["x"].value for row in store.query(query)]  # type: ignore[union-attr]
    store.close()
    assert any("Government of Elsewhere" in call("show", event, "--store", filled).out for event in events)


@pytest.mark.parametrize(
    ("what", "fragment"),
    [
        ("Nobody", "no thing in the store"),
        ("nosuch.txt", "there is no file 'nosuch.txt'"),
        ("https://example.org/x", "nothing called"),
        ("d:claim/x", "nothing"),
    ],
)
def test_what_is_not_there(call: Any, filled: Path, what: str, fragment: str) -> None:
    outcome = call("show", what, "--store", filled)
    assert (outcome.code, len(outcome.lines)) == (2, 1)
    assert fragment in outcome.err


@pytest.mark.parametrize("width", ["30", "60", "200"])
def test_show_fits_the_width(call: Any, filled: Path, monkeypatch: pytest.MonkeyPatch, width: str) -> None:
    monkeypatch.setenv("COLUMNS", width)
    lines = call("show", "Cruiser lost", "--store", filled).out.splitlines()
    assert max(map(len, lines)) <= min(int(width), 100)


def test_show_in_colour(call: Any, filled: Path) -> None:
    assert "\x1b[" in call("show", "Moskva", "--store", filled, terminal=True).out


# ------------------------------------------------------------------ search


@pytest.mark.parametrize(
    ("words", "found"),
    [
        (["cruiser", "MISSILES"], ["claim"]),
        (["cruiser"], ["claim", "claim", "report"]),
        (["testland's"], ["claim"]),
        (["neptune"], ["Missile"]),
        (["moskva"], ["Cruiser"]),
        (['"quoted" }'], []),
        (["no such words"], []),
    ],
)
def test_search(call: Any, filled: Path, words: list[str], found: list[str]) -> None:
    rows = json.loads(call("search", *words, "--store", filled).out)
    assert [row["found"] for row in rows] == found


def test_search_in_one_kind_and_with_a_limit(call: Any, filled: Path) -> None:
    rows = json.loads(call("search", "cruiser", "--in", "reports", "--store", filled).out)
    assert [row["text"] for row in rows] == ["Cruiser lost"]
    outcome = call("search", "cruiser", "--limit", "1", "--store", filled)
    assert "only 1 of 2 claims are shown" in outcome.err


def test_an_empty_search_is_refused(call: Any, filled: Path) -> None:
    assert call("search", " ", "--store", filled).code == 2


def test_search_leaves_out_what_was_withdrawn(call: Any, filled: Path) -> None:
    from claimgraph.store import EmbeddedStore
    from claimgraph.vocabulary import CG

    look = ("search", "cruiser", "--in", "claims", "--store", filled)
    before = json.loads(call(*look).out)
    withdrawn = before[0]["iri"]
    store = EmbeddedStore.open(filled)
    store.update(f"INSERT DATA {{ <urn:x:1> a <{CG}Retraction> ; <{CG}hasReplacedClaim> <{withdrawn}> }}")
    store.close()
    assert json.loads(call(*look).out) == [row for row in before if row["iri"] != withdrawn]
    assert json.loads(call(*look, "--with-retracted").out) == before


# ------------------------------------------------------------------ stats


@pytest.mark.parametrize(
    ("by", "rows"),
    [
        ("stance", [("asserts", 3), ("denies", 1)]),
        ("outlet", [("Harbour Wire", 4)]),
        ("month", [("2022-04", 4)]),
        ("converter", [("test", 4)]),
        ("side", [("none recorded", 4)]),
        (
            "claimant",
            [("Harbour Wire", 2), ("Government of Elsewhere", 1), ("Government of Testland", 1)],
        ),
    ],
)
def test_counts(call: Any, filled: Path, by: str, rows: list[tuple[str, int]]) -> None:
    found = json.loads(call("stats", "--by", by, "--store", filled).out)
    assert [tuple(row.values()) for row in found] == rows


def test_overview_and_types(call: Any, filled: Path) -> None:
    overview = {row["what"]: row["number"] for row in json.loads(call("stats", "--store", filled).out)}
    assert overview == {
        "reports": 1,
        "claims": 4,
        "claimants": 3,
        "propositions": 4,
        "events": 2,
        "mentions": 1,
        "unresolved names": 6,
    }
    types = json.loads(call("stats", "--by", "type", "--store", filled).out)
    assert {"type": "Claim", "nodes": 4} in types
    assert set(QUERIES) == {"type", "outlet", "claimant", "side", "stance", "month", "converter"}


# ------------------------------------------------------------------ doctor


def test_a_healthy_store(call: Any, filled: Path) -> None:
    outcome = call("doctor", "--store", filled)
    assert outcome.code == 0
    results = {row["check"]: row["result"] for row in json.loads(outcome.out)}
    assert set(results.values()) == {"ok"}


def test_no_store_is_a_note(call: Any) -> None:
    outcome = call("doctor")
    assert outcome.code == 0
    assert {"check": "store", "result": "note"}.items() <= json.loads(outcome.out)[-1].items()


CG = "https://w3id.org/claimgraph/ns#"
FAULTS = [
    (f"<u:a> <{CG}hasTarget> <u:b> <u:graph> .", "named graphs without a proposition in the record"),
    (f"<u:p> a <{CG}Proposition> .", "propositions without content"),
    (f"<u:p> a <{CG}Proposition> .", "propositions without a passage"),
    (f"<u:c> a <{CG}Claim> .", "claims without claimant, stance, content or passage"),
    (f"<u:c> a <{CG}Claim> .", "nodes of the record that no document brought"),
    (
        f"<u:c> a <{CG}Claim> .\n<u:c> <{CG}hasStance> <u:x> .\n<u:c> <{CG}hasStance> <u:y> .",
        "claims with more than one stance",
    ),
    (f"_:b <{CG}label> <u:x> .", "blank nodes"),
]


@pytest.mark.parametrize(("quads", "check"), FAULTS, ids=[check for _, check in FAULTS])
def test_each_fault_is_found(call: Any, filled: Path, quads: str, check: str) -> None:
    store = EmbeddedStore.open(filled)
    rdf_type = "<http://www.w3.org/1999/02/22-rdf-syntax-ns#type>"
    store.load(f"{quads}\n".replace(" a ", f" {rdf_type} ").encode())
    store.close()
    outcome = call("doctor", "--store", filled)
    assert outcome.code == 1
    assert check in {row["check"] for row in json.loads(outcome.out) if row["result"] == "fault"}


def test_missing_and_damaged_texts(call: Any, filled: Path) -> None:
    [text] = (filled / "texts").rglob("*.txt")
    text.write_text("another text", encoding="utf-8")
    damaged = call("doctor", "--store", filled)
    assert (damaged.code, "not the text that was read" in damaged.out) == (1, True)
    text.unlink()
    missing = call("doctor", "--store", filled)
    assert (missing.code, "offsets cannot be checked" in missing.out) == (0, True)
    assert (
        "The text of this report is not in the store." in call("show", "Cruiser lost", "--store", filled).out
    )


def test_a_store_that_cannot_be_opened(call: Any, filled: Path) -> None:
    (filled / "store.json").write_text('{"format": 99, "version": "9.0", "base": "x"}')
    outcome = call("doctor", "--store", filled)
    assert (outcome.code, "made by a newer version" in outcome.out) == (3, True)


@pytest.mark.parametrize("damaged", [b"{cut", b"[]", b"", b"\xff\xfe"])
def test_settings_of_the_store_that_cannot_be_read(call: Any, filled: Path, damaged: bytes) -> None:
    (filled / "store.json").write_bytes(damaged)
    outcome = call("doctor", "--store", filled)
    assert (outcome.code, outcome.err) == (3, "")
    assert "the store's settings cannot be read" in json.loads(outcome.out)[-1]["found"]
