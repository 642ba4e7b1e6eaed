"""Three reports by three outlets on one sinking, one strike and its victims, as model objects.

Small enough that the right answer to each question can be worked out by hand.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Mapping, Sequence
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pyoxigraph as ox
import pytest
import rdflib
from rdflib.plugins.sparql import CUSTOM_EVALS

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
    Report,
    Role,
    Stance,
    TimeSpan,
    VictimStatus,
)
from claimgraph.question_files import load_question
from claimgraph.questions import Resolver, plain
from claimgraph.store import EmbeddedStore
from claimgraph.vocabulary import PREFIXES, REFERENCE
from claimgraph.writer import Writer

REFERENCE_DATA = """
d:entity/reference a cg:ReferenceData .
d:entity/red-side a cg:Belligerent ; rdfs:label "Red side"@en .
d:entity/blue-side a cg:Belligerent ; rdfs:label "Blue side"@en .
d:entity/redland a cg:State ; rdfs:label "Redland"@en .
d:entity/government-of-redland a cg:Government ; rdfs:label "Government of Redland"@en ;
    cg:governs d:entity/redland ; cg:belongsToSide d:entity/red-side ; cg:hasMetonym "Redtown"@en .
d:entity/ministry-of-defence-of-redland a cg:PublicBody ; rdfs:label "Ministry of Defence of Redland"@en ;
    cg:actsFor d:entity/government-of-redland ; cg:hasName "Redland’s defence ministry"@en .
d:entity/government-of-blueland a cg:Government ; rdfs:label "Government of Blueland"@en ;
    cg:belongsToSide d:entity/blue-side .
d:entity/anna-berg a cg:Person ; rdfs:label "Anna Berg"@en ; cg:hasName "Anna Bergh"@en ;
    cg:actsFor d:entity/government-of-blueland .
d:entity/karl-berg a cg:Person ; rdfs:label "Karl Berg"@en .
d:entity/harbour-wire a cg:MediaOutlet ; rdfs:label "Harbour Wire"@en .
d:entity/steppe-courier a cg:MediaOutlet ; rdfs:label "Steppe Courier"@en .
d:entity/meridian-dispatch a cg:MediaOutlet ; rdfs:label "Meridian Dispatch"@en .
d:entity/aurora a cg:Cruiser ; rdfs:label "Aurora"@en ; cg:hasName "Аврора"@ru .
d:entity/harpoon-7 a cg:MaterielType ; rdfs:label "Harpoon-7"@en .
d:entity/t-9 a cg:MaterielType ; rdfs:label "T-9 tank"@en .
d:entity/mill-works a cg:ArmsFactory ; rdfs:label "Mill Works"@en ; cg:isLocatedIn d:entity/port-town .
d:entity/port-town a cg:Settlement ; rdfs:label "Port Town"@en .
d:entity/riverside a cg:District ; rdfs:label "Riverside"@en ; cg:isLocatedIn d:entity/port-town .
d:entity/redtown a cg:Settlement ; rdfs:label "Redtown"@en .
"""


def known(name: str, kind: str) -> Entity:
    return Entity(name, kind, iri=REFERENCE + name.lower().replace(" ", "-"))


RED = known("Red side", "Belligerent")
BLUE = known("Blue side", "Belligerent")
REDLAND = known("Redland", "State")
RED_GOVERNMENT = known("Government of Redland", "Government")
MINISTRY = known("Ministry of Defence of Redland", "PublicBody")
BLUE_GOVERNMENT = known("Government of Blueland", "Government")
BERG = known("Anna Berg", "Person")
KARL = known("Karl Berg", "Person")
WIRE = known("Harbour Wire", "MediaOutlet")
COURIER = known("Steppe Courier", "MediaOutlet")
DISPATCH = known("Meridian Dispatch", "MediaOutlet")
AURORA = known("Aurora", "Cruiser")
HARPOON = known("Harpoon-7", "MaterielType")
TANK = known("T-9", "MaterielType")
MILL = known("Mill Works", "ArmsFactory")
RIVERSIDE = known("Riverside", "District")
REDTOWN = known("Redtown", "Settlement")
MEDICS = Entity("Port Town medics (unnamed)", "UnnamedSource", acts_for=BLUE_GOVERNMENT.iri)
WITNESS = Entity("a witness", "Person", scope="figures")


def on(text: str) -> TimeSpan:
    day = date.fromisoformat(text)
    start = datetime(day.year, day.month, day.day, tzinfo=UTC)
    return TimeSpan(text, start, start + timedelta(days=1))


SINKING_KEY = ("Sinking", AURORA.key)
SINKING = Event("Sinking", SINKING_KEY, (Role("affects", AURORA),))
MISSILES = Event("MissileStrike", ("Strike", AURORA.key), (Role("hasTarget", AURORA),))
HARPOONS = Event("MissileStrike", MISSILES.key, (Role("hasTarget", AURORA), Role("usesWeapon", HARPOON)))
BLAST = Event("InternalExplosion", ("InternalExplosion", AURORA.key), (Role("takesPlaceAt", AURORA),))
SUNK_BY_MISSILES = Event(
    "Sinking", SINKING_KEY, (Role("affects", AURORA),), on("2022-05-01"), (EventLink("hasCause", HARPOONS),)
)
SUNK_AFTER_BLAST = Event(
    "Sinking", SINKING_KEY, (Role("affects", AURORA),), None, (EventLink("hasCause", BLAST),)
)
PLANT_KEY = ("Strike", MILL.key, "2022-05-02")
PLANT_STRIKE = Event("MissileStrike", PLANT_KEY, (Role("hasTarget", MILL),))
PLANT_STRIKE_BY_RED = Event(
    "MissileStrike",
    PLANT_KEY,
    (Role("hasTarget", MILL), Role("isPerformedBy", REDLAND)),
    on("2022-05-02"),
)
HARM = Event("Harm", ("Harm", RIVERSIDE.key), (Role("takesPlaceAt", RIVERSIDE),), on("2022-05-02"))


def killed(low: int, high: int, as_of: str, text: str) -> Proposition:
    figure = Quantity(
        "CasualtyCount",
        low,
        high,
        low != high,
        text,
        "killed",
        status=VictimStatus.CIVILIAN,
        side=BLUE,
        as_of=on(as_of),
    )
    return Proposition(quantity=figure)


LOST_TANKS = Proposition(
    quantity=Quantity(
        "MaterielLossCount", 3, None, False, "at least three tanks", "lost", side=BLUE, model=TANK
    )
)


def report(
    outlet: Entity,
    day: str,
    headline: str,
    sentences: Sequence[Mapping[str, Any]],
    mentions: Sequence[Any] = (),
) -> Report:
    """A report whose text is the sentences; each holds the fields of one claim."""
    text, claims = "", []
    for number, given in enumerate(sentences):
        fields = dict(given)
        sentence = fields.pop("words")
        passage = Passage(len(text), len(text) + len(sentence), sentence, 0, number)
        fields.setdefault("certainty", Certainty.UNSTATED)
        if isinstance(fields["proposition"], Event):
            fields["proposition"] = Proposition(event=fields["proposition"])
        narration = fields["claimant"] == outlet
        claims.append(
            Claim(
                f"c{number + 1}",
                passage=passage,
                content=(passage.span,),
                content_text=sentence.rstrip("."),
                narration=narration,
                **fields,
            )
        )
        text += sentence + " "
    found = [
        Mention(Passage(text.index(words), text.index(words) + len(words), words), **fields)
        for words, fields in mentions
    ]
    return Report(
        text=text,
        sha256=hashlib.sha256(text.encode()).hexdigest(),
        outlet=outlet,
        published=date.fromisoformat(day),
        headline=headline,
        source_file=f"{headline.lower().replace(' ', '-')}.txt",
        claims=tuple(claims),
        mentions=tuple(found),
    )


def said(
    claimant: Entity, words: str, content: Event | Proposition, stance: Stance = Stance.ASSERTS, **more: Any
) -> dict[str, Any]:
    """A sentence for `report`, and the fields of its claim."""
    return {"words": words, "claimant": claimant, "stance": stance, "proposition": content, **more}


ABOUT_20 = killed(20, 30, "2022-05-03", "20 to 30")
BLAST_TOLD = "Redland’s defence ministry says the Aurora sank after a blast on board."
LOST = [
    said(
        BLUE_GOVERNMENT,
        "Blueland says its Harpoons sank the Aurora on Sunday.",
        SUNK_BY_MISSILES,
        certainty=Certainty.CERTAIN,
        made_on=on("2022-05-02"),
    ),
    said(MINISTRY, BLAST_TOLD, SUNK_AFTER_BLAST),
    said(
        MINISTRY,
        "“No missile came near her,” it told Harbour Wire.",
        MISSILES,
        Stance.DENIES,
        direct_quote=True,
        made_to=WIRE,
    ),
    said(WIRE, "The Aurora is gone.", SINKING),
]
PLANT_HIT = [
    said(COURIER, "Redland’s missiles hit the Mill Works on Monday.", PLANT_STRIKE_BY_RED),
    said(
        BERG,
        "Anna Berg said that 20 to 30 people were killed.",
        ABOUT_20,
        relays="c3",
        made_on=on("2022-05-03"),
    ),
    said(
        MEDICS,
        "Medics, she said, believe that 20 to 30 people were killed.",
        ABOUT_20,
        Stance.BELIEVES,
        certainty=Certainty.PROBABLE,
        hedge="believe",
    ),
    said(BERG, "Berg could not say whether anyone was hurt in Riverside.", HARM, Stance.UNDETERMINED),
]
FIGURES = [
    said(MINISTRY, "Redtown counts five dead.", killed(5, 5, "2022-05-03", "five")),
    said(WIRE, "Harbour Wire reported that the ministry says the Aurora sank.", SINKING, relays="c3"),
    said(MINISTRY, "The ministry says that the Aurora sank.", SINKING),
    said(BERG, "Berg now says 25 people were killed.", killed(25, 25, "2022-05-05", "25"), replaces="c5"),
    said(BERG, "She had said 20 to 30 were killed.", ABOUT_20),
    said(WITNESS, "A witness doubts that a missile hit the Mill Works.", PLANT_STRIKE, Stance.DOUBTS),
    said(RED_GOVERNMENT, "Redland says it destroyed at least three tanks.", LOST_TANKS),
]


def reports() -> list[Report]:
    """The three reports."""
    medics = ("Medics", {"entity": MEDICS})
    berg = ("Berg could", {"entity": BERG, "candidates": (KARL,)})
    redtown = ("Redtown", {"entity": RED_GOVERNMENT, "literal": REDTOWN, "metonymic": True})
    witness = ("A witness", {"entity": WITNESS})
    return [
        report(WIRE, "2022-05-02", "Cruiser lost", LOST),
        report(COURIER, "2022-05-03", "Plant hit", PLANT_HIT, [medics, berg]),
        report(DISPATCH, "2022-05-05", "Figures", FIGURES, [redtown, witness]),
    ]


@pytest.fixture(scope="session")
def store() -> EmbeddedStore:
    """The reports with the reference data, in memory."""
    prefixes = "".join(f"@prefix {name}: <{iri}> .\n" for name, iri in PREFIXES.items())
    data = prefixes + REFERENCE_DATA.replace("d:entity/", "ent:")
    reference = rdflib.Graph().parse(data=f"@prefix ent: <{REFERENCE}> .\n" + data, format="turtle")
    made = EmbeddedStore.in_memory()
    made.load(reference.serialize(format="nt", encoding="utf-8"))
    for one in reports():
        made.load("".join(Writer().report(one)).encode())
    return made


@pytest.fixture(scope="session")
def dataset(store: EmbeddedStore) -> rdflib.Dataset:
    """The same quads in rdflib: the default graph is not the union of the others, nothing is fetched."""
    assert not CUSTOM_EVALS
    rdflib.plugins.sparql.SPARQL_LOAD_GRAPHS = False
    found = rdflib.Dataset(default_union=False)
    found.parse(data=store.dump(), format="nquads")
    return found


Rows = list[tuple[object, ...]]
Asker = Callable[..., tuple[tuple[str, ...], Rows]]


def on_oxigraph(store: EmbeddedStore, text: str) -> tuple[tuple[str, ...], Rows]:
    solutions = store.query(text)
    assert isinstance(solutions, ox.QuerySolutions)
    names = tuple(variable.value for variable in solutions.variables)
    return names, [tuple(plain(cell) for cell in row) for row in solutions]  # type: ignore[arg-type]


def on_rdflib(dataset: rdflib.Dataset, text: str) -> tuple[tuple[str, ...], Rows]:
    result = dataset.query(text)
    names = tuple(str(variable) for variable in result.vars or ())
    return names, [tuple(_plain(row[n]) for n in range(len(names))) for row in result]  # type: ignore[index]


def _plain(cell: object) -> object:
    if isinstance(cell, rdflib.URIRef):
        return plain(ox.NamedNode(str(cell)))
    if isinstance(cell, rdflib.Literal):
        kind = ox.NamedNode(str(cell.datatype)) if cell.datatype else None
        return plain(ox.Literal(str(cell), datatype=kind) if kind else ox.Literal(str(cell)))
    return None


@pytest.fixture(params=["pyoxigraph", "rdflib"])
def asker(request: pytest.FixtureRequest, store: EmbeddedStore, dataset: rdflib.Dataset) -> Asker:
    """Asks a stored question with values as people type them, on either engine."""

    def ask(name: str, **values: object) -> tuple[tuple[str, ...], Rows]:
        question = load_question(name)
        text = question.bind(Resolver(store, question).terms(values))
        return on_rdflib(dataset, text) if request.param == "rdflib" else on_oxigraph(store, text)

    return ask


@pytest.hookimpl(tryfirst=True)
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Leave to the service tests what rdflib, the slow engine, answers with parameters.

    What is asked without parameters is asked of both engines at once.
    """
    for item in items:
        params = getattr(item, "callspec", None)
        if params is None or "competency" not in item.path.parts:
            continue
        case = params.params.get("case")
        if "rdflib" in params.params.values() and getattr(case, "values", None):
            item.add_marker(pytest.mark.service)
