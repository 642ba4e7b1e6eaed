"""The ontology as plain tables: what the reasoning needs, compiled once from the Turtle files.

Closures of the class, property and SKOS hierarchies, pairwise disjointness, functional properties and those
that `cg:admitsOneAnswer` marks as questions with one answer. A property added to the ontology with that mark
is compared without any new code.

>>> tables = compiled()
>>> tables.clash(cg("MissileStrike"), cg("InternalExplosion"))
('https://w3id.org/claimgraph/ns#HostileAct', 'https://w3id.org/claimgraph/ns#InternalExplosion')
>>> tables.is_a(cg("Sinking"), cg("Event"))
True
"""

from __future__ import annotations

import os
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path

import pyoxigraph as ox

from claimgraph.errors import InputError
from claimgraph.resources import ONTOLOGY_VARIABLE, ontology_dir
from claimgraph.vocabulary import CG, OWL, RDF, RDFS, SKOS, cg

Closure = Mapping[str, frozenset[str]]
"""From a term to itself and everything above it."""

_TYPE = RDF + "type"
_NOTHING: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class Tables:
    """Tables over full IRIs. Closures hold each term itself; `disjoint` holds what the axioms state."""

    superclasses: Closure
    superproperties: Closure
    broader: Closure
    disjoint: Mapping[str, frozenset[str]]
    domains: Mapping[str, frozenset[str]]
    ranges: Mapping[str, frozenset[str]]
    functional: frozenset[str]
    transitive: frozenset[str]
    symmetric: frozenset[str]
    one_answer: frozenset[str]
    object_properties: frozenset[str]
    chains: tuple[tuple[str, tuple[str, ...]], ...]
    identity_keys: Mapping[str, frozenset[str]]
    states: Mapping[str, frozenset[str]]
    """What events of a class bring about (`cg:endsIn`), by class."""
    ended: Mapping[str, frozenset[str]]
    """What events of a class put an end to (`cg:putsAnEndTo`), by class."""
    labels: Mapping[str, str]
    _clashes: dict[tuple[str, str], tuple[str, str] | None] = field(default_factory=dict, compare=False)
    _specific: dict[frozenset[str], frozenset[str]] = field(default_factory=dict, compare=False)
    _puts_an_end: dict[str, frozenset[str]] = field(default_factory=dict, compare=False)

    def above(self, name: str) -> frozenset[str]:
        """The class itself and all above it."""
        return self.superclasses.get(name) or frozenset((name,))

    def is_a(self, name: str, other: str) -> bool:
        """Whether a class is another one or below it."""
        return other in self.above(name)

    def has_any(self, kinds: Iterable[str], *tops: str) -> bool:
        """Whether one of some classes is one of these, or below one.

        >>> compiled().has_any((cg("Killing"), cg("Fire")), cg("HostileAct"), cg("Harm"))
        True
        """
        return any(other in self.above(name) for name in kinds for other in tops)

    def specific(self, names: frozenset[str]) -> frozenset[str]:
        """The classes without those that are above others of them.

        >>> compiled().specific(frozenset((cg("Sinking"), cg("Event")))) == {cg("Sinking")}
        True
        """
        key = names
        if key not in self._specific:
            self._specific[key] = frozenset(
                one for one in names if not any(one != low and one in self.above(low) for low in names)
            )
        return self._specific[key]

    def properties_above(self, name: str) -> frozenset[str]:
        """The property itself and all above it."""
        return self.superproperties.get(name) or frozenset((name,))

    def code_above(self, name: str) -> frozenset[str]:
        """The code-list entry itself and all broader ones."""
        return self.broader.get(name) or frozenset((name,))

    def clash(self, left: str, right: str) -> tuple[str, str] | None:
        """The declared disjoint pair that keeps two classes apart, or nothing."""
        key = (left, right)
        if key not in self._clashes:
            self._clashes[key] = self._find_clash(left, right)
        return self._clashes[key]

    def _find_clash(self, left: str, right: str) -> tuple[str, str] | None:
        above = self.above(right)
        for name in sorted(self.above(left)):
            common = self.disjoint.get(name, _NOTHING) & above
            if common:
                return name, min(common)
        return None

    def identified_by(self, name: str) -> frozenset[str]:
        """The identity keys of a class: its own, else those of its nearest superclass that has some."""
        if name in self.identity_keys:
            return self.identity_keys[name]
        nearest = sorted(
            (one for one in self.above(name) if one in self.identity_keys),
            key=lambda one: (-len(self.above(one)), one),
        )
        return self.identity_keys[nearest[0]] if nearest else _NOTHING

    def ends_in(self, name: str) -> frozenset[str]:
        """The situations that an event of a class brings about.

        >>> cg("ControlOfPlace") in compiled().ends_in(cg("CaptureOfPlace"))
        True
        """
        return _NOTHING.union(*(self.states.get(one, _NOTHING) for one in self.above(name)))

    def puts_an_end_to(self, name: str) -> frozenset[str]:
        """The situations that an event of a class ends for its performer.

        >>> cg("ControlOfPlace") in compiled().puts_an_end_to(cg("Withdrawal"))
        True
        """
        if name not in self._puts_an_end:  # asked of each pair of a report
            ended = (self.ended.get(one, _NOTHING) for one in self.above(name))
            self._puts_an_end[name] = _NOTHING.union(*ended)
        return self._puts_an_end[name]

    def label(self, name: str) -> str:
        """The label of a term, else its local name."""
        return self.labels.get(name) or name.rsplit("#", 1)[-1].rsplit("/", 1)[-1]


def compiled() -> Tables:
    """The tables of the shipped ontology, with the Turtle files that `CLAIMGRAPH_ONTOLOGY` names.

    Raises:
        InputError: one of these files cannot be read.
    """
    return _compiled(os.environ.get(ONTOLOGY_VARIABLE, ""))


@cache
def _compiled(extra: str) -> Tables:
    return compile_tables(ontology_dir(), [Path(name) for name in extra.split(os.pathsep) if name])


def compile_tables(folder: Path, extra: Iterable[Path] = ()) -> Tables:
    """Compile the modules of a folder with its `codes/`; `extra` files are read too.

    Raises:
        InputError: a file that is not Turtle.
    """
    triples: set[tuple[str, str, str]] = set()
    chains: list[tuple[str, tuple[str, ...]]] = []
    for file in (*sorted(folder.glob("*.ttl")), *sorted(folder.glob("codes/*.ttl")), *extra):
        parsed = _parse(file)
        chains += _chains(parsed)
        triples.update((_text(q.subject), q.predicate.value, _text(q.object)) for q in parsed)
    return _tables(triples, tuple(sorted(set(chains))))


def _parse(file: Path) -> list[ox.Quad]:
    try:
        return list(ox.parse(file.read_bytes(), ox.RdfFormat.TURTLE))
    except (OSError, SyntaxError) as error:
        raise InputError(f"the ontology cannot be read: {error}", where=str(file)) from None


def _text(term: object) -> str:
    return str(getattr(term, "value", term))


def _chains(quads: list[ox.Quad]) -> list[tuple[str, tuple[str, ...]]]:
    """The property chains: (property, the links in order)."""
    after = {(q.subject, q.predicate.value): q.object for q in quads}
    found = []
    for quad in quads:
        if quad.predicate.value == OWL + "propertyChainAxiom":
            links: list[str] = []
            node: object = quad.object
            while isinstance(node, ox.BlankNode):
                links.append(_text(after[(node, RDF + "first")]))
                node = after[(node, RDF + "rest")]
            found.append((_text(quad.subject), tuple(links)))
    return found


def _tables(triples: set[tuple[str, str, str]], chains: tuple[tuple[str, tuple[str, ...]], ...]) -> Tables:
    by_predicate: dict[str, list[tuple[str, str]]] = {}
    for subject, predicate, value in sorted(triples):
        by_predicate.setdefault(predicate, []).append((subject, value))

    def pairs(predicate: str) -> list[tuple[str, str]]:
        return by_predicate.get(predicate, [])

    def typed(kind: str) -> frozenset[str]:
        return frozenset(subject for subject, value in pairs(_TYPE) if value == kind)

    disjoint = [*pairs(OWL + "disjointWith"), *((b, a) for a, b in pairs(OWL + "disjointWith"))]
    superproperties = closure(pairs(RDFS + "subPropertyOf"))
    return Tables(
        superclasses=closure(pairs(RDFS + "subClassOf"), typed(OWL + "Class")),
        superproperties=superproperties,
        broader=closure(pairs(SKOS + "broader"), typed(SKOS + "Concept")),
        disjoint=_grouped(disjoint),
        domains=_inherited(pairs(RDFS + "domain"), superproperties),
        ranges=_inherited(pairs(RDFS + "range"), superproperties),
        functional=typed(OWL + "FunctionalProperty"),
        transitive=typed(OWL + "TransitiveProperty"),
        symmetric=typed(OWL + "SymmetricProperty"),
        one_answer=frozenset(s for s, v in pairs(cg("admitsOneAnswer")) if v in {"true", "1"}),
        object_properties=typed(OWL + "ObjectProperty"),
        chains=chains,
        identity_keys=_grouped(pairs(cg("hasIdentityKey"))),
        states=_grouped(pairs(cg("endsIn"))),
        ended=_grouped(pairs(cg("putsAnEndTo"))),
        labels=dict(reversed(pairs(RDFS + "label"))),
    )


def closure(pairs: Iterable[tuple[str, str]], names: Iterable[str] = ()) -> dict[str, frozenset[str]]:
    """Reflexive transitive closure of (lower, upper) pairs; cycles are harmless.

    >>> sorted(closure([("a", "b"), ("b", "c")])["a"])
    ['a', 'b', 'c']
    """
    direct: dict[str, set[str]] = {name: set() for name in names}
    for lower, upper in pairs:
        direct.setdefault(lower, set()).add(upper)
        direct.setdefault(upper, set())
    return {name: reach(name, direct) for name in direct}


def reach(start: str, direct: Mapping[str, Iterable[str]]) -> frozenset[str]:
    """Everything that can be reached from `start`, itself included."""
    seen: set[str] = set()
    pending = [start]
    while pending:
        name = pending.pop()
        if name not in seen:
            seen.add(name)
            pending.extend(direct.get(name, ()))
    return frozenset(seen)


def _grouped(pairs: Iterable[tuple[str, str]]) -> dict[str, frozenset[str]]:
    groups: dict[str, set[str]] = {}
    for key, value in pairs:
        groups.setdefault(key, set()).add(value)
    return {key: frozenset(values) for key, values in groups.items()}


def _inherited(pairs: Iterable[tuple[str, str]], superproperties: Closure) -> dict[str, frozenset[str]]:
    """Domains or ranges of each property with those of the properties above it; datatypes are left out."""
    direct = _grouped((name, value) for name, value in pairs if value.startswith(CG))
    names = {*direct, *superproperties}
    found = {
        name: frozenset(v for up in superproperties.get(name, (name,)) for v in direct.get(up, ()))
        for name in names
    }
    return {name: values for name, values in found.items() if values}
