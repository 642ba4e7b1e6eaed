"""Cues of those who do not say: "refused to say whether …", "was unable to confirm", "neither … nor …"."""

from __future__ import annotations

from typing import Final

from claimgraph.extract.attribution.raw import Reading
from claimgraph.extract.syntax.lexicon import verb_forms, word_set
from claimgraph.extract.syntax.line import Hit, Line, Range

_WH: Final = word_set("wh")
_WITHHOLDING: Final = frozenset({"fail", "refuse", "decline", "refrain", "shy"})


def is_refusal(line: Line, hit: Hit) -> bool:
    """Tell whether what is refused is to say something: "refused to say whether …" is read with "say"."""
    if hit.cue.lemma not in _WITHHOLDING or line.lower(hit.end) != "to":
        return False
    saying = next((other for other in line.hits if other.head == hit.end + 1), None)
    return saying is not None and may_be_infinite(saying, "infinitive") and line.lower(saying.end) in _WH


def neither(line: Line, who: Range, left: int) -> Range | None:
    """Give both names of "Neither A nor B has confirmed …", of which `who` is the second."""
    start = who[0] - 1
    if start <= left or line.lower(start) != "nor":
        return None
    while start > left and line.tags[start - 1] in "NADGK'":
        start -= 1
    return (start + 1, who[1]) if line.lower(start) == "neither" else None


def falls_silent(reading: Reading, hit: Hit) -> bool:
    """Take "is not able to verify", "failed to prove", "has yet to confirm" for negated cues, too.

    So is "stopped short of saying"; what fails to deny is left alone.
    """
    line, before = reading.line, hit.start - 2
    if line.lower(hit.start - 1) not in {"to", "of", "from"} or hit.cue.stance == "denies":
        return False
    start = before
    while start > reading.left and line.tags[start - 1] in "BHXMRF":
        start -= 1
    word, form = line.lower(before), verb_forms().get(line.lower(before))
    is_not = "F" in line.tags[start:before] or any(
        line.lower(i).endswith("n't") for i in range(start, before)
    )
    is_unable = word == "unable" or (word == "able" and is_not) or (word == "yet" and start < before)
    is_withheld = form is not None and form.lemma in _WITHHOLDING and not is_not
    is_short = word == "short" and line.lower(hit.start - 1) == "of"
    if not (is_unable or is_withheld or is_short):
        return False
    hit.negated, hit.start = True, before - 1 if is_short else start
    return True


def may_be_infinite(hit: Hit, rule: str) -> bool:
    """Tell whether a cue counts without a finite verb: outside of participles only verbs of saying do."""
    if rule == "with-participle":
        return hit.cue.kind in ("speech", "thought", "report")
    if rule in ("infinitive", "reduced-relative"):
        return hit.cue.kind == "speech" and {"that", "quote"} <= hit.cue.frames
    return True
