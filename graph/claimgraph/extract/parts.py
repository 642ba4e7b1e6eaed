"""A content cut into the parts that are claims: one for each count, event, stance or named cause.

A part holds an event mention, a figure, or both where they belong together ("two missiles hit the ship"). A
content without any part still is a claim; then its wording stands for it.
"""

from __future__ import annotations

import re
import sys
from bisect import bisect_left, bisect_right
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from typing import Final

from claimgraph.extract.events.frames import family
from claimgraph.extract.events.mentions import TOLD, EventMention
from claimgraph.extract.figures.counts import HARM, family_of
from claimgraph.extract.figures.quantities import QuantityMention
from claimgraph.extract.listed import breakdowns, runs
from claimgraph.extract.syntax.text import Span

_UNREAL: Final = frozenset({"unreal", "purpose"})
_FATES: Final = {"Displacement": "displaced", "Evacuation": "evacuated", "Detention": "detained"}
_HARMED: Final = {"Killing": "killed", "Wounding": "wounded"}
_ONE_FATE: Final = {
    "killed": ("Wounding",),
    "wounded": ("Killing",),
    "missing": ("Killing", "Wounding"),
}
"""The events of harm that a figure of one fate does not count."""
_THINGS_DONE: Final = frozenset({"Damage", "MaterielLoss", "Fire"})
"""What may be done to the vehicles and buildings that a figure counts as lost or damaged."""
_THINGS_FATES: Final = frozenset({"lost", "harmed", "captured"})
_OF_PEOPLE: Final = frozenset({"Harm", "Displacement", "Evacuation", "Detention"})
_NO_THINGS: Final = frozenset(
    ("sources", "officials", "questions", "points", "options", "reasons", "conditions", "sides", "parties",
     "groups", "countries", "states", "regions", "floors", "storeys", "rounds", "phases", "hours", "channels",
     "statements", "reports", "claims", "versions", "directions", "places", "occasions", "languages")
)  # fmt: skip
"""Things whose number is no claim of its own: "two sources", "in three directions"."""
_FREED: Final = frozenset({"PrisonerExchange", "Evacuation", "Killing", "Harm"})
_FREEING: Final = "frame-Event-v"
"""What may happen to prisoners and captives: they are freed, exchanged, moved, killed."""
_BEFALLEN: Final = ("affects", "hasTarget", "hasParticipant", "takesPlaceAt")
_ACTS: Final = frozenset(
    ("Attack", "Bombing", "Fire", "InternalExplosion", "Event", "MaterielLoss", "Damage", "ArmedClash",
     "ControlChange", "ForceMovement", "Abduction", "Detention", "Blockade", "Siege")
)  # fmt: skip
_HOSTILE: Final = frozenset({"Attack", "Bombing", "Abduction"})
"""What is spoken of also where other things have been told since: "X claimed responsibility"."""
_LOOKED_AT: Final = 12
_FURTHER: Final = 40
_FAR: Final = 500
"""How many characters back an event may be told that a content points to."""
_CONDITIONAL: Final = "conditional"
_FLOWN: Final = frozenset({"sorties", "sortie", "missions", "flights"})
_ARTICLES: Final = frozenset({"a", "an", "another"})
_NEAR: Final = 60
_AROUND: Final = 8
"""A figure belongs to an event at most this many events away."""
_REACH: Final = 120
_OPENER: Final = 12
_BESIDE: Final = 2
"""How many characters after a verb its object begins."""
_CLAUSE_END: Final = re.compile(r"\s*(?:[,;:.!?…”\"](?!\d)|\b(?:and|but|while|which|who)\b)")


@dataclass(slots=True)
class Part:
    """One claim's share of a content: where its words stand, and what they tell."""

    span: Span
    event: EventMention | None = None
    figure: QuantityMention | None = None
    shared: EventMention | None = None
    """The event of the figure beside it: "killed 40 and wounded 60 in the strike"."""
    others: list[Span] = field(default_factory=list)
    """What the other figures of a list count that shares the event: "lost 40 men, three tanks …"."""

    @property
    def is_only_counted(self) -> bool:
        """Whether the part is no more than a figure of people or things that tells of no event."""
        figure = self.figure
        return self.event is None and self.shared is None and figure is not None and figure.fate is None

    @property
    def is_denied(self) -> bool:
        """Whether the words negate the event, or call the figure wrong: "five, not four"."""
        is_wrong = self.figure is not None and self.figure.rule == "not"
        return is_wrong or (self.event is not None and self.event.is_negated)

    @property
    def is_of_things(self) -> bool:
        """Whether the figure of the part counts things that have no kind of their own."""
        return self.figure is not None and self.figure.counts == "other"

    @property
    def at(self) -> Span:
        """Where the event's trigger or the figure stands."""
        if self.event is not None:
            return self.event.trigger
        return self.figure.span if self.figure is not None else self.span


def clause_end(text: str, start: int, stop: int) -> int:
    """Give where the clause ends in which an offset stands, or the offset if it runs on for long.

    >>> clause_end("27 are missing, he said.", 2, 24)
    14
    """
    found = _CLAUSE_END.search(text, start, min(stop, start + _REACH))
    if found is not None:
        return found.start()
    return start if stop > start + _REACH else stop


def is_in_event(events: Sequence[EventMention], figure: QuantityMention) -> bool:
    """Tell whether something befell the people of a figure: "20,000 inhabitants have left"."""
    start, end = figure.counted or figure.span
    return any(
        filler.span[0] < end and start < filler.span[1]
        for event in events
        if event.extent[0] <= start < event.extent[1]
        for filler in event.fillers("affects", "hasTarget", "isPerformedBy")
    )


def tells_of(event: EventMention, figure: QuantityMention, kind: str) -> bool:
    """Tell whether an event beside a figure is the one that it counts in.

    A toll of dead is not told by "wounded", nor people missing by "killed".
    """
    covers = event.extent[0] <= figure.span[1] and figure.span[0] < event.extent[1]
    if kind == "CaptureOfPersons" and event.rule == "frame-Event-v" and covers:
        return True  # a thousand surrendered
    if event.is_background or family(event.kind) != family(kind):
        return False
    is_missing = "missing" in (figure.fate, figure.counts) and event.kind != "Harm"
    return event.kind == kind or (covers and not is_missing and {event.kind, kind} != {"Killing", "Wounding"})


def _told_of(figure: QuantityMention, event: EventMention | None) -> QuantityMention:
    """A figure of people with what an event says became of them: "1,500 families arrived at the camp"."""
    fate = _FATES.get(family(event.kind)) or _HARMED.get(event.kind) if event is not None else None
    is_open = figure.fate is None and figure.counts in {"people", "personnel"}
    return replace(figure, fate=fate, counts=fate) if fate is not None and is_open else figure


def _is_other_fate(figure: QuantityMention, event: EventMention) -> bool:
    """Whether a figure of killed stands by an event of wounding, or one of wounded by a killing."""
    return event.kind in _ONE_FATE.get(figure.fate or figure.counts, ())


def _is_before(figure: QuantityMention, event: EventMention) -> bool:
    """Whether a figure of flights stands before the verb of an event, which it does not count."""
    is_flown = (figure.counted_text or "").lower().rsplit(" ", 1)[-1] in _FLOWN
    return is_flown and figure.span[1] <= event.trigger[0]


def _is_affected(event: EventMention, figure: QuantityMention) -> bool:
    """Whether those counted are those whom an event of harm befell: "one soldier was hit"."""
    start, end = figure.counted or figure.span
    if not event.has("affects"):
        if figure.high == 0 and 0 <= figure.span[0] - event.trigger[1] <= _BESIDE:
            return True  # the rebels lost nobody
        return event.extent[0] <= figure.span[0] and figure.span[1] <= event.trigger[0]
    return any(each.span[0] < end and start < each.span[1] for each in event.fillers("affects"))


_FIRED: Final = re.compile(r"\b(?:fired?|fires|launched|dropped|shot)\b")


def _deny_shots(parts: Sequence[Part], text: str) -> None:
    """Let "not one shell was fired" deny the deed, and not count none; "not one shell fell" counts."""
    for part in parts:
        figure, event = part.figure, part.event
        if figure is None or event is None or figure.high != 0 or family(event.kind) != "Attack":
            continue
        if _FIRED.search(text, *event.trigger) is not None:
            event.is_negated, part.figure = True, None


def _without_counted_nouns(parts: list[Part]) -> list[Part]:
    """Leave out what is only the noun that the figure of another part counts: "9 to 12 Russian deaths"."""
    counted = sorted(
        (*part.figure.counted, family(part.event.kind))
        for part in parts
        if part.figure is not None and part.figure.counted is not None and part.event is not None
    )

    def is_counted(event: EventMention) -> bool:
        at = bisect_right(counted, (event.trigger[0], sys.maxsize, "")) - 1
        return at >= 0 and event.trigger[0] < counted[at][1] and family(event.kind) == counted[at][2]

    return [
        part
        for part in parts
        if part.event is None
        or part.figure is not None
        or not part.event.is_noun
        or not is_counted(part.event)
    ]


_PART_OPENER: Final = re.compile(r"\b(?:(?:of|among) (?:whom|which),?|including|among them)\s(?:only\s)?\Z")
_LONGEST_OPENER: Final = 24


def _opened(text: str, start: int, least: int) -> int:
    """Where the words begin that make a figure a part of another: "of whom 40", "including nine"."""
    found = _PART_OPENER.search(text, max(least, start - _LONGEST_OPENER), start)
    return found.start() if found is not None else start


class Parts:
    """Finds the parts of any region of a text; events and figures come in the order of the text."""

    def __init__(self, text: str, events: Sequence[EventMention], figures: Sequence[QuantityMention]) -> None:
        """Keep both lists; figures that count nothing are left out."""
        self.text = text
        self.events = list(events)
        self.figures = [
            figure
            for figure in figures
            if figure.is_countable
            and (figure.fate or figure.rule != "whole")
            and not (figure.high == 0 and text.startswith(" damage", figure.span[1]))
        ]  # of "two of five missiles" only the two are told of
        self.things = [
            each
            for each in figures
            if each.counts == "other" and each.counted is not None and (each.fate or each.rule != "whole")
        ]
        """Figures of buildings, villages and the like: counted only where an event befalls them."""
        self._event_starts = [event.trigger[0] for event in self.events]
        self._figure_starts = [figure.span[0] for figure in self.figures]
        self._thing_starts = [figure.span[0] for figure in self.things]

    def events_in(self, span: Span) -> list[EventMention]:
        """Give the events whose trigger stands in a span."""
        first, last = bisect_left(self._event_starts, span[0]), bisect_left(self._event_starts, span[1])
        return self.events[first:last]

    def figures_in(self, span: Span) -> list[QuantityMention]:
        """Give the figures that stand in a span."""
        first, last = bisect_left(self._figure_starts, span[0]), bisect_left(self._figure_starts, span[1])
        return self.figures[first:last]

    def of(
        self, spans: Sequence[Span], *, keep_unreal: bool = False, with_things: bool = False
    ) -> list[Part]:
        """Give the parts of the regions, in the order of the text.

        `keep_unreal` keeps what is only planned or demanded, for a cue that itself predicts or warns;
        `with_things` gives figures of things also where no event befalls them.
        """
        events = [event for span in spans for event in self.events_in(span)]
        figures = [figure for span in spans for figure in self.figures_in(span)]
        linked = {id(other) for event in events for _, other in event.links}
        for figure in figures:
            for event in self.events_in((figure.span[1], figure.span[1] + _NEAR)):
                if event.is_noun and event.extent[0] <= figure.span[0]:
                    is_same = family_of(figure) == family(event.kind)  # there were 13 deaths
                    event.is_counted = event.is_counted or is_same or figure.counts in {"strikes", "other"}
        kept = [event for event in events if self._stands(event, id(event) in linked, keep_unreal)]
        parts = [Part(event.extent, event) for event in kept]
        starts = [part.at[0] for part in parts]
        alone: list[Part] = []
        for figure in figures:
            middle = bisect_left(starts, figure.span[0])
            near = parts[max(0, middle - _AROUND) : middle + _AROUND]
            if figure.rule == "part-of" and figure.text.lower() in _ARTICLES:
                continue  # among them a priest
            host = self._host(near, figure)
            if host is not None and host.figure is None:
                host.figure = _told_of(figure, host.event)
                host.span = (min(host.span[0], figure.span[0]), max(host.span[1], figure.span[1]))
            else:
                alone.append(self._alone(figure, spans, host))
        parts = _without_counted_nouns(parts)
        for span in spans:
            self._count_things(parts, span)
        self._share(parts, alone, spans)
        self._break_down(parts, alone, spans)
        self._leave_things(parts, alone, spans, with_things=with_things)
        _deny_shots(parts, self.text)
        causes = [Part(event.extent, cause) for event in kept for cause in event.causes_in_words()]
        return sorted([*parts, *causes, *alone], key=lambda part: part.at)

    def _count_things(self, parts: Sequence[Part], span: Span) -> None:
        """Give events the figures of what they befell: "two houses were destroyed"."""
        for figure in self._things_in(span):
            start, end = figure.counted or figure.span
            for part in parts:
                if part.event is None or part.figure is not None:
                    continue
                befallen = (f.span for f in part.event.fillers(*_BEFALLEN) if f.category)
                if any(a < end and start < b for a, b in befallen):
                    part.figure = figure
                    part.span = (min(part.span[0], figure.span[0]), max(part.span[1], end))
                    break

    def _leave_things(
        self, parts: Sequence[Part], alone: list[Part], spans: Sequence[Span], *, with_things: bool
    ) -> None:
        """Give figures of things that no event befalls to the event around them, or a part of their own."""
        held = {part.figure.span for part in (*parts, *alone) if part.figure is not None}
        for figure in (thing for span in spans for thing in self._things_in(span)):
            if figure.span in held or not (with_things or figure.fate in _THINGS_FATES):
                continue
            if (figure.counted_text or "").lower().rsplit(" ", 1)[-1] in _NO_THINGS:
                continue
            around = [
                part
                for part in parts
                if part.event is not None
                and part.figure is None
                and family(part.event.kind) not in _OF_PEOPLE
                and part.event.extent[0] <= figure.span[0] < part.event.extent[1]
            ]
            if len(around) == 1 and not figure.fate:
                around[0].figure = figure
            else:
                alone.append(self._alone(figure, spans, None))

    def _share(self, parts: Sequence[Part], alone: list[Part], spans: Sequence[Span]) -> None:
        """Let all figures of a list share the event that one of them has."""
        figures = [figure for span in spans for figure in (*self.figures_in(span), *self._things_in(span))]
        if len(figures) < 2:
            return
        figures.sort(key=lambda figure: figure.span)
        holders = {part.figure.span: part for part in (*parts, *alone) if part.figure is not None}
        for run in runs(self.text, figures):
            held = [part for each in run if (part := holders.get(each.span)) is not None]
            host = next((part for part in held if part.event is not None), None)
            host = host or next((part for part in held if part.shared is not None), None)
            event = (host.event or host.shared) if host is not None else None
            if host is None or event is None:
                continue
            for figure in run:
                part = holders.get(figure.span)
                if part is None:
                    part = self._alone(figure, spans, host)
                    alone.append(part)
                if part.event is None:
                    part.shared = part.shared or event
                if event in (part.event, part.shared) and figure.text.lower() not in _ARTICLES:
                    part.others = [
                        each.counted or each.span
                        for each in run
                        if each is not figure and each.text.lower() not in _ARTICLES
                    ]

    def _break_down(self, parts: Sequence[Part], alone: Sequence[Part], spans: Sequence[Span]) -> None:
        """Let the parts of a number of people share its event: "15 died: eleven women and four men"."""
        figures = sorted((f for span in spans for f in self.figures_in(span)), key=lambda figure: figure.span)
        holders = {part.figure.span: part for part in (*parts, *alone) if part.figure is not None}
        for whole, figure in breakdowns(self.text, figures):
            held, own = holders.get(whole.span), holders.get(figure.span)
            event = (held.event or held.shared) if held is not None else None
            is_open = own is not None and own.event is None and own.shared is None
            if own is None or event is None or not is_open or family(event.kind) not in _OF_PEOPLE:
                continue
            own.shared = event
            own.figure = _told_of(figure, event)
            own.others = [whole.counted or whole.span]

    def _things_in(self, span: Span) -> list[QuantityMention]:
        first, last = bisect_left(self._thing_starts, span[0]), bisect_left(self._thing_starts, span[1])
        return self.things[first:last]

    def pointed_at(self, spans: Sequence[Span]) -> Part | None:
        """The event that a content without further words names: "denied the attack"."""
        for span in spans:
            for event in self.events_in(span):
                if event.is_noun and not event.is_background:
                    return Part(event.extent, event)
        aside = (event for span in spans for event in self.events_in(span) if event.is_noun)
        named = next(aside, None)  # called reports of shelling false
        return Part(named.extent, named) if named is not None else None

    def told_before(self, offset: int) -> EventMention | None:
        """The event told of last before an offset: an act if there is one near, else what befell people."""
        last = bisect_left(self._event_starts, offset)
        near = [
            event
            for event in reversed(self.events[max(0, last - _LOOKED_AT) : last])
            if offset - event.trigger[0] < _FAR and not event.is_bare and event.mode in TOLD
        ]
        act = next((event for event in near if family(event.kind) in _ACTS), None)
        if act is not None:
            return act
        farther = reversed(self.events[max(0, last - _FURTHER) : last])
        far = (event for event in farther if family(event.kind) in _HOSTILE and not event.is_bare)
        return next((event for event in far if event.mode in TOLD), next(iter(near), None))

    def _stands(self, event: EventMention, is_linked: bool, keep_unreal: bool) -> bool:
        """Whether an event is stated, and not only pointed at or set aside."""
        is_only_named = event.is_bare and not event.is_stated
        if event.is_background or is_only_named or event.mode == _CONDITIONAL:
            return False
        if event.mode in _UNREAL and not keep_unreal:
            return False
        if event.is_noun:
            has_own = bool(event.roles) or event.time_span is not None
            return has_own or event.is_counted or event.is_stated or (not is_linked and bool(event.links))
        return True

    def _alone(self, figure: QuantityMention, spans: Sequence[Span], host: Part | None) -> Part:
        """A part for a figure that no event takes, as far as its clause goes."""
        end = max(figure.span[1], figure.counted[1] if figure.counted else 0)
        if figure.side_span is not None:
            end = max(end, figure.side_span[1])
        inside = next((span for span in spans if span[0] <= figure.span[0] < span[1]), figure.span)
        shared = host.event if host is not None else None
        start = self.text.rfind("not", inside[0], figure.span[0]) if figure.rule == "not" else -1
        first = start if start >= 0 else _opened(self.text, figure.span[0], inside[0])
        return Part((first, clause_end(self.text, end, inside[1])), None, figure, shared)

    def _is_number_of(self, event: EventMention, figure: QuantityMention) -> bool:
        """Whether a figure is the number of those an event tells of: "the number who fled was 90"."""
        start, end = event.extent
        if figure.counted is not None or figure.counts not in {"people", "personnel"} or end > figure.span[0]:
            return False
        between = self.text[end : figure.span[0]]
        is_near = len(between) < _NEAR and not set(between) & set(".,;:")
        return is_near and self.text[max(0, start - _OPENER) : start].lower().endswith("number of ")

    def _host(self, parts: list[Part], figure: QuantityMention) -> Part | None:
        """The part whose event a figure belongs to: of its family and around or beside it."""
        wanted = family_of(figure)
        ends = max(figure.span[1], figure.counted[1] if figure.counted is not None else 0)
        best: Part | None = None
        for part in parts:
            if part.event is None:
                continue
            if part.figure is None and self._is_number_of(part.event, figure):
                return part
            if figure.counts == "strikes" and not part.event.is_noun and _is_before(figure, part.event):
                continue  # flew 42 sorties and hit 150 targets
            extent = part.event.extent
            covers = extent[0] - 1 <= ends and figure.span[0] < extent[1]
            root = family(part.event.kind)
            if wanted and root == wanted:
                gap = min(
                    abs(part.event.trigger[0] - figure.span[1]), abs(figure.span[0] - part.event.trigger[1])
                )
                if _is_other_fate(figure, part.event):
                    continue
                is_better = best is None or (part.figure is None and best.figure is not None)
                if (covers or gap < _NEAR) and is_better:
                    best = part
            elif (
                wanted == "Detention" and covers and (root in _FREED or part.event.rule.startswith(_FREEING))
            ):
                best = best or part
            elif wanted in _THINGS_DONE and covers and root in _THINGS_DONE:
                best = best or part  # burned two buses
            elif not wanted and covers and figure.counts not in HARM:
                is_theirs = root != "Harm" or _is_affected(part.event, figure)
                best = best or (part if is_theirs else None)
        return best
