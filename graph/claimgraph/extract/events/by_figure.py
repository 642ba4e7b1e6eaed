"""Events that only a figure tells of: "a death toll of 40", "18 dead in Kyiv", "captured: 41 rifles"."""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Callable, Iterator, Sequence
from typing import Final

from claimgraph.extract.events.counted import ROLES, kind_of_things
from claimgraph.extract.events.mentions import EventMention, Filler
from claimgraph.extract.figures.counts import event_of
from claimgraph.extract.figures.quantities import QuantityMention
from claimgraph.extract.linking import Linker
from claimgraph.extract.parts import clause_end, is_in_event, tells_of
from claimgraph.extract.syntax.prepared import PreparedSentence
from claimgraph.extract.syntax.text import Span
from claimgraph.extract.times.expressions import TimeMention

_TOLL: Final = re.compile(r"\b(?:toll|number|total|count|figure|put|raised|lowered|said|says)\b")
_TOLL_NOUN: Final = re.compile(
    r"\b(?:(?:the|its|their|a)\s)?(?:(?:official|death|casualty|overall)\s)*(?:toll|number|count|total)\b",
    re.IGNORECASE,
)
_OWNING: Final = re.compile(r"['’]s (?:(?:\w+ ){0,2}\Z|(?:dead|deaths|victims|wounded|injured|losses)\b)")
"""What stands between a day and the toll or the dead of that day: "Saturday's official toll"."""
_LONG: Final = 140
"""How far before a toll its noun may stand, in characters."""
_TOTAL: Final = re.compile(r"\b(?:toll|numbers?|total|count|figure|dead)\b[^,;:.]*\Z", re.IGNORECASE)
_CLAUSE_MARK: Final = re.compile(r"[,;:]|\b(?:said|says|that|who|which)\b")
_BESIDE: Final = 70
"""How near an event must stand to a figure to be the one it counts in."""
_OWN_CLAUSE: Final = frozenset({"noun"})
"""How the fate of a figure is told where no verb tells it."""
_ON_TO_END: Final = frozenset({"predicate", "part-of"})
"""How the fate of a figure is told where that goes on to the end of its clause."""
_NO_GROUP: Final = frozenset(
    ("dead", "wounded", "injured", "missing", "casualties", "casualty", "victims", "deaths", "bodies",
     "fatalities")
)  # fmt: skip
"""Words for those harmed that do not tell who they were."""


class FigureEvents:
    """Finds the events of one text that no verb or noun names.

    `times_from` gives the times between two offsets.
    """

    def __init__(
        self,
        text: str,
        sentences: Sequence[PreparedSentence],
        linker: Linker,
        times_from: Callable[[int, int], list[TimeMention]],
    ) -> None:
        """The noun phrases of the text are known to the linker."""
        self.text = text
        self.sentences = sentences
        self.linker = linker
        self.times_from = times_from

    def among(
        self, figures: Sequence[QuantityMention], events: Sequence[EventMention]
    ) -> Iterator[EventMention]:
        """Give the events that figures tell of, beside others: "a death toll of 40", "18 dead in Kyiv"."""
        starts = [event.trigger[0] for event in events]
        ends = [sentence.start for sentence in self.sentences]
        for figure in figures:
            kind = event_of(figure) or kind_of_things(self.text, figure)
            number = bisect_right(ends, figure.span[0]) - 1
            is_one = figure.rule == "part-of" and figure.text.lower() in {"a", "an"}
            if kind is None or number < 0 or is_one:  # among them a priest
                continue
            near = events[
                bisect_left(starts, figure.span[0] - _BESIDE) : bisect_left(starts, figure.span[1] + _BESIDE)
            ]
            here = [each for each in near if each.sentence == number and tells_of(each, figure, kind)]
            telling = [event for event in here if self._is_one_clause(event, figure)]
            if telling and all(event.is_noun for event in telling) and self.text[figure.span[0] - 2] == ":":
                telling[-1].is_counted = True  # enemy losses: 120 men
            if telling or (kind == "Population" and is_in_event(near, figure)):
                continue
            end = max(figure.span[1], figure.counted[1] if figure.counted else 0)
            last = clause_end(self.text, end, self.sentences[number].end)
            extent = (figure.span[0], last if figure.rule in _ON_TO_END else end)
            event = EventMention(kind, figure.span, extent, number, True, f"count-{figure.rule}")
            event.is_counted = True
            start = self.sentences[number].start
            after = self._time_after(start, end, self.sentences[number].end)
            event.time_span = after or self._time_since(start, figure.span[0])
            if figure.rule == "toll":
                before = bisect_left(starts, figure.span[0])
                self._widen_toll(event, events[bisect_left(starts, figure.span[0] - _LONG) : before])
            place = self._place_after(end, self.sentences[number].end)
            told = events[bisect_left(starts, event.extent[0]) : bisect_left(starts, figure.span[0])]
            if place is None and event.extent[0] < figure.span[0] and not told:
                place = self._place_after(event.extent[0], figure.span[0])  # the toll at the market at 23
            if place is not None:
                event.add("takesPlaceAt", place)
            self._add_counted(event, figure)
            yield event

    def _add_counted(self, event: EventMention, figure: QuantityMention) -> None:
        """Give an event that a figure tells of what it counts: "40 wounded people", "captured: 41 rifles"."""
        counted = self.linker(figure.counted, "people") if figure.counted is not None else None
        is_group = counted is not None and counted.entity.label.rsplit(" ", 1)[-1] not in _NO_GROUP
        if is_group and counted and counted.category in {"person", "force"} and event.kind != "Population":
            event.add("affects", counted)
        role, thing = ROLES.get(event.kind), figure.counted and self.linker(figure.counted, "thing")
        if role and thing:
            event.add(role, thing)

    def _is_one_clause(self, event: EventMention, figure: QuantityMention) -> bool:
        """Whether nothing ends a clause between an event and a figure beside it; lists and parts go on."""
        if figure.rule not in _OWN_CLAUSE:
            return True
        if event.extent[0] <= figure.span[0] and figure.span[1] <= event.extent[1]:
            return True  # what ends no clause may stand in the figure itself: "600,000 refugees reached"
        start, end = sorted((*event.extent, *figure.span))[1:3]
        return _CLAUSE_MARK.search(self.text, start, end) is None

    def _widen_toll(self, event: EventMention, near: Sequence[EventMention]) -> None:
        """A toll is of the attack named with it: "the death toll from Monday's raids rose to 40"."""
        start = self.sentences[event.sentence].start
        found = list(_TOLL_NOUN.finditer(self.text, max(start, event.trigger[0] - _LONG), event.trigger[0]))
        if not found:
            return
        event.extent = ((first := found[-1].start()), event.extent[1])
        for time in self.times_from(start, event.trigger[0]):
            if _OWNING.match(self.text, time.span[1], first if time.span[1] <= first else event.trigger[0]):
                event.time_span = time.span  # Saturday's toll
        for other in near:
            if other.is_noun and found[-1].end() <= other.trigger[0]:
                other.is_background = True
                event.time_span = event.time_span or other.time_span

    def _time_after(self, start: int, figure: int, end: int) -> Span | None:
        """The time in the clause after a figure: "12 refugees crossed by Monday"; not that of a toll."""
        if _TOLL.search(self.text, start, figure):
            return None
        for time in self.times_from(figure, min(end, figure + _BESIDE)):
            return None if _CLAUSE_MARK.search(self.text, figure, time.span[0]) else time.span
        return None

    def _time_since(self, start: int, figure: int) -> Span | None:
        """Since when a running total counts: "the number of dead since Monday rose to 40"."""
        for time in self.times_from(max(start, figure - _BESIDE), figure):
            total = _TOTAL.search(self.text, max(start, time.span[0] - _BESIDE), time.span[0])
            is_near = not _CLAUSE_MARK.search(self.text, time.span[1], figure)
            if total is not None and time.kind == "since" and is_near:
                return time.span
        return None

    def _place_after(self, start: int, end: int) -> Filler | None:
        """The place that "in", "at" or "on" gives after a figure."""
        for filler in self.linker.things_in((start, min(end, start + _BESIDE))):
            before = self.text[max(start, filler.span[0] - 4) : filler.span[0]].split()
            if filler.category in {"place", "facility", "vessel"} and before[-1:] in (["in"], ["at"], ["on"]):
                return filler
        return None
