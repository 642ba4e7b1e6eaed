"""The noun phrase that a figure counts: its head, its kind and what the noun itself says of their fate."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from claimgraph.extract.figures.grammar import Token
from claimgraph.extract.figures.numerals import UNITS
from claimgraph.extract.figures.tokens import QUOTES
from claimgraph.extract.figures.words import (
    CIVILIAN,
    FATE_NOUNS,
    FATE_VERBS,
    MILITARY,
    NOUN_KINDS,
    table,
    words,
)
from claimgraph.extract.syntax.kinds import words_of

__all__ = [
    "PERSONAL",
    "STOP_WORDS",
    "NounPhrase",
    "is_demonym",
    "joined_fate",
    "noun_phrase",
    "victim_status",
]

PERSONAL = frozenset({"people", "personnel", "", "inhabitants"})
"""Kinds that can be killed or wounded; the empty kind is a figure without a noun."""

STOP_WORDS = words("""
    in on at to for from by with without of into over under near after before during since until as than
    that which who whom whose where when while because if whether and or but so nor yet is are was were
    be been being am has have had having will would shall should can could may might must do does did
    not n't he she it they we you i him her them us his its their our my your this these those the a an
    there here also only just still already alone across against among around inside outside between
    through towards toward via per about up down out off said says say told reported including include
    includes included according too now then both all each every what how why no said, along amid
    despite
""")
_BEFORE_NOUN = words("""
    of the these those other more additional further such its their our your his her own my whom them
""")
_PARTITIVE = words("them whom which")
_PLURAL_HEADS = words("people men women children troops servicemen crewmen sailors lives")
_PARTICIPLES = words("""
    killed wounded injured captured displaced detained evacuated arrested destroyed damaged downed sunk
    missing lost dead deported kidnapped executed murdered abducted jailed imprisoned slain intercepted
    fallen
""")
_HYPHENS = frozenset("-–‑")
_QUOTES = QUOTES | {"'"}
_ARMOUR = frozenset({"tanks", "vehicles"})
"""Kinds that one figure may count together: "tanks and other armoured vehicles"."""
_LONGEST = 9
_AGENT_ENDINGS = ("ers", "ors", "ists", "ees")
_DEMONYM_ENDINGS = tuple(
    sorted(
        words(
            """
            ian ean ish ese ican ghan aqi eli mani ench zech bek jik akh rman orean thi emeni stani rdish wiss
            olan
            """
        )
    )
)
_NO_COUNTED = words(
    """
    one national nationals local locals dead wounded injured casualty casualties somebody someone nobody
    everyone anyone everybody player body general member members israeli palestinian ukrainian russian
    syrian lebanese sudanese yemeni armenian azerbaijani ethiopian christian muslim kurd rohingya alawite
    druze tigrayan
    """
)
_NOUNS = {
    **dict.fromkeys(words_of("Collective", "person") - _NO_COUNTED - set(FATE_NOUNS), "people"),
    **dict.fromkeys(words_of("Collective", "force") - _NO_COUNTED - set(FATE_NOUNS), "personnel"),
    **NOUN_KINDS,
}
"""Nouns that can be counted and their kinds: those listed here, and all that name people."""
_SIDES = words("""
    hamas hezbollah taliban wagner nato azov isis isil kurdish turkish greek serb croat british us u.s
    un american african saudi houthi israeli palestinian
""")
_MODELS = table(
    tanks="t",
    aircraft="su mig mi tu ka il f",
    drones="shahed orlan geran",
    missiles="kh kalibr iskander",
    vehicles="btr bmp s bm",
)


@dataclass(frozen=True, slots=True)
class NounPhrase:
    """Tokens `start` to `end` (exclusive), head word, kind ("" without a noun), fate named by the noun."""

    start: int = 0
    end: int = 0
    head: str = ""
    kind: str = ""
    fate: str | None = None
    known: bool = False
    possessive: int | None = None
    partitive: bool = False


def is_demonym(token: Token) -> bool:
    """Whether a capitalised word names a nationality or an armed group: "Ukrainian", "Hamas", "Russians"."""
    if not token.is_capital:
        return False
    word = token.lower
    stem = word[:-1] if word.endswith("s") and not word.endswith(("ss", "as", "is")) else word
    return word in _SIDES or (len(stem) > 4 and stem.endswith(_DEMONYM_ENDINGS))


def joined_fate(first: str, second: str) -> str:
    """The fate of "killed or wounded": casualties; of other pairs, the wider word harmed."""
    if first == second:
        return first
    return "casualties" if {first, second} <= {"killed", "wounded", "casualties"} else "harmed"


def noun_phrase(tokens: Sequence[Token], start: int) -> NounPhrase:
    """Read the noun phrase that begins at token `start`, just after a figure.

    >>> from claimgraph.extract.figures.grammar import tokenise
    >>> noun_phrase(tokenise("Ukrainian troops have died"), 0).head
    'troops'
    """
    i, possessive, partitive = start, None, False
    while i < len(tokens) and _precedes_noun(tokens, i, start):
        if tokens[i].lower in {"its", "their", "our", "your", "his", "her"}:
            possessive = i
        partitive = partitive or tokens[i].lower in _PARTITIVE
        i += 1
    read = _model(tokens, i) or _read(tokens, i)
    if read is None:
        return NounPhrase(start, start, possessive=possessive, partitive=partitive)
    head, end, fate, known = read
    word = tokens[head].lower
    kind = _kind_of(tokens, head) if known else _unknown_kind(tokens[head])
    noun_fate = FATE_NOUNS.get(word)
    if noun_fate is not None and word not in _NOUNS:
        fate, kind = noun_fate, "people"
    if word == "loss" and [t.lower for t in tokens[end : end + 2]] == ["of", "life"]:
        end, fate = end + 2, "killed"
    end, kind, fate = _coordinated(tokens, end, kind, fate)
    if word == "inhabitants":
        fate = "inhabitants"
    return NounPhrase(i, end, word, kind, fate, known or kind == "people", possessive, partitive)


def _precedes_noun(tokens: Sequence[Token], i: int, start: int) -> bool:
    """Words between a figure and its noun; in "two of the five missiles" the second figure is one of them."""
    token = tokens[i]
    if token.lower in _BEFORE_NOUN or token.text in _QUOTES:
        return True
    if token.lower == "which" and i > start and tokens[i - 1].lower == "of":
        return True  # one of which was destroyed
    if start < i <= start + 3 and tokens[start].lower == "of" and _owns_number(tokens, i):
        return True  # of Khartoum's 59 hospitals, of the town's 8,000 people
    if token.lower == "or" and i > start and [t.lower for t in tokens[i : i + 2]] == ["or", "so"]:
        return tokens[i - 1].kind == "number"  # of the 50 or so wounded
    if token.lower == "so" and i > start + 1 and tokens[i - 1].lower == "or":
        return tokens[i - 2].kind == "number"
    is_owned = i > start and tokens[i - 1].lower.endswith(("'s", "’s"))
    whole = (
        start < i <= start + 2 + 2 * is_owned
        and tokens[start].lower == "of"
        and tokens[i - 1].lower not in _PARTITIVE
    )
    return whole and (token.kind == "number" or token.lower in UNITS)


def _owns_number(tokens: Sequence[Token], i: int) -> bool:
    """Whether an owner of a number stands at token `i`, or its noun there and the number after it."""
    for at in (i, i + 1):
        if at + 1 < len(tokens) and tokens[at].lower.endswith(("'s", "’s")):
            return tokens[at + 1].kind == "number"
    return False


def _kind_of(tokens: Sequence[Token], head: int) -> str:
    word = tokens[head].lower
    before = tokens[head - 1].lower if head else ""
    if word in {"officers", "officer"} and before == "police":
        return "people"
    if word == "carriers" or (word == "systems" and before in {"missile", "drone"}):
        return "vehicles"
    if word in _MODELS and head + 1 < len(tokens) and tokens[head + 1].lower in _HYPHENS:
        return _MODELS[word]
    return _NOUNS.get(word, "people")


def _unknown_kind(token: Token) -> str:
    is_people = token.is_capital and token.lower.endswith("s") and is_demonym(token)
    return "people" if is_people or _names_people(token.lower) else "other"


def _names_people(word: str) -> bool:
    """Whether the end of an unknown plural tells that it names people: "nationalists", "tribesmen"."""
    is_ist = len(word) > _SHORT_IST and word.endswith(("ists", "icians"))
    return is_ist or (len(word) > _SHORT_MEN and word.endswith(_MEN))


_SHORT_IST, _SHORT_MEN = 7, 5
_MEN = ("smen", "rmen", "dmen", "kmen", "tmen", "women", "ymen", "emen", "gmen", "chmen")


def _model(tokens: Sequence[Token], i: int) -> tuple[int, int, str | None, bool] | None:
    """ "15 T-72s", "12 S-300 launchers": the designation is part of the phrase; the launcher is the head."""
    j = i
    while j < len(tokens) and j < i + 3 and tokens[j].is_capital and is_demonym(tokens[j]):
        j += 1
    if j + 2 >= len(tokens) or not tokens[j].is_capital:
        return None
    if tokens[j + 1].lower not in _HYPHENS or tokens[j + 2].kind != "number":
        return None
    end = j + 3
    while end < len(tokens) and tokens[end].glued and tokens[end].is_word:
        end += 1
    if end < len(tokens) and tokens[end].lower in _NOUNS and tokens[end].lower not in FATE_VERBS:
        return end, end + 1, None, True
    return (j, end, None, True) if tokens[j].lower in _MODELS else None


def _read(tokens: Sequence[Token], i: int) -> tuple[int, int, str | None, bool] | None:
    """Head, end, fate named by a participle before the noun, and whether the head is a word of the lists."""
    head = plural = -1
    fate: str | None = None
    participle = -1
    j = i
    while j < len(tokens) and j < i + _LONGEST:
        token = tokens[j]
        word = token.lower
        if _is_passed_over(tokens, j, head < 0, head < 0 and plural < 0):
            j += 1
            continue
        is_stop = word in STOP_WORDS and token.text != "US"
        is_told = head >= 0 and (word in FATE_VERBS or word in _PARTICIPLES)
        if not token.is_word or is_stop or is_told:
            break
        known = word in _NOUNS or word in FATE_NOUNS or word == "carriers"
        if word in _PARTICIPLES:
            if participle >= 0 or plural >= 0:
                break
            participle, fate = j, FATE_NOUNS.get(word) or FATE_VERBS.get(word)
        elif (known and word not in FATE_VERBS) or (known and head < 0 and j == i and word in _NOUNS):
            if head >= 0 and _closed(tokens[head]):
                break
            if token.is_capital and _is_plural_noun(tokens, j + 1):
                j += 1
                continue  # 12 Sudanese villages
            head = j
        elif head >= 0 and not _closed(tokens[head]) and word.endswith(_AGENT_ENDINGS):
            # "drone operators", "adult voters": the noun known so far only described the true head.
            head = j
        elif head < 0 and _is_hyphened(tokens, j):
            j += 2  # burned-out tanks
        elif head >= 0 or word in FATE_VERBS:
            break
        elif plural < 0 and _is_plural(word):
            plural = j
        j += 1
    return _choose(tokens, i, head, plural, participle, fate)


def _is_passed_over(tokens: Sequence[Token], j: int, has_no_head: bool, is_open: bool) -> bool:
    """Whether token `j` only leads on to the noun: a hyphen, whose the counted are, "and" between peoples."""
    token = tokens[j]
    if not token.is_word:
        return token.text in _HYPHENS and token.glued and has_no_head
    is_owner = token.lower.endswith(("'s", "’s"))  # two of his brother's sons
    return is_open and (is_owner or (token.lower == "and" and _joins_peoples(tokens, j)))


def _is_plural(word: str) -> bool:
    """Whether an unknown word has the form of a plural."""
    has_s = len(word) > 3 and word.endswith("s") and not word.endswith(("ss", "us", "is"))
    return has_s or (len(word) > _SHORT_MEN and word.endswith(_MEN))


def _joins_peoples(tokens: Sequence[Token], i: int) -> bool:
    """Whether "and" stands between two adjectives of peoples: "14 Israeli and American ships"."""
    beside = [*tokens[i - 1 : i], *tokens[i + 1 : i + 2]]
    return len(beside) == 2 and all(token.is_capital and not token.lower.endswith("s") for token in beside)


def _is_hyphened(tokens: Sequence[Token], i: int) -> bool:
    """Whether a verb form is the first half of an adjective: "burned-out"."""
    following = tokens[i + 1 : i + 3]
    is_pair = len(following) == 2 and following[0].text in _HYPHENS and following[1].is_word
    return tokens[i].lower in FATE_VERBS and is_pair and all(token.glued for token in following)


def _is_plural_noun(tokens: Sequence[Token], i: int) -> bool:
    """Whether a word right after a people's name is what is counted."""
    word = tokens[i].lower if i < len(tokens) and tokens[i].is_word else ""
    is_other = word in STOP_WORDS or word in FATE_VERBS or word in _PARTICIPLES or tokens[i : i + 1] == []
    return len(word) > 3 and word.endswith("s") and not word.endswith("ss") and not is_other


def _closed(head: Token) -> bool:
    word = head.lower
    return word in _PLURAL_HEADS or (word.endswith("s") and not word.endswith("ss"))


def _choose(
    tokens: Sequence[Token], i: int, head: int, plural: int, participle: int, fate: str | None
) -> tuple[int, int, str | None, bool] | None:
    if plural >= 0 and head > plural and not tokens[plural].is_capital:
        head = -1
    if head >= 0 and (participle < 0 or participle == i or participle < head):
        return head, head + 1, fate, True
    if plural >= 0 and (participle < 0 or participle < plural):
        return plural, plural + 1, fate, False
    led = tokens[i:participle]  # Syrian dead, war-wounded
    is_compound = len(led) == 2 and led[1].text in _HYPHENS and led[1].glued
    is_led = all(token.is_capital or token.lower.endswith("ly") for token in led)  # seriously wounded
    is_first = participle >= 0 and (is_compound or is_led)
    if is_first and tokens[participle].lower in FATE_NOUNS:
        return participle, participle + 1, fate, True
    return None


def _coordinated(
    tokens: Sequence[Token], end: int, kind: str, fate: str | None
) -> tuple[int, str, str | None]:
    """ "men and women", "dead or wounded": a second noun of the same sort belongs to the same figure."""
    if end + 1 >= len(tokens) or tokens[end].lower not in {"and", "or"}:
        return end, kind, fate
    last = end + 1
    if tokens[last].lower in {"other", "the"} and last + 1 < len(tokens):
        is_described = last + 2 < len(tokens) and tokens[last + 1].lower not in _NOUNS  # armoured
        last += 2 if is_described and tokens[last + 2].lower in _NOUNS else 1
    elif last + 1 < len(tokens) and _describes(tokens[last]) and tokens[last + 1].lower in _NOUNS:
        last += 1  # soldiers and foreign mercenaries
    word = tokens[last].lower
    if fate is not None and word in FATE_NOUNS and tokens[end - 1].lower in FATE_NOUNS:
        return last + 1, "people", joined_fate(fate, FATE_NOUNS[word])
    other = _NOUNS.get(word, "")
    if fate is None and kind in {"people", "personnel"} and other in {"people", "personnel"}:
        return last + 1, kind if kind == other else "people", fate
    if fate is None and kind != "" and word.endswith("s") and (kind == other or {kind, other} <= _ARMOUR):
        return last + 1, kind, fate
    return end, kind, fate


def _describes(token: Token) -> bool:
    """Whether a word can stand before a noun that a figure counts together with another."""
    word = token.lower
    listed = word in _NOUNS or word in FATE_NOUNS or word in FATE_VERBS or word in _PARTICIPLES
    return token.is_word and not listed and word not in STOP_WORDS and word not in UNITS and len(word) > 3


def victim_status(tokens: Sequence[Token], noun: NounPhrase, last: int) -> str:
    """military, civilian, both or notStated, from the words of the phrase and "among civilians" after it.

    >>> from claimgraph.extract.figures.grammar import tokenise
    >>> words = tokenise("soldiers and civilians were killed")
    >>> victim_status(words, noun_phrase(words, 0), 3)
    'both'
    """
    words = [t.lower for t in tokens[noun.start : noun.end]] if noun.head else []
    if last + 1 < len(tokens) and tokens[last].lower == "among":
        words.extend(t.lower for t in tokens[last + 1 : last + 3])
    police = "police" in words
    military = any((w in MILITARY and not police) or w in {"military", "combat", "army"} for w in words)
    civilian = any(w in CIVILIAN or w == "civilian" for w in words)
    if military and civilian:
        return "both"
    return "military" if military else "civilian" if civilian else "notStated"
