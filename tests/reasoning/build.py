"""Builds small records for the reasoning tests: facts in Turtle, one line for each claim."""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import Path

import pyoxigraph as ox

from claimgraph.reasoning.contradictions import Case, read_case
from claimgraph.reasoning.record import Content, Facts, Reader
from claimgraph.store import EmbeddedStore

FOLDER = Path(__file__).resolve().parent
FACTS = (FOLDER / "facts.ttl").read_text(encoding="utf-8")
PREFIXES = (
    "@prefix : <https://w3id.org/claimgraph/ns#> .\n"
    "@prefix c: <https://w3id.org/claimgraph/code/> .\n"
    "@prefix e: <https://example.org/> .\n"
    "@prefix owl: <http://www.w3.org/2002/07/owl#> .\n"
    "@prefix rdfs: <http://www.w3.org/2000/01/rdf-schema#> .\n"
    "@prefix xsd: <http://www.w3.org/2001/XMLSchema#> .\n"
)
E = "https://example.org/"


@dataclass(frozen=True)
class Pair:
    """A line of pairs.tsv."""

    number: str
    expected: str
    reading: str
    owl: str
    left: str
    right: str
    note: str


def pairs() -> list[Pair]:
    """The gold pairs."""
    lines = (FOLDER / "pairs.tsv").read_text(encoding="utf-8").splitlines()
    return [Pair(*line.split("\t")) for line in lines if line and not line.startswith("#")]


@dataclass
class Record:
    """A store that is filled claim by claim."""

    facts: str = FACTS
    store: EmbeddedStore = field(default_factory=EmbeddedStore.in_memory)
    _count: int = 0

    def __post_init__(self) -> None:
        self.add(self.facts)

    def add(self, turtle: str, graph: str = "") -> None:
        """Add Turtle to the record, or to the content with this name."""
        name = ox.NamedNode(graph) if graph else ox.DefaultGraph()
        quads = ox.parse((PREFIXES + turtle).encode(), ox.RdfFormat.TURTLE)
        lines = "".join(f"{ox.Quad(q.subject, q.predicate, q.object, name)} .\n" for q in quads)
        self.store.load(lines.encode())

    def content(self, name: str, turtle: str) -> str:
        """A content of this name."""
        self.add(f'e:{name} a :Proposition ; rdfs:label "{name}"@en .')
        self.add(turtle, E + name)
        return E + name

    def claim(
        self,
        claimant: str,
        turtle: str,
        *,
        stance: str = "asserts",
        certainty: str = "certain",
        day: str = "2030-01-10",
        report: str = "r1",
        words: str = "",
        more: str = "",
        name: str = "",
        kind: str = "Claim",
    ) -> str:
        """A claim with its content, passage and report; returns its IRI. Equal content, equal proposition."""
        self._count += 1
        name = name or f"claim{self._count}"
        proposition = f"p{abs(hash_of(turtle))}"
        self.content(proposition, turtle)
        words = words or f"§{self._count}"  # no word that another claim could share
        self.add(
            f'e:{report} a :NewsReport ; :isPublishedBy e:wire-{report} ; :publishedOn "{day}"^^xsd:date ; '
            f':contentHash "{report}" ; :recordHash "{report}" ; :isRecordedFrom e:{report} .\n'
            f'e:{report}-{name} a :Passage ; :isPassageOf e:{report} ; :exactText "{words}, they said." ; '
            f":isRecordedFrom e:{report} .\n"
            f"e:{name} a :{kind} ; :hasClaimant e:{claimant} ; :hasStance c:{stance} ; "
            f":hasCertainty c:{certainty} ; :hasContent e:{proposition} ; :isReportedIn e:{report}-{name} ; "
            f':contentText "{words}" ; :isNarration false ; :isDirectQuote false ; '
            f":isRecordedFrom e:{report} .\n"
            f"e:{proposition} :isRecordedFrom e:{report} .\n" + (f"e:{name} {more} .\n" if more else "")
        )
        return E + name

    def case(self) -> Case:
        """Everything, read for the reasoning."""
        return read_case(Reader(self.store))


def hash_of(text: str) -> int:
    """A number for a text, the same in every run."""
    import hashlib

    return int(hashlib.sha256(text.encode()).hexdigest()[:12], 16)


def contents(*turtles: str) -> tuple[list[Content], Facts]:
    """Contents beside the facts of facts.ttl."""
    record = Record()
    names = [record.content(f"content{number}", turtle) for number, turtle in enumerate(turtles)]
    reader = Reader(record.store)
    found = reader.contents(names)
    return [found[name] for name in names], Facts(reader)
