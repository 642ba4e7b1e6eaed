"""Numbers without a noun, tolls put at a figure, one of several: what they count."""

from __future__ import annotations

import pytest

from claimgraph.extract.figures.quantities import quantities

CASES = [
    ("The jail held 300 men. Ninety-eight were still inside.", ["300 people", "98 people"]),
    ("The jail held 300 men. Ninety-eight roses grew.", ["300 people"]),
    ("Ninety-eight were still inside.", []),
    ("410 bodies were found. As of Sunday morning 140 had been named.", ["410 killed", "140 people"]),
    ("The dead were buried. Of the dead, nine were women.", ["9 killed"]),
    ("98 men came, 16 of whom were farmers.", ["98 people", "16 people"]),
    ("80 people died. It had put the figure at 27.", ["80 killed", "27 killed"]),
    ("80 people died. The number has grown to 105.", ["80 killed", "105 killed"]),
    ("80 people died. The number of trees has grown to 105.", ["80 killed"]),
    ("80 men died. There were at least four, and no more.", ["80 killed", "4.. people"]),
    ("The police put the dead at two.", ["2 killed"]),
    ("The toll is now 35, up from 31.", ["35 killed"]),
    ("The toll has passed 700.", ["700.. killed"]),
    ("They passed 3 tanks.", ["3 tanks"]),
    ("A destroyer shot down 14 drones.", ["14 drones"]),
    ("Two gunmen shot dead 11 villagers.", ["2 personnel", "11 killed"]),
    ("One of them, a crane driver aged 52, died.", ["1 killed"]),
    ("The army lost one of its ships.", ["1 vessels"]),
    ("Two brothers and their mother died.", ["2 killed"]),
    ("One of the drivers was beaten to death.", ["1 killed"]),
    ("17 others were hurt, two of them badly.", ["17 wounded", "2 wounded"]),
    ("A shell killed all four of them.", ["4 killed"]),
    ("It has lost 3,180 men, including 830 in the past day.", ["3180 lost", "830 lost"]),
    ("Four drones came; all but three were shot down.", ["4 drones"]),
    ("A raid killed a mother and her three children.", ["1 killed", "3 killed"]),
    ("60 men were in a critical condition.", ["60 wounded"]),
    ("The UN counts 1.2m displaced.", ["1200000 displaced"]),
    ("It lies 1.2m under the road.", []),
    ("40 shells fell. Thirteen of them came from the sea.", ["40 missiles", "13 missiles"]),
    ("40 men died. Eighteen more were under the rubble.", ["40 killed", "18 people"]),
    ("No US troops died.", ["0 killed"]),
    ("13 soldiers of the regional and UN forces were killed.", ["13 killed"]),
    ("125,000 Rohingya have crossed.", ["125000 people"]),
    ("12 Sudanese villages were burned.", []),
]


@pytest.mark.parametrize(("text", "expected"), CASES, ids=[text for text, _ in CASES])
def test_what_a_number_counts(text: str, expected: list[str]) -> None:
    found = [
        f"{q.low}{'' if q.high == q.low else '..'} {q.counts}" for q in quantities(text) if q.is_countable
    ]
    assert found == expected
