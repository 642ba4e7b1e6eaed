"""Whether two descriptions of people who came to harm are of the same people: whose they were, and who.

"The army said that it had killed 30 rebels", "the rebels said that they had lost five men" speak of the same
dead; "the army said that it had lost six soldiers", "a doctor counted four civilians" do not. Descriptions
differ from teller to teller, so likeness is by kind of people (armed, bystanders, anyone) and by side.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from enum import Enum

from claimgraph.reasoning.accounts import Account
from claimgraph.reasoning.kinship import Kinship
from claimgraph.reasoning.record import ClaimRow
from claimgraph.reasoning.sameness import ANYONE, IRREGULARS, TROOPS, Likeness, head_words
from claimgraph.reasoning.ties import BEARING_ARMS, CIVILIANS
from claimgraph.reasoning.wordings import stems
from claimgraph.vocabulary import cg

BYSTANDERS = CIVILIANS | frozenset(
    (
        *("crowd", "protester", "demonstrator", "marcher", "worshipper", "guest", "passenger", "mourner"),
        *("pilgrim", "refugee", "farmer", "herder", "trader", "shopper", "patient", "student", "pupil"),
        *(
            "worker",
            "local",
            "neighbour",
            "family",
            "villager",
            "bystander",
            "non-combatant",
            "labourer",
            "migrant",
            "inmate",
            "detainee",
            "prisoner",
            "hostage",
        ),
    )
)
"""Words for people who bore no arms, or who happened to be there."""
THOSE_THERE = frozenset(
    (
        *("prisoner", "inmate", "detainee", "guest", "worshipper", "passenger", "marcher", "protester"),
        *("demonstrator", "mourner", "pilgrim"),
    )
)
"""Words that hold all who were at a place: who counts these counts all."""
_NEUTRAL = BEARING_ARMS - TROOPS - IRREGULARS | {"fighter", "combatant"}
"""Words for armed people of any side: "men", "fighters"."""
_MEN = frozenset(("man", "men", "member"))
_OF_AGE = frozenset(("young", "old", "elderly", "unidentified", "unnamed", "dead"))
"""Words beside those for people that do not tell who they were."""
FAMILIES = frozenset(
    (
        *("child", "boy", "girl", "teenager", "woman", "baby", "infant", "mother", "father", "son"),
        *("daughter", "brother", "sister", "relative", "shopkeeper", "driver", "teacher", "doctor"),
        *("nurse", "journalist", "fisherman", "fishermen", "shepherd", "baker", "peasant", "employee"),
    )
)
"""Words for people who bear no arms, and who may be a part of those counted."""
_PARTITIVE = re.compile(
    r"\b(?:of (?:them|those|these|the (?:dead|killed|victims|wounded|injured|casualties))"
    r"|among (?:them|the)|so far|by name|identified|names|received|treated|alone"
    r"|(?:\d|one|two|three|four|five|six|seven|eight|nine|ten|some|several|half) (?:was|were) (?:an? )?"
    r"(?:wom[ae]n|child(?:ren)?|girls?|boys?|minors?|elderly|civilians?|soldiers?|foreigners?)"
    r"|(?:brought|taken|arrived) (?:to|at|in) (?:his|her|its|the) (?:hospital|clinic|morgue|ward))\b",
    re.IGNORECASE,
)


_ALL = re.compile(
    r"\b(?:only|solely|exclusively|none but|no(?:body| one) but"
    r"|the (?:dead|victims|wounded|casualties) (?:were|are|had been)|those (?:killed|hit|who died) were)\b",
    re.IGNORECASE,
)


class Who(Enum):
    """How those of whom two accounts speak compare."""

    SAME = "the same"
    MAYBE = "who was counted is worded in two ways"
    RIVAL = "armed people by one account, and civilians by the other"
    PART = "some of them"
    OTHERS = "others"


@dataclass(frozen=True, slots=True)
class Victims:
    """Those who came to harm by one claim: the words for them, and who speaks of them."""

    claim: ClaimRow
    account: Account
    words: frozenset[str]

    @property
    def armed(self) -> bool:
        """Whether they are said to have borne arms."""
        plain = self.words - _MEN if self.words & BYSTANDERS else self.words
        return bool(plain & BEARING_ARMS)

    @property
    def bystanders(self) -> bool:
        """Whether they are said to have been civilians, or those who happened to be there."""
        return bool(self.words & BYSTANDERS) and not self.armed

    @property
    def anyone(self) -> bool:
        """Whether nothing is said of who they were."""
        return self.words <= ANYONE

    @property
    def general(self) -> bool:
        """Whether they are called by a word that holds those of many callings: people, residents."""
        return self.words <= ANYONE | CIVILIANS | {"local", "bystander"}

    @property
    def is_all(self) -> bool:
        """Whether the words say that nobody else came to harm: "only armed men", "the dead were traders"."""
        return bool(_ALL.search(self.claim.words))

    @property
    def is_part(self) -> bool:
        """Whether the words make them some of others: "five of them", "identified so far"."""
        return bool(_PARTITIVE.search(self.claim.words))


def victims(claim: ClaimRow, account: Account, group: str, kinship: Kinship) -> Victims:
    """Who came to harm by a claim; `group` is the wording beside a figure, if there is one."""
    named = group or " ".join(kinship.facts.label(one) for one in account.people)
    words = head_words(named) - _OF_AGE
    if words <= ANYONE | _MEN:  # what the content says of them beside: "nine men, all herders"
        said = head_words(claim.words)
        words |= said & BYSTANDERS or said & (TROOPS | IRREGULARS)
    if words and words <= _MEN and not kinship.has_arms(claim.claimant):
        words = frozenset(("person",))  # "forty men", by those who have none under arms
    return Victims(claim, account, words)


def compare(left: Victims, right: Victims, kinship: Kinship) -> Who:
    """How those of whom two claims speak compare.

    Words of different tellers seldom agree; of two that say nothing of arms, one may be the other's part.
    """
    if are_of_two_sides(left, right, kinship):
        return Who.OTHERS
    if left.words == right.words or (left.anyone and right.anyone):
        return Who.PART if left.is_part != right.is_part and left.words != right.words else Who.SAME
    if left.armed and right.armed:
        return Who.MAYBE
    if (left.armed and right.bystanders) or (left.bystanders and right.armed):
        return Who.RIVAL
    loose = [one.anyone or one.bystanders for one in (left, right)]
    if all(loose):
        return Who.PART if left.is_part or right.is_part else Who.MAYBE
    if any(one.anyone for one in (left, right)):
        return Who.PART
    return Who.MAYBE if left.words & right.words else Who.OTHERS


def are_of_two_sides(left: Victims, right: Victims, kinship: Kinship) -> bool:
    """Whether those of whom two claims speak are surely of two sides: each tells of its own dead."""
    if kinship.comparer.agents(left.claim.claimant, right.claim.claimant) is Likeness.SAME:
        return False
    if any(_is_by_those(one, other, kinship) for one, other in ((left, right), (right, left))):
        return True
    sides = [_side(one, other, kinship) for one, other in ((left, right), (right, left))]
    both = list(zip((left, right), sides, strict=True))
    if all(sides):
        return sides[0] == sides[1]  # each counted from its own teller
    if left.armed and right.armed and left.words != right.words:
        kinds = [one.words - _NEUTRAL for one in (left, right)]
        if any(kind & TROOPS for kind in kinds) and any(kind & IRREGULARS for kind in kinds):
            return True
        own = [_is_of_no_army(one.claim.claimant, kinship) and side == "own" for one, side in both]
        return any(mine and kind & TROOPS for mine, kind in zip(own, kinds[::-1], strict=True))
    return False


def _is_of_no_army(agent: str, kinship: Kinship) -> bool:
    return cg("NonStateArmedGroup") in kinship.accounts.kinds(agent)


def _is_by_those(one: Victims, other: Victims, kinship: Kinship) -> bool:
    """Whether those who came to harm by one account are those who did harm by the other."""
    did = [head_words(kinship.facts.label(doer)) for doer in other.account.doers]
    return one.armed and any(words & one.words & BEARING_ARMS for words in did)


def _side(one: Victims, other: Victims, kinship: Kinship) -> str:
    """Whose the armed people of an account are: the teller's own, the other teller's, or unknown."""
    if not one.armed:
        return ""
    label = kinship.facts.label
    words = stems(" ".join(sorted(one.words - BEARING_ARMS)))
    named = [bool(words & stems(label(claim.claimant))) for claim in (one.claim, other.claim)]
    if named[0] != named[1]:
        return "own" if named[0] else "other's"
    agents = kinship.comparer.agents
    doers = one.account.doers
    if any(agents(one.claim.claimant, doer) is Likeness.SAME for doer in doers):
        return "other's"
    if any(agents(other.claim.claimant, doer) is Likeness.SAME for doer in doers):
        return "own"
    return (
        "own"
        if kinship.has_arms(one.claim.claimant) and not doers and one.words & (TROOPS | _NEUTRAL)
        else ""
    )
