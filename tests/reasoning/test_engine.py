"""Findings in the record: recomputed where a report changed something, the same as when all is computed."""

from __future__ import annotations

from types import ModuleType
from typing import Any

from hypothesis import example, given, settings
from hypothesis import strategies as st

from claimgraph.commands.contradictions import explanation
from claimgraph.loading import removal
from claimgraph.reasoning import engine
from claimgraph.reasoning.listing import Wanted, listed
from claimgraph.reasoning.ratings import ratings_quads, read_ratings
from claimgraph.store import EmbeddedStore

from .conftest import load

BUILD = load("build")
STRIKE = "e:x a :MissileStrike ; :hasTarget e:ship ."
CONTENTS = [
    STRIKE,
    "e:x a :Attack ; :hasTarget e:ship .",
    "e:x a :Accident .",
    "e:x a :MissileStrike ; :isPerformedBy e:north .",
    "e:x a :MissileStrike ; :isPerformedBy e:south .",
    "e:s a :Sinking ; :hasCause e:x . e:x a :MissileStrike .",
    "e:s a :Sinking ; :follows e:y . e:y a :InternalExplosion .",
    "e:q1 a :CasualtyCount ; :hasCasualtyType c:killed ; :lowerBound 10 ; :upperBound 10 ; "
    ":countsSide e:north-side ; :isAsOf e:mon ; :isApproximate false .",
    "e:q2 a :CasualtyCount ; :hasCasualtyType c:killed ; :lowerBound 90 ; :upperBound 99 ; "
    ":countsSide e:north-side ; :isAsOf e:mon ; :isApproximate false .",
    'e:q3 a :CasualtyCount ; :hasCasualtyType c:killed ; :lowerBound 7 ; :countsGroup "civilians"@en ; '
    ":isAsOf e:tue ; :isApproximate false .",
    'e:q4 a :CasualtyCount ; :hasCasualtyType c:killed ; :lowerBound 5 ; :countsGroup "civilians"@en ; '
    ":isAsOf e:mon ; :isApproximate false .",
    "e:s1 a :Strike ; :takesPlaceAt e:alda ; :hasTimeSpan e:mon .",
    "e:s2 a :MissileStrike ; :takesPlaceAt e:mill ; :hasTimeSpan e:mon .",
    "e:k1 a :Killing ; :takesPlaceAt e:alda ; :hasTimeSpan e:mon ; :hasQuantity e:n0 . "
    "e:n0 a :CasualtyCount ; :hasCasualtyType c:killed ; :lowerBound 0 ; :upperBound 0 .",
    "e:k2 a :Killing ; :takesPlaceAt e:mill ; :hasTimeSpan e:mon ; :hasQuantity e:n3 . "
    "e:n3 a :CasualtyCount ; :hasCasualtyType c:killed ; :lowerBound 3 ; :upperBound 3 .",
    "e:b1 a :Killing ; :hasQuantity e:n4 . "
    "e:n4 a :CasualtyCount ; :hasCasualtyType c:killed ; :lowerBound 4 ; :upperBound 4 ; "
    ':countsGroup "soldiers"@en .',
    "e:b2 a :Killing ; :hasQuantity e:n6 . "
    "e:n6 a :CasualtyCount ; :hasCasualtyType c:killed ; :lowerBound 6 ; :upperBound 6 ; "
    ':countsGroup "soldiers"@en .',
    "e:h1 a :ControlOfPlace ; :takesPlaceAt e:alda ; :isPerformedBy e:north .",
    "e:h2 a :CaptureOfPlace ; :affects e:alda ; :isPerformedBy e:south ; :hasTimeSpan e:mon .",
    "e:d1 a :Destruction ; :affects e:plant ; :isPerformedBy e:south-army ; :hasTimeSpan e:mon .",
    "e:d2 a :Bombing ; :hasTarget e:plant ; :isPerformedBy e:north-army ; :hasTimeSpan e:mon .",
    "e:a1 a :Accident ; :affects e:boat ; :takesPlaceAt e:alda ; :hasTimeSpan e:mon .",
    "e:a2 a :MissileStrike ; :affects e:boat ; :takesPlaceAt e:mill ; :hasTimeSpan e:mon .",
    "e:b1 a :Bombing ; :hasTarget e:plant ; :isPerformedBy e:north .",
]
CLAIMANTS = ["north-gov", "south-gov", "east", "north-army", "wire-r1"]
DAYS = ["2030-01-08", "2030-01-09", "2030-01-10"]
claim = st.tuples(
    st.sampled_from(CLAIMANTS),
    st.sampled_from(CONTENTS),
    st.sampled_from(["asserts", "asserts", "denies", "doubts"]),
)
report = st.tuples(
    st.sampled_from(["r1", "r2", "r3"]), st.sampled_from(DAYS), st.lists(claim, min_size=1, max_size=4)
)


def fresh(store: EmbeddedStore) -> bytes:
    """What the store would hold if everything were computed anew."""
    copy = EmbeddedStore.in_memory()
    copy.load(store.dump())
    engine.refresh(copy)
    return copy.dump()


@settings(max_examples=40, deadline=None)
@given(st.lists(report, min_size=1, max_size=5))
@example(  # the denial is loaded before what it takes back
    [
        ("r1", "2030-01-09", [("north-gov", CONTENTS[1], "denies")]),
        ("r2", "2030-01-08", [("north-gov", CONTENTS[0], "asserts")]),
    ]
)
def test_report_by_report_gives_the_same_record_as_all_at_once(reports: list[Any]) -> None:
    record = BUILD.Record()
    engine.refresh(record.store)
    loaded: set[str] = set()
    for name, day, claims in reports:
        if name in loaded:
            record.store.update(removal(BUILD.E + name))
        loaded.add(name)
        for number, (claimant, turtle, stance) in enumerate(claims):
            record.claim(claimant, turtle, stance=stance, day=day, report=name, name=f"{name}-{number}")
        engine.refresh(record.store, [BUILD.E + name])
        assert record.store.dump() == fresh(record.store)
    for name in sorted(loaded):
        record.store.update(removal(BUILD.E + name))
        engine.refresh(record.store, [])
        assert record.store.dump() == fresh(record.store)


def two_claims(build: ModuleType) -> Any:
    record = build.Record()
    record.claim("north-gov", STRIKE, report="r1")
    record.claim("south-gov", STRIKE, stance="denies", report="r2")
    return record


def test_findings_can_be_dropped_without_remains(build: ModuleType) -> None:
    record = two_claims(build)
    before = record.store.dump()
    assert engine.refresh(record.store).found["contradictions"] == 1
    assert record.store.dump() != before
    engine.drop(record.store)
    assert record.store.dump() == before


def test_computing_again_changes_nothing(build: ModuleType) -> None:
    record = two_claims(build)
    engine.refresh(record.store)
    before = record.store.dump()
    engine.refresh(record.store)
    engine.refresh(record.store, [build.E + "r1"])
    assert record.store.dump() == before


def test_findings_that_are_out_of_date_are_not_shown(build: ModuleType) -> None:
    record = two_claims(build)
    found, current = listed(record.store, Wanted())
    assert (len(found), current) == (1, False)
    engine.refresh(record.store)
    assert engine.is_current(record.store)
    again, current = listed(record.store, Wanted())
    assert (again, current) == (found, True)
    record.claim("east", STRIKE, report="r3")
    assert not engine.is_current(record.store)
    assert len(listed(record.store, Wanted())[0]) == 2


def test_what_was_withdrawn_is_listed_only_if_asked_for(build: ModuleType) -> None:
    record = two_claims(build)
    record.claim("north-gov", STRIKE, stance="denies", report="r3", day="2030-01-20")
    computed, _ = listed(record.store, Wanted())
    marked, _ = listed(record.store, Wanted(with_retracted=True))
    engine.refresh(record.store)
    assert (listed(record.store, Wanted()), listed(record.store, Wanted(with_retracted=True))) == (
        (computed, True),
        (marked, True),
    )
    assert computed == []
    assert {(one.first.withdrawn, one.second.withdrawn) for one in marked} == {(True, False)}
    assert "asserts [withdrawn later]: " in explanation(marked)


def test_findings_satisfy_the_shapes(build: ModuleType) -> None:
    import pyshacl
    from rdflib import Graph

    from claimgraph.resources import ontology_dir

    record = two_claims(build)
    record.claim("east", STRIKE, report="r3", day="2030-01-12")
    engine.refresh(record.store)
    data = Graph().parse(data=record.store.dump(), format="nquads")
    for file in ("claims", "core"):
        data.parse(ontology_dir() / f"{file}.ttl")
    shapes = Graph().parse(ontology_dir() / "shapes" / "claims.ttl")
    _, _, text = pyshacl.validate(data, shacl_graph=shapes, advanced=True)
    faults = [line for line in text.splitlines() if "finding/" in line or "question/" in line]
    assert faults == []


def test_listing_can_be_narrowed(build: ModuleType) -> None:
    record = two_claims(build)
    record.add("e:claim1 :isAbout e:ship .")
    engine.refresh(record.store)

    def number(**wanted: tuple[str, ...]) -> int:
        return len(listed(record.store, Wanted(**wanted))[0])

    assert number(about=(build.E + "ship",)) == 1
    assert number(about=(build.E + "boat",)) == 0
    assert number(claimants=(build.E + "south-gov",)) == 1
    assert number(claimants=(build.E + "east",)) == 0
    assert number(rules=("stance",), grades=("firm",)) == 1
    assert number(rules=("logic",)) == 0
    assert number(grades=("possible",)) == 0


def test_findings_at_a_busy_event_stand_for_all_pairs(build: ModuleType) -> None:
    record = build.Record()
    causes = [
        f"e:s a :Sinking ; :hasCause e:{kind} . e:{kind} a :{kind} ." for kind in ("MissileStrike", "Fire")
    ]
    told = [*((cause, "asserts") for cause in causes), (STRIKE, "denies"), (STRIKE, "asserts")]
    for number in range(9):
        for at, (turtle, stance) in enumerate(told):
            record.claim(f"voice{number}-{at}", turtle, stance=stance, report=f"r{number}")
            record.add(f"e:voice{number}-{at} a :Person .")
    engine.refresh(record.store)
    record.claim("one-more", causes[0], report="r9")
    engine.refresh(record.store, [build.E + "r9"])
    assert record.store.dump() == fresh(record.store)
    found, _ = listed(record.store, Wanted())
    number_of = {
        rule: sum(one.stands_for for one in found if one.rule == rule) for rule in ("logic", "stance")
    }
    assert number_of == {"logic": 10 * 9, "stance": 9 * 9}
    assert len(found) < 10 * 9 + 9 * 9
    record.add("e:claim1 :isAbout e:ship .")
    every, _ = listed(record.store, Wanted(rules=("logic",), every=True))
    assert (len(every), {one.stands_for for one in every}) == (10 * 9, {1})


def test_ratings_leave_the_findings_as_they_are(build: ModuleType) -> None:
    record = two_claims(build)
    engine.refresh(record.store)
    text = "source,reliability,user,date\nwire,B,desk,2030-02-01\n"
    rated = read_ratings(text, "r.csv", lambda *_: build.E + "wire-r1")
    record.store.load("".join(ratings_quads(rated, record.store.base, "r.csv", text)).encode())
    assert engine.is_current(record.store)
    record.claim("east", STRIKE, report="r3")
    assert engine.refresh(record.store, [build.E + "r3"]).nodes is not None, "not all computed anew"
    assert engine.is_current(record.store)
    assert record.store.dump() == fresh(record.store)
