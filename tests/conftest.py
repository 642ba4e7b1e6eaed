"""What tests of several folders use: the command line in this process, and sample reports built by hand."""

from __future__ import annotations

import importlib.util
import io
import os
import sys
from dataclasses import dataclass
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest
from hypothesis import settings

# machines are busy, so no test is about time; a build server judges a commit and not the luck of the draw,
# while a developer's machine looks for what nobody has seen yet
settings.register_profile("claimgraph", deadline=None)
settings.register_profile("ci", deadline=None, derandomize=True)
settings.load_profile("ci" if "CI" in os.environ else "claimgraph")
ROOT = Path(__file__).resolve().parent.parent


@dataclass(frozen=True)
class Outcome:
    """What one call of the command line did."""

    code: int
    data: bytes
    err: str

    @property
    def out(self) -> str:
        return self.data.decode("utf-8")

    @property
    def lines(self) -> list[str]:
        return self.err.splitlines()


class Terminal(io.TextIOWrapper):
    """A stream that says it is a terminal."""

    def isatty(self) -> bool:
        return True


@pytest.fixture
def root() -> Path:
    return ROOT


@pytest.fixture
def call(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Any:
    """Run `claimgraph ARGUMENTS` in an empty folder, with a store of its own."""
    from claimgraph.cli import run

    folder = tmp_path / "cwd"
    folder.mkdir()
    monkeypatch.chdir(folder)
    monkeypatch.delenv("CLAIMGRAPH_STORE", raising=False)
    monkeypatch.delenv("NO_COLOR", raising=False)
    monkeypatch.setenv("TERM", "xterm-256color")
    monkeypatch.setenv("COLUMNS", "100")

    def invoke(*arguments: object, stdin: bytes = b"", terminal: bool = False) -> Outcome:
        out, err = io.BytesIO(), io.BytesIO()
        kind = Terminal if terminal else io.TextIOWrapper
        with monkeypatch.context() as patch:
            patch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(stdin), encoding="utf-8"))
            patch.setattr(sys, "stdout", kind(out, encoding="utf-8", newline=""))
            patch.setattr(sys, "stderr", kind(err, encoding="utf-8", newline=""))
            code = run([str(argument) for argument in arguments])
            sys.stdout.flush()
            sys.stderr.flush()
            return Outcome(code, out.getvalue(), err.getvalue().decode("utf-8"))

    return invoke


@pytest.fixture(scope="session")
def sample() -> ModuleType:
    """The module `sample_reports`."""
    spec = importlib.util.spec_from_file_location("sample_reports", ROOT / "tests" / "sample_reports.py")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    sys.modules["sample_reports"] = module
    spec.loader.exec_module(module)
    return module


@pytest.fixture
def filled(tmp_path: Path, sample: ModuleType) -> Path:
    """A store on disk with the sample report."""
    from claimgraph.loading import Loader
    from claimgraph.store import EmbeddedStore

    path = tmp_path / "filled.db"
    store = EmbeddedStore.open(path)
    Loader(store).load(sample.report())
    store.close()
    return path
