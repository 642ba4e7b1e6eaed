"""Validation as a whole: exit codes, options, folders, what is kept apart."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from claimgraph.errors import InputError
from claimgraph.resources import ontology_dir
from claimgraph.validation import Options, Severity, render, validate

FIXTURES = Path(__file__).parent / "fixtures"
QUAY = (FIXTURES / "quay.trig").read_text(encoding="utf-8")


@pytest.fixture
def quay(tmp_path: Path) -> Path:
    """A folder with the valid data and its text."""
    for name in ("quay.trig", "quay.txt"):
        (tmp_path / name).write_bytes((FIXTURES / name).read_bytes())
    return tmp_path


def test_exit_codes(quay: Path) -> None:
    assert validate([quay]).exit_code == 0
    (quay / "bad.ttl").write_text("<a> <b> .")
    assert validate([quay]).exit_code == 1
    assert validate([quay], Options(fail_on="never")).exit_code == 0
    assert validate([quay, quay / "missing.ttl"], Options(fail_on="never")).exit_code == 3


def test_fail_on_levels() -> None:
    path = FIXTURES / "CG-SYN-007-invalid.ttl"
    assert [validate([path], Options(fail_on=level)).exit_code for level in ("error", "warning", "info")] == [
        0,
        1,
        1,
    ]


@pytest.mark.skipif(os.geteuid() == 0, reason="root reads everything")
def test_file_without_rights(quay: Path) -> None:
    (quay / "quay.trig").chmod(0)
    report = validate([quay])
    assert report.exit_code == 3
    assert report.findings[0].code == "CG-SYN-000"


def test_file_over_the_limit(quay: Path) -> None:
    report = validate([quay / "quay.trig"], Options(max_bytes=100))
    assert report.exit_code == 3
    assert "over the limit of 100 bytes" in report.findings[0].message


def test_empty_file_is_valid_rdf(tmp_path: Path) -> None:
    (tmp_path / "empty.ttl").write_text("")
    assert validate([tmp_path]).exit_code == 0


def test_fixtures_and_hidden_folders_are_left_out_with_a_note(tmp_path: Path) -> None:
    for folder in ("fixtures", ".hidden"):
        (tmp_path / folder).mkdir()
        (tmp_path / folder / "bad.ttl").write_text("<a> <b> .")
    (tmp_path / "picture.png").write_bytes(b"")
    report = validate([tmp_path])
    assert report.exit_code == 0
    assert any("fixtures: left out" in note for note in report.notes)
    assert any("1 file of other kinds not checked (picture.png)" in note for note in report.notes)
    assert validate([tmp_path / "fixtures"]).exit_code == 1


def test_a_table_in_a_folder_is_checked_if_it_is_one_of_names(tmp_path: Path) -> None:
    (tmp_path / "losses.csv").write_text("date,day,tank\n2022-04-14,50,700\n")
    (tmp_path / "people.csv").write_text("id,label,type\nold-mayor,Old Mayor,Mayor\n")
    report = validate([tmp_path])
    assert [(finding.code, Path(finding.file).name) for finding in report.findings] == [
        ("CG-REP-004", "people.csv")
    ]
    assert any("(losses.csv)" in note for note in report.notes)
    (tmp_path / "names.csv").write_text("name,kind\nOld Mayor,Person\n")
    assert len(validate([tmp_path]).findings) == 2
    assert "a feed: load --check" in validate([tmp_path / "losses.csv"]).findings[0].fix


def test_stores_are_left_out_with_a_note(tmp_path: Path) -> None:
    (tmp_path / "claimgraph.db" / "quads").mkdir(parents=True)
    (tmp_path / "claimgraph.db" / "store.json").write_text("{}")
    assert any("a store, left out" in note for note in validate([tmp_path]).notes)


def test_baseline_lets_old_findings_pass_and_not_new_ones(quay: Path) -> None:
    data = quay / "quay.trig"
    data.write_text(QUAY.replace("    cg:hasClaimant e:master ;\n", "", 1), encoding="utf-8")
    baseline = quay / "known.json"
    baseline.write_text(render(validate([data]), "json"), encoding="utf-8")
    moved = "\n\n\n" + data.read_text(encoding="utf-8")
    data.write_text(moved, encoding="utf-8")
    report = validate([data], Options(baseline=baseline))
    assert report.exit_code == 0
    assert len(report.known) == 1
    assert "baseline" in render(report)
    data.write_text(moved.replace("    cg:hasClaimant e:master ;\n", "", 1), encoding="utf-8")
    assert validate([data], Options(baseline=baseline)).exit_code == 1


@pytest.mark.parametrize("text", ["", "[]", "{}", '{"findings": [{}]}'])
def test_broken_baseline(tmp_path: Path, text: str) -> None:
    (tmp_path / "known.json").write_text(text)
    with pytest.raises(InputError, match="no list of findings"):
        validate([], Options(baseline=tmp_path / "known.json"))


def test_missing_baseline_and_shapes(tmp_path: Path) -> None:
    with pytest.raises(InputError, match="cannot be read"):
        validate([], Options(baseline=tmp_path / "known.json"))
    with pytest.raises(InputError, match="no such file"):
        validate([], Options(shapes=(tmp_path / "shapes.ttl",)))


def test_only_and_skip() -> None:
    path = FIXTURES / "CG-GRF-010-invalid.trig"
    assert {f.code for f in validate([path], Options(only=("CG-GRF",))).findings} == {"CG-GRF-010"}
    assert not validate([path], Options(only=("CG-SYN",))).findings
    skipped = validate([path], Options(skip=("CG-SHP", "CG-GRF", "CG-OWL")))
    assert not skipped.findings


def test_a_shape_speaks_for_the_rule_that_says_the_same() -> None:
    codes = [f.code for f in validate([FIXTURES / "CG-GRF-005-invalid.trig"]).findings]
    assert codes == ["CG-SHP-ClaimShape-claimant"]


def test_own_shapes(quay: Path) -> None:
    shapes = quay / "mine.ttl"
    shapes.write_text(
        "@prefix sh: <http://www.w3.org/ns/shacl#> .\n@prefix cg: <https://w3id.org/claimgraph/ns#> .\n"
        "<https://example.org/OutletShape> a sh:NodeShape ; sh:targetClass cg:MediaOutlet ;\n"
        "  sh:property [ sh:path cg:hasName ; sh:minCount 1 ; sh:severity sh:Warning ;\n"
        '    sh:message "An outlet has no name: add cg:hasName." ] .\n'
    )
    report = validate([quay / "quay.trig"], Options(shapes=(shapes,)))
    (finding,) = report.findings
    assert (finding.code, finding.severity) == ("CG-SHP-OutletShape", Severity.WARNING)
    assert finding.fix == "add cg:hasName"
    assert finding.line == QUAY[: QUAY.index("a cg:MediaOutlet")].count("\n") + 1


def test_own_shapes_with_a_fault(quay: Path) -> None:
    shapes = quay / "mine.ttl"
    shapes.write_text("<a> <b> .")
    report = validate([quay / "quay.trig"], Options(shapes=(shapes,)))
    assert [(f.code, f.file) for f in report.findings] == [("CG-SYN-001", shapes.as_posix())]


def test_several_files_are_one_body_of_data(quay: Path) -> None:
    record, content = QUAY.split("# What was said.")
    prefixes = QUAY.split("# The record")[0]
    (quay / "quay.trig").write_text(record, encoding="utf-8")
    (quay / "said.trig").write_text(prefixes + content, encoding="utf-8")
    assert validate([quay], Options(fail_on="info")).findings == ()
    assert validate([quay / "quay.trig"]).exit_code == 1


def test_contents_are_judged_apart(quay: Path) -> None:
    """One figure with different bounds in two contents: two speakers disagree, nobody is wrong in itself."""
    more = QUAY.replace(
        "e:proposition2 {",
        "e:proposition1 {\n    e:count1 a cg:CasualtyCount ; cg:upperBound 4 .\n}\n\ne:proposition2 {",
    )
    (quay / "quay.trig").write_text(more, encoding="utf-8")
    codes = {f.code for f in validate([quay]).findings}
    assert not {code for code in codes if code in ("CG-SHP-QuantityShape-order", "CG-OWL-003", "CG-OWL-005")}


def test_contents_that_contradict_each_other_are_no_fault(quay: Path) -> None:
    other = QUAY.replace(
        "e:event1 cg:hasQuantity e:count1 ;\n        a cg:Sinking .", "e:event1 a cg:Agreement ."
    )
    assert other != QUAY
    (quay / "quay.trig").write_text(other, encoding="utf-8")
    assert not validate([quay], Options(only=("CG-OWL",))).findings


def test_quotes_in_given_folder_and_by_hash(quay: Path) -> None:
    text = quay / "texts" / "quay.txt"
    text.parent.mkdir()
    (quay / "quay.txt").rename(text)
    data = quay / "quay.trig"
    assert [f.code for f in validate([data]).findings] == ["CG-QUO-000"]
    assert not validate([data], Options(texts=(text.parent,))).findings
    digest = QUAY.split('cg:contentHash "')[1][:64]
    kept = quay / "store" / digest[:2] / f"{digest}.txt"
    kept.parent.mkdir(parents=True)
    text.rename(kept)
    assert not validate([data], Options(texts=(quay / "store",))).findings


def test_changed_module_is_checked_against_itself(tmp_path: Path) -> None:
    """The shipped module must not lend a term to a copy from which it was removed."""
    claims = (ontology_dir() / "claims.ttl").read_text(encoding="utf-8")
    (tmp_path / "claims.ttl").write_text(
        claims.replace("cg:Verdict a owl:Class", "cg:Verdikt a owl:Class"), encoding="utf-8"
    )
    report = validate([tmp_path], Options(only=("CG-TRM-001",)))
    assert {finding.message for finding in report.findings} == {"cg:Verdict is not declared"}
    assert report.findings[0].fix == "did you mean cg:Verdikt?"


def test_bad_axiom_in_a_copy_of_the_ontology(tmp_path: Path) -> None:
    claims = (ontology_dir() / "claims.ttl").read_text(encoding="utf-8")
    wrong = claims.replace("cg:Claim a owl:Class ;", "cg:Claim a owl:Class ;\n    rdfs:subClassOf cg:Event ;")
    (tmp_path / "claims.ttl").write_text(wrong, encoding="utf-8")
    report = validate([tmp_path], Options(only=("CG-OWL",)))
    assert any(f.code == "CG-OWL-002" and f.focus.endswith("#Claim") and f.line for f in report.findings)


def test_places_after_a_byte_order_mark_and_crlf(tmp_path: Path) -> None:
    text = "\ufeff@prefix cg: <https://w3id.org/claimgraph/ns#> .\r\n\r\n<https://e.org/a> a cg:Clam .\r\n"
    (tmp_path / "a.ttl").write_bytes(text.encode("utf-8"))
    (finding,) = validate([tmp_path], Options(only=("CG-TRM",))).findings
    assert (finding.line, finding.column) == (3, 21)


def test_same_findings_in_every_serialization(tmp_path: Path) -> None:
    import pyoxigraph as ox

    source = (FIXTURES / "CG-GRF-010-invalid.trig").read_bytes()
    quads = list(ox.parse(source, format=ox.RdfFormat.TRIG))
    shown: dict[str, list[tuple[str, str]]] = {}
    for name, format_ in (
        ("a.nq", ox.RdfFormat.N_QUADS),
        ("a.jsonld", ox.RdfFormat.JSON_LD),
        ("a.trig", ox.RdfFormat.TRIG),
    ):
        folder = tmp_path / name.replace(".", "-")
        folder.mkdir()
        (folder / "quay.txt").write_bytes((FIXTURES / "quay.txt").read_bytes())
        (folder / name).write_bytes(ox.serialize(quads, format=format_) or b"")
        findings = validate([folder]).findings
        shown[name] = [(finding.code, finding.focus) for finding in findings]
        assert all(finding.line for finding in findings) == (name != "a.jsonld")
    assert shown["a.nq"] == shown["a.jsonld"] == shown["a.trig"] != []


def test_rdf_xml(tmp_path: Path) -> None:
    (tmp_path / "a.rdf").write_text(
        '<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#" xmlns:cg="https://w3id.org/claimgraph/ns#">'
        '<cg:Clam rdf:about="https://e.org/a"/></rdf:RDF>'
    )
    (finding,) = validate([tmp_path], Options(only=("CG-TRM",))).findings
    assert finding.place == (tmp_path / "a.rdf").as_posix()


def test_findings_are_the_same_at_every_run() -> None:
    paths = sorted(FIXTURES.glob("CG-GRF-*.trig"))
    first = render(validate(paths), "json")
    assert first == render(validate(paths), "json")


def test_unknown_words_of_a_query_are_not_run(tmp_path: Path) -> None:
    """A query is parsed, never sent anywhere, whatever it holds."""
    (tmp_path / "a.rq").write_text("SELECT * WHERE { SERVICE SILENT <http://127.0.0.1:9/> { ?a ?b ?c } }")
    assert [f.code for f in validate([tmp_path]).findings] == ["CG-SYN-009"]


def test_a_query_is_judged_as_the_command_does(tmp_path: Path) -> None:
    """The known prefixes need no declaration, and faults are told in the same words, of the text alone."""
    (tmp_path / "a.rq").write_text("SELECT ?x {\n  ?x a cg:Claim ; rdfs:label ?label }\n")
    assert validate([tmp_path]).findings == ()
    (tmp_path / "a.rq").write_text("SELECT ?x WHER { ?x a cg:Claim }\n")
    (finding,) = validate([tmp_path]).findings
    assert (finding.line, finding.column) == (1, 11)
    assert (finding.message, finding.fix) == ("'WHER' is no word of SPARQL", "did you mean WHERE?")


def test_rdf_star_is_refused_with_a_reason(tmp_path: Path) -> None:
    (tmp_path / "a.nt").write_text(
        "<https://e.org/a> <https://e.org/b> <<( <https://e.org/a> <https://e.org/b> <urn:x> )>> .\n"
    )
    (finding,) = validate([tmp_path]).findings
    assert finding.code == "CG-SYN-001"
    assert "node of its own" in finding.message


@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    st.sampled_from(sorted(FIXTURES.glob("*-invalid.*"))),
    st.integers(0, 4000),
    st.sampled_from([b"", b'"', b"[", b")", b"}", b"<", b"_:x", b"<a:b> ", b"\xff", b"\0", b" a ", b"@"]),
    st.integers(0, 30),
)
def test_damaged_files_give_findings_and_no_crash(
    tmp_path: Path, source: Path, at: int, inserted: bytes, cut: int
) -> None:
    data = source.read_bytes()
    damaged = tmp_path / f"damaged{source.suffix}"
    damaged.write_bytes(data[:at] + inserted + data[at + cut :])
    report = validate([damaged], Options(only=("CG-SYN", "CG-TRM", "CG-ANN", "CG-GRF", "CG-QUO")))
    assert report.exit_code in (0, 1, 3)
    assert all(finding.message and finding.fix for finding in report.findings)


def test_deep_nesting_is_read(tmp_path: Path) -> None:
    """rdflib's parser recurses; what is too deep for it is read without lines."""
    depth = 3000
    text = "@prefix e: <https://e.org/> .\ne:a e:p " + "[ e:p " * depth + "e:x" + " ]" * depth + " .\n"
    (tmp_path / "deep.ttl").write_text(text)
    report = validate([tmp_path], Options(only=("CG-SYN", "CG-GRF-009")))
    assert {finding.code for finding in report.findings} == {"CG-GRF-009"}


def test_output_does_not_depend_on_the_hash_seed() -> None:
    names = ("CG-GRF-009", "CG-GRF-010", "CG-OWL-001-range", "CG-OWL-004", "CG-TRM-005", "CG-TRM-008")
    paths = [str(path) for name in names for path in sorted(FIXTURES.glob(f"{name}-invalid.*"))]
    program = (
        "import sys; from pathlib import Path; from claimgraph.validation import render, validate; "
        "print(render(validate([Path(name) for name in sys.argv[1:]]), 'json'))"
    )
    outputs = [
        subprocess.run(
            [sys.executable, "-c", program, *paths],
            env={**os.environ, "PYTHONHASHSEED": seed},
            capture_output=True,
            check=True,
        ).stdout
        for seed in ("1", "2", "3")
    ]
    assert len(outputs[0]) > 1000
    assert outputs[0] == outputs[1] == outputs[2]
