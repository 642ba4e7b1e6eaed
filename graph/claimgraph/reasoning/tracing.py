"""What reports lay to an outlet, traced to the report of that outlet itself.

"The bridge collapsed, according to Harbour Wire" makes Harbour Wire the claimant, in a report of somebody
else. Where the store has the report of Harbour Wire that says so, the account goes on there: who said it in
that report is nearer to its origin. That is worked out, not said; so it is a finding (`cg:Tracing`), and no
`cg:relays` between the two.
"""

from __future__ import annotations

from collections.abc import Mapping

from claimgraph.reasoning.contradictions import Case
from claimgraph.reasoning.findings import Asked, Relation
from claimgraph.reasoning.record import ClaimRow

_Key = tuple[str, str, str]
"""An outlet, an event or content, and a stance."""


def tracings(case: Case, nodes: set[str] | None = None) -> list[Relation]:
    """The tracings of a case, sorted; with `nodes` only those on one of these.

    A claim whose claimant is not the outlet that printed it is traced to a claim with the same stance in a
    report that its claimant published no later. Best is the same content, then one that tells of the same
    events at least as much as their kinds, if the traced one gives no figure; the outlet's own words before
    what it lays to others; the first in time. What is itself laid to a third outlet must be of an earlier
    day, so that no chain comes back to where it began. An event of which no day is known is another one in
    each report, and not traced.

    >>> from claimgraph.reasoning.contradictions import read_case
    >>> from claimgraph.reasoning.record import Reader
    >>> from claimgraph.store import EmbeddedStore
    >>> tracings(read_case(Reader(EmbeddedStore.in_memory())))
    []
    """
    printed: dict[_Key, list[ClaimRow]] = {}
    for claim in case.claims.values():
        if claim.outlet and claim.published:
            for node in _told(case, claim):
                printed.setdefault((claim.outlet, node, claim.stance), []).append(claim)
    pairs = []
    for claim in case.claims.values():
        node = _told(case, claim)[0]
        if claim.claimant != claim.outlet and (nodes is None or node in nodes):
            source = _source(case, claim, node, printed)
            if source:
                pairs.append((claim, source, node))
    case.facts.need({name for claim, _, node in pairs for name in (node, claim.claimant)})
    found = []
    for claim, source, node in pairs:
        reason = f"what is laid to {case.facts.label(claim.claimant)} stands in its own report"
        asked = Asked(node, "", "", f"Who said so first: {case.facts.label(node)}?")
        found.append(Relation("Tracing", claim.iri, source.iri, reason, "", asked))
    return sorted(found, key=lambda one: one.key)


def _told(case: Case, claim: ClaimRow) -> list[str]:
    """The events of which a claim tells; of one that tells of none, the content itself."""
    content = case.contents.get(claim.proposition)
    return sorted(content.events()) if content and any(content.events()) else [claim.proposition]


def _source(
    case: Case, claim: ClaimRow, node: str, printed: Mapping[_Key, list[ClaimRow]]
) -> ClaimRow | None:
    """The claim to which this one leads in the reports of its claimant, if there is one."""
    own = printed.get((claim.claimant, node, claim.stance), [])
    passed_on = {one.relays for one in own}
    day = claim.published[:10]

    def leads_on(one: ClaimRow) -> bool:
        laid_on = one.claimant != one.outlet and (one.claimant, node, one.stance) in printed
        return one.published[:10] < day or (one.published[:10] == day and not laid_on)

    fitting = [
        one for one in own if one.iri not in passed_on and leads_on(one) and _says_as_much(case, one, claim)
    ]

    def rank(one: ClaimRow) -> tuple[object, ...]:
        return (one.proposition != claim.proposition, one.claimant != claim.claimant, one.order)

    return min(fitting, key=rank, default=None)


def _says_as_much(case: Case, one: ClaimRow, claim: ClaimRow) -> bool:
    """Whether one has the content of the other, or tells of its events as much as their kinds."""
    if one.proposition == claim.proposition:
        return True
    ours, theirs = case.contents.get(one.proposition), case.contents.get(claim.proposition)
    if ours is None or theirs is None or any(theirs.quantities()):
        return False
    return all(
        any(case.tables.is_a(mine, kind) for mine in ours.types(event))
        for event in theirs.events()
        for kind in theirs.types(event)
    )
