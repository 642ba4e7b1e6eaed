"""What the views share: days out of times, sizes, ids, and links whose other end may not be in the graph."""

from __future__ import annotations

import math
import re
from collections.abc import Iterable, Iterator
from datetime import date, timedelta
from functools import cache

from claimgraph.exports.claims import ClaimRecord, Time
from claimgraph.exports.graph import SIZE, Edge, Graph, Node, Spell
from claimgraph.exports.spool import Row, Sorter
from claimgraph.vocabulary import cg

LABEL = 50
"""Characters of a label, so that a picture can be read; the whole text is in a column."""
SYMMETRIC = {
    "Contradiction": "contradicts",
    "Corroboration": "corroborates",
    "TranscriptionDifference": "differs from",
}
_DAY = re.compile("[0-9]{4}-[0-9]{2}-[0-9]{2}")
"""Days that every reader takes; years before 1 or after 9999 stay in the columns alone."""
DIRECTED = {"Supersession": "supersedes", "Retraction": "retracts"}


def spell(time: Time | None, day: str = "") -> tuple[Spell, ...]:
    """The days that a time covers, from its outer bounds; else the `day`; else nothing.

    A month covers all its days; an open end stays open.

    >>> spell(Time("2022-04", "2022-04-01T00:00:00Z", "2022-05-01T00:00:00Z"))
    (('2022-04-01', '2022-04-30'),)
    >>> spell(Time("../2022-04-17", "", "2022-04-18T00:00:00Z"), "2022-04-16"), spell(None, "2022-04-16")
    ((('', '2022-04-17'),), (('2022-04-16', '2022-04-16'),))
    """
    if time and (time.earliest or time.latest):
        start, end = time.earliest[:10], last_day(time.latest)
    else:
        start = end = day
    if not (start or end) or any(one and not _DAY.fullmatch(one) for one in (start, end)):
        return ()
    return ((start, end),)


def last_day(latest: str) -> str:
    """The last day before an instant (which is exclusive).

    >>> last_day("2022-04-15T00:00:00Z"), last_day("2022-04-15T06:00:00Z")
    ('2022-04-14', '2022-04-15')
    """
    if not latest[11:].startswith("00:00:00") or latest[19:20] == ".":
        return latest[:10]
    try:
        return (date.fromisoformat(latest[:10]) - timedelta(days=1)).isoformat()
    except (ValueError, OverflowError):
        return latest[:10]


def merged(spells: Iterable[Spell]) -> tuple[Spell, ...]:
    """Spells in order, those that overlap or follow each other day by day joined: Gephi refuses overlaps.

    >>> merged([("2022-04-14", "2022-04-15"), ("2022-04-15", "2022-04-16"), ("2022-05-01", "")])
    (('2022-04-14', '2022-04-16'), ('2022-05-01', ''))
    """
    out: list[Spell] = []
    for start, end in sorted(set(spells)):
        if out and _joins(out[-1][1], start):
            before = out[-1]
            out[-1] = (before[0], "" if not end or not before[1] else max(before[1], end))
        else:
            out.append((start, end))
    return tuple(out)


def _joins(end: str, start: str) -> bool:
    if not end or not start or start <= end:
        return True
    try:
        return date.fromisoformat(end) + timedelta(days=1) >= date.fromisoformat(start)
    except (ValueError, OverflowError):
        return False


def claim_day(claim: ClaimRecord) -> str:
    """When a claim was made, as EDTF; else the day of its report."""
    return claim.said.edtf if claim.said else claim.report.day


def claim_spells(claim: ClaimRecord) -> tuple[Spell, ...]:
    """The days on which a claim may have been made; else the day of its report."""
    return spell(claim.said, claim.report.day)


def size(count: int) -> float:
    """The diameter of a node that `count` claims belong to: grows with the root, as area with the number.

    >>> size(0), size(1), size(16), size(10**9)
    (10.0, 10.0, 28.0, 100.0)
    """
    return round(min(SIZE + 6.0 * (math.sqrt(max(count, 1)) - 1), 100.0), 1)


def relation_kind(claim: ClaimRecord, kind: str, other: str, replaced: str) -> str:
    """The kind of the edge from a claim to another for a finding; nothing if the other one has the edge."""
    if kind in DIRECTED:
        if replaced == other or (not replaced and claim.iri < other):
            return DIRECTED[kind]
        return ""
    return SYMMETRIC[kind] if claim.iri < other else ""


class Links:
    """Edges to claims that are in the graph or not: sorted by target and joined with the claims."""

    def __init__(self) -> None:
        """Start without links."""
        self._links = Sorter()
        self.dropped = 0

    def add(self, target: str, edge: Edge) -> None:
        """Keep an edge to the claim with the IRI `target`."""
        self._links.append((target, *edge))

    def join(self, graph: Graph, claims: Iterable[str]) -> None:
        """Add the edges to those of the `claims` (sorted); count the others in `dropped`."""
        known = iter(claims)
        current = next(known, None)
        bundle: list[Edge] = []
        previous = ""
        for target, *cells in self._links:
            if target != previous:
                graph.add_edges(bundle)
                bundle, previous = [], target
            while current is not None and current < target:
                current = next(known, None)
            if current == target:
                bundle.append(Edge(*cells))
            else:
                self.dropped += 1
        graph.add_edges(bundle)


def put(graph: Graph, nodes: Iterable[Node]) -> None:
    """Add nodes."""
    for node in nodes:
        graph.add_node(node)


def ordered(sorter: Sorter) -> Iterator[str]:
    """The first cells of sorted rows, each once."""
    last = None
    for row in sorter:
        if row[0] != last:
            last = row[0]
            yield row[0]


class Speakers:
    """Links from a speaker to the claim of another one, resolved to that other speaker."""

    def __init__(self) -> None:
        """Start without links."""
        self._made = Sorter()
        self._links = Sorter()
        self.dropped = 0

    def made(self, claim: str, speaker: str) -> None:
        """Note whose a claim is."""
        self._made.append((claim, speaker))

    def link(self, claim: str, speaker: str, kind: str, row: Row) -> None:
        """Link `speaker` to the speaker of `claim`; `row` is passed on."""
        self._links.append((claim, speaker, kind, row))

    def join(self) -> Iterator[tuple[tuple[str, str, str], Row]]:
        """Yield (speaker, kind, other speaker) and row; count links to unknown claims in `dropped`."""
        known = iter(self._made)
        current = next(known, None)
        for claim, speaker, kind, row in self._links:
            while current is not None and current[0] < claim:
                current = next(known, None)
            if current is not None and current[0] == claim:
                yield (speaker, kind, current[1]), row
            else:
                self.dropped += 1


@cache
def is_agent(kind: str) -> bool:
    """Whether a class (by local name) is one of agents.

    >>> is_agent("MediaOutlet"), is_agent("Cruiser")
    (True, False)
    """
    from claimgraph.reasoning.tables import compiled

    return compiled().is_a(cg(kind), cg("Agent"))
