"""Claims and mentions of a text as it is read, led back to the original: offsets, and the words quoted."""

from __future__ import annotations

from dataclasses import replace

from claimgraph.extract.syntax.surface import Surface
from claimgraph.model import Claim, Mention, Passage, RecordPassage


def claim_in(surface: Surface, claim: Claim) -> Claim:
    """Give a claim of the read text as one of the original text.

    >>> from claimgraph.extract.syntax.surface import plain
    >>> from claimgraph.model import Certainty, Entity, Event, Proposition, Stance
    >>> event = Proposition(event=Event("Event", ("text", "it fell")))
    >>> read = Claim("c1", Entity("Wire", "MediaOutlet"), Stance.ASSERTS, Certainty.CERTAIN, event,
    ...              Passage(0, 7, "It fell"), "It fell", content=((0, 7),))
    >>> claim_in(plain("1/ It fell"), read).passage
    Passage(start=3, end=10, text='It fell', paragraph=None, sentence=None)
    """
    return replace(
        claim,
        passage=_passage(surface, claim.passage),
        source=tuple(map(surface.span, claim.source)),
        cue=surface.span(claim.cue) if claim.cue is not None else None,
        content=tuple(map(surface.span, claim.content)),
        content_text=surface.words(claim.content_text, claim.content),
    )


def mention_in(surface: Surface, mention: Mention) -> Mention:
    """Give a mention in the read text as one in the original text."""
    passage = _passage(surface, mention.passage)
    return replace(mention, passage=passage) if isinstance(passage, Passage) else mention


def _passage(surface: Surface, read: Passage | RecordPassage) -> Passage | RecordPassage:
    if isinstance(read, RecordPassage):
        return read
    start, end = surface.span(read.span)
    return replace(read, start=start, end=end, text=surface.original[start:end])
