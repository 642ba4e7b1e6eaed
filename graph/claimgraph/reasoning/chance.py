"""Rival accounts of one report that only their words tell apart: by attack or by chance, and who fired first.

"Its troops shot the helicopter down" and "the engine had failed" are of one loss, though no class of the
ontology says what a failing engine brought about; "they fired first" and "the first shots were theirs" are of
one beginning.
"""

from __future__ import annotations

import re

from claimgraph.reasoning.checker import Clash, Reading, Rule
from claimgraph.reasoning.rivals import Rivals, Told
from claimgraph.reasoning.sameness import Likeness, head_words
from claimgraph.vocabulary import cg

_NEAR = 3
"""So many claims further on an account may be of what was told before."""
_MISHAP = re.compile(
    r"\bengines? (?:of \S+ \S+.{0,20} )?(?:had )?(?:failed|stalled|cut out)"
    r"|\b(?:engine|technical|mechanical) (?:failure|fault|trouble|problem)s?|\bmalfunction\w*"
    r"|\b(?:flew|flown|crashed) into (?:a |the )?"
    r"(?:mountain|hill|cliff|sea|trees?)|\b(?:bad|poor) (?:weather|visibility)"
    r"|\b(?:struck|hit) (?:a |the |some )?(?:reef|rocks?|sandbank|iceberg)"
    r"|\bran aground|\bgas (?:cylinders?|leak|bottles?|explosion|main)"
    r"|\bshort[ -]circuit|\baccident(?:al|ally)?\b|\boverturned|\bcigarette|\blightning|\bmishandl\w+"
    r"|\b(?:an? )?(?:old|leftover|left-over|unexploded) (?:mine|shell|bomb)|\bpilot(?:'s|’s)? error"
    r"|\bhuman error|\bskidded|\bbrakes?\b",
    re.IGNORECASE,
)
"""Words for what brings something to grief by chance."""
_POINTING = re.compile(
    r"\W*(?:that )?(?:perhaps |maybe )?(?:it|they|both|its|the|this|these)\b", re.IGNORECASE
)
_FIRST = re.compile(
    r"\b(?:fired|shot|attacked|struck|opened fire|shelled) first\b"
    r"|\bfirst (?:shots?|shells?|rounds?|to (?:fire|shoot|attack|open fire))\b"
    r"|\b(?:began|begun|started) (?:it|the (?:shooting|firing|fighting|clash\w*|shelling|exchange))\b",
    re.IGNORECASE,
)


def of_mishap(pair: Rivals) -> Clash | None:
    """An attack on a thing in one account; in the other, told near it, a mishap of that thing, in words."""
    if pair.distance > _NEAR:
        return None
    for told, other in ((pair.left, pair.right), (pair.right, pair.left)):
        found = _MISHAP.search(told[0].words)
        if found is None or (told[1].doers and told[1].kinds & {cg("Attack"), cg("ShootDown")}):
            continue
        if not _is_attack(other, pair) or _MISHAP.search(other[0].words) or not _is_of_it(told, other, pair):
            continue
        if not pair.kinship.fits_in_time(told[1], other[1]) or pair.kinship.are_apart(told[1], other[1]):
            continue
        reason = f"what one account tells as an attack the other lays to chance: “{found.group()}”"
        clash = Clash(Rule.LOGIC, Reading.EXCLUSIVE, True, reason)
        return clash.weakened("both accounts must be of one event")
    return None


def _is_attack(told: Told, pair: Rivals) -> bool:
    """Whether somebody is said to have done it to a thing, or it to have been done with a weapon."""
    account = told[1]
    is_act = pair.kinship.tables.has_any(account.kinds, cg("HostileAct"), cg("MaterielLoss"))
    return is_act and bool(account.things or account.sites) and bool(account.doers or account.weapons)


def _is_of_it(told: Told, other: Told, pair: Rivals) -> bool:
    """Whether words are of what another account tells of: they point back, or name the thing."""
    label = pair.kinship.facts.label
    things = {word for one in other[1].things for word in head_words(label(one))}
    return bool(_POINTING.match(told[0].words) or things & head_words(told[0].words))


def of_first(pair: Rivals) -> Clash | None:
    """Each of two sides says, in words, that the other fired first."""
    if pair.distance > _NEAR or not all(_FIRST.search(one[0].words) for one in (pair.left, pair.right)):
        return None
    agents = pair.kinship.comparer.agents
    if agents(pair.left[0].claimant, pair.right[0].claimant) < Likeness.LIKELY_DIFFERENT:
        return None
    if any(pair.tells_of_own_deed(one) for one in (pair.left, pair.right)):
        return None
    reason = "two sides tell who fired first, and each was not the other"
    clash = Clash(Rule.LOGIC, Reading.EXCLUSIVE, True, reason)
    return clash.weakened("each must lay it to another")
