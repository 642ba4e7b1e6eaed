"""The embedded store: its folder, its lock, its texts, what it refuses to open."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from claimgraph.errors import InputError
from claimgraph.store import FORMAT, EmbeddedStore, Store, open_store, opened, write_atomically

QUAD = b'<http://e.org/a> <http://e.org/b> "c" .\n'
IN_GRAPH = b'<http://e.org/a> <http://e.org/b> "d" <http://e.org/g> .\n'


def test_it_is_a_store() -> None:
    assert isinstance(EmbeddedStore.in_memory(), Store)


def test_what_is_stored_is_there_after_opening_again(tmp_path: Path) -> None:
    with opened(tmp_path / "a.db") as store:
        store.load(QUAD + IN_GRAPH)
        store.flush()
    with opened(tmp_path / "a.db", read_only=True) as store:
        assert store.dump() == QUAD + IN_GRAPH


def test_dumps_are_sorted(tmp_path: Path) -> None:
    one, two = EmbeddedStore.in_memory(), EmbeddedStore.in_memory()
    one.load(QUAD + IN_GRAPH)
    two.bulk_load(IN_GRAPH + QUAD + QUAD)
    assert one.dump() == two.dump()


@pytest.mark.parametrize("method", ["load", "bulk_load"])
def test_loading_is_all_or_nothing(method: str) -> None:
    store = EmbeddedStore.in_memory()
    with pytest.raises(SyntaxError):
        getattr(store, method)(QUAD + b"this is no quad\n")
    assert store.dump() == b""


def test_an_update_is_all_or_nothing() -> None:
    store = EmbeddedStore.in_memory()
    store.load(QUAD)
    with pytest.raises((SyntaxError, OSError)):
        store.update("DELETE WHERE { ?s ?p ?o } ; nonsense")
    assert store.dump() == QUAD


def test_the_base_is_kept(tmp_path: Path) -> None:
    with opened(tmp_path / "a.db", base="https://example.org/data/"):
        pass
    with opened(tmp_path / "a.db", base="https://elsewhere.org/") as store:
        assert store.base == "https://example.org/data/"


def test_a_snapshot_can_be_read_while_the_store_goes_on(tmp_path: Path) -> None:
    import pyoxigraph as ox

    store = EmbeddedStore.open(tmp_path / "a.db")
    store.load(QUAD)
    store.snapshot(tmp_path / "copy")
    store.load(IN_GRAPH)
    assert len(ox.Store.read_only(str(tmp_path / "copy"))) == 1
    store.close()


# ------------------------------------------------------------------ texts


@pytest.mark.parametrize("on_disk", [True, False])
def test_texts(tmp_path: Path, on_disk: bool) -> None:
    store = EmbeddedStore.open(tmp_path / "a.db") if on_disk else EmbeddedStore.in_memory()
    text = "Line one\r\nline two\rКиїв 🚢\n"
    key = store.keep_text(text)
    assert store.keep_text(text) == key
    assert store.text(key) == text
    store.drop_text(key)
    store.drop_text(key)
    assert store.text(key) is None
    store.close()


def test_a_hash_cannot_lead_outside(tmp_path: Path) -> None:
    store = EmbeddedStore.open(tmp_path / "a.db")
    with pytest.raises(InputError, match="is not a SHA-256"):
        store.text("../../etc/passwd")
    store.close()


def test_files_are_written_whole_or_not_at_all(tmp_path: Path) -> None:
    target = tmp_path / "deep" / "file"
    write_atomically(target, [b"a", b"b"])
    assert target.read_bytes() == b"ab"

    def broken() -> object:
        yield b"half"
        raise ValueError

    with pytest.raises(ValueError):  # noqa: PT011  # our own, raised above
        write_atomically(target, broken())  # type: ignore[arg-type]
    assert target.read_bytes() == b"ab"
    assert list(target.parent.iterdir()) == [target]


def test_a_request_to_end_leaves_no_half_file(tmp_path: Path) -> None:
    if threading.current_thread() is not threading.main_thread():
        pytest.skip("signals reach the main thread alone")

    def ended() -> Iterator[bytes]:
        yield b"half"
        signal.raise_signal(signal.SIGTERM)
        yield b"never"

    with pytest.raises(SystemExit) as caught:
        write_atomically(tmp_path / "file", ended())
    assert caught.value.code == 128 + signal.SIGTERM
    assert not list(tmp_path.iterdir())
    assert signal.getsignal(signal.SIGTERM) is signal.SIG_DFL


def test_a_link_stays_a_link(tmp_path: Path) -> None:
    real, link = tmp_path / "real", tmp_path / "link"
    real.write_bytes(b"old")
    link.symlink_to(real.name)
    write_atomically(link, [b"new"])
    assert link.is_symlink()
    assert real.read_bytes() == b"new"


# ------------------------------------------------------------------ what cannot be opened


def test_reading_does_not_make_a_store(tmp_path: Path) -> None:
    with pytest.raises(InputError, match="there is no store; load a report first"):
        EmbeddedStore.open(tmp_path / "a.db", read_only=True)
    assert not (tmp_path / "a.db").exists()


@pytest.mark.parametrize("place", ["report.txt", "report.txt/a.db"])
def test_a_place_where_no_store_can_be_made(tmp_path: Path, place: str) -> None:
    (tmp_path / "report.txt").write_text("A report.", encoding="utf-8")
    with pytest.raises(InputError, match=rf"{place}: no store can be made here \(.*\); name another folder"):
        EmbeddedStore.open(tmp_path / place)
    assert (tmp_path / "report.txt").read_text(encoding="utf-8") == "A report."


@pytest.mark.parametrize(
    ("settings", "message"),
    [
        (f'{{"format": {FORMAT + 1}, "version": "9.9", "base": "x"}}', "made by a newer version"),
        ("{", "settings cannot be read"),
        ("[]", "settings cannot be read"),
        ("{}", "settings cannot be read"),
        ('{"format": "one", "base": "x"}', "settings cannot be read"),
        ('{"format": 1, "base": 5}', "settings cannot be read"),
        ("\x00\xff", "settings cannot be read"),
    ],
)
@pytest.mark.parametrize("read_only", [True, False])
def test_settings_that_are_newer_or_damaged(
    tmp_path: Path, settings: str, message: str, read_only: bool
) -> None:
    with opened(tmp_path / "a.db") as store:
        store.load(QUAD)
    (tmp_path / "a.db" / "store.json").write_text(settings, encoding="latin-1")
    before = sorted(tmp_path.rglob("*"))
    with pytest.raises(InputError, match=message) as caught:
        EmbeddedStore.open(tmp_path / "a.db", read_only=read_only)
    assert "\n" not in str(caught.value)
    assert sorted(tmp_path.rglob("*")) == before


def test_damaged_quads(tmp_path: Path) -> None:
    with opened(tmp_path / "a.db") as store:
        store.load(QUAD)
    (tmp_path / "a.db" / "quads" / "CURRENT").write_text("nonsense\n")
    with pytest.raises(InputError, match="cannot be opened"):
        EmbeddedStore.open(tmp_path / "a.db")


def test_a_folder_with_other_files_is_left_alone(tmp_path: Path) -> None:
    (tmp_path / "note.txt").write_text("mine")
    with pytest.raises(InputError, match="holds other files"):
        EmbeddedStore.open(tmp_path)
    assert [path.name for path in tmp_path.iterdir()] == ["note.txt"]


def test_settings_that_another_loader_is_writing_are_no_other_files(tmp_path: Path) -> None:
    (tmp_path / ".store.json.k2x1").write_text("{")
    EmbeddedStore.open(tmp_path).close()
    assert (tmp_path / "store.json").is_file()


@pytest.mark.parametrize("name", ["my-store.json", "store.json.bak"])
def test_other_settings_are_other_files(tmp_path: Path, name: str) -> None:
    (tmp_path / name).write_text("{}")
    with pytest.raises(InputError, match="holds other files"):
        EmbeddedStore.open(tmp_path)


def test_a_file_is_no_store(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("x")
    with pytest.raises(InputError):
        EmbeddedStore.open(tmp_path / "file")


def test_a_store_held_by_another_process(tmp_path: Path) -> None:
    code = (
        "import sys; from claimgraph.store import EmbeddedStore; "
        f"store = EmbeddedStore.open({str(tmp_path / 'a.db')!r}); print('held', flush=True); sys.stdin.read()"
    )
    holder = subprocess.Popen(
        [sys.executable, "-c", code], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    )
    assert holder.stdout is not None
    assert holder.stdout.readline() == "held\n"
    for read_only in (True, False):
        with pytest.raises(InputError, match=f"in use by another process .*process {holder.pid}"):
            EmbeddedStore.open(tmp_path / "a.db", wait=0.1, read_only=read_only)
    holder.communicate("", timeout=30)
    EmbeddedStore.open(tmp_path / "a.db", wait=0.1).close()


def test_readers_share_the_store(tmp_path: Path) -> None:
    with opened(tmp_path / "a.db") as store:
        store.load(QUAD)
    one = EmbeddedStore.open(tmp_path / "a.db", read_only=True, wait=0)
    two = EmbeddedStore.open(tmp_path / "a.db", read_only=True, wait=0)
    assert one.dump() == two.dump() == QUAD
    with pytest.raises(InputError, match="in use"):
        EmbeddedStore.open(tmp_path / "a.db", wait=0)
    one.close()
    two.close()


def test_waiting_for_the_writer(tmp_path: Path) -> None:
    writer = EmbeddedStore.open(tmp_path / "a.db")
    timer = threading.Timer(0.3, writer.close)
    timer.start()
    start = time.monotonic()
    EmbeddedStore.open(tmp_path / "a.db", wait=20).close()
    assert time.monotonic() - start < 20
    timer.join()


def test_settings_are_written_for_people(tmp_path: Path) -> None:
    open_store(tmp_path / "a.db").close()
    settings = json.loads((tmp_path / "a.db" / "store.json").read_text())
    assert settings["format"] == FORMAT


def test_a_pipe_is_written_to_and_stays_one(tmp_path: Path) -> None:
    """Nor is a device replaced by a file: `--force -o /dev/null` as root."""
    pipe = tmp_path / "pipe"
    os.mkfifo(pipe)
    reader = os.open(pipe, os.O_RDONLY | os.O_NONBLOCK)
    try:
        write_atomically(pipe, [b"one ", b"two"])
        assert os.read(reader, 100) == b"one two"
    finally:
        os.close(reader)
    assert pipe.is_fifo()
    assert [path.name for path in tmp_path.iterdir()] == ["pipe"]
