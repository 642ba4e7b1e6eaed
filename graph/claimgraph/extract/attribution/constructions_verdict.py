"""Verdicts of the voice that speaks: "the claim that … is false", "the figures could not be confirmed".

Both have no source: they are said by whoever speaks the sentence, a report in its own voice or a speaker in a
content. Content is what is judged or left open. Who takes back what was said judges it, too: "X withdrew the
claim that …".
"""

from __future__ import annotations

from typing import Final

from claimgraph.extract.attribution.content import Opening, close, opening
from claimgraph.extract.attribution.raw import Raw, Reading
from claimgraph.extract.attribution.sources import subject
from claimgraph.extract.syntax.lexicon import Cue, word_set
from claimgraph.extract.syntax.line import Hit, Line, Range

VERDICT: Final = "verdict"
UNVERIFIED: Final = "unverified"
RETRACTION: Final = "retraction"
_FALSE: Final = word_set("false")
_JUDGED: Final = word_set("judged")
_WRONG: Final = frozenset(("wrong", "incorrect", "untrue", "false", "inaccurate", "mistaken"))
_SURELY: Final = frozenset(("also", "however", "quite", "both"))
_TRUE: Final = frozenset({"true", "correct", "accurate"})
_CHECKED: Final = frozenset({"verify", "confirm", "establish", "determine", "corroborate", "authenticate"})
_NOT_SO: Final = (
    ("correspond", "to"), ("correspond", "with"), ("match", "the"), ("hold", "up"), ("stand", "up"),
)  # fmt: skip
_LOOK: Final = 5
_CUE: Final = Cue(
    "be false", "verb", frozenset({"np"}), frozenset(), "-", "denies", "unstated", "-", "speech"
)
_RETRACTS: Final = frozenset(
    ("retracted", "retracts", "retracting", "withdrew", "withdrawn", "withdraws", "withdrawing", "recanted",
     "recants", "recanting")
)  # fmt: skip
_BACK: Final = frozenset(("took", "takes", "taken", "taking", "walked", "walks", "walking"))
"""What takes back what was said, with "back" after it."""
_CORRECTS: Final = frozenset(("corrected", "corrects", "correcting", "amended", "amends", "amending"))
_TAKES_BACK: Final = _RETRACTS | _BACK | _CORRECTS
_RETRACTED: Final = word_set("sayings") | {"comment", "comments", "article", "articles"}
_RETRACT: Final = Cue(
    "retract", "verb", frozenset({"np"}), frozenset(), "-", "denies", "unstated", "-", "speech"
)
_CORRECT: Final = Cue(
    "correct", "verb", frozenset({"np"}), frozenset(), "-", "denies", "unstated", "-", "speech"
)
"""Who corrects a report may stand by most of it: nothing is claimed."""
_EARLIER: Final = frozenset(("earlier", "previous", "original", "initial", "first", "prior"))
_ONCE: Final = frozenset(("originally", "initially", "previously", "earlier", "first"))
_OWN_WORK: Final = frozenset(("report", "article", "story", "post", "bulletin", "piece", "entry", "headline"))


def verdict(reading: Reading) -> bool:
    """Read "the claim that P is false", "reports of P are fake", "the statement … does not correspond to …".

    >>> from claimgraph.extract import attributions
    >>> text = "Reports of a breakthrough near the river are false."
    >>> [(a.rule, a.stance, text[slice(*a.content[0])]) for a in attributions(text)]
    [('verdict', 'denies', 'Reports of a breakthrough near the river')]
    """
    line = reading.line
    if _of_it(reading):
        return True
    head = _judged(line, reading.left, reading.right)
    if head is None:
        return False
    for at in range(head + 1, reading.right):
        if line.tags[at] in ";:" or line.quote_of[at] >= 0:
            return False
        end = _says_false(line, at, reading.right)
        if end is not None:
            hit = Hit(_CUE, at, at, end, "V")
            reading.add(Raw(VERDICT, hit, (at, end), [], [(reading.left, at)]))
            return True
    return False


def _of_it(reading: Reading) -> bool:
    """Read "That was wrong", "This is not true", said of what somebody just claimed.

    >>> from claimgraph.extract import attributions
    >>> [(a.rule, a.content[0]) for a in attributions("That was wrong.")], attributions("It was wrong to go.")
    ([('verdict', (0, 4))], [])
    """
    line, left = reading.line, reading.left
    verb = left + 1
    if line.lower(left) not in {"that", "this", "it", "both"} or line.tag(verb) != "B":
        return False
    rest = [line.lower(at) for at in range(verb + 1, min(reading.right, verb + _LOOK)) if line.tag(at) != "."]
    while rest[:1] and (rest[0] in _SURELY or rest[0].endswith("ly")):
        rest = rest[1:]
    is_false = rest[:1] == ["not"] and rest[1:] in (["true"], ["correct"], ["so"], ["the", "case"], ["right"])
    is_false = is_false or rest in (["an", "error"], ["a", "mistake"], ["in", "error"])
    if not (is_false or (len(rest) == 1 and rest[0] in _WRONG)) or reading.right - verb > _LOOK:
        return False
    hit = Hit(_CUE, verb, verb, reading.right, "V")
    reading.add(Raw(VERDICT, hit, (verb, reading.right), [], [(left, verb)]))
    return True


def _judged(line: Line, left: int, right: int) -> int | None:
    """Give the noun for something said with which a sentence opens: "Reports in …", "The claim of …"."""
    for at in range(left, min(right, left + _LOOK)):
        lower = line.lower(at)
        if lower in _JUDGED:
            return at
        if line.tags[at] not in "DAGNK":
            return None
    return None


def _says_false(line: Line, at: int, right: int) -> int | None:
    """Give the end of a predicate that begins at `at` and says that something is false; None for others."""
    if line.tags[at] == "B":
        is_negated = False
        for position in range(at + 1, min(right, at + _LOOK)):
            lower, tag = line.lower(position), line.tags[position]
            if lower in _FALSE or (is_negated and lower in _TRUE):
                return position + 1 if position + 1 >= right or line.tags[position + 1] in ".,;-C" else None
            is_negated = is_negated or lower in {"not", "never"}
            if tag not in "DRFNA":
                return None
        return None
    if line.tags[at] != "X":
        return None
    words = [line.lower(position) for position in range(at, min(right, at + _LOOK))]
    for pair in _NOT_SO:
        if "not" in words[:2] or words[0].endswith("n't"):
            for position in range(len(words) - 1):
                if (words[position], words[position + 1]) == pair:
                    return right
    return None


def unverified(reading: Reading, hit: Hit) -> bool:
    """Read "the figures could not be confirmed", "what it held could not be established".

    >>> from claimgraph.extract import attributions
    >>> text = "The figures could not be independently verified."
    >>> [(a.rule, text[slice(*a.content[0])]) for a in attributions(text)]
    [('unverified', 'The figures')]
    """
    line = reading.line
    if hit.cue.lemma not in _CHECKED or not (hit.passive and hit.negated):
        return False
    if hit.end < reading.right and line.tags[hit.end] not in ",;.-PC":
        return False
    who = _open_clause(line, hit, reading.left) or subject(line, hit.start, reading.left)
    if who is None or line.lower(who[0]) == "it":
        return False
    reading.add(Raw(UNVERIFIED, hit, (hit.start, hit.end), [], [who]))
    return True


def _open_clause(line: Line, hit: Hit, left: int) -> Range | None:
    """Give a question that is the subject of a cue: "what it held", "how many had died"."""
    is_open = line.tags[left] == "W" or line.lower(left) in {"how", "whether", "why", "where", "when"}
    is_whole = not any(line.tags[i] in ",;:" for i in range(left, hit.start))
    return (left, hit.start) if is_open and is_whole and hit.start > left else None


def impossible(reading: Reading, hit: Hit) -> bool:
    """Read "it was not possible to verify the claims", "it is impossible to establish who fired".

    >>> from claimgraph.extract import attributions
    >>> text = "It was not immediately possible to verify the claims."
    >>> [(a.rule, a.negated, text[slice(*a.content[0])]) for a in attributions(text)]
    [('unverified', True, 'the claims')]
    """
    line, at = reading.line, hit.head - 2
    if hit.form != "v" or hit.cue.lemma not in _CHECKED or line.lower(hit.head - 1) != "to":
        return False
    start = at - 1
    while start > reading.left and line.tags[start] in "BHRFMX":
        start -= 1
    words = {line.lower(position) for position in range(start, at)}
    is_denied = line.lower(at) == "impossible" or (line.lower(at) == "possible" and "not" in words)
    opened = opening(line, hit, reading.right)
    if start < reading.left or line.lower(start) != "it" or not is_denied or opened is None:
        return False
    end = close(line, hit, opened, reading.right)
    hit.negated = True
    reading.add(Raw(UNVERIFIED, hit, (start, hit.end), [], [(opened.start, end)]))
    return True


def retraction(reading: Reading) -> None:
    """Read "X withdrew his statement that P", "X later retracted that claim": X no longer says it.

    Where the words do not tell who took it back for good ("was withdrawn", "withdrawing his claim …"), and
    where a report was only corrected, the attribution is one that claims nothing.

    >>> from claimgraph.extract import attributions
    >>> text = "Adan Borle withdrew his statement that the army had shelled the market."
    >>> [(a.rule, a.stance, text[slice(*a.content[0])]) for a in attributions(text)]
    [('retraction', 'denies', 'that the army had shelled the market')]
    """
    line = reading.line
    if _earlier_version(reading) or _TAKES_BACK.isdisjoint(line.words):
        return
    for at in range(reading.left + 1, reading.right):
        is_back = line.lower(at) in _BACK and line.lower(at + 1) == "back"
        is_correction = line.lower(at) in _CORRECTS
        is_verb = is_back or is_correction or line.lower(at) in _RETRACTS
        if not is_verb or reading.taken[at] or line.quote_of[at] >= 0 or line.tags[at] not in "Vng":
            continue
        _taken_back(reading, at, at + 1 + is_back, is_correction=is_correction)


def _taken_back(reading: Reading, at: int, end: int, *, is_correction: bool) -> None:
    """Keep the attribution of a verb at `at` that takes back what was said, if its object tells so."""
    line = reading.line
    start = at
    while start > reading.left and line.tags[start - 1] in "BHRFMX":
        start -= 1
    group = {line.tags[position] for position in range(start, at)}
    if group & set("FMX"):
        return  # "did not withdraw", "may withdraw"
    if "B" in group:
        head = _judged(line, reading.left, start) if line.tags[at] == "n" else None
        if (
            head is not None
            and _is_subject(line, head, start)
            and not any(reading.taken[reading.left : start])
        ):
            hit = Hit(_CORRECT, at, start, end, "V")
            reading.add(Raw(RETRACTION, hit, (start, end), [], [(reading.left, start)]))
        return
    content = _object(line, end, reading.right)
    if content is None or (is_correction and line.tags[content[0]] != "T"):
        return
    who = subject(line, start, reading.left) if line.tags[at] in "Vn" else None
    is_known = who is not None and line.tags[who[0]] not in "WT" and (line.tags[at] == "V" or "H" in group)
    is_claim = is_known and not is_correction
    hit = Hit(_RETRACT if is_claim else _CORRECT, at, start, end, "V")
    source = [who] if who is not None and is_claim else []
    reading.add(Raw(RETRACTION, hit, (start, content[0] if content[0] > end else end), source, [content]))


def _is_subject(line: Line, head: int, verb: int) -> bool:
    """Tell whether what was said is withdrawn, and not troops: "reports that troops were withdrawn"."""
    between = line.tags[head + 1 : verb]
    if between.startswith("T"):
        return any(tag in "VMBHX" for tag in between)
    return line.lower(verb) != "being" and not any(tag in "VMBHXTWSgI,;:" for tag in between)


def _earlier_version(reading: Reading) -> bool:
    """Read "an earlier version of this report said P", "this article originally said P": what was corrected.

    >>> from claimgraph.extract import attributions
    >>> text = "An earlier version of this report said ten had died."
    >>> [(a.rule, a.cue_lemma, text[slice(*a.content[0])]) for a in attributions(text)]
    [('retraction', 'correct', 'ten had died')]
    """
    line = reading.line
    if _OWN_WORK.isdisjoint(line.words):
        return False
    for at in range(reading.left, reading.right):
        if line.tags[at] not in "VH":
            continue
        words = [line.lower(position) for position in range(max(reading.left, at - 7), at)]
        is_here = len(words) > 1 and words[-2] in {"this", "the", "our"} and words[-1] in _OWN_WORK
        is_version = is_here and words[-4:-2] == ["version", "of"] and not _EARLIER.isdisjoint(words)
        is_once = words[-3:-2] == ["this"] and words[-2] in _OWN_WORK and words[-1] in _ONCE
        if not (is_version or is_once) or any(reading.taken[at : reading.right]):
            return False
        hit = Hit(_CORRECT, at, at, at + 1, "V")
        content = (at + 1, close(line, hit, Opening(at + 1, at + 1, "that"), reading.right))
        reading.add(Raw(RETRACTION, hit, (at, at + 1), [], [content]))
        return True
    return False


def _object(line: Line, start: int, right: int) -> Range | None:
    """Give what is taken back: the clause after "his statement", else "that claim"; None for others."""
    if start >= right or line.tags[start] not in "DGT":
        return None
    for at in range(start + 1, min(right, start + _LOOK + 1)):
        if line.lower(at) in _RETRACTED and (at + 1 >= right or line.tags[at + 1] not in "NA"):
            follows = at + 1
            is_clause = line.tags[follows] == "T" or line.lower(follows) in {"of", "about", "to"}
            if follows < right and is_clause:
                opened = Opening(follows, follows, "that" if line.tags[follows] == "T" else "prep")
                hit = Hit(_RETRACT, start - 1, start - 1, start, "V")
                end = close(line, hit, opened, right)
                return (follows, end) if end > follows + 1 else None
            return start, follows
        if line.tags[at] not in "DGNAKn":
            return None
    return None
