"""What a report tells in its own voice and yet has from another: the same words, or the same agency.

Ten outlets that print one agency report tell of the event ten times, each in its own voice, and are one
origin. Which printed it first is told by the dates; of one day it is not known, and the first in order stands
for the others.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from itertools import groupby

from claimgraph.model import normalise_name
from claimgraph.reasoning.independence import COPIED, shingles
from claimgraph.reasoning.record import ClaimRow

LEAST_RUNS = 6
"""So many runs of four words must be shared, nine words in a row: fewer may come about by chance."""
MOST_CREDITED = 12
"""With so many first claims of one agency on an event later ones are compared."""


def copied(
    told: Iterable[ClaimRow],
    credit: Callable[[str], str],
    says_as_much: Callable[[ClaimRow, ClaimRow], bool],
) -> Iterator[tuple[ClaimRow, ClaimRow, str]]:
    """Yield each claim that repeats an earlier one of another outlet, with that one and the reason.

    `told` are claims on one event, each in a report's own voice. Each is compared with the first that had
    each of its runs of words, so that the work grows with the words. `credit` gives the agency that a
    document names, `says_as_much` whether the first claim tells all that the second does.

    >>> words = "a missile hit the old mill in the north of Alda on Tuesday at dawn"
    >>> first = ClaimRow("a", outlet="A", document="1", published="2030-01-08", words=words)
    >>> again = ClaimRow("b", outlet="B", document="2", published="2030-01-09", words=words + ", it said")
    >>> [(c.iri, e.iri, why) for c, e, why in copied([again, first], lambda _: "", lambda *_: True)]
    [('b', 'a', 'in the words of an earlier report')]
    """
    ordered = sorted(told, key=lambda one: one.order)
    if len({one.outlet for one in ordered}) < 2:
        return
    known = _Known(credit, says_as_much)
    for _, report in groupby(ordered, key=lambda one: one.document):
        claims = list(report)
        by_words = {one.iri: source for one in claims if (source := known.by_words(one)) is not None}
        copied_from = {source.document for source in by_words.values()}
        for claim in claims:
            source, reason = by_words.get(claim.iri), "in the words of an earlier report"
            if source is None:
                source = known.beside(claim, copied_from)
            if source is None and (source := known.by_agency(claim)) is not None:
                reason = f"both reports credit {credit(claim.document)}"
            if source is not None:
                same_day = source.published[:10] == claim.published[:10]
                yield claim, source, reason.replace("an earlier", "another") if same_day else reason
        for claim in claims:
            known.add(claim)


class _Known:
    """What earlier reports say of one event: who had which words first, and who credits which agency."""

    def __init__(
        self, credit: Callable[[str], str], says_as_much: Callable[[ClaimRow, ClaimRow], bool]
    ) -> None:
        self.credit = credit
        self.says_as_much = says_as_much
        self.holders: dict[tuple[str, ...], ClaimRow] = {}
        self.lengths: dict[str, int] = {}
        self.credited: dict[str, list[ClaimRow]] = {}
        self.worded: dict[tuple[str, str], ClaimRow] = {}

    def add(self, claim: ClaimRow) -> None:
        """Note a claim for the reports after it."""
        runs = shingles(claim.words)
        self.lengths[claim.iri] = len(runs)
        for run in runs:
            self.holders.setdefault(run, claim)
        self.worded.setdefault((claim.document, normalise_name(claim.words)), claim)
        credited = self.credited.setdefault(self.credit(claim.document), [])
        if len(credited) < MOST_CREDITED:
            credited.append(claim)

    def by_words(self, claim: ClaimRow) -> ClaimRow | None:
        """The claim of another outlet that had most of the words first."""
        runs = shingles(claim.words)
        had = [self.holders[run] for run in runs if run in self.holders]
        shared = Counter(one.iri for one in had if one.outlet != claim.outlet)
        if not shared:
            return None
        best, number = min(shared.items(), key=lambda item: (-item[1], item[0]))
        if number < LEAST_RUNS or number < COPIED * min(len(runs), self.lengths[best]):
            return None
        return next(one for one in had if one.iri == best)

    def beside(self, claim: ClaimRow, documents: set[str]) -> ClaimRow | None:
        """The claim with just these words in a report from which the words of another claim come."""
        words = normalise_name(claim.words)
        return next(
            (self.worded[key] for one in sorted(documents) if (key := (one, words)) in self.worded), None
        )

    def by_agency(self, claim: ClaimRow) -> ClaimRow | None:
        """The first claim of another outlet with the same credit that tells as much, or in the same words."""
        words, agency = normalise_name(claim.words), self.credit(claim.document)
        for one in self.credited.get(agency, ()) if agency else ():
            is_as_much = self.says_as_much(one, claim) or normalise_name(one.words) == words
            if one.outlet != claim.outlet and is_as_much:
                return one
        return None
