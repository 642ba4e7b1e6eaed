"""Who has spoken so far in a report, in order, and found again by name without going through all of them."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from typing import Final, overload

from claimgraph.model import Entity, normalise_name

_SURNAME: Final = re.compile(
    r"^(?:(?:Mr|Mrs|Ms|Dr|Gen|Col|Maj)\.? )?(?P<name>[A-Z][\w’'-]+(?:-[A-Z][\w’'-]+)*)$"
)
_TITLED: Final = re.compile(r"(?:Mr|Mrs|Ms|Miss|Dr|Prof|Gen|Col|Maj|Capt|Lt|Sgt)\.? (?=[A-Z][\w’'-]+ [A-Z])")
_CAN_BE_PEOPLE: Final = frozenset(("Person", "Agent"))


class Heard(Sequence[Entity]):
    """The speakers of a report so far; grows.

    >>> heard = Heard()
    >>> heard.extend([Entity("Daryna Orlenko", "Person"), Entity("Quay Post", "MediaOutlet")])
    >>> heard.surnamed("Ms Orlenko").label, heard.surnamed("Post"), heard.called("quay post").kind
    ('Daryna Orlenko', None, 'MediaOutlet')
    """

    def __init__(self) -> None:
        """Nobody has spoken yet."""
        self._all: list[Entity] = []
        self._first: dict[str, Entity] = {}
        self._latest: dict[str, Entity] = {}

    @overload
    def __getitem__(self, at: int) -> Entity: ...
    @overload
    def __getitem__(self, at: slice) -> list[Entity]: ...
    def __getitem__(self, at: int | slice) -> Entity | list[Entity]:
        """Give one speaker or several, by number."""
        return self._all[at]

    def __len__(self) -> int:
        """Tell how often somebody spoke."""
        return len(self._all)

    def extend(self, speakers: Iterable[Entity]) -> None:
        """Add those who speak next."""
        for entity in speakers:
            self._all.append(entity)
            label = normalise_name(entity.label)
            self._first.setdefault(label, entity)
            if entity.kind in _CAN_BE_PEOPLE and len(words := label.split()) > 1:
                self._latest[words[-1]] = entity

    def called(self, label: str) -> Entity | None:
        """Give the first to speak who has a label, whatever it was taken for."""
        return self._first.get(normalise_name(label))

    def surnamed(self, text: str) -> Entity | None:
        """Give the latest to speak who has a family name, with or without "Mr" before it."""
        name = surname(text)
        return self._latest.get(name) if name is not None else None


def surname(text: str) -> str | None:
    """Give the family name that a text consists of, folded for comparison.

    >>> surname("Dr. Orlenko"), surname("the mayor")
    ('orlenko', None)
    """
    match = _SURNAME.match(text.strip(" ,"))
    return normalise_name(match.group("name")) if match is not None else None


def with_surname(text: str, people: Iterable[Entity]) -> Entity | None:
    """Give the person of a list, latest first, who has a family name.

    >>> with_surname("Orlenko", [Entity("Daryna Orlenko", "Person")]).label
    'Daryna Orlenko'
    """
    name = surname(text)
    for person in people if name is not None else ():
        words = normalise_name(person.label).split()
        if person.kind in _CAN_BE_PEOPLE and len(words) > 1 and words[-1] == name:
            titled = _TITLED.match(person.label)
            return Entity(person.label[titled.end() :], "Person") if titled and not person.iri else person
    return None
