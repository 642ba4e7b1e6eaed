from __future__ import annotations

import pytest

from claimgraph.extract.syntax.text import tokens

CASES = [
    ("Koval’s men didn’t go.", "Koval ’s men didn’t go ."),
    ("Mr. Lys of Butte, Mont., left.", "Mr. Lys of Butte , Mont. , left ."),
    ("A 60-page ruling cost $3.5m.", "A 60-page ruling cost $ 3.5m ."),
    ("The U.S. left... again", "The U.S. left ... again"),
    ("a 95th-brigade post at example.org", "a 95th-brigade post at example.org"),
    ("“Go”—now", "“ Go ” — now"),
    ("He said 'No,'''", "He said ' No , ' ''"),
]


@pytest.mark.parametrize(("text", "expected"), CASES)
def test_tokens(text: str, expected: str) -> None:
    assert [t.text for t in tokens(text)] == expected.split()


def test_part_of_a_text_keeps_its_offsets() -> None:
    assert [(t.start, t.end) for t in tokens("ab cd ef", 3, 5)] == [(3, 5)]


def test_pictures_are_passed_over_like_white_space() -> None:
    assert [token.text for token in tokens("🔴 Army 🇸🇩: ⚠️ 9 died 1️⃣")] == ["Army", ":", "9", "died", "1"]
