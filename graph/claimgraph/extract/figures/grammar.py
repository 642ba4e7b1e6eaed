"""Tokens and the interval grammar of figures: modifier × number or range, in digits or words.

The values follow one convention throughout: "at least n" and "more than n" are [n, open), "up to n" and
"no more than n" are (open, n], "about n" is [n, n] and approximate, and a vague plural starts at two of its
unit ("several thousand" is [2000, open)). A range is never folded into a midpoint.

Everything here works on a list of tokens and looks a bounded number of tokens ahead and back, so the time is
linear in the length of the text.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from decimal import Decimal

from claimgraph.extract.figures.tokens import NUMBER, WORD, Token, tokenise
from claimgraph.extract.figures.words import words

__all__ = ["Figure", "Token", "has_changed", "parse_figure", "tokenise"]

_GROUPING = re.compile(r"[,\s']")
_DECIMAL_COMMA = re.compile(r"\d+,\d{1,2}")
"""As much of the world writes it: "1,5 million"."""

_TO_NINETEEN = (
    *("zero", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine"),
    *("ten", "eleven", "twelve", "thirteen", "fourteen", "fifteen", "sixteen", "seventeen"),
    *("eighteen", "nineteen"),
)
_TENS = ("twenty", "thirty", "forty", "fifty", "sixty", "seventy", "eighty", "ninety")
UNITS = {word: value for value, word in enumerate(_TO_NINETEEN)}
TENS = {word: 20 + 10 * index for index, word in enumerate(_TENS)}
SCALES = {
    "hundred": 100,
    "thousand": 1000,
    "million": 10**6,
    "billion": 10**9,
    "trillion": 10**12,
    "k": 1000,
    "mln": 10**6,
    "bn": 10**9,
    "dozen": 12,
}
_VAGUE_UNITS = {
    "tens": 20,
    "dozens": 24,
    "scores": 40,
    "hundreds": 200,
    "thousands": 2000,
    "millions": 2 * 10**6,
    "billions": 2 * 10**9,
}
_VAGUE_FACTORS = {"several": 2, "few": 2, "multiple": 2, "numerous": 2, "many": 2}
_VAGUE_ALONE = frozenset({"several", "few", "multiple", "numerous", "handful", "couple"})
_ZERO_WORDS = frozenset({"no", "nobody", "none", "zero", "noone"})
_HYPHENS = frozenset("-–—‑−")
_NEGATING = words("not never n't without")


@dataclass(frozen=True, slots=True)
class Figure:
    """A figure read from tokens `first` to `last` (exclusive); `core` is where the number itself begins.

    `low` and `high` are whole numbers, None meaning open. `form` says how it was written: digits, words,
    vague, zero, article or fraction. `increment` marks "another 12", which adds to a total and is not one.
    """

    first: int
    core: int
    last: int
    low: int | None
    high: int | None
    approximate: bool
    form: str
    increment: bool = False
    core_end: int = 0


def _number_value(token: Token, next_token: Token | None) -> Decimal:
    if _DECIMAL_COMMA.fullmatch(token.text):
        return Decimal(token.text.replace(",", "."))
    raw = _GROUPING.sub("", token.text)
    if raw.count(".") > 1:
        return Decimal(raw.replace(".", ""))
    head, dot, tail = raw.partition(".")
    # "1.350 soldiers": a dot before exactly three digits groups them, unless a scale word follows.
    scaled = next_token is not None and next_token.lower in SCALES
    if dot and len(tail) == 3 and 1 <= len(head) <= 3 and head != "0" and not scaled:
        return Decimal(head + tail)
    return Decimal(raw)


def _at(tokens: Sequence[Token], index: int) -> Token | None:
    return tokens[index] if 0 <= index < len(tokens) else None


def _lower(tokens: Sequence[Token], index: int) -> str:
    return tokens[index].lower if 0 <= index < len(tokens) else ""


def _words_below_hundred(tokens: Sequence[Token], i: int) -> tuple[int, int] | None:
    word = _lower(tokens, i)
    if word in UNITS:
        return UNITS[word], i + 1
    if word not in TENS:
        return None
    j = i + 1
    if _lower(tokens, j) in _HYPHENS and tokens[j].glued:
        j += 1
    unit = UNITS.get(_lower(tokens, j), 0)
    if 1 <= unit <= 9:
        return TENS[word] + unit, j + 1
    return TENS[word], i + 1


def _spelled(tokens: Sequence[Token], i: int) -> tuple[int, int] | None:
    """Read "two hundred and fifty-three thousand" from token i: its value and the token after it."""
    total, group, j, seen = 0, 0, i, False
    limit = 10**15
    while j < len(tokens):
        joined = seen and _lower(tokens, j) == "and"
        k = j + 1 if joined else j
        small = _words_below_hundred(tokens, k)
        # "and" joins only after a scale word: "one hundred and five", but not "twenty and five".
        follows = _lower(tokens, j - 1) in SCALES if joined else bool(group or total)
        if small is not None and group % 100 == 0 and (follows or not seen):
            group, j, seen = group + small[0], small[1], True
            continue
        scale = SCALES.get(_lower(tokens, j), 0) if seen else 0
        if (
            not scale
            or joined
            or _lower(tokens, j) in {"k", "mln", "bn"}
            or group == 0
            or group * scale > limit
        ):
            break
        if scale == 100:
            group *= 100
        elif scale == 12:
            return total + group * 12, j + 1
        else:
            total, group = total + group * scale, 0
        j += 1
    return (total + group, j) if seen else None


def _half(tokens: Sequence[Token], i: int) -> Figure | None:
    """ "half a million", "half-a-dozen", "a quarter of a million", "half of", "two thirds"."""
    words = [_lower(tokens, k) for k in range(i, min(i + 7, len(tokens)))]
    words = [w for w in words if w not in _HYPHENS]
    if words[:2] == ["half", "a"] and len(words) > 2 and words[2] in SCALES:
        last = next(k for k in range(i, i + 7) if _lower(tokens, k) == words[2]) + 1
        value = SCALES[words[2]] // 2
        return Figure(i, i, last, value, value, True, "words")
    if words[:4] == ["a", "quarter", "of", "a"] and len(words) > 4 and words[4] in SCALES:
        value = SCALES[words[4]] // 4
        return Figure(i, i, i + 5, value, value, True, "words")
    if words[:1] == ["half"] and words[1:2] in (["of"], ["the"], ["its"], ["their"]):
        return Figure(i, i, i + 1, None, None, False, "fraction")
    return None


def _vague(tokens: Sequence[Token], i: int) -> Figure | None:
    """ "dozens", "tens of thousands", "several thousand", "a few", "a couple of hundred"."""
    word = _lower(tokens, i)
    j = i + 1 if word == "a" else i
    head = _lower(tokens, j)
    if j == i and head in _VAGUE_UNITS:
        low, last = _VAGUE_UNITS[head], i + 1
        inner = _lower(tokens, i + 2)
        if _lower(tokens, i + 1) in {"of", "upon", "and"} and inner in _VAGUE_UNITS:
            if _lower(tokens, i + 1) == "of":
                low = low * (_VAGUE_UNITS[inner] // 2)
            last = i + 3
        elif head == "tens" and inner not in {"not", "hundreds"}:
            return None
        return Figure(i, i, last, low, None, True, "vague")
    if head == "couple":
        k = j + 2 if _lower(tokens, j + 1) == "of" else j + 1
        scale = SCALES.get(_lower(tokens, k), 0)
        if scale:
            return Figure(i, i, k + 1, 2 * scale, 2 * scale, True, "vague")
        return Figure(i, i, j + 1, 2, 2, True, "vague") if j > i else None
    if head in {"good", "great"} and j > i and _lower(tokens, j + 1) == "many":
        return None
    if head == "multiple" and _lower(tokens, j + 1) in {"launch", "rocket"}:
        return None
    factor = _VAGUE_FACTORS.get(head, 0)
    scale = SCALES.get(_lower(tokens, j + 1).rstrip("s"), 0) if factor else 0
    if scale and (j == i or head == "few"):
        return Figure(i, i, j + 2, factor * scale, None, True, "vague")
    if head == "number" and j > i and _lower(tokens, j + 1) == "of":
        return Figure(i, i, j + 1, 2, None, True, "vague")
    if head not in _VAGUE_ALONE or (head in {"few", "handful"}) != (j > i):
        return None
    return Figure(i, i, j + 1, 2, None, True, "vague")


_MILLIONS = words(
    "people displaced refugees civilians children residents inhabitants returnees ukrainians syrians"
)
"""What may stand after "1.2m" for it to be millions, not metres."""


def _digits(tokens: Sequence[Token], i: int) -> Figure | None:
    token = tokens[i]
    if token.kind != NUMBER:
        return None
    value = _number_value(token, _at(tokens, i + 1))
    j, approximate = i + 1, False
    if _lower(tokens, j) == "m" and tokens[j].glued and _lower(tokens, j + 1) in _MILLIONS:
        value, j = value * 10**6, j + 1
    while (scale := SCALES.get(_lower(tokens, j), 0)) and j < i + 3:
        if _lower(tokens, j) in {"k", "bn", "mln"} and not tokens[j].glued:
            break
        approximate = approximate or scale == 12
        value *= scale
        j += 1
    if value != int(value):
        return Figure(i, i, j, None, None, False, "decimal")
    return Figure(i, i, j, int(value), int(value), approximate, "digits")


def _article_scale(tokens: Sequence[Token], i: int) -> Figure | None:
    """ "a dozen", "a hundred", "a million": one round unit, approximate by its nature."""
    if _lower(tokens, i) not in {"a", "an"}:
        return None
    word = _lower(tokens, i + 1)
    if word == "single" and i + 2 < len(tokens) and tokens[i + 2].kind == WORD:
        return Figure(i, i, i + 2, 1, 1, False, "words")
    scale = SCALES.get(word, 0)
    if not scale or word in {"k", "bn", "mln"}:
        return None
    last = i + 2
    if scale < 10**6 and scale != 12 and _lower(tokens, last) in SCALES:
        scale *= SCALES[_lower(tokens, last)]
        last += 1
    return Figure(i, i, last, scale, scale, True, "words")


def _spelled_figure(tokens: Sequence[Token], i: int) -> Figure | None:
    spelled = _spelled(tokens, i)
    if spelled is None:
        return None
    value, j = spelled
    if [_lower(tokens, j + k) for k in range(3)] == ["and", "a", "half"]:
        scale = SCALES.get(_lower(tokens, j + 3), 0)
        if scale:
            value = value * scale + scale // 2
            return Figure(i, i, j + 4, value, value, False, "words")
    return Figure(i, i, j, value, value, _lower(tokens, j - 1) == "dozen", "words")


def _zero(tokens: Sequence[Token], i: int) -> Figure | None:
    word, after = _lower(tokens, i), _lower(tokens, i + 1)
    if word == "no" and after in {"fewer", "less", "more", "longer", "doubt", "matter"}:
        return None
    if word == "no" and after == "one":
        return Figure(i, i, i + 2, 0, 0, False, "zero")
    if word == "a" and after == "single" and _NEGATING & {_lower(tokens, k) for k in range(i - 4, i)}:
        return Figure(i, i, i + 2, 0, 0, False, "zero")  # had not lost a single man
    if word == "not" and after in {"a", "one"}:
        is_single = after == "a" and _lower(tokens, i + 2) == "single"
        last = i + 2 + is_single
        return Figure(i, i, last, 0, 0, False, "zero") if after == "one" or is_single else None
    if word in _ZERO_WORDS:
        return Figure(i, i, i + 1, 0, 0, False, "zero")
    return None


def _core(tokens: Sequence[Token], i: int) -> Figure | None:
    token = tokens[i]
    if token.kind == NUMBER:
        return _digits(tokens, i)
    if token.kind != WORD or token.lower not in _STARTERS:
        return None
    for reader in (_zero, _half, _article_scale, _vague, _spelled_figure):
        figure = reader(tokens, i)
        if figure is not None:
            return figure
    return None


_STARTERS = (
    frozenset(UNITS)
    | frozenset(TENS)
    | frozenset(_VAGUE_UNITS)
    | _VAGUE_ALONE
    | frozenset(_VAGUE_FACTORS)
    | _ZERO_WORDS
    | {"a", "an", "half", "not"}
)

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
    before = _lower(tokens, left.first - 1)
    j = left.last
    link, k = _lower(tokens, j), j + 1
    if link == "," and _lower(tokens, j + 1) == "if" and _lower(tokens, j + 2) == "not":
        link, k = "if not", j + 3
    elif link == "if" and _lower(tokens, j + 1) == "not":
        link, k = "if not", j + 2
    elif link == "or" and _lower(tokens, j + 1) in {"even", "possibly", "perhaps", "maybe"}:
        k = j + 2
    hyphen = link in _HYPHENS
    if hyphen and tokens[j].glued is not (k < len(tokens) and tokens[k].glued):
        return None
    allowed = hyphen or link in {"to", "or", "if not"} or (link == "and" and before == "between")
    if not allowed or k >= len(tokens):
        return None
    if link == "to" and before == "by" and has_changed(tokens, left.first - 1):
        return None
    if link == "to" and before == "from" and has_changed(tokens, left.first - 1):
        return None
    right = _core(tokens, k)
    if right is None or right.form in {"zero", "fraction"} or left.form == "zero":
        return None
    return _join(tokens, left, right, before)


def _join(tokens: Sequence[Token], left: Figure, right: Figure, before: str) -> Figure | None:
    if left.form == "decimal" or right.form == "decimal":
        return None
    low, high = left.low, right.high
    # "2 to 3 million": the scale written once holds for both ends.
    scale = SCALES.get(_lower(tokens, right.last - 1), 1)
    plain = left.last - left.first == 1 and right.last - right.first > 1
    if plain and scale > 1 and low is not None and high is not None and low * scale <= high:
        low = low * scale
    if low is not None and high is not None and low >= high:
        return None
    vague = left.form == "vague" or right.form == "vague"
    if vague and low is not None and left.last - left.first == 1 and right.last - right.first == 3:
        # "tens, if not hundreds, of thousands": the unit written once holds for both.
        low *= _VAGUE_UNITS.get(_lower(tokens, right.last - 1), 2) // 2
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
        if phrase == "estimated" and _lower(tokens, first - 2) not in _BEFORE_ESTIMATED:
            return None  # an official estimated 300 dead
        if phrase == "up to" and _lower(tokens, first - 3) in _MOVED:
            continue  # the toll has gone up to 31
        if phrase == "over" and _lower(tokens, first - 2) in _HANDED:
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
    following = _lower(tokens, figure.last)
    for phrase, effect in _AFTER:
        last = figure.last + len(phrase)
        if phrase[0] != following or tuple(t.lower for t in tokens[figure.last : last]) != phrase:
            continue
        if phrase in {("more",), ("plus",)} and _lower(tokens, last) in {"than", "a", "the"}:
            continue
        if phrase == ("at", "least") and _core_follows(tokens, last):
            continue
        if phrase[0] == "+" and not tokens[figure.last].glued:
            continue
        keep = figure.last if effect == _MORE else last
        return replace(_bounded(figure, effect), last=keep)
    return figure


def _core_follows(tokens: Sequence[Token], index: int) -> bool:
    return index < len(tokens) and _core(tokens, index) is not None


def parse_figure(tokens: Sequence[Token], i: int, floor: int = 0) -> Figure | None:
    """Read the figure whose number begins at token i, with its range and modifiers, or None.

    `floor` is the first token a modifier may use: the end of the figure before.

    >>> figure = parse_figure(tokenise("at least two hundred and five people"), 2)
    >>> (figure.low, figure.high, figure.first, figure.last)
    (205, None, 0, 6)
    """
    figure = _core(tokens, i)
    if figure is None:
        return None
    figure = _range(tokens, figure) or figure
    figure = replace(figure, core_end=figure.last)
    if figure.form in {"zero", "fraction"}:
        return figure
    return _with_suffix(tokens, _with_modifiers(tokens, figure, floor))
