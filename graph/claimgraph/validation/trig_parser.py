"""rdflib's TriG parser, made to remember where each object stands. Imports rdflib: import it late.

TriG includes Turtle. The parser is used after pyoxigraph has accepted the text, never as the judge of syntax.
"""

from __future__ import annotations

from typing import Any

from rdflib import Dataset
from rdflib.plugins.parsers.notation3 import RDFSink
from rdflib.plugins.parsers.trig import TrigSinkParser
from rdflib.term import BNode, Literal

from claimgraph.validation.locations import Located


class CollectingSink(RDFSink):
    """Collects statements with offsets instead of storing them; blank nodes are numbered in reading order."""

    def __init__(self, index: int) -> None:
        """`index` is the number of the file, part of the names of its blank nodes."""
        super().__init__(Dataset())
        self.index = index
        self.at = -1
        self.quads: list[Located] = []

    def newBlankNode(self, arg: Any = None, uri: Any = None, why: Any = None) -> BNode:  # noqa: N802
        """A blank node with a name that is the same at every run."""
        self.counter += 1
        return BNode(f"f{self.index}b{self.counter}")

    def newLiteral(self, s: str, dt: Any = None, lang: Any = None) -> Literal:  # noqa: N802
        """A literal with its lexical form as written."""
        return Literal(s, datatype=dt, lang=None if dt else lang, normalize=False)

    def makeStatement(self, quadruple: Any, why: Any = None) -> None:  # noqa: N802
        """Keep a statement; generated nodes of a collection stand where the collection stands."""
        graph, predicate, subject, value = quadruple
        record = graph is None or graph.identifier == self.graph.identifier
        terms: list[Any] = [self.normalise(None, term) for term in (subject, predicate, value)]
        self.quads.append(
            Located(terms[0], terms[1], terms[2], "" if record else str(graph.identifier), self.at)
        )


class LocatingParser(TrigSinkParser):
    """Tells the sink the offset of each object before its statement is made."""

    def __init__(self, sink: CollectingSink) -> None:
        """Relative IRIs were refused before, so the base is never used."""
        super().__init__(sink, baseURI="urn:x-base:", turtle=True)
        self.sink = sink
        self._pending: list[int] = []

    def objectList(self, argstr: str, i: int, res: Any) -> int:  # noqa: N802
        """Read `object, object …` as the base class does, and queue the places of the objects.

        Lists inside an object are finished, statements and all, before the outer list sets its queue.
        """
        places: list[int] = []
        i = self._next_object(argstr, i, res, places)
        while i >= 0:
            j = self.skipSpace(argstr, i)
            if j < 0:
                self.BadSyntax(argstr, i, "EOF found after object")
            if argstr[j] != ",":
                self._pending = places
                return j
            i = self._next_object(argstr, j + 1, res, places)
        return i

    def _next_object(self, argstr: str, i: int, res: Any, places: list[int]) -> int:
        start = self.skipSpace(argstr, i)
        self.sink.at = start
        places.append(start)
        return self.object(argstr, i, res)

    def makeStatement(self, quadruple: Any) -> None:  # noqa: N802
        """Hand a statement to the sink with the place of its object."""
        if self._pending:
            self.sink.at = self._pending.pop(0)
        self.sink.makeStatement(quadruple)
