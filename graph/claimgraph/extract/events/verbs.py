"""Verbs that name events, with the roles that subject, object and prepositions play, active or passive."""

from __future__ import annotations

from dataclasses import replace
from typing import Final

from claimgraph.extract.events.fitting import AMID, CORPSES, FITTING, PARTIES
from claimgraph.extract.events.frames import STRIKES, Frame, verb_frames, verb_lemmas
from claimgraph.extract.events.mentions import EventMention
from claimgraph.extract.events.refining import ClassRefiner
from claimgraph.extract.events.roles import ON_THE_SPOT
from claimgraph.extract.events.sentence import MOST_LEVELS
from claimgraph.extract.syntax.chunks import Chunk
from claimgraph.extract.syntax.clauses import RAISING
from claimgraph.extract.syntax.kinds import plural
from claimgraph.extract.syntax.reach import MEANS, Clause
from claimgraph.extract.syntax.text import Span

_ON_SCENE: Final = STRIKES | {
    "Killing",
    "Wounding",
    "Harm",
    "Bombing",
    "Ambush",
    "Destruction",
    "Damage",
    "Fire",
}
"""What one sentence tells of one scene."""
_SPELLS: Final = frozenset(("night", "day", "morning", "afternoon", "evening", "week"))
_THEY: Final = frozenset(("they", "both", "we", "it"))


class VerbFrames(ClassRefiner):
    """Finds the events that verbs name."""

    def _verb(self, clause: Clause) -> None:
        chunk = self.sentence.chunks[clause.verb]
        lemma = verb_lemmas().get(self.sentence.lower(self._verb_word(chunk)), "")
        if self._is_for_life(clause, lemma):
            return
        plain = clause
        for frame in verb_frames().get(lemma, ()):
            if frame.rest and not (plain.objects if "head" in frame.flags else frame.rest[-1] in self.lowers):
                continue
            ends = self._particles(chunk, frame, plain)
            if ends is None:
                continue
            clause = self._with_object(plain, frame)
            if "in" in frame.flags and (clause.objects or self._has_agent(plain)):
                continue
            if "act" in frame.flags and plain.is_passive:
                continue
            if frame.kind == "Detention" and self._is_of_the_dead(clause):
                continue
            if "num" in frame.flags and not self._is_counted(clause):
                continue
            if frame.amid and AMID[frame.amid].isdisjoint(self.lowers):
                continue
            if lemma == "strike" and frame.kind == "Strike" and self._is_deal(clause):
                continue
            if self._fits(frame, clause) and not self._goes_into(frame, clause):
                first = self.sentence.words[self._verb_word(chunk)].start
                mention = self._open(frame, (first, ends[0]), clause)
                mention.extent = (mention.extent[0], max(mention.extent[1], ends[1]))
                self._fill(mention, frame, clause)
                self._given_to(frame, clause, mention)
                if self._lacks(frame, mention, clause) or self._is_sent_elsewhere(mention):
                    continue
                self._settle(mention, clause)
                if frame.rest:
                    self._inside(mention.trigger)
                self.by_clause[clause.verb] = mention
                break
        self.trimmed = -1

    def _is_of_the_dead(self, clause: Clause) -> bool:
        """Whether those who are held are dead: "a grave holding the bodies of 40 men"."""
        held = clause.subjects if clause.is_passive else clause.objects[:1]
        return any(self._words_of(at)[-1] in CORPSES for at in held)

    def _verb_word(self, chunk: Chunk) -> int:
        """The number of the verb in its group, before an adverb that ends it: "was still"."""
        return chunk.first + max(len(chunk.tags.rstrip("RF")), 1) - 1

    def _lacks(self, frame: Frame, mention: EventMention, clause: Clause) -> bool:
        """Whether the role that a frame needs is not filled, nor told by words for nobody in particular."""
        if frame.kind == "Strike" and frame.lemma == "land" and self._is_gerund(clause):
            return not mention.has("hasTarget")  # the drone crashed on landing
        if "aimed" in frame.flags:
            return not any(each.category in FITTING["aim"] for each in mention.fillers("hasTarget"))
        if not frame.need or all(mention.has(role) for role in frame.need.split("+")):
            return False
        if frame.need == "takesPlaceAt" and frame.kind == "Presence":
            after = self.sentence.chunks[clause.verb].last + 1
            return (
                self.sentence.lower(after) not in {"there", "here"}
                if after < len(self.sentence.words)
                else True
            )
        is_joint = frame.need == "isPerformedBy" and frame.roles.get("subj") == "isPerformedBy"
        return not (is_joint and any(self._words_of(at)[-1] in PARTIES | _THEY for at in clause.subjects))

    def _given_to(self, frame: Frame, clause: Clause, mention: EventMention) -> None:
        """Who gets what, in one noun phrase: "gave Kyiv six jets"."""
        if frame.roles.get("to") != "hasRecipient" or not clause.objects or clause.is_passive:
            return
        chunk = self.sentence.chunks[clause.objects[0]]
        names = len(chunk.tags) - len(chunk.tags.lstrip("DA"))
        if 0 < names < len(chunk.tags) and chunk.tags[names] == "K" and chunk.tags[names - 1] == "A":
            words = self.sentence.words
            span = (words[chunk.first].start, words[chunk.first + names - 1].end)
            filler = self.name(span, "performer")
            rest = self.name((words[chunk.first + names].start, words[chunk.last].end), "thing")
            if filler is not None and rest is not None:
                mention.roles = [pair for pair in mention.roles if pair[0] != "affects"]
                mention.add("affects", rest)
                mention.add("hasRecipient", filler)

    def _particles(self, chunk: Chunk, frame: Frame, clause: Clause) -> Span | None:
        """The ends of the trigger and of the further words of the frame; nothing if they do not follow.

        They may follow the object too, which is no part of the trigger: "pushed the rebels back".
        """
        own = self.sentence.words[chunk.last].end
        first = self.sentence.chunks[clause.objects[0]].first if clause.objects else 0
        self.trimmed = -1
        if not frame.rest:
            return own, own
        if "head" in frame.flags:
            return self._object_ends(chunk, frame, clause)
        if not self.lowers.issuperset(frame.rest):
            return None
        starts = [chunk.last + 1, *range(self._verb_word(chunk) + 1, chunk.last + 1)]
        if clause.objects and clause.objects[0] == clause.verb + 1 and "next" not in frame.flags:
            last = self.sentence.chunks[clause.objects[0]].last
            starts += [last + 1, last] if len(frame.rest) == 1 else [last + 1]
            if self._is_of_noun(clause.objects[0]):  # let 21 of them go
                starts.append(self.sentence.chunks[clause.objects[0] + 2].last + 1)
        words = self.sentence.words
        for start in starts:
            ends = start + len(frame.rest)
            if "of" not in frame.roles and self._goes_on_with_of(frame, ends):
                continue  # took money out of the country
            if ends <= len(words) and tuple(word.lower for word in words[start:ends]) == frame.rest:
                if clause.objects and start == self.sentence.chunks[clause.objects[0]].last > first:
                    self.trimmed = clause.objects[0]
                last = words[ends - 1].end
                return (last if start == chunk.last + 1 else own), last
        return None

    def _object_ends(self, chunk: Chunk, frame: Frame, clause: Clause) -> Span | None:
        """The ends of a trigger whose noun is the head of the object: "suffered very heavy losses"."""
        if not clause.objects or clause.is_passive or not 0 < clause.objects[0] - clause.verb <= 2:
            return None
        head = self._words_of(clause.objects[0])[-1]
        if head not in {frame.rest[-1], plural(frame.rest[-1])}:
            return None
        if not self.lowers.issuperset(frame.rest[:-1]):
            return None  # lay down arms
        end = self.sentence.span(self.sentence.chunks[clause.objects[0]])[1]
        return end, end

    def _inside(self, trigger: Span) -> None:
        """Forget the nouns that are part of the words of a verb: "opened fire"."""
        for at in [at for at, noun in self.by_noun.items() if trigger[0] < noun.trigger[0] < trigger[1]]:
            del self.by_noun[at]

    def _with_object(self, clause: Clause, frame: Frame) -> Clause:
        """Take the noun after the particle of a phrasal verb for its object: "set off ammunition".

        A noun that is one of the words of the frame is no object ("took control of the town"); "most of the
        missiles" is one.
        """
        phrases = clause.phrases
        if (
            clause.objects
            and (words := self._words_of(clause.objects[0]))[0] == "all"
            and words[-1] in _SPELLS
        ):
            return replace(clause, objects=[])  # burned all night
        if "head" in frame.flags:
            return clause if frame.roles.get("obj") else replace(clause, objects=clause.objects[1:])
        if frame.rest and clause.objects and clause.objects[0] == clause.verb + 1:
            said = tuple(self._words_of(clause.objects[0]))
            return replace(clause, objects=clause.objects[1:]) if frame.rest[: len(said)] == said else clause
        if clause.objects or not phrases:
            return clause
        is_part = phrases[0][0] == "of" and "obj" in frame.roles and not clause.is_passive and not frame.rest
        last = phrases[0][0].rsplit(" ", 1)[-1]  # drove off with the car
        is_particle = frame.rest and last == frame.rest[-1] and phrases[0][1] == clause.verb + 2
        if is_part or (is_particle and frame.rest[-1] not in frame.roles):
            return replace(clause, objects=[phrases[0][1]], phrases=phrases[1:])
        return clause

    def _open(self, frame: Frame, trigger: Span, clause: Clause) -> EventMention:
        """Begin a mention: its extent is the clause, its mode what modals and conjunctions say."""
        chunks = self.sentence.chunks
        first = min([clause.verb, *(at for at in clause.subjects if at < clause.verb)])
        own = [clause.verb, *clause.objects, *(at for _, at in clause.phrases), *clause.times]
        if (clause.above is not None and clause.marker != "") or not self.sentence.is_finite(
            chunks[clause.verb]
        ):
            is_next = clause.subjects == [clause.verb - 1] and clause.above is None
            first = clause.verb - 1 if is_next else clause.verb  # car park burning
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

    def _fill(self, mention: EventMention, frame: Frame, clause: Clause) -> None:
        """Fill the roles from subject, object and prepositional phrases."""
        is_passive = self._passive(frame, clause)
        subject_role = frame.roles.get("subj", "")
        object_role = frame.roles.get("obj", "")
        if is_passive:
            subject_role, object_role = object_role, ""
        elif "erg" in frame.flags and object_role and not self._side_of(object_role, frame, clause):
            subject_role = object_role
        self._put(mention, subject_role, clause.subjects)
        self._put(mention, object_role, clause.objects)
        is_there = subject_role in {"hasTarget", "affects", "hasParticipant"}
        is_there = is_there or (
            subject_role == "isPerformedBy" and mention.kind in ON_THE_SPOT and self._is_own_subject(clause)
        )
        if is_there and clause.subjects:
            self._places_of(mention, clause.subjects[-1], clause.verb)
        heads = {*clause.objects, *(at for _, at in clause.phrases)}
        seen: set[str] = set()
        for preposition, at in clause.phrases:
            before = tuple(self._words_of(at - 2)[-1:])
            is_of_frame = frame.rest[-1:] == ("of",) and frame.rest[-2:-1] == before
            if preposition == "of" and at - 2 in heads and not is_of_frame:
                continue  # captured the town of X, but: is in control of X
            if preposition == "by" and is_passive:
                role = frame.roles.get("subj", "isPerformedBy")
            else:
                role = frame.roles.get(preposition, "")
            if preposition in seen and self.sentence.chunks[at - 1].kind == "preposition":
                role = ""  # fired on a convoy on the road
            seen.add(preposition)
            self._put_phrase(mention, role, preposition, at)
        if frame.when in {"carrier", "transport"} and (load := self._load(clause, frame.when)) is not None:
            mention.add("affects" if frame.when == "carrier" else "isPerformedBy", load)

    def _is_own_subject(self, clause: Clause) -> bool:
        """Whether no other verb stands between a verb and its subject."""
        between = self.sentence.chunks[clause.subjects[-1] : clause.verb] if clause.subjects else []
        return bool(between) and all(chunk.kind in {"noun", "preposition", "adverb"} for chunk in between)

    def _place_before(self, mention: EventMention, clause: Clause) -> None:
        """A place that opens the sentence: "In Zorivka, a drone hit a bus"."""
        if self.clauses.first_finite != clause.verb or mention.has("takesPlaceAt"):
            self._place_shared(mention, clause)
            return
        chunks = self.sentence.chunks
        opener = 1 if chunks[0].kind == "time" else 0
        first = min([clause.verb, *clause.subjects])
        if first >= opener + 2 and chunks[opener].kind == "preposition" and chunks[opener + 1].kind == "noun":
            self._put_phrase(mention, "", self.sentence.text_of(chunks[opener]), opener + 1)

    def _place_shared(self, mention: EventMention, clause: Clause) -> None:
        """The place that opens a sentence, for a verb joined to its first: "In X, two died and six fled"."""
        host = self.by_clause.get(self.clauses.first_finite)
        is_elsewhere = any(not each.is_described for each in mention.fillers("hasTarget"))
        if host is None or is_elsewhere or mention.has("takesPlaceAt", "comesFrom", "goesTo"):
            return
        chunks = self.sentence.chunks
        first = min([clause.verb, *(at for at in clause.subjects if at < clause.verb)])
        is_joined = not clause.marker and self.sentence.text_of(chunks[first - 1]) == "and"
        opener = self.clauses.by_verb[self.clauses.first_finite]
        opens = self.sentence.span(chunks[min([opener.verb, *opener.subjects])])[0]
        if (is_joined or clause.marker == "when") and host.kind in _ON_SCENE and mention.kind in _ON_SCENE:
            for place in host.fillers("takesPlaceAt"):
                if place.span[1] <= opens:
                    mention.add("takesPlaceAt", place)

    def _side_of(self, role: str, frame: Frame, clause: Clause) -> bool:
        """Whether an object or a prepositional phrase ("set fire to cars") fills a role."""
        return bool(clause.objects) or any(frame.roles.get(word) == role for word, _ in clause.phrases)

    def _settle(self, mention: EventMention, clause: Clause) -> None:
        """Refine the class by the weapon, and add what governs the clause, and its time."""
        self._refine(mention)
        self._refine_class(mention, clause)
        verb = clause.above
        for _ in range(MOST_LEVELS):
            if verb is None:
                break
            governing = self.clauses.by_verb[verb]
            nouns = [self.by_noun[at] for at in governing.objects if at in self.by_noun]
            mention.above = mention.above or self.by_clause.get(verb) or next(iter(nouns), None)
            lemma = self.sentence.lemma(self.sentence.chunks[verb])
            is_purpose = not self.sentence.is_finite(self.sentence.chunks[clause.verb])
            if lemma in MEANS and mention.kind in STRIKES and is_purpose:
                self._put(mention, "usesWeapon", governing.objects)
                self._refine(mention)
            had_to = lemma == "have" and not governing.objects  # 15,000 people had to flee
            if clause.mode == "" and (lemma in RAISING or lemma in MEANS or had_to):
                self._widen(mention, governing)
            verb = governing.above
        self._date(mention, clause)
        self._place_before(mention, clause)
        for cause in mention.causes_in_words():
            if mention.kind != "Sinking":  # a ship may sink days after it was hit
                cause.time_span = mention.time_span
