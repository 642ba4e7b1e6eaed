"""Events of whole sentences in the style of conflict news: class, roles, day and figure of each claim."""

from __future__ import annotations

from datetime import date

import pytest

from claimgraph.extract.reader import read
from claimgraph.model import Claim, Entity
from claimgraph.reference.loader import Reference

ROLES = {
    "isPerformedBy": "by",
    "hasTarget": "target",
    "takesPlaceAt": "at",
    "usesWeapon": "with",
    "hasParticipant": "participant",
    "comesFrom": "from",
    "goesTo": "to",
    "hasRecipient": "recipient",
    "launchedFrom": "launched",
}


def line(claim: Claim) -> str:
    """A claim in one line; the times are those of a report of Wednesday, 8 May 2024."""
    event, figure = claim.proposition.event, claim.proposition.quantity
    parts = ["-"]
    if event is not None:
        roles = (f"{ROLES.get(role.property, role.property)}={role.value.label}" for role in event.roles)
        parts = [event.kind, *roles, *([f"on={event.time.edtf}"] if event.time else [])]
    if figure is not None:
        parts.append(f"[{figure.low},{figure.high}{'~' if figure.approximate else ''} {figure.counts}]")
    return " ".join(parts)


def lines(sentence: str) -> list[str]:
    reading = read(
        sentence,
        body=[(0, len(sentence))],
        headline=None,
        outlet=Entity("Harbour Wire", "MediaOutlet"),
        published=date(2024, 5, 8),
        reference=Reference.default(),
        scope="r1",
    )
    claims = [
        c for c in reading.claims if c.proposition.event is None or not c.proposition.event.described_as
    ]
    return [line(claim) for claim in claims]


SENTENCES = [
    ("The rebels advanced. The army killed them.", ["Advance by=rebels", "Killing by=army"]),
    (
        "The enemy attacked with 15 Shahed drones. Our units destroyed 13 of them.",
        [
            "DroneStrike by=enemy with=Shahed-136 [15,15 drones]",
            "Destruction by=units affects=Shahed-136 [13,13 drones]",
        ],
    ),
    ("Two soldiers were missing.", ["Harm affects=soldiers [2,2 missing]"]),
    ("The attackers were dead.", ["Killing affects=attackers"]),
    (
        "A landmine killed two deminers near Trostianets.",
        ["Killing with=landmine affects=deminers at=Trostianets [2,2 killed]"],
    ),
    (
        "Government forces regained control of Ras al-Ain.",
        ["CaptureOfPlace by=Government forces affects=Ras al-Ain"],
    ),
    (
        "Syrian forces carried out air strikes on the town of Sarmin in Idlib province, killing nine.",
        [
            "AirStrike target=Sarmin by=Syrian Arab Army",
            "Killing by=Syrian Arab Army at=Sarmin [9,9 killed]",
        ],
    ),
    (
        "Turkish drones struck a power station in Qamishli late on Thursday.",
        ["DroneStrike with=Turkish drones by=Türkiye target=power station at=Qamishli on=2024-05-02"],
    ),
    (
        "Rebels launched an attack on the airport of Hama on Sunday.",
        ["Attack target=airport by=Rebels on=2024-05-05"],
    ),
    (
        "Israeli tanks shelled a tent camp west of Rafah.",
        ["Shelling with=Israeli tanks by=Israel target=tent camp at=Rafah"],
    ),
    (
        "Hamas fighters fired rockets at Tel Aviv from southern Gaza.",
        ["Shelling by=Hamas with=rockets target=Tel Aviv launched=Gaza Strip"],
    ),
    (
        "Palestinian gunmen opened fire on a bus near Jerusalem on Monday.",
        ["Attack by=Palestinian gunmen target=bus at=Jerusalem on=2024-05-06"],
    ),
    (
        "Sudan's army has retaken the presidential palace in Khartoum.",
        ["CaptureOfPlace by=Sudanese Armed Forces affects=presidential palace at=Khartoum"],
    ),
    ("The RSF blocked aid convoys from entering the city.", ["Blockade by=RSF affects=aid convoys"]),
    (
        "More than 20,000 people have fled Wad Madani since Friday.",
        ["Displacement affects=people from=Wad Madani on=2024-05-03/.. [20000,None displaced]"],
    ),
    (
        "Azerbaijani troops captured the town of Hadrut.",
        ["CaptureOfPlace by=Armed Forces of Azerbaijan affects=Hadrut"],
    ),
    (
        "Ukrainian forces withdrew from Avdiivka overnight.",
        ["Withdrawal by=Armed Forces of Ukraine from=Avdiivka on=2024-05-07/2024-05-08"],
    ),
    (
        "Russian occupation forces came under artillery fire near Robotyne.",
        ["Shelling at=Robotyne target=Armed Forces of Russia"],
    ),
    ("The town remains under Ukrainian control.", ["ControlOfPlace by=Ukraine at=town"]),
    ("There is no Ukrainian army in the city.", ["Presence participant=Ukrainian army at=city"]),
    ("Russian soldiers are still present at the plant.", ["Presence participant=Russian soldiers at=plant"]),
    (
        "Ethiopia's government declared a ceasefire in Tigray on 24 March.",
        ["Ceasefire at=Tigray by=Government of Ethiopia on=2024-03-24"],
    ),
    (
        "An Ethiopian air strike hit a kindergarten in Mekelle.",
        ["AirStrike target=kindergarten at=Mekelle by=Ethiopia"],
    ),
    (
        "A bulk carrier owned by a Greek company was struck by a missile in the Gulf of Aden on Thursday.",
        ["MissileStrike target=bulk carrier with=missile at=Gulf of Aden on=2024-05-02"],
    ),
    (
        "A strike hit a school run by Unara in the Nuseirat refugee camp on Tuesday, killing 17 people.",
        [
            "Strike target=school at=Nuseirat refugee camp on=2024-05-07",
            "Killing affects=people on=2024-05-07 [17,17 killed]",
        ],
    ),
    (
        "The ship, hit by a missile, sank off Aden.",
        ["Sinking affects=ship at=Aden", "MissileStrike with=missile"],
    ),
    (
        "The village of Tse was hit by 12 shells on Tuesday night, wounding a child.",
        [
            "Shelling target=Tse with=shells on=2024-05-07 [12,12 other]",
            "Wounding affects=child at=Tse on=2024-05-07",
        ],
    ),
    (
        "The Houthis hijacked a cargo ship in the Red Sea on Sunday.",
        ["CaptureOfMateriel by=Houthi movement affects=cargo ship at=Red Sea on=2024-05-05"],
    ),
    (
        "Junta troops burned down more than 200 houses in Yinmabin township on Wednesday.",
        ["Destruction by=Junta troops affects=houses at=Yinmabin township on=2024-05-08 [200,None other]"],
    ),
    (
        "Rebels of the Arakan Army took control of a naval base in Maungdaw.",
        ["CaptureOfPlace by=Rebels affects=naval base at=Maungdaw"],
    ),
    (
        "Gunmen abducted 30 schoolgirls from a boarding school in Kaduna state.",
        ["Abduction by=Gunmen affects=schoolgirls from=boarding school at=Kaduna state [30,30 captured]"],
    ),
    (
        "The EU imposed sanctions on three Russian generals.",
        ["Sanction target=Russian generals by=European Union [3,3 personnel]"],
    ),
    (
        "The United States delivered 31 tanks to Ukraine.",
        ["ArmsDelivery by=United States affects=tanks recipient=Ukraine [31,31 tanks]"],
    ),
    ("Kinshasa accuses Rwanda of arming the rebels.", ["ArmsDelivery by=Rwanda recipient=rebels"]),
    (
        "A convoy of 20 aid trucks entered Gaza on Saturday.",
        ["AidDelivery affects=aid trucks to=Gaza Strip on=2024-05-04 [20,20 vehicles]"],
    ),
    (
        "A suicide bomber blew himself up outside a mosque in Peshawar.",
        ["Bombing by=suicide bomber at=mosque"],
    ),
    ("A car bomb exploded near a hotel in Mogadishu.", ["Bombing with=car bomb at=hotel"]),
    (
        "A drone crashed into an apartment building in Belgorod, damaging 12 flats.",
        [
            "DroneStrike with=drone target=apartment building at=Belgorod",
            "Damage affects=flats [12,12 other]",
        ],
    ),
    (
        "Two soldiers were shot dead at a checkpoint near Timbuktu.",
        ["Killing affects=soldiers at=checkpoint [2,2 killed]"],
    ),
    (
        "Fighting broke out between the army and the RSF in Omdurman on Saturday.",
        ["ArmedClash by=Sudanese Armed Forces by=Rapid Support Forces at=Omdurman on=2024-05-04"],
    ),
    (
        "Fighting between ELN guerrillas and dissidents has left 23 people dead in Arauca.",
        [
            "Killing affects=people at=Arauca [23,23 killed]",
            "ArmedClash by=ELN guerrillas by=dissidents",
        ],
    ),
    (
        "Clashes between rival militias in Tripoli have killed 23 people.",
        [
            "Killing affects=people at=Tripoli [23,23 killed]",
            "ArmedClash by=rival militias at=Tripoli",
        ],
    ),
    (
        "A truce between Israel and Hezbollah took effect on Wednesday.",
        ["Ceasefire by=Israel by=Hezbollah on=2024-05-08"],
    ),
    (
        "Ukraine’s air force said it had shot down 13 of the drones over the Black Sea.",
        ["ShootDown by=Ukrainian Air Force affects=drones at=Black Sea [13,13 drones]"],
    ),
    ("Israel intercepted most of the missiles.", ["ShootDown by=Israel affects=missiles"]),
    ("Settlers set fire to cars in the village of Huwara.", ["Fire by=Settlers affects=cars at=Huwara"]),
    (
        "Turkish artillery pounded positions in northern Syria.",
        ["Shelling with=Turkish artillery by=Türkiye target=positions at=Territory of Syria"],
    ),
    ("Four power substations were put out of action.", ["Damage affects=power substations [4,4 other]"]),
    ("The ammunition depot blew up after a drone attack.", ["InternalExplosion at=ammunition depot"]),
    (
        "Fighters of the M23 movement took 12 people hostage.",
        ["Abduction by=M23 affects=people [12,12 captured]"],
    ),
    (
        "Soldiers pushed the rebels back on Wednesday.",
        ["Withdrawal participant=Soldiers by=rebels on=2024-05-08"],
    ),
    (
        "Russian strike kills family of five in Kharkiv",
        ["Strike by=Russia", "Killing affects=family at=Kharkiv [5,5 killed]"],
    ),
    ("Houthis claim attack on tanker", ["Attack by=Houthi movement target=tanker"]),
    ("The authorities were informed in advance.", []),
    ("The soldiers destroyed their plans.", []),
    (
        "Delta shot down two of five missiles on Monday.",
        ["ShootDown by=Delta affects=missiles on=2024-05-06 [2,2 missiles]"],
    ),
    (
        "Two of the six people killed in Zorivka were children.",
        [
            "Killing affects=people at=Zorivka [2,2 killed]",
            "Killing affects=people at=Zorivka [6,6 killed]",
        ],
    ),
    (
        "Three of the seven soldiers wounded in Zorivka died.",
        [
            "Killing affects=soldiers at=Zorivka [3,3 killed]",
            "Wounding affects=soldiers at=Zorivka [7,7 wounded]",
        ],
    ),
    (
        "Seven people, including two children, had died and 34 others had been injured in Zorivka.",
        [
            "Killing affects=people at=Zorivka [7,7 killed]",
            "Killing affects=people at=Zorivka [2,2 killed]",
            "Wounding at=Zorivka [34,34 wounded]",
        ],
    ),
    ("It was not clear whether anyone had fired on Zorivka.", ["Attack target=Zorivka"]),
    (
        "He put the number of villagers killed in the last two days at 3,000.",
        ["Killing affects=villagers on=2024-05-06/2024-05-08 [3000,3000 killed]"],
    ),
    ("The Delta rebels were behind the attack on Zorivka.", ["Attack target=Zorivka by=Delta rebels"]),
    ("The Delta rebels were responsible for the attack in Zorivka.", ["Attack at=Zorivka by=Delta rebels"]),
    ("The Delta rebels were not behind the attack on Zorivka.", ["Attack target=Zorivka by=Delta rebels"]),
    ("Ukraine blamed Russia for the shelling of Zorivka.", ["Shelling target=Zorivka by=Russia"]),
    ("Ukraine blamed the attack on Russia.", ["Attack by=Russia"]),
    ("Russia was blamed for the shelling of Zorivka.", ["Shelling target=Zorivka by=Russia"]),
    (
        "In the town of Zorivka, five people were killed and a dozen wounded when a missile hit a building.",
        [
            "Killing affects=people at=Zorivka [5,5 killed]",
            "Wounding at=Zorivka [12,12~ wounded]",
            "MissileStrike with=missile target=building at=Zorivka",
        ],
    ),
    (
        "In Zorivka, two people were killed, and drones attacked Kharkiv.",
        ["Killing affects=people at=Zorivka [2,2 killed]", "DroneStrike with=drones target=Kharkiv"],
    ),
    (
        "About 1,200 people left Zorivka by train on Monday.",
        ["Displacement affects=people from=Zorivka on=2024-05-06 [1200,1200~ displaced]"],
    ),
    ("The minister left Zorivka on Monday.", []),
    (
        "Soldiers stormed Gunmen attack Zorivka school",
        ["Attack by=Soldiers target=Zorivka school"],
    ),
    ("In Zorivka, two shells hit a bus.", ["Shelling with=shells target=bus at=Zorivka [2,2 other]"]),
]


@pytest.mark.parametrize(("sentence", "expected"), SENTENCES, ids=[pair[0] for pair in SENTENCES])
def test_events_of_a_sentence(sentence: str, expected: list[str]) -> None:
    assert lines(sentence) == expected


@pytest.mark.parametrize(
    "text",
    [
        "Rebels are closer to capturing Sunne.",
        "The army launched a push with the aim of taking Sunne.",
        "Troops turned their focus to gaining control of Sunne.",
    ],
)
def test_what_is_only_meant_has_not_happened(text: str) -> None:
    assert not [told for told in lines(text) if told.startswith("CaptureOfPlace")]
