"""RDF terms and quads as canonical N-Quads text.

Text, not term objects: emitting a quad this way costs a twentieth of building objects for it, and the
store's bulk loader reads text anyway. The escapes are those of canonical N-Triples (RDF Dataset
Canonicalization, section 4, "canonical n-quads form"), so sorted lines can be hashed.

>>> literal('say "no"\\n')
'"say \\\\"no\\\\"\\\\n"'
>>> quad(iri("http://example.org/a"), iri("http://example.org/b"), integer(5))
'<http://example.org/a> <http://example.org/b> "5"^^<http://www.w3.org/2001/XMLSchema#integer> .\\n'
"""

from __future__ import annotations

import re
from datetime import UTC, date, datetime
from functools import lru_cache

from claimgraph.errors import InputError
from claimgraph.vocabulary import XSD

_NEEDS_ESCAPE = re.compile(r'[\x00-\x1f"\\\x7f]')
_ESCAPES = {"\b": "\\b", "\t": "\\t", "\n": "\\n", "\f": "\\f", "\r": "\\r", '"': '\\"', "\\": "\\\\"}
_COMMON = (("\\", "\\\\"), ('"', '\\"'), ("\n", "\\n"), ("\t", "\\t"))
"""Backslashes first: the other escapes are made of them."""
_CONTROLS = re.compile(r"[\x00-\x1f\x7f]")
_NOT_IN_IRI = re.compile(
    r"[\x00-\x20<>\"{}|^`\\\[\]\x7f-\x9f\ue000-\uf8ff\ufdd0-\ufdef\ufff0-\uffff"
    r"\U000e0000-\U000e0fff\U000f0000-\U0010ffff"
    + "".join(f"{chr(plane + 0xFFFE)}{chr(plane + 0xFFFF)}" for plane in range(0x10000, 0xF0000, 0x10000))
    + r"]|%(?![0-9A-Fa-f]{2})"
)
"""What may not stand in an IRI: delimiters, controls, private use, non-characters, a stray %."""


def _escape(match: re.Match[str]) -> str:
    char = match.group()
    return _ESCAPES.get(char) or f"\\u{ord(char):04X}"


def _percent(match: re.Match[str]) -> str:
    return "".join(f"%{byte:02X}" for byte in match.group().encode("utf-8"))


@lru_cache(maxsize=32_768)
def iri(value: str) -> str:
    """An IRI term. Characters that may not stand in an IRI are percent-encoded (RFC 3987, section 2.2)."""
    if _NOT_IN_IRI.search(value):
        value = _NOT_IN_IRI.sub(_percent, value)
    if value.count("#") > 1:
        start, _, fragment = value.partition("#")
        value = f"{start}#{fragment.replace('#', '%23')}"
    return f"<{value}>"


@lru_cache(maxsize=32_768)
def checked_iri(value: str) -> str:
    """As `iri`, of an address that a parser will not look at again (RFC 3987: scheme, host, port).

    Raises:
        InputError: it is none.

    >>> checked_iri("http://example.org:port/")
    Traceback (most recent call last):
    claimgraph.errors.InputError: <http://example.org:port/>: no IRI (Invalid character 'p'); mend the address
    """
    import pyoxigraph as ox

    term = iri(value)
    try:
        ox.NamedNode(term[1:-1])
    except ValueError as error:
        raise InputError(f"no IRI ({error})", where=term, hint="mend the address") from None
    return term


def literal(text: str, *, language: str = "") -> str:
    """A string literal, with a language tag if given."""
    if _NEEDS_ESCAPE.search(text):
        for char, escaped in _COMMON:  # rows with many tabs: four passes are faster than a call for each tab
            text = text.replace(char, escaped)
        text = _CONTROLS.sub(_escape, text)
    return f'"{text}"@{language}' if language else f'"{text}"'


def integer(value: int) -> str:
    """An xsd:integer literal in canonical form."""
    return f'"{value}"^^<{XSD}integer>'


def boolean(value: bool) -> str:
    """An xsd:boolean literal in canonical form."""
    return f'"{"true" if value else "false"}"^^<{XSD}boolean>'


def day(value: date) -> str:
    """An xsd:date literal without time zone."""
    return f'"{value.isoformat()}"^^<{XSD}date>'


def instant(value: datetime) -> str:
    """An xsd:dateTime literal in UTC, canonical form ("Z", no trailing zeros in the fraction)."""
    utc = value.astimezone(UTC) if value.tzinfo else value
    text = utc.replace(tzinfo=None).isoformat()
    if "." in text:
        text = text.rstrip("0")
    return f'"{text}Z"^^<{XSD}dateTime>'


def quad(subject: str, predicate: str, object_: str, graph: str = "") -> str:
    """One line of N-Quads; without `graph` the quad is in the default graph."""
    if graph:
        return f"{subject} {predicate} {object_} {graph} .\n"
    return f"{subject} {predicate} {object_} .\n"
