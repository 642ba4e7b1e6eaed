"""What stands around an expression of time: the tense of its clause and the days told of before it."""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from dataclasses import replace
from datetime import date, timedelta
from itertools import pairwise

from claimgraph.extract.figures.words import words
from claimgraph.extract.times.readings import Reading

__all__ = ["TextContext", "is_told_aside"]

_WORD = re.compile(r"[^\W\d_]+(?:[’'][^\W\d_]+)?|[.:,](?!\d)|[!?;\n“”\"(]")
_PAST = words(
    """
    was were had has have did said told began fell hit struck sank sunk came went took gave left killed lost
    made held met won saw shot fought broke spoke wrote found became ran led sent brought put set rose grew
    """
)
_FUTURE = words("expects awaits will shall would won't won’t scheduled slated upcoming")
_FUTURE_TO = words("going set plan plans planning expected is are intend intends hope hopes due")
"""Words that look ahead when "to" follows: "are to meet", "is due to"."""
_FUTURE_ON = words("set planned expected due")
_FOR_A_DAY = words("for on next tomorrow later")
"""Before and after: what looks ahead to a day, "planned for Monday", "due on Friday"."""
_OBLIGING = words("must should")
_UNDERTAKING = words("agree agrees agreed promised vowed pledged undertook")
_UNDERTAKEN = words(
    "meet hold resume return talks talk negotiate start begin open free release withdraw pull hand exchange"
)
"""What is agreed on for a day to come: "agreed to meet on Friday"."""
_APPOINTED = words("meet meets begins starts opens resume resumes arrives expires flies travels convenes")
"""What is done on a day to come, where it is told in the present: "the envoys meet on Monday"."""
_UNTOLD = words("to not did didn't didn’t never ever could might can cannot or and let helped")
"""Words after which a bare verb is of another tense: "did not meet on Monday"."""
_UNDER_WAY = words("meeting travelling traveling visiting flying returning leaving arriving")
_IS = words("is are")
_DEADLINE = re.compile(
    r"(?:must|should)\s(?!have\b)[^.;:\n“”\"]{0,60}?\b(?:by|until|before)\s", re.IGNORECASE
)
"""What must be done by a day to come: "must leave by Friday"."""
_REFUSED = re.compile(
    r"would\s(?:not|neither|only|no longer)\s(?:say|confirm|comment|tell|give|disclose|name|discuss|specify"
    r"|rule|deny|be drawn|elaborate|reveal|identify)\b",
    re.IGNORECASE,
)
"""What was not said: "would not say on Sunday" looks back."""
_OPENS_NOUN = words("a an the its their his her our these those any some two three four five")
_CLAUSE_WORDS = words("that which but while when")
_MARKS = frozenset('.!?;:,\n“”"(')
_ENDS = frozenset(".!?;\n")
_OF_A_DAY = frozenset({"day", "part-of-day", "minute", "second", "week"})
_SAYING = re.compile(
    r"\b(?:said|says|saying|told (?:(?:an?|the|his|her|its) )?(?:\w+ ){0,2}\w+|reported|announced|added"
    r"|confirmed|denied|doubted|rejected|dismissed|claimed|warned|declared|promised|vowed|insisted"
    r"|(?:accused|blamed|condemned|confirmed|denied|acknowledged|admitted|claimed|rejected|dismissed)"
    r"(?: [\w’'-]+){1,5})"
    r"(?: (?:in|to|at|during|via|on) (?:(?:an?|the|its|his|her) )?(?:[\w-]+ ){0,2}\w+){0,2}"
    r"\s(?:(?:on|late|early)\s)*\Z"
)
"""What stands before a day on which something was said, and not done."""
_ISSUED = re.compile(
    r"\b[Ii]n (?:an?|the|his|her|its|their) (?:[\w-]+ ){0,2}(?:statement|communiqu[eé]|letter|message|video"
    r"|post|speech|address|interview|bulletin|briefing|leaflet|note)(?: \w+)?\s(?:(?:on|of|late|early)\s)*\Z"
)
"""What stands before a day on which something was made known."""
_AFTERMATH = re.compile(
    r"\b(?:died (?:(?:later |also )?(?:in|at) (?:an? |the )?(?:\w+ )?(?:hospital|clinic)"
    r"|of (?:\w+ ){0,2}(?:wounds|injuries|burns))|buried|laid to rest|found dead|identified)"
    r"(?: (?:in|at) (?:[\w’'-]+ ?){1,3})?\s(?:(?:on|late|early)\s)*\Z"
)
"""What stands before a day that came after what is told of: "died in hospital on"."""
_SINCE = re.compile(r"\b(?:has|have|had)\b[^.;:\n]{0,60}\bsince\s(?:(?:late|early)\s)?\Z")
"""What stands before a day since which something is so: "the road has been closed since"."""
_SAYS = re.compile(
    r",?\s(?:(?!was\b|were\b|had\b|has\b|have\b|will\b|and\b|as\b|\w+ed\b)[\w’'.-]+\s){1,6}?(?:also\s)?"
    r"(?:said|called|denied|accused|blamed|rejected|dismissed|announced|reported|claimed|warned|confirmed"
    r"|acknowledged|admitted|told|insisted|vowed|demanded|urged|condemned|repeated|ordered)\b"
)
"""What stands after a day that opens a sentence in which somebody speaks: "On Monday the army said"."""
_OPENS = re.compile(r"(?:[.!?;\n][”\"’]?\s{0,2}|\A)(?:(?:But|And|Then|On|Late|Early|on)\s){0,3}\Z")
_OPENING = 16
_ENTRY = re.compile(
    r"\n\s*(?:[\[(]?\d{1,2}(?:[:.h]\d\d\b|[.)/]\s|\s?[ap]\.?m\b)|[•‣▪●◦·*–-]\s)", re.IGNORECASE
)
"""Where another entry of a live blog, thread or list begins, in which other days are told of."""
_SENTENCE_END = re.compile(r"[.!?][”\"’]?\s|\n")
_STAMP = 6
"""Characters in which a time of day is written, so that an entry's own clock counts as its beginning."""
_BEFORE_DAY = 70
_WITH_YEAR = frozenset({"date", "date-range"})
_WINDOW = 90
_REACH = 1000


def is_told_aside(text: str, start: int, end: int) -> bool:
    """Whether on a day something was said, came of what had happened before, or is so since, by the words.

    >>> text = "Nine died on Monday, police said on Tuesday."
    >>> is_told_aside(text, 13, 19), is_told_aside(text, 36, 43)
    (False, True)
    >>> is_told_aside("It has been closed since Friday.", 25, 31)
    True
    """
    before = max(0, start - _BEFORE_DAY)
    if any(each.search(text, before, start) for each in (_SAYING, _AFTERMATH, _ISSUED, _SINCE)):
        return True
    opens = _OPENS.search(text, max(0, start - _OPENING), start) is not None
    return opens and _SAYS.match(text, end) is not None


class TextContext:
    """The report's date, the tenses and clause ends of a region, and the days told of so far."""

    def __init__(self, text: str, first: int, stop: int, anchor: date | None) -> None:
        self.anchor = anchor
        self._text = text
        self._places: list[int] = []
        self._days: list[date] = []
        self._said: list[bool] = []
        self._wide: list[tuple[int, date]] = []
        self._first: tuple[int, date] | None = None
        self._coarse = -1
        self._full: tuple[int, date] | None = None
        self._month: tuple[int, date] | None = None
        self._signs: list[int] = []
        self._ahead: list[bool] = []
        self._cuts: list[int] = []
        self._ends: list[int] = []
        self._scan(text, first, stop)

    def _scan(self, text: str, first: int, stop: int) -> None:
        found = [(m.start(), m.group().lower()) for m in _WORD.finditer(text, first, stop)]
        found.append((stop, ""))
        before = ""
        for (place, word), (_, following) in pairwise(found):
            if word in _MARKS:
                self._cuts.append(place)
                if word in _ENDS:
                    self._ends.append(place)
            elif word in _CLAUSE_WORDS:
                self._cuts.append(place)
                self._ends.append(place)
            elif word == "would" and _REFUSED.match(text, place) is not None:
                self._sign(place, ahead=False)
            elif (
                word in _FUTURE
                or word.endswith(("'ll", "’ll"))
                or (following == "to" and word in _FUTURE_TO)
                or (word in _FUTURE_ON and following in _FOR_A_DAY)
                or (word == "to" and before in _UNDERTAKING and following in _UNDERTAKEN)
                or (word in _APPOINTED and before not in _UNTOLD | _OPENS_NOUN)
                or (word in _UNDER_WAY and before in _IS)
                or (word in _OBLIGING and _DEADLINE.match(text, place) is not None)
            ):
                self._sign(place, ahead=True)
            elif before == "be" or (before in _OPENS_NOUN and word.endswith("ed")):
                pass  # "are to be held" looks ahead; "a captured pilot" says nothing
            elif word in _PAST or (word.endswith("ed") and len(word) > 3):
                self._sign(place, ahead=False)
            before = word

    def _sign(self, place: int, *, ahead: bool) -> None:
        self._signs.append(place)
        self._ahead.append(ahead)

    def tell(self, position: int, reading: Reading, end: int) -> None:
        """Remember a day, so that "the next day" can be counted from it; the expression ends at `end`."""
        if reading.rule.startswith("offset-of-what-follows"):
            return  # "a day after …" is aside: "that morning" is not of that day
        future = self.anchor is not None and reading.day is not None and reading.day > self.anchor
        dated = reading.kind == "point" and reading.precision in _OF_A_DAY
        if reading.kind == "interval" and reading.precision == "night" and reading.day is not None:
            reading, dated = replace(reading, day=reading.day + timedelta(days=1)), True
        if reading.kind == "point" and reading.precision in {"month", "year", "season"}:
            self._coarse = position
        if reading.day is not None and reading.kind == "point" and reading.precision in {"month", "year"}:
            self._wide.append((position, reading.day))
        if reading.day is not None and reading.rule == "month-year":
            self._month = position, reading.day
        if reading.day is not None and reading.rule in _WITH_YEAR:
            self._full = position, reading.day
        if reading.day is not None and dated and not future:
            self._places.append(position)
            self._days.append(reading.day)
            self._said.append(is_told_aside(self._text, position, end))
            if self._first is None and not self._said[-1]:
                self._first = position, reading.day

    def narrated(self, position: int, *, far: bool = False, done: bool = False) -> date | None:
        """The last day told of before a position in the same paragraph, with `far` in any paragraph near.

        With `done` a day on which something happened goes before one on which it was said.
        """
        last = bisect_left(self._places, position) - 1
        near = last
        while near >= 0 and self._is_near(near, position, far=far):
            if not done or not self._said[near]:
                return self._days[near]
            near -= 1
        return self._days[last] if last >= 0 and self._is_near(last, position, far=far) else None

    def _is_near(self, index: int, position: int, *, far: bool) -> bool:
        place = self._places[index]
        if position - place > _REACH:
            return False
        is_here = self._text.find("\n", place, position) < 0
        return is_here or (far and not _ENTRY.search(self._text, place, position + _STAMP))

    def narrated_here(self, position: int) -> date | None:
        """The last day told of before a position in the same sentence, also one of saying."""
        last = bisect_left(self._places, position) - 1
        if last < 0 or position - self._places[last] > _REACH:
            return None
        if _SENTENCE_END.search(self._text, self._places[last], position) is not None:
            return None
        return self._days[last]

    def story(self, position: int) -> date | None:
        """The last day in the paragraph before a position on which something was done, else the first."""
        near = bisect_left(self._places, position) - 1
        while near >= 0 and self._is_near(near, position, far=False):
            if not self._said[near]:
                return self._days[near]
            near -= 1
        return self._first[1] if self._first is not None and self._first[0] < position else None

    def month_with_year(self, position: int) -> date | None:
        """The first day of the last month named with its year before a position."""
        if self._month is None or position - self._month[0] > _REACH:
            return None
        return self._month[1]

    def with_year(self, position: int) -> date | None:
        """The last day named with its year before a position."""
        if self._full is None or position - self._full[0] > _REACH:
            return None
        return self._full[1]

    def said_here(self, position: int) -> date | None:
        """The last day told of before a position in the same sentence, if something was said on it."""
        day = self.narrated_here(position)
        last = bisect_left(self._places, position) - 1
        return day if day is not None and self._said[last] else None

    def is_of_saying(self, position: int) -> bool:
        """Whether what stands right before a position says that something was said then: "denied it"."""
        return _SAYING.search(self._text, max(0, position - _BEFORE_DAY), position) is not None

    def is_coarse(self, position: int) -> bool:
        """Whether the sentence has told so far of a month, season or year, and of no day after it."""
        if (
            self._coarse < 0
            or position - self._coarse > _REACH
            or (self._places and self._places[-1] > self._coarse)
        ):
            return False
        return _SENTENCE_END.search(self._text, self._coarse, position) is None

    def narrated_wide(self, position: int) -> date | None:
        """The first day of the last month or year told of before a position in the same paragraph."""
        if not self._wide or position - self._wide[-1][0] > _REACH:
            return None
        place, day = self._wide[-1]
        return None if self._text.find("\n", place, position) >= 0 else day

    def tense(self, start: int, end: int) -> str:
        """The nearest tense before an expression in its clause, else after it: future, past or none."""
        cut = bisect_left(self._cuts, start) - 1
        floor = max(start - _WINDOW, self._cuts[cut] if cut >= 0 else 0)
        before = bisect_left(self._signs, start) - 1
        if before >= 0 and self._signs[before] >= floor:
            return "future" if self._ahead[before] else "past"
        stop = bisect_right(self._ends, end - 1)
        ceiling = min(end + _WINDOW, self._ends[stop] if stop < len(self._ends) else end + _WINDOW)
        after = bisect_left(self._signs, end)
        if after < len(self._signs) and self._signs[after] < ceiling:
            return "future" if self._ahead[after] else "past"
        return "none"

    def future(self, start: int, end: int) -> bool:
        """Whether the tense around an expression looks ahead."""
        return self.tense(start, end) == "future"
