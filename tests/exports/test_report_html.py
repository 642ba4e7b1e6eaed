"""The page of a report: whole, escaped, every claim with its anchors, marks cut at every boundary."""

from __future__ import annotations

import re
from dataclasses import replace
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from lxml import html

from claimgraph.converters.base import ReadOptions, Source
from claimgraph.converters.text import TextConverter
from claimgraph.exports import find
from claimgraph.exports.report_html import pieces, shown
from claimgraph.model import RecordPassage, Report
from claimgraph.reference import Reference
from claimgraph.vocabulary import DATA

REPORTS = sorted((Path(__file__).resolve().parents[2] / "examples" / "reports").glob("*.txt"))


def page(*reports: Report) -> Any:
    return html.fromstring("".join(find("html").write(reports, DATA)))


def test_the_text_is_whole_and_the_content_marked(sample: ModuleType) -> None:
    report = sample.report()
    document = page(report)
    for link in document.xpath("//a[@class='to']"):
        link.drop_tree()
    texts = ["".join(block.itertext()) for block in document.xpath("//p[@class='text']")]
    assert "\n\n".join(texts) == report.text.rstrip()
    marked = "".join("".join(mark.itertext()) for mark in document.xpath("//p[@class='text']//mark"))
    assert "missiles had hit the cruiser" in marked
    assert "ministry" not in marked
    assert [b.text for b in document.xpath("//p[@class='text']//span[@class='source']")] == [
        "Elsewhere",
        "Testland’s ministry",
    ]
    assert [b.text for b in document.xpath("//p[@class='text']//span[@class='cue']")] == ["said", "denied"]


def test_bullets_stay_and_marks_are_not_doubled() -> None:
    text = "Today:\n\n- Nine died\n- “Two ships sank,” the mayor said.\n"
    options = ReadOptions(Reference.default())
    (report,) = TextConverter().read(Source("list.txt", text.encode()), options)
    assert isinstance(report, Report)
    document = page(report)
    texts = [block.text_content() for block in document.xpath("//p[@class='text']")]
    assert [text[:2] for text in texts] == ["To", "- ", "- "]
    assert not document.xpath("//q")


def test_claims_stand_beside_their_paragraph(sample: ModuleType) -> None:
    blocks = page(sample.report()).xpath("//div[@class='block']")
    assert [[item.get("id") for item in block.xpath(".//li")] for block in blocks] == [
        ["r1-c1"],
        ["r1-c2", "r1-c3"],
        ["r1-c4"],
    ]
    denial = " ".join(blocks[1].xpath(".//li")[1].text_content().split())
    assert denial.startswith("3 Government of Testland denies (in its own words)")
    assert "relays claim 3" in blocks[2].text_content()
    assert "figure: About 20 to 30" in blocks[2].text_content()


@pytest.mark.parametrize("number", [1, 2])
def test_every_link_leads_to_one_place(sample: ModuleType, number: int) -> None:
    other = sample.report("Elsewhere it is quiet.\n\n" + sample.TEXT)
    document = page(*(sample.report(), other)[:number])
    ids = document.xpath("//@id")
    assert len(ids) == len(set(ids))
    inner = [address for address in document.xpath("//a/@href") if address.startswith("#")]
    assert inner
    assert {address[1:] for address in inner} <= set(ids)
    assert len(document.xpath("//article")) == number


def test_a_page_needs_nothing_but_itself(sample: ModuleType) -> None:
    text = "".join(find("html").write([sample.report()], DATA))
    assert text.startswith("<!DOCTYPE html>")
    document = html.fromstring(text)
    assert not document.xpath("//script | //img | //iframe | //link | //object | //*[@src]")
    assert "default-src 'none'" in text
    assert document.get("lang") == "en"
    assert len(document.xpath("//main")) == len(document.xpath("//h1")) == 1
    assert not re.search(r"@import|url\(", text)


def test_nothing_of_a_report_becomes_markup(sample: ModuleType) -> None:
    evil = "<script>alert('x')</script> & <b onmouseover=\"x\">\x00\x1b[31m\ud800"
    first = sample.report()
    claims = tuple(
        replace(claim, content_text=evil, hedge=evil, rules=(evil,), evidence=("javascript:x",))
        for claim in first.claims
    )
    report = replace(
        first, text=evil + first.text, headline=evil, author=evil, url="javascript:alert(1)", language='en"x',
        source_file=evil, claims=claims, outlet=replace(first.outlet, label=evil),
    )  # fmt: skip
    text = "".join(find("html").write([report], DATA))
    text.encode("utf-8")
    document = html.fromstring(text)
    assert not document.xpath("//script | //*[@onmouseover] | //*[starts-with(@href, 'javascript')]")
    assert "<script" not in text
    assert "\x00" not in text
    assert "\x1b" not in text


def test_only_web_addresses_become_links(sample: ModuleType) -> None:
    address = "https://example.org/a?b=1&c=2"
    document = page(replace(sample.report(), url=address))
    assert address in document.xpath("//a/@href")


def test_rows_have_a_list_of_their_own(sample: ModuleType) -> None:
    cell = RecordPassage("r7", "12", column="ships")
    claim = replace(sample.report().claims[1], passage=cell, content=(), source=(), cue=None)
    document = page(replace(sample.report(), text="", mentions=(), claims=(claim,)))
    assert not document.xpath("//div[@class='block']")
    assert "row r7, column ships" in document.xpath("//li[@id='r1-c1']")[0].text_content()


def test_a_report_without_claims_says_so(sample: ModuleType) -> None:
    document = page(replace(sample.report(), claims=()))
    assert "No claim was found" in document.text_content()


def test_what_the_page_has_not_is_told(sample: ModuleType) -> None:
    assert find("html").losses([sample.report()]) == ["spans of entities (1)"]
    assert find("html").losses([replace(sample.report(), mentions=())]) == []


SPANS = st.lists(st.tuples(st.integers(0, 40), st.integers(0, 40)), max_size=4)


@given(
    st.text(min_size=40, max_size=40),
    st.dictionaries(st.integers(1, 9), SPANS, max_size=5),
    st.lists(
        st.tuples(st.sampled_from(["source", "cue"]), st.tuples(st.integers(0, 40), st.integers(0, 40)))
    ),
    st.tuples(st.integers(0, 20), st.integers(21, 40)),
)
def test_pieces_give_the_text_again(
    text: str,
    claims: dict[int, list[tuple[int, int]]],
    said: list[tuple[str, tuple[int, int]]],
    part: tuple[int, int],
) -> None:
    found = list(pieces(text, part, claims, said))
    assert "".join(piece.text for piece in found) == shown(text[slice(*part)])
    at = part[0]
    for piece in found:
        spans = [(start, end) for own in claims.values() for start, end in own if start <= at < end]
        assert piece.depth == min(len(spans), 3)
        at += len(piece.text)
        ending = {
            number
            for number, own in claims.items()
            for start, end in own
            if max(start, part[0]) < min(end, part[1]) == at
        }
        assert set(piece.ends) == ending


def test_the_command_writes_the_same_page_each_time(call: Any) -> None:
    assert call("convert", REPORTS[0], "-o", "report.html").code == 0
    first = Path("report.html").read_bytes()
    assert call("convert", REPORTS[0], "--to", "html").data == first
    assert html.fromstring(first.decode()).xpath("//li[@id='r1-c5']")
