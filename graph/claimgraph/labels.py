"""Labels for events and propositions, made from their content alone, so that they are the same everywhere."""

from __future__ import annotations

import re
from functools import lru_cache

from claimgraph.model import Event, Proposition, Quantity


@lru_cache(maxsize=1024)
def words(kind: str) -> str:
    """A class name as words, for labels: "MissileStrike" is "missile strike".

    >>> words("MissileStrike")
    'missile strike'
    """
    return re.sub(r"(?<=[a-z])(?=[A-Z])", " ", kind).lower()


def event_label(event: Event) -> str:
    """A neutral name for an event, a function of its key alone.

    >>> event_label(Event("Sinking", ("Sinking", "https://w3id.org/claimgraph/data/entity/moskva")))
    'Sinking: Moskva'
    """
    family, *rest = event.key
    names = [_name(part) for part in rest if part and not _WITHIN_REPORT.match(part)]
    head = words(family).capitalize()
    return f"{head}: {', '.join(names)}" if names else head


_WITHIN_REPORT = re.compile(r"[0-9a-f]{40,64}(#|$)")
"""A part of a key that ties an event without place or date to its report; it says nothing to people."""


def _name(part: str) -> str:
    """The readable part of one element of an event's key: a reference IRI, an entity key or a date."""
    if part.count("|") >= 2:
        return part.split("|")[1]
    if "://" in part:
        return part.rsplit("/", 1)[-1].replace("-", " ").title()
    return part


def title(proposition: Proposition) -> str:
    """A label for a proposition, made from its content alone, so that it is the same in every report."""
    parts = [_event_title(proposition.event)] if proposition.event else []
    if proposition.quantity:
        parts.append(_quantity_title(proposition.quantity))
    return "; ".join(parts)


_ROLE_WORDS = {
    "isPerformedBy": "by",
    "affects": "of",
    "hasTarget": "on",
    "usesWeapon": "with",
    "launchedFrom": "from",
    "takesPlaceAt": "at",
    "comesFrom": "from",
    "goesTo": "to",
    "hasRecipient": "to",
    "hasParticipant": "with",
}
_LINK_WORDS = {
    "hasCause": "caused by",
    "follows": "after",
    "overlaps": "during",
    "isSubEventOf": "as part of",
}


def _event_title(event: Event) -> str:
    if event.described_as:
        return event.described_as
    roles = [f"{_ROLE_WORDS.get(role.property, 'with')} {role.value.label}" for role in event.roles]
    time = [event.time.edtf] if event.time else []
    links = [f"{_LINK_WORDS.get(link.property, 'with')} {_event_title(link.event)}" for link in event.links]
    return " ".join([words(event.kind), *roles, *time, *links])


def _quantity_title(quantity: Quantity) -> str:
    low, high = quantity.low, quantity.high
    if low == high:
        figure = f"{low:,}" if low is not None else "an unknown number"
    elif high is None:
        figure = f"{low:,} or more"
    elif low is None:
        figure = f"{high:,} or fewer"
    else:
        figure = f"{low:,} to {high:,}"
    about = "about " if quantity.approximate else ""
    whose = quantity.side.label if quantity.side else quantity.group
    group = f" ({whose})" if whose and whose.casefold() != quantity.counts else ""
    as_of = _as_of(quantity.as_of.edtf) if quantity.as_of else ""
    return f"{about}{figure} {quantity.counts}{group}{as_of}"


def _as_of(edtf: str) -> str:
    """The day at which a figure holds, in words.

    >>> _as_of("2025-03-11"), _as_of("../2025-03-11"), _as_of("2025-03-11/..")
    (' as of 2025-03-11', ' by 2025-03-11', ' since 2025-03-11')
    """
    if edtf.startswith("../"):
        return f" by {edtf[3:]}"
    return f" since {edtf[:-3]}" if edtf.endswith("/..") else f" as of {edtf}"
