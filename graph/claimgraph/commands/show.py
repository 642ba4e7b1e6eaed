"""`claimgraph show`: a report with its claims marked, a claim with its passage, an entity with its claims."""

from __future__ import annotations

import io
import os
import re
import shutil
import sys
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Final

import click

from claimgraph.commands.app import App, Command, pass_app
from claimgraph.commands.inputs import ReadParameters, read_file, read_options, reference_data
from claimgraph.commands.output import Cell, Output, Table, emit, output_options, write
from claimgraph.errors import InputError, UsageError

if TYPE_CHECKING:
    from claimgraph.commands.records import ClaimView
    from claimgraph.store import Store

WIDTH = 100
"""Lines of prose are not longer than this, even on wide terminals."""


@click.command(
    cls=Command,
    examples=(
        "claimgraph show report.txt                   # a file; needs no store",
        "claimgraph show Moskva                       # a name in the store",
        "claimgraph show https://w3id.org/claimgraph/data/claim/…",
        "claimgraph show Moskva --stance denies --json",
    ),
)
@click.argument("what", metavar="FILE|IRI|NAME")
@read_options
@click.option("--stance", default="", metavar="STANCE", help="Only claims with this stance.")
@click.option(
    "--limit", type=click.IntRange(min=1), metavar="N", default=100, show_default=True, help="Claims shown."
)
@output_options
@pass_app
def command(app: App, what: str, said: ReadParameters, stance: str, limit: int, output: Output) -> None:
    """Show a report, a claim, an event or an entity.

    A report is its text with the claims marked ⟦1 …⟧ and listed under it; an entity is what the record
    says of it, the claims about it and those it made. Text by default, in a pipe too; the claims
    as --json, --csv and so on.
    """
    from claimgraph.commands.pages import Page

    output.check()
    _check_stance(stance)
    with _found(app, what, said) as (store, address):
        page = Page(store, address, stance, limit)
        if output.format or output.path:
            emit(claim_table(page.claims), output, color=app.color)
        else:
            _print(app, page)


def _check_stance(stance: str) -> None:
    from claimgraph.finding import suggestion
    from claimgraph.model import Stance

    if stance and stance not in list(Stance):
        near = suggestion(stance, Stance) or f"use one of {', '.join(Stance)}"
        raise UsageError(f"there is no stance {stance!r}", hint=near)


@contextmanager
def _found(app: App, what: str, said: ReadParameters) -> Iterator[tuple[Store, str]]:
    """The store to look into, and the IRI of what was named."""
    if what == "-" or Path(what).is_file():
        yield _read(app, Path(what), said)
        return
    from claimgraph.finding import find_entities, find_reports

    with app.open_store() as store:
        try:
            matches = find_entities(store, what)
        except UsageError as error:
            try:
                matches = find_reports(store, what)
            except UsageError:
                if _is_file_name(what):
                    raise _no_file(what) from None
                raise error from None
        if len(matches) > 1:
            choices = ", ".join(f"{match.label} ({match.kind}) {match.iri}" for match in matches)
            raise UsageError(f"{what!r} names {len(matches)} things", hint=f"name one of: {choices}")
        yield store, matches[0].iri


def _is_file_name(what: str) -> bool:
    """Whether something is named as a file is, with an ending.

    >>> [_is_file_name(name) for name in ("reports/one.txt", "one.html", "St. Anna", "U.S.")]
    [True, True, False, False]
    """
    return "://" not in what and re.fullmatch(r".+\.[a-z]{2,5}", what) is not None


def _no_file(what: str) -> UsageError:
    return UsageError(
        f"there is no file {what!r}, and no report of that name in the store",
        hint="give its path, or see claimgraph ask reports",
    )


def _read(app: App, path: Path, said: ReadParameters) -> tuple[Store, str]:
    """A report from a file, in a store of its own that is gone afterwards."""
    from claimgraph.loading import Loader
    from claimgraph.model import Report
    from claimgraph.store import EmbeddedStore

    reference = reference_data(app, said)
    reports = [item for item in read_file(path, said, reference) if isinstance(item, Report)]
    if len(reports) != 1:
        raise InputError(
            f"it holds {len(reports)} reports", where=str(path), hint="load it, then show one of them"
        )
    said.differences.tell(app, said.differences_file)
    store = EmbeddedStore.in_memory()
    loader = Loader(store)
    loader.load_reference(reference)
    return store, loader.load(reports[0]).iri


_COLUMNS: Final[Mapping[str, Callable[[ClaimView], Cell]]] = {
    "claimant": lambda view: view.claimant,
    "stance": lambda view: view.stance,
    "certainty": lambda view: view.certainty,
    "text": lambda view: view.text,
    "content": lambda view: view.title,
    "direct_quote": lambda view: view.direct_quote,
    "narration": lambda view: view.narration,
    "said_on": lambda view: view.fact("wasMadeDuring") or None,
    "quantity": lambda view: view.fact("quantityText") or None,
    "about": lambda view: view.fact("isAbout") or None,
    "relays": lambda view: view.fact("relays") or None,
    "withdrawn": lambda view: view.withdrawn,
    "outlet": lambda view: view.outlet,
    "published": lambda view: view.published or None,
    "start": lambda view: view.start,
    "end": lambda view: view.end,
    "claim": lambda view: view.iri,
    "report": lambda view: view.report,
}
"""The columns of a table of claims after the number of the claim, with what stands in each."""


def claim_table(claims: Sequence[ClaimView]) -> Table:
    """Claims as rows."""
    rows = [(number, *(give(view) for give in _COLUMNS.values())) for number, view in enumerate(claims, 1)]
    return Table(("number", *_COLUMNS), rows)


def _print(app: App, page: object) -> None:
    from rich.console import Console

    from claimgraph.commands.pages import Page

    assert isinstance(page, Page)
    on_terminal = sys.stdout.isatty()
    color = app.color and on_terminal
    columns = shutil.get_terminal_size((WIDTH, 24)).columns if on_terminal else _columns()
    out = io.StringIO()
    console = Console(
        file=out,
        width=min(columns, WIDTH),
        force_terminal=color,
        no_color=not color,
        highlight=False,
        legacy_windows=False,
    )
    for text in page.texts():
        console.print(text, soft_wrap=False)
    lines = [line.rstrip() for line in out.getvalue().split("\n")]
    write(["\n".join(lines).rstrip("\n") + "\n"], None)


def _columns() -> int:
    given = os.environ.get("COLUMNS", "")
    return int(given) if given.isdigit() and int(given) > 0 else WIDTH
