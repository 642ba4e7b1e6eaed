"""What has to be read so that questions can be answered anew: accounts that meet without sharing an event.

A denial meets accounts of other events, a situation meets what ends it. When reports come, there are
questions elsewhere on which they may bear (`asked_by`), and claims elsewhere that bear on what they ask
(`bearing_on`). Both give rather too many than too few: claims are compared as if everything had been read.
"""

from __future__ import annotations

from collections.abc import Iterable

from claimgraph.nquads import iri
from claimgraph.reasoning.accounts import DOERS, SITES, THINGS, Accounts
from claimgraph.reasoning.denials import AFFIRMING, REJECTING, Denials
from claimgraph.reasoning.kindred import BARE, around, days_of, keys_of
from claimgraph.reasoning.kinship import Kinship
from claimgraph.reasoning.origins import UNINTENDED, unintended
from claimgraph.reasoning.record import ClaimRow, Reader, batches
from claimgraph.reasoning.sameness import Comparer
from claimgraph.reasoning.states import situations
from claimgraph.reasoning.tables import Tables
from claimgraph.reasoning.tolls import tolls
from claimgraph.vocabulary import CODE, cg

_ROLES = " ".join(iri(name) for name in (*THINGS, *SITES, *DOERS))
_AT = f"VALUES ?x {{ @ }} VALUES ?r {{ {_ROLES} }} GRAPH ?h {{ ?e ?r ?x }}"
_COUNTED = (
    f"VALUES ?x0 {{ @ }} ?c <{cg('hasClaimant')}> ?x0 ; <{cg('hasContent')}> ?g . "
    f"GRAPH ?g {{ ?e <{cg('hasQuantity')}> ?q }} GRAPH ?h {{ ?e ?r ?x }} "
    f"VALUES ?r {{ {' '.join(iri(name) for name in (*THINGS, *SITES, cg('hasTimeSpan')))} }}"
)
"""Where and when that is of which a claimant gives figures."""
_BARE = (
    f"VALUES ?x0 {{ @ }} ?c <{cg('hasClaimant')}> ?x0 ; <{cg('isReportedIn')}> ?p . "
    f"?c <{cg('hasContent')}> ?g . ?p <{cg('isPassageOf')}> ?d . ?d <{cg('publishedOn')}> ?day "
    f"FILTER(STR(?day) >= '%s' && STR(?day) <= '%s') "
    f"GRAPH ?g {{ ?e <{cg('hasQuantity')}> ?q }} "
    f"FILTER NOT EXISTS {{ GRAPH ?g {{ ?e ?r ?x }} "
    f"VALUES ?r {{ {' '.join(iri(name) for name in (*THINGS, *SITES))} }} }}"
)
"""The events of which a claimant gave figures on some days without saying where, or what they befell."""
_STANCES = ", ".join(f"<{CODE}{name}>" for name in sorted(REJECTING))
_GENERAL = (
    f"GRAPH ?g {{ ?e a ?k }} ?c <{cg('hasContent')}> ?g ; <{cg('hasStance')}> ?s FILTER(?s IN ({_STANCES}))",
    f"GRAPH ?g {{ ?e <{cg('hasQuantity')}> ?q . ?q <{cg('upperBound')}> ?b }} FILTER(?b = 0)",
)
"""What tells the events that are denied, or of which it is said that they killed or hurt nobody."""
_WITHIN = f"?e ?r ?x VALUES ?r {{ <{cg('isLocatedIn')}> <{cg('isPartOf')}> }} VALUES ?x {{ @ }}"


class Reach:
    """Looks up in a store what bears on what."""

    def __init__(self, reader: Reader, accounts: Accounts) -> None:
        """Look up for these accounts."""
        self.reader = reader
        self.accounts = accounts
        self.tables: Tables = accounts.tables
        self.kinship = Kinship(accounts, Comparer(accounts.facts, accounts.tables))

    def asked_by(self, claims: Iterable[ClaimRow]) -> set[str]:
        """The nodes of questions on which claims bear, other than those on their own events."""
        claims = list(claims)
        reached: set[str] = set()
        sites: set[str] = set()
        for claim in claims:
            for account in self.accounts.of(claim):
                reached |= self.kinship.reached(account) - {account.document}
                if any(True for _ in situations(account.kinds, self.tables)):
                    sites |= set(account.sites)
        sites |= self._counted_alike(claims)
        near = {one for one in reached if not self.kinship.is_wide(one)}
        by_chance = " ".join(self._below(kind) for kind in UNINTENDED)
        patterns = (*_GENERAL, f"VALUES ?k {{ {by_chance} }} GRAPH ?g {{ ?e a ?k }}")
        rows = {row for more in patterns for row in self._rows(f"{_AT} {more}", "?e ?g", near)}
        return sites | self._met(rows, reached)

    def _met(self, rows: set[tuple[str, ...]], reached: set[str]) -> set[str]:
        """Those events of contents that are not of a known thing, or of one that is reached."""
        contents = self.reader.contents({row[1] for row in rows})
        self.accounts.facts.need({target for content in contents.values() for target in content.targets()})
        found = set()
        for event, name in rows:
            befell = [str(one) for role in THINGS for one in contents[name].nodes[event].get(role, ())]
            known = {one for one in befell if self.kinship.is_told_apart(one)}
            if not known or known & reached:
                found.add(event)
        return found

    def bearing_on(self, nodes: set[str]) -> set[str]:
        """The events whose accounts bear on questions about these nodes, which the accounts tell of."""
        accounts = self.accounts
        party = [claim for claim in accounts.claims.values() if self._tells_of(claim, nodes)]
        affirming = [claim for claim in party if claim.stance in AFFIRMING]
        wanted = Denials(party, self.kinship).wanted()
        for _, account in unintended(affirming, self.kinship):
            wanted |= self.kinship.anchors(account)
        found = self._ask(_AT, self._within(wanted))
        states = " ".join(iri(kind) for kind in sorted(self.tables.superclasses) if self._is_state(kind))
        at = _AT.replace(_ROLES, " ".join(iri(name) for name in (*THINGS, *SITES)))
        found |= self._ask(f"{at} VALUES ?k {{ {states} }} GRAPH ?h {{ ?e a ?k }}", nodes)
        found |= self._counted_alike(affirming)
        return found | self._told_beside({claim.document for claim in party})

    def _told_beside(self, documents: set[str]) -> set[str]:
        """The events of which these reports tell: rivals in one report may meet on any of them."""
        claims = self.reader.claims(self.reader.claims_of(documents))
        contents = self.reader.contents({claim.proposition for claim in claims.values()})
        return {node for content in contents.values() for node in content.events()}

    def _counted_alike(self, claims: Iterable[ClaimRow]) -> set[str]:
        """The events of which claimants of figures give figures at the same places, or on the same days."""
        keys: dict[str, set[str]] = {}
        bare: dict[str, set[str]] = {}
        for claim in claims:
            for toll in tolls(claim, self.kinship):
                looked_up = keys_of(toll.account, self.kinship)
                keys.setdefault(claim.claimant, set()).update(looked_up)
                if looked_up == [BARE] and claim.published:
                    bare.setdefault(claim.claimant, set()).add(claim.published)
        found: set[str] = set()
        for claimant, days in sorted(bare.items()):
            for published in sorted(days):
                found |= self._ask(_BARE % around(published), [claimant])
        for claimant, wanted in sorted(keys.items()):
            rows = set(self._rows(_COUNTED, "?e ?x", [claimant]))
            self.accounts.facts.need(row[1] for row in rows)
            found |= {
                event for event, value in rows if value in wanted or wanted.intersection(self._days(value))
            }
        return found

    def _days(self, value: str) -> Iterable[str]:
        return days_of(value, self.accounts.facts)

    def _tells_of(self, claim: ClaimRow, nodes: set[str]) -> bool:
        content = self.accounts.contents.get(claim.proposition)
        return content is not None and not nodes.isdisjoint(content.events())

    def _is_state(self, kind: str) -> bool:
        return any(True for _ in situations((kind,), self.tables))

    def _below(self, kind: str) -> str:
        """A class and all below it, as in a VALUES clause."""
        return " ".join(iri(one) for one in sorted(self.tables.superclasses) if self.tables.is_a(one, kind))

    def _within(self, nodes: set[str]) -> set[str]:
        """The nodes and all that lies in them."""
        found, new = set(nodes), set(nodes)
        while new:
            new = self._ask(_WITHIN, new) - found
            found |= new
        return found

    def _ask(self, pattern: str, nodes: Iterable[str]) -> set[str]:
        return {row[0] for row in self._rows(pattern, "?e", nodes)}

    def _rows(self, pattern: str, names: str, nodes: Iterable[str]) -> set[tuple[str, ...]]:
        return {
            row
            for listed in batches(nodes)
            for row in self.reader.rows(f"SELECT DISTINCT {names} WHERE {{ {pattern.replace('@', listed)} }}")
        }
