"""Fact-checks: every container, the pitfalls of real markup, verdicts as claims about claims."""

from __future__ import annotations

import json
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from claimgraph.converters import Dataset, ReadOptions, Row, RowResult, Skipped, Source, read
from claimgraph.errors import InputError
from claimgraph.loading import Loader
from claimgraph.model import Claim, Reject
from claimgraph.reference import Reference
from claimgraph.store import EmbeddedStore
from claimgraph.vocabulary import cg

REVIEW: dict[str, Any] = {
    "@type": "ClaimReview",
    "claimReviewed": "The cruiser Moskva sank.",
    "url": "https://desk.example/lark",
    "datePublished": "2022-04-16T09:00:00Z",
    "author": {"@type": "Organization", "name": "Example Fact Desk"},
    "itemReviewed": {
        "@type": "Claim",
        "author": {"@type": "Person", "name": "Ida Brook"},
        "datePublished": "2022-04-14",
        "appearance": "https://a.example/1, https://a.example/2 and https://a.example/3",
    },
    "reviewRating": {
        "ratingValue": 1,
        "worstRating": "1",
        "bestRating": "5",
        "alternateName": "Pants on Fire!",
    },
}


def dataset(data: Any, name: str = "reviews.json") -> Dataset:
    content = data if isinstance(data, bytes) else json.dumps(data).encode()
    [found] = read(Source(name, content), ReadOptions(Reference.default()))
    assert isinstance(found, Dataset)
    assert found.converter.startswith("claimreview")
    return found


def rows(data: Any, name: str = "reviews.json") -> list[RowResult]:
    return list(dataset(data, name).rows)


def one(**changes: Any) -> tuple[Claim, Claim | None, list[str]]:
    [row] = rows({**REVIEW, **changes})
    assert isinstance(row, Row), row
    verdict = row.claims[1] if len(row.claims) > 1 else None
    return row.claims[0], verdict, [problem.reason for problem in row.problems]


def test_a_review_is_a_claim_and_a_verdict_on_it() -> None:
    claim, verdict, problems = one()
    assert problems == []
    assert (claim.claimant.label, claim.claimant.kind, claim.content_text) == (
        "Ida Brook",
        "Person",
        "The cruiser Moskva sank.",
    )
    assert claim.proposition.event is not None
    assert claim.proposition.event.kind == "Sinking"
    assert claim.made_on is not None
    assert claim.made_on.edtf == "2022-04-14"
    assert claim.evidence == ("https://a.example/1", "https://a.example/2", "https://a.example/3")
    assert verdict is not None
    assert (verdict.claimant.label, verdict.stance.value) == ("Example Fact Desk", "denies")
    assert verdict.proposition == claim.proposition
    assert verdict.verdict is not None
    assert verdict.verdict.reviews == claim.id
    assert (verdict.verdict.text, verdict.verdict.code) == ("Pants on Fire!", "verdict-false")
    assert verdict.verdict.scale == "1 (worst 1, best 5)"
    assert verdict.made_on is not None
    assert verdict.made_on.edtf == "2022-04-16"


@pytest.mark.parametrize(
    ("rating", "text", "scale", "code", "problem"),
    [
        ({"alternateName": {"@value": "Недоведено"}}, "Недоведено", "", "verdict-unproven", ""),
        ({"properties": {"alternateName": "Half True"}}, "Half True", "", "verdict-mixed", ""),
        ({"alternateName": "Out of context"}, "Out of context", "", "", ""),
        (
            {"ratingValue": 9, "worstRating": 1, "bestRating": 5},
            "9 (worst 1, best 5)",
            "9 (worst 1, best 5)",
            "",
            "outside its scale",
        ),
        (
            {"ratingValue": "-1", "worstRating": "-1", "bestRating": "-1", "alternateName": "False"},
            "False",
            "",
            "verdict-false",
            "",
        ),
        ({"ratingValue": 3}, "3", "3", "", ""),
    ],
)
def test_ratings(rating: dict[str, Any], text: str, scale: str, code: str, problem: str) -> None:
    _, verdict, problems = one(reviewRating=rating)
    assert verdict is not None
    assert verdict.verdict is not None
    assert (verdict.verdict.text, verdict.verdict.scale, verdict.verdict.code) == (text, scale, code)
    assert (problem in problems[0]) if problem else problems == []


def test_without_a_rating_there_is_no_verdict() -> None:
    for rating in (None, {}, {"ratingValue": -1, "bestRating": -1, "worstRating": -1}, "x"):
        claim, verdict, problems = one(reviewRating=rating)
        assert verdict is None
        assert problems == ["no rating: the claim is loaded without a verdict"]
        assert claim.content_text


@pytest.mark.parametrize(
    ("author", "label"),
    [
        ({"name": "Facebook"}, "unnamed source on Facebook"),
        ([{"name": "Social media users"}], "unnamed source on Social media users"),
        ({"name": "example fact desk"}, "unnamed source"),
        (None, "unnamed source"),
        ("Ida Brook", "Ida Brook"),
    ],
)
def test_a_platform_or_the_reviewer_is_not_the_speaker(author: Any, label: str) -> None:
    claim, _, _ = one(itemReviewed={"author": author})
    assert claim.claimant.label == label
    assert (claim.claimant.kind == "UnnamedSource") == label.startswith("unnamed")


@pytest.mark.parametrize(
    ("item", "addresses"),
    [
        ({"appearance": {"url": "https://a.example/1"}}, ("https://a.example/1",)),
        (
            {"appearance": ["https://a.example/1", {"@id": "https://a.example/2"}]},
            ("https://a.example/1", "https://a.example/2"),
        ),
        ({"url": ["https://a.example/1", "javascript:x"]}, ("https://a.example/1",)),
        ({"firstAppearance": "none", "appearance": 7}, ()),
    ],
)
def test_appearances(item: dict[str, Any], addresses: tuple[str, ...]) -> None:
    assert one(itemReviewed=item)[0].evidence == addresses


def test_a_denial_that_is_rated_false_is_affirmed() -> None:
    claim, verdict, _ = one(claimReviewed="The cruiser Moskva did not sink.")
    assert verdict is not None
    assert (claim.stance.value, verdict.stance.value) == ("denies", "asserts")


def test_dates_that_are_none_are_told() -> None:
    _, verdict, problems = one(datePublished="2022-04-31")
    assert verdict is not None
    assert verdict.made_on is None
    assert problems == ["'2022-04-31' is not a date"]


SECOND = {**REVIEW, "claimReviewed": "The bridge at Weirtown is whole."}
PAGE = """<!doctype html><html><head>
<script type="application/ld+json">{"@type": "WebSite"}</script>
<script type='application/ld+json'>
%s
</script>
<script type="application/ld+json">{"@type": "ClaimReview", "claimReviewed": }</script>
</head></html>"""
CONTAINERS = {
    "object": json.dumps(REVIEW),
    "list": json.dumps([REVIEW]),
    "graph": json.dumps({"@graph": [{"@type": "WebPage"}, {"@type": ["Review", "ClaimReview"]} | REVIEW]}),
    "feed": json.dumps(
        {"@type": "DataFeed", "dataFeedElement": [{"@type": "DataFeedItem", "item": [REVIEW]}]}
    ),
    "lines": json.dumps(REVIEW) + "\n" + json.dumps(SECOND) + "\n",
    "search": json.dumps(
        {
            "claims": [
                {
                    "text": "The dam broke.",
                    "claimant": "Ida Brook",
                    "claimReview": [
                        {
                            "publisher": {"name": "Desk"},
                            "url": "https://d.example/",
                            "textualRating": "False",
                            "languageCode": "en",
                        }
                    ],
                }
            ]
        }
    ),
}


@pytest.mark.parametrize("name", CONTAINERS)
def test_containers(name: str) -> None:
    found = rows(CONTAINERS[name].encode())
    assert [len(row.claims) for row in found if isinstance(row, Row)] == [2] * (2 if name == "lines" else 1)


def test_a_page_with_broken_markup() -> None:
    broken = json.dumps(REVIEW, indent=1).replace("cruiser Moskva", "cruiser\nMoskva").replace("\n}", ",\n}")
    found = rows((PAGE % broken).encode(), "page.html")
    assert isinstance(found[0], Row)
    assert found[0].line == 3
    assert [problem.reason for problem in found[0].problems] == [
        "broken JSON, mended: a line break in a string or a comma too many"
    ]
    assert isinstance(found[1], Reject)
    assert (found[1].line, found[1].reason) == (31, "broken JSON (Expecting value)")


def test_what_is_refused_left_out_or_no_file_at_all() -> None:
    found = rows([REVIEW, REVIEW, {**REVIEW, "claimReviewed": " "}, {"@type": "WebPage"}, 7])
    assert [type(row) for row in found] == [Row, Skipped, Reject, Skipped, Reject]
    with pytest.raises(InputError, match="broken JSON"):
        rows(b'{"@type": "ClaimReview", ')
    feed = CONTAINERS["feed"].encode()
    with pytest.raises(InputError, match="cut off"):
        rows(feed[:-3])


def test_the_verdict_is_in_the_store_and_contradicts_the_claim() -> None:
    store = EmbeddedStore.in_memory()
    Loader(store).load_all([dataset(REVIEW)])
    found = store.query(
        f"SELECT ?text ?scale ?claim WHERE {{ ?v a <{cg('Verdict')}> ; <{cg('reviews')}> ?claim ; "
        f"<{cg('ratingText')}> ?text ; <{cg('ratingScale')}> ?scale ; <{cg('hasRating')}> ?code . "
        f"?claim a <{cg('Claim')}> }}"
    )
    assert [(row["text"].value, row["scale"].value) for row in found] == [  # type: ignore[union-attr]  # rows
        ("Pants on Fire!", "1 (worst 1, best 5)")
    ]


ODD = st.recursive(
    st.one_of(st.none(), st.booleans(), st.integers(), st.floats(), st.text(max_size=8), st.just("x" * 3000)),
    lambda inner: (
        st.lists(inner, max_size=2)
        | st.dictionaries(
            st.sampled_from(["name", "url", "@type", "@value", "properties"]), inner, max_size=2
        )
    ),
    max_leaves=4,
)


@settings(max_examples=60)
@given(st.lists(st.dictionaries(st.sampled_from(sorted(REVIEW)[1:]), ODD, max_size=3), max_size=3))
def test_reviews_in_are_rows_out(changes: list[dict[str, Any]]) -> None:
    data = [{**REVIEW, **change, "@type": "ClaimReview"} for change in changes]
    nested = json.dumps(changes).count("ClaimReview")
    assert len(rows([REVIEW, *data])) == len(data) + 1 + nested
