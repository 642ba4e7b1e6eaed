"""Who said what in running text: source, cue and content of every attribution, as offsets.

Rules only, no model weights: the same text always gives the same answer. A sentence is read in a fixed
order: contents that come before their cue ("…," X said; …, according to X), then cues from left to right, each
outside the contents found before it. What stands inside a content is not read here but by `nested`. Quoted
sentences and paragraphs without a cue of their own belong to the attribution before them.
"""

from __future__ import annotations

import datetime
from collections.abc import Callable
from dataclasses import dataclass

from claimgraph.extract import constructions_first, constructions_main, constructions_noun
from claimgraph.extract.line import Hit, Line, Range, make_line
from claimgraph.extract.quotes import Quote, quotes
from claimgraph.extract.raw import Raw, Reading
from claimgraph.extract.segment import paragraphs, split
from claimgraph.extract.text import Span, Token, tokens

Spans = tuple[Span, ...]


@dataclass(frozen=True, slots=True)
class Attribution:
    """Somebody said something: spans of the text (code points, end exclusive) and what the cue tells.

    `source` is empty where the text names none; `rule` is the construction that found it; `antecedent` is the
    earlier span a pronoun source stands for, `content_antecedent` the one a relative pronoun in the content
    stands for.
    """

    source: Spans
    cue: Spans
    content: Spans
    rule: str
    cue_lemma: str
    stance: str
    certainty: str
    kind: str
    negated: bool = False
    direct: bool = False
    recipient: Spans = ()
    antecedent: Span | None = None
    content_antecedent: Span | None = None
    sentence: int = 0
    paragraph: int = 0


_FIRST: tuple[Callable[[Reading, Hit], bool], ...] = (
    constructions_first.according_to,
    constructions_first.verb_subject,
    constructions_first.subject_verb,
)
_THEN: tuple[Callable[[Reading, Hit], bool], ...] = (
    constructions_main.passive,
    constructions_main.finite,
    constructions_main.participle,
    constructions_noun.noun,
    constructions_noun.evidential,
)


def read_line(line: Line, *, first_of_paragraph: bool = False) -> list[Raw]:
    """Apply the constructions to one sentence."""
    reading = Reading(line, 0, line.end, bytearray(len(line.tokens) + 1))
    if first_of_paragraph:
        constructions_noun.colon(reading)
    for rules in (_FIRST, _THEN):
        for hit in line.hits:
            if reading.free(hit) and hit.end <= reading.right:
                any(rule(reading, hit) for rule in rules)
    return sorted(reading.found, key=lambda raw: raw.hit.head)


def _is_quoted(line: Line) -> bool:
    """Tell whether a sentence is one quotation and nothing else."""
    return bool(line.quotes) and line.quotes[0][0] == 0 and line.quotes[0][1] >= line.end


def _lines(text: str) -> list[Line]:
    """Cut a text into prepared sentences."""
    blocks = paragraphs(text)
    quoted = quotes(text, [(block.start, block.end) for block in blocks])
    lines: list[Line] = []
    at = 0
    for block in blocks:
        words = tokens(text, block.start, block.end)
        inside: list[Quote] = []
        while at < len(quoted) and quoted[at].start < block.end:
            inside.append(quoted[at])
            at += 1
        spans = [(quote.start, quote.end) for quote in inside]
        for first, last in split(words, inside):
            part: list[Token] = words[first:last]
            here = [span for span in spans if span[0] < part[-1].end and span[1] > part[0].start]
            lines.append(make_line(part, here, len(lines), block.number))
    return lines


def _finish(line: Line, raw: Raw, extra: list[Span]) -> Attribution:
    """Turn token numbers into offsets."""
    content = tuple([*(line.span(part) for part in raw.content), *extra])
    cue = raw.hit.cue
    return Attribution(
        source=tuple(line.span(part) for part in raw.source),
        cue=(line.span(raw.cue),),
        content=content,
        rule=raw.rule,
        cue_lemma=cue.lemma,
        stance=cue.stance,
        certainty=cue.certainty,
        kind=cue.kind,
        negated=raw.hit.negated,
        direct=all(line.quote_of[i] >= 0 for first, last in raw.content for i in range(first, last)),
        recipient=tuple(line.span(part) for part in raw.recipient),
        sentence=line.number,
        paragraph=line.paragraph,
    )


def attributions(text: str, date: datetime.date | None = None) -> list[Attribution]:
    """Find who said what in a text, outermost attributions only, in the order of their cues.

    `date` is the date of the report; the rules for attribution do not need it, other extractors do.

    >>> text = "The ministry denied that the ship had sunk."
    >>> [(a.rule, text[slice(*a.content[0])]) for a in attributions(text)]
    [('main-clause', 'that the ship had sunk')]
    """
    lines = _lines(text)
    read: list[tuple[Line, Raw, list[Span]]] = []
    previous = -1
    for line in lines:
        found = read_line(line, first_of_paragraph=line.paragraph != previous)
        previous = line.paragraph
        if not found and _is_quoted(line) and read and line.number - read[-1][0].number <= 1 + len(read[-1][2]):
            read[-1][2].append(line.span((0, line.quotes[0][1])))
            continue
        read.extend((line, raw, []) for raw in found)
    return [_finish(line, raw, extra) for line, raw, extra in read]
