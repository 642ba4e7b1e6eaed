"""Whether an account of an event is one of those that a denial speaks of, though they share no IRI.

"There was no strike on the port on Monday" denies every strike on it that day, whatever it is called. So an
account is denied if it is of the kind, by the doer, on the thing, at the place and in the time that the
denial gives. Something must tie the two together: a place narrower than a land, a thing, or one report and
day. What only one of them tells is an open point, and the contradiction then a possible one.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import timedelta

from claimgraph.reasoning.accounts import (
    DOERS,
    SITES,
    THINGS,
    Account,
    Accounts,
    bounds_of,
    day,
    gap,
    overlap,
)
from claimgraph.reasoning.sameness import ANYONE, IRREGULARS, TROOPS, Comparer, head_words
from claimgraph.vocabulary import cg, compact

RECENT = timedelta(days=31)
"""A denial without a day speaks of what happened within so many days before it."""
NEAR = timedelta(days=7)
"""An account without a day is taken to be of what reports of so many days speak of."""
_TOO_WIDE = frozenset((cg("Event"), cg("Occurrence")))
_ARMS = frozenset(("arm", "weapon", "weaponry", "munition", "ammunition"))
_BUILDINGS = frozenset(("building", "facility", "infrastructure", "object", "target", "site", "structure"))
_CIVIL = frozenset(("civilian", "civil", "residential"))
_FORCES = frozenset((cg("ArmedForce"), cg("MilitaryUnit")))
_ARMED = TROOPS | IRREGULARS
CIVILIANS = frozenset(("civilian", "resident", "inhabitant", "villager"))


@dataclass(slots=True)
class Tie:
    """What ties an account to a denial: the axioms used, and what is left open."""

    axioms: list[str] = field(default_factory=list)
    open_points: list[str] = field(default_factory=list)
    is_tied: bool = False
    lasts: bool = False
    """Whether what is denied is a state that the account brings about, and that lasts from then on."""

    def leave(self, point: str) -> bool:
        """Note an open point; always true."""
        if point not in self.open_points:
            self.open_points.append(point)
        return True


class Kinship:
    """Finds out which accounts a denied one covers."""

    def __init__(self, accounts: Accounts, comparer: Comparer) -> None:
        """Compare these accounts."""
        self.accounts = accounts
        self.comparer = comparer
        self.facts, self.tables = accounts.facts, accounts.tables

    def anchors(self, account: Account) -> frozenset[str]:
        """The nodes by which an account is looked up: what is known by name, else things, places, people.

        Without a thing and a place also the report: there the day and who was hurt, or who did it, must tie
        the two.
        """
        known = [one for one in account.things if self.is_told_apart(one)]
        if known:
            return frozenset(known)
        sites = [one for one in account.sites if not self.is_wide(one)]
        doers = account.doers if not sites and self._is_told_by_doer(account) else ()
        return frozenset((*account.things, *account.people, *doers, *(sites or [account.document])))

    def reached(self, account: Account) -> frozenset[str]:
        """The nodes under which an affirmed account is found: its things, its places and all around them."""
        around = (self.facts.above(one, "isLocatedIn", "isPartOf") for one in account.sites)
        doers = account.doers if self._is_told_by_doer(account) else ()
        principals = (self.comparer.principals(one) for one in doers)
        found = frozenset((*account.things, *account.people, account.document))
        return found.union(*around, *principals)

    def one_event(self, left: Account, right: Account) -> Tie | None:
        """What ties two accounts of one thing, at one place and time, whatever they say it was."""
        tie = Tie()
        if not (left.time and right.time) or not overlap(
            *(bounds_of(one.time, self.facts) for one in (left, right))
        ):
            return None
        wider, closer = sorted((left, right), key=lambda one: (len(one.sites), one.node))
        placed = any(self._site(*pair, Tie()) for pair in ((wider, closer), (closer, wider)))
        if not placed or not (left.things and right.things):
            return None
        for general, special in ((left, right), (right, left)):
            found = Tie()
            if self._thing(general, special, found):
                tie.open_points += found.open_points
                tie.leave("both accounts must be of one event")
                return tie
        return None

    def denied(self, general: Account, special: Account, *, is_tied: bool = False) -> Tie | None:
        """How an account falls under a denied one, or nothing if it does not.

        With `is_tied` it is known from elsewhere that the denial is of it.
        """
        tie = Tie(is_tied=is_tied or general.node == special.node)
        if general.has_more:
            return None
        steps = (
            self._kind,
            self._doer,
            self._recipient,
            self._weapon,
            self._time,
            self._site,
            self._thing,
            self._people,
        )
        if not all(step(general, special, tie) for step in steps):
            return None
        return tie if tie.is_tied or self._one_report(general, special, tie) else None

    # ------------------------------------------------------------------ roles

    def _kind(self, general: Account, special: Account, tie: Tie) -> bool:
        if not general.kinds or general.kinds & _TOO_WIDE:
            return False
        for kind in sorted(general.kinds):
            below = next((one for one in sorted(special.kinds) if self._leads_to(one, kind)), None)
            if below is None:
                return False
            if below != kind:
                word = "rdfs:subClassOf" if self.tables.is_a(below, kind) else "cg:endsIn"
                tie.axioms.append(f"{compact(below)} {word} {compact(kind)}")
                tie.lasts = tie.lasts or word == "cg:endsIn"
        return True

    def _leads_to(self, kind: str, wanted: str) -> bool:
        """Whether an event of a kind is one of another, or brings it about by the ontology."""
        return self.tables.is_a(kind, wanted) or any(
            self.tables.is_a(state, wanted) for state in self.tables.ends_in(kind)
        )

    def _doer(self, general: Account, special: Account, tie: Tie) -> bool:
        if not general.doers:
            return True
        if not special.doers:  # who moved is told by what moved: for other acts nobody is accused
            keys = {key for kind in general.kinds for key in self.tables.identified_by(kind)}
            return cg("isPerformedBy") in keys and tie.leave("who did it is given by one account only")
        if not any(self._acts_for(other, one, tie) for one in general.doers for other in special.doers):
            return False
        if self._is_told_by_doer(general) and any(self.facts.is_resolved(one) for one in general.doers):
            tie.is_tied = True
        return True

    def _is_told_by_doer(self, account: Account) -> bool:
        """Whether such events are told apart by who takes part, not by a place or thing: deliveries."""
        keys = {key for kind in account.kinds for key in self.tables.identified_by(kind)}
        return not keys.isdisjoint(DOERS) and keys.isdisjoint((*THINGS, *SITES))

    def _recipient(self, general: Account, special: Account, tie: Tie) -> bool:
        if general.recipients and not special.recipients:
            return tie.leave("the recipient is given by one account only")
        covers = self.comparer.covers
        return all(any(covers(one, it) for it in special.recipients) for one in general.recipients)

    def _acts_for(self, special: str, general: str, tie: Tie) -> bool:
        if self.comparer.covers(general, special):
            return True
        if self.comparer.principals(general) & self.comparer.principals(special):
            return tie.leave("the accounts name two agents of one principal")
        return False

    def _weapon(self, general: Account, special: Account, tie: Tie) -> bool:
        return all(any(self.comparer.covers(one, it) for it in special.weapons) for one in general.weapons)

    # ------------------------------------------------------------------ time

    def _time(self, general: Account, special: Account, tie: Tie) -> bool:
        when, then = (bounds_of(one.time, self.facts) for one in (general, special))
        said, told = day(general.published), day(special.published)
        if self._is_general(general) and general.document == special.document:
            return True
        if general.time and special.time:
            return overlap(when, (then[0], None) if tie.lasts else then)
        if general.time:
            near = gap(when, told)
            return near is not None and abs(near) <= NEAR and tie.leave("only the denial gives a day")
        before = gap(then if special.time else told, said)
        if before is None or before > (RECENT if special.time else NEAR):
            return False
        if not special.time and before < -timedelta(days=2):  # told after the next day
            return False
        if special.time and before < -timedelta(days=1):  # later than the denial
            return overlap(then, said)
        return self._happens_once(general) or tie.leave("the denial gives no day")

    def _is_general(self, account: Account) -> bool:
        """Whether a denial is of all that somebody ever did: "its troops do not harm civilians"."""
        return bool(account.doers) and not (account.time or account.sites)

    def _happens_once(self, account: Account) -> bool:
        """Whether it befalls nobody twice: death, and what the ontology identifies without a time."""
        if any(self.tables.is_a(kind, cg("Killing")) for kind in account.kinds):
            return any(self._has_name(one) for one in account.people)
        keys = {key for kind in account.kinds for key in self.tables.identified_by(kind)}
        return cg("hasTimeSpan") not in keys and any(self.is_told_apart(one) for one in account.things)

    # ------------------------------------------------------------------ places

    def _site(self, general: Account, special: Account, tie: Tie) -> bool:
        for one in general.sites:
            if special.things and self._is_built(one, general):
                continue  # compared as what was hit
            if any(one == it or self.comparer.within(it, one) for it in special.sites):
                tie.is_tied = tie.is_tied or not self.is_wide(one)
                continue
            if any(self.comparer.covers(one, it) for it in special.sites):
                continue  # worded alike: no tie, and no difference
            if not special.sites:
                tie.leave("the place is given by one account only")
                continue
            return False
        return True

    def _is_built(self, thing: str, account: Account) -> bool:
        """Whether a facility is what an event befell; a place is where it was."""
        return thing in account.things and cg("Place") not in self.accounts.kinds(thing)

    def is_wide(self, place: str) -> bool:
        """Whether a place is a whole land."""
        kinds = self.accounts.kinds(place)
        return cg("Territory") in kinds and len(self.facts.above(place, "isLocatedIn", "isPartOf")) == 1

    def is_told_apart(self, thing: str) -> bool:
        """Whether another IRI means another thing: reference data tell of it, or a ship has a name."""
        if self.facts.is_resolved(thing):
            return True
        return cg("Vessel") in self.accounts.kinds(thing) and self.facts.label(thing)[:1].isupper()

    # ------------------------------------------------------------------ what it befell

    def is_single(self, thing: str) -> bool:
        """Whether a thing is a facility or known by name, and not some of many: "a plant", not "tanks"."""
        return cg("Facility") in self.accounts.kinds(thing) or self.is_told_apart(thing)

    def _thing(self, general: Account, special: Account, tie: Tie) -> bool:
        things = [
            one
            for one in general.things
            if one not in general.sites
            or not special.sites
            or (special.things and self._is_built(one, general))
        ]
        for one in things:
            if one in special.things:
                tie.is_tied = True
                continue
            if not special.things:
                return False
            if not any(self._is_worded_alike(one, it, tie) for it in special.things):
                return False
        return True

    def _is_worded_alike(self, general: str, special: str, tie: Tie) -> bool:
        """Whether the words for one thing are also for the other: "depot", "ammunition depot"."""
        if self.comparer.covers(general, special) or self._is_any(general, special):
            return True
        if self.is_told_apart(general) or self.is_told_apart(special):
            return False
        first, second = (head_words(self.facts.label(one)) for one in (general, special))
        if second and second < first:
            return tie.leave("what was hit is described more closely by one account")
        return False

    def _is_any(self, general: str, special: str) -> bool:
        """Whether the first is a word for all things like the second: "arms", "civilian buildings"."""
        words, kinds = head_words(self.facts.label(general)), self.accounts.kinds(special)
        if words and words <= _ARMS:
            return not kinds.isdisjoint((cg("Materiel"), cg("MaterielType")))
        if words & _BUILDINGS and words <= _BUILDINGS | _CIVIL and cg("Facility") in kinds:
            return not words & _CIVIL or cg("MilitaryFacility") not in kinds
        return False

    def _people(self, general: Account, special: Account, tie: Tie) -> bool:
        for one in general.people:
            if one in special.people:
                tie.is_tied = tie.is_tied or self._has_name(one)
                continue
            if not any(self._are_among(one, it, tie) for it in special.people):
                return False
        return True

    def _has_name(self, node: str) -> bool:
        """Whether somebody is known by a name: "Karim Dallal", and not "Northern soldiers"."""
        return all(word[:1].isupper() for word in self.facts.label(node).split())

    def _are_among(self, general: str, special: str, tie: Tie) -> bool:
        label = self.facts.label
        if head_words(label(general)) <= TROOPS and not _FORCES.isdisjoint(self.accounts.kinds(special)):
            return True
        return among(label(general), label(special), tie) or (
            self.facts.is_resolved(general) and self.comparer.covers(general, special)
        )

    # ------------------------------------------------------------------ ties

    def _one_report(self, general: Account, special: Account, tie: Tie) -> bool:
        """Whether the same report ties the two: the same things or people, or one doer accused."""
        if general.document != special.document:
            return False
        if general.time and special.time and (general.things or general.people):
            return True
        told = general.things or general.people or general.doers
        return bool(told) and tie.leave("that both speak of one event is told by the report alone")


def among(general: str, special: str, tie: Tie) -> bool:
    """Whether those with one description are surely, or maybe, among those with another.

    >>> tie = Tie()
    >>> among("people", "dock workers", tie), among("soldiers", "villagers", tie)
    (True, False)
    >>> among("civilians", "her brother", tie), tie.open_points
    (True, ['it is not said whether they were civilians'])
    """
    wanted, named = head_words(general), head_words(special)
    if not wanted or not named:
        return False
    if wanted <= ANYONE or wanted <= named:
        return True
    if any(wanted <= alike and named & alike for alike in (TROOPS, IRREGULARS)):
        return True
    if wanted <= CIVILIANS and not named & _ARMED and not named <= ANYONE:
        return tie.leave("it is not said whether they were civilians")
    return False
