"""Deeds that a denial of what they would have taken denies: no shot was fired, no aircraft flew.

"None of our aircraft was in the air that night" denies every air strike of that night that is laid to who
says so, and "not a single shot was fired by us" every attack. No class of the ontology says so
much; the words do. What is so taken to be denied is noted as an open point, and holds within one report.
"""

from __future__ import annotations

import re
from dataclasses import replace
from functools import lru_cache

from claimgraph.reasoning.accounts import Account
from claimgraph.vocabulary import cg

_OWN = re.compile(r"\b(?:us|we|our|ours|its|his|their|they|it|he|my)\b", re.IGNORECASE)
"""Words for one's own side in what somebody says."""
_SHOT = re.compile(
    r"\b(?:shots?|rounds?|bullets?|shells?|rockets?|missiles?|mortars?|guns?|cannons?)\b.{0,40}\bfired\b"
    r"|\bfired?\b.{0,30}\b(?:shots?|rounds?|bullets?|shells?|rockets?|missiles?|mortars?)\b"
    r"|\bopened fire\b",
    re.IGNORECASE,
)
_FLIGHT = re.compile(
    r"\b(?:aircraft|(?:war)?planes?|jets?|helicopters?|drones?|bombers?|fighters?|air force|pilots?)\b.{0,40}"
    r"\b(?:fl(?:ew|own|y|ying)|t(?:ook|ake|aken) off|in the (?:air|sky|skies|area|region|vicinity)|airborne"
    r"|sorties?|missions?|left (?:the |its |their )?(?:ground|bases?)|active|operat(?:ed|ing)|over the)\b",
    re.IGNORECASE,
)
_ROWS = ((_SHOT, cg("Attack")), (_FLIGHT, cg("Strike")))
TAKEN = "what the deed would have taken is denied, and not the deed itself"
"""The open point of such a contradiction."""


@lru_cache(maxsize=1 << 14)
def kind_taken(words: str) -> str:
    """The class of the deeds that are denied with what they would have taken, or nothing.

    >>> kind_taken("none of their aircraft had flown in the area that night").rpartition("#")[2]
    'Strike'
    >>> kind_taken("that its men had fired a single shot").rpartition("#")[2], kind_taken("that it had paid")
    ('Attack', '')
    """
    return next((kind for pattern, kind in _ROWS if pattern.search(words)), "")


def deed_taken(words: str, claimant: str, event: Account, *, has_arms: bool) -> Account | None:
    """The deed that a denial known by its words alone is taken to deny, as an account of it.

    Who did it is the one who denies, if he has forces or speaks of his own side.
    """
    kind = kind_taken(words)
    if not kind:
        return None
    is_own = has_arms or bool(_OWN.search(words))
    doers = event.doers or ((claimant,) if is_own else ())
    if kind == cg("Strike") and not doers:
        return None
    return replace(event, kinds=frozenset((kind,)), doers=doers, is_taken=True)
