"""The head of a plain-text report, and what comes of the whole."""

from __future__ import annotations

import contextlib
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from claimgraph.converters import ReadOptions, Source, read
from claimgraph.converters.text import read_header
from claimgraph.errors import InputError
from claimgraph.model import Report
from claimgraph.reference import Reference

FRONT = (
    "---\noutlet: Harbour Wire\ndate: 2022-04-16\nheadline: Plant hit\n---\n\nSmoke rose over the plant.\n"
)
DATE_LINE = "date 2022-04-16 Plant hit\n\nSmoke rose over the plant.\n"


def report(text: str, **options: object) -> Report:
    given_options = ReadOptions(reference=Reference.default(), **options)  # type: ignore[arg-type]
    [one] = read(Source("folder/a.txt", text.encode("utf-8")), given_options)
    assert isinstance(one, Report)
    return one


@pytest.mark.parametrize("text", [FRONT, DATE_LINE, "\ufeff" + FRONT, "\n\n" + DATE_LINE])
def test_date_and_headline(text: str) -> None:
    one = report(text)
    assert (one.published, one.headline, one.source_file) == (date(2022, 4, 16), "Plant hit", "a.txt")
    assert one.text == text


@pytest.mark.parametrize(
    ("text", "headline"),
    [
        (FRONT, "Plant hit"),
        (DATE_LINE, "Plant hit"),
        (FRONT.replace("Plant hit", '"Plant hit"'), "Plant hit"),
        (FRONT.replace("headline: Plant hit", "headline:   Plant hit  "), "Plant hit"),
        (FRONT.replace("Plant hit", "headline: twice"), "headline: twice"),
        (DATE_LINE.replace("Plant hit", "Plant hit  "), "Plant hit"),
        ("date 2022-04-16\n\nText.", None),
        ("Only text.", None),
    ],
)
def test_the_span_of_the_headline_is_its_words(text: str, headline: str | None) -> None:
    header = read_header(text)
    assert (text[slice(*header.headline)] if header.headline else None) == headline


@pytest.mark.parametrize("text", [FRONT, DATE_LINE])
def test_the_body_begins_after_the_head(text: str) -> None:
    assert text[read_header(text).body_start :].strip() == "Smoke rose over the plant."
    windows = text.replace("\n", "\r\n")
    assert windows[read_header(windows).body_start :].strip() == "Smoke rose over the plant."


def test_options_win_over_the_file() -> None:
    one = report(
        FRONT, outlet="Steppe Courier", published=date(2022, 5, 1), headline="Other", url="https://e.org/"
    )
    assert (one.outlet.label, one.published, one.headline) == ("Steppe Courier", date(2022, 5, 1), "Other")
    assert one.url == "https://e.org/"


def test_all_keys_of_the_front_matter() -> None:
    text = FRONT.replace(
        "headline:",
        "url: https://e.org/a\nauthor: A. Writer\nlanguage: en\nkind: OfficialStatement\nheadline:",
    )
    one = report(text)
    assert (one.url, one.author, one.language, one.kind) == (
        "https://e.org/a",
        "A. Writer",
        "en",
        "OfficialStatement",
    )


def test_without_any_head() -> None:
    one = report("Smoke rose over the plant.")
    assert (one.published, one.headline, one.outlet.label) == (None, "", "unnamed outlet")


@pytest.mark.parametrize(
    ("text", "message"),
    [
        (DATE_LINE.replace("04-16", "04-31"), "a.txt:1: 2022-04-31 is not a date"),
        (DATE_LINE.replace("04-16", "4-1"), "a.txt:1: 2022-4-1 is not a date"),
        (FRONT.replace("04-16", "04-31"), "a.txt:3: 2022-04-31 is not a date"),
        (FRONT.replace("\n---\n\n", "\n"), "a.txt:1: the front matter is not closed; end it with a line ---"),
        (FRONT.replace("Harbour Wire", "[Delta"), r"a.txt:2: '\[Delta' is a list or mapping of YAML"),
        ("---\noutlet: x\n---\n\n", "a.txt: there is no text after the head"),
        ("date 2022-04-16\n", "a.txt: there is no text after the head"),
        ("---\noutlet: x\n", "front matter is not closed"),
        (FRONT.replace("outlet", "source"), "a.txt:2: 'source: Harbour Wire' is no front matter; known keys"),
        (FRONT.replace("outlet: ", "date: 2022-04-16\noutlet: "), "'date' is given twice"),
        (FRONT.replace("outlet: Harbour Wire", "kind: Poem"), "a.txt:2: 'Poem' is no kind of report"),
        (DATE_LINE + "\n" + DATE_LINE, "a.txt:5: a second report begins here; keep one report in a file"),
        (FRONT + "\n" + FRONT, "a.txt:9: a second report begins here"),
        (FRONT + DATE_LINE, "a second report begins here"),
    ],
)
def test_what_is_refused(text: str, message: str) -> None:
    with pytest.raises(InputError, match=message) as caught:
        report(text)
    assert "\n" not in str(caught.value)


@given(st.text(max_size=200))
def test_any_text_has_a_head_or_a_clear_fault(text: str) -> None:
    for head in ("", "---\n", "---\noutlet: x\n", "date "):
        with contextlib.suppress(InputError):
            assert 0 <= read_header(head + text, "a.txt").body_start <= len(head + text)


@given(st.text(st.characters(exclude_categories=["Cs"]), max_size=120))
def test_what_is_read_reproduces_the_text(text: str) -> None:
    try:
        one = report(f"Moscow said {text}\n\n“{text}”, the mayor said.")
    except InputError:
        return
    for claim in one.claims:
        for start, end in claim.content:
            assert 0 <= start < end <= len(one.text)
    for mention in one.mentions:
        assert one.text[mention.passage.start : mention.passage.end] == mention.passage.text
