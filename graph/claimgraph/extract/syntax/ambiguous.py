"""Forms that are nouns and verbs: "claims", "report", "hit", by what stands beside them.

Tags are those of the tagger, in which `?` and `E` stand for verb forms that are not yet decided.
"""

from __future__ import annotations

from functools import cache
from typing import Final

from claimgraph.extract.syntax.kinds import words_of
from claimgraph.extract.syntax.lexicon import cues, noun_verbs, verb_forms, word_set
from claimgraph.extract.syntax.text import Token

OBJECT_AFTER: Final = frozenset('DGIUTAWKOPCR"S:')


_TAIL: Final = 7


def before(tags: list[str], at: int) -> int:
    """Give the position of the nearest token before `at` that is no adverb or negation, or -1."""
    at -= 1
    while at >= 0 and tags[at] in "RF":
        at -= 1
    return at


_WITH_OBJECT: Final = frozenset({"forces", "guards", "crews", "ships"})
"""Forms that are no verbs without an object behind them."""


_STILL: Final = frozenset(("still", "now", "already", "again", "never", "also"))


def noun_or_verb(tokens: list[Token], tags: list[str], at: int, letters: str) -> str:
    """Decide between noun and verb for a form such as "claims" or "report" at `at`.

    `letters` are those of its forms in the lexicon; the answer is one tag: N, V, or n before "by".

    >>> from claimgraph.extract.syntax.text import tokens
    >>> noun_or_verb(tokens("A missile hit Kharkiv."), list("DN?A."), 2, "vdn")
    'V'
    >>> noun_or_verb(tokens("A missile hit on Kharkiv."), list("DN?PA."), 2, "vdn")
    'N'
    """
    back = before(tags, at)
    subject = tags[back] if back >= 0 else "."
    following = _following(tokens, tags, at)
    is_noun_too = verb_forms()[tokens[at].lower].lemma in noun_verbs()
    if (sure := _by_neighbours(tokens, tags, at, letters)) is not None:
        return sure
    if "d" in letters and subject in "NA" and _is_past(tokens, tags, at, following):
        return "V"
    if subject in "ANK)" or (subject == "," and tags[at - 1] == ","):
        return _after_phrase(tokens, tags, at, letters)
    if subject in ',-"' and not is_noun_too and ("z" in letters or following in 'TI"'):
        return "V"
    if subject in "gC" and "z" in letters and not is_noun_too:
        return "V"  # calls it fake and denies bombing it
    if subject == "C" and following in 'DGIUTA"WK':
        return "V"
    return "V" if subject in ".:" and "v" in letters and following in "DGUT" else "N"


_ARMED: Final = frozenset(("attack", "strike", "assault", "combat", "raid"))
_ARMS: Final = frozenset(
    ("uav", "uavs", "drone", "drones", "helicopter", "helicopters", "aircraft", "plane", "planes", "craft",
     "boats", "submarine", "submarines", "rifle", "rifles", "jets", "jet", "missiles", "missile")
)  # fmt: skip


def _is_armed(tokens: list[Token], at: int) -> bool:
    """Tell whether a word for an attack only says of which kind a thing is: "attack UAVs"."""
    return at + 1 < len(tokens) and tokens[at + 1].lower in _ARMS


def _following(tokens: list[Token], tags: list[str], at: int) -> str:
    """Give the tag of the token after `at`; that of a form in -ing is known already."""
    following = tags[at + 1] if at + 1 < len(tags) else "."
    return "g" if following == "?" and tokens[at + 1].lower.endswith("ing") else following


def _by_neighbours(tokens: list[Token], tags: list[str], at: int, letters: str) -> str | None:
    """Decide where single words or tags beside a form tell what it is; None where they do not."""
    back = before(tags, at)
    subject = tags[back] if back >= 0 else "."
    following = _following(tokens, tags, at)
    is_noun_too = verb_forms()[tokens[at].lower].lemma in noun_verbs()
    if tokens[at].lower in _ARMED and subject in "KDGP.V?" and _is_armed(tokens, at):
        return "N"  # shot down 20 strike drones
    if tokens[at].lower in _WITH_OBJECT and following in "PVMBHX.,;)" and subject in "NA)":
        return "N"  # Norwegian forces in Mali said
    if at and tokens[at - 1].lower in _STILL and subject in "NA" and set(letters) & set("zvd"):
        return "V"  # the army still holds the airport
    if subject == "T" and "z" in letters and is_noun_too and following in "MBHXV":
        return "N"  # that shells had destroyed
    if subject in "IWT" or (subject == "U" and "z" in letters and not is_noun_too):
        return "V"
    if subject == "U" and "d" in letters and at > 1 and tokens[back - 1].lower == "of":
        return "V"  # one of them hit a bus
    if "z" in letters and tags[max(0, at - 2) : at] == ["K", "N"] and tokens[at - 2].lower != "one":
        return "N"  # two oil plants
    if (claiming := _claims(tokens, tags, at)) is not None:
        return claiming
    after = _IDIOMS.get(tokens[at].lower)
    if after is not None and subject in "NA)g" and at + 1 < len(tokens) and tokens[at + 1].lower in after:
        return "V"
    if _is_headline(tokens, tags, at, following, _doers() if "v" in letters else _SINGLE_DOERS):
        return "V"
    if subject in "NA" and "n" in letters and at + 1 < len(tokens) and tokens[at + 1].lower == "by":
        return "n"  # a school run by, a bus hit by
    if at and tags[at - 1] == '"' and "z" in letters and following in "ADKI" and _quotes(tokens[at].lower):
        return "V"  # "…," recalls Idriss
    if at and tags[at - 1] == "K" and "z" in letters and tokens[at - 1].lower != "one":
        return "V" if tokens[at - 1].lower.endswith("-old") else "N"  # the 58-year-old says
    return None


_CONTESTED: Final = frozenset(
    ("rival", "competing", "conflicting", "contradictory", "disputed", "opposing", "differing", "false",
     "unverified", "fresh", "new", "trade", "trades", "traded", "exchange", "exchanged", "swap", "swapped")
)  # fmt: skip
_CLAIMED: Final = frozenset(
    ("capture", "control", "responsibility", "victory", "credit", "strike", "strikes", "attack", "attacks",
     "advance", "advances", "gain", "gains", "success", "successes", "downing", "killing", "killings",
     "seizure", "destruction", "sinking", "shelling", "ambush", "raid", "raids", "recapture", "hits",
     "progress", "breakthrough", "takeover")
)  # fmt: skip
"""What a headline may tell that somebody claims, without an article."""


def _claims(tokens: list[Token], tags: list[str], at: int) -> str | None:
    """Tell what "claims" is in a headline: "Rebels claim capture of town", "Rival claims over town"."""
    if tokens[at].lower not in {"claim", "claims"} or not at or at + 1 >= len(tokens):
        return None
    if tokens[at - 1].lower in _CONTESTED:
        return "N"
    end = at - (tokens[at - 1].lower == "both")
    is_subject = end > 0 and tags[end - 1] in "NA" and not set(tags[:at]) - set("NADCRK,:.")
    return "V" if is_subject and tokens[at + 1].lower in _CLAIMED else None


def _after_phrase(tokens: list[Token], tags: list[str], at: int, letters: str) -> str:
    """Decide between noun and verb after what may be the subject: "the army reports", "army reports say"."""
    back = before(tags, at)
    subject = tags[back]
    following = tags[at + 1] if at + 1 < len(tags) else "."
    is_noun_too = verb_forms()[tokens[at].lower].lemma in noun_verbs()
    if not is_noun_too:
        return "V"
    is_object = back > 0 and tags[back - 1] == "V" and not takes_clause(tokens[back - 1].lower)
    if tokens[at].lower == "close" and tokens[at + 1 : at + 2] and tokens[at + 1].lower == "to":
        return "N"  # sources close to the staff
    if is_object and tokens[at].lower in _BLOWS:
        return "N"  # foiled rebel attack
    if following in "PR" and tokens[back].lower in _MEANS_OF and _has_verb_ahead(tokens, tags, at + 1, "PR"):
        return "N"  # the drone strikes on Kyiv killed
    is_gerund = following == "?" and tokens[at + 1].lower.endswith("ing")
    is_open = (following == "N" and subject in "NA") or (following == "?" and subject == "A")
    goes_on = (
        is_gerund
        or following in OBJECT_AFTER
        or following in "gV"
        or _closes_sentence(tokens, tags, at)
        or (is_open and _has_bare_object(tokens, tags, at))
    )
    return "V" if goes_on and _fits(_head(tokens, tags, back), subject, letters, following) else "N"


@cache
def _doers() -> frozenset[str]:
    """Plural nouns for people, forces and flying weapons."""
    people = words_of("Collective", "person") | words_of("Collective", "force")
    more = (
        "troops jets warplanes planes drones missiles rockets houthis israelis russians taliban helicopters "
        "shells mortars bombs migs tanks warships gunboats"
    )
    return frozenset(word for word in people if _is_plural(word) or word.endswith("men")) | frozenset(
        more.split()
    )


_SINGLE_DOERS: Final = frozenset(
    ["drone", "missile", "rocket", "strike", "airstrike", "attack", "blast", "explosion", "bomb", "shell",
     "shelling", "raid", "fire", "mine", "jet", "army", "navy", "militia", "helicopter", "gunman", "bomber",
     "torpedo", "barrage", "ambush", "mortar", "plane", "warplane", "gunship", "salvo", "projectile",
     "munition", "warhead", "debris", "enemy", "israel", "russia", "ukraine", "iran", "turkey", "india",
     "pakistan", "azerbaijan", "armenia", "hezbollah", "hamas", "nato"]
)  # fmt: skip
"""What a headline may tell of in the singular: "Drone hits bus"."""


def _is_headline(
    tokens: list[Token], tags: list[str], at: int, following: str, doers: frozenset[str]
) -> bool:
    """Tell whether a form is the verb of a headline: "Gunmen storm village", "Junta jets bomb town"."""
    opens = _clause_start(tokens, tags, at)
    if not 1 <= at - opens <= 2 or tags[at - 1] not in "NA" or tags[opens] not in "NA":
        return False
    if tokens[at].text in {"claim", "claims"} or not tokens[at].text.islower():
        return False
    if tokens[at - 1].lower not in doers:
        return False
    if (
        following == "?"
        and tags[at + 2 : at + 3]
        and tags[at + 2] in "NADKG"
        and _is_base(tokens[at + 1].lower)
    ):
        return False  # drone attacks damage homes
    if opens and following == "." and not tokens[at].lower.endswith("s"):
        return tokens[at].lower in _MOVING  # … as rebels advance
    if opens and following in "?E" and not _is_noun_too(tokens[at + 1].lower):
        return False
    is_on = following == "P" and tokens[at + 1].lower in {"on", "at", "into"}
    is_on = is_on and not _has_verb_ahead(tokens, tags, at + 1, "PR")
    if not is_on and following not in "NADKG?E":
        return False
    rest = "".join(tags[at + 1 :])
    ahead = len(rest) - len(rest.lstrip("NADKGREP?"))
    return rest[ahead : ahead + 1] not in ("V", "B", "H", "X", "M")


def _is_noun_too(word: str) -> bool:
    """Tell whether a form of a verb is a noun as well: "bus", not "continue"."""
    form = verb_forms().get(word)
    return form is not None and form.lemma in noun_verbs()


_MOVING: Final = frozenset(("advance", "retreat", "withdraw", "flee", "attack", "close", "march"))


def _clause_start(tokens: list[Token], tags: list[str], at: int) -> int:
    """Give where a clause of a headline begins: its first word, or that after "as" ("as drone hits bus")."""
    for before_it in (at - 2, at - 3):
        if before_it >= 1 and tags[before_it] == "S" and tokens[before_it].lower in {"as", "after", "while"}:
            is_such = tokens[before_it - 1].lower in {"such", "known", "as"}
            return 0 if is_such else before_it + 1
    return 0


def _is_past(tokens: list[Token], tags: list[str], at: int, following: str) -> bool:
    """Tell whether a form that is like its own past is one: "the missile hit Kharkiv", "a bomb hit homes"."""
    after = tokens[at + 1].lower if at + 1 < len(tokens) else ""
    if tokens[at].lower in _CUT_SHORT or tokens[at - 1].lower == "direct":
        return False
    if following in "AK":
        return not _has_verb_ahead(tokens, tags, at + 1)
    if tokens[at - 1].lower not in _SINGLE_DOERS and tokens[at - 1].lower not in _doers():
        return False
    if following == "N":
        return after not in _HIT_THINGS and after not in word_set("time_words")
    start = at - 1
    while start > 0 and tags[start - 1] in "NAD":
        start -= 1
    opens = tags[start - 1] if start else "."
    if following in ".,":
        return opens in "SW"  # where the missile hit
    is_where = following == "P" and after not in {"on", "by", "with", "of", "from", "at", "to"}
    return is_where and opens not in "P" and not _has_verb_ahead(tokens, tags, at + 2)


_CUT_SHORT: Final = frozenset({"cut", "bid", "set", "read", "cast", "put", "let"})
"""Nouns that names often follow: "after the tax cut Moscow wanted"."""
_HIT_THINGS: Final = frozenset(
    {"list", "lists", "squad", "squads", "team", "teams", "man", "men", "job", "rate"}
)


_MEANS_OF: Final = frozenset(
    ("air", "drone", "missile", "rocket", "artillery", "mortar", "ground", "naval", "bomb", "bombing", "tank",
     "gun", "helicopter", "sniper", "arson", "suicide", "retaliatory")
)  # fmt: skip
"""What stands before "strikes", "attacks", "raids" in one noun."""


def _has_verb_ahead(tokens: list[Token], tags: list[str], at: int, more: str = "") -> bool:
    """Tell whether the phrase that begins at `at` has a finite verb of its own: "the hit Kharkiv took".

    `more` are tags that may stand in the phrase beside those of nouns.
    """
    while at < len(tags) and tags[at] in "DNAKG'" + more:
        at += 1
    if at >= len(tags) or tags[at] not in "VMBHXE?":
        return False
    form = verb_forms().get(tokens[at].lower)
    if tags[at] != "?" or form is None:
        return tags[at] != "?"
    return "d" in form.tags or (form.tags != "g" and form.lemma not in noun_verbs())


def _has_bare_object(tokens: list[Token], tags: list[str], at: int) -> bool:
    """Tell whether an object without article follows: "Russia shells homes", "a drone hits central Kyiv"."""
    after = tokens[at + 1].lower
    if tokens[at].lower not in _BLOWS or tokens[at].text.isupper() or after in _NO_OBJECT:
        return False
    if after in word_set("time_words") or _has_verb_ahead(tokens, tags, at + 1):
        return False
    return _is_plural(after) or (at + 2 < len(tags) and tags[at + 2] in "NA")


_BLOWS: Final = frozenset(
    f"{verb}{ending}"
    for verb in ("attack", "bomb", "bombard", "damage", "down", "hit", "kill", "mine", "ram", "raid", "shell",
                 "sink", "storm", "strike", "target", "wound")
    for ending in ("", "s")
)  # fmt: skip
_NO_OBJECT: Final = frozenset(
    ("north", "south", "east", "west", "northeast", "northwest", "southeast", "southwest", "early", "late",
     "last", "next", "overnight", "worldwide", "close", "due", "worth", "similar", "less", "afterwards")
)  # fmt: skip
"""What tells where or when after a noun: "the air strikes north of the city"."""


def _is_base(word: str) -> bool:
    form = verb_forms().get(word)
    return form is not None and "v" in form.tags


_IDIOMS: Final = {
    "set": frozenset({"fire", "ablaze", "alight", "off", "up", "sail"}),
    "spread": frozenset({"to", "into", "through", "across"}),
    **dict.fromkeys(
        ("rages", "flares", "spreads", "erupts"),
        frozenset({"in", "near", "around", "on", "across", "for", "over", "as", "at", "along", "between"}),
    ),
}
"""Words after which a form that is a noun too is a verb: "gangs set fire to the depot"."""


def _closes_sentence(tokens: list[Token], tags: list[str], at: int) -> bool:
    """Tell whether a form is the verb of a tail: "…, local officials estimate.", "…, agency X reports, …"."""
    if tags[at + 1 : at + 2] not in ([","], ["."]) or not takes_clause(tokens[at].lower):
        return False
    back = at - 1
    while back > 0 and at - back < _TAIL and tags[back] in "DNAK":
        back -= 1
    if back > 0 and tags[back] == '"' and tags[back - 1] in ",?!":
        return True  # "…," the doctor recalls.
    return back > 0 and tags[back] == "," and any(tag_now in "VMBHX" for tag_now in tags[:back])


def _is_adjective(word: str) -> bool:
    """Tell an adjective by its ending."""
    ends = word.endswith(("ous", "ful", "ive", "less", "able", "ible"))
    return ends and word not in {"executive", "native", "detective"}


def _is_plural(word: str) -> bool:
    ends = word.endswith("s") and not word.endswith(("ss", "us", "sis", "'s"))
    return ends or word.endswith("men") or word in {"people", "police"}


def _quotes(word: str) -> bool:
    """Tell whether a verb form can stand beside a quotation."""
    form = verb_forms().get(word)
    cue = cues().get((form.lemma, "verb")) if form else None
    return cue is not None and "quote" in cue.frames


def takes_clause(word: str) -> bool:
    """Tell whether a verb form can be followed by a clause without "that"."""
    form = verb_forms().get(word)
    cue = cues().get((form.lemma, "verb")) if form else None
    return cue is not None and "that" in cue.frames


def _head(tokens: list[Token], tags: list[str], at: int) -> str:
    """Give the head of the phrase that ends at `at`: "number" of "the number of fallen servicemen"."""
    start = at
    while start > 0 and tags[start - 1] in "DGNAKn":
        start -= 1
    is_part = start > 1 and tokens[start - 1].lower == "of" and tags[start - 2] == "N"
    return tokens[start - 2 if is_part and tags[at] == "N" else at].lower


def _fits(head: str, subject: str, letters: str, following: str) -> bool:
    """Tell whether a form that is a noun too agrees in number with the word before it as its subject."""
    plural = _is_plural(head) or (subject == "K" and head != "one")
    if "z" in letters:
        return (subject == "A" or not plural) and not _is_adjective(head)
    if "v" in letters and "d" in letters and (subject == "A" or (subject == "N" and following in "DGUT")):
        return True  # "the strike hit a school": the past is like the base
    if subject == "A" and "v" in letters and following == "K":
        return True  # "Rebels kill 15", "Taliban kill 15"
    if subject == ",":
        return following in 'DGIUT"'
    return "v" in letters and plural and following != "P"
