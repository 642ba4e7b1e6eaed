"""Numbers alone, in digits or words: "2,500", "two hundred and five", "several thousand", "nobody".

A vague plural starts at two of its unit ("several thousand" is [2000, open)).
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

from claimgraph.extract.figures.tokens import NUMBER, WORD, Token
from claimgraph.extract.figures.words import words

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
VAGUE_UNITS = {
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
HYPHENS = frozenset("-–—‑−")
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


def lower(tokens: Sequence[Token], index: int) -> str:
    """Give a token in lower case, "" beyond the ends."""
    return tokens[index].lower if 0 <= index < len(tokens) else ""


def _words_below_hundred(tokens: Sequence[Token], i: int) -> tuple[int, int] | None:
    word = lower(tokens, i)
    if word in UNITS:
        return UNITS[word], i + 1
    if word not in TENS:
        return None
    j = i + 1
    if lower(tokens, j) in HYPHENS and tokens[j].glued:
        j += 1
    unit = UNITS.get(lower(tokens, j), 0)
    if 1 <= unit <= 9:
        return TENS[word] + unit, j + 1
    return TENS[word], i + 1


def _spelled(tokens: Sequence[Token], i: int) -> tuple[int, int] | None:
    """Read "two hundred and fifty-three thousand" from token i: its value and the token after it."""
    total, group, j, seen = 0, 0, i, False
    limit = 10**15
    while j < len(tokens):
        joined = seen and lower(tokens, j) == "and"
        k = j + 1 if joined else j
        small = _words_below_hundred(tokens, k)
        # "and" joins only after a scale word: "one hundred and five", but not "twenty and five".
        follows = lower(tokens, j - 1) in SCALES if joined else bool(group or total)
        if small is not None and group % 100 == 0 and (follows or not seen):
            group, j, seen = group + small[0], small[1], True
            continue
        scale = SCALES.get(lower(tokens, j), 0) if seen else 0
        if (
            not scale
            or joined
            or lower(tokens, j) in {"k", "mln", "bn"}
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
    words = [lower(tokens, k) for k in range(i, min(i + 7, len(tokens)))]
    words = [w for w in words if w not in HYPHENS]
    if words[:2] == ["half", "a"] and len(words) > 2 and words[2] in SCALES:
        last = next(k for k in range(i, i + 7) if lower(tokens, k) == words[2]) + 1
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
    word = lower(tokens, i)
    j = i + 1 if word == "a" else i
    head = lower(tokens, j)
    if j == i and head in VAGUE_UNITS:
        low, last = VAGUE_UNITS[head], i + 1
        inner = lower(tokens, i + 2)
        if lower(tokens, i + 1) in {"of", "upon", "and"} and inner in VAGUE_UNITS:
            if lower(tokens, i + 1) == "of":
                low = low * (VAGUE_UNITS[inner] // 2)
            last = i + 3
        elif head == "tens" and inner not in {"not", "hundreds"}:
            return None
        return Figure(i, i, last, low, None, True, "vague")
    if head == "couple":
        k = j + 2 if lower(tokens, j + 1) == "of" else j + 1
        scale = SCALES.get(lower(tokens, k), 0)
        if scale:
            return Figure(i, i, k + 1, 2 * scale, 2 * scale, True, "vague")
        return Figure(i, i, j + 1, 2, 2, True, "vague") if j > i else None
    if head in {"good", "great"} and j > i and lower(tokens, j + 1) == "many":
        return None
    if head == "multiple" and lower(tokens, j + 1) in {"launch", "rocket"}:
        return None
    factor = _VAGUE_FACTORS.get(head, 0)
    scale = SCALES.get(lower(tokens, j + 1).rstrip("s"), 0) if factor else 0
    if scale and (j == i or head == "few"):
        return Figure(i, i, j + 2, factor * scale, None, True, "vague")
    if head == "number" and j > i and lower(tokens, j + 1) == "of":
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
    if lower(tokens, j) == "m" and tokens[j].glued and lower(tokens, j + 1) in _MILLIONS:
        value, j = value * 10**6, j + 1
    while (scale := SCALES.get(lower(tokens, j), 0)) and j < i + 3:
        if lower(tokens, j) in {"k", "bn", "mln"} and not tokens[j].glued:
            break
        approximate = approximate or scale == 12
        value *= scale
        j += 1
    if value != int(value):
        return Figure(i, i, j, None, None, False, "decimal")
    return Figure(i, i, j, int(value), int(value), approximate, "digits")


def _article_scale(tokens: Sequence[Token], i: int) -> Figure | None:
    """ "a dozen", "a hundred", "a million": one round unit, approximate by its nature."""
    if lower(tokens, i) not in {"a", "an"}:
        return None
    word = lower(tokens, i + 1)
    if word == "single" and i + 2 < len(tokens) and tokens[i + 2].kind == WORD:
        return Figure(i, i, i + 2, 1, 1, False, "words")
    scale = SCALES.get(word, 0)
    if not scale or word in {"k", "bn", "mln"}:
        return None
    last = i + 2
    if scale < 10**6 and scale != 12 and lower(tokens, last) in SCALES:
        scale *= SCALES[lower(tokens, last)]
        last += 1
    return Figure(i, i, last, scale, scale, True, "words")


def _spelled_figure(tokens: Sequence[Token], i: int) -> Figure | None:
    spelled = _spelled(tokens, i)
    if spelled is None:
        return None
    value, j = spelled
    if [lower(tokens, j + k) for k in range(3)] == ["and", "a", "half"]:
        scale = SCALES.get(lower(tokens, j + 3), 0)
        if scale:
            value = value * scale + scale // 2
            return Figure(i, i, j + 4, value, value, False, "words")
    return Figure(i, i, j, value, value, lower(tokens, j - 1) == "dozen", "words")


def _zero(tokens: Sequence[Token], i: int) -> Figure | None:
    word, after = lower(tokens, i), lower(tokens, i + 1)
    if word == "no" and after in {"fewer", "less", "more", "longer", "doubt", "matter"}:
        return None
    if word == "no" and after == "one":
        return Figure(i, i, i + 2, 0, 0, False, "zero")
    if word == "a" and after == "single" and _NEGATING & {lower(tokens, k) for k in range(i - 4, i)}:
        return Figure(i, i, i + 2, 0, 0, False, "zero")  # had not lost a single man
    if word == "not" and after in {"a", "one"}:
        is_single = after == "a" and lower(tokens, i + 2) == "single"
        last = i + 2 + is_single
        return Figure(i, i, last, 0, 0, False, "zero") if after == "one" or is_single else None
    if word in _ZERO_WORDS:
        return Figure(i, i, i + 1, 0, 0, False, "zero")
    return None


def core(tokens: Sequence[Token], i: int) -> Figure | None:
    """Give the number that begins at token i, without what stands around it, or None.

    >>> from claimgraph.extract.figures.tokens import tokenise
    >>> core(tokenise("two hundred and five people"), 0).low, core(tokenise("people"), 0)
    (205, None)
    """
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
    | frozenset(VAGUE_UNITS)
    | _VAGUE_ALONE
    | frozenset(_VAGUE_FACTORS)
    | _ZERO_WORDS
    | {"a", "an", "half", "not"}
)
