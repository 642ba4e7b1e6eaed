"""Words about amounts: "as many as 300" joins no clause, "that figure" is no clause of its own."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Final

from claimgraph.extract.syntax.text import Token

_COMPARED: Final = re.compile("S[KRN]SK")
"""Conjunction, word of amount, conjunction, number, by their tags."""
_AMOUNTS: Final = frozenset({"many", "few", "much", "little"})
_POINTING: Final = re.compile(r"T\?")
_FIGURES: Final = frozenset({"figure", "number", "toll", "total", "count", "tally", "estimate"})
_CLAUSE_AFTER: Final = frozenset("DGKNAIUT")
"""Tags with which the object of a verb begins: "that figure the costs"."""


def settle_degrees(tokens: Sequence[Token], tags: list[str]) -> list[str]:
    """Tag both "as" of "as many as 300" as adverbs, and what stands between them as a number.

    Else the first one opens a subordinate clause where a sentence begins with it. "That" before a figure that
    has no object points to it.

    >>> from claimgraph.extract.syntax.text import tokens
    >>> "".join(settle_degrees(tokens("As many as 300 died."), list("SKSKV.")))
    'RKRKV.'
    >>> "".join(settle_degrees(tokens("As troops as 300 died."), list("SNSKV.")))
    'SNSKV.'
    >>> "".join(settle_degrees(tokens("It revised that figure to 471."), list("I?T?OK.")))
    'I?DNOK.'
    """
    line = "".join(tags)
    for match in _POINTING.finditer(line):
        at = match.start()
        if tokens[at + 1].lower in _FIGURES and line[at + 2 : at + 3] not in _CLAUSE_AFTER:
            tags[at : at + 2] = "DN"
    for match in _COMPARED.finditer(line):
        at = match.start()
        if tokens[at].lower == tokens[at + 2].lower == "as" and tokens[at + 1].lower in _AMOUNTS:
            tags[at : at + 3] = "RKR"
    return tags
