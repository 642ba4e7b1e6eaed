r"""A gate for SPARQL from outside: only queries, and none that reaches another server.

`SERVICE` and `LOAD` send requests from the machine that evaluates a query, and updates change the store. Both
are refused by their tokens, before an engine sees the text. SPARQL 1.1 (section 19.2) lets `\uXXXX` stand
for a character anywhere, so the text is looked at as it is and with these escapes replaced; what either
reading shows is refused. Words in comments, strings, IRIs, prefixed names and variables do not count.

>>> check_query("SELECT * WHERE { ?s ?p 'SERVICE' } # LOAD")
>>> check_query("SELECT * { SERV\\u0049CE <http://example.org/> { ?s ?p ?o } }")
Traceback (most recent call last):
claimgraph.errors.UsageError: query:1: SERVICE is not allowed; ask the other server itself
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from claimgraph.errors import UsageError

UPDATES = frozenset(("INSERT", "DELETE", "LOAD", "CLEAR", "DROP", "CREATE", "ADD", "MOVE", "COPY"))
"""The words that begin an update operation (SPARQL 1.1 Update, section 3)."""
FORMS = frozenset(("SELECT", "CONSTRUCT", "DESCRIBE", "ASK"))
PROLOGUE = frozenset(("BASE", "PREFIX"))

_TOKEN = re.compile(
    r"""
    (?P<comment> \#[^\r\n]* )
  | (?P<iri> <[^<>"{}|^`\\\x00-\x20]*> )
  | (?P<string> '''(?:(?:'|'')?(?:[^'\\]|\\.))*''' | \"{3}(?:(?:"|"")?(?:[^"\\]|\\.))*\"{3}
      | '(?:[^'\\\r\n]|\\.)*' | "(?:[^"\\\r\n]|\\.)*" )
  | (?P<variable> [?$]\w+ )
  | (?P<language> @[A-Za-z]+(?:-[A-Za-z0-9]+)* )
  | (?P<name> (?:[^\W\d_][\w.-]*)?:(?:[\w:.%-]|\\.)* | _:[\w.-]+ )
  | (?P<word> [^\W\d]\w* )
  | (?P<other> . )
    """,
    re.VERBOSE | re.DOTALL,
)
_ESCAPE = re.compile(r"\\u([0-9A-Fa-f]{4})|\\U([0-9A-Fa-f]{8})")


def check_query(text: str, where: str = "query") -> None:
    """Let a query pass; `where` names it in the message, with the line added.

    Raises:
        UsageError: it calls another server, it is an update, or it is no query at all.
    """
    for reading in dict.fromkeys((text, _unescaped(text))):
        _check_words(list(_words(reading)), where)


def is_graph_query(text: str) -> bool:
    """Whether the query gives triples and not rows (CONSTRUCT, DESCRIBE).

    >>> is_graph_query("PREFIX select: <http://e.org/> CONSTRUCT { ?s ?p ?o } WHERE { ?s ?p ?o }")
    True
    """
    return next((word for word, _ in _words(text) if word in FORMS), "") in {"CONSTRUCT", "DESCRIBE"}


def _check_words(words: list[tuple[str, int]], where: str) -> None:
    for word, line in words:
        if word in {"SERVICE", "LOAD"}:
            raise UsageError(
                f"{word} is not allowed", where=f"{where}:{line}", hint="ask the other server itself"
            )
    for word, line in words:
        if word in FORMS:
            return
        if word in UPDATES or word == "WITH":
            raise UsageError(
                f"{word} would change the store",
                where=f"{where}:{line}",
                hint="use claimgraph load and remove",
            )
        if word not in PROLOGUE:
            raise UsageError(f"{word!r} begins no query", where=f"{where}:{line}", hint="begin with SELECT")
    raise UsageError("this is no SPARQL query", where=where, hint="begin with SELECT, ASK, CONSTRUCT …")


def _words(text: str) -> Iterator[tuple[str, int]]:
    """The bare words in upper case, with their lines."""
    line = 1
    position = 0
    for match in _TOKEN.finditer(text):
        if match.lastgroup == "word":
            line += text.count("\n", position, match.start())
            position = match.start()
            yield match.group().upper(), line


def _unescaped(text: str) -> str:
    """The text with its code point escapes replaced, as an engine may read it."""
    return _ESCAPE.sub(_character, text)


def _character(match: re.Match[str]) -> str:
    number = int(match.group(1) or match.group(2), 16)
    return chr(number) if number <= 0x10FFFF else match.group()
