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
    noun = hit.start - 1 if by is not None else _noun_before(line, hit, reading.left)
    if noun is None or not _is_once_said(line, noun) or (by is not None and hit.form not in "nV"):
        return False
    who = by or (noun + 1 + (line.tag(noun + 1) == "T"), hit.start)
    reading.add(Raw("claim-of", hit, (hit.start, hit.end + (by is not None)), [who], [(noun - 1, noun + 1)]))
    return True


def _noun_before(line: Line, hit: Hit, left: int) -> int | None:
    """Give the noun for what was said before whoever stands before a verb: "a claim the rebels denied"."""
    for at in range(hit.start - 2, max(left, hit.start - _REACH), -1) if hit.form == "V" else ():
        if _is_once_said(line, at) and line.tag(at + 1) in "ADGNITg":
            return at
        if line.tags[at] not in "NADGKPC'Tg":
            return None
    return None


_REACH: Final = 12
_ONCE_SAID: Final = word_set("sayings") | word_set("said_figures") | {"charge"}


def _is_once_said(line: Line, at: int) -> bool:
    """Tell whether a noun after a comma sums up what was said: "…, a claim", "…, a figure"."""
    is_noun = line.lower(at) in noun_forms() or line.lower(at) in _ONCE_SAID
    return is_noun and line.tag(at - 1) == "D" and line.tag(at - 2) in ",-"
