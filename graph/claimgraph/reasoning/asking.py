"""Stored questions under a perspective: the same question, asked of the claims of one party or day only."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import replace
from datetime import date

from claimgraph.errors import UsageError
from claimgraph.finding import Entity, find_speakers
from claimgraph.question_files import Question
from claimgraph.questions import Answer, finder, put
from claimgraph.reasoning.perspectives import Perspective, view
from claimgraph.store import Store


def put_under(
    store: Store, question: Question, values: Mapping[str, object], perspective: Perspective
) -> Answer:
    """`questions.put` with the claims of a perspective alone; names are looked up among everything.

    Raises:
        UsageError: as `questions.put`.

    >>> from claimgraph.question_files import load_question
    >>> from claimgraph.store import EmbeddedStore
    >>> under = Perspective(as_of="2022-04-15")
    >>> put_under(EmbeddedStore.in_memory(), load_question("speakers"), {}, under).rows
    ()
    """
    if perspective.is_whole:
        return put(store, question, values)
    bound: dict[str, tuple[Entity, ...]] = {}
    resolved: dict[str, object] = {}
    for name, value in values.items():
        parameter = question.parameter(name)
        if parameter.type not in {"entity", "report"} or value is None or value == "":
            resolved[name] = value
            continue
        find = finder(parameter)
        given = value if isinstance(value, list | tuple | set | frozenset) else [value]
        bound[name] = tuple(entity for one in given for entity in find(store, str(one)))
        resolved[name] = [entity.iri for entity in bound[name]]
    answer = put(view(store, perspective), question, resolved)
    return replace(answer, bound=bound)


def named_perspective(
    store: Store, according_to: Iterable[str] = (), without: Iterable[str] = (), as_of: str = ""
) -> Perspective:
    """The perspective that people name by names and a date.

    Raises:
        UsageError: a name that nothing in the store has, or a date that is none.

    >>> from claimgraph.store import EmbeddedStore
    >>> named_perspective(EmbeddedStore.in_memory(), as_of="2022-04-15").as_of
    '2022-04-15'
    """
    if as_of:
        try:
            as_of = date.fromisoformat(as_of).isoformat()
        except ValueError:
            raise UsageError(f"{as_of!r} is not a date", hint="write it as 2022-04-16") from None

    def found(names: Iterable[str]) -> tuple[str, ...]:
        return tuple(one.iri for name in names for one in find_speakers(store, name))

    return Perspective(found(according_to), found(without), as_of)
