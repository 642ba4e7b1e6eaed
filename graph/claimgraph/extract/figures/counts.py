"""Figures of the quantity grammar as counts of the claim model: on whose side, where, as of when."""

from __future__ import annotations

import re
from typing import Final

from claimgraph.extract.figures.quantities import QuantityMention
from claimgraph.extract.figures.words import words
from claimgraph.extract.linking import Linker
from claimgraph.extract.syntax.kinds import category_of
from claimgraph.model import Entity, Event, Quantity, TimeSpan, VictimStatus
from claimgraph.reference.loader import Reference

HARM: Final = frozenset(
    {"killed", "wounded", "missing", "captured", "casualties", "harmed", "displaced", "detained"}
)
"""What can happen to people that a casualty count tells."""
_MATERIEL: Final = frozenset({"vehicles", "aircraft", "tanks", "vessels", "missiles", "drones"})
_THINGS: Final = _MATERIEL | {"other"}
_PEOPLE: Final = frozenset({"people", "personnel", "evacuated"})
_FAMILY: Final = {
    **dict.fromkeys(("killed", "wounded", "missing", "casualties", "harmed"), "Harm"),
    "evacuated": "Evacuation",
    "displaced": "Displacement",
    "captured": "Detention",
    "detained": "Detention",
}
_ARTICLES: Final = frozenset({"a", "an"})
_IRREGULAR: Final = words("""
    militant militants gunman gunmen rebel rebels insurgent insurgents militiaman militiamen guerrilla
    guerrillas terrorist terrorists jihadist jihadists attacker attackers fighter fighters mercenary
    mercenaries defender defenders taliban
""")
"""People under arms who are no personnel of a state's forces."""
_NO_VEHICLES: Final = words("""
    howitzer howitzers launcher launchers gun guns mortar mortars artillery systems mlrs locomotive
    locomotives train trains
""")
_NO_MISSILES: Final = words("""
    shell shells bomb bombs munition munitions round rounds mine mines warhead warheads interceptor
    interceptors
""")
_OWN: Final = frozenset({"its own", "its", "their", "their own", "our", "our own", "his"})
_OUTDATED: Final = re.compile(
    r"\b(?:an?|the|its|his|her|their) (?:earlier|previous|initial|original|prior) (?:[a-z]+ ){0,2}"
    r"(?:toll|figure|count|estimate|number|total|tally) of (?:[a-z]+ ){0,3}\Z"
)
_BEFORE: Final = 80
"""How many characters before a figure the words stand that call it the earlier one."""
_WIDE: Final = frozenset({"State", "Territory", "InformalRegion"})


def family_of(mention: QuantityMention) -> str:
    """Give the family of events that a figure tells of, "" if any.

    A figure of people killed belongs to harm, one of people moved to an evacuation.
    """
    is_taken = mention.fate == "captured" and mention.text.lower() not in _ARTICLES
    if (is_taken or mention.fate in {"lost", "harmed"}) and mention.counts in _MATERIEL:
        return "Damage" if mention.fate == "harmed" else "MaterielLoss"
    if mention.fate == "lost" and mention.counts == "lost" and mention.counted is not None:
        return "Harm"
    return _FAMILY.get(mention.fate or mention.counts, "")


def kind_of_count(mention: QuantityMention) -> str:
    """Give the ontology class of a figure."""
    fate = mention.fate or mention.counts
    if mention.counts == "inhabitants" or fate == "inhabitants":
        return "PopulationCount"
    if mention.counts in _MATERIEL:
        return "MaterielLossCount" if fate in {"lost", "captured"} else "Quantity"
    if mention.counts in _THINGS:
        return "Quantity"  # "900 schools have been destroyed": nobody is counted
    if fate in HARM or fate == "lost":
        return "CasualtyCount"
    return "PersonnelCount" if mention.counts in _PEOPLE or fate in _PEOPLE else "Quantity"


def counts_of(mention: QuantityMention) -> str:
    """Give what a figure counts, as a claim says it: its fate, its kind of people or things, or other.

    Attacks, guns and bombs have no kind of their own; who fights for no state is counted among people.

    >>> from claimgraph.extract.figures.quantities import quantities
    >>> text = "Five soldiers, 30 gunmen and two guns were there; there were 17 raids."
    >>> [counts_of(mention) for mention in quantities(text)]
    ['personnel', 'people', 'other', 'other']
    """
    if mention.fate and mention.counts not in _THINGS:
        return mention.fate
    said = mention.counted_text or mention.group
    head = said.lower().rsplit(" ", 1)[-1] if said else ""
    if mention.counts == "personnel":
        return "people" if head in _IRREGULAR else "personnel"
    if mention.counts == "strikes" or (mention.counts == "vehicles" and head in _NO_VEHICLES):
        return "other"
    return "other" if mention.counts == "missiles" and head in _NO_MISSILES else mention.counts


_EVENTS: Final = {
    "killed": "Killing",
    "wounded": "Wounding",
    "missing": "Harm",
    "casualties": "Harm",
    "harmed": "Harm",
    "displaced": "Displacement",
    "evacuated": "Evacuation",
    "detained": "Detention",
    "captured": "CaptureOfPersons",
    "inhabitants": "Population",
}


_TAKEN: Final = frozenset({"taken", "captured", "seized"})


def event_of(mention: QuantityMention) -> str | None:
    """Give the class of event that a figure tells of by itself: "a death toll of 40" is a killing."""
    fate = mention.fate or mention.counts
    is_taken = not _TAKEN.isdisjoint((mention.counted_text or "").lower().split())
    if fate == "captured" and mention.rule == "noun" and not is_taken:
        return None  # "24 hostages" tells nothing of how they were taken
    if fate == "lost" and mention.rule == "toll" and mention.counts not in _MATERIEL:
        return "Harm"  # put enemy losses at 25
    return _EVENTS.get(fate) if mention.is_countable and mention.counts not in _MATERIEL else None


def is_outdated(text: str, mention: QuantityMention) -> bool:
    """Tell whether a figure is named only as the one that held before: "revising down an earlier toll of 12".

    >>> from claimgraph.extract.figures.quantities import quantities
    >>> text = "He spoke of nine dead, down from an earlier toll of 12."
    >>> [is_outdated(text, mention) for mention in quantities(text)]
    [False, True]
    """
    start = mention.span[0]
    return _OUTDATED.search(text, max(0, start - _BEFORE), start) is not None


class Counter:
    """Turns figures into counts for one report."""

    def __init__(self, linker: Linker, reference: Reference) -> None:
        """`reference` tells which belligerent a state or force belongs to."""
        self.linker = linker
        self.reference = reference

    def quantity(
        self,
        mention: QuantityMention,
        *,
        claimant: Entity,
        as_of: TimeSpan | None,
        place: Entity | None,
        event: Event | None,
    ) -> Quantity:
        """Give the count that a claimant states; `as_of` is the day of saying or one in the content."""
        kind = kind_of_count(mention)
        return Quantity(
            kind,
            mention.low,
            mention.high,
            mention.approximate,
            mention.text,
            counts_of(mention),
            group=mention.group,
            status=VictimStatus(mention.victim_status),
            side=self._side(mention, claimant) if kind != "PopulationCount" else None,
            place=place,
            as_of=as_of,
            event=event,
        )

    def _side(self, mention: QuantityMention, claimant: Entity) -> Entity | None:
        """The belligerent whose people or things are counted."""
        if mention.side_text is None:
            return None
        if mention.side_text.lower() in _OWN:
            return self._belligerent(claimant)
        span = mention.side_span
        if span is None:
            return None
        for word in mention.side_text.replace("’", "'").split():
            state = self.linker.demonyms.get(word.removesuffix("'s").strip(",.;"))
            if state is not None:
                return self._belligerent(state)
        for name in self.linker.names_over(span):
            filler = self.linker((name.start, name.end), "owner")
            if filler is not None:
                return self._belligerent(filler.entity)
        return None

    def _belligerent(self, entity: Entity) -> Entity | None:
        """The side that an agent is counted with, or the agent itself where no side is known."""
        if entity.side is not None:
            side = self.reference.get(entity.side)
            return side.entity if side is not None else None
        return entity if entity.iri and category_of(entity.kind) == "agent" else None

    def is_wide(self, entity: Entity) -> bool:
        """Whether a place is too wide to be the scene of one event: a state or region."""
        return entity.kind in _WIDE
