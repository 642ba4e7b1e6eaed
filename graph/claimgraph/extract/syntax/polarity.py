"""What turns a clause around outside its verb: "no missile hit", "at no point did", "A, not B, fired".

The verb group itself shows "not" and "never"; the words here stand before it. A name behind a contrasting
"not" plays no part in what is told, so its chunk is left out before clauses are read.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from itertools import pairwise
from typing import TYPE_CHECKING, Final

from claimgraph.extract.syntax.lexicon import word_set

if TYPE_CHECKING:
    from claimgraph.extract.syntax.chunks import Chunk

_MEASURING: Final = frozenset(
    (
        "more",
        "fewer",
        "less",
        "later",
        "sooner",
        "longer",
        "doubt",
        "wonder",
        "surprise",
        "matter",
        "one",
        "other",
    )
)
"""Words after "no" with which it denies nothing ("no fewer than"), or counts people ("no one")."""
_NEVER: Final = frozenset({"point", "time", "stage", "moment", "circumstances", "way", "case", "occasion"})
_NONE: Final = frozenset({"neither", "none"})
_UNCONTRASTED: Final = frozenset({"many", "much", "all", "every", "everyone", "a", "any", "only", "one"})
_AUXILIARIES: Final = frozenset("XHBM")
_TRUE: Final = frozenset({"true", "correct", "accurate", "right", "case", "so"})
_COPULAS: Final = frozenset({"is", "was", "isn't", "wasn't", "'s"})
_LEAST: Final = 5
_SHARES: Final = frozenset(("role", "part", "hand", "involvement", "responsibility", "share", "say"))
"""What a doer has in a deed."""
_CLAUSE: Final = 3
"""How many phrases before an object its verb stands, at most."""
_TO_DO_WITH: Final = ["to", "do", "with"]
_LYING: Final = frozenset({"lied", "lies", "lying"})
_LIED_ABOUT: Final = frozenset({"when", "that", "by", "about"})
_NEAR: Final = 8


def is_no(words: Sequence[str]) -> bool:
    """Tell whether a noun phrase denies by its first word; one that only measures or counts people does not.

    >>> is_no(["no", "shell"]), is_no(["no", "fewer", "than", "six", "shells"])
    (True, False)
    """
    if words[:1] == ["no"]:
        return len(words) > 1 and words[1] not in _MEASURING
    return bool(words) and words[0] in _NONE


def denied_before(chunks: Sequence[Chunk], at: int, text: Callable[[Chunk], str]) -> bool:
    """Tell whether what stands before the verb group `chunks[at]` denies it: its subject, or "at no point".

    >>> from claimgraph.extract.syntax.chunks import Chunked
    >>> from claimgraph.extract.syntax.tagger import tag
    >>> from claimgraph.extract.syntax.text import tokens
    >>> words = tokens("At no point did the guards fire.")
    >>> sentence = Chunked(words, tag(words))
    >>> denied_before(sentence.chunks, 4, sentence.text_of)
    True
    """
    at = _past_adverbs(chunks, at - 1)
    if at < 0 or chunks[at].kind not in {"noun", "pronoun"}:
        return False
    while at >= 0 and not is_no(text(chunks[at]).split()):
        is_phrase = at >= 2 and chunks[at - 1].kind == "preposition" and chunks[at - 2].kind == "noun"
        if not is_phrase:
            break
        at -= 2
    if is_no(text(chunks[at]).split()) or (at and text(chunks[at - 1]) in {"nor", "neither"}):
        return at == 0 or chunks[at - 1].kind != "preposition"
    before = at - 1
    if before < 1 or chunks[before].tags not in _AUXILIARIES:
        return False
    if text(chunks[before - 1]) in {"never", "nor", "neither"}:
        return True
    fronted = text(chunks[before - 1]).split()
    is_fronted = before >= 2 and chunks[before - 2].kind == "preposition"
    return is_fronted and fronted[:1] == ["no"] and fronted[-1] in _NEVER


def denied_after(chunks: Sequence[Chunk], at: int, text: Callable[[Chunk], str]) -> bool:
    """Tell whether the object of the verb group `chunks[at]` denies it: "fired no rockets".

    >>> from claimgraph.extract.syntax.chunks import Chunked
    >>> from claimgraph.extract.syntax.tagger import tag
    >>> from claimgraph.extract.syntax.text import tokens
    >>> words = tokens("They had fired no rockets.")
    >>> sentence = Chunked(words, tag(words))
    >>> denied_after(sentence.chunks, 1, sentence.text_of)
    True
    """
    following = chunks[at + 1] if at + 1 < len(chunks) else None
    return following is not None and following.kind == "noun" and is_no(text(following).split())


def has_no_part(chunks: Sequence[Chunk], at: int, text: Callable[[Chunk], str]) -> bool:
    """Tell whether somebody has no part in `chunks[at]`: "no role in", "nothing to do with the strike".

    >>> from claimgraph.extract.syntax.chunks import Chunked
    >>> from claimgraph.extract.syntax.tagger import tag
    >>> from claimgraph.extract.syntax.text import tokens
    >>> words = tokens("It had no role in the strike.")
    >>> sentence = Chunked(words, tag(words))
    >>> has_no_part(sentence.chunks, 4, sentence.text_of)
    True
    """
    if at < 2 or chunks[at - 1].kind != "preposition":
        return False
    words = text(chunks[at - 2]).split()
    if words == ["do"] and at > 3:
        return text(chunks[at - 4]) == "nothing"  # had nothing to do with the strike
    return is_no(words) and words[-1] in _SHARES


def _past_adverbs(chunks: Sequence[Chunk], at: int) -> int:
    while at >= 0 and chunks[at].kind in {"adverb", "time"}:
        at -= 1
    return at


def without_contrasts(chunks: Sequence[Chunk], text: Callable[[Chunk], str]) -> list[Chunk]:
    """Leave out ", not B," and "and not B" after a noun phrase: only the other one is told of."""
    kept: list[Chunk] = []
    at = 0
    while at < len(chunks):
        at = _past_not_but(chunks, at, text)
        if _is_contrast(chunks, at, text):
            at += 3
            is_closed = chunks[at - 3].kind == "comma" and at < len(chunks) and chunks[at].kind == "comma"
            if is_closed and all(chunk.kind != "verb" for chunk in kept[-_CLAUSE:]):
                at += 1  # behind a subject; behind an object the comma ends the clause
            continue
        kept.append(chunks[at])
        at += 1
    return kept


def _past_not_but(chunks: Sequence[Chunk], at: int, text: Callable[[Chunk], str]) -> int:
    """Step over "not B but" before a noun phrase, "not by B but" before another "by"."""
    if chunks[at].kind != "adverb" or text(chunks[at]) != "not":
        return at
    kinds = [chunk.kind for chunk in chunks[at + 1 : at + 6]]
    for kind in (["noun"], ["preposition", "noun"]):
        end = at + 1 + len(kind)
        is_pair = kinds[: len(kind)] == kind and kinds[len(kind) + 1 : 2 * len(kind) + 1] == kind
        if is_pair and text(chunks[end]) == "but" and not _is_open(text(chunks[end - 1]).split()):
            return end + 1
    return at


def _is_open(words: Sequence[str]) -> bool:
    """Whether "not" before a noun phrase denies all of it and sets it against nothing: "not a single"."""
    is_article = words[:1] == ["a"] and words[1:2] not in (["single"], ["few"])
    return words[0] in _UNCONTRASTED and not is_article


def _is_contrast(chunks: Sequence[Chunk], at: int, text: Callable[[Chunk], str]) -> bool:
    """Whether a comma or "and", "not" and a noun phrase follow another noun phrase at `at`."""
    if at < 1 or at + 2 >= len(chunks) or chunks[at + 1].kind != "adverb":
        return False
    is_joined = chunks[at].kind == "comma" or text(chunks[at]) in {"and", "but"}
    is_noun = chunks[at - 1].kind == "noun" and chunks[at + 2].kind == "noun"
    if not (is_joined and is_noun) or text(chunks[at + 1]) != "not":
        return False
    return not _is_open(text(chunks[at + 2]).split())


def is_inverted(chunks: Sequence[Chunk], at: int) -> bool:
    """Tell whether the participle `chunks[at]` stands in "Had A (not) withdrawn, …"."""
    return (
        at >= 2
        and chunks[at].tags[-1] in "nV"
        and chunks[at - 1].kind in {"noun", "pronoun"}
        and chunks[at - 2].tags == "H"
        and (at == 2 or chunks[at - 3].kind in {"comma", "that", "stop"})
    )


def supposes(lowers: Sequence[str]) -> bool:
    """Tell whether a sentence says what would have been: "had it not left, the dam would have gone".

    >>> supposes("had the crew left , the ship would have sunk".split())
    True
    """
    would = any(
        pair in {("would", "have"), ("could", "have"), ("might", "have")} for pair in pairwise(lowers)
    )
    words = lowers[1:] if lowers[:1] == ["that"] else lowers
    is_had = words[:1] == ["had"] or any(pair == (",", "had") for pair in pairwise(lowers))
    return would and (is_had or ("if" in lowers and "had" in lowers))


def negates(lowers: Sequence[str]) -> bool:
    """Tell whether "not" or "never" negates a verb among the first words; in ", not B" it only contrasts.

    >>> negates("it was not a drone".split()), negates("it was a drone , not a shell".split())
    (True, False)
    """
    for at, word in enumerate(lowers[:12]):
        if word == "never" or word == "cannot" or word.endswith(("n't", "n’t")):
            return True
        if word == "nothing" and lowers[at + 1 : at + 4] == _TO_DO_WITH:
            return True
        if word == "not" and (at == 0 or lowers[at - 1] not in {",", "and", "but", "–", "—", "-", ";"}):
            return True
    return False


def rejects(texts: Sequence[str]) -> bool:
    """Tell whether a content calls what follows untrue: "it is not true that P", "B lied when", "not B that".

    >>> rejects("it was not true that the ship sank".split()), rejects("it was Zeta that fired".split())
    (True, False)
    """
    texts = texts[1:] if texts[:1] == ["that"] else texts
    words = [text.lower() for text in texts]
    return (
        _is_not_so(texts, words)
        or _lacks_ground(words)
        or any(
            word in _LYING and after in _LIED_ABOUT and "not" not in words[max(0, at - 2) : at]
            for at, (word, after) in enumerate(pairwise(words))
        )
    )


def _lacks_ground(words: Sequence[str]) -> bool:
    """Whether what is said has nothing to it: "reports of a raid were without foundation"."""
    said = next((at for at, word in enumerate(words) if word in _TALK), len(words))
    for at, word in enumerate(words[said:], said):
        if word not in _GROUND:
            continue
        before = list(words[max(0, at - 3) : at])
        if "without" in before or ("no" in before and before[before.index("no") - 1] in _HAVING):
            return True
    return False


_GROUND: Final = frozenset(("foundation", "basis", "merit", "substance", "truth"))
_HAVING: Final = frozenset(("has", "have", "had", "is", "was", "with"))
_TALK: Final = word_set("sayings") | {"charges", "news", "rumours", "rumors", "rumour", "rumor"}


def _is_not_so(texts: Sequence[str], words: Sequence[str]) -> bool:
    """Whether words open with "it is not true that …", or "it was not B that …" with a name."""
    if words[:1] != ["it"] or len(words) < _LEAST or words[1].replace("’", "'") not in _COPULAS:
        return False
    is_short = words[1].endswith("t") and len(words[1]) > len("isnt")
    start = 2 if is_short else 3
    end = next((at for at, word in enumerate(words) if word in {"that", "who", "which"}), 0)
    if not (is_short or words[2] in {"not", "never"}) or not start < end <= _NEAR or "but" in words[:end]:
        return False
    return words[end - 1] in _TRUE or texts[start][0].isupper() or words[start] in {"our", "its", "their"}
