"""Numbers that one sentence names and the next gives: "misstated the number of dead. It was 23, not 31".

Corrections are told so: the sentence that says what was wrong has no figure, or only the old one.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from claimgraph.extract.figures.counted import Counted
from claimgraph.extract.figures.grammar import Token
from claimgraph.extract.figures.nouns import NounPhrase
from claimgraph.extract.figures.words import FATE_NOUNS, FATE_VERBS, words

__all__ = ["gives_it", "named_number"]

_NUMBERS: Final = words("number numbers count figure figures toll total tally")
_HARMED: Final = words("killed wounded missing captured casualties harmed displaced detained evacuated")
_REACH: Final = 7
_TOLLS: Final = {"death": "killed", "casualty": "casualties"}
_STANDING: Final = words("is was are were be stands stood")
_FILLERS: Final = words("in fact actually rather instead should have been , correct right real actual true")
_OPENED: Final = 6


def named_number(tokens: Sequence[Token]) -> Counted | None:
    """Give the count that a sentence names without its figure, as one of nothing known but the fate.

    >>> from claimgraph.extract.figures.grammar import tokenise
    >>> told = named_number(tokenise("The ministry misstated the number of people killed in Veldra."))
    >>> told is not None and told.fate, named_number(tokenise("The number of ships grew."))
    ('killed', None)
    """
    for at, token in enumerate(tokens):
        if token.lower not in _NUMBERS:
            continue
        before = tokens[at - 1].lower if at else ""
        fate = _TOLLS.get(before) if token.lower == "toll" else None
        if fate is None and at + 1 < len(tokens) and tokens[at + 1].lower == "of":
            fate = _fate_of(tokens, at + 2)
        if fate in _HARMED:
            span = (token.start, token.end)
            noun = NounPhrase(kind="people")
            return Counted(span, None, None, False, fate, at, at + 1, fate=fate, rule="named", noun=noun)
    return None


def _fate_of(tokens: Sequence[Token], start: int) -> str | None:
    """What became of those counted: "of dead", "of soldiers captured", "of people who were wounded"."""
    for token in tokens[start : start + _REACH]:
        if not token.is_word:
            return None
        if (fate := FATE_NOUNS.get(token.lower) or FATE_VERBS.get(token.lower)) is not None:
            return fate
    return None


def gives_it(tokens: Sequence[Token], first: int) -> bool:
    """Tell whether the number at token `first` is that of "it was 23", "it should have been 23".

    >>> from claimgraph.extract.figures.grammar import tokenise
    >>> [gives_it(tokenise(text), at) for text, at in (("It was 23, not 31.", 2), ("In it were 23.", 3))]
    [True, False]
    """
    before = [token.lower for token in tokens[max(0, first - _OPENED) : first]]
    opened = next((at for at, word in enumerate(before) if word in {"it", "this", "that"}), -1)
    if opened < 0 or _STANDING.isdisjoint(before[opened + 1 :] + ["be"] * ("been" in before)):
        return False
    is_start = (opened == 0 and first <= _OPENED) or before[opened - 1] in {".", ":", ";", ","}
    return is_start and all(word in _STANDING | _FILLERS | {"at"} for word in before[opened + 1 :])
