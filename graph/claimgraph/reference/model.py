"""Reference data as plain dataclasses: who and what the names in reports stand for.

Loading is the only step that knows RDF; everything that resolves names works on these objects.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date

from claimgraph.model import Entity
from claimgraph.reference.kinds import is_a

ENTITY_BASE = "https://w3id.org/claimgraph/data/entity/"
"""Namespace of reference entities."""


@dataclass(frozen=True, slots=True)
class OfficeTenure:
    """An office and when its holder held it.

    `start` is the first day, `end` the day after the last; `None` means open or unknown. `edtf` keeps the
    interval at the precision of the source. `known_until` is the day up to which the data are known to
    hold: an open end says nothing about later days.

    >>> tenure = OfficeTenure("Mayor of Kyiv", "2014-06-05/..", start=date(2014, 6, 5))
    >>> tenure.covers(date(2022, 4, 16)), tenure.covers(date(2014, 1, 1))
    (True, False)
    """

    title: str
    edtf: str
    start: date | None = None
    end: date | None = None
    body: str | None = None
    """IRI of the body that the office belongs to."""
    known_until: date | None = None

    def covers(self, day: date) -> bool:
        """Whether the office is known to have been held on `day`."""
        end = self.end or self.known_until
        return (self.start is None or self.start <= day) and (end is None or day < end)


@dataclass(frozen=True, slots=True)
class ReferenceEntity:
    """An agent, place, facility, vessel or model that reference data knows by name.

    `kind` is the local name of an ontology class; other entities are referred to by IRI. `names` holds names
    and transliterations in all languages, `metonyms` what speakers call it although it names something
    else, `descriptions` phrases that denote it alone, `demonyms` adjectives and nouns for what belongs to
    it. `side` and `state` are completed along `acts_for`, `part_of` and `unit_of` when data is loaded.

    >>> kyiv = ReferenceEntity(ENTITY_BASE + "kyiv", "Kyiv", "Settlement", names=("Kiev",))
    >>> kyiv.all_names
    ('Kyiv', 'Kiev')
    """

    iri: str
    label: str
    kind: str
    names: tuple[str, ...] = ()
    metonyms: tuple[str, ...] = ()
    descriptions: tuple[str, ...] = ()
    demonyms: tuple[str, ...] = ()
    country_codes: tuple[str, ...] = ()
    side: str | None = None
    acts_for: str | None = None
    member_of: str | None = None
    governs: str | None = None
    state: str | None = None
    capital: str | None = None
    seat: str | None = None
    territory: str | None = None
    located_in: str | None = None
    part_of: str | None = None
    unit_of: str | None = None
    operated_by: str | None = None
    home_port: str | None = None
    flagship_of: str | None = None
    model: str | None = None
    made_by: str | None = None
    made_at: str | None = None
    produces: tuple[str, ...] = ()
    pennant_number: str = ""
    offices: tuple[OfficeTenure, ...] = ()
    source: str = field(default="", compare=False)
    """Name of the file that declares it."""

    @property
    def all_names(self) -> tuple[str, ...]:
        """The label, then the other names."""
        return (self.label, *(name for name in self.names if name != self.label))

    @property
    def entity(self) -> Entity:
        """The entity as the rest of the claim model uses it."""
        return Entity(self.label, self.kind, iri=self.iri, acts_for=self.acts_for, side=self.side)

    def is_a(self, kind: str) -> bool:
        """Whether it belongs to class `kind` (a local name) or a subclass."""
        return is_a(self.kind, kind)


LINKS = (
    "side",
    "acts_for",
    "member_of",
    "governs",
    "capital",
    "seat",
    "territory",
    "located_in",
    "part_of",
    "unit_of",
    "operated_by",
    "home_port",
    "flagship_of",
    "model",
    "made_by",
    "made_at",
)
"""Fields of `ReferenceEntity` that hold one IRI of another reference entity."""
