"""In what people came to harm, where the words leave it out: the attack or accident told of beside them."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise
from typing import Final

from claimgraph.extract.events.clusters import SCENES
from claimgraph.extract.events.frames import family
from claimgraph.extract.events.mentions import EventMention
from claimgraph.extract.syntax.entries import Entries

ANCHORS: Final = ("affects", "hasTarget")
_SOUNDS: Final = (("gunfire",), ("heavy", "fire"))
"""What is only heard harms nobody that is spoken of."""
_SCENE_REACH: Final = 5
_BESIDE: Final = 12
"""How far after a figure of harm alone the event may begin in which it happened, in characters."""


def complete_causes(mention: EventMention) -> None:
    """Let a strike or fire named as the cause of a loss befall what was lost."""
    for relation, other in mention.links:
        if relation != "hasCause" or other.has(*ANCHORS, "takesPlaceAt"):
            continue
        role = "hasTarget" if family(other.kind) == "Attack" else "takesPlaceAt"
        for filler in mention.fillers("affects", "takesPlaceAt"):
            if filler.category in {"vessel", "facility", "materiel"}:
                other.add(role, filler)
    if mention.kind == "InternalExplosion" and not mention.has("takesPlaceAt"):
        for relation, other in mention.links:
            for filler in other.fillers("takesPlaceAt") if relation == "hasCause" else ():
                mention.add("takesPlaceAt", filler)


def _is_older(mention: EventMention, latest: EventMention) -> bool:
    """Whether a noun names what was done before what is told of: "for a rocket attack on Saturday"."""
    first = mention.time.earliest if mention.is_noun and mention.time is not None else None
    last = latest.time.earliest if latest.time is not None else None
    return first is not None and last is not None and first < last


def _is_next(mention: EventMention, latest: EventMention) -> bool:
    """Whether a main verb of the same sentence tells of another day: "hit a bridge on Monday, on Friday"."""
    is_main = not mention.is_noun and not mention.marker
    return is_main and None not in {mention.time, latest.time} and mention.time != latest.time


def find_scenes(mentions: Sequence[EventMention], entries: Entries) -> None:
    """Put people hurt, without place or time, into the attack or accident told of just before."""
    told = {id(cause) for mention in mentions if not mention.marker for _, cause in mention.links}
    latest: EventMention | None = None
    harm: EventMention | None = None
    for mention in mentions:
        if latest is not None and entries.are_apart(latest.trigger[0], mention.trigger[0], shares_scene=True):
            latest = harm = None
        root = family(mention.kind)
        is_told = not mention.is_bare and mention.mode not in {"unreal", "conditional", "future"}
        is_told = is_told and all(mention.head_words[-len(each) :] != each for each in _SOUNDS)
        if root in SCENES and is_told:
            is_new = latest is None or latest.sentence != mention.sentence
            if latest is not None and id(mention) not in told and _is_older(mention, latest):
                is_new = False
            is_new = is_new or (latest is not None and latest.is_noun and not mention.is_noun)
            if is_new or (latest is not None and _is_next(mention, latest)):
                latest = mention
        before = latest
        if mention.is_found and harm is not None and (latest is None or latest.time is None):
            before = harm  # in what harmed others, though it is not told
        if root == "Harm" and not mention.is_found and is_told and mention.time is not None:
            harm = mention
        if root == "Harm" and before is not None and mention.sentence - before.sentence <= _SCENE_REACH:
            is_dated = mention.time_span is not None and not mention.is_found
            is_placed = bool(mention.links) or is_dated or mention.has("takesPlaceAt")
            mention.scene = None if is_placed else before
    for mention, other in pairwise(mentions):
        is_next = mention.sentence == other.sentence and 0 <= other.extent[0] - mention.extent[1] <= _BESIDE
        is_open = mention.is_counted and not mention.links and not mention.has("takesPlaceAt")
        if is_next and is_open and other.is_noun and family(other.kind) in SCENES:
            mention.scene = other  # nine dead in Zorivka market strike
        is_within = other.extent[0] <= mention.trigger[0] and mention.is_background and mention.is_noun
        if other.is_counted and is_within and not other.has("takesPlaceAt"):
            other.scene = mention  # the toll of the strike on a school rose to nine
