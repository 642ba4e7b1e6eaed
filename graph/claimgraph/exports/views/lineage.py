"""The view `lineage`: how an account went on, from who said it first to who repeated it and through whom.

    claim --relays--> claim       it passes on the other, as its words say
    claim --repeats--> claim      the first one with this content and stance, in the order of publication
    claim --quotes--> claim       the first one with the same words in quotation marks

Every claim is a node; `first` marks those that no earlier one in the selection says. Words in quotation marks
count as the same when they are, case and marks aside, and there are four of them or more.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
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
from claimgraph.exports.spool import Sorter, Spool
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
        words = first = ""
        for said, day, _, address in self.quotations:
            if said == words:
                self.graph.add_edges([self.edge(address, first, "quotes", _day(day))])
            else:
                words, first = said, address

    def note(self, claim: ClaimRecord) -> None:
        """Put a claim where others with its content and its quotation are."""
        self.claims.append((claim.iri,))
        order = (claim.report.day or _LAST, f"{claim.report.iri}#{claim.start:0>9}", claim.iri)
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
            )
        )
        words = re.findall(r"\w+", normalise_name(claim.text))
        if claim.direct and len(words) >= QUOTED_WORDS:
            self.quotations.append((" ".join(words), *order))
        for other in claim.relays:
            self.links.add(other, self.edge(claim.iri, other, "relays", claim.report.day))

    def put(self, rows: Iterator[tuple[str, ...]]) -> None:
        """The claims with one content and stance, the first of them and then those that repeat it."""
        first = ""
        for _, stance, day, _, address, claimant, side, what, text, direct, outlet in rows:
            label = one_line(f"{claimant} {stance}: {what or text}", LABEL)
            values = ("claim", address, claimant, side, stance, what, text, bool(direct), outlet, _day(day))
            node = Node(short(address, self.base), label, "claim", (*values, not first), SIZE)
            self.graph.add_node(node._replace(spells=spell(None, _day(day))))
            if first:
                self.graph.add_edges([self.edge(address, first, "repeats", _day(day))])
            first = first or address

    def edge(self, source: str, target: str, kind: str, day: str) -> Edge:
        ends = (short(source, self.base), short(target, self.base))
        return Edge(*ends, kind, "", (kind, day))._replace(spells=spell(None, day))


def _day(day: str) -> str:
    return "" if day == _LAST else day
