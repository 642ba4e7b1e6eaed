"""What phrases that point back stand for, and what they do not."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

import pytest
from tests.extract.reports import read_report

from claimgraph.model import Claim

KYIV_FIRST = "Officials in Kyiv declined to comment.\n\n"


def places(text: str) -> list[str]:
    """The labels of the places where the events of a text happened, or what they befell."""
    reading = read_report(text, date(2024, 6, 12))
    events = [claim.proposition.event for claim in reading.claims]
    return [
        entity.label
        for event in events
        if event is not None
        for property in ("takesPlaceAt", "affects", "hasTarget")
        for entity in event.fillers(property)
        if entity.kind in {"Settlement", "City", "Place"}
    ]


@pytest.mark.parametrize(
    ("said", "expected"),
    [
        ("In the city of Zorivka, five people were killed on Monday, police said.", ["Zorivka"]),
        ("Shells hit the eastern town of Old Zorivka on Monday, police said.", ["Old Zorivka"]),
        ("In the town of Zorivka, two men were wounded. The town was shelled on Sunday.", ["Zorivka"] * 2),
        ("In the city, five people were killed on Monday, police said.", ["Kyiv"]),
    ],
)
def test_a_noun_before_a_name_means_the_named_place(said: str, expected: list[str]) -> None:
    """ "the city" alone points back to a city; "the city of Zorivka" does not."""
    assert places(KYIV_FIRST + said) == expected


@pytest.mark.parametrize(
    ("later", "expected"),
    [
        ("machine plant", {"ammunition depot", "machine plant"}),
        ("burning complex", {"ammunition depot"}),
        ("depot", {"ammunition depot"}),
    ],
)
def test_a_thing_of_another_sort_is_another_thing(
    claims: Callable[[str], tuple[Claim, ...]], later: str, expected: set[str]
) -> None:
    text = (
        "The Russian defence ministry said its forces had hit an ammunition depot in Kramatorsk on Monday. "
        f"Pavlo Kyrylenko said nine people had been killed in the strike on the {later} on Monday."
    )
    events = [claim.proposition.event for claim in claims(text)]
    targets = {entity.label for event in events if event for entity in event.fillers("hasTarget")}
    assert targets == expected
