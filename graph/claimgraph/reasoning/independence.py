"""Whether two voices are two: origins, principals, copied wording, shared quotations, wire credits.

Ten outlets that print one agency report are one origin. Two claims support each other independently only if
none of the tests below ties them together; each judgement says by which test.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass

from claimgraph.model import normalise_name
from claimgraph.reasoning.record import ClaimRow
from claimgraph.reasoning.sameness import Comparer, head_words

SHINGLE = 4
"""Words in a row that are compared."""
COPIED = 0.5
"""Share of the shorter content's shingles that makes it a copy."""
QUOTED_WORDS = 4
"""From so many words on, equal quotations are one quotation."""
CREDIT_LENGTH = 300
"""Characters at the start and the end of a text in which a wire credit is looked for."""

_CREDIT = re.compile(
    r"\((AP|AFP|Reuters|UPI|dpa|EFE|ANSA|TASS|Interfax|Ukrinform|UNIAN|Xinhua|Anadolu|Kyodo|PA)\)"
    r"|\b(?:[Rr]eporting by|[Cc]redit:|[Ss]ource:) "
    r"?(Reuters|AP|AFP|UPI|TASS|Interfax|Ukrinform|UNIAN|Xinhua)\b"
)


@dataclass(frozen=True, slots=True)
class Judgement:
    """Whether two claims come from different voices, and how that was judged."""

    independent: bool
    reason: str


def shingles(text: str, size: int = SHINGLE) -> frozenset[tuple[str, ...]]:
    """The runs of `size` words of a text.

    >>> len(shingles("two missiles hit the ship at night"))
    4
    """
    words = re.findall(r"\w+", normalise_name(text))
    return frozenset(tuple(words[at : at + size]) for at in range(len(words) - size + 1))


def share_copied(one: str, other: str) -> float:
    """The share of the shorter text's shingles that the other has too; 0 if either is too short to tell."""
    left, right = shingles(one), shingles(other)
    return len(left & right) / min(len(left), len(right)) if left and right else 0.0


def wire_credit(text: str) -> str:
    """The agency that a report credits near its start or end, or nothing.

    >>> wire_credit("KYIV (Reuters) - Two missiles hit a plant on Friday.")
    'reuters'
    """
    for part in (text[:CREDIT_LENGTH], text[-CREDIT_LENGTH:]):
        found = _CREDIT.search(part)
        if found:
            return next(group for group in found.groups() if group).casefold()
    return ""


def is_short_for(short: str, full: str) -> bool:
    """Whether one name may stand for another in one report: "the ministry", "Raske".

    >>> is_short_for("Ministry", "Ministry of Defence of Varland"), is_short_for("Otto Raske", "Raske")
    (True, False)
    >>> is_short_for("Residents (unnamed)", "Residents of Alda (unnamed)")
    False
    """
    if "(unnamed)" in full:
        return False
    words, more = (head_words(name.replace("(unnamed)", "")) for name in (short, full))
    return bool(words) and words < more


class Judge:
    """Judges pairs of claims of one case."""

    def __init__(
        self,
        claims: Mapping[str, ClaimRow],
        comparer: Comparer,
        credit: Callable[[str], str] = lambda _: "",
        source: Callable[[ClaimRow, str], ClaimRow | None] = lambda *_: None,
    ) -> None:
        """`credit` gives the wire credit of a document by its IRI; `source` to what a claim is traced on an
        event: "according to Harbour Wire" to the report of Harbour Wire.
        """
        self.claims = claims
        self.comparer = comparer
        self.credit = credit
        self.source = source

    def chain(self, claim: ClaimRow, node: str = "") -> list[ClaimRow]:
        """The claim and those that it passes on, the origin last; a circle is cut where it closes.

        With the event of which it tells, `node`, it goes on in the reports of those to whom it is laid.
        """
        found = [claim]
        seen = {claim.iri}
        while inner := self.claims.get(found[-1].relays) or (self.source(found[-1], node) if node else None):
            if inner.iri in seen:
                break
            found.append(inner)
            seen.add(inner.iri)
        return found

    def judge(self, left: ClaimRow, right: ClaimRow, node: str = "") -> Judgement:
        """Whether the two claims are two voices on an event, `node`."""
        tie = self._tie(left, right, node)
        if tie:
            return Judgement(False, tie)
        where = "in one report" if left.document == right.document else "in different reports"
        return Judgement(True, f"different origins {where}, no shared wording, quotation or wire credit")

    def _tie(self, left: ClaimRow, right: ClaimRow, node: str) -> str:
        chains = (self.chain(left, node), self.chain(right, node))
        if {one.iri for one in chains[0]} & {one.iri for one in chains[1]}:
            return "one passes on the other, or both the same claim"
        origins = (chains[0][-1].claimant, chains[1][-1].claimant)
        if origins[0] == origins[1]:
            return "the origin is the same"
        if self.comparer.principals(origins[0]) & self.comparer.principals(origins[1]):
            return "both speak for the same principal"
        labels = [self.comparer.facts.label(one) for one in origins]
        if left.document == right.document and (is_short_for(*labels) or is_short_for(*labels[::-1])):
            return "one name may be short for the other"
        return self._shared_text(left, right)

    def _shared_text(self, left: ClaimRow, right: ClaimRow) -> str:
        if left.document == right.document:
            return "the report's own voice may rest on the other" if left.narration or right.narration else ""
        if share_copied(left.words, right.words) >= COPIED:
            is_quoted = left.quoted and right.quoted
            return (
                "both give the same quotation" if is_quoted else "one report copies the wording of the other"
            )
        credit = self.credit(left.document)
        return f"both reports credit {credit}" if credit and credit == self.credit(right.document) else ""
