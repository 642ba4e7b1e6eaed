"""The construction "according to X", in every place of a sentence."""

from __future__ import annotations

from typing import Final

from claimgraph.extract.attribution.constructions_first import content_before
from claimgraph.extract.attribution.raw import Raw, Reading
from claimgraph.extract.attribution.sources import subject
from claimgraph.extract.attribution.stepping import skip_time
from claimgraph.extract.syntax.line import Hit, Line, Range
from claimgraph.extract.syntax.phrases import before_day, right_phrase

_FINITE: Final = frozenset("VMBHX")


def according_to(reading: Reading, hit: Hit) -> bool:
    """Read "according to X" at the beginning, in the middle and at the end of a sentence."""
    line = reading.line
    if hit.form != "P":
        return False
    who = right_phrase(line, hit.end, reading.right)
    if who is None:
        return False
    if hit.start == reading.left or line.tags[hit.start - 1] in "CS;" or reading.taken[hit.start - 1]:
        start = _initial_source_end(line, hit.end, reading.right)
        if start is None:
            return False
        who = (hit.end, before_day(line, hit.end, start))
        first = _after_citing(reading, who, _after_relative(line, start, reading.right) + 1)
        content = [(first, reading.right)]
    else:
        before = content_before(reading, hit.start)
        if before is None or _is_put_in(reading, hit, who[1]):
            return False
        relative = _only_relative(reading, before)
        if relative is not None:
            part = (relative, before[1])
            reading.add(Raw("according-to", hit, (hit.start, hit.end), [who], [part], relative=relative))
            return True
        content = [before]
        at = who[1]
        if at < reading.right and line.tags[at] == "," and line.tag(at + 1) not in "gW":
            end = reading.right
            content.append((at + 1, end))
    if any(b <= a for a, b in content):
        return False
    reading.add(Raw("according-to", hit, (hit.start, hit.end), [who], content))
    return True


def _after_citing(reading: Reading, who: Range, at: int) -> int:
    """Read "citing Y," behind an initial "According to X," and give the token after it; else `at`."""
    line = reading.line
    cite = next((hit for hit in line.hits if hit.start == at and hit.cue.lemma in _CITING), None)
    if cite is None or cite.form != "g":
        return at
    comma = next((i for i in range(cite.end, reading.right - 1) if line.tags[i] == ","), -1)
    if comma < 0:
        return at
    reading.add(Raw("participle", cite, (cite.start, cite.end), [who], [(cite.end, comma)]))
    return comma + 1


_CITING: Final = frozenset({"cite", "quote"})


def _only_relative(reading: Reading, before: Range) -> int | None:
    """Give the pronoun of a relative clause at the end of another's words, of which alone X tells.

    "They said the figure included those of an earlier raid, which killed 70 people, according to the UN".
    """
    line = reading.line
    at = next((i for i in range(before[1] - 1, before[0], -1) if line.tags[i] in ",;:"), before[0])
    is_relative = line.tags[at] == "," and line.lower(at + 1) in _RELATIVE and line.quote_of[at] < 0
    if not is_relative:
        return None
    for verb in line.hits:
        if verb.form == "V" and "that" in verb.cue.frames and before[0] < verb.head < at:
            start = verb.start
            while start - 1 > before[0] and line.tags[start - 1] == "R":
                start -= 1  # they later said
            who = subject(line, start, before[0])
            return at + 1 if who is not None and line.tags[who[0]] not in "WT" else None
    return None


_RELATIVE: Final = frozenset({"which", "who", "where"})


def _is_put_in(reading: Reading, hit: Hit, end: int) -> bool:
    """Tell whether "according to X" stands between a verb and "that": "told Y, according to X, that"."""
    line = reading.line
    end = skip_time(line, end, reading.right)
    comma = next((at for at in range(end, min(reading.right, end + 6)) if line.tags[at] == ","), -1)
    if comma < 0 or line.tag(comma + 1) != "T" or line.lower(comma + 2) in {"same", "day", "night"}:
        return False
    for verb in line.hits:
        if verb.form == "V" and "that" in verb.cue.frames and reading.left < verb.end < hit.start:
            rest = line.tags[verb.end : hit.start]
            return _FINITE.isdisjoint(rest) and "T" not in rest and "," not in rest[:-1]
    return False


def _initial_source_end(line: Line, start: int, right: int) -> int | None:
    """Give the comma that ends the source of an initial "According to X, …"; None without one."""
    commas = []
    for at in range(start, right):
        if line.quote_of[at] >= 0:
            break
        if line.tags[at] == ",":
            commas.append(at)
            follows = line.tag(at + 1)
            if follows not in "DNAK" or len(commas) > 3:
                break
        if line.tags[at] in "VMBHX" and commas:
            break
    if not commas:
        return None
    if len(commas) >= 2 and line.tags[commas[0] + 1] in "DNA":
        for at in reversed(commas[1:]):
            if line.tag(at + 1) in 'DAINKGRP"':
                return at
    return commas[0]


def _after_relative(line: Line, comma: int, right: int) -> int:
    """Give the comma that closes a relative clause opened at `comma`: "According to X, which cited Y, …"."""
    if line.tag(comma + 1) != "W":
        return comma
    return next(
        (i for i in range(comma + 2, right - 1) if line.tags[i] == "," and line.quote_of[i] < 0), comma
    )
