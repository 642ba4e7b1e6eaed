"""Stage 3: every term has a label, a definition and a home; every ontology has a header.

Looks at the terms that the given files declare in the project's namespace, or in a namespace that the header
of the file names as its own (`vann:preferredNamespaceUri`), and at the entries of their code lists.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import replace

from claimgraph.validation.catalog import found
from claimgraph.validation.findings import Finding, Severity
from claimgraph.validation.locations import Located
from claimgraph.validation.ontology import TYPE, declarations
from claimgraph.validation.source import Corpus, Source
from claimgraph.vocabulary import CG, CODE, DCTERMS, OWL, RDFS, SKOS, compact

_NAMESPACE = "http://purl.org/vocab/vann/preferredNamespaceUri"
_LABEL, _DEFINITION, _HOME = RDFS + "label", SKOS + "definition", RDFS + "isDefinedBy"
_HEADER = {
    "ontology": (
        DCTERMS + "title",
        DCTERMS + "description",
        DCTERMS + "license",
        OWL + "versionIRI",
        OWL + "versionInfo",
    ),
    "codes": (DCTERMS + "title", DCTERMS + "description", DCTERMS + "license", OWL + "versionInfo"),
    "shapes": (DCTERMS + "title", DCTERMS + "license", OWL + "versionInfo"),
}
_HEADS = {"ontology": OWL + "Ontology", "codes": SKOS + "ConceptScheme", "shapes": OWL + "Ontology"}
Statements = dict[tuple[str, str], list[Located]]


def check(corpus: Corpus) -> Iterable[Finding]:
    """Yield what is missing from the terms and headers of the given files."""
    labels: dict[str, list[tuple[Source, Located]]] = {}
    for source in corpus.sources:
        statements: Statements = {}
        for quad in source.quads:
            if not quad.graph:
                statements.setdefault((str(quad.subject), str(quad.predicate)), []).append(quad)
        yield from _header(source, statements)
        for term, concept in sorted(_terms(source)):
            yield from _term(source, term, concept, statements)
            if not concept:
                for quad in statements.get((term, _LABEL), ()):
                    if _english(quad):
                        labels.setdefault(str(quad.object).casefold(), []).append((source, quad))
    yield from _repeated(labels)


def _terms(source: Source) -> set[tuple[str, bool]]:
    """The terms that a file declares, and whether each is an entry of a code list."""
    spaces = {CG} | {str(q.object) for q in source.quads if str(q.predicate) == _NAMESPACE}
    terms: set[tuple[str, bool]] = set()
    for term, kinds in declarations(source.quads).items():
        if term.startswith(tuple(spaces)) and kinds != {"individual"}:
            terms.add((term, False))
    if source.kind == "codes":
        entry = SKOS + "Concept"
        terms |= {
            (str(q.subject), True)
            for q in source.quads
            if str(q.predicate) == TYPE and str(q.object) == entry and str(q.subject).startswith(CODE)
        }
    return terms


def _english(quad: Located) -> bool:
    language = getattr(quad.object, "language", None)
    return bool(language) and str(language).lower().split("-")[0] == "en"


def _header(source: Source, statements: Statements) -> Iterator[Finding]:
    expected = _HEADER.get(source.kind)
    if not expected:
        return
    head = _HEADS[source.kind]
    for (subject, predicate), quads in sorted(statements.items()):
        if predicate != TYPE or all(str(quad.object) != head for quad in quads):
            continue
        missing = [compact(name) for name in expected if not statements.get((subject, name))]
        if missing:
            message = f"the header of {compact(subject)} has no {', '.join(missing)}"
            fix = f"add {', '.join(missing)}"
            finding = found("CG-ANN-004", message, fix, focus=subject, **source.place(quads[0].at))
            # Only the project's own ontologies must follow its rules; for others it is advice.
            own = subject.startswith("https://w3id.org/claimgraph/")
            yield finding if own else replace(finding, severity=Severity.WARNING)


def _term(source: Source, term: str, concept: bool, statements: Statements) -> Iterator[Finding]:
    where = source.place(next(iter(statements[(term, TYPE)])).at)
    name = compact(term)
    label = (SKOS + "prefLabel",) if concept else (_LABEL,)
    if not any(_english(quad) for path in label for quad in statements.get((term, path), ())):
        fix = f'add {compact(label[0])} "…"@en'
        yield found("CG-ANN-001", f"{name} has no English label", fix, focus=term, path=label[0], **where)
    if not concept:
        definitions = [quad for quad in statements.get((term, _DEFINITION), ()) if _english(quad)]
        if not definitions:
            fix = 'add skos:definition "One sentence."@en'
            yield found(
                "CG-ANN-002", f"{name} has no English definition", fix, focus=term, path=_DEFINITION, **where
            )
        for quad in definitions:
            if not str(quad.object).rstrip().endswith("."):
                message = f"the definition of {name} does not end with a full stop"
                place = source.place(quad.at)
                yield found("CG-ANN-002", message, "write a sentence", focus=term, path=_DEFINITION,
                            value=str(quad.object), **place)  # fmt: skip
        if not statements.get((term, _HOME)):
            fix = "add rdfs:isDefinedBy with the IRI of the module"
            yield found("CG-ANN-003", f"{name} has no rdfs:isDefinedBy", fix, focus=term, path=_HOME, **where)


def _repeated(labels: dict[str, list[tuple[Source, Located]]]) -> Iterator[Finding]:
    for label, uses in sorted(labels.items()):
        terms = sorted({str(quad.subject) for _, quad in uses})
        if len(terms) > 1:
            source, quad = next(use for use in uses if str(use[1].subject) == terms[-1])
            message = f'the label "{label}" belongs to {", ".join(compact(term) for term in terms)}'
            yield found("CG-ANN-005", message, "change one label", focus=terms[-1], path=_LABEL,
                        value=str(quad.object), **source.place(quad.at))  # fmt: skip
