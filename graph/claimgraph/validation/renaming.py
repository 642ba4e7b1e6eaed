"""Keeps the nodes of several contents apart, so that one run of a tool judges each content alone.

Two propositions may describe one event under one IRI. Joined in one graph, the claims of two speakers would
mix: the lower bound of one against the upper bound of the other. So each node that a content describes gets a
name of its own before the contents are joined; nodes that it only points to keep theirs.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence

from claimgraph.validation.locations import Located


class Renaming:
    """Renames nodes and knows the way back.

    >>> from rdflib import URIRef
    >>> event, kind = URIRef("http://e.org/event"), URIRef("http://e.org/p")
    >>> renaming = Renaming()
    >>> [quad] = renaming.apart("http://e.org/g", [Located(event, kind, event, "http://e.org/g", 0)])
    >>> renaming.back(str(quad.object))
    ('http://e.org/event', 'http://e.org/g')
    """

    def __init__(self) -> None:
        """Start without any names."""
        self._back: dict[str, tuple[str, str]] = {}
        self._count = 0

    def apart(self, graph: str, quads: Sequence[Located], also: Collection[str] = ()) -> Iterator[Located]:
        """The statements of one content with the nodes that it describes, and those of `also`, renamed."""
        from rdflib.term import URIRef

        self._count += 1
        names: dict[str, URIRef] = {}
        described = {str(quad.subject) for quad in quads if isinstance(quad.subject, URIRef)}
        for subject in sorted(described.union(also)):
            name = names[subject] = URIRef(f"{subject};content={self._count}")
            self._back[str(name)] = (subject, graph)
        for quad in quads:
            if not isinstance(quad.subject, URIRef):
                self._back[str(quad.subject)] = (str(quad.subject), graph)
            value = quad.object
            yield quad._replace(
                subject=names.get(str(quad.subject), quad.subject),
                object=names.get(str(value), value) if isinstance(value, URIRef) else value,
            )

    def back(self, node: str) -> tuple[str, str]:
        """The node as it was and its graph; a node that was not renamed belongs to the record ("")."""
        return self._back.get(node, (node, ""))
