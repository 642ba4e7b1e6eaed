"""Speakers who are spoken of again by a description: "the mayor", "the group", "its governor"."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterator, Sequence
from functools import cached_property
from itertools import chain, zip_longest
from typing import Final

from claimgraph.extract.attribution.pronouns import given_names
from claimgraph.extract.descriptions import class_of, head_of, named_in
from claimgraph.extract.linking import Linker
from claimgraph.extract.speakers import Speakers
from claimgraph.extract.syntax.kinds import kind_of
from claimgraph.extract.syntax.text import Span
from claimgraph.model import Entity, normalise_name
from claimgraph.reference.kinds import is_a

LOOK_BACK: Final = 30
"""How many speakers back one may be meant."""
_WORD: Final = re.compile(r"[^\W_]+(?:[-'’.&/][^\W_]+)*")
_PARTS: Final = re.compile(r"[^\W_]+")
TITLES: Final = frozenset(
    (
        "president", "minister", "mayor", "governor", "spokesman", "spokeswoman", "spokesperson", "general",
        "colonel", "commander", "chief", "head", "secretary", "director", "chancellor", "premier",
        "ambassador", "senator", "lawmaker", "mp", "leader", "adviser", "advisor", "deputy", "admiral",
        "envoy", "prosecutor",
    )
)  # fmt: skip
_POINTING: Final = frozenset(("the", "his", "her", "its", "their", "our"))
_BODIES: Final = frozenset(("ministry", "army", "military", "government", "company", "union", "mission"))
_OF_STATES: Final = frozenset(("army", "military", "navy"))
"""What the forces of a state are called; a group with "Army" in its name is not "the army"."""
_LOCAL_OFFICES: Final = frozenset(("mayor", "governor", "prefect"))
_ARMED: Final = ("NonStateArmedGroup",)
_AID: Final = ("NonGovernmentalOrganization",)
_KINDS_MEANT: Final[dict[str, tuple[str, ...]]] = {
    **dict.fromkeys(("charity", "aid", "monitor", "watchdog"), _AID),
    **dict.fromkeys(
        ("channel", "broadcaster", "newspaper", "paper", "station", "outlet", "website"), ("MediaOutlet",)
    ),
    **dict.fromkeys(
        ("movement", "militia", "rebels", "militants", "insurgents", "paramilitaries", "guerrillas",
         "jihadists"), _ARMED,
    ),
    "group": (*_ARMED, *_AID, "Organization"),
    **dict.fromkeys(("organisation", "organization"), (*_AID, "IntergovernmentalOrganization")),
    **dict.fromkeys(("alliance", "bloc"), ("IntergovernmentalOrganization",)),
    "agency": ("PublicBody", "MediaOutlet"),
    **dict.fromkeys(("force", "peacekeepers"), ("PublicBody",)),
    **dict.fromkeys(("firm", "operator", "owner"), ("Company",)),
    "command": ("MilitaryUnit",),
}  # fmt: skip
"""What a body is called when it is spoken of again, and the classes it can have."""
_SORTS: Final = frozenset(
    (
        "rebel", "armed", "militant", "aid", "rights", "paramilitary", "jihadist", "islamist", "medical",
        "monitoring", "news", "un", "insurgent", "western", "military", "relief", "security", "state",
        "private", "ethnic", "minority", "opposition", "resistance", "pro-democracy", "pro-independence",
        "separatist", "secessionist", "umbrella", "local", "regional", "allied", "shadowy",
    )
)  # fmt: skip
"""Words between the article and such a noun that leave open who is meant."""
_REACH: Final = 600
"""How many characters back a body may be named that a description means."""
_SENTENCES_BACK: Final = 3
_OPENING: Final = 120
_NAMED_SUBJECT: Final = re.compile(r"(?P<name>(?:[^\W\d_a-z][\w’'-]+ ){2,3})(?=[a-z])")
_APPOSED_SUBJECT: Final = re.compile(r"(?P<who>(?:The|A|An|Its|Their|His|Her|Our|My) [\w’' -]+, [^,;.]+),")
_COMMAND: Final = re.compile(r"\b(?:southern|northern|eastern|western|central) command\b")
_GAVE_NAME: Final = re.compile(
    r"\b(?:g[ai]ve|gives|giving) (?:only )?(?:his|her) (?:first |last )?name (?:only )?as "
    r"(?P<name>[^\W\d_a-z][\w’'-]*(?: [^\W\d_a-z][\w’'-]*){0,2})"
)
_EXPLAINED: Final = re.compile(
    r"\b(?P<name>(?!The |A |An |In |On |At )[A-Z][\w’'-]+(?: [A-Z][\w’'-]+){1,2}),"
    r" (?:(?:an?|the) (?:[a-z-]+ )?[a-z-]+\b|(?:aged )?\d{1,2}[,.]|who\b)"
)
"""A full name, and behind a comma who that is, how old, or what he or she did."""
_CALLED_SO: Final = re.compile(
    r"\b(?:[Aa]n?|[Oo]ne|[Tt]he|[Hh]is|[Hh]er) (?:[a-z-]+ ){0,3}[a-z-]+, "
    r"(?P<name>[A-Z][\w’'-]+(?: [A-Z][\w’'-]+){1,2}), (?=[a-z])"
)
"""Who somebody is, and behind a comma the full name."""
_NAMED_LAST: Final = re.compile(
    r"\b(?:to|with|met|visited|reached) (?P<name>[^\W\d_a-z][\w’'-]*(?: [^\W\d_a-z][\w’'-]*){0,2}), an? "
    r"(?:[a-z-]+ ){0,2}[a-z-]+(?: (?:in|from|at|of|near) [^,;.]+)?\.$"
)
_DESCRIBED_SUBJECT: Final = re.compile(
    r"^[“\"']?(?P<who>(?:The|A|An|One|Another|His|Her|Our|My) (?:[a-z-]+ )?[a-z-]+)\b(?!['’])"
)


class LaterMentions:
    """Finds whom a description means among those who spoke and those whom the report has named.

    `spoken` are the speakers so far, and grows; `sentences` are the spans of the sentences in order.
    """

    def __init__(
        self, linker: Linker, spoken: Sequence[Entity], sentences: Sequence[Span], speakers: Speakers
    ) -> None:
        """Nobody has a title yet."""
        self.linker = linker
        self.speakers = speakers
        self.spoken = spoken
        self.sentences = sentences
        self._titles: dict[str, frozenset[str]] = {}
        self._spoke_at: dict[str, int] = {}

    def note_titles(self, words: Sequence[str], entities: Sequence[Entity], offset: int) -> None:
        """Remember under which titles somebody spoke: `words` are those of the source at an offset."""
        titles = TITLES.intersection(words)
        for entity in entities:
            label = normalise_name(entity.label)
            self._spoke_at[label] = offset
            if entity.kind == "Person" and len(set(words).difference(_parts_of(label))) > 1:
                titles = titles | {""}  # described, so no bearer of a title that was not told
            if not titles:
                continue
            self._titles[label] = self._titles.get(label, frozenset()) | titles

    def find(self, words: list[str], offset: int) -> Entity | None:
        """Give the latest speaker, or agent named before an offset, of a description: "the ministry"."""
        is_sort = words[-1:] != [] and words[-1] in _KINDS_MEANT and _SORTS.issuperset(words[1:-1])
        if is_sort or (len(words) == 3 and words[1] == "same"):
            words = [words[0], words[-1]]
        if len(words) != 2 or words[0] not in _POINTING:
            return None
        noun = words[1]
        if noun == "office" and words[0] in {"his", "her"}:
            return None  # that of a person, no office named before
        if self.linker.voice is not None and noun in normalise_name(self.linker.voice.label).split():
            return self.linker.voice
        recent = [entity for entity in reversed(self.spoken[-LOOK_BACK:]) if entity.kind != "UnnamedSource"]
        same = self._of_the_same_words(words, recent, offset)
        if same is not None:
            return same
        if noun == "command" and (told := bisect_right(self._commands, offset, key=re.Match.end)):
            return self.speakers.explain(self._commands[told - 1].group(), offset)
        if noun in _KINDS_MEANT:
            before = (filler.entity for filler in self.linker.before(offset))
            bodies = chain(recent, before, self._named_before(offset))
            fits = (each for each in bodies if _is_meant(each, _KINDS_MEANT[noun]))
            return next((each for each in fits if each.label[:1].isupper()), None)
        kind = kind_of(words) if noun in _BODIES else None
        if kind is not None:
            named = [filler.entity for filler in self.linker.before(offset) if not filler.is_described]
            body = next((each for each in [*recent, *named] if is_a(each.kind, kind.kind)), None)
            if body is not None:
                return body
        if words[0] in {"its", "their"}:
            return self._holder(noun, offset)
        people = [entity for entity in recent if is_a(entity.kind, "Person")] if noun in TITLES else []
        return next((each for each in people if not self._titles.get(normalise_name(each.label))), None)

    @cached_property
    def _commands(self) -> list[re.Match[str]]:
        """The regional commands that the report names, in order."""
        return list(_COMMAND.finditer(self.linker.text))

    def _of_the_same_words(
        self, words: Sequence[str], recent: Sequence[Entity], offset: int
    ) -> Entity | None:
        """Who spoke under the title, or has the noun in the name."""
        noun = words[1]
        for entity in recent if noun in TITLES and words[0] not in {"its", "their"} else ():
            label = normalise_name(entity.label)
            if noun in self._titles.get(label, ()) and not self._is_of_elsewhere(noun, label, offset):
                return entity
        for entity in recent:
            if noun in _PARTS.findall(entity.label.lower()) and not _is_named_so(entity, words):
                return entity
        for entity in reversed(self.spoken[-LOOK_BACK:]):
            label = entity.label.removesuffix(" (unnamed)")
            if entity.kind == "UnnamedSource" and head_of(label)[-1:] == [noun]:
                return entity  # a Western official … the official
        for filler in self.linker.before(offset):
            is_known = not filler.is_described or len(filler.entity.label.split()) > 1
            is_agent = filler.category in {"agent", "person", "force"} and is_known
            start, end = filler.span
            there = [word.lower() for word in _WORD.findall(self.linker.text[start:end])][1:]
            if noun in _BODIES:  # the army chief is not the army
                there = [word for word, after in zip_longest(there, there[1:]) if after not in TITLES]
            is_so_called = noun in (there[-1:] if filler.category == "force" else there)
            if is_agent and is_so_called and not _is_named_so(filler.entity, words):
                return filler.entity
        return None

    def _is_of_elsewhere(self, noun: str, label: str, offset: int) -> bool:
        """Whether another entry of a live blog, which names another town, speaks of its own mayor."""
        first, entries = self._spoke_at.get(label, offset), self.linker.entries
        if noun not in _LOCAL_OFFICES or not entries.are_apart(first, offset):
            return False
        here = self._places_of_entry(offset)
        return bool(here) and not here & self._places_of_entry(first)

    def _places_of_entry(self, offset: int) -> set[str]:
        """The names of places in the entry around an offset."""
        number = self.linker.entries.at(offset)
        near = self.linker.things_in((max(0, offset - _REACH), offset + _REACH))
        places = (each for each in near if each.category == "place" and not each.is_described)
        return {each.entity.label for each in places if self.linker.entries.at(each.span[0]) == number}

    def _named_before(self, offset: int) -> Iterator[Entity]:
        """Who bears the names that stand before an offset, also within descriptions, the nearest first."""
        for name in reversed(self.linker.names_in((max(0, offset - _REACH), offset))):
            entity = self.linker.speaker_named(name.text)
            iri = (entity.iri or entity.acts_for) if entity is not None else None
            known = self.linker.resolver.reference.get(iri or "")
            if known is not None:
                yield known.entity

    def _holder(self, noun: str, offset: int) -> Entity | None:
        """Who holds an office of the place spoken of before, without a name: "its governor"."""
        if noun not in _LOCAL_OFFICES:
            return None
        places = [
            filler.entity.label
            for filler in self.linker.before(offset)
            if filler.entity.kind == "Settlement" and not filler.is_described
        ]
        places = [place for place in places if self.speakers.lies_in_first_state(place)] or places
        if not places:
            return None
        return self._unnamed(f"{noun} of {max(places, key=places.count)}")

    def described_before(self, number: int) -> Iterator[Entity]:
        """Give whoever opens one of the sentences before, without a name: "The general smiles. He says …".

        `number` is that of the sentence with the pronoun.
        """
        for start, end in reversed(self.sentences[max(0, number - _SENTENCES_BACK) : max(0, number)]):
            opening = self.linker.text[start : min(end, start + _OPENING)]
            named = self._named_at_once(opening)
            if named is not None:
                yield named
                continue
            match = _DESCRIBED_SUBJECT.match(opening)
            words = match.group("who").lower().split() if match is not None else []
            for length in range(len(words), 1, -1):
                if class_of(words[:length]) == "Person" and not words[length - 1].endswith("s"):
                    yield self._unnamed(" ".join(words[1:length]))
                    break

    def introduced(self, number: int) -> Iterator[Entity]:
        """Give whoever the sentence before brings in: "A fighter gave his name only as Viktor. He said …"."""
        for start, end in self.sentences[max(0, number - 1) : max(0, number)]:
            sentence = self.linker.text[start:end]
            called = _GAVE_NAME.search(sentence) if sentence[:1] == "A" else _NAMED_LAST.search(sentence)
            called = called or self._explained(sentence)
            if called is not None and "\n\n" not in self.linker.text[end : end + 2]:
                yield Entity(called.group("name"), "Person")

    def _explained(self, sentence: str) -> re.Match[str] | None:
        """The one person of a sentence of whom it says who that is: "the kitchen of Dena Halvik, a baker"."""
        found = [*_EXPLAINED.finditer(sentence), *_CALLED_SO.finditer(sentence)]
        if len(found) != 1:
            return None
        known = self.linker.speaker_named(found[0].group("name"))
        return found[0] if known is None or not known.iri or known.kind == "Person" else None

    def _named_at_once(self, sentence: str) -> Entity | None:
        """The person whose name opens a sentence: "Father Tesfa keeps", "Its driver, a man called Fadel,"."""
        name = _NAMED_SUBJECT.match(sentence)
        if name is not None:
            entity = self.linker.speaker_named(label := name.group("name").strip())
            is_unknown = entity is None or (entity.kind == "Agent" and not entity.iri)
            if is_unknown and label.split()[0].lower() in given_names():
                return Entity(label, "Person")
            return entity if entity is not None and entity.kind == "Person" else None
        apposed = _APPOSED_SUBJECT.match(sentence)
        found = named_in(apposed.group("who")) if apposed is not None else None
        return Entity(found.name, "Person") if found is not None and found.kind == "Person" else None

    def _unnamed(self, label: str) -> Entity:
        name = f"{label[:1].upper()}{label[1:]} (unnamed)"
        return Entity(name, "UnnamedSource", scope=self.linker.scope)


def _parts_of(label: str) -> set[str]:
    """The words of a label as the words of a source are cut."""
    return {word.lower() for word in _WORD.findall(label)}


def _is_meant(entity: Entity, kinds: Sequence[str]) -> bool:
    """Whether an entity is of one of some classes; a mere organisation is no army or ministry."""
    return entity.kind in kinds or any(kind != "Organization" and is_a(entity.kind, kind) for kind in kinds)


def _is_named_so(entity: Entity, words: Sequence[str]) -> bool:
    """Whether "the army" is only part of an armed group's name: "the Arakan Army … the army"."""
    is_name = words[1].title() in entity.label.split()
    return words[0] == "the" and words[1] in _OF_STATES and is_name and is_a(entity.kind, _ARMED[0])
