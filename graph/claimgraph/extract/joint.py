"""Joint sources: "Kyiv and Western officials", "the doctors' union and two residents"."""

from __future__ import annotations

import re
from collections.abc import Callable, Container, Sequence
from dataclasses import replace
from typing import Final

from claimgraph.extract.attribution.reading import Attribution
from claimgraph.extract.descriptions import class_of, head_of
from claimgraph.extract.events.frames import family
from claimgraph.extract.events.mentions import EventMention
from claimgraph.extract.syntax.text import Span
from claimgraph.model import Entity, Event, Role

_JOIN: Final = re.compile(r",?\s+(?:and|nor)\s+|\s+as well as\s+|,\s*")
OF_TWO: Final = re.compile(r"(?:both|either|neither)\s+", re.I)
_DETERMINED: Final = re.compile(
    r"(?:an?|the|one|another|two|three|four|five|six|several|some|many|other)\s", re.I
)
_POSSESSED: Final = re.compile(r"(?:his|her|its|their)\s", re.I)
_ORGANIZATIONS: Final = re.compile(
    r"(?:[A-Z][\w-]+ ){0,3}"
    r"(?:Organi[sz]ations|Societies|Associations|Affairs|Services|Studies|Rights|Operations)$"
)
_OWN_NAME: Final = re.compile(
    r"(?:his|her|its|their) (?:[a-z-]+ ){1,3}(?=[A-Z])|(?:his|her|its|their) [a-z -]+, (?=[A-Z])"
)
"""What goes before a name and says what its bearer is to another: "its ally Zeta"."""
_ALONG: Final = re.compile(r" (?:partners?|allies|colleagues|associates|coalition|proxies)$")
_NAME: Final = re.compile(
    r"(?:[Tt]he )?[^\W\d_a-z][\w’'.-]*(?: (?:al|el|of|for|de|bin|ag|[^\W\d_a-z][\w’'.-]*))*$"
)


def members(
    text: str, span: Span, is_name: Callable[[Span], bool], adjectives: Container[str] = ()
) -> list[Span]:
    """Cut a joint source into those who speak together; what is one noun phrase stays whole.

    Each part must be a name, or a noun phrase of people or a body with a determiner of its own or in the
    plural: "police and rescue workers", but not "the ministry of health and population".

    Args:
        text: the whole text.
        span: the source in it.
        is_name: tells whether a span is one known name.
        adjectives: words that need a noun: "Danish and Norwegian officials" stays whole.

    >>> text = "two residents and a nurse"
    >>> [text[start:end] for start, end in members(text, (0, len(text)), lambda span: False)]
    ['two residents', 'a nurse']
    >>> text = "the ministry of health and population"
    >>> len(members(text, (0, len(text)), lambda span: False))
    1
    """
    said = text[span[0] : span[1]]
    if not any(joint in said for joint in (" and ", " nor ", " as well as ")):
        return [span]
    of_two = OF_TWO.match(said)
    if (link := said.find(" nor ")) > 0:
        first = span[0] + (of_two.end() if of_two else 0)
        return _neither(text, (first, span[1]), span[0] + link)
    parts = _cut(text, (span[0] + of_two.end(), span[1]) if of_two is not None else span)
    if any(text[start:end].removeprefix("the ") in adjectives for start, end in parts[:-1]):
        return [span]
    known = [is_name(part) for part in parts]
    if len(parts) > 1 and all(known):
        return parts
    parts = _with_appositions(text, parts)
    if len(parts) == 2 and _POSSESSED.match(text[parts[1][0] : parts[1][1]]) and _ALONG.search(said):
        return parts[:1]  # "the agency and its partners"
    if len(parts) == 2 and " of " in said and _ORGANIZATIONS.match(text[parts[1][0] : parts[1][1]]):
        return [span]  # "the Union of Medical Care and Relief Organizations"
    return parts if len(parts) > 1 and _stand_alone(text, parts, is_name) else [span]


def _neither(text: str, span: Span, link: int) -> list[Span]:
    """The two of "neither X nor its ally Y"; `link` is where " nor " stands."""
    second = link + len(" nor ")
    ally = _OWN_NAME.match(text, second, span[1])
    return [(span[0], link), (ally.end() if ally else second, span[1])]


def _stand_alone(text: str, parts: Sequence[Span], is_name: Callable[[Span], bool]) -> bool:
    """Whether each part can speak by itself; the first may be a name that nothing is known of."""
    for number, (start, end) in enumerate(parts):
        phrase = text[start:end].strip(" ,")
        is_first_name = number == 0 and _NAME.match(phrase) is not None
        if not (is_name((start, end)) or _stands_alone(phrase) or is_first_name):
            return False
    return True


def _cut(text: str, span: Span) -> list[Span]:
    """The parts between commas and conjunctions."""
    parts: list[Span] = []
    start = span[0]
    for match in _JOIN.finditer(text, span[0], span[1]):
        parts.append((start, match.start()))
        start = match.end()
    parts.append((start, span[1]))
    return [part for part in parts if text[part[0] : part[1]].strip(" ,")]


def _with_appositions(text: str, parts: list[Span]) -> list[Span]:
    """The same parts, a name and what it is in one: "Hawa Adam, a nurse, and two residents"."""
    found: list[Span] = []
    for start, end in parts:
        before = text[slice(*found[-1])].strip(" ,") if found else ""
        is_comma = found != [] and " and " not in text[found[-1][1] : start]
        if is_comma and _NAME.match(before) and _DETERMINED.match(text[start:end]):
            found[-1] = (found[-1][0], end)
        else:
            found.append((start, end))
    return found


def _stands_alone(phrase: str) -> bool:
    """Whether a part is people or a body of its own."""
    phrase = phrase.strip(" ,")
    if _POSSESSED.match(phrase):
        return False
    head = head_of(phrase)
    kind = class_of(head)
    if kind is None:
        return False
    is_plural = head[-1].endswith("s") or head[-1] in {"police", "men", "women", "people", "media"}
    return is_plural or _DETERMINED.match(phrase) is not None


def own_deed(event: Event, mention: EventMention, cue: Attribution, text: str, claimant: Entity) -> Event:
    """Give the event that each of several claims for itself: "the army and the rebels both claim to hold it".

    What they can only have done together ("both said they had met") is theirs together.
    """
    source = cue.source[0]
    said = text[source[0] : cue.cue[0][1] if cue.cue else source[1]]
    if _EACH.search(said) is None or family(mention.kind) in _TOGETHER:
        return event
    own = {
        filler.entity.key
        for filler in mention.fillers("isPerformedBy")
        if (filler.span[0] < source[1] and source[0] < filler.span[1]) or _THEY.match(text, filler.span[0])
    }
    if not own:
        return event
    roles = (each for each in event.roles if each.property != "isPerformedBy" or each.value.key not in own)
    return replace(event, roles=(Role("isPerformedBy", claimant), *roles))


_EACH: Final = re.compile(r"\b(?:both|each|all)\b", re.IGNORECASE)
_THEY: Final = re.compile(r"(?:they|their)\b", re.IGNORECASE)
_TOGETHER: Final = frozenset({"Negotiation", "ArmedClash", "PrisonerExchange", "ArmedConflict", "Exercise"})
