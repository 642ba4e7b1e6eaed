"""Which reader found which claim, and by which rules.

A claim is credited to the readers of the attribution that it was made of, or in whose content it stands. The
report's own voice, events and figures are always read by the rules.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace

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
        run = replace(RULES, rules=_ids(claims))
        return tuple(replace(claim, found_by=(run.name,)) for claim in claims), (run,)
    runs = extraction.runs or (ReaderRun(extractor.name, extractor.version),)
    found = _Finders.of(extraction, runs)
    done = tuple(found.credit(claim) for claim in claims)
    used = {run.name: found.rules(run.name) for run in runs}
    others = {rule for name, ids in used.items() if name != RULES.name for rule in ids}
    own = {rule for rule in _ids(done) if rule not in others} | used.get(RULES.name, set())
    if own or any(RULES.name in claim.found_by for claim in done):
        used[RULES.name] = own
        runs = runs if any(run.name == RULES.name for run in runs) else (RULES, *runs)
    return done, tuple(replace(run, rules=tuple(sorted(used[run.name]))) for run in runs)


def _ids(claims: Sequence[Claim]) -> tuple[str, ...]:
    return tuple(sorted({rule for claim in claims for rule in claim.rules}))


@dataclass(slots=True)
class _Finders:
    """Who found the attributions of a text, and by which rule: by their cues, and by their contents."""

    by_cue: dict[Span, Mapping[str, str]] = field(default_factory=dict)
    contents: list[tuple[Span, Mapping[str, str]]] = field(default_factory=list)
    starts: list[int] = field(default_factory=list)

    @classmethod
    def of(cls, extraction: Extraction, runs: Sequence[ReaderRun]) -> _Finders:
        """Those of an extraction; where it does not say, its only reader."""
        alone = [{runs[0].name: one.rule} for one in extraction.attributions]
        found = cls()
        for one, who in zip(extraction.attributions, extraction.found_by or alone, strict=True):
            found.by_cue.update(dict.fromkeys(one.cue, who))
            found.contents += [(span, who) for span in one.content]
        found.contents.sort(key=lambda content: content[0])
        found.starts = [span[0] for span, _ in found.contents]
        return found

    def credit(self, claim: Claim) -> Claim:
        """The claim with who found it; a claim of its own cue also with the rules of all of them."""
        if claim.narration or claim.cue is None:
            return replace(claim, found_by=(RULES.name,))
        who = self.by_cue.get(claim.cue)
        if who is not None:
            more = tuple(rule for rule in who.values() if rule not in claim.rules)
            return replace(claim, found_by=tuple(who), rules=claim.rules + more)
        at = bisect_right(self.starts, claim.cue[0]) - 1
        is_inside = at >= 0 and claim.cue[1] <= self.contents[at][0][1]
        return replace(claim, found_by=tuple(self.contents[at][1]) if is_inside else (RULES.name,))

    def rules(self, name: str) -> set[str]:
        """The ids of the rules by which a reader found something."""
        return {who[name] for who in self.by_cue.values() if name in who}
