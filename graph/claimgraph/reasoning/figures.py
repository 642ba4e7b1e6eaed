"""Figures as answers to "how many": when two are about one thing, and when they exclude each other.

Two figures meet only on one scope: the same event, else the same side or place; the same thing counted, the
same status, group and period. A part is never compared with its whole, nor losses with deaths. Deaths
accumulate: an older, lower figure does not exclude a newer, higher one; a newer one that is lower does.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta

import pyoxigraph as ox

from claimgraph.model import normalise_name
from claimgraph.reasoning.record import Content, Facts, Term
from claimgraph.reasoning.sameness import ANYONE, IRREGULARS, TROOPS, head_words
from claimgraph.vocabulary import CODE, cg, compact

CLOSE = 0.10
"""Rough figures that differ by less than this share of the larger do not differ."""
NEAR = 0.25
"""Two rough figures that differ by less than this share only possibly exclude each other."""
PERIOD = timedelta(days=7)
"""What goes on for longer than this is many events: its figures are those of a period, and no part's."""
GROWTH = 2
"""An older total is held against a newer one only if that is more than so many times as high."""


NOT_SEVERAL = 5
"""So many times what a vague open figure begins with ("several thousand": 2,000) is the next power of ten."""


@dataclass(frozen=True, slots=True)
class Figure:
    """A count as content gives it; empty strings where nothing is said, `None` where a bound is open."""

    kind: str
    counts: str
    low: int | None
    high: int | None
    rough: bool
    status: str = ""
    event: str = ""
    side: str = ""
    place: str = ""
    model: str = ""
    group: str = ""
    as_of: str = ""
    covers: str = ""
    is_local: bool = False
    """Whether the place is narrower than a territory, so that the figure is no total of its side."""

    @property
    def scope(self) -> str:
        """The node whose figure this is: event, else a place within a land, else side, else place."""
        local = self.place if self.is_local else ""
        return self.event or local or self.side or self.place

    @property
    def well_formed(self) -> bool:
        """Whether the bounds are in order; a figure whose bounds are reversed says nothing."""
        return self.low is None or self.high is None or self.low <= self.high

    @property
    def text(self) -> str:
        """The interval in words.

        >>> Figure("", "killed", 2000, None, True).text
        'about 2,000 or more'
        """
        about = "about " if self.rough else ""
        if self.low is None and self.high is None:
            return "an unknown number"
        if self.low == self.high:
            return f"{about}{self.low:,}"
        if self.high is None:
            return f"{about}{self.low:,} or more"
        return (
            f"{about}{self.high:,} or fewer" if self.low is None else f"{about}{self.low:,} to {self.high:,}"
        )


@dataclass(frozen=True, slots=True)
class Verdict:
    """How two figures exclude each other: firmly or possibly, and why."""

    firm: bool
    reason: str


def figures(content: Content, facts: Facts) -> list[Figure]:
    """The figures of a content that have a scope and bounds in order."""
    return [figure for figure in all_figures(content, facts) if figure.scope]


def all_figures(content: Content, facts: Facts) -> list[Figure]:
    """The figures of a content with bounds in order, those of no known scope too."""
    if "figures" not in content.worked_out:
        content.worked_out["figures"] = list(_all_figures(content, facts))
    found: list[Figure] = content.worked_out["figures"]
    return found


def _all_figures(content: Content, facts: Facts) -> Iterator[Figure]:
    for node in content.quantities():
        events = sorted(one for one in content.events() if node in content.values(one, "hasQuantity"))
        figure = _figure(content, node, events[0] if events else "", facts)
        if figure.well_formed:
            yield figure


def _figure(content: Content, node: str, event: str, facts: Facts) -> Figure:
    def text(name: str) -> str:
        value = content.first(node, name)
        return _text(value) if value is not None else ""

    kinds = sorted(content.types(node), key=lambda one: (one == cg("Quantity"), one))
    return Figure(
        kind=kinds[0],
        counts=text("hasCasualtyType") or normalise_name(text("countsWhat")),
        low=_number(content.first(node, "lowerBound")),
        high=_number(content.first(node, "upperBound")),
        rough=text("isApproximate") == "true",
        status=text("hasVictimStatus").removeprefix(CODE),
        event=event,
        side=text("countsSide"),
        place=text("countsPlace"),
        model=text("countsModel"),
        group=normalise_name(text("countsGroup")),
        as_of=text("isAsOf"),
        covers=text("coversSpan") or _period(content, event, facts),
        is_local=bool(text("countsPlace")) and cg("Territory") not in facts.types(text("countsPlace")),
    )


def _period(content: Content, event: str, facts: Facts) -> str:
    """The time span of an event that goes on for longer than a week, where the content gives it."""
    span = content.first(event, "hasTimeSpan") if event else None
    if not isinstance(span, str):
        return ""
    start, end = (_moment(bound) for bound in facts.bounds(span))
    return span if start and end and end - start > PERIOD else ""


def _moment(bound: str) -> datetime | None:
    try:
        return datetime.fromisoformat(bound) if bound else None
    except ValueError:  # ill-typed bound: `validate` reports it
        return None


def _text(term: Term) -> str:
    return term.value if isinstance(term, ox.Literal) else term


def _number(term: Term | None) -> int | None:
    try:
        return None if term is None else int(_text(term))
    except ValueError:  # ill-typed bound: `validate` reports it
        return None


# ---------------------------------------------------------------------------------------- scope


def same_scope(left: Figure, right: Figure) -> tuple[bool, tuple[str, ...]]:
    """Whether two figures answer one question, and what is not surely the same about it."""
    group = _group(left.group, right.group)
    open_points = _beside_group(left, right)
    if group is None or open_points is None:
        return False, ()
    return True, (*open_points, *group)


def is_part(part: Figure, whole: Figure) -> bool:
    """Whether one figure counts some of those whom the other counts: the children among the dead.

    >>> dead = Figure("", "killed", 9, 9, False, event="e")
    >>> is_part(Figure("", "killed", 2, 2, False, event="e", group="children"), dead)
    True
    """
    named, all_of = head_words(part.group), head_words(whole.group)
    is_whole = all_of <= ANYONE and not named <= (ANYONE | TROOPS | IRREGULARS)
    return is_whole and _beside_group(part, whole) is not None


def _beside_group(left: Figure, right: Figure) -> tuple[str, ...] | None:
    """Open points about the scope, who is counted aside; `None` if it differs."""
    if (left.kind, left.counts, left.scope) != (right.kind, right.counts, right.scope):
        return None
    open_points: list[str] = []
    pairs = (
        ("side", left.side, right.side),
        ("place", left.place, right.place),
        ("model", left.model, right.model),
    )
    for name, one, other in pairs:
        if one != other:
            if one and other:
                return None
            if not left.event:
                open_points.append(f"only one figure names the {name}")
    status = _status(left.status, right.status)
    if left.covers != right.covers or status is None:
        return None
    return (*open_points, *status)


def _status(left: str, right: str) -> tuple[str, ...] | None:
    """Open points about military and civilian, or `None` if the figures are about different people."""
    if left == right:
        return ()
    if {left, right} & {"", "notStated"} and "both" not in (left, right):
        return ("only one figure says whether they were military or civilian",)
    return () if {left, right} <= {"both", "notStated", ""} else None


def same_status(left: str, right: str) -> bool:
    """Whether two statuses, military or civilian, leave open that figures count the same people.

    >>> same_status("civilian", "military"), same_status("civilian", "")
    (False, True)
    """
    return _status(left, right) is not None


def _group(left: str, right: str) -> tuple[str, ...] | None:
    """Open points about who is counted, or `None` if one group may be a part of the other."""
    words = (head_words(left), head_words(right))
    if words[0] == words[1]:
        return ()
    if not left or not right:
        return () if words[0] | words[1] <= ANYONE | TROOPS else None
    for alike in (ANYONE, TROOPS, IRREGULARS):
        if words[0] <= alike and words[1] <= alike:
            return ()
    return None


# ---------------------------------------------------------------------------------------- bounds


def apart(left: Figure, right: Figure) -> tuple[Figure, Figure] | None:
    """The lower and the higher of two figures whose intervals have no value in common, or nothing."""
    for low, high in ((left, right), (right, left)):
        if low.high is not None and high.low is not None and low.high < high.low:
            return low, high
    return None


def inside(inner: Figure, outer: Figure) -> bool:
    """Whether one interval lies within another."""
    above = outer.low is None or (inner.low is not None and inner.low >= outer.low)
    below = outer.high is None or (inner.high is not None and inner.high <= outer.high)
    return above and below


def bear_out(left: Figure, right: Figure) -> bool:
    """Whether one of two figures holds the other, so that who gives them agrees.

    "Several thousand" is [2000, open), and excludes no larger number for sure; but who says so does not
    bear out 19,000.

    >>> several, many = Figure("", "", 2000, None, True), Figure("", "", 19000, 20000, False)
    >>> bear_out(several, many), bear_out(several, Figure("", "", 3000, 3000, False))
    (False, True)
    """
    return _holds(left, right) or _holds(right, left)


def _holds(outer: Figure, inner: Figure) -> bool:
    is_vague = outer.rough and outer.high is None and outer.low is not None
    is_beyond = is_vague and (inner.low or 0) >= NOT_SEVERAL * (outer.low or 0)
    return inside(inner, outer) and not is_beyond


def exclude(left: Figure, right: Figure, facts: Facts) -> Verdict | None:
    """Whether two figures on one question exclude each other, firmly or possibly, and why."""
    ordered = apart(left, right)
    points = scope_points(*ordered) if ordered else None
    return None if ordered is None or points is None else exclude_at(*ordered, points, facts)


def scope_points(low: Figure, high: Figure) -> tuple[str, ...] | None:
    """What is not surely the same about the scopes of two figures, the second being the higher one.

    `None` if that excludes nothing. Bounds and times are left aside: this holds for all of two scopes.
    """
    same, open_points = same_scope(low, high)
    if same:
        return open_points
    return _beside_group(low, high) if is_part(high, low) else None  # a part is at most as many as the whole


def exclude_at(low: Figure, high: Figure, points: tuple[str, ...], facts: Facts) -> Verdict | None:
    """Whether a figure and one that is wholly above it exclude each other, their scopes being the same.

    `points` are what is not surely the same about the scopes.
    """
    assert low.high is not None
    assert high.low is not None
    share = (high.low - low.high) / high.low
    if (low.rough or high.rough) and share < CLOSE:
        return None
    verdict = _by_time(low, high, facts)
    if verdict is None:
        return None
    close = ("both figures are rough and close",) if low.rough and high.rough and share < NEAR else ()
    if points or close:
        return Verdict(False, "; ".join([*points, *close, verdict.reason]))
    return verdict


def _by_time(low: Figure, high: Figure, facts: Facts) -> Verdict | None:
    if low.kind != cg("CasualtyCount") and low.kind != cg("MaterielLossCount"):
        return _fixed(low, high, facts)
    order = as_of_order(low.as_of, high.as_of, facts)
    if order == "same":
        return Verdict(True, "both figures hold as of the same time")
    if order == "later":
        return Verdict(True, "the lower figure is the newer one, and deaths and losses accumulate")
    if low.high == 0:
        return Verdict(False, "nobody is no toll that grows, though more may have been found since")
    grown = low.high is not None and high.low is not None and high.low > GROWTH * max(low.high, 1)
    if order in {"earlier", "presumably earlier"} and (low.event or not grown):
        return None
    if order == "earlier":
        return Verdict(False, "the lower figure is the older one, and deaths and losses accumulate")
    return Verdict(False, "it is not known which figure is the newer one, and deaths and losses accumulate")


def _fixed(low: Figure, high: Figure, facts: Facts) -> Verdict | None:
    """Counts that do not grow: how many missiles one strike used, how many people live in a place.

    Army bases and apartment houses that one strike hit are two numbers.
    """
    said = [set(figure.group.split()) for figure in (low, high)]
    if all(said) and not (said[0] <= said[1] or said[1] <= said[0]):
        return None
    if low.event:
        return Verdict(bool(low.group and low.group == high.group), "one event has one such number")
    if as_of_order(low.as_of, high.as_of, facts) == "same":
        return Verdict(True, "both figures hold as of the same time")
    return None


def as_of_order(low: str, high: str, facts: Facts) -> str:
    """When the first figure holds: same, later, earlier or presumably earlier than the second, or unknown."""
    if not low or not high:
        return "unknown"
    (start, end), (other_start, other_end) = facts.bounds(low), facts.bounds(high)
    if low == high:
        return "same" if start and end else "unknown"
    if start and other_end and start >= other_end:
        return "later"
    if end and other_start and end <= other_start:
        return "earlier"
    if end and other_end and end < other_end:
        return "presumably earlier"
    return "unknown"


def counted(figure: Figure) -> str:
    """What a figure counts, in a word: the code's or the wording's."""
    return compact(figure.counts).removeprefix("code:") or compact(figure.kind).removeprefix("cg:")
