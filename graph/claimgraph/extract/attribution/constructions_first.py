"""Constructions whose content comes first: "…," X said; … , X said, …; … , according to X."""

from __future__ import annotations

from dataclasses import replace
from typing import Final

from claimgraph.extract.attribution.content import opening
from claimgraph.extract.attribution.counts import is_toll
from claimgraph.extract.attribution.raw import Raw, Reading
from claimgraph.extract.attribution.sources import first_subject, subject, who_is_quoted
from claimgraph.extract.attribution.stepping import SAID_IN, skip_time
from claimgraph.extract.syntax.lexicon import word_set
from claimgraph.extract.syntax.line import Hit, Line, Range
from claimgraph.extract.syntax.phrases import TIME_WORDS, phrase_before, right_phrase

_TAIL_SKIP: Final = 16
_INTRODUCTIONS: Final = frozenset(["asked", "pressed", "questioned", "when", "after", "while"])
_QUESTIONED: Final = frozenset(["asked", "pressed", "questioned"])
_OPENERS: Final = word_set("openers")
_PARTS_OF_DAY: Final = frozenset(
    ("dawn", "dusk", "noon", "midday", "midnight", "sunrise", "sunset", "nightfall")
)
_BEGINS: Final = frozenset(("began", "started", "erupted", "ended"))
_ISSUED: Final = frozenset(
    ("posted", "published", "released", "issued", "broadcast", "aired", "carried", "sent", "shared", "dated",
     "read", "distributed", "circulated", "seen", "streamed", "delivered", "emailed", "recorded", "signed",
     "quoted", "cited")
)  # fmt: skip
_MEANWHILE: Final = frozenset(("before", "after", "when", "while"))
_PART_WORDS: Final = frozenset(("late", "early"))
_LEADS: Final = frozenset(["and", "but", "so", "yet", "still"])


def _tail_end(line: Line, at: int, right: int) -> int | None:
    """Step over what may follow the cue of a tail ("on Friday", "in a statement"): the next comma or the end.

    None when a clause or a quotation follows at once, so that the words before are no tail.
    """
    stop = min(right, at + _TAIL_SKIP)
    for position in range(at, stop):
        tag = line.tags[position]
        if (tag in ",-;" and line.quote_of[position] < 0) or _is_explained(line, position, right):
            return position
        timed = skip_time(line, position, right) if line.quote_of[position] < 0 else position
        if timed > position and (timed >= right or line.tags[timed] in ",-;"):
            return timed
        is_issued = tag in "Vn" and line.lower(position) in _ISSUED
        is_read = line.lower(position) == "read" and line.lower(position - 1) in SAID_IN
        if is_read or (is_issued and (position > at or line.tag(at - 1) == "N")):
            continue  # "said in a video posted on Tuesday"
        if line.quote_of[position] >= 0 or tag in "TVMBHXI:W(":
            return None
        if tag == "C" and position > at and line.tag(position + 1) == "V" and not _is_list(line, position):
            return position  # "said in Geneva on Monday and called for …"
        if tag == "S" and line.lower(position) not in _MEANWHILE | {"as"}:
            return None
        is_while = line.lower(position) in _MEANWHILE and line.lower(position + 1).endswith("ing")
        if position == at and tag not in "PRNADUOGgK" and not is_while:
            return None
        is_object = position == at and tag in "NADK" and line.lower(at) not in TIME_WORDS | _PART_WORDS
        if is_object and not _is_recipient(line, at):
            return None
    return stop if stop == right else None


def _is_explained(line: Line, at: int, right: int) -> bool:
    """Tell whether a colon goes on with what was told before: "Two died, he said: a nurse and her son"."""
    return (
        line.tokens[at].text == ":" and at + 1 < right and line.quote_of[at + 1] < 0 and line.quote_of[at] < 0
    )


def _is_list(line: Line, at: int) -> bool:
    """Tell whether "and" joins two nouns of which the second may be taken for a verb: "states and claims"."""
    return line.tag(at + 1) == "V" and line.tag(at + 2) in ".,;"


def _is_recipient(line: Line, at: int) -> bool:
    """Tell whether the cue before `at` takes a recipient ("told reporters")."""
    return any(hit.end == at and hit.cue.recipient == "obj" for hit in line.hits)


def content_before(reading: Reading, end: int) -> Range | None:
    """Give the content that ends before a tail: from the end of what is taken, without its last comma."""
    line, start = reading.line, end
    while start > reading.left and not reading.taken[start - 1]:
        start -= 1
        is_outside = line.quote_of[start] < 0
        if is_outside and (line.tags[start] == ";" or _ends_attribution(reading, start)):
            start += 1
            break
    while end > start and line.tags[end - 1] in ",-" and line.quote_of[end - 1] < 0:
        end -= 1
    quoted = line.quote_of[end - 1] if end > start else -1
    if quoted >= 0:
        first = line.quotes[quoted][0]
        if first > start and line.tags[first - 1] in "-:;":
            start = first
    while start < end and (line.tags[start] in ",-;.)") and line.quote_of[start] < 0:
        start += 1
    return (start, end) if end > start else None


def _ends_attribution(reading: Reading, at: int) -> bool:
    """Tell whether a colon closes another's words: "She called that a lie: nine had died, she said"."""
    line = reading.line
    if line.tokens[at].text != ":":
        return False
    return any(hit.form == "V" and reading.left < hit.head < at for hit in line.hits)


def _after_tail(reading: Reading, at: int) -> Range | None:
    """Give content that goes on after a parenthetical cue and its comma."""
    line = reading.line
    if at >= reading.right or line.tags[at] not in ",-:":
        return None
    start = at + 1
    if start >= reading.right:
        return None
    if line.quote_of[start] >= 0:
        end = line.quotes[line.quote_of[start]][1]
        return start, min(end, reading.right)
    tag = line.tags[start]
    if (
        tag == "g"
        or tag == "W"
        or (tag == "P" and line.tag(start + 1) == "g")
        or (tag == "n" and line.lower(start) != "given")
        or (line.lower(start) in _ISSUED and line.tag(at - 1) == "N")
    ):
        return None
    if (
        tag == "C"
        and line.tag(start + 1) in "IA"
        and any(h.start > start for h in line.hits if h.form == "V")
    ):
        return None
    return start, reading.right


def _starts_quote(line: Line, at: int) -> bool:
    """Tell whether the token before `at` closes a quotation."""
    if at > 1 and line.tokens[at - 1].text in "'’":
        at -= 1
    return at > 0 and line.quote_of[at - 1] >= 0 and line.quotes[line.quote_of[at - 1]][1] == at


def _good_tail(reading: Reading, start: int) -> bool:
    """Tell whether what begins at `start` can be a tail: a comma, a dash or a closing quotation before it."""
    line = reading.line
    return start > reading.left and (_starts_quote(line, start) or line.tags[start - 1] in ",-")


_KEEPING_STILL: Final = frozenset(("comment", "respond", "reply", "answer"))


def subject_verb(reading: Reading, hit: Hit) -> bool:
    """Read "…," X said and … , X said, …: the cue with its subject before it, content first."""
    line = reading.line
    is_told = hit.cue.frames & {"quote", "paren"} or hit.cue.lemma == "hear"
    if hit.form != "V" or not is_told or line.tags[hit.start] == "M":
        return False
    if hit.negated and hit.cue.lemma in _KEEPING_STILL:
        return False  # a claim X did not comment on
    verb = hit.start
    while verb - 1 > reading.left and line.tags[verb - 1] == "R" and line.tag(verb - 2) == ",":
        verb -= 1  # "the governor, Rahmi Dal, later told the channel"
    who = subject(line, verb, _left_limit(reading, hit))
    if who is None or line.tags[who[0]] in "WT":
        return False
    start = who[0]
    is_as = line.lower(start - 1) == "as"
    if is_as:
        start -= 1
    elif line.lower(start - 1) in _LEADS and line.tags[start - 1] == "C":
        return False
    is_quote = _starts_quote(line, start)
    is_said = is_quote or "paren" in hit.cue.frames or _is_hearing(line, hit, who)
    if not _good_tail(reading, start) or not is_said:
        return False
    content = _tail_content(reading, hit, start, is_quote)
    if content is None:
        return False
    rule = "quote-subject-verb" if is_quote else "as-tail" if is_as else "parenthetical"
    is_explained = len(content) > 1 and line.tags[content[1][0] - 1] == ":"
    if len(content) > 1 and line.tags[content[1][0]] == "C":
        content[1] = (content[1][0] + 1, content[1][1])  # he said, and killed nine
        is_explained = True
    for part in [[each] for each in content] if is_explained else [content]:
        reading.add(Raw(rule, hit, (hit.start, hit.end), [who], part))
    return True


def _is_hearing(line: Line, hit: Hit, who: Range) -> bool:
    """Tell whether a court or an inquiry hears what is told: "…, an inquest in Orvil heard on Monday"."""
    is_court = not _HEARINGS.isdisjoint(line.lowers[who[0] : who[1]])
    if hit.cue.lemma != "hear" or not is_court:
        return False
    hit.cue = replace(hit.cue, stance="asserts", kind="speech")
    return True


_HEARINGS: Final = frozenset(
    (
        "court",
        "inquest",
        "inquiry",
        "tribunal",
        "commission",
        "hearing",
        "jury",
        "committee",
        "panel",
        "trial",
    )
)


def _left_limit(reading: Reading, hit: Hit) -> int:
    """Give the first token the subject may begin with: after the last quotation or content before the cue."""
    left = hit.start
    while left > reading.left and reading.line.quote_of[left - 1] < 0 and not reading.taken[left - 1]:
        left -= 1
    if left > reading.left:
        return left
    return reading.left


def _is_content(line: Line, part: Range, is_quote: bool) -> bool:
    """Tell whether the words before a tail are a statement: a quotation, or a clause with a finite verb."""
    if is_quote:
        return True
    if any(line.quote_of[i] >= 0 for i in range(*part)):
        return True
    if (
        line.lower(part[0]) in _OPENERS
        and line.tags[part[0]] in "SP"
        and not any(line.tags[i] == "," for i in range(*part))
    ):
        return False
    return any(line.tags[i] in "VMBHX" for i in range(*part)) or is_toll(line, part)


def _tells_time(line: Line, part: Range) -> bool:
    """Tell whether words that open a clause stand before a time, and the statement follows.

    "Since 24 February 514 people have died, the office said", "Since the war began 514 have died, he said".
    """
    if line.lower(part[0]) not in _OPENERS:
        return False
    first = part[0] + 1 + (line.lower(part[0] + 1) == "of")
    after = skip_time(line, first, part[1])
    if after == first:
        is_count = line.tag(first) == "K" and line.lower(first + 1) in TIME_WORDS
        after += 2 * is_count or line.lower(first) in _PARTS_OF_DAY
    if after == first:
        after = next((i + 1 for i in range(first, part[1] - 1) if line.lower(i) in _BEGINS), first)
    return after > first and first_subject(line, after, part[1]) is not None


def _introduces(line: Line, before: Range, end: int) -> bool:
    """Tell whether "When asked, X said, “…”" is a main clause: what is before only introduces a quotation."""
    if line.tag(end) != "," or end + 1 >= len(line.quote_of) or line.quote_of[end + 1] < 0:
        return False
    if line.tags[before[0]] not in "SPgnWE" and first_subject(line, *before) is not None:
        return False  # "Two tanks had crossed, he said, “under the nose of the monitors”"
    return before[1] - before[0] > 2


def _continues(line: Line, before: Range, more: Range, is_quote: bool) -> bool:
    """Tell whether what follows a parenthetical cue goes on with the content."""
    if line.quote_of[more[0]] >= 0:
        return True
    if is_quote:
        return False
    if not any(line.tags[i] in "VMBHX" for i in range(*before)):
        return True
    if line.lower(more[0]) == "and" and line.tag(more[0] + 1) == "V":
        return not any(hit.start == more[0] + 1 for hit in line.hits)  # "…, he said, and killed nine"
    return line.tags[more[0]] not in "gC" and line.lower(more[0]) not in {
        "while",
        "whereas",
        "though",
        "although",
    }


def quoted_as_saying(reading: Reading, hit: Hit) -> bool:
    """Read "…," X was quoted as saying: the content stands before its subject."""
    line = reading.line
    if _tail_end(line, hit.end, reading.right) is None:
        return False
    who = who_is_quoted(line, hit, reading.left)
    if who is None or not _good_tail(reading, who[0]):
        return False
    content = _tail_content(reading, hit, who[0], _starts_quote(line, who[0]))
    if content is None:
        return False
    reading.add(Raw("quoted-as", hit, (hit.start, hit.end), [who], content))
    return True


def verb_subject(reading: Reading, hit: Hit) -> bool:
    """Read "…," said X: the cue before its subject."""
    line = reading.line
    if hit.form != "V" or not hit.cue.frames & {"quote", "paren"} or hit.start != hit.head:
        return False
    is_quote = _starts_quote(line, hit.start)
    if is_quote and _is_scare_quote(line, line.quote_of[hit.start - 1]):
        return False
    is_clause = "paren" in hit.cue.frames and line.tags[hit.start - 1] == ","
    if not _good_tail(reading, hit.start) or not (is_quote or is_clause):
        return False
    who = right_phrase(line, hit.end, reading.right)
    if who is None or line.tags[who[0]] in "PR" or line.lower(who[0]) == "that":
        return False
    end = who[1]
    is_told_of = line.tag(end) == "T" and line.tag(end + 1) in "VMBHX"  # a network that tracks the fighting
    if end < reading.right and line.tags[end] in "VMBHXT" and not (is_quote or is_told_of):
        return False
    before = content_before(reading, hit.start)
    if before is None or (
        not is_quote and (hit.cue.recipient == "obj" or _is_named_subject(line, before, hit.start))
    ):
        return False
    more = _after_speaker(reading, end, is_quote)
    if not (more or _is_content(line, before, is_quote)):
        return False
    has_quote = any(line.quote_of[i] >= 0 for i in range(*before))
    if not (has_quote or more or is_toll(line, before)) and first_subject(line, *before) is None:
        return False  # "The group, which holds the port, claimed …"
    content = [before, more] if more else [before]
    rule = "quote-verb-subject" if is_quote else "inversion"
    reading.add(Raw(rule, hit, (hit.start, hit.end), [who], content))
    return True


def _is_scare_quote(line: Line, quote: int) -> bool:
    """Tell whether a quotation is part of a phrase: his "volunteers" claimed the town hall."""
    if quote < 0:
        return False
    first, last = line.quotes[quote]
    return first > 0 and line.tags[first - 1] in "DGAN'" and line.tags[last - 2] not in ",."


def _is_named_subject(line: Line, before: Range, verb: int) -> bool:
    """Tell whether what stands before a verb is its subject: "The commissioner, Yusuf Gedi, said"."""
    is_described = ",W" in line.tags[before[0] : before[1]]  # The ministry, which denied it, conceded
    if any(line.tags[i] in "VMBHX" for i in range(*before)) and not is_described:
        return False
    who = subject(line, verb, before[0])
    return who is not None and who[0] == before[0]


def _tail_content(reading: Reading, hit: Hit, start: int, is_quote: bool) -> list[Range] | None:
    """Give the content before a tail that begins at `start` and, after a parenthetical cue, what goes on."""
    line = reading.line
    end = _tail_end(line, hit.end, reading.right)
    ends_content = end is None
    if end is None and is_quote:
        end = _loose_end(reading, hit, start)
    before = content_before(reading, start)
    if end is None or before is None:
        return None
    if not is_quote and _introduces(line, before, end):
        return None
    if not is_quote and line.lower(before[0]) in _QUESTIONED:
        return None  # "Asked about the ship, the ministry did not answer"
    if is_quote and line.quote_of[before[0]] < 0 and line.lower(before[0]) in _INTRODUCTIONS:
        return None
    if (
        not ends_content
        and line.tag(end) == ":"
        and (line.tags[before[0]] in "SPgnWEV" or first_subject(line, *before) is None)
    ):
        return None  # In Dolo, he said: …
    more = None if ends_content else _after_tail(reading, end)
    if more is None and not ends_content and _tells_time(line, before):
        return [before]
    if more is None or not _continues(line, before, more, is_quote):
        return [before] if _is_content(line, before, is_quote) else None
    has_verb = any(line.tags[i] in "VMBHX" for i in range(*more))
    if line.tags[before[1] - 1] == "W" and not is_quote:
        described = phrase_before(line, before[1] - 1) or _noun_before(
            line, before[1] - 1
        )  # "named nine men who, it said, were fighters"
        before = (described[0] if described else before[1] - 1, before[1])
    return [before, more] if has_verb or _is_content(line, before, is_quote) else None


def _noun_before(line: Line, end: int) -> Range | None:
    """Give the bare noun phrase before a relative pronoun: "the 12 men" in "the fate of the 12 men who"."""
    start = end
    while start > 0 and line.tags[start - 1] in "NAKG":
        start -= 1
    start -= start > 0 and line.tags[start - 1] == "D"
    return (start, end) if start < end else None


def _loose_end(reading: Reading, hit: Hit, start: int) -> int | None:
    """After a quotation, accept a tail with a clause behind it ("…," he said as the crowd left)."""
    line = reading.line
    if hit.end < len(line.quote_of) and line.quote_of[hit.end] >= 0:
        return None
    if line.tag(start - 2) == "," and line.tag(hit.end) != "T":
        return hit.end
    return min(hit.end, reading.right) if opening(line, hit, reading.right) is None else None


def _after_speaker(reading: Reading, end: int, is_quote: bool) -> Range | None:
    """Give the content that goes on after "said X": a second quotation, or the rest of the clause."""
    line, right = reading.line, reading.right
    if not is_quote and line.tag(end) == "," and end + 1 < right and line.tag(end + 1) in "VMBHX":
        return end + 1, right
    at = end
    while at < right and line.quote_of[at] < 0 and line.tags[at] != ":":
        at += 1
    if at >= right or not (line.tags[at] == ":" or line.tags[at - 1] in ",:"):
        return None
    at += line.tags[at] == ":"
    if at >= right or line.quote_of[at] < 0:
        return None
    if any(end < hit.head < at and hit.form in "Vg" for hit in line.hits):
        return None
    return at, min(line.quotes[line.quote_of[at]][1], right)


def as_clause(reading: Reading, hit: Hit) -> bool:
    """Read "As X said, …": the content follows the comma."""
    line = reading.line
    if hit.form != "V" or not hit.cue.frames & {"quote", "paren"} or line.lower(reading.left) != "as":
        return False
    who = subject(line, hit.start, reading.left + 1)
    if who is None or who[0] != reading.left + 1:
        return False
    end = _tail_end(line, hit.end, reading.right)
    if end is None or line.tag(end) != "," or end + 1 >= reading.right:
        return False
    reading.add(Raw("as-clause", hit, (hit.start, hit.end), [who], [(end + 1, reading.right)]))
    return True
