"""ClaimReview: fact-checks as their publishers mark them up (schema.org), in pages, JSON-LD files and feeds.

Read are pages with JSON-LD, JSON-LD files (`@graph`, lists), data feeds (`dataFeedElement`), JSON lines, and
the answers of fact-check search services (`claims` with `claimReview` in them).

* A review is two claims: the one examined, by whoever is named as its author, and the verdict, which is the
  reviewer's claim about that claim. The verdict keeps its wording; its scale is kept as given, and the common
  scale is added only where the wording is one of `verdicts.tsv`.
* An author that is a platform ("Facebook", "social media") is where the claim was seen, not who made it: it
  belongs to somebody unnamed there. So does a claim whose author is the reviewer.
* A rating whose ends are both -1, or that lies outside its own scale, is told and never pulled into it.

Source: https://schema.org/ClaimReview.
"""

from __future__ import annotations

import io
import json
import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from functools import cache
from pathlib import Path
from typing import IO, Any, Final

from claimgraph.converters.base import (
    Dataset,
    ReadOptions,
    Row,
    RowResult,
    Skipped,
    decode,
    file_dataset,
    outlet_entity,
)
from claimgraph.converters.prose import cell_claims
from claimgraph.converters.rows import Record, Refused, day_span, json_array
from claimgraph.converters.sheets import json_lines
from claimgraph.converters.streams import MAX_TEXT_BYTES, Source
from claimgraph.converters.table_cells import web_address
from claimgraph.converters.web_page import decode_page, is_type, json_ld, objects, plain, tolerant
from claimgraph.errors import InputError
from claimgraph.identity import digest
from claimgraph.model import (
    Certainty,
    Claim,
    Entity,
    Event,
    Proposition,
    Rating,
    ReaderRun,
    RecordPassage,
    Reject,
    Stance,
    TimeSpan,
)

NAME: Final = "claimreview"
VERSION: Final = "0.1.0"
AGAIN: Final = "a review that was given before"
PLATFORMS: Final = frozenset(
    ("facebook", "twitter", "x", "tiktok", "instagram", "youtube", "telegram", "whatsapp", "vk", "weibo",
     "reddit", "threads", "social media", "social media users", "social networks", "internet", "the internet",
     "internet users", "multiple sources", "various", "various sources", "unknown", "anonymous", "viral post",
     "viral posts", "viral video", "facebook post", "facebook posts", "facebook user", "facebook users",
     "twitter user", "twitter users", "bloggers", "various websites", "websites", "online")
)  # fmt: skip
"""Names that say where a claim was seen, and not who made it."""
_STANCES: Final = {
    "verdict-true": Stance.ASSERTS,
    "verdict-mostlyTrue": Stance.ASSERTS,
    "verdict-mostlyFalse": Stance.DENIES,
    "verdict-false": Stance.DENIES,
}
_ELEMENTS: Final = re.compile(rb'"dataFeedElement"\s*:\s*(?=\[)')
_DAY: Final = re.compile(r"\d{4}-\d\d-\d\d(?=$|[T ])", re.A)
_ADDRESS: Final = re.compile(r"https?://[^\s,<>\"]+")
_PEEK: Final = 1024 * 1024


class ClaimReviewConverter:
    """Reads fact-checks."""

    name = NAME
    version = VERSION
    summary = "fact-checks marked up as ClaimReview: web pages, JSON-LD, data feeds"
    needs = ""

    def recognises(self, source: Source) -> bool:
        """Whether it is a page or JSON, and names the type in its first megabyte."""
        head = source.head.lstrip(b"\xef\xbb\xbf \t\r\n")
        if not head.startswith((b"<", b"{", b"[")):
            return False
        with source.open() as stream:
            start = stream.read(_PEEK)
        return b"ClaimReview" in start or (b'"claimReview"' in start and b'"textualRating"' in start)

    def read(self, source: Source, options: ReadOptions) -> Iterator[Dataset]:
        """Yield the data set that the file is."""
        yield file_dataset(NAME, VERSION, "Fact-checks", source, options, _Reader(source, options).rows())


@dataclass(frozen=True, slots=True)
class Found:
    """A review as it stands in its file."""

    value: dict[str, Any]
    line: int | None
    raw: str
    mended: str = ""


@cache
def verdict_words() -> dict[str, str]:
    """Wordings of verdicts and the steps of the common scale.

    >>> verdict_words()["pants on fire"]
    'verdict-false'
    """
    table = (Path(__file__).parent / "verdicts.tsv").read_text("utf-8")
    return {word: f"verdict-{step}" for word, step in (line.split("\t") for line in table.splitlines())}


def reviews(source: Source) -> Iterator[Found | Reject | Skipped]:
    """Yield the reviews of a file, and what of it cannot be read.

    Raises:
        InputError: the file as a whole cannot be read.
    """
    head = source.head.lstrip(b"\xef\xbb\xbf \t\r\n")
    if head.startswith(b"<"):
        yield from _in_page(source)
        return
    if head.startswith(b"["):
        yield from _in_records(json_array(source))
    elif _ELEMENTS.search(source.head):
        yield from _in_records(json_array(_Elements(source)))
    else:
        yield from _in_object(source)


def _in_page(source: Source) -> Iterator[Found | Reject]:
    for block in json_ld(decode_page(source.data, source.name)):
        if isinstance(block, tuple):
            line, raw, reason = block
            if "ClaimReview" in raw:
                yield Reject(source.name, line, reason, raw=raw)
            continue
        for value in _of(block.value):
            yield Found(value, block.line, json.dumps(value, ensure_ascii=False), block.mended)


def _in_records(records: Iterator[Record | Reject | Skipped]) -> Iterator[Found | Reject | Skipped]:
    for record in records:
        if not isinstance(record, Record):
            yield record
            continue
        found = list(_of(dict(record.values)))
        if not found:
            yield Skipped("no review", record.line)
        for value in found:
            raw = record.raw if len(found) == 1 else json.dumps(value, ensure_ascii=False)
            yield Found(value, record.line, raw)


def _in_object(source: Source) -> Iterator[Found | Reject | Skipped]:
    text = decode(source)
    try:
        json.loads(text)
    except json.JSONDecodeError as error:
        if error.msg == "Extra data":
            yield from _in_records(json_lines(source))
            return
    except (ValueError, RecursionError):
        pass
    try:
        value, mended = tolerant(text)
    except Refused as error:
        raise InputError(error.reason, where=source.name, hint="fetch the file again") from None
    for each in _of(value):
        yield Found(each, None, json.dumps(each, ensure_ascii=False), mended)


def _of(value: Any) -> Iterator[dict[str, Any]]:
    """Yield the reviews in a value, those of search services in the form of the others."""
    for each in objects(value):
        if is_type(each, "ClaimReview"):
            yield each
        elif isinstance(each.get("claimReview"), list) and "text" in each:
            for review in each["claimReview"]:
                if isinstance(review, dict):
                    yield _from_search(each, review)


def _from_search(claim: dict[str, Any], review: dict[str, Any]) -> dict[str, Any]:
    return {
        "@type": "ClaimReview",
        "claimReviewed": claim.get("text"),
        "url": review.get("url"),
        "datePublished": review.get("reviewDate"),
        "inLanguage": review.get("languageCode"),
        "author": review.get("publisher"),
        "itemReviewed": {"author": {"name": claim.get("claimant")}, "datePublished": claim.get("claimDate")},
        "reviewRating": {"alternateName": review.get("textualRating")},
    }


class _Elements(Source):
    """A data feed as the array of its elements: what stands around the array is left away."""

    def __init__(self, source: Source) -> None:
        super().__init__(source.name, b"")
        self._of = source
        found = _ELEMENTS.search(source.head)
        assert found is not None
        self._start = found.end()

    def open(self) -> IO[bytes]:
        """The array alone; a feed that is cut off ends before its bracket."""
        return io.BufferedReader(_Inner(self._of.open(), self._start))


class _Inner(io.RawIOBase):
    """A stream without its first bytes, and without the closing brace at its end."""

    def __init__(self, stream: IO[bytes], start: int) -> None:
        self._stream = stream
        stream.read(start)
        self._ready = b""
        self._next = stream.read(_PEEK)

    def readable(self) -> bool:
        """Always."""
        return True

    def readinto(self, buffer: Any) -> int:
        """Fill the buffer with what comes next; 0 at the end."""
        if not self._ready and self._next:
            self._ready, self._next = self._next, self._stream.read(_PEEK)
            if not self._next:
                self._ready = self._ready.rstrip().removesuffix(b"}")
        view = memoryview(buffer)
        size = min(len(view), len(self._ready))
        view[:size] = self._ready[:size]
        self._ready = self._ready[size:]
        return size

    def close(self) -> None:
        """Close the stream below too."""
        if not self.closed:
            self._stream.close()
        super().close()


class _Reader:
    """Turns reviews into claims and verdicts."""

    def __init__(self, source: Source, options: ReadOptions) -> None:
        self.source = source
        self.options = options
        self._seen: set[str] = set()

    def rows(self) -> Iterator[RowResult]:
        """Yield what becomes of each review."""
        for found in reviews(self.source):
            if not isinstance(found, Found):
                yield found
                continue
            try:
                yield self._row(found)
            except Refused as error:
                yield Reject(self.source.name, found.line, error.reason, error.column, found.raw)

    def _row(self, found: Found) -> RowResult:
        review = found.value
        said = plain(review.get("claimReviewed")) or plain(_first(review.get("itemReviewed")).get("name"))
        if not said:
            raise Refused("no claim that is reviewed", "claimReviewed")
        if len(said) > MAX_TEXT_BYTES // 16:
            raise Refused("the claim is too long", "claimReviewed")
        rating, problems = _rating(review)
        where = _addresses(review.get("url")) or _addresses(review.get("@id"))
        reviewer = plain(review.get("author")) or plain(review.get("publisher"))
        key = f"{where[0] if where else reviewer}#{digest(said, rating.text, reviewer)[:12]}"
        if key in self._seen:
            return Skipped(AGAIN, found.line)
        self._seen.add(key)
        self._readers: list[ReaderRun] = []
        problems += [("", f"broken JSON, mended: {found.mended}")] if found.mended else []
        claim = self._claim(key, said, review, found, reviewer, problems)
        claims = [claim]
        if rating.text:
            claims.append(self._verdict(claim, rating, review, found, reviewer, where, problems))
        told = [
            Reject(self.source.name, found.line, reason, column, found.raw) for column, reason in problems
        ]
        return Row(tuple(claims), found.line, problems=tuple(told), readers=tuple(self._readers))

    # ------------------------------------------------------------------ the claim that is examined

    def _claim(
        self,
        key: str,
        said: str,
        review: dict[str, Any],
        found: Found,
        reviewer: str,
        problems: list[tuple[str, str]],
    ) -> Claim:
        item = _first(review.get("itemReviewed"))
        claimant = self._claimant(key, item, reviewer)
        made_on = _day(item.get("datePublished") or item.get("dateCreated"), "itemReviewed", problems)
        base = Claim(
            id=f"{key}/claim",
            claimant=claimant,
            stance=Stance.ASSERTS,
            certainty=Certainty.UNSTATED,
            proposition=Proposition(Event("Event", ("Event", NAME, said.casefold()), described_as=said)),
            passage=RecordPassage(key, said, "claimReviewed", found.line),
            content_text=said,
            made_on=made_on,
            rules=(f"{NAME}/claim",),
            evidence=_appearances(item),
        )
        return self._with_content(base, key, review, made_on)

    def _with_content(
        self, claim: Claim, key: str, review: dict[str, Any], made_on: TimeSpan | None
    ) -> Claim:
        """The claim with the content that the reader of prose finds in its wording, if it finds one alone."""
        language = plain(review.get("inLanguage")).casefold()
        if not (language.startswith("en") or (not language and claim.content_text.isascii())):
            return claim
        read = cell_claims(
            claim.content_text,
            row=key,
            column="claimReviewed",
            line=None,
            voice=claim.claimant,
            published=made_on.earliest.date() if made_on and made_on.earliest else None,
            reference=self.options.reference,
            scope=f"{NAME}/{digest(key)[:12]}",
            readers=self._readers,
        )
        own = [each for each in read if each.claimant.key == claim.claimant.key]
        about = tuple(
            {e.key: e for each in read for e in (*each.proposition.entities(), *each.about)}.values()
        )
        if len(own) == len(read) == 1:
            one = own[0]
            return replace(
                claim,
                stance=one.stance,
                certainty=one.certainty,
                proposition=one.proposition,
                about=one.about,
                hedge=one.hedge,
                rules=(*claim.rules, *one.rules),
                found_by=one.found_by,
            )
        return replace(claim, about=about)

    def _claimant(self, key: str, item: dict[str, Any], reviewer: str) -> Entity:
        name = plain(item.get("author"))
        folded = name.casefold()
        if not name or folded in PLATFORMS or folded == reviewer.casefold():
            where = f" on {name}" if name and folded != reviewer.casefold() else ""
            return Entity(f"unnamed source{where}", "UnnamedSource", scope=f"{NAME}/{key}")
        return self._agent(name, _first(item.get("author")))

    def _agent(self, name: str, value: dict[str, Any]) -> Entity:
        known = [each.entity for each in self.options.reference.called(name) if each.is_a("Agent")]
        if len(known) == 1:
            return known[0]
        kind = "Person" if is_type(value, "Person") else "Organization"
        return Entity(name, kind if value.get("@type") else "Agent")

    # ------------------------------------------------------------------ the verdict

    def _verdict(
        self,
        claim: Claim,
        rating: Rating,
        review: dict[str, Any],
        found: Found,
        reviewer: str,
        where: tuple[str, ...],
        problems: list[tuple[str, str]],
    ) -> Claim:
        key = claim.id.removesuffix("/claim")
        author = review.get("author") if plain(review.get("author")) else review.get("publisher")
        who = (
            self._agent(reviewer, {"@type": "Organization", **_first(author)})
            if reviewer
            else outlet_entity(self.options.outlet, self.options.reference, scope=f"{NAME}/{key}")
        )
        stance = _STANCES.get(rating.code, Stance.UNDETERMINED)
        if claim.stance is Stance.DENIES and stance is not Stance.UNDETERMINED:
            stance = Stance.ASSERTS if stance is Stance.DENIES else Stance.DENIES
        return Claim(
            id=f"{key}/verdict",
            claimant=who,
            stance=stance,
            certainty=Certainty.UNSTATED,
            proposition=claim.proposition,
            passage=RecordPassage(key, rating.text, "reviewRating", found.line),
            content_text=claim.content_text,
            about=claim.about,
            made_on=_day(review.get("datePublished"), "datePublished", problems),
            rules=(f"{NAME}/verdict",),
            evidence=where,
            verdict=replace(rating, reviews=claim.id),
        )


def _first(value: Any) -> dict[str, Any]:
    """An object; of a list, its first one."""
    if isinstance(value, list):
        value = next((each for each in value if isinstance(each, dict)), None)
    return value if isinstance(value, dict) else {}


def _rating(review: dict[str, Any]) -> tuple[Rating, list[tuple[str, str]]]:
    """The verdict's wording, its scale as given, its step on the common scale; and what is wrong with it."""
    value = _first(review.get("reviewRating"))
    value = {**_first(value.get("properties")), **value}
    words = plain(value.get("alternateName")) or plain(value.get("name"))
    given, worst, best = (plain(value.get(name)) for name in ("ratingValue", "worstRating", "bestRating"))
    problems: list[tuple[str, str]] = []
    if given and (worst, best) == ("-1", "-1"):
        given = ""
    ends = [f"{name} {end}" for name, end in (("worst", worst), ("best", best)) if end]
    scale = f"{given} ({', '.join(ends)})" if given and ends else given
    numbers = [_number(text) for text in (given, worst, best)]
    if all(number is not None for number in numbers):
        at, low, high = (number or 0.0 for number in numbers)
        if not min(low, high) <= at <= max(low, high):
            problems.append(("reviewRating", f"the rating {given} lies outside its scale; kept as given"))
    text = words or scale
    if not text:
        problems.append(("reviewRating", "no rating: the claim is loaded without a verdict"))
    code = verdict_words().get(words.casefold().strip(" .!\"'"), "")
    return Rating("", text, scale, code), problems


def _number(text: str) -> float | None:
    return float(text) if re.fullmatch(r"[+-]?\d{1,9}(\.\d{1,9})?", text, re.A) else None


def _day(value: Any, column: str, problems: list[tuple[str, str]]) -> TimeSpan | None:
    from datetime import date

    text = plain(value)
    if not text:
        return None
    match = _DAY.match(text)
    try:
        return day_span(date.fromisoformat(match[0] if match else text[:40]))
    except ValueError:
        problems.append((column, f"{text[:40]!r} is not a date"))
        return None


def _appearances(item: dict[str, Any]) -> tuple[str, ...]:
    """Where the claim was seen: addresses in texts, objects or lists, several in one text too."""
    found: dict[str, None] = {}
    for name in ("firstAppearance", "appearance", "url", "sameAs"):
        found.update(dict.fromkeys(_addresses(item.get(name))))
    return tuple(found)


def _addresses(value: Any) -> tuple[str, ...]:
    if isinstance(value, list):
        return tuple(dict.fromkeys(one for each in value for one in _addresses(each)))
    if isinstance(value, dict):
        return _addresses(value.get("url") or value.get("@id"))
    if not isinstance(value, str):
        return ()
    found = (each.rstrip(".;)") for each in _ADDRESS.findall(value))
    return tuple(dict.fromkeys(each for each in found if web_address(each)))
