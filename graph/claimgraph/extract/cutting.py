"""Days of saying cut off what is said and off who says it: "The ministry, a day later, denied it"."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Final

from claimgraph.extract.attribution.reading import Attribution
from claimgraph.extract.syntax.text import Span
from claimgraph.extract.times.expressions import TimeMention

__all__ = ["Cutter"]

_ON_DAY: Final = re.compile(r"(?:,?\s(?:on|late|early|earlier|later))*\s\Z")
_IS_OVER: Final = re.compile(r"\W?\Z|,\s[\w ]{1,20}\b(?:after|before)\b")
"""What follows a day of saying at the end of a content: nothing, or how long after what that was."""
_DAY_ONLY: Final = re.compile(r"(?:[\s.]|\b(?:on|late|early|earlier|later)\b)+")
_ASIDE: Final = re.compile(r",\s(?:(?:on|late|early|only|just|some)\s){0,2}\Z")
"""What stands in a source before a time that is no part of who speaks."""


class Cutter:
    """Cuts days of saying off the attributions of one report.

    >>> from datetime import date
    >>> from claimgraph.extract.attribution.reading import attributions
    >>> from claimgraph.extract.times.expressions import times
    >>> text = "The ministry, a day later, admitted that the ship was lost."
    >>> day = date(2024, 3, 12)
    >>> cut = Cutter(text, times(text, day), {})
    >>> [text[slice(*cut(found).source[0])] for found in attributions(text, day)]
    ['The ministry']
    """

    def __init__(self, text: str, times: Sequence[TimeMention], said_on: Mapping[int, int]) -> None:
        """`times` are in the order of the text; `said_on` gives the verb of a day, by their starts."""
        self.text = text
        self.times = times
        self.said_on = said_on
        self._starts = [time.span[0] for time in times]

    def __call__(self, attribution: Attribution) -> Attribution:
        """Give an attribution without the days of saying in its content and source."""
        return self._source(self._only_day(self._last_day(attribution)))

    def _times(self, start: int, end: int) -> Sequence[TimeMention]:
        return self.times[bisect_left(self._starts, start) : bisect_left(self._starts, end)]

    def _last_day(self, attribution: Attribution) -> Attribution:
        """Cut the day of saying off the end of a content: "denied the report on Monday"."""
        cue, content = attribution.cue[0] if attribution.cue else (0, 0), attribution.content
        if not content or not self.said_on:
            return attribution
        last = content[-1]
        for time in self._times(last[0] + 1, last[1]):
            if cue[0] <= self.said_on.get(time.span[0], -1) < cue[1]:
                before = self.text[last[0] : time.span[0]]
                cut = len(_ON_DAY.sub("", before).rstrip(" ,")) + last[0]
                if _IS_OVER.match(self.text, time.span[1], last[1]) is not None and cut > last[0]:
                    return replace(attribution, content=(*content[:-1], (last[0], cut)))
        return attribution

    def _only_day(self, attribution: Attribution) -> Attribution:
        """Cut off the last piece of a content that is nothing but a day: "P was denied by Q on Monday"."""
        if len(attribution.content) < 2:
            return attribution
        start, end = attribution.content[-1]
        for time in self._times(start, end)[:1]:
            rest = self.text[start : time.span[0]] + self.text[time.span[1] : end]
            if not _DAY_ONLY.sub("", rest):
                return replace(attribution, content=attribution.content[:-1])
        return attribution

    def _source(self, attribution: Attribution) -> Attribution:
        """Cut a time off the front of a source, "A day earlier Moscow", and one that is put in behind it."""
        if not attribution.source:
            return attribution
        start, end = attribution.source[0]
        for time in self._times(start - 4, end):
            if time.span[0] - start in range(-3, 4) and time.span[1] < end:
                rest = self.text[time.span[1] : end]
                start = end - len(rest.lstrip(" ,"))
            elif (aside := _ASIDE.search(self.text, start, time.span[0])) is not None:
                end = aside.start()
                break
        spans: tuple[Span, ...] = ((start, end), *attribution.source[1:])
        return replace(attribution, source=spans) if start < end else attribution
