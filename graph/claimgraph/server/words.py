"""The index of words of a snapshot: `/q/search` looks there first, as `claimgraph ask search` does.

The rows are the same with and without it. Where the store had no index when the snapshot was taken, or one
that was behind, the worker looks at the texts themselves.
"""

from __future__ import annotations

import asyncio
import re
from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

import pyoxigraph as ox

from claimgraph.question_files import Question
from claimgraph.questions import Resolver
from claimgraph.word_index import FILE, is_in_step, looked_up_in

if TYPE_CHECKING:
    from claimgraph.server.requests import Fields
    from claimgraph.server.service import Service
    from claimgraph.server.snapshots import Snapshot

_IN_STEP = "words"
"""What is kept with a snapshot: whether its index has just what it has."""


async def indexed(service: Service, found: Question, fields: Fields, client: str, text: str) -> str:
    """The bound question with the claims that the index knows, or the `text` that is right without one."""
    from claimgraph.server.stored import PooledStore

    snapshot = service.snapshot
    if not found.indexed or not snapshot.cache.get(_IN_STEP, True) or not (snapshot.path / FILE).is_file():
        return text
    values: dict[str, list[str]] = {}
    for name, value in fields.pairs:
        if value:
            values.setdefault(name, []).append(value)
    loop = asyncio.get_running_loop()
    store = PooledStore(service, client, loop)
    asked = await loop.run_in_executor(service.threads, _asked, store, snapshot, found, values)
    fits = len(asked.encode()) <= service.settings.limits.bounds.bytes
    return asked if asked and fits and service.snapshot is snapshot else text


def _asked(store: Any, snapshot: Snapshot, found: Question, values: Mapping[str, list[str]]) -> str:
    if _IN_STEP not in snapshot.cache:
        snapshot.cache[_IN_STEP] = is_in_step(snapshot.path, store)
    if not snapshot.cache[_IN_STEP]:
        return ""
    terms = Resolver(store, found).terms(values)
    given = {name: [term.value for term in some] for name, some in terms.items()}
    limit = int(given["limit"][0]) if "limit" in given else found.default_limit
    claims = looked_up_in(snapshot.path, store, given, limit and limit + 1)
    if not claims:
        return ""
    text = found.bind({**terms, found.indexed: [ox.NamedNode(claim) for claim in claims]})
    known = f"{store.base}claim/"  # a query may only be so long
    shorter = re.sub(rf"<{re.escape(known)}([0-9a-f]+)>", r"claim:\1", text)
    return f"PREFIX claim: <{known}>\n{shorter}"
