"""The W3C's own protocol and graph store tests, read from their manifests and run against a server.

`CLAIMGRAPH_W3C` names a folder with the repository w3c/rdf-tests (or its part `sparql/sparql11`); without it
these tests are skipped, and those in `tests/server`, written after them, stand alone.
"""

from __future__ import annotations

import os
import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pyoxigraph as ox
import pytest

if TYPE_CHECKING:
    from conftest import Reply, Server

pytestmark = pytest.mark.service

MF = "http://www.w3.org/2001/sw/DataAccess/tests/test-manifest#"
HT = "http://www.w3.org/2011/http#"
HTS = "http://www.w3.org/2011/http-statusCodes#"
CNT = "http://www.w3.org/2011/content#"
STATUS = {
    "StatusCode2xx": range(200, 300),
    "StatusCode3xx": range(300, 400),
    "StatusCode4xx": range(400, 500),
    "OK": (200,),
    "Created": (201,),
    "NoContent": (204,),
    "NotFound": (404,),
}
KINDS = {
    "boolean": {"application/sparql-results+json", "application/sparql-results+xml"},
    "tabular": {
        "application/sparql-results+json",
        "application/sparql-results+xml",
        "text/csv",
        "text/tab-separated-values",
    },
    "RDF": {"text/turtle", "application/rdf+xml", "application/n-triples"},
}
FILES = (
    "protocol/manifest.ttl",
    "graph-store-protocol/manifest-direct.ttl",
    "graph-store-protocol/manifest-indirect.ttl",
)
UNLISTED = "an entry that is described and not listed is run too"


@dataclass(frozen=True)
class Exchange:
    """One request and what is expected of its answer."""

    method: str
    path: str
    headers: dict[str, str]
    body: bytes | None
    statuses: frozenset[int]
    kind: str = ""
    truth: bool | None = None
    graph: str | None = None
    takes_location: str = ""


@dataclass
class Case:
    name: str
    exchanges: list[Exchange] = field(default_factory=list)


class Manifest:
    """A manifest as a graph, with what is needed to walk it."""

    def __init__(self, file: Path) -> None:
        self.store = ox.Store()
        self.store.load(path=str(file), format=ox.RdfFormat.TURTLE, base_iri="http://w3c.example/manifest")

    def all(self, subject: Any, predicate: str) -> list[Any]:
        return [q.object for q in self.store.quads_for_pattern(subject, ox.NamedNode(predicate), None)]

    def one(self, subject: Any, predicate: str) -> Any:
        found = self.all(subject, predicate)
        return found[0] if found else None

    def text(self, subject: Any, predicate: str) -> str:
        found = self.one(subject, predicate)
        return found.value if found is not None else ""

    def items(self, head: Any) -> Iterator[Any]:
        rdf = "http://www.w3.org/1999/02/22-rdf-syntax-ns#"
        while head is not None and head.value != f"{rdf}nil":
            if (first := self.one(head, f"{rdf}first")) is not None:
                yield first
            head = self.one(head, f"{rdf}rest")

    def flat(self, head: Any) -> Iterator[Any]:
        """Items of a list, of lists, and of several lists: the manifests nest them."""
        rdf = "http://www.w3.org/1999/02/22-rdf-syntax-ns#"
        for item in self.items(head):
            if self.one(item, f"{rdf}first") is not None:
                yield from self.flat(item)
            else:
                yield item

    def cases(self) -> Iterator[Case]:
        for kind in ("ProtocolTest", "GraphStoreProtocolTest"):
            tests = self.store.quads_for_pattern(
                None,
                ox.NamedNode("http://www.w3.org/1999/02/22-rdf-syntax-ns#type"),
                ox.NamedNode(MF + kind),
            )
            for subject in sorted((quad.subject for quad in tests), key=str):
                name = subject.value.rpartition("#")[2]
                action = self.one(subject, f"{MF}action")
                requests = self.flat(self.one(action, f"{HT}requests"))
                yield Case(name, [self.exchange(request) for request in requests])

    def exchange(self, request: Any) -> Exchange:
        response = self.one(request, f"{HT}resp")
        content = self.one(request, f"{HT}body")
        body = None
        if content is not None:
            body = self.text(content, f"{CNT}chars").encode(self.text(content, f"{CNT}characterEncoding"))
        expected = self.one(response, f"{HT}body")
        names = [one.value.removeprefix(HTS) for one in self.all(response, f"{MF}expectedStatus")]
        truth = self.text(response, f"{MF}expectedBoolean")
        return Exchange(
            method=self.text(request, f"{HT}methodName"),
            path=self.text(request, f"{HT}absolutePath"),
            headers=self.headers(request),
            body=body,
            statuses=frozenset(status for name in names for status in STATUS[name]),
            kind=self.text(response, f"{MF}expectedFormat"),
            truth=truth == "true" if truth else None,
            graph=self.text(expected, f"{CNT}chars") if expected is not None else None,
            takes_location=self.text(response, f"{MF}expectedLocation"),
        )

    def headers(self, message: Any) -> dict[str, str]:
        return {
            self.text(header, f"{HT}fieldName"): self.text(header, f"{HT}fieldValue")
            for header in self.flat(self.one(message, f"{HT}headers"))
        }


def folder() -> Path | None:
    given = os.environ.get("CLAIMGRAPH_W3C")
    if not given:
        return None
    root = Path(given)
    return next((path for path in (root, root / "sparql" / "sparql11") if (path / FILES[0]).is_file()), None)


def cases() -> list[Any]:
    root = folder()
    if root is None:
        return []
    return [
        pytest.param(case, id=f"{Path(file).stem}-{case.name}")
        for file in FILES
        for case in Manifest(root / file).cases()
    ]


CASES = cases() or [pytest.param(None, marks=pytest.mark.skip(reason="CLAIMGRAPH_W3C is not set"))]
DATA = "http://kasei.us/2009/09/sparql/data/"


@pytest.fixture(scope="module")
def subject(writable: Server) -> Server:
    return writable


def fill(server: Server) -> None:
    """The graphs that the protocol tests speak of: each says a type of itself."""
    graphs = " ".join(
        f"GRAPH <{DATA}data{n}.rdf> {{ <{DATA}data{n}.rdf> a <http://xmlns.com/foaf/0.1/Document> }}"
        for n in range(4)
    )
    reply = server.post("/update", f"DROP ALL ; INSERT DATA {{ {graphs} }}", "application/sparql-update")
    assert reply.status == 204


@pytest.mark.parametrize("case", CASES)
def test_case(subject: Server, case: Case) -> None:
    fill(subject)
    locations: dict[str, str] = {}
    for exchange in case.exchanges:
        reply = run(subject, exchange, locations)
        assert reply.status in exchange.statuses, (exchange, reply)
        if exchange.takes_location:
            locations[exchange.takes_location] = reply.headers["location"]
        check(exchange, reply)


def run(server: Server, exchange: Exchange, locations: dict[str, str]) -> Reply:
    """Send a request, to the address that ours has in the place of the manifest's."""
    path = exchange.path
    for name, location in locations.items():
        path = path.replace(name, location)
    is_update = b"update=" in (exchange.body or b"")[:7] or "update" in exchange.headers.get(
        "content-type", ""
    )
    path = path.replace("/gsp", "/rdf-graphs", 1)
    path = re.sub(r"^/sparql/", "/update" if is_update else "/sparql", path)
    headers = dict(exchange.headers)
    if exchange.body is not None and "content-type" not in {name.lower() for name in headers}:
        headers["Content-Type"] = ""
    return server.ask(path, method=exchange.method, headers=headers, body=exchange.body)


def check(exchange: Exchange, reply: Reply) -> None:
    if exchange.kind:
        assert reply.type in KINDS[exchange.kind]
    if exchange.truth is not None:
        assert reply.json["boolean"] is exchange.truth
    if exchange.graph:
        assert reply.type == "text/turtle"
        assert canonical(reply.body) == canonical(exchange.graph.encode())


def canonical(data: bytes) -> ox.Dataset:
    dataset = ox.Dataset(ox.parse(data, ox.RdfFormat.TURTLE))
    dataset.canonicalize(ox.CanonicalizationAlgorithm.UNSTABLE)
    return dataset
