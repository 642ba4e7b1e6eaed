"""Names found by an index are those that a search through the text finds."""

from __future__ import annotations

import re

from hypothesis import given
from hypothesis import strategies as st

from claimgraph.extract.syntax.occurrences import Occurrences

WORDS = st.sampled_from(
    ("Bilyk", "bilyk", "Ida", "al-Dara", "Dara", "O’Neil", " ", " ", ":", "\n", "-", "’", "12", "é")
)


@given(
    st.lists(WORDS, max_size=30).map("".join),
    st.sampled_from(("Bilyk", "Dara", "al-Dara", "Ida Bilyk", "O’Neil", "12")),
)
def test_the_same_as_a_search(text: str, name: str) -> None:
    found = [match.start() for match in re.finditer(rf"(?=\b{re.escape(name)}\b)", text)]
    assert list(Occurrences(text).of(name)) == found


def test_what_does_not_begin_and_end_with_a_word_is_nowhere() -> None:
    for name in ("", " Ida", "Ida ", "-", "Ida’"):
        assert list(Occurrences("Ida ’ Ida-").of(name)) == []
