"""The cue lexicon: which words say that somebody said, thought, ordered or intended something.

`data/cues.tsv` has one cue a line: lemma (of one or more words), part of speech, the frames in which its
content stands (that, quote, paren, wh, inf, ger, np, obj-inf), the prepositions that lead to content ("warned
of"), the recipient slot (obj: "told reporters"; to: "said to reporters"), and what it says about the claim:
stance, certainty, polarity, kind. Inflected forms are computed; `data/irregular.tsv` has the irregular verbs.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from importlib import resources
from typing import Final

_VOWELS: Final = frozenset("aeiou")
# Verbs of two or more syllables whose last syllable is stressed: the final consonant doubles.


@dataclass(frozen=True, slots=True)
class Cue:
    """An entry of the lexicon, as described at the top of this module."""

    lemma: str
    pos: str
    frames: frozenset[str]
    prepositions: frozenset[str]
    recipient: str
    stance: str
    certainty: str
    polarity: str
    kind: str


@dataclass(frozen=True, slots=True)
class Form:
    """A form of a verb: `tags` are letters, v base, z third person, d past, n participle, g -ing."""

    lemma: str
    tags: str


def table(name: str) -> list[list[str]]:
    """Read a table of this package's data, without comments and blank lines, as lists of fields.

    >>> table("irregular.tsv")[0]
    ['arise', 'arose', 'arisen']
    """
    content = resources.files("claimgraph.extract").joinpath("data", name).read_text(encoding="utf-8")
    return [line.split("\t") for line in content.splitlines() if line and not line.startswith("#")]


@cache
def word_set(name: str) -> frozenset[str]:
    """Give a set of words by its name in `data/wordsets.tsv`.

    >>> "tuesday" in word_set("time_words")
    True
    """
    for key, members in table("wordsets.tsv"):
        if key == name:
            return frozenset(members.split())
    raise KeyError(f"data/wordsets.tsv has no set named {name}")


@cache
def _irregular() -> dict[str, tuple[list[str], list[str]]]:
    return {lemma: (past.split(","), part.split(",")) for lemma, past, part in table("irregular.tsv")}


def _doubles(verb: str) -> bool:
    """Tell whether the last consonant of a verb doubles before -ed and -ing."""
    if len(verb) < 3 or verb[-1] in "aeiouwxy" or verb[-2] not in _VOWELS:
        return False
    if verb[-3] in _VOWELS and not verb.startswith("qu") and verb[-3:-1] != "ui":
        return False
    return verb in word_set("doubling") or sum(letter in _VOWELS for letter in verb) == 1


def inflect(verb: str) -> dict[str, str]:
    """Give the forms of a verb with their tags.

    >>> inflect("deny")
    {'deny': 'v', 'denies': 'z', 'denied': 'dn', 'denying': 'g'}
    >>> inflect("tell")["told"], inflect("admit")["admitting"]
    ('dn', 'g')
    """
    consonant_y = len(verb) > 1 and verb[-1] == "y" and verb[-2] not in _VOWELS
    if consonant_y:
        third = verb[:-1] + "ies"
    elif verb.endswith(("s", "x", "z", "ch", "sh")) or verb in {"go", "do", "echo", "veto"}:
        third = verb + "es"
    else:
        third = verb + "s"
    stem = verb + verb[-1] if _doubles(verb) else verb
    if verb.endswith("ie"):
        gerund = verb[:-2] + "ying"
    elif verb.endswith("e") and not verb.endswith(("ee", "oe", "ye")) and verb != "be":
        gerund = verb[:-1] + "ing"
    else:
        gerund = stem + "ing"
    forms: dict[str, str] = {verb: "v", {"have": "has", "be": "is"}.get(verb, third): "z"}
    if verb in _irregular():
        pasts, participles = _irregular()[verb]
    else:
        regular = verb[:-1] + "ied" if consonant_y else verb + "d" if verb.endswith("e") else stem + "ed"
        pasts = participles = [regular]
    gerunds = [gerund]
    ends_in_l = verb[-2:] in {"el", "al", "ol", "il"} and verb[-3:-2] not in {*_VOWELS, ""}
    if ends_in_l and stem == verb and verb not in _irregular():  # levelled and leveled
        pasts = participles = [*pasts, f"{verb}led"]
        gerunds.append(f"{verb}ling")
    for tag, words in (("d", pasts), ("n", participles), ("g", gerunds)):
        for word in words:
            forms[word] = forms.get(word, "") + tag
    return forms


@cache
def cues() -> dict[tuple[str, str], Cue]:
    """Give all cues by (lemma, part of speech).

    >>> cues()["deny", "verb"].stance
    'denies'
    """
    found = {}
    for lemma, pos, frames, prepositions, *rest in table("cues.tsv"):
        sets = [frozenset(field.split(",")) - {"-"} for field in (frames, prepositions)]
        found[lemma, pos] = Cue(lemma, pos, sets[0], sets[1], *rest)
    return found


@cache
def verb_forms() -> dict[str, Form]:
    """Give every known form of a verb, cue or not; a form of two verbs belongs to the cue.

    >>> verb_forms()["said"]
    Form(lemma='say', tags='dn')
    """
    found: dict[str, Form] = {}
    first_words = [lemma.split()[0] for lemma, pos in cues() if pos == "verb"]
    cue_verbs = [lemma for lemma, pos in cues() if pos == "verb" and " " not in lemma]
    others = [line[0] for line in table("verbs.txt")]
    for verb in dict.fromkeys(
        [*cue_verbs, *first_words, *others, *sorted(word_set("recounting")), *_irregular()]
    ):
        for word, tags in inflect(verb).items():
            known = found.setdefault(word, Form(verb, tags))
            if known.tags == "v" and tags == "d":  # they lay in wait: the past of another verb
                found[word] = Form(known.lemma, "vd")
    return found


@cache
def phrasal() -> dict[str, list[tuple[tuple[str, ...], Cue]]]:
    """Give the verb cues of several words by their first lemma: (following words, cue), longest first."""
    found: dict[str, list[tuple[tuple[str, ...], Cue]]] = {}
    for (lemma, pos), cue in cues().items():
        if pos == "verb" and " " in lemma:
            first, *following = lemma.split()
            found.setdefault(first, []).append((tuple(following), cue))
    return {first: sorted(rest, key=lambda pair: -len(pair[0])) for first, rest in found.items()}


@cache
def prepositional() -> dict[str, list[tuple[list[str], Cue]]]:
    """Give the prepositional cues ("according to") by their first word."""
    found: dict[str, list[tuple[list[str], Cue]]] = {}
    for (lemma, pos), cue in cues().items():
        if pos == "prep":
            found.setdefault(lemma.split()[0], []).append((lemma.split(), cue))
    return found


@cache
def noun_forms() -> dict[str, Cue]:
    """Give the noun cues by singular and plural form.

    >>> noun_forms()["denials"].lemma
    'denial'
    """
    found: dict[str, Cue] = {}
    for (lemma, pos), cue in cues().items():
        if pos == "noun":
            if lemma.endswith("y") and lemma[-2] not in _VOWELS:
                plural = lemma[:-1] + "ies"
            elif lemma.endswith("is"):
                plural = lemma[:-2] + "es"
            else:
                plural = lemma + ("es" if lemma.endswith(("s", "x", "ch", "sh")) else "s")
            found.setdefault(lemma, cue)
            found.setdefault(plural, cue)
    return found


@cache
def noun_verbs() -> frozenset[str]:
    """Give the verbs whose base form is a common noun too ("claim", "report")."""
    return frozenset(line[0] for line in table("both.txt")) | {
        lemma for lemma, pos in cues() if pos == "noun"
    }


@cache
def triggers() -> frozenset[str]:
    """Give every word that can be the first of a cue: all others can be passed over."""
    heads = {lemma.split()[0] for lemma, pos in cues() if pos == "verb"}
    heads |= word_set("recounting")  # "raised the toll to 40"
    verbs = {word for word, form in verb_forms().items() if form.lemma in heads}
    others = {lemma.split()[0] for lemma, pos in cues() if pos != "verb"}
    return frozenset(verbs | others | set(noun_forms()))


@cache
def _speech_forms() -> frozenset[str]:
    lemmas = {c.lemma for (_, pos), c in cues().items() if pos == "verb" and {"quote", "paren"} <= c.frames}
    return frozenset(word for word, form in verb_forms().items() if form.lemma in lemmas and "d" in form.tags)


def is_speech_form(word: str) -> bool:
    """Tell whether a word in lower case is a past form of a verb that can follow a quotation.

    >>> is_speech_form("said"), is_speech_form("saw")
    (True, False)
    """
    return word in _speech_forms()
