"""Clients that others wrote: SPARQLWrapper, rdflib's SPARQLStore, and our own remote store."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pyoxigraph as ox
import pytest

from claimgraph.remote import RemoteStore

if TYPE_CHECKING:
    from conftest import Server

CG = "https://w3id.org/claimgraph/ns#"
CLAIMS = f"SELECT ?claim ?text {{ ?claim a <{CG}Claim> ; <{CG}contentText> ?text }}"
GRAPH = f"CONSTRUCT {{ ?claim a <{CG}Claim> }} WHERE {{ ?claim a <{CG}Claim> }}"


def expected(server: Server) -> set[tuple[str, str]]:
    return {(row["claim"], row["text"]) for row in server.rows(CLAIMS)}


@pytest.mark.parametrize("form", ["json", "xml"])
def test_sparqlwrapper(server: Server, form: str) -> None:
    wrapper = pytest.importorskip("SPARQLWrapper")
    client = wrapper.SPARQLWrapper(f"{server.url}/sparql")
    client.setQuery(CLAIMS)
    client.setReturnFormat(form)
    if form == "json":
        rows = client.query().convert()["results"]["bindings"]
        got = {(row["claim"]["value"], row["text"]["value"]) for row in rows}
        assert got == expected(server)
    else:
        assert len(client.query().convert().getElementsByTagName("result")) == len(expected(server))
    client.setQuery(GRAPH)
    client.setMethod(wrapper.POST)
    client.setReturnFormat("turtle")
    assert CG.encode() in client.query().convert()


def test_rdflibs_sparqlstore(server: Server) -> None:
    from rdflib import Graph
    from rdflib.plugins.stores.sparqlstore import SPARQLStore

    graph = Graph(SPARQLStore(f"{server.url}/sparql"))
    rows: Any = graph.query(CLAIMS)
    assert {(str(row.claim), str(row.text)) for row in rows} == expected(server)


def test_our_own_remote_store(server: Server) -> None:
    from claimgraph.store import EmbeddedStore

    remote = RemoteStore(f"{server.url}/sparql")
    assert not remote.record_is_named
    local = EmbeddedStore.open(server.store, read_only=True)
    assert remote.dump() == local.dump()
    local.close()
    triples = remote.query(GRAPH)
    assert isinstance(triples, ox.QueryTriples)
    assert len(list(triples)) == len(expected(server))


def test_the_command_asks_another_server(server: Server, call: Any) -> None:
    outcome = call("query", CLAIMS, "--endpoint", f"{server.url}/sparql", "--csv")
    assert outcome.code == 0
    assert outcome.out.count("\r\n") == len(expected(server)) + 1
    outcome = call("--store", f"{server.url}/sparql", "ask", "reports", "--jsonl")
    assert outcome.code == 0, outcome.err


def test_the_address_that_a_server_prints_is_enough(server: Server, call: Any) -> None:
    outcome = call("--store", f"{server.url}/", "ask", "reports", "--jsonl")
    assert outcome.code == 0, outcome.err
    outcome = call("--store", f"{server.url}/nowhere", "ask", "reports")
    assert (outcome.code, outcome.err.count("\n"), "{" in outcome.err) == (3, 1, False)


def test_a_union_needs_the_record_by_name(start_server: Any, server: Server) -> None:
    """With the switch on, the client finds out and asks for the record: the same rows as without."""
    union = start_server(server.store, "--workers", 1, "--union-default-graph")
    count = "SELECT (COUNT(*) AS ?n) { ?s ?p ?o }"
    mixed, plain = int(union.rows(count)[0]["n"]), int(server.rows(count)[0]["n"])
    assert mixed > plain
    remote = RemoteStore(f"{union.url}/sparql")
    assert remote.record_is_named
    [row] = list(remote.query(count))
    assert int(row["n"].value) == plain
