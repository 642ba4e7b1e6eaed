"""Numbers of lines without a verb, after a heading, and of bodies of people.

"Trucks let through today: 40", "a family of eight".
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from claimgraph.extract.figures.counted import MATERIEL, Counted
from claimgraph.extract.figures.elided import opens_part
from claimgraph.extract.figures.fates import fate_after, fate_before
from claimgraph.extract.figures.grammar import Token
from claimgraph.extract.figures.nouns import NounPhrase, noun_phrase
from claimgraph.extract.figures.words import NOUN_KINDS, words

__all__ = ["headed", "listed", "of_a_body"]

_OF_FORCES = MATERIEL | {"people", "personnel"}
_ENDS = frozenset(".;,!?—–•:")
_HEADING = 14
_SAID = words("is are was were be been has have had say says said will would")
_BODIES = words("family group team crew crowd party squad column convoy gang patrol delegation band vanguard")


def headed(tokens: Sequence[Token], item: Counted) -> Counted | None:
    """Give the count of a line that names before a colon what it counts: "Trucks let through today: 40".

    >>> from claimgraph.extract.figures.counting import count_sentence
    >>> from claimgraph.extract.figures.grammar import tokenise
    >>> text = "Trucks let through today: 40."
    >>> [(each.low, each.counts) for each in count_sentence(text, tokenise(text))]
    [(40, 'vehicles')]
    """
    if item.first < 2 or tokens[item.first - 1].text != ":":
        return None
    start, least = item.first - 2, max(0, item.first - _HEADING)
    while start > least and tokens[start - 1].text not in _ENDS:
        start -= 1
    is_whole = start == 0 or tokens[start - 1].text in _ENDS
    noun = noun_phrase(tokens, start)
    if not is_whole or not noun.known or noun.kind not in _OF_FORCES or noun.end >= item.first:
        return None
    if not _SAID.isdisjoint(token.lower for token in tokens[noun.end : item.first]):
        return None  # a sentence, not a heading
    fate = noun.fate or fate_after(tokens, noun.end, noun.kind)
    counts = noun.kind if noun.kind in MATERIEL else fate or noun.kind
    rule = "toll" if fate else "elided"
    return replace(item, counts=counts, fate=fate, noun=NounPhrase(kind=noun.kind), rule=rule)


def listed(tokens: Sequence[Token], item: Counted, before: Counted | None) -> Counted | None:
    """Give the count of an item of a list of losses whose noun stands first: "tanks – 4,236 (+6)".

    `before` is the figure before it in the sentence; the list must have another item, before or behind.

    >>> from claimgraph.extract.figures.counting import count_sentence
    >>> from claimgraph.extract.figures.grammar import tokenise
    >>> text = "Losses since May: tanks 4,236, armoured vehicles – 8,300."
    >>> [(each.low, each.counts) for each in count_sentence(text, tokenise(text))]
    [(4236, 'tanks'), (8300, 'vehicles')]
    """
    at = item.first - 1
    while at >= 0 and tokens[at].text in _DASHES:
        at -= 1
    if at < 0 or NOUN_KINDS.get(tokens[at].lower) not in _LISTED:
        return None
    start = at
    while start > 0 and at - start < _LONGEST_NAME and tokens[start - 1].is_word:
        start -= 1
    is_item = start == 0 or tokens[start - 1].text in _SEPARATORS
    follows = tokens[item.last].text if item.last < len(tokens) else "."
    opening = (token.lower for token in tokens[: min(start, _OPENING)])
    is_of_losses = not _LOSSES.isdisjoint(opening) or (before is not None and before.rule == "listed")
    if not is_item or not is_of_losses or follows not in _SEPARATORS:
        return None
    kind = NOUN_KINDS[tokens[at].lower]
    return replace(item, counts="lost" if kind == "personnel" else kind, fate="lost", rule="listed")


_DASHES = frozenset("–—-~")
_SEPARATORS = frozenset(",;:.()")
_LISTED = MATERIEL | {"personnel"}
_LONGEST_NAME = 4
_OPENING = 24
_LOSSES = words("losses loss lost destroyed eliminated")


def of_a_body(tokens: Sequence[Token], item: Counted, before: Counted | None) -> Counted | None:
    """Give the count of the people in a body: "a family of eight", "a team of 12".

    `before` is the figure before it in the sentence, of which the body may be a part.

    >>> from claimgraph.extract.figures.counting import count_sentence
    >>> from claimgraph.extract.figures.grammar import tokenise
    >>> text = "At least 51 people have been killed, among them a family of eight."
    >>> [(each.low, each.counts) for each in count_sentence(text, tokenise(text))[-1:]]
    [(8, 'killed')]
    """
    first = item.first
    if first < 2 or tokens[first - 1].lower != "of" or tokens[first - 2].lower not in _BODIES:
        return None
    fate = fate_after(tokens, item.last, "people")
    has_article = first > 2 and tokens[first - 3].lower in {"a", "an", "the"}
    opening = first - 3 if has_article else first - 2
    if fate is None and before is not None and opening > 0 and opens_part(tokens, opening):
        fate = before.fate
    if fate is None and opening > 0 and (found := fate_before(tokens, opening, NounPhrase())) is not None:
        fate = found[0]
    return replace(item, counts=fate or "people", fate=fate, rule="part-of" if fate else "elided")
