"""What the tests of the ontology share: parsed modules, code lists and shapes."""

from __future__ import annotations

from pathlib import Path

import pytest
from rdflib import Graph

from claimgraph.resources import ontology_dir


def parsed(paths: list[Path]) -> Graph:
    """One graph with the triples of all `paths`."""
    graph = Graph()
    for path in paths:
        graph.parse(path, format="turtle")
    return graph


@pytest.fixture(scope="session")
def ontology() -> Graph:
    """All modules in one graph; tests must not change it."""
    return parsed(sorted(ontology_dir().glob("*.ttl")))


@pytest.fixture(scope="session")
def codes() -> Graph:
    """All code lists in one graph; tests must not change it."""
    return parsed(sorted((ontology_dir() / "codes").glob("*.ttl")))


@pytest.fixture(scope="session")
def shapes() -> Graph:
    """All shapes in one graph; tests must not change it."""
    return parsed(sorted((ontology_dir() / "shapes").glob("*.ttl")))
