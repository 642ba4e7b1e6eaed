"""The view `events`: events as claims describe them, and what they are said to have to do with things.

    event --ROLE--> entity       what a claim says of the event: affects, performed by, takes place at …
    event --LINK--> event        caused by, after, during, part of, as a claim has it
    speaker --speaks of--> event

No edge states a fact. Each stands for the claims that say so or deny it: `asserting` and `denying` count
them, `claimants` names who. The class of an event and its times are those that claims give it, all of them.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from itertools import groupby
from operator import itemgetter

from claimgraph.exports.claims import ClaimReader, ClaimRecord, Time
from claimgraph.exports.graph import DATE, IRI, RELATION, TYPE, Column, Edge, Graph, Node, one_line, short
from claimgraph.exports.rows import BATCH, local, lookup
from claimgraph.exports.spool import Sorter, chunks
from claimgraph.exports.views.common import LABEL, merged, size, spell
from claimgraph.exports.views.counting import counted_things
from claimgraph.exports.views.tally import COUNTS, Tallies, Tally, cells, listed
from claimgraph.labels import words
from claimgraph.vocabulary import RDF

_LINKS = {
    "hasCause": "caused by",
    "follows": "after",
    "overlaps": "during",
    "isSubEventOf": "part of",
}
_LITERALS = frozenset(("describedAs", "hasQuantity", "hasTimeSpan"))
_SPEAKER = frozenset(("speaker",))
_KEY_OF_A_REPORT = re.compile(r"[0-9a-f]{40,64}#\d+")
"""What stands in the label of an event that only one report knows."""


class EventsView:
    """The view `events`."""

    name = "events"
    summary = (
        "events with the things in their roles, as claims have it; edges count who says so and who denies"
    )
    node_columns = (
        TYPE,
        IRI,
        Column(
            "class", "string", "the ontology classes that claims give to the event; else that of the thing"
        ),
        Column("claims", "integer", "how many of these claims speak of it"),
        Column("date_event", "string", "when it is said to have happened: every answer, as EDTF"),
        Column("side", "string", "the side that a speaker is counted with"),
    )
    edge_columns = (RELATION, DATE, *COUNTS, Column("claimants", "string", "who says or denies it"))

    def fill(self, graph: Graph, claims: Iterable[ClaimRecord], reader: ClaimReader) -> None:
        """Put events, things and edges into the graph."""
        _Filling(graph, reader).run(claims)


class _Filling:
    def __init__(self, graph: Graph, reader: ClaimReader) -> None:
        self.graph = graph
        self.reader = reader
        self.base = reader.store.base
        self.pairs = Tallies()
        self.events = Sorter()
        self.things = Sorter()
        self.without = 0

    def run(self, claims: Iterable[ClaimRecord]) -> None:
        for part in chunks(claims, BATCH):
            contents = lookup(
                self.reader.store, "proposition-content", sorted({claim.proposition for claim in part})
            )
            times = lookup(
                self.reader.store, "proposition-times", sorted({claim.proposition for claim in part})
            )
            for claim in part:
                self.count(claim, contents.get(claim.proposition, []), times.get(claim.proposition, []))
        for key, tally in self.pairs:
            self.graph.add_edges([self.edge(key, tally)])
        self.event_nodes()
        self.thing_nodes()
        if self.without:
            self.graph.notes.append(f"{self.without} claims that speak of no event, such as mere figures")

    def count(self, claim: ClaimRecord, content: list[tuple[str, ...]], times: list[tuple[str, ...]]) -> None:
        events = {event for event, *_ in content}
        self.without += not events
        for event in events:
            self.events.append((event, "claim", claim.iri, "", ""))
            self.pairs.add((claim.voice, event, "speaks of"), cells(claim))
            self.things.append((claim.voice, "speaker", claim.iri))
        for event, property_, value, linked in content:
            name = local(property_)
            if property_ == RDF + "type":
                self.events.append((event, "class", local(value), "", ""))
            elif linked:
                if value in events:
                    self.pairs.add((event, value, _LINKS.get(name, role(name))), cells(claim))
            elif name not in _LITERALS:
                self.pairs.add((event, value, role(name)), cells(claim))
                self.things.append((value, "entity", claim.iri))
        for event, *time in times:
            if event in events:
                self.events.append((event, "time", *time))

    def edge(self, key: tuple[str, ...], tally: Tally) -> Edge:
        source, target, kind = key
        values = (kind, tally.date(), *tally.counts(), listed(sorted(tally.claimants)))
        label = f"{kind} ({len(tally.claims)})"
        ends = (short(source, self.base), short(target, self.base))
        return Edge(*ends, kind, label, values, tally.weight, tally.times)

    def event_nodes(self) -> None:
        for part in chunks(_described(self.events), BATCH):
            labels = lookup(self.reader.store, "entity", [event for event, *_ in part])
            for event, claims, classes, times in part:
                known = sorted(label for _, label, _ in labels.get(event, []) if label)
                label = event_name(known[0] if known else "", classes)
                spells = merged(one for time in times for one in spell(time))
                dates = listed([time.edtf for time in times])
                values = ("event", event, "; ".join(classes), claims, dates, "")
                id_ = short(event, self.base)
                self.graph.add_node(
                    Node(id_, one_line(label, LABEL) or id_, "event", values, size(claims), spells)
                )

    def thing_nodes(self) -> None:
        names = self.reader.names
        for key, roles, claims in counted_things(self.things, self.reader, _SPEAKER):
            type_ = "speaker" if roles & _SPEAKER else "entity"
            side = names.agent(key).side if roles & _SPEAKER else ""
            values = (type_, names.address(key), names.kind(key), claims, "", side)
            id_ = short(key, self.base)
            self.graph.add_node(
                Node(id_, one_line(names.label(key), LABEL) or id_, type_, values, size(claims))
            )


def role(name: str) -> str:
    """A role of the ontology in words.

    >>> role("isPerformedBy"), role("affects"), role("launchedFrom")
    ('performed by', 'affects', 'launched from')
    """
    return words(name).removeprefix("is ").removeprefix("has ")


def event_name(label: str, classes: Iterable[str]) -> str:
    """The label of an event without the hash that stands in it when only one report knows the event.

    >>> event_name("Attack: " + "0" * 64 + "#7", ["MissileStrike"])
    'missile strike'
    >>> event_name("Sinking: Moskva", ["Sinking"])
    'Sinking: Moskva'
    """
    if label and not _KEY_OF_A_REPORT.search(label):
        return label
    return " or ".join(words(one) for one in classes) or "event"


def _described(events: Sorter) -> Iterator[tuple[str, int, list[str], list[Time]]]:
    """Each event with the number of claims, the classes and the times that they give it."""
    for event, rows in groupby(events, itemgetter(0)):
        claims, classes, times = 0, [], []
        for _, what, *given in rows:
            if what == "claim":
                claims += 1
            elif what == "class":
                classes.append(given[0])
            else:
                times.append(Time(*given))
        yield event, claims, classes, times
