"""The ontology's classes of agents, places, facilities and materiel, as a parent table without RDF.

Resolving "the warship" needs to know that a cruiser is a naval vessel. Parsing the ontology for that would
cost more than the resolver's whole work, so the part of the class tree that reference data uses stands here;
a test compares it with the ontology files.
"""

from __future__ import annotations

from functools import lru_cache

PARENTS: dict[str, str | None] = {
    "Agent": None,
    "Person": "Agent",
    "Organization": "Agent",
    "Polity": "Organization",
    "State": "Polity",
    "Government": "Organization",
    "PublicBody": "Organization",
    "ArmedForce": "Organization",
    "MilitaryUnit": "Organization",
    "NonStateArmedGroup": "Organization",
    "IntergovernmentalOrganization": "Organization",
    "NonGovernmentalOrganization": "Organization",
    "MediaOutlet": "Organization",
    "Company": "Organization",
    "PoliticalParty": "Organization",
    "Collective": "Agent",
    "Belligerent": "Collective",
    "UnnamedSource": "Collective",
    "Place": None,
    "Settlement": "Place",
    "District": "Place",
    "Territory": "Place",
    "InformalRegion": "Place",
    "WaterBody": "Place",
    "Facility": None,
    "CivilFacility": "Facility",
    "Hospital": "CivilFacility",
    "School": "CivilFacility",
    "ResidentialBuilding": "CivilFacility",
    "HouseOfWorship": "CivilFacility",
    "MilitaryFacility": "Facility",
    "MilitaryBase": "MilitaryFacility",
    "AmmunitionDepot": "MilitaryFacility",
    "IndustrialFacility": "Facility",
    "ArmsFactory": "IndustrialFacility",
    "EnergyFacility": "Facility",
    "NuclearPowerPlant": "EnergyFacility",
    "Dam": "Facility",
    "TransportFacility": "Facility",
    "Airfield": "TransportFacility",
    "Bridge": "TransportFacility",
    "Port": "TransportFacility",
    "RailwayStation": "TransportFacility",
    "Materiel": None,
    "Vehicle": "Materiel",
    "Weapon": "Materiel",
    "Munition": "Weapon",
    "Missile": "Munition",
    "ArtillerySystem": "Weapon",
    "AirDefenceSystem": "Weapon",
    "LandVehicle": "Vehicle",
    "ArmouredVehicle": "LandVehicle",
    "Tank": "ArmouredVehicle",
    "Vessel": "Vehicle",
    "NavalVessel": "Vessel",
    "Cruiser": "NavalVessel",
    "Destroyer": "NavalVessel",
    "Frigate": "NavalVessel",
    "Corvette": "NavalVessel",
    "LandingShip": "NavalVessel",
    "PatrolBoat": "NavalVessel",
    "Submarine": "NavalVessel",
    "MerchantVessel": "Vessel",
    "Aircraft": "Vehicle",
    "Helicopter": "Aircraft",
    "UncrewedAircraft": "Vehicle",
    "MaterielType": None,
    "VesselClass": "MaterielType",
}
"""Local name of each class that reference data may use, with the local name of its parent."""

MEANT = {
    "State": "country nation land republic kingdom",
    "Polity": "statelet",
    "PublicBody": "ministry agency department office authority police court parliament council municipality",
    "ArmedForce": "army navy airforce military",
    "MilitaryUnit": "unit brigade battalion regiment division squadron fleet corps",
    "NonStateArmedGroup": "militia rebels group mercenaries paramilitary faction gang",
    "IntergovernmentalOrganization": "igo un unitednations",
    "NonGovernmentalOrganization": "ngo charity institute thinktank foundation university",
    "MediaOutlet": "outlet media newspaper channel broadcaster news website blog telegram",
    "Company": "firm business corporation manufacturer",
    "PoliticalParty": "party",
    "Person": "human man woman individual politician official soldier journalist",
    "Organization": "organisation org body institution",
    "Settlement": "city town village capital hamlet",
    "District": "oblast province region county raion governorate",
    "InformalRegion": "area front",
    "WaterBody": "sea river lake strait bay ocean",
    "Place": "location",
    "IndustrialFacility": "factory plant mill refinery works",
    "HouseOfWorship": "church mosque synagogue temple cathedral monastery",
    "ResidentialBuilding": "house flats building",
    "RailwayStation": "station",
    "Airfield": "airport airbase",
    "NuclearPowerPlant": "reactor npp",
    "EnergyFacility": "powerplant substation",
    "MilitaryBase": "base barracks",
    "Port": "harbour harbor",
    "UncrewedAircraft": "drone uav",
    "Aircraft": "plane jet fighter bomber",
    "Vessel": "ship boat",
    "NavalVessel": "warship",
    "MerchantVessel": "tanker freighter",
    "Missile": "rocket",
    "ArtillerySystem": "gun howitzer mortar artillery",
    "LandVehicle": "car truck lorry",
}
"""Everyday words for classes, for advice when somebody writes one of them as a type."""


def suggestion(word: str) -> str:
    """The class that somebody meant by a word; empty if nothing is near.

    >>> suggestion("Country"), suggestion("Ministry of Defence"), suggestion("Persn"), suggestion("qqq")
    ('State', 'PublicBody', 'Person', '')
    """
    import difflib
    import re

    meant = {one: kind for kind, words in MEANT.items() for one in words.split()}
    known = {kind.lower(): kind for kind in PARENTS} | meant
    parts = re.findall(r"[A-Z]?[a-z]+|[A-Z]+(?![a-z])", word)
    for one in ("".join(parts), *parts):
        if found := known.get(one.lower()):
            return found
    near = difflib.get_close_matches(word.lower(), list(known), n=1, cutoff=0.75)
    return known[near[0]] if near else ""


@lru_cache(maxsize=4096)
def is_a(kind: str, ancestor: str) -> bool:
    """Whether class `kind` is `ancestor` or one of its subclasses (local names).

    >>> is_a("Cruiser", "NavalVessel"), is_a("Cruiser", "Facility")
    (True, False)
    """
    current: str | None = kind
    while current is not None:
        if current == ancestor:
            return True
        current = PARENTS.get(current)
    return False


def is_any(kind: str, ancestors: tuple[str, ...]) -> bool:
    """Whether class `kind` falls under one of `ancestors`.

    >>> is_any("Settlement", ("Agent", "Place"))
    True
    """
    return any(is_a(kind, ancestor) for ancestor in ancestors)
