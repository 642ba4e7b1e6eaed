"""When something was said: the time that stands with the verb of saying, also inside what was said."""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Mapping, Sequence, Set
from typing import Final

from claimgraph.extract.attribution.reading import Attribution
from claimgraph.extract.events.nearest import RANKED
from claimgraph.extract.syntax.lexicon import cues, verb_forms
from claimgraph.extract.syntax.text import Span
from claimgraph.model import TimeSpan

__all__ = ["TimesOfSaying", "is_of_words"]

_RESPONSIBILITY: Final = re.compile(r"(?:full |sole )?(?:responsibility|credit|blame),?\s(?:on\s)?")
"""What is claimed, before the day on which it is."""


_ISSUED: Final = re.compile(
    r"\b(?!at (?:an?|the) (?:[\w-]+ ){1,4}post\b)"
    r"(?:in|at|during) (?:an?|the|his|her|its|their) (?:[\w-]+ ){0,3}(?:statement|video|message|post|tweet"
    r"|leaflet|pamphlet|memo|circular|bulletin|dispatch|note|release|declaration|notice|announcement|telegram"
    r"|letter|recording|interview|speech|broadcast|communiqu[eé]|conference|briefing|address|remarks|comments"
    r"|testimony|call|verdict|ruling|judge?ment|sermon|indictment)"
    r"(?: (?:that|which) (?:it|he|she|they) \w+)?(?: with (?:the )?\w+)?"
    r"(?: (?:on|to|via) (?:(?:its|his|her|their|the) )?\w+(?: \w+)?)?"
    r"(?: \w+){0,2}(?: on)? (?:late |early )?\Z"
)
"""Words before the day on which something was said, and not done: "in a video posted on"."""
_SAID: Final = re.compile(
    r"\b(?:said|told (?:(?:the|his|her|its) )?(?!to\b)[\w’'-]+(?: (?!to\b)[\w’'-]+)?|added|wrote|tweeted)\s"
    r"(?:(?:on|late|early)\s){0,3}\Z"
)
"""Words right before the day on which something was said: "said late on"."""
_AS_SAYING: Final = re.compile(r",? as (?:saying|telling|claiming|denying|warning|describing|reporting)\b")
_VERB: Final = re.compile(r"\b(?P<verb>[A-Za-z]+)\s(?:(?:on|late|early)\s){0,3}\Z")
_THAT: Final = re.compile(r"(?:\s(?:morning|afternoon|evening|night))?,?\sthat\b")
_ACCUSED: Final = re.compile(
    r"(?!that\b|(?:it|he|she|they|we|there)\b)"
    r"(?!.*\b(?:of|for|that)\b[^,]*\b(?:on|late|early) \Z)[^,;:.!?]{2,60}\s(?:(?:on|late|early)\s)*"
)
"""Who or what is accused, before the day on which it is."""
_OF: Final = re.compile(r"(?:\s(?:morning|evening|night|afternoon))?,?\s(?:of|for)\s")
_POINTING: Final = re.compile(
    r"(?:it|this|that|these|those"
    r"|(?:the|its|both) (?:[\w-]+ ){0,2}(?:attacks?|assaults?|raids?|strikes?|bombings?|blasts?|explosions?"
    r"|ambush|massacre|killings?|shootings?|shelling|losses|loss|incident|deaths?)"
    r"|(?:the|this|that|these|those) (?:\w+ )?(?:accusations?|allegations?|charges?|claims?|reports?"
    r"|figures?|offer|proposals?|statements?|remarks|rumou?rs|suggestions?|account|news))"
    r"(?: (?:as )?(?:an? )?(?!of\b|from\b|in\b|at\b|by\b|since\b)\w+)?,?\s(?:(?:on|late|early)\s)*"
)
"""What only points back to something said, before the day on which it is denied or confirmed."""
_SUBJECT: Final = re.compile(r"\s(?:that|it|he|she|they|we|there)\b")
"""What opens a content after the time of the speech: "said overnight it had …"."""
_BY_MEANS: Final = re.compile(r"(?:on|in|at|by|over|via)\s[^,;.!?“\"]{2,50}\s(?:(?:on|late|early)\s)*")
"""How something was said, before the day on which it was: "on television late on Friday that"."""
_AS_LATE: Final = re.compile(r"as (?:recently|late|early) as\s")
"""What says of a day that it was close, or far back: "said as recently as Sunday that"."""
_LEAD: Final = 8
"""How far into its sentence a time may begin that opens it, in characters."""
_WHILE_SO: Final = re.compile(
    r", (?:as|when|while|after|before|hours after|the (?:same )?day)\b[^.;“”\"]*,\s"
)
"""A clause put in after the time that opens a sentence: "On Monday, as shells fell, X said"."""
_REVISED: Final = re.compile(
    r"(?:the|its|their|that)\s(?:[\w-]+\s){0,3}(?:toll|number|count|total|figure)\b[^;.!?]*?\s(?:to|at)\s"
    r"[\w,]+\s(?:(?:on|late|early)\s)*"
)
"""A toll and what it was put at, before the day on which it was."""
_FROM: Final = re.compile(r",?\s(?:up\s|down\s)?from\b")
"""What follows the day on which a toll was put at something, with what it was before."""
_DATED: Final = re.compile(
    r"(?:the\s)?(?:Mon|Tues|Wednes|Thurs|Fri|Satur|Sun|yester)day['’]s\s(?:[\w-]+\s){1,8}(?:on|late|early)\s\Z"
)
"""What has its own day, before the day on which it was spoken of: "acknowledged Saturday's strike on"."""
_STATEMENT: Final = re.compile(
    r"\b(?:statement|communiqu[eé]|video|message|post|letter|report|bulletin|data|edition|issue"
    r"|(?:released|published|issued|posted|dated|circulated|shared|aired|broadcast|leaked)"
    r"(?: (?:on|late|early|earlier))?)\b"
)
"""What was put out: the day in its description is that of saying, "figures released on Monday by X"."""
_AS_SAID: Final = re.compile(r"\bas (?:[\w’'-]+ ){1,4}\Z")
_DONE: Final = re.compile(
    r"\b(?:unleashed|launched|begun|began|started|carried out|committed|staged|killed|wounded|captured|seized"
    r"|hit|struck|bombed|shelled|attacked|fired|destroyed|signed|agreed)\s(?:(?:on|in|late|early)\s)*\Z"
)
"""A deed right before its own day: "after the raid launched on Monday, the army said"."""
_COUNTING: Final = frozenset({"record", "count", "register", "document", "log", "list", "tally"})
"""Verbs with which a month or week is that of what was counted: "in May the mission recorded 12 raids"."""
_SEVERAL: Final = 2
_AHEAD_OF: Final = re.compile(r"\s?(?:in \w+ )?ahead of\b")
_WHEN_DAY: Final = 40
"""How far before "when" its day may begin, in characters."""
_RELATIVE: Final = re.compile(r"(?<![,–—])\s(?:who|which|that)\s")
_DESCRIBED: Final = re.compile(r"\b(?:who|which|that|whose|\w+ed|\w+ing)\b")
_ON: Final = re.compile(r",?\s(?:(?:on|late|early)\s)*")
_OF_DAY: Final = re.compile(r"['’]s?\s(?:[\w-]+\s){0,2}")
_OWNED: Final = re.compile(
    r"['’]s?\s(?:[\w-]+\s){0,2}?(?P<noun>claim|denial|accusation|allegation|assertion|admission|announcement)s?\b"
)
_DAY: Final = re.compile(r"\d{4}-\d\d-\d\d(?:T[^/]*)?\Z")
_BORN: Final = ("born in", "born on", "born", "built in", "founded in", "made in", "dating from")
"""Words before the year of a person or thing, in which nothing else happened."""
_DATELINE: Final = re.compile(r"[A-Z][\w’'.-]*(?: [A-Z][\w’'.-]*){0,3}(?:, [A-Z][\w’'. -]{2,30})?, ")
_DASH: Final = re.compile(r"(?:,? \([^)\n]{2,30}\))?\s?(?:[—–]|--?)\s")
"""What stands before and after the day of a dateline: "SUNNE, 11 May (Harbour Wire) — "."""
_BESIDE: Final = 70
"""How far before a time words may begin that tell what it is of, in characters."""
_PUT_IN: Final = re.compile(
    r",\s(?:(?:who|which|whose|where|when)\b|(?!ask|question|press|quot|contact|interview|reach|dat|publish"
    r"|post|issu|releas|circulat|shar|air|sign)\w+ed\s)[^,;.!?]*\Z"
)
_SPEAKING: Final = re.compile(r"(?:,\s|[.!?]\s|^)(?:[Ss]peaking|[Tt]alking)\b[^,;.!?]*\Z")
"""How somebody spoke, before the day on which it was: ", speaking by telephone on"."""
_WHILE: Final = re.compile(
    r",\s(?:while|whereas|although|though|but|and|where)\s(?!(?:later|then|also|again)\b)"
    r"(?:[^,;.!?]*|[^,;.!?]+,[^,;.!?]+,)\w?\s?\Z"
    r"|:\s|(?<!\bin\s)\b(?:who|which|whom|whose)\s(?:it|he|she|they)\s\Z"
)
"""Another clause with a subject between a time and a cue: "said on Monday, while B insisted"."""
_ASIDE: Final = 120
"""How far before a time a clause put in may begin, in characters."""
_COUNTED_FROM: Final = re.compile(r"\b(?:after|before)\s(?!that)\w\w?\Z")
"""The end of a time counted from what follows: "said so, a day after it had …"."""
_COUNTED_FROM_IT: Final = re.compile(r"\b(?:after|before)\s(?:it|he|she|they|we)\s")
_NAMING: Final = frozenset({"declare", "proclaim", "name"})
"""Verbs whose object may be a day: "declared Sunday a day of mourning"."""
_FAR: Final = 600
"""How far from its verb a time of saying may stand, in characters; so the work stays linear."""
_NEAR: Final = 16
_NEXT_WORD: Final = 3
_OTHER_CLAUSE: Final = re.compile(
    r",\s(?:which|who|where|when|while|whereas|but|and|after|before|compared|as against|against)\b"
)
"""What opens another clause after a cue, whose times are its own."""


def is_of_words(text: str, time: Span) -> bool:
    """Whether by the words before a time nothing happened then but what they name: "said on", "born in".

    >>> text = "A boy born in 2015 was hurt, he said on Monday."
    >>> is_of_words(text, (14, 18)), is_of_words(text, (40, 46))
    (True, True)
    """
    start, first = time[0], max(0, time[0] - _BESIDE)
    if text[first:start].rstrip().endswith(_BORN) or _ISSUED.search(text, first, start) is not None:
        return True
    line = text.rfind("\n", 0, start) + 1
    if start - line < _BESIDE and _DATELINE.fullmatch(text, line, start) and _DASH.match(text, time[1]):
        return True
    is_ranked = text.startswith("since", start) and not text.startswith(", when", time[1])
    if is_ranked and RANKED.search(text, first, start) is not None:
        return True  # the third raid since Friday, the worst since May
    is_of_noun = text[time[1] : time[1] + 1] in {"'", "’"}
    if _AS_SAYING.match(text, time[1]) is not None:
        return True
    return not is_of_noun and (_SAID.search(text, first, start) is not None or _is_before_that(text, time))


def _is_before_that(text: str, time: Span) -> bool:
    """Whether a time stands between a verb of saying and what is said: "denying on Monday that"."""
    if _THAT.match(text, time[1]) is None:
        return False
    before = _VERB.search(text, max(0, time[0] - _BESIDE), time[0])
    form = verb_forms().get(before["verb"].lower()) if before is not None else None
    cue = cues().get((form.lemma, "verb")) if form is not None else None
    return cue is not None and "that" in cue.frames


class TimesOfSaying:
    """Finds the time at which an attribution was made, for one report."""

    def __init__(
        self,
        text: str,
        times: Sequence[tuple[Span, TimeSpan]],
        sentences: Sequence[Span],
        event_times: Set[int],
        said_on: Mapping[int, int],
    ) -> None:
        """Keep what was read of the report.

        `times` (span, value) and `sentences` are in the order of the text; `event_times` are the starts of
        the times of events; `said_on` gives the verb of saying to which a day belongs that stands in what was
        said, both by their starts.
        """
        self.text = text
        self.times = times
        self.sentences = sentences
        self.event_times = event_times
        found = sorted((verb, day) for day, verb in said_on.items())
        self._verbs = [verb for verb, _ in found]
        self._days = [day for _, day in found]
        self._time_starts = [span[0] for span, _ in times]
        self._contents: list[Span] = []
        self._sentence_starts = [span[0] for span in sentences]

    def know(self, said: Sequence[Attribution]) -> None:
        """Take note of what is said by the outermost attributions: days in it are not of another's saying."""
        told = (each for each in said if each.rule != "asked")  # asked about the ship on Sunday, he said
        self._contents = sorted(span for each in told for span in each.content)

    def _is_anothers(self, time: Span, cue: Span) -> bool:
        """Whether a time stands in what is said by somebody else, outside whose words the cue is."""
        at = bisect_right(self._contents, (time[0], len(self.text))) - 1
        if at < 0 or time[0] >= self._contents[at][1]:
            return False
        start, end = self._contents[at]
        if time[1] <= cue[0] and not self.text[time[1] : cue[0]].strip():
            return False  # "which said it knew nothing, on Monday conceded"
        return not start <= cue[0] < end and not self.is_of_saying(time, [(start, end)])

    def times_in(self, span: Span) -> Sequence[tuple[Span, TimeSpan]]:
        """The time expressions that begin inside a span."""
        first, last = bisect_left(self._time_starts, span[0]), bisect_left(self._time_starts, span[1])
        return self.times[first:last]

    def made_on(self, attribution: Attribution) -> TimeSpan | None:
        """When it was said: the time nearest to the cue, in its part of the sentence and outside its content.

        In "claimed responsibility on Monday for the attack" the time stands inside.
        """
        if not attribution.cue:
            return None
        first, last = attribution.cue[0]
        at = bisect_left(self._verbs, first)
        if at < len(self._verbs) and self._verbs[at] < last:
            start = self._days[at]
            return next(value for span, value in self.times_in((start, start + 1)))
        if attribution.rule == "in-turn" and attribution.source:
            return self._right_after(attribution.source[-1], attribution.cue[0])
        if (day := self._day_when(attribution)) is not None:
            return day
        if attribution.rule == "cited" or attribution.cue_lemma == "cite":
            return None  # "reported on Sunday, citing the minister": when he said it is not told
        issued = [span for span in attribution.source if _STATEMENT.search(self.text, *span)]
        inside = [*attribution.content, *(span for span in attribution.source if span not in issued)]
        here = [
            (abs(span[0] - attribution.cue[0][1]), value)
            for span, value in self.times_in(self._part_of_sentence(attribution.cue[0]))
            if (self._is_free(span, attribution.cue[0]) or self._is_between(span, attribution))
            and self._is_closed(span, value)
            and not self._is_owner(span, attribution)
            and not self._is_outside(span, attribution)
            and not self._is_of_relative(span, attribution)
            and not (attribution.cue_lemma in _COUNTING and not _DAY.match(value.edtf))
            and (
                self.is_of_saying(span, inside)
                if any(a <= span[0] < b for a, b in inside)
                else not self._is_anothers(span, attribution.cue[0])
            )
            and not _OTHER_CLAUSE.search(self.text, attribution.cue[0][1], span[0])
            and not self._is_aside(span, attribution.cue[0])
            and not self._is_past_relative(span, attribution)
            and not self._is_past_as(span, attribution.cue[0])
            and not _AHEAD_OF.match(self.text, attribution.cue[0][1], span[0])
            and not (span[0] >= last and _COUNTED_FROM.search(self.text, span[0], span[1] + _NEXT_WORD))
            and not _COUNTED_FROM_IT.search(self.text, span[0], span[1] + 2 * _NEXT_WORD)
            and not (attribution.cue_lemma in _NAMING and span[0] == last + 1)
        ]
        return min(here, key=lambda pair: pair[0])[1] if here else None

    def made_on_in_turn(self, attribution: Attribution, figure: Span) -> TimeSpan | None:
        """The day of one of several figures: "reported nine on Friday and 14 on Sunday"."""
        if not attribution.cue:
            return None
        first, last = attribution.cue[0]
        start, stop = bisect_left(self._verbs, first), bisect_left(self._verbs, last)
        days = sorted(self._days[start:stop])
        if len(days) < _SEVERAL:
            return None
        day = next((each for each in days if each >= figure[1]), None)
        return self.times_in((day, day + 1))[0][1] if day is not None else None

    def _day_when(self, attribution: Attribution) -> TimeSpan | None:
        """The day before a clause that tells what was said then: "on Monday, when it announced that"."""
        start = attribution.source[0][0] if attribution.source else attribution.cue[0][0]
        if not self.text.endswith(", when ", 0, start):
            return None
        end = start - len(", when ")
        days = self.times_in((max(0, end - _WHEN_DAY), end))
        return days[-1][1] if days and days[-1][0][1] == end and ".." not in days[-1][1].edtf else None

    def _is_of_relative(self, time: Span, attribution: Attribution) -> bool:
        """Whether a time ends a clause on the speaker: "Those who treated the wounded on Monday said"."""
        if not attribution.source or not attribution.source[0][1] <= time[0] < attribution.cue[0][0]:
            return False
        start, end = attribution.source[0]
        is_next = _ON.fullmatch(self.text, end, time[0]) is not None and self.text[end] != ","
        return is_next and _RELATIVE.search(self.text, start, end) is not None

    def _right_after(self, who: Span, cue: Span) -> TimeSpan | None:
        """The day of one of several who spoke in turn: right after him, or after his verb."""
        for end in (who[1], cue[1]) if who[1] <= cue[0] else (who[1],):
            for span, value in self.times_in((end, end + _NEAR)):
                if _ON.fullmatch(self.text, end, span[0]):
                    return value
        return None

    def _is_closed(self, time: Span, value: TimeSpan) -> bool:
        """Whether a time has two ends, or tells by when it was said: "By Monday it was saying"."""
        if ".." not in value.edtf:
            return True
        start = self.sentences[bisect_right(self._sentence_starts, time[0]) - 1][0]
        return time[0] == start and self.text.startswith("By ", start)

    def _is_owner(self, time: Span, attribution: Attribution) -> bool:
        """Whether a time is that of another noun for what is said: "Monday's claim was denied"."""
        owned = _OWNED.match(self.text, time[1])
        is_source = any(a <= time[0] < b for a, b in attribution.source)
        return owned is not None and not is_source and owned.start("noun") != attribution.cue[0][0]

    def _is_outside(self, time: Span, attribution: Attribution) -> bool:
        """Whether a time stands outside the clause in which something was said.

        So it does outside what somebody says whose words the cue is of ("the army said on Monday that the
        mayor had denied it"), before what is only added, and away from reports that nobody is named for.
        """
        first, last = attribution.cue[0]
        if attribution.rule == "noun" and not attribution.source:
            begin = attribution.content[0][0]
            return not (last <= time[0] < begin or _OF_DAY.fullmatch(self.text, time[1], first))
        if attribution.rule == "participle" and attribution.cue_lemma != "say" and time[0] < first:
            return True
        at = bisect_right(self._contents, (first, len(self.text))) - 1
        if at < 0 or first >= self._contents[at][1] or last > self._contents[at][1]:
            return False
        start, end = self._contents[at]
        return not start <= time[0] < end

    def _is_free(self, time: Span, cue: Span) -> bool:
        """Whether a time is of no event, or of the saying as well: "On Monday, as shells fell, X said"."""
        if time[0] not in self.event_times or self._follows(cue, time) or self._opens(time, cue):
            return True
        return _SPEAKING.search(self.text, max(0, time[0] - _ASIDE), time[0]) is not None

    def _is_between(self, time: Span, attribution: Attribution) -> bool:
        """Whether a time fills what stands between a subject and its verb: "the mayor on Monday said"."""
        if not attribution.source or attribution.source[0][1] > time[0] or time[1] > attribution.cue[0][0]:
            return False
        start, end = attribution.source[0]
        is_next = _ON.fullmatch(self.text, end, time[0]) or not self.text[end : time[0]].strip()
        is_plain = _DESCRIBED.search(self.text, start, end) is None
        return bool(is_next) and is_plain and not self.text[time[1] : attribution.cue[0][0]].strip()

    def _opens(self, time: Span, cue: Span) -> bool:
        """Whether a time opens the sentence of a cue, with a clause put in behind it."""
        start = self.sentences[bisect_right(self._sentence_starts, time[0]) - 1][0]
        is_first = time[0] - start <= _LEAD and time[1] < cue[0] <= time[0] + _FAR
        return is_first and _WHILE_SO.match(self.text, time[1], cue[0]) is not None

    def _follows(self, cue: Span, time: Span) -> bool:
        """Whether a time stands right after a cue: "said on Monday", not "said Monday's raid"."""
        is_near = cue[1] <= time[0] <= cue[1] + _NEAR
        is_said = is_near and (_SAID.search(self.text, cue[0], time[0]) or _is_before_that(self.text, time))
        return bool(is_said) and self.text[time[1] : time[1] + 1] not in {"'", "’"}

    def _is_aside(self, time: Span, cue: Span) -> bool:
        """Whether a time before a cue is that of a clause put in: "The rebels, who left in June, said"."""
        text = self.text
        if time[1] > cue[0]:
            return False
        if _WHILE.search(text, time[1], cue[0]):
            return True  # "A said on Monday, while B insisted"
        if "," not in text[time[1] : cue[0]]:
            return False
        if _DONE.search(text, max(0, time[0] - _BESIDE), time[0]) is not None:
            return True
        return _PUT_IN.search(text, max(0, time[0] - _ASIDE), time[0]) is not None

    def _is_past_relative(self, time: Span, attribution: Attribution) -> bool:
        """Whether a time follows a relative clause: "which denied it, conceded deaths on Sunday"."""
        if not attribution.rule.startswith("relative") or not attribution.content:
            return False
        end = attribution.content[-1][1]
        return time[0] > end and self.text.startswith(",", end)

    def _is_past_as(self, time: Span, cue: Span) -> bool:
        """Whether a time follows what is put in with "as": "fell on Tuesday, not, as we wrote, on Monday"."""
        is_after = cue[1] <= time[0] and self.text.startswith(",", cue[1])
        return is_after and _AS_SAID.search(self.text, max(0, cue[0] - _BESIDE), cue[0]) is not None

    def _part_of_sentence(self, cue: Span) -> Span:
        """The sentence of a cue between semicolons: "A said on Monday …; B said on Tuesday …"."""
        start, end = (
            self.sentences[bisect_right(self._sentence_starts, cue[0]) - 1] if self.sentences else cue
        )
        start, end = max(start, cue[0] - _FAR), min(end, cue[1] + _FAR)
        before = self.text.rfind(";", start, cue[0])
        after = self.text.find(";", cue[1], end)
        return (before if before >= 0 else start), (after if after >= 0 else end)

    def is_of_saying(self, time: Span, content: Sequence[Span]) -> bool:
        """Whether a time inside the content is that of the speech.

        "… in a statement issued on Sunday", "(accused) Delta on Monday of arming gangs", "(rejected) the
        charge the same day".
        """
        text = self.text
        start, end = next(((a, b) for a, b in content if a <= time[0] < b), (time[0], time[1]))
        if _RESPONSIBILITY.fullmatch(text, start, time[0]) or _ISSUED.search(text, start, time[0]):
            return True
        if text[start : time[0]].strip() == "" and _SUBJECT.match(text, time[1], end):
            return True
        is_last = time[1] >= end
        if (is_last or _FROM.match(text, time[1], end)) and _REVISED.fullmatch(text, start, time[0]):
            return True
        if is_last and _DATED.match(text, start, time[0]):
            return True
        is_after = _BY_MEANS.fullmatch(text, start, time[0]) or _AS_LATE.fullmatch(text, start, time[0])
        if is_after and text.startswith(" that ", time[1]):
            return True
        accused = _ACCUSED.fullmatch(text, start, time[0])
        if accused is not None and _OF.match(text, time[1], end) is not None:
            return True
        return is_last and _POINTING.fullmatch(text, start, time[0]) is not None
