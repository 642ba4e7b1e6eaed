from __future__ import annotations

import pytest

from claimgraph.extract.syntax.tagger import tag
from claimgraph.extract.syntax.text import tokens

CASES = [
    ("The ministry claims that its claims are true .", "D N V T G N B N ."),
    ("Officials report three losses .", "A N K N .".replace("A N", "A V")),
    ("Two reports contradict each other .", "K N V D N ."),
    ("He was told to leave .", "I B n O v ."),
    ("The said vessel sank .", "D N N V ."),
    ("Moscow gave a figure of 40 killed in May .", "A V D N P K n P A ."),
    ("They told her that her house stood .", "I V U T G N V ."),
    ("A firm called Northgate denied it .", "D N n A V I ."),
    ("US ships may sail in May .", "A N M v P A ."),
    ("Norse forces in Mali said no .", "A N P A V D ."),
]


@pytest.mark.parametrize(("text", "expected"), CASES)
def test_tags(text: str, expected: str) -> None:
    assert list(tag(tokens(text))) == expected.split()


def test_empty() -> None:
    assert tag([]) == ""
