"""Rival accounts of what was hit and whom it befell: military or civil, armed people or civilians."""

from __future__ import annotations

from collections.abc import Iterable

from claimgraph.reasoning.accounts import Account
from claimgraph.reasoning.checker import Clash, Reading, Rule
from claimgraph.reasoning.figures import figures
from claimgraph.reasoning.kinship import Kinship
from claimgraph.reasoning.people import BYSTANDERS, FAMILIES, Victims, are_of_two_sides, victims
from claimgraph.reasoning.record import ClaimRow
from claimgraph.reasoning.rivals import Rivals, Told
from claimgraph.reasoning.sameness import Likeness, head_words
from claimgraph.reasoning.ties import BEARING_ARMS, CIVILIANS
from claimgraph.vocabulary import CODE, cg

_ATTACK, _HARM = cg("Attack"), cg("Harm")
_NEAR = 3
"""So many claims further on an account may answer another one."""
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


def of_aims(pair: Rivals) -> Clash | None:
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
    if not (mine.time and mine.time == other.time) and not other.doers and pair.distance > _NEAR:
        return None  # of one town alone, and told elsewhere in the report
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


def of_victims(pair: Rivals) -> Clash | None:
    """Armed people by those who did it, or by who says that there were no others; by another, civilians."""
    if not pair.kinds(_ATTACK, _HARM) or pair.doers() >= Likeness.LIKELY_DIFFERENT:
        return None
    kinship, doers = pair.kinship, pair.of_doer_and_other()
    for (one, mine), (two, other) in ((pair.left, pair.right), (pair.right, pair.left)):
        said, told = (victims(one, mine, "", kinship), victims(two, other, "", kinship))
        is_own = doers is not None and doers[0] is mine
        if mine.things or not said.armed or not (is_own or said.is_all or told.is_all):
            continue
        is_counted = not told.is_all and (_is_counted(one, kinship) or not is_own)
        if not _is_of_civilians(told, kinship, is_counted=is_counted):
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


def _is_counted(claim: ClaimRow, kinship: Kinship) -> bool:
    content = kinship.accounts.contents.get(claim.proposition)
    return content is not None and bool(figures(content, kinship.facts))


def _is_of_civilians(told: Victims, kinship: Kinship, *, is_counted: bool) -> bool:
    """Whether an account is of civilians, or of people in something civil; some of many are no rivals.

    `is_counted` says whether the other account gives a figure.
    """
    claim, account = told.claim, told.account
    if told.words & CIVILIANS or told.armed or (is_counted and _is_counted(claim, kinship)):
        return bool(told.words & CIVILIANS)
    if _is_counted(claim, kinship):
        return bool(told.words & BYSTANDERS)
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


def _hit_several(told: Told, kinship: Kinship) -> bool:
    """Whether an account gives a number of things that were hit: some of many may be of another sort."""
    claim, account = told
    content = kinship.accounts.contents.get(claim.proposition)
    several = figures(content, kinship.facts) if content is not None else []
    return any(
        one.event == account.node and not one.counts.startswith(CODE) and (one.low or 0) > 1
        for one in several
    )


def _words(people: Iterable[str], kinship: Kinship) -> frozenset[str]:
    return frozenset(word for one in people for word in head_words(kinship.facts.label(one)))
