"""`scripts/install.py`, which shows how far pip is."""

from __future__ import annotations

import importlib.util
import io
from pathlib import Path
from types import ModuleType

import pytest

LINES = [
    *(f"Collecting package-{number}>=1 (from x)" for number in range(45)),
    "Requirement already satisfied: y",
]


@pytest.fixture
def install(root: Path) -> ModuleType:
    spec = importlib.util.spec_from_file_location("install_script", root / "scripts" / "install.py")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


class Terminal(io.StringIO):
    def isatty(self) -> bool:
        return True


def test_a_log_has_a_line_now_and_then(install: ModuleType) -> None:
    out = io.StringIO()
    install.show(install.steps([*LINES, "Installing collected packages: a, b, c"]), out)
    assert out.getvalue() == "  fetched 20: package-19\n  fetched 40: package-39\n  writing 3 packages\n"


def test_a_terminal_has_one_line_that_is_gone_afterwards(install: ModuleType) -> None:
    out = Terminal()
    install.show(install.steps(LINES[:2]), out)
    assert out.getvalue() == "\r\033[K  fetched 1: package-0 …\r\033[K  fetched 2: package-1 …\r\033[K"


def test_what_pip_cannot_do_is_not_done(install: ModuleType, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(install, "OLDEST", "pip")
    assert install.main(["--no-index", "no-such-package-anywhere"]) == 1
