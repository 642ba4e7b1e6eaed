"""Files of stored questions: a header and the SPARQL under it, read, checked and bound.

A question is a file `queries/NAME.rq`. Lines that start with `#+` hold a YAML header in the style of grlc
(summary, description, parameters, example, columns, shown). The file is valid SPARQL as it stands: each
parameter is a line of its own, open by default,

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
Of the columns, `shown` names those that a table for people has; all others are for programs.

>>> question = load_question("who-said-what")
>>> [parameter.name for parameter in question.parameters][:2]
['about', 'stance']
>>> "UNDEF" in question.bind({"about": [ox.NamedNode("http://example.org/ship")]})
False
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

import pyoxigraph as ox

from claimgraph.errors import InputError, UsageError
from claimgraph.finding import suggestion
from claimgraph.resources import queries_dir
from claimgraph.sparql_terms import Term, sparql_term

Value = str | int | bool | date
TYPES = ("entity", "report", "class", "code", "date", "text", "integer", "boolean")
"""What a parameter can be: `class` with all below it, `code` of a list, `report` by headline or file."""
MOST_ROWS = 1_000_000  # the largest `limit` and `newest` that can be asked for
LIMIT = re.compile(r"^([ \t]*)LIMIT (\d+)(?=[ \t]*$)", re.MULTILINE)
NEWEST = re.compile(r"^([ \t]*)LIMIT (\d+)(?=[ \t]*# without )", re.MULTILINE)
NUMBERS = {"limit": LIMIT, "newest": NEWEST}  # numbers of `LIMIT` clauses: of rows, and of reports

_HEADER = re.compile(r"^#\+ ?(.*)$", re.MULTILINE)
_OPEN_LINE = re.compile(r"^([ \t]*)VALUES \?(\w+) \{ UNDEF \}[ \t]*(?:#.*)?\n", re.MULTILINE)
_MARKED_LINE = re.compile(r"^.*# (with|without) (\w+(?:, \w+)*)[ \t]*\n", re.MULTILINE)
_FALSE = ox.Literal(False)  # what is no is not given: a mark stands for what is asked for


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
    """A stored question: its name is that of the file, `text` the SPARQL without the header.

    `columns` are explained in their order, `shown` those of a table for people.
    """

    name: str
    summary: str
    description: str
    parameters: tuple[Parameter, ...]
    example: Mapping[str, Value]
    columns: Mapping[str, str]
    shown: tuple[str, ...]
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
        return number_of(LIMIT, self.text)

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
        for name, clause in NUMBERS.items():
            if name in given:
                text = clause.sub(rf"\g<1>LIMIT {_row_count(name, given[name])}", text)
        return text


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
        begun = [one for one in names if name and one.startswith(f"{name}-")]
        near = f"did you mean {' or '.join(begun)}?" if begun else suggestion(name, names)
        hint = near or f"the questions are: {', '.join(names)}"
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
    columns = {str(key): str(value).strip() for key, value in header["columns"].items()}
    return Question(
        name=name,
        summary=str(header["summary"]).strip(),
        description=str(header["description"]).strip(),
        parameters=tuple(_parameter(entry) for entry in header.get("parameters") or ()),
        example=dict(header.get("example") or {}),
        columns=columns,
        shown=tuple(str(column) for column in header.get("shown") or columns),
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
    """Header and query must name the same parameters, and `shown` only columns that there are."""
    declared = {parameter.name for parameter in question.parameters} | ({question.indexed} - {""})
    present = {name for _, name in _OPEN_LINE.findall(question.text)}
    present |= {name for name, clause in NUMBERS.items() if clause.search(question.text)}
    marks = {name for _, names in _MARKED_LINE.findall(question.text) for name in names.split(", ")}
    for names, fault in (
        (declared - present, "in the header but not in the query"),
        (present - declared, "in the query but not in the header"),
        (marks - declared, "named by a mark but not in the header"),
        (set(question.example) - declared, "in the example but not in the header"),
    ):
        if names:
            raise InputError(f"parameter {', '.join(sorted(names))} is {fault}", where=str(file))
    if strange := [column for column in question.shown if column not in question.columns]:
        raise InputError(f"column {', '.join(strange)} is shown but not explained", where=str(file))


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


def number_of(clause: re.Pattern[str], text: str) -> int | None:
    """The number of a clause of the text, or nothing if it has none."""
    found = clause.search(text)
    return int(found.group(2)) if found else None
