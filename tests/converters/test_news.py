"""News as people have it: web pages, RSS and Atom, NewsML-G2 and NITF, mail; what each says of itself."""

from __future__ import annotations

import json
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from claimgraph.converters import Dataset, ReadOptions, RowResult, Source, find, read
from claimgraph.converters.xml_text import parse_xml, with_corrections
from claimgraph.errors import InputError
from claimgraph.loading import Loader
from claimgraph.model import Reject, Report
from claimgraph.reference import Reference
from claimgraph.store import EmbeddedStore

PROSE = "Port Ada said the patrol boat Lark sank on Thursday. Nobody was hurt, the harbour master said. " * 3
REFERENCE = Reference.default()


def everything(data: bytes | str, name: str = "a") -> tuple[list[RowResult], list[Report], list[Reject]]:
    """Rows of the file's account, its reports, and what was refused beside them."""
    content = data.encode("utf-8") if isinstance(data, str) else data
    rows: list[RowResult] = []
    reports: list[Report] = []
    rejects: list[Reject] = []
    for item in read(Source(name, content), ReadOptions(REFERENCE)):
        if isinstance(item, Dataset):
            rows += item.rows
        elif isinstance(item, Report):
            reports.append(item)
        else:
            rejects.append(item)
    return rows, reports, rejects


def kinds(rows: list[RowResult]) -> list[str]:
    return [type(row).__name__ for row in rows]


# ---------------------------------------------------------------------- web pages

ARTICLE: dict[str, Any] = {
    "@context": "https://schema.org",
    "@type": ["NewsArticle"],
    "headline": "Patrol boat &amp; crew",
    "datePublished": "2022-04-15T23:30:00+03:00",
    "author": [{"@type": "Person", "name": "Ida Brook"}, "https://x.example/profile", {"name": "Ole Lind"}],
    "publisher": {"@type": "Organization", "name": "Harbour Wire"},
    "inLanguage": "en-GB",
    "url": "https://wire.example/1",
}


def page(article: Any = None, meta: str = "", body: str = "", charset: str = "utf-8") -> str:
    script = f'<script type="application/ld+json">{json.dumps(article)}</script>' if article else ""
    paragraphs = body or "".join(f"<p>{PROSE}</p>" for _ in range(4))
    return (
        f'<!DOCTYPE html><html lang="en"><head><meta charset="{charset}"><title>Title of page</title>{meta}'
        f"{script}</head><body><nav><a href='/'>Home</a></nav>"
        f"<article><h1>Lark lost</h1>{paragraphs}</article>"
        "<script>var x = 1;</script></body></html>"
    )


def test_a_page_with_markup() -> None:
    _, [report], rejects = everything(page({"@graph": [{"@type": "WebSite"}, ARTICLE]}), "a.html")
    assert rejects == []
    assert report.headline == "Patrol boat & crew"
    assert report.published is not None
    assert report.published.isoformat() == "2022-04-15"
    assert (report.outlet.label, report.author, report.language) == (
        "Harbour Wire",
        "Ida Brook, Ole Lind",
        "en-GB",
    )
    assert report.url == "https://wire.example/1"
    assert report.text.startswith("Patrol boat & crew\n\n")
    assert "var x" not in report.text
    assert any(claim.claimant.label != "Harbour Wire" for claim in report.claims)
    for claim in report.claims:
        start, end = claim.passage.span  # type: ignore[union-attr]  # passages of prose have offsets
        assert report.text[start:end] == claim.passage.text


def test_the_articles_own_body_is_taken_if_it_is_whole() -> None:
    _, [report], _ = everything(page({**ARTICLE, "articleBody": "<p>Own words.</p>" + f"<p>{PROSE * 3}</p>"}))
    assert "Own words." in report.text
    _, [report], _ = everything(page({**ARTICLE, "articleBody": "Own words, cut off …"}))
    assert "Own words" not in report.text


def test_a_page_with_meta_elements_only() -> None:
    meta = (
        '<meta property="og:title" content="Lark lost"><meta property="og:site_name" content="Harbour Wire">'
        '<meta property="article:published_time" content="2022-04-16">'
        '<meta name="author" content="Ida Brook">'
        '<link rel="canonical" href="https://wire.example/2">'
    )
    _, [report], _ = everything(page(meta=meta))
    assert (report.headline, report.outlet.label, report.author) == ("Lark lost", "Harbour Wire", "Ida Brook")
    assert (str(report.published), report.url) == ("2022-04-16", "https://wire.example/2")


def test_a_page_that_says_nothing_of_itself_is_not_dated_by_guess() -> None:
    _, [report], _ = everything(page(body=f"<p>Published 16 April 2022. {PROSE}</p>" * 3))
    assert (report.headline, report.published, report.url) == ("Title of page", None, "")
    assert report.outlet.label == "unnamed outlet"


def test_what_of_a_page_cannot_be_read_is_told() -> None:
    broken = '<script type="application/ld+json">{"@type": }</script>'
    _, [report], rejects = everything(page({**ARTICLE, "datePublished": "2022-04-31"}, meta=broken))
    assert report.published is None
    assert [reject.reason for reject in rejects] == [
        "JSON-LD left out: broken JSON (Expecting value)",
        "'2022-04-31' is not a date",
    ]


def test_declared_encodings_are_kept_to() -> None:
    russian = page(meta='<meta property="og:title" content="Катер">', charset="windows-1251")
    _, [report], _ = everything(russian.encode("windows-1251"))
    assert report.headline == "Катер"
    with pytest.raises(InputError, match="not utf-8"):
        everything(russian.replace("windows-1251", "utf-8").encode("windows-1251"))
    with pytest.raises(InputError, match="'x-none' is no encoding"):
        everything(page(charset="x-none"))
    with pytest.raises(InputError, match="no article in this page"):
        everything("<!DOCTYPE html><html><body></body></html>")


def test_pages_made_to_cost_time_end() -> None:
    wrapped = f'<script type="application/ld+json"><!-- {json.dumps(ARTICLE)} --></script>'
    assert everything(page(meta=wrapped))[1][0].outlet.label == "Harbour Wire"
    opened = page(meta=f'<script type="application/ld+json">{" " * 200_000}x</script>')
    opened += '<script type="application/ld+json">' * 5_000
    _, [report], rejects = everything(opened)
    assert report.headline == "Title of page"
    assert len(rejects) == 1
    with suppress(InputError):
        everything("<!DOCTYPE html>" + "<div>" * 20_000 + PROSE)


# ---------------------------------------------------------------------- RSS and Atom

RSS = """<?xml version="1.0" encoding="UTF-8"?>
<rss version="2.0" xmlns:dc="http://purl.org/dc/elements/1.1/"
 xmlns:content="http://purl.org/rss/1.0/modules/content/"><channel>
<title>Harbour Wire</title><language>en</language>
<item><title>Lark &amp;amp; crew</title><link>https://wire.example/1</link><guid isPermaLink="false">1</guid>
 <pubDate>Sat, 16 Apr 2022 10:00:00 +0300</pubDate><dc:creator>Ida Brook</dc:creator>
 <description>Short.</description>
 <content:encoded><![CDATA[<p>Port Ada said the boat sank.</p><p>Nobody was hurt.</p>]]></content:encoded>
</item>
<item><title>No day</title><pubDate>Sat, 31 Apr 2022 10:00:00 GMT</pubDate></item>
<item><title>Again</title><guid isPermaLink="false">1</guid></item>
<item><link>https://wire.example/4</link></item>
<item><title>Нове</title><dc:language>uk</dc:language><description>Слова.</description></item>
</channel></rss>"""
ATOM = """<feed xmlns="http://www.w3.org/2005/Atom" xml:lang="en"><title>Harbour Wire</title>
<entry><title type="html">Lark &lt;b&gt;lost&lt;/b&gt;</title><id>tag:1</id>
<link rel="self" href="https://wire.example/self"/><link href="https://wire.example/1"/>
<updated>2022-04-17T00:00:00Z</updated><published>2022-04-16T00:00:00Z</published>
<author><name>Ida Brook</name><email>ida@x.example</email></author>
<content type="xhtml"><div xmlns="http://www.w3.org/1999/xhtml"><p>One.</p><p>Two.</p></div></content></entry></feed>"""
RDF = """<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#" xmlns="http://purl.org/rss/1.0/">
<channel><title>Harbour Wire</title></channel><item><title>Lark lost</title><link>https://wire.example/1</link></item>
</rdf:RDF>"""


def test_rss() -> None:
    rows, reports, _ = everything(RSS, "feed.xml")
    assert kinds(rows) == ["Row", "Reject", "Reject", "Reject", "Row"]
    reasons = [row.reason for row in rows if isinstance(row, Reject)]
    assert reasons[0].endswith("is not a date")
    assert reasons[1:] == ["the row was given before (line 5)", "no words in this entry"]
    first, second = reports
    assert first.text == "Lark & crew\n\nPort Ada said the boat sank.\n\nNobody was hurt."
    assert (first.outlet.label, first.author, first.url) == (
        "Harbour Wire",
        "Ida Brook",
        "https://wire.example/1",
    )
    assert (str(first.published), first.language) == ("2022-04-16", "en")
    assert second.published is None


def test_atom_and_rss_1() -> None:
    rows, [report], _ = everything(ATOM)
    assert kinds(rows) == ["Row"]
    assert (report.headline, report.author, str(report.published)) == ("Lark lost", "Ida Brook", "2022-04-16")
    assert report.url == "https://wire.example/1"
    assert report.text.endswith("One.\n\nTwo.")
    assert everything(RDF)[1][0].headline == "Lark lost"


@pytest.mark.parametrize(
    ("data", "message"),
    [
        ('<!DOCTYPE rss [<!ENTITY a "b">]><rss><channel/></rss>', "a document type declaration that defines"),
        ("<rss><channel></rss>", "not well-formed XML"),
        ("<rss></rss>", "no channel in this feed"),
        ("<rss><channel><item><title>&nbsp;</title></item></channel></rss>", "not well-formed XML"),
    ],
)
def test_feeds_that_are_refused(data: str, message: str) -> None:
    with pytest.raises(InputError, match=message):
        everything(data)


# ---------------------------------------------------------------------- NewsML-G2 and NITF

NITF = """<?xml version="1.0"?>
<!DOCTYPE nitf SYSTEM "nitf-3-2.dtd">
<nitf><head><docdata><date.issue norm="20220416T0900Z"/><doc.copyright holder="Harbour Wire"/>
</docdata></head>
<body><body.head><hedline><hl1>Lark lost</hl1></hedline><byline>By <person>Ida Brook</person></byline>
</body.head>
<body.content><block><p>Port Ada said the boat sank.</p><p>Nobody was hurt.</p></block></body.content>
</body></nitf>"""
ITEM = """<newsItem xmlns="http://iptc.org/std/nar/2006-10-01/" guid="urn:%(guid)s" version="1" xml:lang="en">
<itemMeta><provider literal="harbour"><name>Harbour Wire</name></provider>
<versionCreated>2022-04-17T00:00:00Z</versionCreated><pubStatus qcode="stat:%(status)s"/></itemMeta>
<contentMeta><contentCreated>2022-04-16</contentCreated><by>Ida Brook</by><headline>Lark lost</headline>
</contentMeta>
<contentSet>%(content)s</contentSet></newsItem>"""
XHTML = (
    '<inlineXML contenttype="application/xhtml+xml"><html xmlns="http://www.w3.org/1999/xhtml">'
    "<head><title>t</title></head><body><p>Port Ada said the boat sank.</p></body></html></inlineXML>"
)


def test_nitf() -> None:
    rows, [report], _ = everything(NITF)
    assert kinds(rows) == ["Row"]
    assert report.text == "Lark lost\n\nPort Ada said the boat sank.\n\nNobody was hurt."
    assert (report.outlet.label, report.author, str(report.published)) == (
        "Harbour Wire",
        "Ida Brook",
        "2022-04-16",
    )


def test_newsml_g2() -> None:
    parts = [
        {"guid": "1", "status": "usable", "content": XHTML},
        {"guid": "2", "status": "canceled", "content": XHTML},
        {"guid": "3", "status": "usable", "content": '<remoteContent href="a.jpg"/>'},
        {"guid": "1", "status": "usable", "content": XHTML},
        {
            "guid": "4",
            "status": "usable",
            "content": '<inlineData contenttype="text/plain">Plain words.</inlineData>',
        },
    ]
    items = "".join(ITEM % part for part in parts)
    data = (
        f'<newsMessage xmlns="http://iptc.org/std/nar/2006-10-01/"><itemSet>{items}</itemSet></newsMessage>'
    )
    rows, reports, _ = everything(data)
    assert kinds(rows) == ["Row", "Skipped", "Skipped", "Reject", "Row"]
    assert [report.text for report in reports] == [
        "Lark lost\n\nPort Ada said the boat sank.",
        "Lark lost\n\nPlain words.",
    ]
    assert {(r.outlet.label, r.author, str(r.published)) for r in reports} == {
        ("Harbour Wire", "Ida Brook", "2022-04-16")
    }


# ---------------------------------------------------------------------- mail

MAIL = b"""Received: by x.example
From: =?utf-8?q?Ida_Br=C3=BCck?= <ida@press.example>
Subject: Statement on
 the Lark
Date: Sat, 16 Apr 2022 09:00:00 +0000
Message-ID: <1@press.example>
MIME-Version: 1.0
Content-Type: multipart/alternative; boundary="b"

--b
Content-Type: text/html; charset=utf-8

<p>In markup.</p>
--b
Content-Type: text/plain; charset=windows-1252
Content-Transfer-Encoding: quoted-printable

The Governor said the bridge =96 the old one =96 was destroyed.

> Somebody said the dam was destroyed.

--=20
Ida
--b--
"""


def test_a_message() -> None:
    _, [report], _ = everything(MAIL, "a.eml")
    assert (report.headline, report.author, report.outlet.label) == (
        "Statement on the Lark",
        "Ida Brück",
        "press.example",
    )
    assert (str(report.published), report.url) == ("2022-04-16", "mid:1@press.example")
    assert "the old one – was destroyed" in report.text
    assert not report.text.endswith("Ida")
    quoted = report.text.index("> Somebody")
    assert report.claims
    assert all(claim.passage.end <= quoted for claim in report.claims)  # type: ignore[union-attr]  # prose


def test_a_mailbox() -> None:
    mark = b"From ida@press.example Sat Apr 16 09:00:00 2022\n"
    other = MAIL.replace(b"1@press", b"2@press")
    bad = other.replace(b"2@press", b"3@press").replace(b"windows-1252", b"utf-8")
    empty = b"From: a@x.example\nDate: Sat, 16 Apr 2022 09:00:00 +0000\nMessage-ID: <9@x>\n\n"
    rows, reports, _ = everything(b"\n".join(mark + part for part in (MAIL, other, MAIL, bad, empty)), "box")
    assert kinds(rows) == ["Row", "Row", "Reject", "Reject", "Reject"]
    assert [row.reason for row in rows if isinstance(row, Reject)] == [
        "the row was given before (line 1)",
        "not utf-8 (byte 0x96)",
        "a message without text",
    ]
    assert len(reports) == 2


NITF_WITHOUT_DAY = NITF.replace("20220416T0900Z", "20220431T0900Z")
BOX = b"\n".join(b"From a@x.example Sat Apr 16 09:00:00 2022\n" + part for part in (
    MAIL, MAIL.replace(b"1@press", b"2@press").replace(b"windows-1252", b"utf-8")
))  # fmt: skip


@pytest.mark.parametrize(
    ("data", "name", "wrong", "right"),
    [
        (RSS.replace('<item><title>Again</title><guid isPermaLink="false">1</guid></item>\n', "").replace(
            "<item><link>https://wire.example/4</link></item>\n", ""), "feed.xml", "31 Apr", "30 Apr"),
        (NITF_WITHOUT_DAY, "a.xml", "20220431", "20220430"),
        (BOX, "box", "=96", "-"),
    ],
    ids=["news feed", "agency", "mailbox"],
)  # fmt: skip
def test_a_refused_entry_that_was_corrected_is_loaded(
    data: bytes | str, name: str, wrong: str, right: str
) -> None:
    def again(patches: dict[int, str]) -> tuple[list[RowResult], list[Report]]:
        source = Source(name, data.encode() if isinstance(data, str) else data, patches=patches)
        rows, *reports = _read(source)
        return rows, reports

    def _read(source: Source) -> Iterator[Any]:
        for item in read(source, ReadOptions(REFERENCE)):
            yield list(item.rows) if isinstance(item, Dataset) else item

    rows, before = again({})
    [reject] = [row for row in rows if isinstance(row, Reject)]
    assert reject.line is not None
    assert wrong in reject.raw
    unchanged, _ = again({reject.line: reject.raw})
    assert [row for row in unchanged if isinstance(row, Reject)] == [reject]
    rows, after = again({reject.line: reject.raw.replace(wrong, right)})
    assert not [row for row in rows if isinstance(row, Reject)]
    assert len(after) == len(before) + 1


@pytest.mark.parametrize(
    ("patch", "told"),
    [
        ("<entry/>", "the correction is no <item>"),
        ("<item>", "corrected"),
        ('<!DOCTYPE a [<!ENTITY b "c">]><item/>', "defines something"),
    ],
)
def test_corrections_that_are_none(patch: str, told: str) -> None:
    entries = list(parse_xml(RSS.encode(), "a")[0].iter("item"))
    with pytest.raises(InputError, match=told):
        list(with_corrections(entries, Source("a", b"", patches={entries[1].sourceline: patch})))
    one_line = parse_xml(b"<a><item/><item/></a>", "a")
    with pytest.raises(InputError, match="several entries"):
        list(with_corrections(list(one_line), Source("a", b"", patches={1: "<item>x</item>"})))


def test_a_text_that_only_looks_like_mail_is_a_text() -> None:
    assert find(Source("a.txt", b"From: the governor\nDate unknown.\n\nWords.")).name == "text"
    assert find(Source("a.eml", MAIL)).name == "mail"
    with pytest.raises(InputError, match="a message without text"):
        everything(MAIL[: MAIL.index(b"\n\n--b")] + b"\n\n")


def test_messages_of_one_day_with_one_subject_are_two_reports() -> None:
    mark = b"From ida@press.example Sat Apr 16 09:00:00 2022\n"
    other = MAIL.replace(b"1@press", b"2@press").replace(b"the old one", b"the new one")
    source = Source("box", mark + MAIL + b"\n" + mark + other)
    store = EmbeddedStore.in_memory()
    for _ in range(2):
        loaded = Loader(store).load_all(read(source, ReadOptions(REFERENCE)))
    assert [one.outcome.value for one in loaded] == ["unchanged"] * 3


def test_quotations_are_not_looked_for_in_the_page_that_the_text_was_taken_from(call: Any) -> None:
    Path("a.eml").write_bytes(MAIL)
    assert call("convert", "a.eml", "-o", "a.nq").code == 0
    checked = call("validate", "a.nq", "--only", "CG-QUO")
    assert "CG-QUO-003" not in checked.out
    assert checked.code == 0


# ---------------------------------------------------------------------- nothing is lost

WORDS = st.text(st.characters(exclude_categories=["Cs", "Cc"]), max_size=12) | st.just("x" * 3000)


@settings(max_examples=40)
@given(st.lists(st.tuples(WORDS, WORDS, WORDS), max_size=4))
def test_entries_in_are_rows_out(entries: list[tuple[str, str, str]]) -> None:
    from xml.sax.saxutils import escape

    items = "".join(
        f"<item><title>{escape(a)}</title><pubDate>{escape(b)}</pubDate><description>{escape(c)}</description></item>"
        for a, b, c in entries
    )
    try:
        rows, reports, _ = everything(f"<rss><channel><title>t</title>{items}</channel></rss>")
    except InputError as error:
        if "not well-formed" in str(error):  # a code point that XML does not have
            return
        raise
    assert len(rows) == len(entries)
    assert len(reports) == kinds(rows).count("Row")


@settings(max_examples=60)
@given(st.binary(max_size=200))
def test_any_bytes_after_the_head_of_a_message(data: bytes) -> None:
    head = MAIL[: MAIL.index(b"--b\n")]
    with suppress(InputError):  # and nothing else
        everything(head + data, "a.eml")
