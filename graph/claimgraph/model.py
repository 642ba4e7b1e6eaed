"""The claim model: what a report says, as plain frozen dataclasses without any RDF.

Three things are kept apart. A *claim* is a speech act: one claimant, one stance, one proposition, read from
one passage. A *proposition* is the content of claims. An *event* is what propositions are about; listing an
event asserts nothing. Converters build these objects, the writer turns them into quads.

Offsets are Unicode code points into `Report.text`, end exclusive, so `text[start:end]` gives the words.

>>> from claimgraph.model import Entity, Event, Role
>>> moskva = Entity("Moskva", "Cruiser", iri="https://w3id.org/claimgraph/data/entity/moskva")
>>> sinking = Event("Sinking", key=("Sinking", moskva.key), roles=(Role("affects", moskva),))
>>> [value.label for value in sinking.fillers("affects")]
['Moskva']
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date, datetime
from enum import StrEnum
from functools import lru_cache

Span = tuple[int, int]
"""Start and end offset in code points, end exclusive."""


class Stance(StrEnum):
    """The claimant's attitude to a proposition (closed list, `code:` scheme "stance")."""

    ASSERTS = "asserts"
    DENIES = "denies"
    DOUBTS = "doubts"
    UNDETERMINED = "undetermined"
    PREDICTS = "predicts"
    WARNS = "warns"
    CONCEDES = "concedes"
    BELIEVES = "believes"


class Certainty(StrEnum):
    """The commitment expressed by the words (closed list, `code:` scheme "certainty")."""

    CERTAIN = "certain"
    PROBABLE = "probable"
    POSSIBLE = "possible"
    UNSTATED = "unstated"


CASUALTY_TYPES = frozenset(
    ("killed", "wounded", "missing", "captured", "casualties", "harmed", "displaced", "lost", "detained")
)
"""What can have become of people whom a `CasualtyCount` counts: `ontology/codes/casualty-type.ttl`."""


class VictimStatus(StrEnum):
    """Whether the people counted are military or civilian (closed list)."""

    MILITARY = "military"
    CIVILIAN = "civilian"
    BOTH = "both"
    NOT_STATED = "notStated"


@lru_cache(maxsize=32_768)
def normalise_name(name: str) -> str:
    """Fold a name for comparison: NFKC, case folded, straight apostrophes, one space between words.

    >>> normalise_name("  The  People’s Militia ")
    "the people's militia"
    """
    folded = unicodedata.normalize("NFKC", name).casefold().replace("’", "'").replace("ʼ", "'")
    return re.sub(r"\s+", " ", folded).strip()


@dataclass(frozen=True, slots=True)
class Entity:
    """Somebody or something that reports speak of: an agent, place, facility, vessel, model of weapon.

    `kind` is the local name of an ontology class. `iri` is set when the entity comes from reference data.
    Without it the entity is *unresolved*: known only by the words of reports. An unresolved proper name
    means the same entity wherever it is used; a description ("an armaments plant") is local to its report,
    which `scope` says (the converter puts the report's key there).
    """

    label: str
    kind: str
    iri: str | None = None
    scope: str = ""
    acts_for: str | None = None
    """IRI of the agent for whom it speaks or acts, if its name says so ("Ukrainian officials")."""
    side: str | None = None
    """IRI of the belligerent it is counted with."""
    wkt: str = ""
    """Where a place is, as well-known text with longitude first: `POINT(30.5 50.4)`; "" if not known."""

    @property
    def key(self) -> str:
        """What identifies the entity: the IRI, or kind, folded name and scope."""
        return self.iri or f"{self.kind}|{normalise_name(self.label)}|{self.scope}"


@dataclass(frozen=True, slots=True)
class TimeSpan:
    """A time as EDTF text with outer bounds (UTC; `None` = unknown, never a sentinel; `latest` exclusive)."""

    edtf: str
    earliest: datetime | None = None
    latest: datetime | None = None


@dataclass(frozen=True, slots=True)
class Role:
    """A role that an entity plays in an event: `property` is the local name of an ontology property."""

    property: str
    value: Entity


@dataclass(frozen=True, slots=True)
class EventLink:
    """A relation that content states between two events: hasCause, follows, overlaps, isSubEventOf."""

    property: str
    event: Event


@dataclass(frozen=True, slots=True)
class Event:
    """An event as one piece of content describes it.

    `kind` is the class that the words give; `key` is what identifies the event across claims and reports
    (first the family of classes within which events can be the same, then what it affects, where, when) and
    may hold what other sentences of the report said; `roles`, `time` and `links` hold only what this
    content says. `described_as` carries the wording when no frame could be made of it.
    """

    kind: str
    key: tuple[str, ...]
    roles: tuple[Role, ...] = ()
    time: TimeSpan | None = None
    links: tuple[EventLink, ...] = ()
    described_as: str | None = None

    def fillers(self, property: str) -> Iterator[Entity]:
        """Yield the entities that play the role `property` in this event."""
        return (role.value for role in self.roles if role.property == property)


@dataclass(frozen=True, slots=True)
class Quantity:
    """A figure as an interval: `low`/`high` inclusive, `None` = open. Never a midpoint.

    `kind` is the ontology class (CasualtyCount, MaterielLossCount, PersonnelCount, PopulationCount or
    Quantity); `counts` says what is counted (killed, wounded, missing, captured, casualties, harmed,
    displaced, lost, inhabitants, vehicles …); `group` is who or what is counted, as worded.
    """

    kind: str
    low: int | None
    high: int | None
    approximate: bool
    text: str
    counts: str
    group: str = ""
    status: VictimStatus = VictimStatus.NOT_STATED
    side: Entity | None = None
    place: Entity | None = None
    as_of: TimeSpan | None = None
    covers: TimeSpan | None = None
    event: Event | None = None
    model: Entity | None = None

    def __post_init__(self) -> None:
        """Refuse bounds that are reversed or negative.

        Raises:
            ValueError: if `low` is greater than `high`, or either is negative.
        """
        if (self.low or 0) < 0 or (self.high or 0) < 0:
            raise ValueError(f"a count cannot be negative: {self.low} to {self.high} in {self.text!r}")
        if self.low is not None and self.high is not None and self.low > self.high:
            raise ValueError(f"lower bound {self.low} is above upper bound {self.high} in {self.text!r}")


@dataclass(frozen=True, slots=True)
class Proposition:
    """The content of a claim: an event, or a figure, or wording that no frame could be made of.

    Exactly what the words say, no more: `event` with its roles, and/or `quantity`. `about` lists further
    entities that the wording names without a role.
    """

    event: Event | None = None
    quantity: Quantity | None = None
    about: tuple[Entity, ...] = ()

    def events(self) -> Iterator[Event]:
        """Yield every event that the content describes, linked ones too."""
        pending = [self.event] if self.event else []
        if self.quantity and self.quantity.event:
            pending.append(self.quantity.event)
        while pending:
            event = pending.pop()
            yield event
            pending.extend(link.event for link in event.links)

    def entities(self) -> Iterator[Entity]:
        """Yield the entities that the content itself names, in roles or in the figure."""
        for event in self.events():
            yield from (role.value for role in event.roles)
        if self.quantity:
            named = (self.quantity.side, self.quantity.place, self.quantity.model)
            yield from (entity for entity in named if entity)

    def times(self) -> Iterator[TimeSpan]:
        """Yield the time spans that the content refers to."""
        yield from (event.time for event in self.events() if event.time)
        if self.quantity:
            yield from (span for span in (self.quantity.as_of, self.quantity.covers) if span)


@dataclass(frozen=True, slots=True)
class Passage:
    """A span of a report's text: where words stand, and the words."""

    start: int
    end: int
    text: str
    paragraph: int | None = None
    sentence: int | None = None

    @property
    def span(self) -> Span:
        """Start and end as a pair."""
        return (self.start, self.end)


@dataclass(frozen=True, slots=True)
class RecordPassage:
    """A row, or one cell of a row, of a structured feed; it counts as a passage."""

    row: str
    """The key of the row in its file."""
    text: str
    column: str = ""
    line: int | None = None


@dataclass(frozen=True, slots=True)
class Mention:
    """A span that names an entity: whom it means, and whom the words literally name.

    "Moscow warned" mentions the Government of Russia and literally names the city. `candidates` holds the
    other entities that the words could have meant: an ambiguity is recorded, not guessed away.
    """

    passage: Passage
    entity: Entity
    literal: Entity | None = None
    metonymic: bool = False
    candidates: tuple[Entity, ...] = ()
    rule: str = ""


@dataclass(frozen=True, slots=True)
class Rating:
    """The finding of a reviewer on the claim `reviews` (by id): its wording and scale as given.

    `code` is a step of the common scale (`code:verdict-…`), if the wording is one that is known.
    """

    reviews: str
    text: str
    scale: str = ""
    code: str = ""


@dataclass(frozen=True, slots=True)
class Claim:
    """A speech act: one claimant takes one stance on one proposition, in the words of one passage.

    `id` is local to the report ("c1", "c2" …). `source`, `cue` and `content` are the spans of the
    attribution; `content_text` is the wording of this claim's part of it. `narration` is true exactly when
    the claimant is the report's own voice. `relays` names the claim (by `id`) that this one passes on.
    """

    id: str
    claimant: Entity
    stance: Stance
    certainty: Certainty
    proposition: Proposition
    passage: Passage | RecordPassage
    content_text: str
    source: tuple[Span, ...] = ()
    cue: Span | None = None
    content: tuple[Span, ...] = ()
    about: tuple[Entity, ...] = ()
    direct_quote: bool = False
    narration: bool = False
    hedge: str | None = None
    made_on: TimeSpan | None = None
    made_to: Entity | None = None
    relays: str | None = None
    replaces: str | None = None
    """The earlier claim of the same claimant (by `id`) that this one corrects."""
    verdict: Rating | None = None
    """Set when the claim is a verdict on another claim."""
    rules: tuple[str, ...] = ()
    evidence: tuple[str, ...] = ()
    """Web addresses that the claimant points to as proof: a photograph, a post, an article."""
    found_by: tuple[str, ...] = ()
    """The names of the readers (`Report.readers`) that found it; several where they agree."""


@dataclass(frozen=True, slots=True)
class ReaderRun:
    """A reader of prose that read a report: its name, its version, and the ids of the rules that it used."""

    name: str
    version: str
    rules: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Found:
    """What one reader found in one place: spans of the report's text, the stance, its rule."""

    reader: str
    source: tuple[Span, ...]
    cue: tuple[Span, ...]
    content: tuple[Span, ...]
    stance: str
    rule: str


@dataclass(frozen=True, slots=True)
class Disagreement:
    """Where two readers of a report differ.

    `about` is "found" where only one of them has something, else some of "source", "content", "stance": the
    cue is theirs alike, and these are not. `taken` is what went into the record, if anything did.
    """

    about: tuple[str, ...]
    found: tuple[Found, ...]
    taken: Found | None = None


@dataclass(frozen=True, slots=True)
class Report:
    """A document and what was read from it.

    `text` is the whole text that offsets refer to, exactly as in the file; `sha256` is the hash of its
    UTF-8 bytes. `kind` is the local name of an ontology class (NewsReport, OfficialStatement, SocialPost,
    DatasetRelease). Without an outlet the report belongs to a local, unnamed outlet. `dataset` names the data
    set that a DatasetRelease is a version of: all its versions have one identity, and a new one takes the
    place of the old.
    """

    text: str
    sha256: str
    outlet: Entity
    published: date | None
    headline: str = ""
    kind: str = "NewsReport"
    language: str = "en"
    url: str = ""
    author: str = ""
    source_file: str = ""
    converter: str = ""
    mentions: tuple[Mention, ...] = ()
    claims: tuple[Claim, ...] = ()
    dataset: str = ""
    readers: tuple[ReaderRun, ...] = ()
    """Who read its prose."""
    disagreements: tuple[Disagreement, ...] = ()
    """Where several readers differ, for review; no part of the record."""
    listed_in: str = ""
    """Name of the data set that is the file it came in, one of many."""

    @property
    def key(self) -> str:
        """What identifies the report: outlet, date and text hash; for a data set, publisher and name."""
        if self.dataset:
            return f"dataset|{self.outlet.key}|{self.dataset}"
        return f"{self.outlet.key}|{self.published or ''}|{self.sha256}"


@dataclass(frozen=True, slots=True)
class Reject:
    """An input row or report that was not loaded, and why; nothing is lost in silence."""

    file: str
    line: int | None
    reason: str
    column: str = ""
    raw: str = ""


@dataclass(frozen=True, slots=True)
class Accounting:
    """What became of the input: rows in = loaded + rejected + skipped on purpose."""

    rows: int = 0
    loaded: int = 0
    rejected: int = 0
    skipped: int = 0
    rejects: tuple[Reject, ...] = field(default=())

    @property
    def balances(self) -> bool:
        """Whether every row is accounted for."""
        return self.rows == self.loaded + self.rejected + self.skipped
