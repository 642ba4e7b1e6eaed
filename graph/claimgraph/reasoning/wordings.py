"""What two contents share in words: for contents of which nothing but the wording is known.

Where a content could not be read as an event, a denial of it still uses the words of what is denied: "it
trains Northern conscripts" beside "the South trains Northern conscripts at its ranges". Words are compared by
their first letters, so that "trains" and "training", "North" and "Northern" are one; words that carry no
matter of their own are left out, and so are those of two letters, but for names such as "UN".
"""

from __future__ import annotations

import re

LIKE = 0.6
"""So large a share of the words of a denial must be those of the other claim."""
AT_LEAST = 2
"""So many words must be shared, however short the denial is."""
_STEM = 5
_WORD = re.compile(r"[^\W\d_]+")
_SHORTEST = 3
_EMPTY = frozenset(
    (
        *("the", "and", "that", "this", "these", "those", "with", "without", "from", "into", "onto", "over"),
        *("had", "has", "have", "was", "were", "are", "been", "being", "did", "does", "would", "will", "can"),
        *("could", "may", "might", "must", "should", "for", "its", "his", "her", "their", "our", "they"),
        *("them", "who", "whom", "whose", "which", "what", "when", "where", "while", "there", "here", "any"),
        *("not", "all", "such", "some", "own", "one", "ever", "even", "only", "still", "also", "yet", "but"),
        *("than", "then", "about", "after", "before", "against", "under", "more", "most", "other", "said"),
        *("claim", "claims", "claimed", "report", "reports", "reported", "accusation", "accusations", "idea"),
        *("allegation", "allegations", "you", "your", "she", "him", "out", "off", "between", "during"),
    )
)


def stems(text: str) -> frozenset[str]:
    """The beginnings of the words of a text that carry its matter.

    >>> sorted(stems("that the South trains its Northern conscripts"))
    ['consc', 'north', 'south', 'train']
    """
    words = (
        word.casefold()
        for word in _WORD.findall(text)
        if len(word) >= _SHORTEST or (len(word) > 1 and word.isupper())
    )
    return frozenset(word[:_STEM] for word in words if word not in _EMPTY)


_PAID = re.compile(
    r"\b(?:pa(?:id|y|ying)|payments?|ransom|bribe\w*|changed hands|handed over|received|bought off)\b",
    re.IGNORECASE,
)
_MONEY = re.compile(
    r"\b(?:ransom|money|cash|dollars?|euros?|pounds?|pesos?|roubles?|rubles?|francs?|marks|rupees?|bribe\w*|sum)\b"
    r"|[$€£]",
    re.IGNORECASE,
)


def are_of_payment(denied: str, affirmed: str) -> bool:
    """Whether it is denied that money was paid, and said that it was.

    >>> are_of_payment("having paid a ransom", "a million dollars had been handed over")
    True
    >>> are_of_payment("having paid a ransom", "they asked for a million dollars")
    False
    """
    both = (_PAID.search(words) and _MONEY.search(words) for words in (denied, affirmed))
    return all(both)


def is_worded_in(denied: str, affirmed: str) -> bool:
    """Whether what is denied is mostly in the words of what is affirmed.

    >>> is_worded_in("it trained Northern conscripts", "the South trains conscripts of the North there")
    True
    >>> is_worded_in("it would send soldiers to the North", "the South trains conscripts of the North")
    False
    """
    wanted = stems(denied)
    shared = wanted & stems(affirmed)
    return len(shared) >= AT_LEAST and len(shared) >= LIKE * len(wanted)
