"""Claims of a store as RDF: all that the record says of the claims selected, and their contents.

Without filters the whole store is written. A selection holds the claims with their passages, propositions,
reports, times, the things that they name (with their names, classes, sides and those for whom they act), the
findings between selected claims, and the graph of each proposition.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import IO, cast

import pyoxigraph as ox

from claimgraph.exports.quad_lines import STEP, QuadLines
from claimgraph.exports.rdf import readable
from claimgraph.exports.rows import BATCH, bound, select
from claimgraph.exports.spool import chunks
from claimgraph.exports.store_formats import NO_ROOM, LossReport, Progress, Selected
from claimgraph.store import Store
from claimgraph.vocabulary import CG

_PIECE = 500
_FOLLOWED = tuple(
    CG + name
    for name in (
        "hasClaimant", "hasContent", "isReportedIn", "hasSourcePassage", "hasCuePassage", "hasContentPassage",
        "isAbout", "wasMadeDuring", "wasMadeTo", "isPassageOf", "isPublishedBy", "actsFor", "belongsToSide",
        "concernsQuestion",
    )
)  # fmt: skip
"""The properties along which the selection grows."""
_PARTS = ("relatesClaim", "hasReplacedClaim", "hasReplacingClaim", "hasTracedClaim", "hasEarlierClaim")
_RELATES = f"({'|'.join(f'<{CG}{name}>' for name in _PARTS)})"
_FINDINGS = f"SELECT ?finding ?key WHERE {{ VALUES ?key {{ UNDEF }} ?finding {_RELATES} ?key }}"
_ENDS = f"SELECT ?key ?claim WHERE {{ VALUES ?key {{ UNDEF }} ?key {_RELATES} ?claim }}"
_CONTENT = "SELECT ?key ?s ?p ?o WHERE { VALUES ?key { UNDEF } GRAPH ?key { ?s ?p ?o } }"
_RECORD = "CONSTRUCT { ?key ?p ?o } WHERE { VALUES ?key { UNDEF } ?key ?p ?o }"


class StoreRdf:
    """The formats `trig`, `nq` and `jsonld`."""

    takes_view = False

    def __init__(self, name: str, summary: str, media_type: str) -> None:
        """`name` is one of the three."""
        self.name = name
        self.summary = summary
        self.endings = (f".{name}",)
        self.media_type = media_type

    def write(self, selected: Selected, report: LossReport) -> Iterator[str | bytes]:
        """Yield the file: subjects, predicates and objects in the order of their N-Triples text."""
        store, progress = selected.store, selected.progress
        report.claims = sum(1 for _ in selected.iris)
        progress("claims", report.claims)
        lines = QuadLines(by_graph=self.name != "nq", progress=progress)
        if selected.filters.open:
            store.dump_to(cast(IO[bytes], lines))
        else:
            lines.extend(_subset(store, {row[0] for row in selected.iris}))
        yield from self._provenance(selected)
        if self.name == "nq":
            yield from _told(lines, progress)
        else:
            progress("writing", 0)
            yield from readable(lines, self.name, store.base)
        if self.name == "jsonld":
            report.lost.append(NO_ROOM)
        if not selected.filters.open:
            report.lost.append(
                "mentions of names, and what else the record says: only a whole store has them"
            )

    def _provenance(self, selected: Selected) -> Iterator[str]:
        """The query, data version and licence, as comment lines; JSON has no comments."""
        if self.name != "jsonld":
            yield f"# {selected.provenance.text}\n"


def _told(lines: Iterable[bytes], progress: Progress) -> Iterator[bytes]:
    """The lines in pieces, with a word of progress now and then."""
    done = 0
    for part in chunks(lines, _PIECE):
        yield b"".join(part)
        done += len(part)
        if done % STEP == 0:
            progress("quads written", done)


def _subset(store: Store, claims: set[str]) -> Iterator[bytes]:
    """The N-Quads lines of a selection."""
    nodes = set(claims) | _findings(store, claims)
    done: set[str] = set()
    contents: set[str] = set()
    while edge := sorted(nodes - done):
        done.update(edge)
        for triple in _triples(store, _RECORD, edge):
            yield f"{triple} .\n".encode()
            if triple.predicate.value in _FOLLOWED and isinstance(triple.object, ox.NamedNode):
                nodes.add(triple.object.value)
            if triple.predicate.value == CG + "hasContent" and isinstance(triple.object, ox.NamedNode):
                contents.add(triple.object.value)
        if not nodes - done:
            for line, named in _contents(store, contents):
                yield line
                nodes |= named
            contents = set()


def _contents(store: Store, propositions: Iterable[str]) -> Iterator[tuple[bytes, set[str]]]:
    """The lines of the graphs of propositions, each with the nodes that it names."""
    for part in chunks(sorted(propositions), BATCH):
        found = store.query(bound(_CONTENT, part))
        assert isinstance(found, ox.QuerySolutions)
        for graph, *triple in found:
            line = f"{' '.join(map(str, triple))} {graph} .\n".encode()
            yield line, {term.value for term in triple[::2] if isinstance(term, ox.NamedNode)}


def _findings(store: Store, claims: set[str]) -> set[str]:
    """The findings all of whose claims are selected."""
    found = {
        row[0] for part in chunks(sorted(claims), BATCH) for row in select(store, bound(_FINDINGS, part))
    }
    ends = (row for part in chunks(sorted(found), BATCH) for row in select(store, bound(_ENDS, part)))
    return found - {finding for finding, claim in ends if claim not in claims}


def _triples(store: Store, query: str, keys: Iterable[str]) -> Iterator[ox.Triple]:
    for part in chunks(keys, BATCH):
        yield from _constructed(store, bound(query, part))


def _constructed(store: Store, query: str) -> Iterator[ox.Triple]:
    found = store.query(query)
    assert isinstance(found, ox.QueryTriples)
    yield from found
