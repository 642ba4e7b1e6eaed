"""How one claimant's answer to one question changed: raised, lowered, changed, corrected, withdrawn.

Answers of one claimant are put in the order of the times for which they hold, else of those at which they
were given, else of the reports. Two documents that give one statement, as of one day, with different values
are a fault of copying and not a change of mind: a transcription difference.
"""

from __future__ import annotations

from collections.abc import Generator, Iterator
from dataclasses import dataclass
from itertools import pairwise

from claimgraph.reasoning.answers import CONTENT, COUNT, Answer, Question, answers, own_clash
from claimgraph.reasoning.checker import Checker
from claimgraph.reasoning.contradictions import Case, wording
from claimgraph.reasoning.denials import AFFIRMING
from claimgraph.reasoning.figures import Figure, all_figures, as_of_order, counted, same_scope
from claimgraph.reasoning.findings import Asked, Relation
from claimgraph.reasoning.kindred import figures_of_one
from claimgraph.reasoning.record import TYPE, ClaimRow, Content, Facts
from claimgraph.reasoning.sameness import TROOPS, head_words
from claimgraph.reasoning.turns import Turns


@dataclass(frozen=True, slots=True)
class Given:
    """One answer of a claimant, with the claim that gives it."""

    claim: ClaimRow
    answer: object


def revisions(case: Case, nodes: set[str] | None = None) -> list[Relation]:
    """Supersessions, retractions and transcription differences of a case, sorted."""
    finder = _Finder(case)
    found: dict[tuple[str, ...], Relation] = {}
    for relation in finder.all():
        if nodes is None or (relation.question and relation.question.node in nodes):
            found.setdefault(relation.key, relation)
    return [found[key] for key in sorted(found)]


class _Finder:
    def __init__(self, case: Case) -> None:
        self.case = case
        self.checker = Checker(case.facts, case.tables)
        self.corrected: set[str] = set()
        self.retold: set[tuple[str, str]] = set()

    def all(self) -> Iterator[Relation]:
        """Yield the relations of the claimants with themselves."""
        every = self._series()
        self.case.facts.need(question.node for _, question in every)
        for (_, question), series in sorted(every.items(), key=lambda item: item[0]):
            for group in _comparable(series):
                yield from self._steps(question, group)
        yield from self._of_kindred()
        yield from self._corrections()
        yield from Turns(self.case).all()

    # ------------------------------------------------------------------ series

    def _series(self) -> dict[tuple[str, Question], list[Given]]:
        """The answers of each claimant to each question, in order of time."""
        index: dict[tuple[str, Question], list[Given]] = {}
        known: dict[str, list[tuple[Question, object]]] = {}
        for claim in self.case.party(replaced=True):
            content = self.case.contents.get(claim.proposition)
            if content is None or claim.stance not in AFFIRMING:
                continue
            if claim.proposition not in known:
                known[claim.proposition] = list(self._answers(content))
            for question, answer in known[claim.proposition]:
                if not question.node:
                    question = Question(claim.claimant, question.property, question.counts)
                index.setdefault((claim.claimant, question), []).append(Given(claim, answer))
        several = {key: given for key, given in index.items() if len({one.answer for one in given}) > 1}
        facts = self.case.facts
        return {key: _in_order(given, facts) for key, given in several.items()}

    def _answers(self, content: Content) -> Iterator[tuple[Question, object]]:
        if own_clash(content, self.case.tables, self.case.facts):
            return
        for question, answer in answers(content, self.case.tables, self.case.facts):
            if isinstance(answer, Answer) and question.property != TYPE:
                yield question, answer
        for figure in all_figures(content, self.case.facts):
            if figure.scope or figure.group:
                yield Question(figure.scope, COUNT, counted(figure)), figure

    def _steps(self, question: Question, series: list[Given]) -> Iterator[Relation]:
        asked = Asked(question.node, question.property, question.counts, wording(self.case, question))
        retold = yield from self._retold(series, asked)
        for before, after in pairwise([one for one in series if one.claim.iri not in retold]):
            if before.claim.iri == after.claim.iri or (before.claim.iri, after.claim.iri) in self.retold:
                continue
            if _one_statement(before, after, self.case.facts):
                both = f"{_shown(before)} and with {_shown(after)}"
                reason = f"one statement, as of one day, is given with {both}"
                if not _hold_for_one_day(before, after, self.case.facts):
                    reason = f"of one day, whether one statement or two, it is given with {both}"
                first, second = sorted((before.claim, after.claim), key=lambda claim: claim.order)
                if first.document != second.document:
                    yield Relation("TranscriptionDifference", first.iri, second.iri, reason, "", asked)
                continue
            change = self._change(question, before.answer, after.answer)
            if change and after.claim.replaces == before.claim.iri:
                self.corrected.add(after.claim.iri)
                change = f"corrected; {change}"
            if change:
                yield Relation("Supersession", before.claim.iri, after.claim.iri, change, "", asked)

    def _retold(self, series: list[Given], asked: Asked) -> Generator[Relation, None, set[str]]:
        """Yield the answers of earlier reports that a later one repeats and replaces: "had earlier said 17".

        Returns the claims that repeat them, so that there is one step and not two.
        """
        retold: set[str] = set()
        latest = {one.claim.replaces: one for one in series if one.claim.replaces}
        for again in series:
            new = latest.get(again.claim.iri)
            if new is None or not isinstance(new.answer, Figure) or not isinstance(again.answer, Figure):
                continue
            for given in series:
                if _is_before(given, again):
                    retold.add(again.claim.iri)
                    self.corrected.add(new.claim.iri)
                    self.retold.add((given.claim.iri, new.claim.iri))
                    change = f"corrected; {change_of_figure(again.answer, new.answer)}"
                    yield Relation("Retraction", given.claim.iri, new.claim.iri, change, "firm", asked)
        return retold

    def _of_kindred(self) -> Iterator[Relation]:
        """Yield the steps of figures whose events are one by what is told of them, and not by their IRI."""
        case = self.case
        party = [one for one in case.party(replaced=True) if one.stance in AFFIRMING]
        for several in figures_of_one(party, case.kinship):
            given = _in_order([Given(one.claim, one.figure) for one in several], case.facts)
            asked = self._asked(Question(several[0].figure.event, COUNT, counted(several[0].figure)))
            retold = yield from self._retold(given, asked)
            for before, after in pairwise([one for one in given if one.claim.iri not in retold]):
                is_told = (before.claim.iri, after.claim.iri) in self.retold
                if not is_told and _is_step(before, after, case.facts):
                    yield from self._kindred_step(before, after)

    def _kindred_step(self, before: Given, after: Given) -> Iterator[Relation]:
        assert isinstance(before.answer, Figure)
        assert isinstance(after.answer, Figure)
        change = change_of_figure(before.answer, after.answer)
        if change:
            if after.claim.replaces == before.claim.iri:
                self.corrected.add(after.claim.iri)
                change = f"corrected; {change}"
            question = Question(before.answer.event, COUNT, counted(before.answer))
            change = f"{change}; both figures must be of one event"
            yield Relation(
                "Supersession", before.claim.iri, after.claim.iri, change, "", self._asked(question)
            )

    def _change(self, question: Question, before: object, after: object) -> str:
        """What became of an answer, in words, or nothing if it stayed."""
        if isinstance(before, Figure) and isinstance(after, Figure):
            return change_of_figure(before, after)
        clash = self.checker.compare(question, before, after)
        return f"changed: {clash.reason}" if clash else ""

    # ------------------------------------------------------------------ corrections

    def _corrections(self) -> Iterator[Relation]:
        for claim in self.case.claims.values():
            old = self.case.claims.get(claim.replaces)
            if old is not None and old.iri != claim.iri and claim.iri not in self.corrected:
                reason = "corrected: the later claim is given in place of the earlier one"
                asked = self._asked(Question(old.proposition, CONTENT, old.proposition))
                yield Relation("Supersession", old.iri, claim.iri, reason, "firm", asked)

    def _asked(self, question: Question) -> Asked:
        return Asked(question.node, question.property, question.counts, wording(self.case, question))


def change_of_figure(before: Figure, after: Figure) -> str:
    """How a figure changed: raised, lowered, narrowed, or widened; nothing if it is the same.

    >>> change_of_figure(Figure("", "", 5, 5, False), Figure("", "", 7, 7, False))
    'raised: from 5 to 7'
    """
    old, new = (before.low, before.high), (after.low, after.high)
    if old == new:
        return ""
    lower, upper = _compared(old[0], new[0], 0), _compared(old[1], new[1], float("inf"))
    if lower >= 0 and upper >= 0:
        verb = "raised"
    elif lower <= 0 and upper <= 0:
        verb = "lowered"
    else:
        verb = "narrowed" if lower > 0 else "widened"
    return f"{verb}: from {before.text} to {after.text}"


def _compared(old: int | None, new: int | None, absent: float) -> int:
    left, right = (absent if bound is None else bound for bound in (old, new))
    return (right > left) - (right < left)


def _comparable(series: list[Given]) -> list[list[Given]]:
    """The series split so that figures of one part have one scope; places, days and causes stay together."""
    parts: list[list[Given]] = []
    for given in series:
        for part in parts:
            if _same(part[-1].answer, given.answer):
                part.append(given)
                break
        else:
            parts.append([given])
    return [part for part in parts if len(part) > 1]


def _is_step(before: Given, after: Given, facts: Facts) -> bool:
    """Whether two figures of one claimant are given at two times, of events with two IRIs."""
    one, other = before.answer, after.answer
    assert isinstance(one, Figure)
    assert isinstance(other, Figure)
    if before.claim.iri == after.claim.iri or (one.event == other.event and same_scope(one, other)[0]):
        return False
    if before.claim.document == after.claim.document:
        return before.claim.made != after.claim.made
    return (
        before.claim.published != after.claim.published
        or as_of_order(one.as_of, other.as_of, facts) != "same"
    )


def _same(left: object, right: object) -> bool:
    if isinstance(left, Figure) and isinstance(right, Figure):
        same = same_scope(left, right)[0]
        return same and (bool(left.scope) or left.group == right.group or _are_troops(left, right))
    return not isinstance(left, Figure) and not isinstance(right, Figure)


def _are_troops(left: Figure, right: Figure) -> bool:
    """Whether both figures count members of forces: "soldiers" in one report, "servicemen" in the next."""
    return all(words and words <= TROOPS for words in map(head_words, (left.group, right.group)))


def _one_statement(before: Given, after: Given, facts: Facts) -> bool:
    """Whether two answers are one statement in two transcriptions: one day and different values.

    Where both reports are of one day and nothing tells which statement is the later, neither is taken for a
    change of mind.
    """
    left, right = before.answer, after.answer
    if not isinstance(left, Figure) or not isinstance(right, Figure):
        return False
    one, other = before.claim, after.claim
    if other.replaces == one.iri or one.replaces == other.iri:
        return False
    if _hold_for_one_day(before, after, facts):
        return True
    told = [(left.as_of, one.made, one.published), (right.as_of, other.made, other.published)]
    return one.document != other.document and bool(one.published) and told[0] == told[1]


def _hold_for_one_day(before: Given, after: Given, facts: Facts) -> bool:
    """Whether two figures hold as of the same day."""
    left, right = before.answer, after.answer
    assert isinstance(left, Figure)
    assert isinstance(right, Figure)
    return as_of_order(left.as_of, right.as_of, facts) == "same"


def _when(given: Given, facts: Facts) -> tuple[str, tuple[str, str, str]]:
    """When an answer holds or was given: as of, said on, published."""
    answer, claim = given.answer, given.claim
    for span in (answer.as_of if isinstance(answer, Figure) else "", claim.made):
        if span:
            latest = facts.bounds(span)[1]
            if latest:
                return latest, claim.order
    return claim.published, claim.order


def _in_order(series: list[Given], facts: Facts) -> list[Given]:
    """Answers by time; one that another replaces stands before it, wherever a report tells it."""
    when = {one.claim.iri: _when(one, facts) for one in series}
    for one in series:
        old = one.claim.replaces
        if old in when and when[old] > when[one.claim.iri]:
            when[old] = when[one.claim.iri]
    replaced = {one.claim.replaces for one in series}
    return sorted(series, key=lambda one: (when[one.claim.iri], one.claim.iri not in replaced))


def _is_before(given: Given, again: Given) -> bool:
    """Whether an answer was given in a report before the one that repeats it."""
    one, other = given.answer, again.answer
    if not isinstance(one, Figure) or not isinstance(other, Figure):
        return False
    return (one.low, one.high) == (other.low, other.high) and (
        "" < given.claim.published[:10] < again.claim.published[:10]
    )


def _shown(given: Given) -> str:
    return given.answer.text if isinstance(given.answer, Figure) else str(given.answer)
