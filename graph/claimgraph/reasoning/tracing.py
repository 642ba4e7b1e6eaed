"""What reports have from other reports, traced to these: laid to an outlet, or told in the words of another.

"The bridge collapsed, according to Harbour Wire" makes Harbour Wire the claimant, in a report of somebody
else. Where the store has the report of Harbour Wire that says so, the account goes on there: who said it in
that report is nearer to its origin. And what a report tells in its own voice, in the words of another report,
comes from that one (see `copying`). Both are worked out, not said; so they are findings (`cg:Tracing`), and
no `cg:relays` between the two.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from claimgraph.reasoning.copying import copied
from claimgraph.reasoning.findings import Asked, Relation
from claimgraph.reasoning.record import ClaimRow

if TYPE_CHECKING:
    from claimgraph.reasoning.contradictions import Case


def tracings(case: Case, nodes: set[str] | None = None) -> list[Relation]:
    """The tracings of a case, sorted; with `nodes` only those on one of these.

    >>> from claimgraph.reasoning.contradictions import read_case
    >>> from claimgraph.reasoning.record import Reader
    >>> from claimgraph.store import EmbeddedStore
    >>> tracings(read_case(Reader(EmbeddedStore.in_memory())))
    []
    """
    tracer = case.tracer
    found = [*tracer.laid_to_outlets(nodes), *tracer.copies(nodes)]
    case.facts.need({name for claim, _, node, _ in found for name in (node, claim.claimant)})
    relations = []
    for claim, source, node, reason in found:
        reason = reason or f"what is laid to {case.facts.label(claim.claimant)} stands in its own report"
        asked = Asked(node, "", "", f"Who said so first: {case.facts.label(node)}?")
        relations.append(Relation("Tracing", claim.iri, source.iri, reason, "", asked))
    return sorted(relations, key=lambda one: one.key)


_Found = tuple[ClaimRow, ClaimRow, str, str]
"""A claim, the one that it is traced to, the event or content, and the reason if it is not the usual one."""


class Tracer:
    """Finds where the claims of a case come from."""

    def __init__(self, case: Case) -> None:
        """Index what each outlet printed on each event."""
        self.case = case
        self.outlets = {one.outlet for one in case.claims.values()}
        self.printed: dict[tuple[str, str, str], list[ClaimRow]] = {}
        for claim in case.claims.values():
            if claim.outlet and claim.published:
                for node in self.told(claim):
                    self.printed.setdefault((claim.outlet, node, claim.stance), []).append(claim)

    def laid_to_outlets(self, nodes: set[str] | None) -> Iterator[_Found]:
        """Yield the claims that reports lay to other outlets, with those in the outlets' own reports.

        Each is traced to a claim with the same stance in a report that its claimant published no later. Best
        is the same content, then one that tells of the same events at least as much as their kinds, if the
        traced one gives no figure; the outlet's own words before what it lays to others; the first in time.
        What is itself laid to a third outlet must be of an earlier day, so that no chain comes back to where
        it began. An event of which no day is known is another one in each report, and not traced.
        """
        for claim in self.case.claims.values():
            node = self.told(claim)[0]
            if claim.claimant != claim.outlet and (nodes is None or node in nodes):
                source = self.source(claim, node)
                if source:
                    yield claim, source, node, ""

    def copies(self, nodes: set[str] | None) -> Iterator[_Found]:
        """Yield what reports tell in their own voice and have from others, each claim once."""
        alike: dict[tuple[str, str], list[ClaimRow]] = {}
        for (outlet, node, stance), claims in self.printed.items():
            if nodes is None or node in nodes:
                own = (one for one in claims if one.claimant == outlet and not one.relays)
                alike.setdefault((node, stance), []).extend(own)
        for (node, _), claims in sorted(alike.items()):
            for claim, source, reason in copied(claims, self.case.credit, self._says_as_much):
                if self.told(claim)[0] == node:
                    yield claim, source, node, reason

    def told(self, claim: ClaimRow) -> list[str]:
        """The events of which a claim tells; of one that tells of none, the content itself."""
        content = self.case.contents.get(claim.proposition)
        return sorted(content.events()) if content and any(content.events()) else [claim.proposition]

    def source(self, claim: ClaimRow, node: str) -> ClaimRow | None:
        """The claim to which one leads in the reports of its claimant, if there is one."""
        if claim.claimant not in self.outlets or claim.claimant == claim.outlet:
            return None
        own = self.printed.get((claim.claimant, node, claim.stance), [])
        passed_on = {one.relays for one in own}
        fitting = [
            one
            for one in own
            if one.iri not in passed_on
            and self._leads_on(one, claim, node)
            and self._says_as_much(one, claim)
        ]

        def rank(one: ClaimRow) -> tuple[object, ...]:
            return (one.proposition != claim.proposition, one.claimant != claim.claimant, one.order)

        return min(fitting, key=rank, default=None)

    def _leads_on(self, one: ClaimRow, claim: ClaimRow, node: str) -> bool:
        """Whether a claim was printed before another, or on the same day and not laid to a third outlet."""
        laid_on = one.claimant != one.outlet and (one.claimant, node, one.stance) in self.printed
        day = claim.published[:10]
        return one.published[:10] < day or (one.published[:10] == day and not laid_on)

    def _says_as_much(self, one: ClaimRow, claim: ClaimRow) -> bool:
        """Whether one has the content of the other, or tells of its events as much as their kinds."""
        if one.proposition == claim.proposition:
            return True
        contents, tables = self.case.contents, self.case.tables
        ours, theirs = contents.get(one.proposition), contents.get(claim.proposition)
        if ours is None or theirs is None or any(theirs.quantities()):
            return False
        return all(
            any(tables.is_a(mine, kind) for mine in ours.types(event))
            for event in theirs.events()
            for kind in theirs.types(event)
        )
