"""A small tagger: closed classes, known verb forms, suffixes and the words beside them.

It tells what the reader of attributions needs, not what a treebank would: finite verbs from nouns, names from
other nouns, past participles from past tenses. Each token gets one letter:

    N noun or adjective   A name (capital)   K number   D determiner   G possessive   I subject pronoun
    U object pronoun      V finite verb      v base verb   g -ing   n past participle   M modal   B be
    H have   X do   R adverb       F negation   P preposition   C and/or/but   S subordinator   W wh-word
    T that   O to   " quotation mark   and the marks , . : ; - ( ) as themselves
"""

from __future__ import annotations

import re
from functools import cache
from typing import Final

from claimgraph.extract.syntax.ambiguous import OBJECT_AFTER, before, noun_or_verb, takes_clause
from claimgraph.extract.syntax.degrees import settle_degrees
from claimgraph.extract.syntax.lexicon import verb_forms, word_set
from claimgraph.extract.syntax.setoff import settle_set_off
from claimgraph.extract.syntax.text import QUOTE_MARKS, Token, lowered

_CLOSED: Final = {
    "D": "the a an this these those each every all any some no both either neither another such enough",
    "G": "her his its their our your my whose 's",
    "I": "he she they we i it you who's everyone everybody someone somebody anyone anybody nobody",
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
    "concerning regarding amongst ahead than following versus aboard",
    "C": "and or but yet & plus",
    "S": "because while although though unless since when as whereas if after before until once whether "
    "lest where why how so",
    "W": "who which what whom whoever whatever",
    "T": "that",
    "O": "to",
    "R": "also still already again now then even just only ever once too very more most less least yesterday "
    "today tonight tomorrow later earlier soon here there recently often always sometimes twice "
    "however instead together further rather quite well perhaps maybe meanwhile moreover nonetheless "
    "nevertheless nearly almost about first last much far away back up down out apart ashore ablaze "
    "alight aground adrift afloat alive overboard",
}
_MARKS: Final = {
    **dict.fromkeys(QUOTE_MARKS, '"'),
    **dict.fromkeys(("—", "–", "―", "--", "---", "-"), "-"),
    **dict.fromkeys(("(", "[", "{"), "("),
    **dict.fromkeys((")", "]", "}"), ")"),
    **{mark: mark for mark in ",:;."},
    **dict.fromkeys("!?…", "."),
}
_NUMBERS: Final = word_set("numbers")
MESSAGING: Final = frozenset({"message", "phone", "telephone", "email", "text", "letter", "radio"})
"""What something is said by: "told the agency by telephone"."""
_SAID_OF_NUMBERS: Final = frozenset({"estimated", "reported", "alleged", "suspected", "claimed", "projected"})
_ADVERB_EXCEPTIONS: Final = word_set("adverb_exceptions")
_ING_NOUNS: Final = word_set("ing_nouns")


@cache
def _closed() -> dict[str, str]:
    """Give the tag of each closed-class word; the first class listed wins."""
    found: dict[str, str] = {}
    for tag, members in _CLOSED.items():
        for word in members.split():
            found.setdefault(word, tag)
    found.update(dict.fromkeys(_NUMBERS, "K"))
    found["this"] = "D"
    return found


_PLURAL_PRONOUNS: Final = word_set("plural_pronouns")
_NAMES_TOO: Final = frozenset({"may", "will", "us"})
_CONTRACTING: Final = word_set("contracting")


def _is_title_case(tokens: list[Token]) -> bool:
    """Tell whether a sentence is a headline in which nearly every word has a capital."""
    words = capitals = 0
    if tokens[-1].text in _CLOSES:  # the headline before a title or a few words that it quotes
        opened = next((at for at in range(len(tokens) - 2, 0, -1) if tokens[at].text in QUOTE_MARKS), 0)
        tokens = tokens[:opened]
    enough = 0.2 * len(tokens)
    for _, _, text, _ in tokens:
        if len(text) > 3 and text[0].isalpha():
            words += 1
            capitals += text[0].isupper()
            if words - capitals > enough:
                return False
    return words >= 4 and capitals >= 0.8 * words


_CLOSES: Final = frozenset('"”')


def _followed_by_comma(tokens: list[Token], at: int) -> bool:
    return at + 1 < len(tokens) and tokens[at + 1].text == ","


def _initial(tokens: list[Token]) -> list[str]:
    """Tag each token by itself; `?` stands for a known verb form and `E` for an unknown word in -ed."""
    alone = _ALONE
    tags = [alone[text] for _, _, text, _ in tokens]
    is_headline: bool | None = None
    for at in [match.start() for match in _MARKED.finditer("".join(tags))]:
        text, lower, tag = tokens[at].text, tokens[at].lower, chr(ord(tags[at]) - _MARK)
        previous = tags[at - 1] if at else "."
        if lower == "'s":
            tag = "B" if previous in "IW" or (at and tokens[at - 1].lower in _CONTRACTING) else tag
        elif tag == "?":
            is_plain = previous in '."'
            if not is_plain and previous != "-":
                is_headline = _is_title_case(tokens) if is_headline is None else is_headline
                is_plain = is_headline
            tag = "?" if is_plain and not text.isupper() else "A"
        elif tag in "ENgRK'" and lower not in _closed() and not (tag == "K" and "-" in lower):
            is_adverb = previous in '."' and lower.endswith("ly") and _followed_by_comma(tokens, at)
            tag = "R" if is_adverb else "A"
        elif text in {"US", "WHO"} or (lower in _NAMES_TOO and previous not in '.":-' and not text.isupper()):
            tag = "A"
        tags[at] = tag
    return tags


def _auxiliary(tags: list[str], at: int) -> str:
    """Give the tag of the auxiliary right before `at` (adverbs and a pronoun subject aside), or ''."""
    back = before(tags, at)
    return tags[back] if back >= 0 and tags[back] in "MBHXO" else ""


def _resolve_form(tokens: list[Token], tags: list[str], at: int, letters: str) -> str:
    """Decide what a known verb form is where it stands."""
    helper = _auxiliary(tags, at)
    previous = tags[at - 1] if at else "."
    following = tags[at + 1] if at + 1 < len(tags) else "."
    if "g" in letters:
        is_head = at == 0 and following == "P" and tokens[1].lower == "of"
        is_noun = tokens[at].lower in _ING_NOUNS and (previous in "KN" or not helper)
        is_noun = is_noun and not (previous == "," and following in "DKGUA")  # …, killing 12
        is_doing = previous == "N" and following in "DGU" and tokens[at - 1].lower.endswith(("s", "men"))
        is_noun = is_noun and not is_doing  # soldiers shelling the village
        return "N" if previous in "DG" or is_head or is_noun else "g"
    if helper and helper in "BH":
        return "n" if "n" in letters else "N"
    if helper:
        return "v" if "v" in letters else "N"
    if letters == "n":
        return "n"
    if "v" not in letters and "z" not in letters:  # said, told, unveiled
        return _resolve_past(tokens, tags, at, previous, following)
    if at and tokens[at - 1].lower in _PLURAL_PRONOUNS and following in OBJECT_AFTER:
        return "V" if "v" in letters and following != "P" else "N"
    if previous in "DGP":
        return "N"
    return noun_or_verb(tokens, tags, at, letters)


def _reduce(tokens: list[Token], tags: list[str]) -> None:
    """Turn a past tense without a subject of its own into a participle ("gave a toll of 40 killed in …")."""
    line, finite = "".join(tags), -1
    if not _REDUCED.search(line):
        return
    is_relative = has_verb = False
    for match in _VERBS_AND_BOUNDS.finditer(line):
        at, tag_now = match.start(), match[0]
        if tag_now not in "VMBHX":
            is_relative = tag_now == "W" and not has_verb and line[at - 1 : at] in {"N", "A"}
            has_verb = has_verb and tag_now in "W,C-"
            finite = -1
            continue
        has_verb = True
        if is_relative and finite >= 0 and tag_now == "V" and _NO_VERB.match(line, at + 1):
            break  # officers who visited the base counted: nothing else is the verb of the sentence
        is_participle = False
        if finite >= 0 and tag_now == "V":
            form = verb_forms().get(tokens[at].lower)
            is_participle = "n" in form.tags if form else tokens[at].lower.endswith("ed")
            is_participle = is_participle and tokens[at].lower not in _INTRANSITIVE
        follows = line[at + 1] if at + 1 < len(line) else "."
        if is_participle and tokens[at].lower == "said" and follows != "O":
            is_participle = False  # a doctor who came down to Orvil said on Monday
        stands = at > 0 and line[at - 1] in "NAK)" and follows in "PRO.,"
        if is_participle and stands and not _governs_clause(tokens, line, finite):
            tags[at] = "n"
        else:
            finite = at


def _governs_clause(tokens: list[Token], line: str, at: int) -> bool:
    """Tell whether the verb of a group that begins at `at` can be followed by a clause: "has said"."""
    while line[at] in "HMXRF" and at + 1 < len(line):
        at += 1
    return takes_clause(tokens[at].lower)


_INTRANSITIVE: Final = frozenset(
    ("crashed", "died", "fled", "collapsed", "arrived", "retreated", "surrendered", "capsized", "vanished",
     "perished", "disappeared", "remained", "landed", "exploded", "detonated", "fell", "went", "came",
     "returned", "escaped", "rained")
)  # fmt: skip
_NO_VERB: Final = re.compile("[^VMBHX]*$")
_REDUCED: Final = re.compile(r"(?<=[NAK)])V(?:[PRO.,]|$)")
_VERBS_AND_BOUNDS: Final = re.compile(r"""[STWC,;:."\-IVMBHX]""")


def _subject_participle(tokens: list[Token], tags: list[str]) -> None:
    """Turn the first of two past tenses into a participle: "people briefed on the strike said …"."""
    for match in _BEFORE_PREPOSITION.finditer("".join(tags)):
        at = match.start()
        form = verb_forms().get(tokens[at].lower)
        if at + 3 >= len(tags) or form is None or form.tags != "dn" or tokens[at].lower == "said":
            continue
        end = at + 2
        while end < len(tags) and tags[end] in "DNAGKP":
            end += 1
        if end < len(tags) and tags[end] == "V" and _is_sure(tokens, tags, end):
            tags[at] = "n"


def _is_sure(tokens: list[Token], tags: list[str], at: int) -> bool:
    """Tell whether a second past tense must be the finite one: "shells fired from hills landed near"."""
    word = tokens[at].lower
    if takes_clause(word) or word in _INTRANSITIVE:
        return True
    return at + 1 < len(tags) and tags[at + 1] in "DGKU" and word in _HITTING


_HITTING: Final = frozenset({"hit", "struck", "killed", "wounded", "injured", "destroyed", "damaged"})
_BEFORE_PREPOSITION: Final = re.compile(r"(?<=[NA])V(?=P|RV)")


_NAMING: Final = frozenset({"called", "named", "dubbed", "titled", "nicknamed"})


def _named(tokens: list[Token], tags: list[str], at: int) -> bool:
    """Tell whether "called" only gives the name of what stands before it ("a firm called Northgate")."""
    if (
        tokens[at].lower not in _NAMING
        or at + 1 >= len(tags)
        or tags[at + 1] not in 'A"'
        or tags[at - 1] != "N"
    ):
        return False
    start = at - 1
    while start and tags[start - 1] in "NA":
        start -= 1
    return start > 0 and tokens[start - 1].lower in {"a", "an", "another"}


def tag(tokens: list[Token]) -> str:
    """Give the tags of the tokens of a sentence, one letter each.

    >>> from claimgraph.extract.syntax.text import tokens
    >>> tag(tokens("The ministry claims that its claims were ignored."))
    'DNVTGNBn.'
    """
    verbs = verb_forms()
    tags = settle_degrees(tokens, _initial(tokens))
    for match in _FLOATING.finditer("".join(tags)):
        at = match.start()
        is_of_several = "C" in tags[max(0, at - _NEAR) : at] or tokens[at - 1].lower.endswith("s")
        if is_of_several and tokens[at].lower in _TOGETHER:
            tags[at] = "R"  # Kyiv and Moscow each say they hold it
    for match in _EMPHATIC.finditer("".join(tags)):
        if tokens[match.start()].lower in _SELVES:
            tags[match.start()] = "R"  # the rebels themselves shelled it
    for match in _OPEN.finditer("".join(tags)):
        at, tag_now = match.start(), match[0]
        if tag_now == "G":
            if tokens[at].lower == "her" and (at + 1 == len(tags) or tags[at + 1] not in "NAK?EgR"):
                tags[at] = "U"
        elif tag_now == "?":
            is_naming = at > 0 and _named(tokens, tags, at)
            tags[at] = "n" if is_naming else _resolve_form(tokens, tags, at, verbs[tokens[at].lower].tags)
        else:
            tags[at] = _resolve_unknown(tokens, tags, at)
    _subject_participle(tokens, tags)
    _reduce(tokens, tags)
    for match in _CONTRASTED.finditer("".join(tags)):
        form = verb_forms().get(tokens[match.end() - 1].lower)
        if form is None or "n" in form.tags:
            tags[match.end() - 1] = "n"
    settle_set_off(tokens, tags)
    line = "".join(tags)
    for match in _MISTAKEN.finditer(line):
        at = match.start()
        if line[at] == "g":
            tags[at] = "N"
        elif tokens[at].text.islower():
            tags[at] = "v"  # a verb in no list: "to reopen the roads"
    return "".join(tags)


_FLOATING: Final = re.compile(r"(?<=[NA)])D(?=R*[?EMBHX])")
"""Where "both" and "each" stand after their noun and before its verb."""
_EMPHATIC: Final = re.compile(r"(?<=[NAHBM])U(?=R*[?EMBHX])")
"""Where a word such as "itself" only stresses the subject before it, or that of the auxiliary before it."""
_SELVES: Final = frozenset({"itself", "himself", "herself", "themselves", "ourselves"})
_NEAR: Final = 10
_OPEN: Final = re.compile(r"[?EG]")
"""What `_initial` leaves open; "her" is among the possessives."""
_CONTRASTED: Final = re.compile(r"(?<=B)[RF]*n[PADNKG]*(?:,|C|,C)FR?V")
"""What was not done but something else: "were captured, not killed"."""
_MISTAKEN: Final = re.compile(r"(?<=[NAD])g(?=V)|(?<=O)N(?=[DG])")
"""A form in -ing that is a subject; a noun after "to" with an object."""


def _by_shape(text: str, lower: str) -> str:
    """Tag a word that is in no list by its first character and its ending."""
    if text[0].isdigit() or ("-" in lower and _NUMBERS.issuperset(lower.split("-"))):
        return "K"  # 63, sixty-three
    if text[0] in "'’":
        return "'"
    if lower.endswith("ly") and lower not in _ADVERB_EXCEPTIONS:
        return "R"
    if lower.endswith("ed") and len(lower) > 4 and not lower.endswith("eed"):
        return "E"
    if lower.endswith("ing") and len(lower) > 5 and lower not in _ING_NOUNS:
        return "g"
    return "N"


_OF_PEOPLE: Final = frozenset({"armed", "masked", "suspected", "displaced", "wounded", "injured"})
_BEARING_ARMS: Final = frozenset(
    ("group", "groups", "men", "forces", "wing", "gangs", "gang", "faction", "factions", "movement",
     "movements", "organisation", "organisations", "organization", "organizations", "conflict", "opposition")
)  # fmt: skip
_TOGETHER: Final = frozenset({"both", "all", "each"})


def _resolve_past(tokens: list[Token], tags: list[str], at: int, previous: str, following: str) -> str:
    """Tell a past tense from a participle before or after its noun ("the said ship", "a ship hit by …")."""
    back = before(tags, at)
    if previous == "V" and following in "N?" and tokens[at].lower in _OF_PEOPLE:
        return "N"  # "said armed men had come"
    if tokens[at].lower == "armed" and at + 1 < len(tokens) and tokens[at + 1].lower in _BEARING_ARMS:
        return "N"  # "the ethnic armed group"
    if previous == "D" and following == "K" and tokens[at].lower in _SAID_OF_NUMBERS:
        return "N"  # "an estimated 400,000 people"
    if at and tokens[at - 1].lower in _TOGETHER and takes_clause(tokens[at].lower):
        return "V"  # "the mayor and the governor both said"
    is_at_first = previous == "R" and back == at - 2 and tokens[back].lower == "at"  # at first denied
    if previous in "DGKPR" and back >= 0 and tags[back] in "DGKP" and following in "NA?E" and not is_at_first:
        return "V" if previous == "K" and following == "A" else "N"
    if previous in "NA":
        ahead = at + 3 if following == "R" else at + 1
        if ahead < len(tokens) and tokens[ahead].lower == "by" and not _tells_means(tokens, ahead + 1):
            return "n"
    return "V"


def _tells_means(tokens: list[Token], at: int) -> bool:
    """Tell whether "by" says how words were passed on: "said by telephone"."""
    return at < len(tokens) and tokens[at].lower in MESSAGING


def _resolve_unknown(tokens: list[Token], tags: list[str], at: int) -> str:
    """Decide what an unknown word in -ed is."""
    following = tags[at + 1] if at + 1 < len(tags) else "."
    helper = _auxiliary(tags, at)
    if helper and helper in "BH":
        return "n"
    is_adjective = tokens[at].lower.startswith("un") and following in "N?E"  # "citing unnamed sources"
    if is_adjective or (at and tags[at - 1] in "DGKP" and following in "NA?E"):
        return "N"
    return "n" if at + 1 < len(tags) and tokens[at + 1].lower == "by" else "V"


class _Alone(dict[str, str]):
    """The tag of a word without its neighbours, by the word as it is written.

    What a capital or the word before may yet change is marked: its letter stands `_MARK` higher.
    """

    def __missing__(self, text: str) -> str:
        """Work out the tag of a word; what was kept is dropped first when there is much of it."""
        if len(self) > _KEPT:
            self.clear()
        lower = lowered(text)
        tag = _MARKS.get(text) or _closed().get(lower)
        if not tag:
            tag = "?" if lower in verb_forms() else _by_shape(text, lower)
        if lower == "'s" or text[0].isupper():
            tag = chr(ord(tag) + _MARK)
        self[text] = tag
        return tag


_KEPT: Final = 1 << 15
_MARK: Final = 0x100
_MARKED: Final = re.compile(r"[\u0100-\u01ff]")
_ALONE: Final = _Alone()
