"""The README's commands run, and give the output that stands under them."""

from __future__ import annotations

import importlib.util
import os
import re
import subprocess
from pathlib import Path
from types import ModuleType

import pytest


@pytest.fixture(scope="module")
def readme() -> ModuleType:
    path = Path(__file__).resolve().parent.parent / "scripts" / "readme.py"
    spec = importlib.util.spec_from_file_location("readme_script", path)
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def test_the_output_is_real(readme: ModuleType, tmp_path: Path) -> None:
    """If this fails: look at the difference, and run `python scripts/readme.py --write`."""
    readme.prepare(tmp_path)
    text = readme.README.read_text(encoding="utf-8")
    assert readme.rewritten(text, tmp_path) == text


def test_links_lead_somewhere(root: Path) -> None:
    for page in [root / "README.md", *root.glob("docs/**/*.md")]:
        for target in re.findall(r"\]\(([^)#]+)\)", page.read_text(encoding="utf-8")):
            assert target.startswith("https://") or (page.parent / target).exists(), (page.name, target)


def test_a_changed_output_is_noticed(readme: ModuleType, tmp_path: Path) -> None:
    block = "```console\n$ echo one; echo two\none\n```"
    assert readme.rewritten(block, tmp_path) == "```console\n$ echo one; echo two\none\ntwo\n```"
    cut = "<!-- first 1 lines -->\n" + block
    assert readme.rewritten(cut, tmp_path).endswith("\none\n…\n```")


def test_the_demo_says_what_comes_first(root: Path, tmp_path: Path) -> None:
    done = subprocess.run(
        [root / "scripts" / "demo"],
        env={**os.environ, "BIN": str(tmp_path)},
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 1
    assert done.stderr.endswith("run make demo, which installs it first\n")
