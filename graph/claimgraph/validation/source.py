"""A file under validation, and all of them together.

`Corpus` is the body of data that the later stages look at: the given files as one record (default graph) and
named graphs, with the shipped ontology and reference data as background.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING

from claimgraph.validation.findings import Finding
from claimgraph.validation.locations import LineIndex, Located
from claimgraph.vocabulary import OWL, RDF, SH, SKOS, cg

if TYPE_CHECKING:
    from claimgraph.validation.ontology import Ontology

Key = tuple[str, str, str, str]


@dataclass
class Source:
    """One file: its text, format and, once parsed, its statements."""

    path: Path
    format: str
    index: int
    text: str = ""
    shift: int = 0
    """1 when a byte order mark was cut off before `text`."""
    quads: list[Located] = field(default_factory=list)
    parsed: bool = False

    @property
    def name(self) -> str:
        """The path as it was given, with forward slashes."""
        return self.path.as_posix()

    @cached_property
    def lines(self) -> LineIndex:
        """The index of line starts."""
        return LineIndex(self.text)

    def place(self, offset: int) -> dict[str, int | str | None]:
        """`file`, `line` and `column` of an offset into the text; no line if the offset is negative."""
        if offset < 0:
            return {"file": self.name, "line": None, "column": None}
        line, column = self.lines.place(offset)
        return {"file": self.name, "line": line, "column": column}

    def set_apart(self) -> None:
        """Make what a perspective affirms the content of a graph with its IRI, if the file describes one.

        Such a file states in the default graph what somebody affirms. What it says of the perspective itself
        stays there.
        """
        named = {
            str(quad.subject)
            for quad in self.quads
            if not quad.graph
            and str(quad.predicate) == RDF + "type"
            and str(quad.object) == cg("Perspective")
        }
        if len(named) == 1:
            [graph] = named
            self.quads = [
                quad if quad.graph or str(quad.subject) == graph else quad._replace(graph=graph)
                for quad in self.quads
            ]

    @cached_property
    def kind(self) -> str:
        """ "ontology", "shapes", "codes" or "data", by what the file declares."""
        types = {str(q.object) for q in self.quads if str(q.predicate) == RDF + "type" and not q.graph}
        if SH + "NodeShape" in types or SH + "PropertyShape" in types:
            return "shapes"
        if OWL + "Ontology" in types:
            return "ontology"
        if SKOS + "ConceptScheme" in types:
            return "codes"
        return "data"


@dataclass
class Corpus:
    """All the files that parsed, as one body of data."""

    sources: list[Source]
    ontology: Ontology
    """The terms and axioms: the shipped modules, with given files in place of modules of the same IRI."""

    def quads(self) -> Iterator[tuple[Source, Located]]:
        """Every statement with its file."""
        for source in self.sources:
            for quad in source.quads:
                yield source, quad

    @cached_property
    def data(self) -> list[Source]:
        """The files that hold data and no ontology, shapes or code lists."""
        return [source for source in self.sources if source.kind == "data"]

    @cached_property
    def record(self) -> list[Located]:
        """The statements of the default graph in the data files."""
        return [quad for source in self.data for quad in source.quads if not quad.graph]

    @cached_property
    def individuals(self) -> list[Located]:
        """The record of data, ontology and code files without what is said of classes and properties."""
        terms = {term for term, kinds in self.ontology.kinds.items() if kinds != {"individual"}}
        return [
            quad
            for source in self.sources
            if source.kind != "shapes"
            for quad in source.quads
            if not quad.graph and str(quad.subject) not in terms
        ]

    @cached_property
    def types(self) -> dict[str, list[str]]:
        """The types of each individual of the record."""
        types: dict[str, list[str]] = {}
        for quad in self.individuals:
            if str(quad.predicate) == RDF + "type":
                types.setdefault(str(quad.subject), []).append(str(quad.object))
        return types

    @cached_property
    def graphs(self) -> dict[str, list[Located]]:
        """The statements of each named graph in the data files, by graph IRI in sorted order."""
        graphs: dict[str, list[Located]] = {}
        for source in self.data:
            for quad in source.quads:
                if quad.graph:
                    graphs.setdefault(quad.graph, []).append(quad)
        return dict(sorted(graphs.items()))

    @cached_property
    def _places(self) -> dict[Key, tuple[Source, int]]:
        """Where statements, values, nodes and graphs stand; the first place wins. Keys: see `locate`."""
        places: dict[Key, tuple[Source, int]] = {}
        for source, quad in self.quads():
            # Plain strings: a term of rdflib never equals the string with its text.
            subject, predicate, value, graph = map(str, quad[:4])
            place = (source, quad.at)
            places.setdefault((subject, predicate, value, graph), place)
            places.setdefault((subject, predicate, "", graph), place)
            places.setdefault((subject, "", value, graph), place)
            places.setdefault((subject, "", "", graph), place)
            places.setdefault((subject, "", "", "*"), place)
            places.setdefault(("", "", "", graph), place)
            if graph:
                places.setdefault((graph, "", "", "*"), place)
        for source, quad in self.quads():
            places.setdefault((str(quad.object), "", "", "*"), (source, quad.at))
        return places

    def locate(self, finding: Finding) -> Finding:
        """Give a finding its file and line, from its terms.

        In this order: the statement; any statement of the focus node with the value; any with the path; the
        first statement of the focus node in its graph, then anywhere; the first with the node as a value; the
        graph.
        """
        focus, path, value, graph = finding.focus, finding.path, finding.value, finding.graph
        keys: list[Key] = []
        if focus:
            keys = [(focus, path, value, graph)] if value else []
            keys += [(focus, "", value, graph)] if value else []
            keys += [(focus, path, "", graph)] if path else []
            keys += [(focus, "", "", graph), (focus, "", "", "*")]
        if graph:
            keys.append(("", "", "", graph))
        for key in keys:
            if key in self._places:
                source, at = self._places[key]
                where = source.place(at)
                line, column = where["line"], where["column"]
                assert not isinstance(line, str)
                assert not isinstance(column, str)
                return replace(finding, file=source.name, line=line, column=column)
        return finding

    def has(self, subject: str, predicate: str, value: str, graph: str) -> bool:
        """Whether a given file holds the statement; an empty value stands for any."""
        return (subject, predicate, value, graph) in self._places

    def knows(self, node: str) -> bool:
        """Whether the given files say something about a node or use it as a graph."""
        return (node, "", "", "*") in self._places
