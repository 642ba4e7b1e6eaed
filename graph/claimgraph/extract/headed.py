"""Where it happened what an entry or item tells, if it opens with a place: "14:20 Odesa: two died"."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Final

from claimgraph.extract.events.frames import family
from claimgraph.extract.events.mentions import EventMention, Filler
from claimgraph.extract.linking import Linker
from claimgraph.extract.syntax.entries import STAMP, Entries
from claimgraph.extract.syntax.text import Span
from claimgraph.reference.kinds import is_a

_HEADED: Final = re.compile(
    rf"(?:{STAMP})?"
    r"(?P<name>[^\W\d_a-z][\w’'-]+(?: [^\W\d_a-z][\w’'-]+){0,2}): (?![“\"‘'])(?!(?:we|I|our)\b)",
)
"""An entry that opens with a name and a colon, behind which nobody is quoted."""
_LOCATED: Final = frozenset(
    {"Attack", "Harm", "Fire", "Damage", "MaterielLoss", "Event", "Bombing", "Accident"}
)
_WHERE: Final = ("takesPlaceAt", "goesTo", "comesFrom")
_TARGETS: Final = ("hasTarget", "affects")


def heading(text: str, span: Span) -> Span | None:
    """Give the name with which an entry opens before a colon.

    >>> text = "14:20 Odesa: two died."
    >>> text[slice(*heading(text, (0, len(text))))]
    'Odesa'
    >>> heading("Bilyk: “We held.”", (0, 17)) is None
    True
    """
    found = _HEADED.match(text, *span)
    return found.span("name") if found is not None else None


def place_headed(
    mentions: Sequence[EventMention], blocks: Sequence[Span], linker: Linker, entries: Entries
) -> None:
    """Give the events of entries that open with a place that place, where they have none."""
    if not entries.exist:
        return
    places: dict[int, Filler] = {}
    for block in blocks:
        name = heading(linker.text, block) if entries.at(block[0]) else None
        filler = linker(name, "place") if name is not None else None
        if filler is not None and _is_place(filler, linker, is_item=entries.is_item(block[0])):
            places[entries.at(block[0])] = filler
    for mention in mentions if places else ():
        place = places.get(entries.at(mention.trigger[0]))
        if place is None or family(mention.kind) not in _LOCATED or mention.has(*_WHERE):
            continue
        if not any(filler.category == "place" for filler in mention.fillers(*_TARGETS)):
            mention.add("takesPlaceAt", place)


def _is_place(filler: Filler, linker: Linker, *, is_item: bool) -> bool:
    """Whether the name before a colon is a place; one that nothing is known of is so in a list of places."""
    name = filler.entity.label
    is_told = bool(filler.entity.iri) or name in linker.wording.told_places
    is_place = filler.category == "place" and not is_a(filler.entity.kind, "State")
    return is_place and (is_told or (is_item and " " not in name))
