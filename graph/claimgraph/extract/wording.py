"""What a noun phrase says of itself: a name that nothing is known about, a label, a thing of unknown kind.

A name is a place, a ship or a building where the words around it say so ("the town of Klimovo", "the bulk
carrier Sea Ember"). A described thing is labelled by its words without article and number.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from functools import cached_property
from typing import Final

from claimgraph.extract.events.mentions import Filler
from claimgraph.extract.syntax.kinds import Kind, kind_of
from claimgraph.extract.syntax.lexicon import word_set
from claimgraph.extract.syntax.text import Span
from claimgraph.extract.times.words import WEEKDAYS
from claimgraph.model import Entity

DEFINITE: Final = frozenset(["the", "this", "that", "these", "those"])
"""Words that say that a thing is known."""
SPEAKS: Final = re.compile(
    r",? (?:(?:has|had|have|also|later|again|itself|always|repeatedly|promptly|never) ){0,3}"
    r"(?:said|says|den(?:y|ies|ied)|accus\w+|blam\w+|claim\w*|call(?:s|ed)|reject\w+|insist\w*|warn\w*|condemn\w*"
    r"|confirm\w*|announc\w+|describ\w+|want\w*|demand\w*|maintain\w*|dismiss\w+|admit\w*|acknowledg\w+"
    r"|disput\w+|vow\w*|urg\w+|declin\w+|did not comment|considers?|believes?)\b"
)
"""What a name is followed by where it stands for a government and not for a place."""
HEADLINE_VERB: Final = re.compile(
    r"[^.;\n]*[a-z] (?:attack|hit|kill|strike|storm|shell|destroy|bomb|target|raid|seize|capture)s? (?=[A-Z])"
    r"|[^.;\n]*[a-z] (?:damages|destroys|kills|seizes|sinks|storms|wounds|injures) "
)
"""The words of a headline up to its verb, before a name, where all was taken for one noun phrase."""
_TOWN_IN: Final = re.compile(r"(?:[Tt]he|[Aa]n?) .*\b(?:town|city|village|settlement|hamlet|port)")
NAMED_AFTER: Final = re.compile(r" of (?:the )?([A-Z][\w'’-]*(?: [A-Z][\w'’-]*)*)")
"""The name that follows a noun for a place says which one is meant: "the town of Myrnohrad"."""
AT_PLACE: Final = re.compile(
    r"\b(?:in|near|at|from|to|outside|around|over|of|towards?|into|off|on|between|for|through)"
    r"(?: the| \w+ern)? \Z",
    re.IGNORECASE,
)
"""What stands before a name that tells where something was."""
SAID_IT: Final = re.compile(
    r"([^.;:,\n“”\"]{2,60}?) (?:(?:also|later|again|has|have|had) ){0,2}"
    r"(?:said|says|say|claim(?:s|ed)|report(?:s|ed)|insist(?:s|ed)|announced|admitted|confirmed|denied|denies|added|warned|acknowledged|maintains?|believes?)"
    r"(?: on \w+day| later)?(?: that)? \Z"
)
"""The speaker of a speech that opens at the end of the text searched."""
_APPOSITION: Final = re.compile(r",\s(?:an?|the)\s((?:[\w-]{1,30}\s?){1,4})")
_SPOKE: Final = frozenset(
    ("said", "says", "say", "added", "reported", "reports", "confirmed", "announced", "claimed")
)
"""What may follow who says it, after a name that has nothing to do with it."""
_DETERMINERS: Final = frozenset(
    (
        "the", "a", "an", "this", "that", "these", "those", "its", "his", "her", "their", "our", "another",
        "other", "some", "any", "such", "each", "every", "both", "neither", "either", "all", "only",
    )
)  # fmt: skip
_NUMBERS: Final = word_set("numbers") | frozenset(
    (
        "about", "around", "nearly", "almost", "some", "several", "many", "most", "more", "than", "at",
        "least", "up", "to", "over", "fewer", "less", "as", "few", "one", "two", "three", "four", "five",
        "six", "seven", "eight", "nine", "ten", "twelve", "dozens", "hundreds", "thousands", "of", "no",
        "single",
    )
)  # fmt: skip
_SENTENCE_ENDS: Final = frozenset(("", ".", "!", "?", ":", "…"))
_NOUN_OF: Final = re.compile(r"\b([\w-]+) of (?:the )?$")
_NOUN_LENGTH: Final = 40
_SIDE: Final = re.compile(r"(?:north|south|east|west|central|upper|lower)[-a-z]*$")
"""The part of a country or region: "eastern Congo"."""
_NEARBY: Final = frozenset(("nearby", "neighbouring", "neighboring", "adjacent", "downtown"))
_ORDINAL: Final = re.compile(r"\d+(?:st|nd|rd|th)")
_UNNAMED: Final = frozenset(("everything", "anything", "something", "nothing", "another", "other", "others"))
_PLACE: Final = Kind("Place", "place")
_NAMED_THINGS: Final = frozenset({"vessel", "facility", "place", "materiel"})
_ABSTRACT: Final = word_set("abstract") | word_set("measures")
_ABSTRACT_ENDINGS: Final = (
    "tion", "tions", "ness", "ity", "ment", "ance", "ence", "ism", "ship", "hood", "cy",
)  # fmt: skip
_TOLD_PLACE: Final = re.compile(
    r"\b(?:[Ii]n|[Nn]ear|[Oo]utside|[Aa]round"
    r"|(?:[Rr]esidents?|[Mm]ayor|[Vv]illagers|[Pp]eople|town|city|village|[Oo]ut|outskirts|parts|edge|centre|center"
    r"|streets|north|south|east|west|suburbs) of|road (?:to|from)|[Tt]owards?)"
    r" (?:the )?([A-Z][\w'’-]*(?: [A-Z][\w'’-]*)*)(?: ([a-z-]+))?"
)
"""A name where only a place can stand, and the word after it, which may say that it is that of a building."""
_EXPLAINED_PLACE: Final = re.compile(
    r"\b([A-Z][\w'’-]*(?: [A-Z][\w'’-]*){0,3}), (?:an?|the) (?:[a-z-]+ ){0,2}"
    r"(?:village|town|city|hamlet|settlement|suburb)\b"
)
"""A name of which an apposition says that it is a place."""
_INSIDE: Final = re.compile(r"(?<=[a-z,] )[A-Z][a-z][\w'’-]*(?![\w'’-]* [A-Z])")
"""A name of one word inside a sentence."""
_PARTICLE: Final = re.compile(r"(?:al|el|ad|as|ash|ar|an|az|at|ag|bin|ibn|de|del|la|von|van)\b")
"""Small words inside names: "Ras al-Ain"."""


def _is_number(word: str) -> bool:
    """Whether a word belongs to a number: "63", "sixty-three", "about"."""
    return word[0].isdigit() or _NUMBERS.issuperset(word.lower().split("-"))


def is_named_by_of(text: str, span: Span) -> bool:
    """Tell whether a phrase for a town is named by what follows, and a name in it only says where it lies.

    >>> is_named_by_of("in the North Darfur town of Tora", (3, 24)), is_named_by_of("Orvil town", (0, 10))
    (True, False)
    """
    return _TOWN_IN.fullmatch(text, *span) is not None and NAMED_AFTER.match(text, span[1]) is not None


class Wording:
    """Reads names and labels off the words of one text; `scope` is the key of what is known by them only.

    >>> wording = Wording("The bulk carrier Sea Ember was hit off Zorivka.", {}, "r1")
    >>> wording.named_kind((0, 26)).entity
    Entity(label='Sea Ember', kind='MerchantVessel', iri=None, scope='', acts_for=None, side=None, wkt='')
    """

    def __init__(self, text: str, demonyms: Mapping[str, Entity], scope: str) -> None:
        """`demonyms` gives states by adjective ("Russian")."""
        self.text = text
        self.demonyms = demonyms
        self.scope = scope

    def said(self, span: Span) -> str:
        """Give the words of a phrase as they stand in the text."""
        return self.text[span[0] : span[1]]

    @cached_property
    def told_places(self) -> frozenset[str]:
        """The names that stand somewhere in the text where only a place can: "in Zorivka".

        >>> Wording("Shells hit Zorivka market. Fire in Zorivka, not in Sunne hospital.", {}, "").told_places
        frozenset({'Zorivka'})
        """
        found = (match.groups() for match in _TOLD_PLACE.finditer(self.text))
        explained = frozenset(_EXPLAINED_PLACE.findall(self.text))
        return explained | frozenset(
            name
            for name, noun in found
            if (kind := kind_of([noun or ""])) is None or kind.category == "place"
        )

    @cached_property
    def names(self) -> frozenset[str]:
        """The words with a capital that stand somewhere inside a sentence, where only names have one.

        >>> Wording("They took Lesk. Fires burned. Lesk fell.", {}, "").names
        frozenset({'Lesk'})
        """
        return frozenset(_INSIDE.findall(self.text))

    def has_own_name(self, span: Span) -> bool:
        """Whether a name stands before the noun: "the Rajouri district", not "the Lebanese town"."""
        words = self.said(span).split()[:-1]
        if is_named_by_of(self.text, span):
            return False
        return any(word[0].isupper() and word.lower() not in _DETERMINERS for word in words) and not any(
            word in self.demonyms for word in words
        )

    def named_kind(self, span: Span) -> Filler | None:
        """A name after the noun that says what it is: "the bulk carrier Sea Ember", "the village Tse"."""
        words = self.said(span).split()
        first = next((at for at in range(len(words), 0, -1) if not words[at - 1][0].isupper()), 0)
        kind = kind_of([word.lower() for word in words[:first]])
        if kind is None or first == len(words) or kind.category not in _NAMED_THINGS:
            return None
        kind = _PLACE if kind.category == "place" else kind
        entity = Entity(" ".join(words[first:]), kind.kind)
        return Filler(span, entity, kind.category, True, False, "unknown-name")

    def object(self, span: Span, words: Sequence[str]) -> Filler | None:
        """What something was done to, where nothing is known of its noun: it stood or lay somewhere."""
        if (
            words[-1] in _ABSTRACT | _UNNAMED
            or words[-1].endswith(_ABSTRACT_ENDINGS)
            or not words[-1].isalpha()
        ):
            return None
        entity = Entity(self.label(span), "Facility", None, self.scope)
        return Filler(span, entity, "facility", words[0] in DEFINITE, True, "described")

    def unknown_name(self, span: Span, taken_for: Kind | None) -> Filler | None:
        """A proper name that nothing is known about means the same wherever it is used.

        `taken_for` is what it is where its position tells: "near Zorivka".
        """
        words = self.text[span[0] : span[1]].split()
        while words and words[0].lower() in _DETERMINERS:
            words = words[1:]
        if taken_for is not None and words and words[0].lower() in _NEARBY:
            words = words[1:]
        if all(word.lower() in WEEKDAYS for word in words):
            return None  # a day is no place
        named = words[1:] if taken_for is not None and words and _SIDE.match(words[0]) else words
        if not named or not all(word[:1].isupper() or _PARTICLE.match(word) for word in named):
            return None
        is_sure = words != self.text[span[0] : span[1]].split() or words[0].isupper()  # The RSF
        is_opening = self.text[: span[0]].rstrip(" “\"'\n")[-1:] in _SENTENCE_ENDS
        if len(words) == 1 and is_opening and not is_sure and words[0] not in self.names:
            return None
        apposed = self._apposed(span[1])
        if taken_for is not None and apposed is not None and apposed.category not in _NAMED_THINGS:
            apposed = None  # in Zorivka, the governor said
        kind = self._of_which(span[0]) or apposed or taken_for
        if kind is not None and kind.category == "place":
            kind = _PLACE  # "the town of Zorivka" and "in Zorivka" are one
        entity = Entity(" ".join(words), kind.kind if kind is not None else "Agent")
        return Filler(span, entity, kind.category if kind is not None else "", True, False, "unknown-name")

    def _apposed(self, end: int) -> Kind | None:
        """What an apposition says a name is: "Klimovo, a town in the region"."""
        match = _APPOSITION.match(self.text, end)
        if match is None:
            return None
        words = match.group(1).lower().split()
        at = next((at for at in range(1, len(words) + 1) if kind_of(words[:at])), 0)
        while 0 < at < len(words) and kind_of(words[: at + 1]):
            at += 1  # the army chief
        if not at or not _SPOKE.isdisjoint(words[at : at + 1]):
            return None  # hit a bus near Klimovo, the army said
        return kind_of(words[:at])

    def _of_which(self, start: int) -> Kind | None:
        """What the noun before a name says it is: "the town of Klimovo"."""
        match = _NOUN_OF.search(self.text[max(0, start - _NOUN_LENGTH) : start])
        kind = kind_of([match.group(1).lower()]) if match is not None else None
        return kind if kind is not None and kind.category == "place" else None

    def label(self, span: Span) -> str:
        """Give the words of a phrase without article and number.

        >>> Wording("at least two grain stores", {}, "").label((0, 25))
        'grain stores'
        """
        words = self.text[span[0] : span[1]].split()
        for at in range(1, len(words) - 1):
            if words[at][0].isdigit() and words[at - 1].endswith(("'s", "’s")):
                words = words[at + 1 :]  # the camp's 3,000 residents
                break
        while len(words) > 1 and (words[0].lower() in _DETERMINERS or _is_number(words[0])):
            if _ORDINAL.fullmatch(words[0]) and words[1][0].isupper():
                break  # the 47th Brigade
            words = words[1:]
        return " ".join(words).strip("“”\"'.,")
