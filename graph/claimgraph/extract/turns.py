"""Who speaks before a colon: "A:" in an interview, a family name, a name that nobody has explained.

"Bilyk: no losses" opens a line like "Weather: rain" and "Zorivka: two dead". It is somebody's turn when the
report has a person of that name, or when the name is no heading's word, no place's, and stands nowhere in the
report behind "in" or "near".
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Sequence
from functools import cached_property
from typing import Final

from claimgraph.extract.descriptions import class_of
from claimgraph.extract.events.mentions import Filler
from claimgraph.extract.later import TITLES
from claimgraph.extract.syntax.lexicon import word_set
from claimgraph.extract.syntax.occurrences import Occurrences
from claimgraph.extract.syntax.text import Span
from claimgraph.model import Entity
from claimgraph.reference.kinds import is_a
from claimgraph.reference.resolution import Resolution

_FIRST_QUESTION: Final = re.compile(r"^\s*(?:Q|Question)\s*:", re.MULTILINE)
_ASKED: Final = (
    r"\b(?:(?:interview|conversation|interviewed|met|visited|reached|asked|questioned)(?: with)?"
    r"|(?:spoke|speaks|speaking|talked|talks|talking|sat down|sits down) (?:to|with))"
)
"""What stands before whoever is interviewed: "We spoke to the mayor, …"."""
_ASKED_NAME: Final = re.compile(
    rf"{_ASKED}(?: (?!and\b)[a-z][\w’'-]*,?){{0,6}}(?: [A-Z][\w’'-]+,)? "
    r"(?P<name>(?:[A-Z][\w’'-]+ ){1,2}[A-Z][\w’'-]+)"
)
_ASKED_SOMEBODY: Final = re.compile(rf"{_ASKED}(?: (?!and\b)[\w’'-]+){{0,3}}\s*$")
_ASIDE: Final = 60
_SPOKE_TO_US: Final = re.compile(
    r"\b(?:[Hh]e|[Ss]he|[Ww]e|[Ww]ho) (?:spoke|talked|sat down|answered|was (?:asked|interviewed))\b"
)
"""What tells that whoever a report has introduced answers questions."""
_INTRODUCED: Final = re.compile(
    r"(?:^|(?<=[.!?]\s))(?:(?:Dr|Doctor|Prof|Professor|Mr|Mrs|Ms|Col|Colonel|Gen|General|Maj|Major|Capt"
    r"|Captain|Father|Sister|Imam|Sheikh)\.? )?(?P<name>(?:[^\W\d_a-z][\w’'-]+ ){1,2}[^\W\d_a-z][\w’'-]+)"
    r"(?:, (?:\d\d, )?(?:an?|the|who|whose)"
    r"|,? (?:is|was|has|works|worked|runs|heads|leads|led|serves|teaches|lives))\b",
    re.MULTILINE,
)
"""A full name that opens a sentence, with what tells who that is."""
_HEADINGS: Final = word_set("headings") | word_set("no_speakers")
_NO_NAME: Final = re.compile(
    r"\w+(?:tion|sion|ment|ness|ity|ing|ings|ance|ence|ship|ure|age|ions|ments|ities|ies|ists|ers|ors|ism|ics|ful"
    r"|ly|night)"
)
"""How common nouns end that a line may begin with; names of people seldom do."""
_OF_PLACE: Final = re.compile(
    r"\w+(?:ivka|ovka|evka|ivtsi|ovo|evo|sk|grad|gorod|hrad|horod|burg|ville|abad|pur|pura|stan|kent|town|city"
    r"|dorf|nagar|ganj|garh|köy|dara|kala|khel|iya|iyah|iyya|pol|stead|mouth|port|field|polis|bridge)"
)
"""How names of places end."""
_NAME: Final = re.compile(r"[^\W\d_a-z][\w’'-]+(?: [^\W\d_a-z][\w’'-]+){0,2}")


def interviewed(text: str, things: Iterable[Filler]) -> Span | None:
    """Give who gives the answers that a report prints as "A:", as a span of it.

    That is who is said to have been met or asked before the first question, else the one person named there.
    `things` are those that the report speaks of, in their order.

    >>> interviewed("We met the baker Ali Rahm on Monday.\\nQ: Who?\\nA: Nobody.", ())
    (17, 25)
    """
    opened = _FIRST_QUESTION.search(text)
    end = opened.start() if opened is not None else 0
    if (name := _ASKED_NAME.search(text, 0, end)) is not None:
        return name.span("name")
    people: list[Span] = []
    for thing in things:
        if thing.span[0] >= end:
            break
        if thing.category == "person" and _ASKED_SOMEBODY.search(
            text, max(0, thing.span[0] - _ASIDE), thing.span[0]
        ):
            return thing.span
        if thing.entity.kind == "Person" and not thing.is_described:
            people.append(thing.span)
    if not people and _SPOKE_TO_US.search(text, 0, end) is not None:
        named = [
            match
            for match in _INTRODUCED.finditer(text, 0, end)
            if class_of(match["name"].lower().split()) is None
        ]
        people = [match.span("name") for match in named if named[0]["name"] == match["name"]]
    return people[0] if people else None


class Turns:
    """Who takes turns in one text: its names before colons, looked up in indexes that are made once.

    >>> Turns("Bilyk: no losses.").person("Bilyk").label
    'Bilyk'
    >>> Turns("Karsk: two dead.").person("Karsk"), Turns("Bara: two dead. In Bara …").person("Bara")
    (None, None)
    >>> Turns("Weather: rain. The weather …").person("Weather") is None
    True
    """

    def __init__(self, text: str, things: Sequence[Filler] = ()) -> None:
        """Nothing is indexed before it is asked for; `things` are what the report speaks of, in order."""
        self.text = text
        self.things = things
        self._people: dict[str, Entity | None] = {}

    @cached_property
    def answers(self) -> Span | None:
        """Who gives the answers printed as "A:", as a span of the text."""
        return interviewed(self.text, self.things)

    @cached_property
    def _places(self) -> Occurrences:
        return Occurrences(self.text)

    @cached_property
    def _openings(self) -> Counter[str]:
        """How many lines begin with some words and a colon; none where nobody asks."""
        if _ASKS.search(self.text) is None:
            return Counter()
        return Counter(match.group(1) for match in _OPENING.finditer(self.text))

    def takes_turns(self, name: str) -> bool:
        """Tell whether a name opens several lines of an interview, in which somebody asks.

        >>> Turns("Q: Who?\\nOrsk: Nobody.\\nQ: Why?\\nOrsk: No idea.").takes_turns("Orsk")
        True
        >>> Turns("Orsk: rain.").takes_turns("Orsk")
        False
        """
        return self._openings[name] > 1

    def person(self, name: str) -> Entity | None:
        """Give the person whom a name before a colon must mean, unless it is known or a place's."""
        if name not in self._people:
            self._people[name] = self._person(name)
        return self._people[name]

    def _person(self, name: str) -> Entity | None:
        words = name.lower().split()
        if _NAME.fullmatch(name) is None or name.isupper() or not _HEADINGS.isdisjoint(words):
            return None
        if not self.takes_turns(name) and (_NO_NAME.fullmatch(words[-1]) or _OF_PLACE.fullmatch(words[-1])):
            return None
        if next(self._places.of(words[-1]), None) is not None:
            return None
        given: str | None = None
        for at in self._places.of(name):
            if _LOCATED.search(self.text, max(0, at - _BEFORE), at) is not None:
                return None
            if given is None and (before := _GIVEN.search(self.text, max(0, at - _BEFORE), at)) is not None:
                given = before["given"]
        is_whole = given is not None and given.lower() not in TITLES | _HEADINGS | word_set("person")
        return Entity(f"{given} {name}" if is_whole else name, "Person")


_OPENING: Final = re.compile(r"^([^\n:]{1,80}):", re.MULTILINE)
_BEFORE: Final = 60
"""How far before a name what tells of whom it is may begin, in characters."""
_LOCATED: Final = re.compile(
    r"\b(?:[Ii]n|[Nn]ear|[Aa]t|[Ff]rom|[Tt]o|[Aa]round|[Oo]utside|[Oo]ver|of|into|towards)\s+\Z"
)
_GIVEN: Final = re.compile(r"\b(?P<given>[A-Z][a-z]+(?:[-’'][A-Za-z]+)*) \Z")
_ASKS: Final = re.compile(r"^[^\n:]{1,40}: [^\n]{1,400}\?[\"”’]?$", re.MULTILINE)
"""A turn that ends in a question."""


def is_speaker(text: str, resolution: Resolution, *, is_entry: bool) -> bool:
    """Tell whether what stands before a colon is a known speaker, and no mere place or phrase.

    `is_entry` tells that it opens an entry of a live blog, where it is the place from which that comes.
    """
    entity, literal = resolution.entity, resolution.literal
    if entity is None:
        return False
    is_place = literal is not None and (entity.kind == "UnnamedSource" or is_a(literal.kind, "State"))
    if literal is not None and is_a(literal.kind, "Place"):
        is_place = is_place or is_entry
    label = entity.label.removeprefix("Government of ").removeprefix("the ")
    is_known = label == entity.label and (entity.iri or class_of(text.lower().split()))
    is_place = is_place or (label == text and not is_known)
    is_phrase = resolution.rule == "new-name" and any(word.islower() for word in text.split())
    return not (is_place or is_phrase)
