"""A report made of a headline and a body that some format gave: a page, an entry of a feed, a message, a row.

Its text is the headline, a blank line and the body, so that offsets lead to both.
"""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass, replace
from datetime import date

from claimgraph.converters.base import ReadOptions, outlet_entity, sha256
from claimgraph.converters.text import Finding
from claimgraph.model import Entity, Reject, Report

_PARAGRAPH = re.compile(r"[^\r\n]+(?:\r?\n(?!\s*\r?\n)[^\r\n]+)*")


@dataclass(frozen=True, slots=True)
class Article:
    """What a format says of one report; `line` is where it begins in its file."""

    headline: str = ""
    body: str = ""
    published: date | None = None
    outlet: str = ""
    author: str = ""
    language: str = ""
    url: str = ""
    kind: str = ""
    line: int | None = None
    quotes: bool = False
    """Whether paragraphs that begin with `>` are quoted from elsewhere, and so not read."""


def clean(text: str) -> str:
    """A text with one kind of line end, NFC as it came, without control characters or blanks at line ends.

    >>> clean(" One.\\r\\n\\r\\n\\r\\n\\x07Two. ")
    'One.\\n\\nTwo.'
    """
    plain = text.replace("\r\n", "\n").replace("\r", "\n").replace("\u2028", "\n").replace("\u2029", "\n\n")
    kept = "".join(char for char in plain if char in "\n\t" or unicodedata.category(char) not in ("Cc", "Cs"))
    lines = [line.strip() for line in kept.split("\n")]
    return re.sub(r"\n{3,}", "\n\n", "\n".join(lines)).strip()


def one_line(text: str) -> str:
    """A headline or name: white space folded.

    >>> one_line(" Port \\n hit ")
    'Port hit'
    """
    return " ".join(clean(text).split())


def entry_report(article: Article, options: ReadOptions, *, source_file: str, converter: str) -> Report:
    """The report of one entry of a file: headline, day and address are its own, not the file's."""
    own = replace(options, headline="", published=None, url="")
    return article_report(article, own, source_file=source_file, converter=converter)[0]


def article_report(
    article: Article, options: ReadOptions, *, source_file: str, converter: str
) -> tuple[Report, list[Reject]]:
    """The report with its claims, and what a reader of prose gave back in vain; options win over the file.

    Prose in another language than English is kept and not read: it has no claims.
    """
    headline, body = one_line(options.headline or article.headline), clean(article.body)
    text = "\n\n".join(part for part in (headline, body) if part)
    scope = sha256(text)
    report = Report(
        text=text,
        sha256=scope,
        outlet=article_outlet(article, options, scope),
        published=options.published or article.published,
        headline=headline,
        kind=options.kind or article.kind or "NewsReport",
        language=article.language or "en",
        url=options.url or article.url,
        author=one_line(article.author),
        source_file=source_file,
        converter=read_by(converter, options),
    )
    finding = Finding(options.extractor)
    return _with_claims(report, article.quotes, options, finding), list(finding.rejects(text, source_file))


def read_by(converter: str, options: ReadOptions) -> str:
    """What made a document: the converter, and the reader of its prose if another than the rules."""
    reader = options.extractor
    return f"{converter}, {reader.name} {reader.version}" if reader else converter


def _with_claims(report: Report, quotes: bool, options: ReadOptions, finding: Finding) -> Report:
    """The report with what is said in it; `quotes` tells whether paragraphs behind `>` are left out."""
    from claimgraph.extract.reader import read as read_prose

    headline = len(report.headline)
    at = headline + 2 if headline and len(report.text) > headline else headline
    is_read = report.language.casefold().startswith("en")
    reading = read_prose(
        report.text,
        body=_read_parts(report.text, at, quotes) if is_read else [],
        headline=(0, headline) if headline and is_read else None,
        outlet=report.outlet,
        published=report.published,
        reference=options.reference,
        scope=report.sha256,
        issuer_statement=report.kind == "OfficialStatement",
        find=finding if options.extractor else None,
    )
    claims, readers = finding.credited(reading.claims)
    return replace(
        report,
        mentions=reading.mentions,
        claims=claims,
        readers=readers,
        disagreements=finding.disagreements,
    )


def _read_parts(text: str, start: int, quotes: bool) -> list[tuple[int, int]]:
    """The paragraphs that are read."""
    found = (match.span() for match in _PARAGRAPH.finditer(text, start))
    return [span for span in found if not (quotes and text.startswith(">", span[0]))]


def article_outlet(article: Article, options: ReadOptions, scope: str) -> Entity:
    """Who published the article: as the user says, else as the file does, else an unnamed outlet."""
    name = options.outlet or one_line(article.outlet)
    return outlet_entity(name, options.reference, scope=scope)
