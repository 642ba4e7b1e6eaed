"""`claimgraph contradictions`: where accounts cannot both be true, with both sentences and the reason."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from claimgraph.commands.app import App, Command, pass_app
from claimgraph.commands.output import (
    Output,
    Table,
    emit,
    fitted,
    output_options,
    printable,
    write,
)
from claimgraph.errors import UsageError

if TYPE_CHECKING:
    from claimgraph.reasoning.listing import ClaimView, ContradictionView
    from claimgraph.store import Store

KINDS = ("stance", "logic", "interval", "verdict")
GRADES = ("firm", "possible")
COLUMNS = (
    "grade",
    "kind",
    "reading",
    "question",
    "claimant",
    "stance",
    "words",
    "published",
    "other_claimant",
    "other_stance",
    "other_words",
    "other_published",
    "reason",
)
MARKS = ("withdrawn", "other_withdrawn")
"""Of the first and of the second claim, where withdrawn ones are shown."""
EXPLAINED = (
    *COLUMNS,
    "sentence",
    "outlet",
    "claim",
    "other_sentence",
    "other_outlet",
    "other_claim",
    "axioms",
    "pairs",
)


@click.command(
    cls=Command,
    examples=(
        "claimgraph contradictions",
        "claimgraph contradictions --about Moskva --explain",
        "claimgraph contradictions --rule interval --grade possible --csv",
        'claimgraph contradictions --claimant "Government of Russia"',
        "claimgraph contradictions --recompute        # drop all findings and find them again",
    ),
)
@click.option("--about", metavar="NAME", help="Only claims about this thing, person or place.")
@click.option("--claimant", metavar="NAME", help="Only those in which this one speaks.")
@click.option(
    "--rule",
    "--kind",
    "kinds",
    multiple=True,
    type=click.Choice(KINDS),
    help="Only those found by this rule.",
)
@click.option(
    "--grade", "grades", multiple=True, type=click.Choice(GRADES), help="Only firm or only possible ones."
)
@click.option("--explain", is_flag=True, help="Both sentences, rule, reading, axioms, and pairs stood for.")
@click.option("--all-pairs", is_flag=True, help="With --about: every pair, not only those that are kept.")
@click.option(
    "--with-retracted", is_flag=True, help="Also those with claims that were replaced or withdrawn later."
)
@click.option("--recompute", is_flag=True, help="Drop the findings in the store and find them again first.")
@click.option("--drop", is_flag=True, help="Take all findings out of the store and do no more.")
@output_options
@pass_app
def command(
    app: App,
    about: str | None,
    claimant: str | None,
    kinds: tuple[str, ...],
    grades: tuple[str, ...],
    explain: bool,
    all_pairs: bool,
    with_retracted: bool,
    recompute: bool,
    drop: bool,
    output: Output,
) -> None:
    """Show which claims cannot both be true: what is asked, who says what in which words, and why the two
    exclude each other. No side is chosen. A finding is firm if the claims exclude each other as they are
    worded, and possible if that hangs on something they leave open. What its claimant withdrew is left out.
    """
    output.check()
    if all_pairs and about is None:
        raise UsageError("all pairs of a whole store can be millions", hint="name a thing with --about")
    if recompute or drop:
        _update(app, drop=drop)
        if drop:
            return
    from claimgraph.reasoning.listing import Wanted, listed

    with app.open_store() as store:
        wanted = Wanted(
            about=_iris(store, about),
            claimants=_iris(store, claimant, speaks=True),
            rules=kinds,
            grades=grades,
            every=all_pairs,
            with_retracted=with_retracted,
        )
        found, current = listed(store, wanted)
    _say(app, found, current)
    if explain and output.chosen() == "table":
        write([fitted(explanation(found), output.path)], output.path, force=output.force)
    else:
        emit(_table(found, explain, with_retracted), output, color=app.color)


def _say(app: App, found: list[ContradictionView], current: bool) -> None:
    if not current:
        app.say(
            "the store has no findings for its present reports: computed for this answer (keep: --recompute)"
        )
    pairs = sum(one.stands_for for one in found)
    if pairs > len(found):
        app.say(f"{len(found):,} pairs of claims are listed; they stand for {pairs:,} (see --explain)")


def _iris(store: Store, name: str | None, *, speaks: bool = False) -> tuple[str, ...]:
    from claimgraph.finding import find_entities, find_speakers

    find = find_speakers if speaks else find_entities
    return () if name is None else tuple(one.iri for one in find(store, name))


def _update(app: App, *, drop: bool) -> None:
    from claimgraph.compaction import compact
    from claimgraph.reasoning import engine

    with app.open_store(read_only=False) as store:
        if drop:
            engine.drop(store)
            app.say("all findings are out of the store")
        else:
            found = engine.refresh(store).found
            compact(store, app.say)
            app.say(", ".join(f"{number} {name}" for name, number in found.items()))


def _table(found: list[ContradictionView], explain: bool, marked: bool) -> Table:
    rows = []
    for one in found:
        row: tuple[str | bool, ...] = (one.grade, one.rule, one.reading, one.question)
        for claim in (one.first, one.second):
            row = (*row, claim.claimant, claim.stance, claim.words, claim.published)
        row = (*row, one.reason)
        if explain:
            for claim in (one.first, one.second):
                row = (*row, claim.sentence, claim.outlet, claim.iri)
            row = (*row, "; ".join(one.axioms), str(one.stands_for))
        rows.append((*row, one.first.withdrawn, one.second.withdrawn) if marked else row)
    columns = EXPLAINED if explain else COLUMNS
    return Table((*columns, *MARKS) if marked else columns, rows)


def explanation(found: list[ContradictionView]) -> str:
    """The contradictions as text, grouped by question.

    >>> explanation([])
    'no contradictions\\n'
    """
    if not found:
        return "no contradictions\n"
    lines: list[str] = []
    question = ""
    for number, one in enumerate(found, 1):
        if one.question != question:
            question = one.question
            lines += [question, ""]
        lines += [f"  {number}. {one.grade}, by {one.rule}, {_READINGS[one.reading]}"]
        lines += [*_claim(one.first), *_claim(one.second), f"     because  {one.reason}"]
        lines += [f"     axiom    {axiom}" for axiom in one.axioms]
        if one.stands_for > 1:
            lines.append(
                f"     stands   for {one.stands_for:,} pairs of claims on this question, this one included"
            )
        lines.append("")
    return printable("\n".join(lines))


_READINGS = {"literal": "as worded", "exclusiveCause": "if the cause was one"}


def _claim(claim: ClaimView) -> list[str]:
    where = ", ".join(part for part in (claim.outlet, claim.published) if part)
    mark = " [withdrawn later]" if claim.withdrawn else ""
    return [
        f"     {claim.claimant} {claim.stance}{mark}: {' '.join(claim.words.split())}",
        f"         “{' '.join(claim.sentence.split())}” ({where})",
    ]
