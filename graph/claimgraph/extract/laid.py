"""To whom a claim lays a deed that it does not name itself: "blamed the rebels", "blamed each other for it".

The deed is the one told of before; what it befell, where and when is taken from there, who did it and with
what from the words of blame.
"""

from __future__ import annotations

import re
from collections.abc import Sequence, Set
from dataclasses import replace
from typing import Final

from claimgraph.extract.events.blame import BLAMED
from claimgraph.extract.events.mentions import EventMention, Filler
from claimgraph.extract.syntax.kinds import HUMAN
from claimgraph.extract.syntax.text import Span, Token
from claimgraph.model import Entity, Event, Role

_BLAMING: Final = frozenset({"blame", "accuse"})
_LAYING: Final = frozenset(
    {"lay blame", "put blame", "place blame", "pin blame", "put responsibility", "point finger"}
)
_ON: Final = re.compile(r"(?:\w+ly )?(?:on|at) ")
_ANSWERABLE: Final = re.compile(r" (?:responsible|accountable)\W*\Z")
_MUTUAL: Final = (["each", "other"], ["one", "another"])
_FOR: Final = frozenset({"for", "that"})
"""Words after which a content tells itself for what somebody is to blame; what he is accused of, too."""
_WHERE: Final = re.compile(r" (?:on|over|in|at|near|around) ")
"""Words after which it is told where the blamed are: "gunners on the heights"."""
_NOT_OWN: Final = frozenset({"isPerformedBy", "usesWeapon"})
_WEAPONS: Final = frozenset({"weapon", "materiel", "vessel", "stored"})


def only_blames(cue: str, words: Sequence[Token]) -> bool:
    """Tell whether a content names who is to blame, and not for what; `cue` is the lemma of the verb.

    >>> from claimgraph.extract.syntax.text import tokens
    >>> [only_blames("blame", tokens(text)) for text in ("Russian artillery", "a gas leak for the fire")]
    [True, False]
    """
    told = {word.lower for word in words}
    return cue in _BLAMING | _LAYING and bool(words) and not _tells_for_what(cue, told)


def _tells_for_what(cue: str, words: Set[str]) -> bool:
    return not _FOR.isdisjoint(words) or (cue == "accuse" and "of" in words)


def can_blame(cue: str) -> bool:
    """Tell whether a verb, by its lemma, lays a deed to somebody.

    >>> can_blame("put blame"), can_blame("hold"), can_blame("say")
    (True, True, False)
    """
    return cue in _BLAMING | _LAYING | {"hold"}


def accused_in(cue: str, text: str, span: Span) -> Span | None:
    """Give the words for who is blamed in a content that does not name the deed; `cue` is the lemma.

    >>> text = "put the blame squarely on the rebels"
    >>> accused_in("put blame", text, (14, 36)), accused_in("put blame", "on Delta for the raid", (0, 21))
    ((26, 36), None)
    >>> accused_in("blame", "gunners on the hill", (0, 19)), accused_in("blame", "men of Al", (0, 9))
    ((0, 7), (0, 9))
    >>> accused_in("hold", "Delta responsible", (0, 17)), accused_in("hold", "the town", (0, 8))
    ((0, 5), None)
    """
    start, end = span
    if cue in _LAYING:
        opened = _ON.match(text, start, end)
        start = opened.end() if opened is not None else start
    elif cue == "hold":
        answerable = _ANSWERABLE.search(text, start, end)
        end = answerable.start() if answerable is not None else start
    elif cue not in _BLAMING:
        return None
    words = set(text[start:end].lower().split())
    placed = _WHERE.search(text, start, end)
    end = placed.start() if placed is not None else end
    return (start, end) if words and not _tells_for_what(cue, words) else None


def before_of(text: str, span: Span) -> Span:
    """Give the words for people without those for whose they are: "the men" of "the men of the general".

    >>> before_of("the men of Al", (0, 13))
    (0, 7)
    """
    at = text.find(" of ", *span)
    return (span[0], at if at > 0 else span[1])


def laid_to(event: Event, deed: EventMention, accused: Filler, *, is_cut: bool = False) -> Event | None:
    """Give the event of a deed as one that `accused` did, or that was done with what he names.

    Nothing where nobody can be to blame for such an event, or no such thing do it. With `is_cut` more follows
    on the words for who is blamed: then these must be of people, unlike in "blamed the lack on Delta".
    """
    if deed.kind not in BLAMED or (is_cut and accused.category not in HUMAN):
        return None
    if accused.category in HUMAN | {"place", ""}:
        role = "isPerformedBy"
    elif accused.category in _WEAPONS:
        role = "usesWeapon"
    else:
        return None
    kept = tuple(each for each in event.roles if each.property not in _NOT_OWN)
    return replace(event, roles=(Role(role, accused.entity), *kept))


def laid_to_each_other(
    event: Event, words: Sequence[Token], claimant: Entity, claimants: Sequence[Entity]
) -> Event:
    """Give the event of which each of several lays to the other that he did it: "blamed each other"."""
    lowers = [word.lower for word in words[:2]]
    others = [Role("isPerformedBy", one) for one in claimants if one != claimant]
    if lowers not in _MUTUAL or not others:
        return event
    kept = tuple(each for each in event.roles if each.property != "isPerformedBy")
    return replace(event, roles=(*others, *kept))
