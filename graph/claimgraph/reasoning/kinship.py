"""Whether an account of an event is one of those that a denial speaks of, though they share no IRI.

"There was no strike on the port on Monday" denies every strike on it that day, whatever it is called. So an
account is denied if it is of the kind, by the doer, on the thing, at the place and in the time that the
denial gives. Something must tie the two together: a place narrower than a land, a thing, or one report and
day. What only one of them tells is an open point, and the contradiction then a possible one.
"""

from __future__ import annotations

from dataclasses import replace
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
from claimgraph.reasoning.implied import implies
from claimgraph.reasoning.sameness import ANYONE, TROOPS, Comparer, Likeness, head_words
from claimgraph.reasoning.taken import TAKEN
from claimgraph.reasoning.ties import (
    ARMS,
    BEARING_ARMS,
    BUILDINGS,
    CIVIL,
    CIVILIANS,
    FORCE_WORDS,
    HAVING_ARMS,
    SURROUNDINGS,
    THRONG,
    WORDS_OF,
    Tie,
    among,
    is_of_anybody,
    is_told_by_kind,
)
from claimgraph.reasoning.wordings import stems
from claimgraph.vocabulary import cg, compact

RECENT = timedelta(days=31)
"""A denial without a day speaks of what happened within so many days before it."""
NEAR = timedelta(days=7)
"""An account without a day is taken to be of what reports of so many days speak of."""
TOO_WIDE = frozenset((cg("Event"), cg("Occurrence")))
_FORCES = frozenset((cg("ArmedForce"), cg("MilitaryUnit")))


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
        sites = [one for one in account.sites if not self.is_wide(one) and not self._is_anywhere(one)]
        doers = account.doers if not sites and self._is_told_by_doer(account) else ()
        if not any(self.facts.is_resolved(one) for one in sites):  # worded otherwise by others of the report
            sites = [*sites, account.document]
        return frozenset((*account.things, *account.people, *doers, *sites))

    def reached(self, account: Account) -> frozenset[str]:
        """The nodes under which an affirmed account is found: its things, its places and all around them."""
        around = (self.facts.above(one, "isLocatedIn", "isPartOf") for one in account.sites)
        doers = account.doers if self._is_told_by_doer(account) else ()
        principals = (self.comparer.principals(one) for one in doers)
        found = frozenset((*account.things, *account.people, account.document))
        return found.union(*around, *principals)

    def one_event(self, left: Account, right: Account) -> Tie | None:
        """What ties two accounts of one thing, at one place and time, whatever they say it was.

        In one report a day or place that only one of them gives is that of the other too.
        """
        left, right = (self._with_facilities(one) for one in (left, right))
        in_one = left.document == right.document
        if not in_one and not (left.time and right.time):
            return None
        if not self.fits_in_time(left, right) or not self.fits_in_place(left, right):
            return None
        has_things = bool(left.things and right.things)
        if not has_things and not (in_one and not (left.things or right.things)):
            return None
        if not has_things and not (left.people and right.people):
            return None
        same = self._thing if has_things else self._people
        for general, special in ((left, right), (right, left)):
            found = Tie()
            if same(general, special, found):
                found.leave("both accounts must be of one event")
                return found
        return None

    def fits_in_time(self, left: Account, right: Account) -> bool:
        """Whether two accounts can be of one time; what is not told excludes nothing."""
        return overlap(*(bounds_of(one.time, self.facts) for one in (left, right)))

    def fits_in_place(self, left: Account, right: Account) -> bool:
        """Whether two accounts can be of one place; what is not told excludes nothing."""
        wider, closer = sorted((left, right), key=lambda one: (len(one.sites), one.node))
        return any(self._site(*pair, Tie()) for pair in ((wider, closer), (closer, wider)))

    def _with_facilities(self, account: Account) -> Account:
        """The account with a facility where something befell people as the thing that it befell."""
        built = tuple(one for one in account.sites if cg("Facility") in self.accounts.kinds(one))
        return account if account.things or not built else replace(account, things=built)

    def denied(self, general: Account, special: Account, *, is_tied: bool = False) -> Tie | None:
        """How an account falls under a denied one, or nothing if it does not.

        With `is_tied` it is known from elsewhere that the denial is of it.
        """
        tie = Tie(
            is_tied=is_tied or general.node == special.node, in_one=general.document == special.document
        )
        if general.has_more:
            return None
        tie.is_of_anybody = is_of_anybody([self.facts.label(one) for one in general.people]) and not (
            general.doers or general.things or general.weapons
        )
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
        if general.is_taken:
            tie.leave(TAKEN)
        return tie if tie.is_tied or self._one_report(general, special, tie) else None

    # ------------------------------------------------------------------ roles

    def _kind(self, general: Account, special: Account, tie: Tie) -> bool:
        if not general.kinds:
            return False
        if general.kinds & TOO_WIDE:  # to have had no part in it is to deny whatever was laid to one
            accused = bool(general.doers and special.doers) and not (general.things or general.people)
            accused = accused and not special.kinds & TOO_WIDE  # what is no more than worded is no act
            return accused and tie.in_one and tie.leave("the denial does not say what kind of act it was")
        for kind in sorted(general.kinds):
            below = next((one for one in sorted(special.kinds) if self._leads_to(one, kind)), None)
            if below is not None:
                if below != kind:
                    word = "rdfs:subClassOf" if self.tables.is_a(below, kind) else "cg:endsIn"
                    tie.axioms.append(f"{compact(below)} {word} {compact(kind)}")
                    tie.lasts = tie.lasts or word == "cg:endsIn"
            elif not any(implies(one, kind, special, tie, self.tables) for one in sorted(special.kinds)):
                return False
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
        by_name = tie.in_one and not general.kinds & TOO_WIDE
        may_be = general.is_taken and tie.in_one
        met = [
            any(self._acts_for(other, one, tie, by_name=by_name, may_be=may_be) for other in special.doers)
            for one in general.doers
        ]
        together = self._is_shared(general) and len(special.doers) > 1
        if not (all(met) if together else any(met)):
            return False
        if self._is_told_by_doer(general) and any(self.facts.is_resolved(one) for one in general.doers):
            tie.is_tied = True
        return True

    def _keys(self, account: Account) -> set[str]:
        """By which properties such events are told apart."""
        return {key for kind in account.kinds for key in self.tables.identified_by(kind)}

    def _is_shared(self, account: Account) -> bool:
        """Whether such events are told apart by all who take part: talks of two with each other."""
        keys = self._keys(account)
        return cg("hasParticipant") in keys and cg("takesPlaceAt") not in keys

    def _is_told_by_doer(self, account: Account) -> bool:
        """Whether such events are told apart by who takes part, not by a place or thing: deliveries."""
        keys = self._keys(account)
        return not keys.isdisjoint(DOERS) and keys.isdisjoint((*THINGS, *SITES))

    def _recipient(self, general: Account, special: Account, tie: Tie) -> bool:
        if general.recipients and not special.recipients:
            return tie.leave("the recipient is given by one account only")
        covers = self.comparer.covers
        return all(any(covers(one, it) for it in special.recipients) for one in general.recipients)

    def _acts_for(self, special: str, general: str, tie: Tie, *, by_name: bool, may_be: bool) -> bool:
        if self.comparer.covers(general, special):
            return True
        if self.comparer.principals(general) & self.comparer.principals(special):
            return tie.leave("the accounts name two agents of one principal")
        names = [stems(self.facts.label(one)) - FORCE_WORDS for one in (general, special)]
        if by_name and names[0] & names[1]:
            return tie.leave("two names may be of one agent")
        is_open = may_be and self.comparer.agents(general, special) is Likeness.UNSURE
        return is_open and tie.leave("it is not known whether both are of one side")

    def _weapon(self, general: Account, special: Account, tie: Tie) -> bool:
        label, covers = self.facts.label, self.comparer.covers
        return all(
            is_told_by_kind(label(one), special.kinds) or any(covers(one, it) for it in special.weapons)
            for one in general.weapons
        )

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
        if special.time and then[1] is None and then[0] is not None:  # what has gone on since
            return then[0] < (said[1] or then[0]) and tie.leave("the denial gives no day")
        before = gap(then if special.time else told, said)
        if tie.in_one and before is not None and before > RECENT:
            return tie.leave("the denial gives no day")
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
        if self.tables.has_any(account.kinds, cg("Killing")):
            return any(self.has_name(one) for one in account.people)
        return cg("hasTimeSpan") not in self._keys(account) and any(
            self.is_told_apart(one) for one in account.things
        )

    # ------------------------------------------------------------------ places

    def _site(self, general: Account, special: Account, tie: Tie) -> bool:
        for one in general.sites:
            if self._is_built(one, general) and (special.things or self._is_any_civilian(one, special)):
                continue  # compared as what was hit
            if any(self._lies_in(it, one) for it in special.sites):
                tie.is_tied = tie.is_tied or not self.is_wide(one)
                continue
            if any(self.comparer.covers(one, it) for it in special.sites):
                continue  # worded alike: no tie, and no difference
            if not special.sites:
                tie.leave("the place is given by one account only")
                continue
            if tie.in_one and self._is_anywhere(one):
                tie.leave("the place is worded in two ways")
                continue
            if self.is_wide(one) and not any(self.facts.is_resolved(it) for it in special.sites):
                tie.leave("it is not known whether one place lies in the other")
                continue
            return False
        return True

    def _is_anywhere(self, place: str) -> bool:
        """Whether a place is called by a word that may stand for another: "the building", "the site"."""
        words = head_words(self.facts.label(place)) - CIVIL
        return not self.facts.is_resolved(place) and bool(words) and words <= BUILDINGS | SURROUNDINGS

    def _lies_in(self, inner: str, outer: str) -> bool:
        """Whether a place is in another: "eastern Ukraine" is in Ukraine, by its name."""
        if inner == outer or self.comparer.within(inner, outer):
            return True
        if cg("InformalRegion") not in self.facts.types(inner):
            return False
        name = head_words(self.facts.label(outer)) - {"territory"}
        return bool(name) and name < head_words(self.facts.label(inner))

    def _is_built(self, thing: str, account: Account) -> bool:
        """Whether a facility is what an event befell; a place is where it was."""
        return thing in account.things and cg("Place") not in self.accounts.kinds(thing)

    def is_wide(self, place: str) -> bool:
        """Whether a place is a whole land."""
        kinds = self.accounts.kinds(place)
        return cg("Territory") in kinds and len(self.facts.above(place, "isLocatedIn", "isPartOf")) == 1

    def are_of_one_side(self, claimant: str, doer: str) -> bool:
        """Whether somebody acts for those for whom a claimant speaks, as far as record or names tell."""
        if self.comparer.agents(claimant, doer) is Likeness.SAME:
            return True
        names = [stems(self.facts.label(one)) - FORCE_WORDS for one in (claimant, doer)]
        return bool(names[0] & names[1])

    def did(self, claimant: str, account: Account) -> bool:
        """Whether an account is of a deed by those for whom a claimant speaks."""
        return any(self.are_of_one_side(claimant, one) for one in account.doers)

    def is_named_in(self, claimant: str, words: str) -> bool:
        """Whether words name those for whom a claimant speaks: "an Israeli sniper", of a government."""
        return bool((stems(self.facts.label(claimant)) - FORCE_WORDS) & stems(words))

    def are_apart(self, left: Account, right: Account) -> bool:
        """Whether two accounts name places that are surely two: two towns, a market and a bus station."""
        known = [[one for one in account.sites if self.facts.is_resolved(one)] for account in (left, right)]
        sites = known if all(known) else [left.sites, right.sites]
        pairs = [self.are_two_places(one, other) for one in sites[0] for other in sites[1]]
        return bool(pairs) and all(pairs)

    def is_in_part_of(self, inner: Account, outer: Account) -> bool:
        """Whether all known places of an account are parts of a place that the other names."""
        known = [[one for one in account.sites if self.facts.is_resolved(one)] for account in (inner, outer)]
        within = self.comparer.within
        return all(known) and all(
            any(one != other and within(one, other) for other in known[1]) for one in known[0]
        )

    def are_two_places(self, left: str, right: str) -> bool:
        """Whether two places or facilities are surely two: known ones apart, or described in other words.

        "The area" can be anywhere, and a facility in any town.
        """
        covers = self.comparer.covers
        if left == right or covers(left, right) or covers(right, left):
            return False
        known = [self.facts.is_resolved(one) for one in (left, right)]
        if all(known):
            wide = [one for one in (left, right) if self.is_wide(one)]
            return not wide or (len(wide) == 1 and self._is_of_another_land(left, right))
        if any(known):
            return False
        words = [head_words(self.facts.label(one)) for one in (left, right)]
        return not words[0] & words[1] and not any(one <= BUILDINGS | SURROUNDINGS for one in words)

    def _is_of_another_land(self, left: str, right: str) -> bool:
        """Whether one of two places is a land, and the other known to lie in another one."""
        lands = [
            {up for up in self.facts.above(one, "isLocatedIn", "isPartOf") if self.is_wide(up)}
            for one in (left, right)
        ]
        return all(lands) and not lands[0] & lands[1]

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
                named = any(self.comparer.covers(one, it) and self.has_name(it) for it in special.people)
                if named or self._is_any_civilian(one, special):
                    continue
                return False
            if not any(self._is_worded_alike(one, it, tie) for it in special.things):
                return False
        return True

    def _is_any_civilian(self, thing: str, special: Account) -> bool:
        """Whether civilians are said to have been hit where "civilian targets" are denied."""
        words = head_words(self.facts.label(thing))
        is_general = bool(words & CIVIL) and words <= BUILDINGS | CIVIL
        hurt = [head_words(self.facts.label(one)) for one in special.people]
        return is_general and any(one & CIVILIANS for one in hurt)

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
        if not self.is_told_apart(general) and any(words in self._words_of(kind) for kind in kinds):
            return True
        if words and words <= ARMS:
            return not kinds.isdisjoint((cg("Materiel"), cg("MaterielType")))
        if words & BUILDINGS and words <= BUILDINGS | CIVIL and cg("Facility") in kinds:
            return not words & CIVIL or cg("MilitaryFacility") not in kinds
        return False

    def _words_of(self, kind: str) -> set[frozenset[str]]:
        """The words for anything of a class: its label, and plain words of the language."""
        return {head_words(self.tables.label(kind))} | {frozenset((w,)) for w in WORDS_OF.get(kind, ())}

    def _people(self, general: Account, special: Account, tie: Tie) -> bool:
        for one in general.people:
            if one in special.people:
                tie.is_tied = tie.is_tied or self.has_name(one)
                continue
            if any(self._are_among(one, it, tie) for it in special.people):
                continue
            if general.document != special.document or not self._may_be(one, general, special, tie):
                return False
        return True

    def _may_be(self, people: str, general: Account, special: Account, tie: Tie) -> bool:
        """Whether those of whom a denial speaks may be those whom its report otherwise calls else.

        Who moves or is somewhere is told as those that move or as the force that moves them.
        """
        words = head_words(self.facts.label(people))
        moves = self.tables.has_any(general.kinds, cg("ForceMovement"), cg("Situation"))
        named = [head_words(self.facts.label(one)) for one in special.people]
        is_armed, is_throng = bool(words & BEARING_ARMS), bool(words & THRONG)
        if moves and not named and special.doers:
            return is_armed and tie.leave("whose people they were is given by one account only")
        alike = any((is_armed and one & BEARING_ARMS) or (is_throng and one <= ANYONE) for one in named)
        places = [one for one in {*general.sites} & {*special.sites} if not self.is_wide(one)]
        alike = alike and bool(places or general.doers or general.time)
        return alike and tie.leave("who they were is worded in two ways")

    def has_arms(self, agent: str) -> bool:
        """Whether an agent has forces of its own, and so means these by "the soldiers"."""
        return not self.accounts.kinds(agent).isdisjoint(HAVING_ARMS)

    def has_name(self, node: str) -> bool:
        """Whether somebody is known by a name: "Karim al-Dallal", and not "Northern soldiers"."""
        return all(any(letter.isupper() for letter in word) for word in self.facts.label(node).split())

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
        if general.time and general.time == special.time and general.kinds == special.kinds:
            return tie.leave("that both speak of one event is told by the report alone")
        if general.is_bare:
            return tie.leave("the denial tells nothing of the event but its kind")
        told = general.things or general.people or general.doers or {*general.sites} & {*special.sites}
        return bool(told) and tie.leave("that both speak of one event is told by the report alone")
