"""A report as one page: its text with the claims marked, and the claims beside the paragraphs they stand in.

The page needs nothing but itself: no script, no other file, no network; a content security policy says so to
the browser. Marks are cut at every boundary, so that claims may overlap in any way, and each claim has a
numbered link after its words. Everything that comes from a report is escaped; what no HTML document may hold
(control characters, lone surrogates) is shown as U+FFFD.

>>> [(piece.text, piece.depth, piece.ends) for piece in pieces("Moscow denied it.", (0, 17), {1: [(14, 16)]})]
[('Moscow denied ', 0, ()), ('it', 1, (1,)), ('.', 0, ())]
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import lru_cache
from itertools import pairwise
from pathlib import Path
from typing import TYPE_CHECKING, Final

from claimgraph.extract.syntax.segment import paragraphs
from claimgraph.extract.syntax.text import QUOTE_MARKS
from claimgraph.labels import title
from claimgraph.model import Certainty, Claim, Passage, RecordPassage, Report, Span

if TYPE_CHECKING:
    from jinja2 import Template

NAME: Final = "html"
_TEMPLATES: Final = Path(__file__).resolve().parent / "templates"
_NOT_HTML: Final = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\ud800-\udfff\ufdd0-\ufdef\ufffe\uffff]")
_DEEPEST: Final = 3
"""Marks inside more claims than this are not drawn darker."""


class ReportPage:
    """The export `html`: one page, an article for each report."""

    name = NAME
    endings = (".html", ".htm")

    def write(self, reports: Sequence[Report], base: str) -> Iterator[str]:
        """Yield the page in pieces."""
        articles = [_article(report, f"r{number}") for number, report in enumerate(reports, 1)]
        yield from _template().generate(articles=articles)

    def losses(self, reports: Sequence[Report]) -> list[str]:
        """Spans of entities, and the candidates of ambiguous names: the page shows names as labels only."""
        lost: Counter[str] = Counter()
        for report in reports:
            lost["spans of entities"] += len(report.mentions)
            lost["other meanings of names"] += sum(len(mention.candidates) for mention in report.mentions)
        return [f"{what} ({count})" for what, count in sorted(lost.items()) if count]


@dataclass(frozen=True, slots=True)
class Piece:
    """Text between two boundaries: how many claims it is content of, and which claims end with it.

    `role` is "source" or "cue" where the words name who says it, or that it is said. `anchors` are those of
    `ends` that end here for the first time in their report: the link after it is where the claim leads to.
    """

    text: str
    depth: int
    ends: tuple[int, ...]
    role: str = ""
    anchors: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True)
class Entry:
    """A claim as an item of the list: its number in the report, and what is shown of it."""

    number: int
    claimant: str
    manner: str
    words: str
    is_quoted: bool
    content: str
    details: tuple[str, ...]
    links: tuple[tuple[str, int], ...]
    evidence: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Block:
    """A paragraph in pieces, and the claims that begin in it."""

    pieces: list[Piece]
    entries: list[Entry]


@dataclass(frozen=True, slots=True)
class Article:
    """A report as the template takes it; `prefix` keeps the anchors of several reports apart."""

    prefix: str
    title: str
    language: str
    facts: tuple[str, ...]
    url: str
    speakers: dict[str, list[int]]
    blocks: list[Block]
    elsewhere: list[Entry] = field(default_factory=list)
    """Claims whose passage is no part of the text: cells of a feed."""


@lru_cache(maxsize=1)
def _template() -> Template:
    from jinja2 import Environment, FileSystemLoader, StrictUndefined

    environment = Environment(
        loader=FileSystemLoader(_TEMPLATES),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    return environment.get_template("report.html")


def shown(text: str) -> str:
    r"""Text as an HTML document may hold it.

    >>> shown("a\x00b")
    'a\ufffdb'
    """
    return _NOT_HTML.sub("\ufffd", text)


def _article(report: Report, prefix: str) -> Article:
    numbers = {claim.id: number for number, claim in enumerate(report.claims, 1)}
    entries = [_entry(claim, numbers) for claim in report.claims]
    spans = {numbers[claim.id]: content_spans(claim) for claim in report.claims}
    speakers: dict[str, list[int]] = defaultdict(list)
    for entry in entries:
        speakers[entry.claimant].append(entry.number)
    blocks, elsewhere = _blocks(report, entries, spans)
    facts = (report.outlet.label, str(report.published or "no date"), report.kind, report.source_file)
    return Article(
        prefix,
        shown(report.headline or "(no headline)"),
        shown(report.language),
        tuple(shown(fact) for fact in (*facts, report.author, report.converter) if fact),
        shown(report.url),
        dict(speakers),
        blocks,
        elsewhere,
    )


def content_spans(claim: Claim) -> list[Span]:
    """The spans to mark for a claim: its content, else its passage; none for a cell of a feed."""
    if claim.content:
        return sorted(set(claim.content))
    return [claim.passage.span] if isinstance(claim.passage, Passage) else []


def _blocks(
    report: Report, entries: Sequence[Entry], spans: Mapping[int, Sequence[Span]]
) -> tuple[list[Block], list[Entry]]:
    """Paragraphs with the claims that begin in them, and the claims that begin in none."""
    found = _with_bullets(report.text, [(block.start, block.end) for block in paragraphs(report.text)])
    starts = [start for start, _ in found]
    beside: dict[int, list[Entry]] = defaultdict(list)
    inside: dict[int, dict[int, list[Span]]] = defaultdict(dict)
    for entry in entries:
        own = spans[entry.number]
        beside[bisect_right(starts, own[0][0]) - 1 if own else -1].append(entry)
        for span in own:
            for number in _touched(starts, found, span):
                inside[number].setdefault(entry.number, []).append(span)
    said: dict[int, list[tuple[str, Span]]] = defaultdict(list)
    for claim in report.claims:
        spoken = [("source", span) for span in claim.source] + ([("cue", claim.cue)] if claim.cue else [])
        for role, span in spoken:
            for number in _touched(starts, found, span):
                said[number].append((role, span))
    anchored: set[int] = set()
    blocks: list[Block] = []
    for number, part in enumerate(found):
        cut = pieces(report.text, part, inside[number], said[number])
        blocks.append(Block([_anchored(piece, anchored) for piece in cut], beside[number]))
    return blocks, beside[-1]


def _with_bullets(text: str, parts: Sequence[Span]) -> list[Span]:
    """Paragraphs with what stands between them and is no white space: the bullets of a list."""
    before = [0, *(end for _, end in parts)]
    gaps = [text[last:start] for last, (start, _) in zip(before, parts, strict=False)]
    return [(start - len(gap.lstrip()), end) for gap, (start, end) in zip(gaps, parts, strict=True)]


def _anchored(piece: Piece, anchored: set[int]) -> Piece:
    new = tuple(number for number in piece.ends if number not in anchored)
    anchored.update(new)
    return replace(piece, anchors=new) if new else piece


def _touched(starts: Sequence[int], parts: Sequence[Span], span: Span) -> range:
    """The numbers of the parts that share something with a span."""
    first = max(bisect_right(starts, span[0]) - 1, 0)
    first += first < len(parts) and parts[first][1] <= span[0]
    last = first
    while last < len(parts) and parts[last][0] < span[1]:
        last += 1
    return range(first, last)


def pieces(
    text: str,
    part: Span,
    claims: Mapping[int, Sequence[Span]],
    said: Sequence[tuple[str, Span]] = (),
) -> Iterator[Piece]:
    """Cut a part of a text at every boundary of the spans in it; joined, the pieces give the part again.

    `claims` has the spans of each claim by its number, `said` those of sources and cues.
    """
    depth: Counter[int] = Counter()
    roles: dict[int, list[tuple[str, int]]] = defaultdict(list)
    ends: dict[int, set[int]] = defaultdict(set)
    places = set(part)
    for number, spans in claims.items():
        for start, end in _clipped(spans, part):
            depth[start] += 1
            depth[end] -= 1
            ends[end].add(number)
            places.update((start, end))
    for role, span in said:
        for start, end in _clipped([span], part):
            roles[start].append((role, 1))
            roles[end].append((role, -1))
            places.update((start, end))
    deep, running = 0, Counter[str]()
    cuts = sorted(places)
    for start, end in pairwise(cuts):
        deep += depth[start]
        for role, change in roles[start]:
            running[role] += change
        role = next((name for name in ("cue", "source") if running[name] > 0), "")
        yield Piece(shown(text[start:end]), min(deep, _DEEPEST), tuple(sorted(ends[end])), role)


def _clipped(spans: Sequence[Span], part: Span) -> Iterator[Span]:
    for start, end in spans:
        cut = (max(start, part[0]), min(end, part[1]))
        if cut[0] < cut[1]:
            yield cut


def _entry(claim: Claim, numbers: Mapping[str, int]) -> Entry:
    content = title(claim.proposition)
    links = (("relays", claim.relays), ("corrects", claim.replaces))
    return Entry(
        number=numbers[claim.id],
        claimant=shown(claim.claimant.label),
        manner=_manner(claim),
        words=shown(claim.content_text),
        is_quoted=claim.direct_quote and not claim.content_text.startswith(QUOTE_MARKS),
        content=shown(content) if content != claim.content_text else "",
        details=tuple(shown(detail) for detail in _details(claim)),
        links=tuple((verb, numbers[name]) for verb, name in links if name and name in numbers),
        evidence=tuple(shown(address) for address in claim.evidence),
    )


def _manner(claim: Claim) -> str:
    """Stance and certainty, and whose words they are."""
    notes = [claim.certainty.value] if claim.certainty is not Certainty.UNSTATED else []
    notes += ["in its own words"] if claim.direct_quote else []
    notes += ["the report’s own voice"] if claim.narration else []
    notes += [f"found by {' and '.join(claim.found_by)}"] if len(claim.found_by) > 1 else []
    return claim.stance.value + (f" ({', '.join(notes)})" if notes else "")


def _details(claim: Claim) -> Iterator[str]:
    if claim.made_on:
        yield f"said {claim.made_on.edtf}"
    if claim.made_to:
        yield f"to {claim.made_to.label}"
    if claim.proposition.quantity:
        yield f"figure: {claim.proposition.quantity.text}"
    if claim.hedge:
        yield f"hedged: {claim.hedge}"
    about = dict.fromkeys(entity.label for entity in (*claim.proposition.about, *claim.about))
    if about:
        yield f"about {', '.join(about)}"
    if isinstance(claim.passage, RecordPassage):
        column = f", column {claim.passage.column}" if claim.passage.column else ""
        yield f"row {claim.passage.row}{column}"
    if claim.rules:
        yield f"rule: {', '.join(claim.rules)}"
