"""An event as one claim tells of it: its kind, who, to whom, where, when; for events that share no IRI.

Two reports seldom name an event so that both give it one IRI: one leaves out the day, another has only "a
depot". What a content leaves out is taken from other claims of its own document on the same event; nothing is
taken from other documents, so that an account changes only with its own report.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta

from claimgraph.reasoning.record import TYPE, ClaimRow, Content, Facts, Values
from claimgraph.reasoning.sameness import ANYONE, head_words
from claimgraph.reasoning.tables import Tables
from claimgraph.vocabulary import cg

DOERS = tuple(cg(name) for name in ("isPerformedBy", "hasParticipant"))
THINGS = tuple(cg(name) for name in ("affects", "hasTarget"))
SITES = tuple(cg(name) for name in ("takesPlaceAt", "comesFrom", "goesTo"))
"""Roles by which events are told apart; what is hit or taken can be a place itself."""
WEAPON, RECIPIENT = cg("usesWeapon"), cg("hasRecipient")
_TIME = cg("hasTimeSpan")
_LEFT_OUT = frozenset(
    (TYPE, cg("hasQuantity"), cg("describedAs"), _TIME, *DOERS, *THINGS, *SITES, WEAPON, RECIPIENT)
)
_HUMAN = frozenset(cg(name) for name in ("Collective", "Agent"))
_AREAS = frozenset(cg(name) for name in ("Settlement", "Territory", "InformalRegion", "WaterBody"))
_SPATIAL = frozenset(cg(name) for name in ("Place", "Facility"))


@dataclass(frozen=True, slots=True)
class Account:
    """An event in one claim; `sites` also holds places that are what the event befell."""

    node: str
    kinds: frozenset[str]
    doers: tuple[str, ...] = ()
    things: tuple[str, ...] = ()
    people: tuple[str, ...] = ()
    sites: tuple[str, ...] = ()
    recipients: tuple[str, ...] = ()
    weapons: tuple[str, ...] = ()
    time: str = ""
    published: str = ""
    document: str = ""
    has_more: bool = False
    """Whether the content says more of the event than an account holds."""
    is_taken: bool = False
    """Whether it is a deed of which no more is denied than what it would have taken."""

    @property
    def is_bare(self) -> bool:
        """Whether nothing is told of the event but its kind."""
        told = (self.doers, self.things, self.people, self.sites, self.weapons, self.recipients)
        return not (any(told) or self.time)


@dataclass(slots=True)
class Accounts:
    """The accounts of the claims of a case, made when they are asked for."""

    claims: Mapping[str, ClaimRow]
    contents: Mapping[str, Content]
    facts: Facts
    tables: Tables
    _beside: dict[tuple[str, str], list[Content]] = field(default_factory=dict)
    _known: dict[tuple[str, str, str], Account] = field(default_factory=dict)
    _told: dict[tuple[str, str], tuple[Account, ...]] = field(default_factory=dict)
    _kinds: dict[str, frozenset[str]] = field(default_factory=dict)

    def __post_init__(self) -> None:
        """Group contents by document and event."""
        seen: set[tuple[str, str]] = set()
        for claim in sorted(self.claims.values(), key=lambda claim: claim.order):
            content = self.contents.get(claim.proposition)
            if content is None or (claim.document, content.iri) in seen:
                continue
            seen.add((claim.document, content.iri))
            for node in content.events():
                self._beside.setdefault((claim.document, node), []).append(content)

    def of(self, claim: ClaimRow) -> Iterable[Account]:
        """The accounts of all events of a claim."""
        key = (claim.document, claim.proposition)
        if key not in self._told:
            content = self.contents.get(claim.proposition)
            events = content.events() if content else ()
            self._told[key] = tuple(self.account(claim, content, node) for node in events if content)
        return self._told[key]

    def account(self, claim: ClaimRow, content: Content, node: str) -> Account:
        """The account that a claim gives of one event of its content."""
        key = (claim.document, content.iri, node)
        if key not in self._known:
            self._known[key] = self._account(claim, content, node)
        return self._known[key]

    def _account(self, claim: ClaimRow, content: Content, node: str) -> Account:
        values = content.nodes[node]
        befell = _filled(values, THINGS)
        sites = self._sites(values)
        time = _filled(values, (_TIME,))
        for other in self._beside.get((claim.document, node), ()):
            sites = sites or self._sites(other.nodes[node])
            time = time or _filled(other.nodes[node], (_TIME,))
        return Account(
            node,
            content.types(node),
            _filled(values, DOERS),
            tuple(one for one in befell if not self._is_human(one)),
            tuple(one for one in befell if self._is_human(one)),
            sites,
            _filled(values, (RECIPIENT,)),
            _filled(values, (WEAPON,)),
            time[0] if time else "",
            claim.published,
            claim.document,
            bool(values.keys() - _LEFT_OUT),
        )

    def _sites(self, values: Values) -> tuple[str, ...]:
        befell = _filled(values, THINGS)
        return (*_filled(values, SITES), *(one for one in befell if self.kinds(one) & _SPATIAL))

    def targets(self, account: Account) -> tuple[str, ...]:
        """What an account says was hit or where, but for named towns and lands; "the area" counts."""
        hit = (*account.things, *account.people, *account.sites)
        return tuple(one for one in hit if not self._is_named_area(one))

    def _is_named_area(self, node: str) -> bool:
        is_named = self.facts.is_resolved(node) or self.facts.label(node)[:1].isupper()
        return is_named and bool(self.facts.types(node) & _AREAS)

    def are_alike(self, left: tuple[str, ...], right: tuple[str, ...]) -> bool:
        """Whether some of the things hit are of one kind, or share a word: "plant", "power plant"."""
        return any(self._is_alike(one, other) for one in left for other in right)

    def _is_alike(self, one: str, other: str) -> bool:
        is_a, kinds = self.tables.is_a, (self.facts.types(one), self.facts.types(other))
        words = [head_words(self.facts.label(node)) for node in (one, other)]
        return bool(words[0] & words[1]) or any(
            is_a(left, right) or is_a(right, left) for left in kinds[0] for right in kinds[1]
        )

    def _is_human(self, node: str) -> bool:
        words = head_words(self.facts.label(node))
        return bool(self.kinds(node) & _HUMAN) or bool(words and words <= ANYONE)

    def kinds(self, node: str) -> frozenset[str]:
        """All classes of a thing, those above its own too."""
        if node not in self._kinds:
            found = (up for kind in self.facts.types(node) for up in self.tables.above(kind))
            self._kinds[node] = frozenset(found)
        return self._kinds[node]


def _filled(values: Values, names: tuple[str, ...]) -> tuple[str, ...]:
    found = (value for name in names for value in values.get(name, ()))
    return tuple(dict.fromkeys(value for value in found if isinstance(value, str)))


# ---------------------------------------------------------------------------------------- times


Bounds = tuple[datetime | None, datetime | None]
"""Earliest start and latest end; `None` where unknown."""
_OPEN = (datetime.min.replace(tzinfo=UTC), datetime.max.replace(tzinfo=UTC))


def bounds_of(span: str, facts: Facts) -> Bounds:
    """The outer bounds of a time span; a bound that is no date counts as unknown."""
    start, end = (_moment(text) for text in facts.bounds(span)) if span else (None, None)
    return start, end


def day(date: str) -> Bounds:
    """The bounds of a day given as ISO date.

    >>> [one.isoformat()[:10] for one in day("2030-01-07")]
    ['2030-01-07', '2030-01-08']
    """
    start = _moment(date)
    return start, start + timedelta(days=1) if start else None


def gap(earlier: Bounds, later: Bounds) -> timedelta | None:
    """How long after the end of one time another starts, below zero if they overlap; `None` if unknown.

    >>> gap(day("2030-01-07"), day("2030-01-09")).days
    1
    """
    if earlier[1] is None or later[0] is None:
        return None
    return later[0] - earlier[1]


def overlap(left: Bounds, right: Bounds) -> bool:
    """Whether two times can have a moment in common; what is unknown excludes nothing.

    >>> overlap(day("2030-01-07"), day("2030-01-08")), overlap(day("2030-01-07"), (None, None))
    (False, True)
    """
    start, end = left[0] or _OPEN[0], left[1] or _OPEN[1]
    return start < (right[1] or _OPEN[1]) and (right[0] or _OPEN[0]) < end


def _moment(text: str) -> datetime | None:
    try:
        found = datetime.fromisoformat(text) if text else None
    except ValueError:  # ill-typed bound: `validate` reports it
        return None
    return found.replace(tzinfo=UTC) if found and found.tzinfo is None else found
