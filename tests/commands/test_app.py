"""Signs of life while a command works."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest

from claimgraph.commands import app as module
from claimgraph.commands.app import LARGE, App


@pytest.mark.parametrize(
    ("sizes", "quiet", "shown"),
    [
        ((LARGE,), False, ["waiting"]),
        ((LARGE - 1,), False, []),
        ((LARGE,), True, []),
        ((1, 1), False, ["bar"]),
    ],
)
def test_progress_of_files(
    sizes: tuple[int, ...], quiet: bool, shown: list[str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    files = [tmp_path / f"{number}.txt" for number in range(len(sizes))]
    for file, size in zip(files, sizes, strict=True):
        file.write_bytes(b"x" * size)
    seen: list[str] = []
    for name, function in (("bar", module._progress), ("waiting", module._waiting)):

        def spied(items: object, *more: object, name: str = name, function: object = function) -> object:
            seen.append(name)
            return function(items, *more)  # type: ignore[operator]

        monkeypatch.setattr(module, function.__name__, spied)
    monkeypatch.setattr(sys.stderr, "isatty", lambda: True)
    assert list(App(quiet=quiet).progress(files, "Reading")) == files
    assert seen == shown
