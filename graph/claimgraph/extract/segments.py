"""Contents cut into what is claimed together: paragraphs, "that P and that Q", a denial and an assertion.

"We did not fire. Delta shelled its own town" says two things: of one the speaker says no, of the other yes.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from typing import Final

from claimgraph.extract.syntax.polarity import is_no, negates
from claimgraph.extract.syntax.tagger import tag
from claimgraph.extract.syntax.text import Span, Token

_AND_THAT: Final = re.compile(r",? (?:and|but) (?=that (?!of |is |was |day|night))")
_STOP: Final = re.compile(r"[.!?…][”\"’']?\s+(?=[“\"‘']?[A-Z0-9])")
_FINITE: Final = frozenset("VMBHX")
_ANSWERS: Final = frozenset({"no", "yes", "nonsense", "never"})
"""Sentences of one word that answer and tell nothing themselves."""

Words = Callable[[Sequence[Span]], list[Token]]


def segments(
    content: Sequence[Span], text: str, paragraph: Callable[[int], int], words: Words
) -> Iterator[list[Span]]:
    """Cut a content over paragraphs into those, and these into stretches of one polarity.

    Spans of one paragraph belong together otherwise. `paragraph` gives the number of the paragraph at an
    offset, `words` the tokens of spans.

    >>> from claimgraph.extract.syntax.text import tokens
    >>> text = "We did not fire. They shelled it. They ran."
    >>> words = lambda spans: [token for span in spans for token in tokens(text, *span)]
    >>> list(segments([(0, len(text))], text, lambda offset: 0, words))
    [[(0, 16)], [(17, 33), (34, 43)]]
    """
    joined: list[list[Span]] = []
    for span in content:
        if joined and paragraph(joined[-1][-1][0]) == paragraph(span[0]):
            joined[-1].append(span)
        else:
            joined.append([span])
    for segment in joined:
        yield from _by_polarity(segment, text, words)


def clauses(cut: Sequence[list[Span]], text: str, holes: Sequence[Span]) -> Iterator[list[Span]]:
    """Cut "that P and that Q" in two; what is said by somebody inside (`holes`) stays whole.

    >>> text = "that it sank and that nobody died"
    >>> [text[slice(*part[0])] for part in clauses([[(0, len(text))]], text, [])]
    ['that it sank', 'that nobody died']
    """
    for segment in cut:
        if len(segment) > 1:
            yield segment
            continue
        start, end = segment[0]
        for match in _AND_THAT.finditer(text, start, end):
            if not any(first < match.end() < last for first, last in holes):
                yield [(start, match.start())]
                start = match.end()
        yield [(start, end)]


def _by_polarity(segment: list[Span], text: str, words: Words) -> Iterator[list[Span]]:
    """Cut where sentences that deny and others follow each other; all stays whole where they do not."""
    sentences = [part for span in segment for part in _sentences(span, text)]
    if len(sentences) < 2:
        yield segment
        return
    told = [(part, words([part])) for part in sentences]
    told = [(part, said) for part, said in told if {word.lower for word in said} - _ANSWERS]
    signs = [_sign(said) for _, said in told]
    if len(set(signs) - {None}) < 2:
        yield segment
        return
    group: list[Span] = []
    current: bool | None = None
    for (part, _), sign in zip(told, signs, strict=True):
        if group and sign is not None and current is not None and sign != current:
            yield group
            group, current = [], None
        group.append(part)
        current = sign if current is None else current
    yield group


def _sentences(span: Span, text: str) -> Iterator[Span]:
    start, end = span
    for match in _STOP.finditer(text, start, end):
        yield start, match.end() - len(match.group()) + len(match.group().rstrip())
        start = match.end()
    yield start, end


def _sign(words: Sequence[Token]) -> bool | None:
    """Whether a sentence denies; None for words without a verb, which go with what stands before them."""
    if _FINITE.isdisjoint(tag(list(words))):
        return None
    lowers = [word.lower for word in words]
    return negates(lowers) or is_no(lowers)
