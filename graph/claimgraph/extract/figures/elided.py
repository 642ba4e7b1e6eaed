"""Numbers that name nothing counted: they count what was counted before them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from claimgraph.extract.figures.answers import is_answer, number_is_of_people
from claimgraph.extract.figures.counted import MATERIEL, Counted, plain
from claimgraph.extract.figures.fates import fate_after
from claimgraph.extract.figures.grammar import Figure, Token, has_changed
from claimgraph.extract.figures.named import gives_it
from claimgraph.extract.figures.nouns import NounPhrase, noun_phrase
from claimgraph.extract.figures.tokens import QUOTES
from claimgraph.extract.figures.units import refusal
from claimgraph.extract.figures.words import FATE_NOUNS, FATE_VERBS, words
from claimgraph.extract.syntax.lexicon import verb_forms

__all__ = [
    "corrected",
    "gapped",
    "kept",
    "more_of",
    "named_before",
    "of_whole",
    "opens_part",
    "put_at",
    "verbless",
]

_HARMED = words(
    "killed wounded missing captured casualties harmed displaced detained evacuated people personnel"
)
"""What can be said to have become of people."""
_CLOSERS = words("and but , . ; when")
_DAY_WORDS = words("""
    morning afternoon evening night noon midday midnight today yesterday overnight
    monday tuesday wednesday thursday friday saturday sunday
    january february march april may june july august september october november december
""")
"""Words that may end a time before a subject: "as of Sunday morning 140 had been identified"."""
_OPENERS = words("""
    that and as while , said only but ; : whom them says say believes believe believed thinks think fears
    fear estimates estimated reckons reckoned where
""")


_VERBS = words("were was are is have has had remain remained did")
_ADJECTIVES = words("last other remaining first rest")


def more_of(tokens: Sequence[Token], figure: Figure, told: Counted | None) -> Counted | None:
    """Give the count of a number alone that is the subject of a verb: "ninety were still inside".

    It counts what was counted before, in `told`; None where it does not.
    """
    if figure.form not in {"digits", "words"} or figure.last >= len(tokens):
        return None
    fate = _of_the(tokens, figure)
    if fate is not None:
        return replace(plain(tokens, figure), counts=fate, fate=fate, subset=True, rule="part-of")
    start = _before_quotes(tokens, figure.first)
    there = [t.lower for t in tokens[max(0, start - 2) : start]]
    ours = [token.lower for token in tokens[figure.last : figure.last + 2]] == ["of", "us"]
    are_many = there[-1:] and there[-1] in _BEING | {"were", "are"} and {"we", "they"} & set(there[:1])
    if not ours and (refusal(tokens, figure) is not None or figure.last - figure.first > _LONG):
        return None
    if ours or are_many:  # we were 300 of us
        return replace(plain(tokens, figure), counts="people", noun=_PEOPLE, rule="elided")
    before = tokens[figure.first - 1].lower if figure.first else ","
    if before in _ADJECTIVES and there[0] in {"the", "their", "its"}:  # the other six were drivers
        before = tokens[figure.first - 3].lower if figure.first > 2 else ","
    if told is None:
        return _crowd(tokens, figure) if before in _OPENERS | _DAY_WORDS | {"day"} else None
    is_last = _after_quotes(tokens, figure.last) in _CLOSERS | {""}
    if is_last and there in (["there", "were"], ["there", "are"]):
        kind = told.noun.kind if told.noun.kind in MATERIEL | {"people", "personnel"} else "people"
        return replace(plain(tokens, figure), counts=kind, group=told.group, rule="elided")
    if _are_aboard(tokens, figure.last):
        return replace(plain(tokens, figure), counts="people", group=told.group, rule="elided")
    is_subject = before in _OPENERS or before in _DAY_WORDS | {"day"} or there in _SINCE
    return _as_subject(tokens, figure, told, is_subject=is_subject, is_listed=before == ":")


def _as_subject(
    tokens: Sequence[Token], figure: Figure, told: Counted, *, is_subject: bool, is_listed: bool
) -> Counted | None:
    """Give the count of a number alone by what is told of it after it; `is_listed` after a colon."""
    last = figure.last
    if [token.lower for token in tokens[last : last + 2]] in _OF_THOSE:
        last, is_subject = last + 2, True  # 98 people, 16 of whom were children
        if [t.lower for t in tokens[last : last + 1]] == ["that"]:
            return None  # and three of them that executions had taken place
        if not _is_verb(tokens, last):
            return _same(plain(tokens, figure), told, "part-of")  # two of them in uniform
    elif tokens[last].lower in {"more", "others"}:
        last += 1
    verb = tokens[last].lower if last < len(tokens) else ""
    if verb in _STUCK | {"still"} and (is_subject or is_listed):  # 400,000 trapped
        return replace(plain(tokens, figure), counts="people", group=told.group, rule="elided")
    if verb in {"whom", "who"} and told.counts in _HARMED:  # another 20 whom nobody has claimed
        return replace(plain(tokens, figure), counts="people", group=told.group, rule="elided")
    form = verb_forms().get(verb)
    is_past = form is not None and "d" in form.tags and verb not in _REPORTING  # 13 came
    if not is_subject or (not is_past and verb not in _VERBS | _MODAL):
        return None
    is_of_things = told.noun.kind in MATERIEL | {"people", "personnel"}
    counts = told.noun.kind if is_of_things else "people" if told.counts in _HARMED else ""
    is_sorted = told.fate is not None and verb in {"were", "are"} and _are_some(tokens, last + 1)
    if counts in {"people", "personnel"} and is_sorted:
        return _same(plain(tokens, figure), told, "part-of")  # 22 were loyalists
    bare = replace(plain(tokens, figure), counts=counts, group=told.group, rule="elided")
    return replace(bare, noun=NounPhrase(kind=told.noun.kind)) if counts else None


def _crowd(tokens: Sequence[Token], figure: Figure) -> Counted | None:
    """Give the count of people of whom a number alone tells what they did: "over 12,000 have left"."""
    ahead = [token.lower for token in tokens[figure.last : figure.last + 4]]
    if ahead[:1] in (["more"], ["others"]):
        ahead = ahead[1:]
    ahead = [ahead[0], *(word for word in ahead[1:] if word not in _BESIDES)] if ahead else []
    ahead += ["", ""]
    is_done = ahead[0] in {"have", "had", "were", "are"} and ahead[1] in _DONE
    is_done = is_done or (ahead[0] in {"were", "are"} and (ahead[1].endswith("ing") or ahead[1] in _THERE))
    people = replace(plain(tokens, figure), counts="people", noun=_PEOPLE, rule="elided")
    return people if is_done else None


_PEOPLE = NounPhrase(kind="people")
_LONG = 4
_DONE = words(
    "left fled arrived crossed returned come gone reached escaped been registered pulled taken brought"
)
_BESIDES = words("also still now already since so far")
"""Adverbs between an auxiliary and the word that tells what became of those counted."""
_THERE = words("aboard trapped stranded besieged hiding left")
_OF_THOSE = [["of", whom] for whom in ("whom", "them", "which", "these", "those")]
_SINCE = (["so", "far"], ["since", "then"], ["by", "then"], ["until", "now"])
_STANDING = [[it, verb] for it in ("it", "this", "that") for verb in ("stood", "stands")]
_STANDING += [["we", "are"], ["we", "were"]]
_ADMITTING = words("admitted admits admit confessed")
_STUCK = words("trapped stranded besieged encircled starving")
_REPORTING = words("said told reported added claimed confirmed announced saw heard put")


def _are_aboard(tokens: Sequence[Token], i: int) -> bool:
    """Whether those counted are told of by where they were: "with 17 on board"."""
    ahead = [token.lower for token in tokens[i : i + 2]] + [""]
    return ahead[0] == "aboard" or ahead[:2] == ["on", "board"]


def _are_some(tokens: Sequence[Token], i: int) -> bool:
    """Whether those counted are told to be people of a sort: "nine were children"."""
    noun = noun_phrase(tokens, i)
    return noun.start == i and noun.kind in {"people", "personnel"} and noun.fate is None


def kept(tokens: Sequence[Token], figure: Figure) -> Counted | None:
    """Give the people whom somebody houses, feeds or lets go: "two convents shelter more than 900".

    >>> from claimgraph.extract.figures.counting import count_sentence
    >>> from claimgraph.extract.figures.grammar import tokenise
    >>> text = "The two convents in the town shelter more than 900."
    >>> [(each.low, each.counts) for each in count_sentence(text, tokenise(text))][1:]
    [(900, 'people')]
    """
    if not figure.first or figure.form not in {"digits", "words", "vague"}:
        return None
    after = tokens[figure.last].lower if figure.last < len(tokens) else "."
    is_end = after in _GAP_AFTER or after in _GAP_ENDS or after in {"more", "others", "and", "who", "of"}
    is_kept = tokens[figure.first - 1].lower in _KEEPING and refusal(tokens, figure) is None
    if tokens[figure.first - 1].lower in _MOVING and after in _WHITHER and refusal(tokens, figure) is None:
        is_kept = is_end = True  # the convoy brings 191 out of the town
    return replace(plain(tokens, figure), counts="people", rule="elided") if is_end and is_kept else None


_KEEPING = words("""
    hold holds holding held house houses housing shelter shelters sheltering sheltered host hosts hosting let
    lets letting carry carries carried carrying hosted feed feeds feeding fed free frees freed freeing
    release releases released releasing
""")


_MOVING = words("""
    bring brings brought bringing take takes took taken taking fly flies flew flown flying escort escorts
    escorted ferry ferried lift lifted move moved evacuate evacuated carry carried led
""")
_WHITHER = words("out across through ashore away off aboard")


def verbless(tokens: Sequence[Token], item: Counted, told: Counted | None) -> Counted | None:
    """Give the count of a line without a verb: "Toll in Kassala now 14", "Total since May 867".

    >>> from claimgraph.extract.figures.counting import count_sentence
    >>> from claimgraph.extract.figures.grammar import tokenise
    >>> text = "Toll in Kassala now 14."
    >>> [(each.low, each.counts) for each in count_sentence(text, tokenise(text))]
    [(14, 'killed')]
    """
    if item.last < len(tokens) and tokens[item.last].text not in _GAP_ENDS | {"(", ":"}:
        return None
    line = [token.lower for token in tokens[max(0, item.first - _LINE) : item.first]]
    start = next((i + 1 for i in range(len(line) - 1, -1, -1) if line[i] in _LINE_ENDS), 0)
    line = line[start:]
    if not line or (item.first > _LINE and not start) or any(word in _VERBS for word in line):
        return None
    if line[0] in {"death", "latest", "new", "official", "overall", "the"}:
        line = line[1:]
    if line[:1] == ["toll"]:
        return replace(item, counts="killed", fate="killed", rule="toll")
    if line and line[0] in FATE_NOUNS and line[1:2] and line[1] in _LINE_OF:  # dead from the raid now 13
        return replace(item, counts=FATE_NOUNS[line[0]], fate=FATE_NOUNS[line[0]], rule="toll")
    if line[:1] in (["total"], ["tally"], ["count"]) and told is not None:
        return _same(item, told, "toll")
    return None


_LINE_OF = words("in since so from at near after now today yesterday")
_LINE = 9
_LINE_ENDS = frozenset(".;,:!?—–")


def put_at(tokens: Sequence[Token], item: Counted, told: Counted | None) -> Counted | None:
    """Give the count of "put the figure at 27", "the correct figure is 12": that of `told` once more."""
    if told is not None and is_answer(tokens, item):
        return _same(item, told, "elided")
    if number_is_of_people(tokens, item.first):
        return replace(item, counts="people", noun=_PEOPLE, rule="elided")
    if told is None or item.first < 1:
        return None
    ahead = [token.lower for token in tokens[item.last : item.last + 2]]
    is_given = told.rule in {"named", "toll"} or ahead in ([",", "not"], ["and", "not"])
    is_given = is_given and gives_it(tokens, item.first)
    if not is_given and not _is_the_same(tokens, item):
        return None
    return _same(item, told, "given" if is_given else "toll")


def _same(item: Counted, told: Counted, rule: str) -> Counted | None:
    """The count of a number that counts those whom `told` counted, with the same fate."""
    kind = told.noun.kind if told.noun.kind in MATERIEL | {"people", "personnel"} else ""
    counts = kind if kind in MATERIEL else told.fate or kind
    if not counts:
        return None
    return replace(
        item, counts=counts, fate=told.fate, group=told.group, noun=NounPhrase(kind=told.noun.kind), rule=rule
    )


def _is_the_same(tokens: Sequence[Token], item: Counted) -> bool:
    """Whether the words before a number say that it is a count of what was counted before."""
    first = _before_quotes(tokens, item.first)
    if not first:
        return False
    before = tokens[first - 1].lower
    near = [token.lower for token in tokens[max(0, first - _PUT_REACH) : first - 1]]
    after = tokens[item.last] if item.last < len(tokens) else None
    is_bare_end = after is None or after.text in _ENDS or after.lower in _THEN
    if before in _BEING and is_bare_end and _is_of_number(tokens, first - 1):
        return True
    if before == "to" and is_bare_end and near[-1:] and near[-1] in _ADMITTING:
        return True  # the police admitted to six
    follows = [token.lower for token in tokens[item.last : item.last + 2]]
    if before == "to" and follows[:1] == ["the"] and follows[-1] in _COUNT_WORDS:
        return True  # that brings to 8,455 the number taken out
    if before == "to" and is_bare_end and "from" in near and has_changed(tokens, first - 1):
        return True  # raised them from six to 14
    if before == "to" and is_bare_end and near[-1:] and near[-1] in _MOVED and _COUNT_WORDS.isdisjoint(near):
        return True  # in the next week admissions fell to 64
    if before in {"to", "at", "as"} | _BEING:
        is_count = any(
            word in _COUNT_WORDS and near[at + 1 : at + 2] != ["of"] for at, word in enumerate(near)
        )
        if before == "as" and near[-1:] == ["it"] and near[-2:-1] and near[-2] in _GIVING:
            return True  # he had given it as 50
        if before == "as" and (near[-1:] == ["them"] or not {"the", "its", "a"} & set(near)):
            return False  # count them as a thousand
        if before == "at" and near[-2:] in _STANDING:
            return True
        is_put = before == "at" and near[-1:] == ["it"] and not _PUT.isdisjoint(near[-2:-1])
        return is_count or is_put
    if before == "of" and near:
        return near[-1] in _SPOKEN or (near[-1] in _COUNT_WORDS and near[-2:-1] != ["number"])
    if before in {"and", "but", ","} and item.last < len(tokens) and tokens[item.last].lower == "by":
        return True  # put at 48 by police and 50 by doctors
    return before in _TELLING and is_bare_end


_MOVED = words("fell fallen rose risen dropped climbed grew grown jumped")
_THEN = words("on by in at since as and but after")


def _is_of_number(tokens: Sequence[Token], verb: int) -> bool:
    """Whether "the correct number for that day, it says, is 23" or "it may be 40" stands there."""
    clause = [token.lower for token in tokens[max(0, verb - _NUMBER_REACH) : verb]]
    start = next((i + 1 for i in range(len(clause) - 1, -1, -1) if clause[i] in _CLAUSE_ENDS), 0)
    opening = clause[start : start + 4]
    number = next((i for i, word in enumerate(opening) if word in _COUNT_WORDS), -1)
    is_number = number >= 0 and opening[0] in {"the", "its", "our", "their", "that", "this"}
    if is_number and clause[start + number + 1 : start + number + 2] != ["of"]:
        return True
    return len(clause) > 1 and clause[-1] in _MODAL and clause[-2] in _NUMBERS


_NUMBERS = words("it this that number figure")
_NUMBER_REACH = 24
_CLAUSE_ENDS = frozenset(".;:”“")
_MODAL = words("could may might would will must")
_COUNT_WORDS = words("figure number count tally total toll")
_BEING = words("is was be")
_PUT = words("put puts putting placed places")
_GIVING = words("gave given gives give reported reports listed")
_SPOKEN = words("knows know knew spoke speaks spoken speak speaking talked talks")
_TELLING = words("""
    acknowledged acknowledges admits admitted
    registered registers makes make gives give suggest suggests indicate indicates show shows wrote
    say says said report reports reported counted count counts listed claimed claims confirmed confirm
    announced gave given saw recorded estimated told
""")
"""Verbs after which a number alone gives the count of what was counted before: "he had reported four"."""
_ENDS = frozenset('.,;”"')
_PUT_REACH = 6


def _before_quotes(tokens: Sequence[Token], i: int) -> int:
    """The token after the last word before token `i`, quotation marks left out."""
    while i > 0 and tokens[i - 1].text in QUOTES:
        i -= 1
    return i


def _after_quotes(tokens: Sequence[Token], i: int) -> str:
    """The first word or mark from token `i` on that is no quotation mark, "" at the end."""
    while i < len(tokens) and tokens[i].text in QUOTES:
        i += 1
    return tokens[i].lower if i < len(tokens) else ""


_AFTER_CORRECTED = frozenset(
    {"", "as", ".", ",", ";", ":", "!", ")", "but", "and", "—", "–", "that", "which"}
)


def corrected(tokens: Sequence[Token], item: Counted, told: Counted | None) -> Counted | None:
    """Give the count of a figure that is said to be wrong: "five were hurt, not four as we reported".

    >>> from claimgraph.extract.figures.counting import count_sentence
    >>> from claimgraph.extract.figures.grammar import tokenise
    >>> text = "Five people were hurt, not four as we reported."
    >>> [(each.low, each.counts, each.rule) for each in count_sentence(text, tokenise(text))]
    [(5, 'wounded', 'predicate'), (4, 'wounded', 'not')]
    """
    first = _before_quotes(tokens, item.first)
    if told is None or not first or tokens[first - 1].lower != "not":
        return None
    return _same(item, told, "not") if _after_quotes(tokens, item.last) in _AFTER_CORRECTED else None


_OPENING_OF = frozenset({"that", ",", ";", ":", "said", "says", "and", "but", "—", "–"}) | QUOTES
_OF_REACH = 10
_ONLY = words("only just some about at least nearly almost over more than around")


def of_whole(tokens: Sequence[Token], item: Counted, before: Counted | None) -> Counted | None:
    """Give the count of a part of those counted before it: "of the 31 hurt, six were in a coma".

    >>> from claimgraph.extract.figures.counting import count_sentence
    >>> from claimgraph.extract.figures.grammar import tokenise
    >>> text = "Of the 50,000 inhabitants only a few hundred remained."
    >>> [(each.low, each.counts) for each in count_sentence(text, tokenise(text))]
    [(50000, 'inhabitants'), (200, 'people')]
    """
    if before is None or not 0 <= item.first - before.last <= _OF_REACH:
        return None
    opens = [
        i
        for i in range(max(0, before.first - 4), before.first)
        if tokens[i].lower == "of" and (i == 0 or tokens[i - 1].lower in _OPENING_OF)
    ]
    between = [token.lower for token in tokens[before.last : item.first]]
    if not opens or item.first == item.last or not _is_verb(tokens, item.last):
        return None
    if between and between[-1] not in {","} | _ONLY:
        return None
    end = item.last
    fate = fate_after(tokens, end, "people")
    is_same = tokens[end].lower in _BEING_OR_HAVING and before.counts != "inhabitants"
    fate = fate or (before.fate if is_same and before.fate in _HARMED else None)
    kind = before.noun.kind if before.noun.kind in MATERIEL | {"personnel"} else "people"
    counts = kind if kind in MATERIEL else fate or kind
    return replace(item, counts=counts, fate=fate, group=before.group, subset=True, rule="part-of")


_BEING_OR_HAVING = words("is are was were has have had")


def _is_verb(tokens: Sequence[Token], i: int) -> bool:
    """Whether a finite verb may stand at token `i`."""
    if i >= len(tokens) or not tokens[i].is_word:
        return False
    form = verb_forms().get(tokens[i].lower)
    return tokens[i].lower in _VERBS or (form is not None and not {"v", "d"}.isdisjoint(form.tags))


def named_before(told: Counted | None) -> str | None:
    """Give the fate of those whose names are counted: "168 bodies; we have 80 names so far"."""
    return (
        told.fate if told is not None and told.fate in {"killed", "missing", "captured", "detained"} else None
    )


def opens_part(tokens: Sequence[Token], first: int) -> bool:
    """Tell whether the words before token `first` open a part of those counted before: "among them"."""
    if not first:
        return False
    before = [token.lower for token in tokens[max(0, first - 2) : first]]
    return before[-1] in _INCLUDING or tuple(before) in _AMONG


_INCLUDING = words("including incl. incl")
_AMONG = frozenset(
    (link, whom) for link in ("among", "of") for whom in ("them", "whom", "these", "those", "which")
)
_GAP_LINKS = frozenset({",", "and", "but", ";", "then", "—", "–", "-", "plus"})
_GAP_AFTER = words("""
    so
    on in at near the later today yesterday overnight during from outside last this earlier by since more
    others other after before
""")
_GAP_REACH = 12


def _links(tokens: Sequence[Token], first: int, before: Counted) -> bool:
    """Whether a number follows upon another: "and nine"; "and of nine" where that one too has "of"."""
    last = tokens[_before_quotes(tokens, first) - 1].lower
    if last in _GAP_LINKS or (last == ":" and before.fate is None):
        return True
    again = _before_quotes(tokens, before.first)
    is_same = again > 0 and tokens[again - 1].lower == last and last in {"of", "at", "to", "by"}
    return is_same and first > 1 and tokens[_before_quotes(tokens, first) - 2].lower in _GAP_LINKS


def gapped(tokens: Sequence[Token], figure: Figure, before: Counted | None) -> Counted | None:
    """Give the count of a number whose verb is that of the figure before: "ten died at once, nine on Sunday".

    >>> from claimgraph.extract.figures.counting import count_sentence
    >>> from claimgraph.extract.figures.grammar import tokenise
    >>> text = "Seventeen of the hurt died on Sunday and nine more yesterday, nobody today."
    >>> [(each.low, each.counts) for each in count_sentence(text, tokenise(text))]
    [(17, 'killed'), (9, 'killed'), (0, 'killed')]
    """
    if before is None or not figure.first or figure.form in {"article", "fraction"}:
        return None
    after = tokens[figure.last].lower if figure.last < len(tokens) else ""
    if before.fate is None and not (after in _ORIGINS and before.noun.kind in _OF_FORCES):
        return None
    if not _links(tokens, figure.first, before) or refusal(tokens, figure) is not None:
        return None
    i = figure.last
    while i < len(tokens) and (tokens[i].lower in {"more", "others", "other"} or tokens[i].text in QUOTES):
        i += 1
    is_later = [token.lower for token in tokens[i : i + 2]] == ["as", "of"] or [
        token.lower for token in tokens[i : i + 3]
    ] in _LATER
    if i < len(tokens) and tokens[i].is_word and tokens[i].lower not in _GAP_AFTER and not is_later:
        return None
    if i < len(tokens) and not tokens[i].is_word and tokens[i].text not in _GAP_ENDS:
        return None
    for j in range(i, min(i + _GAP_REACH, len(tokens))):
        if tokens[j].text in _GAP_ENDS:
            break
        if tokens[j].lower in _VERBS or tokens[j].lower in FATE_VERBS:
            return None
    return _same(plain(tokens, figure), before, "coordinated")


_LATER = [["a", unit, "later"] for unit in ("day", "week", "month", "year")]
_ORIGINS = words("from in at on")
_OF_FORCES = MATERIEL | {"people", "personnel"}
_GAP_ENDS = frozenset(".;,!)—–")


def _of_the(tokens: Sequence[Token], figure: Figure) -> str | None:
    """The fate of those of whom a part is counted: "of the dead, nine were women"."""
    before = [token.lower for token in tokens[max(0, figure.first - 4) : figure.first]]
    return FATE_NOUNS.get(before[2]) if before[:2] == ["of", "the"] and before[3:] == [","] else None
