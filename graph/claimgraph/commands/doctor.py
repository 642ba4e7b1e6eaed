"""`claimgraph doctor`: versions, the settings in force, the health of the store."""

from __future__ import annotations

import hashlib
import json
import platform
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import click

from claimgraph import __version__
from claimgraph.commands.app import App, Command, pass_app
from claimgraph.commands.output import Output, Table, emit, output_options
from claimgraph.commands.rows import number, rows
from claimgraph.errors import InputError
from claimgraph.vocabulary import RDF, cg
from claimgraph.wholeness import NO_CONTENT, NO_PROPOSITION, NOT_A_CODE

if TYPE_CHECKING:
    from claimgraph.store import Store

PACKAGES = ("pyoxigraph", "rdflib", "oxrdflib", "owlrl", "pyshacl", "networkx", "click", "rich")
Check = tuple[str, str, str]
"""Name, `ok`, `note` or `fault`, and what was found."""

_CLAIM = f"?x <{RDF}type> <{cg('Claim')}>"
RULES: tuple[tuple[str, str], ...] = (
    ("named graphs without a proposition in the record", NO_PROPOSITION),
    ("propositions without content", NO_CONTENT),
    (
        "propositions without a passage",
        f"?x <{RDF}type> <{cg('Proposition')}> FILTER NOT EXISTS {{ ?x <{cg('isSupportedBy')}> ?passage }}",
    ),
    (
        "claims without claimant, stance, content or passage",
        f"{_CLAIM} FILTER NOT EXISTS {{ ?x <{cg('hasClaimant')}> ?a ; <{cg('hasStance')}> ?b ; "
        f"<{cg('hasContent')}> ?c ; <{cg('isReportedIn')}> ?d }}",
    ),
    (
        "claims with more than one stance",
        f"{_CLAIM} ; <{cg('hasStance')}> ?a , ?b FILTER(STR(?a) < STR(?b))",
    ),
    (
        "nodes of the record that no document brought",
        f"?x <{RDF}type> ?kind FILTER NOT EXISTS {{ ?x <{cg('isRecordedFrom')}> ?document }} {NOT_A_CODE}",
    ),
    ("blank nodes", "?x ?p ?o FILTER(ISBLANK(?x))"),
)
"""What must not be in a store: how it is called, and the pattern that finds it as ?x."""


@click.command(cls=Command, examples=("claimgraph doctor", "claimgraph doctor --json"))
@output_options
@pass_app
def command(app: App, output: Output) -> int:
    """Show versions and the settings in force, and check that the store is whole.

    Exit code 1 when something is wrong with the store, 3 when it cannot be opened.
    """
    output.check()
    checks = [*versions(), *settings(app)]
    status = 0
    try:
        checks += store_checks(app)
    except OSError as error:  # before the store is opened: its folder may not be looked into
        status = InputError.exit_code
        checks.append(
            ("store", "fault", f"{error.filename}: cannot be read ({error.strerror}); check its rights")
        )
    except InputError as error:
        status = error.exit_code
        checks.append(("store", "fault", str(error)))
    emit(Table(("check", "result", "found"), checks), output, color=app.color)
    if status:
        return status
    return int(any(result == "fault" for _, result, _ in checks))


def versions() -> Iterator[Check]:
    """Yield the versions of what matters."""
    from importlib.metadata import PackageNotFoundError, version

    yield "claimgraph", "ok", __version__
    yield "python", "ok", f"{platform.python_version()} on {platform.system()} {platform.machine()}"
    for name in PACKAGES:
        try:
            yield name, "ok", version(name)
        except PackageNotFoundError:
            yield name, "fault", "not installed: install claimgraph again"


def settings(app: App) -> Iterator[Check]:
    """Yield the settings in force, and where they come from."""
    from claimgraph.resources import ontology_dir, queries_dir

    found = app.settings
    yield "settings", "ok", str(found.file) if found.file else "no claimgraph.toml here"
    yield "store", "ok", f"{found.store} ({found.origin})"
    if found.reference:
        yield "reference", "ok", ", ".join(map(str, found.reference))
    if found.ontology:
        yield "ontology", "ok", ", ".join(map(str, found.ontology))
    yield "ontology", "ok", str(ontology_dir())
    yield "questions", "ok", f"{len(list(queries_dir().glob('*.rq')))} in {queries_dir()}"


def store_checks(app: App) -> Iterator[Check]:
    """Yield the state of the store; a missing one is a note, not a fault."""
    place = app.settings.store
    remote = place.startswith(("http://", "https://"))
    if not remote and not (Path(place) / "store.json").is_file():
        yield "store", "note", "there is none yet: load a report, or name one with --store"
        return
    from claimgraph import word_index

    with app.open_store() as store:
        if not remote:
            yield "format", "ok", _format(Path(place))
        yield "namespace", "ok", store.base
        yield "quads", "ok", _quads(store)
        for name, pattern in RULES:
            count = number(store, f"SELECT (COUNT(DISTINCT ?x) AS ?n) WHERE {{ {pattern} }}")
            yield name, "fault" if count else "ok", str(count)
        yield _texts(store)
        if found := word_index.state(store):
            yield "index of words", "ok" if found.startswith("in step") else "note", found


def _format(folder: Path) -> str:
    values = json.loads((folder / "store.json").read_text(encoding="utf-8"))
    return f"{values.get('format')}, made by claimgraph {values.get('version')}"


def _quads(store: Store) -> str:
    record = number(store, "SELECT (COUNT(*) AS ?n) WHERE { ?s ?p ?o }")
    content = number(store, "SELECT (COUNT(*) AS ?n) WHERE { GRAPH ?g { ?s ?p ?o } }")
    return f"{record:,} in the record, {content:,} in propositions"


def _texts(store: Store) -> Check:
    """Whether the texts of the reports are there and are those that were read."""
    query = f"SELECT ?hash WHERE {{ ?x <{cg('contentHash')}> ?hash ; <{cg('textLength')}> ?length }}"
    hashes = {str(value) for (value,) in rows(store, query)}
    missing = damaged = 0
    for sha256 in sorted(hashes):
        text = store.text(sha256)
        if text is None:
            missing += 1
        elif hashlib.sha256(text.encode("utf-8")).hexdigest() != sha256:
            damaged += 1
    if damaged:
        return "texts", "fault", f"{damaged} of {len(hashes)} are not the text that was read: load them again"
    if missing:
        return "texts", "note", f"{missing} of {len(hashes)} are not here: offsets cannot be checked"
    return "texts", "ok", f"{len(hashes)}, all as they were read"
