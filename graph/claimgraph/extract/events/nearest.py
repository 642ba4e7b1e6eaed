"""The times that no clause took, given to the verbs beside which they stand.

Where the grammar of a sentence is not understood (a word taken for a verb, a second infinitive), a time still
belongs to the event before it, or after it at the head of the sentence, if nothing between them opens another
clause or tells of speech.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Sequence
from typing import Final

from claimgraph.extract.events.frames import family
from claimgraph.extract.events.mentions import EventMention
from claimgraph.extract.syntax.text import Span

_SPEECH: Final = (
    r"sa(?:id|ys?)|t(?:old|ells?)|den(?:y|ies|ied)|accus\w+|blam\w+|announc\w+|report(?:s|ed)?|confirm\w*|claim\w*"
    r"|warn\w*|add(?:s|ed)|admit\w*|acknowledg\w*|insist\w*|estimat\w*|believ\w*|alleg\w*|declar\w*|according"
    r"|promis\w+|vow\w*|order\w*|agree\w*|ask\w*|urg\w*|call(?:s|ed)? (?:for|on)"
)
_BETWEEN: Final = re.compile(
    rf"[;:()“”\"—]|(?<!\bin )(?<!\bon )(?<!\bat )(?<!\bof )(?<!\bnear )(?<!\bfrom )\bthat\b"
    rf"|\b(?:{_SPEECH}|which|who|whom|whose|where|because|until|since|before|but|if|although|though)\b"
    r"|\b(?!(?:in|of|at|on|from|to|near|into|by|with|for|and|as|off|over|under|inside|outside|against|around)\b)"
    r"[a-z]+ (?:the [a-z]+|they|he|she|it|we) (?:(?:had|have|has) )?"
    r"(?:[a-z]{2,}ed|took|left|lost|held|built|made|hit|struck|shelled)\b"
    r"|\b(?:as against|as opposed to|compared|(?:up|down) from|instead of|rather than)\b"
    r"|(?<!minutes )(?<!moments )(?<!hours )(?<!shortly )(?<!soon )\bafter\b",
    re.IGNORECASE,
)
"""What stands between an event and a time that is not its own: another clause, also one without "that"."""
_OPENING: Final = re.compile(
    rf"[():“”\"—]|\b(?:{_SPEECH}|that|(?<!\bin )which|who|when|after|before|because|if)\b", re.IGNORECASE
)
_ASIDE: Final = re.compile(r",[^,]*,")
_PIECE: Final = re.compile(
    r"(?: (?:[A-Z0-9][\w'’-]*|the|a|an|in|of|near|at|on|and|south|north|east|west|\w+ern"
    r"|part|side|shore|bank|edge|outskirts|suburbs?|district|province|region|area|heart|centre)){1,7}"
    r"| (?:\w+ of (?:them|whom)|including|among them)\b[^,;]*"
)
_APART_BY_COMMA: Final = re.compile(r",(?: (?:on|late|early))*\s*\Z")
"""What stands before a day that is added at the end of a sentence."""
_APPOSED: Final = re.compile(r" (?:an?|the|some|about|just|\d[\d.]*)(?: [\w’'-]+){1,8}")
"""What a place or thing is, between commas: ", a town of 20 houses,", ", 325 km from the capital,"."""
_LEADING: Final = re.compile(r",?(?: (?:had|have|has|was|were|been|being|also|then|\w+ly))* ")
"""What stands between a time and the verb right after it: "who in June had killed"."""
_PERFECT: Final = re.compile(r"\b(?:has|have|had)\b")
_PART: Final = re.compile(
    r";|\b(?:among|including|another|later|of (?:them|those|whom|the (?:wounded|injured|latter)))\b"
)
"""Words before a part of those harmed, which has its own day."""
_WHEN: Final = re.compile(r", (?:when|the day|on which)\b[^,;.]*,")
"""What a day was, between commas behind it: "Since Friday, when the war began,"."""
RANKED: Final = re.compile(
    r"\b(?:first|second|(?<!\b[Aa] )(?<!\b[Oo]ne )third|(?:four|fif|six|seven|eigh|nin|ten|\w+teen)th"
    r"|\d+(?:st|nd|rd|th)|only|worst"
    r"|(?:deadli|bloodi|larg|bigg|heavi|high|fierc|strong|grav|lat|long)est|most \w+)\b"
    r"(?: [\w’'-]+){0,8}(?: since)? \Z"
)
"""What is counted or compared since a day, on which it did not happen: "the third raid since Friday"."""
_TOLD_ASIDE: Final = re.compile(r", (?:which|who|whose|where)\b[^,]*\Z")
"""A relative clause put in, up to the time at its end."""
_LAUNCHED: Final = re.compile(
    r"\b[Oo]f (?:the |some |about )?[\w,.]+ [\w -]{2,40} (?:launched|fired|sent|flown|used|counted|directed)"
    r"(?: (?:at|on|by|against|from|over|towards) [\w' -]{2,40})? (?:(?:on|late|early) ){0,2}\Z"
)
"""What stands before the day of a whole of which parts are told: "of 14 drones launched on Monday"."""
_CLEFT: Final = re.compile(r"(?:But |And |Yet )?[Ii]t was (?:only |not until )?(?:(?:on|late|early) ){0,2}")
"""What stands before a day that is put first: "It was on Monday that"."""
_SAID: Final = re.compile(rf"\b(?:{_SPEECH})\b", re.IGNORECASE)
_OF_SPEAKER: Final = re.compile(
    r"\b(?:said|says|told|according to)\b[^.;“”\"]*\b(?:who|whose|which)\b[^.;,“”\"]*\Z"
)
"""A relative clause about who speaks, up to the time at its end."""
_SPEAKER: Final = 200
_COMPARED: Final = r"as against|as opposed to|compared (?:with|to)|(?:up|down) from|instead of|rather than"
_MOTIVE: Final = re.compile(
    r"\bin (?:revenge|retaliation|response|reprisal|answer) (?:for|to)\b[^,;.]*\Z"
    rf"|\b(?:{_COMPARED})\b[^,;.]*\Z"
)
"""What stands between a deed and the day of what it avenges: "hit a mill in revenge for a raid on Sunday"."""
_REACH: Final = 110
_LEAD: Final = 4
"""How far into its sentence a time may begin that opens it, in characters."""
_COUNTS: Final = frozenset({"count-noun", "count-bare", "count-predicate", "count-coordinated"})
"""Events that only a figure tells of: "On Sunday it was worse, 11 dead"."""
_STATES: Final = frozenset({"ControlOfPlace", "Presence"})
"""What lasts: "fired at the part it holds at dawn" tells when it was fired."""
_UNREAL: Final = frozenset({"unreal", "purpose", "conditional"})


_SCENES: Final = frozenset(
    {"Attack", "Accident", "MaterielLoss", "ArmedClash", "CaptureOfPlace", "ControlChange", "ForceMovement",
     "InternalExplosion", "Fire", "Movement"}
)  # fmt: skip
"""Families of events in which people come to harm."""
_MANY: Final = 40
"""Events of a sentence that is rather a list."""
_APART: Final = re.compile(
    r"\b(?:wounds|injuries|since|until|before|after(?! (?:[\w-]+ )?(?:hours?|minutes) of\b)"
    r"|earlier|later|previous\w*|last|ago|already|once|again|first"
    r"|second|third|another|anniversary|by|revenge|retaliation|reprisal|response|than in|as in"
    r"|followed|follows|preceded)\b"
)
"""Words with which a sentence may tell of more than one time."""


def lend_times(
    mentions: Sequence[EventMention], sentences: Sequence[Span], times: Sequence[Span], text: str
) -> None:
    """Give events told by verbs the time of their sentence that no other event has.

    `mentions` are in the order of the text; `sentences` and `times` are spans in code points of `text`.
    """
    for mention in mentions:
        time = mention.time_span
        is_late = time is not None and not mention.is_noun and mention.trigger[1] < time[0]
        if time is not None and is_late and _MOTIVE.search(text, mention.trigger[1], time[0]) is not None:
            mention.time_span = None
    starts = [span[0] for span in times]
    owned = {
        at
        for mention in mentions
        if mention.time_span is not None and mention.kind not in _STATES
        for at in _over(times, starts, mention.time_span)
        if mention.trigger[0] < times[at][0]
    }  # an event after a time may only share it: "hit it on Monday, killing two"
    for mention in mentions:
        is_told = not mention.is_noun or (mention.is_counted and mention.rule in _COUNTS)
        is_told = is_told or (mention.is_stated and not mention.is_bare)
        if mention.time_span is not None or not is_told or mention.mode in _UNREAL:
            continue
        start, end = sentences[mention.sentence]
        here = range(bisect_left(starts, start), bisect_left(starts, end))
        chosen = next(
            (at for at in here if at not in owned and _is_of(mention, times[at], start, text)), None
        )
        if chosen is not None:
            mention.time_span = times[chosen]
    _share_opening(mentions, sentences, times, text)
    _share_only(mentions, sentences, times, text)


def _over(times: Sequence[Span], starts: Sequence[int], span: Span) -> range:
    """The numbers of the times that a span covers or begins in."""
    first = bisect_left(starts, span[0])
    if first and times[first - 1][1] > span[0]:
        first -= 1
    return range(first, bisect_left(starts, span[1]))


def _is_of(mention: EventMention, time: Span, sentence: int, text: str) -> bool:
    """Whether nothing parts an event from a time after it, or from one that opens its sentence."""
    first, last = mention.trigger
    if time[1] < first and _LEADING.fullmatch(text, time[1], first):
        is_of_noun = text.endswith(" of ", 0, time[0])  # the first strike since the truce of 4 May killed
        is_run = text.startswith("since", time[0]) and _PERFECT.search(text, time[1], first) is None
        return not (is_of_noun or is_run)  # rebels who held it since 2015 blew it up
    if _LAUNCHED.search(text, max(sentence, time[0] - _REACH), time[0]) or _CLEFT.fullmatch(
        text, sentence, time[0]
    ):
        return time[1] < first and first - time[1] < _REACH and _SAID.search(text, time[1], first) is None
    if last <= time[0] <= last + _REACH:
        is_in_brackets = text[time[0] - 1] == "(" and text.startswith(")", time[1])
        between = _ASIDE.sub(_without_place, text[last : time[0] - is_in_brackets])
        is_added = text[time[1] : time[1] + 1] in ".;" and text.count(",", last, time[0]) == 1
        if is_added and _APART_BY_COMMA.search(between) is not None:
            between = between.rpartition(",")[0]  # she was the first to die, on 18 April.
        return "," not in between and _BETWEEN.search(between) is None
    return time[0] - sentence <= _LEAD and time[1] <= first and _opens(text[time[1] : first])


def _without_place(aside: re.Match[str]) -> str:
    """Nothing for words between commas that name a place, or what one is: ", in southern Lebanon,"."""
    words = aside.group()[1:-1]
    is_apposed = _APPOSED.fullmatch(words) is not None and _BETWEEN.search(words) is None
    return "" if is_apposed or _PIECE.fullmatch(words) else ","


def _opens(between: str) -> bool:
    """Whether the words after the time that opens a sentence lead to its main verb."""
    between = between.removeprefix(":")  # Sat 22 Sept: raid on a jail, nine dead
    aside = _WHEN.match(between)
    return _OPENING.search(between, aside.end() if aside is not None else 0) is None


def _share_only(
    mentions: Sequence[EventMention], sentences: Sequence[Span], times: Sequence[Span], text: str
) -> None:
    """Who is harmed, and what is lost, where a sentence tells of one time: in the attack, and then.

    "49 died when rebels shot down a plane as it landed on Saturday": all of that was on Saturday.
    """
    starts = [span[0] for span in times]
    for first in range(len(mentions)):
        number = mentions[first].sentence
        if first and mentions[first - 1].sentence == number:
            continue
        last = first + 1
        while last < len(mentions) and mentions[last].sentence == number:
            last += 1
        here = mentions[first:last]
        start, end = sentences[number]
        dated = range(bisect_left(starts, start), bisect_left(starts, end))
        if len(dated) != 1 or len(here) > _MANY or _APART.search(text, start, end) is not None:
            continue
        time = times[dated[0]]
        if _OF_SPEAKER.search(text, max(start, time[0] - _SPEAKER), time[0]) is not None:
            continue  # "nine died, said the army, which lost a helicopter on 3 May"
        if text.startswith(",", time[1]) and _TOLD_ASIDE.search(text, start, time[0]) is not None:
            continue  # "the army, which lost a helicopter on 3 May, said five men were killed"
        owners = [mention for mention in here if mention.time_span == time and not mention.bound]
        for mention in here if owners else ():
            if mention.time_span is None and any(_goes_with(mention, owner, text) for owner in owners):
                mention.time_span = time
                owners.append(mention)


def _goes_with(mention: EventMention, owner: EventMention, text: str) -> bool:
    """Whether two events of a sentence are the harm and that in which it was done."""
    if mention.mode or owner.mode or mention.is_bare:
        return False
    verb = text[slice(*mention.trigger)].partition(" ")[0]
    if verb.endswith("ing") and not mention.is_noun and owner.trigger < mention.trigger:
        return True  # tried to seize the road on Monday, exchanging fire with soldiers
    kinds = {family(mention.kind), family(owner.kind)}
    if kinds == {"Harm"} and _PART.search(text, mention.trigger[1], owner.trigger[0]) is not None:
        return False  # dozens were killed, among them seven who died on Friday
    return len(kinds) == 1 if "Harm" not in kinds else bool(kinds & _SCENES) or kinds == {"Harm"}


def _share_opening(
    mentions: Sequence[EventMention], sentences: Sequence[Span], times: Sequence[Span], text: str
) -> None:
    """The time that opens a list holds for all of it: "Today four raids failed; nine tanks were lost"."""
    starts = [span[0] for span in times]
    for mention in mentions:
        start, end = sentences[mention.sentence]
        here = range(bisect_left(starts, start), bisect_left(starts, end))
        is_open = mention.time_span is None and not mention.is_noun and mention.mode not in _UNREAL
        if is_open and len(here) == 1 and times[here[0]][0] - start <= _LEAD:
            between = text[times[here[0]][1] : mention.trigger[0]]
            if ";" in between and _opens(between):
                mention.time_span = times[here[0]]
