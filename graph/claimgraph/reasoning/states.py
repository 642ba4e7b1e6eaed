"""Who holds a place: accounts of a situation, and of events that bring it about or end it, share no event.

"Our troops hold the town" and "we have taken it" are told of two events, and cannot both be so at one time.
The ontology says which events end in which situation (`cg:endsIn`) and which put an end to it
(`cg:putsAnEndTo`). They meet on the place. Since a place can change hands, an account of taking or leaving is
held against one of holding only if it is not the later one, and only as possible: in between it may have
changed hands again.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import timedelta
from enum import IntEnum
from itertools import combinations

from claimgraph.reasoning.accounts import Account, Accounts, Bounds, bounds_of, day, gap, overlap
from claimgraph.reasoning.answers import Question
from claimgraph.reasoning.checker import Clash, Reading, Rule
from claimgraph.reasoning.record import ClaimRow
from claimgraph.reasoning.sameness import Comparer, Likeness
from claimgraph.reasoning.tables import Tables
from claimgraph.vocabulary import cg, compact

LASTS = timedelta(days=7)
"""So long after an account of taking or leaving a place it is held against one of holding it."""
DOER = cg("isPerformedBy")


class Phase(IntEnum):
    """What an account says of a situation."""

    HOLDS = 0
    BEGINS = 1
    ENDS = 2


@dataclass(frozen=True, slots=True)
class Standing:
    """What a claim says of a situation at a place: whose it is, and since, at or until when."""

    claim: ClaimRow
    phase: Phase
    kind: str
    holders: tuple[str, ...]
    when: Bounds
    is_dated: bool


def rivals(
    party: Iterable[ClaimRow], accounts: Accounts, comparer: Comparer
) -> Iterator[tuple[Question, Standing, Standing, Clash]]:
    """Yield two claims on one situation at one place that exclude each other, with question and clash."""
    matters: dict[Question, list[Standing]] = {}
    for claim in party:
        for account in accounts.of(claim):
            for question, standing in standings(claim, account, accounts):
                matters.setdefault(question, []).append(standing)
    for question, several in sorted(matters.items()):
        for left, right in combinations(several, 2):
            clash = clash_of(left, right, accounts.tables, comparer)
            if clash:
                yield question, left, right, clash


def standings(claim: ClaimRow, account: Account, accounts: Accounts) -> Iterator[tuple[Question, Standing]]:
    """Yield what an account says of situations that one party alone can hold, by place."""
    if not account.doers or not account.sites:
        return
    known = bounds_of(account.time, accounts.facts)
    said = day(claim.published)
    for kind, phase in situations(account.kinds, accounts.tables):
        when = known if account.time else (said if phase is Phase.HOLDS else (None, said[1]))
        standing = Standing(claim, phase, kind, account.doers, when, bool(account.time))
        for site in account.sites:
            yield Question(site, DOER, kind), standing


def situations(kinds: Iterable[str], tables: Tables) -> Iterator[tuple[str, Phase]]:
    """Yield the situations of one holder of which events of these classes tell.

    >>> from claimgraph.reasoning.tables import compiled
    >>> [phase.name for _, phase in situations((cg("CaptureOfPlace"),), compiled())]
    ['BEGINS']
    """
    for kind in sorted(kinds):
        if tables.is_a(kind, cg("Situation")) and has_one_holder(kind, tables):
            yield kind, Phase.HOLDS
        for phase, states in (
            (Phase.BEGINS, tables.ends_in(kind)),
            (Phase.ENDS, tables.puts_an_end_to(kind)),
        ):
            yield from ((state, phase) for state in sorted(states) if has_one_holder(state, tables))


def has_one_holder(kind: str, tables: Tables) -> bool:
    """Whether a situation has one party: those told apart by who takes part can have several.

    >>> from claimgraph.reasoning.tables import compiled
    >>> [has_one_holder(cg(name), compiled()) for name in ("ControlOfPlace", "Presence")]
    [True, False]
    """
    keys = tables.identified_by(kind)
    return cg("takesPlaceAt") in keys and cg("hasParticipant") not in keys and kind != cg("Situation")


def clash_of(left: Standing, right: Standing, tables: Tables, comparer: Comparer) -> Clash | None:
    """Whether two accounts of one situation exclude each other, and how firmly."""
    first, second = sorted((left, right), key=lambda one: one.phase)
    if first.phase is not Phase.HOLDS:
        return None  # a place can be taken, left and taken back
    likeness = min(comparer.agents(one, two) for one in first.holders for two in second.holders)
    is_other = likeness >= Likeness.LIKELY_DIFFERENT
    if is_other == (second.phase is Phase.ENDS) or (not is_other and likeness is not Likeness.SAME):
        return None
    if second.phase is Phase.HOLDS:
        if not overlap(first.when, second.when):
            return None
    elif not _is_past(second.when, first.when):
        return None
    return _worded(first, second, tables, comparer)


def _is_past(change: Bounds, state: Bounds) -> bool:
    """Whether a change lies at or before the time of a situation, and not long before it."""
    if change[0] is not None and state[1] is not None and change[0] >= state[1]:
        return False
    lag = gap(change, state)
    if lag is None:
        return False
    return lag <= LASTS and (change[0] is not None or lag >= -timedelta(days=1))


def _worded(first: Standing, second: Standing, tables: Tables, comparer: Comparer) -> Clash:
    label = tables.label(second.kind).lower()
    names = [", ".join(comparer.facts.label(one) for one in side.holders) for side in (first, second)]
    one_party = f"{compact(DOER)} cg:admitsOneAnswer true"
    if second.phase is Phase.HOLDS:
        reason = f"one party has {label} at one time, and {names[0]} is not {names[1]}"
        is_firm = first.is_dated and second.is_dated
        return Clash(Rule.LOGIC, Reading.LITERAL, is_firm, reason, (one_party,))
    if second.phase is Phase.BEGINS:
        reason = f"{names[0]} has {label} when {names[1]} is said to have taken it"
        doubt, axioms = "it may have changed hands again", (f"cg:endsIn {compact(second.kind)}", one_party)
    else:
        reason = f"{names[0]} has {label} after it is said to have given it up"
        doubt, axioms = "it may have come back", (f"cg:putsAnEndTo {compact(second.kind)}", one_party)
    return Clash(Rule.LOGIC, Reading.LITERAL, True, reason, axioms).weakened(doubt)
