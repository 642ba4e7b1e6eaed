"""How voices stand to each other: denials that point back, verdicts, citing, corrections, silence.

Every row is a text and its claims: claimant, stance, words of the content, and whom it passes on. The
sentences are invented; bodies and places are real where the reference has to know them.
"""

from __future__ import annotations

import pytest
from tests.extract.reports import read_report

from claimgraph.extract.attribution.reading import attributions
from claimgraph.extract.syntax.text import tokens
from claimgraph.extract.voices import is_silence, is_stand, without
from claimgraph.model import Claim, Entity

OUTLET = Entity("Quay Post", "MediaOutlet")


def claims(text: str) -> tuple[Claim, ...]:
    return read_report(text).claims


def rows(text: str) -> list[str]:
    """Each claim as "claimant stance: content", with the event's class and the claimant passed on."""
    every = claims(text)
    names = {claim.id: claim.claimant.label for claim in every}
    found = []
    for claim in every:
        words = " | ".join(text[start:end] for start, end in claim.content)
        event = claim.proposition.event
        kind = event.kind if event is not None else "-"
        passed = f" < {names[claim.relays]}" if claim.relays else ""
        found.append(f"{claim.claimant.label} {claim.stance.value} {kind}: {words}{passed}")
    return found


TABLE = {
    "Kinshasa accused Rwanda of shelling a camp. Kigali denies it.": [
        "Government of the Democratic Republic of the Congo asserts Shelling: Rwanda of shelling a camp",
        "Government of Rwanda denies Shelling: it",
    ],
    "Khartoum has accused the United Arab Emirates of arming the rebels, which Abu Dhabi denies.": [
        "Government of Sudan asserts ArmsDelivery: the United Arab Emirates of arming the rebels",
        "Government of the United Arab Emirates denies ArmsDelivery: which",
    ],
    "Baku said its troops had captured the village of Talysh. Yerevan rejected the claim.": [
        "Government of Azerbaijan asserts CaptureOfPlace: its troops had captured the village of Talysh",
        "Government of Armenia denies CaptureOfPlace: the claim",
    ],
    "The Sudanese army blamed the RSF for the bombardment. The paramilitary group denied responsibility.": [
        "Sudanese Armed Forces asserts Shelling: the RSF for the bombardment",
        "Rapid Support Forces denies Shelling: responsibility",
    ],
    "Kyiv said two missiles hit the plant. Moscow has not denied that.": [
        "Government of Ukraine asserts MissileStrike: two missiles hit the plant",
        "Government of Russia undetermined MissileStrike: that",
    ],
    "Hamas said 40 people were killed in the strike. Diplomats doubt the figure.": [
        "Hamas asserts Killing: 40 people were killed in the strike",
        "Diplomats (unnamed) doubts Killing: the figure",
    ],
    'Kyiv said 40 soldiers were killed near Izium. "These are lies," Moscow said.': [
        "Government of Ukraine asserts Killing: 40 soldiers were killed near Izium",
        'Government of Russia denies Killing: "These are lies,"',
    ],
    "Israel and Egypt agreed to a truce, Oslo said, but neither government confirmed that.": [
        "Government of Israel asserts Ceasefire: a truce",
        "Government of Egypt asserts Ceasefire: a truce",
        "Government of Norway asserts Ceasefire: Israel and Egypt agreed to a truce < Government of Israel",
        "Government of Israel undetermined Ceasefire: that",
        "Government of Egypt undetermined Ceasefire: that",
    ],
    "The claim of the Russian defence ministry that a depot in Odesa was hit is false.": [
        "Quay Post denies Strike: The claim of the Russian defence ministry that a depot in Odesa was hit",
        "Ministry of Defence of Russia asserts Strike: that a depot in Odesa was hit",
    ],
    "Reports in Western media of the destruction of the bridge are fake.": [
        "Western media (unnamed) asserts Destruction: of the destruction of the bridge",
        "Quay Post denies Destruction: Reports in Western media of the destruction of the bridge",
    ],
    "The statement of the Azerbaijani side that Goris has been captured does not correspond to reality.": [
        "Quay Post denies CaptureOfPlace: The statement of the Azerbaijani side that Goris has been captured",
        "Government of Azerbaijan asserts CaptureOfPlace: that Goris has been captured",
    ],
    "The mayor said reports of a strike on the port were false.": [
        "Mayor (unnamed) denies Strike: reports of a strike on the port",
    ],
    "The claim that guards had burned the barn was false, the ministry said.": [
        "Ministry denies Fire: The claim that guards had burned the barn",
        "Unspecified asserts Fire: that guards had burned the barn",
    ],
    "Borle retracted his statement that the army had shelled the market.": [
        "Borle denies Shelling: that the army had shelled the market",
    ],
    "The Daily Gull has withdrawn its report that 12 people were killed.": [
        "Daily Gull denies Killing: that 12 people were killed",
    ],
    "The mayor said 12 people were killed. He later withdrew that claim.": [
        "Mayor (unnamed) asserts Killing: 12 people were killed",
        "Mayor (unnamed) denies Killing: that claim",
    ],
    "The Daily Gull corrected its report that 12 people were killed.": [],
    "Correction: An earlier version of this report said 12 people were killed.": [],
    "This article originally said rebels had shelled the port.": [],
    "Nine people were killed, the mayor said, revising down an earlier toll of 12.": [
        "Mayor (unnamed) asserts Killing: Nine people were killed",
    ],
    "The report that 12 people were killed was later withdrawn.": [],
    "The report said troops were withdrawn from the village.": [
        "Report (unnamed) asserts Withdrawal: troops were withdrawn from the village",
    ],
    "The army withdrew its forces from the village.": [
        "Quay Post asserts Withdrawal: The army withdrew its forces from the village.",
    ],
    "Baku said its troops had shelled the camp. It was not immediately possible to verify the claim.": [
        "Government of Azerbaijan asserts Shelling: its troops had shelled the camp",
        "Quay Post undetermined Shelling: the claim",
    ],
    "The figures could not be independently confirmed.": [
        "Quay Post undetermined Event: The figures",
    ],
    "It is not known how many people were hurt.": [
        "Quay Post undetermined Wounding: how many people were hurt",
    ],
    "The Red Cross said it could not confirm either figure.": [
        "International Committee of the Red Cross undetermined Event: either figure",
    ],
    "The Sahel Tribune, citing a pilot, reported that two transport planes were destroyed.": [
        "Sahel Tribune asserts Destruction: that two transport planes were destroyed < Pilot (unnamed)",
        "Pilot (unnamed) asserts Destruction: that two transport planes were destroyed",
    ],
    "A drone dropped a bomb on a house, state agency Novina reports, citing rescuers.": [
        "Novina asserts DroneStrike: A drone dropped a bomb on a house < Rescuers (unnamed)",
        "Rescuers (unnamed) asserts DroneStrike: A drone dropped a bomb on a house",
    ],
    "According to Radio Lagune, which cited a UN report, 62 civilians were killed near Menaka.": [
        "Radio Lagune asserts Killing: 62 civilians were killed near Menaka < United Nations",
        "United Nations asserts Killing: 62 civilians were killed near Menaka",
    ],
    "The governor said the army had told her that two soldiers were killed.": [
        "Governor (unnamed) asserts Killing: the army had told her that two soldiers were killed < Army",
        "Army asserts Killing: that two soldiers were killed",
    ],
    "The mayor said he believed two ships had sunk.": [
        "Mayor (unnamed) believes Sinking: two ships had sunk",
    ],
    "Washington said it doubted that American vehicles had been hit.": [
        "Government of the United States doubts Strike: that American vehicles had been hit",
    ],
    "We counted 18 bodies, said Omar Idris, a surgeon.": [
        "Omar Idris asserts Killing: We counted 18 bodies",
    ],
    "The journalist is said to have been killed on Monday.": [
        "Unspecified asserts Killing: The journalist | to have been killed on Monday",
    ],
    "Militia leader reported killed in Idlib raid": [
        "Unspecified asserts Killing: Militia leader | killed in Idlib raid",
        "Unspecified asserts Attack: Militia leader | killed in Idlib raid",
    ],
    "A Western official who asked not to be named did not rule out that a missile hit the ship.": [
        "Western official (unnamed) asserts MissileStrike: that a missile hit the ship",
    ],
    "Paris condemned the attack on the hotel.": [],
    "Many soldiers refuse to shell the town, prisoners said.": [
        "Prisoners (unnamed) asserts Event: Many soldiers refuse to shell the town",
    ],
    "The army has not commented on the fall of the town.": [],
    "The rebels rejected a proposal to end the siege of Taiz.": [],
    "A clerk who called himself Commander Tiger said two guards were killed.": [
        "Commander Tiger asserts Killing: two guards were killed",
    ],
    "Officials said three houses had burned and that the road to Herat was closed.": [
        "Officials (unnamed) asserts Fire: three houses had burned",
        "Officials (unnamed) asserts Event: that the road to Herat was closed",
    ],
    "Hospital blast in Gaza: at least 40 people were killed on Monday.": [
        "Quay Post asserts Event: Hospital blast in Gaza: at least 40 people were killed on Monday.",
        "Quay Post asserts Killing: at least 40 people were killed on Monday",
    ],
    "ZELENSKYY: We shot down nine drones last night.": [
        "Volodymyr Zelenskyy asserts ShootDown: We shot down nine drones last night",
    ],
    "09:40 GMT Air defence shot down three drones, the governor said.": [
        "Governor (unnamed) asserts ShootDown: Air defence shot down three drones",
    ],
    "The agency said 60 people had fled, without saying who had attacked them.": [
        "Agency asserts Displacement: 60 people had fled",
        "Agency undetermined Attack: who had attacked them",
    ],
    "Mali’s army said its men killed 12 rebels near Gao. The government said that the town had fallen.": [
        "Armed Forces of Mali asserts Killing: its men killed 12 rebels near Gao",
        "Government of Mali asserts CaptureOfPlace: that the town had fallen",
    ],
    "In Myanmar jets bombed a village. The junta’s spokesman admitted that 30 people were killed.": [
        "Quay Post asserts Strike: In Myanmar jets bombed a village.",
        "Government of Myanmar concedes Killing: that 30 people were killed",
    ],
    "Adaeze Obi, the mayor of Jos, said two people were killed. Obi said the gunmen had fled.": [
        "Adaeze Obi asserts Killing: two people were killed",
        "Adaeze Obi asserts Withdrawal: the gunmen had fled",
    ],
    "The police commissioner, Yusuf Gedi, said 106 people, including children, had been rescued.": [
        "Yusuf Gedi asserts Evacuation: 106 people, including children, had been rescued",
    ],
    "Satellite images seen by Quay Post show a destroyed warehouse.": [
        "Quay Post asserts Destruction: a destroyed warehouse",
    ],
    "The news agency Vesna-Info said two drones hit the port.": [
        "Vesna-Info asserts DroneStrike: two drones hit the port",
    ],
    "Security experts doubt that the town fell. One of them said the rebels had withdrawn.": [
        "Security experts (unnamed) doubts CaptureOfPlace: that the town fell",
        "Security experts (unnamed) asserts Withdrawal: the rebels had withdrawn",
    ],
    "Around 2,000 people have been displaced, local authorities estimate.": [
        "Local authorities (unnamed) asserts Displacement: Around 2,000 people have been displaced",
    ],
    "An estimated 4,000 people have fled the town.": [
        "Quay Post asserts Displacement: An estimated 4,000 people have fled the town.",
    ],
}


@pytest.mark.parametrize("text", TABLE, ids=[text[:50] for text in TABLE])
def test_voices(text: str) -> None:
    assert rows(text) == TABLE[text]


DENIED = [
    (
        "Moscow accused Kyiv of bombing Klimovo. Seven people were hurt, the governor said. "
        "Kyiv denied the accusation.",
        "Strike",
        "Government of Ukraine",
    ),
    (
        "Kyiv said Russian missiles struck a mill in Sumy. Nine people were killed, the mayor said. "
        "Moscow denied the allegation.",
        "MissileStrike",
        "Russia",
    ),
    (
        "Kyiv said Russian shells hit a bakery in Sumy. Four people died, medics said. "
        "Russia rejected the charge.",
        "Shelling",
        "Russia",
    ),
    ("Kyiv said Russia shelled a school, killing two teachers. Moscow denied it.", "Shelling", "Russia"),
    (
        "Moscow accused Kyiv of killing 12 traders. Kyiv denied the accusation.",
        "Killing",
        "Government of Ukraine",
    ),
    (
        "Hamas blamed Israel for shelling a camp. Israel said Hamas shelled a mill. Nine people died. "
        "Israel denied the accusation.",
        "Shelling",
        "Israel",
    ),
    ("Medics said nine people died in Sumy. Moscow denied the allegation.", "Event", ""),
    ("Medics said nine people died in Sumy. Moscow denied it.", "Killing", ""),
]


@pytest.mark.parametrize(("text", "kind", "performer"), DENIED, ids=[row[0][:40] for row in DENIED])
def test_whoever_denies_an_accusation_denies_the_act_laid_to_him(
    text: str, kind: str, performer: str
) -> None:
    [denial] = [claim for claim in claims(text) if claim.stance.value == "denies"]
    event = denial.proposition.event
    assert event is not None
    assert event.kind == kind
    assert [one.label for one in event.fillers("isPerformedBy")] == [performer] * bool(performer)
    assert denial.proposition.quantity is None


SPEAKERS = [
    ("Sudan: bridge retaken\n\nThe army said two soldiers were killed.", "Sudanese Armed Forces"),
    ("1/ Jets hit Myanmar.\n\n2/ The junta’s spokesman said two men were killed.", "Government of Myanmar"),
    ("Lul Deng, a spokesman for the army, said two men were killed.", "Lul Deng"),
    ("A group calling itself Guardians of the Marsh said two men were killed.", "Guardians of the Marsh"),
    (
        "Two US officials said a depot burned. One of the officials said two men died.",
        "US officials (unnamed)",
    ),
    ("Amnesty International blamed Chad. Its report said two men were killed.", "Amnesty International"),
    ("The coalition’s Al-Marsa television said two men were killed.", "Al-Marsa"),
    ("Islamic State’s desert branch said two men were killed.", "Islamic State’s desert branch"),
    ("State television said two men were killed.", "State television (unnamed)"),
    ("Minister Ada Roth said a mill burned. The minister said two men died.", "Ada Roth"),
    ("Ada Roth, the governor, said a mill burned. The mayor said two men died.", "Mayor (unnamed)"),
    ("The government in Addis Ababa said two men were killed.", "Government of Ethiopia"),
    ("Kyiv and Western officials said two men were killed.", "Western officials (unnamed)"),
]


@pytest.mark.parametrize(("text", "expected"), SPEAKERS, ids=[row[1] for row in SPEAKERS])
def test_who_spoke_last(text: str, expected: str) -> None:
    spoken = [claim for claim in claims(text) if not claim.narration]
    assert spoken[-1].claimant.label == expected


REPLACED = [
    (
        "The health ministry put the number of dead at 12. The ministry later revised the toll to 14.",
        "14",
        "12",
    ),
    ("The syndicate now puts the death toll at 23. It said earlier that 18 people had died.", "23", "18"),
    ("The governor said 12 people were killed. He later raised the number of dead to 20.", "20", "12"),
    ("The mayor said nine people had died. He had earlier put the number of dead at 12.", "nine", "12"),
    ("The mayor said nine people had died in Herat. He had earlier said 12 were killed.", "nine", "12"),
    (
        "The mayor said 12 people were killed. Nine died, the mayor said, revising down an earlier toll.",
        "Nine",
        "12",
    ),
]


@pytest.mark.parametrize(("text", "new", "old"), REPLACED, ids=[row[0][:40] for row in REPLACED])
def test_corrections_name_the_claim_they_replace(text: str, new: str, old: str) -> None:
    every = {claim.id: claim for claim in claims(text)}
    found = [(claim, every[claim.replaces]) for claim in every.values() if claim.replaces]
    figures = [
        tuple(each.proposition.quantity.text for each in pair if each.proposition.quantity) for pair in found
    ]
    assert figures == [(new, old)]


def test_a_retraction_takes_the_place_of_the_claim_it_takes_back() -> None:
    told, withdrawn = claims("The mayor said 12 people were killed. He later withdrew that claim.")
    assert (told.replaces, withdrawn.replaces) == (None, told.id)


NOT_REPLACED = [
    "The governor said 12 people were killed. The mayor later raised the number of dead to 20.",
    "The governor said 12 people were killed. He later raised the number of wounded to 20.",
    "The governor said 12 people were killed. He said 20 people were killed in a second strike.",
    "The mayor said nine people were killed in Herat. He had earlier said 40 people were killed in Gao.",
]


@pytest.mark.parametrize("text", NOT_REPLACED)
def test_other_speakers_places_and_counts_replace_nothing(text: str) -> None:
    assert not any(claim.replaces for claim in claims(text))


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Paris condemned the raid.", True),
        ("Paris condemned the raid as a lie.", False),
        ("The army did not comment on the raid.", True),
        ("The army did not confirm the raid.", False),
        ("They refused to fight.", True),
        ("The rebels rejected the report.", False),
        ("The rebels rejected the offer of talks.", True),
    ],
)
def test_silence(text: str, expected: bool) -> None:
    [found] = attributions(text)
    assert is_silence(found, tokens(text, *found.content[0])) is expected


def test_a_stand_is_what_a_speaker_thinks_denies_or_cannot_confirm() -> None:
    stands = ["We believe it sank.", "We deny that it sank.", "We cannot confirm that it sank."]
    assert [is_stand(attributions(text)[0]) for text in stands] == [True, True, True]
    assert not is_stand(attributions("We said that it sank.")[0])


def test_holes() -> None:
    assert without([(0, 10), (20, 30)], [(5, 22)]) == [(0, 5), (22, 30)]
    assert without([(0, 10)], [(12, 14)]) == [(0, 10)]
