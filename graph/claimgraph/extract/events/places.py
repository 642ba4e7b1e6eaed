"""Where the events of a sentence happened, beyond what their own prepositions say.

A name before what was hit tells where it stands ("a Zorivka hotel"). Where a named place itself was taken or
shelled, what follows only says where that place lies. A clause that tells what people were doing when they
were hit tells where they were.
"""

from __future__ import annotations

from typing import Final

from claimgraph.extract.events.frames import STRIKES
from claimgraph.extract.events.mentions import EventMention, Filler
from claimgraph.extract.events.roles import PLACE_PREPOSITIONS, RoleFiller
from claimgraph.extract.syntax.kinds import HUMAN
from claimgraph.extract.syntax.lexicon import cues
from claimgraph.extract.syntax.reach import Clause
from claimgraph.extract.syntax.text import Span

_SITES: Final = frozenset({"facility", "stored", "vessel"})
_TARGETS: Final = ("affects", "hasTarget")
_PLACES: Final = ("takesPlaceAt", "goesTo", "comesFrom")
_OPENERS: Final = frozenset({"incident", "incidents", "attack", "attacks", "strike", "strikes", "case"})
"""Nouns of an opening that leads to where it was: "In a separate incident in Zorivka, …"."""
ARMED: Final = STRIKES | {"Ambush", "Bombing", "Killing", "Wounding", "Destruction", "Damage", "ShootDown"}
"""What is done with weapons."""
ON_SCENE: Final = STRIKES | {"Killing", "Wounding", "Harm", "Ambush", "Abduction", "Detention"}
"""What befalls people where they are."""
_OPENING: Final = 4
_TOLLS: Final = frozenset(("Killing", "Wounding", "Harm"))
_NEARBY: Final = frozenset(("near", "outside"))
_OF_WIDER: Final = _NEARBY | {"in", "of", "within", "inside", "at", "on"}
_OF_PHRASES: Final = frozenset("DNAKP'")
_WITHIN: Final = _OF_WIDER | frozenset(
    (
        "the", ",", "'s", "north", "south", "east", "west", "centre", "center", "middle", "edge", "outskirts",
        "suburbs", "heart", "northern", "southern", "eastern", "western", "central", "far",
    )
)  # fmt: skip
"""What stands between a place and the wider one in which it lies."""


class EventPlaces(RoleFiller):
    """Adds and takes away places, when all events of a sentence are known."""

    def _settle_places(self) -> None:
        """Go through the events of the sentence."""
        for mention in (*self.by_clause.values(), *self.by_noun.values()):
            self._drop_lying(mention)
            self._drop_wider(mention)
            if not mention.has(*_PLACES):
                self._by_name_before(mention)
        for verb, mention in self.by_clause.items():
            self._fired_at(mention, self.clauses.by_verb[verb])
            if not mention.has(*_PLACES) and mention.kind in ON_SCENE:
                self._where_they_were(mention, self.clauses.by_verb[verb])
            if not mention.has(*_PLACES) and mention.kind in ARMED | ON_SCENE:
                self._where_they_went_on(mention, self.clauses.by_verb[verb])
                self._share_occasion(mention, self.clauses.by_verb[verb])
            if mention.kind == "Evacuation":
                self._from_where(mention)
        for clause in self.clauses.all:
            self._means(clause)
        self._opening_place()

    def _means(self, clause: Clause) -> None:
        """The weapon of "struck the bridge on Monday, using rockets"."""
        host = self.by_clause.get(clause.above) if clause.above is not None else None
        chunk = self.sentence.chunks[clause.verb]
        if host is None or self.sentence.lemma(chunk) != "use" or chunk.tags != "g" or host.kind not in ARMED:
            return
        for at in clause.objects:
            filler = self._filler(self._past_measure(at), "thing")
            if filler is not None and filler.category in {"weapon", "materiel"}:
                host.add("usesWeapon", filler)

    def _from_where(self, mention: EventMention) -> None:
        """What was evacuated, if it is a place, is where people were: "nine villages were evacuated"."""
        mention.roles = [
            ("comesFrom" if role == "affects" and filler.category == "place" else role, filler)
            for role, filler in mention.roles
        ]

    def _where_they_were(self, mention: EventMention, clause: Clause) -> None:
        """Where people were when they were hit: "killed four people who were queuing at the gate"."""
        last = clause.objects[-1] if clause.objects else -1
        for other in self.clauses.all:
            is_theirs = other.subjects == [last] and other.verb > last
            is_theirs = is_theirs and (
                other.marker in {"who", "that"} or self.sentence.chunks[other.verb].tags == "g"
            )
            if (
                not is_theirs
                or other.verb in self.by_clause
                or self.sentence.chunks[last + 1].kind == "comma"
            ):
                continue
            for preposition, at in other.phrases:
                if at not in self.by_noun and preposition in PLACE_PREPOSITIONS:
                    self._put_phrase(mention, "", preposition, at)

    def _where_they_went_on(self, mention: EventMention, clause: Clause) -> None:
        """The place of what the same people did next: "killed two herders and rustled cattle at Zorivka"."""
        at = max([clause.verb, *clause.objects]) + 1
        following = self.clauses.by_verb.get(at + 1)
        is_joined = (
            at < len(self.sentence.chunks) and self.sentence.text_of(self.sentence.chunks[at]) == "and"
        )
        if following is None or not is_joined or following.subjects != clause.subjects:
            return
        if (self.sentence.lemma(self.sentence.chunks[following.verb]), "verb") in cues():
            return
        other = self.by_clause.get(following.verb)
        if other is not None:
            for filler in other.fillers("takesPlaceAt"):
                mention.add("takesPlaceAt", filler)
            return
        for preposition, phrase in following.phrases:
            if phrase not in self.by_noun and preposition in PLACE_PREPOSITIONS:
                self._put_phrase(mention, "", preposition, phrase)

    def _fired_at(self, mention: EventMention, clause: Clause) -> None:
        """Who "opened fire at the gate" was there when he did: what he fired on stands after "on"."""
        if self.sentence.lemma(self.sentence.chunks[clause.verb]) != "open":
            return
        spans = [self.sentence.span(self.sentence.chunks[at]) for word, at in clause.phrases if word == "at"]
        mention.roles = [
            ("takesPlaceAt" if role == "hasTarget" and self._is_spot(filler, spans) else role, filler)
            for role, filler in mention.roles
        ]

    def _is_spot(self, filler: Filler, spans: list[Span]) -> bool:
        is_site = filler.category in {"place", "facility"} and filler.entity.kind != "MilitaryBase"
        return filler.span in spans and is_site

    def _share_occasion(self, mention: EventMention, clause: Clause) -> None:
        """What two tolls of one occasion share: "nine were killed and four hurt in a raid near Zorivka"."""
        for at in range(clause.verb + 1, clause.verb + 5):
            other = self.by_clause.get(at)
            if other is None:
                continue
            kinds = [chunk.kind for chunk in self.sentence.chunks[clause.verb + 1 : at]]
            is_joined = "conjunction" in kinds and set(kinds) <= {"conjunction", "noun"}
            if is_joined and {mention.kind, other.kind} <= _TOLLS and not mention.links:
                mention.links.extend(pair for pair in other.links if pair[1].is_noun)
                for filler in other.fillers("takesPlaceAt"):
                    mention.add("takesPlaceAt", filler)
            return

    def _drop_wider(self, mention: EventMention) -> None:
        """Keep of "at the gate of a mosque in Zorivka, in the Delta region" what stands first.

        So for where people came from: of "from nine villages near the border" the villages.
        """
        places = sorted((pair for pair in mention.roles if pair[0] in _PLACES), key=lambda pair: pair[1].span)
        last: Filler | None = None
        moved = False
        for pair in places:
            filler = pair[1]
            if filler.category in HUMAN:
                mention.roles.remove(pair)
                continue
            if last is not None and pair[0] == "takesPlaceAt":
                between = self._words_between(last.span[1], filler.span[0])
                leading = _NEARBY if moved else _OF_WIDER
                if not leading.isdisjoint(between) and self._lies_within(between, last, filler):
                    mention.roles.remove(pair)
                    continue
            last, moved = filler, pair[0] != "takesPlaceAt"

    def _lies_within(self, between: list[str], first: Filler, second: Filler) -> bool:
        """Whether nothing but phrases of place stands between: "a tent in the Alda camp west of Zorivka"."""
        if _WITHIN.issuperset(between):
            return True
        letters = {
            letter
            for word, letter in zip(self.sentence.words, self.sentence.letters, strict=True)
            if first.span[1] <= word.start < second.span[0]
        }
        return between[0] in _OF_WIDER and letters <= _OF_PHRASES

    def _drop_lying(self, mention: EventMention) -> None:
        """Take away what only says where a named place lies."""
        for target in list(mention.fillers(*_TARGETS)):
            if target.category == "place" and not target.is_described:
                mention.roles = [
                    (role, filler)
                    for role, filler in mention.roles
                    if role != "takesPlaceAt" or not self._lies(target, filler)
                ]

    def _lies(self, target: Filler, place: Filler) -> bool:
        """Whether a place right after a target that is one only tells where that is."""
        between = self._words_between(target.span[1], place.span[0])
        return between[-1:] == ["in"] and (len(between) == 1 or between[0] == "of") and "," not in between

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
