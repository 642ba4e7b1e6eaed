"""Feeds read by another process: the same bytes, the same account, and nothing stored when it dies."""

from __future__ import annotations

import os
import signal
import threading
import time
from dataclasses import replace
from pathlib import Path

import pytest

from claimgraph.converters import Dataset, ReadOptions, Source, read
from claimgraph.errors import InputError
from claimgraph.feed_checker import CheckProcess
from claimgraph.feed_loading import FeedLoader
from claimgraph.feed_worker import Job, Worker, is_worthwhile, job_for, work
from claimgraph.feed_writer import Account, FeedWriter
from claimgraph.model import Reject
from claimgraph.reference import Reference
from claimgraph.store import EmbeddedStore

ROWS = [f"2022-04-{day:02},{day + 36},{700 + day}" for day in range(1, 25)]


def table(folder: Path, rows: list[str]) -> Path:
    file = folder / "losses.csv"
    file.write_text("\n".join(["date,day,tank", *rows, ""]), encoding="utf-8")
    return file


def opened(file: Path) -> Dataset:
    [found] = read(Source.from_path(file), ReadOptions(Reference.default()))
    assert isinstance(found, Dataset)
    return found


def job(file: Path, *, strict: bool = False) -> Job:
    found = opened(file)
    return job_for(found, FeedWriter(found, "0" * 64, "stamp"), strict=strict)


def test_the_worker_writes_what_the_parent_would(tmp_path: Path) -> None:
    file = table(tmp_path, [*ROWS, "2022-04-31,1,2"])
    own = FeedWriter(opened(file), "0" * 64, "stamp")
    expected = list(own.pieces())
    account, rejects = Account(), list[Reject]()
    with Worker(job(file), account, lambda reject, _: rejects.append(reject)) as worker:
        assert list(worker.pieces()) == expected
    assert account == own.account
    assert [reject.line for reject in rejects] == [26]


def test_small_files_and_what_cannot_be_read_again_stay_here(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    found = opened(table(tmp_path, ROWS))
    assert not is_worthwhile(found)
    monkeypatch.setattr("claimgraph.feed_worker.WORTH_BYTES", 1)
    monkeypatch.setattr(os, "sched_getaffinity", lambda _: {0, 1})
    assert is_worthwhile(found)
    assert not is_worthwhile(replace(found, options=None))
    assert not is_worthwhile(replace(found, source=Source("a.csv", b"x")))
    monkeypatch.setattr(os, "sched_getaffinity", lambda _: {0})
    assert not is_worthwhile(found)


def test_a_refused_row_is_told_as_here(tmp_path: Path) -> None:
    bad = table(tmp_path, [*ROWS, "2022-04-31,1,2"])
    with (
        pytest.raises(InputError, match=r"losses\.csv:26 date: '2022-04-31' is not a date"),
        Worker(job(bad, strict=True), Account(), None) as worker,
    ):
        list(worker.pieces())


def test_a_failure_of_the_program_comes_through_with_its_traceback(tmp_path: Path) -> None:
    wrong = replace(job(table(tmp_path, ROWS)), converter="no-such-format")
    with (
        pytest.raises(RuntimeError, match="no-such-format"),
        Worker(wrong, Account(), None) as worker,
    ):
        list(worker.pieces())


def test_a_worker_that_is_killed_leaves_the_store_as_it_was(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("claimgraph.feed_loading.is_worthwhile", lambda _: True)
    file = table(tmp_path, ROWS)
    started = Worker.__enter__

    def killed(self: Worker) -> Worker:
        entered = started(self)
        assert self._process is not None
        os.kill(self._process.pid, signal.SIGKILL)
        return entered

    monkeypatch.setattr(Worker, "__enter__", killed)
    store = EmbeddedStore.in_memory()
    with pytest.raises(InputError, match="was ended"):
        FeedLoader(store).load(opened(file))
    assert store.dump() == b""


@pytest.mark.parametrize("error", [KeyboardInterrupt, InputError("the disk is full")])
def test_the_worker_ends_with_its_parent_whatever_stops_that(
    tmp_path: Path, error: BaseException | type[BaseException]
) -> None:
    worker = Worker(job(table(tmp_path, ROWS)), Account(), None)

    def stopped() -> None:
        with worker:
            next(worker.pieces())
            raise error

    with pytest.raises((KeyboardInterrupt, InputError)):
        stopped()
    assert worker._process is not None
    assert worker._process.returncode is not None


def test_a_worker_without_a_parent_ends(tmp_path: Path) -> None:
    reading, writing = os.pipe()
    os.close(reading)
    with pytest.raises(BrokenPipeError), os.fdopen(writing, "wb", buffering=0) as out:
        work(job(table(tmp_path, ROWS)), out)


def test_no_thread_is_left(tmp_path: Path) -> None:
    before = threading.active_count()
    with Worker(job(table(tmp_path, ROWS)), Account(), None), CheckProcess("losses.csv"):
        pass
    for _ in range(50):
        if threading.active_count() <= before:
            break
        time.sleep(0.1)
    assert threading.active_count() <= before
