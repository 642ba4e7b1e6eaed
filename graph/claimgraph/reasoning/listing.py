"""Findings as people read them: the question, both claims with their sentences, the rule and the axioms."""

from __future__ import annotations

from collections.abc import Container, Iterable, Iterator, Mapping
from dataclasses import dataclass

from claimgraph.reasoning.contradictions import contradictions, read_case
from claimgraph.reasoning.engine import is_current
from claimgraph.reasoning.findings import Contradiction, document_iri
from claimgraph.reasoning.record import ClaimRow, Facts, Reader, batches
from claimgraph.reasoning.revisions import revisions
from claimgraph.reasoning.withdrawn import withdrawn
from claimgraph.store import Store
from claimgraph.vocabulary import CODE, RDF, RDFS, cg

_AXIOM = "axiom: "


@dataclass(frozen=True, slots=True)
class ClaimView:
    """A claim with everything that is printed of it."""

    iri: str
    claimant: str
    stance: str
    certainty: str
    words: str
    sentence: str
    outlet: str
    published: str
    withdrawn: bool = False
    """Whether its claimant replaced or withdrew it later."""


@dataclass(frozen=True, slots=True)
class ContradictionView:
    """A contradiction with both claims in full; `first` was published first.

    It stands for so many pairs of claims as `stands_for` says, itself included.
    """

    grade: str
    rule: str
    reading: str
    question: str
    first: ClaimView
    second: ClaimView
    reason: str
    axioms: tuple[str, ...]
    stands_for: int = 1

    @property
    def order(self) -> tuple[str, ...]:
        """Firm before possible, then by question and date."""
        dates = (self.first.published, self.second.published)
        return (self.grade, self.question, *dates, self.first.iri, self.second.iri, self.rule)


@dataclass(frozen=True, slots=True)
class Wanted:
    """Which contradictions to list; empty means any."""

    about: tuple[str, ...] = ()
    rules: tuple[str, ...] = ()
    grades: tuple[str, ...] = ()
    claimants: tuple[str, ...] = ()
    every: bool = False
    """Whether all pairs are listed, found anew, instead of those that are kept in the record."""
    with_retracted: bool = False
    """Whether those with a claim that was replaced or withdrawn later are listed too."""

    def fits(self, view: Contradiction) -> bool:
        """Whether rule and grade are among those asked for."""
        return (not self.rules or view.rule in self.rules) and (not self.grades or view.grade in self.grades)


def listed(store: Store, wanted: Wanted) -> tuple[list[ContradictionView], bool]:
    """The contradictions asked for, in order, and whether they came from the record.

    If the findings in the record are not those of its reports, they are computed for this answer alone.
    Claims that were replaced or withdrawn take no part, unless they are asked for.

    >>> from claimgraph.store import EmbeddedStore
    >>> listed(EmbeddedStore.in_memory(), Wanted())
    ([], False)
    """
    current = is_current(store)
    reader = Reader(store)
    found, gone = (stored(reader), withdrawn(reader)) if current else _computed(reader)
    found, claims = _narrowed(reader, found, wanted)
    if wanted.every:
        found, claims = _narrowed(reader, _every(reader, found), wanted)
    if not wanted.with_retracted:
        found = [one for one in found if not {one.first, one.second} & gone]
    views = views_of(reader, claims, gone)
    shown = [_view(finding, views) for finding in found if {finding.first, finding.second} <= views.keys()]
    return sorted(shown, key=lambda view: view.order), current


def _narrowed(
    reader: Reader, found: list[Contradiction], wanted: Wanted
) -> tuple[list[Contradiction], dict[str, ClaimRow]]:
    """Those of the contradictions that are asked for, with the claims of all of that rule and grade."""
    found = [finding for finding in found if wanted.fits(finding)]
    claims = reader.claims({claim for one in found for claim in (one.first, one.second)})
    found = [one for one in found if _concerns(reader, one, claims, wanted)] if wanted.claimants else found
    if wanted.about:
        about = _about(reader, claims, wanted.about)
        found = [one for one in found if one.first in about or one.second in about]
    return found, claims


def _every(reader: Reader, found: list[Contradiction]) -> list[Contradiction]:
    """All pairs on the questions of some contradictions."""
    nodes = {one.question.node for one in found if one.question.asks}
    for values in batches(one.question.node for one in found if not one.question.asks):
        query = f"SELECT ?node WHERE {{ VALUES ?q {{ {values} }} ?q <{cg('isAbout')}> ?node }}"
        nodes.update(row[0] for row in reader.rows(query))
    return contradictions(read_case(reader, nodes), nodes, most=None)


def _concerns(reader: Reader, one: Contradiction, claims: Mapping[str, ClaimRow], wanted: Wanted) -> bool:
    given = {claims[claim].claimant for claim in (one.first, one.second) if claim in claims}
    return bool(given & set(wanted.claimants))


def _computed(reader: Reader) -> tuple[list[Contradiction], set[str]]:
    """The contradictions as they would be in the record, and what was withdrawn."""
    case = read_case(reader)
    gone = {one.first for one in revisions(case) if one.kind == "Retraction"}
    return contradictions(case), gone | withdrawn(reader)


def _about(reader: Reader, claims: Iterable[str], entities: Iterable[str]) -> set[str]:
    """The claims that are about one of the entities."""
    wanted = set(entities)
    found: set[str] = set()
    for values in batches(claims):
        query = f"SELECT ?c ?e WHERE {{ VALUES ?c {{ {values} }} ?c <{cg('isAbout')}> ?e }}"
        found.update(claim for claim, entity in reader.rows(query) if entity in wanted)
    return found


def _view(finding: Contradiction, views: Mapping[str, ClaimView]) -> ContradictionView:
    return ContradictionView(
        finding.grade,
        finding.rule,
        finding.reading,
        finding.question.wording,
        views[finding.first],
        views[finding.second],
        finding.reason,
        finding.axioms,
        finding.stands_for,
    )


def views_of(
    reader: Reader, claims: Mapping[str, ClaimRow], gone: Container[str] = ()
) -> dict[str, ClaimView]:
    """The claims as they are printed, by IRI; those in `gone` were withdrawn."""
    facts = Facts(reader)
    facts.need({agent for claim in claims.values() for agent in (claim.claimant, claim.outlet) if agent})
    sentences: dict[str, str] = {}
    for values in batches(claim.passage for claim in claims.values() if claim.passage):
        query = f"SELECT ?s ?text WHERE {{ VALUES ?s {{ {values} }} ?s <{cg('exactText')}> ?text }}"
        sentences.update((passage, text) for passage, text in reader.rows(query))
    return {
        claim.iri: ClaimView(
            claim.iri,
            facts.label(claim.claimant),
            claim.stance,
            claim.certainty,
            claim.words,
            sentences.get(claim.passage, ""),
            facts.label(claim.outlet) if claim.outlet else "",
            claim.published,
            claim.iri in gone,
        )
        for claim in claims.values()
    }


# ---------------------------------------------------------------------------------------- from the record


def stored(reader: Reader) -> list[Contradiction]:
    """The contradictions that are in the record, sorted."""
    from claimgraph.reasoning.findings import Asked

    nodes: dict[str, dict[str, list[str]]] = {}
    for finding, name, value in _statements(reader, "Contradiction"):
        nodes.setdefault(finding, {}).setdefault(name, []).append(value)
    wordings = _labels(reader, {q for node in nodes.values() for q in node.get(cg("concernsQuestion"), ())})
    claims = reader.claims({c for node in nodes.values() for c in node.get(cg("relatesClaim"), ())})
    found = []
    for node in nodes.values():
        pair = sorted((claims[c] for c in node[cg("relatesClaim")] if c in claims), key=lambda c: c.order)
        if len(pair) != 2:
            continue
        question = node[cg("concernsQuestion")][0]
        texts = sorted(node[cg("justification")])
        found.append(
            Contradiction(
                pair[0].iri,
                pair[1].iri,
                node[cg("wasFoundBy")][0].removeprefix(f"{CODE}rule-"),
                node[cg("hasReading")][0].removeprefix(f"{CODE}reading-"),
                node[cg("hasGrade")][0].removeprefix(f"{CODE}grade-"),
                Asked(question, "", "", wordings.get(question, "")),
                next((text for text in texts if not text.startswith(_AXIOM)), ""),
                tuple(text.removeprefix(_AXIOM) for text in texts if text.startswith(_AXIOM)),
                int(node.get(cg("standsForPairs"), ["1"])[0]),
            )
        )
    return sorted(found, key=lambda one: one.key)


def _statements(reader: Reader, kind: str) -> Iterator[tuple[str, ...]]:
    document = document_iri(reader.store.base, "contradictions")
    origin = f"<{cg('isRecordedFrom')}> <{document}>"
    return reader.rows(f"SELECT ?f ?p ?o WHERE {{ ?f {origin} ; <{RDF}type> <{cg(kind)}> ; ?p ?o }}")


def _labels(reader: Reader, nodes: set[str]) -> dict[str, str]:
    found: dict[str, str] = {}
    for values in batches(nodes):
        query = f"SELECT ?s ?label WHERE {{ VALUES ?s {{ {values} }} ?s <{RDFS}label> ?label }}"
        for node, label in reader.rows(query):
            found[node] = min(label, found.get(node, label))
    return found
