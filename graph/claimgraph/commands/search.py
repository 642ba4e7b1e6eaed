"""`claimgraph search`: words in claims, in names, in headlines."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from claimgraph.commands.app import App, Command, pass_app
from claimgraph.commands.output import Output, Table, emit, output_options, refuse_overwriting
from claimgraph.commands.rows import Plain, ending, rows
from claimgraph.errors import UsageError
from claimgraph.model import normalise_name
from claimgraph.nquads import literal
from claimgraph.vocabulary import CG, PREFIXES

if TYPE_CHECKING:
    from claimgraph.store import Store

KINDS = ("claims", "names", "reports")
COLUMNS = ("found", "who", "stance", "text", "date", "outlet", "iri")
_PROLOGUE = "".join(f"PREFIX {name}: <{address}> " for name, address in PREFIXES.items())


@click.command(
    cls=Command,
    examples=(
        "claimgraph search ammunition exploded",
        "claimgraph search Neptune --in claims --json",
        'claimgraph search "Black Sea" --in reports',
    ),
)
@click.argument("words", nargs=-1, required=True)
@click.option(
    "--in", "kinds", multiple=True, type=click.Choice(KINDS), help="Where to look; else everywhere."
)
@click.option(
    "--limit", type=click.IntRange(min=1), default=50, show_default=True, help="Rows for each kind."
)
@output_options
@pass_app
def command(app: App, words: tuple[str, ...], kinds: tuple[str, ...], limit: int, output: Output) -> None:
    """Find what has all the WORDS: claims (in what is claimed or in the sentence), names of entities,
    headlines of reports. Upper and lower case and the kind of apostrophe do not matter.
    """
    refuse_overwriting(output.path, output.force)
    wanted = [folded for word in words for folded in normalise_name(word).split()]
    if not wanted:
        raise UsageError("no words to search for", hint="claimgraph search WORDS")
    found: list[tuple[Plain, ...]] = []
    with app.open_store() as store:
        for kind in KINDS:
            if not kinds or kind in kinds:
                hits = _SEARCHES[kind](store, wanted)
                if len(hits) > limit:
                    app.warn(f"only {limit} of {len(hits)} {kind} are shown; ask for more with --limit")
                found += hits[:limit]
    emit(Table(COLUMNS, found), output, color=app.color)


def claims(store: Store, words: list[str]) -> list[tuple[Plain, ...]]:
    """Claims by their content or sentence, in order of date."""
    in_text = _filter('CONCAT(?text, " ", ?sentence)', words)
    query = (
        f"{_PROLOGUE} SELECT ?day ?claim ?who ?stance ?text ?outlet WHERE {{ "
        "?claim a cg:Claim ; cg:contentText ?text ; cg:isReportedIn ?passage . "
        "?passage cg:exactText ?sentence . "
        f"{in_text} "
        "?claim cg:hasStance ?stance ; cg:hasClaimant/rdfs:label ?who . ?passage cg:isPassageOf ?report . "
        "?report cg:isPublishedBy/rdfs:label ?outlet . OPTIONAL { ?report cg:publishedOn ?day } "
        'FILTER(LANG(?who) IN ("en", "")) FILTER(LANG(?outlet) IN ("en", "")) }'
    )
    hits: dict[Plain, tuple[Plain, ...]] = {}
    for day, claim, who, stance, text, outlet in rows(store, query):
        hits.setdefault(claim, ("claim", who, stance, text, day, outlet, claim))
    return list(hits.values())


def names(store: Store, words: list[str]) -> list[tuple[Plain, ...]]:
    """Entities by any of their names, with their kind."""
    query = (
        f"{_PROLOGUE} SELECT ?name ?entity ?kind WHERE {{ "
        "?entity rdfs:label|cg:hasName|skos:altLabel ?name ; a ?kind . "
        f"FILTER(STRSTARTS(STR(?kind), {literal(CG)})) "
        "FILTER(?kind NOT IN (cg:Proposition, cg:Event, cg:Office, cg:OfficeHolding)) "
        f"{_filter('STR(?name)', words)} }}"
    )
    hits: dict[Plain, tuple[Plain, ...]] = {}
    for name, entity, kind in rows(store, query):
        hits.setdefault(entity, (ending(str(kind)), None, None, name, None, None, entity))
    return list(hits.values())


def reports(store: Store, words: list[str]) -> list[tuple[Plain, ...]]:
    """Reports by their headlines, in order of date."""
    query = (
        f"{_PROLOGUE} SELECT ?day ?report ?headline ?outlet WHERE {{ ?report cg:headline ?headline . "
        f"{_filter('?headline', words)} ?report cg:isPublishedBy/rdfs:label ?outlet . "
        'OPTIONAL { ?report cg:publishedOn ?day } FILTER(LANG(?outlet) IN ("en", "")) }'
    )
    return [("report", None, None, text, day, outlet, iri) for day, iri, text, outlet in rows(store, query)]


_SEARCHES = {"claims": claims, "names": names, "reports": reports}


def _filter(expression: str, words: list[str]) -> str:
    """All words in the text, case and apostrophes folded; the words stand as literals, not as pasted text."""
    folded = f'REPLACE(LCASE({expression}), "[’ʼ]", "\'")'
    return "FILTER(" + " && ".join(f"CONTAINS({folded}, {literal(word)})" for word in words) + ")"
