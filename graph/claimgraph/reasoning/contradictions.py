"""Contradictions between claims: which claims meet, which answers exclude each other, and how firmly.

Claims meet on questions (see `answers`). On each question the distinct answers are compared once (see
`matters`), and a clash joins the first claim of each claimant with that answer; of very many such pairs some
are kept, and the others counted (see `pairing`). What somebody merely passes on is laid to the
origin; nobody contradicts themselves; sourceless reports can only be denied; replaced claims take no part; an
open question, a forecast or a warning excludes nothing.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from functools import cached_property

from claimgraph.identity import Minter
from claimgraph.model import Entity
from claimgraph.reasoning.accounts import Accounts
from claimgraph.reasoning.answers import CAUSE, CONTENT, COUNT, Question, answers, own_clash
from claimgraph.reasoning.checker import Checker, Clash, Reading, Rule
from claimgraph.reasoning.denials import AFFIRMING, REJECTING, Denials
from claimgraph.reasoning.figures import Figure, figures
from claimgraph.reasoning.findings import Asked, Contradiction
from claimgraph.reasoning.kinship import Kinship
from claimgraph.reasoning.matters import Compared, Group, Kind, Matter, rival_figures, rivals_of
from claimgraph.reasoning.origins import mishaps, rival_doers
from claimgraph.reasoning.pairing import MOST_OF_ONE, kept
from claimgraph.reasoning.people import Who, are_of_two_sides, victims
from claimgraph.reasoning.people import compare as compare_victims
from claimgraph.reasoning.reach import Reach
from claimgraph.reasoning.record import TYPE, ClaimRow, Content, Facts, Reader
from claimgraph.reasoning.refusals import Refusals
from claimgraph.reasoning.sameness import Comparer
from claimgraph.reasoning.states import DOER, rivals
from claimgraph.reasoning.tables import Tables, compiled
from claimgraph.reasoning.tolls import counts_people, rival_tolls, tolls
from claimgraph.reasoning.tracing import Tracer
from claimgraph.vocabulary import cg

_WRONG = {"verdict-false": True, "verdict-mostlyFalse": False}
"""Ratings that a reviewer's claim and the reviewed one cannot share, and whether firmly."""

_BY_BOTH, _HARM = cg("Attack"), cg("Harm")
"""Kind of events of which one town can see several in a day, by either side."""

_WORDINGS = {
    TYPE: "What kind of event was it: {node}?",
    CAUSE: "What was the cause: {node}?",
    CONTENT: "Was it so: {node}?",
    cg("takesPlaceAt"): "Where was it: {node}?",
    cg("hasTimeSpan"): "When was it: {node}?",
    cg("isPerformedBy"): "Who did it: {node}?",
    cg("launchedFrom"): "From where was it launched: {node}?",
}


@dataclass
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

    @cached_property
    def kinship(self) -> Kinship:
        """What compares the accounts of the case, made once."""
        accounts = Accounts(self.claims, self.contents, self.facts, self.tables)
        return Kinship(accounts, Comparer(self.facts, self.tables))

    @cached_property
    def tracer(self) -> Tracer:
        """What leads from claims to those they come from, made once: it looks at every claim."""
        return Tracer(self)

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


def contradictions(
    case: Case,
    questions: set[str] | None = None,
    *,
    same_speaker: bool = False,
    most: int | None = MOST_OF_ONE,
) -> list[Contradiction]:
    """All contradictions of a case, sorted; with `questions` only those asked of one of these nodes.

    With `same_speaker` two claims of one claimant count as well. So many pairs of each claimant are kept on
    one question, by each rule and reading, as `most` says (`None`: all); the others are counted.
    """
    finder = _Finder(case, questions, same_speaker=same_speaker, most=most)
    found: dict[tuple[str, ...], Contradiction] = {}
    for finding in finder.all():
        if questions is None or finding.question.node in questions:
            best = found.get(finding.key)
            if best is None or (best.grade, best.reason) > (finding.grade, finding.reason):
                found[finding.key] = finding
    return [found[key] for key in sorted(found)]


class _Finder:
    """Goes through the questions of a case."""

    def __init__(
        self, case: Case, questions: set[str] | None, *, same_speaker: bool, most: int | None
    ) -> None:
        self.case = case
        self.questions = questions
        self.same_speaker = same_speaker
        self.most = most
        self.checker = Checker(case.facts, case.tables)
        self.party = case.party()
        self.kinship = case.kinship
        self.accounts = self.kinship.accounts
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
            yield from self._of_matter(question, index[question])

    def _index(self) -> dict[Question, Matter]:
        """Who gives which answer to which question; figures and values alike."""
        index: dict[Question, Matter] = {}
        known: dict[str, list[tuple[Question, object]]] = {}
        for claim in self.party:
            content = self.case.contents.get(claim.proposition)
            if content is None or claim.stance not in AFFIRMING:
                continue
            if claim.proposition not in known:
                known[claim.proposition] = self._answers(content)
            for question, answer in known[claim.proposition]:
                if self.questions is None or question.node in self.questions:
                    index.setdefault(question, Matter()).add(claim, answer)
        contested = (one for one in index.items() if one[1].is_contested(same_speaker=self.same_speaker))
        return dict(contested)

    def _answers(self, content: Content) -> list[tuple[Question, object]]:
        clash = own_clash(content, self.case.tables, self.case.facts)
        if clash:
            self.case.inconsistent[content.iri] = clash
            return []
        return list(answers(content, self.case.tables, self.case.facts))

    def _of_matter(self, question: Question, matter: Matter) -> Iterator[Contradiction]:
        """Yield the contradictions of those who answer one question."""
        groups, voices = matter.grouped(lambda claim: self._act(claim, question))
        compare = self._comparison(question)
        if all(isinstance(answer, Figure) for answer in matter.given):
            found = rival_figures(groups, self.case.facts)
        else:
            found = rivals_of(groups, compare)
        for kind, excluding in found.items():
            for pair in kept(voices, excluding, same_speaker=self.same_speaker, most=self.most):
                # in the order of the two claims: that of the groups hangs on who else answers
                early, late = sorted((pair.first, pair.second), key=lambda voice: voice.claim.order)
                clashes = compare(groups[early.group], groups[late.group])
                clash = next(one for one in clashes if (one.rule, one.reading) == kind)
                if self._are_of_two_places(pair.first.claim, pair.second.claim, question):
                    continue
                finding = self._finding(pair.first.claim, pair.second.claim, clash, question)
                yield replace(finding, stands_for=pair.stands_for) if pair.stands_for > 1 else finding

    def _comparison(self, question: Question) -> Compared:
        """What compares the answers of two groups: the firmest clash by each rule and reading."""
        known: dict[tuple[str, str], list[Clash]] = {}

        def compare(left: Group, right: Group) -> list[Clash]:
            key = (left.claim.iri, right.claim.iri)
            if key not in known:
                best: dict[Kind, Clash] = {}
                for clash in self._clashes(question, left, right):
                    kind = (clash.rule, clash.reading)
                    old = best.get(kind)
                    if old is None or (not old.firm, old.reason) > (not clash.firm, clash.reason):
                        best[kind] = clash
                known[key] = list(best.values())
            return known[key]

        return compare

    def _clashes(self, question: Question, left: Group, right: Group) -> Iterator[Clash]:
        for one in left.answers:
            for other in right.answers:
                clash = self.checker.compare(question, one, other)
                if clash is not None and question.property == DOER:
                    clash = self._as_one_act(question.node, left.claim, right.claim, clash)
                if clash is not None:
                    yield clash

    def _act(self, claim: ClaimRow, question: Question) -> object:
        """What tells two claims with one answer to a question of who did it apart: what they say was hit."""
        content = self.case.contents[claim.proposition]
        if question.property != DOER or question.node not in content.nodes:
            return None
        account = self.accounts.account(claim, content, question.node)
        return account.kinds, self.accounts.targets(account)

    def _are_two(self, one: ClaimRow, two: ClaimRow) -> bool:
        return one.claimant != two.claimant or (self.same_speaker and one.iri != two.iri)

    def _are_of_two_places(self, one: ClaimRow, two: ClaimRow, question: Question) -> bool:
        """Whether two figures of one event are told of two places: a market, and a bus station.

        What a town lost is no less for what one of its districts lost, unless both tell of one blow.
        """
        if question.property != COUNT:
            return False
        contents = [self.case.contents[claim.proposition] for claim in (one, two)]
        if not all(question.node in content.nodes for content in contents):
            return False
        left, right = (
            self.accounts.account(claim, content, question.node)
            for claim, content in zip((one, two), contents, strict=True)
        )
        if self.kinship.are_apart(left, right) or self._are_others(one, two, question):
            return True
        if (set(contents[0].events()) & set(contents[1].events())) - {question.node}:
            return False
        lower = self._is_below(contents[0], contents[1], question)
        return self.kinship.is_in_part_of(*((left, right) if lower else (right, left)))

    def _are_others(self, one: ClaimRow, two: ClaimRow, question: Question) -> bool:
        """Whether two figures of one event count the dead of two sides: each tells of its own."""
        given = [
            [
                toll.who
                for toll in tolls(claim, self.kinship)
                if toll.figure.event == question.node and counts_people(toll)
            ]
            for claim in (one, two)
        ]
        pairs = [(left, right) for left in given[0] for right in given[1]]
        if not pairs:
            return False
        parts = [all(who.is_part for who in several) for several in given]
        contents = [self.case.contents[claim.proposition] for claim in (one, two)]
        if parts[0] != parts[1] and parts[0] == self._is_below(contents[0], contents[1], question):
            return True  # the lower figure is of some of them: those whom one hospital received
        return all(are_of_two_sides(left, right, self.kinship) for left, right in pairs)

    def _is_below(self, one: Content, two: Content, question: Question) -> bool:
        """Whether the first of two contents gives the lower figure of an event."""
        highest = []
        for content in (one, two):
            given = [f for f in figures(content, self.case.facts) if f.event == question.node]
            highest.append(max((figure.high or 0 for figure in given), default=0))
        return highest[0] < highest[1]

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
        if self.case.tables.has_any(left.kinds & right.kinds, _HARM):
            hurt = [victims(claim, told, "", self.kinship) for claim, told in ((one, left), (two, right))]
            return None if compare_victims(hurt[0], hurt[1], self.kinship) is Who.OTHERS else clash
        if not self.case.tables.has_any(left.kinds | right.kinds, _BY_BOTH):
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
            yield from self._thinned(several)

    def _of_mishaps(self) -> Iterator[Contradiction]:
        affirming = [claim for claim in self.party if claim.stance in AFFIRMING]
        found = (*mishaps(affirming, self.kinship), *rival_doers(affirming, self.kinship))
        for question, (one, _), (two, _), clash in found:
            if self._are_two(one, two):
                yield self._finding(one, two, clash, question)
        by_question: dict[Question, list[Contradiction]] = {}
        for question, one, two, clash in rival_tolls(affirming, self.kinship):
            by_question.setdefault(question, []).append(self._finding(one, two, clash, question))
        for several in by_question.values():
            yield from self._thinned(several)

    # ------------------------------------------------------------------ stance

    def _with_denials(self) -> Iterator[Contradiction]:
        denials = Denials(self.party, self.kinship, self.same_speaker)
        for claim, denial, clash, question, number in Refusals(denials, most=self.most).all():
            yield replace(self._finding(claim, denial, clash, question), stands_for=number)
        found: dict[Question, list[Contradiction]] = {}
        for one, two, clash, question in denials.rest():
            found.setdefault(question, []).append(self._finding(one, two, clash, question))
        for several in found.values():
            yield from self._thinned(several)

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

    def _thinned(self, found: list[Contradiction]) -> list[Contradiction]:
        """The contradictions of one question that are kept, with the number of those that are not."""
        return thinned(found, self.case.claims, self.most)

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


def thinned(
    found: Iterable[Contradiction], claims: Mapping[str, ClaimRow], most: int | None
) -> list[Contradiction]:
    """Of contradictions on one question those that `pairing` keeps, with the number of the others."""
    by_kind: dict[tuple[str, str], dict[tuple[str, str], Contradiction]] = {}
    for one in found:
        several = by_kind.setdefault((one.rule, one.reading), {})
        known = several.get((one.first, one.second))
        if known is None or (known.grade, known.reason) > (one.grade, one.reason):
            several[(one.first, one.second)] = one
    return [one for several in by_kind.values() for one in _thinned(several.values(), claims, most)]


def _thinned(
    found: Iterable[Contradiction], claims: Mapping[str, ClaimRow], most: int | None
) -> list[Contradiction]:
    kept_ones: list[Contradiction] = []
    had: dict[str, int] = {}
    last: dict[str, int] = {}
    for one in sorted(found, key=lambda one: (one.grade, claims[one.second].order, claims[one.first].order)):
        both = {claims[one.first].claimant, claims[one.second].claimant}
        if most is None or any(had.get(claimant, 0) < most for claimant in both):
            kept_ones.append(one)
            for claimant in both:
                had[claimant] = had.get(claimant, 0) + 1
                last[claimant] = len(kept_ones) - 1
        else:
            at = last[claims[one.second].claimant]
            kept_ones[at] = replace(kept_ones[at], stands_for=kept_ones[at].stands_for + 1)
    return kept_ones


def _attitude(claim: ClaimRow) -> str:
    return "for" if claim.stance in AFFIRMING else "against" if claim.stance in REJECTING else claim.stance
