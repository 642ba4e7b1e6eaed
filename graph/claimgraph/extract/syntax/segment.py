"""Paragraphs and sentences, with offsets in the original text.

Paragraphs are separated by blank lines; a text without any has one paragraph a line. A sentence never ends
inside a quotation, and a question or exclamation mark inside one does not end the sentence when the words
after it say who spoke ("Why now?" Koval asked). Titles, initials and abbreviations do not end a sentence.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from dataclasses import dataclass
from typing import Final

from claimgraph.extract.syntax.lexicon import is_speech_form
from claimgraph.extract.syntax.marks import even_marks
from claimgraph.extract.syntax.quotes import Quote, quotes
from claimgraph.extract.syntax.text import QUOTE_MARKS, TITLES, Token, tokens

_BLANK: Final = re.compile(r"\n[^\S\n]*\n\s*")
_ITEM: Final = re.compile(
    r"\n[^\S\n]*(?:(?P<dash>[-–—][^\S\n]+(?=[^\W_a-z]|[\"“‘«]))"
    r"|[•‣▪●◦·*][^\S\n]+(?=\S)|(?=[\u2190-\u2bff\U0001f000-\U0001faff]))"
)
"""The beginning of a line that is an item of a list, or of a post that opens lines with a symbol."""
_OPENED: Final = r"[^\W\d_a-z][^\n:.?!]{0,40}:[^\S\n]+(?=\S)"
_SPEAKER: Final = re.compile(_OPENED)
_TURN: Final = re.compile(rf"\n[^\S\n]*(?={_OPENED})")
"""The beginning of a line that opens with who speaks."""
_BULLET: Final = re.compile(r"\s*(?:[-–—•‣▪●◦·*]\s+)?")
_OPENING_BULLET: Final = re.compile(r"(?:(?P<dash>[-–])[^\S\n]+(?=\S)|[•‣▪●◦·*][^\S\n]+(?=\S))")
_STOPS_BEFORE_ITEM: Final = frozenset('.!?:;…”"’)')
_LINE: Final = re.compile(r"\n\s*")
_ENDS: Final = frozenset({".", "!", "?", "…", "..."})
_CLOSERS: Final = frozenset({*QUOTE_MARKS, ")", "]", "'", "’"})
_TITLES: Final = frozenset(f"{title}." for title in TITLES.split("|")) - {"Jr.", "Sr."}
_SENTENCE_STARTERS: Final = frozenset(
    [
        "He",
        "She",
        "They",
        "It",
        "We",
        "I",
        "You",
        "The",
        "This",
        "That",
        "These",
        "Those",
        "His",
        "Her",
        "Their",
        "But",
        "And",
        "In",
        "On",
        "At",
        "As",
        "If",
        "When",
        "While",
        "After",
        "For",
        "However",
        "Meanwhile",
        "There",
        "What",
        "Who",
        "A",
        "An",
    ]
)
_LOOK_AHEAD: Final = 9


@dataclass(frozen=True, slots=True)
class Paragraph:
    """A paragraph: offsets without the white space around it, and its number from 0."""

    start: int
    end: int
    number: int


@dataclass(frozen=True, slots=True)
class Sentence:
    """A sentence: offsets without the white space around it, and the number of its paragraph."""

    start: int
    end: int
    paragraph: int


def paragraphs(text: str) -> list[Paragraph]:
    r"""Split a text into paragraphs.

    >>> paragraphs("One.\n\nTwo\nlines.")
    [Paragraph(start=0, end=4, number=0), Paragraph(start=6, end=16, number=1)]
    >>> len(paragraphs("First line\nSecond line"))
    2
    """
    stripped_start = len(text) - len(text.lstrip())
    stripped_end = len(text.rstrip())
    body_has_blank = _BLANK.search(text, stripped_start, stripped_end)
    separator = _BLANK if body_has_blank else _LINE
    blocks: list[tuple[int, int]] = []
    start = stripped_start
    for match in separator.finditer(text, stripped_start, stripped_end):
        if match.start() >= start and text[start : match.start()].strip():
            blocks.append((start, start + len(text[start : match.start()].rstrip())))
        start = match.end()
    if start < stripped_end:
        blocks.append((start, stripped_end))
    if body_has_blank and _ITEM.search(text, stripped_start, stripped_end):
        blocks = [item for block in blocks for item in _items(text, *block)]
    if body_has_blank:
        blocks = [turn for block in blocks for turn in _turns(text, *block)]
        blocks = [part for block in blocks for part in _below_heading(text, *block)]
    blocks = _without_bullets(text, blocks)
    return [Paragraph(*block, number) for number, block in enumerate(blocks)]


def _without_bullets(text: str, blocks: list[tuple[int, int]]) -> list[tuple[int, int]]:
    """Leave out the bullets that paragraphs open with; a dash is one where several paragraphs have it.

    >>> text = "• One.\\n• Two."
    >>> [text[first:last] for first, last in _without_bullets(text, [(0, 6), (7, 13)])]
    ['One.', 'Two.']
    """
    found = [_OPENING_BULLET.match(text, *block) for block in blocks]
    dashes = sum(match is not None and match["dash"] is not None for match in found)
    return [
        (match.end(), block[1]) if match is not None and (match["dash"] is None or dashes > 1) else block
        for match, block in zip(found, blocks, strict=True)
    ]


def _turns(text: str, start: int, end: int) -> list[tuple[int, int]]:
    """Cut a block of a transcript into its turns: lines of which the first and others open with who speaks.

    >>> text = "Reporter: Who did it?\\nBilyk: Nobody knows."
    >>> [text[first:last] for first, last in _turns(text, 0, len(text))]
    ['Reporter: Who did it?', 'Bilyk: Nobody knows.']
    """
    cuts = [match.end() for match in _TURN.finditer(text, start, end)]
    if not cuts or _SPEAKER.match(text, start, end) is None:
        return [(start, end)]
    bounds = zip([start, *cuts], [*cuts, end], strict=True)
    return [(first, first + len(text[first:last].rstrip())) for first, last in bounds]


def _below_heading(text: str, start: int, end: int) -> list[tuple[int, int]]:
    """Cut the heading of an entry in a live blog off the words below it, where it is no wrapped line.

    >>> text = "08:30 GMT - Drone hits bus\\nThree people died when a drone hit a bus, the mayor said."
    >>> [text[first:last] for first, last in _below_heading(text, 0, len(text))][0]
    '08:30 GMT - Drone hits bus'
    """
    first, _, rest = text[start:end].partition("\n")
    if not rest or _STAMPED.match(first) is None or first.rstrip()[-1:] in ".!?…,;:":
        return [(start, end)]
    below = rest.lstrip()
    word = below.split(None, 1)[0]
    is_wrapped = len(first) + 1 + len(word) > max(map(len, rest.split("\n")))  # the word had no room above
    if is_wrapped or not (word[:1].isupper() or word[:1] in "\"“‘'"):
        return [(start, end)]
    return [(start, start + len(first.rstrip())), (end - len(below), end)]


_STAMPED: Final = re.compile(r"[\[(]?(?:[01]?\d|2[0-3])[:.h][0-5]\d\b[^\n]*[^\W\d_]")


def _items(text: str, start: int, end: int) -> list[tuple[int, int]]:
    """Cut a block into the items of a list: lines that begin with a bullet, a symbol, or one of many dashes.

    >>> text = "- One.\\n- Two."
    >>> [text[first:last] for first, last in _items(text, 0, len(text))]
    ['One.', 'Two.']
    """
    lines = list(_ITEM.finditer(text, start, end))
    dashes = sum(match["dash"] is not None for match in lines) + (text[start] in "-–—")
    cuts = [
        match.start()
        for match in lines
        if match["dash"] is None or dashes > 1 or text[match.start() - 1] in _STOPS_BEFORE_ITEM
    ]
    starts = [start, *cuts]
    if cuts:
        starts = [bullet.end() for cut in starts if (bullet := _BULLET.match(text, cut, end)) is not None]
    ends = [*cuts, end]
    return [
        (first, first + len(text[first:last].rstrip()))
        for first, last in zip(starts, ends, strict=True)
        if first < last
    ]


def _names_speaker(words: list[Token], at: int) -> bool:
    """Tell whether the words after a closed quotation, up to the next stop, hold a verb of saying."""
    for token in words[at : at + _LOOK_AHEAD]:
        if token.text in _ENDS or token.text in QUOTE_MARKS or token.text in ";:":
            return False
        if is_speech_form(token.lower):
            return True
    return False


def _starts_sentence(token: Token) -> bool:
    """Tell whether a token can be the first of a sentence."""
    return token.text[0].isupper() or token.text[0].isdigit() or token.text[0] in "\"“„«([`'‘’•-–—@#"


def _ends_by_abbreviation(words: list[Token], at: int) -> bool:
    """Tell whether the token before `at` is an abbreviation that also ends its sentence."""
    word = words[at - 1].text
    if word == "X." and at > 1 and words[at - 2].lower in {"on", "via"}:
        return True  # the platform, no initial
    if len(word) < 3 or word[-1] != "." or word in _TITLES or at >= len(words):
        return False
    return words[at].text in QUOTE_MARKS or words[at].text in _SENTENCE_STARTERS


def _is_short_of(word: Token, after: Token) -> bool:
    """Tell whether a full stop only shortens a word before a number: "incl. 40 children", "approx. 300"."""
    return word.lower in _BEFORE_NUMBER and after.text[0].isdigit()


_BEFORE_NUMBER: Final = frozenset({"incl", "approx", "est", "ca", "c"})


def split(words: list[Token], closed: list[Quote]) -> list[tuple[int, int]]:
    """Cut the tokens of one paragraph into sentences: ranges of token numbers.

    `closed` are the quotations of the paragraph. Used by `sentences` and by the reader of attributions, which
    has the tokens at hand.
    """
    starts = [quote.start for quote in closed]
    cuts: list[int] = []
    passed, count = 0, len(words)
    for stop in [at for at, (_, _, word, _) in enumerate(words) if word[-1] in ".!?…"]:
        if stop < passed:
            continue
        word, at = words[stop].text, stop + 1
        if word == "." and stop and at < count and _is_short_of(words[stop - 1], words[at]):
            continue
        if word not in _ENDS and not word.startswith("..") and not _ends_by_abbreviation(words, at):
            continue
        while at < count and words[at].text in _CLOSERS and words[at].start == words[at - 1].end:
            at += 1
        passed = at
        if at >= count:
            break
        here = words[at - 1]
        index = bisect_right(starts, here.start) - 1
        if index >= 0 and here.end < closed[index].end:
            continue
        is_quote_end = index >= 0 and here.end == closed[index].end
        after = words[at]
        if after.start == here.end and after.text not in QUOTE_MARKS:
            continue
        if is_quote_end and word in "!?" and _names_speaker(words, at):
            continue
        if _starts_sentence(after):
            cuts.append(at)
    return list(zip([0, *cuts], [*cuts, count], strict=True)) if count else []


def sentences(text: str) -> list[Sentence]:
    """Split a text into sentences.

    >>> text = "Mr. Koval said no. “We stay. We fight,” he said."
    >>> [text[s.start:s.end] for s in sentences(text)]
    ['Mr. Koval said no.', '“We stay. We fight,” he said.']
    """
    found: list[Sentence] = []
    blocks = paragraphs(text)
    spans = [(block.start, block.end) for block in blocks]
    text = even_marks(text, spans)
    quoted = quotes(text, spans)
    for block in blocks:
        words = tokens(text, block.start, block.end)
        inside = [quote for quote in quoted if block.start <= quote.start < block.end]
        for first, last in split(words, inside):
            found.append(Sentence(words[first].start, words[last - 1].end, block.number))
    return found
