"""Numbers that name nothing counted: they count what was counted before them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from claimgraph.extract.figures.counted import MATERIEL, Counted, plain
from claimgraph.extract.figures.grammar import Figure, Token
from claimgraph.extract.figures.units import refusal
from claimgraph.extract.figures.words import FATE_NOUNS, words
from claimgraph.extract.syntax.lexicon import verb_forms

__all__ = ["more_of", "put_at"]

_HARMED = words(
    "killed wounded missing captured casualties harmed displaced detained evacuated people personnel"
)
"""What can be said to have become of people."""
_CLOSERS = words("and but , . ; when")
_DAY_WORDS = words("morning afternoon evening night noon midday midnight today yesterday overnight")
"""Words that may end a time before a subject: "as of Sunday morning 140 had been identified"."""
_OPENERS = words("that and as while , said only but ; whom them")


_VERBS = words("were was are is have had has remain remained")


def more_of(tokens: Sequence[Token], figure: Figure, told: Counted | None) -> Counted | None:
    """Give the count of a number alone that is the subject of a verb: "ninety were still inside".

    It counts what was counted before, in `told`; None where it does not.
    """
    if figure.form not in {"digits", "words"} or figure.last >= len(tokens):
        return None
    fate = _of_the(tokens, figure)
    if fate is not None:
        return replace(plain(tokens, figure), counts=fate, fate=fate, subset=True, rule="part-of")
    if told is None:
        return None
    if refusal(tokens, figure) is not None or figure.last - figure.first > 4:
        return None
    before = tokens[figure.first - 1].lower if figure.first else ","
    there = [t.lower for t in tokens[max(0, figure.first - 2) : figure.first]]
    if there in (["there", "were"], ["there", "are"]) and tokens[figure.last].lower in _CLOSERS:
        kind = told.noun.kind if told.noun.kind in MATERIEL | {"people", "personnel"} else "people"
        return replace(plain(tokens, figure), counts=kind, group=told.group, rule="elided")
    is_subject = before in _OPENERS or before in _DAY_WORDS
    last = figure.last
    if [token.lower for token in tokens[last : last + 2]] in (["of", "whom"], ["of", "them"]):
        last, is_subject = last + 2, True  # 98 people, 16 of whom were children
    elif tokens[last].lower in {"more", "others"}:
        last += 1
    verb = tokens[last].lower if last < len(tokens) else ""
    form = verb_forms().get(verb)
    is_past = last > figure.last + 1 and form is not None and "d" in form.tags  # 13 of them came
    if not is_subject or (not is_past and verb not in _VERBS):
        return None
    is_of_things = told.noun.kind in MATERIEL | {"people", "personnel"}
    counts = told.noun.kind if is_of_things else "people" if told.counts in _HARMED else ""
    return replace(plain(tokens, figure), counts=counts, group=told.group, rule="elided") if counts else None


def put_at(tokens: Sequence[Token], item: Counted, told: Counted | None) -> Counted | None:
    """Give the count of "put the figure at 27", "the correct figure is 12": that of `told` once more."""
    if told is None or told.fate is None or item.first < 1 or not _is_the_same(tokens, item):
        return None
    return replace(item, counts=told.fate, fate=told.fate, group=told.group, rule="toll")


def _is_the_same(tokens: Sequence[Token], item: Counted) -> bool:
    """Whether the words before a number say that it is a count of what was counted before."""
    before = tokens[item.first - 1].lower
    near = [token.lower for token in tokens[max(0, item.first - _PUT_REACH) : item.first - 1]]
    if before in {"to", "at", "as"} | _BEING:
        is_count = any(
            word in _COUNT_WORDS and near[at + 1 : at + 2] != ["of"] for at, word in enumerate(near)
        )
        is_put = before == "at" and near[-1:] == ["it"] and not _PUT.isdisjoint(near[-2:-1])
        return is_count or is_put
    if before == "of" and near:
        return near[-1] in _SPOKEN or (near[-1] in _COUNT_WORDS and near[-2:-1] != ["number"])
    if before in {"and", "but", ","} and item.last < len(tokens) and tokens[item.last].lower == "by":
        return True  # put at 48 by police and 50 by doctors
    is_end = item.last >= len(tokens) or tokens[item.last].text in ".;"
    return before in {"say", "says", "said"} and is_end


_COUNT_WORDS = words("figure number count tally total toll")
_BEING = words("is was be")
_PUT = words("put puts putting placed places")
_SPOKEN = words("spoke speaks spoken speak speaking talked talks")
_PUT_REACH = 6


def _of_the(tokens: Sequence[Token], figure: Figure) -> str | None:
    """The fate of those of whom a part is counted: "of the dead, nine were women"."""
    before = [token.lower for token in tokens[max(0, figure.first - 4) : figure.first]]
    return FATE_NOUNS.get(before[2]) if before[:2] == ["of", "the"] and before[3:] == [","] else None
