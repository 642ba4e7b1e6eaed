"""Times that stand on the day told of, days with a name, the n-th week of a month."""

from __future__ import annotations

from datetime import date

import pytest

from claimgraph.extract.times.expressions import times

REPORT = date(2022, 5, 11)

CASES = [
    ("It fell on 3 May. Hours later it was lost.", ["2022-05-03", "2022-05-03"]),
    ("It fell on 3 May.\n\nTwenty minutes later a second wave came.", ["2022-05-03", "2022-05-03"]),
    ("It fell on Sunday. Police came later in the day.", ["2022-05-08", "2022-05-08"]),
    ("They were seen minutes ago.", ["2022-05-11"]),
    ("During the day three drones were shot down.", ["2022-05-11"]),
    ("Shots were heard in the early morning.", ["2022-05-11"]),
    ("Shots were heard in the morning of 3 May.", ["2022-05-03"]),
    ("It fell on 3 May and has been held since then.", ["2022-05-03", "2022-05-03/.."]),
    ("It has been held since then.", []),
    ("They struck in the night from Saturday to Sunday.", ["2022-05-07/2022-05-08"]),
    ("They struck overnight Monday to Tuesday.", ["2022-05-09/2022-05-10"]),
    ("The weekend attack killed two.", ["2022-05-07/2022-05-08"]),
    ("He spent a weekend at home.", []),
    ("They struck on New Year's Eve.", ["2021-12-31"]),
    ("They will meet on Christmas Day.", ["2022-12-25"]),
    ("They met on Christmas Eve 2014.", ["2014-12-24"]),
    ("They came on the first weekend of May.", ["2022-05-07/2022-05-08"]),
    ("They came in the first week of May.", ["2022-05-01/2022-05-07"]),
    ("They came on the last Friday in April.", ["2022-04-29"]),
    ("They came in the last week of December.", ["2021-12-25/2021-12-31"]),
    ("He fled in 2017. It burned in the autumn of that year.", ["2017", "2017-23"]),
    ("By nightfall on Monday it was lost.", ["../2022-05-09"]),
    ("It was hit shortly before dawn on Monday.", ["2022-05-09"]),
    ("It was hit on 3 and 4 May.", ["2022-05-03/2022-05-04"]),
    ("It was hit on Saturday and Sunday.", ["2022-05-07/2022-05-08"]),
    ("It was hit on Saturday and on Tuesday.", ["2022-05-07", "2022-05-10"]),
]


@pytest.mark.parametrize(("text", "expected"), CASES, ids=[text for text, _ in CASES])
def test_edtf(text: str, expected: list[str]) -> None:
    assert [mention.edtf for mention in times(text, REPORT)] == expected


def test_without_a_report_date_only_what_names_its_day_is_read() -> None:
    text = "Minutes ago, in the night from Saturday to Sunday, on New Year's Eve, on Christmas Day 2014."
    assert [mention.edtf for mention in times(text, None)] == ["2014-12-25"]
