"""GDELT: tables of machine-coded events, of their mentions, and of what articles hold (GKG).

Tab-separated without header or quoting: Events 2.0 with 61 columns, 1.0 with 58 or 57, Mentions 16, GKG 27.
The columns are those of the GDELT codebooks (Event Database V2.0, Global Knowledge Graph V2.1).

* What a row says is claimed by the outlet as the machine coded it, never by the row's Actor1.
* Codes of statements (roots 01, 11, 12 and 13) tell that Actor1 said something, and not what: the outlet
  relays a claim by Actor1 whose content is not given.
* `SQLDATE` is when the event is said to have been, `DATEADDED` when the article came in: the time of the
  claim.
* Event codes are text; the Goldstein value stays in the row. Places carry FIPS codes.
* GKG quotations have no speaker, and get none. GCAM is left out.
* Each event keeps to its GLOBALEVENTID: the machine does not tell which events of other sources it means.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from typing import Final

from claimgraph.converters.base import Dataset, ReadOptions, RowResult
from claimgraph.converters.gdelt_events import EventReader
from claimgraph.converters.gdelt_gkg import GkgReader
from claimgraph.converters.gdelt_parts import Reader
from claimgraph.converters.rows import Refused, tab_separated
from claimgraph.converters.streams import Source
from claimgraph.model import Entity, Reject

NAME = "gdelt"
VERSION = "0.1.0"
_EVENT_ROW: Final = re.compile(rb"\d+\t\d{8}\t\d{6}\t\d{4}\t")
_MENTION_ROW: Final = re.compile(rb"\d+\t\d{14}\t\d{14}\t\d+\t")
_GKG_ROW: Final = re.compile(rb"\d{14}-T?\d+\t\d{14}\t\d+\t")
_FORMS: Final[tuple[tuple[str, re.Pattern[bytes], Callable[[Source, ReadOptions], Reader]], ...]] = (
    ("events", _EVENT_ROW, lambda source, options: EventReader(source, options)),
    ("mentions", _MENTION_ROW, lambda source, options: EventReader(source, options)),
    ("gkg", _GKG_ROW, lambda source, options: GkgReader(source, options)),
)


class GdeltConverter:
    """Reads Events (2.0 and 1.0), Mentions and GKG 2.1 tables."""

    name = NAME
    version = VERSION
    summary = "GDELT tables: events (61, 58 or 57 columns), mentions, GKG 2.1"
    needs = ""

    def recognises(self, source: Source) -> bool:
        """Whether the first line starts as a row of one of the tables does."""
        return self._form(source) is not None

    def _form(self, source: Source) -> tuple[str, Callable[[Source, ReadOptions], Reader]] | None:
        for name, pattern, reader in _FORMS:
            if pattern.match(source.head):
                return name, reader
        return None

    def read(self, source: Source, options: ReadOptions) -> Iterator[Dataset]:
        """Yield the data set that the file is."""
        name, reader = self._form(source) or ("events", _FORMS[0][2])
        yield Dataset(
            name=f"{NAME}/{name}/{source.stem}",
            publisher=Entity("GDELT Project", "Organization"),
            converter=f"{NAME} {VERSION}",
            source=source,
            rows=_rows(source, reader(source, options)),
            title=options.headline or f"GDELT {name}: {source.stem}",
            published=options.published,
            url=options.url,
        )


def _rows(source: Source, reader: Reader) -> Iterator[RowResult]:
    for row in tab_separated(source):
        if isinstance(row, Reject):
            yield row
            continue
        line, cells, raw = row
        try:
            yield reader.row(line, cells, raw)
        except Refused as error:
            yield Reject(source.name, line, error.reason, error.column, raw)
