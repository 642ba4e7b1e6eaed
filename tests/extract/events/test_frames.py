"""Event frames: the table, and what is found in single sentences (names by capital letters only)."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from claimgraph.extract.events.frames import all_frames
from claimgraph.extract.events.matcher import Matcher
from claimgraph.extract.events.mentions import EventMention, Filler
from claimgraph.extract.syntax.chunks import Chunked
from claimgraph.extract.syntax.kinds import kind_of
from claimgraph.extract.syntax.tagger import tag
from claimgraph.extract.syntax.text import tokens
from claimgraph.model import Entity

ONTOLOGY = Path(__file__).parents[3] / "ontology"
NAMES = {
    "Moskva": ("Cruiser", "vessel"),
    "Kyiv": ("Settlement", "place"),
    "Mariupol": ("Settlement", "place"),
    "Lviv": ("Settlement", "place"),
    "Crimea": ("Territory", "place"),
    "Donbas": ("Territory", "place"),
    "Russia": ("State", "agent"),
    "Russian": ("State", "agent"),
    "Ukraine": ("State", "agent"),
    "Ukrainian": ("State", "agent"),
    "Neptune": ("MaterielType", "weapon"),
    "Vizar": ("ArmsFactory", "facility"),
}
TIMES = re.compile(r"(?:on )?(?:Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)day|overnight|last month|on 14 April")


def read(sentence: str) -> list[EventMention]:
    words = tokens(sentence)
    chunked = Chunked(words, tag(words), [match.span() for match in TIMES.finditer(sentence)])

    def name(span: tuple[int, int], position: str) -> Filler | None:
        text = sentence[span[0] : span[1]]
        if position == "board":
            return Filler(span, Entity("Moskva", "Cruiser"), "vessel")
        for word in reversed(re.findall(r"\w+", text)):
            if word in NAMES and (text.endswith(word) or word in {"Moskva", "Vizar", "Neptune"}):
                kind, category = NAMES[word]
                return Filler(span, Entity(word, kind), category)
        kind_found = kind_of(text.lower().split())
        if position == "owner" or kind_found is None:
            return None
        label = re.sub(r"^(?:the|a|an|another)\s", "", text, flags=re.IGNORECASE)
        return Filler(span, Entity(label, kind_found.kind), kind_found.category)

    return Matcher(chunked, 0, name).match()


def line(mention: EventMention) -> str:
    roles = [f"{name}={filler.entity.label}" for name, filler in mention.roles]
    links = [f"{name}>{other.kind}" for name, other in mention.links]
    return " ".join([mention.kind, *roles, *links])


SENTENCES = [
    ("Russia attacked Ukraine.", ["Attack isPerformedBy=Russia hasTarget=Ukraine"]),
    ("Ukraine was attacked by Russia.", ["Attack hasTarget=Ukraine isPerformedBy=Russia"]),
    (
        "Missiles hit a hospital in Kyiv.",
        ["MissileStrike usesWeapon=Missiles hasTarget=hospital takesPlaceAt=Kyiv"],
    ),
    ("Drones struck the Vizar plant.", ["DroneStrike usesWeapon=Drones hasTarget=Vizar"]),
    (
        "Russia stepped up air strikes on Kyiv on Saturday, hitting another military factory.",
        [
            "AirStrike hasTarget=Kyiv isPerformedBy=Russia",
            "Strike isPerformedBy=Russia hasTarget=military factory",
        ],
    ),
    (
        "Another military factory in Kyiv hit on Saturday",
        ["Strike hasTarget=military factory takesPlaceAt=Kyiv"],
    ),
    (
        "Russia used long-range missiles to hit the Vizar plant on Friday.",
        ["MissileStrike isPerformedBy=Russia hasTarget=Vizar usesWeapon=long-range missiles"],
    ),
    ("Russian strikes on Mariupol continued.", ["Strike isPerformedBy=Russian hasTarget=Mariupol"]),
    ("The sinking of the Moskva was confirmed.", ["Sinking affects=Moskva"]),
    ("The Moskva sank on Thursday.", ["Sinking affects=Moskva"]),
    ("Ukraine sank the Moskva.", ["Sinking isPerformedBy=Ukraine affects=Moskva"]),
    ("The cruiser went down in a storm.", ["Sinking affects=cruiser"]),
    ("Stocks went down on Friday.", []),
    (
        "Neptune missiles sank the Moskva.",
        ["Sinking usesWeapon=Neptune affects=Moskva hasCause>MissileStrike"],
    ),
    (
        "The Moskva was sunk by Neptune missiles.",
        ["Sinking affects=Moskva usesWeapon=Neptune hasCause>MissileStrike"],
    ),
    (
        "The Moskva sank while being towed to port after ammunition exploded on board.",
        [
            "Sinking affects=Moskva overlaps>Towing follows>InternalExplosion",
            "Towing affects=Moskva goesTo=port",
            "InternalExplosion hasParticipant=ammunition takesPlaceAt=Moskva",
        ],
    ),
    ("The ship sank because of a fire.", ["Sinking affects=ship hasCause>Fire", "Fire"]),
    ("A missile was shot down over Lviv.", ["ShootDown affects=missile takesPlaceAt=Lviv"]),
    (
        "Ukrainian forces shot down two helicopters.",
        ["ShootDown isPerformedBy=Ukrainian forces affects=two helicopters"],
    ),
    ("The strike destroyed a bridge.", ["Strike", "Destruction affects=bridge hasCause>Strike"]),
    (
        "Shelling killed five people in Mariupol.",
        ["Shelling", "Killing affects=five people takesPlaceAt=Mariupol hasCause>Shelling"],
    ),
    ("Five civilians were killed in Mariupol.", ["Killing affects=Five civilians takesPlaceAt=Mariupol"]),
    ("Soldiers killed in Mariupol were buried.", ["Killing affects=Soldiers takesPlaceAt=Mariupol"]),
    ("Two people died and three were wounded.", ["Killing affects=Two people", "Wounding"]),
    ("Russian forces withdrew from Kyiv.", ["Withdrawal isPerformedBy=Russian forces comesFrom=Kyiv"]),
    ("Troops began withdrawing from Kyiv last month.", ["Withdrawal isPerformedBy=Troops comesFrom=Kyiv"]),
    ("Russia captured Mariupol.", ["CaptureOfPlace isPerformedBy=Russia affects=Mariupol"]),
    ("Russia captured 40 soldiers.", ["CaptureOfPersons isPerformedBy=Russia affects=40 soldiers"]),
    ("Russia captured two tanks.", ["CaptureOfMateriel isPerformedBy=Russia affects=two tanks"]),
    ("Mariupol fell on Friday.", ["CaptureOfPlace affects=Mariupol"]),
    ("Prices fell on Friday.", []),
    (
        "Residents were evacuated from Mariupol to Lviv.",
        ["Evacuation affects=Residents comesFrom=Mariupol goesTo=Lviv"],
    ),
    ("Ukraine received weapons.", []),
    ("Poland sent tanks to Ukraine.", ["ArmsDelivery affects=tanks hasRecipient=Ukraine"]),
    (
        "Police were present around the factory.",
        ["Presence hasParticipant=Police takesPlaceAt=factory"],
    ),
    (
        "A heavy police and military presence had been deployed around the factory.",
        ["Presence takesPlaceAt=factory"],
    ),
    ("Russia tried to seize Kyiv.", ["CaptureOfPlace isPerformedBy=Russia affects=Kyiv"]),
    ("The weather was fine.", []),
]


@pytest.mark.parametrize(("sentence", "expected"), SENTENCES, ids=[pair[0] for pair in SENTENCES])
def test_frames_in_a_sentence(sentence: str, expected: list[str]) -> None:
    assert [line(mention) for mention in read(sentence)] == expected


@pytest.mark.parametrize(
    ("sentence", "mode", "negated"),
    [
        ("Russia attacked Ukraine.", "", False),
        ("Russia did not attack Ukraine.", "", True),
        ("Russia will attack Ukraine.", "future", False),
        ("Russia may attack Ukraine.", "possible", False),
        ("Russia tried to attack Ukraine.", "unreal", False),
        ("If Russia attacked Ukraine, it would lose.", "conditional", False),
        ("Russia began to attack Ukraine.", "", False),
        ("Russia appeared to attack Ukraine.", "probable", False),
    ],
)
def test_what_is_said_to_happen_and_what_not(sentence: str, mode: str, negated: bool) -> None:
    [mention, *_] = read(sentence)
    assert (mention.mode, mention.is_negated) == (mode, negated)


@pytest.mark.parametrize(
    ("sentence", "time"),
    [
        ("The Moskva sank on Thursday.", "on Thursday"),
        ("On Friday, missiles hit a hospital in Kyiv.", "On Friday"),
        ("Saturday’s strike on Kyiv was heavy.", "Saturday"),
        ("Russia stepped up air strikes on Kyiv on Saturday.", "on Saturday"),
    ],
)
def test_the_time_of_an_event(sentence: str, time: str) -> None:
    [mention, *_] = read(sentence)
    assert mention.time_span is not None
    assert sentence[mention.time_span[0] : mention.time_span[1]] in {
        time,
        time.removeprefix("on ").removeprefix("On "),
    }


def test_a_noun_that_only_points_back_is_bare() -> None:
    mentions = read("Five people were killed in the attack.")
    assert [mention.is_bare for mention in mentions if mention.is_noun] == [True]


def test_every_class_and_role_of_the_table_is_in_the_ontology() -> None:
    text = "".join(path.read_text(encoding="utf-8") for path in sorted(ONTOLOGY.glob("*.ttl")))
    declared = set(re.findall(r"^cg:(\w+) a owl:", text, re.MULTILINE))
    used = {frame.kind for frame in all_frames()} | {
        role for frame in all_frames() for role in frame.roles.values()
    }
    assert used <= declared


@settings(max_examples=150, deadline=None)
@given(st.text(max_size=300))
def test_any_text_gives_events_inside_it(text: str) -> None:
    for mention in read(text):
        assert 0 <= mention.extent[0] <= mention.trigger[0] < mention.trigger[1] <= len(text)


WORDS = st.sampled_from(
    (
        "the", "a", "Russia", "Kyiv", "missiles", "plant", "hit", "struck", "sank", "killed", "by", "in",
        "on", "while", "after", "that", "which", "and", ",", ".", "“", "”", "not", "would", "strikes", "of",
        "attack", "troops", "withdrew", "being", "towed", "said", "people", "five", "it", "they", "to", "use",
    )
)  # fmt: skip


@settings(max_examples=300, deadline=None)
@given(st.lists(WORDS, max_size=40))
def test_any_order_of_words_gives_events_inside_it(words: list[str]) -> None:
    text = " ".join(words)
    for mention in read(text):
        assert mention.extent[0] <= mention.trigger[0] < mention.trigger[1] <= len(text)
