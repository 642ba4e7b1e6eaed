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
    ("They struck in the night to Monday.", ["2022-05-08/2022-05-09"]),
    ("Eighty died in April last year.", ["2021-04"]),
    ("It fell on 3 May. An hour or so before, a drone came.", ["2022-05-03", "2022-05-03"]),
    ("It fell on 3 May.\n\nA fortnight later they returned.", ["2022-05-03", "2022-05-17~"]),
    ("A fortnight later they returned.", [""]),
    (
        "It fell on Saturday, police said on Sunday. The next morning it was quiet.",
        ["2022-05-07", "2022-05-08", "2022-05-08"],
    ),
    ("It fell on Saturday.\n\nIt began at about 9:20.", ["2022-05-07", "2022-05-07T09:20:00"]),
    (
        "It fell on Saturday.\n\n11:00 It began at about 9:20.",
        ["2022-05-07", "2022-05-11T11:00:00", "2022-05-11T09:20:00"],
    ),
    ("It was shelled between 00:05 and 08:00 yesterday.", ["2022-05-10T00:05:00/2022-05-10T08:00:00"]),
    ("It was on 3 May, a Tuesday.", ["2022-05-03"]),
    ("Ten died on Wed. The Sun said so.", ["2022-05-11"]),
    ("He had 33 calls in the past 24h.", ["2022-05-10/2022-05-11"]),
    ("It was hit on Monday. Hours after the attack it sank.", ["2022-05-09", "2022-05-09"]),
    ("A mine killed him on the 9th. On the 95th, a brigade came.", ["2022-05-09"]),
    ("A mine killed him on the 19th.", ["2022-04-19"]),
    ("It fell the previous Sunday.", ["2022-05-08"]),
    ("Talks are to be held on Friday.", ["2022-05-13"]),
    ("The envoy expects 1,000 men to arrive by Friday.", ["../2022-05-13"]),
    ("They must leave by Friday, the decree says.", ["../2022-05-13"]),
    ("He would not say on Sunday how many had died.", ["2022-05-08"]),
    ("He said on Sunday that nine had died in the past day.", ["2022-05-08", "2022-05-07/2022-05-08"]),
    ("Nine died in the past day.", ["2022-05-10/2022-05-11"]),
    ("It fell on 3 May. In the three days since, nine died.", ["2022-05-03", "2022-05-03/.."]),
    ("They came in 1998. In June of that year they left.", ["1998", "1998-06"]),
    ("From 3 April to the end of the month it was shelled.", ["2022-04-03/2022-04-30"]),
    ("It was hit between Sunday and noon on Monday.", ["2022-05-08/2022-05-09T12:00:00"]),
    ("It fell on 16 October 1998. He had left on 12 October.", ["1998-10-16", "1998-10-12"]),
    ("It fell on 16 October 1998. He left on 3 November.", ["1998-10-16", "1998-11-03"]),
    ("It fell on 16 April 1998. He spoke on 6 May.", ["1998-04-16", "2022-05-06"]),
    ("It burned in December 1998. It was in November, he says.", ["1998-12", "1998-11"]),
    ("It fell on Monday. The evening before, shells hit it.", ["2022-05-09", "2022-05-08"]),
    (
        "It fell on Monday, he said on Tuesday. He denied it the next day.",
        ["2022-05-09", "2022-05-10", "2022-05-11"],
    ),
    (
        "It fell on Friday, he said on Sunday. They left two days later.",
        ["2022-05-06", "2022-05-08", "2022-05-08"],
    ),
    ("He said on Sunday that six had died the day before by mines.", ["2022-05-08", "2022-05-07"]),
    ("It was bombed between the 3rd and the 5th, he said.", ["2022-05-03/2022-05-05"]),
    ("It was bombed on the 3rd and 4th.", ["2022-05-03/2022-05-04"]),
    ("It held the 3rd and 4th floors.", []),
    ("Since the start of the siege on 3 May nine died.", ["2022-05-03/.."]),
    ("It was hit from Sunday until the small hours of Monday.", ["2022-05-08/2022-05-09"]),
    ("It was hit shortly before noon yesterday.", ["2022-05-10"]),
    (
        "It was hit on 3 May. He said on Sunday that no plane flew that day.",
        ["2022-05-03", "2022-05-08", "2022-05-03"],
    ),
]


@pytest.mark.parametrize(("text", "expected"), CASES, ids=[text for text, _ in CASES])
def test_edtf(text: str, expected: list[str]) -> None:
    assert [mention.edtf for mention in times(text, REPORT)] == expected


def test_without_a_report_date_only_what_names_its_day_is_read() -> None:
    text = "Minutes ago, in the night from Saturday to Sunday, on New Year's Eve, on Christmas Day 2014."
    assert [mention.edtf for mention in times(text, None)] == ["2014-12-25"]
