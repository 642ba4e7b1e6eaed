"""The constraints of the shapes as Python predicates over one node; see `streamed`, which uses them.

A predicate may suspect a node that is none of the faulty, but must not miss one that is. Numbers, dates and
times are compared as SPARQL does (SPARQL 1.1, section 17.3); what cannot be compared is suspected (SHACL,
section 4.5.3).
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from datetime import date, datetime
from decimal import Decimal, InvalidOperation
from functools import cache, lru_cache
from typing import TYPE_CHECKING, Any, Final

from claimgraph.nquads import iri
from claimgraph.validation.compiled import entries, subclasses, targeted, values_of
from claimgraph.vocabulary import RDF, SH, XSD

if TYPE_CHECKING:
    from rdflib import Graph

Key = tuple[str, str, str]
"""Part, shape and component."""
Node = dict[str, dict[str, str]]
"""What is said of a node: property to values, each with its kind: "<" an IRI, "_" a blank node, else what
follows the closing quotation mark of the literal."""
TYPE: Final = iri(RDF + "type")
MOST: Final = 4
"""Values are counted up to this many; a shape that allows more is not formal."""
_JOINT: Final = frozenset(("MaxCount", "LessThan", "LessThanOrEquals", "Disjoint"))
_ESCAPED: Final = re.compile(r"\\(?:u([0-9A-F]{4})|U([0-9A-F]{8})|(.))")
_PLAIN: Final = {"t": "\t", "n": "\n", "r": "\r", "b": "\b", "f": "\f"}
_DATES: Final = {"dateTime": datetime.fromisoformat, "date": date.fromisoformat}


@dataclass(frozen=True, slots=True, eq=False)
class Rule:
    """One constraint of one shape.

    `paths` are the properties whose values count, none for the node itself. A formal rule is decided by the
    number and the kinds of the values alone, the same for all nodes of one form. A rule with `kinds` asks
    that each value is of one of these classes or among `entries`.
    """

    key: Key
    paths: tuple[str, ...]
    broken: Callable[[Node, Rule, str], bool]
    is_formal: bool = False
    also: str = ""
    kinds: frozenset[str] | None = None
    entries: frozenset[str] = frozenset()

    def is_broken(self, node: Node, term: str) -> bool:
        """Whether the node is to be suspected."""
        return self.broken(node, self, term)

    def concerns(self, node: Node) -> bool:
        """Whether the node has anything that could break the rule."""
        return self.key[2] in ("MinCount", "HasValue") or not self.paths or any(p in node for p in self.paths)

    def values(self, node: Node, term: str) -> Iterable[str]:
        """The values that count."""
        return self.pairs(node, term).keys()

    def pairs(self, node: Node, term: str) -> dict[str, str]:
        """The values that count, with their kinds."""
        if not self.paths:
            return {term: term[:1]}
        if len(self.paths) == 1:
            return node.get(self.paths[0], {})
        return {value: kind for path in self.paths for value, kind in node.get(path, {}).items()}


@dataclass(slots=True)
class Rules:
    """The rules of one part, by what makes a node their target."""

    by_class: dict[str, list[Rule]] = field(default_factory=dict)
    by_property: dict[str, list[Rule]] = field(default_factory=dict)
    by_key: dict[Key, list[Rule]] = field(default_factory=dict)
    joint: frozenset[str] = frozenset()
    """The properties of rules that depend on all values together."""

    def of(self, node: Node) -> list[Rule]:
        """The rules for a node, each once."""
        named = [rule for kind in node.get(TYPE, ()) for rule in self.by_class.get(kind, ())]
        named += [rule for name in node for rule in self.by_property.get(name, ())]
        return list({id(rule): rule for rule in named}.values())

    @staticmethod
    def is_joint(component: str) -> bool:
        """Whether more values, said elsewhere, can break the constraint."""
        return component in _JOINT


@cache
def rules() -> dict[str, Rules]:
    """The rules of the record and of contents."""
    return {part: _of_part(part) for part in ("record", "content")}


def _of_part(part: str) -> Rules:
    found = Rules()
    joint: set[str] = set()
    for shapes, shape in targeted(part):
        if values_of(shapes, shape, "targetNode") or values_of(shapes, shape, "targetObjectsOf"):
            continue
        paths = _paths(shapes, shape)
        for rule in () if paths is None else _rules(shapes, shape, part, paths):
            found.by_key.setdefault(rule.key, []).append(rule)
            if Rules.is_joint(rule.key[2]):
                joint.update((*rule.paths, rule.also))
            for name in values_of(shapes, shape, "targetClass"):
                for kind in subclasses(str(name)):
                    found.by_class.setdefault(kind, []).append(rule)
            for name in values_of(shapes, shape, "targetSubjectsOf"):
                found.by_property.setdefault(iri(str(name)), []).append(rule)
    found.joint = frozenset(joint)
    return found


def _paths(shapes: Graph, shape: Any) -> tuple[str, ...] | None:
    """The properties of a path that is one property or alternatives of properties; none for another path."""
    from rdflib import URIRef
    from rdflib.collection import Collection

    for path in values_of(shapes, shape, "path"):
        if isinstance(path, URIRef):
            return (iri(str(path)),)
        for listed in values_of(shapes, path, "alternativePath"):
            steps = list(Collection(shapes, listed))
            return (
                tuple(iri(str(one)) for one in steps) if all(isinstance(s, URIRef) for s in steps) else None
            )
        return None
    return ()


def _rules(shapes: Graph, shape: Any, part: str, paths: tuple[str, ...]) -> Iterator[Rule]:
    def key(component: str) -> Key:
        return (part, str(shape), component)

    def given(name: str) -> list[Any]:
        return values_of(shapes, shape, name)

    one = len(paths) == 1
    for low in given("minCount"):
        yield Rule(key("MinCount"), paths, _fewer(int(low)), one and int(low) < MOST)
    for high in given("maxCount"):
        yield Rule(key("MaxCount"), paths, _more(int(high)), one and int(high) < MOST)
    for datatype in given("datatype"):
        yield Rule(key("Datatype"), paths, _other_kind(_is_of(str(datatype))), one)
    for kind in given("nodeKind"):
        yield Rule(key("NodeKind"), paths, _other_kind(_is_a(str(kind).removeprefix(SH))), one)
    for name in given("class"):
        classes = frozenset(subclasses(str(name)))
        yield Rule(key("Class"), paths, _never, False, "", classes, frozenset(entries(str(name))))
    yield from _of_values(shapes, key, paths, given)
    for name in ("lessThan", "lessThanOrEquals"):
        for other in given(name):
            component = name[0].upper() + name[1:]
            yield Rule(key(component), paths, _not_less(name == "lessThan"), False, iri(str(other)))
    for other in given("disjoint"):
        yield Rule(key("Disjoint"), paths, _common, False, iri(str(other)))
    for value in given("hasValue"):
        yield Rule(key("HasValue"), paths, _lacks(value.n3()))


def _of_values(
    shapes: Graph, key: Callable[[str], Key], paths: tuple[str, ...], given: Callable[[str], list[Any]]
) -> Iterator[Rule]:
    from rdflib.collection import Collection

    for one in given("in"):
        listed = frozenset(term.n3() for term in Collection(shapes, one))
        yield Rule(key("In"), paths, _any(_outside(listed)))
    for name in ("minInclusive", "maxInclusive", "minExclusive"):
        for limit in given(name):
            yield Rule(key(name[0].upper() + name[1:]), paths, _any(_beyond(name, limit.n3())))
    for length in given("minLength"):
        yield Rule(key("MinLength"), paths, _any(_shorter(int(length))))
    for length in given("maxLength"):
        yield Rule(key("MaxLength"), paths, _any(_longer(int(length))))
    for pattern in given("pattern"):
        yield Rule(key("Pattern"), paths, _any(_unlike(str(pattern))))


# ---------------------------------------------------------------------- predicates

_Broken = Callable[[Node, Rule, str], bool]


def _never(node: Node, rule: Rule, term: str) -> bool:
    return False


def _fewer(low: int) -> _Broken:
    return lambda node, rule, term: len(rule.pairs(node, term)) < low


def _more(high: int) -> _Broken:
    return lambda node, rule, term: len(rule.pairs(node, term)) > high


def _any(test: Callable[[str], bool]) -> _Broken:
    def broken(node: Node, rule: Rule, term: str) -> bool:
        return any(map(test, rule.pairs(node, term)))

    return broken


def _other_kind(fits: Callable[[str], bool]) -> _Broken:
    return lambda node, rule, term: not all(map(fits, rule.pairs(node, term).values()))


def _lacks(wanted: str) -> _Broken:
    return lambda node, rule, term: wanted not in rule.pairs(node, term)


def _common(node: Node, rule: Rule, term: str) -> bool:
    return not node.get(rule.also, {}).keys().isdisjoint(rule.pairs(node, term))


def _not_less(strictly: bool) -> _Broken:
    def broken(node: Node, rule: Rule, term: str) -> bool:
        others = node.get(rule.also, ())
        return any(
            not (_compared(a, b, ("<",) if strictly else ("<", "=")))
            for a in rule.pairs(node, term)
            for b in others
        )

    return broken


def _is_of(datatype: str) -> Callable[[str], bool]:
    if datatype == f"{XSD}string":
        return lambda kind: kind == ""
    if datatype == f"{RDF}langString":
        return lambda kind: kind[:1] == "@"
    return lambda kind: kind == f"^^<{datatype}>"


def _is_a(kind: str) -> Callable[[str], bool]:
    """Whether a kind of value is among those of sh:nodeKind: IRI, BlankNodeOrLiteral and so on."""
    iris, blank, literals = ("IRI" in kind, "BlankNode" in kind, "Literal" in kind)
    return lambda found: iris if found == "<" else blank if found == "_" else literals


def _beyond(name: str, limit: str) -> Callable[[str], bool]:
    wanted = {"minInclusive": (">", "="), "maxInclusive": ("<", "="), "minExclusive": (">",)}[name]
    return lambda value: not _compared(value, limit, wanted)


def _outside(listed: frozenset[str]) -> Callable[[str], bool]:
    return lambda value: value not in listed


def _shorter(low: int) -> Callable[[str], bool]:
    return lambda value: _length(value) < low


def _longer(high: int) -> Callable[[str], bool]:
    return lambda value: value[0] == "_" or _length(value) > high


def _unlike(pattern: str) -> Callable[[str], bool]:
    """Whether a value does not match; "$" means less in SPARQL than in Python, so line breaks are suspect."""
    searched = re.compile(pattern).search

    def unlike(value: str) -> bool:
        text = text_of(value)
        return value[0] == "_" or "\n" in text or not searched(text)

    return unlike


def _length(value: str) -> int:
    return -1 if value[0] == "_" else len(text_of(value))


def text_of(term: str) -> str:
    r"""The text of a literal, or the address.

    >>> text_of('"a\\tb"@en'), text_of("<urn:a>")
    ('a\tb', 'urn:a')
    """
    if term[0] != '"':
        return term[1:-1]
    text = term[1 : term.rindex('"')]
    return _ESCAPED.sub(_char, text) if "\\" in text else text


def _char(match: re.Match[str]) -> str:
    code = match.group(1) or match.group(2)
    return chr(int(code, 16)) if code else _PLAIN.get(match.group(3), match.group(3))


@lru_cache(maxsize=4096)
def _compared(first: str, second: str, wanted: tuple[str, ...]) -> bool:
    """Whether the first stands to the second in one of the wanted ways; not if they cannot be compared."""
    a, b = _value(first), _value(second)
    if a is None or b is None or type(a) is not type(b):
        return False
    try:
        found = "<" if a < b else "=" if a == b else ">"
    except TypeError:  # with and without a time zone
        return False
    return found in wanted


def _value(term: str) -> Any:
    """The value of a number, date or time; none of anything else."""
    text, _, datatype = term.rpartition('"^^<')
    name = datatype[:-1].removeprefix(XSD)
    try:
        if name in _DATES:
            return _DATES[name](text[1:])
        return Decimal(text[1:]) if datatype else None
    except (ValueError, InvalidOperation):
        return None
