"""One row of a table as claims; see `table` for what they are."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Final

from claimgraph.converters.base import Row
from claimgraph.converters.gdelt_parts import point
from claimgraph.converters.prose import cell_claims
from claimgraph.converters.rows import Record, Refused
from claimgraph.converters.table_cells import Figure, addresses, degrees, figure_in, text_in
from claimgraph.converters.table_mapping import Count
from claimgraph.extract.events.frames import STRIKES, family
from claimgraph.identity import digest
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
from claimgraph.reference.kinds import is_a

if TYPE_CHECKING:
    from claimgraph.converters.table import TableReader

VERBATIM: Final = 20_000
"""Characters of a row that its passage keeps."""
_AGENTS: Final = ("Agent",)
_PLACES: Final = ("Settlement", "Place")
_THINGS: Final = ("Vessel", "Materiel", "Place", "Agent", "Facility")
_SIDES: Final = ("Belligerent", "Polity", "Agent")
_ONCE: Final = frozenset(("MaterielLoss",))


class ClaimRow:
    """Reads one row; what of it cannot be used is kept as a problem."""

    def __init__(self, reader: TableReader, record: Record) -> None:
        self.reader = reader
        self.record = record
        self.roles = reader.mapping.roles
        self.decimal = reader.mapping.layout.decimal
        self.problems: list[Reject] = []
        self.readers: list[ReaderRun] = []

    def read(self) -> Row:
        """The row with its claims.

        Raises:
            Refused: it has no key, an impossible date, or says nothing.
        """
        reader = self.reader
        self.key = reader.key(self.record)
        self.made_on = reader.day(self.record, "date")
        self.happened = reader.day(self.record, "event_date")
        self.outlet = self._agent("outlet") or reader.publisher
        self.claimant = self._agent("claimant") or self.outlet
        self.evidence = self._evidence()
        self.stance = Stance(self._code("stance") or "asserts")
        self.certainty = Certainty(self._code("certainty") or "unstated")
        self.place = self._place()
        title = reader.text(self.record, "title")
        prose = self._prose()
        event = self._event(title or ("" if prose else reader.text(self.record, "text")))
        figures = self._figures()
        claims = [self._claim(event, title)] if event else []
        claims += [self._count(count, figure, event) for count, figure in figures]
        if not claims and not prose:
            raise Refused("nothing in the row says what happened")
        claims += self._passed_on(claims)
        claims += self._placing(event)
        return Row(
            (*claims, *prose),
            self.record.line,
            problems=tuple(self.problems),
            readers=tuple(self.readers),
        )

    def _problem(self, error: Refused) -> None:
        record = self.record
        name = self.reader.source.name
        self.problems.append(Reject(name, record.line, error.reason, error.column, record.raw))

    # ------------------------------------------------------------------ values

    def _agent(self, role: str) -> Entity | None:
        name = self.reader.coded(self.record, role)[0]
        return self.reader.entity(name, self.roles[role], _AGENTS) if name else None

    def _code(self, role: str) -> str:
        try:
            return self.reader.coded(self.record, role)[0]
        except Refused as error:
            self._problem(error)
            return ""

    def _evidence(self) -> tuple[str, ...]:
        found: dict[str, None] = {}
        for role in ("url", "evidence"):
            field = self.roles.get(role)
            try:
                value, column = self.reader.value(self.record, field)
                found.update(dict.fromkeys(addresses(value, field.separator if field else "", column)))
            except Refused as error:
                self._problem(error)
        return tuple(found)

    def _place(self) -> Entity | None:
        """The place by its name, with the coordinates of the row if it is not a known one."""
        reader, record = self.reader, self.record
        field = self.roles.get("place")
        name = reader.text(record, "place")
        try:
            where = self._point()
        except Refused as error:
            self._problem(error)
            where = ""
        if not name and not where:
            return None
        known = reader.entity(name, field, _PLACES) if name else None
        if known and (known.iri or not where):
            return known
        kind = known.kind if known else "Place"
        return Entity(name or where, kind, scope=f"{reader.scope}/{where}", wkt=where)

    def _point(self) -> str:
        reader, record = self.reader, self.record
        value, column = reader.value(record, self.roles.get("coordinates"))
        if value is not None:
            parts = (
                [text_in(each) for each in value]
                if isinstance(value, list)
                else text_in(value).split(";" if self.decimal == "," else ",")
            )
            if len(parts) != 2:
                raise Refused("coordinates are a latitude and a longitude", column)
            north, east = (degrees(part.strip(), self.decimal, column) for part in parts)
        else:
            north, east = (degrees(*self._cell(role)) for role in ("latitude", "longitude"))
            column = (self.roles["latitude"].columns or ("",))[0] if "latitude" in self.roles else ""
        if bool(north) != bool(east):
            raise Refused("a latitude and a longitude need each other", column)
        if north and float(north) == 0 and float(east) == 0:
            raise Refused("0, 0 stands for coordinates that are not known", column)
        try:
            return point(north, east)
        except Refused as error:
            raise Refused(error.reason, column) from None

    def _cell(self, role: str) -> tuple[object, str, str]:
        value, column = self.reader.value(self.record, self.roles.get(role))
        return value, self.decimal, column

    # ------------------------------------------------------------------ what happened

    def _event(self, words: str) -> Event | None:
        """The event of the row; none if nothing but figures or prose tells of one."""
        kind = self._code("type")
        said = ""
        if "type" in self.roles:
            said = text_in(self.reader.value(self.record, self.roles["type"])[0])
        actor, target = self._agent_or_none("actor"), self._target()
        if not (kind or said or words or actor or target):
            return None
        kind = kind or "Event"
        roles = self._roles(kind, actor, target)
        described = words or (said if kind == "Event" else "")
        return Event(kind, self._identity(kind, target), roles, self.happened, described_as=described or None)

    def _agent_or_none(self, role: str) -> Entity | None:
        try:
            return self._agent(role)
        except Refused as error:
            self._problem(error)
            return None

    def _target(self) -> Entity | None:
        name = self.reader.text(self.record, "target")
        return self.reader.entity(name, self.roles["target"], _THINGS) if name else None

    def _roles(self, kind: str, actor: Entity | None, target: Entity | None) -> tuple[Role, ...]:
        roles = [Role("isPerformedBy", actor)] if actor else []
        if target:
            hostile = kind in STRIKES or family(kind) == "Attack"
            roles.append(Role("hasTarget" if hostile else "affects", target))
        if self.place and "placed_by" not in self.roles:
            roles.append(Role("takesPlaceAt", self.place))
        return tuple(roles)

    def _identity(self, kind: str, target: Entity | None) -> tuple[str, ...]:
        """The loss of one known thing happens once; any other event is the row's own."""
        if target and target.iri and family(kind) in _ONCE and is_a(target.kind, "Vessel"):
            return (family(kind), target.key)
        return ("Event", self.reader.scope, self.key)

    # ------------------------------------------------------------------ claims

    def _base(self, name: str, proposition: Proposition, words: str, passage: RecordPassage) -> Claim:
        return Claim(
            id=f"{self.key}/{name}",
            claimant=self.claimant,
            stance=self.stance,
            certainty=self.certainty,
            proposition=proposition,
            passage=passage,
            content_text=words,
            made_on=self.made_on,
            rules=(f"table/{self.reader.mapping.name}/{name}",),
            evidence=self.evidence,
        )

    def _claim(self, event: Event, title: str) -> Claim:
        words = title or event.described_as or self._code_words() or event.kind
        passage = RecordPassage(self.key, self.record.raw[:VERBATIM], line=self.record.line)
        about = () if self.place is None or "placed_by" not in self.roles else (self.place,)
        return self._base("event", Proposition(event, about=about), words, passage)

    def _code_words(self) -> str:
        return self.reader.text(self.record, "type")

    def _figures(self) -> list[tuple[Count, Figure]]:
        found: list[tuple[Count, Figure]] = []
        for count in self.reader.mapping.counts:
            try:
                figure = self._figure(count)
            except Refused as error:
                self._problem(error)
                continue
            if figure:
                found.append((count, figure))
        return found

    def _figure(self, count: Count) -> Figure | None:
        if count.figure:
            value, column = self.reader.value(self.record, count.figure)
            return figure_in(value, self.decimal, column)
        bounds: list[int | None] = []
        words: list[str] = []
        column = ""
        for field in (count.low, count.high):
            value, column = self.reader.value(self.record, field)
            figure = figure_in(value, self.decimal, column)
            if figure and (figure.low != figure.high or figure.approximate):
                raise Refused(f"{figure.text[:40]!r} is no plain number", column)
            bounds.append(figure.low if figure else None)
            words.append(figure.text if figure else "?")
        low, high = bounds
        if low is None and high is None:
            return None
        if low is not None and high is not None and low > high:
            raise Refused(f"the lower bound {low} is above the upper bound {high}", column)
        return Figure(low, high, False, " to ".join(dict.fromkeys(words)))

    def _count(self, count: Count, figure: Figure, event: Event | None) -> Claim:
        column = " ".join(count.columns)
        quantity = Quantity(
            kind=count.kind,
            low=figure.low,
            high=figure.high,
            approximate=figure.approximate,
            text=figure.text,
            counts=count.counts,
            group=count.group,
            status=count.status,
            side=self._named(count, "side", _SIDES),
            model=self._named(count, "model", ("MaterielType",)),
            place=self.place if event is None and "placed_by" not in self.roles else None,
            as_of=self._as_of(event),
        )
        passage = RecordPassage(self.key, figure.text, column or count.counts, self.record.line)
        name = f"{column or count.counts}/{count.counts}"
        claim = self._base(name, Proposition(event, quantity), f"{count.counts}: {figure.text}", passage)
        return replace(claim, rules=(f"table/{self.reader.mapping.name}/count",), hedge=figure.hedge or None)

    def _as_of(self, event: Event | None) -> TimeSpan | None:
        """A figure that belongs to no event holds as of the day for which it is given."""
        return (self.happened or self.made_on) if event is None else None

    def _named(self, count: Count, name: str, kinds: tuple[str, ...]) -> Entity | None:
        field = count.side if name == "side" else count.model
        said = text_in(self.reader.value(self.record, field)[0])
        return self.reader.entity(said, field, kinds) if said else None

    def _passed_on(self, claims: list[Claim]) -> list[Claim]:
        """The outlet's claims, if it is named and is not the claimant: it passes on what that one said."""
        if "outlet" not in self.roles or self.claimant.key == self.outlet.key:
            return []
        return [
            replace(claim, id=f"{claim.id}/told", claimant=self.outlet, relays=claim.id) for claim in claims
        ]

    def _placing(self, event: Event | None) -> list[Claim]:
        """Where it was, as claimed by whoever placed it."""
        if "placed_by" not in self.roles or self.place is None:
            return []
        who = self._agent_or_none("placed_by") or self.reader.publisher
        identity = event.key if event else ("Event", self.reader.scope, self.key)
        placed = Event("Event", identity, (Role("takesPlaceAt", self.place),))
        words = self.place.label
        passage = RecordPassage(self.key, self.record.raw[:VERBATIM], line=self.record.line)
        claim = self._base("place", Proposition(placed), words, passage)
        return [replace(claim, claimant=who, stance=Stance.ASSERTS, certainty=Certainty.UNSTATED)]

    def _prose(self) -> list[Claim]:
        reader = self.reader
        field = self.roles.get("text")
        value, column = reader.value(self.record, field)
        text = text_in(value)
        language = self._code("language") or reader.mapping.language
        if field is None or not text or not language.casefold().startswith("en"):
            return []
        day = self.made_on or self.happened
        exact = day.earliest.date() if day and day.earliest and len(day.edtf) == 10 else None
        refused: list[Refused] = []
        claims = cell_claims(
            text,
            row=self.key,
            column=column or "text",
            line=self.record.line,
            voice=self.outlet,
            published=exact,
            reference=reader.options.reference,
            scope=f"{reader.scope}/{digest(self.key)[:12]}",
            extractor=reader.options.extractor,
            refused=refused,
            readers=self.readers,
        )
        for error in refused:
            self._problem(error)
        own = self.outlet.key == reader.publisher.key
        return [
            replace(claim, evidence=claim.evidence or self.evidence, narration=claim.narration and own)
            for claim in claims
        ]
