"""From a figure to a count: the noun counted, what became of it, whose side it was on.

The noun phrase after the figure comes first, then the predicate after it ("have died"), then the words
before the figure ("killing at least", "the death toll rose to"), then the figure before, which coordination
shares.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from claimgraph.extract.figures.counted import MATERIEL, Counted, Span, plain
from claimgraph.extract.figures.elided import (
    corrected,
    gapped,
    kept,
    more_of,
    named_before,
    of_whole,
    put_at,
    verbless,
)
from claimgraph.extract.figures.fates import (
    shares_fate,
)
from claimgraph.extract.figures.grammar import Figure, Token, has_changed, parse_figure
from claimgraph.extract.figures.lines import headed, listed, of_a_body
from claimgraph.extract.figures.nouns import PERSONAL, NounPhrase, noun_phrase, victim_status
from claimgraph.extract.figures.numerals import UNITS
from claimgraph.extract.figures.outcomes import PARTICIPLES, fate_of, is_compatible
from claimgraph.extract.figures.sides import cumulative_markers, side_of
from claimgraph.extract.figures.units import refusal
from claimgraph.extract.figures.words import words
from claimgraph.extract.figures.zeros import ARMS, OPENING, are_none, is_nobody_there, is_none_there
from claimgraph.extract.syntax.lexicon import verb_forms, word_set

__all__ = ["Counted", "count_sentence"]


def count_sentence(text: str, tokens: Sequence[Token], told: Counted | None = None) -> list[Counted]:
    """Read the figures of one sentence, given as its tokens.

    `told` is the last count of people or things before the sentence: "Ninety were still inside" counts more
    of them.
    """
    found: list[Counted] = []
    i = floor = 0
    while i < len(tokens):
        figure = parse_figure(tokens, i, floor) or _article(tokens, i)
        if figure is None:
            i += 1
            continue
        before = next((each for each in reversed(found) if not each.rule.startswith("refused")), None)
        item = _count(text, tokens, figure, before, told)
        item = _elided(tokens, figure, item, before, told) or item
        if item is not None:
            found.append(item)
            floor = figure.last
        i = figure.last
    shared = _share_backwards(found, tokens)
    if not shared:
        return []
    markers = cumulative_markers(text, tokens[0].start, tokens[-1].end)
    return [_finish(text, tokens, item, markers) for item in shared if item.rule != "article"]


def _elided(
    tokens: Sequence[Token],
    figure: Figure,
    item: Counted | None,
    before: Counted | None,
    told: Counted | None,
) -> Counted | None:
    """The count of a number that names nothing: it counts what was counted before it."""
    if item is not None and figure.form == "digits" and not item.noun.head:
        in_list = listed(tokens, item, before)
        if in_list is not None:
            return in_list
    if item is not None and (item.rule != "bare" or item.noun.head):
        return None
    if figure.form == "article":
        return None
    bare = item if item is not None else plain(tokens, figure)
    found = corrected(tokens, bare, before or told) or of_whole(tokens, bare, before)
    found = found or verbless(tokens, bare, before or told) or headed(tokens, bare)
    found = found or of_a_body(tokens, bare, before)
    is_last = [token.lower for token in tokens[figure.last : figure.last + 1]] not in (["of"], ["in"])
    if found is None and (item is not None or (figure.form == "words" and is_last)):  # the figure was seven
        found = put_at(tokens, bare, before or told)
    if found is None and (item is None or item.counts == "other"):
        found = more_of(tokens, figure, before or told) or gapped(tokens, figure, before)
        found = found or kept(tokens, figure)
    return found


_SAID = word_set("sayings") | word_set("said_figures") | {"charge"}


def _article(tokens: Sequence[Token], i: int) -> Figure | None:
    """ "a soldier", "another civilian", "without casualties": counted only where a fate goes with it."""
    word = tokens[i].lower
    if word == "another" and i + 1 < len(tokens) and parse_figure(tokens, i + 1, i) is not None:
        return None
    if i + 1 < len(tokens) and tokens[i + 1].lower in _SAID:
        return None  # "killed 40, a claim residents reject"
    if word in {"a", "an", "another"}:
        return Figure(i, i, i + 1, 1, 1, False, "article", word == "another", i + 1)
    if word == "without":
        return Figure(i, i, i + 1, 0, 0, False, "zero", False, i + 1)
    return None


def _count(
    text: str, tokens: Sequence[Token], figure: Figure, before: Counted | None, told: Counted | None
) -> Counted | None:
    article = figure.form == "article"
    if article and before is not None and before.high == 1 and tokens[figure.first - 1].text == ",":
        return None  # one of them, a crane driver
    if article and figure.first and tokens[figure.first - 1].lower == "by":
        return None  # 12 dead by an official, killed by a gunman
    kind = None if article else _former(tokens, figure) or refusal(tokens, figure)
    if kind is not None:
        return replace(plain(tokens, figure), counts=kind, rule=f"refused-{kind}")
    noun = noun_phrase(tokens, _after_age(tokens, figure.last))
    if not article and not noun.head:
        noun = _number_of(tokens, figure.first) or noun
    fate, rule = fate_of(tokens, figure, noun, before)
    if not _counts_at_all(tokens, figure, noun, fate, rule):
        if not article or not noun.known or noun.kind in {"", "other", "strikes"} or noun.fate is not None:
            return None
        rule = "article"
    fate, counts = _counts(tokens, figure, noun, fate, before or told, before)
    item = plain(tokens, figure)
    end = noun.end if noun.end > figure.last else figure.last
    is_after = noun.end > noun.start
    counted = (tokens[noun.start].start, tokens[noun.end - 1].end) if noun.head and is_after else None
    group = text[counted[0] : counted[1]] if counted else _body_of(text, tokens, figure)
    nameless = not group or noun.head in PARTICIPLES
    if before is not None and fate is not None and nameless and _lends_group(before):
        group = before.group
    is_more = (
        figure.first > 0 and tokens[figure.first - 1].lower == "by" and has_changed(tokens, figure.first - 1)
    )
    item = replace(item, counts=counts, fate=fate, rule=rule, subset=rule == "part-of")
    item = replace(item, increment=item.increment or is_more)
    return replace(item, counted=counted, group=group, last=end, noun=noun)


def _counts(
    tokens: Sequence[Token],
    figure: Figure,
    noun: NounPhrase,
    fate: str | None,
    last: Counted | None,
    before: Counted | None,
) -> tuple[str | None, str]:
    """The fate and the kind of count; `last` is the count before, `before` the same within the sentence."""
    fate = "killed" if fate == "lost" and noun.head in {"lives", "life"} else fate
    counts = _kind(noun, fate)
    is_crowd = figure.form in {"vague", "zero"} or _do_as_people(tokens, figure)
    if fate is None and not noun.head and is_crowd:
        counts = "people"
    is_bare = not noun.head or noun.head in PARTICIPLES or (noun.head == "others" and noun.known)
    whole = before or (last if noun.partitive else None)  # destroyed 13 of them
    if whole is not None and is_bare and counts in {"lost", "captured", "harmed"}:
        counts = whole.noun.kind if whole.noun.kind in MATERIEL else counts  # two sunk and one captured
    if noun.head == "names" and fate is None and last is not None:
        fate = named_before(last)
        counts = fate or counts
    return fate, counts


def _body_of(text: str, tokens: Sequence[Token], figure: Figure) -> str:
    """The body of which a figure gives the number: "crew" in "a crew of 500"; "" without one."""
    if figure.first < 2 or tokens[figure.first - 1].lower != "of":
        return ""
    body = tokens[figure.first - 2]
    return text[body.start : body.end] if body.lower in _BODIES else ""


def _former(tokens: Sequence[Token], figure: Figure) -> str | None:
    """The old one of two figures: "raised the toll from [13] to 14", "is now 35, up from [31]"."""
    before = [token.lower for token in tokens[max(0, figure.first - 2) : figure.first]]
    if before[-1:] == ["against"] and not noun_phrase(tokens, figure.last).head:
        return "other"  # 19 raids, against 12 on Monday
    if before in (["compared", "with"], ["compared", "to"], ["instead", "of"]):
        return "other"
    if before[1:] == ["by"] and [t.lower for t in tokens[figure.last : figure.last + 1]] == ["to"]:
        return "other"  # rose by 12 to 40
    if before in (["up", "from"], ["down", "from"], ["all", "but"]):
        return "other"
    if _is_set_right(tokens, figure) or _is_one_family(tokens, figure):
        return "other"
    last = figure.last
    if last + 2 < len(tokens) and tokens[last + 1].lower == "to" and tokens[last].is_word:
        last += 1  # cut from fifteen names to thirteen
    if figure.first < 1 or last + 1 >= len(tokens) or tokens[last].lower != "to":
        return None
    is_from = tokens[figure.first - 1].lower == "from" and has_changed(tokens, figure.first - 1)
    return "other" if is_from and parse_figure(tokens, last + 1, last) else None


def _is_set_right(tokens: Sequence[Token], figure: Figure) -> bool:
    """Whether a figure is the old one of "to 61 from [68]", or of what was "counted twice"."""
    first, last = figure.first, figure.last
    if first > 3 and tokens[first - 1].lower == "from":
        new = first - 2 if tokens[first - 2].kind == "number" else first - 3  # to 61 people from 68
        if tokens[new].kind == "number" and tokens[new - 1].lower == "to":
            return has_changed(tokens, new - 1)
    ahead = [token.lower for token in tokens[last : last + _TWICE_REACH]]
    at = ahead.index("twice") if "twice" in ahead else 0
    return at > 0 and ahead[at - 1] in _RECKONED and {",", ".", ";", "and"}.isdisjoint(ahead[:at])


_TWICE_REACH = 8
_RECKONED = words("counted listed recorded registered included reported entered")
_HOUSEHOLDS = words("family household clan")
_PEOPLE = words("people children men women police")


def _is_one_family(tokens: Sequence[Token], figure: Figure) -> bool:
    """Whether a figure tells of how many families people are: "13 members of [a single] family"."""
    of, after = figure.first - 1, figure.last
    of -= of > 0 and tokens[of].lower == "a"
    if of < 1 or after >= len(tokens) or tokens[of].lower not in {"of", "from"}:
        return False
    whose = tokens[of - 1].lower
    return tokens[after].lower in _HOUSEHOLDS and (whose.endswith("s") or whose in _PEOPLE)


_NUMBER_REACH = 14


def _number_of(tokens: Sequence[Token], first: int) -> NounPhrase | None:
    """The noun of "the number of drones shot down … to 14", which stands before its figure."""
    for i in range(first - 3, max(0, first - _NUMBER_REACH) - 1, -1):
        if tokens[i].text in ".;:":
            return None
        if tokens[i].lower in {"number", "numbers"} and tokens[i + 1].lower == "of":
            found = noun_phrase(tokens, i + 2)
            is_thing = found.known and found.kind in MATERIEL | {"people", "personnel"} and not found.fate
            return replace(found, end=0) if is_thing else None
    return None


_BODIES = words("crew garrison contingent squad team party platoon force")
"""Nouns whose "of" gives their number: "a crew of 500"."""


def _lends_group(item: Counted) -> bool:
    # A part of a total ("including five children") is not the group that the next figure counts.
    return not item.subset and item.noun.kind in {"people", "personnel"} and item.noun.head not in PARTICIPLES


def _after_age(tokens: Sequence[Token], i: int) -> int:
    """The token after "35-year-old" in "a 35-year-old man", after "120-mm" in "two 120-mm shells"."""
    if i >= len(tokens) or (tokens[i].kind != "number" and tokens[i].lower not in UNITS):
        return i
    listed = [t.lower for t in tokens[i : i + 9]]
    unit = 2 if listed[1:2] == ["-"] else 1
    if tokens[i].kind == "number" and listed[unit : unit + 1] and listed[unit] in _MEASURES:
        return i + unit + 1
    return i + listed.index("old") + 1 if "old" in listed and ("year" in listed or "month" in listed) else i


_MEASURES = words("mm millimetre millimeter kg kilogram kilo pound tonne ton km litre")


def _counts_at_all(
    tokens: Sequence[Token], figure: Figure, noun: NounPhrase, fate: str | None, rule: str
) -> bool:
    """Whether the words count: "one of the", "no doubt", "several said" do not."""
    word = tokens[figure.core].lower
    alone = figure.last - figure.first == 1
    if figure.form == "article":
        if figure.increment and noun.head in PARTICIPLES:
            return True
        return (
            fate is not None and rule != "noun" and noun.known and noun.kind not in {"", "other", "strikes"}
        )
    if word == "without":
        return rule == "noun"
    if figure.form == "zero" and fate is None:
        if not noun.head and is_nobody_there(tokens, figure):
            return True
        is_kind = noun.kind not in {"", "other", "strikes"} or noun.head in ARMS
        is_none = is_none_there(tokens, figure) or are_none(tokens, figure, noun)
        return noun.known and is_kind and is_none
    if figure.form == "zero":
        return fate is not None and (rule != "coordinated" or bool(noun.head))
    if word == "one" and alone:
        if figure.last < len(tokens) and tokens[figure.last].lower == "of":
            is_theirs = rule == "before" and noun.kind in MATERIEL | {"people", "personnel"}
            is_theirs = is_theirs or (rule == "predicate" and noun.kind in MATERIEL)
            if fate is None and noun.kind in MATERIEL:
                return noun.end < len(tokens) and tokens[noun.end].lower in _FALLING
            is_person = rule in {"predicate", "part-of"} and noun.kind in PERSONAL
            is_person = is_person or (rule == "noun" and noun.head in PARTICIPLES)  # one of the dead is
            return fate is not None and (is_theirs or is_person)
        return fate is not None or (noun.kind not in {"", "other"} and noun.known)
    if figure.form in {"vague", "words"} and not noun.head:
        return fate is not None or _are_people(tokens, figure)
    return True


def _do_as_people(tokens: Sequence[Token], figure: Figure) -> bool:
    """Whether a bare number is the subject of what only people do: "3,000 left the town"."""
    is_opening = figure.first == 0 or tokens[figure.first - 1].lower in OPENING
    return is_opening and figure.last < len(tokens) and tokens[figure.last].lower in _DOING


_DOING = words(
    "came went left fled arrived escaped stayed returned marched protested demonstrated surrendered gathered"
)
_FALLING = words("crashed fell exploded sank capsized blew ran was were has had caught hit struck broke")
_LARGE = words("hundreds thousands millions tens scores dozens dozen hundred thousand")


def _are_people(tokens: Sequence[Token], figure: Figure) -> bool:
    """Whether a bare crowd is the subject of a verb: "thousands spent the night in shelters"."""
    is_opening = figure.first == 0 or tokens[figure.first - 1].lower in OPENING
    units = {tokens[figure.core].lower, tokens[figure.last - 1].lower}
    if not is_opening or units.isdisjoint(_LARGE) or figure.last >= len(tokens):
        return False
    form = verb_forms().get(tokens[figure.last].lower)
    return tokens[figure.last].lower in {"are", "were", "have", "had"} or (
        form is not None and not {"v", "d"}.isdisjoint(form.tags)
    )


def _kind(noun: NounPhrase, fate: str | None) -> str:
    if fate is None:
        return noun.kind or "other"
    if noun.kind in PERSONAL:
        return fate
    if not noun.known:
        return "other" if fate in {"lost", "harmed", "captured"} else fate
    return noun.kind


def _share_backwards(found: list[Counted], tokens: Sequence[Token]) -> list[Counted]:
    """ "A soldier and two civilians were killed": the predicate after the last holds for each."""
    shared = list(found)
    for index in range(len(shared) - 2, -1, -1):
        item, after = shared[index], shared[index + 1]
        if item.fate is not None or after.rule not in {"predicate", "coordinated-back"} or after.fate is None:
            continue
        if item.rule not in {"bare", "article"} or not is_compatible(after.fate, item.noun):
            continue
        follows = [token.lower for token in tokens[after.last : after.last + 2]]
        is_part = follows in (["of", "them"], ["of", "whom"])  # 260 men, 53 of them hurt, left
        if not is_part and shares_fate(tokens, item.last, after.first) == "coordinated":
            shared[index] = replace(
                item, fate=after.fate, counts=_kind(item.noun, after.fate), rule="coordinated-back"
            )
    return shared


def _finish(text: str, tokens: Sequence[Token], item: Counted, markers: Sequence[Span]) -> Counted:
    if item.rule.startswith("refused-"):
        return item
    side = side_of(tokens, item.first, item.last, item.noun, item.fate)
    marker = min(markers, key=lambda m: (abs(m[0] - item.span[0]), m)) if markers else None
    counted_as = item.counts != "inhabitants"
    status = victim_status(tokens, item.noun, item.last) if counted_as else "notStated"
    if not item.noun.head and side is not None and "ranks" in text[side[1] : side[1] + 7]:
        status = "military"
    return replace(item, side=side, cumulative=marker, status=status)
