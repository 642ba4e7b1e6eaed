"""Which pairs of claims are recorded where very many exclude each other, and how many the others are.

Of an event with a thousand claims for one cause and a thousand for another a million pairs exclude each
other. A record of all of them helps nobody. So claims with one answer form a group, groups are compared
instead of claims, and of the pairs between groups so many are kept that everybody who is contradicted is in
some: pairs are taken firm ones first, then in the order of time, and one is kept while either of its two
claimants has fewer than `MOST_OF_ONE` on that question. Those that are not kept are counted, not listed: the
work grows with the number of claims and of groups, not of pairs.
"""

from __future__ import annotations

from array import array
from collections.abc import Sequence
from dataclasses import dataclass, field
from heapq import nsmallest
from itertools import chain, islice

from claimgraph.reasoning.record import ClaimRow

MOST_OF_ONE = 5
"""So many pairs of each claimant are kept on one question, by each rule and reading."""
POSSIBLE, FIRM = 1, 2
"""Grades of two groups in a row of `Rivals`; 0 stands for no contradiction."""


@dataclass(frozen=True, slots=True)
class Voice:
    """A claim that takes part, by number of its group."""

    claim: ClaimRow
    group: int


@dataclass(slots=True)
class Pair:
    """A pair that is kept; `first` is the earlier claim.

    `stands_for` counts the pair itself and those that are not kept in which the claimant of its later claim
    speaks later.
    """

    first: Voice
    second: Voice
    stands_for: int = 1


@dataclass(slots=True)
class Rivals:
    """Which groups exclude each other, firmly or possibly; symmetric.

    >>> rivals = Rivals(3)
    >>> rivals.add(0, 2, FIRM)
    >>> rivals.grade(2, 0), rivals.of(0, FIRM), rivals.of(0, POSSIBLE)
    (2, array('I', [2]), array('I'))
    """

    number: int
    _rows: dict[int, bytearray] = field(default_factory=dict)

    def add(self, left: int, right: int, grade: int) -> None:
        """Note that two groups exclude each other."""
        for one, other in ((left, right), (right, left)):
            if one not in self._rows:
                self._rows[one] = bytearray(self.number)
            self._rows[one][other] = grade

    def grade(self, left: int, right: int) -> int:
        """How two groups exclude each other, 0 if they do not."""
        return self._rows[left][right] if left in self._rows else 0

    def of(self, group: int, grade: int) -> array[int]:
        """The groups that a group excludes with this grade."""
        row = self._rows.get(group, b"")
        return array("I", (other for other, known in enumerate(row) if known == grade))


def kept(
    voices: Sequence[Voice], rivals: Rivals, *, same_speaker: bool = False, most: int | None = MOST_OF_ONE
) -> list[Pair]:
    """The pairs to be recorded, with the number of pairs that each stands for; together all there are.

    `voices` are in order of time, each claim once. Claims of one claimant are no pair unless `same_speaker`,
    nor is a claim and one that it passes on. With `most` `None` all pairs are kept.

    >>> left = [Voice(ClaimRow(f"a{n}", f"north {n}"), 0) for n in range(30)]
    >>> right = [Voice(ClaimRow(f"b{n}", f"south {n}"), 1) for n in range(40)]
    >>> rivals = Rivals(2)
    >>> rivals.add(0, 1, FIRM)
    >>> found = kept([*left, *right], rivals)
    >>> len(found), sum(pair.stands_for for pair in found)
    (325, 1200)
    """
    limit = len(voices) ** 2 if most is None else most
    keeper = _Keeper(voices, rivals, same_speaker=same_speaker, most=limit)
    for grade in (FIRM, POSSIBLE):
        keeper.take(grade)
    return keeper.pairs


class _Keeper:
    """Goes through the claims of one question in the order of time, once for each grade."""

    def __init__(self, voices: Sequence[Voice], rivals: Rivals, *, same_speaker: bool, most: int) -> None:
        self.voices = voices
        self.rivals = rivals
        self.most = most
        self.pairs: list[Pair] = []
        self._had: dict[str, int] = {}
        self._last: dict[str, Pair] = {}
        self._apart = _kept_apart(voices, same_speaker=same_speaker)

    def take(self, grade: int) -> None:
        """Keep the pairs of a grade; voices are handled by their place in the order."""
        spoken = {voice.group for voice in self.voices}
        against = {one: [other for other in self.rivals.of(one, grade) if other in spoken] for one in spoken}
        present: dict[int, list[int]] = {group: [] for group in against}
        lacking: dict[int, list[int]] = {group: [] for group in against}
        for at, voice in enumerate(self.voices):
            groups = [group for group in against[voice.group] if present[group]]
            if groups:
                self._meet(at, grade, groups, present, lacking)
            present[voice.group].append(at)
            lacking[voice.group].append(at)

    def _meet(
        self,
        at: int,
        grade: int,
        groups: list[int],
        present: dict[int, list[int]],
        lacking: dict[int, list[int]],
    ) -> None:
        """Keep some of the pairs of one claim with the earlier ones of these groups, and count the others."""
        voice, apart = self.voices[at], self._apart.get(at, ())
        number = sum(len(present[group]) for group in groups)
        number -= sum(
            1 for one in apart if one < at and self.rivals.grade(self.voices[one].group, voice.group) == grade
        )
        taken = set()
        if self._lacks(at):
            for one in self._oldest(at, groups, present):
                self._keep(one, at)
                taken.add(one)
        for group in groups:
            if lacking[group]:
                lacking[group] = [one for one in lacking[group] if self._lacks(one)]
        for one in sorted(one for group in groups for one in lacking[group]):
            if self._lacks(one) and one not in taken and one not in apart:
                self._keep(one, at)
                taken.add(one)
        if number > len(taken):
            self._last[voice.claim.claimant].stands_for += number - len(taken)

    def _oldest(self, at: int, groups: list[int], present: dict[int, list[int]]) -> list[int]:
        """The oldest claims of some groups with which a claim makes a pair, until its claimant has enough."""
        apart = self._apart.get(at, ())
        lacks = self.most - self._had.get(self.voices[at].claim.claimant, 0)
        several = (islice((one for one in present[group] if one not in apart), lacks) for group in groups)
        return nsmallest(lacks, chain.from_iterable(several))

    def _lacks(self, at: int) -> bool:
        return self._had.get(self.voices[at].claim.claimant, 0) < self.most

    def _keep(self, one: int, at: int) -> None:
        pair = Pair(self.voices[one], self.voices[at])
        self.pairs.append(pair)
        for claimant in {pair.first.claim.claimant, pair.second.claim.claimant}:
            self._had[claimant] = self._had.get(claimant, 0) + 1
            self._last[claimant] = pair


def _kept_apart(voices: Sequence[Voice], *, same_speaker: bool) -> dict[int, set[int]]:
    """For each claim those with which it makes no pair: of the same claimant, or passed on."""
    places = {voice.claim.iri: at for at, voice in enumerate(voices)}
    apart: dict[int, set[int]] = {}
    by_claimant: dict[str, set[int]] = {}
    for at, voice in enumerate(voices):
        if not same_speaker:
            by_claimant.setdefault(voice.claim.claimant, set()).add(at)
        passed_on = places.get(voice.claim.relays)
        if passed_on is not None:
            apart.setdefault(at, set()).add(passed_on)
            apart.setdefault(passed_on, set()).add(at)
    for together in by_claimant.values():
        if len(together) > 1:
            apart.update((at, together | apart[at] if at in apart else together) for at in together)
    return apart
