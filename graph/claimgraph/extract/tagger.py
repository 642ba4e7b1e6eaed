"""A small tagger: closed classes, known verb forms, suffixes and the words beside them.

It tells what the reader of attributions needs, not what a treebank would: finite verbs from nouns, names from
other nouns, past participles from past tenses. Each token gets one letter:

    N noun or adjective   A name (capital)   K number   D determiner   G possessive   I subject pronoun
    U object pronoun      V finite verb      v base verb   g -ing   n past participle   M modal   B be   H have
    X do   R adverb       F negation   P preposition   C and/or/but   S subordinator   W wh-word   T that
    O to   " quotation mark   and the marks , . : ; - ( ) as themselves
"""

from __future__ import annotations

from functools import cache
from typing import Final

from claimgraph.extract.lexicon import cues, noun_verbs, verb_forms
from claimgraph.extract.text import QUOTE_MARKS, Token

_CLOSED: Final = {
    "D": "the a an this these those each every all any some no both either neither another such enough",
    "G": "her his its their our your my whose 's",
    "I": "he she they we i it you who's everyone everybody someone somebody anyone anybody nobody others this",
    "U": "him them me us himself herself themselves itself myself ourselves yourself",
    "M": "will would can could may might shall should must cannot can't won't wouldn't couldn't shouldn't "
    "mustn't 'll 'd",
    "B": "is are was were be been being am isn't aren't wasn't weren't 're 'm ain't",
    "H": "has have had having hasn't haven't hadn't 've",
    "X": "do does did doesn't don't didn't",
    "F": "not never n't nor",
    "P": "of in on at by for from with about against between into through during under over among within "
    "without toward towards upon across behind beyond near along around despite amid via per alongside "
    "outside inside throughout off onto beside besides beneath above below like unlike except including "
    "concerning regarding amongst ahead than following versus",
    "C": "and or but yet & plus",
    "S": "because while although though unless since when as whereas if after before until once whether "
    "lest where why how so",
    "W": "who which what whom whoever whatever",
    "T": "that",
    "O": "to",
    "R": "also still already again now then even just only ever once too very more most less least yesterday "
    "today tonight tomorrow later earlier soon here there recently often always sometimes twice "
    "however instead together further rather quite well perhaps maybe meanwhile moreover nonetheless "
    "nevertheless nearly almost about first last much far away back up down out",
}
_MARKS: Final = {
    **dict.fromkeys(QUOTE_MARKS, '"'),
    **dict.fromkeys(("—", "–", "―", "--", "---", "-"), "-"),
    **dict.fromkeys(("(", "[", "{"), "("),
    **dict.fromkeys((")", "]", "}"), ")"),
    **{mark: mark for mark in ",:;."},
    **dict.fromkeys("!?…", "."),
}
_NUMBERS: Final = frozenset(
    "one two three four five six seven eight nine ten eleven twelve twenty thirty forty fifty sixty seventy "
    "eighty ninety hundred thousand million billion dozen dozens several many few half".split()
)
_NOUN_BEFORE: Final = frozenset("DGKNP")
_OBJECT_AFTER: Final = frozenset('DGIUTAWKOPCR"S:')
_ADVERB_EXCEPTIONS: Final = frozenset(
    "family ally reply supply assembly july italy early daily weekly monthly only likely unlikely friendly "
    "elderly deadly lonely anomaly bully rally fly monopoly apply rely ugly holy jelly belly folly".split()
)
_ING_NOUNS: Final = frozenset(
    "meeting building morning evening shooting hearing briefing spokesman king ring thing nothing something "
    "anything everything spring string wing during ceiling funding housing training bombing shelling killing "
    "ruling warning feeling wedding sing bring being rating beijing offspring sibling darling pudding".split()
)


@cache
def _closed() -> dict[str, str]:
    """Give the tag of each closed-class word; the first class listed wins."""
    found: dict[str, str] = {}
    for tag, words in _CLOSED.items():
        for word in words.split():
            found.setdefault(word, tag)
    found.update(dict.fromkeys(_NUMBERS, "K"))
    found["this"] = "D"
    return found


_PLURAL_PRONOUNS: Final = frozenset("both many some all most few several those these others".split())
_CONTRACTING: Final = frozenset("that there here what who where how it he she".split())


def _is_title_case(tokens: list[Token]) -> bool:
    """Tell whether a sentence is a headline in which nearly every word has a capital."""
    words = [token.text for token in tokens if token.text[0].isalpha() and len(token.text) > 3]
    capitals = sum(word[0].isupper() for word in words)
    return len(words) >= 4 and capitals >= 0.8 * len(words) and tokens[-1].text not in "\"”"


def _followed_by_comma(tokens: list[Token], at: int) -> bool:
    return at + 1 < len(tokens) and tokens[at + 1].text == ","


def _is_plural(word: str) -> bool:
    return word.endswith("s") and not word.endswith(("ss", "us", "sis", "'s")) or word in {"people", "police", "men", "women"}


def _initial(tokens: list[Token], verbs: dict[str, object]) -> list[str]:
    """Tag each token by itself; `?` stands for a known verb form and `E` for an unknown word in -ed."""
    closed = _closed()
    tags: list[str] = []
    previous, words_before = ".", ""
    is_title_case = _is_title_case(tokens)
    for _, _, text, lower in tokens:
        tag = _MARKS.get(text)
        if tag is None:
            first = text[0]
            tag = closed.get(lower)
            if lower == "'s" and previous and (previous == "I" or previous == "W" or words_before in _CONTRACTING):
                tag = "B"
            if tag is not None:
                if first.isupper() and len(text) > 1 and lower != text and previous not in '.":-' and text.isupper() is False:
                    tag = "A" if lower in {"may", "will", "us"} else tag
                if text == "US":
                    tag = "A"
            elif first.isdigit():
                tag = "K"
            elif first.isupper() and previous in '."' and lower.endswith("ly") and _followed_by_comma(tokens, len(tags)):
                tag = "R"
            elif first.isupper() and not (
                lower in verbs and not text.isupper() and (previous in '."' or is_title_case and previous != "-")
            ):
                tag = "A"
            elif lower in verbs:
                tag = "?"
            elif lower.endswith("ly") and lower not in _ADVERB_EXCEPTIONS:
                tag = "R"
            elif lower.endswith("ed") and len(lower) > 4 and not lower.endswith("eed"):
                tag = "E"
            elif lower.endswith("ing") and len(lower) > 5 and lower not in _ING_NOUNS:
                tag = "g"
            elif first in "'’":
                tag = "'"
            else:
                tag = "N"
        tags.append(tag)
        previous, words_before = tag, lower
    return tags


def _before(tags: list[str], at: int) -> int:
    """Give the position of the nearest token before `at` that is no adverb or negation, or -1."""
    at -= 1
    while at >= 0 and tags[at] in "RF":
        at -= 1
    return at


def _auxiliary(tags: list[str], at: int) -> str:
    """Give the tag of the auxiliary right before `at` (adverbs and a pronoun subject aside), or ''."""
    back = _before(tags, at)
    return tags[back] if back >= 0 and tags[back] in "MBHXO" else ""


def _resolve_form(tokens: list[Token], tags: list[str], at: int, letters: str) -> str:
    """Decide what a known verb form is where it stands."""
    helper = _auxiliary(tags, at)
    previous = tags[at - 1] if at else "."
    following = tags[at + 1] if at + 1 < len(tags) else "."
    lower = tokens[at].lower
    if "g" in letters:
        if previous in "DG" or at == 0 and following == "P" and tokens[1].lower == "of":
            return "N"
        if lower in _ING_NOUNS and (previous in "DGKN" or helper == ""):
            return "N"
        return "g"
    if helper in ("B", "H") and helper:
        return "n" if "n" in letters else ("N" if helper == "B" else "N")
    if helper in ("M", "X", "O") and helper:
        return "v" if "v" in letters else "N"
    if letters == "n":
        return "n"
    if "v" not in letters and "z" not in letters:  # said, told, unveiled
        if previous in "DGK" and following in "NA":
            return "N"
        if following == "P" and tokens[at + 1].lower == "by" and previous in "NA":
            return "n"
        return "V"
    if tokens[at - 1].lower in _PLURAL_PRONOUNS and at and following in _OBJECT_AFTER:
        return "V" if "v" in letters and following != "P" else "N"
    if previous in _NOUN_BEFORE and not (previous == "N" or previous == "K"):
        return "N"
    return _resolve_ambiguous(tokens, tags, at, letters, previous, following)


def _resolve_ambiguous(
    tokens: list[Token], tags: list[str], at: int, letters: str, previous: str, following: str
) -> str:
    """Decide between noun and verb for a form such as "claims" or "report"."""
    back = _before(tags, at)
    subject = tags[back] if back >= 0 else "."
    if subject in "IWT":
        return "V"
    is_noun_too = verb_forms()[tokens[at].lower].lemma in noun_verbs()
    if previous == "K" and "z" in letters and tokens[at - 1].lower != "one":
        return "N"
    goes_on = following in _OBJECT_AFTER or following in "gV" or (following == "N" and not is_noun_too)
    if subject in "AN)" or subject == "K" or (subject == "," and previous == ","):
        head = tokens[back].lower if back >= 0 else ""
        plural = _is_plural(head) or subject == "K" and head not in {"one"}
        names = subject == "A"
        if "z" in letters:
            if not is_noun_too:
                return "V"
            return "V" if goes_on and (names or not plural) and not _is_adjective(head) else "N"
        if not is_noun_too:
            return "V"
        if "v" in letters and "d" in letters and goes_on and names:
            return "V"
        if "v" in letters and goes_on and plural and subject != ",":
            return "V" if following not in "P" or not is_noun_too else "N"
        if subject == "," and letters != "" and following in 'DGIUT"':
            return "V"
        return "N"
    if subject in ',-"' and not is_noun_too and ("z" in letters or following in 'TI"'):
        return "V"
    if subject == "C" and following in 'DGIUTA"WK':
        return "V"
    if subject in ".:" and "v" in letters:
        return "V" if following in "DGUT" else "N"
    return "N"


def _is_adjective(word: str) -> bool:
    return word.endswith(("ous", "ful", "ive", "less", "able", "ible")) and word not in {"executive", "native", "detective"}


def _takes_clause(word: str) -> bool:
    """Tell whether a verb form can be followed by a clause without "that"."""
    form = verb_forms().get(word)
    cue = cues().get((form.lemma, "verb")) if form else None
    return cue is not None and "that" in cue.frames


def _reduce(tokens: list[Token], tags: list[str]) -> None:
    """Turn a second past tense without a subject of its own into a participle: "gave a figure of 40 killed in …"."""
    finite = -1
    for at, tag_now in enumerate(tags):
        if tag_now in 'STWC,;:."-I':
            finite = -1
        elif tag_now in "VMBHX":
            form = verb_forms().get(tokens[at].lower)
            is_participle = tag_now == "V" and ("n" in form.tags if form else tokens[at].lower.endswith("ed"))
            follows = tags[at + 1] if at + 1 < len(tags) else "."
            if finite >= 0 and is_participle and at and tags[at - 1] in "NAK)" and follows in "PRO.,":
                if not _takes_clause(tokens[finite].lower):
                    tags[at] = "n"
                    continue
            finite = at


_NAMING: Final = frozenset({"called", "named", "dubbed", "titled", "nicknamed"})


def _named(tokens: list[Token], tags: list[str], at: int) -> bool:
    """Tell whether "called" only gives the name of what stands before it ("a firm called Northgate")."""
    if tokens[at].lower not in _NAMING or at + 1 >= len(tags) or tags[at + 1] not in 'A"' or tags[at - 1] != "N":
        return False
    start = at - 1
    while start and tags[start - 1] in "NA":
        start -= 1
    return start > 0 and tokens[start - 1].lower in {"a", "an", "another"}


def tag(tokens: list[Token]) -> str:
    """Give the tags of the tokens of a sentence, one letter each.

    >>> from claimgraph.extract.text import tokens
    >>> tag(tokens("The ministry claims that its claims were ignored."))
    'DNVTGNBn.'
    """
    verbs = verb_forms()
    tags = _initial(tokens, verbs)  # type: ignore[arg-type]
    for at, tag_now in enumerate(tags):
        if tokens[at].lower == "her" and (at + 1 == len(tags) or tags[at + 1] not in "NAK?EgR"):
            tags[at] = "U"
        elif tag_now == "?" and at and _named(tokens, tags, at):
            tags[at] = "n"
        elif tag_now == "?":
            tags[at] = _resolve_form(tokens, tags, at, verbs[tokens[at].lower].tags)
        elif tag_now == "E":
            if _auxiliary(tags, at) in ("B", "H") and _auxiliary(tags, at):
                tags[at] = "n"
            elif at and tags[at - 1] in "DGKP" and at + 1 < len(tags) and tags[at + 1] in "NA?E":
                tags[at] = "N"
            elif at + 1 < len(tags) and tokens[at + 1].lower == "by":
                tags[at] = "n"
            else:
                tags[at] = "V"
    _reduce(tokens, tags)
    for at in range(1, len(tags) - 1):
        if tags[at] == "g" and tags[at + 1] == "V" and tags[at - 1] in "NAD":
            tags[at] = "N"
    return "".join(tag if tag != "?" else "N" for tag in tags)
