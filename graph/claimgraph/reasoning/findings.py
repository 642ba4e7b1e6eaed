"""What the reasoning found, as plain data and as nodes of the record.

Each kind of finding is brought into the record by a document of its own (`<base>derived/contradictions` and
so on), as a report brings its claims: so all findings of a kind can be dropped and computed again, and no
finding is mistaken for what a report says.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from claimgraph import __version__
from claimgraph.identity import digest
from claimgraph.nquads import iri, literal
from claimgraph.vocabulary import CODE, RDF, RDFS, XSD, cg


@dataclass(frozen=True, slots=True)
class Asked:
    """A contested question: what is asked of which node, and its wording."""

    node: str
    asks: str
    counts: str
    wording: str

    @property
    def key(self) -> str:
        """What identifies the question."""
        return f"{self.node}|{self.asks}|{self.counts}"


@dataclass(frozen=True, slots=True)
class Contradiction:
    """Two claims that cannot both hold, with the rule, the reading, the grade and the reason.

    `stands_for` counts the pairs of claims that the finding stands for, itself included (see `pairing`).
    """

    first: str
    second: str
    rule: str
    reading: str
    grade: str
    question: Asked
    reason: str
    axioms: tuple[str, ...] = ()
    stands_for: int = 1

    @property
    def key(self) -> tuple[str, ...]:
        """What identifies and orders the finding."""
        return (self.first, self.second, self.rule, self.reading, self.question.key)


@dataclass(frozen=True, slots=True)
class Relation:
    """Another relation of two claims: `kind` is the local name of the class.

    For Supersession and Retraction `first` is the replaced claim and `second` the one that replaces it; for
    Tracing `first` is what is laid to an outlet and `second` what stands in its own report.
    """

    kind: str
    first: str
    second: str
    reason: str
    grade: str = ""
    question: Asked | None = None

    @property
    def key(self) -> tuple[str, ...]:
        """What identifies and orders the finding."""
        return (self.kind, self.first, self.second, self.question.key if self.question else "")


Finding = Contradiction | Relation


class FindingWriter:
    """Writes findings as N-Quads lines of one derived document.

    >>> lines = list(FindingWriter("https://example.org/", "contradictions").document())
    >>> lines[0].split()[0]
    '<https://example.org/derived/contradictions>'
    """

    def __init__(self, base: str, name: str) -> None:
        """`base` is the namespace of the store's data, `name` that of the kind of findings."""
        self.base = base
        self.name = name
        self.iri = document_iri(base, name)

    def document(self) -> Iterator[str]:
        """Yield the lines of the document that brings the findings."""
        term = iri(self.iri)
        publisher = f"{self.base}entity/claimgraph"
        yield from (
            _line(term, RDF + "type", iri(cg("DatasetRelease"))),
            _line(term, RDFS + "label", literal(f"claimgraph: {self.name}", language="en")),
            _line(term, cg("wasConvertedBy"), literal(f"reasoning {__version__}")),
            _line(term, cg("contentHash"), literal(_sha256(self.iri))),
            _line(term, cg("isPublishedBy"), iri(publisher)),
            _line(term, cg("isRecordedFrom"), term),
            _line(iri(publisher), RDF + "type", iri(cg("Organization"))),
            _line(iri(publisher), RDFS + "label", literal("claimgraph", language="en")),
            _line(iri(publisher), cg("isRecordedFrom"), term),
        )

    def findings(self, found: Iterable[Finding]) -> Iterator[str]:
        """Yield the lines of the findings and of their questions."""
        for finding in found:
            if isinstance(finding, Contradiction):
                yield from self._contradiction(finding)
            else:
                yield from self._relation(finding)

    def _contradiction(self, finding: Contradiction) -> Iterator[str]:
        term = iri(f"{self.base}finding/{digest('Contradiction', *finding.key)}")
        yield from self._node(term, "Contradiction", finding)
        for claim in (finding.first, finding.second):
            yield _line(term, cg("relatesClaim"), iri(claim))
        yield _line(term, cg("wasFoundBy"), iri(f"{CODE}rule-{finding.rule}"))
        yield _line(term, cg("hasReading"), iri(f"{CODE}reading-{finding.reading}"))
        if finding.stands_for > 1:
            yield _line(
                term, cg("standsForPairs"), f'"{finding.stands_for}"^^{iri(XSD + "nonNegativeInteger")}'
            )
        for axiom in finding.axioms:
            yield _line(term, cg("justification"), literal(f"axiom: {axiom}"))

    def _relation(self, finding: Relation) -> Iterator[str]:
        term = iri(f"{self.base}finding/{digest(*finding.key)}")
        yield from self._node(term, finding.kind, finding)
        names = ("relatesClaim", "relatesClaim")
        if finding.kind in {"Supersession", "Retraction"}:
            names = ("hasReplacedClaim", "hasReplacingClaim")
        elif finding.kind == "Tracing":
            names = ("hasTracedClaim", "hasEarlierClaim")
        for name, claim in zip(names, (finding.first, finding.second), strict=True):
            if claim:
                yield _line(term, cg(name), iri(claim))

    def _node(self, term: str, kind: str, finding: Finding) -> Iterator[str]:
        yield _line(term, RDF + "type", iri(cg(kind)))
        yield _line(term, cg("isRecordedFrom"), iri(self.iri))
        yield _line(term, cg("justification"), literal(finding.reason))
        if finding.grade:
            yield _line(term, cg("hasGrade"), iri(f"{CODE}grade-{finding.grade}"))
        if finding.question:
            question = iri(question_iri(self.base, finding.question))
            yield _line(term, cg("concernsQuestion"), question)
            yield from self._question(question, finding.question)

    def _question(self, term: str, question: Asked) -> Iterator[str]:
        yield _line(term, RDF + "type", iri(cg("ContestedQuestion")))
        yield _line(term, RDFS + "label", literal(question.wording, language="en"))
        yield _line(term, cg("isAbout"), iri(question.node))
        yield _line(term, cg("asksProperty"), f"{literal(question.asks)}^^{iri(XSD + 'anyURI')}")
        yield _line(term, cg("isRecordedFrom"), iri(self.iri))


def document_iri(base: str, name: str) -> str:
    """The IRI of the document that brings one kind of findings."""
    return f"{base}derived/{name}"


def question_iri(base: str, question: Asked) -> str:
    """The IRI of a contested question."""
    return f"{base}question/{digest(question.key)}"


def _line(subject: str, predicate: str, value: str) -> str:
    return f"{subject} {iri(predicate)} {value} .\n"


def _sha256(text: str) -> str:
    import hashlib

    return hashlib.sha256(text.encode("utf-8")).hexdigest()
