"""Queries of one client in a row: sent ahead to a busy worker, taken back when that is slow."""

from __future__ import annotations

import asyncio
import time
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import TYPE_CHECKING, Any, cast

import pytest

from claimgraph.server.exchange import Exchange
from claimgraph.server.problems import HttpError
from claimgraph.server.settings import Limits
from claimgraph.server.workers import Pool, WorkerProcess

if TYPE_CHECKING:
    from conftest import Server, Starter

DIGITS = " ".join(f"VALUES ?d{n} {{ 0 1 2 3 4 5 6 7 8 9 }}" for n in range(9))
SLOW = f"SELECT (COUNT(*) AS ?n) {{ {DIGITS} }}"


class Link:
    """What is sent to a worker, and whose answer is awaited from it."""

    def __init__(self) -> None:
        self.sent: list[bytes] = []
        self.exchange: Exchange | None = None
        self.is_leaving = False

    def send(self, request: bytes) -> None:
        self.sent.append(request)

    def begin(self, exchange: Exchange, done: object) -> None:
        self.exchange, self.done = exchange, done

    def discard(self) -> None:
        return

    def answer(self) -> None:
        """The worker completes what it is working at."""
        exchange = self.exchange
        assert exchange is not None
        self.exchange = None
        exchange.take(b"A", b"answer")
        self.done()  # type: ignore[operator]  # a function


class Process:
    """A process that is not there."""

    pid = 0

    def __init__(self) -> None:
        self.killed = False

    def send_signal(self, signal: int) -> None:
        self.killed = True

    def poll(self) -> int:
        return -9


def pool(workers: int, **limits: float) -> tuple[Pool, list[Link]]:
    """A pool of workers that are not there; each has answered a query quickly."""
    made = Pool(Limits(workers=workers, **limits), Path())  # type: ignore[arg-type]  # whole numbers
    links = [Link() for _ in range(workers)]
    for link in links:
        worker = WorkerProcess(cast(Any, Process()), cast(Any, link))
        worker.is_brisk = True
        made.workers.add(worker)
        made.free.append(worker)
    return made, links


def test_the_next_query_is_sent_ahead() -> None:
    async def run() -> None:
        made, (link,) = pool(1)
        exchanges = [made.submit(b"%d" % n, "a") for n in range(3)]
        assert link.sent == [b"0", b"1"]
        link.answer()
        assert link.sent == [b"0", b"1", b"2"]
        link.answer()
        link.answer()
        assert all(one.whole == b"answer" for one in exchanges)
        assert len(made.free) == 1
        assert not made._running
        assert not made._waiting

    asyncio.run(run())


def test_nothing_is_sent_ahead_while_another_client_waits() -> None:
    async def run() -> None:
        made, (link,) = pool(1)
        made.submit(b"a0", "a")
        made.submit(b"b0", "b")
        made.submit(b"a1", "a")
        assert link.sent == [b"a0"]
        link.answer()
        assert link.sent == [b"a0", b"b0"]  # served longest ago; a1 is alone now, but not of this client
        link.answer()
        assert link.sent == [b"a0", b"b0", b"a1"]

    asyncio.run(run())


def test_nothing_is_sent_ahead_behind_a_slow_client() -> None:
    async def run() -> None:
        made, (link,) = pool(1)
        next(iter(made.workers)).is_brisk = False
        made.submit(b"0", "a")
        made.submit(b"1", "a")
        assert link.sent == [b"0"]
        link.answer()
        assert link.sent == [b"0", b"1"]

    asyncio.run(run())


def test_what_is_taken_back_stays_the_next_of_its_client() -> None:
    async def run() -> None:
        made, (link,) = pool(1)
        made.submit(b"slow", "a")
        behind, later = made.submit(b"quick", "a"), made.submit(b"later", "a")
        made._recall(next(iter(made.workers)), behind)
        assert list(made._waiting["a"]) == [behind, later]
        for _ in range(2):  # what comes for it from the slow worker is thrown away
            link.answer()
        assert link.sent == [b"slow", b"quick", b"quick", b"later"]

    asyncio.run(run())


def test_a_query_behind_a_slow_one_goes_elsewhere() -> None:
    async def run() -> None:
        made, links = pool(2)
        made.submit(b"slow", "a")
        behind = made.submit(b"quick", "a")  # one more free worker is kept for others
        busy, idle = sorted(links, key=lambda link: -len(link.sent))
        assert (busy.sent, idle.sent) == ([b"slow", b"quick"], [])
        watch = asyncio.ensure_future(made._watch())
        await asyncio.sleep(0.2)
        watch.cancel()
        assert idle.sent == []  # still kept for others
        other = next(one for one in made.workers if one.link is busy)
        assert other.following is None
        assert other.was_recalled
        busy.answer()
        assert busy.exchange is not None  # what comes for it now is thrown away
        assert busy.exchange is not behind
        assert busy.exchange.ending == "abandoned"
        busy.answer()
        assert behind.has_begun
        assert behind.whole is None
        (busy if busy.exchange else idle).answer()
        assert behind.whole == b"answer"
        assert len(made.free) == 2

    asyncio.run(run())


def test_who_waits_too_long_is_told_and_who_is_gone_is_forgotten() -> None:
    async def run() -> None:
        made, (link,) = pool(1, queue_seconds=0.1)
        next(iter(made.workers)).is_brisk = False
        left: list[str] = []
        made.submit(b"0", "a")
        late = made.submit(b"1", "a", on_sent=lambda: left.append("late"))
        gone = made.submit(b"2", "b", on_sent=lambda: left.append("gone"))
        gone.abandon(0.5)
        watch = asyncio.ensure_future(made._watch())
        await asyncio.sleep(0.25)
        watch.cancel()
        with pytest.raises(HttpError, match=r"no worker was free for 0\.1 seconds"):
            await late.begin()
        assert sorted(left) == ["gone", "late"]
        assert not made._waiting
        assert made._queued == 0
        assert link.sent == [b"0"]

    asyncio.run(run())


@pytest.fixture(scope="module")
def crowded(start_server: Starter, sample_store: Path) -> Server:
    return start_server(sample_store, "--workers", 4, "--timeout", 1)


def test_quick_queries_beside_slow_ones_get_their_own_answers(crowded: Server) -> None:
    def ask(number: int) -> tuple[int, str]:
        time.sleep(number % 7 * 0.01)
        reply = crowded.query(f"SELECT ({number} AS ?x) {{}}" if number % 30 else SLOW)
        return number, reply.json["results"]["bindings"][0]["x"]["value"] if reply.status == 200 else "slow"

    with ThreadPoolExecutor(12) as threads:
        answers = dict(threads.map(ask, range(120)))
    assert [number for number, said in answers.items() if number % 30 and said != str(number)] == []
    assert {said for number, said in answers.items() if number % 30 == 0} == {"slow"}
