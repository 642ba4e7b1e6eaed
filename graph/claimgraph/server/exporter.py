"""The process that writes an export of a snapshot: killable like a worker, as a large graph takes its time.

It reads the request as JSON from standard input and writes the file to standard output; a refusal goes to
standard error as one line of JSON, with exit code 2. No network; memory, file size and time are limited.
"""

from __future__ import annotations

import json
import resource
import sys

import pyoxigraph as ox

from claimgraph.errors import ClaimgraphError
from claimgraph.server import sandbox
from claimgraph.store import EmbeddedStore

MOST_SPOOLED = 2 * 1024**3
"""Bytes of a temporary file, for sorts that do not fit into memory."""


def main() -> None:
    """`python -c … MEMORY QUADS BASE`."""
    memory, quads, base = int(sys.argv[1]), sys.argv[2], sys.argv[3]
    sandbox.die_with_parent()
    sandbox.limit_resources(memory, may_write=True)
    resource.setrlimit(resource.RLIMIT_FSIZE, (MOST_SPOOLED, MOST_SPOOLED))
    sandbox.block_network()
    from claimgraph.exports import named, prepare

    request = json.loads(sys.stdin.buffer.read())
    store = EmbeddedStore(ox.Store.read_only(quads), base)
    try:
        filters = named(store, **request["filters"])
        _, pieces = prepare(store, request["format"], request["view"], filters)
        for piece in pieces:
            sys.stdout.buffer.write(piece)
        sys.stdout.buffer.flush()
    except (ClaimgraphError, MemoryError) as error:
        sys.stderr.write(
            json.dumps({"detail": str(error) or "the export needs more memory than it may have"})
        )
        sys.exit(2)
