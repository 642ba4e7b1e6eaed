"""Deterministic IRIs: the same thing gets the same IRI, so loading twice changes nothing.

Everything is hashed (SHA-256, the first 160 bits in hexadecimal) from what identifies it:

=============  =================================================================================
node           identified by
=============  =================================================================================
report         outlet, date, SHA-256 of the text
passage        report IRI + `#char=start,end` (RFC 5147), or `#row=key;column=name` for a feed
claim          passage, claimant, stance, proposition, and the content span where it was cut out
proposition    its content: the sorted canonical N-Triples (no blank nodes; equals RDFC-1.0 order)
event          its key: family of classes, what it affects or where, when
entity         reference IRI, else kind, folded name, and the report for mere descriptions
time span      its EDTF text
quantity       its content
extraction     report, name and version of the reader
=============  =================================================================================
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable
from urllib.parse import quote

from claimgraph.model import Entity, Event, Passage, RecordPassage, Report, TimeSpan
from claimgraph.vocabulary import DATA


def digest(*parts: str) -> str:
    """The first 160 bits of SHA-256 over the parts, in hexadecimal; parts cannot run into each other.

    >>> digest("a", "b") == digest("ab")
    False
    >>> len(digest("a"))
    40
    """
    joined = "".join(f"{len(part)}:{part}" for part in parts)
    return hashlib.sha256(joined.encode("utf-8")).hexdigest()[:40]


class Minter:
    """Makes IRIs under one data base.

    >>> Minter("https://example.org/data/").time(TimeSpan("2022-04-14"))
    'https://example.org/data/time/2022-04-14'
    """

    def __init__(self, base: str = DATA) -> None:
        """`base` is the namespace of this store's data and ends with `/` or `#`."""
        self.base = base

    def report(self, report: Report) -> str:
        """The IRI of a report."""
        return f"{self.base}report/{digest(report.key)}"

    def passage(self, report_iri: str, passage: Passage | RecordPassage) -> str:
        """The IRI of a passage of the report, or of a row or cell of a feed."""
        if isinstance(passage, Passage):
            return f"{report_iri}#char={passage.start},{passage.end}"
        column = f";column={quote(passage.column, safe='')}" if passage.column else ""
        return f"{report_iri}#row={quote(passage.row, safe='')}{column}"

    def entity(self, entity: Entity) -> str:
        """The IRI of an entity: its reference IRI, or one of its own."""
        return entity.iri or f"{self.base}entity/{digest(entity.key)}"

    def event(self, event: Event) -> str:
        """The IRI of an event, by its key."""
        return f"{self.base}event/{digest(*event.key)}"

    def time(self, span: TimeSpan) -> str:
        """The IRI of a time span, readable because EDTF is short."""
        return f"{self.base}time/{quote(span.edtf, safe='.:+~?-')}"

    def proposition(self, content: Iterable[str]) -> str:
        """The IRI of a proposition, from the N-Triples lines of its content."""
        return f"{self.base}proposition/{digest(*sorted(content))}"

    def quantity(self, content: Iterable[str]) -> str:
        """The IRI of a quantity, from its predicate-object pairs."""
        return f"{self.base}count/{digest(*sorted(content))}"

    def extraction(self, report_iri: str, reader: str, version: str) -> str:
        """The IRI of a run of a reader over a report."""
        return f"{self.base}extraction/{digest(report_iri, reader, version)}"

    def claim(self, passage: str, claimant: str, stance: str, proposition: str, part: str) -> str:
        """The IRI of a claim; `part` tells apart two cuts of one passage with equal content."""
        return f"{self.base}claim/{digest(passage, claimant, stance, proposition, part)}"
