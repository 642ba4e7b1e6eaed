"""What a report says in its own voice: clauses outside attributions that state an event or count something.

Colour is left out: a clause without an event of the ontology, without people, forces, weapons or losses
counted, makes no claim.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Sequence
from typing import Final

from claimgraph.extract.attribution.reading import Attribution
from claimgraph.extract.claims import ClaimBuilder
from claimgraph.extract.disbelief import checked
from claimgraph.extract.drafts import Draft
from claimgraph.extract.events.frames import family
from claimgraph.extract.parts import Part, Parts
from claimgraph.extract.stance import narrated
from claimgraph.extract.syntax.text import Span
from claimgraph.model import Certainty, Stance

_CLAIMS_OVER: Final = re.compile(r"\bclaims? (?:over|on|about|to|of) (?:the )?(?:[a-z]+ )?$")
"""Before a noun for what several claim: "rival claims over control of the town" say whose it is of nobody."""
_REACH: Final = 30
_CONDITION: Final = re.compile(r"\b(?:[Ii]f|[Uu]nless)\b")


_TOLD_ALONE: Final = frozenset(
    ("Harm", "ArmedClash", "Negotiation", "ForceMovement", "Displacement", "Evacuation",
     "PrisonerExchange", "Siege")
)  # fmt: skip
"""Families of events that are told of also where nothing is known of who took part: "they retreated"."""


def covered(attributions: Iterable[Attribution], sentence: Callable[[int], int]) -> dict[int, list[Span]]:
    """Give what is said by others, by sentence: contents, cues and sources.

    `sentence` gives the number of the sentence at an offset; a content may run over several.
    """
    found: dict[int, list[Span]] = {}
    for attribution in attributions:
        for span in [*attribution.content, *attribution.cue, *attribution.source]:
            for number in range(sentence(span[0]), sentence(span[1] - 1) + 1):
                found.setdefault(number, []).append(span)
    return found


def _free(span: Span, said: Sequence[Span]) -> bool:
    return not any(start < span[1] and span[0] < end for start, end in said)


def own_voice(builder: ClaimBuilder, parts: Parts, sentence: Span, said: Sequence[Span]) -> list[Draft]:
    """Give the claims that a sentence makes in the report's own voice.

    `said` are the spans of the sentence that belong to attributions.
    """
    text = builder.text[sentence[0] : sentence[1]]
    if text.rstrip("”\"' ").endswith("?") or builder.is_asked(sentence[0]):
        return []
    if (rated := checked(builder.text, sentence[0])) is not None:
        return _rated(builder, parts, (rated[0], sentence[1]), rated[1]) if not said else []
    found = [part for part in parts.of([sentence]) if _is_own(part, said)]
    found = [part for part in found if not _is_contested(part, builder.text)]
    if _CONDITION.search(text):
        found = [part for part in found if part.event is None or part.event.mode != "future"]
    if not found or (all(part.event is None for part in found) and not builder.has_verb(sentence)):
        return []
    drafts = []
    for part in found:
        span = sentence if not said and len(found) == 1 else _clipped(builder.text, part, said)
        if not said and part is found[0]:
            span = sentence
        drafts.append(_narrated(builder, part, span))
    return drafts


def _narrated(builder: ClaimBuilder, part: Part, span: Span) -> Draft:
    """The claim of a part that the report makes itself."""
    event = part.event
    own = narrated(
        builder.words([span]),
        is_negated=part.is_denied,
        mode=event.mode if event is not None else "",
        is_zero=part.figure is not None and part.figure.high == 0,
    )
    text, outlet = builder.text[span[0] : span[1]], builder.claimants.outlet
    proposition = builder.model.proposition(part, outlet, None, [span])
    if part.is_only_counted and builder.has_verb(span):
        proposition = builder.model.told(proposition, part, span)
    count = f"count-{part.figure.rule}" if part.figure else ""
    return Draft(
        outlet,
        own,
        proposition,
        span,
        text,
        content=(span,),
        about=builder.model.about([span], proposition),
        is_direct=False,
        is_narration=True,
        rules=("narration", event.rule if event is not None else count),
        at=part.span[0],
    )


def _rated(builder: ClaimBuilder, parts: Parts, span: Span, stance: Stance | None) -> list[Draft]:
    """What a fact check says of the claim that it repeats, if it says so: "Claim: P. Rating: False."."""
    found = [_narrated(builder, part, span) for part in parts.of([span])[:1]] if stance else []
    for draft in found:
        if stance is Stance.DENIES:
            is_denied = draft.attitude.stance is Stance.DENIES
            turned = Stance.ASSERTS if is_denied else Stance.DENIES
            draft.attitude = draft.attitude._replace(stance=turned, certainty=Certainty.CERTAIN)
        draft.rules = ("verdict", *draft.rules[1:])
    return found


def _is_contested(part: Part, text: str) -> bool:
    """Whether an event is only what claims are made over."""
    event = part.event
    if event is None or not event.is_noun:
        return False
    start = event.trigger[0]
    return _CLAIMS_OVER.search(text[max(0, start - _REACH) : start].lower()) is not None


def _is_own(part: Part, said: Sequence[Span]) -> bool:
    """Whether a part's trigger or figure stands outside what others say."""
    at = part.at
    if not _free(at, said):
        return False
    event = part.event
    if event is None:
        figure = part.figure
        is_counted = figure is not None and (figure.counts not in {"strikes", "other"} or bool(figure.fate))
        return is_counted or part.shared is not None
    has_content = event.roles or event.links or event.time is not None or part.figure
    if event.is_stated:
        return True
    is_told = family(event.kind) in _TOLD_ALONE and not event.mode
    if not (has_content or event.is_noun or is_told):
        return False
    if (
        event.is_noun
        and family(event.kind) == "Harm"
        and part.figure is None
        and not event.has("takesPlaceAt")
    ):
        return False
    return not (
        event.is_noun
        and part.figure is None
        and not event.has("hasTarget", "affects", "takesPlaceAt", "usesWeapon", "isPerformedBy")
        and event.time is None
    )


def _clipped(text: str, part: Part, said: Sequence[Span]) -> Span:
    """Cut a clause to what stands around its event or figure and is nobody else's words."""
    start, end = part.span
    for first, last in said:
        if start < last <= part.at[0]:
            start = last
        elif part.at[1] <= first < end:
            end = first
    if start > part.span[0]:
        start += len(text[start:end]) - len(text[start:end].lstrip(" ,;:.–—"))
    return start, end
