"""States of one thing that exclude each other, told by their words: alive and dead, open and closed.

No class of the ontology says that a crossing is open, that a proposal is being studied or that every drone
was shot down; the words do. Two accounts of one report that use words of one row for one thing, at one time,
are held against each other, as a possible contradiction: the words may be of two moments, or of two things.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import timedelta
from functools import lru_cache

from claimgraph.reasoning.accounts import Account, bounds_of, gap
from claimgraph.reasoning.kinship import TOO_WIDE, Kinship
from claimgraph.reasoning.record import ClaimRow
from claimgraph.reasoning.sameness import ANYONE, IRREGULARS, TROOPS, head_words
from claimgraph.reasoning.ties import BEARING_ARMS
from claimgraph.reasoning.wordings import stems
from claimgraph.vocabulary import cg

_TAKEN = (
    r"(?:re)?captur(?:ed?|ing)|(?:re)?t(?:aken?|ook)|seized?|(?:ha[sd]|have) fallen|fell to|entered|inside"
    r"|overr[au]n|stormed|cleared"
    r"|advanced into|broken? through|in (?:full |complete )?control"
)
_HELD = (
    r"outside|outskirts|repell?ed|repulsed|(?:beaten|driven|thrown|pushed) back|thwarted|foiled"
    r"|still (?:h[oe]lds?|in|on|at|inside|there)"
    r"|h[oe]ld(?:s|ing)?(?: on| out| firm)?|remain(?:s|ed)? in|(?:goes|going|went) on|continu(?:es|ed|ing)"
    r"|stopped|in our hands|contested"
)
_ROWS: tuple[tuple[str, ...], ...] = (
    (r"alive|unharmed|in good health", r"killed|dead|died|executed|murdered|shot dead|beheaded|hanged"),
    (
        r"(?:re)?open(?:ed|s)?|passable|working|operating",
        r"closed?|shut|blocked|sealed|impassable|out of service",
    ),
    (
        r"continu(?:es|ed|ing)|ongoing|(?:goes|going|went) on|resumed|under way|kept? (?:on|up)|still going",
        r"stopped|halted|ceased|suspended|ended|is over|was over|broken off"
        r"|come to (?:an end|a halt|a standstill)",
    ),
    (r"sunk|sank|gone down|went down", r"afloat|under way|own power|still sailing|at sea|in port|moored"),
    (
        r"accept(?:ed|s)|agreed|signed|approved|endorsed",
        r"reject(?:ed|s)?|refus(?:ed|es)?|turned down|walked (?:out|away)",
        r"stud(?:y|ied|ying)|consider(?:ed|s|ing)?|weighing|under review"
        r"|not (?:yet )?(?:decided|replied|answered)",
    ),
    (
        r"intact|undamaged|unharmed|untouched|unscathed",
        r"destroyed|damaged|burn(?:ed|t)|ruined|levelled|wrecked",
    ),
    (
        r"empty|deserted|evacuated|vacant|disused|out of use",
        r"crowded|full of|packed|in use|sheltering|were sleeping|posted|stationed|positioned"
        r"|manned|living in",
    ),
    (r"calm|quiet|peaceful", r"fighting|clashes|battles?|shelling|gunfire|explosions"),
    (
        r"releas(?:ed?|ing)|freed|let go|let (?:him|her|them) go|set free|home",
        r"still (?:being )?held|in custody|detained|captive|in (?:its|their|our|the) hands"
        r"|not (?:been )?returned",
        r"escap(?:ed?|ing)|broke out|got away|slipped away",
    ),
    (r"surrounded|encircled|cut off|besieged", r"roads?|open|supplied|no encirclement|free to"),
    (_TAKEN, _HELD),
    (r"armed|fighter|weapon", r"unarmed"),
    (
        r"(?:returned|got back|landed) (?:safely|intact|unharmed|to (?:base|port))|c[ao]me back"
        r"|accounted for",
        r"shot down|downed|brought down|lost|destroyed|crashed|sunk|sank|hit",
    ),
    (
        r"not (?:been )?(?:let in|allowed in|admitted|given access)|refused (?:entry|access)|turned away",
        r"visited|inspected|w(?:as|ere) let in|had access|been inside",
    ),
    (
        r"without (?:any )?(?:combat|a fight|fighting|resistance|a shot|bloodshed)|peacefully",
        r"shell(?:ed|ing)|bombard\w+|fighting|fought|battles?|clashes|resist(?:ed|ance)",
    ),
    (
        r"entered|crossed|violated|intruded|strayed",
        r"never (?:left|entered|crossed)|had not (?:left|entered|crossed)"
        r"|(?:stayed|remained|kept) (?:in|outside|within|out)|international (?:waters|airspace)",
    ),
    (
        r"unhindered|unopposed|unmolested|voluntarily|of (?:its|their) own accord|in good order"
        r"|without (?:a fight|firing|resistance)",
        r"driven (?:off|out|back)|routed|repell?ed|forced (?:out|back|to)|put to flight|beaten (?:off|back)"
        r"|chased (?:off|away|out)|after (?:heavy|fierce) fighting",
    ),
    (
        r"(?:on|into|at) (?:the |a )?(?:crowd|protesters|demonstrators|marchers|people|mourners)",
        r"warning shots?|(?:in|into|over) the air|(?:over|above) (?:the |their )?(?:heads?|crowd)|blanks?"
        r"|rubber bullets|only tear gas",
    ),
    (
        r"r[au]n away|fle(?:d|eing)|surrendered|gave (?:up|themselves up)|deserted"
        r"|laid down (?:their|its|his) (?:arms|weapons)",
        r"fought (?:on|back|until|till|to the (?:last|end))|held out|stood (?:firm|fast|their ground)"
        r"|(?:kept|never stopped) fighting|did not (?:run|flee|surrender)",
    ),
    (
        r"handed over|releas(?:ed|ing)|let go|of (?:its|their|our) own (?:will|accord)",
        r"rescued|stormed|by special forces|in (?:a|an) (?:raid|rescue) ?(?:operation)?",
    ),
    (
        r"(?:fires?|blaze|flames) (?:is|are|was|were|had been|has been|have been) (?:now )?"
        r"(?:out|put out|extinguished)",
        r"still (?:burning|ablaze|on fire|smoking)|(?:see|saw|seen) (?:the )?(?:flames|smoke)|burns? on"
        r"|(?:was|were|is|are) (?:on fire|burning|ablaze)",
    ),
    (
        r"broke|broken|breaking|violat\w+|breach\w*",
        r"kept|keeps?|kept to|observ(?:ed|es|ing)|respect(?:ed|s|ing)|honour(?:ed|s|ing)|stuck to|abid\w+",
    ),
    (
        r"resigned|dismissed|sacked|removed",
        r"still in (?:office|post|command)|remains? in (?:office|post|command)",
    ),
)
_COMPILED = tuple(tuple(re.compile(rf"\b(?:{one})\b", re.IGNORECASE) for one in row) for row in _ROWS)
"""Words that exclude each other; a row has two or three columns."""
_ALL_DOWN = re.compile(
    r"\b(?:all|every|each)\b.*\b(?:shot down|downed|intercepted|destroyed|brought down|repell?ed|failed)\b"
    r"|\b(?:none|no (?:drone|missile|rocket)s?)\b.*\b(?:reached|hit|got through)\b",
    re.IGNORECASE,
)
_ALL_FREED = re.compile(
    r"\b(?:freed|released|let go)\b.*\ball\b|\ball\b.*\b(?:freed|released|let go|home)\b", re.I
)
_HELD_ON = re.compile(r"still (?:being )?held|in custody|detained|captive|in (?:its|their|our) hands", re.I)
"""Words for all captives being free, and for some being held."""
_HARMED = frozenset(cg(name) for name in ("Harm", "Killing", "Wounding"))
_ANY = frozenset(("calm", "quiet", "peaceful", "safe"))
"""What is said of all that a report tells of."""
_DEFINITE = re.compile(
    r"(?:that )?(?:he|she|it|they|both|all|the (?:man|woman|boy|girl|child|officer|pilot|prisoner|soldiers?"
    r"|commander|general|fires?|flames|blaze|ship|vessel|bridge|dam|building|plane|aircraft|proposal|talks|deal|town))\b",
    re.IGNORECASE,
)
_OBJECT = re.compile(
    r"\b(?:taken|took|captured|seized|lost|left|hit|struck|destroyed|damaged|freed|released|killed|entered) "
    r"(?:it|them|him|her)\b"
)
"""A thing told of before, to which something was done."""
_NAME = re.compile(r"(?<=[a-z,] )[A-Z][\w’'-]+")
"""Words with a capital letter, but for those at the beginning."""
_MOST_SHORT = 4


def exclusive_words(left: str, right: str) -> tuple[str, str] | None:
    """The words of two contents that say what cannot be so of one thing at one time, or nothing.

    >>> exclusive_words("the crossing was open for aid", "the crossing remained closed")
    ('open', 'closed')
    >>> exclusive_words("the hospital was damaged", "the hospital is still working") is None
    True
    """
    mine = _said(left)
    other = _said(right) if mine else mine
    for row in sorted(mine.keys() & other.keys()):
        if mine[row][0] != other[row][0]:
            return mine[row][1], other[row][1]
    return None


def say_alike(left: str, right: str) -> bool:
    """Whether two contents use words for one state: agreed, and signed.

    >>> say_alike("it agreed to leave", "anything was signed"), say_alike("it agreed", "it refused")
    (True, False)
    """
    mine, other = _said(left), _said(right)
    return any(mine[row][0] == other[row][0] for row in mine.keys() & other.keys())


@lru_cache(maxsize=1 << 14)
def _said(text: str) -> dict[int, tuple[int, str]]:
    """By row the one column of which a content has words, with these words."""
    found: dict[int, tuple[int, str]] = {}
    for number, row in enumerate(_COMPILED):
        matches = [(at, match) for at, pattern in enumerate(row) if (match := pattern.search(text))]
        if len(matches) == 1:
            found[number] = (matches[0][0], matches[0][1].group().casefold())
    return found


def opposed_states(
    left: tuple[ClaimRow, Account | None],
    right: tuple[ClaimRow, Account | None],
    kinship: Kinship,
    *,
    is_next: bool = False,
) -> str | None:
    """Why two claims of one report cannot both be so of one thing, in words; `None` if they can.

    With `is_next` nothing else is claimed between the two: "the man" may then be who was told of before.
    """
    (one, account), (other, special) = left, right
    gone = _gone(left, right, kinship) or _gone(right, left, kinship)
    if gone is not None:
        return _reason(gone) if _of_one_thing(left, right, gone, kinship) else None
    there = _still_there(left, right, kinship) or _still_there(right, left, kinship)
    if there is not None:
        return _reason(there)
    words = (
        exclusive_words(one.words, other.words)
        or _all_safe(left, right)
        or _all_safe(right, left)
        or _all_down(left, right, kinship)
        or _truce(left, right, kinship)
        or _truce(right, left, kinship)
        or _all_down(right, left, kinship)
    )
    points_back = is_next and any(
        _DEFINITE.match(claim.words) or _OBJECT.search(claim.words) for claim in (one, other)
    )
    if words is None or not (points_back or _of_one_thing(left, right, words, kinship)):
        return None
    if (
        account
        and special
        and (not kinship.fits_in_time(account, special) or kinship.are_apart(account, special))
    ):
        return None
    return _reason(words)


_MEN_STILL = re.compile(
    r"\b(?:its|his|our|their) (?:own )?(?:men|troops|soldiers|forces|fighters|units?|garrison) "
    r"(?:\w+ )?(?:still|remain(?:ed|s)?|held on|stayed)\b",
    re.IGNORECASE,
)


def _still_there(
    left: tuple[ClaimRow, Account | None], right: tuple[ClaimRow, Account | None], kinship: Kinship
) -> tuple[str, str] | None:
    """A place is taken by one account, and by the other, of another side, its men are still there."""
    account, special = left[1], right[1]
    if account is None or cg("CaptureOfPlace") not in account.kinds or not account.doers:
        return None
    found = _MEN_STILL.search(right[0].words)
    if found is None or kinship.did(right[0].claimant, account):
        return None
    if special is not None and kinship.are_apart(account, special):
        return None
    before = gap(*(bounds_of(one.time, kinship.facts) for one in (special, account))) if special else None
    if before is not None and before >= timedelta(0):
        return None  # they were there before it was taken
    return kinship.tables.label(cg("CaptureOfPlace")).lower(), found.group().casefold()


def _reason(words: tuple[str, str]) -> str:
    return f"“{words[0]}” and “{words[1]}” are not both so of one thing at one time"


_STAYED = re.compile(
    r"\b(?:still (?:there|in|at|inside|on)|stay(?:ed|s|ing)?|remain(?:ed|s|ing)?|never left)\b", re.IGNORECASE
)


def _gone(
    left: tuple[ClaimRow, Account | None], right: tuple[ClaimRow, Account | None], kinship: Kinship
) -> tuple[str, str] | None:
    """Somebody left by one account, and is there still, or stayed, by the other: then or later."""
    account, special = left[1], right[1]
    if account is None or special is None:
        return None
    ended = frozenset[str]().union(*map(kinship.tables.puts_an_end_to, account.kinds))
    if not ended or kinship.are_apart(account, special):
        return None
    is_there = [kind for kind in sorted(special.kinds) if kind in ended]
    stayed = _STAYED.search(right[0].words)
    if not (is_there or stayed) or not _are_of_one_group(account, special, kinship):
        return None
    before = gap(*(bounds_of(one.time, kinship.facts) for one in (special, account)))
    if before is not None and before >= timedelta(0):
        return None  # it was there before it left
    words = stayed.group().casefold() if stayed else kinship.tables.label(is_there[0]).lower()
    return kinship.tables.label(min(account.kinds)).lower(), words


_ARMED_ALIKE = (BEARING_ARMS - IRREGULARS, BEARING_ARMS - TROOPS)


def _are_of_one_group(left: Account, right: Account, kinship: Kinship) -> bool:
    """Whether two accounts may be of the same people or things that moved or stayed."""
    movers = [
        [x for x in (*one.doers, *one.people, *one.things) if x not in one.sites] for one in (left, right)
    ]
    if not all(movers):
        return True
    covers, label = kinship.comparer.covers, kinship.facts.label
    words = [{w for one in several for w in head_words(label(one))} for several in movers]
    if words[0] & words[1] or any(all(one <= alike for one in words) for alike in _ARMED_ALIKE):
        return True
    return any(
        covers(one, two) or covers(two, one) or kinship.are_of_one_side(one, two)
        for one in movers[0]
        for two in movers[1]
    )


_IN_FORCE = re.compile(
    r"\b(?:h[oe]ld(?:s|ing)?|in (?:force|effect)|observed|respected|honoured|kept)\b", re.IGNORECASE
)


def _truce(
    left: tuple[ClaimRow, Account | None], right: tuple[ClaimRow, Account | None], kinship: Kinship
) -> tuple[str, str] | None:
    """A truce is in force by one account, and there is an attack by the other."""
    account, special = left[1], right[1]
    if account is None or special is None or cg("Ceasefire") not in account.kinds:
        return None
    found = _IN_FORCE.search(left[0].words)
    kinds = [kind for kind in sorted(special.kinds) if kinship.tables.is_a(kind, cg("HostileAct"))]
    return (
        (f"truce {found.group().casefold()}", kinship.tables.label(kinds[0]).lower())
        if found and kinds
        else None
    )


_SAFE = re.compile(
    r"\b(?:all|every(?:one|body)?|each)\b.*\b(?:aboard|on board|crew|sailors|passengers|inside|them)?.*"
    r"\b(?:safe|unharmed|unhurt|survived|rescued|alive|evacuated)\b",
    re.IGNORECASE,
)
_ABOARD = re.compile(
    r"\b(?:aboard|on board|all hands|crew|sailors?|seam[ae]n|passengers?|bod(?:y|ies))\b", re.IGNORECASE
)


def _all_safe(
    left: tuple[ClaimRow, Account | None], right: tuple[ClaimRow, Account | None]
) -> tuple[str, str] | None:
    """All who were aboard are safe by one account, and some of them dead, hurt or missing by the other."""
    special = right[1]
    if special is None or not special.kinds & _HARMED or not special.people:
        return None
    if not _SAFE.search(left[0].words) or not _ABOARD.search(left[0].words):
        return None
    found = _ABOARD.search(right[0].words)
    return ("safe", found.group().casefold()) if found else None


def _all_down(
    left: tuple[ClaimRow, Account | None], right: tuple[ClaimRow, Account | None], kinship: Kinship
) -> tuple[str, str] | None:
    """All that flew was shot down by one account, and struck by the other."""
    account, special = left[1], right[1]
    if account is None or special is None or not (special.things or special.sites):
        return None
    found = _all_of_them(left[0].words)
    if not found:
        return None
    kinds = [
        kinship.tables.has_any(one.kinds, cg(top))
        for one, top in ((account, "ShootDown"), (special, "Strike"))
    ]
    return (found, kinship.tables.label(min(special.kinds)).lower()) if all(kinds) else None


@lru_cache(maxsize=1 << 14)
def _all_of_them(text: str) -> str:
    found = _ALL_DOWN.search(text)
    return found.group().casefold() if found else ""


def _of_one_thing(
    left: tuple[ClaimRow, Account | None],
    right: tuple[ClaimRow, Account | None],
    words: tuple[str, str],
    kinship: Kinship,
) -> bool:
    """Whether two claims speak of one thing: by what fills their roles, or by the words beside."""
    shared = set.intersection(*(set(_subjects(account, kinship)) for _, account in (left, right)))
    if not shared and _names_others(left[0], right[0], kinship):
        return False
    if shared or _are_of_one_event(left[1], right[1]) or (words[0] in _ANY or words[1] in _ANY):
        return True
    if any(_ALL_FREED.search(claim.words) for claim, _ in (left, right)) and any(map(_HELD_ON.match, words)):
        return True
    label = kinship.facts.label
    beside = stems(" ".join((*words, label(left[0].claimant), label(right[0].claimant))))
    said = [stems(claim.words) - beside for claim, _ in (left, right)]
    common = len(said[0] & said[1])
    return common >= 2 or (common == 1 and min(map(len, said)) <= _MOST_SHORT)


def _names_others(left: ClaimRow, right: ClaimRow, kinship: Kinship) -> bool:
    """Whether each of two claims names something that the other does not: two airports, by their towns."""
    beside = stems(" ".join(kinship.facts.label(one.claimant) for one in (left, right)))
    named = [stems(" ".join(_NAME.findall(claim.words))) - beside for claim in (left, right)]
    return all(named) and not named[0] & named[1]


def _are_of_one_event(left: Account | None, right: Account | None) -> bool:
    """Whether two accounts are of one event, or of one kind and time with no more told of either."""
    if left is None or right is None:
        return False
    alike = left.kinds == right.kinds and not left.kinds & TOO_WIDE and left.time == right.time != ""
    return left.node == right.node or alike


def _subjects(account: Account | None, kinship: Kinship) -> Iterator[str]:
    for one in (*account.things, *account.people, *account.sites) if account else ():
        if not kinship.is_wide(one) and not head_words(kinship.facts.label(one)) <= ANYONE:
            yield one
