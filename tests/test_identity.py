"""Deterministic IRIs."""

from __future__ import annotations

from datetime import date
from types import ModuleType

import pyoxigraph as ox
import pytest
from hypothesis import given
from hypothesis import strategies as st

from claimgraph.identity import Minter, digest
from claimgraph.model import Entity, Event, Passage, RecordPassage, Report, TimeSpan
from claimgraph.nquads import iri

PARTS = st.lists(st.text(max_size=8), max_size=5)


@given(PARTS, PARTS)
def test_different_parts_have_different_digests(one: list[str], two: list[str]) -> None:
    assert (digest(*one) == digest(*two)) == (one == two)


def test_a_report_is_outlet_day_and_text() -> None:
    mint = Minter().report
    wire, courier = Entity("Harbour Wire", "MediaOutlet"), Entity("Steppe Courier", "MediaOutlet")
    base = Report("t", "a" * 64, wire, date(2022, 4, 15))
    same = Report("t", "a" * 64, wire, date(2022, 4, 15), headline="H", source_file="elsewhere.txt")
    assert mint(base) == mint(same)
    others = [
        Report("t", "a" * 64, courier, date(2022, 4, 15)),
        Report("t", "a" * 64, wire, date(2022, 4, 16)),
        Report("t", "a" * 64, wire, None),
        Report("t", "b" * 64, wire, date(2022, 4, 15)),
    ]
    assert len({mint(report) for report in [base, *others]}) == 5


@pytest.mark.parametrize(
    ("one", "two", "same"),
    [
        (Entity("Ivan Koval", "Person"), Entity("ivan  KOVAL", "Person"), True),
        (Entity("People’s Militia", "Organization"), Entity("People's Militia", "Organization"), True),
        (Entity("Ivan Koval", "Person"), Entity("Ivan Koval", "Organization"), False),
        (Entity("a plant", "Facility", scope="r1"), Entity("a plant", "Facility", scope="r2"), False),
        (Entity("a plant", "Facility", scope="r1"), Entity("A plant", "Facility", scope="r1"), True),
        (Entity("X", "Person", iri="https://e.org/x"), Entity("Y", "Agent", iri="https://e.org/x"), True),
    ],
)
def test_entities(one: Entity, two: Entity, same: bool) -> None:
    assert (Minter().entity(one) == Minter().entity(two)) is same


def test_an_event_is_its_key() -> None:
    mint = Minter().event
    assert mint(Event("Sinking", ("Sinking", "x"))) == mint(Event("MaterielLoss", ("Sinking", "x")))
    assert mint(Event("Sinking", ("Sinking", "x"))) != mint(Event("Sinking", ("Sinking", "y")))


def test_passages_of_text_and_of_tables() -> None:
    mint = Minter().passage
    assert mint("https://e.org/r", Passage(3, 9, "words")) == "https://e.org/r#char=3,9"
    assert (
        mint("https://e.org/r", RecordPassage("a;b#c", "x", "col umn"))
        == "https://e.org/r#row=a%3Bb%23c;column=col%20umn"
    )


@given(st.text(max_size=30))
def test_every_iri_is_one(text: str) -> None:
    minter = Minter("https://example.org/data/")
    made = [
        minter.entity(Entity(text, "Agent")),
        minter.event(Event("Event", ("text", text))),
        minter.passage("https://example.org/r", RecordPassage(text, "", text)),
        minter.proposition([text]),
    ]
    if text.strip():
        made.append(minter.time(TimeSpan(text)))
    for one in made:
        ox.NamedNode(iri(one)[1:-1])
        assert one.startswith("https://example.org/")


def test_a_proposition_does_not_depend_on_the_order() -> None:
    assert Minter().proposition(["b", "a"]) == Minter().proposition(["a", "b"])


def test_the_same_claim_elsewhere_is_another_claim(sample: ModuleType) -> None:
    mint = Minter().claim
    one = mint("p1", "who", "asserts", "what", "0-4")
    assert (
        len({one, mint("p2", "who", "asserts", "what", "0-4"), mint("p1", "who", "denies", "what", "0-4")})
        == 3
    )
