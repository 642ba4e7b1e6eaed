"""Events with deaths in organised violence, coded by the Uppsala Conflict Data Program (UCDP).

Three forms: the yearly Georeferenced Event Dataset (GED) and the monthly Candidate Events, CSV with the
columns of the GED codebook, and JSON lines derived from GED with the columns of its article-event-coding
extract (`side_a_name`, `deaths_low` …).

* The figures are UCDP's own: `best` is its estimate, `low` a lower and `high` an upper bound. So `low` is
  claimed as "at least", `high` as "at most"; where all three are one figure, it is claimed once.
* `deaths_a`, `deaths_b`, `deaths_civilians`, `deaths_unknown` are parts of `best`. A part of 0 claims
  nothing: no source ascribes deaths to that group. -1 stands for unknown everywhere.
* `source_original` gave the information, an outlet (`source_office`) printed it, UCDP coded it: three claims
  with one content, each passing the one before on. What they said of the dead is not in the table.
* An event keeps to its `id` in all releases, so that a candidate and its final version are about one event.
  A yearly release takes the place of the one before; each candidate release stands for itself.
* The time is from `date_start` to `date_end`; a place less precise than a settlement is a territory. The step
  of `where_prec` is kept with the event (`cg:hasLocationPrecision`).
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import Any, Final

from claimgraph.converters.base import Dataset, ReadOptions, Row, RowResult, outlet_entity
from claimgraph.converters.coded import (
    Code,
    Names,
    any_day,
    code_list,
    days,
    listed,
    location_precision,
    tried,
)
from claimgraph.converters.rows import Record, Refused, comma_separated, header_of, json_lines, whole
from claimgraph.converters.streams import Source
from claimgraph.errors import InputError
from claimgraph.model import (
    Certainty,
    Claim,
    Entity,
    Event,
    Proposition,
    Quantity,
    RecordPassage,
    Reject,
    Role,
    Stance,
    TimeSpan,
    VictimStatus,
)
from claimgraph.reference.model import ENTITY_BASE

NAME = "ucdp"
VERSION = "0.1.0"
GED_COLUMNS: Final = frozenset(
    ("id", "type_of_violence", "side_a", "side_b", "date_start", "date_end", "best", "low", "high")
)
EXTRACT_KEYS: Final = (b'"side_a_name"', b'"side_b_name"', b'"deaths_low"', b'"start_date"')
_ALIASES: Final = {
    "side_a_name": "side_a", "side_b_name": "side_b", "deaths_side_a": "deaths_a",
    "deaths_side_b": "deaths_b", "deaths_civilian": "deaths_civilians", "deaths_low": "low",
    "deaths_high": "high", "start_date": "date_start", "end_date": "date_end",
    "location_root_name": "country", "location_adm1_name": "adm_1", "location_adm2_name": "adm_2",
    "location_where_name": "where_coordinates",
}  # fmt: skip
"""Names of the extract, in the terms of the codebook."""
UNKNOWN: Final = -1
_RELEASE: Final = re.compile(
    r"(?:GEDEvent_v?|ged)(\d{1,2})_?(\d{1,2})(?:_(\d{1,2}(?:_\d{1,2})?))?", re.IGNORECASE
)
_PARTS: Final = (
    ("deaths_a", "side_a"),
    ("deaths_b", "side_b"),
    ("deaths_civilians", ""),
    ("deaths_unknown", ""),
)


class UcdpConverter:
    """Reads GED, Candidate Events, and JSON lines derived from GED."""

    name = NAME
    version = VERSION
    summary = "UCDP events with deaths: GED and Candidate Events (CSV), JSON lines derived from GED"
    needs = f"a header with {', '.join(sorted(GED_COLUMNS))}, or objects with the keys of GED"

    def recognises(self, source: Source) -> bool:
        """Whether the header, or the first object, has the columns of one of the forms."""
        head = source.head.lstrip(b"\xef\xbb\xbf")
        first = head.split(b"\n", 1)[0]
        if first.startswith(b"{"):
            return all(key in first for key in EXTRACT_KEYS)
        return b"type_of_violence" in first and set(_header(first, source)) >= GED_COLUMNS

    def read(self, source: Source, options: ReadOptions) -> Iterator[Dataset]:
        """Yield the data set that the file is."""
        name, version = release(source.stem)
        reader = _Reader(source, options)
        own = reader.coder
        yield Dataset(
            name=f"{NAME}/{name}",
            publisher=outlet_entity(options.outlet, options.reference) if options.outlet else own,
            converter=f"{NAME} {VERSION}",
            source=source,
            rows=reader.rows(),
            title=options.headline or f"UCDP events: {name}{f', version {version}' if version else ''}",
            published=options.published,
            url=options.url,
        )


def release(stem: str) -> tuple[str, str]:
    """Name of the data set and version of a release, from the name of its file.

    >>> release("GEDEvent_v26_1"), release("GEDEvent_v22_0_4"), release("ged251"), release("my-extract")
    (('ged', '26.1'), ('candidate/22.0.4', '22.0.4'), ('ged', '25.1'), ('my-extract', ''))
    """
    found = _RELEASE.search(stem)
    if not found:
        return stem, ""
    version = ".".join(part for part in found.groups() if part).replace("_", ".")
    return (f"candidate/{version}", version) if found[3] else ("ged", version)


def _header(line: bytes, source: Source) -> list[str]:
    try:
        return [name.strip().casefold() for name in header_of(line.rstrip(b"\r"), source.name)]
    except InputError:
        return []


class _Reader:
    """Turns rows into claims by UCDP, by outlets, and by those who informed them."""

    def __init__(self, source: Source, options: ReadOptions) -> None:
        self.source = source
        self.names = Names(options.reference, NAME)
        known = options.reference.get(ENTITY_BASE + "uppsala-conflict-data-program")
        self.coder = known.entity if known else Entity("Uppsala Conflict Data Program", "Organization")
        self.codes = code_list("ucdp")
        self._keys: dict[int, int] = {}

    def rows(self) -> Iterator[RowResult]:
        """Yield what becomes of each row."""
        is_table = not self.source.head.lstrip(b"\xef\xbb\xbf").startswith(b"{")
        for record in comma_separated(self.source) if is_table else json_lines(self.source):
            if isinstance(record, Reject):
                yield record
                continue
            try:
                yield self._row(record, {_column(name): value for name, value in record.values.items()})
            except Refused as error:
                yield Reject(self.source.name, record.line, error.reason, error.column, record.raw)

    def _row(self, record: Record, row: Mapping[str, Any]) -> Row:
        key = self._key(row.get("id"), record.line)
        first, last = any_day(row.get("date_start"), "date_start"), any_day(row.get("date_end"), "date_end")
        if last < first:
            raise Refused("the event ends before it begins", "date_end")
        refused: list[Refused] = []
        coded = _Coded(self, key, record, row, days(first, last), refused)
        claims = [*coded.told(), *coded.figures()]
        self._keys[key] = record.line
        problems = (
            Reject(self.source.name, record.line, error.reason, error.column, record.raw) for error in refused
        )
        return Row(tuple(claims), record.line, problems=tuple(problems))

    def _key(self, value: object, line: int) -> int:
        key = whole(value, "id")
        if key is None or key < 0:
            raise Refused("no number of an event", "id")
        if key in self._keys:
            raise Refused(f"the event was given before (line {self._keys[key]})", "id")
        return key


class _Coded:
    """One row: the event, and the claims about it."""

    def __init__(
        self,
        reader: _Reader,
        key: int,
        record: Record,
        row: Mapping[str, Any],
        time: TimeSpan,
        refused: list[Refused],
    ) -> None:
        self.reader = reader
        self.key = str(key)
        self.row = row
        self.time = time
        self.refused = refused
        self.passage = RecordPassage(self.key, record.raw, line=record.line)
        self.code = self._code()
        self.kind = self.code.kind if self.code else "HostileAct"
        self.sides = {name: self._side(name) for name in ("side_a", "side_b")}
        self.place: Entity | None = tried(self._place, refused)
        precision = _text(self.row, "where_prec")
        self.precision = tried(location_precision, refused, precision, "ucdp-where", "where_prec")
        self.identity = ("Event", NAME, self.key)

    def _code(self) -> Code | None:
        said = _text(self.row, "type_of_violence")
        if "type_of_violence" in self.row and said not in self.reader.codes:
            raise Refused(f"{said[:20]!r} is no type of violence (1, 2, 3)", "type_of_violence")
        return self.reader.codes.get(said)

    def _side(self, column: str) -> Entity | None:
        name = _text(self.row, column)
        if not name:
            return None
        if name.casefold() in ("civilians", "civilian"):
            return Entity("civilians", "Collective", scope=f"{NAME}/{_text(self.row, 'country')}")
        return self.reader.names.agent(
            name, "Government" if name.startswith("Government of ") else "NonStateArmedGroup"
        )

    def _place(self) -> Entity | None:
        named = [_text(self.row, name) for name in ("where_coordinates", "adm_2", "adm_1", "country")]
        precision = _text(self.row, "where_prec")
        exact = bool(named[0]) and precision in ("", "1", "2")
        return self.reader.names.place(
            tuple(named),
            _text(self.row, "country"),
            _text(self.row, "latitude"),
            _text(self.row, "longitude"),
            exact=exact,
        )

    def _event(self) -> Event:
        first, second = self.sides["side_a"], self.sides["side_b"]
        is_one_sided = self.code is not None and self.code.entity.iri == f"{_CODE}3"
        roles: list[Role] = [Role("hasEventCode", self.code.entity)] if self.code else []
        if first:
            roles.append(Role("isPerformedBy" if is_one_sided else "hasParticipant", first))
        if second:
            roles.append(Role("hasTarget" if is_one_sided else "hasParticipant", second))
        if self.place:
            roles.append(Role("takesPlaceAt", self.place))
            roles += [self.precision] if self.precision else []
        return Event(self.kind, self.identity, tuple(roles), time=self.time)

    def told(self) -> Iterator[Claim]:
        """The event: by those who gave the information, by the outlets, and by UCDP, in that order."""
        proposition = Proposition(self._event())
        words = _text(self.row, "source_headline") or self._words()
        before: str | None = None
        names = self.reader.names
        for column, kind in (("source_original", "Organization"), ("source_office", "MediaOutlet")):
            passed_on = before
            for number, name in enumerate(listed(self.row.get(column))):
                claimant = names.agent(name, kind)
                claim = self._claim(f"{column}/{number}", claimant, proposition, words, relays=passed_on)
                if number == 0:
                    before = claim.id
                yield claim
        yield self._claim("event", self.reader.coder, proposition, self._words(), relays=before)

    def _words(self) -> str:
        sides = " and ".join(side.label for side in self.sides.values() if side)
        where = f" at {self.place.label}" if self.place else ""
        return f"{self.code.entity.label if self.code else 'violence'}: {sides}{where}, {self.time.edtf}"

    def figures(self) -> Iterator[Claim]:
        """The estimates of the dead, whole and by part."""
        best, low, high = (tried(self._figure, self.refused, name) for name in ("best", "low", "high"))
        self._check_order(best, low, high)
        if best is None and low is not None and low == high:
            best = low
        if best is not None and best == low == high:
            yield self._count("best", best, best, f"best, low and high estimate: {best}")
        else:
            if best is not None:
                yield self._count("best", best, best, f"best estimate: {best}", approximate=True)
            if low is not None:
                yield self._count("low", low, None, f"low estimate: {low}")
            if high is not None:
                yield self._count("high", None, high, f"high estimate: {high}")
        for column, side in _PARTS:
            number = tried(self._figure, self.refused, column)
            if number:
                yield self._part(column, number, self.sides.get(side))

    def _part(self, column: str, number: int, side: Entity | None) -> Claim:
        status = VictimStatus.CIVILIAN if column == "deaths_civilians" else VictimStatus.NOT_STATED
        group = {"deaths_civilians": "civilians", "deaths_unknown": "people of unknown status"}.get(
            column, ""
        )
        words = f"deaths of {side.label if side else group or column.removeprefix('deaths_')}: {number}"
        return self._count(column, number, number, words, side=side, status=status, group=group)

    def _figure(self, column: str) -> int | None:
        number = whole(self.row.get(column), column)
        if number is None or number == UNKNOWN:
            return None
        if number < 0:
            raise Refused(f"{number} is not a count", column)
        return number

    def _check_order(self, best: int | None, low: int | None, high: int | None) -> None:
        given = [number for number in (low, best, high) if number is not None]
        if given != sorted(given):
            reason = f"low {low}, best {best}, high {high}: not in order; all are claimed as they stand"
            self.refused.append(Refused(reason, "best"))

    def _count(
        self,
        name: str,
        low: int | None,
        high: int | None,
        words: str,
        *,
        approximate: bool = False,
        side: Entity | None = None,
        status: VictimStatus = VictimStatus.NOT_STATED,
        group: str = "",
    ) -> Claim:
        quantity = Quantity(
            kind="CasualtyCount",
            low=low,
            high=high,
            approximate=approximate,
            text=str(high if low is None else low),
            counts="killed",
            group=group,
            status=status,
            side=side,
            covers=self.time,
        )
        about = tuple(entity for entity in (*self.sides.values(), self.place) if entity)
        proposition = Proposition(Event(self.kind, self.identity), quantity, about=about)
        return self._claim(name, self.reader.coder, proposition, words)

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
            relays=relays,
            rules=(f"{NAME}/{name.split('/')[0]}",),
        )


_CODE: Final = "https://w3id.org/claimgraph/code/ucdp-"


def _column(name: str) -> str:
    plain = name.strip().casefold()
    return _ALIASES.get(plain, plain)


def _text(row: Mapping[str, Any], column: str) -> str:
    value = row.get(column)
    return value.strip() if isinstance(value, str) else "" if value is None else str(value)
