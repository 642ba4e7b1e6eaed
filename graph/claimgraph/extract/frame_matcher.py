"""Event frames found in a sentence: triggers, and the neighbours that play a role.

Verbs take their roles from the clause (subject, object, "by", prepositions, active or passive), nouns from
their own phrase (possessor, modifiers, prepositional phrases) and from a light verb before them ("carried
out strikes on"). A weapon in the place of an actor is the weapon; where the frame is a loss or harm, an
actor that is a weapon or an event stands for the event that brought it about.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from itertools import pairwise
from typing import Final

from claimgraph.extract.chunks import Chunk, Chunked
from claimgraph.extract.clauses import MEANS, RAISING, Clause, Clauses
from claimgraph.extract.events import AGENT_ROLES, CAUSE_BY_WEAPON, EventMention, Filler
from claimgraph.extract.frames import STRIKES, Frame, noun_frames, verb_frames, verb_lemmas
from claimgraph.extract.kinds import HUMAN
from claimgraph.extract.lexicon import verb_forms
from claimgraph.extract.text import Span

Name = Callable[[Span, str], Filler | None]
"""Gives what a noun phrase (offsets) stands for in a position: "performer", "place" or "thing"."""

_LIGHT: Final = frozenset(
    [
        "carry",
        "launch",
        "conduct",
        "mount",
        "stage",
        "step",
        "intensify",
        "renew",
        "resume",
        "continue",
        "suffer",
        "inflict",
        "commit",
        "order",
        "begin",
        "start",
        "stop",
        "halt",
        "suspend",
        "end",
        "make",
        "take",
        "face",
        "order",
        "plan",
        "unleash",
        "deliver",
        "wage",
        "see",
        "report",
        "sustain",
        "lead",
    ]
)
_CAUSING: Final = frozenset(["cause", "trigger", "set", "lead", "spark", "provoke"])
_MARKERS: Final = {
    "after": "follows", "following": "follows", "before": "follows", "while": "overlaps", "as": "overlaps",
    "because": "hasCause",
}  # fmt: skip
_HAPPENING: Final = frozenset(["happen", "occur", "be", "take", "come", "erupt", "break", "hit", "deploy"])
_NOT_YET: Final = frozenset(["plan", "prepare", "order"])
_BY_MODIFIER: Final = (
    ("missile", "MissileStrike"), ("missiles", "MissileStrike"), ("drone", "DroneStrike"),
    ("drones", "DroneStrike"), ("kamikaze", "DroneStrike"), ("air", "AirStrike"), ("aerial", "AirStrike"),
    ("aircraft", "AirStrike"), ("helicopter", "AirStrike"), ("artillery", "Shelling"), ("mortar", "Shelling"),
    ("cyber", "CyberAttack"), ("suicide", "Bombing"), ("car", "Bombing"),
)  # fmt: skip
_WEAPON_KINDS: Final = {
    "Missile": "MissileStrike", "UncrewedAircraft": "DroneStrike", "Aircraft": "AirStrike",
    "Helicopter": "AirStrike", "ArtillerySystem": "Shelling",
}  # fmt: skip
_WEAPON_WORDS: Final = {
    "missile": "MissileStrike", "missiles": "MissileStrike", "drone": "DroneStrike", "drones": "DroneStrike",
    "shells": "Shelling", "shell": "Shelling", "artillery": "Shelling", "mortars": "Shelling",
    "aircraft": "AirStrike", "planes": "AirStrike", "jets": "AirStrike", "helicopters": "AirStrike",
    "bombers": "AirStrike", "warplanes": "AirStrike",
}  # fmt: skip
_PLACE_PREPOSITIONS: Final = frozenset(
    [
        "in",
        "at",
        "near",
        "around",
        "on",
        "outside",
        "inside",
        "over",
        "across",
        "along",
        "off",
        "above",
        "between",
        "throughout",
        "within",
        "aboard",
    ]
)
_PLACE_CATEGORIES: Final = frozenset({"place", "facility", "vessel"})
_CAUSED: Final = frozenset(
    {"Sinking", "Destruction", "Damage", "MaterielLoss", "Killing", "Wounding", "Harm"}
)
_TO_PEOPLE: Final = frozenset(
    {
        "Killing",
        "Wounding",
        "Harm",
        "Detention",
        "Abduction",
        "CaptureOfPersons",
        "Evacuation",
        "Displacement",
    }
)
_COUNTED: Final = frozenset(
    {"count", "number", "toll", "figure", "estimate", "report", "reports", "numbers", "figures"}
)
_MODALS: Final = {
    **dict.fromkeys(["may", "might", "could"], "possible"),
    **dict.fromkeys(["will", "shall", "'ll", "would"], "future"),
    **dict.fromkeys(["should", "must", "can"], "unreal"),
}
_UNREAL_MARKERS: Final = frozenset({"if", "unless", "whether", "lest"})
_VESSEL_WORDS: Final = frozenset({"board"})


class Matcher:
    """Finds the events of one sentence.

    `name` gives what a noun phrase stands for; `number` is the number of the sentence.
    """

    def __init__(self, sentence: Chunked, number: int, name: Name) -> None:
        """Cut the sentence into clauses; nothing is matched yet."""
        self.sentence = sentence
        self.number = number
        self.name = name
        self.clauses = Clauses(sentence)
        self.by_clause: dict[int, EventMention] = {}
        self.by_noun: dict[int, EventMention] = {}

    def match(self) -> list[EventMention]:
        """Give the events of the sentence, in its order."""
        for at, chunk in enumerate(self.sentence.chunks):
            if chunk.kind == "noun":
                self._noun(at, chunk)
        for clause in self.clauses.all:
            self._verb(clause)
        for clause in self.clauses.all:
            self._govern(clause)
            self._cause(clause)
        for clause in self.clauses.all:
            self._subordinate(clause)
        self._join_harm()
        found = [*self.by_clause.values(), *self.by_noun.values()]
        return sorted(found, key=lambda mention: mention.trigger)

    # ---- verbs

    def _verb(self, clause: Clause) -> None:
        chunk = self.sentence.chunks[clause.verb]
        lemma = verb_lemmas().get(self.sentence.lower(chunk.last), "")
        for frame in verb_frames().get(lemma, ()):
            end = self._particles(chunk, frame)
            if end is not None and self._fits(frame, clause):
                mention = self._open(frame, (self.sentence.words[chunk.last].start, end), clause)
                self._fill(mention, frame, clause)
                if frame.need and not mention.has(frame.need):
                    continue
                self._settle(mention, clause)
                self.by_clause[clause.verb] = mention
                return

    def _particles(self, chunk: Chunk, frame: Frame) -> int | None:
        """The end of the trigger, or nothing if the further words of the frame do not follow the verb."""
        words = self.sentence.words
        at = chunk.last
        for word in frame.rest:
            at += 1
            if at >= len(words) or words[at].lower != word:
                return None
        return words[at].end

    def _passive(self, frame: Frame, clause: Clause) -> bool:
        """Passive, also where past tense and participle look the same: "a factory hit on Saturday"."""
        if clause.is_passive:
            return True
        tags = self.sentence.chunks[clause.verb].tags
        form = verb_forms().get(self.sentence.lower(self.sentence.chunks[clause.verb].last))
        is_participle = tags == "V" and form is not None and "n" in form.tags
        if "tr" not in frame.flags or not is_participle or clause.objects or not clause.subjects:
            return False
        filler = self._filler(clause.subjects[-1], "thing")
        if filler is None:
            return False
        is_of_people = frame.kind in _TO_PEOPLE and filler.category in {"person", "force"}
        return is_of_people or filler.category in {"facility", "place", "vessel", "materiel"}

    def _fits(self, frame: Frame, clause: Clause) -> bool:
        """Whether the thing affected is of the category that the frame asks for."""
        if not frame.when:
            return True
        has_object = "obj" in frame.roles and (clause.objects or not self._passive(frame, clause))
        side = clause.objects if has_object and not self._passive(frame, clause) else clause.subjects
        if frame.when == "force":
            if clause.subjects and clause.subjects[-1] in self.by_noun:
                return False
            side = clause.subjects
        position = "performer" if frame.when in {"force", "troops"} else "thing"
        filler = self._filler(side[0], position) if side else None
        return filler is not None and _is_of(filler.category, frame.when)

    def _open(self, frame: Frame, trigger: Span, clause: Clause) -> EventMention:
        """Begin a mention: its extent is the clause, its mode what modals and conjunctions say."""
        chunks = self.sentence.chunks
        first = min([clause.verb, *(at for at in clause.subjects if at < clause.verb)])
        own = [clause.verb, *clause.objects, *(at for _, at in clause.phrases), *clause.times]
        if (clause.above is not None and clause.marker != "") or not self.sentence.is_finite(
            chunks[clause.verb]
        ):
            first = clause.verb
        start = self.sentence.span(chunks[first])[0]
        end = max(self.sentence.span(chunks[at])[1] for at in own)
        mention = EventMention(
            frame.kind, trigger, (start, max(end, trigger[1])), self.number, False, frame.name
        )
        mention.is_negated = self.sentence.is_negated(chunks[clause.verb])
        mention.mode = self._mode(clause)
        mention.marker = clause.marker
        mention.is_background = "bg" in frame.flags
        return mention

    def _mode(self, clause: Clause) -> str:
        """What the modal, the governing verb and the conjunction say about whether it happens."""
        chunk = self.sentence.chunks[clause.verb]
        for word in self.sentence.words[chunk.first : chunk.last]:
            if word.lower in _MODALS:
                return _MODALS[word.lower]
        if clause.marker in _UNREAL_MARKERS:
            return "open" if clause.marker == "whether" else "conditional"
        if clause.mode:
            return clause.mode
        above = self.clauses.by_verb.get(clause.above) if clause.above is not None else None
        if above is not None and not self.sentence.is_finite(chunk):
            return self._mode(above)
        return ""

    def _fill(self, mention: EventMention, frame: Frame, clause: Clause) -> None:
        """Fill the roles from subject, object and prepositional phrases."""
        is_passive = self._passive(frame, clause)
        subject_role = frame.roles.get("subj", "")
        object_role = frame.roles.get("obj", "")
        if is_passive:
            subject_role, object_role = object_role, ""
        elif "erg" in frame.flags and not clause.objects and object_role:
            subject_role = object_role
        self._put(mention, subject_role, clause.subjects)
        self._put(mention, object_role, clause.objects)
        if subject_role in {"hasTarget", "affects", "hasParticipant"} and clause.subjects:
            self._places_of(mention, clause.subjects[-1], clause.verb)
        for preposition, at in clause.phrases:
            if preposition == "by" and is_passive:
                role = frame.roles.get("subj", "isPerformedBy")
            else:
                role = frame.roles.get(preposition, "")
            self._put_phrase(mention, role, preposition, at)

    def _places_of(self, mention: EventMention, subject: int, verb: int) -> None:
        """Places between a subject that is affected and its verb: "a factory in Kyiv was hit"."""
        chunks = self.sentence.chunks
        for at in range(subject + 1, verb - 1):
            if chunks[at].kind == "preposition" and chunks[at + 1].kind == "noun":
                self._put_phrase(mention, "", self.sentence.text_of(chunks[at]), at + 1)

    def _put(self, mention: EventMention, role: str, places: Iterable[int]) -> None:
        for at in places:
            if role:
                self._put_one(mention, role, at)

    def _put_one(self, mention: EventMention, role: str, at: int) -> None:
        """Give one noun phrase its role; weapons, events and non-agents go where they can."""
        noun_event = self.by_noun.get(at)
        if noun_event is not None:
            if role == "isPerformedBy" and noun_event is not mention:
                mention.links.append(("hasCause", noun_event))
            return
        position = "performer" if role in AGENT_ROLES else "place" if role == "takesPlaceAt" else "thing"
        filler = self._filler(at, position)
        if filler is None:
            return
        if filler.is_described and role in {"hasTarget", "affects"}:
            filler = self._whole(at) or filler
        if role == "isPerformedBy" and filler.category in {"weapon", "materiel", "vessel", "stored"}:
            self._by_weapon(mention, filler, at)
        elif role in AGENT_ROLES and filler.category not in HUMAN | {"place", ""}:
            mention.add("hasParticipant", filler)
        elif role == "usesWeapon" and filler.category not in {"weapon", "materiel", "stored"}:
            if filler.category in HUMAN:
                mention.add("hasParticipant", filler)
        else:
            mention.add(role, filler)

    def _whole(self, at: int) -> Filler | None:
        """The known thing that a described one is part of: "workshops at the Vizar plant"."""
        chunks = self.sentence.chunks
        if at + 2 >= len(chunks) or chunks[at + 1].kind != "preposition" or chunks[at + 2].kind != "noun":
            return None
        if self.sentence.text_of(chunks[at + 1]) not in {"of", "at", "in", "inside"}:
            return None
        whole = self._filler(at + 2, "thing")
        return whole if whole is not None and whole.category in {"facility", "vessel"} else None

    def _by_weapon(self, mention: EventMention, filler: Filler, at: int) -> None:
        """A weapon as the actor: it is used; for a loss or harm, in a strike that brought it about."""
        if filler.category == "vessel":
            mention.add("launchedFrom" if mention.kind in STRIKES else "hasParticipant", filler)
            return
        owner = self._owner(at)
        if mention.kind not in _CAUSED:
            mention.add("usesWeapon", filler)
            if owner is not None:
                mention.add("isPerformedBy", owner)
            return
        kind = _strike_by(filler, self._words_of(at))
        cause = EventMention(kind, mention.trigger, mention.extent, self.number, True, CAUSE_BY_WEAPON)
        cause.add("usesWeapon", filler)
        if owner is not None:
            cause.add("isPerformedBy", owner)
        mention.links.append(("hasCause", cause))

    def _owner(self, at: int) -> Filler | None:
        """The state named before a weapon: "Russian missiles"."""
        chunk = self.sentence.chunks[at]
        for place in range(chunk.first, chunk.last):
            if self.sentence.words[place].text[:1].isupper():
                span = (self.sentence.words[place].start, self.sentence.words[place].end)
                filler = self.name(span, "owner")
                if filler is not None and filler.category in HUMAN:
                    return filler
        return None

    def _put_phrase(self, mention: EventMention, role: str, preposition: str, at: int) -> None:
        if at in self.by_noun:
            self._link_noun(mention, preposition, self.by_noun[at])
            return
        words = self._words_of(at)
        if preposition in {"on", "aboard"} and words[-1] in _VESSEL_WORDS:
            filler = self.name(self.sentence.span(self.sentence.chunks[at]), "board")
            if filler is not None:
                mention.add("takesPlaceAt", filler)
            return
        if role:
            self._put_one(mention, role, at)
        elif preposition in _PLACE_PREPOSITIONS:
            filler = self._filler(at, "place")
            if filler is not None and filler.category in _PLACE_CATEGORIES:
                mention.add("takesPlaceAt", filler)
        elif preposition == "with":
            filler = self._filler(at, "thing")
            if filler is not None and filler.category == "weapon":
                mention.add("usesWeapon", filler)

    def _link_noun(self, mention: EventMention, preposition: str, other: EventMention) -> None:
        """Relate an event to one named in a prepositional phrase: "after an explosion", "in the attack"."""
        if preposition in {"after", "following"}:
            mention.links.append(("follows", other))
        elif preposition in {"by", "from", "of", "because of"} or (
            preposition in {"in", "during"} and mention.kind in _CAUSED
        ):
            mention.links.append(("hasCause" if preposition != "during" else "overlaps", other))
        elif preposition == "during":
            mention.links.append(("overlaps", other))

    def _settle(self, mention: EventMention, clause: Clause) -> None:
        """Refine the class by the weapon, and add what governs the clause, and its time."""
        self._refine(mention)
        verb = clause.above
        while verb is not None:
            governing = self.clauses.by_verb[verb]
            if verb in self.by_clause:
                mention.above = mention.above or self.by_clause[verb]
            lemma = self.sentence.lemma(self.sentence.chunks[verb])
            if lemma in MEANS and mention.kind in STRIKES:
                self._put(mention, "usesWeapon", governing.objects)
                self._refine(mention)
            if clause.mode == "" and (lemma in RAISING or lemma in MEANS):
                self._widen(mention, governing)
            verb = governing.above
        self._date(mention, clause)

    def _date(self, mention: EventMention, clause: Clause) -> None:
        """The time of the clause, one that opens the sentence, or that of the clause that governs it."""
        places = clause.times or self._opening_times(clause)
        above = clause.above
        while not places and above is not None and not clause.marker:
            clause = self.clauses.by_verb[above]
            places, above = clause.times or self._opening_times(clause), clause.above
        if places:
            mention.time_span = self._time_in(self.sentence.chunks[places[0]])

    def _opening_times(self, clause: Clause) -> list[int]:
        """A time before the subject of the first finite clause: "On Friday, missiles hit the plant"."""
        finite = [c.verb for c in self.clauses.all if self.sentence.is_finite(self.sentence.chunks[c.verb])]
        if not finite or finite[0] != clause.verb:
            return []
        first = min([clause.verb, *clause.subjects])
        return [at for at in range(first) if self.sentence.chunks[at].kind == "time"][:1]

    def _time_in(self, chunk: Chunk) -> Span | None:
        """The offsets of the time expression inside a chunk."""
        at = [place for place in range(chunk.first, chunk.last + 1) if self.sentence.letters[place] == "t"]
        return (self.sentence.words[at[0]].start, self.sentence.words[at[-1]].end) if at else None

    def _govern(self, clause: Clause) -> None:
        """A verb that lends a noun its actor, time and mode: "carried out strikes", "the attack happened"."""
        lemma = self.sentence.lemma(self.sentence.chunks[clause.verb])
        is_light = lemma in _LIGHT
        if not is_light and lemma not in _HAPPENING:
            self._unreal(clause)
            return
        for at in [*clause.objects[:1], *clause.subjects[-1:]]:
            mention = self.by_noun.get(at)
            if mention is None or (clause.verb in self.by_clause and at in clause.subjects):
                continue
            if is_light and at in clause.objects and not clause.is_passive:
                self._put(mention, "isPerformedBy", clause.subjects)
                self._widen(mention, clause)
            if is_light and clause.is_passive:
                self._put(mention, "isPerformedBy", [p for word, p in clause.phrases if word == "by"])
            if at in clause.subjects and clause.last >= 0:
                end = self.sentence.span(self.sentence.chunks[max(clause.last, clause.verb)])[1]
                start = self.sentence.span(self.sentence.chunks[clause.subjects[0]])[0]
                mention.extent = (min(start, mention.extent[0]), max(end, mention.extent[1]))
            for preposition, place in clause.phrases if at in clause.subjects else ():
                if preposition in _PLACE_PREPOSITIONS:
                    self._put_phrase(mention, "", preposition, place)
            is_negated = self.sentence.is_negated(self.sentence.chunks[clause.verb])
            mention.is_negated = mention.is_negated or is_negated
            mention.mode = self._mode(clause) or ("unreal" if lemma in _NOT_YET else "")
            if mention.time_span is None:
                self._date(mention, clause)

    def _cause(self, clause: Clause) -> None:
        """A verb that says what brought something about: "a fire caused ammunition to explode"."""
        lemma = self.sentence.lemma(self.sentence.chunks[clause.verb])
        if lemma == "blame":
            causes = [self.by_noun[at] for at in clause.objects if at in self.by_noun]
            effects = [
                self.by_noun[at] for word, at in clause.phrases if word == "for" and at in self.by_noun
            ]
        elif lemma in _CAUSING:
            causes = [self.by_noun[at] for at in clause.subjects if at in self.by_noun]
            effects = [self.by_noun[at] for at in clause.objects if at in self.by_noun]
            effects += [m for m in self.by_clause.values() if self._is_under(m, clause)]
        else:
            return
        for effect in effects:
            effect.links.extend(("hasCause", cause) for cause in causes if cause is not effect)

    def _unreal(self, clause: Clause) -> None:
        """A noun under a verb that only wants or plans is no more real: "how to strengthen sanctions"."""
        mode = self._mode(clause)
        is_bare_infinitive = self.sentence.chunks[clause.verb].tags[0] == "O" and clause.above is None
        for at in clause.objects:
            mention = self.by_noun.get(at)
            if mention is not None and not mention.mode and (mode or is_bare_infinitive):
                mention.mode = mode or "unreal"

    def _widen(self, mention: EventMention, clause: Clause) -> None:
        """Let the words of a mention begin with the clause that governs it: "Russia carried out strikes"."""
        first = [clause.verb, *(at for at in clause.subjects if at < clause.verb)]
        if clause.marker in {"which", "who", "that"}:
            first = [clause.verb]
        start = min(self.sentence.span(self.sentence.chunks[at])[0] for at in first)
        mention.extent = (min(start, mention.extent[0]), mention.extent[1])

    def _join_harm(self) -> None:
        """ "Killed or injured" is one event of harm."""
        for first, second in pairwise(sorted(self.by_clause)):
            one, two = self.by_clause[first], self.by_clause[second]
            between = self.sentence.chunks[first + 1 : second]
            is_or = len(between) == 1 and self.sentence.text_of(between[0]) == "or"
            if is_or and {one.kind, two.kind} <= {"Killing", "Wounding", "Harm"}:
                one.kind, one.extent = "Harm", (one.extent[0], two.extent[1])
                one.roles.extend(pair for pair in two.roles if pair not in one.roles)
                one.links.extend(two.links)
                one.time_span = one.time_span or two.time_span
                del self.by_clause[second]

    def _is_under(self, mention: EventMention, clause: Clause) -> bool:
        """Whether an infinitive stands under the verb of a clause."""
        return any(
            other.above == clause.verb and self.by_clause.get(other.verb) is mention
            for other in self.clauses.all
        )

    def _subordinate(self, clause: Clause) -> None:
        """Relate the event of a clause with "after", "while" or "because" to that of the main clause."""
        relation = _MARKERS.get(clause.marker)
        mention = self.by_clause.get(clause.verb)
        if relation is None or mention is None:
            return
        host = self._host(clause)
        if host is None or host is mention:
            return
        if clause.marker == "before":
            mention.links.append((relation, host))
        else:
            host.links.append((relation, mention))

    def _host(self, clause: Clause) -> EventMention | None:
        """The event of the main clause: the nearest before the subordinate one, else the next after it."""
        before = [c for c in self.clauses.all if c.verb < clause.verb and c.marker not in _MARKERS]
        for other in reversed(before):
            if other.verb in self.by_clause:
                return self.by_clause[other.verb]
        for other in self.clauses.all:
            if other.verb > clause.verb and other.marker not in _MARKERS and other.verb in self.by_clause:
                return self.by_clause[other.verb]
        return None

    def _refine(self, mention: EventMention) -> None:
        if mention.kind not in {"Attack", "Strike"}:
            return
        kinds = {_strike_by(filler, ()) for filler in mention.fillers("usesWeapon")} - {"Strike"}
        if len(kinds) == 1:
            mention.kind = kinds.pop()

    # ---- nouns

    def _noun(self, at: int, chunk: Chunk) -> None:
        words = self._words_of(at)
        for frame in noun_frames().get(words[-1], ()):
            trigger = (frame.lemma, *frame.rest)
            if len(trigger) > 1 and tuple(words[-len(trigger) : -1]) != trigger[:-1]:
                continue
            if self.sentence.words[chunk.last].text[:1].isupper() and chunk.first != 0:
                continue
            mention = self._open_noun(frame, at, chunk, words, len(trigger))
            if mention is not None:
                self.by_noun[at] = mention
                return

    def _open_noun(
        self, frame: Frame, at: int, chunk: Chunk, words: list[str], length: int
    ) -> EventMention | None:
        """Begin a mention for a noun, with the roles of its phrase; nothing if the frame does not fit."""
        tokens = self.sentence.words
        phrases, last = self._phrases_after(at, frame)
        extent = (tokens[chunk.first].start, self.sentence.span(self.sentence.chunks[last])[1])
        trigger = (tokens[chunk.last - length + 1].start, tokens[chunk.last].end)
        mention = EventMention(frame.kind, trigger, extent, self.number, True, frame.name)
        mention.head_words = tuple(words)
        dated = [p for p in range(at, last + 1) if self.sentence.chunks[p].kind == "time"]
        dated = dated or self.clauses.measured(at - 1)
        mention.time_span = self._time_in(chunk) or (
            self._time_in(self.sentence.chunks[dated[0]]) if dated else None
        )
        self._possessors(mention, frame, chunk)
        for preposition, place in phrases:
            self._put_phrase(mention, frame.roles.get(preposition, ""), preposition, place)
        modifiers = words[:-length]
        if mention.kind in {"Attack", "Strike"}:
            kinds = {kind for word, kind in _BY_MODIFIER if word in modifiers}
            if len(kinds) == 1:
                mention.kind = kinds.pop()
            self._refine(mention)
        if frame.when and not self._noun_fits(frame, mention, modifiers):
            return None
        if "loc" in frame.flags and not mention.roles:
            return None
        mention.is_negated = words[0] == "no"
        mention.mode = "conditional" if words[0] == "any" else ""
        mention.is_background = (
            at > 1 and self._words_of(at - 2)[-1] in _COUNTED and self._words_of(at - 1) == ["of"]
        )
        has_own = bool(mention.roles) or "t" in chunk.tags
        mention.is_bare = not has_own and (
            words[0] in {"the", "that", "this", "these", "those", "its", "such"}
        )
        return mention

    def _noun_fits(self, frame: Frame, mention: EventMention, modifiers: list[str]) -> bool:
        if frame.when == "stored":
            stored = {"ammunition", "ammo", "munitions", "fuel", "magazine", "internal", "onboard"}
            return bool(stored & set(modifiers)) or any(f.category == "stored" for _, f in mention.roles)
        return any(_is_of(filler.category, frame.when) for _, filler in mention.roles)

    def _possessors(self, mention: EventMention, frame: Frame, chunk: Chunk) -> None:
        """Who stands before the noun: "Russia's strike", "Russian strikes", "Ukrainian deaths"."""
        words = self.sentence.words
        for place in range(chunk.first, chunk.last):
            word = words[place]
            if not word.text[:1].isupper():
                continue
            filler = self.name((word.start, word.end), "owner")
            if filler is None:
                continue
            role = frame.roles.get("poss", "")
            if filler.category == "weapon" and mention.kind in STRIKES:
                mention.add("usesWeapon", filler)
            elif role in AGENT_ROLES and filler.category in HUMAN:
                mention.add(role, filler)
            elif filler.category == "place":
                mention.add("takesPlaceAt", filler)
            elif role and role not in AGENT_ROLES:
                mention.add(role, filler)

    def _phrases_after(self, at: int, frame: Frame) -> tuple[list[tuple[str, int]], int]:
        """The prepositional phrases that follow a noun, and the last chunk that they reach."""
        chunks = self.sentence.chunks
        phrases: list[tuple[str, int]] = []
        last, place = at, at + 1
        while place + 1 < len(chunks):
            kind = chunks[place].kind
            if kind == "time":
                last, place = place, place + 1
                continue
            preposition = self.sentence.text_of(chunks[place])
            if kind != "preposition" or chunks[place + 1].kind not in {"noun", "pronoun"}:
                break
            known = (
                preposition in frame.roles
                or preposition in _PLACE_PREPOSITIONS
                or preposition in {"with", "of"}
            )
            if not known:
                break
            phrases.append((preposition, place + 1))
            last, place = place + 1, place + 2
        return phrases, last

    # ---- names

    def _filler(self, at: int, position: str) -> Filler | None:
        return self.name(self.sentence.span(self.sentence.chunks[at]), position)

    def _words_of(self, at: int) -> list[str]:
        chunk = self.sentence.chunks[at]
        return [word.lower for word in self.sentence.words[chunk.first : chunk.last + 1]]


def _is_of(category: str, wanted: str) -> bool:
    """Tell whether a category fits what a frame asks for."""
    if wanted == "troops":
        return category == "force"
    if wanted == "force":
        return category in {"force", "agent", "vessel", "materiel", "person"}
    if wanted == "materiel":
        return category in {"materiel", "vessel", "weapon", "facility", "stored"}
    if wanted == "person":
        return category in {"person", "force"}
    if wanted == "weapon":
        return category in {"weapon", "materiel", "stored"}
    if wanted == "place":
        return category in {"place", "facility"}
    return category == wanted


def _strike_by(filler: Filler, words: Iterable[str]) -> str:
    """The class of strike that a weapon makes."""
    if filler.entity.kind in _WEAPON_KINDS:
        return _WEAPON_KINDS[filler.entity.kind]
    for word in [*filler.entity.label.lower().split(), *words]:
        if word in _WEAPON_WORDS:
            return _WEAPON_WORDS[word]
    return "Strike"
