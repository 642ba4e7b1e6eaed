"""What resolving a phrase gives, and what it may look at besides the phrase."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from datetime import date
from typing import Literal

from claimgraph.model import Entity

SaidRole = Literal["speaker", "place", "actor", "thing"]
"""The part that a phrase plays: source of a verb of saying, place, performer of an event, thing affected."""

DETERMINER = re.compile(r"(?:the|an?|this|that|these|those|its|their|his|her)\s+", re.IGNORECASE)
DEFINITE = re.compile(r"(?:the|this|that|its|their|his|her)\s+", re.IGNORECASE)
FUNCTION_WORDS = frozenset(
    re.findall(
        r"\w+",
        "a about after against along also among an and around as at because before behind beside between but "
        "by for from if in inside into like near nor not of off on or out outside over past since so than "
        "that the then there through to toward towards under until up via when where which while who with "
        "within without yet",
    )
)
"""Words that are never a name or part of a title, although a sentence may begin with them."""
PRONOUNS = frozenset(
    re.findall(
        r"\w+",
        "i me my mine we us our ours you your yours he him his she her hers it its they them their theirs "
        "who whom whose which that this these those both all some many most few several others another one "
        "ones none each either neither someone somebody anyone anybody everyone everybody no nobody what "
        "himself herself itself themselves",
    )
)
"""Words that refer to something said elsewhere: not resolved here."""
EDGES = " \t\r\n\"'“”‘’«»„.,;:()[]–—"


@dataclass(frozen=True, slots=True)
class Resolution:
    """Whom or what a phrase means.

    `entity` is `None` when the phrase is unknown or ambiguous; `candidates` then holds what it could have
    meant. Where an entity was chosen among several, `candidates` holds the others. `literal` is what the
    words literally name when they are used for something else, as a capital for a government; `is_metonymic`
    is true exactly then. `rule` is the id of the rule that decided; `office` holds the words of a person's
    office ("Ukrainian President").
    """

    entity: Entity | None
    rule: str
    literal: Entity | None = None
    is_metonymic: bool = False
    candidates: tuple[Entity, ...] = ()
    office: str = ""


UNRESOLVED = Resolution(None, "unresolved")
"""Nothing is known of the phrase."""


@dataclass(slots=True)
class ResolutionContext:
    """What the report has told so far.

    `earlier` holds the entities mentioned before the phrase, in order; `date` is the report's, and decides
    who held an office; `scope` is the report's key, put into entities that only this report knows; `speaker`
    is whoever is speaking in the passage, if anybody: "officials" in a president's mouth are that state's.

    >>> context = ResolutionContext(date=date(2022, 4, 16))
    >>> context.remember(Entity("Moskva", "Cruiser"))
    >>> [entity.label for entity in context.earlier]
    ['Moskva']
    """

    date: date | None = None
    scope: str = ""
    earlier: list[Entity] = field(default_factory=list)
    speaker: Entity | None = None

    def remember(self, *entities: Entity | None) -> None:
        """Note entities as mentioned; `None` is passed over."""
        self.earlier.extend(entity for entity in entities if entity is not None)


@dataclass(frozen=True, slots=True)
class Phrase:
    """A phrase without the punctuation around it, and the same without its determiner."""

    raw: str
    text: str
    bare: str
    definite: bool

    @property
    def words(self) -> list[str]:
        """The words of the bare phrase."""
        return self.bare.split(" ")

    @property
    def folded(self) -> list[str]:
        """The words of the bare phrase in small letters."""
        return self.bare.lower().split(" ")


def phrase(text: str) -> Phrase:
    """Clean a phrase: outer quotes and punctuation, a closing possessive, curly apostrophes, spaces.

    >>> phrase("the Russian defence ministry’s,").bare
    'Russian defence ministry'
    """
    plain = re.sub(r"\s+", " ", text.replace("’", "'").replace("ʼ", "'"))
    stripped = plain.strip(EDGES)
    if plain.rstrip().endswith(".") and re.search(r"\b[A-Z]\.[A-Z]$", stripped):
        stripped += "."
    if stripped.endswith("'s"):
        stripped = stripped[:-2]
    match = DETERMINER.match(stripped)
    bare = stripped[match.end() :] if match else stripped
    return Phrase(plain.strip(), stripped, bare, DEFINITE.match(stripped) is not None)


def local(
    label: str,
    kind: str,
    *,
    scope: str = "",
    acts_for: str | None = None,
    side: str | None = None,
) -> Entity:
    """An entity that reference data does not know.

    >>> local("senior officials (unnamed)", "UnnamedSource").label
    'Senior officials (unnamed)'
    """
    return Entity(label[:1].upper() + label[1:], kind, scope=scope, acts_for=acts_for, side=side)
