"""What an event frame asks of those who fill its slots: the words `when=…` in the table of frames."""

from __future__ import annotations

from typing import Final

from claimgraph.extract.events.mentions import Filler
from claimgraph.reference.kinds import is_a

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
        "rifle",
        "rifles",
        "pistol",
        "pistols",
        "firearms",
    )
)
"""Words for weapons in general, which are not fired or dropped."""
PARTIES: Final = frozenset(
    ("side", "sides", "party", "parties", "faction", "factions", "delegates", "delegations", "negotiators",
     "leaders", "presidents", "ministers", "envoys", "mediators", "clans", "tribes", "neighbours", "rivals",
     "governments", "armies")
)  # fmt: skip
"""Those who meet and agree, also where it is not known whom the words mean."""
_MILITARY: Final = (
    "NavalVessel", "Tank", "ArmouredVehicle", "ArtillerySystem", "AirDefenceSystem", "UncrewedAircraft",
)  # fmt: skip
"""Kinds of things that only forces have."""
_FLYING: Final = ("Aircraft", "Helicopter", "UncrewedAircraft", "Missile")
ARMED: Final = frozenset(
    (
        "military", "army", "armed", "armoured", "armored", "war", "naval", "combat", "fighter", "attack",
        "spy", "surveillance", "reconnaissance", "enemy", "strike", "jets", "warplanes", "bombers",
        "gunships", "warplane", "bomber", "gunship", "troop", "amphibious", "frigate", "frigates", "jet",
    )
)  # fmt: skip
"""Words that tell of a vehicle, ship or aircraft that it belongs to forces."""
_CARRIERS: Final = frozenset(
    ("truck", "trucks", "lorry", "lorries", "convoy", "convoys", "ship", "ships", "plane", "planes", "train")
)
_DAMS: Final = frozenset(("dam", "dams", "dyke", "dykes", "levee", "levees"))
_DEPOT: Final = "AmmunitionDepot"
WORDED: Final[dict[str, frozenset[str]]] = {
    "captive": frozenset(
        ("hostage", "hostages", "captive", "captives", "prisoner", "prisoners", "detainee", "detainees",
         "inmate", "inmates", "convict", "convicts", "abductee", "abductees")
    ),
    "online": frozenset(
        ("website", "websites", "server", "servers", "portal", "network", "networks", "computers", "database",
         "databases", "systems", "site", "sites")
    ),
    "reinforcement": frozenset(("reinforcement", "reinforcements")),
    "diplomat": frozenset(("diplomat", "diplomats", "ambassador", "ambassadors", "attaché", "envoy")),
    "cable": frozenset(
        ("cable", "cables", "wire", "wires", "pipe", "pipes", "mains", "pylon", "pylons", "pipeline",
         "pipelines")
    ),
    "dead": frozenset(("dead",)),
    "traffic": frozenset(
        ("convoy", "convoys", "lorries", "trucks", "tankers", "traffic", "freighters", "shipping", "buses")
    ),
    "lorries": frozenset(("trucks", "lorries")),
    "parties": PARTIES,
    "part": frozenset(
        ("roof", "roofs", "ceiling", "wall", "walls", "facade", "façade", "balcony", "balconies", "chimney",
         "window", "windows", "panes", "door", "doors", "ceilings", "chimneys",
         "floor", "floors", "storey", "storeys", "staircase", "stairwell", "dome", "spire", "arch", "wing")
    ),
    "building": frozenset(
        ("building", "buildings", "tower", "towers", "block", "house", "houses", "bridge", "minaret", "flats")
    ),
    "necessities": frozenset(
        ("water", "bread", "blankets", "tents", "food", "parcels", "soap", "rations", "meals", "flour",
         "rice", "clothes", "mattresses", "medicine", "medicines", "kits")
    ),
    "dam": _DAMS,
    "ruler": frozenset(
        ("president", "government", "king", "junta", "regime", "ruler", "leader", "emir", "cabinet", "sultan",
         "minister", "dictator", "emperor", "shah")
    ),
}  # fmt: skip
"""What a frame asks for by the last word of a noun phrase, whatever it stands for."""
AMID: Final[dict[str, frozenset[str]]] = {
    "explosives": frozenset(("explosives", "bomb", "suicide")),
    "hackers": frozenset(("hackers", "hacker", "malware", "virus", "ransomware", "worm", "cyber")),
    "prison": frozenset(("prison", "jail", "years", "life")),
    "rubble": frozenset(("rubble", "debris", "ruins", "missing", "collapsed", "wreckage")),
    "hostilities": frozenset(
        ("fighting", "hostilities", "attacks", "fire", "operations", "shelling", "strikes", "raids", "combat",
         "bombing", "war")
    ),
    "protest": frozenset(
        ("protest", "protests", "demanding", "demand", "anger", "denounce", "condemn", "chanting", "slogans",
         "placards", "banners", "protesters", "demonstrators", "protestors")
    ),
}  # fmt: skip
"""Words of which a sentence must have one, for frames that tell of an event only beside them."""
FITTING: Final[dict[str, frozenset[str]]] = {
    "troops": frozenset({"force"}),
    "force": frozenset({"force", "agent", "vessel", "materiel", "person"}),
    "mover": frozenset({"force", "agent", "vessel", "materiel"}),
    "sent": frozenset({"force", "vessel", "materiel"}),
    "person": frozenset({"person", "force"}),
    "civilian": frozenset({"person"}),
    "seized": frozenset({"person"}),
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
    "aim": frozenset({"facility", "place", "vessel", "materiel", "person", "force", "goods", "aid"}),
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
    if wanted in _BY_KIND:
        return _is_of_kind(filler, wanted)
    if wanted == "corpse":
        return last in CORPSES
    if wanted == "gun":
        return filler.entity.kind == "ArtillerySystem" or last in _GUNS
    if wanted in {"equipment", "vehicle"} and filler.category == "aid":
        return last in _CARRIERS  # hijacked a food lorry
    if wanted == "munition":
        if last == "mortars":
            return True  # mortars fell on the market
        is_drone = filler.entity.kind == "UncrewedAircraft"
        return is_drone or (filler.category == "weapon" and last not in _ARMS)
    return filler.category in FITTING.get(wanted, (wanted,))


def is_craft(filler: Filler) -> bool:
    """Tell whether what fills a slot is a ship or an aircraft.

    >>> from claimgraph.model import Entity
    >>> is_craft(Filler((0, 3), Entity("jets", "Aircraft"), "materiel"))
    True
    """
    return filler.category == "vessel" or any(is_a(filler.entity.kind, root) for root in _FLYING[:3])


_BY_KIND: Final = frozenset(("state", "military", "depot", "battery", "airborne", "armament", "hardware"))


def _is_of_kind(filler: Filler, wanted: str) -> bool:
    """Tell whether the class of what fills a slot, or a word of it, is of those that a frame asks for."""
    kind = filler.entity.kind
    if wanted == "state":
        return any(is_a(kind, root) for root in ("State", "Government"))
    if wanted == "depot":
        return is_a(kind, _DEPOT)
    if wanted == "airborne":
        return any(is_a(kind, root) for root in _FLYING)
    if wanted == "battery":
        return any(is_a(kind, root) for root in ("ArtillerySystem", "AirDefenceSystem"))
    if wanted == "hardware":
        return filler.category in {"materiel", "weapon", "stored"}
    is_military = any(is_a(kind, root) for root in _MILITARY)
    is_military = is_military or not ARMED.isdisjoint(filler.entity.label.lower().split())
    if wanted == "armament":
        return filler.category in {"weapon", "stored"} or (
            filler.category in {"materiel", "vessel"} and is_military
        )
    return filler.category == "force" or (filler.category in {"materiel", "vessel"} and is_military)
