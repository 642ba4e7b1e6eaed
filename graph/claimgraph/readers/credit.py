"""Which reader found which claim.

A claim is credited to the readers of the attribution that it was made of, or in whose content it stands. The
report's own voice is always read by the rules.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import replace

from claimgraph.extract.syntax.text import Span
from claimgraph.model import Claim, ReaderRun
from claimgraph.readers import rules
from claimgraph.readers.base import Extraction, Extractor

RULES = ReaderRun(rules.NAME, rules.VERSION)


def credited(
    claims: Sequence[Claim], extractor: Extractor | None, extraction: Extraction | None
) -> tuple[tuple[Claim, ...], tuple[ReaderRun, ...]]:
    """The claims with who found them, and those readers; without an extractor, the rules found all.

    >>> claims, readers = credited([], None, None)
    >>> [run.name for run in readers]
    ['rules']
    """
    if extractor is None or extraction is None:
        return tuple(replace(claim, found_by=(RULES.name,)) for claim in claims), (RULES,)
    runs = extraction.runs or (ReaderRun(extractor.name, extractor.version),)
    names = extraction.found_by or (tuple(run.name for run in runs),) * len(extraction.attributions)
    by_cue: dict[Span, tuple[str, ...]] = {}
    contents: list[tuple[Span, tuple[str, ...]]] = []
    for one, finders in zip(extraction.attributions, names, strict=True):
        by_cue.update(dict.fromkeys(one.cue, finders))
        contents += [(span, finders) for span in one.content]
    contents.sort()
    starts = [span[0] for span, _ in contents]
    found: list[Claim] = []
    for claim in claims:
        known = by_cue.get(claim.cue) if claim.cue else None
        found.append(replace(claim, found_by=known or _around(claim, contents, starts)))
    is_ruled = any(RULES.name in claim.found_by for claim in found)
    own = () if not is_ruled or any(run.name == RULES.name for run in runs) else (RULES,)
    return tuple(found), (*own, *runs)


def _around(
    claim: Claim, contents: Sequence[tuple[Span, tuple[str, ...]]], starts: Sequence[int]
) -> tuple[str, ...]:
    """The readers of the content in which a claim stands; the rules, where it stands in none."""
    if claim.cue and not claim.narration:
        at = bisect_right(starts, claim.cue[0]) - 1
        if at >= 0 and claim.cue[1] <= contents[at][0][1]:
            return contents[at][1]
    return (RULES.name,)
