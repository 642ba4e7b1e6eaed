"""Asking stored questions: what people type becomes terms, the answer rows. The files: `question_files`.

>>> from claimgraph.store import EmbeddedStore
>>> ask(EmbeddedStore.in_memory(), "who-said-what", about="d:entity/ship").rows
()
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

import pyoxigraph as ox

from claimgraph.errors import InputError, UsageError
from claimgraph.finding import Entity, find_entities, find_reports, find_sides, find_speakers, suggestion
from claimgraph.kinds import narrower
from claimgraph.question_files import LIMIT, NEWEST, NUMBERS, Parameter, Question, load_question, number_of
from claimgraph.sparql_terms import Term
from claimgraph.store import Store
from claimgraph.vocabulary import CG, CODE, RDF, XSD

if TYPE_CHECKING:
    from claimgraph.word_index import Progress

Plain = str | int | bool | None
SPEAKING = ("by", "claimant", "of", "origin", "source", "speaker")  # who makes claims: a capital's government
_COUNT_REPORTS = f"SELECT (COUNT(?report) AS ?number) WHERE {{ ?report <{CG}claimCount> ?claims }}"


@dataclass(frozen=True, slots=True)
class Answer:
    """Rows of terms; `None` is an unbound cell. `rows` are in the order that the question fixes.

    `query_text` is the SPARQL that was asked (in its portable form where an index of words helped), `bound`
    the entities that names were taken to mean.
    `truncated` tells that there are more rows than `limit`; `newest` how many of the newest reports were
    looked at, if not all: some questions do so where nothing is named.
    """

    name: str
    variables: tuple[str, ...]
    rows: tuple[tuple[Term | None, ...], ...]
    query_text: str
    bound: Mapping[str, tuple[Entity, ...]]
    limit: int | None = None
    truncated: bool = False
    newest: int | None = None

    def plain(self) -> list[tuple[Plain, ...]]:
        """The rows as Python values; see `plain`."""
        return [tuple(plain(term) for term in row) for row in self.rows]

    def records(self) -> list[dict[str, Plain]]:
        """The rows as mappings from column to Python value."""
        return [dict(zip(self.variables, row, strict=True)) for row in self.plain()]


def plain(term: Term | None) -> Plain:
    """A term as a Python value: numbers, booleans, text; codes and ontology terms by their local name.

    >>> plain(ox.NamedNode("https://w3id.org/claimgraph/code/denies")), plain(ox.Literal(3))
    ('denies', 3)
    """
    if term is None:
        return None
    if isinstance(term, ox.NamedNode):
        for namespace in (CODE, CG, RDF):
            if term.value.startswith(namespace):
                return term.value[len(namespace) :]
        return term.value
    if term.datatype.value == XSD + "integer":
        return int(term.value)
    if term.datatype.value == XSD + "boolean":
        return term.value in {"true", "1"}
    return term.value


# ---------------------------------------------------------------------------------------- values


class Resolver:
    """Turns what people type into terms, by the types of a question's parameters."""

    def __init__(self, store: Store, question: Question) -> None:
        self.store = store
        self.question = question
        self.bound: dict[str, tuple[Entity, ...]] = {}

    def terms(self, values: Mapping[str, object]) -> dict[str, list[Term]]:
        """Terms for the values; defaults stand in for what is not given.

        Raises:
            UsageError: an unknown parameter, or a value that is not of the parameter's type.
        """
        given = {
            self.question.parameter(name).name: value
            for name, value in values.items()
            if value is not None and value != ""
        }
        terms: dict[str, list[Term]] = {}
        for parameter in self.question.parameters:
            value = given.get(parameter.name, parameter.default)
            if value is not None and (parameter.name not in NUMBERS or parameter.name in given):
                terms[parameter.name] = [t for one in _each(value) for t in self._terms(parameter, one)]
        return terms

    def _terms(self, parameter: Parameter, value: object) -> list[Term]:
        if parameter.type in {"entity", "report"}:
            found = finder(parameter)(self.store, str(value))
            self.bound[parameter.name] = (*self.bound.get(parameter.name, ()), *found)
            return [ox.NamedNode(entity.iri) for entity in found]
        if parameter.type == "class":
            return [ox.NamedNode(one) for one in narrower(str(value))]
        return [_literal(parameter, value)]


def finder(parameter: Parameter) -> Callable[[Store, str], list[Entity]]:
    """What looks up the names that a parameter takes."""
    if parameter.type == "report":
        return find_reports
    finders = {"side": find_sides, **dict.fromkeys(SPEAKING, find_speakers)}
    return finders.get(parameter.name, find_entities)


def _each(value: object) -> Iterable[object]:
    """One value, or each of several."""
    return value if isinstance(value, list | tuple | set | frozenset) else (value,)


def _literal(parameter: Parameter, value: object) -> Term:
    """The term of a value that needs no store to be understood."""
    text = str(value).lower() if isinstance(value, bool) else str(value).strip()
    if parameter.type == "code":
        text = text.removeprefix("code:").removeprefix(CODE)
        whole = [one for one in parameter.values if one.partition("-")[2] == text]  # firm: grade-firm
        text = whole[0] if len(whole) == 1 else text
    if parameter.values and text not in parameter.values:
        hint = suggestion(text, parameter.values) or f"it can be: {', '.join(parameter.values)}"
        raise UsageError(f"{parameter.name} cannot be {text!r}", hint=hint)
    if parameter.type == "code":
        return ox.NamedNode(CODE + text)
    if parameter.type == "date":
        return ox.Literal(_date(parameter, text), datatype=ox.NamedNode(XSD + "date"))
    if parameter.type == "integer":
        if not re.fullmatch(r"[+-]?[0-9]{1,18}", text):
            raise UsageError(f"{parameter.name} is {text!r}, not a whole number", hint="write it as 25")
        return ox.Literal(int(text))
    if parameter.type == "boolean":
        if text not in {"true", "false", "yes", "no", "1", "0"}:
            raise UsageError(f"{parameter.name} is {text!r}, not true or false", hint="write true or false")
        return ox.Literal(text in {"true", "yes", "1"})
    return _text(parameter, text)


def _text(parameter: Parameter, text: str) -> Term:
    try:
        text.encode("utf-8")
    except UnicodeEncodeError:
        fault = f"{parameter.name} holds a character that is not Unicode text"
        raise UsageError(fault, hint="retype it") from None
    return ox.Literal(text)


def _date(parameter: Parameter, text: str) -> str:
    try:
        if not re.fullmatch(r"\d{4}-\d{2}-\d{2}", text):
            raise ValueError("it is not of the form YYYY-MM-DD")
        return date.fromisoformat(text).isoformat()
    except ValueError as error:
        fault = f"{parameter.name} is {text!r}, not a date: {error}"
        raise UsageError(fault, hint="write it as 2022-04-16") from None


# ---------------------------------------------------------------------------------------- asking


def ask(store: Store, name: str, *, directory: Path | None = None, **values: object) -> Answer:
    """Ask a stored question; parameters as people type them (names, codes, dates), or lists of them.

    Raises:
        UsageError: an unknown question, parameter or value, a name that nothing in the store has, or one
            that several things have; the message says what is near or what to choose from.

    >>> from claimgraph.store import EmbeddedStore
    >>> answer = ask(EmbeddedStore.in_memory(), "reports", limit=5)
    >>> answer.rows, answer.limit, answer.truncated
    ((), 5, False)
    """
    return put(store, load_question(name, directory), values)


def put(
    store: Store, question: Question, values: Mapping[str, object], progress: Progress | None = None
) -> Answer:
    """`ask` with a question at hand; `progress` shows how far an index of words is that is being made."""
    resolver = Resolver(store, question)
    terms = resolver.terms(values)
    text = question.bind(terms)
    limit = number_of(LIMIT, text)
    asked = text
    if question.indexed:
        from claimgraph.word_index import looked_up

        given = {name: [term.value for term in some] for name, some in terms.items()}
        if indexed := looked_up(store, given, limit and limit + 1, progress):
            asked = question.bind({**terms, question.indexed: [ox.NamedNode(claim) for claim in indexed]})
    if limit is not None:  # one more row tells whether there are more
        asked = LIMIT.sub(rf"\g<1>LIMIT {limit + 1}", asked)
    solutions = store.query(asked)
    if not isinstance(solutions, ox.QuerySolutions):
        raise InputError("a stored question must be a SELECT query", where=question.name)
    rows = tuple(tuple(_cell(cell) for cell in solution) for solution in solutions)
    return Answer(
        name=question.name,
        variables=tuple(variable.value for variable in solutions.variables),
        rows=rows[:limit],
        query_text=text,
        bound=resolver.bound,
        limit=limit,
        truncated=limit is not None and len(rows) > limit,
        newest=_looked_at(store, text),
    )


def newest_of(text: str) -> int | None:
    """How many of the newest reports a bound question looks at; nothing if at all of them.

    >>> newest_of(load_question("quotes").bind({})), newest_of(load_question("reports").bind({}))
    (300, None)
    """
    return number_of(NEWEST, text)


def _looked_at(store: Store, text: str) -> int | None:
    """How many of the newest reports are looked at, if there are more."""
    newest = newest_of(text)
    if newest is None:
        return None
    solutions = store.query(_COUNT_REPORTS)
    assert isinstance(solutions, ox.QuerySolutions)
    return newest if any(int(getattr(row["number"], "value", 0)) > newest for row in solutions) else None


def _cell(cell: object) -> Term | None:
    return cell if isinstance(cell, ox.NamedNode | ox.Literal) else None


def by_position(question: Question, words: Sequence[str]) -> dict[str, str]:
    """Give values without names to the parameters in their order: `ask who-said-what Moskva`.

    Raises:
        UsageError: more values than parameters.

    >>> by_position(load_question("who-said-what"), ["Moskva"])
    {'about': 'Moskva'}
    """
    names = [parameter.name for parameter in question.parameters]
    if len(words) > len(names):
        extra = " ".join(words[len(names) :])
        fault = f"question {question.name} does not know what to do with {extra!r}"
        raise UsageError(fault, hint="quote names")
    return dict(zip(names, words, strict=False))
