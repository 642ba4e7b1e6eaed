"""Turns of phrase that tell what became of people or things without a verb of it.

"Did not survive", "were among the dead", "were taken to hospital", "failed to return", "fell into our hands".
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from claimgraph.extract.figures.counted import MATERIEL
from claimgraph.extract.figures.grammar import Token
from claimgraph.extract.figures.words import FATE_NOUNS, words
from claimgraph.extract.syntax.lexicon import word_set

__all__ = ["OWNERS", "among_fate", "past_doer", "phrase_fate", "put_fate"]

_DETERMINERS: Final = words("the its their our his her those")
_BE: Final = words("is are was were be been being")
_INCLUDE: Final = words("include includes included")
_TAKEN: Final = words("taken rushed brought admitted carried transferred airlifted sent")
_HOSPITALS: Final = word_set("hospitals")
_MOWN: Final = words("cut mown mowed gunned struck")
_FELL_ON: Final = words("near during defending while there yesterday overnight and when as on")
_FIELDS: Final = words("battle action combat fighting day days night week weeks month hours")
_NEEDED: Final = words("needed needing required requiring need require received receiving")
_COMING_TO: Final = words("gave give come came")
_CURES: Final = words("treatment care surgery hospitalisation hospitalization attention")
_LIVING: Final = words("live lived lives living")
_CUSTODY: Final = words("captivity custody detention")
_ALIVE: Final = words("escaped survived emerged")
_WOUNDS: Final = words("wounds injuries burns cuts bruises injury wound")
_THEN: Final = words("after with since and following")
_SUFFERERS: Final = {**FATE_NOUNS, "victims": "killed", "victim": "killed"}
"""What became of those who are "among the …": the victims of whom parts are told died, as a rule."""


OWNERS: Final = words("the our their its his of")
"""What stands before "fallen" or "dead" where these tell of people."""
_PUTTING: Final = words("put puts putting")
_PUT_REACH: Final = 10


def put_fate(tokens: Sequence[Token], p: int) -> str | None:
    """Give the fate of those whose number follows "at" or "as", token `p`: "gave its dead as 30".

    >>> from claimgraph.extract.figures.grammar import tokenise
    >>> put_fate(tokenise("put the town's dead since May at 91"), 6)
    'killed'
    """
    word, before = tokens[p - 1].lower, tokens[p - 2].lower if p > 1 else ""
    is_theirs = before in OWNERS or before.endswith(("'s", "’s"))
    if p and is_theirs and FATE_NOUNS.get(word) in {"killed", "wounded"}:
        return FATE_NOUNS[word]
    end = p
    if word == ",":  # put the toll of the raid, the worst in a year, at 41
        end = next((i for i in range(p - 2, max(0, p - _PUT_REACH), -1) if tokens[i].text == ","), p)
    near = [token.lower for token in tokens[max(0, end - _PUT_REACH) : end]]
    at = next((i for i in range(len(near) - 1, -1, -1) if near[i] in _PUTTING), -1)
    if at < 0 or tokens[p].lower != "at" or not {",", ";", "that", "which"}.isdisjoint(near[at:]):
        return None
    if "toll" in near[at + 1 : at + 4]:
        return "killed"
    return next((FATE_NOUNS[word] for word in near[at + 1 :] if word in FATE_NOUNS), None)


_DOERS: Final = words("he she they we it i you")
_SAYING: Final = words("says said say")


def past_doer(tokens: Sequence[Token], start: int) -> tuple[int, bool]:
    """Give the token after who does something to those counted, and whether there is one.

    >>> from claimgraph.extract.figures.grammar import tokenise
    >>> past_doer(tokenise("he treated in May have died"), 0), past_doer(tokenise("who it says died"), 0)
    ((2, True), (3, False))
    """
    ahead = [token.lower for token in tokens[start : start + 4]]
    if len(ahead) > 3 and ahead[0] == "who" and ahead[2] in _SAYING:
        return start + 3, False
    is_doer = len(ahead) > 2 and ahead[0] in _DOERS
    return (start + 2, True) if is_doer else (start, False)


def phrase_fate(tokens: Sequence[Token], i: int, kind: str, *, passive: bool) -> str | None:
    """Give the fate that a turn of phrase beginning at token `i` gives to what a figure counts, or None.

    `kind` is the kind of thing counted; `passive` says that a form of "be" stands before.

    >>> from claimgraph.extract.figures.grammar import tokenise
    >>> phrase_fate(tokenise("did not survive"), 0, "people", passive=False)
    'killed'
    >>> phrase_fate(tokenise("among the wounded"), 0, "people", passive=True)
    'wounded'
    """
    word = tokens[i].lower
    if word not in _OPENERS:
        return None
    after = [token.lower for token in tokens[i + 1 : i + 5]] + ["", "", "", ""]
    if word == "among":
        is_theirs = after[0] in _DETERMINERS or after[0].endswith(("'s", "’s"))
        return _SUFFERERS.get(after[1]) if passive and is_theirs else None
    if word in {"did", "failed"}:
        return _failing(word, after, kind)
    if word in {"fell", "fallen"}:
        return _falling(after, kind)
    if word in {"burned", "burnt"}:
        return "lost" if passive and after[0] == "out" and kind in MATERIEL else None
    if word in _LIVING:
        is_there = after[0] in {"in", "there", "here", "on"} and kind in {"people", ""}
        return "inhabitants" if is_there else None
    if word in _ALIVE or word in _NEEDED or word == "fighting":
        return _struggling(word, after, kind)
    if word in _COMING_TO:
        return _coming_to(word, after, kind)
    if word == "for":
        return FATE_NOUNS.get(after[1]) if after[0] == "the" and kind == "" else None  # 90 for the dead
    if word == "in" and after[0] in _CUSTODY and kind not in MATERIEL:
        return "detained"
    if not passive:
        is_abed = word == "in" and after[0] in _HOSPITALS and (not after[1].isalpha() or after[1] in _THEN)
        return "wounded" if is_abed and kind not in MATERIEL else None
    return _being(word, after, kind)


_OPENERS: Final = (
    _TAKEN
    | _MOWN
    | _NEEDED
    | _ALIVE
    | _LIVING
    | words("gave give among did failed fell fallen burned burnt fighting put in on for come came held")
)


def _coming_to(word: str, after: Sequence[str], kind: str) -> str | None:
    """The fate in "gave themselves up", "came to harm"."""
    if word in {"gave", "give"}:
        return "captured" if list(after[:2]) == ["themselves", "up"] else None
    return "harmed" if list(after[:2]) == ["to", "harm"] and kind not in MATERIEL else None


def _struggling(word: str, after: Sequence[str], kind: str) -> str | None:
    """The fate in "escaped with burns", "need treatment", "fighting for their lives"."""
    if word in _ALIVE:
        is_hurt = after[0] == "with" and not _WOUNDS.isdisjoint(after[1:])
    elif word in _NEEDED:
        is_cure = after[0] in _CURES or (after[0] in {"medical", "hospital"} and after[1] in _CURES)
        is_hurt = is_cure and kind not in MATERIEL
    else:
        is_hurt = after[0] == "for" and not {"life", "lives"}.isdisjoint(after[1:3])
    return "wounded" if is_hurt else None


def _failing(word: str, after: Sequence[str], kind: str) -> str | None:
    """ "Did not survive", "failed to return"."""
    if after[0] not in {"not", "n't", "to"} or (after[0] == "to") != (word == "failed"):
        return None
    if (after[1] == "survive" or after[1:3] == ["make", "it"]) and kind not in MATERIEL:
        return "killed"
    is_back = after[1] == "return" or after[1:3] == ["come", "back"]
    return "lost" if is_back and kind in MATERIEL else None


def _falling(after: Sequence[str], kind: str) -> str | None:
    """ "Seven of our soldiers fell", "eleven vehicles fell into our hands"."""
    if after[0] == "into":
        return "captured" if "hands" in after[1:4] else None
    if kind == "people" and not after[0].isalpha():
        return "killed"  # eight attackers fell
    if kind != "personnel":
        return None
    is_there = after[0] in {"in", "at"} and after[1] not in {"love", "line", "behind"}
    return "killed" if after[0] in _FELL_ON or not after[0].isalpha() or is_there else None


def _being(word: str, after: Sequence[str], kind: str) -> str | None:
    """What people are or were: "taken to hospital", "cut down", "in the hands of", "put out of action"."""
    if word in _MOWN:
        return "killed" if after[0] == "down" and kind not in MATERIEL else None
    if word in _TAKEN:
        is_there = after[0] == "to" and not _HOSPITALS.isdisjoint(after[1:4])
        return "wounded" if is_there and kind not in MATERIEL else None
    if word == "held":
        return "detained" if kind in {"", "people", "personnel"} else None
    if word == "put":
        is_out = list(after[:3]) == ["out", "of", "action"]
        return ("lost" if kind in MATERIEL else "harmed") if is_out else None
    if word == "on":
        return "displaced" if list(after[:2]) == ["the", "move"] and kind not in MATERIEL else None
    if list(after[:3]) == ["the", "hands", "of"]:
        return "captured"
    return "wounded" if after[0] in _HOSPITALS or list(after[:2]) == ["intensive", "care"] else None


def among_fate(tokens: Sequence[Token], p: int) -> tuple[str, str] | None:
    """Give the fate that the words up to token `p`, before a figure, give: "among the dead are two girls".

    >>> from claimgraph.extract.figures.grammar import tokenise
    >>> among_fate(tokenise("Among the dead are"), 3), among_fate(tokenise("the victims include"), 2)
    (('killed', 'part-of'), ('killed', 'part-of'))
    """
    if p < 1:
        return None
    word = tokens[p].lower
    if word in _BE and p >= 3:
        fate = _SUFFERERS.get(tokens[p - 1].lower) if tokens[p - 3].lower == "among" else None
    elif word in _INCLUDE and p >= 2 and tokens[p - 2].lower in _DETERMINERS:
        fate = _SUFFERERS.get(tokens[p - 1].lower)
    else:
        fate = None
    return (fate, "part-of") if fate is not None else None
