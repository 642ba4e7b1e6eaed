"""Expressions of time in prose, as EDTF text with outer bounds, anchored on the date of the report.

Direction comes from the tense: a weekday in a past clause is the most recent such day, the report day
included; in a clause that looks ahead it is the next. Bounds are outer bounds in UTC, the end exclusive.
"""

from __future__ import annotations

import re
from collections import deque
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from functools import lru_cache

from claimgraph.extract.times.clock import Clock, clocks
from claimgraph.extract.times.context import TextContext
from claimgraph.extract.times.edtf import anchor_of, bounds
from claimgraph.extract.times.parts import part_rules
from claimgraph.extract.times.readings import Reading, Rule
from claimgraph.extract.times.relative import relative_rules
from claimgraph.extract.times.rules import absolute_rules
from claimgraph.extract.times.told import told_rules
from claimgraph.extract.times.words import valid_date

__all__ = ["TimeMention", "times"]


@dataclass(frozen=True, slots=True)
class TimeMention:
    """An expression of time and what it means.

    `span` is in Unicode code points of the text given, end exclusive; words that change the meaning (since,
    by, until, before, after, from) belong to it, plain prepositions (on, in, at) do not. `edtf` is a date,
    interval or open interval of EDTF, or "" for a duration, a habit or what cannot be dated; `earliest` and
    `latest` are its outer bounds in UTC, the end exclusive, None where open. `kind` is point, interval,
    since, until, duration, vague, recurring or undated; `precision` the unit (day, part-of-day, night, week,
    month, season, year …). `rule` names the rule. `ambiguous` marks a date with two readings; `duration` is
    ISO 8601 (P2W).
    """

    span: tuple[int, int]
    text: str
    edtf: str
    earliest: datetime | None
    latest: datetime | None
    kind: str
    precision: str
    rule: str
    ambiguous: bool = False
    duration: str | None = None


@dataclass(frozen=True, slots=True)
class _Found:
    start: int
    end: int
    reading: Reading


def times(text: str, anchor: date | None, start: int = 0, end: int | None = None) -> list[TimeMention]:
    """Read every expression of time in a region of the text, in order of appearance.

    `anchor` is the report's date; without one only what names its own date is read. Offsets point into the
    whole text. No input raises.

    >>> [(m.text, m.edtf) for m in times("The ship sank on Thursday, two days earlier.", date(2022, 4, 16))]
    [('Thursday', '2022-04-14'), ('two days earlier', '2022-04-12')]
    >>> times("It began on 24 February 2022.", None)[0].earliest
    datetime.datetime(2022, 2, 24, 0, 0, tzinfo=datetime.timezone.utc)
    """
    first = max(0, start)
    stop = len(text) if end is None else max(first, min(end, len(text)))
    context = TextContext(text, first, stop, anchor_of(anchor))
    found = _with_clocks(text, _sweep(text, first, stop, context), clocks(text, first, stop), context)
    found = _ranges(text, found)
    floors = (first, *(item.end for item in found))
    return [_mention(text, _prefixed(text, item, floor)) for item, floor in zip(found, floors, strict=False)]


@lru_cache(maxsize=1)
def _rules() -> dict[str, list[Rule]]:
    """First word → the rules that can begin with it, so that most words cost one look-up."""
    table: dict[str, list[Rule]] = {}
    for rule in (*told_rules(), *part_rules(), *absolute_rules(), *relative_rules()):
        for word in rule.first:
            table.setdefault(word, []).append(rule)
    return table


_FIRST = re.compile(r"(?<![\w-])(?:\d|[^\W\d_]+)")


def _sweep(text: str, first: int, stop: int, context: TextContext) -> list[_Found]:
    """From left to right the longest expression that means something, each after the days told of before."""
    table = _rules()
    found: list[_Found] = []
    last = first
    for word in _FIRST.finditer(text, first, stop):
        begin = word.start()
        rules = table.get("#" if text[begin].isdecimal() else word.group().lower())
        if rules is None or begin < last:
            continue
        item, last = _longest(text, begin, stop, rules, context, last)
        if item is not None:
            context.tell(item.start, item.reading, item.end)
            found.append(item)
    return found


def _longest(
    text: str, begin: int, stop: int, rules: list[Rule], context: TextContext, last: int
) -> tuple[_Found | None, int]:
    """The longest match at a word that means something, and where the next may begin."""
    matches = [(m, rule) for rule in rules if (m := rule.pattern.match(text, begin, stop)) is not None]
    for match, rule in sorted(matches, key=lambda pair: (_start(pair[0]), -pair[0].end())):
        end = match.end()
        reading = rule.read(match, context)
        if reading is not None:
            end -= 2 if text[end - 2 : end].lower() in {"'s", "’s"} else 0
            return _Found(_start(match), end, reading), end
        if rule.id == "date":
            # "31 April 2022" is no date, and not the month either.
            last = max(last, end)
    return None, last


def _start(match: re.Match[str]) -> int:
    """Where the expression itself begins: a preposition that only guards the rule is left out."""
    groups = match.groupdict()
    if groups.get("decade", "") is None and groups["part"] is None:
        return match.start("year")
    if groups.get("in") is None:
        return match.start()
    begin = match.end("in")
    while begin < match.end() and match.string[begin].isspace():
        begin += 1
    return begin


_JOINT = re.compile(r"[\s,]*(?:(?:on|at|of|about|around)\s{1,3}){0,2}")


def _with_clocks(text: str, found: list[_Found], listed: list[Clock], context: TextContext) -> list[_Found]:
    """Join a time of day to the day beside it, or to the day told of last."""
    items: list[_Found] = []
    waiting = deque(listed)
    for item in (*found, None):
        while waiting and (item is None or waiting[0].start < item.end):
            clock = waiting.popleft()
            before = items[-1] if items else None
            if (before is not None and before.end > clock.start) or (
                item is not None and clock.end > item.start
            ):
                continue
            if before is not None and _joins(text, before.end, clock.start) and _is_day(before.reading):
                items[-1] = _Found(before.start, clock.end, _at(before.reading, clock))
            elif (
                item is not None
                and _joins(text, clock.end, item.start)
                and _is_day(item.reading)
                and not _is_entry(text, clock, item.start)
            ):
                item = _Found(clock.start, item.end, _at(item.reading, clock))
            elif context.anchor is not None:
                items.append(_alone(clock, context, context.anchor))
        if item is not None:
            items.append(item)
    return items


def _alone(clock: Clock, context: TextContext, anchor: date) -> _Found:
    day = context.narrated(clock.start, far=True, done=True)
    base = Reading("", "point", "day", "clock-narrated" if day else "clock-report", day or anchor)
    return _Found(clock.start, clock.end, _at(base, clock))


def _joins(text: str, first: int, last: int) -> bool:
    return (
        last - first < 20
        and text.find("\n\n", first, last) < 0
        and _JOINT.fullmatch(text, first, last) is not None
    )


def _is_entry(text: str, clock: Clock, day: int) -> bool:
    """Whether a time of day heads an entry that begins with a day: "09:30 Yesterday the army …"."""
    return text[max(0, clock.start - 1) : clock.start] in {"", "\n"} and text[clock.end : day].isspace()


def _is_day(reading: Reading) -> bool:
    return reading.day is not None and reading.kind == "point" and reading.precision in {"day", "part-of-day"}


def _at(reading: Reading, clock: Clock) -> Reading:
    day = reading.day.isoformat() if reading.day else ""
    rule = reading.rule if reading.rule.startswith("clock") else f"{reading.rule}+clock"
    return replace(reading, edtf=f"{day}T{clock.time}{clock.zone}", precision="minute", rule=rule)


_LINK = re.compile(
    r"\s{0,3}(?:(to|until|till|through|and|or)\s{1,3}(?:(on)\s{1,3})?"
    r"(?:(?:noon|midday|midnight|dawn|daybreak|dusk|nightfall)\s(?:on\s)?)?|[-–/]\s{0,3})",
    re.IGNORECASE,
)
_AFTER_PAIR = re.compile(r"[.,;:]|\s{1,3}(?:in|near|at|around|along|outside|when|after)\b")
"""What follows two days joined by "and on", so that the second opens no clause of its own."""
_GAP = 20
"""How far from its first day the last of a run may begin, in characters."""
_OPENING = re.compile(r"\b(from|between)\s{1,3}(?:the\s{1,3})?$", re.IGNORECASE)


def _ranges(text: str, found: list[_Found]) -> list[_Found]:
    """Join "from Monday to Wednesday", "between 2014 and 2022", "14 April – 3 May" into one interval."""
    joined: list[_Found] = []
    for item in found:
        before = joined[-1] if joined else None
        merged = _range(text, before, item) if before is not None else None
        if merged is not None:
            joined[-1] = merged
        else:
            joined.append(item)
    return joined


def _range(text: str, left: _Found, right: _Found) -> _Found | None:
    start = left.reading.day
    if right.reading.rule == "edge-of-unit" and right.reading.kind == "interval" and start is not None:
        right = replace(right, reading=_end_of(start, right.reading))
    if right.start - left.end > _GAP or {left.reading.kind, right.reading.kind} != {"point"}:
        return None
    link = _LINK.fullmatch(text, left.end, right.start)
    opening = _OPENING.search(text, max(0, left.start - 14), left.start)
    if link is None or left.reading.precision == "decade" or right.reading.precision == "decade":
        return None
    word = (link[1] or "").lower()
    first = left.reading
    if first.rule.startswith("clock") and right.reading.rule.endswith("+clock") and right.reading.day:
        edtf = f"{right.reading.day.isoformat()}T{first.edtf.partition('T')[2]}"  # 00:05 and 08:00 yesterday
        first = replace(first, edtf=edtf, day=right.reading.day)
    first = _in_year_of(first, right.reading)
    day, last = first.day, right.reading.day
    if link[2] and (word not in {"and", "or"} or _AFTER_PAIR.match(text, right.end) is None):
        return None  # "left on Sunday and on Monday came back"
    if word in {"and", "or"} and (opening is None or opening[1].lower() != "between"):
        is_pair = day is not None and last is not None and _is_day(first) and _is_day(right.reading)
        if (
            not is_pair
            or day is None
            or last != day + timedelta(days=1)
            or text[right.end : right.end + 1] in "'’"
        ):
            return None  # "on Monday and Tuesday" is a run of two days
    if day is not None and last is not None and day > last and first.rule.startswith("weekday"):
        day -= timedelta(days=7)
        first = replace(first, edtf=day.isoformat(), day=day)
    edtf = f"{first.edtf}/{right.reading.edtf}"
    try:
        bounds(edtf)
    except ValueError:
        return None
    reading = replace(first, edtf=edtf, kind="interval", rule=f"{first.rule}-to-{right.reading.rule}")
    return _Found(opening.start() if opening else left.start, right.end, reading)


def _in_year_of(first: Reading, last: Reading) -> Reading:
    """The beginning of a run whose end names the year: "from May to August 1992"."""
    is_one = (first.rule, last.rule) in {("month", "month-year"), ("date-without-year", "date")}
    if not is_one or first.day is None or last.day is None or first.precision != last.precision:
        return first
    year = last.day.year - ((first.day.month, first.day.day) > (last.day.month, last.day.day))
    day = valid_date(year, first.day.month, first.day.day)
    if day is None:
        return first
    return replace(first, day=day, edtf=day.isoformat()[: len(first.edtf)])


def _end_of(first: date, edge: Reading) -> Reading:
    """The last day of the month in "from 3 May to the end of the month": of that of the first day."""
    last = date.fromisoformat(edge.edtf.partition("/")[2])
    while last - timedelta(days=366) < first <= last - timedelta(days=31):
        last = last.replace(day=1) - timedelta(days=1)
    return replace(edge, edtf=last.isoformat(), kind="point", day=last)


_PREFIX = re.compile(
    r"\b(since|until|till|through|by|before|after|from|as\s{1,3}of|as\s{1,3}at|up\s{1,3}to|prior\s{1,3}to)"
    r"\s{1,3}(?:the\s{1,3}|about\s{1,3}|around\s{1,3})?$",
    re.IGNORECASE,
)


_NOUN_REACH = 80
_SINCE_NOUN = re.compile(
    r"\bsince\s(?:the|its|their)\s(?:beginning|start|outbreak|onset|launch|opening|resumption|fall|end|collapse)"
    r"(?:\sof\s(?:[\w’'-]+\s){1,6})?\s?(?:(?:on|in|late|early)\s)+$",
    re.IGNORECASE,
)
"""What opens a run of time with the day of what began it: "since the start of the war on 3 May"."""
_NOT = re.compile(r"\bnot\s+\Z", re.IGNORECASE)
_ONWARD = re.compile(r"\s{1,3}on(?:wards?)?\b")


def _prefixed(text: str, item: _Found, floor: int) -> _Found:
    """Turn a date after "since", "by", "until", "before", "after" or "from" into an open interval."""
    reading = item.reading
    prefix = _PREFIX.search(text, max(floor, item.start - 24), item.start)
    if prefix is None and reading.kind == "point" and reading.edtf:
        begun = _SINCE_NOUN.search(text, max(floor, item.start - _NOUN_REACH), item.start)
        if begun is not None:
            run = replace(reading, edtf=f"{reading.edtf}/..", kind="since", rule=f"{reading.rule}-since")
            return _Found(begun.start(), item.end, run)
    if prefix is None or not reading.edtf or reading.kind not in {"point", "interval"}:
        return item
    word = " ".join(prefix[1].lower().split())
    if word in {"before", "after"} and "T" in reading.edtf and reading.kind == "point":
        return item  # shortly before 8 a.m.: on that day
    if word in {"until", "till"} and _NOT.search(text, max(floor, prefix.start() - 6), prefix.start()):
        return item  # not until Monday was it found
    possessive = text[item.end : item.end + 1] in {"'", "’"}
    if word == "from" and reading.rule.endswith("-range"):
        return replace(item, start=prefix.start())
    if word in {"before", "after", "prior to", "from", "by"} and possessive:
        return item
    named = reading.rule == "year" and text[max(0, item.start - 4) : item.start].lower() == "the "
    onward = _ONWARD.match(text, item.end) is not None
    if named or (word == "from" and reading.precision in {"year", "month"} and not onward):
        # "the 2012 loss" names a year, "a letter from 2009" dates a thing: neither opens an interval.
        return item
    first, _, last = reading.edtf.partition("/")
    last = last or first
    opened = _open(word, first, last)
    if opened is None:
        return item
    kind = "since" if word in {"since", "from", "after"} else "until"
    return _Found(
        prefix.start(), item.end, replace(reading, edtf=opened, kind=kind, rule=f"{reading.rule}-{word}")
    )


def _open(word: str, first: str, last: str) -> str | None:
    if word in {"since", "from"}:
        return f"{first}/.."
    if word in {"until", "till", "through", "by", "up to", "as of", "as at"}:
        return f"../{last}"
    start, end = bounds(first)[0], bounds(last)[1]
    if start is None or end is None or "T" in first or "T" in last:
        return f"{first}/.." if word == "after" else f"../{last}"
    if word == "after":
        return f"{end.date().isoformat()}/.."
    return f"../{(start - timedelta(days=1)).date().isoformat()}" if start.toordinal() > 1 else None


def _mention(text: str, item: _Found) -> TimeMention:
    reading = item.reading
    earliest, latest = bounds(reading.edtf) if reading.edtf else (None, None)
    return TimeMention(
        span=(item.start, item.end),
        text=text[item.start : item.end],
        edtf=reading.edtf,
        earliest=earliest,
        latest=latest,
        kind=reading.kind,
        precision=reading.precision,
        rule=reading.rule,
        ambiguous=reading.ambiguous,
        duration=reading.duration,
    )
