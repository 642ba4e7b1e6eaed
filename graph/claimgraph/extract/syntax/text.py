"""Tokens of a text with their offsets in the original: nothing is inserted, removed or moved.

Offsets count Unicode code points, the end is exclusive. Quotation marks come in several shapes (straight,
curly, guillemets, two apostrophes, two back-ticks); each is one token whatever its length, so that the
later stages see one kind of mark and the offsets stay those of the text as it was printed.
"""

from __future__ import annotations

import re
from typing import Final, NamedTuple

Span = tuple[int, int]

TITLES: Final = (
    "Mr|Mrs|Ms|Messrs|Dr|Prof|Sen|Sens|Rep|Reps|Gov|Govs|Lt|Col|Gen|Maj|Capt|Cpl|Sgt|Adm|RAdm|VAdm|Brig|Cmdr|Cmdre|Cdr|"
    "Rev|Fr|Hon|Pres|Amb|Supt|Det|Insp|Atty|Msgr|Pvt|Ens|Sr|Jr|St|Mt|Ft"
)
ABBREVIATIONS: Final = (
    "Inc|Corp|Co|Ltd|Bros|Assn|Dept|Univ|No|Nos|vs|approx|est|"
    "Jan|Feb|Mar|Apr|Jun|Jul|Aug|Sept|Sep|Oct|Nov|Dec|"
    "Ala|Ariz|Ark|Calif|Colo|Conn|Del|Fla|Ga|Ill|Ind|Kan|Ky|La|Md|Mass|Mich|Minn|Miss|Mo|Mont|Neb|Nev|"
    "Okla|Ore|Pa|Tenn|Tex|Va|Vt|Wash|Wis|Wyo|Ont|Que"
)
QUOTE_MARKS: Final = ("''", "``", '"', "“", "”", "„", "«", "»", "‟", "＂")

EMOJI: Final = "\u2600-\u27bf\u2b00-\u2bff\U0001f000-\U0001faff\u200d\u20e3\ufe0f"
"""Pictures, as a class of a regular expression: no part of what is said, so passed over like white space."""

# Each alternative starts with a character no earlier one can continue over, so matching is linear.
_TOKEN: Final = re.compile(
    rf"""
    (?![\s{EMOJI}])(?:                                           # spaces are passed over at once
      [a-z]++(?!['’&/\w-]|\.[a-z]{{2}})                          # most words, without looking further
    | [A-Z][a-z]++(?!['’&/\w.-])                                   # most words with a capital
    | '(?=''(?!'))|''|``|["“”„«»‟＂]
    | (?<![^\W_])(?:[A-Z]\.){{2,}}(?:-[a-z]+)?                 # U.S., J.D., U.S.-based
    | (?<![^\W_])(?:{TITLES}|{ABBREVIATIONS})\.(?=[\s,;:)])   # Mr., Calif.
    | (?<![^\W_])[A-Z]-[A-Z][a-z]{{1,5}}\.(?=[,)])                   # R-Fla.
    | (?<![^\W_])[A-HJ-Z]\.(?=\s?[A-Z])                             # initials
    | ['’](?:s|S|re|ve|ll|d|m|RE|VE|LL|D|M)(?![^\W_])         # clitics
    | \d+(?:[.,:]\d+)*(?:[^\W\d_]+)?(?:-[^\W\d_]+)*
    | [^\W_]+(?:(?:[&/-]|\.(?=[a-z]{{2}})|['’](?!(?:s|S|re|ve|ll|d|m|RE|VE|LL|D|M)(?![^\W_]))(?!'))[^\W_]+)*
    | (?:\.\s?){{2,8}}\.|…
    | --+|[—–―]
    | .
    )
    """,
    re.VERBOSE | re.DOTALL,
)


class Token(NamedTuple):
    """One word, number or mark: its offsets and its words in lower case with straight apostrophes."""

    start: int
    end: int
    text: str
    lower: str


def tokens(text: str, start: int = 0, end: int | None = None) -> list[Token]:
    """Split `text[start:end]` into words, numbers and single marks.

    Possessive and verbal clitics ("'s", "'ve") are tokens of their own, negated verbs ("didn't") are one
    token, titles and abbreviations keep their full stop.

    >>> [t.text for t in tokens("Mr. Koval’s aides didn't reply.")]
    ['Mr.', 'Koval', '’s', 'aides', "didn't", 'reply', '.']
    """
    stop = len(text) if end is None else end
    found = []
    new, known, find, at = tuple.__new__, _LOWERED, text.find, start
    for word in _TOKEN.findall(text, start, stop):
        first = find(word, at)  # nothing but white space stands between one token and the next
        at = first + len(word)
        found.append(new(Token, (first, at, word, known[word])))  # the fast way
    return found


class _Lowered(dict[str, str]):
    """Words in lower case, with straight apostrophes, by the word as it is written: each worked out once."""

    def __missing__(self, word: str) -> str:
        """Work out a word; what was kept is dropped first when there is much of it."""
        if len(self) > _KEPT:
            self.clear()
        lower = self[word] = word.lower().replace("’", "'")
        return lower


_KEPT: Final = 1 << 15
_LOWERED: Final = _Lowered()


def lowered(word: str) -> str:
    """Give a word in lower case, with straight apostrophes.

    >>> lowered("Koval’s")
    "koval's"
    """
    return _LOWERED[word]
