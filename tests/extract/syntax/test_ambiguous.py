"""Words for blows are nouns and verbs: what they are between a subject and an object."""

from __future__ import annotations

from itertools import product

import pytest

from claimgraph.extract.syntax.tagger import tag
from claimgraph.extract.syntax.text import tokens

PAST = [
    "a missile", "the missile", "a Velmari missile", "a drone", "a glide bomb", "an airstrike", "a shell",
    "artillery fire", "heavy shelling", "the army", "the enemy", "a naval mine", "a blast", "a mortar",
    "a suicide bomber", "two missiles", "rockets", "Velmari drones", "one of the drones", "gunmen",
]  # fmt: skip
PRESENT = [
    "gunmen attack", "rebels raid", "jets target", "Velmari forces shell", "warplanes bomb",
    "militants storm",
    "two missiles strike", "attackers wound", "soldiers kill", "drones damage", "the rebels mine",
    "the army shells", "Velmar bombs", "a drone strikes", "Velmar raids", "the militia storms",
    "Israel strikes",
    "a Velmari strike hits", "the group targets", "Velmar's army shells", "a mine damages", "Kyiv downs",
]  # fmt: skip
OBJECTS = ["Kharkiv", "Tarnhaven", "Kettle Ford", "central Kharkiv", "12 boats", "a school", "homes"]
FRAMES = [
    "{0} {1}.",
    "{0} {1} on Tuesday, killing 12 people.",
    "{0} {1} on Tuesday, killing 12 people, the mayor said.",
    "{0} {1}, police said.",
    "Zelensky said {0} {1} on Tuesday.",
    "The mayor said that {0} {1}, killing 12.",
    "According to the mayor, {0} {1}.",
    "Two people died when {0} {1}.",
]


@pytest.mark.parametrize("clause", [*(f"{subject} hit" for subject in PAST), *PRESENT])
def test_what_hits_is_subject_and_verb(clause: str) -> None:
    wrong = []
    for place, frame in product(OBJECTS, FRAMES):
        text = frame.format(clause, place)
        verb = len(tokens(frame.split("{1}")[0].format(clause))) - 1
        text = text[0].upper() + text[1:]
        if tag(tokens(text))[verb] != "V":
            wrong.append(text)
    assert not wrong


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("A missile hit on Kharkiv killed two.", "DNNPAVK."),
        ("A missile hit in Kharkiv killed two.", "DNNPAVK."),
        ("A missile hit near Kharkiv.", "DNVPA."),
        ("They saw where the missile hit.", "IVSDNV."),
        ("The hit Kharkiv took was hard.", "DNAVBN."),
        ("After the tax cut Moscow wanted, prices rose.", "SDNNAV,NV."),
        ("It shot down 14 attack drones.", "IVRKNN."),
        ("The strike targets included homes.", "DNNVN."),
        ("The drone strikes killed 12.", "DNNVK."),
        ("The air strikes north of Tyre went on.", "DNNNPAVP."),
        ("The air strikes last week killed 12.", "DNNRNVK."),
        ("The number of our fallen servicemen stands at 12.", "DNPGnNVPK."),
        ("Police foiled rebel attack Monday.", "AVNNA."),
    ],
)
def test_blows_that_are_nouns(text: str, expected: str) -> None:
    assert tag(tokens(text)) == expected
