"""Web pages with a news article or a statement: one page is one report.

Headline, date, author, outlet, language and address come from what the page says of itself: JSON-LD
(NewsArticle and its kin), then meta elements (Open Graph, Dublin Core), then the page's title. A date is
never guessed from the text. The body is the article's own (`articleBody`) if it is given whole, else the
main text that trafilatura finds. Nothing is fetched; offsets count in the text that was taken out.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import Any, Final
from urllib.parse import urlsplit

from claimgraph.converters.base import ReadOptions
from claimgraph.converters.report_text import Article, article_report, one_line
from claimgraph.converters.rows import Refused
from claimgraph.converters.streams import Source
from claimgraph.converters.table_cells import web_address
from claimgraph.converters.web_page import decode_page, is_type, json_ld, objects, plain
from claimgraph.converters.xml_text import html_prose, written_day
from claimgraph.errors import InputError
from claimgraph.model import Reject, Report

NAME: Final = "html"
VERSION: Final = "0.1.0"
ARTICLES: Final = (
    "NewsArticle", "ReportageNewsArticle", "AnalysisNewsArticle", "BackgroundNewsArticle",
    "OpinionNewsArticle", "Article", "Report", "BlogPosting", "LiveBlogPosting", "SocialMediaPosting",
)  # fmt: skip
_WHOLE: Final = 400
"""Characters from which on an article's own body is taken for the whole of it."""
_HTML: Final = re.compile(rb"<!doctype\s+html|<html[\s>]|<head[\s>]|<body[\s>]|<article[\s>]", re.IGNORECASE)
_DATES: Final = (
    "article:published_time", "og:article:published_time", "datepublished", "dc.date.issued",
    "dcterms.issued",
    "dc.date", "date", "publication_date", "parsely-pub-date", "sailthru.date",
)  # fmt: skip
_AUTHORS: Final = ("author", "article:author", "dc.creator", "dcterms.creator", "parsely-author")
_HEADLINES: Final = ("og:title", "twitter:title", "dc.title", "headline")
_SITES: Final = ("og:site_name", "dc.publisher", "dcterms.publisher", "application-name")
_LANGUAGES: Final = ("og:locale", "dc.language", "content-language")


class NewsPageConverter:
    """Reads a web page."""

    name = NAME
    version = VERSION
    summary = "web pages with an article: NewsArticle markup, meta elements, main text"
    needs = ""

    def recognises(self, source: Source) -> bool:
        """Whether it begins as a page of HTML does."""
        head = source.head.lstrip(b"\xef\xbb\xbf \t\r\n")
        return head.startswith(b"<") and _HTML.search(head) is not None

    def read(self, source: Source, options: ReadOptions) -> Iterator[Report | Reject]:
        """Yield the report of the page.

        Raises:
            InputError: it cannot be decoded, or has no article.
        """
        page = decode_page(source.data, source.name)
        said, problems = _said(page, source.name)
        article = Article(
            headline=said.get("headline", ""),
            body=_body(page, said.get("body", ""), source.name),
            outlet=said.get("outlet", ""),
            author=said.get("author", ""),
            language=said.get("language", ""),
            url=web_address(said.get("url", "")),
        )
        try:
            published = written_day(said.get("date", ""), "date")
        except Refused as error:
            problems.append(Reject(source.name, None, error.reason, "date", said["date"]))
            published = None
        from dataclasses import replace

        report, given_back = article_report(
            replace(article, published=published),
            options,
            source_file=source.base_name,
            converter=_stamp(),
        )
        yield report
        yield from (*problems, *given_back)


def _stamp() -> str:
    """The converter, with the version of the package that finds the main text: another may find another."""
    from importlib import metadata

    try:
        return f"{NAME} {VERSION}, trafilatura {metadata.version('trafilatura')}"
    except metadata.PackageNotFoundError:
        return f"{NAME} {VERSION}"


def _body(page: str, own: str, where: str) -> str:
    """The prose of the page: the article's own body, or the main text."""
    own = html_prose(own)
    if len(own) >= _WHOLE and not own.endswith(("…", "...", "[…]")):
        return own
    try:
        import trafilatura
    except ImportError:
        if own:
            return own
        raise InputError(
            "to find the main text of a page, the package trafilatura is needed",
            where=where,
            hint="pip install 'claimgraph[news]'",
        ) from None
    try:
        found = trafilatura.extract(page, include_comments=False, include_tables=False, output_format="txt")
    except (RecursionError, ValueError) as error:
        raise InputError(f"the page cannot be taken apart ({type(error).__name__})", where=where) from None
    found = re.sub(r"\n+", "\n\n", found or "")
    body = own if len(own) > len(found) else found
    if not body.strip():
        raise InputError("no article in this page", where=where, hint="save its text as a text file")
    return body


def _said(page: str, where: str) -> tuple[dict[str, str], list[Reject]]:
    """What the page says of itself, and what of that cannot be read."""
    meta = _Meta(page)
    found = [each for block in json_ld(page) if not isinstance(block, tuple) for each in objects(block.value)]
    problems = [
        Reject(where, block[0], f"JSON-LD left out: {block[2]}", raw=block[1])
        for block in json_ld(page)
        if isinstance(block, tuple)
    ]
    articles = [each for each in found if is_type(each, *ARTICLES)]
    article = next((each for each in articles if _address(each) == meta.url), articles[0] if articles else {})
    url = meta.url or _address(article)
    said = {
        "headline": plain(article.get("headline")) or meta.first(_HEADLINES) or meta.title,
        "date": plain(article.get("datePublished")) or meta.first(_DATES) or meta.time,
        "author": _people(article.get("author")) or meta.first(_AUTHORS),
        "outlet": plain(article.get("publisher")) or meta.first(_SITES) or _domain(url),
        "language": (plain(article.get("inLanguage")) or meta.language or meta.first(_LANGUAGES))[:12],
        "url": url,
        "body": article["articleBody"] if isinstance(article.get("articleBody"), str) else "",
    }
    return said, problems


def _people(value: Any) -> str:
    """All authors, those of a list joined; addresses of profiles are no names."""
    names = [plain(each) for each in (value if isinstance(value, list) else [value])]
    return ", ".join(dict.fromkeys(name for name in names if name and not name.startswith("http")))


def _address(article: Mapping[str, Any]) -> str:
    for name in ("url", "mainEntityOfPage", "@id"):
        value = article.get(name)
        text = value.get("@id") if isinstance(value, dict) else value
        if isinstance(text, str) and web_address(text):
            return text
    return ""


def _domain(url: str) -> str:
    try:
        return (urlsplit(url).hostname or "").removeprefix("www.")
    except ValueError:
        return ""


class _Meta:
    """The meta elements, title, language and canonical address of a page."""

    def __init__(self, page: str) -> None:
        from lxml import etree, html

        self.values: dict[str, str] = {}
        self.title = self.language = self.url = self.time = ""
        cleaned = re.sub(r"^\s*<\?xml[^>]*\?>", "", page)
        try:
            tree = html.document_fromstring(cleaned, parser=html.HTMLParser(no_network=True))
        except (etree.ParserError, etree.XMLSyntaxError, ValueError):
            return
        for each in tree.iter("meta"):
            name = each.get("property") or each.get("name") or each.get("itemprop") or each.get("http-equiv")
            if name and each.get("content"):
                self.values.setdefault(name.strip().lower(), one_line(each.get("content")))
        self.language = (tree.get("lang") or "").strip()
        title = tree.find(".//title")
        self.title = one_line(title.text or "") if title is not None else ""
        time = next((each for each in tree.iter("time") if each.get("pubdate") is not None), None)
        self.time = time.get("datetime", "") if time is not None else ""
        links = (each for each in tree.iter("link") if (each.get("rel") or "").lower() == "canonical")
        link = next(links, None)
        self.url = web_address((link.get("href") or "").strip()) if link is not None else ""
        self.url = self.url or web_address(self.values.get("og:url", ""))

    def first(self, names: tuple[str, ...]) -> str:
        """The value of the first of these elements that the page has."""
        return next((self.values[name] for name in names if self.values.get(name)), "")
