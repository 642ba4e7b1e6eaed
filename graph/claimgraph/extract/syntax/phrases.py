"""Noun phrases by their tags: where they begin and end, and what stands around them.

A phrase runs over determiners, adjectives, nouns, names, numbers and prepositional phrases; brackets are
stepped over; a short quotation inside it is a name. Introductory times and prepositional phrases do not
belong to it.
"""

from __future__ import annotations

from typing import Final

from claimgraph.extract.syntax.lexicon import verb_forms, word_set
from claimgraph.extract.syntax.line import Line, Range
from claimgraph.extract.times.words import MONTHS, WEEKDAYS

LIMIT: Final = 60
TIME_WORDS: Final = word_set("time_words")
_TIME_LEADS: Final = word_set("time_leads")
_INSIDE: Final = frozenset("NAKDGPC'R(")
APPOSITIVE: Final = frozenset(["including", "like", "now", "then", "formerly", "once"])
_ROLE_VERBS: Final = word_set("role_verbs")
_PARTITIVES: Final = frozenset(["most", "more", "less", "much"])
_QUANTIFIERS: Final = word_set("quantifiers")


def _matching(line: Line, at: int, left: int) -> int:
    """Give the position of the bracket that opens what closes at `at`, or -1."""
    depth = 0
    for position in range(at, max(left, at - LIMIT) - 1, -1):
        if line.tags[position] == ")":
            depth += 1
        elif line.tags[position] == "(":
            depth -= 1
            if depth == 0:
                return position
    return -1


def chunk_start(line: Line, end: int, left: int) -> int:
    """Walk left from `end` (exclusive) over the words of a noun phrase; return where it starts."""
    at = end - 1
    low = max(left, end - LIMIT)
    while at >= low:
        tag = line.tags[at]
        if tag == ")":
            opening = _matching(line, at, low)
            if opening < 0:
                break
            at = opening - 1
            continue
        if tag == "n" and at > low and line.tags[at - 1] in "NA" and line.tag(at + 1) in "PRA":
            at -= 1
            continue
        if tag == "I" and at < end - 1 and line.tags[at + 1] not in "PC":
            break
        if tag == '"' or line.quote_of[at] >= 0:
            if not (line.quote_of[at] >= 0 and _is_name_quote(line, at)):
                break
            at = line.quotes[line.quote_of[at]][0] - 1
            continue
        if (
            tag not in _INSIDE
            and tag not in "UI"
            and not (tag == "O" and at + 1 < end and line.tags[at + 1] in "NADGK")
        ):
            break
        at -= 1
    return at + 1


def _is_name_quote(line: Line, at: int) -> bool:
    """Tell whether a quotation is a short name inside a noun phrase ("the film “Reed,”")."""
    first, last = line.quotes[line.quote_of[at]]
    return (
        last - first <= 8 and first > 0 and line.tags[first - 1] in "NADGP" and line.tags[last - 2] not in ","
    )


def is_of_date(line: Line, at: int) -> bool:
    """Tell whether a number goes on a date: "May 3", "Monday 3 May", not "on Saturday 130 people"."""
    beside = (line.lower(at - 1).rstrip("."), line.lower(at + 1).rstrip("."))
    is_year = len(line.lower(at)) == 4 and line.lower(at)[:2] in {"19", "20"}
    return line.tag(at) == "K" and (is_year or not MONTHS.keys().isdisjoint(beside))


def is_time(line: Line, part: Range) -> bool:
    """Tell whether a phrase is a time ("Last week", "Monday")."""
    words = [line.tokens[i].lower for i in range(*part)]
    return (
        bool(words)
        and words[-1] in TIME_WORDS
        and (
            len(words) == 1
            or words[0] in _TIME_LEADS
            or all(w in TIME_WORDS or w[0].isdigit() for w in words)
        )
    )


def strip_lead(line: Line, start: int, end: int) -> int:
    """Take conjunctions, adverbs, introductory prepositional and time phrases off the front of a phrase.

    So is a phrase without a comma behind it: "(a day after) the raid the army".
    """
    second = next((at for at in range(end - 2, start, -1) if _opens_second(line, at)), start)
    start, moved = second, True
    while moved and start < end:
        moved = False
        tag, lower = line.tags[start], line.tokens[start].lower
        if tag == "R" and lower in _PARTITIVES and (start + 1 == end or line.lower(start + 1) == "of"):
            break
        is_adverb = tag == "R" and (lower in _COMPARED or not _opens_number(line, start, end))
        if tag == "C" or is_adverb or tag == ")":
            start, moved = start + 1, True
        elif lower == "ago" and start + 1 < end and line.tags[start + 1] in "DIGAN":
            start, moved = start + 1, True  # "Two days ago the army"
        elif tag in "PO" or lower == "ago":
            if _opens_number(line, start, end):
                break
            cut = _restart(line, start + 1, end)
            if cut is None:
                return end
            start, moved = cut, True
        elif length := _time_length(line, start, end):
            start, moved = start + length, True
    return start


def _opens_second(line: Line, at: int) -> bool:
    """Whether a determiner right after a common noun begins another phrase: "the raid the army"."""
    return line.tags[at] == "D" and line.tags[at - 1] == "N" and line.lower(at - 1) not in _BEFORE_DETERMINER


_BEFORE_DETERMINER: Final = frozenset(("half", "all", "both", "twice", "double"))
_COMPARED: Final = frozenset(("earlier", "later"))
COUNTED_FROM: Final = frozenset(("earlier", "later", "before", "ago"))
"""What follows a length of time: "a day earlier the army said"."""


def _time_length(line: Line, start: int, end: int) -> int:
    """Count the words of an introductory time ("Last week officials"), 0 where there is none."""
    for length in (3, 2, 1):
        after = start + length
        if after < end and is_time(line, (start, after)):
            is_lead = line.tags[after] in "DIGAKN" and line.lower(after) != "'s"
            is_lead = is_lead or line.lower(after) in COUNTED_FROM
            return length if is_lead else 0
    return 0


def _opens_number(line: Line, start: int, end: int) -> bool:
    """Tell whether the word only qualifies a number ("about 40 people", "more than half")."""
    return any(line.tag(i) == "K" for i in range(start + 1, min(start + 3, end)))


def _restart(line: Line, start: int, end: int) -> int | None:
    """Find where a new noun phrase begins after an introductory prepositional phrase without a comma."""
    for at in range(start + 1, end):
        before, tag = line.tags[at - 1], line.tags[at]
        is_possessive = line.tokens[at].lower in ("'s", "'")
        if (
            tag == "I"
            or (tag == "D" and before in "NAKU")
            or (tag == "G" and not is_possessive and before in "NAK")
        ):
            return at
        if (before in "NK" and tag == "A") or (line.tokens[at - 1].lower in TIME_WORDS and tag in "ANK"):
            return at
    return None


def names_role(line: Line, at: int) -> bool:
    """Tell whether a relative clause says in which role its head speaks ("who runs the agency")."""
    if line.lower(at) != "who":
        return False
    at += 1
    while line.tag(at) in "RH":
        at += 1
    form = verb_forms().get(line.lower(at))
    return (line.tag(at) == "B" and line.tag(at + 1) in "DNA") or (
        form is not None and form.lemma in _ROLE_VERBS
    )


def before_time(line: Line, end: int, left: int) -> int:
    """Step back over a time between subject and verb ("officials on Friday said")."""
    at = end
    if line.lower(end - 1) in _PARTS and line.lower(end - 2) in {"that", "same"}:
        at = end - 2 - (line.lower(end - 3) in {"that", "the"})
        at -= line.lower(at - 1) in _BEFORE_DAYS
        return at if at - 1 > left and line.tags[at - 1] in "NA)I" else end  # later that day said
    while (
        at - 1 > left
        and line.quote_of[at - 1] < 0
        and (
            (line.lower(at - 1) in TIME_WORDS and line.lower(at - 1) not in {"times", "time", "day", "night"})
            or (
                line.lower(at - 1) == "night" and line.lower(at - 2) in TIME_WORDS and line.tag(at - 2) == "A"
            )
            or (line.tags[at - 1] == "K" and at < end)
        )
    ):
        at -= 1
    if at == end or at - 1 <= left:
        return end
    if line.lower(at - 1) in {"on", "late", "early", "last", "this", "in", "earlier"}:
        while at - 1 > left and line.lower(at - 1) in {
            "on",
            "late",
            "early",
            "last",
            "this",
            "in",
            "earlier",
        }:
            at -= 1
        return at
    return at if line.tags[at - 1] in "NA)I," and line.tags[at] == "A" else end


def with_quantifier(line: Line, start: int, left: int) -> int:
    """Extend a phrase that begins with a number over "as many as", "more than", "about"."""
    if line.tags[start] != "K":
        return start
    at = start
    while at > left and start - at < 3 and line.lower(at - 1) in _QUANTIFIERS:
        at -= 1
    return at


def phrase_before(line: Line, at: int) -> Range | None:
    """Give the noun phrase right before a relative pronoun, its comma aside: what the pronoun stands for."""
    end = at - 1 if at and line.tags[at - 1] == "," else at
    while end > 0 and line.tags[end - 1] in "PR":
        end -= 1
    start = strip_lead(line, chunk_start(line, end, 0), end)
    return (start, end) if start < end else None


def right_phrase(line: Line, start: int, right: int) -> Range | None:
    """Read a noun phrase to the right, with its appositions: the source of "said X" and "according to X"."""
    at = start
    while at < right:
        tag = line.tags[at]
        if tag == "(":
            at = _past_bracket(line, at, right)
            continue
        if line.quote_of[at] >= 0:
            if _is_name_quote(line, at) and at > start:
                at = line.quotes[line.quote_of[at]][1]
                continue
            break
        if tag == ",":
            if at > start and line.tag(at + 1) == "W" and names_role(line, at + 1):
                return start, _clause_end(line, at + 1, right)
            if not _goes_on(line, at, right):
                break
        elif tag in "U" or tag == "I":
            if at == start:
                return (at, at + 1)
            break
        elif tag in "nV" and at == start and line.tag(at + 1) in "NA" and line.lower(at).endswith("ed"):
            pass
        elif tag == "n" or (tag == "V" and line.tag(at - 1) in "NA"):
            if at == start or line.tag(at + 1) not in "PR":
                break
        elif tag == "O" and line.tag(at + 1) in "NADGK":
            pass
        elif at > start and _opens_second(line, at):
            break  # denied by the army a day later
        elif tag not in "NAKDGPC'R":
            if tag not in "gW" or line.tag(at - 1) == ",":
                break
            if tag == "g" and not (line.tag(at - 1) == "P" or line.tag(at + 1) in "NAP"):
                break
            if tag == "W":
                return (start, _clause_end(line, at, right)) if at > start else None
        at += 1
    end = _trimmed(line, start, min(at, right))
    return (start, end) if end > start else None


def _past_bracket(line: Line, at: int, right: int) -> int:
    """Give the position after the bracket that opens at `at`."""
    while at < right and line.tags[at] != ")":
        at += 1
    return min(at + 1, right)


def _trimmed(line: Line, start: int, end: int) -> int:
    """Take words that can end no phrase off its end."""
    end = before_day(line, start, end)
    while end > start and line.tags[end - 1] in "PCDR,(":
        end -= 1
    return end


def before_day(line: Line, start: int, end: int) -> int:
    """Give where a day of saying is cut off the end of a phrase: "said Koval late on Monday"."""
    if line.lower(end - 1) in _PARTS and line.lower(end - 2) in _NAMED_AGAIN and end - 3 > start:
        return end - 3 if line.lower(end - 3) == "the" else end  # said the police the next day
    if _DAYS.isdisjoint(line.words):
        return end
    last = end - 1
    while last > start and line.lower(last) in TIME_WORDS and line.lower(last) not in _DAYS:
        last -= 1  # on Monday evening
    if last <= start or line.lower(last) not in _DAYS:
        return end
    at = last
    while at - 1 > start and line.lower(at - 1) in _BEFORE_DAYS:
        at -= 1
    return at


_PARTS: Final = frozenset(("day", "morning", "afternoon", "evening", "night", "week"))
_NAMED_AGAIN: Final = frozenset(("next", "same", "following", "previous"))
_DAYS: Final = frozenset((*WEEKDAYS, "yesterday", "today"))
_BEFORE_DAYS: Final = frozenset(("on", "late", "early", "earlier", "last", "this", "later", "again"))


def _goes_on(line: Line, comma: int, right: int) -> bool:
    """Tell whether an apposition or a list goes on after a comma: "Koval, a spokesman", "Reed, 44,"."""
    tag, lower = line.tag(comma + 1), line.lower(comma + 1)
    if lower in APPOSITIVE and line.tag(comma + 2) in "DNA":
        tag = "D"
    if comma + 1 >= right or tag not in "DNAKGC":
        return False
    if lower in TIME_WORDS or line.tags[comma - 1] in "P":
        return False
    end = comma + 1
    while end < right and line.tags[end] in "NAKDGPC'R(":
        end += 1
    if tag == "C":
        return lower in {"and", "or"} and line.tag(end) not in "VMBHX" and line.tag(comma + 2) in "DNAKG"
    return end >= right or line.tags[end] not in "VMBHX"


def _clause_end(line: Line, start: int, right: int) -> int:
    """Give the end of a restrictive clause: the next comma or stop."""
    at = start
    while at < right and line.tags[at] not in ',;:."-':
        at += 1
    return at
