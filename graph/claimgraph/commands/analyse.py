"""`claimgraph analyse`: measures of a view's graph, as a table and a picture."""

from __future__ import annotations

import io
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from claimgraph.commands.app import App, Command, pass_app
from claimgraph.commands.export import filter_options
from claimgraph.commands.output import Output, Table, check_target, emit, output_options, write
from claimgraph.errors import UsageError

if TYPE_CHECKING:
    from claimgraph.exports.graph import Graph

_VIEWS = {"centrality": "actors", "communities": "actors", "brokers": "sources", "relays": "claims"}
"""The measures, and the view in which each says most."""
_MEASURED = {"brokers": ("sources",), "relays": ("claims", "actors", "sources", "lineage")}
"""The views that have the edges of a measure, for those that do not measure every graph."""


@click.command(
    cls=Command,
    examples=(
        "claimgraph analyse                                 # who is central among the actors",
        "claimgraph analyse communities --about Moskva",
        "claimgraph analyse brokers --since 2022-04-01",
        "claimgraph analyse relays --csv -o chains.csv",
        "claimgraph analyse centrality --view claims --picture moskva.png --about Moskva",
    ),
)
@click.argument("measure", type=click.Choice(list(_VIEWS)), default="centrality", metavar="[MEASURE]")
@click.option(
    "--view", metavar="VIEW", help="claims, actors, sources, events or lineage (default: by the measure)."
)
@filter_options
@click.option(
    "--picture",
    type=click.Path(path_type=Path, dir_okay=False),
    help="Also draw what was measured: a .png, .svg or .pdf file (needs matplotlib).",
)
@click.option(
    "--limit", type=click.IntRange(min=1), metavar="N", default=30, show_default=True, help="Rows at most."
)
@output_options
@pass_app
def command(
    app: App,
    measure: str,
    view: str | None,
    given: dict[str, Any],
    picture: Path | None,
    limit: int,
    output: Output,
) -> None:
    """Measure the graph of a view: MEASURE is centrality, communities, brokers or relays.

    \b
    centrality    edges in and out, the weight of all edges, betweenness
    communities   who belongs together (Louvain)
    brokers       who passes on speakers of several sides
    relays        who passes on whom, down to the origin
    """
    from claimgraph.analysis import MEASURES, numbered
    from claimgraph.exports import LossReport, named
    from claimgraph.exports.store_formats import Selected
    from claimgraph.graphs import as_networkx

    output.check()
    name = view or _VIEWS[measure]
    _check_view(measure, name)
    kind = _kind(picture, output.force) if picture else ""
    report = LossReport("analyse", name)
    with app.open_store() as store:
        graph = Selected(store, named(store, **given), name).graph(report)
    chosen, measured = MEASURES[measure], as_networkx(graph)
    rows = chosen.find(measured)
    emit(Table(chosen.columns, rows[:limit]), output, color=app.color)
    app.say(f"{measure}: {chosen.summary}; {graph.node_count:,} nodes, {graph.edge_count:,} edges of {name}")
    if len(rows) > limit:
        app.warn(f"only the first {limit} of {len(rows):,} rows are shown; ask for more with --limit")
    for line in report.lost:
        app.warn(f"not in the graph: {line}")
    if picture:
        drawn = graph.along(chosen.kinds) if chosen.kinds else graph
        if not drawn.node_count:
            app.warn(f"no picture: the graph has no edge of the kind {' or '.join(sorted(chosen.kinds))}")
            return
        parts = numbered(measured) if measure == "communities" else None
        _draw(drawn, picture, kind, output.force, parts)


def _check_view(measure: str, view: str) -> None:
    """Refuse a view in which there is nothing to measure, whatever the store holds."""
    from claimgraph.exports import find_view

    fitting = _MEASURED.get(measure)
    if find_view(view).name not in (fitting or (view,)):
        raise UsageError(
            f"the view {view} has no edges that {measure} could measure",
            hint=f"leave --view out, or take {' or '.join(fitting or ())}",
        )


def _kind(path: Path, force: bool) -> str:
    """The kind of picture; whatever is wrong with the file is told before the work."""
    from claimgraph.picture import KINDS, check_drawing

    kind = path.suffix.lower().lstrip(".")
    if kind not in KINDS:
        known = ", ".join(f".{one}" for one in KINDS)
        raise UsageError(
            f"{path.suffix or 'no ending'!r} is no picture",
            where=str(path),
            hint=f"end the name with {known}",
        )
    check_drawing()
    check_target(path, force)
    return kind


def _draw(graph: Graph, path: Path, kind: str, force: bool, groups: dict[str, int] | None) -> None:
    from claimgraph.picture import draw

    out = io.BytesIO()
    draw(graph, out, kind, title=graph.description.split(". ")[0], groups=groups)
    write([out.getvalue()], path, force=force)
