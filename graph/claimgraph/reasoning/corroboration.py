"""Who independently affirms the same: events and figures on which claimants with different origins agree.

Two claims support each other when both affirm that an event of one kind took place, whatever more they say
of it, or when they give figures on one question of which one holds the other. What somebody passes on is
laid to the origin; see `independence` for how two voices are told from one.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from itertools import combinations

from claimgraph.reasoning.answers import CONTENT, COUNT, Question, node_kinds, own_clash
from claimgraph.reasoning.contradictions import Case, wording
from claimgraph.reasoning.denials import AFFIRMING
from claimgraph.reasoning.figures import Figure, bear_out, counted, figures, same_scope
from claimgraph.reasoning.findings import Asked, Relation
from claimgraph.reasoning.independence import Judge
from claimgraph.reasoning.kindred import agreements
from claimgraph.reasoning.kinship import TOO_WIDE
from claimgraph.reasoning.record import QUANTITY_KINDS, ClaimRow, Content
from claimgraph.vocabulary import compact

MOST_VOICES = 12
"""With more claimants than this on one matter, each is compared with the first alone."""


@dataclass(frozen=True, slots=True)
class _Voice:
    """The first claim with which a claimant affirms something, and what it affirms."""

    claim: ClaimRow
    kinds: frozenset[str] = frozenset()
    figure: Figure | None = None


def corroborations(
    case: Case, nodes: set[str] | None = None, credit: Callable[[str], str] = lambda _: ""
) -> list[Relation]:
    """All corroborations of a case, sorted; with `nodes` only those on one of these."""
    judge = Judge(case.claims, case.kinship.comparer, credit, case.tracer.source)
    found: dict[tuple[str, ...], Relation] = {}
    matters = _voices(case)
    case.facts.need(question.node for question in matters)
    for question, voices in sorted(matters.items()):
        if nodes is not None and question.node not in nodes:
            continue
        for relation in _agreeing(case, judge, question, voices):
            found.setdefault(relation.key, relation)
    for relation in _of_reports(case, judge):
        if nodes is None or (relation.question and relation.question.node in nodes):
            found.setdefault(relation.key, relation)
    return [found[key] for key in sorted(found)]


def _of_reports(case: Case, judge: Judge) -> Iterator[Relation]:
    """Yield those of one report whose accounts share no event."""
    party = [one for one in case.party() if one.stance in AFFIRMING and one.certainty != "possible"]
    given: dict[Question, int] = {}
    for one in agreements(party, case.kinship):
        judgement = judge.judge(one.first, one.second)
        counts = compact(one.counts).removeprefix("code:")
        question = Question(one.node, COUNT if counts else CONTENT, counts)
        given[question] = given.get(question, 0) + 1
        if judgement.independent and given[question] <= MOST_VOICES:
            asked = Asked(question.node, question.property, question.counts, wording(case, question))
            points = "if both are of one event"
            reason = f"both affirm {one.words}, {points}; {judgement.reason}"
            yield Relation("Corroboration", one.first.iri, one.second.iri, reason, "", asked)


def _voices(case: Case) -> dict[Question, list[_Voice]]:
    """Who affirms what, by event and by figure; the first claim of each claimant with each kind of answer."""
    index: dict[Question, dict[tuple[str, object], _Voice]] = {}
    known: dict[str, list[tuple[Question, _Voice]]] = {}
    for claim in case.party():
        content = case.contents.get(claim.proposition)
        if content is None or claim.stance not in AFFIRMING or claim.certainty == "possible":
            continue
        if claim.proposition not in known:
            known[claim.proposition] = list(_affirmed(case, content))
        for question, voice in known[claim.proposition]:
            key = (claim.claimant, voice.figure)
            mine = _Voice(claim, voice.kinds, voice.figure)
            index.setdefault(question, {}).setdefault(key, mine)
    return {question: list(given.values()) for question, given in index.items() if len(given) > 1}


def _affirmed(case: Case, content: Content) -> Iterator[tuple[Question, _Voice]]:
    """What a content affirms, "nobody was killed" no killing; the claim of the voice is put in later."""
    nobody = ClaimRow("")
    if own_clash(content, case.tables, case.facts):
        return
    counts = figures(content, case.facts)
    none = {figure.event for figure in counts if figure.high == 0}
    for node, kinds in node_kinds(content, case.tables).items():
        is_told = node in content.nodes and node not in none
        if is_told and not kinds & QUANTITY_KINDS and not kinds <= TOO_WIDE:
            yield Question(node, CONTENT), _Voice(nobody, kinds)
    for figure in counts:
        yield Question(figure.scope, COUNT, counted(figure)), _Voice(nobody, figure=figure)


def _agreeing(case: Case, judge: Judge, question: Question, voices: list[_Voice]) -> Iterator[Relation]:
    many = len(voices) > MOST_VOICES
    for left, right in [(voices[0], other) for other in voices[1:]] if many else combinations(voices, 2):
        if left.claim.claimant == right.claim.claimant:
            continue
        agreed = _agreement(case, left, right)
        if not agreed:
            continue
        judgement = judge.judge(left.claim, right.claim, question.node)
        if judgement.independent:
            asked = Asked(question.node, question.property, question.counts, wording(case, question))
            reason = f"both affirm {agreed}; {judgement.reason}"
            yield Relation("Corroboration", left.claim.iri, right.claim.iri, reason, "", asked)


def _agreement(case: Case, left: _Voice, right: _Voice) -> str:
    """What two voices agree on, in words, or nothing."""
    if left.figure and right.figure:
        same, open_points = same_scope(left.figure, right.figure)
        held = bear_out(left.figure, right.figure)
        if not same or open_points or not held or left.figure.as_of != right.figure.as_of:
            return ""
        return f"{left.figure.text} and {right.figure.text}"
    if left.figure or right.figure:
        return ""
    for one in sorted(left.kinds):
        for other in sorted(right.kinds):
            wider = one if case.tables.is_a(other, one) else other if case.tables.is_a(one, other) else ""
            if wider and wider not in TOO_WIDE:
                return f"the {case.tables.label(wider).lower()}"
    return ""
