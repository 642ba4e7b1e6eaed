"""Who speaks: the subject of a cue as a span of tokens.

Appositions belong to the source, with the comma that closes them; incidental relative clauses, participles and
adverbials between subject and verb do not. A joint subject ("Kyiv and Washington") is one source.
"""

from __future__ import annotations

from typing import Final

from claimgraph.extract.lexicon import verb_forms
from claimgraph.extract.line import Line, Range

_LIMIT: Final = 60
TIME_WORDS: Final = frozenset(
    "monday tuesday wednesday thursday friday saturday sunday january february march april june july august "
    "september october november december jan. feb. mar. apr. jun. jul. aug. sept. oct. nov. dec. yesterday "
    "today tonight tomorrow week month year weekend morning afternoon evening night day days weeks months "
    "years hour hours minutes time times spring summer autumn winter decade decades century may".split()
)
_TIME_LEADS: Final = frozenset("last this next that earlier later late early each every one two three a the same".split())
_INSIDE: Final = frozenset("NAKDGPC'R(")
_VERBAL: Final = frozenset("VvMBHX")


def _matching(line: Line, at: int, left: int) -> int:
    """Give the position of the bracket that opens what closes at `at`, or -1."""
    depth = 0
    for position in range(at, max(left, at - _LIMIT) - 1, -1):
        if line.tags[position] == ")":
            depth += 1
        elif line.tags[position] == "(":
            depth -= 1
            if depth == 0:
                return position
    return -1


def _chunk_start(line: Line, end: int, left: int) -> int:
    """Walk left from `end` (exclusive) over the words of a noun phrase; return where it starts."""
    at = end - 1
    low = max(left, end - _LIMIT)
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
        if tag not in _INSIDE and tag not in "UI" and not (tag == "O" and at + 1 < end and line.tags[at + 1] in "NADGK"):
            break
        at -= 1
    return at + 1


def _is_name_quote(line: Line, at: int) -> bool:
    """Tell whether a quotation is a short name inside a noun phrase ("the film “Reed,”")."""
    first, last = line.quotes[line.quote_of[at]]
    return last - first <= 8 and first > 0 and line.tags[first - 1] in "NADGP" and line.tags[last - 2] not in ","


def _is_time(line: Line, part: Range) -> bool:
    """Tell whether a phrase is a time ("Last week", "Monday")."""
    words = [line.tokens[i].lower for i in range(*part)]
    return bool(words) and words[-1] in TIME_WORDS and (
        len(words) == 1 or words[0] in _TIME_LEADS or all(w in TIME_WORDS or w[0].isdigit() for w in words)
    )


_PARTITIVES: Final = frozenset("most more less much".split())


def _strip_lead(line: Line, start: int, end: int) -> int:
    """Take conjunctions, adverbs, introductory prepositional and time phrases off the front of a phrase."""
    moved = True
    while moved and start < end:
        moved = False
        tag, lower = line.tags[start], line.tokens[start].lower
        if tag == "R" and lower in _PARTITIVES and line.lower(start + 1) == "of":
            break
        if tag == "C" or (tag == "R" and not _opens_number(line, start, end)) or tag == ")":
            start, moved = start + 1, True
        elif tag == "P" or lower == "ago":
            if _opens_number(line, start, end):
                break
            cut = _restart(line, start + 1, end)
            if cut is None:
                return end
            start, moved = cut, True
        else:
            for length in (3, 2, 1):
                if start + length < end and _is_time(line, (start, start + length)):
                    if line.tags[start + length] in "DIGAKN" and line.tokens[start + length].lower not in ("'s", "’s"):
                        start, moved = start + length, True
                        break
    return start


def _opens_number(line: Line, start: int, end: int) -> bool:
    """Tell whether the word only qualifies a number ("about 40 people", "more than half")."""
    return any(line.tag(i) == "K" for i in range(start + 1, min(start + 3, end)))


def _restart(line: Line, start: int, end: int) -> int | None:
    """Find where a new noun phrase begins after an introductory prepositional phrase without a comma."""
    for at in range(start + 1, end):
        before, tag = line.tags[at - 1], line.tags[at]
        is_possessive = line.tokens[at].lower in ("'s", "'")
        if tag == "I" or (tag == "D" and before in "NAK") or (tag == "G" and not is_possessive and before in "NAK"):
            return at
        if before in "NK" and tag == "A" or (line.tokens[at - 1].lower in TIME_WORDS and tag in "ANK"):
            return at
    return None


def _insertion(line: Line, close: int, left: int) -> tuple[int, bool] | None:
    """For a comma or dash before a verb, find its partner: (position, whether it is an apposition)."""
    mark = line.tags[close]
    depth = 0
    for at in range(close - 1, max(left, close - _LIMIT), -1):
        if line.tags[at] == ")":
            depth += 1
        elif line.tags[at] == "(":
            depth -= 1
        elif line.tags[at] == mark and not depth and line.quote_of[at] < 0:
            first = line.tags[at + 1]
            if first == "C" and mark == "," and not _has_inner(line, at + 1, close):
                continue
            return at, first in "DNAKG'" or line.lower(at + 1) in _APPOSITIVE and line.tag(at + 2) in "DNAG"
    return None


_APPOSITIVE: Final = frozenset("including like now then formerly once".split())


def _names_role(line: Line, at: int) -> bool:
    """Tell whether a relative clause says in which role its head speaks ("who runs the agency")."""
    if line.lower(at) != "who":
        return False
    at += 1
    while line.tag(at) in "RH":
        at += 1
    form = verb_forms().get(line.lower(at))
    return line.tag(at) == "B" and line.tag(at + 1) in "DNA" or form is not None and form.lemma in _ROLE_VERBS


_ROLE_VERBS: Final = frozenset(
    "run head lead chair represent work serve direct oversee teach study specialize own manage command advise edit "
    "found coordinate supervise".split()
)


def _has_inner(line: Line, start: int, end: int) -> bool:
    return any(line.tags[i] in "PSgWn" for i in range(start, min(end, start + 2)))


def _apposed(line: Line, start: int, left: int) -> int:
    """Extend a phrase leftwards over what it is in apposition or in a list with."""
    while start - 2 >= left and line.tags[start - 1] == "," and line.tags[start - 2] in "NAK)":
        before = _chunk_start(line, start - 1, left)
        stripped = _strip_lead(line, before, start - 1)
        if stripped >= start - 1 or stripped != before and line.tags[before] in "PS":
            break
        if _is_time(line, (stripped, start - 1)) or (before > left and line.tags[before - 1] in "SPgW"):
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
        if (tag == "W" or tag == "T") and at > left and (line.tags[at - 1] in "NA" or line.lower(at - 1) in {"those", "many", "some"}):
            start = _strip_lead(line, _chunk_start(line, at, left), at)
            return start if start < at else None
    return None


def _is_list(line: Line, start: int, stop: int) -> bool:
    """Tell whether a phrase ends a list of names ("Britain, France and Italy")."""
    return any(line.tags[i] == "C" for i in range(start, stop)) and stop - start <= 8


def _before_time(line: Line, end: int, left: int) -> int:
    """Step back over a time between subject and verb ("officials on Friday said")."""
    at = end
    while at - 1 > left and line.quote_of[at - 1] < 0 and (
        line.lower(at - 1) in TIME_WORDS and line.lower(at - 1) not in {"times", "time", "day", "night"} or line.tags[at - 1] == "K" and at < end
    ):
        at -= 1
    if at == end or at - 1 <= left:
        return end
    if line.lower(at - 1) in {"on", "late", "early", "last", "this", "in", "earlier"}:
        while at - 1 > left and line.lower(at - 1) in {"on", "late", "early", "last", "this", "in", "earlier"}:
            at -= 1
        return at
    return at if line.tags[at - 1] in "NA)I," and line.tags[at] == "A" else end


_QUANTIFIERS: Final = frozenset("as many much few more less fewer than at least most about nearly almost some roughly only just over up to around".split())


def _with_quantifier(line: Line, start: int, left: int) -> int:
    """Extend a phrase that begins with a number over "as many as", "more than", "about"."""
    if line.tags[start] != "K":
        return start
    at = start
    while at > left and start - at < 3 and line.lower(at - 1) in _QUANTIFIERS:
        at -= 1
    return at


def subject(line: Line, end: int, left: int) -> Range | None:
    """Find the subject whose verb group starts at token `end`, looking no further left than `left`.

    Returns token numbers, or None when what stands there is no subject.
    """
    at, stop = end - 1, end
    apposition_end = end
    end_of_time = _before_time(line, end, left)
    if end_of_time < end:
        at, stop, apposition_end = end_of_time - 1, end_of_time, end_of_time
    for _ in range(3):
        if at > left and line.tags[at] in ",-" and line.quote_of[at] < 0:
            found = _insertion(line, at, left)
            if found is None:
                return None
            partner, is_apposition = found
            if not is_apposition and not _names_role(line, partner + 1):
                apposition_end = partner
            stop, at = partner, partner - 1
        else:
            break
    if at < left:
        return None
    tag = line.tags[at]
    if tag in "WT" and stop == end:
        return (at, at + 1)
    if tag == "I":
        return (at, at + 1)
    start = _chunk_start(line, stop, left)
    if line.lower(start) == "of" and line.tag(start - 1) == "," and start - 1 > left:
        start = _chunk_start(line, start - 1, left)
        if line.tag(start - 1) == "," and line.tags[start] == "K" and start - 1 > left:
            start = _chunk_start(line, start - 1, left)
    start = _strip_lead(line, start, stop)
    if start >= stop or (start > left and line.tags[start - 1] in _VERBAL | {"n", "g"} and stop == end):
        wider = _wider(line, start, stop, left)
        if wider is not None:
            start = wider
        elif start >= stop:
            return None
    if line.tags[start] in "UI'" and stop - start > 1 and line.tags[start] != "I":
        return None
    if stop != end and end_of_time == end or _is_list(line, start, stop):
        start = _apposed(line, start, left)
    start = _with_quantifier(line, start, left)
    return (start, apposition_end if stop != end or apposition_end != end else stop)


def _wider(line: Line, start: int, stop: int, left: int) -> int | None:
    """Include a restrictive clause: "officials who saw it", "a report released Monday"."""
    verb = start - 1
    head = _relative_head(line, min(start, stop), left)
    if head is not None:
        return head
    if verb > left and line.tags[verb] == "g" and line.tags[verb - 1] in "NA" and stop > start:
        inner = _strip_lead(line, _chunk_start(line, verb, left), verb)
        return inner if inner < verb and (inner == left or line.tags[inner - 1] not in "PV") else None
    if verb > left and line.tags[verb] in "Vn" and line.tags[verb - 1] in "NA" and line.lower(verb).endswith(("ed", "en", "wn")):
        follows = line.tag(verb + 1) if verb + 1 < stop else "P"
        if follows in "PR" or line.lower(verb + 1) in TIME_WORDS:
            inner = _strip_lead(line, _chunk_start(line, verb, left), verb)
            return inner if inner < verb else None
    return None


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


def phrase_before(line: Line, at: int) -> Range | None:
    """Give the noun phrase right before a relative pronoun, its comma aside: what the pronoun stands for."""
    end = at - 1 if at and line.tags[at - 1] == "," else at
    while end > 0 and line.tags[end - 1] in "PR":
        end -= 1
    start = _strip_lead(line, _chunk_start(line, end, 0), end)
    return (start, end) if start < end else None


def right_phrase(line: Line, start: int, right: int) -> Range | None:
    """Read a noun phrase to the right, with its appositions: the source of "said X" and "according to X"."""
    at = start
    while at < right:
        tag = line.tags[at]
        if tag == "(":
            closing = at
            while closing < right and line.tags[closing] != ")":
                closing += 1
            at = closing + 1
            continue
        if line.quote_of[at] >= 0:
            if _is_name_quote(line, at) and at > start:
                at = line.quotes[line.quote_of[at]][1]
                continue
            break
        if tag == ",":
            if at > start and line.tag(at + 1) == "W" and _names_role(line, at + 1):
                return start, _clause_end(line, at + 1, right)
            if not _goes_on(line, at, right):
                break
        elif tag in "U" or tag == "I":
            if at == start:
                return (at, at + 1)
            break
        elif tag in "nV" and at == start and line.tag(at + 1) in "NA" and line.lower(at).endswith("ed"):
            pass
        elif tag == "n" or tag == "V" and line.tag(at - 1) in "NA":
            if at == start or line.tag(at + 1) not in "PR":
                break
        elif tag == "O" and line.tag(at + 1) in "NADGK":
            pass
        elif tag not in "NAKDGPC'R":
            if tag not in "gW" or line.tag(at - 1) == ",":
                break
            if tag == "g" and not (line.tag(at - 1) == "P" or line.tag(at + 1) in "NAP"):
                break
            if tag == "W":
                return (start, _clause_end(line, at, right)) if at > start else None
        at += 1
    while at > start and line.tags[at - 1] in "PCDR,(":
        at -= 1
    return (start, at) if at > start else None


def _goes_on(line: Line, comma: int, right: int) -> bool:
    """Tell whether an apposition or a list goes on after a comma: "Koval, a spokesman", "Reed, 44,"."""
    tag, lower = line.tag(comma + 1), line.lower(comma + 1)
    if lower in _APPOSITIVE and line.tag(comma + 2) in "DNA":
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
