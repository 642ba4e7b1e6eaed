"""The view `lineage`: who said it first, who passed it on or repeated it, where a quotation came up first."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from claimgraph.exports import Filters
from claimgraph.exports.graph import Graph
from claimgraph.exports.store_formats import LossReport, Selected
from claimgraph.exports.subset import StoreRdf
from claimgraph.exports.views import find_view
from claimgraph.loading import Loader
from claimgraph.model import Certainty, Claim, Entity, Event, Passage, Proposition, Report, Role, Stance
from claimgraph.reasoning.engine import refresh
from claimgraph.store import EmbeddedStore

SHIP = Entity("Gannet", "NavalVessel")
SINKING = Proposition(Event("Sinking", ("Sinking", SHIP.key), (Role("affects", SHIP),)))
WORDS = "“The Gannet is at the bottom of the bay”"


def claim(name: str, who: str, text: str, *, quoted: bool = False, relays: str | None = None) -> Claim:
    return Claim(
        name,
        Entity(who, "Person"),
        Stance.ASSERTS,
        Certainty.CERTAIN,
        SINKING,
        Passage(0, len(text), text),
        text,
        direct_quote=quoted,
        relays=relays,
    )


def report(day: int, outlet: str, *claims: Claim) -> Report:
    text = claims[0].content_text
    return Report(text, f"{day:064x}", Entity(outlet, "MediaOutlet"), date(2030, 1, day), "", claims=claims)


@pytest.fixture(scope="module")
def graph() -> Graph:
    return lineage_of(
        [
            report(3, "Late Post", claim("c1", "Ada Reed", WORDS.replace("bay", "Bay"), quoted=True)),
            report(1, "Early Wire", claim("c1", "Bo Lind", WORDS, quoted=True)),
            report(
                2,
                "Middle News",
                claim("c1", "Cy Moor", "the Gannet sank", relays="c2"),
                claim("c2", "Bo Lind", "the Gannet sank"),
            ),
        ]
    )


def lineage_of(reports: list[Report]) -> Graph:
    store = EmbeddedStore.in_memory()
    Loader(store).load_all(reports)
    return lineage_in(store)


def lineage_in(store: EmbeddedStore) -> Graph:
    view = find_view("lineage")
    made = Graph("lineage", view.node_columns, view.edge_columns)
    selected = Selected(store, Filters(), "lineage")
    view.fill(made, selected.reader.read(selected.iris), selected.reader)
    return made


def test_the_earliest_claim_is_the_first(graph: Graph) -> None:
    [first] = [node for node in graph.nodes() if node.values[-1]]
    assert first.label.startswith("Bo Lind asserts")
    assert first.spells == (("2030-01-01", "2030-01-01"),)


def test_who_repeats_passes_on_and_quotes(graph: Graph) -> None:
    names = {node.id: f"{node.values[2]} {node.values[-3]}" for node in graph.nodes()}
    found = {(names[edge.source], edge.kind, names[edge.target]) for edge in graph.edges()}
    first = "Bo Lind 2030-01-01"
    assert found == {
        ("Cy Moor 2030-01-02", "relays", "Bo Lind 2030-01-02"),
        ("Ada Reed 2030-01-03", "quotes", first),
        ("Ada Reed 2030-01-03", "repeats", first),
        ("Bo Lind 2030-01-02", "repeats", first),
        ("Cy Moor 2030-01-02", "repeats", first),
    }


def test_what_is_laid_to_an_outlet_leads_to_its_own_report() -> None:
    from claimgraph.reasoning import engine

    wire = Entity("Early Wire", "MediaOutlet")
    own, laid = (
        replace(claim("c1", "Bo Lind", words), claimant=wire)
        for words in ("The Gannet sank", "The Gannet sank, says Early Wire")
    )
    store = EmbeddedStore.in_memory()
    Loader(store).load_all([report(1, "Early Wire", own), report(2, "Late Post", laid)])
    engine.refresh(store)
    made = lineage_in(store)
    days = {node.id: node.values[-3] for node in made.nodes()}
    assert ("2030-01-02", "traced", "2030-01-01") in {
        (days[edge.source], edge.kind, days[edge.target]) for edge in made.edges()
    }
    for since, number in ((1, 1), (2, 0)):  # a finding is left out without one of its claims
        chosen = Selected(store, Filters(since=date(2030, 1, since)), "lineage")
        text = "".join(map(str, StoreRdf("nq", "", "").write(chosen, LossReport("nq", ""))))
        assert text.count("#hasTracedClaim>") == number


def test_who_passes_on_comes_after_the_origin() -> None:
    """Wherever the words stand, and although the words in quotation marks are the same."""
    told = [
        claim("c1", "Cy Moor", WORDS, quoted=True, relays="c2"),
        claim("c2", "Ada Reed", WORDS, quoted=True, relays="c3"),
        claim("c3", "Bo Lind", WORDS, quoted=True),
    ]
    for claims in (told, told[::-1]):
        made = lineage_of([report(1, "Early Wire", *claims)])
        names = {node.id: str(node.values[2]) for node in made.nodes()}
        assert [names[node.id] for node in made.nodes() if node.values[-1]] == ["Bo Lind"]
        assert sorted((names[edge.source], edge.kind, names[edge.target]) for edge in made.edges()) == [
            ("Ada Reed", "relays", "Bo Lind"),
            ("Cy Moor", "quotes", "Bo Lind"),
            ("Cy Moor", "relays", "Ada Reed"),
            ("Cy Moor", "repeats", "Bo Lind"),
        ]


def test_what_was_withdrawn_is_marked_and_a_withdrawal_repeats_nobody() -> None:
    said = report(1, "Early Wire", claim("c1", "Bo Lind", "the Gannet sank"))
    denial = replace(claim("c1", "Cy Moor", "that the Gannet sank"), stance=Stance.DENIES)
    withdrawal = replace(claim("c1", "Bo Lind", "that the Gannet sank, after all"), stance=Stance.DENIES)
    store = EmbeddedStore.in_memory()
    Loader(store).load_all([said, report(2, "Dune Post", denial), report(3, "Early Wire", withdrawal)])
    refresh(store)
    graph = lineage_in(store)
    places = {column.name: place for place, column in enumerate(graph.node_columns)}
    shown = ("claimant", "stance", "withdrawn")
    assert {tuple(node.values[places[name]] for name in shown) for node in graph.nodes()} == {
        ("Bo Lind", "asserts", True),
        ("Cy Moor", "denies", False),
        ("Bo Lind", "denies", False),
    }
    assert not [edge for edge in graph.edges() if edge.kind == "repeats"]
