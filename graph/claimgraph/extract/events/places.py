"""Where the events of a sentence happened, beyond what their own prepositions say.

A name before what was hit tells where it stands ("a Zorivka hotel"). Where a named place itself was taken or
shelled, what follows only says where that place lies, and where a bridge was hit, what it leads over. Words
for a part of some whole ("the south", "the area", "the front") are no place by themselves.
"""

from __future__ import annotations

from typing import Final

from claimgraph.extract.events.mentions import EventMention, Filler
from claimgraph.extract.events.roles import RoleFiller
from claimgraph.extract.syntax.kinds import HUMAN

_SITES: Final = frozenset({"facility", "stored", "vessel"})
_TARGETS: Final = ("affects", "hasTarget")
_PLACES: Final = ("takesPlaceAt", "goesTo", "comesFrom")
_OPENERS: Final = frozenset({"incident", "incidents", "attack", "attacks", "strike", "strikes", "case"})
"""Nouns of an opening that leads to where it was: "In a separate incident in Zorivka, …"."""
_OPENING: Final = 4


class EventPlaces(RoleFiller):
    """Adds and takes away places, when all events of a sentence are known."""

    def _settle_places(self) -> None:
        """Go through the events of the sentence."""
        for mention in (*self.by_clause.values(), *self.by_noun.values()):
            self._drop_lying(mention)
            if not mention.has(*_PLACES):
                self._by_name_before(mention)
        self._opening_place()

    def _drop_lying(self, mention: EventMention) -> None:
        """Take away what only says where a named place lies, or what a bridge leads over."""
        targets = list(mention.fillers(*_TARGETS))
        for target in targets:
            is_named_place = target.category == "place" and not target.is_described
            mention.roles = [
                (role, filler)
                for role, filler in mention.roles
                if role != "takesPlaceAt" or not self._lies(target, filler, is_named_place)
            ]

    def _lies(self, target: Filler, place: Filler, is_named_place: bool) -> bool:
        """Whether a place right after a target tells of the target and not of the event."""
        between = self._words_between(target.span[1], place.span[0])
        if is_named_place:
            return between[-1:] == ["in"] and (len(between) == 1 or between[0] == "of") and "," not in between
        return target.entity.kind == "Bridge" and between[:1] in (["over"], ["across"], ["on"])

    def _words_between(self, start: int, end: int) -> list[str]:
        return [word.lower for word in self.sentence.words if start <= word.start < end]

    def _by_name_before(self, mention: EventMention) -> None:
        """The place whose name stands before the noun of what was hit: "Zorivka market"."""
        for filler in mention.fillers(*_TARGETS):
            if filler.category in _SITES and filler.is_described:
                place = self._name_before(filler)
                if place is not None:
                    mention.add("takesPlaceAt", place)
                    return

    def _name_before(self, filler: Filler) -> Filler | None:
        """The name of a place among the words before the noun of a phrase."""
        words = [word for word in self.sentence.words if filler.span[0] <= word.start < filler.span[1]]
        run: list[int] = []
        for at, word in enumerate(words[:-1]):
            if word.text[:1].isupper() and word.lower not in {"the", "a", "an"}:
                run.append(at)
            elif run:
                break
        if not run:
            return None
        return self.name((words[run[0]].start, words[run[-1]].end), "site")

    def _opening_place(self) -> None:
        """The place of "In a separate incident in Zorivka, …" for the main verb after it."""
        mention = self.by_clause.get(self.clauses.first_finite)
        chunks = self.sentence.chunks[:_OPENING]
        if mention is None or mention.has(*_PLACES) or len(chunks) < _OPENING:
            return
        kinds = [chunk.kind for chunk in chunks]
        leads_on = self._words_of(1)[-1] in _OPENERS and self.sentence.text_of(chunks[2]) in {
            "in",
            "near",
            "at",
        }
        if kinds == ["preposition", "noun", "preposition", "noun"] and leads_on:
            filler = self._filler(3, "place")
            if filler is not None and filler.category not in HUMAN:
                mention.add("takesPlaceAt", filler)
