"""Who said what in running text: source, cue and content of every attribution, as offsets.

Rules only, no model weights: the same text always gives the same answer. A sentence is read in a fixed
order: contents that come before their cue ("…," X said; …, according to X), then cues from left to
right, each outside the contents found before it. What stands inside a content is not read here but by
`nested`. Quoted sentences and paragraphs without a cue of their own belong to the attribution before them.
"""

from __future__ import annotations

import datetime
import re
from bisect import bisect_right
from collections.abc import Callable
from dataclasses import dataclass, field

from claimgraph.extract.attribution import (
    constructions_according,
    constructions_apposed,
    constructions_count,
    constructions_first,
    constructions_main,
    constructions_noun,
    constructions_passive,
    constructions_verdict,
)
from claimgraph.extract.attribution.pronouns import Sieve
from claimgraph.extract.attribution.raw import Raw, Reading, unsaid
from claimgraph.extract.attribution.sources import subject
from claimgraph.extract.syntax.lexicon import triggers, word_set
from claimgraph.extract.syntax.line import Hit, Line, Range, make_line
from claimgraph.extract.syntax.marks import even_marks
from claimgraph.extract.syntax.phrases import phrase_before
from claimgraph.extract.syntax.prepared import Prepared, prepare
from claimgraph.extract.syntax.quotes import quotes
from claimgraph.extract.syntax.segment import split
from claimgraph.extract.syntax.text import QUOTE_MARKS, Span, Token, tokens

Spans = tuple[Span, ...]


WINDOW = 300  # tokens outside quotations: longer than any sentence people write


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


Construction = Callable[[Reading, Hit], bool]

# The constructions that a cue can stand in, by its form and in the order in which they are tried: those whose
# content comes first before all others.
_FIRST: dict[str, tuple[Construction, ...]] = {
    "n": (constructions_verdict.unverified, constructions_apposed.claim_of),
    "P": (constructions_according.according_to,),
    "g": (constructions_first.quoted_as_saying,),
    "V": (
        constructions_first.as_clause,
        constructions_apposed.claim_of,
        constructions_first.verb_subject,
        constructions_first.subject_verb,
    ),
}
_THEN: dict[str, tuple[Construction, ...]] = {
    "V": (
        constructions_main.as_reported,
        constructions_main.asked,
        constructions_passive.hearsay,
        constructions_main.finite,
    ),
    "J": (constructions_main.as_reported, constructions_main.asked, constructions_main.finite),
    "n": (
        constructions_count.put_by,
        constructions_main.as_reported,
        constructions_main.asked,
        constructions_passive.passive,
    ),
    "g": (constructions_main.participle,),
    "v": (constructions_verdict.impossible, constructions_main.participle),
    "N": (constructions_noun.noun,),
    "R": (constructions_noun.evidential,),
}


def read_line(line: Line, *, first_of_paragraph: bool = False) -> list[Raw]:
    """Apply the constructions to one sentence."""
    left, right = 0, line.end
    if right > 2 and line.tags[0] == "(" and line.tags.find(")") in (-1, right - 1):
        left, right = 1, right - (line.tags[right - 1] == ")")
    left = _after_clock(line, left, right)
    reading = Reading(line, left, right, bytearray(len(line.tokens) + 1))
    constructions_noun.by_own_count(reading)
    if first_of_paragraph and not constructions_noun.colon(reading):
        constructions_noun.trailing(reading)
    for rules in (_FIRST, _THEN):
        if rules is _THEN:
            if not reading.found:
                constructions_verdict.verdict(reading)
            constructions_verdict.retraction(reading)
        for hit in line.hits:
            if reading.free(hit) and hit.end <= right:
                for rule in rules.get(hit.form, ()):
                    if rule(reading, hit):
                        break
    constructions_count.count_given(reading)
    constructions_count.count_by(reading)
    audience = _audience(line, left, right) if reading.found else None
    for raw in reading.found:
        if audience and not raw.recipient and raw.hit.form == "V" and raw.hit.head >= audience[1]:
            raw.recipient.append(audience)
    return sorted(reading.found, key=lambda raw: raw.hit.head)


_CLOCK = re.compile(r"^(?:[01]?\d|2[0-3])[:.h][0-5]\d(?:am|pm)?$")
_BULLETS = frozenset("*•·▪")
_NUMBERED = re.compile(r"^\d{1,2}[/)]$")
_ZONES = frozenset({"gmt", "utc", "cet", "eet", "local", "time", "am", "pm", "a.m.", "p.m."})


def _after_clock(line: Line, left: int, right: int) -> int:
    """Step over the time of an entry in a live blog, "09:40 GMT – …", the number of a post, and bullets."""
    while left < right - 1 and line.tokens[left].text in _BULLETS:
        left += 1
    if line.size <= left or not line.tokens[left].text[0].isdecimal():
        return left
    if _NUMBERED.match(line.tokens[left].text + line.lower(left + 1)):
        return left + 2 if left + 3 < right else left
    if right - left < 3 or not _CLOCK.match(line.tokens[left].text):
        return left
    at = left + 1
    while at < right and (line.lower(at) in _ZONES or line.tags[at] in ":-,"):
        at += 1
    return at if at < right else left


_AUDIENCES: tuple[tuple[str, ...], ...] = (
    ("speaking", "to"),
    ("talking", "to"),
    ("speaking", "with"),
    ("in", "an", "interview", "with"),
    ("in", "remarks", "to"),
    ("in", "a", "statement", "to"),
    ("in", "comments", "to"),
)


def _audience(line: Line, left: int, right: int) -> Range | None:
    """Read to whom the whole sentence was said: "Speaking to CNN, …", "In an interview with the paper, …"."""
    if line.lower(left) not in {"speaking", "talking", "in"}:
        return None
    for words in _AUDIENCES:
        if all(line.lower(left + i) == word for i, word in enumerate(words)):
            start = end = left + len(words)
            while end < right and line.tags[end] in "NAKDG'":
                end += 1
            return (start, end) if end > start else None
    return None


def _is_quoted(line: Line) -> bool:
    """Tell whether a sentence is one quotation and nothing else."""
    return bool(line.quotes) and line.quotes[0][0] == 0 and line.quotes[0][1] >= line.end


def _lines(prepared: Prepared) -> list[Line]:
    """Turn the sentences of a text into lines; one that is too long into several."""
    lines: list[Line] = []
    for sentence in prepared.sentences:
        quoted = sentence.quoted or []
        for part in windows(sentence.words, quoted):
            here = spans_within(quoted, part[0].start, part[-1].end) if quoted else quoted
            tags = sentence.tags if len(part) == len(sentence.words) else None
            lines.append(make_line(part, here, len(lines), sentence.paragraph, tags))
    return lines


def spans_within(spans: list[Span], start: int, end: int) -> list[Span]:
    """Give the spans, sorted and without overlap, that share something with `start:end`."""
    first = bisect_right(spans, (start, start)) - 1
    first += first < 0 or spans[first][1] <= start
    last = first
    while last < len(spans) and spans[last][0] < end:
        last += 1
    return spans[first:last]


def windows(words: list[Token], quoted: list[Span]) -> list[list[Token]]:
    """Cut a sentence that is too long to be one (a list, a table, noise), outside quotations, at a mark.

    So the time for reading stays linear in the length of the text, whatever the text is.
    """
    if len(words) <= WINDOW:
        return [words]
    starts = [span[0] for span in quoted]
    cuts, cut, counted = [0], 0, 0
    for at, word in enumerate(words):
        index = bisect_right(starts, word.start) - 1
        if index >= 0 and word.start < quoted[index][1]:
            continue
        counted += 1
        if word.text in ",;:—–-|":
            cut = at + 1
        if counted >= WINDOW:
            cuts.append(cut if cut > cuts[-1] else at + 1)
            counted = at + 1 - cuts[-1]
    ends = [*cuts[1:], len(words)]
    return [words[first:last] for first, last in zip(cuts, ends, strict=True) if last > first]


def _finish(line: Line, raw: Raw, extra: list[Span], antecedent: Span | None = None) -> Attribution:
    """Turn token numbers into offsets."""
    content = tuple(sorted([*(line.span(part) for part in raw.content), *extra]))
    cue = raw.hit.cue
    stands_for = raw.stands_for
    if stands_for is None and raw.relative is not None:
        stands_for = phrase_before(line, raw.relative)
    if (
        stands_for is not None
        and raw.relative is not None
        and line.lower(raw.relative) in ("what", "whatever")
    ):
        stands_for = None
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
        antecedent=antecedent,
        content_antecedent=line.span(stands_for) if stands_for else None,
        sentence=line.number,
        paragraph=line.paragraph,
    )


@dataclass(slots=True)
class Item:
    """An attribution with the quoted sentences after it that belong to it, as offsets."""

    line: Line
    raw: Raw
    extra: list[Span] = field(default_factory=list)
    antecedent: Span | None = None


def _opens_turn(line: Line, read: list[Item]) -> bool:
    """Tell whether another's turn begins in one paragraph: "Adan: “It fell.” Borle: “It did not.”"."""
    if not read or read[-1].raw.rule != "colon" or not line.quotes:
        return False
    first = line.quotes[0][0]
    return (
        1 < first <= _NAME and line.tokens[first - 1].text == ":" and set(line.tags[: first - 1]) <= set("NA")
    )


_NAME = 5


def _goes_on(read: list[Item], line: Line, before: Line | None, has_cue: bool, is_first: bool) -> bool:
    """Add a quoted sentence or paragraph without a cue to what it continues; tell whether it did."""
    if before is None:
        return False
    last = read[-1] if read else None
    is_turn = last is not None and last.line.paragraph == line.paragraph > 0 and _is_open_turn(last)
    if last is not None and is_turn:
        last.extra.append(line.span((0, line.end)))
        return True
    if has_cue or not _is_quoted(line):
        if has_cue or not is_first or line.tags[0] != "-" or (before.end != 0 and not _is_quoted(before)):
            return False
        return _signature(read, line, before)
    part = line.span((0, line.quotes[0][1]))
    if (item := _announced(before)) is not None:
        item.extra.append(part)
        read.append(item)
        return True
    if last is None or line.number - last.line.number > 1 + len(last.extra):
        return False
    last.extra.append(part)
    return True


def _is_open_turn(item: Item) -> bool:
    """Tell whether words after a colon go on in the next sentence: those in quotation marks do not."""
    line, start = item.line, item.raw.content[0][0]
    return item.raw.rule == "colon" and not (start < line.size and line.quote_of[start] >= 0)


def _take_waiting(waiting: list[Span], text: str, line: Line, items: list[Item]) -> None:
    """Give quoted paragraphs that no closing mark ends to the attribution in the quotation after them."""
    if items and line.quote_of[0] == 0 and items[0].raw.content[0][0] == 0:
        mark = text[line.tokens[0].start]
        items[0].extra.extend(span for span in waiting if text[span[0]] == mark)
    if not items and _is_quoted(line) and line.tokens[line.quotes[0][1] - 1].text not in QUOTE_MARKS:
        waiting.append(line.span((0, line.quotes[0][1])))
    else:
        waiting.clear()


def _announced(before: Line) -> Item | None:
    """Find a cue at the end of the sentence before that announces a quotation: "He said:"."""
    for hit in reversed(before.hits):
        is_last = (
            all(tag in ".:NDATPRO" for tag in before.tags[hit.end : before.end]) and before.end - hit.end <= 8
        )
        if hit.form == "V" and is_last and "quote" in hit.cue.frames and before.tags[before.end - 1] == ":":
            who = subject(before, hit.start, 0)
            if who is not None:
                cue_end = before.end if before.end == hit.end + 1 else hit.end
                return Item(before, Raw("announced-quote", hit, (hit.start, cue_end), [who], []))
    return None


def _signature(read: list[Item], line: Line, before: Line) -> bool:
    """Read a quotation signed with a dash and a name on a line of its own."""
    if len(line.tokens) > 12 or any(tag in "VMBHX" for tag in line.tags) or line.end < 2:
        return False
    if not before.quotes:
        return False  # ". — Moscow": nothing was quoted
    hit = unsaid(0)
    raw = Raw("signature", hit, (0, 1), [(1, line.end)], [])
    read.append(Item(line, raw, [before.span((0, before.quotes[0][1]))]))
    return True


def attributions(
    text: str, date: datetime.date | None = None, *, prepared: Prepared | None = None
) -> list[Attribution]:
    """Find who said what in a text, outermost attributions only, in the order of their cues.

    `date` is the date of the report; the rules for attribution do not need it, other extractors do.
    `prepared` is the text as `prepare` cuts it, where that is done already.

    >>> text = "The ministry denied that the ship had sunk."
    >>> [(a.rule, text[slice(*a.content[0])]) for a in attributions(text)]
    [('main-clause', 'that the ship had sunk')]
    """
    read: list[Item] = []
    before: Line | None = None
    sieve = Sieve()
    waiting: list[Span] = []
    for line in _lines(prepared or prepare(text)):
        is_first = before is None or line.paragraph != before.paragraph or _opens_turn(line, read)
        found = read_line(line, first_of_paragraph=is_first)
        whom = sieve.sentence(line, found)
        if not _goes_on(read, line, before, bool(found), is_first):
            items = [Item(line, raw, antecedent=span) for raw, span in zip(found, whom, strict=True)]
            _take_waiting(waiting, text, line, items)
            read.extend(items)
        else:
            waiting.clear()
        before = line
    return [_finish(item.line, item.raw, item.extra, item.antecedent) for item in read]


def nested(text: str, attribution: Attribution, *, prepared: Prepared | None = None) -> list[Attribution]:
    """Find the attributions inside the content of another, with offsets into the same text.

    A pronoun for the outer speaker ("said he believed", "“I think …”") has that speaker as antecedent.
    `prepared` is the text as `prepare` cuts it, where that is done already.

    >>> text = "The mayor said officials believe that two ships sank."
    >>> [text[slice(*a.source[0])] for a in nested(text, attributions(text)[0])]
    ['officials']
    """
    found: list[Attribution] = []
    text = prepared.even if prepared is not None else even_marks(text, [(0, len(text))])
    teller = attribution.antecedent or (attribution.source[0] if attribution.source else None)
    # An adverb stands in the middle of what it reports: "X reportedly believes that …" is read as one.
    is_one = attribution.rule == "evidential"
    for part in [attribution.content] if is_one else [(span,) for span in attribution.content]:
        words = _inner_words(text, part, prepared)
        if not words:
            continue
        inside = quotes(text, [(words[0].start, words[-1].end)])
        spans = [(quote.start, quote.end) for quote in inside]
        for first, last in split(words, inside):
            line = make_line(words[first:last], spans, attribution.sentence, attribution.paragraph)
            for raw in read_line(line):
                is_teller = (
                    bool(raw.source)
                    and line.tags[raw.source[0][0]] == "I"
                    and raw.source[0][1] - raw.source[0][0] == 1
                )
                found.append(_finish(line, raw, [], teller if is_teller else None))
    return found


def _inner_words(text: str, part: Spans, prepared: Prepared | None) -> list[Token]:
    """Give the tokens of a content without "that" and quotation marks; none where no cue is among them."""
    words: list[Token] = []
    for start, end in part:
        words += prepared.words_in(start, end) if prepared is not None else tokens(text, start, end)
    lowers = [word.lower for word in words]
    if triggers().isdisjoint(lowers) and word_set("judged").isdisjoint(lowers):
        return []
    while words and (words[0].text in QUOTE_MARKS or words[0].lower == "that"):
        words = words[1:]
    while words and words[-1].text in QUOTE_MARKS:
        words = words[:-1]
    return words
