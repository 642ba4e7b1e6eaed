"""Contradictions between claims: which claims meet, which answers exclude each other, and how firmly.

Claims meet on questions (see `answers`). On each question the distinct answers are compared once, and a
clash joins the first claim of each claimant with that answer. What somebody merely passes on is laid to the
origin; nobody contradicts themselves; sourceless reports and claims that were replaced take no part; an
open question, a forecast or a warning excludes nothing.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from itertools import combinations

from claimgraph.identity import Minter
from claimgraph.model import Entity
from claimgraph.reasoning.accounts import Accounts
from claimgraph.reasoning.answers import CAUSE, CONTENT, COUNT, Question, answers, own_clash
from claimgraph.reasoning.checker import Checker, Clash, Reading, Rule
from claimgraph.reasoning.denials import AFFIRMING, REJECTING, Denials
from claimgraph.reasoning.findings import Asked, Contradiction
from claimgraph.reasoning.kinship import Kinship
from claimgraph.reasoning.origins import mishaps, rival_doers
from claimgraph.reasoning.reach import Reach
from claimgraph.reasoning.record import TYPE, ClaimRow, Content, Facts, Reader
from claimgraph.reasoning.states import DOER, rivals
from claimgraph.reasoning.tables import Tables, compiled
from claimgraph.vocabulary import cg

_WRONG = {"verdict-false": True, "verdict-mostlyFalse": False}
"""Ratings that a reviewer's claim and the reviewed one cannot share, and whether firmly."""

_BY_BOTH = cg("Attack")
"""Kind of events of which one town can see several in a day, by either side."""

MOST_OF_TWO = 5
"""So many contradictions of two claimants on one question are listed, by each rule and reading."""

_WORDINGS = {
    TYPE: "What kind of event was it: {node}?",
    CAUSE: "What was the cause: {node}?",
    CONTENT: "Was it so: {node}?",
    cg("takesPlaceAt"): "Where was it: {node}?",
    cg("hasTimeSpan"): "When was it: {node}?",
    cg("isPerformedBy"): "Who did it: {node}?",
    cg("launchedFrom"): "From where was it launched: {node}?",
}


@dataclass(slots=True)
class Case:
    """The claims, contents and facts to be compared."""

    claims: Mapping[str, ClaimRow]
    contents: Mapping[str, Content]
    facts: Facts
    tables: Tables
    base: str
    credit: Callable[[str], str] = lambda _: ""
    """The wire credit of a document, by its IRI."""
    inconsistent: dict[str, tuple[str, str, str]] = field(default_factory=dict)
    """Contents that exclude themselves, with node and classes; they are compared with nothing."""

    def party(self, *, replaced: bool = False) -> list[ClaimRow]:
        """The claims that take part, in order of time: origins, with somebody who makes them.

        With `replaced` also those for which the claimant gave another one.
        """
        unspecified = Minter(self.base).entity(Entity("Unspecified", "UnnamedSource"))
        left_out = set() if replaced else {one.replaces for one in self.claims.values() if one.replaces}
        own = (
            claim
            for claim in self.claims.values()
            if claim.claimant != unspecified and claim.iri not in left_out and not self._passes_on(claim)
        )
        return sorted(own, key=lambda claim: claim.order)

    def _passes_on(self, claim: ClaimRow) -> bool:
        """Whether a claim only passes on another one with the same content and the same attitude."""
        seen = {claim.iri}
        inner = self.claims.get(claim.relays)
        if inner is None or (inner.proposition, _attitude(inner)) != (claim.proposition, _attitude(claim)):
            return False
        while inner is not None:  # claims that pass on each other in a circle have no origin: keep them
            if inner.iri in seen:
                return False
            seen.add(inner.iri)
            inner = self.claims.get(inner.relays)
        return True


def read_case(reader: Reader, nodes: Iterable[str] | None = None, tables: Tables | None = None) -> Case:
    """Read everything, or only what bears on questions about these events, sides and places."""
    tables, facts = tables or compiled(), Facts(reader)
    if nodes is None:
        claims, contents = reader.claims(), reader.contents()
    else:
        nodes = set(nodes)
        claims, contents = _about(reader, nodes, facts)
        bearing = Reach(reader, Accounts(claims, contents, facts, tables)).bearing_on(nodes) - nodes
        if bearing:
            more = _about(reader, bearing, facts)
            claims = dict(sorted((claims | more[0]).items()))
            contents = dict(sorted((contents | more[1]).items()))
    if nodes is None:
        _need(facts, claims, contents)
    return Case(claims, contents, facts, tables, reader.store.base, reader.wire_credit)


def _about(reader: Reader, nodes: set[str], facts: Facts) -> tuple[dict[str, ClaimRow], dict[str, Content]]:
    """The claims that speak of these nodes, and their contents."""
    propositions = reader.propositions_about(nodes)
    contents = reader.contents(propositions)
    claims = _with_chains(reader, reader.claims_with(propositions))
    _need(facts, claims, contents)
    return claims, contents


def _need(facts: Facts, claims: Mapping[str, ClaimRow], contents: Mapping[str, Content]) -> None:
    named = {target for content in contents.values() for target in content.targets()}
    facts.need(named | {claim.claimant for claim in claims.values()})


def _with_chains(reader: Reader, wanted: set[str]) -> dict[str, ClaimRow]:
    """The claims, those that they pass on or review, and those that replace or review them."""
    claims = reader.claims(wanted | reader.claims_on(wanted))
    while missing := {x for one in claims.values() for x in (one.relays, one.reviews) if x} - claims.keys():
        found = reader.claims(missing)
        if not found:
            break
        claims |= found
    return claims


@dataclass(slots=True)
class _Side:
    """Those who give one answer: the first claim of each claimant."""

    first: dict[str, ClaimRow] = field(default_factory=dict)

    def add(self, claim: ClaimRow) -> None:
        self.first.setdefault(claim.claimant, claim)


def contradictions(
    case: Case, questions: set[str] | None = None, *, same_speaker: bool = False
) -> list[Contradiction]:
    """All contradictions of a case, sorted; with `questions` only those asked of one of these nodes.

    With `same_speaker` two claims of one claimant count as well.
    """
    finder = _Finder(case, same_speaker=same_speaker)
    found: dict[tuple[str, ...], Contradiction] = {}
    for finding in finder.all():
        if questions is None or finding.question.node in questions:
            best = found.get(finding.key)
            if best is None or (best.grade, best.reason) > (finding.grade, finding.reason):
                found[finding.key] = finding
    return [found[key] for key in sorted(found)]


class _Finder:
    """Goes through the questions of a case."""

    def __init__(self, case: Case, *, same_speaker: bool) -> None:
        self.case = case
        self.same_speaker = same_speaker
        self.checker = Checker(case.facts, case.tables)
        self.party = case.party()
        self.accounts = Accounts(case.claims, case.contents, case.facts, case.tables)
        self.kinship = Kinship(self.accounts, self.checker.comparer)
        self._wordings: dict[Question, str] = {}

    def all(self) -> Iterator[Contradiction]:
        """Yield findings of the four kinds; some may come twice."""
        yield from self._between_answers()
        yield from self._between_states()
        yield from self._of_mishaps()
        yield from self._with_denials()
        yield from self._verdicts()

    # ------------------------------------------------------------------ logic and interval

    def _between_answers(self) -> Iterator[Contradiction]:
        index = self._index()
        self.case.facts.need(question.node for question in index)
        for question in sorted(index):
            found: list[Contradiction] = []
            for (left, side), (right, other) in combinations(index[question].items(), 2):
                if side.first.keys() == other.first.keys() and len(side.first) == 1 and not self.same_speaker:
                    continue
                clash = self.checker.compare(question, left, right)
                if clash:
                    found += self._joined(side, other, clash, question)
            yield from _foremost(found, self.case.claims)

    def _index(self) -> dict[Question, dict[object, _Side]]:
        """Who gives which answer to which question; figures and values alike."""
        index: dict[Question, dict[object, _Side]] = {}
        known: dict[str, list[tuple[Question, object]]] = {}
        for claim in self.party:
            content = self.case.contents.get(claim.proposition)
            if content is None or claim.stance not in AFFIRMING:
                continue
            if claim.proposition not in known:
                known[claim.proposition] = self._answers(content)
            for question, answer in known[claim.proposition]:
                index.setdefault(question, {}).setdefault(answer, _Side()).add(claim)
        return {question: given for question, given in index.items() if len(given) > 1}

    def _answers(self, content: Content) -> list[tuple[Question, object]]:
        clash = own_clash(content, self.case.tables, self.case.facts)
        if clash:
            self.case.inconsistent[content.iri] = clash
            return []
        return list(answers(content, self.case.tables, self.case.facts))

    def _joined(self, side: _Side, other: _Side, clash: Clash, question: Question) -> Iterator[Contradiction]:
        for one in side.first.values():
            for two in other.first.values():
                if self._are_two(one, two) and one.relays != two.iri and two.relays != one.iri:
                    known = (
                        self._as_one_act(question.node, one, two, clash)
                        if question.property == DOER
                        else clash
                    )
                    if known is not None:
                        yield self._finding(one, two, known, question)

    def _are_two(self, one: ClaimRow, two: ClaimRow) -> bool:
        return one.claimant != two.claimant or (self.same_speaker and one.iri != two.iri)

    def _as_one_act(self, node: str, one: ClaimRow, two: ClaimRow, clash: Clash) -> Clash | None:
        """The clash of two accounts of who attacked; nothing if both attackers may have struck somewhere.

        In a day of fighting each side strikes somewhere in a town. Those accounts are rivals that tell what
        was hit, and surely those that tell the same.
        """
        contents = [self.case.contents[claim.proposition] for claim in (one, two)]
        if not all(node in content.nodes for content in contents):
            return clash
        left, right = (
            self.accounts.account(claim, content, node)
            for claim, content in zip((one, two), contents, strict=True)
        )
        if not any(self.case.tables.is_a(kind, _BY_BOTH) for kind in left.kinds | right.kinds):
            return clash
        hit = self.accounts.targets(left), self.accounts.targets(right)
        if not all(hit):
            return None
        return (
            clash if self.accounts.are_alike(*hit) else clash.weakened("the accounts tell of two things hit")
        )

    def _between_states(self) -> Iterator[Contradiction]:
        affirming = [claim for claim in self.party if claim.stance in AFFIRMING]
        found: dict[Question, list[Contradiction]] = {}
        for question, one, two, clash in rivals(affirming, self.accounts, self.checker.comparer):
            if self._are_two(one.claim, two.claim):
                finding = self._finding(one.claim, two.claim, clash, question)
                found.setdefault(question, []).append(finding)
        for several in found.values():
            yield from _foremost(several, self.case.claims)

    def _of_mishaps(self) -> Iterator[Contradiction]:
        affirming = [claim for claim in self.party if claim.stance in AFFIRMING]
        found = (*mishaps(affirming, self.kinship), *rival_doers(affirming, self.kinship))
        for question, (one, _), (two, _), clash in found:
            if self._are_two(one, two):
                yield self._finding(one, two, clash, question)

    # ------------------------------------------------------------------ stance

    def _with_denials(self) -> Iterator[Contradiction]:
        denials = Denials(self.party, self.kinship, self.same_speaker)
        for one, two, clash, question in denials.all():
            yield self._finding(one, two, clash, question)

    # ------------------------------------------------------------------ verdict

    def _verdicts(self) -> Iterator[Contradiction]:
        for verdict in self.case.claims.values():
            claim = self.case.claims.get(verdict.reviews)
            if claim is None or verdict.rating not in _WRONG or claim.claimant == verdict.claimant:
                continue
            firm = _WRONG[verdict.rating]
            rating = verdict.rating.removeprefix("verdict-")
            reason = f"the reviewer rates the claim as {'false' if rating == 'false' else 'mostly false'}"
            clash = Clash(
                Rule.VERDICT, Reading.LITERAL, firm, reason, (f"cg:hasRating code:{verdict.rating}",)
            )
            question = Question(claim.proposition, CONTENT, claim.proposition)
            yield self._finding(claim, verdict, clash, question, certain=True)

    # ------------------------------------------------------------------ findings

    def _finding(
        self, one: ClaimRow, two: ClaimRow, clash: Clash, question: Question, *, certain: bool = False
    ) -> Contradiction:
        for claim in (one, two):
            if claim.stance == "doubts" and not certain:
                clash = clash.weakened("one side only doubts")
            elif claim.certainty == "possible" and not certain:
                clash = clash.weakened("one side says only that it may be so")
        first, second = sorted((one, two), key=lambda claim: claim.order)
        return Contradiction(
            first.iri,
            second.iri,
            clash.rule.value,
            clash.reading.value,
            "firm" if clash.firm else "possible",
            Asked(question.node, question.property, question.counts, self._wording(question)),
            clash.reason,
            clash.axioms,
        )

    def _wording(self, question: Question) -> str:
        if question not in self._wordings:
            self._wordings[question] = wording(self.case, question)
        return self._wordings[question]


def wording(case: Case, question: Question) -> str:
    """A question in words, for people."""
    facts = case.facts
    if question.property == COUNT:
        return f"How many ({question.counts}): {facts.label(question.node)}?"
    if question.property == CONTENT:
        return f"Was it so: {facts.label(question.counts or question.node)}?"
    label = case.tables.label(question.property)
    if question.counts:
        return f"{case.tables.label(question.counts)}, by whom: {facts.label(question.node)}?"
    pattern = _WORDINGS.get(question.property, f"What is the answer to “{label}”: {{node}}?")
    return pattern.format(node=facts.label(question.node))


def _foremost(found: list[Contradiction], claims: Mapping[str, ClaimRow]) -> list[Contradiction]:
    """The first few of the contradictions of each two claimants on one question, firm ones before others.

    Two that report day by day contradict each other every day: what matters is that, and since when.
    """
    kept: dict[tuple[str, ...], list[Contradiction]] = {}
    for one in sorted(found, key=lambda one: (one.grade, claims[one.second].order, one.key)):
        pair = sorted((claims[one.first].claimant, claims[one.second].claimant))
        several = kept.setdefault((*pair, one.rule, one.reading), [])
        if len(several) < MOST_OF_TWO:
            several.append(one)
    return [one for several in kept.values() for one in several]


def _attitude(claim: ClaimRow) -> str:
    return "for" if claim.stance in AFFIRMING else "against" if claim.stance in REJECTING else claim.stance
