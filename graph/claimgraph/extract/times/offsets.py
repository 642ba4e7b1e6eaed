"""The rules for times counted from another: "two weeks ago", "a day later", "the next morning"."""

from __future__ import annotations

import re
from datetime import date, timedelta

from claimgraph.extract.figures.words import words
from claimgraph.extract.times.readings import Context, Reading, Rule, day_of, whole_of
from claimgraph.extract.times.rules import absolute_rules
from claimgraph.extract.times.words import (
    MONTH,
    NUMBER,
    NUMBER_WORDS,
    UNIT,
    WEEKDAY,
    WEEKDAYS,
    compile_rule,
    number_of,
    shift,
)

__all__ = ["offset_rules"]


def _ago(match: re.Match[str], context: Context) -> Reading | None:
    return _offset(context.anchor, match, -1, "ago") if context.anchor else None


def _offset(base: date, match: re.Match[str], sign: int, rule: str) -> Reading | None:
    """A day so many units away; months and years keep their width, weeks are marked as approximate."""
    count = match["number"].lower()
    if count == "the" and match["unit"].lower().endswith("s"):
        return None
    number, unit = 1 if count == "the" else number_of(count), match["unit"].lower().rstrip("s")
    if number is None and unit in {"hour", "minute"} and rule != "ago":
        return day_of(base, rule, "part-of-day")  # a few minutes after it
    if number is None:
        edtf = f"../{base.isoformat()}" if sign < 0 else f"{base.isoformat()}/.."
        return Reading(edtf, "vague", "unknown", rule + "-vague")
    if unit in {"hour", "minute"}:
        days = number // 24 if unit == "hour" else 0
        day = shift(base, sign * days, "day")
        return day_of(day, rule, "part-of-day") if day else None
    day = shift(base, sign * number, unit)
    if day is None:
        return None
    if unit in {"month", "year", "decade"}:
        return whole_of("month" if unit == "month" else "year", day, rule)
    if unit in {"week", "fortnight"}:
        return Reading(f"{day.isoformat()}~", "point", "week", rule, day)
    return day_of(day, rule)


def _reference(match: re.Match[str], context: Context, *, done: bool = False) -> tuple[date, str] | None:
    """The day told of last, else the report's date; the suffix of the rule id says which."""
    narrated = context.narrated(match.start(), done=done) or context.narrated(
        match.start(), far=True, done=True
    )
    if narrated is not None:
        return narrated, "narrated"
    return (context.anchor, "report") if context.anchor is not None else None


_SAME_CLAUSE = re.compile(r"[^,.;:!?\n]{0,90}")
_EVENT_AFTER = re.compile(
    r"\s*(?!(?:by|in|at|near|with|and|but|when|as|which|who)\b"
    r"|that (?:had|was|were|\w+ed|left|hit|struck|set)\b)[\w“\"]"
)
"""What follows "a day before" where that is counted from: not "killed the day before by mines"."""
_UNDATED = Reading("", "undated", "unknown", "offset-undated")
_POINTS_BACK = re.compile(
    r"\s(?:the|this|that|these|those|its|their)\s(?:[\w-]+\s){0,2}"
    r"(?:attacks?|strikes?|raids?|bombings?|blasts?|explosions?|shelling|ambush|massacre|killings?|shootings?"
    r"|assault|incident|crash|siege|clashes|fighting|shooting|sinking|coup|exchange|handover|release|abduction"
    r"|kidnapping|vote|election|elections|truce|ceasefire|withdrawal|capture|verdict|talks|summit|meeting)"
    r"(?=[,.;:]|\s(?:and|but|the|said|that|had|was|were)\b|\Z)",
    re.IGNORECASE,
)
"""A deed that was told of: "a day after the attack"."""
_DEEDS = (
    r"attacks?|strikes?|raids?|bombings?|blasts?|explosions?|ambush|massacre|killings?|shootings?|crash|assault"
    r"|sinking"
)
_OF_THE_DAY = (
    r"(?:the|this|that) (?:[\w-]+ )?"
    rf"(?:{_DEEDS}|exchange|handover|release|abduction|kidnapping)"
    r"(?=[,.;:]| (?:and|but|said|that|had|was|were)\b)"
)
"""What a report may be about, so that its first day is that of it: "two days before the attack"."""
_TOOK_PLACE = re.compile(
    r"\b(?:the|this|that)\s(?:[\w-]+\s)?"
    rf"(?:{_DEEDS}|violence|incident)"
    r"\s(?:came|comes|took\splace|happened|occurred|followed)\s(?:(?:just|only|less\sthan)\s)?\Z",
    re.IGNORECASE,
)
"""What stands before an expression that dates what the report is about: "the raid came two days after"."""
_LEAD = 60
"""How far before an expression what it dates is looked for, in characters."""
_MOST_DAYS = 10
"""How long before or after what a report is about a day is counted from it."""
_DATED_ASIDE = re.compile(
    rf"[^,.;\n]{{1,50}}, (?:on )?(?P<day>{WEEKDAY}\b|\d{{1,2}} {MONTH}|{MONTH} \d{{1,2}}\b)[^,.;\n]{{0,12}},"
)
"""What follows an expression whose day is given at once, between commas."""
_WEEKDAY = re.compile(WEEKDAY)
_STATED = compile_rule(rf"(?:on )?({WEEKDAY})")


def _day_named(match: re.Match[str], context: Context, begin: int) -> date | None:
    """The day that is named at `begin`: "two days after 24 February", "…, on Monday, …"."""
    weekday = _WEEKDAY.match(match.string, begin)
    if weekday is not None and context.anchor is not None:
        return context.anchor - timedelta(days=(context.anchor.weekday() - WEEKDAYS[weekday[0].lower()]) % 7)
    for rule in absolute_rules():
        if rule.id == "date" and (found := rule.pattern.match(match.string, begin)) is not None:
            reading = rule.read(found, context)
            return reading.day if reading is not None else None
    return None


def _is_brief(match: re.Match[str]) -> bool:
    return match["unit"].lower().startswith(("minute", "hour"))


def _day_of_story(match: re.Match[str], context: Context) -> date | None:
    """The day of what a report is about, where an offset is of so few days that it is counted from that."""
    number = number_of(match["number"]) if match["number"].lower() != "the" else 1
    if number is None or number > _MOST_DAYS or match["unit"].lower().rstrip("s") not in {"day", "hour"}:
        return None
    return context.story(match.start())


def _offset_from_told(match: re.Match[str], context: Context) -> Reading | None:
    """ "two days earlier", "a day later", and "a day after Moscow warned": the day of what follows.

    After "after" and "before" stands another event. When its own weekday follows ("two days after the ship
    sank on Thursday"), the expression is counted from it; else the event after the word is dated.
    """
    wide = match["unit"].lower().rstrip("s") in {"month", "year", "decade"}
    told = context.narrated_wide(match.start()) if wide else None
    is_counted = (match["way"] or "").lower() in {"later", "earlier"}
    found = (told, "narrated") if told is not None else _reference(match, context, done=is_counted)
    if _is_brief(match) and (last := context.narrated(match.start(), far=True, done=True)) is not None:
        found = last, "narrated"  # twenty minutes later: also than what the paragraph before told
    if found is None:
        return None
    word = match["way"].lower()
    if word in {"earlier", "later"} and context.is_of_saying(match.start()):
        told = context.narrated(match.start(), far=True)  # reported so a day earlier
        found = (told, "narrated") if told is not None else found
    if found[1] == "report" and word in {"later", "afterwards"} and not context.future(*match.span()):
        told = context.narrated(match.start(), far=True)
        if told is None:
            return _UNDATED  # a week after something of which no day is known
        found = told, "narrated"
    base, suffix = found
    forward = word in {"later", "after", "afterwards", "on"}
    rest = _SAME_CLAUSE.match(match.string, match.end())
    follows = rest is not None and _EVENT_AFTER.match(rest.group()) is not None
    if word not in {"after", "before"} or not follows or rest is None:
        return _offset(base, match, 1 if forward else -1, f"offset-{suffix}")
    return _of_what_follows(match, context, found, rest.group())


def _of_what_follows(
    match: re.Match[str], context: Context, found: tuple[date, str], rest: str
) -> Reading | None:
    """ "a day after Moscow warned": the day of the warning, counted from that of what is told.

    `found` is what `_reference` gives, `rest` what stands behind the expression in its clause.
    """
    (base, suffix), forward = found, match["way"].lower() == "after"
    if context.narrated_here(match.start()) is None:
        told, before = _day_of_story(match, context), max(0, match.start() - _LEAD)
        if told is not None and _TOOK_PLACE.search(match.string, before, match.start()):
            base, suffix = told, "story"  # "the raid came two days after six men had died"
        elif _POINTS_BACK.match(match.string, match.end()):
            return _UNDATED  # "met a day after the vote": that has its day already
    aside = _DATED_ASIDE.match(match.string, match.end())
    same = _day_named(match, context, aside.start("day")) if aside is not None else None
    if same is not None:
        return day_of(same, "offset-stated")  # "six days after the quake, on 3 November, gunmen came"
    dated = _day_named(match, context, match.end() + 1)
    if dated is not None:
        return _offset(dated, match, 1 if forward else -1, "offset-stated")
    stated = _STATED.search(rest)
    anchor = context.anchor
    if stated is not None and anchor is not None:
        back = (anchor.weekday() - WEEKDAYS[stated[1].lower()]) % 7
        return _offset(anchor - timedelta(days=back), match, 1 if forward else -1, "offset-stated")
    if suffix == "report" and not forward and not context.future(*match.span()):
        return _UNDATED  # what came after what is told lies not ahead
    return _offset(base, match, -1 if forward else 1, f"offset-of-what-follows-{suffix}")


def _from_story(match: re.Match[str], context: Context) -> Reading | None:
    """ "two days before the attack", of what the report is about, in a sentence that has told of no day."""
    told = _day_of_story(match, context) if context.narrated_here(match.start()) is None else None
    sign = 1 if match["way"].lower() == "after" else -1
    return _offset(told, match, sign, "offset-of-story") if told is not None else None


_NEXT = {
    "next": 1,
    "following": 1,
    "after": 1,
    "before": -1,
    "previous": -1,
    "preceding": -1,
    "same": 0,
    "that": 0,
}


def _next_day(match: re.Match[str], context: Context) -> Reading | None:
    """ "the next day", "the previous evening", "that night": counted from the day told of last."""
    is_next = (match["way"] or "").lower() in {"next", "following", "after"}
    found = _reference(match, context, done=is_next)
    is_that = bool(match["that"]) or match["way"].lower() == "same"
    if not match["that"] and context.is_of_saying(match.start()):
        told = context.narrated(match.start(), far=True)
        found = (told, "narrated") if told is not None else found
    if is_that:  # in the sentence also a day of saying, else what was done on, also before the paragraph
        is_said = context.said_here(match.start()) is not None and not context.is_of_saying(match.start())
        here = (
            None if is_said else context.narrated_here(match.start())
        )  # said on Sunday that none fell that day
        told = here or context.narrated(match.start(), far=True, done=True)
        found = (told, "narrated") if told is not None else found
    if found is None:
        return None
    base, suffix = found
    word, unit = (match["way"] or match["that"]).lower(), match["unit"].lower()
    is_ahead = is_next and not context.future(*match.span())
    if suffix == "report" and (is_ahead or word in {"that", "same"}):
        return None
    day = shift(base, _NEXT[word], "day")
    if is_ahead and day is not None and context.anchor is not None and day > context.anchor:
        said = context.narrated(
            match.start(), far=True
        )  # "he said so on Monday and took it back the next day"
        day = shift(said, 1, "day") if said is not None and said < context.anchor else day
    return day_of(day, f"{word}-{suffix}", "day" if unit == "day" else "part-of-day") if day else None


def _story_rule() -> Rule:
    pattern = rf"(?P<number>{NUMBER}|the) (?P<unit>hours?|days?) (?P<way>before|after) {_OF_THE_DAY}"
    return Rule("offset-of-story", compile_rule(pattern), _from_story, NUMBER_WORDS | {"the"})


def offset_rules() -> tuple[Rule, ...]:
    """The rules of this module, in no order: the longest match counts."""
    return (
        Rule(
            "ago", compile_rule(rf"(?P<number>{NUMBER}) (?P<unit>{UNIT})(?: or so)? ago"), _ago, NUMBER_WORDS
        ),
        Rule(
            "offset",
            compile_rule(
                rf"(?P<number>{NUMBER}|the) (?P<unit>{UNIT})(?: or so)?"
                r" (?P<way>later|earlier|before|after|afterwards|previously)"
            ),
            _offset_from_told,
            NUMBER_WORDS | {"the"},
        ),
        _story_rule(),
        Rule(
            "next-day",
            compile_rule(
                r"(?:(?:on|in|during) )?(?:the (?P<way>next|following|previous|preceding|same)"
                r"|(?P<that>that)) (?P<unit>day|evening|morning|night|afternoon)"
            ),
            _next_day,
            words("on in during the that"),
        ),
        Rule(
            "next-day",
            compile_rule(
                r"(?:(?:on|in) )?the (?P<that>)(?P<unit>evening|morning|night|afternoon)"
                r" (?P<way>before|after)(?=[,.;:)]| (?:and|but)\b)"
            ),
            _next_day,
            words("on in the"),
        ),
    )
