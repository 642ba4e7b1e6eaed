"""Claims before they are numbered, and the numbering: order of the text, who passes on and replaces whom."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Final

from claimgraph.extract.stance import Attitude
from claimgraph.extract.syntax.lexicon import word_set
from claimgraph.extract.syntax.text import Span
from claimgraph.model import Claim, Entity, Passage, Proposition, Stance, TimeSpan, normalise_name

_NOW: Final = re.compile(r"\b(?:now|later|since)\b", re.IGNORECASE)
_BEFORE: Final = re.compile(r"\b(?:earlier|previously|initially|at first|originally)\b", re.IGNORECASE)
_RECALLED: Final = re.compile(
    r"\bhad (?:earlier|previously|initially|at first|originally)\b"
    r"|\b(?:initially|originally|at first) (?!on |in )"
    r"|\bafter (?:it|he|she|they) had \w+|\bafter (?:(?:earlier|previously|initially) )?"
    r"(?:saying|claiming|insisting|reporting|asserting|announcing|stating|maintaining)\b",
    re.IGNORECASE,
)
"""What its speaker says no longer: "had earlier put the toll at 12", "initially said"."""
_RECOUNTED: Final = re.compile(r"[^.;]{0,60}\b(?:revising|lowering|correcting|updating|raising)\b")
"""What a speaker does by giving a figure: "…, he said, revising down an earlier toll"."""
_RECOUNTING: Final = word_set("recounting")
_REACH: Final = 700
"""How many characters before an earlier figure the one may stand that took its place."""


@dataclass(slots=True, eq=False)
class Draft:
    """A claim before it is numbered."""

    claimant: Entity
    attitude: Attitude
    proposition: Proposition
    passage: Span
    content_text: str
    source: tuple[Span, ...] = ()
    cue: Span | None = None
    content: tuple[Span, ...] = ()
    about: tuple[Entity, ...] = ()
    is_direct: bool = False
    is_narration: bool = False
    made_on: TimeSpan | None = None
    made_to: Entity | None = None
    relays: Draft | None = None
    rules: tuple[str, ...] = ()
    at: int = 0
    replaces: Draft | None = None


def numbered(
    drafts: Sequence[Draft], text: str, paragraph: Callable[[int], int], sentence: Callable[[int], int]
) -> tuple[Claim, ...]:
    """Number drafts c1, c2 … in the order of the text and make them claims; equal drafts become one."""
    _correct(drafts, text)
    order = sorted(range(len(drafts)), key=lambda at: (drafts[at].passage, drafts[at].at, at))
    kept: dict[tuple[object, ...], Draft] = {}
    identities = [_identity(draft) for draft in drafts]
    for at in order:
        kept.setdefault(identities[at], drafts[at])
    numbers = {identity: f"c{number}" for number, identity in enumerate(kept, start=1)}
    names = {id(draft): numbers[one] for draft, one in zip(drafts, identities, strict=True)}
    return tuple(_claim(draft, names, text, paragraph, sentence) for draft in kept.values())


def _identity(draft: Draft) -> tuple[object, ...]:
    """What tells one claim of a report from another: "has not fallen and will not fall" is one denial."""
    stance = draft.attitude.stance
    return draft.passage, draft.claimant.key, stance, draft.proposition, draft.content


def _claim(
    draft: Draft,
    names: dict[int, str],
    text: str,
    paragraph: Callable[[int], int],
    sentence: Callable[[int], int],
) -> Claim:
    start, end = draft.passage
    name = names[id(draft)]
    relayed, replaced = (
        names.get(id(other)) if other is not None else None for other in (draft.relays, draft.replaces)
    )
    return Claim(
        id=name,
        claimant=draft.claimant,
        stance=draft.attitude.stance,
        certainty=draft.attitude.certainty,
        proposition=draft.proposition,
        passage=Passage(start, end, text[start:end], paragraph(start), sentence(start)),
        content_text=draft.content_text,
        source=draft.source,
        cue=draft.cue,
        content=draft.content,
        about=draft.about,
        direct_quote=draft.is_direct,
        narration=draft.is_narration,
        hedge=draft.attitude.hedge,
        made_on=draft.made_on,
        made_to=draft.made_to,
        relays=relayed if relayed != name else None,
        replaces=replaced if replaced != name else None,
        rules=tuple(rule for rule in draft.rules if rule),
    )


def _correct(drafts: Sequence[Draft], text: str) -> None:
    """Mark the figures that replace another of the same claimant: "raised the toll to 14", "now says 23"."""
    counted = [draft for draft in drafts if draft.proposition.quantity is not None and draft.relays is None]
    for draft in counted:
        if draft.attitude.stance is not Stance.ASSERTS or draft.cue is None or not _is_new(draft, text):
            continue
        others = [other for other in counted if _may_replace(draft, other)]
        before = [other for other in others if other.at < draft.at]
        stale = [other for other in others if other.at > draft.at and _BEFORE.search(_around(other, text))]
        is_later = _is_recount(draft, text) or not stale
        old = before[-1:] if before and is_later else stale[:1]
        if old:
            draft.replaces = old[0]
    _recall(counted, text)
    _retract(drafts)


def _recall(counted: Sequence[Draft], text: str) -> None:
    """Mark what replaces a figure told after it as the earlier one: "said nine … had earlier said 12"."""
    recalled = [draft for draft in counted if draft.cue and _RECALLED.search(_around(draft, text))]
    replaced = {id(draft.replaces) for draft in counted}
    for old in recalled:
        if id(old) in replaced or old.attitude.stance is not Stance.ASSERTS:
            continue
        near = [
            draft
            for draft in counted
            if old.at - _REACH < draft.at < old.at and draft.replaces is None and draft not in recalled
        ]
        new = [draft for draft in near if _may_replace(draft, old) and _is_one_place(draft, old)]
        if new and new[-1].attitude.stance is Stance.ASSERTS:
            new[-1].replaces = old


def _is_one_place(draft: Draft, other: Draft) -> bool:
    """Whether two figures may be of one event: at most one of them names a place or both name the same."""
    places = [
        set(event.fillers("takesPlaceAt")) if (event := each.proposition.event) is not None else set()
        for each in (draft, other)
    ]
    return not (places[0] and places[1]) or places[0] == places[1]


def _retract(drafts: Sequence[Draft]) -> None:
    """Mark what a retraction takes back: the claim of the same claimant and content told before it.

    So does "that was wrong".
    """
    taken_back = [each for each in drafts if "retraction" in each.rules or each.rules == _WRONG]
    asserted: dict[tuple[str, tuple[str, ...]], list[Draft]] = {}
    for other in drafts if taken_back else ():
        if other.attitude.stance is Stance.ASSERTS and other.proposition.event is not None:
            key = normalise_name(other.claimant.label), other.proposition.event.key
            asserted.setdefault(key, []).append(other)
    for draft in taken_back:
        event = draft.proposition.event
        if event is None:
            continue
        same = asserted.get((normalise_name(draft.claimant.label), event.key), ())
        before = [each for each in same if each.at < draft.at and each.proposition.event == event]
        if before:
            draft.replaces = before[-1]


_WRONG: Final = ("verdict", "wording")
"""The rules of "that was wrong", said of what was claimed right before."""


def _around(draft: Draft, text: str) -> str:
    """The words of an attribution up to its content: source, cue and what stands between."""
    return text[draft.passage[0] : draft.content[0][0]] if draft.content else ""


def _is_recount(draft: Draft, text: str) -> bool:
    """Whether the cue itself changes a figure: "revised", "raised"."""
    words = text[slice(*draft.cue)].lower().split() if draft.cue is not None else []
    return any(word.startswith(lemma.rstrip("e")) for word in words for lemma in _RECOUNTING)


def _is_new(draft: Draft, text: str) -> bool:
    if _is_recount(draft, text) or _NOW.search(_around(draft, text)) is not None:
        return True
    return _RECOUNTED.match(text, draft.passage[1]) is not None


def _may_replace(draft: Draft, other: Draft) -> bool:
    """Whether two figures answer one question differently: the same claimant, what is counted, and side."""
    new, old = draft.proposition.quantity, other.proposition.quantity
    if new is None or old is None or other is draft:
        return False
    if normalise_name(other.claimant.label) != normalise_name(draft.claimant.label):
        return False
    differs = (new.low, new.high) != (old.low, old.high)
    return differs and new.counts == old.counts and new.side == old.side
