"""What the noun phrases of a report stand for: entities of the reference data, of the report, or of neither.

The resolver of the reference data knows names; this module knows the report. It gives every phrase a filler:
a known entity, an entity known only by its name, or a thing that the report merely describes ("an armaments
plant"), which stays local to the report. Phrases that point back ("the cruiser", "it") take the nearest
earlier thing that fits. What fits nothing stays without a filler: nothing is guessed.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Final

from claimgraph.extract.earlier_things import AT_PLACE_REACH, PLURAL_PRONOUNS, EarlierThings
from claimgraph.extract.events.mentions import Filler
from claimgraph.extract.plurals import (
    is_no_body,
    is_other_side,
    is_told,
    meant_by_they,
    tells_of_itself,
    tells_of_war,
)
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
)
from claimgraph.model import Entity
from claimgraph.reference.resolution import Resolution, ResolutionContext, SaidRole
from claimgraph.reference.resolver import Resolver

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
_ONE_PERSON: Final = frozenset({"he", "him", "his", "she", "her"})
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
_OWNERS: Final = frozenset({"its", "their", "his", "her", "our"})
_DIRECTIONS: Final = frozenset(
    ("North", "South", "East", "West", "Central", "Upper", "Lower", "New", "Greater")
)
_GROUPS: Final = (["the", "group"], ["the", "movement"], ["the", "armed", "group"], ["the", "rebel", "group"])
_SAID_REACH: Final = 80


class Linker(EarlierThings):
    """Gives fillers for noun phrases of one text, and collects the mentions.

    `scope` is the key that entities known only by description carry.
    """

    def __init__(
        self, text: str, resolver: Resolver, context: ResolutionContext, demonyms: Mapping[str, Entity]
    ) -> None:
        """Find the known names of the whole text once; `demonyms` gives states by adjective ("Russian")."""
        super().__init__(text, resolver, context, demonyms)
        self._cache: dict[tuple[Span, str], Filler | None] = {}
        self.voice: Entity | None = None
        """Who "we" is in the report's own words: the body that issued it."""
        self.tags: list[str] = []
        self.body_of_country: Callable[[str, int], Entity | None] | None = None
        """Gives the body of the report's own country that a bare word for one means: "the army"."""
        self.entries = NONE  # those of a live blog or list, each of which tells of something else
        self._described_in: dict[str, int] = {}

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

    def scan(self, span: Span) -> None:
        """Take note of a phrase, in the order of the text, so that later phrases can point back to it."""
        filler = self(span, "thing")
        if filler is not None:
            self.remember(filler)

    def _pronoun(self, word: str, span: Span, position: str) -> Filler | None:
        if word in _THINGS and position not in {"performer", "owner"}:
            kinds = ("place", "facility") if position == "place" else ("vessel", "facility", "materiel")
            found = self._topic(word, span[0], *kinds) or self.recent(span[0], *kinds)
        elif word in PLURAL_PRONOUNS and position == "thing":
            found = self.recent(span[0], "vessel", "materiel", "weapon", "force", "person")
        elif word in PLURAL_PRONOUNS and position == "materiel":
            found = self.recent(span[0], "vessel", "materiel", "weapon", "facility")
        elif word in PLURAL_PRONOUNS and position == "people":
            found = self.recent(span[0], "force", "person")
        elif word == "it" and tells_of_war(self.text, span[0]):
            return None
        elif word in _THINGS and (speaker := self._speaking(span[0])) is not None:
            found = speaker
        elif word in _THINGS | PLURAL_PRONOUNS:
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

    def _recent_actor(self, before: int, word: str = "it") -> Filler | None:
        """The nearest earlier agent; a capital counts as its government ("Moscow warned it would …").

        After a preposition a capital is only where something was.
        """
        if word == "they":
            they, is_settled = meant_by_they(self.before(before), self.text, before)
            if is_settled:
                return self._as_body(they) if they is not None else None
        is_one = word in _ONE_PERSON
        for found in self.before(before):
            if is_told(found, self.text, before) or (is_one and is_other_side(found, self.text)):
                continue
            if found.category in HUMAN and not (word == "it" and is_no_body(found, self.text)):
                return self._as_body(found)
            if (
                found.category != "place"
                or found.is_described
                or AT_PLACE.search(self.text, max(0, found.span[0] - AT_PLACE_REACH), found.span[0])
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
            return self._unknown(span, words, position)
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
        body = self._of_owner(span, words, owner) if owner is not None else None
        if body is None and position == "performer":
            body = self._acting(span, words, kind)
        if body is not None:
            return body
        side = owner.entity.side if owner is not None else None
        acts_for = owner.entity.iri if owner is not None else None
        scope = self.scope if is_definite else self._scope_at(span)
        entity = Entity(self.wording.label(span), kind.kind, None, scope, acts_for, side)
        return Filler(span, entity, kind.category, is_definite, True, "described")

    def _unknown(self, span: Span, words: Sequence[str], position: str) -> Filler | None:
        """What a phrase means whose noun tells nothing: a name, a place, or what something was done to."""
        is_told = (
            position in {"thing", "object", "site"} and self.wording.said(span) in self.wording.told_places
        )
        taken_for = Kind("Place", "place") if position == "place" or is_told else None
        found = self.wording.named_kind(span) or self.wording.unknown_name(span, taken_for)
        return found or (self.wording.object(span, words) if position == "object" else None)

    def _of_owner(self, span: Span, words: Sequence[str], owner: Filler) -> Filler | None:
        """The forces of an owner, or the body whose members they are: "its forces", "their fighters"."""
        known = self._forces_of(owner.entity) if words[-1] in _FORCES else None
        if known is not None:
            return Filler(span, known, "force", True, False, "forces-of-the-owner")
        if owner.category == "force" and words[-1] in _MEMBERS:
            return Filler(span, owner.entity, "force", True, owner.is_described, "members-of-the-owner")
        return None

    def _acting(self, span: Span, words: Sequence[str], kind: Kind) -> Filler | None:
        """The known body that acts under a bare noun: "the group", "army troops"."""
        if words in _GROUPS:
            groups = (f for f in self.before(span[0]) if f.entity.kind == "NonStateArmedGroup")
            group = next((f for f in groups if not f.is_described), None)
            if group is not None:
                return Filler(span, group.entity, group.category, True, False, "points-back")
        if self.body_of_country is None:
            return None
        is_part = words[-1] in _PARTS and words[-2:-1] in (["army"], ["military"], ["navy"])
        said = words[-2] if is_part else self.wording.said(span)
        is_body = is_part or kind.kind in _BODIES
        body = self.body_of_country(said, span[0]) if is_body else None
        if body is None:
            return None
        return Filler(span, body, category_of(body.kind), True, False, "body-of-the-country")

    def _scope_at(self, span: Span) -> str:
        """Within what a description means one thing: "a market" in two entries of a live blog is two."""
        here = self.entries.at(span[0])
        first = self._described_in.setdefault(self.wording.label(span), here)
        return f"{self.scope}/{here}" if first and here != first else self.scope

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
