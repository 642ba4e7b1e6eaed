"""Harm told by those who found or counted it: "by Friday 31 bodies had been pulled out", "raised the toll".

The day in such words is that of the finding or counting. People came to harm before, in the attack that the
report tells of, if it tells of one.
"""

from __future__ import annotations

import re
from typing import Final

from claimgraph.extract.events.frames import family
from claimgraph.extract.events.mentions import EventMention
from claimgraph.extract.syntax.text import Span

__all__ = ["is_of_finding", "is_of_total"]

_FOUND: Final = (
    r"(?:found|recovered|retrieved|pulled|dug|exhumed|unearthed|discovered|identified|counted|received|buried"
    r"|brought|taken|carried|flown|admitted|treated|delivered|collected|removed|handed|registered|laid)"
)
_TENDED: Final = re.compile(r"\b(?:buried|named|identified|mourned|laid to rest)\b[^,;.]*\Z")
"""What is done with the dead, before the day on which it is: "nine of those killed were buried on Friday"."""
_TRIGGER: Final = re.compile(
    rf"(?:(?:was|were|been|being|had|have|has) )*(?:{_FOUND}|arriv\w+|came|come|lay|lie|lying)\b",
    re.IGNORECASE,
)
"""The verb of what happens to those harmed already: "15 bodies arrived"."""
_BEFORE: Final = re.compile(
    rf"(?<!\bwho were )(?<!\bwho was )\b{_FOUND}"
    r"(?: (?:out|up|in|over))?(?: (?!by\b|to\b|from\b|after\b|and\b)[\w,.]+){0,5} \Z",
    re.IGNORECASE,
)
"""What stands before those harmed: "the hospital received"."""
_NUMBER: Final = re.compile(
    r"\b(?:toll|numbers?|count|total|tally)\b(?: (?!to\b|at\b)[\w'’-]+){0,3} \Z", re.IGNORECASE
)
"""What stands before those counted: "raised the number of"."""
_BROUGHT: Final = re.compile(
    r"\b(?:bring|rais|tak|push|lift|driv|increas)ing (?:the |its |their |that |his )?(?:[\w’'-]+ ){0,4}?"
    r"(?:tolls?|numbers?|count|total|tally|figure|dead|deaths)\b[^,;.]*\Z",
    re.IGNORECASE,
)
"""What stands before those counted in all: "bringing the number of civilians killed there to"."""
_LISTED: Final = re.compile(
    r"\b(?:funerals?|burials?|bodies|remains|names?|lists?|graves?|famil(?:y|ies)|relatives|mourners|coffins"
    r"|photographs?|pictures)\b (?:for|of|with) (?:[\w'’-]+ ){0,3}\Z",
    re.IGNORECASE,
)
"""What stands before those dead already: "funerals of the", "a list of the"."""
_AFTER: Final = re.compile(
    rf"(?: (?!who\b|when\b|that\b|in\b|and\b)[\w'’-]+){{0,3}}"
    rf" (?:(?:was|were|been|being) (?:\w+ly )?{_FOUND}|arrived|came in|reached)\b",
    re.IGNORECASE,
)
"""What follows those harmed: "12 wounded were brought to", "15 more bodies arrived"."""
_UP_TO: Final = re.compile(r"(?:as of|as at|by|up to|until)\b", re.IGNORECASE)
"""How the time begins at which a count stood: "by Friday 14 had died"."""
_OF_WOUNDED: Final = re.compile(
    r"\bof (?:the |those |their |his |her )?(?:\w+ )?(?:wounded|injured|hurt|wounds|injuries|burns)\b"
    r"|\bin (?:a |the )?(?:\w+ )?hospital\b"
)
"""Words with which some of those hurt die later, by a day of their own."""
_BESIDE: Final = 8
"""How far after those counted their own day begins, in characters."""
_WIDTH: Final = 90
"""How far before and after a mention its words are looked at, in characters."""


def is_of_total(mention: EventMention, text: str, sentence: Span) -> bool:
    """Tell whether the time of a harm is that of what raised its total: "two died on Monday, bringing …".

    `sentence` is the span of its sentence in `text`.
    """
    time, (start, end) = mention.time_span, mention.trigger
    if time is None or time[0] >= start or family(mention.kind) != "Harm":
        return False
    return _BROUGHT.search(text, max(sentence[0], start - _WIDTH), end) is not None


def is_of_finding(mention: EventMention, text: str, sentence: Span) -> bool:
    """Tell whether the time of a harm is that at which it was found, counted or told of.

    `sentence` is the one it stands in, in code points of `text`.

    >>> text = "On Friday the clinic received 12 wounded."
    >>> is_of_finding(EventMention("Wounding", (33, 40), (29, 40), 0, False, ""), text, (0, 41))
    True
    >>> text = "On Friday shells killed 12."
    >>> is_of_finding(EventMention("Killing", (17, 23), (10, 26), 0, False, ""), text, (0, 27))
    False
    """
    if family(mention.kind) != "Harm":
        return False
    start, end = mention.trigger
    time = mention.time_span
    if time is not None and _UP_TO.match(text, *time) is not None:
        return (
            _OF_WOUNDED.search(text, max(sentence[0], start - _WIDTH), min(sentence[1], end + _WIDTH)) is None
        )
    if time is not None and _TENDED.search(text, end, max(end, time[0])) is not None:
        return True
    if not mention.is_noun and _TRIGGER.match(text, start, end) is not None:
        return True
    if not (mention.is_noun or mention.extent[0] >= start - _WIDTH):
        return False
    first = max(sentence[0], start - _WIDTH)
    if _BEFORE.search(text, first, start) is not None or _LISTED.search(text, first, start) is not None:
        return True
    is_near = time is not None and 0 <= time[0] - end < _BESIDE
    if not is_near and _NUMBER.search(text, first, start) is not None:
        return True  # "raised the number of injured to 182 on Sunday", not "the number killed on Sunday"
    return _AFTER.match(text, end, min(sentence[1], end + _WIDTH)) is not None
