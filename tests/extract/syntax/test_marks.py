"""Quotation marks in single and East Asian shapes, told from apostrophes."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from claimgraph.extract.syntax.marks import even_marks

EVEN = [
    ("‘We stay,’ she said.", "“We stay,” she said."),
    ("'We stay,' she said. 'Our army's gone.'", "“We stay,” she said. “Our army's gone.”"),
    ("‘The rebels’ camp is empty,’ he said.", "“The rebels’ camp is empty,” he said."),
    ("The ‘rebels’ fled to the officers’ mess.", "The “rebels” fled to the officers’ mess."),
    ("the ‘rebels’ and the ‘loyalists’ of the valley", "the “rebels” and the “loyalists” of the valley"),
    ("‘He said “go” to us,’ she said.", "“He said ‘go’ to us,” she said."),
    ("“He said ‘go’ to us,” she said.", "“He said ‘go’ to us,” she said."),
    ("『The port is open,』 he said.", "“The port is open,” he said."),
    ("‹We stay›, ‚all of us‘, he said.", "«We stay», “all of us”, he said."),
    ("The '90s war, the men's camp, 48°30'N.", "The '90s war, the men's camp, 48°30'N."),
    ("''It burnt,'' he said.", "''It burnt,'' he said."),
    ("A stray ‘ and a stray ’ here.", "A stray ‘ and a stray ’ here."),
]  # fmt: skip


@pytest.mark.parametrize(("text", "expected"), EVEN)
def test_even_marks(text: str, expected: str) -> None:
    assert even_marks(text, [(0, len(text))]) == expected


def test_a_quotation_goes_on_where_the_next_paragraph_opens_with_a_mark() -> None:
    text = "‘The road is cut.\n\n‘Nobody comes,’ she said."
    assert even_marks(text, [(0, 17), (19, len(text))]) == "“The road is cut.\n\n“Nobody comes,” she said."
    assert even_marks(text[:17], [(0, 17)]) == text[:17]


@given(st.text(alphabet="‘’'“”\" \nasS.,「』", max_size=60))
def test_the_text_keeps_its_length_and_its_letters(text: str) -> None:
    even = even_marks(text, [(0, len(text))])
    assert len(even) == len(text)
    marks = "‘’'“”\"「』"
    assert all(a == b or (a in marks and b in marks) for a, b in zip(text, even, strict=True))
