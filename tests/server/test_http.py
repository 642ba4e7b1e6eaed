"""What every client may rely on: formats, statuses, headers, limits that tell the truth."""

from __future__ import annotations

import csv
import gzip
import http.client
import io
import json
import socket
import time
from typing import TYPE_CHECKING
from urllib.parse import urlencode
from xml.etree import ElementTree

import pyoxigraph as ox
import pytest

if TYPE_CHECKING:
    from conftest import Server, Starter

CG = "https://w3id.org/claimgraph/ns#"
CLAIMS = f"SELECT ?claim ?text {{ ?claim a <{CG}Claim> ; <{CG}contentText> ?text }}"
LONG = "SELECT ?a ?b ?c { ?a ?p ?o . ?b ?q ?r . ?c ?t ?u } LIMIT {n}"
ENDLESS = "SELECT (COUNT(*) AS ?n) { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i . ?j ?k ?l }"
STREAM = "SELECT * { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i }"

ROWS = {
    "application/sparql-results+json": ox.QueryResultsFormat.JSON,
    "application/sparql-results+xml": ox.QueryResultsFormat.XML,
    "text/tab-separated-values": ox.QueryResultsFormat.TSV,
}
GRAPHS = {
    "text/turtle": ox.RdfFormat.TURTLE,
    "application/n-triples": ox.RdfFormat.N_TRIPLES,
    "application/rdf+xml": ox.RdfFormat.RDF_XML,
    "application/ld+json": ox.RdfFormat.JSON_LD,
    "application/trig": ox.RdfFormat.TRIG,
    "application/n-quads": ox.RdfFormat.N_QUADS,
}


# ------------------------------------------------------------------------------ formats


@pytest.mark.parametrize("accept", ROWS)
def test_rows_in_every_format(server: Server, accept: str) -> None:
    reply = server.query(CLAIMS, accept)
    assert (reply.status, reply.type) == (200, accept)
    found = ox.parse_query_results(reply.body, ROWS[accept])
    assert isinstance(found, ox.QuerySolutions)
    expected = {(row["claim"], row["text"]) for row in server.rows(CLAIMS)}
    assert {(row["claim"].value, row["text"].value) for row in found} == expected
    assert expected


def test_rows_as_csv(server: Server) -> None:
    reply = server.query(CLAIMS, "text/csv")
    assert reply.type == "text/csv"
    rows = list(csv.DictReader(io.StringIO(reply.text, newline="")))
    assert {(row["claim"], row["text"]) for row in rows} == {
        (row["claim"], row["text"]) for row in server.rows(CLAIMS)
    }


@pytest.mark.parametrize("accept", GRAPHS)
def test_graphs_in_every_format(server: Server, accept: str) -> None:
    text = f"CONSTRUCT {{ ?c a <{CG}Claim> ; <{CG}contentText> ?t }} WHERE {{ ?c <{CG}contentText> ?t }}"
    reply = server.query(text, accept)
    assert (reply.status, reply.type) == (200, accept)
    triples = {quad.triple for quad in ox.parse(reply.body, GRAPHS[accept])}
    assert len(triples) == 2 * len(server.rows(CLAIMS))


@pytest.mark.parametrize(
    ("accept", "kind"),
    [
        ("", "application/sparql-results+json"),
        ("*/*", "application/sparql-results+json"),
        ("application/json", "application/sparql-results+json"),
        ("text/csv;q=0.2, application/xml;q=0.9", "application/sparql-results+xml"),
        ("text/*", "text/csv"),
        ("application/sparql-results+json;q=0, */*;q=0.1", "application/sparql-results+xml"),
    ],
)
def test_negotiation(server: Server, accept: str, kind: str) -> None:
    assert server.query(CLAIMS, accept).type == kind


@pytest.mark.parametrize(
    ("text", "accept"),
    [(CLAIMS, "image/png"), (CLAIMS, "text/turtle"), ("ASK {}", "text/csv"), ("DESCRIBE <a:a>", "text/csv")],
)
def test_what_we_do_not_have(server: Server, text: str, accept: str) -> None:
    reply = server.query(text, accept)
    assert (reply.status, reply.type) == (406, "application/problem+json")
    assert "ask for one of" in reply.json["hint"]


@pytest.mark.service
def test_the_same_question_gives_the_same_bytes(start_server: Starter, server: Server) -> None:
    other = start_server(server.store, "--workers", 1)
    for accept in ("text/turtle", "application/trig", "application/ld+json", "application/rdf+xml"):
        text = f"CONSTRUCT {{ ?c a <{CG}Claim> }} WHERE {{ ?c a <{CG}Claim> }} ORDER BY ?c"
        assert server.query(text, accept).body == other.query(text, accept).body


# ------------------------------------------------------------------------------ headers


def test_every_answer_names_its_snapshot(server: Server) -> None:
    reply = server.query("ASK {}")
    assert reply.headers["claimgraph-snapshot"] == server.health()["snapshot"]
    assert "accept" in reply.headers["vary"]


def test_an_unchanged_answer_is_not_sent_again(server: Server) -> None:
    first = server.query(CLAIMS)
    again = server.query(CLAIMS, headers={"If-None-Match": first.headers["etag"]})
    assert (again.status, again.body) == (304, b"")
    other = server.query(CLAIMS, headers={"If-None-Match": first.headers["etag"], "Accept": "text/csv"})
    assert other.status == 200


def test_answers_that_change_have_no_tag(server: Server) -> None:
    assert "etag" not in server.query("SELECT (NOW() AS ?now) {}").headers


def test_compression(server: Server) -> None:
    some = "SELECT * { ?s ?p ?o } LIMIT 50"
    plain = server.query(some)
    packed = server.query(some, headers={"Accept-Encoding": "gzip"})
    assert packed.headers["content-encoding"] == "gzip"
    assert gzip.decompress(packed.body) == plain.body
    long = LONG.replace("{n}", "4000")
    packed = server.query(long, headers={"Accept-Encoding": "gzip"})
    assert "content-length" not in packed.headers
    assert gzip.decompress(packed.body) == server.query(long).body


def test_head_has_the_length_and_no_body(server: Server) -> None:
    whole = server.query(CLAIMS)
    head = server.query(CLAIMS, method="HEAD")
    assert (head.status, head.body) == (200, b"")
    assert head.headers["content-length"] == whole.headers["content-length"]


def test_options_and_cors(server: Server, start_server: Starter) -> None:
    assert "POST" in server.ask("/sparql", method="OPTIONS").headers["allow"]
    asked = {"Origin": "http://example.org", "Access-Control-Request-Method": "POST"}
    reply = server.ask("/sparql", method="OPTIONS", headers=asked)
    assert reply.headers["access-control-allow-origin"] == "*"
    assert "content-type" in reply.headers["access-control-allow-headers"]
    assert server.query("ASK {}").headers["access-control-allow-origin"] == "*"
    closed = start_server(server.store, "--workers", 1)
    assert "access-control-allow-origin" not in closed.query("ASK {}").headers
    assert closed.ask("/export/nothing.json").headers["access-control-allow-origin"] == "*"


@pytest.mark.parametrize("path", ["/", "/query", "/sparql?query=ASK{}", "/nothing", "/static/page.css"])
def test_browsers_are_told_to_be_careful(server: Server, path: str) -> None:
    headers = server.ask(path, headers={"Accept": "text/html,*/*;q=0.1"}).headers
    assert "default-src 'self'" in headers["content-security-policy"]
    assert headers["x-content-type-options"] == "nosniff"
    assert "set-cookie" not in headers
    assert "server" not in headers


@pytest.mark.parametrize(
    ("host", "status"), [("evil.example", 421), ("localhost", 200), ("127.0.0.1:1", 200)]
)
def test_only_known_names_are_answered(server: Server, host: str, status: int) -> None:
    assert server.query("ASK {}", headers={"Host": host}).status == status


# ------------------------------------------------------------------------------ faults


def test_a_fault_has_line_and_column(server: Server) -> None:
    reply = server.query("SELECT ?s WHERE {\n  ?s ?p }")
    assert reply.status == 400
    assert (reply.json["line"], reply.json["column"]) == (2, 10)


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("SELECT * { SERVICE <http://127.0.0.1:9/> { ?s ?p ?o } }", "SERVICE is not allowed"),
        ("SELECT * { S\\u0045RVICE <http://127.0.0.1:9/> { ?s ?p ?o } }", "SERVICE is not allowed"),
        ("SELECT * FROM <http://example.org/none> { ?s ?p ?o }", "not in this store"),
        ("PREFIX f: <file:///etc/> SELECT * FROM NAMED f:passwd { ?s ?p ?o }", "not in this store"),
        ("DELETE WHERE { ?s ?p ?o }", "would change the store"),
        ("hello", "begins no query"),
        ("", "no SPARQL query"),
        ("SELECT * { ?s ?p '''x }", "not closed"),
    ],
)
def test_what_is_refused(server: Server, text: str, said: str) -> None:
    reply = server.query(text)
    assert reply.status == 400
    assert said in reply.json["detail"]


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("SELECT * {" + "{" * 250 + "}" * 250 + "}", "200 deep"),
        ("SELECT * { " + "?s ?p ?o . " * 300 + "}", "200 patterns"),
        ("SELECT * { ?s ?p '" + "x" * 70_000 + "' }", "65536 bytes"),
        ("SELECT * { ?s " + "/".join(["<a:b>"] * 300) + " ?o }", "200 patterns"),
        ("SELECT * { ?s ?p (" + " 1" * 300 + ") }", "200 patterns"),
    ],
)
def test_what_is_too_big(server: Server, text: str, said: str) -> None:
    reply = server.post("/sparql", f"query={text}", "application/x-www-form-urlencoded")
    assert reply.status == 413
    assert said in reply.json["detail"]


def test_much_data_is_no_big_query(server: Server) -> None:
    values = " ".join(f"({n} 'x{n}')" for n in range(3000))
    rows = server.post(
        "/sparql", f"SELECT ?a {{ VALUES (?a ?b) {{ {values} }} }}", "application/sparql-query"
    )
    assert len(rows.json["results"]["bindings"]) == 3000


def test_a_timeout_says_so(server: Server) -> None:
    started = time.monotonic()
    reply = server.query(ENDLESS)
    assert reply.status == 503
    assert "ended after 3 seconds" in reply.json["detail"]
    assert int(reply.headers["retry-after"]) > 0
    assert time.monotonic() - started < 30
    assert server.truth("ASK {}")


@pytest.mark.service
def test_one_client_cannot_queue_without_end(start_server: Starter, server: Server) -> None:
    busy = start_server(server.store, "--workers", 1, "--per-client", 1, "--timeout", 3)
    links = []
    for _ in range(40):
        link = socket.create_connection(("127.0.0.1", busy.port))
        link.sendall(
            f"GET /sparql?{urlencode({'query': ENDLESS})} HTTP/1.1\r\nHost: localhost\r\n\r\n".encode()
        )
        links.append(link)
    firsts = [link.makefile("rb").readline() for link in links[-5:]]
    assert all(b"429" in line for line in firsts), firsts
    for link in links:
        link.close()
    other = busy.query("ASK {}", source="127.0.0.2")
    assert other.status == 200


# ------------------------------------------------------------------------------ long answers


def test_too_many_rows_are_no_answer(server: Server) -> None:
    text = "SELECT ?a { VALUES ?x { 1 2 } ?a ?p ?o . ?b ?q ?r . ?c ?s ?t } LIMIT 20001"
    with pytest.raises((http.client.IncompleteRead, ConnectionError)):
        server.query(text, "text/csv")
    assert server.query(text.replace("20001", "20000"), "text/csv").text.count("\n") == 20_001


@pytest.mark.parametrize(
    "accept",
    [*ROWS, "text/csv"],
)
def test_a_cut_answer_is_never_taken_for_a_whole_one(server: Server, accept: str) -> None:
    with pytest.raises((http.client.IncompleteRead, ConnectionError)):
        server.query(STREAM, accept)
    assert server.truth("ASK {}")


def test_a_cut_graph_is_never_taken_for_a_whole_one(server: Server) -> None:
    text = "CONSTRUCT { ?a ?e ?i } WHERE { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i }"
    with pytest.raises((http.client.IncompleteRead, ConnectionError)):
        server.query(text, "application/n-triples")


def test_a_cut_answer_stays_cut_when_it_is_compressed(server: Server) -> None:
    link = http.client.HTTPConnection("127.0.0.1", server.port, timeout=60)
    headers = {"Accept": "text/csv", "Accept-Encoding": "gzip"}
    link.request("GET", f"/sparql?{urlencode({'query': STREAM})}", headers=headers)
    with pytest.raises((http.client.IncompleteRead, ConnectionError)):
        link.getresponse().read()
    link.close()


def test_http_1_0_gets_all_or_an_error(server: Server) -> None:
    """Without chunks the end of the connection is the end of the answer, so nothing may be cut there."""
    for text, status in ((CLAIMS, b"200"), (LONG.replace("{n}", "15000"), b"200"), (STREAM, b"413 503")):
        with socket.create_connection(("127.0.0.1", server.port)) as link:
            query = urlencode({"query": text})
            link.sendall(
                f"GET /sparql?{query} HTTP/1.0\r\nHost: localhost\r\nAccept: text/csv\r\n\r\n".encode()
            )
            answer = link.makefile("rb").read()
        head, _, body = answer.partition(b"\r\n\r\n")
        assert head.split()[1] in status.split()
        [length] = [line for line in head.lower().split(b"\r\n") if line.startswith(b"content-length")]
        assert int(length.split()[1]) == len(body)


def test_the_first_rows_come_before_the_last_are_known(server: Server) -> None:
    link = http.client.HTTPConnection("127.0.0.1", server.port, timeout=60)
    link.request("GET", f"/sparql?{urlencode({'query': STREAM})}", headers={"Accept": "text/csv"})
    answer = link.getresponse()
    assert answer.read(4000).startswith(b"a,b,c")
    link.close()
    assert server.truth("ASK {}")


def test_an_abandoned_query_is_ended(server: Server) -> None:
    before = server.health()["queries"]["abandoned"]
    with socket.create_connection(("127.0.0.1", server.port)) as link:
        link.sendall(
            f"GET /sparql?{urlencode({'query': ENDLESS})} HTTP/1.1\r\nHost: localhost\r\n\r\n".encode()
        )
        time.sleep(0.3)
    until = time.monotonic() + 20
    while server.health()["queries"]["abandoned"] == before and time.monotonic() < until:
        time.sleep(0.05)
    assert server.health()["queries"]["abandoned"] > before


# ------------------------------------------------------------------------------ other routes


def test_health_and_version(server: Server) -> None:
    until = time.monotonic() + 20
    while (health := server.health())["workers"] < 2 and time.monotonic() < until:
        time.sleep(0.05)
    assert (health["status"], health["workers"]) == ("ok", 2)
    assert health["isolation"] == {"files": True, "network": True}
    assert server.ask("/version").json["snapshot"] == health["snapshot"]


def test_dumps_hold_everything(server: Server) -> None:
    from claimgraph.store import EmbeddedStore

    with_graphs = EmbeddedStore.open(server.store, read_only=True)
    expected = with_graphs.dump()
    with_graphs.close()
    for path, form in (("/dump.nq.gz", ox.RdfFormat.N_QUADS), ("/dump.trig.gz", ox.RdfFormat.TRIG)):
        reply = server.ask(path)
        assert reply.status == 200
        quads = sorted(f"{quad} .\n".encode() for quad in ox.parse(gzip.decompress(reply.body), form))
        assert b"".join(quads) == expected
        assert server.ask(path).body == reply.body
        assert server.ask(path, headers={"If-None-Match": reply.headers["etag"]}).status == 304
    assert server.ask("/dump.exe.gz").status == 404


@pytest.mark.parametrize("path", ["/ontology.ttl", "/shapes.ttl"])
def test_the_ontology(server: Server, path: str) -> None:
    reply = server.ask(path)
    assert len(list(ox.parse(reply.body, ox.RdfFormat.TURTLE))) > 100


def test_openapi_names_every_question(server: Server) -> None:
    from claimgraph.question_files import load_questions

    document = server.ask("/openapi.json").json
    assert document["openapi"].startswith("3.1")
    for name, question in load_questions().items():
        listed = document["paths"][f"/q/{name}"]["get"]["parameters"]
        own = [parameter.name for parameter in question.parameters]
        assert [one["name"] for one in listed] == [*own, "according-to", "without", "as-of"]
    for path in ("/rdf-graphs", "/update", "/export/{file}", "/dump.nq.gz", "/q/"):
        assert document["paths"][path]
    assert document["paths"]["/update"]["post"]["security"] == [{"token": []}]
    files = document["paths"]["/export/{file}"]["get"]["parameters"][0]["schema"]["enum"]
    assert "claims.gexf" in files


@pytest.mark.parametrize(
    ("path", "kind"),
    [
        pytest.param("/export/claims.gexf", "application/gexf+xml", marks=pytest.mark.service),
        pytest.param("/export/actors.graphml", "application/graphml+xml", marks=pytest.mark.service),
        pytest.param("/export/events.json", "application/json", marks=pytest.mark.service),
        ("/export/claims-nodes.csv", "text/csv"),
        pytest.param("/export/sources-edges.csv", "text/csv", marks=pytest.mark.service),
    ],
)
def test_exports(server: Server, path: str, kind: str) -> None:
    reply = server.ask(path)
    assert reply.status == 200, reply.text
    assert reply.type == kind
    assert "attachment" in reply.headers["content-disposition"]
    if "xml" in kind:
        ElementTree.fromstring(reply.body)


@pytest.mark.parametrize(
    ("path", "status"),
    [
        ("/export/nothing.gexf", 404),
        ("/export/claims.exe", 404),
        ("/export/..%2f..%2fstore.json", 404),
        ("/export/claims.gexf?hops=9", 400),
        ("/export/claims.gexf?hops=0", 400),
        ("/export/claims.gexf?colour=red", 400),
        pytest.param("/export/claims.gexf?about=Nobody-at-all", 400, marks=pytest.mark.service),
    ],
)
def test_bad_exports(server: Server, path: str, status: int) -> None:
    reply = server.ask(path)
    assert (reply.status, reply.type) == (status, "application/problem+json")


def test_json_problems_are_json(server: Server) -> None:
    for path in ("/nothing", "/q/nothing", "/static/../../store.json", "/static/%2e%2e/app.py"):
        reply = server.ask(path)
        assert reply.status == 404
        assert json.loads(reply.body)["status"] == 404


# ------------------------------------------------------------------------------ what is said of faults


def test_the_prefixes_of_the_project_need_no_declaration(server: Server) -> None:
    declared = server.rows(f"PREFIX cg: <{CG}> SELECT ?c {{ ?c a cg:Claim }}")
    assert server.rows("SELECT ?c { ?c a cg:Claim }") == declared
    other = server.rows("PREFIX cg: <http://example.org/other#> SELECT ?c { ?c a cg:Claim ; a code:x }")
    assert other == []
    reply = server.query("SELECT ?c { ?c a ship:Cruiser ; a cg:Claim }")
    assert (reply.status, reply.json["column"]) == (400, 18)
    assert "'ship:' is not declared" in reply.json["detail"]
    open_brace = server.query("SELECT ?s { ?s a cg:Claim  LIMIT 2").json
    assert (open_brace["detail"], open_brace["column"]) == ("the '{' here is never closed", 11)


def test_a_fault_is_told_in_words(server: Server) -> None:
    reply = server.query("SELECT *\nWHER { ?s ?p ?o }")
    found = {name: reply.json[name] for name in ("detail", "hint", "line", "column")}
    assert found == {
        "detail": "'WHER' is no word of SPARQL",
        "hint": "did you mean WHERE?",
        "line": 2,
        "column": 1,
    }


@pytest.mark.parametrize(
    ("path", "allowed"),
    [
        ("/", "GET, HEAD, OPTIONS"),
        ("/q/reports", "GET, HEAD, OPTIONS"),
        ("/update", "OPTIONS, POST"),
        ("/rdf-graphs", "DELETE, GET, HEAD, OPTIONS, POST, PUT"),
        ("/static/none.css", "GET, HEAD, OPTIONS"),
    ],
)
def test_every_address_tells_its_methods(server: Server, path: str, allowed: str) -> None:
    reply = server.ask(path, method="OPTIONS")
    assert (reply.status, reply.headers["allow"]) == (204, allowed)
    assert server.ask(path, method="PATCH").headers["allow"] == allowed


@pytest.mark.parametrize(
    ("path", "status", "said"),
    [
        (
            "/sparql?query=BASE+%3Chttp://%5B::1%3E+SELECT+*+FROM+%3Cx%3E+%7B%7D",
            400,
            "<http://[::1> is no address",
        ),
        ("/rdf-graphs?graph=http://%5B::1", 400, "'http://[::1' is no IRI"),
        ("/rdf-graphs?graph=not+an+iri", 400, "is no IRI"),
    ],
)
def test_addresses_that_are_none(server: Server, path: str, status: int, said: str) -> None:
    reply = server.ask(path)
    assert (reply.status, said in reply.json["detail"]) == (status, True)


@pytest.mark.parametrize("host", ["[::1", "local host", "localhost:99999999", "localhost/x", 'localhost"'])
def test_hosts_that_are_none(server: Server, host: str) -> None:
    assert server.ask("/version", headers={"Host": host}).status == 421


def test_packed_bodies_are_refused(server: Server) -> None:
    headers = {"Content-Encoding": "gzip"}
    reply = server.post("/sparql", gzip.compress(b"ASK {}"), "application/sparql-query", headers=headers)
    assert (reply.status, reply.headers["accept-encoding"]) == (415, "identity")


@pytest.mark.parametrize("path", ["/sparql?query=ASK%7B%7D", "/dump.nq.gz"])
def test_all_forms_of_if_none_match(server: Server, path: str) -> None:
    tag = server.ask(path).headers["etag"]
    for given in (tag, f"W/{tag}", f'"other", {tag}', "*"):
        assert server.ask(path, headers={"If-None-Match": given}).status == 304
    assert server.ask(path, headers={"If-None-Match": '"other"'}).status == 200
