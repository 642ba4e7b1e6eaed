"""When a store is merged: after much was added, not after a little, never at the cost of what was loaded."""

from __future__ import annotations

import errno
from pathlib import Path

import pytest

from claimgraph import compaction
from claimgraph.compaction import FILE, compact, is_due
from claimgraph.store import EmbeddedStore, opened


def quads(number: int, start: int = 0) -> bytes:
    return "".join(
        f"<http://e.org/{n}> <http://e.org/b> <http://e.org/c> .\n" for n in range(start, start + number)
    ).encode()


@pytest.mark.parametrize(
    ("merged", "added", "due"),
    [
        (0, 0, False),
        (0, 99_999, False),
        (0, 100_000, True),
        (1_000_000, 100_000, True),
        (1_000_001, 100_000, False),
        (6_000_000, 599_999, False),
        (6_000_000, 600_000, True),
    ],
)
def test_a_tenth_of_the_store_and_no_small_number(merged: int, added: int, due: bool) -> None:
    assert is_due(merged, added) is due


def test_what_small_loads_add_is_summed_up(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(compaction, "FEWEST", 50)
    done = []
    for start in range(0, 100, 20):
        with opened(tmp_path / "a.db") as store:
            store.load(quads(10, start))
            store.bulk_load(quads(10, start + 10))
            said: list[str] = []
            done.append(compact(store, said.append))
            assert said == ["compacting the store"] * done[-1]
    assert done == [False, False, True, False, False]
    with opened(tmp_path / "a.db", read_only=True) as store:
        assert store.dump() == b"".join(sorted(quads(100).splitlines(keepends=True)))


def test_what_was_taken_out_or_changed_by_a_server_counts(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(compaction, "FEWEST", 50)
    with opened(tmp_path / "a.db") as store:
        store.load(quads(20))
        assert not compact(store, str)
        compaction.note(tmp_path / "a.db", 20)
        assert not compact(store, str, taken=9)
        assert compact(store, str, taken=1)


def test_it_can_be_asked_for_and_declined(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(compaction, "FEWEST", 50)
    with opened(tmp_path / "a.db") as store:
        store.load(quads(3))
        assert compact(store, str, wanted=True)
        store.load(quads(100, 3))
        assert not compact(store, str, wanted=False)
        assert compact(store, str), "declined once is not forgotten"


@pytest.mark.parametrize("account", [b"", b"[]", b'{"merged": "x"}', b"\xff"])
def test_a_damaged_account_counts_as_none(account: bytes, tmp_path: Path) -> None:
    with opened(tmp_path / "a.db") as store:
        (tmp_path / "a.db" / FILE).write_bytes(account)
        store.load(quads(3))
        assert not compact(store, str)
        assert (tmp_path / "a.db" / FILE).read_text() == '{"merged": 0, "added": 3}\n'


def test_without_room_nothing_is_lost(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def full(_store: EmbeddedStore) -> None:
        raise OSError(errno.ENOSPC, "No space left on device")

    monkeypatch.setattr(EmbeddedStore, "compact", full)
    said: list[str] = []
    with opened(tmp_path / "a.db") as store:
        store.load(quads(3))
        assert not compact(store, said.append, wanted=True)
        assert store.dump() == quads(3)
    assert said[1:] == [
        "the store is not compacted (No space left on device); questions take somewhat longer"
    ]


def test_a_stream_is_counted_too(tmp_path: Path) -> None:
    (tmp_path / "a.nq").write_bytes(quads(7))
    store = EmbeddedStore.in_memory()
    with (tmp_path / "a.nq").open("rb", buffering=0) as stream:
        store.bulk_load_stream(stream)
    assert store.added == len(store) == 7
