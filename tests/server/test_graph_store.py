"""The Graph Store HTTP Protocol and the Service Description, after the tests of the W3C; data of our own."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING
from urllib.parse import quote

import pyoxigraph as ox
import pytest

if TYPE_CHECKING:
    from conftest import Reply, Server

TURTLE = "text/turtle; charset=utf-8"
FIRST = '@prefix e: <http://example.org/> . e:pier e:lies [ e:on "the left bank" ] .'
SECOND = '@prefix e: <http://example.org/> . e:pier e:lies [ e:on "the right bank" ] .'
THIRD = "@prefix e: <http://example.org/> . e:crane e:lifts 40 ."
WAYS = {
    "indirect": lambda name: f"/rdf-graphs?graph={quote(f'http://example.org/g/{name}', safe='')}",
    "direct": lambda name: f"/rdf-graphs/g/{name}",
}


def graph(text: str | bytes) -> ox.Dataset:
    dataset = ox.Dataset(
        ox.Quad(quad.subject, quad.predicate, quad.object) for quad in ox.parse(text, ox.RdfFormat.TURTLE)
    )
    dataset.canonicalize(ox.CanonicalizationAlgorithm.UNSTABLE)
    return dataset


def same(reply: Reply, *texts: str) -> bool:
    quads = [quad for text in texts for quad in ox.parse(text, ox.RdfFormat.TURTLE, rename_blank_nodes=True)]
    expected = ox.Dataset(quads)
    expected.canonicalize(ox.CanonicalizationAlgorithm.UNSTABLE)
    return graph(reply.body) == expected


def put(server: Server, path: str, text: str, kind: str = TURTLE, method: str = "PUT") -> Reply:
    return server.ask(path, method=method, body=text.encode(), headers={"Content-Type": kind})


def get(server: Server, path: str, method: str = "GET") -> Reply:
    return server.ask(path, method=method, headers={"Accept": "text/turtle"})


@pytest.mark.parametrize("way", ["indirect", pytest.param("direct", marks=pytest.mark.service)])
def test_put_get_repeat(writable: Server, way: str) -> None:
    path = WAYS[way]("repeat")
    assert put(writable, path, FIRST).status == 201
    reply = get(writable, path)
    assert (reply.status, reply.headers["content-type"]) == (200, TURTLE)
    assert same(reply, FIRST)
    assert put(writable, path, SECOND).status in {200, 204}
    assert same(get(writable, path), SECOND)


@pytest.mark.parametrize("way", ["indirect", pytest.param("direct", marks=pytest.mark.service)])
def test_put_delete_get_delete(writable: Server, way: str) -> None:
    path = WAYS[way]("gone")
    assert put(writable, path, FIRST).status == 201
    assert writable.ask(path, method="DELETE").status in {200, 204}
    assert get(writable, path).status == 404
    assert writable.ask(path, method="DELETE").status == 404


@pytest.mark.parametrize("way", ["indirect", pytest.param("direct", marks=pytest.mark.service)])
def test_post_get_post_get(writable: Server, way: str) -> None:
    path = WAYS[way]("posted")
    assert put(writable, path, FIRST, method="POST").status == 201
    assert same(get(writable, path), FIRST)
    boundary = "limes0815"
    parts = "".join(
        f'--{boundary}\r\nContent-Disposition: form-data; name="{n}"; filename="{n}.ttl"\r\n'
        f"Content-Type: {TURTLE}\r\n\r\n{text}\r\n"
        for n, text in enumerate((SECOND, THIRD))
    )
    kind = f"multipart/form-data; boundary={boundary}"
    assert put(writable, path, f"{parts}--{boundary}--\r\n", kind, "POST").status in {200, 204}
    assert same(get(writable, path), FIRST, SECOND, THIRD)


@pytest.mark.parametrize("way", ["indirect", pytest.param("direct", marks=pytest.mark.service)])
def test_head(writable: Server, way: str) -> None:
    path = WAYS[way]("head")
    put(writable, path, FIRST)
    reply = get(writable, path, "HEAD")
    assert (reply.status, reply.headers["content-type"], reply.body) == (200, TURTLE, b"")
    assert int(reply.headers["content-length"]) == len(get(writable, path).body)
    assert get(writable, WAYS[way]("never"), "HEAD").status == 404


def test_the_default_graph(writable: Server) -> None:
    assert put(writable, "/rdf-graphs?default", FIRST).status in {200, 201, 204}
    assert same(get(writable, "/rdf-graphs?default"), FIRST)
    assert same(get(writable, f"/rdf-graphs?graph={quote(BASE + 'graph/record')}"), FIRST)
    assert writable.ask("/rdf-graphs?default", method="DELETE").status == 204
    assert same(get(writable, "/rdf-graphs?default"), "")


BASE = "https://w3id.org/claimgraph/data/"


def test_post_creates_a_graph(writable: Server) -> None:
    reply = put(writable, "/rdf-graphs", THIRD, method="POST")
    assert reply.status == 201
    location = reply.headers["location"]
    assert location.startswith(f"{writable.url}/rdf-graphs/")
    assert same(get(writable, f"/rdf-graphs?graph={quote(location)}"), THIRD)
    assert same(get(writable, location.removeprefix(writable.url)), THIRD)


def test_percent_encoding_is_decoded_once(writable: Server) -> None:
    name = "http://example.org/pct/"
    assert put(writable, f"/rdf-graphs?graph={name}%31", FIRST).status == 201
    assert put(writable, f"/rdf-graphs?graph={name}%2531", SECOND).status == 201
    assert same(get(writable, f"/rdf-graphs?graph={quote(name, safe='')}1"), FIRST)
    assert same(get(writable, f"/rdf-graphs?graph={name}%2531"), SECOND)


@pytest.mark.parametrize(
    ("path", "text", "kind", "status"),
    [
        ("/rdf-graphs?graph=http://e.org/g", "<a> <b> .", TURTLE, 400),
        ("/rdf-graphs?graph=http://e.org/g", "{}", "application/json", 415),
        ("/rdf-graphs?graph=http://e.org/g&default", FIRST, TURTLE, 400),
        ("/rdf-graphs", FIRST, TURTLE, 400),
        ("/rdf-graphs?graph=", FIRST, TURTLE, 400),
        ("/rdf-graphs?graph=http://e.org/%20%3Cx", FIRST, TURTLE, 400),
        ("/rdf-graphs?graph=http://e.org/g", "<a:g> { <a:a> <a:b> <a:c> }", "application/trig", 400),
        (
            "/rdf-graphs?graph=http://e.org/g",
            '<?xml version="1.0"?><!DOCTYPE r [<!ENTITY a SYSTEM "file:///etc/passwd">]><r>&a;</r>',
            "application/rdf+xml",
            400,
        ),
        (
            "/rdf-graphs?graph=http://e.org/g",
            '{"@context": "http://127.0.0.1:9/context.json", "@id": "a:a", "b": 1}',
            "application/ld+json",
            400,
        ),
    ],
)
def test_bad_uploads(writable: Server, path: str, text: str, kind: str, status: int) -> None:
    reply = put(writable, path, text, kind)
    assert reply.status == status, reply.text
    assert reply.json["detail"]
    assert get(writable, "/rdf-graphs?graph=http://e.org/g").status == 404


def test_a_fault_in_an_upload_has_its_place(writable: Server) -> None:
    reply = put(writable, "/rdf-graphs?graph=http://e.org/g", "<a:a> <a:b> <a:c> .\n<a:a> oops", TURTLE)
    assert (reply.status, reply.json["line"]) == (400, 2)


def test_a_server_without_token_is_read_only(server: Server) -> None:
    reply = put(server, "/rdf-graphs?graph=http://e.org/g", FIRST)
    assert reply.status == 403
    assert get(server, "/rdf-graphs?graph=http://e.org/g").status == 404
    assert get(server, "/rdf-graphs?default").status == 200


# ------------------------------------------------------------------------------ description

SD = "http://www.w3.org/ns/sparql-service-description#"


@pytest.mark.parametrize("accept", ["", "text/turtle", "application/rdf+xml", "application/n-triples"])
def test_the_description_is_rdf_with_the_endpoint(server: Server, accept: str) -> None:
    reply = server.ask("/sparql", headers={"Accept": accept} if accept else {})
    assert reply.status == 200
    kinds = {"text/turtle": ox.RdfFormat.TURTLE, "application/rdf+xml": ox.RdfFormat.RDF_XML}
    store = ox.Store()
    store.load(reply.body, kinds.get(reply.type, ox.RdfFormat.N_TRIPLES))
    rows = list(store.query(f"SELECT ?e {{ ?s a <{SD}Service> ; <{SD}endpoint> ?e }}"))
    assert [row["e"].value for row in rows] == [f"{server.url}/sparql"]


def test_the_description_keeps_to_the_schema(server: Server) -> None:
    """Domains and ranges of the vocabulary, as far as it states them."""
    store = ox.Store()
    store.load(server.ask("/sparql").body, ox.RdfFormat.TURTLE)
    service = f"?s a <{SD}Service>"
    for pattern in (
        f"{service} ; <{SD}defaultDataset>/<{SD}defaultGraph> ?g . ?g a <{SD}Graph>",
        f"{service} ; <{SD}defaultDataset> ?d . ?d a <{SD}Dataset>",
        f"{service} ; <{SD}supportedLanguage> <{SD}SPARQL11Query>",
        f"{service} ; <{SD}resultFormat> <http://www.w3.org/ns/formats/SPARQL_Results_JSON>",
    ):
        assert store.query(f"ASK {{ {pattern} }}"), pattern
    subjects = f"SELECT ?s {{ ?s ?p ?o FILTER(STRSTARTS(STR(?p), '{SD}')) FILTER NOT EXISTS {{ ?s a ?t }} }}"
    assert not list(store.query(subjects))
    assert not store.query(f"ASK {{ ?s <{SD}supportedLanguage> <{SD}SPARQL11Update> }}")


def test_the_description_tells_limits_and_numbers(server: Server) -> None:
    text = server.ask("/.well-known/void").text
    assert "Limits of a query: 3 seconds, 20,000 rows" in text
    assert re.search(r"void:entities \"?\d+", text)


def test_a_writable_server_says_so(writable: Server) -> None:
    assert "SPARQL11Update" in writable.ask("/sparql").text


def test_a_browser_gets_the_query_page(server: Server) -> None:
    reply = server.ask("/sparql", headers={"Accept": "text/html,application/xhtml+xml,*/*;q=0.8"})
    assert (reply.status, reply.headers["location"]) == (303, "/query")
