"""Which strike a weapon makes."""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import Final

from claimgraph.extract.events.mentions import Filler

_AIRCRAFT: Final = re.compile(r"(?:Su|MiG|Tu|Il|Mi|Ka|F|A|AH|B)-\d")
"""How the names of models of aircraft begin."""
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
    "bombers": "AirStrike", "warplanes": "AirStrike", "migs": "AirStrike",
    "gunship": "AirStrike", "gunships": "AirStrike",
    **dict.fromkeys(("shahed", "shaheds", "geran", "gerans", "lancet", "bayraktar"), "DroneStrike"),
    **dict.fromkeys(("uav", "uavs", "quadcopter", "quadcopters", "fpv"), "DroneStrike"),
    **dict.fromkeys(("grad", "grads", "katyusha", "katyushas", "smerch", "uragan"), "Shelling"),
    **dict.fromkeys(("himars", "howitzer", "shellfire"), "Shelling"),
    **dict.fromkeys(("iskander", "iskanders", "kalibr", "kalibrs", "scud", "scuds"), "MissileStrike"),
    "atacms": "MissileStrike", "aerial": "AirStrike",
    **dict.fromkeys(("glide", "barrel", "air-dropped", "napalm", "bunker-buster"), "AirStrike"),
    **dict.fromkeys(("round", "rounds", "incoming"), "Shelling"),
    **dict.fromkeys(("gas", "live", "rubber", "warning", "truncheons", "batons"), "Attack"),
}  # fmt: skip


def strike_by(filler: Filler, words: Iterable[str]) -> str:
    """Give the class of strike that a weapon makes; `words` are those of the phrase that names it.

    >>> from claimgraph.model import Entity
    >>> strike_by(Filler((0, 5), Entity("shell", "Munition"), "weapon"), ["shell"])
    'Shelling'
    """
    if filler.entity.kind in _WEAPON_KINDS:
        return _WEAPON_KINDS[filler.entity.kind]
    if _AIRCRAFT.match(filler.entity.label):
        return "AirStrike"
    for word in [*filler.entity.label.lower().split(), *words]:
        if word in _WEAPON_WORDS:
            return _WEAPON_WORDS[word]
    return "Strike"
