"""Each construction on sentences of our own: rule, source, cue and content as text."""

from __future__ import annotations

import pytest
from tests.extract.reports import attributed

Row = tuple[str, ...]


CASES: list[tuple[str, Row]] = [
    # main clauses
    (
        "The ministry said that two bridges had been hit.",
        ("main-clause", "The ministry", "said", "that two bridges had been hit"),
    ),
    ("Officials believe three ships sank.", ("main-clause", "Officials", "believe", "three ships sank")),
    (
        "The governor told reporters that the road was open.",
        ("main-clause", "The governor", "told", "that the road was open"),
    ),
    (
        "The governor said on Telegram that the road was open.",
        ("main-clause", "The governor", "said", "that the road was open"),
    ),
    (
        "Moscow has repeatedly denied hitting the market.",
        ("main-clause", "Moscow", "has repeatedly denied", "hitting the market"),
    ),
    (
        "Kyiv did not say how many drones were lost.",
        ("main-clause", "Kyiv", "did not say", "how many drones were lost"),
    ),
    (
        "The council accused the army of shelling the plant.",
        ("main-clause", "The council", "accused", "the army of shelling the plant"),
    ),
    (
        "The envoy called for an immediate truce.",
        ("main-clause", "The envoy", "called for", "an immediate truce"),
    ),
    ("The general vowed to hold the city.", ("main-clause", "The general", "vowed", "to hold the city")),
    (
        "The mayor is adamant that nobody was hurt.",
        ("main-clause", "The mayor", "is adamant", "that nobody was hurt"),
    ),
    (
        "The mayor said in a statement that power was back.",
        ("main-clause", "The mayor", "said in a statement", "that power was back"),
    ),
    (
        "The spokesman pointed out that the port was closed.",
        ("main-clause", "The spokesman", "pointed out", "that the port was closed"),
    ),
    (
        "Satellite images showed three burnt hangars.",
        ("main-clause", "Satellite images", "showed", "three burnt hangars"),
    ),
    (
        "She said, if asked, she would go to the front.",
        ("main-clause", "She", "said", "she would go to the front"),
    ),
    # sources
    (
        "Kyiv and Washington say the missile was theirs.",
        ("main-clause", "Kyiv and Washington", "say", "the missile was theirs"),
    ),
    (
        "Olena Koval, a deputy mayor, said the pumps worked.",
        ("main-clause", "Olena Koval, a deputy mayor,", "said", "the pumps worked"),
    ),
    (
        "The navy, which lost a frigate in May, said the crew was safe.",
        ("main-clause", "The navy", "said", "the crew was safe"),
    ),
    (
        "Petro Lys, who runs the depot, said the tanks were empty.",
        ("main-clause", "Petro Lys, who runs the depot,", "said", "the tanks were empty"),
    ),
    (
        "Residents who fled the town said the school was gone.",
        ("main-clause", "Residents who fled the town", "said", "the school was gone"),
    ),
    (
        "In Odesa on Monday, the port authority said grain was moving.",
        ("main-clause", "the port authority", "said", "grain was moving"),
    ),
    (
        "The general on Friday said the line would hold.",
        ("main-clause", "The general", "said", "the line would hold"),
    ),
    (
        "As many as 40 residents said they heard a blast.",
        ("main-clause", "As many as 40 residents", "said", "they heard a blast"),
    ),
    (
        "The ministry, in its evening update, said it rained.",
        ("main-clause", "The ministry", "said", "it rained"),
    ),
    # quotations
    (
        "“We will rebuild,” the mayor said.",
        ("quote-subject-verb", "the mayor", "said", "“We will rebuild,”"),
    ),
    (
        "“We will rebuild,” said Ivan Lys, the mayor, who was born here.",
        ("quote-verb-subject", "Ivan Lys, the mayor", "said", "“We will rebuild,”"),
    ),
    (
        "“Why now?” Koval asked.",
        ("quote-subject-verb", "Koval", "asked", "“Why now?”"),
    ),
    (
        "“It burnt,” he said. “Nothing is left.”",
        ("quote-subject-verb", "he", "said", "“It burnt,” | “Nothing is left.”"),
    ),
    (
        "“If they come,” she said, “we will leave.”",
        ("quote-subject-verb", "she", "said", "“If they come,” | “we will leave.”"),
    ),
    (
        "The crew was “in good spirits,” the captain said.",
        ("quote-subject-verb", "the captain", "said", "The crew was “in good spirits,”"),
    ),
    ("Koval said: “Not one step back.”", ("main-clause", "Koval", "said:", "“Not one step back.”")),
    ("The mayor replied, “No.”", ("main-clause-quote", "The mayor", "replied", "“No.”")),
    ("''It burnt,'' he said.", ("quote-subject-verb", "he", "said", "''It burnt,''")),
    # tails and parentheses
    (
        "Two people were hurt, the governor said on Telegram.",
        ("parenthetical", "the governor", "said", "Two people were hurt"),
    ),
    (
        "The bridge, officials said, was rebuilt in a week.",
        ("parenthetical", "officials", "said", "The bridge | was rebuilt in a week"),
    ),
    ("Nobody was hurt, said the mayor.", ("inversion", "the mayor", "said", "Nobody was hurt")),
    ("Nobody was hurt, as the mayor put it.", ("as-tail", "the mayor", "put it", "Nobody was hurt")),
    (
        "Power was cut, according to the grid operator.",
        ("according-to", "the grid operator", "according to", "Power was cut"),
    ),
    (
        "According to the grid operator, power was cut.",
        ("according-to", "the grid operator", "According to", "power was cut"),
    ),
    (
        "The depot, according to two residents, burnt all night.",
        ("according-to", "two residents", "according to", "The depot | burnt all night"),
    ),
    (
        "As reported by the Example Wire, the dam broke.",
        ("as-reported", "the Example Wire", "reported", "the dam broke"),
    ),
    # relative clauses
    (
        "The officer, who denied the charge, left.",
        ("relative-subject", "who", "denied", "the charge"),
    ),
    (
        "They hit a depot, which Kyiv says held shells.",
        ("relative-content", "Kyiv", "says", "which | held shells"),
    ),
    (
        "It came after what Minsk said were drills near the border.",
        ("relative-content", "Minsk", "said", "what | were drills near the border"),
    ),
    # passives, adverbs
    ("It is believed that the ship sank.", ("passive-it", "", "is believed", "that the ship sank")),
    ("The unit was said to have fled.", ("passive", "", "was said", "The unit | to have fled")),
    (
        "The colonel was accused of looting.",
        ("passive", "", "was accused", "The colonel | of looting"),
    ),
    (
        "The report was denied by the ministry.",
        ("passive-by", "the ministry", "was denied by", "The report"),
    ),
    (
        "The frigate reportedly left port.",
        ("evidential", "", "reportedly", "The frigate | left port"),
    ),
    # verdicts of the voice itself, and what it leaves open
    (
        "The claim of the navy that a frigate sank is false.",
        ("verdict", "", "is false", "The claim of the navy that a frigate sank"),
    ),
    ("Reports of a landing are not true.", ("verdict", "", "are not true", "Reports of a landing")),
    (
        "This statement does not correspond to reality.",
        ("verdict", "", "does not correspond to reality", "This statement"),
    ),
    (
        "The numbers could not be independently verified.",
        ("unverified", "", "could not be independently verified", "The numbers"),
    ),
    (
        "What the shed held has not been established.",
        ("unverified", "", "has not been established", "What the shed held"),
    ),
    ("Warlord reported killed in raid", ("passive", "", "reported", "Warlord | killed in raid")),
    ("No casualties were reported.", ("passive", "", "were reported", "No casualties")),
    # figures put, raised, revised
    ("The mayor put the toll at six.", ("main-clause", "The mayor", "put", "the toll at six")),
    ("His office put the wounded at nine.", ("main-clause", "His office", "put", "the wounded at nine")),
    (
        "The fund said in a report published on Tuesday that 100 men were shot.",
        ("main-clause", "The fund", "said", "that 100 men were shot"),
    ),
    ("Radio Delta put it at 17.", ("main-clause", "Radio Delta", "put", "it at 17")),
    (
        "The union revised the number of dead to 27.",
        ("main-clause", "The union", "revised", "the number of dead to 27"),
    ),
    # insertions
    (
        "The Delta Post reported on Sunday, citing a nurse, that six had died.",
        ("main-clause", "The Delta Post", "reported", "that six had died"),
    ),
    (
        "According to Radio Delta, which cited a nurse, six had died.",
        ("according-to", "Radio Delta", "According to", "six had died"),
    ),
    (
        "The commissioner, Abdi Yusuf, said 106 people, among them children, had been saved.",
        (
            "main-clause",
            "The commissioner, Abdi Yusuf,",
            "said",
            "106 people, among them children, had been saved",
        ),
    ),
    (
        "A bomb fell on a house, state agency Novina reports, citing rescuers.",
        ("parenthetical", "state agency Novina", "reports", "A bomb fell on a house"),
    ),
    (
        "Two hundred families fled, local officials estimate.",
        ("parenthetical", "local officials", "estimate", "Two hundred families fled"),
    ),
    (
        "A resident of Sumy said by telephone that the town was quiet.",
        ("main-clause", "A resident of Sumy", "said", "that the town was quiet"),
    ),
    (
        "The captain told it that two shells hit his ship.",
        ("main-clause", "The captain", "told", "that two shells hit his ship"),
    ),
    (
        "Two people briefed on the raid said a depot burned.",
        ("main-clause", "Two people briefed on the raid", "said", "a depot burned"),
    ),
    (
        "09:40 GMT Three drones fell, the governor said.",
        ("parenthetical", "the governor", "said", "Three drones fell"),
    ),
    # nouns
    (
        "His claim that the city fell surprised nobody.",
        ("noun-possessive", "His", "claim", "that the city fell"),
    ),
    (
        "Moscow gave a figure of about 300 dead.",
        ("noun-light-verb", "Moscow", "gave a figure of", "about 300 dead"),
    ),
    (
        "The council issued a statement saying the road was mined.",
        ("light-verb-participle", "The council", "issued a statement saying", "the road was mined"),
    ),
    (
        "Kyiv's claims that a dam was mined were rejected by the Kremlin.",
        ("noun-possessive", "Kyiv's", "claims", "that a dam was mined"),
    ),
    (
        "Kyiv's claims that a dam was mined were rejected by the Kremlin.",
        ("passive-by", "the Kremlin", "were rejected by", "Kyiv's claims that a dam was mined"),
    ),
    (
        "At least 9 people were hurt, state media reported on Saturday, citing police.",
        ("parenthetical", "state media", "reported", "At least 9 people were hurt"),
    ),
    (
        "The Reds, the group that holds the port, claimed responsibility for the fire.",
        ("main-clause", "The Reds, the group that holds the port,", "claimed", "responsibility for the fire"),
    ),
    (
        "“It is cold,” one man, who gave his first name, Ivan, said by phone.",
        ("quote-subject-verb", "one man", "said", "“It is cold,”"),
    ),
    ("Officials put the toll at 60.", ("main-clause", "Officials", "put", "the toll at 60")),
    (
        "Officials had earlier said that 12 people died.",
        ("main-clause", "Officials", "had earlier said", "that 12 people died"),
    ),
    (
        "As the colonel said, the front was quiet.",
        ("as-clause", "the colonel", "said", "the front was quiet"),
    ),
    (
        "The general, whose army was seen as beaten, said that he would stay.",
        ("main-clause", "The general", "said", "that he would stay"),
    ),
    (
        "The envoy, meanwhile, who left early, said that talks failed.",
        ("main-clause", "The envoy", "said", "that talks failed"),
    ),
    ("Most believe that the war is lost.", ("main-clause", "Most", "believe", "that the war is lost")),
    (
        "Koval said after a meeting on Tuesday that the dam held.",
        ("main-clause", "Koval", "said", "that the dam held"),
    ),
    (
        "Police reported at least 20 victims at the station.",
        ("main-clause", "Police", "reported", "at least 20 victims at the station"),
    ),
    (
        "Asked by a reporter if he believed it, Koval left.",
        ("asked", "a reporter", "Asked", "if he believed it"),
    ),
    ("He was asked, “What now?”", ("passive-told", "", "was asked", "“What now?”")),
    (
        "The contrast with May, said Koval and others, would be clear.",
        ("inversion", "Koval and others", "said", "The contrast with May | would be clear"),
    ),
    # a second voice on what was said
    ("The navy said it took the port, a claim Kyiv denied.", ("claim-of", "Kyiv", "denied", "a claim")),
    (
        "Minsk blamed the army for the fire, which Kyiv denies.",
        ("relative-content", "Kyiv", "denies", "which"),
    ),
    (
        "Kyiv has neither confirmed nor denied a role.",
        ("main-clause", "Kyiv", "has neither confirmed nor denied", "a role"),
    ),
    (
        "The agency was unable to verify the report.",
        ("infinitive", "The agency", "was unable to verify", "the report"),
    ),
    (
        "It was not clear how many people were inside.",
        ("impersonal", "", "was not clear", "how many people were inside"),
    ),
    (
        "Moscow claims to have taken the hill.",
        ("main-clause", "Moscow", "claims", "to have taken the hill"),
    ),
    (
        "According to the Dnipro Institute, a Riga-based think tank, the front was quiet.",
        (
            "according-to",
            "the Dnipro Institute, a Riga-based think tank",
            "According to",
            "the front was quiet",
        ),
    ),
    # headings, signatures, questions
    ("Asked about the depot, the colonel left.", ("asked", "", "Asked about", "the depot")),
    ("He wrote it down.\n\nKOVAL: We are safe.", ("colon", "KOVAL", ":", "We are safe")),
]


@pytest.mark.parametrize(("text", "expected"), CASES, ids=[case[0][:45] for case in CASES])
def test_construction(text: str, expected: Row) -> None:
    assert expected in attributed(text)


SEVERAL: list[tuple[str, list[Row]]] = [
    (
        "The army said it shot down two drones, but denied any loss.",
        [
            ("main-clause", "The army", "said", "it shot down two drones"),
            ("second-cue", "The army", "denied", "any loss"),
        ],
    ),
    (
        "The agency, citing two officials, reported that the bridge was closed.",
        [
            ("participle", "The agency", "citing", "two officials"),
            ("main-clause", "The agency", "reported", "that the bridge was closed"),
        ],
    ),
    (
        "“We won,” the president said, adding that talks were over.",
        [
            ("quote-subject-verb", "the president", "said", "“We won,”"),
            ("participle", "the president", "adding", "that talks were over"),
        ],
    ),
    (
        "The ministry said the ship sank, but the admiral denied it.",
        [
            ("main-clause", "The ministry", "said", "the ship sank"),
            ("main-clause", "the admiral", "denied", "it"),
        ],
    ),
    (
        "While the mayor blamed the army, the governor said it was an accident.",
        [
            ("main-clause", "the mayor", "blamed", "the army"),
            ("main-clause", "the governor", "said", "it was an accident"),
        ],
    ),
]


@pytest.mark.parametrize(("text", "expected"), SEVERAL, ids=[case[0][:45] for case in SEVERAL])
def test_several_in_one_sentence(text: str, expected: list[Row]) -> None:
    assert attributed(text) == expected
