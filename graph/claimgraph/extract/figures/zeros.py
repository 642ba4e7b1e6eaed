"""Counts of nobody and nothing: where a zero is stated, and not only a noun denied."""

from __future__ import annotations

from collections.abc import Sequence

from claimgraph.extract.figures.grammar import Figure, Token
from claimgraph.extract.figures.nouns import NounPhrase
from claimgraph.extract.figures.words import words

__all__ = ["ARMS", "OPENING", "are_none", "is_nobody_there", "is_none_there"]

OPENING = words("that and as while , ; said says say reported where when")
"""What stands before the subject of a clause."""


def are_none(tokens: Sequence[Token], figure: Figure, noun: NounPhrase) -> bool:
    """Whether no such people or things are told to be somewhere: "no troops remain", "has no tanks here"."""
    after = [token.lower for token in tokens[noun.end : noun.end + 2]] + ["", ""]
    before = tokens[figure.first - 1].lower if figure.first else "."
    if before in _HAVING:
        return after[0] in _SOMEWHERE
    if figure.first and before not in OPENING:
        return False
    is_placed = after[0] in {"are", "were", "is", "was"} and after[1] in _SOMEWHERE | _PLACED
    return is_placed or after[0] in _BEFALLING


def is_nobody_there(tokens: Sequence[Token], figure: Figure) -> bool:
    """Whether nobody is told to be somewhere: "nobody was there".

    >>> from claimgraph.extract.figures.grammar import parse_figure, tokenise
    >>> tokens = tokenise("Nobody was there.")
    >>> is_nobody_there(tokens, parse_figure(tokens, 0))
    True
    """
    after = [token.lower for token in tokens[figure.last : figure.last + 2]] + ["", ""]
    is_nobody = tokens[figure.first].lower in {"nobody", "no", "noone"}
    return is_nobody and after[0] in {"is", "was"} and after[1] in _SOMEWHERE | {"aboard", "home"}


_HAVING = words("has have had")
_SOMEWHERE = words("in at on near inside there here around")
_PLACED = words("stationed based deployed seen present holed")
_BEFALLING = words("remain remained suffered sustained")
ARMS = words("weapons arms equipment")
"""What forces have and may not have somewhere, beside those whose kind is told."""


def is_none_there(tokens: Sequence[Token], figure: Figure) -> bool:
    """Whether a count of zero is stated: "not a single soldier", "there were no soldiers"."""
    before = [token.lower for token in tokens[max(0, figure.first - 3) : figure.first]]
    is_existential = before[-1:] and before[-1] in {"was", "were", "is", "are", "been"} and "there" in before
    return tokens[figure.first].lower == "not" or bool(is_existential)
