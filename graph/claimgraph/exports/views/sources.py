"""The view `sources`: which outlet quotes whom, who passes on whom, who prints the words of whom.

    outlet --quotes--> speaker        claims of the speaker in reports of the outlet
    outlet --narrates--> outlet       what the outlet says in its own voice (a loop, its weight the number)
    speaker --relays--> speaker       claims that pass on a claim of the other
    outlet --copies--> outlet         passages of eight words or more that an earlier report of the other has
    speaker --acts for--> agent       from the reference data

An edge stands for several claims; `claims` says how many, and the weight is that number.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from itertools import groupby
from operator import itemgetter

from claimgraph.exports.claims import ClaimReader, ClaimRecord
from claimgraph.exports.graph import DATE, RELATION, Column, Graph
from claimgraph.exports.spool import Row, Sorter
from claimgraph.exports.views.counting import AGENT, Counting
from claimgraph.exports.views.tally import COUNTS, cells

COPIED_WORDS = 8
"""So many words in the same order are no accident; shorter passages are not compared."""


class SourcesView:
    """The view `sources`."""

    name = "sources"
    summary = "which outlet quotes whom, who passes on whom, who prints whose words; edges count claims"
    node_columns = (
        *AGENT,
        Column("claims_printed", "integer", "how many of these claims it published"),
        Column("reports", "integer", "how many reports it published"),
    )
    edge_columns = (RELATION, DATE, *COUNTS)

    def fill(self, graph: Graph, claims: Iterable[ClaimRecord], reader: ClaimReader) -> None:
        """Count the claims and put outlets, speakers and edges into the graph."""
        _Sources(graph, reader).run(claims)


class _Sources(Counting):
    def __init__(self, graph: Graph, reader: ClaimReader) -> None:
        super().__init__(graph, reader)
        self.passages = Sorter()

    def run(self, claims: Iterable[ClaimRecord]) -> None:
        for claim in claims:
            self.count(claim)
        for (speaker, kind, other), row in self.speakers.join():
            self.pairs.add((speaker, other, kind), row)
        for key, row in self.copies():
            self.pairs.add(key, row)
        self.add_edges()
        for agent, counts in self.counted_agents():
            type_ = "outlet" if counts["reports"] else "speaker" if counts["made"] else "entity"
            numbers = (counts["made"], counts["printed"], counts["reports"])
            self.add_agent(agent, type_, numbers, max(numbers), speaks=counts["made"] > 0)
        self.note_dropped()

    def count(self, claim: ClaimRecord) -> None:
        speaker, outlet = claim.voice, claim.report.outlet
        self.agents.append((speaker, "made", claim.iri))
        self.speakers.made(claim.iri, speaker)
        for other in claim.relays:
            self.speakers.link(other, speaker, "relays", cells(claim))
        if claim.claimant.acts_for:
            self.agents.append((claim.claimant.acts_for, "principal", ""))
        if outlet:
            self.agents.append((outlet, "printed", claim.iri))
            self.agents.append((outlet, "reports", claim.report.iri))
            self.pairs.add((outlet, speaker, "narrates" if speaker == outlet else "quotes"), cells(claim))
            words = " ".join(re.findall(r"\w+", claim.sentence.casefold()))
            if words.count(" ") >= COPIED_WORDS - 1:
                self.passages.append((words, claim.report.day, outlet, cells(claim)))

    def copies(self) -> Iterator[tuple[tuple[str, str, str], Row]]:
        """The claims of passages that one outlet printed after another one had."""
        for _, rows in groupby(self.passages, itemgetter(0)):
            first = ""
            for _, _, outlet, row in rows:
                first = first or outlet
                if outlet != first:
                    yield (outlet, first, "copies"), row
