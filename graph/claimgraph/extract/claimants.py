"""Who speaks: the entities behind the source of an attribution.

A name or description goes to the resolver in the position of a speaker, where "Moscow" is a government. A
pronoun or a bare title ("the mayor", "the ministry") takes the latest speaker that fits. A joint source gives
one claimant for each of its members. Who cannot be resolved keeps the name that the report uses; unnamed
people are "… (unnamed)".
"""

from __future__ import annotations

import re
from typing import Final

from claimgraph.extract.attribution import Attribution
from claimgraph.extract.kinds import HUMAN, category_of, kind_of
from claimgraph.extract.linking import Linker
from claimgraph.extract.text import Span
from claimgraph.model import Entity
from claimgraph.reference.resolver import Resolution

UNSPECIFIED: Final = Entity("Unspecified", "UnnamedSource")
"""The claimant of "reportedly" and of passives without a source."""

_WORD: Final = re.compile(r"[^\W_]+(?:[-'’.&/][^\W_]+)*")
_JOIN: Final = re.compile(r"\s*(?:,\s*|\band\b|\bas well as\b|,\s*and\b)\s*")
_MALE_FEMALE: Final = frozenset(["he", "she", "him", "her"])
_PLURAL: Final = frozenset(["they", "them", "those", "others", "many", "some"])
_FIRST_PERSON: Final = frozenset(["i", "we", "us"])
_NAME: Final = re.compile(
    r"(?:[A-ZÀ-ÞČŠŽĆĐŁŚŻІЇЄ][\w’'.-]*)(?:\s+(?:(?:de|van|von|al|bin|der|la)\s+)?[A-ZÀ-ÞČŠŽĆĐŁŚŻІЇЄ][\w’'-]*)*"
)
_PERSON_WORDS: Final = frozenset(
    [
        "president",
        "minister",
        "mayor",
        "governor",
        "spokesman",
        "spokeswoman",
        "spokesperson",
        "general",
        "colonel",
        "commander",
        "chief",
        "head",
        "secretary",
        "director",
        "chancellor",
        "premier",
        "ambassador",
        "senator",
        "lawmaker",
        "mp",
        "analyst",
        "expert",
        "professor",
        "leader",
        "adviser",
        "advisor",
        "deputy",
        "official",
        "admiral",
        "captain",
        "envoy",
        "prosecutor",
        "ombudsman",
        "ombudswoman",
        "resident",
        "witness",
        "mother",
        "father",
        "doctor",
        "editor",
        "author",
        "journalist",
        "researcher",
        "officer",
    ]
)
_LOOK_BACK: Final = 30


class Claimants:
    """Resolves the sources of one report in the order of the text.

    `outlet` is the report's own voice; `is_issuer` says that "we" and "I" in it are the issuing body's.
    """

    def __init__(self, linker: Linker, outlet: Entity) -> None:
        """Nobody has spoken yet."""
        self.linker = linker
        self.outlet = outlet
        self.spoken: list[Entity] = []

    def of(self, attribution: Attribution) -> list[Entity]:
        """Give the claimants of an attribution, one for each member of a joint source."""
        if not attribution.source:
            return [UNSPECIFIED]
        text = self.linker.text
        whole = (attribution.source[0][0], attribution.source[0][1])
        words = [word.lower() for word in _WORD.findall(text[whole[0] : whole[1]])]
        found: list[Entity] = []
        if len(words) == 1 and words[0] in _MALE_FEMALE | _PLURAL | _FIRST_PERSON | {"it", "who", "which"}:
            found = self._pronoun(words[0], attribution.antecedent)
        else:
            for span in self._members(whole):
                entity = self._one(span)
                if entity is not None and entity not in found:
                    found.append(entity)
        found = found or [self._unknown(whole)]
        self.spoken.extend(found)
        return found

    def _members(self, span: Span) -> list[Span]:
        """Cut a joint source: "Kyiv and Washington"; what is no list of names stays whole."""
        text = self.linker.text[span[0] : span[1]]
        if " and " not in text:
            return [span]
        parts: list[Span] = []
        start = span[0]
        for match in _JOIN.finditer(self.linker.text, span[0], span[1]):
            if match.end() > match.start() and match.start() > start:
                parts.append((start, match.start()))
            start = match.end()
        if start < span[1]:
            parts.append((start, span[1]))
        is_list = all(self.linker.is_name(part) for part in parts)
        return parts if len(parts) > 1 and is_list else [span]

    def _one(self, span: Span) -> Entity | None:
        """Resolve one source: whole, without its apposition, by the name in it, or as a later mention."""
        text = self.linker.text
        for candidate in self._cuts(span):
            resolution = self.linker.speaker(candidate)
            if resolution is not None and resolution.entity is not None and self._is_honest(resolution):
                self.linker.note(candidate, resolution)
                return resolution.entity
        words = [word.lower() for word in _WORD.findall(text[span[0] : span[1]])]
        return self._later_mention(words) or self._named(span)

    def _is_honest(self, resolution: Resolution) -> bool:
        """Whether an entity is known, or says more than the bare name would."""
        entity = resolution.entity
        return entity is not None and (entity.iri is not None or entity.kind != "Agent")

    def _cuts(self, span: Span) -> list[Span]:
        """The source, and the parts of it before and after its first comma."""
        text = self.linker.text[span[0] : span[1]].rstrip(" ,")
        cuts = [(span[0], span[0] + len(text))]
        comma = text.find(",")
        if comma > 0:
            cuts.append((span[0], span[0] + comma))
            after = text[comma + 1 :]
            lead = len(after) - len(after.lstrip())
            cuts.append((span[0] + comma + 1 + lead, span[0] + len(text)))
        return cuts

    def _pronoun(self, word: str, antecedent: Span | None) -> list[Entity]:
        if word in _FIRST_PERSON:
            return [self.outlet]
        if antecedent is not None:
            found = [self._one(member) for member in self._members(antecedent)]
            if any(found):
                return [entity for entity in found if entity is not None]
        wanted = {"person"} if word in _MALE_FEMALE else {"agent", "force"} if word == "it" else set(HUMAN)
        for entity in reversed(self.spoken[-_LOOK_BACK:]):
            if _voice(entity) in wanted:
                return [entity]
        return []

    def _later_mention(self, words: list[str]) -> Entity | None:
        """ "The mayor", "the ministry": the latest speaker of that description."""
        if len(words) != 2 or words[0] not in {"the", "his", "her", "its", "their"}:
            return None
        noun = words[1]
        for entity in reversed(self.spoken[-_LOOK_BACK:]):
            if noun in entity.label.lower().split():
                return entity
        kind = kind_of(words)
        is_person = noun in _PERSON_WORDS
        for entity in reversed(self.spoken[-_LOOK_BACK:]):
            if is_person and entity.kind == "Person":
                return entity
            if kind is not None and kind.kind in {"PublicBody", "Government"} and entity.kind == kind.kind:
                return entity
        return None

    def _named(self, span: Span) -> Entity | None:
        """A person known only by the name in the report."""
        text = self.linker.text[span[0] : span[1]]
        words = [word.lower() for word in _WORD.findall(text)]
        names = [m for m in _NAME.finditer(text) if m.start() or not _is_common(m.group())]
        if not names:
            return None
        has_title = bool(_PERSON_WORDS & set(words))
        best = max(names, key=lambda m: (len(m.group().split()), -m.start()))
        if (
            has_title
            and len(best.group().split()) >= 2
            and not self.linker.is_name((span[0] + best.start(), span[0] + best.end()))
        ):
            return Entity(best.group(), "Person")
        if len(names) == 1 and names[0].group() == text.strip(" ,"):
            for entity in reversed(self.spoken[-_LOOK_BACK:]):
                if entity.kind == "Person" and entity.label.split()[-1] == text.strip(" ,"):
                    return entity
            return Entity(text.strip(" ,"), "Agent")
        return None

    def _unknown(self, span: Span) -> Entity:
        """A source that is only described."""
        words = self.linker.text[span[0] : span[1]].strip(" ,").split()
        while len(words) > 1 and words[0].lower() in {
            "a",
            "an",
            "the",
            "some",
            "one",
            "another",
            "his",
            "her",
            "its",
        }:
            words = words[1:]
        label = " ".join(words)
        return Entity(f"{label} (unnamed)", "UnnamedSource", scope=self.linker.scope)


def _voice(entity: Entity) -> str:
    """Whether an entity is spoken of as a person or as a body."""
    return (
        "person"
        if entity.kind in {"Person"}
        else "agent"
        if entity.iri or entity.kind != "UnnamedSource"
        else category_of("Person")
    )


def _is_common(word: str) -> bool:
    """Whether a word with a capital at the start of a source is no name: "Officials", "The"."""
    first = word.split()[0].lower()
    return kind_of([first]) is not None or first in {
        "the",
        "a",
        "an",
        "some",
        "many",
        "one",
        "two",
        "three",
        "his",
        "its",
    }
