"""What ties two accounts to each other, and words for people who bear arms or do not."""

from __future__ import annotations

from dataclasses import dataclass, field

from claimgraph.reasoning.sameness import ANYONE, BODIES, IRREGULARS, TROOPS, head_words
from claimgraph.reasoning.wordings import stems
from claimgraph.vocabulary import cg

_ARMED = TROOPS | IRREGULARS
CIVILIANS = frozenset(("civilian", "resident", "inhabitant", "villager"))
THRONG = CIVILIANS | frozenset(("crowd", "protester", "demonstrator"))
BEARING_ARMS = _ARMED | frozenset(("defender", "force", "unit", "column", "man", "men", "member", "army"))

ARMS = frozenset(("arm", "weapon", "weaponry", "munition", "ammunition"))
BUILDINGS = frozenset(("building", "facility", "infrastructure", "object", "target", "site", "structure"))
SURROUNDINGS = frozenset(
    (
        *("area", "place", "site", "scene", "compound", "camp", "town", "village", "city", "home"),
        *("block", "wing", "ward", "yard", "courtyard", "floor", "quarter", "neighbourhood", "street"),
    )
)
"""Words for a place that may be around, or within, one that is called otherwise."""
CIVIL = frozenset(("civilian", "civil", "residential"))
FORCE_WORDS = stems(
    "army armed forces force government ministry troops soldiers militia group air navy front state"
)


HAVING_ARMS = frozenset(
    cg(name)
    for name in ("ArmedForce", "MilitaryUnit", "NonStateArmedGroup", "State", "Government", "PublicBody")
)
"""Those who speak of soldiers without saying whose mean their own."""
WORDS_OF = {
    cg("Vessel"): frozenset(("vessel", "ship", "boat", "craft")),
    cg("Aircraft"): frozenset(("aircraft", "plane", "airplane", "jet", "warplane")),
    cg("UncrewedAircraft"): frozenset(("drone", "uav")),
    cg("Vehicle"): frozenset(("vehicle",)),
}
"""Plain words for all things of a class, beside the label of the class."""


@dataclass(slots=True)
class Tie:
    """What ties an account to a denial: the axioms used, and what is left open."""

    axioms: list[str] = field(default_factory=list)
    open_points: list[str] = field(default_factory=list)
    is_tied: bool = False
    lasts: bool = False
    """Whether what is denied is a state that the account brings about, and that lasts from then on."""
    in_one: bool = False
    """Whether both accounts are of one report."""
    is_of_anybody: bool = False
    """Whether it is denied that anybody was hit at all, by whom it may be."""
    by_others: bool = False
    """Whether it clashes only if others than who denies it did it: holding a town against its fall."""

    def leave(self, point: str) -> bool:
        """Note an open point; always true."""
        if point not in self.open_points:
            self.open_points.append(point)
        return True


def is_of_anybody(labels: list[str]) -> bool:
    """Whether people are told of by words for anybody alone: "that anyone was hit".

    >>> is_of_anybody(["anybody"]), is_of_anybody(["villagers"]), is_of_anybody([])
    (True, False, False)
    """
    words = [head_words(one) for one in labels]
    return bool(words) and all(one <= ANYONE | {"anybody", "anyone", "nobody"} for one in words)


_ARMS_OF = {
    cg("AirStrike"): frozenset(("bomb", "aircraft", "plane", "jet")),
    cg("Shelling"): frozenset(("shell", "mortar", "round", "artillery", "gun")),
    cg("MissileStrike"): frozenset(("missile",)),
    cg("DroneStrike"): frozenset(("drone", "uav")),
    cg("Bombing"): frozenset(("bomb",)),
}
"""Words for what attacks of a class are carried out with."""


def is_told_by_kind(weapon: str, kinds: frozenset[str]) -> bool:
    """Whether the kind of an attack tells that a weapon was used: bombs by an air strike.

    >>> is_told_by_kind("a bomb", frozenset((cg("AirStrike"),)))
    True
    >>> is_told_by_kind("a bomb", frozenset((cg("Shelling"),)))
    False
    """
    words = head_words(weapon)
    return any(words <= _ARMS_OF.get(kind, frozenset()) for kind in kinds)


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
    if wanted <= ANYONE | BODIES or wanted <= named:
        return True
    if any(wanted <= alike and named & alike for alike in (TROOPS, IRREGULARS)):
        return True
    if wanted <= CIVILIANS and not named & _ARMED and not named <= ANYONE:
        return tie.leave("it is not said whether they were civilians")
    return False
