"""`claimgraph restore`: a dump back into a store."""

from __future__ import annotations

from pathlib import Path

import click

from claimgraph.commands.app import App, Command, pass_app
from claimgraph.errors import InputError


@click.command(
    cls=Command,
    examples=(
        "claimgraph dump -o all.nq.gz && claimgraph restore all.nq.gz --store copy.db",
        "claimgraph restore all.nq.gz --texts claimgraph.db/texts",
    ),
)
@click.argument("file", type=click.Path(path_type=Path))
@click.option(
    "--texts",
    multiple=True,
    type=click.Path(path_type=Path, exists=True),
    metavar="FOLDER",
    help="Where the reports' texts are, such as the folder texts of the store that was dumped.",
)
@pass_app
def command(app: App, file: Path, texts: tuple[Path, ...]) -> None:
    """Bring what `claimgraph dump` wrote back into a store: N-Quads, TriG or JSON-LD, packed or not.

    It is read strictly and checked first; all of it comes into the store, or nothing. In a new store it gives
    the same dump again, byte for byte. In a store with reports they stand side by side, and what contradicts
    what is found anew; another record of the same report is refused. A dump has no texts: --texts brings
    those of the reports that are found in a folder.
    """
    from claimgraph.compaction import compact
    from claimgraph.converters.streams import Source
    from claimgraph.reasoning.engine import is_current
    from claimgraph.restoring import restore, stage

    staged = stage(Source.from_path(file))
    try:
        base = staged.base
        with app.open_store(read_only=False, base=base) as store:
            done = restore(store, staged, texts)
            compact(store, app.say)
            current = is_current(store)
    except InputError as error:
        if error.where:
            raise
        raise InputError(error.what, where=str(file), hint=error.hint) from None
    app.say(f"{done.quads:,} quads: {done.new} documents new, {done.unchanged} there already")
    if done.texts or done.missing:
        missing = f"; {done.missing} are missing: name their folder with --texts" if done.missing else ""
        app.say(f"{done.texts} texts of reports{missing}")
    if done.names_differ:
        app.say("the dump was made with other reference data than the store's: both are kept")
    if not current:
        app.say("what was found in it is not up to date: claimgraph contradictions --recompute")
