"""Score what the reasoning finds between claims on the pairs of the gold set.

    python bench/gold/relations.py dev             # the gold claims: errors of reading do not count
    python bench/gold/relations.py dev --read      # the claims as the rules of claimgraph read them
    python bench/gold/relations.py dev --errors    # what was missed, what is wrong, what is not listed

Contradictions: a pair that is found is right if it is listed as one, and wrong if it is listed as something
else; recall is the share of the listed ones. A finding joins the first claim of a speaker with some answer:
another claim of that speaker with the same stance on the same event, and the same figure if it has one,
counts as that claim, and so does one that passes it on. The listed pairs are not all that there are: what is
found and not listed is counted apart, and `--errors` shows it. Whoever changes rules looks at the
development half only; `--errors` refuses the other.
"""

from __future__ import annotations

import argparse
import json
import sys
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from gold_answers import read_lines
from gold_matching import Claim, match
from gold_model import gold_reports
from score import HALVES, HERE

from claimgraph.loading import Loader
from claimgraph.model import Claim as Asserted
from claimgraph.model import Report
from claimgraph.reasoning.contradictions import Case, contradictions, read_case
from claimgraph.reasoning.corroboration import corroborations
from claimgraph.reasoning.record import Reader
from claimgraph.reasoning.revisions import revisions
from claimgraph.reference.loader import Reference
from claimgraph.store import EmbeddedStore
from claimgraph.writer import Writer

Pair = frozenset[str]
BASE = "https://example.org/"


@dataclass
class Found:
    """What was found between claims, by pair of claim ids: (kind, grade, reason)."""

    pairs: dict[Pair, list[tuple[str, str, str]]] = field(default_factory=dict)
    same: dict[str, set[str]] = field(default_factory=dict)
    """Claims that stand for each other: one speaker or chain, one stance, event and figure."""

    def between(self, one: str, other: str) -> list[tuple[str, str, str]]:
        """What was found between two claims, or claims that stand for them."""
        return [
            found
            for left in sorted(self.same.get(one, {one}))
            for right in sorted(self.same.get(other, {other}))
            for found in self.pairs.get(frozenset((left, right)), ())
        ]


def read_reports(half: str, reference: Reference) -> list[Report]:
    """The reports of a half as the rules of claimgraph read them; claims are named by report and number."""
    from claimgraph.converters.base import ReadOptions, Source
    from claimgraph.converters.text import TextConverter

    files = sorted((HERE / half / "reports").glob("*.txt"))
    read = (TextConverter().read(Source(f.name, f.read_bytes()), ReadOptions(reference)) for f in files)
    return [report for several in read for report in several if isinstance(report, Report)]


def found_between(reports: Sequence[Report], ids: dict[str, str], reference: Reference) -> Found:
    """Load the reports and compare their claims; `ids` gives the id of a claim by its IRI."""
    store = EmbeddedStore.in_memory(BASE)
    loader = Loader(store)
    loader.load_reference(reference)
    loader.load_all(reports)
    case = read_case(Reader(store))
    found = Found(same=_same(case, ids, reports))
    for one in contradictions(case):
        _add(found, ids, (one.first, one.second), ("contradiction", one.grade, one.reason))
    for relation in corroborations(case, None, case.credit):
        _add(found, ids, (relation.first, relation.second), ("corroboration", "", relation.reason))
    for relation in revisions(case):
        _add(found, ids, (relation.first, relation.second), ("revision", "", relation.reason))
    return found


def _add(found: Found, ids: dict[str, str], claims: Iterable[str], what: tuple[str, str, str]) -> None:
    found.pairs.setdefault(frozenset(ids[claim] for claim in claims), []).append(what)


def _same(case: Case, ids: dict[str, str], reports: Sequence[Report]) -> dict[str, set[str]]:
    """Claims that stand for each other, by id."""
    contents = {iri: _matter(claim) for iri, claim in _by_iri(reports)}
    groups: dict[tuple[Any, ...], set[str]] = {}
    for claim in case.claims.values():
        origin = claim
        seen = {claim.iri}
        while (inner := case.claims.get(origin.relays)) and inner.iri not in seen:
            if inner.proposition != claim.proposition:
                break
            seen.add(inner.iri)
            origin = inner
        groups.setdefault((origin.claimant, claim.stance, contents[claim.iri]), set()).add(ids[claim.iri])
    return {one: group for group in groups.values() for one in group}


def _matter(claim: Asserted) -> tuple[Any, ...]:
    event, figure = claim.proposition.event, claim.proposition.quantity
    counted = (figure.low, figure.high, figure.counts) if figure else ()
    return (event.key if event else (), counted)


def _by_iri(reports: Sequence[Report]) -> Iterator[tuple[str, Asserted]]:
    writer = Writer(BASE)
    for report in reports:
        iris = writer.claim_iris(report)
        yield from ((iris[claim.id], claim) for claim in report.claims)


def claim_ids(reports: Sequence[Report]) -> dict[str, str]:
    """The ids of claims by their IRI, as the loaded store names them."""
    writer = Writer(BASE)
    return {iri: name for report in reports for name, iri in writer.claim_iris(report).items()}


# ---------------------------------------------------------------------------------------- scores


@dataclass
class Score:
    """Counts of pairs, with the pairs themselves for the errors."""

    right: list[str] = field(default_factory=list)
    wrong: list[str] = field(default_factory=list)
    missed: list[str] = field(default_factory=list)
    unlisted: list[str] = field(default_factory=list)
    graded: int = 0
    silent: int = 0
    traps: int = 0
    others: dict[str, tuple[int, int]] = field(default_factory=dict)

    def figures(self) -> dict[str, float]:
        """Precision and recall of contradictions in percent, on the listed pairs, and the traps."""
        given, listed = len(self.right) + len(self.wrong), len(self.right) + len(self.missed)
        return {
            "precision": round(100 * len(self.right) / given, 1) if given else 0.0,
            "recall": round(100 * len(self.right) / listed, 1) if listed else 0.0,
            "right": len(self.right),
            "wrong": len(self.wrong),
            "missed": len(self.missed),
            "not listed": len(self.unlisted),
            "grade right": self.graded,
            "traps": self.traps,
            "traps silent": self.silent,
        }


def score(gold: Sequence[Claim], found: Found) -> Score:
    """Hold what was found against the listed pairs."""
    total = Score()
    listed: set[Pair] = set()
    for item in gold:
        pair = (item["a"], item["b"])
        listed |= {
            frozenset((one, other))
            for one in found.same.get(pair[0], {pair[0]})
            for other in found.same.get(pair[1], {pair[1]})
        }
        _score_pair(total, item, found.between(*pair))
    for key, several in sorted(found.pairs.items(), key=lambda entry: sorted(entry[0])):
        if key not in listed:
            total.unlisted += [
                f"{' × '.join(sorted(key))}: {grade}; {why}"
                for kind, grade, why in several
                if kind == "contradiction"
            ][:1]
    return total


def _score_pair(total: Score, item: Claim, several: list[tuple[str, str, str]]) -> None:
    clashes = [(grade, why) for kind, grade, why in several if kind == "contradiction"]
    note = f"{item['a']} × {item['b']}: {item['relation']} {item['grade'] or ''}; {item['why']}"
    if item["relation"] == "contradiction":
        (total.right if clashes else total.missed).append(note)
        total.graded += bool(clashes) and min(clashes)[0] == item["grade"]
        return
    if clashes:
        total.wrong.append(f"{note}; found: {'; '.join(clashes[0])}")
    if item["relation"] == "none":
        total.traps += 1
        total.silent += not clashes
        return
    part, whole = total.others.get(item["relation"], (0, 0))
    total.others[item["relation"]] = (part + any(k == item["relation"] for k, *_ in several), whole + 1)


def main(arguments: Sequence[str] | None = None) -> int:
    """Print the scores of one half."""
    parser = argparse.ArgumentParser(description="Score relations between claims on the gold set.")
    parser.add_argument("half", choices=HALVES)
    parser.add_argument("--read", action="store_true", help="compare the claims as the rules read them")
    parser.add_argument("--json", type=Path, help="write the figures to this file")
    parser.add_argument("--errors", action="store_true", help="list what differs (development half only)")
    asked = parser.parse_args(arguments)
    if asked.errors and asked.half != "dev":
        parser.error("--errors is for the development half: the other is held out")
    result = score(read_lines(HERE / asked.half / "relations.jsonl"), _found(asked.half, asked.read))
    figures: dict[str, Any] = result.figures()
    for kind, (part, whole) in sorted(result.others.items()):
        figures[kind] = f"{part} of {whole}"
    print("\n".join(f"{name:14}{value:>9}" for name, value in figures.items()))
    if asked.errors:
        for name in ("wrong", "missed", "unlisted"):
            print("\n".join([f"\n== {name}", *getattr(result, name)]))
    if asked.json:
        asked.json.write_text(json.dumps(figures, indent=1) + "\n", encoding="utf-8")
    return 0


def _found(half: str, read: bool) -> Found:
    reference = Reference.default()
    gold = read_lines(HERE / half / "claims.jsonl")
    if not read:
        reports = gold_reports(HERE / half, gold, reference)
        return found_between(reports, claim_ids(reports), reference)
    from claimgraph.exports.claims_jsonl import claim_records

    reports = read_reports(half, reference)
    lines = [
        record | {"report": Path(report.source_file).stem}
        for report in reports
        for record in claim_records(report, BASE)
    ]
    back = {given: name for name, given in match(gold, lines).items()}
    return found_between(reports, {line["id"]: back.get(line["id"], line["id"]) for line in lines}, reference)


if __name__ == "__main__":
    sys.exit(main())
