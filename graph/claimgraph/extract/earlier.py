"""What a content points back to: "denies it", "doubt the figure", "which Kyiv denies", "denied any role".

Such a content tells nothing itself: its event is that of the claim which it speaks of, the latest made before
it. A figure is not repeated.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from typing import TYPE_CHECKING, Final, NamedTuple

from claimgraph.extract.events.frames import family
from claimgraph.extract.syntax.lexicon import word_set
from claimgraph.extract.syntax.tagger import tag
from claimgraph.extract.syntax.text import Token
from claimgraph.model import Entity, Event, Role, Stance
from claimgraph.reference.kinds import is_a

if TYPE_CHECKING:
    from claimgraph.extract.drafts import Draft

_POINTERS: Final = frozenset(("it", "this", "that", "these", "those", "which", "so"))
_DETERMINERS: Final = frozenset(
    (
        "the",
        "this",
        "that",
        "these",
        "those",
        "its",
        "his",
        "her",
        "their",
        "such",
        "all",
        "any",
        "both",
        "no",
        "either",
        "neither",
    )
)
_FALSE: Final = word_set("false")
_FINITE: Final = frozenset("VMBHX")
"""Tags of finite verbs."""
_VERDICT: Final = 6
"""How long a content is that only calls false what was said."""
_GUILT: Final = frozenset(("responsibility", "involvement", "role", "part", "guilt", "blame", "complicity"))
_FIGURES: Final = word_set("said_figures")
_DEEDS_TOLD: Final = frozenset(("matter", "point", "incident", "incidents", "episode", "tragedy", "atrocity"))
_SAID: Final = word_set("sayings") | _FIGURES | {"charge", "charges", "information", "news"} | _DEEDS_TOLD
_ACCUSATIONS: Final = frozenset(
    ("accusation", "accusations", "allegation", "allegations", "charge", "charges", "responsibility", "blame")
)
_ACCUSING: Final = re.compile("accus|blam|alleg|charg", re.IGNORECASE)
_WHO: Final = re.compile(
    r"^(?:that )?(?:who|which side|whose \w+)\b (?:\w+ ){0,3}?(?:fired|shot|behind|responsible|carried"
    r"|launched|did|done|planted|ordered|began|begun|started|attacked|to blame)\b",
    re.IGNORECASE,
)
_DEED: Final = re.compile(
    r"^[“\"'‘]?(?:that )?(?:it|this|that|they|these|those|the (?:shells?|rockets?|missiles?|drones?|bombs?"
    r"|shots|projectiles?|rounds|planes?|jets?|aircraft|helicopters?|gunmen|attackers|raiders|assailants)) "
    r"(?:(?:had|has|have|was|were|is|are|may|might|could|would|must|been|be|not|never|also|only|all|both|purely"
    r"|apparently|probably|likely|clearly|deliberately) )+[“\"'‘]?"
    r"(?:(?:aimed|directed|meant|intended|deliberate|accidental|unintentional|retaliation|revenge|staged|over"
    r"|carried out|launched|fired|planned|ordered|caused by|come from|the work of|involved|responsible)\b"
    r"|an? (?:\w+ )?(?:accident|mistake|error|misfire|provocation|response|reprisal|warning|answer)\b"
    r"|in (?:response|retaliation|reprisal|revenge|answer)\b)",
    re.IGNORECASE,
)
"""What is said of a deed told before: "it was aimed at the port", "the shells had come from the hills"."""
_DISOWNED: Final = re.compile(
    r"\b(?:nothing|anything) to do with (?:(?:any of )?(?:it|this|that)|(?:the|that|this|these|those|such)"
    r"(?: [\w-]+){1,2})[”\"’'.,\s]*\Z|\b(?:not|never) (?:been )?"
    r"(?:responsible|to blame|involved)[”\"’'.,\s]*\Z",
    re.IGNORECASE,
)
"""What is said by who had no part in a deed told before."""
_TOO: Final = frozenset(
    ("too", "also", "either", "again", "flatly", "categorically", "strongly", "outright", "completely",
     "entirely", "vehemently", "as", "well", "today", "yesterday")
)  # fmt: skip
"""What may stand behind "denied it"."""
_REACH: Final = 700
"""How many characters back the claim spoken of may stand."""


def points_back(words: Sequence[Token]) -> bool:
    """Tell whether a content only points to what was said before, or to who did it.

    >>> from claimgraph.extract.syntax.text import tokens
    >>> [points_back(tokens(text)) for text in ("it", "the accusation", "that as nonsense", "any role")]
    [True, True, True, True]
    >>> [points_back(tokens(text)) for text in ("that ship had sunk", "the port", "that a lorry had crashed")]
    [False, False, False]
    """
    lowers = [word.lower for word in words if word.text not in ',.;“”"‘’']
    while len(lowers) > 1 and lowers[-1] in _TOO:
        lowers = lowers[:-1]
    if not lowers:
        return False
    if lowers[0] in {"of", "about", "for"} and len(lowers) > 1:
        lowers = lowers[1:]
    if lowers[0] in _POINTERS | {"these"} and lowers[1:2] in (["is"], ["are"], ["was"], ["were"]):
        return not _FALSE.isdisjoint(lowers[2:6])
    if lowers[0] in _POINTERS and len(lowers) < _VERDICT and not _FALSE.isdisjoint(lowers[1:]):
        return True  # called this "pure propaganda"
    if lowers[0] == "that" and lowers[1:2] and lowers[1] in {"as", "a", "an"}:
        return _FINITE.isdisjoint(tag(list(words)))  # called that a lie, not: said that a lorry had crashed
    if len(lowers) == 1 or (lowers[0] in _POINTERS and lowers[1] in {"as", "a", "an", "was", "were"}):
        return lowers[0] in _POINTERS | _GUILT
    if lowers[0] in {"a", "an"} and len(lowers) == 2:
        return lowers[1] in _SAID  # "…, a claim residents rejected"
    if lowers[0] in _DETERMINERS and len(lowers) > 1:
        return lowers[1] in _SAID | _GUILT and lowers[2:3] != ["that"]
    return lowers[0] in _GUILT and lowers[1] in {"for", "in", "on", "through", "via"}


def is_guilt(words: Sequence[Token]) -> bool:
    """Tell whether a content is the guilt for a deed, whoever spoke since: "responsibility", "any role".

    >>> from claimgraph.extract.syntax.text import tokens
    >>> is_guilt(tokens("responsibility for it")), is_guilt(tokens("the report"))
    (True, False)
    """
    return any(word.lower in _GUILT for word in words[:3])


def is_only_it(words: Sequence[Token]) -> bool:
    """Tell whether a content is no more than "that" or "it", of which something is said.

    >>> from claimgraph.extract.syntax.text import tokens
    >>> is_only_it(tokens("That")), is_only_it(tokens("That claim"))
    (True, False)
    """
    return len(words) == 1 and words[0].lower in _POINTERS


def speaks_of_deed(text: str) -> bool:
    """Tell whether a content asks or tells about a deed that it does not name itself.

    >>> speaks_of_deed("it was aimed at a barracks"), speaks_of_deed("who had fired the shells")
    (True, True)
    >>> speaks_of_deed("it was raining"), speaks_of_deed("they had met the envoy")
    (False, False)
    """
    is_of_deed = _DEED.match(text) is not None or _WHO.match(text) is not None
    return is_of_deed or _DISOWNED.search(text) is not None


def kind_by_weapon(text: str, kind: str) -> str:
    """Give the class of an attack or explosion told before that a content lays to a weapon.

    >>> kind_by_weapon("the shells had come from the hills", "Event"), kind_by_weapon("it was", "Attack")
    ('Shelling', 'Attack')
    """
    found = _WEAPON.search(text) if kind in _UNTOLD else None
    return _BY_WEAPON[found.group(1).lower()] if found is not None else kind


_UNTOLD: Final = frozenset({"Event", "Attack", "Strike"})
_BY_WEAPON: Final = {
    "shell": "Shelling",
    "rocket": "Shelling",
    "missile": "MissileStrike",
    "drone": "DroneStrike",
}
_WEAPON: Final = re.compile(r"\b(shell|rocket|missile|drone)s?\b", re.IGNORECASE)


def _kind(draft: Draft) -> str:
    event = draft.proposition.event
    return event.kind if event is not None else "Event"


_NO_GUILT: Final = frozenset(
    {"Event", "Evacuation", "AidDelivery", "Negotiation", "Population", "Presence", "Harm"}
)
"""Families for which nobody takes or denies responsibility while an attack was told of."""


def _has_event(draft: Draft) -> bool:
    return _kind(draft) != "Event"


def _is_deed(draft: Draft) -> bool:
    event = draft.proposition.event
    return event is not None and event.kind != "Event" and family(event.kind) != "Harm"


def _is_by(draft: Draft, agent: Entity) -> bool:
    """Whether an act is laid to an agent, or to the state whose body it is."""
    event = draft.proposition.event
    performers = event.fillers("isPerformedBy") if event is not None else ()
    return any(_principal(one) == _principal(agent) for one in performers)


def _principal(agent: Entity) -> str:
    """The state in the name of a body of it, else the name: "Government of Russia", "Russia"."""
    return agent.label.rpartition(" of ")[2].removesuffix(" (unnamed)").lower()


def _acts(near: Sequence[Draft], agent: Entity) -> list[Draft]:
    """The acts among what was told: those laid to the agent, else whom the agent hurt, else any."""
    deeds = [draft for draft in near if _is_deed(draft)]
    theirs = [draft for draft in near if _is_by(draft, agent)]
    return [draft for draft in theirs if _is_deed(draft)] or theirs or deeds


def _accusing(near: Sequence[Draft], denier: Entity, text: str) -> list[Draft]:
    """What somebody is accused of, as far as he can deny it: the act, not what others say it led to."""
    accusing = [draft for draft in near if draft.cue and _ACCUSING.search(text, *draft.cue)]
    if accusing:
        latest = [draft for draft in accusing if draft.cue == accusing[0].cue]
        return _acts(latest, denier) or latest
    others = [draft for draft in near if draft.claimant != denier]
    return _acts(others, denier)


class Meant(NamedTuple):
    """The event that a content points back to, and the claim of it."""

    event: Event
    draft: Draft

    def is_turned_round(self, cue: str, words: Sequence[Token], claimant: Entity) -> bool:
        """Whether who rejects another's denial says by that that it was so: "rejected that as a lie".

        Whoever denies "it" after another denied it denies the same.
        """
        is_denial = self.draft.attitude.stance is Stance.DENIES and self.draft.claimant != claimant
        is_other = cue in _REJECTING and not _STATEMENTS.isdisjoint(word.lower for word in words[:2])
        return is_denial and is_other

    def is_right_before(self, start: int, text: str) -> bool:
        """Whether nothing stands between the claim and an offset."""
        ends = [self.draft.passage[1], *(span[1] for span in self.draft.content)]
        return any(_GAP.fullmatch(text, end, start) for end in ends if end <= start)


_GAP: Final = re.compile(r"[.!?;,”\"’\s]*")
_REJECTING: Final = frozenset(("reject", "dismiss", "contradict", "dispute", "refute", "rebut", "call"))
_STATEMENTS: Final = frozenset(("this", "that", "denial", "claim", "statement", "account", "version"))


def event_meant(
    told: Sequence[Draft], before: int, words: Sequence[Token], text: str, denier: Entity | None = None
) -> Meant | None:
    """Give the event of the claim that words at an offset point back to: the latest that has one.

    "The figure" means a claim with one, "the accusation" one that accuses, where there is such a claim. What
    was said last may be a denial or a verdict of its own; then its event is the one spoken of. Whoever denies
    what he is accused of (`denier`) denies the act laid to him; that people were hurt stays as it is.
    """
    near = [draft for draft in reversed(told) if draft.at < before and before - draft.at < _REACH]
    lowers = {word.lower for word in words}
    if lowers & _FIGURES:
        near = [draft for draft in near if draft.proposition.quantity is not None] or near
    elif denier is not None and lowers & _ACCUSATIONS:
        near = _accusing(near, denier, text)
    elif lowers & _ACCUSATIONS:
        near = [draft for draft in near if draft.cue and _ACCUSING.search(text, *draft.cue)] or near
    elif denier is not None and near:  # "it" is what was said last: all of it, so first of all the act
        latest = [draft for draft in near if draft.cue is not None and draft.cue == near[0].cue]
        is_charge = any(draft.cue and _ACCUSING.search(text, *draft.cue) for draft in latest)
        if is_charge and not any(_has_event(draft) for draft in latest):
            return None  # accused of backing the rebels: of that alone, whatever happened before
        near = [draft for draft in latest if _is_deed(draft) and _is_by(draft, denier)] or near
    if lowers & _GUILT:  # who is responsible, is so for an attack, not for its victims
        near = [draft for draft in near if family(_kind(draft)) not in _NO_GUILT]
    if near:  # what was said last begins with its main deed: "blew up and killed villagers"
        said = [draft for draft in near if draft.cue is not None and draft.cue == near[0].cue]
        near = [*reversed(said), *near]
    told_of = ((draft, draft.proposition.event) for draft in near if _has_event(draft))
    draft, event = next(told_of, (None, None))
    if draft is None or event is None:
        return None
    if denier is not None and draft.attitude.stance is Stance.DENIES and _is_by(draft, draft.claimant):
        event = _by_another(event, denier)  # the army denied firing on it; so did the rebels
    return Meant(_without_doers(event) if lowers & _FIGURES else event, draft)


def _by_another(event: Event, agent: Entity) -> Event:
    """What somebody denies to have done, as the deed of another who denies it too."""
    if not is_a(agent.kind, "Agent"):
        return event
    kept = tuple(role for role in event.roles if role.property != "isPerformedBy")
    return replace(event, roles=(Role("isPerformedBy", agent), *kept))


def with_doer(event: Event, words: Sequence[Token], cue: str, claimant: Entity) -> Event:
    """The event for which somebody takes or denies responsibility, with him as who did it.

    "Delta claimed responsibility", "claimed the bombing" lay it to nobody else; whoever denies it is who was
    blamed, unless somebody is known to be. `cue` is the lemma of the verb.
    """
    lowers = [word.lower for word in words if word.text not in ",.;"][:3]
    is_guilt = not _OWNED.isdisjoint(lowers) and (cue in _TAKING or cue == "deny")
    is_deed = cue == "claim" and lowers[:1] == ["the"] and family(event.kind) in _DEEDS
    is_deed = is_deed and _FINITE.isdisjoint(tag(list(words)))  # not: that the raid failed
    is_deed = is_deed or (_is_of_speaker(words, claimant) and _DISOWNED.search(_said(words)) is not None)
    is_ours = event.kind == "ControlOfPlace" and not _OURS.isdisjoint(word.lower for word in words)
    is_ours = is_ours and claimant.kind != "Person" and not any(event.fillers("isPerformedBy"))
    is_done = is_guilt or is_deed or is_ours  # the town is still ours
    if not is_done or event.kind == "Event" or not is_a(claimant.kind, "Agent"):
        return event
    kept = tuple(role for role in event.roles if role.property != "isPerformedBy")
    if cue == "deny" and is_guilt and len(kept) < len(event.roles):
        return event
    return replace(event, roles=(Role("isPerformedBy", claimant), *kept))


def _said(words: Sequence[Token]) -> str:
    return " ".join(word.text for word in words[-_TAIL:])


def _is_of_speaker(words: Sequence[Token], claimant: Entity) -> bool:
    """Whether who speaks is the subject: "it had …", "its men had …", "having"; of a person only himself."""
    lowers = [word.lower for word in words if word.text not in "“\"‘'" and word.lower != "that"]
    is_one = claimant.kind == "Person"
    return lowers[:1] == ["having"] or (lowers[:1] != [] and lowers[0] in (_HIMSELF if is_one else _SPEAKERS))


_HIMSELF: Final = frozenset(("he", "she", "i"))
_SPEAKERS: Final = _HIMSELF | {"it", "they", "we", "its", "their", "our"}
_OURS: Final = frozenset(("our", "ours"))
_TAIL: Final = 12
_OWNED: Final = frozenset(("responsibility", "involvement", "role"))
_TAKING: Final = frozenset(("claim", "admit", "accept", "assume", "acknowledge", "deny", "take"))
_DEEDS: Final = frozenset(("Attack", "Harm", "MaterielLoss", "Bombing"))


def _without_doers(event: Event) -> Event:
    """The event of a figure that is only pointed at: who did it and with what is not spoken of."""
    kept = tuple(
        role for role in event.roles if role.property not in {"isPerformedBy", "usesWeapon", "affects"}
    )
    return replace(event, roles=kept)
