"""Packages of npm, installed into a cache outside the checkout."""

from __future__ import annotations

import os
import shutil
import subprocess
from pathlib import Path

import pytest

SECONDS = 600.0


def installed(name: str, *packages: str) -> Path:
    """A folder with these packages (each `name@version`); the test is skipped where they cannot be had."""
    if not shutil.which("npm") or not shutil.which("node"):
        pytest.skip("needs node and npm")
    folder = Path(os.environ.get("XDG_CACHE_HOME", Path.home() / ".cache")) / "claimgraph-tests" / name
    if not all((folder / "node_modules" / one.rpartition("@")[0]).is_dir() for one in packages):
        folder.mkdir(parents=True, exist_ok=True)
        line = ["npm", "install", "--no-audit", "--no-fund", "--prefix", str(folder), *packages]
        done = subprocess.run(line, capture_output=True, text=True, timeout=SECONDS, check=False)
        if done.returncode:
            pytest.skip(f"{name} cannot be had: {done.stderr[-300:]}")
    return folder
