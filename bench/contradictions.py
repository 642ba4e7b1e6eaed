"""How long it takes to find the contradictions of 1,000, 10,000 and 100,000 claims.

A generator makes claims with a realistic share of questions in common: events that many speak of and events
that one report alone has, rival causes, performers and tolls, denials, chains. Printed for each size: reading
the store, finding all contradictions and other relations, and loading one more report with its findings
brought up to date. Beside it, on the smallest size: the logic rule as one SPARQL query on pyoxigraph, and
owlrl on single pairs, with the ratio to the checker.

Run: python bench/contradictions.py [--json FILE] [--sizes 1000,10000] [--without-peers]
"""

from __future__ import annotations

import argparse
import hashlib
import json
import random
import statistics
import time
from collections.abc import Callable, Iterator
from datetime import UTC, date, datetime, timedelta
from typing import Any

from claimgraph.loading import Loader
from claimgraph.model import (
    Certainty,
    Claim,
    Entity,
    Event,
    EventLink,
    Passage,
    Proposition,
    Quantity,
    Report,
    Role,
    Stance,
    TimeSpan,
    VictimStatus,
)
from claimgraph.reasoning import engine
from claimgraph.reasoning.checker import Checker
from claimgraph.reasoning.contradictions import contradictions, read_case
from claimgraph.reasoning.corroboration import corroborations
from claimgraph.reasoning.record import Content, Facts, Reader
from claimgraph.reasoning.revisions import revisions
from claimgraph.reasoning.tables import compiled
from claimgraph.store import EmbeddedStore
from claimgraph.vocabulary import RDF, REFERENCE, cg

SIZES = (1_000, 10_000, 100_000)
CLAIMS_A_REPORT = 10
SHARED = 0.25
"""Share of the claims that speak of an event that other reports speak of too."""
CAUSES = ("MissileStrike", "InternalExplosion", "Accident", "Fire")


class Source:
    """Makes reports, the same for the same seed."""

    def __init__(self, claims: int, seed: int = 1) -> None:
        """As many reports as hold `claims` claims."""
        self.chance = random.Random(seed)
        self.reports = claims // CLAIMS_A_REPORT
        self.sides = [named(f"Side {number}", "Belligerent") for number in (1, 2)]
        self.speakers = [
            Entity(f"Speaker {number}", "Person", side=self.sides[number % 2].iri) for number in range(200)
        ]
        self.outlets = [named(f"Outlet {number}", "MediaOutlet") for number in range(40)]
        self.towns = [named(f"Town {number}", "Settlement") for number in range(max(20, claims // 50))]
        self.shared = max(20, claims // 40)

    def reference(self) -> bytes:
        """What reference data would say of the named things."""
        things = [(one.iri, one.kind) for one in (*self.sides, *self.outlets, *self.towns)]
        return "".join(f"<{iri}> <{RDF}type> <{cg(kind)}> .\n" for iri, kind in things).encode()

    def report(self, number: int) -> Report:
        """The report of this number."""
        self.chance.seed(number)
        day = date(2022, 1, 1) + timedelta(days=number % 700)
        sentences = [f"Sentence {at} of report {number}. " for at in range(CLAIMS_A_REPORT)]
        text = "".join(sentences)
        claims = []
        start = 0
        for at, sentence in enumerate(sentences):
            passage = Passage(start, start + len(sentence) - 1, sentence[:-1], 0, at)
            claims.append(self._claim(f"c{at + 1}", number, day, passage))
            start += len(sentence)
        return Report(
            text,
            hashlib.sha256(text.encode()).hexdigest(),
            self.chance.choice(self.outlets),
            day,
            f"Report {number}",
            claims=tuple(claims),
        )

    def _claim(self, name: str, report: int, day: date, passage: Passage) -> Claim:
        chance = self.chance
        is_shared = chance.random() < SHARED
        key = f"shared {chance.randrange(self.shared)}" if is_shared else f"{report} {name}"
        stance = chance.choices(
            [Stance.ASSERTS, Stance.DENIES, Stance.DOUBTS, Stance.UNDETERMINED], [90, 6, 2, 2]
        )[0]
        return Claim(
            name,
            chance.choice(self.speakers),
            stance,
            Certainty.CERTAIN,
            self._proposition(key, day),
            passage,
            passage.text,
        )

    def _proposition(self, key: str, day: date) -> Proposition:
        chance = self.chance
        ship = Entity(f"Ship {key}", "NavalVessel")
        sinking = ("Sinking", ship.key)
        kind = chance.choice(("cause", "place", "toll", "total", "plain", "strike"))
        if kind == "cause":
            cause = chance.choice(CAUSES)
            link = EventLink("hasCause", Event(cause, (cause, ship.key)))
            return Proposition(Event("Sinking", sinking, (Role("affects", ship),), links=(link,)))
        if kind == "place":
            roles = (Role("affects", ship), Role("takesPlaceAt", chance.choice(self.towns[:3])))
            return Proposition(Event("Sinking", sinking, roles))
        if kind == "strike":
            roles = (Role("hasTarget", ship), Role("isPerformedBy", chance.choice(self.sides)))
            return Proposition(Event("MissileStrike", ("Strike", ship.key), roles))
        if kind == "plain":
            return Proposition(Event("Sinking", sinking, (Role("affects", ship),)))
        low = chance.randint(1, 40) if kind == "toll" else chance.randint(10, 400) * 10
        figure = Quantity(
            "CasualtyCount",
            low,
            low + chance.randint(0, 5),
            False,
            str(low),
            "killed",
            status=VictimStatus.MILITARY,
            side=None if kind == "toll" else chance.choice(self.sides),
            place=None if kind == "toll" else chance.choice(self.towns),
            as_of=span(day),
            event=Event("Harm", ("Harm", ship.key)) if kind == "toll" else None,
        )
        return Proposition(quantity=figure)


def named(name: str, kind: str) -> Entity:
    return Entity(name, kind, iri=REFERENCE + name.lower().replace(" ", "-"))


def span(day: date) -> TimeSpan:
    start = datetime(day.year, day.month, day.day, tzinfo=UTC)
    return TimeSpan(day.isoformat(), start, start + timedelta(days=1))


def timed(work: Callable[[], Any]) -> tuple[float, Any]:
    """Seconds of processor time that the work takes, and what it gives: other programs do not count."""
    start = time.process_time()
    given = work()
    return time.process_time() - start, given


def measure(size: int) -> dict[str, Any]:
    """All measurements on one size."""
    source = Source(size)
    store = EmbeddedStore.in_memory()
    store.load(source.reference())
    loader = Loader(store)
    loader.load_all(source.report(number) for number in range(source.reports))
    reading, case = timed(lambda: read_case(Reader(store)))
    finding, found = timed(lambda: contradictions(case))
    relations, others = timed(lambda: [*corroborations(case), *revisions(case)])
    writing, _ = timed(lambda: engine.refresh(store))
    renewals = []
    for extra in range(3):
        loaded = loader.load(source.report(source.reports + extra))
        renewals.append(timed(lambda loaded=loaded: engine.refresh(store, [loaded.iri]))[0])
    return {
        "claims": len(case.claims),
        "read_s": round(reading, 3),
        "find_s": round(finding, 3),
        "contradictions": len(found),
        "relations_s": round(relations, 3),
        "relations": len(others),
        "whole_refresh_s": round(writing, 3),
        "one_report_s": round(statistics.median(renewals), 3),
        "microseconds_a_claim": round((reading + finding) / len(case.claims) * 1e6, 1),
    }


# ---------------------------------------------------------------------------------------- peers


QUERY = """
PREFIX cg: <https://w3id.org/claimgraph/ns#>
SELECT (COUNT(*) AS ?n) WHERE {
  ?c1 cg:hasContent ?g1 ; cg:hasClaimant ?a1 . ?c2 cg:hasContent ?g2 ; cg:hasClaimant ?a2 .
  GRAPH ?g1 { ?e cg:hasCause ?x . ?x a ?k1 } GRAPH ?g2 { ?e cg:hasCause ?y . ?y a ?k2 }
  FILTER(STR(?c1) < STR(?c2) && ?a1 != ?a2 && ?k1 = cg:MissileStrike && ?k2 = cg:InternalExplosion)
}
"""


def peers(size: int) -> dict[str, Any]:
    """The logic rule on causes as plain SPARQL, and owlrl on single pairs."""
    source = Source(size)
    store = EmbeddedStore.in_memory()
    Loader(store).load_all(source.report(number) for number in range(source.reports))
    reader = Reader(store)
    contents = [one for one in reader.contents().values() if any(True for _ in one.events())][:40]
    checker = Checker(Facts(reader), compiled())
    pairs = list(zip(contents[::2], contents[1::2], strict=False))
    for left, right in pairs:
        checker.between(left, right)
    mine = timed(lambda: [checker.between(left, right) for left, right in pairs])[0] / len(pairs)
    query = timed(lambda: list(store.query(QUERY)))[0]
    owl = statistics.median(list(with_owlrl(pairs[:5])))
    return {
        "checker_ms_a_pair": round(mine * 1e3, 4),
        "owlrl_ms_a_pair": round(owl * 1e3, 1),
        "owlrl_ratio": round(owl / mine),
        "sparql_causes_only_s": round(query, 3),
        "claims": size,
    }


def with_owlrl(pairs: list[tuple[Content, Content]]) -> Iterator[float]:
    """Seconds of owlrl on each pair of contents with the ontology."""
    import owlrl
    from rdflib import Graph, URIRef

    from claimgraph.resources import ontology_dir

    for pair in pairs:
        graph = Graph()
        for file in sorted(ontology_dir().glob("*.ttl")):
            graph.parse(file)
        for content in pair:
            for node, values in content.nodes.items():
                for name, several in values.items():
                    for value in several:
                        if isinstance(value, str):
                            graph.add((URIRef(node), URIRef(name), URIRef(value)))
        closure = owlrl.DeductiveClosure(
            owlrl.OWLRL_Semantics, axiomatic_triples=False, datatype_axioms=False
        )
        yield timed(lambda closure=closure, graph=graph: closure.expand(graph))[0]


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else "")
    parser.add_argument("--sizes", default=",".join(str(size) for size in SIZES))
    parser.add_argument("--json", metavar="FILE")
    parser.add_argument("--without-peers", action="store_true")
    options = parser.parse_args()
    rows = []
    for size in (int(text) for text in options.sizes.split(",")):
        rows.append(measure(size))
        if len(rows) == 1:
            print("  ".join(f"{name:>20}" for name in rows[0]))
        print("  ".join(f"{value:>20}" for value in rows[-1].values()), flush=True)
    report: dict[str, Any] = {"sizes": rows}
    if not options.without_peers:
        report["peers"] = peers(1_000)
        print("\n".join(f"{name:>22}  {value}" for name, value in report["peers"].items()))
    if options.json:
        with open(options.json, "w", encoding="utf-8") as out:  # noqa: PTH123
            json.dump(report, out, indent=1)
            out.write("\n")


if __name__ == "__main__":
    main()
