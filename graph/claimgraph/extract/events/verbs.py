"""Verbs that name events, with the roles that subject, object and prepositions play, active or passive."""

from __future__ import annotations

from dataclasses import replace
from typing import Final

from claimgraph.extract.events.frames import STRIKES, Frame, verb_frames, verb_lemmas
from claimgraph.extract.events.mentions import EventMention
from claimgraph.extract.events.roles import RoleFiller, is_of
from claimgraph.extract.events.sentence import MOST_LEVELS
from claimgraph.extract.syntax.chunks import Chunk
from claimgraph.extract.syntax.clauses import MEANS, RAISING, Clause
from claimgraph.extract.syntax.lexicon import verb_forms
from claimgraph.extract.syntax.text import Span

_TO_PEOPLE: Final = frozenset(
    (
        "Killing", "Wounding", "Harm", "Detention", "Abduction", "CaptureOfPersons", "Evacuation",
        "Displacement",
    )
)  # fmt: skip


class VerbFrames(RoleFiller):
    """Finds the events that verbs name."""

    def _verb(self, clause: Clause) -> None:
        chunk = self.sentence.chunks[clause.verb]
        lemma = verb_lemmas().get(self.sentence.lower(chunk.last), "")
        plain = clause
        for frame in verb_frames().get(lemma, ()):
            end = self._particles(chunk, frame)
            clause = _with_object(plain, frame)
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
        if self.sentence.chunks[clause.subjects[-1]].kind == "pronoun":
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
        return filler is not None and is_of(filler.category, frame.when)

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

    def _settle(self, mention: EventMention, clause: Clause) -> None:
        """Refine the class by the weapon, and add what governs the clause, and its time."""
        self._refine(mention)
        verb = clause.above
        for _ in range(MOST_LEVELS):
            if verb is None:
                break
            governing = self.clauses.by_verb[verb]
            nouns = [self.by_noun[at] for at in governing.objects if at in self.by_noun]
            mention.above = mention.above or self.by_clause.get(verb) or next(iter(nouns), None)
            lemma = self.sentence.lemma(self.sentence.chunks[verb])
            if lemma in MEANS and mention.kind in STRIKES:
                self._put(mention, "usesWeapon", governing.objects)
                self._refine(mention)
            if clause.mode == "" and (lemma in RAISING or lemma in MEANS):
                self._widen(mention, governing)
            verb = governing.above
        self._date(mention, clause)
        for cause in mention.causes_in_words():
            if mention.kind != "Sinking":  # a ship may sink days after it was hit
                cause.time_span = mention.time_span


def _with_object(clause: Clause, frame: Frame) -> Clause:
    """Take the noun after the particle of a phrasal verb for its object: "set off ammunition"."""
    if not frame.rest or clause.objects or not clause.phrases or clause.phrases[0][0] != frame.rest[-1]:
        return clause
    if clause.phrases[0][1] != clause.verb + 2:
        return clause
    return replace(clause, objects=[clause.phrases[0][1]], phrases=clause.phrases[1:])
