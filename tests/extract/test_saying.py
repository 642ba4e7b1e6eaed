"""Days after what was said that are those of saying it, and days that are not."""

from __future__ import annotations

from datetime import date

import pytest

from claimgraph.extract.saying import days_of_saying
from claimgraph.extract.syntax.prepared import prepare
from claimgraph.extract.times.expressions import times

PUBLISHED = date(2024, 3, 15)  # a Friday


def verb_of_day(text: str) -> str:
    """The verb that the day of a sentence goes with, or nothing."""
    found = days_of_saying(prepare(text), times(text, PUBLISHED), PUBLISHED)
    return " ".join(text[verb:].split()[0] for verb in found.values())


@pytest.mark.parametrize(
    ("text", "verb"),
    [
        ("The mayor spoke of ten dead on Tuesday.", "spoke"),
        ("The governor reported no casualties on Tuesday.", "reported"),
        ("The ministry gave a toll of nine on Tuesday.", "gave"),
        ("The ministry welcomed the truce on Tuesday.", "welcomed"),
        ("The president warned of more attacks on Thursday.", "warned"),
        ("The president warned of more attacks on Tuesday.", ""),
        ("The army reported 40 strikes on Tuesday.", ""),
        ("The army gave the town to the police on Tuesday.", ""),
    ],
)
def test_days_after_the_object(text: str, verb: str) -> None:
    assert verb_of_day(text) == verb
