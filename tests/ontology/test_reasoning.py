"""The ontology is consistent, no class is empty by definition, and disjointness really fires.

Reasoning takes seconds, so the cases share two runs: one of what must clash, one of what must not.
"""

from __future__ import annotations

from collections.abc import Iterable

import pytest
from rdflib import RDF, RDFS, Graph, Literal, Namespace, URIRef
from rdflib import namespace as ns
from rdflib.namespace import OWL

CG = Namespace("https://w3id.org/claimgraph/ns#")
EX = Namespace("https://example.org/")
ERROR = URIRef("http://www.daml.org/2002/03/agents/agent-ont#error")
Triple = tuple[URIRef, URIRef, URIRef | Literal]

CLASH = (
    ("Person", "Organization"),
    ("Person", "MediaOutlet"),
    ("MissileStrike", "Accident"),
    ("MissileStrike", "InternalExplosion"),
    ("Sinking", "Claim"),
    ("Settlement", "Government"),
    ("MaterielType", "Missile"),
    ("Advance", "Withdrawal"),
    ("CaptureOfPlace", "TransferOfPlace"),
    ("Contradiction", "Corroboration"),
    ("Proposition", "Passage"),
    ("CasualtyCount", "MaterielLossCount"),
)
NO_CLASH = (
    ("InternalExplosion", "Accident"),
    ("Sinking", "Destruction"),
    ("Killing", "Wounding"),
    ("Attack", "Killing"),
    ("Fire", "Accident"),
    ("UncrewedAircraft", "Munition"),
    ("MissileStrike", "AirStrike"),
)


def errors(ontology: Graph, extra: Iterable[Triple]) -> list[str]:
    """The clashes that owlrl finds in the axioms with `extra`, on a copy, since owlrl changes its input."""
    from owlrl import DeductiveClosure, OWLRL_Semantics

    annotations = {RDFS.label, RDFS.isDefinedBy, *ontology.subjects(RDF.type, OWL.AnnotationProperty)}
    graph = Graph()
    for triple in ontology:
        if triple[0] not in annotations and triple[1] not in annotations:
            graph.add(triple)
    for triple in extra:
        graph.add(triple)
    DeductiveClosure(OWLRL_Semantics).expand(graph)
    return sorted(str(text) for text in graph.objects(None, ERROR))


def typed(pairs: Iterable[tuple[str, str]]) -> list[Triple]:
    """One individual for each pair, in both classes."""
    return [(EX["-".join(pair)], RDF.type, CG[name]) for pair in pairs for name in pair]


def causes(subject: str, predicate: str, first: str, second: str) -> list[Triple]:
    """A sinking with two causes of the given classes."""
    event, one, other = EX[subject], EX[f"{subject}-1"], EX[f"{subject}-2"]
    return [
        (event, RDF.type, CG.Sinking),
        (event, CG[predicate], one),
        (event, CG[predicate], other),
        (one, RDF.type, CG[first]),
        (other, RDF.type, CG[second]),
    ]


@pytest.fixture(scope="module")
def clashes(ontology: Graph) -> list[str]:
    extra = typed(CLASH) + causes("exclusive", "hasDecisiveCause", "MissileStrike", "InternalExplosion")
    extra.append((EX.raid, CG.isPerformedBy, EX.missile))
    extra.append((EX.missile, RDF.type, CG.Missile))
    return errors(ontology, extra)


@pytest.mark.parametrize("pair", CLASH, ids=" and ".join)
def test_disjoint(pair: tuple[str, str], clashes: list[str]) -> None:
    assert [text for text in clashes if text.endswith(str(EX["-".join(pair)]))]


def test_rival_causes_clash_under_the_exclusive_reading(clashes: list[str]) -> None:
    assert [text for text in clashes if text.endswith((str(EX["exclusive-1"]), str(EX["exclusive-2"])))]


def test_a_weapon_cannot_perform_an_act(clashes: list[str]) -> None:
    assert [text for text in clashes if text.endswith(str(EX.missile))]


def test_what_must_not_clash_does_not(ontology: Graph) -> None:
    extra = typed(NO_CLASH)
    extra += causes("literal", "hasCause", "MissileStrike", "InternalExplosion")
    extra += causes("alike", "hasDecisiveCause", "MissileStrike", "Strike")
    extra.append((EX.figure, RDF.type, CG.CasualtyCount))
    extra.append((EX.figure, CG.lowerBound, Literal("2500", datatype=ns.XSD.integer)))
    assert errors(ontology, extra) == []


def test_one_individual_for_each_class_is_consistent(ontology: Graph) -> None:
    classes = sorted(term for term in ontology.subjects(RDF.type, OWL.Class) if isinstance(term, URIRef))
    assert len(classes) > 150
    extra: list[Triple] = [(EX[f"i{number}"], RDF.type, term) for number, term in enumerate(classes)]
    assert errors(ontology, extra) == []
