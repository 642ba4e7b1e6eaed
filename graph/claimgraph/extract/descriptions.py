"""Names and heads inside descriptions of speakers: "the security firm Harpoon", "a group calling itself X".

Everything here looks at words only. Who is meant is looked up elsewhere.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from claimgraph.extract.syntax.kinds import HUMAN, kind_of
from claimgraph.extract.syntax.lexicon import word_set
from claimgraph.model import Entity

_BODY_WORDS: Final = word_set("body") | word_set("bodies_too")
_PERSON_WORDS: Final = word_set("person") | word_set("person_too")
_CAPITAL: Final = r"[^\W\d_a-z][\w’'.&-]*"
_SMALL: Final = "(?:al|el|ag|bin|ibn|abu|ould|ul|de|da|do|dos|del|van|von|of|for|the|and|des|du|la) "
_NAME: Final = rf"(?:(?:al|el|Al|El)-)?{_CAPITAL}(?: (?:{_SMALL})*{_CAPITAL})*"
_ONLY_NAME: Final = re.compile(rf"^{_NAME}(?: [-–—] {_NAME})?$")
_NOUN_AND_NAME: Final = re.compile(rf"^(?P<before>(?:.* )?)(?P<noun>[a-z][\w-]+) (?P<name>{_NAME})$")
_CALLING: Final = re.compile(
    r"\b(?:calling (?:itself|themselves|himself|herself)|(?:which|that|who) (?:call|calls|called) "
    r"(?:itself|themselves|himself|herself)|known as|called|named|call sign(?: of)?|nom de guerre|"
    r"(?:gives|gave|giving) (?:his|her) name as) "
    rf"(?:the )?(?P<name>{_NAME})$"
)
_SPOKESPERSON: Final = re.compile(
    r"^(?:(?:[Aa]n?|[Tt]he|[Oo]ne|[Aa]nother) )?(?:[a-z]+ )?spokes(?:man|woman|person|people) (?:for|of) "
    rf"(?:the )?(?P<name>{_NAME})(?: \([^()]*\))?$"
)
_IN_BRACKETS: Final = re.compile(r" \((?:the |or )?(?P<short>[A-Z][A-Za-z&-]{1,9})\)")
_NAME_BEFORE: Final = re.compile(rf"(?:^|[\s“\"(])(?:[Tt]he )?(?P<name>{_NAME})$")
_LONGEST_NAME: Final = 80
_NAME_AND_SORT: Final = re.compile(
    rf"^(?:[Tt]he |{_CAPITAL}['’]s )?(?P<name>{_NAME})(?: [a-z-]+)? "
    r"(?:group|movement|militia|organi[sz]ation|charity|alliance|bloc|security service|"
    r"news agency|ambulance service|rescue service|broadcaster|company|party|newspaper|television|network)$"
)
_HEAD_END: Final = re.compile(
    r"(?:^|\s)(?:of|in|for|from|at|with|on|near|who|which|that|whose|loyal|close|calling|known|called|named|"
    r"based|responsible|familiar|aboard|inside|outside|by|to|under|working|living|speaking)(?:\s|$)"
)
_AGENT_ENDINGS: Final = (
    "ers", "ors", "ists", "ians", "er", "or", "ist", "ian", "men", "women", "ants", "aries",
)  # fmt: skip
_NO_AGENTS: Final = word_set("no_agents")
_PICTURES: Final = frozenset(
    ("footage", "video", "videos", "image", "images", "photo", "photos", "photograph", "photographs",
     "picture", "pictures", "recording", "recordings", "clip", "clips")
)  # fmt: skip
_CLASSES: Final = {
    **dict.fromkeys(("party",), "PoliticalParty"),
    **dict.fromkeys(
        ("firm", "company", "operator", "owner", "manufacturer", "airline", "corporation", "bank"), "Company"
    ),
    **dict.fromkeys(
        ("movement", "militia", "faction", "rebels", "insurgents", "militants", "guerrillas", "jihadists"),
        "NonStateArmedGroup",
    ),
    **dict.fromkeys(
        ("charity", "organisation", "organization", "watchdog", "monitor"), "NonGovernmentalOrganization"
    ),
    **dict.fromkeys(
        ("newspaper", "magazine", "broadcaster", "channel", "website", "daily", "weekly", "paper", "station",
         "radio", "outlet"),
        "MediaOutlet",
    ),
}  # fmt: skip
"""What a body is by the noun before its name."""
_INDEFINITE: Final = frozenset(("a", "an", "one", "another", "some", "any", "each", "every", "no"))
_GROUPS: Final = {
    **dict.fromkeys(
        ("armed", "rebel", "militant", "jihadist", "islamist", "paramilitary", "insurgent", "guerrilla",
         "militia", "separatist", "self-defence", "vigilante"),
        "NonStateArmedGroup",
    ),
    **dict.fromkeys(
        ("rights", "aid", "relief", "advocacy", "monitoring", "medical", "campaign", "rescue"),
        "NonGovernmentalOrganization",
    ),
    "news": "MediaOutlet",
}  # fmt: skip
"""What a group or agency is by the word before that."""


@dataclass(frozen=True, slots=True)
class Named:
    """A proper name that a description gives, and the ontology class that the description tells."""

    name: str
    kind: str


def head_of(text: str) -> list[str]:
    """Give the words of a noun phrase up to its first complement, in lower case.

    >>> head_of("the armed wing of Hamas"), head_of("A group calling itself the Owls")
    (['the', 'armed', 'wing'], ['a', 'group'])
    """
    end = _HEAD_END.search(text, text.find(" ") if " " in text else 0)
    return (text[: end.start()] if end is not None else text).lower().replace("’", "'").split()


def class_of(words: Sequence[str]) -> str | None:
    """Give the class of a person or body by the last words of a description; nothing for other things.

    >>> class_of(["the", "security", "firm"]), class_of(["a", "fisherman"]), class_of(["the", "bridge"])
    ('Company', 'Person', None)
    """
    if not words:
        return None
    noun = words[-1]
    if noun in {"tank", "tanks"} and words[-2:-1] == ["think"]:
        return "NonGovernmentalOrganization"
    if noun in {"group", "groups", "agency"} and len(words) > 1 and words[-2] in _GROUPS:
        return _GROUPS[words[-2]]
    if noun in _CLASSES:
        return _CLASSES[noun]
    kind = kind_of(words)
    if (
        kind is not None
        and kind.category in HUMAN
        and kind.kind not in {"Person", "Collective", "UnnamedSource"}
    ):
        return kind.kind
    if noun in _BODY_WORDS:
        return "Organization"
    is_person = noun in _PERSON_WORDS or (kind is not None and kind.category in HUMAN)
    return "Person" if is_person or (kind is None and _is_agent_noun(noun)) else None


def body_of(text: str) -> str | None:
    """Give the class of a body that its description is enough to name: "the Kunar police", not "a hospital".

    >>> body_of("the Tarvos city hospital"), body_of("Army’s northern command")
    ('Organization', 'Organization')
    >>> body_of("a hospital"), body_of("another agency"), body_of("the villagers"), body_of("the army's men")
    (None, None, None, None)
    """
    words = text.strip(" ,").split()
    if not words or not (words[0].lower() == "the" or words[0][:1].isupper()):
        return None
    head = head_of(text.strip(" ,"))
    if words[0].lower() in _INDEFINITE or (is_plural(head[-1]) and head[-1] != "police"):
        return None
    if head[-1] in word_set("evidence"):
        return None  # "the report", "the footage"
    kind = class_of(head)
    return kind if kind != "Person" else None


def _is_agent_noun(word: str) -> bool:
    """Whether a noun ends like those for people who do something: "beekeepers", but no "letters"."""
    return word.endswith(_AGENT_ENDINGS) and word not in _NO_AGENTS


def named_in(text: str) -> Named | None:
    """Give the proper name in a description.

    >>> named_in("the maritime security firm Harpoon")
    Named(name='Harpoon', kind='Company')
    >>> named_in("One of the residents, Hawa Adam,"), named_in("the town's opposition party, Umoja")
    (Named(name='Hawa Adam', kind='Person'), Named(name='Umoja', kind='PoliticalParty'))
    >>> named_in("a group calling itself the Night Owls").name, named_in("the dark forest")
    ('Night Owls', None)
    """
    text = text.strip(" ,\n")
    if (called := _CALLING.search(text)) is not None and (kind := class_of(head_of(text[: called.start()]))):
        is_group = kind == "Organization" and "self" in called.group()
        return Named(called.group("name"), "NonStateArmedGroup" if is_group else kind)
    if "," in text:
        return _apposed([part.strip() for part in text.split(",")])
    match = _NOUN_AND_NAME.match(text)
    if match is None:
        return None
    words = (match.group("before") + match.group("noun")).lower().split()
    kind = class_of(words)
    return Named(match.group("name"), kind) if kind is not None else None


def _apposed(parts: Sequence[str]) -> Named | None:
    """The name beside a description, on either side of a comma."""
    for name, other in ((0, 1), (1, 0)):
        if not _ONLY_NAME.match(parts[name]) or _ONLY_NAME.match(parts[other]):
            continue
        head = head_of(parts[other])
        kind = class_of(head) or (
            class_of(head_of(parts[other].rpartition(" of the ")[2])) if head[:1] == ["one"] else None
        )
        if kind is not None:
            return Named(parts[name].removeprefix("The "), kind)
    return None


def without_sort(text: str) -> str | None:
    """Give the name before nouns that only say what bears it: "the Umoja movement", "the Blue Dot charity".

    >>> without_sort("the Umoja rebel movement"), without_sort("the Umoja fighters")
    ('Umoja', None)
    """
    match = _NAME_AND_SORT.match(text.strip(" ,"))
    if match is None or match.group("name").endswith(("'s", "’s")):
        return None  # "Israel's ambulance service" is not Israel
    return match.group("name")


def shows(words: Sequence[str]) -> bool:
    """Tell whether a phrase is for pictures, which say nothing themselves.

    >>> shows(["Footage", "posted", "on", "social", "media"]), shows(["A", "video", "editor"])
    (True, False)
    """
    head = head_of(" ".join(words))
    return not _PICTURES.isdisjoint(head) and class_of(head) is None


def can_speak(words: Sequence[str]) -> bool:
    """Tell whether a noun phrase, its words in lower case, names people or bodies by any of its nouns.

    >>> can_speak(["his", "deputy"]), can_speak(["the", "armed", "wing", "of", "hamas"])
    (True, True)
    >>> can_speak(["the", "plan"]), can_speak(["examples"])
    (False, False)
    """
    for at in range(1, len(words) + 1):
        kind = kind_of(words[:at])
        if kind is not None and kind.category in HUMAN:
            return True
        if _is_agent_noun(words[at - 1]) or words[at - 1] in word_set("speaking"):
            return True
    head = head_of(" ".join(words))
    return bool(head) and (
        head[-1] in _PERSON_WORDS or (head[-1] in _BODY_WORDS and head[-1] not in word_set("evidence"))
    )


def spoken_for_by_name(text: str) -> str | None:
    """Give the name of the body for which somebody without a name speaks.

    >>> spoken_for_by_name("A spokesman for the Umoja Front (UF)")
    'Umoja Front'
    >>> spoken_for_by_name("a spokesman for hunters") is None
    True
    """
    match = _SPOKESPERSON.match(text.strip(" ,"))
    return match.group("name") if match is not None else None


def full_names(text: str) -> dict[str, str]:
    """Give the full names that a text explains in brackets, by the short ones.

    >>> full_names("Fighters of the Umoja Liberation Front (ULF) left. The ULF denied it (Monday).")
    {'ULF': 'Umoja Liberation Front'}
    """
    found: dict[str, str] = {}
    for match in _IN_BRACKETS.finditer(text):
        short = match.group("short")
        if sum(letter.isupper() for letter in short) < 2:
            continue
        before = _NAME_BEFORE.search(text[max(0, match.start() - _LONGEST_NAME) : match.start()])
        if before is not None and " " in before.group("name"):
            found.setdefault(short, _abbreviated(before.group("name").removeprefix("The "), short))
    return found


def _abbreviated(name: str, short: str) -> str:
    """The end of a name whose first letters make a short one, else all of it: "men of the Umoja Front"."""
    words = name.split(" ")
    for first in range(len(words) - 2, -1, -1):
        initials = iter("".join(word[0] for word in words[first:]).upper())
        if words[first][0] == short[0] and all(letter in initials for letter in short.upper()):
            return " ".join(words[first:])
    return name


def is_plural(label: str) -> bool:
    """Tell whether an unnamed source is several people.

    >>> is_plural("Western officials (unnamed)"), is_plural("Member of the council (unnamed)")
    (True, False)
    """
    head = label.removesuffix(" (unnamed)").split(" of ")[0].split()
    return bool(head) and (head[-1].endswith("s") or head[-1].lower() in {"people", "men", "women", "police"})


def is_description(entity: Entity) -> bool:
    """Tell whether a label is no bare name.

    >>> is_description(Entity("rights group Umoja", "Agent")), is_description(Entity("Umoja", "Agent"))
    (True, False)
    """
    return (
        "," in entity.label
        or entity.kind == "UnnamedSource"
        or any(word.islower() for word in entity.label.split())
    )
