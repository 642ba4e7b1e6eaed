"""From the model to quads: the record in the default graph, each proposition's content in its own graph.

The writer knows RDF and nothing of formats. It emits canonical N-Quads lines; a report gives the same
lines, in the same order, whenever and wherever it is written.

Every node of the record carries `cg:isRecordedFrom` with the report that brought it, so that a report can
be removed whole. What the record says of a node shared by several reports (proposition, event, time span)
is a function of its identity alone. Only the spelling of an unresolved name may differ; all are kept.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from functools import cache

from claimgraph.identity import Minter, digest
from claimgraph.labels import event_label, title
from claimgraph.model import (
    CASUALTY_TYPES,
    Claim,
    Entity,
    Event,
    Mention,
    Passage,
    Proposition,
    Quantity,
    RecordPassage,
    Report,
    Span,
    TimeSpan,
)
from claimgraph.nquads import boolean, day, instant, integer, iri, literal, quad
from claimgraph.vocabulary import DATA, RDF, RDFS, cg, code

_TYPE = iri(RDF + "type")
_LABEL = iri(RDFS + "label")
_WKT = iri("http://www.opengis.net/ont/geosparql#wktLiteral")


@cache
def _cg(name: str) -> str:
    """The term of an ontology property, by its local name."""
    return iri(cg(name))


class Writer:
    """Writes reports as N-Quads lines.

    >>> from claimgraph.model import Entity, Report
    >>> report = Report("Text.", "0" * 64, Entity("Harbour Wire", "MediaOutlet"), None)
    >>> lines = Writer().report(report)
    >>> len(lines) == len(set(lines)) and all(line.endswith(" .\\n") for line in lines)
    True
    """

    def __init__(self, base: str = DATA) -> None:
        """`base` is the namespace of the store's data."""
        self.minter = Minter(base)

    def report_iri(self, report: Report) -> str:
        """The IRI under which the report is (to be) stored."""
        return self.minter.report(report)

    def report(self, report: Report) -> list[str]:
        """All quads of a report with its receipt, sorted, without duplicates."""
        return ReportWriter(self.minter, report).lines()

    def claim_iris(self, report: Report) -> dict[str, str]:
        """The IRI of each claim of the report by its local id ("c1")."""
        writer = ReportWriter(self.minter, report)
        return {claim.id: writer.claim_iri(claim) for claim in report.claims}


class ReportWriter:
    """Collects the quads of one report."""

    def __init__(self, minter: Minter, report: Report) -> None:
        self.minter = minter
        self.report = report
        self.iri = minter.report(report)
        self.term = iri(self.iri)
        self._quads: set[str] = set()
        self._seen: set[str] = set()
        self._contents: dict[Proposition, tuple[str, list[str]]] = {}
        self._runs = {
            run.name: iri(minter.extraction(self.iri, run.name, run.version)) for run in report.readers
        }

    def lines(self) -> list[str]:
        """Write everything once; the sorted lines, among them the hash over all the others."""
        iris = {claim.id: iri(self.claim_iri(claim)) for claim in self.report.claims}
        claims: dict[str, Claim] = {}
        for claim in self.report.claims:  # a reader may give one twice: the first is the claim
            claims.setdefault(iris[claim.id], claim)
        self._document(len(claims))
        for mention in self.report.mentions:
            self._mention(mention)
        for claim in claims.values():
            self._claim(claim, iris)
        self._extractions()
        lines = sorted(self._quads)
        lines.append(quad(self.term, _cg("recordHash"), literal(digest(*lines))))
        return sorted(lines)

    # ------------------------------------------------------------------ record

    def _add(self, subject: str, predicate: str, object_: str) -> None:
        self._quads.add(f"{subject} {predicate} {object_} .\n")

    def _node(self, subject: str, kind: str, label: str = "") -> bool:
        """Declare a node of the record; false if this report declared it before."""
        if subject in self._seen:
            return False
        self._seen.add(subject)
        self._add(subject, _TYPE, iri(cg(kind)))
        self._add(subject, _cg("isRecordedFrom"), self.term)
        if label:
            self._add(subject, _LABEL, literal(label, language="en"))
        return True

    def _document(self, claims: int) -> None:
        report = self.report
        self._node(self.term, report.kind)
        facts: list[tuple[str, str]] = [
            ("isPublishedBy", self._entity(report.outlet)),
            ("contentHash", literal(report.sha256)),
            ("textLength", integer(len(report.text))),
            ("inLanguage", literal(report.language)),
            ("claimCount", integer(claims)),
        ]
        optional = {
            "headline": report.headline,
            "canonicalUrl": report.url,
            "authorName": report.author,
            "sourceFile": report.source_file,
            "wasConvertedBy": report.converter,
        }
        facts += [(name, literal(value)) for name, value in optional.items() if value]
        if report.published:
            facts.append(("publishedOn", day(report.published)))
        for name, value in facts:
            self._add(self.term, _cg(name), value)

    def _entity(self, entity: Entity) -> str:
        """The term of an entity; one that no reference data knows is written into the record."""
        term = iri(self.minter.entity(entity))
        if entity.iri is None and self._node(term, entity.kind, entity.label):
            self._add(term, _cg("isUnresolved"), boolean(True))
            for name, value in unresolved_facts(entity):
                self._add(term, _cg(name), value)
        return term

    def _time(self, span: TimeSpan) -> str:
        term = iri(self.minter.time(span))
        if self._node(term, "TimeSpan"):
            self._add(term, _cg("asEdtf"), literal(span.edtf))
            if span.earliest:
                self._add(term, _cg("earliestStart"), instant(span.earliest))
            if span.latest:
                self._add(term, _cg("latestEnd"), instant(span.latest))
        return term

    def _passage(self, passage: Passage | RecordPassage, kind: str = "Passage") -> str:
        term = iri(self.minter.passage(self.iri, passage))
        if term not in self._seen:
            self._node(term, kind)
            self._add(term, _cg("isPassageOf"), self.term)
            self._add(term, _cg("exactText"), literal(passage.text))
            if isinstance(passage, Passage):
                self._offsets(term, passage)
            else:
                self._row(term, passage)
        elif kind != "Passage":
            self._add(term, _TYPE, iri(cg(kind)))
        return term

    def _offsets(self, term: str, passage: Passage) -> None:
        self._add(term, _cg("startOffset"), integer(passage.start))
        self._add(term, _cg("endOffset"), integer(passage.end))
        if passage.paragraph is not None:
            self._add(term, _cg("paragraphIndex"), integer(passage.paragraph))
        if passage.sentence is not None:
            self._add(term, _cg("sentenceIndex"), integer(passage.sentence))

    def _row(self, term: str, passage: RecordPassage) -> None:
        self._add(term, _cg("recordKey"), literal(passage.row))
        if passage.column:
            self._add(term, _cg("columnName"), literal(passage.column))
        if passage.line is not None:
            self._add(term, _cg("lineNumber"), integer(passage.line))

    def _span(self, span: Span) -> str:
        """A passage for a span that has no other: source, cue or content of an attribution."""
        return self._passage(Passage(span[0], span[1], self.report.text[span[0] : span[1]]))

    def _mention(self, mention: Mention) -> None:
        term = self._passage(mention.passage, "Mention")
        self._add(term, _cg("mentions"), self._entity(mention.entity))
        self._add(term, _cg("isMetonymic"), boolean(mention.metonymic))
        if mention.literal:
            self._add(term, _cg("namesLiterally"), self._entity(mention.literal))
        for candidate in mention.candidates:
            self._add(term, _cg("isAmbiguousWith"), self._entity(candidate))
        if mention.rule:
            self._add(term, _cg("usesRule"), literal(mention.rule))

    def _extractions(self) -> None:
        """Who read the report, and by which rules; without the time, so that lines stay the same."""
        for run in self.report.readers:
            term = self._runs[run.name]
            self._node(term, "Extraction")
            self._add(term, _cg("readsDocument"), self.term)
            self._add(term, _cg("readerName"), literal(run.name))
            self._add(term, _cg("readerVersion"), literal(run.version))
            for rule in run.rules:
                self._add(term, _cg("usesRule"), literal(rule))

    # ------------------------------------------------------------------ claims

    def claim_iri(self, claim: Claim) -> str:
        """The IRI of a claim of this report."""
        proposition = self._proposition(claim.proposition)[0]
        return self.minter.claim(
            self.minter.passage(self.iri, claim.passage),
            self.minter.entity(claim.claimant),
            claim.stance.value,
            proposition,
            ",".join(f"{start}-{end}" for start, end in claim.content),
        )

    def _claim(self, claim: Claim, iris: dict[str, str]) -> None:
        term = iris[claim.id]
        passage = self._passage(claim.passage)
        self._node(term, "Claim")
        if claim.verdict:
            self._add(term, _TYPE, iri(cg("Verdict")))
        facts: list[tuple[str, str]] = [
            ("hasClaimant", self._entity(claim.claimant)),
            ("hasStance", iri(code(claim.stance.value))),
            ("hasCertainty", iri(code(claim.certainty.value))),
            ("hasContent", self._content(claim.proposition, passage)),
            ("contentText", literal(claim.content_text)),
            ("isReportedIn", passage),
            ("isDirectQuote", boolean(claim.direct_quote)),
            ("isNarration", boolean(claim.narration)),
        ]
        facts += [("isAbout", self._entity(entity)) for entity in _about(claim)]
        facts += [("usesRule", literal(rule)) for rule in claim.rules]
        facts += [("wasExtractedBy", self._runs[name]) for name in claim.found_by]
        facts += self._attribution(claim)
        facts += self._circumstances(claim, iris)
        for name, value in facts:
            self._add(term, _cg(name), value)

    def _attribution(self, claim: Claim) -> Iterable[tuple[str, str]]:
        for span in claim.source:
            yield "hasSourcePassage", self._span(span)
        for span in claim.content:
            yield "hasContentPassage", self._span(span)
        if claim.cue:
            yield "hasCuePassage", self._span(claim.cue)
            yield "cueText", literal(self.report.text[claim.cue[0] : claim.cue[1]])

    def _circumstances(self, claim: Claim, iris: dict[str, str]) -> Iterable[tuple[str, str]]:
        if claim.hedge:
            yield "hedgeText", literal(claim.hedge)
        if claim.made_on:
            yield "wasMadeDuring", self._time(claim.made_on)
        if claim.made_to:
            yield "wasMadeTo", self._entity(claim.made_to)
        if claim.relays:
            yield "relays", iris[claim.relays]
        if claim.replaces:
            yield "replacesClaim", iris[claim.replaces]
        if claim.verdict:
            yield "reviews", iris[claim.verdict.reviews]
            yield "ratingText", literal(claim.verdict.text)
            if claim.verdict.scale:
                yield "ratingScale", literal(claim.verdict.scale)
            if claim.verdict.code:
                yield "hasRating", iri(code(claim.verdict.code))
        for address in claim.evidence:
            yield "evidenceUrl", literal(address)
        if claim.proposition.quantity:
            yield "quantityText", literal(claim.proposition.quantity.text)

    # ------------------------------------------------------------------ content

    def _content(self, proposition: Proposition, passage: str) -> str:
        """Write a proposition's graph and what the record says of it; return its term."""
        address, triples = self._proposition(proposition)
        term = iri(address)
        if self._node(term, "Proposition", title(proposition)):
            self._quads.update(f"{triple} {term} .\n" for triple in triples)
            for entity in proposition.entities():
                self._add(term, _cg("isAbout"), self._entity(entity))
            for event in proposition.events():
                self._node(iri(self.minter.event(event)), "Event", event_label(event))
            for span in proposition.times():
                self._time(span)
        self._add(term, _cg("isSupportedBy"), passage)
        return term

    def _proposition(self, proposition: Proposition) -> tuple[str, list[str]]:
        """IRI and content triples of a proposition, computed once."""
        known = self._contents.get(proposition)
        if known is None:
            triples: set[str] = set()
            if proposition.event:
                self._event_triples(proposition.event, triples)
            if proposition.quantity:
                self._quantity_triples(proposition, triples)
            known = (self.minter.proposition(triples), sorted(triples))
            self._contents[proposition] = known
        return known

    def _event_triples(self, event: Event, triples: set[str]) -> str:
        term = iri(self.minter.event(event))
        triples.add(f"{term} {_TYPE} {iri(cg(event.kind))}")
        for role in event.roles:
            triples.add(f"{term} {iri(cg(role.property))} {iri(self.minter.entity(role.value))}")
        if event.time:
            triples.add(f"{term} {_cg('hasTimeSpan')} {iri(self.minter.time(event.time))}")
        if event.described_as:
            triples.add(f"{term} {_cg('describedAs')} {literal(event.described_as, language='en')}")
        for link in event.links:
            triples.add(f"{term} {iri(cg(link.property))} {self._event_triples(link.event, triples)}")
        return term

    def _quantity_triples(self, proposition: Proposition, triples: set[str]) -> None:
        quantity = proposition.quantity
        assert quantity is not None
        pairs = [f"{_TYPE} {iri(cg(quantity.kind))}"]
        pairs += [f"{_cg(name)} {value}" for name, value in self._quantity_facts(quantity)]
        term = iri(self.minter.quantity(pairs))
        triples.update(f"{term} {pair}" for pair in pairs)
        event = quantity.event or proposition.event
        if event:
            triples.add(f"{self._event_triples(event, triples)} {_cg('hasQuantity')} {term}")

    def _quantity_facts(self, quantity: Quantity) -> Iterable[tuple[str, str]]:
        if quantity.low is not None:
            yield "lowerBound", integer(quantity.low)
        if quantity.high is not None:
            yield "upperBound", integer(quantity.high)
        yield "isApproximate", boolean(quantity.approximate)
        if quantity.kind == "CasualtyCount" and quantity.counts in CASUALTY_TYPES:
            yield "hasCasualtyType", iri(code(quantity.counts))
            yield "hasVictimStatus", iri(code(quantity.status.value))
        else:
            yield "countsWhat", literal(quantity.counts)
        links = (
            ("countsSide", quantity.side),
            ("countsPlace", quantity.place),
            ("countsModel", quantity.model),
        )
        for name, entity in links:
            if entity:
                yield name, iri(self.minter.entity(entity))
        if quantity.group and not quantity.side:
            yield "countsGroup", literal(quantity.group.casefold(), language="en")
        for name, span in (("isAsOf", quantity.as_of), ("coversSpan", quantity.covers)):
            if span:
                yield name, iri(self.minter.time(span))


def unresolved_facts(entity: Entity) -> Iterator[tuple[str, str]]:
    """What the record says of an entity that no reference data knows, beside its class and name.

    >>> list(unresolved_facts(Entity("a town", "Settlement")))
    []
    """
    if entity.acts_for:
        yield "actsFor", iri(entity.acts_for)
    if entity.side:
        yield "belongsToSide", iri(entity.side)
    if entity.wkt:
        yield "asWkt", f"{literal(entity.wkt)}^^{_WKT}"


def _about(claim: Claim) -> list[Entity]:
    """What a claim is about: the content's entities and those that its words merely name."""
    named = (*claim.proposition.entities(), *claim.proposition.about, *claim.about)
    entities = {entity.key: entity for entity in named}
    return [entities[key] for key in sorted(entities)]
