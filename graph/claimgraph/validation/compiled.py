"""Shapes as SPARQL: the same faults as pyshacl finds, on a store of any size.

pyshacl takes some 14 ms a report and needs rdflib's graphs; a query for each constraint, over all nodes at
once, takes less than one, and runs where the quads are. So shapes are compiled for bulk loads, and pyshacl
stays what `validate` uses and what the tests compare with. Compiled are the constraints of SHACL Core that a
filter can say, on predicate, inverse, alternative and sequence paths. `uncompiled` names the shapes with
others (sh:or, sh:not, sh:xone, sh:node, sh:sparql): these are checked by `claimgraph validate` alone.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING, Any

import pyoxigraph as ox

from claimgraph.nquads import iri, literal
from claimgraph.resources import ontology_dir
from claimgraph.validation.shapes import shapes_for
from claimgraph.vocabulary import RDF, RDFS, SH, cg

if TYPE_CHECKING:
    from rdflib import Graph

    from claimgraph.store import Store

_TARGETS = ("targetClass", "targetSubjectsOf", "targetObjectsOf", "targetNode")
_LEFT_TO_PYSHACL = (
    "or",
    "not",
    "xone",
    "and",
    "node",
    "sparql",
    "qualifiedValueShape",
    "closed",
    "uniqueLang",
)
_NODE_KINDS = {"IRI": "isIRI(?value)", "Literal": "isLiteral(?value)", "BlankNode": "isBlank(?value)"}


@dataclass(frozen=True, slots=True)
class Check:
    """One constraint of one shape on one part; its query selects the nodes (`?this`) that break it.

    `target` and `pattern` are the parts of the query: which nodes the shape is for, and what breaks it.
    """

    shape: str
    component: str
    severity: str
    message: str
    part: str
    query: str
    target: str
    pattern: str


@dataclass(frozen=True, slots=True, order=True)
class Fault:
    """A node that breaks a constraint; `graph` is the content that it stands in, "" for the record."""

    shape: str
    component: str
    focus: str
    graph: str = ""


@cache
def compiled() -> tuple[Check, ...]:
    """The checks of all shapes of the ontology.

    >>> any(check.shape.endswith("ClaimShape-claimant") for check in compiled())
    True
    """
    checks = [check for part in ("record", "content") for check in _of_part(part)]
    return tuple(sorted(checks, key=lambda check: (check.part, check.shape, check.component)))


@cache
def uncompiled() -> tuple[str, ...]:
    """The shapes with constraints that only pyshacl checks, by IRI."""
    files = tuple(sorted((ontology_dir() / "shapes").glob("*.ttl")))
    found: set[str] = set()
    for part in ("record", "content"):
        shapes = shapes_for(files, part)
        found.update(str(shape) for name in _LEFT_TO_PYSHACL for shape in shapes.subjects(_sh(name), None))
    return tuple(sorted(found))


def faults(store: Store, document: str = "", checks: tuple[Check, ...] | None = None) -> Iterator[Fault]:
    """What in the store breaks a compiled shape (or one of `checks`); with `document`, only of its nodes."""
    for check in compiled() if checks is None else checks:
        query = check.query
        if document and check.part == "record":
            query = query.replace("#only#", f"?this {iri(cg('isRecordedFrom'))} {iri(document)} .")
        elif document:
            query = query.replace("#only#", f"?graph {iri(cg('isRecordedFrom'))} {iri(document)} .")
        rows = store.query(query)
        assert isinstance(rows, ox.QuerySolutions)
        for row in rows:
            graph = row["graph"].value if check.part == "content" else ""
            yield Fault(check.shape, check.component, row["this"].value, graph)


def _sh(name: str) -> Any:
    from rdflib import URIRef

    return URIRef(SH + name)


def targeted(part: str) -> Iterator[tuple[Graph, Any]]:
    """The shapes of the ontology that have targets in a part, each with the graph that it stands in."""
    shapes = shapes_for(tuple(sorted((ontology_dir() / "shapes").glob("*.ttl"))), part)
    subjects = {shape for name in _TARGETS for shape in shapes.subjects(_sh(name), None)}
    for shape in sorted(subjects, key=str):
        yield shapes, shape


def _of_part(part: str) -> Iterator[Check]:
    for shapes, shape in targeted(part):
        path = shapes.value(shape, _sh("path"))
        steps = _path(shapes, path) if path is not None else ""
        severity = str(shapes.value(shape, _sh("severity")) or f"{SH}Violation").removeprefix(SH)
        message = str(shapes.value(shape, _sh("message")) or "the shape is not fulfilled")
        for component, pattern in _constraints(shapes, shape, steps):
            for target in _target(shapes, shape):
                query = _query(target, pattern, part)
                yield Check(str(shape), component, severity, message, part, query, target, pattern)


def values_of(shapes: Graph, shape: Any, name: str) -> list[Any]:
    """What a shape says by a property of SHACL, in order."""
    return sorted(shapes.objects(shape, _sh(name)), key=str)


def _query(target: str, pattern: str, part: str) -> str:
    """Which nodes break a constraint.

    In contents the fault is looked for first, and whether its node is a target is asked of what was found:
    classes of events are many, and faults few. In the record, and where something is missing, targets are
    first.
    """
    if part == "record":
        return f"SELECT DISTINCT ?this WHERE {{ {target} #only#\n {pattern} }}"
    if pattern.startswith(("FILTER NOT EXISTS", "BIND")):
        where = f"{target} {pattern}"
        return f"SELECT DISTINCT ?this ?graph WHERE {{ GRAPH ?graph {{ {where} }} #only#\n }}"
    found = f"{{ SELECT DISTINCT ?this ?graph WHERE {{ GRAPH ?graph {{ {pattern} }} }} }}"
    is_target = f"FILTER EXISTS {{ GRAPH ?graph {{ {target} }} }}"
    return f"SELECT ?this ?graph WHERE {{ {found} {is_target} #only#\n }}"


def _target(shapes: Graph, shape: Any) -> Iterator[str]:
    """The patterns that bind `?this`, one for each target."""
    for value in values_of(shapes, shape, "targetClass"):
        yield f"?this {iri(RDF + 'type')} ?kind . VALUES ?kind {{ {' '.join(subclasses(str(value)))} }}"
    for value in values_of(shapes, shape, "targetSubjectsOf"):
        yield f"?this {iri(str(value))} ?any ."
    for value in values_of(shapes, shape, "targetObjectsOf"):
        yield f"?any {iri(str(value))} ?this ."
    for value in values_of(shapes, shape, "targetNode"):
        yield f"?this ?says ?that . FILTER(?this = {value.n3()})"


@cache
def _ontology() -> ox.Store:
    """The modules and code lists, without shapes."""
    store = ox.Store()
    for file in (*ontology_dir().glob("*.ttl"), *(ontology_dir() / "codes").glob("*.ttl")):
        store.load(path=str(file), format=ox.RdfFormat.TURTLE)
    return store


@cache
def subclasses(name: str) -> tuple[str, ...]:
    """A class and its subclasses, as terms."""
    rows = _ontology().query(f"SELECT DISTINCT ?k WHERE {{ ?k {iri(RDFS + 'subClassOf')}* {iri(name)} }}")
    assert isinstance(rows, ox.QuerySolutions)
    return tuple(sorted({iri(name), *(str(row["k"]) for row in rows if isinstance(row["k"], ox.NamedNode))}))


@cache
def entries(name: str) -> tuple[str, ...]:
    """The entries of code lists that belong to a class, as terms: the store does not repeat them."""
    kinds = " ".join(subclasses(name))
    rows = _ontology().query(
        f"SELECT DISTINCT ?e WHERE {{ ?e {iri(RDF + 'type')} ?k VALUES ?k {{ {kinds} }} }}"
    )
    assert isinstance(rows, ox.QuerySolutions)
    return tuple(sorted(str(row["e"]) for row in rows))


def _path(shapes: Graph, path: Any) -> str:
    from rdflib import URIRef
    from rdflib.collection import Collection

    if isinstance(path, URIRef):
        return iri(str(path))
    alternative = shapes.value(path, _sh("alternativePath"))
    if alternative is not None:
        return "(" + "|".join(_path(shapes, one) for one in Collection(shapes, alternative)) + ")"
    inverse = shapes.value(path, _sh("inversePath"))
    if inverse is not None:
        return f"^{_path(shapes, inverse)}"
    return "(" + "/".join(_path(shapes, one) for one in Collection(shapes, path)) + ")"


def _constraints(shapes: Graph, shape: Any, path: str) -> Iterator[tuple[str, str]]:
    """The components of a shape, each with the pattern of what breaks it."""

    def given(name: str) -> list[Any]:
        return values_of(shapes, shape, name)

    for low in given("minCount"):
        if int(low) > 0:
            yield "MinCount", f"FILTER NOT EXISTS {{ {_more_than(int(low) - 1, path)} }}"
    for high in given("maxCount"):
        yield "MaxCount", _more_than(int(high), path)
    each = f"?this {path} ?value ." if path else "BIND(?this AS ?value)"
    for component, condition in _filters(shapes, shape, given):
        yield component, f"{each} FILTER({condition})"
    for name in given("class"):
        listed = ", ".join(entries(str(name)))
        known = f" FILTER(?value NOT IN ({listed}))" if listed else ""
        kinds = f"?value {iri(RDF + 'type')} ?of VALUES ?of {{ {' '.join(subclasses(str(name)))} }}"
        yield "Class", f"{each}{known} FILTER NOT EXISTS {{ {kinds} }}"
    for value in given("hasValue"):
        yield "HasValue", f"FILTER NOT EXISTS {{ ?this {path} {value.n3()} }}"
    for name, sign in (("lessThan", "<"), ("lessThanOrEquals", "<=")):
        for other in given(name):
            compared = f"?this {iri(str(other))} ?other FILTER(COALESCE(!(?value {sign} ?other), true))"
            yield name[0].upper() + name[1:], f"{each} {compared}"
    for other in given("disjoint"):
        yield "Disjoint", f"{each} ?this {iri(str(other))} ?value ."


def _more_than(high: int, path: str) -> str:
    values = [f"?v{at}" for at in range(high + 1)]
    found = " ".join(f"?this {path} {value} ." for value in values)
    apart = [f"!sameTerm({a}, {b})" for at, a in enumerate(values) for b in values[at + 1 :]]
    return f"{found} FILTER({' && '.join(apart) or 'true'})"


def _filters(shapes: Graph, shape: Any, given: Any) -> Iterator[tuple[str, str]]:
    """Conditions under which one value breaks the shape."""
    from rdflib.collection import Collection

    for datatype in given("datatype"):
        yield "Datatype", f"!isLiteral(?value) || DATATYPE(?value) != {iri(str(datatype))}"
    for kind in given("nodeKind"):
        names = str(kind).removeprefix(SH).replace("BlankNodeOr", "BlankNode Or").split(" Or")
        yield "NodeKind", f"!({' || '.join(_NODE_KINDS[name] for name in names)})"
    for one in given("in"):
        listed = ", ".join(term.n3() for term in Collection(shapes, one))
        yield "In", f"?value NOT IN ({listed})"
    for name, sign in (("minInclusive", ">="), ("maxInclusive", "<="), ("minExclusive", ">")):
        for limit in given(name):
            yield name[0].upper() + name[1:], f"COALESCE(!(?value {sign} {limit.n3()}), true)"
    for length in given("minLength"):
        yield "MinLength", f"isBlank(?value) || STRLEN(STR(?value)) < {int(length)}"
    for length in given("maxLength"):
        yield "MaxLength", f"isBlank(?value) || STRLEN(STR(?value)) > {int(length)}"
    for pattern in given("pattern"):
        yield "Pattern", f"isBlank(?value) || !REGEX(STR(?value), {literal(str(pattern))})"
