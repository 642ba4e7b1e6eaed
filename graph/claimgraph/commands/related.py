"""What the record joins a claim with: what contradicts it, what bears it out, what became of it, ratings."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import TYPE_CHECKING

from claimgraph.commands import records
from claimgraph.commands.records import ClaimView
from claimgraph.commands.rows import Facts, facts, labels, rows
from claimgraph.nquads import iri
from claimgraph.vocabulary import CG, RDF, cg

if TYPE_CHECKING:
    from claimgraph.store import Store

MOST = 8
"""So many claims are shown under one heading."""
_ENDS = ("relatesClaim", "hasReplacedClaim", "hasReplacingClaim", "hasTracedClaim", "hasEarlierClaim")
_HEADINGS = {
    ("relays", "in"): "passes on",
    ("relays", "out"): "passed on by",
    ("Tracing", "hasTracedClaim"): "comes from",
    ("Tracing", "hasEarlierClaim"): "repeated by",
    ("Contradiction", "relatesClaim"): "contradicted by",
    ("reviews", "out"): "reviewed by",
    ("Corroboration", "relatesClaim"): "borne out by",
    ("TranscriptionDifference", "relatesClaim"): "given otherwise by",
    ("Supersession", "hasReplacingClaim"): "comes after",
    ("Supersession", "hasReplacedClaim"): "changed later by",
    ("Retraction", "hasReplacingClaim"): "withdraws",
    ("Retraction", "hasReplacedClaim"): "withdrawn by",
}
"""Headings in the order in which they are shown, by the kind of link and the part of this claim in it."""


@dataclass(frozen=True, slots=True)
class Related:
    """Claims that are joined with one in the same way; `reasons` say why, by the claim."""

    heading: str
    claims: list[ClaimView]
    reasons: dict[str, str]
    left_out: int


def related(store: Store, claim: str) -> list[Related]:
    """What a claim is joined with, by heading; firm contradictions first, then the newest."""
    found = _findings(store, claim)
    for name in ("relays", "reviews"):
        one = iri(claim)
        patterns = {
            "in": f"{one} <{cg(name)}> ?other",
            "out": f"?other <{cg(name)}> {one}",
        }
        for way, pattern in patterns.items():
            for (other,) in rows(store, f"SELECT ?other WHERE {{ {pattern} }}"):
                found.setdefault((name, way), {})[str(other)] = ""
    return [
        _listed(store, heading, found[key]) for key, heading in _HEADINGS.items() if found.get(key, {}) != {}
    ]


def _findings(store: Store, claim: str) -> dict[tuple[str, str], dict[str, str]]:
    """The other claims of the findings on a claim with the reasons, by kind and the part of this claim."""
    ends = ", ".join(iri(cg(name)) for name in _ENDS)
    query = (
        f"SELECT ?finding ?kind ?part WHERE {{ ?finding ?part {iri(claim)} ; <{RDF}type> ?kind "
        f"FILTER(?part IN ({ends})) }}"
    )
    parts = {str(finding): (str(kind), str(part)) for finding, kind, part in rows(store, query)}
    known = facts(store, parts, (*_ENDS, "justification", "hasGrade", "wasFoundBy"))
    found: dict[tuple[str, str], dict[str, str]] = {}
    for finding, key in parts.items():
        others = {other for name in _ENDS for other in known[finding][name]} - {claim}
        for other in others:
            found.setdefault(key, {})[other] = _reason(known[finding])
    return found


def _reason(finding: Facts) -> str:
    """Why two claims are joined: grade and rule of a contradiction, and the reason in words."""
    words = min((text for text in finding["justification"] if not text.startswith("axiom: ")), default="")
    how = [one.partition("-")[2] for one in (*finding["hasGrade"], *finding["wasFoundBy"])]
    return f"{', by '.join(how)}: {words}" if len(how) == 2 else words


def _listed(store: Store, heading: str, reasons: dict[str, str]) -> Related:
    views = sorted(records.claims(store, list(reasons)), key=lambda one: one.iri)
    views.sort(key=lambda one: one.published, reverse=True)
    views.sort(key=lambda one: reasons[one.iri].startswith("possible"))
    return Related(heading, views[:MOST], reasons, max(0, len(views) - MOST))


def ratings(store: Store, claim: str, agents: Iterable[str]) -> list[str]:
    """How users rated a claim and these agents, its claimant and its outlet: lines, the newest first."""
    rated = " ".join(map(iri, (claim, *agents)))
    query = (
        f"SELECT ?on ?what ?step ?by WHERE {{ VALUES ?what {{ {rated} }} "
        f"?rating <{CG}ratesClaim>|<{CG}ratesAgent> ?what ; <{CG}wasRatedBy> ?by ; <{CG}ratedOn> ?on ; "
        f"<{CG}hasReliability>|<{CG}hasCredibility> ?step }}"
    )
    given = rows(store, query)
    named = labels(store, {str(one) for _, what, _, by in given for one in (what, by)})
    lines = []
    for day, what, step, by in reversed(given):
        axis, _, value = str(step).partition("-")
        whose = "" if what == claim else f" of {named[str(what)]}"
        lines.append(f"{axis}{whose} {value}, by {named[str(by)]} on {day}")
    return lines
