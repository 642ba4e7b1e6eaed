"""Losses of the Russian side as the General Staff of Ukraine gives them day by day.

The format is that of the public data set "2022 Ukraine Russia War" (P. Ivaniuk): JSON arrays or CSV, an
object or line for each day. Three files: equipment, personnel, and corrections of earlier figures.

* Each cell is a claim of its own. The claimant is the General Staff; the data set only transcribes. Prisoners
  were counted by another project (the data set names invaders-rf.com), so those are its claims.
* The figures are *losses*, cumulative since 24 February 2022. Losses of personnel are not deaths.
* A cell that is absent, null or empty says nothing; 0 says none.
* A hedge in `personnel*` is part of the claim: "about" makes the figure approximate, "more" opens it upwards.
* A figure below the one before it takes that one back: a claim that replaces it. Columns are compared each
  with itself only, for categories were merged on 1 May 2022.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from datetime import date
from typing import Any, Final

from claimgraph.converters.base import Dataset, ReadOptions, Row, RowResult, outlet_entity
from claimgraph.converters.rows import (
    Record,
    Refused,
    calendar_day,
    comma_separated,
    count,
    day_span,
    json_array,
    whole,
)
from claimgraph.converters.streams import Source
from claimgraph.model import (
    Certainty,
    Claim,
    Entity,
    Event,
    Proposition,
    Quantity,
    RecordPassage,
    Reject,
    Stance,
    TimeSpan,
    VictimStatus,
)
from claimgraph.reference.model import ENTITY_BASE

NAME = "general-staff"
VERSION = "0.1.0"
FIRST_DAY = date(2022, 2, 24)
"""Day 1 of the column `day`."""
EQUIPMENT: Final = {
    "aircraft": "aircraft",
    "helicopter": "helicopters",
    "tank": "tanks",
    "APC": "armoured vehicles",
    "field artillery": "artillery systems",
    "MRL": "multiple rocket launchers",
    "military auto": "motor vehicles",
    "fuel tank": "fuel tanks",
    "vehicles and fuel tanks": "vehicles and fuel tanks",
    "drone": "drones",
    "naval ship": "vessels",
    "anti-aircraft warfare": "air defence systems",
    "special equipment": "special equipment",
    "mobile SRBM system": "mobile short-range ballistic missile systems",
    "cruise missiles": "cruise missiles",
    "submarines": "submarines",
    "ground robotic systems": "ground robotic systems",
}
"""Columns, and what they count."""
PEOPLE: Final = {"personnel": "lost", "POW": "captured"}
DIRECTION: Final = "greatest losses direction"
HEDGES: Final = ("about", "more")
_FIRST_KEYS = re.compile(rb'^\s*\[\s*\{\s*"(?:date|day)"\s*:')
_COUNTED = re.compile("|".join(f'"{name}"' for name in (*EQUIPMENT, *PEOPLE)).encode())


class GeneralStaffConverter:
    """Reads the three files of the loss lists; see the module for what its claims are."""

    name = NAME
    version = VERSION
    summary = (
        "losses given by the General Staff of Ukraine: daily JSON or CSV (equipment, personnel, corrections)"
    )
    needs = "rows of date, day and at least one counted column (personnel, tank …)"

    def recognises(self, source: Source) -> bool:
        """Whether the first row has a date, a day number, and one of the counted columns."""
        head = source.head.lstrip(b"\xef\xbb\xbf")
        if _FIRST_KEYS.match(head):
            return b'"date"' in head and b'"day"' in head and _COUNTED.search(head) is not None
        header = head.split(b"\n", 1)[0].strip().split(b",")
        return header[:2] == [b"date", b"day"] and bool({b"personnel", b"tank", b"APC"} & set(header))

    def read(self, source: Source, options: ReadOptions) -> Iterator[Dataset]:
        """Yield the data set that the file is."""
        part = _part(source)
        yield Dataset(
            name=f"general-staff-losses/{part}",
            publisher=outlet_entity(options.outlet, options.reference, scope=f"{NAME}/{part}"),
            converter=f"{NAME} {VERSION}",
            source=source,
            rows=_Reader(source, options, part).rows(),
            title=options.headline or f"Losses given by the General Staff of Ukraine: {part}",
            published=options.published,
            url=options.url,
        )


def _part(source: Source) -> str:
    """Which of the three files it is: corrections give people and equipment together, with signs."""
    head = source.head
    has_people, has_tanks = b'personnel"' in head or b",personnel" in head, b"tank" in head
    if (has_people and has_tanks) or "correction" in source.stem.lower():
        return "corrections"
    return "personnel" if has_people else "equipment"


class _Reader:
    """Turns days into claims; remembers the last figure of each column and the days seen."""

    def __init__(self, source: Source, options: ReadOptions, part: str) -> None:
        reference = options.reference
        self.source = source
        self.part = part
        self.claimant = _known(
            reference, "general-staff-of-ukraine", "General Staff of Ukraine", "ArmedForce"
        )
        self.prisoners_counted_by = Entity("Invaders (invaders-rf.com)", "Organization")
        self.side = _known(reference, "russian-side", "Russian side", "Belligerent")
        self.reference = reference
        self._last: dict[str, tuple[date, int, Claim]] = {}
        self._days: dict[date, int | None] = {}

    def rows(self) -> Iterator[RowResult]:
        """Yield what becomes of each day."""
        is_json = self.source.head.lstrip(b"\xef\xbb\xbf \t\r\n").startswith(b"[")
        for record in json_array(self.source) if is_json else comma_separated(self.source):
            if isinstance(record, Reject):
                yield record
                continue
            try:
                yield self._row(record)
            except Refused as error:
                yield Reject(self.source.name, record.line, error.reason, error.column, record.raw)

    def _row(self, record: Record) -> Row:
        day = calendar_day(record.values.get("date"), "date")
        if day in self._days:
            raise Refused(f"the day was given before (line {self._days[day]})", "date")
        problems: list[Reject] = []
        claims: list[Claim] = []
        context: list[Claim] = []
        for column, value in record.values.items():
            try:
                claim, replaced = self._cell(column, value, day, record)
            except Refused as error:
                problems.append(Reject(self.source.name, record.line, error.reason, column, record.raw))
                continue
            if claim:
                claims.append(claim)
            if replaced:
                context.append(replaced)
        if not claims and problems:
            raise Refused(problems[0].reason, problems[0].column)
        self._days[day] = record.line
        return Row(tuple(claims), record.line, tuple(context), tuple(problems))

    def _cell(self, column: str, value: Any, day: date, record: Record) -> tuple[Claim | None, Claim | None]:
        """The claim of a cell, and the earlier one that it takes back."""
        if column == "day":
            _check_day(value, day)
        elif column == DIRECTION:
            return (self._direction(value, day, record) if value else None), None
        elif self.part == "corrections" and (column in EQUIPMENT or column in PEOPLE):
            return self._correction(column, value, day, record), None
        elif column in EQUIPMENT or column in PEOPLE:
            return self._figure(column, value, day, record)
        elif column not in ("date", "personnel*"):
            raise Refused("a column that this version does not know")
        return None, None

    def _figure(
        self, column: str, value: Any, day: date, record: Record
    ) -> tuple[Claim | None, Claim | None]:
        number = count(value, column)
        if number is None:
            return None, None
        hedge = _hedge(record.values) if column == "personnel" else ""
        last = self._last.get(column)
        replaced = last[2] if last and last[0] < day and number < last[1] else None
        claim = self._claim(
            column,
            day,
            record,
            Proposition(quantity=self._quantity(column, number, hedge, day)),
            f"{hedge} {number}".strip(),
            hedge=hedge or None,
            replaces=replaced,
        )
        self._last[column] = (day, number, claim)
        return claim, replaced

    def _quantity(self, column: str, number: int, hedge: str, day: date) -> Quantity:
        people = column in PEOPLE
        return Quantity(
            kind="CasualtyCount" if people else "MaterielLossCount",
            low=number,
            high=None if hedge == "more" else number,
            approximate=hedge == "about",
            text=f"{hedge} {number}".strip(),
            counts=PEOPLE[column] if people else EQUIPMENT[column],
            status=VictimStatus.MILITARY if people else VictimStatus.NOT_STATED,
            side=self.side,
            as_of=day_span(day),
        )

    def _correction(self, column: str, value: Any, day: date, record: Record) -> Claim | None:
        change = whole(value, column)
        if not change:  # 0: nothing was corrected
            return None
        thing = {"personnel": "personnel", "POW": "prisoners"}.get(column) or EQUIPMENT[column]
        said = f"correction of the cumulative total of {thing} lost by {change:+}"
        event = Event("Event", ("Event", said, day.isoformat()), time=day_span(day), described_as=said)
        return self._claim(column, day, record, Proposition(event, about=(self.side,)), str(value))

    def _direction(self, value: Any, day: date, record: Record) -> Claim:
        if not isinstance(value, str) or not value.strip():
            raise Refused("not a text")
        said = f"greatest losses in the direction of {value.strip()}"
        event = Event("Event", ("Event", said, day.isoformat()), time=day_span(day), described_as=said)
        about = (self.side, *_places(value, self.reference))
        return self._claim(DIRECTION, day, record, Proposition(event, about=about), value)

    def _claim(
        self,
        column: str,
        day: date,
        record: Record,
        proposition: Proposition,
        words: str,
        *,
        hedge: str | None = None,
        replaces: Claim | None = None,
    ) -> Claim:
        key = day.isoformat()
        return Claim(
            id=f"{key}/{column}",
            claimant=self.prisoners_counted_by if column == "POW" else self.claimant,
            stance=Stance.ASSERTS,
            certainty=Certainty.UNSTATED,
            proposition=proposition,
            passage=RecordPassage(key, _cell_text(record.values, column), column, record.line),
            content_text=words,
            hedge=hedge,
            made_on=self._made(day),
            replaces=replaces.id if replaces else None,
            rules=(f"{NAME}/{self.part}",),
        )

    def _made(self, day: date) -> TimeSpan:
        return day_span(day)


def _known(reference: Mapping[str, Any], name: str, label: str, kind: str) -> Entity:
    found = reference.get(ENTITY_BASE + name)
    return found.entity if found else Entity(label, kind)


def _check_day(value: Any, day: date) -> None:
    expected = (day - FIRST_DAY).days + 1
    if whole(value, "day") not in (None, expected):
        raise Refused(f"day {value} where {day} is day {expected}; read by its date")


def _hedge(values: Mapping[str, Any]) -> str:
    hedge = values.get("personnel*") or ""
    if hedge and hedge not in HEDGES:
        raise Refused(f"the hedge {str(hedge)[:40]!r} is not one of {', '.join(HEDGES)}")
    return str(hedge)


def _cell_text(values: Mapping[str, Any], column: str) -> str:
    """The words of a cell, with those of the hedge that belongs to it."""
    value = values[column]
    hedge = values.get("personnel*") if column == "personnel" else None
    return f"{hedge} {value}" if hedge else str(value)


def _places(text: str, reference: Any) -> tuple[Entity, ...]:
    """The places that a direction names, as far as they are known: two or three may stand in one cell."""
    found: dict[str, Entity] = {}
    for name in re.split(r",|;|/| and ", text):
        known = [each.entity for each in reference.called(name.strip()) if each.is_a("Place")]
        if len(known) == 1:
            found[known[0].key] = known[0]
    return tuple(found.values())
