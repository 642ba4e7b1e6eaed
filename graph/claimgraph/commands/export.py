"""`claimgraph export`: what a store holds, as a file for Gephi, networkx, a spreadsheet or another store."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from claimgraph.commands.app import App, Command, pass_app
from claimgraph.commands.completing import offered, store_formats
from claimgraph.commands.output import (
    Output,
    Table,
    check_target,
    emit,
    ending_of,
    refuse_contradiction,
    write,
)
from claimgraph.errors import UsageError

if TYPE_CHECKING:
    from claimgraph.exports import LossReport, StoreFormat
    from claimgraph.exports.store_formats import Progress

PAIR = "csv-pair"
"""Nodes and edges as two files, NAME-nodes.csv and NAME-edges.csv."""


_FILTERS: tuple[Callable[..., Any], ...] = (
    click.option(
        "--about",
        multiple=True,
        metavar="NAME",
        help="Claims about this; repeated: about any of these.",
    ),
    click.option(
        "--hops",
        type=int,
        metavar="1-6",
        help="With --about: 1 (the default) for those claims alone; each more adds the claims linked "
        "to them (same event, same content, passed on, corrected, contradicted).",
    ),
    click.option("--side", multiple=True, metavar="NAME", help="Claims by this side."),
    click.option(
        "--perspective",
        multiple=True,
        metavar="NAME",
        help="Claims by or for this agent, by this side, or in this outlet's reports.",
    ),
    click.option("--since", metavar="DAY", help="Reports of this day or later."),
    click.option("--until", metavar="DAY", help="Reports of this day or earlier."),
)
"""The options that select claims."""


def filter_options(function: Callable[..., Any]) -> Callable[..., Any]:
    """Add the options that select claims, passed on as `given` (see `claimgraph.exports.named`)."""
    import functools

    names = ("about", "hops", "side", "perspective", "since", "until")

    @functools.wraps(function)
    def with_filters(*args: Any, **kwargs: Any) -> Any:
        given = {name: kwargs.pop(name) for name in names}
        if given["hops"] is None:
            given["hops"] = 1
        elif not given["about"]:
            raise UsageError("hops count from something", hint="give --about too")
        return function(*args, given=given, **kwargs)

    wrapped: Callable[..., Any] = with_filters
    for option in reversed(_FILTERS):
        wrapped = option(wrapped)
    return wrapped


@click.command(
    cls=Command,
    examples=(
        "claimgraph export moskva.gexf --about Moskva --hops 2",
        "claimgraph export actors.gexf --view actors --since 2022-04-01 --until 2022-04-30",
        "claimgraph export claims.xlsx --side Ukraine",
        "claimgraph export all --format csv-pair           # all-nodes.csv and all-edges.csv",
        "claimgraph export -o - --format jsonl | jq .claimant",
        "claimgraph export --list",
    ),
)
@click.argument("file", required=False, type=click.Path(path_type=Path, dir_okay=False, allow_dash=True))
@click.option(
    "-o",
    "--output",
    "output",
    type=click.Path(path_type=Path, dir_okay=False, allow_dash=True),
    help="As FILE.",
)
@click.option("--view", metavar="VIEW", help="What the nodes are: claims (the default) or see --list.")
@click.option(
    "--format",
    "format_",
    metavar="FORMAT",
    help="Else by the ending of FILE: see --list.",
    shell_complete=offered(store_formats),
)
@filter_options
@click.option(
    "--layout", metavar="LAYOUT", help="Places of nodes: auto (the default), force, grouped or none."
)
@click.option("--licence", default="", metavar="TEXT", help="What the file says of its licence.")
@click.option("--force", is_flag=True, help="Overwrite FILE.")
@click.option("--list", "listing", is_flag=True, help="List formats and views.")
@pass_app
def command(
    app: App,
    file: Path | None,
    output: Path | None,
    view: str | None,
    format_: str | None,
    given: dict[str, Any],
    layout: str | None,
    licence: str,
    force: bool,
    listing: bool,
) -> None:
    """Write claims to FILE: a graph for Gephi or networkx, a table, RDF or JSON. With - (or -o -) to
    standard output.

    All filters together must fit; of several names for one filter, any. What a format cannot carry is told
    on standard error.
    """
    if listing:
        emit(_list(), Output(), color=app.color)
        return
    if file and output:
        raise UsageError(f"two files: {file} and {output}", hint="give one")
    target = file or output
    if target is None:
        raise UsageError("no file", hint="give FILE, or -o - for standard output")
    targets = _targets(target, format_)
    for chosen, path in targets:
        _check(chosen, path, force, view, layout)
    for chosen, path in targets:
        graph = {"view": view or "claims", "layout": layout or "auto"}
        _write(app, chosen.name, path, force, given, licence=licence, **graph)


def _targets(target: Path, format_: str | None) -> list[tuple[StoreFormat, Path | None]]:
    """The formats to be written and where; nothing means standard output."""
    from claimgraph.exports import find_format

    if format_ == PAIR:
        if target == Path("-"):
            raise UsageError("two tables on one stream", hint="give FILE, or --format nodes-csv or edges-csv")
        stem = target.with_suffix("") if target.suffix == ".csv" else target
        return [
            (find_format(f"{part}-csv"), stem.with_name(f"{stem.name}-{part}.csv"))
            for part in ("nodes", "edges")
        ]
    if target == Path("-"):
        if not format_:
            raise UsageError("no format", hint="give --format: see claimgraph export --list")
        return [(find_format(format_), None)]
    return [(find_format(format_ or target.name), target)]


def _check(chosen: StoreFormat, path: Path | None, force: bool, view: str | None, layout: str | None) -> None:
    """Refuse what would have no effect or could not be written in the end."""
    from claimgraph.exports import FORMATS

    for name, value in (("--view", view), ("--layout", layout)):
        if value and not chosen.takes_view:
            graphs = ", ".join(one.name for one in FORMATS.values() if one.takes_view)
            raise UsageError(
                f"{name} has no effect on {chosen.name}, which holds claims and not a view's graph",
                hint=f"leave it out, or take one of {graphs}",
            )
    if path is None and chosen.name == "xlsx" and sys.stdout.isatty():
        raise UsageError("a workbook is not for a terminal", hint="give FILE, or send it into a pipe")
    if path and ending_of(path) not in map(_last, chosen.endings):
        ending = ending_of(path)
        fitting = [one for one in FORMATS.values() if ending in map(_last, one.endings)]
        fitting.sort(
            key=lambda one: ending not in one.endings
        )  # .csv is csv, although .nodes.csv ends so too
        refuse_contradiction(path, fitting[0].name if fitting else None, chosen.name)
    check_target(path, force)


def _last(ending: str) -> str:
    """What `ending_of` gives for a name with such an ending."""
    return f".{ending.rpartition('.')[2]}"


def _write(
    app: App, name: str, path: Path | None, force: bool, given: dict[str, Any], **options: Any
) -> None:
    from claimgraph.exports import named, prepare

    with app.open_store() as store, _progress(app) as progress:
        filters = named(store, **given)
        report, pieces = prepare(store, name, options.pop("view"), filters, progress=progress, **options)
        write(pieces, path, force=force)
    _tell(app, report, path)


def _tell(app: App, report: LossReport, path: Path | None) -> None:
    """Say on standard error what was written, and what was not."""
    parts = [f"{report.claims:,} claims"]
    if report.nodes:
        parts.append(f"{report.nodes:,} nodes and {report.edges:,} edges")
    app.say(", ".join(parts) + (f" in {path}" if path else ""))
    app.detail(report.description)
    for line in report.lost:
        app.say(f"not carried by {report.format}: {line}")


def _list() -> Table:
    from claimgraph.exports import FORMATS, VIEWS

    rows = [("format", one.name, ", ".join(one.endings), one.summary) for one in FORMATS.values()]
    rows.append(("format", PAIR, "", "nodes and edges as two files, NAME-nodes.csv and NAME-edges.csv"))
    rows += [("view", one.name, "", one.summary) for one in VIEWS.values()]
    return Table(("kind", "name", "endings", "what"), rows)


@contextmanager
def _progress(app: App) -> Iterator[Progress]:
    """A line on standard error that says how far the export is; nothing when that is no terminal."""
    if app.quiet or not sys.stderr.isatty():
        yield lambda _what, _done: None
        return
    from rich.console import Console

    console = Console(stderr=True, no_color=not app.color)
    with console.status("reading") as status:
        yield lambda what, done: status.update(f"{what}: {done:,}" if done else what)
