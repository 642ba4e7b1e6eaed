"""The rules for times on the day told of, and for days with a name: "hours later", "New Year's Eve"."""

from __future__ import annotations

import re
from datetime import date, timedelta

from claimgraph.extract.figures.words import words
from claimgraph.extract.times.readings import Context, Reading, Rule, day_of, span_of
from claimgraph.extract.times.words import (
    MONTH,
    NUMBER,
    SEASON,
    SEASONS,
    UNIT,
    WEEKDAY,
    WEEKDAYS,
    compile_rule,
    month_number,
    shift,
    valid_date,
    week_of,
)

__all__ = ["told_rules"]

_FEASTS = {
    "christmas eve": (12, 24),
    "christmas day": (12, 25),
    "boxing day": (12, 26),
    "new year eve": (12, 31),
    "new year day": (1, 1),
}
"""Days that newspapers name without a date, without their 's → month and day."""

_NO_NOUN = (
    r"(?=[,.;:)\n]| (?:alone|a|an|the|he|she|they|it|we|at|in|and|or|but|when|by|with|near|his|her|their|two"
    r"|three|some)\b)"
)
"""What may follow the number of a day: no noun, as in "the 3rd and 4th floors"."""
_LONG_AGO = timedelta(days=45)
"""How long before the report a day was of which the days told of next are rather than of the last month."""
_NOW_REACH = 90
"""How far before an expression its verb may stand, in characters."""
_VIOLENCE = (
    r"(?:attacks?|assaults?|raids?|strikes?|air ?strikes?|bombings?|blasts?|explosions?|ambush(?:es)?"
    r"|massacres?|killings?|shootings?|shelling|bombardments?|clashes|fighting|violence|unrest|protests?"
    r"|offensive|talks|summit)"
)


def _day_told(match: re.Match[str], context: Context, *, far: bool = False) -> date | None:
    return context.narrated(match.start(), far=far, done=True) or context.anchor


def _part_of_day(match: re.Match[str], context: Context) -> Reading | None:
    """ "earlier in the day", "during the day", "in the evening": of the day told of, else of the report's."""
    if context.is_coarse(match.start()):
        return None
    day = _day_told(match, context, far="during" not in match.group().lower())
    return day_of(day, "part-of-day-told", "part-of-day") if day is not None else None


def _moments(match: re.Match[str], context: Context) -> Reading | None:
    """ "minutes ago" on the day of the report; "hours later", "a few hours earlier" on the day told of."""
    day = context.anchor if (match["way"] or "").lower() == "ago" else _day_told(match, context, far=True)
    return day_of(day, "moments", "part-of-day") if day is not None else None


def _then(match: re.Match[str], context: Context) -> Reading | None:
    """ "since then": from the day told of last."""
    day = context.narrated(match.start(), far=True)
    return Reading(f"{day.isoformat()}/..", "since", "day", "since-then", day) if day is not None else None


_NOW = re.compile(r"\b(?:has|have)\b[^.;:]{0,60}\Z")


def _since_morning(match: re.Match[str], context: Context) -> Reading | None:
    """ "since the morning", "since dawn": hours of the day told of; of today in "has fired since dawn"."""
    start = match.start()
    is_today = _NOW.search(match.string, max(0, start - _NOW_REACH), start) is not None
    told = context.narrated_here(start) or context.narrated(start, far=True, done=True)
    day = context.anchor if is_today or told is None else told
    return day_of(day, "since-morning", "part-of-day") if day is not None else None


def _day_of_month(match: re.Match[str], context: Context) -> Reading | None:
    """ "on the 19th": the last such day up to the report's, or the next in a clause that looks ahead."""
    anchor = context.anchor
    if anchor is None:
        return None
    told = context.narrated(match.start(), far=True, done=True)
    if told is not None and anchor - told > _LONG_AGO:  # told of last year: "buried on the 19th"
        near = [
            day
            for step in (-1, 0, 1)
            if (month := shift(told.replace(day=1), step, "month")) is not None
            and (day := valid_date(month.year, month.month, int(match["day"]))) is not None
        ]
        return day_of(min(near, key=lambda day: abs(day - told)), "day-of-month-told") if near else None
    first = anchor.replace(day=1)
    ahead = context.future(*match.span())
    for step in (0, 1) if ahead else (0, -1):
        month = shift(first, step, "month") or first
        day = valid_date(month.year, month.month, int(match["day"]))
        if day is not None and (day >= anchor if ahead else day <= anchor):
            return day_of(day, "day-of-month")
    return None


def _days_of_month(match: re.Match[str], context: Context) -> Reading | None:
    """ "between the 8th and the 11th", "on the 12th and 13th": the last such days up to the report's."""
    last = _day_of_month(match, context)
    first = valid_date(last.day.year, last.day.month, int(match["first"])) if last and last.day else None
    if last is None or last.day is None or first is None or first >= last.day:
        return None
    is_pair = match["link"].lower() == "and" and match["in"].lower() == "on"
    if is_pair and last.day - first > timedelta(days=1):
        return None  # on the 3rd and 9th
    return span_of(first, last.day, "days-of-month", "day")


def _night_from(match: re.Match[str], context: Context) -> Reading | None:
    """ "the night from Saturday to Sunday", "the night to Friday": the last one that ends on that day."""
    if context.anchor is None:
        return None
    last = WEEKDAYS[match["next"].lower()]
    if match["weekday"] is not None and (last - WEEKDAYS[match["weekday"].lower()]) % 7 != 1:
        return None
    day = context.anchor - timedelta(days=(context.anchor.weekday() - last) % 7)
    return span_of(day - timedelta(days=1), day, "night-from", "night")


def _feast(match: re.Match[str], context: Context) -> Reading | None:
    """The last such day, or the next in a clause that looks ahead; with a year, that of the year."""
    name = re.sub(r"[’']s?\b", "", " ".join(match["feast"].lower().split()))
    month, day = _FEASTS[name]
    if match["year"]:
        found = valid_date(int(match["year"]), month, day)
        return day_of(found, "named-day") if found is not None else None
    anchor = context.anchor
    if anchor is None:
        return None
    ahead = context.future(*match.span())
    this = date(anchor.year, month, day)
    if ahead and this < anchor:
        found = valid_date(anchor.year + 1, month, day)
    elif not ahead and this > anchor:
        found = valid_date(anchor.year - 1, month, day)
    else:
        found = this
    return day_of(found, "named-day") if found is not None else None


def _first_of_unit(match: re.Match[str], context: Context) -> Reading | None:
    """ "the first of the month", "the 3rd of last month"."""
    anchor = context.anchor
    if anchor is None:
        return None
    back = shift(anchor.replace(day=1), -1 if match["which"].lower() == "last" else 0, "month")
    day = valid_date(back.year, back.month, int(match["day"] or 1)) if back is not None else None
    return day_of(day, "day-of-this-month") if day is not None else None


_NTH = {"first": 1, "second": 2, "third": 3, "fourth": 4, "last": 0}


def _nth(match: re.Match[str], context: Context) -> Reading | None:
    """ "the second weekend of October", "the first week of May", "the last Friday in March"."""
    month, nth = month_number(match["month"]), _NTH[match["nth"].lower()]
    anchor = context.anchor
    if not match["year"] and anchor is None:
        return None
    year = int(match["year"]) if match["year"] else 0
    if anchor is not None and not year:
        year = anchor.year - (1 if month > anchor.month and not context.future(*match.span()) else 0)
    first = valid_date(year, month, 1)
    following = shift(first, 1, "month") if first is not None else None
    if first is None or following is None:
        return None
    last, unit = following - timedelta(days=1), match["unit"].lower()
    if unit == "week":
        start = first + timedelta(days=7 * (nth - 1)) if nth else last - timedelta(days=6)
        return span_of(start, start + timedelta(days=6), "nth-of-month", "week")
    wanted = WEEKDAYS["saturday" if unit == "weekend" else unit]
    day = first + timedelta(days=(wanted - first.weekday()) % 7 + 7 * (nth - 1))
    if nth == 0:
        day = last - timedelta(days=(last.weekday() - wanted) % 7)
    if unit == "weekend":
        return span_of(day, day + timedelta(days=1), "nth-of-month", "weekend")
    return day_of(day, "nth-of-month") if day <= last else None


def _season_told(match: re.Match[str], context: Context) -> Reading | None:
    """ "in the autumn of that year": of the year told of last."""
    told = context.narrated_wide(match.start()) or context.narrated(match.start())
    if told is None:
        return None
    code = SEASONS[match["season"].lower()]
    return Reading(f"{told.year:04}-{code}", "point", "season", "season-told", date(told.year, 3, 1))


def _edge_of_unit(match: re.Match[str], context: Context) -> Reading | None:
    """ "the start of the month", "the end of last week": its first day or days, its last."""
    anchor = context.anchor
    if anchor is None:
        return None
    unit = match["unit"].lower()
    back = shift(anchor, -1 if match["which"].lower() == "last" else 0, unit)
    if back is None:
        return None
    is_end = match["edge"].lower() == "end"
    if unit == "week":
        first, last = week_of(back)
        return day_of(last if is_end else first, "edge-of-unit", "part-of-week")
    first = back.replace(day=1)
    following = shift(first, 1, "month")
    if following is None:
        return None
    if is_end:
        return span_of(first.replace(day=21), following - timedelta(days=1), "edge-of-unit", "part-of-month")
    return span_of(first, first.replace(day=10), "edge-of-unit", "part-of-month")


def _weekend(match: re.Match[str], context: Context) -> Reading | None:
    """The weekend in "the weekend attack": the last one, that of the report included."""
    if context.anchor is None:
        return None
    saturday = week_of(context.anchor)[0] + timedelta(days=5)
    if context.anchor < saturday:
        saturday -= timedelta(days=7)
    return span_of(saturday, saturday + timedelta(days=1), "weekend-of", "weekend")


def told_rules() -> tuple[Rule, ...]:
    """The rules of this module, in no order: the longest match counts."""
    return (
        *_day_rules(),
        *_night_rules(),
        *_month_rules(),
        *_since_rules(),
        *_calendar_rules(),
        *_unit_rules(),
    )


def _day_rules() -> tuple[Rule, ...]:
    return (
        Rule(
            "part-of-day-told",
            compile_rule(
                r"(?:(?:earlier|later) (?:in the|that) day|during the day"
                r"|in the (?:early |late )?(?:morning|afternoon|evening))"
                rf"(?! (?:of (?:the|that|this|the same|\d|{WEEKDAY}|{MONTH})|on|hours|before|after)\b)"
            ),
            _part_of_day,
            words("earlier later during in"),
        ),
        Rule(
            "moments",
            compile_rule(
                r"(?:(?:just|only) )?(?:seconds|moments|minutes|hours) (?P<way>ago|later|earlier|afterwards)"
                r"|(?:a few|several|some) (?:seconds|moments|minutes|hours) (?P<after>later|earlier)"
                r"|(?:(?:just|only) )?(?:minutes|hours|moments) after(?= (?:the|that|this|his|its) \w+)"
                rf"|(?:(?:just|only) )?(?:minutes|hours|moments) before(?= (?:the|that|this) {_VIOLENCE}\b)"
                r"|(?:(?:just|only) )?(?:minutes|hours) before(?=,)"
            ),
            _moments,
            words("a several some just only seconds moments minutes hours"),
        ),
    )


def _night_rules() -> tuple[Rule, ...]:
    return (
        Rule(
            "night-from",
            compile_rule(
                r"(?:(?:during |in |on )?the night|overnight)"
                rf"(?:(?: from| of)? (?P<weekday>{WEEKDAY})(?: night)?)?"
                rf" (?:to|into|before) (?P<next>{WEEKDAY})"
            ),
            _night_from,
            words("during in on the overnight"),
        ),
        Rule(
            "night-from",
            compile_rule(
                rf"(?:late )?(?P<weekday>{WEEKDAY})(?: (?:night|evening))? into"
                rf" (?:(?:early|the early hours of|the morning of) )?(?P<next>{WEEKDAY})(?: morning)?"
            ),
            _night_from,
            frozenset(WEEKDAYS) | {"late"},
        ),
    )


def _month_rules() -> tuple[Rule, ...]:
    return (
        Rule(
            "day-of-month",
            compile_rule(
                r"(?:(?P<in>on|since|by|until|till)|(?:on |in )?the (?:early |late )?"
                r"(?:morning|afternoon|evening|night) of) the (?P<day>[12]?\d|3[01])(?:st|nd|rd|th)"
                rf"{_NO_NOUN}"
            ),
            _day_of_month,
            words("on since by until till the in"),
        ),
        Rule(
            "days-of-month",
            compile_rule(
                r"(?P<in>on|between|from) the (?P<first>[12]?\d|3[01])(?:st|nd|rd|th)"
                r" (?P<link>and|to|until|till) (?:the )?(?P<day>[12]?\d|3[01])(?:st|nd|rd|th)"
                rf"(?! (?:of )?{MONTH}){_NO_NOUN}"
            ),
            _days_of_month,
            words("on between from"),
        ),
    )


def _since_rules() -> tuple[Rule, ...]:
    return (
        Rule(
            "since-morning",
            compile_rule(
                r"since (?:the |this )?(?:(?:early |late )?(?:morning|afternoon|evening)|early hours|dawn"
                rf"|daybreak|sunrise|noon|midday|midnight|nightfall|dusk)(?! (?:of|on|in|{WEEKDAY}|\d))"
            ),
            _since_morning,
            words("since"),
        ),
        Rule("since-then", compile_rule(r"since then"), _then, words("since")),
        Rule(
            "since-then",
            compile_rule(
                rf"(?:in|over|during|for) the (?:(?:{NUMBER}|intervening) )?{UNIT} since(?: then)?(?=[,.;:])"
            ),
            _then,
            words("in over during for"),
        ),
        Rule(
            "weekend-of",
            compile_rule(rf"weekend(?= (?:\w+ )?{_VIOLENCE}\b)"),
            _weekend,
            words("weekend"),
        ),
    )


def _calendar_rules() -> tuple[Rule, ...]:
    return (
        Rule(
            "named-day",
            compile_rule(
                r"(?P<feast>(?-i:Christmas (?:Eve|Day)|Boxing Day|New Year(?:[’']s)? (?:Eve|Day)))"
                r"(?:,? (?P<year>(?:19|20)\d\d))?"
            ),
            _feast,
            words("christmas boxing new"),
        ),
        Rule(
            "nth-of-month",
            compile_rule(
                rf"(?:the )?(?P<nth>first|second|third|fourth|last) (?P<unit>weekend|week|{WEEKDAY})"
                rf" (?:of|in) (?P<month>{MONTH})(?:,? (?P<year>(?:19|20)\d\d))?"
            ),
            _nth,
            words("the first second third fourth last"),
        ),
    )


def _unit_rules() -> tuple[Rule, ...]:
    return (
        Rule(
            "day-of-this-month",
            compile_rule(
                r"the (?:first|(?P<day>[12]?\d|3[01])(?:st|nd|rd|th)) of (?P<which>the|this|last) month"
            ),
            _first_of_unit,
            words("the"),
        ),
        Rule(
            "edge-of-unit",
            compile_rule(
                r"the (?P<edge>beginning|start|end) of (?P<which>the|this|last) (?P<unit>week|month)(?! of)"
            ),
            _edge_of_unit,
            words("the"),
        ),
        Rule(
            "season-told",
            compile_rule(rf"(?:in )?the (?P<season>{SEASON}) of (?:that|the same) year"),
            _season_told,
            words("in the"),
        ),
    )
