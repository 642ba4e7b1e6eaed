"""Rival accounts within one report: who did it, by what means, to whom, on which day, and how bad it was.

A report that lets two sides speak mostly tells of one event, though each side tells it as one of its own. Two
accounts of it that cannot both be so, or only if there were two such events, are rivals. The kind of rivalry
is asked in turn; that both speak of one event is always left open, so each of these is a possible
contradiction only, but for the day of what happens to nobody twice.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from itertools import combinations

from claimgraph.reasoning.accounts import Account, bounds_of, overlap
from claimgraph.reasoning.aims import of_aims, of_victims
from claimgraph.reasoning.answers import CAUSE, CONTENT, Question
from claimgraph.reasoning.chance import of_first, of_mishap
from claimgraph.reasoning.checker import Clash, Reading, Rule
from claimgraph.reasoning.kinship import Kinship
from claimgraph.reasoning.opposites import opposed_states
from claimgraph.reasoning.record import TYPE, ClaimRow
from claimgraph.reasoning.rivals import Rivals, Told
from claimgraph.reasoning.sameness import ANYONE, Likeness, head_words
from claimgraph.reasoning.states import DOER
from claimgraph.reasoning.ties import BEARING_ARMS, CIVILIANS
from claimgraph.reasoning.wordings import stems
from claimgraph.vocabulary import cg, compact

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
_ANYBODY = ANYONE | BEARING_ARMS | {"individual", "perpetrator", "group", "mob", "side", "enemy"}
"""Words that leave open who somebody was."""
_BEGINNING = re.compile(
    r"\b(?:first|began|begun|started|provoked|unprovoked|provocations?|initiated|broken?|broke|violat\w+"
    r"|breach\w*|in response|retaliat\w+|returned fire|answered|themselves|itself"
    r"|it was \w+(?: \w+)? (?:that|who)|own (?:people|side|troops|town|city))\b",
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
_OF_ONE = re.compile(
    r"(?:that )?(?:he|she|the (?:man|woman|boy|girl|child|prisoner|farmer|victim))\b", re.IGNORECASE
)
"""Words for one person who was told of before."""
_BY_HAND = re.compile(
    r"\b(?:beaten|shot|tortur\w+|murdered|executed|stabbed|strangled|poison\w*)\b", re.IGNORECASE
)


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
        place = {iri: n for n, iri in enumerate(dict.fromkeys(claim.iri for claim, _ in several))}
        for left, right in combinations(several, 2):
            if left[0].claimant != right[0].claimant:
                distance = place[right[0].iri] - place[left[0].iri]
                yield from _between(Rivals(left, right, kinship, accusers, distance))


def _accusers(several: Sequence[Told], kinship: Kinship) -> frozenset[str]:
    """Those who tell of attacks on different things, at different places or on different days."""
    acts: dict[str, list[Account]] = {}
    for claim, account in several:
        if kinship.tables.has_any(account.kinds, cg("HostileAct")):
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
    if not (left.doers and right.doers) or (left.node == right.node and pair.doers() is not Likeness.UNSURE):
        return None  # of one event the doers are compared as answers
    if pair.doers() < Likeness.LIKELY_DIFFERENT and not _are_other_names(left, right, pair.kinship):
        return None
    if pair.tells_of_own_deed(pair.left) and pair.tells_of_own_deed(pair.right):
        return None
    kinship = pair.kinship
    if kinship.are_of_one_side(pair.left[0].claimant, pair.right[0].claimant):
        return None  # of their own deed, and of what the others did
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


def _are_other_names(left: Account, right: Account, kinship: Kinship) -> bool:
    """Whether two accounts of one event call its doers by names that share nothing: herders, a group."""
    if left.node != right.node and not {*left.things, *left.sites} & {*right.things, *right.sites}:
        return False
    agents, label = kinship.comparer.agents, kinship.facts.label
    words = [{w for one in account.doers for w in head_words(label(one))} for account in (left, right)]
    vague = any(one <= _ANYBODY for one in words)
    alike = any(agents(one, other) is Likeness.SAME for one in left.doers for other in right.doers)
    return not (vague or alike or stems(" ".join(words[0])) & stems(" ".join(words[1])))


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
    single = any(kinship.is_single(one) for one in {*hit[0]} & {*hit[1]})  # a town is hit by both
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
    return bool(pair.right[1].doers) and not pair.tells_of_own_deed(pair.right)


def _is_worded_alike(hit: tuple[tuple[str, ...], tuple[str, ...]], kinship: Kinship) -> bool:
    words = [{w for one in several for w in head_words(kinship.facts.label(one))} for several in hit]
    return bool(words[0] & words[1])


def _of_cause(pair: Rivals) -> Clash | None:
    """One person is killed by somebody in one account, and dies by chance or of illness in the other."""
    left, right = pair.left[1], pair.right[1]
    label = pair.kinship.facts.label
    befell = {*left.people, *left.things} & {*right.people, *right.things}
    shared = {one for one in befell if not head_words(label(one)) <= ANYONE | CIVILIANS}
    is_told_before = pair.distance == 1 and any(
        _OF_ONE.match(told[0].words) for told in (pair.left, pair.right)
    )
    if not (shared or is_told_before) or not pair.kinds(_HARM, cg("UnintendedEvent")):
        return None
    by_chance = [bool(_BY_CHANCE.search(told[0].words)) for told in (pair.left, pair.right)]
    by_hand = [
        bool(told[1].doers) or bool(_BY_HAND.search(told[0].words)) for told in (pair.left, pair.right)
    ]
    if not any(by_chance[at] and by_hand[1 - at] and not by_chance[1 - at] for at in (0, 1)):
        return None
    if not pair.kinship.fits_in_time(left, right):
        return None
    who = label(min(shared)) if shared else "the one told of before"
    reason = f"{who} dies by another's hand in one account only"
    return Clash(Rule.LOGIC, Reading.EXCLUSIVE, True, reason).weakened("both accounts must be of one death")


def _of_chance(pair: Rivals) -> Clash | None:
    """What was told right before is called a mishap: "the government spoke of an accident"."""
    for told, other in ((pair.left[1], pair.right[1]), (pair.right[1], pair.left[1])):
        is_mishap = pair.kinship.tables.has_any(told.kinds, cg("UnintendedEvent"))
        if not is_mishap or told.things or told.people or pair.distance != 1 or told.node == other.node:
            continue
        if not pair.kinship.tables.has_any(other.kinds, cg("HostileAct"), _HARM):
            continue
        if pair.kinship.fits_in_place(told, other) and pair.kinship.fits_in_time(told, other):
            reason = "what one account tells as harm done the other calls a mishap"
            clash = Clash(Rule.LOGIC, Reading.EXCLUSIVE, True, reason)
            return clash.weakened("both accounts must be of one event")
    return None


def _of_state(pair: Rivals) -> Clash | None:
    """What is said of one thing in words that exclude each other."""
    reason = opposed_states(pair.left, pair.right, pair.kinship, is_next=pair.distance == 1)
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
    (of_victims, cg("affects")),
    (_of_day, _TIME),
    (_of_extent, TYPE),
    (_of_accused, DOER),
    (of_aims, cg("affects")),
    (_of_cause, CAUSE),
    (_of_chance, CAUSE),
    (of_mishap, CAUSE),
    (of_first, DOER),
    (_of_state, CONTENT),
)
"""The rivalries, with the property that each is a question of."""


def _narrowest(account: Account, among: Iterable[str]) -> str:
    found = sorted(set(among) & account.kinds)
    return found[0] if found else ""
