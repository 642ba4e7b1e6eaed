"""What the views share that count claims for agents (`actors`, `sources`), and those that list things."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import groupby
from operator import itemgetter

from claimgraph.exports.claims import ClaimReader
from claimgraph.exports.graph import IRI, TYPE, Column, Edge, Graph, Node, Value, one_line, short
from claimgraph.exports.rows import BATCH
from claimgraph.exports.spool import Sorter, chunks
from claimgraph.exports.views.common import LABEL, Speakers, size
from claimgraph.exports.views.tally import Tallies, Tally

ACTS_FOR = "acts for"
CLASS = Column("class", "string", "the ontology class of the agent, thing or report")
SIDE = Column("side", "string", "the side that the agent, or the claimant, is counted with")
PRINCIPAL = Column("acts_for", "string", "for whom the agent, or the claimant, acts in the end")
AGENT = (
    TYPE,
    IRI,
    CLASS,
    SIDE,
    PRINCIPAL,
    Column("claims_made", "integer", "how many of these claims it made"),
)
"""The first columns of agents."""


class Counting:
    """A graph whose nodes are agents and whose edges stand for several claims.

    A view notes the claims in `pairs`, `agents` (rows of agent, role, IRI) and `speakers`, then calls
    `add_edges`, `add_agent` for each node, and `note_dropped`.
    """

    def __init__(self, graph: Graph, reader: ClaimReader) -> None:
        """Put what is counted into `graph`; `reader` looks up what claims name."""
        self.graph = graph
        self.reader = reader
        self.base = reader.store.base
        self.pairs = Tallies()
        self.agents = Sorter()
        self.speakers = Speakers()

    def further(self, tally: Tally) -> tuple[Value, ...]:
        """The cells of an edge after the counts; a view with more columns overrides this."""
        return ()

    def add_edges(self) -> None:
        """Put the pairs into the graph, each kind of a pair as one edge."""
        for (source, target, kind), tally in self.pairs:
            values = (kind, tally.date(), *tally.counts(), *self.further(tally))
            label = f"{kind} ({int(tally.weight)})"
            ends = (short(source, self.base), short(target, self.base))
            self.graph.add_edges([Edge(*ends, kind, label, values, tally.weight, tally.times)])

    def add_agent(self, key: str, type_: str, numbers: tuple[int, ...], weight: int, *, speaks: bool) -> None:
        """Put an agent into the graph; `weight` is the number of claims behind its size.

        One who `speaks` gets an edge to the last of those for whom it acts.
        """
        agent = self.reader.names.agent(key)
        values: tuple[Value, ...] = (type_, agent.iri, agent.kind, agent.side, agent.acts_for_label, *numbers)
        id_ = short(key, self.base)
        self.graph.add_node(Node(id_, one_line(agent.label, LABEL) or id_, type_, values, size(weight)))
        if speaks and agent.acts_for:
            blank: list[Value] = [None] * (len(self.graph.edge_columns) - 1)
            ends = (id_, short(agent.acts_for, self.base))
            self.graph.add_edges([Edge(*ends, ACTS_FOR, ACTS_FOR, (ACTS_FOR, *blank))])

    def note_dropped(self) -> None:
        """Say how many links led to claims that are not selected."""
        if self.speakers.dropped:
            self.graph.notes.append(f"{self.speakers.dropped} links to claims outside the selection")

    def counted_agents(self) -> Iterator[tuple[str, dict[str, int]]]:
        """Each agent, looked up, with the numbers of claims and reports in its roles."""
        for part in chunks(_roles(self.agents), BATCH):
            self.reader.names.agents(key for key, _ in part)
            yield from part


def _roles(agents: Sorter) -> Iterator[tuple[str, dict[str, int]]]:
    for key, rows in groupby(agents, itemgetter(0)):
        counts = dict.fromkeys(("about", "made", "principal", "printed", "reports"), 0)
        for _, role, _ in rows:
            counts[role] += 1
        yield key, counts


def counted_things(
    things: Sorter, reader: ClaimReader, speaking: frozenset[str]
) -> Iterator[tuple[str, set[str], int]]:
    """Each thing, looked up, with its roles and the number of claims: made by or for it, or about it.

    `things` has rows of thing, role, claim (or nothing); those in one of the roles `speaking` are agents.
    """
    for part in chunks(_counted(things), BATCH):
        reader.names.learn(key for key, _, _ in part)
        reader.names.agents([key for key, roles, _ in part if roles & speaking])
        yield from part


def _counted(things: Sorter) -> Iterator[tuple[str, set[str], int]]:
    for key, rows in groupby(things, itemgetter(0)):
        roles: set[str] = set()
        claims: set[str] = set()
        for _, role, claim in rows:
            roles.add(role)
            if claim:
                claims.add(claim)
        yield key, roles, len(claims)
