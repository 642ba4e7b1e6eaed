"""From the model to quads."""

from __future__ import annotations

import subprocess
import sys
from dataclasses import replace
from pathlib import Path
from types import ModuleType

import pyoxigraph as ox

from claimgraph.model import Certainty, Claim, Entity, Event, Proposition, RecordPassage, Stance
from claimgraph.vocabulary import CG, RDF, cg
from claimgraph.writer import Writer


def quads(lines: list[str]) -> list[ox.Quad]:
    return list(ox.parse("".join(lines).encode("utf-8"), ox.RdfFormat.N_QUADS))


def values(lines: list[str], name: str) -> list[str]:
    return sorted(quad.object.value for quad in quads(lines) if quad.predicate.value == cg(name))


def test_lines_are_sorted_unique_and_canonical(sample: ModuleType) -> None:
    lines = Writer().report(sample.report())
    assert lines == sorted(set(lines))
    written = ox.serialize(quads(lines), format=ox.RdfFormat.N_QUADS)
    assert written == "".join(lines).encode("utf-8")


def test_every_process_writes_the_same(sample: ModuleType, root: Path) -> None:
    code = (
        "import sys, importlib.util as u; "
        f"s = u.spec_from_file_location('sample_reports', {str(root / 'tests' / 'sample_reports.py')!r}); "
        "m = u.module_from_spec(s); sys.modules['sample_reports'] = m; s.loader.exec_module(m); "
        "from claimgraph.writer import Writer; "
        "sys.stdout.buffer.write(''.join(Writer().report(m.report())).encode())"
    )
    outputs = {
        subprocess.run(
            [sys.executable, "-c", code],
            capture_output=True,
            check=True,
            timeout=60,
            env={"PYTHONHASHSEED": seed},
        ).stdout
        for seed in ("1", "2")
    }
    assert outputs == {"".join(Writer().report(sample.report())).encode("utf-8")}


def test_offsets_reproduce_the_text(sample: ModuleType) -> None:
    found: dict[str, dict[str, str]] = {}
    for quad in quads(Writer().report(sample.report())):
        found.setdefault(str(quad.subject), {})[quad.predicate.value] = quad.object.value
    passages = [facts for facts in found.values() if cg("startOffset") in facts]
    assert len(passages) > 8
    for facts in passages:
        start, end = int(facts[cg("startOffset")]), int(facts[cg("endOffset")])
        assert sample.TEXT[start:end] == facts[cg("exactText")]


def test_content_is_in_named_graphs_and_nowhere_else(sample: ModuleType) -> None:
    content = {"hasTarget", "affects", "usesWeapon", "hasCause", "hasTimeSpan", "lowerBound", "countsSide"}
    for quad in quads(Writer().report(sample.report())):
        local = quad.predicate.value.removeprefix(CG)
        in_record = isinstance(quad.graph_name, ox.DefaultGraph)
        assert not (in_record and local in content), quad
        if not in_record:
            assert local in content | {
                RDF + "type",
                "upperBound",
                "isApproximate",
                "hasCasualtyType",
                "hasVictimStatus",
            }


def test_every_node_says_where_it_comes_from(sample: ModuleType) -> None:
    report = sample.report()
    address = Writer().report_iri(report)
    record = [quad for quad in quads(Writer().report(report)) if isinstance(quad.graph_name, ox.DefaultGraph)]
    recorded = {
        quad.subject
        for quad in record
        if quad.predicate.value == cg("isRecordedFrom") and quad.object.value == address
    }
    assert {quad.subject for quad in record} == recorded


def test_there_are_no_blank_nodes(sample: ModuleType) -> None:
    for quad in quads(Writer().report(sample.report())):
        assert not isinstance(quad.subject, ox.BlankNode)
        assert not isinstance(quad.object, ox.BlankNode)


def test_two_claimants_share_a_proposition_and_an_event(sample: ModuleType) -> None:
    """Equal content is one graph, whoever says it; one event keeps its IRI in different contents."""
    sinking = Event("Sinking", ("Sinking", sample.MOSKVA.key))
    one, two = (replace(claim, proposition=Proposition(sinking)) for claim in sample.claims()[:2])
    lines = Writer().report(replace(sample.report(), claims=(one, two)))
    assert len(set(values(lines, "hasContent"))) == 1
    graphs = {quad.graph_name for quad in quads(Writer().report(sample.report()))}
    assert len(graphs) == 5
    events = {
        quad.subject for quad in quads(Writer().report(sample.report()))
        if quad.predicate.value == RDF + "type" and quad.object.value == cg("Event")
    }  # fmt: skip
    assert len(events) == 2


def test_stance_is_in_the_record_and_not_in_the_content(sample: ModuleType) -> None:
    claim = sample.claims()[0]
    contents = set()
    for stance in Stance:
        lines = Writer().report(replace(sample.report(), claims=(replace(claim, stance=stance),)))
        assert values(lines, "hasStance") == [f"https://w3id.org/claimgraph/code/{stance}"]
        contents.add(values(lines, "hasContent")[0])
    assert len(contents) == 1


def test_open_bounds_are_absent(sample: ModuleType) -> None:
    claim = sample.claims()[3]
    quantity = claim.proposition.quantity
    assert quantity is not None
    open_ended = replace(claim, proposition=Proposition(quantity=replace(quantity, high=None)), relays=None)
    lines = Writer().report(replace(sample.report(), claims=(open_ended,)))
    assert values(lines, "lowerBound") == ["20"]
    assert values(lines, "upperBound") == []


def test_rows_of_a_feed_are_passages(sample: ModuleType) -> None:
    passage = RecordPassage("2022-04-16", "1350", "personnel", 12)
    content = Proposition(Event("Event", ("x",)))
    claim = Claim("c1", sample.RUSSIA, Stance.ASSERTS, Certainty.UNSTATED, content, passage, "1350")
    lines = Writer().report(replace(sample.report(), claims=(claim,), mentions=()))
    assert values(lines, "recordKey") == ["2022-04-16"]
    assert values(lines, "columnName") == ["personnel"]
    assert values(lines, "lineNumber") == ["12"]
    assert values(lines, "startOffset") == []


def test_relays_point_at_the_claim(sample: ModuleType) -> None:
    report = sample.report()
    iris = Writer().claim_iris(report)
    assert values(Writer().report(report), "relays") == [iris["c3"]]
    assert len(set(iris.values())) == 4


def test_another_base_changes_every_iri_of_data(sample: ModuleType) -> None:
    lines = Writer("https://example.org/data/").report(sample.report())
    assert "https://w3id.org/claimgraph/data/" not in "".join(lines)


def test_unresolved_names_say_so(sample: ModuleType) -> None:
    known = Entity("Known", "Person", iri="https://e.org/known")
    claim = replace(sample.claims()[0], claimant=known)
    record = "".join(Writer().report(replace(sample.report(), claims=(claim,), mentions=())))
    assert f"<https://e.org/known> <{cg('isUnresolved')}>" not in record
    assert record.count(f"<{cg('isUnresolved')}>") == 2  # the outlet and the cruiser


def test_the_receipt_changes_with_the_content(sample: ModuleType) -> None:
    one = values(Writer().report(sample.report()), "recordHash")
    two = values(Writer().report(replace(sample.report(), url="https://example.org/")), "recordHash")
    assert len(one) == len(two) == 1
    assert one != two


def test_a_claim_that_a_reader_gives_twice_is_written_once(sample: ModuleType) -> None:
    report = sample.report()
    first = report.claims[0]
    twice = replace(first, id="again", content_text=f"{first.content_text}”")
    same = replace(report, claims=(*report.claims, twice))
    assert Writer().report(same) == Writer().report(report)
