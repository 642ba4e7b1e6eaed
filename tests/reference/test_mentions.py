"""Finding mentions of known names in a text."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from claimgraph.reference import Reference, Resolver

RESOLVER = Resolver.default()


def found(text: str) -> list[str]:
    return [span.text for span in RESOLVER.find_mentions(text)]


@pytest.mark.parametrize(
    ("text", "mentions"),
    [
        ("Smoke rose over Kharkiv.", ["Kharkiv"]),
        ("Kharkivska street", []),
        ("in kyiv", []),
        ("Moscow’s view of the Kremlin's plan", ["Moscow", "Kremlin"]),
        ("The Security Service of Ukraine said", ["Security Service of Ukraine"]),
        ("Ukraine’s Ministry of Defence said", ["Ukraine’s Ministry of Defence"]),
        ("Ukraine’s defence\nministry said", ["Ukraine’s defence\nministry"]),
        ("invading Russian forces left Bucha", ["Russian forces", "Bucha"]),
        ("Russian air force jets", ["Russian air force"]),
        ("senior Ukrainian military officials", ["Ukrainian military officials"]),
        ("Ukrainian President Volodymyr Zelenskyy spoke", ["Volodymyr Zelenskyy"]),
        ("the Ukrainian president spoke", ["Ukrainian president"]),
        ("the Ukrainian capital", ["Ukrainian capital"]),
        ("Russia’s Black Sea naval flagship", ["Russia’s Black Sea naval flagship"]),
        ("the Moskva missile cruiser sank", ["Moskva missile cruiser"]),
        ("the missile cruiser Moskva sank", ["missile cruiser Moskva"]),
        ("the Donbas region", ["Donbas region"]),
        ("Moscow region, Washington state", ["Moscow region", "Washington state"]),
        ("Sergei Lavrov came. Lavrov left.", ["Sergei Lavrov", "Lavrov"]),
        ("Lavrov left.", []),
        ("The Russians and a Russian", ["Russians"]),
        ("In Jordan, Chad and Turkey", ["Jordan", "Chad", "Turkey"]),
        ("Michael Jordan met Chad Smith", []),
        ("Roast turkey, fine china and a chad", []),
        ("The Times of London, the Guardian, Times change", ["The Times of London", "the Guardian"]),
        ("U.S. officials and the U.N. said", ["U.S. officials", "U.N."]),
        ("крейсер «Москва» затонув, ракета «Нептун»", ["крейсер «Москва»", "ракета «Нептун»"]),
        ("Заявило Минобороны России.", ["Минобороны России"]),
        ("South Sudan, Sudan and Guinea-Bissau", ["South Sudan", "Sudan", "Guinea-Bissau"]),
        ("S-300 and Kh-22 missiles", ["S-300", "Kh-22 missiles"]),
        ("", []),
    ],
)
def test_mentions(text: str, mentions: list[str]) -> None:
    assert found(text) == mentions


def test_a_capital_has_both_senses_and_a_composition_one() -> None:
    spans = RESOLVER.find_mentions("Kyiv and Russian forces")
    labels = [[entity.label for entity in span.candidates] for span in spans]
    assert labels == [["Government of Ukraine", "Kyiv"], ["Armed Forces of Russia"]]


def check_spans(text: str) -> None:
    spans = RESOLVER.find_mentions(text)
    reached = 0
    for span in spans:
        assert reached <= span.start < span.end <= len(text)
        assert text[span.start : span.end] == span.text
        assert span.candidates
        reached = span.end


NAMES = sorted(name for entity in Reference.default().values() for name in entity.all_names)
WORDS = ["’s", "'s", "forces", "said", ".", ",", "\n", "😀", "the", "defence ministry", "flagship", "«"]
PIECES = st.sampled_from([*NAMES[::7], *WORDS])


@given(st.text())
def test_offsets_hold_on_any_text(text: str) -> None:
    check_spans(text)


@given(st.lists(PIECES, max_size=12), st.sampled_from([" ", "", "\u00a0", " 👍 "]))
def test_offsets_hold_on_names_in_any_order(pieces: list[str], joint: str) -> None:
    check_spans(joint.join(pieces))


def test_every_name_is_found_in_its_own_right() -> None:
    missed = [
        name
        for name in NAMES
        if not any(span.start == 0 and span.end == len(name) for span in RESOLVER.find_mentions(name))
    ]
    assert missed == []
