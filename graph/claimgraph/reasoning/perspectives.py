"""The record as one party has it: the claims of a speaker, a side or an outlet, without some, as of a day.

A perspective is a choice of claims. Its view is a store of its own that holds these claims with what they
lead to, and nothing of the others, so that every stored question can be asked of it unchanged. What a
perspective affirms can be put into one graph: only there are contents joined, on a copy, never in the store.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

import pyoxigraph as ox

from claimgraph import nquads
from claimgraph.errors import UsageError
from claimgraph.finding import find_entities
from claimgraph.identity import digest
from claimgraph.reasoning.contradictions import Case
from claimgraph.reasoning.denials import AFFIRMING
from claimgraph.reasoning.record import ClaimRow, Facts, Reader, batches
from claimgraph.reasoning.sameness import Comparer
from claimgraph.reasoning.tables import compiled
from claimgraph.reasoning.withdrawn import withdrawn
from claimgraph.store import EmbeddedStore, Store
from claimgraph.vocabulary import RDF, RDFS, XSD, cg

_BETWEEN_CLAIMS = frozenset(cg(name) for name in ("relays", "replacesClaim", "reviews"))
_COUNT_ANEW = f"""
DELETE {{ ?report <{cg("claimCount")}> ?whole }} WHERE {{ ?report <{cg("claimCount")}> ?whole }} ;
INSERT {{ ?report <{cg("claimCount")}> ?number }} WHERE {{
  SELECT ?report (COUNT(DISTINCT ?claim) AS ?number) WHERE {{
    ?claim <{cg("isReportedIn")}> ?passage . ?passage <{cg("isPassageOf")}> ?report
  }} GROUP BY ?report
}}
"""
_OF_FINDINGS = tuple(
    cg(name)
    for name in (
        "relatesClaim",
        "hasReplacedClaim",
        "hasReplacingClaim",
        "hasTracedClaim",
        "hasEarlierClaim",
    )
)


@dataclass(frozen=True, slots=True)
class Perspective:
    """A choice of claims; agents are IRIs.

    `according_to` keeps the claims of these speakers and of those who speak for them, of all speakers of a
    side, or of all reports of an outlet. `without` leaves such claims out. `as_of` is an ISO date: later
    reports, and those without a date, are left out.
    """

    according_to: tuple[str, ...] = ()
    without: tuple[str, ...] = ()
    as_of: str = ""

    @property
    def is_whole(self) -> bool:
        """Whether every claim is chosen."""
        return not (self.according_to or self.without or self.as_of)

    def iri(self, base: str) -> str:
        """The IRI of the graph of what the perspective affirms."""
        parts = (*sorted(self.according_to), "without", *sorted(self.without), "as of", self.as_of)
        return f"{base}perspective/{digest(*parts)}"


def chosen(reader: Reader, perspective: Perspective) -> dict[str, ClaimRow]:
    """The claims of a perspective.

    Raises:
        UsageError: none of those according to whom it is makes a claim here, or publishes a report.

    >>> chosen(Reader(EmbeddedStore.in_memory()), Perspective(as_of="2022-04-15"))
    {}
    """
    facts = Facts(reader)
    speakers = {row[0] for row in reader.rows(f"SELECT DISTINCT ?a WHERE {{ ?c <{cg('hasClaimant')}> ?a }}")}
    facts.need(speakers | {*perspective.according_to, *perspective.without})
    comparer = Comparer(facts, compiled())
    voices = {one: comparer.principals(one) | comparer.sides(one) for one in speakers}
    _check_heard(reader, voices, perspective.according_to)
    claims = reader.claims(_heard(reader, voices, perspective.according_to))
    facts.need(one.made for one in claims.values() if perspective.as_of and one.made and not one.published)

    def belongs(claim: ClaimRow, parties: tuple[str, ...]) -> bool:
        return claim.outlet in parties or not voices[claim.claimant].isdisjoint(parties)

    def fits(claim: ClaimRow) -> bool:
        if perspective.as_of and not "" < _known_on(claim, facts) <= perspective.as_of:
            return False
        if perspective.without and belongs(claim, perspective.without):
            return False
        return not perspective.according_to or belongs(claim, perspective.according_to)

    return {name: claim for name, claim in claims.items() if fits(claim)}


def _known_on(claim: ClaimRow, facts: Facts) -> str:
    """The day from which a claim is known: that of its report, else the last on which it was made."""
    if claim.published:
        return claim.published[:10]
    end = facts.bounds(claim.made)[1] if claim.made else ""
    if not end:
        return ""
    last = datetime.fromisoformat(end) - timedelta(microseconds=1)  # the bound is the first moment after it
    return last.date().isoformat()


def _check_heard(reader: Reader, voices: Mapping[str, frozenset[str]], parties: tuple[str, ...]) -> None:
    """Refuse a perspective of nobody: a ship, or one who says nothing in this store."""
    publishers = f"SELECT DISTINCT ?x WHERE {{ ?d <{cg('isPublishedBy')}> ?x }}"
    heard = {row[0] for row in reader.rows(publishers)}.union(*voices.values()) if parties else set(parties)
    if heard.isdisjoint(parties) and parties:
        names = ", ".join(entity.label for party in parties for entity in find_entities(reader.store, party))
        hint = "name a speaker, a side or an outlet: claimgraph ask speakers lists them"
        raise UsageError(f"{names} makes no claim in this store", hint=hint)


def _heard(reader: Reader, voices: Mapping[str, frozenset[str]], parties: tuple[str, ...]) -> set[str] | None:
    """The claims of the parties: of those who speak for them, of the reports of an outlet; without, all."""
    if not parties:
        return None
    wanted = {one for one, heard in voices.items() if not heard.isdisjoint(parties)}
    reports = {
        row[0]
        for listed in batches(parties)
        for row in reader.rows(
            f"SELECT ?d WHERE {{ VALUES ?x {{ {listed} }} ?d <{cg('isPublishedBy')}> ?x }}"
        )
    }
    made = {
        row[0]
        for listed in batches(wanted)
        for row in reader.rows(f"SELECT ?c WHERE {{ VALUES ?x {{ {listed} }} ?c <{cg('hasClaimant')}> ?x }}")
    }
    return made | reader.claims_of(reports)


def view(store: Store, perspective: Perspective) -> EmbeddedStore:
    """A store in memory with the claims of a perspective and all that they lead to.

    Findings are kept if all claims that they join are in the perspective. The claims of a report are counted
    anew, and reports without any are not listed.

    Raises:
        UsageError: as `chosen`.
    """
    reader = Reader(store)
    claims = set(chosen(reader, perspective))
    made = EmbeddedStore.in_memory(store.base)
    propositions = {row[0] for row in _objects(reader, claims, cg("hasContent"))}
    for listed in batches(propositions):
        made.load(_contents(store, listed))
    made.load(_record(reader, claims, _nodes(made)))
    made.update(_COUNT_ANEW)
    return made


def _nodes(made: EmbeddedStore) -> set[str]:
    """What the contents describe: the record says what their events are."""
    solutions = made.query("SELECT DISTINCT ?node WHERE { GRAPH ?content { ?node a ?kind } }")
    assert isinstance(solutions, ox.QuerySolutions)
    return {solution["node"].value for solution in solutions if isinstance(solution["node"], ox.NamedNode)}


def _record(reader: Reader, claims: set[str], nodes: set[str]) -> bytes:
    """What the record says of the claims, the nodes of their contents and what these lead to, as N-Quads."""
    lines: set[str] = set()
    seen: set[str] = set()
    pending = claims | nodes | _findings(reader, claims)
    while pending:
        seen |= pending
        following: set[str] = set()
        for listed in batches(pending):
            solutions = reader.store.query(f"SELECT ?s ?p ?o WHERE {{ VALUES ?s {{ {listed} }} ?s ?p ?o }}")
            assert isinstance(solutions, ox.QuerySolutions)
            for subject, predicate, value in solutions:
                if predicate.value in _BETWEEN_CLAIMS and value.value not in claims:
                    continue
                lines.add(f"{subject} {predicate} {value} .\n")
                if isinstance(value, ox.NamedNode):
                    following.add(value.value)
        pending = following - seen
    return "".join(sorted(lines)).encode("utf-8")


def _findings(reader: Reader, claims: set[str]) -> set[str]:
    """The findings that join claims of the perspective alone."""
    found: set[str] = set()
    outside: set[str] = set()
    names = "|".join(f"<{name}>" for name in _OF_FINDINGS)
    for listed in batches(claims):
        found |= {
            row[0] for row in reader.rows(f"SELECT ?f WHERE {{ VALUES ?c {{ {listed} }} ?f {names} ?c }}")
        }
    for listed in batches(found):
        query = f"SELECT ?f ?c WHERE {{ VALUES ?f {{ {listed} }} ?f {names} ?c }}"
        outside |= {row[0] for row in reader.rows(query) if row[1] not in claims}
    return found - outside


def _objects(reader: Reader, nodes: Iterable[str], name: str) -> list[tuple[str, ...]]:
    rows: list[tuple[str, ...]] = []
    for listed in batches(nodes):
        rows += reader.rows(f"SELECT ?o WHERE {{ VALUES ?s {{ {listed} }} ?s <{name}> ?o }}")
    return rows


def _contents(store: Store, listed: str) -> bytes:
    solutions = store.query(
        f"SELECT ?g ?s ?p ?o WHERE {{ VALUES ?g {{ {listed} }} GRAPH ?g {{ ?s ?p ?o }} }}"
    )
    assert isinstance(solutions, ox.QuerySolutions)
    lines = {f"{s} {p} {o} {g} .\n" for g, s, p, o in solutions}
    return "".join(sorted(lines)).encode("utf-8")


# ---------------------------------------------------------------------------------------- one graph


def affirmed(store: Store, perspective: Perspective) -> list[str]:
    """What a perspective affirms, as sorted N-Triples lines: the joined contents of its assertions.

    What is said only to be possible, denied, doubted, foreseen or left open is not in it, nor what is
    replaced or withdrawn by another claim of the perspective.
    """
    reader = Reader(store)
    claims = chosen(reader, perspective)
    gone = withdrawn(reader, claims)
    wanted = {
        one.proposition
        for one in claims.values()
        if one.stance in AFFIRMING and one.certainty != "possible" and one.iri not in gone
    }
    lines: set[str] = set()
    for listed in batches(wanted):
        solutions = store.query(
            f"SELECT ?s ?p ?o WHERE {{ VALUES ?g {{ {listed} }} GRAPH ?g {{ ?s ?p ?o }} }}"
        )
        assert isinstance(solutions, ox.QuerySolutions)
        lines.update(f"{s} {p} {o} .\n" for s, p, o in solutions)
    return sorted(lines)


def stated(store: Store, perspective: Perspective, *, entailed: bool = False) -> list[str]:
    """What a perspective affirms with what it is, as sorted N-Triples lines of one graph.

    Without the statements on the perspective itself the lines would read as a record in which the contents
    are facts; `claimgraph.validation` tells the two apart by them. With `entailed` also the closure.
    """
    lines = {*affirmed(store, perspective), *_description(store, perspective)}
    return sorted(lines | set(closure(store, perspective)) if entailed else lines)


def _description(store: Store, perspective: Perspective) -> Iterator[str]:
    facts = Facts(Reader(store))
    facts.need({*perspective.according_to, *perspective.without})
    heard = " and ".join(sorted(map(facts.label, perspective.according_to))) or "everybody"
    unheard = " and ".join(sorted(map(facts.label, perspective.without)))
    words = f"What is affirmed by {heard}" + (f", without {unheard}" if unheard else "")
    words += f", in reports until {perspective.as_of}" if perspective.as_of else ""
    node = nquads.iri(perspective.iri(store.base))
    yield nquads.quad(node, nquads.iri(RDF + "type"), nquads.iri(cg("Perspective")))
    yield nquads.quad(node, nquads.iri(RDFS + "label"), nquads.literal(words, language="en"))
    for name, agents in (("isAccordingTo", perspective.according_to), ("leavesOut", perspective.without)):
        for agent in agents:
            yield nquads.quad(node, nquads.iri(cg(name)), nquads.iri(agent))
    if perspective.as_of:
        day = f'"{perspective.as_of}"^^{nquads.iri(XSD + "date")}'
        yield nquads.quad(node, nquads.iri(cg("coversReportsUntil")), day)


@dataclass(frozen=True, slots=True)
class Conflict:
    """Two claims of one perspective that exclude each other, and why."""

    first: str
    second: str
    grade: str
    reason: str


def conflicts(store: Store, perspective: Perspective) -> list[Conflict]:
    """Where a perspective contradicts itself, firm cases first.

    Two claims of one speaker count too, unless the later one revises the earlier.
    """
    from claimgraph.reasoning.contradictions import contradictions, read_case
    from claimgraph.reasoning.revisions import revisions

    case = read_case(Reader(store))
    inside = chosen(Reader(store), perspective)
    own = replace(case, claims=inside)
    revised = {frozenset((one.first, one.second)) for one in revisions(own)}
    reports = _Reports(case, inside)
    found = [
        Conflict(one.first, one.second, one.grade, one.reason)
        for one in contradictions(own, same_speaker=True)
        if frozenset((one.first, one.second)) not in revised and reports.bear_out(one.first, one.second)
    ]
    return sorted(found, key=lambda one: (one.grade, one.first, one.second, one.reason))


class _Reports:
    """What the claims of one report are to each other with all that stands between them.

    "The Kremlin called that number an invention" answers whoever spoke right before it. Without the claims of
    others it would seem to answer an earlier remark of the speaker's own side.
    """

    def __init__(self, case: Case, inside: Mapping[str, ClaimRow]) -> None:
        self.case = case
        self.inside = inside
        self._beside: dict[str, dict[str, ClaimRow]] = {}
        for one in case.claims.values():
            self._beside.setdefault(one.document, {})[one.iri] = one
        self._clashing: dict[str, set[frozenset[str]]] = {}

    def bear_out(self, first: str, second: str) -> bool:
        """Whether two claims that exclude each other by themselves do so in their report as well."""
        from claimgraph.reasoning.contradictions import contradictions

        report = self.inside[first].document
        beside = self._beside[report]
        if report != self.inside[second].document or beside.keys() <= self.inside.keys():
            return True
        if report not in self._clashing:
            whole = replace(self.case, claims=beside)
            found = contradictions(whole, same_speaker=True, most=None)
            self._clashing[report] = {frozenset((one.first, one.second)) for one in found}
        return frozenset((first, second)) in self._clashing[report]


def closure(store: Store, perspective: Perspective) -> list[str]:
    """The OWL RL closure of what a perspective affirms, with what the record says of the things named.

    Only the statements that are not affirmed themselves. Worked out on a copy.
    """
    from claimgraph.reasoning.entailment import closure_of

    reader = Reader(store)
    lines = affirmed(store, perspective)
    triples = {
        (q.subject, q.predicate, q.object) for q in ox.parse("".join(lines).encode(), ox.RdfFormat.N_TRIPLES)
    }
    facts = Facts(reader)
    named = {o.value for _, _, o in triples if isinstance(o, ox.NamedNode)}
    facts.need(named)
    return closure_of(triples | facts.links(named), compiled()) if triples else []
