"""Days on which something was said, though they stand after what was said: "acknowledged the raid on Monday".

With a verb of answering, accusing or counting and an object that is no clause, a day at the end goes with the
verb: that is when it was said, and not when it happened.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Mapping, Sequence
from datetime import date, timedelta
from functools import cache
from typing import Final

from claimgraph.extract.syntax.lexicon import Cue, cues, phrasal, verb_forms, word_set
from claimgraph.extract.syntax.line import is_other_deed
from claimgraph.extract.syntax.phrases import TIME_WORDS
from claimgraph.extract.syntax.prepared import Prepared, PreparedSentence
from claimgraph.extract.times.expressions import TimeMention

__all__ = ["days_of_saying"]

_TOLD: Final = frozenset(
    ("put", "raise", "lower", "revise", "cut", "reduce", "increase", "double", "halve", "update", "correct",
     "give")
)  # fmt: skip
"""What is done with a figure: "put the number of dead at 11 on Monday"."""
_FIGURES: Final = frozenset(
    ("toll", "tolls", "number", "numbers", "count", "figure", "figures", "total", "estimate", "tally",
     "dead", "deaths", "wounded", "injured", "missing", "losses", "account", "version", "statement", "report")
)  # fmt: skip
_ALWAYS: Final = frozenset(
    ("accuse", "blame", "announce", "reject", "dismiss", "denounce", "retract", "deny", "refute", "rebut",
     "dispute", "concede", "condemn", "repeat", "criticise", "criticize", "proclaim", "contradict",
     "contest", "challenge", "threaten", "warn", "speak", "complain", "reaffirm", "reiterate", "deplore",
     "decry", "disown", "disavow", "welcome", "hail", "vow", "pledge", "promise", "demand")
)  # fmt: skip
"""Verbs whose own day goes before that of their object."""
_ANSWERS: Final = frozenset(
    ("confirm", "acknowledge", "admit", "claim", "describe", "doubt", "question", "recognise", "recognize",
     "report")
)  # fmt: skip
"""Verbs whose object may have a day of its own where it is not pointed at: "confirmed a raid on Monday"."""
_KNOWN: Final = frozenset(
    ("the", "this", "that", "these", "those", "its", "their", "his", "her", "any", "all", "both", "no",
     "responsibility", "involvement", "losses", "it")
)  # fmt: skip
_OWN: Final = _TOLD | _ALWAYS | _ANSWERS
_REPORTING: Final = frozenset(
    ("report", "document", "detect", "identify", "uncover", "note", "describe", "name", "cite", "quote")
)
"""Verbs after which a day is that of a deed: "reported clashes on Monday"."""
_NEVER: Final = frozenset(
    ("tell", "declare", "ask", "signal", "hammer", "bill", "brief", "hit", "score", "project")
)
"""Verbs of speech that mean something else with an object, or whose object is who hears it."""
_BEFORE: Final = frozenset(("on", "late", "early", "earlier", "later"))
_NOT_OF: Final = frozenset(
    ("of", "since", "by", "from", "for", "until", "till", "before", "after", "between", "to", "and", "than",
     "during", "through", "in", "at", "as")
)  # fmt: skip
_BARE: Final = frozenset("NADKGRPU'-O\"C,")
"""Tags of the words of an object without a verb."""
_DEEDS: Final = frozenset(
    ("attack", "attacks", "strike", "strikes", "raid", "raids", "bombing", "bombings", "blast", "blasts",
     "explosion", "explosions", "shelling", "ambush", "massacre", "killing", "killings", "shooting",
     "assault", "incident", "clash", "clashes", "crash", "deaths", "death")
)  # fmt: skip
_HARMED: Final = frozenset(("wounded", "killed", "injured", "dead", "missing", "displaced"))
_SUMMED_UP: Final = _HARMED | frozenset(
    ("casualties", "casualty", "deaths", "death", "fatalities", "victims", "losses", "loss", "damage")
)
"""Nouns for what is counted after a deed: the day after them is that of the report, not of the deed."""
_COUNTABLE: Final = frozenset(
    ("clashes", "fighting", "battle", "battles", "arrest", "arrests", "offensive", "incursion", "violations",
     "airstrike", "airstrikes", "bombardment", "gunfire", "operation", "operations", "ambushes",
     "assaults", "launch", "launches", "crossing", "crossings", "meeting", "meetings", "talks", "protests")
)  # fmt: skip
"""More nouns for deeds, which have days of their own."""
_FOLLOWS: Final = frozenset('.,;:-)"CSPOT')
"""Tags after a day that ends its phrase."""
_OBJECTS: Final = _FOLLOWS | frozenset("DGKNI")
"""Tags after a day that stands right behind the verb."""
_NUMBERS: Final = word_set("numbers")
_SHORT: Final = frozenset(("day", "part-of-day"))
_LONGEST: Final = 300
"""Words of a sentence that can still be one: the work stays linear in the length of the text."""
_LAG: Final = timedelta(days=1)
"""How old a day may be that is the speaker's where the words would fit the deed as well."""


@cache
def _saying() -> Mapping[str, Cue | None]:
    """The verbs, of one word or more, by which what their object names is said, denied or counted."""
    found: dict[str, Cue | None] = dict.fromkeys(_OWN)
    for (lemma, pos), cue in cues().items():
        if pos == "verb" and cue.kind == "speech" and "np" in cue.frames and lemma not in _NEVER:
            found[lemma] = cue
    return found


def days_of_saying(
    prepared: Prepared, times: Sequence[TimeMention], published: date | None
) -> dict[int, int]:
    """Give the days that go with a verb of saying before its object: start of the day → start of the verb.

    `times` are in the order of the text; offsets are code points of it. A day older than the one before
    publication is left to the deed that stands directly before it.

    >>> from claimgraph.extract.syntax.prepared import prepare
    >>> from claimgraph.extract.times.expressions import times
    >>> text = "The army acknowledged the raid on a camp in Sunne on Monday. It denied hitting it on Sunday."
    >>> days_of_saying(prepare(text), times(text, date(2024, 3, 12)), date(2024, 3, 12))
    {53: 9}
    """
    found: dict[int, int] = {}
    starts = [sentence.start for sentence in prepared.sentences]
    for at, time in enumerate(times):
        is_day = time.kind == "point" and time.precision in _SHORT
        if not is_day or time.rule.startswith("clock") or _is_counted(prepared.text, time):
            continue
        sentence = prepared.sentences[max(0, bisect_right(starts, time.span[0]) - 1)]
        if (noun := _noun_or_opening(prepared.text, sentence, time)) is not None:
            found[time.span[0]] = noun
            continue
        if len(sentence.words) > _LONGEST:
            continue
        verb = _verb(sentence, time, published)
        earlier = times[max(0, at - _LONGEST) : at]
        last = found.get(earlier[-1].span[0]) if earlier else None
        is_second = last is not None and last == verb  # put it at 61 on Saturday and at 105 on Sunday
        if verb is not None and (is_second or not _is_dated(prepared.text, sentence, earlier, verb)):
            found[time.span[0]] = verb
    return found


def _is_counted(text: str, time: TimeMention) -> bool:
    """Tell whether a day is counted from what a clause behind it tells: "four days after it happened"."""
    start, end = time.span
    is_open = text.endswith(("after", "before"), start, end)
    return is_open and _PRONOUN.match(text, end) is not None


_PRONOUN: Final = re.compile(r"\s(?:it|he|she|they|we)\b")
_NOUN: Final = re.compile(
    r"(?i)\b(?P<cue>(?:claim|announcement|statement|report|warning|denial|admission|assertion|allegation|accusation"
    r"|promise|confirmation|suggestion|charge|rumou?r|assurance|declaration|disclosure|complaint)s?)\s"
    r"(?:(?:on|late|early|earlier|last)\s)+\Z"
)
"""A noun for what is said right before its day: "the announcement on Monday that"."""
_THAT: Final = re.compile(r"(?:\s(?:morning|afternoon|evening|night))?,?\sthat\b")
_GIVING: Final = re.compile(
    r"(?:\s(?:morning|afternoon|evening|night))?,?\s(?:[\w’'-]+\s){1,6}?(?:had\s)?(?P<cue>gave|given|listed|put)"
    r"\s(?:[\w’'-]+\s){0,8}?[\d“]"
)
"""Who gives a count, right behind a day that opens the sentence: "On Sunday the ministry gave 33 dead"."""
_OPENED: Final = re.compile(
    r"(?:\s(?:morning|afternoon|evening|night))?,?\s(?:(?!(?:who|which|that|whose|when|as)\b|\w+ed\s)[\w’'-]+\s){1,6}?"
    r"(?:had\s)?(?P<cue>announced|proclaimed|confirmed|acknowledged|admitted|conceded|denied|rejected|dismissed"
    r"|denounced|condemned|welcomed|disputed|retracted)\s(?:the|a|an|any|its|his|her|their|this|all)\s"
)
"""Who tells of something, right behind a day that opens the sentence: "On Sunday the army announced the"."""
_BEFORE_NOUN: Final = 40
_OPENING: Final = 12


def _noun_or_opening(text: str, sentence: PreparedSentence, time: TimeMention) -> int | None:
    """The start of a noun of saying before its day, or of a verb of counting behind a day that opens it."""
    start, end = time.span
    noun = _NOUN.search(text, max(sentence.start, start - _BEFORE_NOUN), start)
    if noun is not None:
        return noun.start("cue") if _THAT.match(text, end) else None
    if start - sentence.start > _OPENING:
        return None
    given = _GIVING.match(text, end, sentence.end) or _OPENED.match(text, end, sentence.end)
    return given.start("cue") if given is not None else None


def _is_dated(text: str, sentence: PreparedSentence, before: Sequence[TimeMention], verb: int) -> bool:
    """Whether the verb has another day: "On Monday the army confirmed the raid on Saturday"."""
    for time in reversed(before):
        if time.span[0] < sentence.start:
            return False
        is_of_noun = text[time.span[1] : time.span[1] + 2] in {"'s", "’s"}
        if time.kind == "point" and time.precision in _SHORT and not is_of_noun:
            between = text[time.span[1] : verb] if time.span[1] <= verb else ""
            if ";" not in between and ", and " not in between and ", but " not in between:
                return True
    return False


def _verb(sentence: PreparedSentence, time: TimeMention, published: date | None) -> int | None:
    """The start of the verb that a day belongs to, over an object without a clause; None for others."""
    words, tags = sentence.words, sentence.tags
    first = next((i for i, word in enumerate(words) if word.end > time.span[0]), 0)
    last = next((i for i in range(first, len(words)) if words[i].start >= time.span[1]), len(words))
    end = first
    while end > 0 and (words[end - 1].lower in _BEFORE or tags[end - 1] == ","):
        end -= 1
    is_next = tags[end - 1] == "V"  # announced on Monday the death of the general
    is_owner = last < len(words) and words[last].lower in {"'s", "’s"}
    if is_owner or (last < len(words) and tags[last] not in (_OBJECTS if is_next else _FOLLOWS)):
        return None
    if end < 2 or words[end - 1].lower in _NOT_OF or words[end - 1].lower in TIME_WORDS:
        return None
    at = _back(sentence, end)
    form = verb_forms().get(words[at].lower) if at is not None else None
    if at is None or form is None or not ("d" in form.tags or (tags[at - 1] == "H" and "n" in form.tags)):
        return None
    lemma, width = _lemma(sentence, at)
    before = at - 1 - (tags[at - 1] == "R")
    if tags[before] == "B" or words[at - 1].lower in {"earlier", "later", "previously"}:
        return None  # was confirmed; "earlier confirmed" has a time of its own
    inside = [word.lower for word in words[at + width : end]]
    if last < len(words) and tags[last] == "T" and not _DEEDS.isdisjoint(inside):
        return None  # "denied the attack in Orvil on Sunday that killed nine"
    cue = _saying().get(lemma)
    allowed = cue.prepositions if cue is not None else frozenset()
    if "as" in inside and "as" not in allowed:
        return None  # but "described the strike as a mistake on Monday"
    if lemma not in _OWN and (not inside or (tags[at + width] == "P" and inside[0] not in allowed)):
        return None  # "agreed on Monday to", "slammed into the airport on Monday"
    return words[at].start if _goes_with(lemma, inside, time, published) else None


def _lemma(sentence: PreparedSentence, at: int) -> tuple[str, int]:
    """The verb of saying at a token, with its particles, and of how many words it is; "" for others."""
    form = verb_forms().get(sentence.words[at].lower)
    if form is None or is_other_deed(sentence.words, sentence.tags, at, form.lemma):
        return "", 1
    for following, cue in phrasal().get(form.lemma, ()):
        said = tuple(word.lower for word in sentence.words[at + 1 : at + 1 + len(following)])
        if said == following and cue.lemma in _saying():
            return cue.lemma, 1 + len(following)
    return (form.lemma if form.lemma in _saying() else ""), 1


def _back(sentence: PreparedSentence, end: int) -> int | None:
    """The verb before an object that ends at a token; None where another clause stands between."""
    tags = sentence.tags
    for at in range(end - 1, 0, -1):
        lower = sentence.words[at].lower
        if tags[at] in "Vn":
            if _lemma(sentence, at)[0] and not _describes(sentence, at):
                return at
            if sentence.tags[at + 1] in "NA" and at + 1 < end and tags[at - 1] in "DNKGP":
                continue  # a wounded man
            if lower in _HARMED and tags[at - 1 - (tags[at - 1] == "R")] in "PK":
                continue  # the number of wounded, 31 wounded, three more wounded
            return None
        if tags[at] == "I" and lower == "it" and (tags[at + 1] == "P" or at + 1 == end):
            continue  # put it at 61
        if tags[at] not in _BARE or lower == "that":
            return None
    return None


def _describes(sentence: PreparedSentence, at: int) -> bool:
    """Whether a participle stands before its noun: "the claimed attack"."""
    return sentence.tags[at - 1] in "DGK" and sentence.tags[at + 1] in "NA"


def _goes_with(lemma: str, inside: Sequence[str], time: TimeMention, published: date | None) -> bool:
    """Whether the day after an object is that of the verb, and not of the deed that the object names."""
    if not inside:
        return True
    if all(word in _NUMBERS or word.isdecimal() for word in inside):
        return True  # had reported ten on Wednesday
    if lemma in _TOLD and inside[0] in {"it", "them", "this", "that"} and inside[1:2] in (["at"], ["to"]):
        return True  # had put it at 61 on Saturday
    if lemma in _TOLD:
        return not _FIGURES.isdisjoint(inside)
    if time.rule.startswith("that-"):  # "spoke of 70 arrests that day", "confirmed the deal that evening"
        return inside[0] in _KNOWN and _DEEDS.isdisjoint(inside)
    is_recent = published is None or _is_recent(time, published)
    is_deed = inside[-1] in _DEEDS and len(inside) > 2
    cue = _saying().get(lemma)
    if lemma in _ALWAYS or (cue is not None and cue.stance == "denies"):
        return is_recent or not is_deed
    if inside[0] in _KNOWN:
        return is_recent or not is_deed
    if lemma in _REPORTING:  # "reported 31 wounded on Monday", but "reported clashes on Monday"
        return not _SUMMED_UP.isdisjoint(inside)
    is_open = not (_DEEDS - _SUMMED_UP | _COUNTABLE).isdisjoint(inside)
    return not is_open


def _is_recent(time: TimeMention, published: date) -> bool:
    return time.earliest is not None and published - time.earliest.date() <= _LAG
