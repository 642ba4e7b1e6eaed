"""`claimgraph infer`: what follows from the record by the ontology, kept apart and to be dropped."""

from __future__ import annotations

from pathlib import Path

import click

from claimgraph.commands.app import App, Command, pass_app
from claimgraph.commands.output import check_target, file_options
from claimgraph.commands.triples import triples_ending, write_triples
from claimgraph.errors import UsageError


@click.command(
    cls=Command,
    examples=(
        "claimgraph infer -o inferred.nt              # write it to a file; the store stays as it is",
        "claimgraph infer --keep                      # put it into the store, apart",
        "claimgraph infer --drop                      # take it out again",
    ),
)
@click.option("--keep", is_flag=True, help="Put what follows into the store, apart from what was loaded.")
@click.option("--drop", is_flag=True, help="Take what was inferred out of the store.")
@file_options
@pass_app
def command(app: App, keep: bool, drop: bool, path: Path | None, force: bool) -> None:
    """Work out what follows from the record: wider classes, links along chains, places within places.
    Contents of claims entail nothing. Kept statements are not brought up to date by later loads, which say
    so: infer again after them.
    """
    if keep and drop:
        raise UsageError("--keep and --drop exclude each other", hint="give one of them")
    triples_ending(path)
    check_target(path, force)
    from claimgraph.compaction import compact
    from claimgraph.reasoning import entailment

    if keep or drop:
        with app.open_store(read_only=False) as store:
            number = entailment.materialise(store) if keep else entailment.drop(store)
            app.say(f"{number} statements {'kept' if keep else 'dropped'}")
            compact(store, app.say, taken=0 if keep else 3 * number)  # each with its document and its reason
        return
    with app.open_store() as store:
        lines = entailment.infer(store)
        base = store.base
    write_triples(lines, path, force=force, base=base)
    app.say(f"{len(lines):,} statements" + (f" in {path}" if path else ""))
