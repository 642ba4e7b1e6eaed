"""A second verb of saying behind what was said first: "said the ship sank and denied that it was hit"."""

from __future__ import annotations

from typing import Final

from claimgraph.extract.syntax.kinds import kind_of
from claimgraph.extract.syntax.lexicon import verb_forms
from claimgraph.extract.syntax.line import Hit, Line

REPORTING: Final = frozenset(["speech", "thought", "report", "judgement", "decree", "intent"])
"""Kinds of cues after which something is told."""
_ANSWERING: Final = frozenset(("deny", "reject", "dismiss", "accuse", "blame", "refute", "rebuff", "condemn"))
"""What a speaker goes on with after what he said, in the tense of that: "said it sank and denied"."""
_SPEAKING: Final = frozenset(
    ("group", "groups", "company", "police", "agency", "channel", "newspaper", "radio")
)
_HOSTILE: Final = frozenset(
    ("shelled", "bombed", "attacked", "fired", "hit", "struck", "launched", "killed", "violated", "broke")
)
_MUTE: Final = frozenset({"vessel", "weapon", "facility", "place", "materiel", "stored"})


def goes_on(line: Line, hit: Hit, other: Hit, start: int, end: int) -> bool:
    """Tell whether "and denied" goes with the cue before the content, not with a verb inside it.

    Its tense tells it, or that the subject inside cannot speak. `start` and `end` are tokens of the content,
    `hit` and `other` the two cues.

    >>> from claimgraph.extract.syntax.line import make_line
    >>> from claimgraph.extract.syntax.text import tokens
    >>> line = make_line(tokens("Moscow said the ship sank and denied that it was hit."), [], 0, 0)
    >>> goes_on(line, line.hits[0], line.hits[1], 2, 5)
    True
    """
    tense = _tense(line, other.head)
    if tense != _tense(line, hit.head) or other.cue.kind not in REPORTING:
        return False
    verbs = [i for i in range(start, end) if line.tags[i] in "VM" and line.quote_of[i] < 0]
    if all(_tense(line, i) != tense for i in verbs):
        return True
    if not hit.cue.kind == other.cue.kind == "speech":
        return False
    who = _speaks_inside(line, start, verbs[0])
    return not who if who is not None else other.cue.lemma in _ANSWERING


def _tense(line: Line, at: int) -> str:
    """Give the tense of a finite verb: past, present or "" for other words."""
    form = verb_forms().get(line.lower(at))
    if line.tags[at] == "M":
        return "modal"
    if form is None:
        return "past" if line.lower(at).endswith("ed") else ""
    return "past" if "d" in form.tags else "present"


def _speaks_inside(line: Line, start: int, verb: int) -> bool | None:
    """Tell whether the subject of a content's first verb may speak: a mayor may, a ship not; None: troops."""
    head = verb - 1
    while head > start and line.tags[head] in "RHBXMF":
        head -= 1
    word = line.lower(head)
    kind = kind_of([word])
    if line.tags[head] == "A" and line.lower(verb) in _HOSTILE:
        return None  # said Ukraine shelled the plant and denied being there
    if line.tags[head] == "A" or word in _SPEAKING:
        return True
    if kind is None or kind.category == "force":
        return None
    return False if kind.category in _MUTE else kind.category in {"person", "agent"} or None
