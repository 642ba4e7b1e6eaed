"""The page on Gephi: its commands run, its Python runs, it names every view, column and format."""

from __future__ import annotations

import re
import shlex
from pathlib import Path
from typing import Any

import pytest

from claimgraph.exports import FORMATS, VIEWS

PAGE = Path(__file__).resolve().parents[2] / "docs" / "gephi.md"
TEXT = PAGE.read_text(encoding="utf-8")
BLOCKS = re.findall(r"^```(\w*)\n(.*?)^```", TEXT, re.MULTILINE | re.DOTALL)


def commands() -> list[str]:
    lines = [line for language, block in BLOCKS if not language for line in block.splitlines()]
    return lines + [one for one in re.findall(r"`(claimgraph [^`]+)`", TEXT) if "IRI" not in one]


def test_commands_run(call: Any, root: Path) -> None:
    folder = Path("examples/reports")
    folder.mkdir(parents=True)
    for report in sorted((root / "examples" / "reports").glob("*.txt"))[:2]:
        (folder / report.name).write_bytes(report.read_bytes())
    for number, line in enumerate(dict.fromkeys(commands())):
        words = shlex.split(line)[1:]
        if words[0] == "export" and "-" not in words:
            words.append("--force")
        if len(words) == 1:  # a command that is only spoken of
            continue
        done = call(*words)
        assert done.code == 0, (number, line, done.err)


def test_python_runs(call: Any, root: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert call("load", min((root / "examples" / "reports").glob("*.txt"))).code == 0
    [code] = [block for language, block in BLOCKS if language == "python"]
    exec(compile(code, str(PAGE), "exec"), {})
    assert "MultiDiGraph named 'actors'" in capsys.readouterr().out


def test_all_is_named() -> None:
    for name in (*VIEWS, *(column.name for column in VIEWS["claims"].node_columns)):
        assert f"`{name}`" in TEXT, name
    for one in FORMATS.values():
        assert any(ending in TEXT for ending in one.endings) or f"--format {one.name}" in TEXT, one.name


def test_pictures_are_there() -> None:
    for name in re.findall(r"\]\((images/[^)]+)\)", TEXT):
        assert (PAGE.parent / name).stat().st_size < 300_000
