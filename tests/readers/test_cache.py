"""Answers on disk."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from claimgraph.errors import InputError
from claimgraph.readers.cache import Cache, default_folder

KEY = ("model", "prompt", "schema", "text \ud800")


def test_kept_and_found(tmp_path: Path) -> None:
    Cache(tmp_path / "a" / "b").put(KEY, "answer “\ud800”")
    assert Cache(tmp_path / "a" / "b").get(KEY) == "answer “\ud800”"
    files = [path for path in tmp_path.rglob("*") if path.is_file()]
    assert len(files) == 1
    if os.name == "posix":
        assert files[0].stat().st_mode & 0o077 == 0


@pytest.mark.parametrize("at", range(4))
def test_every_part_of_the_key_counts(tmp_path: Path, at: int) -> None:
    cache = Cache(tmp_path)
    cache.put(KEY, "answer")
    other = [*KEY]
    other[at] += "x"
    assert cache.get(tuple(other)) is None
    assert cache.get(("modelprompt", *KEY[2:])) is None


@pytest.mark.parametrize("content", [b"", b"{", b"[]", b'{"answer": 1}', b"\xff", b"[" * 100_000])
def test_a_broken_entry_counts_as_none(tmp_path: Path, content: bytes) -> None:
    cache = Cache(tmp_path)
    cache.put(KEY, "answer")
    next(path for path in tmp_path.rglob("*.json")).write_bytes(content)
    assert cache.get(KEY) is None


def test_a_folder_that_cannot_be_written(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    with pytest.raises(InputError, match="name another folder with --cache"):
        Cache(tmp_path / "file").put(KEY, "answer")


def test_the_default_folder(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path))
    assert default_folder() == tmp_path / "claimgraph" / "readers"
