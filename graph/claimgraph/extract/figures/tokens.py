"""Words, numbers and marks of a text, with their offsets: what the grammar of figures reads.

One regular expression with possessive quantifiers does the work, so no text makes it backtrack.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

__all__ = ["CODE", "NUMBER", "PUNCT", "QUOTES", "WORD", "Token", "tokenise"]

QUOTES = frozenset('“”"‘’«»')
"""Quotation marks; the straight single one is an apostrophe more often."""
_MAX_DIGITS = 15
"""Longer digit strings are serial numbers; no count of people or things needs them."""

_TOKEN = re.compile(
    r"""(?P<code>\d++(?:[-./:]\d++){2,}+|\d++[/:×]\d++(?:[/:]\d++)*+)
      | (?P<number>\d{1,3}+(?:[,\u00a0\u202f\u2009']\d{3})++(?!\d)(?:\.\d++)?
          |\d{1,3}+(?:[ ]\d{3})++(?![\d,.]*\d)
          |\d{1,3}+,\d{1,2}+(?=\s(?:million|billion|mln|bn)\b)
          |\d++(?:\.\d++)?)
      | (?P<word>[^\W\d_]++(?:['’][^\W\d_]++)*+\.?(?:(?<=\b(?:Mr|Dr|St|Lt|No|ca|Co)\.)|(?<=\bincl\.))
          |[^\W\d_]++(?:['’][^\W\d_]++)*+)
      | (?P<newline>\n\s*+)
      | (?P<punct>[^\s])""",
    re.VERBOSE,
)
CODE, NUMBER, WORD, PUNCT = "code", "number", "word", "punct"


@dataclass(frozen=True, slots=True)
class Token:
    """One word, number, numeric code or mark; `start` and `end` are code points in the full text."""

    start: int
    end: int
    text: str
    lower: str
    kind: str
    glued: bool

    @property
    def is_word(self) -> bool:
        """Whether the token is a word."""
        return self.kind == WORD

    @property
    def is_capital(self) -> bool:
        """Whether the token is a word that begins with a capital letter."""
        return self.kind == WORD and self.text[0].isupper()


def tokenise(text: str, start: int = 0, end: int | None = None) -> list[Token]:
    """Split a region of the text into tokens whose offsets point into the whole text.

    >>> [t.text for t in tokenise("about 2,500 to 3,000 troops")]
    ['about', '2,500', 'to', '3,000', 'troops']
    """
    stop = len(text) if end is None else end
    tokens: list[Token] = []
    previous = -1
    for match in _TOKEN.finditer(text, start, stop):
        kind = match.lastgroup or PUNCT
        word = match.group()
        if kind == CODE and _DOT_GROUPED.fullmatch(word):
            kind = NUMBER
        if kind == NUMBER and len(word) > _MAX_DIGITS + 5:
            kind = CODE
        first, last = match.span()
        tokens.append(Token(first, last, word, word.lower(), kind, first == previous))
        previous = last
    return tokens


_DOT_GROUPED = re.compile(r"\d{1,3}(?:\.\d{3}){2,}")
