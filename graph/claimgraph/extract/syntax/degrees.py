""" "As many as 300": words of comparison that bound a number and join no clause."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Final

from claimgraph.extract.syntax.text import Token

_COMPARED: Final = re.compile("S[KRN]SK")
"""Conjunction, word of amount, conjunction, number, by their tags."""
_AMOUNTS: Final = frozenset({"many", "few", "much", "little"})


def settle_degrees(tokens: Sequence[Token], tags: list[str]) -> list[str]:
    """Tag both "as" of "as many as 300" as adverbs, and what stands between them as a number.

    Else the first one opens a subordinate clause where a sentence begins with it.

    >>> from claimgraph.extract.syntax.text import tokens
    >>> "".join(settle_degrees(tokens("As many as 300 died."), list("SKSKV.")))
    'RKRKV.'
    >>> "".join(settle_degrees(tokens("As troops as 300 died."), list("SNSKV.")))
    'SNSKV.'
    """
    for match in _COMPARED.finditer("".join(tags)):
        at = match.start()
        if tokens[at].lower == tokens[at + 2].lower == "as" and tokens[at + 1].lower in _AMOUNTS:
            tags[at : at + 3] = "RKR"
    return tags
