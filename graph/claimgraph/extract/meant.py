"""Whom a pronoun in the place of a source means: "he said", "both deny it", "it added".

The subject of the sentence before is meant, or who spoke last, or whoever was brought in just before,
whichever fits: people are no "it", bodies no "he".
"""

from __future__ import annotations

import re
from abc import ABC, abstractmethod
from bisect import bisect_right
from collections.abc import Iterator, Sequence
from typing import Final

from claimgraph.extract import own_names
from claimgraph.extract.attribution.reading import Attribution
from claimgraph.extract.descriptions import class_of, is_plural
from claimgraph.extract.heard import Heard
from claimgraph.extract.later import LOOK_BACK, LaterMentions
from claimgraph.extract.linking import Linker
from claimgraph.extract.syntax.kinds import HUMAN
from claimgraph.extract.syntax.text import Span
from claimgraph.model import Entity
from claimgraph.reference.kinds import is_a

WORD: Final = re.compile(r"[^\W_]+(?:[-'’.&/][^\W_]+)*")
HE_SHE: Final = frozenset(("he", "she", "him", "her"))
THEY: Final = frozenset(("they", "them", "those", "others", "many", "some", "who"))
IT: Final = frozenset(("it", "which", "that"))
_BODIES: Final = frozenset(("ArmedForce", "Government", "PublicBody", "Organization"))
_TAKING_SIDES: Final = frozenset(("agent", "force", "place"))
_PAIR: Final = 2
_NO_SIDES: Final = ("IntergovernmentalOrganization", "NonGovernmentalOrganization", "MediaOutlet")
"""Bodies that stand beside a state or an army as its critics, and do not make a pair with it."""
FIRST_PERSON: Final = frozenset(("i", "we", "us"))


class Meant(ABC):
    """Finds whom pronouns mean, by who spoke so far and what the report has named."""

    linker: Linker
    outlet: Entity
    sentences: Sequence[Span]
    spoken: Heard
    later: LaterMentions
    speaking: Entity | None
    _starts: list[int]
    _last_source: int

    @abstractmethod
    def _one(self, span: Span) -> Entity | None:
        """Resolve one source."""

    @abstractmethod
    def _unknown(self, span: Span, *, direct: bool) -> Entity | None:
        """Give who is only described."""

    @abstractmethod
    def _surnamed(self, text: str, offset: int) -> Entity | None:
        """Give the person told of before who has a family name."""

    @abstractmethod
    def _members(self, span: Span) -> list[Span]:
        """Cut a joint source."""

    def _words(self, span: Span) -> list[str]:
        return [word.lower() for word in WORD.findall(self.linker.text[span[0] : span[1]])]

    def _pronoun(self, word: str, span: Span, antecedent: Span | None) -> list[Entity]:
        """Whom a pronoun means: the span found for it, the last subject, or a speaker that fits."""
        if word in FIRST_PERSON:
            return [self.speaking or self.outlet]
        own = self.speaking  # "the alliance said it …"
        is_many = own is not None and word == "they" and is_plural(own.label)
        is_one = own is not None and (word in IT or own.kind == "Person")
        if own is not None and self._agrees(word, own) and (is_many or is_one):
            return [own]
        is_own = self.linker.text.endswith("what ", 0, span[0])  # "fired on it in what it called an answer"
        subjects = self._subject_before(span[0], 0 if is_own else 1)
        subject = [entity for entity in subjects if self._agrees(word, entity)]
        if is_own and subject:
            return subject[:1]
        if (holder := self._holder_in_sentence(span)) is not None:
            return [holder]
        is_it = word in IT and not (word == "which" and antecedent is not None)
        is_last = self._spoke_just_before(span[0]) and self._agrees(word, self.spoken[-1])
        if is_it and (is_last or self._spoke_up_to_colon(span[0])):
            return self.spoken[-1:]
        beside = [e for e in self._bodies_in_sentence(span[0]) if is_it and self._agrees(word, e)]
        if is_it and (beside or subject):
            return (beside or subject)[:1]
        found = [
            self._one(part) or (self._unknown(part, direct=False) if word in THEY else None)
            for part in (self._members(antecedent) if antecedent is not None else ())
        ]
        is_one = word in HE_SHE
        named = [each for each in found if each is not None and (not is_one or own_names.can_be_one(each))]
        if named and (word in {"who", "which"} or all(entity.iri for entity in named)):
            return named  # whoever stands before "who" is meant, and nobody who spoke earlier
        spoken = [entity for entity in reversed(self.spoken[-LOOK_BACK:]) if self._agrees(word, entity)]
        if is_one and not subject:
            subject = list(self.later.introduced(bisect_right(self._starts, span[0]) - 1))
        found_so = subject or spoken or named
        if not found_so and is_one:
            found_so = list(self.later.described_before(bisect_right(self._starts, span[0]) - 1))
        return found_so[:1]

    def _teller(self, attribution: Attribution, word: str) -> list[Entity]:
        """Who did what stands before words put in: "named nine men who, it said, were fighters"."""
        start = attribution.content[0][0] if attribution.content else attribution.source[0][0]
        if word not in IT | HE_SHE or attribution.rule != "parenthetical" or start in self._starts:
            return []
        first = self.sentences[max(0, bisect_right(self._starts, start) - 1)][0] if self.sentences else start
        for filler in self.linker.things_in((first, start)):
            if filler.category in {"agent", "person", "force", "place"}:
                speaker = self.linker.speaker(filler.span)
                entity = speaker.entity if speaker is not None and speaker.entity is not None else None
                return [entity] if entity is not None and self._agrees(word, entity) else []
        return []

    def _spoke_just_before(self, offset: int) -> bool:
        """Whether the latest speaker spoke in the sentence before."""
        sentence = bisect_right(self._starts, offset)
        return bool(self.spoken) and bisect_right(self._starts, self._last_source) == sentence - 1

    def _spoke_up_to_colon(self, offset: int) -> bool:
        """Whether the latest speaker, no person, goes on: "the report denied this: it found …"."""
        is_near = bisect_right(self._starts, offset) == bisect_right(self._starts, self._last_source)
        before = self.linker.text[self._last_source : offset].rstrip()
        return bool(self.spoken) and is_near and before.endswith(":") and self.spoken[-1].kind != "Person"

    def _agrees(self, word: str, entity: Entity) -> bool:
        """Whether a pronoun can stand for an entity: people are no "it", bodies no "he"."""
        is_person = is_a(entity.kind, "Person")
        is_group = entity.kind in {"UnnamedSource", "Collective"}
        if word in HE_SHE:  # a group never, a person without a full name only if the last to speak
            is_one = is_group and not is_plural(entity.label)
            return is_person or ((is_one or entity.kind == "Agent") and entity in self.spoken[-1:])
        return not is_person and not is_group if word in IT else not is_person

    def _plural_before(self, offset: int) -> Entity | None:
        """The group that a sentence begins with: "Monitors saw no tanks, their spokesman said"."""
        number = max(0, bisect_right(self._starts, offset) - 1)
        start = self.sentences[number][0] if self.sentences else offset
        first = next(self.linker.things_in((start, offset)), None)
        is_group = first is not None and first.span[0] == start and first.category in {"force", "person"}
        if first is None or not is_group or not self._words(first.span)[-1].endswith("s"):
            return None
        return self._one(first.span) or first.entity

    def _bodies_in_sentence(self, offset: int) -> Iterator[Entity]:
        """The bodies named earlier in the same sentence, the nearest first."""
        start = self.sentences[max(0, bisect_right(self._starts, offset) - 1)][0] if self.sentences else 0
        things = list(self.linker.things_in((start, offset)))
        return (
            filler.entity
            for filler in reversed(things)
            if filler.category in {"agent", "force"} and filler.entity.iri
        )

    def _holder_in_sentence(self, span: Span) -> Entity | None:
        """The body that opens a sentence and owns what follows: "The Arakan Army revised its account"."""
        number = bisect_right(self._starts, span[0]) - 1
        if number < 0 or not self.linker.text.startswith("its ", span[0]):
            return None
        first = next(self.linker.things_in((self.sentences[number][0], span[0])), None)
        words = self.linker.text[self.sentences[number][0] : first.span[0]] if first is not None else ""
        is_body = first is not None and first.category in {"agent", "force"} and not first.is_described
        is_first = words.lower() in {"", "the "}
        return first.entity if first is not None and is_body and is_first else None

    def _subject_before(self, offset: int, back: int = 1) -> Iterator[Entity]:
        """The first agent named in the sentence before, or in that at an offset, as a speaker."""
        number = bisect_right(self._starts, offset) - 1 - back
        if number >= 0:
            start, end = self.sentences[number]
            for filler in self.linker.things_in((start, end)):
                if filler.is_described:
                    later = self.later.find(self._words(filler.span), filler.span[0])
                    is_name = any(word[:1].isupper() for word in filler.entity.label.split()[1:])
                    if later is not None or is_name:
                        yield later or filler.entity
                elif filler.category in {"agent", "person", "force"}:
                    yield filler.entity
                elif filler.rule == "unknown-name" and (person := self._surnamed(filler.entity.label, start)):
                    yield person  # "Orlenko left. The house, she said, …"
                elif filler.category == "place":
                    speaker = self.linker.speaker(filler.span)
                    if speaker is not None and speaker.entity is not None and speaker.entity.iri:
                        yield speaker.entity
                break

    def _two_before(self, offset: int) -> list[Entity]:
        """The two bodies named first in the sentence: those whom "neither" or "both" counts."""
        start = self.sentences[max(0, bisect_right(self._starts, offset) - 1)][0] if self.sentences else 0
        found: list[Entity] = []
        for filler in self.linker.things_in((start, offset)):
            speaker = self.linker.speaker(filler.span)
            entity = speaker.entity if speaker is not None else None
            if entity is not None and is_a(entity.kind, "Agent") and entity not in found:
                found.append(entity)
        return found[:2] if len(found) > 1 else []

    def _both(self, offset: int) -> list[Entity]:
        """Whom "both" counts: two named in the sentence, a group or just two bodies in the one before."""
        return self._two_before(offset) or self._group_before(offset) or self._pair_before(offset)

    def _pair_before(self, offset: int) -> list[Entity]:
        """The two bodies of which the sentence before tells, if no third: "the army and rebels agreed"."""
        number = bisect_right(self._starts, offset) - 2
        found: list[Entity] = []
        for filler in self.linker.things_in(self.sentences[number]) if number >= 0 else ():
            speaker = self.linker.speaker(filler.span) if filler.category in _TAKING_SIDES else None
            entity = speaker.entity if speaker is not None else None
            if speaker is not None and entity is None and speaker.candidates:
                return []
            if entity is not None and is_a(entity.kind, "Organization") and entity not in found:
                found.append(entity)
        is_side = [not any(is_a(each.kind, kind) for kind in _NO_SIDES) for each in found]
        return found if len(found) == _PAIR and is_side[0] is is_side[1] else []

    def _group_before(self, offset: int) -> list[Entity]:
        """The people spoken of last in the sentence before: "We met two survivors. Both say …"."""
        number = bisect_right(self._starts, offset) - 2
        for filler in reversed(list(self.linker.things_in(self.sentences[number])) if number >= 0 else []):
            if filler.category in HUMAN and is_plural(filler.entity.label) and not filler.entity.iri:
                label = filler.entity.label
                name = f"{label[:1].upper()}{label[1:]} (unnamed)"
                return [Entity(name, "UnnamedSource", scope=self.linker.scope)]
        return []

    def _body_of_subject(self, span: Span) -> Entity | None:
        """The body of whoever opens a sentence, of whom nothing is known: "Zeta fired, its army said"."""
        text, words = self.linker.text[span[0] : span[1]], self._words(span)
        kind = class_of(words[1:]) if words[:1] in (["its"], ["their"]) else None
        number = bisect_right(self._starts, span[0]) - 1
        if kind not in _BODIES or kind is None or number < 0:
            return None
        start = self.sentences[number][0]
        first = next(self.linker.things_in((start, span[0])), None)
        if first is None or first.span[0] != start or first.entity.kind not in {"Agent", "Place"}:
            return None
        is_name = not first.entity.iri and not first.is_described
        return Entity(f"{first.entity.label}'s {text.partition(' ')[2]}", kind) if is_name else None
