"""What an answer does not show: claims that were withdrawn, and claims that answer another question."""

from __future__ import annotations

import shlex
from collections.abc import Iterable
from typing import TYPE_CHECKING, Final

from claimgraph.vocabulary import cg

if TYPE_CHECKING:
    from claimgraph.question_files import Question
    from claimgraph.questions import Answer
    from claimgraph.reasoning.record import Reader
    from claimgraph.store import Store


def notes(store: Store, question: Question, answer: Answer, given: Iterable[str]) -> list[str]:
    """What there is to say of an answer about something, in words; `given` are the parameters with values.

    >>> from claimgraph.question_files import load_question
    >>> from claimgraph.questions import ask
    >>> from claimgraph.store import EmbeddedStore
    >>> empty = EmbeddedStore.in_memory()
    >>> notes(empty, load_question("speakers"), ask(empty, "speakers"), ())
    []
    """
    if not answer.rows and (found := _changed_otherwise(store, question, answer)):
        return found
    from claimgraph.reasoning.record import Reader

    things = [one for one in answer.bound.get("about", ()) if one.kind]
    if not things:
        return []
    reader, label = Reader(store), things[0].label
    entities = [one.iri for one in things]
    can_show_all = any(one.name == "with_retracted" for one in question.parameters)
    gone = _gone(reader, entities) if can_show_all and "with_retracted" not in set(given) else 0
    found = []
    if gone:
        told = f"{_claims(gone)} on {label} {'were' if gone > 1 else 'was'} withdrawn or replaced later"
        by_what = f"claimgraph ask revisions --about {shlex.quote(label)}"
        found.append(f"{told}, not shown: --with-retracted; by what: {by_what}")
    if question.name == "timeline" and not answer.truncated and set(given) <= {"about", "with_retracted"}:
        timed = {row[answer.variables.index("claim")] for row in answer.rows}
        untimed = len(_about(reader, entities)) - gone - len(timed)
        if untimed > 0:
            told = f"{_claims(untimed)} on {label} without a time of what happened"
            found.append(f"{told}, not listed: --basis said")
    elif not answer.rows and gone < (recorded := len(_about(reader, entities))):
        found.append(
            f"nothing in the record answers this; what is recorded on {label} "
            f"({recorded:,}): claimgraph ask who-said-what {shlex.quote(label)}"
        )
    return found


CHANGES: Final = {
    "revisions": "answers that changed",
    "corrections": "claims replaced by a correction",
    "retractions": "claims withdrawn",
}
"""The questions on what became of a claim, with what each lists."""


def _changed_otherwise(store: Store, question: Question, answer: Answer) -> list[str]:
    """Where a claim was not changed in the way that was asked for but in another: which question tells."""
    from claimgraph.question_files import load_question
    from claimgraph.questions import put

    found = []
    for name, listed in CHANGES.items() if question.name in CHANGES else ():
        same = {key: [one.iri for one in entities] for key, entities in answer.bound.items()}
        options = "".join(f" --{key} {shlex.quote(some[0].label)}" for key, some in answer.bound.items())
        if name != question.name and (number := len(put(store, load_question(name), same).rows)):
            found.append(f"none here, but {listed} ({number:,}): claimgraph ask {name}{options}")
    return found


def _claims(number: int) -> str:
    return f"{number:,} claims" if number > 1 else "1 claim"


_ABOUT = f"?c <{cg('isAbout')}> ?e ; <{cg('hasContent')}> ?content"


def _about(reader: Reader, entities: Iterable[str]) -> set[str]:
    """The claims that are about one of the entities."""
    listed = " ".join(f"<{one}>" for one in sorted(entities))
    query = f"SELECT DISTINCT ?c WHERE {{ VALUES ?e {{ {listed} }} {_ABOUT} }}"
    return {row[0] for row in reader.rows(query)}


def _gone(reader: Reader, entities: Iterable[str]) -> int:
    """How many claims about the entities no longer stand; those that do are many, and not looked at."""
    from claimgraph.reasoning.record import batches
    from claimgraph.reasoning.withdrawn import withdrawn

    wanted = set(entities)
    queries = (
        f"SELECT ?c ?e WHERE {{ VALUES ?c {{ {part} }} {_ABOUT} }}" for part in batches(withdrawn(reader))
    )
    return len({claim for query in queries for claim, thing in reader.rows(query) if thing in wanted})
