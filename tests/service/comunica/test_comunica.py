"""Comunica, a query engine in JavaScript: it takes queries apart and asks the endpoint for the pieces.

It comes from npm, into its cache outside the checkout.
"""

from __future__ import annotations

import json
import subprocess
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from ..npm import installed

if TYPE_CHECKING:
    from server_fixtures import Server

pytestmark = pytest.mark.service

HERE = Path(__file__).resolve().parent
CG = "https://w3id.org/claimgraph/ns#"
PREFIX = f"PREFIX cg: <{CG}> "
QUERIES = {
    "rows": PREFIX + "SELECT ?claim ?text WHERE { ?claim a cg:Claim ; cg:contentText ?text }",
    "optional": PREFIX + "SELECT ?x ?hedge WHERE { ?x a cg:Claim OPTIONAL { ?x cg:hedgeText ?hedge } }",
    "path": PREFIX + "SELECT ?x ?day WHERE { ?x cg:isReportedIn/cg:isPassageOf/cg:publishedOn ?day }",
    "graphs": PREFIX + "SELECT ?g ?event WHERE { ?x cg:hasContent ?g GRAPH ?g { ?event cg:affects ?thing } }",
    "filter": PREFIX + "SELECT ?text WHERE { ?x cg:contentText ?text FILTER(STRLEN(?text) > 12) }",
    "union": PREFIX + "SELECT ?x WHERE { { ?x a cg:Claim } UNION { ?x a cg:Proposition } }",
    "count": PREFIX + "SELECT (COUNT(?claim) AS ?n) WHERE { ?claim a cg:Claim }",
}
ASK = f"ASK {{ ?claim a <{CG}Claim> }}"
CONSTRUCT = f"CONSTRUCT {{ ?claim <urn:says> ?text }} WHERE {{ ?claim <{CG}contentText> ?text }}"


@pytest.fixture(scope="module")
def answers(server: Server) -> dict[str, Any]:
    """What Comunica gives for all queries, asked in one process."""
    folder = installed("comunica", "@comunica/query-sparql@4.5.0")
    texts = [*QUERIES.values(), ASK, CONSTRUCT]
    done = subprocess.run(
        ["node", str(HERE / "ask.js"), str(folder), f"{server.url}/sparql", *texts],
        capture_output=True,
        text=True,
        timeout=120,
        check=False,
    )
    assert done.returncode == 0, done.stderr[-2000:]
    return dict(zip([*QUERIES, "ask", "construct"], json.loads(done.stdout), strict=True))


def plain(rows: list[dict[str, Any]]) -> list[tuple[tuple[str, str], ...]]:
    return sorted(tuple(sorted((name, cell["value"]) for name, cell in row.items())) for row in rows)


@pytest.mark.parametrize("name", QUERIES)
def test_the_rows_are_those_of_the_endpoint(server: Server, answers: dict[str, Any], name: str) -> None:
    expected = server.query(QUERIES[name], "application/sparql-results+json").json["results"]["bindings"]
    assert expected
    assert plain(answers[name]["rows"]) == plain(expected)


def test_ask_and_construct(server: Server, answers: dict[str, Any]) -> None:
    assert answers["ask"] == {"boolean": True}
    texts = {row["text"] for row in server.rows(QUERIES["rows"])}
    assert {quad[2]["value"] for quad in answers["construct"]["quads"]} == texts
