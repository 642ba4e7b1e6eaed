"""Gold claims as reports of the claim model: what is found between them owes nothing to a reader.

Claimant, stance, certainty, event, figure and times are those that annotators wrote. What the annotations do
not hold is worked out: who is known by a name (the reference data); which events are one event (their kind,
what or where they befell, and when; a content that only points back, "the accusation", is what was said
before). Between reports events meet by the key that any report gives them.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any

from gold_labels import as_labels, is_described
from gold_matching import Claim as Line

from claimgraph.converters.base import outlet_entity, sha256
from claimgraph.converters.text import read_header
from claimgraph.extract.events.clusters import day_of
from claimgraph.extract.events.coreference import Coreference
from claimgraph.extract.events.frames import family
from claimgraph.extract.events.mentions import EventMention, Filler
from claimgraph.extract.linking import Linker
from claimgraph.extract.syntax.kinds import HUMAN, category_of, kind_of
from claimgraph.extract.times.edtf import bounds
from claimgraph.model import (
    Certainty,
    Claim,
    Entity,
    Event,
    Passage,
    Proposition,
    Quantity,
    Report,
    Role,
    Stance,
    TimeSpan,
)
from claimgraph.reasoning.sameness import head_words
from claimgraph.reference.loader import Reference
from claimgraph.reference.resolution import ResolutionContext
from claimgraph.reference.resolver import Resolver

_ROLES = {
    "affects": "affects",
    "performedBy": "isPerformedBy",
    "place": "takesPlaceAt",
    "weapon": "usesWeapon",
}
_POSITIONS = {"performedBy": "performer", "place": "place"}
_CASUALTIES = frozenset(
    ("killed", "wounded", "missing", "captured", "casualties", "harmed", "displaced", "detained", "lost")
)
_PEOPLE = frozenset(("people", "personnel", "evacuated"))
_MOVES = frozenset(("Advance", "Withdrawal", "Deployment", "ForceMovement"))
_VAGUE = frozenset((*HUMAN, "place", "weapon", ""))
_POINTS_BACK = re.compile(
    r"(it|this|that|which|responsibility)( [“\"].*)?|(the|that|this|his|her|their|such) "
    r"(claim|accusation|allegation|charge|remark|report|statement)s?( (?!that|of|to|from|about).*)?"
)
_POINTS_TO_FIGURE = re.compile(r"(the|that|this|his|her|their|such) (figure|number|toll|count|estimate)s?")
_OF_PLACES = frozenset(("CaptureOfPlace", "TransferOfPlace", "ControlOfPlace", "Siege"))
_CLIMB = 6
"""From a street to its land there are fewer steps than this."""


def gold_reports(folder: Path, lines: Iterable[Line], reference: Reference) -> list[Report]:
    """Give the reports of a half with the gold claims as their claims, ids and all.

    `folder` holds the `reports`.
    """
    grouped: dict[str, list[Line]] = {}
    for line in lines:
        grouped.setdefault(line["report"], []).append(line)
    resolver = Resolver(reference)
    return [
        _Report(folder / "reports" / f"{name}.txt", reference, resolver).report(claims)
        for name, claims in sorted(grouped.items())
    ]


class _Report:
    """One report while it is put together."""

    def __init__(self, path: Path, reference: Reference, resolver: Resolver) -> None:
        self.reference = reference
        self.resolver = resolver
        self.text = path.read_text(encoding="utf-8")
        self.scope = sha256(self.text)
        header = read_header(self.text, path.name)
        self.published = date.fromisoformat(header.values["date"])
        self.outlet = outlet_entity(header.values.get("outlet", ""), reference, scope=self.scope)
        self.kind = header.values.get("kind", "NewsReport")
        self.headline = header.values.get("headline", "")
        states = [entity for entity in reference.values() if entity.is_a("State")]
        self.demonyms = {word: state.entity for state in states for word in state.demonyms}
        self.coreference = Coreference(self._settlement, self.scope)
        self.whole: dict[int, EventMention] = {}
        self.places: set[str] = set()

    def report(self, lines: Sequence[Line]) -> Report:
        """The report with its claims."""
        events = [line["event"] for line in lines if line["event"]]
        self.places.update(label for event in events for label in as_labels(event["place"]))
        mentions = {line["id"]: self._mention(line) for line in lines if line["event"]}
        self._group(sorted(mentions.values(), key=lambda mention: mention.trigger))
        told: list[Line] = []
        claims = []
        for line in lines:
            meant = self._meant(line, told)
            claims.append(self._claim(line, meant, mentions.get(meant["id"])))
            if meant is line:
                told.append(line)
        return Report(
            self.text,
            self.scope,
            self.outlet,
            self.published,
            self.headline,
            self.kind,
            converter="gold",
            claims=tuple(claims),
        )

    def _meant(self, line: Line, told: Sequence[Line]) -> Line:
        """The claim whose content a claim has: that of another one before, if it only points back to it."""
        words, event = self._words(line), line["event"]
        says_more = line["quantity"] or (event and any(event[key] for key in (*_ROLES, "time")))
        if says_more:
            return line
        others = [one for one in told if one["claimant"] != line["claimant"]]
        if _POINTS_TO_FIGURE.fullmatch(words):
            others = [one for one in others if one["quantity"]]
        elif not _POINTS_BACK.fullmatch(words):
            return line
        return others[-1] if others else line

    def _words(self, line: Line) -> str:
        return " … ".join(self.text[a:b] for a, b in line["content"])

    # ---- which events are one event

    def _group(self, mentions: Sequence[EventMention]) -> None:
        """Join the mentions of one event, and let the key of it be that of all that they say together."""
        groups: list[list[EventMention]] = []
        for mention in mentions:
            found = next((group for group in reversed(groups) if _is_one(mention, group)), None)
            if found is None:
                groups.append([mention])
            else:
                found.append(mention)
        for group in groups:
            first = group[0]
            roles = [role for mention in group for role in mention.roles if role[0] != "usesWeapon"]
            time = max((one.time for one in group if one.time), key=lambda t: len(day_of(t)), default=None)
            whole = replace(first, roles=list(dict.fromkeys(roles)), time=time)
            self.coreference.add(whole)
            self.whole.update((id(mention), whole) for mention in group)

    def _claim(self, line: Line, meant: Line, mention: EventMention | None) -> Claim:
        start, end = min(a for a, _ in line["content"]), max(b for _, b in line["content"])
        claimant = self._claimant(line["claimant"]) if not line["narration"] else self.outlet
        made_on = _span(line["made_on"])
        words = self._words(line)
        return Claim(
            line["id"],
            claimant,
            Stance(line["stance"]),
            Certainty(line["certainty"]),
            self._proposition(meant, mention, made_on),
            Passage(start, end, self.text[start:end]),
            words,
            source=tuple((a, b) for a, b in line["source"]),
            content=tuple((a, b) for a, b in line["content"]),
            direct_quote=line["direct_quote"],
            narration=line["narration"],
            made_on=made_on,
            relays=line["relays"],
        )

    def _proposition(self, line: Line, mention: EventMention | None, made_on: TimeSpan | None) -> Proposition:
        event = self._event(mention) if mention else None
        figure = self._quantity(line["quantity"], made_on) if line["quantity"] else None
        if event is None and figure is None:
            words = self._words(line)
            event = Event("Event", ("text", self.scope, words), described_as=words)
        return Proposition(event=event, quantity=figure)

    # ---- events

    def _mention(self, line: Line) -> EventMention:
        event: dict[str, Any] = line["event"]
        start = line["content"][0][0]
        span = (start, line["content"][-1][1])
        sentence = self.text.count("\n\n", 0, start)
        roles = [
            (name, self._filler(label, self._position(key, label, event["type"]), span))
            for key, name in _ROLES.items()
            for label in as_labels(event[key])
        ]
        return EventMention(
            event["type"], span, span, sentence, False, "gold", roles, time=_span(event["time"])
        )

    def _position(self, key: str, label: str, kind: str) -> str:
        """What a role is filled with: what is taken or besieged is a place, and what is one elsewhere."""
        is_place = key == "affects" and (kind in _OF_PLACES or label in self.places)
        return "place" if is_place else _POSITIONS.get(key, "thing")

    def _event(self, mention: EventMention) -> Event:
        roles = tuple(Role(name, filler.entity) for name, filler in mention.roles)
        whole = self.whole[id(mention)]
        return Event(mention.kind, self.coreference.key(whole), roles, mention.time)

    # ---- who and what

    def _filler(self, label: str, position: str, span: tuple[int, int]) -> Filler:
        context = ResolutionContext(self.published, self.scope)
        linker = Linker(label, self.resolver, context, self.demonyms)
        found = linker((0, len(label)), position)
        if found is not None:
            return Filler(span, found.entity, found.category, False, found.is_described, "gold")
        described = is_described(label)
        kind = kind_of(label.lower().split())
        name = kind.kind if kind else {"performer": "Agent", "place": "Place"}.get(position, "Entity")
        entity = Entity(label, name, scope=self.scope if described else "")
        return Filler(span, entity, kind.category if kind else category_of(name), False, described, "gold")

    def _claimant(self, label: str) -> Entity:
        if label == "Unspecified":
            return Entity("Unspecified", "UnnamedSource")
        context = ResolutionContext(self.published, self.scope)
        name = label.removesuffix(" (unnamed)")
        found = self.resolver.resolve(name, role="speaker", context=context).entity
        if found is not None and (found.iri or is_described(label)):
            return found
        if is_described(label):
            return Entity(label, "UnnamedSource", scope=self.scope)
        return found or Entity(label, "Agent")

    def _settlement(self, entity: Entity) -> Entity | None:
        here = self.reference.get(entity.iri or "")
        for _ in range(_CLIMB):
            if here is None or here.is_a("Settlement"):
                return here.entity if here else None
            here = self.reference.get(here.located_in or "")
        return None

    # ---- figures

    def _quantity(self, figure: dict[str, Any], made_on: TimeSpan | None) -> Quantity:
        group = figure["side_or_group"] or ""
        is_side = group.endswith(" side")
        counts = figure["counts"]
        kind = "PersonnelCount" if counts in _PEOPLE else "Quantity"
        kind = "PopulationCount" if counts == "inhabitants" else kind
        return Quantity(
            "CasualtyCount" if counts in _CASUALTIES else kind,
            figure["low"],
            figure["high"],
            figure["approximate"],
            figure["text"],
            counts,
            group="" if is_side else group,
            side=self._side(group.removesuffix(" side")) if is_side else None,
            as_of=made_on or _until(self.published),
        )

    def _side(self, adjective: str) -> Entity | None:
        state = self.demonyms.get(adjective)
        side = self.reference.get(state.side or "") if state else None
        return side.entity if side else state


def _is_one(mention: EventMention, group: Sequence[EventMention]) -> bool:
    """Whether a mention can be of the event of a group: nothing differs, and something is shared."""
    first = group[0]
    if family(mention.kind) != family(first.kind):
        return False
    if _are_other_deeds(mention, first):
        return False
    days = {day_of(one.time) for one in group} - {""}
    day = day_of(mention.time)
    if day and days and day not in days:
        return False
    shared = bool(day and days)
    for names in (("takesPlaceAt",), ("affects",), ("isPerformedBy",)):
        mine = _named(mention, *names)
        theirs = set().union(*(_named(one, *names) for one in group))
        if mine & theirs:
            shared = True
        elif mine and theirs and (names != ("isPerformedBy",) or first.kind in _MOVES):
            return False
    return shared or not any(mention.has(name) for name in ("takesPlaceAt", "affects", "isPerformedBy"))


def _are_other_deeds(mention: EventMention, other: EventMention) -> bool:
    """Whether others are said to have done it to others: "soldiers killed rebels", "rebels killed people"."""
    pairs = [
        [
            {word for one in each.fillers(name) for word in head_words(one.entity.label)}
            for each in (mention, other)
        ]
        for name in ("isPerformedBy", "affects")
    ]
    return family(mention.kind) == "Harm" and all(a and b and not a & b for a, b in pairs)


def _named(mention: EventMention, *names: str) -> set[str]:
    """Words by which what fills a role is told from others; people and areas are worded in many ways."""
    found = [one for one in mention.fillers(*names) if not (one.is_described and one.category in _VAGUE)]
    return {word for one in found for word in head_words(one.entity.label)}


def _span(edtf: str | None) -> TimeSpan | None:
    return TimeSpan(edtf, *bounds(edtf)) if edtf else None


def _until(day: date) -> TimeSpan:
    end = datetime(day.year, day.month, day.day, tzinfo=UTC) + timedelta(days=1)
    return TimeSpan(f"../{day.isoformat()}", None, end)
