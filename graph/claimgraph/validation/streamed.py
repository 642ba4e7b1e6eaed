"""Shapes checked on quads while they are written: what `compiled` finds in the store, without asking it.

A query for each constraint over all nodes of a store takes longer than loading them. A writer's quads come
batch by batch, the lines of a node close together, so most constraints can be looked at there, at some two
microseconds a quad. What looks like a fault is a suspicion only: at the end the store is asked about each,
with the pattern of the compiled check. So what is told is what the queries would tell, and this file need
only miss nothing.

Three things are not seen in one batch, and are asked of the store too:

- a value whose class is said elsewhere (the reference data, another batch);
- a node that another batch says more of (joint constraints: how many values, which of two is larger);
- constraints that have no counterpart here (paths other than a property or alternatives of properties).
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from functools import cache
from typing import TYPE_CHECKING

import pyoxigraph as ox

from claimgraph.validation.compiled import Check, Fault, compiled, faults
from claimgraph.validation.predicates import MOST, TYPE, Key, Node, Rule, Rules, rules

if TYPE_CHECKING:
    from claimgraph.store import Store

_LISTED = 500
"""How many values go into one query."""
_KEPT = 20_000
"""How many forms of nodes are kept with what is to be looked at in them."""


@dataclass(slots=True)
class Suspects:
    """What may be wrong in what was written; the store decides (`confirmed`).

    `nodes` are (part, shape, component), node and graph; `awaited` the values that were to be of a class, by
    class check; `again` the nodes and graphs of which more was said than in one batch.
    """

    nodes: set[tuple[Key, str, str]] = field(default_factory=set)
    awaited: dict[str, set[Key]] = field(default_factory=dict)
    again: set[tuple[str, str]] = field(default_factory=set)


class StreamChecker:
    """Looks at batches of N-Quads (in the form of `claimgraph.nquads`) as they are written.

    >>> from claimgraph.vocabulary import RDF, cg
    >>> checker = StreamChecker()
    >>> checker.look(f"<urn:c:1> <{RDF}type> <{cg('Claim')}> .\\n")
    >>> any(key[1].endswith("ClaimShape-claimant") for key, node, graph in checker.suspects.nodes)
    True
    """

    def __init__(self) -> None:
        self.suspects = Suspects()
        self._rules = rules()
        self._said: dict[int, int] = {}
        self._forms: dict[str, dict[tuple[object, ...], tuple[tuple[Rule, ...], tuple[Rule, ...]]]]
        self._forms = {"record": {}, "content": {}}

    def look(self, text: str) -> None:
        """Take in a batch."""
        record, graphs = _nodes(text)
        joint = self._rules["record"].joint
        for term, node in record.items():
            self._examine("record", term, node, record, "")
            self._said_before(term, "", _joint_hash(node, joint))
        for graph, content in graphs.items():
            if not self._said_before("", graph, _content_hash(content)):
                for term, node in content.items():
                    self._examine("content", term, node, content, graph)
        self._resolve(record)

    def _said_before(self, term: str, graph: str, said: int) -> bool:
        """Whether the same was said in another batch; what was said otherwise is to be asked of the store."""
        key = hash((term, graph))
        before = self._said.get(key)
        if before is None:
            self._said[key] = said
        elif before != said:
            self.suspects.again.add((term, graph))
        return before == said

    def _examine(self, part: str, term: str, node: Node, nodes: dict[str, Node], graph: str) -> None:
        parts: list[object] = []
        for name, values in node.items():
            parts.append(name)
            if len(values) == 1:
                parts.extend(values if name == TYPE else values.values())
            else:
                parts += (frozenset(values if name == TYPE else values.values()), min(len(values), MOST))
        form = tuple(parts)
        known = self._forms[part].get(form)
        if known is None:
            known = self._of_form(part, form, node)
        for rule in known[0]:
            self.suspects.nodes.add((rule.key, term, graph))
        for rule in known[1]:
            if rule.kinds is not None:
                self._classes(rule, term, node, nodes, graph)
            elif rule.is_broken(node, term):
                self.suspects.nodes.add((rule.key, term, graph))

    def _of_form(
        self, part: str, form: tuple[object, ...], node: Node
    ) -> tuple[tuple[Rule, ...], tuple[Rule, ...]]:
        """What the form of a node breaks already, and what must be looked at in each node of that form."""
        own = self._rules[part].of(node)
        formal = tuple(rule for rule in own if rule.is_formal and rule.is_broken(node, ""))
        rest = tuple(rule for rule in own if not rule.is_formal and rule.concerns(node))
        forms = self._forms[part]
        if len(forms) >= _KEPT:
            forms.clear()
        forms[form] = formal, rest
        return formal, rest

    def _classes(self, rule: Rule, term: str, node: Node, nodes: dict[str, Node], graph: str) -> None:
        """Whether the values are of the class that they must have."""
        assert rule.kinds is not None
        for value in rule.values(node, term):
            if value in rule.entries:
                continue
            said = nodes.get(value)
            if said is not None and not rule.kinds.isdisjoint(said.get(TYPE, ())):
                continue
            if graph or value[0] != "<" or value == term:
                self.suspects.nodes.add((rule.key, term, graph))
            else:
                self.suspects.awaited.setdefault(value, set()).add(rule.key)

    def _resolve(self, record: dict[str, Node]) -> None:
        """Forget values of which this batch says that they are of their class."""
        awaited = self.suspects.awaited
        for value in [value for value in awaited if value in record]:
            said = record[value].get(TYPE, {})
            left = {key for key in awaited[value] if _kinds_of(key).isdisjoint(said)}
            if left:
                awaited[value] = left
            else:
                del awaited[value]


def _kinds_of(key: Key) -> frozenset[str]:
    """The classes of which one will do."""
    return frozenset().union(*(rule.kinds or () for rule in rules()[key[0]].by_key[key]))


def _nodes(text: str) -> tuple[dict[str, Node], dict[str, dict[str, Node]]]:
    """The nodes of the record, and those of each graph: properties to values, each with its kind.

    The kind of a literal is what follows its closing quotation mark, "" is that of a plain one; of others it
    is their first character.
    """
    record: dict[str, Node] = {}
    graphs: dict[str, dict[str, Node]] = {}
    for line in text.split("\n"):
        if not line:
            continue
        subject, predicate, rest = line.split(" ", 2)
        graph = ""
        if rest[0] == '"':
            at = rest.rindex('"') + 1
            kind, _, graph = rest[at:-2].partition(" ")
            value = rest[:at] + kind
        else:
            value, _, graph = rest[:-2].partition(" ")
            kind = value[0]
        nodes = record if not graph else graphs.setdefault(graph, {})
        node = nodes.get(subject)
        if node is None:
            nodes[subject] = {predicate: {value: kind}}
        elif predicate in node:
            node[predicate][value] = kind
        else:
            node[predicate] = {value: kind}
    return record, graphs


def _joint_hash(node: Node, joint: frozenset[str]) -> int:
    found = 0
    for name, values in node.items():
        if name in joint:
            for value in values:
                found ^= hash((name, value))
    return found


def _content_hash(content: dict[str, Node]) -> int:
    return hash(
        frozenset(
            [
                (term, name, value)
                for term, node in content.items()
                for name, values in node.items()
                for value in values
            ]
        )
    )


# ---------------------------------------------------------------------- asking the store


def confirmed(store: Store, suspects: Suspects, document: str) -> list[Fault]:
    """What of it breaks a shape in the store, once the document is stored; sorted, each once."""
    by_key = _checks()
    found: set[Fault] = set()
    for key, term, graph in suspects.nodes:
        found.update(_asked(store, by_key[key], term, graph))
    for key in _without_class(store, suspects.awaited):
        found.update(faults(store, document, by_key[key]))
    for term, graph in suspects.again:
        found.update(_again(store, term, graph))
    left = tuple(check for key, checks in by_key.items() if key in rules_left() for check in checks)
    found.update(faults(store, document, left))
    return sorted(found)


@cache
def _checks() -> dict[Key, tuple[Check, ...]]:
    found: dict[Key, tuple[Check, ...]] = {}
    for check in compiled():
        key = (check.part, check.shape, check.component)
        found[key] = (*found.get(key, ()), check)
    return found


@cache
def rules_left() -> frozenset[Key]:
    """The compiled checks that have no counterpart here."""
    seen = {key for part in rules().values() for key in part.by_key}
    return frozenset(key for key in _checks() if key not in seen)


def _asked(store: Store, checks: Iterable[Check], term: str, graph: str) -> Iterator[Fault]:
    for check in checks:
        where = re.sub(r"\?this\b", lambda _: term, f"{check.target} {check.pattern}")
        if store.query(f"ASK {{ GRAPH {graph} {{ {where} }} }}" if graph else f"ASK {{ {where} }}"):
            yield Fault(check.shape, check.component, term[1:-1], graph[1:-1])


def _without_class(store: Store, awaited: dict[str, set[Key]]) -> list[Key]:
    """The class checks that some awaited value fails."""
    failed: list[Key] = []
    for key in sorted({key for keys in awaited.values() for key in keys}):
        values = sorted(value for value, keys in awaited.items() if key in keys)
        kinds = " ".join(sorted(_kinds_of(key)))
        for start in range(0, len(values), _LISTED):
            some = values[start : start + _LISTED]
            typed = f"VALUES ?x {{ {' '.join(some)} }} ?x {TYPE} ?of . VALUES ?of {{ {kinds} }}"
            if _selected(store, typed) != set(some):
                failed.append(key)
                break
    return failed


def _again(store: Store, term: str, graph: str) -> Iterator[Fault]:
    """What joint constraints say of a node, or all constraints of a graph, as it stands in the store."""
    part = "content" if graph else "record"
    terms = [term]
    if graph:
        terms = sorted(_selected(store, f"GRAPH {graph} {{ ?x ?p ?o }}"))
    for key, checks in _checks().items():
        if key[0] == part and (graph or Rules.is_joint(key[2])):
            for one in terms:
                yield from _asked(store, checks, one, graph)


def _selected(store: Store, pattern: str) -> set[str]:
    """The terms of `?x`."""
    rows = store.query(f"SELECT DISTINCT ?x WHERE {{ {pattern} }}")
    assert isinstance(rows, ox.QuerySolutions)
    return {str(row["x"]) for row in rows}
