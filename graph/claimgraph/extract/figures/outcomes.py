"""What became of what a figure counts: by its noun, the words after or before it, or the figure before."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise

from claimgraph.extract.figures.counted import Counted
from claimgraph.extract.figures.elided import opens_part
from claimgraph.extract.figures.fates import fate_after, fate_before, fate_of_number, is_total, shares_fate
from claimgraph.extract.figures.grammar import Figure, Token
from claimgraph.extract.figures.nouns import PERSONAL, NounPhrase
from claimgraph.extract.figures.words import INTRANSITIVE, words

_OVERRIDDEN = frozenset({"displaced", "captured", "detained", "inhabitants", "evacuated", "harmed"})
"""What a noun says of people (refugees, prisoners) gives way to what the verb says became of them."""
PARTICIPLES = words("killed wounded injured captured missing displaced detained evacuated hurt dead")
"""Heads that name a fate but not who met it: the group is that of the figure before."""


def fate_of(
    tokens: Sequence[Token], figure: Figure, noun: NounPhrase, before: Counted | None
) -> tuple[str | None, str]:
    """Give what became of those counted, and the construction that says so."""
    end = max(noun.end, figure.last)
    is_of_them = [t.lower for t in tokens[figure.last : figure.last + 2]] in _OF_THEM
    end = max(end, figure.last + 2) if is_of_them else end
    if not noun.head and [t.lower for t in tokens[end : end + 1]] in (["more"], ["others"]):
        end += 1  # seven more, sent to talk, were detained
    if before is not None and before.last > figure.first:
        # "two of the five missiles": what befell the two did not befall the five, but two of the six
        # people killed are of six killed.
        return _fate_of_whole(tokens, end, noun), "whole"
    if before is not None and before.fate is not None and noun.partitive and noun.head:
        return before.fate, "part-of"
    if (named := fate_of_number(tokens, figure.last)) is not None:
        return named, "toll"
    if _have_died(tokens, figure, end):
        return "killed", "predicate"
    if noun.fate is not None and noun.fate not in _OVERRIDDEN:
        return noun.fate, "noun"
    after = fate_after(tokens, _past_kin(tokens, _past_aside(tokens, end, figure)), noun.kind)
    if after is not None:
        return after, "predicate"
    earlier = fate_before(tokens, figure.first, noun)
    if earlier is not None:
        return earlier
    if noun.fate is not None:
        return noun.fate, "noun"
    if before is not None and before.fate is not None:
        return _of_before(tokens, figure, noun, before, is_of_them=is_of_them) or (None, "bare")
    return None, "bare"


def _of_before(
    tokens: Sequence[Token], figure: Figure, noun: NounPhrase, before: Counted, *, is_of_them: bool
) -> tuple[str, str] | None:
    """The fate that a figure has from the one before it in the sentence."""
    fate = before.fate or ""
    is_part = opens_part(tokens, figure.first) and (figure.high or figure.low or 0) <= (before.high or _MANY)
    if is_part and (not noun.head or is_compatible(fate, noun)):
        return fate, "part-of"  # 189 killed since March, among them 21 minors
    if not noun.head and is_of_them:
        return fate, "part-of"  # 17 others hurt, two of them badly
    if not noun.head and is_total(tokens, figure.first):
        return fate, "toll"
    ahead = [token.lower for token in tokens[figure.last : figure.last + _REACH_OF_GRAVE]]
    is_grave = bool(ahead) and (ahead[0] in _GRAVE or (ahead[0] == "in" and not _GRAVE.isdisjoint(ahead)))
    if fate == "wounded" and not noun.head and is_grave:
        return fate, "part-of"  # 77 hurt, 20 serious
    if is_compatible(fate, noun):
        rule = shares_fate(tokens, before.last, figure.first)
        # "12 killed, 30 tanks": a list shares its verb only among things that can meet the same fate.
        if rule is not None and (before.rule != "noun" or rule == "part-of"):
            return fate, rule
    if not noun.head and figure.form == "digits":
        # "has lost 3,000 men, including 80 in the past day"
        is_part = shares_fate(tokens, before.last, figure.first) == "part-of"
        return (fate, "part-of") if is_part else None
    return None


_OF_THEM = [["of", whom] for whom in ("them", "whom", "which")]
_GRAVE = words("seriously critically gravely badly severely serious critical grave severe life-threatening")
_REACH_OF_GRAVE = 4
_MANY = 10**12
"""More than any count: the upper bound of a figure that has none."""
_NOT_SURVIVING = (["not", "survive"], ["not", "make"])
_DYING = words("died succumbed perished die")
_HURT = words("wounded injured hurt")


def _have_died(tokens: Sequence[Token], figure: Figure, end: int) -> bool:
    """Whether some of those hurt died: "two of the wounded have died", "one of the six hurt there died"."""
    ahead = list(tokens[figure.last : end + _REACH_OF_HURT])
    if not ahead or ahead[0].lower != "of":
        return False
    stop = next(
        (i for i, token in enumerate(ahead) if not token.is_word and token.kind != "number"), len(ahead)
    )
    listed = [token.lower for token in ahead[:stop]]
    hurt = next((i for i, word in enumerate(listed) if word in _HURT), None)
    died = next((i for i, word in enumerate(listed) if word in _DYING), None)
    if died is None:
        died = next((i for i in range(len(listed) - 2) if listed[i + 1 : i + 3] in _NOT_SURVIVING), None)
    is_plain = not {"and", "but", "when", "after", "while", "who", "not", "never"} & set(listed[:died])
    return hurt is not None and died is not None and hurt < died and is_plain


_REACH_OF_HURT = 6


def _fate_of_whole(tokens: Sequence[Token], end: int, noun: NounPhrase) -> str | None:
    """The fate in a participle right after the noun of a whole: "two of the six people killed there were"."""
    is_reduced = end < len(tokens) and tokens[end].is_word and noun.kind in {"people", "personnel"}
    if not is_reduced or tokens[end].lower not in PARTICIPLES:
        return noun.fate
    return fate_after(tokens, end, noun.kind)


def _past_kin(tokens: Sequence[Token], end: int) -> int:
    """The token after one more who met the same fate: "two brothers and their mother died"."""
    ahead = [t.lower for t in tokens[end : end + 2]]
    return end + 3 if ahead in (["and", "their"], ["and", "his"], ["and", "her"]) else end


def _past_aside(tokens: Sequence[Token], end: int, figure: Figure) -> int:
    """The token after an aside: "10 people, among them four medics, were hurt"."""
    if end + 1 < len(tokens) and tokens[end].text in _OPENS:
        closed = _OPENS[tokens[end].text]
        return next(
            (i + 1 for i in range(end + 1, min(end + 16, len(tokens))) if tokens[i].text == closed), end
        )
    if end + 1 >= len(tokens) or tokens[end].text != ",":
        return end
    if end == figure.last and any(t.text == "," for t in tokens[figure.core : figure.last]):
        return end + 1
    close = next((i for i in range(end + 2, min(end + 14, len(tokens))) if tokens[i].text in ",;."), end)
    follows = tokens[close + 1].lower if tokens[close].text == "," and close + 1 < len(tokens) else ""
    if follows in _AUXILIARIES or (follows in INTRANSITIVE and not follows.endswith("ing")):
        return close + 1  # one of them, a crane driver, died
    ahead = [t.lower for t in tokens[end + 1 : end + 7]]
    partitive = any(pair in _PART_OF for pair in pairwise(ahead))
    if tokens[end + 1].lower not in _ASIDES and not partitive:
        return end
    for i in range(end + 2, min(end + 14, len(tokens))):
        if tokens[i].text == ",":
            return i + 1
    return end


_PART_OF = {(link, whom) for link in ("of", "among") for whom in ("them", "whom")}
_OPENS = {"(": ")", "—": "—", "–": "–"}
"""Marks that open an aside, and those that close it."""
_AUXILIARIES = words("was were had has have is are")
_ASIDES = words("including among most mostly mainly many some all both")


def is_compatible(fate: str, noun: NounPhrase) -> bool:
    """Tell whether what a noun counts can meet a fate: people any, things only some.

    >>> from claimgraph.extract.figures.nouns import noun_phrase
    >>> from claimgraph.extract.figures.tokens import tokenise
    >>> tanks = noun_phrase(tokenise("tanks burned"), 0)
    >>> is_compatible("lost", tanks), is_compatible("wounded", tanks)
    (True, False)
    """
    if noun.head == "" or noun.kind == "strikes":
        return False
    return noun.kind in PERSONAL or fate in {"lost", "harmed", "captured"}
