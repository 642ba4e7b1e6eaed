"""The compiled rules give what owlrl gives, from the record alone, and what they add can be taken out."""

from __future__ import annotations

import random
from types import ModuleType

import pyoxigraph as ox
import pytest
from rdflib import OWL, RDF, RDFS, Graph, URIRef

from claimgraph.reasoning import entailment
from claimgraph.reasoning.tables import compiled
from claimgraph.resources import ontology_dir
from claimgraph.vocabulary import CG, cg

TRIVIAL = {str(OWL.Thing), str(RDFS.Resource)}


def schema() -> Graph:
    """The axioms that the rules cover."""
    graph = Graph()
    for file in sorted(ontology_dir().glob("*.ttl")):
        graph.parse(file)
    kept = Graph()
    names = (RDFS.subClassOf, RDFS.subPropertyOf, RDFS.domain, RDFS.range, OWL.propertyChainAxiom)
    kinds = (OWL.TransitiveProperty, OWL.SymmetricProperty, OWL.ObjectProperty)
    for s, p, o in graph:
        chain = p in (RDF.first, RDF.rest)
        if (p in names and str(s).startswith(CG)) or chain or (p == RDF.type and o in kinds):
            kept.add((s, p, o))
    return kept


def individuals(seed: int) -> list[tuple[str, str, str]]:
    """Links between things by object properties, and classes for some, at random."""
    chance = random.Random(seed)
    things = [f"https://example.org/{number}" for number in range(12)]
    properties = sorted(name for name in compiled().object_properties if name.startswith(CG))
    classes = sorted(name for name in compiled().superclasses if name.startswith(CG))
    links = [(chance.choice(things), chance.choice(properties), chance.choice(things)) for _ in range(25)]
    kinds = [(thing, str(RDF.type), chance.choice(classes)) for thing in things[:6]]
    return links + kinds


@pytest.mark.parametrize("seed", range(2))
def test_the_rules_give_what_owlrl_gives(seed: int) -> None:
    import owlrl

    given = individuals(seed)
    lines = entailment.closure_of([tuple(ox.NamedNode(term) for term in t) for t in given], compiled())  # type: ignore[misc]
    assert lines == entailment.closure_by_rules(
        [tuple(ox.NamedNode(term) for term in t) for t in given],  # type: ignore[misc]
        compiled(),
    )
    ours = {tuple(term.strip("<>") for term in line.rsplit(" .", 1)[0].split(" ")) for line in lines}
    graph = schema()
    for triple in given:
        graph.add(tuple(URIRef(term) for term in triple))  # type: ignore[arg-type]
    owlrl.DeductiveClosure(owlrl.OWLRL_Semantics, axiomatic_triples=False, datatype_axioms=False).expand(
        graph
    )
    theirs = {
        (str(s), str(p), str(o))
        for s, p, o in graph
        if str(s).startswith("https://example.org/") and str(o) not in TRIVIAL and p != OWL.sameAs
    }
    assert ours == theirs - set(given)


def test_a_strike_in_a_district_is_found_as_an_attack_in_the_city(build: ModuleType) -> None:
    from claimgraph.questions import ask

    record = build.Record()
    record.claim("north-gov", "e:x a :MissileStrike ; :takesPlaceAt e:mill .")
    record.add('e:x a :Event ; rdfs:label "strike"@en .')
    attacks = (
        f"ASK {{ GRAPH ?said {{ ?event a ?kind ; <{CG}takesPlaceAt> ?where }} "
        f"?kind <{RDFS.subClassOf}> <{CG}Attack> . ?where <{CG}isLocatedIn> <https://example.org/alda> }}"
    )
    assert not record.store.query(attacks)
    for _ in range(2):  # the question has no need of what is inferred, and the same answer with it
        [row] = ask(record.store, "events-in", place="Alda", kind="Attack").records()
        assert (row["kind"], row["place"], row["stance"]) == ("MissileStrike", "Mill district", "asserts")
        entailment.materialise(record.store)
    assert record.store.query(attacks)
    entailment.drop(record.store)
    assert not record.store.query(attacks)


def test_what_was_inferred_can_be_taken_out_without_remains(build: ModuleType) -> None:
    record = build.Record()
    record.claim("north-gov", "e:x a :MissileStrike ; :takesPlaceAt e:mill .")
    before = record.store.dump()
    number = entailment.materialise(record.store)
    assert number == entailment.materialise(record.store) > 100
    assert entailment.drop(record.store) == number
    assert record.store.dump() == before


def test_contents_entail_nothing(build: ModuleType) -> None:
    record = build.Record()
    record.content("said", "e:x a :MissileStrike ; :takesPlaceAt e:mill ; :isPerformedBy e:north .")
    assert not [line for line in entailment.infer(record.store) if "example.org/x>" in line]


def test_places_within_places(build: ModuleType) -> None:
    lines = entailment.infer(build.Record().store)
    assert f"<{build.E}plant> <{cg('isLocatedIn')}> <{build.E}land> .\n" in lines
    assert f"<{build.E}plant> <{RDF.type}> <{cg('Facility')}> .\n" in lines


def test_what_was_inferred_is_out_of_date_when_a_report_comes(build: ModuleType) -> None:
    record = build.Record()
    record.claim("north-gov", "e:x a :MissileStrike ; :takesPlaceAt e:mill .", report="r1")
    assert not entailment.is_outdated(record.store)
    entailment.materialise(record.store)
    assert not entailment.is_outdated(record.store)
    record.claim("south-gov", "e:x a :Accident .", report="r2", name="other")
    assert entailment.is_outdated(record.store)
    entailment.drop(record.store)
    assert not entailment.is_outdated(record.store)
