"""Ratings by users: read from CSV and MISP tags, written as notes, refused when off the scale."""

from __future__ import annotations

from datetime import date

import pytest

from claimgraph.errors import InputError, UsageError
from claimgraph.reasoning.ratings import Rating, parse_tag, ratings_quads, read_ratings

WIRE = "https://example.org/wire"


def find(name: str, _column: str) -> str:
    if name == "nobody":
        raise UsageError("no thing in the store is called 'nobody'")
    return WIRE


def test_a_source_and_a_claim_are_rated() -> None:
    text = (
        "source,claim,reliability,credibility,user,date\nwire,,b,,desk,2022-05-01\n,c1,,2,desk,2022-05-02\n"
    )
    assert read_ratings(text, "r.csv", find) == [
        Rating("desk", date(2022, 5, 1), source=WIRE, reliability="B"),
        Rating("desk", date(2022, 5, 2), claim=WIRE, credibility="2"),
    ]


def test_tags_of_misp_go_both_ways() -> None:
    for rating in (
        Rating("d", date.min, source=WIRE, reliability="F"),
        Rating("d", date.min, claim=WIRE, credibility="6"),
    ):
        axis, step = parse_tag(rating.tag)
        assert step == getattr(rating, axis)
    text = 'source,reliability,user,date\nwire,"admiralty-scale:source-reliability=""c""",desk,2022-05-01\n'
    assert read_ratings(text, "r.csv", find)[0].reliability == "C"


BAD = [
    (
        "source,reliability,user,date\nwire,G,desk,2022-05-01\n",
        "r.csv:2: reliability 'G' is not on the scale",
    ),
    ("claim,credibility,user,date\nc1,7,desk,2022-05-01\n", "r.csv:2: credibility '7' is not on the scale"),
    ("source,reliability,user,date\nwire,B,desk,2022-04-31\n", "is no date"),
    ("source,reliability,user,date\nwire,B,,2022-04-30\n", "needs a user"),
    ("source,reliability,user,date\nwire,,desk,2022-04-30\n", "needs a source with its reliability"),
    ("source,claim,reliability,credibility,user,date\nwire,c1,B,2,desk,2022-04-30\n", "make a row for each"),
    ("source,reliability,user\nwire,B,desk\n", "no column 'date'"),
    ("source,trust,user,date\nwire,B,desk,2022-04-30\n", "an unknown column 'trust'"),
    ("source,reliability,user,date\nnobody,B,desk,2022-04-30\n", "r.csv:2: no thing in the store"),
    (
        'source,reliability,user,date\nwire,"admiralty-scale:source-reliability=""g""",d,2022-05-01\n',
        "r.csv:2: ",
    ),
    (
        'source,reliability,user,date\nwire,"admiralty-scale:information-credibility=""2""",d,2022-05-01\n',
        'r.csv:2: admiralty-scale:information-credibility="2" is a tag of credibility',
    ),
    ("", "no column"),
]


@pytest.mark.parametrize(("text", "fault"), BAD)
def test_bad_ratings_are_one_clear_line(text: str, fault: str) -> None:
    with pytest.raises(InputError) as caught:
        read_ratings(text, "r.csv", find)
    assert fault in str(caught.value)
    assert "\n" not in str(caught.value)


@pytest.mark.parametrize("tag", ["", 'admiralty-scale:source-reliability="g"', 'tlp:"red"'])
def test_other_tags_are_refused(tag: str) -> None:
    with pytest.raises(InputError, match="Admiralty"):
        parse_tag(tag)


def test_ratings_are_notes_that_satisfy_the_shapes() -> None:
    import pyshacl
    from rdflib import Graph

    from claimgraph.resources import ontology_dir

    rating = Rating("desk", date(2022, 5, 1), source=WIRE, reliability="B")
    lines = ratings_quads([rating], "https://example.org/", "r.csv", "text")
    assert lines == sorted(set(lines))
    data = Graph().parse(data="".join(lines), format="nt")
    shapes = Graph().parse(ontology_dir() / "shapes" / "claims.ttl")
    _, _, text = pyshacl.validate(data, shacl_graph=shapes, advanced=True)
    assert "/rating/" not in text
