"""Mentions turned into the events, figures and wordings of the claim model.

Roles hold what the content says. Place, time and the thing affected are completed from other mentions of the
same event in the report, since they identify it; who did it and with what is never taken from elsewhere.
"""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Callable, Iterable, Sequence
from dataclasses import replace
from typing import Final

from claimgraph.extract.attribution.reading import Attribution
from claimgraph.extract.claimants import Claimants
from claimgraph.extract.events.coreference import Coreference
from claimgraph.extract.events.frames import family
from claimgraph.extract.events.mentions import EventMention, Filler
from claimgraph.extract.figures.counts import Counter, event_of, kind_of_count
from claimgraph.extract.figures.quantities import QuantityMention
from claimgraph.extract.linking import Linker
from claimgraph.extract.parts import Part
from claimgraph.extract.syntax.text import Span
from claimgraph.model import Entity, Event, EventLink, Proposition, Quantity, Role, TimeSpan, normalise_name

_COMPLETED: Final = ("affects", "hasTarget")
_TAIL: Final = 45
"""How far after a figure its own day stands: "1,982 killed two days earlier"."""
_LARGE: Final = 500
"""A figure of people harmed from which on no single scene is thought of."""
_MANY: Final = 500
"""A figure of one side harmed from which on it is a total unless a place, time or cause is told."""
_AIMS: Final = frozenset({"facility", "place", "vessel", "materiel", "force", "person"})
_BRIEFLY: Final = re.compile(
    r"\b(?:in|within|over|during) (?:(?:a|the|just|only|one|two|three|single|past|last|few|\d+) ){1,3}"
    r"(?:hours?|nights?|days?|weeks?|weekend)\b",
    re.IGNORECASE,
)
"""How long something took that is no whole war."""
_LOOKED_AT: Final = 12
"""The first mentions of an event, from which the thing affected may be taken."""
_PLACED: Final = frozenset({"Harm", "Fire", "Damage", "MaterielLoss", "Attack"})


_RESPONSIBILITY: Final = re.compile(r"(?:full |sole )?(?:responsibility|credit|blame),?\s(?:on\s)?")
"""What is claimed, before the day on which it is."""


ISSUED: Final = re.compile(
    r"\b(?:in|at|during) (?:an?|the|his|her|its|their) (?:[\w-]+ ){0,3}(?:statement|video|message|post|tweet"
    r"|letter|recording|interview|speech|broadcast|communiqu[eé]|conference|briefing|address|remarks|comments"
    r"|testimony|call)(?: with (?:the )?\w+)?(?: (?:on|to|via) (?:its|his|her|their|the) \w+(?: \w+)?)?"
    r"(?: \w+){0,2}(?: on)? (?:late |early )?\Z"
)
"""Words before the day on which something was said, and not done: "in a video posted on"."""
_ACCUSED: Final = re.compile(
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
    r"(?: (?:as )?(?:an? )?\w+)?,?\s(?:(?:on|late|early)\s)*"
)
"""What only points back to something said, before the day on which it is denied or confirmed."""
_SUBJECT: Final = re.compile(r"\s(?:that|it|he|she|they|we|there)\b")
"""What opens a content after the time of the speech: "said overnight it had …"."""
_BY_MEANS: Final = re.compile(r"(?:on|in|at|by|over|via)\s[^,;.!?“\"]{2,50}\s(?:(?:on|late|early)\s)*")
"""How something was said, before the day on which it was: "on television late on Friday that"."""
_REVISED: Final = re.compile(
    r"(?:the|its|their|that)\s(?:[\w-]+\s){0,3}(?:toll|number|count|total|figure)\b[^;.!?]*?\s(?:to|at)\s"
    r"[\w,]+\s(?:(?:on|late|early)\s)*"
)
"""A toll and what it was put at, before the day on which it was."""
_FROM: Final = re.compile(r",?\s(?:up\s|down\s)?from\b")
"""What follows the day on which a toll was put at something, with what it was before."""
_DATED: Final = re.compile(
    r"(?:the\s)?(?:Mon|Tues|Wednes|Thurs|Fri|Satur|Sun|yester)day['’]s\s(?:[\w-]+\s){1,4}(?:on|late|early)\s\Z"
)
"""What has its own day, before the day on which it was spoken of: "acknowledged Saturday's strike on"."""
_STATEMENT: Final = re.compile(r"\b(?:statement|communiqu[eé]|video|message|post|letter|report)\b")
_PUT_IN: Final = re.compile(r",\s(?:who|which|whose|where|when)\b[^,;.!?]*\Z")
_ASIDE: Final = 120
"""How far before a time a clause put in may begin, in characters."""
_COUNTED_FROM: Final = re.compile(r"\b(?:after|before)\s(?!that)\w\w?\Z")
"""The end of a time counted from what follows: "said so, a day after it had …"."""
_NEXT_WORD: Final = 3
_OTHER_CLAUSE: Final = re.compile(r",\s(?:which|who|where|when|while|whereas|but|and|after|before)\b")
"""What opens another clause after a cue, whose times are its own."""


class ContentModel:
    """Builds the content of claims for one report.

    `times` are the time expressions (span, value) in the order of the text; `quotes`, `paragraphs` and
    `sentences` are spans in the order of the text.
    """

    def __init__(
        self,
        linker: Linker,
        claimants: Claimants,
        counter: Counter,
        coreference: Coreference,
        times: Sequence[tuple[Span, TimeSpan]],
        quotes: Sequence[Span],
        paragraphs: Sequence[Span],
        sentences: Sequence[Span],
        published: TimeSpan | None,
    ) -> None:
        """Keep what was read of the report."""
        self.linker = linker
        self.claimants = claimants
        self.counter = counter
        self.coreference = coreference
        self.times = times
        self.quotes = quotes
        self.paragraphs = paragraphs
        self.sentences = sentences
        self.published = published
        spans = [mention.time_span for cluster in coreference.clusters for mention in cluster.mentions]
        self.event_times = {span[0] for span in spans if span is not None}
        self._time_starts = [span[0] for span, _ in times]
        self._paragraph_starts = [span[0] for span in paragraphs]
        self._sentence_starts = [span[0] for span in sentences]
        self._quote_starts = [span[0] for span in quotes]

    # ---- where

    def paragraph(self, offset: int) -> int:
        """The number of the paragraph at an offset."""
        return max(0, bisect_right(self._paragraph_starts, offset) - 1)

    def sentence(self, offset: int) -> int:
        """The number of the sentence at an offset."""
        return max(0, bisect_right(self._sentence_starts, offset) - 1)

    def is_quoted(self, spans: Sequence[Span]) -> bool:
        """Whether all the words stand inside quotation marks."""
        return all(self._in_quote(span) for span in spans)

    def _in_quote(self, span: Span) -> bool:
        text = self.linker.text[span[0] : span[1]]
        start = span[0] + len(text) - len(text.lstrip())
        end = span[1] - (len(text) - len(text.rstrip(" \n,.;")))
        at = bisect_right(self._quote_starts, start) - 1
        return at >= 0 and self.quotes[at][0] <= start and end <= self.quotes[at][1] + 1

    # ---- times of saying

    def times_in(self, span: Span) -> list[tuple[Span, TimeSpan]]:
        """The time expressions inside a span."""
        first, last = bisect_left(self._time_starts, span[0]), bisect_left(self._time_starts, span[1])
        return [self.times[at] for at in range(first, last)]

    def made_on(self, attribution: Attribution) -> TimeSpan | None:
        """When it was said: the time nearest to the cue, in its part of the sentence and outside its content.

        In "claimed responsibility on Monday for the attack" the time stands inside.
        """
        if not attribution.cue:
            return None
        issued = [span for span in attribution.source if _STATEMENT.search(self.linker.text, *span)]
        inside = [*attribution.content, *(span for span in attribution.source if span not in issued)]
        here = [
            (abs(span[0] - attribution.cue[0][1]), value)
            for span, value in self.times_in(self._part_of_sentence(attribution.cue[0]))
            if span[0] not in self.event_times
            and ".." not in value.edtf
            and (not any(a <= span[0] < b for a, b in inside) or self._is_of_saying(span, inside))
            and not _OTHER_CLAUSE.search(self.linker.text, attribution.cue[0][1], span[0])
            and not self._is_aside(span, attribution.cue[0])
            and not (
                span[0] >= attribution.cue[0][1]
                and _COUNTED_FROM.search(self.linker.text, span[0], span[1] + _NEXT_WORD)
            )
        ]
        return min(here, key=lambda pair: pair[0])[1] if here else None

    def _is_aside(self, time: Span, cue: Span) -> bool:
        """Whether a time before a cue is that of a clause put in: "The rebels, who left in June, said"."""
        text = self.linker.text
        if time[1] > cue[0] or "," not in text[time[1] : cue[0]]:
            return False
        return _PUT_IN.search(text, max(0, time[0] - _ASIDE), time[0]) is not None

    def _part_of_sentence(self, cue: Span) -> Span:
        """The sentence of a cue between semicolons: "A said on Monday …; B said on Tuesday …"."""
        start, end = self.sentences[self.sentence(cue[0])] if self.sentences else cue
        before = self.linker.text.rfind(";", start, cue[0])
        after = self.linker.text.find(";", cue[1], end)
        return (before if before >= 0 else start), (after if after >= 0 else end)

    def _is_of_saying(self, time: Span, content: Sequence[Span]) -> bool:
        """Whether a time inside the content is that of the speech.

        "… in a statement issued on Sunday", "(accused) Delta on Monday of arming gangs", "(rejected) the
        charge the same day".
        """
        text = self.linker.text
        start, end = next(((a, b) for a, b in content if a <= time[0] < b), (time[0], time[1]))
        if _RESPONSIBILITY.fullmatch(text, start, time[0]) or ISSUED.search(text, start, time[0]):
            return True
        if text[start : time[0]].strip() == "" and _SUBJECT.match(text, time[1], end):
            return True
        is_last = time[1] >= end
        if (is_last or _FROM.match(text, time[1], end)) and _REVISED.fullmatch(text, start, time[0]):
            return True
        if is_last and _DATED.match(text, start, time[0]):
            return True
        if _BY_MEANS.fullmatch(text, start, time[0]) and text.startswith(" that ", time[1]):
            return True
        accused = _ACCUSED.fullmatch(text, start, time[0])
        if accused is not None and _OF.match(text, time[1], end) is not None:
            return True
        return is_last and _POINTING.fullmatch(text, start, time[0]) is not None

    def made_to(self, attribution: Attribution) -> Entity | None:
        """To whom it was said, where the words name a known or proper name."""
        for span in attribution.recipient:
            hearer = self.claimants.hearer(span)
            if hearer is not None:
                return hearer
        return None

    # ---- content

    def proposition(
        self, part: Part, claimant: Entity, made_on: TimeSpan | None, segment: Sequence[Span]
    ) -> Proposition:
        """The content of one part: its event, its figure, or both."""
        event = self.event(part.event) if part.event is not None else None
        if part.shared is not None and event is None:
            shared = self.event(part.shared)
            is_one = part.figure is not None and (part.figure.high or part.figure.low or 0) < _LARGE
            event = _befallen(shared, part.figure) if is_one or self._is_scene(shared) else None
        figure = part.figure
        if figure is None:
            return Proposition(event=event)
        place = self._place_of(part, segment)
        if part.event is not None and event is not None and family(part.event.kind) == "Harm":
            if place is None:
                wide = [f for f in event.fillers("takesPlaceAt") if self.counter.is_wide(f)]
                place = wide[0] if wide else None
            event = None if self._is_total(event, part) else event
        as_of = self._as_of(part, made_on, segment)
        quantity = self.counter.quantity(figure, claimant=claimant, as_of=as_of, place=place, event=None)
        return Proposition(event=event, quantity=self._with_event(quantity, event))

    def _with_event(self, quantity: Quantity, event: Event | None) -> Quantity:
        return quantity

    def _is_total(self, event: Event, part: Part) -> bool:
        """Whether a figure is a total of the war (of a side, or a large one) and not of one scene."""
        figure, mention = part.figure, part.event
        if figure is None or mention is None:
            return True
        if figure.high == 0:
            return False
        sentence = self.sentences[self.sentence(figure.span[0])]
        if _BRIEFLY.search(self.linker.text, *sentence):
            return False  # died in a single night, in the week since the offensive began
        if figure.cumulative is not None:
            return not self._is_scene(event)
        has_own = (
            bool(mention.links) or mention.time is not None or mention.has("takesPlaceAt", "isPerformedBy")
        )
        if max(figure.low or 0, figure.high or 0) >= _LARGE:
            is_dated = mention.time is not None and ".." not in mention.time.edtf
            return not has_own or not (is_dated or self._is_scene(event))
        is_small = max(figure.low or 0, figure.high or 0) < _MANY
        return not (has_own or is_small or mention.scene is not None or figure.side_text is None)

    def _is_scene(self, event: Event) -> bool:
        """Whether an event is one scene: it has a place smaller than a region, a cause or an actor."""
        if event.links or any(role.property in {"isPerformedBy", "usesWeapon"} for role in event.roles):
            return True
        return any(not self.counter.is_wide(place) for place in event.fillers("takesPlaceAt"))

    def _place_of(self, part: Part, segment: Sequence[Span]) -> Entity | None:
        """Where the people counted live: the place nearest before an inhabitants figure in its sentence."""
        figure = part.figure
        if figure is None or kind_of_count(figure) != "PopulationCount":
            return None
        start, end = self.sentences[self.sentence(figure.span[0])]
        places = [f for f in self.linker.history if start <= f.span[0] < end and f.category == "place"]
        before = [filler for filler in places if filler.span[0] < figure.span[0]]
        chosen = before[-1] if before else places[0] if places else None
        return chosen.entity if chosen is not None else None

    def _as_of(self, part: Part, made_on: TimeSpan | None, segment: Sequence[Span]) -> TimeSpan | None:
        """The day at which a figure holds: one named with "by", the day of saying, or before publication."""
        figure = part.figure
        if figure is not None:
            tail = self.linker.text[figure.span[1] : figure.span[1] + _TAIL]
            for where, value in self.times_in((figure.span[1], figure.span[1] + _TAIL)):
                if not set(tail[: where[0] - figure.span[1]]) & set(",;.") and self._looks_back(where):
                    return value
        for span in segment:
            for where, value in self.times_in(span):
                before = self.linker.text[max(0, where[0] - 4) : where[0]].strip().lower()
                if before == "by" or value.edtf.startswith("../"):
                    return value
        if made_on is not None:
            return made_on
        return self.published

    def _looks_back(self, where: Span) -> bool:
        """Whether a time tells since when a figure held: "two days earlier"."""
        return self.linker.text[where[0] : where[1]].rsplit(" ", 1)[-1].lower() in {
            "earlier",
            "ago",
            "before",
        }

    def event(self, mention: EventMention, *, depth: int = 0) -> Event:
        """The event that a mention speaks of: what its words say, and where, when and to what it happened."""
        cluster = self.coreference.add(mention)
        roles = [
            Role(name, filler.entity)
            for name, filler in mention.roles
            if name != "takesPlaceAt" or not self._is_affected(mention, filler)
        ]
        scene = self.coreference.scene_of(mention)
        if family(mention.kind) in _PLACED and not mention.has("takesPlaceAt", "comesFrom", "goesTo"):
            place = self.coreference.place_of(mention)
            if place is not None and not self._is_affected(mention, place):
                roles.append(Role("takesPlaceAt", place.entity))
        for name in _COMPLETED:
            if not mention.has(*_COMPLETED) and scene is cluster:
                found = [f for other in cluster.mentions[:_LOOKED_AT] for f in other.fillers(name)]
                roles.extend(Role(name, filler.entity) for filler in found[:1])
        time = mention.time or scene.time
        links = () if depth > 1 else tuple(self._links(mention, depth))
        kind = self.coreference.kind_of(mention)
        return Event(kind, self.coreference.key(mention), tuple(dict.fromkeys(roles)), time, links)

    def _is_affected(self, mention: EventMention, place: Filler) -> bool:
        return any(place.entity.key == filler.entity.key for filler in mention.fillers(*_COMPLETED))

    def _links(self, mention: EventMention, depth: int) -> Iterable[EventLink]:
        seen: set[tuple[str, int]] = set()
        for name, other in mention.links:
            if other.is_bare or (name, id(other)) in seen:
                continue
            seen.add((name, id(other)))
            yield EventLink(name, self.event(other, depth=depth + 1))

    def aimed_at(self, segment: Sequence[Span]) -> list[Filler]:
        """What a content that names no deed says that one was aimed at: the first thing in it."""
        found = [filler for span in segment for filler in self.linker.things_in(span)]
        return [filler for filler in found if filler.category in _AIMS][:1]

    def wording(self, segment: Sequence[Span], text: str) -> Proposition:
        """Content without frame and figure: its words, who is named in them, and its one time."""
        named = self._named(segment)
        roles = tuple(Role("hasParticipant", entity) for entity in named)
        dated = {
            value.edtf: value
            for span in segment
            for where, value in self.times_in(span)
            if not self._is_of_saying(where, segment)
        }
        time = next(iter(dated.values())) if len(dated) == 1 else None
        key = ("text", normalise_name(text))
        return Proposition(event=Event("Event", key, roles, time, described_as=text))

    def about(self, segment: Sequence[Span], proposition: Proposition) -> tuple[Entity, ...]:
        """Everything that the content names: the fillers of its roles, then the other known names."""
        found: list[Entity] = []
        if proposition.event is not None:
            found.extend(_entities(proposition.event))
        if proposition.quantity is not None:
            quantity = proposition.quantity
            found.extend(
                entity for entity in (quantity.side, quantity.place, quantity.model) if entity is not None
            )
        found.extend(self._named(segment))
        return tuple({entity.key: entity for entity in found}.values())

    def _named(self, segment: Sequence[Span]) -> list[Entity]:
        found: dict[str, Entity] = {}
        for span in segment:
            for mention in self.linker.mentions_in(span):
                found.setdefault(mention.entity.key, mention.entity)
        return list(found.values())


def _befallen(event: Event, figure: QuantityMention | None) -> Event:
    """The event in which others came to harm, as that of a figure beside it: "killed one, 27 are missing"."""
    kind = event_of(figure) if figure is not None else None
    return replace(event, kind=kind) if kind is not None and kind != event.kind else event


def _entities(event: Event) -> Iterable[Entity]:
    for role in event.roles:
        yield role.value
    for link in event.links:
        yield from _entities(link.event)


Numbering = Callable[[int], int]
