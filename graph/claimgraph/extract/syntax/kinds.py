"""What a noun phrase speaks of: the ontology class and the coarse category of its head noun.

`data/kinds.tsv` lists nouns by class. The category ("person", "vessel", "facility", "weapon" …) decides which
frame fits a verb of several senses: one can lose a town, a tank or a soldier.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import cache
from importlib import resources
from typing import Final, NamedTuple

from claimgraph.reference.kinds import is_a

_PLURALS: Final = {
    "person": "persons", "man": "men", "woman": "women", "child": "children", "serviceman": "servicemen",
    "servicewoman": "servicewomen", "gunman": "gunmen", "aircraft": "aircraft", "craft": "craft",
    "body": "bodies", "spokesman": "spokesmen", "spokeswoman": "spokeswomen", "enemy": "enemies",
}  # fmt: skip
_CATEGORIES: Final = (
    ("Place", "place"),
    ("Facility", "facility"),
    ("Vessel", "vessel"),
    ("VesselClass", "vessel"),
    ("Weapon", "weapon"),
    ("MaterielType", "weapon"),
    ("Materiel", "materiel"),
    ("ArmedForce", "force"),
    ("MilitaryUnit", "force"),
    ("NonStateArmedGroup", "force"),
    ("Belligerent", "force"),
    ("UnnamedSource", "agent"),
    ("Person", "person"),
    ("Collective", "person"),
)
HUMAN: Final = frozenset({"person", "force", "agent"})
"""Categories of those who can act."""


class Kind(NamedTuple):
    """An ontology class and the category of what belongs to it."""

    kind: str
    category: str


def plural(noun: str) -> str:
    """Give the plural of a noun.

    >>> plural("city"), plural("gunman"), plural("bus")
    ('cities', 'gunmen', 'buses')
    """
    if noun in _PLURALS:
        return _PLURALS[noun]
    if noun.endswith("y") and noun[-2:-1] not in "aeiou":
        return noun[:-1] + "ies"
    return noun + ("es" if noun.endswith(("s", "x", "ch", "sh")) else "s")


@cache
def _by_phrase() -> Mapping[str, Kind]:
    table = resources.files("claimgraph.extract").joinpath("data", "kinds.tsv").read_text(encoding="utf-8")
    found: dict[str, Kind] = {}
    for line in table.splitlines():
        if not line or line.startswith("#"):
            continue
        kind, category, nouns = line.split("\t")
        for noun in nouns.split("|"):
            first, _, last = noun.rpartition(" ")
            for form in (last, plural(last)):
                found.setdefault(f"{first} {form}".strip(), Kind(kind, category))
    return found


def words_of(kind: str, category: str) -> frozenset[str]:
    """Give the single nouns, singular and plural, of a class and category.

    >>> "dockers" in words_of("Collective", "person")
    True
    """
    wanted = Kind(kind, category)
    return frozenset(
        phrase for phrase, found in _by_phrase().items() if found == wanted and " " not in phrase
    )


_PEOPLE: Final = Kind("Collective", "person")
_OF_PEOPLE: Final = ("ees", "ists", "mates", "eers", "women", "men", "naires")
"""How plural nouns for people end that are in no list: "amputees", "classmates"."""
_NO_PEOPLE: Final = frozenset(
    ("committees", "guarantees", "degrees", "checklists", "playlists", "blacklists", "shortlists",
     "subcommittees", "questionnaires", "specimen", "regimen", "abdomen", "estimates", "climates",
     "checkmates", "stalemates", "careers", "decrees")
)  # fmt: skip
_SHORT: Final = 6


def kind_of(words: Sequence[str]) -> Kind | None:
    """Give the kind of a noun phrase by its last words in lower case, or nothing if its head is unknown.

    >>> kind_of(["an", "armaments", "plant"])
    Kind(kind='ArmsFactory', category='facility')
    >>> kind_of(["the", "weather"]) is None
    True
    """
    table = _by_phrase()
    if words[-1:] == ["grounds"] and words[-2:-1] != [] and words[-2] in _REASONS:
        return None  # on humanitarian grounds
    for length in (3, 2, 1):
        if len(words) >= length:
            found = table.get(" ".join(words[-length:]))
            if found is not None:
                return found
    is_person = words and len(words[-1]) > _SHORT and words[-1] not in _NO_PEOPLE
    return _PEOPLE if is_person and words[-1].endswith(_OF_PEOPLE) else None


_REASONS: Final = frozenset(
    ("humanitarian", "medical", "health", "security", "safety", "legal", "moral", "ethical", "political",
     "technical", "compassionate", "religious", "procedural", "economic", "operational", "same", "these")
)  # fmt: skip
"""What reasons are, that have a word in common with places."""


@cache
def category_of(kind: str) -> str:
    """Give the category of an ontology class; who is nothing else is an agent.

    >>> category_of("Cruiser"), category_of("ArmsFactory"), category_of("Government")
    ('vessel', 'facility', 'agent')
    """
    return next((category for root, category in _CATEGORIES if is_a(kind, root)), "agent")
