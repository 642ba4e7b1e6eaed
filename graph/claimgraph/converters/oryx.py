"""Oryx's lists of equipment lost with visual proof, as tables (the scraped data set "oryx_data", CC BY 4.0).

Columns of a status list: country, origin, system, status, url, date_recorded, sysID, imageID, statusID,
matID.

* A row is a claim by Oryx: this item is seen destroyed, damaged, abandoned or captured; the picture is its
  evidence. The publisher of the table only transcribes.
* `date_recorded` is the day on which the entry was first seen in the list: the time of the claim, not of the
  loss. `country` owned the item, `origin` made it.
* An item is one picture (`sysID`, `imageID`): an entry "damaged and abandoned" is two rows of one item, so
  it is two claims about one thing, not a contradiction. A ship that bears a name is that ship in all rows.
* A number before the name ("12 BMK-460 …") is the running number in Oryx's list, no part of the name.

Two more forms are read: the headings with totals (`totals_by_type`) and the JSON list of losses by model.
Totals by system are the transcriber's own sums over rows, in which one ship counts four times: skipped.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from functools import lru_cache
from typing import Any, Final

from claimgraph.converters.base import Dataset, ReadOptions, Row, RowResult, Skipped, file_dataset
from claimgraph.converters.rows import (
    Record,
    Refused,
    calendar_day,
    comma_separated,
    count,
    day_span,
    json_array,
)
from claimgraph.converters.streams import Source
from claimgraph.extract.events.frames import family
from claimgraph.extract.syntax.kinds import kind_of
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
)
from claimgraph.reference.kinds import is_a
from claimgraph.reference.model import ENTITY_BASE
from claimgraph.vocabulary import CODE

NAME = "oryx"
VERSION = "0.1.0"
STATUS_COLUMNS: Final = ("country", "origin", "system", "status", "url", "date_recorded")
TOTALS = "a total over rows, computed by the transcriber"
HEADING = "a heading that sums up several types"
STATUSES: Final = {
    "destroyed": "Destruction",
    "damaged": "Damage",
    "captured": "CaptureOfMateriel",
    "abandoned": "MaterielLoss",
}
SIDES: Final = {"Russia": "russian-side", "Ukraine": "ukrainian-side"}
_RUNNING_NUMBER = re.compile(r"^\d{1,4} (?!mm\b|cm\b|x\d)")
_SHIP_NAME = re.compile(r"(?<![\w'])'([^'\d][^'(]*?)\s*(?:\([^)]*\))?'(?!')")
_HULL_NAME = re.compile(r"(?:patrol boat|tug) [A-Z]\d+ ([A-Z]\w+)$|\b[A-Z]{2}-\d+ ([A-Z]\w+ [A-Z]\w+) ")
_CLASS_IN_QUOTES = re.compile(r"'[^']*'[ -]class\b", re.IGNORECASE)
_BRACKETS = re.compile(r"\s*\([^()]*\)")
_ADDRESS = re.compile(r"(?i:https?)://[^/?#\s:\[\]]*\.[^/?#\s:\[\]]*(?:[/?#]\S*)?")
"""A web address with a domain and without a port."""


class OryxConverter:
    """Reads status lists, headings with totals, and the list by model."""

    name = NAME
    version = VERSION
    summary = "Oryx's lists of lost equipment (status lists, totals by type, losses by model)"
    needs = f"a header with {', '.join(STATUS_COLUMNS)}, or one of totals, or objects with equipment_oryx"

    def recognises(self, source: Source) -> bool:
        """Whether the header, or the first object, has the columns of one of the forms."""
        head = source.head.lstrip(b"\xef\xbb\xbf")
        if b'"equipment_oryx"' in head and head.lstrip().startswith(b"["):
            return True
        header = _header(head)
        return set(STATUS_COLUMNS) <= set(header) or _is_totals(header)

    def read(self, source: Source, options: ReadOptions) -> Iterator[Dataset]:
        """Yield the data set that the file is."""
        yield file_dataset(
            NAME, VERSION, "Equipment losses listed by Oryx", source, options, _Reader(source, options).rows()
        )


def _header(head: bytes) -> list[str]:
    line = head.split(b"\n", 1)[0].strip().decode("utf-8", "replace")
    return [name.strip('"') for name in line.split(",")]


def _is_totals(header: list[str]) -> bool:
    return header[:2] in (["country", "system"], ["country", "equipment_type"]) and "destroyed" in header


class _Reader:
    """Turns rows into claims by Oryx."""

    def __init__(self, source: Source, options: ReadOptions) -> None:
        self.source = source
        self.reference = options.reference
        oryx = self.reference.get(ENTITY_BASE + "oryx")
        self.claimant = oryx.entity if oryx else Entity("Oryx", "Organization")
        self.sides = {country: self._side(name) for country, name in SIDES.items()}
        self._systems: dict[str, Entity] = {}
        self._keys: dict[str, int | None] = {}

    def _side(self, name: str) -> Entity:
        found = self.reference.get(ENTITY_BASE + name)
        return found.entity if found else Entity(name.replace("-", " ").capitalize(), "Belligerent")

    def rows(self) -> Iterator[RowResult]:
        """Yield what becomes of each row."""
        head = self.source.head.lstrip(b"\xef\xbb\xbf \t\r\n")
        if head.startswith(b"["):
            records = json_array(self.source)
            read: Callable[[Record], RowResult] = self._model
        else:
            records = comma_separated(self.source)
            read = self._total if _is_totals(_header(head)) else self._status
        for record in records:
            if isinstance(record, Reject):
                yield record
                continue
            try:
                yield read(record)
            except Refused as error:
                yield Reject(self.source.name, record.line, error.reason, error.column, record.raw)

    # ------------------------------------------------------------------ status lists

    def _status(self, record: Record) -> RowResult:
        row = record.values
        country, status = self._country(row), row["status"]
        if status not in STATUSES:
            raise Refused(f"the status {status[:40]!r} is not one of {', '.join(STATUSES)}", "status")
        name = _RUNNING_NUMBER.sub("", row["system"].strip())
        if not name:
            raise Refused("no name of a system", "system")
        day = calendar_day(row["date_recorded"], "date_recorded")
        key = self._key(row, record.line)
        problems: list[Reject] = []
        evidence = _address(row["url"])
        if not evidence:
            reason = "no web address that can be followed; kept in the row only"
            problems.append(Reject(self.source.name, record.line, reason, "url", record.raw))
        system = self._system(name)
        item = self._item(name, country, row)
        claim = Claim(
            id=key,
            claimant=self.claimant,
            stance=Stance.ASSERTS,
            certainty=Certainty.CERTAIN,
            proposition=Proposition(self._loss(status, item), about=(system, country)),
            passage=RecordPassage(key, record.raw, line=record.line),
            content_text=f"{row['system']}: {status}",
            made_on=day_span(day),
            rules=(f"{NAME}/status",),
            evidence=(evidence,) if evidence else (),
        )
        return Row((claim,), record.line, problems=tuple(problems))

    def _key(self, row: Any, line: int) -> str:
        """The row's own key (`matID`), or else the address with the status."""
        key = row.get("matID") or f"{row['system']}|{row['url']}|{row['status']}"
        if key in self._keys:
            raise Refused(f"the row was given before (line {self._keys[key]})", "matID")
        self._keys[key] = line
        return str(key)

    def _country(self, row: Any) -> Entity:
        side = self.sides.get(row["country"])
        if side is None:
            raise Refused(f"{row['country'][:40]!r} is no side of this war", "country")
        return side

    def _loss(self, status: str, item: Entity) -> Event:
        kind = STATUSES[status]
        roles = [Role("affects", item)]
        if status == "abandoned":
            code = f"{CODE}loss-abandoned"
            roles.append(Role("hasLossStatus", Entity("abandoned", "LossStatus", iri=code)))
        return Event(kind, (family(kind), item.key), tuple(roles))

    def _item(self, name: str, country: Entity, row: Any) -> Entity:
        """The thing in the picture: a ship by its name, anything else as one item of its kind."""
        kind = _kind(name)
        if is_a(kind, "Vessel"):
            ship = self._ship(name, kind, country)
            if ship:
                return ship
        picture = "-".join(row.get(c) or "" for c in ("sysID", "imageID")).strip("-") or row["url"]
        return Entity(name, kind, scope=f"{NAME}/{picture}")

    def _ship(self, name: str, kind: str, country: Entity) -> Entity | None:
        said = ship_name(name)
        if not said:
            return None
        known = [each for each in self.reference.called(said) if each.is_a("Vessel")]
        same_side = [each for each in known if each.side in (None, country.iri)] or known
        if len(same_side) == 1:
            return same_side[0].entity
        return Entity(said, kind)

    def _system(self, name: str) -> Entity:
        """The model: known by a name of the reference data, or local to all lists under its own name."""
        found = self._systems.get(name)
        if found is None:
            spellings = (name, name.replace("-class", " class"), name.replace(" class", "-class"))
            known = [e for said in spellings for e in self.reference.called(said) if e.is_a("MaterielType")]
            kind = "VesselClass" if is_a(_kind(name), "Vessel") else "MaterielType"
            found = known[0].entity if known else Entity(_spelling(name), kind)
            self._systems[name] = found
        return found

    # ------------------------------------------------------------------ totals

    def _total(self, record: Record) -> RowResult:
        row = record.values
        if "system" in row:
            return Skipped(TOTALS, record.line)
        country = self._country(row)
        kind = row["equipment_type"].strip()
        if not kind:
            raise Refused("no type of equipment", "equipment_type")
        if "of which" in kind:
            return Skipped(HEADING, record.line)
        number = count(row.get("type_total"), "type_total")
        if number is None:
            raise Refused("no total", "type_total")
        figure = self._figure(number, kind.casefold(), country)
        key = f"{row['country']}/{kind}"
        return Row((self._count(figure, key, record, kind),), record.line)

    def _model(self, record: Record) -> Row:
        """A row of the list by model; it counts losses of the Russian side."""
        row = record.values
        model, kind = row.get("model"), row.get("equipment_oryx")
        if not isinstance(model, str) or not model.strip() or not isinstance(kind, str):
            raise Refused("no model or no type of equipment", "model")
        number = count(row.get("losses_total"), "losses_total")
        if number is None:
            raise Refused("no total", "losses_total")
        system = self._system(_RUNNING_NUMBER.sub("", model.strip()))
        figure = self._figure(number, kind.casefold(), self.sides["Russia"], system)
        return Row((self._count(figure, f"{kind}/{model}", record, model),), record.line)

    def _figure(self, number: int, counts: str, side: Entity, model: Entity | None = None) -> Quantity:
        return Quantity(
            kind="MaterielLossCount",
            low=number,
            high=number,
            approximate=False,
            text=str(number),
            counts=counts,
            side=side,
            model=model,
        )

    def _count(self, figure: Quantity, key: str, record: Record, what: str) -> Claim:
        if key in self._keys:
            raise Refused(f"the row was given before (line {self._keys[key]})")
        self._keys[key] = record.line
        return Claim(
            id=key,
            claimant=self.claimant,
            stance=Stance.ASSERTS,
            certainty=Certainty.CERTAIN,
            proposition=Proposition(quantity=figure),
            passage=RecordPassage(key, record.raw, line=record.line),
            content_text=f"{what}: {figure.text}",
            rules=(f"{NAME}/total",),
        )


def ship_name(system: str) -> str:
    """The name that a ship bears, if its entry gives one; names of classes in quotes are none.

    >>> ship_name("Project 99 Heron class cruiser 'Morning Star (XY-7)'")
    'Morning Star'
    >>> ship_name("Island-class patrol boat P190 Slovyansk"), ship_name("Project 5 'Heron' class boat")
    ('Slovyansk', '')
    """
    plain = _CLASS_IN_QUOTES.sub("", system)
    found = _SHIP_NAME.search(plain)
    if found:
        return found[1].strip()
    hull = _HULL_NAME.search(plain)
    return (hull[1] or hull[2]) if hull else ""


_OWN_KINDS: Final = (
    (r"\b(UAV|drone|UCAV)\b|unmanned aer", "UncrewedAircraft"),
    (r"submarine", "Submarine"),
    (r"corvette", "Corvette"),
    (r"frigate", "Frigate"),
    (r"cruiser", "Cruiser"),
    (r"[Ll]anding (ship|craft|boat)", "LandingShip"),
    (r"patrol boat|patrol ship|gunboat|assault boat", "PatrolBoat"),
    (r"minesweeper|command ship|reconnaissance ship|training vessel", "NavalVessel"),
    (r"\btug(boat)?\b|rescue vessel|class boat|\bboat\b(?!.*motor)", "Vessel"),
    (r"helicopter", "Helicopter"),
    (r"\btank\b|^T-(54|55|62|64|72|80|84|90)", "Tank"),
    (r"\b(BMP|BTR|BMD|MT-LB|M113|MRAP|APC|IFV|Bradley|MaxxPro)\b", "ArmouredVehicle"),
    (r"howitzer|mortar|\bMLRS?\b|Grad\b|field gun|towed gun|\bmm\b", "ArtillerySystem"),
    (r"surface-to-air|anti-aircraft|SAM\b|Buk|Tor\b|Pantsir|S-300", "AirDefenceSystem"),
    (r"truck|KamAZ|Ural|vehicle|jeep|GAZ|UAZ|ZiL", "LandVehicle"),
    (r"aircraft|strike fighter|bomber|\bSu-\d|\bMiG-\d", "Aircraft"),
)


@lru_cache(maxsize=16_384)
def _kind(system: str) -> str:
    """The class of an item, as far as its name tells: `Materiel` if it does not."""
    plain = _BRACKETS.sub("", system)
    for pattern, kind in _OWN_KINDS:
        if re.search(pattern, plain):
            return kind
    found = kind_of(plain.casefold().split())
    return found.kind if found and is_a(found.kind, "Materiel") else "Materiel"


def _spelling(name: str) -> str:
    """One spelling for twins: "Heron class boat" and "Heron-class boat"."""
    return re.sub(r"(?<=\w) [Cc]lass\b", "-class", name)


def _address(url: str) -> str:
    """A web address that can be followed, or nothing.

    >>> _address("https://example.org/a.jpg"), _address("ihttps://x.jpg"), _address("")
    ('https://example.org/a.jpg', '', '')
    """
    return url if _ADDRESS.fullmatch(url) else ""
