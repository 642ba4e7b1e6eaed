"""Quotations: where they begin and end, also over paragraphs and with marks left out.

A mark opens or closes by its shape where the shape tells (“ and ”), else by the white space around it. A
quotation that is still open at the end of its paragraph ends there: by the convention of the press the
next paragraph, if the speaker goes on, begins with a mark of its own. One that opened in the middle of a
sentence without a reason to run on (no colon, no cue before it, no such next paragraph) ends with its
sentence, so that one odd mark never swallows the rest of a paragraph.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Final

from claimgraph.extract.syntax.lexicon import is_speech_form
from claimgraph.extract.syntax.text import Span

_MARK: Final = re.compile(r"''(?!')|``|[\"“”„«»‟＂]")
_BOUNDARY: Final = re.compile(r"[.!?…](?=\s|$)")
_AFTER_COMMA: Final = re.compile(
    r",\s+(?P<words>[\w.’'-]+(?:\s+[\w’'-]+){0,6}?)(?=[.;]|\s+(?:on|in|by|after|later)\b)"
)
_TAIL_END: Final = re.compile(r"[.;]?(?:\s|\Z)")
_OPENING: Final = frozenset("“„«‟") | {"``"}
_CLOSING: Final = frozenset("»")


@dataclass(frozen=True, slots=True)
class Quote:
    """A quotation with its marks: offsets, and whether its closing mark is in the text."""

    start: int
    end: int
    is_closed: bool


def _can_open(text: str, at: int, end: int) -> bool:
    """Tell whether a mark at `at:end` has white space or an opening bracket or dash before it."""
    return (at == 0 or text[at - 1].isspace() or text[at - 1] in "([{—–-/'‘") and (
        end < len(text) and not text[end].isspace()
    )


def _can_close(text: str, at: int, end: int) -> bool:
    """Tell whether a mark at `at:end` has a word or a stop before it and no word after it."""
    return at > 0 and not text[at - 1].isspace() and (end >= len(text) or not text[end].isalnum())


def _directions(text: str, start: int, end: int) -> list[tuple[int, int, bool]]:
    """List the marks of a paragraph as (start, end, opens)."""
    found: list[tuple[int, int, bool]] = []
    is_open = False
    for match in _MARK.finditer(text, start, end):
        mark, at, stop = match.group(), match.start(), match.end()
        opens, closes = _can_open(text, at, stop), _can_close(text, at, stop)
        if mark == "''" and not (opens or closes):
            continue
        if at == start:
            is_opener = True
        elif mark in _OPENING:
            is_opener = not (closes and is_open and not opens)
        elif mark in _CLOSING:
            is_opener = False
        elif mark == "”":
            is_opener = opens and not closes and not is_open
        elif opens != closes:
            is_opener = opens
        else:
            is_opener = not is_open
        if text[at - 1 : at].isdigit() and mark == '"' and not is_open and not is_opener:
            continue  # inches
        found.append((at, stop, is_opener))
        is_open = is_opener
    return found


def _runs_on(text: str, start: int, paragraph: Span, next_opens: bool) -> bool:
    """Tell whether an unclosed quotation has a reason to last until the end of its paragraph."""
    before = _last_word_end(text, paragraph[0], start)
    return before == paragraph[0] or text[before - 1] in ":,.!?" or next_opens


def _tail(text: str, start: int, end: int) -> int | None:
    """Where an unclosed quotation that opens a paragraph ends: after the comma before "the woman said."."""
    for match in _AFTER_COMMA.finditer(text, start, end):
        words = match["words"].lower().split()
        at = next((i for i, word in enumerate(words) if is_speech_form(word)), -1)
        if at == 0 or (at == len(words) - 1 and _TAIL_END.match(text, match.end())):
            return match.start() + 1
    return None


def _last_word_end(text: str, start: int, end: int) -> int:
    """Walk back over white space from `end`, no further than `start`."""
    while end > start and text[end - 1].isspace():
        end -= 1
    return end


def quotes(text: str, paragraphs: list[Span]) -> list[Quote]:
    """Find the quotations of a text, in order and without overlap; marks inside a quotation belong to it.

    `paragraphs` are the offsets of the paragraphs, from `segment.paragraphs`.

    >>> text = 'He said: “We held the line. We'
    >>> quotes(text, [(0, len(text))])
    [Quote(start=9, end=30, is_closed=False)]
    """
    found: list[Quote] = []
    for number, (start, end) in enumerate(paragraphs):
        opened: int | None = None
        for at, stop, opens in _directions(text, start, end):
            if opens and opened is None:
                opened = at
            elif not opens and opened is not None:
                found.append(Quote(opened, stop, True))
                opened = None
            elif opens and opened is not None:
                last = _last_word_end(text, opened, at)
                if last > opened and text[last - 1] in ".!?,":
                    found.append(Quote(opened, last, False))
                    opened = at
        if opened is not None:
            following = paragraphs[number + 1][0] if number + 1 < len(paragraphs) else None
            next_opens = following is not None and bool(_MARK.match(text, following))
            tail = _tail(text, opened, end) if opened == start and not next_opens else None
            if tail is not None:
                end = tail
            elif not _runs_on(text, opened, (start, end), next_opens):
                boundary = _BOUNDARY.search(text, opened, end)
                end = boundary.start() if boundary else end
            found.append(Quote(opened, end, False))
    return found
