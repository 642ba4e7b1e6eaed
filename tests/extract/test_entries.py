"""Live blogs and lists: what an entry leaves out is not that of the entry before it."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from claimgraph.model import Claim, Event

Read = Callable[[str], tuple[Claim, ...]]

ENTRIES = (
    (
        "A drone hit a mill in Veldra on Monday, killing two people.",
        "Shells fell on a bus station. Six died.",
    ),
    ("A missile struck the port of Veldra overnight.", "A drone set fire to a fuel depot. Nobody was hurt."),
    ("Shells wounded nine people in Veldra on Friday.", "Three people were killed in a blast at a barracks."),
)
STAMPS = (
    ("08:10 ", "09:25 "),
    ("8.10am: ", "2pm: "),
    ("[08:10] ", "[9:25] "),
    ("08:10 GMT – ", "09:25 GMT – "),
)


def _events(claims: tuple[Claim, ...], words: str) -> list[Event]:
    found = [claim for claim in claims if words in claim.content_text]
    return [claim.proposition.event for claim in found if claim.proposition.event is not None]


@pytest.mark.parametrize("stamps", STAMPS, ids=[first for first, _ in STAMPS])
@pytest.mark.parametrize(("first", "second"), ENTRIES, ids=[first[:20] for first, _ in ENTRIES])
def test_an_entry_borrows_nothing(first: str, second: str, stamps: tuple[str, str], claims: Read) -> None:
    read = claims(f"{stamps[0]}{first}\n\n{stamps[1]}{second}")
    start = len(stamps[0]) + len(first)
    events = [
        (claim.passage.start > start, claim.proposition.event)
        for claim in read
        if claim.proposition.event is not None
    ]
    later = [event for is_later, event in events if is_later]
    assert later
    assert {event.key for event in later}.isdisjoint(event.key for is_later, event in events if not is_later)
    assert all(event.time is None for event in later)
    assert not any(place.label == "Veldra" for event in later for place in event.fillers("takesPlaceAt"))


def test_the_same_sentences_of_an_article_are_one_story(claims: Read) -> None:
    read = claims("A drone hit a mill in Veldra on Monday. Six people died.")
    assert [event.time.edtf for event in _events(read, "Six people died") if event.time] == ["2022-04-11"]


def test_an_entry_may_point_back(claims: Read) -> None:
    read = claims(
        "08:10 Shells hit a school in Veldra on Monday.\n\n09:00 The army denies hitting the school."
    )
    (hit,), (denied,) = _events(read, "Shells hit"), _events(read, "hitting the school")
    assert hit.key == denied.key


def test_a_market_in_two_entries_is_two_markets(claims: Read) -> None:
    read = claims("08:10 Drones hit a market in Veldra.\n\n09:00 Shells hit a market in Ashkel.")
    targets = [next(event.fillers("hasTarget")) for event in _events(read, "market")]
    assert len({target.key for target in targets}) == 2


def test_two_entries_of_one_town_and_day_are_two_events(claims: Read) -> None:
    read = claims(
        "08:10 Drones hit a mill in Odesa on Monday.\n\n09:00 Shells hit a school in Odesa on Monday."
    )
    assert len({event.key for event in [*_events(read, "mill"), *_events(read, "school")]}) == 2


def test_items_share_a_scene(claims: Read) -> None:
    read = claims("What we know:\n\n• A missile hit a mill in Veldra on Monday.\n• Nine people were killed.")
    (event,) = _events(read, "Nine people")
    assert event.time is not None
    assert event.time.edtf == "2022-04-11"


def test_an_item_with_an_attack_of_its_own_is_another(claims: Read) -> None:
    read = claims("• A missile hit a mill in Veldra on Monday.\n• Shells fell on a market, wounding nine.")
    assert all(event.time is None for event in _events(read, "wounding nine"))
    assert read[0].content_text.startswith("A missile")


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("Today:\n\n- Veldra: two killed in shelling\n- Kharkiv: five hurt in blast", ["Veldra", "Kharkiv"]),
        ("14:20 Kharkiv: two killed in shelling.\n\n15:10 Odesa: five hurt in blast.", ["Kharkiv", "Odesa"]),
        ("Today:\n\n- Bilyk: “Two were killed.”\n- Kharkiv: five hurt in blast", [None, "Kharkiv"]),
    ],
    ids=["items", "entries", "a speaker"],
)
def test_entries_that_open_with_a_place(text: str, told: list[str | None], claims: Read) -> None:
    read = [claim for claim in claims(text) if claim.proposition.quantity is not None]
    events = [claim.proposition.event for claim in read]
    places = [next(event.fillers("takesPlaceAt"), None) for event in events if event is not None]
    assert [place and place.label for place in places] == told
    assert [claim.claimant.label == "Bilyk" for claim in read] == [place is None for place in places]


def test_it_is_nothing_of_another_entry(claims: Read) -> None:
    read = claims("08:10 A drone hit a minibus.\n\n09:00 The army says it has pushed rebels out of Lesk.")
    (event,) = _events(read, "pushed rebels")
    assert "minibus" not in {role.value.label for role in event.roles}


def test_another_town_has_a_mayor_of_its_own(claims: Read) -> None:
    text = "08:10 The mayor of Odesa, Ilka Sorel, says two people died in Odesa.\n\n09:00 "
    read = claims(f"{text}In Kharkiv, shells hit a school, the mayor says.")
    assert [claim.claimant.label for claim in read if "school" in claim.content_text] == ["Mayor (unnamed)"]
    read = claims(f"{text}In Odesa, shells hit a school, the mayor says.")
    assert [claim.claimant.label for claim in read if "school" in claim.content_text] == ["Ilka Sorel"]


def test_a_heading_of_an_entry_is_no_part_of_the_sentence_below(claims: Read) -> None:
    below = "Three journalists were killed by a drone near the palace, the broadcaster says."
    read = claims(f"08:30 GMT - Drone hits TV crew\n{below}\n\n09:00 GMT - Shells fell on Lesk.")
    assert [claim.content_text for claim in read if claim.claimant.label == "Broadcaster"] == [
        "Three journalists were killed by a drone near the palace"
    ]
    read = claims("08:30 GMT - The army says three people were killed in\nLesk.\n\n09:00 GMT - Shells fell.")
    assert any("killed in\nLesk" in claim.content_text for claim in read)
