"""`claimgraph search`: words in claims, in names, in headlines."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from claimgraph.commands import records
from claimgraph.commands.app import App, Command, pass_app
from claimgraph.commands.output import Output, Table, emit, output_options
from claimgraph.commands.rows import Plain, contains, rows, spellings, types
from claimgraph.errors import UsageError
from claimgraph.model import normalise_name
from claimgraph.vocabulary import PREFIXES

if TYPE_CHECKING:
    from claimgraph.store import Store
    from claimgraph.word_index import Progress

KINDS = ("claims", "names", "reports")
COLUMNS = ("found", "who", "stance", "text", "date", "outlet", "iri")
_NO_ENTITIES = frozenset(("Proposition", "Event", "Office", "OfficeHolding"))
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
    "--limit",
    type=click.IntRange(min=1),
    metavar="N",
    default=50,
    show_default=True,
    help="Rows for each kind.",
)
@click.option("--with-retracted", is_flag=True, help="Also claims that were replaced or withdrawn later.")
@output_options
@pass_app
def command(
    app: App,
    words: tuple[str, ...],
    kinds: tuple[str, ...],
    limit: int,
    with_retracted: bool,
    output: Output,
) -> None:
    """Find what has all the WORDS: claims (in what is claimed or in the sentence), names of entities,
    headlines of reports. Upper and lower case and the kind of apostrophe do not matter.
    """
    output.check()
    wanted = [folded for word in words for folded in normalise_name(word).split()]
    if not wanted:
        raise UsageError("no words to search for", hint="claimgraph search WORDS")
    found: list[tuple[Plain, ...]] = []
    with app.open_store() as store:
        for kind in KINDS:
            if not kinds or kind in kinds:
                if kind == "claims":
                    hits, number = claims(store, wanted, limit, app.progress, with_retracted=with_retracted)
                else:
                    hits, number = _SEARCHES[kind](store, wanted, limit)
                if number > limit:
                    app.warn(f"only {limit} of {number} {kind} are shown; ask for more with --limit")
                found += hits
    emit(Table(COLUMNS, found), output, color=app.color)


def claims(
    store: Store,
    words: list[str],
    limit: int,
    progress: Progress | None = None,
    *,
    with_retracted: bool = False,
) -> tuple[list[tuple[Plain, ...]], int]:
    """Claims by their content or their sentence, the newest first, without those withdrawn."""
    found = _indexed(store, words, progress)
    if found is None:
        patterns = (
            f"?claim cg:contentText ?words . {contains('?words', words)}",
            f"{{ SELECT ?passage {{ ?passage cg:exactText ?words . {contains('?words', words)} }} }} ",
        )
        found = records.pick(store, patterns)
    if not with_retracted:
        from claimgraph.reasoning.record import Reader
        from claimgraph.reasoning.withdrawn import withdrawn

        gone = withdrawn(Reader(store))
        found = [address for address in found if address not in gone]
    views = {view.iri: view for view in records.claims(store, found[:limit])}
    hits: list[tuple[Plain, ...]] = [
        ("claim", one.claimant, one.stance, one.text, one.published or None, one.outlet, one.iri)
        for one in (views[address] for address in found[:limit])
    ]
    return hits, len(found)


def _indexed(store: Store, words: list[str], progress: Progress | None) -> list[str] | None:
    """The claims by the store's index of words, in the same order; nothing where it has none."""
    from claimgraph.word_index import open_index

    with open_index(store, progress) as index:
        hits = index.find([spellings(word) for word in words]) if index else None
    return None if hits is None else [hit.claim for hit in hits]


def names(store: Store, words: list[str], limit: int) -> tuple[list[tuple[Plain, ...]], int]:
    """Entities by any of their names, with their kind."""
    found: dict[str, Plain] = {}
    for property in ("rdfs:label", "cg:hasName", "skos:altLabel"):
        has_all = contains("STR(?name)", words)
        query = f"{_PROLOGUE} SELECT ?entity ?name {{ ?entity {property} ?name . {has_all} }}"
        for entity, name in rows(store, query):
            found.setdefault(str(entity), name)
    kinds = types(store, found)
    hits: list[tuple[Plain, ...]] = [
        (kind, None, None, found[entity], None, None, entity)
        for entity in found
        for kind in kinds[entity][:1]
        if kind not in _NO_ENTITIES
    ]
    hits.sort(key=lambda hit: (str(hit[3]).casefold(), str(hit[-1])))
    return hits[:limit], len(hits)


def reports(store: Store, words: list[str], limit: int) -> tuple[list[tuple[Plain, ...]], int]:
    """Reports by their headlines, in order of date."""
    query = (
        f"{_PROLOGUE} SELECT ?day ?report ?headline ?outlet WHERE {{ ?report cg:headline ?headline . "
        f"{contains('?headline', words)} ?report cg:isPublishedBy/rdfs:label ?outlet . "
        'OPTIONAL { ?report cg:publishedOn ?day } FILTER(LANG(?outlet) IN ("en", "")) }'
    )
    hits: dict[Plain, tuple[Plain, ...]] = {}
    for day, address, text, outlet in rows(store, query):
        hits.setdefault(address, ("report", None, None, text, day, outlet, address))
    return list(hits.values())[:limit], len(hits)


_SEARCHES = {"names": names, "reports": reports}
