"""Stance and certainty of a claim in three layers: polarity of the cue, its stance, hedges in the content.

The order follows what readers do: the cue decides first; a neutral cue leaves it to the content, where a
negated predicate denies, a future one predicts, a question leaves open. Certainty is that of the weakest
hedge anywhere in cue or content.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import pairwise
from typing import Final, NamedTuple

from claimgraph.extract.attribution.reading import Attribution
from claimgraph.extract.syntax.lexicon import word_set
from claimgraph.extract.syntax.polarity import is_no, rejects
from claimgraph.extract.syntax.text import Token
from claimgraph.model import Certainty, Stance

_NEGATED_CUES: Final = {
    **dict.fromkeys(
        [
            "say",
            "know",
            "confirm",
            "specify",
            "disclose",
            "clarify",
            "verify",
            "tell",
            "determine",
            "establish",
            "corroborate",
            "authenticate",
        ],
        Stance.UNDETERMINED,
    ),
    **dict.fromkeys(
        [
            "comment",
            "mention",
            "give",
            "report",
            "acknowledge",
            "claim",
            "announce",
            "admit",
            "concede",
            "prove",
            "show",
            "demonstrate",
            "allege",
            "assert",
            "state",
            "declare",
            "reveal",
        ],
        Stance.UNDETERMINED,
    ),
    **dict.fromkeys(["think", "believe", "expect", "see"], Stance.DOUBTS),
    **dict.fromkeys(("deny", "dispute", "reject"), Stance.UNDETERMINED),  # not to say no is not to say so
    **dict.fromkeys(("rule out", "exclude", "doubt"), Stance.ASSERTS),
}
_IGNORANCE: Final = re.compile(
    r"(?:that )?(?:i|we|he|she|it|they) (?:(?:know|knows|knew) nothing"
    r"|(?:am|is|are|was|were) (?:unaware|(?:not|n['’]t) aware)"
    r"|(?:has|have|had) (?:not|n['’]t|never) heard) (?:of|about)\b"
)
"""How a speaker says that he cannot tell: "it knew nothing of a strike" says neither yes nor no."""
_OPENING: Final = 12
_UNCONFIRMED: Final = re.compile(
    r"\bno (?:[a-z]+ )?(?:confirmation|verification|claims? of responsibility)\b"
    r"|^(?:that )?(?:no|nobody|none) (?:[a-z]+ ){0,4}claimed responsibility\b"
)
"""What leaves open whether, or by whom, it was done: "no independent confirmation of the raid"."""
_OPEN_CUES: Final = frozenset(
    [
        "determine",
        "ask",
        "wonder",
        "investigate",
        "examine",
        "assess",
        "check",
        "establish",
        "clear",
        "unclear",
        "unknown",
        "known",
        "question",
    ]
)
_HEDGES: Final = {
    **dict.fromkeys(
        [
            "likely",
            "probably",
            "appears",
            "appeared",
            "seems",
            "seemed",
            "believed",
            "believes",
            "estimated",
            "estimates",
            "expected",
            "expects",
            "thought",
            "apparently",
            "presumably",
            "assumed",
        ],
        Certainty.PROBABLE,
    ),
    **dict.fromkeys(
        ["may", "might", "could", "possibly", "perhaps", "feared", "fears", "possible", "suspected"],
        Certainty.POSSIBLE,
    ),
}
_DOUBT_WORDS: Final = (("no", "sign"), ("no", "signs"), ("no", "evidence"), ("no", "proof"))
_NAMING: Final = frozenset(
    ("call", "describe", "dismiss", "brand", "label", "term", "denounce", "characterize")
)
_FALSE: Final = word_set("false") | {"staged", "provocation", "rumours", "rumors", "smokescreen"}
_WRONG: Final = _FALSE | {"wrong", "mistaken"}
_OF_CLAIM: Final = re.compile(
    r"^(?:that )?(?:(?:this|that|these|it|those)"
    r"|(?:the|this|that|these|those|such|his|her|its|their|any) (?:\w+ )?"
    rf"(?:{'|'.join(sorted(word_set('sayings') | word_set('said_figures')))}"
    r"|charges?|videos?|pictures|footage|photos))"
    r" (?:is|are|was|were|had been) (?P<said>\w+(?: \w+){0,4})"
)
"""A verdict on what was said before: "the figure was wildly exaggerated"."""
_LACKING: Final = re.compile(
    r"^(?:there (?:(?:is|are|was|were|(?:had|has|have|had never|has never) been|never (?:was|were))"
    r" (?:no(?! (?:doubt|question|way|need|choice|one|fewer|less|more|longer|other)\b)|none|never|neither)\b"
    r"|(?:had|has|have) never been\b)"
    r"|(?:\w+ ){1,3}(?:has|have|had|possess(?:es|ed)?) none\b"
    r"|no(?: one|body)\b(?! but))"
)
"""What says that there was none of a thing, or nobody did it, where nothing is counted."""
_ORDER: Final = (Certainty.UNSTATED, Certainty.POSSIBLE, Certainty.PROBABLE, Certainty.CERTAIN)


class Attitude(NamedTuple):
    """How a claimant stands to a content: stance, certainty, and the hedge words."""

    stance: Stance
    certainty: Certainty
    hedge: str | None


def weakest(first: Certainty, second: Certainty) -> Certainty:
    """Give the weaker of two certainties; what is left unstated counts only if both are.

    >>> weakest(Certainty.CERTAIN, Certainty.POSSIBLE)
    <Certainty.POSSIBLE: 'possible'>
    """
    if Certainty.UNSTATED in (first, second):
        return second if first is Certainty.UNSTATED else first
    return min(first, second, key=_ORDER.index)


def hedges(words: Sequence[Token]) -> tuple[Certainty, str | None]:
    """Give the weakest hedge among words, and the word.

    >>> from claimgraph.extract.syntax.text import tokens
    >>> hedges(tokens("the ship may have sunk"))
    (<Certainty.POSSIBLE: 'possible'>, 'may')
    """
    certainty, hedge = Certainty.CERTAIN, None
    for at, word in enumerate(words):
        found = _HEDGES.get(word.lower)
        if found is None or (word.lower in {"may", "might"} and word.text[0].isupper() and at):
            continue
        if word.lower == "could" and at + 1 < len(words) and words[at + 1].lower in {"not", "see", "hear"}:
            continue  # what somebody was able to do
        if _ORDER.index(found) < _ORDER.index(certainty):
            certainty, hedge = found, word.text
    return certainty, hedge


def is_open(words: Sequence[Token]) -> bool:
    """Tell whether a content asks: it opens with "whether", "how many" or the like.

    >>> from claimgraph.extract.syntax.text import tokens
    >>> is_open(tokens("whether anyone had been hurt")), is_open(tokens("what were strikes"))
    (True, False)
    """
    if not words:
        return False
    first = words[0].lower
    second = words[1].lower if len(words) > 1 else ""
    if first == "how":
        return True
    if first == "what":
        return second in {"caused", "happened", "had", "kind"}
    return first in {"whether", "if", "why", "who"}


def of_sentence(words: Sequence[Token], at: int) -> Sequence[Token]:
    """Give the words of the sentence that an offset stands in, of a content that may have several.

    >>> from claimgraph.extract.syntax.text import tokens
    >>> [word.text for word in of_sentence(tokens("Nobody helps us. They were hit."), 22)]
    ['They', 'were', 'hit', '.']
    """
    first = 0
    for number, (word, after) in enumerate(pairwise(words), 1):
        if after.start > at:
            break
        is_gap = after.start - word.end > _GAP and word.text == ","
        if after.text[0].isupper() and (word.text in _STOPS or is_gap):
            first = number
    return words[first:]


_GAP: Final = 3
"""More characters stand between two words where who speaks is put in: "…," she said. "They …"."""
_STOPS: Final = frozenset((".", "!", "?", "…"))


def names_false(words: Sequence[Token]) -> bool:
    """Tell whether the last words call something false: "called the reports a fake"."""
    return any(word.lower in _FALSE for word in words[-4:])


def calls_false(cue: Attribution, words: Sequence[Token]) -> bool:
    """Tell whether a cue with its content calls something false: "called the reports a fake"."""
    return cue.cue_lemma in _NAMING and not cue.negated and names_false(words)


def _from_content(words: Sequence[Token], *, is_negated: bool, mode: str, is_zero: bool) -> Stance:
    """The stance that a content shows under a neutral cue, or a sentence by itself."""
    lowers = [word.lower for word in words]
    pairs = set(pairwise(lowers))
    if mode == "open" or ("no", "information") in pairs or ("no", "knowledge") in pairs:
        return Stance.UNDETERMINED
    if _UNCONFIRMED.search(" ".join(lowers[:_OPENING])):
        return Stance.UNDETERMINED
    if _IGNORANCE.match(" ".join(lowers[:7])):
        return Stance.UNDETERMINED
    if "unlikely" in lowers or any(pair in pairs for pair in _DOUBT_WORDS):
        return Stance.DOUBTS
    if is_zero:
        return Stance.ASSERTS
    verdict = _OF_CLAIM.match(" ".join(lowers[:12]))
    said = verdict["said"].split() if verdict is not None else []
    if not _WRONG.isdisjoint(said):
        return Stance.ASSERTS if is_negated or "not" in said else Stance.DENIES
    if rejects([word.text for word in words]):
        return Stance.UNDETERMINED if is_negated else Stance.DENIES
    if (
        is_negated
        or _LACKING.match(" ".join(lowers[:8]))
        or is_no(lowers[1:] if lowers[:1] == ["that"] else lowers)
    ):
        return Stance.DENIES
    is_ahead = mode == "future" or (("likely", "to") in pairs and not {"have", "been"} & set(lowers))
    return Stance.PREDICTS if is_ahead else Stance.ASSERTS


def attitude(
    cue: Attribution,
    words: Sequence[Token],
    *,
    is_negated: bool = False,
    mode: str = "",
    is_zero: bool = False,
) -> Attitude:
    """Give the stance of a source towards a content.

    `words` are the tokens of the content; `is_negated` and `mode` are those of its main predicate; `is_zero`
    says that it counts nobody ("no one was hurt").
    """
    certainty, hedge = hedges(words)
    if calls_false(cue, words):
        return Attitude(Stance.DENIES, certainty, hedge)
    stance = Stance(cue.stance) if cue.stance in {item.value for item in Stance} else Stance.ASSERTS
    cue_certainty = Certainty(cue.certainty) if cue.certainty in {item.value for item in Certainty} else None
    if cue.negated:
        stance = _NEGATED_CUES.get(
            cue.cue_lemma, Stance.DENIES if stance is Stance.ASSERTS else Stance.ASSERTS
        )
        if stance is Stance.ASSERTS:
            certainty = weakest(certainty, Certainty.POSSIBLE)
    elif stance is Stance.ASSERTS and is_open(words):
        stance = Stance.UNDETERMINED
    elif stance is Stance.ASSERTS:
        stance = _from_content(words, is_negated=is_negated, mode=mode, is_zero=is_zero)
    is_asked = is_open(words) or (bool(words) and words[0].lower in {"when", "where", "which"})
    if mode == "open" or (cue.cue_lemma in _OPEN_CUES and is_asked):
        stance = Stance.UNDETERMINED
    is_hearsay = not cue.source and cue.rule != "verdict"
    if stance in {Stance.UNDETERMINED, Stance.DOUBTS} or is_hearsay:
        return Attitude(stance, Certainty.UNSTATED, hedge)
    if cue_certainty is not None and weakest(cue_certainty, certainty) is not certainty:
        return Attitude(stance, cue_certainty, cue.cue_lemma)
    return Attitude(stance, certainty, hedge)


def narrated(
    words: Sequence[Token], *, is_negated: bool = False, mode: str = "", is_zero: bool = False
) -> Attitude:
    """Give the stance of a report's own voice towards what it tells."""
    certainty, hedge = hedges(words)
    stance = _from_content(words, is_negated=is_negated, mode=mode, is_zero=is_zero)
    if _leaves_open(words):
        stance = Stance.UNDETERMINED
    if stance in {Stance.UNDETERMINED, Stance.DOUBTS}:
        return Attitude(stance, Certainty.UNSTATED, hedge)
    return Attitude(stance, certainty, hedge)


def _leaves_open(words: Sequence[Token]) -> bool:
    """Whether a sentence says that something is not known: "it was not clear how many had died"."""
    lowers = [word.lower for word in words]
    is_unknown = bool({"unclear", "unknown", "uncertain"} & set(lowers)) or any(
        second in {"clear", "known", "certain", "confirmed"} and first in {"not", "never", "yet"}
        for first, second in pairwise(lowers)
    )
    return is_unknown and bool({"whether", "how", "if", "what", "who", "why"} & set(lowers))
