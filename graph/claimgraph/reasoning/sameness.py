"""Whether two values answer one question alike: places within places, agents of one principal, times, codes.

Two answers are rivals only when they surely differ. A district and its city, a day and its month, a state
and its forces, a status and a broader one do not. Names that no reference data describe may mean the same
thing: of them nothing is concluded.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from enum import IntEnum
from functools import lru_cache

import pyoxigraph as ox

from claimgraph.model import normalise_name
from claimgraph.reasoning.record import Facts, Term
from claimgraph.reasoning.tables import Tables
from claimgraph.vocabulary import CODE, cg


class Likeness(IntEnum):
    """How two values compare, from equal to surely different."""

    SAME = 0
    """Equal, or one holds the other."""
    UNSURE = 1
    """Nothing can be concluded."""
    LIKELY_DIFFERENT = 2
    """Different unless something is so that the record does not tell."""
    DIFFERENT = 3
    """Both cannot be right."""


_POINTS = frozenset((cg("Settlement"), cg("District")))
"""Kinds of places that do not overlap unless one lies in the other."""
_PRINCIPALS = ("actsFor", "isUnitOf", "isPartOf", "governs")
ANYONE = frozenset(
    ("person", "people", "dead", "victim", "death", "fatality", "casualty", "man", "other", "human")
)
"""Words for people of any kind. Bodies counted at a place are often but some of the dead."""
BODIES = frozenset(("body", "corpse", "remain"))
"""Words for the dead where they are found."""
IRREGULARS = frozenset(
    (
        *("rebel", "insurgent", "militant", "fighter", "guerrilla", "gunman", "gunmen", "jihadist"),
        *("terrorist", "saboteur", "combatant", "mercenary", "militiaman", "militiamen", "bandit"),
        *("separatist", "extremist", "islamist", "assailant", "attacker", "operative", "infiltrator"),
        *("dissident", "raider", "partisan", "commando", "paramilitary", "suspect", "warrior", "cadre"),
        *("smuggler", "trafficker", "criminal", "looter", "outlaw"),
    )
)
"""Words for armed people who are no soldiers."""
TROOPS = frozenset(
    ("soldier", "troop", "serviceman", "servicemen", "sailor", "personnel", "military", "fighter", "trooper")
)
"""Words for members of forces."""
_ANYWHERE = frozenset(("area", "place", "site", "spot", "scene", "location"))
_TRIVIAL = frozenset(
    ("a", "an", "the", "of", "its", "their", "his", "her", "some", "several", "two", "three")
)


class Comparer:
    """Compares values with the facts of the record and the hierarchies of the ontology."""

    def __init__(self, facts: Facts, tables: Tables) -> None:
        """Compare by these facts and tables."""
        self.facts = facts
        self.tables = tables
        self._known: dict[tuple[str, str], Likeness] = {}
        self._agents: dict[tuple[str, str], Likeness] = {}

    def compare(self, left: Term, right: Term) -> Likeness:
        """How two values of one property compare; symmetric."""
        if isinstance(left, ox.Literal) or isinstance(right, ox.Literal):
            return Likeness.SAME if _plain(left) == _plain(right) else Likeness.DIFFERENT
        if left == right:
            return Likeness.SAME
        key = (min(left, right), max(left, right))
        if key not in self._known:
            self._known[key] = self._comparison(*key)
        return self._known[key]

    def _comparison(self, left: str, right: str) -> Likeness:
        if left.startswith(CODE) and right.startswith(CODE):
            return self._codes(left, right)
        kinds = (self._kinds(left), self._kinds(right))
        for kind, compare in self._by_kind():
            if all(kind in one for one in kinds):
                return compare(left, right)
        if not all(kinds):
            return Likeness.UNSURE
        return self._locations(left, right)

    def _by_kind(self) -> tuple[tuple[str, Callable[[str, str], Likeness]], ...]:
        return (
            (cg("TimeSpan"), self.times),
            (cg("Agent"), self.agents),
            (cg("CodeListEntry"), self._entities),
        )

    def _kinds(self, node: str) -> frozenset[str]:
        """All classes of a node, those above its own too."""
        return frozenset(up for kind in self.facts.types(node) for up in self.tables.above(kind))

    def _narrow(self, node: str) -> frozenset[str]:
        """The narrowest classes of a node: those above them may have been inferred, or not."""
        return self.tables.specific(self.facts.types(node))

    def _codes(self, left: str, right: str) -> Likeness:
        above = self.tables.code_above
        return Likeness.SAME if left in above(right) or right in above(left) else Likeness.DIFFERENT

    def _entities(self, left: str, right: str) -> Likeness:
        resolved = self.facts.is_resolved(left) and self.facts.is_resolved(right)
        return Likeness.DIFFERENT if resolved else Likeness.UNSURE

    # ------------------------------------------------------------------ times

    def times(self, left: str, right: str) -> Likeness:
        """Spans that overlap do not differ; approximate or uncertain ones never surely."""
        (start, end), (other_start, other_end) = self.facts.bounds(left), self.facts.bounds(right)
        apart = bool(end and other_start and end <= other_start) or bool(
            other_end and start and other_end <= start
        )
        if not apart:
            return Likeness.SAME
        vague = any(set(self.facts.edtf(one)) & set("~?%") for one in (left, right))
        return Likeness.UNSURE if vague else Likeness.DIFFERENT

    # ------------------------------------------------------------------ agents

    def agents(self, left: str, right: str) -> Likeness:
        """Agents of one principal or one side do not differ; unresolved ones without a principal may not."""
        key = (left, right) if left < right else (right, left)
        if key not in self._agents:
            self._agents[key] = self._of_agents(*key)
        return self._agents[key]

    def _of_agents(self, left: str, right: str) -> Likeness:
        if self.principals(left) & self.principals(right):
            return Likeness.SAME
        sides = (self.sides(left), self.sides(right))
        if sides[0] & sides[1]:
            return Likeness.SAME
        if all(sides):
            return Likeness.DIFFERENT
        known = all(
            side or self.facts.is_resolved(one) for side, one in zip(sides, (left, right), strict=True)
        )
        return Likeness.LIKELY_DIFFERENT if known else Likeness.UNSURE

    def principals(self, agent: str) -> frozenset[str]:
        """The agent and those for whom it acts or of whom it is a part, a state with its governments."""
        above = self.facts.above(agent, *_PRINCIPALS)
        return above.union(*(self.facts.governments(one) for one in above)) if above else above

    def sides(self, agent: str) -> frozenset[str]:
        """The belligerents with whom an agent is counted, by itself or through its principals."""
        found = {
            str(side)
            for one in self.principals(agent)
            for side in self.facts.values(one, cg("belongsToSide"))
        }
        if cg("Belligerent") in self.facts.types(agent):
            found.add(agent)
        return frozenset(found)

    # ------------------------------------------------------------------ places and things at places

    def _locations(self, left: str, right: str) -> Likeness:
        if self.within(left, right) or self.within(right, left):
            return Likeness.SAME
        if not (self.facts.is_resolved(left) and self.facts.is_resolved(right)):
            return Likeness.UNSURE
        kinds = self._narrow(left) | self._narrow(right)
        if kinds <= _POINTS:
            return Likeness.DIFFERENT
        top = self._common_top(left, right)
        return Likeness.LIKELY_DIFFERENT if top and not kinds & {cg("Territory")} else Likeness.UNSURE

    def _common_top(self, left: str, right: str) -> bool:
        """Whether both are facilities, or both are items of materiel: then another IRI is another thing."""
        kinds = (self._kinds(left), self._kinds(right))
        return any(all(cg(top) in one for one in kinds) for top in ("Facility", "Materiel"))

    def within(self, inner: str, outer: str) -> bool:
        """Whether a place or facility lies in another, as far as the record tells."""
        return outer in self.facts.above(inner, "isLocatedIn", "isPartOf")

    # ------------------------------------------------------------------ descriptions

    def covers(self, general: str, special: str) -> bool:
        """Whether what fills a role in one account is at least what fills it in the other.

        A description without a name covers a thing whose name has all its words: "missiles" covers
        "Neptune missile", "the area" any place. A place covers what lies in it, a principal its agents.
        """
        if general == special or self.within(special, general):
            return True
        kinds = (self._kinds(general), self._kinds(special))
        if all(cg("Agent") in one for one in kinds) and general in self.principals(special):
            return True
        if self.facts.is_resolved(general):
            return False
        wanted = head_words(self.facts.label(general))
        if wanted <= _ANYWHERE and kinds[1] & {cg("Place"), cg("Facility")}:
            return bool(wanted)
        named = head_words(self.facts.label(special))
        if wanted <= ANYONE and kinds[1] & {cg("Collective"), cg("Person")}:
            return bool(wanted)
        return bool(wanted) and (wanted <= named or (wanted <= IRREGULARS and named <= IRREGULARS))


@lru_cache(maxsize=1 << 16)
def head_words(name: str) -> frozenset[str]:
    """The words of a name that say what it is: no articles and numbers, no plural.

    >>> sorted(head_words("two Neptune missiles"))
    ['missile', 'neptune']
    >>> sorted(head_words("the bodies"))
    ['body']
    """
    words = re.findall(r"[^\W\d]+", normalise_name(name))
    return frozenset(_singular(word) for word in words if word not in _TRIVIAL)


def _singular(word: str) -> str:
    if len(word) > 4 and word.endswith("ies"):
        return f"{word[:-3]}y"
    return word[:-1] if len(word) > 3 and word.endswith("s") and not word.endswith("ss") else word


def _plain(term: Term) -> str:
    return term.value if isinstance(term, ox.Literal) else term


def any_alike(comparer: Comparer, left: Iterable[Term], right: Iterable[Term]) -> Likeness:
    """The likeness of two sets of answers: as alike as their most alike members."""
    return min((comparer.compare(one, other) for one in left for other in right), default=Likeness.UNSURE)
