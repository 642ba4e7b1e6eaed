"""`claimgraph perspective`: the world according to one party, as one graph; where it contradicts itself."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from claimgraph.commands.app import App, Command, pass_app
from claimgraph.commands.output import check_target, ending_of, file_options, fitted, write
from claimgraph.commands.triples import ENDINGS, triples_ending, write_triples
from claimgraph.errors import UsageError

if TYPE_CHECKING:
    from claimgraph.reasoning.perspectives import Perspective
    from claimgraph.store import Store


@click.command(
    cls=Command,
    examples=(
        'claimgraph perspective "Government of Ukraine" -o kyiv.nt',
        'claimgraph perspective "Government of Russia" --as-of 2022-04-15 --entailed',
        'claimgraph perspective "Russian side" --conflicts',
        'claimgraph ask who-said-what Moskva --according-to "Government of Ukraine"',
    ),
)
@click.argument("party", required=False)
@click.option(
    "--without", multiple=True, metavar="NAME", help="Leave out the claims of this party or outlet."
)
@click.option("--as-of", "as_of", default="", metavar="DATE", help="Only reports of this day or earlier.")
@click.option("--entailed", is_flag=True, help="Add what follows by the ontology (OWL RL, on a copy).")
@click.option("--conflicts", is_flag=True, help="Show where the perspective contradicts itself instead.")
@file_options
@pass_app
def command(
    app: App,
    party: str | None,
    without: tuple[str, ...],
    as_of: str,
    entailed: bool,
    conflicts: bool,
    path: Path | None,
    force: bool,
) -> int:
    """Write what PARTY affirms as one graph: N-Triples, or as the ending of -o says. PARTY is a speaker,
    with those who speak for it, a side, or an outlet with all its reports; without PARTY everybody is heard.
    What is denied, doubted, foreseen or said only to be possible is not in the graph. It states as fact what
    the party affirms, without the claims: it is no record, and says so (cg:Perspective). With --conflicts
    the exit code is 1 if there are any.
    """
    _check(path, force, conflicts, entailed)
    with app.open_store() as store:
        from claimgraph.reasoning.asking import named_perspective

        perspective = named_perspective(store, (party,) if party else (), without, as_of)
        if conflicts:
            lines = _conflicts(store, perspective)
            write([fitted("".join(lines) or "no conflicts\n", path)], path, force=force)
            return 1 if lines else 0
        from claimgraph.reasoning.perspectives import stated

        lines = stated(store, perspective, entailed=entailed)
        base = store.base
    write_triples(lines, path, force=force, base=base)
    app.say(f"{len(lines):,} statements" + (f" in {path}" if path else ""))
    return 0


def _check(path: Path | None, force: bool, conflicts: bool, entailed: bool) -> None:
    """Refuse what has no effect, and a file that cannot be written in the end."""
    if conflicts and entailed:
        raise UsageError("--conflicts and --entailed exclude each other", hint="give one of them")
    if conflicts and path and ending_of(path) not in ("", ".txt"):
        told = "a graph has no conflicts in it" if ending_of(path) in ENDINGS else "conflicts are text"
        raise UsageError(told, where=str(path), hint="end the name with .txt, or leave out --conflicts")
    if not conflicts:
        triples_ending(path)
    check_target(path, force)


def _conflicts(store: Store, perspective: Perspective) -> list[str]:
    from claimgraph.reasoning.listing import views_of
    from claimgraph.reasoning.perspectives import conflicts
    from claimgraph.reasoning.record import Reader

    reader = Reader(store)
    found = conflicts(store, perspective)
    views = views_of(reader, reader.claims({claim for one in found for claim in (one.first, one.second)}))
    lines = []
    for number, one in enumerate(found, 1):
        lines.append(f"{number}. {one.grade}: {one.reason}\n")
        for claim in (views[one.first], views[one.second]):
            where = ", ".join(part for part in (claim.outlet, claim.published) if part)
            lines.append(f"   {claim.claimant} {claim.stance}: {' '.join(claim.words.split())} ({where})\n")
    return lines
