"""What the tables of GDELT have in common: times, outlets, places."""

from __future__ import annotations

import re
from datetime import UTC, datetime, timedelta
from functools import lru_cache
from typing import Final, Protocol

from claimgraph.converters.base import ReadOptions, RowResult
from claimgraph.converters.fips import ISO_OF
from claimgraph.converters.rows import Refused
from claimgraph.model import Entity, TimeSpan

_STAMP: Final = re.compile(r"\d{14}", re.ASCII)
_DAY: Final = re.compile(r"\d{8}", re.ASCII)
_PLACE_KINDS: Final = {
    "1": "Territory",
    "2": "Territory",
    "3": "Settlement",
    "4": "Settlement",
    "5": "Territory",
}
"""Geo types: country, US state, US city, other city, other first-level division."""

_HELD: Final = 100_000
"""How many names of one sort are kept; rows name the same ones again and again."""


class Reader(Protocol):
    """Reads the rows of one table."""

    def row(self, line: int, cells: list[str], raw: str) -> RowResult:
        """What becomes of a row.

        Raises:
            Refused: it cannot be used.
        """
        ...


@lru_cache(maxsize=4096)
def moment(value: str, column: str) -> TimeSpan:
    """A time `YYYYMMDDHHMMSS` as a span of one second, or a day `YYYYMMDD`.

    >>> moment("20220414153000", "DATEADDED").edtf, moment("20220414", "SQLDATE").edtf
    ('2022-04-14T15:30:00Z', '2022-04-14')
    """
    try:
        if _STAMP.fullmatch(value):
            start = datetime.strptime(value, "%Y%m%d%H%M%S").replace(tzinfo=UTC)
            return TimeSpan(start.strftime("%Y-%m-%dT%H:%M:%SZ"), start, start + timedelta(seconds=1))
        if _DAY.fullmatch(value):
            start = datetime.strptime(value, "%Y%m%d").replace(tzinfo=UTC)
            return TimeSpan(start.date().isoformat(), start, start + timedelta(days=1))
    except (ValueError, OverflowError):
        pass
    raise Refused(f"{value[:30]!r} is no time", column)


class Names:
    """Outlets and places of GDELT rows as entities, those of the reference data where a name is theirs."""

    def __init__(self, options: ReadOptions) -> None:
        self.reference = options.reference
        self._outlets: dict[str, Entity] = {}
        self._governments: dict[str, Entity | None] = {}
        self._places: dict[tuple[str, ...], Entity | None] = {}
        self._states = {
            code: each
            for each in options.reference.values()
            if each.kind == "State"
            for code in each.country_codes
        }

    def state(self, code: str) -> Entity | None:
        """The state with an ISO code of two or three letters."""
        found = self._states.get(code)
        return found.entity if found else None

    def government(self, code: str) -> Entity | None:
        """The government of the state with that code."""
        if code not in self._governments:
            state = self._states.get(code)
            governing = (e for e in self.reference.values() if state and e.governs == state.iri)
            found = next((each.entity for each in governing if each.is_a("Government")), None)
            if len(self._governments) > _HELD:
                self._governments.clear()
            self._governments[code] = found
        return self._governments[code]

    def outlet(self, name: str) -> Entity:
        """The outlet with a name or domain of the web."""
        known = self._outlets.get(name)
        if known is None:
            found = [each.entity for each in self.reference.called(name) if each.is_a("MediaOutlet")]
            known = found[0] if len(found) == 1 else Entity(name, "MediaOutlet")
            if len(self._outlets) > _HELD:
                self._outlets.clear()
            self._outlets[name] = known
        return known

    def place(self, kind: str, name: str, fips: str, lat: str, long: str, feature: str) -> Entity | None:
        """The place of a row; nothing where the type of the place is 0 or it has no name.

        Raises:
            Refused: coordinates that are none.
        """
        given = (kind, name, fips, lat, long, feature)
        if given not in self._places:
            found = self._place(*given)
            if len(self._places) > _HELD:
                self._places.clear()
            self._places[given] = found
        return self._places[given]

    def _place(self, kind: str, name: str, fips: str, lat: str, long: str, feature: str) -> Entity | None:
        if kind in ("", "0") or not name:
            return None
        if kind not in _PLACE_KINDS:
            raise Refused(f"{kind[:20]!r} is no type of place")
        known = self._known_place(kind, name, ISO_OF.get(fips, ""))
        if known:
            return known
        scope = f"gdelt/{feature or fips}"
        return Entity(name, _PLACE_KINDS[kind], scope=scope, wkt=point(lat, long))

    def _known_place(self, kind: str, name: str, iso: str) -> Entity | None:
        state = self._states.get(iso)
        if state is None:
            return None
        if kind == "1":
            territory = self.reference.get(state.territory or "")
            return territory.entity if territory else None
        found = [
            each
            for each in self.reference.called(name.partition(",")[0])
            if each.is_a("Place") and each.state == state.iri
        ]
        return found[0].entity if len(found) == 1 else None


def point(lat: str, long: str) -> str:
    """Coordinates in degrees as well-known text, longitude first; "" where both cells are empty.

    Raises:
        Refused: they are none.

    >>> point("49.2", "37.300"), point("-7.1234567", "137.1234567")
    ('POINT(37.3 49.2)', 'POINT(137.1234567 -7.1234567)')
    """
    if not lat and not long:
        return ""
    try:
        north, east = float(lat), float(long)
    except ValueError:
        raise Refused(f"{lat[:20]!r}, {long[:20]!r} are no coordinates") from None
    if not (-90 <= north <= 90 and -180 <= east <= 180):
        raise Refused(f"{lat[:20]}, {long[:20]} are no coordinates")
    return f"POINT({east:.10g} {north:.10g})"
