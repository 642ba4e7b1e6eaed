"""The rules for times counted from the report's date or the day told of last: "late Thursday", "a day later".

None of them reads anything without a report date but durations and habits, which name no point in time.
"""

from __future__ import annotations

import re
from datetime import date, timedelta

from claimgraph.extract.figures.words import words
from claimgraph.extract.times.offsets import offset_rules
from claimgraph.extract.times.readings import Context, Reading, Rule, day_of, span_of, whole_of
from claimgraph.extract.times.words import (
    DAY_PART,
    DAY_PART_AFTER,
    NUMBER,
    NUMBER_WORDS,
    PART_WORDS,
    UNIT,
    WEEKDAY,
    WEEKDAYS,
    compile_rule,
    number_of,
    shift,
    week_of,
)

__all__ = ["relative_rules"]

_NIGHT = "night"
_FULL = {name[:3]: name for name in WEEKDAYS}
_ANY = re.compile(r"\ba\s\Z", re.IGNORECASE)
_ARTICLE = 3
_SINCE = re.compile(r"\bsince\s{1,3}(?:on\s)?\Z", re.IGNORECASE)
_SINCE_REACH = 12
_FRESH = timedelta(days=7)
"""How long before the report "the past day" is still counted from the day on which it was said."""


def _weekday(match: re.Match[str], context: Context) -> Reading | None:
    anchor = context.anchor
    if anchor is None:
        return None
    if _ANY.search(match.string, max(0, match.start() - _ARTICLE), match.start()):
        return None  # "17 March, a Friday": which one is not said
    wanted = WEEKDAYS[_FULL[match["weekday"].lower()[:3]]]
    which, after = (match["which"] or "").lower(), (match["after"] or "").lower()
    back = (anchor.weekday() - wanted) % 7
    ahead = (wanted - anchor.weekday()) % 7
    if "last week" in after or "next week" in after:
        monday = week_of(anchor)[0] + timedelta(days=-7 if "last" in after else 7)
        day, rule = monday + timedelta(days=wanted), "weekday-of-week"
    elif which in {"last", "previous"}:
        day, rule = anchor - timedelta(days=back if back > 1 else back + 7), "weekday-last"
    elif which in {"next", "coming", "following"}:
        day, rule = anchor + timedelta(days=ahead or 7), "weekday-next"
    elif which == "this":
        day, rule = week_of(anchor)[0] + timedelta(days=wanted), "weekday-this"
    elif context.future(*match.span()):
        day, rule = anchor + timedelta(days=ahead), "weekday-future"
    else:
        day, rule = anchor - timedelta(days=back), "weekday-past"
    before, part = (match["before"] or "").lower(), (match["part"] or "").lower()
    is_since = _SINCE.search(
        match.string, max(0, match.start("weekday") - _SINCE_REACH), match.start("weekday")
    )
    if rule == "weekday-past" and not back and is_since is not None and not before and not part:
        day -= timedelta(days=7)  # said on a Thursday, "since Thursday" is not since today
    if "overnight" in before or part == "overnight":
        return span_of(day - timedelta(days=1), day, rule + "-overnight", _NIGHT)
    return day_of(day, rule, "part-of-day" if before or part else "day")


_THIS_PARTS = ("tonight", "this morning", "this afternoon", "this evening")
_TODAY = {
    **dict.fromkeys(_THIS_PARTS, 0),
    **dict.fromkeys(("today", "earlier today", "later today"), 0),
    "yesterday": -1,
    "tomorrow": 1,
    "the day before yesterday": -2,
    "the day after tomorrow": 2,
}


def _deictic(match: re.Match[str], context: Context) -> Reading | None:
    if context.anchor is None:
        return None
    phrase = " ".join(match["word"].lower().split())
    day = shift(context.anchor, _TODAY[phrase], "day")
    part = match["part"] is not None or phrase in _THIS_PARTS
    return day_of(day, "deictic", "part-of-day" if part else "day") if day else None


def _last_night(match: re.Match[str], context: Context) -> Reading | None:
    """ "overnight", "last night": the night before the report date."""
    if context.anchor is None:
        return None
    return span_of(context.anchor - timedelta(days=1), context.anchor, "overnight", _NIGHT)


def _into(match: re.Match[str], context: Context) -> Reading | None:
    """ "overnight into Tuesday": the night that ends on that day."""
    if context.anchor is None:
        return None
    back = (context.anchor.weekday() - WEEKDAYS[match["weekday"].lower()]) % 7
    day = context.anchor - timedelta(days=back)
    return span_of(day - timedelta(days=1), day, "overnight-into", _NIGHT)


def _dawn(match: re.Match[str], context: Context) -> Reading | None:
    """ "at dawn", "shortly after midnight": on the day told of, else on that of the report."""
    if context.is_coarse(match.start()):
        return None  # "last winter a bomb hit the mosque at dawn"
    day = context.narrated(match.start(), far=True, done=True) or context.anchor
    return day_of(day, "dawn", "part-of-day") if day is not None else None


_EDGES = {"beginning": 1, "start": 1, "end": 12}


def _edge_of_year(match: re.Match[str], context: Context) -> Reading | None:
    """ "the beginning of the year", "the end of this year": its first or last month."""
    if context.anchor is None:
        return None
    year = context.anchor.year - (1 if (match["which"] or "").lower() == "last" else 0)
    first = date(year, _EDGES[match["edge"].lower()], 1)
    return span_of(first, date(year, first.month, 31), "edge-of-year", "month")


def _unit(match: re.Match[str], context: Context) -> Reading | None:
    """ "last week", "this month", "next year", "earlier this month", "over the weekend"."""
    anchor = context.anchor
    if anchor is None:
        return None
    unit, which = match["unit"].lower(), (match["which"] or "the").lower()
    edge = (match["edge"] or "").lower()
    if which == "the":
        return _weekend(anchor, context.future(*match.span())) if unit == "weekend" else None
    step = {"last": -1, "past": -1, "previous": -1, "this": 0, "next": 1, "coming": 1, "following": 1}[which]
    if unit == "weekend" and step == 0 and not context.future(*match.span()):
        return _weekend(anchor, ahead=False)
    day = shift(anchor, step, "week" if unit == "weekend" else unit)
    if day is None:
        return None
    whole = whole_of(unit, day, f"{unit}-{which}")
    if step == 0 and edge.startswith("earlier") and whole.day is not None:
        return span_of(whole.day, anchor, f"earlier-{unit}", unit)
    if step == 0 and edge.startswith("later") and whole.day is not None:
        end = (shift(whole.day, 1, unit) or anchor) - timedelta(days=1)
        return span_of(anchor, end, f"later-{unit}", unit)
    return whole


def _weekend(anchor: date, ahead: bool) -> Reading:
    """The weekend of the report's week when it has begun or lies ahead, else the one before."""
    saturday = week_of(anchor)[1] - timedelta(days=1)
    if anchor < saturday and not ahead:
        saturday -= timedelta(days=7)
    return span_of(saturday, saturday + timedelta(days=1), "weekend", "weekend")


def _earlier_in(match: re.Match[str], context: Context) -> Reading | None:
    """ "earlier in the week", "later in the month"."""
    anchor = context.anchor
    if anchor is None:
        return None
    unit = match["unit"].lower()
    whole = whole_of(unit, anchor, f"{match['edge'].lower()}-{unit}")
    if whole.day is None:
        return None
    if match["edge"].lower() == "earlier":
        return span_of(whole.day, anchor, whole.rule, unit)
    return span_of(anchor, (shift(whole.day, 1, unit) or anchor) - timedelta(days=1), whole.rule, unit)


def _past_run(match: re.Match[str], context: Context) -> Reading | None:
    """ "in the past 24 hours", "over the last four days", "in recent weeks", "in the coming days"."""
    anchor = context.anchor
    if anchor is None:
        return None
    ahead = match["way"].lower() in {"next", "coming", "following"}
    unit = match["unit"].lower()
    single = match["number"] is None and not unit.endswith("s")
    if single and (ahead or match["way"].lower() == "last"):
        return None
    said = context.said_here(match.start()) if not ahead and unit.startswith(("h", "d")) else None
    if said is not None and said < anchor <= said + _FRESH:
        anchor = said  # "said on Monday that nine had died in the past day"
    number = 1 if match["number"] is None else number_of(match["number"])
    if number is None or (match["number"] is None and unit.endswith("s")):
        edtf = f"{anchor.isoformat()}/.." if ahead else f"../{anchor.isoformat()}"
        return Reading(edtf, "vague", "unknown", "run-vague")
    if unit.startswith("h"):
        number, unit = -(-number // 24), "day"
    elif unit.startswith("minute"):
        number, unit = 0, "day"
    other = shift(anchor, number if ahead else -number, unit)
    if other is None:
        return None
    return span_of(*((anchor, other) if ahead else (other, anchor)), "run", unit.rstrip("s"))


def _recently(match: re.Match[str], context: Context) -> Reading | None:
    if context.anchor is None:
        return None
    return Reading(f"../{context.anchor.isoformat()}", "vague", "unknown", "recently")


_ISO_UNITS = {"day": "D", "night": "D", "week": "W", "month": "M", "year": "Y"}


def _duration(match: re.Match[str], context: Context) -> Reading | None:
    """ "for two weeks", "a two-day raid": a length, no point in time."""
    number, unit = number_of(match["number"]), match["unit"].lower().rstrip("s")
    length: str | None = None
    if number is not None:
        scale = {"fortnight": ("P", 2 * number, "W"), "decade": ("P", 10 * number, "Y")}
        clock = {"hour": ("PT", number, "H"), "minute": ("PT", number, "M")}
        prefix, count, letter = (scale | clock).get(unit) or ("P", number, _ISO_UNITS[unit])
        length = f"{prefix}{count}{letter}"
    return Reading("", "duration", unit, "duration", duration=length)


def _recurring(match: re.Match[str], context: Context) -> Reading | None:
    return Reading("", "recurring", "unknown", "recurring")


_NO_NAME = ("Good", "Black", "Bloody", "Ash", "Palm", "Easter", "Super", "Cyber")
_NAMED_DAYS = "".join(rf"(?<!{word}\x20)" for word in _NO_NAME)
_WHICH = words("last this next coming previous following")
_WITHIN = words("in over during for within throughout the")
_LENGTH = rf"(?P<number>{NUMBER})(?: (?:full|whole|long|straight|consecutive|more))?"


def relative_rules() -> tuple[Rule, ...]:
    """The rules whose meaning depends on the report's date, and durations and habits."""
    return (
        *_weekday_rules(),
        *_deictic_rules(),
        *_part_rules(),
        *_unit_rules(),
        *_run_rules(),
        *offset_rules(),
        *_length_rules(),
    )


def _weekday_rules() -> tuple[Rule, ...]:
    return (
        Rule(
            "weekday",
            compile_rule(
                rf"(?:(?P<before>{DAY_PART}) )?"
                r"(?:(?:the )?(?P<which>last|this|next|coming|previous|following) )?"
                rf"{_NAMED_DAYS}(?P<weekday>{WEEKDAY})(?! (?-i:Times|Mirror|Telegraph|Mail|Express|Post))"
                rf"(?:[’']s)?(?: (?P<part>{DAY_PART_AFTER}))?(?P<after>,? (?:of )?(?:last|next) week)?"
            ),
            _weekday,
            PART_WORDS | _WHICH | frozenset(WEEKDAYS) | {"the"},
        ),
        Rule(
            "weekday-short",
            compile_rule(
                r"(?P<in>on|since|by|until|till|from|before|after|last|late|early)"
                r" (?P<weekday>(?-i:Mon|Tues?|Wed|Thu(?:rs?)?|Fri|Sat|Sun))\b\.?"
                r"(?: (?P<part>morning|afternoon|evening|night))?(?P<before>)(?P<which>)(?P<after>)"
            ),
            _weekday,
            words("on since by until till from before after last late early"),
        ),
        Rule(
            "weekday-of-feast",
            compile_rule(
                rf"on (?-i:Palm|Easter|Good|Ash|Whit) (?P<weekday>{WEEKDAY})"
                r"(?: (?P<part>morning|afternoon|evening|night))?(?P<before>)(?P<which>)(?P<after>)"
                r"(?!,? (?:(?:19|20)\d\d|of|in \d|last year))"
            ),
            _weekday,
            words("on"),
        ),
    )


def _deictic_rules() -> tuple[Rule, ...]:
    return (
        Rule(
            "deictic",
            compile_rule(
                r"(?:(?:late|early|(?:shortly |just |soon )?(?:before|after|around)"
                r" (?:midnight|midday|noon|dawn|daybreak|sunrise|dusk|sunset|nightfall)) )?"
                r"(?P<word>the day before yesterday|the day after tomorrow|earlier today|later today"
                r"|(?<!USA\x20)today|yesterday|tomorrow|tonight"
                r"|this (?:morning|afternoon|evening))"
                r"(?:[’']s)?(?: (?P<part>morning|afternoon|evening|night))?"
            ),
            _deictic,
            words("the earlier later today yesterday tomorrow tonight this late early")
            | words("shortly just soon before after around"),
        ),
    )


def _part_rules() -> tuple[Rule, ...]:
    return (
        Rule(
            "overnight",
            compile_rule(r"(?:overnight|last night|(?:during|in) the night(?! (?:of|from|to|before)\b))"),
            _last_night,
            words("overnight last during in"),
        ),
        Rule(
            "overnight-into",
            compile_rule(
                rf"(?:overnight|night|late) into (?:early )?(?P<weekday>{WEEKDAY})(?! (?:night|evening))"
            ),
            _into,
            words("overnight night late"),
        ),
        Rule(
            "dawn",
            compile_rule(
                r"(?:at|(?:just |shortly |soon )?(?:before|after|around)) (?:dawn|daybreak|sunrise|midnight)"
                rf"(?! (?:on|of|{WEEKDAY}|\d))"
            ),
            _dawn,
            words("at just shortly soon before after around"),
        ),
        Rule(
            "edge-of-year",
            compile_rule(r"the (?P<edge>beginning|start|end) of (?:the|this|(?P<which>last)) year"),
            _edge_of_year,
            words("the"),
        ),
    )


def _unit_rules() -> tuple[Rule, ...]:
    return (
        Rule(
            "unit",
            compile_rule(
                r"(?:(?P<edge>earlier|later|early|late)(?: on)? )?(?:the )?"
                r"(?P<which>last|past|previous|this|next|coming|following)"
                r" (?P<unit>weekend|week|month|year)(?:[’']s)?"
            ),
            _unit,
            _WHICH | words("earlier later early late the past"),
        ),
        Rule(
            "weekend",
            compile_rule(
                r"(?P<edge>)(?P<which>)?"
                r"(?:(?:over|at|during|on)|(?P<in>since|until|till|before|after|by)) the (?P<unit>weekend)"
            ),
            _unit,
            words("over at during on since until till before after by"),
        ),
        Rule(
            "edge",
            compile_rule(r"(?P<edge>earlier|later) (?:in|on in|during) the (?P<unit>week|month|year)"),
            _earlier_in,
            words("earlier later"),
        ),
    )


def _run_rules() -> tuple[Rule, ...]:
    return (
        Rule(
            "run",
            compile_rule(
                r"(?:(?:in|over|during|for|within|throughout) )?(?:the |these )?(?P<way>past|last|recent)"
                rf" (?:(?P<number>{NUMBER})(?: )?)?(?P<unit>{UNIT}|(?<=\d)h)"
                r"(?! (?:before|of (?:the|his|her|its|their)) )"
            ),
            _past_run,
            _WITHIN | words("these past last recent"),
        ),
        Rule(
            "run-ahead",
            compile_rule(
                r"(?:(?:in|over|during|for|within|throughout) )?the (?P<way>coming|next|following)"
                rf" (?:(?P<number>{NUMBER}) )?(?P<unit>{UNIT})"
            ),
            _past_run,
            _WITHIN,
        ),
        Rule(
            "recently",
            compile_rule(r"(?:recently|lately|of late|not long ago|these days)"),
            _recently,
            words("recently lately of not these"),
        ),
    )


def _length_rules() -> tuple[Rule, ...]:
    return (
        Rule(
            "duration",
            compile_rule(
                r"(?:for|lasting|lasted|within) (?:about |almost |nearly |over |some )?"
                rf"{_LENGTH} (?P<unit>{UNIT})"
            ),
            _duration,
            words("for lasting lasted within"),
        ),
        Rule(
            "duration",
            compile_rule(
                rf"(?P<number>{NUMBER})-(?P<unit>minute|hour|day|night|week|month|year)(?!-old)(?![-\x20]olds?)"
            ),
            _duration,
            NUMBER_WORDS,
        ),
        Rule("duration", compile_rule(rf"{_LENGTH} (?P<unit>{UNIT}) of(?! age)"), _duration, NUMBER_WORDS),
        Rule(
            "recurring",
            compile_rule(
                r"(?:(?:every|each) (?:single |other )?"
                rf"(?:day|night|week|month|year|morning|evening|hour|{WEEKDAY})"
                rf"|on {WEEKDAY}s|daily|nightly|weekly|monthly|annually|twice a (?:day|week))"
            ),
            _recurring,
            words("every each on daily nightly weekly monthly annually twice"),
        ),
    )
