"""The sentences of a report with their tokens and tags, cut once for all stages of the reader."""

from __future__ import annotations

from bisect import bisect_left
from dataclasses import dataclass

from claimgraph.extract.syntax.datelines import after_dateline
from claimgraph.extract.syntax.entries import Entries
from claimgraph.extract.syntax.marks import even_marks
from claimgraph.extract.syntax.quotes import Quote, quotes
from claimgraph.extract.syntax.segment import Paragraph, paragraphs, split
from claimgraph.extract.syntax.tagger import tag
from claimgraph.extract.syntax.text import Span, Token, tokens


@dataclass(slots=True)
class PreparedSentence:
    """A sentence: offsets, its tokens, the number of its paragraph and the quotations of that paragraph."""

    start: int
    end: int
    words: list[Token]
    paragraph: int = 0
    quoted: list[Span] | None = None
    _tags: str | None = None

    @property
    def tags(self) -> str:
        """The tags of the tokens, worked out when they are first asked for."""
        if self._tags is None:
            self._tags = tag(self.words)
        return self._tags


class Prepared:
    """A text cut into paragraphs, quotations and sentences, each in the order of the text."""

    def __init__(
        self,
        text: str,
        paragraphs: list[Paragraph],
        quotes: list[Quote],
        sentences: list[PreparedSentence],
        words: list[Token],
        even: str | None = None,
    ) -> None:
        """`words` are the tokens of all sentences; `even` is the text with even quotation marks."""
        self.text = text
        self.even = text if even is None else even
        self.paragraphs = paragraphs
        self.quotes = quotes
        self.sentences = sentences
        self.entries = Entries(text, [(block.start, block.end) for block in paragraphs])
        self._words = words
        self._word_starts: list[int] | None = None

    def words_in(self, start: int, end: int) -> list[Token]:
        """Give the tokens between two offsets; a token that an offset cuts is read again.

        >>> [word.text for word in prepare("It sank. Nobody was hurt.").words_in(9, 19)]
        ['Nobody', 'was']
        """
        if self._word_starts is None:
            self._word_starts = [word.start for word in self._words]
        first, last = bisect_left(self._word_starts, start), bisect_left(self._word_starts, end)
        is_cut = (first > 0 and self._words[first - 1].end > start) or (
            last > first and self._words[last - 1].end > end
        )
        return tokens(self.even, start, end) if is_cut else self._words[first:last]


def prepare(text: str) -> Prepared:
    """Cut a text into sentences with their tokens; the cuts are those of `segment.sentences`.

    The quotation marks of the tokens are even (`marks.even_marks`), their offsets those of the text.

    >>> [text.end for text in prepare("It sank. Nobody was hurt.").sentences]
    [8, 25]
    """
    blocks = paragraphs(text)
    spans_of_blocks = [(block.start, block.end) for block in blocks]
    even = even_marks(text, spans_of_blocks)
    quoted = quotes(even, spans_of_blocks)
    starts = [quote.start for quote in quoted]
    found: list[PreparedSentence] = []
    every: list[Token] = []
    for block in blocks:
        words = tokens(even, block.start, block.end)
        every.extend(words)
        inside = quoted[bisect_left(starts, block.start) : bisect_left(starts, block.end)]
        spans = [(quote.start, quote.end) for quote in inside]
        opened = after_dateline(text, block.start, block.end)
        for first, last in split(words, inside):
            part = words[first:last]
            if first == 0 and opened > block.start:
                part = [word for word in part if word.start >= opened] or part
            found.append(PreparedSentence(part[0].start, part[-1].end, part, block.number, spans))
    return Prepared(text, blocks, quoted, found, every, even)
