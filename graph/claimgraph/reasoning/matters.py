"""Who answers a question how: claims with one answer as one group, and which groups exclude each other.

The first claim with which a claimant gives an answer takes part. Claims that give the same answers, with the
same certainty, are compared as one: what is found of one pair of a group with another holds for all.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from itertools import combinations

from claimgraph.reasoning.checker import Clash, Reading, Rule
from claimgraph.reasoning.figures import Figure, exclude_at, scope_points
from claimgraph.reasoning.pairing import FIRM, POSSIBLE, Rivals, Voice
from claimgraph.reasoning.record import ClaimRow, Facts

Compared = Callable[["Group", "Group"], Iterable[Clash]]
"""How two groups of claims exclude each other, if they do."""
Kind = tuple[Rule, Reading]


@dataclass(frozen=True, slots=True)
class Group:
    """The answers of some claims, and the first of these claims."""

    answers: tuple[object, ...]
    claim: ClaimRow


@dataclass(slots=True)
class Matter:
    """The claims that answer one question, in order of time."""

    given: dict[object, set[str]] = field(default_factory=dict)
    """Who gives an answer."""
    new: dict[str, tuple[ClaimRow, list[object]]] = field(default_factory=dict)
    """The answers that a claim is the first of its claimant to give, by the claim's IRI."""

    def add(self, claim: ClaimRow, answer: object) -> None:
        """Take in an answer of a claim; claims are given in the order of time."""
        claimants = self.given.setdefault(answer, set())
        if claim.claimant not in claimants:
            claimants.add(claim.claimant)
            self.new.setdefault(claim.iri, (claim, []))[1].append(answer)

    def is_contested(self, *, same_speaker: bool) -> bool:
        """Whether there are different answers, of different claimants unless one is enough."""
        several = {claimant for claimants in self.given.values() for claimant in claimants}
        return len(self.given) > 1 and (same_speaker or len(several) > 1)

    def grouped(self, told_apart: Callable[[ClaimRow], object]) -> tuple[list[Group], list[Voice]]:
        """The groups, and the claims with the number of their group, in order of time.

        Claims are of one group if `told_apart` too gives the same for them.
        """
        groups: dict[object, int] = {}
        several: list[Group] = []
        voices = []
        for claim, answers in self.new.values():
            key = (tuple(answers), claim.certainty == "possible", told_apart(claim))
            if key not in groups:
                groups[key] = len(several)
                several.append(Group(tuple(answers), claim))
            voices.append(Voice(claim, groups[key]))
        return several, voices


def rivals_of(groups: list[Group], compare: Compared) -> dict[Kind, Rivals]:
    """Which groups exclude each other, by rule and reading; `compare` is asked of each two."""
    found: dict[Kind, Rivals] = {}
    for (left, one), (right, other) in combinations(enumerate(groups), 2):
        for clash in compare(one, other):
            kind = (clash.rule, clash.reading)
            if kind not in found:
                found[kind] = Rivals(len(groups))
            is_weak = "possible" in (one.claim.certainty, other.claim.certainty)
            found[kind].add(left, right, FIRM if clash.firm and not is_weak else POSSIBLE)
    return found


def rival_figures(groups: list[Group], facts: Facts) -> dict[Kind, Rivals]:
    """As `rivals_of` for groups of one figure each: scopes are compared once, then bounds and times.

    Hundreds of figures are given for what goes on for long; most exclude each other, or are of other people.
    """
    rivals = Rivals(len(groups))
    by_scope: dict[tuple[object, ...], list[tuple[int, Figure, bool]]] = {}
    for at, group in enumerate(groups):
        for figure in group.answers:
            assert isinstance(figure, Figure)
            is_weak = group.claim.certainty == "possible"
            by_scope.setdefault(_scope_of(figure), []).append((at, figure, is_weak))
    for lower in by_scope.values():
        for higher in by_scope.values():
            points = scope_points(lower[0][1], higher[0][1])
            if points is not None:
                _rivals_of_scopes(lower, higher, points, rivals, facts)
    return {(Rule.INTERVAL, Reading.LITERAL): rivals}


def _scope_of(figure: Figure) -> tuple[object, ...]:
    """All of a figure but its bounds and its time."""
    return (
        *(figure.kind, figure.counts, figure.status, figure.event, figure.side, figure.place),
        *(figure.model, figure.group, figure.covers, figure.is_local),
    )


def _rivals_of_scopes(
    lower: list[tuple[int, Figure, bool]],
    higher: list[tuple[int, Figure, bool]],
    points: tuple[str, ...],
    rivals: Rivals,
    facts: Facts,
) -> None:
    """Note the figures of one scope that are below one of another, or the same, and exclude it."""
    bounded = [(one.high, at, one, is_weak) for at, one, is_weak in lower if one.high is not None]
    for other_at, other, is_other_weak in higher:
        if other.low is None:
            continue
        for bound, at, one, is_weak in bounded:
            if bound < other.low and at != other_at:
                verdict = exclude_at(one, other, points, facts)
                if verdict is not None:
                    is_firm = verdict.firm and not (is_weak or is_other_weak)
                    grade = FIRM if is_firm else POSSIBLE
                    if grade > rivals.grade(at, other_at):
                        rivals.add(at, other_at, grade)
