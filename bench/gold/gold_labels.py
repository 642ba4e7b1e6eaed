"""When two names mean the same: readers and annotators do not use one list of labels.

Labels are compared as bags of words without case, articles and plural; `names.tsv` holds other names and the
adjectives of countries. A label of a described person or thing ("dock workers", "Western officials
(unnamed)") also fits one that says more or less of it. A spokesman without a name is the body; a rank before
the name of a person is left out.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import cache
from pathlib import Path

NAMES = Path(__file__).resolve().parent / "names.tsv"
_WORD = re.compile(r"[^\W_]+(?:-[^\W_]+)*")
_DROPPED = frozenset(
    (
        *("the", "a", "an", "of", "in", "and", "for", "s", "unnamed", "side", "its", "their", "his", "her"),
        *("two", "three", "four", "several", "some", "many", "other", "another"),
    )
)

_KINDS_OF_PLACE = frozenset(("territory", "city", "town", "village"))
"""Words that make no difference beside a name: "Pazigyi village", "Territory of Yemen"."""

_RANKS = (
    *("General", "Colonel", "Major", "Captain", "Lieutenant", "Brigadier", "Admiral", "Sergeant", "Corporal"),
    *("Dr", "Mr", "Mrs", "Ms"),
)
_RANK = re.compile(rf"(?:(?:{'|'.join(_RANKS)})\.? )+(?=\w)")
_OF_BODIES = frozenset(
    (
        *("staff", "command", "security", "directorate", "assembly", "council", "intelligence", "service"),
        *("union", "unit", "department", "office", "agency", "secretariat", "administration", "federation"),
        *("confederation", "inspectorate", "authority", "company", "hospital", "crimes", "prosecutor"),
    )
)
"""Words by which "General Security Directorate" is known to be nobody of a rank."""

_SPOKESMAN = re.compile(r"\bspokes(?:m[ae]n|wom[ae]n|person|people)\b|\(unnamed\)$", re.IGNORECASE)


@cache
def _table() -> tuple[dict[frozenset[str], frozenset[str]], dict[str, str]]:
    """The other names, and the adjectives, of names.tsv."""
    same: dict[frozenset[str], frozenset[str]] = {}
    adjectives: dict[str, str] = {}
    lines = [line for line in NAMES.read_text(encoding="utf-8").splitlines() if line and line[0] != "#"]
    rows = [line.split("\t") for line in lines]
    for kind, first, *rest in rows:
        if kind == "adjective":
            adjectives.update((word.casefold(), first.casefold()) for word in rest)
    for kind, first, *rest in rows:
        if kind == "name":
            for other in rest:
                same[_bag(other, adjectives)] = _bag(first, adjectives)
    return same, adjectives


def _bag(label: str, adjectives: dict[str, str]) -> frozenset[str]:
    words = [adjectives.get(word, word) for word in _words(_without_rank(label))]
    specific = [word for word in words if word not in _KINDS_OF_PLACE]
    return frozenset(_single(word) for word in specific or words)


def _words(label: str) -> list[str]:
    found = [word.casefold() for word in _WORD.findall(label.replace("’", " ").replace("'", " "))]
    return [word for word in found if word not in _DROPPED]


def _without_rank(label: str) -> str:
    """Leave out a rank before two or three names.

    >>> _without_rank("Major General John Smith"), _without_rank("General Security Directorate")
    ('John Smith', 'General Security Directorate')
    """
    rank = _RANK.match(label)
    names = label[rank.end() :].split() if rank else []
    of_person = len(names) in (2, 3) and all(name[:1].isupper() for name in names)
    return " ".join(names) if of_person and not _OF_BODIES & {name.casefold() for name in names} else label


def _single(word: str) -> str:
    """Take off a plural ending."""
    if len(word) > 4 and word.endswith("ies"):
        return word[:-3] + "y"
    return word[:-1] if len(word) > 3 and word.endswith("s") and not word.endswith("ss") else word


def bag(label: str) -> frozenset[str]:
    """Give the words by which a label is compared, other names replaced.

    >>> bag("The Israeli army") == bag("Israel Defense Forces")
    True
    """
    same, adjectives = _table()
    words = _bag(label, adjectives)
    return same.get(words, words)


def is_described(label: str) -> bool:
    """Whether a label describes and does not name.

    >>> is_described("dock workers"), is_described("Western officials (unnamed)"), is_described("Odesa")
    (True, True, False)
    """
    return label.endswith("(unnamed)") or label[:1].islower()


def same_label(gold: str, given: str) -> bool:
    """Whether a label that a reader gives means what the gold label means.

    >>> same_label("Ministry of Defence of Russia", "Russian Defence Ministry")
    True
    >>> same_label("Government of Russia", "Russia"), same_label("dock workers", "four dock workers")
    (False, True)
    >>> same_label("soldiers", "Indian soldiers"), same_label("Indian soldiers", "soldiers")
    (True, False)
    >>> same_label("Hamas", "Hamas spokesman (unnamed)"), same_label("Hamas", "Hamas official (unnamed)")
    (True, False)
    >>> same_label("John Smith", "Colonel John Smith"), same_label("Security Council", "General Council")
    (True, False)
    """
    a, b = bag(gold), bag(given)
    if a == b or bag(_body(gold)) == bag(_body(given)):
        return True
    return bool(is_described(gold) and ((a and b and (a <= b or b <= a)) or _says_more_or_less(gold, given)))


def _body(label: str) -> str:
    """Give whom a spokesman without a name speaks for.

    >>> _body("Hamas spokesman (unnamed)"), _body("Spokesman (unnamed)")
    ('Hamas', 'Spokesman (unnamed)')
    """
    return (_SPOKESMAN.sub(" ", label).strip() if label.endswith("(unnamed)") else label) or label


def _says_more_or_less(gold: str, given: str) -> bool:
    """Whether one label is the other with words before it: the same kind of people, whatever their names.

    >>> _says_more_or_less("soldiers", "Indian soldiers"), _says_more_or_less("police", "Police union")
    (True, False)
    """
    _, adjectives = _table()
    heads = [[_single(word) for word in _words(label)[-1:]] for label in (gold, given)]
    a, b = _bag(gold, adjectives), _bag(given, adjectives)
    return heads[0] == heads[1] and bool(a and b) and (a <= b or b <= a)


def as_labels(filler: str | list[str] | None) -> list[str]:
    """Give the labels of a role: none, one or several."""
    if filler is None:
        return []
    return filler if isinstance(filler, list) else [filler]


def count_same(gold: Iterable[str], given: Iterable[str]) -> int:
    """Count the gold labels that have a partner among those given, each used once."""
    left = list(given)
    found = 0
    for label in gold:
        for other in left:
            if same_label(label, other):
                left.remove(other)
                found += 1
                break
    return found
