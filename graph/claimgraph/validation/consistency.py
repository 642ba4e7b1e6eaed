"""Stage 4: consistency with the ontology.

Two ways. A compiled check over closures of the class and property hierarchies is fast on any amount of
data: it finds members of disjoint classes (by asserted types, domains and ranges, over sub-properties),
classes that can have no members, and functional properties with two values. The OWL 2 RL reasoner owlrl finds
the rest on small inputs; see `reasoner`. The record is checked as a whole, each proposition's content alone,
with the record's types of the things it names: two contents may contradict each other, and that is no fault.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

from claimgraph.validation.catalog import found
from claimgraph.validation.findings import Finding, Options
from claimgraph.validation.ontology import TYPE, Ontology
from claimgraph.validation.source import Corpus
from claimgraph.vocabulary import OWL, RDFS, compact

if TYPE_CHECKING:
    from rdflib.term import Identifier

    from claimgraph.validation.locations import Located

_FUNCTIONAL = OWL + "FunctionalProperty"


@dataclass(slots=True)
class Axioms:
    """What the compiled check needs from the ontology, looked up once."""

    ontology: Ontology
    domains: dict[str, list[str]] = field(default_factory=dict)
    ranges: dict[str, list[str]] = field(default_factory=dict)
    functional: frozenset[str] = frozenset()

    @classmethod
    def of(cls, ontology: Ontology) -> Axioms:
        """Collect domains and ranges of each property, those of the properties above it too."""
        axioms = cls(ontology, functional=ontology.typed(_FUNCTIONAL))
        classes = frozenset(ontology.classes)
        for predicate, target in ((RDFS + "domain", axioms.domains), (RDFS + "range", axioms.ranges)):
            direct: dict[str, list[str]] = {}
            for prop, name in ontology.pairs(predicate):
                if name in classes:
                    direct.setdefault(prop, []).append(name)
            for prop in ontology.kinds:
                found_ = [
                    name for above in sorted(ontology.superproperties(prop)) for name in direct.get(above, ())
                ]
                if found_:
                    target[prop] = found_
        return axioms

    def clash(self, left: str, right: str) -> tuple[str, str] | None:
        """The declared disjoint pair that keeps two classes apart, if there is one."""
        above = self.ontology.superclasses(right)
        for name in sorted(self.ontology.superclasses(left)):
            common = self.ontology.disjoint.get(name, frozenset()) & above
            if common:
                return name, min(common)
        return None


def check(corpus: Corpus, options: Options) -> Iterable[Finding]:
    """Yield findings of the compiled check, then those of the reasoner."""
    axioms = Axioms.of(corpus.ontology)
    compiled: list[Finding] = [*_empty_classes(corpus, axioms)]
    compiled += _individuals(corpus, axioms, corpus.individuals, {}, "")
    types = corpus.types
    for graph, quads in corpus.graphs.items():
        compiled += _individuals(corpus, axioms, quads, types, graph)
    yield from compiled
    from claimgraph.validation.reasoner import check as reason

    yield from reason(corpus, options, {finding.focus for finding in compiled})


def _empty_classes(corpus: Corpus, axioms: Axioms) -> Iterator[Finding]:
    """Classes below two disjoint ones, among those that the given files declare."""
    given = {
        str(quad.subject)
        for source in corpus.sources
        if source.kind != "shapes"
        for quad in source.quads
        if str(quad.predicate) in (RDFS + "subClassOf", OWL + "disjointWith", OWL + "equivalentClass")
    }
    for name in sorted(given):
        pair = axioms.clash(name, name)
        if pair:
            left, right = compact(pair[0]), compact(pair[1])
            message = (
                f"{compact(name)} can have no members: it is below {left} and {right}, which are disjoint"
            )
            fix = "take out one rdfs:subClassOf, or the disjointness"
            yield found("CG-OWL-002", message, fix, focus=name, path=RDFS + "subClassOf")


def _individuals(
    corpus: Corpus, axioms: Axioms, quads: Sequence[Located], known: dict[str, list[str]], graph: str
) -> list[Finding]:
    """Check the individuals of the record (`graph` empty) or of one content."""
    reasons: dict[str, dict[str, tuple[str, Located | None]]] = {}
    values: dict[tuple[str, str], list[Located]] = {}
    for quad in quads:
        subject, predicate, value = str(quad.subject), str(quad.predicate), str(quad.object)
        if predicate == TYPE:
            reasons.setdefault(subject, {}).setdefault(value, ("", quad))
            continue
        for name in axioms.domains.get(predicate, ()):
            reasons.setdefault(subject, {}).setdefault(name, (predicate, quad))
        for name in axioms.ranges.get(predicate, ()):
            reasons.setdefault(value, {}).setdefault(name, (f"^{predicate}", quad))
        for above in axioms.ontology.superproperties(predicate) & axioms.functional:
            values.setdefault((subject, above), []).append(quad)
    findings: list[Finding] = []
    for node in sorted(reasons):
        for name in known.get(node, ()):
            reasons[node].setdefault(name, ("record", None))
        clash = _clash(corpus, axioms, node, reasons[node], graph)
        if clash:
            findings.append(clash)
    for (subject, prop), several in sorted(values.items()):
        if len(several) > 1:
            findings.extend(_functional(subject, prop, several, graph))
    return findings


def _clash(
    corpus: Corpus, axioms: Axioms, node: str, reasons: dict[str, tuple[str, Located | None]], graph: str
) -> Finding | None:
    names = sorted(reasons, key=lambda name: (reasons[name][0] != "", name))
    for at, left in enumerate(names):
        for right in names[at + 1 :]:
            pair = axioms.clash(left, right)
            if pair is None:
                continue
            because = f"{_reason(left, reasons[left][0])} and {_reason(right, reasons[right][0])}"
            disjoint = (
                "" if {left, right} == set(pair) else f" ({compact(pair[0])} excludes {compact(pair[1])})"
            )
            place = reasons[right][1] or reasons[left][1]
            assert place is not None
            finding = found(
                "CG-OWL-001",
                f"{compact(node)} is {because}, but nothing can be both{disjoint}",
                "correct the type or the property; two things need two IRIs",
                focus=str(place.subject),
                path=str(place.predicate),
                value=str(place.object),
                graph=graph,
                rule=f"{compact(pair[0])} owl:disjointWith {compact(pair[1])}",
            )
            return replace(corpus.locate(finding), focus=node)
    return None


def _reason(name: str, source: str) -> str:
    if not source:
        return compact(name)
    if source == "record":
        return f"{compact(name)} (says the record)"
    role = f"as value of {compact(source[1:])}" if source.startswith("^") else f"by its {compact(source)}"
    return f"{compact(name)} ({role})"


def _functional(subject: str, prop: str, quads: Sequence[Located], graph: str) -> Iterator[Finding]:
    from rdflib.term import Literal

    distinct: dict[object, Located] = {}
    for quad in quads:
        distinct.setdefault(_value(quad.object), quad)
    if len(distinct) < 2:
        return
    shown = sorted(compact(str(quad.object)) for quad in distinct.values())
    literal = all(isinstance(quad.object, Literal) for quad in distinct.values())
    last = list(distinct.values())[-1]
    what = f"{compact(subject)} has {len(distinct)} values of {compact(prop)}: {', '.join(shown[:3])}"
    yield found(
        "CG-OWL-003" if literal else "CG-OWL-004",
        what if literal else f"{what}; the ontology concludes that they are one thing",
        "keep the right one, or make two nodes",
        focus=subject,
        path=str(last.predicate),
        value=str(last.object),
        graph=graph,
        rule=f"{compact(prop)} a owl:FunctionalProperty",
    )


def _value(term: Identifier) -> object:
    """Equal for terms that denote the same value: 01 and 1 are one number."""
    from rdflib.term import Literal

    if isinstance(term, Literal):
        value = term.value
        if isinstance(value, bool | int | float):
            return (type(value) is bool, value)
        return (str(term), term.language, str(term.datatype))
    return str(term)
