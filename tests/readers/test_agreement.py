"""Two readers compared: what they share is marked, what they do not is listed, and nothing is lost."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from claimgraph.errors import UsageError
from claimgraph.extract.attribution.reading import Attribution
from claimgraph.readers import Extraction, Refusal
from claimgraph.readers.agreement import AgreementReader

TEXT = (
    "The mayor said that two people were hurt. According to the army, a bridge fell. Ann Other denied it all."
)


@dataclass
class Told:
    """A reader that finds what it is told."""

    name: str
    found: list[Attribution]
    refused: tuple[Refusal, ...] = ()
    version: str = "7"

    def extract(self, text: str, published: date | None = None) -> Extraction:
        return Extraction(tuple(sorted(self.found, key=lambda one: one.cue)), self.refused)


def span(words: str) -> tuple[int, int]:
    start = TEXT.index(words)
    return start, start + len(words)


def said(source: str, cue: str, content: str, rule: str = "r", **more: object) -> Attribution:
    one = Attribution(
        source=(span(source),) if source else (),
        cue=(span(cue),),
        content=(span(content),),
        rule=rule,
        cue_lemma="say",
        stance="asserts",
        certainty="unstated",
        kind="speech",
    )
    return replace(one, **more)  # type: ignore[arg-type]  # the fields are given by name


MAYOR = said("The mayor", "said", "that two people were hurt", "a")
ARMY = said("the army", "According to", "a bridge fell", "a")
ANN = said("Ann Other", "denied", "it all", "a", stance="denies")


def compare(first: list[Attribution], second: list[Attribution]) -> Extraction:
    return AgreementReader(Told("one", first), Told("two", second)).extract(TEXT)


@pytest.mark.parametrize(
    "other",
    [
        replace(MAYOR, rule="b"),
        said("The mayor", "said", "two people were hurt", "b"),  # without "that"
        said("mayor", "said", "that two people were hurt", "b"),
        said("The mayor", "said that", "two people were hurt", "b"),
        replace(MAYOR, rule="b", certainty="possible"),  # not compared
    ],
)
def test_what_they_share_is_marked(other: Attribution) -> None:
    extraction = compare([MAYOR], [other])
    assert extraction.attributions == (MAYOR,)
    assert extraction.found_by == ({"one": "a", "two": "b"},)
    assert extraction.disagreements == ()


@pytest.mark.parametrize(
    ("other", "about"),
    [
        (said("Ann Other", "said", "that two people were hurt"), ("source",)),
        (said("", "said", "that two people were hurt"), ("source",)),
        (said("The mayor", "said", "two people"), ("content",)),
        (replace(MAYOR, stance="denies"), ("stance",)),
        (replace(MAYOR, negated=True), ("stance",)),
        (said("", "said", "hurt", stance="doubts"), ("source", "content", "stance")),
    ],
)
def test_what_they_do_not_share_is_listed(other: Attribution, about: tuple[str, ...]) -> None:
    extraction = compare([MAYOR], [other])
    assert extraction.attributions == (MAYOR,)
    assert extraction.found_by == ({"one": "a"},)
    (difference,) = extraction.disagreements
    assert difference.about == about
    assert [found.reader for found in difference.found] == ["one", "two"]
    assert difference.taken == difference.found[0]


def test_what_only_one_found_is_taken_from_either() -> None:
    extraction = compare([MAYOR, ANN], [ARMY, MAYOR])
    assert extraction.attributions == (MAYOR, ARMY, ANN)
    assert [list(who) for who in extraction.found_by] == [["one", "two"], ["two"], ["one"]]
    assert [(one.about, one.found[0].reader) for one in extraction.disagreements] == [
        (("found",), "two"),
        (("found",), "one"),
    ]
    assert all(one.taken for one in extraction.disagreements)


def test_what_is_in_the_way_of_the_first_is_only_listed() -> None:
    inner = said("", "hurt", "two people")
    extraction = compare([MAYOR], [inner])
    assert extraction.attributions == (MAYOR,)
    assert [(one.found[0].reader, one.taken is None) for one in extraction.disagreements] == [
        ("one", False),
        ("two", True),
    ]


def test_runs_and_refusals_of_both() -> None:
    reader = AgreementReader(
        Told("one", [], (Refusal("late", at=9),)), Told("two", [], (Refusal("early", at=2),))
    )
    extraction = reader.extract(TEXT)
    assert [(run.name, run.version) for run in extraction.runs] == [("one", "7"), ("two", "7")]
    assert [one.reason for one in extraction.refusals] == ["two: early", "one: late"]


def test_a_reader_is_not_compared_with_itself() -> None:
    with pytest.raises(UsageError, match="name two readers"):
        AgreementReader(Told("one", []), Told("one", []))


PLACES = st.integers(0, 90)
ATTRIBUTIONS = st.lists(
    st.builds(
        lambda cue, content, source: replace(
            MAYOR,
            cue=((cue, cue + 4),),
            content=((content, content + 9),),
            source=((source, source + 3),) if source else (),
        ),
        PLACES,
        PLACES,
        PLACES,
    ),
    max_size=6,
)


@given(ATTRIBUTIONS, ATTRIBUTIONS)
def test_all_of_both_is_in_the_record_or_in_the_list(
    first: list[Attribution], second: list[Attribution]
) -> None:
    extraction = compare(first, second)
    listed = [found for one in extraction.disagreements for found in one.found]
    agreed = sum(len(who) == 2 for who in extraction.found_by)
    assert agreed + sum(found.reader == "one" for found in listed) == len(first)
    assert agreed + sum(found.reader == "two" for found in listed) == len(second)
    assert len(extraction.found_by) == len(extraction.attributions)
    assert [one.cue for one in extraction.attributions] == sorted(one.cue for one in extraction.attributions)
