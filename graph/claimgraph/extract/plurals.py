"""Whom "they" can mean where somebody acts: people or a body spoken of before, no single person, no thing."""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import Final

from claimgraph.extract.events.mentions import Filler
from claimgraph.extract.syntax.kinds import HUMAN

_REACH: Final = 200
"""How far back, in characters, a plural may stand that a pronoun is taken for."""
_DEEDS: Final = re.compile(
    r"\b(?:blasts|explosions|strikes|airstrikes|attacks|raids|bombings|detonations|fires|bombardments)\b",
    re.IGNORECASE,
)
_THINGS: Final = frozenset({"weapon", "vessel", "materiel"})
_SPEAKS: Final = re.compile(r"\s*(?:also\s|later\s)?(?:said|says|say|added|reported|claimed|told)\b")
_SAID_THEY: Final = re.compile(_SPEAKS.pattern + r"(?:\sthat)?\s")
_TOLD: Final = re.compile(r"\b(?:told|tells|telling|informed)\s(?:the\s)?$")
_WAR: Final = re.compile(
    r"(?:^|[.!?”\"]\s+|\n)(?:The|This)\s(?:[\w'’-]+\s){0,4}?"
    r"(?:war|conflict|fighting|violence|insurgency|crisis|struggle)\s[^.!?\n]*\.\s*$"
)
_WITH: Final = re.compile(r"\b(?:with|against|to|by|met|\w+(?:ed|ing))\s(?:the\s)?$")
_TOLD_REACH: Final = 16
_TOGETHER: Final = frozenset(
    ("police", "forces", "authorities", "rebels", "militants", "insurgents", "separatists", "guerrillas",
     "paramilitaries", "jihadists", "islamists", "militias")
)  # fmt: skip
"""Plurals that stand for a body."""
_PLURALS: Final = frozenset({"people", "police", "children", "aircraft"})


def is_plural_noun(noun: str) -> bool:
    """Tell whether a noun is a plural by its form.

    >>> [is_plural_noun(noun) for noun in ("drones", "police", "mayor", "press")]
    [True, True, False, False]
    """
    return (noun.endswith("s") and not noun.endswith("ss")) or noun.endswith("men") or noun in _PLURALS


def is_no_body(found: Filler, text: str) -> bool:
    """Tell whether "it" cannot mean people: one person, or several who have no name together.

    >>> from claimgraph.model import Entity
    >>> is_no_body(Filler((0, 8), Entity("soldiers", "Collective"), "force", is_described=True), "soldiers")
    True
    """
    noun = text[found.span[0] : found.span[1]].lower().split()[-1]
    if not is_plural_noun(noun):
        return found.category == "person"
    return found.is_described and noun not in _TOGETHER


def is_told(found: Filler, text: str, at: int) -> bool:
    """Tell whether somebody is only told what begins at `at`: "a source told the agency its fighters …".

    >>> from claimgraph.model import Entity
    >>> text = "A source told the Post its fighters held it."
    >>> is_told(Filler((14, 22), Entity("the Post", "Organization"), "agent"), text, 23)
    True
    """
    start = found.span[0]
    is_after = _TOLD.search(text, max(0, start - _TOLD_REACH), start) is not None
    return is_after and text[found.span[1] : at].isspace()


def tells_of_war(text: str, at: int) -> bool:
    """Tell whether the sentence right before `at` is about a war, so that "it" there is the war.

    >>> text = "The war pits the army against the rebels. It has killed many."
    >>> tells_of_war(text, 42), tells_of_war("The army fled. It fell.", 15)
    (True, False)
    """
    return _WAR.search(text, max(0, at - _REACH), at) is not None


def is_other_side(found: Filler, text: str) -> bool:
    """Tell whether a body is only what a person deals with, so that "his troops" are not its own.

    >>> from claimgraph.model import Entity
    >>> text = "He ruled out talks with the rebels after his troops took it."
    >>> is_other_side(Filler((24, 34), Entity("rebels", "Collective"), "force"), text)
    True
    """
    start = found.span[0]
    is_person = found.category == "person"
    return not is_person and _WITH.search(text, max(0, start - _TOLD_REACH), start) is not None


def tells_of_itself(before: Iterable[Filler], text: str, at: int) -> Filler | None:
    """Give the group that speaks right before "they" at `at`, and so of itself: "the rebels said they …".

    >>> from claimgraph.model import Entity
    >>> rebels = Filler((0, 10), Entity("rebels", "Collective"), "force", is_described=True)
    >>> tells_of_itself([rebels], "The rebels said they fired.", 16) is rebels
    True
    """
    found = next(iter(before), None)
    if found is None or found.category not in {"force", "agent"}:
        return None
    noun = text[found.span[0] : found.span[1]].lower().split()[-1]
    return found if is_plural_noun(noun) and _SAID_THEY.fullmatch(text, found.span[1], at) else None


def meant_by_they(before: Iterable[Filler], text: str, at: int) -> tuple[Filler | None, bool]:
    """Give who acts where "they" stands at `at`, of the things spoken of `before` it, the nearest first.

    Several people are taken at once; one body, or people who only tell ("residents said they hit a school"),
    where no things or deeds stand near that are several; one person never. The second value tells whether
    the matter is settled; if not, others may be looked for.

    >>> from claimgraph.model import Entity
    >>> text = "Explosions were heard near a port. The mayor said they damaged it."
    >>> mayor = Filler((35, 44), Entity("mayor", "Person"), "person", is_described=True)
    >>> meant_by_they([mayor], text, 50)
    (None, True)
    """
    deeds = [match.end() for match in _DEEDS.finditer(text, max(0, at - _REACH), at)]
    one: Filler | None = None
    body: Filler | None = None
    for found in before:
        if at - found.span[1] > _REACH:
            break
        words = text[found.span[0] : found.span[1]].lower().split()
        is_several = bool(words) and is_plural_noun(words[-1])
        if found.category in _THINGS and is_several:
            return None, True
        if found.category in HUMAN:
            tells = found.category == "person" and _SPEAKS.match(text, found.span[1]) is not None
            if is_several and not tells:
                return (None if deeds and deeds[-1] > found.span[1] else found), True
            one = one or found
            body = body or (found if is_several or found.category != "person" else None)
    if deeds or body is not None:
        return (None if deeds else body), True
    return None, one is not None
