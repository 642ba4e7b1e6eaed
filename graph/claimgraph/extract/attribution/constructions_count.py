"""Counts that somebody is said to give: "the toll was put at 48 by police and 50 by doctors"."""

from __future__ import annotations

from dataclasses import replace
from functools import cache
from typing import Final

from claimgraph.extract.attribution.raw import Raw, Reading
from claimgraph.extract.attribution.sources import subject, up_to_day
from claimgraph.extract.attribution.stepping import skip_time
from claimgraph.extract.syntax.lexicon import Cue, cues
from claimgraph.extract.syntax.line import Hit, Line, Range
from claimgraph.extract.syntax.phrases import phrase_before, right_phrase

PUT_BY: Final = "put-by"
_PUT: Final = frozenset({"put", "estimate", "give"})
_FAR: Final = 12
_JOINS: Final = frozenset({"and", "but", "while", ","})


def put_by(reading: Reading, hit: Hit) -> bool:
    """Read "the toll was put at 48 by police and 50 by doctors", "was estimated by the UN at 300".

    Each who gives a number is the source of what is counted and of his number.

    >>> from claimgraph.extract import attributions
    >>> text = "The toll was put at 48 by police and 50 by doctors."
    >>> [[text[slice(*span)] for span in (*a.source, *a.content)] for a in attributions(text)]
    [['police', 'The toll', 'at 48'], ['doctors', 'The toll', '50']]
    """
    line, at = reading.line, hit.end
    if hit.cue.lemma not in _PUT or not hit.passive:
        return False
    who = subject(line, hit.start, reading.left)
    if who is None or any(reading.taken[i] for i in range(*who)) or line.tags[who[0]] in "WT":
        return False
    if line.lower(at) == "by":
        agent = _agent(line, at + 1, reading.right)
        agent = up_to_day(line, agent) if agent is not None else None
        number = skip_time(line, agent[1], reading.right) if agent is not None else at
        if agent is None or not _is_number(line, number):
            return False
        end = _number_end(line, number, reading.right)
        reading.add(Raw(PUT_BY, hit, (hit.start, hit.end), [agent], [who, (number, end)]))
        return True
    found = False
    if hit.cue.lemma == "put":
        hit.cue = replace(hit.cue, certainty="unstated")
    while _is_number(line, at):
        by = _number_end(line, at, reading.right)
        agent = _agent(line, by + 1, reading.right) if line.lower(by) == "by" else None
        if agent is None:
            break
        reading.add(Raw(PUT_BY, hit, (hit.start, hit.end), [agent], [who, (at, by)]))
        found, at = True, agent[1]
        while line.lower(at) in _JOINS:
            at += 1
    return found


def count_given(reading: Reading) -> None:
    """Read "the army gave 33 dead", "on Friday it had listed 42": who gives a count with a verb of no cue.

    >>> from claimgraph.extract import attributions
    >>> text = "On Friday it had listed 42."
    >>> [[text[slice(*span)] for span in (*a.source, *a.content)] for a in attributions(text)]
    [['it', '42']]
    """
    line = reading.line
    if _GIVING.isdisjoint(line.words):
        return
    for at in range(reading.left + 1, reading.right - 1):
        if line.lower(at) not in _GIVING or line.quote_of[at] >= 0 or reading.taken[at]:
            continue
        start = at
        while start > reading.left and line.tags[start - 1] in "HRF":
            start -= 1
        number = next((i for i in range(at + 1, at + 4) if line.tag(i) == "K"), -1)
        if number < 0 or not all(line.tags[i] in "RPN" for i in range(at + 1, number)):
            continue
        who = subject(line, start, reading.left)
        end = _count_end(line, number, reading.right)
        if who is None or not end or line.tags[who[0]] in "WTK":
            continue
        if end == number + 1 and line.tags[who[0]] != "I" and line.lower(at - 1) != "had":
            continue  # the bank gave 300
        hit = Hit(_given(), start, at, at + 1, "V")
        reading.add(Raw("count-given", hit, (start, at + 1), [who], [(at + 1, end)]))


def count_by(reading: Reading) -> None:
    """Read "the toll given by the hospital was 14", "a toll of 14 was given by the hospital".

    >>> from claimgraph.extract import attributions
    >>> text = "The toll given by the hospital was 14."
    >>> [[text[slice(*span)] for span in (*a.source, *a.content)] for a in attributions(text)]
    [['the hospital', 'The toll', 'was 14']]
    """
    line = reading.line
    if _GIVEN_BY.isdisjoint(line.words) or _TOLLS.isdisjoint(line.words):
        return
    for at in range(reading.left + 2, reading.right - 2):
        is_given = line.lower(at) in _GIVEN_BY and line.lower(at + 1) == "by"
        if not is_given or line.quote_of[at] >= 0 or reading.taken[at]:
            continue
        start = at
        while start > reading.left and line.tags[start - 1] in "BHRF":
            start -= 1
        agent = right_phrase(line, at + 2, reading.right)
        counted = subject(line, start, reading.left) if start < at else phrase_before(line, at)
        if agent is None or counted is None or _TOLLS.isdisjoint(line.lowers[slice(*counted)]):
            continue
        content = [counted]
        if start == at:
            end = next((i for i in range(agent[1], reading.right) if line.tags[i] in ",;"), reading.right)
            content.append((agent[1], end))
        if any("K" in line.tags[slice(*part)] for part in content) and not any(
            any(reading.taken[slice(*part)]) for part in (*content, agent)
        ):
            reading.add(
                Raw("count-given", Hit(_given(), start, at, at + 2, "V"), (start, at + 2), [agent], content)
            )


_GIVEN_BY: Final = frozenset(
    ("given", "issued", "provided", "released", "published", "announced", "quoted", "cited", "reported")
)
_TOLLS: Final = frozenset(("toll", "tolls", "figure", "figures", "count", "number", "total", "tally"))


@cache
def _given() -> Cue:
    """The cue of a verb that gives a count."""
    return replace(cues()["report", "verb"], lemma="give")


def _count_end(line: Line, number: int, right: int) -> int:
    """Give the end of a number with what became of those counted; 0 where it counts anything else."""
    end = number + 1
    while (
        "K" in (line.tag(end), line.tag(end + 1) * (line.tag(end) == "C")) or line.lower(end) in _AFTER_NUMBER
    ):
        end += 1
    is_end = end >= right or line.tags[end] in ",;:C" or skip_time(line, end, right) > end
    return end if is_end else 0


_GIVING: Final = frozenset(("gave", "given", "gives", "listed", "lists"))
_AFTER_NUMBER: Final = frozenset(
    ("dead", "killed", "wounded", "injured", "hurt", "missing", "displaced", "victims", "deaths",
     "casualties", "captured", "fallen", "fatalities", "injuries", "prisoners", "bodies")
)  # fmt: skip


def _is_number(line: Line, at: int) -> bool:
    """Tell whether a number, or "at" and one, begins at a token."""
    return "K" in line.tags[at : at + 3] and (line.lower(at) in {"at", "as"} or line.tag(at) in "KRP")


def _number_end(line: Line, at: int, right: int) -> int:
    """Give the token after a number and what it counts: "by", a mark or a verb."""
    end = at
    while end < min(right, at + _FAR) and line.lower(end) != "by" and line.tags[end] not in ",;:-VMBHXWST":
        end += 1
    return end


def _agent(line: Line, start: int, right: int) -> Range | None:
    """Give who put a number, without the next number: "police" in "police and 50 by doctors"."""
    agent = right_phrase(line, start, right)
    if agent is None:
        return None
    end = next(
        (
            at
            for at in range(start + 1, agent[1])
            if line.lower(at) in {"at", "and", "but", ","} and _is_number(line, at + (line.lower(at) != "at"))
        ),
        agent[1],
    )
    return start, end
