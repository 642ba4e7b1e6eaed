"""The view `lineage`: how an account went on, from who said it first to who repeated it and through whom.

    claim --relays--> claim       it passes on the other, as its words say
    claim --traced--> claim       it comes from the other, in another report, as the reasoning finds
    claim --repeats--> claim      the first one with this content and stance, in the order of publication;
                                  a withdrawal repeats nobody's denial
    claim --quotes--> claim       the first one with the same words in quotation marks

Within one report a claim comes after the one that it passes on, wherever the words stand, and `relays` alone
joins the two. Every claim is a node; `first` marks those that no earlier one in the selection says. Words in
quotation marks count as the same when they are, case and marks aside, and there are four of them or more.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import groupby
from operator import itemgetter

from claimgraph.exports.claims import ClaimReader, ClaimRecord
from claimgraph.exports.graph import (
    DATE,
    IRI,
    RELATION,
    SIZE,
    TYPE,
    Column,
    Edge,
    Graph,
    Node,
    one_line,
    short,
)
from claimgraph.exports.spool import Row, Sorter, Spool
from claimgraph.exports.views.claims import ClaimsView
from claimgraph.exports.views.common import LABEL, Links, spell
from claimgraph.model import normalise_name

QUOTED_WORDS = 4
"""Fewer words than these are said by many without anybody repeating anybody."""
_LAST = "9999"
_OF_CLAIMS = {column.name: column for column in ClaimsView.node_columns}
_SHARED = ("claimant", "side", "stance", "what", "quote", "direct_quote", "outlet", "date_published")
"""The columns that claims have here as in the view `claims`."""


class LineageView:
    """The view `lineage`."""

    name = "lineage"
    summary = "claims in the order in which they appeared: who said it first, who passes on and repeats it"
    node_columns = (
        TYPE,
        IRI,
        *(_OF_CLAIMS[name] for name in _SHARED),
        Column("withdrawn", "boolean", "whether it was withdrawn or replaced later"),
        Column("first", "boolean", "whether no earlier claim of the selection says it with this stance"),
    )
    edge_columns = (RELATION, DATE)

    def fill(self, graph: Graph, claims: Iterable[ClaimRecord], reader: ClaimReader) -> None:
        """Put the claims into the graph and join them."""
        _Filling(graph, reader).run(claims)


class _Filling:
    def __init__(self, graph: Graph, reader: ClaimReader) -> None:
        self.graph = graph
        self.base = reader.store.base
        self.contents = Sorter()
        self.quotations = Sorter()
        self.claims = Spool()
        self.links = Links()

    def run(self, claims: Iterable[ClaimRecord]) -> None:
        for claim in claims:
            self.note(claim)
        for _, rows in groupby(self.contents, itemgetter(0, 1)):
            self.put(rows)
        self.join_quotations()
        self.links.join(self.graph, (row[0] for row in self.claims))
        if self.links.dropped:
            self.graph.notes.append(f"{self.links.dropped} links to claims outside the selection")

    def join_quotations(self) -> None:
        """Join each quotation with its first appearance."""
        for _, rows in groupby(self.quotations, itemgetter(0)):
            first = ""
            for _, day, _, _, address, relays in _origins_first(rows, 1):
                if first and first not in relays:
                    self.graph.add_edges([self.edge(address, first, "quotes", _day(day))])
                first = first or address

    def note(self, claim: ClaimRecord) -> None:
        """Put a claim where others with its content and its quotation are."""
        self.claims.append((claim.iri,))
        place = (claim.report.iri, f"{claim.start:0>9}", claim.iri)
        order = (claim.report.day or _LAST, *place, tuple(claim.relays))
        self.contents.append(
            (
                claim.proposition,
                claim.stance,
                *order,
                claim.claimant.label,
                claim.claimant.side,
                claim.what,
                claim.text,
                "true" if claim.direct else "",
                claim.report.outlet_label,
                "true" if claim.withdrawn else "",
                "true" if _takes_back(claim) else "",
            )
        )
        words = re.findall(r"\w+", normalise_name(claim.text))
        if claim.direct and len(words) >= QUOTED_WORDS:
            self.quotations.append((" ".join(words), *order))
        for other in claim.relays:
            self.links.add(other, self.edge(claim.iri, other, "relays", claim.report.day))
        for other in claim.traced:
            self.links.add(other, self.edge(claim.iri, other, "traced", claim.report.day))

    def put(self, rows: Iterator[Row]) -> None:
        """The claims with one content and stance, the first of them and then those that repeat it."""
        first = ""
        for _, stance, day, _, _, address, relays, *told in _origins_first(rows, 2):
            claimant, side, what, text, direct, outlet, withdrawn, takes_back = told
            label = one_line(f"{claimant} {stance}: {what or text}", LABEL)
            values = ("claim", address, claimant, side, stance, what, text, bool(direct), outlet, _day(day))
            node = Node(
                short(address, self.base), label, "claim", (*values, bool(withdrawn), not first), SIZE
            )
            self.graph.add_node(node._replace(spells=spell(None, _day(day))))
            if first and first not in relays and not takes_back:
                self.graph.add_edges([self.edge(address, first, "repeats", _day(day))])
            first = first or address

    def edge(self, source: str, target: str, kind: str, day: str) -> Edge:
        ends = (short(source, self.base), short(target, self.base))
        return Edge(*ends, kind, "", (kind, day))._replace(spells=spell(None, day))


def _takes_back(claim: ClaimRecord) -> bool:
    """Whether a claim withdraws another one of its claimant, and so repeats nobody's."""
    return any(one.kind == "Retraction" and one.replaced == one.other for one in claim.relations)


def _origins_first(rows: Iterator[Row], start: int) -> Iterator[Row]:
    """The rows in order, but those of one report by their distance from the origin.

    From `start` on a row has day, report, place in it, claim and the claims that this one passes on, all of
    them of the same report.
    """
    for _, part in groupby(rows, itemgetter(slice(start, start + 2))):
        together = list(part)
        passed_on = {row[start + 3]: row[start + 4] for row in together}
        if any(passed_on.values()):
            together.sort(key=lambda row: _distance(row[start + 3], passed_on))
        yield from together


def _distance(claim: str, passed_on: Mapping[str, Sequence[str]]) -> int:
    """The steps from a claim to the end of the longest chain of those that it passes on.

    >>> _distance("c", {"a": (), "b": ("a",), "c": ("b", "of another content")})
    2
    """
    steps, met, edge = 0, {claim}, {claim}
    while edge := {one for known in edge for one in passed_on[known] if one in passed_on} - met:
        met |= edge
        steps += 1
    return steps


def _day(day: str) -> str:
    return "" if day == _LAST else day
