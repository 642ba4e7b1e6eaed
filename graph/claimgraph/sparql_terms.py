"""RDF terms as they are written in a SPARQL query that any engine may read."""

from __future__ import annotations

import re

import pyoxigraph as ox

from claimgraph import nquads
from claimgraph.vocabulary import XSD

Term = ox.NamedNode | ox.Literal
_SPARQL_ESCAPES = re.compile(r"\\\\([uU])|\\u([0-9A-F]{4})|\\.")


def sparql_term(term: Term) -> str:
    r"""A term as it may stand in a SPARQL query, on every engine.

    Strings are escaped as in N-Triples, with two differences, both because SPARQL 1.1 (section 19.2) lets an
    engine replace code point escapes before it parses. A `u` after a backslash is written as a code point:
    such an engine would take the second backslash of `\\u0022` for the start of an escape and end the string
    early. And code points have eight digits: rdflib reads eight after `\u` too, if there are eight.

    >>> print(sparql_term(ox.Literal('a "b"')))
    "a \"b\""
    >>> print(sparql_term(ox.Literal("\\u0022")))
    "\\\U000000750022"
    """
    if isinstance(term, ox.NamedNode):
        return nquads.iri(term.value)
    text = _SPARQL_ESCAPES.sub(_guard, nquads.literal(term.value))
    if term.language:
        return f"{text}@{term.language}"
    return text if term.datatype.value == XSD + "string" else f"{text}^^{nquads.iri(term.datatype.value)}"


def _guard(match: re.Match[str]) -> str:
    letter, digits = match.groups()
    if letter:
        return rf"\\\U{ord(letter):08X}"
    return rf"\U0000{digits}" if digits else match.group()
