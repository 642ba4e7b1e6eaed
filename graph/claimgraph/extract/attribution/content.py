"""What is said: where the content of a cue begins and where it ends, by token number."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from claimgraph.extract.attribution.beside import sets_beside
from claimgraph.extract.attribution.counts import is_only_count, number_put, opens_count
from claimgraph.extract.attribution.joined import REPORTING, goes_on
from claimgraph.extract.attribution.recipients import is_name, is_title, recipient
from claimgraph.extract.attribution.stepping import SAID_IN, is_reduced, skip_issued, skip_time
from claimgraph.extract.syntax.lexicon import word_set
from claimgraph.extract.syntax.line import Hit, Line, Range
from claimgraph.extract.syntax.phrases import TIME_WORDS

_ANSWERS: Final = frozenset({"respond", "reply", "react"})
_WH: Final = word_set("wh")
_CLAUSE_WORDS: Final = _WH | {"that"}
_SUBORDINATORS: Final = word_set("subordinators")
_RECOUNTING: Final = word_set("recounting")
_FATES: Final = frozenset(("killed", "wounded", "injured", "hurt", "captured", "detained", "displaced"))
_ASIDE: Final = 40
"""Words back at which the bracket of an aside may open."""
_OF_DAY: Final = 4
"""How many words after "since" may tell only a day."""
_VENUES: Final = word_set("venues")
_CLAUSE_STARTS: Final = frozenset("IDANKGRSTFMWC'E")
_FINITE: Final = frozenset("VMBHX")


@dataclass(frozen=True, slots=True)
class Opening:
    """The place where the content begins: cue end (with a linking preposition), recipient, frame."""

    cue_end: int
    start: int
    frame: str
    recipient: Range | None = None


def _skip_phrase(line: Line, at: int, right: int, limit: int = 14) -> int | None:
    """Step over phrases after the cue up to what surely opens content: "that", a quotation, "whether"."""
    for position in range(at, min(right, at + limit)):
        if line.quote_of[position] >= 0:
            if is_title(line, position):
                continue
            return position
        tag = line.tags[position]
        if tag == "V" and line.tags[position - 1] == "N" and is_reduced(line, position):
            continue  # "in a report published on Tuesday"
        is_that = tag == "T" and position > at and line.tag(position + 1) in "DIANKGRSPE'Fg\""
        if is_that or line.lower(position) == "whether":
            return position
        if tag == "I" and position > at + 1 and line.tags[position - 1] in "NAK":
            return position
        opens = tag in "DK" and position > at + 1 and line.tag(at + 1) != tag
        if opens and line.tags[position - 1] in "NA" and _is_clause(line, position, right, lenient=False):
            return position  # said in a statement 20 people had died
        if tag == "O" and line.tag(position + 1) in "DNAGK":
            continue  # in answer to a question
        if tag in "VMBHX.;:gO":
            return position if tag == ":" and line.tag(position + 1) == '"' else None
    return None


def _venue(line: Line, at: int, right: int) -> int | None:
    """Step over "in a statement", "during a visit to Riga", "to reporters" before a bare content clause."""
    if line.tag(at) not in "POSg" or line.lower(at) not in _VENUES:
        return None
    return _skip_phrase(line, at, right)


def opening(line: Line, hit: Hit, right: int) -> Opening | None:
    """Find where the content of a cue begins to its right; None when the cue has none there."""
    at = skip_time(line, skip_issued(line, hit.end, right), right)
    opened = _with_recipient(line, hit, at, right)
    if opened is None and line.lower(at) in {"after", "before"} and (skipped := _venue(line, at, right)):
        opened = _after(line, hit, skipped, right)  # "said after a meeting that …"
    opened = opened or _after(line, hit, at, right)
    if opened is None and hit.cue.frames & {"quote", "that"}:
        skipped = _venue(line, at, right)
        if skipped is not None:
            opened = _after(line, hit, skipped, right)
    return opened


def _after(line: Line, hit: Hit, at: int, right: int) -> Opening | None:
    """Decide by the word at `at` which frame of the cue the content fills."""
    frames, cue_end = hit.cue.frames, hit.end
    at = skip_time(line, at, right)
    if at >= right:
        return None
    tag, lower = line.tags[at], line.tokens[at].lower
    if line.quote_of[at] >= 0:
        first, last = line.quotes[line.quote_of[at]]
        if "quote" in frames or ("that" in frames and not _FINITE.isdisjoint(line.tags[first:last])):
            return Opening(cue_end, at, "quote")  # not: the truce was holding “in general”
        return Opening(cue_end, at, "np") if "np" in frames else None
    if tag in ",-:":
        return _after_mark(line, hit, at, right)
    if tag == "T":
        if "that" in frames:
            return Opening(cue_end, at, "that")
        return Opening(cue_end, at, "np") if "np" in frames and line.tag(at + 1) in "NA" else None
    is_governed = tag in "PSWR" or (tag == "O" and line.tag(at + 1) not in "vV")
    if lower == "about" and "bare" in frames and line.tag(at + 1) == "K":
        is_governed = not _is_clause(line, at + 1, right, lenient=False)  # thinks about 40 men remain
    if lower in hit.cue.prepositions and is_governed:
        return Opening(at + 1, at + 1, "prep") if at + 1 < right else None
    if lower in _WH:
        return Opening(cue_end, at, "wh") if frames & {"wh", "np"} else None
    if tag == "O":
        is_infinitive = line.tag(at + 1) in "vVRHB" and bool(frames & {"inf", "obj-inf"})
        return Opening(cue_end, at, "inf") if is_infinitive else None
    if tag == "g" or (lower in {"having", "being"} and "ger" in frames):
        return Opening(cue_end, at, "ger") if frames & {"ger", "that"} else None
    if tag in _CLAUSE_STARTS or tag == "U" or (tag == "P" and opens_count(line, at)):
        return _bare(line, hit, at, right)
    return _after_preposition(line, hit, at, right) if tag == "P" else None


def _after_insertion(line: Line, hit: Hit, at: int, right: int) -> Opening | None:
    """Read content after an insertion: "said, if elected, she would …", "said — on air — that …"."""
    mark = line.tags[at - 1]
    for position in range(at, min(right - 1, at + 20)):
        if line.quote_of[position] >= 0 or line.tags[position] in ".;":
            return None
        if line.tags[position] == mark:
            start = position + 1
            if line.tags[start] == "T" or line.quote_of[start] >= 0:
                return Opening(hit.end, start, "that" if line.tags[start] == "T" else "quote")
            opens = line.tags[start] in "IDAGNK" and _is_clause(line, start, right, lenient=False)
            return Opening(hit.end, start, "that") if opens and mark == "," else None
    return None


def _bare(line: Line, hit: Hit, at: int, right: int) -> Opening | None:
    """Decide between a clause without "that", an object with a predicate, and a plain object."""
    frames = hit.cue.frames
    has_verb = _is_clause(line, at, right, lenient="paren" in frames and hit.cue.kind == "speech")
    end = next((i for i in range(at + 2, right) if _opens_relative(line, i, right)), right)
    has_quote = any(line.quote_of[i] >= 0 for i in range(at, min(end, at + 40)))
    if not has_verb and hit.cue.lemma in {"say", "estimate"} and is_only_count(line, at):
        return Opening(hit.end, at, "np")
    if line.tags[at] == "C" or (line.tags[at] == "R" and not has_verb and line.tag(at + 1) not in "KDNAIGT"):
        return None
    if "bare" in frames and (has_verb or (has_quote and "quote" in frames)):
        return Opening(hit.end, at, "that")
    if "np" in frames and line.tags[at] not in "SFMC":
        return Opening(hit.end, at, "np")
    if "obj-inf" in frames:
        for i in range(at, min(right, at + 15)):
            if line.tags[i] == "O" and line.tag(i + 1) in "vV":
                return Opening(hit.end, at, "inf")
    if "that" in frames and hit.cue.lemma in {"say", "estimate"} and line.tags[at] in "DNKU":
        return Opening(hit.end, at, "np")
    return None


def _opens_relative(line: Line, at: int, right: int) -> bool:
    """Tell whether a relative clause ends the sentence: "contradicts the army, which put it at nine"."""
    return line.tags[at] == "W" and line.tags[at - 1] == "," and "," not in line.tags[at:right]


def _is_clause(line: Line, at: int, right: int, *, lenient: bool) -> bool:
    """Tell whether a noun phrase and a finite verb begin at `at`; strictly without a clause between."""
    for i in range(at, min(right, at + 40)):
        if line.quote_of[i] >= 0:
            continue
        tag = line.tags[i]
        if tag in _FINITE:
            return i > at or lenient
        if tag == "C" and line.tag(i + 1) in "VM":
            return False
        if i > at + 1 and _opens_relative(line, i, right):
            return False
        if not lenient and (tag in "TWSOg;:" or (tag == "," and i > at + 8)):
            return False
    return False


def _second_cue(line: Line, hit: Hit, at: int, start: int) -> bool:
    """Tell whether the matrix clause goes on at `at` with another cue of its own."""
    follows = at + 1
    if line.tags[at] == ",":
        while line.tag(follows) == "R" or line.lower(follows) in {"while", "by", "without"}:
            follows += 1
        other = next((o for o in line.hits if o.start <= follows <= o.head and o.form == "g"), None)
        if other is None or other.cue.kind not in REPORTING or other.cue.lemma in _ANSWERS:
            return False
        opened = opening(line, other, len(line.tokens))
        is_speech = other.cue.kind == "speech"
        return opened is not None and (is_speech or opened.frame not in ("prep", "ger", "inf"))
    heads = {other.start: other for other in line.hits if other.head > at}
    while line.tag(follows) == "R" and follows not in heads:
        follows += 1
    other = heads.get(follows)
    if other is None or other.form not in "VJ":
        return False
    if "np" not in other.cue.frames and opening(line, other, len(line.tokens)) is None:
        return False  # says it has taken the town and holds the airport
    return line.tags[at - 1] == "," or goes_on(line, hit, other, start, at)


def _clause_cue(line: Line, at: int) -> bool:
    """Tell whether ", but officials denied …" begins at the comma `at`: a clause with a cue of its own."""
    after = at + 1
    if line.tag(after) not in "CS" or line.lower(after) not in {
        "but",
        "and",
        "while",
        "as",
        "whereas",
        "although",
        "though",
        "yet",
        "or",
    }:
        return False
    end = after + 1
    while (
        end < len(line.tokens)
        and end - after < 14
        and line.tags[end] in "NAKDGPI'RFXHBMC"
        and line.quote_of[end] < 0
    ):
        end += 1
    for hit in line.hits:
        if after < hit.start <= end and hit.head <= end and hit.form == "V" and hit.start > after + 1:
            return "quote" in hit.cue.frames or "that" in hit.cue.frames or hit.cue.lemma in _COUNTING
    return False


_COUNTING: Final = frozenset({"speak", "put"})
"""Verbs with which another gives a count: ", and a nurse spoke of 200 dead"."""


def close(line: Line, hit: Hit, opened: Opening, right: int) -> int:
    """Find where content that begins at `opened` ends (exclusive), before the sentence's full stop."""
    start = opened.start
    if line.quote_of[start] >= 0:
        first, last = line.quotes[line.quote_of[start]]
        if first == start and (
            last >= right or (line.tags[last - 2] in ".," and line.tag(last) not in "VMBHX")
        ):
            return min(last, right)
    first_end = start + 1
    if hit.cue.lemma == "put" or hit.cue.lemma in _RECOUNTING:
        first_end = number_put(line, start, right, "at" if hit.cue.lemma == "put" else "to")
    for at in range(first_end, right):
        if line.quote_of[at] < 0 and _ends(line, hit, opened, at):
            return _trim(line, start, at)
    return _trim(line, start, right)


_ADJUNCTS: Final = word_set("adjuncts")


def _subject_noun(line: Line, start: int, verb: int) -> bool:
    """Tell whether a finite verb belongs to the noun cue itself: no clause opened since `start`."""
    return not any(line.tags[i] in "WTISM" for i in range(start, verb))


def _phrase_ends(line: Line, at: int, start: int, frame: str) -> bool:
    """Tell whether an object or infinitive ends before the comma or conjunction at `at`."""
    tag, after = line.tags[at], line.tag(at + 1)
    if tag == ",":
        if after == "C":
            return (
                line.tag(at + 2) in "VIMBHXDA"
                and line.lower(at + 1) != "or"
                and _clause_follows(line, at + 2)
            )
        if after in "VMBHX":
            return True
        if after == "W" or after == "g":
            return after == "W" or line.tag(at + 2) not in "C,"
        if (
            frame != "inf"
            and after in "DIA"
            and _is_clause(line, at + 1, min(len(line.tokens), at + 9), lenient=False)
        ):
            return True
        return after == "S" or line.lower(at + 1) in {"with", "after", "despite"}
    if tag == "C" and frame in ("np", "prep"):
        follows = at + 1
        while line.tag(follows) in "RF":
            follows += 1
        return line.tag(follows) in "VHM" or (line.lower(at) == "but" and _clause_follows(line, at + 1))
    is_subordinate = tag == "S" and frame == "np" and line.lower(at) in _SUBORDINATORS
    if line.lower(at) == "since" and not any(line.tag(i) in "VBHMX" for i in range(at + 1, at + 1 + _OF_DAY)):
        return False  # admitted the loss of two boats since March
    return is_subordinate and "T" not in line.tags[start:at] and "g" not in line.tags[start:at]


def _clause_follows(line: Line, at: int) -> bool:
    """Tell whether a finite verb comes soon after `at`: a new clause, not another item of a list."""
    return any(line.tag(i) in "VMBHX" for i in range(at, at + 8))


def _trim(line: Line, start: int, end: int) -> int:
    """Take a comma or conjunction off the end."""
    while end > start + 1 and line.tags[end - 1] in ",C-:(" and line.quote_of[end - 1] < 0:
        end -= 1
    return end


def _with_recipient(line: Line, hit: Hit, at: int, right: int) -> Opening | None:
    """Find content after a recipient: "told reporters that …", "said to the crew that …"."""
    slot = hit.cue.recipient
    if slot == "obj" and at < right and line.quote_of[at] >= 0 and is_name(line, at):
        return _after(line, hit, line.quotes[line.quote_of[at]][1], right)
    if slot == "to":
        if line.lower(at) != "to" or line.tag(at + 1) == "v":
            return None
        at += 1
    elif slot != "obj" or line.quote_of[at : at + 1] != [-1] or not _can_be_told(line, at):
        return None
    who = recipient(line, at, right)
    opened = _after(line, hit, who[1], right) if who else None
    if who and opened is None and (skipped := _venue(line, who[1], right)):
        opened = _after(line, hit, skipped, right)  # "told me by phone on Monday that …"
    if who and opened is None and line.tag(who[1]) in "Vn" and is_reduced(line, who[1]):
        skipped = _skip_phrase(line, who[1], right)  # "told a rally held in Orvil on Monday that …"
        opened = _after(line, hit, skipped, right) if skipped else None
    if who is None or opened is None or opened.frame == "np":
        return None
    is_scene = hit.cue.lemma == "show" and line.tag(who[1]) == "g"  # footage shows fighters walking
    if is_scene or (opened.frame == "inf" and hit.cue.lemma != "tell"):
        return Opening(opened.cue_end, who[0], opened.frame)
    return Opening(opened.cue_end, opened.start, opened.frame, who)


def _can_be_told(line: Line, at: int) -> bool:
    """Tell whether a recipient begins at a token: a noun phrase, "him", "it" before a clause."""
    if line.tag(at) in "UNADGK":
        return True
    return line.lower(at) == "it" and line.lower(skip_time(line, at + 1, line.end)) in _CLAUSE_WORDS


def _after_preposition(line: Line, hit: Hit, at: int, right: int) -> Opening | None:
    """Read a clause that begins with a phrase of its own: "said in Kharkiv, power was out"."""
    if hit.cue.lemma not in {"say", "think", "believe"}:
        return None
    inside = line.tags[at:right]
    return Opening(hit.end, at, "that") if "," in inside and not _FINITE.isdisjoint(inside) else None


def _after_mark(line: Line, hit: Hit, at: int, right: int) -> Opening | None:
    """Read content after a comma, a dash or a colon."""
    frames, after = hit.cue.frames, at + 1
    is_speech = "quote" in frames or hit.cue.kind in ("speech", "thought", "judgement")
    if after >= right:
        return None
    is_quote = line.quote_of[after] >= 0
    if line.tags[at] == ":":
        is_content = "quote" in frames or (is_speech and is_quote)
        return Opening(after if at == hit.end else hit.end, after, "colon") if is_content else None
    if line.tags[at] == "-":
        return _after_insertion(line, hit, after, right) if frames & {"that", "quote"} else None
    if not is_speech:
        return None
    if is_quote:
        return Opening(hit.end, after, "quote")
    if line.tags[after] in "gPW" or line.lower(after) in {"as", "however", "too"}:
        skipped = _skip_phrase(line, after + (line.tags[after] == "g"), right, 25)
        if skipped is None or not (line.tags[skipped - 1] == "," or line.tags[skipped] == ":"):
            return None
        skipped += line.tags[skipped] == ":"
        return Opening(hit.end, skipped, "quote" if line.quote_of[skipped] >= 0 else "that")
    return _after_insertion(line, hit, after, right) if "bare" in frames else None


def _ends(line: Line, hit: Hit, opened: Opening, at: int) -> bool:
    """Tell whether the content ends before the token at `at`."""
    tag, start, frame = line.tags[at], opened.start, opened.frame
    if tag == ";" or (tag == "-" and frame in ("np", "prep", "ger")) or sets_beside(line, hit, at):
        return True
    if tag == ")" and "(" not in line.tags[max(start, at - _ASIDE) : at]:
        return True  # the army (which denies it) left
    if tag in ",C" and (_second_cue(line, hit, at, start) or _turns(line, at, frame)):
        return True
    if tag == "," and (
        _is_comment(line, at) or _clause_cue(line, at) or _compares(line, at) or _is_venue(line, hit, at)
    ):
        return True
    if tag == "," and _recalls(line, hit, at):
        return True
    if tag == "C" and line.quote_of[at - 1] >= 0 and line.tag(at - 2) == "," and _clause_cue(line, at - 1):
        return True
    is_fate = line.lower(at) in _FATES and line.tag(at + 1) in ",.;CP" and "K" in line.tags[start:at]
    if hit.form == "N" and frame == "prep" and tag in "VMBHX" and _subject_noun(line, start, at):
        return not is_fate  # a toll of 13 soldiers killed
    if frame == "np" and tag in "PS" and line.quote_of[at - 1] >= 0 and line.lower(at) in _ADJUNCTS:
        return True
    return frame in ("np", "prep", "inf", "ger", "wh") and _phrase_ends(line, at, start, frame)


def _turns(line: Line, at: int, frame: str) -> bool:
    """Tell whether what was said before goes on: "(said) it could not tell who fired, but that two died"."""
    but = at + (line.tags[at] == ",")
    return frame != "that" and line.lower(but) == "but" and line.lower(but + 1) == "that"


def _is_venue(line: Line, hit: Hit, comma: int) -> bool:
    """Tell whether it follows where something was said: ", in a statement released on Monday"."""
    is_phrase = line.lower(comma + 1) in {"in", "at", "during"} and line.tag(comma + 2) in "DG"
    if not is_phrase or hit.cue.kind != "speech":
        return False
    nouns = [i for i in range(comma + 3, comma + 6) if line.lower(i) in SAID_IN]
    return bool(nouns) and all(line.tag(i) in "NAg" for i in range(comma + 3, nouns[0]))


_RECALLING: Final = frozenset({"after", "before", "despite", "having", "though", "although"})
_SELF: Final = frozenset({"it", "he", "she", "they"})


def _recalls(line: Line, hit: Hit, comma: int) -> bool:
    """Tell whether what the speaker had said before follows: ", two days after it had said that …"."""
    at, end = comma + 1, min(comma + 6, line.size)
    while at < end and line.lower(at) not in _RECALLING and (line.tag(at) in "KDR" or _is_measure(line, at)):
        at += 1
    if line.lower(at) not in _RECALLING or hit.cue.kind not in REPORTING:
        return False
    verb = at + 1
    while line.tag(verb) in "RH" or (verb == at + 1 and line.lower(verb) in _SELF):
        verb += 1
    other = next((each for each in line.hits if each.head == verb), None)
    if other is None or other.cue.kind not in {"speech", "report"}:
        return False
    is_past = "had" in line.lowers[at:verb] or not {"earlier", "previously"}.isdisjoint(line.lowers[at:verb])
    return other.form == "g" or (is_past and line.lower(at + 1) in _SELF) or "having" in line.lowers[at:verb]


def _is_measure(line: Line, at: int) -> bool:
    return line.lower(at) in TIME_WORDS


def _is_comment(line: Line, comma: int) -> bool:
    """Tell whether somebody else's word on what was said follows and ends it: ", which Kyiv denies"."""
    if line.lower(comma + 1) != "which":
        return False
    for hit in line.hits:
        if hit.start > comma + 2 and hit.form == "V" and hit.cue.stance == "denies":
            end = skip_time(line, hit.end, line.end)
            is_object = not any(tag in "VMBHX" for tag in line.tags[comma + 2 : hit.start])
            return is_object and (end >= line.end or line.tags[end] in ";.,")
    return False


def _compares(line: Line, comma: int) -> bool:
    """Tell whether a comparison by the reporter follows: ", compared with 12 a year ago"."""
    return line.lower(comma + 1) == "compared" and line.lower(comma + 2) in {"with", "to"}
