"""What the writer writes uses only declared terms and conforms to the shapes."""

from __future__ import annotations

import hashlib
from datetime import UTC, date, datetime

import pytest
from rdflib import RDF, RDFS, Dataset, Graph, Literal, URIRef
from rdflib.namespace import SH

from claimgraph.model import (
    Certainty,
    Claim,
    Entity,
    Event,
    EventLink,
    Mention,
    Passage,
    Proposition,
    Quantity,
    ReaderRun,
    Report,
    Role,
    Stance,
    TimeSpan,
    VictimStatus,
)
from claimgraph.vocabulary import CG, CODE
from claimgraph.writer import Writer

FIRST = "Port Ada said a storm sank the patrol boat Lark on Monday."
SECOND = "The mayor denied that at least three sailors were wounded."
TEXT = f"{FIRST} {SECOND}"
APPLIES_TO = URIRef("https://w3id.org/claimgraph/shape/appliesTo")

CITY = Entity("Port Ada", "Settlement")
COUNCIL = Entity("City council of Port Ada", "PublicBody")
MAYOR = Entity("Mayor of Port Ada", "Person", scope="report")
LARK = Entity("Lark", "PatrolBoat")
MONDAY = TimeSpan("2023-05-01", datetime(2023, 5, 1, tzinfo=UTC), datetime(2023, 5, 2, tzinfo=UTC))
STORM = Event("Event", key=("Event", "storm"), described_as="a storm")
SINKING = Event(
    "Sinking",
    key=("Sinking", LARK.key),
    roles=(Role("affects", LARK),),
    time=MONDAY,
    links=(EventLink("hasCause", STORM),),
)
WOUNDED = Quantity(
    "CasualtyCount", 3, None, False, "at least three", "wounded", "sailors", VictimStatus.MILITARY
)
INHABITANTS = Quantity("PopulationCount", 900, 900, True, "about 900", "inhabitants", place=CITY)


def span(words: str) -> tuple[int, int]:
    start = TEXT.index(words)
    return start, start + len(words)


def passage(words: str) -> Passage:
    start, end = span(words)
    return Passage(start, end, words, 0, 0)


def claims() -> tuple[Claim, ...]:
    return (
        Claim(
            id="c1",
            claimant=COUNCIL,
            stance=Stance.ASSERTS,
            certainty=Certainty.CERTAIN,
            proposition=Proposition(event=SINKING),
            passage=passage(FIRST),
            content_text="a storm sank the patrol boat Lark on Monday",
            source=(span("Port Ada"),),
            cue=span("said"),
            content=(span("a storm sank the patrol boat Lark on Monday"),),
            made_on=MONDAY,
            rules=("cue-verb",),
            found_by=("rules", "spacy"),
        ),
        Claim(
            id="c2",
            claimant=MAYOR,
            stance=Stance.DENIES,
            certainty=Certainty.CERTAIN,
            proposition=Proposition(
                event=Event("Wounding", key=("Harm", LARK.key), roles=(Role("takesPlaceAt", LARK),)),
                quantity=WOUNDED,
            ),
            passage=passage(SECOND),
            content_text="that at least three sailors were wounded",
            relays="c1",
        ),
        Claim(
            id="c3",
            claimant=MAYOR,
            stance=Stance.ASSERTS,
            certainty=Certainty.UNSTATED,
            proposition=Proposition(quantity=INHABITANTS),
            passage=passage(SECOND),
            content_text="about 900",
            hedge="about",
        ),
    )


def report() -> Report:
    return Report(
        text=TEXT,
        sha256=hashlib.sha256(TEXT.encode()).hexdigest(),
        outlet=Entity("Harbour Wire", "MediaOutlet"),
        published=date(2023, 5, 2),
        headline="Patrol boat lost",
        readers=(ReaderRun("rules", "0.1.0", ("cue-verb",)), ReaderRun("spacy", "en_small 3")),
        url="https://example.org/lark",
        author="Ida Brook",
        source_file="lark.txt",
        converter="text 0.1.0",
        mentions=(Mention(passage("Port Ada"), COUNCIL, CITY, True, (MAYOR,), "metonym"),),
        claims=claims(),
    )


@pytest.fixture(scope="module")
def written() -> Dataset:
    data = Dataset()
    data.parse(data="".join(Writer().report(report())), format="nquads")
    return data


def test_terms_are_declared(written: Dataset, ontology: Graph, codes: Graph) -> None:
    declared = {*ontology.subjects(RDF.type, None), *codes.subjects(RDF.type, None)}
    nodes = {node for quad in written.quads() for node in quad[:3]}
    assert {node for node in nodes if str(node).startswith((CG, CODE))} - declared == set()


def test_graphs_conform(written: Dataset, ontology: Graph, shapes: Graph) -> None:
    from pyshacl import validate

    seen = {"record": 0, "content": 0}
    for graph in written.graphs():
        if not len(graph):
            continue
        place = "record" if graph.identifier == written.default_graph.identifier else "content"
        seen[place] += 1
        data, active = Graph(), Graph() + shapes
        for triple in (*graph, *ontology.triples((None, RDFS.subClassOf, None))):
            data.add(triple)
        for shape in set(shapes.subjects(APPLIES_TO, None)):
            if (shape, APPLIES_TO, Literal(place)) not in shapes:
                active.add((shape, SH.deactivated, Literal(True)))
        conforms, _, text = validate(data, shacl_graph=active)
        assert conforms, text
    assert seen == {"record": 1, "content": 3}
