"""A second voice in an apposition: "…, a claim Kyiv denied", "…, a figure disputed by the army"."""

from __future__ import annotations

from dataclasses import replace
from typing import Final

from claimgraph.extract.attribution.raw import Raw, Reading
from claimgraph.extract.syntax.lexicon import cues, noun_forms, word_set
from claimgraph.extract.syntax.line import Hit, Line
from claimgraph.extract.syntax.phrases import right_phrase

_CALLING: Final = frozenset({"call", "dismiss", "describe", "brand"})
_FALSE: Final = word_set("false")


def claim_of(reading: Reading, hit: Hit) -> bool:
    """Read "…, a claim Kyiv denied", "…, a claim denied by Kyiv": an apposition with a second voice on it."""
    line = reading.line
    is_false = hit.cue.lemma in _CALLING and not _FALSE.isdisjoint(line.lowers[hit.end : hit.end + 4])
    is_end = hit.end >= reading.right or line.tags[hit.end] in ",;-"
    by = right_phrase(line, hit.end + 1, reading.right) if line.lower(hit.end) == "by" else None
    if "np" not in hit.cue.frames or not (is_end or is_false or by):
        return False
    hit = replace(hit, cue=cues()["deny", "verb"]) if is_false else hit  # a claim Kyiv called fiction
    if by is not None:
        at, who = hit.start - 1, by
        if not (hit.form in "nV" and _is_once_said(line, at)):
            return False
        reading.add(Raw("claim-of", hit, (hit.start, hit.end + 1), [who], [(at - 1, at + 1)]))
        return True
    for at in range(hit.start - 2, max(reading.left, hit.start - 12), -1) if hit.form == "V" else ():
        if _is_once_said(line, at) and line.tag(at + 1) in "ADGNITg":
            who = (at + 1 + (line.tag(at + 1) == "T"), hit.start)
            reading.add(Raw("claim-of", hit, (hit.start, hit.end), [who], [(at - 1, at + 1)]))
            return True
        if line.tags[at] not in "NADGKPC'Tg":
            return False
    return False


_ONCE_SAID: Final = frozenset({"figure", "number", "toll", "account", "version", "charge", "theory", "story"})


def _is_once_said(line: Line, at: int) -> bool:
    """Tell whether a noun after a comma sums up what was said: "…, a claim", "…, a figure"."""
    is_noun = line.lower(at) in noun_forms() or line.lower(at) in _ONCE_SAID
    return is_noun and line.tag(at - 1) == "D" and line.tag(at - 2) in ",-"
