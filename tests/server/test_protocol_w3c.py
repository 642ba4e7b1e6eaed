"""The SPARQL 1.1 Protocol, requirement by requirement: one exchange, or a few, for each test of the W3C.

The names are those of the W3C's manifest `sparql11/protocol`; data and queries are our own.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any
from urllib.parse import quote, urlencode

import pytest

if TYPE_CHECKING:
    from conftest import Server

FORM = "application/x-www-form-urlencoded"
QUERY = "application/sparql-query"
UPDATE = "application/sparql-update"
ROOT = "http://example.org/towns/"
KIND = "<http://example.org/kind>"
ONE, TWO, THREE = (f"{ROOT}{name}" for name in ("izmail", "reni", "vylkove"))


@pytest.fixture(scope="module")
def towns(writable: Server) -> Server:
    """A server with three graphs, each about the town that it is named after."""
    load(writable)
    return writable


def load(server: Server) -> None:
    data = "".join(f"GRAPH <{name}> {{ <{name}> a {KIND} }} " for name in (ONE, TWO, THREE))
    reply = server.post("/update", f"DROP ALL ; INSERT DATA {{ {data} }}", UPDATE)
    assert reply.status == 204, reply.text


def both(*names: str) -> str:
    return "ASK { " + " . ".join(f"<{name}> a ?kind" for name in names) + " }"


def in_graphs(*names: str, clause: str = "") -> str:
    parts = " ".join(f"GRAPH ?g{n} {{ <{name}> a ?kind }}" for n, name in enumerate(names))
    return f"ASK {clause} {{ {parts} }}"


def dataset(default: tuple[str, ...] = (), named: tuple[str, ...] = ()) -> list[tuple[str, str]]:
    return [*(("default-graph-uri", one) for one in default), *(("named-graph-uri", one) for one in named)]


READS: dict[str, tuple[str, list[tuple[str, str]]]] = {
    "query_dataset_default_graphs": (both(ONE, TWO), dataset((ONE, TWO))),
    "query_dataset_named_graphs": (in_graphs(ONE, TWO), dataset((), (ONE, TWO))),
    "query_dataset_full": (
        f"ASK {{ <{THREE}> a ?kind GRAPH ?g {{ <{ONE}> a ?kind }} GRAPH ?h {{ <{TWO}> a ?kind }} }}",
        dataset((THREE,), (ONE, TWO)),
    ),
    "query_multiple_dataset": (
        in_graphs(ONE, TWO, clause=f"FROM <{THREE}>"),
        dataset((), (ONE, TWO)),
    ),
}


@pytest.mark.parametrize("name", READS)
@pytest.mark.parametrize("how", ["get", "post", "form"])
def test_datasets_of_the_request(towns: Server, name: str, how: str) -> None:
    text, fields = READS[name]
    if how == "get":
        reply = towns.ask(f"/sparql?{urlencode([('query', text), *fields])}")
    elif how == "post":
        reply = towns.post(f"/sparql?{urlencode(fields)}", text, QUERY)
    else:
        reply = towns.post("/sparql", urlencode([("query", text), *fields]), FORM)
    assert reply.status == 200
    assert reply.json["boolean"] is True


@pytest.mark.parametrize(
    ("text", "fields"),
    [
        (both(ONE, TWO), dataset((ONE,))),
        (both(ONE), dataset((), (ONE,))),
        (in_graphs(ONE), dataset((ONE,))),
        (in_graphs(ONE), dataset((), (TWO,))),
        (f"ASK FROM <{ONE}> {{ <{ONE}> a ?kind }}", dataset((TWO,))),
    ],
)
def test_what_is_not_in_the_dataset_is_not_seen(
    towns: Server, text: str, fields: list[tuple[str, str]]
) -> None:
    reply = towns.ask(f"/sparql?{urlencode([('query', text), *fields])}")
    assert reply.json["boolean"] is False


@pytest.mark.parametrize("how", ["query_get", "query_post_form", "query_post_direct"])
def test_the_three_ways_of_asking(towns: Server, how: str) -> None:
    if how == "query_get":
        reply = towns.ask("/sparql?query=ASK%20%7B%7D")
    elif how == "query_post_form":
        reply = towns.post("/sparql", "query=ASK%20%7B%7D", FORM)
    else:
        reply = towns.post("/sparql", "ASK {}", QUERY)
    assert reply.status == 200
    assert reply.json["boolean"] is True


@pytest.mark.parametrize(
    ("text", "types"),
    [
        ("SELECT (1 AS ?x) {}", {"xml", "json"}),
        ("ASK {}", {"xml", "json"}),
        ("DESCRIBE <http://example.org/>", {"turtle", "rdf+xml", "n-triples"}),
        ("CONSTRUCT { <a> <b> 1 } WHERE {}", {"turtle", "rdf+xml", "n-triples"}),
    ],
)
def test_query_content_type(towns: Server, text: str, types: set[str]) -> None:
    reply = towns.post("/sparql", text, QUERY)
    assert reply.status == 200
    assert reply.type.rpartition("/")[2].removeprefix("sparql-results+") in types


BAD: dict[str, dict[str, Any]] = {
    "bad_query_method": {"method": "PUT", "path": "/sparql?query=ASK%20%7B%7D"},
    "bad_multiple_queries": {"path": "/sparql?query=ASK%20%7B%7D&query=SELECT%20%2A%20%7B%7D"},
    "bad_query_wrong_media_type": {"method": "POST", "body": "ASK {}", "kind": "text/plain"},
    "bad_query_missing_form_type": {"method": "POST", "body": "query=ASK%20%7B%7D"},
    "bad_query_missing_direct_type": {"method": "POST", "body": "ASK {}"},
    "bad_query_non_utf8": {
        "method": "POST",
        "body": "ASK {}".encode("utf-16"),
        "kind": f"{QUERY}; charset=UTF-16",
    },
    "bad_query_syntax": {"path": "/sparql?query=ASK%20%7B"},
    "bad_update_get": {"path": "/sparql?update=CLEAR%20ALL"},
    "bad_update_get at its own address": {"path": "/update?update=CLEAR%20ALL"},
    "bad_multiple_updates": {
        "method": "POST",
        "path": "/update",
        "body": "update=CLEAR%20NAMED&update=CLEAR%20DEFAULT",
        "kind": FORM,
    },
    "bad_update_wrong_media_type": {
        "method": "POST",
        "path": "/update",
        "body": "CLEAR NAMED",
        "kind": "text/plain",
    },
    "bad_update_missing_form_type": {"method": "POST", "path": "/update", "body": "update=CLEAR%20NAMED"},
    "bad_update_non_utf8": {
        "method": "POST",
        "path": "/update",
        "body": "CLEAR NAMED".encode("utf-16"),
        "kind": f"{UPDATE}; charset=UTF-16",
    },
    "bad_update_syntax": {"method": "POST", "path": "/update", "body": "update=CLEAR%20XYZ", "kind": FORM},
    "bad_update_dataset_conflict": {
        "method": "POST",
        "path": "/update?using-named-graph-uri=http%3A%2F%2Fexample.org%2Fg",
        "body": f"WITH <{ONE}> DELETE {{ ?s ?p 1 }} INSERT {{ ?s ?p 2 }} WHERE {{ ?s ?p 1 }}",
        "kind": UPDATE,
    },
    "a using clause beside a parameter": {
        "method": "POST",
        "path": "/update?using-graph-uri=http%3A%2F%2Fexample.org%2Fg",
        "body": f"INSERT {{ ?s ?p 2 }} USING <{ONE}> WHERE {{ ?s ?p 1 }}",
        "kind": UPDATE,
    },
    "bytes that are no UTF-8": {"method": "POST", "body": b"ASK { \xff }", "kind": QUERY},
    "a field that is no UTF-8": {"path": "/sparql?query=ASK%20%7B%7D%20%23%FF"},
    "an update sent as a query": {"path": f"/sparql?query={quote('CLEAR ALL')}"},
    "an update sent to the query address": {
        "method": "POST",
        "body": "CLEAR ALL",
        "kind": UPDATE,
    },
}


@pytest.mark.parametrize("name", BAD)
def test_bad_requests(towns: Server, name: str) -> None:
    request = dict(BAD[name])
    body = request.get("body")
    data = body.encode() if isinstance(body, str) else body
    headers = {"Content-Type": request["kind"]} if "kind" in request else {}
    if data is not None and not headers:
        headers = {"Content-Type": ""}
    reply = towns.ask(
        request.get("path", "/sparql"), method=request.get("method", "GET"), headers=headers, body=data
    )
    assert 400 <= reply.status < 500
    assert reply.type == "application/problem+json"
    assert reply.json["status"] == reply.status
    assert reply.json["detail"]
    assert towns.truth(both_graphs()), "a refused request changes nothing"


def both_graphs() -> str:
    return in_graphs(ONE, TWO, THREE)


# ---------------------------------------------------------------------------------------- updates

NOTED = "http://example.org/noted/"
INSERTS = f"""INSERT {{ GRAPH <{NOTED}> {{ ?s <http://example.org/in> ?in }} }} WHERE {{
  {{ GRAPH ?in {{ ?s a {KIND} }} }} UNION {{ ?s a {KIND} BIND('default' AS ?in) }} }}"""


@pytest.mark.parametrize(
    ("name", "default", "named", "expected"),
    [
        ("update_dataset_default_graph", [ONE], [], {(ONE, "default")}),
        ("update_dataset_default_graphs", [ONE, TWO], [], {(ONE, "default"), (TWO, "default")}),
        ("update_dataset_named_graphs", [], [ONE, TWO], {(ONE, ONE), (TWO, TWO)}),
        ("update_dataset_full", [ONE], [TWO], {(ONE, "default"), (TWO, TWO)}),
    ],
)
def test_update_datasets(
    towns: Server, name: str, default: list[str], named: list[str], expected: set[tuple[str, str]]
) -> None:
    load(towns)
    fields = [
        *(("using-graph-uri", one) for one in default),
        *(("using-named-graph-uri", one) for one in named),
    ]
    reply = towns.post(f"/update?{urlencode(fields)}", INSERTS, UPDATE)
    assert 200 <= reply.status < 300, reply.text
    rows = towns.rows(f"SELECT ?s ?in {{ GRAPH <{NOTED}> {{ ?s <http://example.org/in> ?in }} }}")
    assert {(row["s"], row["in"]) for row in rows} == expected


@pytest.mark.parametrize("how", ["update_post_form", "update_post_direct"])
def test_the_two_ways_of_updating(towns: Server, how: str) -> None:
    if how == "update_post_form":
        reply = towns.post("/update", "update=CLEAR+ALL", FORM)
    else:
        reply = towns.post("/update", "CLEAR ALL", UPDATE)
    assert 200 <= reply.status < 300
    assert towns.truth("ASK { FILTER NOT EXISTS { GRAPH ?g { ?s ?p ?o } } }")
    load(towns)


def test_update_base_uri(towns: Server) -> None:
    text = "INSERT DATA { GRAPH <http://example.org/base/> { <http://example.org/s> a <kind> } }"
    assert towns.post("/update", text, UPDATE).status == 204
    [row] = towns.rows("SELECT ?o { GRAPH <http://example.org/base/> { ?s ?p ?o } }")
    assert row["o"] == f"{towns.url}/kind"


def test_an_update_is_seen_by_the_next_query_and_by_no_running_one(towns: Server) -> None:
    before = towns.health()["snapshot"]
    reply = towns.post("/update", f"INSERT DATA {{ <{ONE}> a {KIND} }}", UPDATE)
    assert reply.headers["claimgraph-snapshot"] != before
    assert towns.truth(both(ONE))


def test_an_update_is_whole_or_not_at_all(towns: Server) -> None:
    text = f"CLEAR ALL ; INSERT DATA {{ <{ONE}> a {KIND} }} ; CREATE GRAPH <{ONE}> ; CREATE GRAPH <{ONE}>"
    assert towns.post("/update", text, UPDATE).status in {400, 500}
    assert towns.truth(both_graphs())


@pytest.mark.parametrize(
    ("header", "status"),
    [(None, 401), ("Bearer wrong", 401), ("Basic YTpi", 401), ("Bearer", 401)],
)
@pytest.mark.parametrize("path", ["/update", "/rdf-graphs?graph=http://example.org/g"])
def test_writing_needs_the_token(towns: Server, header: str | None, status: int, path: str) -> None:
    headers = {"Authorization": header or ""}
    reply = towns.post(path, "CLEAR ALL", UPDATE, headers=headers)
    assert reply.status == status
    assert "Bearer" in reply.headers["www-authenticate"]


@pytest.mark.parametrize(
    "text",
    [
        "LOAD <http://127.0.0.1:9/x>",
        "L\\u004FAD SILENT <file:///etc/passwd>",
        "INSERT { ?s ?p ?o } WHERE { SERVICE <http://127.0.0.1:9/> { ?s ?p ?o } }",
    ],
)
def test_no_update_reaches_another_server(towns: Server, text: str) -> None:
    reply = towns.post("/update", text, UPDATE)
    assert reply.status == 400
    assert "is not allowed" in reply.json["detail"]
