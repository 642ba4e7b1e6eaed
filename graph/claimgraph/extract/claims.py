"""Claims made of attributions.

Every attribution gives one claim for each claimant and each part of its content. An attribution inside
another's content is passed on by it: the outer claim carries the inner one's event and figure with the stance
of its own cue, and `relays` it.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, replace
from typing import Final

from claimgraph.extract.attribution.constructions_verdict import RETRACTION, VERDICT
from claimgraph.extract.attribution.reading import Attribution
from claimgraph.extract.claimants import UNSPECIFIED, Claimants
from claimgraph.extract.claimed import SAYING, SOURCELESS, is_claim, is_demand, is_sourceless, is_told_back
from claimgraph.extract.content_model import ContentModel
from claimgraph.extract.disbelief import is_asked, is_question, says_falsely
from claimgraph.extract.disbelieved import disbelieved
from claimgraph.extract.drafts import Draft
from claimgraph.extract.earlier import (
    event_meant,
    is_guilt,
    is_only_it,
    kind_by_weapon,
    points_back,
    speaks_of_deed,
    with_doer,
)
from claimgraph.extract.joint import own_deed
from claimgraph.extract.laid import can_blame, laid_to_each_other
from claimgraph.extract.parts import Part, Parts
from claimgraph.extract.segments import clauses, segments
from claimgraph.extract.stance import Attitude, attitude, calls_false, of_sentence
from claimgraph.extract.syntax.polarity import negates, rejects, supposes
from claimgraph.extract.syntax.prepared import Prepared
from claimgraph.extract.syntax.tagger import tag
from claimgraph.extract.syntax.text import Span, Token
from claimgraph.extract.voices import cited_by, gives_no_answer, hull, is_silence, is_stand, without
from claimgraph.model import Certainty, Entity, Event, Proposition, Role, Stance, TimeSpan

Nested = Callable[[Attribution], Sequence[Attribution]]

_NO_CLAIM: Final = frozenset({"decree", "intent"})
_PREDICTING: Final = frozenset({Stance.PREDICTS, Stance.WARNS, Stance.BELIEVES})
_CLOSED: Final = frozenset({Stance.DENIES, Stance.DOUBTS})
_MAIN_MARKERS: Final = frozenset({"", "that", "which", "who", "whether", "how"})
_OF_CONTENT: Final = frozenset({"isPerformedBy", "usesWeapon"})
"""Roles that are never taken from elsewhere in a report."""
_TARGETS: Final = frozenset({"affects", "hasTarget"})
_AIMED: Final = re.compile(r"\b(?:aimed|directed) at\b|\b(?:meant|intended) for\b|\btargeted\b")
_LATEST: Final = 20
"""How many of the latest claims are looked at."""
_DEPTH: Final = 4
_BESIDE: Final = 40
"""How far the cue of "said he believed" may run on, in characters."""


@dataclass(slots=True)
class _Said:
    """What all claims of one attribution have in common."""

    attribution: Attribution
    claimants: list[Entity]
    made_on: TimeSpan | None
    made_to: Entity | None
    drafts: list[Draft] = field(default_factory=list)


class ClaimBuilder:
    """Builds the claims of one report."""

    def __init__(
        self, prepared: Prepared, parts: Parts, claimants: Claimants, model: ContentModel, nested: Nested
    ) -> None:
        """`prepared` is the text, cut into sentences; `model` turns mentions into events and figures.

        `nested` finds attributions inside a content.
        """
        self.prepared = prepared
        self.text = prepared.text
        self.parts = parts
        self.claimants = claimants
        self.model = model
        self.nested = nested
        self.told: list[Draft] = []
        """The attributed claims so far, in the order of the text."""

    # ---- attributed claims

    def attributed(
        self,
        attribution: Attribution,
        depth: int = 0,
        outer: Entity | None = None,
        cited: Attribution | None = None,
    ) -> tuple[list[Draft], list[Draft]]:
        """Give the claims of the attribution itself, and all claims with those inside it.

        `outer` is who speaks the words in which the attribution stands; `cited` says the same by another
        source, which this one cites.
        """
        if not attribution.content or self.claimants.is_nobody(attribution):
            return [], []
        if self.is_silence(attribution):
            return [], self._unanswered(attribution, depth, outer)
        self.claimants.speaking = outer
        claimants = self.claimants.of(attribution)
        if not claimants:
            return [], self._inside(attribution, depth, outer)
        if self.claimants.is_neither(attribution):
            attribution = replace(attribution, negated=True)
        said = _Said(attribution, claimants, self.model.made_on(attribution), self.model.made_to(attribution))
        if cited is not None:
            own, every = self.attributed(cited, depth + 1, outer)
            if own:
                self._relay(said, list(cited.content), own)
                return said.drafts, every + said.drafts
        return self._with_nested(said, depth)

    def _inside(self, attribution: Attribution, depth: int, outer: Entity | None) -> list[Draft]:
        """The claims that stand behind a colon which no speaker precedes: "14:20 Odesa: two died, X said"."""
        every: list[Draft] = []
        if attribution.rule == "colon" and depth < _DEPTH:
            for other, cited in cited_by(self.nested(attribution)):
                every.extend(self.attributed(other, depth + 1, outer, cited)[1])
        return every

    def _unanswered(self, attribution: Attribution, depth: int, outer: Entity | None) -> list[Draft]:
        """The claims of others on which somebody keeps silent: "did not comment on a claim by X that P"."""
        every: list[Draft] = []
        if gives_no_answer(attribution) and depth < _DEPTH:
            for other in self.nested(attribution):
                every.extend(self.attributed(other, depth + 1, outer)[1] if other.source else [])
        return every

    def is_silence(self, attribution: Attribution) -> bool:
        """Whether nothing is claimed: "did not comment on P", "condemned P", "asked not to be named"."""
        words = self.words(attribution.content)
        if self.is_asked(attribution.content[0][0]):
            return True
        if attribution.rule == "colon" and is_question(self.text, attribution.content):
            return True
        is_unsaid = words[:1] != [] and words[0].lower == "that" and self.claimants.is_no_one(attribution)
        cue, told = self.words(attribution.cue), self.words(attribution.content[-1:])
        return is_unsaid or is_demand(attribution, cue, told) or is_silence(attribution, words)

    def is_asked(self, offset: int) -> bool:
        """Whether an offset lies in the turn of somebody who only asks."""
        return is_asked(self.text, self.prepared.paragraphs[self.model.paragraph(offset)].start)

    def _with_nested(self, said: _Said, depth: int) -> tuple[list[Draft], list[Draft]]:
        """The claims of an attribution in whose content others may stand."""
        attribution = said.attribution
        inner: list[tuple[Attribution, list[Draft]]] = []
        every: list[Draft] = []
        same: list[Draft] = []
        for other, cited in cited_by(self.nested(attribution)) if depth < _DEPTH else ():
            own, deeper = self.attributed(other, depth + 1, said.claimants[0], cited)
            if own and own[0].claimant in said.claimants:
                if not (is_stand(other) or other.rule in SOURCELESS):
                    continue
                same.extend(self._as_own(said, own))
            if own:
                inner.append((other, own))
            every.extend(deeper)
        holes = [hull(other) for other, _ in inner]
        cut = segments(attribution.content, self.text, self.model.paragraph, self.words)
        for segment in clauses(list(cut), self.text, holes):
            rest = without(segment, holes)
            inside = [
                [draft for draft in own if draft not in same]
                for other, own in inner
                if segment[0][0] <= other.content[0][0] < segment[-1][1]
            ]
            for own in inside:
                if own and self._is_saying_denied(said, segment, own[0]):
                    every = [draft for draft in every if not any(draft is one for one in own)]
                    self._deny_saying(said, segment)
                elif own:
                    self._relay(said, segment, own)
            self._own(said, segment, rest, is_relaying=bool(inside))
        if not depth:
            said.drafts.extend(disbelieved(said.drafts, self.text, self.claimants.outlet))
        self.told.extend(said.drafts)
        return said.drafts + same, every + said.drafts

    def _as_own(self, said: _Said, own: list[Draft]) -> list[Draft]:
        """Make "said he believed P" one claim: the inner one, in the words of both cues."""
        for draft in own:
            draft.source = said.attribution.source or draft.source
            draft.made_on, draft.made_to = draft.made_on or said.made_on, draft.made_to or said.made_to
            spans = [*said.attribution.source, *said.attribution.cue, draft.passage]
            if self.model.paragraph(spans[0][0]) == self.model.paragraph(draft.passage[0]):
                draft.passage = (min(span[0] for span in spans), max(span[1] for span in spans))
            cue = said.attribution.cue[0] if said.attribution.cue else None
            if cue is not None and draft.cue is not None and cue[1] <= draft.cue[0] < cue[1] + _BESIDE:
                draft.cue = (cue[0], draft.cue[1])
        return own

    def _relay(self, said: _Said, segment: list[Span], inner: Sequence[Draft]) -> None:
        """The outer claims that pass on inner ones."""
        for draft in inner:
            if draft.attitude.stance is Stance.UNDETERMINED:
                own = draft.attitude
                proposition, text = draft.proposition, draft.content_text
            else:
                words = self.words(segment)
                own = attitude(said.attribution, words if calls_false(said.attribution, words) else ())
                own = Attitude(own.stance, self._relayed_certainty(own, draft), draft.attitude.hedge)
                is_false = says_falsely(self.text, draft.source, draft.cue, draft.content)
                if own.stance is Stance.ASSERTS and (is_false or rejects([word.text for word in words])):
                    own = own._replace(stance=Stance.DENIES, certainty=Certainty.CERTAIN)
                proposition, text = draft.proposition, draft.content_text
                if draft.attitude.stance in _CLOSED:  # that it is denied is what is passed on
                    text = self._text(segment)
                    proposition = self.model.wording(segment, text)
            if draft.claimant is not inner[0].claimant and draft.passage == inner[0].passage:
                continue
            for claimant in said.claimants:
                made = self._draft(said, claimant, own, proposition, segment, text, ("relay",))
                made.relays = draft if own.stance not in _CLOSED else None  # to deny is not to pass on
                made.at = draft.at
                said.drafts.append(made)

    def _is_saying_denied(self, said: _Said, segment: list[Span], inner: Draft) -> bool:
        """Whether it is denied that something was said, and not what was: "denied that Kyiv had said P"."""
        if not inner.source or "main-clause" not in inner.rules:
            return False
        before = self.text[segment[0][0] : inner.source[0][0]].strip().lower()
        is_taken_back = said.attribution.rule == RETRACTION and before.endswith(" that")
        is_whole = before in {"", "that"} or is_taken_back  # withdrew its report of Monday that B said P
        return is_whole and attitude(said.attribution, ()).stance in _CLOSED

    def _deny_saying(self, said: _Said, segment: list[Span]) -> None:
        text = self._text(segment)
        proposition = self.model.wording(segment, text)
        own = attitude(said.attribution, ())
        for claimant in said.claimants:
            said.drafts.append(self._draft(said, claimant, own, proposition, segment, text, ("wording",)))

    def _relayed_certainty(self, own: Attitude, draft: Draft) -> Certainty:
        if own.stance is Stance.DENIES:
            return own.certainty
        if own.certainty is Certainty.UNSTATED or own.stance in {Stance.UNDETERMINED, Stance.DOUBTS}:
            return Certainty.UNSTATED
        return draft.attitude.certainty

    def _own(self, said: _Said, segment: list[Span], rest: list[Span], *, is_relaying: bool) -> None:
        """The claims of a segment's own parts, outside nested attributions."""
        cue = said.attribution
        words = self.words(segment)
        first = attitude(cue, words)
        parts = self.parts.of(rest, keep_unreal=first.stance in _PREDICTING, with_things=True)
        if (
            not parts
            and not is_relaying
            and cue.kind in SAYING
            and (only := self.parts.pointed_at(rest)) is not None
        ):
            parts = [only]
        if not parts:
            is_anaphor, start = not is_relaying and points_back(words), segment[0][0]
            text = self._text(segment)
            deed = self.parts.told_before(start) if can_blame(cue.cue_lemma) else None
            if is_relaying or not (is_told_back(cue, is_anaphor=is_anaphor) or is_claim(cue, words)):
                return
            for claimant in said.claimants:
                denier = claimant if first.stance in _CLOSED else None
                meant = event_meant(self.told, start, words, self.text, denier) if is_anaphor else None
                event = meant.event if meant else self.model.laid(deed, cue.cue_lemma, segment[0])
                event = event or self._meant(segment, rest, is_anaphor=is_anaphor)
                event = event and with_doer(event, words, cue.cue_lemma, claimant)
                proposition = Proposition(event=event) if event else self.model.wording(segment, text)
                if cue.rule == VERDICT and is_only_it(words):  # of what somebody just claimed, figure and all
                    if meant is None or not meant.is_right_before(start, self.text):
                        return
                    proposition = replace(proposition, quantity=meant.draft.proposition.quantity)
                own = attitude(cue, words, is_negated=self._is_negated(words), mode=self._mode(words))
                is_denied = meant is not None and own.stance is Stance.DENIES
                if meant and is_denied and meant.is_turned_round(cue.cue_lemma, words, claimant):
                    own = own._replace(stance=Stance.ASSERTS)
                said.drafts.append(self._draft(said, claimant, own, proposition, segment, text, ("wording",)))
            return
        if cue.kind in _NO_CLAIM and first.stance not in _PREDICTING:
            return
        for number, part in enumerate(parts):
            self._part(said, segment, part, is_main=number == _main(parts))

    def _meant(self, segment: list[Span], rest: list[Span], *, is_anaphor: bool) -> Event | None:
        """The event that a content without one of its own speaks of: that of its noun, or one told before."""
        named = self.parts.pointed_at(rest)
        if named is not None and named.event is not None:
            return self.model.event(named.event)
        if not is_anaphor and not speaks_of_deed(self._text(segment)):
            return None
        mention = self.parts.told_before(segment[0][0])
        is_of_claim = is_anaphor and not is_guilt(self.words(segment))
        if mention is None or (is_of_claim and self._is_told_since(mention.trigger[0], segment[0][0])):
            return None
        event = self.model.event(mention)
        kind = kind_by_weapon(self._text(segment), event.kind)
        roles = [role for role in event.roles if role.property not in _OF_CONTENT]
        aim = _AIMED.search(self._text(segment))
        if aim is not None:
            roles = [role for role in roles if role.property not in _TARGETS]
            roles.extend(Role("hasTarget", filler.entity) for filler in self.model.aimed_at(segment))
        return replace(event, kind=kind, roles=tuple(roles))

    def _is_told_since(self, start: int, end: int) -> bool:
        """Whether somebody was quoted between two offsets: it is his claim that is spoken of then."""
        return any(start < draft.passage[1] and draft.at < end for draft in self.told[-_LATEST:])

    def _part(self, said: _Said, segment: list[Span], part: Part, *, is_main: bool) -> None:
        cue = said.attribution
        words = self.words(segment if is_main else [part.span])
        event = part.event
        told = of_sentence(words, event.trigger[0]) if event is not None else words
        is_zero = part.figure is not None and part.figure.high == 0
        own = attitude(
            cue,
            told,
            is_negated=part.is_denied,
            mode=event.mode if event is not None else "",
            is_zero=is_zero,
        )
        text = self._text(segment) if is_main else self.text[part.span[0] : part.span[1]]
        is_twice = part.is_denied and not is_zero and attitude(cue, ()).stance is Stance.DENIES
        for claimant in said.claimants:
            proposition = self.model.proposition(part, claimant, said.made_on, segment)
            if is_twice:
                proposition = self.model.wording(segment, text)
            elif is_main and part.is_only_counted:
                proposition = self.model.worded(proposition, part, segment, text)
            elif part.is_only_counted and self.has_verb(part.span):
                proposition = self.model.told(proposition, part, part.span)
            if proposition.event is not None and is_main:
                done = with_doer(proposition.event, words, cue.cue_lemma, claimant)
                done = laid_to_each_other(done, words, claimant, said.claimants)
                if event is not None and len(said.claimants) > 1:
                    done = own_deed(done, event, cue, self.text, claimant)
                proposition = replace(proposition, event=done)
            count = f"count-{part.figure.rule}" if part.figure else ""
            rules = (event.rule if event is not None else count,)
            draft = self._draft(said, claimant, own, proposition, segment, text, rules)
            draft.at = part.span[0]
            if part.figure is not None:
                draft.made_on = self.model.sayings.made_on_in_turn(cue, part.figure.span) or draft.made_on
            said.drafts.append(draft)

    def _draft(
        self,
        said: _Said,
        claimant: Entity,
        own: Attitude,
        proposition: Proposition,
        segment: Sequence[Span],
        content_text: str,
        rules: tuple[str, ...],
    ) -> Draft:
        cue = said.attribution
        is_own_voice = claimant == self.claimants.outlet or (claimant == UNSPECIFIED and is_sourceless(cue))
        spans = [*cue.source, *cue.cue, *segment]
        if any(self.model.paragraph(span[0]) != self.model.paragraph(segment[0][0]) for span in cue.cue):
            spans = list(segment)
        return Draft(
            self.claimants.outlet if is_own_voice else claimant,
            own,
            proposition,
            (min(span[0] for span in spans), max(span[1] for span in spans)),
            content_text,
            cue.source,
            cue.cue[0] if cue.cue else None,
            tuple(segment),
            self.model.about(segment, proposition),
            self.model.is_quoted(segment),
            is_own_voice,
            said.made_on,
            said.made_to,
            None,
            (cue.rule, *rules),
            segment[0][0],
        )

    # ---- words

    def has_verb(self, span: Span) -> bool:
        """Whether a sentence has a finite verb."""
        return bool(set(tag(self.words([span]))) & set("VBHMX"))

    def _text(self, spans: Sequence[Span]) -> str:
        return " … ".join(self.text[start:end] for start, end in spans)

    def words(self, spans: Sequence[Span]) -> list[Token]:
        """Give the tokens of some spans, without quotation marks."""
        return [
            token
            for start, end in spans
            for token in self.prepared.words_in(start, end)
            if token.text.strip("“”\"'`")
        ]

    def _is_negated(self, words: Sequence[Token]) -> bool:
        return negates([word.lower for word in words[:12]])

    def _mode(self, words: Sequence[Token]) -> str:
        if supposes([word.lower for word in words]):
            return "open"  # what would have been is not said to be
        return "future" if any(word.lower in {"will", "would", "'ll"} for word in words[:8]) else ""


def _main(parts: Sequence[Part]) -> int:
    """The number of the part that the content is mainly about: its first predicate that nothing governs.

    Without a predicate it is the first noun that is not there as the cause or circumstance of another.
    """
    events = [part.event for part in parts]
    linked = {id(other) for event in events if event is not None for _, other in event.links}
    for number, event in enumerate(events):
        if event is not None and event.above is None and event.marker in _MAIN_MARKERS and not event.is_noun:
            return number
    free = [number for number, event in enumerate(events) if event is None or id(event) not in linked]
    return free[0] if free else 0
