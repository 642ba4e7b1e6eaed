"""NewsML-G2 and NITF, as news agencies deliver: each item is a report.

Of an item its newest content in text is read: `inlineXML` (NITF or XHTML) or `inlineData`. Items that are
cancelled or withheld, and items without text (pictures, packages), are left out on purpose.
Sources: IPTC NewsML-G2 2.x (`newsItem`, `newsMessage`), NITF 3.x.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from functools import partial
from typing import Any, Final

from claimgraph.converters.base import Dataset, ReadOptions, RowResult, Skipped, file_dataset
from claimgraph.converters.bundle import Bundle, once
from claimgraph.converters.report_text import Article, entry_report
from claimgraph.converters.rows import Refused
from claimgraph.converters.streams import Source
from claimgraph.converters.table_cells import web_address
from claimgraph.converters.xml_text import (
    below,
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
from claimgraph.model import Reject, Report

NAME: Final = "newsml"
VERSION: Final = "0.1.0"
WITHDRAWN: Final = "an item that is cancelled or withheld"
NO_TEXT: Final = "an item without text"
_STATUSES: Final = ("canceled", "cancelled", "withheld")


class NewsmlConverter:
    """Reads items of news agencies."""

    name = NAME
    version = VERSION
    summary = "items of news agencies: NewsML-G2 and NITF"
    needs = ""

    def recognises(self, source: Source) -> bool:
        """Whether the first element is that of an item, a message or a text."""
        return root_name(source.head) in ("newsitem", "newsmessage", "nitf")

    def read(self, source: Source, options: ReadOptions) -> Iterator[Report | Dataset]:
        """Yield the file as a data set, then its items as reports.

        Raises:
            InputError: it is no well-formed XML.
        """
        root = parse_xml(source.data, source.name)
        bundle = Bundle(partial(_articles, root, source), partial(_report, options, source))
        yield from bundle.read(partial(_dataset, options, source))


def _dataset(options: ReadOptions, source: Source, rows: Iterator[RowResult]) -> Dataset:
    return file_dataset(NAME, VERSION, "News items", source, options, rows)


def _report(options: ReadOptions, source: Source, article: Article) -> Report:
    stamp = f"{NAME} {VERSION}"
    return entry_report(article, options, source_file=source.base_name, converter=stamp)


def _articles(root: Any, source: Source) -> Iterator[Article | Reject | Skipped]:
    seen: dict[str, int | None] = {}
    is_g2 = local(root) != "nitf"
    items = [each for each in root.iter() if local(each) in ("newsItem", "packageItem")] if is_g2 else [root]
    for item in with_corrections(items, source):
        try:
            if local(item) == "packageItem":
                yield Skipped(NO_TEXT, item.sourceline)
                continue
            if is_g2:
                once(
                    seen,
                    f"{item.get('guid') or item.sourceline}#{item.get('version') or ''}",
                    item.sourceline,
                )
            yield _item(item) if is_g2 else _nitf(item)
        except Refused as error:
            yield Reject(source.name, item.sourceline, error.reason, error.column, markup(item))


def _item(item: Any) -> Article | Skipped:
    about, content = child(item, "itemMeta"), child(item, "contentMeta")
    status = child(about, "pubStatus") if about is not None else None
    if status is not None and (status.get("qcode") or "").rpartition(":")[2] in _STATUSES:
        return Skipped(WITHDRAWN, item.sourceline)
    inner = _content(item)
    if not inner.body:
        return Skipped(NO_TEXT, item.sourceline)
    return replace(
        inner,
        headline=_below(content, "headline") or inner.headline,
        published=inner.published or written_day(_date(about, content), "contentCreated"),
        outlet=_name(about, "provider") or _holder(item) or inner.outlet,
        author=_below(content, "by") or _name(content, "creator") or inner.author,
        language=_language(content) or language_of(item) or inner.language,
        url=web_address(_link(item)) or inner.url,
        line=item.sourceline,
    )


def _content(item: Any) -> Article:
    """What the content itself says: a text in NITF, in XHTML, or plain."""
    contents = child(item, "contentSet")
    for each in contents if contents is not None else ():
        name = local(each)
        if name == "inlineXML":
            nitf = below(each, "nitf")
            if nitf is not None:
                return _nitf(nitf)
            body = below(each, "body")
            return Article(body=prose(body if body is not None else each))
        if name == "inlineData" and (each.get("contenttype") or "text/plain").startswith("text/"):
            text = "".join(each.itertext())
            is_html = "html" in (each.get("contenttype") or "")
            return Article(body=html_prose(text) if is_html else text.strip())
    return Article()


def _nitf(root: Any) -> Article:
    """A text in NITF.

    Raises:
        Refused: it has no words, or an impossible date.
    """
    body = below(root, "body.content")
    headline = below(root, "hl1", "hedline")
    text = prose(body) if body is not None else ""
    if not text:
        raise Refused("no text", "body.content")
    issued = below(root, "story.date", "date.issue", "date.release")
    data, rights = below(root, "pubdata"), below(root, "doc.copyright")
    author = below(root, "person") if below(root, "byline") is not None else None
    byline = below(root, "byline")
    holder = (data.get("name") if data is not None else "") or (
        rights.get("holder") if rights is not None else ""
    )
    return Article(
        headline=words(headline) or words(below(root, "title")),
        body=text,
        published=written_day((issued.get("norm") or "") if issued is not None else "", "date.issue"),
        outlet=holder or "",
        author=words(author) if author is not None and author.getparent() is byline else words(byline),
        language=language_of(body),
        url=web_address((data.get("ex-ref") or "") if data is not None else ""),
        line=root.sourceline,
    )


def _below(element: Any, name: str) -> str:
    return words(below(element, name)) if element is not None else ""


def _date(about: Any, content: Any) -> str:
    found = _below(content, "contentCreated")
    return found or _below(about, "firstCreated") or _below(about, "versionCreated")


def _name(element: Any, role: str) -> str:
    """The name of a party, or its literal."""
    party = below(element, role) if element is not None else None
    if party is None:
        return ""
    return words(child(party, "name")) or party.get("literal") or ""


def _holder(item: Any) -> str:
    rights = child(item, "rightsInfo")
    return _name(rights, "copyrightHolder")


def _language(content: Any) -> str:
    found = below(content, "language") if content is not None else None
    return (found.get("tag") or "") if found is not None else ""


def _link(item: Any) -> str:
    about = child(item, "itemMeta")
    links = [each for each in about if local(each) == "link"] if about is not None else []
    return next((each.get("href") for each in links if each.get("href")), "")
