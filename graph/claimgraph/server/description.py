"""What the service says of itself: SPARQL 1.1 Service Description and VoID, with its limits in words."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pyoxigraph as ox
from starlette.requests import Request
from starlette.responses import Response

from claimgraph.nquads import integer, iri, literal
from claimgraph.server import negotiation
from claimgraph.server.answers import read_all
from claimgraph.server.problems import HttpError
from claimgraph.server.snapshots import Snapshot
from claimgraph.server.worker import GRAPHS, sort_prefixes
from claimgraph.vocabulary import CG, DCTERMS, RDF, XSD, cg

if TYPE_CHECKING:
    from claimgraph.server.service import Service

SD = "http://www.w3.org/ns/sparql-service-description#"
VOID = "http://rdfs.org/ns/void#"
FORMATS = "http://www.w3.org/ns/formats/"
RESULT_FORMATS = (
    "SPARQL_Results_JSON", "SPARQL_Results_XML", "SPARQL_Results_CSV", "SPARQL_Results_TSV",
    "Turtle", "N-Triples", "RDF_XML", "JSON-LD", "TriG", "N-Quads",
)  # fmt: skip
"""Names of https://www.w3.org/ns/formats/."""
_PREFIXES = {"sd": SD, "void": VOID, "dcterms": DCTERMS, "xsd": XSD, "cg": CG}
COUNTS = {
    "triples": "SELECT (COUNT(*) AS ?n) WHERE { ?s ?p ?o }",
    "claims": f"SELECT (COUNT(?c) AS ?n) WHERE {{ ?c a <{cg('Claim')}> }}",
    "propositions": f"SELECT (COUNT(?c) AS ?n) WHERE {{ ?c a <{cg('Proposition')}> }}",
    "events": f"SELECT (COUNT(?c) AS ?n) WHERE {{ ?c a <{cg('Event')}> }}",
    "reports": f"SELECT (COUNT(DISTINCT ?c) AS ?n) WHERE {{ ?c <{cg('claimCount')}> ?n1 }}",
    "claimants": f"SELECT (COUNT(DISTINCT ?who) AS ?n) WHERE {{ ?c <{cg('hasClaimant')}> ?who }}",
}
_CLASSES = {"claims": "Claim", "propositions": "Proposition", "events": "Event"}


async def service_description(service: Service, request: Request) -> Response:
    """The description as RDF, in the format that the client likes."""
    return await _rdf(service, request)


async def void(service: Service, request: Request) -> Response:
    """`/.well-known/void`: the same, under the address that crawlers know."""
    return await _rdf(service, request)


async def _rdf(service: Service, request: Request) -> Response:
    chosen = negotiation.choose(request.headers.get("accept", ""), negotiation.TRIPLES)
    snapshot = service.snapshot
    root = root_of(service, request)
    lines = _lines(service, root, snapshot, await counts(service))
    triples = (quad.triple for quad in ox.parse("".join(lines), ox.RdfFormat.N_TRIPLES))
    prefixes = _PREFIXES if chosen.name in {"turtle", "trig"} else None
    data = bytearray(ox.serialize(triples, format=GRAPHS[chosen.name], prefixes=prefixes) or b"")
    sort_prefixes(data)
    headers = {"claimgraph-snapshot": snapshot.id, "vary": "accept", "cache-control": "no-cache"}
    return Response(bytes(data), headers=headers, media_type=chosen.media_type)


def root_of(service: Service, request: Request) -> str:
    """The address of the server as clients see it, without a slash at the end."""
    return service.settings.public_url or f"{request.url.scheme}://{request.url.netloc}"


async def counts(service: Service) -> dict[str, int]:
    """How much there is; counted once for each snapshot. What takes too long to count is left out."""
    snapshot = service.snapshot
    if "counts" not in snapshot.cache:
        found: dict[str, int] = {}
        for name, query in COUNTS.items():
            try:
                exchange, _ = service.ask(query, "csv", "server")
                found[name] = int((await read_all(exchange)).split()[1])
            except HttpError:
                continue
        snapshot.cache["counts"] = found
    counted: dict[str, int] = snapshot.cache["counts"]
    return counted


def _size(octets: int) -> str:
    """A number of bytes in the largest unit that divides it."""
    for unit, size in (("GiB", 1024**3), ("MiB", 1024**2), ("KiB", 1024)):
        if octets >= size and octets % size == 0:
            return f"{octets // size} {unit}"
    return f"{octets:,} bytes"


def limits_in_words(service: Service) -> str:
    """The limits as one sentence."""
    limits = service.settings.limits
    return (
        f"Limits of a query: {limits.seconds:g} seconds, {limits.rows:,} rows and "
        f"{_size(limits.bytes)} of answer, {_size(limits.memory)} of memory, "
        f"{_size(limits.bounds.bytes)} of text, "
        f"{limits.bounds.patterns} patterns, {limits.bounds.nesting} levels of brackets, "
        f"{limits.running} queries of one client at a time; of an export: {limits.export_seconds:g} seconds, "
        f"one of a client at a time. A query over a limit is answered with an error, "
        "never with a part of the answer. SERVICE, LOAD and graphs from elsewhere are refused."
    )


def _lines(service: Service, root: str, snapshot: Snapshot, numbers: dict[str, int]) -> list[str]:
    endpoint, this = f"{root}/sparql", f"{root}/sparql#service"
    dataset, default = f"{root}/.well-known/void#dataset", f"{root}/.well-known/void#record"
    facts = [
        (this, RDF + "type", iri(SD + "Service")),
        (this, SD + "endpoint", iri(endpoint)),
        (this, SD + "supportedLanguage", iri(SD + "SPARQL11Query")),
        *((this, SD + "resultFormat", iri(FORMATS + name)) for name in RESULT_FORMATS),
        (this, SD + "defaultDataset", iri(dataset)),
        (this, DCTERMS + "description", literal(limits_in_words(service), language="en")),
        (dataset, RDF + "type", iri(SD + "Dataset")),
        (dataset, RDF + "type", iri(VOID + "Dataset")),
        (dataset, SD + "defaultGraph", iri(default)),
        (dataset, VOID + "sparqlEndpoint", iri(endpoint)),
        (dataset, VOID + "dataDump", iri(f"{root}/dump.trig.gz")),
        (dataset, VOID + "vocabulary", iri(CG)),
        (dataset, DCTERMS + "modified", f'"{snapshot.made}"^^{iri(XSD + "dateTime")}'),
        (dataset, DCTERMS + "identifier", literal(snapshot.id)),
        (default, RDF + "type", iri(SD + "Graph")),
    ]
    if service.settings.union:
        facts.append((this, SD + "feature", iri(SD + "UnionDefaultGraph")))
    if service.settings.writable:
        facts.append((this, SD + "supportedLanguage", iri(SD + "SPARQL11Update")))
    if "triples" in numbers:
        facts.append((default, VOID + "triples", integer(numbers["triples"])))
    for name, kind in _CLASSES.items():
        if name in numbers:
            part = f"{dataset}-{name}"
            facts += [
                (dataset, VOID + "classPartition", iri(part)),
                (part, VOID + "class", iri(cg(kind))),
                (part, VOID + "entities", integer(numbers[name])),
            ]
    return [f"{iri(subject)} {iri(predicate)} {value} .\n" for subject, predicate, value in facts]
