"""Prose as it is read: without what pages and posts put into it that is no part of what is said.

Character references of HTML ("&quot;") stand for a mark, addresses of pages and the tags that end a post
for nothing, "#" for no letter, and the number of a post in a thread and "RT" open no sentence. The reader
gets the text without them; `Surface` leads its offsets back to the original.
"""

from __future__ import annotations

import html
import re
from bisect import bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Final, NamedTuple

from claimgraph.extract.syntax.text import Span

_HINT: Final = re.compile(
    r"[&#]\w|&#|://|www\.|\.co(?:m)?/|\d/|^\W{0,3}(?:RT @|BREAK|UPDA|JUST|NEW|URG|LATEST|THR|ALERT|FLASH)",
    re.MULTILINE,
)
"""Cheap: without any of these a text is read as it stands."""
_MONTHS: Final = "Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec"
_AFTER_WORD: Final = "".join(
    rf"(?<!\b{word}\s)" for word in ("in", "at", "near", "of", "from", "to", "the", "by", "on", "over", "and")
)
"""What a tag stands behind that is a word of its sentence: "two killed in #Goma #DRC"."""
_TAGS: Final = r"(?:\#(?!\d+\b)\w++[^\S\n]*+|@\w++[^\S\n]++(?=[\#@])|https?://\S++[^\S\n]*+){1,40}+$"
_EDITS: Final = re.compile(
    rf"""
    (?P<reference>&(?:\#[0-9]{{1,6}}|\#[xX][0-9a-fA-F]{{1,5}}|[A-Za-z][A-Za-z0-9]{{1,7}});)
  | (?P<address>(?<![^\S\n])[^\S\n]*+(?<!\w)(?:https?://|www\.|pic\.twitter\.com/|t\.co/|bit\.ly/)
      [^\s<>"“”]*[\w/=\#&-])
  | (?P<opening>^[^\S\n]*+(?:RT[ ](?=@\w)|\(?\d{{1,2}}/(?:\d{{1,2}}|n|N)?\)?[.:]?[^\S\n]+(?=["“‘@\#A-Z])
      (?!(?:{_MONTHS}))(?:RT[ ](?=@\w))?))
  | (?P<label>^[^\S\n]*+\#?(?:BREAKING|UPDATE|JUST[ ]IN|NEW|URGENT|LATEST|THREAD|ALERT|FLASH)(?:[ ]NEWS)?
      [ ]?(?::|[–—-](?=[ ]))[^\S\n]+(?=\S))
  | (?P<closing>(?<=[.!?…”")])[^\S\n]++\(?\d{{1,2}}/(?:\d{{1,2}}|n|N)?\)?(?=[^\S\n]*$))
  | (?P<tags>(?:(?<=[.!?…”"):])[^\S\n]*+|(?<!\s)[^\S\n](?=\#\w++[^\S\n]++[\#@h]){_AFTER_WORD}){_TAGS})
  | (?P<last>(?<!\s)[^\S\n]\#[^\W\d]\w*+[^\S\n]*$)
  | (?P<mark>(?<![\w&])\#(?=[^\W\d]))
    """,
    re.VERBOSE | re.MULTILINE,
)
_BETWEEN: Final = " … "
_WORD: Final = re.compile(r"\w+")
_TAG: Final = re.compile(r"(?<![\w&])#([^\W\d]\w*)")
_HANDLE: Final = re.compile(r"(?<=RT )(@\w+)[^\S\n]+(?=[^\W\d_a-z]|\d|[\"“‘])")
_CONTROL: Final = re.compile(r"[\x00-\x1f\x7f-\x9f\xa0]")


class _Piece(NamedTuple):
    """A stretch of the text as it is read: where it begins there, where it stands in the original."""

    start: int
    length: int
    at: int
    end: int

    @property
    def is_kept(self) -> bool:
        return self.end - self.at == self.length


@dataclass(frozen=True, slots=True)
class Surface:
    """A text as it is read (`text`), and where its letters stand in the original."""

    original: str
    text: str
    pieces: tuple[_Piece, ...]

    def span(self, span: Span) -> Span:
        """Give the span of the original (code points, end exclusive) that a span of the read text stands for.

        >>> surface = plain("He said &quot;no&quot;.")
        >>> surface.text, surface.original[slice(*surface.span((8, 12)))]
        ('He said "no".', '&quot;no&quot;')
        """
        return self._offset(span[0]), max(self._offset(span[0]), self._offset(span[1] - 1, is_end=True))

    def _offset(self, offset: int, *, is_end: bool = False) -> int:
        """Where a letter of the read text begins in the original, or where it ends."""
        number = max(0, bisect_right(self.pieces, offset, key=lambda piece: piece.start) - 1)
        piece = self.pieces[number]
        if not piece.is_kept:
            return piece.end if is_end else piece.at
        return piece.at + offset - piece.start + is_end

    def words(self, read: str, spans: Sequence[Span]) -> str:
        """Give the original of words read in some spans, or of a part of them, "…" between the parts.

        >>> plain("He said &quot;no&quot;.").words('"no"', [(0, 12)])
        '&quot;no&quot;'
        """
        found = []
        at = spans[0][0] if spans else 0
        for part in read.split(_BETWEEN):
            start = self.text.find(part, at)
            if start < 0:
                return read
            found.append(self.original[slice(*self.span((start, start + len(part))))])
            at = start + len(part)
        return _BETWEEN.join(found)

    def tags(self) -> list[str]:
        """Give the words of tags that are not read: they still tell what a post is about.

        >>> plain("It fell. #Sudan #war").tags()
        ['Sudan', 'war']
        """
        read = {piece.at for piece in self.pieces}
        return [match[1] for match in _TAG.finditer(self.original) if match.start(1) not in read]

    def read_from(self, span: Span) -> Span:
        """Give what is read of a span of the original.

        >>> plain("#Kyiv was hit. #war").read_from((0, 19))
        (0, 13)
        """
        return self._read(span[0]), self._read(span[1])

    def _read(self, offset: int) -> int:
        number = bisect_right(self.pieces, offset, key=lambda piece: piece.at) - 1
        if number < 0:
            return 0
        piece = self.pieces[number]
        if offset >= piece.end:
            return piece.start + piece.length
        return piece.start + (offset - piece.at if piece.is_kept else 0)


def plain(text: str) -> Surface | None:
    """Give a text as it is read; nothing where that is the text itself.

    >>> plain("RT @Lake_Watch: two died in #Goma https://t.co/x1 #DRC #M23").text
    '@Lake_Watch: two died in Goma'
    >>> plain("Nine died on 3/4 of the road.") is None
    True
    """
    if _HINT.search(text) is None:
        return None
    pieces: list[_Piece] = []
    read: list[str] = []
    at = length = 0
    for start, end, instead in _edits(text):
        for first, last, words in ((at, start, text[at:start]), (start, end, instead)):
            if words:
                pieces.append(_Piece(length, len(words), first, last))
                read.append(words)
                length += len(words)
        at = end
    if at == 0:
        return None
    if at < len(text):
        pieces.append(_Piece(length, len(text) - at, at, len(text)))
        read.append(text[at:])
    return Surface(text, "".join(read), tuple(pieces)) if pieces else None


def _edits(text: str) -> Iterator[tuple[int, int, str]]:
    """What is left out of a text, and what stands instead of it."""
    tag_end = -1
    for match in _EDITS.finditer(text):
        start, end = match.span()
        if match.lastgroup == "reference":
            mark = html.unescape(match.group())
            if mark != match.group():
                yield start, end, _CONTROL.sub(" ", mark)
        elif match.lastgroup == "last" and start != tag_end:  # one tag alone is a word: "two die in #Goma"
            yield start + 1, start + 2, ""
        else:
            yield start, end, ""
            tag_end = end if start == tag_end else tag_end
        if match.lastgroup == "opening" and (handle := _HANDLE.match(text, end)) is not None:
            yield handle.end(1), handle.end(), ":"  # RT @name Two drones …
        if match.lastgroup == "mark" and (word := _WORD.match(text, end)) is not None:
            tag_end = word.end()
