"""`claimgraph remove`: a report out of the store, whole."""

from __future__ import annotations

import click

from claimgraph.commands.app import App, Command, pass_app


@click.command(
    cls=Command,
    examples=(
        "claimgraph ask reports                       # lists them with their IRIs",
        "claimgraph remove https://w3id.org/claimgraph/data/report/…",
        "claimgraph remove report.txt                 # by the name of the file it came from",
        'claimgraph remove "Cruiser lost in the night"  # by its headline',
    ),
)
@click.argument("reports", nargs=-1, required=True, metavar="REPORT…")
@pass_app
def command(app: App, reports: tuple[str, ...]) -> None:
    """Take reports out of the store, with the claims, propositions, events and names that only they brought.

    REPORT is the IRI of a report, its headline, or the name or path of its file. All are looked up before
    the first is removed.
    """
    from claimgraph.commands.inputs import report_of_path
    from claimgraph.compaction import compact
    from claimgraph.finding import find_report
    from claimgraph.loading import Loader
    from claimgraph.reasoning.engine import refresh
    from claimgraph.reasoning.entailment import is_outdated

    with app.open_store(read_only=True) as store:
        found = [find_report(store, report_of_path(store, name)) for name in reports]
    with app.open_store(read_only=False) as store:
        loader = Loader(store)
        for match in found:
            loader.remove(match.iri)
            app.say(f"removed: {match.label} <{match.iri}>")
        refresh(store, [])
        compact(store, app.say, taken=loader.taken)
        if is_outdated(store):
            app.warn(
                "what was inferred is of other reports: bring it up to date with claimgraph infer --keep"
            )
