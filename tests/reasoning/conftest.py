"""What the reasoning tests share: stores from Turtle and claims by hand, and the gold pairs of contents."""

from __future__ import annotations

import importlib.util
import sys
from pathlib import Path
from types import ModuleType

import pytest

FOLDER = Path(__file__).resolve().parent


def load(name: str) -> ModuleType:
    """A helper module of this folder, once."""
    full = f"reasoning_{name}"
    if full not in sys.modules:
        spec = importlib.util.spec_from_file_location(full, FOLDER / f"{name}.py")
        assert spec is not None
        assert spec.loader is not None
        module = importlib.util.module_from_spec(spec)
        sys.modules[full] = module
        spec.loader.exec_module(module)
    return sys.modules[full]


@pytest.fixture(scope="session")
def build() -> ModuleType:
    """The module `build`."""
    return load("build")
