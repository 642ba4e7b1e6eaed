r"""What is wrong with a SPARQL text, for people.

Oxigraph's parser tells the furthest place that it understood and everything that could have stood there, down
to the ranges of characters of a name. From the tokens of the text we can mostly say what a person would say:
a word that is none, a bracket that is open, a prefix that is not declared.

>>> fault = explain("SELECT * WHER { ?s ?p ?o }", "error at 1:16: expected DISTINCT")
>>> fault.detail, fault.hint, fault.line, fault.column
("'WHER' is no word of SPARQL", 'did you mean WHERE?', 1, 10)
"""

from __future__ import annotations

import difflib
import re
from collections.abc import Collection, Iterator
from typing import NamedTuple

from claimgraph.sparql_guard import RefusedError, Token, place, tokenize

_PLACE = re.compile(r"^\s*error at (\d+):(\d+): ")
_SENTENCE = re.compile(r"(?:expected |one of |, )([A-Z][A-Za-z]*(?: \w+)? (?:[\w* ]+ )?\w+)(?=,|$)")
"""What the parser says in words among what it expects: "SELECT * is not authorized with GROUP BY"."""
_PAIRS = {"{": "}", "(": ")", "[": "]"}
_SHOWN = 30
"""Characters of the query shown before the place."""

# SPARQL 1.1 Query, section 19.8, and Update; the last lines are of SPARQL 1.2 and of Oxigraph
_WORDS = frozenset((
    "BASE", "PREFIX", "SELECT", "DISTINCT", "REDUCED", "AS", "CONSTRUCT", "WHERE", "DESCRIBE", "ASK",
    "FROM", "NAMED", "GROUP", "BY", "HAVING", "ORDER", "ASC", "DESC", "LIMIT", "OFFSET", "VALUES",
    "UNDEF", "OPTIONAL", "GRAPH", "SERVICE", "SILENT", "BIND", "MINUS", "UNION", "FILTER", "NOT", "IN",
    "EXISTS", "TRUE", "FALSE", "A", "COUNT", "SUM", "MIN", "MAX", "AVG", "SAMPLE", "GROUP_CONCAT",
    "SEPARATOR", "STR", "LANG", "LANGMATCHES", "DATATYPE", "BOUND", "IRI", "URI", "BNODE", "RAND",
    "ABS", "CEIL", "FLOOR", "ROUND", "CONCAT", "STRLEN", "UCASE", "LCASE", "ENCODE_FOR_URI", "CONTAINS",
    "STRSTARTS", "STRENDS", "STRBEFORE", "STRAFTER", "YEAR", "MONTH", "DAY", "HOURS", "MINUTES",
    "SECONDS", "TIMEZONE", "TZ", "NOW", "UUID", "STRUUID", "MD5", "SHA1", "SHA256", "SHA384", "SHA512",
    "COALESCE", "IF", "STRLANG", "STRDT", "SAMETERM", "ISIRI", "ISURI", "ISBLANK", "ISLITERAL",
    "ISNUMERIC", "REGEX", "SUBSTR", "REPLACE", "LOAD", "INTO", "CLEAR", "DROP", "CREATE", "ADD", "MOVE",
    "COPY", "TO", "INSERT", "DELETE", "DATA", "WITH", "USING", "DEFAULT", "ALL", "VERSION", "TRIPLE",
    "SUBJECT", "PREDICATE", "OBJECT", "ISTRIPLE", "LANGDIR", "HASLANG", "HASLANGDIR", "STRLANGDIR",
    "ADJUST", "LATERAL",
))  # fmt: skip
_CAUSES = {
    "IRI parsing failed": ("an address in angle brackets is no IRI", "write it in full: <https://…>"),
    "Variables are not allowed in INSERT DATA": (
        "INSERT DATA takes no variables",
        "use INSERT { … } WHERE { … }",
    ),
    "SELECT * is not authorized with GROUP BY": (
        "SELECT * does not go with GROUP BY",
        "name the variables and the aggregates: SELECT ?a (COUNT(*) AS ?n)",
    ),
    "The SELECT contains a variable that is unbound": (
        "SELECT has a variable that is neither grouped by nor aggregated",
        "add it to GROUP BY, or aggregate it: (SAMPLE(?a) AS ?b)",
    ),
}


class Fault(NamedTuple):
    """What is wrong, what to do, and where: line and column from 1, 0 for no place."""

    detail: str
    hint: str
    line: int
    column: int


def explain(text: str, message: str, known: Collection[str] = ()) -> Fault:
    """The fault of a text that the parser has refused with a message; `known` prefixes need no declaration.

    >>> explain("ASK { ?s a ex:Ship }", "error at 1:19: expected one of Prefix not found, ['%']").detail
    "the prefix 'ex:' is not declared"
    >>> explain("ASK { ?s ?p ?o", "error at 1:15: expected one of '.', '}'")
    Fault(detail="the '{' here is never closed", hint="add '}'", line=1, column=5)
    >>> explain("ASK { ?s a cg:Claim", "error at 1:20: expected one of '.', '}'", {"cg"}).detail
    "the '{' here is never closed"
    >>> explain("", "error at 1:1: expected [_]").detail
    'the text is empty'
    """
    found = _PLACE.match(message)
    line, column = (int(found.group(1)), int(found.group(2))) if found else (0, 0)
    try:
        tokens = tokenize(text)
    except RefusedError as error:
        return Fault(error.what, "close it with the same three quotes", error.line, error.column)
    if not tokens:
        return Fault("the text is empty", "begin with SELECT, ASK, CONSTRUCT …", 0, 0)
    offset = _offset(text, line, column) if found else len(text)
    said = {sentence.group(1) for sentence in _SENTENCE.finditer(" ".join(message.split()))}
    return (
        _undeclared(text, tokens, known)
        or _said(said, line, column)
        or _open_quote(text, tokens)
        or _no_word(text, tokens, offset)
        or _unbalanced(text, tokens)
        or _there(text, line, column, offset)
    )


def prologue(text: str) -> str:
    """Declarations, on one line, for the known prefixes that a query does not declare.

    >>> prologue("PREFIX cg: <urn:x:> SELECT * { ?s cg:p code:q }").count("PREFIX cg:")
    0
    """
    from claimgraph.vocabulary import PREFIXES

    declared = set(re.findall(r"(?i)\bprefix\s+([\w.-]*)\s*:", text))
    return "".join(f"PREFIX {name}: <{iri}> " for name, iri in PREFIXES.items() if name not in declared)


def explain_behind(before: str, text: str, message: str) -> Fault:
    """The fault of a text that was given to the parser behind a prologue: told of the text alone.

    >>> before = prologue("SELECT")
    >>> explain_behind(before, "SELECT", f"error at 1:{len(before) + 7}: expected ['?']")[::2]
    ('not understood at or just before the end of: SELECT', 1)
    """
    from claimgraph.vocabulary import PREFIXES

    def own(found: re.Match[str]) -> str:
        line, column = int(found.group(1)), int(found.group(2))
        return f"error at {line}:{max(column - len(before), 1) if line == 1 else column}: "

    moved = _PLACE.sub(own, message)
    return explain(text, moved, PREFIXES)


def _offset(text: str, line: int, column: int) -> int:
    lines = text.split("\n")
    return sum(len(one) + 1 for one in lines[: line - 1]) + column - 1


def _undeclared(text: str, tokens: list[Token], known: Collection[str]) -> Fault | None:
    for prefix, token in _undeclared_names(tokens):
        if prefix in known:
            continue
        hint = f"add PREFIX {prefix}: <…> at the beginning"
        return Fault(f"the prefix '{prefix}:' is not declared", hint, *place(text, token.start))
    return None


def undeclared(text: str) -> set[str]:
    """The prefixes that a text uses and does not declare.

    The parser does not always say that this is the fault, so the tokens have to tell.

    >>> undeclared("PREFIX a: <http://example.org/> SELECT * { a:x cg:isAbout _:y }")
    {'cg'}
    """
    try:
        return {prefix for prefix, _ in _undeclared_names(tokenize(text))}
    except RefusedError:  # a long string that is not closed
        return set()


def _undeclared_names(tokens: list[Token]) -> Iterator[tuple[str, Token]]:
    declared = {"_"}
    before = ""
    for token in tokens:
        if token.kind == "name":
            prefix = token.text.partition(":")[0]
            if before == "PREFIX":
                declared.add(prefix)
            elif prefix not in declared:
                yield prefix, token
        before = token.text.upper() if token.kind == "word" else ""


def _said(said: set[str], line: int, column: int) -> Fault | None:
    """What the parser says in a sentence."""
    for sentence in sorted(said):
        detail, hint = _CAUSES.get(sentence, (sentence[0].lower() + sentence[1:], "mend it there"))
        return Fault(detail, hint, line, column)
    return None


def _open_quote(text: str, tokens: list[Token]) -> Fault | None:
    for token in tokens:
        if token.kind == "other" and token.text in {"'", '"'}:
            hint = f"add {token.text} at its end; a text over several lines has three quotes on each side"
            return Fault("a quote is not closed", hint, *place(text, token.start))
    return None


def _no_word(text: str, tokens: list[Token], offset: int) -> Fault | None:
    """A word before the place that is none of SPARQL's; the last one."""
    for token in reversed(tokens):
        if token.kind == "word" and token.start <= offset and token.text.upper() not in _WORDS:
            near = difflib.get_close_matches(token.text.upper(), sorted(_WORDS), n=1, cutoff=0.7)
            hint = f"did you mean {near[0]}?" if near else "write variables as ?name, texts in quotes"
            shown = token.text[:_SHOWN]
            return Fault(f"{shown!r} is no word of SPARQL", hint, *place(text, token.start))
    return None


def _unbalanced(text: str, tokens: list[Token]) -> Fault | None:
    """A bracket that is not closed, or closed though it was not open."""
    opened: list[Token] = []
    for token in tokens:
        if token.kind != "other":
            continue
        if token.text in _PAIRS:
            opened.append(token)
        elif token.text in _PAIRS.values():
            if not opened or _PAIRS[opened[-1].text] != token.text:
                shown = f"the '{token.text}' here closes nothing"
                return Fault(shown, "look at the brackets before it", *place(text, token.start))
            opened.pop()
    if opened:
        last = opened[-1]
        return Fault(
            f"the '{last.text}' here is never closed", f"add '{_PAIRS[last.text]}'", *place(text, last.start)
        )
    return None


def _there(text: str, line: int, column: int, offset: int) -> Fault:
    """Only where it is."""
    before = " ".join(text[max(0, offset - _SHOWN) : offset].split())
    return Fault(
        f"not understood at or just before the end of: {before}", "look at what stands there", line, column
    )
