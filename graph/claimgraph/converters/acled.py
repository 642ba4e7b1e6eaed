"""Events coded by ACLED (Armed Conflict Location and Event Data), as users export them for themselves.

CSV with commas or semicolons, with a mark of the encoding or without. Both generations of columns are read:
the newer with `disorder_type`, `civilian_targeting`, `tags`, and words in `inter1`; the older with `data_id`,
`iso3`, and numbers there. Dates stand as `2022-04-14` or `14 April 2022`. ACLED's terms forbid passing its
rows on, so none come with this package.

* The event as coded is claimed by ACLED, which passes on the outlets of `source` (a list with semicolons):
  each has a claim with the same content, and ACLED's relays the first, which it names as the main one.
* `fatalities` is ACLED's own, one cautious number. ACLED writes 0 also where no number is known, so 0 claims
  nothing.
* `notes` is prose and the only place where others are quoted: the text reader reads it, with days counted
  from that of the event. What it says in its own voice is ACLED's.
* Types are those of the codebook; an unknown sub-type is told and left out, an unknown type refuses the row.
* `time_precision` 1 is a day, 2 a day give or take a week, 3 a month. `geo_precision` 1 is the place itself,
  2 and 3 lie around it; the step of the codebook is kept with the event (`cg:hasLocationPrecision`).
* A row is known by `event_id_cnty`. Rows are revised and deleted: a newer export under the same file name
  takes the place of the older one, row by row.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from datetime import UTC, datetime
from typing import Final

from claimgraph.converters.base import Dataset, ReadOptions, Row, RowResult, outlet_entity
from claimgraph.converters.coded import (
    Code,
    Names,
    any_day,
    around,
    code_list,
    listed,
    location_precision,
    month,
    tried,
)
from claimgraph.converters.gdelt_parts import moment
from claimgraph.converters.prose import cell_claims
from claimgraph.converters.report_text import read_by
from claimgraph.converters.rows import Record, Refused, comma_separated, day_span, header_of, whole
from claimgraph.converters.streams import Source
from claimgraph.errors import InputError
from claimgraph.model import (
    Certainty,
    Claim,
    Entity,
    Event,
    Proposition,
    Quantity,
    ReaderRun,
    RecordPassage,
    Reject,
    Role,
    Stance,
    TimeSpan,
)
from claimgraph.reference.model import ENTITY_BASE

NAME = "acled"
VERSION = "0.1.0"
COLUMNS: Final = frozenset(("event_id_cnty", "event_date", "event_type", "sub_event_type", "actor1", "notes"))
_INTER: Final = {
    "1": "ArmedForce", "2": "NonStateArmedGroup", "3": "NonStateArmedGroup", "4": "NonStateArmedGroup",
    "5": "Collective", "6": "Collective", "7": "Collective", "8": "Organization",
    "state forces": "ArmedForce", "rebel group": "NonStateArmedGroup", "rebel groups": "NonStateArmedGroup",
    "political militia": "NonStateArmedGroup", "political militias": "NonStateArmedGroup",
    "identity militia": "NonStateArmedGroup", "identity militias": "NonStateArmedGroup",
    "rioters": "Collective", "protesters": "Collective", "civilians": "Collective",
    "external/other forces": "Organization", "other forces": "Organization",
}  # fmt: skip
"""Classes of actors by the older code or the newer word of `inter1` and `inter2`."""
_SINGULAR: Final = {"Strategic development": "Strategic developments", "Battle": "Battles"}
_UNILATERAL: Final = frozenset(("Protest", "Riot", "Event", "Demonstration"))
_WITHIN: Final = 6
"""Days on either side for an event whose week is known."""
_KEY: Final = re.compile(r"[A-Za-z]{2,4}\d{1,9}|\d{1,12}", re.ASCII)


class AcledConverter:
    """Reads a user's own export of events."""

    name = NAME
    version = VERSION
    summary = "ACLED events: a user's own CSV export, both generations of columns"
    needs = f"a header with {', '.join(sorted(COLUMNS))}"

    def recognises(self, source: Source) -> bool:
        """Whether the header has the columns that all exports have."""
        first = source.head.lstrip(b"\xef\xbb\xbf").split(b"\n", 1)[0].rstrip(b"\r")
        try:
            return b"event_id_cnty" in first and set(header_of(first, "", _delimiter(source))) >= COLUMNS
        except InputError:
            return False

    def read(self, source: Source, options: ReadOptions) -> Iterator[Dataset]:
        """Yield the data set that the file is."""
        reader = _Reader(source, options)
        yield Dataset(
            name=f"{NAME}/{source.stem}",
            publisher=outlet_entity(options.outlet, options.reference) if options.outlet else reader.coder,
            converter=read_by(f"{NAME} {VERSION}", options),
            source=source,
            rows=reader.rows(),
            title=options.headline or f"ACLED events: {source.stem}",
            published=options.published,
            url=options.url,
        )


def _delimiter(source: Source) -> str:
    first = source.head.split(b"\n", 1)[0]
    return ";" if first.count(b";") > first.count(b",") else ","


class _Reader:
    """Turns rows into claims by ACLED, by its sources, and by those whom the notes quote."""

    def __init__(self, source: Source, options: ReadOptions) -> None:
        self.source = source
        self.reference = options.reference
        self.extractor = options.extractor
        self.names = Names(options.reference, NAME)
        known = options.reference.get(ENTITY_BASE + NAME)
        self.coder = known.entity if known else Entity("ACLED", "NonGovernmentalOrganization")
        self.codes = code_list(NAME)
        self._keys: dict[str, int] = {}

    def rows(self) -> Iterator[RowResult]:
        """Yield what becomes of each row."""
        for record in comma_separated(self.source, _delimiter(self.source)):
            if isinstance(record, Reject):
                yield record
                continue
            try:
                yield self._row(record)
            except Refused as error:
                yield Reject(self.source.name, record.line, error.reason, error.column, record.raw)

    def _row(self, record: Record) -> Row:
        row: Mapping[str, str] = record.values
        key = row["event_id_cnty"].strip()
        if not _KEY.fullmatch(key):
            raise Refused(f"{key[:30]!r} is no event number", "event_id_cnty")
        if key in self._keys:
            raise Refused(f"the event was given before (line {self._keys[key]})", "event_id_cnty")
        coded = _Coded(self, key, record)
        claims = [*coded.told(), *coded.fatalities(), *coded.notes()]
        self._keys[key] = record.line
        problems = (
            Reject(self.source.name, record.line, error.reason, error.column, record.raw)
            for error in coded.refused
        )
        return Row(tuple(claims), record.line, problems=tuple(problems), readers=tuple(coded.readers))


class _Coded:
    """One row: the event, and the claims about it."""

    def __init__(self, reader: _Reader, key: str, record: Record) -> None:
        self.reader = reader
        self.key = key
        self.row: Mapping[str, str] = record.values
        self.line = record.line
        self.refused: list[Refused] = []
        self.readers: list[ReaderRun] = []
        self.day = any_day(self.row["event_date"], "event_date")
        self.code = self._code()
        self.time = self._time()
        self.made = tried(self._made, self.refused)
        self.place = tried(self._place, self.refused)
        self.precision = tried(
            location_precision,
            self.refused,
            self.row.get("geo_precision", "").strip(),
            "acled-geo",
            "geo_precision",
        )
        self.actors = [actor for number in "12" if (actor := self._actor(number))]
        self.passage = RecordPassage(key, record.raw, line=record.line)
        self.identity = ("Event", NAME, key)

    def _code(self) -> Code:
        """The code of the sub-type, or else of the type."""
        kind, finer = self.row["event_type"].strip(), self.row["sub_event_type"].strip()
        of_type = self.reader.codes.get(_SINGULAR.get(kind, kind))
        if of_type is None:
            raise Refused(f"{kind[:40]!r} is no type of event", "event_type")
        of_finer = self.reader.codes.get(finer)
        if of_finer is None and finer:
            self.refused.append(Refused(f"{finer[:40]!r} is no sub-type that is known", "sub_event_type"))
        return of_finer or of_type

    def _time(self) -> TimeSpan:
        precision = self.row.get("time_precision", "").strip()
        if precision == "2":
            return around(self.day, _WITHIN)
        if precision == "3":
            return month(self.day)
        if precision not in ("", "1"):
            self.refused.append(
                Refused(f"{precision[:20]!r} is no precision of a time (1, 2, 3)", "time_precision")
            )
        return day_span(self.day)

    def _made(self) -> TimeSpan | None:
        """When the row was last changed (`timestamp`, seconds since 1970)."""
        value = self.row.get("timestamp", "").strip()
        if not value:
            return None
        seconds = whole(value, "timestamp")
        if seconds is None or not 0 < seconds < 10**10:
            raise Refused(f"{value[:30]!r} is no time", "timestamp")
        return moment(datetime.fromtimestamp(seconds, UTC).strftime("%Y%m%d%H%M%S"), "timestamp")

    def _place(self) -> Entity | None:
        row = self.row
        return self.reader.names.place(
            tuple(row.get(name, "") for name in ("location", "admin3", "admin2", "admin1", "country")),
            row.get("country", ""),
            row.get("latitude", "").strip(),
            row.get("longitude", "").strip(),
            exact=row.get("geo_precision", "").strip() in ("", "1"),
        )

    def _actor(self, number: str) -> Entity | None:
        name = self.row.get(f"actor{number}", "").strip()
        if not name:
            return None
        kind = _INTER.get(self.row.get(f"inter{number}", "").strip().casefold(), "Agent")
        return self.reader.names.agent(name, kind)

    def told(self) -> Iterator[Claim]:
        """The event, by each source of the row and by ACLED."""
        proposition = Proposition(self._event())
        first: str | None = None
        for number, name in enumerate(listed(self.row.get("source"))):
            outlet = self.reader.names.agent(name, "MediaOutlet")
            claim = self._claim(f"source/{number}", outlet, proposition, self._words())
            first = first or claim.id
            yield claim
        yield self._claim("event", self.reader.coder, proposition, self._words(), relays=first)

    def _event(self) -> Event:
        kind = self.code.kind
        second = "hasParticipant" if kind == "ArmedClash" or kind in _UNILATERAL else "hasTarget"
        roles = [Role("hasEventCode", self.code.entity)]
        roles += (Role("isPerformedBy" if at == 0 else second, actor) for at, actor in enumerate(self.actors))
        if self.place:
            roles.append(Role("takesPlaceAt", self.place))
            roles += [self.precision] if self.precision else []
        return Event(kind, self.identity, tuple(roles), time=self.time)

    def _words(self) -> str:
        who = " and ".join(actor.label for actor in self.actors)
        where = f" at {self.place.label}" if self.place else ""
        return f"{self.code.entity.label}: {who or 'unnamed actors'}{where}, {self.time.edtf}"

    def fatalities(self) -> Iterator[Claim]:
        """ACLED's number of dead, if it is more than 0."""
        number = tried(self._number, self.refused)
        if not number:
            return
        quantity = Quantity(
            kind="CasualtyCount",
            low=number,
            high=number,
            approximate=False,
            text=str(number),
            counts="killed",
            covers=self.time,
        )
        about = (*self.actors, *([self.place] if self.place else []))
        proposition = Proposition(Event(self.code.kind, self.identity), quantity, about=about)
        yield self._claim("fatalities", self.reader.coder, proposition, f"fatalities: {number}")

    def _number(self) -> int | None:
        number = whole(self.row.get("fatalities", "").strip(), "fatalities")
        if number is not None and number < 0:
            raise Refused(f"{number} is not a count", "fatalities")
        return number

    def notes(self) -> list[Claim]:
        """What the notes say, read as prose."""
        text = self.row["notes"]
        if not text.strip():
            return []
        return cell_claims(
            text,
            row=self.key,
            column="notes",
            line=self.line,
            voice=self.reader.coder,
            published=self.day,
            reference=self.reader.reference,
            scope=f"{NAME}/{self.key}",
            extractor=self.reader.extractor,
            refused=self.refused,
            readers=self.readers,
        )

    def _claim(
        self, name: str, claimant: Entity, proposition: Proposition, words: str, relays: str | None = None
    ) -> Claim:
        return Claim(
            id=f"{self.key}/{name}",
            claimant=claimant,
            stance=Stance.ASSERTS,
            certainty=Certainty.UNSTATED,
            proposition=proposition,
            passage=self.passage,
            content_text=words,
            made_on=self.made if claimant == self.reader.coder else None,
            relays=relays,
            rules=(f"{NAME}/{name.split('/')[0]}",),
        )
