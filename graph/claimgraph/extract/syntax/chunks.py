"""Sentences cut into chunks: noun phrases, verb groups, prepositions, conjunctions, times.

A chunk is found by one regular expression over the one-letter tags of the tokens, so the work grows with the
length of the sentence and no more. Quotation marks are passed over: a phrase may begin before one and end
after it. What the chunks mean to each other is the business of `clauses`.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Sequence
from typing import Final, NamedTuple

from claimgraph.extract.syntax.kinds import kind_of
from claimgraph.extract.syntax.lexicon import cues, verb_forms
from claimgraph.extract.syntax.polarity import denied_after, denied_before, without_contrasts
from claimgraph.extract.syntax.text import Span, Token

# `t` stands for the tokens of a time expression, which the tagger knows nothing of.
_CHUNK: Final = re.compile(
    r"""
      (?P<time>(?:P)?t+(?![tG]))
    | (?P<noun>(?:R(?=K))?(?:D?t+G|Dt+(?=[GNKA']*N))?D{0,2}
              (?:[GKNA']|R(?=K)|(?<=[DGKNA])R(?=[NKAn])|n(?=[NA])|(?<=[DGKAC])g(?=[NA])
              |(?<=[KNA])-(?=[NA]))*[NAK])
    | (?P<pronoun>[IU]|D(?![DGKNARngt]))
    | (?P<verb>(?:[MBHX][RFI]{0,3}){1,4}[Vvng]?|O[RF]{0,2}(?:[BHX][RF]{0,2}){0,3}[vn]|O[RF]{0,2}B|F?[Vvgn])
    | (?P<preposition>PP?|O)
    | (?P<subordinator>S)
    | (?P<relative>W)
    | (?P<that>T)
    | (?P<conjunction>C)
    | (?P<comma>,|\(|\))
    | (?P<stop>[:;.-])
    | (?P<adverb>[RFJ])
    | (?P<other>.)
    """,
    re.VERBOSE,
)
_SETTLED: Final = frozenset('ADGIUKMBHXFCWTO,.:;()"-')
_NOT_FINITE: Final = frozenset("gn")
_APPROXIMATE: Final = frozenset(["about", "around", "over", "under", "above", "below", "nearly", "between"])
_LANDS: Final = frozenset(("regions", "districts", "provinces", "oblasts", "cities", "towns", "villages"))
_MODIFIERS: Final = frozenset(
    (("at", "least"), ("at", "most"), ("more", "than"), ("fewer", "than"), ("less", "than"), ("up", "to"),
     ("close", "to"), ("many", "as"))
)  # fmt: skip
_PARTICLES: Final = frozenset({"down", "up", "out", "off", "back", "away"})
_TAKES_PEOPLE: Final = frozenset(("kill", "wound", "injure", "hit", "damage", "destroy", "leave", "target"))
"""Verbs of headlines that are nouns nowhere else in them."""
_DIRECTIONS: Final = frozenset(
    (
        "north", "south", "east", "west", "northeast", "northwest", "southeast", "southwest", "north-east",
        "north-west", "south-east", "south-west",
    )
)  # fmt: skip
_NOT_ONLY: Final = frozenset(("only", "just", "merely", "simply"))
_OWNERS: Final = frozenset({"our", "its", "their", "his", "her", "my", "your"})
_DEMONYM_ENDINGS: Final = ("ian", "ish", "ese", "can", "eli", "aqi")
_AFTER_GERUND: Final = frozenset(
    ("raid", "raids", "campaign", "attack", "attacks", "spree", "range", "ground")
)
_ARTICLES: Final = frozenset(("the", "a", "an"))
_OBJECTS: Final = frozenset(("it", "them", "him", "her", "us", "me"))
_OF_ARMIES: Final = frozenset(
    ("retreating", "advancing", "fleeing", "withdrawing", "invading", "attacking", "opposing", "occupying")
)
"""Participles that describe those who do so: "laid by retreating fighters"."""
_BESIDE: Final = frozenset(("neighbouring", "neighboring", "surrounding"))
_PLURALS: Final = ("s", "men", "women", "people", "police", "children")
_OUTCOMES: Final = frozenset(("dead", "alight", "ablaze", "aflame", "afire", "offline", "full"))
"""What something becomes, said right after it or after the verb."""
_BOUNDARIES: Final = frozenset(",CSTW:;.-")
"""Tags at which a clause may end."""
_OF_HOURS: Final = frozenset({"a", "p", "m"})
_KEEPS_OUT: Final = frozenset({"after", "before", "since", "until"})
_COMPOUNDS: Final = frozenset(
    (
        "air",
        "missile",
        "drone",
        "rocket",
        "artillery",
        "mortar",
        "suicide",
        "cruise",
        "ground",
        "naval",
        "tank",
        "peace",
        "truce",
        "ceasefire",
        "hostage",
        "prisoner",
    )
)


class Chunk(NamedTuple):
    """A piece of a sentence: `kind` is the name of a group above; `first` and `last` number its tokens.

    `head` is the number of its last word, which for a noun phrase is what it speaks of and for a verb group
    the verb itself.
    """

    kind: str
    first: int
    last: int
    tags: str


class Chunked:
    """The tokens, tags and chunks of one sentence.

    >>> from claimgraph.extract.syntax.tagger import tag
    >>> from claimgraph.extract.syntax.text import tokens
    >>> words = tokens("Russian missiles struck a plant on Saturday.")
    >>> sentence = Chunked(words, tag(words), [(35, 43)])
    >>> [f"{chunk.kind}: {sentence.text_of(chunk)}" for chunk in sentence.chunks]
    ['noun: russian missiles', 'verb: struck', 'noun: a plant', 'time: on saturday', 'stop: .']
    """

    def __init__(self, words: Sequence[Token], tags: str, times: Sequence[Span] = ()) -> None:
        """`tags` has one letter for each of the `words`; `times` are the spans of time expressions."""
        letters = _mended(words, tags)
        starts = [word.start for word in words]
        for start, end in times:
            for at in range(bisect_left(starts, start), len(words)):
                if words[at].end > end:
                    break
                is_hour = letters[at] == "." and words[at - 1].lower in _OF_HOURS
                is_end = at + 1 == len(words) or letters[at + 1] in ".,;"  # "ten people the day before"
                is_inside = start < words[at].start and words[at].end < end  # "just after midnight"
                is_out = words[at].lower in _KEEPS_OUT and not is_inside
                is_out = is_out and not (is_end and words[at].end == end)
                if (is_hour or letters[at] not in ',.:;"') and not is_out:
                    letters[at] = "t"
                    if at + 1 < len(words) and words[at + 1].lower in _OWNERS:
                        letters[at + 1] = "D"  # since May our defences; only 's makes a time an owner
        self.words = words
        self.letters = letters
        self.places = [at for at, letter in enumerate(letters) if letter != '"']
        line = "".join(letters[at] for at in self.places)
        self.chunks: list[Chunk] = []
        for match in _CHUNK.finditer(line):
            first, last = self.places[match.start()], self.places[match.end() - 1]
            self.chunks.append(Chunk(match.lastgroup or "other", first, last, match.group()))
        self._join_adjectives()
        self.chunks = without_contrasts(self.chunks, self.text_of)

    def _join_adjectives(self) -> None:
        """Take a participle before a subject for an adjective: "since invading forces began"."""
        chunks = self.chunks
        for at in range(len(chunks) - 3, -1, -1):
            this, following, third = chunks[at : at + 3]
            is_opening = at == 0 or chunks[at - 1].kind in {"subordinator", "that", "conjunction", "stop"}
            is_subject = following.kind == "noun" and third.kind == "verb" and self.is_finite(third)
            if this.tags == "g" and is_opening and is_subject:
                chunks[at : at + 2] = [Chunk("noun", this.first, following.last, this.tags + following.tags)]

    def span(self, chunk: Chunk) -> Span:
        """The offsets of a chunk in the text."""
        return self.words[chunk.first].start, self.words[chunk.last].end

    def lower(self, at: int) -> str:
        """The word number `at` in lower case."""
        return self.words[at].lower

    def text_of(self, chunk: Chunk) -> str:
        """The words of a chunk in lower case, one space between them."""
        return " ".join(word.lower for word in self.words[chunk.first : chunk.last + 1])

    def lemma(self, chunk: Chunk) -> str:
        """The base form of the verb of a verb group, "be" or "have" where it stands alone."""
        word = self.words[chunk.last].lower
        form = verb_forms().get(word)
        if form is not None:
            return form.lemma
        last = chunk.tags[-1]
        return {"B": "be", "H": "have", "X": "do"}.get(last, word)

    def is_passive(self, chunk: Chunk) -> bool:
        """Whether a verb group is passive: a form of "be" before the participle, or a bare participle."""
        if not chunk.tags.endswith("n"):
            return False
        helpers = chunk.tags.rstrip("RF")[:-1].replace("R", "").replace("F", "").replace("I", "")
        return not helpers or helpers[-1] == "B"

    def is_finite(self, chunk: Chunk) -> bool:
        """Whether a verb group can be the predicate of a clause of its own."""
        return not (
            chunk.tags[0] in _NOT_FINITE or chunk.tags[0] == "O" or self.lower(chunk.first) == "having"
        )

    def is_negated(self, chunk: Chunk) -> bool:
        """Whether "not", "never" or a contracted "not" stands in the verb group, or "no" beside it."""
        group = self.words[chunk.first : chunk.last + 1]
        nots = [
            place
            for place, word in enumerate(group)
            if word.lower in {"not", "never", "cannot"} or word.lower.endswith("n't")
        ]
        if nots:
            after = group[nots[-1] + 1 : nots[-1] + 2]
            return not (after and after[0].lower in _NOT_ONLY)  # not only damaged but sunk
        at = bisect_left(self.chunks, chunk.first, key=lambda other: other.first)
        return denied_before(self.chunks, at, self.text_of) or denied_after(self.chunks, at, self.text_of)


def _mended(words: Sequence[Token], tags: str) -> list[str]:
    """Give the tags with what only their neighbours tell: gerunds after "the", "about" before a number."""
    letters = list(tags)
    for at, letter in enumerate(letters):
        if letter == "K" and at > 1:
            _join_modifier(words, letters, at)
        if letter == "R" and letters[at + 1 : at + 2] == ["P"] and _is_share(words, at):
            letters[at] = "N"
            continue
        if words[at].lower == "so" and at and letters[at - 1] in "HBX" and letters[at + 1 : at + 2] == ["R"]:
            letters[at] = "R"  # has so far retaken
            continue
        if letter == "G" and at and letters[at - 1] in "NAK" and words[at].lower in _OWNERS:
            letters[at] = "D"  # told the agency its fighters
            continue
        if letter not in _SETTLED:
            letters[at] = _as_noun(words, letters, at) or _as_other(words, letters, at) or letter
    _find_verb(words, letters)
    _find_joined_verbs(words, letters)
    return letters


def _is_share(words: Sequence[Token], at: int) -> bool:
    """Whether a word is the share of what follows: "most of the missiles"."""
    return words[at].lower in {"most", "more", "much"} and words[at + 1].lower == "of"


def _around(letters: list[str], at: int) -> tuple[str, str]:
    """The tags before and after a word; a stop where the sentence begins or ends."""
    return letters[at - 1] if at else ".", letters[at + 1] if at + 1 < len(letters) else "."


def _as_noun(words: Sequence[Token], letters: list[str], at: int) -> str:
    """Give "N" for a verb form that is a noun where it stands: "the shelling", "Russian strikes"."""
    letter, lower = letters[at], words[at].lower
    before, after = _around(letters, at)
    is_object = at > 1 and letters[at - 2] == "V" and _ends_object(lower, after)
    is_open = after == "N" or (after == "P" and words[at + 1].lower == "into")
    is_only = letter == "V" and is_open and _is_only_verb(letters, at)
    is_noun = (
        (letter == "g" and before in "DG" and after not in "NAK")
        or (letter == "V" and before in "NA" and _is_superlative(words, at - 1))  # the worst strikes of
        or (letter == "g" and before == "R" and after in "NA" and at > 1 and letters[at - 2] == "D")
        or (letter == "R" and before == "D" and after not in "NAKngR")
        or (letter == "V" and before == "N" and after not in "DGKAU" and _is_weapon(lower))
        or (letter == "V" and before in "vV" and lower.endswith("s"))
        or (letter == "V" and before == "N" and is_object)
        or (
            letter == "V"
            and before in "NA"
            and _ends_object(lower, after)
            and _is_governed(words, letters, at)
        )
        or (letter == "V" and at and after not in "DGKAUI" and not is_only and _is_compounded(words, at))
        or (lower == "forces" and before in "NA" and after in "PVHBM.,SCn")
        or (letter in "Vn" and "-" in lower and lower not in verb_forms())  # sea-based, so-called
        or (letter == "V" and at and after not in "DGKAU" and words[at - 1].lower in _ARTICLES)  # the wounded
        or (letter in "Vn" and before == "g" and after in "NA")  # carrying displaced families
        or (letter in "Vg" and before in "NA" and after not in "DGU" and not is_only and _is_thing(words, at))
        or (letter == "g" and before == "A" and after in "PC.,S" and at > 1 and letters[at - 2] == "D")
        or (letter == "g" and before == "A" and after in "PC.,SBHMXV" and _is_named_site(words, letters, at))
        or (letter == "g" and before == "P" and after == "N" and lower in _OF_ARMIES)
        or (letter == "V" and at > 1 and lower.endswith("s") and _is_hit(words, letters, at - 1))
        or (letter == "V" and before == "V" and after == "N" and lower in _DESCRIBING)
        or (letter == "g" and before == "P" and after in "NA" and lower in _BESIDE)
        or (letter == "V" and before == "T" and after == "V" and lower.endswith("s"))  # that shells fell
        or (letter == "V" and not at and after == "N" and _is_adjective(words))
    )
    return "N" if is_noun else ""


_DESCRIBING: Final = frozenset(
    ("armoured", "armored", "armed", "wounded", "injured", "displaced", "captured", "detained", "abducted",
     "kidnapped", "stranded", "trapped", "besieged", "unarmed", "masked", "damaged", "retired", "disabled")
)  # fmt: skip
"""Participles that right after a verb describe its object: "shipped armoured vehicles"."""


def _is_superlative(words: Sequence[Token], at: int) -> bool:
    """Whether a word and "of" enclose a plural: "the deadliest attacks of the war"."""
    is_most = words[at].lower.endswith(("est", "worst")) and words[at + 1].lower.endswith("s")
    return is_most and at + 2 < len(words) and words[at + 2].lower in {"of", "in", "on", "since"}


def _is_hit(words: Sequence[Token], letters: list[str], at: int) -> bool:
    """Whether "hit" stands after those who hit: "the air force hit targets"."""
    return words[at].lower == "hit" and letters[at] in "NVAn" and letters[at - 1] in "NA"


def _can_hit(word: str) -> bool:
    """Whether a noun means forces or arms."""
    known = kind_of([word])
    return known is not None and known.category in {"force", "weapon", "materiel", "vessel"}


def _is_named_site(words: Sequence[Token], letters: list[str], at: int) -> bool:
    """Whether a word in -ing is what a name after an article is of: "the Kerem Shalom crossing"."""
    back = at - 1
    while back > 0 and letters[back] == "A":
        back -= 1
    return letters[back] == "D" and kind_of([words[at].lower]) is not None


_OPENING: Final = 3
"""Up to which word a headline, or its clause after "as", has its verb: "… as missile strikes port"."""


def _is_only_verb(letters: list[str], at: int) -> bool:
    """Whether a word opens a clause after its subject, and no other word of it is a finite verb."""
    near = range(at - 1, max(-1, at - _OPENING - 1), -1)
    start = next((place for place in near if letters[place] == "S"), -1)
    end = next((place for place in range(at + 1, len(letters)) if letters[place] in "S,;"), len(letters))
    clause = [*letters[start + 1 : at], *letters[at + 1 : end]]
    return at - start <= _OPENING and set("VBHMX").isdisjoint(clause)


def _as_other(words: Sequence[Token], letters: list[str], at: int) -> str:
    """Give the tag of a word that its neighbours make a verb, an adverb or a preposition; "" if none do."""
    letter, lower = letters[at], words[at].lower
    before, after = _around(letters, at)
    if letter == "N" and (before == "M" or (before == "O" and after == "V")):
        return "v"  # a verb that the lexicon does not know
    if letter == "P" and after == "K" and lower in _APPROXIMATE:
        is_above = lower == "over" and words[at + 2 : at + 3] and words[at + 2].lower in _LANDS
        return "" if is_above else "R"  # downed over nine regions
    if letter == "R" and lower in _PARTICLES and (after == "K" or _is_modified(words, at + 1)):
        return "J"  # shot down two
    if letter == "N" and not at and words[1:2] and words[1].lower == "by" and lower in verb_forms():
        return "n" if "n" in verb_forms()[lower].tags else ""  # hit by a missile, the ship sank
    if letter == "N" and lower in _OUTCOMES and _is_outcome(lower, before, after):
        return "J" if after == "K" else "R"
    if (
        letter == "N"
        and lower.endswith("ing")
        and before not in "DG"
        and _has_modified_object(words, letters, at)
    ):
        return _gerund(words, at)
    if letter == "N" and lower.endswith("ing") and _has_object(words, at, after) and before not in "DGKNA'C":
        return _gerund(words, at)
    if letter == "N" and lower in _DIRECTIONS and before in "NA" and words[at + 1 : at + 2]:
        return "P" if words[at + 1].lower == "of" else letter  # a camp west of the city
    if lower in {"non-stop", "nonstop"}:
        return "R"
    if lower == "because" and words[at + 1 : at + 2] and words[at + 1].lower == "of":
        return "P"
    return ""


def _is_thing(words: Sequence[Token], at: int) -> bool:
    """Whether a word makes the name of a thing with the one before it: "police station"."""
    pair = kind_of([words[at - 1].lower, words[at].lower])
    return pair is not None and pair != kind_of([words[at].lower]) and not words[at].lower.endswith("ed")


def _is_adjective(words: Sequence[Token]) -> bool:
    """Whether a sentence opens with a participle that describes its subject: "Armed men broke in"."""
    form = verb_forms().get(words[0].lower)
    return (
        form is not None and "n" in form.tags and "v" not in form.tags and words[1].lower.endswith(_PLURALS)
    )


def _is_outcome(word: str, before: str, after: str) -> bool:
    """Whether a word tells what became of an object: "shot dead a boy", "set two cars alight"."""
    if word == "full":
        return before in "NA" and after == "P"
    if word != "dead":
        return before in "NAU"
    return (before == "V" and after in "DGKA") or (before == "n" and after in "PSC.,")


def _find_joined_verbs(words: Sequence[Token], letters: list[str]) -> None:
    """Find forms such as "set", "cut" and "hit" that are the verb of a clause which has none.

    "Having crossed the border, raiders set fire to a post"; "soldiers looted a shop, set two cars alight".
    """
    has_verb, had_verb, opens = False, False, True
    for at, letter in enumerate(letters):
        if letter in _BOUNDARIES:
            has_verb, had_verb, opens = False, had_verb or has_verb, True
            continue
        if letter in "VBMXv" or (letter == "H" and words[at].lower != "having"):
            has_verb = True
        form = verb_forms().get(words[at].lower) if letter == "N" and not has_verb else None
        if form is not None and {"v", "d"} <= set(form.tags):
            before, after = _around(letters, at)
            is_plural = before in "NA" and words[at - 1].lower.endswith("s")
            is_next = opens and had_verb and after in "DGKA"
            has_object = after != "." and words[at + 1].lower in _OBJECTS
            is_plural = is_plural or (before in "NA" and has_object)
            if (is_plural and after in "NADKGUI") or is_next:
                letters[at], has_verb = "V", True
        opens = opens and letter in "RJ"


def _gerund(words: Sequence[Token], at: int) -> str:
    """Tell a gerund with an object from a noun before a noun: "killing civilians", "bombing raids"."""
    form = verb_forms().get(words[at].lower)
    is_compound = words[at + 1].lower in _AFTER_GERUND
    return "g" if form is not None and "g" in form.tags and not is_compound else "N"


def _join_modifier(words: Sequence[Token], letters: list[str], at: int) -> None:
    """Make "at least", "more than", "up to" before a number part of it, so that they open no phrase."""
    if at > 2 and words[at - 1].lower == "a" and (words[at - 3].lower, words[at - 2].lower) in _MODIFIERS:
        letters[at - 3 : at] = "KKK"  # more than a dozen
    elif (words[at - 2].lower, words[at - 1].lower) in _MODIFIERS:
        letters[at - 2] = letters[at - 1] = "K"


def _ends_object(word: str, after: str) -> bool:
    """Whether a plural can be the object right before a phrase: "announced new sanctions against"."""
    return word.endswith("s") and after in "P.,"


def _is_governed(words: Sequence[Token], letters: list[str], at: int) -> bool:
    """Whether a verb of no speech has the phrase before a form for its object: "shelled Delta positions"."""
    back = at - 1
    while back >= 0 and letters[back] in "NAKDG":
        back -= 1
    form = verb_forms().get(words[back].lower) if back >= 0 and letters[back] in "Vn" else None
    return form is not None and "d" in form.tags and (form.lemma, "verb") not in cues()


def _is_compounded(words: Sequence[Token], at: int) -> bool:
    """Whether the word before makes a noun of a word that could be a verb, but for a past tense."""
    form = verb_forms().get(words[at].lower)
    is_past = form is not None and "d" in form.tags and "v" not in form.tags
    is_hit = form is not None and form.tags == "z" and form.lemma in _TAKES_PEOPLE  # drone hits bus
    return not is_past and not is_hit and _makes_noun(words[at - 1].lower)


def _has_object(words: Sequence[Token], at: int, after: str) -> bool:
    """Whether a word in -ing may have an object after it: "killing 12", "killing at least 12"."""
    return after in "NADGKU" or _is_modified(words, at + 1)


def _has_modified_object(words: Sequence[Token], letters: list[str], at: int) -> bool:
    """Whether a participle and a noun follow a word in -ing: "carrying displaced families"."""
    return "".join(letters[at + 1 : at + 3]) in {"VN", "nN"} and words[at + 1].lower.endswith("ed")


def _is_modified(words: Sequence[Token], at: int) -> bool:
    """Whether "at least" or the like begins at a word."""
    if at + 1 >= len(words):
        return False
    is_rough = words[at].lower in _APPROXIMATE and words[at + 1].text[0].isdecimal()
    return is_rough or (words[at].lower, words[at + 1].lower) in _MODIFIERS


def _is_weapon(word: str) -> bool:
    """Whether a word is the plural of a weapon: "phosphorus bombs"."""
    kind = kind_of([word])
    return word.endswith("s") and kind is not None and kind.category == "weapon"


def _makes_noun(word: str) -> bool:
    """Whether a word before "strikes" makes it a noun: "air strikes", "Russian strikes"."""
    return word in _COMPOUNDS or word.endswith(_DEMONYM_ENDINGS)


def _find_verb(words: Sequence[Token], letters: list[str]) -> None:
    """Give a clause without a verb the one that can be nothing else: "Factory in Kyiv hit on Saturday"."""
    candidate = -1
    for at, letter in enumerate(letters):
        if letter in "VBHMXv":
            return
        if letter in "ST:;":
            break
        form = verb_forms().get(words[at].lower)
        if letter != "N" or not at or form is None or letters[at - 1] not in "NA":
            continue
        is_headline = form.tags == "z" and letters[at + 1 : at + 2] != [] and letters[at + 1] in "NDGKA"
        is_headline = is_headline and not words[at - 1].lower.endswith("s") and not _is_compounded(words, at)
        if is_headline and form.lemma in _TAKES_PEOPLE:
            letters[at] = "V"  # strike kills three
            return
        if {"v", "d"} <= set(form.tags):
            candidate = at
            break
    following = letters[candidate + 1] if candidate + 1 < len(letters) else "."
    is_plural = candidate > 0 and words[candidate - 1].lower.endswith("s")
    is_only = candidate > 0 and words[candidate].lower == "hit" and set("VBHMXv").isdisjoint(letters)
    is_only = is_only and _can_hit(words[candidate - 1].lower)
    if candidate > 0 and (following in "P.,S" or ((is_plural or is_only) and following in "NADKG")):
        letters[candidate] = "V"
