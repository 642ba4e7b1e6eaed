r"""A gate for SPARQL from outside: only queries, none that reaches another server, none that is absurdly big.

`SERVICE` and `LOAD` send requests from the machine that evaluates a query, and updates change the store. Both
are refused by their tokens, before an engine sees the text. SPARQL 1.1 (section 19.2) lets `\uXXXX` stand
for a character anywhere, so the text is looked at as it is and with these escapes replaced; what either
reading shows is refused. Words in comments, strings, IRIs, prefixed names and variables do not count.

Engines plan joins in cubic time and parse by recursion, so that a query of some kilobytes can hold or end a
process. `Bounds` limits the size of the text, its nesting and the number of its patterns; the numbers are
counted on the tokens, generously, without an engine.

>>> check_query("SELECT * WHERE { ?s ?p 'SERVICE' } # LOAD")
>>> check_query("SELECT * { SERV\\u0049CE <http://example.org/> { ?s ?p ?o } }")
Traceback (most recent call last):
claimgraph.sparql_guard.RefusedError: query:1: SERVICE is not allowed; ask the other server itself
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import NamedTuple
from urllib.parse import urljoin

from claimgraph.errors import UsageError

UPDATES = frozenset(("INSERT", "DELETE", "LOAD", "CLEAR", "DROP", "CREATE", "ADD", "MOVE", "COPY"))
"""The words that begin an update operation (SPARQL 1.1 Update, section 3)."""
FORMS = frozenset(("SELECT", "CONSTRUCT", "DESCRIBE", "ASK"))
PROLOGUE = frozenset(("BASE", "PREFIX", "VERSION"))
FOREIGN = frozenset(("SERVICE", "LOAD"))
TERMS = frozenset(("iri", "string", "variable", "name", "number"))

_TOKEN = re.compile(
    r"""
    (?P<comment> \#[^\r\n]* )
  | (?P<iri> <[^<>"{}|^`\x00-\x20]*> )
  | (?P<string> '''(?:(?:'|'')?(?:[^'\\]|\\.))*+''' | \"{3}(?:(?:"|"")?(?:[^"\\]|\\.))*+\"{3}
      | '(?:[^'\\\r\n]|\\.)*+' | "(?:[^"\\\r\n]|\\.)*+" )
  | (?P<variable> [?$]\w+ )
  | (?P<language> @[A-Za-z]+(?:-[A-Za-z0-9]+)* )
  | (?P<name> (?:[^\W\d_][\w.-]{0,200}+)?:(?:[\w:.%-]|\\.)*+ | _:[\w.-]++ )
  | (?P<number> [0-9]*\.?[0-9]+(?:[eE][+-]?[0-9]+)? )
  | (?P<word> [^\W\d]\w*+ )
  | (?P<space> \s++ )
  | (?P<other> . )
    """,
    re.VERBOSE | re.DOTALL,
)
_ESCAPE = re.compile(r"\\u([0-9A-Fa-f]{4})|\\U([0-9A-Fa-f]{8})")
_LOCAL_ESCAPE = re.compile(r"\\(.)")


class RefusedError(UsageError):
    """A text that does not pass, with the place of the fault (both from 1; 0 is no place)."""

    def __init__(self, what: str, *, where: str = "", hint: str = "", line: int = 0, column: int = 0) -> None:
        """As `UsageError`; the line is added to `where`."""
        super().__init__(what, where=f"{where}:{line}" if line else where, hint=hint)
        self.line = line
        self.column = column


class TooBigError(RefusedError):
    """A text over one of the bounds."""


@dataclass(frozen=True, slots=True)
class Bounds:
    """How big a query may be: bytes of UTF-8, brackets within brackets, triple patterns and groups.

    The defaults come from measurements: Oxigraph plans 200 joined patterns in 0.2 s, 900 in more than 12 s;
    brackets 4,000 deep end its process.
    """

    bytes: int = 64 * 1024
    nesting: int = 200
    patterns: int = 200


class Token(NamedTuple):
    """A piece of a query: its kind, its text, where it starts."""

    kind: str
    text: str
    start: int


_NOTHING = Token("other", "", 0)


@dataclass(slots=True)
class Inspection:
    """What the tokens tell: form (SELECT, ASK, …), the graphs named by FROM, depth and number of patterns.

    `default_graphs` and `named_graphs` are IRIs as written, made absolute with the query's own prefixes.
    """

    form: str = ""
    default_graphs: tuple[str, ...] = ()
    named_graphs: tuple[str, ...] = ()
    nesting: int = 0
    patterns: int = 0

    @property
    def has_dataset(self) -> bool:
        """Whether the query has a FROM or FROM NAMED clause."""
        return bool(self.default_graphs or self.named_graphs)


def check_query(text: str, where: str = "query", bounds: Bounds | None = None) -> None:
    """Let a query pass; `where` names it in the message, with the line added. No bounds, no limits.

    Raises:
        RefusedError: it calls another server, it is an update, or it is no query at all.
        TooBigError: it is over one of the bounds.
    """
    inspect_query(text, where, bounds)


def inspect_query(
    text: str, where: str = "query", bounds: Bounds | None = None, base: str = ""
) -> Inspection:
    """`check_query`, and what the query is. Of two readings of `\\u` escapes the larger figures count.

    >>> found = inspect_query("PREFIX e: <http://e.org/> SELECT * FROM e:g FROM NAMED <http://e.org/h> {}")
    >>> found.form, found.default_graphs, found.named_graphs
    ('SELECT', ('http://e.org/g',), ('http://e.org/h',))
    """
    found = Inspection()
    for reading in _readings(text, where, bounds):
        tokens = tokenize(reading, where)
        _refuse_foreign(tokens, reading, where)
        form = _form(tokens, reading, where)
        _measure(tokens, found)
        _dataset(tokens, found, base)
        found.form = found.form or form
        _check_bounds(found, where, bounds)
    return found


def check_update(text: str, where: str = "update", bounds: Bounds | None = None) -> None:
    """Let an update pass that reaches no other server and is within the bounds of size and nesting.

    Raises:
        RefusedError: it has SERVICE or LOAD.
        TooBigError: it is over one of the bounds; patterns are not counted, as data are no patterns.
    """
    for reading in _readings(text, where, bounds):
        tokens = tokenize(reading, where)
        _refuse_foreign(tokens, reading, where)
        found = Inspection()
        _measure(tokens, found)
        found.patterns = 0
        _check_bounds(found, where, bounds)


def first_word(text: str) -> Token | None:
    """The word that begins the first operation, after the prologue; `None` if there is none.

    >>> first_word("PREFIX insert: <http://e.org/> INSERT DATA {}").text
    'INSERT'
    """
    words = (token for token in _tokens(text) if token.kind == "word")
    return next((token for token in words if token.text.upper() not in PROLOGUE), None)


def is_graph_query(text: str) -> bool:
    """Whether the query gives triples and not rows (CONSTRUCT, DESCRIBE).

    >>> is_graph_query("PREFIX select: <http://e.org/> CONSTRUCT { ?s ?p ?o } WHERE { ?s ?p ?o }")
    True
    """
    words = (token.text.upper() for token in _tokens(text) if token.kind == "word")
    return next((word for word in words if word in FORMS), "") in {"CONSTRUCT", "DESCRIBE"}


# ---------------------------------------------------------------------------------------- tokens


def tokenize(text: str, where: str = "query") -> list[Token]:
    """The tokens without space and comments.

    Raises:
        RefusedError: a long string is not closed; by the rule of the longest match (SPARQL 1.1, section 19.8)
            such a text is no SPARQL, and engines that read on would see other words than this gate.

    >>> [token.text for token in tokenize("ASK { ?s a <b#c> } # d")]
    ['ASK', '{', '?s', 'a', '<b#c>', '}']
    """
    tokens = []
    for token in _tokens(text):
        if (
            token.kind == "string"
            and len(token.text) == 2
            and text[token.start + 2 : token.start + 3] == token.text[0]
        ):
            line, column = place(text, token.start)
            raise RefusedError("a long string is not closed", where=where, line=line, column=column)
        tokens.append(token)
    return tokens


def _tokens(text: str) -> Iterator[Token]:
    for match in _TOKEN.finditer(text):
        kind = match.lastgroup or "other"
        if kind not in {"space", "comment"}:
            yield Token(kind, match.group(), match.start())


def place(text: str, offset: int) -> tuple[int, int]:
    r"""Line and column, both from 1, of an offset.

    >>> place("ASK\n{ ?s", 6)
    (2, 3)
    """
    line = text.count("\n", 0, offset) + 1
    return line, offset - text.rfind("\n", 0, offset)


def _readings(text: str, where: str, bounds: Bounds | None) -> Iterator[str]:
    """The text as it is and, if that differs, with its code point escapes replaced."""
    if bounds and len(text.encode("utf-8", "replace")) > bounds.bytes:
        raise TooBigError(f"longer than {bounds.bytes} bytes", where=where, hint="ask in several queries")
    yield text
    unescaped = _ESCAPE.sub(_character, text)
    if unescaped != text:
        yield unescaped


def _character(match: re.Match[str]) -> str:
    number = int(match.group(1) or match.group(2), 16)
    return chr(number) if number <= 0x10FFFF else match.group()


# ---------------------------------------------------------------------------------------- checks


def _refuse_foreign(tokens: list[Token], text: str, where: str) -> None:
    for token in tokens:
        if token.kind == "word" and token.text.upper() in FOREIGN:
            line, column = place(text, token.start)
            raise RefusedError(
                f"{token.text.upper()} is not allowed",
                where=where,
                hint="ask the other server itself",
                line=line,
                column=column,
            )


def _form(tokens: list[Token], text: str, where: str) -> str:
    """SELECT, ASK, CONSTRUCT or DESCRIBE, or a refusal of what begins otherwise."""
    for token in tokens:
        if token.kind != "word":
            continue
        word = token.text.upper()
        line, column = place(text, token.start)
        if word in FORMS:
            return word
        if word in UPDATES or word == "WITH":
            raise RefusedError(
                f"{word} would change the store",
                where=where,
                hint="use claimgraph load and remove",
                line=line,
                column=column,
            )
        if word not in PROLOGUE:
            raise RefusedError(
                f"{word!r} begins no query", where=where, hint="begin with SELECT", line=line, column=column
            )
    raise RefusedError("this is no SPARQL query", where=where, hint="begin with SELECT, ASK, CONSTRUCT …")


def _check_bounds(found: Inspection, where: str, bounds: Bounds | None) -> None:
    if bounds and found.nesting > bounds.nesting:
        raise TooBigError(f"nested more than {bounds.nesting} deep", where=where, hint="simplify it")
    if bounds and found.patterns > bounds.patterns:
        what = f"made of more than {bounds.patterns} patterns"
        raise TooBigError(what, where=where, hint="ask in several queries")


def _measure(tokens: list[Token], found: Inspection) -> None:
    """Depth of brackets, and how many triple patterns, path steps and groups there are at most.

    Rows of VALUES are data and do not count. A term right after a term inside round brackets is an element
    of a collection, which stands for two patterns.
    """
    open_brackets: list[str] = []
    values_at = -1  # depth of the VALUES block that we are in
    patterns = nesting = 0
    before = _NOTHING
    for token in tokens:
        text = token.text
        if text in {"{", "(", "["}:
            open_brackets.append(text)
            nesting = max(nesting, len(open_brackets))
        elif text in {"}", ")", "]"} and open_brackets:
            open_brackets.pop()
            if text == "}" and len(open_brackets) < values_at:
                values_at = -1
        if token.kind == "word" and text.upper() == "VALUES" and values_at < 0:
            values_at = len(open_brackets) + 1
        if values_at < 0:
            patterns += _weight(token, before, open_brackets)
        before = token
    found.nesting = max(found.nesting, nesting)
    found.patterns = max(found.patterns, patterns)


def _weight(token: Token, before: Token, open_brackets: list[str]) -> int:
    """How many patterns a token may stand for."""
    text = token.text
    in_parentheses = bool(open_brackets) and open_brackets[-1] == "("
    if token.kind == "other":
        if text == "[":
            return 2
        if text == "," or text == "(":
            return int(not in_parentheses) if text == "," else int(before.text == "(" or before.kind in TERMS)
        return int(text in ".;{/^")
    if token.kind in TERMS:
        element = in_parentheses and (before.kind in TERMS or before.text in {")", "]"})
        return 2 * element + (token.kind == "name" and text.endswith("."))
    return 0


def _dataset(tokens: list[Token], found: Inspection, base: str) -> None:
    """Add the graphs that FROM clauses name."""
    prefixes: dict[str, str] = {}
    default, named = list(found.default_graphs), list(found.named_graphs)
    for index, token in enumerate(tokens):
        if token.kind != "word":
            continue
        word = token.text.upper()
        following = [*tokens[index + 1 : index + 3], _NOTHING, _NOTHING]
        if word == "BASE" and following[0].kind == "iri":
            base = _absolute(following[0].text[1:-1], base)
        elif word == "PREFIX" and following[1].kind == "iri":
            prefixes[following[0].text.rstrip(":")] = _absolute(following[1].text[1:-1], base)
        elif word == "FROM":
            is_named = following[0].text.upper() == "NAMED"
            graph = _graph_name(following[1 if is_named else 0], prefixes, base)
            (named if is_named else default).append(graph)
    found.default_graphs = tuple(dict.fromkeys(default))
    found.named_graphs = tuple(dict.fromkeys(named))


def _graph_name(token: Token, prefixes: dict[str, str], base: str) -> str:
    if token.kind == "iri":
        return _absolute(token.text[1:-1], base)
    prefix, _, local = token.text.partition(":")
    return prefixes.get(prefix, f"{prefix}:") + _LOCAL_ESCAPE.sub(r"\1", local.rstrip("."))


def _absolute(address: str, base: str) -> str:
    plain = _ESCAPE.sub(_character, address)
    if not base or re.match(r"[A-Za-z][A-Za-z0-9+.-]*:", plain):
        return plain
    try:
        return urljoin(base, plain)
    except ValueError:
        raise RefusedError(f"<{base[:200]}> is no address", hint="mend BASE") from None
