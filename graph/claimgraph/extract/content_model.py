"""Mentions turned into the events, figures and wordings of the claim model.

Roles hold what the content says. Place, time and the thing affected are completed from other mentions of the
same event in the report, since they identify it; who did it and with what is never taken from elsewhere.
"""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import replace
from datetime import timedelta
from typing import Final

from claimgraph.extract.attribution.reading import Attribution
from claimgraph.extract.claimants import Claimants
from claimgraph.extract.events.coreference import Coreference
from claimgraph.extract.events.frames import family
from claimgraph.extract.events.mentions import EventMention, Filler
from claimgraph.extract.events.nearest import RANKED
from claimgraph.extract.figures.counts import Counter, event_of, kind_of_count
from claimgraph.extract.figures.quantities import QuantityMention
from claimgraph.extract.laid import accused_in, before_of, laid_to
from claimgraph.extract.linking import Linker
from claimgraph.extract.listed import end_of, own_share
from claimgraph.extract.made_on import TimesOfSaying
from claimgraph.extract.parts import Part
from claimgraph.extract.syntax.kinds import category_of
from claimgraph.extract.syntax.text import Span
from claimgraph.extract.times.context import is_told_aside
from claimgraph.extract.times.main import is_beside, main_time
from claimgraph.model import Entity, Event, EventLink, Proposition, Role, TimeSpan, normalise_name

_ARTICLES: Final = frozenset({"a", "an"})
_COMPLETED: Final = ("affects", "hasTarget")
_TAIL: Final = 45
"""How far after a figure its own day stands: "1,982 killed two days earlier"."""
_OPENING: Final = 12
"""Where a spell of days stands that a whole sentence tells of, in characters from its start."""
_OUR_MEN: Final = re.compile(
    r"\bour (?:\w+ ){0,2}(?:forces|troops|soldiers|fighters|men|units|servicemen)\Z", re.IGNORECASE
)
_LARGE: Final = 500
"""A figure of people harmed from which on no single scene is thought of."""
_MANY: Final = 500
"""A figure of one side harmed from which on it is a total unless a place, time or cause is told."""
_OF_THEM: Final = re.compile(r"\b(?:who|whom|which|whose)\b")
"""What opens a clause about those counted, whose times are its own."""
_BATTLE: Final = timedelta(days=9)
"""How long ago what is no whole war may have begun."""
_AIMS: Final = frozenset({"facility", "place", "vessel", "materiel", "force", "person"})
_BRIEFLY: Final = re.compile(
    r"\b(?:in|within|over|during|for) (?:(?:[a-z]+|\d+) ){1,3}"
    r"(?:hours?|nights?|days?|weeks?|weekend)\b",
    re.IGNORECASE,
)
"""How long something took that is no whole war."""
_ALL_TOLD: Final = re.compile(
    r"\b(?:[Ii]n total|[Ii]n all|[Aa]ll told|[Aa]ltogether|[Oo]verall"
    r"|(?:over|during|in) th(?:e|at|is) (?:same )?(?:period|week|month|year|days))\b"
)
"""Words of a total, which may be that of more than one day."""
_DAY: Final = re.compile(r"\d{4}-\d\d-\d\d(?:T|\Z)")
_MOST_TOLD: Final = 40
"""How many mentions of an event are looked at for its day, so that the work stays linear."""
_LATEST: Final = 8
"""How many of the times before a mention are looked at."""
_AHEAD: Final = frozenset({"future", "purpose"})
"""Modes of what lies ahead when it is spoken of."""
_CLAUSE_END: Final = re.compile(r"[,;:()“”\"—]|\b(?:and|said|says|that|who|which|while|but)\b")
_LOOKED_AT: Final = 12
"""The first mentions of an event, from which the thing affected may be taken."""
_PLACED: Final = frozenset({"Harm", "Fire", "Damage", "MaterielLoss", "Attack"})


class ContentModel:
    """Builds the content of claims for one report.

    `times` are the time expressions (span, value) in the order of the text; `quotes`, `paragraphs` and
    `sentences` are spans in the order of the text. `said_on` gives the verb of saying to which a day belongs
    that stands in what was said, both by their starts.
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
        said_on: Mapping[int, int],
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
        mentions = [mention for cluster in coreference.clusters for mention in cluster.mentions]
        event_times = {each.time_span[0] for each in mentions if each.time_span and not each.is_found}
        self.sayings = TimesOfSaying(linker.text, times, sentences, event_times, said_on)
        self._time_starts = [span[0] for span, _ in times]
        self._paragraph_starts = [span[0] for span in paragraphs]
        self._sentence_starts = [span[0] for span in sentences]
        self._quote_starts = [span[0] for span in quotes]
        self._brief: dict[Span, bool] = {}

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
        """When it was said, where the words tell it."""
        return self.sayings.made_on(attribution)

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
            is_told = is_one or family(shared.kind) != "Harm" or self._is_scene(shared)
            event = _befallen(shared, part.figure) if is_told else None
        if event is not None and made_on is not None:
            event = _known_then(event, part.event or part.shared, made_on)
        if event is not None and part.event is not None:
            event = self._of_own_men(event, part.event, claimant)
        figure = part.figure
        if figure is None or (event is not None and figure.text.lower() in _ARTICLES):
            return Proposition(event=event)  # an article is no figure
        if part.others and event is not None:
            event = self._share_of(part, event, figure)
        own = self._time_of_item(figure, part.event or part.shared) if part.others or part.shared else None
        if own is not None and event is not None:
            event = replace(event, time=own)
        place = self._place_of(part, segment)
        if part.event is not None and event is not None and family(part.event.kind) == "Harm":
            if place is None:
                wide = [f for f in event.fillers("takesPlaceAt") if self.counter.is_wide(f)]
                place = wide[0] if wide else None
            event = None if self._is_total(event, part) else event
            is_lost = figure.fate == "lost" and " " not in self.linker.text[slice(*part.event.trigger)]
            if event is not None and is_lost and event.kind == "Killing":
                event = replace(event, kind="Harm")  # lost men are not all dead
        as_of = self._as_of(part, made_on, segment)
        quantity = self.counter.quantity(figure, claimant=claimant, as_of=as_of, place=place, event=None)
        return Proposition(event=event, quantity=quantity)

    def _of_own_men(self, event: Event, mention: EventMention, claimant: Entity) -> Event:
        """The event with the force that speaks as its doer where its words are "our forces", "our men"."""
        if category_of(claimant.kind) != "force":
            return event
        text = self.linker.text
        ours = {
            filler.entity
            for name, filler in mention.roles
            if name == "isPerformedBy" and _OUR_MEN.search(text, max(0, filler.span[0] - 4), filler.span[1])
        }
        if not ours:
            return event
        roles = (
            Role(role.property, claimant) if role.property == "isPerformedBy" and role.value in ours else role
            for role in event.roles
        )
        return replace(event, roles=tuple(dict.fromkeys(roles)))

    def _share_of(self, part: Part, event: Event, figure: QuantityMention) -> Event:
        """The event of a list for one of its items: with what that counts, without the others."""
        mention = part.event or part.shared
        fillers: dict[str, list[tuple[Span, Entity]]] = {}
        for name, filler in mention.roles if mention is not None else ():
            fillers.setdefault(name, []).append((filler.span, filler.entity))
        verb = self.linker.text[slice(*mention.trigger)] if mention is not None else ""
        if verb.startswith("los") and " " not in verb:
            event = replace(event, kind="Harm")
        own = self.linker(figure.counted, "thing") if figure.counted is not None else None
        entity = own.entity if own is not None else None
        is_first = part.event is not None
        return own_share(event, figure, entity, fillers, part.others, is_first=is_first)

    def _time_of_item(self, figure: QuantityMention, mention: EventMention | None) -> TimeSpan | None:
        """The day right behind one item of a list: "14 drones last night and four missiles this morning"."""
        end = end_of(figure)
        for where, value in self.times_in((end, end + _TAIL)):
            is_own = self.linker.text[end : where[0]].strip() in {"", "on", "late on", "early on"}
            is_own = is_own or _CLAUSE_END.search(self.linker.text, end, where[0]) is None
            is_other = mention is None or mention.time_span is None or mention.time_span[1] <= figure.span[0]
            return value if is_own and is_other else None
        return None

    def _is_total(self, event: Event, part: Part) -> bool:
        """Whether a figure is a total of the war (of a side, or a large one) and not of one scene."""
        figure, mention = part.figure, part.event
        if figure is None or mention is None:
            return True
        if figure.high == 0:
            return False
        sentence = self.sentences[self.sentence(figure.span[0])]
        if sentence not in self._brief:  # a sentence may have hundreds of figures
            self._brief[sentence] = _BRIEFLY.search(self.linker.text, *sentence) is not None
        if self._brief[sentence]:
            return False  # died in a single night, in the week since the offensive began
        if figure.fate == "lost":
            is_open = figure.cumulative is not None or " since " in self.linker.text[slice(*sentence)]
            is_day = not is_open and max(figure.low or 0, figure.high or 0) < _LARGE
            return not (is_day or self._is_scene(event) or mention.scene is not None)
        if figure.cumulative is not None and self._is_running(figure, figure.cumulative):
            return not (self._is_of_days(mention) or self._is_scene(event))
        has_own = (
            bool(mention.links) or mention.time is not None or mention.has("takesPlaceAt", "isPerformedBy")
        )
        if self.linker.text[slice(*mention.trigger)].endswith("ing") and not mention.is_noun:
            return False  # killing twelve and wounding 2,800
        if max(figure.low or 0, figure.high or 0) >= _LARGE:
            is_closed = mention.time is not None and ".." not in mention.time.edtf
            is_dated = is_closed or self._is_of_days(mention)
            opening = [time.edtf for _, time in self.times_in((sentence[0], sentence[0] + _OPENING))]
            is_dated = is_dated or any("/" in edtf and ".." not in edtf for edtf in opening)
            return not (has_own or is_dated) or not (is_dated or self._is_scene(event))
        is_small = max(figure.low or 0, figure.high or 0) < _MANY
        return not (has_own or is_small or mention.scene is not None or figure.side_text is None)

    def _is_running(self, figure: QuantityMention, since: Span) -> bool:
        """Whether a figure runs on from a day, and is not that of the worst raid or of men held since."""
        text, end = self.linker.text, figure.span[1]
        if text[slice(*since)].lower() == "so far" and max(figure.low or 0, figure.high or 0) < _LARGE:
            return False  # rescuers have so far counted 15 dead
        is_ranked = RANKED.search(text, max(0, since[0] - _TAIL), since[0]) is not None
        return not is_ranked and not (end <= since[0] and _OF_THEM.search(text, end, since[0]))

    def _is_of_days(self, mention: EventMention) -> bool:
        """Whether harm has a day of its own, or began some days before the report: the toll of a battle."""
        time = mention.time
        if time is None or time.edtf.startswith("../"):
            return False
        last = self.published.latest if self.published is not None else None
        is_new = time.earliest is not None and last is not None and last - time.earliest <= _BATTLE
        return is_new or not time.edtf.endswith("/..")

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
                doer = self.linker.text[where[1] : where[1] + 1] in {"'", "’"}  # "by Thursday's shelling"
                if (before == "by" and not doer) or value.edtf.startswith("../"):
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
        time = self.coreference.time_of(mention)
        if time is not None and mention.time is None and self._is_overtaken(mention, time):
            time = None
        time = time or mention.story
        links = () if depth > 1 else tuple(self._links(mention, depth))
        kind = self.coreference.kind_of(mention)
        return Event(kind, self.coreference.key(mention), tuple(dict.fromkeys(roles)), time, links)

    def _is_overtaken(self, mention: EventMention, time: TimeSpan) -> bool:
        """Whether another day is told of between that taken for a harm and the harm: it may be of either."""
        if family(mention.kind) != "Harm" or any(other.is_bare for _, other in mention.links):
            return False  # "killed in the strike": in that told of last
        start, end = self.sentences[self.sentence(mention.trigger[0])]
        if mention.scene is not None and _ALL_TOLD.search(self.linker.text, start, end) is not None:
            return True  # in total, 63 died
        told = self.coreference.scene_of(mention).mentions[:_MOST_TOLD]
        spans = [span for each in told if (span := each.time_span) and span[0] < mention.trigger[0]]
        if not spans:
            return False
        text = self.linker.text
        last = bisect_left(self._time_starts, mention.trigger[0])
        between = self.times[max(bisect_left(self._time_starts, max(spans)[1]), last - _LATEST) : last]
        return any(
            _DAY.match(value.edtf) and value.edtf[:10] not in time.edtf and not is_told_aside(text, *where)
            for where, value in between
        )

    def _is_affected(self, mention: EventMention, place: Filler) -> bool:
        return any(place.entity.key == filler.entity.key for filler in mention.fillers(*_COMPLETED))

    def _links(self, mention: EventMention, depth: int) -> Iterable[EventLink]:
        seen: set[tuple[str, int]] = set()
        for name, other in mention.links:
            if other.is_bare or (name, id(other)) in seen:
                continue
            seen.add((name, id(other)))
            yield EventLink(name, self.event(other, depth=depth + 1))

    def laid(self, deed: EventMention | None, cue: str, span: Span) -> Event | None:
        """The deed told before, laid to whom a content blames without naming it: "blamed the rebels".

        `cue` is the lemma of the verb of blame, `span` the content.
        """
        words = accused_in(cue, self.linker.text, span) if deed is not None else None
        if deed is None or words is None:
            return None
        heads = (words, before_of(self.linker.text, words))
        found = ((each, self.linker(each, "performer")) for each in heads)
        named, accused = next((pair for pair in found if pair[1] is not None), (words, None))
        is_cut = named[1] < span[1] and cue != "hold"
        return laid_to(self.event(deed), deed, accused, is_cut=is_cut) if accused is not None else None

    def aimed_at(self, segment: Sequence[Span]) -> list[Filler]:
        """What a content that names no deed says that one was aimed at: the first thing in it."""
        found = [filler for span in segment for filler in self.linker.things_in(span)]
        return [filler for filler in found if filler.category in _AIMS][:1]

    def wording(self, segment: Sequence[Span], text: str) -> Proposition:
        """Content without frame and figure: its words, who is named in it, the time of its main verb."""
        named = self._named(segment)
        roles = tuple(Role("hasParticipant", entity) for entity in named)
        dated = [
            (where, value)
            for span in segment
            for where, value in self.times_in(span)
            if not self.sayings.is_of_saying(where, segment)
        ]
        is_one = len({value.edtf for _, value in dated}) == 1
        first = is_one or main_time(self.linker.text, segment[0][0], [where for where, _ in dated])
        time = dated[0][1] if first else None
        key = ("text", normalise_name(text))
        return Proposition(event=Event("Event", key, roles, time, described_as=text))

    def worded(self, proposition: Proposition, part: Part, segment: Sequence[Span], text: str) -> Proposition:
        """A figure with the wording that it stands in, where it counts things or the words name a time."""
        worded = self.wording(segment, text)
        own = self._time_of_item(part.figure, None) if part.figure is not None else None
        if worded.event is not None and worded.event.time is None and own is not None:
            worded = replace(worded, event=replace(worded.event, time=own))  # 31 on Tuesday, 12 on Friday
        is_dated = worded.event is not None and worded.event.time is not None
        return (
            replace(worded, quantity=proposition.quantity) if is_dated or part.is_of_things else proposition
        )

    def told(self, proposition: Proposition, part: Part, content: Span) -> Proposition:
        """A figure in the report's own voice, with its wording where the words beside it name its day."""
        if part.figure is None:
            return proposition
        start, end = self.sentences[self.sentence(part.figure.span[0])]
        span = (max(start, content[0]), min(end, content[1]))
        if not any(is_beside(self.linker.text, part.figure.span, where) for where, _ in self.times_in(span)):
            return proposition
        return self.worded(proposition, part, [span], self.linker.text[slice(*content)])

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


def _known_then(event: Event, mention: EventMention | None, made_on: TimeSpan) -> Event:
    """The event without a time taken from elsewhere that was still to come when it was spoken of."""
    if mention is None or mention.time is not None or event.time is None or mention.mode in _AHEAD:
        return event
    end, last = event.time.latest or event.time.earliest, made_on.latest
    return replace(event, time=None) if end is not None and last is not None and end > last else event


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
