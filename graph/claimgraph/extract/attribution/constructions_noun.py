"""Cues that are no verbs: nouns ("his claim that …"), evidential adverbs, colons."""

from __future__ import annotations

from typing import Final

from claimgraph.extract.attribution.constructions_main import close_at, light_verb
from claimgraph.extract.attribution.content import Opening, close
from claimgraph.extract.attribution.raw import Raw, Reading, unsaid
from claimgraph.extract.attribution.sources import first_subject, subject
from claimgraph.extract.attribution.stepping import skip_time
from claimgraph.extract.syntax.lexicon import cues, word_set
from claimgraph.extract.syntax.line import Hit, Line, Range
from claimgraph.extract.syntax.phrases import before_day, is_time

_COLON_LIMIT: Final = 6


def _possessor(line: Line, noun: int, left: int) -> tuple[Range, int] | None:
    """Find "X's" or "his" before a noun and its adjectives: (possessor, first token of the cue)."""
    at = noun - 1
    while (at >= left and line.tags[at] in "NKRgn") or (
        at >= left and line.tags[at] == "C" and line.tag(at - 1) == "N"
    ):
        at -= 1
    if at < left or line.tags[at] != "G":
        return None
    lower = line.tokens[at].lower
    if lower in ("'s",):
        who = subject(line, at, left)
        if who and is_time(line, who):
            return None  # "Monday's claim by the mayor that …"
        if who:
            start = max(
                (i + 1 for i in range(who[0], at) if line.tags[i] == "P" and line.lower(i) != "of"),
                default=who[0],
            )
            who = (start, who[1])
        return ((who[0], at + 1), at + 1) if who and line.tags[who[0]] not in "WTI" else None
    if lower in {"our", "my", "your", "whose"}:
        return None
    return ((at, at + 1), at + 1)


def noun(reading: Reading, hit: Hit) -> bool:
    """Read "his claim that …", "the ministry's denial of …", "a promise to …"."""
    line = reading.line
    if hit.form != "N":
        return False
    opened = _noun_opening(line, hit, reading.right) or Opening(hit.end, hit.end, "")
    hit.negated = hit.negated or _is_none(line, hit, reading.left)
    owner = _possessor(line, hit.head, reading.left)
    source: list[Range] = []
    rule, start = "noun", hit.head
    if owner:
        source, start, rule = [owner[0]], owner[1], "noun-possessive"
    else:
        verb_start = light_verb(line, hit.head, reading.left)
        if verb_start is not None:
            who = subject(line, verb_start, reading.left) or first_subject(line, reading.left, verb_start)
            if who:
                source, start, rule = [who], verb_start, "noun-light-verb"
        if not source and (author := _author(line, hit, opened, reading.right)) is not None:
            source, opened, rule = [author[0]], author[1], "noun-author"
        is_silence = hit.negated and opened.frame == "prep"  # no word on the strike from the army
        if not source and not is_silence and (opened.frame != "that" or not _is_hearsay(line, hit)):
            return False
    if not opened.frame:
        return False
    right = opened.start
    while right < reading.right and not reading.taken[right]:
        right += 1
    if opened.frame == "that" and not any(line.tags[i] in "VMBHX" for i in range(reading.left, hit.head)):
        right = _matrix_verb(line, opened.start, right)
    end = close(line, hit, opened, right) if right > opened.start else opened.start
    if end <= opened.start:
        return False
    reading.add(Raw(rule, hit, (start, max(opened.cue_end, hit.end)), source, [(opened.start, end)]))
    return True


def _is_none(line: Line, hit: Hit, left: int) -> bool:
    """Tell whether a noun is of what was not said: "no comment on", "made no mention of", "not any word"."""
    if hit.cue.lemma not in _UNSAID:
        return False
    at = hit.head - 1
    while at > left and line.tags[at] in "NA":
        at -= 1
    if line.lower(at) == "any":
        light = light_verb(line, hit.head, left)
        return "F" in line.tags[light:at] if light is not None else line.lower(at - 1) == "without"
    return line.lower(at) == "no"


_UNSAID: Final = frozenset({"comment", "mention", "word", "reference", "reaction", "response"})


def _author(line: Line, hit: Hit, opened: Opening, right: int) -> tuple[Range, Opening] | None:
    """Find who made a claim after its noun: "the claim of the ministry that …", "reports in media of …"."""
    if line.lower(hit.end) not in {"of", "by", "from", "in"}:
        return None
    end = hit.end + 1
    while end < right and line.tags[end] in "DNAGK":
        end += 1
    is_within = line.lower(hit.end) == "in"
    if end < right and line.lower(end) == "of" and not is_within:  # "of the ministry of defence that"
        end += 1
        while end < right and line.tags[end] in "DNAGK":
            end += 1
    who = (hit.end + 1, end)
    if end <= hit.end + 1 or end >= right:
        return None
    if line.tags[end] == "T" and "that" in hit.cue.frames and not is_within:
        return who, Opening(hit.end + 1, end, "that")
    if line.lower(end) in hit.cue.prepositions and line.lower(hit.end) != "of" and end + 1 < right:
        return who, Opening(hit.end, end, "prep")
    return None


def _is_hearsay(line: Line, hit: Hit) -> bool:
    """Tell whether a noun without an owner reports something: "reports that …", not "the fact that …"."""
    return hit.cue.lemma in _HEARSAY


_HEARSAY: Final = frozenset({"report", "rumour", "rumor", "allegation", "claim", "speculation", "accusation"})


def _matrix_verb(line: Line, start: int, right: int) -> int:
    """For "his claim that the city fell was denied": where the verb of the main clause begins."""
    done = False
    for at in range(start, right):
        tag = line.tags[at]
        if tag in 'STWC,;:I"' or line.quote_of[at] >= 0:
            done = False
        elif tag in "VMBHX":
            is_after_particle = tag in "BHM" and line.lower(at - 1) in _PARTICLES
            if done and (line.tags[at - 1] not in "MBHXRF" or is_after_particle):
                return at
            done = True
    return right


_PARTICLES: Final = frozenset(("down", "up", "out", "off", "away", "over", "back"))


def _noun_opening(line: Line, hit: Hit, right: int) -> Opening | None:
    """Find the content of a noun cue: "that …", "to …", or a phrase after its preposition."""
    at, frames = hit.end, hit.cue.frames
    if at >= right:
        return None
    if line.tags[at] == "T" and "that" in frames and line.tag(at + 1) not in "VMBHX":
        return Opening(at, at, "that")
    if "that" in frames and line.tags[at] == "P":
        for position in range(at + 1, min(right, at + 7)):
            if line.tags[position] == "T" and line.tag(position + 1) not in "VMBHX":
                return Opening(hit.end, position, "that")
            if line.tags[position] not in "NADGK'P":
                break
    if line.tags[at] == "O" and "inf" in frames and line.tag(at + 1) in "vV":
        return Opening(at, at, "inf")
    if line.lower(at) in hit.cue.prepositions and at + 1 < right and skip_time(line, at, right) == at:
        return Opening(at + 1, at + 1, "prep")  # but "in its verdict on Monday"
    return None


def evidential(reading: Reading, hit: Hit) -> bool:
    """Read "reportedly", "allegedly": a cue without source whose content is the clause around it."""
    if hit.form != "R":
        return False
    line = reading.line
    start = hit.start
    while start > reading.left and line.tags[start - 1] not in ',;:-"' and not reading.taken[start - 1]:
        start -= 1
    while start < hit.start and line.tags[start] in "CSRW":
        start += 1
    after = hit.end + (hit.start == reading.left and line.tag(hit.end) == ",")  # "Reportedly, the ship …"
    end = close_at(line, after, reading.right)
    content = [part for part in ((start, hit.start), (after, end)) if part[1] > part[0]]
    if not content:
        return False
    reading.add(Raw("evidential", hit, (hit.start, hit.end), [], content))
    return True


def by_own_count(reading: Reading) -> bool:
    """Read "By the army's count, nine died", "In his telling the planes came from the sea"."""
    line = reading.line
    if _ACCOUNTS.isdisjoint(line.words):
        return False
    for noun in range(reading.left + 2, min(reading.right, len(line.tokens))):
        if line.lower(noun) not in _ACCOUNTS or line.quote_of[noun] >= 0:
            continue
        near = range(noun - 1, max(reading.left - 1, noun - 9), -1)
        start = next((at for at in near if line.lower(at) in {"by", "in", "on"}), noun)
        whose = _possessor(line, noun, start + 1)
        if whose is None or whose[0][0] != start + 1:
            continue
        after = noun + 1 + (line.tag(noun + 1) == ",")
        if start == reading.left:
            content = (after, reading.right)
        elif line.tags[start - 1] == "," and noun + 1 >= reading.right:
            content = (reading.left, start - 1)
        else:
            continue
        hit = Hit(cues()["according to", "prep"], noun, noun, noun + 1, "P")
        reading.add(Raw("own-count", hit, (noun, noun + 1), [whose[0]], [content]))
        return True
    return False


_ACCOUNTS: Final = frozenset(
    ("count", "tally", "estimate", "reckoning", "calculation", "telling", "account", "version", "words")
)


def colon(reading: Reading) -> bool:
    """Read "MINISTRY: …" and a headline "Minister: …": a short name and a colon open a paragraph."""
    line = reading.line
    named, hearer = _named_with_role(reading), -1
    for at in range(reading.left, min(reading.right, max(reading.left + _COLON_LIMIT, named + 1))):
        tag = line.tags[at]
        if tag == ":" and line.tokens[at].text == ":":
            if at == reading.left or at + 1 >= reading.right:
                return False
            if line.lower(at - 1) in _NO_SPEAKERS and line.tokens[reading.left].text != "@":
                return False
            hit = unsaid(at)
            who = (reading.left, before_day(line, reading.left, hearer if hearer > 0 else at))
            whom = [(hearer + 1, at)] if hearer > 0 else []
            content = (at + 1, _up_to_other(reading, at + 1))
            reading.add(Raw("colon", hit, (at, at + 1), [who], [content], whom))
            return True
        if tag == "O" and at > reading.left and line.tag(at + 1) == "A":
            hearer = at  # "Petrov to the Herald: nine died"
            continue
        if at < named or (line.tokens[at].text in ("A", "Q") and line.tag(at + 1) == ":"):
            continue
        is_handle = line.tokens[reading.left].text == "@" and line.tokens[at].text in "@_"
        is_name = tag in "A'N" or (tag in "PG" and at > reading.left) or is_handle
        is_common = tag == "N" and at == reading.left and line.paragraph > 0 and not is_handle
        if not is_name or (is_common and not _is_speaker(line, at, reading.right)):
            return False
    return False


def _up_to_other(reading: Reading, start: int) -> int:
    """Give where the turn of whoever opens a line ends: at a semicolon before somebody else's words."""
    line = reading.line
    last = max((hit.head for hit in line.hits if hit.form == "V"), default=-1)
    for at in range(start + 1, min(last - 1, reading.right)) if ";" in line.tags else ():
        if line.tags[at] == ";" and line.quote_of[at] < 0:
            return at
    return reading.right


def trailing(reading: Reading) -> None:
    """Read a headline that ends in its source: "Nine dead in market blast – police", "…: army"."""
    line, at = reading.line, reading.right - 1
    if line.end != line.size or line.quote_of[at] >= 0:
        return
    while at > reading.left and line.tags[at] in "NADP'" and reading.right - at <= _COLON_LIMIT:
        at -= 1
    who = (at + 1, reading.right)
    if line.tags[at] not in "-:" or who[0] == who[1] or line.tags[who[0]] == "P":
        return
    head = next((i for i in range(*who) if line.tags[i] == "P"), reading.right) - 1
    content = (reading.left, at)
    told = line.tags[slice(*content)]
    is_name = head == who[1] - 1 and all(line.tags[i] == "A" for i in range(*who))  # "– Kyiv": told later on
    if (
        not (is_name or _can_speak(line, head))
        or at - reading.left < _SHORTEST
        or not any(tag in told for tag in "VnK")
    ):
        return
    hit = unsaid(at)
    reading.add(Raw("headline-source", hit, (at, at + 1), [who], [content]))


_SHORTEST: Final = 3
"""Words of a headline before its source."""


def _can_speak(line: Line, at: int) -> bool:
    """Tell whether a noun is one for speakers, or a short name in capitals: "police", "UN"."""
    text, word = line.tokens[at].text, line.lower(at)
    singular = word[:-3] + "y" if word.endswith("ies") else word.removesuffix("s")
    is_short_name = text.isupper() and 1 < len(text) < 6 and len(line.tokens[0].text) > 1
    shouts = all(token.text.isupper() for token in line.tokens if token.text.isalpha())
    return (is_short_name and not shouts) or not _SPEAKERS.isdisjoint((word, singular))


def _is_speaker(line: Line, at: int, right: int) -> bool:
    """Tell whether a phrase that begins in no capitals ends in a speaker: "State TV:", "National police:"."""
    colon_at = line.tags.find(":", at, min(right, at + _COLON_LIMIT))
    word = line.lower(colon_at - 1) if colon_at > at else ""
    singular = word[:-3] + "y" if word.endswith("ies") else word.removesuffix("s")
    return not _SPEAKERS.isdisjoint((word, singular, word.removesuffix("es")))


_BODIES: Final = word_set("body") | word_set("bodies_too")
_SPEAKERS: Final = (_BODIES | word_set("person") | word_set("person_too") | {"tv"}) - word_set("evidence")


def _named_with_role(reading: Reading) -> int:
    """Give the colon after a name and what somebody is: "Iraq's premier, Sami Haddad: …"; -1 without one."""
    line = reading.line
    colon_at = line.tags.find(":", reading.left, min(reading.right, reading.left + 2 * _COLON_LIMIT))
    commas = [at for at in range(reading.left, max(0, colon_at)) if line.tags[at] == ","]
    if len(commas) != 1 or line.tokens[colon_at].text != ":":
        return -1
    parts = (reading.left, commas[0]), (commas[0] + 1, colon_at)
    for name, role in (parts, parts[::-1]):
        is_name = name[1] - name[0] > 1 and all(
            line.tags[at] == "A" or line.tokens[at].text.startswith(("al-", "el-", "ad-", "an-", "as-"))
            for at in range(*name)
        )
        if is_name and "N" in line.tags[slice(*role)] and set(line.tags[slice(*role)]) <= set("DANPOGK'"):
            return colon_at
    return -1


_NO_SPEAKERS: Final = word_set("no_speakers")
