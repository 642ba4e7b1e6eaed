"""One event of a report as its mentions tell of it together, and whether a mention can be of it."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import timedelta
from typing import Final

from claimgraph.extract.events.frames import family
from claimgraph.extract.events.mentions import EventMention, Filler
from claimgraph.extract.syntax.kinds import HUMAN
from claimgraph.model import Entity, TimeSpan

SCENES: Final = frozenset({"Attack", "Accident", "InternalExplosion", "Fire", "Bombing"})
_LASTING: Final = frozenset(("offensive", "campaign", "siege", "war", "blockade", "occupation", "uprising"))
"""Nouns for what goes on for many days."""
AGAIN: Final = frozenset({"count-given", "count-not"})
_THINGS: Final = frozenset({"facility", "vessel", "materiel"})


@dataclass(slots=True, eq=False)
class Cluster:
    """One event of the report: its mentions, and what they say together."""

    family: str
    number: int = 0
    mentions: list[EventMention] = field(default_factory=list)
    anchors: dict[str, Filler] = field(default_factory=dict)
    places: dict[str, Filler] = field(default_factory=dict)
    settlements: dict[str, Entity] = field(default_factory=dict)
    moves: dict[str, Filler] = field(default_factory=dict)
    actors: dict[str, Filler] = field(default_factory=dict)
    time: TimeSpan | None = None
    is_told: bool = False
    """Whether it is told as having happened, not only as planned or feared."""
    entries: set[int] = field(default_factory=set)
    """The entries of a live blog or list that tell of it, 0 for other text."""
    kind: str = ""
    """The first class among its mentions that says more than "attack" or "strike"."""

    @property
    def last_sentence(self) -> int:
        """The sentence of the latest mention."""
        return self.mentions[-1].sentence


def day_of(time: TimeSpan | None) -> str:
    """Give the day, or the coarser or longer time, in which an event of that time falls; "" if unknown.

    A night belongs to the day on which it ends.

    >>> from datetime import datetime, timezone
    >>> night = TimeSpan("2022-04-14/2022-04-15", datetime(2022, 4, 14, 18, tzinfo=timezone.utc),
    ...                  datetime(2022, 4, 15, 6, tzinfo=timezone.utc))
    >>> day_of(night)
    '2022-04-15'
    """
    if time is None or time.earliest is None or time.latest is None:
        return ""
    length = time.latest - time.earliest
    if length <= timedelta(days=2):
        return (time.latest - timedelta(microseconds=1)).date().isoformat()
    return time.edtf


def finest(places: Iterable[Filler]) -> Filler | None:
    """Give the smallest of several places: a facility or district before a city, a city before a region."""
    rank = {"District": 1, "WaterBody": 1, "Settlement": 2, "Place": 2}
    found = list(places)
    return min(
        found,
        key=lambda filler: 0 if _is_building(filler) else rank.get(filler.entity.kind, 3),
        default=None,
    )


def _is_building(filler: Filler) -> bool:
    """Whether a place is a facility, and not only a spot in one or in a town: "the gate", "the centre"."""
    noun = filler.entity.label.lower().rsplit(" ", 1)[-1]
    return filler.category == "facility" and not (filler.is_described and noun in _SPOTS)


_SPOTS: Final = frozenset(
    (
        "centre",
        "center",
        "gate",
        "gates",
        "street",
        "streets",
        "entrance",
        "yard",
        "road",
        "roads",
        "house",
        "houses",
    )
)


def is_anybody(filler: Filler) -> bool:
    """Tell whether a thing is a group of people without a name; many events hurt such: "soldiers"."""
    return filler.is_described and filler.category in HUMAN


def times_agree(first: str, second: str) -> bool:
    """Tell whether two days can be the same; a month agrees with its days, an unknown one with any."""
    return not first or not second or first == second or first.startswith(second) or second.startswith(first)


def are_one_and_many(mention: EventMention, cluster: Cluster) -> bool:
    """Tell whether one attack and a number of them are told of: "three attacks" are not the one before."""
    told = next((other.amount for other in cluster.mentions if other.amount), 0)
    return bool(told and mention.amount) and told != mention.amount and cluster.family in SCENES


def is_told_again(mention: EventMention, cluster: Cluster) -> bool:
    """Tell whether a figure corrects that of an event told right before: "six died. It was four, not six"."""
    is_one = cluster.family == family(mention.kind) and cluster.mentions[-1].kind == mention.kind
    if not is_one or mention.roles or mention.links or mention.time_span is not None:
        return False
    gap = mention.sentence - cluster.last_sentence
    return gap == 0 if mention.rule == "count-not" else gap == 1 and cluster.mentions[-1].rule not in AGAIN


def are_things_apart(anchors: dict[str, Filler], cluster: Cluster) -> bool:
    """Tell whether both say what was hit, and it is not the same: a silo and a bus station of one town."""
    mine = {key for key, filler in anchors.items() if filler.category in _THINGS}
    theirs = {key for key, filler in cluster.anchors.items() if filler.category in _THINGS}
    return bool(mine and theirs and not mine & theirs)


def lasts(cluster: Cluster) -> bool:
    """Tell whether an event went on for days, so that its day is but that of its beginning."""
    first = cluster.mentions[0] if cluster.mentions else None
    return first is not None and not _LASTING.isdisjoint(first.head_words)
