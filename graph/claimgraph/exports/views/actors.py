"""The view `actors`: who speaks about whom, who contradicts whom, who passes on what whom says.

    agent --speaks about--> agent     claims whose words or content name the other
    agent --contradicts--> agent      findings between claims of the two (both ways are one edge)
    agent --corroborates--> agent     the same for findings that agree
    agent --relays--> agent           claims that pass on a claim of the other
    agent --acts for--> agent         from the reference data

An edge stands for several claims; `claims` says how many, and the weight is that number (of findings for the
second and third kind). The claims themselves are in the view `claims`.
"""

from __future__ import annotations

from collections.abc import Iterable
from itertools import groupby
from operator import itemgetter

from claimgraph.exports.claims import ClaimReader, ClaimRecord
from claimgraph.exports.graph import DATE, IRI, RELATION, TYPE, Column, Edge, Graph, Node, one_line, short
from claimgraph.exports.rows import BATCH
from claimgraph.exports.spool import Sorter, chunks
from claimgraph.exports.views.common import LABEL, Speakers, is_agent, size
from claimgraph.exports.views.tally import COUNTS, Tallies, Tally, cells

_FINDINGS = {"Contradiction": "contradicts", "Corroboration": "corroborates"}


class ActorsView:
    """The view `actors`."""

    name = "actors"
    summary = "who speaks about whom, contradicts, corroborates, passes on; edges count claims"
    node_columns = (
        TYPE,
        IRI,
        Column("class", "string", "the ontology class of the agent"),
        Column("side", "string", "the side that it is counted with"),
        Column("acts_for", "string", "for whom it acts in the end"),
        Column("claims_made", "integer", "how many of these claims it made"),
        Column("claims_about", "integer", "how many of these claims name it"),
    )
    edge_columns = (RELATION, DATE, *COUNTS, Column("findings", "integer", "how many findings it stands for"))

    def fill(self, graph: Graph, claims: Iterable[ClaimRecord], reader: ClaimReader) -> None:
        """Count the claims and put agents and edges into the graph."""
        _Counting(graph, reader).run(claims)


class _Counting:
    def __init__(self, graph: Graph, reader: ClaimReader) -> None:
        self.graph = graph
        self.reader = reader
        self.base = reader.store.base
        self.pairs = Tallies()
        self.agents = Sorter()
        self.speakers = Speakers()

    def run(self, claims: Iterable[ClaimRecord]) -> None:
        for claim in claims:
            self.count(claim)
        for key, row in self.speakers.join():
            source, kind, target = key
            if kind != "relays":
                source, target = sorted((source, target))
            self.pairs.add((source, target, kind), row)
        for pair, tally in self.pairs:
            self.graph.add_edges([self.edge(pair, tally)])
        self.nodes()
        if self.speakers.dropped:
            self.graph.notes.append(f"{self.speakers.dropped} links to claims outside the selection")

    def count(self, claim: ClaimRecord) -> None:
        speaker = claim.claimant.iri
        self.agents.append((speaker, "made", claim.iri))
        if claim.claimant.acts_for:
            self.agents.append((claim.claimant.acts_for, "principal", ""))
        for thing in claim.about:
            if is_agent(self.reader.names.kind(thing)):
                self.agents.append((thing, "about", claim.iri))
                if thing != speaker:
                    self.pairs.add((speaker, thing, "speaks about"), cells(claim))
        self.speakers.made(claim.iri, speaker)
        for other in claim.relays:
            self.speakers.link(other, speaker, "relays", cells(claim))
        for found in claim.relations:
            if found.kind in _FINDINGS:
                self.speakers.link(found.other, speaker, _FINDINGS[found.kind], cells(claim, found.iri))

    def edge(self, key: tuple[str, ...], tally: Tally) -> Edge:
        source, target, kind = key
        values = (kind, tally.date(), *tally.counts(), len(tally.findings))
        label = f"{kind} ({int(tally.weight)})"
        ends = (short(source, self.base), short(target, self.base))
        return Edge(*ends, kind, label, values, tally.weight, tally.times)

    def nodes(self) -> None:
        for part in chunks(_counted(self.agents), BATCH):
            self.reader.names.agents(key for key, _ in part)
            for key, claims in part:
                self.node(key, len(claims["made"]), len(claims["about"]))

    def node(self, key: str, made: int, about: int) -> None:
        agent = self.reader.names.agent(key)
        type_ = "speaker" if made else "entity"
        values = (type_, key, agent.kind, agent.side, agent.acts_for_label, made, about)
        label = one_line(agent.label, LABEL) or short(key, self.base)
        self.graph.add_node(Node(short(key, self.base), label, type_, values, size(made + about)))
        if made and agent.acts_for:
            edge = Edge(
                short(key, self.base), short(agent.acts_for, self.base), "acts for", "acts for", _ACTS_FOR
            )
            self.graph.add_edges([edge])


_ACTS_FOR = ("acts for", *[None] * (len(ActorsView.edge_columns) - 1))


def _counted(agents: Sorter) -> Iterable[tuple[str, dict[str, set[str]]]]:
    """Each agent with the claims that it made and that name it."""
    for key, rows in groupby(agents, itemgetter(0)):
        claims: dict[str, set[str]] = {"made": set(), "about": set(), "principal": set()}
        for _, role, claim in rows:
            claims[role].add(claim)
        yield key, claims
