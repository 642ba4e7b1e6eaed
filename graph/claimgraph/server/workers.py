"""The pool of worker processes, and who gets one when.

A query waits for a free worker in the queue of its client; the client with the fewest running queries is
served first, among those the one served longest ago. A client that has `n` running gets another only while
more than `n` workers are free. So one client cannot take them all, however many queries it sends.

While no other client waits, the next query of a client is sent ahead to a worker that has answered this
client quickly and is working for it again: that goes on without a pause, with all it needs still in the
processor's caches. If the query in front turns out to be slow, the one behind it is given to another worker.
"""

from __future__ import annotations

import asyncio
import json
import logging
import os
import signal
import socket
import subprocess
import sys
import sysconfig
from collections import deque
from collections.abc import Callable
from pathlib import Path
from typing import Any

from claimgraph.server.exchange import Exchange, WorkerLink
from claimgraph.server.problems import HttpError
from claimgraph.server.settings import Limits

log = logging.getLogger("claimgraph.server")
_START = "import sys; sys.path[1:1] = {paths!r}; from claimgraph.server.{module} import main; main()"
TICK = 0.05
"""Seconds between two looks at the deadlines."""
GRACE = 0.5
"""Seconds that an abandoned query may go on: most are done, and a new worker costs more."""
BRISK = 0.01
"""Seconds that an answer may take for the next query to be sent ahead."""
NICE_AFTER = 1.0
"""Seconds after which a query yields the processor to shorter ones."""
START_SECONDS = 20.0


def command(module: str, *arguments: object) -> list[str]:
    """The command line of a process of our own, which finds modules where this one does."""
    paths = [path for path in sys.path if path and Path(path).is_dir()]
    code = _START.format(paths=paths, module=module)
    return [sys.executable, "-I", "-S", "-c", code, *(str(argument) for argument in arguments)]


def environment() -> dict[str, str]:
    """What processes of our own inherit: little. One malloc arena, as each reserves address space."""
    kept = {name: os.environ[name] for name in ("LD_LIBRARY_PATH", "TZ") if name in os.environ}
    return {**kept, "MALLOC_ARENA_MAX": "1", "LC_ALL": "C.UTF-8", "PATH": sysconfig.get_path("scripts")}


class WorkerProcess:
    """One worker: its process, its link, and what it is doing."""

    def __init__(self, process: subprocess.Popen[bytes], link: WorkerLink) -> None:
        self.process = process
        self.link = link
        self.exchange: Exchange | None = None
        self.following: Exchange | None = None
        """A query that was sent ahead, to be answered after that of `exchange`."""
        self.was_recalled = False
        """Whether a query that was sent ahead is answered elsewhere: what comes for it is thrown away."""
        self.is_brisk = False
        self.is_nice = False

    @property
    def pid(self) -> int:
        """The number of the process."""
        return self.process.pid

    def takes_next_of(self, client: str) -> bool:
        """Whether a query of this client may be sent ahead to it."""
        if self.exchange is None or self.exchange.client != client or not self.is_brisk:
            return False
        return not (self.following or self.was_recalled or self.is_nice or self.link.is_leaving)

    def be_nice(self) -> None:
        """Let shorter queries go first on the processor."""
        if not self.is_nice:
            self.is_nice = True
            try:
                os.setpriority(os.PRIO_PROCESS, self.pid, 15)
            except OSError:  # it has just ended
                return

    def kill(self) -> None:
        """End it now. Its socket is read on, as its end is not seen while a slow client holds reading up."""
        self.process.send_signal(signal.SIGKILL)
        self.link.discard()


class Pool:
    """Worker processes, started ahead, replaced when they end."""

    def __init__(self, limits: Limits, folder: Path) -> None:
        """`folder` holds the snapshots: the only place from where workers read files."""
        self.limits = limits
        self.folder = folder
        self.workers: set[WorkerProcess] = set()
        self.free: list[WorkerProcess] = []
        self.isolation: dict[str, bool] = {}
        self.counts = {"answered": 0, "timed out": 0, "abandoned": 0, "died": 0, "refused": 0}
        self._running: dict[str, int] = {}
        self._waiting: dict[str, deque[Exchange]] = {}
        self._queued = 0
        self._turn = 0
        self._last: dict[str, int] = {}
        self._closed = False
        self._tasks: set[asyncio.Task[Any]] = set()

    # ------------------------------------------------------------------ life

    async def start(self) -> None:
        """Start all workers and wait until they are ready."""
        await asyncio.gather(*(self._start_one() for _ in range(self.limits.workers)))
        self._keep(self._watch())

    async def close(self, grace: float = 2.0) -> None:
        """End all workers; queries that run have `grace` seconds to finish."""
        loop = asyncio.get_running_loop()
        until = loop.time() + grace
        while any(worker.exchange for worker in self.workers) and loop.time() < until:
            await asyncio.sleep(TICK)
        self._closed = True
        for exchange in [one for queue in self._waiting.values() for one in queue]:
            exchange.lost(HttpError(503, "the server is about to end", hint="try again later"))
        for worker in list(self.workers):
            worker.kill()
        for task in list(self._tasks):
            task.cancel()
        await asyncio.gather(*self._tasks, return_exceptions=True)
        for worker in list(self.workers):
            await _reaped(worker.process)

    def renew(self) -> None:
        """Replace all workers, busy ones when they have answered: what they may read is not there now."""
        for worker in list(self.workers):
            if worker.exchange:
                worker.link.is_leaving = True
            else:
                worker.kill()

    def _keep(self, work: Any) -> None:
        task = asyncio.ensure_future(work)
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)

    async def _start_one(self) -> None:
        """Start a worker and wait until it is ready; what did not become ready is ended."""
        ours, theirs = socket.socketpair()
        ours.setblocking(False)
        try:
            process = subprocess.Popen(
                command("worker", theirs.fileno(), self.limits.memory, self.folder),
                pass_fds=(theirs.fileno(),),
                stdin=subprocess.DEVNULL,
                stdout=subprocess.DEVNULL,
                stderr=subprocess.DEVNULL,
                env=environment(),
                cwd="/",
            )
        except OSError:
            ours.close()
            raise
        finally:
            theirs.close()
        link = WorkerLink()
        worker = WorkerProcess(process, link)
        link.on_end = lambda: self._ended(worker)
        try:
            await asyncio.get_running_loop().create_unix_connection(lambda: link, sock=ours)
            self.isolation = json.loads(await asyncio.wait_for(link.ready, START_SECONDS))
        except BaseException:
            worker.kill()
            link.close()
            await _reaped(process)
            raise
        self.workers.add(worker)
        self._offer(worker)

    async def _replace(self) -> None:
        """Start a worker in the place of one that ended, and try again as long as that fails."""
        pause = TICK
        while not self._closed:
            try:
                await self._start_one()
                return
            except (OSError, RuntimeError, TimeoutError) as error:
                log.warning("a worker could not be started: %s", error)
                await asyncio.sleep(pause)
                pause = min(2 * pause, 5.0)

    def _ended(self, worker: WorkerProcess) -> None:
        """A worker's socket was closed: it was killed, it crashed, or it left after a large query."""
        if worker not in self.workers:
            return  # it never became ready
        self.workers.discard(worker)
        if worker in self.free:
            self.free.remove(worker)
        worker.kill()
        self._keep(self._bury(worker))

    async def _bury(self, worker: WorkerProcess) -> None:
        code = await _reaped(worker.process)
        exchange, worker.exchange = worker.exchange, None
        self._elsewhere(worker)
        if exchange:
            self._left(exchange.client)
            if exchange.may_be_retried:
                self._keep(self._again(exchange))
            else:
                exchange.lost(_cause(exchange, code, self.limits))
                self.counts[exchange.ending or "died"] += 1
        await self._replace()

    async def _watch(self) -> None:
        """End queries whose time is over, and waiting that has lasted too long."""
        loop = asyncio.get_running_loop()
        while True:
            await asyncio.sleep(TICK)
            now = loop.time()
            for worker in list(self.workers):
                if worker.exchange:
                    self._look_at(worker, worker.exchange, now)
            for client in list(self._waiting):
                self._look_at_queue(client, now)

    def _look_at(self, worker: WorkerProcess, exchange: Exchange, now: float) -> None:
        if worker.following and now >= exchange.started + TICK:
            self._recall(worker, worker.following)
        if now >= exchange.deadline:
            exchange.ending = exchange.ending or "timed out"
            worker.kill()
        elif now >= exchange.started + NICE_AFTER:
            worker.be_nice()

    def _look_at_queue(self, client: str, now: float) -> None:
        """Take out those for whom nobody waits any more, and those who have waited too long."""
        seconds = self.limits.queue_seconds
        for exchange in list(self._waiting[client]):
            if not exchange.ending and now >= exchange.started + seconds:
                self.counts["refused"] += 1
                exchange.lost(HttpError(503, f"no worker was free for {seconds:g} seconds", hint="try again"))
                exchange.ending = "refused"
            if exchange.ending:
                self._out_of_queue(exchange)

    # ------------------------------------------------------------------ queries

    def submit(
        self,
        request: bytes,
        client: str,
        seconds: float | None = None,
        spent: float = 0.0,
        on_sent: Callable[[], None] = lambda: None,
    ) -> Exchange:
        """Have a request (JSON, as `worker` takes it) answered, as soon as a worker is free for this client.

        `seconds` is how long it may take, of which `spent` are gone already. `on_sent` is called when a
        worker has the request, or none will ever get it.

        Raises:
            HttpError: 429 when the client has too many queries, 503 when the queue is full.
        """
        loop = asyncio.get_running_loop()
        exchange = Exchange(client, loop, seconds or self.limits.seconds, request, spent)
        exchange.on_sent = on_sent
        worker = self._take(client)
        if worker:
            self._begin(worker, exchange)
        else:
            self._refuse_if_full(client)
            self._into_queue(exchange)
            self._send_ahead(client)
        return exchange

    def _begin(self, worker: WorkerProcess, exchange: Exchange) -> None:
        self._attend(worker, exchange)
        worker.link.send(exchange.request)
        exchange.was_sent()

    def _attend(self, worker: WorkerProcess, exchange: Exchange) -> None:
        """What the worker says next belongs to this exchange."""
        exchange.start()
        worker.exchange = exchange
        worker.link.begin(exchange, lambda: self._done(worker, exchange))

    def _send_ahead(self, client: str) -> None:
        """Send the client's next query to a worker that will soon be done with the one before."""
        queue = self._waiting.get(client)
        if not queue or len(self._waiting) > 1 or queue[0].ending:
            return
        for worker in self.workers:
            if worker.takes_next_of(client):
                exchange = queue[0]
                self._out_of_queue(exchange)
                worker.following = exchange
                worker.link.send(exchange.request)
                exchange.was_sent()
                return

    def _elsewhere(self, worker: WorkerProcess) -> None:
        """Give the query that was sent ahead to this worker, if there is one, to another."""
        exchange, worker.following = worker.following, None
        if exchange and not exchange.ending:
            self._keep(self._again(exchange))

    def _recall(self, worker: WorkerProcess, exchange: Exchange) -> None:
        """Give the query that was sent ahead to this worker, which is slow, to another at once."""
        worker.was_recalled, worker.following = True, None
        if not exchange.ending:
            exchange.is_retried = True
            self._hand_on(exchange)

    async def _again(self, exchange: Exchange) -> None:
        """Give a query to another worker: it was not begun by the first."""
        exchange.is_retried = True
        await asyncio.sleep(TICK)  # where one was killed, others may have been: till their ends are seen
        if not exchange.ending:
            self._hand_on(exchange)

    def _hand_on(self, exchange: Exchange) -> None:
        """Begin a query that waited before, or let it be the next of its client."""
        if worker := self._take(exchange.client):
            self._begin(worker, exchange)
        else:
            self._waiting.setdefault(exchange.client, deque()).appendleft(exchange)
            self._queued += 1

    def _take(self, client: str) -> WorkerProcess | None:
        """A free worker, if this client may have one more."""
        running = self._running.get(client, 0)
        if not self.free or running >= self.limits.running or (running and len(self.free) <= running):
            return None
        self._running[client] = running + 1
        self._turn += 1
        self._last[client] = self._turn
        return self.free.pop()  # the last one that worked: what it needs is in the processor's caches

    def _into_queue(self, exchange: Exchange) -> None:
        self._waiting.setdefault(exchange.client, deque()).append(exchange)
        self._queued += 1

    def _out_of_queue(self, exchange: Exchange) -> None:
        queue = self._waiting[exchange.client]
        queue.remove(exchange)
        self._queued -= 1
        if exchange.ending:
            exchange.was_sent()
        if not queue:
            del self._waiting[exchange.client]
            self._forget(exchange.client)

    def _refuse_if_full(self, client: str) -> None:
        waiting = len(self._waiting.get(client, ()))
        if waiting >= self.limits.waiting:
            self.counts["refused"] += 1
            raise HttpError(429, f"you have {waiting} queries waiting", hint="wait for their answers")
        if self._queued >= self.limits.queue:
            self.counts["refused"] += 1
            raise HttpError(503, "too many queries are waiting", hint="try again in a few seconds")

    def _done(self, worker: WorkerProcess, exchange: Exchange) -> None:
        """The worker has given its whole answer."""
        worker.exchange = None
        self.counts["answered"] += 1
        if worker.is_nice or worker.link.is_leaving:  # priority cannot be raised again without rights
            self._left(exchange.client)
            worker.kill()
            return
        loop = asyncio.get_running_loop()
        worker.is_brisk = loop.time() - exchange.started < BRISK
        following, worker.following = worker.following, None
        if following is None and worker.was_recalled:
            worker.was_recalled = False
            following = Exchange(exchange.client, loop, GRACE)
            following.abandon(GRACE)
        if following:
            self._attend(worker, following)
            self._send_ahead(following.client)
        else:
            self._left(exchange.client)
            self._offer(worker)

    def _left(self, client: str) -> None:
        running = self._running.get(client, 1) - 1
        if running:
            self._running[client] = running
        else:
            self._running.pop(client, None)
        self._forget(client)

    def _forget(self, client: str) -> None:
        """Keep nothing of a client that neither runs nor waits for a query."""
        if client not in self._running and client not in self._waiting:
            self._last.pop(client, None)

    def _rank(self, client: str) -> tuple[int, int]:
        """Who comes first: the fewest running queries, then served longest ago."""
        return self._running.get(client, 0), self._last.get(client, 0)

    def _offer(self, worker: WorkerProcess) -> None:
        """A worker is free: give it to the next client that waits, or keep it."""
        self.free.append(worker)
        for client in sorted(self._waiting, key=self._rank):
            exchange = next((one for one in self._waiting[client] if not one.ending), None)
            if exchange and (taken := self._take(client)):
                self._out_of_queue(exchange)
                self._begin(taken, exchange)
                self._send_ahead(client)
                return


async def _reaped(process: subprocess.Popen[bytes]) -> int:
    """The exit code of a process that is about to end; no thread waits for it, as threads may all be busy."""
    while (code := process.poll()) is None:
        await asyncio.sleep(0.005)
    return code


def _cause(exchange: Exchange, code: int, limits: Limits) -> HttpError:
    """Why a worker ended in the middle of a query, in words."""
    if exchange.ending == "timed out":
        return HttpError(
            503,
            f"the query was ended after {exchange.seconds:g} seconds: it takes more time than one may have",
            hint="ask for less, or add what narrows it down",
            reason="time",
        )
    if exchange.ending == "abandoned":
        return HttpError(503, "the query was ended because nobody waited for it", reason="abandoned")
    if code in {-signal.SIGABRT, -signal.SIGKILL}:
        return HttpError(
            503,
            f"the query needs more memory than the {limits.memory // (1024 * 1024)} MiB it may have",
            hint="sort, group or join less at a time",
            reason="memory",
        )
    return HttpError(503, "the query ended the process that evaluated it", hint="simplify it", reason="crash")
