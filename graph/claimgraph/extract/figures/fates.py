"""What became of those counted, read from the words after and before a figure."""

from __future__ import annotations

from collections.abc import Sequence

from claimgraph.extract.figures.grammar import Token, has_changed
from claimgraph.extract.figures.nouns import PERSONAL, NounPhrase, joined_fate
from claimgraph.extract.figures.numerals import UNITS
from claimgraph.extract.figures.sayings import OWNERS, among_fate, past_doer, phrase_fate, put_fate
from claimgraph.extract.figures.tokens import QUOTES
from claimgraph.extract.figures.words import FATE_NOUNS, FATE_VERBS, INTRANSITIVE, table, words

__all__ = ["fate_after", "fate_before", "fate_of_number", "is_total", "shares_fate"]

_BE = words("is are was were be been being got get gets")
_HAVE = words("has have had having")
_ADVERBS = words("""
    more also already so far now then alone since still not later all both to reportedly have will would may
    might could either subsequently immediately there who apparently again thus
""")
_PREPOSITIONS = words("""
    in on at of from near across around among inside outside aged between aboard under with during over
""")
_BREAKS = words("""
    after when as while because if before but and or said says told warned accused that which where
    whose although though whereas by
""")
_PASSIVE_WITH = words("""
    reported believed thought feared confirmed known presumed listed left said estimated
    went gone remain remains remained
""")
_DAYS = words("same next previous following day night evening morning afternoon week")
_GRAVE = words("serious critical grave")
_PREDICATIVE = table(
    killed="dead",
    wounded="wounded injured hospitalised hospitalized",
    missing="missing unaccounted",
    displaced="homeless",
    captured="prisoner captive hostage prisoners captives hostages",
)
_FOLLOWERS = words("""
    in on at by during after when as and or but since so near while from across over within before to
    with if for last this overnight yesterday today there here including because between among inside
    outside early late along amid through under around monday tuesday wednesday thursday friday saturday
    sunday each daily per every also alone far
""")
_BURNED = words("burned burnt scalded")
_OF_PEOPLE_ONLY = words(
    "eliminated eliminating liquidated neutralised neutralized executed executing crushed buried murdered"
)
"""Verbs that kill people but only remove, clear or do away with anything else."""
_REACH = 14


def _verb_fate(word: str) -> str | None:
    return FATE_VERBS.get(word)


def _suits(fate: str, kind: str) -> bool:
    if kind == "strikes":
        return False
    return kind in PERSONAL or kind == "other" or fate in {"lost", "captured", "harmed", "missing"}


def fate_after(tokens: Sequence[Token], start: int, kind: str) -> str | None:
    """The fate that the predicate after a noun phrase gives, or None.

    `start` is the token after the phrase, `kind` the kind of thing counted. An active verb with an object
    ("20 soldiers killed five") gives its subject no fate.

    >>> from claimgraph.extract.figures.grammar import tokenise
    >>> fate_after(tokenise("have reportedly been killed in the city"), 0, "people")
    'killed'
    >>> fate_after(tokenise("killed five civilians"), 0, "personnel") is None
    True
    """
    passive = perfect = False
    start, phrase = past_doer(tokens, start)
    for i in range(start, min(start + _REACH, len(tokens))):
        token = tokens[i]
        word = token.lower
        if not token.is_word:
            if token.text in QUOTES or (token.kind == "number" and phrase and not passive):
                continue
            return None
        if word in _BE:
            passive = True
        elif word in _HAVE:
            perfect = True
        elif (found := _said_at(tokens, i, kind, passive=passive, free=i == start or not phrase)) is not None:
            is_done_to = word not in _ACTIVE or passive or _reduced(tokens, i + 1)
            return _checked(tokens, i, found, kind) if is_done_to else None
        elif word in FATE_VERBS:
            return _verb_after(tokens, i, kind, passive=passive, perfect=perfect, far=phrase)
        elif word in _PREPOSITIONS and not passive:
            phrase = True
        elif word == "and" and phrase and _goes_on(tokens, i + 1):
            continue
        elif (word in _BREAKS and not (passive and word in _PASSIVE_WITH)) or not (
            phrase or word in _ADVERBS or word in _PASSIVE_WITH or word.endswith("ly") or passive
        ):
            return None
    return None


def _goes_on(tokens: Sequence[Token], i: int) -> bool:
    """Whether a phrase goes on after "and": "13 soldiers of the regional and UN forces were killed"."""
    ahead = tokens[i : i + 4]
    is_count = (
        not ahead or ahead[0].kind == "number" or ahead[0].lower in UNITS or ahead[0].lower in {"a", "an"}
    )
    return not is_count and any(token.lower in _BE | _HAVE for token in ahead[1:])


_ACTIVE = words("shot brought")
"""Verbs with "down" of which the subject may be the doer: "a destroyer shot down 14 drones"."""


def _said_at(tokens: Sequence[Token], i: int, kind: str, *, passive: bool, free: bool) -> str | None:
    """The fate that more than one word, or a word that is no verb, gives at token `i` of a predicate."""
    word, before = tokens[i].lower, tokens[i - 1].lower
    following = [each.lower for each in tokens[i + 1 : i + 3]]
    if following == ["to", "death"]:
        return "killed"  # was beaten, choked to death
    if (said := phrase_fate(tokens, i, kind, passive=passive)) is not None:
        return said
    if word in _PREDICATIVE and before not in {"a", "the"} and (passive or free):
        return _PREDICATIVE[word]
    if word == "found" and passive and kind in PERSONAL:
        is_missed = {"not", "never", "n't"} & {each.lower for each in tokens[max(0, i - 4) : i]}
        return "missing" if is_missed else None
    if word == "forced" and passive and following[:1] in (["from"], ["out"]):
        return "displaced"
    if word in _ACTIVE and following[:1] == ["down"]:
        return "lost"
    return "wounded" if word in {"condition", "state"} and passive and before in _GRAVE else None


def _checked(tokens: Sequence[Token], i: int, fate: str, kind: str) -> str | None:
    if fate == "harmed" and tokens[i].lower in _BURNED and kind in {"people", "personnel", ""}:
        fate = "wounded"
    if not _suits(fate, kind) or (kind == "other" and tokens[i].lower in _OF_PEOPLE_ONLY):
        return None
    # "killed or wounded", "dead and injured": one figure for both.
    if i + 2 < len(tokens) and tokens[i + 1].lower in {"and", "or"}:
        second = _verb_fate(tokens[i + 2].lower) or FATE_NOUNS.get(tokens[i + 2].lower)
        if second is not None and _reduced(tokens, i + 2):
            return joined_fate(fate, second)
    return fate


def _verb_after(
    tokens: Sequence[Token], i: int, kind: str, *, passive: bool, perfect: bool, far: bool
) -> str | None:
    word = tokens[i].lower
    fate = _verb_fate(word) or ""
    following = tokens[i + 1].lower if i + 1 < len(tokens) else ""
    if word in {"lost", "lose", "losing"} and following in {"their", "his", "her"}:
        life = i + 2 < len(tokens) and tokens[i + 2].lower in {"lives", "life"}
        return "killed" if life and kind in PERSONAL else None
    if word == "shot" and following in {"down", "dead"}:
        if not passive and not _reduced(tokens, i + 1):
            return None  # two gunmen shot dead 11 villagers
        return _checked(tokens, i, "lost" if following == "down" else "killed", kind)
    if i and tokens[i - 1].lower in {"fatally", "mortally"}:
        return _checked(tokens, i, "killed", kind)
    if word in INTRANSITIVE:
        return _checked(tokens, i, fate, kind)
    if word.endswith("ing") or word in {
        "kill",
        "kills",
        "wound",
        "injure",
        "capture",
        "destroy",
        "lose",
        "loses",
    }:
        return None
    if not passive and (perfect or far or not _reduced(tokens, i)):
        return None
    return _checked(tokens, i, fate, kind)


def _reduced(tokens: Sequence[Token], i: int) -> bool:
    """Whether a bare participle stands without an object: "20 killed in", not "20 killed five"."""
    if i + 1 >= len(tokens):
        return True
    after = tokens[i + 1]
    if after.lower in {"the", "that"} and i + 2 < len(tokens) and tokens[i + 2].lower in _DAYS:
        return True  # two officers killed the same day
    return (not after.is_word and after.kind != "number") or after.lower in _FOLLOWERS


_ACTIVE_BEFORE = frozenset(
    word
    for word, fate in FATE_VERBS.items()
    if word not in INTRANSITIVE and word not in {"claimed", "claiming", "buried"}
)
_PARTICLE_VERBS = {
    "down": words("shot shoot shooting brought bringing bring shoots gunned took"),
    "out": words("took taken knocked knocking wiped wiping taking"),
    "up": words("blew blown blowing"),
    "off": words("wiped"),
}
_NOUN_OF = table(
    killed="""
        lives life death deaths killing killings murder murders massacre execution toll fatalities bodies
        body remains
        corpses
        """,
    wounded="wounding injury injuries",
    casualties="casualties",
    lost="loss losses destruction",
    captured="capture surrender abduction",
    detained="detention arrest",
    missing="disappearance",
    evacuated="evacuation",
    displaced="displacement deportation",
    inhabitants="population city town village settlement community",
)
_REACHING = words("""
    to at as is was are were reached reaching reaches totalled totaled totalling totaling stands stood :
    hit by passed passes tops exceeds surpasses past be been from exceeded numbering numbered topped crossed
    rise rises rose risen climbed grew jumped includes included range ranges ranged vary varies varied
    reach exceed pass top surpass surpassed cross crosses climb climbs grow grows grown fall falls fell
""")
_TOTALS = words("""
    toll number list total tally count losses casualties fatalities deaths population figure
""")
_PASSING = words("""
    passed passes past exceeded exceed exceeds topped tops surpassed surpasses surpass crossed
""")
_PUTTING = words("put puts putting")


def fate_before(tokens: Sequence[Token], first: int, noun: NounPhrase) -> tuple[str, str] | None:
    """The fate that the words before a figure give, with the construction, or None.

    >>> from claimgraph.extract.figures.grammar import tokenise
    >>> fate_before(tokenise("the number of dead rose to 40"), 6, NounPhrase())
    ('killed', 'toll')
    """
    p = first if tokens[first].lower in _PASSING else first - 1  # "the toll has passed 700"
    while p >= 0 and (tokens[p].text in QUOTES or _is_aside(tokens[p])):
        p -= 1
    if p < 0:
        return None
    found = (
        _lives(tokens, p, noun)
        or _costs(tokens, p, noun)
        or _verb_before(tokens, p, noun)
        or _noun_before(tokens, p)
        or _toll(tokens, p)
    )
    found = found or _list_before(tokens, p) or among_fate(tokens, p)
    if found is None or not _suits(found[0], noun.kind):
        return None
    if tokens[p].lower in _OF_PEOPLE_ONLY and noun.kind not in {"people", "personnel", ""}:
        return None
    if found[0] == "inhabitants" and noun.head and noun.kind not in {"people", "inhabitants"}:
        return None
    return found


def fate_of_number(tokens: Sequence[Token], i: int) -> str | None:
    """The fate of "brings to 97 the number of rescuers killed", whose noun follows from token `i` on.

    >>> from claimgraph.extract.figures.grammar import tokenise
    >>> fate_of_number(tokenise("the number of rescuers killed since May"), 0)
    'killed'
    """
    if i >= len(tokens) or tokens[i].lower != "the":
        return None
    ahead = [token.lower for token in tokens[i : i + _REACH_OF_NUMBER]]
    if not {"number", "total", "toll"} & set(ahead[1:3]):
        return None
    if "toll" in ahead[1:3]:
        return "killed"
    return next((FATE_NOUNS.get(word) or FATE_VERBS[word] for word in ahead[3:] if word in _FATES), None)


_REACH_OF_NUMBER = 9
_FATES = frozenset({*FATE_NOUNS, *FATE_VERBS})


def _is_aside(token: Token) -> bool:
    """Whether a word between verb and figure changes nothing: "killed all four", "is currently 35"."""
    return token.is_word and (token.lower.endswith("ly") or token.lower in {"all", "both", "now", "already"})


_COSTING = words("cost costs costing")


def _costs(tokens: Sequence[Token], p: int, noun: NounPhrase) -> tuple[str, str] | None:
    """ "The ambush cost the army nine men"."""
    if noun.kind not in {"people", "personnel"} or not noun.head:
        return None
    for token in tokens[p : max(-1, p - 4) : -1] if p >= 0 else ():
        if token.lower in _COSTING:
            return "killed", "before"
        if not token.is_word or token.lower in _PREPOSITIONS or token.lower in _BREAKS:
            return None
    return None


def _lives(tokens: Sequence[Token], p: int, noun: NounPhrase) -> tuple[str, str] | None:
    verbs = {"claimed", "claiming", "took", "taking", "cost", "costing", "taken", "lost"}
    if noun.head in {"lives", "life"} and tokens[p].lower in verbs:
        return "killed", "before"
    if tokens[p].lower == "to" and p and tokens[p - 1].lower == "home":
        return "inhabitants", "before"
    return None


_KIN = words("""
    son sons daughter daughters child children brother brothers sister sisters relatives cousins
    grandchildren grandsons nephews siblings
""")
"""Those whom a family, but no army, has lost when they died."""


def _verb_before(tokens: Sequence[Token], p: int, noun: NounPhrase) -> tuple[str, str] | None:
    word = tokens[p].lower
    before = tokens[p - 1].lower if p else ""
    if word in _PARTICLE_VERBS and before in _PARTICLE_VERBS[word]:
        return ("killed" if before == "gunned" else "lost"), "before"
    if word == "dead" and before == "shot":
        return "killed", "before"
    if word == ":" and (heading := _heading(tokens, p)) is not None:
        return heading, "before"  # Captured: 112 soldiers
    if word in _BURYING and (noun.kind == "people" or noun.partitive) and not _stay_under(tokens, noun.end):
        return "killed", "before"  # villagers buried 17 people
    if word not in _ACTIVE_BEFORE:
        return None
    fate = _verb_fate(word) or ""
    if fate == "lost" and word.startswith("los") and noun.head in _KIN:
        fate = "killed"
    if before in {"and", "or"} and p >= 2 and tokens[p - 2].lower in _ACTIVE_BEFORE:
        fate = joined_fate(fate, _verb_fate(tokens[p - 2].lower) or fate)
    return fate, "before"


_BURYING = words("buried buries bury burying")
_UNDER = words("under beneath alive in")


def _stay_under(tokens: Sequence[Token], end: int) -> bool:
    """Whether those buried lie where something fell on them: "buried dozens under the rubble"."""
    return end < len(tokens) and tokens[end].lower in _UNDER


_HEADING_REACH = 4


def _heading(tokens: Sequence[Token], p: int) -> str | None:
    """The fate that a line names before its colon: "Captured: 112 soldiers", "Lost today: six guns"."""
    for i in range(p - 1, max(-1, p - 1 - _HEADING_REACH), -1):
        word = tokens[i].lower
        if not tokens[i].is_word:
            return None
        is_first = i == 0 or not tokens[i - 1].is_word
        if is_first:
            return _verb_fate(word) or FATE_NOUNS.get(word)
    return None


def _noun_before(tokens: Sequence[Token], p: int) -> tuple[str, str] | None:
    if p == 0:
        return None
    word, before = tokens[p].lower, tokens[p - 1].lower
    if word in {"number", "numbered"} and (before in FATE_NOUNS or before == "dead"):
        return FATE_NOUNS[before], "toll"  # bodies number 23
    if word == "of":
        if before in {"toll", "losses", "loss"} and p >= 2 and tokens[p - 2].lower in {"casualty", "injury"}:
            return "casualties", "toll"
        fate = _NOUN_OF.get(before)
        return (fate, "toll") if fate is not None else None
    if word == "to" and before in {"injuries", "injury"}:
        return "wounded", "before"
    if before in {"death", "dead"} and word in {"toll", "count"}:
        return "killed", "toll"
    return None


def _toll(tokens: Sequence[Token], p: int) -> tuple[str, str] | None:
    """ "The death toll rose from 10 to 40", "the number of wounded stands at": a running total."""
    if tokens[p].lower not in _REACHING:
        return None
    if tokens[p].lower == "at" and p >= 3 and tokens[p - 2].lower == "the":
        group = FATE_NOUNS.get(tokens[p - 1].lower)  # put the dead at two
        if group is not None and tokens[p - 3].lower in _PUTTING:
            return group, "toll"
    if tokens[p].lower in {"as", "at"} and (put := put_fate(tokens, p)) is not None:
        return put, "toll"
    fate: str | None = None
    total = False
    depth = 0
    for i in range(p - 1, max(-1, p - _REACH), -1):
        word = tokens[i].lower
        depth += (word == ")") - (word == "(")
        if depth > 0:
            continue  # casualties (killed and wounded)
        if word in {";", "who", "which", "when", "while", "after"}:
            break
        if word == "fallen" and tokens[i - 1].lower in OWNERS:
            fate = fate or "killed"
        if word == "toll" and i and tokens[i - 1].lower in {"casualty", "injury"}:
            return "casualties", "toll"
        total = total or word in _TOTALS
        named = (
            "killed" if word == "toll" else FATE_NOUNS.get(word) or ("killed" if word == "killed" else None)
        )
        if word in {"deaths", "casualties", "fatalities", "losses", "population"}:
            named = FATE_NOUNS[word]
        if word in {"died", "perished"}:
            named = "killed"  # the number of civilians known to have died there
        if fate is None and named is not None:
            fate = named
        if total and fate is not None:
            return fate, "toll"
    return _opening_toll(tokens, p)


_OPENING = 7


def _opening_toll(tokens: Sequence[Token], p: int) -> tuple[str, str] | None:
    """ "The number of people killed when … has climbed to 28": a total that opens the sentence."""
    if tokens[p].lower not in {"to", "at"} or p < _OPENING or not has_changed(tokens, p):
        return None
    listed = [token.lower for token in tokens[:_OPENING]]
    if "toll" in listed[:4]:
        return "killed", "toll"
    if listed[:3] != ["the", "number", "of"]:
        return None
    fate = next((FATE_NOUNS[word] for word in listed[3:] if word in FATE_NOUNS), None)
    return (fate, "toll") if fate is not None else None


def _list_before(tokens: Sequence[Token], p: int) -> tuple[str, str] | None:
    """ "killed his wife and two children": the verb reaches over the first object."""
    if tokens[p].lower in {"her", "his", "their"}:
        p -= 1  # killed a mother and her three children
    if p < 1 or tokens[p].lower != "and":
        return None
    for i in range(p - 1, max(-1, p - 7), -1):
        token = tokens[i]
        word = token.lower
        if (
            not token.is_word
            or word in _BE
            or word in _FOLLOWERS - {"last"}
            or word in {"of", "who", "by", "that"}
        ):
            return None
        if word in _ACTIVE_BEFORE and not word.startswith("sho"):
            if tokens[i + 1].lower in {"their", "his", "her"} and tokens[i + 2].lower in {"lives", "life"}:
                return None  # 14 people lost their lives and another 30 …
            passive = i and tokens[i - 1].lower in _BE
            following = tokens[i + 1].lower if i + 1 < len(tokens) else ""
            return None if passive or following == "and" else (_verb_fate(word) or "", "before")
    return None


def is_total(tokens: Sequence[Token], first: int) -> bool:
    """Whether a figure is said to be a running total without naming its fate: "bringing the total to 41"."""
    if first < 2 or tokens[first - 1].lower not in {"to", "at", "of"}:
        return False
    return any(t.lower in {"total", "toll", "tally"} for t in tokens[max(0, first - 5) : first - 1])


_LINKS = words(", and or including incl. incl as well plus among them of whom & with both - – — (")
_PART = frozenset({"including", "incl.", "incl", "among", "whom", "them"})


def shares_fate(tokens: Sequence[Token], last: int, first: int) -> str | None:
    """Whether two figures with only a link between share a fate: "coordinated", "part-of", or None.

    `last` is the token after the first figure's phrase, `first` the token at which the second begins.
    """
    between = [t.lower for t in tokens[last:first]]
    if between == [",", "but"] and tokens[first].lower == "no":
        return "coordinated"  # seven adults, but no children
    if not between or len(between) > 5 or any(word not in _LINKS for word in between):
        return None
    return "part-of" if any(word in _PART for word in between) else "coordinated"
