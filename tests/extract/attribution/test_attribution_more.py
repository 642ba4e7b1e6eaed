"""Marks left open or single, lists, headlines with their source, those who do not say, scare quotes."""

from __future__ import annotations

import pytest
from tests.extract.reports import attributed

Row = tuple[str, ...]


CASES: list[tuple[str, list[Row]]] = [
    ("‘Two boats sank,’ she said.", [("quote-subject-verb", "she", "said", "‘Two boats sank,’")]),
    (
        "'Two boats sank,' the rebels' envoy said. 'Nobody swam.'",
        [("quote-subject-verb", "the rebels' envoy", "said", "'Two boats sank,' | 'Nobody swam.'")],
    ),
    ("「Two boats sank」, the pilot said.", [("parenthetical", "the pilot", "said", "「Two boats sank」")]),
    (
        '"Two boats sank, the pilot said. The navy denied it had boats there.',
        [
            ("quote-subject-verb", "the pilot", "said", '"Two boats sank,'),
            ("main-clause", "The navy", "denied", "it had boats there"),
        ],
    ),
    *(
        (f"{opening}, the mayor said.", [("parenthetical", "the mayor", "said", opening)])
        for opening in (
            "Since 24 May at least 14 people have drowned",
            "After two days the town fell",
            "Before dawn a rocket struck the school",
            "Until last week rebels held the mill",
            "As of Monday 12 people had drowned",
            "Since the siege began 12 people have drowned",
        )
    ),
    (
        "The army denied this: no patrol had come.",
        [
            ("main-clause", "The army", "denied", "this"),
            ("after-denial", "The army", ":", "no patrol had come"),
        ],
    ),
    (
        "The report disputed the figure: it said 12 had drowned.",
        [
            ("main-clause", "The report", "disputed", "the figure"),
            ("main-clause", "it", "said", "12 had drowned"),
        ],
    ),
    (
        "The army said it held the mill, a claim the rebels did not comment on.",
        [("main-clause", "The army", "said", "it held the mill, a claim the rebels did not comment on")],
    ),
    ("Phone lines are cut, making it hard to verify either account.", []),
    (
        "The group says it sank one boat, a claim shipping companies reject.",
        [
            ("main-clause", "The group", "says", "it sank one boat"),
            ("claim-of", "shipping companies", "reject", "a claim"),
        ],
    ),
    (
        "The army said it sank one boat, a claim Borvia called fiction.",
        [
            ("main-clause", "The army", "said", "it sank one boat"),
            ("claim-of", "Borvia", "called", "a claim"),
        ],
    ),
    (
        "Two boats fired in response to attacks by the movement on shipping, officials said.",
        [
            (
                "parenthetical",
                "officials",
                "said",
                "Two boats fired in response to attacks by the movement on shipping",
            )
        ],
    ),
    (
        "Videos shared by the group show fighters walking along the trench.",
        [("main-clause", "Videos shared by the group", "show", "fighters walking along the trench")],
    ),
    (
        "The clinic has admitted 40 wounded, a nurse said.",
        [("parenthetical", "a nurse", "said", "The clinic has admitted 40 wounded")],
    ),
    *((f"{opening}, the mayor said.", []) for opening in ("After troops left", "Since the siege began")),
    (
        "“The well is dry.\n\n“The mill burned.\n\n“We left,” said Ana Brodel.",
        [
            (
                "quote-verb-subject",
                "Ana Brodel",
                "said",
                "“The well is dry. | “The mill burned. | “We left,”",
            )
        ],
    ),
    ("⚡️🔴 Army said Brodel was shelled.", [("main-clause", "Army", "said", "Brodel was shelled")]),
    ("Brodel Doctors 🇺🇦: two men died.", [("colon", "Brodel Doctors", ":", "two men died")]),
    (
        "The port’s spokesman, Majed al-Brodel: talks go on.",
        [("colon", "The port’s spokesman, Majed al-Brodel", ":", "talks go on")],
    ),
    ("Nine dead in market blast – police", [("headline-source", "police", "–", "Nine dead in market blast")]),
    ("Two drones lost over Brodel: army", [("headline-source", "army", ":", "Two drones lost over Brodel")]),
    ("Market reopens after blast – at last", []),
    (
        "On Monday:\n\n- Nine died in Brodel\n- Army denies shelling market",
        [("main-clause", "Army", "denies", "shelling market")],
    ),
    (
        "The army said between 20 and 30 men died.",
        [("main-clause", "The army", "said", "between 20 and 30 men died")],
    ),
    (
        "The army said around 300 men died.",
        [("main-clause", "The army", "said", "around 300 men died")],
    ),
    (
        "The army said in a statement 20 men had died.",
        [("main-clause", "The army", "said in a statement", "20 men had died")],
    ),
    (
        "The minister refused to say whether two ships sank.",
        [("infinitive", "The minister", "refused to say", "whether two ships sank")],
    ),
    (
        "The army neither confirmed nor denied the raid.",
        [("main-clause", "The army", "neither confirmed nor denied", "the raid")],
    ),
    (
        "He was said by neighbours to have joined the militia.",
        [("passive-by", "neighbours", "was said by", "He | to have joined the militia")],
    ),
    (
        "The rebels, whose envoy said the town was theirs, withdrew.",
        [("main-clause", "whose envoy", "said", "the town was theirs")],
    ),
    (
        "Brodel said a drone had been brought down, which Aldan denied on Monday.",
        [
            ("main-clause", "Brodel", "said", "a drone had been brought down"),
            ("relative-content", "Aldan", "denied", "which | on Monday"),
        ],
    ),
    ("Nine men are known to have died.", []),
    ("Supposedly, the ship carried grain.", [("evidential", "", "Supposedly", "the ship carried grain")]),
    (
        'The general was blunt: "We have no shells."',
        [("main-clause", "The general", "was blunt:", '"We have no shells."')],
    ),
    (
        "Rumours that the bridge was mined were heard.",
        [("noun", "", "Rumours", "that the bridge was mined")],
    ),
    (
        "Harbour Mayor Says Army Shelled Market During “Truce.”",
        [("main-clause", "Harbour Mayor", "Says", "Army Shelled Market During “Truce.”")],
    ),
    ('His "guests" claimed the hall.', [("main-clause", 'His "guests"', "claimed", "the hall")]),
    ('The so-called "people\'s republic" held a vote.', []),
]  # fmt: skip


@pytest.mark.parametrize(("text", "expected"), CASES, ids=[case[0][:45] for case in CASES])
def test_attributions(text: str, expected: list[Row]) -> None:
    assert attributed(text) == expected
