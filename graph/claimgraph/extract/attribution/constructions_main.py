"""Constructions whose content follows the cue: main clauses, participles, relatives, passives."""

from __future__ import annotations

from dataclasses import replace
from typing import Final

from claimgraph.extract.attribution.constructions_joint import by_each, each_in_turn
from claimgraph.extract.attribution.content import Opening, close, opening
from claimgraph.extract.attribution.counts import is_only_count
from claimgraph.extract.attribution.raw import Raw, Reading, unsaid
from claimgraph.extract.attribution.silence import falls_silent, is_refusal, may_be_infinite, neither
from claimgraph.extract.attribution.sources import first_subject, last_subject, subject, who_is_quoted
from claimgraph.extract.attribution.stepping import SAID_IN
from claimgraph.extract.syntax.lexicon import verb_forms, word_set
from claimgraph.extract.syntax.line import Hit, Line, Range
from claimgraph.extract.syntax.phrases import TIME_WORDS, before_time, phrase_before, right_phrase


def region_end(reading: Reading, start: int) -> int:
    """Give the next taken token after `start`, or the end of the reading."""
    at = start
    while at < reading.right and not reading.taken[at]:
        at += 1
    return at


def _previous_source(reading: Reading, hit: Hit) -> list[Range] | None:
    """Give the source of the nearest attribution before a cue in this sentence."""
    before = [
        raw for raw in reading.found if raw.hit.head < hit.head and raw.hit.form in "VJP" and raw.source
    ]
    if hit.form in "gv":
        before = [
            raw
            for raw in before
            if not raw.rule.startswith("relative")
            and not _is_subordinate(reading.line, raw.source[0][0], reading.left)
        ]
    return max(before, key=lambda raw: raw.hit.head).source if before else None


def _clause_subject(reading: Reading, hit: Hit) -> list[Range] | None:
    """Give the subject that a cue without one of its own shares: of the cue before, or of the clause."""
    previous = _previous_source(reading, hit)
    if previous is not None:
        return previous
    find = last_subject if hit.form == "v" else first_subject
    found = find(reading.line, reading.left, hit.start)
    return [found] if found else None


def _source_of(reading: Reading, hit: Hit) -> tuple[list[Range], str] | None:
    """Find the source of a finite cue and the construction it shows."""
    line, before = reading.line, hit.start - 1
    while before >= reading.left and line.tags[before] in "RF" and line.lower(before) not in _PRONOUN_ADVERBS:
        before -= 1
    if line.lower(before) == "at" and line.lower(before + 1) in {"first", "last"}:
        before -= 1
    if line.lower(before) in {"first", "last", "turn"} and line.lower(before - 1) in {"at", "in"}:
        before -= 2  # "Ankara at first said"
    if before < reading.left or (line.quote_of[before] >= 0 and line.tags[before] != '"'):
        return None
    timed = before_time(line, before + 1, reading.left) - 1  # but on Monday admitted
    if reading.left < timed < before and line.tags[timed] == "C":
        before = timed
    tag = line.tags[before]
    is_having = tag in "PS" and line.lower(hit.start) == "having"  # despite having said
    if is_having or (tag == "C" and line.tag(before - 1) not in "WT"):
        shared = _clause_subject(reading, hit)
        return (shared, "second-cue") if shared else None
    previous = _previous_source(reading, hit) if tag == "," and line.tag(before - 1) != ")" else None
    if previous and subject(line, hit.start, reading.left) is None:
        return previous, "second-cue"
    left = _left_limit(reading, before + 1)
    opens = line.lower(left), line.lower(left + 1)
    left += 2 if opens == ("at", "first") else opens[0] == "initially"
    who = subject(line, before + 1, left)
    if who is None:
        return None
    return [who], "relative-subject" if line.tags[who[0]] in "WT" else "main-clause"


def finite(reading: Reading, hit: Hit) -> bool:
    """Read X said (that) …, X praised …, X vowed to …; also who said …, and a second cue without subject."""
    line = reading.line
    found = _source_of(reading, hit) if hit.form in "VJ" and not is_refusal(line, hit) else None
    if found is None:
        return False
    source, rule = found
    if all(line.lower(i) in TIME_WORDS and line.tags[i] == "A" for i in range(*source[0])):
        return False  # Sunday saw the heaviest shelling
    if (pair := neither(line, source[0], reading.left)) is not None:
        source, hit.negated = [pair], True
    start = source[0][0]
    if hit.cue.kind == "report" and any(line.lower(i) in _EVIDENCE for i in range(*source[0])):
        hit.cue = replace(hit.cue, frames=hit.cue.frames | {"np"})
    if hit.form == "J" and line.lower(start) == "it":
        source, rule = [], "impersonal"
    if source and start > reading.left and _relative_content(reading, hit, source[0]):
        return True
    right = region_end(reading, hit.end)
    if rule == "relative-subject" or line.lower(start) == "whose":
        right = relative_end(reading, hit, start, right)
    elif _is_subordinate(line, start, reading.left):
        right = _subordinate_end(line, hit.end, right)
    elif start - 1 > reading.left and line.lower(start - 1) in {"which", "who", "whom"}:
        right = relative_end(reading, hit, start - 1, right)  # which the army said on Monday it had taken
    opened = opening(line, hit, right)
    if opened is None and source and rule == "main-clause" and each_in_turn(reading, hit, source, right):
        return True
    if opened is None or (not source and opened.frame != "wh") or _is_issuing(reading, hit, opened):
        return False
    if rule == "relative-subject" and (issuer := _issuer(reading, start)) is not None:
        source = [issuer]  # issued a statement that accused
    if opened.frame == "prep" and hit.cue.lemma in _OF_OTHERS and line.lower(hit.head).endswith("ed"):
        accused = Raw(
            "passive", hit, (hit.start, hit.end), [], [source[0], (hit.end, close_at(line, hit.end, right))]
        )
        reading.add(accused)  # headlines: "Rebels accused of shelling village"
        return True
    rule = rule + "-quote" if opened.frame == "quote" else rule
    return emit(reading, hit, source, opened, right, rule) and by_each(reading, source)


# What shows or finds something without being a person: its verb takes an object, too ("the poll showed …").
_EVIDENCE: Final = word_set("evidence")
_LIGHT: Final = word_set("light")


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


def _is_issuing(reading: Reading, hit: Hit, opened: Opening) -> bool:
    """Tell whether a verb puts out what says something: "posted a message on Monday saying that"."""
    if hit.cue.lemma not in _LIGHT:
        return False
    for other in reading.line.hits:
        if other.form == "g" and other.start > opened.start:
            what = subject(reading.line, other.start, reading.left)
            return what is not None and light_verb(reading.line, what[0] + 1, reading.left) == hit.start
    return False


def _issuer(reading: Reading, pronoun: int) -> Range | None:
    """Give who put out what a relative pronoun stands for: "issued a statement on Monday that denied it"."""
    line = reading.line
    end = before_time(line, pronoun, reading.left)
    what = phrase_before(line, end) if line.tag(end - 1) in "NA" else None
    if what is None or line.lower(what[1] - 1) not in SAID_IN:
        return None
    light = light_verb(line, what[0] + 1, reading.left)
    return subject(line, light, reading.left) if light is not None else None


def asked(reading: Reading, hit: Hit) -> bool:
    """Read "Asked whether …, X said", "when asked about …": a question to the speaker, no source."""
    line, head = reading.line, hit.head
    is_form = line.tags[head] in "VnA" and line.lower(head).endswith(("ed", "on"))
    if hit.cue.lemma not in _QUESTIONS or not is_form:
        return False
    if head != reading.left and line.lower(head - 1) not in _BEFORE_ASKED and line.tag(head - 1) != ",":
        return False
    right = _subordinate_end(line, hit.end, region_end(reading, hit.end))
    right = _first_comma(line, hit.end, right)
    agent = right_phrase(line, hit.end + 1, right) if line.lower(hit.end) == "by" else None
    opened = opening(line, replace(hit, end=agent[1]) if agent else hit, right)
    if opened is None or opened.frame not in ("wh", "prep"):
        return False
    if agent:  # "Asked by reporters whether …"
        opened = replace(opened, cue_end=hit.end)
    return emit(reading, hit, [agent] if agent else [], opened, right, "asked")


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


_PRONOUN_ADVERBS = frozenset({"most", "more", "less"})
_QUESTIONS = frozenset({"ask", "press", "question", "quiz", "grill"})
_BEFORE_ASKED = frozenset({"when", "if", "but", "and", "once"})


def _is_subordinate(line: Line, subject_start: int, left: int) -> bool:
    """Tell whether the clause of a subject opens the sentence with "while", "when", "if" and the like."""
    at = subject_start - 1
    if at < left or line.tags[at] not in "SP" or line.lower(at) not in _OPENERS:
        return False
    return not any(line.tags[i] in 'VMBHX"' for i in range(left, at))


_NAMING = frozenset({"consider", "regard", "view", "believe", "think", "deem"})
_OPENERS: Final = word_set("openers")


def _subordinate_end(line: Line, start: int, right: int) -> int:
    """Give the comma after which the main clause of the sentence begins."""
    last = next((i for i in range(right - 1, start, -1) if line.tags[i] in "VMBHX"), start)
    for at in range(start, last):
        if line.tags[at] == "," and line.quote_of[at] < 0 and line.tag(at + 1) in "DIANGKUR":
            return at
    return right


def relative_end(reading: Reading, hit: Hit, pronoun: int, right: int) -> int:
    """Give the end of a relative clause: before the main verb after it, or at its closing comma."""
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
        if line.tags[at] == "," and (
            line.tag(follows) in "VMBHX" or (is_incidental and line.tag(follows) == "-")
        ):
            return at
    for other in line.hits:
        if other.head > hit.end and other.form == "V":
            who = subject(line, other.start, reading.left)
            if who is not None and who[0] < pronoun and other.start <= right:
                return other.start
    return right


def emit(reading: Reading, hit: Hit, source: list[Range], opened: Opening, right: int, rule: str) -> bool:
    """Add what a cue says from where its content opens; tell whether there is anything."""
    end = close(reading.line, hit, opened, right)
    if end <= opened.start or _takes_in(reading.line, hit, opened.start, end):
        return False
    stop = _denial_end(reading.line, hit, opened.start, end)
    recipient = [opened.recipient] if opened.recipient else []
    cue = (hit.start, max(opened.cue_end, hit.end))
    reading.add(Raw(rule, hit, cue, source, [(opened.start, stop)], recipient))
    if stop < end and not any(stop < other.head < end and other.form == "V" for other in reading.line.hits):
        own = unsaid(stop)
        reading.add(Raw("after-denial", own, (stop, stop + 1), source, [(stop + 1, end)], recipient))
    return True


def _denial_end(line: Line, hit: Hit, start: int, end: int) -> int:
    """The end of what is denied: after a colon the denier tells how it was ("denied this: nobody came")."""
    if hit.cue.stance != "denies":
        return end
    colons = (at for at in range(start + 1, end - 1) if line.tokens[at].text == ":" and line.quote_of[at] < 0)
    return next(colons, end)


def _takes_in(line: Line, hit: Hit, start: int, end: int) -> bool:
    """Tell whether who "admitted" something let people in: "admitted 26 people with bullet wounds".

    So does a ward that admitted a number: "the clinic has admitted 40".
    """
    if hit.cue.lemma != "admit":
        return False
    if line.lower(hit.start - 1) in _WARDS and line.tag(start) in "KRP":
        return True
    at = line.tags.index("K", start) if is_only_count(line, start) else start
    while at < end and line.tags[at] in "DRKGNA" and line.lower(at) not in _PATIENTS:
        at += 1
    is_end = at + 1 >= end or line.tags[at + 1] in "PO,SC" or line.lower(at + 1) in TIME_WORDS
    return at < end and line.lower(at) in _PATIENTS and is_end


_WARDS: Final = word_set("hospitals") | {"centre", "centres", "center", "centers"}
_PATIENTS: Final = frozenset(
    (
        "people",
        "patients",
        "men",
        "women",
        "children",
        "civilians",
        "refugees",
        "survivors",
        "wounded",
        "injured",
    )
)  # fmt: skip


def _relative_content(reading: Reading, hit: Hit, who: Range) -> bool:
    """Read "which Kyiv says sank …", "what it calls …": the pronoun stands for part of the content."""
    line, at = reading.line, who[0] - 1
    while at > reading.left and line.tags[at] == "R":
        at -= 1
    if at < reading.left or not _stands_for(line, hit, at, reading.right):
        return False
    end = close_at(line, hit.end, region_end(reading, hit.end))
    content = [(at, at + 1), (hit.end, end)]
    raw = Raw("relative-content", hit, (hit.start, hit.end), [who], content, relative=at)
    if end == hit.end:  # ", which Moscow denies": what was said before
        raw.stands_for = next(
            (r.content[-1] for r in reading.found if r.content and r.content[-1][1] == at - 1), None
        )
    reading.add(raw)
    return True


_HARD: Final = frozenset(("hard", "harder", "difficult", "impossible", "easy", "easier"))


def participle(reading: Reading, hit: Hit) -> bool:
    """Read ", saying that …", "while praising …", "a statement saying …": cues in -ing and infinitives."""
    line, before = reading.line, hit.start - 1
    if hit.form not in "gv" or (before < reading.left and hit.form == "v"):
        return False
    if hit.form == "v" and line.lower(before - 1) in _HARD and line.lower(before) == "to":
        return False  # "making it hard to verify the figures": who would verify them is not told
    tag = line.tags[before] if before >= reading.left else "."
    if tag in "NA)'" and hit.form == "g":
        who = subject(line, hit.start, reading.left)
        if who and _told_by(reading, hit, who):
            return True
        is_with = who is not None and who[0] > reading.left and line.lower(who[0] - 1) == "with"
        source, rule = who and [who], "with-participle" if is_with else "reduced-relative"
    elif hit.form == "g" and (quoted := _quoted(reading, hit)):
        source, rule = [quoted], "quoted-as"
    elif before < reading.left and hit.cue.lemma != "cite":
        return False  # "Warning that …, X did …" seldom says what X said
    elif before < reading.left:
        source, rule = None, "participle-initial"
    else:
        source, rule = _clause_subject(reading, hit), "infinitive" if hit.form == "v" else "participle"
    if not source and tag == "," and (named := phrase_before(line, hit.start)) and named[0] == reading.left:
        source = [named]  # "TASS, citing officials, reported …"
    if not source and (tag in "PSC" or rule == "participle-initial"):
        main = _subordinate_end(line, hit.end, reading.right) if tag in "PS" else reading.right
        later = first_subject(line, main if main < reading.right else hit.end, reading.right)
        source = later and [later]
    is_silent = bool(source) and falls_silent(reading, hit)
    if not source or not (is_silent or may_be_infinite(hit, rule)):
        return False
    if line.lower(before) == "without":  # "without saying who had fired"
        hit.negated, hit.start = True, before
    right = region_end(reading, hit.end)
    if tag in "PS" and not any(line.tags[i] in "VMBHX" for i in range(reading.left, hit.start)):
        right = _subordinate_end(line, hit.end, right)
    if rule == "participle-initial":
        right = _first_comma(line, hit.end, right)
    opened = opening(line, hit, right)
    if opened is None or (rule in _CLAUSES_ONLY and opened.frame not in ("that", "quote", "wh", "colon")):
        return False
    return emit(reading, hit, source, opened, right, rule)


def _quoted(reading: Reading, hit: Hit) -> Range | None:
    """Give whom "was quoted as saying" or "quoted X as saying" quotes."""
    line, before = reading.line, hit.start - 1
    whom = who_is_quoted(line, hit, reading.left)
    return whom or (phrase_before(line, before) if line.lower(before) == "as" else None)


_OF_OTHERS: Final = frozenset({"accuse", "blame", "suspect"})
"""Verbs of blame: whoever is accused stands right after them, else before them."""
_CLAUSES_ONLY: Final = frozenset({"reduced-relative"})


def close_at(line: Line, start: int, right: int) -> int:
    """Give the end of a predicate: the next comma or dash outside quotations."""
    at = start
    while at < right and not (line.tags[at] in ",;-" and line.quote_of[at] < 0):
        at += 1
    return at


def _told_by(reading: Reading, hit: Hit, who: Range) -> bool:
    """Read "issued a statement saying …": the source is who issued it."""
    line = reading.line
    light = light_verb(line, who[0] + 1, reading.left)
    if light is None:
        return False
    teller = subject(line, light, reading.left) or first_subject(line, reading.left, light)
    right = region_end(reading, hit.end)
    opened = opening(line, hit, right)
    if teller is None or opened is None or opened.frame in ("np", "prep"):
        return False
    hit.start = light
    return emit(reading, hit, [teller], opened, right, "light-verb-participle")


def _first_comma(line: Line, start: int, right: int) -> int:
    """Give the first comma outside quotations, or `right`."""
    return next((i for i in range(start, right) if line.tags[i] == "," and line.quote_of[i] < 0), right)


def _stands_for(line: Line, hit: Hit, at: int, right: int) -> bool:
    """Tell whether the relative pronoun at `at` is the subject or the object of what the cue says."""
    word, follows = line.lower(at), line.tag(hit.end)
    takes_clause = "that" in hit.cue.frames and follows in "VMBHXvn"
    if line.tags[at] not in "WT" or word == "whose" or (word == "who" and follows not in "VMBHX"):
        return False
    if line.tags[at] == "T" and (line.tag(at - 1) not in "NA" or follows not in "VMBHXvn"):
        return False
    names = hit.cue.kind in ("speech", "judgement") or hit.cue.lemma in _NAMING
    if takes_clause or not (names and "np" in hit.cue.frames):
        return takes_clause
    if hit.end >= right:
        return word == "which" and line.tag(at - 1) == ","
    return word in {"what", "whatever"} or follows == "P" or (word == "which" and follows in "DNAKP")


def _left_limit(reading: Reading, end: int) -> int:
    """Give the first token a subject that ends at `end` may begin with: after what was found before."""
    left = reading.left
    for raw in reading.found:
        is_inserted = raw.content[-1][1] == end - 1 and reading.line.tags[end - 1] == ","
        if not is_inserted and not raw.rule.startswith("relative-subject"):
            for part in (*raw.content, raw.cue):
                if left < part[1] <= end and not (raw.source and raw.source[0][0] >= part[1]):
                    left = part[1]
    return left
