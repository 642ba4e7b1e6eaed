"""A dump goes back whole, byte for byte; anything else is refused, and the store stays as it is."""

from __future__ import annotations

from dataclasses import replace
from types import ModuleType
from typing import Any

import pytest

from claimgraph.converters.base import Source
from claimgraph.errors import InputError
from claimgraph.exports.quad_lines import graph_of
from claimgraph.exports.rdf import serialise
from claimgraph.loading import Loader
from claimgraph.reasoning import entailment
from claimgraph.reasoning.engine import refresh
from claimgraph.restoring import restore, stage
from claimgraph.store import EmbeddedStore


def dump_of(*reports: Any, base: str = "https://w3id.org/claimgraph/data/") -> bytes:
    store = EmbeddedStore.in_memory(base)
    Loader(store).load_all(reports)
    refresh(store)
    return store.dump()


def into(store: EmbeddedStore, data: bytes, name: str = "a.nq") -> EmbeddedStore:
    restore(store, stage(Source(name, data)))
    return store


@pytest.fixture(scope="module")
def dumped(sample: ModuleType) -> bytes:
    return dump_of(sample.report())


@pytest.mark.parametrize("name", ["nq", "trig", "jsonld"])
def test_every_format_gives_the_same_dump_again(dumped: bytes, name: str) -> None:
    data = "".join(serialise(dumped, name)).encode()
    store = into(EmbeddedStore.in_memory(), data, f"a.{name}")
    assert store.dump() == dumped
    assert into(store, data, f"a.{name}").dump() == dumped


def test_another_namespace(sample: ModuleType, dumped: bytes) -> None:
    data = dump_of(sample.report(), base="https://example.org/d/")
    assert into(EmbeddedStore.in_memory("https://example.org/d/"), data).dump() == data
    with pytest.raises(InputError, match="the dump has the namespace"):
        into(EmbeddedStore.in_memory(), data)


def test_beside_other_reports_findings_are_made_anew(sample: ModuleType, dumped: bytes) -> None:
    first = sample.report()
    second = replace(first, sha256="1" * 64, headline="Another one", source_file="two.txt")
    both = dump_of(first, second)
    store = EmbeddedStore.in_memory()
    Loader(store).load(second)
    assert into(store, dumped).dump() == both


def test_what_was_inferred_comes_back_and_is_not_mixed(sample: ModuleType, dumped: bytes) -> None:
    store = into(EmbeddedStore.in_memory(), dumped)
    entailment.materialise(store)
    data = store.dump()
    assert data != dumped
    assert into(EmbeddedStore.in_memory(), data).dump() == data
    second = replace(sample.report(), sha256="1" * 64, headline="Another one")
    other = EmbeddedStore.in_memory()
    Loader(other).load(second)
    assert into(other, data).dump() == dump_of(sample.report(), second)


def lines_without(data: bytes, *marks: bytes) -> bytes:
    return b"".join(line for line in data.splitlines(True) if not all(mark in line for mark in marks))


def other_hash(data: bytes) -> tuple[bytes, bytes]:
    """The line with the hash of the report's record, and the same with another."""
    line = next(
        line for line in data.splitlines(True) if b"ns#recordHash>" in line and line.find(b"/report/") > 0
    )
    return line, line.replace(line.split(b'"')[1], b"0" * 40)


SUBJECT = b"<https://w3id.org/claimgraph/data/report/x> "
DAY = b'<urn:p> "2022-04-31"^^<http://www.w3.org/2001/XMLSchema#date> .\n'
BROKEN: dict[str, tuple[Any, str]] = {
    "cut": (lambda data: data[:-9], "cannot be read: Unexpected end of file"),
    "not UTF-8": (lambda data: data + SUBJECT + b'<urn:p> "\xe9" .\n', "cannot be read"),
    "claims missing": (
        lambda data: b"".join(one for one in data.splitlines(True) if b"/claim/" not in one.split(b" ")[0]),
        "claims of this report are missing",
    ),
    "no content": (
        lambda data: b"".join(one for one in data.splitlines(True) if not graph_of(one)),
        "a proposition has no content",
    ),
    "no proposition": (
        lambda data: data + SUBJECT + b"<urn:p> <urn:o> <urn:x:graph> .\n",
        "a named graph is no proposition",
    ),
    "a node of nobody": (lambda data: data + b"<urn:n> a <urn:kind> .\n", "no document brought this node"),
    "a term": (
        lambda data: data + SUBJECT + b"<https://w3id.org/claimgraph/ns#clam> <urn:o> .\n",
        "cg:clam is no term of the ontology",
    ),
    "a day": (lambda data: data + SUBJECT + DAY, "there is no day 31 in 2022-04"),
    "a scheme": (lambda data: data + SUBJECT + b"<urn:p> <javascript:x> .\n", "the scheme javascript:"),
    "a blank node": (lambda data: data + SUBJECT + b"<urn:p> _:b .\n", "a blank node"),
    "two records": (lambda data: data + other_hash(data)[1], "is recorded in two versions"),
    "a shape": (lambda data: lines_without(data, b"/claim/", b"ns#hasStance>"), "stance"),
    "other RDF": (lambda _: b"<urn:x:a> <urn:x:b> <urn:x:c> .\n", "this is no dump of a store"),
    "empty": (lambda _: b"", "this is no dump of a store"),
}


@pytest.mark.parametrize("kind", BROKEN)
def test_what_is_not_whole_is_refused(dumped: bytes, kind: str) -> None:
    change, told = BROKEN[kind]
    data = change(dumped).replace(b" a <urn", b" <http://www.w3.org/1999/02/22-rdf-syntax-ns#type> <urn")
    with pytest.raises(InputError, match=told) as caught:
        stage(Source("a.nq", data))
    assert str(caught.value).startswith("a.nq:")


def test_a_context_from_elsewhere_is_not_fetched() -> None:
    with pytest.raises(InputError, match="cannot be read"):
        stage(Source("a.jsonld", b'{"@context": "https://example.org/c", "@id": "urn:a", "b": "c"}'))


def test_what_the_store_has_otherwise_is_refused(dumped: bytes) -> None:
    store = into(EmbeddedStore.in_memory(), dumped)
    with pytest.raises(InputError, match="the store has another record of <"):
        into(store, dumped.replace(*other_hash(dumped)))
    assert store.dump() == dumped
