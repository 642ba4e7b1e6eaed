"""Verdicts of the voice that speaks: "the claim that … is false", "the figures could not be confirmed".

Both have no source: they are said by whoever speaks the sentence, a report in its own voice or a speaker in a
content. Content is what is judged or left open.
"""

from __future__ import annotations

from typing import Final

from claimgraph.extract.attribution.raw import Raw, Reading
from claimgraph.extract.attribution.sources import subject
from claimgraph.extract.syntax.lexicon import Cue, noun_forms, word_set
from claimgraph.extract.syntax.line import Hit, Line, Range

VERDICT: Final = "verdict"
UNVERIFIED: Final = "unverified"
_FALSE: Final = word_set("false")
_JUDGED: Final = word_set("judged")
_TRUE: Final = frozenset({"true", "correct", "accurate"})
_CHECKED: Final = frozenset({"verify", "confirm", "establish", "determine", "corroborate", "authenticate"})
_NOT_SO: Final = (
    ("correspond", "to"), ("correspond", "with"), ("match", "the"), ("hold", "up"), ("stand", "up"),
)  # fmt: skip
_LOOK: Final = 5
_CUE: Final = Cue(
    "be false", "verb", frozenset({"np"}), frozenset(), "-", "denies", "unstated", "-", "speech"
)


def verdict(reading: Reading) -> bool:
    """Read "the claim that P is false", "reports of P are fake", "the statement … does not correspond to …".

    >>> from claimgraph.extract import attributions
    >>> text = "Reports of a breakthrough near the river are false."
    >>> [(a.rule, a.stance, text[slice(*a.content[0])]) for a in attributions(text)]
    [('verdict', 'denies', 'Reports of a breakthrough near the river')]
    """
    line = reading.line
    head = _judged(line, reading.left, reading.right)
    if head is None:
        return False
    for at in range(head + 1, reading.right):
        if line.tags[at] in ";:" or line.quote_of[at] >= 0:
            return False
        end = _says_false(line, at, reading.right)
        if end is not None:
            hit = Hit(_CUE, at, at, end, "V")
            reading.add(Raw(VERDICT, hit, (at, end), [], [(reading.left, at)]))
            return True
    return False


def _judged(line: Line, left: int, right: int) -> int | None:
    """Give the noun for something said with which a sentence opens: "Reports in …", "The claim of …"."""
    for at in range(left, min(right, left + _LOOK)):
        lower = line.lower(at)
        if (lower in noun_forms() and lower in _JUDGED) or lower in _JUDGED:
            return at
        if line.tags[at] not in "DAGNK":
            return None
    return None


def _says_false(line: Line, at: int, right: int) -> int | None:
    """Give the end of a predicate that begins at `at` and says that something is false; None for others."""
    if line.tags[at] == "B":
        is_negated = False
        for position in range(at + 1, min(right, at + _LOOK)):
            lower, tag = line.lower(position), line.tags[position]
            if lower in _FALSE or (is_negated and lower in _TRUE):
                return position + 1 if position + 1 >= right or line.tags[position + 1] in ".,;-C" else None
            is_negated = is_negated or lower in {"not", "never"}
            if tag not in "DRFNA":
                return None
        return None
    if line.tags[at] != "X":
        return None
    words = [line.lower(position) for position in range(at, min(right, at + _LOOK))]
    for pair in _NOT_SO:
        if "not" in words[:2] or words[0].endswith("n't"):
            for position in range(len(words) - 1):
                if (words[position], words[position + 1]) == pair:
                    return right
    return None


def unverified(reading: Reading, hit: Hit) -> bool:
    """Read "the figures could not be confirmed", "what it held could not be established".

    >>> from claimgraph.extract import attributions
    >>> text = "The figures could not be independently verified."
    >>> [(a.rule, text[slice(*a.content[0])]) for a in attributions(text)]
    [('unverified', 'The figures')]
    """
    line = reading.line
    if hit.cue.lemma not in _CHECKED or not (hit.passive and hit.negated):
        return False
    if hit.end < reading.right and line.tags[hit.end] not in ",;.-PC":
        return False
    who = _open_clause(line, hit, reading.left) or subject(line, hit.start, reading.left)
    if who is None or line.lower(who[0]) == "it":
        return False
    reading.add(Raw(UNVERIFIED, hit, (hit.start, hit.end), [], [who]))
    return True


def _open_clause(line: Line, hit: Hit, left: int) -> Range | None:
    """Give a question that is the subject of a cue: "what it held", "how many had died"."""
    is_open = line.tags[left] == "W" or line.lower(left) in {"how", "whether", "why", "where", "when"}
    is_whole = not any(line.tags[i] in ",;:" for i in range(left, hit.start))
    return (left, hit.start) if is_open and is_whole and hit.start > left else None
