"""What contents answer: each proposition answers questions, and equal questions bring rivals together.

A question is a node and what is asked of it: an event and one of its single-answer properties, its kind or
its cause; an event, a side or a place and a number. Comparing distinct answers, not claims, keeps the work
proportional to what differs.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import NamedTuple

from claimgraph.reasoning.figures import counted, figures
from claimgraph.reasoning.record import QUANTITY_KINDS, TYPE, Content, Facts, Term
from claimgraph.reasoning.tables import Tables
from claimgraph.vocabulary import CODE, cg

CAUSE = cg("hasDecisiveCause")
COUNT = cg("hasQuantity")
CONTENT = cg("hasContent")

_CAUSING = tuple(cg(name) for name in ("HostileAct", "UnintendedEvent", "InternalExplosion", "Fire"))
"""Kinds of events that are taken for a cause when something is said to have come after them."""


class Question(NamedTuple):
    """What is asked: the node, the property (full IRI), and for figures what is counted."""

    node: str
    property: str
    counts: str = ""


@dataclass(frozen=True, slots=True)
class Answer:
    """Values that a content gives to one property of one node, with the classes it gives the node."""

    values: tuple[Term, ...]
    types: frozenset[str]


@dataclass(frozen=True, slots=True)
class Cause:
    """An event that a content names as cause (`stated`), or that something came after."""

    node: str
    types: frozenset[str]
    stated: bool


def answers(content: Content, tables: Tables, facts: Facts) -> Iterator[tuple[Question, object]]:
    """Yield each question that a content answers, with its answer: Answer, Cause or Figure."""
    kinds = node_kinds(content, tables)
    for node, types in kinds.items():
        if types and not node.startswith(CODE) and (node in content.nodes or not facts.types(node)):
            yield Question(node, TYPE), Answer((), types)
    for node in content.nodes:
        if not kinds[node] & QUANTITY_KINDS:  # a figure is an answer itself
            yield from _single_answers(content, node, kinds[node], tables)
        yield from _causes(content, node, kinds, tables)
    for figure in figures(content, facts):
        yield Question(figure.scope, COUNT, counted(figure)), figure


def _single_answers(
    content: Content, node: str, types: frozenset[str], tables: Tables
) -> Iterator[tuple[Question, Answer]]:
    """Yield the values of single-answer and functional properties, sub-properties included."""
    asked: dict[str, list[Term]] = {}
    for name, values in content.nodes[node].items():
        for above in tables.properties_above(name):
            if above in tables.one_answer or above in tables.functional:
                asked.setdefault(above, []).extend(values)
    for name in sorted(asked):
        yield Question(node, name), Answer(tuple(sorted(set(asked[name]), key=str)), types)


def _causes(
    content: Content, node: str, kinds: dict[str, frozenset[str]], tables: Tables
) -> Iterator[tuple[Question, Cause]]:
    for name, stated in (("hasCause", True), ("follows", False)):
        for value in content.values(node, name):
            types = kinds.get(str(value), frozenset())
            if stated or tables.has_any(types, *_CAUSING):
                yield Question(node, CAUSE), Cause(str(value), types, stated)


def node_kinds(content: Content, tables: Tables) -> dict[str, frozenset[str]]:
    """The narrowest classes of the nodes of a content and its targets: stated, or by domain and range."""
    if "kinds" not in content.worked_out:
        content.worked_out["kinds"] = _node_kinds(content, tables)
    found: dict[str, frozenset[str]] = content.worked_out["kinds"]
    return found


def _node_kinds(content: Content, tables: Tables) -> dict[str, frozenset[str]]:
    kinds: dict[str, set[str]] = {}
    for node, properties in content.nodes.items():
        found = kinds.setdefault(node, set())
        for name, values in properties.items():
            if name == TYPE:
                found.update(str(value) for value in values)
                continue
            found |= tables.domains.get(name, frozenset())
            ranges = tables.ranges.get(name, frozenset())
            for value in values:
                if isinstance(value, str):
                    kinds.setdefault(value, set()).update(ranges)
    return {node: tables.specific(frozenset(found)) for node, found in kinds.items()}


def own_clash(content: Content, tables: Tables, facts: Facts) -> tuple[str, str, str] | None:
    """The node and the two classes that make a content inconsistent by itself, or nothing.

    Such a content excludes everything, so it is compared with nothing.
    """
    for node, stated in node_kinds(content, tables).items():
        known = frozenset() if node in content.nodes or node.startswith(CODE) else facts.types(node)
        pair = first_clash(stated | known, tables)
        if pair:
            return node, *pair
    return None


def first_clash(kinds: frozenset[str], tables: Tables) -> tuple[str, str] | None:
    """Two of the classes that have no member in common, or nothing."""
    ordered = sorted(kinds)
    for at, left in enumerate(ordered):
        for right in ordered[at:]:
            if tables.clash(left, right):
                return left, right
    return None
