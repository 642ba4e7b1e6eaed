from __future__ import annotations

import pytest

from claimgraph.extract.syntax.quotes import quotes
from claimgraph.extract.syntax.segment import paragraphs

CASES = [
    ("He said “no” and left.", ["“no”"]),
    ('He said "no" and "never" again.', ['"no"', '"never"']),
    ("''It burnt,'' he said.", ["''It burnt,''"]),
    ("``It burnt,'' he said.", ["``It burnt,''"]),
    ("Er sagte „nein” und «ja».", ["„nein”", "«ja»"]),
    ("“First.\n\n“Second.” End.", ["“First.", "“Second.”"]),
    ("He said: “we go on. And on", ["“we go on. And on"]),
    ("A “mistake. The rest stays out. Yes.", ["“mistake"]),
    ("He said, ''We heard 'No,''' twice.", ["''We heard 'No,'''"]),
    ('The 5" gun and the 12" gun.', []),
    ("No marks at all.", []),
    ("Just a stray ” here.", []),
]


@pytest.mark.parametrize(("text", "expected"), CASES)
def test_quotes(text: str, expected: list[str]) -> None:
    blocks = [(p.start, p.end) for p in paragraphs(text)]
    assert [text[q.start : q.end] for q in quotes(text, blocks)] == expected


def test_closed_or_not() -> None:
    text = "“First.\n\n“Second.”"
    blocks = [(p.start, p.end) for p in paragraphs(text)]
    assert [q.is_closed for q in quotes(text, blocks)] == [False, True]
