"""The socket that a server listens on."""

from __future__ import annotations

import random
import socket

from claimgraph.errors import UsageError

BACKLOG = 1024
_HANDED_OUT = range(15_000, 32_000)
"""Ports below those that systems hand out by themselves (from 32768 on Linux)."""


def listen(host: str, port: int) -> socket.socket:
    """A socket that listens on a port of an address or name of this machine; port 0 takes a free one.

    Raises:
        UsageError: the port is taken or needs rights, or the address is not one of this machine.

    >>> with listen("127.0.0.1", 0) as link:
    ...     link.getsockname()[1] > 0
    True
    """
    found = None
    try:
        found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM, flags=socket.AI_PASSIVE)[0]
        link = socket.socket(found[0], found[1])
        link.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        link.bind(found[4])
        link.listen(BACKLOG)
    except OSError as error:
        if found:
            link.close()
        raise UsageError(
            f"port {port} of {host} cannot be listened on ({error.strerror})",
            hint="give another --port (0 takes a free one) or --host",
        ) from None
    return link


def free_port() -> int:
    """A port of this machine that is free now, for a server that must be told one.

    Drawn by chance below those that the system hands out, so that processes side by side do not meet.

    >>> free_port() in range(15_000, 32_000)
    True
    """
    chance = random.SystemRandom()
    while True:
        port = chance.choice(_HANDED_OUT)
        with socket.socket() as probe:
            try:
                probe.bind(("127.0.0.1", port))
            except OSError:
                continue
        return port
