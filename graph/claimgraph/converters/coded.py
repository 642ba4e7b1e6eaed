"""What tables of coded events have in common: code lists, actors, places, days, links between claims.

Coders of events (ACLED, UCDP) read reports of others and write a row. So a row is a chain: whoever gave the
information, the outlet that printed it, and the project that coded it and whose figures the row has.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from functools import lru_cache
from typing import Final, TypeVar

import pyoxigraph as ox

from claimgraph.converters.gdelt_parts import point
from claimgraph.converters.rows import Refused, calendar_day, day_span
from claimgraph.model import Entity, Role, TimeSpan
from claimgraph.reference.loader import Reference
from claimgraph.resources import ontology_dir
from claimgraph.vocabulary import CG, code

Found = TypeVar("Found")
MONTHS: Final = (
    "january", "february", "march", "april", "may", "june", "july", "august", "september", "october",
    "november", "december",
)  # fmt: skip
_WRITTEN_DAY: Final = re.compile(r"(\d{1,2})[ -]([A-Za-z]{3,9})[ -](\d{4})", re.ASCII)
_ISO_START: Final = re.compile(
    r"\d{4}-\d\d-\d\d(?=[T ]\d\d:\d\d(:\d\d(\.\d+)?)?(Z|[+-]\d\d:?\d\d)?$)", re.ASCII
)
_YEARS: Final = re.compile(r"\s*\([^()]*\)$")
_FORCES: Final = re.compile(r"(Military|Police) Forces of (.+)")
_PLACE_WORD: Final = re.compile(r" (?:city|town|village|settlement|municipality)$", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Code:
    """An entry of a code list, and the class of events that it stands for."""

    entity: Entity
    kind: str


@lru_cache(maxsize=8)
def code_list(name: str) -> dict[str, Code]:
    """The codes of a list of the ontology (`codes/NAME.ttl`) by their notation.

    >>> code_list("ucdp")["3"].kind, code_list("ucdp")["3"].entity.label
    ('Attack', 'UCDP 3: one-sided violence')
    """
    facts: dict[str, dict[str, str]] = {}
    for quad in ox.parse(path=str(ontology_dir() / "codes" / f"{name}.ttl")):
        known = facts.setdefault(quad.subject.value, {})
        known[re.split("[#/]", quad.predicate.value)[-1]] = getattr(quad.object, "value", "")
    return {
        said["notation"]: Code(
            Entity(said["prefLabel"], "EventCode", iri=address), said["mapsToClass"].removeprefix(CG)
        )
        for address, said in facts.items()
        if "notation" in said and "mapsToClass" in said
    }


def location_precision(value: str, scheme: str, column: str) -> Role | None:
    """How well a row knows where its event took place: a step of the codebook (`acled-geo`, `ucdp-where`).

    Raises:
        Refused: the codebook has no such step.

    >>> location_precision("4", "ucdp-where", "where_prec").value.label
    'UCDP where_prec 4: province'
    """
    if not value:
        return None
    label = _steps().get(f"{scheme}-{value}")
    if label is None:
        raise Refused(f"{value[:20]!r} is no precision of a location", column)
    return Role("hasLocationPrecision", Entity(label, "LocationPrecision", iri=code(f"{scheme}-{value}")))


@lru_cache(maxsize=1)
def _steps() -> dict[str, str]:
    """The labels of the steps by the last part of their IRIs."""
    return {
        quad.subject.value.rsplit("/", 1)[-1]: quad.object.value
        for quad in ox.parse(path=str(ontology_dir() / "codes" / "location-precision.ttl"))
        if isinstance(quad.subject, ox.NamedNode)
        and isinstance(quad.object, ox.Literal)
        and quad.predicate.value.endswith("#prefLabel")
    }


def any_day(value: object, column: str) -> date:
    """A day as `2025-05-16`, with or without a time, or as `16 May 2025`.

    >>> any_day("16 May 2025", "event_date") == any_day("2025-05-16 00:00:00.000", "date_start")
    True
    >>> any_day("31 April 2022", "event_date")
    Traceback (most recent call last):
    claimgraph.converters.rows.Refused: '31 April 2022' is not a date
    """
    text = value.strip() if isinstance(value, str) else value
    if isinstance(text, str):
        written = _WRITTEN_DAY.fullmatch(text)
        if written:
            return _written(written, text, column)
        with_time = _ISO_START.match(text)
        if with_time:
            return calendar_day(with_time.group(), column)
    return calendar_day(text, column)


def _written(match: re.Match[str], text: str, column: str) -> date:
    name = match[2].casefold()
    months = [at for at, month in enumerate(MONTHS, 1) if name in (month, month[:3])]
    try:
        return date(int(match[3]), months[0], int(match[1]))
    except (ValueError, IndexError):
        raise Refused(f"{text!r} is not a date", column) from None


def days(first: date, last: date) -> TimeSpan:
    """From the first day to the last, both included.

    >>> days(date(2022, 4, 14), date(2022, 4, 16)).edtf
    '2022-04-14/2022-04-16'
    """
    if first == last:
        return day_span(first)
    end = day_span(last)
    return TimeSpan(f"{first.isoformat()}/{last.isoformat()}", day_span(first).earliest, end.latest)


def around(day: date, within: int) -> TimeSpan:
    """A day known only to within so many days on either side.

    >>> around(date(2022, 4, 14), 6).edtf
    '2022-04-14~'
    """
    start = datetime(day.year, day.month, day.day, tzinfo=UTC)
    return TimeSpan(f"{day.isoformat()}~", start - timedelta(days=within), start + timedelta(days=within + 1))


def month(day: date) -> TimeSpan:
    """The month that a day lies in.

    >>> month(date(2022, 12, 14)).latest.isoformat()
    '2023-01-01T00:00:00+00:00'
    """
    start = datetime(day.year, day.month, 1, tzinfo=UTC)
    after = (start + timedelta(days=31)).replace(day=1)
    return TimeSpan(day.isoformat()[:7], start, after)


class Names:
    """Actors, outlets and places of coded rows, those of the reference data where a name is theirs alone."""

    def __init__(self, reference: Reference, project: str) -> None:
        """`project` is the first part of the scope of what only its rows know."""
        self.reference = reference
        self.project = project
        self._agents: dict[tuple[str, str], Entity] = {}
        self._states = {name: each.iri for each in reference.values() if each.kind == "State"
                        for name in each.all_names}  # fmt: skip

    def agent(self, name: str, kind: str) -> Entity:
        """An actor or a source by its name, else a local one of the class `kind`.

        Years of a government or force ("(2000-)") tell its editions apart, not another actor.
        """
        found = self._agents.get((name, kind))
        if found is None:
            if len(self._agents) > 50_000:
                self._agents.clear()
            found = self._agents[(name, kind)] = self._agent(name, kind)
        return found

    def _agent(self, name: str, kind: str) -> Entity:
        plain = _YEARS.sub("", name)
        spellings = [name, plain]
        forces = _FORCES.fullmatch(plain)
        if forces and forces[1] == "Military":
            spellings.append(f"Armed Forces of {forces[2]}")
        for said in dict.fromkeys(spellings):
            known = [each for each in self.reference.called(said) if each.is_a("Agent")]
            fitting = [each for each in known if each.is_a(kind)] or known
            if len(fitting) == 1:
                return fitting[0].entity
        return Entity(name, kind)

    def place(
        self, names: tuple[str, ...], country: str, latitude: str, longitude: str, *, exact: bool
    ) -> Entity | None:
        """The place with the first of the names that is given; `exact` if coordinates are those of the place.

        Raises:
            Refused: coordinates that are none.
        """
        wkt = point(latitude, longitude)
        given = [name.strip() for name in names if name.strip()]
        if not given:
            return Entity("unnamed place", "Place", scope=f"{self.project}/{wkt}", wkt=wkt) if wkt else None
        name = given[0]
        known = self._known_place(name, country)
        if known:
            return known
        scope = f"{self.project}/{country}" + ("" if exact else "/about") + (f"/{wkt}" if wkt else "")
        return Entity(name, "Settlement" if exact else "Territory", scope=scope, wkt=wkt)

    def _known_place(self, name: str, country: str) -> Entity | None:
        state = self._states.get(_YEARS.sub("", country))
        if state is None:
            return None
        for said in (name, _PLACE_WORD.sub("", name)):
            found = [
                each
                for each in self.reference.called(said)
                if each.is_a("Place") and each.state == state and each.country_codes == ()
            ]
            if len(found) == 1:
                return found[0].entity
        return None


def listed(cell: object) -> list[str]:
    """The parts of a cell that lists names with semicolons, each once.

    >>> listed("Harbour Wire; Port Radio;Harbour Wire;")
    ['Harbour Wire', 'Port Radio']
    """
    if not isinstance(cell, str):
        return []
    return list(dict.fromkeys(part for part in (piece.strip(' "') for piece in cell.split(";")) if part))


def tried(read: Callable[..., Found], problems: list[Refused], *arguments: object) -> Found | None:
    """What `read` gives; if it refuses its cell, the reason is kept and the row goes on without."""
    try:
        return read(*arguments)
    except Refused as error:
        problems.append(error)
        return None
