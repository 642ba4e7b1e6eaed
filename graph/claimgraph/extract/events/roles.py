"""Roles: what the neighbours of a trigger are to the event.

A weapon in the place of an actor is the weapon; where the frame is a loss or harm, an actor that is a weapon
or an event stands for the event that brought it about. Only agents act; what cannot play a role is a
participant, or left out.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Final

from claimgraph.extract.events.frames import STRIKES, family
from claimgraph.extract.events.mentions import AGENT_ROLES, CAUSE_BY_WEAPON, EventMention, Filler
from claimgraph.extract.events.sentence import SentenceEvents
from claimgraph.extract.events.weapons import strike_by
from claimgraph.extract.syntax.kinds import HUMAN, kind_of
from claimgraph.extract.syntax.lexicon import word_set
from claimgraph.extract.syntax.text import Span
from claimgraph.model import Entity

PLACE_PREPOSITIONS: Final = frozenset(
    (
        "in", "at", "near", "around", "on", "outside", "inside", "over", "across", "along", "off",
        "above", "between", "throughout", "within", "aboard", "beside", "outside of", "close to",
        "north of", "south of", "east of", "west of", "north-east of", "north-west of", "south-east of",
        "south-west of", "northeast of", "northwest of", "southeast of", "southwest of",
    )
)  # fmt: skip
_BESIDE: Final = frozenset(("beside", "close to", "around", "along", "behind"))
_MEASURES: Final = word_set("measures") | {"control"}
"""Nouns after which "of" names what is meant."""
_TRAINS: Final = frozenset(("convoy", "convoys", "column", "columns"))
"""Things on wheels, if people are in them: "convoys of people"."""
_STORES: Final = frozenset(("warehouse", "depot", "store", "ship", "lorry", "truck", "hangar", "container"))
_CARRIERS: Final = _TRAINS | {"truck", "trucks", "lorry", "lorries", "ship", "ships", "boat", "vehicles"}
_MEMBERS: Final = frozenset(
    ("fighters", "soldiers", "units", "members", "troops", "men", "militants", "forces", "gunmen", "elements")
)
_OF_PLACES: Final = frozenset(("CaptureOfPlace", "TransferOfPlace", "Siege", "Blockade"))
NOBODY_NAMED: Final = frozenset(
    (
        "dozens", "scores", "hundreds", "thousands", "millions", "one", "nobody", "everybody", "no-one",
        "somebody", "someone", "everyone", "none", "some", "many", "others",
    )
)  # fmt: skip
"""Words for people that do not tell who they were."""
_ANYBODY: Final = frozenset(("anyone", "anybody", "nobody", "no-one", "none"))
_OF_A_WHOLE: Final = frozenset(("hasTarget", "affects", "goesTo", "comesFrom"))
_BECOME: Final = frozenset(("hostage", "prisoner", "captive"))
_LOSSES: Final = frozenset(("Destruction", "ShootDown", "Damage", "MaterielLoss", "CaptureOfMateriel"))
_PHYSICAL: Final = STRIKES | {"Destruction", "Damage", "Fire"}
"""What is done to buildings and things of any kind."""
_MOVEMENTS: Final = frozenset(("Advance", "Withdrawal", "Deployment", "ForceMovement"))
_CARRYING: Final = _MOVEMENTS | {"Evacuation", "AidDelivery", "ArmsDelivery", "Displacement"}
TO_PEOPLE: Final = frozenset(
    (
        "Killing", "Wounding", "Harm", "Detention", "Abduction", "CaptureOfPersons", "Evacuation",
        "Displacement", "PrisonerExchange",
    )
)  # fmt: skip
"""What befalls people."""
ON_THE_SPOT: Final = TO_PEOPLE - {"Displacement", "PrisonerExchange", "Evacuation"} | {"Fire", "Protest"}
"""What those do who are at the place: "police in Nairobi arrested a man"."""
_NAMED_BY_OF: Final = frozenset(
    ("town", "city", "village", "port", "district", "region", "settlement", "island")
)
_REGIONS: Final = frozenset(("district", "region", "island"))
_WHOLES: Final = frozenset(("facility", "materiel", "vessel", "weapon"))
_WATERS: Final = frozenset(("gulf", "sea", "strait", "straits", "bay"))
_OF_BODIES: Final = frozenset(("its", "their", "our"))
_ARMIES: Final = frozenset(("army", "navy", "military"))
_SENDING: Final = frozenset(("launch", "fire", "drop", "fly", "send", "operate"))
_ROUTES: Final = frozenset(("road", "roads", "highway", "border", "route", "street", "railway", "crossing"))
_SPANS: Final = frozenset(("bridge", "bridges", "dam", "crossing"))
_FALLING: Final = frozenset(("shells", "bombs", "shrapnel", "explosives", "rubble", "debris"))
"""What comes down on people in a strike, whose class tells of it already."""
_VAGUE: Final = frozenset(
    (
        "area", "areas", "part", "parts", "north", "south", "east", "west", "ground", "front",
        "frontline", "frontlines",
        "line", "lines", "side", "sides", "direction", "directions", "place", "places", "scene", "world",
        "land", "soil", "northeast", "northwest", "southeast", "southwest", "north-east", "north-west",
        "south-east", "south-west", "vicinity", "spot",
    )
)  # fmt: skip
"""Words for a part of some whole, which alone are no place that could be found again."""
_LENGTHS: Final = frozenset(("km", "kilometres", "kilometers", "metres", "meters", "miles", "yards", "m"))
_OWN: Final = frozenset(("their", "his", "her", "its", "our", "my", "your"))
_PLACE_CATEGORIES: Final = frozenset(("place", "facility", "vessel"))
_CAUSED: Final = frozenset(
    ("Sinking", "Destruction", "Damage", "MaterielLoss", "Killing", "Wounding", "Harm")
)  # fmt: skip
_MISHAPS: Final = frozenset(("Accident", "Sinking", "ShootDown", "Destruction", "Fire"))
"""What befalls a thing, so that people in or near it are harmed by that and not by the thing."""
_VESSEL_WORDS: Final = frozenset(("board",))
_CORPSES: Final = frozenset(("body", "bodies", "corpse", "corpses", "remains", "dead"))


_GUNNERS: Final = frozenset(("gunner", "gunners", "artillerymen", "artilleryman", "batteries"))


class RoleFiller(SentenceEvents):
    """Gives noun phrases their roles in the events of a sentence."""

    def _put(self, mention: EventMention, role: str, places: Iterable[int]) -> None:
        for at in places:
            if role:
                self._put_one(mention, role, at)

    def _put_one(self, mention: EventMention, role: str, at: int) -> None:
        """Give one noun phrase its role; weapons, events and non-agents go where they can."""
        if role == "isPerformedBy" and at not in self.by_noun and self._past_measure(at) in self.by_noun:
            at = self._past_measure(at)  # a series of strikes
        noun_event = self.by_noun.get(at)
        if self._words_of(at)[-1] in _LENGTHS and self.sentence.chunks[at].tags[0] == "K":
            return  # fired at two kilometres
        if role in {"takesPlaceAt", "goesTo", "comesFrom"} and noun_event is None:
            at = self._part_of(at)
            if self._is_vague(at):
                return
        if noun_event is not None and self._is_train(at, role):
            noun_event.is_background = True  # a drone hit an aid convoy
            role = "hasTarget" if role == "isPerformedBy" else role  # headlines: aid convoy attacked
        elif noun_event is not None:
            self._put_event(mention, role, noun_event)
            return
        at = self._past_measure(self._apposed(at) if role == "affects" else at)
        if role == "isPerformedBy":
            at = self._body_of(at)
        filler = self._filler_of(mention, role, at)
        is_told = not mention.is_noun or self._words_of(at)[0] in {"a", "an"}
        if filler is None and is_told and role in {"affects", "hasTarget"} and mention.kind in _PHYSICAL:
            filler = self._filler(at, "object")
        unnamed = NOBODY_NAMED | _CORPSES
        if filler is None or (role == "affects" and self._words_of(at)[-1] in unnamed):
            return
        if role in AGENT_ROLES and self._words_of(at)[-1] in _ANYBODY:
            return  # whether anyone had fired
        if filler.rule == "pronoun" and role in {"affects", "hasTarget"}:
            actors = {actor.entity.key for actor in mention.fillers("isPerformedBy")}
            if filler.entity.key in actors:
                return  # "the army killed them": not the army
        if filler.is_described and role in _OF_A_WHOLE and filler.category not in HUMAN:
            filler = self._whole(at) or filler
        if filler.span[0] > self.sentence.span(self.sentence.chunks[at])[1]:
            self._add_joined(mention, role, at + 4)
        self._assign(mention, role, filler, at)

    def _put_event(self, mention: EventMention, role: str, other: EventMention) -> None:
        """What a noun that names an event itself is to the event of its verb: the same one, or its cause."""
        if role == "hasParticipant" and family(other.kind) == family(mention.kind):
            other.is_background = True  # signed an agreement
            mention.kind = other.kind if mention.kind == "Attack" else mention.kind
            for name, one in other.roles if mention.kind == "Attack" else ():
                mention.add(name, one)  # an attempt to storm the fort was repelled
        elif role == "isPerformedBy" and other is not mention:
            mention.links.append(("hasCause", other))

    def _is_train(self, at: int, role: str) -> bool:
        """Whether a noun phrase for aid on its way names what carries it: "hit an aid convoy"."""
        is_aid = self.by_noun[at].kind in {"AidDelivery", "ArmsDelivery"}
        return (
            is_aid
            and role in {"affects", "hasTarget", "isPerformedBy"}
            and self._words_of(at)[-1] in _CARRIERS
        )

    def _assign(self, mention: EventMention, role: str, filler: Filler, at: int) -> None:
        """Let what was found play the role, or the one that such a thing can play."""
        is_thing = filler.category in {"weapon", "materiel", "vessel", "stored"}
        if role == "isPerformedBy" and is_thing and mention.kind not in _CARRYING:
            if not (mention.kind in TO_PEOPLE and self._had_accident(at)):
                self._by_weapon(mention, filler, at)
        elif role in {"comesFrom", "goesTo"} and filler.category in HUMAN:
            mention.add("hasParticipant", filler)  # taken from the rebels
        elif role in AGENT_ROLES and filler.category not in HUMAN | {"place", ""}:
            mention.add("hasParticipant", filler)
        elif role == "usesWeapon" and filler.category not in {"weapon", "materiel", "stored"}:
            if filler.category in HUMAN:
                mention.add("hasParticipant", filler)
        elif role == "hasTarget" and mention.is_noun and filler.category == "weapon":
            mention.add("usesWeapon", filler)  # a barrage of rockets
        else:
            mention.add(role, filler)

    def _filler_of(self, mention: EventMention, role: str, at: int) -> Filler | None:
        """What fills a role; "hostage" or "prisoner" after people tells what they became."""
        position = self._position(mention, role, at)
        chunk = self.sentence.chunks[at]
        if position == "people" and self._words_of(at)[-1] in _BECOME and chunk.last > chunk.first + 1:
            words = self.sentence.words
            shorter = self.name((words[chunk.first].start, words[chunk.last - 1].end), position)
            return shorter or self._filler(at, position)
        return self._filler(at, position)

    def _position(self, mention: EventMention, role: str, at: int) -> str:
        """As what a noun phrase is looked up: who acts, a place, the people hurt, or a thing."""
        is_of_place = mention.kind in _OF_PLACES and role == "affects"
        if is_of_place or role in {"takesPlaceAt", "goesTo", "comesFrom"}:
            return "place"
        if role in AGENT_ROLES:
            kind = kind_of(self._words_of(at))
            is_thing = kind is not None and kind.category in {"weapon", "materiel", "vessel", "stored"}
            return "thing" if is_thing else "performer"
        if role == "affects" and mention.kind in TO_PEOPLE:
            return "people"
        return "materiel" if role == "affects" and mention.kind in _LOSSES else "thing"

    def _past_measure(self, at: int) -> int:
        """The noun phrase that a number or measure is of: "13 of the drones", "tonnes of maize"."""
        chunk = self.sentence.chunks[at]
        last = self._words_of(at)[-1]
        is_measure = chunk.tags[-1:] in {"K", "D"} or last in _MEASURES
        if not is_measure or not self._is_of_noun(at):
            return at
        if last in _TRAINS:
            kind = kind_of(self._words_of(at + 2))
            is_body = self._is_name(at + 2) if kind is None else kind.category == "person"
            return at if is_body else at + 2  # a convoy of refugees, of the UN
        return at + 2

    def _is_number(self, at: int) -> bool:
        """Whether a noun phrase is a number only, or ends in one: "at least 41"."""
        return self.sentence.chunks[at].tags[-1:] == "K"

    def _apposed(self, at: int) -> int:
        """Who "one of them" is, where the words go on to say so: "one of them, a crane driver, died"."""
        after = at + 3 if self._is_of_noun(at) else at + 1
        kinds = [chunk.kind for chunk in self.sentence.chunks[after : after + 3]]
        is_apposed = kinds[:2] == ["comma", "noun"] and kinds[2:] != ["verb"]  # not "…, the charity said"
        return after + 1 if self._words_of(at)[0] == "one" and is_apposed else at

    def _body_of(self, at: int) -> int:
        """The force whose members are meant: "fighters of the M23", "units of the air command"."""
        if self._words_of(at)[-1] not in _MEMBERS or not self._is_of_noun(at):
            return at
        whole = self._filler(at + 2, "performer")
        is_body = whole is not None and whole.category in {"force", "agent", ""}
        return at + 2 if is_body else at

    def _is_of_noun(self, at: int) -> bool:
        """Whether "of" and a noun phrase follow."""
        following = self.sentence.chunks[at + 1 : at + 3]
        kinds = [chunk.kind for chunk in following]
        return (
            kinds in (["preposition", "noun"], ["preposition", "pronoun"])
            and self.sentence.text_of(following[0]) == "of"
        )

    def _whole(self, at: int) -> Filler | None:
        """The known thing that a described one is, or is part of: "the town of X", "a hall at the plant"."""
        chunks = self.sentence.chunks
        if at + 2 >= len(chunks) or chunks[at + 1].kind != "preposition" or chunks[at + 2].kind != "noun":
            return None
        preposition = self.sentence.text_of(chunks[at + 1])
        if preposition not in {"of", "at", "in", "inside"}:
            return None
        words = self._words_of(at)
        is_named = preposition == "of" and words[-1] in _NAMED_BY_OF and not self._has_own_name(at)
        whole = self._filler(at + 2, "place" if is_named else "thing")
        if whole is None:
            return None
        if preposition == "of" and self._words_of(at)[-1] in _WATERS:  # the Gulf of Aden
            span = (self.sentence.span(chunks[at])[0], whole.span[1])
            label = " ".join(
                self.sentence.words[n].text for n in range(chunks[at].last, chunks[at + 2].last + 1)
            )
            return Filler(span, Entity(label, "WaterBody"), "place", True, False, "unknown-name")
        if is_named and not whole.is_described:
            return whole
        kind = kind_of(words)
        is_part = kind is None or kind.category not in _WHOLES or bool(whole.entity.iri)
        return whole if is_part and whole.category in {"facility", "vessel"} else None

    def _part_of(self, at: int) -> int:
        """The whole of which a vague word names a part: "the south of the capital" is in the capital."""
        is_part = self._words_of(at)[-1] in _VAGUE and self._is_of_noun(at)
        return at + 2 if is_part and self.sentence.chunks[at + 2].kind == "noun" else at

    def _is_vague(self, at: int) -> bool:
        """Whether a noun phrase names no place that could be found again: "the area", "their homes"."""
        words = self._words_of(at)
        if words[-1] in _VAGUE:
            chunk = self.sentence.chunks[at]
            inner = self.sentence.words[chunk.first + 1 : chunk.last]
            return not any(word.text[:1].isupper() for word in inner)
        return words[0] in _OWN and words[-1] in {"home", "homes", "house", "houses", "bed", "beds"}

    def _has_own_name(self, at: int) -> bool:
        """Whether a name stands right before the head: "the Poonch district", not "the Lebanese town"."""
        chunk = self.sentence.chunks[at]
        if chunk.last == chunk.first:
            return False
        word = self.sentence.words[chunk.last - 1]
        if self.sentence.letters[chunk.last - 1] != "A" or self._is_named_by_of(at):
            return False
        owner = self.name((word.start, word.end), "owner")
        return owner is None or owner.rule != "demonym"

    def _is_named_by_of(self, at: int) -> bool:
        """Whether a phrase for a town has its name behind it: "the North Darfur town of Tora"."""
        words = self._words_of(at)
        is_town = words[0] in {"the", "a", "an"} and words[-1] in _NAMED_BY_OF - _REGIONS
        return is_town and self._is_of_noun(at) and self.sentence.chunks[at + 2].tags.endswith("A")

    def _places_of(self, mention: EventMention, subject: int, verb: int) -> None:
        """Places between a subject that is affected and its verb: "a factory in Kyiv was hit"."""
        chunks = self.sentence.chunks
        for at in range(subject + 1, verb - 1):
            if chunks[at].kind == "preposition" and chunks[at + 1].kind == "noun":
                self._put_phrase(mention, "", self.sentence.text_of(chunks[at]), at + 1)

    def _by_weapon(self, mention: EventMention, filler: Filler, at: int) -> None:
        """A weapon as the actor: it is used; for a loss or harm, in a strike that brought it about."""
        if filler.category == "vessel":
            mention.add("launchedFrom" if mention.kind in STRIKES else "hasParticipant", filler)
            return
        owner = self._owner(at)
        if mention.kind not in _CAUSED or filler.entity.kind == "AirDefenceSystem":
            mention.add("usesWeapon", filler)
            if owner is not None:
                mention.add("isPerformedBy", owner)
            return
        kind = strike_by(filler, self._words_of(at))
        cause = EventMention(kind, mention.trigger, mention.extent, self.number, True, CAUSE_BY_WEAPON)
        cause.add("usesWeapon", filler)
        if owner is not None:
            cause.add("isPerformedBy", owner)
        is_own = mention.extent[0] <= filler.span[0] < mention.extent[1]
        if is_own and not (mention.kind in TO_PEOPLE and self._words_of(at)[-1] in _FALLING):
            mention.add("usesWeapon", filler)  # not for what only follows: "a bomb fell, killing two"
        mention.links.append(("hasCause", cause))

    def _add_joined(self, mention: EventMention, role: str, at: int) -> None:
        """Add the further names of "the communities of A and B", from chunk `at` on."""
        chunks = self.sentence.chunks
        while 0 <= at < len(chunks) and self.sentence.text_of(chunks[at - 1]) in {"and", ","}:
            filler = self._filler(at, "place") if self._is_name(at) else None
            if filler is None or filler.category != "place":
                return
            mention.add(role, filler)
            at += 2

    def _is_name(self, at: int) -> bool:
        """Whether a noun phrase is a bare name."""
        return self.sentence.chunks[at].kind == "noun" and set(self.sentence.chunks[at].tags) == {"A"}

    def _had_accident(self, at: int) -> bool:
        """Whether a thing came to grief in the sentence: "a helicopter crashed, killing seven"."""
        return any(
            other.kind in _MISHAPS and at in self.clauses.by_verb[verb].subjects
            for verb, other in self.by_clause.items()
        )

    def _owner(self, at: int) -> Filler | None:
        """Whose weapon it is: "Russian missiles", "army artillery", "drones launched by the RSF"."""
        chunk = self.sentence.chunks[at]
        for place in range(chunk.first, chunk.last):
            word = self.sentence.words[place]
            is_army = word.lower in _ARMIES
            if is_army or word.text[:1].isupper() or word.lower in _OF_BODIES:
                filler = self.name((word.start, word.end), "performer" if is_army else "owner")
                if filler is not None and filler.category in HUMAN:
                    return filler
        if self._is_of_noun(at):
            filler = self._filler(at + 2, "performer")
            return filler if filler is not None and filler.category in {"force", "agent"} else None
        sent = self.sentence.chunks[at + 1 : at + 4]
        if [each.kind for each in sent] == ["verb", "preposition", "noun"]:
            is_by = self.sentence.text_of(sent[1]) == "by" and self.sentence.lemma(sent[0]) in _SENDING
            filler = self._filler(at + 3, "performer") if is_by else None
            return filler if filler is not None and filler.category in HUMAN else None
        return None

    def _put_phrase(self, mention: EventMention, role: str, preposition: str, at: int) -> None:
        if at in self.by_noun:
            self._link_noun(mention, preposition, self.by_noun[at])
            return
        words = self._words_of(at)
        if self._is_along(preposition, at):
            return
        if preposition in {"on", "aboard"} and words[-1] in _VESSEL_WORDS:
            filler = self.name(self.sentence.span(self.sentence.chunks[at]), "board")
            if filler is not None:
                mention.add("takesPlaceAt", filler)
            return
        if role:
            self._put_one(mention, role, at)
        elif preposition in PLACE_PREPOSITIONS:
            at = self._part_of(at)
            words = self._words_of(at)
            if self._is_vague(at) or (preposition in {"in", "at"} and words == ["hospital"]):
                return  # "in the south" of what?; died in hospital of what had happened elsewhere
            filler = self._filler(at, "place")
            if filler is not None and (filler.is_described or words[-1] in _WATERS):
                filler = self._whole(at) or filler
            if filler is None or filler.category not in _PLACE_CATEGORIES:
                return
            last = [known for name, known in mention.roles if name == "takesPlaceAt"][-1:]
            ends = self.sentence.span(self.sentence.chunks[at - 2])[1] if at > 1 else -1
            is_joined = self.sentence.chunks[at - 1].kind != "preposition"
            if last and not is_joined and last[0].span[1] == ends:  # at the well in Mali: at the well
                if not self._is_beside(last[0], at, filler):
                    return
                mention.roles.remove(("takesPlaceAt", last[0]))
            mention.add("takesPlaceAt", filler)
        elif preposition == "with":
            filler = self._filler(at, "thing")
            is_inside = at > 1 and self._words_of(at - 2)[-1] in _STORES  # a warehouse with weapons
            if filler is not None and filler.category == "weapon" and not is_inside:
                mention.add("usesWeapon", filler)

    def _is_along(self, preposition: str, at: int) -> bool:
        """Whether a phrase tells of a road or bridge and not of the event: "the road between A and B"."""
        if preposition not in {"between", "over", "across"}:
            return False
        chunks = self.sentence.chunks
        base = at - 2 if chunks[at - 1].kind == "preposition" else at - 4
        if base < 0 or chunks[base].kind != "noun":
            return False
        return self._words_of(base)[-1] in (_ROUTES if preposition == "between" else _SPANS)

    def _is_beside(self, first: Filler, at: int, filler: Filler) -> bool:
        """Whether what happened was only near a nameless thing that stands in a named place."""
        before = self.sentence.text_of(self.sentence.chunks[at - 3]) if at > 2 else ""
        return before in _BESIDE and first.is_described and not filler.is_described

    def _link_noun(self, mention: EventMention, preposition: str, other: EventMention) -> None:
        """Relate an event to one named in a prepositional phrase: "after an explosion", "in the attack"."""
        if preposition in {"after", "following"}:
            mention.links.append(("follows", other))
        elif preposition in {"by", "from", "of", "because of"} or (
            preposition in {"in", "during"} and mention.kind in _CAUSED
        ):
            mention.links.append(("hasCause" if preposition != "during" else "overlaps", other))
        elif preposition == "during":
            mention.links.append(("overlaps", other))

    def _words_in(self, span: Span) -> list[str]:
        return [word.lower for word in self.sentence.words if span[0] <= word.start < span[1]]

    def _refine(self, mention: EventMention) -> None:
        if mention.kind not in {"Attack", "Strike"}:
            return
        weapons = list(mention.fillers("usesWeapon"))
        kinds = {strike_by(filler, self._words_in(filler.span)) for filler in weapons} - {"Strike"}
        if len(kinds) == 1:
            mention.kind = kinds.pop()
        elif not mention.is_noun:
            heads = {
                doer.entity.label.lower().rsplit(" ", 1)[-1] for doer in mention.fillers("isPerformedBy")
            }
            if "aviation" in heads:
                mention.kind = "AirStrike"
            elif not heads.isdisjoint(_GUNNERS):
                mention.kind = "Shelling"
