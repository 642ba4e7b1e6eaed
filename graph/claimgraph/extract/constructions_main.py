"""Constructions whose content follows the cue: main clauses, second cues, participles, relatives, passives."""

from __future__ import annotations

from dataclasses import replace

from claimgraph.extract.content import Opening, close, opening
from claimgraph.extract.lexicon import verb_forms
from claimgraph.extract.line import Hit, Line, Range
from claimgraph.extract.raw import Raw, Reading
from claimgraph.extract.sources import first_subject, right_phrase, subject


def _region_end(reading: Reading, start: int) -> int:
    """Give the next taken token after `start`, or the end of the reading."""
    at = start
    while at < reading.right and not reading.taken[at]:
        at += 1
    return at


def _previous_source(reading: Reading, hit: Hit) -> list[Range] | None:
    """Give the source of the nearest attribution before a cue in this sentence."""
    before = [raw for raw in reading.found if raw.hit.head < hit.head and raw.hit.form in "VJP" and raw.source]
    if hit.form in "gv":
        before = [raw for raw in before if not raw.rule.startswith("relative") and not _is_subordinate(reading.line, raw.source[0][0], reading.left)]
    return max(before, key=lambda raw: raw.hit.head).source if before else None


def _clause_subject(reading: Reading, hit: Hit) -> list[Range] | None:
    """Give the subject that a cue without one of its own shares: of the cue before, or of the clause."""
    previous = _previous_source(reading, hit)
    if previous is not None:
        return previous
    found = first_subject(reading.line, reading.left, hit.start)
    return [found] if found else None


def _source_of(reading: Reading, hit: Hit) -> tuple[list[Range], str] | None:
    """Find the source of a finite cue and the construction it shows."""
    line, before = reading.line, hit.start - 1
    while before >= reading.left and line.tags[before] in "RF":
        before -= 1
    if before < reading.left:
        return None
    tag = line.tags[before]
    if tag == "C" and line.quote_of[before] < 0 and line.tag(before - 1) not in "WT":
        shared = _clause_subject(reading, hit)
        return (shared, "second-cue") if shared else None
    if line.quote_of[before] >= 0 and tag != '"':
        return None
    if tag == "," and line.tag(before - 1) != ")" and (previous := _previous_source(reading, hit)):
        nearest = subject(line, hit.start, reading.left)
        if nearest is None:
            return previous, "second-cue"
    left = reading.left
    for raw in reading.found:
        if raw.rule.startswith("relative-subject"):
            continue
        for part in (*raw.content, raw.cue):
            if part[1] <= before + 1 and part[1] > left and not (raw.source and raw.source[0][0] >= part[1]):
                left = part[1]
    who = subject(line, before + 1, left)
    if who is None:
        return None
    return [who], "relative-subject" if line.tags[who[0]] in "WT" else "main-clause"


def finite(reading: Reading, hit: Hit) -> bool:
    """Read X said (that) …, X praised …, X vowed to …; also who said …, and a second cue without subject."""
    line = reading.line
    if hit.form not in "VJ":
        return False
    found = _source_of(reading, hit)
    if found is None:
        return False
    source, rule = found
    start = source[0][0]
    if any(line.lower(i) in _EVIDENCE for i in range(*source[0])) and hit.cue.kind == "report":
        hit.cue = replace(hit.cue, frames=hit.cue.frames | {"np"})
    if hit.form == "J" and line.lower(start) == "it":
        return False
    if start > reading.left and _relative_content(reading, hit, source[0]):
        return True
    right = _region_end(reading, hit.end)
    if rule == "relative-subject":
        right = _relative_end(reading, hit, start, right)
    elif _is_subordinate(line, start, reading.left):
        right = _subordinate_end(line, hit.end, right)
    opened = opening(line, hit, right)
    if opened is None or opened.start >= right:
        return False
    return _emit(reading, hit, source, opened, right, rule if opened.frame != "quote" else rule + "-quote")


# What shows or finds something without being a person: its verb takes an object, too ("the poll showed a lead").
_EVIDENCE = frozenset(
    "poll polls polling survey surveys study studies report reports data analysis results findings figures records "
    "documents document video videos footage images image photos photographs satellite evidence email emails "
    "investigation inquiry review research statistics filings filing intercepts recordings recording".split()
)
_LIGHT = frozenset(
    "make issue have express voice give raise offer release reiterate repeat announce take send reject state post "
    "publish write file circulate".split()
)


def light_verb(line: Line, noun: int, left: int) -> int | None:
    """Find the verb of "issued a statement", "expressed deep concern": where its verb group begins."""
    at = noun - 1
    while at >= left and line.tags[at] in "NKRD":
        at -= 1
    if at < left or line.tags[at] not in "Vvgn":
        return None
    form = verb_forms().get(line.tokens[at].lower)
    if form is None or form.lemma not in _LIGHT:
        return None
    while at > left and line.tags[at - 1] in "MBHXRF":
        at -= 1
    return at


def asked(reading: Reading, hit: Hit) -> bool:
    """Read "Asked whether …, X said" and "when asked about …": a question put to the speaker, without a source."""
    line = reading.line
    if hit.cue.lemma not in _QUESTIONS or line.tags[hit.head] not in "VnA" or not line.lower(hit.head).endswith(("ed", "on")):
        return False
    before = line.lower(hit.head - 1)
    if hit.head != reading.left and before not in {"when", "if", "but", "and", "once"} and line.tag(hit.head - 1) != ",":
        return False
    right = _subordinate_end(line, hit.end, _region_end(reading, hit.end))
    right = next((i for i in range(hit.end, right) if line.tags[i] == "," and line.quote_of[i] < 0), right)
    opened = opening(line, hit, right)
    if opened is None or opened.frame not in ("wh", "prep") or (opened.frame == "that"):
        return False
    return _emit(reading, hit, [], opened, right, "asked")


def as_reported(reading: Reading, hit: Hit) -> bool:
    """Read "As reported by X, …": content after the comma, source after "by"."""
    line = reading.line
    if hit.start != reading.left + 1 or line.lower(reading.left) != "as" or line.lower(hit.end) != "by":
        return False
    who = right_phrase(line, hit.end + 1, reading.right)
    if who is None or line.tag(who[1]) != "," or who[1] + 1 >= reading.right:
        return False
    reading.add(Raw("as-reported", hit, (hit.start, hit.end), [who], [(who[1] + 1, reading.right)]))
    return True


_QUESTIONS = frozenset({"ask", "press", "question", "quiz", "grill"})


def _is_subordinate(line: Line, subject_start: int, left: int) -> bool:
    """Tell whether the clause of a subject opens the sentence with "while", "when", "if", "as" and the like."""
    at = subject_start - 1
    if at < left or line.tags[at] not in "SP" or line.lower(at) not in _OPENERS:
        return False
    return not any(line.tags[i] in "VMBHX\"" for i in range(left, at))


_OPENERS = frozenset("while when if as after before since because although though unless once until whereas even".split())


def _subordinate_end(line: Line, start: int, right: int) -> int:
    """Give the comma after which the main clause of the sentence begins."""
    for at in range(start, right):
        if line.tags[at] == "," and line.quote_of[at] < 0 and line.tag(at + 1) in "DIANGKUR":
            if any(line.tags[i] in "VMBHX" for i in range(at + 1, right)):
                return at
    return right


def _relative_end(reading: Reading, hit: Hit, pronoun: int, right: int) -> int:
    """Give the end of a relative clause: before the verb whose subject it modifies, or at its closing comma."""
    line = reading.line
    is_incidental = line.tag(pronoun - 1) == ","
    if line.tags[reading.left] in "SP" and not is_incidental:
        right = _subordinate_end(line, hit.end, right)
    for at in range(hit.end, right):
        if line.quote_of[at] >= 0:
            continue
        follows = at + 1
        while line.tag(follows) in "RF":
            follows += 1
        if line.tags[at] == "," and (line.tag(follows) in "VMBHX" or is_incidental and line.tag(follows) == "-"):
            return at
    for other in line.hits:
        if other.head > hit.end and other.form == "V":
            who = subject(line, other.start, reading.left)
            if who is not None and who[0] < pronoun and other.start <= right:
                return other.start
    return right


def _emit(reading: Reading, hit: Hit, source: list[Range], opened: Opening, right: int, rule: str) -> bool:
    end = close(reading.line, hit, opened, right)
    if end <= opened.start:
        return False
    content = [(opened.start, end)]
    recipient = [opened.recipient] if opened.recipient else []
    reading.add(Raw(rule, hit, (hit.start, max(opened.cue_end, hit.end)), source, content, recipient))
    return True


def _relative_content(reading: Reading, hit: Hit, who: Range) -> bool:
    """Read "which Kyiv says sank …" and "what it calls …": the relative pronoun stands for part of the content."""
    line, at = reading.line, who[0] - 1
    while at > reading.left and line.tags[at] == "R":
        at -= 1
    if at < reading.left or line.tags[at] not in "WT" or line.lower(at) == "whose" or line.lower(at) == "who" and line.tag(hit.end) not in "VMBHX":
        return False
    follows = line.tag(hit.end)
    is_what = line.lower(at) in {"what", "whatever"}
    if line.tags[at] == "T" and (line.tag(at - 1) not in "NA" or follows not in "VMBHXvn"):
        return False
    takes_clause = "that" in hit.cue.frames and follows in "VMBHXvn"
    takes_object = "np" in hit.cue.frames and (is_what or line.lower(at) == "which" or follows in ",.P") and hit.end < reading.right
    if not takes_clause and not (takes_object and is_what) and not (takes_object and follows in "DNAKP"):
        return False
    right = _region_end(reading, hit.end)
    end = hit.end
    while end < right and not (line.tags[end] in ",;-" and line.quote_of[end] < 0):
        end += 1
    content = [(at, at + 1)]
    if end > hit.end:
        content.append((hit.end, end))
    reading.add(Raw("relative-content", hit, (hit.start, hit.end), [who], content, relative=at))
    return True


def participle(reading: Reading, hit: Hit) -> bool:
    """Read ", saying that …", "while praising …", "a statement saying …": cues in -ing and infinitives."""
    line = reading.line
    if hit.form not in "gv":
        return False
    before = hit.start - 1
    if before < reading.left and hit.form == "v":
        return False
    tag = line.tag(before) if before >= reading.left else "."
    source: list[Range] | None
    rule = "participle"
    if tag in "NA)'" and hit.form == "g":
        who = subject(line, hit.start, reading.left)
        light = light_verb(line, who[0] + 1, reading.left) if who else None
        if light is not None:
            teller = subject(line, light, reading.left) or first_subject(line, reading.left, light)
            opened = opening(line, hit, _region_end(reading, hit.end))
            if teller and opened and opened.frame not in ("np", "prep"):
                hit.start = light
                return _emit(reading, hit, [teller], opened, _region_end(reading, hit.end), "light-verb-participle")
        is_with = who is not None and line.lower(who[0] - 1) == "with" and who[0] > reading.left
        source, rule = ([who] if who else None), "with-participle" if is_with else "reduced-relative"
    elif before < reading.left:
        later = first_subject(line, hit.end, reading.right)
        source, rule = ([later] if later else None), "participle-initial"
    else:
        source = _clause_subject(reading, hit)
        if hit.form == "v":
            rule = "infinitive"
    if not source and tag in "PSC":
        later = first_subject(line, hit.end, reading.right)
        source = [later] if later else None
    if not source or not _may_be_infinite(hit, rule):
        return False
    right = _region_end(reading, hit.end)
    if rule == "participle-initial":
        right = next((i for i in range(hit.end, right) if line.tags[i] == "," and line.quote_of[i] < 0), right)
    opened = opening(line, hit, right)
    if opened is None or opened.start >= right:
        return False
    return _emit(reading, hit, source, opened, right, rule)


def _may_be_infinite(hit: Hit, rule: str) -> bool:
    """Tell whether a cue counts without a finite verb: outside of participles only verbs of saying do."""
    if rule == "with-participle":
        return hit.cue.kind in ("speech", "thought", "report")
    if rule in ("infinitive", "reduced-relative"):
        return hit.cue.kind == "speech" and {"that", "quote"} <= hit.cue.frames
    return True


def passive(reading: Reading, hit: Hit) -> bool:
    """Read "X was accused of …", "it was reported that …", "X is said to have …": the source is after "by" or absent."""
    line = reading.line
    if hit.form != "n" or not hit.passive:
        return False
    who = subject(line, hit.start, reading.left)
    if who is None:
        return False
    right = _region_end(reading, hit.end)
    if any(reading.taken[i] for i in range(*who)):
        return False
    source, end = _by_source(line, hit, right)
    is_it = line.lower(who[0]) == "it" and who[1] - who[0] == 1
    cue = (hit.start, hit.end)
    if line.lower(hit.end) == "by" and source:
        follows = end if end < right and line.tags[end] in "PO" else None
        content = [who, *([(follows, close_at(line, follows, right))] if follows is not None else [])]
        reading.add(Raw("passive-by", hit, (hit.start, hit.end + 1), source, content))
        return True
    opened = opening(line, hit, right)
    if is_it and opened and opened.frame in ("that", "wh"):
        return _emit(reading, hit, [], opened, right, "passive-it")
    if hit.cue.recipient == "obj" and opened and opened.frame in ("that", "wh", "prep"):
        return _emit(reading, hit, [], opened, right, "passive-told")
    if line.lower(hit.end) in {"as", "of", "with", "for", "to"} and hit.end + 1 < right:
        if line.lower(hit.end) == "to" and line.tag(hit.end + 1) not in "vVBH" and hit.cue.frames.isdisjoint({"inf"}):
            return False
        reading.add(Raw("passive", hit, cue, [], [who, (hit.end, close_at(line, hit.end, right))]))
        return True
    return False


def close_at(line: Line, start: int, right: int) -> int:
    """Give the end of a predicate: the next comma or dash outside quotations."""
    at = start
    while at < right and not (line.tags[at] in ",;-" and line.quote_of[at] < 0):
        at += 1
    return at


def _by_source(line: Line, hit: Hit, right: int) -> tuple[list[Range], int]:
    """Read the agent of a passive."""
    if line.lower(hit.end) != "by":
        return [], hit.end
    who = right_phrase(line, hit.end + 1, right)
    return ([who], who[1]) if who else ([], hit.end)
