"""Several who say the same on days of their own: "X said on Monday and Y on Tuesday that …"."""

from __future__ import annotations

from dataclasses import replace
from typing import Final

from claimgraph.extract.attribution.content import close, opening
from claimgraph.extract.attribution.raw import Raw, Reading
from claimgraph.extract.attribution.sources import up_to_day
from claimgraph.extract.attribution.stepping import skip_time
from claimgraph.extract.syntax.line import Hit, Range
from claimgraph.extract.syntax.phrases import right_phrase

IN_TURN: Final = "in-turn"


def each_in_turn(reading: Reading, hit: Hit, source: list[Range], right: int) -> bool:
    """Read "X said on Monday and Y on Tuesday that …": the verb is left out for the second speaker.

    >>> from claimgraph.extract import attributions
    >>> text = "Koval said on Monday and Reed on Tuesday that nine had died."
    >>> [[text[slice(*span)] for span in (*a.source, *a.content)] for a in attributions(text)]
    [['Koval', 'that nine had died'], ['Reed', 'that nine had died']]
    """
    line = reading.line
    joined = skip_time(line, hit.end, right)
    joined += line.tag(joined) == ","
    if joined == hit.end or line.lower(joined) != "and":
        return False
    other = right_phrase(line, joined + 1, right)
    other = up_to_day(line, other) if other is not None else None
    if other is None or line.tags[other[0]] in "WT":
        return False
    timed = skip_time(line, other[1], right)
    if timed == other[1] or (line.tag(timed) not in "T," and line.quote_of[timed : timed + 1] == [-1]):
        return False
    opened = opening(line, replace(hit, end=timed), right)
    if opened is None or opened.frame not in ("that", "quote"):
        return False
    content = (opened.start, close(line, hit, opened, right))
    for who in (source, [other]):
        reading.add(Raw(IN_TURN, hit, (hit.start, hit.end), list(who), [content]))
    return True


def by_each(reading: Reading, source: list[Range]) -> bool:
    """Part two who are named with a day each: "X on Monday and Y on Tuesday said that …"."""
    line, raw = reading.line, reading.found[-1]
    if len(source) != 1 or raw.source != source or raw.rule == "after-denial":
        return True
    start, end = source[0]
    for at in range(start + 2, end - 1):
        first = up_to_day(line, (start, at))
        if line.lower(at) == "and" and first[1] < at and skip_time(line, first[1], at) == at:
            reading.found[-1:] = [replace(raw, rule=IN_TURN, source=[who]) for who in (first, (at + 1, end))]
            break
    return True
