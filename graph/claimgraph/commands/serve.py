"""`claimgraph serve`: a SPARQL endpoint and a web page over a store."""

from __future__ import annotations

from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from claimgraph.commands.app import App, Command, pass_app
from claimgraph.errors import UsageError

if TYPE_CHECKING:
    from claimgraph.server.settings import Limits, ServerSettings


@click.command(
    cls=Command,
    examples=(
        "claimgraph serve",
        "claimgraph serve --port 9000 --cors",
        "CLAIMGRAPH_TOKEN=… claimgraph serve --writable",
    ),
)
@click.option("--host", default="127.0.0.1", show_default=True, help="The address to listen on.")
@click.option(
    "--port",
    type=click.IntRange(0, 65535),
    default=8000,
    show_default=True,
    help="The port to listen on; 0 takes a free one.",
)
@click.option("--writable", is_flag=True, help="Take updates from those who have the token.")
@click.option("--token", envvar="CLAIMGRAPH_TOKEN", help="The token for updates (better: CLAIMGRAPH_TOKEN).")
@click.option("--cors", is_flag=True, help="Let pages of other hosts ask.")
@click.option(
    "--union-default-graph", "union", is_flag=True, help="Ask claims and record as one graph (see the docs)."
)
@click.option(
    "--timeout", type=click.FloatRange(0.1), default=10.0, show_default=True, help="Seconds a query."
)
@click.option(
    "--update-timeout", type=click.FloatRange(0.1), default=60.0, show_default=True, help="Seconds an update."
)
@click.option(
    "--max-rows", type=click.IntRange(1), default=1_000_000, show_default=True, help="Rows of an answer."
)
@click.option(
    "--max-bytes",
    type=click.IntRange(1024),
    default=256 * 1024**2,
    show_default=True,
    help="Bytes of an answer.",
)
@click.option("--memory", type=click.IntRange(128), default=1024, show_default=True, help="MiB of a worker.")
@click.option("--workers", type=click.IntRange(1), help="Processes for queries (default: by processors).")
@click.option("--per-client", type=click.IntRange(1), default=4, show_default=True, help="Queries at a time.")
@click.option("--behind-proxy", is_flag=True, help="Take the client's address from X-Forwarded-For.")
@click.option("--public-url", default="", metavar="URL", help="The address that clients see.")
@click.option("--allow-host", "hosts", multiple=True, metavar="NAME", help="Answer under this name.")
@click.option("--access-log", is_flag=True, help="Log every request.")
@pass_app
def command(app: App, /, writable: bool, token: str | None, access_log: bool, **given: Any) -> None:
    """Answer SPARQL queries, stored questions and downloads over HTTP, until Ctrl-C.

    Every query runs in a process of its own, on a snapshot of the store, within limits of time, memory and
    size; loading goes on meanwhile. Only this machine can ask, unless --host says otherwise.
    """
    from claimgraph.server.run import run

    store = app.settings.store
    if store.startswith(("http://", "https://")):
        raise UsageError("only a store in a folder can be served", where=store, hint="ask that server itself")
    if writable and not token:
        raise UsageError("--writable needs a token", hint="set CLAIMGRAPH_TOKEN to a long random text")
    if token and not writable:
        app.warn("a token is given, but the server takes no updates: add --writable if it is to")
    settings = _settings(store, token or "" if writable else "", **given)
    _index_words(app, settings.store)
    run(settings, access_log=access_log, ready=lambda taken: _announce(app, taken))


def _index_words(app: App, folder: Path) -> None:
    """Bring the index of words in step, so that the snapshots have one; a store that cannot be read waits."""
    from claimgraph.errors import InputError
    from claimgraph.store import opened
    from claimgraph.word_index import open_index

    with (
        suppress(InputError),
        opened(folder, read_only=True, wait=0) as store,
        open_index(store, app.progress),
    ):
        pass


def _settings(store: str, token: str, **given: Any) -> ServerSettings:
    """What the options say; those that are left are names of fields."""
    from claimgraph.server.settings import ServerSettings

    limits = _limits(given)
    host, names = given["host"], given.pop("hosts")
    public_url = given.pop("public_url").rstrip("/")
    given["hosts"] = _names(host, names)
    return ServerSettings(
        store=Path(store).resolve(), limits=limits, token=token, public_url=public_url, **given
    )


def _limits(given: dict[str, Any]) -> Limits:
    """The limits, taken out of the options."""
    from claimgraph.server.settings import MIB, Limits, default_workers

    at_a_time = given.pop("per_client")
    return Limits(
        seconds=given.pop("timeout"),
        update_seconds=given.pop("update_timeout"),
        rows=given.pop("max_rows"),
        bytes=given.pop("max_bytes"),
        memory=given.pop("memory") * MIB,
        workers=given.pop("workers") or default_workers(),
        running=at_a_time,
        waiting=8 * at_a_time,
    )


def _announce(app: App, settings: ServerSettings) -> None:
    """Say where the server is, and what is unsafe about that."""
    host = f"[{settings.host}]" if ":" in settings.host else settings.host
    app.say(f"http://{host}:{settings.port}/  (SPARQL at /sparql; Ctrl-C ends it)")
    if settings.host not in LOOPBACK:
        app.warn(
            f"warning: {settings.host} can be reached from other machines, without TLS; "
            "put a proxy with TLS in front, see docs/endpoint.md"
        )


def _names(host: str, given: tuple[str, ...]) -> tuple[str, ...]:
    """The names to answer under: on this machine only its own (a page elsewhere must not reach it by DNS)."""
    if given or host not in LOOPBACK:
        return given
    return LOOPBACK


LOOPBACK = ("127.0.0.1", "localhost", "[::1]", "::1")
