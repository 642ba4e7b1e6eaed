"""Contents that are only a count: "says more than 100", "puts the number of dead at 71"."""

from __future__ import annotations

from typing import Final

from claimgraph.extract.syntax.line import Line, Range, past_aside

_FAR: Final = 24
"""Tokens in which the number stands after "put"."""
_BOUNDS: Final = frozenset(
    ("more", "than", "at", "least", "most", "about", "around", "over", "nearly", "almost", "fewer", "some")
)


def is_only_count(line: Line, at: int) -> bool:
    """Tell whether a bound and a number begin at a token: "says more than 100".

    >>> from claimgraph.extract.syntax.line import make_line
    >>> from claimgraph.extract.syntax.text import tokens
    >>> is_only_count(make_line(tokens("Kyiv says more than 100."), [], 0, 0), 2)
    True
    """
    if line.tags[at] not in "RPN":
        return False
    number = next((i for i in (at + 1, at + 2) if line.tags[i : i + 1] == "K"), -1)
    return number > at and all(line.lower(i) in _BOUNDS for i in range(at, number))


def number_put(line: Line, start: int, right: int, link: str = "at") -> int:
    """Give the token of the number at which a count is put; the one after `start` without one.

    `link` stands before it: "at" after "put", "to" after "raised".

    >>> from claimgraph.extract.syntax.line import make_line
    >>> from claimgraph.extract.syntax.text import tokens
    >>> number_put(make_line(tokens("Kyiv puts the number of dead since dawn at 71."), [], 0, 0), 2, 10)
    9
    """
    stop = min(right, start + _FAR)
    at = start + 1
    while at < stop:
        if line.tags[at] == ",":
            at = past_aside(line, at, stop, link)
        if line.tag(at) in ",;" or line.quote_of[at] >= 0:
            break
        if line.lower(at) == link and "K" in line.tags[at + 1 : at + 4]:
            return at + 1
        at += 1
    return start + 1


def opens_count(line: Line, at: int) -> bool:
    """Tell whether a preposition belongs to a number ("about 40", "at least 40").

    >>> from claimgraph.extract.syntax.line import make_line
    >>> from claimgraph.extract.syntax.text import tokens
    >>> opens_count(make_line(tokens("said about 40 had left"), [], 0, 0), 1)
    True
    """
    word = line.lower(at)
    if word in {"around", "between", "near", "from"}:
        return line.tag(at + 1) == "K" or (line.tag(at + 1) in "DR" and line.tag(at + 2) == "K")
    return word in {"about", "over", "under"} or (word == "at" and line.lower(at + 1) in {"least", "most"})


def is_toll(line: Line, part: Range) -> bool:
    """Tell whether a headline without a verb tells a number: "Nine dead in blast, officials say".

    >>> from claimgraph.extract.syntax.line import make_line
    >>> from claimgraph.extract.syntax.text import tokens
    >>> is_toll(make_line(tokens("Five, said the police."), [], 0, 0), (0, 1))
    True
    """
    if _is_number(line, part):
        return True  # "Five, said the police"
    words = {line.lower(i) for i in range(*part)}
    return part[1] - part[0] > 2 and "K" in line.tags[slice(*part)] and not _FATES.isdisjoint(words)


def _is_number(line: Line, part: Range) -> bool:
    """Tell whether a sentence says no more than a number before who says it: "At most 300, he told us"."""
    is_short = part[0] == 0 and part[1] <= _LONGEST_NUMBER and "K" in line.tags[: part[1]]
    return is_short and set(line.tags[: part[1]]) <= set("KRPNC") and line.tags[part[1] - 1] == "K"


_LONGEST_NUMBER: Final = 5
_FATES: Final = frozenset(
    (
        "dead",
        "killed",
        "wounded",
        "injured",
        "hurt",
        "missing",
        "toll",
        "deaths",
        "casualties",
        "feared",
        "killing",
        "wounding",
        "injuring",
    )
)
