"""Which strike a weapon makes."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Final

from claimgraph.extract.events.mentions import Filler

_WEAPON_KINDS: Final = {
    "Missile": "MissileStrike", "UncrewedAircraft": "DroneStrike", "Aircraft": "AirStrike",
    "Helicopter": "AirStrike", "ArtillerySystem": "Shelling", "Tank": "Shelling",
}  # fmt: skip
_WEAPON_WORDS: Final = {
    "missile": "MissileStrike", "missiles": "MissileStrike", "drone": "DroneStrike", "drones": "DroneStrike",
    "shells": "Shelling", "shell": "Shelling", "artillery": "Shelling", "mortars": "Shelling",
    "rocket": "Shelling", "rockets": "Shelling", "mortar": "Shelling", "howitzers": "Shelling",
    "tank": "Shelling", "tanks": "Shelling",
    "aircraft": "AirStrike", "planes": "AirStrike", "jets": "AirStrike", "helicopters": "AirStrike",
    "bombers": "AirStrike", "warplanes": "AirStrike",
}  # fmt: skip


def strike_by(filler: Filler, words: Iterable[str]) -> str:
    """Give the class of strike that a weapon makes; `words` are those of the phrase that names it.

    >>> from claimgraph.model import Entity
    >>> strike_by(Filler((0, 5), Entity("shell", "Munition"), "weapon"), ["shell"])
    'Shelling'
    """
    if filler.entity.kind in _WEAPON_KINDS:
        return _WEAPON_KINDS[filler.entity.kind]
    for word in [*filler.entity.label.lower().split(), *words]:
        if word in _WEAPON_WORDS:
            return _WEAPON_WORDS[word]
    return "Strike"
