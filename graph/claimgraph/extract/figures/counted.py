"""A figure with what the words around it say: the record that the stages of counting fill."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field, replace

from claimgraph.extract.figures.grammar import Figure, Token
from claimgraph.extract.figures.nouns import NounPhrase
from claimgraph.extract.figures.words import words

__all__ = ["MATERIEL", "Counted", "Span", "plain"]

Span = tuple[int, int]
MATERIEL = words("vehicles aircraft tanks vessels missiles drones")
"""Kinds of count that are things which forces have and lose."""


@dataclass(frozen=True, slots=True)
class Counted:
    """A figure with everything read about it; spans are code points in the full text."""

    span: Span
    low: int | None
    high: int | None
    approximate: bool
    counts: str
    first: int
    last: int
    counted: Span | None = None
    group: str = ""
    fate: str | None = None
    status: str = "notStated"
    side: Span | None = None
    cumulative: Span | None = None
    increment: bool = False
    subset: bool = False
    rule: str = ""
    noun: NounPhrase = field(default_factory=NounPhrase)


def plain(tokens: Sequence[Token], figure: Figure) -> Counted:
    """Give a figure as a count of nothing yet known.

    >>> from claimgraph.extract.figures.grammar import parse_figure, tokenise
    >>> tokens = tokenise("at least 12")
    >>> plain(tokens, parse_figure(tokens, 2)).low
    12
    """
    span = (tokens[figure.first].start, tokens[figure.last - 1].end)
    item = Counted(span, figure.low, figure.high, figure.approximate, "other", figure.first, figure.last)
    return replace(item, increment=figure.increment)
