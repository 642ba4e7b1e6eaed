"""The words with which reports build names: bodies, groups, offices, titles, kinds of things.

The words themselves are data (`data/lexicon.toml`); this module gives them types and finds the noun at the
end of a phrase.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any, Literal

LEXICON_FILE = Path(__file__).parent / "data" / "lexicon.toml"
DEPENDENT = (
    *("-backed", "-installed", "-led", "-allied", "-aligned", "-run", "-controlled", "-appointed"),
    *("-linked", "-based", "-made", "-supplied", "-built", "-designed"),
)
"""Ends of adjectives such as "Moscow-backed": they tell no owner."""
LONGEST_NOUN = 6
"""No noun in the lexicon has more words."""

NounType = Literal["body", "group", "office", "spokesperson", "thing"]


@dataclass(frozen=True, slots=True)
class Noun:
    """What a noun can head: the name of a body, a group of people, an office, a thing.

    `label` is a template: for a body `{state}`, for an office `{owner}` stands for the owner's name;
    for a thing, the class of one that is not known, if not the first of `kinds`.
    `kinds` are class names. `represents`: a group that speaks for the government of its state (or an office
    whose holder does). `forces`: armed people, who as performers stand for the armed forces of their state.
    `municipal`: a body that towns have too. `named`: refers back only to what has the noun in
    its name. `irregular`: fighters, but not those of a state's army. `equipment`: arms, which stand for the
    forces that use them when they are said to act.
    """

    type: NounType
    nouns: tuple[str, ...]
    label: str = ""
    kinds: tuple[str, ...] = ()
    represents: bool = False
    forces: bool = False
    municipal: bool = False
    named: bool = False
    irregular: bool = False
    equipment: bool = False


@dataclass(frozen=True, slots=True)
class Lexicon:
    """All nouns by their words, and the closed lists."""

    nouns: dict[str, tuple[Noun, ...]]
    titles: frozenset[str]
    modifiers: frozenset[str]
    thing_modifiers: frozenset[str]
    blocs: frozenset[str]
    making: frozenset[str]
    personal_names: frozenset[str]

    @classmethod
    def default(cls) -> Lexicon:
        """The lexicon of the package.

        >>> [noun.label for noun in Lexicon.default().nouns["defence ministry"]]
        ['Ministry of Defence of {state}']
        """
        return _default()

    def last_noun(self, words: list[str]) -> tuple[int, tuple[Noun, ...]] | None:
        """Where the longest noun at the end of `words` (folded) begins, and its entries.

        >>> start, nouns = Lexicon.default().last_noun(["the", "russian", "defence", "ministry"])
        >>> start, nouns[0].type
        (2, 'body')
        """
        for start in range(max(0, len(words) - LONGEST_NOUN), len(words)):
            nouns = self.nouns.get(" ".join(words[start:]))
            if nouns:
                return start, nouns
        return None

    def are_modifiers(self, words: list[str], extra: frozenset[str] = frozenset()) -> bool:
        """Whether words (folded) are nothing but modifiers, one or two words each."""
        position = 0
        while position < len(words):
            pair = " ".join(words[position : position + 2])
            word = words[position]
            if word in self.modifiers or word in extra or word.endswith(DEPENDENT):
                position += 1
            elif pair in self.modifiers or pair in extra:
                position += 2
            else:
                return False
        return True


@lru_cache(maxsize=1)
def _default() -> Lexicon:
    import tomllib

    data = tomllib.loads(LEXICON_FILE.read_text(encoding="utf-8"))
    nouns: dict[str, list[Noun]] = {}
    for noun in _nouns(data):
        for words in noun.nouns:
            nouns.setdefault(words, []).append(noun)
    offices = {word for entry in data["office"] for word in entry["nouns"]}
    spokespeople = frozenset(data["spokespeople"]["words"])
    return Lexicon(
        nouns={words: tuple(entries) for words, entries in nouns.items()},
        titles=frozenset(data["titles"]["words"]) | offices | spokespeople,
        modifiers=frozenset(data["modifiers"]["words"]),
        thing_modifiers=frozenset(data["thing_modifiers"]["words"]),
        blocs=frozenset(data["blocs"]["words"]),
        making=frozenset(data["making"]["verbs"]),
        personal_names=frozenset(data["personal_names"]["words"]),
    )


def _nouns(data: dict[str, Any]) -> list[Noun]:
    """The tables of the lexicon as nouns, in the order in which they are tried."""
    result = [
        Noun("body", tuple(e["nouns"]), e["label"], (e["kind"],), municipal=e.get("municipal", False))
        for e in data["body"]
    ]
    result += [
        Noun("office", tuple(e["nouns"]), e["title"], ("Person",), represents=e["national"])
        for e in data["office"]
    ]
    result += [
        Noun(
            "group",
            tuple(e["nouns"]),
            kinds=("UnnamedSource",),
            represents=e.get("represents", False),
            forces=e.get("forces", False),
            irregular=e.get("irregular", False),
            equipment=e.get("equipment", False),
        )
        for e in data["group"]
    ]
    result += [
        Noun("thing", tuple(e["nouns"]), e.get("new", ""), tuple(e["kinds"]), named=e.get("named", False))
        for e in data["thing"]
    ]
    result.append(Noun("spokesperson", tuple(data["spokespeople"]["words"])))
    return result
