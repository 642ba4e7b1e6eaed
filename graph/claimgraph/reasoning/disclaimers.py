"""Two who each deny that they did it, or that they began: one of them must have, if nobody else did.

"Both sides denied having opened fire first", "each denied having blown up the dam": neither denies what the
other says, and yet both can be right only if a third party did it. So these are possible contradictions.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from itertools import combinations

from claimgraph.reasoning.accounts import Account
from claimgraph.reasoning.checker import Clash, Reading, Rule
from claimgraph.reasoning.kinship import Kinship
from claimgraph.reasoning.record import ClaimRow
from claimgraph.vocabulary import cg

MOST_TOLD = 40
"""A report with more denials than this is a list."""
_FIRST = re.compile(
    r"\b(?:first|began|begun|started|provoked|initiated|broken?|broke|violat\w+)\b", re.IGNORECASE
)
_DEEDS = tuple(cg(name) for name in ("HostileAct", "Harm", "MaterielLoss"))
Denied = tuple[ClaimRow, Account]


def disclaimers(denied: Iterable[Denied], kinship: Kinship) -> Iterator[tuple[Denied, Denied, Clash]]:
    """Yield two denials of one report by which two sides each deny one deed of their own."""
    reports: dict[str, list[Denied]] = {}
    for claim, event in denied:
        if claim.stance == "denies" and _is_own_deed(claim, event, kinship):
            reports.setdefault(claim.document, []).append((claim, event))
    for several in reports.values():
        if len(several) <= MOST_TOLD:
            for left, right in combinations(several, 2):
                if _are_of_one_deed(left, right, kinship):
                    yield left, right, _clash(left, right)


def _is_own_deed(claim: ClaimRow, event: Account, kinship: Kinship) -> bool:
    return kinship.tables.has_any(event.kinds, *_DEEDS) and kinship.did(claim.claimant, event)


def _are_of_one_deed(left: Denied, right: Denied, kinship: Kinship) -> bool:
    (one, event), (other, deed) = left, right
    if kinship.are_of_one_side(one.claimant, other.claimant) or not event.kinds & deed.kinds:
        return False
    if not kinship.fits_in_time(event, deed) or kinship.are_apart(event, deed):
        return False
    if all(_FIRST.search(claim.words) for claim in (one, other)):
        return True
    shared = {*event.things, *event.sites} & {*deed.things, *deed.sites}
    return any(kinship.is_single(thing) for thing in shared)


def _clash(left: Denied, right: Denied) -> Clash:
    began = all(_FIRST.search(claim.words) for claim, _ in (left, right))
    what = "one of two began, and each denies it" if began else "each denies having done it"
    return Clash(Rule.STANCE, Reading.EXCLUSIVE, True, what).weakened("a third party may have done it")
