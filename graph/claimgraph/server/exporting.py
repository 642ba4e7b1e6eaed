"""Starts processes that write exports and answers under a perspective (`exporter`), and ends them in time."""

from __future__ import annotations

import asyncio
import json
import tempfile
from asyncio.subprocess import PIPE
from collections.abc import Mapping
from pathlib import Path
from typing import IO, TYPE_CHECKING, Any

from starlette.requests import Request

from claimgraph.errors import ClaimgraphError
from claimgraph.server.answers import until_gone
from claimgraph.server.exporter import NARROW
from claimgraph.server.problems import HttpError
from claimgraph.server.requests import client_of
from claimgraph.server.snapshots import Snapshot
from claimgraph.server.workers import command, environment

if TYPE_CHECKING:
    from claimgraph.server.service import Service

MEMORY = 2 * 1024**3
AT_A_TIME = 2
"""Exports, and questions under a perspective, that are written at a time; one of each for each client."""


class Exporting:
    """One request for something that a process of its own writes."""

    def __init__(self, service: Service, snapshot: Snapshot, request: Request) -> None:
        """Nothing is started yet."""
        self._service = service
        self._snapshot = snapshot
        self._request = request

    async def data(self, job: Mapping[str, Any]) -> tuple[bytes, dict[str, Any]]:
        """What the process writes, and what it says besides.

        Raises:
            HttpError: as `file`.
        """
        file, said = await self.file(job)
        try:
            return file.read_bytes(), said
        finally:
            file.unlink()

    async def file(self, job: Mapping[str, Any]) -> tuple[Path, dict[str, Any]]:
        """The same as a file; whoever sends it removes it.

        Raises:
            HttpError: 400 for what the process refuses, 429 while others are written, 503 beyond a limit.
        """
        kind = job.get("op", "export")
        limits = self._service.settings.limits
        seconds = limits.export_seconds if kind == "export" else 6 * limits.seconds
        place = (kind, client_of(self._request, self._service.settings.behind_proxy))
        self._refuse_if_full(*place)
        self._service.exports.add(place)
        with tempfile.NamedTemporaryFile(prefix="claimgraph-", delete=False) as out:
            file = Path(out.name)
            try:
                return file, await self._written(json.dumps(job).encode(), out, seconds)
            except BaseException:
                file.unlink()
                raise
            finally:
                self._service.exports.discard(place)

    def _refuse_if_full(self, kind: str, client: str) -> None:
        running = [one for one in self._service.exports if one[0] == kind]
        if (kind, client) in running:
            raise HttpError(429, "an export of yours is being written", hint="wait for it, or end it")
        if len(running) >= AT_A_TIME:
            raise HttpError(429, "other exports are being written", hint="try again in some seconds")

    async def _written(self, job: bytes, out: IO[bytes], seconds: float) -> dict[str, Any]:
        """Run the process until it ends, its time is over, or nobody waits any more."""
        line = command("exporter", MEMORY, self._snapshot.quads, self._service.base)
        process = await asyncio.create_subprocess_exec(
            *line, stdin=PIPE, stdout=out, stderr=PIPE, env=environment()
        )
        talk = asyncio.ensure_future(process.communicate(job))
        gone = asyncio.ensure_future(until_gone(self._request.receive))
        try:
            await asyncio.wait({talk, gone}, timeout=seconds, return_when=asyncio.FIRST_COMPLETED)
            if not talk.done():
                what = "nobody waits for it" if gone.done() else f"it takes more than {seconds:g} seconds"
                raise HttpError(503, f"the export was ended: {what}", hint=NARROW)
            _, said = talk.result()
        finally:
            gone.cancel()
            if process.returncode is None:
                process.kill()
            await asyncio.gather(talk, return_exceptions=True)
        return _checked(process.returncode, said)


def _checked(code: int | None, said: bytes) -> dict[str, Any]:
    """What the process says, or its refusal."""
    try:
        fields: dict[str, Any] = json.loads(said) if said or code else {}
    except ValueError:
        raise HttpError(503, "the export needs more memory or room than it may have", hint=NARROW) from None
    if code:
        error = ClaimgraphError(fields["what"], where=fields["where"], hint=fields["hint"])
        raise HttpError.of(error)
    return fields
