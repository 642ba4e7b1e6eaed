"""Classes that only the sentences before tell: people who leave while a town is being evacuated.

"Civilians are being evacuated. 250 people left overnight" tells of one evacuation; people who "will be freed"
after an exchange of prisoners was told of are exchanged; "the bombing" after a car bomb is no air raid.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Final

from claimgraph.extract.events.mentions import EventMention
from claimgraph.extract.syntax.entries import NONE, Entries

_NEAR: Final = 3
"""How many sentences before the other event may have been told."""
_FAR: Final = 12
_WIDTH: Final = 60
_INSTEAD: Final = re.compile(
    r"\b(?:[Rr]ather than|[Ii]nstead of|as opposed to|[Ff]ar from|no longer"
    r"|without(?: (?:anyone|anybody|any|a|its|their|his|her|the|them|him|it|further|ever)(?: [a-z]+)?)?)"
    r"(?: (?:being|be|been|having|merely|simply|actually))*\s\Z"
)
_NOUN_INSTEAD: Final = re.compile(
    r"\b(?:rather than|instead of|as opposed to|without|no longer)(?: (?:by|from|in|to|as|under))?"
    r"(?: (?!(?:after|before|during|in|on|at|of|to|by|from|with|for|when|as|and|but|or|over)\b)[\w-]+){0,4}"
    r"\s\Z"
)
"""Before what did not happen."""
_HELPERS: Final = (
    r"(?:\s(?:between|in|with|around|at|on|near)\s[^,.;]{1,60}?)?"
    r"\s(?:(?:has|had|have|was|is|were|been|being|again|then|already|soon|later|not|[a-z]+ly) ){0,5}"
)
_ENDED: Final = re.compile(
    rf"{_HELPERS}(?:collaps(?:ed?|es|ing)|fail(?:ed|s)|(?:fell|fallen|falls) apart|br(?:oke|oken|eaks) down"
    r"|expired?|expires|lapsed?|unravel(?:led|ed|s)|crumbled|disintegrated"
    r"|(?:ended|ends|broke|breaks)(?=[.,;]|\s+(?:on|in|at|after|within|when|as|last|this|early|late|amid|before"
    r"|by|and|yesterday|today|without|[A-Z])))\b"
)
_ENDING: Final = re.compile(
    r"\b(?:(?:collapse|breakdown|end|ending|failure|expiry|expiration|unravell?ing) (?:of|in|to)"
    r"|end(?:ed|s|ing)?|(?:call(?:ed|s|ing)?|broke|broken) off|scrapp(?:ed|ing)|cancell?ed|abandoned) "
    r"(?:(?:the|a|an|their|its|this|that) )?(?:[\w-]+ ){0,2}\Z"
)
"""How the end of a truce is told: no halt to fighting."""
_BREACHED: Final = re.compile(rf"{_HELPERS}(?:broken|violated|breached|shattered)\b(?! down)")
_BREACHING: Final = re.compile(
    r"\b(?:broke|broken|break|breaks|breaking|violat(?:ed?|es|ing)|breach(?:ed|es|ing)?|shattered) "
    r"(?:(?:the|a|an|their|its|this|that) )?(?:[\w-]+ ){0,2}\Z"
)
_SETTING_OUT: Final = frozenset(
    ("left", "leave", "leaving", "departed", "gone", "arrived", "arrive", "arriving")
)
"""What those do who are moved to safety, and those who flee."""
_FREEING: Final = frozenset(
    ("freed", "free", "released", "release", "handed", "returned", "free", "freeing", "releasing", "let")
)
_BLASTS: Final = frozenset(("blast", "blasts", "explosion", "explosions", "detonation"))
_MUNITIONS: Final = frozenset(("bombing", "bombings"))
_DEFINITE: Final = frozenset(("the", "that", "this", "those", "both"))


def settle_classes(mentions: Sequence[EventMention], text: str, entries: Entries = NONE) -> None:
    """Give mentions, in the order of the text, the class that what was told before gives them.

    What another of the `entries` of a live blog or list tells gives none, but to "the bombing".

    >>> from claimgraph.extract.events.mentions import EventMention
    >>> text = "People are being evacuated. Some left."
    >>> first = EventMention("Evacuation", (17, 26), (0, 26), 0, False, "frame-Evacuation-v")
    >>> second = EventMention("Displacement", (33, 37), (28, 37), 1, False, "frame-Displacement-v")
    >>> settle_classes([first, second], text)
    >>> second.kind
    'Evacuation'
    """
    latest: dict[str, EventMention] = {}
    for mention in mentions:
        mention.is_negated = mention.is_negated or _is_set_aside(mention, text)
        if mention.kind == "Ceasefire" and mention.is_noun:
            mention.kind = _kind_of_truce(mention, text)
        before = latest.get(_kind_before(mention, text))
        if before is not None:
            reach = _FAR if before.kind == "Bombing" else _NEAR
            is_new = before.sentence == mention.sentence and before.kind == "Evacuation"
            is_apart = entries.are_apart(before.trigger[0], mention.trigger[0])
            is_new = is_new or (is_apart and before.kind != "Bombing")
            if mention.sentence - before.sentence <= reach and not is_new:
                mention.kind = before.kind
        if not mention.is_negated:
            latest[mention.kind] = mention
            if mention.kind == "AirStrike":
                latest.pop("Bombing", None)


def _kind_of_truce(mention: EventMention, text: str) -> str:
    """The class of a truce that is told of: what ends it is none, and what breaks it is hostile."""
    start, end = mention.trigger
    before = text[max(0, start - _WIDTH) : start]
    if _BREACHING.search(before) is not None or _BREACHED.match(text, end) is not None:
        return "HostileAct"
    is_over = _ENDING.search(before) is not None or _ENDED.match(text, end) is not None
    return "Event" if is_over else "Ceasefire"


def _is_set_aside(mention: EventMention, text: str) -> bool:
    """Whether a mention is what did not happen, but something else: "damaged rather than sunk"."""
    start = mention.trigger[0]
    pattern = _NOUN_INSTEAD if mention.is_noun else _INSTEAD
    return pattern.search(text, max(0, start - _WIDTH), start) is not None


def _kind_before(mention: EventMention, text: str) -> str:
    """The class that a mention gets if an event of that class was told of before, "" if none."""
    word = text[mention.trigger[0] : mention.trigger[1]].split(" ")[0].lower()
    if mention.kind == "Displacement" and word in _SETTING_OUT:
        return "Evacuation"
    if mention.kind == "Event" and not mention.is_noun and word in _FREEING:
        return "PrisonerExchange"
    words = mention.head_words
    if mention.kind == "Strike" and words[-1:] and words[-1] in _MUNITIONS:
        return "Bombing"
    is_same = words[-1:] and words[-1] in _BLASTS and words[0] in _DEFINITE
    return "Bombing" if mention.kind == "Event" and is_same else ""
