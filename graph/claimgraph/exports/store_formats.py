"""What every export of a store is: a name, endings, a media type, the views it can write, the writing.

`Selected` is what a format gets: the claims that the filters let through, read once, and the graph of a view
when the format asks for one.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from typing import Protocol

from claimgraph.errors import UsageError
from claimgraph.exports.claims import ClaimReader, ClaimRecord
from claimgraph.exports.filters import Filters, claims
from claimgraph.exports.graph import Graph
from claimgraph.exports.provenance import describe
from claimgraph.exports.views import find_view
from claimgraph.reasoning.engine import is_current
from claimgraph.store import Store

NO_ROOM = "the query, the data version and the licence, for which it has no room (--verbose prints them)"
Progress = Callable[[str, int], None]
"""Called with what is being done and how many of it were done."""


def silent(_what: str, _done: int) -> None:
    """Progress that nobody sees."""


@dataclass(slots=True)
class LossReport:
    """What an export holds, and what it could not carry.

    `lost` has one line for each kind of thing, with its number; an empty list means that nothing of the view
    was lost. `claims` is the number of claims that were written.
    """

    format: str
    view: str
    claims: int = 0
    nodes: int = 0
    edges: int = 0
    bytes: int = 0
    description: str = ""
    lost: list[str] = field(default_factory=list)


class StoreFormat(Protocol):
    """One format for what a store holds. `view` is that of `--view`; formats without views ignore it."""

    @property
    def name(self) -> str:
        """What `--format` takes."""
        ...

    @property
    def summary(self) -> str:
        """What it is good for, in one line."""
        ...

    @property
    def endings(self) -> tuple[str, ...]:
        """Endings of file names that mean it."""
        ...

    @property
    def media_type(self) -> str:
        """The media type for HTTP."""
        ...

    @property
    def takes_view(self) -> bool:
        """Whether it writes the graph of a view, rather than claims or quads."""
        ...

    def write(self, selected: Selected, report: LossReport) -> Iterator[str | bytes]:
        """Yield the file in pieces and fill in the report, which is complete when the last piece is out."""
        ...


class Selected:
    """The claims of a store that filters let through."""

    def __init__(
        self,
        store: Store,
        filters: Filters,
        view: str = "claims",
        layout: str = "auto",
        licence: str = "",
        progress: Progress = silent,
    ) -> None:
        """See `export` for the parameters.

        Raises:
            UsageError: no claim fits.
        """
        self.store = store
        self.filters = filters
        self.view = find_view(view)
        self.layout = layout
        self.progress = progress
        self.reader = ClaimReader(store)
        self.iris = claims(store, filters)
        if next(iter(self.iris), None) is None:
            hint = "load reports first" if filters.open else "widen the filters"
            raise UsageError(f"no claim fits: {self.words()}", hint=hint)
        self.provenance = describe(store, self.view.name, self.words(), licence)

    def words(self) -> str:
        """The filters in words."""
        named = (*self.filters.about, *self.filters.side, *self.filters.perspective)
        self.reader.names.learn(named)
        return self.filters.described({one: self.reader.names.label(one) for one in named})

    def claims(self, report: LossReport) -> Iterator[ClaimRecord]:
        """Yield the claims by IRI, counting them."""
        for record in self.reader.read(self.iris):
            report.claims += 1
            if report.claims % 100 == 0:
                self.progress("claims read", report.claims)
            yield record
        if self.reader.missing:
            report.lost.append(f"{self.reader.missing} claims that lack claimant, stance, content or passage")

    def graph(self, report: LossReport) -> Graph:
        """The graph of the view."""
        graph = Graph(self.view.name, self.view.node_columns, self.view.edge_columns)
        self.view.fill(graph, self.claims(report), self.reader)
        if not is_current(self.store) and self.view.name != "sources":
            graph.notes.append(
                "contradictions: not found for the present reports; run claimgraph contradictions --recompute"
            )
        graph.description = self.provenance.text
        graph.day = self.provenance.day
        report.nodes, report.edges = graph.node_count, graph.edge_count
        report.lost += graph.notes
        return graph
