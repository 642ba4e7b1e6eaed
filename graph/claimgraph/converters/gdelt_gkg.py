"""Rows of GDELT's Global Knowledge Graph 2.1: counts and quotations that articles hold.

A quotation has no speaker in the table; its claim belongs to somebody unnamed, relayed by the outlet. A count
("KILL#12#soldiers#…") is the outlet's, tied to an event of this article alone.
"""

from __future__ import annotations

from typing import Final

from claimgraph.converters.base import ReadOptions, Row, RowResult, Skipped
from claimgraph.converters.gdelt_parts import Names, moment
from claimgraph.converters.rows import Refused
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
    Role,
    Stance,
    TimeSpan,
)

COLUMNS: Final = (
    "GKGRECORDID", "DATE", "SourceCollectionIdentifier", "SourceCommonName", "DocumentIdentifier", "Counts",
    "V2Counts", "Themes", "V2Themes", "Locations", "V2Locations", "Persons", "V2Persons", "Organizations",
    "V2Organizations", "V2Tone", "Dates", "GCAM", "SharingImage", "RelatedImages", "SocialImageEmbeds",
    "SocialVideoEmbeds", "Quotations", "AllNames", "Amounts", "TranslationInfo", "Extras",
)  # fmt: skip
NOTHING = "an article without counts or quotations"
_CASUALTIES: Final = {"KILL": "killed", "WOUND": "wounded", "ARREST": "detained"}
_MOST: Final = 10**12


class GkgReader:
    """Reads rows of the GKG."""

    def __init__(self, source: Source, options: ReadOptions) -> None:
        self.source = source
        self.names = Names(options)

    def row(self, line: int, cells: list[str], raw: str) -> RowResult:
        """What becomes of a row; see `Reader.row`."""
        if len(cells) != len(COLUMNS):
            raise Refused(f"{len(cells)} columns where the GKG has {len(COLUMNS)}")
        row = dict(zip(COLUMNS, cells, strict=True))
        key = row["GKGRECORDID"]
        if not key:
            raise Refused("no record number", "GKGRECORDID")
        when = moment(row["DATE"], "DATE")
        outlet = self.names.outlet(row["SourceCommonName"] or row["DocumentIdentifier"] or "unnamed outlet")
        article = _Article(key, line, outlet, when, row["DocumentIdentifier"])
        claims: list[Claim] = []
        problems: list[Reject] = []
        for column, read in (("Counts", self._count), ("Quotations", self._quotation)):
            for number, block in enumerate(_blocks(row[column], column)):
                try:
                    claims += read(article, number, block)
                except Refused as error:
                    problems.append(Reject(self.source.name, line, error.reason, column, block))
        if not claims and not problems:
            return Skipped(NOTHING, line)
        return Row(tuple(claims), line, problems=tuple(problems))

    def _count(self, article: _Article, number: int, block: str) -> list[Claim]:
        parts = block.split("#")
        if len(parts) < 10:
            raise Refused("a count with fewer than 10 parts")
        what, figure, group, kind, place, fips, _, lat, long, feature = parts[:10]
        if not figure.isdigit() or int(figure) > _MOST:
            raise Refused(f"{figure[:20]!r} is no count")
        where = self.names.place(kind, place, fips, lat, long, feature)
        event = Event(
            "Event",
            ("Event", "gdelt-gkg", article.key, str(number)),
            (Role("takesPlaceAt", where),) if where else (),
            described_as=f"counted by GDELT as {what}",
        )
        quantity = Quantity(
            kind="CasualtyCount" if what in _CASUALTIES else "Quantity",
            low=int(figure),
            high=int(figure),
            approximate=False,
            text=figure,
            counts=_CASUALTIES.get(what) or what.casefold().replace("_", " "),
            group=group,
        )
        proposition = Proposition(event, quantity)
        return [article.claim(f"Counts/{number}", article.outlet, proposition, block, "Counts")]

    def _quotation(self, article: _Article, number: int, block: str) -> list[Claim]:
        parts = block.split("|", 3)
        if len(parts) < 4 or not parts[3].strip():
            raise Refused("a quotation with fewer than 4 parts, or without words")
        words = parts[3].strip()
        event = Event("Event", ("Event", "gdelt-gkg-quote", article.key, parts[0]), described_as=words)
        speaker = Entity("unnamed speaker", "UnnamedSource", scope=f"gdelt/{article.key}/{parts[0]}")
        name = f"Quotations/{number}"
        content = Proposition(event)
        said = article.claim(name, speaker, content, words, "Quotations", quoted=True)
        told = article.claim(f"{name}/told", article.outlet, content, words, "Quotations", relays=said.id)
        return [said, told]


class _Article:
    """The article that a row is about."""

    def __init__(self, key: str, line: int, outlet: Entity, when: TimeSpan, address: str) -> None:
        self.key = key
        self.line = line
        self.outlet = outlet
        self.when = when
        self.evidence = (address,) if address.startswith(("http://", "https://")) else ()

    def claim(
        self,
        name: str,
        claimant: Entity,
        proposition: Proposition,
        words: str,
        column: str,
        *,
        quoted: bool = False,
        relays: str | None = None,
    ) -> Claim:
        """A claim read from one block of a cell."""
        block = name.removesuffix("/told")
        return Claim(
            id=f"{self.key}/{name}",
            claimant=claimant,
            stance=Stance.ASSERTS,
            certainty=Certainty.UNSTATED,
            proposition=proposition,
            passage=RecordPassage(f"{self.key}/{block}", words, column, self.line),
            content_text=words,
            direct_quote=quoted,
            made_on=self.when,
            relays=relays,
            rules=("gdelt/gkg",),
            evidence=self.evidence,
        )


def _blocks(cell: str, column: str) -> list[str]:
    """The blocks of a cell: counts are separated by semicolons, quotations by number signs."""
    separator = ";" if column == "Counts" else "#"
    return [block for block in cell.split(separator) if block.strip()]
