"""Which attributions are claims: speech is, feelings and demands are not.

A content with an event or a figure is mostly a claim, whoever it is laid to; here it is decided about
contents that are words only or point back to what was said before.
"""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise
from typing import Final

from claimgraph.extract.attribution.reading import Attribution
from claimgraph.extract.laid import only_blames
from claimgraph.extract.stance import attitude
from claimgraph.extract.syntax.tagger import tag
from claimgraph.extract.syntax.text import Token
from claimgraph.model import Stance

SAYING: Final = frozenset({"speech", "report", "evidential"})
"""Kinds of cues that say something, and do not think, feel or order it."""
SOURCELESS: Final = frozenset({"verdict", "unverified"})
"""Constructions without a source: whoever speaks the sentence says it."""
_OWN_VOICE: Final = frozenset(["clear", "unclear", "known", "unknown", "know"])
_HOLDING: Final = frozenset(("consider", "regard", "view", "deem"))
_FORESEEING: Final = frozenset(("expect", "anticipate", "foresee"))
_CALLS: Final = frozenset({"for", "on", "upon"})
"""What "called" stands before in demands."""
_DEMANDING: Final = frozenset({"call", "tell", "ask", "warn", "advise"})
"""Verbs of saying that demand with an infinitive: "residents were told to leave"."""
_SHORT: Final = 2


def is_demand(said: Attribution, cue: Sequence[Token], told: Sequence[Token]) -> bool:
    """Tell whether something is only demanded: "called for P", "told to leave".

    `cue` are the words of the cue, `told` those of the last part of the content.
    """
    is_call = said.cue_lemma == "call" and cue[-1].lower in _CALLS
    return is_call or (said.cue_lemma in _DEMANDING and [word.lower for word in told[:1]] == ["to"])


def is_sourceless(said: Attribution) -> bool:
    """Tell whether no source is needed: what "it is unclear" whether is so says whoever speaks."""
    return said.cue_lemma in _OWN_VOICE or said.rule in SOURCELESS


def is_told_back(said: Attribution, *, is_anaphor: bool) -> bool:
    """Tell whether a content that only points back, or only asks, is a claim: speech and doubts are."""
    if said.rule in SOURCELESS or (said.cue_lemma in _OWN_VOICE and not said.source):
        return True
    is_attitude = said.kind in SAYING or said.stance in {Stance.DOUBTS.value, Stance.DENIES.value}
    return is_anaphor and is_attitude and bool(said.source)


def is_claim(said: Attribution, words: Sequence[Token]) -> bool:
    """Tell whether a content without event or figure is a claim: speech is, feelings and orders are not."""
    if said.cue_lemma in _FORESEEING | _HOLDING and said.source:
        return True
    tags = set(tag(list(words)))
    if not tags & set("NAVBnv") and not _is_of_doing(words):
        return False
    if tags & set("VBHMX"):
        return said.kind in SAYING or (said.kind == "thought" and bool(said.source))
    is_open = attitude(said, words).stance is Stance.UNDETERMINED or said.rule == "colon"
    is_long = len(words) >= _SHORT or only_blames(said.cue_lemma, words) or said.stance == Stance.DENIES.value
    return said.kind in SAYING and is_long and bool(said.source) and not is_open


def _is_of_doing(words: Sequence[Token]) -> bool:
    """Whether words say only that something was done or not: "we did not do it"."""
    lowers = [word.lower for word in words]
    return any(
        verb in {"do", "did", "done"} and what in {"it", "this", "that"} for verb, what in pairwise(lowers)
    )
