"""Stored questions: SPARQL files with a header, their parameters checked and bound, their answers as rows.

A question is a file `queries/NAME.rq`. Lines that start with `#+` hold a YAML header in the style of grlc
(summary, description, parameters, example, columns). The file is valid SPARQL as it stands: each parameter
is a line of its own, open by default,

```
  VALUES ?about { UNDEF }
  ?claim cg:isAbout ?about .   # with about
```

Binding puts RDF terms in the place of `UNDEF`, or drops the line, and with it the lines marked
`# with NAME`, when no value is given. Lines marked `# without NAME` are there only when none is given.
Values are never pasted as text and no engine's own way of
substituting is used, so the bound text means the same on every SPARQL 1.1 engine. A parameter called
`limit` is the number of the `LIMIT` clauses, `newest` that of those marked `# without NAME`, which choose the
newest reports where nothing is named; each stands on a line of its own. The cut and the whole answer have one
order, so that with a smaller limit come the first rows of what comes with a larger one.

The header may name a variable as `indexed`. It is bound and marked as a parameter is, but not by who asks:
where the store has an index of words (`word_index`), it stands for what was found there for `text`.

>>> question = load_question("who-said-what")
>>> [parameter.name for parameter in question.parameters][:2]
['about', 'stance']
>>> "UNDEF" in question.bind({"about": [ox.NamedNode("http://example.org/ship")]})
False
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pyoxigraph as ox

from claimgraph.errors import InputError, UsageError
from claimgraph.finding import Entity, find_entities, find_reports, find_sides, find_speakers, suggestion
from claimgraph.kinds import narrower
from claimgraph.resources import queries_dir
from claimgraph.sparql_terms import Term, sparql_term
from claimgraph.store import Store
from claimgraph.vocabulary import CG, CODE, RDF, XSD

if TYPE_CHECKING:
    from claimgraph.word_index import Progress

Value = str | int | bool | date
Plain = str | int | bool | None
TYPES = ("entity", "report", "class", "code", "date", "text", "integer", "boolean")
"""What a parameter can be: `class` with all below it, `code` of a list, `report` by headline or file."""
SPEAKING = ("by", "claimant", "of", "origin", "source", "speaker")  # who makes claims: a capital's government
MOST_ROWS = 1_000_000  # the largest `limit` and `newest` that can be asked for

_HEADER = re.compile(r"^#\+ ?(.*)$", re.MULTILINE)
_OPEN_LINE = re.compile(r"^([ \t]*)VALUES \?(\w+) \{ UNDEF \}[ \t]*(?:#.*)?\n", re.MULTILINE)
_MARKED_LINE = re.compile(r"^.*# (with|without) (\w+(?:, \w+)*)[ \t]*\n", re.MULTILINE)
_LIMIT = re.compile(r"^([ \t]*)LIMIT (\d+)(?=[ \t]*$)", re.MULTILINE)
_NEWEST = re.compile(r"^([ \t]*)LIMIT (\d+)(?=[ \t]*# without )", re.MULTILINE)
_NUMBERS = {"limit": _LIMIT, "newest": _NEWEST}  # numbers of `LIMIT` clauses: of rows, and of reports
_FALSE = ox.Literal(False)  # what is no is not given: a mark stands for what is asked for
_COUNT_REPORTS = f"SELECT (COUNT(?report) AS ?number) WHERE {{ ?report <{CG}claimCount> ?claims }}"


@dataclass(frozen=True, slots=True)
class Parameter:
    """A parameter of a question. `values` lists what is allowed, where that is a closed list."""

    name: str
    type: str
    description: str = ""
    required: bool = False
    default: Value | None = None
    values: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Question:
    """A stored question: its name is that of the file, `text` the SPARQL without the header."""

    name: str
    summary: str
    description: str
    parameters: tuple[Parameter, ...]
    example: Mapping[str, Value]
    columns: Mapping[str, str]
    text: str
    indexed: str = ""

    def parameter(self, name: str) -> Parameter:
        """The parameter of that name; `-` may stand for `_`, as in options.

        Raises:
            UsageError: there is none; the message names the nearest.
        """
        known = {parameter.name: parameter for parameter in self.parameters}
        name = name.replace("-", "_")
        if name not in known:
            raise UsageError(
                f"question {self.name} has no parameter {name!r}",
                hint=suggestion(name, known) or f"it takes: {', '.join(known) or 'none'}",
            )
        return known[name]

    @property
    def default_limit(self) -> int | None:
        """The number of rows after which the answer is cut, unless `limit` is given."""
        return _number(_LIMIT, self.text)

    def bind(self, values: Mapping[str, Sequence[Term]]) -> str:
        """The SPARQL text with these terms; several terms for one parameter mean "any of them".

        Raises:
            UsageError: a parameter that the question does not have, or a required one without a value.

        >>> question = load_question("who-said-what")
        >>> about = ox.NamedNode("https://w3id.org/claimgraph/data/entity/moskva")
        >>> "{ <https://w3id.org/claimgraph/data/entity/moskva> }" in question.bind({"about": [about]})
        True
        """
        given = {
            (name if name == self.indexed else self.parameter(name).name): terms
            for name, terms in values.items()
            if terms and list(terms) != [_FALSE]
        }
        for parameter in self.parameters:
            if parameter.required and parameter.name not in given:
                raise UsageError(
                    f"question {self.name} needs the parameter {parameter.name!r}",
                    hint=f"{parameter.description} (for example {self.example.get(parameter.name)})",
                )
        text = _MARKED_LINE.sub(lambda mark: _kept(mark, given), self.text)
        text = _OPEN_LINE.sub(lambda line: _values_line(line, given), text)
        for name, clause in _NUMBERS.items():
            if name in given:
                text = clause.sub(rf"\g<1>LIMIT {_row_count(name, given[name])}", text)
        return text


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


# ---------------------------------------------------------------------------------------- loading


def load_questions(directory: Path | None = None) -> dict[str, Question]:
    """All stored questions by name, in alphabetical order.

    Raises:
        InputError: a file without a header, with a faulty one, or one that does not fit its query.

    >>> "who-said-what" in load_questions()
    True
    """
    folder = directory or queries_dir()
    return {file.stem: parse_question(file) for file in sorted(folder.glob("*.rq"))}


def load_question(name: str, directory: Path | None = None) -> Question:
    """One stored question, without reading the others.

    Raises:
        UsageError: there is no question of that name; the message names the nearest.
        InputError: as `load_questions`.
    """
    folder = directory or queries_dir()
    names = sorted(file.stem for file in folder.glob("*.rq"))
    if name not in names:
        hint = suggestion(name, names) or f"the questions are: {', '.join(names)}"
        raise UsageError(f"there is no question {name!r}", hint=hint)
    return parse_question(folder / f"{name}.rq")


def parse_question(file: Path) -> Question:
    """Read a `.rq` file with its header.

    Raises:
        InputError: the header is missing or faulty, or names parameters that the query does not have.
    """
    import yaml

    try:
        source = file.read_text(encoding="utf-8")
        header = yaml.load("\n".join(_HEADER.findall(source)), getattr(yaml, "CSafeLoader", yaml.SafeLoader))
        if not isinstance(header, dict):
            raise TypeError("it has no header of `#+` lines")
        question = _question(file.stem, header, _HEADER.sub("", source).lstrip("\n"))
    except (OSError, ValueError, KeyError, TypeError, yaml.YAMLError) as error:
        raise InputError(f"the question cannot be read: {error}", where=str(file)) from None
    _check_lines(question, file)
    return question


def _question(name: str, header: Mapping[str, Any], text: str) -> Question:
    return Question(
        name=name,
        summary=str(header["summary"]).strip(),
        description=str(header["description"]).strip(),
        parameters=tuple(_parameter(entry) for entry in header.get("parameters") or ()),
        example=dict(header.get("example") or {}),
        columns={str(key): str(value).strip() for key, value in header["columns"].items()},
        text=text,
        indexed=str(header.get("indexed") or ""),
    )


def _parameter(entry: Mapping[str, Any]) -> Parameter:
    kind = str(entry["type"])
    if kind not in TYPES:
        raise ValueError(f"parameter {entry['name']!r} has the unknown type {kind!r}")
    return Parameter(
        name=str(entry["name"]),
        type=kind,
        description=str(entry["description"]).strip(),
        required=bool(entry.get("required", False)),
        default=entry.get("default"),
        values=tuple(str(value) for value in entry.get("values") or ()),
    )


def _check_lines(question: Question, file: Path) -> None:
    """Header and query must name the same parameters."""
    declared = {parameter.name for parameter in question.parameters} | ({question.indexed} - {""})
    present = {name for _, name in _OPEN_LINE.findall(question.text)}
    present |= {name for name, clause in _NUMBERS.items() if clause.search(question.text)}
    marks = {name for _, names in _MARKED_LINE.findall(question.text) for name in names.split(", ")}
    for names, fault in (
        (declared - present, "in the header but not in the query"),
        (present - declared, "in the query but not in the header"),
        (marks - declared, "named by a mark but not in the header"),
        (set(question.example) - declared, "in the example but not in the header"),
    ):
        if names:
            raise InputError(f"parameter {', '.join(sorted(names))} is {fault}", where=str(file))


# ---------------------------------------------------------------------------------------- binding


def _kept(mark: re.Match[str], given: Mapping[str, object]) -> str:
    """A marked line if it is to stay: `# with` any of the names, `# without` all of them."""
    stays = any(name in given for name in mark.group(2).split(", ")) == (mark.group(1) == "with")
    return mark.group() if stays else ""


def _values_line(line: re.Match[str], given: Mapping[str, Sequence[Term]]) -> str:
    """The line of a parameter with its terms, or nothing."""
    indent, name = line.groups()
    terms = " ".join(sparql_term(term) for term in given.get(name, ()))
    return f"{indent}VALUES ?{name} {{ {terms} }}\n" if terms else ""


def _row_count(name: str, terms: Sequence[Term]) -> int:
    """The number of a `LIMIT` clause."""
    text = terms[0].value
    if len(terms) != 1:
        raise UsageError(f"{name} is given {len(terms)} times", hint="give it once")
    if not re.fullmatch(r"[0-9]{1,7}", text) or not 1 <= int(text) <= MOST_ROWS:
        what = f"{name} is {text}, not a number of {'rows' if name == 'limit' else 'reports'}"
        raise UsageError(what, hint=f"give 1 to {MOST_ROWS}")
    return int(text)


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
            if value is not None and (parameter.name not in _NUMBERS or parameter.name in given):
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
    limit = _number(_LIMIT, text)
    asked = text
    if question.indexed:
        from claimgraph.word_index import looked_up

        given = {name: [term.value for term in some] for name, some in terms.items()}
        if indexed := looked_up(store, given, limit and limit + 1, progress):
            asked = question.bind({**terms, question.indexed: [ox.NamedNode(claim) for claim in indexed]})
    if limit is not None:  # one more row tells whether there are more
        asked = _LIMIT.sub(rf"\g<1>LIMIT {limit + 1}", asked)
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


def _number(clause: re.Pattern[str], text: str) -> int | None:
    found = clause.search(text)
    return int(found.group(2)) if found else None


def newest_of(text: str) -> int | None:
    """How many of the newest reports a bound question looks at; nothing if at all of them.

    >>> newest_of(load_question("quotes").bind({})), newest_of(load_question("reports").bind({}))
    (300, None)
    """
    return _number(_NEWEST, text)


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
