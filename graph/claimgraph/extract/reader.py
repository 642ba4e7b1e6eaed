"""Reports read into claims: who asserts what, about what, with which words.

`read` goes through the text once for every stage: names, times and figures of the whole text; then, sentence
by sentence, chunks, clauses and events; then attributions, with what stands inside their content; last the
report's own voice. It does no file work and knows nothing of RDF. The same text always gives the same claims.
"""

from __future__ import annotations

import gc
from bisect import bisect_left, bisect_right
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from typing import Final

from claimgraph.extract.attribution.reading import Attribution, attributions, nested, windows
from claimgraph.extract.claimants import Claimants
from claimgraph.extract.claims import ClaimBuilder
from claimgraph.extract.content_model import ContentModel
from claimgraph.extract.cutting import Cutter
from claimgraph.extract.drafts import Draft, numbered
from claimgraph.extract.events.by_figure import FigureEvents
from claimgraph.extract.events.context import settle_classes
from claimgraph.extract.events.coreference import Coreference
from claimgraph.extract.events.finding import is_of_finding, is_of_total
from claimgraph.extract.events.matcher import Matcher
from claimgraph.extract.events.mentions import EventMention, Filler
from claimgraph.extract.events.nearest import lend_times
from claimgraph.extract.events.story import tell_story
from claimgraph.extract.figures.counts import Counter, is_outdated
from claimgraph.extract.figures.quantities import QuantityMention, quantities
from claimgraph.extract.headed import place_headed
from claimgraph.extract.linking import Linker
from claimgraph.extract.made_on import is_of_words
from claimgraph.extract.narration import covered, own_voice
from claimgraph.extract.parts import Parts
from claimgraph.extract.restored import claim_in, mention_in
from claimgraph.extract.saying import days_of_saying
from claimgraph.extract.syntax.chunks import Chunked
from claimgraph.extract.syntax.prepared import prepare
from claimgraph.extract.syntax.surface import plain
from claimgraph.extract.syntax.tagger import tag
from claimgraph.extract.syntax.text import Span
from claimgraph.extract.times.edtf import anchor_of, bounds
from claimgraph.extract.times.expressions import TimeMention, times
from claimgraph.extract.voices import cited_by
from claimgraph.model import Claim, Entity, Mention, TimeSpan
from claimgraph.reference.loader import Reference
from claimgraph.reference.resolution import ResolutionContext
from claimgraph.reference.resolver import Resolver

Finder = Callable[[str, date | None], Sequence[Attribution]]
"""Who said what in a text published on a day: outermost attributions, in order."""
_OF_KIND: Final = frozenset({"flagship", "capital", "headquarters", "seat"})
_STAMPS: Final = frozenset({"clock-report", "clock-narrated"})
_NO_DATE: Final = frozenset({"duration", "recurring"})
_LONG_TIMES: Final = frozenset({"month", "year", "season"})
"""Times in which people both came to harm and were found or counted."""
_MAKING: Final = frozenset({"produce", "make", "build", "manufacture", "repair", "assemble"})


@dataclass(frozen=True, slots=True)
class Reading:
    """What was read from one report: the mentions of entities, and the claims c1, c2 … in order."""

    mentions: tuple[Mention, ...]
    claims: tuple[Claim, ...]


@dataclass(frozen=True, slots=True)
class _Known:
    """What is made of a reference once: its resolver, and states by adjective."""

    reference: Reference
    resolver: Resolver
    demonyms: dict[str, Entity]


_KNOWN: dict[int, _Known] = {}


def _known(reference: Reference) -> _Known:
    """Give the resolver of a reference; its index of names takes longer to build than a report to read."""
    found = _KNOWN.get(id(reference))
    if found is None or found.reference is not reference:
        states = [entity for entity in reference.values() if entity.is_a("State")]
        demonyms = {word: state.entity for state in states for word in state.demonyms}
        found = _KNOWN[id(reference)] = _Known(reference, Resolver(reference), demonyms)
    return found


def _masked(text: str, regions: Sequence[Span]) -> str:
    """Blank out everything but the regions, line ends kept, so that offsets stay those of the text."""
    pieces: list[str] = []
    at = 0
    for start, end in sorted(regions):
        start = max(start, at)
        pieces.append("".join("\n" if letter == "\n" else " " for letter in text[at:start]))
        pieces.append(text[start:end])
        at = max(at, end)
    pieces.append("".join("\n" if letter == "\n" else " " for letter in text[at:]))
    return "".join(pieces)


def _by_day(published: date | None) -> TimeSpan | None:
    """The time up to and including the day of publication."""
    if published is None:
        return None
    end = datetime(published.year, published.month, published.day, tzinfo=UTC) + timedelta(days=1)
    return TimeSpan(f"../{published.isoformat()}", None, end)


def _value(mention: TimeMention) -> TimeSpan:
    return TimeSpan(mention.edtf, mention.earliest, mention.latest)


def _bounded(mention: TimeMention, bound: str) -> TimeSpan:
    """The time of an event, or from that time on ("since"), or where such a run of time begins ("at")."""
    first = mention.edtf.partition("/")[0]
    if bound == "since" and mention.kind != "until":
        return TimeSpan(f"{first}/..", mention.earliest, None)
    if bound in {"at", "end"} and mention.kind == "since":
        return TimeSpan(first, *bounds(first))
    last = mention.edtf.rpartition("/")[2]
    is_run = mention.kind == "until" or (mention.kind == "interval" and "-to-" in mention.rule)
    if bound == "end" and is_run and last != first:
        return TimeSpan(last, *bounds(last))  # held it from Friday to Monday, when they left
    return _value(mention)


class _Reader:
    """The stages of reading one report, with what they share."""

    def __init__(
        self, text: str, outlet: Entity, published: date | None, reference: Reference, scope: str
    ) -> None:
        known = _known(reference)
        self.text = text
        self.published = published
        self.reference = reference
        self.linker = Linker(text, known.resolver, ResolutionContext(published, scope), known.demonyms)
        found = times(text, published)
        self.times = [mention for mention in found if mention.edtf]
        self._habits = [mention.span for mention in found if mention.kind in {"recurring", "undated"}]
        self._time_starts = [mention.span[0] for mention in self.times]
        self.prepared = prepare(text)
        self.sentences = self.prepared.sentences
        starts = {block.start for block in self.prepared.paragraphs}
        stamps = [time.span for time in self.times if time.rule in _STAMPS]
        bracketed = [(start - 1, end) for start, end in stamps if text[start - 1 : start] in {"[", "("}]
        opening = {start: end for start, end in (*stamps, *bracketed) if start in starts}
        self._stamps = opening | {start + 1: end for start, end in bracketed if start in starts}
        """Times of day that are those of entries of a live blog, and of nothing done or said."""
        self._said_on = days_of_saying(self.prepared, self.times, published)
        self._cut = Cutter(text, found, self._said_on)
        self.linker.entries = self.prepared.entries
        self.coreference = Coreference(self._settlement, scope, self.prepared.entries)
        self.claimants = Claimants(self.linker, outlet, [(each.start, each.end) for each in self.sentences])

    def _settlement(self, entity: Entity) -> Entity | None:
        """Climb from a place or facility to the settlement it lies in."""
        here = self.reference.get(entity.iri or "")
        for _ in range(6):
            if here is None:
                return None
            if here.is_a("Settlement"):
                return here.entity
            here = self.reference.get(here.located_in or "")
        return None

    def events(self, figures: Sequence[QuantityMention]) -> list[EventMention]:
        """Match frames in every sentence, date the mentions, and group those of one event."""
        prepared: list[tuple[int, Chunked]] = []
        for number, sentence in enumerate(self.sentences):
            words = sentence.words
            if (stamp := self._stamps.get(sentence.start)) is not None:
                words = [word for word in words if word.start >= stamp]
            for part in windows(words, []) if words else ():
                here = [time.span for time in self.times_from(part[0].start, part[-1].end)]
                tags = sentence.tags if len(part) == len(sentence.words) else tag(part)
                first, last = part[0].start, part[-1].end
                habits = [span for span in self._habits if first <= span[0] < last]
                chunked = Chunked(part, tags, [*here, *habits])
                self._scan(chunked)
                prepared.append((number, chunked))
        found: list[EventMention] = []
        for number, chunked in prepared:
            matcher = Matcher(chunked, number, self.linker)
            self.linker.topics.extend(matcher.topic())
            found.extend(matcher.match())
        counting = FigureEvents(self.text, self.sentences, self.linker, self.times_from)
        found = sorted([*found, *counting.among(figures, found)], key=lambda event: event.trigger)
        settle_classes(found, self.text, self.prepared.entries)
        spans = [(sentence.start, sentence.end) for sentence in self.sentences]
        lend_times(found, spans, [time.span for time in self.times if self._is_told(time)], self.text)
        self._date(found)
        self._place(found)
        blocks = [(block.start, block.end) for block in self.prepared.paragraphs]
        place_headed(found, blocks, self.linker, self.prepared.entries)
        self.coreference.add_all(found)
        told = [time for time in self.times if self._is_told(time)]
        if not self.prepared.entries.exist:
            tell_story(found, spans, told, self.text)
        return found

    def _scan(self, chunked: Chunked) -> None:
        """Take note of the noun phrases of a sentence; "a plant that made X" is one phrase."""
        chunks = chunked.chunks
        for at, chunk in enumerate(chunks):
            if chunk.kind != "noun":
                continue
            span = chunked.span(chunk)
            longer = self._longer(chunked, at)
            if longer is not None:
                self.linker.describe(span, (span[0], longer))
            self.linker.scan(span)

    def _longer(self, chunked: Chunked, at: int) -> int | None:
        """The end of a phrase that tells which thing is meant: "a plant that made X", "the flagship of Y"."""
        chunks = chunked.chunks
        kinds = [chunk.kind for chunk in chunks[at + 1 : at + 4]]
        if kinds[:2] == ["preposition", "noun"]:
            is_of = chunked.text_of(chunks[at + 1]) == "of"
            is_known_by_it = is_of and chunked.lower(chunks[at].last) in _OF_KIND
            return chunked.span(chunks[at + 2])[1] if is_known_by_it else None
        if kinds in (["that", "verb", "noun"], ["relative", "verb", "noun"]):
            makes = chunked.lemma(chunks[at + 2]) in _MAKING
            return chunked.span(chunks[at + 3])[1] if makes else None
        return None

    def _place(self, mentions: Sequence[EventMention]) -> None:
        """A thing only described, hit in a sentence that names a district, lies in that district."""
        starts = [sentence.start for sentence in self.sentences]
        districts: dict[int, Filler] = {}
        for filler in self.linker.history:
            if filler.entity.kind == "District" and filler.entity.iri:
                districts.setdefault(bisect_right(starts, filler.span[0]) - 1, filler)
        for mention in mentions:
            is_described = any(filler.is_described for filler in mention.fillers("hasTarget"))
            if is_described and mention.sentence in districts and not mention.has("takesPlaceAt"):
                mention.add("takesPlaceAt", districts[mention.sentence])

    def _date(self, mentions: Sequence[EventMention]) -> None:
        for mention in (each for event in mentions for each in (event, *event.causes_in_words())):
            if mention.time_span is None:
                continue
            time = self._dated(mention.time_span)
            sentence = self.sentences[mention.sentence]
            where = (sentence.start, sentence.end)
            if time is not None and is_of_total(mention, self.text, where):
                time = None
            mention.time_span = None
            if time is not None:
                mention.time, mention.time_span = (
                    _bounded(time, mention.bound),
                    time.span,
                )
                is_closed = not time.edtf.endswith("/..") and time.precision not in _LONG_TIMES
                mention.is_found = is_closed and is_of_finding(mention, self.text, where)

    def _is_told(self, time: TimeMention) -> bool:
        """Whether a time names a day of what is told: no duration, and not when something was issued."""
        start = time.span[0]
        is_day = time.kind not in _NO_DATE and start not in self._stamps and start not in self._said_on
        return is_day and not is_of_words(self.text, time.span)

    def _dated(self, span: Span) -> TimeMention | None:
        """The first time in a span that names a day: of "every day since May" the second."""
        at = max(0, bisect_right(self._time_starts, span[0]) - 1)
        for time in self.times[at : bisect_left(self._time_starts, span[1])]:
            if time.span[1] > span[0] and time.kind not in _NO_DATE and time.span[0] not in self._stamps:
                return time if self._is_told(time) else None
        return None

    def _nested(self, outer: Attribution) -> list[Attribution]:
        return [self._cut(found) for found in nested(self.text, outer, prepared=self.prepared)]

    def times_from(self, start: int, end: int) -> list[TimeMention]:
        """The time expressions that begin in a range of offsets."""
        first = bisect_left(self._time_starts, start)
        return self.times[first : bisect_left(self._time_starts, end)]

    def read(self, find: Finder | None) -> Reading:
        """Run all stages."""
        figures = [figure for figure in quantities(self.text) if not is_outdated(self.text, figure)]
        events = self.events(figures)
        self.linker.note_rest()
        parts = Parts(self.text, events, figures)
        model = ContentModel(
            self.linker,
            self.claimants,
            Counter(self.linker, self.reference),
            self.coreference,
            [(time.span, _value(time)) for time in self.times if time.span[0] not in self._stamps],
            [(quote.start, quote.end) for quote in self.prepared.quotes],
            [(block.start, block.end) for block in self.prepared.paragraphs],
            [(sentence.start, sentence.end) for sentence in self.sentences],
            _by_day(self.published),
            self._said_on,
        )
        builder = ClaimBuilder(self.prepared, parts, self.claimants, model, self._nested)
        drafts: list[Draft] = []
        said: list[Attribution] = []
        by_rules = attributions(self.text, self.published, prepared=self.prepared)
        outermost = find(self.text, self.published) if find is not None else by_rules
        outermost = [self._cut(found) for found in outermost]
        model.sayings.know(outermost)
        for attribution, cited in cited_by(outermost):
            own, every = builder.attributed(attribution, cited=cited)
            drafts.extend(every)
            if own or builder.is_silence(attribution) or (every and attribution.rule == "colon"):
                said.extend([attribution] if cited is None else [attribution, cited])
        if find is not None:  # what another finder passes over is said by somebody all the same
            said.extend(by_rules)
        spoken = covered(said, model.sentence)
        for number, sentence in enumerate(self.sentences):
            drafts.extend(own_voice(builder, parts, (sentence.start, sentence.end), spoken.get(number, ())))
        claims = numbered(drafts, self.text, model.paragraph, model.sentence)
        return Reading(tuple(mention for _, mention in sorted(self.linker.mentions.items())), claims)


def read(
    text: str,
    *,
    body: Sequence[Span],
    headline: Span | None,
    outlet: Entity,
    published: date | None,
    reference: Reference,
    scope: str,
    issuer_statement: bool = False,
    find: Finder | None = None,
) -> Reading:
    """Read a report into mentions and claims; all offsets are into `text`.

    `body` are the regions of prose, `headline` that of the headline. `outlet` is the report's own voice; with
    `issuer_statement` it is the body that issued the report, and "we" acts in its name. `published` anchors
    "on Friday". `scope` is the key that entities carry which the report only describes. `find` gives the
    outermost attributions, with offsets into the text it is given; without it the rules do.

    >>> from claimgraph.model import Entity
    >>> from claimgraph.reference.loader import Reference
    >>> text = "Moscow said the cruiser Moskva sank on Thursday."
    >>> wire = Entity("Harbour Wire", "MediaOutlet")
    >>> reading = read(text, body=[(0, len(text))], headline=None, outlet=wire, published=date(2022, 4, 15),
    ...                reference=Reference.default(), scope="r1")
    >>> [(claim.claimant.label, claim.stance.value, claim.proposition.event.kind) for claim in reading.claims]
    [('Government of Russia', 'asserts', 'Sinking')]
    """
    surface = plain(text)
    regions = [*body, *([headline] if headline is not None else [])]
    if surface is not None:
        text, regions = surface.text, [surface.read_from(region) for region in regions]
    day = anchor_of(published)
    with _uncollected():
        reader = _Reader(_masked(text, regions), outlet, day, reference, scope)
        reader.linker.voice = outlet if issuer_statement else reader.linker.voice
        reader.linker.tags = surface.tags() if surface is not None else []
        reading = reader.read(find)
    if surface is None:
        return reading
    mentions = tuple(mention_in(surface, mention) for mention in reading.mentions)
    return Reading(mentions, tuple(claim_in(surface, claim) for claim in reading.claims))


@contextmanager
def _uncollected() -> Iterator[None]:
    """Put off the search for garbage cycles: it goes through the whole reference again and again.

    What one report allocates is bounded by its length, and nearly all of it goes by reference counts; the
    search took a fifth of the time of reading.
    """
    was_enabled = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was_enabled:
            gc.enable()
