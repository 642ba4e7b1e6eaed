"""The commands on the example reports, from end to end."""

from __future__ import annotations

import json
import shutil
from pathlib import Path
from typing import Any

import pytest

from claimgraph.validation import Options, validate
from claimgraph.vocabulary import RDFS, XSD, cg


@pytest.fixture(scope="module")
def examples(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A store with the example reports, made once."""
    from claimgraph.cli import run

    folder = tmp_path_factory.mktemp("examples") / "claimgraph.db"
    reports = Path(__file__).resolve().parents[2] / "examples" / "reports"
    assert run(["load", str(reports), "--store", str(folder), "--quiet"]) == 0
    return folder


@pytest.fixture
def loaded(call: Any, examples: Path) -> Any:
    """The command line in a folder with a copy of that store."""
    shutil.copytree(examples, "claimgraph.db")
    return call


def rows(outcome: Any) -> list[dict[str, Any]]:
    assert outcome.code == 0, outcome.err
    found: list[dict[str, Any]] = json.loads(outcome.out)
    return found


def pairs(found: list[dict[str, Any]]) -> set[frozenset[str]]:
    return {frozenset((row["claimant"], row["other_claimant"])) for row in found}


def test_the_example_reports(loaded: Any) -> None:
    everything = rows(loaded("contradictions", "--explain"))
    assert all(row["sentence"] and row["other_sentence"] and row["reason"] for row in everything)
    denied = [row for row in everything if row["kind"] == "stance"]
    assert frozenset(("Government of Russia", "Government of Ukraine")) in pairs(denied)
    tolls = [row for row in everything if row["kind"] == "interval"]
    assert frozenset(("Ministry of Defence of Russia", "Volodymyr Zelenskyy")) in pairs(tolls)
    assert {row["grade"] for row in tolls} == {"possible"}
    assert all("undetermined" not in (row["stance"], row["other_stance"]) for row in everything)
    about = rows(loaded("contradictions", "--about", "Moskva", "--rule", "stance"))
    rumour = frozenset(("Unspecified", "Vitali Klitschko"))
    invention = frozenset(("Volodymyr Zelenskyy", "Government of Russia"))
    assert pairs(about) == pairs(denied) - {rumour, invention}
    (mayor,) = rows(loaded("contradictions", "--claimant", "Vitali Klitschko"))
    assert (mayor["stance"], mayor["reason"].split(";")[0]) == (
        "denies",
        "nobody is named for what is denied",
    )
    differences = rows(loaded("ask", "transcription-differences"))
    assert [row["claimant"] for row in differences] == ["Ministry of Defence of Russia"]


def test_explanation_for_people(loaded: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    outcome = loaded("contradictions", "--about", "Moskva", "--explain", "--table")
    assert "firm, by stance, as worded" in outcome.out
    assert "     because  one account affirms what the other denies" in outcome.out
    assert "axiom    cg:MissileStrike rdfs:subClassOf cg:Attack" in outcome.out
    monkeypatch.setenv("COLUMNS", "60")
    narrow = loaded("contradictions", "--about", "Moskva", "--explain", terminal=True).out
    assert max(map(len, narrow.splitlines())) <= 60
    assert "".join(narrow.split()) == "".join(outcome.out.split())
    nothing = loaded("contradictions", "--kind", "verdict", "--explain", "--table")
    assert nothing.out == "no contradictions\n"


def test_findings_are_dropped_and_found_again(loaded: Any) -> None:
    before = rows(loaded("contradictions"))
    assert loaded("contradictions", "--drop").code == 0
    computed = loaded("contradictions")
    assert rows(computed) == before
    assert "computed for this answer" in computed.err
    assert rows(loaded("contradictions", "--recompute")) == before


def test_perspectives(loaded: Any) -> None:
    everybody = rows(loaded("ask", "who-said-what", "Moskva"))
    kyiv = rows(loaded("ask", "who-said-what", "Moskva", "--according-to", "Government of Ukraine"))
    assert 0 < len(kyiv) < len(everybody)
    assert "Government of Russia" not in {row["claimant"] for row in kyiv}
    early = rows(loaded("ask", "who-said-what", "Moskva", "--as-of", "2022-04-15"))
    assert {row["published"] for row in early} == {"2022-04-15"}
    without = rows(loaded("ask", "who-said-what", "Moskva", "--without", "Harbour Wire"))
    assert "Harbour Wire" not in {row["outlet"] for row in without}
    graph = loaded("perspective", "Government of Ukraine")
    assert "ns#hasCause>" in graph.out
    assert graph.out.splitlines() == sorted(set(graph.out.splitlines()))
    wider = loaded("perspective", "Government of Ukraine", "--entailed")
    assert "ns#HostileAct>" in wider.out
    assert "ns#HostileAct>" not in graph.out


def test_a_perspective_says_what_it_is_and_is_valid(loaded: Any) -> None:
    options = ("--without", "Harbour Wire", "--as-of", "2022-04-16", "--entailed", "-o", "some.nt")
    assert loaded("perspective", "Government of Ukraine", *options).code == 0
    lines = Path("some.nt").read_text(encoding="utf-8").splitlines()
    [kind] = [line for line in lines if line.endswith("ns#Perspective> .")]
    told = {line.split(" ", 1)[1] for line in lines if line.startswith(kind.split()[0])}
    words = "What is affirmed by Government of Ukraine, without Harbour Wire, in reports until 2022-04-16"
    assert f'<{RDFS}label> "{words}"@en .' in told
    assert f'<{cg("coversReportsUntil")}> "2022-04-16"^^<{XSD}date> .' in told
    assert {line.split()[0] for line in told} >= {f"<{cg(one)}>" for one in ("isAccordingTo", "leavesOut")}
    assert validate([Path("some.nt")], Options(fail_on="info")).findings == ()


def test_wrong_perspectives_are_one_line(loaded: Any) -> None:
    assert loaded("ask", "speakers", "--as-of", "2022-04-31").code == 2
    assert loaded("ask", "speakers", "--according-to", "Nobody at all").code == 2
    assert loaded("infer", "--keep", "--drop").code == 2


def test_inference_is_kept_apart(loaded: Any) -> None:
    before = loaded("dump").data
    assert loaded("infer", "--keep").code == 0
    assert loaded("dump").data != before
    assert loaded("infer", "--drop").code == 0
    assert loaded("dump").data == before


def test_ratings(loaded: Any) -> None:
    text = b"source,reliability,user,date\nHarbour Wire,B,desk,2022-05-01\n"
    assert loaded("rate", "-", stdin=text).code == 0
    [row] = rows(loaded("ask", "ratings"))
    assert (row["rated"], row["reliability"], row["user"]) == ("Harbour Wire", "reliability-B", "desk")
    assert row["tag"] == 'admiralty-scale:source-reliability="b"'
    [claim] = rows(loaded("ask", "who-said-what", "Moskva", "--limit", "1", "--columns", "claim"))
    text = f"claim,credibility,user,date\n{claim['claim']},2,desk,2022-05-01\n".encode()
    assert loaded("rate", "-", stdin=text).code == 0
    [row] = rows(loaded("ask", "ratings"))
    assert (row["credibility"], row["tag"]) == (
        "credibility-2",
        'admiralty-scale:information-credibility="2"',
    )
    nothing = loaded("rate", "-", stdin=text.replace(claim["claim"].encode(), b"https://example.org/none"))
    assert (nothing.code, nothing.err.count("is no claim of this store")) == (3, 1)
    text = b"source,reliability,user,date\nHarbour Wire,B,desk,2022-05-01\n"
    ship = loaded("rate", "-", stdin=text.replace(b"Harbour Wire", b"Moskva"))
    assert (ship.code, ship.err.count("standard input:2: Moskva makes no claim here")) == (3, 1)
    refused = loaded("rate", "-", stdin=text.replace(b",B,", b",X,"))
    assert refused.code == 3
    assert "standard input:2: reliability 'X' is not on the scale" in refused.err
    assert len(refused.lines) == 1


def test_a_claim_is_shown_with_what_it_is_joined_with(loaded: Any) -> None:
    asked = ("who-said-what", "Moskva", "--stance", "denies", "--until", "2022-04-15")
    denial = rows(loaded("ask", *asked, "--columns", "claim,claimant"))[-1]
    assert denial["claimant"] == "Russian official (unnamed)"
    text = f"claim,credibility,user,date\n{denial['claim']},4,desk,2022-05-01\n".encode()
    assert loaded("rate", "-", stdin=text).code == 0
    shown = loaded("show", denial["claim"]).out
    met = shown.partition("\ncontradicted by\n")[2]
    assert "\n    Senior US defence official (unnamed) asserts: " in met
    assert "\n        firm, by stance: one account affirms what the other denies\n        <https://" in met
    assert met.endswith("\nrated\n    credibility 4, by desk on 2022-05-01\n")
    [laid] = rows(loaded("query", "SELECT ?claim { ?tracing cg:hasTracedClaim ?claim }"))
    came = loaded("show", laid["claim"]).out.partition("\ncomes from\n")[2]
    assert "what is laid to Harbour Wire stands in its own report" in came


OWN_TERMS = """
@prefix cg: <https://w3id.org/claimgraph/ns#> .
@prefix my: <https://example.org/terms#> .
@prefix owl: <http://www.w3.org/2002/07/owl#> .
@prefix rdfs: <http://www.w3.org/2000/01/rdf-schema#> .
my:wasEscortedBy a owl:ObjectProperty ; rdfs:label "escorted by"@en ; cg:admitsOneAnswer true .
"""


def test_a_property_of_ones_own_is_compared_without_code(
    call: Any, build: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    from claimgraph.store import opened

    monkeypatch.setenv("CLAIMGRAPH_ONTOLOGY", "")  # so that what the call sets is taken back
    record = build.Record()
    for claimant, escort in (("north-gov", "north-army"), ("south-gov", "south-army")):
        content = f"e:x a :Towing ; :affects e:ship ; <https://example.org/terms#wasEscortedBy> e:{escort} ."
        record.claim(claimant, content, report=claimant[:5])
    record.store.update(f"DELETE WHERE {{ ?report <{cg('contentHash')}> ?hash }}")
    with opened("claimgraph.db") as store:
        store.load(record.store.dump())
    assert rows(call("contradictions")) == []
    Path("terms.ttl").write_text(OWN_TERMS, encoding="utf-8")
    Path("claimgraph.toml").write_text('ontology = ["terms.ttl"]\n', encoding="utf-8")
    [found] = rows(call("contradictions", "--recompute"))
    assert found["question"].startswith("What is the answer to “escorted by”")
    Path("terms2.ttl").write_text("my:broken", encoding="utf-8")
    monkeypatch.setenv("CLAIMGRAPH_ONTOLOGY", "terms2.ttl")
    broken = call("contradictions", "--recompute")
    assert (broken.code, len(broken.lines)) == (3, 1)
    assert "the ontology cannot be read" in broken.err
