"""Denials that answer what was said right before them in a report, in words or of a kind of their own.

"The minister blamed the neighbours for the raid", "they called the accusation a smokescreen": the denial has
no content but what it points back to. "Their jets killed eight people", "the coalition denied any raid in the
area": it has one, of another kind of event. What was said right before is what the nearest claimant before
the denial, other than who denies, affirms in a row.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache

from claimgraph.reasoning.accounts import Account
from claimgraph.reasoning.implied import are_related
from claimgraph.reasoning.kinship import TOO_WIDE, Kinship
from claimgraph.reasoning.opposites import say_alike
from claimgraph.reasoning.record import ClaimRow
from claimgraph.reasoning.sameness import ANYONE, Likeness, head_words
from claimgraph.reasoning.wordings import stems
from claimgraph.vocabulary import cg

MOST_BEFORE = 6
"""So many claims of one claimant in a row are taken to be what a denial points back to."""
_SAYINGS = (
    *("claim", "accusation", "allegation", "charge", "report", "remark", "statement", "story", "suggestion"),
    *(
        "assertion",
        "version",
        "account",
        "comment",
        "assessment",
        "finding",
        "rumour",
        "rumor",
        "insinuation",
    ),
    *("explanation", "argument", "excuse", "tale", "narrative", "portrayal", "footage", "video", "document"),
    *("testimony", "figure", "number", "toll", "count", "estimate", "announcement"),
)
_BACK = (
    "plan",
    "intention",
    "intent",
    "kind",
    "sort",
    "involvement",
    "responsibility",
    "role",
    "part",
    "link",
    "hand",
    "wrongdoing",
    "connection",
)
_ALONE = frozenset(("it", "this", "that", "which", "them", "these", "so", "either", "both", "everything"))
_SEVERAL = frozenset(
    ("both", "all", "any", "anything", "nothing", "everything", "these", "those", "them", "either")
)
_POINTERS = stems(" ".join((*_SAYINGS, *_BACK))) | frozenset(_SAYINGS)
_EMPTY = stems(
    "false untrue lie lies lying baseless groundless unfounded nonsense absurd fabrication fabricated "
    "propaganda fantasy smokescreen slander slanderous fake invention invented disinformation "
    "misinformation rubbish ridiculous provocation exaggerated exaggeration misleading wrong "
    "inaccurate incorrect hoax myth pure complete completely totally entirely utterly blatant simply "
    "outright another true truth correct anything nothing whatsoever happened place occurred took "
    "doing done having taken such these those both either categorically malicious cynical distraction "
    "manipulation staged conspiracy theory fiction fairy tale hysteria ever been beginning start finish end "
    "whole entire word"
)
_NUMBER = re.compile(
    r"\b(?:figures?|numbers?|tolls?|counts?|estimates?|exaggerat\w+|inflated|inaccurate)\b", re.IGNORECASE
)
_PART = re.compile(
    r"^(?:that )?(?:he|she|it|they|any|its|his|her|their|having|being)\b.{0,24}"
    r"\b(?:involved|involvement|part in (?:it|this|that|the)|role|to do with|responsib\w+)",
    re.IGNORECASE,
)
_SUCH = re.compile(
    r"\bsuch\b|\b(?:accusation|allegation|charge|claim|report|wrongdoing|involvement)s?\b", re.IGNORECASE
)
_BREATH = 12
"""So many letters may lie between two contents of one sentence: ", and also "."""
_WHERE_PEOPLE_ARE = (cg("Situation"), cg("ForceMovement"))
_MERE = re.compile(
    r"^\W*(?:never|nonsense|rubbish|not true|untrue|absolutely not|no)\b(?=\W*(?:$|[.,!;]))"
    r"|^(?:that )?(?:this|that|it) (?:is|was|did|has|had)(?: simply| just)? (?:not|never)"
    r"(?: what)?(?: so| the case| true| happened?)?\W*$"
    r"|^(?:that )?(?:there (?:is|are|was|were|had been|have been)|(?:\w+ ){1,3}(?:has|have|had)) none\W*$",
    re.IGNORECASE,
)
"""A denial without any matter of its own: "Never.", "That is not what happened"."""
_ASIDE = re.compile(r"“[^”]*”|\"[^\"]*\"|\b(?:as|to be) .*$")


@dataclass(frozen=True, slots=True)
class Reply:
    """A claim that a denial answers; `points` is what is left open."""

    claim: ClaimRow
    points: tuple[str, ...]


def points_back(words: str) -> frozenset[str] | None:
    """The stems beside it if a content only points back to what was said before, else nothing.

    They may name whose words are meant.

    >>> points_back("the accusation as “a smokescreen”"), points_back("it"), points_back("the shelling")
    (frozenset(), frozenset(), None)
    >>> sorted(points_back("the Northern claim a lie"))
    ['north']
    """
    plain = re.findall(r"[^\W\d_]+", words.casefold())
    if _MERE.search(words):
        return frozenset()
    if plain and set(plain[:2]) & _ALONE and not stems(_ASIDE.sub("", words)) - _EMPTY:
        return frozenset()
    found = stems(_ASIDE.sub("", words)) | {one for word in plain for one in _said(word)}
    beside = found - _EMPTY - _POINTERS
    if not found & _POINTERS or len(beside) > 1:
        return None
    return beside


_INTENT = re.compile(
    r"\b(?:plan(?:s|ned|ning)?|inten[dt]\w*|prepar\w+|going to|will|would|want\w*|ambition\w*|seek\w*)\b",
    re.IGNORECASE,
)


def is_of_intention(words: str) -> bool:
    """Whether a denial is of what somebody means to do.

    >>> is_of_intention("that it has any such plan"), is_of_intention("that it hit the town")
    (True, False)
    """
    return bool(_INTENT.search(words))


def _is_plural(words: str) -> bool:
    """Whether several things may be denied at once: "both accusations", "his remarks", "any of it"."""
    plain = re.findall(r"[^\W\d_]+", words.casefold())
    return any(word in _SEVERAL or (word.endswith("s") and word[:-1] in _SAYINGS) for word in plain)


def _said(word: str) -> Iterator[str]:
    """A word of saying in the singular: `stems` leaves some of them out."""
    single = word[:-1] if word.endswith("s") else word
    if single in _SAYINGS:
        yield single


def replied_to(denial: ClaimRow, told: Sequence[ClaimRow], kinship: Kinship) -> Iterator[Reply]:
    """Yield what a denial answers; `told` are the other claims of its report in the order of the text."""
    beside = points_back(denial.words)
    label = kinship.facts.label
    if beside is not None:
        before = [one for one in told if one.order < denial.order and one.claimant != denial.claimant]
        named = [one for one in before if beside and beside <= stems(label(one.claimant))]
        if beside and not named:
            return
        run = _last_run(named or before)
        is_plural = _is_plural(denial.words)
        run = run if is_plural else [one for one in run if one is run[-1] or are_of_one_breath(one, run[-1])]
        which = ("which of several remarks is denied is not told",) if is_plural and len(run) > 1 else ()
        yield from (Reply(one, which) for one in run)


def in_row(denial: ClaimRow, told: Sequence[ClaimRow]) -> list[ClaimRow]:
    """What the nearest claimant before a denial affirms in a row."""
    return _last_run([one for one in told if one.order < denial.order and one.claimant != denial.claimant])


def _last_run(before: Sequence[ClaimRow]) -> list[ClaimRow]:
    run: list[ClaimRow] = []
    for one in reversed(before):
        if run and (one.claimant != run[0].claimant or len(run) == MOST_BEFORE):
            break
        run.append(one)
    return run[::-1]


def before_row(denial: ClaimRow, told: Sequence[ClaimRow], kinship: Kinship) -> list[ClaimRow]:
    """What others than the nearest claimant said of who denies before a denial, the last ones first."""
    before = [one for one in told if one.order < denial.order and one.claimant != denial.claimant]
    nearest = {one.iri for one in _last_run(before)}
    earlier = [one for one in reversed(before) if one.iri not in nearest][:MOST_BEFORE]
    return [one for one in earlier if accuses(one, denial.claimant, kinship)]


def accuses(claim: ClaimRow, denier: str, kinship: Kinship) -> bool:
    """Whether a claim is of what somebody did, or names them."""
    doers = (doer for account in kinship.accounts.of(claim) for doer in account.doers)
    is_own = any(kinship.comparer.agents(denier, doer) is Likeness.SAME for doer in doers)
    return is_own or kinship.is_named_in(denier, claim.words)


def are_of_one_breath(left: ClaimRow, right: ClaimRow) -> bool:
    """Whether two claims are of one sentence: no more than a few letters lie between their words.

    >>> shelled, killing = (ClaimRow("", passage=f"r#char={span}") for span in ("10,40", "42,60"))
    >>> are_of_one_breath(shelled, killing)
    True
    """
    spans = [[int(n) for n in one.passage.partition("#char=")[2].split(",") if n] for one in (left, right)]
    if left.claimant != right.claimant or not all(len(span) == 2 for span in spans):
        return False
    first, second = sorted(spans)
    return second[0] - first[1] <= _BREATH


@lru_cache(maxsize=1 << 14)
def is_of_a_part(words: str) -> bool:
    """Whether somebody denies no more than to have had a part in it.

    >>> is_of_a_part("it had not been involved"), is_of_a_part("that it shelled the town")
    (True, False)
    """
    return bool(_PART.search(words))


def is_of_a_number(words: str) -> bool:
    """Whether a denial that points back is of a figure and not of what happened.

    >>> is_of_a_number("the toll exaggerated"), is_of_a_number("the report invented")
    (True, False)
    """
    return bool(_NUMBER.search(words))


def is_of_one_matter(
    denial: ClaimRow, denied: Account, claim: ClaimRow, told: Account, kinship: Kinship, *, is_only: bool
) -> tuple[str, ...] | None:
    """What is left open if a denial answers a claim that tells of another kind of event; `None` if not so.

    The claim must be of a deed of who denies, or name them where their presence is
    denied, or the denial be of no kind of event; and both must speak of one thing, place or people, or share
    a word beside the names, unless with `is_only` the denial meets nothing else in its report.
    """
    wide = denied.kinds & TOO_WIDE or told.kinds <= TOO_WIDE
    is_judged = not wide and are_related(denied, told, kinship.tables)  # by what it says
    if is_judged or not kinship.fits_in_time(denied, told) or kinship.are_apart(denied, told):
        return None
    label, agents = kinship.facts.label, kinship.comparer.agents
    doers = denied.doers or (denial.claimant,)
    accused = any(agents(one, doer) is Likeness.SAME for one in doers for doer in told.doers)
    is_state = any(_is_where(kind, kinship) for kind in denied.kinds)
    is_wording = told.kinds <= TOO_WIDE and not (told.doers or told.things or told.people)
    accused = accused or ((is_state or is_wording) and kinship.is_named_in(denial.claimant, claim.words))
    if not accused and not (denied.kinds <= TOO_WIDE):
        return None
    if accused and not (is_state or is_wording) and all(_is_where(kind, kinship) for kind in told.kinds):
        return None  # to have been somewhere is no deed to be denied by one of another kind
    if accused and is_only:
        return (_beside(denied, told, kinship),)
    named = (denial.claimant, claim.claimant, *denied.doers, *told.doers)
    names = stems(" ".join(label(one) for one in named))
    nodes = [{*one.things, *one.people, *one.sites} for one in (denied, told)]
    shared = {
        one
        for one in nodes[0] & nodes[1]
        if not kinship.is_wide(one) and not head_words(label(one)) <= ANYONE
    }
    if not shared and not (stems(denial.words) & stems(claim.words)) - names:
        return None
    return (_beside(denied, told, kinship),)


def answered_by_words(
    denial: ClaimRow, several: Sequence[ClaimRow], kinship: Kinship, *, is_only: bool
) -> list[tuple[ClaimRow, tuple[str, ...]]]:
    """Those of several claims that a denial known by its wording alone answers, and what is left open.

    They share a word with it beside the names of the claimants; else, with `is_only`, the last sentence is
    answered that is of a deed of who denies, or names them.
    """
    label = kinship.facts.label
    beside = stems(label(denial.claimant))
    found = [
        claim
        for claim in several
        if (stems(denial.words) & stems(claim.words)) - beside - stems(label(claim.claimant))
        or say_alike(denial.words, claim.words)
    ]
    if found:
        return [(claim, ("what is denied is told by its wording alone",)) for claim in found]
    own = stems(denial.words) - beside
    if not is_only or not (len(own) <= 1 or _SUCH.search(denial.words)):
        return []  # a denial with matter of its own
    accusing = [claim for claim in several if accuses(claim, denial.claimant, kinship)]
    if not accusing and _SUCH.search(denial.words):  # a spokesman of whom the record does not tell whose
        accusing = [claim for claim in several if _may_accuse(claim, denial.claimant, kinship)]
    last = [claim for claim in accusing if claim is accusing[-1] or are_of_one_breath(claim, accusing[-1])]
    return [(claim, ("that the denial answers it is told by its place alone",)) for claim in last]


def _may_accuse(claim: ClaimRow, denier: str, kinship: Kinship) -> bool:
    """Whether a claim is of what somebody did of whom it is not known whether the denier speaks for them."""
    doers = [doer for account in kinship.accounts.of(claim) for doer in account.doers]
    return bool(doers) and all(kinship.comparer.agents(denier, one) is Likeness.UNSURE for one in doers)


def _is_where(kind: str, kinship: Kinship) -> bool:
    return kinship.tables.has_any((kind,), *_WHERE_PEOPLE_ARE)


def _beside(denied: Account, told: Account, kinship: Kinship) -> str:
    label = kinship.tables.label
    kinds = [", ".join(sorted(label(kind).lower() for kind in one.kinds)) for one in (told, denied)]
    return f"one account is of {kinds[0]}, and the denial that follows it of {kinds[1]}"
