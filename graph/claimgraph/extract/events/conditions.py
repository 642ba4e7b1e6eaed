"""Whether a verb's neighbours are what a frame asks for: who is hit, who moves, what is taken."""

from __future__ import annotations

import re
from typing import Final

from claimgraph.extract.events.checks import VerbChecks
from claimgraph.extract.events.fitting import ARMED, CORPSES, FITTING, PARTIES, WORDED, is_of
from claimgraph.extract.events.frames import Frame
from claimgraph.extract.events.mentions import Filler
from claimgraph.extract.events.roles import TO_PEOPLE
from claimgraph.extract.syntax.kinds import kind_of
from claimgraph.extract.syntax.lexicon import verb_forms, word_set
from claimgraph.extract.syntax.reach import Clause
from claimgraph.reference.kinds import is_a

_OF_THINGS: Final = frozenset(("thing", "air", "equipment"))
_CROWD: Final = frozenset(
    (
        "people", "residents", "civilians", "families", "refugees", "villagers", "inhabitants", "thousands",
        "hundreds", "dozens", "scores", "townspeople", "households", "adults", "pensioners", "migrants",
        "evacuees", "returnees", "newcomers", "souls",
    )
)  # fmt: skip
"""Those who, leaving a place, are displaced: one who leaves may be on a visit."""
_HURT: Final = frozenset(("wounded", "injured", "dead", "killed", "fallen", "captured", "missing"))
_NAVAL: Final = frozenset(
    ("warship", "warships", "frigate", "frigates", "corvette", "corvettes", "destroyers")
)
_BY_NOUN: Final = frozenset(("troops", "force", "mover", "person", "civilian", "party"))
"""Conditions that the noun alone tells, also where it is not known whom it means: "the garrison"."""
_OF_PEOPLE: Final = frozenset(("person", "civilian", "crowd"))
ARMED_BANDS: Final = frozenset(
    ("gunmen", "men", "militants", "raiders", "kidnappers", "attackers", "bandits", "fighters", "rebels",
     "militiamen", "insurgents", "abductors", "jihadists", "pirates", "militia", "assailants", "herders",
     "terrorists", "gunman", "extremists", "intruders")
)  # fmt: skip
"""Those who, if they take people along, abduct them."""
_LINES: Final = frozenset(("line", "lines"))
_CURRENT: Final = frozenset(
    ("power", "electricity", "transmission", "high-voltage", "telephone", "phone", "gas", "overhead")
)
_ENVOYS: Final = frozenset(("diplomat", "diplomats", "official", "officials", "staff"))
"""People of whom it is not known for whom they speak: here they speak for nobody."""
_ABOARD: Final = frozenset(("aboard", "board"))
_WHERE: Final = frozenset(("in", "at", "on", "near", "from"))
_GOING: Final = frozenset(("Displacement", "Withdrawal"))
_SOMEBODY: Final = frozenset(("he", "she", "him", "i", "me", "we", "us"))
_SHELTERS: Final = frozenset(("hospital", "clinic", "safety", "shelter", "school", "camp", "doctor"))
_MODEL: Final = re.compile(r"(?:Su|MiG|Mi|Ka|Tu|Il|An|F|A)-\d")
"""How the names of models of aircraft begin."""
_ABSTRACT: Final = word_set("abstract")
_ANSWERABLE: Final = frozenset(("responsible", "accountable"))


class FrameConditions(VerbChecks):
    """Asks whether a clause is one that a frame may read."""

    def _passive(self, frame: Frame, clause: Clause) -> bool:
        """Passive, also where past tense and participle look the same: "a factory hit on Saturday"."""
        is_bare = self.sentence.chunks[clause.verb].tags == "n"
        if clause.is_passive and not (is_bare and frame.rest[-1:] == ("with",)):
            return True  # but: armed men made off with six cars
        if frame.rest and frame.rest[-1] in {"of", "from"}:
            return False  # pulled out of the base
        if frame.rest and frame.roles.get("subj") == "affects":
            return False  # sought refuge
        tags = self.sentence.chunks[clause.verb].tags
        form = verb_forms().get(self.sentence.lower(self.sentence.chunks[clause.verb].last))
        is_participle = tags == "V" and form is not None and "n" in form.tags
        if "tr" not in frame.flags or not is_participle or clause.objects or not clause.subjects:
            return False
        if self.sentence.chunks[clause.subjects[-1]].kind == "pronoun":
            return False
        filler = self._filler(self._past_measure(clause.subjects[-1]), "thing")
        if filler is None:
            return False
        is_of_people = (frame.kind in TO_PEOPLE or frame.when == "person") and filler.category in {
            "person",
            "force",
        }
        return is_of_people or filler.category in {"facility", "place", "vessel", "materiel"}

    def _fits(self, frame: Frame, clause: Clause) -> bool:
        """Whether the thing affected, or the one who moves, is of the category that the frame asks for."""
        if not frame.when:
            return True
        side = self._side(frame, clause)
        if not side:
            return False
        if any(at in self.by_noun for at in side[-1:] if frame.checked == "subj" or at < clause.verb):
            return False
        if (sure := self._fits_by_words(frame, side[0])) is not None:
            return sure
        position = "performer" if frame.when in {"force", "troops", "mover", "military", "state"} else "thing"
        if frame.when in _OF_THINGS:
            position = "materiel"
        filler = self._filler(self._past_measure(side[0]), position)
        if frame.when == "corpse":
            return self._words_of(side[0])[-1] in CORPSES
        if frame.when in {"carrier", "transport"}:
            is_vehicle = filler is not None and filler.category in {"vessel", "materiel"}
            return is_vehicle and self._load(clause, frame.when) is not None
        if frame.kind in {"Abduction", "Withdrawal"} and self._is_moved(frame, clause, filler):
            return False
        if frame.kind == "Presence" and filler is not None and is_of(filler, "bomb"):
            return False  # a bomb hidden in a cart went off
        if self._is_other_sense(frame, clause, side[0]):
            return False
        if frame.when == "spot" and filler and filler.rule == "unknown-name" and filler.category != "place":
            return any(self._is_force(at) for at in clause.subjects)  # troops have taken Krynky
        if filler is None:
            return self._fits_unknown(frame, clause, side[0])
        if frame.when in {"aid", "relief"} and filler.category != "aid":
            return self._carries_aid(side[0])
        if frame.when == "warship":
            return is_a(filler.entity.kind, "NavalVessel") or self._words_of(side[0])[-1] in _NAVAL
        if frame.when == "flown":
            return _MODEL.match(filler.entity.label) is not None or any(
                is_a(filler.entity.kind, kind) for kind in ("Aircraft", "Helicopter")
            )
        return is_of(filler, frame.when)

    def _is_other_sense(self, frame: Frame, clause: Clause, at: int) -> bool:
        """Whether people are taken, moved or held in another sense than that of the frame."""
        if frame.when == "seized":
            return not self._is_by_band(clause)
        if frame.lemma == "leave" and frame.kind in _GOING and clause.is_passive:
            return True  # dozens were left in the water
        if frame.lemma == "lock" and any(at in self.by_noun for _, at in clause.phrases):
            return True  # locked in battle
        if frame.lemma == "evacuate" and frame.kind == "Withdrawal" and self._moves_people(frame, clause):
            return True  # the army evacuated the villagers
        if frame.kind == "Abduction" and frame.lemma == "take" and self._is_brought(clause):
            return True  # patients were taken from the hospital to Egypt
        if frame.kind == "Abduction":
            return self._is_rescue(at, clause)  # pulled bodies from the rubble, survivors from the water
        if frame.kind == "Evacuation":
            return self._are_no_evacuees(at, clause)
        if frame.lemma != "hold":
            return False
        if frame.kind == "Detention" and (self._is_site(clause) or self._words_of(at)[-1] in PARTIES):
            return True  # the camp holds 52,000 people; talks between the clans, held in a school
        return not _ANSWERABLE.isdisjoint(self.lowers)  # held the rebels responsible

    def _is_brought(self, clause: Clause) -> bool:
        """Whether people are taken to a place with a name, and by no armed band."""
        by = [at for word, at in clause.phrases if word == "by"] if clause.is_passive else clause.subjects
        to = [self._filler(at, "place") for word, at in clause.phrases if word == "to"]
        is_place = any(filler is not None and filler.category == "place" for filler in to)
        return is_place and not any(self._words_of(at)[-1] in ARMED_BANDS for at in by)

    def _moves_people(self, frame: Frame, clause: Clause) -> bool:
        """Whether what a verb moves is people, and no place."""
        moved = clause.subjects if self._passive(frame, clause) else clause.objects
        fillers = [self._filler(self._past_measure(at), "thing") for at in moved[:1]]
        return any(filler is not None and filler.category == "person" for filler in fillers)

    def _fits_by_words(self, frame: Frame, at: int) -> bool | None:
        """Whether a noun phrase fits a frame, where its words alone tell; None where they do not."""
        words = self._words_of(self._past_measure(at) if frame.when == "crowd" else at)
        if frame.kind == "Killing" and frame.when == "person" and self._is_of_things(at):
            return False
        if frame.when == "crowd" and words[-1] not in _CROWD and not self._is_number(at):
            return False
        if words[-1] in CORPSES and frame.kind in {"Deployment", "Presence", "Displacement", "ForceMovement"}:
            return False
        if frame.when == "lorries" and not (ARMED.isdisjoint(words) and self._load_of(at) < 0):
            return False  # army lorries, lorries with fuel: not of aid by themselves
        if frame.when in WORDED:
            is_line = frame.when == "cable" and words[-1] in _LINES and not _CURRENT.isdisjoint(words)
            return is_line or words[-1] in WORDED[frame.when]
        if frame.when in {"troops", "military"} and words[-1] == "police":
            return True
        if frame.when == "carrier" and "evacuation" in words:
            return True
        if frame.when in {"civilian", "person"} and words[-1] in _ENVOYS:
            return True
        if frame.when == "party" and words[-1] in PARTIES:
            return True  # the two sides met
        if frame.when in {"troops", "military"} and not _HURT.isdisjoint(words):
            return False  # 18 wounded soldiers were brought in
        if frame.kind == "Abduction" and not _HURT.isdisjoint(words):
            return False  # carried away the wounded
        if frame.kind == "CaptureOfPersons" and words == ["it"]:
            return False
        is_somebody = (
            frame.when in {"person", "civilian", "seized"} and words[0] in _SOMEBODY and len(words) == 1
        )
        is_somebody = is_somebody or (frame.when in _OF_PEOPLE and self._is_nobody_named(at))
        return True if is_somebody else None  # thousands marched

    def _fits_unknown(self, frame: Frame, clause: Clause, at: int) -> bool:
        """Whether a noun phrase that stands for nothing known is of the category that the frame asks for."""
        whole, is_number = self._past_measure(at), self._is_number(at)
        is_noun = self.sentence.chunks[whole].kind == "noun"
        known = kind_of(self._words_of(whole)) if is_noun else None
        if known is not None and frame.when in _BY_NOUN:
            return known.category in FITTING[frame.when]
        is_name = set(self.sentence.chunks[at].tags) == {"A"}
        is_subject = clause.is_passive or frame.checked == "subj"
        has_fallen = frame.lemma == "fall" and self.sentence.chunks[clause.verb].tags[0] == "H"
        if frame.when == "place" and is_subject and is_name and (frame.rest or has_fallen):
            return True  # Zorivka is cut off, has fallen
        if frame.when == "air" and is_number and whole == at:
            return True  # 41 were downed, it has downed ten
        if frame.when == "munition" and is_number and self._tells_of_munitions():
            return True  # nine rockets were fired: two fell in a field
        is_only_number = is_number and whole == at
        if frame.when in _OF_PEOPLE and is_only_number and frame.kind not in {"Killing", "Harm"}:
            return True  # more than 20,000 have made their way to Chad
        return frame.when == "thing" and at not in self.by_noun and self._words_of(at)[-1] not in _ABSTRACT

    def _is_by_band(self, clause: Clause) -> bool:
        """Whether an armed band takes people along, and not to somewhere: "taken by gunmen"."""
        by = [at for word, at in clause.phrases if word == "by"] if clause.is_passive else clause.subjects
        to = [at for word, at in clause.phrases if word in {"to", "into"}]
        if any(self._words_of(at)[-1] in _SHELTERS for at in to):
            return False
        if clause.is_passive and not by and not to:
            return all(word in _WHERE for word, _ in clause.phrases)  # girls had been taken
        return any(self._words_of(at)[-1] in ARMED_BANDS for at in by)

    def _is_gerund(self, clause: Clause) -> bool:
        """Whether the verb of a clause is a form in "-ing" alone."""
        return self.sentence.chunks[clause.verb].tags == "g"

    def _is_moved(self, frame: Frame, clause: Clause, filler: Filler | None) -> bool:
        """Whether people are taken along by a ship or vehicle, or moved out: no abduction, no withdrawal."""
        if frame.kind == "Withdrawal":
            is_people = filler is not None and filler.category == "person"
            return clause.is_passive and is_people and "obj" not in frame.roles
        by = self._filler(clause.subjects[-1], "thing") if clause.subjects and not clause.is_passive else None
        return by is not None and by.category in {"vessel", "materiel"}

    def _load(self, clause: Clause, kind: str) -> Filler | None:
        """The people, or fighters, whom a ship or vehicle takes along: "a ferry with 90 foreigners left"."""
        at = self._load_of(clause.subjects[-1]) if clause.subjects else -1
        if at < 0 and not _ABOARD.isdisjoint(self.lowers):
            at = next((place for word, place in clause.phrases if word == "with"), -1)
        filler = self._filler(self._past_measure(at), "people") if at >= 0 else None
        wanted = "force" if kind == "transport" else "person"
        return filler if filler is not None and filler.category == wanted else None

    def _side(self, frame: Frame, clause: Clause) -> list[int]:
        """The noun phrases in the slot that the frame asks about."""
        is_passive = self._passive(frame, clause)
        if frame.checked == "obj":
            if is_passive or ("erg" in frame.flags and not clause.objects):
                return clause.subjects
            role = frame.roles["obj"]
            found = clause.objects or [at for word, at in clause.phrases if frame.roles.get(word) == role]
            return found[:1]
        if frame.checked == "subj":
            by = [at for word, at in clause.phrases if word == "by"]
            return by if is_passive and "obj" in frame.roles else clause.subjects
        return [at for word, at in clause.phrases if word == frame.checked]
