"""Statements with their places in the file.

Turtle and TriG are parsed by rdflib's own parser, made to remember the offset of every object it reads; an
offset becomes a line by binary search (the parser's line counter drifts after strings and GRAPH blocks).
Generated nodes of a collection take the place of the collection. N-Triples and N-Quads have one statement a
line. RDF/XML and JSON-LD statements have a file and no line.

>>> quads = parse_located("@prefix e: <http://e.org/> .\\ne:a e:b\\n  e:c , e:d .", index=0)
>>> LineIndex("one\\ntwo").place(5)
(2, 2)
>>> [quad.at for quad in quads]
[39, 45]
"""

from __future__ import annotations

import logging
import re
from bisect import bisect_right
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any, NamedTuple

if TYPE_CHECKING:
    import pyoxigraph as ox
    from rdflib.term import Identifier

RECORD = ""
"""Name of the default graph in `Located.graph`."""


class Located(NamedTuple):
    """A statement in rdflib's terms, its graph ("" = the record), the offset of its object (-1 unknown)."""

    subject: Identifier
    predicate: Identifier
    object: Identifier
    graph: str
    at: int


class LineIndex:
    """Turns offsets (code points) into lines and columns, both from 1."""

    def __init__(self, text: str) -> None:
        """Index the line starts of `text`."""
        self._starts = [0]
        at = text.find("\n")
        while at >= 0:
            self._starts.append(at + 1)
            at = text.find("\n", at + 1)

    def place(self, offset: int) -> tuple[int, int]:
        """Line and column of an offset."""
        line = bisect_right(self._starts, offset)
        return line, offset - self._starts[line - 1] + 1


@contextmanager
def quiet_literals() -> Iterator[None]:
    """Keep rdflib from printing a traceback for each ill-typed literal; the syntax stage reports them."""
    import warnings

    logger = logging.getLogger("rdflib.term")
    level = logger.level
    logger.setLevel(logging.CRITICAL)
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            yield
    finally:
        logger.setLevel(level)


def parse_located(text: str, *, index: int) -> list[Located]:
    """Parse Turtle or TriG; `index` tells apart the blank nodes of several files.

    Raises:
        SyntaxError: what rdflib's parser refuses.
    """
    from claimgraph.validation.trig_parser import CollectingSink, LocatingParser

    sink = CollectingSink(index)
    with quiet_literals():
        LocatingParser(sink).loadBuf(text)
    return sink.quads


def from_oxigraph(
    quads: Iterable[ox.Quad | ox.Triple], *, index: int, places: Iterable[int] = ()
) -> Iterator[Located]:
    """Convert statements of pyoxigraph; `places` are their offsets in order, if known.

    Raises:
        ValueError: a triple as the value of a statement (RDF 1.2), which rdflib cannot hold.
    """
    labels: dict[str, str] = {}
    offsets = iter(places)
    with quiet_literals():
        for quad in quads:
            graph = getattr(quad, "graph_name", None)
            yield Located(
                _term(quad.subject, index, labels),
                _term(quad.predicate, index, labels),
                _term(quad.object, index, labels),
                getattr(graph, "value", RECORD),
                next(offsets, -1),
            )


def _term(term: Any, index: int, labels: dict[str, str]) -> Identifier:
    import pyoxigraph as ox
    from rdflib.term import BNode, Literal, URIRef

    if isinstance(term, ox.NamedNode):
        return URIRef(term.value)
    if isinstance(term, ox.BlankNode):
        return BNode(labels.setdefault(term.value, f"f{index}b{len(labels) + 1}"))
    if isinstance(term, ox.Literal):
        if term.language:
            return Literal(term.value, lang=term.language, normalize=False)
        datatype = term.datatype.value
        plain = datatype == "http://www.w3.org/2001/XMLSchema#string"
        return Literal(term.value, datatype=None if plain else URIRef(datatype), normalize=False)
    raise ValueError("a triple stands as the value of a statement; write it as a node of its own")


_LINE = re.compile(r"[^\r\n]*(?:\r\n|\r|\n|\Z)")


def statement_offsets(text: str) -> Iterator[int]:
    """The offset of each statement of an N-Triples or N-Quads text (lines end with CR or LF only)."""
    for match in _LINE.finditer(text):
        bare = match.group().strip()
        if bare and not bare.startswith("#"):
            yield match.start()
