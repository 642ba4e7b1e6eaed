"""`claimgraph validate`: the checks for CI."""

from __future__ import annotations

from pathlib import Path

import click

from claimgraph.commands.app import App, Command, pass_app
from claimgraph.commands.completing import findings_formats, offered
from claimgraph.commands.output import check_target, ending_of, file_options, refuse_contradiction, write

_ENDINGS = {".sarif": "sarif", ".json": "json", ".jsonl": "jsonl", ".xml": "junit", ".tsv": "tsv"}


@click.command(
    cls=Command,
    examples=(
        "claimgraph validate data/",
        "claimgraph validate data/ --format github --fail-on warning",
        "claimgraph validate data/ -o findings.sarif",
        "claimgraph validate data/ --format json -o known.json",
        "claimgraph validate data/ --baseline known.json   # only new findings fail",
        "claimgraph validate data/ --only CG-SYN --only CG-QUO",
    ),
)
@click.argument("paths", nargs=-1, metavar="[FILE|FOLDER]…", type=click.Path(path_type=Path))
@click.option(
    "--format",
    "format_",
    metavar="FORMAT",
    help="text, json, jsonl, github, junit, sarif, tsv.",
    shell_complete=offered(findings_formats),
)
@click.option(
    "--fail-on",
    type=click.Choice(["error", "warning", "info", "never"]),
    default="error",
    show_default=True,
    help="The mildest finding that gives exit code 1.",
)
@click.option("--baseline", type=click.Path(path_type=Path), help="Findings listed in this JSON do not fail.")
@click.option("--only", multiple=True, metavar="CODE", help="Only checks whose code begins so.")
@click.option("--skip", multiple=True, metavar="CODE", help="No checks whose code begins so.")
@click.option("--shapes", multiple=True, type=click.Path(path_type=Path), help="More SHACL shapes.")
@click.option("--texts", multiple=True, type=click.Path(path_type=Path), help="Where the reports' texts are.")
@click.option("--max-shown", type=click.IntRange(min=1), default=20, help="Findings shown for each file.")
@file_options
@pass_app
def command(
    app: App,
    paths: tuple[Path, ...],
    format_: str | None,
    fail_on: str,
    baseline: Path | None,
    only: tuple[str, ...],
    skip: tuple[str, ...],
    shapes: tuple[Path, ...],
    texts: tuple[Path, ...],
    max_shown: int,
    path: Path | None,
    force: bool,
) -> int:
    """Check ontologies, data, queries, reports and tables of names; by default the current folder.

    Syntax, unknown terms, annotations, consistency, SHACL shapes, rules of the graph, whether
    quotations are the words of the text, whether reports have a date and names their columns. Exit
    code 1 for findings at or above --fail-on, 3 when a file could not be read.
    """
    from claimgraph.validation import Options, render, validate

    chosen = _format(format_, path)
    _check_codes((*only, *skip), own=bool(shapes))
    check_target(path, force)
    options = Options(
        fail_on=fail_on,
        only=only,
        skip=skip,
        baseline=baseline,
        shapes=shapes,
        texts=texts,
        max_shown=max_shown,
    )
    report = validate(list(paths) or [Path()], options)
    text = render(report, chosen)
    write([text if text.endswith("\n") or not text else text + "\n"], path, force=force)
    if path:
        app.say(f"{len(report.findings)} findings in {path}")
    return report.exit_code


def _check_codes(given: tuple[str, ...], *, own: bool) -> None:
    """Refuse what no check's code begins with: it would silently choose nothing; `own` shapes have any."""
    from claimgraph.errors import UsageError
    from claimgraph.validation.catalog import stages
    from claimgraph.validation.listing import descriptions

    codes = descriptions() if given else {}
    for start in given:
        if not any(code.startswith(start) for code in codes) and not (own and start.startswith("CG-SHP")):
            raise UsageError(f"no check's code begins with {start!r}", hint=f"such as {', '.join(stages())}")


def _format(given: str | None, path: Path | None) -> str:
    """The format that was asked for, or that the file's ending tells, or text."""
    from claimgraph.errors import UsageError
    from claimgraph.validation import FORMATS

    told = _ENDINGS.get(ending_of(path)) if path else None
    chosen = given or told or "text"
    if chosen not in FORMATS:
        raise UsageError(f"there is no format {chosen!r}", hint=f"use one of {', '.join(FORMATS)}")
    if path:
        refuse_contradiction(path, told, chosen)
    return chosen
