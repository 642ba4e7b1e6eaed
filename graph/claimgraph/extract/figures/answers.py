"""Numbers that are all that is told ("Five, said the police"), and numbers of people put at something."""

from __future__ import annotations

from collections.abc import Sequence

from claimgraph.extract.figures.counted import Counted
from claimgraph.extract.figures.grammar import Token
from claimgraph.extract.figures.tokens import QUOTES
from claimgraph.extract.figures.words import words

__all__ = ["is_answer", "number_is_of_people"]

_QUOTES = QUOTES | {"'"}
_LED = 9
_SAYING = words("said says say thinks think believes believe told wrote writes reported reports estimates")
_SAID_REACH = 9
_TIME_LEADS = words("in on by since last this yesterday today now then")
_VERBS = words("were was are is have has had did went came")
_PUT = words("put puts putting")
_HIDING = words("who aboard trapped stranded besieged still")
_REACH = 16


def is_answer(tokens: Sequence[Token], item: Counted) -> bool:
    """Tell whether a number is all that a sentence tells, with a time at most, or with who says it.

    >>> from claimgraph.extract.figures.counted import plain
    >>> from claimgraph.extract.figures.grammar import parse_figure, tokenise
    >>> tokens = tokenise("In September, forty-one.")
    >>> is_answer(tokens, plain(tokens, parse_figure(tokens, 3)))
    True
    """
    after = item.last
    while after < len(tokens) and tokens[after].text in _QUOTES:
        after += 1
    led = [token.lower for token in tokens[: item.first] if token.text not in _QUOTES]
    mark = tokens[after].text if after < len(tokens) else "."
    if len(led) > _LED or mark not in {".", ","}:
        return False
    if mark == ",":
        said = (token.lower for token in tokens[after + 1 : after + _SAID_REACH])
        return not led and any(word in _SAYING for word in said)
    return not led or (led[-1] == "," and led[0] in _TIME_LEADS and _VERBS.isdisjoint(led))


def number_is_of_people(tokens: Sequence[Token], first: int) -> bool:
    """Tell whether what is put at the figure that begins at token `first` is a number of people somewhere.

    >>> from claimgraph.extract.figures.grammar import tokenise
    >>> number_is_of_people(tokenise("She put the number hiding in the hills at 400."), 9)
    True
    """
    near = [token.lower for token in tokens[max(0, first - _REACH) : first]]
    if near[-1:] != ["at"] or "number" not in near or _PUT.isdisjoint(near):
        return False
    at = near.index("number")
    follows = near[at + 1]
    return near[at - 1] == "the" and (follows.endswith("ing") or follows in _HIDING)
