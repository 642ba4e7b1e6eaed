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
from claimgraph.reasoning.answers import CAUSE, CONTENT, COUNT, Question, answers, own_clash
from claimgraph.reasoning.checker import Checker, Clash, Reading, Rule
from claimgraph.reasoning.covering import covers, is_about_nothing
from claimgraph.reasoning.figures import figures
from claimgraph.reasoning.findings import Asked, Contradiction
from claimgraph.reasoning.record import TYPE, ClaimRow, Content, Facts, Reader
from claimgraph.reasoning.tables import Tables, compiled
from claimgraph.vocabulary import cg

AFFIRMING = frozenset(("asserts", "concedes", "believes"))
REJECTING = frozenset(("denies", "doubts"))
_WRONG = {"verdict-false": True, "verdict-mostlyFalse": False}
"""Ratings that a reviewer's claim and the reviewed one cannot share, and whether firmly."""

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
    """Read everything, or only what speaks of these events, sides and places."""
    if nodes is None:
        claims, contents = reader.claims(), reader.contents()
    else:
        propositions = reader.propositions_about(nodes)
        contents = reader.contents(propositions)
        claims = _with_chains(reader, reader.claims_with(propositions))
    facts = Facts(reader)
    named = {target for content in contents.values() for target in content.targets()}
    facts.need(named | {claim.claimant for claim in claims.values()})
    return Case(claims, contents, facts, tables or compiled(), reader.store.base, reader.wire_credit)


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
        self._wordings: dict[Question, str] = {}

    def all(self) -> Iterator[Contradiction]:
        """Yield findings of the four kinds; some may come twice."""
        yield from self._between_answers()
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
                    yield self._finding(one, two, clash, question)

    def _are_two(self, one: ClaimRow, two: ClaimRow) -> bool:
        return one.claimant != two.claimant or (self.same_speaker and one.iri != two.iri)

    # ------------------------------------------------------------------ stance

    def _with_denials(self) -> Iterator[Contradiction]:
        rejecting = [claim for claim in self.party if claim.stance in REJECTING]
        together: dict[tuple[str, str], list[ClaimRow]] = {}
        for claim in rejecting:
            together.setdefault((claim.passage, claim.claimant), []).append(claim)
        rejecting = [
            claim
            for claim in rejecting
            if not self._is_presupposed(claim, together[(claim.passage, claim.claimant)])
        ]
        affirming = self._by_node(rejecting)
        self.case.facts.need({node for claim in rejecting for node in self._nodes(claim.proposition)})
        for denial in _first_of_each(rejecting):
            general = self.case.contents.get(denial.proposition)
            if general is None:
                continue
            seen: set[str] = set() if self.same_speaker else {denial.claimant}
            for claim in self._candidates(general, affirming):
                if claim.claimant not in seen and claim.relays != denial.iri:
                    for finding in self._denied(denial, general, claim):
                        seen.add(claim.claimant)
                        yield finding

    def _by_node(self, rejecting: Iterable[ClaimRow]) -> dict[str, list[ClaimRow]]:
        """The affirming claims by the nodes that some denial speaks of, and by proposition."""
        wanted = {node for claim in rejecting for node in self._nodes(claim.proposition)}
        index: dict[str, list[ClaimRow]] = {}
        for claim in self.party:
            if claim.stance in AFFIRMING:
                for node in wanted & self._nodes(claim.proposition):
                    index.setdefault(node, []).append(claim)
        return index

    def _nodes(self, proposition: str) -> set[str]:
        content = self.case.contents.get(proposition)
        return set() if content is None else spoken_of(content, self.case.facts)

    def _candidates(self, general: Content, affirming: Mapping[str, list[ClaimRow]]) -> list[ClaimRow]:
        found = {
            claim.iri: claim for node in sorted(self._nodes(general.iri)) for claim in affirming.get(node, ())
        }
        return sorted(found.values(), key=lambda claim: claim.order)

    def _is_presupposed(self, claim: ClaimRow, others: list[ClaimRow]) -> bool:
        """Whether the content is but a part of what the same words of the claimant deny as a whole.

        `others` are the claimant's denials in the same passage.
        """
        content = self.case.contents.get(claim.proposition)
        if content is None:
            return False
        for other in others:
            whole = self.case.contents.get(other.proposition)
            if whole and whole.nodes.keys() > content.nodes.keys():
                return True
        return False

    def _denied(self, denial: ClaimRow, general: Content, claim: ClaimRow) -> Iterator[Contradiction]:
        special = self.case.contents.get(claim.proposition)
        if special is None or (is_about_nothing(general) and general.iri != special.iri):
            return
        covering = covers(general, special, self.checker.comparer)
        if covering is None:
            return
        word = "denies" if denial.stance == "denies" else "doubts"
        reason = f"one account affirms what the other {word}"
        clash = Clash(Rule.STANCE, Reading.LITERAL, True, reason, tuple(dict.fromkeys(covering.axioms)))
        if covering.open_points:
            clash = clash.weakened("; ".join(dict.fromkeys(covering.open_points)))
        yield self._finding(claim, denial, clash, question_of_denial(general, self.case.facts))

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


def _first_of_each(claims: Iterable[ClaimRow]) -> list[ClaimRow]:
    """The first claim of each claimant with each content."""
    first: dict[tuple[str, str], ClaimRow] = {}
    for claim in claims:
        first.setdefault((claim.claimant, claim.proposition), claim)
    return list(first.values())


def spoken_of(content: Content, facts: Facts) -> set[str]:
    """The nodes on which a content can meet another one: itself, its events, and whose figures it gives."""
    return {content.iri, *content.events(), *(figure.scope for figure in figures(content, facts))}


def question_of_denial(denied: Content, facts: Facts) -> Question:
    """The question whether a denied content is so, asked of its event, else of whose figure it gives."""
    node = _main(denied) if any(denied.events()) else _scope(denied, facts)
    return Question(node, CONTENT, denied.iri)


def _main(content: Content) -> str:
    """The event that a content is about: the one that no other one of it points to."""
    events = sorted(content.events())
    pointed = {str(v) for node in events for values in content.nodes[node].values() for v in values}
    return next((node for node in events if node not in pointed), events[0])


def _scope(content: Content, facts: Facts) -> str:
    """Whose figure a content gives; the content itself if that is not known."""
    return next((figure.scope for figure in figures(content, facts)), content.iri)
