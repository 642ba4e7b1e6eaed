"""Signs of life while a command works."""

from __future__ import annotations

import sys
import threading
from collections.abc import Iterator
from pathlib import Path

import pytest

from claimgraph.commands import app as module
from claimgraph.commands.app import App


class Spinner:
    """Notes when it is shown and taken away."""

    def __init__(self, seen: list[str], what: str) -> None:
        self.seen, self.what = seen, what

    def start(self) -> None:
        self.seen.append(self.what)

    def stop(self) -> None:
        self.seen.append("gone")


@pytest.fixture
def seen(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    seen: list[str] = []
    monkeypatch.setattr(sys.stderr, "isatty", lambda: True)
    monkeypatch.setattr(module, "_spinner", lambda what, color: Spinner(seen, what))
    return seen


@pytest.mark.parametrize(
    ("names", "quiet", "shown"),
    [
        (("a.txt",), False, ["Reading a.txt (0.2 MB)", "gone"]),
        (("-",), False, ["Reading", "gone"]),
        (("a.txt",), True, []),
        (("a.txt", "b.txt"), False, ["bar"]),
    ],
)
def test_progress_of_files(
    names: tuple[str, ...],
    quiet: bool,
    shown: list[str],
    seen: list[str],
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    files = [tmp_path / name if name != "-" else Path(name) for name in names]
    for file in files[: "-" not in names and len(names)]:
        file.write_bytes(b"x" * 200_000)

    def bar(items: list[Path], *more: object) -> Iterator[Path]:
        seen.append("bar")
        return iter(items)

    started = threading.Event()
    start = Spinner.start

    def noted(spinner: Spinner) -> None:
        start(spinner)
        started.set()

    monkeypatch.setattr(Spinner, "start", noted)
    monkeypatch.setattr(module, "PATIENCE", 0.0)
    monkeypatch.setattr(module, "_progress", bar)
    read = []
    for file in App(quiet=quiet).progress(files, "Reading"):
        read.append(file)
        if shown and shown != ["bar"]:
            assert started.wait(5)
    assert read == files
    assert seen == shown


def test_what_is_done_at_once_shows_nothing(seen: list[str]) -> None:
    with App().waiting("Comparing"):
        pass
    assert seen == []


def test_a_fault_takes_the_spinner_away(seen: list[str], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "PATIENCE", 0.0)
    started = threading.Event()
    monkeypatch.setattr(Spinner, "start", lambda spinner: started.set())

    def breaks() -> None:
        with App().waiting("Comparing"):
            assert started.wait(5)
            raise ValueError("broken")

    with pytest.raises(ValueError, match="broken"):
        breaks()
    assert seen == ["gone"]
