"""How attributions stand to each other and to nothing: citing, speaking for oneself, keeping silent."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from typing import Final

from claimgraph.extract.attribution.constructions_verdict import RETRACTION
from claimgraph.extract.attribution.reading import Attribution
from claimgraph.extract.stance import names_false
from claimgraph.extract.syntax.text import Span, Token
from claimgraph.model import Stance

_CITES: Final = frozenset({"cite"})
_NAME_LENGTH: Final = 40
"""So long may be the name of who is quoted; longer is whom somebody quotes "as saying that …"."""
_NO_ANSWER: Final = frozenset(
    (
        "comment",
        "mention",
        "name",
        "answer",
        "respond",
        "reply",
        "elaborate",
        "react",
        "word",
        "reference",
        "reaction",
        "response",
    )
)
_PRAISING: Final = frozenset(
    ("condemn", "denounce", "deplore", "hail", "praise", "welcome", "applaud", "salute", "mourn", "thank")
)
_REFUSING: Final = frozenset(("refuse", "decline"))
_PROPOSALS: Final = frozenset(
    (
        "proposal",
        "proposals",
        "offer",
        "offers",
        "plan",
        "plans",
        "call",
        "calls",
        "demand",
        "demands",
        "request",
    )
)
_CITING: Final = frozenset(("participle", "relative-subject", "reduced-relative", "participle-initial"))


def is_voice(attribution: Attribution) -> bool:
    """Tell whether a verb says that somebody spoke, so that its subject can speak whatever it is called."""
    return attribution.cue_lemma in _SPOKEN and attribution.rule in {"main-clause", "parenthetical"}


_SPOKEN: Final = frozenset({"say", "tell", "add", "deny", "insist", "admit", "accuse"})


def gives_no_answer(attribution: Attribution) -> bool:
    """Tell whether somebody said nothing on something: "has not commented on", "made no mention of"."""
    return attribution.negated and attribution.cue_lemma in _NO_ANSWER


def is_silence(attribution: Attribution, words: Sequence[Token]) -> bool:
    """Tell whether nothing is claimed: no comment, praise or condemnation, refusals, "asked not to be named".

    `words` are the tokens of the content.
    """
    lemma = attribution.cue_lemma
    lowers = [word.lower for word in words[:3]]
    if gives_no_answer(attribution):
        return True
    if lowers in (["the", "other"], ["each", "other"], ["one", "another"]) and len(words) == len(lowers):
        return True  # each side blames the other
    if lemma == "call" and lowers[:1] in (["himself"], ["herself"], ["themselves"], ["itself"]):
        return True
    if attribution.rule == RETRACTION and lemma != "retract":
        return True
    if lemma == "reject":
        return not _PROPOSALS.isdisjoint(word.lower for word in words[:5])
    is_praise = lemma in _PRAISING and lowers[:1] != ["that"] and not names_false(words)
    return is_praise or lemma in _REFUSING or (lemma == "ask" and lowers == ["not", "to", "be"])


def cited_by(found: Sequence[Attribution]) -> Iterator[tuple[Attribution, Attribution | None]]:
    """Give attributions with what the cited source says: "TASS reported, citing officials, that P".

    Both say P. The cue "citing" is no attribution of its own where it belongs to another.
    """
    citing = [each for each in found if each.rule in _CITING and _cites(each)]
    hosts: dict[int, Attribution] = {}
    for cite in citing:
        beside = [
            each
            for each in found
            if each.sentence == cite.sentence and each not in citing and each.source and each.content
        ]
        if beside:
            host = min(beside, key=lambda each: abs(each.cue[0][0] - cite.cue[0][0]))
            hosts[id(host)] = replace(
                host, source=cite.content, cue=cite.cue, rule="cited", antecedent=None, recipient=()
            )
    used = {each.cue for each in hosts.values()}
    for each in found:
        if not (each in citing and each.cue in used):
            yield each, hosts.get(id(each))


def _cites(attribution: Attribution) -> bool:
    """Tell whether a cue only names another source: "citing officials", "quoting the ministry"."""
    is_short = sum(end - start for start, end in attribution.content) < _NAME_LENGTH
    return attribution.cue_lemma in _CITES or (attribution.cue_lemma == "quote" and is_short)


def is_stand(inner: Attribution) -> bool:
    """Tell whether a cue in somebody's own mouth shows his stand on its content: "I believe", "we deny"."""
    if inner.negated:
        return True
    is_firm = inner.stance == Stance.ASSERTS.value or inner.certainty not in {"probable", "possible"}
    return not is_firm or inner.stance in {Stance.DENIES.value, Stance.DOUBTS.value, Stance.WARNS.value}


def hull(attribution: Attribution) -> Span:
    """Give the stretch from the first to the last word of an attribution."""
    spans = [*attribution.source, *attribution.cue, *attribution.content]
    return min(span[0] for span in spans), max(span[1] for span in spans)


def without(spans: Sequence[Span], holes: Sequence[Span]) -> list[Span]:
    """Give spans with holes cut out of them."""
    rest = list(spans)
    for hole in holes:
        cut: list[Span] = []
        for start, end in rest:
            if hole[1] <= start or hole[0] >= end:
                cut.append((start, end))
                continue
            if start < hole[0]:
                cut.append((start, hole[0]))
            if hole[1] < end:
                cut.append((hole[1], end))
        rest = cut
    return rest
