"""Checks in a process of their own: the same suspects, and a clear end when it dies."""

from __future__ import annotations

import io
import os
import signal

import pytest

from claimgraph.errors import InputError
from claimgraph.feed_checker import CheckHere, CheckProcess, looked_at, work
from claimgraph.feed_process import read_frame, write_frame
from claimgraph.vocabulary import RDF, cg

CLAIM = f"<urn:c:1> <{RDF}type> <{cg('Claim')}> .\n".encode()


def test_it_suspects_what_is_suspected_here() -> None:
    with CheckHere() as here, CheckProcess("a.csv") as apart:
        assert list(looked_at([CLAIM, b""], here)) == list(looked_at([CLAIM, b""], apart)) == [CLAIM, b""]
        assert apart.suspects() == here.suspects()
        assert here.suspects().nodes


def test_a_process_that_is_killed_is_told_and_not_waited_for(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("claimgraph.feed_checker.BEHIND", 1)
    with CheckProcess("a.csv") as checker:
        assert checker._process is not None
        os.kill(checker._process.pid, signal.SIGKILL)
        for _ in range(5):
            checker.look(CLAIM * 10_000)
        with pytest.raises(InputError, match="process that checks the file was ended"):
            checker.suspects()


def test_a_failure_of_the_program_comes_through_with_its_traceback() -> None:
    with CheckProcess("a.csv") as checker:
        checker.look(b"\xff")
        with pytest.raises(RuntimeError, match="UnicodeDecodeError"):
            checker.suspects()


def test_without_the_mark_of_the_end_nothing_is_told() -> None:
    given, out = io.BytesIO(), io.BytesIO()
    write_frame(given, b"C", CLAIM)
    given.seek(0)
    work(given, out)
    out.seek(0)
    assert read_frame(out) is None
