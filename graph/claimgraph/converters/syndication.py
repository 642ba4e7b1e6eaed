"""RSS (0.9x, 1.0, 2.0) and Atom: each entry is a report, as long as the feed gives it.

A feed often gives two sentences and a link; those are what is read. Entries without words of their own are
refused. Sources: RSS 2.0 (rssboard.org), RSS 1.0 with its content module, RFC 4287.
"""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial
from typing import Any, Final

from claimgraph.converters.base import Dataset, ReadOptions, RowResult, Skipped, outlet_entity
from claimgraph.converters.bundle import Bundle, once
from claimgraph.converters.report_text import Article, entry_report, one_line
from claimgraph.converters.rows import Refused
from claimgraph.converters.streams import Source
from claimgraph.converters.table_cells import web_address
from claimgraph.converters.xml_text import (
    child,
    html_prose,
    language_of,
    local,
    markup,
    parse_xml,
    prose,
    root_name,
    with_corrections,
    words,
    written_day,
)
from claimgraph.errors import InputError
from claimgraph.model import Entity, Reject, Report

NAME: Final = "rss"
VERSION: Final = "0.1.0"


class SyndicationConverter:
    """Reads news feeds."""

    name = NAME
    version = VERSION
    summary = "news feeds: RSS and Atom"
    needs = ""

    def recognises(self, source: Source) -> bool:
        """Whether the first element is that of a feed."""
        name = root_name(source.head)
        return name in ("rss", "feed") or (name == "rdf" and b"purl.org/rss/1.0" in source.head)

    def read(self, source: Source, options: ReadOptions) -> Iterator[Report | Dataset]:
        """Yield the feed as a data set, then its entries as reports.

        Raises:
            InputError: it is no well-formed feed.
        """
        root = parse_xml(source.data, source.name)
        channel = child(root, "channel") if local(root) in ("rss", "RDF") else root
        if channel is None:
            raise InputError("no channel in this feed", where=source.name)
        title = words(child(channel, "title"))
        entries = partial(_articles, root, channel, title, source)
        bundle = Bundle(entries, partial(_report, options, source))
        yield from bundle.read(partial(_dataset, options, source, title), is_window=True)


def _dataset(options: ReadOptions, source: Source, title: str, rows: Iterator[RowResult]) -> Dataset:
    name = f"{NAME}/{source.stem}"
    return Dataset(
        name=name,
        publisher=_publisher(options, title, name),
        converter=f"{NAME} {VERSION}",
        source=source,
        rows=rows,
        title=options.headline or title or f"News feed: {source.stem}",
        published=options.published,
        url=options.url,
    )


def _publisher(options: ReadOptions, title: str, scope: str) -> Entity:
    return outlet_entity(options.outlet or title, options.reference, scope=scope)


def _report(options: ReadOptions, source: Source, article: Article) -> Report:
    stamp = f"{NAME} {VERSION}"
    return entry_report(article, options, source_file=source.base_name, converter=stamp)


def _articles(root: Any, channel: Any, title: str, source: Source) -> Iterator[Article | Reject | Skipped]:
    seen: dict[str, int | None] = {}
    parents = (root, channel) if local(root) == "RDF" else (channel,)
    entries = [each for parent in parents for each in parent if local(each) in ("item", "entry")]
    for entry in with_corrections(entries, source):
        try:
            yield _article(entry, title, seen)
        except Refused as error:
            yield Reject(source.name, entry.sourceline, error.reason, error.column, markup(entry))


def _article(entry: Any, title: str, seen: dict[str, int | None]) -> Article:
    headline, body = one_line(html_prose(words(child(entry, "title")))), _body(entry)
    url = _link(entry)
    if not headline and not body:
        raise Refused("no words in this entry", "title")
    once(seen, words(child(entry, "guid", "id")) or url or f"{headline}\n{body}", entry.sourceline)
    date = child(entry, "published", "pubDate", "date", "issued", "updated")
    author = child(entry, "author", "creator")
    name = child(author, "name") if author is not None else None
    return Article(
        headline=headline,
        body=body if body != headline else "",
        published=written_day(words(date), local(date) if date is not None else ""),
        outlet=title,
        author=words(name if name is not None else author),
        language=language_of(entry) or words(child(entry.getparent(), "language")),
        url=url,
        line=entry.sourceline,
    )


def _body(entry: Any) -> str:
    """The longest that the entry gives: its content, else its summary."""
    for name in ("encoded", "content", "description", "summary"):
        found = child(entry, name)
        if found is None:
            continue
        text = prose(found) if len(found) else html_prose("".join(found.itertext()))
        if text:
            return text
    return ""


def _link(entry: Any) -> str:
    for link in entry:
        if local(link) == "link" and (link.get("rel") or "alternate") == "alternate":
            address = web_address((link.get("href") or link.text or "").strip())
            if address:
                return address
    guid = child(entry, "guid")
    return web_address(words(guid)) if guid is not None and guid.get("isPermaLink") != "false" else ""
