"""Views: ways of making a graph of claims. Each fills a `Graph` from claims that pass by once.

>>> [view.name for view in VIEWS.values()]
['claims', 'actors', 'sources', 'events', 'lineage']
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Protocol

from claimgraph.errors import UsageError
from claimgraph.exports.claims import ClaimReader, ClaimRecord
from claimgraph.exports.graph import Column, Graph
from claimgraph.exports.views.actors import ActorsView
from claimgraph.exports.views.claims import ClaimsView
from claimgraph.exports.views.events import EventsView
from claimgraph.exports.views.lineage import LineageView
from claimgraph.exports.views.sources import SourcesView
from claimgraph.finding import suggestion

__all__ = ["VIEWS", "View", "find_view"]


class View(Protocol):
    """One way of making a graph."""

    @property
    def name(self) -> str:
        """What `--view` takes."""
        ...

    @property
    def summary(self) -> str:
        """What the nodes and edges are, in one line."""
        ...

    @property
    def node_columns(self) -> tuple[Column, ...]:
        """The columns of its nodes."""
        ...

    @property
    def edge_columns(self) -> tuple[Column, ...]:
        """The columns of its edges."""
        ...

    def fill(self, graph: Graph, claims: Iterable[ClaimRecord], reader: ClaimReader) -> None:
        """Put the nodes and edges of these claims into the graph; `reader` looks up what they name."""
        ...


VIEWS: dict[str, View] = {
    view.name: view for view in (ClaimsView(), ActorsView(), SourcesView(), EventsView(), LineageView())
}


def find_view(name: str) -> View:
    """The view of that name.

    Raises:
        UsageError: there is none; the message names the nearest.
    """
    if name not in VIEWS:
        hint = suggestion(name, VIEWS) or f"the views are: {', '.join(VIEWS)}"
        raise UsageError(f"there is no view {name!r}", hint=hint)
    return VIEWS[name]
