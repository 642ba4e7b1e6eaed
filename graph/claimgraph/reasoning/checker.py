"""Whether two answers, or an assertion and a denial, exclude each other: the rules, one by one.

A clash names its rule (stance, logic, interval, verdict), its reading (literal or exclusive cause), whether
it is firm, the reason in words and the axioms used. Nothing here decides who is right.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum

from claimgraph.reasoning import figures
from claimgraph.reasoning.answers import CAUSE, Answer, Cause, Question, answers, own_clash
from claimgraph.reasoning.figures import Figure
from claimgraph.reasoning.record import TYPE, Content, Facts
from claimgraph.reasoning.sameness import Comparer, Likeness, any_alike
from claimgraph.reasoning.tables import Tables
from claimgraph.vocabulary import cg, compact


class Rule(StrEnum):
    """The kind of test that found a clash (code list "rule")."""

    STANCE = "stance"
    LOGIC = "logic"
    INTERVAL = "interval"
    VERDICT = "verdict"


class Reading(StrEnum):
    """How the words are taken (code list "reading")."""

    LITERAL = "literal"
    EXCLUSIVE = "exclusiveCause"


@dataclass(frozen=True, slots=True)
class Clash:
    """Two answers that exclude each other."""

    rule: Rule
    reading: Reading
    firm: bool
    reason: str
    axioms: tuple[str, ...] = ()

    def weakened(self, reason: str) -> Clash:
        """The same clash as a possible one, with one more reason."""
        return Clash(self.rule, self.reading, False, f"{reason}; {self.reason}", self.axioms)


_LASTING = tuple(
    cg(name) for name in ("Situation", "ArmedConflict", "Siege", "Blockade", "ForceMovement", "Mobilization")
)
"""Kinds that go on for a while: accounts that give other days may speak of other parts of them."""
_SHARED = cg("hasParticipant")


class Checker:
    """Compares answers to one question.

    >>> from claimgraph.reasoning.record import Reader
    >>> from claimgraph.reasoning.tables import compiled
    >>> from claimgraph.store import EmbeddedStore
    >>> checker = Checker(Facts(Reader(EmbeddedStore.in_memory())), compiled())
    >>> question = Question("https://example.org/e", TYPE)
    >>> left = Answer((), frozenset((cg("Accident"),)))
    >>> right = Answer((), frozenset((cg("MissileStrike"),)))
    >>> checker.compare(question, left, right).axioms[0]
    'cg:UnintendedEvent owl:disjointWith cg:HostileAct'
    """

    def __init__(self, facts: Facts, tables: Tables) -> None:
        """Compare with the facts of a record and the tables of an ontology."""
        self.facts = facts
        self.tables = tables
        self.comparer = Comparer(facts, tables)

    def compare(self, question: Question, left: object, right: object) -> Clash | None:
        """Whether two answers to one question exclude each other."""
        if isinstance(left, Figure) and isinstance(right, Figure):
            return self._figures(left, right)
        if isinstance(left, Cause) and isinstance(right, Cause):
            return self._causes(left, right)
        if isinstance(left, Answer) and isinstance(right, Answer):
            return self._answers(question.property, left, right)
        return None

    def between(self, left: Content, right: Content) -> list[tuple[Question, Clash]]:
        """All clashes between two contents; none if one of them is inconsistent by itself."""
        if any(own_clash(content, self.tables, self.facts) for content in (left, right)):
            return []
        given = list(answers(right, self.tables, self.facts))
        found = []
        for question, answer in answers(left, self.tables, self.facts):
            for other, rival in given:
                clash = self.compare(question, answer, rival) if question == other else None
                if clash:
                    found.append((question, clash))
        return sorted(found, key=lambda pair: (pair[0], pair[1].rule, pair[1].reason))

    # ------------------------------------------------------------------ interval

    def _figures(self, left: Figure, right: Figure) -> Clash | None:
        verdict = figures.exclude(left, right, self.facts)
        if verdict is None:
            return None
        low, high = figures.apart(left, right) or (left, right)
        reason = f"{low.text} and {high.text} have no value in common; {verdict.reason}"
        axioms = (
            f"upper bound {low.high} < lower bound {high.low}",
            one_answer(cg("upperBound"), self.tables),
        )
        return Clash(Rule.INTERVAL, Reading.LITERAL, verdict.firm, reason, axioms)

    # ------------------------------------------------------------------ logic, literal

    def _answers(self, prop: str, left: Answer, right: Answer) -> Clash | None:
        if prop == TYPE:
            return self._kinds(left.types, right.types)
        if prop in (cg("lowerBound"), cg("upperBound")) or not self._is_rival(prop, left, right):
            return None
        likeness = any_alike(self.comparer, left.values, right.values)
        if likeness < Likeness.LIKELY_DIFFERENT:
            return None
        shown = [", ".join(self._name(one) for one in answer.values) for answer in (left, right)]
        label = self.tables.label(prop)
        reason = f"“{label}” has one answer, and {shown[0]} is not {shown[1]}"
        firm = likeness is Likeness.DIFFERENT
        if not firm:
            reason += ", unless both are right in part"
        reading = Reading.EXCLUSIVE if prop == CAUSE else Reading.LITERAL
        return Clash(Rule.LOGIC, reading, firm, reason, (one_answer(prop, self.tables),))

    def _is_rival(self, prop: str, left: Answer, right: Answer) -> bool:
        """Whether events of these kinds have one such value at all."""
        kinds = left.types | right.types
        if prop == cg("hasTimeSpan"):
            return not self.tables.has_any(kinds, *_LASTING)
        if prop == cg("isPerformedBy"):
            return not any(_SHARED in self.tables.identified_by(kind) for kind in kinds)
        return True

    def _kinds(self, left: Iterable[str], right: Iterable[str]) -> Clash | None:
        pair = self._disjoint(left, right)
        if pair is None:
            return None
        kinds = [self.tables.label(one).lower() for one in pair[:2]]
        reason = f"one event cannot be both: {kinds[0]} and {kinds[1]}"
        return Clash(Rule.LOGIC, Reading.LITERAL, True, reason, self._axioms(pair))

    def _disjoint(self, left: Iterable[str], right: Iterable[str]) -> tuple[str, str, str, str] | None:
        """Two classes, one of each side, and the declared disjoint classes above them."""
        for one in sorted(left):
            for other in sorted(right):
                pair = self.tables.clash(one, other)
                if pair:
                    return one, other, *pair
        return None

    def _axioms(self, pair: tuple[str, str, str, str]) -> tuple[str, ...]:
        left, right, top, other = (compact(one) for one in pair)
        chain = [f"{low} rdfs:subClassOf {up}" for low, up in ((left, top), (right, other)) if low != up]
        return (f"{top} owl:disjointWith {other}", *chain)

    # ------------------------------------------------------------------ logic, exclusive cause

    def _causes(self, left: Cause, right: Cause) -> Clash | None:
        if left.node == right.node:
            return None
        functional = "cg:hasDecisiveCause a owl:FunctionalProperty"
        pair = self._disjoint(left.types, right.types)
        if pair:
            kinds = [self.tables.label(one).lower() for one in pair[:2]]
            reason = f"if the cause was one, it cannot be both: {kinds[0]} and {kinds[1]}"
            clash = Clash(Rule.LOGIC, Reading.EXCLUSIVE, True, reason, (functional, *self._axioms(pair)))
            if left.stated or right.stated:
                return clash
            return clash.weakened("neither account says “because of”")
        if not (left.stated and right.stated) or self._same_kind(left.types, right.types):
            return None
        reason = "two causes are named as the cause, though one may have led to the other"
        return Clash(
            Rule.LOGIC, Reading.EXCLUSIVE, False, reason, (functional, one_answer(CAUSE, self.tables))
        )

    def _same_kind(self, left: frozenset[str], right: frozenset[str]) -> bool:
        """Whether the classes of one cause are those of the other, or above or below them."""
        return all(any(self._related(one, other) for other in right) for one in left) or all(
            any(self._related(one, other) for one in left) for other in right
        )

    def _related(self, left: str, right: str) -> bool:
        return self.tables.is_a(left, right) or self.tables.is_a(right, left)

    def _name(self, value: object) -> str:
        return self.facts.label(value) if isinstance(value, str) else str(getattr(value, "value", value))


def one_answer(prop: str, tables: Tables) -> str:
    """The axiom that makes a property a question with one answer."""
    if prop in tables.one_answer:
        return f"{compact(prop)} cg:admitsOneAnswer true"
    return f"{compact(prop)} a owl:FunctionalProperty"
