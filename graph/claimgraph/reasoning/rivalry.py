"""Rival accounts within one report: who did it, by what means, to whom, on which day, and how bad it was.

A report that lets two sides speak mostly tells of one event, though each side tells it as one of its own. Two
accounts of it that cannot both be so, or only if there were two such events, are rivals. The kind of rivalry
is asked in turn; that both speak of one event is always left open, so each of these is a possible
contradiction only, but for the day of what happens to nobody twice.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import combinations

from claimgraph.reasoning.accounts import Account, bounds_of, overlap
from claimgraph.reasoning.answers import CAUSE, CONTENT, Question
from claimgraph.reasoning.checker import Clash, Reading, Rule
from claimgraph.reasoning.figures import figures
from claimgraph.reasoning.kinship import Kinship
from claimgraph.reasoning.opposites import opposed_states
from claimgraph.reasoning.people import BYSTANDERS, FAMILIES, Victims, are_of_two_sides, victims
from claimgraph.reasoning.record import TYPE, ClaimRow
from claimgraph.reasoning.sameness import Likeness, head_words
from claimgraph.reasoning.states import DOER
from claimgraph.reasoning.ties import BEARING_ARMS, CIVILIANS
from claimgraph.vocabulary import CODE, cg, compact

Told = tuple[ClaimRow, Account]
MOST_TOLD = 200
"""A report with more accounts than this is a list of events, and not the story of one."""
_ATTACK, _HARM = cg("Attack"), cg("Harm")
_MEANS = {
    cg("MissileStrike"): "missiles",
    cg("Shelling"): "shells",
    cg("DroneStrike"): "drones",
    cg("AirStrike"): "bombs from the air",
    cg("Bombing"): "a planted bomb",
}
_ALIKE = frozenset(frozenset((cg("AirStrike"), cg(other))) for other in ("DroneStrike", "MissileStrike"))
"""Means that one strike can be told by: aircraft drop bombs and fire missiles, drones are aircraft."""
_ONCE = tuple(cg(name) for name in ("Destruction", "Sinking", "Killing"))
_LESSER, _GREATER = cg("Damage"), (cg("Destruction"), cg("Sinking"))
_TIME = cg("hasTimeSpan")
_MILITARY = frozenset(
    (
        *(
            "military",
            "barrack",
            "base",
            "headquarters",
            "command",
            "position",
            "launcher",
            "ammunition",
            "arm",
        ),
        *("weapon", "missile", "battery", "radar", "airfield", "trench", "tank", "mercenary", "warehouse"),
        *("depot", "workshop", "battalion", "brigade", "hideout", "tunnel", "stronghold"),
    )
)
_CIVIL = frozenset(
    (
        *(
            "civilian",
            "residential",
            "school",
            "mosque",
            "church",
            "hospital",
            "clinic",
            "market",
            "home",
            "house",
        ),
        *(
            "theatre",
            "theater",
            "flat",
            "apartment",
            "hotel",
            "kindergarten",
            "university",
            "bakery",
            "wedding",
        ),
        *("funeral", "bus", "tent", "shelter", "cafe", "restaurant", "shop", "church", "village", "camp"),
    )
)
"""Words for what fighting may be directed at, and for what it may not."""
_BEGINNING = re.compile(
    r"\b(?:first|began|begun|started|provoked|unprovoked|provocations?|initiated|broken?|broke|violat\w+"
    r"|breach\w*|in response|retaliat\w+|returned fire|answered|themselves|itself"
    r"|own (?:people|side|troops|town|city))\b",
    re.IGNORECASE,
)
_GOING_ON = re.compile(
    r"\b(?:continu\w+|stepped up|again|resum\w+|keeps?|repeated\w*|waves?|daily|nightly|campaign)\b",
    re.IGNORECASE,
)
_BY_CHANCE = re.compile(
    r"\b(?:heart attack|natural causes|illness|disease|suicide|own life|killed (?:him|her)self|fall|fell"
    r"|drown\w*|accident\w*|overdose|stampede|panic|crushed|stroke|asthma|crash\w*|malfunction\w*)\b",
    re.IGNORECASE,
)
_BY_HAND = re.compile(
    r"\b(?:beaten|shot|tortur\w+|murdered|executed|stabbed|strangled|poison\w*)\b", re.IGNORECASE
)


@dataclass(frozen=True, slots=True)
class Rivals:
    """Two accounts of one report, by two claimants."""

    left: Told
    right: Told
    kinship: Kinship
    accusers: frozenset[str] = frozenset()
    """Those who tell of several attacks in that report."""

    def kinds(self, *tops: str) -> bool:
        """Whether both accounts are of a kind below one of these."""
        return all(self._is(account, *tops) for account in (self.left[1], self.right[1]))

    def _is(self, account: Account, *tops: str) -> bool:
        return any(self.kinship.tables.is_a(kind, top) for kind in account.kinds for top in tops)

    def doers(self) -> Likeness:
        """How alike those are who are said to have done it."""
        agents = self.kinship.comparer.agents
        pairs = ((one, other) for one in self.left[1].doers for other in self.right[1].doers)
        return min((agents(*pair) for pair in pairs), default=Likeness.UNSURE)

    def tells_of_own_deed(self, told: Told) -> bool:
        """Whether a claimant speaks of what its own side did."""
        agents = self.kinship.comparer.agents
        return any(agents(told[0].claimant, one) is Likeness.SAME for one in told[1].doers)

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


def rivals_in_reports(
    party: Iterable[ClaimRow], kinship: Kinship
) -> Iterator[tuple[Question, Told, Told, Clash]]:
    """Yield two rival accounts of one report, with the question and the clash.

    `party` are the claims that affirm something.
    """
    told: dict[str, list[Told]] = {}
    for claim in party:
        several = told.setdefault(claim.document, [])
        several += [(claim, account) for account in kinship.accounts.of(claim)]
    for several in told.values():
        if len(several) > MOST_TOLD:
            continue
        accusers = _accusers(several, kinship)
        for left, right in combinations(several, 2):
            if left[0].claimant != right[0].claimant:
                yield from _between(Rivals(left, right, kinship, accusers))


def _accusers(several: Sequence[Told], kinship: Kinship) -> frozenset[str]:
    """Those who tell of attacks on different things, at different places or on different days."""
    acts: dict[str, list[Account]] = {}
    for claim, account in several:
        if any(kinship.tables.is_a(kind, cg("HostileAct")) for kind in account.kinds):
            acts.setdefault(claim.claimant, []).append(account)
    return frozenset(
        claimant
        for claimant, told in acts.items()
        if any(_are_two(left, right, kinship) for left, right in combinations(told, 2))
    )


def _are_two(left: Account, right: Account, kinship: Kinship) -> bool:
    if left.node == right.node:
        return False
    hit = [{*kinship.accounts.targets(one)} for one in (left, right)]
    is_other = (
        all(hit) and not hit[0] & hit[1] and not _is_worded_alike((tuple(hit[0]), tuple(hit[1])), kinship)
    )
    return is_other or kinship.are_apart(left, right) or not kinship.fits_in_time(left, right)


def _between(pair: Rivals) -> Iterator[tuple[Question, Told, Told, Clash]]:
    for rule, prop in _RULES:
        clash = rule(pair)
        if clash is not None:
            yield Question(pair.left[1].node, prop), pair.left, pair.right, clash
            return


def _of_doers(pair: Rivals) -> Clash | None:
    """Two who are said to have hit one thing, or of whom each lays it to the other."""
    left, right = pair.left[1], pair.right[1]
    if left.node == right.node or not (left.doers and right.doers):
        return None
    if pair.doers() < Likeness.LIKELY_DIFFERENT:
        return None
    if pair.tells_of_own_deed(pair.left) and pair.tells_of_own_deed(pair.right):
        return None
    kinship = pair.kinship
    if not any(kinship.is_single(one) for one in (*left.things, *left.sites)):
        return None
    tie = kinship.one_event(left, right)
    points = tie.open_points if tie else []
    if tie is None:
        if not _is_mutual(pair):
            return None
        points = ["both accounts must be of one event"]
    names = [", ".join(kinship.facts.label(one) for one in account.doers) for account in (left, right)]
    reason = f"“{kinship.tables.label(DOER)}” has one answer, and {names[0]} is not {names[1]}"
    clash = Clash(Rule.LOGIC, Reading.LITERAL, True, reason, (f"{compact(DOER)} cg:admitsOneAnswer true",))
    return clash.weakened("; ".join(points))


def _is_mutual(pair: Rivals) -> bool:
    """Whether each lays to the other what befell something, and only one of them tells what it was."""
    if not (pair.accuses(pair.left, pair.right) and pair.accuses(pair.right, pair.left)):
        return False
    left, right = pair.left[1], pair.right[1]
    targets = [pair.kinship.accounts.targets(one) for one in (left, right)]
    placed = pair.kinship.fits_in_place(left, right) and pair.kinship.fits_in_time(left, right)
    return placed and pair.kinds(cg("HostileAct")) and any(targets) and not all(targets)


def _of_accused(pair: Rivals) -> Clash | None:
    """Each lays one act to the other's side, or says that the other's side began."""
    left, right = pair.left[1], pair.right[1]
    if not ((left.doers or left.weapons) and (right.doers or right.weapons)):
        return None
    if not (pair.accuses(pair.left, pair.right) and _is_not_own(pair)):
        return None
    kinship = pair.kinship
    if not pair.kinds(cg("HostileAct"), _HARM, cg("MaterielLoss"), cg("ForceMovement")):
        return None
    if kinship.are_apart(left, right) or not kinship.fits_in_time(left, right):
        return None
    begun = any(_BEGINNING.search(told[0].words) for told in (pair.left, pair.right))
    hit = kinship.accounts.targets(left), kinship.accounts.targets(right)
    shared = {*left.things, *left.sites} & {*right.things, *right.sites}
    single = any(kinship.is_single(one) for one in shared)
    if {pair.left[0].claimant, pair.right[0].claimant} & pair.accusers:
        if not (single and left.kinds & right.kinds):
            return None  # of many attacks of which both accuse each other some are of either side
    elif not (begun or single or (all(hit) and _is_worded_alike(hit, kinship))):
        return None
    reason = "each account lays it to the side that gives the other"
    clash = Clash(Rule.LOGIC, Reading.EXCLUSIVE, True, reason, (f"{compact(DOER)} cg:admitsOneAnswer true",))
    return clash.weakened("both accounts must be of one event")


def _is_not_own(pair: Rivals) -> bool:
    """Whether the accused lays it back to the other side, or to those who speak for it."""
    if pair.accuses(pair.right, pair.left):
        return True
    kinship = pair.kinship
    accused, doers = pair.right[0].claimant, pair.right[1].doers
    return bool(doers) and not any(kinship.are_of_one_side(accused, one) for one in doers)


def _is_worded_alike(hit: tuple[tuple[str, ...], tuple[str, ...]], kinship: Kinship) -> bool:
    words = [{w for one in several for w in head_words(kinship.facts.label(one))} for several in hit]
    return bool(words[0] & words[1])


def _hit_several(told: Told, kinship: Kinship) -> bool:
    """Whether an account gives a number of things that were hit: some of many may be of another sort."""
    claim, account = told
    content = kinship.accounts.contents.get(claim.proposition)
    several = figures(content, kinship.facts) if content is not None else []
    return any(
        one.event == account.node and not one.counts.startswith(CODE) and (one.low or 0) > 1
        for one in several
    )


def _of_aims(pair: Rivals) -> Clash | None:
    """Something military was hit by the account of those who did it, and something civil by another.

    A command post in the compound of a school is both: what is said to lie in an unnamed place is left aside.
    """
    if not (pair.left[1].things and pair.right[1].things) or not (pair.left[1].doers or pair.right[1].doers):
        return None
    if not pair.kinds(_ATTACK, cg("MaterielLoss")):
        return None
    told = pair.of_doer_and_other()
    if told is None:
        return None
    mine, other = told
    kinship = pair.kinship
    if not _is_military(mine, kinship) or not _is_civil(other, kinship):
        return None
    if other.doers and pair.doers() >= Likeness.LIKELY_DIFFERENT:
        return None
    if not kinship.fits_in_time(mine, other) or kinship.are_apart(mine, other):
        return None
    if all(_hit_several(told, kinship) for told in (pair.left, pair.right)):
        return None
    around = [one for one in mine.sites if one not in mine.things and one not in other.sites]
    if any(not kinship.facts.is_resolved(one) and not kinship.has_name(one) for one in around):
        return None
    tied = (mine.time and mine.time == other.time) or {*mine.sites} & {*other.sites}
    if not tied and not (other.doers and pair.doers() is Likeness.SAME):
        return None
    reason = "those who did it say that something military was hit, others that something civil was"
    return Clash(Rule.LOGIC, Reading.EXCLUSIVE, True, reason).weakened("both accounts must be of one event")


def _is_military(account: Account, kinship: Kinship) -> bool:
    kinds = {kind for one in account.things for kind in kinship.accounts.kinds(one)}
    words = _words((*account.things, *account.people), kinship)
    return cg("MilitaryFacility") in kinds or bool(words & (_MILITARY | BEARING_ARMS))


def _is_civil(account: Account, kinship: Kinship) -> bool:
    kinds = {kind for one in (*account.things, *account.sites) for kind in kinship.accounts.kinds(one)}
    words = _words((*account.things, *account.people, *account.sites), kinship)
    return not _is_military(account, kinship) and (
        cg("CivilFacility") in kinds or bool(words & (_CIVIL | BYSTANDERS))
    )


def _of_cause(pair: Rivals) -> Clash | None:
    """One person is killed by somebody in one account, and dies by chance or of illness in the other."""
    left, right = pair.left[1], pair.right[1]
    shared = {*left.people, *left.things} & {*right.people, *right.things}
    if not shared or not pair.kinds(_HARM, cg("UnintendedEvent")):
        return None
    by_chance = [bool(_BY_CHANCE.search(told[0].words)) for told in (pair.left, pair.right)]
    by_hand = [
        bool(told[1].doers) or bool(_BY_HAND.search(told[0].words)) for told in (pair.left, pair.right)
    ]
    if not any(by_chance[at] and by_hand[1 - at] and not by_chance[1 - at] for at in (0, 1)):
        return None
    if not pair.kinship.fits_in_time(left, right):
        return None
    reason = f"{pair.kinship.facts.label(min(shared))} dies by another's hand in one account only"
    return Clash(Rule.LOGIC, Reading.EXCLUSIVE, True, reason).weakened("both accounts must be of one death")


def _of_state(pair: Rivals) -> Clash | None:
    """What is said of one thing in words that exclude each other."""
    reason = opposed_states(pair.left, pair.right, pair.kinship)
    if reason is None:
        return None
    return Clash(Rule.LOGIC, Reading.LITERAL, True, reason).weakened(
        "both must speak of one thing at one time"
    )


def _of_means(pair: Rivals) -> Clash | None:
    """One thing is hit, by missiles in one account and by shells in the other."""
    left, right = (_narrowest(account, _MEANS) for account in (pair.left[1], pair.right[1]))
    if not left or not right or left == right or frozenset((left, right)) in _ALIKE:
        return None
    hit = [pair.kinship.accounts.targets(told[1]) for told in (pair.left, pair.right)]  # a town is hit often
    if not all(any(pair.kinship.is_single(one) for one in several) for several in hit):
        return None
    if any(_GOING_ON.search(told[0].words) for told in (pair.left, pair.right)):
        return None
    tie = pair.kinship.one_event(pair.left[1], pair.right[1])
    if tie is None:
        return None
    reason = f"if it was hit once, it cannot have been by {_MEANS[left]} and by {_MEANS[right]}"
    clash = Clash(Rule.LOGIC, Reading.EXCLUSIVE, True, reason)
    return clash.weakened("; ".join(tie.open_points))


def _of_victims(pair: Rivals) -> Clash | None:
    """Armed people by those who did it, or by who says that there were no others; by another, civilians."""
    if not pair.kinds(_ATTACK, _HARM) or pair.doers() >= Likeness.LIKELY_DIFFERENT:
        return None
    kinship, doers = pair.kinship, pair.of_doer_and_other()
    for (one, mine), (two, other) in ((pair.left, pair.right), (pair.right, pair.left)):
        said, told = (victims(one, mine, "", kinship), victims(two, other, "", kinship))
        is_own = doers is not None and doers[0] is mine
        if (
            mine.things
            or not said.armed
            or not (is_own or said.is_all)
            or not _is_of_civilians(told, kinship)
        ):
            continue
        if not is_own and not told.words:
            continue
        if are_of_two_sides(said, told, kinship) or not _are_of_one(pair, is_own=is_own):
            continue
        reason = "those who did it say that it was directed at armed people, others that it befell civilians"
        if not is_own:
            reason = "one account is of armed people alone, the other of civilians"
        clash = Clash(Rule.LOGIC, Reading.EXCLUSIVE, True, reason)
        return clash.weakened("both accounts must be of one event")
    return None


def _is_of_civilians(told: Victims, kinship: Kinship) -> bool:
    """Whether an account is of civilians, or of people in something civil; some of many are no rivals."""
    claim, account = told.claim, told.account
    content = kinship.accounts.contents.get(claim.proposition)
    is_counted = content is not None and bool(figures(content, kinship.facts))
    if told.words & CIVILIANS or is_counted or told.armed:
        return bool(told.words & CIVILIANS)
    things = (*account.things, *account.sites)
    is_civil = any(cg("CivilFacility") in kinship.accounts.kinds(one) for one in things)
    return bool(told.words & (BYSTANDERS | FAMILIES)) or is_civil


def _are_of_one(pair: Rivals, *, is_own: bool) -> bool:
    """Whether two accounts can be of one event, and doer, day or place ties them."""
    left, right = pair.left[1], pair.right[1]
    if left.node == right.node:
        return True
    kinship = pair.kinship
    if not kinship.fits_in_place(left, right) or not kinship.fits_in_time(left, right):
        return False
    if is_own and left.doers and right.doers and pair.doers() is Likeness.SAME:
        return True
    shared = [one for one in {*left.sites} & {*right.sites} if not kinship.is_wide(one)]
    return bool(shared) and (left.time == right.time or not (left.time and right.time))


def _of_day(pair: Rivals) -> Clash | None:
    """One thing is lost, or one person dies, on two days that do not meet."""
    left, right = pair.left[1], pair.right[1]
    shared = {*left.things, *left.people} & {*right.things, *right.people}
    known = [one for one in shared if pair.kinship.is_told_apart(one) or pair.kinship.has_name(one)]
    if not known or not pair.kinds(*_ONCE) or not (left.time and right.time):
        return None
    facts = pair.kinship.facts
    if overlap(bounds_of(left.time, facts), bounds_of(right.time, facts)):
        return None
    days = [facts.edtf(one.time) for one in (left, right)]
    reason = f"{facts.label(min(known))} is lost once, and {days[0]} is not {days[1]}"
    axiom = f"{compact(_TIME)} cg:admitsOneAnswer true"
    return Clash(Rule.LOGIC, Reading.LITERAL, True, reason, (axiom,))


def _of_extent(pair: Rivals) -> Clash | None:
    """One thing is destroyed in the account of one side, and damaged in that of the other."""
    kinds = [account.kinds for account in (pair.left[1], pair.right[1])]
    is_lesser = [_LESSER in one for one in kinds]
    is_greater = [any(top in one for top in _GREATER) for one in kinds]
    if not (is_lesser[0] and is_greater[1]) and not (is_lesser[1] and is_greater[0]):
        return None
    things = (*pair.left[1].things, *pair.right[1].things)
    is_item = all(cg("Materiel") in pair.kinship.accounts.kinds(one) for one in things)  # no building in part
    tie = pair.kinship.one_event(pair.left[1], pair.right[1]) if is_item and pair.are_opposed() else None
    if tie is None:
        return None
    reason = "what is destroyed is not merely damaged"
    clash = Clash(Rule.LOGIC, Reading.EXCLUSIVE, True, reason)
    return clash.weakened("; ".join([*tie.open_points, "damage must mean no more than that"]))


_RULES: tuple[tuple[Callable[[Rivals], Clash | None], str], ...] = (
    (_of_doers, DOER),
    (_of_means, TYPE),
    (_of_victims, cg("affects")),
    (_of_day, _TIME),
    (_of_extent, TYPE),
    (_of_accused, DOER),
    (_of_aims, cg("affects")),
    (_of_cause, CAUSE),
    (_of_state, CONTENT),
)
"""The rivalries, with the property that each is a question of."""


def _narrowest(account: Account, among: Iterable[str]) -> str:
    found = sorted(set(among) & account.kinds)
    return found[0] if found else ""


def _words(people: Iterable[str], kinship: Kinship) -> frozenset[str]:
    return frozenset(word for one in people for word in head_words(kinship.facts.label(one)))
