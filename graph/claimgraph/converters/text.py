"""Plain text: a news report, a statement, a transcript.

Headline, date and outlet come from the options, from a front matter, or from a first line
`date YYYY-MM-DD headline`:

```
---                                      date 2022-04-16 Factory hit in the capital
outlet: Harbour Wire
date: 2022-04-16                         First paragraph …
headline: Factory hit in the capital
---
First paragraph …
```

Options win over the file. Keys of the front matter: outlet, date, headline, url, author, language, kind
(`NewsReport`, `OfficialStatement`, `SocialPost`).
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import TYPE_CHECKING

from claimgraph.converters.base import ReadOptions, Source, decode, outlet_entity, parse_day, sha256
from claimgraph.errors import InputError
from claimgraph.model import Reject, Report, Span

if TYPE_CHECKING:
    from claimgraph.extract.attribution.reading import Attribution
    from claimgraph.extract.reader import Reading
    from claimgraph.model import Claim, Disagreement, Entity, ReaderRun
    from claimgraph.readers.base import Extraction, Extractor

NAME = "text"
VERSION = "0.1.0"
KINDS = ("NewsReport", "OfficialStatement", "SocialPost")
KEYS = ("outlet", "date", "headline", "url", "author", "language", "kind")

_DATE_LINE = re.compile(r"[\ufeff \t]*date[ \t]+(\d{4}-\d{1,2}-\d{1,2})(?:[ \t]+([^\r\n]*))?(?=[\r\n]|\Z)")
_FENCE = re.compile(r"---[ \t]*\r?\n")
_PARAGRAPH = re.compile(r"[^\r\n]+(?:\r?\n(?!\s*\r?\n)[^\r\n]+)*")


@dataclass(slots=True)
class Header:
    """What the head of a file says, and where the prose begins."""

    values: dict[str, str] = field(default_factory=dict)
    lines: dict[str, int] = field(default_factory=dict)
    headline: Span | None = None
    body_start: int = 0


class TextConverter:
    """Reads a report in plain text; takes every text that no other converter recognises."""

    name = NAME
    version = VERSION
    summary = "plain text: a first line `date YYYY-MM-DD headline` or a front matter, then paragraphs"
    needs = ""

    def recognises(self, source: Source) -> bool:
        """Whether the input is plain text and not markup, a table or an archive."""
        head = source.head.lstrip(b"\xef\xbb\xbf \t\r\n")
        return not head.startswith((b"<", b"{", b"[", b"PK\x03\x04", b"\x1f\x8b", b"%PDF"))

    def read(self, source: Source, options: ReadOptions) -> Iterator[Report | Reject]:
        """Yield the one report of the file, then what the reader of its prose gave back in vain."""
        text = decode(source)
        header = read_header(text, source.name)
        if not header.headline and not text[header.body_start :].strip("\ufeff \t\r\n"):
            raise InputError(
                "there is no text after the head", where=source.name, hint="write the report there"
            )
        _refuse_second_report(text, header.body_start, source.name)
        published = options.published or _date(header, source.name)
        scope = sha256(text)
        name = options.outlet or header.values.get("outlet", "")
        outlet = outlet_entity(name, options.reference, scope=scope)
        kind = options.kind or _kind(header, source.name)
        finding = Finding(options.extractor)
        reading = _read_prose(text, header, outlet, published, kind, finding, options)
        claims, readers = finding.credited(reading.claims)
        yield Report(
            text=text,
            sha256=scope,
            outlet=outlet,
            published=published,
            headline=options.headline or header.values.get("headline", ""),
            kind=kind,
            language=header.values.get("language", "en"),
            url=options.url or header.values.get("url", ""),
            author=header.values.get("author", ""),
            source_file=source.base_name,
            converter=finding.converter,
            mentions=reading.mentions,
            claims=claims,
            readers=readers,
            disagreements=finding.disagreements,
        )
        yield from finding.rejects(text, source.name)


def _read_prose(
    text: str,
    header: Header,
    outlet: Entity,
    published: date | None,
    kind: str,
    finding: Finding,
    options: ReadOptions,
) -> Reading:
    from claimgraph.extract.reader import read

    return read(
        text,
        body=[m.span() for m in _PARAGRAPH.finditer(text, header.body_start) if m.group().strip()],
        headline=header.headline if header.headline and text[slice(*header.headline)].strip() else None,
        outlet=outlet,
        published=published,
        reference=options.reference,
        scope=sha256(text),
        issuer_statement=kind == "OfficialStatement",
        find=finding if options.extractor else None,
    )


@dataclass(slots=True)
class Finding:
    """The reader of prose at work: it finds the attributions, and what it gave back in vain is kept."""

    extractor: Extractor | None
    extraction: Extraction | None = None

    def __call__(self, prose: str, day: date | None) -> Sequence[Attribution]:
        """Find the attributions."""
        if self.extractor is None:
            return ()
        self.extraction = self.extractor.extract(prose, day)
        return self.extraction.attributions

    def credited(self, claims: Sequence[Claim]) -> tuple[tuple[Claim, ...], tuple[ReaderRun, ...]]:
        """The claims with the readers that found them, and those readers."""
        from claimgraph.readers.credit import credited

        return credited(claims, self.extractor, self.extraction)

    @property
    def disagreements(self) -> tuple[Disagreement, ...]:
        """Where several readers differ."""
        return self.extraction.disagreements if self.extraction else ()

    @property
    def converter(self) -> str:
        """Name and version of the converter, and of the reader if it is not the rules."""
        own = f"{NAME} {VERSION}"
        return f"{own}, {self.extractor.name} {self.extractor.version}" if self.extractor else own

    def rejects(self, text: str, file: str) -> Iterator[Reject]:
        """Yield what was refused, each with its line."""
        for refusal in self.extraction.refusals if self.extraction else ():
            line = text.count("\n", 0, refusal.at) + 1
            reason = f"not taken from {self.extractor.name if self.extractor else NAME}: {refusal.reason}"
            yield Reject(file, line, reason, raw=refusal.words)


def read_header(text: str, where: str = "") -> Header:
    """Read the date line or the front matter.

    Raises:
        InputError: a front matter that is not closed, an unknown key, a key given twice.

    >>> header = read_header("date 2022-04-16 Plant hit\\n\\nSmoke rose.")
    >>> header.values, header.headline
    ({'date': '2022-04-16', 'headline': 'Plant hit'}, (16, 25))
    """
    start = len(text) - len(text.lstrip("\ufeff \t\r\n"))
    if _FENCE.match(text, start):
        return _front_matter(text, start, where)
    match = _DATE_LINE.match(text, start)
    header = Header(body_start=start)
    if match:
        line = text.count("\n", 0, start) + 1
        header.values["date"] = match.group(1)
        header.lines["date"] = line
        if match.group(2):
            header.values["headline"] = match.group(2).strip()
            stripped = match.group(2).rstrip()
            header.headline = (match.start(2), match.start(2) + len(stripped))
        header.body_start = match.end()
    return header


def _front_matter(text: str, start: int, where: str) -> Header:
    opening = _FENCE.match(text, start)
    assert opening is not None
    header = Header()
    position = opening.end()
    number = text.count("\n", 0, position) + 1
    if not re.search(r"^[ \t]*---[ \t]*\r?$", text[position:], re.MULTILINE):
        raise InputError(
            "the front matter is not closed", where=f"{where}:{number - 1}", hint="end it with a line ---"
        )
    for line in re.findall(r"[^\n]*\n|[^\n]+", text[position:]):
        if line.strip() == "---":
            header.body_start = position + len(line)
            return header
        if line.strip():
            _front_matter_line(header, line, position, f"{where}:{number}", number)
        position += len(line)
        number += 1
    raise AssertionError("a line that closes it was found before")


def _front_matter_line(header: Header, line: str, position: int, where: str, number: int) -> None:
    key, colon, value = line.partition(":")
    key = key.strip().lower()
    if not colon or key not in KEYS:
        raise InputError(
            f"{line.strip()[:40]!r} is no front matter", where=where, hint=f"known keys: {', '.join(KEYS)}"
        )
    if key in header.values:
        raise InputError(f"{key!r} is given twice", where=where, hint="keep one")
    if key != "headline" and value.strip().startswith(("[", "{")):
        raise InputError(
            f"{value.strip()[:40]!r} is a list or mapping of YAML", where=where, hint="write one plain value"
        )
    header.values[key] = value.strip().strip('"')
    header.lines[key] = number
    if key == "headline":
        offset = position + line.index(header.values[key], line.index(":")) if header.values[key] else 0
        header.headline = (offset, offset + len(header.values[key]))


def _date(header: Header, where: str) -> date | None:
    if "date" not in header.values:
        return None
    return parse_day(header.values["date"], f"{where}:{header.lines['date']}")


def _kind(header: Header, where: str) -> str:
    kind = header.values.get("kind", "NewsReport")
    if kind not in KINDS:
        raise InputError(
            f"{kind!r} is no kind of report",
            where=f"{where}:{header.lines['kind']}",
            hint=f"use one of {', '.join(KINDS)}",
        )
    return kind


def _refuse_second_report(text: str, body_start: int, where: str) -> None:
    """One file is one report: a second header means that two were joined, and claims would be misdated."""
    for match in re.finditer(r"^date[ \t]+\d{4}-\d{2}-\d{2}\b", text[body_start:], re.MULTILINE):
        line = text.count("\n", 0, body_start + match.start()) + 1
        raise InputError(
            "a second report begins here", where=f"{where}:{line}", hint="keep one report in a file"
        )
    second = re.search(r"^---[ \t]*\r?\n(?:[a-z]+:.*\r?\n)*date:", text[body_start:], re.MULTILINE)
    if second:
        line = text.count("\n", 0, body_start + second.start()) + 1
        raise InputError(
            "a second report begins here", where=f"{where}:{line}", hint="keep one report in a file"
        )
