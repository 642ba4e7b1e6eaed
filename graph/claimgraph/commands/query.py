"""`claimgraph query`: SPARQL from the command line, a file or standard input, reading only."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from claimgraph.commands.app import App, Command, pass_app
from claimgraph.commands.ask import parse_parameters
from claimgraph.commands.completing import nothing, offered
from claimgraph.commands.output import Output, Table, check_target, emit, ending_of, output_options, write
from claimgraph.commands.triples import ENDINGS, write_triples
from claimgraph.errors import InputError, UsageError

if TYPE_CHECKING:
    from claimgraph.question_files import Question
    from claimgraph.store import Store

RESULT_ENDINGS = {".srj": "JSON", ".srx": "XML"}
"""W3C result formats, for SELECT and ASK."""


@click.command(
    cls=Command,
    examples=(
        'claimgraph query "SELECT ?g WHERE { GRAPH ?g { ?s ?p ?o } } LIMIT 5"',
        "claimgraph query losses.rq --param side=Moscow -o losses.csv",
        "claimgraph query - < losses.rq",
        "claimgraph query describe.rq -o graph.ttl    # CONSTRUCT or DESCRIBE",
        'claimgraph query "ASK { ?s ?p ?o }" --endpoint https://example.org/sparql',
    ),
)
@click.argument("query", metavar="SPARQL|FILE.rq|-", shell_complete=offered(nothing, files=True))
@click.option(
    "--param", "pairs", multiple=True, metavar="NAME=VALUE", help="Value for a variable; may be repeated."
)
@click.option("--endpoint", metavar="URL", help="Ask this SPARQL server instead of the store.")
@output_options
@pass_app
def command(app: App, query: str, pairs: tuple[str, ...], endpoint: str | None, output: Output) -> None:
    """Ask in SPARQL 1.1. The record is the default graph, each proposition is a named graph.

    The prefixes cg, code, d, rdf, rdfs, owl, xsd, skos and dcterms are known. A file with a header of `#+`
    lines takes its parameters; in any other query, --param NAME=VALUE gives a value to ?NAME: an IRI, a
    prefixed name, a number, true, false, or text. Updates, SERVICE and LOAD are refused.
    """
    from claimgraph.sparql_guard import check_query

    check_target(output.path, output.force)
    if endpoint:
        app.store = endpoint
    text, where = _text(query)
    values = parse_parameters(pairs)
    with app.open_store() as store:
        bound = _bound(store, text, where, values)
        check_query(bound, where)
        results = _results(store, bound, where, text)
        _write(app, results, output, bound)


_QUERIES = ("ask", "base", "construct", "describe", "prefix", "select")
_UPDATES = ("add", "clear", "copy", "create", "delete", "drop", "insert", "load", "move", "with")
_KEYWORDS = frozenset((*_QUERIES, *_UPDATES))
"""The words with which a SPARQL query or update begins."""


def _first_word(text: str) -> str:
    return text.split(maxsplit=1)[0].lower() if text.strip() else ""


def _text(query: str) -> tuple[str, str]:
    """The query and how to name it in messages."""
    if query == "-":
        data, where = sys.stdin.buffer.read(), "standard input"
    elif not query.endswith((".rq", ".sparql")) and ("{" in query or _first_word(query) in _KEYWORDS):
        return query, "query"
    else:
        data, where = _file(query), query
    try:
        return data.decode("utf-8"), where
    except UnicodeDecodeError:
        raise InputError("not UTF-8", where=where, hint="save the query as UTF-8") from None


def _file(query: str) -> bytes:
    if not query.strip():
        raise UsageError("the query is empty", hint="name a file, or give SPARQL with { … }")
    try:
        return Path(query).read_bytes()
    except OSError as error:
        raise InputError(
            f"the query cannot be read ({error.strerror})",
            where=query,
            hint="name a file, or give SPARQL with { … }",
        ) from None


def _bound(store: Store, text: str, where: str, values: dict[str, list[str]]) -> str:
    """The query with its parameters: by its header, or by a VALUES clause at its end."""
    if Path(where).is_file() and text.lstrip("\ufeff \t\r\n").startswith("#+"):
        return _bound_by_header(store, text, where, values)
    from claimgraph.sparql_faults import prologue

    return prologue(text) + text + ("".join(_values_clause(values)) if values else "")


def _bound_by_header(store: Store, text: str, where: str, values: dict[str, list[str]]) -> str:
    from claimgraph.question_files import parse_question
    from claimgraph.questions import Resolver

    question: Question = parse_question(Path(where))
    resolver = Resolver(store, question)
    return question.bind(resolver.terms(values))


def _values_clause(values: dict[str, list[str]]) -> list[str]:
    """A trailing VALUES clause (SPARQL 1.1, section 10.2.2): terms, never pasted text."""
    import itertools
    import re

    for name in values:
        if not re.fullmatch(r"[A-Za-z_]\w*", name, re.ASCII):
            raise UsageError(f"{name!r} is no name of a variable", hint="use letters, digits and _")
    rows = itertools.product(*(map(_term, given) for given in values.values()))
    listed = " ".join(f"({' '.join(row)})" for row in rows)
    return [f"\nVALUES ({' '.join(f'?{name}' for name in values)}) {{ {listed} }}\n"]


def _term(value: str) -> str:
    """What a person types, as a term: IRI, prefixed name, number, boolean, else text."""
    import re

    import pyoxigraph as ox

    from claimgraph.finding import as_iri
    from claimgraph.sparql_terms import sparql_term
    from claimgraph.vocabulary import DATA, XSD

    address = as_iri(value, DATA)
    if address:
        return sparql_term(ox.NamedNode(address))
    if re.fullmatch(r"[+-]?\d+", value, re.ASCII):
        return sparql_term(ox.Literal(value, datatype=ox.NamedNode(XSD + "integer")))
    if value in {"true", "false"}:
        return sparql_term(ox.Literal(value == "true"))
    return sparql_term(ox.Literal(value))


def _results(store: Store, query: str, where: str, original: str) -> Any:
    from claimgraph.sparql_faults import explain_behind

    try:
        return store.query(query)
    except (SyntaxError, ValueError) as error:
        before = query[: max(query.find(original), 0)]  # the known prefixes, on its first line
        fault = explain_behind(before, query[len(before) :], str(getattr(error, "msg", None) or error))
        place = f"{where}:{fault.line}:{fault.column}" if fault.line else where
        raise UsageError(f"the query is not valid: {fault.detail}", where=place, hint=fault.hint) from None


def _write(app: App, results: Any, output: Output, text: str) -> None:
    import pyoxigraph as ox

    ending = ending_of(output.path) if output.path and not output.format else ""
    if isinstance(results, ox.QueryTriples):
        return _write_graph(results, output, ending)
    if ending in RESULT_ENDINGS:
        data = results.serialize(format=getattr(ox.QueryResultsFormat, RESULT_ENDINGS[ending]))
        return write([data or b""], output.path, force=output.force)
    if isinstance(results, ox.QueryBoolean):
        return emit(Table(("answer",), [(bool(results),)]), output, color=app.color)
    if ending in ENDINGS:
        known = ", ".join((".csv", ".json", *RESULT_ENDINGS))
        raise UsageError("the query gives rows, not triples", hint=f"end the file with {known}")
    columns = in_order(text, [variable.value for variable in results.variables])
    rows = [tuple(cell_text(solution[name]) for name in columns) for solution in results]
    return emit(Table(columns, rows), output, color=app.color)


def in_order(text: str, names: list[str]) -> tuple[str, ...]:
    """The columns of `SELECT *` in the order in which the query names them, as SPARQL writers expect.

    >>> in_order("SELECT * { ?s ?p $o }", ["o", "p", "s"]), in_order("SELECT ?o ?a { ?a ?p ?o }", ["o", "a"])
    (('s', 'p', 'o'), ('o', 'a'))
    """
    from claimgraph.sparql_guard import tokenize

    tokens = tokenize(text)
    words = [token.text.upper() for token in tokens]
    start = words.index("SELECT") if "SELECT" in words else len(words)
    if "*" not in words[start + 1 : start + 3]:
        return tuple(names)
    seen = [token.text[1:] for token in tokens if token.kind == "variable"]
    return tuple(sorted(names, key=lambda name: seen.index(name) if name in seen else len(seen)))


def _write_graph(results: Any, output: Output, ending: str) -> None:
    if output.format or (output.path and ending not in ENDINGS):
        raise UsageError("the query gives triples, not rows", hint=f"end the file with {', '.join(ENDINGS)}")
    lines = sorted({f"{triple} .\n" for triple in results})
    write_triples(lines, output.path, force=output.force)


def cell_text(term: Any) -> str | int | bool | None:
    """A result cell as a plain value: IRIs in full, numbers and booleans as such."""
    import pyoxigraph as ox

    from claimgraph.vocabulary import XSD

    if term is None:
        return None
    if isinstance(term, ox.Literal):
        if term.datatype.value == XSD + "integer":
            return int(term.value)
        if term.datatype.value == XSD + "boolean":
            return term.value in {"true", "1"}
        return term.value
    return term.value if isinstance(term, ox.NamedNode) else str(term)
