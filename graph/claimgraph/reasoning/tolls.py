"""Two figures of one report that answer one question, though no event or wording joins them.

"The strike killed 14 bandits", the army says; "17 guests of a wedding died", a villager says. Tellers call
people, place and deed by other names, so their events have no one IRI and their figures no one scope. In one
report such figures meet if time and place fit, if nothing says that others are counted, and if one kind of
harm is a part of the other (the killed are among the lost). That both are of one event is left open, so
these contradictions are possible ones.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import combinations

from claimgraph.reasoning.accounts import Account
from claimgraph.reasoning.answers import COUNT, Question
from claimgraph.reasoning.checker import Clash, Reading, Rule
from claimgraph.reasoning.figures import (
    Figure,
    apart,
    counted,
    exclude_at,
    figures,
    scope_points,
)
from claimgraph.reasoning.kinship import Kinship
from claimgraph.reasoning.people import THOSE_THERE, Victims, Who, compare, victims
from claimgraph.reasoning.record import ClaimRow
from claimgraph.reasoning.sameness import Likeness
from claimgraph.vocabulary import CODE, cg

MOST_TOLD = 60
"""A report with more figures than this is a list, and not the story of one event."""
_MOVED = CODE + "displaced"
"""Those who fled one place arrive in others: their figures differ from place to place."""
Met = tuple[Question, ClaimRow, ClaimRow, Clash]


@dataclass(frozen=True, slots=True)
class Toll:
    """A figure with the claim that gives it, its event as told, and whom it counts."""

    claim: ClaimRow
    figure: Figure
    account: Account
    who: Victims


def rival_tolls(party: Iterable[ClaimRow], kinship: Kinship) -> Iterator[Met]:
    """Yield two figures of one report that exclude each other, with question and clash.

    `party` are the claims that affirm something, in order of time.
    """
    told: dict[str, list[Toll]] = {}
    party = list(party)
    for claim in party:
        several = told.setdefault(claim.document, [])
        several += tolls(claim, kinship)
    deeds: dict[str, list[Account]] = {}
    for claim in party:
        if 2 <= len(told[claim.document]) <= MOST_TOLD:
            accounts = kinship.accounts.of(claim)
            deeds.setdefault(claim.document, []).extend(one for one in accounts if _is_deed(one, kinship))
    for document, several in told.items():
        if 2 <= len(several) <= MOST_TOLD:
            yield from _in_report(several, deeds[document], kinship)


def _is_deed(account: Account, kinship: Kinship) -> bool:
    """Whether somebody is said to have attacked, and where or when."""
    is_act = kinship.tables.has_any(account.kinds, cg("HostileAct"))
    return is_act and bool(account.doers) and bool(account.sites or account.time)


def tolls(claim: ClaimRow, kinship: Kinship) -> Iterator[Toll]:
    """Yield the figures of a claim that are of an event."""
    content = kinship.accounts.contents.get(claim.proposition)
    for figure in figures(content, kinship.facts) if content else ():
        if content is not None and figure.event:
            account = kinship.accounts.account(claim, content, figure.event)
            yield Toll(claim, figure, account, victims(claim, account, figure.group, kinship))


def _in_report(several: Sequence[Toll], deeds: Sequence[Account], kinship: Kinship) -> Iterator[Met]:
    is_of_many = None
    for left, right in combinations(several, 2):
        if (
            left.claim.claimant == right.claim.claimant
            or left.claim.iri in (right.claim.relays,)
            or (right.claim.iri == left.claim.relays)
        ):
            continue
        if _meet_as_answers(left, right) or not is_one_measure(left, right, kinship):
            continue
        if is_of_many is None:
            is_of_many = tells_of_many([one.account for one in several], kinship)
        points = one_event(left.account, right.account, kinship, is_of_many=is_of_many)
        clash = None if points is None else _clash(left, right, points, deeds, kinship)
        if clash is not None:
            yield Question(left.figure.event, COUNT, counted(left.figure)), left.claim, right.claim, clash


def _meet_as_answers(left: Toll, right: Toll) -> bool:
    """Whether two figures are compared anyhow: they are of one event, and of one scope."""
    if left.figure.event != right.figure.event:
        return False
    pair = apart(left.figure, right.figure) or (left.figure, right.figure)
    return scope_points(*pair) is not None


def is_one_measure(left: Toll, right: Toll, kinship: Kinship) -> bool:
    """Whether both figures count one kind of harm, or one of these is a part of the other."""
    one, other = left.figure, right.figure
    if one.kind != other.kind or one.covers != other.covers or _MOVED in (one.counts, other.counts):
        return False
    if one.counts == other.counts:
        return one.counts.startswith(CODE) or _are_kin(left.account, right.account, kinship)
    above = kinship.tables.code_above
    return one.counts in above(other.counts) or other.counts in above(one.counts)


def _are_kin(left: Account, right: Account, kinship: Kinship) -> bool:
    is_a = kinship.tables.is_a
    return any(is_a(one, two) or is_a(two, one) for one in left.kinds for two in right.kinds)


def _clash(
    left: Toll, right: Toll, points: list[str], deeds: Sequence[Account], kinship: Kinship
) -> Clash | None:
    who = compare(left.who, right.who, kinship) if counts_people(left) else _of_things(left, right)
    if who is Who.OTHERS:
        return None
    if who is Who.RIVAL:
        return _of_status(left, right, points, deeds, kinship)
    ordered = (
        (left, right) if apart(left.figure, right.figure) == (left.figure, right.figure) else (right, left)
    )
    low, high = ordered
    if apart(low.figure, high.figure) != (low.figure, high.figure) or not _is_above(low, high, kinship):
        return None
    if low.who.is_part and not high.who.is_part:
        return None
    if who is Who.PART and high.who.is_part and not low.who.general:
        return None
    is_some = not (low.who.general or low.who.armed or low.who.words & THOSE_THERE)
    if who is Who.MAYBE and high.who.general and is_some:
        return None  # aid workers among civilians
    if who is Who.PART and high.who.anyone and not high.who.is_part:
        return None  # a part is at most as many as the whole
    if who is not Who.SAME:
        points = [*points, Who.MAYBE.value]
    plain = [replace(one.figure, counts="", status="", group="") for one in ordered]
    verdict = exclude_at(plain[0], plain[1], tuple(points), kinship.facts)
    if verdict is None:
        return None
    reason = f"{low.figure.text} and {high.figure.text} have no value in common"
    axioms = (f"upper bound {low.figure.high} < lower bound {high.figure.low}",)
    return Clash(Rule.INTERVAL, Reading.LITERAL, True, reason, axioms).weakened(verdict.reason)


def _of_things(left: Toll, right: Toll) -> Who:
    """Whether two figures count one sort of thing: army bases and apartment houses are two."""
    said = [set(toll.figure.group.split()) for toll in (left, right)]
    narrow = left if said[0] and not said[1] else right if said[1] and not said[0] else None
    pair = apart(left.figure, right.figure)
    if narrow and pair and pair[0] == narrow.figure:
        return Who.OTHERS  # one of a sort among all that were lost
    is_one = not all(said) or said[0] <= said[1] or said[1] <= said[0]
    return Who.SAME if is_one else Who.OTHERS


def counts_people(one: Toll) -> bool:
    """Whether a figure counts people who came to harm, and not things."""
    return one.figure.counts.startswith(CODE)


def _is_above(low: Toll, high: Toll, kinship: Kinship) -> bool:
    """Whether the lower figure counts all whom the higher one counts: the lost hold the killed."""
    return low.figure.counts in kinship.tables.code_above(high.figure.counts)


def _of_status(
    left: Toll, right: Toll, points: list[str], deeds: Sequence[Account], kinship: Kinship
) -> Clash | None:
    """Armed people by one account, civilians by the other: rivals if as many, or if one side did it."""
    doers = _doer_of_one(left, right, deeds, kinship) or _doer_of_one(right, left, deeds, kinship)
    is_as_many = apart(left.figure, right.figure) is None and left.figure.counts == right.figure.counts
    if left.figure.counts != right.figure.counts or not (
        doers or (is_as_many and left.figure.low == right.figure.low)
    ):
        return None
    reason = "those who came to harm were armed people by one account, and civilians by the other"
    clash = Clash(Rule.LOGIC, Reading.LITERAL, True, reason)
    return clash.weakened("; ".join([*points, "they may have been of both kinds"]))


def _doer_of_one(mine: Toll, other: Toll, deeds: Sequence[Account], kinship: Kinship) -> bool:
    """Whether a claimant counts armed people whom its own side hit, and nobody says that others did.

    `deeds` are the attacks of the report whose doers are told.
    """
    if not mine.who.armed:
        return False
    doers = mine.account.doers or other.account.doers
    if not doers:
        near = [deed for deed in deeds if _is_of(deed, mine.account, kinship)]
        doers = tuple(doer for deed in near for doer in deed.doers)
    of_side = [kinship.are_of_one_side(mine.claim.claimant, one) for one in doers]
    return any(of_side) if mine.account.doers or other.account.doers else bool(of_side) and all(of_side)


def _is_of(deed: Account, toll: Account, kinship: Kinship) -> bool:
    """Whether an attack is of the place and the day of a toll, and not merely may be."""
    places = not deed.sites or bool({*deed.sites} & {*toll.sites})
    return places and kinship.fits_in_time(deed, toll) and bool(deed.sites or deed.time == toll.time)


# ---------------------------------------------------------------------------------------- one event


def one_event(left: Account, right: Account, kinship: Kinship, *, is_of_many: bool) -> list[str] | None:
    """What is left open if two accounts of one report are of one event; `None` if they cannot be.

    With `is_of_many` the report tells of several such events: then day, place or thing must tie the two.
    """
    if left.node == right.node:
        return [] if not kinship.are_apart(left, right) else None
    if not kinship.fits_in_time(left, right) or kinship.are_apart(left, right):
        return None
    agents = kinship.comparer.agents
    pairs = [agents(one, other) for one in left.doers for other in right.doers]
    if pairs and min(pairs) >= Likeness.LIKELY_DIFFERENT:
        return None
    if not _are_tied(left, right, kinship) and is_of_many:
        return None
    return ["both figures must be of one event"]


def tells_of_many(accounts: Sequence[Account], kinship: Kinship) -> bool:
    """Whether a report tells of several events, at places or times that do not fit together."""
    return any(
        not kinship.fits_in_time(left, right) or kinship.are_apart(left, right)
        for left, right in combinations(accounts, 2)
    )


def _are_tied(left: Account, right: Account, kinship: Kinship) -> bool:
    shared = {*left.sites, *left.things, *left.people} & {*right.sites, *right.things, *right.people}
    if shared or (left.time and left.time == right.time):
        return True
    return any(
        kinship.comparer.covers(one, other) or kinship.comparer.covers(other, one)
        for one in (*left.sites, *left.things)
        for other in (*right.sites, *right.things)
    )
