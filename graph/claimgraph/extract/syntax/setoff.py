"""Participles set off by commas, which look like a past tense: "the tanker, boarded at sea, is at anchor".

A past form that follows a subject and a comma, and is itself followed by a preposition and at last by a comma
and the verb that the subject waits for, is no verb of the sentence: it says what befell the subject. So does
a past form that opens a sentence: "Stationed at Karsk since May, the regiment has 900 men".
"""

from __future__ import annotations

import re
from typing import Final

from claimgraph.extract.syntax.lexicon import verb_forms
from claimgraph.extract.syntax.text import Token

__all__ = ["settle_set_off"]

_AFTER_SUBJECT: Final = re.compile(
    r"""(?:^|[.;:"TS-])[RF]*[DGNAKPC']*[NAK],R*(V)(?=R*[PO])[^.;:,"VMBHXWST]*,R*[VMBHX]"""
)
"""A subject, a comma, a past form before a preposition, a comma, and a finite verb."""
_OPENING: Final = re.compile(r"""^"?(V)(?=R*[PO])[^.;:,"VMBHXW]*,(?:[DGNAKP']+|[IR]+)[VMBHX]""")
"""A past form before a preposition that opens the sentence, a comma, a subject, and a finite verb."""
_NEVER_PASSIVE: Final = frozenset(
    ("died", "fled", "arrived", "went", "came", "fell", "said", "returned", "vanished", "perished",
     "retreated", "surrendered", "escaped", "crashed", "collapsed", "disappeared", "landed", "exploded")
)  # fmt: skip


def settle_set_off(tokens: list[Token], tags: list[str]) -> None:
    """Turn past forms that are set off by commas into participles, in place.

    >>> from claimgraph.extract.syntax.text import tokens
    >>> words, tags = tokens("The mill, razed by shells, is gone."), list("DN,VPN,Bn.")
    >>> settle_set_off(words, tags)
    >>> "".join(tags)
    'DN,nPN,Bn.'
    """
    if "V" not in tags or "," not in tags:
        return
    line = "".join(tags)
    for pattern in (_AFTER_SUBJECT, _OPENING):
        for match in pattern.finditer(line):
            at = match.start(1)
            word = tokens[at].lower
            form = verb_forms().get(word)
            is_both = "n" in form.tags if form is not None else word.endswith("ed")
            if is_both and word not in _NEVER_PASSIVE:
                tags[at] = "n"
