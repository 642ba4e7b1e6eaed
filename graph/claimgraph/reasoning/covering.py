"""Whether one content says at least what another says: then to affirm the first is to affirm the second.

Used for denials: "there was no attack on the ship" is contradicted by "Neptune missiles hit the ship",
since a missile strike is an attack; "no Neptune hit it" is not contradicted by "it was attacked".
"""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from typing import Protocol

from claimgraph.reasoning.figures import Figure, figures, inside, is_part, same_scope
from claimgraph.reasoning.record import TYPE, Content, Term, Values
from claimgraph.reasoning.sameness import Comparer, Likeness
from claimgraph.vocabulary import cg, compact

_LINKS = frozenset(
    cg(name) for name in ("hasCause", "hasDecisiveCause", "follows", "overlaps", "isSubEventOf")
)
_PLACES = frozenset(cg(name) for name in ("takesPlaceAt", "launchedFrom"))


@dataclass(slots=True)
class Covering:
    """What was used on the way, and what the first content leaves open."""

    axioms: list[str] = field(default_factory=list)
    open_points: list[str] = field(default_factory=list)


def covers(general: Content, special: Content, comparer: Comparer) -> Covering | None:
    """How `special` says at least what `general` says, or nothing if it does not.

    Open points are left where `special` does not give a place or time that `general` gives.
    """
    covering = Covering()
    if general.iri == special.iri:
        return covering
    events = list(general.events())
    if not events and not _same_figures(general, special, comparer, covering):
        return None
    for node in events:
        if node not in special.nodes or not _node(general, special, node, comparer, covering):
            return None
    if events and any(general.quantities()) and not _same_figures(general, special, comparer, covering):
        return None
    return covering


def _node(general: Content, special: Content, node: str, comparer: Comparer, covering: Covering) -> bool:
    """Whether one event is described by `special` at least as closely as by `general`."""
    for name, values in general.nodes[node].items():
        if name == TYPE:
            if not _types(general, special, node, comparer, covering):
                return False
        elif name != cg("hasQuantity"):
            found = _values(special.nodes[node], name, comparer)
            for value in values:
                if not _value(name, value, found, comparer, covering):
                    return False
    return True


def _types(general: Content, special: Content, node: str, comparer: Comparer, covering: Covering) -> bool:
    for kind in sorted(general.types(node)):
        below = [one for one in sorted(special.types(node)) if comparer.tables.is_a(one, kind)]
        if not below:
            return False
        if kind not in below:
            covering.axioms.append(f"{compact(below[0])} rdfs:subClassOf {compact(kind)}")
    return True


def _values(node: Values, name: str, comparer: Comparer) -> list[Term]:
    """The values of a property and of those below it."""
    above = comparer.tables.properties_above
    return [value for one, values in node.items() if name in above(one) for value in values]


def _value(name: str, value: Term, found: list[Term], comparer: Comparer, covering: Covering) -> bool:
    if value in found:
        return True
    if name in _LINKS or not isinstance(value, str):
        return False
    if name == cg("hasTimeSpan"):
        if not found:
            covering.open_points.append("the day is given by one account only")
            return True
        return any(comparer.times(value, str(one)) <= Likeness.SAME for one in found)
    if not found and name in _PLACES:
        covering.open_points.append("the place is given by one account only")
        return True
    return any(isinstance(one, str) and comparer.covers(value, one) for one in found)


def _same_figures(general: Content, special: Content, comparer: Comparer, covering: Covering) -> bool:
    """Whether each figure of `general` holds one of `special` on the same scope."""
    facts = comparer.facts
    return _hold(figures(general, facts), figures(special, facts), covering)


def _hold(wanted: list[Figure], found: list[Figure], covering: Notes) -> bool:
    for figure in wanted:
        for other in found:
            if not inside(other, figure):
                continue
            same, open_points = same_scope(figure, other)
            if same:
                covering.open_points += open_points
                covering.axioms.append(f"{other.text} lies within {figure.text}")
                break
            if is_part(other, figure):
                covering.open_points.append("one figure counts some of those whom the other counts")
                break
        else:
            return False
    return bool(wanted)


class Notes(Protocol):
    """Where what was used and what is left open is noted."""

    axioms: list[str]
    open_points: list[str]


def holds_figures(general: Content, special: Content, comparer: Comparer, notes: Notes) -> bool:
    """Whether the figures of one content hold those of another, whatever events they are of."""
    wanted = [replace(one, event="") for one in figures(general, comparer.facts)]
    found = [replace(one, event="") for one in figures(special, comparer.facts)]
    return not wanted or _hold(wanted, found, notes)


def is_about_nothing(content: Content) -> bool:
    """Whether a content has wording or a time only, so that no other content can be compared with it."""
    if "nothing" not in content.worked_out:
        content.worked_out["nothing"] = not _says_something(content)
    found: bool = content.worked_out["nothing"]
    return found


def _says_something(content: Content) -> bool:
    return any(content.quantities()) or any(
        name not in (TYPE, cg("describedAs"), cg("hasTimeSpan"))
        for node in content.events()
        for name in content.nodes[node]
    )
