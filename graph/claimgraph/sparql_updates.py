"""SPARQL updates on another dataset than they were written for, by their tokens.

SPARQL 1.1 Update (section 3.1.3) lets `WITH` and `USING` name the graphs of an operation. The functions here
put these clauses into a text that has none: `with_graph` for servers whose default graph is the union of all
graphs, `with_dataset` for the parameters `using-graph-uri` and `using-named-graph-uri` of the protocol.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from claimgraph.nquads import iri
from claimgraph.sparql_guard import RefusedError, Token, place, tokenize

CLOSING = {"{": "}", "(": ")", "[": "]"}


@dataclass(frozen=True, slots=True)
class Operation:
    """An INSERT or DELETE with a WHERE: where its first word, its WHERE and its end are."""

    start: int
    where: int
    end: int
    pattern: str
    is_short: bool
    """`DELETE WHERE { … }`, which takes neither WITH nor USING."""


def with_graph(update: str, graph: str) -> str:
    """The update with `graph` in the place of the default graph, in templates and patterns.

    `INSERT DATA` and `DELETE DATA` stay as they are: their graphs are written out.

    Raises:
        RefusedError: an operation names its graphs already.

    >>> with_graph("DELETE { ?s ?p ?o } WHERE { ?s ?p ?o }", "http://e.org/g")
    'WITH <http://e.org/g> DELETE { ?s ?p ?o } WHERE { ?s ?p ?o }'
    """
    return _rewritten(update, before=f"WITH {iri(graph)} ", at_where="")


def with_dataset(update: str, default: Sequence[str], named: Sequence[str]) -> str:
    """The update with these graphs as the dataset of its patterns (SPARQL 1.1 Protocol, section 2.2.3).

    Raises:
        RefusedError: an operation names its graphs already.

    >>> with_dataset("DELETE WHERE { ?s ?p ?o }", ["http://e.org/g"], [])
    'DELETE { ?s ?p ?o } USING <http://e.org/g> WHERE { ?s ?p ?o }'
    """
    clauses = [f"USING {iri(name)} " for name in default] + [f"USING NAMED {iri(name)} " for name in named]
    return _rewritten(update, before="", at_where="".join(clauses))


def _rewritten(update: str, *, before: str, at_where: str) -> str:
    parts = []
    position = 0
    for operation in operations(update):
        parts.append(update[position : operation.start])
        position = operation.end
        if operation.is_short:
            parts.append(f"{before}DELETE {operation.pattern} {at_where}WHERE {operation.pattern}")
        else:
            head, tail = (
                update[operation.start : operation.where],
                update[operation.where : operation.end],
            )
            parts.append(f"{before}{head}{at_where}{tail}")
    return "".join(parts) + update[position:]


def operations(update: str) -> Iterator[Operation]:
    """The operations with patterns, in order.

    Raises:
        RefusedError: one of them has WITH or USING, or a word is written with `\\u` escapes.
    """
    top = list(_top_level(tokenize(update, "update"), update))
    index = 0
    while index < len(top):
        word = top[index].text.upper()
        follower = top[index + 1].text.upper() if index + 1 < len(top) else ""
        if word in {"WITH", "USING"}:
            line, column = place(update, top[index].start)
            raise RefusedError(
                f"{word} in the update, and graphs beside it",
                where="update",
                hint="name the graphs in one of the two",
                line=line,
                column=column,
            )
        if word not in {"INSERT", "DELETE"} or follower == "DATA":
            index += 1
            continue
        where = next(
            (n for n in range(index, len(top)) if top[n].text.upper() in {"WHERE", ";", "USING"}), -1
        )
        if where < 0 or top[where].text.upper() != "WHERE":
            index = where if where > index else index + 1
            continue
        start, end = _block(update, top[where].start)
        head = update[top[index].start : top[where].start]
        is_short = len(tokenize(head, "update")) == 1
        yield Operation(top[index].start, top[where].start, end, update[start:end], is_short)
        index = where + 1


def _top_level(tokens: list[Token], text: str) -> Iterator[Token]:
    """The words and semicolons outside of brackets."""
    depth = 0
    for token in tokens:
        if token.kind == "other" and token.text == "\\":
            line, column = place(text, token.start)
            raise RefusedError(
                "an escape outside of strings and IRIs", where="update", line=line, column=column
            )
        if token.text in CLOSING:
            depth += 1
        elif token.text in CLOSING.values():
            depth -= 1
        elif depth == 0 and (token.kind == "word" or token.text == ";"):
            yield token


def _block(text: str, where: int) -> tuple[int, int]:
    """Start and end of the group after the WHERE at an offset."""
    depth = 0
    start = -1
    for token in tokenize(text[where:], "update"):
        if token.text == "{":
            depth += 1
            start = where + token.start if start < 0 else start
        elif token.text == "}":
            depth -= 1
            if depth == 0:
                return start, where + token.start + 1
    return len(text), len(text)
