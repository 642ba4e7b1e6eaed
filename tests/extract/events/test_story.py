"""The day of a report's story, for events of it that are told without one."""

from __future__ import annotations

from datetime import date

import pytest

from claimgraph.extract.reader import read
from claimgraph.model import Entity
from claimgraph.reference.loader import Reference

LEAD = "Shells hit a mill in Orvil on Tuesday."
LATER = "The army blamed the rebels. "


def day_of(text: str, words: str) -> str | None:
    """The time of the event of the shortest claim with some words."""
    wire = Entity("Harbour Wire", "MediaOutlet")
    reading = read(
        text, body=[(0, len(text))], headline=None, outlet=wire, published=date(2024, 5, 24),
        reference=Reference.default(), scope="r1",
    )  # fmt: skip
    claims = [claim for claim in reading.claims if words in claim.content_text]
    event = min(claims, key=lambda claim: len(claim.content_text)).proposition.event
    assert event is not None
    return event.time.edtf if event.time is not None else None


@pytest.mark.parametrize(
    ("text", "words", "day"),
    [
        (f"{LEAD}\n\n{LATER}A silo burned down, a miller said.", "A silo burned", "2024-05-21"),
        (f"{LEAD}\n\n{LATER}A silo burned down, a miller said on Friday.", "A silo burned", "2024-05-21"),
        (f"{LEAD}\n\n{LATER}A silo burned down last year, a miller said.", "A silo burned", "2023"),
        (f"{LEAD}\n\n{LATER}A silo burned down in an earlier raid.", "A silo burned", None),
        (f"{LEAD}\n\nJets bombed a dam on Friday. {LATER}A silo burned down.", "A silo burned", None),
        (f"{LEAD}\n\nThe war began on 3 May. {LATER}A silo burned down.", "A silo burned", None),
        (f"{LEAD}\n\n{LATER}More shells will hit the town, it said.", "will hit the town", None),
        (f"{LEAD}\n\n{LATER}Talks were held in Sarrat, a miller said.", "Talks were held", None),
        ("Bodies were seen in Orvil on Tuesday. A silo burned down.", "A silo burned", None),
        ("Shells have hit Orvil since Tuesday. A silo burned down.", "A silo burned", None),
    ],
)  # fmt: skip
def test_what_is_told_without_a_day_is_of_the_one_day_of_the_story(
    text: str, words: str, day: str | None
) -> None:
    assert day_of(text, words) == day
