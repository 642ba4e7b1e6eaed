"""Events as one sentence describes them, before it is known which of them are the same."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Final

from claimgraph.extract.syntax.text import Span
from claimgraph.model import Entity, TimeSpan

CAUSE_BY_WEAPON: Final = "cause-by-weapon"
"""The rule of an event that is named only by the weapon in the place of the actor."""
TOLD: Final = frozenset({"", "probable", "possible"})
"""Modes of what is told as having happened, not as planned, feared or denied to be real."""
AGENT_ROLES: Final = frozenset({"isPerformedBy", "hasRecipient"})
"""Roles that only an agent can play (the ontology gives them that range)."""


@dataclass(frozen=True, slots=True)
class Filler:
    """What fills a role: its words, the entity they name, and the category of it.

    `is_definite` says that the phrase points back ("the plant"), `is_described` that no name was used.
    """

    span: Span
    entity: Entity
    category: str
    is_definite: bool = False
    is_described: bool = False
    rule: str = ""


@dataclass(slots=True, eq=False)
class EventMention:
    """An event where a sentence speaks of it.

    `extent` covers the clause or noun phrase; `mode` is "" for what is stated as fact, else "unreal",
    "purpose", "future", "possible", "probable", "open" or "conditional"; `is_bare` marks a noun that only
    points back ("the attack").
    `place` and `affected` of other mentions of the same event come in by coreference, not here.
    """

    kind: str
    trigger: Span
    extent: Span
    sentence: int
    is_noun: bool
    rule: str
    roles: list[tuple[str, Filler]] = field(default_factory=list)
    links: list[tuple[str, EventMention]] = field(default_factory=list)
    time: TimeSpan | None = None
    time_span: Span | None = None
    bound: str = ""
    """"since": from the time at `time_span` on; "at" and "end": on its first day ("since 13 July, in which
    …") or, of a run of days with "until" or "to", on its last ("from 13 to 15 July, when …")."""
    is_negated: bool = False
    mode: str = ""
    marker: str = ""
    above: EventMention | None = None
    is_bare: bool = False
    is_background: bool = False
    is_counted: bool = False
    is_stated: bool = False
    """Whether a noun is the subject of a verb that says it took place: "shelling went on"."""
    scene: EventMention | None = None
    """The attack or accident, told of just before, in which people were harmed."""
    story: TimeSpan | None = None
    """The day of the report's story, where it has no time and none is told of."""
    is_found: bool = False
    """Whether its time is that at which those harmed were found or counted."""
    head_words: tuple[str, ...] = ()
    amount: int = 0
    """How many a noun tells of: 1, 2 for a number of them ("three attacks"), 0 where that is open."""
    aim: str = ""
    """The role of what the event of a noun is directed at or befalls."""
    slots: Mapping[str, str] = field(default_factory=dict)
    """The roles of the prepositions after a noun, also where a verb stands between."""

    def fillers(self, *properties: str) -> Iterator[Filler]:
        """Yield what fills any of the given roles, in order."""
        return (filler for name, filler in self.roles if name in properties)

    def add(self, name: str, filler: Filler) -> None:
        """Add a role unless the same entity plays it already."""
        if all(name != other or filler.entity.key != known.entity.key for other, known in self.roles):
            self.roles.append((name, filler))

    def causes_in_words(self) -> Iterator[EventMention]:
        """Yield the strikes that the words name by a model of weapon: "Neptune missiles sank the ship"."""
        for name, other in self.links:
            is_named = any(filler.entity.iri for filler in other.fillers("usesWeapon"))
            if name == "hasCause" and other.rule == CAUSE_BY_WEAPON and is_named:
                yield other

    def has(self, *properties: str) -> bool:
        """Tell whether any of the given roles is filled."""
        return any(name in properties for name, _ in self.roles)
