"""The sentences of a report with their tokens, cut once for all stages of the reader."""

from __future__ import annotations

from bisect import bisect_left
from dataclasses import dataclass

from claimgraph.extract.syntax.quotes import Quote, quotes
from claimgraph.extract.syntax.segment import Paragraph, paragraphs, split
from claimgraph.extract.syntax.text import Token, tokens


@dataclass(frozen=True, slots=True)
class PreparedSentence:
    """A sentence: offsets, and its tokens."""

    start: int
    end: int
    words: list[Token]


@dataclass(frozen=True, slots=True)
class Prepared:
    """A text cut into paragraphs, quotations and sentences, each in the order of the text."""

    paragraphs: list[Paragraph]
    quotes: list[Quote]
    sentences: list[PreparedSentence]


def prepare(text: str) -> Prepared:
    """Cut a text into sentences with their tokens; the cuts are those of `segment.sentences`.

    >>> [text.end for text in prepare("It sank. Nobody was hurt.").sentences]
    [8, 25]
    """
    blocks = paragraphs(text)
    quoted = quotes(text, [(block.start, block.end) for block in blocks])
    starts = [quote.start for quote in quoted]
    found: list[PreparedSentence] = []
    for block in blocks:
        words = tokens(text, block.start, block.end)
        inside = quoted[bisect_left(starts, block.start) : bisect_left(starts, block.end)]
        for first, last in split(words, inside):
            part = words[first:last]
            found.append(PreparedSentence(part[0].start, part[-1].end, part))
    return Prepared(blocks, quoted, found)
