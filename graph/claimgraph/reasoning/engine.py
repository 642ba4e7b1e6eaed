"""Findings in the store: computed as a whole, or again only where a report changed something.

Every finding concerns a question, and every question is about a node: an event, a side, a place. When a
report comes or goes, the findings on the nodes that it speaks of are dropped and computed again; the rest
cannot have changed. Both ways give the same record, byte for byte.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass

from claimgraph.identity import digest
from claimgraph.loading import removal
from claimgraph.nquads import iri, literal
from claimgraph.reasoning.contradictions import Case, contradictions, read_case
from claimgraph.reasoning.corroboration import corroborations
from claimgraph.reasoning.figures import all_figures
from claimgraph.reasoning.findings import Finding, FindingWriter, document_iri
from claimgraph.reasoning.record import Facts, Reader, batches
from claimgraph.reasoning.revisions import revisions
from claimgraph.store import Store
from claimgraph.vocabulary import cg

Finder = Callable[[Case, "set[str] | None"], "list[Finding]"]
MOST_NODES = 4_000
"""When more nodes than this are touched, everything is computed again."""
BULK_LINES = 50_000


def _contradictions(case: Case, nodes: set[str] | None) -> list[Finding]:
    return list(contradictions(case, nodes))


def _revisions(case: Case, nodes: set[str] | None) -> list[Finding]:
    return list(revisions(case, nodes))


def _corroborations(case: Case, nodes: set[str] | None) -> list[Finding]:
    return list(corroborations(case, nodes, case.credit))


FINDERS: dict[str, Finder] = {
    "contradictions": _contradictions,
    "corroborations": _corroborations,
    "revisions": _revisions,
}
"""What is found, by the name of the document that brings it into the record."""


@dataclass(frozen=True, slots=True)
class Refreshed:
    """What a run found: findings written, by kind, and the nodes compared (`None`: all)."""

    found: dict[str, int]
    nodes: int | None


def refresh(store: Store, documents: Iterable[str] | None = None) -> Refreshed:
    """Bring the findings up to date, on the whole or after these documents came, went or changed.

    >>> from claimgraph.store import EmbeddedStore
    >>> store = EmbeddedStore.in_memory()
    >>> refresh(store).found["contradictions"], is_current(store)
    (0, True)
    """
    reader = Reader(store)
    nodes = None if documents is None or not _is_computed(store) else _touched(reader, set(documents))
    if nodes is not None and len(nodes) > MOST_NODES:
        nodes = None
    if nodes is None:
        store.update(" ;\n".join(removal(document, links=False) for document in _documents(store)))
    else:
        _drop_about(store, nodes)
    case = read_case(reader, nodes)
    counts = {}
    lines: set[str] = set()
    for name, find in FINDERS.items():
        writer = FindingWriter(store.base, name)
        found = find(case, nodes)
        counts[name] = len(found)
        lines.update(writer.document())
        lines.update(writer.findings(found))
    _insert(store, lines)
    _mark(store)
    store.flush()
    return Refreshed(counts, None if nodes is None else len(nodes))


def drop(store: Store) -> None:
    """Take all findings out of the record."""
    store.update(" ;\n".join(removal(document, links=False) for document in _documents(store)))
    store.flush()


def is_current(store: Store) -> bool:
    """Whether the findings in the record are those of the reports in it."""
    mark = f"SELECT ?h WHERE {{ {iri(_documents(store)[0])} <{cg('recordHash')}> ?h }}"
    return [row[0] for row in Reader(store).rows(mark)] == [_state(store)]


# ---------------------------------------------------------------------------------------- parts


def _documents(store: Store) -> list[str]:
    return [document_iri(store.base, name) for name in FINDERS]


def _is_computed(store: Store) -> bool:
    query = f"SELECT ?x WHERE {{ {iri(_documents(store)[0])} <{cg('recordHash')}> ?x }}"
    return any(True for _ in Reader(store).rows(query))


def _state(store: Store) -> str:
    """A hash over the documents of the record, those with findings aside."""
    query = (
        f"SELECT ?d ?h WHERE {{ ?d <{cg('contentHash')}> ?c OPTIONAL {{ ?d <{cg('recordHash')}> ?r }} "
        "BIND(COALESCE(?r, ?c) AS ?h) }"
    )
    derived = document_iri(store.base, "")
    return digest(
        *sorted("|".join(row) for row in Reader(store).rows(query) if not row[0].startswith(derived))
    )


def _mark(store: Store) -> None:
    term, name = iri(_documents(store)[0]), iri(cg("recordHash"))
    store.update(
        f"DELETE {{ {term} {name} ?h }} WHERE {{ {term} {name} ?h }} ;\n"
        f"INSERT DATA {{ {term} {name} {literal(_state(store))} }}"
    )


def _touched(reader: Reader, documents: set[str]) -> set[str]:
    """The nodes on which findings may have changed: those of the documents' claims and of broken findings."""
    wanted = reader.claims_of(documents)
    claims = reader.claims(wanted)
    linked = {x for one in claims.values() for x in (one.relays, one.replaces, one.reviews) if x}
    claims |= reader.claims(linked - claims.keys())
    contents = reader.contents({claim.proposition for claim in claims.values()})
    nodes = {claim.proposition for claim in claims.values()}
    facts = Facts(reader)
    targets = {target for content in contents.values() for target in content.targets()}
    facts.need(targets)
    for content in contents.values():
        nodes.update(content.events())
        nodes.update(figure.scope for figure in all_figures(content, facts) if figure.scope)
    for claim in claims.values():
        content_of_claim = contents.get(claim.proposition)
        if content_of_claim and any(not one.scope for one in all_figures(content_of_claim, facts)):
            nodes.add(claim.claimant)  # a figure of no known scope is compared with the claimant's others
    return nodes | reader.untyped(targets) | _broken(reader)


def _broken(reader: Reader) -> set[str]:
    """The nodes of findings that have lost a claim."""
    derived = " ".join(iri(document_iri(reader.store.base, name)) for name in FINDERS)
    query = (
        f"SELECT DISTINCT ?node WHERE {{ VALUES ?d {{ {derived} }} ?f <{cg('isRecordedFrom')}> ?d ; "
        f"<{cg('concernsQuestion')}> ?q . ?q <{cg('isAbout')}> ?node . "
        f"FILTER NOT EXISTS {{ ?f <{cg('relatesClaim')}>|<{cg('hasReplacedClaim')}> ?a ; "
        f"<{cg('relatesClaim')}>|<{cg('hasReplacingClaim')}> ?b FILTER(?a != ?b) }} }}"
    )
    return {row[0] for row in reader.rows(query)}


def _drop_about(store: Store, nodes: set[str]) -> None:
    """Take out the findings and questions about these nodes."""
    derived = ", ".join(iri(document) for document in _documents(store))
    origin = f"<{cg('isRecordedFrom')}> ?d . FILTER(?d IN ({derived}))"
    about = f"?q <{cg('isAbout')}> ?node ; a <{cg('ContestedQuestion')}>"
    gone = f"?q a <{cg('ContestedQuestion')}> FILTER NOT EXISTS {{ ?q <{cg('isAbout')}> ?node }}"
    store.update(  # what such a question was about went with a report, and its findings with it
        f"DELETE {{ ?f ?p ?o }} WHERE {{ {gone} ?f <{cg('concernsQuestion')}> ?q ; {origin} ?f ?p ?o }} ;\n"
        f"DELETE {{ ?q ?p ?o }} WHERE {{ {gone} ?q {origin} ?q ?p ?o }}"
    )
    for listed in batches(nodes):
        values = f"VALUES ?node {{ {listed} }}"
        store.update(
            f"DELETE {{ ?f ?p ?o }} WHERE {{ {values} {about} . "
            f"?f <{cg('concernsQuestion')}> ?q ; {origin} ?f ?p ?o }} ;\n"
            f"DELETE {{ ?q ?p ?o }} WHERE {{ {values} {about} ; {origin} ?q ?p ?o }}"
        )


def _insert(store: Store, lines: set[str]) -> None:
    data = "".join(sorted(lines)).encode("utf-8")
    if len(lines) > BULK_LINES:
        store.bulk_load(data)
    else:
        store.load(data)
