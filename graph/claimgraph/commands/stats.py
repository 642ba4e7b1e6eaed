"""`claimgraph stats`: how much the store holds, by type, outlet, claimant, converter, month, stance."""

from __future__ import annotations

from datetime import date, timedelta
from itertools import pairwise
from typing import TYPE_CHECKING

import click

from claimgraph.commands.app import App, Command, pass_app
from claimgraph.commands.output import Output, Table, emit, output_options
from claimgraph.commands.rows import labels, number, rows
from claimgraph.vocabulary import RDF, cg

if TYPE_CHECKING:
    from claimgraph.store import Store

_TYPE = f"<{RDF}type>"
_DATASET = f"<{cg('DatasetRelease')}>"
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
    "converter": (
        f"SELECT ?key (SUM(?claims) AS ?n) WHERE {{ {_REPORT} ; <{cg('wasConvertedBy')}> ?by "
        'BIND(STRBEFORE(CONCAT(?by, " "), " ") AS ?key) } GROUP BY ?key'
    ),
    "month": (
        f"SELECT ?key (SUM(?claims) AS ?n) WHERE {{ {{ {_REPORT} ; <{cg('publishedOn')}> ?day "
        f"FILTER NOT EXISTS {{ ?x {_TYPE} {_DATASET} }} }} UNION {{ "
        f"{{ SELECT ?x ?span (COUNT(?claim) AS ?claims) WHERE {{ ?claim <{cg('wasMadeDuring')}> ?span ; "
        f"<{cg('isRecordedFrom')}> ?x }} GROUP BY ?x ?span }} "
        f"?x {_TYPE} {_DATASET} . ?span <{cg('earliestStart')}> ?day }} "
        "BIND(SUBSTR(STR(?day), 1, 7) AS ?key) } GROUP BY ?key"
    ),
}
"""For each grouping, a query for keys and numbers: nodes of the record by type, claims by all others.

Claims in a report count for the month of its publication, those in a data set for that when they were made.
"""

OVERVIEW = {
    "reports": f"SELECT (COUNT(DISTINCT ?x) AS ?n) WHERE {{ ?x <{cg('claimCount')}> ?claims }}",
    "claims": f"SELECT (COUNT(?x) AS ?n) WHERE {{ ?x {_TYPE} <{cg('Claim')}> }}",
    "claimants": f"SELECT (COUNT(DISTINCT ?who) AS ?n) WHERE {{ ?x <{cg('hasClaimant')}> ?who }}",
    "propositions": f"SELECT (COUNT(?x) AS ?n) WHERE {{ ?x {_TYPE} <{cg('Proposition')}> }}",
    "events": f"SELECT (COUNT(?x) AS ?n) WHERE {{ ?x {_TYPE} <{cg('Event')}> }}",
    "mentions": f"SELECT (COUNT(?x) AS ?n) WHERE {{ ?x <{cg('mentions')}> ?entity }}",
    "unresolved names": f"SELECT (COUNT(?x) AS ?n) WHERE {{ ?x <{cg('isUnresolved')}> true }}",
}


GAPS = (
    f"SELECT DISTINCT ?key ?day WHERE {{ ?x <{cg('isPublishedBy')}> ?key ; <{cg('publishedOn')}> ?at "
    "BIND(SUBSTR(STR(?at), 1, 10) AS ?day) }",
    f"SELECT DISTINCT ?key ?day WHERE {{ ?key {_TYPE} <{cg('DatasetRelease')}> . ?x <{cg('isRecordedFrom')}> "
    f"?key ; <{cg('wasMadeDuring')}> ?span . ?span <{cg('earliestStart')}> ?at "
    "BIND(SUBSTR(STR(?at), 1, 10) AS ?day) }",
)
"""Days on which an outlet published, and days of the claims in a data set."""


@click.command(
    cls=Command,
    examples=(
        "claimgraph stats",
        "claimgraph stats --by outlet",
        "claimgraph stats --by month --csv",
        "claimgraph stats --by gaps                   # days without reports, for each source",
    ),
)
@click.option(
    "--by", type=click.Choice(["overview", *QUERIES, "gaps"]), default="overview", help="What to count by."
)
@output_options
@pass_app
def command(app: App, by: str, output: Output) -> None:
    """Count what the store holds: an overview, or nodes by type and claims by outlet, claimant, side,
    stance, converter or month (of publication; in data sets, of saying); or, for each outlet and data
    set, the days without anything.
    """
    output.check()
    with app.open_store() as store:
        table = gaps(store) if by == "gaps" else overview(store) if by == "overview" else counts(store, by)
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


def gaps(store: Store) -> Table:
    """For each outlet and data set: first and last day, days between them with and without anything.

    Of a data set, the days are those of its claims; of an outlet, those of its reports. What a source had
    before its first day and after its last is not known to the store, and is no gap.
    """
    days: dict[str, set[date]] = {}
    for query in GAPS:
        for key, day in rows(store, query):
            days.setdefault(str(key), set()).add(date.fromisoformat(str(day)))
    named = labels(store, days)
    table = [(named[key], *_spell(sorted(found))) for key, found in days.items()]
    columns = ("source", "first", "last", "days", "without", "gaps", "longest gap")
    return Table(columns, sorted(table, key=lambda row: (-int(str(row[4])), str(row[0]))))


def _spell(found: list[date]) -> tuple[str, str, int, int, int, str]:
    """First and last day, days with something, days without, gaps, the longest gap.

    >>> _spell([date(2022, 4, 1), date(2022, 4, 2), date(2022, 4, 6)])
    ('2022-04-01', '2022-04-06', 3, 3, 1, '2022-04-03/2022-04-05')
    """
    one = timedelta(days=1)
    between = [(before + one, after - one) for before, after in pairwise(found) if after - before > one]
    longest = max(between, key=lambda gap: (gap[1] - gap[0], gap[0]), default=None)
    missing = sum((end - start).days + 1 for start, end in between)
    told = f"{longest[0]}/{longest[1]}" if longest else ""
    return found[0].isoformat(), found[-1].isoformat(), len(found), missing, len(between), told
