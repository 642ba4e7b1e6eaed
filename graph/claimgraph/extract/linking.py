"""What the noun phrases of a report stand for: entities of the reference data, of the report, or of neither.

The resolver of the reference data knows names; this module knows the report. It gives every phrase a filler:
a known entity, an entity known only by its name, or a thing that the report merely describes ("an armaments
plant"), which stays local to the report. Phrases that point back ("the cruiser", "it") take the nearest
earlier thing that fits. What fits nothing stays without a filler: nothing is guessed.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import Final

from claimgraph.extract.events.mentions import Filler
from claimgraph.extract.naming import KnownNames
from claimgraph.extract.plurals import is_no_body, is_plural_noun, meant_by_they, tells_of_itself
from claimgraph.extract.syntax.entries import NONE
from claimgraph.extract.syntax.kinds import HUMAN, Kind, category_of, kind_of
from claimgraph.extract.syntax.lexicon import word_set
from claimgraph.extract.syntax.text import Span
from claimgraph.extract.wording import (
    AT_PLACE,
    DEFINITE,
    HEADLINE_VERB,
    NAMED_AFTER,
    SAID_IT,
    SPEAKS,
    Wording,
)
from claimgraph.model import Entity
from claimgraph.reference.kinds import is_a
from claimgraph.reference.resolution import Resolution, ResolutionContext, SaidRole
from claimgraph.reference.resolver import Resolver

_WORD: Final = re.compile(r"[^\W_]+(?:[-'’.&/][^\W_]+)*")
_ROLES: Final[dict[str, SaidRole]] = {
    "performer": "actor",
    "owner": "actor",
    "place": "place",
    "site": "place",
    "thing": "thing",
    "object": "thing",
    "people": "thing",
    "materiel": "thing",
    "speaker": "speaker",
}
_THINGS: Final = frozenset({"it", "its", "itself", "this"})
_PEOPLE: Final = frozenset(
    (
        "they", "them", "their", "he", "she", "him", "her", "his", "we", "us", "our", "i", "you", "ours",
        "themselves",
    )
)  # fmt: skip
_PLURAL_PRONOUNS: Final = frozenset({"they", "them", "their"})
_TOPIC_REACH: Final = 200
_FIRST_PERSON: Final = frozenset({"we", "us", "our", "ours", "i"})
_FORCES: Final = frozenset({"forces", "troops", "soldiers", "army", "military", "units"})
_PARTS: Final = _FORCES | frozenset(
    ("unit", "aircraft", "jets", "helicopters", "planes", "warplanes", "artillery", "drones")
)
"""What a bare "army" before it owns: "army troops", "an army unit"."""
_WORKERS: Final = ("ers", "ors", "ists", "ians", "men", "women")  # endings of plurals that are people
_WORKER: Final = ("er", "or", "ist", "ian", "man", "woman")
_NO_WORKERS: Final = word_set("no_workers")
_MEMBERS: Final = frozenset({"forces", "troops", "soldiers", "men", "fighters", "militants", "units"})
_BODIES: Final = frozenset({"ArmedForce", "Government", "PublicBody"})
_GENERIC: Final = frozenset(
    {
        "Vessel",
        "NavalVessel",
        "IndustrialFacility",
        "Facility",
        "CivilFacility",
        "Territory",
        "Settlement",
        "Materiel",
    }
)
_GENERIC_NOUNS: Final = frozenset(
    (
        "ship", "vessel", "boat", "craft", "warship", "plant", "factory", "works", "facility", "building",
        "site", "compound", "complex", "infrastructure", "target", "equipment", "hardware", "machine",
    )
)  # fmt: skip
"""Nouns that can mean any earlier thing of their sort."""
_OWNERS: Final = frozenset({"its", "their", "his", "her", "our"})
_TOWNS: Final = frozenset({"city", "town", "village", "settlement"})
_POINTING_PLACES: Final = _TOWNS | {"capital", "district", "region"}
_DIRECTIONS: Final = frozenset(
    ("North", "South", "East", "West", "Central", "Upper", "Lower", "New", "Greater")
)
_SORTS: Final = frozenset(("centre", "center", "station", "post", "point"))
"""Nouns whose sort the word before them tells: "the congress centre"."""
_QUALITY: Final = re.compile(
    r"^(?!.*-).*(?:ed|en|ing|al|ary|ous|ic|ian|ish|ese|ive|able|ible|ful|est|er|ern|wn|ge|same|whole|old|new|huge|big"
    r"|main|key|nearby|entire|civil|naval)$"
)
"""Words that say how a thing is, and not what it is: "the stricken ship", "the military facility"."""
_GROUPS: Final = (["the", "group"], ["the", "movement"], ["the", "armed", "group"], ["the", "rebel", "group"])
_LOOK_BACK: Final = 120
_PREPOSITION: Final = 24
_SAID_REACH: Final = 80


class Linker(KnownNames):
    """Gives fillers for noun phrases of one text, and collects the mentions.

    `scope` is the key that entities known only by description carry.
    """

    def __init__(
        self, text: str, resolver: Resolver, context: ResolutionContext, demonyms: Mapping[str, Entity]
    ) -> None:
        """Find the known names of the whole text once; `demonyms` gives states by adjective ("Russian")."""
        super().__init__(text, resolver, context)
        self.demonyms = demonyms
        self.wording = Wording(text, demonyms, context.scope)
        self._cache: dict[tuple[Span, str], Filler | None] = {}
        self.voice: Entity | None = None
        self.tags: list[str] = []
        """Who "we" is in the report's own words: the body that issued it."""
        self.body_of_country: Callable[[str, int], Entity | None] | None = None
        """Gives the body of the report's own country that a bare word for one means: "the army"."""
        self.topics: list[Filler] = []
        """What the sentences so far are about: the subjects of their first events."""
        self.entries = NONE  # those of a live blog or list, each of which tells of something else
        self._described_in: dict[str, int] = {}
        self.history: list[Filler] = []
        self._history_starts: list[int] = []

    # ---- fillers

    def __call__(self, span: Span, position: str) -> Filler | None:
        """Give what a phrase stands for: `position` is performer, owner, place, site, thing or board."""
        known = self._cache.get((span, position))
        if known is None and (span, position) not in self._cache:
            known = self._find(span, position)
            self._cache[span, position] = known
        return known

    def _find(self, span: Span, position: str) -> Filler | None:
        words = self._words(span)
        if not words:
            return None
        if position == "board":
            return self.recent(span[0], "vessel")
        if len(words) == 1 and words[0] in _THINGS | _PEOPLE:
            return self._pronoun(words[0], span, position)
        if position == "owner":
            return self._owner(span)
        if position == "site":
            return self._site(span, words)
        if position == "people" and (found := self._people(span, words)) is not None:
            return found
        return self._resolved(span, words, position) or self._described(span, words, position)

    def _words(self, span: Span) -> list[str]:
        return [word.lower().replace("’", "'") for word in _WORD.findall(self.text[span[0] : span[1]])]

    def scan(self, span: Span) -> None:
        """Take note of a phrase, in the order of the text, so that later phrases can point back to it."""
        filler = self(span, "thing")
        if filler is not None and (not self.history or self.history[-1].span[0] < filler.span[0]):
            self.history.append(filler)
            self._history_starts.append(filler.span[0])
            self.context.remember(filler.entity)

    def before(self, offset: int) -> Iterator[Filler]:
        """The things spoken of before an offset, the nearest first, as far back as reaches."""
        last = bisect_left(self._history_starts, offset)
        return (self.history[at] for at in range(last - 1, max(-1, last - 1 - _LOOK_BACK), -1))

    def recent(self, before: int, *categories: str) -> Filler | None:
        """Give the nearest earlier thing of one of the categories."""
        return next((filler for filler in self.before(before) if filler.category in categories), None)

    def _pronoun(self, word: str, span: Span, position: str) -> Filler | None:
        if word in _THINGS and position not in {"performer", "owner"}:
            kinds = ("place", "facility") if position == "place" else ("vessel", "facility", "materiel")
            found = self._topic(word, span[0], *kinds) or self.recent(span[0], *kinds)
        elif word in _PLURAL_PRONOUNS and position == "thing":
            found = self.recent(span[0], "vessel", "materiel", "weapon", "force", "person")
        elif word in _PLURAL_PRONOUNS and position == "materiel":
            found = self.recent(span[0], "vessel", "materiel", "weapon", "facility")
        elif word in _PLURAL_PRONOUNS and position == "people":
            found = self.recent(span[0], "force", "person")
        elif word in _THINGS and (speaker := self._speaking(span[0])) is not None:
            found = speaker
        elif word in _THINGS | _PLURAL_PRONOUNS:
            teller = tells_of_itself(self.before(span[0]), self.text, span[0]) if word == "they" else None
            topic = self._topic(word, span[0], "force", "person") if position == "performer" else None
            found = teller or topic or self._recent_actor(span[0], word)
        elif word in _FIRST_PERSON and self.voice is not None:
            return Filler(span, self.voice, category_of(self.voice.kind), True, False, "own-voice")
        else:
            return None
        if found is None or self.entries.are_apart(found.span[0], span[0]):
            return None
        return Filler(span, found.entity, found.category, True, found.is_described, "pronoun")

    def _topic(self, word: str, before: int, *categories: str) -> Filler | None:
        """What this sentence or the one before is about, if it fits a category and the number of the word."""
        last = next((topic for topic in reversed(self.topics) if topic.span[1] <= before), None)
        if last is None or before - last.span[1] > _TOPIC_REACH or last.category not in categories:
            return None
        is_plural = is_plural_noun(self._words(last.span)[-1])
        return last if is_plural == (word in _PLURAL_PRONOUNS) else None

    def _recent_actor(self, before: int, word: str = "it") -> Filler | None:
        """The nearest earlier agent; a capital counts as its government ("Moscow warned it would …").

        After a preposition a capital is only where something was.
        """
        if word == "they":
            they, is_settled = meant_by_they(self.before(before), self.text, before)
            if is_settled:
                return self._as_body(they) if they is not None else None
        for found in self.before(before):
            if found.category in HUMAN and not (word == "it" and is_no_body(found, self.text)):
                return self._as_body(found)
            if (
                found.category != "place"
                or found.is_described
                or AT_PLACE.search(self.text, max(0, found.span[0] - _PREPOSITION), found.span[0])
            ):
                continue
            resolution = self._ask(self.wording.said(found.span), "actor")
            if resolution.entity is not None and resolution.entity.iri is not None:
                return self._filler(found.span, resolution, True, notes=False)
        return None

    def _speaking(self, before: int) -> Filler | None:
        """The body whose speech opens right before an offset: "The rebel alliance said it …"."""
        said = SAID_IT.search(self.text, max(0, before - _SAID_REACH), before)
        if said is None:
            return None
        found = next((each for each in self.before(before) if each.span[1] <= said.end(1)), None)
        is_staff = said.group(1).endswith("general staff")
        if found and found.span[1] == said.end(1) and (is_staff or found.category in {"force", "agent"}):
            return self._as_body(found)
        resolution = self._ask(said.group(1).strip(), "actor")
        is_body = resolution.entity is not None and category_of(resolution.entity.kind) in {"force", "agent"}
        return self._filler(said.span(1), resolution, True, notes=False) if is_body else None

    def _as_body(self, found: Filler) -> Filler:
        """The known body that a bare word for one stands for where it acts: "the army"."""
        words = self._words(found.span)
        kind = kind_of(words) if found.is_described else None
        is_body = words in _GROUPS or (kind is not None and kind.kind in _BODIES and words[0] not in _OWNERS)
        return (self(found.span, "performer") or found) if is_body else found

    def _owner(self, span: Span) -> Filler | None:
        state = self.demonyms.get(self.text[span[0] : span[1]])
        if state is not None:
            return Filler(span, state, category_of(state.kind), True, False, "demonym")
        name = self._name_at(span)
        if name is None or ((name.start, name.end) != span and name.start < span[0]):
            return None
        resolution = self._ask(name.text, "actor")
        return self._filler((name.start, name.end), resolution, True)

    def _site(self, span: Span, words: Sequence[str]) -> Filler | None:
        """The place that a name before a noun gives, where it surely is one: "a Zorivka hotel"."""
        if self.text[span[0] : span[1]] in self.demonyms:
            return None
        filler = self._resolved(span, words, "site")
        if filler is None and self.wording.said(span) in self.wording.told_places:
            filler = self.wording.unknown_name(span, Kind("Place", "place"))
        return filler if filler is not None and filler.category == "place" else None

    def _resolved(self, span: Span, words: Sequence[str], position: str) -> Filler | None:
        """A known entity: by the whole phrase, or by the name at its end.

        The resolver is asked only about phrases that hold a known name: what else points back is found among
        the report's own things.
        """
        role = _ROLES[position]
        inner = self.names_over(span)
        if not inner:
            return None
        if len(inner) == 1 and self._is_part_named(inner[0].start, span[0]):
            return None  # North Darfur
        filler = self._filler(span, self._ask(self.wording.said(span), role), words[0] in DEFINITE)
        if filler is not None:
            return filler
        name = inner[-1]
        if name.end >= span[1] and name.start >= span[0]:  # also one that goes on: the Gulf of Aden
            return self._filler((name.start, name.end), self._ask(name.text, role), True)
        return None

    def _is_part_named(self, start: int, first: int) -> bool:
        """Whether a direction written as a name goes before a known one: another place, not that one."""
        before = self.text[first:start].split()
        return bool(before) and before[-1] in _DIRECTIONS

    def _filler(
        self, span: Span, resolution: Resolution | None, is_definite: bool, *, notes: bool = True
    ) -> Filler | None:
        if resolution is None or resolution.entity is None:
            return None
        entity = resolution.entity
        if not entity.iri and category_of(entity.kind) not in HUMAN:
            return None  # described below, where the report's earlier things are known
        category = category_of(entity.kind)
        if not entity.iri and entity.kind == "UnnamedSource":  # a group that acts, not one that speaks
            kind = kind_of(self._words(span)) or Kind("Collective", "person")
            label, category = self.wording.label(span), kind.category
            entity = Entity(label, kind.kind, None, self.scope, entity.acts_for, entity.side)
        filler = Filler(span, entity, category, is_definite, entity.iri is None, resolution.rule)
        if entity.iri and notes:
            self.note(span, resolution)
        return filler

    def _described(self, span: Span, words: Sequence[str], position: str) -> Filler | None:
        """A thing known by its words only: one spoken of before, a new one, or a bare proper name."""
        verb = HEADLINE_VERB.match(self.text, *span)
        if verb is not None:  # no name holds a verb
            return None if position == "performer" else self((verb.end(), span[1]), position)
        kind = kind_of(words) or (Kind("Collective", "person") if words in _GROUPS else None)
        if kind is None:
            is_told = (
                position in {"thing", "object", "site"}
                and self.wording.said(span) in self.wording.told_places
            )
            taken_for = Kind("Place", "place") if position == "place" or is_told else None
            found = self.wording.named_kind(span) or self.wording.unknown_name(span, taken_for)
            return found or (self.wording.object(span, words) if position == "object" else None)
        is_definite = words[0] in DEFINITE
        is_named = kind.category == "place" and not self.wording.has_own_name(span)
        name = NAMED_AFTER.match(self.text, span[1]) if is_named else None
        if name is not None:
            return self(name.span(1), "place")
        if is_definite and kind.category in {"vessel", "facility", "place", "materiel"}:
            earlier = self._earlier(span, words[-1], kind.kind, kind.category)
            if earlier is not None and not self._is_another(span, earlier):
                return Filler(
                    span, earlier.entity, earlier.category, True, earlier.is_described, "points-back"
                )
        owner = self._owner_of(span, words[0]) if words[0] in _OWNERS and kind.category in HUMAN else None
        known = self._forces_of(owner.entity) if owner is not None and words[-1] in _FORCES else None
        if known is not None:
            return Filler(span, known, "force", True, False, "forces-of-the-owner")
        if owner is not None and owner.category == "force" and words[-1] in _MEMBERS:
            return Filler(span, owner.entity, "force", True, owner.is_described, "members-of-the-owner")
        if position == "performer" and words in _GROUPS:
            groups = (f for f in self.before(span[0]) if f.entity.kind == "NonStateArmedGroup")
            group = next((f for f in groups if not f.is_described), None)
            if group is not None:
                return Filler(span, group.entity, group.category, True, False, "points-back")
        if position == "performer" and self.body_of_country is not None:
            is_part = words[-1] in _PARTS and words[-2:-1] in (["army"], ["military"], ["navy"])
            said = words[-2] if is_part else self.wording.said(span)
            is_body = is_part or kind.kind in _BODIES
            body = self.body_of_country(said, span[0]) if is_body else None
            if body is not None:
                return Filler(span, body, category_of(body.kind), True, False, "body-of-the-country")
        side = owner.entity.side if owner is not None else None
        acts_for = owner.entity.iri if owner is not None else None
        scope = self.scope if is_definite else self._scope_at(span)
        entity = Entity(self.wording.label(span), kind.kind, None, scope, acts_for, side)
        return Filler(span, entity, kind.category, is_definite, True, "described")

    def _scope_at(self, span: Span) -> str:
        """Within what a description means one thing: "a market" in two entries of a live blog is two."""
        here = self.entries.at(span[0])
        first = self._described_in.setdefault(self.wording.label(span), here)
        return f"{self.scope}/{here}" if first and here != first else self.scope

    def _is_another(self, span: Span, earlier: Filler) -> bool:
        """Whether a definite phrase is told from an earlier thing by a name or noun of its own.

        "The Grand Mosque" is not a mosque told of before, "the congress centre" not the centre of the town,
        "the machine plant" not a depot.
        """
        said, before = self.wording.said(span).split(), set(self._words(earlier.span))
        own = [word for word in said[1:-1] if word[0].isupper() and word not in self.demonyms]
        if own and self.wording.said(span) != self.wording.said(earlier.span):
            return earlier.is_described and before.isdisjoint(word.lower() for word in own)
        if len(said) < 3 or said[-2].lower() in before:
            return False
        is_sort = _QUALITY.match(said[-2].lower()) is None and said[-2] not in self.demonyms
        is_other = is_sort and earlier.is_described and before.isdisjoint(_GENERIC_NOUNS)
        return said[-1].lower() in _SORTS or (said[-1].lower() in _GENERIC_NOUNS and is_other)

    def _owner_of(self, span: Span, word: str) -> Filler | None:
        """Whose people a possessive means: the body that speaks for "our", else the nearest earlier actor."""
        if word != "our":
            return self._recent_actor(span[0], "it" if word == "its" else word)
        if self.voice is None:
            return None
        return Filler(span, self.voice, category_of(self.voice.kind), True, False, "own-voice")

    def _people(self, span: Span, words: Sequence[str]) -> Filler | None:
        """People whom something befell: a group of its own, not the force or state they belong to."""
        kind = kind_of(words)
        is_one = len(words) > 1 and words[-1].endswith(_WORKER) and words[-1] not in _NO_WORKERS
        is_worker = is_one or words[-1].endswith(_WORKERS)
        if kind is None and is_worker and self.wording.said(span).rsplit(" ", 1)[-1].islower():
            kind = Kind("Collective", "person")  # deminers, a beekeeper
        if kind is None or (kind.kind != "Collective" and words[-1] not in _FORCES):
            return None
        if any(mention.end == span[1] and mention.text.islower() for mention in self.names_over(span)):
            return None
        said = (self.demonyms.get(word) for word in self.wording.said(span).split())
        state = next((state for state in said if state is not None), None)
        side, acts_for = (state.side, state.iri) if state is not None else (None, None)
        entity = Entity(self.wording.label(span), "Collective", None, self.scope, acts_for, side)
        return Filler(span, entity, kind.category, words[0] in DEFINITE, True, "people")

    def _forces_of(self, owner: Entity) -> Entity | None:
        """The armed forces of the state for which an owner speaks: "its forces"."""
        if owner.kind in {"MilitaryUnit", "NonStateArmedGroup"}:
            return None
        for adjective, state in self.demonyms.items():
            government = "/government-of-" + (state.iri or "").rsplit("/", 1)[-1]
            acts_for_it = (owner.acts_for or "").endswith(government)
            if acts_for_it or owner.label == state.label or owner.label.endswith(f" of {state.label}"):
                forces = self._ask(f"{adjective} forces", "actor").entity
                return forces if forces is not None and not forces.scope else None
        return None

    def _earlier(self, span: Span, noun: str, kind: str, category: str) -> Filler | None:
        """The earlier thing that a definite phrase can mean.

        The nearest with the same noun, else the nearest known by name, else the nearest: of the same
        category, and of classes that agree.
        """
        best: Filler | None = None
        speaking: Filler | None = None
        for filler in self.before(span[0]):
            speaks = category == "place" and self._is_speaking(filler.span)
            if category == "place" and self._is_told_settlement(filler, noun) and not speaks:
                place = Entity(filler.entity.label, "Place")
                return Filler(filler.span, place, "place", True, False, filler.rule)
            if filler.category != category or not self._agrees(filler, noun, kind):
                continue
            if speaks:
                speaking = speaking or filler  # Kyiv denied it: the city only if there is no other
                continue
            if self._words(filler.span)[-1:] == [noun]:
                return filler
            if best is None or (best.is_described and not filler.is_described):
                best = filler
        return best or speaking

    def _is_speaking(self, span: Span) -> bool:
        """Whether a name speaks as a government; the place in "a resident of Zorivka said" does not."""
        is_speech = SPEAKS.match(self.text, span[1]) is not None
        return is_speech and not AT_PLACE.search(self.text, max(0, span[0] - _PREPOSITION), span[0])

    def _is_told_settlement(self, filler: Filler, noun: str) -> bool:
        """Whether "the town" can mean an unknown name that the text uses as that of a place."""
        is_name = filler.rule == "unknown-name" and filler.category == ""
        return is_name and noun in _TOWNS and filler.entity.label in self.wording.told_places

    def _agrees(self, filler: Filler, noun: str, kind: str) -> bool:
        """Whether a thing can be meant by a noun of some class: "the warship" for a cruiser."""
        other = filler.entity.kind
        if filler.category == "place":
            is_town = is_a(other, kind) or (filler.rule == "unknown-name" and noun in _TOWNS)
            is_known = not filler.is_described and noun in _POINTING_PLACES and is_town
            return is_known or self._words(filler.span)[-1:] == [noun]
        is_generic = kind in _GENERIC and noun in _GENERIC_NOUNS
        if filler.is_described and category_of(other) == "facility":
            return is_generic or self._words(filler.span)[-1:] == [noun] or self._is_generic(filler)
        return is_a(other, kind) or is_generic or (is_a(kind, other) and filler.is_described)

    def _is_generic(self, filler: Filler) -> bool:
        """Whether a thing was spoken of by a noun that any other can take up: "a building … the school"."""
        return self._words(filler.span)[-1] in _GENERIC_NOUNS

    def describe(self, span: Span, longer: Span) -> None:
        """Let a phrase stand for what a longer one denotes: "a plant" in "a plant that made the missiles"."""
        text = self.text[longer[0] : longer[1]]
        resolution = self.resolver.resolve(text, role="thing", context=self.context)
        filler = self._filler(span, resolution, True)
        if filler is not None and filler.entity.iri:
            for position in ("thing", "place"):
                self._cache[span, position] = filler

    # ---- names

    def speaker(self, span: Span, within: Entity | None = None) -> Resolution | None:
        """Resolve a phrase in the position of a speaker; `within` is in whose words it stands."""
        self.context.speaker = within
        return self.resolver.resolve(self.text[span[0] : span[1]], role="speaker", context=self.context)

    def speaker_named(self, name: str) -> Entity | None:
        """Give the speaker of a name: the government of a state."""
        return self._ask(name, "speaker").entity

    def things_in(self, span: Span) -> Iterator[Filler]:
        """Give the things spoken of inside a span, in order."""
        for at in range(bisect_left(self._history_starts, span[0]), len(self.history)):
            if self.history[at].span[0] >= span[1]:
                break
            yield self.history[at]
