"""Whose side a count is on, and whether it runs over the whole war: the words that say so, as spans."""

from __future__ import annotations

import re
from collections.abc import Sequence

from claimgraph.extract.figures.grammar import Token
from claimgraph.extract.figures.nouns import NounPhrase, is_demonym
from claimgraph.extract.figures.words import words

__all__ = ["cumulative_markers", "side_of"]

_Span = tuple[int, int]
_SIDE_WORDS = words("""
    enemy rebel government separatist insurgent regime coalition loyalist occupying occupation
    opposition pro-russian
""")
_AUXILIARIES = words("""
    has have had already also so far reportedly alone now itself themselves since
""")
_LOSING = words("lost lose loses losing suffered suffering sustained")
_OWNED = words("ranks forces troops soldiers servicemen fighters men people citizens side army military")
_GROUPS = words("""
    enemy occupiers invaders rebels separatists militants insurgents aggressor regime
""")
_REACH = 9


def side_of(
    tokens: Sequence[Token], first: int, last: int, noun: NounPhrase, fate: str | None
) -> _Span | None:
    """The span of the words that give the side of those counted, or None.

    `first` and `last` are the figure with its noun phrase. "on the Russian side" and "its own" come before an
    adjective in the phrase, since they are said on purpose.
    """
    return (
        _stated_after(tokens, last)
        or _possessive(tokens, noun)
        or _adjective(tokens, noun)
        or _body_after(tokens, last, noun)
        or _subject_before(tokens, first, fate)
    )


def _span(tokens: Sequence[Token], first: int, last: int) -> _Span:
    return tokens[first].start, tokens[last - 1].end


def _stated_after(tokens: Sequence[Token], last: int) -> _Span | None:
    for i in range(last, min(last + _REACH, len(tokens) - 2)):
        word = tokens[i].lower
        if tokens[i].kind == "number" or tokens[i].text in {",", ";", "."}:
            return None
        if word in {"on", "from"}:
            for j in range(i + 2, min(i + 5, len(tokens))):
                if tokens[j].lower in {"side", "sides"}:
                    return _span(tokens, i, j + 1)
        if word in {"in", "among", "of", "within", "from"} and tokens[i + 1].lower in {"its", "their", "our"}:
            own = tokens[i + 2].lower == "own"
            if not own and tokens[i + 2].lower not in _OWNED:
                return None
            return _span(tokens, i + 1, i + 3 if own else i + 2)
    return None


def _possessive(tokens: Sequence[Token], noun: NounPhrase) -> _Span | None:
    if noun.possessive is None:
        return None
    own = noun.possessive + 1 < len(tokens) and tokens[noun.possessive + 1].lower == "own"
    return _span(tokens, noun.possessive, noun.possessive + (2 if own else 1))


def _adjective(tokens: Sequence[Token], noun: NounPhrase) -> _Span | None:
    if not noun.head:
        return None
    for i in range(noun.start, noun.end):
        if is_demonym(tokens[i]) or tokens[i].lower in _SIDE_WORDS:
            return _span(tokens, i, i + 1)
    return None


def _body_after(tokens: Sequence[Token], last: int, noun: NounPhrase) -> _Span | None:
    """ "servicemen of the Armed Forces of Ukraine", "defenders of Ukraine"."""
    if (
        noun.kind not in {"people", "personnel"}
        or last + 1 >= len(tokens)
        or tokens[last].lower not in {"of", "from"}
    ):
        return None
    i = last + 1
    if tokens[i].lower == "the" and i + 1 < len(tokens):
        i += 1
    j = i
    while j < len(tokens) and (tokens[j].is_capital or (tokens[j].lower == "of" and j > i)):
        j += 1
    while j > i and tokens[j - 1].lower == "of":
        j -= 1
    return _span(tokens, i, j) if j > i and noun.kind == "personnel" else None


def _subject_before(tokens: Sequence[Token], first: int, fate: str | None) -> _Span | None:
    """ "Russia has lost 20,000 soldiers", "Ukraine's losses of 300", "the Russian death toll rose to 40"."""
    if fate is None:
        return None
    for i in range(first - 1, max(-1, first - _REACH), -1):
        word = tokens[i].lower
        if word in {",", ";", "by", "that", "who"}:
            return None
        if word in _LOSING:
            return _losing_subject(tokens, i)
        counted = i + 1 < first and tokens[i + 1].lower in _TOTALS
        if word.endswith(("'s", "’s")) and tokens[i].is_capital and counted:
            return tokens[i].start, tokens[i].end - 2
        if is_demonym(tokens[i]) and counted:
            return _span(tokens, i, i + 1)
    return None


_TOTALS = words("""
    death losses casualties fatalities deaths toll dead military civilian combat
""")


def _losing_subject(tokens: Sequence[Token], verb: int) -> _Span | None:
    i = verb - 1
    while i >= 0 and tokens[i].lower in _AUXILIARIES:
        i -= 1
    if i < 0 or not tokens[i].is_word:
        return None
    if tokens[i].is_capital or tokens[i].lower in _GROUPS or tokens[i].lower in {"we", "they", "it"}:
        return _span(tokens, i, i + 1)
    forces = tokens[i].lower in {"forces", "army", "troops", "military", "fleet", "navy", "side"}
    if forces and i >= 1 and is_demonym(tokens[i - 1]):
        return _span(tokens, i - 1, i)
    return None


_MONTH = r"(?:January|February|March|April|May|June|July|August|September|October|November|December)"
_CUMULATIVE = re.compile(
    r"\b(?:so far(?: in the (?:war|conflict|invasion|fighting))?"
    r"|since the (?:(?:start|beginning|outbreak|onset) of the )?(?:[\w-]+ )?"
    r"(?:war|invasion|conflict|fighting|offensive|hostilities)(?: (?:began|started|broke out|erupted))?"
    r"|since (?:its|their|his) (?:\w+ )?(?:invasion|offensive) (?:began|started)"
    rf"|since (?:\d{{1,2}} )?{_MONTH}(?: \d{{1,4}})?"
    r"|to date|until now|up to now|(?:during|throughout|over the course of) the (?:war|conflict|invasion)"
    r"|(?:after|in|during) \w+ (?:days|weeks|months|years) of (?:the )?(?:war|fighting|conflict))\b",
    re.IGNORECASE,
)


def cumulative_markers(text: str, start: int, end: int) -> list[_Span]:
    """The words in a sentence that make its figures running totals ("so far in the war"), as spans.

    >>> cumulative_markers("3,000 have died so far in the war.", 0, 34)
    [(16, 33)]
    """
    return [match.span() for match in _CUMULATIVE.finditer(text, start, end)]
