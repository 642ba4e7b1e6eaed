"""Stored questions under a perspective: the same question, asked of the claims of one party or day only."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

from claimgraph.finding import Entity, find_entities, find_reports
from claimgraph.questions import Answer, Question, put
from claimgraph.reasoning.perspectives import Perspective, view
from claimgraph.store import Store

_FINDERS = {"entity": find_entities, "report": find_reports}


def put_under(
    store: Store, question: Question, values: Mapping[str, object], perspective: Perspective
) -> Answer:
    """`questions.put` with the claims of a perspective alone; names are looked up among everything.

    Raises:
        UsageError: as `questions.put`.

    >>> from claimgraph.questions import load_question
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
        find = _FINDERS.get(question.parameter(name).type)
        if find is None or value is None or value == "":
            resolved[name] = value
            continue
        given = value if isinstance(value, list | tuple | set | frozenset) else [value]
        bound[name] = tuple(entity for one in given for entity in find(store, str(one)))
        resolved[name] = [entity.iri for entity in bound[name]]
    answer = put(view(store, perspective), question, resolved)
    return replace(answer, bound=bound)
