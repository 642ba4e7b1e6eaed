"""Reference files as N-Triples lines, for loading into a store."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from claimgraph.reference.model import ReferenceEntity
from claimgraph.reference.table import read_csv
from claimgraph.reference.turtle import CG, MANY_TEXTS, ONE_LINK, RDF_TYPE, RDFS_LABEL


def source_triples(path: Path, data: bytes) -> Iterator[str]:
    """Yield the triples of a Turtle file or a table, one N-Triples line each, without line ends.

    Args:
        path: the file's name, whose suffix tells the format.
        data: its bytes.

    Raises:
        ReferenceDataError: if the file is wrong.

    >>> rows = b"id,label,type\\nold-mill,Old Mill,IndustrialFacility\\n"
    >>> for line in source_triples(Path("mine.csv"), rows):
    ...     print(line)
    <https://w3id.org/claimgraph/data/entity/old-mill> <http://www.w3.org/1999/02/22-rdf-syntax-ns#type> \
<https://w3id.org/claimgraph/ns#IndustrialFacility> .
    <https://w3id.org/claimgraph/data/entity/old-mill> <http://www.w3.org/2000/01/rdf-schema#label> \
"Old Mill" .
    """
    if path.suffix.lower() == ".csv":
        for _, entity in read_csv(data, path.name):
            yield from _entity_triples(entity)
        return
    import pyoxigraph

    for triple in pyoxigraph.parse(data, format=pyoxigraph.RdfFormat.TURTLE):
        yield f"{triple.subject} {triple.predicate} {triple.object} ."


def _entity_triples(entity: ReferenceEntity) -> Iterator[str]:
    """The triples of an entity that was read from a row of a table."""
    subject = f"<{entity.iri}>"
    yield f"{subject} <{RDF_TYPE}> <{CG}{entity.kind}> ."
    yield f"{subject} <{RDFS_LABEL}> {_literal(entity.label)} ."
    for predicate, name in MANY_TEXTS.items():
        for text in getattr(entity, name):
            yield f"{subject} <{predicate}> {_literal(text)} ."
    for predicate, name in ONE_LINK.items():
        target = getattr(entity, name)
        if target:
            yield f"{subject} <{predicate}> <{target}> ."


def _literal(text: str) -> str:
    escaped = text.replace("\\", "\\\\").replace('"', '\\"').replace("\n", "\\n").replace("\r", "\\r")
    return f'"{escaped}"'
