"""Figures of a list that share one predicate: "lost 40 men, three tanks and a radar".

A list is claimed item by item. The event is told of once, with one of the items; the others share it, each
with what it counts itself, and with the class that fits that: of "eliminated 130 men and ten vehicles" the
men were killed and the vehicles destroyed.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from itertools import pairwise
from typing import Final

from claimgraph.extract.figures.counted import MATERIEL
from claimgraph.extract.figures.quantities import QuantityMention
from claimgraph.extract.syntax.text import Span
from claimgraph.model import Entity, Event, Role

_LINK: Final = re.compile(
    r"\s*(?:\([^()]{0,40}\))?\s*(?:[,;]\s*(?:and|or|as well as|plus|along with)?"
    r"|and|or|as well as|plus|along with)"
    r"\s*(?:(?:also|even|the)\s+)?",
    re.IGNORECASE,
)
_LONGEST_LINK: Final = 60
_OF_THINGS: Final = {
    "Killing": "Destruction",
    "Harm": "MaterielLoss",
    "Wounding": "Damage",
    "CaptureOfPersons": "CaptureOfMateriel",
}
_OF_PEOPLE: Final = {
    "Destruction": "Killing",
    "MaterielLoss": "Harm",
    "Damage": "Wounding",
    "CaptureOfMateriel": "CaptureOfPersons",
}
_GENERAL_STRIKES: Final = frozenset({"Attack", "Strike", "MissileStrike", "DroneStrike"})
_BY_WORD: Final = {
    "air": "AirStrike",
    "missile": "MissileStrike",
    "drone": "DroneStrike",
    "artillery": "Shelling",
}
_BEFALLEN: Final = ("affects", "hasTarget", "usesWeapon", "isPerformedBy", "hasParticipant")
"""The roles that a list may fill, in the order in which it is asked which one."""


def end_of(figure: QuantityMention) -> int:
    """Give where a figure ends, with what it counts."""
    return max(figure.span[1], figure.counted[1] if figure.counted else 0)


def are_listed(text: str, first: QuantityMention, second: QuantityMention) -> bool:
    """Tell whether nothing but a comma or "and" stands between two figures with what they count.

    >>> from claimgraph.extract.figures.quantities import quantities
    >>> text = "They lost 40 men, three tanks and, on Monday, two guns."
    >>> [are_listed(text, *pair) for pair in pairwise(quantities(text))]
    [True, False]
    """
    end = end_of(first)
    if not 0 < second.span[0] - end <= _LONGEST_LINK:
        return False
    return _LINK.fullmatch(text, end, second.span[0]) is not None


def runs(text: str, figures: Sequence[QuantityMention]) -> list[list[QuantityMention]]:
    """Give the lists of two and more among figures in the order of the text.

    >>> from claimgraph.extract.figures.quantities import quantities
    >>> text = "They lost 40 men, three tanks and two guns. Nine died."
    >>> [[figure.text for figure in run] for run in runs(text, quantities(text))]
    [['40', 'three', 'two']]
    """
    found: list[list[QuantityMention]] = []
    for first, second in pairwise(figures):
        if not are_listed(text, first, second):
            continue
        if found and found[-1][-1] is first:
            found[-1].append(second)
        else:
            found.append([first, second])
    return found


def breakdowns(
    text: str, figures: Sequence[QuantityMention]
) -> Iterator[tuple[QuantityMention, QuantityMention]]:
    """Give the parts into which a figure of people is broken down, each with the figure of the whole.

    They follow a colon, "among them" or "including", and none is larger than the whole.

    >>> from claimgraph.extract.figures.quantities import quantities
    >>> text = "It killed 15 people: eleven pensioners, most of them women, and four guards."
    >>> [(whole.text, part.text) for whole, part in breakdowns(text, quantities(text))]
    [('15', 'eleven'), ('15', 'four')]
    """
    whole: QuantityMention | None = None
    last: QuantityMention | None = None
    for first, second in pairwise(figures):
        end = end_of(first)
        between = text[end : second.span[0]] if 0 < second.span[0] - end <= _LONGEST_PART else ""
        if whole is None or last is not first or not _NEXT_PART.fullmatch(between):
            whole = first if _BROKEN_DOWN.fullmatch(between) else None
        if whole is not None and _is_within(second, whole):
            last = second
            yield whole, second
        else:
            whole = None


def _is_within(part: QuantityMention, whole: QuantityMention) -> bool:
    """Whether people are counted in both, and the part is no larger."""
    is_people = part.counts not in MATERIEL | {"other", "strikes"} and part.is_countable
    return is_people and (part.high or part.low or 0) <= (whole.high or whole.low or 0)


_LONGEST_PART: Final = 80
_BROKEN_DOWN: Final = re.compile(
    r"[^.;:\n]{0,50}:\s*|[^.;:\n]{0,50}[,(–—-]\s*(?:among (?:them|whom|those|the dead|the victims)|including"
    r"|mostly|chiefly|mainly)\s+(?:at least |about |some |the |up to |more than )?",
    re.IGNORECASE,
)
_NEXT_PART: Final = re.compile(
    r"(?:(?! (?:but|who|which|while|when|after|said|says|were|was|have|had|has|injur|wound|miss|hurt)\b)"
    r"[^.;:\n]){0,60}"
    r"(?:,|\band\b|\bplus\b)\s*(?:and\s+)?(?:the\s+|another\s+)?",
    re.IGNORECASE,
)


def kind_for(kind: str, figure: QuantityMention) -> str:
    """Give the class that an event has for one item of a list that shares it.

    >>> from claimgraph.extract.figures.quantities import quantities
    >>> [kind_for("Killing", figure) for figure in quantities("It eliminated 130 men and ten vehicles.")]
    ['Killing', 'Destruction']
    """
    is_thing = figure.counts in MATERIEL | {"other"}
    if not is_thing:
        return _OF_PEOPLE.get(kind, kind)
    if kind in _GENERAL_STRIKES and figure.counts == "strikes":
        words = (figure.counted_text or "").lower().split()
        return next((each for word, each in _BY_WORD.items() if word in words), kind)
    if kind in _GENERAL_STRIKES and figure.counts in {"drones", "missiles"}:
        if figure.counts == "drones":
            return "DroneStrike"
        is_missile = "missile" in (figure.counted_text or "").lower()
        return "MissileStrike" if is_missile else "Strike"
    return _OF_THINGS.get(kind, kind)


def own_share(
    event: Event,
    figure: QuantityMention,
    own: Entity | None,
    fillers: Mapping[str, Sequence[tuple[Span, Entity]]],
    others: Sequence[Span],
    *,
    is_first: bool,
) -> Event:
    """Give an event with the class and the things of one item of a list, and not those of the other items.

    `own` is what the figure counts, `fillers` are the roles of the event's words with their spans, and
    `others` the spans of what the other items count. The item that `is_first` tells of an attack with all its
    weapons: "attacked with four missiles and 24 drones".
    """
    role = next(
        (
            name
            for name in _BEFALLEN
            for span, _ in fillers.get(name, ())
            if any(_overlap(span, other) for other in [*others, figure.counted or figure.span])
        ),
        "affects" if own is not None and not any(r.property in _BEFALLEN[:2] for r in event.roles) else "",
    )
    if is_first and role == "usesWeapon":
        return event
    dropped = {
        entity.key for span, entity in fillers.get(role, ()) if any(_overlap(span, other) for other in others)
    }
    if own is not None:
        mine = figure.counted or figure.span
        dropped |= {entity.key for span, entity in fillers.get(role, ()) if _overlap(span, mine)}
        dropped.discard(own.key)
    roles = [each for each in event.roles if each.property != role or each.value.key not in dropped]
    if role and own is not None and all(r.value.key != own.key for r in roles):
        roles.append(Role(role, own))
    return replace(event, kind=kind_for(event.kind, figure), roles=tuple(roles))


def _overlap(first: Span, second: Span) -> bool:
    return first[0] < second[1] and second[0] < first[1]
