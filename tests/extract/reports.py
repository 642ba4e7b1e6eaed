"""Reports of a few lines, read as the tests of the reader need them."""

from __future__ import annotations

from datetime import date

from claimgraph.extract import attributions
from claimgraph.extract.reader import Reading, read
from claimgraph.model import Entity
from claimgraph.reference.loader import Reference

OUTLET = Entity("Quay Post", "MediaOutlet")
PUBLISHED = date(2022, 4, 16)


def read_report(
    text: str,
    published: date | None = PUBLISHED,
    *,
    head: int = 0,
    outlet: Entity = OUTLET,
    scope: str = "report",
    is_statement: bool = False,
) -> Reading:
    """Read a text as a report; its first `head` characters are the headline."""
    return read(
        text,
        body=[(head, len(text))],
        headline=(0, head) if head else None,
        outlet=outlet,
        published=published,
        reference=Reference.default(),
        scope=scope,
        issuer_statement=is_statement,
    )


def attributed(text: str) -> list[tuple[str, ...]]:
    """Give rule, source, cue and content of each attribution, parts joined by " | "."""
    return [
        (a.rule, *(" | ".join(text[s:e] for s, e in part) for part in (a.source, a.cue, a.content)))
        for a in attributions(text)
    ]
