"""Attack or mishap, and by whom: accounts of one thing at one place and time, told of events with two IRIs.

"The bomber was shot down" and "the bomber crashed after an engine fault" are rival accounts of how one thing
came to grief. They meet where one tells of an unintended event and the other of a kind that the ontology
keeps apart from it; that both speak of one event is left open. In one report two who are said to have hit one
thing are rivals too, unless each speaks of its own deed.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from claimgraph.reasoning.accounts import Account
from claimgraph.reasoning.answers import CAUSE, Question
from claimgraph.reasoning.checker import Clash, Reading, Rule
from claimgraph.reasoning.kinship import Kinship
from claimgraph.reasoning.record import ClaimRow
from claimgraph.reasoning.rivalry import rivals_in_reports
from claimgraph.vocabulary import cg, compact

UNINTENDED = (cg("UnintendedEvent"), cg("InternalExplosion"))
"""What comes about by itself, or by a mistake of those whom it befalls."""
_INTENDED, _HURT = cg("HostileAct"), (cg("Harm"), cg("MaterielLoss"))
Told = tuple[ClaimRow, Account]


def mishaps(party: Iterable[ClaimRow], kinship: Kinship) -> Iterator[tuple[Question, Told, Told, Clash]]:
    """Yield an account of a mishap and one of an intended act, with the question and the clash.

    `party` are the claims that affirm something.
    """
    party = list(party)
    told = [(claim, account) for claim in party for account in kinship.accounts.of(claim) if _befell(account)]
    by_chance = unintended(party, kinship)
    wanted = {node for _, account in by_chance for node in kinship.anchors(account)}
    index: dict[str, list[Told]] = {}
    for one in told if wanted else ():
        for node in sorted(wanted & kinship.reached(one[1])):
            index.setdefault(node, []).append(one)
    for claim, account in by_chance:
        seen: set[tuple[str, str]] = set()
        for node in sorted(kinship.anchors(account)):
            for other, act in index.get(node, ()):
                key = (other.iri, act.node)
                clash = None if key in seen or act.node == account.node else _clash(account, act, kinship)
                seen.add(key)
                if clash:
                    yield Question(account.node, CAUSE), (claim, account), (other, act), clash


def unintended(party: Iterable[ClaimRow], kinship: Kinship) -> list[Told]:
    """The accounts of mishaps that tell what these befell."""
    return [
        (claim, account)
        for claim in party
        for account in kinship.accounts.of(claim)
        if _befell(account) and kinship.tables.has_any(account.kinds, *UNINTENDED)
    ]


def _befell(account: Account) -> bool:
    return bool(account.things or account.people)


def _clash(mishap: Account, act: Account, kinship: Kinship) -> Clash | None:
    tables = kinship.tables
    kinds = set(act.kinds)
    if (act.doers or act.weapons) and tables.has_any(kinds, *_HURT):
        kinds.add(_INTENDED)  # who killed or destroyed did not do so by mishap
    pairs = ((one, other) for one in sorted(mishap.kinds) for other in sorted(kinds))
    apart = next(((one, other, pair) for one, other in pairs if (pair := tables.clash(one, other))), None)
    tie = kinship.one_event(mishap, act) if apart else None
    if apart is None or tie is None:
        return None
    labels = [tables.label(one).lower() for one in apart[:2]]
    axiom = f"{compact(apart[2][0])} owl:disjointWith {compact(apart[2][1])}"
    reason = f"if it was one event, it cannot be both: {labels[0]} and {labels[1]}"
    clash = Clash(Rule.LOGIC, Reading.EXCLUSIVE, True, reason, (axiom,))
    return clash.weakened("; ".join(dict.fromkeys(tie.open_points)))


def rival_doers(party: Iterable[ClaimRow], kinship: Kinship) -> Iterator[tuple[Question, Told, Told, Clash]]:
    """Yield the rival accounts of the reports; see `rivalry`."""
    yield from rivals_in_reports(party, kinship)
