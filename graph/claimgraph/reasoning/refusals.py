"""Denials of one content as a group: which claims they meet, without looking at each denial with each claim.

What is found of one denial and one claim hangs on their contents and on what their reports tell of place and
day; so it is worked out once for all that are alike. A denial that a claim of its own report meets otherwise
is looked at alone.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from operator import itemgetter
from typing import NamedTuple

from claimgraph.reasoning.accounts import Account
from claimgraph.reasoning.answers import Question
from claimgraph.reasoning.checker import Clash
from claimgraph.reasoning.denials import Denials
from claimgraph.reasoning.pairing import FIRM, POSSIBLE, Pair, Rivals, Voice, kept
from claimgraph.reasoning.record import ClaimRow

MOST_OF_CONTENT = 100
"""So many pairs are kept on one denied content, however many claimants affirm it; the others are counted."""
Found = tuple[ClaimRow, ClaimRow, Clash, Question, int]
"""A claim and a denial that are kept, how they clash, on which question, and for how many pairs."""


class _Seen(NamedTuple):
    """A claim that can be denied: its place in time, what it is like, and who tells of which event."""

    rank: int
    claim: ClaimRow
    likeness: int
    told: tuple[str, str]


@dataclass(slots=True)
class _Group:
    """Denials that meet the same claims, with the grade by which they meet each."""

    denials: list[ClaimRow]
    event: Account | None
    met: dict[str, int] = field(default_factory=dict)


class Refusals:
    """Finds the claims that denials exclude, content by content."""

    def __init__(self, denials: Denials, *, most: int | None) -> None:
        """Compare by these rules, and keep so many pairs of each claimant as `most` says."""
        self.rules = denials
        self.most = most
        self._clashes: dict[object, Clash | None] = {}
        self._index: dict[str, list[_Seen]] = {}
        self._beside: dict[str, list[tuple[_Seen, set[str]]]] = {}

    def all(self) -> Iterator[Found]:
        """Yield the pairs that are kept, denied content by denied content."""
        rejecting = self.rules.rejecting()
        wanted = self.rules.wanted_by(rejecting)
        documents = {denial.document for denial in rejecting}
        likenesses: dict[object, int] = {}
        reaching = sorted(self.rules.reaching(wanted), key=lambda one: one[0].order)
        for rank, (claim, nodes) in enumerate(reaching):
            likeness = likenesses.setdefault(self._likeness(claim), len(likenesses))
            seen = _Seen(rank, claim, likeness, (claim.claimant, self.rules.told(claim)))
            for node in nodes:
                self._index.setdefault(node, []).append(seen)
            if claim.document in documents:
                self._beside.setdefault(claim.document, []).append((seen, nodes))
        together: dict[str, list[ClaimRow]] = {}
        for denial in rejecting:
            together.setdefault(denial.proposition, []).append(denial)
        for several in together.values():
            yield from self._of_content(several)

    def _of_content(self, denials: list[ClaimRow]) -> Iterator[Found]:
        self._clashes.clear()
        groups = self._grouped(denials)
        claims: dict[str, ClaimRow] = {}
        for group in groups:
            self._meet(group, claims)
        vectors: dict[tuple[int, ...], int] = {}
        voices = [
            Voice(replace(one, relays=""), at) for at, group in enumerate(groups) for one in group.denials
        ]
        for claim in claims.values():
            vector = tuple(group.met.get(claim.iri, 0) for group in groups)
            voices.append(Voice(claim, vectors.setdefault(vector, len(groups) + len(vectors))))
        rivals = Rivals(len(groups) + len(vectors))
        for vector, number in vectors.items():
            for at, grade in enumerate(vector):
                if grade:
                    rivals.add(at, number, grade)
        voices.sort(key=lambda voice: voice.claim.order)
        yield from self._kept(voices, rivals, {one.iri: one for one in denials})

    def _kept(self, voices: list[Voice], rivals: Rivals, denials: dict[str, ClaimRow]) -> Iterator[Found]:
        pairs = kept(voices, rivals, same_speaker=self.rules.same_speaker, most=self.most)
        for pair in pairs if self.most is None else limited(pairs):
            first, second = pair.first.claim, pair.second.claim
            claim, other = (second, first) if first.iri in denials else (first, second)
            denial = denials[other.iri]
            clash = self.rules.clash(denial, claim, self.rules.denied_event(denial))
            assert clash is not None
            yield claim, denial, clash, self.rules.question(denial), pair.stands_for

    # ------------------------------------------------------------------ groups

    def _grouped(self, denials: list[ClaimRow]) -> list[_Group]:
        """Denials of one content that are told alike, those aside that their own report makes differ."""
        groups: dict[object, _Group] = {}
        for denial in denials:
            event = self.rules.denied_event(denial)
            apart = replace(event, document="") if event else None
            alone = denial.iri if self._is_alone(denial, event, apart) else ""
            disclaimer = self.rules.disclaims(denial)
            key = (_told(apart), denial.stance, denial.certainty == "possible", alone, disclaimer)
            groups.setdefault(key, _Group([], event if alone else apart)).denials.append(denial)
        return list(groups.values())

    def _is_alone(self, denial: ClaimRow, event: Account | None, apart: Account | None) -> bool:
        """Whether a denial meets a claim of its own report otherwise than the same denial elsewhere would."""
        nodes, others = self.rules.meeting(denial, event), self.rules.meeting(denial, apart)
        for seen, reached in self._beside.get(denial.document, ()):
            here = None if reached.isdisjoint(nodes) else self._clash(denial, seen, event)
            there = None if reached.isdisjoint(others) else self._clash(denial, seen, apart)
            if here != there or seen.claim.relays == denial.iri:
                return True
        return False

    def _meet(self, group: _Group, claims: dict[str, ClaimRow]) -> None:
        """Note what a group meets: the first claim of each claimant on each event that it excludes."""
        denial = group.denials[0]
        speaker = denial.claimant if len(group.denials) == 1 and not self.rules.same_speaker else ""
        met: set[tuple[str, str]] = set()
        for seen in self._candidates(self.rules.meeting(denial, group.event)):
            if seen.told in met or seen.told[0] == speaker:
                continue
            clash = self._clash(denial, seen, group.event)
            if clash is not None:
                met.add(seen.told)
                claim = seen.claim
                is_weak = "possible" in (denial.certainty, claim.certainty) or denial.stance == "doubts"
                group.met[claim.iri] = FIRM if clash.firm and not is_weak else POSSIBLE
                claims[claim.iri] = claim

    def _candidates(self, nodes: set[str]) -> list[_Seen]:
        several = [self._index[node] for node in sorted(nodes) if node in self._index]
        if len(several) == 1:
            return several[0]
        return sorted({seen.rank: seen for one in several for seen in one}.values(), key=itemgetter(0))

    def _clash(self, denial: ClaimRow, seen: _Seen, event: Account | None) -> Clash | None:
        """How a denial of this event meets a claim, worked out once for all that are alike."""
        in_one = event is not None and event.document == seen.claim.document
        disclaimer = self.rules.disclaims(denial)
        likeness = seen.claim.iri if disclaimer else seen.likeness
        key = (denial.proposition, denial.stance, _told(event), likeness, in_one, disclaimer)
        if key not in self._clashes:
            self._clashes[key] = self.rules.clash(denial, seen.claim, event)
        return self._clashes[key]

    def _likeness(self, claim: ClaimRow) -> object:
        """What tells a claim from others for a denial."""
        told = tuple(_told(account) for account in self.rules.accounts.of(claim))
        return claim.proposition, self.rules.is_sourceless(claim), told


def limited(pairs: list[Pair]) -> list[Pair]:
    """The first pairs of one content, firm ones before, of which the last stands for those left out too.

    >>> pair = Pair(Voice(ClaimRow("a"), 0), Voice(ClaimRow("b"), 1))
    >>> found = limited([pair] * (MOST_OF_CONTENT + 20))
    >>> len(found) == MOST_OF_CONTENT, found[-1].stands_for
    (True, 21)
    """
    if len(pairs) <= MOST_OF_CONTENT:
        return pairs
    last = pairs[MOST_OF_CONTENT - 1]
    others = sum(pair.stands_for for pair in pairs[MOST_OF_CONTENT:])
    return [*pairs[: MOST_OF_CONTENT - 1], replace(last, stands_for=last.stands_for + others)]


def _told(account: Account | None) -> object:
    """What an account takes from its report beside the content: place and time, else the report's day."""
    return account and (account.sites, account.time, "" if account.time else account.published)
