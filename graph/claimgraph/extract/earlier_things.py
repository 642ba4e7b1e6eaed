"""The things that a report has spoken of so far, and which of them a phrase can mean: "the cruiser"."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterator, Mapping
from typing import Final

from claimgraph.extract.events.mentions import Filler
from claimgraph.extract.naming import KnownNames
from claimgraph.extract.plurals import is_plural_noun
from claimgraph.extract.syntax.kinds import category_of
from claimgraph.extract.syntax.text import Span
from claimgraph.extract.wording import AT_PLACE, SPEAKS, Wording
from claimgraph.model import Entity
from claimgraph.reference.kinds import is_a
from claimgraph.reference.resolution import ResolutionContext
from claimgraph.reference.resolver import Resolver

_WORD: Final = re.compile(r"[^\W_]+(?:[-'’.&/][^\W_]+)*")
PLURAL_PRONOUNS: Final = frozenset({"they", "them", "their"})
AT_PLACE_REACH: Final = 24
"""How far before a name the preposition may begin that makes it a place, in characters."""
_TOPIC_REACH: Final = 200
_GENERIC: Final = frozenset(
    {
        "Vessel",
        "NavalVessel",
        "IndustrialFacility",
        "Facility",
        "CivilFacility",
        "Territory",
        "Settlement",
        "Materiel",
    }
)
_GENERIC_NOUNS: Final = frozenset(
    (
        "ship", "vessel", "boat", "craft", "warship", "plant", "factory", "works", "facility", "building",
        "site", "compound", "complex", "infrastructure", "target", "equipment", "hardware", "machine",
    )
)  # fmt: skip
"""Nouns that can mean any earlier thing of their sort."""
_TOWNS: Final = frozenset({"city", "town", "village", "settlement"})
_POINTING_PLACES: Final = _TOWNS | {"capital", "district", "region"}
_SORTS: Final = frozenset(("centre", "center", "station", "post", "point"))
"""Nouns whose sort the word before them tells: "the congress centre"."""
_QUALITY: Final = re.compile(
    r"^(?!.*-).*(?:ed|en|ing|al|ary|ous|ic|ian|ish|ese|ive|able|ible|ful|est|er|ern|wn|ge|same|whole|old|new|huge|big"
    r"|main|key|nearby|entire|civil|naval)$"
)
"""Words that say how a thing is, and not what it is: "the stricken ship", "the military facility"."""
_LOOK_BACK: Final = 120


class EarlierThings(KnownNames):
    """Knows the things of one text that were spoken of before any place in it.

    `demonyms` gives states by adjective ("Russian").
    """

    def __init__(
        self, text: str, resolver: Resolver, context: ResolutionContext, demonyms: Mapping[str, Entity]
    ) -> None:
        """Nothing was spoken of yet; whoever reads the text adds to `history` and `topics` in its order."""
        super().__init__(text, resolver, context)
        self.demonyms = demonyms
        self.wording = Wording(text, demonyms, context.scope)
        self.topics: list[Filler] = []
        """What the sentences so far are about: the subjects of their first events."""
        self.history: list[Filler] = []
        self._history_starts: list[int] = []

    def remember(self, filler: Filler) -> None:
        """Add a thing spoken of behind all those so far."""
        if not self.history or self.history[-1].span[0] < filler.span[0]:
            self.history.append(filler)
            self._history_starts.append(filler.span[0])
            self.context.remember(filler.entity)

    def _words(self, span: Span) -> list[str]:
        return [word.lower().replace("’", "'") for word in _WORD.findall(self.text[span[0] : span[1]])]

    def before(self, offset: int) -> Iterator[Filler]:
        """The things spoken of before an offset, the nearest first, as far back as reaches."""
        last = bisect_left(self._history_starts, offset)
        return (self.history[at] for at in range(last - 1, max(-1, last - 1 - _LOOK_BACK), -1))

    def recent(self, before: int, *categories: str) -> Filler | None:
        """Give the nearest earlier thing of one of the categories."""
        return next((filler for filler in self.before(before) if filler.category in categories), None)

    def things_in(self, span: Span) -> Iterator[Filler]:
        """Give the things spoken of inside a span, in order."""
        for at in range(bisect_left(self._history_starts, span[0]), len(self.history)):
            if self.history[at].span[0] >= span[1]:
                break
            yield self.history[at]

    def _topic(self, word: str, before: int, *categories: str) -> Filler | None:
        """What this sentence or the one before is about, if it fits a category and the number of the word."""
        last = next((topic for topic in reversed(self.topics) if topic.span[1] <= before), None)
        if last is None or before - last.span[1] > _TOPIC_REACH or last.category not in categories:
            return None
        is_plural = is_plural_noun(self._words(last.span)[-1])
        return last if is_plural == (word in PLURAL_PRONOUNS) else None

    def _earlier(self, span: Span, noun: str, kind: str, category: str) -> Filler | None:
        """The earlier thing that a definite phrase can mean.

        The nearest with the same noun, else the nearest known by name, else the nearest: of the same
        category, and of classes that agree.
        """
        best: Filler | None = None
        speaking: Filler | None = None
        for filler in self.before(span[0]):
            speaks = category == "place" and self._is_speaking(filler.span)
            if category == "place" and self._is_told_settlement(filler, noun) and not speaks:
                place = Entity(filler.entity.label, "Place")
                return Filler(filler.span, place, "place", True, False, filler.rule)
            if filler.category != category or not self._agrees(filler, noun, kind):
                continue
            if speaks:
                speaking = speaking or filler  # Kyiv denied it: the city only if there is no other
                continue
            if self._words(filler.span)[-1:] == [noun]:
                return filler
            if best is None or (best.is_described and not filler.is_described):
                best = filler
        return best or speaking

    def _is_speaking(self, span: Span) -> bool:
        """Whether a name speaks as a government; the place in "a resident of Zorivka said" does not."""
        is_speech = SPEAKS.match(self.text, span[1]) is not None
        return is_speech and not AT_PLACE.search(self.text, max(0, span[0] - AT_PLACE_REACH), span[0])

    def _is_told_settlement(self, filler: Filler, noun: str) -> bool:
        """Whether "the town" can mean an unknown name that the text uses as that of a place."""
        is_name = filler.rule == "unknown-name" and filler.category == ""
        return is_name and noun in _TOWNS and filler.entity.label in self.wording.told_places

    def _agrees(self, filler: Filler, noun: str, kind: str) -> bool:
        """Whether a thing can be meant by a noun of some class: "the warship" for a cruiser."""
        other = filler.entity.kind
        if filler.category == "place":
            is_town = is_a(other, kind) or (filler.rule == "unknown-name" and noun in _TOWNS)
            is_known = not filler.is_described and noun in _POINTING_PLACES and is_town
            return is_known or self._words(filler.span)[-1:] == [noun]
        is_generic = kind in _GENERIC and noun in _GENERIC_NOUNS
        if filler.is_described and category_of(other) == "facility":
            return is_generic or self._words(filler.span)[-1:] == [noun] or self._is_generic(filler)
        return is_a(other, kind) or is_generic or (is_a(kind, other) and filler.is_described)

    def _is_generic(self, filler: Filler) -> bool:
        """Whether a thing was spoken of by a noun that any other can take up: "a building … the school"."""
        return self._words(filler.span)[-1] in _GENERIC_NOUNS

    def _is_another(self, span: Span, earlier: Filler) -> bool:
        """Whether a definite phrase is told from an earlier thing by a name or noun of its own.

        "The Grand Mosque" is not a mosque told of before, "the congress centre" not the centre of the town,
        "the machine plant" not a depot.
        """
        said, before = self.wording.said(span).split(), set(self._words(earlier.span))
        own = [word for word in said[1:-1] if word[0].isupper() and word not in self.demonyms]
        if own and self.wording.said(span) != self.wording.said(earlier.span):
            return earlier.is_described and before.isdisjoint(word.lower() for word in own)
        if len(said) < 3 or said[-2].lower() in before:
            return False
        is_sort = _QUALITY.match(said[-2].lower()) is None and said[-2] not in self.demonyms
        is_other = is_sort and earlier.is_described and before.isdisjoint(_GENERIC_NOUNS)
        return said[-1].lower() in _SORTS or (said[-1].lower() in _GENERIC_NOUNS and is_other)
