"""Stage 6: rules over the whole graph, one SPARQL query a file in `rules/`.

A rule selects the faults: `?focus`, and where it makes sense `?path`, `?value`, `?graph`. Its header says the
rest, in lines `#+ key: text`: code, severity, name, message, fix, help. The message may name the variables in
braces. The default graph of the queries is the record, named graphs are contents; blank nodes keep their
names.

>>> [rule.severity.value for rule in load_rules() if rule.code == "CG-GRF-008"]
['error']
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

from claimgraph.validation.findings import Finding, Options, Severity
from claimgraph.validation.source import Corpus
from claimgraph.vocabulary import compact

if TYPE_CHECKING:
    import pyoxigraph as ox
    from rdflib.term import Identifier

_HEADER = re.compile(r"^#\+[ \t]*(\w+):[ \t]*(.*?)[ \t]*$", re.MULTILINE)
_KEYS = ("code", "severity", "name", "message", "fix", "help")
_VARIABLES = ("focus", "path", "value", "graph")


@dataclass(frozen=True, slots=True)
class Rule:
    """A rule as its file states it."""

    code: str
    severity: Severity
    name: str
    message: str
    fix: str
    help: str
    query: str
    file: str


@cache
def load_rules() -> tuple[Rule, ...]:
    """All rules, by code.

    Raises:
        ValueError: a rule file without one of the header lines.
    """
    rules = [_rule(file) for file in sorted((Path(__file__).parent / "rules").glob("*.rq"))]
    return tuple(sorted(rules, key=lambda rule: rule.code))


def _rule(file: Path) -> Rule:
    text = file.read_text(encoding="utf-8")
    header = dict(_HEADER.findall(text))
    missing = [key for key in _KEYS if not header.get(key)]
    if missing:
        raise ValueError(f"{file.name}: the header has no {', '.join(missing)}")
    return Rule(
        header["code"],
        Severity(header["severity"]),
        header["name"],
        header["message"],
        header["fix"],
        header["help"],
        text,
        file.stem,
    )


def check(corpus: Corpus, options: Options) -> Iterable[Finding]:
    """Yield what the rules find in the data files."""
    if not corpus.data:
        return
    store = dataset(corpus)
    for rule in load_rules():
        if options.wants(rule.code):
            yield from _apply(rule, store)


def dataset(corpus: Corpus) -> ox.Store:
    """The data files as one pyoxigraph dataset in memory."""
    import pyoxigraph as ox

    store = ox.Store()
    default = ox.DefaultGraph()
    store.extend(
        ox.Quad(
            _ox(quad.subject),
            _ox(quad.predicate),
            _ox(quad.object),
            ox.NamedNode(quad.graph)
            if ":" in quad.graph
            else ox.BlankNode(quad.graph)
            if quad.graph
            else default,
        )
        for source in corpus.data
        for quad in source.quads
    )
    return store


def _ox(term: Identifier) -> Any:
    import pyoxigraph as ox
    from rdflib.term import BNode, Literal

    if isinstance(term, Literal):
        if term.language:
            return ox.Literal(str(term), language=term.language)
        return ox.Literal(str(term), datatype=ox.NamedNode(str(term.datatype)) if term.datatype else None)
    return ox.BlankNode(str(term)) if isinstance(term, BNode) else ox.NamedNode(str(term))


def _apply(rule: Rule, store: ox.Store) -> Iterator[Finding]:
    import pyoxigraph as ox

    solutions = store.query(rule.query)
    assert isinstance(solutions, ox.QuerySolutions)
    names = {variable.value for variable in solutions.variables}
    for solution in solutions:
        terms: dict[str, str] = dict.fromkeys(_VARIABLES, "")
        for name in names.intersection(_VARIABLES):
            term: Any = solution[name]
            terms[name] = term.value if term is not None else ""
        shown = {name: compact(text) for name, text in terms.items()}
        message = rule.message.format(**shown)
        yield Finding(
            rule.code,
            rule.severity,
            message,
            rule.fix.format(**shown),
            rule=rule.file,
            focus=terms["focus"],
            path=terms["path"],
            value=terms["value"],
            graph=terms["graph"],
        )
