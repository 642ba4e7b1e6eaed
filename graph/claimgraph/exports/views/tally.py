"""Counting claims for the views in which an edge stands for several of them.

What is counted goes through a sorter as one row for each claim, so that nothing is merged before it is
counted, and memory does not grow with the number of claims.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from itertools import groupby
from operator import itemgetter

from claimgraph.exports.claims import ClaimRecord
from claimgraph.exports.graph import Column, Spell, Value
from claimgraph.exports.spool import Row, Sorter
from claimgraph.exports.views.common import claim_day, claim_spells, merged

REJECTING = frozenset(("denies", "doubts"))
MOST_NAMES = 12
"""How many names or days a cell lists; the rest is a number."""

COUNTS = (
    Column("claims", "integer", "how many claims the edge stands for; its weight"),
    Column("asserting", "integer", "how many of them neither deny nor doubt"),
    Column("denying", "integer", "how many deny or doubt"),
    Column("reports", "integer", "in how many reports"),
    Column("first", "string", "the first day"),
    Column("last", "string", "the last day"),
    Column("examples", "string", "the content of some of the claims, in words"),
)


@dataclass(slots=True)
class Tally:
    """The claims behind one edge."""

    claims: set[str] = field(default_factory=set)
    denying: set[str] = field(default_factory=set)
    reports: set[str] = field(default_factory=set)
    days: set[str] = field(default_factory=set)
    spells: set[Spell] = field(default_factory=set)
    contents: Counter[str] = field(default_factory=Counter)
    claimants: set[str] = field(default_factory=set)
    findings: set[str] = field(default_factory=set)

    def add(
        self,
        claim: str,
        stance: str,
        report: str,
        day: str,
        spells: tuple[Spell, ...],
        title: str,
        claimant: str,
        finding: str,
    ) -> None:
        """Count a claim."""
        if claim not in self.claims:
            self.contents[title] += 1
        self.claims.add(claim)
        if stance in REJECTING:
            self.denying.add(claim)
        self.reports.add(report)
        self.days.add(day)
        self.spells.update(spells)
        self.claimants.add(claimant)
        if finding:
            self.findings.add(finding)

    @property
    def times(self) -> tuple[Spell, ...]:
        """When the claims were made, without overlaps."""
        return merged(self.spells)

    @property
    def weight(self) -> float:
        """The number of findings, or else of claims."""
        return float(len(self.findings) or len(self.claims))

    def counts(self) -> tuple[Value, ...]:
        """The cells of `COUNTS`."""
        starts = sorted(start for start, _ in self.spells if start)
        ends = sorted(end for _, end in self.spells if end)
        some = sorted(self.contents, key=lambda text: (-self.contents[text], text))
        return (
            len(self.claims),
            len(self.claims) - len(self.denying),
            len(self.denying),
            len(self.reports),
            starts[0] if starts else "",
            ends[-1] if ends else "",
            listed(some, 5),
        )

    def date(self) -> str:
        """The days on which the claims were made, as EDTF each."""
        return listed(sorted(self.days))


def listed(texts: Iterable[str], most: int = MOST_NAMES) -> str:
    """Texts joined by semicolons; beyond `most`, how many more there are.

    >>> listed(["a", "b", "c"], 2)
    'a; b; and 1 more'
    """
    given = [text for text in texts if text]
    more = [f"and {len(given) - most} more"] if len(given) > most else []
    return "; ".join(given[:most] + more)


def cells(claim: ClaimRecord, finding: str = "") -> Row:
    """What is counted of a claim, as a plain row; `finding` is the IRI of a finding that joins it."""
    return (
        claim.iri,
        claim.stance,
        claim.report.iri,
        claim_day(claim),
        claim_spells(claim),
        claim.title,
        claim.claimant.label,
        finding,
    )


class Tallies:
    """Claims by a key of several strings."""

    def __init__(self) -> None:
        """Start empty."""
        self._rows = Sorter()

    def add(self, key: tuple[str, ...], row: Row) -> None:
        """Count a claim, given by its `cells`, under a key; twice under one key counts once."""
        self._rows.append((key, row))

    def __iter__(self) -> Iterator[tuple[tuple[str, ...], Tally]]:
        """Yield keys in order, with what was counted."""
        for key, rows in groupby(self._rows, itemgetter(0)):
            tally = Tally()
            for _, row in rows:
                tally.add(*row)
            yield key, tally
