"""`claimgraph convert`: reports to a file of claims, without a store."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from claimgraph.commands.app import App, Command, pass_app
from claimgraph.commands.completing import exports, offered
from claimgraph.commands.inputs import (
    ReadParameters,
    check_single,
    gather,
    read_file,
    read_options,
    reference_data,
)
from claimgraph.commands.output import check_target, ending_of, file_options, refuse_contradiction, write
from claimgraph.errors import InputError, UsageError

if TYPE_CHECKING:
    from claimgraph.converters import Dataset
    from claimgraph.exports import Export
    from claimgraph.model import Reject, Report


@click.command(
    cls=Command,
    examples=(
        "claimgraph convert report.txt -o claims.jsonl",
        "claimgraph convert reports/ -o all.trig",
        "claimgraph convert report.txt -o report.html",
        "claimgraph convert report.txt --to jsonl | jq .claimant",
    ),
)
@click.argument("paths", nargs=-1, required=True, metavar="FILE|FOLDER|-…", type=click.Path(path_type=Path))
@read_options
@click.option("--base", metavar="IRI", help="Namespace of the data.")
@click.option(
    "--to",
    "to",
    metavar="FORMAT",
    help="trig, nq, jsonld, jsonl or html; else by the ending of -o.",
    shell_complete=offered(exports),
)
@file_options
@pass_app
def command(
    app: App,
    paths: tuple[Path, ...],
    said: ReadParameters,
    base: str | None,
    to: str | None,
    path: Path | None,
    force: bool,
) -> None:
    """Read reports and write their claims to a file; no store is needed or touched.

    \b
    jsonl    one claim a line, names as text; the schema is in the package
    trig     the graph, readable: the record, then a named graph for each proposition
    nq       the graph as N-Quads, sorted
    jsonld   the graph as JSON-LD with its context inside
    html     one page to look at: the text with the claims marked, the claims beside it

    Nothing is written when a file cannot be read. What a format cannot carry is told on standard error.
    """
    from claimgraph.vocabulary import DATA

    export = _export(to, path)
    check_target(path, force)
    check_target(said.differences_file, force=True)
    inputs = gather(paths, said.mapping)
    check_single(said, inputs)
    reports = _read(app, inputs.files, said)
    write(export.write(reports, base or app.settings.base or DATA), path, force=force)
    said.differences.tell(app, said.differences_file)
    claims = sum(len(report.claims) for report in reports)
    app.say(
        f"{len(reports)} report{'' if len(reports) == 1 else 's'}, {claims} claim{'' if claims == 1 else 's'}"
        + (f" in {path}" if path else "")
    )
    losses = export.losses(reports)
    if losses:
        app.say(f"not carried by {export.name} (trig has it): {', '.join(losses)}")


def _export(to: str | None, path: Path | None) -> Export:
    from claimgraph.exports import EXPORTS, find

    if to:
        found = find(to)
        if path:
            known = {ending: one.name for one in EXPORTS for ending in one.endings}
            refuse_contradiction(path, known.get(ending_of(path)), found.name)
        return found
    if path is None:
        raise UsageError("no format", hint="give -o FILE.trig, .nq, .jsonld, .jsonl or .html, or --to FORMAT")
    return find(ending_of(path))


def _read(app: App, files: list[Path], said: ReadParameters) -> list[Report]:
    from claimgraph.feed_writer import reject_line
    from claimgraph.model import Reject, Report

    reference = reference_data(app, said)
    reports: list[Report] = []
    for path in app.progress(files, "Reading"):
        has_report = False
        for item in read_file(path, said, reference):
            if has_report and isinstance(item, Reject):
                app.warn(f"refused: {reject_line(item)}")  # a part of the report before it
                continue
            has_report = isinstance(item, Report)
            report, rejects = (item, []) if isinstance(item, Report) else _rows(item)
            for reject in rejects[:1]:
                line = f":{reject.line}" if reject.line is not None else ""
                raise InputError(
                    reject.reason, where=f"{reject.file}{line}", hint="mend it, or use claimgraph load"
                )
            if report is not None:
                reports.append(report)
    return reports


def _rows(item: Dataset | Reject) -> tuple[Report | None, list[Reject]]:
    """The rows of a data set as one report, or what was refused of the input."""
    from claimgraph.model import Reject

    return (None, [item]) if isinstance(item, Reject) else item.whole()
