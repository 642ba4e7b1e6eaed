"""Settings of a folder, `init`, `validate`."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from claimgraph.commands.settings import in_force
from claimgraph.errors import InputError, UsageError


def test_option_then_environment_then_file_then_default(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv("CLAIMGRAPH_STORE", raising=False)
    assert (in_force(None, tmp_path).store, in_force(None, tmp_path).origin) == ("claimgraph.db", "default")
    (tmp_path / "claimgraph.toml").write_text('store = "mine.db"\n')
    assert in_force(None, tmp_path).store == str(tmp_path / "mine.db")
    monkeypatch.setenv("CLAIMGRAPH_STORE", "env.db")
    assert in_force(None, tmp_path).store == "env.db"
    assert in_force("option.db", tmp_path).store == "option.db"


def test_an_address_stays_as_it_is(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("CLAIMGRAPH_STORE", raising=False)
    (tmp_path / "claimgraph.toml").write_text(
        'store = "https://example.org/sparql"\nbase = "https://e.org/"\n'
    )
    found = in_force(None, tmp_path)
    assert (found.store, found.base) == ("https://example.org/sparql", "https://e.org/")


@pytest.mark.parametrize(
    ("text", "kind", "message"),
    [
        ("store = ", InputError, "write it as TOML"),
        ('colour = "red"', UsageError, "unknown key 'colour'"),
        ("store = 5", UsageError, "'store' is not a string"),
        ('reference = "a.csv"', UsageError, "'reference' is not a list of strings"),
        ("reference = [1]", UsageError, "'reference' is not a list of strings"),
        ('ontology = "a.ttl"', UsageError, "'ontology' is not a list of strings"),
    ],
)
def test_faults_in_the_file(tmp_path: Path, text: str, kind: type[Exception], message: str) -> None:
    (tmp_path / "claimgraph.toml").write_text(text)
    with pytest.raises(kind, match=message):
        in_force(None, tmp_path)


def test_init_makes_a_folder_that_works(call: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    assert call("init", "demo").code == 0
    monkeypatch.chdir("demo")
    assert call("load", "reports/").lines[-1].startswith("1 file: 1 new")
    rows = json.loads(call("show", "sample.txt", "--json").out)
    assert {("Government of Russia", "denies")} <= {(row["claimant"], row["stance"]) for row in rows}
    [outlet] = json.loads(call("query", "SELECT ?o { ?r cg:isPublishedBy ?o ; cg:claimCount ?n }").out)
    assert outlet["o"].endswith("/entity/sample-gazette")
    assert call("doctor").code == 0
    assert call("validate", "reports").code == 0


def test_the_workflow_installs_what_there_is(call: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    """No index has claimgraph: its origin is named, or a wheel."""
    import importlib.metadata
    from types import SimpleNamespace

    from claimgraph.commands.init import requirement

    told = call("init")
    assert told.lines[-1] == "next: claimgraph load reports/ && claimgraph ask reports"
    steps = [step.get("run", "") for step in _steps(Path(".github/workflows/validate.yml"))]
    assert f"pip install {requirement()}" in steps
    for origin, addresses, expected in (
        ("", [], "wheels/claimgraph-*.whl"),
        ('{"url": "file:///home/x", "dir_info": {}}', [], "wheels/claimgraph-*.whl"),
        (
            '{"url": "https://example.org/c", "vcs_info": {"vcs": "git", "commit_id": "12ab"}}',
            [],
            "'claimgraph @ git+https://example.org/c@12ab'",
        ),
        ('{"url": "https://example.org/c.whl"}', [], "'claimgraph @ https://example.org/c.whl'"),
        ("", ["Repository, https://example.org/c"], "'claimgraph @ git+https://example.org/c'"),
    ):
        metadata = SimpleNamespace(get_all=lambda _, found=addresses: found)
        found = SimpleNamespace(read_text=lambda _, text=origin: text, metadata=metadata)
        monkeypatch.setattr(importlib.metadata, "distribution", lambda _, found=found: found)
        assert requirement() == expected


def _steps(file: Path) -> list[dict[str, str]]:
    import yaml

    steps: list[dict[str, str]] = yaml.safe_load(file.read_text(encoding="utf-8"))["jobs"]["validate"][
        "steps"
    ]
    return steps


def test_nobody_is_told_to_install_from_an_index(root: Path) -> None:
    import re
    import tomllib

    extras = tomllib.loads((root / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    named = set(extras["optional-dependencies"])
    pages = [root / "README.md", *root.glob("docs/**/*.md"), *root.glob("graph/**/*.py")]
    for page in [*pages, *root.glob("graph/claimgraph/commands/templates/*")]:
        for given in re.findall(r"pip install ['\"]?claimgraph(?!-)([^'\"`\n]*)", page.read_text("utf-8")):
            extra = re.fullmatch(r"\[([a-z,]+)\]", given)
            assert extra, (page.name, given)
            assert set(extra.group(1).split(",")) <= named, (page.name, given)


def test_init_touches_nothing_that_is_there(call: Any) -> None:
    Path("claimgraph.toml").write_text("")
    outcome = call("init")
    assert (outcome.code, "claimgraph.toml is there already" in outcome.err) == (2, True)
    assert [path.name for path in Path().iterdir()] == ["claimgraph.toml"]
    assert call("init", "--force").code == 0
    assert Path("claimgraph.toml").read_text()


GOOD = "<https://example.org/a> <http://www.w3.org/2000/01/rdf-schema#label> 'a' .\n"


def test_validate_in_every_format(call: Any) -> None:
    from claimgraph.validation import FORMATS

    Path("good.ttl").write_text(GOOD)
    Path("bad.ttl").write_text("<a> <b> .\n")
    assert call("validate", "good.ttl").code == 0
    for name in FORMATS:
        outcome = call("validate", "bad.ttl", "--format", name)
        assert outcome.code == 1, name
        assert "bad.ttl" in outcome.out
    assert call("validate", "bad.ttl", "--fail-on", "never").code == 0
    assert call("validate", "bad.ttl", "--skip", "CG-SYN").code == 0
    assert call("validate", "missing.ttl").code == 3
    assert call("validate", "good.ttl", "--format", "docx").code == 2


def test_validate_to_a_file_and_with_a_baseline(call: Any) -> None:
    Path("bad.ttl").write_text("<a> <b> .\n")
    assert call("validate", "bad.ttl", "-o", "known.json").code == 1
    assert json.loads(Path("known.json").read_text())
    assert call("validate", "bad.ttl", "--baseline", "known.json").code == 0
    for ending in ("sarif", "xml"):
        call("validate", "bad.ttl", "-o", f"found.{ending}")
    assert json.loads(Path("found.sarif").read_text())["version"] == "2.1.0"
    assert Path("found.xml").read_text().startswith("<?xml")
