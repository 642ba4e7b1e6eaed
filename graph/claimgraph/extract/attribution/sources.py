"""Who speaks: the subject of a cue as a span of tokens.

Appositions belong to the source, with the comma that closes them; incidental relative clauses, participles
and adverbials between subject and verb do not. A joint subject ("Kyiv and Washington") is one source.
"""

from __future__ import annotations

from typing import Final

from claimgraph.extract.attribution.stepping import skip_time
from claimgraph.extract.syntax.lexicon import word_set
from claimgraph.extract.syntax.line import Hit, Line, Range
from claimgraph.extract.syntax.phrases import (
    APPOSITIVE,
    LIMIT,
    TIME_WORDS,
    before_time,
    chunk_start,
    is_time,
    names_role,
    strip_lead,
    with_quantifier,
)

_BODIES: Final = word_set("body") | word_set("bodies_too") | {"centre", "center", "society", "forum"}
_VERBAL: Final = frozenset("VvMBHX")
_FLOATING: Final = frozenset({"both", "each"})
_PRONOUNS: Final = frozenset({"who", "which"})
_AFTER_VERB: Final = _VERBAL | {"n", "g"}


def _insertion(line: Line, close: int, left: int) -> tuple[int, bool] | None:
    """For a comma or dash before a verb, find its partner: (position, whether it is an apposition)."""
    mark = line.tags[close]
    depth = 0
    for at in range(close - 1, max(left, close - LIMIT), -1):
        if line.tags[at] == ")":
            depth += 1
        elif line.tags[at] == "(":
            depth -= 1
        elif line.tags[at] == mark and not depth and line.quote_of[at] < 0:
            first = line.tags[at + 1]
            if first == "C" and mark == "," and not _has_inner(line, at + 1, close):
                continue
            outer = _outer_relative(line, at, left)
            if outer is not None and mark == ",":
                return outer, False
            if line.lower(at + 1) == "whose":
                return at, False
            return at, first in "DNAKG'" or (line.lower(at + 1) in APPOSITIVE and line.tag(at + 2) in "DNAG")
    return None


def _outer_relative(line: Line, comma: int, left: int) -> int | None:
    """For "a man, who gave his name, Ivan, said": the comma before "who", whose clause has the insertion."""
    for at in range(comma - 1, max(left, comma - 20), -1):
        if line.tags[at] in ',;-"' or line.quote_of[at] >= 0:
            is_relative = line.tags[at] == "," and line.tags[at + 1] == "W"
            return at if is_relative and not _VERBAL.isdisjoint(line.tags[at + 2 : comma]) else None
    return None


def _has_inner(line: Line, start: int, end: int) -> bool:
    return any(line.tags[i] in "PSgWn" for i in range(start, min(end, start + 2)))


def _apposed(line: Line, start: int, left: int) -> int:
    """Extend a phrase leftwards over what it is in apposition or in a list with."""
    while start - 2 >= left and line.tags[start - 1] == "," and line.tags[start - 2] in "NAK)":
        before = chunk_start(line, start - 1, left)
        stripped = strip_lead(line, before, start - 1)
        if stripped >= start - 1 or (stripped != before and line.tags[before] in "PS"):
            break
        if line.lower(stripped).endswith("ing") and line.tags[stripped + 1] in "KDRPG":
            break  # "killing nine people, the mayor, Ilse Morrow, said"
        if is_time(line, (stripped, start - 1)) or (before > left and line.tags[before - 1] in "SPgW"):
            break
        if before > left and line.tags[before - 1] in "VvMBHXgnO":
            break
        start = stripped
    return start


def _relative_head(line: Line, end: int, left: int) -> int | None:
    """For "officials who saw it said": the start of the phrase before "who"."""
    for at in range(end - 1, max(left, end - 25), -1):
        tag = line.tags[at]
        if tag in ",;:.":
            return None
        if (
            (tag == "W" or tag == "T")
            and at > left
            and (line.tags[at - 1] in "NA" or line.lower(at - 1) in {"those", "many", "some"})
        ):
            start = strip_lead(line, chunk_start(line, at, left), at)
            return start if start < at else None
    return None


def _is_list(line: Line, start: int, stop: int) -> bool:
    """Tell whether a phrase ends a list of names ("Britain, France and Italy")."""
    return any(line.tags[i] == "C" for i in range(start, stop)) and stop - start <= 8


def subject(line: Line, end: int, left: int) -> Range | None:
    """Find the subject whose verb group starts at token `end`, looking no further left than `left`.

    Returns token numbers, or None when what stands there is no subject.

    >>> from claimgraph.extract.syntax.line import make_line
    >>> from claimgraph.extract.syntax.text import tokens
    >>> subject(make_line(tokens("Koval, the mayor, said no."), [], 0, 0), 5, 0)
    (0, 5)
    """
    if line.lower(end - 1) in _FLOATING and line.tag(end - 2) in "NA)," and end - 2 > left:
        return subject(line, end - 1, left)  # "the mayor and the governor both said"
    timed = before_time(line, end, left)
    skipped = _skip_insertions(line, timed, left)
    if skipped is None or skipped[0] <= left:
        return None
    stop, last = skipped
    at = stop - 1
    if line.tags[at] == "I" or (line.tags[at] in "WT" and stop == timed):
        return (at, at + 1)
    start = strip_lead(line, _with_place(line, chunk_start(line, stop, left), left), stop)
    start = _with_land(line, start, left)
    if start >= stop or (start > left and line.tags[start - 1] in _AFTER_VERB and stop == timed):
        wider = _wider(line, start, stop, left)
        if wider is None and start >= stop:
            return None
        start = start if wider is None else wider
    if line.tags[start] in "U'" and stop - start > 1:
        return None
    if line.tags[start] == "W" and start < stop:
        return start, start + 1
    if (stop != end and timed == end) or _is_list(line, start, stop):
        start = _apposed(line, start, left)
    return with_quantifier(line, start, left), last


def _wider(line: Line, start: int, stop: int, left: int) -> int | None:
    """Include a restrictive clause: "officials who saw it", "a report released Monday".

    Of "which in a statement denied" it is the pronoun before the phrase.
    """
    verb = start - 1
    if start >= stop:
        opened = chunk_start(line, stop, left)
        if line.tag(opened) == "P" and line.lower(opened - 1) in _PRONOUNS and line.tag(opened - 2) != "P":
            return opened - 1
        if line.tag(opened) == "O" and line.tag(opened - 1) in "Vn":
            start, verb = opened, opened - 1  # a channel linked to the group
    head = _relative_head(line, min(start, stop), left)
    if head is not None:
        return head
    if verb > left and line.tags[verb] == "g" and line.tags[verb - 1] in "NA" and stop > start:
        inner = strip_lead(line, chunk_start(line, verb, left), verb)
        return inner if inner < verb and (inner == left or line.tags[inner - 1] not in "PV") else None
    if (
        verb > left
        and line.tags[verb] in "Vn"
        and line.tags[verb - 1] in "NA"
        and line.lower(verb).endswith(("ed", "en", "wn"))
    ):
        follows = line.tag(verb + 1) if verb + 1 < stop else "P"
        if follows in "PRO" or line.lower(verb + 1) in TIME_WORDS:
            inner = strip_lead(line, chunk_start(line, verb, left), verb)
            return inner if inner < verb else None
    return None


def up_to_day(line: Line, part: Range) -> Range:
    """Cut a source where a day of saying begins: "the governor" of "by the governor on Monday of murder"."""
    for at in range(part[0] + 1, part[1]):
        if line.lower(at) in {"on", "late", "early"} and skip_time(line, at, part[1]) > at:
            return part[0], at
    return part


def first_subject(line: Line, left: int, right: int) -> Range | None:
    """Find the subject of the first finite verb between two positions: the subject of the main clause."""
    for at in range(left, right):
        if line.tags[at] in "VMBHX" and line.quote_of[at] < 0:
            back = at
            while back > left and line.tags[back - 1] in "RF":
                back -= 1
            found = subject(line, back, left)
            if found is None:
                continue
            before = line.tags[found[0] - 1] if found[0] > left else "."
            if line.tags[found[0]] in "WT" or before in "SW":
                continue
            return found
    return None


def last_subject(line: Line, left: int, right: int) -> Range | None:
    """Find the subject of the last finite verb between two positions: "before the envoy was due (to say)"."""
    for at in range(right - 1, left, -1):
        if line.tags[at] in "VMBHX" and line.quote_of[at] < 0:
            found = first_subject(line, _clause_start(line, at, left), at + 1)
            if found is not None:
                return found
    return first_subject(line, left, right)


def _clause_start(line: Line, verb: int, left: int) -> int:
    """Give where the clause of a verb begins: after the conjunction or mark before it."""
    at = verb
    while at > left and line.tags[at - 1] not in "S;:":
        at -= 1
    return at


def who_is_quoted(line: Line, hit: Hit, left: int) -> Range | None:
    """Give the subject of "was quoted as" before a participle, and let the cue begin at its auxiliary."""
    start = hit.start - 2
    if start <= left or line.lower(start + 1) != "as":
        return None
    while start > left and (line.lower(start) in TIME_WORDS or line.lower(start) in {"on", "late", "early"}):
        start -= 1  # was quoted on Monday as saying
    agent = start
    while agent > left and line.tags[agent] in "DNAG'" and line.lower(agent) not in TIME_WORDS:
        agent -= 1
    if line.lower(agent) == "by":
        start = agent - 1  # was quoted by the agency as saying
    while start > left and (line.lower(start) in TIME_WORDS or line.lower(start) in {"on", "late", "early"}):
        start -= 1
    if line.lower(start) not in {"quoted", "cited"}:
        return None
    while start > left and line.tags[start - 1] in "BHMXRF":
        start -= 1
    who = subject(line, start, left) if line.tags[start] in "BHM" else None
    if who is not None and line.tags[who[0]] not in "WT":
        hit.start = start
        return who
    return None


def _skip_insertions(line: Line, end: int, left: int) -> Range | None:
    """Step back over what is set off before a verb: (end of the head phrase, end of the source).

    The second is further right when the insertion is an apposition, which belongs to the source.
    """
    stop = last = end
    for _ in range(3):
        if stop - 1 <= left or line.tags[stop - 1] not in ",-" or line.quote_of[stop - 1] >= 0:
            break
        found = _insertion(line, stop - 1, left)
        if found is None:
            is_stray = line.tags[stop - 2] == ")"  # "Reed (Rhode Island), said"
            return (stop - 1, stop - 1) if is_stray and stop == end else None
        stop, is_apposition = found
        inserted = chunk_start(line, stop, left)
        if line.tag(inserted) == "P" and inserted - 1 > left and line.tags[inserted - 1] == ",":
            stop, last = inserted - 1, inserted - 1  # in an address on Monday, his first,
            continue
        if not is_apposition and not names_role(line, stop + 1):
            last = stop
        if line.tags[stop - 1] == "R" and stop - 2 > left and line.tags[stop - 2] == ",":
            stop -= 2  # "Sanders, meanwhile, who …, said"
            last = min(last, stop) if last != end else last
    return stop, last


def _with_land(line: Line, start: int, left: int) -> int:
    """Extend the last part of a name leftwards over its dash: "the Institute for Strategy – Myanmar"."""
    if line.tag(start - 1) != "-" or start - 1 <= left or line.tags[start] != "A":
        return start
    first = strip_lead(line, chunk_start(line, start - 1, left), start - 1)
    names = line.tags[first : start - 1]
    is_name = names[:1] in "DA" and names[-1:] == "A" and not set(names) - set("DAPC'")
    return first if is_name and not _BODIES.isdisjoint(line.lowers[first : start - 1]) else start


def _with_place(line: Line, start: int, left: int) -> int:
    """Extend "of Flint, Mich." leftwards over a name and an age: "Cory James, 22, of Flint, Mich."."""
    if line.lower(start) != "of" or line.tag(start - 1) != "," or start - 1 <= left:
        return start
    start = chunk_start(line, start - 1, left)
    if line.tag(start - 1) == "," and line.tags[start] == "K" and start - 1 > left:
        start = chunk_start(line, start - 1, left)
    return start
