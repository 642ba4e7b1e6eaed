"""What an event of one kind tells of others: who holds a town took it, who killed civilians attacked."""

from __future__ import annotations

from collections.abc import Callable

from claimgraph.reasoning.accounts import Account
from claimgraph.reasoning.sameness import TROOPS, head_words
from claimgraph.reasoning.tables import Tables
from claimgraph.reasoning.ties import Tie
from claimgraph.vocabulary import cg

_ACTS = frozenset(cg(name) for name in ("HostileAct", "Attack", "Strike"))
_HURT, _LOST = cg("Harm"), cg("MaterielLoss")
_NO_ATTACK = frozenset(cg(name) for name in ("ShootDown", "CaptureOfMateriel"))
"""Losses by the hand of somebody who may have defended themselves."""
_HAND_TO_HAND = tuple(
    cg(name) for name in ("Harm", "ArmedClash", "CaptureOfPersons", "Detention", "SexualViolence")
)
"""What is done by those who are there, if no weapon is told that reaches further."""
_MOVING = frozenset((cg("ForceMovement"), cg("Deployment")))
"""Movements of which it is not said that they led away."""
_ON_THE_SPOT = frozenset((cg("Attack"), cg("Ambush")))
"""Attacks of no kind that reaches further."""
_IMPLIED_BY = {
    cg("Advance"): (cg("CaptureOfPlace"), cg("Presence"), cg("ControlOfPlace")),
    cg("Presence"): (cg("Advance"), cg("ControlOfPlace")),
    cg("Detention"): (cg("CaptureOfPersons"), cg("Abduction")),
    cg("Damage"): (cg("Destruction"), cg("Sinking")),
    cg("CaptureOfPlace"): (cg("ControlOfPlace"),),
}
"""What is so if another thing is: who took a town went there, who holds it has taken it."""


def implies(kind: str, wanted: str, special: Account, tie: Tie, tables: Tables) -> bool:
    """Whether an event of a kind tells that there was one of another kind; what is only taken to is noted.

    >>> from claimgraph.reasoning.tables import compiled
    >>> tie = Tie()
    >>> implies(cg("Advance"), cg("Presence"), Account("e", frozenset()), tie, compiled()), tie.open_points
    (True, ['advance is taken to tell of presence'])
    """
    is_a, label = tables.is_a, tables.label
    words = f"{label(kind).lower()} is taken to tell of {label(wanted).lower()}"
    if any(is_a(kind, one) for one in _IMPLIED_BY.get(wanted, ())):
        tie.by_others = tie.by_others or wanted == cg("CaptureOfPlace")
        tie.lasts = tie.lasts or wanted in (cg("CaptureOfPlace"), cg("Presence"))
        return wanted == cg("Damage") or tie.leave(words)
    if wanted in (cg("Presence"), cg("Advance")) and kind in _MOVING and tie.in_one and special.doers:
        return tie.leave(words)
    is_near = wanted in (cg("Presence"), cg("Advance")) and (
        kind in _ON_THE_SPOT or any(is_a(kind, one) for one in _HAND_TO_HAND)
    )
    if is_near and tie.in_one and special.doers and not special.weapons:
        return tie.leave(words)
    is_act = wanted in _ACTS or (tie.in_one and is_a(wanted, cg("Attack")))
    is_told = special.doers or (tie.in_one and special.weapons)
    if is_act and is_told and not tie.is_of_anybody and kind not in _NO_ATTACK:
        return (is_a(kind, _HURT) or is_a(kind, _LOST)) and tie.leave(words)
    hits = bool(special.things) and any(is_a(kind, cg(one)) for one in ("Attack", "Fire"))
    if tie.in_one and tie.is_of_anybody and is_act:
        return is_a(kind, _HURT) and tie.leave(words)
    return wanted == cg("Damage") and hits and tie.leave(words)


def are_related(left: Account, right: Account, tables: Tables) -> bool:
    """Whether the ontology, or what is taken to follow, says how two kinds of event relate."""
    is_a = tables.is_a
    for one in left.kinds:
        for other in right.kinds:
            if is_a(one, other) or is_a(other, one) or {one, other} & _NO_ATTACK:
                return True
            if one in _IMPLIED_BY.get(other, ()) or other in _IMPLIED_BY.get(one, ()):
                return True
    return False


def is_of_own_troops(account: Account, label: Callable[[str], str]) -> bool:
    """Whether a deed is that of mere "troops": who says "our troops hold it" says that it has not fallen.

    >>> account = Account("e", frozenset(), doers=("d",))
    >>> is_of_own_troops(account, lambda _: "troops"), is_of_own_troops(account, lambda _: "Delta Brigade")
    (True, False)
    """
    return bool(account.doers) and all(head_words(label(one)) <= TROOPS for one in account.doers)
