"""Namespaces and IRIs used when writing and reading the graph.

One namespace for terms, one for code lists, and a configurable base for data. The ontology files are the
authority; these constants only spare string building.

>>> cg("Claim")
'https://w3id.org/claimgraph/ns#Claim'
>>> compact("http://www.w3.org/2000/01/rdf-schema#label")
'rdfs:label'
"""

from __future__ import annotations

CG = "https://w3id.org/claimgraph/ns#"
CODE = "https://w3id.org/claimgraph/code/"
DATA = "https://w3id.org/claimgraph/data/"
REFERENCE = DATA + "entity/"
RDF = "http://www.w3.org/1999/02/22-rdf-syntax-ns#"
RDFS = "http://www.w3.org/2000/01/rdf-schema#"
OWL = "http://www.w3.org/2002/07/owl#"
XSD = "http://www.w3.org/2001/XMLSchema#"
SKOS = "http://www.w3.org/2004/02/skos/core#"
DCTERMS = "http://purl.org/dc/terms/"
SH = "http://www.w3.org/ns/shacl#"

PREFIXES: dict[str, str] = {
    "cg": CG,
    "code": CODE,
    "d": DATA,
    "rdf": RDF,
    "rdfs": RDFS,
    "owl": OWL,
    "xsd": XSD,
    "skos": SKOS,
    "dcterms": DCTERMS,
}


def cg(name: str) -> str:
    """The IRI of an ontology term by its local name."""
    return CG + name


def code(name: str) -> str:
    """The IRI of a code-list entry by its local name."""
    return CODE + name


def compact(iri: str) -> str:
    """Shorten an IRI with the prefixes above; an IRI of no known namespace comes back as it is."""
    for prefix, namespace in PREFIXES.items():
        if iri.startswith(namespace) and len(iri) > len(namespace):
            return f"{prefix}:{iri[len(namespace) :]}"
    return iri
