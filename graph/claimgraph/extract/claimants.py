"""Who speaks: the entities behind the source of an attribution.

A name or description goes to the resolver in the position of a speaker, where "Moscow" is a government. A
pronoun or a bare title ("the mayor", "the ministry") takes the subject of the sentence before or the latest
speaker, whichever fits. A joint source gives one claimant for each of its members. Who cannot be resolved
keeps the name that the report uses; unnamed people are "… (unnamed)".
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterator, Sequence
from dataclasses import replace
from typing import Final

from claimgraph.extract import own_names
from claimgraph.extract.attribution.reading import Attribution
from claimgraph.extract.descriptions import body_of, can_speak, is_plural, shows
from claimgraph.extract.heard import Heard, with_surname
from claimgraph.extract.joint import OF_TWO, members
from claimgraph.extract.later import LOOK_BACK, LaterMentions
from claimgraph.extract.linking import Linker
from claimgraph.extract.meant import FIRST_PERSON, HE_SHE, IT, THEY, WORD, Meant
from claimgraph.extract.speakers import PRESS_OFFICE, SPOKEN_FOR, Speakers, is_of_them, one_of
from claimgraph.extract.syntax.entries import STAMP
from claimgraph.extract.syntax.text import Span
from claimgraph.extract.turns import Turns, is_speaker
from claimgraph.extract.voices import is_voice
from claimgraph.model import Entity, normalise_name
from claimgraph.reference.kinds import is_a
from claimgraph.reference.resolution import Resolution

UNSPECIFIED: Final = Entity("Unspecified", "UnnamedSource")
"""The claimant of "reportedly" and of passives without a source."""
_NUMBERED: Final = re.compile(r"^\d{1,3}[/.)]\s+")  # an entry in a thread or list: "2/ The ministry …"
_REMEMBERED: Final = 1000  # mentions of a very long text: looking at all each time would take its square
_WHOSE: Final = {"his": "he", "her": "she", "its": "it", "their": "they"}
_PRONOUNS: Final = HE_SHE | THEY | IT | FIRST_PERSON | frozenset(_WHOSE)
_DETERMINERS: Final = frozenset(("a", "an", "the", "some", "one", "another", "his", "her", "its", "their"))
_NOBODY: Final = (["nobody"], ["you"], ["anyone"], ["everybody"], ["everyone"], ["no"], ["none"])
_POINTING: Final = (["this"], ["that"], ["all", "this"], ["all", "that"], ["these"], ["everything"])
_VOICES: Final = frozenset(("report", "statement", "office", "website", "bulletin", "account"))
_STABLE: Final = frozenset(("name", "metonym", "government-of-state", "body-of-state"))
"""Rules of the resolver that look at nothing but the words."""
_POINTS_BACK: Final = "definite-anaphor"
_ITSELF: Final = re.compile(r" (?:itself|himself|herself|themselves)$")
_NAME_PUT_IN: Final = re.compile(r", (?:an? |the )?[A-Z]")
_HANDLE: Final = re.compile(r"@\w+$")
_OF_AGE: Final = re.compile(r"[Tt]he \d{1,3}-year-old(?: [a-z]+)?$")
"""Whom the report has named before, by the age: "the 58-year-old"."""
_CLOCK: Final = re.compile(rf"{STAMP}$")
_QUOTED: Final = re.compile(r": (?:[“\"‘']|(?:[Ww]e|I|[Oo]ur)\b)")
_CLOCK_LENGTH: Final = 16
_ACRONYM: Final = 4  # letters up to which capitals are an acronym and not a name in a transcript


class Claimants(Meant):
    """Resolves the sources of one report in the order of the text.

    `outlet` is the report's own voice, also behind "we" and "I" outside quotations; `sentences` are the spans
    of the sentences in order.
    """

    def __init__(self, linker: Linker, outlet: Entity, sentences: Sequence[Span]) -> None:
        """Nobody has spoken yet."""
        self.linker = linker
        self.outlet = outlet
        self.sentences = sentences
        self._starts = [span[0] for span in sentences]
        self._outlet_name = normalise_name(outlet.label)
        self._history_starts: list[int] = []
        self._names: dict[str, Resolution] = {}
        self.spoken = Heard()
        self.turns = Turns(linker.text, linker.history)
        self.speakers = Speakers(linker, self.spoken)
        self.later = LaterMentions(linker, self.spoken, sentences, self.speakers)
        linker.body_of_country = self.speakers.explain
        self._speakers: dict[tuple[str, Entity | None, int], Resolution | None] = {}
        self._last_source = -1
        self._latest: tuple[Span, list[Entity]] = ((-1, -1), [])
        self.speaking: Entity | None = None
        """In whose words a source stands: "officials" in a president's mouth are those of the state."""

    def is_nobody(self, attribution: Attribution) -> bool:
        """Whether the source is "nobody", "you" or "this": then nobody said anything."""
        words = self._words(attribution.source[0]) if attribution.source else []
        return words[:1] in _NOBODY or words in _POINTING

    def is_no_one(self, attribution: Attribution) -> bool:
        """Whether the source is "nobody", "none of them" or "no official"."""
        words = self._words(attribution.source[0])[:1] if attribution.source else []
        return words in (["nobody"], ["no"], ["none"])

    def is_neither(self, attribution: Attribution) -> bool:
        """Whether the source is "neither government": then two are meant, and neither says it."""
        return bool(attribution.source) and self._words(attribution.source[0])[:1] == ["neither"]

    def of(self, attribution: Attribution) -> list[Entity]:
        """Give the claimants of an attribution, one for each member of a joint source."""
        if not attribution.source:
            is_own = attribution.rule in {"verdict", "unverified"} and self.speaking is not None
            return [self.speaking] if is_own and self.speaking is not None else [UNSPECIFIED]
        whole = attribution.source[0]
        words = self._words(whole)
        if words[0:1] == ["neither"] and "nor" not in words:
            return self._two_before(whole[0])
        if words == ["both"] and (both := self._both(whole[0])):
            return both
        is_name = self.linker.text[whole[0] : whole[1]] == "WHO"
        if len(words) == 1 and words[0] in _PRONOUNS and not is_name:
            word = _WHOSE.get(words[0], words[0])
            found = self._teller(attribution, word) or self._pronoun(word, whole, attribution.antecedent)
            found = found or [UNSPECIFIED]
        else:
            found = self._turn(whole) if attribution.rule == "colon" else self._each(whole, attribution)
            if attribution.rule == "headline-source" and not any(
                own_names.is_speaker(each) for each in found
            ):
                return []  # a place: "Nine dead in blast – Brodel"
        found = [self._as_spoken(self._as_speaker(entity)) for entity in found]
        self.later.note_titles(words, found, whole[0])
        self.spoken.extend(entity for entity in found if entity is not UNSPECIFIED)
        self._last_source = whole[0]
        self.speakers.last = (found[0] if found else UNSPECIFIED, whole[0])
        return found

    def _each(self, span: Span, attribution: Attribution | None) -> list[Entity]:
        """The members of a source, known or only described."""
        if self._latest[0] == span:  # "it said P and denied Q"
            return self._latest[1]
        each = [
            self._one(part)
            or self._unknown(part, direct=attribution is None or attribution.direct)
            or self._borne_by_several(part)
            or (self._unknown(part, direct=True) if attribution and is_voice(attribution) else None)
            for part in self._members(span)
        ]
        self._latest = span, list(dict.fromkeys(entity for entity in each if entity is not None))
        return self._latest[1]

    def _turn(self, span: Span) -> list[Entity]:
        """Who speaks before a colon: a person, a body, "A:" in an interview; no mere place, no question."""
        text = self.linker.text[span[0] : span[1]].strip()
        if text == "A":
            asked = self.turns.answers
            return [(asked and (self._one(asked) or self._unknown(asked, direct=True))) or UNSPECIFIED]
        if text == "Q" or text.lower().startswith("other "):
            return []
        if "," in text or _HANDLE.match(text):
            return self._each(span, None)
        if text.isupper() and len(text) > _ACRONYM:
            found = self.spoken.surnamed(text.title()) or self.linker.speaker_named(text.title())
            return [found or Entity(text.title(), "Person")]
        resolution = self._speaker(span)
        entity = resolution.entity if resolution is not None else None
        if entity is None or resolution is None:
            if resolution is not None and any(is_a(each.kind, "Agent") for each in resolution.candidates):
                return [self.speakers.among(resolution.candidates) or Entity(text, "Organization")]
            return self._each(span, None) if self._can_speak(self._words(span)) else []
        before = self.linker.text[max(0, span[0] - _CLOCK_LENGTH) : span[0]]
        is_item = self._opens_item(span[0])
        if is_speaker(text, resolution, is_entry=is_item or _CLOCK.search(before) is not None):
            return self._each(span, None)
        is_name = resolution.rule == "new-name" and resolution.literal is None
        if is_name and is_item and " " not in text and not self._is_heard(text, span):
            return []  # "- Zorivka: two died"
        if not (is_name or self.turns.takes_turns(text)):
            return []
        person = self._surnamed(text, span[0]) or self.turns.person(text)
        known = self.linker.speaker_named(person.label) if is_name and person is not None else None
        return [known or person] if person is not None else []

    def _opens_item(self, start: int) -> bool:
        """Whether an offset is the first of an item of a list."""
        line = self.linker.text.rfind("\n", 0, start) + 1
        return self.linker.entries.is_item(start) and not self.linker.text[line:start].strip(" -–•‣▪●◦·*")

    def _is_heard(self, name: str, span: Span) -> bool:
        """Whether a name before a colon is somebody's: of a person named before, or of whoever is quoted."""
        is_known = self._surnamed(name, span[0]) is not None or self.turns.takes_turns(name)
        return is_known or _QUOTED.match(self.linker.text, span[1]) is not None

    def _as_spoken(self, entity: Entity) -> Entity:
        """The same name without an IRI is the same speaker, whatever it was taken for elsewhere."""
        if entity.iri or entity.kind == "UnnamedSource":
            return entity
        return self.spoken.called(entity.label) or entity

    def _as_speaker(self, entity: Entity) -> Entity:
        """The government for a state that a pronoun stands for, and for "the Russian side"."""
        state = self.linker.demonyms.get(entity.label.removesuffix(" side"))
        if entity.kind != "State" and (state is None or not entity.label.endswith(" side")):
            return entity
        return self.linker.speaker_named(state.label if state is not None else entity.label) or entity

    def hearer(self, span: Span) -> Entity | None:
        """Give to whom words were said, if a name tells."""
        return self._one(span)

    def _members(self, span: Span) -> list[Span]:
        """Cut a joint source: "Kyiv and Washington"; what is no list of speakers stays whole."""
        return members(self.linker.text, span, self.linker.is_name, self.linker.demonyms)

    def _one(self, span: Span) -> Entity | None:
        """Resolve one source: a known name, a later mention of a speaker, or a name of the report's own."""
        span = self._whole(span)
        text = self.linker.text[span[0] : span[1]].strip(" ,\n")
        if normalise_name(text) == self._outlet_name:
            return self.outlet
        if (again := self._same_words(span)) is not None:
            return again
        local: Resolution | None = None
        if (owned := self._body_of_subject(span)) is not None:
            return owned
        if (introduced := self.speakers.introduced(text)) is not None:
            return introduced
        if (apposed := self.speakers.apposed(text)) is not None:
            return apposed
        if text.lower() in {"his office", "her office"}:
            return self._spokesman(text, span)
        for cut in self._cuts(span):
            resolution = self._speaker(cut)
            if resolution is not None and resolution.entity is None and resolution.candidates:
                last = self.later.find(self._words(cut), cut[0]) if text[:4].lower() == "the " else None
                if last in resolution.candidates:
                    return last
                meant = self.speakers.among(resolution.candidates)
                resolution = replace(resolution, entity=meant)
            if resolution is None or resolution.entity is None or not is_a(resolution.entity.kind, "Agent"):
                continue
            if local is not None and resolution.entity.kind == "Person" and local.entity is not None:
                local = resolution if local.entity.kind == "Agent" else local
            if local is not None and own_names.is_other_person(local.entity, resolution.entity):
                continue
            if resolution.entity.iri:
                if resolution.rule == _POINTS_BACK and (last := self.later.find(self._words(cut), cut[0])):
                    return last  # who spoke last, rather than who did what is told of
                self.linker.note(cut, resolution)
                return resolution.entity
            local = local or resolution
        later = self.later.find(self._words(span), span[0]) or self._explained(span)
        if later is not None:
            return later
        named = self.speakers.named(text)
        if named is not None and own_names.is_cut_short(local.entity if local is not None else None, named):
            return named
        return own_names.own_body(local.entity) if local is not None and local.entity is not None else None

    def _whole(self, span: Span) -> Span:
        """A source with the start of its name ("Save the Children"), without "itself"."""
        over = self.linker.names_over(span)
        whole = [name.start for name in over if name.start < span[0] and name.end == span[1]]
        is_longer = whole != [] and not OF_TWO.match(self.linker.text, whole[0])
        span = (whole[0], span[1]) if is_longer else span
        return span[0], span[0] + len(_ITSELF.sub("", self.linker.text[span[0] : span[1]]))

    def _same_words(self, span: Span) -> Entity | None:
        """ "The charity", "the spokesman" after a speaker so described, or after whoever spoke last."""
        words = self._words(span)
        if len(words) != 2 or words[0] != "the":
            return None
        if words[1].startswith("spokes"):
            return self.spoken[-1] if self.spoken else None
        for entity in reversed(self.spoken[-LOOK_BACK:]):
            label = entity.label.removesuffix(" (unnamed)").split(" that ")[0].lower()
            if label == words[1] and not entity.iri:
                return entity
        return None

    def _explained(self, span: Span) -> Entity | None:
        """A description that the report explains: "the army", "one of them", a family name alone."""
        text = _NUMBERED.sub("", self.linker.text[span[0] : span[1]].strip(" ,"))
        if _HANDLE.match(text):
            return Entity(text[1:], "Agent")
        if is_of_them(text):
            group = [entity for entity in reversed(self.spoken[-LOOK_BACK:]) if is_plural(entity.label)]
            return group[0] if group else None
        if (called := one_of(text)) is not None:
            return self._group_named(called)
        if _OF_AGE.match(text):
            meant = next(iter(self._pronoun("he", span, None)), None)
            return meant if meant is not None and meant.kind in {"Person", "Agent"} else None
        found = self._surnamed(text, span[0]) or self.speakers.explain(text, span[0])
        if found is None and "," in text and not _NAME_PUT_IN.search(text):
            name = text.partition(",")[0]  # "Aspen, the chief surgeon", of whom the report has told
            found = self._surnamed(name, span[0]) or self.speakers.explain(name, span[0])
        if found is not None:
            return self.outlet if normalise_name(found.label) == self._outlet_name else found
        return self._spokesman(text, span)

    def _group_named(self, noun: str) -> Entity:
        """The group of "one of the officials": who spoke under that name, or people so called."""
        for entity in reversed(self.spoken[-LOOK_BACK:]):
            if entity.label.removesuffix(" (unnamed)").lower().endswith(noun.lower()):
                return entity
        label = f"{noun[:1].upper()}{noun[1:]} (unnamed)"
        return Entity(label, "UnnamedSource", scope=self.linker.scope)

    def _surnamed(self, text: str, offset: int) -> Entity | None:
        """Who has a family name: of those who spoke the latest, else of those named before an offset."""
        before = (filler.entity for filler in self.linker.before(offset))
        return self.spoken.surnamed(text) or with_surname(text, before)

    def _spokesman(self, text: str, span: Span) -> Entity | None:
        """The body whose spokesman speaks without a name: "its spokesman", "the group's spokeswoman"."""
        words = text.lower().split()
        if len(words) == 2 and words[0] in {"his", "her"} and words[1] == "office":
            holder = next(iter(self._pronoun("he", span, None)), None)
            known = holder is not None and holder.kind == "Person"
            return Entity(f"Office of {holder.label}", "PublicBody") if holder and known else None
        if len(words) in {2, 3} and words[0] in {"his", "her"} and words[-1] in {"post", *_VOICES}:
            return next(iter(self._pronoun("he", span, None)), None)
        if len(words) in {2, 3} and words[0] in {"its", "their"} and words[-1] in _VOICES | {"embassy"}:
            holder = next(iter(self._pronoun("it", span, None)), None)
            if words[-1] != "embassy" or holder is None:
                return holder
            return Entity(f"Embassy of {holder.label.removeprefix('Government of ')}", "PublicBody")
        match = SPOKEN_FOR.match(text) or PRESS_OFFICE.match(text)
        if match is None:
            return None
        of = match.group("of")
        if of.lower() == "their" and (group := self._plural_before(span[0])) is not None:
            return group
        if of.lower() in {"its", "their"}:
            return next(iter(self._pronoun("it", span, None)), None)
        return self.later.find([word.lower() for word in WORD.findall(of)], span[0])

    def _speaker(self, span: Span) -> Resolution | None:
        """Resolve words as a speaker, by what the report has named up to them.

        Names that mean the same whatever stands before them are resolved once.
        """
        text = self.linker.text[span[0] : span[1]]
        if (stable := self._names.get(text)) is not None:
            return stable
        context = self.linker.context
        every = context.earlier
        known = (
            bisect_left(self._history(), span[0]) if len(self.linker.history) == len(every) else len(every)
        )
        key = (text, self.speaking, known)
        if key not in self._speakers:
            # Nothing points to what the report names later; of equal things the latest mention is enough.
            latest = {id(entity): entity for entity in reversed(every[max(0, known - _REMEMBERED) : known])}
            context.earlier = list(latest.values())[::-1]
            found = self._speakers[key] = self.linker.speaker(span, self.speaking)
            context.earlier = every
            if found is not None and found.rule in _STABLE and found.entity is not None and found.entity.iri:
                self._names[text] = found
        return self._speakers[key]

    def _history(self) -> list[int]:
        """Where the things spoken of stand."""
        if len(self._history_starts) != len(self.linker.history):
            self._history_starts = [filler.span[0] for filler in self.linker.history]
        return self._history_starts

    def _cuts(self, span: Span) -> Iterator[Span]:
        """The source, and the parts of it before and after its first comma."""
        text = self.linker.text[span[0] : span[1]].rstrip(" ,")
        start = span[0] + len(text) - len(_NUMBERED.sub("", text))
        text = self.linker.text[start : span[0] + len(text)]
        yield start, start + len(text)
        if (shorter := self.speakers.shorter((start, start + len(text)))) is not None:
            yield shorter
        comma = text.find(",")
        if comma > 0:
            yield start, start + comma
            after = text[comma + 1 :]
            yield start + comma + 1 + len(after) - len(after.lstrip()), start + len(text)

    def _unknown(self, span: Span, *, direct: bool) -> Entity | None:
        """A source that is only described, if it can speak: plans, examples and agreements cannot."""
        words = _NUMBERED.sub("", self.linker.text[span[0] : span[1]].strip(" ,")).split()
        while len(words) > 1 and words[0].lower() in _DETERMINERS | {"of"}:
            words = words[1:]  # also "one of the doctors at the clinic"
        if shows(words):
            return None
        if not (self._can_speak(self._words(span)) or (direct and not own_names.is_thing(self._words(span)))):
            return None
        label = " ".join(words)
        name = f"{label[:1].upper()}{label[1:]}"
        if kind := body_of(self.linker.text[span[0] : span[1]]):
            return Entity(name, kind, scope=self.linker.scope)
        return Entity(f"{name} (unnamed)", "UnnamedSource", scope=self.linker.scope)

    def _borne_by_several(self, span: Span) -> Entity | None:
        """Whoever is meant by a name that several bear: "the RSF" in a report that says no more."""
        found, text = self._speaker(span), self.linker.text[span[0] : span[1]]
        return own_names.unsettled(text, found.candidates) if found is not None else None

    def _can_speak(self, words: list[str]) -> bool:
        """Whether a noun phrase names people or bodies."""
        return can_speak(words) or (words[-1:] != [] and words[-1] in own_names.MEDIA)
