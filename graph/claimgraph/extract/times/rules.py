"""The rules that read one expression of time: a pattern, and what it means from the report's date.

Each rule has an id that stays on the reading as provenance. Anchoring follows SUTime and HeidelTime: the
report date is the reference, the tense near the expression gives the direction, and the width of the unit is
kept as an interval. Weeks run from Monday to Sunday.
"""

from __future__ import annotations

import re
from datetime import date, timedelta
from functools import lru_cache

from claimgraph.extract.figures.words import words
from claimgraph.extract.times.readings import Context, Reading, Rule, day_of, span_of
from claimgraph.extract.times.words import (
    DAY_PART,
    DAY_PART_AFTER,
    MONTH,
    MONTHS,
    PART_WORDS,
    SEASON,
    SEASONS,
    WEEKDAY,
    WEEKDAYS,
    compile_rule,
    month_number,
    shift,
    valid_date,
)

__all__ = ["absolute_rules"]


def _iso_datetime(match: re.Match[str], context: Context) -> Reading | None:
    day = valid_date(int(match[1]), int(match[2]), int(match[3]))
    if day is None or int(match[4]) > 23 or int(match[5]) > 59 or int(match[6] or 0) > 59:
        return None
    zone = (match[7] or "").upper().replace("UTC", "Z").replace("GMT", "Z")
    if len(zone) == 5:
        zone = f"{zone[:3]}:{zone[3:]}"
    edtf = f"{day.isoformat()}T{match[4]}:{match[5]}:{match[6] or '00'}{zone}"
    return Reading(edtf, "point", "second" if match[6] else "minute", "iso-datetime", day)


def _iso_date(match: re.Match[str], context: Context) -> Reading | None:
    day = valid_date(int(match[1]), int(match[2]), int(match[3]))
    return day_of(day, "iso-date") if day else None


def _full_year(text: str) -> int:
    return int(text) if len(text) == 4 else (2000 if int(text) < 70 else 1900) + int(text)


def _dotted(match: re.Match[str], context: Context) -> Reading | None:
    day = valid_date(_full_year(match[3]), int(match[2]), int(match[1]))
    return day_of(day, "dotted-date") if day else None


def _slashed(match: re.Match[str], context: Context) -> Reading | None:
    first, second, year = int(match[1]), int(match[2]), _full_year(match[3])
    day_first, month_first = valid_date(year, second, first), valid_date(year, first, second)
    day = day_first or month_first
    if day is None:
        return None
    both = day_first is not None and month_first is not None and day_first != month_first
    # With two digits for the year the first number may be a year too: 14/04/22, 22/04/14.
    return day_of(day, "slashed-date", ambiguous=both or len(match[3]) == 2)


_SEASON = 3
"""How near a month without a year must be to one with a year to be of the same run of events, in months."""
_EPISODE = timedelta(days=31)
"""How near a day without a year must be to one with a year to be of the same run of events."""


def _nearest(month: int, day: int, context: Context, match: re.Match[str]) -> date | None:
    """The day and month without a year: the last past one, or the next where the tense looks ahead.

    In a clause without a tense the nearer of the two is meant.
    """
    anchor = context.anchor
    if anchor is None:
        return None
    years = range(anchor.year - 8, min(anchor.year + 9, 9999))
    days = [found for year in years if (found := valid_date(year, month, day)) is not None]
    past = [found for found in days if found <= anchor]
    ahead = [found for found in days if found >= anchor]
    tense = context.tense(*match.span())
    near = bool(ahead) and (not past or ahead[0] - anchor < anchor - past[-1])
    chosen = ahead[:1] if ahead and (tense == "future" or (tense == "none" and near)) else past[-1:]
    told = context.with_year(match.start())
    if told is not None and past and chosen == past[-1:] and anchor - past[-1] > _EPISODE:
        # "held it from 14 to 16 April 1998 … he left on 12 April": of that year
        near_told = (valid_date(year, month, day) for year in range(told.year - 1, told.year + 2))
        chosen = [found for found in near_told if found and abs(found - told) <= _EPISODE] or chosen
    named = match.groupdict().get("weekday")
    if named is not None:
        fits = [d for d in (*past[-1:], *ahead[:1]) if d.weekday() == WEEKDAYS[named.lower()]]
        chosen = fits[:1] or chosen
    return chosen[0] if chosen else None


def _calendar_day(match: re.Match[str], context: Context) -> Reading | None:
    groups = match.groupdict()
    month, first = month_number(groups["month"]), int(groups["day"])
    year = groups["year"]
    if groups["which"] and context.anchor is not None:  # on 3 November last year
        year = context.anchor.year - (groups["which"].lower() == "last")
    rule = "date" if year else "date-without-year"
    if year:
        day = valid_date(int(year), month, first)
    else:
        day = _nearest(month, first, context, match)
    if day is None:
        return None
    if groups["last"] is None:
        part = groups.get("part")
        return day_of(day, rule, "part-of-day" if groups.get("before") or part else "day")
    last = valid_date(day.year, month, int(groups["last"]))
    return span_of(day, last, rule + "-range", "day") if last and last > day else None


def _latest_month(month: int, context: Context, match: re.Match[str], word: str) -> int | None:
    """The year of a month named without one."""
    anchor = context.anchor
    if anchor is None:
        return None
    which = (match.groupdict().get("which") or "").lower()
    if which in {"that", "the same"}:  # in June of that year
        place = match.start()
        told = context.narrated_wide(place) or context.with_year(place) or context.narrated(place, far=True)
        return (told or anchor).year
    if which:  # in April last year
        return anchor.year + {"last": -1, "this": 0, "next": 1}[which]
    if word == "next":
        return anchor.year if month > anchor.month else anchor.year + 1
    if word == "last":
        return anchor.year if month < anchor.month else anchor.year - 1
    if word == "this":
        return anchor.year
    if context.future(*match.span()):
        return anchor.year if month >= anchor.month else anchor.year + 1
    year = anchor.year if month <= anchor.month else anchor.year - 1
    told = context.month_with_year(match.start())
    if told is not None and 12 * (anchor.year - year) + anchor.month - month > _SEASON:
        years = (told.year - 1, told.year, told.year + 1)  # shot in December 1984 … killed in November
        near = [y for y in years if abs(12 * (y - told.year) + month - told.month) <= _SEASON]
        year = near[0] if near else year
    return year


_PARTS = {
    "early": (1, 10), "beginning": (1, 10), "start": (1, 10), "mid": (11, 20), "middle": (11, 20),
    "late": (21, 31), "end": (21, 31),
}  # fmt: skip


_NAME_AFTER = re.compile(r"\s[A-Z][a-z]+ (?:[a-z]|[A-Z])")


def _month(match: re.Match[str], context: Context) -> Reading | None:
    month = month_number(match["month"])
    parts = (match["part"] or "").lower().replace("-", " ").split()
    which = next((w for w in parts if w in {"last", "next", "this"}), "")
    year = int(match["year"]) if match["year"] else _latest_month(month, context, match, which)
    if year is None or not 1 <= year <= 9998 or (not match["year"] and not match["part"] and not match["in"]):
        return None
    is_bare = not match["year"] and _NAME_AFTER.match(match.string, match.end()) is not None
    if is_bare and ((match["in"] or "").lower() == "of" or match["month"] == "Mar"):
        return None  # the fighters of the March Front, the church of Mar Elias
    rule = "month-year" if match["year"] else "month"
    first = date(year, month, 1)
    end = (shift(first, 1, "month") or first) - timedelta(days=1)
    part = next((_PARTS[w] for w in parts if w in _PARTS), None)
    if part is None:
        return Reading(f"{year:04}-{month:02}", "point", "month", rule, first)
    last = min(date(year, month, min(part[1], end.day)), end)
    last = end if part[1] == 31 else last
    return span_of(date(year, month, part[0]), last, rule + "-part", "part-of-month")


def _season(match: re.Match[str], context: Context) -> Reading | None:
    code = SEASONS[match["season"].lower()]
    which = (match["which"] or "").lower().strip()
    if match["year"]:
        return _season_of(int(match["year"][:4]), code, "season-year")
    anchor = context.anchor
    if anchor is None:
        return None
    first_month = 3 * (code - 21) + 3
    year = anchor.year
    begun = anchor.month >= first_month
    if which == "last" or (which == "" and not context.future(*match.span())):
        over = code != 24 and anchor.month >= first_month + 3
        in_winter = code == 24 and anchor.month in {12, 1, 2}
        year = year if (over or (which == "" and begun)) else year - 1
        year -= 1 if which == "last" and in_winter and anchor.month < 3 else 0
    elif which == "next" or (which == "" and begun):
        year = year + 1 if begun else year
    elif code == 24 and anchor.month < 3:
        year -= 1
    return _season_of(year, code, "season")


def _season_of(year: int, code: int, rule: str) -> Reading | None:
    first = valid_date(year, 3 * (code - 21) + 3, 1)
    return Reading(f"{year:04}-{code}", "point", "season", rule, first) if first else None


def _year(match: re.Match[str], context: Context) -> Reading | None:
    year = int(match["year"])
    if match["decade"] and year % 10:
        return None
    if match["decade"]:
        return Reading(f"{match['year'][:3]}X", "point", "decade", "decade", date(year, 1, 1))
    part = (match["part"] or "").lower().strip(" -")
    halves = {"early": (1, 4), "mid": (5, 8), "middle of": (5, 8), "late": (9, 12), "end of": (9, 12),
              "beginning of": (1, 4), "start of": (1, 4)}  # fmt: skip
    if part in halves:
        first, last = halves[part]
        months = f"{year}-{first:02}/{year}-{last:02}"
        return Reading(months, "interval", "part-of-year", "year-part", date(year, first, 1))
    return Reading(str(year), "point", "year", "year", date(year, 1, 1))


_YEAR_AFTER = r"(?:,? (?:(?P<year>(?:1[5-9]|20)\d\d)(?![\d,.]{0,9}\d)|(?:of )?(?P<which>last|this) year))?"
_ORDINAL = r"(?:st|nd|rd|th)?"
_NOT_IN_NUMBER = r"(?<![\d.,/:][.,/:-])(?<![.,/:$-])"
_BEFORE_DAY = (
    rf"(?:(?P<before>{DAY_PART}) )?(?:(?P<weekday>{WEEKDAY})(?: (?P<part>{DAY_PART_AFTER}))?,? (?:on )?)?"
)


_TO_DAY = r"(?:\s{0,2}[-–]\s{0,2}| to | and )"
_LAST_DAY = rf"(?:{_TO_DAY}(?P<last>\d{{1,2}}){_ORDINAL}(?![\d%]|[.,:]\d))?"
_GUARD = "in|since|by|until|till|during|of|from|through|before|after|between|throughout|to|and|for"
_DIGIT = frozenset("#")
_MONTH_WORDS = frozenset(MONTHS)
_DAY_WORDS = PART_WORDS | frozenset(WEEKDAYS)
_WIDE_WORDS = words(
    _GUARD.replace("|", " ") + " the beginning start middle end early late mid last next this year"
)
_EDGE = r"(?:beginning|start|middle|end) of"


@lru_cache(maxsize=1)
def absolute_rules() -> tuple[Rule, ...]:
    """The rules for dates that name a day, month, season or year themselves."""
    return (*_numeric_rules(), *_calendar_rules(), *_wide_rules())


def _numeric_rules() -> tuple[Rule, ...]:
    return (
        Rule(
            "iso-datetime",
            compile_rule(
                r"(\d{4})-(\d{2})-(\d{2})[T\x20](\d{2}):(\d{2})(?::(\d{2})(?:[.,]\d{1,9})?)?"
                r"(?:\s?(Z|UTC|GMT|[+-]\d{2}:?\d{2}))?"
            ),
            _iso_datetime,
            _DIGIT,
        ),
        Rule("iso-date", compile_rule(r"(\d{4})-(\d{2})-(\d{2})(?!-)"), _iso_date, _DIGIT),
        Rule(
            "dotted-date",
            compile_rule(r"(?<![\d.])(\d{1,2})\.(\d{1,2})\.(\d{4}|\d{2})(?!\.?\d)"),
            _dotted,
            _DIGIT,
        ),
        Rule(
            "slashed-date",
            compile_rule(r"(?<![\d/])(\d{1,2})/(\d{1,2})/(\d{4}|\d{2})(?!/?\d)"),
            _slashed,
            _DIGIT,
        ),
    )


def _worded_day(match: re.Match[str], context: Context) -> Reading | None:
    """ "the ninth of March": a day of a month in words."""
    month, number = month_number(match["month"]), _IN_WORDS.index(match["nth"].lower().replace("-", " ")) + 1
    year = match["year"]
    if match["which"] and context.anchor is not None:
        year = context.anchor.year - (match["which"].lower() == "last")
    day = valid_date(int(year), month, number) if year else _nearest(month, number, context, match)
    return day_of(day, "date" if year else "date-without-year") if day is not None else None


_ONES = ("first", "second", "third", "fourth", "fifth", "sixth", "seventh", "eighth", "ninth")
_IN_WORDS = [
    *_ONES,
    *("tenth", "eleventh", "twelfth", "thirteenth", "fourteenth", "fifteenth", "sixteenth", "seventeenth"),
    *("eighteenth", "nineteenth", "twentieth", *(f"twenty {one}" for one in _ONES)),
    *("thirtieth", "thirty first"),
]
"""The days of a month in words, from the first on."""
_NTH_WORD = "|".join(sorted((word.replace(" ", "[- ]") for word in _IN_WORDS), key=len, reverse=True))


def _worded_rule() -> Rule:
    pattern = compile_rule(rf"the (?P<nth>{_NTH_WORD}) of (?P<month>{MONTH}){_YEAR_AFTER}")
    return Rule("date", pattern, _worded_day, frozenset({"the"}))


def _calendar_rules() -> tuple[Rule, ...]:
    return (
        _worded_rule(),
        Rule(
            "date",
            compile_rule(
                rf"{_NOT_IN_NUMBER}{_BEFORE_DAY}(?:the )?(?P<day>\d{{1,2}}){_ORDINAL}{_LAST_DAY}"
                rf"(?: of)? (?P<month>{MONTH}){_YEAR_AFTER}"
            ),
            _calendar_day,
            _DAY_WORDS | _DIGIT,
        ),
        Rule(
            "date",
            compile_rule(
                rf"{_BEFORE_DAY}(?P<month>{MONTH}) (?:the )?(?P<day>\d{{1,2}}){_ORDINAL}"
                rf"(?![\d%]|[.,:]\d){_LAST_DAY}{_YEAR_AFTER}"
            ),
            _calendar_day,
            _DAY_WORDS | _MONTH_WORDS,
        ),
        Rule(
            "date",
            compile_rule(
                rf"between (?:the )?(?P<day>\d{{1,2}}){_ORDINAL} and (?:the )?(?P<last>\d{{1,2}}){_ORDINAL}"
                rf"(?: of)? (?P<month>{MONTH}){_YEAR_AFTER}"
            ),
            _calendar_day,
            frozenset({"between"}),
        ),
        Rule(
            "date-lower",
            compile_rule(
                rf"(?P<day>\d{{1,2}}){_ORDINAL}(?: of)? (?P<month>may|march) (?P<year>(?:19|20)\d\d)"
            ),
            _lower_date,
            _DIGIT,
        ),
    )


def _wide_rules() -> tuple[Rule, ...]:
    return (
        Rule(
            "month",
            compile_rule(
                rf"(?:(?P<in>{_GUARD}) (?:the )?)?"
                rf"(?P<part>(?:(?:the )?{_EDGE}|(?:early|late)(?: in)?|mid[-\x20]?|last|next|this)[-\x20]?)?"
                rf"(?P<month>{MONTH})(?:,? (?:of )?(?P<year>(?:1[5-9]|20)\d\d)(?![\d,.]{{0,9}}\d))?"
                r"(?:,? (?:of )?(?P<which>last|this|next|that|the same) year)?(?! \d{1,2}\b)"
            ),
            _month,
            _WIDE_WORDS | _MONTH_WORDS,
        ),
        Rule(
            "season",
            compile_rule(
                r"(?:(?P<in>in) )?(?:the )?(?:(?P<which>last|this|next) )?(?:(?:early|late|mid)[-\x20])?"
                rf"(?P<season>{SEASON})(?:(?: of)?,? (?P<year>(?:19|20)\d\d(?:[-–/]\d{{2,4}})?))?"
            ),
            _season_guarded,
            _WIDE_WORDS | frozenset(SEASONS),
        ),
        Rule(
            "year",
            compile_rule(
                rf"(?:(?P<in>{_GUARD}|the|year|an?) )?(?:the )?(?P<part>(?:early|mid|late)[-\x20]|{_EDGE} )?"
                r"(?P<year>(?:1[5-9]|20)\d\d)(?P<decade>[’']?s)?(?![-–]\d)(?![\d,.]{0,9}\d)"
            ),
            _year_guarded,
            _WIDE_WORDS | _DIGIT | {"a", "an"},
        ),
    )


def _lower_date(match: re.Match[str], context: Context) -> Reading | None:
    day = valid_date(int(match["year"]), month_number(match["month"]), int(match["day"]))
    return day_of(day, "date") if day else None


def _season_guarded(match: re.Match[str], context: Context) -> Reading | None:
    """A season counts with a year, "last", "this", "next" or "in"; "spring" alone may be a verb or a coil."""
    if match["year"] or match["which"] or (match["in"] and match["season"].lower() != "fall"):
        return _season(match, context)
    return None


_YEAR_DEEDS = words(
    "attack raid strike bombing blast explosion ambush massacre shooting assault coup siege war truce"
    " ceasefire deal agreement accord treaty invasion offensive uprising revolt kidnapping abduction crash"
    " killing"
)
"""What a year before it dates: "a 2015 attack"."""
_YEAR_PEOPLE = words("people soldiers troops civilians men women children houses homes tanks")


def _year_guarded(match: re.Match[str], context: Context) -> Reading | None:
    """Four digits are a year after a preposition, "the" or a part; alone they may be a count."""
    before, word = (match["in"] or "").lower(), match["year"]
    after = match.string[match.end() : match.end() + 16].split(maxsplit=1)
    counted = bool(after) and match.string[match.end() : match.end() + 1].isspace()
    next_word = after[0].strip(".,;:").lower() if counted else ""
    if match["decade"] or match["part"]:
        return _year(match, context)
    if not before or (
        before in {"of", "by", "the", "from", "to", "and", "for", "after", "between"}
        and next_word in _YEAR_PEOPLE
    ):
        return None
    if before in {"a", "an"} and next_word not in _YEAR_DEEDS:
        return None
    if before in {"to", "and", "for", "the"} and not _linked(match, before, next_word):
        return None
    return _year(match, context) if 1500 <= int(word) <= 2099 else None


def _linked(match: re.Match[str], before: str, next_word: str) -> bool:
    """ "the 2014 war" names a year by the noun after it; "2014 to 2022" by the year before it."""
    if before == "the":
        return next_word.isalpha()
    earlier = match.string[max(0, match.start() - 6) : match.start()].split()
    return before == "for" or (bool(earlier) and re.fullmatch(r"(?:1[5-9]|20)\d\d", earlier[-1]) is not None)
