"""Reads reference entities from Turtle (or N-Triples) in the ontology's terms.

The parser is pyoxigraph's, which is strict and fast; 12,000 triples take about 35 ms.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from datetime import date
from typing import Any

from claimgraph.reference.errors import ReferenceDataError
from claimgraph.reference.kinds import PARENTS, suggestion
from claimgraph.reference.model import OfficeTenure, ReferenceEntity

CG = "https://w3id.org/claimgraph/ns#"
RDF_TYPE = "http://www.w3.org/1999/02/22-rdf-syntax-ns#type"
DCTERMS_VALID = "http://purl.org/dc/terms/valid"
RDFS_LABEL = "http://www.w3.org/2000/01/rdf-schema#label"

ONE_LINK = {
    CG + "actsFor": "acts_for",
    CG + "belongsToSide": "side",
    CG + "governs": "governs",
    CG + "hasCapital": "capital",
    CG + "hasHomePort": "home_port",
    CG + "hasSeat": "seat",
    CG + "hasTerritory": "territory",
    CG + "isFlagshipOf": "flagship_of",
    CG + "isLocatedIn": "located_in",
    CG + "isMadeAt": "made_at",
    CG + "isMadeBy": "made_by",
    CG + "isMemberOf": "member_of",
    CG + "isOfModel": "model",
    CG + "isOperatedBy": "operated_by",
    CG + "isPartOf": "part_of",
    CG + "isUnitOf": "unit_of",
}
MANY_TEXTS = {
    CG + "countryCode": "country_codes",
    CG + "hasDemonym": "demonyms",
    CG + "hasDescription": "descriptions",
    CG + "hasMetonym": "metonyms",
    CG + "hasName": "names",
}
AUXILIARY = {"Office", "OfficeHolding", "TimeSpan"}

Node = dict[str, list[str]]
"""The values of one subject, by predicate."""


def read_turtle(data: bytes, file: str) -> list[ReferenceEntity]:
    """Read the entities of one Turtle file, in the order in which they are declared.

    Args:
        data: the file's bytes (UTF-8).
        file: its name, for error messages.

    Raises:
        ReferenceDataError: if the file is not Turtle, or a subject lacks a type or label, or has a class
            that reference data does not use.

    >>> text = b'''@prefix cg: <https://w3id.org/claimgraph/ns#> .
    ... @prefix rdfs: <http://www.w3.org/2000/01/rdf-schema#> .
    ... <https://example.org/e/mill> a cg:IndustrialFacility ; rdfs:label "Old Mill"@en .'''
    >>> [(entity.label, entity.kind) for entity in read_turtle(text, "mine.ttl")]
    [('Old Mill', 'IndustrialFacility')]
    """
    nodes = _nodes(data, file)
    tenures = _tenures(nodes, data, file)
    entities = []
    for iri, node in nodes.items():
        kind = _kind(iri, node, data, file)
        if kind is not None and kind not in AUXILIARY:
            entities.append(_entity(iri, kind, node, tenures.get(iri, ()), data, file))
    if not entities:
        raise ReferenceDataError(
            file, None, "it declares no name", "give things a class (a cg:Person), rdfs:label and cg:hasName"
        )
    return entities


def line_of(data: bytes, iri: str) -> int | None:
    """The first line on which the local part of `iri` stands, or `None`.

    >>> line_of(b"@prefix e: <http://x/> .\\ne:mill a e:Mill .", "http://x/mill")
    2
    """
    local = iri.replace("#", "/").rsplit("/", 1)[-1].encode()
    found = re.search(rb"[:/#<]" + re.escape(local) + rb"(?![\w/-])", data)
    return data.count(b"\n", 0, found.start()) + 1 if found and local else None


def _nodes(data: bytes, file: str) -> dict[str, Node]:
    """Group the triples of a file by subject and predicate."""
    import pyoxigraph

    nodes: dict[str, Node] = {}
    try:
        for triple in pyoxigraph.parse(data, format=pyoxigraph.RdfFormat.TURTLE):
            subject: Any = triple.subject
            value: Any = triple.object
            node = nodes.setdefault(subject.value, {})
            node.setdefault(triple.predicate.value, []).append(value.value)
    except SyntaxError as error:
        message = str(error.msg).strip().rstrip(".")
        raise ReferenceDataError(
            file, error.lineno, f"not valid Turtle ({message})", "correct the syntax on this line"
        ) from None
    return nodes


def _kind(iri: str, node: Node, data: bytes, file: str) -> str | None:
    """Local name of the subject's class; `None` for the file's own description."""
    types = node.get(RDF_TYPE, [])
    kinds = [value[len(CG) :] for value in types if value.startswith(CG)]
    if not kinds:
        if not any(predicate.startswith(CG) for predicate in node):
            return None
        raise ReferenceDataError(
            file, line_of(data, iri), f"<{iri}> has no class", "add a type such as cg:Person or cg:Settlement"
        )
    if kinds[0] not in PARENTS and kinds[0] not in AUXILIARY:
        near = suggestion(kinds[0])
        raise ReferenceDataError(
            file,
            line_of(data, iri),
            f"<{iri}> has class cg:{kinds[0]}, which reference data does not use",
            f"did you mean cg:{near}?" if near else "use a class of agents, places, facilities or materiel",
        )
    return kinds[0]


def _entity(
    iri: str, kind: str, node: Node, offices: tuple[OfficeTenure, ...], data: bytes, file: str
) -> ReferenceEntity:
    labels = node.get(RDFS_LABEL)
    if not labels:
        raise ReferenceDataError(
            file, line_of(data, iri), f"<{iri}> has no rdfs:label", "add the name to show for it"
        )
    fields: dict[str, Any] = {
        name: tuple(node[predicate]) for predicate, name in MANY_TEXTS.items() if predicate in node
    }
    fields.update((name, node[predicate][0]) for predicate, name in ONE_LINK.items() if predicate in node)
    return ReferenceEntity(
        iri,
        labels[0],
        kind,
        produces=tuple(node.get(CG + "produces", ())),
        pennant_number=_first(node, CG + "hasPennantNumber") or "",
        offices=offices,
        source=file,
        **fields,
    )


def _tenures(nodes: dict[str, Node], data: bytes, file: str) -> dict[str, tuple[OfficeTenure, ...]]:
    """Offices held, by the IRI of the person, earliest first."""
    held: dict[str, list[OfficeTenure]] = {}
    known_until = _known_until(nodes)
    for iri, node in nodes.items():
        if CG + "OfficeHolding" not in node.get(RDF_TYPE, ()):
            continue
        person, office = _first(node, CG + "heldBy"), _first(node, CG + "isHoldingOf")
        if person is None or office is None or office not in nodes:
            raise ReferenceDataError(
                file,
                line_of(data, iri),
                f"<{iri}> does not say who held which office",
                "add cg:heldBy and cg:isHoldingOf, and declare the office in the same file",
            )
        span = nodes.get(_first(node, CG + "duringSpan") or "", {})
        held.setdefault(person, []).append(_tenure(nodes[office], span, known_until))
    return {
        person: tuple(sorted(tenures, key=lambda t: (t.start or date.min, t.title)))
        for person, tenures in held.items()
    }


def _known_until(nodes: dict[str, Node]) -> date | None:
    """The end of the file's dcterms:valid ("../2025-09-01"): until when open tenures are known to last."""
    for node in nodes.values():
        valid = _first(node, DCTERMS_VALID)
        if valid is not None and "/" in valid:
            return _day(valid.rsplit("/", 1)[1])
    return None


def _tenure(office: Node, span: Node, known_until: date | None) -> OfficeTenure:
    return OfficeTenure(
        title=(_first(office, RDFS_LABEL) or ""),
        edtf=_first(span, CG + "asEdtf") or "../..",
        start=_day(_first(span, CG + "earliestStart")),
        end=_day(_first(span, CG + "latestEnd")),
        body=_first(office, CG + "isPartOf"),
        known_until=known_until,
    )


def _first(node: Node, predicate: str) -> str | None:
    values: Iterable[str] = node.get(predicate, ())
    return next(iter(values), None)


def _day(moment: str | None) -> date | None:
    """The day of an xsd:dateTime or a date; `None` for none and for an open end."""
    return date.fromisoformat(moment[:10]) if moment and moment[:1].isdigit() else None
