"""What an event frame asks of those who fill its slots: the words `when=…` in the table of frames."""

from __future__ import annotations

from typing import Final

from claimgraph.extract.events.mentions import Filler

_PLANTED: Final = frozenset(
    (
        "bomb",
        "bombs",
        "device",
        "devices",
        "ied",
        "ieds",
        "mine",
        "mines",
        "explosives",
        "landmine",
        "landmines",
    )
)
"""Munitions that are planted or carried to their target."""
_LAID: Final = _PLANTED - {"bomb", "bombs", "explosives"}
"""Munitions that lie where somebody comes upon them."""
CORPSES: Final = frozenset(("body", "bodies", "corpse", "corpses", "remains"))
_GUNS: Final = frozenset(("artillery", "guns", "batteries", "gunners"))
_ARMS: Final = frozenset(
    (
        "weapon",
        "weapons",
        "arms",
        "weaponry",
        "armament",
        "armaments",
        "aid",
        "assistance",
        "artillery",
        "fire",
    )
)
"""Words for weapons in general, which are not fired or dropped."""
FITTING: Final[dict[str, frozenset[str]]] = {
    "troops": frozenset({"force"}),
    "force": frozenset({"force", "agent", "vessel", "materiel", "person"}),
    "mover": frozenset({"force", "agent", "vessel", "materiel"}),
    "sent": frozenset({"force", "vessel", "materiel"}),
    "person": frozenset({"person", "force"}),
    "civilian": frozenset({"person"}),
    "crowd": frozenset({"person"}),
    "materiel": frozenset({"materiel", "vessel", "weapon", "facility", "stored"}),
    "equipment": frozenset({"materiel", "vessel", "weapon", "stored"}),
    "vehicle": frozenset({"materiel", "vessel"}),
    "air": frozenset({"weapon", "materiel", ""}),
    "weapon": frozenset({"weapon", "materiel", "stored"}),
    "arms": frozenset({"weapon"}),
    "munition": frozenset({"weapon"}),
    "site": frozenset({"facility", "place", "vessel", "materiel"}),
    "party": frozenset({"person", "force", "agent", "place"}),
    "relief": frozenset({"aid"}),
    "aim": frozenset({"facility", "place", "vessel", "materiel", "person", "force", "goods"}),
    "route": frozenset({"facility", "place", "vessel"}),
    "place": frozenset({"place", "facility"}),
    "town": frozenset({"place"}),
    "spot": frozenset({"place", "facility"}),
    "thing": frozenset({"facility", "place", "vessel", "materiel", "weapon", "stored", "goods", "aid", ""}),
}
"""What a frame asks for, and the categories that are it; any other word asks for its own category."""


def is_of(filler: Filler, wanted: str) -> bool:
    """Tell whether what fills a slot fits what a frame asks for.

    >>> from claimgraph.model import Entity
    >>> shell = Filler((0, 5), Entity("shell", "Munition"), "weapon")
    >>> is_of(shell, "munition"), is_of(shell, "person")
    (True, False)
    """
    if wanted == "place" and filler.rule == "unknown-name":
        return True
    last = filler.entity.label.lower().rsplit(" ", 1)[-1]
    if wanted in {"bomb", "planted"}:
        return filler.category == "weapon" and last in (_PLANTED if wanted == "bomb" else _LAID)
    if wanted == "corpse":
        return last in CORPSES
    if wanted == "gun":
        return filler.entity.kind == "ArtillerySystem" or last in _GUNS
    if wanted == "munition":
        is_drone = filler.entity.kind == "UncrewedAircraft"
        return is_drone or (filler.category == "weapon" and last not in _ARMS)
    return filler.category in FITTING.get(wanted, (wanted,))
