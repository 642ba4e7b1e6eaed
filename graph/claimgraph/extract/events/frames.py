"""Event frames as data: which words name an event of which class, and what role each neighbour plays.

`data/frames.tsv` has one frame a line; its head explains the columns. Verbs are inflected here, so the table
holds lemmas. Classes and roles are local names of the ontology. `FAMILIES` says within which class two
descriptions can be the same event: a missile strike and an attack can, a strike and a sinking cannot.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from importlib import resources
from typing import Final

from claimgraph.extract.syntax.lexicon import inflect

FAMILIES: Final[Mapping[str, str]] = {
    **dict.fromkeys(
        ("Attack", "Strike", "MissileStrike", "AirStrike", "DroneStrike", "Shelling", "Ambush", "Bombing"),
        "Attack",
    ),
    **dict.fromkeys(
        ("Sinking", "ShootDown", "Destruction", "CaptureOfMateriel", "MaterielLoss"), "MaterielLoss"
    ),
    **dict.fromkeys(("Harm", "Killing", "Wounding"), "Harm"),
    **dict.fromkeys(("ForceMovement", "Advance", "Withdrawal", "Deployment"), "ForceMovement"),
    **dict.fromkeys(("ControlChange", "CaptureOfPlace", "TransferOfPlace"), "ControlChange"),
    **dict.fromkeys(("Detention", "Abduction", "CaptureOfPersons"), "Detention"),
    **dict.fromkeys(("Negotiation", "Agreement", "Ceasefire"), "Negotiation"),
}
"""Class to the root of its family; a class that is not listed is a family of its own."""

STRIKES: Final = frozenset({"Attack", "Strike", "MissileStrike", "AirStrike", "DroneStrike", "Shelling"})


@dataclass(frozen=True, slots=True)
class Frame:
    """One line of the table: a class, its trigger words, and the role that each slot fills."""

    kind: str
    part: str
    lemma: str
    rest: tuple[str, ...]
    roles: Mapping[str, str]
    flags: frozenset[str]
    when: str
    need: str
    checked: str = ""
    """The slot whose filler `when` asks about: that of the thing affected, else of the actor."""
    amid: str = ""
    """Which set of words (`fitting.AMID`) the sentence must have one of."""

    @property
    def name(self) -> str:
        """What the rule is called where a claim says how it was read."""
        return f"frame-{self.kind}-{self.part}"


_AFFECTED: Final = ("affects", "hasTarget", "usesWeapon", "hasParticipant", "takesPlaceAt", "isPerformedBy")
_BY_ITSELF: Final = frozenset({"munition", "bomb", "stored", "gun"})
_ACTING: Final = frozenset({"troops", "force", "mover", "military"})


def _checked(roles: Mapping[str, str], when: str) -> str:
    """Give the slot that a condition is about: the mover of a movement, else what is affected.

    >>> _checked({"subj": "affects", "obj": "comesFrom"}, "person")
    'subj'
    """
    is_moved = roles.get("obj") in {"affects", "hasParticipant"}
    if when in _ACTING and roles.get("subj") in {"isPerformedBy", "hasParticipant"} and not is_moved:
        return "subj" if roles.get("obj") != "isPerformedBy" else "obj"
    if when in {*_BY_ITSELF, "civilian", "party"} and "obj" not in roles:
        return "subj"
    if roles.get("subj") == "affects" and roles.get("obj") in {"goesTo", "takesPlaceAt"}:
        return "subj"
    if roles.get("obj") in _AFFECTED:
        return "obj"
    order = ["subj", *roles]
    for role in _AFFECTED:
        for slot in order:
            if roles.get(slot) == role and (role != "isPerformedBy" or slot == "obj"):
                return slot
    return "subj"


def _plural(noun: str) -> str:
    if noun.endswith("y") and noun[-2:-1] not in "aeiou":
        return noun[:-1] + "ies"
    return noun + ("es" if noun.endswith(("s", "x", "ch", "sh")) else "s")


def _parse(line: str) -> list[Frame]:
    kind, part, words, roles, flags = [*line.rstrip("\n").split("\t"), "", ""][:5]
    slots = dict(pair.split("=") for pair in roles.split())
    if slots.get("to") == "goesTo":  # who flees towards a town is on the way to it
        slots = {"towards": "goesTo", "toward": "goesTo", **slots}
    marks = frozenset(flag for flag in flags.split() if "=" not in flag)
    conditions = dict(flag.split("=") for flag in flags.split() if "=" in flag)
    when, need = conditions.get("when", ""), conditions.get("need", "")
    frames = []
    for lemma in words.split("|"):
        first, *rest = lemma.split()
        checked = _checked(slots, when) if when else ""
        amid = conditions.get("amid", "")
        frames.append(Frame(kind, part, first, tuple(rest), slots, marks, when, need, checked, amid))
    return frames


@cache
def all_frames() -> tuple[Frame, ...]:
    """Give every frame of the table, in its order.

    >>> sorted({frame.kind for frame in all_frames() if frame.lemma == "sink"})
    ['Sinking']
    """
    table = resources.files("claimgraph.extract").joinpath("data", "frames.tsv").read_text(encoding="utf-8")
    lines = [line for line in table.splitlines() if line and not line.startswith("#")]
    return tuple(frame for line in lines for frame in _parse(line))


@cache
def verb_frames() -> Mapping[str, tuple[Frame, ...]]:
    """Give the verb frames by the lemma of the verb, those of more words first.

    >>> [" ".join((f.lemma, *f.rest)) for f in verb_frames()["shoot"]][:1]
    ['shoot out of the sky']
    """
    found: dict[str, list[Frame]] = {}
    for frame in all_frames():
        if frame.part == "v":
            found.setdefault(frame.lemma, []).append(frame)
    return {lemma: tuple(sorted(frames, key=lambda f: -len(f.rest))) for lemma, frames in found.items()}


@cache
def verb_lemmas() -> Mapping[str, str]:
    """Give the lemma for every form of a verb that names an event.

    >>> verb_lemmas()["sunk"], verb_lemmas()["struck"]
    ('sink', 'strike')
    """
    forms = {form: lemma for lemma in verb_frames() for form in inflect(lemma)}
    return {**forms, "are": "be", "am": "be"}


@cache
def noun_frames() -> Mapping[str, tuple[Frame, ...]]:
    """Give the noun frames by the last word of the trigger, singular and plural, longest trigger first.

    >>> kinds = [frame.kind for frame in noun_frames()["strikes"]]
    >>> kinds[0], kinds[-1]  # "air strikes" first, "strikes" alone last
    ('AirStrike', 'Strike')
    """
    found: dict[str, list[Frame]] = {}
    for frame in all_frames():
        if frame.part == "n":
            words = (frame.lemma, *frame.rest)
            for form in {words[-1], _plural(words[-1])}:
                found.setdefault(form, []).append(frame)
    return {form: tuple(sorted(frames, key=lambda f: -len(f.rest))) for form, frames in found.items()}


def aim_of(frame: Frame) -> str:
    """Give the role of what a noun's event is directed at or befalls.

    >>> aim_of(noun_frames()["siege"][0]), aim_of(noun_frames()["strike"][-1])
    ('affects', 'hasTarget')
    """
    return next((frame.roles[slot] for slot in ("on", "of", "against") if frame.roles.get(slot)), "")


def family(kind: str) -> str:
    """Give the class within which two descriptions can be of one event.

    >>> family("MissileStrike"), family("Towing")
    ('Attack', 'Towing')
    """
    return FAMILIES.get(kind, kind)
