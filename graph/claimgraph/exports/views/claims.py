"""The view `claims`: every claim is a node, between who said it, what it says, and where it was printed.

    speaker --says--> claim --content--> proposition --about--> entity
                      claim --printed in--> report --published by--> outlet
                      claim --relays | replaces | reviews | contradicts | corroborates …--> claim

A claim is never an edge: two claims of one speaker on one thing stay two nodes, whatever a program merges.
"""

from __future__ import annotations

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
    Value,
    one_line,
    short,
)
from claimgraph.exports.rows import BATCH, lookup
from claimgraph.exports.spool import Sorter, Spool, chunks
from claimgraph.exports.views.common import (
    LABEL,
    Links,
    claim_day,
    claim_spells,
    put,
    relation_kind,
    size,
    spell,
)
from claimgraph.exports.views.counting import CLASS, PRINCIPAL, SIDE, counted_things


class ClaimsView:
    """The view `claims`."""

    name = "claims"
    summary = "every claim as a node, with its speaker, proposition, report and what it is about"
    node_columns = (
        TYPE,
        IRI,
        CLASS,
        Column("claims", "integer", "how many of these claims belong to the node"),
        Column("claimant", "string", "whose stance the claim is"),
        PRINCIPAL,
        SIDE,
        Column(
            "stance", "string", "asserts, denies, doubts, undetermined, predicts, warns, concedes, believes"
        ),
        Column("certainty", "string", "certain, probable, possible, unstated"),
        Column("what", "string", "the content, worded from the graph"),
        Column("quote", "string", "the words of the report for the content"),
        Column("direct_quote", "boolean", "whether these words are the claimant's own"),
        Column("narration", "boolean", "whether the report says it in its own voice"),
        Column("hedge", "string", "the words that weaken the claim"),
        Column("rating", "string", "the finding of a fact-check, as worded"),
        Column("figure", "string", "the figure as written"),
        Column("low", "integer", "the lower bound of the figure"),
        Column("high", "integer", "the upper bound of the figure"),
        Column("date_said", "string", "when it was said (EDTF), if the report tells"),
        Column("date_event", "string", "when it is said to have happened (EDTF)"),
        Column("date_published", "string", "the day of the report"),
        Column("outlet", "string", "who published the report"),
        Column("sentence", "string", "the passage that reports the claim"),
        Column("offsets", "string", "where the passage stands in the text, in code points"),
        Column("source_file", "string", "the file of the report"),
        Column("source_url", "string", "the address of the report"),
    )
    edge_columns = (
        RELATION,
        DATE,
        Column("stance", "string", "the stance of the claim that the edge belongs to"),
        Column("rule", "string", "by which test two claims were joined"),
        Column("grade", "string", "firm or possible"),
        Column("reading", "string", "the reading under which the two claims are joined"),
        Column("why", "string", "the reason, in words"),
    )

    def fill(self, graph: Graph, claims: Iterable[ClaimRecord], reader: ClaimReader) -> None:
        """Put claims and all around them into the graph."""
        _Filling(graph, reader).run(claims)


_AGENTS = frozenset(("speaker", "principal", "outlet"))
"""Roles of agents."""


class _Filling:
    def __init__(self, graph: Graph, reader: ClaimReader) -> None:
        self.graph = graph
        self.reader = reader
        self.base = reader.store.base
        self.things = Sorter()
        self.propositions = Sorter()
        self.reports = Sorter()
        self.links = Links()
        self.claims = Spool()
        self.width = len(graph.node_columns)
        self.places = {column.name: place for place, column in enumerate(graph.node_columns)}

    def run(self, claims: Iterable[ClaimRecord]) -> None:
        for claim in claims:
            self.claims.append((claim.iri,))
            self.graph.add_node(self.claim_node(claim))
            self.graph.add_edges(self.claim_edges(claim))
            self.refer(claim)
        put(self.graph, self.proposition_nodes())
        put(self.graph, self.report_nodes())
        put(self.graph, self.thing_nodes())
        self.links.join(self.graph, (row[0] for row in self.claims))
        if self.links.dropped:
            self.graph.notes.append(f"{self.links.dropped} links to claims outside the selection")

    def node(self, address: str, label: str, type_: str, size_: float, **cells: Value) -> Node:
        values: list[Value] = [None] * self.width
        values[0], values[1] = type_, self.reader.names.address(address)
        for name, cell in cells.items():
            values[self.places[name.rstrip("_")]] = cell
        text = one_line(label, LABEL) or short(address, self.base)
        return Node(short(address, self.base), text, type_, tuple(values), size_)

    def edge(self, source: str, target: str, kind: str, label: str = "", *cells: str) -> Edge:
        padded = (*cells, *("",) * (len(self.graph.edge_columns) - 1 - len(cells)))
        return Edge(short(source, self.base), short(target, self.base), kind, label, (kind, *padded))

    # ------------------------------------------------------------------ claims

    def claim_node(self, claim: ClaimRecord) -> Node:
        figure = claim.figure
        node = self.node(
            claim.iri,
            f"{claim.stance}: {claim.title}",
            "claim",
            SIZE,
            class_="Claim",
            claimant=claim.claimant.label,
            acts_for=claim.claimant.acts_for_label,
            side=claim.claimant.side,
            stance=claim.stance,
            certainty=claim.certainty,
            what=claim.what,
            quote=claim.text,
            direct_quote=claim.direct,
            narration=claim.narration,
            hedge=claim.hedge,
            rating=claim.rating,
            figure=claim.figure_text,
            low=int(figure.low) if figure and figure.low else None,
            high=int(figure.high) if figure and figure.high else None,
            date_said=claim.said.edtf if claim.said else "",
            date_event="; ".join(time.edtf for time in claim.happened),
            date_published=claim.report.day,
            outlet=claim.report.outlet_label,
            sentence=claim.sentence,
            offsets=f"{claim.start}-{claim.end}" if claim.start else "",
            source_file=claim.report.file,
            source_url=claim.report.url,
        )
        return node._replace(spells=claim_spells(claim))

    def claim_edges(self, claim: ClaimRecord) -> Iterator[Edge]:
        date, spells = claim_day(claim), claim_spells(claim)
        for source, target, kind, label in self.claim_ends(claim):
            edge = self.edge(source, target, kind, label, date, claim.stance)
            yield edge._replace(spells=spells)

    def claim_ends(self, claim: ClaimRecord) -> Iterator[tuple[str, str, str, str]]:
        yield claim.voice, claim.iri, "says", claim.stance
        yield claim.iri, claim.proposition, "content", ""
        yield claim.iri, claim.report.iri, "printed in", ""
        for entity in claim.about:
            if entity not in claim.about_proposition:
                yield claim.iri, entity, "about", ""
        for agent in claim.made_to:
            yield claim.iri, agent, "said to", ""

    def refer(self, claim: ClaimRecord) -> None:
        """Note what the claim refers to, and its links to other claims."""
        self.things.append((claim.voice, "speaker", claim.iri))
        for thing in (*claim.about, *claim.made_to):
            self.things.append((thing, "entity", claim.iri))
        if claim.claimant.acts_for:
            self.things.append((claim.claimant.acts_for, "principal", claim.iri))
        if claim.report.outlet:
            self.things.append((claim.report.outlet, "outlet", claim.iri))
        self.propositions.append((claim.proposition, claim.iri))
        self.reports.append((claim.report.iri, claim.iri))
        day, spells = claim_day(claim), claim_spells(claim)
        others_by_kind = (("relays", claim.relays), ("replaces", claim.replaces), ("reviews", claim.reviews))
        for kind, others in others_by_kind:
            for other in others:
                edge = self.edge(claim.iri, other, kind, "", day, claim.stance)
                self.links.add(other, edge._replace(spells=spells))
        for found in claim.relations:
            kind = relation_kind(claim, found.kind, found.other, found.replaced)
            if kind:
                cells = ("", "", found.rule, found.grade, found.reading, found.why)
                self.links.add(found.other, self.edge(claim.iri, found.other, kind, found.grade, *cells))

    # ------------------------------------------------------------------ what they refer to

    def proposition_nodes(self) -> Iterator[Node]:
        counted = ((key, sum(1 for _ in rows)) for key, rows in groupby(self.propositions, itemgetter(0)))
        for part in chunks(counted, BATCH):
            described = lookup(self.reader.store, "proposition", [key for key, _ in part])
            for key, count in part:
                label = next((text for text, _ in described.get(key, []) if text), "")
                things = sorted({thing for _, thing in described.get(key, []) if thing})
                for thing in things:
                    self.things.append((thing, "entity", ""))
                self.graph.add_edges(self.edge(key, thing, "about") for thing in things)
                node = self.node(key, label, "proposition", size(count), class_="Proposition", claims=count)
                yield self.with_text(node, label)

    def with_text(self, node: Node, what: str) -> Node:
        """The whole wording in its column, since the label may be cut."""
        values = list(node.values)
        values[self.places["what"]] = what
        return node._replace(values=tuple(values))

    def report_nodes(self) -> Iterator[Node]:
        for address, rows in groupby(self.reports, itemgetter(0)):
            count = sum(1 for _ in rows)
            report = self.reader.document(address)
            if report.outlet:
                edge = self.edge(address, report.outlet, "published by", "", report.day)
                self.graph.add_edges([edge])
            node = self.node(
                address,
                report.headline or report.file or f"{report.outlet_label} {report.day}",
                "report",
                size(count),
                class_=report.kind,
                claims=count,
                date_published=report.day,
                outlet=report.outlet_label,
                what=report.headline,
                source_file=report.file,
                source_url=report.url,
            )
            yield node._replace(spells=spell(None, report.day))

    def thing_nodes(self) -> Iterator[Node]:
        """Speakers, outlets and entities, each once, with the number of claims that name or make them."""
        for key, roles, count in counted_things(self.things, self.reader, _AGENTS):
            yield self.thing_node(key, roles, count)

    def thing_node(self, key: str, roles: set[str], count: int) -> Node:
        type_ = "outlet" if "outlet" in roles else "speaker" if "speaker" in roles else "entity"
        names = self.reader.names
        cells: dict[str, Value] = {"class_": names.kind(key), "claims": count}
        if type_ != "entity" or "principal" in roles:
            agent = names.agent(key)
            cells |= {"acts_for": agent.acts_for_label, "side": agent.side}
            if "speaker" in roles and agent.acts_for:
                self.graph.add_edges([self.edge(key, agent.acts_for, "acts for")])
        return self.node(key, names.label(key), type_, size(count), **cells)
