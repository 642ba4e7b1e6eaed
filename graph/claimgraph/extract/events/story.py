"""The one day that a short report tells of, for events of it that are told without a day.

Most reports tell of one attack or disaster on one day: the day stands in the first sentence, and what follows
is of it without a word. Only where every dated event so far was on that day, the last time told of was that
day too, and nothing in its sentence speaks of another time, does an event take it.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Sequence
from typing import Final

from claimgraph.extract.events.clusters import day_of
from claimgraph.extract.events.frames import family
from claimgraph.extract.events.mentions import TOLD, EventMention
from claimgraph.extract.syntax.text import Span
from claimgraph.extract.times.context import is_told_aside
from claimgraph.extract.times.expressions import TimeMention
from claimgraph.model import TimeSpan

__all__ = ["tell_story"]

_PARTS: Final = frozenset(
    {"Attack", "Harm", "MaterielLoss", "Damage", "Fire", "InternalExplosion", "Accident", "Event", "Bombing"}
)
"""Families of events that an attack or a disaster is made of."""
_OPENING: Final = _PARTS - {"MaterielLoss", "Damage", "Fire"}
"""Families with which the story begins: what is lost or burns may have been hit the day before."""
_ONE_DAY: Final = re.compile(r"\d{4}-\d\d-\d\d(?!.*\.\.)")
_ISO_DAY: Final = 10
"""The length of a day as EDTF writes it."""
_CORPSES: Final = re.compile(r"\b(?:body|bodies|corpses?|remains|dead)\b")
"""Words for the dead, who are seen on another day than they died on."""
_ELSEWHEN: Final = re.compile(
    r"\b(?:earlier|previous(?:ly)?|before|ago|last|past|recent(?:ly)?|already|once|again|usually|often"
    r"|regularly|repeated(?:ly)?|sometimes|never|ever|always|every|each|daily|weekly|monthly|since|so far"
    r"|until|first time|in all|in total|altogether|wars?|campaign|offensive|siege|years?|months?|weeks?"
    r"|days|decades?|another|others?|similar|next|then|later|meanwhile|elsewhere|new|latest|when|if"
    r"|(?:second|third|(?:four|fif|six|seven|eigh|nin|ten)th) \w+)\b",
    re.IGNORECASE,
)
"""Words with which a sentence may tell of another time."""


def tell_story(
    mentions: Sequence[EventMention], sentences: Sequence[Span], times: Sequence[TimeMention], text: str
) -> None:
    """Give `story` to the events of the story of one day that have no time.

    `mentions`, dated and in the order of the text, `sentences` and `times` are of `text`; the times are those
    at which something happened.
    """
    days: set[str] = set()
    day: TimeSpan | None = None
    starts = [time.span[0] for time in times]
    last = _last_told(times, text)
    for mention in mentions:
        if mention.mode not in TOLD or mention.is_found:
            continue
        root = family(mention.kind)
        if mention.time is not None:
            days.add(day_of(mention.time))
            is_seen = root == "Harm" and _CORPSES.search(text, *mention.extent) is not None
            is_new = day is None and root in _OPENING and not is_seen
            if is_new and _ONE_DAY.match(mention.time.edtf):
                day = mention.time
        elif day is not None and root in _PARTS and len(days) == 1:
            start, end = sentences[mention.sentence]
            first, stop = bisect_left(starts, start), bisect_left(starts, end)
            told = [*range(first, stop), *last[first : first + 1]]
            is_of_day = all(times[at].edtf[:_ISO_DAY] in day.edtf for at in told if at >= 0)
            if is_of_day and _ELSEWHEN.search(text, start, end) is None:
                mention.story = day


def _last_told(times: Sequence[TimeMention], text: str) -> list[int]:
    """For each time, and the end, the number of the last one before on which nothing was only said; or -1."""
    last = [-1]
    for number, time in enumerate(times):
        last.append(last[-1] if is_told_aside(text, *time.span) else number)
    return last
