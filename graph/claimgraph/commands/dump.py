"""`claimgraph dump`: the whole store as N-Quads or TriG."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path
from typing import IO, cast

import click

from claimgraph.commands.app import App, Command, pass_app
from claimgraph.commands.output import check_target, ending_of, file_options, write
from claimgraph.errors import UsageError


@click.command(
    cls=Command,
    examples=(
        "claimgraph dump -o all.nq.gz",
        "claimgraph dump -o all.trig",
        "claimgraph dump | wc -l                      # number of quads",
    ),
)
@file_options
@pass_app
def command(app: App, path: Path | None, force: bool) -> None:
    """Write the whole store: N-Quads, sorted, so that equal stores give equal bytes; or TriG, JSON-LD.

    The ending chooses the format: .nq, .trig, .jsonld, each also with .gz. Standard output gets N-Quads.
    """
    from claimgraph.exports import rdf
    from claimgraph.exports.quad_lines import QuadLines

    ending = ending_of(path) if path else ".nq"
    if ending not in rdf.ENDINGS:
        raise UsageError(
            f"{ending or 'no ending'!r} tells no format",
            where=str(path),
            hint="use .nq, .trig or .jsonld, or one with .gz",
        )
    check_target(path, force)
    with app.open_store() as store:
        lines = QuadLines(by_graph=ending != ".nq")
        store.dump_to(cast(IO[bytes], lines))
        base = store.base
    chunks: Iterable[str | bytes] = (
        lines if ending == ".nq" else rdf.readable(lines, rdf.ENDINGS[ending], base)
    )
    write(chunks, path, force=force)
    app.say(f"{len(lines):,} quads" + (f" in {path}" if path else ""))
