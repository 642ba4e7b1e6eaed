"""To whom something is said: what stands between a verb of telling and what is told."""

from __future__ import annotations

from claimgraph.extract.syntax.line import Line, Range
from claimgraph.extract.syntax.phrases import TIME_WORDS
from claimgraph.extract.syntax.tagger import MESSAGING


def is_title(line: Line, at: int) -> bool:
    """Tell whether a quotation is a name in a phrase ("on “The Evening Hour” last week")."""
    first, last = line.quotes[line.quote_of[at]]
    return (
        first > 0
        and line.tags[first - 1] in "PDNAG"
        and last - first <= 9
        and line.tags[last - 2] not in ",."
    )


def is_name(line: Line, at: int) -> bool:
    """Tell whether a quotation right after "told" names a programme or a paper."""
    first, last = line.quotes[line.quote_of[at]]
    words = [line.tokens[i].text for i in range(first + 1, last - 1)]
    return 0 < len(words) <= 7 and all(
        word[0].isupper() or word in {"and", "of", "the", "&"} for word in words
    )


def recipient(line: Line, at: int, right: int) -> Range | None:
    """Read the recipient after "told": a pronoun or a short noun phrase."""
    if line.tag(at) == "U" or line.lower(at) in {"you", "it"}:
        return at, at + 1
    end = at
    while end < right and end - at < 10:
        tag, before = line.tags[end], line.tag(end - 1)
        if line.quote_of[end] >= 0 or tag not in "NAKDGPC'":
            break
        if (
            end > at
            and (tag == "D" or (tag == "G" and not line.lower(end).startswith("'")))
            and before in "NAK"
        ):
            break
        is_within = line.lower(end) in {"of", "in", "at", "for", "from", "on", "with"}
        if tag == "P" and not (is_within or (line.lower(end) == "by" and line.lower(end + 1) in MESSAGING)):
            break
        if tag == "P" and line.lower(end + 1) in TIME_WORDS:
            break
        if end > at and line.lower(end) in TIME_WORDS:
            break
        end += 1
    while end > at and line.tags[end - 1] in "PCDG":
        end -= 1
    return (at, end) if end > at else None
