from __future__ import annotations

import pytest

from claimgraph.extract import paragraphs, sentences

CASES = [
    ("It fell. Nobody was hurt.", ["It fell.", "Nobody was hurt."]),
    ("Mr. Lys met Gen. Koval. They left.", ["Mr. Lys met Gen. Koval.", "They left."]),
    ("The U.S. Navy left.", ["The U.S. Navy left."]),
    ("Petro V. Lys left. So did she.", ["Petro V. Lys left.", "So did she."]),
    ("It cost 3.5 million. He paid.", ["It cost 3.5 million.", "He paid."]),
    ("“It fell. It burnt,” he said. She left.", ["“It fell. It burnt,” he said.", "She left."]),
    ("“It fell.” She left.", ["“It fell.”", "She left."]),
    ("“Why now?” Koval asked. She left.", ["“Why now?” Koval asked.", "She left."]),
    ("“Why now?” It was late and cold.", ["“Why now?”", "It was late and cold."]),
    ("He moved to Butte, Mont. “It is cold.”", ["He moved to Butte, Mont.", "“It is cold.”"]),
    ("“They shell us. We stay", ["“They shell us. We stay"]),
    ("Read example.org today. Go.", ["Read example.org today.", "Go."]),
    ("Really?! Yes.", ["Really?!", "Yes."]),
    ("", []),
]


@pytest.mark.parametrize(("text", "expected"), CASES)
def test_sentences(text: str, expected: list[str]) -> None:
    assert [text[s.start : s.end] for s in sentences(text)] == expected


def test_paragraphs_by_blank_lines() -> None:
    text = "\n One.\n\n \n Two\nlines. \n"
    assert [text[p.start : p.end] for p in paragraphs(text)] == ["One.", "Two\nlines."]
    assert [p.number for p in paragraphs(text)] == [0, 1]


def test_paragraphs_by_lines_when_there_are_no_blank_ones() -> None:
    text = "One.\n  Two.\r\nThree."
    assert [text[p.start : p.end] for p in paragraphs(text)] == ["One.", "Two.", "Three."]


LISTS = [
    (
        "Key points:\n\n- Nine died\n- Army denies raid\n- More to come",
        ["Key points:", "Nine died", "Army denies raid", "More to come"],
    ),
    ("A.\n\nIt said:\n• one\n• two\n  three", ["A.", "It said:", "one", "two\n  three"]),
    ("A.\n\nThe general\n– Aldan, they say –\nleft.", ["A.", "The general\n– Aldan, they say –\nleft."]),
    ("A.\n\nTwo drones down\n🔴 One hit a barn", ["A.", "Two drones down", "🔴 One hit a barn"]),
]


@pytest.mark.parametrize(("text", "expected"), LISTS)
def test_items_of_lists_are_paragraphs(text: str, expected: list[str]) -> None:
    assert [text[p.start : p.end] for p in paragraphs(text)] == expected
