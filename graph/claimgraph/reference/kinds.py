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
