"""Shapes checked while quads are written find what the queries find in the store, however the quads come."""

from __future__ import annotations

from itertools import groupby

import pyoxigraph as ox
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from claimgraph.resources import ontology_dir
from claimgraph.store import EmbeddedStore
from claimgraph.validation.compiled import Fault, faults
from claimgraph.validation.predicates import _compared, rules, text_of
from claimgraph.validation.streamed import StreamChecker, confirmed, rules_left
from claimgraph.vocabulary import RDF, XSD, cg

FIXTURES = sorted((ontology_dir() / "fixtures" / "shapes").glob("*.t*"))
DOCUMENT = "urn:d:1"


def stored(nquads: str) -> EmbeddedStore:
    """A store with these quads, every node of them recorded from one document."""
    store = EmbeddedStore.in_memory()
    store.load(nquads.encode("utf-8"))
    nodes = {str(quad.subject) for quad in ox.parse(nquads, ox.RdfFormat.N_QUADS)}
    nodes |= {
        str(quad.graph_name)
        for quad in ox.parse(nquads, ox.RdfFormat.N_QUADS)
        if not isinstance(quad.graph_name, ox.DefaultGraph)
    }
    store.load(
        "".join(f"{node} <{cg('isRecordedFrom')}> <{DOCUMENT}> .\n" for node in sorted(nodes)).encode()
    )
    return store


def found(store: EmbeddedStore, batches: list[str]) -> set[Fault]:
    checker = StreamChecker()
    for batch in batches:
        checker.look(batch)
    return set(confirmed(store, checker.suspects, DOCUMENT))


@pytest.fixture(scope="module")
def everything() -> EmbeddedStore:
    store = EmbeddedStore.in_memory()
    for file in FIXTURES:
        store._quads.load(path=str(file), format=ox.RdfFormat.TRIG)
    return stored(store.dump().decode("utf-8"))


def test_the_same_faults_as_the_queries_in_all_fixtures(everything: EmbeddedStore) -> None:
    wanted = set(faults(everything, DOCUMENT))
    assert len(wanted) > 50
    assert len({fault.component for fault in wanted}) > 8
    assert found(everything, [everything.dump().decode("utf-8")]) == wanted


def test_the_same_faults_node_by_node(everything: EmbeddedStore) -> None:
    def node(line: str) -> str:
        parts = line.split(" ")
        return parts[-2] if parts[-2][0] == "<" and len(parts) > 4 and parts[-3][0] != "^" else parts[0]

    lines = sorted(everything.dump().decode("utf-8").splitlines(keepends=True), key=node)
    batches = ["".join(group) for _, group in groupby(lines, key=node)]
    assert len(batches) > 30
    assert found(everything, batches) == set(faults(everything, DOCUMENT))


def test_every_compiled_check_is_streamed() -> None:
    assert not rules_left()
    assert rules()["content"].by_class


CLAIM = f"<urn:c:1> <{RDF}type> <{cg('Claim')}> .\n"
OF_CLAIMANT = "https://w3id.org/claimgraph/shape/ClaimShape-claimant"


def test_two_batches_that_together_break_a_shape() -> None:
    batches = [f"{CLAIM}<urn:c:1> <{cg('hasClaimant')}> <urn:e:{n}> .\n" for n in (1, 2)]
    store = stored("".join(batches))
    assert Fault(OF_CLAIMANT, "MaxCount", "urn:c:1") in found(store, batches)
    assert Fault(OF_CLAIMANT, "MaxCount", "urn:c:1") not in found(store, batches[:1] * 2)


def test_a_class_said_in_another_batch_or_before() -> None:
    shape = "https://w3id.org/claimgraph/shape/ClaimShape-content"
    named = f"{CLAIM}<urn:c:1> <{cg('hasContent')}> <urn:p:1> .\n"
    typed = f"<urn:p:1> <{RDF}type> <{cg('Proposition')}> .\n"
    for batches in ([named, typed], [typed, named], [named]):
        assert Fault(shape, "Class", "urn:c:1") not in found(stored(named + typed), batches)
    assert Fault(shape, "Class", "urn:c:1") in found(stored(named), [named])


def test_terms_as_text() -> None:
    assert text_of('"a \\"b\\" \\u00E9\\\\"') == 'a "b" é\\'
    assert text_of('""@en') == ""


def integer(value: int) -> str:
    return f'"{value}"^^<{XSD}integer>'


@pytest.mark.parametrize(
    ("first", "second", "wanted", "holds"),
    [
        (integer(2), integer(10), ("<",), True),
        (integer(2), integer(2), ("<",), False),
        (integer(2), f'"2.0"^^<{XSD}decimal>', ("=",), True),
        (f'"2022-04-14"^^<{XSD}date>', f'"2022-04-15"^^<{XSD}date>', ("<",), True),
        (f'"2022-04-14"^^<{XSD}date>', f'"2022-04-15T00:00:00Z"^^<{XSD}dateTime>', ("<",), False),
        (
            f'"2022-04-14T00:00:00"^^<{XSD}dateTime>',
            f'"2022-04-15T00:00:00Z"^^<{XSD}dateTime>',
            ("<",),
            False,
        ),
        ('"2"', integer(10), ("<",), False),
        (f'"no"^^<{XSD}integer>', integer(10), ("<",), False),
    ],
)
def test_comparing_values(first: str, second: str, wanted: tuple[str, ...], holds: bool) -> None:
    assert _compared(first, second, wanted) is holds


VALUES = st.one_of(
    st.sampled_from(["<urn:e:1>", "<urn:e:2>", '""', '"a"@en', f'"true"^^<{XSD}boolean>']),
    st.integers(-2, 12).map(integer),
    st.text(st.characters(codec="utf-8", exclude_characters="\0"), max_size=4).map(
        lambda text: str(ox.Literal(text))
    ),
)
PROPERTIES = [
    cg(name)
    for name in (
        "hasClaimant",
        "hasStance",
        "isDirectQuote",
        "contentText",
        "startOffset",
        "endOffset",
        "lineNumber",
    )
]


@settings(max_examples=15, deadline=None)
@given(
    st.lists(st.tuples(st.sampled_from(PROPERTIES), VALUES), max_size=8),
    st.sampled_from(["Claim", "Passage"]),
)
def test_any_node_has_the_same_faults(said: list[tuple[str, str]], kind: str) -> None:
    lines = [
        f"<urn:c:1> <{RDF}type> <{cg(kind)}> .\n",
        *(f"<urn:c:1> <{p}> {value} .\n" for p, value in said),
    ]
    store = stored("".join(lines))
    assert found(store, [store.dump().decode("utf-8")]) == set(faults(store, DOCUMENT))
