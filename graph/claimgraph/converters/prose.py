"""Prose inside a row: the text reader on one cell.

What the cell says in its own voice is claimed by whoever wrote it (`voice`); what it ascribes to others, by
those. The cell is the passage of all its claims, for a row counts as a passage.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from datetime import date
from typing import TYPE_CHECKING

from claimgraph.converters.rows import Refused
from claimgraph.converters.text import Finding
from claimgraph.model import Claim, Entity, ReaderRun, RecordPassage
from claimgraph.reference.loader import Reference

if TYPE_CHECKING:
    from claimgraph.readers.base import Extractor


def cell_claims(
    text: str,
    *,
    row: str,
    column: str,
    line: int | None,
    voice: Entity,
    published: date | None,
    reference: Reference,
    scope: str,
    extractor: Extractor | None = None,
    refused: list[Refused] | None = None,
    readers: list[ReaderRun] | None = None,
) -> list[Claim]:
    """The claims of one cell of prose; ids begin with the key of the row and the name of the column.

    `published` anchors "on Thursday". `scope` is the key that entities carry which the cell only describes.
    Claims with one claimant, stance and content are one claim. The `extractor` finds who is quoted, in place
    of the rules; what of its answer is not in the cell goes to `refused`, and who read it to `readers`.

    >>> from claimgraph.reference.loader import Reference
    >>> harbour = Entity("Harbour Data", "Organization")
    >>> [claim] = cell_claims("Ukraine said the cruiser Moskva sank.", row="7", column="notes", line=2,
    ...     voice=harbour, published=date(2022, 4, 15), reference=Reference.default(), scope="x/7")
    >>> claim.id, claim.claimant.label, claim.passage.column
    ('7/notes/c1', 'Government of Ukraine', 'notes')
    """
    from claimgraph.extract.reader import read  # its rules take longest to load, and few feeds have prose

    finding = Finding(extractor)
    reading = read(
        text,
        body=[(0, len(text))],
        headline=None,
        outlet=voice,
        published=published,
        reference=reference,
        scope=scope,
        find=finding if extractor else None,
    )
    if refused is not None:
        refused += (Refused(one.reason, column) for one in finding.rejects(text, ""))
    claims, runs = finding.credited(reading.claims)
    if readers is not None:
        readers += runs
    return _once(claims, RecordPassage(row, text, column, line))


def _once(claims: Iterable[Claim], passage: RecordPassage) -> list[Claim]:
    """The claims of a cell, those with one claimant, stance and content as one, with ids of the table."""
    kept: dict[tuple[object, ...], Claim] = {}
    names: dict[str, str] = {}
    for claim in claims:
        same = (claim.claimant.key, claim.stance, claim.proposition)
        first = kept.setdefault(same, claim)
        names[claim.id] = f"{passage.row}/{passage.column}/{first.id}"
    return [_in_cell(claim, passage, names) for claim in kept.values()]


def _in_cell(claim: Claim, passage: RecordPassage, names: dict[str, str]) -> Claim:
    own = names[claim.id]
    relays = names.get(claim.relays or "")
    return replace(
        claim,
        id=own,
        passage=passage,
        source=(),
        cue=None,
        content=(),
        relays=relays if relays != own else None,
        replaces=names.get(claim.replaces or ""),
    )
