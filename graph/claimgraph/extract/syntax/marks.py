"""Quotation marks in one shape: single and East Asian ones become “ and ”, letter for letter.

British papers quote in single marks, which look like apostrophes; which of the two a mark is depends on what
stands around it. Nothing is inserted or removed, so offsets into the even text are offsets into the original.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from typing import Final

from claimgraph.extract.syntax.quotes import quotes
from claimgraph.extract.syntax.text import Span

_SHAPES: Final = str.maketrans("「」『』‹›‚‛", "“”“”«»‘‘")
_ODD: Final = re.compile(r"[‘「」『』‹›‚‛]|(?<![\w'’.])'(?=[\w\"“„«])")
_SINGLE: Final = re.compile(r"[‘’]|(?<!')'(?!')")
_SHORTENED: Final = re.compile(r"(?:\d0s|n|em|til|tis|twas)\b")
"""What an apostrophe stands before where letters are left out: the '90s, tell 'em."""
_BEFORE: Final = frozenset("([{—–-/:")
_STOPS: Final = frozenset(".,!?…")
_INNER: Final = str.maketrans('“”„«»"', "‘’‘‘’'")


def even_marks(text: str, paragraphs: Iterable[Span]) -> str:
    """Turn the quotation marks of a text that are single, or those of East Asia, into “ and ”.

    `paragraphs` are the offsets of its paragraphs; no quotation in single marks goes beyond its own, unless
    the next one opens with such a mark too. Apostrophes stay, and so do single marks inside double ones;
    double marks inside single ones become single. The result is as long as the text.

    >>> text = "‘The rebels’ camp is empty,’ he said. ‘They’re gone.’"
    >>> even_marks(text, [(0, len(text))])
    '“The rebels’ camp is empty,” he said. “They’re gone.”'
    """
    if _ODD.search(text) is None:
        return text
    text = text.translate(_SHAPES)
    blocks = list(paragraphs)
    letters: list[str] | None = None
    for number, block in enumerate(blocks):
        if _ODD.search(text, *block) is None:
            continue
        following = text[blocks[number + 1][0]] if number + 1 < len(blocks) else ""
        double = [(quote.start, quote.end) for quote in quotes(text, [block])]
        for start, end, is_closed in _pairs(text, block, double, following in {"‘", "'"}):
            letters = letters if letters is not None else list(text)
            inside = text[start + 1 : end].translate(_INNER)
            letters[start : end + 1] = f"“{inside}{'”' if is_closed else text[end : end + 1]}"
    return text if letters is None else "".join(letters)


def _pairs(text: str, block: Span, double: list[Span], goes_on: bool) -> Iterator[tuple[int, int, bool]]:
    """Find the quotations in single marks: the offsets of both marks, and whether the second one is there.

    A mark that may be the apostrophe of a plural ("the rebels’ camp") closes only if no better one follows.
    """
    opened: int | None = None
    fallback: int | None = None
    number = 0
    for match in _SINGLE.finditer(text, *block):
        at = match.start()
        while number < len(double) and double[number][1] <= at:
            number += 1
        is_inside = number < len(double) and double[number][0] < at
        if is_inside and (opened is None or opened < double[number][0]):
            continue
        opens = match.group() != "’" and _opens(text, at, block)
        if opens:
            if opened is not None and fallback is not None:
                yield opened, fallback, True
            opened, fallback = at, None
        elif opened is not None and at > opened + 1 and _closes(text, at, block[1]):
            if text[at - 1] in _STOPS or (fallback is None and not _is_plural(text, at)):
                yield opened, at, True
                opened = fallback = None
            elif fallback is None:
                fallback = at
    if opened is not None and fallback is not None:
        yield opened, fallback, True
    elif opened == block[0] and goes_on:
        yield opened, block[1] - 1, False


def _opens(text: str, at: int, block: Span) -> bool:
    """Whether a mark has white space or a bracket before it and a word after it, no shortened one."""
    if at > block[0] and not (text[at - 1].isspace() or text[at - 1] in _BEFORE):
        return False
    following = text[at + 1 : at + 2]
    is_word = following.isalnum() or (following != "" and following in '“"„«[$£€#@…')
    return is_word and _SHORTENED.match(text, at + 1) is None


def _closes(text: str, at: int, end: int) -> bool:
    """Whether a mark has a word or a stop before it and no word after it."""
    return not text[at - 1].isspace() and not (at + 1 < end and text[at + 1].isalnum())


def _is_plural(text: str, at: int) -> bool:
    """Whether a mark may be an apostrophe: after an s, with a word behind it."""
    return text[at - 1] in "sS" and text[at + 1 : at + 2] == " " and text[at + 2 : at + 3].islower()
