"""The gold set is whole and fits its reports; the scorer counts what it says."""

from __future__ import annotations

import copy
import doctest
import importlib.util
import json
import sys
from collections.abc import Iterator
from pathlib import Path
from types import ModuleType
from typing import Any

import jsonschema
import pytest

from claimgraph.extract.times.edtf import bounds

ROOT = Path(__file__).resolve().parents[2]
GOLD = ROOT / "bench" / "gold"
if not GOLD.exists():
    pytest.skip("the benchmark is not in this copy", allow_module_level=True)
HALVES = ("dev", "test", "late", "fresh", "fifth")


def _load(name: str) -> ModuleType:
    spec = importlib.util.spec_from_file_location(name, GOLD / f"{name}.py")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    sys.modules[name] = module
    spec.loader.exec_module(module)
    return module


@pytest.fixture(scope="module", autouse=True)
def modules() -> Iterator[None]:
    sys.path.insert(0, str(GOLD))
    names = ("gold_labels", "gold_matching", "score", "gold_rules", "build", "gold_model", "relations")
    for name in names:
        _load(name)
    yield
    sys.path.remove(str(GOLD))
    for name in names:
        sys.modules.pop(name, None)


def _module(name: str) -> Any:
    return sys.modules[name]


def _lines(path: Path) -> list[dict[str, Any]]:
    return [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines()]


def _claim(number: int = 1, **changes: Any) -> dict[str, Any]:
    claim: dict[str, Any] = {
        "report": "r",
        "id": f"g{number}",
        "claimant": "Ministry of Defence of Russia",
        "source": [[0, 12]],
        "cue": [[13, 17]],
        "content": [[18, 60]],
        "stance": "asserts",
        "certainty": "certain",
        "direct_quote": False,
        "narration": False,
        "about": [],
        "relays": None,
        "event": {
            "type": "Shelling",
            "affects": "school",
            "performedBy": None,
            "place": "Odesa",
            "weapon": None,
            "time": "2023-05-09",
        },
        "quantity": {
            "low": 24,
            "high": None,
            "approximate": True,
            "counts": "killed",
            "side_or_group": None,
            "text": "dozens",
        },
        "made_on": None,
    }
    return claim | changes


@pytest.mark.parametrize("name", ["gold_labels", "gold_matching", "score", "gold_rules", "build"])
def test_the_examples_in_the_docstrings_run(name: str) -> None:
    assert doctest.testmod(_module(name)).failed == 0


@pytest.mark.parametrize("half", HALVES)
def test_the_built_files_are_up_to_date(half: str) -> None:
    for name, text in _module("build").build(half).items():
        assert (GOLD / half / name).read_text(encoding="utf-8") == text


@pytest.mark.parametrize("half", HALVES)
def test_claims_fit_the_schema_and_their_reports(half: str) -> None:
    schema = json.loads((ROOT / "graph/claimgraph/schemas/claims.schema.json").read_text(encoding="utf-8"))
    validator = jsonschema.Draft202012Validator(schema)
    claims = _lines(GOLD / half / "claims.jsonl")
    ids = {claim["id"] for claim in claims}
    assert len(ids) == len(claims)
    for claim in claims:
        validator.validate(claim)
        text = (GOLD / half / "reports" / f"{claim['report']}.txt").read_text(encoding="utf-8")
        assert claim["content"]
        for start, end in (*claim["source"], *claim["cue"], *claim["content"]):
            assert text[start:end].strip() == text[start:end] != ""
        assert claim["relays"] is None or claim["relays"] in ids - {claim["id"]}
        for edtf in (claim["made_on"], claim["event"] and claim["event"]["time"]):
            assert edtf is None or bounds(edtf)


@pytest.mark.parametrize("half", HALVES)
def test_classes_are_in_the_ontology(half: str) -> None:
    ontology = (ROOT / "ontology" / "events.ttl").read_text(encoding="utf-8")
    kinds = {claim["event"]["type"] for claim in _lines(GOLD / half / "claims.jsonl") if claim["event"]}
    assert [kind for kind in sorted(kinds) if f"\ncg:{kind} a owl:Class" not in ontology] == []


@pytest.mark.parametrize("half", HALVES)
def test_relations_join_claims_of_the_half(half: str) -> None:
    ids = {claim["id"] for claim in _lines(GOLD / half / "claims.jsonl")}
    relations = _lines(GOLD / half / "relations.jsonl")
    assert {item["relation"] for item in relations} == {"contradiction", "corroboration", "revision", "none"}
    for item in relations:
        assert {item["a"], item["b"]} <= ids
        assert item["a"] != item["b"]


TOLL = {"low": 4, "high": 4, "counts": "wounded"}
RULED_OUT = [
    ({}, {"stance": "undetermined"}, True),
    ({}, {"stance": "doubts"}, False),
    ({"made_on": "2022-04-14"}, {"quantity": TOLL | {"low": 9, "high": None}}, True),
    ({}, {"quantity": TOLL | {"low": 9, "high": 9}}, False),  # the same day
    ({"made_on": "2022-04-14"}, {"quantity": TOLL | {"low": 3, "high": 3}}, False),  # the newer is the lower
    ({"made_on": "2022-04-14"}, {"quantity": TOLL | {"low": 9, "high": 9, "counts": "killed"}}, False),
    ({"made_on": "2022-04-14", "quantity": TOLL | {"low": 0, "high": 0}}, {"quantity": TOLL}, False),
    ({"made_on": "2022-04-14"}, {"stance": "denies", "quantity": TOLL | {"low": 9, "high": 9}}, False),
]


@pytest.mark.parametrize(("one", "other", "ruled_out"), RULED_OUT)
def test_open_questions_and_grown_tolls_are_no_contradictions(
    one: dict[str, Any], other: dict[str, Any], ruled_out: bool
) -> None:
    first, second = (_claim(1, quantity=TOLL, report="r") | changes for changes in (one, other))
    for pair in ((first, second), (second, first)):
        assert bool(_module("gold_rules").no_contradiction(*pair, {"r": "2022-04-16"})) is ruled_out


def test_the_builder_refuses_contradictions_that_the_guidelines_rule_out(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    build = _module("build")
    monkeypatch.setattr(build, "no_contradiction", lambda *_: "ruled out")
    with pytest.raises(build.GoldError, match="are no contradiction: ruled out"):
        build.build("dev")


def test_there_are_sixty_reports_of_fitting_length() -> None:
    reports = [path for half in HALVES for path in sorted((GOLD / half / "reports").glob("*.txt"))]
    assert len(reports) >= 60
    for path in reports:
        words = path.read_text(encoding="utf-8").split("\n---\n", 1)[1].split()
        assert 80 <= len(words) <= 200, path.name


@pytest.mark.parametrize("half", HALVES)
def test_gold_against_itself_is_perfect(half: str) -> None:
    gold = _lines(GOLD / half / "claims.jsonl")
    scores = _module("score").score(gold, copy.deepcopy(gold), {})
    for name, balance in scores.balances.items():
        assert balance.figures() == (100, 100, 100), name
    for name, share in scores.shares.items():
        assert share.right == share.matched == share.all, name
        assert share.extra == 0


@pytest.mark.parametrize(
    ("change", "measure"),
    [
        ({"claimant": "Government of Russia"}, "claimant"),
        ({"stance": "denies"}, "stance"),
        ({"certainty": "possible"}, "certainty"),
        ({"direct_quote": True}, "direct quote"),
        ({"quantity": _claim()["quantity"] | {"low": 25}}, "quantity"),
        ({"quantity": _claim()["quantity"] | {"approximate": False}}, "quantity"),
        ({"quantity": None}, "quantity"),
        ({"quantity": _claim()["quantity"] | {"counts": "wounded"}}, "counts"),
        ({"event": _claim()["event"] | {"type": "Killing"}}, "event type"),
        ({"event": _claim()["event"] | {"type": "Killing"}}, "event family"),
        ({"event": _claim()["event"] | {"time": "2023-05-10"}}, "event time"),
    ],
)
def test_a_wrong_value_is_counted(change: dict[str, Any], measure: str) -> None:
    scores = _module("score").score([_claim()], [_claim(**change)], {})
    share = scores.shares[measure]
    assert (share.right, share.matched) == (0, 1)
    assert share.wrong


def test_a_claim_elsewhere_is_missed_and_extra() -> None:
    scores = _module("score").score([_claim()], [_claim(content=[[70, 90]])], {})
    assert scores.balances["claims"].figures() == (0, 0, 0)
    assert (scores.shares["stance"].matched, scores.shares["stance"].all) == (0, 1)


def test_narration_must_be_read_as_narration() -> None:
    gold = [_claim(narration=True)]
    assert _module("score").score(gold, [_claim(narration=True)], {}).shares["narration"].right == 1
    assert _module("score").score(gold, [_claim()], {}).shares["narration"].right == 0


def test_what_is_completed_may_be_left_out_but_not_be_wrong() -> None:
    gold, completed = [_claim()], {"g1": ["place", "time"]}
    event = _claim()["event"]
    without = _module("score").score(gold, [_claim(event=event | {"place": None, "time": None})], completed)
    assert without.balances["event roles"].figures() == (100, 100, 100)
    assert without.shares["event time"].all == 0
    other = _module("score").score(gold, [_claim(event=event | {"place": "Kyiv"})], completed)
    assert other.balances["event roles"].figures() == (50, 50, 50)


def test_nested_claims_are_scored_as_pairs() -> None:
    inner = _claim(2, content=[[30, 60]], cue=[[24, 29]], claimant="Officials (unnamed)")
    gold = [_claim(1, relays="g2"), inner]
    assert _module("score").score(gold, gold, {}).balances["nested"].figures() == (100, 100, 100)
    flat = [_claim(1), inner]
    assert _module("score").score(gold, flat, {}).balances["nested"].figures() == (0, 0, 0)


def test_relations_are_scored_with_traps() -> None:
    gold = [
        {"a": "g1", "b": "g2", "relation": "contradiction", "grade": "firm"},
        {"a": "g1", "b": "g3", "relation": "none", "grade": None},
    ]
    given = [
        {"a": "s2", "b": "s1", "relation": "contradiction", "grade": "possible"},
        {"a": "s1", "b": "s3", "relation": "contradiction", "grade": "firm"},
    ]
    pairs = {"g1": "s1", "g2": "s2", "g3": "s3"}
    tally = _module("score").score_relations(gold, given, pairs)
    assert tally == {"contradiction": (1, 1), "grade": (0, 1), "none": (0, 1)}


@pytest.mark.parametrize(
    ("gold", "given", "same"),
    [
        ("Ministry of Defence of Russia", "Russian Defence Ministry", True),
        ("Israel Defense Forces", "the Israeli military", True),
        ("Government of Russia", "Russia", False),
        ("Government of Russia", "Government of Ukraine", False),
        ("Diplomats (unnamed)", "Two diplomats (unnamed)", True),
        ("dock workers", "workers", True),
        ("dock workers", "sailors", False),
        ("Odesa", "Odesa Oblast", False),
        ("Pazigyi", "Pazigyi village", True),
    ],
)
def test_labels(gold: str, given: str, same: bool) -> None:
    assert _module("gold_labels").same_label(gold, given) is same


@pytest.mark.parametrize(
    ("words", "message"),
    [
        ("not there", "not in the report"),
        ("he said", "2 times"),
        ("he said#3", "only 2 times"),
    ],
)
def test_the_builder_refuses_words_that_do_not_fit(words: str, message: str) -> None:
    with pytest.raises(_module("build").GoldError, match=message):
        _module("build").locate("A, he said. B, he said.", words, 0)


def test_the_builder_takes_the_nearest_source() -> None:
    text = "He said A. Then he left. He said B."
    content = _module("build").locate(text, "B", 0)
    assert _module("build").locate(text, "said", 0, content) == [(28, 32)]


@pytest.mark.parametrize("words", ["dozens killed", "= 4", "~ killed = some"])
def test_the_builder_refuses_figures_without_bounds(words: str) -> None:
    with pytest.raises(_module("build").GoldError, match="not a figure"):
        _module("build").figure(words)


@pytest.mark.parametrize(
    ("words", "message"), [("shelling aff=x", "not a class"), ("Fire by=x", "not a role")]
)
def test_the_builder_refuses_events_that_are_misspelt(words: str, message: str) -> None:
    with pytest.raises(_module("build").GoldError, match=message):
        _module("build").event(words)


def test_errors_are_shown_for_the_development_half_only(capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit, match="2"):
        _module("score").main(["test", "--errors"])
    assert "held out" in capsys.readouterr().err


def test_a_line_that_is_not_json_is_named(tmp_path: Path) -> None:
    path = tmp_path / "mine.jsonl"
    path.write_text('{"id": 1}\n{oops\n', encoding="utf-8")
    with pytest.raises(SystemExit, match=r"mine\.jsonl:2: not JSON"):
        _module("score").main(["dev", "--answers", str(path)])


GOOD = {
    "report": "d01-odesa-terminal",
    "id": "x",
    "claimant": "A",
    "stance": "asserts",
    "certainty": "certain",
    "content": [[53, 87]],
}


@pytest.mark.parametrize(
    ("change", "message"),
    [
        ({"report": None}, "claim 1: 'report' is missing or no text"),
        ({"report": "d99"}, "claim 1: there is no report 'd99'; name its file without .txt"),
        ({"content": [[87, 53]]}, r"claim 1: 'content' is no list of \[start, end\]"),
        ({"content": []}, "claim 1: 'content' is empty"),
        ({"event": {"place": "Odesa"}}, "claim 1: 'event' is neither null nor an object"),
        ({"quantity": 7}, "claim 1: 'quantity' is neither null nor an object"),
    ],
)
def test_answers_that_cannot_be_scored_are_named(
    tmp_path: Path, change: dict[str, object], message: str
) -> None:
    path = tmp_path / "mine.jsonl"
    path.write_text(json.dumps(GOOD | change), encoding="utf-8")
    with pytest.raises(SystemExit, match=message):
        _module("score").main(["dev", "--answers", str(path)])


def test_what_answers_leave_out_is_filled_in(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    path = tmp_path / "mine.jsonl"
    path.write_text(json.dumps(GOOD) + "\n\n", encoding="utf-8")
    assert _module("score").main(["dev", "--answers", str(path)]) == 0
    assert "373 claims, 1 read" in capsys.readouterr().out
    with pytest.raises(SystemExit, match=r"nosuch\.jsonl: it cannot be read"):
        _module("score").main(["dev", "--answers", str(tmp_path / "nosuch.jsonl")])


def test_relations_are_scored_by_pair_and_traps_must_be_silent() -> None:
    relations = _module("relations")
    gold = [
        {"a": "a1", "b": "b1", "relation": "contradiction", "grade": "firm", "why": "x"},
        {"a": "a2", "b": "b2", "relation": "contradiction", "grade": "possible", "why": "x"},
        {"a": "a3", "b": "b3", "relation": "none", "grade": None, "why": "x"},
        {"a": "a4", "b": "b4", "relation": "none", "grade": None, "why": "x"},
    ]
    clash = [("contradiction", "firm", "because")]
    pairs = {frozenset(pair): clash for pair in (("a0", "b1"), ("a3", "b3"), ("a5", "b5"))}
    found = relations.Found(pairs, {"a1": {"a0", "a1"}})
    figures = relations.score(gold, found).figures()
    assert figures == {
        "precision": 50.0,
        "recall": 50.0,
        "right": 1,
        "wrong": 1,
        "missed": 1,
        "not listed": 1,
        "grade right": 1,
        "traps": 2,
        "traps silent": 1,
    }


def test_gold_claims_become_claims_of_the_model() -> None:
    from claimgraph.reference.loader import Reference

    lines = [line for line in _lines(GOLD / "dev" / "claims.jsonl") if line["report"].startswith("d05")]
    [report] = _module("gold_model").gold_reports(GOLD / "dev", lines, Reference.default())
    claims = {claim.id: claim for claim in report.claims}
    assert list(claims) == [line["id"] for line in lines]
    blamed, denied = (claims[f"d05-khartoum-market-{number}"] for number in (4, 5))
    assert (blamed.stance, denied.stance) == ("asserts", "denies")
    assert blamed.proposition.event is not None
    assert denied.proposition.event is not None
    assert blamed.proposition.event.key == denied.proposition.event.key
