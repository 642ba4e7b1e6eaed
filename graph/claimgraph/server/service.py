"""The server's state: the pool of workers and the snapshot that new queries are answered from."""

from __future__ import annotations

import asyncio
import fcntl
import gc
import json
import logging
import subprocess
from collections.abc import Mapping
from concurrent.futures import ThreadPoolExecutor
from typing import Any

from claimgraph.errors import InputError
from claimgraph.server import snapshots
from claimgraph.server.exchange import Exchange
from claimgraph.server.gate import Gate
from claimgraph.server.problems import HttpError
from claimgraph.server.settings import ServerSettings
from claimgraph.server.snapshots import Snapshot
from claimgraph.server.workers import Pool, command, environment
from claimgraph.store import read_settings

START_WAIT = 5.0
"""Seconds to wait for a writer of the store before the server starts."""
log = logging.getLogger("claimgraph.server")


class Service:
    """Answers requests from the newest snapshot, and takes a new one when the store has changed."""

    def __init__(self, settings: ServerSettings) -> None:
        """Nothing is started yet. Raises InputError as `read_settings`."""
        self.settings = settings
        self.base = read_settings(settings.store)["base"]
        self.pool = Pool(settings.limits, settings.store / snapshots.FOLDER)
        self.gate = Gate(settings.limits.bounds)
        self.threads = ThreadPoolExecutor(16, thread_name_prefix="questions")
        self._keeper = ThreadPoolExecutor(1, thread_name_prefix="keeper")
        self._spare: subprocess.Popen[bytes] | None = None
        self.switches = 0
        self.exports: set[tuple[str, str]] = set()
        """What is being written: its kind and for whom."""
        self.failure: Exception | None = None
        """Why it could not be started."""
        self._snapshot: Snapshot | None = None
        self._old: list[Snapshot] = []
        self._folder: tuple[int, int] | None = None
        self._watcher: asyncio.Task[None] | None = None
        self._writing = asyncio.Lock()

    @property
    def snapshot(self) -> Snapshot:
        """The snapshot in force."""
        assert self._snapshot is not None
        return self._snapshot

    @property
    def record_names(self) -> list[str]:
        """The names under which the default graph can be asked for, as servers with a union need one."""
        return [f"{self.base}graph/record", "urn:x-arq:DefaultGraph"]

    # ------------------------------------------------------------------ life

    async def start(self) -> None:
        """Take the first snapshot and start the workers.

        Raises:
            InputError: the store cannot be opened, or another process holds it.
            OSError, RuntimeError, TimeoutError: workers cannot be started.
        """
        answer = await self._keep({"op": "snapshot", "wait": START_WAIT}, b"", 120.0)
        if answer["status"] != 200:
            hint = answer.get("hint") or "see claimgraph doctor"
            raise InputError(answer["detail"], where=str(self.settings.store), hint=hint)
        self._switch()
        await self.pool.start()
        gc.freeze()  # what is there now stays: not to be looked at in every collection
        self._watcher = asyncio.create_task(self._watch())

    async def close(self) -> None:
        """End the workers and let go of the snapshots."""
        if self._watcher:
            self._watcher.cancel()
        await self.pool.close()
        self.gate.close()
        for threads in (self.threads, self._keeper):
            threads.shutdown(wait=False, cancel_futures=True)
        if self._spare:
            self._spare.kill()
            self._spare.wait()
        for snapshot in [*self._old, *([self._snapshot] if self._snapshot else [])]:
            snapshots.release(snapshot)

    async def _watch(self) -> None:
        said = ""
        while True:
            await asyncio.sleep(self.settings.poll_seconds)
            try:
                await self.refresh()
                said = ""
            except Exception as error:  # the server goes on with the snapshot that it has
                if said != str(error):  # once, not every second
                    said = str(error)
                    log.warning("no new snapshot could be taken: %s", said)

    async def refresh(self) -> bool:
        """Take a new snapshot if the store has changed and nobody is writing; whether there is a new one."""
        if snapshots.signature(self.settings.store) == self.snapshot.signature or self._is_being_written():
            return False
        async with self._writing:
            answer = await self._keep({"op": "snapshot", "wait": 0.5}, b"", 120.0)
        return answer["status"] == 200 and self._switch()

    def _is_being_written(self) -> bool:
        with (self.settings.store / "lock").open("r") as lock:
            try:
                fcntl.flock(lock, fcntl.LOCK_SH | fcntl.LOCK_NB)
            except OSError:
                return True
        return False

    def _switch(self) -> bool:
        """Answer from the newest snapshot from now on."""
        newest = snapshots.latest(self.settings.store)
        if newest is None or not snapshots.hold(newest):
            return False
        if self._snapshot and newest.id == self._snapshot.id:
            snapshots.release(newest)
            return False
        if self._snapshot:
            self._old.append(self._snapshot)
        self._snapshot = newest
        self.switches += 1
        self._look_at_folder()
        for snapshot in self._old[:]:
            if not snapshot.users:
                snapshots.release(snapshot)
                self._old.remove(snapshot)
        snapshots.remove_old(self.settings.store)
        return True

    def _look_at_folder(self) -> None:
        """Workers may read the folder that was there when they started: is it another one, they are replaced.

        That is so when a store was removed and made anew under the same name.
        """
        status = (self.settings.store / snapshots.FOLDER).stat()
        folder = (status.st_dev, status.st_ino)
        if self._folder not in {None, folder}:
            log.warning("the store was made anew: the workers are replaced")
            self.pool.renew()
        self._folder = folder

    # ------------------------------------------------------------------ reading

    def ask(
        self,
        text: str,
        form: str,
        client: str,
        *,
        default: list[str] | None = None,
        named: list[str] | None = None,
        base: str = "",
        spent: float = 0.0,
    ) -> tuple[Exchange, Snapshot]:
        """Have a query answered in a format (by a worker's name for it); the snapshot it is answered from.

        `spent` are seconds of its time that are gone already.

        Raises:
            HttpError: as `Pool.submit`.
        """
        request = self.request(text, form, default=default, named=named, base=base)
        return self.submit(request, client, spent=spent)

    def request(
        self,
        text: str,
        form: str,
        *,
        default: list[str] | None = None,
        named: list[str] | None = None,
        base: str = "",
    ) -> bytes:
        """What a worker is told of a query: JSON, without the snapshot, so that it can be kept."""
        return self._request(
            op="query",
            text=text,
            format=form,
            default=default,
            named=named,
            base=base,
            union=self.settings.union and default is None and named is None,
        )

    def _request(self, **fields: Any) -> bytes:
        limits = self.settings.limits
        common = {
            "rows": limits.rows,
            "bytes": limits.bytes,
            "record": self.record_names,
            "data": self.base,
        }
        return json.dumps(common | fields).encode()

    def dump(self, form: str) -> tuple[Exchange, Snapshot]:
        """All quads, in a format of quads."""
        request = self._request(op="dump", format=form, bytes=1 << 50)
        return self.submit(request, "dump", self.settings.limits.dump_seconds)

    def submit(
        self, request: bytes, client: str, seconds: float | None = None, spent: float = 0.0
    ) -> tuple[Exchange, Snapshot]:
        """Have a request answered from the snapshot in force; see `request` and `ask`."""
        snapshot = self.snapshot
        whole = b'%b, "snapshot": %b}' % (request[:-1], snapshot.told)
        snapshot.users += 1
        try:
            return self.pool.submit(whole, client, seconds, spent, snapshot.leave), snapshot
        except HttpError:
            snapshot.leave()
            raise

    # ------------------------------------------------------------------ writing

    async def write(self, head: Mapping[str, Any], body: bytes) -> dict[str, Any]:
        """Have the keeper apply an update; when this returns, new queries see it.

        Raises:
            HttpError: 400 for a text that is not valid, 503 when another writer holds the store.
        """
        async with self._writing:
            answer = await self._keep(head, body, self.settings.limits.update_seconds)
            self._switch()
        if answer["status"] != 200:
            place = {name: answer.get(name, 0) for name in ("line", "column")}
            raise HttpError(answer["status"], answer["detail"], hint=answer.get("hint", ""), **place)
        return answer

    async def _keep(self, head: Mapping[str, Any], body: bytes, seconds: float) -> dict[str, Any]:
        """Run the keeper for one request."""
        data = json.dumps(dict(head)).encode() + b"\n" + body
        loop = asyncio.get_running_loop()
        try:
            given, said = await loop.run_in_executor(self._keeper, self._run_keeper, data, seconds)
            answer: dict[str, Any] = json.loads(given)
        except subprocess.TimeoutExpired:
            return {
                "status": 503,
                "detail": f"the update was ended after {seconds:g} seconds; nothing is changed",
            }
        except ValueError:
            log.error("the keeper failed: %s", said.decode("utf-8", "replace")[-500:])
            return {"status": 500, "detail": "the store could not be opened or written"}
        return answer

    def _run_keeper(self, data: bytes, seconds: float) -> tuple[bytes, bytes]:
        """What a keeper says to a request; runs in the keeper's thread alone.

        Each opens the store once and leaves, so that others can load in between. Where updates are taken, the
        next one is started ahead: more than half of the time of a small update is the start of a process.
        """
        waiting, self._spare = self._spare, None
        try:
            if waiting:
                given, said = _told(waiting, data, seconds)
                if given:
                    return given, said
                log.warning("the process that waited for an update was ended; another one is started")
            return _told(self._start_keeper(), data, seconds)
        finally:
            if self.settings.writable:
                self._spare = self._start_keeper()

    def _start_keeper(self) -> subprocess.Popen[bytes]:
        pipe = subprocess.PIPE
        line = command("keeper", 0, self.settings.store.resolve())
        return subprocess.Popen(line, stdin=pipe, stdout=pipe, stderr=pipe, env=environment())


def _told(keeper: subprocess.Popen[bytes], data: bytes, seconds: float) -> tuple[bytes, bytes]:
    """What a keeper answers, and its complaints; no answer at all if it ended before it began."""
    try:
        return keeper.communicate(data, timeout=seconds)
    finally:
        keeper.kill()
        keeper.wait()
