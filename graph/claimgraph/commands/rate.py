"""`claimgraph rate`: ratings by users on the Admiralty scales, as notes in the record."""

from __future__ import annotations

import sys
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

import click

from claimgraph.commands.app import App, Command, pass_app
from claimgraph.errors import InputError

if TYPE_CHECKING:
    from claimgraph.store import Store


@click.command(
    cls=Command,
    examples=(
        "claimgraph rate ratings.csv",
        "claimgraph ask ratings",
        "printf 'source,reliability,user,date\\nHarbour Wire,B,desk,2022-05-01\\n' | claimgraph rate -",
    ),
)
@click.argument("file", type=click.Path(path_type=Path, allow_dash=True))
@pass_app
def command(app: App, file: Path) -> None:
    """Put the ratings of a CSV FILE into the store, in place of those that it brought before. Columns:
    source with reliability (A to F), or claim (its IRI) with credibility (1 to 6); user; date. Steps can be
    written as MISP tags. Ratings are notes: nothing is ranked or filtered by them.
    """
    from claimgraph.loading import removal
    from claimgraph.reasoning.ratings import ratings_quads, read_ratings

    name = "standard input" if str(file) == "-" else file.name
    try:
        data: bytes = sys.stdin.buffer.read() if str(file) == "-" else file.read_bytes()
        text = data.decode("utf-8-sig")
    except OSError as error:
        raise InputError(f"cannot be read ({error.strerror})", where=str(file)) from None
    except UnicodeDecodeError:
        raise InputError("is not UTF-8 text", where=str(file), hint="save it as UTF-8") from None
    with app.open_store(read_only=False) as store:
        ratings = read_ratings(text, name, partial(_found, store))
        lines = ratings_quads(ratings, store.base, name, text)
        document = next(line.split(" ", 1)[0] for line in lines if "/ratings/" in line.split(" ", 1)[0])
        store.update(removal(document.strip("<>")))
        store.load("".join(lines).encode("utf-8"))
        store.flush()
    app.say(f"{len(ratings)} rating{'' if len(ratings) == 1 else 's'}")


def _found(store: Store, given: str, column: str) -> str:
    """The IRI of the claim or source that a cell names.

    Raises:
        InputError: several have the name, or it is none: a rating of what is not there would be seen nowhere.
    """
    from claimgraph.finding import find_entities
    from claimgraph.vocabulary import cg

    found = find_entities(store, given)
    if len(found) > 1:
        raise InputError(f"{given!r} names {len(found)} things", hint="give an IRI")
    node = f"<{found[0].iri}>"
    if column == "claim":
        known, fault = f"{node} <{cg('hasStance')}> ?stance", f"{given} is no claim of this store"
        hint = "claimgraph ask who-said-what gives them in the column claim"
    else:
        speaks, publishes = (f"?x <{cg(name)}> {node}" for name in ("hasClaimant", "isPublishedBy"))
        known = f"{{ {speaks} }} UNION {{ {publishes} }}"
        fault = f"{found[0].label} makes no claim here and publishes no report"
        hint = "claimgraph ask speakers lists who speaks, claimgraph ask reports the outlets"
    if not store.query(f"ASK {{ {known} }}"):
        raise InputError(fault, hint=hint)
    return found[0].iri
