"""The interval grammar of figures: modifier × number or range.

The values follow one convention throughout: "at least n" and "more than n" are [n, open), "up to n" and
"no more than n" are (open, n], "about n" is [n, n] and approximate. A range is never folded into a midpoint.

Everything here works on a list of tokens and looks a bounded number of tokens ahead and back, so the time is
linear in the length of the text.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from claimgraph.extract.figures.numerals import HYPHENS, SCALES, VAGUE_UNITS, Figure, core, lower
from claimgraph.extract.figures.tokens import Token, tokenise
from claimgraph.extract.figures.words import words

__all__ = ["Figure", "Token", "has_changed", "parse_figure", "tokenise"]

_CHANGE = words("""
    rise rises rose risen rising increase increases increased increasing climb climbs climbed climbing
    grow grew grown growing jump jumped fall fell fallen drop dropped go went gone raise raised up down
    revised reduced cut lowered raising revising updated updating corrected
""")
_CHANGE_REACH = 12
"""Words before "from 13 to 14" among which one tells of a change."""


def has_changed(tokens: Sequence[Token], i: int) -> bool:
    """Whether a word before token `i` tells that a figure went up or down, or was put right."""
    near = tokens[max(0, i - _CHANGE_REACH) : i]
    first = next((n for n in range(len(near) - 1, -1, -1) if near[n].text in ".;:"), -1)
    return any(
        token.lower in _CHANGE - {"up", "down", "go", "went", "gone"} for token in near[first + 1 :]
    ) or (bool(near) and near[-1].lower in _CHANGE)


def _range(tokens: Sequence[Token], left: Figure) -> Figure | None:
    """Join "2,500 to 3,000", "10-20", "two or three", "between 10 and 20", "hundreds, if not thousands"."""
    before = lower(tokens, left.first - 1)
    j = left.last
    link, k = lower(tokens, j), j + 1
    if link == "," and lower(tokens, j + 1) == "if" and lower(tokens, j + 2) == "not":
        link, k = "if not", j + 3
    elif link == "if" and lower(tokens, j + 1) == "not":
        link, k = "if not", j + 2
    elif link == "or" and lower(tokens, j + 1) in {"even", "possibly", "perhaps", "maybe"}:
        k = j + 2
    hyphen = link in HYPHENS
    if hyphen and tokens[j].glued is not (k < len(tokens) and tokens[k].glued):
        return None
    allowed = hyphen or link in {"to", "or", "if not"} or (link == "and" and before == "between")
    if not allowed or k >= len(tokens):
        return None
    if link == "to" and before == "by" and has_changed(tokens, left.first - 1):
        return None
    if link == "to" and before == "from" and has_changed(tokens, left.first - 1):
        return None
    right = core(tokens, k)
    if right is None or right.form in {"zero", "fraction"} or left.form == "zero":
        return None
    return _join(tokens, left, right, before)


def _join(tokens: Sequence[Token], left: Figure, right: Figure, before: str) -> Figure | None:
    if left.form == "decimal" or right.form == "decimal":
        return None
    low, high = left.low, right.high
    # "2 to 3 million": the scale written once holds for both ends.
    scale = SCALES.get(lower(tokens, right.last - 1), 1)
    plain = left.last - left.first == 1 and right.last - right.first > 1
    if plain and scale > 1 and low is not None and high is not None and low * scale <= high:
        low = low * scale
    if low is not None and high is not None and low >= high:
        return None
    vague = left.form == "vague" or right.form == "vague"
    if vague and low is not None and left.last - left.first == 1 and right.last - right.first == 3:
        # "tens, if not hundreds, of thousands": the unit written once holds for both.
        low *= VAGUE_UNITS.get(lower(tokens, right.last - 1), 2) // 2
    first = left.first - 1 if before in {"between", "from"} else left.first
    approximate = left.approximate or right.approximate
    form = "vague" if vague else left.form
    return Figure(first, left.core, right.last, low, None if vague else high, approximate, form)


_LOWER, _UPPER, _ABOUT, _PLAIN, _MORE = "lower", "upper", "about", "plain", "more"
_PHRASES = {
    _LOWER: """
        at least|more than|over|no fewer than|no less than|not fewer than|not less than|as few as|as little as
        |a minimum of|minimum of
        |upwards of|upward of|in excess of|exceeding|exceeded|exceeds|exceed|above|surpassed|surpassing|topped
        |greater than|≥|>|beyond|passed|passes|tops|surpass|surpasses|past
        """,
    _UPPER: """
        up to|no more than|not more than|at most|as many as|as much as|fewer than|less than|under|below
        |a maximum of|maximum of|a maximum|<|≤|not exceeding|at the most
        """,
    _ABOUT: """
        about|some|nearly|almost|around|roughly|approximately|close to|an estimated|estimated|circa|ca.|c.|~|≈
        |in the region of|in the order of|on the order of|something like|approaching|perhaps|maybe|probably
        |just
        |slightly|a little|well|far|near to|possibly|more or less
        """,
    _PLAIN: "a total of|the total of|total of|in all|somewhere|exactly|a combined|precisely",
    _MORE: "another|a further|further|an additional|additional|an extra",
}
_MODIFIERS = {phrase.strip(): effect for effect, listed in _PHRASES.items() for phrase in listed.split("|")}
_LONGEST_MODIFIER = 4
_ONLY_BEFORE_BOUND = frozenset({"just", "slightly", "a little", "well", "far"})
_TOTALS = words("toll number total count tally figure")
_TOTAL_REACH = 10
"""Words before "passed 700" among which a total must stand: other things pass a number of places."""
_BEFORE_ESTIMATED = frozenset({""}) | words(
    "the these those its their of with among and or to from for in by at on over than , ( — – -"
)
"""What stands before "estimated" where that is no verb: "the estimated 300 dead"."""
_MOVED = words("went gone goes going rose risen rises rising climbed jumped shot crept moved")
_HANDED = words("hand hands handed handing turn turned turning take takes took taken taking")


def _modifier_before(tokens: Sequence[Token], first: int, floor: int) -> tuple[int, str, str] | None:
    for length in range(min(_LONGEST_MODIFIER, first - floor), 0, -1):
        phrase = " ".join(t.lower for t in tokens[first - length : first])
        effect = _MODIFIERS.get(phrase)
        if phrase in {"passed", "passes", "tops", "past"} and not any(
            t.lower in _TOTALS for t in tokens[max(floor, first - _TOTAL_REACH) : first]
        ):
            continue
        if phrase == "estimated" and lower(tokens, first - 2) not in _BEFORE_ESTIMATED:
            return None  # an official estimated 300 dead
        if phrase == "up to" and lower(tokens, first - 3) in _MOVED:
            continue  # the toll has gone up to 31
        if phrase == "over" and lower(tokens, first - 2) in _HANDED:
            return None  # handed over 14 tanks
        if effect is not None:
            return first - length, effect, phrase
    return None


def _bounded(figure: Figure, effect: str) -> Figure:
    if figure.form in {"zero", "fraction", "decimal"}:
        return figure
    if effect == _LOWER:
        return replace(figure, high=None)
    if effect == _UPPER:
        return replace(figure, low=None)
    if effect == _ABOUT:
        return replace(figure, approximate=True)
    return replace(figure, increment=figure.increment or effect == _MORE)


def _with_modifiers(tokens: Sequence[Token], figure: Figure, floor: int) -> Figure:
    bound, was = "", figure.approximate
    while (found := _modifier_before(tokens, figure.first, floor)) is not None:
        first, effect, phrase = found
        if phrase in _ONLY_BEFORE_BOUND and (bound not in {_LOWER, _UPPER} or figure.first == figure.core):
            break
        # "a round dozen" is exact enough to bound: "more than a dozen" is [12, open), not approximate.
        exact = effect in {_LOWER, _UPPER} and figure.form == "words"
        figure = replace(_bounded(figure, effect), first=first)
        figure = replace(figure, approximate=False) if exact else figure
        if phrase in _ONLY_BEFORE_BOUND:
            figure = replace(figure, approximate=was)  # well over 300 are more than 300
        bound, was = effect, figure.approximate
    return figure


_AFTER: tuple[tuple[tuple[str, ...], str], ...] = (
    (("or", "more"), _LOWER),
    (("and", "more"), _LOWER),
    (("or", "so"), _ABOUT),
    (("or", "fewer"), _UPPER),
    (("or", "less"), _UPPER),
    (("-", "plus"), _LOWER),
    (("-", "odd"), _ABOUT),
    (("plus",), _LOWER),
    (("+",), _LOWER),
    (("odd",), _ABOUT),
    (("at", "least"), _LOWER),
    (("at", "most"), _UPPER),
    (("more",), _MORE),
    (("additional",), _MORE),
)


def _with_suffix(tokens: Sequence[Token], figure: Figure) -> Figure:
    following = lower(tokens, figure.last)
    for phrase, effect in _AFTER:
        last = figure.last + len(phrase)
        if phrase[0] != following or tuple(t.lower for t in tokens[figure.last : last]) != phrase:
            continue
        if phrase in {("more",), ("plus",)} and lower(tokens, last) in {"than", "a", "the"}:
            continue
        if phrase == ("at", "least") and _core_follows(tokens, last):
            continue
        if phrase[0] == "+" and not tokens[figure.last].glued:
            continue
        keep = figure.last if effect == _MORE else last
        return replace(_bounded(figure, effect), last=keep)
    return figure


def _core_follows(tokens: Sequence[Token], index: int) -> bool:
    return index < len(tokens) and core(tokens, index) is not None


def parse_figure(tokens: Sequence[Token], i: int, floor: int = 0) -> Figure | None:
    """Read the figure whose number begins at token i, with its range and modifiers, or None.

    `floor` is the first token a modifier may use: the end of the figure before.

    >>> figure = parse_figure(tokenise("at least two hundred and five people"), 2)
    >>> (figure.low, figure.high, figure.first, figure.last)
    (205, None, 0, 6)
    """
    figure = core(tokens, i)
    if figure is None:
        return None
    figure = _range(tokens, figure) or figure
    figure = replace(figure, core_end=figure.last)
    if figure.form in {"zero", "fraction"}:
        return figure
    return _with_suffix(tokens, _with_modifiers(tokens, figure, floor))
