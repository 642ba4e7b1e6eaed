"""Tests of what stands around a verb: whether the words are those of an event, and of which sort."""

from __future__ import annotations

from typing import Final

from claimgraph.extract.events.fitting import CORPSES, is_of
from claimgraph.extract.events.frames import STRIKES, Frame
from claimgraph.extract.events.mentions import EventMention
from claimgraph.extract.events.roles import NOBODY_NAMED, RoleFiller
from claimgraph.extract.syntax.reach import Clause

_BEFALLING: Final = STRIKES | {"Ambush", "Bombing"}
_CARRY: Final = frozenset(("carry", "load", "bring", "transport", "laden", "fill", "haul"))
_DEALS: Final = frozenset(
    ("deal", "agreement", "accord", "truce", "pact", "bargain", "compromise", "balance")
)
_FLYERS: Final = frozenset(("mig", "migs", "sukhois", "mirages", "phantoms", "biplanes"))
_ABOVE: Final = frozenset(
    ("height", "air", "altitude", "aircraft", "planes", "helicopters", "jets", "bombers")
)
_MOVING: Final = frozenset(
    ("Accident", "Advance", "Withdrawal", "ForceMovement", "Displacement", "Deployment")
)
_ONE_USE: Final = frozenset(
    (
        "missile",
        "missiles",
        "bomb",
        "bombs",
        "rocket",
        "rockets",
        "munitions",
        "phosphorus",
        "shells",
        "napalm",
    )
)
"""What is gone when it was used."""
_PRISONS: Final = frozenset(("prison", "jail", "cell", "cells", "colony"))
_CUSTODY: Final = frozenset(("captivity", "custody", "detention", "captors", "prisons", "jails"))
_RUBBLE: Final = frozenset(
    ("rubble", "debris", "wreckage", "ruins", "water", "waters", "sea", "river", "wreck", "mud", "collapse")
)
"""What people are rescued from, and not abducted."""
_SURVIVORS: Final = frozenset(("survivor", "survivors", "alive"))
_GRAIN: Final = frozenset(("grain", "maize", "wheat", "rice", "sorghum", "cargo"))
_TRAINS: Final = frozenset(("convoy", "column", "fleet", "train"))


class VerbChecks(RoleFiller):
    """Asks about the neighbours of a verb."""

    def _goes_on_with_of(self, frame: Frame, at: int) -> bool:
        """Whether "out" is that of "out of"."""
        words = self.sentence.words
        return frame.rest == ("out",) and at < len(words) and words[at].lower == "of"

    def _has_agent(self, clause: Clause) -> bool:
        """Whether "by" tells who did it: "courage demonstrated by soldiers"."""
        return any(word == "by" for word, _ in clause.phrases)

    def _is_deal(self, clause: Clause) -> bool:
        """Whether what is struck is a deal."""
        places = clause.subjects if clause.is_passive else clause.objects
        return any(not _DEALS.isdisjoint(self._words_of(at)) for at in places)

    def _is_sent_elsewhere(self, mention: EventMention) -> bool:
        """Whether arms went to a place and to nobody who receives them: "sent tanks to the border"."""
        if mention.kind != "ArmsDelivery":
            return False
        to = list(mention.fillers("hasRecipient"))
        return bool(to) and all(each.category in {"place", "facility"} and each.is_described for each in to)

    def _goes_into(self, frame: Frame, clause: Clause) -> bool:
        """Whether those who move come into an event and not a place: "drove into an ambush".

        Then it is the event that is told of, and they are those whom it befalls.
        """
        if frame.kind not in _MOVING:
            return False
        ends = [at for word, at in clause.phrases if frame.roles.get(word) in {"goesTo", "comesFrom"}]
        ends += clause.objects if frame.roles.get("obj") in {"goesTo", "comesFrom"} else []
        events = [self.by_noun[at] for at in ends if at in self.by_noun]
        for event in events:
            if event.aim and not clause.is_passive and event.kind in _BEFALLING:
                self._put(event, event.aim, clause.subjects)
                event.is_bare, event.is_stated = False, True
                self._date(event, clause)
        return bool(events)

    def _carries_aid(self, at: int) -> bool:
        """Whether lorries or ships are full of aid: "trucks of flour", "a ship loaded with food"."""
        load = self._load_of(at)
        filler = self._filler(self._past_measure(load), "thing") if load >= 0 else None
        is_grain = filler is not None and filler.category == "goods" and self._words_of(load)[-1] in _GRAIN
        return is_grain or (filler is not None and filler.category == "aid")

    def _load_of(self, at: int) -> int:
        """The noun phrase for what lorries or ships carry, -1 if none: "a ship loaded with food"."""
        chunks = self.sentence.chunks
        after = at + 3 if self._is_of_noun(at) and self._words_of(at)[-1] in _TRAINS else at + 1
        if after < len(chunks) and chunks[after].kind == "verb":
            if self.sentence.lemma(chunks[after]) not in _CARRY:
                return -1
            after += 1
            if after < len(chunks) and chunks[after].kind == "noun":
                after -= 1
        elif after >= len(chunks) or self.sentence.text_of(chunks[after]) not in {"of", "with"}:
            return -1
        return after + 1 if after + 1 < len(chunks) and chunks[after + 1].kind == "noun" else -1

    def _tells_of_munitions(self) -> bool:
        """Whether an event before in the sentence was done with munitions."""
        before = (*self.by_clause.values(), *self.by_noun.values())
        return any(is_of(weapon, "munition") for event in before for weapon in event.fillers("usesWeapon"))

    def _is_nobody_named(self, at: int) -> bool:
        """Whether a word for people stands alone: "thousands", not "hundreds of shells"."""
        whole = self._past_measure(at)
        is_alone = whole == at or self.sentence.chunks[whole].kind == "pronoun"
        return self._words_of(at)[-1] in NOBODY_NAMED and is_alone

    def _is_rescue(self, whom: int, clause: Clause) -> bool:
        """Whether people are taken out of rubble or water, or they are dead or survivors."""
        words = self._words_of(whom)
        sources = {self._words_of(at)[-1] for word, at in clause.phrases if word in {"from", "of", "out of"}}
        return words[-1] in CORPSES | _SURVIVORS or not sources.isdisjoint(_RUBBLE)

    def _are_no_evacuees(self, whom: int, clause: Clause) -> bool:
        """Whether those taken out are dead, or come out of a prison: they are recovered, or freed."""
        sources = {self._words_of(at)[-1] for word, at in clause.phrases if word in {"from", "of", "out of"}}
        return self._words_of(whom)[-1] in CORPSES or not sources.isdisjoint(_PRISONS | _CUSTODY)

    def _is_counted(self, clause: Clause) -> bool:
        """Whether a number says how many were used, or what was used is used up: "used 620 drones".

        Drones alone may be used for much: "used drones".
        """
        places = clause.objects if clause.objects and not clause.is_passive else clause.subjects
        if any("K" in self.sentence.chunks[at].tags for at in places):
            return True
        is_past = self.sentence.lower(self.sentence.chunks[clause.verb].last) in {"used", "employed"}
        following = self.sentence.chunks[places[-1] + 1 : places[-1] + 2] if places else []
        if following and following[0].kind == "verb" and following[0].tags[0] == "O":
            return False  # used missiles to hit a plant
        return is_past and any(self._words_of(at)[-1] in _ONE_USE for at in places)

    def _is_of_things(self, at: int) -> bool:
        """Whether a pronoun may stand for things as well as for people: "destroyed them", "one of which"."""
        chunks = self.sentence.chunks
        if chunks[self._past_measure(at)].kind == "pronoun":
            return True
        after = chunks[at + 1 : at + 3]
        return len(after) == 2 and [self.sentence.text_of(chunk) for chunk in after] == ["of", "which"]

    def _is_from_above(self, clause: Clause) -> bool:
        """Whether the words tell of aircraft that are not known as such: "MiGs", "from a great height"."""
        words = {self._words_of(at)[-1] for at in clause.subjects[-1:]} & _FLYERS
        return bool(words) or any(
            word == "from" and self._words_of(at)[-1] in _ABOVE for word, at in clause.phrases
        )

    def _is_site(self, clause: Clause) -> bool:
        """Whether what holds people is a camp or building, and no prison."""
        free = [at for at in clause.subjects if self._words_of(at)[-1] not in _PRISONS]
        fillers = [self._filler(at, "thing") for at in free] if not clause.is_passive else []
        return any(filler is not None and filler.category == "facility" for filler in fillers)

    def _is_force(self, at: int) -> bool:
        """Whether a noun phrase means fighters."""
        filler = self._filler(at, "performer")
        return filler is not None and filler.category == "force"
