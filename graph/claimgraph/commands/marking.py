"""A report's text with its claims marked and numbered, for the terminal.

>>> "".join(part for part, _ in marked("Moscow denied it.", {1: [(14, 16)]}))
'Moscow denied ⟦1 it⟧.'
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

Span = tuple[int, int]
Piece = tuple[str, str]
"""Text and what it is: `plain`, `claim` (inside one or more claims), or `mark`."""


def marked(text: str, claims: Mapping[int, Sequence[Span]], part: Span | None = None) -> Iterator[Piece]:
    """Yield the text (or a part of it) in pieces, with a mark where each claim begins and ends.

    A mark `⟦3` opens claim 3 and `⟧` closes the one opened last; where spans overlap without one
    inside the other, the number stands at the end too (`⟧3`). Claims with equal spans share a mark.
    """
    start, end = part or (0, len(text))
    groups = _groups(claims, start, end)
    open_now: list[tuple[str, int]] = []
    position = start
    for place in sorted({place for span in groups for place in span}):
        yield from _piece(text[position:place], bool(open_now))
        position = place
        yield from _closing(open_now, place)
        opening = sorted((span for span in groups if span[0] == place), key=lambda span: -span[1])
        for span in opening:
            yield f"⟦{groups[span]} ", "mark"
            open_now.append((groups[span], span[1]))
    yield from _piece(text[position:end], bool(open_now))


def _groups(claims: Mapping[int, Sequence[Span]], start: int, end: int) -> dict[Span, str]:
    """Spans inside the part that is shown, with the numbers of the claims that have them."""
    numbers: dict[Span, list[int]] = {}
    for number, spans in claims.items():
        for first, last in spans:
            cut = (max(first, start), min(last, end))
            if cut[0] < cut[1]:
                numbers.setdefault(cut, []).append(number)
    return {span: ",".join(map(str, sorted(set(found)))) for span, found in numbers.items()}


def _piece(text: str, inside: bool) -> Iterator[Piece]:
    if text:
        yield text, "claim" if inside else "plain"


def _closing(open_now: list[tuple[str, int]], place: int) -> Iterator[Piece]:
    """Close what ends here, the last opened first; take it off the list of what is open."""
    for number in range(len(open_now) - 1, -1, -1):
        name, end = open_now[number]
        if end == place:
            nested = number == len(open_now) - 1
            del open_now[number]
            yield ("⟧" if nested else f"⟧{name}"), "mark"


def paragraphs(text: str) -> Iterator[Span]:
    """Yield the spans of the paragraphs: what stands between empty lines, without blanks at the ends.

    >>> list(paragraphs("one\\n\\ntwo\\n"))
    [(0, 3), (5, 8)]
    """
    start: int | None = None
    position = 0
    for line in text.splitlines(keepends=True):
        if line.strip():
            start = position if start is None else start
            end = position + len(line.rstrip())
        elif start is not None:
            yield start, end
            start = None
        position += len(line)
    if start is not None:
        yield start, end
