"""Steps over what may stand between a cue and its content: times, and how a statement was put out."""

from __future__ import annotations

from typing import Final

from claimgraph.extract.syntax.line import Line
from claimgraph.extract.syntax.phrases import COUNTED_FROM, TIME_WORDS, is_of_date

_TIME_OPENERS: Final = frozenset(["on", "late", "early", "in", "earlier", "later"])
_TIME_DETERMINERS: Final = frozenset(
    ["late", "early", "last", "this", "next", "the", "following", "previous", "preceding", "same"]
)
_UNITS: Final = frozenset(
    ["minute", "minutes", "hour", "hours", "day", "days", "week", "weeks", "month", "months", "year", "years"]
)
_OFFSETS: Final = COUNTED_FROM | {"afterwards"}
_PARTS_OF_DAY: Final = frozenset(["morning", "afternoon", "evening", "night"])
_NAMED_AGAIN: Final = _PARTS_OF_DAY | {"day", "week", "month", "year"}
_COUNTS: Final = frozenset(["a", "an", "several", "some", "many"])
_TIME_ADVERBS: Final = frozenset(
    ["earlier", "later", "recently", "again", "privately", "publicly", "here", "overnight"]
)
_TIME_STARTS: Final = (
    _TIME_OPENERS | _TIME_DETERMINERS | _COUNTS | _TIME_ADVERBS | frozenset(TIME_WORDS) | {"that"}
)
SAID_IN: Final = frozenset(
    ("statement", "video", "message", "post", "letter", "communique", "communiqué", "note", "report",
     "interview", "briefing", "speech", "broadcast", "tweet", "email", "comments", "remarks")
)  # fmt: skip
"""In what something is said."""


def skip_time(line: Line, at: int, right: int) -> int:
    """Step over a time after the cue: "on Friday", "late on Monday", "the next day", "two weeks ago"."""
    start = at
    if line.lower(at) not in _TIME_STARTS and line.tag(at) != "K":
        return start
    while at < right and line.lower(at) in _TIME_OPENERS:
        at += 1
    if line.lower(at) == "that" and line.lower(at + 1) == "same" and line.lower(at + 2) in _NAMED_AGAIN:
        return min(at + 3, right)
    if line.lower(at) == "that" and _is_that_day(line, at, right):
        return at + 2
    first = at
    while at < right and line.lower(at) in _TIME_DETERMINERS:
        at += 1
    if at < right and line.lower(at) in TIME_WORDS and line.tag(at) in "NARM":
        return start if line.lower(at + 1) == "'s" else _after_time(line, at, right)
    counted = _counted_time(line, first, right)
    if counted:
        return counted
    if line.lower(start) in _TIME_ADVERBS:
        return start + 1
    return start


def _after_time(line: Line, at: int, right: int) -> int:
    """The end of a time of which the first word stands at `at`: "Monday evening", "the evening of 3 May"."""
    at += 1
    if line.lower(at) in _OFFSETS and line.lower(at - 1) in _UNITS:
        return at + 1  # hours later
    while (
        at < right and (line.lower(at) in TIME_WORDS or is_of_date(line, at)) and line.lower(at + 1) != "'s"
    ):
        at += 1  # but "said on Monday Saturday's strike"
    is_part = line.lower(at - 1) in _PARTS_OF_DAY and line.lower(at) in {"of", "on"}
    if is_part and (line.lower(at + 1) in TIME_WORDS or line.lower(at + 2) in TIME_WORDS):
        return _after_time(line, at + 1, right)
    return at


def _counted_time(line: Line, at: int, right: int) -> int:
    """The end of "two weeks ago", "a day later", "3 May", "2019"; 0 where no such time stands at `at`."""
    word = line.lower(at)
    if line.tag(at) == "K" and line.lower(at + 1) in TIME_WORDS and line.lower(at + 1) not in _UNITS:
        return _after_time(line, at + 1, right)
    if line.tag(at) == "K" and line.lower(at - 1) == "in" and word.isdecimal() and len(word) == 4:
        return at + 1
    if word == "a" and line.lower(at + 1) in {"few", "couple"}:
        at += 2 if line.lower(at + 2) == "of" else 1
    is_counted = line.tag(at) == "K" or word in _COUNTS
    is_offset = line.lower(at + 1) in _UNITS and line.lower(at + 2) in _OFFSETS
    return at + 3 if is_counted and is_offset and at + 2 < right else 0


def _is_that_day(line: Line, at: int, right: int) -> bool:
    """Tell whether "that" points to a day, after which the cue ends or content opens: "said that night"."""
    if line.lower(at + 1) not in _PARTS_OF_DAY | {"day", "week"} or at + 1 >= right:
        return False
    return at + 2 >= right or line.tag(at + 2) in ",:T" or line.quote_of[at + 2] >= 0


def is_reduced(line: Line, at: int) -> bool:
    """Tell whether a past tense only describes the noun before it: "a video posted on Telegram"."""
    is_timed = line.tag(at + 1) in "PR" or line.lower(at + 1) in TIME_WORDS | _TIME_OPENERS
    is_participle = line.lower(at).endswith("ed") or line.lower(at) in _PUT_OUT
    return line.lower(at) == "dated" or (is_participle and is_timed)


_PUT_OUT: Final = frozenset(("read", "sent", "broadcast", "put", "given", "seen", "made", "held"))


def skip_issued(line: Line, at: int, right: int) -> int:
    """Step over how a statement was put out: "said in a statement (released on Monday) that …"."""
    is_participle = line.tag(at) in "Vn" or line.lower(at) == "read"
    if at + 1 >= right or not is_participle or line.lower(at - 1) not in SAID_IN:
        return at
    if not is_reduced(line, at):
        return at
    end = skip_time(line, at + 1, right)
    if end == at + 1 and line.tags[end] == "R" and line.tag(end + 1) == "P":
        at, end = at + 1, end + 1  # read out on state radio
    if end == at + 1 and line.tags[end] == "P":  # posted on its channel, carried by the agency
        end = _phrase_end(line, end + 1, right)
        end = skip_time(line, end, right)
    return end


def _phrase_end(line: Line, at: int, right: int) -> int:
    """The end of a short noun phrase without a time."""
    start = at
    while at < right and at - start < 6 and line.tags[at] in "DGNAK'" and line.lower(at) not in TIME_WORDS:
        if at > start and line.tags[at] == "D":
            break
        at += 1
    return at
