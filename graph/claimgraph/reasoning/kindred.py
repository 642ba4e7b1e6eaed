"""Figures and events that two claims tell alike though no IRI joins them: for support, and for series.

Within one report two claimants support each other if what one tells is at least what the other tells (see
`kinship`), or if they give figures of one event of which one holds the other. Across reports one claimant's
figures of one event make a series, whatever the event is called in each.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import timedelta
from itertools import combinations

from claimgraph.reasoning.accounts import Account, bounds_of, day, gap
from claimgraph.reasoning.figures import bear_out
from claimgraph.reasoning.kinship import TOO_WIDE, Kinship
from claimgraph.reasoning.people import Who, compare
from claimgraph.reasoning.record import ClaimRow, Facts
from claimgraph.reasoning.sameness import ANYONE, BODIES, head_words
from claimgraph.reasoning.tolls import Toll, is_one_measure, one_event, tells_of_many, tolls

MOST_TOLD = 60
"""A report with more accounts than this is a list of events, and not the story of one."""
MOST_OF_ONE = 40
"""With more figures than this at one place or on one day a claimant gives a list, and not a series."""
FOLLOWS = timedelta(days=31)
"""So long after the first report of a figure the next may be of the same event."""
SOON = timedelta(days=7)
"""So long after it, if neither figure has a place, thing or day."""
BARE = ""
"""The key of figures that have none."""
_LONGEST = 3
"""A time span of more days than this is no day of an event."""


@dataclass(frozen=True, slots=True)
class Agreement:
    """Two claims of one report that tell the same: the event of the first, what is counted, and in words."""

    node: str
    counts: str
    first: ClaimRow
    second: ClaimRow
    words: str


def agreements(party: Iterable[ClaimRow], kinship: Kinship) -> Iterator[Agreement]:
    """Yield pairs of claims of one report and two claimants that tell one event, or one figure, alike."""
    reports: dict[str, list[ClaimRow]] = {}
    for claim in party:
        reports.setdefault(claim.document, []).append(claim)
    for several in reports.values():
        told = [(claim, account) for claim in several for account in kinship.accounts.of(claim)]
        if len(told) <= MOST_TOLD and len({claim.claimant for claim in several}) > 1:
            yield from _events(told, kinship)
            yield from _figures([one for claim in several for one in tolls(claim, kinship)], kinship)


def _events(told: Sequence[tuple[ClaimRow, Account]], kinship: Kinship) -> Iterator[Agreement]:
    for (one, left), (other, right) in combinations(told, 2):
        if one.claimant == other.claimant or left.node == right.node:
            continue
        wider = _wider(left, right, kinship)
        if wider is not None:
            label = kinship.tables.label(min(wider.kinds)).lower()
            yield Agreement(left.node, "", one, other, f"the {label}")


def _wider(left: Account, right: Account, kinship: Kinship) -> Account | None:
    """The one of two accounts that the other holds, if it is so and they are tied by what they say."""
    mine = {*left.sites, *left.things, *left.people, *left.doers, left.time}
    told = (*right.sites, *right.things, *right.people, *right.doers, right.time or "-")
    if mine.isdisjoint(told) and not (left.sites and right.sites):
        return None
    is_a = kinship.tables.is_a
    for general, special in ((left, right), (right, left)):
        if general.kinds & TOO_WIDE or not general.kinds:
            continue
        if not all(any(is_a(low, up) for low in special.kinds) for up in general.kinds):
            continue
        tie = kinship.denied(general, special)
        if tie is not None and (tie.is_tied or (general.time and general.time == special.time)):
            return general
    return None


def _figures(several: Sequence[Toll], kinship: Kinship) -> Iterator[Agreement]:
    is_of_many = tells_of_many([one.account for one in several], kinship)
    for left, right in combinations(several, 2):
        if left.claim.claimant == right.claim.claimant or left.figure.event == right.figure.event:
            continue
        held = bear_out(left.figure, right.figure)
        if not held or left.figure.counts != right.figure.counts or not is_one_measure(left, right, kinship):
            continue
        who = compare(_counted(left).who, _counted(right).who, kinship)
        if who not in (Who.SAME, Who.MAYBE):
            continue
        if one_event(left.account, right.account, kinship, is_of_many=is_of_many) is not None:
            words = f"{left.figure.text} and {right.figure.text}"
            yield Agreement(left.figure.event, left.figure.counts, left.claim, right.claim, words)


def _counted(toll: Toll) -> Toll:
    """A figure of bodies as one of people."""
    return replace(toll, who=replace(toll.who, words=toll.who.words - BODIES))


# ---------------------------------------------------------------------------------------- series


def figures_of_one(party: Iterable[ClaimRow], kinship: Kinship) -> Iterator[list[Toll]]:
    """Yield the figures that one claimant gives of what may be one event, in two reports or more.

    Figures are looked up by claimant, what they count, and a place, thing or day.
    """
    index: dict[tuple[str, str, str], list[Toll]] = {}
    for claim in party:
        for toll in tolls(claim, kinship):
            for key in keys_of(toll.account, kinship):
                index.setdefault((claim.claimant, toll.figure.counts, key), []).append(toll)
    for _, several in sorted(index.items(), key=lambda item: item[0]):
        if 2 <= len(several) <= MOST_OF_ONE:
            yield from _split(several, kinship)


def around(published: str) -> tuple[str, str]:
    """The days, as ISO dates, between which figures may be of one event with those of a day, if it is one.

    >>> around("2030-01-10"), around("")
    (('2030-01-02', '2030-01-18'), ('', ''))
    """
    middle = day(published)[0]
    if middle is None:
        return "", ""
    reach = SOON + timedelta(days=1)  # the end of a day counts on one side
    return (middle - reach).date().isoformat(), (middle + reach).date().isoformat()


def keys_of(account: Account, kinship: Kinship) -> list[str]:
    """The places, things and days by which an account is looked up; without any of them, that it has none."""
    nodes = (*account.sites, *account.things)
    if not nodes and not days_of(account.time, kinship.facts):
        return [BARE]
    return [*(one for one in nodes if not kinship.is_wide(one)), *days_of(account.time, kinship.facts)]


def days_of(span: str, facts: Facts) -> list[str]:
    """The days of a time span, if it is short and both its ends are known."""
    start, end = bounds_of(span, facts)
    if not start or not end or (end - start).days > _LONGEST:
        return []
    return [(start + timedelta(days=n)).date().isoformat() for n in range(max((end - start).days, 1))]


def _split(several: Sequence[Toll], kinship: Kinship) -> Iterator[list[Toll]]:
    """The figures that share a place, thing or day, split into those that may be of one event."""
    parts: list[list[Toll]] = []
    for toll in several:
        part = next((part for part in parts if are_of_one(part[-1], toll, kinship)), None)
        if part is None:
            parts.append([toll])
        else:
            part.append(toll)
    yield from (part for part in parts if len(part) > 1)


def are_of_one(left: Toll, right: Toll, kinship: Kinship) -> bool:
    """Whether two figures of one claimant may be of one event, and count the same."""
    one, other = left.account, right.account
    if not is_one_measure(left, right, kinship) or left.figure.counts != right.figure.counts:
        return False
    who = compare(left.who, right.who, kinship)
    if left.figure.counts.startswith("http") and who is not Who.SAME:
        alike = left.who.armed == right.who.armed or left.who.words & _MEN or right.who.words & _MEN
        if who is not Who.MAYBE or not alike:
            return False
    if left.figure.group != right.figure.group and not (left.who.words or right.who.words):
        return False
    if one.node == other.node:
        return True
    apart = gap(day(one.published), day(other.published))
    is_bare = keys_of(one, kinship) == keys_of(other, kinship) == [BARE]
    if is_bare and apart is not None and abs(apart) <= SOON:
        words = left.who.words
        return words == right.who.words and not words <= ANYONE and kinship.fits_in_time(one, other)
    if one_event(one, other, kinship, is_of_many=True) is None and not _has_like_place(one, other, kinship):
        return False
    return apart is not None and abs(apart) <= FOLLOWS


_MEN = frozenset(("man", "men"))


def _has_like_place(left: Account, right: Account, kinship: Kinship) -> bool:
    """Whether two accounts of one time name a place alike, "school" and "UN school", or one names none."""
    if not (left.time and right.time) or not kinship.fits_in_time(left, right):
        return False
    if kinship.are_apart(left, right):
        return False
    if not (left.sites and right.sites):
        return True
    words = [[head_words(kinship.facts.label(one)) for one in account.sites] for account in (left, right)]
    return any(one <= two or two <= one for one in words[0] for two in words[1])
