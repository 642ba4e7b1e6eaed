"""What the ontology declares: the terms by kind, and the axioms that the checks use.

Loaded from the shipped modules and code lists; a given file that has the IRI of a shipped module takes its
place, so that a changed copy is checked against itself.

>>> from claimgraph.vocabulary import cg
>>> onto = Ontology.load([])
>>> onto.kinds[cg("Claim")]
frozenset({'class'})
>>> cg("SpeechAct") in onto.superclasses(cg("Claim"))
True
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from functools import cache, cached_property
from pathlib import Path
from typing import TYPE_CHECKING

from claimgraph.resources import ontology_dir
from claimgraph.validation.locations import Located, from_oxigraph
from claimgraph.vocabulary import OWL, RDF, RDFS, SKOS

if TYPE_CHECKING:
    from claimgraph.validation.source import Source

_KINDS = {
    OWL + "Class": "class",
    RDFS + "Class": "class",
    RDFS + "Datatype": "datatype",
    OWL + "ObjectProperty": "object property",
    OWL + "DatatypeProperty": "datatype property",
    OWL + "AnnotationProperty": "annotation property",
    OWL + "OntologyProperty": "annotation property",
    RDF + "Property": "property",
}
_AXIOM_TYPES = frozenset(
    OWL + name
    for name in (
        "AllDisjointClasses",
        "AllDifferent",
        "AllDisjointProperties",
        "Axiom",
        "Ontology",
        "Restriction",
    )
)
_HEADS = frozenset((OWL + "Ontology", SKOS + "ConceptScheme"))
TYPE = RDF + "type"


@dataclass
class Ontology:
    """Statements of the ontology (record only), with what can be computed from them."""

    quads: list[Located]
    _closures: dict[str, dict[str, frozenset[str]]] = field(default_factory=dict)

    @classmethod
    def load(cls, sources: Sequence[Source]) -> Ontology:
        """The shipped modules and code lists, with given ones in place of their namesakes."""
        given = [s for s in sources if s.kind in ("ontology", "codes")]
        replaced = {head for source in given for head in _heads(source.quads)}
        quads = [
            quad
            for module in shipped(ontology_dir())
            if not replaced.intersection(_heads(module))
            for quad in module
        ]
        for source in given:
            quads.extend(quad for quad in source.quads if not quad.graph)
        return cls(quads)

    @cached_property
    def _by_predicate(self) -> dict[str, list[tuple[str, str]]]:
        index: dict[str, list[tuple[str, str]]] = {}
        for quad in self.quads:
            index.setdefault(str(quad.predicate), []).append((str(quad.subject), str(quad.object)))
        return index

    def pairs(self, predicate: str) -> list[tuple[str, str]]:
        """Subjects and objects of a predicate."""
        return self._by_predicate.get(predicate, [])

    @cached_property
    def kinds(self) -> dict[str, frozenset[str]]:
        """The kinds of each declared term: class, object property …, or individual."""
        return {term: frozenset(kinds) for term, kinds in declarations(self.quads).items()}

    @cached_property
    def deprecated(self) -> frozenset[str]:
        """Terms marked `owl:deprecated true`."""
        return frozenset(s for s, o in self.pairs(OWL + "deprecated") if o in ("true", "1"))

    @cached_property
    def classes(self) -> list[str]:
        """Named classes, sorted."""
        return sorted(t for t, kinds in self.kinds.items() if "class" in kinds and ":" in t)

    def typed(self, kind: str) -> frozenset[str]:
        """The nodes with an `rdf:type`, such as `owl:FunctionalProperty`."""
        return frozenset(s for s, o in self.pairs(TYPE) if o == kind)

    @cached_property
    def _superclasses(self) -> dict[str, frozenset[str]]:
        return closure(self.pairs(RDFS + "subClassOf") + self._equivalents(OWL + "equivalentClass"))

    @cached_property
    def _superproperties(self) -> dict[str, frozenset[str]]:
        return closure(self.pairs(RDFS + "subPropertyOf") + self._equivalents(OWL + "equivalentProperty"))

    def _equivalents(self, predicate: str) -> list[tuple[str, str]]:
        pairs = self.pairs(predicate)
        return pairs + [(right, left) for left, right in pairs]

    def superclasses(self, name: str) -> frozenset[str]:
        """A class and all classes above it."""
        return self._superclasses.get(name, frozenset()) | {name}

    def superproperties(self, name: str) -> frozenset[str]:
        """A property and all properties above it."""
        return self._superproperties.get(name, frozenset()) | {name}

    def proper_superclasses(self, name: str) -> frozenset[str]:
        """All that a class is stated to be below, in any number of steps; itself only in a circle."""
        return self._stated(RDFS + "subClassOf").get(name, frozenset())

    def proper_superproperties(self, name: str) -> frozenset[str]:
        """All that a property is stated to be below; itself only in a circle."""
        return self._stated(RDFS + "subPropertyOf").get(name, frozenset())

    def _stated(self, predicate: str) -> dict[str, frozenset[str]]:
        if predicate not in self._closures:
            self._closures[predicate] = closure(self.pairs(predicate))
        return self._closures[predicate]

    @cached_property
    def disjoint(self) -> dict[str, frozenset[str]]:
        """For each class those declared disjoint from it, pairwise or by AllDisjointClasses."""
        pairs = self.pairs(OWL + "disjointWith") + [
            pair for members in self.listed("AllDisjointClasses") for pair in couples(members)
        ]
        result: dict[str, set[str]] = {}
        for left, right in pairs:
            result.setdefault(left, set()).add(right)
            result.setdefault(right, set()).add(left)
        return {name: frozenset(others) for name, others in result.items()}

    def listed(self, kind: str) -> list[list[str]]:
        """The members of each `owl:AllDisjointClasses`, `owl:AllDifferent` or `owl:AllDisjointProperties`."""
        nodes = self.typed(OWL + kind)
        lists = self.pairs(OWL + "members") + self.pairs(OWL + "distinctMembers")
        return [self.list_members(head) for node, head in lists if node in nodes]

    def list_members(self, head: str) -> list[str]:
        """The members of an RDF list, as far as it is well formed."""
        first, rest = dict(self.pairs(RDF + "first")), dict(self.pairs(RDF + "rest"))
        members: list[str] = []
        seen: set[str] = set()
        while head in first and head not in seen:
            seen.add(head)
            members.append(first[head])
            head = rest.get(head, "")
        return members


def couples(members: Sequence[str]) -> Iterator[tuple[str, str]]:
    """Every pair of a list."""
    for at, left in enumerate(members):
        for right in members[at + 1 :]:
            yield left, right


def declarations(quads: Iterable[Located]) -> dict[str, set[str]]:
    """The kinds under which statements declare nodes."""
    kinds: dict[str, set[str]] = {}
    for quad in quads:
        if str(quad.predicate) == TYPE and not quad.graph:
            type_ = str(quad.object)
            if type_ in _KINDS:
                kinds.setdefault(str(quad.subject), set()).add(_KINDS[type_])
            elif type_ not in _AXIOM_TYPES and not type_.startswith(OWL):
                kinds.setdefault(str(quad.subject), set()).add("individual")
    return kinds


def closure(pairs: Iterable[tuple[str, str]]) -> dict[str, frozenset[str]]:
    """For each node everything that can be reached from it; cycles do no harm.

    >>> sorted(closure([("a", "b"), ("b", "c")])["a"])
    ['b', 'c']
    """
    direct: dict[str, set[str]] = {}
    for left, right in pairs:
        direct.setdefault(left, set()).add(right)
    reached: dict[str, frozenset[str]] = {}
    for start in direct:
        seen: set[str] = set()
        pending = list(direct[start])
        while pending:
            node = pending.pop()
            if node not in seen:
                seen.add(node)
                pending.extend(direct.get(node, ()))
        reached[start] = frozenset(seen)
    return reached


def _heads(quads: Iterable[Located]) -> set[str]:
    return {str(q.subject) for q in quads if str(q.predicate) == TYPE and str(q.object) in _HEADS}


@cache
def shipped(folder: Path) -> tuple[tuple[Located, ...], ...]:
    """The statements of each shipped module and code list, a tuple a file."""
    import pyoxigraph as ox

    files = [*sorted(folder.glob("*.ttl")), *sorted((folder / "codes").glob("*.ttl"))]
    # High numbers keep the blank nodes of background files apart from those of given files.
    return tuple(
        tuple(from_oxigraph(ox.parse(path=str(file), format=ox.RdfFormat.TURTLE), index=900_000 + number))
        for number, file in enumerate(files)
    )
