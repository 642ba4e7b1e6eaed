"""Event frames found in a sentence: triggers, and the neighbours that play a role.

Nouns are found first, then verbs, since a verb may lend a noun its actor ("carried out strikes on") or have
an event for its subject ("the strike killed"); then the events are related to each other.
"""

from __future__ import annotations

from collections.abc import Iterator

from claimgraph.extract.events.dating import EventTimes
from claimgraph.extract.events.frames import verb_lemmas
from claimgraph.extract.events.mentions import EventMention, Filler
from claimgraph.extract.events.nouns import NounFrames
from claimgraph.extract.events.places import EventPlaces
from claimgraph.extract.events.relations import EventRelations
from claimgraph.extract.events.states import StateFrames
from claimgraph.extract.events.verbs import VerbFrames


class Matcher(NounFrames, VerbFrames, StateFrames, EventRelations, EventPlaces, EventTimes):
    """Finds the events of one sentence.

    >>> from claimgraph.extract.syntax.chunks import Chunked
    >>> from claimgraph.extract.events.mentions import Filler
    >>> from claimgraph.extract.syntax.tagger import tag
    >>> from claimgraph.extract.syntax.text import tokens
    >>> from claimgraph.model import Entity
    >>> words = tokens("The cruiser sank.")
    >>> named = lambda span, position: Filler(span, Entity("Moskva", "Cruiser"), "vessel")
    >>> [(event.kind, event.roles[0][0]) for event in Matcher(Chunked(words, tag(words)), 0, named).match()]
    [('Sinking', 'affects')]
    """

    def topic(self) -> Iterator[Filler]:
        """Yield what the sentence is about: the subject of its first verb that names an event."""
        for clause in self.clauses.all:
            chunk = self.sentence.chunks[clause.verb]
            is_event = self.sentence.lower(chunk.last) in verb_lemmas() and self.sentence.is_finite(chunk)
            if (
                is_event
                and len(clause.subjects) == 1
                and self.sentence.chunks[clause.subjects[0]].kind == "noun"
            ):
                filler = self._filler(clause.subjects[0], "thing")
                if filler is not None:
                    yield filler
                return

    def match(self) -> list[EventMention]:
        """Give the events of the sentence, in its order."""
        for at, chunk in enumerate(self.sentence.chunks):
            if chunk.kind == "noun":
                self._noun(at, chunk)
        for clause in self.clauses.all:
            if not self._state(clause):
                self._verb(clause)
            self._one_strike(clause)
        for clause in self.clauses.all:
            self._govern(clause)
            self._cause(clause)
        for clause in self.clauses.all:
            self._subordinate(clause)
        self._join_harm()
        self._demand()
        self._share_times()
        self._settle_places()
        found = [*self.by_clause.values(), *self.by_noun.values()]
        return sorted(found, key=lambda mention: mention.trigger)
