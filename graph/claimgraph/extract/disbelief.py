"""What whoever tells it does not believe or does not say: "falsely claimed", "Rating: False", questions.

"Delta falsely claimed that P" tells two things: Delta says P, and the one who tells of it says that it is not
so. A fact check repeats what it checks, and an interviewer asks: neither says it.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Final

from claimgraph.extract.syntax.text import Span
from claimgraph.model import Stance

_FALSELY: Final = re.compile(
    r"\b(?:falsely|wrongly|incorrectly|erroneously|mistakenly|untruthfully|mendaciously|inaccurately)\b", re.I
)
_CHECKED: Final = re.compile(r"(?:the )?(?:claim|rumou?r|what was (?:said|claimed))[ \t]*:[ \t]*(?=\S)", re.I)
_RATING: Final = re.compile(
    r"(?:(?:our|the) )?(?:rating|verdict|ruling|conclusion|finding|fact[- ]?check(?:er)?)[ \t]*:[ \t]*"
    r"(?:(?:this|that|it|the claim) is )?[“\"'‘]?([a-z][\w ’'-]{0,30}?)[”\"'’]?[ \t]*(?:[.,;!\n]|\Z)",
    re.I,
)
_UNTRUE: Final = re.compile(
    r"(?:completely |entirely |mostly |simply )?(?:false|untrue|fake|fabricated|incorrect|wrong|inaccurate"
    r"|not true|(?:a )?hoax|debunked|pants on fire)",
    re.I,
)
_TRUE: Final = re.compile(r"(?:mostly )?(?:true|correct|accurate|confirmed)", re.I)
_ASKED: Final = re.compile(r"(?:Q|Question|Interviewer|Reporter|Journalist|Host|Moderator)[ \t]*:[ \t]*\S")
_AFTER: Final = 60
"""How far a word for "falsely" may stand behind its cue, in characters."""
_RATED: Final = 600
"""How far a rating may stand behind what it rates, in characters."""


def says_falsely(text: str, source: Sequence[Span], cue: Span | None, content: Sequence[Span]) -> bool:
    """Tell whether who tells of a claim calls it false by the way: "wrongly reported", "said, falsely, that".

    >>> text = "Delta had said, wrongly, that the ship sank."
    >>> says_falsely(text, [(0, 5)], (6, 14), [(25, 43)]), says_falsely(text, [], None, [])
    (True, False)
    """
    if cue is None:
        return False
    start = max([end for _, end in source if end <= cue[0]], default=cue[0])
    end = min([first for first, _ in content if cue[1] <= first <= cue[1] + _AFTER], default=cue[1])
    return _FALSELY.search(text, start, end) is not None


def checked(text: str, start: int) -> tuple[int, Stance | None] | None:
    """Read "Claim: P. Rating: False." at an offset: where P begins, and how the checker stands to it.

    No stance where the rating is neither true nor false, or missing; nothing where no claim is checked.

    >>> checked("Claim: Delta shelled the port. Verdict: False.", 0)
    (7, <Stance.DENIES: 'denies'>)
    >>> checked("Claim: Delta shelled the port. Verdict: Half right.", 0), checked("Delta shelled it.", 0)
    ((7, None), None)
    """
    opened = _CHECKED.match(text, start)
    if opened is None:
        return None
    rating = _RATING.search(text, opened.end(), opened.end() + _RATED)
    words = rating.group(1) if rating is not None else ""
    if _UNTRUE.fullmatch(words):
        return opened.end(), Stance.DENIES
    return opened.end(), Stance.ASSERTS if _TRUE.fullmatch(words) else None


def is_asked(text: str, start: int) -> bool:
    """Tell whether the paragraph at an offset is the turn of somebody who asks: "Q: You said nine died?".

    >>> is_asked("Q: You said nine had died.", 0), is_asked("A: That is right.", 0)
    (True, False)
    """
    return _ASKED.match(text, start) is not None


def is_question(text: str, content: Sequence[Span]) -> bool:
    """Tell whether a content is a question put in so many words.

    >>> is_question("Wire: Did it sink?", [(6, 17)]), is_question("Wire: It sank.", [(6, 13)])
    (True, False)
    """
    if not content:
        return False
    start, end = content[-1]
    return text[start : end + 2].rstrip(" \n”\"'’").endswith("?")
