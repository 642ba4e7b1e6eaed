"""Speakers whom only the report explains: "the army", "the junta's spokesman", "its spokesman".

A body without a country is that of the state which the report speaks of most; a spokesman without a name is
his body; a person keeps the name without title and state; an agency keeps its name without what it is.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from functools import cached_property
from itertools import chain
from typing import Final

from claimgraph.extract.descriptions import class_of, full_names, named_in, spoken_for_by_name, without_sort
from claimgraph.extract.linking import Linker
from claimgraph.extract.syntax.lexicon import word_set
from claimgraph.extract.syntax.text import Span
from claimgraph.model import Entity
from claimgraph.reference.kinds import is_a
from claimgraph.reference.resolution import SaidRole

SPOKEN_FOR: Final = re.compile(
    r"^(?P<of>.+?)(?:['’]s)? (?P<field>[a-z]+ )?spokes(?:man|woman|person|people)$"
)
PRESS_OFFICE: Final = re.compile(
    r"^(?P<of>(?:[Tt]he|[Ii]ts|[Tt]heir) [a-z]+)['’]s? (?:"
    r"(?:press|media|information) (?:office|service|centre|center|wing)|website|channel|account|statement)$"
)
_OF_A_STATE: Final = re.compile(
    r"^(?:(?:the|an?|its|their|our) )?(?P<body>[a-z]+(?: [a-z]+){0,4})$", re.IGNORECASE
)
_RULING: Final = re.compile(
    r"^(?P<the>(?:[Tt]he )?)(?:UN-backed|U\.N\.-backed|internationally[ -]recogni[sz]ed|transitional|interim"
    r"|military|ruling|newly formed|new) (?=(?:government|junta|regime|authorities|presidency)$)"
)
"""Words that leave open of which state a government is: the one that the report is about."""
_ONE_WORD_BODIES: Final = frozenset(
    ("army", "military", "navy", "government", "junta", "regime", "presidency", "parliament")
)
_MINISTRY: Final = re.compile(
    r"^(?:ministry of [a-z]+(?: and [a-z]+)?|(?:education|information|culture|trade|oil|communications"
    r"|electricity|planning|labour|labor|tourism|religious affairs|public security|immigration) ministry)$"
)
_PRONOUNS_TOO: Final = {"WHO": "World Health Organization"}
"""Short names that no list of names holds, as they are other words in headlines in capitals."""
_ENCLAVES: Final = frozenset({"enclave", "territory", "strip"})
_OF_THE_LAND: Final = re.compile(
    r"^[Tt]he (?P<land>enclave|territory|strip|country|kingdom|nation)['’]s (?P<body>[a-z]+(?: [a-z]+){0,2})$"
)
_RULERS: Final = re.compile(
    r"^(?:[Tt]he )?(?P<land>[A-Z][\w-]+(?: [A-Z][\w-]+)?)(?:['’]s)? "
    r"(?:(?:ruling|military|transitional|interim|new) )*(?:junta|regime|rulers|ruling military council)$"
)
"""Who rules a state: "Mali's ruling junta"."""
_COMMAND: Final = re.compile(r"^(?:southern|northern|eastern|western|central) command$")
_RULES_THERE: Final = frozenset({"junta", "regime"})
_BODY_IN: Final = re.compile(
    r"^(?:[Tt]he )?(?P<body>[a-z]+(?: [a-z]+)?) (?:in|of) "
    r"(?:(?:the )?(?:[\w-]+-(?:run|held|controlled)|besieged) )?"
    r"(?P<place>[A-Z][\w’'-]*(?: [A-Z][\w’'-]*)?)$"
)
_REGIONAL: Final = re.compile(r"^(?:[Tt]he )?(?:regional|provincial) (?P<body>[a-z]+(?: [a-z]+){0,3})$")
_SHOWN_BY: Final = re.compile(
    r"\b(?:seen|reviewed|obtained|verified|analysed|analyzed|viewed|published|released) by (?P<who>.+)$"
)
_MEDIUM: Final = re.compile(
    r"\b(?:magazine|newspaper|agency|broadcaster|channel|website|daily|weekly|paper|station|news site) "
    r"(?P<name>[A-Z][\w’'-]*(?: [A-Z][\w’'-]*){0,3})$"
)
_STATION: Final = re.compile(
    r"(?:^|['’]s |\b[a-z]+ )(?P<name>(?!State |Local |National |The |[\w-]+-(?:run|owned|backed) )"
    r"[A-Z][\w’'-]*(?: [A-Z][\w’'-]*){0,2})(?<!['’]s) "
    r"(?:television|TV|radio|news agency|newspaper)$"
)
_CALLED: Final = re.compile(
    r"\b(?:who (?:calls|called) (?:himself|herself)|calling (?:itself|himself|herself)|known as"
    r"|call sign(?: of)?|nom de guerre|(?:goes|who went|going) by the name(?: of)?) [\"“'‘]?"
    r"(?P<name>[A-Z][^\"”’]*)[\"”'’]?$"
)
_PERSON: Final = re.compile(
    r"^[A-Z][\w’'-]+(?: (?:al|el|ag|bin|ibn|abu|de|da|van|von|Al|El))?(?:[ -][A-Z][\w’'.-]*){1,3}$"
)
_SPOKES: Final = re.compile(r"\bspokes(?:man|woman|person)\b")
_ITSELF: Final = re.compile(r" (?:itself|himself|herself|themselves)$")
_OWN_MEDIA: Final = re.compile(
    r"['’]s?(?: (?:official|press|own|social|media|daily|Telegram|Facebook|X|Twitter))*"
    r"(?: (?:website|statement|service|office|channel|account|bulletin|wing|update|page|media))?$"
)
"""What a body speaks through: "the army's website"; also a bare possessive."""
_OF_THEM: Final = re.compile(r"^(?:\w+ )?of (?:them|those|these)$", re.IGNORECASE)
_ONE_OF: Final = re.compile(
    r"^(?:one|two|three|some|several|another|most|many) of (?:the|these|those|his|her|its|their|our) "
    r"(?P<group>[a-z][a-z ]*(?:s|men|women))(?:, (?:an?|the) .*)?$",
    re.IGNORECASE,
)
_NAME_OF: Final = re.compile(r"^(?P<name>(?!The )(?:[A-Z][\w’'.-]*\s?){2,6}) of (?:the )?[A-Z]")
_IN_HEADLINE: Final = 3
_CLIMB: Final = 8
"""How many places may lie around a place before its state."""
_EVIDENCE: Final = word_set("evidence")
_BODY_WORDS: Final = word_set("body") | word_set("bodies_too")


_WHOSE: Final = re.compile(r"(?:[Tt]he )?[A-Z][\w-]+(?: [A-Z][\w-]+)?['’]s (?P<name>[A-Z].+)$")
_ABROAD: Final = re.compile(r"(?:foreign|defen[cs]e) ministry$", re.I)
"""What speaks for a state to others: of whom else would be said whose it is."""
_NEAR: Final = 400
_SENTENCES: Final = 2
_STOP: Final = re.compile(r"[.!?][”\"’)]?\s")


class Speakers:
    """Explains descriptions of speakers in one report.

    >>> Speakers.body_word("the health ministry"), Speakers.body_word("the ship")
    (True, False)
    """

    def __init__(self, linker: Linker, heard: Sequence[Entity] = ()) -> None:
        """Nothing is counted yet; `heard` are the speakers so far, and may grow."""
        self.linker = linker
        self.heard = heard
        self.last: tuple[Entity, int] | None = None
        """Who spoke last, and where that is said."""
        self._states: list[Entity] | None = None
        self._is_contested = False
        """Whether a second state is named nearly as often as the first."""
        self._full_names = full_names(linker.text)
        self._latest_state: Entity | None = None
        self._looked_at = 0
        """Up to which speaker the latest state was looked for."""

    @staticmethod
    def body_word(text: str) -> bool:
        """Tell whether a phrase ends in a word for a body that can speak."""
        words = text.lower().split()
        return bool(words) and words[-1] in _BODY_WORDS and words[-1] not in _EVIDENCE

    # ---- the state a report speaks of

    def states(self) -> list[Entity]:
        """Give the states of the report, the one most often named first.

        Counted are their names, the adjectives made of them, places that lie in them and bodies of theirs.
        """
        if self._states is None:
            counted: Counter[str] = Counter()
            known = self._known
            for match in re.finditer(r"\b[A-Z][a-z]+\b", self.linker.text):
                if (state := self.linker.demonyms.get(match.group())) is not None:
                    counted[state.label] += self._weight(match.start())
            for name in self.linker.names:
                owner = name.text.replace("’", "'").partition("'s ")[0]
                for label in chain(self._states_of(name.text), self._states_of(owner)):
                    if label in known:
                        counted[label] += self._weight(name.start)
                        break
            for label in chain.from_iterable(map(self._states_of, self.linker.tags)):
                counted[label] += label in known
            for filler in self.linker.history:
                label = filler.entity.label.rpartition(" of ")[2]
                if label in known and label not in self.linker.text:
                    counted[label] += 1
            if self.linker.voice is not None:  # who issues a statement speaks of the own state
                for label in self._states_of(self.linker.voice.label):
                    counted[label] += 1 + sum(counted.values()) if label in known else 0
            order = sorted((label for label in counted if counted[label]), key=lambda it: (-counted[it], it))
            self._states = [known[label] for label in order]
            self._is_contested = len(order) > 1 and 2 * counted[order[1]] > counted[order[0]]
        return self._states

    def _weight(self, offset: int) -> int:
        """A state named in the headline is what the report is about."""
        text = self.linker.text
        return _IN_HEADLINE if "\n" in text.strip() and not text[:offset].strip().count("\n") else 1

    def _states_of(self, name: str) -> Iterator[str]:
        """The labels of what a name may stand for, with the state that is part of them or around them."""
        reference = self.linker.resolver.reference
        roles: tuple[SaidRole, ...] = ("place", "speaker")
        for role in roles:
            resolution = self.linker.resolver.resolve(name, role=role, context=self.linker.context)
            here = resolution.entity
            for _ in range(_CLIMB):
                if here is None:
                    break
                parts = here.label.split(" of ")
                yield from (" of ".join(parts[at:]).removeprefix("the ") for at in range(len(parts)))
                known = reference.get(here.iri or here.acts_for or "")
                if known is not None and not here.iri:
                    here = known.entity
                    continue
                above = reference.get(known.located_in) if known is not None and known.located_in else None
                here = above.entity if above is not None else None

    def _of_state(self, body: str) -> Entity | None:
        """The body of the first state of the report that has one."""
        ruled = self._states_of_groups if body.lower() in _RULES_THERE else []
        body = "government" if body.lower() in _RULES_THERE else body
        of_all = self.states()[:1]
        heard = self._heard_of() if self._is_contested or not of_all else []
        for state in ruled[:1] or [*heard, *of_all]:
            for owner in (*self._adjectives(state), state.label):
                found = self.linker.speaker_named(f"{owner} {body}")
                if found is not None and (found.iri or state.label in found.label):
                    return found
        return None

    def _answering(self, body: str, offset: int) -> Entity | None:
        """The ministry of the government that spoke just before: "Baku denied it. … the ministry said"."""
        if self.last is None or _ABROAD.match(body) is None:
            return None
        entity, start = self.last
        between = self.linker.text[start:offset]
        if len(between) > _NEAR or "\n\n" in between or len(_STOP.findall(between)) > _SENTENCES:
            return None
        state = entity.label.partition("Government of ")[2].removeprefix("the ")
        return self.linker.speaker_named(f"{body} of {state}") if state else None

    @cached_property
    def _states_of_groups(self) -> list[Entity]:
        """The states in which the armed groups that a report names fight, the most often named first."""
        reference = self.linker.resolver.reference
        labels: Counter[str] = Counter()
        for name in self.linker.names:
            for entity in name.candidates[:1]:
                known = reference.get(entity.iri or "") if entity.kind == "NonStateArmedGroup" else None
                state = reference.get(known.state) if known is not None and known.state else None
                if state is not None:
                    labels[state.label] += 1
        return [self._known[label] for label, _ in labels.most_common() if label in self._known]

    @cached_property
    def _known(self) -> dict[str, Entity]:
        """The states of which an adjective is known, by label."""
        return {state.label: state for state in self.linker.demonyms.values()}

    def _heard_of(self) -> list[Entity]:
        """The state of the latest speaker that has one in its name, or speaks for one that has."""
        reference = self.linker.resolver.reference
        for entity in reversed(self.heard[self._looked_at :]):
            known = reference.get(entity.iri or "")
            body = reference.get((known.acts_for if known is not None else entity.acts_for) or "")
            labels = (entity.label, body.label if body is not None else "")
            names = [label.partition(" of ")[2].removeprefix("the ") for label in labels]
            if (
                state := next((self._known[name] for name in names if name in self._known), None)
            ) is not None:
                self._latest_state = state
                break
        self._looked_at = len(self.heard)
        return [self._latest_state] if self._latest_state is not None else []

    def _adjectives(self, state: Entity) -> tuple[str, ...]:
        known = self.linker.resolver.reference.get(state.iri or "")
        return known.demonyms[:1] if known is not None else ()

    # ---- descriptions

    def explain(self, text: str, offset: int) -> Entity | None:
        """Give the speaker that a description means, nothing if it is none of those known here."""
        text = _OWN_MEDIA.sub("", _ITSELF.sub("", text.strip(' ,\n“”"')))
        ruling = _RULERS.match(text)
        if ruling is not None and (rulers := self._named(f"{ruling.group('land')} government")) is not None:
            return rulers
        land = _OF_THE_LAND.match(text)
        if land is not None and land.group("land") in _ENCLAVES and "Gaza" in self.linker.text:
            return self._named(f"Gaza {land.group('body')}")
        if land is not None and land.group("land") not in _ENCLAVES:
            return self._of_state(land.group("body"))
        body = _OF_A_STATE.match(_RULING.sub(r"\g<the>", text))
        if body is not None and self._is_of_a_state(body.group("body").lower()):
            return self._answering(body.group("body"), offset) or self._of_state(body.group("body"))
        spoken = SPOKEN_FOR.match(text)
        if spoken is not None:
            of, field = spoken.group("of"), spoken.group("field")
            if of.lower() in {"a", "an", "the", "one", "another"}:
                return self.explain(f"the {field.strip()}", offset) if field else None
            return self._named(of) or self.explain(of, offset)
        return self._in_place(text) or self._in_region(text) or self._by_name(text)

    def _is_of_a_state(self, body: str) -> bool:
        """Whether a body has one name in every state: "army", "interior ministry"; towns have police too."""
        if " " not in body and body not in {"coastguard"}:
            return body in _ONE_WORD_BODIES
        if _COMMAND.match(body):
            return True
        nouns = self.linker.resolver.lexicon.nouns.get(body, ())
        return (
            any(noun.type == "body" and not noun.municipal for noun in nouns)
            or _MINISTRY.match(body) is not None
        )

    def _named(self, text: str) -> Entity | None:
        """A known speaker of a name."""
        found = self.linker.speaker_named(text)
        return found if found is not None and found.iri else None

    def _in_place(self, text: str) -> Entity | None:
        """ "The health ministry in Gaza", "the government in Addis Ababa"."""
        match = _BODY_IN.match(text)
        if match is None:
            return None
        body, place = match.group("body"), match.group("place")
        if body.lower() in _RULES_THERE | {"government", "authorities"} and body.lower() != "authorities":
            found = self._named(place)
            if found is not None and is_a(found.kind, "Government"):
                return found
        found = self.linker.speaker_named(f"{place} {body}")
        if found is not None and is_a(found.kind, "Agent") and found.kind != "UnnamedSource" and found.iri:
            return found
        return None

    def _in_region(self, text: str) -> Entity | None:
        """ "The regional health department": that of the oblast in which most places of the report lie."""
        match = _REGIONAL.match(text)
        kind = class_of(text.lower().split()) if match is not None else None
        if match is None or kind in {None, "Person"}:
            return None
        if self._oblast is None:
            return None
        name = f"{self._oblast} regional {match.group('body')}"
        return self._named(name) or Entity(name, "PublicBody")

    @cached_property
    def _oblast(self) -> str | None:
        """The oblast in which most places of the report lie."""
        lies_in = (label for name in self.linker.names for label in self._places_around(name.text))
        oblasts = Counter(label.removesuffix(" Oblast") for label in lies_in if label.endswith(" Oblast"))
        return max(oblasts, key=lambda label: (oblasts[label], label)) if oblasts else None

    def _places_around(self, name: str) -> Iterator[str]:
        """The labels of a place and of those that it lies in."""
        context = self.linker.context
        here = self.linker.resolver.resolve(name, role="place", context=context).entity
        for _ in range(_CLIMB):
            if here is None:
                return
            yield here.label
            known = self.linker.resolver.reference.get(here.iri or "")
            above = self.linker.resolver.reference.get((known.located_in if known else None) or "")
            here = above.entity if above is not None else None

    def lies_in_first_state(self, name: str) -> bool:
        """Tell whether a place lies in the state of which the report speaks most."""
        states = self.states()[:1]
        return not states or states[0].label in self._states_of(name)

    def _by_name(self, text: str) -> Entity | None:
        """A name inside a description: whose pictures, which agency, who calls himself so."""
        for pattern, kind in ((_MEDIUM, "MediaOutlet"), (_STATION, "MediaOutlet"), (_CALLED, "Person")):
            match = pattern.search(text)
            if match is not None:
                name = match.group("name").strip(" ,")
                if kind == "Person" and "itself" in text:
                    kind = "NonStateArmedGroup"
                return self._named(name) or Entity(name, kind)
        shown = _SHOWN_BY.search(text)
        if shown is not None and not _EVIDENCE.isdisjoint(text[: shown.start()].lower().split()):
            return self.linker.speaker_named(shown.group("who"))
        return None

    def among(self, candidates: Sequence[Entity]) -> Entity | None:
        """Give the one of several bodies of a name that belongs to a state of the report."""
        for state in self.states():
            fits = [each for each in candidates if state.label in self._states_of(each.label)]
            if len(fits) == 1 and is_a(fits[0].kind, "Agent"):
                return fits[0]
        return None

    def introduced(self, text: str) -> Entity | None:
        """Give the body whose short name the report has explained: "the Umoja Front (UF)", then "the UF"."""
        short = text.strip(" ,").removeprefix("The ").removeprefix("the ")
        full = self._full_names.get(short) or _PRONOUNS_TOO.get(short)
        return self._body_named(full) if full is not None else None

    def _body_named(self, name: str) -> Entity:
        """A body of a name, known or of this report alone."""
        return self._named(name) or Entity(name, class_of(name.lower().split()) or "Organization")

    def named(self, text: str) -> Entity | None:
        """Give who bears the name in a description: "the security firm Harpoon", "a group called X"."""
        if (body := spoken_for_by_name(text)) is not None:
            return self._body_named(body)
        whose = _WHOSE.match(text.strip(" ,"))
        if whose is not None and (known := self._named(whose.group("name"))) is not None:
            return known  # "Congo's M23 rebels"
        if (name := without_sort(text)) is not None and (known := self._named(name)) is not None:
            return known
        found = named_in(text)
        if found is None:
            return None
        return self._named(found.name) or Entity(found.name, found.kind)

    def apposed(self, text: str) -> Entity | None:
        """Give the person in "the army's spokesman, Lul Deng," and "Lul Deng, a spokesman for the army"."""
        if "," not in text or _SPOKES.search(text) is None:
            return None
        for part in text.split(","):
            if _PERSON.match(part.strip()):
                known = self.linker.speaker_named(part.strip())
                return (
                    known if known is not None and known.kind == "Person" else Entity(part.strip(), "Person")
                )
        return None

    def shorter(self, span: Span) -> Span | None:
        """Give a name without the state behind it: "President X of Azerbaijan"."""
        match = _NAME_OF.match(self.linker.text[span[0] : span[1]])
        return (span[0], span[0] + len(match.group("name").rstrip())) if match is not None else None


def is_of_them(text: str) -> bool:
    """Tell whether a source is a member of those who spoke last: "one of them".

    >>> is_of_them("one of them"), is_of_them("one of the guards")
    (True, False)
    """
    return _OF_THEM.match(text.strip()) is not None


def one_of(text: str) -> str | None:
    """Give the group of which a source is a member.

    >>> one_of("One of the officials"), one_of("the officials")
    ('officials', None)
    """
    match = _ONE_OF.match(text.strip())
    return match.group("group") if match is not None else None
