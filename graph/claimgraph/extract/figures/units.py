"""Figures that are no counts: money, percentages, distances, durations, ages, calibres, dates, identifiers.

Each test looks only at the tokens beside the figure, and answers with the kind or None.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from claimgraph.extract.figures.grammar import Figure, Token
from claimgraph.extract.figures.numerals import SCALES, TENS, UNITS
from claimgraph.extract.figures.words import CURRENCIES, FATE_NOUNS, NOUN_KINDS, words

__all__ = ["refusal"]

_MONTHS = words("""
    january february march april may june july august september october november december jan feb mar
    apr jun jul aug sep sept oct nov dec
""")
_DURATION = words("""
    second seconds minute minutes min mins hour hours hrs day days night nights week weeks weekend
    weekends month months year years decade decades century centuries am pm
""")
_DISTANCE = words("""
    km kms kilometre kilometres kilometer kilometers m metre metres meter meters mile miles feet foot ft
    yard yards cm centimetre centimetres centimeter centimeters inch inches nautical hectare hectares
    acre acres square sq cubic knots kph mph
""")
_MEASURE = words("""
    kg kilogram kilograms kilo kilos ton tons tonne tonnes gram grams litre litres liter liters gallon
    gallons barrel barrels megawatt megawatts mw gw kw kilowatt kilowatts gigawatt gigawatts degree
    degrees times fold kiloton kilotons kt bpd mm
""")
_UNIT_NOUNS = words("""
    brigade brigades army armies division divisions battalion battalions regiment regiments corps fleet
    squadron squadrons company platoon guards separate wing flotilla airborne mechanised mechanized
    motorised motorized infantry tank marine artillery fighter tactical assault hospital combined arms
    group detachment
""")
_NUMBERED = words("""
    no no. number nr unit flight resolution article chapter route highway protocol room reactor school
    hospital gate section annex phase page line block building apartment brigade battalion regiment
    division area sector bus mine power channel station site camp lot clause paragraph paragraphs
    articles minsk kab fab group point item window step table figure grade level type mark version part
    volume issue day case
""")
_CURRENCY_SIGNS = frozenset("$€£¥₴₽₹₺₪")
_STREET = words("street st st. avenue road square lane boulevard prospekt prospect quay")
_TIME_BEFORE = (
    words("""
        in since until till during of by from late early mid spring summer autumn fall winter end before
        after year through january
    """)
    | _MONTHS
)
_ORDINAL_SUFFIX = frozenset({"st", "nd", "rd", "th"})
_CALIBRE = frozenset({"mm", "millimetre", "millimeter", "calibre", "caliber"})
_PERCENT = frozenset({"%", "‰", "percent", "percentage", "pct"})
_YEAR = re.compile(r"(?:19|20)\d\d")
_HYPHENS = frozenset("-–‑")


def _lower(tokens: Sequence[Token], index: int) -> str:
    return tokens[index].lower if 0 <= index < len(tokens) else ""


def _glued(tokens: Sequence[Token], index: int) -> bool:
    return 0 <= index < len(tokens) and tokens[index].glued


def refusal(tokens: Sequence[Token], figure: Figure) -> str | None:
    """The kind of figure this is if it is no count, or None.

    >>> from claimgraph.extract.figures.grammar import parse_figure, tokenise
    >>> tokens = tokenise("some $ 800 million")
    >>> refusal(tokens, parse_figure(tokens, 2))
    'money'
    """
    if figure.form == "fraction":
        return "percent"
    if figure.form == "zero":
        return None
    for test in (_digit_run, _share_of, _before, _after, _glued_after, _calendar):
        kind = test(tokens, figure)
        if kind is not None:
            return kind
    return "other" if figure.form == "decimal" else None


def _digit_run(tokens: Sequence[Token], figure: Figure) -> str | None:
    """Three numbers in a row are a telephone or serial number, not three counts."""
    first, last = figure.core, figure.core_end
    while first > max(0, figure.core - 8) and tokens[first - 1].kind in {"number", "code"}:
        first -= 1
    while last < len(tokens) and tokens[last].kind in {"number", "code"} and last < first + 8:
        last += 1
    run, own = last - first, figure.core_end - figure.core
    return "other" if figure.form == "digits" and run >= 3 and run > own else None


def _share(tokens: Sequence[Token], figure: Figure, j: int) -> bool:
    """ "one in five", "2 out of 3": a share of a whole, no count."""
    k = j + 2 if _lower(tokens, j) == "out" and _lower(tokens, j + 1) == "of" else j + 1
    if _lower(tokens, j) == "out" and k == j + 1:
        return False
    other = UNITS.get(_lower(tokens, k)) or TENS.get(_lower(tokens, k))
    if other is None and k < len(tokens) and tokens[k].kind == "number" and tokens[k].text.isdecimal():
        other = int(tokens[k].text)
    return (
        other is not None
        and figure.low is not None
        and figure.low < other <= 100
        and figure.low == figure.high
    )


def _share_of(tokens: Sequence[Token], figure: Figure) -> str | None:
    """The second figure of a share or ratio: "one in [five]", "two out of [three]", "80 to [1]"."""
    k = figure.first - 1
    word = _lower(tokens, k)
    out = word == "of" and _lower(tokens, k - 1) == "out"
    k -= 2 if out else 1
    if not (out or word in {"in", "to"}) or k < 0 or figure.low is None:
        return None
    text = tokens[k].text
    other = UNITS.get(tokens[k].lower) or (int(text) if text.isdecimal() and len(text) < 4 else None)
    if other is None or figure.low > 100:
        return None
    if word == "to":
        changed = _lower(tokens, k - 1) == "from"
        return "other" if figure.low < other and not changed else None
    return "percent" if other < figure.low else None


def _before(tokens: Sequence[Token], figure: Figure) -> str | None:
    i = figure.core
    word = _lower(tokens, i - 1)
    if word in {"under", "over"} and _lower(tokens, i - 2) in _OF_AN_AGE and (figure.high or 0) <= _OLDEST:
        return "age"  # seven of them under 15, children under five
    if _is_in_ages(tokens, i):
        return "age"  # two brothers, aged nine and 11
    if word in _CURRENCY_SIGNS or (word in CURRENCIES and tokens[i - 1].text.isupper()):
        return "money"
    if figure.form != "digits":
        return "age" if word in {"aged", "age"} else None
    if _glued(tokens, i) and i > 0:
        if tokens[i - 1].is_word:
            return "unit-number"
        if word in _HYPHENS and _glued(tokens, i - 1) and i > 1:
            before = tokens[i - 2]
            if before.lower in {"mid", "pre", "post", "early", "late"} or before.lower in _MONTHS:
                return "date"
            return "unit-number"
        if word in {"#", "№"}:
            return "unit-number"
        if word == "+":
            return "other"
    if word in {"aged", "age"} or (word == "of" and _lower(tokens, i - 2) in {"age", "ages"}):
        return "age"
    if word in {"between", "from"} and _lower(tokens, i - 2) in {"aged", "ages"}:
        return "age"
    if word in {"№", "#", "no."} or (word in _NUMBERED and tokens[i - 1].text[0].isupper()):
        return "unit-number" if not _people_follow(tokens, figure) else None
    return None


_OF_AN_AGE = frozenset(
    ("them", "whom", "those", "aged", "children", "boys", "girls", "babies", "infants", "minors", "youths",
     "men", "women", "anyone", "everyone", "all", "males", "child", "boy", "girl")
)  # fmt: skip
_AGES_REACH = 6
_OLDEST = 110


def _is_in_ages(tokens: Sequence[Token], i: int) -> bool:
    """Whether only numbers and links stand between token `i` and "aged" before it."""
    for at in range(i - 1, max(-1, i - 1 - _AGES_REACH), -1):
        word = tokens[at].lower
        if word in {"aged", "ages"}:
            return at < i - 1
        is_listed = word in UNITS or word in TENS or word in {",", "and", "or", "to", "-", "–"}
        if not is_listed and tokens[at].kind != "number":
            return False
    return False


def _people_follow(tokens: Sequence[Token], figure: Figure) -> bool:
    word = _lower(tokens, figure.last)
    return word in NOUN_KINDS or word in FATE_NOUNS


def _after(tokens: Sequence[Token], figure: Figure) -> str | None:
    """Units of measure, with or without a hyphen or a scale word between."""
    j = figure.last
    hyphen = j == figure.core_end and _hyphenated(tokens, j)
    j += hyphen or (figure.form == "vague" and _lower(tokens, j) == "of")
    if _lower(tokens, j) in {
        "more",
        "additional",
        "full",
        "further",
        "straight",
        "consecutive",
        "long",
        "whole",
    }:
        j += 1
    word, after = _lower(tokens, j), _lower(tokens, j + 1)
    if word in _CALIBRE:
        return "calibre"
    if word in _PERCENT or (word == "per" and after in {"cent", "mille"}) or (word == "p" and after == "p"):
        return "percent"
    if word in CURRENCIES or word in _CURRENCY_SIGNS:
        return "money"
    if word in {"of"} and after in {"thousands", "millions"}:
        return None
    if word in _DURATION:
        return _age_or_duration(tokens, j, hyphen)
    if word in _DISTANCE and (word != "m" or (tokens[j].text == "m" and not _glued(tokens, j + 1))):
        return "distance"
    if (word in {"in", "out"}) and _share(tokens, figure, j):
        return "percent"
    if word in _MEASURE:
        return "other"
    if word in {"us", "american", "canadian"} and after in CURRENCIES:
        return "money"
    return _compound(tokens, figure, j, hyphen)


def _hyphenated(tokens: Sequence[Token], j: int) -> bool:
    return _lower(tokens, j) in _HYPHENS and _glued(tokens, j) and _glued(tokens, j + 1)


def _compound(tokens: Sequence[Token], figure: Figure, j: int, hyphen: bool) -> str | None:
    word = _lower(tokens, j)
    if (
        word in {"third", "thirds", "quarters", "fifths", "tenths", "quarter", "fifth"}
        and figure.form == "words"
    ):
        return "percent"
    if hyphen and j < len(tokens) and tokens[j].is_word and word not in NOUN_KINDS:
        return "other"
    if hyphen and word in {"man", "woman", "person", "member", "vehicle", "ship", "tank"}:
        return "other"
    return None


def _age_or_duration(tokens: Sequence[Token], j: int, hyphen: bool) -> str:
    k = j + 1
    if _lower(tokens, k) in _HYPHENS:
        k += 1
    if _lower(tokens, k) == "old" or (_lower(tokens, k) == "of" and _lower(tokens, k + 1) == "age"):
        return "age"
    if _lower(tokens, k) == "olds":
        return "age"
    return "date" if _lower(tokens, j) in {"am", "pm"} else "duration"


def _glued_after(tokens: Sequence[Token], figure: Figure) -> str | None:
    """ "95th Brigade", "21st century", "1950s", "9M729", "10km", "24th of April"."""
    j = figure.core_end
    if figure.form != "digits" or not _glued(tokens, j) or not tokens[j].is_word:
        return None
    word = tokens[j].lower
    if word in _ORDINAL_SUFFIX:
        return _ordinal(tokens, j + 1)
    if word in {"s", "'s", "’s"}:
        return "date"
    if word in SCALES:
        return None
    return "unit-number"


def _ordinal(tokens: Sequence[Token], j: int) -> str:
    following = [_lower(tokens, k) for k in range(j, j + 5)]
    if following[0] in _MONTHS or (following[0] == "of" and following[1] in _MONTHS):
        return "date"
    if following[0] == "century":
        return "date"
    if any(word in _UNIT_NOUNS for word in following):
        return "unit-number"
    return "other"


def _calendar(tokens: Sequence[Token], figure: Figure) -> str | None:
    """Days of a month, years, times of day, street numbers."""
    i, j = figure.core, figure.last
    before, after = _lower(tokens, i - 1), _lower(tokens, j)
    digits = figure.form == "digits"
    is_day = figure.low is None or figure.low <= _LAST_DAY or _YEAR.fullmatch(tokens[i].text) is not None
    if digits and is_day and (_month_at(tokens, i - 1) or (before == "," and _month_before_comma(tokens, i))):
        return "date"
    small = figure.high is not None and figure.high <= 31
    if small and (_month_at(tokens, j) or (after == "of" and _month_at(tokens, j + 1))):
        return "date"
    clock = after in {"a", "p"} and _lower(tokens, j + 1) == "." and _lower(tokens, j + 2) == "m"
    if clock or after in {"o'clock", "o’clock", "gmt", "utc"}:
        return "date"
    if digits and before == "," and after == "," and i >= 2 and tokens[i - 2].is_capital and _age(figure):
        return "age"
    if digits and _is_year(tokens, figure):
        return "date"
    for k in range(j, min(j + 3, len(tokens))):
        if not tokens[k].is_capital:
            return None
        if k > j and tokens[k].lower in _STREET:
            return "other"
    return None


_LAST_DAY = 31


def _age(figure: Figure) -> bool:
    return figure.low is not None and figure.low == figure.high and 1 <= figure.low <= _OLDEST


def _month_at(tokens: Sequence[Token], index: int) -> bool:
    return _lower(tokens, index) in _MONTHS and tokens[index].is_capital


def _month_before_comma(tokens: Sequence[Token], i: int) -> bool:
    """ "April 14, 2022"."""
    return _month_at(tokens, i - 3) and bool(_YEAR.fullmatch(tokens[i].text))


def _is_year(tokens: Sequence[Token], figure: Figure) -> bool:
    i, last = figure.core, figure.core_end - 1
    if not _YEAR.fullmatch(tokens[i].text) or not _YEAR.fullmatch(tokens[last].text):
        return False
    joined = _lower(tokens, i - 1) in {"from", "between"}
    if figure.first != i and not joined:
        return False
    after = _lower(tokens, figure.last)
    if joined and last == i and after in NOUN_KINDS:
        return False
    if _lower(tokens, i - 1) in _TIME_BEFORE:
        # "of 2000 soldiers" counts; "in 2022 people were killed" dates.
        return not (_lower(tokens, i - 1) in {"of", "by", "from"} and after in NOUN_KINDS)
    following = [_lower(tokens, k) for k in range(figure.last, figure.last + 4)]
    kinds = [NOUN_KINDS.get(word) or FATE_NOUNS.get(word) for word in following]
    # "the 2012 attacks" are attacks of that year, "2012 soldiers" are that many.
    return next((kind for kind in kinds if kind), "other") in {"strikes", "other", "lost"}
