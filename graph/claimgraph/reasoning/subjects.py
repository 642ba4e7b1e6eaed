"""What a content is mainly about: the event to which no other one points, else whose figure it gives."""

from __future__ import annotations

from claimgraph.reasoning.answers import CONTENT, Question
from claimgraph.reasoning.figures import figures
from claimgraph.reasoning.record import Content, Facts


def spoken_of(content: Content, facts: Facts) -> set[str]:
    """The nodes on which a content can meet another one: itself, its events, and whose figures it gives."""
    return {content.iri, *content.events(), *(figure.scope for figure in figures(content, facts))}


def question_of_denial(denied: Content, facts: Facts) -> Question:
    """The question whether a denied content is so, asked of its event, else of whose figure it gives."""
    node = main_event(denied) if any(denied.events()) else _scope(denied, facts)
    return Question(node, CONTENT, denied.iri)


def node_of(content: Content) -> str:
    """The event that a content is about, else the content itself."""
    return main_event(content) if any(content.events()) else content.iri


def main_event(content: Content) -> str:
    """The event that a content is about: the one that no other one of it points to."""
    events = sorted(content.events())
    pointed = {str(v) for node in events for values in content.nodes[node].values() for v in values}
    return next((node for node in events if node not in pointed), events[0])


def _scope(content: Content, facts: Facts) -> str:
    """Whose figure a content gives; the content itself if that is not known."""
    return next((figure.scope for figure in figures(content, facts)), content.iri)
