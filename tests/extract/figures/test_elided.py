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
    ("36 wounded came, 11 in a critical state.", ["36 wounded", "11 wounded"]),
    ("Five people were hurt, not four as we wrote.", ["5 wounded", "4 wounded"]),
    ("The number of casualties (killed and wounded) has reached 64.", ["64 casualties"]),
    ("The number of our fallen servicemen stands at 1,210.", ["1210 killed"]),
    ("The number of raids has fallen to 12.", []),
    ("15 drones came. Our guns destroyed 13 of them.", ["15 drones", "13 drones"]),
    ("168 bodies were found. We have 80 names so far.", ["168 killed", "80 killed"]),
    ("189 people were killed in the town since May, among them 21 minors.", ["189 killed", "21 killed"]),
    ("9,488 killed, incl. 3,900 children.", ["9488 killed", "3900 killed"]),
    ("Two of his brother’s sons were hurt.", ["2 wounded"]),
    ("220 “nationalists” were killed.", ["220 killed"]),
    ("Villagers buried 17 people.", ["17 killed"]),
    ("The blast buried 17 people under the rubble.", ["17 people"]),
    ("Captured yesterday: 112 soldiers.", ["112 captured"]),
    ("He put the town’s dead since 12 May at 91.", ["91 killed"]),
    ("It gave its dead as 30 and its wounded as 55.", ["30 killed", "55 wounded"]),
    ("The toll could exceed 130.", ["130.. killed"]),
    ("Bodies number 23.", ["23 killed"]),
    ("65 fighters died. Twenty-two were loyalists.", ["65 killed", "22 killed"]),
    ("40 people died. Thirteen were sent home.", ["40 killed", "13 people"]),
    (
        "1,150 soldiers are there: 440 from Mali, 60 from Chad.",
        ["1150 personnel", "440 personnel", "60 personnel"],
    ),
    ("Three officers who it says were captured are back.", ["3 captured"]),
    ("11 of the people he treated in May have died.", ["11 killed"]),
    ("8 of the 50 or so wounded have died.", ["8 killed", "50 wounded"]),
    ("Two planes landed, one of which was destroyed.", ["2 aircraft", "1 aircraft"]),
    ("Seven men died, three of them under 15.", ["7 killed", "3 killed"]),
    ("Total since 18 May 867.", []),
    ("93 people died. Total since 18 May 867.", ["93 killed", "867 killed"]),
    ("They flew 19 raids, against 12 on Monday.", ["19 strikes"]),
    ("Over 121,000 have left.", ["121000.. people"]),
    ("A mine killed a woman; another fourteen men perished on Monday.", ["1 killed", "14 killed"]),
    ("Eliminated 130 tribesmen.", ["130 killed"]),
    ("187 war-wounded were admitted.", ["187 wounded"]),
]


@pytest.mark.parametrize(("text", "expected"), CASES, ids=[text for text, _ in CASES])
def test_what_a_number_counts(text: str, expected: list[str]) -> None:
    found = [
        f"{q.low}{'' if q.high == q.low else '..'} {q.counts}" for q in quantities(text) if q.is_countable
    ]
    assert found == expected
