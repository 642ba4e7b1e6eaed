"""Two accounts of one report by two claimants, and how those who are said to have done it compare."""

from __future__ import annotations

from dataclasses import dataclass

from claimgraph.reasoning.accounts import Account
from claimgraph.reasoning.kinship import Kinship
from claimgraph.reasoning.record import ClaimRow
from claimgraph.reasoning.sameness import Likeness

Told = tuple[ClaimRow, Account]
"""A claim and the account that it gives of an event."""


@dataclass(frozen=True, slots=True)
class Rivals:
    """Two accounts of one report, by two claimants."""

    left: Told
    right: Told
    kinship: Kinship
    accusers: frozenset[str] = frozenset()
    """Those who tell of several attacks in that report."""
    distance: int = 0
    """How many claims further on in the report the second is."""

    def kinds(self, *tops: str) -> bool:
        """Whether both accounts are of a kind below one of these."""
        return all(self.kinship.tables.has_any(told[1].kinds, *tops) for told in (self.left, self.right))

    def doers(self) -> Likeness:
        """How alike those are who are said to have done it."""
        agents = self.kinship.comparer.agents
        pairs = ((one, other) for one in self.left[1].doers for other in self.right[1].doers)
        return min((agents(*pair) for pair in pairs), default=Likeness.UNSURE)

    def tells_of_own_deed(self, told: Told) -> bool:
        """Whether a claimant speaks of what its own side did."""
        return self.kinship.did(told[0].claimant, told[1])

    def of_doer_and_other(self) -> tuple[Account, Account] | None:
        """The account of the side that did it, then the other; nothing if both or none tell of their own."""
        own = [self.tells_of_own_deed(told) for told in (self.left, self.right)]
        if own[0] == own[1]:
            return None
        return (self.left[1], self.right[1]) if own[0] else (self.right[1], self.left[1])

    def accuses(self, told: Told, other: Told) -> bool:
        """Whether a claimant lays it to those for whom the other claimant speaks; names may tell."""
        doers = told[1].doers or told[1].weapons  # "Northern artillery" tells whose it was
        if any(self.kinship.are_of_one_side(other[0].claimant, one) for one in doers):
            return True
        return bool(doers) and self.kinship.is_named_in(other[0].claimant, told[0].words)

    def are_opposed(self) -> bool:
        """Whether the claimants surely speak for two sides."""
        likeness = self.kinship.comparer.agents(self.left[0].claimant, self.right[0].claimant)
        return likeness >= Likeness.LIKELY_DIFFERENT
