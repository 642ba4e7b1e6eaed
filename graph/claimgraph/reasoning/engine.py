"""Findings in the store: computed as a whole, or again only where a report changed something.

Every finding concerns a question, and every question is about a node: an event, a side, a place. When a
report comes or goes, the findings on the nodes that it speaks of are dropped and computed again; the rest
cannot have changed. Both ways give the same record, byte for byte.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from hashlib import sha256

import pyoxigraph as ox

from claimgraph.loading import removal
from claimgraph.nquads import iri, literal
from claimgraph.reasoning.accounts import Accounts
from claimgraph.reasoning.contradictions import Case, contradictions, read_case
from claimgraph.reasoning.corroboration import corroborations
from claimgraph.reasoning.figures import all_figures
from claimgraph.reasoning.findings import Finding, FindingWriter, document_iri
from claimgraph.reasoning.ratings import CONVERTED_BY, RATINGS
from claimgraph.reasoning.reach import Reach
from claimgraph.reasoning.record import Facts, Reader, batches
from claimgraph.reasoning.revisions import revisions
from claimgraph.reasoning.tables import compiled
from claimgraph.reasoning.tracing import tracings
from claimgraph.store import Store
from claimgraph.vocabulary import cg

Finder = Callable[[Case, "set[str] | None"], "list[Finding]"]
MOST_NODES = 4_000
"""When more nodes than this are touched, everything is computed again."""
BULK_LINES = 50_000
LINES_AT_ONCE = 5_000
_PAIRED = ("Contradiction", "Corroboration", "TranscriptionDifference")
_ENDS = ("hasReplacedClaim", "hasReplacingClaim")
_TRACED = ("hasTracedClaim", "hasEarlierClaim")


def _contradictions(case: Case, nodes: set[str] | None) -> list[Finding]:
    return list(contradictions(case, nodes))


def _revisions(case: Case, nodes: set[str] | None) -> list[Finding]:
    return list(revisions(case, nodes))


def _corroborations(case: Case, nodes: set[str] | None) -> list[Finding]:
    return list(corroborations(case, nodes, case.credit))


def _tracings(case: Case, nodes: set[str] | None) -> list[Finding]:
    return list(tracings(case, nodes))


FINDERS: dict[str, Finder] = {
    "contradictions": _contradictions,
    "corroborations": _corroborations,
    "revisions": _revisions,
    "tracings": _tracings,
}
"""What is found, by the name of the document that brings it into the record."""


@dataclass(frozen=True, slots=True)
class Refreshed:
    """What a run found: findings written, by kind, and the nodes compared (`None`: all)."""

    found: dict[str, int]
    nodes: int | None


def refresh(store: Store, documents: Iterable[str] | None = None) -> Refreshed:
    """Bring the findings up to date, on the whole or after these documents came, went or changed.

    `documents` are all that were stored since the last run; of those that went nothing need be said.

    >>> from claimgraph.store import EmbeddedStore
    >>> store = EmbeddedStore.in_memory()
    >>> refresh(store).found["contradictions"], is_current(store)
    (0, True)
    """
    reader = Reader(store)
    before, now = _marked(reader), ""
    nodes: set[str] | None = None
    old: set[str] = set()
    if documents is not None and before:
        changed = set(documents)
        now = _state_with(reader, before, changed)
        has_lost = not now
        nodes = _touched(reader, changed) | (_broken(reader) if has_lost else set())
        if len(nodes) > MOST_NODES:
            nodes = None
        else:
            old = _kept_lines(reader, nodes, orphans=has_lost)
    if nodes is None:
        store.update(" ;\n".join(removal(document, links=False) for document in _documents(store)))
    case = read_case(reader, nodes)
    counts = {}
    lines: set[str] = set()
    for name, find in FINDERS.items():
        writer = FindingWriter(store.base, name)
        found = find(case, nodes)
        counts[name] = len(found)
        lines.update(writer.document())
        lines.update(writer.findings(found))
    _delete(store, old - lines)
    _insert(store, lines - old)
    _mark(store, now or _state(reader))
    store.flush()
    return Refreshed(counts, None if nodes is None else len(nodes))


def drop(store: Store) -> None:
    """Take all findings out of the record."""
    store.update(" ;\n".join(removal(document, links=False) for document in _documents(store)))
    store.flush()


def is_current(store: Store) -> bool:
    """Whether the findings in the record are those of the reports in it."""
    reader = Reader(store)
    return _marked(reader) == _state(reader)


def state_of(store: Store) -> str:
    """What tells the documents of a record from those of another time; findings do not count."""
    return _state(Reader(store))


# ---------------------------------------------------------------------------------------- parts


def _documents(store: Store) -> list[str]:
    return [document_iri(store.base, name) for name in FINDERS]


def _marked(reader: Reader) -> str:
    """The state of the record for which findings were computed last; empty if never."""
    query = f"SELECT ?h WHERE {{ {iri(_documents(reader.store)[0])} <{cg('recordHash')}> ?h }}"
    return "".join(row[0] for row in reader.rows(query))


_HASHES = tuple(f"?d <{cg(name)}> ?h" for name in ("contentHash", "recordHash"))
"""The hashes of a document: of its text, and of its record."""
_MODULUS = 1 << 256


def _state(reader: Reader) -> str:
    """The number of the documents of the record and a hash over them, those with findings or ratings aside.

    The hash is the sum of those of the documents, so that it can be told without reading all of them what
    it is when some are added.
    """
    aside = (document_iri(reader.store.base, ""), f"{reader.store.base}{RATINGS}")
    rows = (row for body in _HASHES for row in reader.rows(f"SELECT ?d ?h WHERE {{ {body} }}"))
    return _sum(row for row in rows if not row[0].startswith(aside))


def _state_with(reader: Reader, before: str, documents: set[str]) -> str:
    """What a state becomes if these documents were added and nothing else changed; empty if it did."""
    rows = [
        row
        for listed in batches(documents)
        for body in _HASHES
        for row in reader.rows(f"SELECT ?d ?h WHERE {{ VALUES ?d {{ {listed} }} {body} }}")
    ]
    added = _sum(rows)
    number = int(before.partition("-")[0], 16) + int(added.partition("-")[0], 16)
    if number != _number(reader):
        return ""
    total = int(before.partition("-")[2], 16) + int(added.partition("-")[2], 16)
    return f"{number:x}-{total % _MODULUS:064x}"


def _number(reader: Reader) -> int:
    """How many hashes of documents the record has: to count takes a tenth of the time of reading them."""
    names = (*FINDERS, "entailment")
    derived = " ".join(iri(document_iri(reader.store.base, name)) for name in names)
    aside = (f"VALUES ?d {{ {derived} }}", f"?d <{cg('wasConvertedBy')}> {literal(CONVERTED_BY)} .")
    return sum(
        _count(reader, body) - sum(_count(reader, f"{kind} {body}") for kind in aside) for body in _HASHES
    )


def _sum(rows: Iterable[tuple[str, ...]]) -> str:
    number = total = 0
    for row in rows:
        number += 1
        total += int.from_bytes(sha256("|".join(row).encode()).digest())
    return f"{number:x}-{total % _MODULUS:064x}"


def _mark(store: Store, state: str) -> None:
    term, name = iri(_documents(store)[0]), iri(cg("recordHash"))
    store.update(
        f"DELETE {{ {term} {name} ?h }} WHERE {{ {term} {name} ?h }} ;\n"
        f"INSERT DATA {{ {term} {name} {literal(state)} }}"
    )


def _touched(reader: Reader, documents: set[str]) -> set[str]:
    """The nodes on which findings may have changed: those that the documents' claims speak of."""
    wanted = reader.claims_of(documents)
    claims = reader.claims(wanted)
    linked = {x for one in claims.values() for x in (one.relays, one.replaces, one.reviews) if x}
    claims |= reader.claims(linked - claims.keys())
    contents = reader.contents({claim.proposition for claim in claims.values()})
    nodes = {claim.proposition for claim in claims.values()}
    facts = Facts(reader)
    targets = {target for content in contents.values() for target in content.targets()}
    facts.need(targets)
    nodes |= Reach(reader, Accounts(claims, contents, facts, compiled())).asked_by(claims.values())
    for content in contents.values():
        nodes.update(content.events())
        nodes.update(figure.scope for figure in all_figures(content, facts) if figure.scope)
    for claim in claims.values():
        content_of_claim = contents.get(claim.proposition)
        if content_of_claim and any(not one.scope for one in all_figures(content_of_claim, facts)):
            nodes.add(claim.claimant)  # a figure of no known scope is compared with the claimant's others
    return nodes | reader.untyped(targets)


def _broken(reader: Reader) -> set[str]:
    """The nodes of findings that have lost a claim.

    Numbers are asked for first: a pattern for two different claims of each finding takes long, and mostly
    none is broken.
    """
    found: set[str] = set()
    findings = sum(_count(reader, f"?f a <{cg(name)}>") for name in _PAIRED)
    lost = 2 * findings - _count(reader, f"?f <{cg('relatesClaim')}> ?c")
    if lost:
        one = f"SELECT ?f WHERE {{ ?f <{cg('relatesClaim')}> ?c }} GROUP BY ?f HAVING(COUNT(?c) < 2)"
        found |= {row[0] for row in reader.rows(one)}
    kinds: dict[str, tuple[str, ...]] = {"Supersession": _ENDS, "Retraction": _ENDS, "Tracing": _TRACED}
    if lost > len(found):  # others have lost both
        kinds |= dict.fromkeys(_PAIRED, ("relatesClaim",))
    for name, ends in kinds.items():
        for end in ends:
            query = f"SELECT ?f WHERE {{ ?f a <{cg(name)}> FILTER NOT EXISTS {{ ?f <{cg(end)}> ?c }} }}"
            found.update(row[0] for row in reader.rows(query))
    return _ask(reader, found, f"?x <{cg('concernsQuestion')}> ?q . ?q <{cg('isAbout')}> ?node", "?node")


def _count(reader: Reader, pattern: str) -> int:
    return sum(int(row[0]) for row in reader.rows(f"SELECT (COUNT(*) AS ?n) WHERE {{ {pattern} }}"))


def _kept_lines(reader: Reader, nodes: set[str], *, orphans: bool) -> set[str]:
    """What the record says of the findings and questions about these nodes, as N-Quads lines.

    With `orphans` also of those on questions whose node went with a report.
    """
    kind = f"?q a <{cg('ContestedQuestion')}>"
    questions = _ask(reader, nodes, f"?q <{cg('isAbout')}> ?x . {kind}", "?q")
    if orphans:
        alone = f"SELECT ?q WHERE {{ {kind} FILTER NOT EXISTS {{ ?q <{cg('isAbout')}> ?node }} }}"
        questions |= {row[0] for row in reader.rows(alone)}
    asked = questions | _ask(reader, questions, f"?f <{cg('concernsQuestion')}> ?x", "?f")
    derived = {ox.NamedNode(document) for document in _documents(reader.store)}
    kept: dict[str, list[str]] = {}
    ours: set[str] = set()
    for listed in batches(asked):
        solutions = reader.store.query(f"SELECT ?s ?p ?o WHERE {{ VALUES ?s {{ {listed} }} ?s ?p ?o }}")
        assert isinstance(solutions, ox.QuerySolutions)
        for subject, predicate, value in solutions:
            kept.setdefault(subject.value, []).append(f"{subject} {predicate} {value} .\n")
            if predicate.value == cg("isRecordedFrom") and value in derived:
                ours.add(subject.value)
    return {line for subject in ours for line in kept[subject]}


def _ask(reader: Reader, nodes: Iterable[str], pattern: str, name: str) -> set[str]:
    """What fits a pattern on any of the nodes, which it calls `?x`."""
    return {
        row[0]
        for listed in batches(nodes)
        for row in reader.rows(f"SELECT {name} WHERE {{ VALUES ?x {{ {listed} }} {pattern} }}")
    }


def _delete(store: Store, lines: set[str]) -> None:
    ordered = sorted(lines)
    for start in range(0, len(ordered), LINES_AT_ONCE):
        store.update(f"DELETE DATA {{ {''.join(ordered[start : start + LINES_AT_ONCE])} }}")


def _insert(store: Store, lines: set[str]) -> None:
    data = "".join(sorted(lines)).encode("utf-8")
    if len(lines) > BULK_LINES:
        store.bulk_load(data)
    else:
        store.load(data)
