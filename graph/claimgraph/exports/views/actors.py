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

from claimgraph.exports.claims import ClaimReader, ClaimRecord
from claimgraph.exports.graph import DATE, RELATION, Column, Graph, Value
from claimgraph.exports.views.common import is_agent
from claimgraph.exports.views.counting import AGENT, Counting
from claimgraph.exports.views.tally import COUNTS, Tally, cells

_FINDINGS = {"Contradiction": "contradicts", "Corroboration": "corroborates"}


class ActorsView:
    """The view `actors`."""

    name = "actors"
    summary = "who speaks about whom, contradicts, corroborates, passes on; edges count claims"
    node_columns = (
        *AGENT,
        Column("claims_about", "integer", "how many of these claims name it"),
    )
    edge_columns = (RELATION, DATE, *COUNTS, Column("findings", "integer", "how many findings it stands for"))

    def fill(self, graph: Graph, claims: Iterable[ClaimRecord], reader: ClaimReader) -> None:
        """Count the claims and put agents and edges into the graph."""
        _Actors(graph, reader).run(claims)


class _Actors(Counting):
    def further(self, tally: Tally) -> tuple[Value, ...]:
        return (len(tally.findings),)

    def run(self, claims: Iterable[ClaimRecord]) -> None:
        for claim in claims:
            self.count(claim)
        for key, row in self.speakers.join():
            source, kind, target = key
            if kind != "relays":
                source, target = sorted((source, target))
            self.pairs.add((source, target, kind), row)
        self.add_edges()
        for agent, counts in self.counted_agents():
            made, about = counts["made"], counts["about"]
            type_ = "speaker" if made else "entity"
            self.add_agent(agent, type_, (made, about), made + about, speaks=made > 0)
        self.note_dropped()

    def count(self, claim: ClaimRecord) -> None:
        speaker = claim.voice
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
