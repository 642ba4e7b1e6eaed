"""A sentence prepared for reading: tokens, tags, quotations and the cues in it, all by token number."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Final

from claimgraph.extract.syntax.lexicon import (
    Cue,
    cues,
    noun_forms,
    phrasal,
    prepositional,
    triggers,
    verb_forms,
    word_set,
)
from claimgraph.extract.syntax.tagger import tag
from claimgraph.extract.syntax.text import Span, Token

Range = tuple[int, int]
_FIGURES: Final = word_set("figures")
_RECOUNTING: Final = word_set("recounting")
_AHEAD: Final = 20
_NEAR: Final = 7
_PARTICLE_GAP: Final = 3


@dataclass(slots=True)
class Hit:
    """A cue where it stands: `head` is its first word of meaning, `start:end` its tokens with auxiliaries."""

    cue: Cue
    head: int
    start: int
    end: int
    form: str  # V finite or after a modal, v infinitive, g -ing, n participle, N noun, J adjective, R adverb
    passive: bool = False
    negated: bool = False


@dataclass(slots=True)
class Line:
    """A sentence: `quote_of` gives for each token the number of its quotation in `quotes`, or -1.

    `words` are all of its words in lower case, for rules that look for a few of them, and `lowers` the same
    in their order; `end` is the number of the token after the last one that is no sentence-final mark.
    """

    tokens: list[Token]
    tags: str
    quote_of: list[int]
    quotes: list[Range]
    hits: list[Hit] = field(default_factory=list)
    number: int = 0
    paragraph: int = 0
    lowers: list[str] = field(init=False)
    words: frozenset[str] = field(init=False)
    size: int = field(init=False)
    end: int = field(init=False)

    def __post_init__(self) -> None:
        """Work out what all rules ask for: the words in lower case and where the sentence ends."""
        self.lowers = [lower for _, _, _, lower in self.tokens]
        self.words = frozenset(self.lowers)
        self.size = end = len(self.tokens)
        while end and self.tags[end - 1] == "." and self.quote_of[end - 1] < 0:
            end -= 1
        self.end = end

    def lower(self, at: int) -> str:
        """Give the word at a token number in lower case, '' outside the sentence."""
        return self.lowers[at] if 0 <= at < self.size else ""

    def tag(self, at: int) -> str:
        """Give the tag at a token number, '.' outside the sentence."""
        return self.tags[at] if 0 <= at < self.size else "."

    def span(self, part: Range) -> Span:
        """Turn token numbers into offsets of the text."""
        return self.tokens[part[0]].start, self.tokens[part[1] - 1].end


def make_line(
    words: list[Token], quoted: list[Span], number: int, paragraph: int, tags: str | None = None
) -> Line:
    """Prepare a sentence; `quoted` are the offsets of the quotations of its paragraph.

    `tags` are those of the words, where they are known already.
    """
    if tags is None:
        tags = tag(words)
    quote_of = [-1] * len(words)
    ranges: list[Range] = []
    at = 0
    for start, end in quoted:
        while at < len(words) and words[at].start < start:
            at += 1
        first = at
        while at < len(words) and words[at].end <= end:
            quote_of[at] = len(ranges)
            at += 1
        if at - first == 3 and tags[first + 1] == "R" and first and tags[first - 1] in "NA":
            quote_of[first:at] = [-1] * 3  # the reporter's distance: they "categorically" denied
            tags = f"{tags[:first]}RRR{tags[at:]}"
        elif at > first:
            ranges.append((first, at))
    line = Line(words, tags, quote_of, ranges, [], number, paragraph)
    line.hits = find_hits(line)
    return line


def _verb_cue(line: Line, at: int, lemma: str) -> tuple[Cue, int] | None:
    """Give the cue of a verb with the token after it, phrasal verbs ("point out", "make it clear") first."""
    if (counting := _counting(line, at, lemma)) is not None:
        return counting, at + 1
    if lemma == "hold" and _holds_to_account(line, at):
        return _ACCOUNT, at + 1
    for following, cue in phrasal().get(lemma, ()):
        position = at + 1
        for word in following:
            gap = 0
            while line.lower(position) != word and gap < _PARTICLE_GAP and line.tag(position) in "IURDF":
                position += 1
                gap += 1
            if line.lower(position) != word:
                break
            position += 1
        else:
            return cue, position
    plain = cues().get((lemma, "verb"))
    return (plain, at + 1) if plain else None


_ACCOUNT: Final = Cue(
    "hold", "verb", frozenset({"np"}), frozenset(), "-", "asserts", "unstated", "+", "speech"
)


def _holds_to_account(line: Line, at: int) -> bool:
    """Tell "held the rebels responsible for it" from "held the town"."""
    ahead = [line.lower(position) for position in range(at + 1, at + 1 + _AHEAD)]
    said = next((i for i, word in enumerate(ahead) if word in {"responsible", "accountable"}), 0)
    return said > 0 and all(line.tag(at + 1 + i) not in 'VMBHO,;:."' for i in range(said))


_TALLYING: Final = frozenset({"count", "record", "register", "log", "tally"})
_TALLY: Final = Cue(
    "count", "verb", frozenset({"np"}), frozenset(), "-", "asserts", "unstated", "+", "speech"
)
_TALLY_GAP: Final = 2
_PUT_AT: Final = frozenset({"at", "above", "below", "over", "under", "near", "between", "around"})


def _counting(line: Line, at: int, lemma: str) -> Cue | None:
    """Give the cue of "put the toll at 60", "raised the number of dead to 60", "counted 182 dead"."""
    if lemma in _TALLYING and "K" in (line.tag(at + 1), line.tag(at + 2), line.tag(at + 3)):
        is_object = not any(line.tag(at + ahead) in "VMBH,.;O" for ahead in range(1, 1 + _TALLY_GAP))
        return _TALLY if is_object else None
    is_put = lemma == "put"
    if not is_put and lemma not in _RECOUNTING:
        return None
    ahead = [line.lower(position) for position in range(at + 1, at + 1 + _AHEAD)]
    stop = next((i for i in range(len(ahead)) if line.tag(at + 1 + i) in ',;:."'), len(ahead))
    linkers = _PUT_AT if is_put else {"to"}
    counts = not _FIGURES.isdisjoint(ahead[:_NEAR]) or ahead[0] == "it"
    comma = at + 1 + stop
    late = past_aside(line, comma, comma + _AHEAD + 1, "at") if is_put and line.tag(comma) == "," else comma
    is_late = late > comma and "K" in (line.tag(late + 1), line.tag(late + 2))
    if not counts or (linkers.isdisjoint(ahead[:stop]) and not is_late):
        return None
    if not is_put and not any(line.tag(at + 1 + i) == "K" for i in range(stop) if ahead[i - 1] in linkers):
        return None
    return Cue(lemma, "verb", frozenset({"np"}), frozenset(), "-", "asserts", "unstated", "+", "speech")


def past_aside(line: Line, comma: int, stop: int, link: str) -> int:
    """Give `link` after an aside between commas, else the comma: "put the toll, the worst in a year, at 41".

    >>> from claimgraph.extract.syntax.text import tokens
    >>> line = make_line(tokens("They put the toll, the worst in a year, at 41."), [], 0, 0)
    >>> past_aside(line, 4, 12, "at"), past_aside(line, 4, 12, "to")
    (11, 4)
    """
    close = next((i for i in range(comma + 1, stop) if line.tag(i) == ","), comma)
    return close + 1 if close > comma and close + 1 < stop and line.lower(close + 1) == link else comma


def _with_auxiliaries(line: Line, at: int) -> tuple[int, bool, bool]:
    """Walk left over auxiliaries, adverbs and negations: (start, passive, negated)."""
    start, passive, negated, helper = at, False, False, False
    position = at - 1
    while position >= 0 and line.quote_of[position] < 0:
        tag, lower = line.tags[position], line.tokens[position].lower
        if tag in "MBHX":
            if tag == "B" and not helper and line.tags[at] == "n":
                passive = lower != "'s" or line.lower(at + 1) in {"by", "as", "of", "to", "that"}
            helper, start = True, position
            negated = negated or lower.endswith("n't") or lower == "cannot"
        elif tag == "F" or (lower == "neither" and position > 0 and line.tags[position - 1] in "HXBNAI"):
            negated, start = True, position
        elif ((lower in _CUE_ADVERBS or tag == "R") and position > 0 and line.tags[position - 1] in "HB") or (
            tag == "R" and (line.lower(position).endswith("ly") or lower in _CUE_ADVERBS)
        ):
            start = position
        elif not helper and start == at and (had := _before_day(line, position)) is not None:
            position = had + 1  # "had on Tuesday dismissed"
        else:
            break
        position -= 1
    return start, passive, negated


def _before_day(line: Line, at: int) -> int | None:
    """Give the "had" or "has" before a day or week that ends at a token."""
    if line.lower(at) not in _DAYS or line.lower(at - 1) not in {"on", "last", "this", "late", "early"}:
        return None
    start = at - 1
    while start > 0 and line.lower(start - 1) in {"on", "late", "early"}:
        start -= 1
    return start - 1 if line.tag(start - 1) == "H" else None


_DAYS: Final = frozenset(
    ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday", "week", "month", "year")
)


_CUE_ADVERBS: Final = word_set("cue_adverbs")


def _is_at_fault(line: Line, at: int) -> bool:
    """Tell "was (partly) to blame": what its subject bears, not what it says."""
    if line.lower(at) != "blame" or line.lower(at - 1) != "to":
        return False
    before = at - 2
    while before >= 0 and line.tags[before] in "RF":
        before -= 1
    return line.tag(before) == "B"


_OBJECTS: Final = {
    "claim": frozenset(("life", "lives", "victim", "victims")),
    "conclude": frozenset(
        ("agreement", "agreements", "treaty", "deal", "accord", "pact", "talks", "negotiations", "contract",
         "visit", "withdrawal", "operation", "exercise", "exercises", "mission", "truce", "ceasefire")
    ),
}  # fmt: skip
"""What the object of a verb of speech is where it says nothing: "claimed 14 lives"."""
_OBJECT_REACH: Final = 7


_SAID: Final = word_set("sayings") | word_set("said_figures")


def is_other_deed(words: Sequence[Token], tags: Sequence[str], at: int, lemma: str) -> bool:
    """Tell "claimed 14 lives", "concluded a treaty" and "called up reservists", which say nothing."""
    after = [word.lower for word in words[at + 1 : at + _OBJECT_REACH]]
    if lemma == "call" and after[1:]:
        return after[0] == "up" or (after[0] == "in" and tags[at + 2] in "KAN")
    if lemma == "stand" and after[:1] == ["by"] and tags[at + 2 : at + 3] == "D":
        return _SAID.isdisjoint(after)  # a guard stood by the gate
    objects = _OBJECTS.get(lemma, frozenset())
    head = next((i for i, word in enumerate(after) if word in objects), None)
    return head is not None and all(tag in "DGKANRF" for tag in tags[at + 1 : at + 1 + head])


def _verb_hit(line: Line, at: int) -> Hit | None:
    form = verb_forms().get(line.tokens[at].lower)
    tag = line.tags[at]
    if form is None or tag not in "VvgnB" or tag == "B" or _is_at_fault(line, at):
        return None
    found = None if is_other_deed(line.tokens, line.tags, at, form.lemma) else _verb_cue(line, at, form.lemma)
    if found is None:
        return None
    cue, end = found
    end = _with_manner(line, _with_alternative(line, at, end))
    start, passive, negated = _with_auxiliaries(line, at)
    shape = tag
    if tag == "v":
        shape = "V" if start < at and line.tags[start] in "MXFR" and line.tag(start - 1) != "O" else "v"
        if start == at and line.tag(at - 1) != "O":
            shape = "V"
    elif tag in "gn" and any(line.tags[i] in "BH" for i in range(start, at)):
        shape = "V"
    if tag == "n":  # "stood by its count": the preposition names nobody who did it
        shape = "n" if passive else "V" if cue.lemma.endswith(" by") and line.tag(end) == "G" else shape
    return Hit(cue, at, start, end, shape, passive and tag == "n", negated)


def _with_alternative(line: Line, at: int, end: int) -> int:
    """Extend a cue over a second one that shares its content ("neither confirmed nor denied")."""
    form = verb_forms().get(line.lower(end + 1))
    is_pair = line.lower(end) in {"or", "nor"} and line.tag(end + 1) in (
        line.tags[at] + "V" if line.tags[at] == "n" else line.tags[at]
    )
    return end + 2 if is_pair and form and (form.lemma, "verb") in cues() else end


def _adjective_hit(line: Line, at: int) -> Hit | None:
    """Find "is aware that", "remain confident of": the copula belongs to the cue."""
    cue = cues().get((line.tokens[at].lower, "adj"))
    if cue is None:
        return None
    start, _, negated = _with_auxiliaries(line, at)
    if start < at and any(line.tags[i] == "B" for i in range(start, at)):
        return Hit(cue, at, start, at + 1, "J", negated=negated)
    before = verb_forms().get(line.lower(start - 1))
    if before and before.lemma in {"feel", "remain", "seem", "become", "sound", "appear"} and start:
        start, _, negated = _with_auxiliaries(line, start - 1)
        return Hit(cue, at, start, at + 1, "J", negated=negated)
    return None


def _names_source(line: Line, at: int) -> bool:
    """Tell "300 fled, per the mayor" from "one well per 900 people" and "40 per cent"."""
    opens = at == 0 or line.tags[at - 1] in ",(-;"
    return opens and (line.tag(at + 1) in "DGA" or line.lower(at + 1) == "@")


def _prepositional_hit(line: Line, at: int) -> Hit | None:
    """Find "according to" and its like."""
    for lemma, cue in prepositional().get(line.lower(at), ()):
        end = at + len(lemma)
        if line.lowers[at:end] == lemma and (lemma != ["per"] or _names_source(line, at)):
            return Hit(cue, at, at, end, "P")
    return None


def find_hits(line: Line) -> list[Hit]:
    """Find the cues of a sentence outside quotations, from left to right."""
    known = triggers()
    if known.isdisjoint(line.words):
        return []
    hits: list[Hit] = []
    nouns, taken = noun_forms(), 0
    for at in [at for at, lower in enumerate(line.lowers) if lower in known]:
        if line.quote_of[at] >= 0 or at < taken:
            continue
        tag, lower = line.tags[at], line.tokens[at].lower
        hit: Hit | None = None
        if tag in "Vvgn" and not (lower == "according" and line.lower(at + 1) == "to"):
            hit = _adjective_hit(line, at) if tag == "n" or tag == "V" else None
            hit = hit or _verb_hit(line, at)
        elif tag in "NAR":
            if lower in nouns and (tag == "N" or (tag == "A" and not at)):
                hit = Hit(nouns[lower], at, at, at + 1, "N")
            hit = _adjective_hit(line, at) or hit
            if hit is None and tag == "R" and (lower, "adv") in cues():
                hit = Hit(cues()[lower, "adv"], at, at, at + 1, "R")
        if hit is None and tag in "PNAVg":
            hit = _prepositional_hit(line, at)
        if hit:
            hits.append(hit)
            taken = hit.end
    return hits


def _with_manner(line: Line, at: int) -> int:
    """Extend a cue over an adverb of manner and "in a statement" after it."""
    if line.tag(at) == "R" and line.lower(at).endswith("ly") and line.tag(at + 1) in ',:TD"PWN':
        at += at + 1 < len(line.tokens)
    is_statement = line.lower(at) == "in" and line.lower(at + 1) == "a" and line.lower(at + 2) == "statement"
    return at + 3 if is_statement else at
