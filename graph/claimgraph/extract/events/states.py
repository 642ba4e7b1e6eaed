"""Events that no single verb or noun names: being somewhere, being under attack, being left dead.

"There were no heavy weapons at the site" tells of a presence, "the town is under siege" of a siege that has
the subject for its target, "left 23 people dead" of a killing, and "a strike hit a school" of one strike, not
of two.
"""

from __future__ import annotations

from dataclasses import replace
from typing import Final

from claimgraph.extract.events.fitting import is_of
from claimgraph.extract.events.frames import STRIKES
from claimgraph.extract.events.harmed import HarmedFrames
from claimgraph.extract.events.mentions import EventMention
from claimgraph.extract.syntax.reach import Clause

_BEING: Final = frozenset(
    {"be", "spend", "languish", "pass", "remain", "stay", "come", "fall", "live", "put", "place"}
)
_PLACED: Final = frozenset(
    {"in", "at", "on", "inside", "near", "around", "along", "outside", "within", "across"}
)
_PRESENT: Final = frozenset({"force", "weapon", "materiel", "vessel"})
_MUTUAL: Final = frozenset({"ArmedClash", "Accident", "Displacement"})
_THERE: Final = frozenset(("the", "that", "this", "its", "their"))
_GRAVE: Final = frozenset(("critical", "serious", "grave", "stable"))
_FINDING: Final = frozenset(("have", "find", "see", "detect", "show", "provide", "observe", "receive"))
_SIGNS: Final = frozenset(
    ("sign", "signs", "evidence", "trace", "traces", "information", "indication", "indications", "proof",
     "knowledge", "presence", "report", "reports")
)  # fmt: skip
"""Nouns after which "of" names what is, or is not, somewhere."""
_DROPPING: Final = frozenset(("lie", "lay", "drop", "fall", "find", "leave"))
_ATTACKS: Final = STRIKES | {"CyberAttack"}
_GUNS: Final = frozenset(("shell", "artillery", "mortar", "rocket", "tank", "cannon", "howitzer"))
_RETURNING: Final = frozenset(("return", "come"))
_CUSTODY: Final = frozenset(("captivity", "custody", "detention", "hands", "jail"))
_RUINS: Final = frozenset(("rubble", "debris", "ruins", "wreckage"))
_COMING_OUT: Final = frozenset(
    ("take", "rush", "treat", "find", "escape", "survive", "emerge", "live", "get", "come", "pull", "dig",
     "rescue", "bring", "lie", "remain", "recover", "carry", "admit", "lead", "walk",
     "evacuate", "hospitalize", "hospitalise", "reach", "arrive")
)  # fmt: skip
"""What people do, or is done with them, "with wounds"."""
_ADMITTING: Final = frozenset(("receive", "admit", "treat", "take", "see", "register"))
"""What a hospital does with people "with wounds"."""
_WOUNDS: Final = frozenset(
    ("shrapnel", "wound", "wounds", "injury", "injuries", "burn", "burns", "cut", "cuts", "bruises",
     "concussion", "fracture", "fractures", "lacerations", "scratches")
)  # fmt: skip
_SUFFERING: Final = frozenset(("suffer", "sustain", "have", "receive"))
_BROKEN: Final = frozenset(("broken", "fractured", "severed", "crushed"))
_ORDINALS: Final = frozenset(
    ("second", "third", "fourth", "fifth", "sixth", "seventh", "eighth", "ninth", "tenth", "eleventh",
     "twelfth")
)  # fmt: skip
"""One more of those told of before: "six soldiers died; a seventh is missing"."""
_LEFT: Final = {
    "dead": "Killing", "wounded": "Wounding", "injured": "Wounding", "hurt": "Wounding",
    "homeless": "Displacement", "displaced": "Displacement", "missing": "Harm", "free": "Event",
    **dict.fromkeys(("prisoner", "prisoners", "captive", "captives", "hostage", "hostages"), "Detention"),
}  # fmt: skip


class StateFrames(HarmedFrames):
    """Finds events in copulas, in "leave … dead", and in a strike that is the subject of its own verb."""

    def _state(self, clause: Clause) -> bool:
        """Find what a verb of little meaning tells of with its neighbours; whether there was such a thing."""
        chunk = self.sentence.chunks[clause.verb]
        is_copula = chunk.tags.rstrip("RF").endswith("B")
        lemma = "be" if is_copula else self.sentence.lemma(chunk)
        if (wounded := self._wounded(clause, lemma)) is not None:
            self._befell("Wounding", wounded)
        elif lemma == "leave" and clause.objects:
            self._left(clause, clause.objects[0])
        elif lemma in _BEING:
            if (is_told := self._where_somebody_is(clause)) is not None:
                return is_told
            if lemma == "be" and not clause.is_passive:
                self._became(clause)
                if clause.verb not in self.by_clause:
                    self._presence(clause)
                if clause.verb not in self.by_clause:
                    self._is_there(clause)
        elif lemma == "survive" and clause.subjects and self._is_none_left(clause):
            self._befell("Killing", clause, is_negated=False)  # the pilot did not survive
        elif lemma in _DROPPING and self._next_words(clause)[:1] == ["dead"]:
            self._befell("Killing", clause)
        elif lemma in _RETURNING and self.sentence.is_negated(chunk):
            self._not_back(clause)
        elif lemma in {"find", "hear"} and clause.is_passive and self.sentence.is_negated(chunk):
            self._befell("Harm", clause, is_negated=False)  # a sailor has not been found
        elif self._is_for_life(clause, lemma):
            self._befell("Wounding", clause)
        elif self.sentence.lower(chunk.last) == "missing" and not clause.objects:
            self._befell("Harm", clause)
        elif lemma == "have" and clause.objects:
            self._presence(clause)
        if clause.verb not in self.by_clause:
            self._of_harmed(clause)
        if clause.verb not in self.by_clause and clause.phrases and (is_copula or lemma in _FINDING):
            self._signs(clause)
        return clause.verb in self.by_clause

    def _wounded(self, clause: Clause, lemma: str) -> Clause | None:
        """The clause with those who have wounds for its subject, if it tells of any: "with burns"."""
        objects = clause.objects
        if lemma == "treat" and any(
            w == "for" and self._words_of(at)[-1] in _WOUNDS for w, at in clause.phrases
        ):
            return replace(clause, subjects=clause.subjects if clause.is_passive else objects[:1], objects=[])
        if lemma in _ADMITTING and objects and self._has_wounds(clause):
            return replace(clause, subjects=objects[:1], objects=[])
        is_broken = (
            lemma in _SUFFERING and bool(objects) and self._is_broken(objects[0])
        )  # suffered a broken arm
        return clause if is_broken or (lemma in _COMING_OUT and self._has_wounds(clause)) else None

    def _where_somebody_is(self, clause: Clause) -> bool | None:
        """Read "is under fire", "in captivity", "in hospital": whether it is an event; `None` without."""
        for preposition, at in clause.phrases:
            last = self._words_of(at)[-1]
            if preposition == "under" and at in self.by_noun:
                self._under(clause, self.by_noun[at])
                return True
            if preposition == "under" and last in {"control", "occupation"}:
                self._held(clause, at)
                return True
            if preposition in {"under", "beneath"} and last in _RUINS:
                self._befell("Harm", clause)  # two are still under the rubble
                return clause.verb in self.by_clause
            if preposition == "in" and last in _CUSTODY:
                self._befell("Detention", clause)  # still in captivity
                if clause.verb not in self.by_clause and last == "hands":
                    self._held(clause, at)  # the port is in rebel hands
                return clause.verb in self.by_clause
            if preposition == "in" and self._is_sickbed(at):
                self._befell("Wounding", clause)
                return True
        return None

    def _new(self, kind: str, rule: str, clause: Clause, first: int) -> EventMention:
        """Begin a mention that covers a clause from chunk `first` on."""
        chunks = self.sentence.chunks
        own = [clause.verb, *clause.objects, *(at for _, at in clause.phrases), *clause.times]
        start = self.sentence.span(chunks[min(first, clause.verb)])[0]
        end = max(self.sentence.span(chunks[at])[1] for at in own)
        trigger = self.sentence.span(chunks[clause.verb])
        mention = EventMention(kind, trigger, (min(start, trigger[0]), end), self.number, False, rule)
        mention.is_negated = self.sentence.is_negated(chunks[clause.verb])
        mention.mode = self._mode(clause)
        mention.marker = clause.marker
        return mention

    def _became(self, clause: Clause) -> None:
        """ "All of them were dead", "two soldiers were missing": what became of the subject."""
        if not clause.objects:
            return
        words = self._words_of(clause.objects[0])
        if words in (["no", "survivors"], ["no", "survivor"]):
            mention = self._new("Killing", "frame-Killing-be", clause, clause.verb)
            mention.is_negated = False
            self._date(mention, clause)
            self.by_clause[clause.verb] = mention
            return
        kind = _LEFT.get(words[-1]) if len(words) == 1 else None
        if kind is not None:
            self._befell(kind, clause)

    def _befell(self, kind: str, clause: Clause, *, is_negated: bool | None = None) -> None:
        """Begin an event of harm that befell the subject of a clause, if that is people."""
        if not clause.subjects:
            return
        mention = self._new(kind, f"frame-{kind}-be", clause, min(clause.subjects))
        mention.is_negated = mention.is_negated if is_negated is None else is_negated
        self._put(mention, "affects", clause.subjects)
        subject = self._words_of(clause.subjects[-1])
        is_nobody = subject[-1] in {"nobody", "none", "there"} or subject in (["no", "one"], ["not", "one"])
        is_known = self._is_number(clause.subjects[-1]) or self._is_name(clause.subjects[-1])
        is_nobody = is_nobody or (kind == "Wounding" and is_known)
        is_somebody = (
            is_nobody or subject in (["he"], ["she"]) or (subject[-1] in _ORDINALS and len(subject) == 2)
        )
        if not is_somebody and not any(f.category in {"person", "force"} for f in mention.fillers("affects")):
            return
        for word, place in clause.phrases:
            self._put_phrase(mention, "", word, place)
        self._date(mention, clause)
        self.by_clause[clause.verb] = mention

    def _presence(self, clause: Clause) -> None:
        """Forces or arms that are, or are not, at a place: "there were no tanks in the town"."""
        is_adjective = bool(clause.objects) and self._words_of(clause.objects[0])[-1] == "present"
        who = clause.subjects[-1:] if is_adjective else clause.objects[:1] or clause.subjects[-1:]
        where = [(word, at) for word, at in clause.phrases if word in _PLACED and at not in self.by_noun]
        if not who or not where or who[0] in self.by_noun or clause.phrases[0][0] == "behind":
            return  # behind the attack in X
        filler = self._filler(self._past_measure(who[0]), "people")
        if filler is None or filler.category not in _PRESENT:
            return
        mention = self._new("Presence", "frame-Presence-be", clause, min([*clause.subjects, clause.verb]))
        mention.add("hasParticipant", filler)
        if self.sentence.lemma(self.sentence.chunks[clause.verb]) == "have":
            self._put(mention, "isPerformedBy", clause.subjects)
        for word, at in where:
            self._put_phrase(mention, "", word, at)
        if not mention.has("takesPlaceAt") and self._words_of(where[0][1])[0] not in _THERE:
            return
        self._date(mention, clause)
        self.by_clause[clause.verb] = mention

    def _signs(self, clause: Clause) -> None:
        """ "Found no trace of fighters in the clinic", "there was no sign of soldiers at the site"."""
        at = (clause.objects or clause.subjects)[:1]
        if not at or self._words_of(at[0])[-1] not in _SIGNS:
            return
        who = [place for word, place in clause.phrases[:1] if word in {"of", "about"}]
        where = [(word, place) for word, place in clause.phrases[1:] if word in _PLACED]
        filler = self._filler(self._past_measure(who[0]), "people") if who and where else None
        if filler is None or filler.category not in _PRESENT:
            return
        mention = self._new("Presence", "frame-Presence-signs", clause, min([*clause.subjects, clause.verb]))
        mention.add("hasParticipant", filler)
        for word, place in where:
            self._put_phrase(mention, "", word, place)
        self._date(mention, clause)
        self.by_clause[clause.verb] = mention

    def _is_there(self, clause: Clause) -> None:
        """Forces that are "there" or "here": "denied that its members were there"."""
        chunks = self.sentence.chunks
        group = chunks[clause.verb]
        after = chunks[clause.verb + 1 : clause.verb + 2]
        words = [self.sentence.lower(group.last)]
        words += [self.sentence.lower(after[0].last)] if after and after[0].kind == "adverb" else []
        if words[-1] not in {"there", "here"} or not clause.subjects or clause.objects or clause.phrases:
            return
        at = clause.subjects[-1]
        filler = self._filler(self._past_measure(at), "people")
        if filler is None or filler.category not in _PRESENT | {"person"}:
            return
        mention = self._new("Presence", "frame-Presence-be", clause, min([*clause.subjects, clause.verb]))
        mention.add("hasParticipant", filler)
        self._date(mention, clause)
        self.by_clause[clause.verb] = mention

    def _is_sickbed(self, at: int) -> bool:
        """Whether those who are "in" what a noun phrase names are hurt."""
        words = self._words_of(at)
        is_grave = words[-1] == "condition" and not _GRAVE.isdisjoint(words)
        return is_grave or words[-1] in {"hospital", "hospitals"} or words[-2:] == ["intensive", "care"]

    def _next_words(self, clause: Clause) -> list[str]:
        """The two words after a verb group."""
        last = self.sentence.chunks[clause.verb].last
        return [word.lower for word in self.sentence.words[last + 1 : last + 3]]

    def _is_none_left(self, clause: Clause) -> bool:
        """Whether it is said of people that they, or all of them, did not survive."""
        words = self._words_of(clause.subjects[-1])
        is_nobody = words[-1] in {"nobody", "none"} or words[:1] == ["no"] or words[:2] == ["not", "one"]
        first = self.sentence.chunks[clause.subjects[-1]].first
        is_nobody = is_nobody or (words == ["one"] and first > 0 and self.sentence.lower(first - 1) == "not")
        return is_nobody or self.sentence.is_negated(self.sentence.chunks[clause.verb])

    def _not_back(self, clause: Clause) -> None:
        """ "Two aircraft did not return": they are lost."""
        lemma = self.sentence.lemma(self.sentence.chunks[clause.verb])
        if not clause.subjects or (lemma == "come" and self._next_words(clause)[:1] != ["back"]):
            return
        filler = self._filler(self._past_measure(clause.subjects[-1]), "materiel")
        if filler is None or not is_of(filler, "vehicle"):
            return
        mention = self._new("MaterielLoss", "frame-MaterielLoss-back", clause, min(clause.subjects))
        mention.is_negated = False
        mention.add("affects", filler)
        self._date(mention, clause)
        self.by_clause[clause.verb] = mention

    def _has_wounds(self, clause: Clause) -> bool:
        """Whether it is said that somebody has wounds: "with burns", "with a broken leg"."""
        having = [at for word, at in clause.phrases if word.rsplit(" ", 1)[-1] == "with"]
        after = clause.subjects[-1] + 1 if clause.subjects else len(self.sentence.chunks)
        if after + 1 < clause.verb and self.sentence.text_of(self.sentence.chunks[after]) == "with":
            having.append(after + 1)  # 16 people with burns reached the clinic
        return any(self._words_of(at)[-1] in _WOUNDS or self._is_broken(at) for at in having)

    def _is_broken(self, at: int) -> bool:
        """Whether a noun phrase names a limb or bone that is broken: "a fractured skull"."""
        return not _BROKEN.isdisjoint(self._words_of(at)[:-1])

    def _held(self, clause: Clause, at: int) -> None:
        """ "The bridge is under our control", "the city came under the control of the rebels"."""
        mention = self._new(
            "ControlOfPlace", "frame-ControlOfPlace-under", clause, min([*clause.subjects, clause.verb])
        )
        self._put(mention, "takesPlaceAt", clause.subjects)
        self._put(mention, "isPerformedBy", [place for word, place in clause.phrases if word == "of"][:1])
        owner = self._owner(at)
        if owner is not None:
            mention.add("isPerformedBy", owner)
        self._date(mention, clause)
        self.by_clause[clause.verb] = mention

    def _under(self, clause: Clause, mention: EventMention) -> None:
        """ "The town came under heavy shelling": the subject is what the noun's event befalls."""
        if mention.kind == "Fire":  # the patrol came under fire
            is_of_guns = not _GUNS.isdisjoint(mention.head_words)
            mention.kind, mention.aim = "Shelling" if is_of_guns else "Attack", "hasTarget"
        self._put(mention, mention.aim, clause.subjects)
        if clause.subjects:
            self._places_of(mention, clause.subjects[-1], clause.verb)
        self._widen(mention, clause)
        mention.is_bare, mention.is_stated = False, True
        mention.is_negated = mention.is_negated or self.sentence.is_negated(self.sentence.chunks[clause.verb])
        mention.mode = mention.mode or self._mode(clause)
        if mention.time_span is None:
            self._date(mention, clause)

    def _left(self, clause: Clause, at: int) -> None:
        """ "Fighting left 23 people dead": what became of people, with what brought it about."""
        chunks = self.sentence.chunks
        words = self._words_of(at)
        following = chunks[at + 1] if at + 1 < len(chunks) else None
        state = words[-1]
        if following is not None and self.sentence.text_of(following) == "of" and at + 2 < len(chunks):
            at += 2  # left scores of people dead
            words = self._words_of(at)
            following, state = (chunks[at + 1] if at + 1 < len(chunks) else None), words[-1]
        if state not in _LEFT and following is not None:
            state = self.sentence.text_of(following).rsplit(" ", 1)[-1]
        kind = _LEFT.get(state)
        if kind is None and self._has_wounds(clause):
            kind = "Wounding"  # leaving dozens with burns
        if kind is None:
            return
        mention = self._new(kind, f"frame-{kind}-left", clause, min([*clause.subjects, clause.verb]))
        chunk = chunks[at]
        last = chunk.last - 1 if state == words[-1] and chunk.last > chunk.first else chunk.last
        span = (self.sentence.words[chunk.first].start, self.sentence.words[last].end)
        filler = self.name(span, "people")
        if filler is not None:
            mention.add("affects", filler)
        above = self.by_clause.get(clause.above) if clause.above is not None else None
        if above is None or above.kind not in _MUTUAL:  # traded fire, leaving a guard dead
            self._put(mention, "isPerformedBy", clause.subjects)
        for word, place in clause.phrases:
            self._put_phrase(mention, "", word, place)
        self._date(mention, clause)
        self.by_clause[clause.verb] = mention

    def _one_strike(self, clause: Clause) -> None:
        """A strike whose noun is the subject of its verb is one event: "an air strike hit a school"."""
        mention = self.by_clause.get(clause.verb)
        if mention is None or mention.kind not in STRIKES:
            return
        named = [
            self.by_noun[at] for word, at in clause.phrases if word in {"in", "by"} and at in self.by_noun
        ]
        mention.links.extend(
            ("hasCause", other)
            for other in named
            if clause.is_passive and ("hasCause", other) not in mention.links
        )  # hit in an air strike
        for relation, other in list(mention.links):
            if relation != "hasCause" or not other.is_noun or other.kind not in _ATTACKS:
                continue
            mention.links.remove((relation, other))
            for name, filler in other.roles:
                if name != "hasTarget":
                    mention.add(name, filler)
            if mention.kind in {"Attack", "Strike"}:
                mention.kind = other.kind if other.kind != "Attack" else mention.kind
            mention.time_span = mention.time_span or other.time_span
            mention.is_negated = mention.is_negated or other.is_negated
            mention.amount = other.amount
            other.is_background = True
