"""Claims as the store holds them, gathered for showing."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from claimgraph.commands.rows import labels, plain_text, rows
from claimgraph.nquads import iri
from claimgraph.vocabulary import CG, PREFIXES, RDF

if TYPE_CHECKING:
    from claimgraph.store import Store

Span = tuple[int, int]
_PROLOGUE = "".join(f"PREFIX {name}: <{address}> " for name, address in PREFIXES.items())


@dataclass(frozen=True, slots=True)
class DocumentView:
    """A report as the record describes it."""

    iri: str
    kind: str
    outlet: str
    published: str
    headline: str
    sha256: str
    source_file: str
    converter: str


@dataclass(slots=True)
class ClaimView:
    """A claim with what is needed to read it: speech act, words, place, content."""

    iri: str
    claimant: str
    claimant_iri: str
    stance: str
    certainty: str
    text: str
    direct_quote: bool
    narration: bool
    proposition: str
    title: str
    sentence: str
    start: int | None
    end: int | None
    report: str
    outlet: str
    published: str
    spans: dict[str, list[Span]] = field(default_factory=lambda: defaultdict(list))
    """Spans of `source`, `cue` and `content`."""
    facts: dict[str, list[str]] = field(default_factory=lambda: defaultdict(list))
    """Further facts by the local name of their property, values as text."""

    @property
    def content(self) -> list[Span]:
        """Where the content stands; the whole sentence if nothing more exact is known."""
        if self.spans["content"]:
            return self.spans["content"]
        return [(self.start, self.end)] if self.start is not None and self.end is not None else []

    def fact(self, name: str) -> str:
        """The values of a fact, joined."""
        return ", ".join(self.facts.get(name, ()))


def of_report(address: str) -> str:
    """The pattern for the claims of a report."""
    return f"?passage cg:isPassageOf {iri(address)} . ?claim cg:isReportedIn ?passage ."


def about(address: str) -> str:
    """The pattern for the claims about an entity."""
    return f"?claim cg:isAbout {iri(address)} ."


def made_by(address: str) -> str:
    """The pattern for the claims that an agent made."""
    return f"?claim cg:hasClaimant {iri(address)} ."


def with_content(address: str) -> str:
    """The pattern for the claims on a proposition."""
    return f"?claim cg:hasContent {iri(address)} ."


def on_event(address: str) -> str:
    """The pattern for the claims whose content speaks of an event."""
    return f"?claim cg:hasContent ?content . GRAPH ?content {{ {iri(address)} ?role ?filler }}"


def single(address: str) -> str:
    """The pattern for one claim."""
    return f"VALUES ?claim {{ {iri(address)} }}"


def claims(store: Store, pattern: str) -> list[ClaimView]:
    """The claims that a pattern selects, by date, report and place in the text."""
    found: dict[str, ClaimView] = {}
    for row in rows(store, _main_query(pattern)):
        view = _view(row)
        found.setdefault(view.iri, view)
    for claim, what, start, end in rows(store, _span_query(pattern)):
        name = str(what).removeprefix("has").removesuffix("Passage").lower()
        span = (int(str(start)), int(str(end)))
        if str(claim) in found and span not in found[str(claim)].spans[name]:
            found[str(claim)].spans[name].append(span)
    _add_facts(store, pattern, found)
    for view in found.values():
        for spans in view.spans.values():
            spans.sort()
    return sorted(found.values(), key=_order)


def _order(view: ClaimView) -> tuple[object, ...]:
    first = view.content[0] if view.content else (0, 0)
    return (view.published, view.report, first, -first[1], view.narration, view.iri)


def _main_query(pattern: str) -> str:
    return (
        f"{_PROLOGUE} SELECT DISTINCT ?claim ?who ?name ?stance ?certainty ?text ?direct ?narration "
        f"?proposition ?title ?sentence ?start ?end ?report ?outlet ?day WHERE {{ {pattern} "
        "?claim a cg:Claim ; cg:hasClaimant ?who ; cg:hasStance ?stance ; cg:hasCertainty ?certainty ; "
        "cg:contentText ?text ; cg:isDirectQuote ?direct ; cg:isNarration ?narration ; "
        "cg:hasContent ?proposition ; cg:isReportedIn ?where . ?where cg:exactText ?sentence ; "
        "cg:isPassageOf ?report . ?report cg:isPublishedBy/rdfs:label ?outlet . ?who rdfs:label ?name . "
        "OPTIONAL { ?proposition rdfs:label ?title } OPTIONAL { ?report cg:publishedOn ?day } "
        "OPTIONAL { ?where cg:startOffset ?start ; cg:endOffset ?end } "
        'FILTER(LANG(?name) IN ("en", "")) FILTER(LANG(?outlet) IN ("en", "")) }'
    )


def _view(row: tuple[object, ...]) -> ClaimView:
    text = ["" if cell is None else str(cell) for cell in row]
    return ClaimView(
        iri=text[0],
        claimant_iri=text[1],
        claimant=text[2],
        stance=text[3],
        certainty=text[4],
        text=text[5],
        direct_quote=bool(row[6]),
        narration=bool(row[7]),
        proposition=text[8],
        title=text[9],
        sentence=text[10],
        start=int(text[11]) if text[11] else None,
        end=int(text[12]) if text[12] else None,
        report=text[13],
        outlet=text[14],
        published=text[15],
    )


def _span_query(pattern: str) -> str:
    return (
        f"{_PROLOGUE} SELECT DISTINCT ?claim ?what ?start ?end WHERE {{ {pattern} "
        "VALUES ?what { cg:hasSourcePassage cg:hasCuePassage cg:hasContentPassage } "
        "?claim ?what ?span . ?span cg:startOffset ?start ; cg:endOffset ?end }"
    )


def _add_facts(store: Store, pattern: str, found: dict[str, ClaimView]) -> None:
    """Facts that a claim may have or not, with labels in the place of IRIs (not for claims)."""
    listed = " ".join(f"cg:{name}" for name in _FACTS)
    query = (
        f"{_PROLOGUE} SELECT DISTINCT ?claim ?what ?value WHERE {{ {pattern} "
        f"VALUES ?what {{ {listed} }} ?claim ?what ?value }}"
    )
    facts = [(str(claim), str(what), str(value)) for claim, what, value in rows(store, query)]
    named = labels(store, (value for _, what, value in facts if what in _NAMED))
    for claim, what, value in facts:
        if claim in found:
            shown = named[value] if what in _NAMED else value
            if shown not in found[claim].facts[what]:
                found[claim].facts[what].append(shown)


_NAMED = ("isAbout", "wasMadeDuring", "wasMadeTo")
_FACTS = (*_NAMED, "relays", "replacesClaim", "hedgeText", "cueText", "quantityText", "usesRule")


def document(store: Store, address: str) -> DocumentView | None:
    """A report of the store; nothing if it has none of that IRI."""
    query = (
        f"{_PROLOGUE} SELECT ?kind ?outlet ?day ?headline ?hash ?file ?converter WHERE {{ "
        f"VALUES ?x {{ {iri(address)} }} ?x a ?kind ; cg:contentHash ?hash . "
        "?x cg:isPublishedBy/rdfs:label ?outlet . "
        "OPTIONAL { ?x cg:publishedOn ?day } OPTIONAL { ?x cg:headline ?headline } "
        "OPTIONAL { ?x cg:sourceFile ?file } OPTIONAL { ?x cg:wasConvertedBy ?converter } }"
    )
    found = rows(store, query)
    if not found:
        return None
    kind, outlet, day, headline, sha256, file, converter = ("" if c is None else str(c) for c in found[0])
    return DocumentView(address, kind, outlet, day, headline, sha256, file, converter)


def kinds(store: Store, address: str) -> list[str]:
    """The classes of a node of the record, by local name."""
    query = f"SELECT ?kind WHERE {{ {iri(address)} <{RDF}type> ?kind }}"
    return [str(kind) for (kind,) in rows(store, query)]


def content(store: Store, proposition: str) -> list[tuple[str, str, str]]:
    """The content of a proposition: subject, property, value; names in the place of IRIs."""
    query = f"SELECT ?s ?p ?o WHERE {{ GRAPH {iri(proposition)} {{ ?s ?p ?o }} }}"
    triples = [(str(s), str(p), plain_text(o)) for s, p, o in rows(store, query)]
    named = labels(store, (one for s, _, o in triples for one in (s, o) if "://" in one))
    subjects = {s: named.get(s, s) for s, _, _ in triples}
    kind_of = {s: o for s, p, o in triples if p == RDF + "type"}
    shown = {s: kind_of.get(s, subjects[s]) for s in subjects}
    return [
        (shown[s], _property(p), shown.get(o, named.get(o, o))) for s, p, o in triples if p != RDF + "type"
    ]


def facts_of(store: Store, address: str) -> list[tuple[str, str]]:
    """What the record says of an entity, besides its origin: property and value, names for IRIs."""
    query = f"SELECT ?p ?o WHERE {{ {iri(address)} ?p ?o }}"
    pairs = [(str(p), plain_text(o)) for p, o in rows(store, query)]
    named = labels(store, (o for _, o in pairs if "://" in o))
    hidden = {"isRecordedFrom", RDF + "type"}
    return [(_property(p), named.get(o, o)) for p, o in pairs if p not in hidden]


def _property(address: str) -> str:
    return address.removeprefix(CG).rsplit("#", 1)[-1].rsplit("/", 1)[-1]
