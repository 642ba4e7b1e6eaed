"""VIINA: headlines of Ukrainian and Russian outlets, placed and labelled by machines (versions 1 and 2).

Tables in zip archives, one a year in version 2: `event_info` (headlines), `event_labels` (what a classifier
makes of them), `event_1pd` (one event for each day), `control` and `kontrol` (who holds which place when).

* A headline is the passage, and the claim of its outlet. One in English is read; the others (`lang` is mostly
  `ua` or `ru`) are kept in their words. A report that names several places has a row for each; its headline
  is claimed once.
* Where it was is the claim of VIINA, which looked the name up, not the outlet's; the service and its
  precision stay with the claim.
* Labels are the output of a classifier with a probability. Nobody claims them: in version 1 they stay in the
  words of the row, the tables of labels are left out on purpose.
* Control of places is claimed by the source that each column names. A table has a row for each place and day;
  a row in which nothing changed is left out on purpose.

Source: the codebook in the README of github.com/zhukovyuri/VIINA (data: ODbL).
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import date
from typing import Any, Final

from claimgraph.converters.base import Dataset, ReadOptions, Row, RowResult, Skipped, outlet_entity
from claimgraph.converters.gdelt_parts import point
from claimgraph.converters.prose import cell_claims
from claimgraph.converters.rows import Record, Refused, calendar_day, comma_separated, day_span
from claimgraph.converters.streams import Source
from claimgraph.converters.table_cells import web_address
from claimgraph.model import (
    Certainty,
    Claim,
    Entity,
    Event,
    Proposition,
    ReaderRun,
    RecordPassage,
    Reject,
    Role,
    Stance,
    TimeSpan,
)

NAME: Final = "viina"
VERSION: Final = "0.1.0"
LABELS: Final = "labels given by a classifier, which nobody claims"
ONE_PER_DAY: Final = "repeats rows of event_info, joined by place and day"
UNCHANGED: Final = "control as in the row before of this place"
NO_CONTROL: Final = "no source says who holds the place"
OUTLETS: Final = {
    "24tvua": "24 Kanal", "forbesua": "Forbes Ukraine", "interfaxua": "Interfax-Ukraine",
    "kp": "Komsomolskaya Pravda", "liga": "LIGA.net", "liveuamap": "Live Universal Awareness Map",
    "militarnyy": "Militarnyi", "mz": "Mediazona", "nv": "NV", "ng": "Nezavisimaya Gazeta", "ntv": "NTV",
    "pravdaua": "Ukrainska Pravda", "ria": "RIA Novosti", "unian": "UNIAN",
}  # fmt: skip
"""Short names of sources, and the outlets."""
CONTROL_BY: Final = {
    "status_wiki": "Wikipedia", "status_dsm": "DeepStateMap", "status_isw": "Institute for the Study of War",
    "status_boost": "VIINA", "status": "VIINA",
}  # fmt: skip
"""Columns of control, and who says so; the last two are VIINA's own estimates."""
HOLDERS: Final = {"UA": "UKR", "RU": "RUS"}
_DAY: Final = re.compile(r"(\d{4})(\d\d)(\d\d)", re.A)
_LONGEST: Final = 20_000


class ViinaConverter:
    """Reads the tables of VIINA."""

    name = NAME
    version = VERSION
    summary = "VIINA: headlines with places and labels, control of places (versions 1 and 2)"
    needs = "the header of a table of headlines, labels or control, as VIINA publishes them"

    def recognises(self, source: Source) -> bool:
        """Whether the header has the columns of one of the tables."""
        return bool(_form(source))

    def read(self, source: Source, options: ReadOptions) -> Iterator[Dataset]:
        """Yield the data set that the file is."""
        yield Dataset(
            name=f"{NAME}/{source.stem}",
            publisher=Entity("VIINA", "Organization"),
            converter=f"{NAME} {VERSION}",
            source=source,
            rows=_Reader(source, options).rows(),
            title=options.headline or f"VIINA: {source.stem}",
            published=options.published,
            url=options.url,
        )


def _form(source: Source) -> str:
    """Which table it is: "info", "labels", "1pd", "control", or none."""
    line = source.head.removeprefix(b"\xef\xbb\xbf").split(b"\n", 1)[0].strip().decode("utf-8", "replace")
    header = {name.strip('"') for name in line.split(",")}
    if {"event_id", "source", "date", "url", "text"} <= header and header & {"GEO_PRECISION", "location"}:
        return "info"
    if "event_id_1pd" in header and "n_reports" in header:
        return "1pd"
    if "event_id" in header and header & {"t_mil_pred", "t_mil_b", "t_mil"}:
        return "labels"
    if header & {"geonameid", "kod"} and "date" in header and header & set(CONTROL_BY):
        return "control"
    return ""


class _Reader:
    """Turns rows into claims."""

    def __init__(self, source: Source, options: ReadOptions) -> None:
        self.source = source
        self.reference = options.reference
        self.coder = Entity("VIINA", "Organization")
        self._seen: dict[str, int] = {}
        self._told: set[str] = set()
        self._outlets: dict[str, Entity] = {}
        self._held: dict[tuple[str, str], str] = {}
        states = [each for each in self.reference.values() if each.kind == "State"]
        self._states = {code: each for each in states for code in each.country_codes}

    def rows(self) -> Iterator[RowResult]:
        """Yield what becomes of each row."""
        readers: dict[str, Callable[[Record], RowResult]] = {
            "info": self._headline,
            "labels": lambda record: Skipped(LABELS, record.line),
            "1pd": lambda record: Skipped(ONE_PER_DAY, record.line),
            "control": self._control,
        }
        read = readers[_form(self.source) or "info"]
        for record in comma_separated(self.source):
            if isinstance(record, Reject):
                yield record
                continue
            try:
                yield read(record)
            except Refused as error:
                yield Reject(self.source.name, record.line, error.reason, error.column, record.raw)

    # ------------------------------------------------------------------ headlines

    def _headline(self, record: Record) -> Row:
        row = record.values
        key, text = row.get("event_id") or "", (row.get("text") or "").strip()
        if not key:
            raise Refused("no event number", "event_id")
        if not text or text == "NA":
            raise Refused("no headline", "text")
        made_on = day_span(_day(row.get("date"), "date"))
        if key in self._seen:
            raise Refused(f"the row was given before (line {self._seen[key]})", "event_id")
        self._seen[key] = record.line
        report = _known(row.get("report_id")) or _known(row.get("url")) or key
        event = Event("Event", ("Event", NAME, report), described_as=text[:_LONGEST])
        claims: list[Claim] = []
        self._readers: list[ReaderRun] = []
        if report not in self._told:
            self._told.add(report)
            claims += self._said(report, event, text, record, made_on)
        problems: list[Reject] = []
        try:
            claims += self._placed(key, event, record, made_on)
        except Refused as error:
            problems.append(Reject(self.source.name, record.line, error.reason, error.column, record.raw))
        return Row(tuple(claims), record.line, problems=tuple(problems), readers=tuple(self._readers))

    def _said(self, report: str, event: Event, text: str, record: Record, made_on: TimeSpan) -> list[Claim]:
        row = record.values
        outlet = self._outlet(row.get("source") or "")
        evidence = tuple(filter(None, [web_address(row.get("url") or "")]))
        claim = Claim(
            id=f"{report}/text",
            claimant=outlet,
            stance=Stance.ASSERTS,
            certainty=Certainty.UNSTATED,
            proposition=Proposition(event),
            passage=RecordPassage(report, text, "text", record.line),
            content_text=text,
            made_on=made_on,
            rules=(f"{NAME}/headline",),
            evidence=evidence,
        )
        if not (row.get("lang") or "").casefold().startswith("en"):
            return [claim]
        assert made_on.earliest is not None
        read = cell_claims(
            text,
            row=report,
            column="text",
            line=record.line,
            voice=outlet,
            published=made_on.earliest.date(),
            reference=self.reference,
            scope=f"{NAME}/{report}",
            readers=self._readers,
        )
        return [claim, *(replace(each, narration=False) for each in read)]

    def _placed(self, key: str, event: Event, record: Record, made_on: TimeSpan) -> list[Claim]:
        """Where the headline's event was, as VIINA looked it up."""
        row = record.values
        name = _known(row.get("asciiname")) or _known(row.get("address"))
        try:
            where = point(_known(row.get("latitude")), _known(row.get("longitude")))
        except Refused as error:
            raise Refused(error.reason, "latitude") from None
        if not name and not where:
            return []
        place = self._place(name, where, row)
        placed = Event("Event", event.key, (Role("takesPlaceAt", place),))
        how = "/".join(filter(None, (_known(row.get("GEO_API")), _known(row.get("GEO_PRECISION")))))
        return [
            Claim(
                id=f"{key}/place",
                claimant=self.coder,
                stance=Stance.ASSERTS,
                certainty=Certainty.UNSTATED,
                proposition=Proposition(placed),
                passage=RecordPassage(key, record.raw[:_LONGEST], line=record.line),
                content_text=name or where,
                made_on=made_on,
                rules=(f"{NAME}/place/{how}" if how else f"{NAME}/place",),
            )
        ]

    def _place(self, name: str, where: str, row: Any) -> Entity:
        known = [each for each in self.reference.called(name) if each.is_a("Place")] if name else []
        number = _known(row.get("geonameid"))
        is_settlement = (row.get("feature_code") or "").startswith("PPL")
        if len(known) == 1 and (is_settlement or not number):
            return known[0].entity
        scope = f"{NAME}/{number or where}"
        return Entity(name or where, "Settlement" if is_settlement else "Place", scope=scope, wkt=where)

    def _outlet(self, source: str) -> Entity:
        found = self._outlets.get(source)
        if found is None:
            name = OUTLETS.get(source, source)
            found = outlet_entity(name, self.reference, scope=f"{NAME}/{self.source.stem}")
            self._outlets[source] = found
        return found

    # ------------------------------------------------------------------ control

    def _control(self, record: Record) -> RowResult:
        row = record.values
        place = _known(row.get("geonameid")) or _known(row.get("kod"))
        if not place:
            raise Refused("no number of a place", "geonameid")
        day = _day(row.get("date"), "date")
        claims: list[Claim] = []
        problems: list[Reject] = []
        is_told = False
        for column, who in CONTROL_BY.items():
            status = _known(row.get(column))
            is_told |= bool(status)
            if not status or self._held.get((place, column)) == status:
                continue
            if status not in (*HOLDERS, "CONTESTED"):
                reason = f"{status[:40]!r} is not one of UA, RU, CONTESTED"
                problems.append(Reject(self.source.name, record.line, reason, column, record.raw))
                continue
            self._held[(place, column)] = status
            claims.append(self._holds(place, column, who, status, day, record))
        if not claims and not problems:
            return Skipped(UNCHANGED if is_told else NO_CONTROL, record.line)
        if not claims:
            raise Refused(problems[0].reason, problems[0].column)
        return Row(tuple(claims), record.line, problems=tuple(problems))

    def _holds(self, place: str, column: str, who: str, status: str, day: date, record: Record) -> Claim:
        where = Entity(f"place {place}", "Settlement", scope=f"{NAME}/{place}")
        span = day_span(day)
        roles = [Role("takesPlaceAt", where)]
        state = self._states.get(HOLDERS.get(status, ""))
        if state:
            roles.append(Role("isPerformedBy", state.entity))
        kind = "ControlOfPlace" if state else "Situation"
        words = None if state else "control of the place is contested"
        key = ("ControlOfPlace", where.key, day.isoformat())
        event = Event(kind, key, tuple(roles), span, described_as=words)
        known = [each.entity for each in self.reference.called(who) if each.is_a("Agent")]
        row = f"{place}/{day.isoformat()}"
        return Claim(
            id=f"{row}/{column}",
            claimant=known[0] if len(known) == 1 else Entity(who, "Organization"),
            stance=Stance.ASSERTS,
            certainty=Certainty.UNSTATED,
            proposition=Proposition(event),
            passage=RecordPassage(row, status, column, record.line),
            content_text=f"{column}: {status}",
            made_on=span,
            rules=(f"{NAME}/control/{column}",),
        )


def _known(value: Any) -> str:
    """A cell's text; "" for the mark of a missing value."""
    text = (value or "").strip()
    return "" if text in ("NA", "NaN", "null") else str(text)


def _day(value: Any, column: str) -> date:
    match = _DAY.fullmatch((value or "").strip())
    return calendar_day("-".join(match.groups()) if match else value, column)
