"""`claimgraph stats`: how much the store holds, by type, outlet, claimant, month, stance."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from claimgraph.commands.app import App, Command, pass_app
from claimgraph.commands.output import Output, Table, emit, output_options, refuse_overwriting
from claimgraph.commands.rows import labels, number, rows
from claimgraph.vocabulary import RDF, cg

if TYPE_CHECKING:
    from claimgraph.store import Store

_TYPE = f"<{RDF}type>"
_REPORT = f"?x <{cg('claimCount')}> ?claims"

QUERIES = {
    "type": f"SELECT ?key (COUNT(?x) AS ?n) WHERE {{ ?x {_TYPE} ?key }} GROUP BY ?key",
    "outlet": (
        f"SELECT ?key (SUM(?claims) AS ?n) WHERE {{ {_REPORT} ; <{cg('isPublishedBy')}> ?key }} GROUP BY ?key"
    ),
    "claimant": (
        f"SELECT ?key (COUNT(?x) AS ?n) WHERE {{ ?x {_TYPE} <{cg('Claim')}> ; "
        f"<{cg('hasClaimant')}> ?key }} GROUP BY ?key"
    ),
    "side": (
        f"SELECT ?key (COUNT(DISTINCT ?x) AS ?n) WHERE {{ ?x {_TYPE} <{cg('Claim')}> ; "
        f"<{cg('hasClaimant')}> ?claimant . "
        f"OPTIONAL {{ ?claimant <{cg('belongsToSide')}> ?key }} }} GROUP BY ?key"
    ),
    "stance": (
        f"SELECT ?key (COUNT(?x) AS ?n) WHERE {{ ?x {_TYPE} <{cg('Claim')}> ; "
        f"<{cg('hasStance')}> ?key }} GROUP BY ?key"
    ),
    "month": (
        f"SELECT ?key (SUM(?claims) AS ?n) WHERE {{ {_REPORT} ; <{cg('publishedOn')}> ?day "
        "BIND(SUBSTR(STR(?day), 1, 7) AS ?key) } GROUP BY ?key"
    ),
}
"""For each grouping, a query for keys and numbers: nodes of the record by type, claims by all others."""

OVERVIEW = {
    "reports": f"SELECT (COUNT(DISTINCT ?x) AS ?n) WHERE {{ ?x <{cg('claimCount')}> ?claims }}",
    "claims": f"SELECT (COUNT(?x) AS ?n) WHERE {{ ?x {_TYPE} <{cg('Claim')}> }}",
    "claimants": f"SELECT (COUNT(DISTINCT ?who) AS ?n) WHERE {{ ?x <{cg('hasClaimant')}> ?who }}",
    "propositions": f"SELECT (COUNT(?x) AS ?n) WHERE {{ ?x {_TYPE} <{cg('Proposition')}> }}",
    "events": f"SELECT (COUNT(?x) AS ?n) WHERE {{ ?x {_TYPE} <{cg('Event')}> }}",
    "mentions": f"SELECT (COUNT(?x) AS ?n) WHERE {{ ?x <{cg('mentions')}> ?entity }}",
    "unresolved names": f"SELECT (COUNT(?x) AS ?n) WHERE {{ ?x <{cg('isUnresolved')}> true }}",
}


@click.command(
    cls=Command,
    examples=(
        "claimgraph stats",
        "claimgraph stats --by outlet",
        "claimgraph stats --by month --csv",
    ),
)
@click.option("--by", type=click.Choice(["overview", *QUERIES]), default="overview", help="What to count by.")
@output_options
@pass_app
def command(app: App, by: str, output: Output) -> None:
    """Count what the store holds: an overview, or nodes by type and claims by outlet, claimant, side,
    stance or month of publication.
    """
    refuse_overwriting(output.path, output.force)
    with app.open_store() as store:
        table = overview(store) if by == "overview" else counts(store, by)
    emit(table, output, color=app.color)


def overview(store: Store) -> Table:
    """One row for each kind of thing."""
    return Table(("what", "number"), [(name, number(store, query)) for name, query in OVERVIEW.items()])


def counts(store: Store, by: str) -> Table:
    """Names and numbers, the largest first; months in order of time."""
    found = [(str(key or ""), int(str(many))) for key, many in rows(store, QUERIES[by])]
    named = labels(store, (key for key, _ in found if "://" in key))
    table = [(named.get(key, key) or "none recorded", many) for key, many in found]
    table.sort(key=lambda row: (0 if by == "month" else -row[1], row[0]))
    return Table((by, "nodes" if by == "type" else "claims"), table)
