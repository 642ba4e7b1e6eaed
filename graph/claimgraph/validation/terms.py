"""Stage 2: terms that are not declared, misspelt or used in the wrong place; lists that are none.

The project's own terms are declared in the ontology. The terms of OWL, RDFS, RDF, SKOS, SHACL, XML Schema and
other closed vocabularies are listed in rdflib's defined namespaces, which are made from the published files.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import replace
from difflib import get_close_matches
from functools import cache
from typing import TYPE_CHECKING

from claimgraph.validation.catalog import found
from claimgraph.validation.findings import Finding
from claimgraph.validation.ontology import TYPE, declarations
from claimgraph.validation.source import Corpus, Source
from claimgraph.vocabulary import CG, CODE, OWL, PREFIXES, RDF, RDFS, SH, XSD

if TYPE_CHECKING:
    from claimgraph.validation.locations import Located

_OWN = {"cg": CG, "code": CODE}
_LIST_PREDICATES = frozenset(
    [
        OWL + name
        for name in ("members", "distinctMembers", "unionOf", "intersectionOf", "oneOf", "propertyChainAxiom")
    ]
    + [OWL + name for name in ("hasKey", "disjointUnionOf", "onProperties", "withRestrictions")]
    + [SH + name for name in ("in", "and", "or", "xone", "languageIn", "ignoredProperties")]
)
_PROPERTY_KINDS = frozenset(("object property", "datatype property", "annotation property", "property"))
_QUERY_PREFIX = re.compile(r"\bPREFIX\s+([\w.-]*):\s*<([^>]*)>", re.IGNORECASE)
_QUERY_NAME = re.compile(r"(?<![\w<:?$@-])([A-Za-z][\w.-]*):([A-Za-z_][\w-]*)|<([a-z]+:[^<>\s]+)>")
_COMMENT_OR_STRING = re.compile(r"#[^\n]*|\"(?:\\.|[^\"\\\n])*\"|<[^<>\s]*>", re.S)
_RDF_MEMBER = re.compile(re.escape(RDF) + r"_[1-9]\d*$")


@cache
def published() -> dict[str, tuple[str, frozenset[str]]]:
    """Prefix and local names of each closed vocabulary, by namespace."""
    from rdflib import namespace

    spaces = (
        "OWL",
        "RDF",
        "RDFS",
        "SKOS",
        "SH",
        "XSD",
        "DCTERMS",
        "PROV",
        "VANN",
        "ORG",
        "TIME",
        "DCAT",
        "VOID",
    )
    result: dict[str, tuple[str, frozenset[str]]] = {}
    for name in spaces:
        space = getattr(namespace, name)
        iri = str(space)
        names = {str(term)[len(iri) :] for term in dir(space) if str(term).startswith(iri)}
        # `_extras` holds the terms that are words of Python, such as sh:class and sh:in.
        result[iri] = (name.lower(), frozenset((*names, *space._extras)))
    # The lexical facets of OWL 2 datatypes and the datatypes of RDF 1.1 that are not all in rdflib's lists.
    for iri, extra in (
        (XSD, ("dateTimeStamp", "precisionDecimal")),
        (RDF, ("langString", "HTML", "JSON", "dirLangString")),
    ):
        prefix, names_ = result[iri]
        result[iri] = (prefix, names_ | frozenset(extra))
    return result


def check(corpus: Corpus) -> Iterable[Finding]:
    """Yield findings on the terms of all parsed files and queries."""
    kinds: dict[str, frozenset[str]] = dict(corpus.ontology.kinds)
    for source in corpus.sources:
        for term, more in declarations(source.quads).items():
            kinds[term] = kinds.get(term, frozenset()) | more
    seen: set[tuple[str, str, str]] = set()
    unknown = cache(lambda term: _unknown(term, kinds))
    for source, quad in corpus.quads():
        for finding in _statement(corpus, quad, kinds, unknown):
            key = (finding.code, finding.value, source.name)
            if key not in seen:
                seen.add(key)
                line, column = source.lines.place(quad.at) if quad.at >= 0 else (None, None)
                yield replace(finding, graph=quad.graph, file=source.name, line=line, column=column)
    yield from _structure(corpus)
    for source in corpus.sources:
        yield from _lists(source)
        if source.format == "sparql":
            yield from _query(source, kinds)


def _statement(
    corpus: Corpus,
    quad: Located,
    kinds: Mapping[str, frozenset[str]],
    unknown: Callable[[str], tuple[str, str, str] | None],
) -> Iterator[Finding]:
    """Findings on one statement, without a place; `value` is the term found wanting."""
    from rdflib.term import Literal, URIRef

    subject, predicate, value = str(quad.subject), str(quad.predicate), quad.object
    where = {"focus": subject, "path": predicate}
    terms = [term for term in (quad.subject, quad.predicate, value) if isinstance(term, URIRef)]
    if isinstance(value, Literal) and value.datatype:
        terms.append(value.datatype)
    strange = False
    for term in terms:
        wrong = unknown(str(term))
        if wrong:
            strange = True
            code, message, fix = wrong
            yield found(code, message, fix, value=str(term), **where)
        elif str(term) in corpus.ontology.deprecated and str(term) != subject:
            yield found(
                "CG-TRM-006",
                f"{_short(str(term))} is deprecated",
                _successor(corpus, str(term)),
                value=str(term),
                **where,
            )
    if not strange:
        yield from _place(quad, kinds)


def _unknown(term: str, kinds: Mapping[str, frozenset[str]]) -> tuple[str, str, str] | None:
    """Code, message and fix for a term that nobody declares, or `None`."""
    for prefix, space in _OWN.items():
        if term.startswith(space) and term != space and term not in kinds:
            names = [known[len(space) :] for known in kinds if known.startswith(space)]
            fix = (
                _meant(term[len(space) :], prefix, names)
                or "declare it in the ontology, or use a declared term"
            )
            return "CG-TRM-001", f"{prefix}:{term[len(space) :]} is not declared", fix
    for space, (prefix, known) in published().items():
        name = term[len(space) :]
        if (
            term.startswith(space)
            and name
            and name not in known
            and "/" not in name
            and not _RDF_MEMBER.match(term)
        ):
            return (
                "CG-TRM-002",
                f"{prefix}:{name} is not a term of its vocabulary",
                _published_meant(name, prefix, known),
            )
    return None


def _meant(name: str, prefix: str, names: Iterable[str]) -> str:
    folded = {known.casefold(): known for known in sorted(names, reverse=True)}
    close = get_close_matches(name.casefold(), sorted(folded), n=1, cutoff=0.7)
    return f"did you mean {prefix}:{folded[close[0]]}?" if close else ""


def _published_meant(name: str, prefix: str, known: frozenset[str]) -> str:
    for other, names in published().values():
        if other != prefix and other in ("rdfs", "owl", "skos", "rdf", "dcterms", "sh") and name in names:
            return f"did you mean {other}:{name}?"
    return _meant(name, prefix, known) or "look the term up in its specification"


def _short(term: str) -> str:
    from claimgraph.vocabulary import compact

    return compact(term)


def _article(kind: str) -> str:
    return f"{'an' if kind[0] in 'aeiou' else 'a'} {kind}"


def _successor(corpus: Corpus, term: str) -> str:
    named = [o for s, o in corpus.ontology.pairs("http://purl.org/dc/terms/isReplacedBy") if s == term]
    return f"use {_short(named[0])}" if named else "see its scope note for what to use"


def _place(quad: Located, kinds: Mapping[str, frozenset[str]]) -> Iterator[Finding]:
    """A class as predicate, a property as class, a value of the wrong kind."""
    from rdflib.term import Literal, URIRef

    subject, predicate, value = str(quad.subject), str(quad.predicate), str(quad.object)
    where = {"focus": subject, "path": predicate}
    of_predicate = kinds.get(predicate, frozenset())
    if of_predicate and not of_predicate & _PROPERTY_KINDS:
        what = f"{_short(predicate)} is {_article(min(of_predicate))} and stands as a property"
        yield found("CG-TRM-003", what, "put a property there", value=predicate, **where)
    of_value = kinds.get(value, frozenset())
    if predicate in (TYPE, RDFS + "subClassOf") and of_value and not of_value & {"class", "datatype"}:
        what = f"{_short(value)} is {_article(min(of_value))} and stands as a class"
        yield found("CG-TRM-003", what, "put a class there", value=value, **where)
    if "object property" in of_predicate and isinstance(quad.object, Literal):
        fix = "give the IRI of a node, or use a datatype property"
        yield found(
            "CG-TRM-004",
            f"{_short(predicate)} leads to a node, not to the text {value[:40]!r}",
            fix,
            value=value,
            **where,
        )
    if of_predicate == {"datatype property"} and isinstance(quad.object, URIRef):
        fix = "give a literal in quotes"
        yield found(
            "CG-TRM-004",
            f"{_short(predicate)} has a literal as its value, not a node",
            fix,
            value=value,
            **where,
        )


def _structure(corpus: Corpus) -> Iterator[Finding]:
    """Terms of two kinds, and hierarchies that run in a circle, among what the given files declare."""
    for source in corpus.sources:
        if source.kind == "shapes":
            continue
        for term, kinds in sorted(declarations(source.quads).items()):
            several = (kinds | corpus.ontology.kinds.get(term, frozenset())) - {"property"}
            if len(several) > 1 and several & {"class", "object property", "datatype property"}:
                what = " and ".join(_article(kind) for kind in sorted(several))
                fix = "make two terms"
                yield found("CG-TRM-007", f"{_short(term)} is {what}", fix, focus=term, path=TYPE)
        for quad in source.quads:
            subject, predicate = str(quad.subject), str(quad.predicate)
            above = {
                RDFS + "subClassOf": corpus.ontology.proper_superclasses,
                RDFS + "subPropertyOf": corpus.ontology.proper_superproperties,
            }.get(predicate)
            if above and subject in above(subject):
                fix = "take one step out of the circle"
                what = f"{_short(subject)} is below itself"
                where = {"focus": subject, "path": predicate, "value": str(quad.object)}
                yield found("CG-TRM-008", what, fix, **where, **source.place(quad.at))


def _lists(source: Source) -> Iterator[Finding]:
    first: dict[str, list[Located]] = {}
    rest: dict[str, list[Located]] = {}
    for quad in source.quads:
        if str(quad.predicate) == RDF + "first":
            first.setdefault(str(quad.subject), []).append(quad)
        elif str(quad.predicate) == RDF + "rest":
            rest.setdefault(str(quad.subject), []).append(quad)
    for quad in source.quads:
        if str(quad.predicate) in _LIST_PREDICATES:
            wrong = _list_fault(str(quad.object), first, rest)
            if wrong:
                what = f"the value of {_short(str(quad.predicate))} is not a list: {wrong}"
                yield found("CG-TRM-005", what, "write the members in ( … )", focus=str(quad.subject),
                            path=str(quad.predicate), value=str(quad.object), graph=quad.graph,
                            **source.place(quad.at))  # fmt: skip


def _list_fault(head: str, first: Mapping[str, list[Located]], rest: Mapping[str, list[Located]]) -> str:
    seen: set[str] = set()
    while head != RDF + "nil":
        if head in seen:
            return "it runs in a circle"
        seen.add(head)
        if len(first.get(head, ())) != 1 or len(rest.get(head, ())) != 1:
            return "a part of it has no rdf:first or no rdf:rest" if len(seen) > 1 else "it is a single node"
        head = str(rest[head][0].object)
    return "" if seen else "it is empty"


def _query(source: Source, kinds: Mapping[str, frozenset[str]]) -> Iterator[Finding]:
    """Undeclared terms in a query, which would silently find nothing."""
    blank = re.compile(r"[^\n]")
    code = _COMMENT_OR_STRING.sub(
        lambda m: m.group() if m.group().startswith("<") else blank.sub(" ", m.group()), source.text
    )
    prefixes = {**PREFIXES, **dict(_QUERY_PREFIX.findall(code))}
    for match in _QUERY_NAME.finditer(code):
        prefix, name, full = match.groups()
        term = full or (prefixes[prefix] + name if prefix in prefixes else "")
        wrong = _unknown(term, kinds) if term and term not in prefixes.values() else None
        if wrong:
            finding_code, message, fix = wrong
            yield found(finding_code, message, fix, value=term, **source.place(match.start()))
