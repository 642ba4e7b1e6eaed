"""Claims as the store holds them, gathered for showing."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from claimgraph.commands.rows import Facts, facts, labels, plain_text, rows
from claimgraph.nquads import iri
from claimgraph.vocabulary import CG, CODE, PREFIXES, RDF

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


@dataclass(frozen=True, slots=True)
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
    outlet_iri: str
    published: str
    spans: dict[str, list[Span]]
    """Spans of `source`, `cue` and `content`."""
    facts: dict[str, list[str]]
    """Further facts by the local name of their property, values as text."""
    withdrawn: bool = False
    """Whether it was replaced or withdrawn later."""

    @property
    def content(self) -> list[Span]:
        """Where the content stands; the whole sentence if nothing more exact is known."""
        if self.spans["content"]:
            return self.spans["content"]
        return [(self.start, self.end)] if self.start is not None and self.end is not None else []

    @property
    def finders(self) -> list[str]:
        """The readers that found it, where several agree on it; else nothing."""
        readers = self.facts.get("readerName", [])
        return readers if len(readers) > 1 else []

    def fact(self, name: str) -> str:
        """The values of a fact, joined."""
        return ", ".join(self.facts.get(name, ()))


def of_report(address: str) -> str:
    """The pattern for the claims of a report."""
    return f"?passage cg:isPassageOf {iri(address)} ."


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


def pick(store: Store, patterns: Iterable[str], *, stance: str = "") -> list[str]:
    """The IRIs of the claims that any of the patterns selects, the newest report first.

    The report of a passage is read off its IRI (`identity.Minter.passage`): joining it costs seconds.
    """
    wanted = f"?claim cg:hasStance {iri(CODE + stance)} ." if stance else ""
    found: dict[str, str] = {}
    for pattern in patterns:
        query = (
            f"{_PROLOGUE} SELECT DISTINCT ?claim ?passage WHERE {{ {pattern} {wanted} "
            "?claim cg:isReportedIn ?passage }"
        )
        found.update({str(claim): str(place).partition("#")[0] for claim, place in rows(store, query)})
    documents = facts(store, found.values(), ("publishedOn",))
    return sorted(sorted(found), key=lambda claim: _one(documents[found[claim]], "publishedOn"), reverse=True)


def is_met(store: Store, pattern: str) -> bool:
    """Whether a pattern selects any claim."""
    return bool(store.query(f"{_PROLOGUE} ASK {{ {pattern} }}"))


def claims(store: Store, addresses: Sequence[str]) -> list[ClaimView]:
    """These claims, by date, report and place in the text."""
    from claimgraph.reasoning.record import Reader
    from claimgraph.reasoning.withdrawn import withdrawn

    said = facts(store, addresses, _OF_CLAIMS)
    spans = {name for one in said.values() for property in _SPANS for name in one[property]}
    whole = {name for one in said.values() for name in one["isReportedIn"]}
    places = facts(store, spans | whole, ("exactText", "isPassageOf", "startOffset", "endOffset"))
    documents = facts(store, {_one(places[name], "isPassageOf") for name in whole}, _OF_DOCUMENTS)
    links = (*_NAMED, "hasClaimant", "hasContent")
    named = {name for one in said.values() for link in links for name in one[link]}
    named |= {name for one in documents.values() for name in one["isPublishedBy"]}
    titles = labels(store, named)
    runs = facts(store, {name for one in said.values() for name in one["wasExtractedBy"]}, ("readerName",))
    for one in said.values():
        one["readerName"] = sorted(_one(runs[name], "readerName") for name in one["wasExtractedBy"])
    gone = withdrawn(Reader(store))
    found = [_view(one, said[one], places, documents, titles) for one in addresses if said[one]]
    return sorted((replace(one, withdrawn=one.iri in gone) for one in found), key=_order)


def _order(view: ClaimView) -> tuple[object, ...]:
    first = view.content[0] if view.content else (0, 0)
    return (view.published, view.report, first, -first[1], view.narration, view.iri)


_SPANS = {"hasSourcePassage": "source", "hasCuePassage": "cue", "hasContentPassage": "content"}
_NAMED = ("isAbout", "wasMadeDuring", "wasMadeTo")
_SHOWN = (*_NAMED, "relays", "replacesClaim", "hedgeText", "cueText", "quantityText", "usesRule")
_OF_CLAIMS = (
    *_SPANS,
    *_SHOWN,
    "hasClaimant",
    "hasStance",
    "hasCertainty",
    "hasContent",
    "contentText",
    "isDirectQuote",
    "isNarration",
    "isReportedIn",
    "wasExtractedBy",
)
_OF_DOCUMENTS = ("isPublishedBy", "publishedOn")


def _one(known: Facts, name: str) -> str:
    """The value of a fact, or nothing."""
    return known[name][0] if known.get(name) else ""


def _view(
    address: str,
    said: Facts,
    places: dict[str, Facts],
    documents: dict[str, Facts],
    titles: dict[str, str],
) -> ClaimView:
    place = places[_one(said, "isReportedIn")]
    report = _one(place, "isPassageOf")
    span = _span(place)
    return ClaimView(
        iri=address,
        claimant=titles[_one(said, "hasClaimant")],
        claimant_iri=_one(said, "hasClaimant"),
        stance=_one(said, "hasStance"),
        certainty=_one(said, "hasCertainty"),
        text=_one(said, "contentText"),
        direct_quote=_one(said, "isDirectQuote") == "true",
        narration=_one(said, "isNarration") == "true",
        proposition=_one(said, "hasContent"),
        title=titles[_one(said, "hasContent")],
        sentence=_one(place, "exactText"),
        start=span[0] if span else None,
        end=span[1] if span else None,
        report=report,
        outlet=titles[_one(documents[report], "isPublishedBy")],
        outlet_iri=_one(documents[report], "isPublishedBy"),
        published=_one(documents[report], "publishedOn"),
        spans={
            short: sorted(span for name in said[property] if (span := _span(places[name])))
            for property, short in _SPANS.items()
        },
        facts={
            name: [titles.get(one, one) for one in said[name]]
            for name in (*_SHOWN, "readerName")
            if said[name]
        },
    )


def _span(place: Facts) -> Span | None:
    """Start and end; a row of a feed has none."""
    if not place["startOffset"]:
        return None
    return int(place["startOffset"][0]), int(place["endOffset"][0])


def document(store: Store, address: str) -> DocumentView | None:
    """A report of the store; nothing if it has none of that IRI."""
    names = ("contentHash", "isPublishedBy", "publishedOn", "headline", "sourceFile", "wasConvertedBy")
    known = facts(store, [address], names)[address]
    if not known["contentHash"]:
        return None
    publisher = _one(known, "isPublishedBy")
    return DocumentView(
        iri=address,
        kind=", ".join(kinds(store, address)),
        outlet=labels(store, [publisher])[publisher],
        published=_one(known, "publishedOn"),
        headline=_one(known, "headline"),
        sha256=_one(known, "contentHash"),
        source_file=_one(known, "sourceFile"),
        converter=_one(known, "wasConvertedBy"),
    )


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
